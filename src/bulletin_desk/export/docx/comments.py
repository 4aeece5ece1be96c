"""Remarks (批注) as comments of the Word copy: which comments there are, and between which characters of its
paragraphs each stands. Holds no XML.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from bulletin_desk.bulletin.grammar import MADE, order, walk
from bulletin_desk.bulletin.model import Issue, Path, Place, Remark, Said
from bulletin_desk.export.docx.oxml import CommentMark

if TYPE_CHECKING:
    from bulletin_desk.typeset.composed import Composed


class Comment(NamedTuple):
    """A comment, by its number in the copy; `answers`: the number of the one that it answers. `done`:
    settled, as all of a thread are together."""

    number: int
    said: Said
    answers: int | None
    done: bool


def comments_of(remarks: Iterable[Remark]) -> list[Comment]:
    """The comments of an issue's remarks, each before its answers."""
    made: list[Comment] = []
    for remark in remarks:
        first = len(made)
        for at, said in enumerate(remark.said):
            made.append(Comment(len(made), said, first if at else None, remark.settled))
    return made


class _Anchored(NamedTuple):
    """A mark before a character of a typeset paragraph."""

    offset: int
    rank: int
    mark: CommentMark


_ENDS, _BOTH, _STARTS = range(3)
"""What comes first where several marks stand between the same characters: ranges that meet do not overlap."""


class Anchors:
    """Where comments begin and end in the typeset `paragraphs` of an issue, which are asked by path. What
    stands at a text that is not printed begins with the next one that is."""

    def __init__(
        self, issue: Issue, remarks: Sequence[Remark], paragraphs: Iterable[tuple[Composed, Path]]
    ) -> None:
        texts = {node.path for node in walk(issue)}
        self._composed: dict[Path, Composed] = {}
        for composed, path in paragraphs:
            if composed.kind not in MADE and path in texts:
                self._composed.setdefault(path, composed)
        self._paths = sorted(self._composed, key=order)
        self._orders = [order(path) for path in self._paths]
        self._marks: dict[int, list[tuple[Path, _Anchored]]] = {}
        """By the identity of the paragraph, which several texts may share."""
        if not self._paths:
            return
        number = 0
        for remark in remarks:
            numbers = tuple(range(number, number + len(remark.said)))
            number += len(remark.said)
            start, end = self._printed(remark)
            if start == end:
                self._put(start, _BOTH, CommentMark(numbers, numbers))
            else:
                self._put(start, _STARTS, CommentMark(numbers, ()))
                self._put(end, _ENDS, CommentMark((), numbers))
        for marks in self._marks.values():
            marks.sort(key=lambda each: (each[1].offset, each[1].rank))

    def _printed(self, remark: Remark) -> tuple[Place, Place]:
        """The range as far as it is printed."""
        start, end = remark.start, remark.end
        if start.path not in self._composed:
            at = bisect_left(self._orders, order(start.path))
            start = Place(self._paths[min(at, len(self._paths) - 1)], 0)
        if end.path not in self._composed:
            at = max(bisect_right(self._orders, order(end.path)) - 1, 0)
            end = Place(self._paths[at], _length(self._composed[self._paths[at]]))
        if (order(end.path), end.offset) < (order(start.path), start.offset):
            end = start
        return start, end

    def _put(self, place: Place, rank: int, mark: CommentMark) -> None:
        composed = self._composed[place.path]
        offset = composed.paragraph.lead + min(place.offset, _length(composed))
        self._marks.setdefault(id(composed), []).append((place.path, _Anchored(offset, rank, mark)))

    def marks(self, composed: Composed, within: Path) -> list[tuple[int, CommentMark]]:
        """The marks in a paragraph of a text in this part of the issue, in order, by offsets of its text."""
        found = self._marks.get(id(composed), ())
        return [(one.offset, one.mark) for path, one in found if path[: len(within)] == within]


def _length(composed: Composed) -> int:
    """How long the text of a paragraph is without what the layout adds."""
    paragraph = composed.paragraph
    return len(paragraph.text) - paragraph.lead - paragraph.tail
