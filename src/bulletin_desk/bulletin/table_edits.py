"""Pure edits of tables: rows and columns added, removed, moved, cells merged and split, and how they stand.
Each takes a table that is a grid and gives one. Must not know issues, carets or pages.

Rows and columns are counted in the grid, from 0; a cell stands where its first row and column are. What has
no meaning at its place raises EditError.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from bulletin_desk.bulletin.bounds import MAX_COLUMNS, MAX_ROWS
from bulletin_desk.bulletin.model import Cell, CellAlign, Table, TableRules
from bulletin_desk.bulletin.ranges import joined
from bulletin_desk.bulletin.tables import WHOLE, Spot, column_count, column_widths, spots
from bulletin_desk.errors import EditError


class Area(NamedTuple):
    """Rows and columns of a grid, the last of each included."""

    top: int
    left: int
    bottom: int
    right: int


def new_table(rows: int, columns: int, header_rows: int = 1) -> Table:
    """An empty table."""
    _check_size(rows, columns)
    return Table(tuple((Cell(),) * columns for _ in range(rows)), min(header_rows, rows))


# ---- where cells stand


def spot_at(table: Table, row: int, column: int) -> Spot:
    """The cell that covers a place of the grid."""
    for spot in spots(table):
        if _rows_of(spot).start <= row < _rows_of(spot).stop and column in _columns_of(spot):
            return spot
    raise EditError("表里没有这一格，请重新选定。")


def spot_of(table: Table, row: int, at: int) -> Spot:
    """The cell `at` of a row, as paths have it."""
    for spot in spots(table):
        if (spot.row, spot.at) == (row, at):
            return spot
    raise EditError("表里没有这一格，请重新选定。")


def whole_cells(table: Table, area: Area) -> Area:
    """The least area around one that cuts no cell."""
    while True:
        touched = [
            spot
            for spot in spots(table)
            if spot.row <= area.bottom
            and _rows_of(spot).stop > area.top
            and spot.column <= area.right
            and _columns_of(spot).stop > area.left
        ]
        if not touched:
            raise EditError("表里没有这些格，请重新选定。")
        grown = Area(
            min(spot.row for spot in touched),
            min(spot.column for spot in touched),
            max(_rows_of(spot).stop for spot in touched) - 1,
            max(_columns_of(spot).stop for spot in touched) - 1,
        )
        if grown == area:
            return area
        area = grown


def _rows_of(spot: Spot) -> range:
    return range(spot.row, spot.row + spot.cell.rows)


def _columns_of(spot: Spot) -> range:
    return range(spot.column, spot.column + spot.cell.columns)


class _Placed(NamedTuple):
    """A cell with its place in the grid."""

    row: int
    column: int
    cell: Cell


def _placed(table: Table) -> list[_Placed]:
    return [_Placed(spot.row, spot.column, spot.cell) for spot in spots(table)]


def _with_cells(table: Table, cells: Iterable[_Placed], rows: int) -> Table:
    """The table of these cells, which cover `rows` rows."""
    dealt: list[list[_Placed]] = [[] for _ in range(rows)]
    for placed in cells:
        dealt[placed.row].append(placed)
    return replace(
        table,
        rows=tuple(
            tuple(placed.cell for placed in sorted(row, key=lambda placed: placed.column)) for row in dealt
        ),
    )


def _check_size(rows: int, columns: int) -> None:
    if not 1 <= rows <= MAX_ROWS:
        raise EditError(f"一张表最多{MAX_ROWS}行，请分成几张表。" if rows else "一张表至少要有一行。")
    if not 1 <= columns <= MAX_COLUMNS:
        raise EditError(f"一张表最多{MAX_COLUMNS}列，请分成几张表。" if columns else "一张表至少要有一列。")


# ---- rows


def insert_rows(table: Table, at: int, count: int = 1) -> Table:
    """The table with empty rows before row `at` (as many as there are: behind the last). Cells that reach
    over that place grow; the others are aligned as those of the row before. Rows inside the header are the
    header's."""
    height, width = len(table.rows), column_count(table)
    if not 0 <= at <= height:
        raise EditError("表里没有这一行，请重新选定。")
    _check_size(height + count, width)
    cells: list[_Placed] = []
    grown: set[int] = set()
    for row, column, cell in _placed(table):
        if row < at < row + cell.rows:
            cells.append(_Placed(row, column, replace(cell, rows=cell.rows + count)))
            grown.update(range(column, column + cell.columns))
        else:
            cells.append(_Placed(row if row < at else row + count, column, cell))
    like = _aligns(table, at - 1 if at > table.header_rows or at == height else at)
    cells += [
        _Placed(row, column, Cell(align=like[column]))
        for row in range(at, at + count)
        for column in range(width)
        if column not in grown
    ]
    header = table.header_rows + (count if at < table.header_rows else 0)
    return _with_cells(replace(table, header_rows=header), cells, height + count)


