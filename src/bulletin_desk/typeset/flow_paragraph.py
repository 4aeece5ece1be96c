"""A paragraph as a thing in the flow: a row for each of its lines."""

from __future__ import annotations

from bulletin_desk.bulletin.model import Path
from bulletin_desk.typeset.composed import Composed
from bulletin_desk.typeset.thing import Text, Thing


class FlowParagraph(Thing):
    """A paragraph, its path below the group's owner, and the value it was made of."""

    __slots__ = ("count", "keeps", "rows", "texts")

    def __init__(self, composed: Composed, path: Path, keeps: bool, source: object) -> None:
        self.rows = self.count = composed.count
        self.keeps = keeps
        self.texts = (Text(composed, path, source),)

    def fitting(self, first: int, room: int, *, widows: bool) -> int:
        """See `Thing`. With widow control no single line is left alone at a page's foot or head."""
        left = self.rows - first
        fitting = min(left, max(room, 0))
        if not widows or fitting == left:
            return fitting
        if left - fitting == 1 and fitting > 1:
            fitting -= 1
        if first == 0 and fitting == 1:
            fitting = 0
        return fitting
