"""Locks lines: finds the character spacing with which a word processor's own line breaking ends a line where
ours ends, however it measures. Works on the numbers of one paragraph; knows no XML and no program by name
but in what was measured of it.

A word processor takes clusters as long as their natural widths fit. How wide a line naturally is, is read
differently (`READINGS`), so a line has a window: from where what follows no longer fits under any reading to
where the line itself does not. It is put into the window's middle. Justification fills the rest.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import floor, inf
from operator import add
from typing import NamedTuple

from bulletin_desk.hanzi.classes import (
    CLOSING_BRACKETS,
    CLOSING_QUOTES,
    CONNECTORS,
    LATIN,
    NO_LINE_END,
    NO_LINE_START,
    PAUSE_MARKS,
    REPEATING,
    SQUARE_UNITS,
    STOP_MARKS,
)

_NEAR = 10
"""Twips that a line keeps off both limits at least, for roundings inside a word processor."""
_FAR = 200
"""Twips off the limits that are enough: a line is not moved further than that from its natural width."""
_SAFE = 30
"""Twips off both limits, beside `_NEAR`, that are enough not to look for more."""
_OFF_MIDDLE = 1 / 2
"""How far from a window's middle a line may stand, in half windows, for one size of spacing, not two."""
_SPACE_SHRINKS = 1 / 8
"""Em that a typed space may give up to let a line take more: a quarter of it. LibreOffice since 24.2 counts
one space more than the line has. Word was seen to take 7 %."""
_MOST_CONDENSED = 1 / 6
"""Em that LibreOffice takes from a character at most (SwSubFont::CheckKerning_), and that Han characters and
marks give up before letters and digits do, to which justification gives nothing back."""
_TINY = 1e-9
"""Twips for the roundings of floats."""
_FEW = 0.01
"""In place of no character at all that narrows a line: then nothing does."""
_SPARED = (2, 3, 4, 6)
"""Lengths of the portions that are left natural, one after the other tried."""

# LibreOffice has lists of its own, which let a dash or a unit start a line.
_OURS = frozenset(CONNECTORS + "-/／¢￠§￡‰℃℉°′″" + SQUARE_UNITS + REPEATING)
_START = "".join(re.escape(char) for char in sorted(NO_LINE_START - _OURS))
_END = "".join(re.escape(char) for char in sorted(NO_LINE_END - _OURS | {"/", "／"}))
_FRAGMENT = re.compile(rf"[{_END}]{{0,300}}(?:[{LATIN}]{{1,300}}|[^\n])[{_START}]{{0,300}}")
"""The least that a word processor may take in one piece: shorter than our clusters, since it may break
after a hyphen or a point. What is longer fits into no line anyhow."""
_HANGING = frozenset(PAUSE_MARKS + STOP_MARKS)
"""Marks that a word processor hangs into the margin, one at a line's end, where it is let (`oxml.styles`)."""
_HALF_OUT = frozenset(CLOSING_BRACKETS + CLOSING_QUOTES + PAUSE_MARKS + STOP_MARKS)
"""Marks whose blank half a word processor may let stand out at a line's end."""


class Reading(NamedTuple):
    """A way to measure, with its name for the clerk.

    `gap`: em between a Han character and a letter or digit. `by_portions`: a portion (LibreOffice's term for
    text of one script in one set of attributes) keeps its last character whole when it is condensed, and no
    mark hangs. `whole`: a mark that Unicode calls ambiguous is one em wide, as in the official faces; else it
    is as wide as in the face at hand. `must`: lines hold under it without fail.
    """

    name: str
    gap: float
    by_portions: bool = False
    whole: bool = False
    must: bool = False


READINGS = (
    Reading("Word", 1 / 4, must=True),
    Reading("Word", 1 / 4, whole=True, must=True),
    Reading("LibreOffice", 1 / 5, by_portions=True, must=True),
    Reading("汉字与数字间空五分之一字的软件", 1 / 5, must=True),
    Reading("汉字与数字间空八分之一字的软件", 1 / 8, must=True),
    Reading("汉字与数字间不留空的软件", 0),
)
"""Under each of them a line is to hold whether the gap before what comes next, or the spacing behind the last
character, counts in it or not, whether spaces shrink or not, and whether a mark may stand half out."""


