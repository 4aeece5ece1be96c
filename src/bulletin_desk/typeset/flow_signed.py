"""An item's last paragraph with the signature under it, as one thing: a signature never stands on a page
without a line of what it signs.
"""

from __future__ import annotations

from bulletin_desk.typeset.attachments import AttachmentList
from bulletin_desk.typeset.flow_paragraph import FlowParagraph
from bulletin_desk.typeset.thing import Text, Thing


class SignedParagraph(Thing):
    """A paragraph, or the list of attachments, and `space` empty rows below it the signature, which is not
    cut."""

    __slots__ = ("_paragraph", "count", "keeps", "made", "rows", "texts")

    def __init__(
        self, paragraph: FlowParagraph | AttachmentList, signature: FlowParagraph, space: int = 0
    ) -> None:
        (signed,) = signature.texts
        self._paragraph = paragraph
        at = paragraph.rows + space
        self.rows = self.count = at + signature.rows
        self.keeps = False
        self.made = paragraph.made
        self.texts = (*paragraph.texts, Text(signed.composed, signed.path, signed.source, at))

    def fitting(self, first: int, room: int, *, widows: bool) -> int:
        """See `Thing`. At least one line of the paragraph, two with widow control, stays with the
        signature."""
        if self.rows - first <= room:
            return self.rows - first
        before = self._paragraph.rows - first
        fitting = min(room, before - (2 if widows else 1))
        if widows and first == 0 and fitting == 1:
            return 0
        return max(fitting, 0)
