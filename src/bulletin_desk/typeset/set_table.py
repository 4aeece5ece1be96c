"""Makes a table of the bulletin a thing of the flow: columns, cells, strips. Knows no pages."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import count

from bulletin_desk.bulletin.model import Cell, Kind, Path, Table
from bulletin_desk.bulletin.tables import Spot
from bulletin_desk.typeset.block_texts import BlockTexts, Known
from bulletin_desk.typeset.composed import Composed
from bulletin_desk.typeset.flow_table import FlowTable
from bulletin_desk.typeset.strips import Cutter, Inside, Piece, Strip
from bulletin_desk.typeset.table_align import Look, Points
from bulletin_desk.typeset.table_columns import Columns, Content
from bulletin_desk.typeset.table_cut import TableCut
from bulletin_desk.typeset.table_rows import TableRow, TableRows
from bulletin_desk.typeset.table_rules import Ruling
from bulletin_desk.typeset.table_sides import Column, Side, Sides, columns_of, points_of
from bulletin_desk.typeset.thing import Text

_MOST_REMEMBERED = 50_000
"""Cells of which it is remembered what was made of them."""
_MOST_TABLES = 200
_MOST_ROWS = 10_000
_MOST_REPEATED = Fraction(1, 3)
"""Of a page: a header that is higher is not repeated, and captions that are higher part from the table."""
_MOST_TOGETHER = Fraction(1, 3)
"""Of a page: what had better not be parted is parted where it is higher."""
_SPACE = Fraction(1, 4)
"""Of the grid's pitch: what lies between a table and the text above or below it, at least."""


