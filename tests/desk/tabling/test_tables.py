"""Tables as a hand makes and changes them: by menu, keys, mouse and clipboard."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QInputMethodEvent, QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bulletin_desk.bulletin.grammar import NAME, block_of, item_path, title_of
from bulletin_desk.bulletin.model import Body, Cell, Issue, Path, Place, Table
from bulletin_desk.bulletin.tables import column_count
from bulletin_desk.desk.commands.tables import TABLE_COMMANDS, TABLE_MENU, TABLE_MENUS
from bulletin_desk.desk.parts.mime import mime_data
from bulletin_desk.desk.tabling.table_dialog import TableDialog
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.editing.wholes import cells_between
from bulletin_desk.pages.model import PlacedTable
from tests.desk.commands.test_further import choose, menu_of
from tests.desk.conftest import answering, there, type_into, type_keys
from tests.typeset.tables import eight_columns, issue_with, row

pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)  # offscreen, of what is opened
Key = Qt.Key
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
BLOCK = block_of(item_path(0, 0), 1)
SMALL_TABLE = Table(
    (row("单位", "数量", "备注"), row("甲", "12.5", ""), row("乙县志办公室", "3", "未报")), header_rows=1
)


def issue(table: Table = SMALL_TABLE) -> Issue:
    return issue_with(Body("前面一段。"), table, Body("后面一段。"))


@pytest.fixture
def tabled(window: MainWindow) -> MainWindow:
    window.session.replace(issue())
    window.canvas.setFocus()
    return window


def cell(row: int, at: int) -> Path:
    return (*BLOCK, 2, row, at)


def go(window: MainWindow, row: int, at: int, offset: int = 0) -> None:
    window.document.go_to(cell(row, at), offset)


def table(window: MainWindow) -> Table:
    (found,) = [
        block for block in window.document.issue.sections[0].items[0].blocks if isinstance(block, Table)
    ]
    return found


def texts(window: MainWindow) -> list[list[str]]:
    return [[cell.text for cell in cells] for cells in table(window).rows]


def press(window: MainWindow, key: Key, held: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(window.canvas, key, held)


def here(window: MainWindow) -> tuple[Path, int]:
    head = window.document.selection.head
    return head.path, head.offset


def chosen(window: MainWindow) -> list[Path]:
    selection = window.document.selection
    return [
        path[-2:] for path in cells_between(window.document.issue, selection.start.path, selection.end.path)
    ]


def placed(window: MainWindow) -> tuple[int, PlacedTable]:
    """The table where it stands first, scrolled to."""
    page = next(at for at, page in enumerate(window.document.pages) if page.tables)
    found = window.document.pages[page].tables[0]
    window.canvas.show_page_at(page, found.bands[0].top)
    return page, found


def pixels(window: MainWindow, page: int, x: float, y: float) -> QPoint:
    return window.canvas.to_pixels(page, x, y).toPoint()


def middle(window: MainWindow, row: int, column: int) -> QPoint:
    page, found = placed(window)
    band = found.bands[row]
    return pixels(
        window, page, (found.edges[column] + found.edges[column + 1]) / 2, band.top + band.height / 2
    )


def edge(window: MainWindow, number: int, row: int = 1) -> QPoint:
    page, found = placed(window)
    band = found.bands[row]
    return pixels(window, page, found.edges[number], band.top + band.height / 2)


def drag(window: MainWindow, start: QPoint, end: QPoint, *, let_go: bool = True) -> None:
    viewport = window.canvas.viewport()
    QTest.mousePress(viewport, LEFT, NONE, start)
    for at in (QPointF(start + end) / 2, QPointF(end)):
        moved = QMouseEvent(
            QEvent.Type.MouseMove, at, viewport.mapToGlobal(at), Qt.MouseButton.NoButton, LEFT, NONE
        )
        QApplication.sendEvent(viewport, moved)
    if let_go:
        QTest.mouseRelease(viewport, LEFT, NONE, end)


def hover(window: MainWindow, at: QPoint) -> Qt.CursorShape:
    viewport = window.canvas.viewport()
    point = QPointF(at)
    moved = QMouseEvent(
        QEvent.Type.MouseMove,
        point,
        viewport.mapToGlobal(point),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        NONE,
    )
    QApplication.sendEvent(viewport, moved)
    return viewport.cursor().shape()


# ---- menu


def test_a_table_is_inserted_by_the_dialog(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    type_keys(window, "题\n正文")

    def fill(dialog: TableDialog) -> None:
        type_into(dialog.rows, "2")
        dialog.columns.selectAll()
        type_into(dialog.columns, "3")
        QTest.mouseClick(dialog.header, LEFT, pos=QPoint(8, dialog.header.height() // 2))
        QTest.keyClick(dialog.columns, Key.Key_Return)

    answering(monkeypatch, TableDialog, fill)
    QTest.keySequence(window.canvas, QKeySequence("Ctrl+Shift+T"))
    assert texts(window) == [["", "", ""], ["", "", ""]]
    assert table(window).header_rows == 0
    assert window.document.undo_name == "插入表格"
    assert here(window) == (cell(0, 0), 0)
    type_keys(window, "甲")
    press(window, Key.Key_Tab)
    type_keys(window, "乙")
    assert texts(window)[0] == ["甲", "乙", ""]


def test_the_dialog_keeps_open_with_what_is_no_number_and_can_be_left(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_keys(window, "题\n正文")
    before = window.document.issue
    open_after: list[bool] = []

    def leave(dialog: TableDialog) -> None:
        type_into(dialog.rows, "0")
        QTest.keyClick(dialog.rows, Key.Key_Return)
        open_after.append(dialog.isVisible())
        QTest.keyClick(dialog, Key.Key_Escape)

    answering(monkeypatch, TableDialog, leave)
    choose(window, "表格", "插入表格")
    assert open_after == [True]
    assert window.document.issue is before


def test_where_no_table_may_stand_nothing_is_asked(window: MainWindow) -> None:
    window.session.replace(issue())
    window.document.go_to(("masthead", "name"))
    window.actions_by_name["insert_table"].trigger()
    assert not window.notice.isHidden()


CHOICES: dict[str, tuple[tuple[str, ...], Callable[[Table], object], object]] = {
    "above": (("插入行、列", "上面"), lambda t: len(t.rows), 4),
    "below": (("插入行、列", "下面"), lambda t: len(t.rows), 4),
    "left": (("插入行、列", "左边"), column_count, 4),
    "right": (("插入行、列", "右边"), column_count, 4),
    "rows": (("删除行",), lambda t: [each[0].text for each in t.rows], ["单位", "乙县志办公室"]),
    "columns": (("删除列",), lambda t: [each.text for each in t.rows[0]], ["单位", "备注"]),
    "up": (("移动行、列", "行上移"), lambda t: t.rows[0][0].text, "甲"),
    "down": (("移动行、列", "行下移"), lambda t: t.rows[2][0].text, "甲"),
    "back": (("移动行、列", "列左移"), lambda t: t.rows[0][0].text, "数量"),
    "on": (("移动行、列", "列右移"), lambda t: t.rows[0][2].text, "数量"),
    "header": (("标题行重复",), lambda t: t.header_rows, 2),
    "centre": (("对齐", "居中"), lambda t: t.rows[1][1].align, "centre"),
    "align left": (("对齐", "左对齐"), lambda t: t.rows[1][1].align, "left"),
    "align right": (("对齐", "右对齐"), lambda t: t.rows[1][1].align, "right"),
    "decimal": (("对齐", "小数点"), lambda t: t.rows[1][1].align, "decimal"),
    "three": (("三线表",), lambda t: t.rules, "three"),
    "equal": (("一样宽",), lambda t: t.columns, (333, 334, 333)),
}


@pytest.mark.parametrize("name", CHOICES)
def test_chosen_in_the_menu(tabled: MainWindow, name: str) -> None:
    words, look, expected = CHOICES[name]
    go(tabled, 1, 1)
    before = table(tabled)
    choose(tabled, "表格(", *words)
    assert look(table(tabled)) == expected
    QTest.keySequence(tabled.canvas, QKeySequence("Ctrl+Z"))
    assert table(tabled) == before


def test_what_is_so_can_be_undone_in_the_menu(tabled: MainWindow) -> None:
    """Automatic alignment, all rules, widths by content, no header."""
    given = replace(
        SMALL_TABLE,
        rows=(SMALL_TABLE.rows[0], (Cell("甲"), Cell("1", align="right"), Cell("")), SMALL_TABLE.rows[2]),
        rules="three",
        columns=(300, 300, 300),
    )
    tabled.session.replace(issue(given))
    go(tabled, 1, 1)
    actions = tabled.actions_by_name
    assert actions["table_align_right"].isChecked()
    assert actions["table_rules_three"].isChecked()
    assert not actions["table_by_content"].isChecked()
    choose(tabled, "表格(", "对齐", "自动")
    choose(tabled, "表格(", "全框线")
    choose(tabled, "表格(", "按内容")
    go(tabled, 0, 1)
    assert actions["table_header"].isChecked()
    choose(tabled, "表格(", "标题行重复")
    changed = table(tabled)
    assert (changed.rows[1][1].align, changed.rules, changed.columns, changed.header_rows) == (
        "",
        "all",
        (),
        0,
    )


def test_merged_and_split(tabled: MainWindow) -> None:
    go(tabled, 1, 0)
    actions = tabled.actions_by_name
    assert not actions["table_merge"].isEnabled()
    assert not actions["table_split"].isEnabled()
    drag(tabled, middle(tabled, 1, 0), middle(tabled, 2, 1))
    assert chosen(tabled) == [(1, 0), (1, 1), (2, 0), (2, 1)]
    choose(tabled, "表格(", "合并")
    assert table(tabled).rows[1][0] == Cell("甲\n12.5\n乙县志办公室\n3", 2, 2)
    assert not actions["table_merge"].isEnabled()
    choose(tabled, "表格(", "拆分")
    assert [len(each) for each in table(tabled).rows] == [3, 3, 3]


def test_the_texts_around_a_table(tabled: MainWindow) -> None:
    for word, typed, name in (
        ("题注", "统计表", "caption"),
        ("单位", "单位：部", "unit"),
        ("表注", "注", "note"),
    ):
        go(tabled, 1, 1)
        choose(tabled, "表格(", word)
        type_keys(tabled, typed)
        assert getattr(table(tabled), name) == typed
        assert tabled.actions_by_name[f"table_{name}"].isChecked()
        assert not tabled.actions_by_name["table_row_above"].isEnabled()


def test_empty_rows_and_columns_and_the_table_go(tabled: MainWindow) -> None:
    tabled.session.replace(issue(Table((row("a", "", "b"), row("", "", "")))))
    go(tabled, 0, 0)
    choose(tabled, "表格(", "删除空行空列")
    assert texts(tabled) == [["a", "b"]]
    choose(tabled, "表格(", "删除表格")
    assert tabled.document.issue.sections[0].items[0].blocks == (Body("前面一段。"), Body("后面一段。"))
    assert tabled.document.undo_name == "删除表格"


def test_rows_columns_and_the_table_selected_by_menu(tabled: MainWindow) -> None:
    go(tabled, 1, 1)
    choose(tabled, "表格(", "选中", "整行")
    assert chosen(tabled) == [(1, 0), (1, 1), (1, 2)]
    go(tabled, 1, 1)
    choose(tabled, "表格(", "选中", "整列")
    assert chosen(tabled) == [(0, 1), (1, 1), (2, 1)]
    choose(tabled, "表格(", "选中", "整个表格")
    assert len(chosen(tabled)) == 9


def test_outside_of_a_table_only_a_new_one_can_be_made(tabled: MainWindow) -> None:
    tabled.document.go_to(title_of(item_path(0, 0)))
    enabled = [each.name for each in TABLE_COMMANDS if tabled.actions_by_name[each.name].isEnabled()]
    assert enabled == ["insert_table"]
    assert not tabled.bars.menus["table"].menuAction().isVisible()
    go(tabled, 1, 1)
    assert tabled.bars.menus["table"].menuAction().isVisible()
    assert menu_of(tabled, tabled.bars.menus["table"].menuAction()) is tabled.bars.menus["table"]


def test_every_command_of_tables_stands_in_the_menu() -> None:
    listed = set(TABLE_MENU.split())
    for name, (_, names) in TABLE_MENUS.items():
        listed |= set(names.split())
        listed.remove(name)
    assert listed - {"|"} == {command.name for command in TABLE_COMMANDS}


# ---- keys


def test_keys_of_commands(tabled: MainWindow) -> None:
    go(tabled, 1, 0)
    for key in ("Alt+Shift+Down", "Alt+Shift+Right"):
        QTest.keySequence(tabled.canvas, QKeySequence(key))
    assert [each[1].text for each in table(tabled).rows] == ["单位", "乙县志办公室", "甲"]
    for key in ("Alt+Shift+Up", "Alt+Shift+Left"):
        QTest.keySequence(tabled.canvas, QKeySequence(key))
    assert table(tabled) == SMALL_TABLE
    QTest.keySequence(tabled.canvas, QKeySequence("Alt+Insert"))
    assert len(table(tabled).rows) == 4


def test_tab_goes_on_and_back_and_makes_a_row(tabled: MainWindow) -> None:
    go(tabled, 2, 1)
    press(tabled, Key.Key_Tab)
    assert here(tabled) == (cell(2, 2), 2)
    press(tabled, Key.Key_Tab)
    assert here(tabled) == (cell(3, 0), 0)
    assert tabled.document.undo_name == "插入行"
    press(tabled, Key.Key_Backtab, SHIFT)
    assert here(tabled)[0] == cell(2, 2)


def test_enter_shift_enter_and_what_an_input_method_commits(tabled: MainWindow) -> None:
    go(tabled, 1, 1)
    press(tabled, Key.Key_Return)
    assert here(tabled) == (cell(2, 1), 1)
    press(tabled, Key.Key_Return, SHIFT)
    event = QInputMethodEvent("ce shi", [])
    QApplication.sendEvent(tabled.canvas, event)
    commit = QInputMethodEvent("", [])
    commit.setCommitString("测试")
    QApplication.sendEvent(tabled.canvas, commit)
    assert texts(tabled)[2][1] == "3\n测试"
    press(tabled, Key.Key_Return)
    assert here(tabled) == (cell(3, 1), 0)


def test_enter_keeps_what_is_selected_in_cells(tabled: MainWindow) -> None:
    before = texts(tabled)
    go(tabled, 0, 1)
    press(tabled, Key.Key_Tab)
    press(tabled, Key.Key_Backtab, SHIFT)
    assert not tabled.document.selection.empty
    press(tabled, Key.Key_Return)
    assert (texts(tabled), here(tabled)) == (before, (cell(1, 1), 4))
    drag(tabled, middle(tabled, 1, 1), middle(tabled, 2, 2))
    press(tabled, Key.Key_Return)
    assert texts(tabled) == [*before, ["", "", ""]]
    assert here(tabled) == (cell(3, 2), 0)


def test_arrows_go_by_columns_and_out_of_the_table(tabled: MainWindow) -> None:
    go(tabled, 0, 1)
    way = []
    for _ in range(3):
        press(tabled, Key.Key_Down)
        way.append(here(tabled)[0])
    assert way == [cell(1, 1), cell(2, 1), block_of(item_path(0, 0), 2)]
    press(tabled, Key.Key_Up)
    assert here(tabled)[0][:-1] == cell(2, 0)[:-1]
    go(tabled, 2, 0, 3)
    press(tabled, Key.Key_Home)
    assert here(tabled) == (cell(2, 0), 0)
    press(tabled, Key.Key_End)
    assert here(tabled) == (cell(2, 0), 6)


def test_all_of_the_cell_then_the_table_then_the_text(tabled: MainWindow) -> None:
    go(tabled, 2, 0)
    select_all = tabled.actions_by_name["select_all"].trigger
    select_all()
    selection = tabled.document.selection
    assert (selection.start.path, selection.end.offset) == (cell(2, 0), 6)
    select_all()
    assert len(chosen(tabled)) == 9
    select_all()
    assert tabled.document.selection.end.path == block_of(item_path(0, 0), 2)
    go(tabled, 1, 2)
    select_all()
    assert len(chosen(tabled)) == 9


def test_all_of_a_text_that_ends_with_a_table_then_all_there_is(tabled: MainWindow) -> None:
    tabled.session.replace(issue_with(Body("前面一段。"), SMALL_TABLE))
    tabled.document.go_to(block_of(item_path(0, 0), 0))
    select_all = tabled.actions_by_name["select_all"].trigger
    select_all()
    assert tabled.document.selection.end.path == cell(2, 2)
    select_all()
    start, end = tabled.document.selection.start.path, tabled.document.selection.end.path
    assert (start, end[0]) == (NAME, "imprint")


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_a_rectangle_is_emptied(tabled: MainWindow, key: Key) -> None:
    drag(tabled, middle(tabled, 1, 1), middle(tabled, 2, 2))
    press(tabled, key)
    assert texts(tabled) == [["单位", "数量", "备注"], ["甲", "", ""], ["乙县志办公室", "", ""]]
    assert tabled.document.undo_name == "删除"


# ---- the mouse


def test_a_click_anywhere_in_a_cell_is_in_it(tabled: MainWindow) -> None:
    for at_row, column in itertools.product(range(3), range(3)):
        QTest.mouseClick(tabled.canvas.viewport(), LEFT, NONE, middle(tabled, at_row, column))
        assert here(tabled)[0] == cell(at_row, column)
    page, found = placed(tabled)
    band = found.bands[1]
    for x in (found.edges[1] + 4, found.edges[2] - 4):  # beside a number in the middle
        at = pixels(tabled, page, x, band.top + band.height / 2)
        tabled.document.press(*tabled.canvas.to_page(QPointF(at)))
        assert here(tabled)[0] == cell(1, 1)


def test_a_double_and_a_triple_click(tabled: MainWindow) -> None:
    go(tabled, 0, 0)
    viewport, at = tabled.canvas.viewport(), middle(tabled, 2, 0)
    QTest.mouseDClick(viewport, LEFT, NONE, at)
    assert not tabled.document.selection.empty
    assert here(tabled)[0] == cell(2, 0)
    QTest.mousePress(viewport, LEFT, NONE, at)
    QTest.mouseRelease(viewport, LEFT, NONE, at)
    selection = tabled.document.selection
    assert (selection.start, selection.end) == (Place(cell(2, 0), 0), Place(cell(2, 0), 6))


def test_an_edge_is_dragged(tabled: MainWindow) -> None:
    start = edge(tabled, 1)
    assert hover(tabled, start) == Qt.CursorShape.SplitHCursor
    assert hover(tabled, start + QPoint(6, 0)) != Qt.CursorShape.SplitHCursor
    before = placed(tabled)[1].edges
    drag(tabled, start, start - QPoint(40, 0), let_go=False)
    held = there(tabled.canvas.table_handles.held)
    assert held.x < before[1]
    tabled.grab()  # the guide is painted
    QTest.mouseRelease(tabled.canvas.viewport(), LEFT, NONE, start - QPoint(40, 0))
    after = placed(tabled)[1].edges
    by = 40 / tabled.canvas.sheets.scale
    assert abs(before[1] - after[1] - by) < 1.5
    assert abs(before[2] - after[2]) < 1
    assert sum(table(tabled).columns) == 1000
    assert tabled.document.undo_name == "列宽"
    QTest.keySequence(tabled.canvas, QKeySequence("Ctrl+Z"))
    assert table(tabled).columns == ()


def test_no_column_becomes_narrower_than_its_words(tabled: MainWindow) -> None:
    tabled.session.replace(issue(Table((row("甲", "1234567890", "乙"), row("", "", "")))))
    least = tabled.document.pages.least_columns(BLOCK)
    start = edge(tabled, 2)
    drag(tabled, start, start - QPoint(900, 0))
    edges = placed(tabled)[1].edges
    assert edges[2] - edges[1] >= least[1] - 0.5
    assert least[1] > 5 * least[0] / 2


def test_an_outer_edge_makes_the_table_narrower_on_both_sides(tabled: MainWindow) -> None:
    before = placed(tabled)[1].edges
    start = edge(tabled, 3)
    drag(tabled, start, start - QPoint(30, 0))
    after = placed(tabled)[1].edges
    by = 30 / tabled.canvas.sheets.scale
    assert abs(before[3] - after[3] - by) < 1.5
    assert abs(after[0] - before[0] - by) < 1.5
    assert sum(table(tabled).columns) < 1000


def test_escape_lets_go_of_an_edge_and_a_double_click_fits_the_columns(tabled: MainWindow) -> None:
    start = edge(tabled, 1)
    drag(tabled, start, start + QPoint(30, 0), let_go=False)
    press(tabled, Key.Key_Escape)
    QTest.mouseRelease(tabled.canvas.viewport(), LEFT, NONE, start + QPoint(30, 0))
    assert table(tabled).columns == ()
    drag(tabled, start, start + QPoint(30, 0))
    assert table(tabled).columns
    QTest.mouseDClick(tabled.canvas.viewport(), LEFT, NONE, edge(tabled, 1))
    assert table(tabled).columns == ()


def test_no_edge_where_a_cell_reaches_over_it(tabled: MainWindow) -> None:
    tabled.session.replace(issue(eight_columns(1, 2)))
    assert hover(tabled, edge(tabled, 4, row=2)) != Qt.CursorShape.SplitHCursor
    assert hover(tabled, edge(tabled, 4, row=3)) == Qt.CursorShape.SplitHCursor


def test_a_click_beside_and_above_a_table(tabled: MainWindow) -> None:
    page, found = placed(tabled)
    scale = tabled.canvas.sheets.scale
    left = pixels(tabled, page, found.edges[0] - 8 / scale, found.bands[1].top + found.bands[1].height / 2)
    assert hover(tabled, left) == Qt.CursorShape.PointingHandCursor
    QTest.mouseClick(tabled.canvas.viewport(), LEFT, NONE, left)
    assert chosen(tabled) == [(1, 0), (1, 1), (1, 2)]
    above = pixels(tabled, page, (found.edges[1] + found.edges[2]) / 2, found.bands[0].top - 3 / scale)
    QTest.mouseClick(tabled.canvas.viewport(), LEFT, NONE, above)
    assert chosen(tabled) == [(0, 1), (1, 1), (2, 1)]


# ---- the clipboard


@pytest.mark.parametrize("html", [False, True])
def test_cells_are_pasted_into_cells(tabled: MainWindow, html: bool) -> None:
    pasted = (
        mime_data("", "<table><tr><td>x</td><td>1</td></tr><tr><td>y</td><td>2</td></tr></table>")
        if html
        else mime_data("x\t1\r\ny\t2\r\n", "")
    )
    QGuiApplication.clipboard().setMimeData(pasted)
    go(tabled, 2, 1)
    QTest.keySequence(tabled.canvas, QKeySequence("Ctrl+V"))
    assert texts(tabled)[2:] == [["乙县志办公室", "x", "1"], ["", "y", "2"]]
    assert tabled.document.undo_name == "粘贴单元格"


def test_one_row_of_cells_is_pasted_into_a_row(tabled: MainWindow) -> None:
    QGuiApplication.clipboard().setText("x\ty")
    go(tabled, 1, 0)
    QTest.keySequence(tabled.canvas, QKeySequence("Ctrl+V"))
    assert texts(tabled)[1] == ["x", "y", ""]


def test_cells_are_copied_and_pasted_elsewhere(tabled: MainWindow) -> None:
    drag(tabled, middle(tabled, 1, 0), middle(tabled, 2, 1))
    QTest.keySequence(tabled.canvas, QKeySequence("Ctrl+C"))
    assert QGuiApplication.clipboard().text() == "甲\t12.5\n乙县志办公室\t3"
    tabled.document.go_to(block_of(item_path(0, 0), 2), 5)
    QTest.keySequence(tabled.canvas, QKeySequence("Ctrl+V"))
    blocks = tabled.document.issue.sections[0].items[0].blocks
    made = [block for block in blocks if isinstance(block, Table)][1]
    assert [[each.text for each in cells] for cells in made.rows] == [["甲", "12.5"], ["乙县志办公室", "3"]]


# ---- read aloud, painted


def test_what_a_screen_reader_is_told(tabled: MainWindow) -> None:
    go(tabled, 2, 1)
    assert "第 3 行第 2 列" in tabled.canvas.reader.description
    assert "乙县志办公室" in tabled.canvas.reader.mirror().toPlainText()


def colour(window: MainWindow, at: QPoint) -> QColor:
    image = window.canvas.viewport().grab().toImage()
    ratio = image.devicePixelRatio()
    return image.pixelColor(round(at.x() * ratio), round(at.y() * ratio))


def test_an_empty_cell_that_is_selected_is_seen(tabled: MainWindow) -> None:
    at = middle(tabled, 1, 2)
    go(tabled, 0, 0)
    corner = at + QPoint(0, 5)
    before = colour(tabled, corner)
    drag(tabled, middle(tabled, 1, 1), at)
    assert colour(tabled, corner) != before == QColor("white")
