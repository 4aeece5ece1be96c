"""Tables and pictures as values of the Word copy: paragraphs and tables that stand where our pages have them.
Holds no XML.

A word processor's text area begins higher than ours by what its lines stand lower (`styles.BASELINE`), so
what is no line of the grid is put that much lower. The room that is left goes into an empty paragraph below.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from bulletin_desk.bulletin.grammar import steps_below
from bulletin_desk.bulletin.model import Kind, Path, PictureData, Table
from bulletin_desk.bulletin.tables import Spot, spots
from bulletin_desk.export.docx import styles as st
from bulletin_desk.export.docx.block_sizes import Sizes
from bulletin_desk.export.docx.fixed_rows import RunMaker
from bulletin_desk.export.docx.oxml import Inline, Paragraph, Run, emu, joined
from bulletin_desk.export.docx.oxml_blocks import TableCell, TableRow, TableValue
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import ImageMark, PlacedTable
from bulletin_desk.typeset.composed import Composed
from bulletin_desk.typeset.flow_table import FlowTable
from bulletin_desk.typeset.paragraph import UNITS
from bulletin_desk.typeset.thing import FlowBlock, Text

_NEAR = 10
"""Twips that rows keep off the foot of a page, for roundings inside a word processor."""
_MOST_STRETCHED = 60
"""Twips by which rows are made higher at most."""

Flow = Paragraph | TableValue


class _Band(NamedTuple):
    """A row of a table, or what of it stands on one of the pages, as a row of the copy: on which of the
    table's pages (from 0), how high, in twips."""

    row: int
    page: int
    height: int


@dataclass(slots=True)
class _Part:
    """What stands in the block one below the other: on which of its pages, from where on and how high in
    twips, from the text area's top."""

    page: int
    top: int
    height: int
    value: Flow


