"""A table cut into strips, which pages take whole: what stands in each and how high it is. Knows no pages.

All lengths are points, down from a strip's top.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from bulletin_desk.bulletin.tables import Spot

_SMALL = 6
"""Rows of a table that stays whole."""
_LEAST_LINES = 2
"""Lines of a row that is cut which stand on a page, at least."""
_ALONE = 2
"""Rows that stand alone at a page's head or foot, at least."""


class Band(NamedTuple):
    """A row of a table, or what of it stands in a strip: which cell (by its number) covers each column, None
    where none does."""

    row: int
    height: Fraction
    cover: tuple[int | None, ...]


class Piece(NamedTuple):
    """Lines `first` to `last` (exclusive) of text `text`, `pitch` apart, the first one's top at `top`."""

    text: int
    first: int
    last: int
    top: Fraction
    pitch: Fraction


@dataclass(slots=True)
class Strip:
    """What stays together on a page: `above` its bands lies what stands over the table. `again` comes to the
    height of its first band where a page begins with it, since a row goes on there."""

    height: Fraction = Fraction(0)
    above: Fraction = Fraction(0)
    again: Fraction = Fraction(0)
    bands: list[Band] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)

    def add(self, other: Strip) -> None:
        """Puts another strip below."""
        if other.bands and not self.bands:
            self.above = self.height + other.above
            self.again = other.again
        self.bands += other.bands
        self.pieces += (piece._replace(top=piece.top + self.height) for piece in other.pieces)
        self.height += other.height


class Inside(NamedTuple):
    """The measures of a cell: the pitch of its lines, what lies above and below these, and the rule."""

    pitch: Fraction
    padding: Fraction
    rule: Fraction

    def height(self, lines: int) -> Fraction:
        """How high a row of so many lines is, from one rule's centre to the next one's."""
        return lines * self.pitch + 2 * self.padding + self.rule

    def lines(self, height: Fraction) -> int:
        """How many lines go into a row of a height."""
        return max(int((height - 2 * self.padding - self.rule) / self.pitch), 0)


@dataclass(slots=True)
class _Part:
    """A row, or what of it stands in a strip of its own, with room for so many lines. `further`: the row
    begins in another strip."""

    row: int
    height: Fraction
    lines: int
    further: bool = False
    pieces: list[Piece] = field(default_factory=list)


