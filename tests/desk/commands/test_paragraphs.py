"""Paragraphs moved by key and from the menu."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from bulletin_desk.bulletin.grammar import block_of, item_path, title_of
from bulletin_desk.bulletin.matching import text_of
from bulletin_desk.bulletin.model import Place
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.editing.selection import at, between
from tests.desk.conftest import type_keys

Key = Qt.Key
ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


def _texts(window: MainWindow) -> list[list[str]]:
    return [[text_of(block) for block in item.blocks] for item in window.document.issue.sections[0].items]


def _press(window: MainWindow, key: Key, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(window.canvas, key, ALT_SHIFT)


def test_word_s_keys_move_the_paragraph_and_the_caret_with_it(window: MainWindow) -> None:
    """Through its item, on into the next one, and all of it is one step of undo."""
    type_keys(window, "题\n甲甲\n乙乙\n丙丙")
    QTest.keyClick(window.canvas, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)  # another item
    type_keys(window, "二\n丁丁")
    before = window.document.issue
    window.document.go_to(block_of(item_path(0, 0), 1), 1)
    _press(window, Key.Key_Up)
    assert _texts(window) == [["乙乙", "甲甲", "丙丙"], ["丁丁"]]
    assert window.document.selection == at(Place(block_of(item_path(0, 0), 0), 1))
    _press(window, Key.Key_Up)
    assert "最前面" in window.status.currentMessage()
    _press(window, Key.Key_Down, 3)
    assert _texts(window) == [["甲甲", "丙丙"], ["乙乙", "丁丁"]]
    assert window.actions_by_name["undo"].text().startswith("撤销 移动段落")
    type_keys(window, "字")  # where it has come to
    assert _texts(window) == [["甲甲", "丙丙"], ["乙字乙", "丁丁"]]
    for _ in range(3):
        window.actions_by_name["undo"].trigger()
        if window.document.issue == before:
            break
    assert window.document.issue == before
    assert window.document.selection == at(Place(block_of(item_path(0, 0), 1), 1))


def test_the_selected_paragraphs_move_from_the_menu_and_stay_selected(window: MainWindow) -> None:
    type_keys(window, "题\n甲甲\n乙乙\n丙丙")
    item = item_path(0, 0)
    window.document.select(between(Place(block_of(item, 0), 1), Place(block_of(item, 1), 1)))
    window.actions_by_name["paragraph_down"].trigger()
    assert _texts(window) == [["丙丙", "甲甲", "乙乙"]]
    assert window.document.selection == between(Place(block_of(item, 1), 1), Place(block_of(item, 2), 1))
    insert = next(menu for menu in window.menuBar().findChildren(QMenu) if menu.title() == "插入(&I)")
    assert window.actions_by_name["paragraph_up"] in insert.actions()


def test_a_title_does_not_move_and_the_clerk_is_told_what_does(window: MainWindow) -> None:
    type_keys(window, "题\n甲甲")
    window.document.go_to(title_of(item_path(0, 0)))
    before = window.document.issue
    _press(window, Key.Key_Down)
    assert window.document.issue is before
    assert "Alt+↑" in window.notice.text


def test_in_a_field_or_the_outline_the_keys_move_no_text(real: MainWindow) -> None:
    real.actions_by_name["show_fields"].trigger()
    real.document.go_to(block_of(item_path(0, 0), 1))
    before, selection = real.document.issue, real.document.selection
    for holder in (real.outline, real.inspector.number, real.inspector.date):
        holder.setFocus()
        QTest.keyClick(holder, Key.Key_Down, ALT_SHIFT)
        assert not real.actions_by_name["paragraph_down"].isEnabled()
        assert (real.document.issue, real.document.selection) == (before, selection)