def _aligns(table: Table, row: int) -> list[CellAlign]:
    """How the cells of a row are aligned, column by column; as usual where one covers several."""
    aligns: list[CellAlign] = [""] * column_count(table)
    for spot in spots(table):
        if row in _rows_of(spot) and spot.cell.columns == 1:
            aligns[spot.column] = spot.cell.align
    return aligns


def remove_rows(table: Table, first: int, last: int) -> Table:
    """The table without rows `first` to `last`. Cells that reach into them from above shrink; so do those
    that begin in them and reach beyond, which keep their text."""
    height = len(table.rows)
    if not 0 <= first <= last < height:
        raise EditError("表里没有这几行，请重新选定。")
    count = last - first + 1
    _check_size(height - count, column_count(table))
    cells: list[_Placed] = []
    for row, column, cell in _placed(table):
        gone = max(0, min(row + cell.rows, last + 1) - max(row, first))
        if gone < cell.rows:
            start = row if row < first else first if row <= last else row - count
            cells.append(_Placed(start, column, replace(cell, rows=cell.rows - gone)))
    of_header = max(0, min(table.header_rows, last + 1) - first)
    changed = replace(table, header_rows=table.header_rows - of_header)
    return _with_cells(changed, cells, height - count)


def move_rows(table: Table, first: int, last: int, to: int) -> Table:
    """The table with rows `first` to `last` moved before row `to` (as rows are counted before). Raises
    EditError where a cell that reaches over several rows would be cut."""
    height = len(table.rows)
    order = _moved(height, first, last, to, "行")
    for spot in spots(table):
        places = sorted(order.index(row) for row in _rows_of(spot))
        if places[-1] - places[0] != len(places) - 1 or order[places[0]] != spot.row:
            raise EditError("有跨行的单元格，这几行不能这样移动，请先拆分单元格。")
    cells = [_Placed(order.index(row), column, cell) for row, column, cell in _placed(table)]
    return _with_cells(table, cells, height)


def _moved(count: int, first: int, last: int, to: int, unit: str) -> list[int]:
    """The numbers of so many rows or columns in their new order."""
    if not (0 <= first <= last < count and 0 <= to <= count):
        raise EditError(f"表里没有这几{unit}，请重新选定。")
    numbers = list(range(count))
    taken = numbers[first : last + 1]
    rest = numbers[:first] + numbers[last + 1 :]
    place = to if to <= first else max(first, to - len(taken))
    return rest[:place] + taken + rest[place:]


# ---- columns


