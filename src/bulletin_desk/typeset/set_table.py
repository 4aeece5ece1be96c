"""Makes a table of the bulletin a thing of the flow: columns, cells, strips. Knows no pages."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from bulletin_desk.bulletin.model import Kind, Path, Table
from bulletin_desk.bulletin.tables import Spot, column_count, spots
from bulletin_desk.layouts.model import Align
from bulletin_desk.typeset.block_texts import BlockTexts, Known
from bulletin_desk.typeset.flow_table import FlowTable
from bulletin_desk.typeset.strips import Cutter, Inside, Piece, Strip
from bulletin_desk.typeset.table_align import (
    Points,
    is_column_of_numbers,
    is_indented,
    stands_by_point,
)
from bulletin_desk.typeset.table_columns import Content, column_edges, given_edges
from bulletin_desk.typeset.thing import Text

_SHORT = 4
"""Characters that had better stand on one line: a column is as wide where it can be."""
_FEW = 12
"""Characters of a text that stands in the middle of its column on several lines, too."""
_MOST_REPEATED = Fraction(1, 3)
"""Of a page: a header that is higher is not repeated, and captions that are higher part from the table."""
_SPACE = Fraction(1, 4)
"""Of the grid's pitch: what lies between a table and the text above or below it, at least."""


class _Side(NamedTuple):
    """Where the lines of a cell stand in the measure."""

    left: Fraction
    width: Fraction
    align: Align


class TableSetter:
    """Sets tables in one layout."""

    def __init__(self, texts: BlockTexts) -> None:
        self._texts = texts

    def thing(self, table: Table, path: Path, known: Known, standing: Path, number: int) -> FlowTable:
        """A table, its path below the group's owner. Caption, unit and note have lines where they have text,
        or are `standing` (below the table); `number` is the caption's."""
        form, block = self._texts.layout.tables, self._texts.layout.text_block
        cells = spots(table)
        columns = max(column_count(table), 1)
        edges = self._edges(table, cells, columns)
        sides = _Sides(self._texts, table, cells, edges).sides()
        composed = [
            self._texts.set(
                table.kind_at((2, spot.row, spot.at)),
                spot.cell.text,
                known,
                spot.cell,
                left=side.left,
                width=side.width,
                align=side.align,
                bold=spot.cell.bold,
            )
            for spot, side in zip(cells, sides, strict=True)
        ]
        texts = [
            Text(made, (*path, 2, spot.row, spot.at), spot.cell)
            for spot, made in zip(cells, composed, strict=True)
        ]
        inside = Inside(form.pitch, form.padding[1], form.rule)
        cutter = Cutter(len(table.rows), columns, cells, [made.count for made in composed], inside)

        def line(kind: Kind, place: Path, text: str, pitch: Fraction, prefix: str = "") -> Strip | None:
            """A text over or under the table."""
            if not text and standing != place:
                return None
            made = self._texts.set(kind, text, known, table, prefix=prefix)
            texts.append(Text(made, path + place, table))
            piece = Piece(len(texts) - 1, 0, made.count, Fraction(0), pitch)
            return Strip(made.count * pitch, Fraction(0), [], [piece])

        prefix = form.number.format(number=number) if number else ""
        space = block.line_pitch * _SPACE
        caption = line(Kind.TABLE_CAPTION, (0,), table.caption, block.line_pitch, prefix)
        unit = line(Kind.TABLE_UNIT, (1,), table.unit, form.pitch)
        above = [caption or Strip(space), _under(unit, Strip(form.padding[1] / 2)) if unit else None]
        note = line(Kind.TABLE_NOTE, (3,), table.note, form.pitch)
        if note:
            note = _under(Strip(form.padding[1]), note)
        strips, header, begin = _stacked(
            [strip for strip in above if strip],
            cutter,
            _repeated(table, cutter),
            _under(note or Strip(), Strip(space)),
            block.height - max(form.rule, form.outer_rule),
        )
        return FlowTable(table, path, tuple(texts), strips, header, begin, edges, form, block.line_pitch)

    def _edges(self, table: Table, cells: Sequence[Spot], columns: int) -> list[Fraction]:
        measure = self._texts.layout.text_block.width
        if len(table.columns) == columns and all(width > 0 for width in table.columns):
            return given_edges(table.columns, measure)
        beside = 2 * self._texts.layout.tables.padding[0]

        def content(spot: Spot) -> Content:
            kind = table.kind_at((2, spot.row, spot.at))
            least, natural = self._texts.widths(spot.cell.text, kind)
            advance = self._texts.style(kind).advance
            least = max(least, advance)
            liked = max(least, min(natural, _SHORT * advance))
            # a whole unit of the type more: so that what just fits is not broken for a fraction
            return Content(least + beside, liked + beside, max(natural, advance) + beside)

        return column_edges(columns, cells, content, measure)


