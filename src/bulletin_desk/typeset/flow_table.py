"""A table as a thing in the flow: strips of rows, which pages take whole, with its header rows above them on
each page. Its heights are its own; the rows of the grid that it takes are as many as it needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
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
from bulletin_desk.typeset.strips import Band
from bulletin_desk.typeset.table_columns import Least
from bulletin_desk.typeset.table_cut import TableCut
from bulletin_desk.typeset.thing import BlockThing, Slot, Text

Stretch = tuple[Fraction, Fraction, Fraction]
"""A rule from, to (along it), and where its centre is."""


class FlowTable(BlockThing):
    """A table whose columns have `edges` (points from the text block's left). The strips of its `cut`, with
    the pieces of `texts`, are its units."""

    __slots__ = (
        *("_cut", "_edges", "_form", "_least"),
        *("count", "keeps", "path", "rows", "table", "texts"),
    )

    def __init__(
        self,
        table: Table,
        path: Path,
        texts: tuple[Text, ...],
        cut: TableCut,
        edges: Sequence[Fraction],
        form: TableForm,
        least: Least,
    ) -> None:
        self.table = table
        self.path = path
        self.texts = texts
        self.keeps = False
        self.count = cut.count
        self.rows = cut.rows_of(0, cut.count)
        self._cut = cut
        self._edges = edges
        self._form = form
        self._least = least

    @property
    def repeats(self) -> bool:
        """Whether its header is repeated on each page."""
        return self._cut.header is not None

    def least_columns(self) -> list[Fraction]:
        """See `BlockThing`."""
        return self._least.widths()

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

    # ---- rules

    def marks(self, slot: Slot, block: TextBlock) -> Iterator[PageMark]:
        """See `Thing`. Rules that meet overlap by half their thickness, so that corners are whole; a table
        that is cut has a rule on either side of the cut."""
        bands = self._cut.standing(slot, block, self.texts).bands
        if not bands:
            return
        colour = Colour(*self._form.colour)
        three = self.table.rules == "three"
        inner = self._form.rule
        outer = self._form.outer_rule if three else inner
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

    def _vertical(self, bands: Sequence[tuple[Fraction, Band]]) -> Iterator[Stretch]:
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
