"""Tests of tables as the clerk makes, fills and changes them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.model import Body, Cell, Issue, Item, Path, Place, Section, Table
from bulletin_desk.bulletin.tables import column_count, is_grid
from bulletin_desk.editing import commands, tables
from bulletin_desk.editing.fragment import Fragment, as_text, copy
from bulletin_desk.editing.paste import paste
from bulletin_desk.editing.selection import Selection, at, between
from bulletin_desk.errors import EditError
from tests.bulletin.issues import SMALL
from tests.editing.texts import ITEM

TABLE = Table(
    (
        (Cell("县"), Cell("数")),
        (Cell("甲"), Cell("1")),
        (Cell("乙"), Cell("2")),
    ),
    header_rows=1,
    caption="表题",
)
ROW: Path = (*ITEM, "blocks")
HERE: Path = (*ROW, 1)


def issue_with(*blocks: object) -> Issue:
    item = Item("题", blocks, "（处）")  # type: ignore[arg-type]
    return replace(SMALL, sections=(Section("栏", (item,)),))


ISSUE = issue_with(Body("前文"), TABLE, Body("后文"))


def cell(row: int, at_: int, block: Path = HERE) -> Path:
    return (*block, 2, row, at_)


def blocks_of(issue: Issue) -> tuple[object, ...]:
    return issue.sections[0].items[0].blocks


def table_of(issue: Issue) -> Table:
    return next(block for block in blocks_of(issue) if isinstance(block, Table))


def in_cell(row: int, at_: int, offset: int = 0) -> Selection:
    return at(Place(cell(row, at_), offset))


def test_inserted_after_text_and_in_place_of_an_empty_paragraph() -> None:
    issue, selection = tables.insert_table(
        issue_with(Body("前文"), Body("后文")), at(Place((*ROW, 0), 1)), 2, 3
    )
    assert [type(block) for block in blocks_of(issue)] == [Body, Table, Body]
    assert selection == in_cell(0, 0)
    issue, selection = tables.insert_table(issue_with(Body("前文"), Body("")), at(Place((*ROW, 1), 0)), 2, 3)
    assert [type(block) for block in blocks_of(issue)] == [Body, Table, Body]
    assert selection == in_cell(0, 0)
    issue, _ = tables.insert_table(issue_with(), at(Place((*ITEM, "title"), 0)), 1, 1)
    assert blocks_of(issue) == (Table(((Cell(),),)), Body(""))
    with pytest.raises(EditError, match="稿件或附件的正文里"):
        tables.insert_table(ISSUE, at(Place(("masthead", "name"), 0)), 1, 1)
    with pytest.raises(EditError, match="至少要有一行"):
        tables.insert_table(ISSUE, at(Place((*ROW, 0), 1)), 0, 1)


def test_tab_goes_through_the_cells_and_makes_a_row() -> None:
    selection = in_cell(0, 0)
    issue = ISSUE
    seen = []
    for _ in range(6):
        issue, selection = tables.next_cell(issue, selection)
        seen.append(selection.head.path[-2:])
    assert seen == [(0, 1), (1, 0), (1, 1), (2, 0), (2, 1), (3, 0)]
    assert len(table_of(issue).rows) == 4
    assert is_grid(table_of(issue))
    _, selection = tables.previous_cell(issue, selection)
    assert (selection.start.path, selection.end.offset) == (cell(2, 1), 1)
    assert tables.previous_cell(issue, in_cell(0, 0)) == (issue, in_cell(0, 0))


def test_enter_goes_down_and_makes_a_row_at_the_end() -> None:
    issue, selection = commands.enter(ISSUE, in_cell(1, 1))
    assert (issue, selection) == (ISSUE, in_cell(2, 1, 1))
    issue, selection = commands.enter(ISSUE, in_cell(2, 1, 1))
    assert len(table_of(issue).rows) == 4
    assert selection == in_cell(3, 1)
    issue, _ = commands.line_break(ISSUE, in_cell(1, 0, 1))
    assert text_at(issue, cell(1, 0)) == "甲\n"


def test_rows_and_columns() -> None:
    rows = between(Place(cell(1, 0), 0), Place(cell(2, 0), 1))
    issue, selection = tables.insert_rows(ISSUE, rows, below=False)
    assert [row[0].text for row in table_of(issue).rows] == ["县", "", "", "甲", "乙"]
    assert selection == in_cell(1, 0)
    issue, _ = tables.remove_rows(issue, between(Place(cell(1, 0), 0), Place(cell(2, 0), 0)))
    assert issue == ISSUE
    issue, selection = tables.insert_columns(ISSUE, in_cell(0, 1), right=True)
    assert column_count(table_of(issue)) == 3
    assert selection == in_cell(0, 2)
    issue, _ = tables.remove_columns(issue, selection)
    assert issue == ISSUE
    issue, selection = tables.shift_rows(ISSUE, in_cell(1, 1, 1), 1)
    assert [row[0].text for row in table_of(issue).rows] == ["县", "乙", "甲"]
    assert selection == in_cell(2, 1)
    issue, _ = tables.shift_columns(ISSUE, in_cell(1, 1), -1)
    assert [cell.text for cell in table_of(issue).rows[0]] == ["数", "县"]
    assert tables.shift_rows(ISSUE, in_cell(2, 0), 1) == (ISSUE, in_cell(2, 0))
    everything = between(Place(cell(0, 0), 0), Place(cell(2, 1), 0))
    issue, selection = tables.remove_rows(ISSUE, everything)
    assert blocks_of(issue) == (Body("前文"), Body("后文"))
    assert selection.head.path == HERE


def test_cells_are_merged_and_split() -> None:
    issue, selection = tables.merge_cells(ISSUE, between(Place(cell(1, 0), 0), Place(cell(2, 0), 0)))
    assert text_at(issue, cell(1, 0)) == "甲\n乙"
    assert selection == in_cell(1, 0)
    issue, _ = tables.split_cell(issue, selection)
    assert [row[0].text for row in table_of(issue).rows] == ["县", "甲\n乙", ""]
    with pytest.raises(EditError, match="选中要合并的几格"):
        tables.merge_cells(ISSUE, in_cell(0, 0))
    with pytest.raises(EditError, match="不在表格的格子里"):
        tables.merge_cells(ISSUE, at(Place((*ROW, 0), 0)))


def test_what_a_whole_table_has() -> None:
    issue, _ = tables.toggle_header(ISSUE, in_cell(1, 0))
    assert table_of(issue).header_rows == 2
    issue, _ = tables.toggle_header(issue, in_cell(1, 0))
    assert table_of(issue).header_rows == 0
    assert table_of(tables.set_rules(ISSUE, in_cell(1, 0), "three")[0]).rules == "three"
    assert table_of(tables.align_cells(ISSUE, in_cell(1, 0), "right")[0]).rows[1][0].align == "right"
    assert table_of(tables.set_columns(ISSUE, in_cell(1, 0), (300, 700))[0]).columns == (300, 700)
    with pytest.raises(EditError, match="不能超过版心"):
        tables.set_columns(ISSUE, in_cell(1, 0), (800, 700))
    assert tables.go_to_text(ISSUE, in_cell(0, 0), "unit") == (ISSUE, at(Place((*HERE, 1), 0)))
    assert table_of(tables.remove_text(ISSUE, in_cell(0, 0), "caption")[0]).caption == ""
    issue = tables.insert_columns(
        tables.insert_rows(ISSUE, in_cell(1, 0), below=True)[0], in_cell(0, 0), right=True
    )[0]
    assert tables.without_empty(issue, in_cell(0, 0))[0] == ISSUE


def test_cells_selected_are_a_rectangle() -> None:
    column = between(Place(cell(0, 1), 0), Place(cell(2, 1), 1))
    issue, _ = commands.delete_selection(ISSUE, column)
    assert [[c.text for c in row] for row in table_of(issue).rows] == [["县", ""], ["甲", ""], ["乙", ""]]
    fragment = copy(ISSUE, column)
    assert as_text(fragment) == "数\n1\n2"
    assert as_text(copy(ISSUE, between(Place(cell(1, 0), 0), Place(cell(2, 1), 0)))) == "甲\t1\n乙\t2"
    assert paste(issue, column, fragment)[0] == ISSUE
    grown, selection = paste(ISSUE, in_cell(2, 1), fragment)
    assert [[c.text for c in row] for row in table_of(grown).rows][2:] == [["乙", "数"], ["", "1"], ["", "2"]]
    assert selection == in_cell(4, 1, 1)


def test_a_range_has_a_table_as_a_whole() -> None:
    issue, place = commands.delete_selection(ISSUE, between(Place((*ROW, 0), 1), Place(cell(1, 0), 1)))
    assert blocks_of(issue) == (Body("前"), Body("后文"))
    assert place == at(Place((*ROW, 0), 1))
    issue, _ = commands.delete_selection(ISSUE, between(Place((*ROW, 0), 1), Place((*ROW, 2), 1)))
    assert blocks_of(issue) == (Body("前文"),)
    issue, _ = commands.delete_selection(ISSUE, between(Place((*HERE, 0), 1), Place((*ROW, 2), 1)))
    assert blocks_of(issue) == (Body("前文"), Body("文"))


def test_keys_beside_a_table_swallow_nothing() -> None:
    assert commands.backspace(ISSUE, at(Place((*ROW, 2), 0))) == (ISSUE, in_cell(2, 1, 1))
    assert commands.delete(ISSUE, at(Place((*ROW, 0), 2)))[0] == ISSUE
    assert commands.backspace(ISSUE, in_cell(1, 0))[0] == ISSUE
    assert commands.delete(ISSUE, in_cell(1, 0, 1))[0] == ISSUE


def test_a_table_copied_with_text_stays_one() -> None:
    whole = between(Place((*ROW, 0), 1), Place((*ROW, 2), 1))
    fragment = copy(ISSUE, whole)
    assert [paragraph.block for paragraph in fragment.paragraphs] == [None, TABLE, None]
    assert as_text(fragment) == "文\n表题\n县\t数\n甲\t1\n乙\t2\n后"
    assert paste(ISSUE, whole, fragment)[0] == ISSUE
    pasted, _ = paste(issue_with(Body("文字")), at(Place((*ROW, 0), 1)), fragment)
    assert blocks_of(pasted) == (Body("文文"), TABLE, Body("后字"))
    into, _ = paste(ISSUE, in_cell(1, 0, 1), Fragment(fragment.paragraphs[:1]))
    assert text_at(into, cell(1, 0)) == "甲文"
