"""Tables as the clerk makes and changes them: each command takes an issue and a selection in a table and
gives both anew. Knows no pages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bulletin_desk.bulletin import table_edits as edits
from bulletin_desk.bulletin.edits import add, remove, replace_row, text_at
from bulletin_desk.bulletin.grammar import (
    beside,
    block_at,
    block_of,
    block_path,
    cell_of,
    cells_table,
    in_item,
    is_blank,
    is_block,
    is_cell,
    owner,
    part_blocks,
)
from bulletin_desk.bulletin.model import (
    Body,
    Cell,
    CellAlign,
    Issue,
    Path,
    Pictures,
    Place,
    Table,
    TableRules,
)
from bulletin_desk.bulletin.ranges import part
from bulletin_desk.bulletin.tables import Spot, column_count, covering, is_grid, spots
from bulletin_desk.editing.nodes import valid
from bulletin_desk.editing.selection import Edited, Selection, at, between
from bulletin_desk.editing.wholes import rectangle, whole_at
from bulletin_desk.errors import EditError

# ---- where


def table_of(issue: Issue, path: Path) -> Table | None:
    """The table that a text belongs to, None if it is none of a table."""
    block = block_at(issue, whole_at(path)) if whole_at(path) else None
    return block if isinstance(block, Table) else None


def selected(issue: Issue, selection: Selection) -> list[Spot]:
    """The cells that a selection has: those of a rectangle, or the one with the caret; none elsewhere."""
    start, end = selection.start.path, selection.end.path
    table = table_of(issue, start)
    if table is None or whole_at(end) != whole_at(start) or not (is_cell(start) and is_cell(end)):
        return []
    return rectangle(table, start[-2:], end[-2:])


def _cell(block: Path, spot: Spot) -> Path:
    return cell_of(block, spot.row, spot.at)


def _spot(issue: Issue, cell: Path) -> tuple[Table, Spot]:
    table = table_of(issue, cell)
    assert table is not None
    return table, edits.spot_of(table, int(cell[-2]), int(cell[-1]))


def _spot_at(table: Table, row: int, column: int) -> Spot:
    """The cell that covers a place of the grid, or the last one before it."""
    found = [
        spot
        for spot in spots(table)
        if spot.row <= row < spot.row + spot.cell.rows
        and spot.column <= column < spot.column + spot.cell.columns
    ]
    return found[0] if found else spots(table)[-1]


# ---- keys


def next_cell(issue: Issue, selection: Selection) -> Edited:
    """Tab: the next cell, what is in it selected; from the last one, the first of a new row."""
    here = selection.head.path
    table, spot = _spot(issue, here)
    cells = spots(table)
    number = cells.index(spot) + 1
    block = cells_table(here)
    if number < len(cells):
        return issue, _all_of(issue, _cell(block, cells[number]))
    return _with_last_row(issue, block, table)


def previous_cell(issue: Issue, selection: Selection) -> Edited:
    """Shift+Tab: the cell before, what is in it selected; in the first one nothing happens."""
    here = selection.head.path
    table, spot = _spot(issue, here)
    cells = spots(table)
    number = cells.index(spot)
    if not number:
        return issue, selection
    return issue, _all_of(issue, _cell(cells_table(here), cells[number - 1]))


def enter(issue: Issue, place: Place) -> Edited:
    """Enter in a cell: the end of the cell below it; in the last row, a new row at the end."""
    table, spot = _spot(issue, place.path)
    below = spot.row + spot.cell.rows
    block = cells_table(place.path)
    if below >= len(table.rows):
        return _with_last_row(issue, block, table, spot.column)
    there = _cell(block, _spot_at(table, below, spot.column))
    return issue, at(Place(there, len(text_at(issue, there))))


def _with_last_row(issue: Issue, block: Path, table: Table, column: int = 0) -> Edited:
    height = len(table.rows)
    table = edits.insert_rows(table, height)
    issue = _put(issue, block, table)
    return issue, at(Place(_cell(block, _spot_at(table, height, column)), 0))


def _all_of(issue: Issue, cell: Path) -> Selection:
    return between(Place(cell, 0), Place(cell, len(text_at(issue, cell))))


# ---- tables


def insert_table(
    issue: Issue, selection: Selection, rows: int, columns: int, table: Table | None = None
) -> Edited:
    """A table of empty cells, or `table`, after the caret's paragraph, in place of it if that is empty; the
    caret in its first cell. Raises EditError where no block may stand."""
    if table is None:
        table = edits.new_table(rows, columns, header_rows=0)
    issue, block = with_block(issue, selection.head.path, table)
    return issue, at(Place((*block, 2, 0, 0), 0))


def with_block(issue: Issue, path: Path, block: Table | Pictures) -> tuple[Issue, Path]:
    """`issue` with a table or pictures after the block that a text belongs to, in place of it if that is an
    empty paragraph, and where they are; first in the item or attachment, of a text before its blocks, last of
    one after them. Behind them stands a paragraph to type in. Raises EditError elsewhere."""
    if is_block(path):
        here = block_path(path)
        blank = is_blank(part_blocks(issue, path)[int(here[-1])])
        there = here if blank else beside(here, 1)
        if blank:
            issue = remove(issue, here)
    elif in_item(path):
        behind = path[-1] in ("signature", "source")
        there = block_of(owner(path), len(part_blocks(issue, path)) if behind else 0)
    else:
        raise EditError("表格、图片要放在稿件或附件的正文里，请先把光标移到那里。")
    issue = add(issue, there, block)
    if int(there[-1]) == len(part_blocks(issue, there)) - 1:
        issue = add(issue, beside(there, 1), Body(""))
    return issue, there


def _changed(issue: Issue, selection: Selection, change: Callable[[Table], Table]) -> Edited:
    """The table of the caret changed; the caret in the place of the grid where it was, or the nearest."""
    path = selection.head.path
    table = table_of(issue, path)
    if table is None:
        raise EditError("光标不在表格里，请先点一下要改的表格。")
    block = block_path(path)
    new = change(table)
    assert is_grid(new)
    issue = _put(issue, block, new)
    if not is_cell(path):
        return issue, at(valid(issue, selection.head.place))
    spot = next(spot for spot in spots(table) if (spot.row, spot.at) == path[-2:])
    return issue, _to(issue, block, new, spot.row, spot.column, selection.head.offset)


def _to(issue: Issue, block: Path, table: Table, row: int, column: int, offset: int) -> Selection:
    row = min(row, len(table.rows) - 1)
    there = _cell(block, _spot_at(table, row, min(column, column_count(table) - 1)))
    return at(valid(issue, Place(there, offset)))


def _put(issue: Issue, block: Path, table: Table) -> Issue:
    number = int(block[-1])
    return replace_row(issue, block[:-1], number, number + 1, (table,))


def remove_table(issue: Issue, selection: Selection) -> Edited:
    """The table of the caret goes; an empty paragraph stands there if the part would have none."""
    path = selection.head.path
    if table_of(issue, path) is None:
        raise EditError("光标不在表格里，请先点一下要删的表格。")
    return without_block(issue, block_path(path))


def without_block(issue: Issue, block: Path) -> Edited:
    """A table or pictures go; the caret at the start of what followed."""
    number = int(block[-1])
    alone = len(part_blocks(issue, block)) == 1
    issue = replace_row(issue, block[:-1], number, number + 1, (Body(""),) if alone else ())
    return issue, at(valid(issue, Place(block, 0)))


# ---- rows and columns


def _bounds(issue: Issue, selection: Selection) -> tuple[int, int, int, int]:
    """First and last row and column of what is selected."""
    chosen = selected(issue, selection)
    if not chosen:
        raise EditError("光标不在表格的格子里，请先点一下要改的格子。")
    return (
        min(spot.row for spot in chosen),
        max(spot.row + spot.cell.rows for spot in chosen) - 1,
        min(spot.column for spot in chosen),
        max(spot.column + spot.cell.columns for spot in chosen) - 1,
    )


def insert_rows(issue: Issue, selection: Selection, *, below: bool) -> Edited:
    """As many empty rows as are selected, above or below them; the caret in the first of them."""
    top, bottom, left, _ = _bounds(issue, selection)
    start = bottom + 1 if below else top
    made = _changed(issue, selection, lambda table: edits.insert_rows(table, start, bottom - top + 1))
    return made[0], _into(made, start, left)


def insert_columns(issue: Issue, selection: Selection, *, right: bool) -> Edited:
    """As many empty columns as are selected, at the left or the right of them; the caret in the first."""
    top, _, left, last = _bounds(issue, selection)
    start = last + 1 if right else left
    made = _changed(issue, selection, lambda table: edits.insert_columns(table, start, last - left + 1))
    return made[0], _into(made, top, start)


def remove_rows(issue: Issue, selection: Selection) -> Edited:
    """The selected rows go; the table with the last of them."""
    top, bottom, left, _ = _bounds(issue, selection)
    table = table_of(issue, selection.head.path)
    if table is not None and bottom - top + 1 == len(table.rows):
        return remove_table(issue, selection)
    made = _changed(issue, selection, lambda table: edits.remove_rows(table, top, bottom))
    return made[0], _into(made, top, left)


def remove_columns(issue: Issue, selection: Selection) -> Edited:
    """The selected columns go; the table with the last of them."""
    top, _, left, last = _bounds(issue, selection)
    table = table_of(issue, selection.head.path)
    if table is not None and last - left + 1 == column_count(table):
        return remove_table(issue, selection)
    made = _changed(issue, selection, lambda table: edits.remove_columns(table, left, last))
    return made[0], _into(made, top, left)


def _into(made: Edited, row: int, column: int) -> Selection:
    """The caret in the cell at a place of the grid, or the nearest."""
    issue, selection = made
    table = table_of(issue, selection.head.path)
    assert table is not None
    return _to(issue, block_path(selection.head.path), table, row, column, 0)


def shift_rows(issue: Issue, selection: Selection, step: int) -> Edited:
    """The caret's row past the one above (-1) or below it (1); at the end of the way, nothing."""
    top, _, left, _ = _bounds(issue, at(selection.head.place))
    table, _ = _spot(issue, selection.head.path)
    if not 0 <= top + step < len(table.rows):
        return issue, selection
    to = top + step + (step > 0)
    made = _changed(issue, selection, lambda table: edits.move_rows(table, top, top, to))
    return made[0], _into(made, top + step, left)


