"""A table as a thing in the flow: strips of rows, which pages take whole, with its header rows above them on
each page. Its heights are its own; the rows of the grid that it takes are as many as it needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import pairwise

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
from bulletin_desk.typeset.table_columns import Columns
from bulletin_desk.typeset.table_cut import TableCut
from bulletin_desk.typeset.thing import BlockThing, Slot, Text


class FlowTable(BlockThing):
    """A table whose columns have `edges` (points from the text block's left) and `paddings` at the sides. The
    strips of its `cut`, with the pieces of `texts`, are its units."""

    __slots__ = (
        *("_columns", "_cut", "_edges", "_form"),
        *("count", "keeps", "paddings", "path", "rows", "table", "texts"),
    )

    def __init__(
        self,
        table: Table,
        path: Path,
        texts: tuple[Text, ...],
        cut: TableCut,
        edges: Sequence[Fraction],
        paddings: Sequence[Fraction],
        form: TableForm,
        columns: Columns,
    ) -> None:
        self.table = table
        self.path = path
        self.paddings = paddings
        self.texts = texts
        self.keeps = False
        self.count = cut.count
        self.rows = cut.rows_of(0, cut.count)
        self._cut = cut
        self._edges = edges
        self._form = form
        self._columns = columns

    @property
    def repeats(self) -> bool:
        """Whether its header is repeated on each page."""
        return self._cut.header is not None

    def tied_rows(self) -> frozenset[int]:
        """The rows that stand on one page with the next one."""
        bands = (pairwise(strip.bands) for strip in self._cut.strips)
        return frozenset(one.row for pairs in bands for one, other in pairs if one.row != other.row)

    def least_columns(self) -> list[Fraction]:
        """See `BlockThing`."""
        return self._columns.least()

    # ---- units

    def fitting(self, first: int, room: int, *, widows: bool) -> int:
        """See `Thing`."""
        return self._cut.fitting(first, room)

    def least(self, first: int, room: int) -> int:
        """See `Thing`."""
        return 1

    def rows_of(self, first: int, last: int) -> int:
        """See `Thing`."""
        return self._cut.rows_of(first, last)

    # ---- what stands on a page

    def portions(self, first: int, last: int) -> Iterator[tuple[Text, range]]:
        """See `Thing`. What is repeated has its lines where it stands first."""
        for strip in self._cut.strips[first:last]:
            for piece in strip.pieces:
                yield self.texts[piece.text], range(piece.first, piece.last)

    def lines(self, slot: Slot, block: TextBlock) -> Iterator[PlacedLine]:
        """See `Thing`."""
        owner, texts, x = slot.owner, self.texts, float(block.left)
        for number, line, y, top, height in self._cut.standing(slot, block, texts).lines:
            composed, path, *_ = texts[number]
            yield PlacedLine(composed.line(line), composed.kind, owner + path, x, y, top, height)

    def tables(self, slot: Slot, block: TextBlock) -> Iterator[PlacedTable]:
        """See `Thing`."""
        bands = self._cut.standing(slot, block, self.texts).bands
        edges = tuple(float(block.left + edge) for edge in self._edges)
        placed = tuple(
            PlacedBand(band.row, float(block.top + top), float(band.height)) for top, band in bands
        )
        repeated = self._cut.repeated(slot.first)
        yield PlacedTable(slot.owner + self.path, self.table, edges, placed, repeated)

    def marks(self, slot: Slot, block: TextBlock) -> Iterator[PageMark]:
        """See `Thing`: its rules."""
        colour = Colour(*self._form.colour)
        rules = self._cut.standing(slot, block, self.texts).rules

        @cache
        def across(first: int, last: int, over: Fraction) -> tuple[float, float]:
            left, right = self._edges[first] - over, self._edges[last] + over
            return float(block.left + left), float(right - left)

        for first, last, over, y, thickness in rules.across:
            x, width = across(first, last, over)
            yield HorizontalRule(x, y, width, thickness, colour)
        edges = [float(block.left + edge) for edge in self._edges] if rules.down else []
        for column, y, height, thickness in rules.down:
            yield VerticalRule(edges[column], y, height, thickness, colour)
