"""Edits of tables: each leaves a grid, and loses no text but what was removed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin.bounds import MAX_COLUMNS, MAX_ROWS
from bulletin_desk.bulletin.grammar import cell_of
from bulletin_desk.bulletin.model import Cell, Table
from bulletin_desk.bulletin.table_edits import (
    Area,
    align_cells,
    insert_columns,
    insert_rows,
    merge,
    move_columns,
    move_rows,
    new_table,
    remove_columns,
    remove_rows,
    split,
    spot_at,
    spot_of,
    whole_cells,
    with_columns,
    with_header_rows,
    with_rules,
)
from bulletin_desk.bulletin.tables import column_count, is_grid, spots
from bulletin_desk.errors import EditError
from tests.bulletin.issues import tables
from tests.bulletin.rich import TABLE


def check(table: Table) -> None:
    assert is_grid(table)
    assert 0 <= table.header_rows <= len(table.rows)
    assert len(table.columns) in (0, column_count(table))
    assert all(width > 0 for width in table.columns)


def texts(table: Table) -> Counter[str]:
    return Counter(cell.text for row in table.rows for cell in row if cell.text)


def words(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


GRID = Table(tuple(tuple(Cell(f"{row}{column}") for column in "abc") for row in range(3)), 1)


@st.composite
def areas(draw: st.DrawFn, table: Table) -> Area:
    top, bottom = sorted(draw(st.tuples(*[st.integers(0, len(table.rows) - 1)] * 2)))
    left, right = sorted(draw(st.tuples(*[st.integers(0, column_count(table) - 1)] * 2)))
    return Area(top, left, bottom, right)


@given(tables())
def test_strategies_make_grids(table: Table) -> None:
    check(table)


@given(tables(), st.data())
def test_rows_and_columns_are_added_and_removed_again(table: Table, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 3))
    at = data.draw(st.integers(0, len(table.rows)))
    more = insert_rows(table, at, count)
    check(more)
    assert (len(more.rows), texts(more)) == (len(table.rows) + count, texts(table))
    assert replace(remove_rows(more, at, at + count - 1), header_rows=table.header_rows) == table
    at = data.draw(st.integers(0, column_count(table)))
    more = insert_columns(table, at, count)
    check(more)
    assert (column_count(more), texts(more)) == (column_count(table) + count, texts(table))
    assert replace(remove_columns(more, at, at + count - 1), columns=table.columns) == table


@given(tables(), st.data())
def test_of_what_is_removed_only_whole_cells_go(table: Table, data: st.DataObject) -> None:
    area = data.draw(areas(table))
    with suppress(EditError):
        less = remove_rows(table, area.top, area.bottom)
        check(less)
        inside = Counter(
            spot.cell.text
            for spot in spots(table)
            if spot.cell.text and spot.row >= area.top and spot.row + spot.cell.rows <= area.bottom + 1
        )
        assert texts(less) == texts(table) - inside
    with suppress(EditError):
        less = remove_columns(table, area.left, area.right)
        check(less)
        inside = Counter(
            spot.cell.text
            for spot in spots(table)
            if spot.cell.text
            and spot.column >= area.left
            and spot.column + spot.cell.columns <= area.right + 1
        )
        assert texts(less) == texts(table) - inside


@given(tables(), st.data())
def test_moving_loses_nothing(table: Table, data: st.DataObject) -> None:
    area = data.draw(areas(table))
    with suppress(EditError):
        moved = move_rows(table, area.top, area.bottom, data.draw(st.integers(0, len(table.rows))))
        check(moved)
        assert texts(moved) == texts(table)
    with suppress(EditError):
        moved = move_columns(table, area.left, area.right, data.draw(st.integers(0, column_count(table))))
        check(moved)
        assert texts(moved) == texts(table)


@given(tables(), st.data())
def test_cells_are_made_one_and_parted(table: Table, data: st.DataObject) -> None:
    area = data.draw(areas(table))
    whole = whole_cells(table, area)
    if whole.top < table.header_rows <= whole.bottom:
        with pytest.raises(EditError, match="表头"):
            merge(table, area)
        table = replace(table, header_rows=0)
    merged = merge(table, area)
    check(merged)
    one = spot_at(merged, area.top, area.left)
    assert (one.row, one.column) == (whole.top, whole.left)
    assert (one.cell.rows, one.cell.columns) == (whole.bottom - whole.top + 1, whole.right - whole.left + 1)
    assert sorted("".join(words_of(table)).replace("\n", "")) == sorted(
        "".join(words_of(merged)).replace("\n", "")
    )
    parted = split(merged, area.bottom, area.right)
    check(parted)
    assert all(
        spot_at(parted, row, column).cell.rows == spot_at(parted, row, column).cell.columns == 1
        for row in range(whole.top, whole.bottom + 1)
        for column in range(whole.left, whole.right + 1)
    )
    assert texts(parted) == texts(merged)
    aligned = align_cells(table, area, "right")
    check(aligned)
    assert texts(aligned) == texts(table)


def words_of(table: Table) -> list[str]:
    return [text for row in words(table) for text in row]


@given(tables(), st.data())
def test_paths_of_cells(table: Table, data: st.DataObject) -> None:
    spot = data.draw(st.sampled_from(spots(table)))
    assert spot_at(table, spot.row, spot.column) == spot == spot_of(table, spot.row, spot.at)
    (text,) = (text for text in table.texts() if text.path == cell_of((), spot.row, spot.at))
    assert text.text == spot.cell.text


def test_rows() -> None:
    assert words(insert_rows(GRID, 3))[3] == ["", "", ""]
    assert insert_rows(GRID, 0).header_rows == 2
    assert insert_rows(GRID, 1).header_rows == 1
    assert words(remove_rows(GRID, 0, 1)) == [["2a", "2b", "2c"]]
    assert remove_rows(GRID, 0, 1).header_rows == 0
    assert [row[0] for row in words(move_rows(GRID, 0, 0, 3))] == ["1a", "2a", "0a"]
    assert [row[0] for row in words(move_rows(GRID, 1, 2, 0))] == ["1a", "2a", "0a"]
    assert move_rows(GRID, 1, 2, 2) == GRID
    wide = align_cells(GRID, Area(0, 1, 2, 1), "decimal")
    assert insert_rows(wide, 3).rows[3][1].align == "decimal"


def test_columns() -> None:
    assert words(insert_columns(GRID, 1))[0] == ["0a", "", "0b", "0c"]
    assert words(remove_columns(GRID, 1, 1))[2] == ["2a", "2c"]
    assert words(move_columns(GRID, 0, 0, 2))[1] == ["1b", "1a", "1c"]
    assert insert_columns(TABLE, 1).columns == (300, 250, 225, 225)
    assert remove_columns(TABLE, 2, 2).columns == (571, 429)
    assert move_columns(GRID, 2, 2, 0).rows[0][0].text == "0c"


def test_spanning_cells() -> None:
    grown = insert_columns(TABLE, 2)
    assert grown.rows[0][1].columns == 3
    assert grown.rows[2][0].columns == 4
    assert [len(row) for row in grown.rows] == [2, 3, 1, 4]
    tall = insert_rows(TABLE, 1)
    assert tall.rows[0][0].rows == 3
    assert remove_rows(TABLE, 0, 0).rows[0][0] == Cell("市州")
    with pytest.raises(EditError, match="有跨行的单元格，这几行不能这样移动"):
        move_rows(TABLE, 1, 1, 4)
    with pytest.raises(EditError, match="有跨列的单元格，这几列不能这样移动"):
        move_columns(TABLE, 0, 0, 3)
    assert merge(TABLE, Area(1, 1, 1, 1)) == TABLE
    whole = merge(TABLE, Area(1, 0, 1, 2)).rows[0][0]
    assert (whole.text, whole.columns, whole.rows) == ("市州\n编纂进度\n完成\n比例", 3, 2)
    assert merge(TABLE, Area(2, 0, 3, 0)).rows[2][0].bold == ((0, 3),)


def test_the_whole_table() -> None:
    assert with_header_rows(GRID, 0).header_rows == 0
    assert with_rules(GRID, "three").rules == "three"
    assert with_columns(GRID, (500, 300, 200)).columns == (500, 300, 200)
    assert with_columns(TABLE, ()).columns == ()
    assert words(new_table(2, 3)) == [[""] * 3] * 2


def test_what_has_no_meaning_is_refused() -> None:
    refused: list[tuple[Callable[[], object], str]] = [
        (lambda: remove_rows(GRID, 0, 2), "至少要有一行"),
        (lambda: remove_columns(GRID, 0, 2), "至少要有一列"),
        (lambda: insert_rows(GRID, 4), "没有这一行"),
        (lambda: insert_columns(GRID, -1), "没有这一列"),
        (lambda: remove_rows(GRID, 2, 3), "没有这几行"),
        (lambda: remove_columns(GRID, 2, 1), "没有这几列"),
        (lambda: move_rows(GRID, 0, 0, 4), "没有这几行"),
        (lambda: move_columns(GRID, 3, 3, 0), "没有这几列"),
        (lambda: spot_at(GRID, 3, 0), "没有这一格"),
        (lambda: spot_of(GRID, 0, 3), "没有这一格"),
        (lambda: whole_cells(GRID, Area(5, 5, 6, 6)), "没有这些格"),
        (lambda: with_header_rows(GRID, 4), "表头不能有4行"),
        (lambda: with_columns(GRID, (500, 500)), "有3列"),
        (lambda: with_columns(GRID, (500, 500, 1)), "不能超过版心"),
        (lambda: insert_rows(GRID, 0, MAX_ROWS), f"最多{MAX_ROWS}行"),
        (lambda: insert_columns(GRID, 0, MAX_COLUMNS), f"最多{MAX_COLUMNS}列"),
    ]
    for edit, said in refused:
        with pytest.raises(EditError, match=said):
            edit()
