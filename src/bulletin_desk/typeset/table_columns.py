"""How wide the columns of a table are: by what stands in their cells, within the measure. Sets no cell.

Edges are points, as exact fractions; widths of cells are counted in `PARTS` of a point.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from bulletin_desk.bulletin.tables import WHOLE, Spot
from bulletin_desk.typeset.block_texts import PARTS, in_parts

_TWIP = Fraction(1, 20)
"""Word counts the widths of columns in twentieths of a point: both have the same."""


class Content(NamedTuple):
    """How wide a cell has to be, padding included: so that nothing is torn apart; so that what is short stays
    on one line; and so that all of it does."""

    least: int
    liked: int
    natural: int


class Least(NamedTuple):
    """What tells how narrow the columns of a table may become; looked at only when somebody drags one."""

    columns: int
    wanted: Sequence[tuple[Spot, Content]]
    measure: Fraction

    def widths(self) -> list[Fraction]:
        """For each column, the width in which nothing in it is torn apart, in points."""
        cells = _by_columns(self.columns, self.wanted)
        return [width / PARTS for width in _needed(self.columns, cells, 0, in_parts(self.measure))]


def _by_columns(count: int, wanted: Iterable[tuple[Spot, Content]]) -> list[tuple[int, int, Content]]:
    """The first column of each cell, how many it reaches over, and how wide it wants to be; the narrow ones
    first."""
    cells = [(spot.column, min(spot.cell.columns, count - spot.column), content) for spot, content in wanted]
    cells.sort(key=itemgetter(1))
    return cells


def column_edges(count: int, wanted: Iterable[tuple[Spot, Content]], measure: Fraction) -> list[Fraction]:
    """The edges of `count` columns by the content of the cells, from 0 up to the measure."""
    cells = _by_columns(count, wanted)
    whole = in_parts(measure)
    least, liked, natural = (
        [width / PARTS for width in _needed(count, cells, at, whole)] for at in range(len(Content._fields))
    )
    liked = [max(pair) for pair in zip(least, liked, strict=True)]
    natural = [max(pair) for pair in zip(liked, natural, strict=True)]
    if sum(natural) <= measure:
        widths = _grown(natural, natural, measure)
    elif sum(liked) <= measure:
        widths = _grown(liked, [most - own for most, own in zip(natural, liked, strict=True)], measure)
    elif sum(least) <= measure:
        widths = _grown(least, [most - own for most, own in zip(liked, least, strict=True)], measure)
    else:
        most = _most(least, measure)
        widths = [min(width, most) for width in least]
    return _rounded(widths, measure)


def given_edges(columns: Sequence[int], measure: Fraction) -> list[Fraction]:
    """The edges of columns of given widths, in thousandths of the measure: from the left end of a table that
    stands in its middle."""
    whole = max(sum(columns), WHOLE)
    left = measure * (whole - sum(columns)) / whole / 2
    edges = accumulate((measure * width / whole for width in columns), initial=Fraction(0))
    rounded = [_twips(left + edge) for edge in edges]
    if sum(columns) >= WHOLE - len(columns):  # what rounding to thousandths has lost
        rounded[0], rounded[-1] = Fraction(0), measure
    return rounded


def _needed(count: int, cells: list[tuple[int, int, Content]], at: int, measure: int) -> list[Fraction]:
    """How wide each column has to be so that all cells have one of their three widths; what spans several
    columns widens these alike. How long a text over all columns is tells nothing of them."""
    widths = [Fraction(0)] * count
    single = [0] * count
    for column, columns, content in cells:
        wanted = content[at]
        if columns == 1:
            if wanted > single[column]:
                single[column] = wanted
                widths[column] = Fraction(wanted)
            continue
        here = range(column, column + columns)
        lacking = min(wanted, measure) - sum(widths[each] for each in here)
        if lacking > 0 and columns and (columns < count or wanted == content.least):
            for each in here:
                widths[each] += Fraction(lacking) / columns
    return widths


def _grown(widths: list[Fraction], shares: list[Fraction], measure: Fraction) -> list[Fraction]:
    """The widths made to fill the measure, each by its share of what is left."""
    rest, whole = measure - sum(widths), sum(shares)
    if not whole:
        shares, whole = [Fraction(1)] * len(widths), Fraction(len(widths))
    return [width + rest * share / whole for width, share in zip(widths, shares, strict=True)]


def _most(widths: Sequence[Fraction], measure: Fraction) -> Fraction:
    """How wide the columns may be at most so that all of them fill the measure, where they are too wide for
    it: what is narrow stays whole."""
    rest, left = measure, len(widths)
    for width in sorted(widths):
        if width * left >= rest:
            break
        rest -= width
        left -= 1
    return rest / left


def _rounded(widths: list[Fraction], measure: Fraction) -> list[Fraction]:
    edges = [_twips(edge) for edge in accumulate(widths, initial=Fraction(0))]
    edges[-1] = measure
    return edges


def _twips(length: Fraction) -> Fraction:
    return round(length / _TWIP) * _TWIP