class Sample(NamedTuple):
    """One character as a word processor measures it, in twips: its advance, the character spacing that its
    style gives it, whether a gap stands before it, and what it shares with its neighbours in one portion.
    `whole`: its advance under a reading that has it whole. `rigid`: letters, digits, and marks in a style of
    their own, which give up nothing while others can."""

    advance: float
    spacing: int
    gap: bool
    portion: object
    whole: float
    rigid: bool = False


@dataclass(frozen=True, slots=True)
class LineEnd:
    """A line takes characters `start` to `end` (exclusive), those from `visible` on unseen. `free`: what
    follows is on another line anyhow (a line break, the paragraph's end). `tight`: LibreOffice may break what
    follows behind its first character. `filled`: a line break ends the line, which is to reach the measure
    still."""

    start: int
    visible: int
    end: int
    free: bool
    tight: bool = False
    filled: bool = False


class Locked(NamedTuple):
    """Character spacings in twips, 0 where the natural width does; and for each line the readings under
    which a word processor may end it elsewhere."""

    spacings: list[int]
    doubtful: list[tuple[Reading, ...]]


def lock(
    text: str,
    samples: Sequence[Sample],
    lines: Sequence[LineEnd],
    *,
    em: float,
    measure: float,
    first_indent: float,
) -> Locked:
    """The character spacing of each character of a paragraph.

    `em` and all widths are twips. `measure` is the width of a word processor's lines, `first_indent` what
    the first loses of it.
    """
    sums = _Sums(text, samples, em)
    spacings = [0] * len(text)
    doubtful: list[tuple[Reading, ...]] = [()] * len(lines)
    for number in range(len(lines) - 1, -1, -1):  # what comes next is narrower where it is condensed itself
        line = lines[number]
        if line.start == line.visible:
            continue
        case = _Case(text, sums, line, measure - (0 if number else first_indent), spacings)
        chosen = _filled(case) if line.filled else _best(case)
        doubtful[number] = chosen.doubtful
        _apply(chosen, line, spacings)
    return Locked(spacings, doubtful)


class _Sums:
    """Widths of stretches of a paragraph under each reading, by sums from its start."""

    def __init__(self, text: str, samples: Sequence[Sample], em: float) -> None:
        advances, spacings, gaps, portions, whole, rigid = zip(*samples, strict=True)
        self.em = em
        self.given: Sequence[int] = spacings
        self.rigid: Sequence[bool] = rigid
        self._natural = [0.0, *accumulate(map(add, advances, spacings))]
        self._whole = self._natural if whole == advances else [0.0, *accumulate(map(add, whole, spacings))]
        self._gaps: list[int] = [0, *accumulate(gaps)]
        self._spaces = [0, *accumulate(char == " " for char in text)]
        self._ends = [
            index
            for index, ((portion, following), gap) in enumerate(
                zip(pairwise(portions), gaps[1:], strict=True)
            )
            if following != portion or gap
        ]
        self.readings = [  # which differ in this paragraph
            reading
            for reading in READINGS
            if (self._gaps[-1] or reading.by_portions or reading.gap == READINGS[0].gap)
            and (self._whole is not self._natural or not reading.whole)
        ]

    def natural(self, reading: Reading, start: int, end: int, gaps_from: int) -> float:
        """The width of characters with the gaps before those from `gaps_from` on."""
        widths: list[float] = self._whole if reading.whole else self._natural
        gaps = self._gaps[end] - self._gaps[gaps_from]
        return widths[end] - widths[start] + gaps * reading.gap * self.em

    def spaces(self, start: int, end: int) -> int:
        """How many typed spaces there are."""
        return self._spaces[end] - self._spaces[start]

    def portion_ends(self, start: int, end: int) -> list[int]:
        """The last characters of a line's portions."""
        first = bisect_left(self._ends, start)
        return [*self._ends[first : bisect_left(self._ends, end - 1, first)], end - 1]


