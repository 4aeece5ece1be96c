"""How deep the headings of a document lie, as they follow one another. Knows no format."""

from __future__ import annotations

from bulletin_desk.bulletin.grammar import HEADING_LEVEL
from bulletin_desk.bulletin.model import Kind

DEEPEST = 6
"""Neither PDF (ISO 32000-1, 14.8.4.3.2) nor HTML has deeper ones."""


class HeadingLevels:
    """Tells the levels in the order of the document. A heading is one level deeper than the one it stands
    under, and so than the one before at most (ISO 14289-1, 7.4.2), whatever is left out: headings of one kind
    under the same one are of one level. The name of the bulletin is the first of them."""

    def __init__(self, *, of_item: bool = False) -> None:
        self._of_item = of_item
        """Whether the document is an item, under whose title its attachments stand."""
        self._open: list[int] = []
        """How deep the heading before, and those that it stands under, would lie if none were left out."""
        self._deeper = 0

    def next(self, kind: Kind) -> int:
        """The level of a text of this kind that comes now, from 1 on; 0 if it is no heading."""
        if kind is not Kind.MASTHEAD and kind not in HEADING_LEVEL:
            return 0
        level = HEADING_LEVEL.get(kind, 0)
        if kind in (Kind.SECTION_HEAD, Kind.SECTION_HEAD_2):
            self._deeper = int(kind is Kind.SECTION_HEAD_2)
        else:
            if kind is Kind.ATTACHMENT_TITLE:
                self._deeper = int(self._of_item)
            level += self._deeper
        while self._open and self._open[-1] >= level:
            self._open.pop()
        self._open.append(level)
        return min(len(self._open), DEEPEST)
