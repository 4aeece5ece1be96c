"""The find bar as a clerk uses it: what undo takes back there, what Esc closes, how far replacing reaches."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bulletin_desk.bulletin.grammar import block_of, item_path
from bulletin_desk.desk.window import MainWindow
from tests.desk.conftest import there, type_keys

CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key
FIRST = block_of(item_path(0, 0), 0)


def text(window: MainWindow) -> str:
    """The first paragraph."""
    return window.document.issue.sections[0].items[0].blocks[0].text


def press(key: Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key for whoever has the keys."""
    QTest.keyClick(there(QApplication.focusWidget()), key, held)


def replacing(window: MainWindow, wanted: str, by: str) -> None:
    """The bar open with both fields typed."""
    press(Key.Key_H, CTRL)
    QTest.keyClicks(window.find_bar.wanted, wanted)
    press(Key.Key_Tab)
    assert window.find_bar.replacement.hasFocus()
    QTest.keyClicks(window.find_bar.replacement, by)


def test_undo_after_replacing_takes_the_replacement_back(window: MainWindow) -> None:
    type_keys(window, "标题\na1a2a3")
    window.document.go_to(FIRST)
    replacing(window, "a", "b")
    press(Key.Key_Return)
    assert text(window) == "b1a2a3"
    assert window.find_bar.replacement.hasFocus()
    press(Key.Key_Z, CTRL)
    assert text(window) == "a1a2a3"
    assert window.find_bar.replacement.text() == "b"
    press(Key.Key_Y, CTRL)
    assert text(window) == "b1a2a3"
    window.find_bar.replace_all.click()
    assert text(window) == "b1b2b3"
    window.find_bar.wanted.setFocus()
    window.actions_by_name["undo"].trigger()
    assert text(window) == "b1a2a3"
    assert window.find_bar.wanted.text() == "a"


def test_undo_in_the_bar_takes_back_what_is_typed_there(window: MainWindow) -> None:
    """Before anything has been replaced, and when typing has gone on since."""
    type_keys(window, "标题\na1a2a3")
    window.document.go_to(FIRST)
    replacing(window, "a", "b")
    press(Key.Key_Z, CTRL)
    assert window.find_bar.replacement.text() == ""
    press(Key.Key_Y, CTRL)
    assert window.find_bar.replacement.text() == "b"
    press(Key.Key_Return)
    assert text(window) == "b1a2a3"
    QTest.keyClicks(window.find_bar.replacement, "c")
    assert window.actions_by_name["undo"].text() == "撤销(&U)"
    window.actions_by_name["undo"].trigger()
    assert window.find_bar.replacement.text() != "bc"
    assert text(window) == "b1a2a3"


def test_escape_closes_the_bar_from_all_its_parts_and_from_the_page(window: MainWindow) -> None:
    type_keys(window, "标题\na1a2a3")
    bar = window.find_bar
    parts = (bar.wanted, bar.replacement, bar.replace_one, bar.replace_all, window.canvas)
    for part in parts:
        window.actions_by_name["replace"].trigger()
        bar.wanted.setText("a")
        part.setFocus(Qt.FocusReason.TabFocusReason)
        press(Key.Key_Escape)
        assert bar.isHidden(), part
        assert window.canvas.hasFocus()
