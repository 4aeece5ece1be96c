"""The panel of symbols, by key and by mouse, for the page and for fields."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QToolButton

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.grammar import block_of, item_path, title_of
from bulletin_desk.bulletin.model import Place
from bulletin_desk.desk.panels.symbols import SymbolPanel
from bulletin_desk.desk.settings import SYMBOLS as LAST_USED
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.editing.document import Motion
from bulletin_desk.editing.selection import at, between
from bulletin_desk.editing.symbols import GROUPS
from tests.desk.conftest import there, type_keys

pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)  # offscreen, of popups
Key = Qt.Key
BLOCK = block_of(item_path(0, 0), 0)


def opened(window: MainWindow) -> SymbolPanel:
    """The panel, opened with its key by whoever has the keys."""
    QTest.keyClick(there(QApplication.focusWidget()), Key.Key_S, Qt.KeyboardModifier.AltModifier)
    panel = QApplication.activePopupWidget()
    assert isinstance(panel, SymbolPanel)
    return panel


def button(panel: SymbolPanel, text: str) -> QToolButton:
    return [each for row in panel.rows for each in row if each.text() == text][-1]


def click(window: MainWindow, text: str) -> None:
    QTest.mouseClick(button(opened(window), text), Qt.MouseButton.LeftButton)
    assert QApplication.activePopupWidget() is None


def test_every_symbol_is_offered_in_its_group(window: MainWindow) -> None:
    panel = opened(window)
    offered = [each.text() for row in panel.rows for each in row]
    assert offered == [symbol.text for group in GROUPS for symbol in group.symbols]
    assert all(each.accessibleName() for row in panel.rows for each in row)
    panel.close()


def test_arrows_and_enter_put_one_in_at_the_caret(window: MainWindow) -> None:
    type_keys(window, "题\n甲乙")
    window.document.go_to(BLOCK, 1)
    panel = opened(window)
    assert panel.current.text == "①"
    for key in (Key.Key_Down, Key.Key_Right, Key.Key_Right, Key.Key_Left):
        QTest.keyClick(panel, key)
    assert panel.current.text == "⑫"
    assert panel.words.text() == "带圈的12"
    QTest.keyClick(panel, Key.Key_Return)
    assert text_at(window.document.issue, BLOCK) == "甲⑫乙"
    assert window.document.selection == at(Place(BLOCK, 2))
    assert QApplication.focusWidget() is window.canvas
    type_keys(window, "字")
    assert text_at(window.document.issue, BLOCK) == "甲⑫字乙"
    for left in ("甲⑫乙", "甲乙"):
        QTest.keyClick(window.canvas, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert text_at(window.document.issue, BLOCK) == left


def test_the_arrows_go_round_and_home_and_end_stay_in_the_row(window: MainWindow) -> None:
    panel = opened(window)
    QTest.keyClick(panel, Key.Key_Left)
    assert panel.current is GROUPS[-1].symbols[-1]
    QTest.keyClick(panel, Key.Key_Right)
    QTest.keyClick(panel, Key.Key_End)
    assert panel.current.text == "⑩"
    QTest.keyClick(panel, Key.Key_Tab)
    assert panel.current.text == "⑪"
    QTest.keyClick(panel, Key.Key_Backtab)
    QTest.keyClick(panel, Key.Key_Home)
    QTest.keyClick(panel, Key.Key_Up)
    assert panel.current.text == "①"
    panel.close()


def test_esc_leaves_everything_as_it_was(window: MainWindow) -> None:
    type_keys(window, "题")
    before = window.document.issue
    QTest.keyClick(opened(window), Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert window.document.issue is before
    assert window.session.settings[LAST_USED] == ()
    assert QApplication.focusWidget() is window.canvas


def test_a_pair_is_put_around_what_is_selected(window: MainWindow) -> None:
    type_keys(window, "题\n甲乙丙")
    window.document.select(between(Place(BLOCK, 1), Place(BLOCK, 2)))
    click(window, "〔〕")
    assert text_at(window.document.issue, BLOCK) == "甲〔乙〕丙"
    assert window.document.selection == between(Place(BLOCK, 2), Place(BLOCK, 3))
    window.document.go_to(BLOCK, 5)
    click(window, "「」")
    type_keys(window, "丁")
    assert text_at(window.document.issue, BLOCK) == "甲〔乙〕丙「丁」"


def test_the_last_used_come_first_also_on_another_day(
    window: MainWindow, open_window: Callable[[], MainWindow]
) -> None:
    for text in ("※", "〔〕", "※", "m²"):
        click(window, text)
    assert [each.text() for each in opened(window).rows[0]] == ["m²", "※", "〔〕"]
    there(QApplication.activePopupWidget()).close()
    other = open_window()
    other.activateWindow()
    other.canvas.setFocus()
    panel = other.symbols.open()
    assert panel.current.text == "m²"
    panel.close()


def test_the_pointer_names_what_is_under_it(window: MainWindow) -> None:
    panel = opened(window)
    at_point = QPointF(3, 3)
    QApplication.sendEvent(button(panel, "‰"), QEnterEvent(at_point, at_point, at_point))
    assert panel.current.name == "千分号"
    assert [each.text() for row in panel.rows for each in row if each.isChecked()] == ["‰"]
    panel.close()


def test_a_field_that_has_the_keys_gets_the_symbol(real: MainWindow) -> None:
    """In a line and in a text, in one step of undo, and nothing of the page is touched."""
    for name in ("show_fields", "replace"):
        real.actions_by_name[name].trigger()
    sections, selection = real.document.issue.sections, real.document.selection
    lines = (real.find_bar.replacement, real.inspector.issuer, real.inspector.entries[0].to)
    assert [isinstance(line, QPlainTextEdit) for line in lines] == [False, False, True]
    for line in lines:
        line.setFocus()
        line.selectAll()
        QTest.keyClick(line, Key.Key_Delete)
        for char in "ab":
            QTest.keyClick(line, char)  # type: ignore[call-overload]  # Qt takes characters too
        QTest.keyClick(line, Key.Key_Left)
        click(real, "①")
        assert text_of(line) == "a①b"
        QTest.keyClick(line, Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
        click(real, "〔〕")
        assert text_of(line) == "a〔①〕b"
        QTest.keyClick(line, Key.Key_Delete)  # it is still selected
        assert text_of(line) == "a〔〕b"
        click(real, "「」")
        QTest.keyClick(line, "c")  # type: ignore[call-overload]
        assert text_of(line) == "a〔「c」〕b"
        assert QApplication.focusWidget() is line
        assert real.document.issue.sections == sections
    assert real.document.selection == selection
    assert real.document.issue.dated_header.issuer == "a〔「c」〕b"  # as if it had been typed
    assert real.document.issue.distribution[0].to == "a〔「c」〕b"


def text_of(field: QLineEdit | QPlainTextEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def test_a_row_being_renamed_gets_it_too(real: MainWindow) -> None:
    """It never comes to the page, where nobody has looked."""
    real.outline.setFocus()
    real.outline.select_parts([item_path(0, 0)])
    before = real.document.issue
    QTest.keyClick(real.outline, Key.Key_F2)
    editor = there(real.outline.findChild(QLineEdit))
    editor.setText("题")
    click(real, "①")
    assert editor.text() == "题①"
    QTest.keyClick(editor, Key.Key_Return)
    QApplication.processEvents()
    assert text_at(real.document.issue, title_of(item_path(0, 0))) == "题①"
    blocks = [item.blocks for item in real.document.issue.sections[0].items]
    assert blocks == [item.blocks for item in before.sections[0].items]


def test_who_takes_no_text_is_not_offered_any(real: MainWindow) -> None:
    before = real.document.issue
    real.outline.setFocus()
    QTest.keyClick(real.outline, Key.Key_S, Qt.KeyboardModifier.AltModifier)
    assert QApplication.activePopupWidget() is None
    assert not real.actions_by_name["symbols"].isEnabled()
    assert real.document.issue is before


def test_what_can_t_be_put_in_is_said(window: MainWindow) -> None:
    window.session.refusal = "这一期不能改。"
    click(window, "①")
    assert window.notice.text == "这一期不能改。"


def test_it_lies_on_the_screen_wherever_the_caret_is(real: MainWindow) -> None:
    room = real.screen().availableGeometry().adjusted(0, 0, 2, 2)  # the frame that offscreen windows have
    for motion in (Motion.END, Motion.START):
        real.document.move(motion)
        panel = opened(real)
        assert room.contains(panel.geometry())
        panel.close()
    real.canvas.verticalScrollBar().setValue(real.canvas.verticalScrollBar().maximum())  # out of view
    panel = opened(real)
    assert room.contains(panel.geometry())
    panel.close()
