"""Where the texts of a bulletin that was read stand in what was seen: each text's characters, and what is
printed before and behind it. Must not know how anything of it looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bulletin_desk.bulletin.grammar import RUNNING, Node, is_cell, walk
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.learning.paragraphs import SetParagraph


class Placed(NamedTuple):
    """A text in a paragraph, its characters from `start` to `stop`. A text of several lines may stand in
    several paragraphs: there is one of these for each, and `part` counts them."""

    node: Node
    at: int
    start: int
    stop: int
    part: int = 0


def placed_texts(
    issue: Issue, paragraphs: Sequence[SetParagraph], places: Sequence[int]
) -> tuple[Placed, ...]:
    """The running texts of an issue in those paragraphs whose `places` are told, in the order of the paper.
    What is not found, and what stands in tables, is left out."""
    return tuple(_placed(issue, _Printed(paragraphs, places)))


class _Printed:
    """What is printed, without blanks, and where each character of it stands."""

    def __init__(self, paragraphs: Sequence[SetParagraph], places: Sequence[int]) -> None:
        self.where = [
            (at, offset)
            for at in places
            for offset, char in enumerate(paragraphs[at].text)
            if not char.isspace()
        ]
        self.said = "".join(paragraphs[at].text[offset] for at, offset in self.where)

    def pieces(self, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
        """The paragraphs that a stretch stands in, and where in each."""
        while start < stop:
            at = self.where[start][0]
            last = start
            while last + 1 < stop and self.where[last + 1][0] == at:
                last += 1
            yield at, self.where[start][1], self.where[last][1] + 1
            start = last + 1


def _placed(issue: Issue, printed: _Printed) -> Iterator[Placed]:
    reached = 0
    for node in walk(issue):
        said = "".join(node.text.split())
        if not said or node.spec.region not in RUNNING or is_cell(node.path):
            continue
        found = printed.said.find(said, reached)
        if found < 0:
            found = printed.said.find(said)  # a section that came twice, or what was moved
        if found < 0:
            continue
        stop = found + len(said)
        for part, (at, start, end) in enumerate(printed.pieces(found, stop)):
            yield Placed(node, at, start, end, part)
        reached = max(reached, stop)