class BlockMaker:
    """Makes them in one layout. `variant` gives the name of a style's variant, which the copy then has."""

    def __init__(self, layout: Layout, runs: RunMaker, variant: Callable[[st.Variant], str]) -> None:
        self._layout = layout
        self._runs = runs
        self._variant = variant
        self._setup = st.page_setup(layout, 0.0)
        self._numbered = 0
        self._tables: list[tuple[int, ...]] = []
        self._widths: list[tuple[str, int]] = []
        self.pictures: dict[str, PictureData] = {}
        """The files of all pictures, by their digests."""

    def parts(self, block: FlowBlock, *, below: int | None) -> Iterator[Flow]:
        """The paragraphs and tables of a block; `below`: the space after it, in twips."""
        texts = {steps_below(text.path, _local(block)): text for text in block.thing.texts}
        made = (
            self._of_table(block, texts)
            if isinstance(block.thing, FlowTable)
            else self._of_pictures(block, texts)
        )
        yield from self._on_the_grid(block, list(made), below)

    def sizes(self) -> Sizes:
        """How large all of them are."""
        measure = st.twips(self._layout.text_block.width)
        return Sizes(measure, tuple(self._tables), tuple(self._widths))

    # ---- on the grid

    def _on_the_grid(self, block: FlowBlock, parts: Sequence[_Part], below: int | None) -> Iterator[Flow]:
        """The parts with the room between them."""
        pitch = self._setup.pitch
        _, first = block.slots[0]
        _, last = block.slots[-1]
        at, page = first.row * pitch, 0
        if not first.row and any(isinstance(part.value, TableValue) and part.value.is_cut for part in parts):
            # LibreOffice finds no place by itself for a row that is higher than a page
            room = max(parts[0].top, st.ANCHOR_LINE)
            yield self._room(room)._replace(style=st.BLOCK_ROOM_NEXT_PAGE)
            at = room
        for number, part in enumerate(parts):
            if part.page != page:
                at, page = part.top, part.page
            room = part.top - at
            if room >= st.ANCHOR_LINE:
                yield self._room(room, keep=True)
                at += room
            value = part.value
            if isinstance(value, TableValue):
                page = len(block.slots) - 1
            after = 0
            if isinstance(value, Paragraph) and number + 1 < len(parts) and parts[number + 1].page == page:
                after = max(parts[number + 1].top - at - part.height, 0)
                value = value._replace(after=after or None, keep=True)
            yield value
            at = (0 if isinstance(value, TableValue) and page else at) + part.height + after
        end = (last.row + block.thing.rows_of(last.first, last.last)) * pitch
        yield self._room(max(end - at, st.ANCHOR_LINE), after=below)

    def _room(self, height: int, *, keep: bool = False, after: int | None = None) -> Paragraph:
        return Paragraph(st.BLOCK_ROOM, (), after, keep=keep, line=height)

    def _text(self, text: Text, style: str) -> Paragraph:
        return Paragraph(style, self._runs.runs(text.composed))

    def _tops(self, block: FlowBlock) -> Mapping[Path, tuple[int, int]]:
        """For each text on which of the pages its first line stands, and how far down in twips."""
        found: dict[Path, tuple[int, int]] = {}
        grid = self._layout.text_block
        for page, (_, slot) in enumerate(block.slots):
            for line in block.thing.lines(slot, grid):
                found.setdefault(steps_below(line.path, block.path), (page, self._down(line.top)))
        return found

    def _down(self, y: float) -> int:
        return st.twips(y - float(self._layout.text_block.top))

    # ---- tables

    def _of_table(self, block: FlowBlock, texts: Mapping[Path, Text]) -> Iterator[_Part]:
        thing = block.thing
        assert isinstance(thing, FlowTable)
        form, shift = self._layout.tables, self._setup.shift
        tops = self._tops(block)

        def paragraph(at: int, kind: Kind, pitch: int, lower: int) -> Iterator[_Part]:
            text = texts.get((at,))
            if text and (at,) in tops:
                page, top = tops[at,]
                height = text.composed.count * pitch
                yield _Part(page, top + lower, height, self._text(text, st.STYLE_NAMES[kind]))

        yield from paragraph(0, Kind.TABLE_CAPTION, self._setup.pitch, 0)
        yield from paragraph(1, Kind.TABLE_UNIT, st.twips(form.pitch), shift)
        placed = [
            (page, one)
            for page, (_, slot) in enumerate(block.slots)
            for one in thing.tables(slot, self._layout.text_block)
            if one.bands
        ]
        page, first = placed[0]
        rule = float(form.outer_rule if thing.table.rules == "three" else form.rule)
        top = self._down(first.bands[0].top - rule / 2) + shift
        bands, last = self._bands(placed, top, st.twips(rule))
        yield _Part(page, top, last, self._table(block, thing, first, bands, texts))
        yield from paragraph(3, Kind.TABLE_NOTE, st.twips(form.pitch), shift)

    def _bands(
        self, placed: Sequence[tuple[int, PlacedTable]], top: int, rule: int
    ) -> tuple[list[_Band], int]:
        """All rows, from `top` on the first page on, and how high those are that stand on the last page, with
        the rule below. A page takes what fits, so rows at whose end ours is full are a little higher or lower
        where the next one would, or their last one would not."""
        area = self._setup.height - self._setup.top - self._setup.bottom
        bands: list[_Band] = []
        height = 0
        for number, (page, one) in enumerate(placed):
            ends = [st.twips(one.bands[0].top)]
            ends += [st.twips(band.top + band.height) for band in one.bands]
            heights = [end - start for start, end in pairwise(ends)]
            own = heights[one.repeated :]
            height = sum(heights) + rule
            used = (0 if number else top) + height
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

    def _table(
        self,
        block: FlowBlock,
        thing: FlowTable,
        placed: PlacedTable,
        bands: Sequence[_Band],
        texts: Mapping[Path, Text],
    ) -> TableValue:
        table, form = thing.table, self._layout.tables
        edges = [st.twips(edge - float(self._layout.text_block.left)) for edge in placed.edges]
        columns = tuple(right - left for left, right in pairwise(edges))
        self._tables.append(columns)
        cells = spots(table)
        covers = _covers(cells, len(table.rows), len(columns))
        lines = self._lines_on(block)
        header = _repeated(thing, table)
        cut = {one.row for one, other in pairwise(bands) if one.row == other.row}
        whole = {
            spot: len({bands[at].page for at, _ in lines.get((2, spot.row, spot.at), ())}) <= 1
            and cut.isdisjoint(range(spot.row, spot.row + max(spot.cell.rows, 1)))
            for spot in cells
        }
        tied = thing.tied_rows()
        rows: list[TableRow] = []
        first_page = {band.row for band in bands if not band.page}
        parted = cut & first_page if not block.slots[0][1].row else set()
        parted = set(range(len(table.rows))) if parted else parted
        for number, band in enumerate(bands):
            made: list[TableCell] = []
            column = 0
            while column < len(columns):
                spot = covers[band.row][column]
                if spot is None:
                    made.append(TableCell((Paragraph(st.STYLE_NAMES[Kind.TABLE], ()),)))
                    column += 1
                    continue
                begins = self._begins(bands, number, spot, whole=whole[spot])
                goes_on = number + 1 < len(bands) and bands[number + 1].row < spot.row + max(
                    spot.cell.rows, 1
                )
                goes_on = goes_on and not self._begins(bands, number + 1, spot, whole=whole[spot])
                merged = ("restart" if goes_on else "") if begins else "continue"
                text = texts[2, spot.row, spot.at]
                box = placed.edges[spot.column], placed.edges[spot.column + spot.cell.columns]
                continued = ""
                if begins and not _is_first(bands, number, spot):
                    same = bands[number - 1].row == band.row
                    continued = st.CONTINUED if same else st.CONTINUED_CELL
                here = range(text.composed.count) if begins and whole[spot] else range(0)
                if begins and not whole[spot]:
                    stop = next(
                        (
                            at
                            for at in range(number + 1, len(bands))
                            if self._begins(bands, at, spot, whole=False)
                        ),
                        len(bands),
                    )
                    own = [one for at, one in lines.get((2, spot.row, spot.at), ()) if number <= at < stop]
                    here = range(min(own), max(own) + 1) if own else range(0)
                paragraph = self._cell(text.composed, spot, box, here, continued=continued, shown=begins)
                keep = self._keeps(bands, number, covers, header, tied, has_note=(3,) in texts)
                borders = self._header_rule(table, spot, band, covers)
                before = 0 if whole[spot] or not begins else st.twips(form.padding[1])
                made.append(
                    TableCell(
                        (paragraph._replace(keep=keep, before=before),),
                        spot.cell.columns,
                        merged,
                        place="center" if whole[spot] else "top",
                        borders=borders,
                    )
                )
                column = spot.column + spot.cell.columns
            rows.append(TableRow(tuple(made), band.height, band.row < header, band.row not in parted))
        pad = st.twips(form.padding[0])
        margins = pad, max(pad - st.SLACK, 0)
        style = st.table_style(table, repeated=header > 0)
        return TableValue(style, columns, tuple(rows), edges[0], margins, self._borders(table))

    def _begins(self, bands: Sequence[_Band], number: int, spot: Spot, *, whole: bool) -> bool:
        """Whether the lines of a cell, or those on another page, begin in a row of the copy."""
        if _is_first(bands, number, spot):
            return True
        one, other = bands[number - 1], bands[number]
        return not whole and (one.page != other.page or one.row == other.row)

    def _lines_on(self, block: FlowBlock) -> Mapping[Path, list[tuple[int, int]]]:
        """For each cell its lines' numbers, each after that of the row of the copy in which it stands."""
        texts = {text.path: text for text in block.thing.texts}
        grid = self._layout.text_block
        found: dict[Path, list[tuple[int, int]]] = {}
        before = 0
        for _, slot in block.slots:
            for placed in block.thing.tables(slot, grid):
                tops = [band.top for band in placed.bands]
                for line in block.thing.lines(slot, grid):
                    at = bisect_right(tops, line.top + line.height / 2) - 1 - placed.repeated
                    text = texts[steps_below(line.path, slot.owner)]
                    if at >= 0:
                        number = text.composed.starts.index(line.line.start)
                        path = steps_below(line.path, block.path)
                        found.setdefault(path, []).append((before + at, number))
                before += len(placed.bands) - placed.repeated
        return found

    def _cell(
        self,
        composed: Composed,
        spot: Spot,
        box: tuple[float, float],
        lines: range,
        *,
        continued: str,
        shown: bool,
    ) -> Paragraph:
        paragraph = composed.paragraph
        left_edge = float(self._layout.text_block.left)
        pad = float(self._layout.tables.padding[0])
        scale = float(paragraph.advance) / UNITS
        left = paragraph.left * scale - (box[0] - left_edge + pad)
        measure = paragraph.measure * scale * float(paragraph.size / paragraph.advance)
        right = box[1] - box[0] - 2 * pad - left - measure
        indents = st.twips(left), st.twips(right), st.twips(paragraph.first_indent * scale)
        name = st.cell_style(paragraph.kind, paragraph.align, spot.cell.align)
        style = self._variant(st.Variant(name, st.STYLE_NAMES[paragraph.kind], align=paragraph.align))
        if not shown:
            return Paragraph(style, ())
        if continued:
            name = st.variant(name, continued)
            own = st.Variant(name, st.STYLE_NAMES[paragraph.kind], align=paragraph.align)
            style = self._variant(own)
        cut = lines.stop if lines.stop < composed.count else None
        set_lines = list(self._runs.lines(composed, divided=cut))[lines.start : lines.stop]
        runs: list[Run] = []
        for number, line in enumerate(set_lines):
            runs += line.runs
            if line.end and (number + 1 < len(set_lines) or line.own_end or cut is not None):
                runs.append(line.end)
        return Paragraph(style, joined(runs), indents=indents if any(indents) else None)

    def _keeps(
        self,
        bands: Sequence[_Band],
        number: int,
        covers: Sequence[Sequence[Spot | None]],
        header: int,
        tied: frozenset[int],
        *,
        has_note: bool,
    ) -> bool:
        """Whether a row stays with the next one, as those that are `tied` do, or the last with the note."""
        if number + 1 == len(bands):
            return has_note
        one, other = bands[number], bands[number + 1]
        if one.row < header:
            return True
        if one.page != other.page or one.row == other.row:
            return False
        return one.row in tied or any(
            spot is not None and spot in covers[other.row] for spot in covers[one.row]
        )

    def _borders(self, table: Table) -> tuple[tuple[str, st.Border], ...]:
        form = self._layout.tables
        colour = st.rgb(form.colour)
        if table.rules == "three":
            outer = st.Border(round(form.outer_rule * 8), colour)
            return (("top", outer), ("bottom", outer))
        rule = st.Border(round(form.rule * 8), colour)
        return tuple((side, rule) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))

    def _header_rule(
        self, table: Table, spot: Spot, band: _Band, covers: Sequence[Sequence[Spot | None]]
    ) -> tuple[tuple[str, st.Border], ...]:
        """The rule of a 三线表 under its header, and inside that under what stands over several columns."""
        heads = table.header_rows
        end = spot.row + max(spot.cell.rows, 1)
        if table.rules != "three" or not band.row < heads or band.row + 1 < min(end, heads):
            return ()
        if end >= len(table.rows) or (end < heads and spot.cell.columns < 2):
            return ()
        return (
            ("bottom", st.Border(round(self._layout.tables.rule * 8), st.rgb(self._layout.tables.colour))),
        )

    # ---- pictures

    def _of_pictures(self, block: FlowBlock, texts: Mapping[Path, Text]) -> Iterator[_Part]:
        (_, slot) = block.slots[0]
        marks = [
            mark for mark in block.thing.marks(slot, self._layout.text_block) if isinstance(mark, ImageMark)
        ]
        tops, shift = self._tops(block), self._setup.shift
        pitch = st.twips(self._layout.pictures.pitch)
        captions = [texts.get((0, at)) for at in range(len(marks))]
        top = self._down(min(mark.y for mark in marks)) + shift
        bottom = self._down(max(mark.y + mark.height for mark in marks)) + shift
        if len(marks) > 1:
            parts = self._beside(marks, captions, top, bottom - top, tops, pitch)
        else:
            height = bottom - top + st.PICTURE_SLACK
            picture = Paragraph(
                st.STYLE_NAMES[Kind.PICTURES], (self._inline(marks[0]),), line=height, at_least=True
            )
            parts = [_Part(0, top, height, picture)]
            caption = captions[0]
            if caption:
                height = caption.composed.count * pitch
                name = st.STYLE_NAMES[Kind.PICTURE_CAPTION]
                parts.append(_Part(0, tops[0, 0][1] + shift, height, self._text(caption, name)))
                parts.sort(key=lambda part: part.top)
        yield from parts
        if credit := texts.get((1,)):
            height = credit.composed.count * pitch
            name = st.STYLE_NAMES[Kind.PICTURE_CREDIT]
            yield _Part(0, tops[1,][1] + shift, height, self._text(credit, name))

    def _inline(self, mark: ImageMark) -> Run:
        self._numbered += 1
        self.pictures.setdefault(mark.data.digest, mark.data)
        self._widths.append((mark.data.digest, emu(mark.width)))
        inline = Inline(mark.data.digest, mark.width, mark.height, mark.alt, self._numbered)
        return Run("", picture=inline)

    def _beside(
        self,
        marks: Sequence[ImageMark],
        captions: Sequence[Text | None],
        top: int,
        height: int,
        tops: Mapping[Path, tuple[int, int]],
        pitch: int,
    ) -> list[_Part]:
        """Pictures side by side: a table without rules, in whose rows they and their captions stand."""
        block = self._layout.text_block
        left = float(block.left)
        middle = (marks[0].x + marks[0].width + marks[1].x) / 2 - left
        centres = [mark.x + mark.width / 2 - left for mark in marks]
        halves = [
            min(centre - low, high - centre)
            for centre, (low, high) in zip(centres, ((0, middle), (middle, float(block.width))), strict=True)
        ]
        edges = [centres[0] - halves[0], middle, centres[1] + halves[1]]
        widths = tuple(st.twips(right) - st.twips(low) for low, right in pairwise(edges))
        name = st.STYLE_NAMES[Kind.PICTURES]
        high = max((text.composed.count for text in captions if text), default=0) * pitch
        pictures = TableRow(
            tuple(
                TableCell((Paragraph(name, (self._inline(mark),), keep=bool(high)),), place="bottom")
                for mark in marks
            ),
            height + st.PICTURE_SLACK,
        )
        rows = [pictures]
        whole = height + st.PICTURE_SLACK
        if high:
            style = st.STYLE_NAMES[Kind.PICTURE_CAPTION]
            cells = []
            above = (
                min(at for path, (_, at) in tops.items() if steps_below(path, (0,))) + self._setup.shift < top
            )
            under = round(pitch / 4)
            before = 0 if above else under - st.PICTURE_SLACK
            for text in captions:
                paragraph = self._text(text, style) if text else Paragraph(style, ())
                cells.append(TableCell((paragraph._replace(before=before),), place="top"))
            rows.insert(0 if above else 1, TableRow(tuple(cells), high + under))
            whole += high + under
            top -= high + under if above else 0
        value = TableValue(st.PICTURE_TABLE, widths, tuple(rows), st.twips(edges[0]), (0, 0))
        return [_Part(0, top, whole, value)]


def _stretched(heights: Sequence[int], by: int) -> list[int]:
    """Heights that are so much higher together."""
    made = []
    for at, height in enumerate(heights):
        made.append(height + by * (at + 1) // len(heights) - by * at // len(heights))
    return made


def _local(block: FlowBlock) -> Path:
    return block.thing.path


def _is_first(bands: Sequence[_Band], number: int, spot: Spot) -> bool:
    band = bands[number]
    return band.row == spot.row and (not number or bands[number - 1].row != band.row)


def _covers(cells: Sequence[Spot], rows: int, columns: int) -> list[list[Spot | None]]:
    covers: list[list[Spot | None]] = [[None] * columns for _ in range(rows)]
    for spot in cells:
        for row in range(spot.row, min(spot.row + max(spot.cell.rows, 1), rows)):
            for column in range(spot.column, min(spot.column + spot.cell.columns, columns)):
                covers[row][column] = spot
    return covers


def _repeated(thing: FlowTable, table: Table) -> int:
    """How many rows are repeated on each page."""
    return table.header_rows if thing.repeats else 0
