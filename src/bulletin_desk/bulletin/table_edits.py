"""Pure edits of one table: rows, columns and cells. A grid stays a grid. Must not know
issues, widths on paper or carets.

Rows and columns are counted from 0. An edit that has no meaning at its place raises EditError.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from bulletin_desk.bulletin.model import Cell, Table
from bulletin_desk.bulletin.ranges import Ranges
from bulletin_desk.bulletin.tables import Spot, column_count, spots
from bulletin_desk.errors import EditError

_Placed = tuple[int, int, Cell]
"""A cell with its first row and column."""


def empty_table(rows: int, columns: int) -> Table:
    """A table of empty cells."""
    return Table(tuple((Cell(),) * columns for _ in range(rows)))


def insert_row(table: Table, at: int) -> Table:
    """`table` with an empty row before row `at`; a cell that reaches over that place reaches on. Cells stand
    as those of the row beside."""
    _check(0 <= at <= len(table.rows))
    placed = [_grown_down(spot, at) for spot in spots(table)]
    like = {spot.column: spot.cell.align for spot in spots(table) if spot.row == max(at - 1, 0)}
    covered = _covered(placed, row=at)
    placed += [(at, column, Cell(align=like.get(column, ""))) for column in _columns(table) - covered]
    header = table.header_rows + (at < table.header_rows)
    return _made(table, placed, len(table.rows) + 1, header=header)


def remove_row(table: Table, at: int) -> Table:
    """`table` without row `at`. A cell that goes on below keeps its text; raises EditError for the last."""
    _check(0 <= at < len(table.rows))
    if len(table.rows) == 1:
        raise EditError("表格只有一行，不能再删；要去掉整个表格，请用“删除表格”。")
    placed = []
    for row, column, cell in _placed(table):
        if row <= at < row + cell.rows:
            if cell.rows > 1:
                placed.append((row, column, replace(cell, rows=cell.rows - 1)))
        else:
            placed.append((row - (row > at), column, cell))
    header = table.header_rows - (at < table.header_rows)
    return _made(table, placed, len(table.rows) - 1, header=header)


def insert_column(table: Table, at: int) -> Table:
    """`table` with an empty column before column `at`; a cell that reaches over that place reaches on."""
    _check(0 <= at <= column_count(table))
    return _turned(insert_row(replace(_turned(table), header_rows=0), at), table, _widths_with(table, at))


def remove_column(table: Table, at: int) -> Table:
    """`table` without column `at`; raises EditError for the last."""
    _check(0 <= at < column_count(table))
    if column_count(table) == 1:
        raise EditError("表格只有一列，不能再删；要去掉整个表格，请用“删除表格”。")
    widths = table.columns[:at] + table.columns[at + 1 :]
    return _turned(remove_row(replace(_turned(table), header_rows=0), at), table, _rescaled(widths))


def move_row(table: Table, at: int, to: int) -> Table:
    """`table` with row `at` moved, so that it is row `to`. Raises EditError where a cell reaches over its
    edges or over those of the place where it would go."""
    _check(0 <= at < len(table.rows) and 0 <= to < len(table.rows))
    if any(cell.rows > 1 and _crosses(row, cell.rows, at, to) for row, _, cell in _placed(table)):
        raise EditError("有合并的单元格跨过这一行的边，不能移动；请先拆分。")
    rows = [*table.rows]
    rows.insert(to, rows.pop(at))
    return replace(table, rows=tuple(rows))


def move_column(table: Table, at: int, to: int) -> Table:
    """`table` with column `at` moved, so that it is column `to`. Raises EditError as `move_row`."""
    _check(0 <= at < column_count(table) and 0 <= to < column_count(table))
    if any(cell.columns > 1 and _crosses(column, cell.columns, at, to) for _, column, cell in _placed(table)):
        raise EditError("有合并的单元格跨过这一列的边，不能移动；请先拆分。")
    order = list(_columns(table))
    order.insert(to, order.pop(at))
    widths = tuple(table.columns[column] for column in order) if table.columns else ()
    first = {column: order.index(column) for column in order}
    placed = [
        (row, min(first[column + step] for step in range(cell.columns)), cell)
        for row, column, cell in _placed(table)
    ]
    return replace(_made(table, placed, len(table.rows), header=table.header_rows), columns=widths)


def merge(table: Table, first_row: int, first_column: int, last_row: int, last_column: int) -> Table:
    """`table` with the cells of a rectangle as one, their texts below each other. Raises EditError where a
    cell stands half in it, or where it has header rows and others."""
    _check(0 <= first_row <= last_row < len(table.rows))
    _check(0 <= first_column <= last_column < column_count(table))
    if first_row < table.header_rows <= last_row:
        raise EditError("表头和下面的行不能合并成一格。")
    inside: list[_Placed] = []
    outside: list[_Placed] = []
    for row, column, cell in _placed(table):
        rows = _overlap(row, cell.rows, first_row, last_row)
        columns = _overlap(column, cell.columns, first_column, last_column)
        if not rows or not columns:
            outside.append((row, column, cell))
        elif rows == cell.rows and columns == cell.columns:
            inside.append((row, column, cell))
        else:
            raise EditError("选中的单元格不成一块，不能合并。")
    text = ""
    bold: Ranges = ()
    for _, _, cell in inside:
        if cell.text:
            start = len(text) + bool(text)
            bold += tuple((start + one, start + other) for one, other in cell.bold)
            text = f"{text}\n{cell.text}" if text else cell.text
    whole = replace(
        inside[0][2],
        text=text,
        bold=bold,
        columns=last_column - first_column + 1,
        rows=last_row - first_row + 1,
    )
    placed = [*outside, (first_row, first_column, whole)]
    return _made(table, placed, len(table.rows), header=table.header_rows)


def split(table: Table, row: int, at: int) -> Table:
    """`table` with the merged cell `at` of a row as single cells; the first one has its text."""
    _check(0 <= row < len(table.rows) and 0 <= at < len(table.rows[row]))
    spot = next(spot for spot in spots(table) if (spot.row, spot.at) == (row, at))
    cell = spot.cell
    if cell.rows == cell.columns == 1:
        raise EditError("这一格没有合并过，不用拆分。")
    placed = [(each.row, each.column, each.cell) for each in spots(table) if each != spot]
    placed += [
        (spot.row + down, spot.column + right, Cell(align=cell.align))
        for down in range(cell.rows)
        for right in range(cell.columns)
        if down or right
    ]
    placed.append((spot.row, spot.column, replace(cell, rows=1, columns=1)))
    return _made(table, placed, len(table.rows), header=table.header_rows)


def map_cells(table: Table, chosen: Iterable[Spot], change: Callable[[Cell], Cell]) -> Table:
    """`table` with some of its cells changed; none changes its place."""
    places = {(spot.row, spot.at) for spot in chosen}
    rows = (
        tuple(change(cell) if (row, at) in places else cell for at, cell in enumerate(cells))
        for row, cells in enumerate(table.rows)
    )
    return replace(table, rows=tuple(rows))


# ---- the grid


def _check(there: bool) -> None:
    if not there:
        raise EditError("表格里没有这一处，请重新选定。")


def _placed(table: Table) -> list[_Placed]:
    return [(spot.row, spot.column, spot.cell) for spot in spots(table)]


def _columns(table: Table) -> set[int]:
    return set(range(column_count(table)))


def _grown_down(spot: Spot, at: int) -> _Placed:
    cell = spot.cell
    if spot.row < at < spot.row + cell.rows:
        return spot.row, spot.column, replace(cell, rows=cell.rows + 1)
    return spot.row + (spot.row >= at), spot.column, cell


def _covered(placed: Iterable[_Placed], row: int) -> set[int]:
    """The columns that cells stand in in a row."""
    return {
        column + step
        for first, column, cell in placed
        if first <= row < first + cell.rows
        for step in range(cell.columns)
    }


def _overlap(first: int, length: int, start: int, last: int) -> int:
    return max(min(first + length, last + 1) - max(first, start), 0)


def _crosses(first: int, length: int, at: int, to: int) -> bool:
    """Whether a span is neither all beside nor all among the places that a move from `at` to `to` shifts."""
    low, high = min(at, to), max(at, to)
    if _overlap(first, length, low, high) == 0:
        return False
    passed = (low, high - 1) if at == high else (low + 1, high)
    return _overlap(first, length, *passed) != length


def _made(table: Table, placed: Iterable[_Placed], rows: int, *, header: int) -> Table:
    cells: list[list[tuple[int, Cell]]] = [[] for _ in range(rows)]
    for row, column, cell in placed:
        cells[row].append((column, cell))
    made = tuple(tuple(cell for _, cell in sorted(row, key=lambda each: each[0])) for row in cells)
    return replace(table, rows=made, header_rows=header)


def _turned(table: Table, like: Table | None = None, widths: tuple[int, ...] = ()) -> Table:
    """A table with rows for columns; given `like`, with its other values and these widths."""
    placed = [
        (column, row, replace(cell, rows=cell.columns, columns=cell.rows))
        for row, column, cell in _placed(table)
    ]
    made = _made(like or table, placed, column_count(table), header=0)
    return replace(made, header_rows=like.header_rows if like else 0, columns=widths)


def _widths_with(table: Table, at: int) -> tuple[int, ...]:
    """The widths of a table with one more column, as wide as those of the others are on the average."""
    widths = table.columns
    if not widths:
        return ()
    return _rescaled((*widths[:at], max(sum(widths) // len(widths), 1), *widths[at:]), sum(widths))


def _rescaled(widths: tuple[int, ...], whole: int = 0) -> tuple[int, ...]:
    """Widths in the same proportions that make up `whole`; with 0, as they are."""
    total = sum(widths)
    return tuple(max(width * whole // total, 1) for width in widths) if whole and total else widths