def shift_columns(issue: Issue, selection: Selection, step: int) -> Edited:
    """The caret's column past the one at the left (-1) or the right (1); at the end of the way, nothing."""
    top, _, left, _ = _bounds(issue, at(selection.head.place))
    table, _ = _spot(issue, selection.head.path)
    if not 0 <= left + step < column_count(table):
        return issue, selection
    made = _changed(
        issue, selection, lambda table: edits.move_columns(table, left, left, left + step + (step > 0))
    )
    return made[0], _into(made, top, left + step)


# ---- cells


def merge_cells(issue: Issue, selection: Selection) -> Edited:
    """The selected cells as one."""
    top, bottom, left, right = _bounds(issue, selection)
    if len(selected(issue, selection)) < 2:
        raise EditError("请先选中要合并的几格。")
    made = _changed(issue, selection, lambda table: edits.merge(table, edits.Area(top, left, bottom, right)))
    return made[0], _into(made, top, left)


def split_cell(issue: Issue, selection: Selection) -> Edited:
    """The caret's merged cell as single ones."""
    path = selection.head.path
    _bounds(issue, at(selection.head.place))
    _, spot = _spot(issue, path)
    if spot.cell.rows == spot.cell.columns == 1:
        raise EditError("这一格没有合并过，不用拆分。")
    return _changed(issue, at(selection.head.place), lambda table: edits.split(table, spot.row, spot.column))