class TableSetter:
    """Sets tables in one layout. Remembers what it made of each cell: a key is typed into one of hundreds."""

    def __init__(self, texts: BlockTexts) -> None:
        self._texts = texts
        self._rows = TableRows(texts)
        self._sides: dict[object, Sides] = {}
        self._cuts: dict[object, TableCut] = {}
        self._set_rows: dict[tuple[int, Path], tuple[TableRow, Sides, tuple[Text, ...]]] = {}
        """By identity of the rows, with what their texts depend on."""
        self._made: dict[int, tuple[Cell, Kind, Side, Composed]] = {}
        """By identity of the cells, which are held so that it stays their own."""
        self._em = max(texts.style(kind).advance for kind in (Kind.TABLE, Kind.TABLE_HEAD))
        self._bare = {kind: texts.is_bare(kind) for kind in (Kind.TABLE, Kind.TABLE_HEAD)}

    def thing(self, table: Table, path: Path, known: Known, standing: Path, number: int) -> FlowTable:
        """A table, its path below the group's owner. Caption, unit and note have lines where they have text,
        or are `standing` (below the table); `number` is the caption's."""
        form, block = self._texts.layout.tables, self._texts.layout.text_block
        rows = self._rows.of(table)
        cells = [spot for row in rows for spot in row.spots]
        columns = max((spot.column + spot.cell.columns for spot in cells), default=1)
        looks = [look for row in rows for look in row.looks]
        body = columns_of(cells, looks, table.header_rows, columns)
        points = [points_of(own, first=column == 0) for column, own in enumerate(body)]
        wide = Columns.of(columns, _wanted(rows, cells, points), block.width, self._em, form.padding[0])
        kept = len(table.columns) == columns and all(width > 0 for width in table.columns)
        edges, paddings = wide.given(table.columns) if kept else wide.by_content()
        sides = self._sides_of(body, points, table.header_rows, edges, paddings)
        texts: list[Text] = []
        for row in rows:
            texts += self._texts_of(row, sides, path)
        prefix = form.number.format(number=number) if number else ""
        around = [
            self._around(Kind.TABLE_CAPTION, table, (0,), table.caption, known, standing, prefix),
            self._around(Kind.TABLE_UNIT, table, (1,), table.unit, known, standing),
            self._around(Kind.TABLE_NOTE, table, (3,), table.note, known, standing),
        ]
        counts = tuple(text.composed.count for text in texts)
        cut = self._cut(table, rows, columns, counts, around)
        texts += (Text(text.composed, path + text.path, table) for text in around if text)
        return FlowTable(table, path, tuple(texts), cut, edges, paddings, form, wide)

    def _around(
        self,
        kind: Kind,
        table: Table,
        place: Path,
        text: str,
        known: Known,
        standing: Path,
        prefix: str = "",
    ) -> Text | None:
        """A text over or under a table, if it has a line."""
        if not text and standing != place:
            return None
        return Text(self._texts.set(kind, text, known, table, prefix=prefix), place, table)

    def _cut(
        self,
        table: Table,
        rows: Sequence[TableRow],
        columns: int,
        counts: tuple[int, ...],
        around: Sequence[Text | None],
    ) -> TableCut:
        """A table whose cells, and then the texts `around` it, have so many lines, cut into strips."""
        lines = tuple(text.composed.count if text else None for text in around)
        key = (tuple(row.shape for row in rows), table.header_rows, table.rules, columns, counts, lines)
        cut = self._cuts.get(key)
        if cut is None:
            if len(self._cuts) >= _MOST_TABLES:
                self._cuts.clear()
            spots = [spot for row in rows for spot in row.spots]
            cut = self._cuts[key] = self._made_cut(table, spots, columns, counts, lines)
        return cut

    def _made_cut(
        self,
        table: Table,
        spots: Sequence[Spot],
        columns: int,
        counts: Sequence[int],
        around: Sequence[int | None],
    ) -> TableCut:
        form, block = self._texts.layout.tables, self._texts.layout.text_block
        inside = Inside(form.pitch, form.padding[1], form.rule)
        cutter = Cutter(len(table.rows), columns, spots, counts, inside)
        numbers = count(len(counts))
        caption, unit, note = (
            None
            if lines is None
            else Strip(lines * pitch, pieces=[Piece(next(numbers), 0, lines, Fraction(0), pitch)])
            for lines, pitch in zip(around, (block.line_pitch, form.pitch, form.pitch), strict=True)
        )
        space = block.line_pitch * _SPACE
        above = [caption or Strip(space), _under(unit, Strip(form.padding[1] / 2)) if unit else None]
        if note:
            note = _under(Strip(form.padding[1]), note)
        strips, header, begin = _stacked(
            [strip for strip in above if strip],
            cutter,
            _repeated(table, cutter),
            _under(note or Strip(), Strip(space)),
            block.height - max(form.rule, form.outer_rule),
        )
        ruling = Ruling(form, table.rules == "three", table.header_rows)
        return TableCut(strips, header, begin, block.line_pitch, ruling)

    def _sides_of(
        self,
        body: list[Column],
        points: Sequence[Points | None],
        heads: int,
        edges: Sequence[Fraction],
        paddings: Sequence[Fraction],
    ) -> Sides:
        """The sides of a table's cells: those of before where all that they depend on is as it was."""
        made = Sides(edges, heads, paddings, self._em)
        made.look_at(body, points)
        known = self._sides.get(made.key)
        if known is None:
            if len(self._sides) >= _MOST_TABLES:
                self._sides.clear()
            known = self._sides[made.key] = made
        return known

    def _texts_of(self, row: TableRow, sides: Sides, path: Path) -> tuple[Text, ...]:
        known = self._set_rows.get((id(row), path))
        if known and known[1] is sides:
            return known[2]
        if len(self._set_rows) >= _MOST_ROWS:
            self._set_rows.clear()
        made = []
        for spot, look in zip(row.spots, row.looks, strict=True):
            composed = self._set(spot.cell, row.kind, sides.side(spot, look), look)
            made.append(Text(composed, (*path, 2, spot.row, spot.at), spot.cell))
        texts = tuple(made)
        self._set_rows[id(row), path] = (row, sides, texts)
        return texts

    def _set(self, cell: Cell, kind: Kind, side: Side, look: Look) -> Composed:
        entry = self._made.get(id(cell))
        if entry and entry[1] is kind and entry[2] == side:
            return entry[3]
        if len(self._made) >= _MOST_REMEMBERED:
            self._made.clear()
        texts, bold = self._texts, cell.bold
        if look.width <= side.room and self._bare[kind] and not bold and "\n" not in cell.text:
            composed = texts.one_line(kind, cell.text, side.left, side.width, side.align)
        else:
            composed = texts.set(
                kind, cell.text, {}, cell, left=side.left, width=side.width, align=side.align, bold=bold
            )
        self._made[id(cell)] = (cell, kind, side, composed)
        return composed


def _wanted(
    rows: Sequence[TableRow], cells: Sequence[Spot], points: Sequence[Points | None]
) -> list[tuple[Spot, Content]]:
    """How wide the cells want to be, and the numbers of a column under each other."""
    contents = (content for row in rows for content in row.contents)
    wanted = list(zip(cells, contents, strict=True))
    for column, each in enumerate(points):
        if each:
            width = each.width
            wanted.append((Spot(0, 0, column, Cell()), Content(0, width, width, width, width)))
    return wanted


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
    body = [group for group in cutter.groups() if not header or group.start >= heads]
    for group in cutter.together(body, height * _MOST_TOGETHER):
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
