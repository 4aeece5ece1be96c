"""To whom a command speaks: every command with the keys in every part of the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QTreeWidget,
    QWidget,
)

from bulletin_desk.bulletin.grammar import item_path, source_of
from bulletin_desk.bulletin.model import Kind, LayoutText
from bulletin_desk.desk.commands.actions import COMMANDS, MENUS
from bulletin_desk.desk.commands.command import Command
from bulletin_desk.desk.commands.focus import Field, Holder, field_of
from bulletin_desk.desk.commands.help import TextDialog
from bulletin_desk.desk.commands.tables import TABLE_COMMANDS
from bulletin_desk.desk.commands.things import PICTURE_COMMANDS
from bulletin_desk.desk.parts.notice import Until
from bulletin_desk.desk.parts.typed_fields import NumberDialog
from bulletin_desk.desk.window import MainWindow
from tests.desk.conftest import OFFERING, RUN, there, type_keys

TAKERS = QLineEdit | QPlainTextEdit | QAbstractSpinBox | QComboBox | QAbstractButton | QTreeWidget
Key = Qt.Key


def opened(window: MainWindow) -> MainWindow:
    """With everything open that can have the keys."""
    for name in ("show_fields", "show_findings", "show_review", "replace"):
        window.actions_by_name[name].trigger()
    window.notice.say("一句话。", [("做", lambda: None)], until=Until.CLOSED)
    QApplication.processEvents()
    return window


def takers(part: QWidget) -> list[QWidget]:
    """All in a part that take the keys."""
    return [
        widget
        for widget in part.findChildren(QWidget)
        if isinstance(widget, TAKERS)
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.focusProxy() is None
        and not isinstance(widget.parentWidget(), QAbstractSpinBox)
    ]


def holders(window: MainWindow) -> Iterator[tuple[Holder, QWidget]]:
    """Every part of the window that can have the keys, as whom it is spoken to."""
    yield Holder.PAGE, window.canvas
    yield Holder.OUTLINE, window.outline
    yield Holder.FINDINGS, window.findings.list
    parts = (window.inspector, window.find_bar, window.findings, window.frame.review)
    for part in (*parts, window.notice, window.status):
        for widget in takers(part):
            if widget is not window.findings.list:
                yield Holder.OTHER if field_of(widget) is None else Holder.FIELD, widget


def give(window: MainWindow, widget: QWidget) -> None:
    """The keys go to a part, by Tab; the findings' list may be hidden while it is empty."""
    if widget is window.findings.list:
        widget.show()
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    assert QApplication.focusWidget() is widget, widget


def press_all(widget: QWidget, commands: list[Command]) -> None:
    """Every key of these commands, pressed where the keys are."""
    for command in commands:
        for key in command.keys:
            QTest.keySequence(there(QApplication.focusWidget()), QKeySequence(key))
            popup = QApplication.activePopupWidget()
            if popup is not None:  # Alt+Down opens what a field has to choose from
                popup.close()
            widget.setFocus(Qt.FocusReason.TabFocusReason)


@pytest.mark.qt_log_ignore("does not support", extend=True)  # offscreen, of what a field opens
@pytest.mark.parametrize("layout", [None, OFFERING], ids=["first", "everything"])
def test_every_command_speaks_only_to_those_it_names(real: MainWindow, layout: LayoutText | None) -> None:
    """What can't be said to whoever has the keys is grey, and its key neither edits nor moves anything on the
    page."""
    window = opened(real)
    document = window.document
    if layout:
        document.apply("换版式", replace(document.issue, layout=layout))
    document.go_to((*item_path(0, 1), "title"), 2)
    found = list(holders(window))
    kinds = {holder for holder, _ in found}
    assert kinds == set(Holder.ANY)
    assert len(found) > 30
    before = document.issue
    for holder, widget in found:
        give(window, widget)
        assert window.focus.holder is holder, widget
        others = [command for command in COMMANDS if holder not in command.to]
        assert bool(others) == (holder is not Holder.PAGE)
        for command in others:
            action = window.actions_by_name[command.name]
            assert not action.isEnabled(), (command.name, widget)
            action.trigger()
        selection = document.selection
        press_all(widget, others)
        assert document.issue.sections == before.sections, widget
        assert document.selection == selection
        QApplication.clipboard().setText("贴")
        for command in COMMANDS:
            if (
                holder in command.to
                and command.offered(document.offers)
                and command.name
                not in (
                    "undo",
                    "redo",
                    "cut",
                    "copy",
                    "delete",
                    "run_in",
                    "numbered",
                    *(each.name for each in PICTURE_COMMANDS),
                    *(each.name for each in TABLE_COMMANDS if each.name != "insert_table"),
                )
            ):
                able = window.actions_by_name[command.name].isEnabled()
                assert able or command.name == "line_break", (command.name, widget)


def test_the_clipboards_commands_are_about_the_field_that_has_the_keys(real: MainWindow) -> None:
    """From the menu and by key, in every field: what is cut there stands there again when it is pasted."""
    window = opened(real)
    window.find_bar.wanted.setText("甲")
    window.find_bar.replacement.setText("乙")
    window.document.select_all()  # what a command of the page would take
    sections = window.document.issue.sections
    fields = [widget for holder, widget in holders(window) if holder is Holder.FIELD]
    assert {type(widget).__name__ for widget in fields} >= {"QLineEdit", "GrowingEdit"}

    def chosen(name: str, _widget: QWidget) -> None:
        window.actions_by_name[name].trigger()

    def pressed(name: str, widget: QWidget) -> None:
        QTest.keySequence(widget, window.actions_by_name[name].shortcut())

    ways: tuple[Callable[[str, QWidget], None], ...] = (chosen, pressed)
    for do in ways:
        for widget in fields:
            give(window, widget)
            field = field_of(widget)
            assert field is not None
            do("select_all", widget)
            taken = text_chosen(field)
            whole = text_of(field)
            QGuiApplication.clipboard().setText("别的")
            if not taken:
                continue
            do("cut", widget)
            assert QGuiApplication.clipboard().text() == taken, widget
            assert text_chosen(field) == "" or isinstance(widget, QDateEdit)  # a date is never empty
            do("paste", widget)
            assert text_of(field) == whole
            do("select_all", widget)
            do("copy", widget)
            assert QGuiApplication.clipboard().text() == taken
            window.actions_by_name["delete"].trigger()
            do("paste", widget)
            assert text_of(field) == whole
            assert window.document.issue.sections == sections


