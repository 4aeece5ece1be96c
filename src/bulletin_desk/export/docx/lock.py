"""Locks lines: finds the character spacing with which a word processor's own line breaking ends a line
where ours ends.

Works on the numbers of one paragraph. A word processor takes clusters as long as their natural widths fit.
Two readings of "natural width" are in use, and a locked line holds under both: Word's gap between a Han
character and a Latin letter or digit is a quarter of an em and character spacing counts after every
character; LibreOffice's gap is a fifth, and a portion (text of one script in one set of attributes) keeps
its last character whole when it is condensed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import ceil, floor
from operator import add
from typing import NamedTuple

from bulletin_desk.hanzi.classes import (
    CONNECTORS,
    LATIN,
    NO_LINE_END,
    NO_LINE_START,
    REPEATING,
    SQUARE_UNITS,
)

_NEAR = 10
"""Twips that a line keeps off the limits on either side, for roundings inside a word processor."""

_SPACE_SHRINKS = 1 / 8
"""Em that a typed space may give up to let a line take more: a quarter of it. Word was seen to take 7 %."""
_MOST_CONDENSED = 1 / 6
"""Em that LibreOffice takes from a character at most (SwSubFont::CheckKerning_)."""
_SPARED = (2, 3, 4, 6)
"""Lengths of the portions that are left natural, one after the other tried."""

# LibreOffice has lists of its own, which let a dash or a unit start a line.
_OURS = frozenset(CONNECTORS + "-/／¢￠§￡‰℃℉°′″" + SQUARE_UNITS + REPEATING)
_START = "".join(re.escape(char) for char in sorted(NO_LINE_START - _OURS))
_END = "".join(re.escape(char) for char in sorted(NO_LINE_END - _OURS | {"/", "／"}))
_FRAGMENT = re.compile(rf"[{_END}]{{0,300}}(?:[{LATIN}]{{1,300}}|[^\n])[{_START}]{{0,300}}")
"""The least that a word processor may take in one piece: shorter than our clusters, since it may break
after a hyphen or a point. What is longer fits into no line anyhow."""


class Sample(NamedTuple):
    """One character as a word processor measures it, in twips: its advance, the character spacing that its
    style gives it, whether a quarter gap stands before it, and what it shares with its neighbours in one
    portion (LibreOffice's term for text of one script in one set of attributes)."""

    advance: float
    spacing: int
    gap: bool
    portion: object


@dataclass(frozen=True, slots=True)
class LineEnd:
    """A line takes characters `start` to `end` (exclusive), those from `visible` on unseen. `free`: what
    follows is on another line anyhow (a line break, the paragraph's end). `tight`: what follows may be
    broken at every character. `filled`: a line break ends the line, which is to reach the measure still."""

    start: int
    visible: int
    end: int
    free: bool
    tight: bool = False
    filled: bool = False


class _Sums:
    """Widths of stretches of a paragraph for any character spacing, by sums from its start."""

    def __init__(self, samples: Sequence[Sample], em: float) -> None:
        advances, spacings, gaps, portions = zip(*samples, strict=True)
        self._natural: list[float] = [0.0, *accumulate(map(add, advances, spacings))]
        self._gaps: list[int] = [0, *accumulate(gaps)]
        self._ends = [
            index
            for index, ((portion, following), gap) in enumerate(
                zip(pairwise(portions), gaps[1:], strict=True)
            )
            if following != portion or gap
        ]
        self._given = spacings
        self.em = em

    def word(self, start: int, end: int, spacing: int, spared: frozenset[int] = frozenset()) -> float:
        """In Word: spacing after each character. `spared` ones have none."""
        return self._natural_width(start, end, 4) + spacing * (end - start - len(spared))

    def libre_office(self, start: int, end: int, spacing: int, spared: frozenset[int] = frozenset()) -> float:
        """In LibreOffice: a portion's last character gives up nothing, but is given what is to be added."""
        width = self._natural_width(start, end, 5) + spacing * (end - start - len(spared))
        if spacing < 0:
            ends = (index for index in self._portion_ends(start, end) if index not in spared)
            width -= sum(min(self._given[index] + spacing, 0) for index in ends)
        return width

    def short_portions(self, start: int, end: int, length: int) -> frozenset[int]:
        """The characters of portions shorter than `length` whose last one would give up nothing."""
        found: set[int] = set()
        first = start
        for last in self._portion_ends(start, end):
            if last + 1 - first < length and self._given[last] <= 0:
                found.update(range(first, last + 1))
            first = last + 1
        return frozenset(found)

    def added(self, start: int, end: int, part: int) -> float:
        """What characters after a line would add to it, a gap before them included."""
        gaps = self._gaps[end] - self._gaps[start]
        return self._natural[end] - self._natural[start] + gaps * self.em / part

    def _natural_width(self, start: int, end: int, part: int) -> float:
        return self.added(start, end, part) - (self._gaps[start + 1] - self._gaps[start]) * self.em / part

    def _portion_ends(self, start: int, end: int) -> list[int]:
        first = bisect_left(self._ends, start)
        return [*self._ends[first : bisect_left(self._ends, end - 1, first)], end - 1]


def lock(
    text: str,
    samples: Sequence[Sample],
    lines: Sequence[LineEnd],
    *,
    em: float,
    measure: float,
    first_indent: float,
    slack: int,
) -> list[int]:
    """The character spacing of each character, in twips: 0 where its line's natural width does.

    `em` and all widths are twips. `measure` is the lines' width, `first_indent` what the first loses of it,
    `slack` what the word processor's measure has more than that.
    """
    sums = _Sums(samples, em)
    spacings = [0] * len(text)
    for number in range(len(lines) - 1, -1, -1):  # what comes next is narrower where it is condensed itself
        line = lines[number]
        room = measure - (0 if number else first_indent)
        spacing, spared = _line_spacing(_Case(text, sums, line, room, slack, spacings))
        for offset in range(line.start, line.end):
            spacings[offset] = 0 if offset in spared else spacing
    return spacings


@dataclass(frozen=True, slots=True)
class _Case:
    """A line with the room that it has; `spacings` are those of the lines after it."""

    text: str
    sums: _Sums
    line: LineEnd
    room: float
    slack: int
    spacings: Sequence[int]

    def shortage(self, spacing: int, spared: frozenset[int] = frozenset()) -> float:
        """How much a line with this spacing is too narrow, so that what comes after it could fit too."""
        line, sums = self.line, self.sums
        if line.free:
            return 0
        match = None if line.tight else _FRAGMENT.match(self.text, line.end)
        after = match.end() if match else line.end + 1
        condensed = -sum(min(value, 0) for value in self.spacings[line.end : after])
        # Word (since 2013) and LibreOffice (since 24.2) narrow typed spaces to take one word more.
        shrunk = self.text.count(" ", line.start, after) * sums.em * _SPACE_SHRINKS
        start, end = line.start, line.visible
        least = min(
            sums.word(start, end, spacing, spared) + sums.added(line.end, after, 4),
            sums.libre_office(start, end, spacing, spared) + sums.added(line.end, after, 5),
        )
        return max(self.room + self.slack + _NEAR + condensed + shrunk - least, 0)


def _line_spacing(case: _Case) -> tuple[int, frozenset[int]]:
    """The least spacing that makes a line's text fit, or what comes after it not fit, and the characters
    that are spared it."""
    sums, start, end = case.sums, case.line.start, case.line.visible
    if start == end:
        return 0, frozenset()
    most = case.room + case.slack / 2
    if max(sums.word(start, end, 0), sums.libre_office(start, end, 0)) > most:
        best = _condensed(case, most, frozenset()), frozenset[int]()
        shortage = case.shortage(*best)
        # Short portions hardly narrow the line in LibreOffice, but do in Word. Where that leaves room for
        # more there, they are spared and the others narrowed more.
        for length in _SPARED:
            if not shortage:
                break
            spared = sums.short_portions(start, end, length)
            spacing = _condensed(case, most, spared)
            still = case.shortage(spacing, spared)
            if still < shortage and sums.libre_office(start, end, spacing, spared) <= most:
                best, shortage = (spacing, spared), still
        return best
    spacing = ceil(case.shortage(0) / (end - start))
    if case.line.filled:
        natural = max(sums.word(start, end, 0), sums.libre_office(start, end, 0))
        spacing = max(floor((case.room - natural) / (end - start)), 0)
    while spacing and max(sums.word(start, end, spacing), sums.libre_office(start, end, spacing)) > most:
        spacing -= 1
    return spacing, frozenset()


def _condensed(case: _Case, most: float, spared: frozenset[int]) -> int:
    """The least spacing with which a line is at most `most` wide, as far as there is one."""
    sums, start, end = case.sums, case.line.start, case.line.visible
    count = max(end - start - len(spared), 1)
    spacing = floor(min((most - sums.word(start, end, 0)) / count, 0))
    # A style's own spacing may swallow part of what is taken, so that a quotient would fall short.
    while sums.libre_office(start, end, spacing, spared) > most and spacing > -sums.em * _MOST_CONDENSED:
        spacing -= 1
    return spacing
