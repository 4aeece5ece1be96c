"""A table of our pages as a table of the Word copy: rows as high as ours, which break across pages where ours
do. Holds no XML.

What of a row stands on another page is a row of its own in the copy.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from bulletin_desk.bulletin.grammar import steps_below
from bulletin_desk.bulletin.model import Kind, Path
from bulletin_desk.bulletin.tables import Spot, covering, spots
from bulletin_desk.export.docx import styles as st
from bulletin_desk.export.docx.fixed_rows import RunMaker
from bulletin_desk.export.docx.oxml import Paragraph, Run, joined
from bulletin_desk.export.docx.oxml_blocks import TableCell, TableRow, TableValue
from bulletin_desk.layouts.colours import rgb
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import PlacedTable
from bulletin_desk.typeset.flow_table import FlowTable
from bulletin_desk.typeset.paragraph import UNITS
from bulletin_desk.typeset.thing import FlowBlock, Text

_NEAR = 10
"""Twips that rows keep off the foot of a page, for roundings inside a word processor."""
_MOST_STRETCHED = 60
"""Twips by which rows are made higher at most."""


class _Band(NamedTuple):
    """A row of a table, or what of it stands on one of the pages, as a row of the copy: on which of the
    table's pages (from 0), how high, in twips."""

    row: int
    page: int
    height: int


