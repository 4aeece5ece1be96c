"""The table of figures: ordered by clicks on its headings, copied by keys, its last row the last."""

from __future__ import annotations

from fractions import Fraction

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from bulletin_desk.desk.statistics.figures import Column, Figures, Sort, Value, words_of
from bulletin_desk.desk.statistics.table import Table
from tests.desk.conftest import there

pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)  # offscreen, of what is opened

FIGURES = Figures(
    (
        Column("名次", Sort.RANKS),
        Column("单位", Sort.WORDS),
        Column("采用"),
        Column("得分"),
        Column("采用率", Sort.SHARES, "采用的占收到的"),
    ),
    (
        (1, "绵阳市地方志办公室", 10, Fraction(25, 2), Fraction(2, 3)),
        (2, "阿坝州地方志办公室", 9, Fraction(9), Fraction(1)),
        (2, "成都市地方志办公室", 9, Fraction(100), None),
        (4, "巴中市<b>&\t志办", 0, Fraction(0), None),
    ),
    (None, "合计", 1028, Fraction(243, 2), Fraction(1, 3)),
)


def column(table: Table, at: int) -> list[str]:
    model = table.model()
    return [str(model.index(row, at).data()) for row in range(model.rowCount())]


def click_heading(table: Table, at: int) -> None:
    head = table.horizontalHeader()
    point = QPoint(head.sectionViewportPosition(at) + head.sectionSize(at) // 2, head.height() // 2)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=point)


@pytest.fixture
def table(qtbot: QtBot) -> Table:
    table = Table("采用情况")
    qtbot.addWidget(table)
    table.show_figures(FIGURES)
    table.resize(700, 300)
    table.show()
    table.activateWindow()
    table.setFocus()
    return table


@pytest.mark.parametrize(
    ("value", "sort", "words"),
    [
        (None, Sort.NUMBERS, ""),
        (1234567, Sort.NUMBERS, "1,234,567"),
        (Fraction(5, 2), Sort.NUMBERS, "2.5"),
        (Fraction(1, 3), Sort.NUMBERS, "0.33"),
        (Fraction(-1, 200), Sort.NUMBERS, "-0.01"),
        (Fraction(-1, 1000), Sort.NUMBERS, "0"),
        (Fraction(2, 3), Sort.SHARES, "66.7%"),
        (Fraction(1), Sort.SHARES, "100%"),
        (0, Sort.SHARES, "0%"),
        ("<b>", Sort.WORDS, "<b>"),
    ],
)
def test_how_a_value_is_read(value: Value, sort: Sort, words: str) -> None:
    assert words_of(value, sort) == words


def test_a_click_on_a_heading_orders_and_the_sum_stays_last(table: Table) -> None:
    assert column(table, 0) == ["1", "2", "2", "4", ""]
    click_heading(table, 3)  # as numbers, not as words
    assert column(table, 3) == ["100", "12.5", "9", "0", "121.5"]
    click_heading(table, 3)
    assert column(table, 3) == ["0", "9", "12.5", "100", "121.5"]
    click_heading(table, 1)
    assert [name[:2] for name in column(table, 1)] == ["阿坝", "巴中", "成都", "绵阳", "合计"]
    click_heading(table, 4)
    assert column(table, 4) == ["100%", "66.7%", "", "", "33.3%"]
    click_heading(table, 4)
    assert column(table, 4) == ["66.7%", "100%", "", "", "33.3%"]


def test_the_order_that_was_chosen_stays_with_other_figures(table: Table) -> None:
    click_heading(table, 2)
    click_heading(table, 2)
    others = Figures(FIGURES.columns[1:], tuple(row[1:] for row in FIGURES.rows), FIGURES.total[1:])
    table.show_figures(others)
    assert column(table, 1) == ["0", "9", "9", "10", "1,028"]
    table.show_figures(Figures(FIGURES.columns[:2], tuple(row[:2] for row in FIGURES.rows), first=1))
    assert [name[:2] for name in column(table, 1)] == ["阿坝", "巴中", "成都", "绵阳"]


def test_what_is_selected_stays_so_in_another_order(table: Table) -> None:
    chosen: list[int] = []
    table.chosen.connect(chosen.append)
    table.choose(2)
    assert chosen[-1] == 2
    click_heading(table, 3)
    (index,) = table.selectionModel().selectedRows()
    assert table.figures.row_at(index.row()) == 2
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_PageDown)
    assert chosen[-1] == -1  # the row that adds up


def test_copied_by_keys_as_lines_with_tabs_and_as_a_table(table: Table) -> None:
    table.choose(0)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == (
        "名次\t单位\t采用\t得分\t采用率\n"
        "1\t绵阳市地方志办公室\t10\t12.5\t66.7%\n"
        "2\t阿坝州地方志办公室\t9\t9\t100%\n"
        "2\t成都市地方志办公室\t9\t100\t\n"
        "4\t巴中市<b>& 志办\t0\t0\t\n"
        "\t合计\t1028\t121.5\t33.3%\n"
    )
    assert "<td>巴中市&lt;b&gt;&amp; 志办</td>" in data.html()
    assert data.html().count("<tr>") == 6
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().count("\n") == 3


def test_the_menu_copies_too(table: Table) -> None:
    table.selectRow(1)
    table.customContextMenuRequested.emit(QPoint(10, 10))
    menu = there(QApplication.activePopupWidget())
    assert isinstance(menu, QMenu)
    menu.actions()[1].trigger()
    menu.close()
    assert QGuiApplication.clipboard().text().count("\n") == 6


def test_enter_and_a_double_click_open_a_row(table: Table) -> None:
    opened: list[int] = []
    table.opened.connect(opened.append)
    table.choose(1)
    QTest.keyClick(table, Qt.Key.Key_Return)
    middle = table.visualRect(table.model().index(2, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert opened == [1, 2]
