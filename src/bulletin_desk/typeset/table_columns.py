"""How wide the columns of a table are: by what stands in their cells, within the measure. Sets no cell.

Edges and paddings are points, as exact fractions; widths of cells are counted in `PARTS` of a point.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import NamedTuple

from bulletin_desk.bulletin.tables import WHOLE, Spot
from bulletin_desk.typeset.block_texts import PARTS, in_parts

_TWIP = Fraction(1, 20)
"""Word counts the widths of columns in twentieths of a point: both have the same."""
_STEPS = 8
_CRAMPED = 2
"""Eighths of the layout's padding that a cell may have at least."""


class Content(NamedTuple):
    """How wide a cell has to be, without padding, from what must be to what had better be: so that no figure
    is torn apart; nor anything else; so that short words stay on one line; short heads too; and so that all
    of it does."""

    figures: int
    least: int
    words: int
    liked: int
    natural: int


_LEAST, _LIKED, _NATURAL = map(Content._fields.index, ("least", "liked", "natural"))


class Columns(NamedTuple):
    """The columns of a table: how wide the widest cell is that begins in one and reaches over so many, the
    narrow cells first; the measure and the least width of a column's text, in points. `paddings` are those
    that cells may have at the sides, the layout's own first, each less than the one before it."""

    columns: int
    widest: Sequence[tuple[int, int, Content]]
    measure: Fraction
    em: Fraction
    paddings: Sequence[Fraction]

    @classmethod
    def of(
        cls,
        columns: int,
        wanted: Iterable[tuple[Spot, Content]],
        measure: Fraction,
        em: Fraction,
        padding: Fraction,
    ) -> Columns:
        """Those of a table whose cells want to be so wide, in a layout that has this padding."""
        widest: dict[tuple[int, int], Content] = {}
        for spot, content in wanted:
            key = (spot.column, min(spot.cell.columns, columns - spot.column))
            known = widest.get(key)
            if known is None:
                widest[key] = content
            elif known != content:
                widest[key] = Content(*map(max, known, content))
        cells = [(*where, content) for where, content in widest.items()]
        cells.sort(key=itemgetter(1))
        paddings = [padding * part / _STEPS for part in range(_STEPS, _CRAMPED - 1, -1)]
        return cls(columns, cells, measure, em, paddings)

    def least(self) -> list[Fraction]:
        """For each column, the width in which nothing in it is torn apart, in points."""
        return self._widths(_LEAST, self.paddings[-1])

    def by_content(self) -> tuple[list[Fraction], list[Fraction]]:
        """The edges of the columns by the content of the cells, from 0 up to the measure, and their paddings.
        Where short texts would be broken with the layout's, these are half of it, and long texts get more of
        the room than short heads; where figures would be, less than that."""
        own, half = self.paddings[0], self.paddings[_STEPS // 2]
        roomy = self._fit(_LIKED, own)
        levels = [(_NATURAL, each) for each in self.paddings if each >= half]
        levels += [(_LEAST, each) for each in self.paddings if each <= half]
        fitting = (each for level, each in levels if self._fit(level, each))
        padding = own if roomy else next(fitting, self.paddings[-1])
        return _rounded(self._filled(padding, roomy=roomy), self.measure), [padding] * self.columns

    def given(self, columns: Sequence[int]) -> tuple[list[Fraction], list[Fraction]]:
        """The edges of columns of given widths, in thousandths of the measure: from the left end of a table
        that stands in its middle. None is narrower than a character. Their paddings are less than the
        layout's where their content has no room beside it."""
        whole = max(sum(columns), WHOLE)
        given = [self.measure * width / whole for width in columns]
        bare = [
            max((content.least for at, over, content in self.widest if (at, over) == (column, 1)), default=0)
            for column in range(self.columns)
        ]
        low = self.paddings[-1]
        widths = _raised(given, [self.em + 2 * low if least else Fraction(0) for least in bare], self.measure)
        left = (self.measure - sum(widths)) / 2
        rounded = [_twips(left + edge) for edge in accumulate(widths, initial=Fraction(0))]
        if sum(columns) >= WHOLE - len(columns):  # what rounding to thousandths has lost
            rounded[0], rounded[-1] = Fraction(0), self.measure
        paddings = [
            min(max((right - left - Fraction(least, PARTS)) / 2, low), self.paddings[0])
            if least
            else self.paddings[0]
            for (left, right), least in zip(pairwise(rounded), bare, strict=True)
        ]
        return rounded, paddings

    def _fit(self, level: int, padding: Fraction) -> bool:
        return sum(self._widths(level, padding)) <= self.measure

    def _widths(self, level: int, padding: Fraction) -> list[Fraction]:
        """How wide each column has to be so that all cells have one of their widths; what spans several
        columns widens these alike. How long a text over all columns is tells nothing of them."""
        widths = [Fraction(0)] * self.columns
        beside = in_parts(2 * padding)
        most = in_parts(self.measure)
        for column, over, content in self.widest:
            everywhere = over == self.columns and over > 1
            wanted = min(content[min(level, _LEAST) if everywhere else level] + beside, most)
            here = range(column, column + over)
            lacking = wanted - sum(widths[each] for each in here)
            if lacking > 0:
                for each in here:
                    widths[each] += Fraction(lacking) / over
        return [-_twips(-width / PARTS) for width in widths]

    def _filled(self, padding: Fraction, *, roomy: bool) -> list[Fraction]:
        """Widths that fill the measure: between two of those that cells want to have."""
        figures, least, words, liked, natural = accumulate(
            (self._widths(level, padding) for level in range(len(Content._fields))),
            lambda low, high: [max(pair) for pair in zip(low, high, strict=True)],
        )
        if sum(least) > self.measure:
            return _capped(figures, least, self.measure)
        if sum(words) > self.measure:
            return _grown(least, words, self.measure)
        if sum(natural) <= self.measure:
            return _grown(natural, [2 * width for width in natural], self.measure)
        return _grown(liked, natural, self.measure) if roomy else _shared(words, natural, self.measure)


def _grown(low: list[Fraction], high: list[Fraction], measure: Fraction) -> list[Fraction]:
    """Widths that fill the measure, each by its share of what `high` is above `low`."""
    shares = [most - own for most, own in zip(high, low, strict=True)]
    rest, whole = measure - sum(low), sum(shares)
    if not whole:
        shares, whole = [Fraction(1)] * len(low), Fraction(len(low))
    return [width + rest * share / whole for width, share in zip(low, shares, strict=True)]


def _shared(low: list[Fraction], natural: list[Fraction], measure: Fraction) -> list[Fraction]:
    """Widths in proportion to the natural ones, which are too wide for the measure, but not below `low`: the
    longest texts of all columns take about as many lines."""
    held = [False] * len(low)
    while True:
        parts = list(zip(low, natural, held, strict=True))
        rest = measure - sum(own for own, _, hold in parts if hold)
        share = rest / sum(width for _, width, hold in parts if not hold)
        narrow = [hold or width * share < own for own, width, hold in parts]
        if narrow == held:
            return [own if hold else width * share for own, width, hold in parts]
        held = narrow


def _capped(least: list[Fraction], wanted: list[Fraction], measure: Fraction) -> list[Fraction]:
    """Widths that are wanted and too wide for the measure, the widest cut down to as much as all others
    leave, but not below their least. Where even those are too wide, they are cut down too."""
    if sum(least) > measure:
        least, wanted = [Fraction(0)] * len(least), least
    high = _most(wanted, measure)
    held = [own > high for own in least]
    while any(held):
        rest = measure - sum(own for own, hold in zip(least, held, strict=True) if hold)
        high = _most([want for want, hold in zip(wanted, held, strict=True) if not hold], rest)
        now = [own > high for own in least]
        if now == held:
            break
        held = [one or other for one, other in zip(held, now, strict=True)]
    return [max(min(want, high), own) for own, want in zip(least, wanted, strict=True)]


def _most(widths: Sequence[Fraction], measure: Fraction) -> Fraction:
    """How wide the columns may be at most so that all of them fill the measure, where they are too wide for
    it: what is narrow stays whole."""
    rest, left = measure, len(widths)
    for width in sorted(widths):
        if width * left >= rest:
            break
        rest -= width
        left -= 1
    return rest / left if left else max(widths, default=Fraction(0))


def _raised(widths: list[Fraction], least: list[Fraction], measure: Fraction) -> list[Fraction]:
    """The widths, of which each is at least so wide: the others give it, each by its share of what it has,
    or the table grows up to the measure."""
    lacking = sum(max(own - width, Fraction(0)) for width, own in zip(widths, least, strict=True))
    if not lacking:
        return widths
    spare = [max(width - own, Fraction(0)) for width, own in zip(widths, least, strict=True)]
    kept = 1 - min(lacking / sum(spare), Fraction(1)) if any(spare) else Fraction(0)
    made = [
        own + over * kept if width >= own else own
        for width, own, over in zip(widths, least, spare, strict=True)
    ]
    shrunk = min(measure / sum(made), Fraction(1))
    return [width * shrunk for width in made]


def _rounded(widths: list[Fraction], measure: Fraction) -> list[Fraction]:
    edges = [_twips(edge) for edge in accumulate(widths, initial=Fraction(0))]
    edges[-1] = measure
    return edges


def _twips(length: Fraction) -> Fraction:
    """Rounded down: what is whole stays as wide, wherever it stands."""
    return length // _TWIP * _TWIP