@dataclass(frozen=True, slots=True)
class _Case:
    """A line with the room that it has; `spacings` are those of the lines after it."""

    text: str
    sums: _Sums
    line: LineEnd
    room: float
    spacings: Sequence[int]

    def needs(self, reading: Reading) -> tuple[float, float]:
        """What can be added to the line's width until it does not fit, and what must be so that what follows
        does not (-inf where nothing follows), in twips."""
        line, sums = self.line, self.sums
        start, visible, end = line.start, line.visible, line.end
        fits = self.room - sums.natural(reading, start, visible, start + 1)
        if visible == end:  # the gap before what comes next counts, if there is one
            fits -= self._gap_behind(reading)
        if line.free:
            return fits, -inf
        match = _FRAGMENT.match(self.text, end)
        after = match.end() if match else end + 1
        if line.tight and reading.by_portions:
            after = end + 1
        following = self.spacings[end:after]
        width = sums.natural(reading, start, visible, start + 1)
        width += sums.natural(reading, end, after, end) + sum(following) - max(following[-1], 0)
        spaces = sums.spaces(start, after) + reading.by_portions
        last = self.text[after - 1] if after - end > 1 else ""
        if last in _HANGING and not reading.by_portions:
            width -= sums.natural(reading, after - 1, after, after)
        elif last in _HALF_OUT:
            width -= sums.em / 2
        return fits, self.room - width + spaces * sums.em * _SPACE_SHRINKS

    def _gap_behind(self, reading: Reading) -> float:
        end, sums = self.line.end, self.sums
        if end >= len(self.text):
            return 0
        return sums.natural(reading, end, end + 1, end) - sums.natural(reading, end, end + 1, end + 1)


class _Window(NamedTuple):
    """The spacings, in twips per character, under which a reading ends the line here."""

    low: float
    high: float
    reading: Reading


class _Chosen(NamedTuple):
    """`total` twips for the characters that are not `spared`."""

    total: int
    spared: frozenset[int]
    doubtful: tuple[Reading, ...]


def _best(case: _Case) -> _Chosen:
    """The best spacing of a line: letters and digits spared, else short portions too, else none."""
    needs = [(reading, *case.needs(reading)) for reading in case.sums.readings]
    best: _Chosen | None = None
    most: tuple[float, ...] = ()
    for spared, strained in _choices(case):
        chosen, rank = _in_window(case, needs, spared, strained=strained)
        if best is None or rank > most:
            best, most = chosen, rank
        if not best.doubtful and most[2:] >= (_SAFE, 0):
            break
    assert best is not None
    return best


def _choices(case: _Case) -> Iterator[tuple[frozenset[int], bool]]:
    """Which characters to spare, the best choice first, and whether that one is a last resort."""
    start, end, sums = case.line.start, case.line.visible, case.sums
    rigid = frozenset(index for index in range(start, end) if sums.rigid[index])
    if len(rigid) < end - start:
        yield rigid, False
        # A short portion hardly narrows the line in LibreOffice, but does in Word.
        ends = sums.portion_ends(start, end)
        for length in _SPARED:
            short = set(rigid)
            first = start
            for last in ends:
                if last + 1 - first < length:
                    short.update(range(first, last + 1))
                first = last + 1
            if len(rigid) < len(short) < end - start:
                yield frozenset(short), False
    yield frozenset(), True


