"""Which rules a table has on a page. Rules that meet overlap by half their thickness, so that corners are
whole; a table that is cut has a rule on either side of the cut. Knows no widths of columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from bulletin_desk.layouts.table_forms import TableForm
from bulletin_desk.typeset.strips import Band

Bands = Sequence[tuple[Fraction, Band]]
"""With their tops, in points."""


class Across(NamedTuple):
    """A horizontal rule from column edge `first` to `last`, so far `over` both; its centre down the page and
    its thickness, in points."""

    first: int
    last: int
    over: Fraction
    y: float
    thickness: float


class Down(NamedTuple):
    """A vertical rule on the left edge of a column: its upper end, height and thickness."""

    column: int
    y: float
    height: float
    thickness: float


class Rules(NamedTuple):
    """Those of a table, or of a part of it, on a page."""

    across: tuple[Across, ...] = ()
    down: tuple[Down, ...] = ()


class Ruling(NamedTuple):
    """What rules a table has: all, or three lines; and the number of its header rows."""

    form: TableForm
    three: bool
    heads: int

    @property
    def outer(self) -> Fraction:
        """The thickness of the outermost rules."""
        return self.form.outer_rule if self.three else self.form.rule

    def rules(self, bands: Bands, origin: Fraction) -> Rules:
        """The rules between and around bands, whose tops are counted from `origin` down."""
        if not bands:
            return Rules()
        return Rules(
            tuple(self._across(bands, origin)), () if self.three else tuple(self._down(bands, origin))
        )

    def _across(self, bands: Bands, origin: Fraction) -> Iterator[Across]:
        last_top, last_band = bands[-1]
        tops = [*(top for top, _ in bands), last_top + last_band.height]
        for at, top in enumerate(tops):
            above = bands[at - 1][1] if at else None
            under = bands[at][1] if at < len(bands) else None
            ruled = [self._is_ruled(above, under, column) for column in range(len(last_band.cover))]
            thickness = self.form.rule if above and under else self.outer
            over = Fraction(0) if self.three else thickness / 2
            for first, last in _runs(ruled):
                yield Across(first, last, over, float(origin + top), float(thickness))

    def _is_ruled(self, above: Band | None, under: Band | None, column: int) -> bool:
        """Whether there is a rule between two bands over a column."""
        if above is None or under is None:
            return True
        if above.cover[column] == under.cover[column]:
            return False
        if not self.three:
            return True
        if not above.row < self.heads:
            return False
        # under the header, and inside it under what stands over several columns
        return under.row >= self.heads or above.cover.count(above.cover[column]) > 1

    def _down(self, bands: Bands, origin: Fraction) -> Iterator[Down]:
        thickness = self.form.rule
        for column in range(len(bands[0][1].cover) + 1):
            ruled = [_differ(band.cover, column) for _, band in bands]
            for first, last in _runs(ruled):
                top, (low, band) = bands[first][0], bands[last - 1]
                height = low + band.height - top + thickness
                yield Down(column, float(origin + top - thickness / 2), float(height), float(thickness))


def _differ(cover: tuple[int | None, ...], column: int) -> bool:
    """Whether different cells stand on the two sides of a column's left edge."""
    return column in (0, len(cover)) or cover[column - 1] != cover[column]


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where flags are set: begin and end (exclusive) of each run."""
    changes = [at for at, (before, after) in enumerate(pairwise((False, *flags, False))) if before != after]
    yield from zip(changes[::2], changes[1::2], strict=True)
