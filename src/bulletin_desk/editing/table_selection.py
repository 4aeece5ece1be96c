"""What of a table is selected, and what can be done with it there. Changes nothing; knows no pages."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.grammar import block_at, block_path, is_cell
from bulletin_desk.bulletin.model import CellAlign, Issue, Path, Place, Table, TableRules
from bulletin_desk.bulletin.tables import Spot, column_count, spots
from bulletin_desk.editing.nodes import end_of, next_node, previous_node
from bulletin_desk.editing.selection import Selection, at, between
from bulletin_desk.editing.wholes import rectangle, whole_at


class Within(Enum):
    """What of a table is selected when all is to be."""

    CELL = "cell"
    TABLE = "table"


class TableState(NamedTuple):
    """The table that the caret is in. `cells` are those selected, or that of the caret; none in its caption,
    unit and note. `row` and `column` are the caret's place in the grid, from 0; -1 where it is in no cell."""

    table: Table
    cells: tuple[Spot, ...]
    row: int
    column: int
    columns: int

    @property
    def merged(self) -> bool:
        """Whether the caret's cell stands in place of several."""
        here = next(
            (spot.cell for spot in self.cells if (spot.row, spot.column) == (self.row, self.column)), None
        )
        return here is not None and (here.rows > 1 or here.columns > 1)

    @property
    def align(self) -> CellAlign | None:
        """How the selected cells are aligned; None where they differ, or there are none."""
        aligns = {spot.cell.align for spot in self.cells}
        return aligns.pop() if len(aligns) == 1 else None

    @property
    def heads(self) -> bool:
        """Whether the header of the table ends with the selected rows."""
        end = max((spot.row + spot.cell.rows for spot in self.cells), default=0)
        return bool(end) and self.table.header_rows == end

    @property
    def rules(self) -> TableRules:
        """Which rules the table has."""
        return self.table.rules


def table_state(issue: Issue, selection: Selection) -> TableState | None:
    """The table that the caret is in; None where it is in none."""
    head, anchor = selection.head.path, selection.anchor.path
    block = whole_at(head)
    table = block_at(issue, block) if block else None
    if not isinstance(table, Table):
        return None
    found = spots(table)
    columns = max(spot.column + spot.cell.columns for spot in found)
    if not is_cell(head):
        return TableState(table, (), -1, -1, columns)
    here = next(spot for spot in found if (spot.row, spot.at) == head[-2:])
    many = anchor != head and whole_at(anchor) == block and is_cell(anchor)
    cells = rectangle(table, anchor[-2:], head[-2:]) if many else [here]
    return TableState(table, tuple(cells), here.row, here.column, columns)


def select_rows(issue: Issue, selection: Selection) -> Selection:
    """All cells of the rows that the selection is in; the selection itself elsewhere."""
    state = table_state(issue, selection)
    if state is None or not state.cells:
        return selection
    top = min(spot.row for spot in state.cells)
    end = max(spot.row + spot.cell.rows for spot in state.cells)
    return rows_of(issue, whole_at(selection.head.path), range(top, end))


def select_columns(issue: Issue, selection: Selection) -> Selection:
    """All cells of the columns that the selection is in; the selection itself elsewhere."""
    state = table_state(issue, selection)
    if state is None or not state.cells:
        return selection
    left = min(spot.column for spot in state.cells)
    end = max(spot.column + spot.cell.columns for spot in state.cells)
    return columns_of(issue, whole_at(selection.head.path), range(left, end))


def select_table(issue: Issue, selection: Selection) -> Selection:
    """All cells of the caret's table; the selection itself elsewhere."""
    state = table_state(issue, selection)
    if state is None:
        return selection
    return rows_of(issue, whole_at(selection.head.path), range(len(state.table.rows)))


def select_cell(issue: Issue, selection: Selection) -> Selection:
    """All of the text of the caret's cell."""
    path = selection.head.path
    return between(Place(path, 0), Place(path, len(text_at(issue, path))))


def rows_of(issue: Issue, block: Path, rows: range) -> Selection:
    """All cells of rows of the table at `block`."""
    table = _table(issue, block)
    return _corners(issue, block, (rows[0], 0), (rows[-1], column_count(table) - 1))


def columns_of(issue: Issue, block: Path, columns: range) -> Selection:
    """All cells of columns of the table at `block`."""
    table = _table(issue, block)
    return _corners(issue, block, (0, columns[0]), (len(table.rows) - 1, columns[-1]))


def next_text(issue: Issue, path: Path, *, back: bool) -> Selection:
    """The text after one that stands around a table or pictures, or the one before: what is in a cell
    selected, the caret at the end of any other."""
    there = (previous_node if back else next_node)(issue, path)
    if there is None:
        return at(end_of(issue, path))
    return select_cell(issue, at(Place(there, 0))) if is_cell(there) else at(end_of(issue, there))


def next_within(issue: Issue, selection: Selection) -> tuple[Within, Selection] | None:
    """What of the caret's table is to be selected next when all is to be: the text of its cell, then the
    table; None where both are, outside of cells, and where the selection reaches out of the table."""
    anchor, head = selection.anchor.path, selection.head.path
    if not is_cell(head) or block_path(anchor) != block_path(head):
        return None
    for within, chosen in (
        (Within.CELL, select_cell(issue, selection)),
        (Within.TABLE, select_table(issue, selection)),
    ):
        if chosen.empty or _covers(selection, chosen):
            continue
        return within, chosen
    return None


def _covers(selection: Selection, chosen: Selection) -> bool:
    """Whether as much is selected already: the text itself, or several cells instead of one."""
    if (selection.start, selection.end) == (chosen.start, chosen.end):
        return True
    return chosen.start.path == chosen.end.path and selection.start.path != selection.end.path


def cell_words(issue: Issue, path: Path) -> str:
    """Where in its table a cell stands, for who can't see it; empty for any other text."""
    state = table_state(issue, at(Place(path, 0))) if is_cell(path) else None
    if state is None:
        return ""
    return f"第 {state.row + 1} 行第 {state.column + 1} 列"


def _table(issue: Issue, block: Path) -> Table:
    table = block_at(issue, block)
    assert isinstance(table, Table)
    return table


def _corners(issue: Issue, block: Path, first: tuple[int, int], last: tuple[int, int]) -> Selection:
    """The cells between those that cover two places of the grid, from the start of the one to the end of the
    other."""
    found = spots(_table(issue, block))
    start, end = (
        next(
            (*block, 2, spot.row, spot.at)
            for spot in found
            if spot.row <= row < spot.row + spot.cell.rows
            and spot.column <= column < spot.column + spot.cell.columns
        )
        for row, column in (first, last)
    )
    return between(Place(start, 0), Place(end, len(text_at(issue, end))))