def align_cells(issue: Issue, selection: Selection, align: CellAlign) -> Edited:
    """The lines of the selected cells stand so; empty: as their content asks for."""
    _bounds(issue, selection)
    chosen = selected(issue, selection)

    def aligned(cell: Cell) -> Cell:
        return replace(cell, align=align)

    issue, _ = _changed(issue, selection, lambda table: edits.map_cells(table, chosen, aligned))
    return issue, selection


# ---- the whole table


def set_header_rows(issue: Issue, selection: Selection, count: int) -> Edited:
    """The first `count` rows are the head of the table. Raises EditError where a cell reaches over its
    end."""

    def headed(table: Table) -> Table:
        rows = max(0, min(count, len(table.rows)))
        if any(spot.row < rows < spot.row + spot.cell.rows for spot in spots(table)):
            raise EditError("有合并的单元格跨过表头的下边，不能这样分；请先拆分。")
        return edits.with_header_rows(table, rows)

    return _changed(issue, selection, headed)


def toggle_header(issue: Issue, selection: Selection) -> Edited:
    """The rows down to the caret's are the head of the table; where they are already, it has none."""
    _, bottom, _, _ = _bounds(issue, selection)
    table = table_of(issue, selection.head.path)
    assert table is not None
    return set_header_rows(issue, selection, 0 if table.header_rows == bottom + 1 else bottom + 1)