class _Sides:
    """Where the lines of the cells of a table stand."""

    def __init__(
        self, texts: BlockTexts, table: Table, cells: Sequence[Spot], edges: Sequence[Fraction]
    ) -> None:
        self._texts = texts
        self._table = table
        self._cells = cells
        self._edges = edges
        self._padding = texts.layout.tables.padding[0]

    def sides(self) -> list[_Side]:
        """One for each cell."""
        count = len(self._edges) - 1
        body: list[list[Spot]] = [[] for _ in range(count)]
        for spot in self._cells:
            if spot.row >= self._table.header_rows and spot.cell.columns == 1 and spot.column < count:
                body[spot.column].append(spot)
        points = [self._points(column, spots) for column, spots in enumerate(body)]
        middles = [all(map(self._is_short, spots)) for spots in body]
        return [self._side(spot, points, middles) for spot in self._cells]

    def _room(self, spot: Spot) -> tuple[Fraction, Fraction]:
        """Where a cell's lines may begin, and how wide they may be."""
        last = min(spot.column + spot.cell.columns, len(self._edges) - 1)
        left, right = self._edges[spot.column] + self._padding, self._edges[last] - self._padding
        return left, max(right - left, Fraction(0))

    def _points(self, column: int, spots: Sequence[Spot]) -> Points | None:
        """Where the decimal points of a column stand, None if it isn't one of numbers."""
        asked = [spot.cell.text for spot in spots if spot.cell.align == "decimal"]
        texts = [spot.cell.text for spot in spots if not spot.cell.align]
        if not is_column_of_numbers(texts, column == 0):
            texts = asked
        numbers = [text.rstrip() for text in (*texts, *asked) if stands_by_point(text)]
        return Points.of(numbers, self._width) if numbers else None

    def _width(self, text: str) -> Fraction:
        return self._texts.widths(text, Kind.TABLE)[1]

    def _is_short(self, spot: Spot) -> bool:
        """Whether a text takes one line, or has few characters, and does not begin as one does that stands
        under others."""
        text = spot.cell.text
        fits = self._width(text) <= self._room(spot)[1]
        return (fits or len(text) <= _FEW) and not is_indented(text)

    def _side(self, spot: Spot, points: Sequence[Points | None], middles: Sequence[bool]) -> _Side:
        cell = spot.cell
        left, width = self._room(spot)
        align: Align = "centre"
        if cell.align and cell.align != "decimal":
            return _Side(left, width, cell.align)
        if spot.row < self._table.header_rows:
            return _Side(left, width, "centre")
        if cell.columns > 1:
            return _Side(left, width, "centre" if self._is_short(spot) else "justified")
        point = points[spot.column]
        if point and stands_by_point(cell.text) and self._width(cell.text) <= width:
            moved = point.left(cell.text.rstrip(), width, self._width)
            # as far as the rule: what just fits is not broken for a fraction
            return _Side(left + moved, width - moved + self._padding, "left")
        if not (middles[spot.column] or (point and self._is_short(spot))):
            align = "justified"
        return _Side(left, width, align)


def _repeated(table: Table, cutter: Cutter) -> int:
    """How many rows are the header, on each page: none if there is nothing else, or a cell of it reaches
    down into the rows below."""
    heads = table.header_rows
    whole = any(group.start == heads for group in cutter.groups())
    return heads if 0 < heads < len(table.rows) and whole else 0


def _stacked(
    above: Sequence[Strip], cutter: Cutter, heads: int, below: Strip, height: Fraction
) -> tuple[list[Strip], Strip | None, int]:
    """The strips of a table on pages of a height: its strips, the header that is repeated, and the number of
    the strip that it stands in first. What stands above keeps with the first row, what stands below with the
    last, unless it is very high."""
    header = cutter.whole(range(heads)) if heads else None
    if header and header.height > height * _MOST_REPEATED:
        header = None
    room = height - (header.height if header else 0)
    over = sum((strip.height for strip in above), Fraction(0))
    parted = over > height * _MOST_REPEATED
    room -= Fraction(0) if parted else over
    if below.height <= height * _MOST_REPEATED:
        room -= below.height
    lead = Strip()
    strips = [*above] if parted else []
    for strip in () if parted else above:
        lead.add(strip)
    begin = len(strips)
    if header:
        lead.add(header)
    for group in cutter.groups():
        if not header or group.start >= heads:
            strips += cutter.strips(group, room)
    first = strips[begin]
    lead.add(first)
    strips[begin] = lead
    if below.height <= height * _MOST_REPEATED:
        strips[-1] = _under(strips[-1], below)
    else:
        strips.append(below)
    return strips, header, begin


def _under(strip: Strip, below: Strip) -> Strip:
    """Two strips as one."""
    made = Strip()
    made.add(strip)
    made.add(below)
    return made
