"""Tests of the edits of tables: a grid stays one, and no text goes that isn't in what is removed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin import table_edits as edits
from bulletin_desk.bulletin.model import Cell, Table
from bulletin_desk.bulletin.tables import column_count, is_grid, spots
from bulletin_desk.errors import EditError


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A grid with merged cells and a text of its own in each."""
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    table = edits.empty_table(rows, columns)
    for _ in range(draw(st.integers(0, 3))):
        top, left = draw(st.integers(0, rows - 1)), draw(st.integers(0, columns - 1))
        bottom, right = draw(st.integers(top, rows - 1)), draw(st.integers(left, columns - 1))
        try:
            table = edits.merge(table, top, left, bottom, right)
        except EditError:
            continue
    named = tuple(
        tuple(replace(cell, text=f"{row}-{at}") for at, cell in enumerate(cells))
        for row, cells in enumerate(table.rows)
    )
    widths = draw(st.sampled_from([(), (1000 // columns,) * columns]))
    return replace(table, rows=named, header_rows=draw(st.integers(0, rows)), columns=widths)


def words(table: Table) -> Counter[str]:
    return Counter(word for spot in spots(table) for word in spot.cell.text.split("\n") if word)


@given(tables(), st.data())
def test_rows_and_columns_come_and_go(table: Table, data: st.DataObject) -> None:
    assert is_grid(table)
    height, width = len(table.rows), column_count(table)
    row, column = data.draw(st.integers(0, height)), data.draw(st.integers(0, width))
    taller, wider = edits.insert_row(table, row), edits.insert_column(table, column)
    assert is_grid(taller)
    assert is_grid(wider)
    assert (len(taller.rows), column_count(taller)) == (height + 1, width)
    assert (len(wider.rows), column_count(wider)) == (height, width + 1)
    assert words(taller) == words(wider) == words(table)
    assert len(wider.columns) == (width + 1 if table.columns else 0)
    assert replace(edits.remove_row(taller, row), header_rows=table.header_rows) == table
    assert replace(edits.remove_column(wider, column), columns=table.columns) == table
    assert taller.header_rows == table.header_rows + (row < table.header_rows)


@given(tables(), st.data())
def test_what_is_removed_is_that_row_alone(table: Table, data: st.DataObject) -> None:
    height, width = len(table.rows), column_count(table)
    row, column = data.draw(st.integers(0, height - 1)), data.draw(st.integers(0, width - 1))
    gone = words(replace(table, rows=((*(c for c in table.rows[row] if c.rows == 1),),)))
    if height > 1:
        lower = edits.remove_row(table, row)
        assert is_grid(lower)
        assert words(lower) == words(table) - gone
    else:
        with pytest.raises(EditError, match="只有一行"):
            edits.remove_row(table, row)
    if width > 1:
        narrower = edits.remove_column(table, column)
        assert is_grid(narrower)
        assert column_count(narrower) == width - 1
    else:
        with pytest.raises(EditError, match="只有一列"):
            edits.remove_column(table, column)


@given(tables(), st.data())
def test_moving_there_and_back(table: Table, data: st.DataObject) -> None:
    rows = st.integers(0, len(table.rows) - 1)
    columns = st.integers(0, column_count(table) - 1)
    row, down, column, right = (data.draw(each) for each in (rows, rows, columns, columns))
    for move, at, to in ((edits.move_row, row, down), (edits.move_column, column, right)):
        try:
            moved = move(table, at, to)
        except EditError:
            continue
        assert is_grid(moved)
        assert words(moved) == words(table)
        assert move(moved, to, at) == table


@given(tables(), st.data())
def test_cells_merged_and_split(table: Table, data: st.DataObject) -> None:
    top, left = (
        data.draw(st.integers(0, len(table.rows) - 1)),
        data.draw(st.integers(0, column_count(table) - 1)),
    )
    bottom = data.draw(st.integers(top, len(table.rows) - 1))
    right = data.draw(st.integers(left, column_count(table) - 1))
    try:
        merged = edits.merge(table, top, left, bottom, right)
    except EditError:
        return
    assert is_grid(merged)
    assert words(merged) == words(table)
    spot = next(spot for spot in spots(merged) if (spot.row, spot.column) == (top, left))
    if (top, left) != (bottom, right):
        parted = edits.split(merged, spot.row, spot.at)
        assert is_grid(parted)
        assert words(parted) == words(table)
    elif spot.cell.rows == spot.cell.columns == 1:
        with pytest.raises(EditError, match="没有合并过"):
            edits.split(merged, spot.row, spot.at)


def test_what_is_not_there() -> None:
    table = Table(((Cell("甲"),),))
    for edit in (edits.insert_row, edits.insert_column):
        with pytest.raises(EditError, match="没有这一处"):
            edit(table, 2)
    with pytest.raises(EditError, match="表头"):
        edits.merge(Table(((Cell("甲"),), (Cell("乙"),)), header_rows=1), 0, 0, 1, 0)