def set_rules(issue: Issue, selection: Selection, rules: TableRules) -> Edited:
    """All rules, or those of a 三线表."""
    return _changed(issue, selection, lambda table: edits.with_rules(table, rules))


def set_columns(issue: Issue, selection: Selection, widths: Sequence[int]) -> Edited:
    """The widths of the columns, in thousandths of the measure; none: by content."""

    def measured(table: Table) -> Table:
        fits = not widths or len(widths) == column_count(table)
        if not fits or any(width < 1 for width in widths) or sum(widths) > 1000:
            raise EditError("各列的宽度加起来不能超过版心，每列都要有宽度。")
        return replace(table, columns=tuple(widths))

    return _changed(issue, selection, measured)


def set_columns_at(issue: Issue, selection: Selection, block: Path, widths: Sequence[int]) -> Edited:
    """As `set_columns`, for the table at `block`, wherever the caret is: it stays there."""
    return set_columns(issue, at(Place(_cell(block, Spot(0, 0, 0, Cell())), 0)), widths)[0], selection


_TEXTS = {"caption": 0, "unit": 1, "note": 3}


def go_to_text(issue: Issue, selection: Selection, name: str) -> Edited:
    """The caret in the table's caption, unit or note, which stands on the page while the caret is in it."""
    if table_of(issue, selection.head.path) is None:
        raise EditError("光标不在表格里，请先点一下表格。")
    path = (*block_path(selection.head.path), _TEXTS[name])
    return issue, at(Place(path, len(text_at(issue, path))))


def remove_text(issue: Issue, selection: Selection, name: str) -> Edited:
    """The table's caption, unit or note goes."""
    return _changed(issue, selection, lambda table: replace(table, **{name: ""}))  # type: ignore[arg-type]


def without_empty(issue: Issue, selection: Selection) -> Edited:
    """The rows and columns of the table that have no text go. Raises EditError where all are empty."""

    def packed(table: Table) -> Table:
        if not any(spot.cell.text for spot in spots(table)):
            raise EditError("表格里没有文字；要去掉整个表格，请用“删除表格”。")
        rows = {
            row
            for spot in spots(table)
            if spot.cell.text
            for row in range(spot.row, spot.row + spot.cell.rows)
        }
        for row in range(len(table.rows) - 1, -1, -1):
            if row not in rows:
                table = edits.remove_rows(table, row, row)
        columns = {
            column
            for spot in spots(table)
            if spot.cell.text
            for column in range(spot.column, spot.column + spot.cell.columns)
        }
        for column in range(column_count(table) - 1, -1, -1):
            if column not in columns:
                table = edits.remove_columns(table, column, column)
        return table

    return _changed(issue, selection, packed)


# ---- cells as values


def cells_of(issue: Issue, selection: Selection) -> Table | None:
    """The selected cells as a table of their own; None where fewer than two are."""
    chosen = selected(issue, selection)
    if len(chosen) < 2:
        return None
    top = chosen[0].row
    height = max(spot.row + spot.cell.rows for spot in chosen) - top
    rows = (tuple(spot.cell for spot in chosen if spot.row == top + row) for row in range(height))
    return Table(tuple(rows))