def _in_window(
    case: _Case,
    needs: Sequence[tuple[Reading, float, float]],
    spared: frozenset[int],
    *,
    strained: bool,
) -> tuple[_Chosen, tuple[float, ...]]:
    """The middle of what most readings have in common, and how good that is."""
    sums, start, end = case.sums, case.line.start, case.line.visible
    count = end - start - len(spared)
    ends = [index for index in sums.portion_ends(start, end) if index not in spared]
    held = sum(sums.given[index] <= 0 for index in ends)
    windows = []
    for reading, fits, misses in needs:
        # How many narrow the line: the last one does only where more follows.
        narrow = count - held if reading.by_portions else count
        alone = narrow if reading.by_portions else count - (end - 1 not in spared)
        low = (misses + _NEAR) / (count if misses + _NEAR > 0 else max(narrow, _FEW))
        high = (fits - _NEAR) / (count if fits - _NEAR > 0 else max(alone, _FEW))
        if reading.by_portions and fits - _NEAR < 0:
            # What ends a portion gives up no more than its style gave it.
            styled = sum(max(sums.given[index], 0) for index in ends)
            high = min(high, (fits - _NEAR + styled) / max(count - len(ends), _FEW))
        windows.append(_Window(low, high, reading))
    must = [window for window in windows if window.reading.must]
    low = max(window.low for window in must)
    high = min(window.high for window in must)
    if low <= high:
        low, high = _common(low, high, windows)
    else:
        low = high  # what does not fit at all tears a line apart; what takes one more only moves it
    margin = min(_FAR / count, (high - low) / 2)
    spacing = max(min(0.0, high - margin), low + margin, -floor(sums.em * _MOST_CONDENSED))
    total = round(spacing) * count  # one size of spacing where there is room for that
    if abs(total - spacing * count) > margin * count * _OFF_MIDDLE:
        total = _in_two_sizes(case, spared, spacing * count, count)
    spacing = total / count
    margin = min(high - spacing, spacing - low)
    doubtful = tuple(
        window.reading for window in windows if not window.low - _TINY <= spacing <= window.high + _TINY
    )
    missed = sum(reading.must for reading in doubtful)
    return _Chosen(total, spared, doubtful), (-missed, -len(doubtful), min(margin * count, _SAFE), -strained)


def _in_two_sizes(case: _Case, spared: frozenset[int], total: float, count: int) -> int:
    """The nearest total that two sizes of spacing have which meet at a portion's end, since another portion
    would have another last character."""
    each = floor(total / count)
    places = [index for index in range(case.line.start, case.line.visible) if index not in spared]
    ends = case.sums.portion_ends(case.line.start, case.line.visible)
    steps = {0, count, *(bisect_left(places, end + 1) for end in ends)}
    return each * count + min(steps, key=lambda step: abs(each * count + step - total))


def _common(low: float, high: float, windows: Sequence[_Window]) -> tuple[float, float]:
    """The stretch between `low` and `high` that is in most windows; the widest such."""
    in_all = max(window.low for window in windows), min(window.high for window in windows)
    if in_all[0] <= in_all[1]:
        return in_all
    marks = sorted({low, high, *(mark for w in windows for mark in (w.low, w.high) if low < mark < high)})
    if len(marks) == 1:
        return low, high

    def rank(stretch: tuple[float, float]) -> tuple[int, float]:
        middle = sum(stretch) / 2
        return sum(w.low <= middle <= w.high for w in windows), stretch[1] - stretch[0]

    best = max(pairwise(marks), key=rank)
    middle = sum(best) / 2
    within = [w for w in windows if w.low <= middle <= w.high]
    return max(low, *(w.low for w in within)), min(high, *(w.high for w in within))


def _filled(case: _Case) -> _Chosen:
    """What makes a line reach the measure under the reading that has it widest, and fit under all."""
    line, sums = case.line, case.sums
    best = _best(case)
    fits = min(case.needs(reading)[0] for reading in sums.readings if reading.must)
    count = line.visible - line.start - len(best.spared)
    fits -= sums.natural(READINGS[0], line.visible, line.end, line.end)  # spaces before the line break
    return best if fits < _NEAR else best._replace(total=floor((fits - _NEAR) / count) * count)


def _apply(chosen: _Chosen, line: LineEnd, spacings: list[int]) -> None:
    """Deals the total out, in whole twips and at most two sizes."""
    places = [index for index in range(line.start, line.visible) if index not in chosen.spared]
    each, more = divmod(chosen.total, max(len(places), 1))
    for number, index in enumerate(places):
        spacings[index] = each + (number < more)
