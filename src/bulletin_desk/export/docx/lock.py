"""Locks lines: finds the character spacing with which a word processor's own line breaking ends a line where ours ends.

Works on numbers of one paragraph. A word processor takes clusters as long as their natural widths fit. Two readings of
"natural width" are in use, and a locked line holds under both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from bulletin_desk.hanzi.classes import LATIN, NO_LINE_END, NO_LINE_START

GAPS = (5, 4)
"""Part of an em between a Han character and a Latin letter or digit: a fifth in LibreOffice, a quarter in Word."""
_NEAR = 10
"""Twips that a line keeps off the limits on either side, for roundings inside a word processor."""

_START = "".join(re.escape(char) for char in sorted(NO_LINE_START))
_END = "".join(re.escape(char) for char in sorted(NO_LINE_END))
_FRAGMENT = re.compile(rf"[{_END}]*(?:[{LATIN}]+|[^\n])[{_START}]*")
"""The least that a word processor may take in one piece: shorter than our clusters, since it may break after a hyphen or a
point."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One character as a word processor measures it, in twips: its advance, the character spacing that its style gives
    it, whether a quarter gap stands before it, and what it shares with its neighbours in one portion (LibreOffice's
    term for text of one script in one set of attributes)."""

    advance: float
    spacing: int
    gap: bool
    portion: object


@dataclass(frozen=True, slots=True)
class LineEnd:
    """A line takes characters `start` to `end` (exclusive), those from `visible` on unseen. `free`: what follows is on
    another line anyhow (a line break, the paragraph's end)."""

    start: int
    visible: int
    end: int
    free: bool


class _Sums:
    """Widths of stretches of a paragraph for any character spacing, by sums from its start."""

    def __init__(self, samples: Sequence[Sample], em: float) -> None:
        self._natural = [0.0, *accumulate(sample.advance + sample.spacing for sample in samples)]
        self._gaps = [0, *accumulate(sample.gap for sample in samples)]
        last = [
            index + 1 == len(samples) or samples[index + 1].portion != sample.portion or samples[index + 1].gap
            for index, sample in enumerate(samples)
        ]
        self._plain_ends = [
            0, *accumulate(end and not sample.spacing for end, sample in zip(last, samples, strict=True))
        ]
        self._last = last
        self._spaced = [sample.spacing for sample in samples]
        self._em = em

    def word(self, start: int, end: int, spacing: int) -> float:
        """In Word: spacing after each character."""
        return self._stretch(start, end, 4) + spacing * (end - start)

    def libre_office(self, start: int, end: int, spacing: int) -> float:
        """In LibreOffice: a portion's last character gives up nothing (but is given what is to be added)."""
        width = self._stretch(start, end, 5) + spacing * (end - start)
        if spacing < 0:
            kept = self._plain_ends[end] - self._plain_ends[start]
            if not self._spaced[end - 1] and not self._last[end - 1]:
                kept += 1
            width -= spacing * kept
        return width

    def condensed(self, start: int, end: int) -> int:
        """How many characters of a stretch give something up in LibreOffice."""
        kept = self._plain_ends[end] - self._plain_ends[start]
        kept += not self._spaced[end - 1] and not self._last[end - 1]
        return end - start - kept

    def added(self, start: int, end: int, part: int) -> float:
        """The natural width of what follows a line: its gap before it included."""
        gaps = self._gaps[end] - self._gaps[start]
        return self._natural[end] - self._natural[start] + gaps * self._em / part

    def _stretch(self, start: int, end: int, part: int) -> float:
        gaps = self._gaps[end] - self._gaps[min(start + 1, end)]
        return self._natural[end] - self._natural[start] + gaps * self._em / part


def lock(
    text: str, samples: Sequence[Sample], lines: Sequence[LineEnd], em: float, measure: float, first_indent: float, slack: int
) -> list[int]:
    """The character spacing of each line, in twips: 0 where the line's natural width does.

    `measure` is the lines' width, `first_indent` what the first loses of it, `slack` what the word processor's measure
    has more than that.
    """
    sums = _Sums(samples, em)
    spacings = [0] * len(lines)
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        room = measure - (0 if number else first_indent)
        following = 0 if line.free or number + 1 == len(lines) else spacings[number + 1]
        spacings[number] = _line_spacing(text, sums, line, room, slack, following)
    return spacings


def _line_spacing(text: str, sums: _Sums, line: LineEnd, room: float, slack: int, following: int) -> int:
    start, end = line.start, line.visible
    count = end - start
    if not count:
        return 0
    most = room + slack / 2
    spacing = 0
    wide = max(sums.word(start, end, 0), sums.libre_office(start, end, 0))
    if wide > most:
        by_word = -(sums.word(start, end, 0) - most) / count
        by_office = -(sums.libre_office(start, end, 0) - most) / max(sums.condensed(start, end), 1)
        spacing = int(min(by_word, by_office, 0) // 1)
        return spacing
    if line.free:
        return 0
    match = _FRAGMENT.match(text, line.end)
    after = match.end() if match else line.end + 1
    least = room + slack + _NEAR
    shortage = max(
        least - sums.word(start, end, 0) - sums.added(line.end, after, 4),
        least - sums.libre_office(start, end, 0) - sums.added(line.end, after, 5),
    ) - min(following, 0) * (after - line.end)
    if shortage > 0:
        spacing = -int(-shortage // count)
        if max(sums.word(start, end, spacing), sums.libre_office(start, end, spacing)) > most:
            spacing = 0
    return spacing