def rows_of(issue: Issue, selection: Selection) -> Table | None:
    """The table of a selection that reaches over its cells into what stands above or below them, with the
    rows of those cells and, of its other texts, those that are selected; None for any other selection."""
    start, end = selection.start, selection.end
    table = table_of(issue, start.path)
    if (
        table is None
        or whole_at(start.path) != whole_at(end.path)
        or (is_cell(start.path) and is_cell(end.path))
    ):
        return None
    inside = len(whole_at(start.path))
    first, last = start.path[inside:], end.path[inside:]
    rows = [
        row
        for spot in spots(table)
        if first <= (2, spot.row, spot.at) <= last
        for row in (spot.row, spot.row + spot.cell.rows - 1)
    ]
    if not rows:
        return None

    def selected_of(path: Path, text: str) -> tuple[int, int]:
        return (start.offset if path == first else 0), (end.offset if path == last else len(text))

    def cut(spot: Spot) -> Cell:
        path: Path = (2, spot.row, spot.at)
        from_, to = selected_of(path, spot.cell.text) if first <= path <= last else (0, 0)
        return replace(spot.cell, text=spot.cell.text[from_:to], bold=part(spot.cell.bold, from_, to))

    table = edits.with_cells(table, {spot: cut(spot) for spot in spots(table)})
    below, above = max(rows) + 1, min(rows)
    if below < len(table.rows):
        table = edits.remove_rows(table, below, len(table.rows) - 1)
    if above:
        table = edits.remove_rows(table, 0, above - 1)

    def chosen(name: str) -> str:
        path, text = (_TEXTS[name],), str(getattr(table, name))
        from_, to = selected_of(path, text)
        return text[from_:to] if first <= path <= last else ""

    return replace(table, caption=chosen("caption"), unit=chosen("unit"), note=chosen("note"))


def cell_texts(table: Table) -> list[list[str]]:
    """The texts of the cells, row by row, one for each place of the grid: empty where a cell reaches over it
    from another; without line breaks."""
    texts = [[""] * column_count(table) for _ in table.rows]
    for spot in spots(table):
        texts[spot.row][spot.column] = spot.cell.text.replace("\n", " ")
    return texts


def has_room_around(issue: Issue, selection: Selection, given: Table) -> bool:
    """Whether caption, unit and note of a table find room at the one that its cells come into."""
    table = table_of(issue, selection.head.path)
    assert table is not None
    return all(not getattr(given, name) or not getattr(table, name) for name in _TEXTS)


def _with_around(table: Table, given: Table) -> Table:
    """A table with caption, unit and note of another one where it has none."""
    texts = {name: getattr(given, name) for name in _TEXTS if getattr(given, name)}
    return replace(table, **texts) if texts else table


def fill(issue: Issue, selection: Selection, given: Table) -> Edited:
    """The texts of the cells of a table put into cells, from the first selected one on; rows and columns come
    in where there are too few. Caption, unit and note come where there are none."""
    top, _, left, _ = _bounds(issue, selection)

    def filled(table: Table) -> Table:
        height, width = len(table.rows), column_count(table)
        if height < top + len(given.rows):
            table = edits.insert_rows(table, height, top + len(given.rows) - height)
        if width < left + column_count(given):
            table = edits.insert_columns(table, width, left + column_count(given) - width)
        places = covering(table)
        taken: dict[Spot, Cell] = {}
        for spot in spots(given):
            there = places[top + spot.row, left + spot.column]
            first = (there.row, there.column) == (top + spot.row, left + spot.column)
            if first or spot.cell.text:  # a merged cell takes all that comes into it, as by merging
                old = there.cell if not first and there not in taken else taken.get(there, Cell())
                taken[there] = edits.with_line(old, spot.cell)
        made = {spot: replace(spot.cell, text=new.text, bold=new.bold) for spot, new in taken.items()}
        table = edits.with_cells(table, made)
        return _with_around(table, given)

    made = _changed(issue, selection, filled)
    issue, selection = made[0], _into(made, top + len(given.rows) - 1, left + column_count(given) - 1)
    path = selection.head.path
    return issue, at(Place(path, len(text_at(issue, path))))