class CopiedTable:
    """The copy of one table, whose `texts` are known by their paths below the block. `variant` gives the name
    of a style's variant, which the copy then has."""

    def __init__(
        self,
        layout: Layout,
        runs: RunMaker,
        variant: Callable[[st.Variant], str],
        block: FlowBlock,
        texts: Mapping[Path, Text],
    ) -> None:
        assert isinstance(block.thing, FlowTable)
        self._layout = layout
        self._runs = runs
        self._variant = variant
        self._setup = st.page_setup(layout, 0.0)
        self._block = block
        self._thing = block.thing
        self._texts = texts
        form, table = layout.tables, block.thing.table
        placed = [
            (page, one)
            for page, (_, slot) in enumerate(block.slots)
            for one in block.thing.tables(slot, layout.text_block)
            if one.bands
        ]
        self.page, self._placed = placed[0]
        """On which of the block's pages it begins."""
        rule = float(form.outer_rule if table.rules == "three" else form.rule)
        top = st.twips(self._placed.bands[0].top - rule / 2 - float(layout.text_block.top))
        self.top = top + self._setup.shift
        """How far from the text area's top, in twips."""
        self._bands, self.height = self._bands_of(placed, st.twips(rule))
        """And how high that is which stands on its last page."""
        left = float(layout.text_block.left)
        edges = [st.twips(edge - left) for edge in self._placed.edges]
        self._left = edges[0]
        self.columns = tuple(right - left for left, right in pairwise(edges))
        """Widths in twips."""
        self._header = table.header_rows if block.thing.repeats else 0
        self._tied = block.thing.tied_rows()
        self._covers = covering(table)
        self._lines = self._lines_of_cells()
        self._cut = {one.row for one, other in pairwise(self._bands) if one.row == other.row}
        self._pages: dict[int, set[int]] = {}
        for band in self._bands:
            self._pages.setdefault(band.row, set()).add(band.page)
        self._whole = {spot: self._is_whole(spot) for spot in spots(table)}

    def value(self) -> TableValue:
        """The table."""
        parted = self._parted_rows()
        rows = tuple(
            TableRow(tuple(self._cells(number)), band.height, band.row < self._header, band.row not in parted)
            for number, band in enumerate(self._bands)
        )
        pad = st.twips(min(self._thing.paddings))
        margins = pad, max(pad - st.SLACK, 0)
        style = st.table_style(self._thing.table, repeated=self._header > 0)
        return TableValue(style, self.columns, rows, self._left, margins, self._borders())

    # ---- rows

    def _bands_of(self, placed: Sequence[tuple[int, PlacedTable]], rule: int) -> tuple[list[_Band], int]:
        """All rows, and how high those are that stand on the last page, with the rule below. A page takes
        what fits, so rows at whose end ours is full are a little higher or lower where the next one would,
        or their last one would not."""
        area = self._setup.height - self._setup.top - self._setup.bottom
        bands: list[_Band] = []
        height = 0
        for number, (page, one) in enumerate(placed):
            ends = [st.twips(one.bands[0].top)]
            ends += [st.twips(band.top + band.height) for band in one.bands]
            heights = [end - start for start, end in pairwise(ends)]
            own = heights[one.repeated :]
            height = sum(heights) + rule
            used = (0 if number else self.top) + height
            if used > area - _NEAR:
                own = _stretched(own, area - _NEAR - used)
            elif number + 1 < len(placed):
                following = placed[number + 1][1]
                after = following.bands[following.repeated].height
                lacking = area + _NEAR - used - st.twips(after)
                if 0 < lacking <= _MOST_STRETCHED * len(own):
                    own = _stretched(own, lacking)
            rows = zip(one.bands[one.repeated :], own, strict=True)
            bands += [_Band(band.row, page, high) for band, high in rows]
        return bands, height

    def _parted_rows(self) -> set[int]:
        """The rows that a word processor may break: all, where one that begins on a page's first line is cut
        there."""
        begins_page = not self._block.slots[0][1].row
        first_page = {band.row for band in self._bands if not band.page}
        return set(range(len(self._thing.table.rows))) if begins_page and self._cut & first_page else set()

    def _keeps(self, number: int) -> bool:
        """Whether a row stays with the next one, as those that are tied do, or the last with the note."""
        if number + 1 == len(self._bands):
            return (3,) in self._texts
        one, other = self._bands[number], self._bands[number + 1]
        if one.row < self._header:
            return True
        if one.page != other.page or one.row == other.row:
            return False
        places = range(len(self.columns))
        return one.row in self._tied or any(
            (spot := self._covers.get((one.row, column))) is not None
            and spot == self._covers.get((other.row, column))
            for column in places
        )

    # ---- cells

    def _lines_of_cells(self) -> Mapping[Path, list[tuple[int, int]]]:
        """For each cell its lines' numbers, each after that of the row of the copy in which it stands."""
        texts = {text.path: text for text in self._thing.texts}
        grid = self._layout.text_block
        found: dict[Path, list[tuple[int, int]]] = {}
        before = 0
        for _, slot in self._block.slots:
            for placed in self._thing.tables(slot, grid):
                tops = [band.top for band in placed.bands]
                for line in self._thing.lines(slot, grid):
                    at = bisect_right(tops, line.top + line.height / 2) - 1 - placed.repeated
                    text = texts[steps_below(line.path, slot.owner)]
                    if at >= 0:
                        number = text.composed.starts.index(line.line.start)
                        path = steps_below(line.path, self._block.path)
                        found.setdefault(path, []).append((before + at, number))
                before += len(placed.bands) - placed.repeated
        return found

    def _is_whole(self, spot: Spot) -> bool:
        """Whether all rows that a cell covers stand on one page, and none of them is cut."""
        rows = range(spot.row, _end(spot))
        return len({page for row in rows for page in self._pages[row]}) == 1 and self._cut.isdisjoint(rows)

    def _cells(self, number: int) -> list[TableCell]:
        """The cells of a row of the copy."""
        made: list[TableCell] = []
        column = 0
        while column < len(self.columns):
            spot = self._covers.get((self._bands[number].row, column))
            if spot is None:
                made.append(TableCell((Paragraph(st.STYLE_NAMES[Kind.TABLE], ()),)))
                column += 1
            else:
                made.append(self._cell(number, spot))
                column = spot.column + spot.cell.columns
        return made

    def _cell(self, number: int, spot: Spot) -> TableCell:
        whole = self._whole[spot]
        begins = self._begins(number, spot)
        goes_on = (
            number + 1 < len(self._bands)
            and self._bands[number + 1].row < _end(spot)
            and not self._begins(number + 1, spot)
        )
        lines = self._lines_in(number, spot) if begins else range(0)
        paragraph = self._paragraph(spot, lines, self._continued(number, spot) if begins else None)
        before = 0 if whole or not begins else st.twips(self._layout.tables.padding[1])
        return TableCell(
            (paragraph._replace(keep=self._keeps(number), before=before),),
            spot.cell.columns,
            ("restart" if goes_on else "") if begins else "continue",
            place="center" if whole else "top",
            borders=self._header_rule(number, spot),
        )

    def _begins(self, number: int, spot: Spot) -> bool:
        """Whether the lines of a cell, or those on another page, begin in a row of the copy."""
        if self._is_first(number, spot):
            return True
        one, other = self._bands[number - 1], self._bands[number]
        return not self._whole[spot] and (one.page != other.page or one.row == other.row)

    def _is_first(self, number: int, spot: Spot) -> bool:
        row = self._bands[number].row
        return row == spot.row and (not number or self._bands[number - 1].row != row)

    def _continued(self, number: int, spot: Spot) -> str:
        """How the cell that begins in a row of the copy goes on with the one above; empty if it doesn't."""
        if self._is_first(number, spot):
            return ""
        same = self._bands[number - 1].row == self._bands[number].row
        return st.CONTINUED if same else st.CONTINUED_CELL

    def _lines_in(self, number: int, spot: Spot) -> range:
        """The lines of a cell that begin in a row of the copy and go as far as they begin in another."""
        if self._whole[spot]:
            return range(self._texts[_path(spot)].composed.count)
        later = range(number + 1, len(self._bands))
        stop = next((at for at in later if self._begins(at, spot)), len(self._bands))
        own = [line for at, line in self._lines.get(_path(spot), ()) if number <= at < stop]
        return range(min(own), max(own) + 1) if own else range(0)

    def _paragraph(self, spot: Spot, lines: range, continued: str | None) -> Paragraph:
        """So many lines of a cell as a paragraph, an empty one where it only `continued` is None."""
        composed = self._texts[_path(spot)].composed
        paragraph = composed.paragraph
        text_style = st.STYLE_NAMES[paragraph.kind]
        name = st.cell_style(paragraph.kind, paragraph.align, spot.cell.align)
        style = self._variant(st.Variant(name, text_style, align=paragraph.align))
        if continued is None:
            return Paragraph(style, ())
        if continued:
            style = self._variant(st.Variant(st.variant(name, continued), text_style, align=paragraph.align))
        cut = lines.stop if lines.stop < composed.count else None
        set_lines = list(self._runs.lines(composed, divided=cut))[lines.start : lines.stop]
        runs: list[Run] = []
        for number, line in enumerate(set_lines):
            runs += line.runs
            if line.end and (number + 1 < len(set_lines) or line.own_end):
                runs.append(line.end)
        indents = self._indents(spot)
        return Paragraph(style, joined(runs), indents=indents if any(indents) else None)

    def _indents(self, spot: Spot) -> tuple[int, int, int]:
        """Of a cell's lines within its padding: at left, at right, of the first line, in twips."""
        paragraph = self._texts[_path(spot)].composed.paragraph
        edges = self._placed.edges
        low, high = edges[spot.column], edges[spot.column + spot.cell.columns]
        pad = float(min(self._thing.paddings))
        scale = float(paragraph.advance) / UNITS
        left = paragraph.left * scale - (low - float(self._layout.text_block.left) + pad)
        measure = paragraph.measure * scale * float(paragraph.size / paragraph.advance)
        right = high - low - 2 * pad - left - measure
        return st.twips(left), st.twips(right), st.twips(paragraph.first_indent * scale)

    # ---- rules

    def _borders(self) -> tuple[tuple[str, st.Border], ...]:
        form = self._layout.tables
        colour = rgb(form.colour)
        if self._thing.table.rules == "three":
            outer = st.Border(round(form.outer_rule * 8), colour)
            return (("top", outer), ("bottom", outer))
        rule = st.Border(round(form.rule * 8), colour)
        return tuple((side, rule) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))

    def _header_rule(self, number: int, spot: Spot) -> tuple[tuple[str, st.Border], ...]:
        """The rule of a 三线表 under its header, and inside that under what stands over several columns."""
        table, form, row = self._thing.table, self._layout.tables, self._bands[number].row
        heads, end = table.header_rows, _end(spot)
        if table.rules != "three" or not row < heads or row + 1 < min(end, heads):
            return ()
        if end >= len(table.rows) or (end < heads and spot.cell.columns < 2):
            return ()
        return (("bottom", st.Border(round(form.rule * 8), rgb(form.colour))),)


def _path(spot: Spot) -> Path:
    """A cell's path below its block."""
    return (2, spot.row, spot.at)


def _end(spot: Spot) -> int:
    """The row below a cell."""
    return spot.row + max(spot.cell.rows, 1)


def _stretched(heights: Sequence[int], by: int) -> list[int]:
    """Heights that are so much higher together."""
    made = []
    for at, height in enumerate(heights):
        made.append(height + by * (at + 1) // len(heights) - by * at // len(heights))
    return made
