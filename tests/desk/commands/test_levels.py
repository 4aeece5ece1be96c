"""Headings of four levels and lists by key, menu and Tab."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from bulletin_desk.bulletin.grammar import block_of, item_path
from bulletin_desk.bulletin.model import Block, Body, Heading, Kind, ListItem
from bulletin_desk.desk.commands.help import help_html
from bulletin_desk.desk.window import MainWindow
from tests.desk.commands.test_further import choose
from tests.desk.conftest import type_keys

pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)  # offscreen, of what is opened
Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
ITEM = item_path(0, 0)


def blocks(window: MainWindow) -> tuple[Block, ...]:
    return window.document.issue.sections[0].items[0].blocks


@pytest.mark.parametrize(
    ("key", "block"),
    [
        *((f"Ctrl+Shift+{level}", Heading("甲", level)) for level in range(1, 5)),
        ("Ctrl+Shift+5", ListItem("甲")),
        ("Ctrl+Shift+6", ListItem("甲", True)),
    ],
)
def test_a_paragraph_becomes_one_by_its_key(window: MainWindow, key: str, block: Block) -> None:
    type_keys(window, "题\n甲")
    QTest.keySequence(window.canvas, QKeySequence(key))
    assert blocks(window) == (block,)
    assert window.actions_by_name[f"kind_{block.kind.value}"].isChecked()
    window.actions_by_name["undo"].trigger()
    assert blocks(window) == (Body("甲"),)


def test_from_the_menu_and_the_box_of_kinds(window: MainWindow) -> None:
    type_keys(window, "题\n甲")
    choose(window, "格式", "各级标题", "二级标题")
    assert blocks(window) == (Heading("甲", 2),)
    row = window.bars.kinds.findData(Kind.HEADING_3)
    window.bars.kinds.setCurrentIndex(row)
    window.bars.kinds.activated.emit(row)
    assert blocks(window) == (Heading("甲", 3),)


def test_tab_changes_the_level_of_headings_and_says_where_it_ends(window: MainWindow) -> None:
    type_keys(window, "题\n甲")
    QTest.keySequence(window.canvas, QKeySequence("Ctrl+Shift+1"))
    QTest.keyClick(window.canvas, Key.Key_Tab)
    QTest.keyClick(window.canvas, Key.Key_Tab)
    assert blocks(window) == (Heading("甲", 3),)
    QTest.keyClick(window.canvas, Key.Key_Backtab, SHIFT)
    assert blocks(window) == (Heading("甲", 2),)
    QTest.keyClick(window.canvas, Key.Key_Backtab, SHIFT)
    QTest.keyClick(window.canvas, Key.Key_Backtab, SHIFT)
    assert blocks(window) == (Heading("甲", 1),)
    assert "不能再升" in window.notice.text


def test_tab_anywhere_else_types_nothing(window: MainWindow) -> None:
    type_keys(window, "题\n甲")
    QTest.keyClick(window.canvas, Key.Key_Tab)
    assert blocks(window) == (Body("甲"),)
    assert "不用按 Tab" in window.status.currentMessage()


def test_numbers_are_made_or_typed(window: MainWindow) -> None:
    type_keys(window, "题\n一、甲")
    assert not window.actions_by_name["numbered"].isEnabled()
    QTest.keySequence(window.canvas, QKeySequence("Ctrl+Shift+1"))
    QTest.keySequence(window.canvas, QKeySequence("Ctrl+Shift+7"))
    assert blocks(window) == (Heading("甲", 1, True),)
    assert window.actions_by_name["numbered"].isChecked()
    choose(window, "格式", "各级标题", "自动编号")
    assert blocks(window) == (Heading("一、甲", 1),)
    assert window.document.selection.head.place.path == block_of(ITEM, 0)


def test_the_help_names_their_keys(window: MainWindow) -> None:
    page = help_html(window.document.offers)
    assert "一级标题" in page
    assert "Ctrl+Shift+1" in page
