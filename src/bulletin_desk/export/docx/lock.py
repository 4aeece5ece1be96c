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
from typing import NamedTuple

from bulletin_desk.hanzi.classes import CONNECTORS, LATIN, NO_LINE_END, NO_LINE_START

_NEAR = 10
"""Twips that a line keeps off the limits on either side, for roundings inside a word processor."""

# LibreOffice has lists of its own, which let a dash start a line.
_START = "".join(re.escape(char) for char in sorted(NO_LINE_START - frozenset(CONNECTORS + "-/／")))
_END = "".join(re.escape(char) for char in sorted(NO_LINE_END))
_FRAGMENT = re.compile(rf"[{_END}]*(?:[{LATIN}]+|[^\n])[{_START}]*")
"""The least that a word processor may take in one piece: shorter than our clusters, since it may break
after a hyphen or a point."""


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
    broken at every character."""

    start: int
    visible: int
    end: int
    free: bool
    tight: bool = False


class _Sums:
    """Widths of stretches of a paragraph for any character spacing, by sums from its start."""

    def __init__(self, samples: Sequence[Sample], em: float) -> None:
        self._natural = [0.0, *accumulate(sample.advance + sample.spacing for sample in samples)]
        self._gaps = [0, *accumulate(sample.gap for sample in samples)]
        self._ends = [
            index
            for index, (sample, following) in enumerate(pairwise(samples))
            if following.portion != sample.portion or following.gap
        ]
        self._given = [sample.spacing for sample in samples]
        self._em = em
        self.least_advance = min((sample.advance for sample in samples if sample.advance), default=0) / 2

    def word(self, start: int, end: int, spacing: int) -> float:
        """In Word: spacing after each character."""
        return self._natural_width(start, end, 4) + spacing * (end - start)

    def libre_office(self, start: int, end: int, spacing: int) -> float:
        """In LibreOffice: a portion's last character gives up nothing, but is given what is to be added."""
        width = self._natural_width(start, end, 5) + spacing * (end - start)
        if spacing < 0:
            width -= sum(min(self._given[index] + spacing, 0) for index in self._portion_ends(start, end))
        return width

    def added(self, start: int, end: int, part: int) -> float:
        """What characters after a line would add to it, a gap before them included."""
        gaps = self._gaps[end] - self._gaps[start]
        return self._natural[end] - self._natural[start] + gaps * self._em / part

    def _natural_width(self, start: int, end: int, part: int) -> float:
        return self.added(start, end, part) - (self._gaps[start + 1] - self._gaps[start]) * self._em / part

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
    """The character spacing of each line, in twips: 0 where the line's natural width does.

    `em` and all widths are twips. `measure` is the lines' width, `first_indent` what the first loses of it,
    `slack` what the word processor's measure has more than that.
    """
    sums = _Sums(samples, em)
    spacings = [0] * len(lines)
    for number in range(len(lines) - 1, -1, -1):  # what comes next is narrower where it is condensed itself
        following = spacings[number + 1] if number + 1 < len(lines) else 0
        room = measure - (0 if number else first_indent)
        spacings[number] = _line_spacing(text, sums, lines[number], room, slack, following)
    return spacings


def _line_spacing(text: str, sums: _Sums, line: LineEnd, room: float, slack: int, following: int) -> int:
    """The least spacing that makes a line's text fit, or what comes after it not fit."""
    start, end = line.start, line.visible
    if start == end:
        return 0
    word, libre_office = sums.word(start, end, 0), sums.libre_office(start, end, 0)
    most = room + slack / 2
    if max(word, libre_office) > most:
        spacing = floor(min((most - word) / (end - start), 0))
        # A style's own spacing may swallow part of what is taken, so that a quotient would fall short.
        while spacing > -sums.least_advance and sums.libre_office(start, end, spacing) > most:
            spacing -= 1
        return spacing
    if line.free:
        return 0
    least = room + slack + _NEAR
    if line.tight:
        after = line.end + 1
    else:
        match = _FRAGMENT.match(text, line.end)
        after = match.end() if match else line.end + 1
    narrower = min(following, 0) * (after - line.end)
    shortage = (
        least
        - narrower
        - min(word + sums.added(line.end, after, 4), libre_office + sums.added(line.end, after, 5))
    )
    if shortage <= 0:
        return 0
    spacing = ceil(shortage / (end - start))
    if max(sums.word(start, end, spacing), sums.libre_office(start, end, spacing)) > most:
        return 0
    return spacing