def insert_columns(table: Table, at: int, count: int = 1) -> Table:
    """The table with empty columns before column `at` (as many as there are: behind the last). Cells that
    reach over that place grow. Widths that were set make room in their proportions."""
    height, width = len(table.rows), column_count(table)
    if not 0 <= at <= width:
        raise EditError("表里没有这一列，请重新选定。")
    _check_size(height, width + count)
    cells: list[_Placed] = []
    grown: set[int] = set()
    for row, column, cell in _placed(table):
        if column < at < column + cell.columns:
            cells.append(_Placed(row, column, replace(cell, columns=cell.columns + count)))
            grown.update(range(row, row + cell.rows))
        else:
            cells.append(_Placed(row, column if column < at else column + count, cell))
    cells += [
        _Placed(row, column, Cell())
        for row in range(height)
        for column in range(at, at + count)
        if row not in grown
    ]
    columns = table.columns
    if columns:
        share = max(1, sum(columns) // len(columns))
        wider = [*columns[:at], *[share] * count, *columns[at:]]
        columns = column_widths(wider, sum(wider), sum(columns))
    return _with_cells(replace(table, columns=columns), cells, height)


def remove_columns(table: Table, first: int, last: int) -> Table:
    """The table without columns `first` to `last`. Cells that reach into them shrink and keep their text.
    Widths that were set share what they leave."""
    height, width = len(table.rows), column_count(table)
    if not 0 <= first <= last < width:
        raise EditError("表里没有这几列，请重新选定。")
    count = last - first + 1
    _check_size(height, width - count)
    cells: list[_Placed] = []
    for row, column, cell in _placed(table):
        gone = max(0, min(column + cell.columns, last + 1) - max(column, first))
        if gone < cell.columns:
            start = column if column < first else first if column <= last else column - count
            cells.append(_Placed(row, start, replace(cell, columns=cell.columns - gone)))
    columns = table.columns
    if columns:
        left = [*columns[:first], *columns[last + 1 :]]
        columns = column_widths(left, sum(left), sum(columns))
    return _with_cells(replace(table, columns=columns), cells, height)


def move_columns(table: Table, first: int, last: int, to: int) -> Table:
    """The table with columns `first` to `last` moved before column `to`, with their widths. Raises EditError
    where a cell that reaches over several columns would be cut."""
    order = _moved(column_count(table), first, last, to, "列")
    for spot in spots(table):
        places = sorted(order.index(column) for column in _columns_of(spot))
        if places[-1] - places[0] != len(places) - 1 or order[places[0]] != spot.column:
            raise EditError("有跨列的单元格，这几列不能这样移动，请先拆分单元格。")
    cells = [_Placed(row, order.index(column), cell) for row, column, cell in _placed(table)]
    columns = tuple(table.columns[at] for at in order) if table.columns else ()
    return _with_cells(replace(table, columns=columns), cells, len(table.rows))


# ---- cells


def merge(table: Table, area: Area) -> Table:
    """The table with all cells of an area, grown to whole cells, made one. Their texts, but for empty ones,
    stand in it line by line; it is aligned as the first. Raises EditError where it has header rows and
    others."""
    area = whole_cells(table, area)
    if area.top < table.header_rows <= area.bottom:
        raise EditError("表头和下面的行不能合并成一格。")
    inside: list[_Placed] = []
    others: list[_Placed] = []
    for placed in _placed(table):
        is_inside = area.top <= placed.row <= area.bottom and area.left <= placed.column <= area.right
        (inside if is_inside else others).append(placed)
    first = inside[0].cell
    cell = Cell("", area.right - area.left + 1, area.bottom - area.top + 1, first.align)
    for placed in inside:
        cell = with_line(cell, placed.cell)
    return _with_cells(table, [*others, _Placed(area.top, area.left, cell)], len(table.rows))


def with_line(cell: Cell, other: Cell) -> Cell:
    """A cell with the text of another one, if there is any, in a line behind its own."""
    if not other.text:
        return cell
    before = f"{cell.text}\n" if cell.text else ""
    bold = joined(cell.bold, len(before), other.bold) if before else other.bold
    return replace(cell, text=before + other.text, bold=bold)


def split(table: Table, row: int, column: int) -> Table:
    """The table with the cell that covers this place parted into single ones; its text stays in the first."""
    spot = spot_at(table, row, column)
    cells = [placed for placed in _placed(table) if placed[:2] != (spot.row, spot.column)]
    for below in _rows_of(spot):
        for beside in _columns_of(spot):
            is_first = (below, beside) == (spot.row, spot.column)
            cell = replace(spot.cell, columns=1, rows=1) if is_first else Cell(align=spot.cell.align)
            cells.append(_Placed(below, beside, cell))
    return _with_cells(table, cells, len(table.rows))


def align_cells(table: Table, area: Area, align: CellAlign) -> Table:
    """The table with the cells that begin in an area aligned so."""
    cells = [
        _Placed(row, column, replace(cell, align=align))
        if area.top <= row <= area.bottom and area.left <= column <= area.right
        else _Placed(row, column, cell)
        for row, column, cell in _placed(table)
    ]
    return _with_cells(table, cells, len(table.rows))


def map_cells(table: Table, chosen: Iterable[Spot], change: Callable[[Cell], Cell]) -> Table:
    """The table with some of its cells changed, none of which changes its place."""
    places = {(spot.row, spot.at) for spot in chosen}
    rows = (
        tuple(change(cell) if (row, at) in places else cell for at, cell in enumerate(cells))
        for row, cells in enumerate(table.rows)
    )
    return replace(table, rows=tuple(rows))


def with_cells(table: Table, cells: Mapping[Spot, Cell]) -> Table:
    """The table with other cells in the places of some, none of which changes its place."""
    given = {(spot.row, spot.at): cell for spot, cell in cells.items()}
    rows = (
        tuple(given.get((row, at), cell) for at, cell in enumerate(own)) for row, own in enumerate(table.rows)
    )
    return replace(table, rows=tuple(rows))


# ---- the whole table


def with_header_rows(table: Table, count: int) -> Table:
    """The table with its first `count` rows as header; 0: none."""
    if not 0 <= count <= len(table.rows):
        raise EditError(f"这张表只有{len(table.rows)}行，表头不能有{count}行。")
    return replace(table, header_rows=count)


def with_columns(table: Table, columns: Sequence[int]) -> Table:
    """The table with its columns so wide, in thousandths of the measure; none: by content."""
    count = column_count(table)
    if columns and (len(columns) != count or min(columns) < 1 or sum(columns) > WHOLE):
        raise EditError(f"这张表有{count}列，宽度合起来不能超过版心，请改正列宽。")
    return replace(table, columns=tuple(columns))


def with_rules(table: Table, rules: TableRules) -> Table:
    """The table with all its rules, or as a 三线表."""
    return replace(table, rules=rules)
