"""A table as a thing in the flow: strips of rows, which pages take whole, with its header rows above them on
each page. Its heights are its own; the rows of the grid that it takes are as many as it needs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from math import ceil

from bulletin_desk.bulletin.model import Path, Table
from bulletin_desk.layouts.model import TextBlock
from bulletin_desk.layouts.table_forms import TableForm
from bulletin_desk.pages.model import (
    Colour,
    HorizontalRule,
    PageMark,
    PlacedBand,
    PlacedLine,
    PlacedTable,
    VerticalRule,
)
from bulletin_desk.typeset.strips import Band, Strip
from bulletin_desk.typeset.table_columns import Least
from bulletin_desk.typeset.thing import Slot, Text, Thing

Stretch = tuple[Fraction, Fraction, Fraction]
"""A rule from, to (along it), and where its centre is."""


class FlowTable(Thing):
    """A table whose columns have `edges` (points from the text block's left). `strips` are its units, with
    the pieces of `texts`; those behind strip number `begin` have the `header` repeated over them."""

    __slots__ = (
        *("_begin", "_edges", "_ends", "_form", "_header", "_least", "_pitch", "_strips"),
        *("count", "keeps", "path", "rows", "table", "texts"),
    )

    def __init__(
        self,
        table: Table,
        path: Path,
        texts: tuple[Text, ...],
        strips: Sequence[Strip],
        header: Strip | None,
        begin: int,
        edges: Sequence[Fraction],
        form: TableForm,
        pitch: Fraction,
        least: Least,
    ) -> None:
        self.table = table
        self.path = path
        self.texts = texts
        self.keeps = False
        self.count = len(strips)
        self._strips = strips
        self._header = header
        self._begin = begin
        self._edges = edges
        self._form = form
        self._least = least
        self._pitch = pitch
        """That of the grid."""
        self._ends = list(accumulate((strip.height for strip in strips), initial=Fraction(0)))
        self.rows = self.rows_of(0, self.count)

    @property
    def repeats(self) -> bool:
        """Whether its header is repeated on each page."""
        return self._header is not None

    def tied_rows(self) -> frozenset[int]:
        """The rows that stand on one page with the next one."""
        bands = (pairwise(strip.bands) for strip in self._strips)
        return frozenset(one.row for pairs in bands for one, other in pairs if one.row != other.row)

    def least_columns(self) -> list[Fraction]:
        """For each column, the width in which nothing in it is torn apart, in points."""
        return self._least.widths()

    # ---- units

    def fitting(self, first: int, room: int, *, widows: bool) -> int:
        """See `Thing`."""
        free = room * self._pitch - self._over(first)
        return max(bisect_right(self._ends, self._ends[first] + free) - 1 - first, 0)

    def least(self, first: int, room: int) -> int:
        """See `Thing`."""
        return 1

    def rows_of(self, first: int, last: int) -> int:
        """See `Thing`."""
        if first == last:
            return 0
        return ceil((self._over(first) + self._ends[last] - self._ends[first]) / self._pitch)

    def _over(self, first: int) -> Fraction:
        """What comes to the height of the strips from number `first` on: half of each outermost rule, and the
        header repeated."""
        header = self._header_over(first)
        return self._rule + (header.height if header else Fraction(0))

    def _header_over(self, first: int) -> Strip | None:
        """The header where it is repeated over the strips from number `first` on: over rows, not over a
        note that is alone there."""
        return self._header if first > self._begin and self._strips[first].bands else None

    @property
    def _rule(self) -> Fraction:
        return self._form.outer_rule if self.table.rules == "three" else self._form.rule

    # ---- what stands on a page

    def portions(self, first: int, last: int) -> Iterator[tuple[Text, range]]:
        """See `Thing`. What is repeated has its lines where it stands first."""
        for strip in self._strips[first:last]:
            for piece in strip.pieces:
                yield self.texts[piece.text], range(piece.first, piece.last)

    def lines(self, slot: Slot, block: TextBlock) -> Iterator[PlacedLine]:
        """See `Thing`."""
        for top, strip in self._placed(slot):
            for piece in strip.pieces:
                text = self.texts[piece.text]
                numbers = range(piece.first, piece.last)
                path = slot.owner + text.path
                yield from text.composed.placed(path, numbers, block, top + piece.top, piece.pitch)

    def _placed(self, slot: Slot) -> Iterator[tuple[Fraction, Strip]]:
        """The strips in a slot with their tops from the text block's, the header repeated first."""
        strips = self._strips[slot.first : slot.last]
        top = slot.row * self._pitch + self._rule / 2
        whole = slot.last - slot.first == self.count
        if whole and slot.row and not self._strips[0].above:  # in the middle of its rows, under text
            top += (self.rows * self._pitch - self._over(0) - self._ends[-1]) / 2
        if header := self._header_over(slot.first):
            yield top, header
            top += header.height
        for strip in strips:
            yield top, strip
            top += strip.height

    def _bands(self, slot: Slot) -> list[tuple[Fraction, Band]]:
        bands = []
        for top, strip in self._placed(slot):
            top += strip.above
            for band in strip.bands:
                bands.append((top, band))
                top += band.height
        return bands

    def tables(self, slot: Slot, block: TextBlock) -> Iterator[PlacedTable]:
        """See `Thing`."""
        bands = self._bands(slot)
        header = self._header_over(slot.first)
        repeated = len(header.bands) if header else 0
        edges = tuple(float(block.left + edge) for edge in self._edges)
        placed = tuple(
            PlacedBand(band.row, float(block.top + top), float(band.height)) for top, band in bands
        )
        yield PlacedTable(slot.owner + self.path, self.table, edges, placed, repeated)

    # ---- rules

    def marks(self, slot: Slot, block: TextBlock) -> Iterator[PageMark]:
        """See `Thing`. Rules that meet overlap by half their thickness, so that corners are whole; a table
        that is cut has a rule on either side of the cut."""
        bands = self._bands(slot)
        if not bands:
            return
        colour = Colour(*self._form.colour)
        three = self.table.rules == "three"
        inner, outer = self._form.rule, self._rule
        end = bands[-1][0] + bands[-1][1].height
        for left, right, centre in self._horizontal(
            [band for _, band in bands], [*(top for top, _ in bands), end]
        ):
            thickness = outer if centre in (bands[0][0], end) else inner
            over = Fraction(0) if three else thickness / 2
            x, y = block.left + left - over, block.top + centre
            yield HorizontalRule(float(x), float(y), float(right - left + 2 * over), float(thickness), colour)
        if three:
            return
        for top, bottom, centre in self._vertical(bands):
            x, y = block.left + centre, block.top + top - inner / 2
            yield VerticalRule(float(x), float(y), float(bottom - top + inner), float(inner), colour)

    def _horizontal(self, bands: list[Band], tops: list[Fraction]) -> Iterator[Stretch]:
        edges = self._edges
        for at, top in enumerate(tops):
            over = bands[at - 1] if at else None
            under = bands[at] if at < len(bands) else None
            ruled = [self._is_ruled(over, under, column) for column in range(len(edges) - 1)]
            for first, last in _runs(ruled):
                yield edges[first], edges[last], top

    def _is_ruled(self, over: Band | None, under: Band | None, column: int) -> bool:
        """Whether there is a rule between two bands over a column."""
        if over is None or under is None:
            return True
        if over.cover[column] == under.cover[column]:
            return False
        if self.table.rules == "all":
            return True
        heads = self.table.header_rows
        if not over.row < heads:
            return False
        # under the header, and inside it under what stands over several columns
        return under.row >= heads or over.cover.count(over.cover[column]) > 1

    def _vertical(self, bands: list[tuple[Fraction, Band]]) -> Iterator[Stretch]:
        for column, edge in enumerate(self._edges):
            ruled = [_differ(band.cover, column) for _, band in bands]
            for first, last in _runs(ruled):
                yield bands[first][0], bands[last - 1][0] + bands[last - 1][1].height, edge


def _differ(cover: tuple[int | None, ...], column: int) -> bool:
    """Whether different cells stand on the two sides of a column's left edge."""
    return column in (0, len(cover)) or cover[column - 1] != cover[column]


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where flags are set: begin and end (exclusive) of each run."""
    changes = [at for at, (before, after) in enumerate(pairwise((False, *flags, False))) if before != after]
    yield from zip(changes[::2], changes[1::2], strict=True)