class Cutter:
    """Cuts the rows of a table: `spots` are its cells, each of `counts` lines."""

    def __init__(
        self, rows: int, columns: int, spots: Sequence[Spot], counts: Sequence[int], inside: Inside
    ) -> None:
        self._inside = inside
        self._counts = counts
        self._ends = [min(spot.row + max(spot.cell.rows, 1), rows) for spot in spots]
        self._begin: list[list[int]] = [[] for _ in range(rows)]
        covers: list[list[int | None]] = [[None] * columns for _ in range(rows)]
        for number, spot in enumerate(spots):
            self._begin[spot.row].append(number)
            for row in range(spot.row, self._ends[number]):
                for column in range(spot.column, min(spot.column + spot.cell.columns, columns)):
                    covers[row][column] = number
        self._covers = [tuple(cover) for cover in covers]
        self._starts = [spot.row for spot in spots]
        self._heights = self._row_heights()

    def _row_heights(self) -> list[Fraction]:
        """Each row is as high as its highest cell; what stands in several makes them higher alike."""
        inside, most = self._inside, [1] * len(self._begin)
        spanning = []
        for number, (start, end) in enumerate(zip(self._starts, self._ends, strict=True)):
            if end - start == 1:
                most[start] = max(most[start], self._counts[number])
            else:
                spanning.append(number)
        by_count = {count: inside.height(count) for count in set(most)}
        heights = [by_count[count] for count in most]
        for number in sorted(spanning, key=lambda number: self._ends[number] - self._starts[number]):
            rows = range(self._starts[number], self._ends[number])
            lacking = inside.height(self._counts[number]) - sum(heights[row] for row in rows)
            if lacking > 0:
                for row in rows:
                    heights[row] += lacking / len(rows)
        return heights

    def height(self, rows: Iterable[int]) -> Fraction:
        """How high rows are together."""
        return sum((self._heights[row] for row in rows), Fraction(0))

    def groups(self) -> list[range]:
        """The rows, those together that cells span."""
        found: list[range] = []
        start = end = 0
        for row, numbers in enumerate(self._begin):
            if row >= end:
                if row:
                    found.append(range(start, row))
                start = end = row
            end = max(end, row + 1, *(self._ends[number] for number in numbers))
        return [*found, range(start, len(self._begin))]

    def together(self, groups: list[range], most: Fraction) -> list[range]:
        """The groups, of which those are one that no editor would part, unless that is higher than `most`:
        all of a small table, else the first rows and the last ones."""
        few = len(groups) < 2 * _ALONE or sum(map(len, groups)) <= _SMALL
        parts = [groups] if few else [groups[:_ALONE], *([each] for each in groups[_ALONE:-_ALONE])]
        if not few:
            parts.append(groups[-_ALONE:])
        found = []
        for part in parts:
            whole = range(part[0].start, part[-1].stop) if part else range(0)
            found += [whole] if part and self.height(whole) <= most else part
        return found

    def strips(self, rows: range, room: Fraction) -> list[Strip]:
        """A group of rows: one strip, or if several rows are higher than half of `room`, or one row than all
        of it, as many as it takes. A row is cut between its lines only where it is higher than `room`, then
        between any of them, so that it begins where it stands."""
        height = self.height(rows)
        if height <= (room if len(rows) == 1 else room / 2):
            return [self.whole(rows)]
        return self._parted(rows, room)

    def whole(self, rows: range) -> Strip:
        """The rows as one strip, the lines of each cell in the middle of its height."""
        strip = Strip()
        tops: dict[int, Fraction] = {}
        for row in rows:
            tops[row] = strip.height
            strip.bands.append(Band(row, self._heights[row], self._covers[row]))
            strip.height += self._heights[row]
        pitch, heights = self._inside.pitch, self._heights
        for row in rows:
            known: dict[tuple[int, int], Fraction] = {}
            for number in self._begin[row]:
                count, end = self._counts[number], self._ends[number]
                top = known.get((end, count))
                if top is None:
                    height = heights[row] if end == row + 1 else self.height(range(row, end))
                    top = known[end, count] = tops[row] + (height - count * pitch) / 2
                strip.pieces.append(Piece(number, 0, count, top, pitch))
        return strip

    def _parted(self, rows: range, room: Fraction) -> list[Strip]:
        """The rows as a strip each, or several: what spans them runs down from its first one's top."""
        parts = [part for row in rows for part in self._parts_of(row, room)]
        for row in rows:
            for number in self._begin[row]:
                self._fill(number, parts)
        strips = []
        for part in parts:
            band = Band(part.row, part.height, self._covers[part.row])
            pieces = sorted(part.pieces, key=lambda piece: piece.text)
            again = self._inside.height(0) if part.further else Fraction(0)
            strips.append(Strip(part.height, Fraction(0), again, [band], pieces))
        return strips

    def _parts_of(self, row: int, room: Fraction) -> list[_Part]:
        inside, height = self._inside, self._heights[row]
        left = inside.lines(height)
        if height <= room:
            return [_Part(row, height, left)]
        first = min(_LEAST_LINES, left)
        parts = [_Part(row, inside.height(first), first)]
        return parts + self._further(row, left - first)

    def _further(self, row: int, lines: int) -> list[_Part]:
        """Parts of a row for so many further lines: no few of them are left alone."""
        parts = []
        while lines > 0:
            own = _LEAST_LINES if lines >= 2 * _LEAST_LINES else lines
            parts.append(_Part(row, own * self._inside.pitch, own, further=True))
            lines -= own
        return parts

    def _fill(self, number: int, parts: list[_Part]) -> None:
        """Deals the lines of a cell out to the parts of its rows, and makes further ones for what is left."""
        inside, count = self._inside, self._counts[number]
        rows = range(self._starts[number], self._ends[number])
        here = [part for part in parts if part.row in rows]
        if len(here) == 1:
            top = (here[0].height - count * inside.pitch) / 2
            here[0].pieces.append(Piece(number, 0, count, top, inside.pitch))
            return
        first, top = 0, inside.padding + inside.rule / 2
        for part in here:
            last = min(first + part.lines, count)
            if last > first or not count:
                part.pieces.append(Piece(number, first, last, top, inside.pitch))
            first = last
        at = parts.index(here[-1]) + 1
        for part in self._further(rows[-1], count - first):
            last = first + part.lines
            part.pieces.append(Piece(number, first, last, top, inside.pitch))
            parts.insert(at, part)
            first, at = last, at + 1
