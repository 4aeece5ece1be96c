"""领导批示 as a hand notes them: typed, composed, changed, taken away, undone; and seen in the outline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from bulletin_desk.bulletin.bounds import MAX_CELL, MAX_ENDORSEMENTS
from bulletin_desk.bulletin.edits import set_endorsements
from bulletin_desk.bulletin.grammar import item_at
from bulletin_desk.bulletin.model import Endorsement, Item
from bulletin_desk.desk.commands.actions import MENUS, OUTLINE_MENU
from bulletin_desk.desk.endorsing.endorsements_dialog import EndorsementsDialog
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.history.history_dialog import HistoryDialog
from bulletin_desk.desk.panels.outline_rows import NOTED_ROLE
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.errors import EditError
from tests.desk.conftest import there, type_into

FIRST, SECOND = ("sections", 0, "items", 0), ("sections", 0, "items", 1)
NOTED = (Endorsement("张三", date(2024, 1, 9), "照办。"), Endorsement("李四"))


def opened(window: MainWindow) -> EndorsementsDialog:
    """The dialog, by the command."""
    window.actions_by_name["endorsements"].trigger()
    return there(window.endorsing.dialog)


def item(window: MainWindow, path: tuple[str | int, ...] = FIRST) -> Item:
    return item_at(window.document.issue, path)


def composed(field: object, preedit: str, text: str) -> None:
    """An input method composes, then gives its text."""
    for event in (QInputMethodEvent(preedit, []), QInputMethodEvent()):
        if not event.preeditString():
            event.setCommitString(text)
        QApplication.sendEvent(there(field), event)  # type: ignore[arg-type]


def ok(dialog: EndorsementsDialog) -> None:
    QTest.mouseClick(dialog.buttons.button(QDialogButtonBox.StandardButton.Ok), Qt.MouseButton.LeftButton)


def test_typed_kept_undone(real: MainWindow) -> None:
    real.document.go_to((*FIRST, "title"))
    before, pages = real.document.issue, len(real.document.pages)
    dialog = opened(real)
    assert dialog.focusWidget() is dialog.who
    composed(dialog.who, "zhang'san", "张三")
    QTest.keyClick(dialog.who, Qt.Key.Key_Return)  # on to the date, then to the text
    type_into(dialog.date, "2024-1-9")
    QTest.keyClick(dialog.date, Qt.Key.Key_Return)
    assert dialog.focusWidget() is dialog.text
    composed(dialog.text, "zhao'ban", "照办。")
    assert dialog.isVisible()
    ok(dialog)
    assert real.endorsing.dialog is None
    assert item(real).endorsements == (NOTED[0],)
    assert len(real.document.pages) == pages
    assert real.document.undo_name == "领导批示"
    real.actions_by_name["undo"].trigger()
    assert real.document.issue is before
    real.actions_by_name["redo"].trigger()
    assert item(real).endorsements == (NOTED[0],)


def test_several_changed_and_removed(real: MainWindow) -> None:
    real.document.apply("领导批示", set_endorsements(real.document.issue, FIRST, NOTED))
    real.document.go_to((*FIRST, "blocks", 0))
    dialog = opened(real)
    assert [dialog.list.item(row).text() for row in range(2)] == ["张三，2024年1月9日", "李四"]
    dialog.list.setCurrentRow(1)
    assert (dialog.who.text(), dialog.date.text()) == ("李四", "")
    type_into(dialog.date, "2月3日")
    type_into(dialog.text, "阅")
    assert dialog.endorsements[1] == Endorsement("李四", date(2024, 2, 3), "阅")
    dialog.date.selectAll()
    QTest.keyClick(dialog.date, Qt.Key.Key_Delete)  # it is not known after all
    QTest.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    assert dialog.focusWidget() is dialog.who
    type_into(dialog.who, "王五")
    dialog.list.setCurrentRow(0)
    QTest.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)
    ok(dialog)
    assert item(real).endorsements == (Endorsement("李四", None, "阅"), Endorsement("王五"))
    dialog = opened(real)
    for _ in range(2):
        QTest.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)
    assert dialog.list.item(0).text() == "（还没有写）"
    ok(dialog)
    assert item(real).endorsements == ()


def test_nothing_written_is_no_edit(real: MainWindow) -> None:
    real.document.go_to((*FIRST, "title"))
    before = real.document.issue
    ok(opened(real))
    assert real.document.issue is before


def test_what_is_no_date_keeps_it_open(real: MainWindow) -> None:
    real.document.go_to((*FIRST, "title"))
    dialog = opened(real)
    type_into(dialog.who, "张三")
    type_into(dialog.date, "不知道")
    ok(dialog)
    assert dialog.isVisible()
    assert item(real).endorsements == ()
    dialog.date.clear()
    ok(dialog)
    assert item(real).endorsements == (Endorsement("张三"),)


def test_leaving_asks_where_something_would_be_lost(
    real: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    real.document.go_to((*FIRST, "title"))
    dialog = opened(real)
    QTest.keyClick(dialog.who, Qt.Key.Key_Escape)
    assert real.endorsing.dialog is None  # nothing was written
    dialog = opened(real)
    type_into(dialog.who, "张三")
    answers = [False, True]
    monkeypatch.setattr(asking, "_ask_discard", lambda *_: answers.pop(0))
    QTest.keyClick(dialog.who, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    QTest.keyClick(dialog.who, Qt.Key.Key_Escape)
    assert not answers
    assert item(real).endorsements == ()


def test_too_much_is_said_and_stays(real: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    real.document.go_to((*FIRST, "title"))
    dialog = opened(real)
    dialog.text.setPlainText("长" * (MAX_CELL + 1))
    said: list[str] = []
    monkeypatch.setattr(
        "bulletin_desk.desk.endorsing.endorsements_dialog.tell", lambda _, words: said.append(words)
    )
    ok(dialog)
    assert said[0].endswith("请改短。")
    assert dialog.isVisible()
    dialog.text.setPlainText("阅")
    ok(dialog)
    assert item(real).endorsements == (Endorsement("", None, "阅"),)


def test_there_is_an_end_to_them(real: MainWindow) -> None:
    many = tuple(Endorsement(f"第{at}位") for at in range(MAX_ENDORSEMENTS))
    dialog = EndorsementsDialog("第1篇", many, real)
    assert not dialog.add.isEnabled()
    dialog.deleteLater()


def test_it_is_the_item_that_is_selected_in_the_outline(real: MainWindow) -> None:
    assert "endorsements" in OUTLINE_MENU.split()
    assert any("endorsements" in names.split() for title, names in MENUS if title.startswith("稿件"))
    real.outline.setFocus()
    real.outline.select_parts([SECOND])
    dialog = opened(real)
    type_into(dialog.who, "张三")
    ok(dialog)
    assert item(real, SECOND).endorsements == (Endorsement("张三"),)
    assert item(real).endorsements == ()


def test_outside_of_items_it_says_where_they_go(real: MainWindow) -> None:
    real.document.go_to(("masthead", "name"))
    real.outline.select_parts([])
    real.canvas.setFocus()
    real.outline.selectionModel().clear()
    with pytest.raises(EditError, match="批示记在稿件上"):
        real.endorsing.edit()
    real.actions_by_name["endorsements"].trigger()
    assert "批示记在稿件上" in real.notice.text


def test_the_outline_shows_who_has_some(real: MainWindow) -> None:
    rows = real.outline.rows
    index = rows.index_of_part(FIRST)
    assert not rows.data(index, NOTED_ROLE)
    tips = str(rows.data(index, Qt.ItemDataRole.ToolTipRole))
    real.document.apply("领导批示", set_endorsements(real.document.issue, FIRST, NOTED))
    index = rows.index_of_part(FIRST)
    assert rows.data(index, NOTED_ROLE)
    told = str(rows.data(index, Qt.ItemDataRole.ToolTipRole))
    assert told.startswith(tips.removesuffix("</p>").removesuffix("</qt>")[:10])
    assert "领导批示：张三，2024年1月9日" in told
    assert "领导批示：李四" in told
    assert str(rows.data(index, Qt.ItemDataRole.AccessibleTextRole)).endswith("（有领导批示）")
    real.outline.grab()
    real.session.undo()
    assert not rows.data(rows.index_of_part(FIRST), NOTED_ROLE)
    issue = real.document.issue
    endorsed = replace(issue.sections[0].items[0], endorsements=NOTED)
    section = replace(issue.sections[0], items=(*issue.sections[0].items, endorsed))
    real.document.apply("x", replace(issue, sections=(section, *issue.sections[1:])))  # another row
    assert rows.data(rows.index_of_part((*FIRST[:3], len(section.items) - 1)), NOTED_ROLE)


def test_an_earlier_version_tells_of_them_and_gives_them_back(
    real: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    real.document.apply("领导批示", set_endorsements(real.document.issue, SECOND, NOTED))
    assert real.filing.save()
    real.document.apply("领导批示", set_endorsements(real.document.issue, SECOND, ()))
    assert real.filing.save()
    seen: list[str] = []

    def run(dialog: HistoryDialog) -> int:
        dialog.show()
        dialog.list.setCurrentRow(1)
        seen.append(there(dialog.parts.item(0)).text())
        assert dialog.pages.new.session.document.selection.head.path == (*SECOND, "title")  # in view
        dialog.parts.setCurrentRow(0)
        QTest.mouseClick(dialog.take_part, Qt.MouseButton.LeftButton)
        return dialog.result()

    monkeypatch.setattr(HistoryDialog, "exec", run)
    real.actions_by_name["versions"].trigger()
    assert "领导批示（张三，2024年1月9日；李四）" in seen[0]
    assert item(real, SECOND).endorsements == NOTED


def test_a_copy_in_the_outline_has_none(real: MainWindow) -> None:
    real.document.apply("领导批示", set_endorsements(real.document.issue, FIRST, NOTED))
    real.document.go_to((*FIRST, "title"))
    real.actions_by_name["duplicate"].trigger()
    assert item(real).endorsements == NOTED
    assert item(real, (*FIRST[:3], 1)).endorsements == ()


def test_cut_and_pasted_by_keys_they_move_and_no_clipboard_tells(real: MainWindow) -> None:
    real.document.apply("领导批示", set_endorsements(real.document.issue, FIRST, NOTED))
    first = item(real)
    real.document.go_to((*FIRST, "title"))
    real.canvas.setFocus()
    select = real.document
    from bulletin_desk.bulletin.model import Place
    from bulletin_desk.editing.selection import between

    end = Place((*FIRST, "source"), len(first.source))
    select.select(between(Place((*FIRST, "title"), 0), end))
    real.actions_by_name["cut"].trigger()
    data = QApplication.clipboard().mimeData()
    assert all(
        "张三" not in bytes(data.data(form).data()).decode("utf-8", "ignore") for form in data.formats()
    )
    assert "照办" not in data.text() + data.html()
    target = (*SECOND, "title")
    real.document.go_to(target)
    real.actions_by_name["paste"].trigger()
    found = [
        (each.title, each.endorsements)
        for section in real.document.issue.sections
        for each in section.items
        if each.endorsements
    ]
    assert found == [(first.title, NOTED)]
