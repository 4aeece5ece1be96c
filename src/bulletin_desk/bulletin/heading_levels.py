"""How deep the headings of a document lie, as they follow one another. Knows no format."""

from __future__ import annotations

from bulletin_desk.bulletin.grammar import HEADING_LEVEL
from bulletin_desk.bulletin.model import Kind

DEEPEST = 6
"""Neither PDF (ISO 32000-1, 14.8.4.3.2) nor HTML has deeper ones."""


class HeadingLevels:
    """Tells the levels in the order of the document. A heading is one level deeper than the one before at
    most (ISO 14289-1, 7.4.2), whatever is left out. The name of the bulletin is the first of them."""

    def __init__(self) -> None:
        self._level = 0
        self._deeper = 0

    def next(self, kind: Kind) -> int:
        """The level of a text of this kind that comes now, from 1 on; 0 if it is no heading."""
        if kind is not Kind.MASTHEAD and kind not in HEADING_LEVEL:
            return 0
        level = 1 + HEADING_LEVEL.get(kind, 0)
        if kind in (Kind.SECTION_HEAD, Kind.SECTION_HEAD_2):
            self._deeper = int(kind is Kind.SECTION_HEAD_2)
        elif kind is Kind.ATTACHMENT_TITLE:
            self._deeper = 0
        else:
            level += self._deeper
        self._level = min(level, self._level + 1, DEEPEST)
        return self._level
