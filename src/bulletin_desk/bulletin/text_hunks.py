"""What differs between two versions of a text, in pieces that a reader takes in: characters of Chinese one by
one, words and figures of other scripts whole. Must not know where the texts stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from bulletin_desk.bulletin.matching import changed_stretches
from bulletin_desk.bulletin.ranges import Ranges, united


class Hunk(NamedTuple):
    """Characters `start` to `end` of the new text stand where the old one had `was`, from `old` on. One of
    the two may be empty."""

    start: int
    end: int
    old: int
    was: str

    @property
    def old_end(self) -> int:
        """Where what stood there ended in the old text."""
        return self.old + len(self.was)


_WORD = re.compile(r"[0-9A-Za-z\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u00c0-\u024f\u0300-\u036f]")
_JOINS = frozenset(".,:/-'’")
"""What joins two words or figures to one, where it stands between them: 6.5, 1,200, 10:30, co-op."""
_SHORT = 1
"""Characters that both texts have between two changes without which these are read as one..."""
_LONG = 4
"""...where both together have so many."""


def hunks(old: str, new: str) -> tuple[Hunk, ...]:
    """What of `new` differs from `old`, in order, apart from each other."""
    if old == new:
        return ()
    words, new_words = tokens(old), tokens(new)
    ends = [0, *accumulate(map(len, words))]
    new_ends = [0, *accumulate(map(len, new_words))]
    found: list[Hunk] = []
    for first, last, new_first, new_last in changed_stretches(words, new_words):
        start, end = new_ends[new_first], new_ends[new_last]
        begin, stop = ends[first], ends[last]
        if found and start - found[-1].end <= _SHORT:
            before = found[-1]
            size = before.end - before.start + len(before.was) + end - start + stop - begin
            if size >= _LONG:
                found[-1] = Hunk(before.start, end, before.old, old[before.old : stop])
                continue
        found.append(Hunk(start, end, begin, old[begin:stop]))
    return tuple(found)


def undone(text: str, changes: Iterable[Hunk]) -> str:
    """The old text, by the new one and what differs in it."""
    pieces: list[str] = []
    at = 0
    for hunk in changes:
        pieces += text[at : hunk.start], hunk.was
        at = hunk.end
    return "".join((*pieces, text[at:]))


def tokens(text: str) -> list[str]:
    """A text in characters, words and figures."""
    found: list[str] = []
    at = 0
    while at < len(text):
        end = at + 1
        if _WORD.match(text, at):
            while end < len(text) and _goes_on(text, end):
                end += 1
        found.append(text[at:end])
        at = end
    return found


def _goes_on(text: str, at: int) -> bool:
    """Whether the word before a place goes on there."""
    if _WORD.match(text, at):
        return True
    joins = text[at] in _JOINS and text[at - 1] not in _JOINS
    return joins and _WORD.match(text, at + 1) is not None


def carried(ranges: Ranges, changes: Sequence[Hunk]) -> Ranges:
    """Where ranges of the old text stand in the new one: those of their characters that are still there."""
    pieces: list[tuple[int, int]] = []
    for start, end in ranges:
        for first, last, there in _kept(changes, end):
            begin, stop = max(start, first), min(end, last)
            if begin < stop:
                pieces.append((begin - first + there, stop - first + there))
    return united(pieces)


def _kept(changes: Sequence[Hunk], end: int) -> Iterator[tuple[int, int, int]]:
    """The stretches of the old text, up to a place at least, that the new one has, too, and where."""
    at = there = 0
    for hunk in changes:
        yield at, hunk.old, there
        at, there = hunk.old_end, hunk.end
    yield at, max(at, end), there


def without(ranges: Ranges, changes: Iterable[Hunk]) -> Ranges:
    """Ranges of the new text but for what is new in it."""
    gone = [(hunk.start, hunk.end) for hunk in changes]
    pieces: list[tuple[int, int]] = []
    for start, end in ranges:
        at = start
        for first, last in gone:
            if last > at and first < end:
                pieces.append((at, first))
                at = max(at, last)
        pieces.append((at, end))
    return united(pieces)


def apart(one: Ranges, other: Ranges) -> Ranges:
    """The characters that are in one of two ranges and not in the other."""
    edges = sorted({edge for each in (*one, *other) for edge in each})
    return united((start, end) for start, end in pairwise(edges) if _in(one, start) != _in(other, start))


def _in(ranges: Ranges, at: int) -> bool:
    return any(start <= at < end for start, end in ranges)