def text_of(field: Field) -> str:
    """All of a field's text."""
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def text_chosen(field: Field) -> str:
    """What of a field's text is selected."""
    return field.selectedText() if isinstance(field, QLineEdit) else field.textCursor().selectedText()


def test_the_words_of_a_row_being_renamed_are_a_field(real: MainWindow) -> None:
    """Moving and duplicating by key while a row's words are typed would do it to the caret's item."""
    real.outline.setFocus()
    real.outline.select_parts([item_path(0, 0)])
    QTest.keyClick(real.outline, Key.Key_F2)
    editor = there(real.outline.findChild(QLineEdit))
    assert QApplication.focusWidget() is editor
    assert real.focus.holder is Holder.FIELD
    sections = real.document.issue.sections
    press_all(editor, [command for command in COMMANDS if Holder.FIELD not in command.to])
    assert real.document.issue.sections == sections
    assert real.focus.field is editor


def test_a_menu_or_a_toolbar_only_borrows_the_keys(real: MainWindow) -> None:
    """Opened by key it has the focus itself; its commands still speak to the part left for it."""
    real.outline.setFocus()
    real.outline.select_parts([item_path(0, 1)])
    sections = real.document.issue.sections
    real.document.go_to(source_of(item_path(1, 0)))
    real.outline.select_parts([item_path(0, 1)])
    for borrower in (real.menuBar(), real.bars.kinds):
        borrower.setFocus(Qt.FocusReason.MenuBarFocusReason)
        assert QApplication.focusWidget() is not real.outline
        assert real.focus.holder is Holder.OUTLINE
        real.actions_by_name["move_up"].trigger()
        moved = real.document.issue.sections
        assert [item.title for item in moved[0].items[:2]] == [sections[0].items[at].title for at in (1, 0)]
        real.actions_by_name["undo"].trigger()
        assert real.document.issue.sections == sections
        real.outline.setFocus()
        real.outline.select_parts([item_path(0, 1)])


def test_the_kind_is_chosen_in_the_toolbar_from_anywhere(window: MainWindow) -> None:
    """The selector names what it changes: the caret's paragraph."""
    type_keys(window, "标题\n一段")
    window.bars.kinds.setFocus(Qt.FocusReason.MouseFocusReason)
    QTest.keyClick(window.bars.kinds, Key.Key_Up)
    assert window.document.issue.sections[0].items[0].blocks[0].kind is Kind.SUBHEADING
    assert QApplication.focusWidget() is window.canvas


def test_no_key_of_a_command_reaches_the_page_out_of_a_dialog(
    real: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NumberDialog, "exec", RUN)
    before, selection = real.document.issue, real.document.selection
    QTest.keyClick(real.canvas, Key.Key_F1)
    dialog = there(real.findChild(TextDialog))
    QApplication.processEvents()
    dialog.activateWindow()
    assert QApplication.activeWindow() is dialog
    names = {name for _, listed in MENUS for name in listed.split()} - {"quit"}
    commands = [command for command in COMMANDS if command.name in names and command.keys]
    dialog.browser.setFocus()
    for command in commands:
        for key in command.keys:
            QTest.keySequence(dialog.browser, QKeySequence(key))
    assert (real.document.issue, real.document.selection) == (before, selection)
    assert real.isVisible()
    dialog.close()
    pressed: list[str] = []

    def answer() -> None:
        asked = there(real.findChild(NumberDialog))
        try:
            for command in commands:
                for key in command.keys:
                    QTest.keySequence(asked.field, QKeySequence(key))
                    pressed.append(key)
        finally:
            asked.reject()

    QTimer.singleShot(0, answer)
    real.actions_by_name["go_to_page"].trigger()
    assert len(pressed) > 50
    assert (real.document.issue, real.document.selection) == (before, selection)
    assert real.isVisible()


@pytest.mark.qt_log_ignore("does not support", extend=True)  # offscreen, of what a menu opens
def test_a_field_that_goes_while_a_menu_is_open_is_not_spoken_to(real: MainWindow) -> None:
    """Keys in the menu bar end the naming of a row: its field goes, with no word about who is next."""
    real.document.go_to((*item_path(0, 0), "title"))
    real.actions_by_name["rename"].trigger()
    field = there(QApplication.focusWidget())
    assert real.focus.field is field
    QTest.keyClick(field, Key.Key_A)
    bar = real.menuBar()
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.actionGeometry(bar.actions()[1]).center())
    QTest.keyClick(there(QApplication.activePopupWidget()), Key.Key_Escape)
    assert QApplication.focusWidget() is bar
    QApplication.processEvents()
    assert real.document.undo_name == "修改标题"
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert real.focus.field is None
    assert real.focus.holder is Holder.OUTLINE
    assert not real.actions_by_name["redo"].isEnabled()
    assert not real.actions_by_name["paste"].isEnabled()
