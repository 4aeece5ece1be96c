"""备用稿: put out of the issue, seen in the library's window, taken into an issue, deleted by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.grammar import item_path, items_of
from bulletin_desk.bulletin.model import Body, Endorsement, Item, Section
from bulletin_desk.desk.library import librarian
from bulletin_desk.desk.library.library_dialog import LibraryDialog
from bulletin_desk.desk.settings import POOL_UNUSED
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.library.pool import read_pool
from tests.desk.conftest import noting, there, type_into

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
ITEMS = tuple(Item(f"稿件{name}", (Body(f"正文{name}。"),), source=f"（{name}县）") for name in "甲乙丙")


@pytest.fixture
def filled(window: MainWindow) -> MainWindow:
    """Three items, the second of them noted with an endorsement and a state."""
    items = (ITEMS[0], replace(ITEMS[1], endorsements=(Endorsement("张三"),), state="reserve"), ITEMS[2])
    window.document.apply("准备", replace(window.document.issue, sections=(Section("动态", items),)))
    window.document.go_to_part(item_path(0, 1))
    window.outline.setFocus()
    window.outline.select_parts([item_path(0, 1)])
    return window


def titles(window: MainWindow) -> list[str]:
    return [item.title for _, item in items_of(window.document.issue)]


def opened(window: MainWindow, qtbot: QtBot) -> LibraryDialog:
    """The library at its pool."""
    window.actions_by_name["library"].trigger()
    dialog = there(window.librarian.dialog)
    qtbot.waitUntil(lambda: bool(dialog.pool.pool.items))
    row = there(dialog.scopes.topLevelItem(dialog.scopes.topLevelItemCount() - 1))
    QTest.mouseClick(dialog.scopes.viewport(), LEFT, pos=dialog.scopes.visualItemRect(row).center())
    assert dialog.lists.currentWidget() is dialog.pool
    return dialog


def press(button: QPushButton) -> None:
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)


def listed(dialog: LibraryDialog) -> list[tuple[str, str]]:
    rows = [there(dialog.pool.topLevelItem(at)) for at in range(dialog.pool.topLevelItemCount())]
    return [(row.text(0), row.text(3)) for row in rows]


def test_it_goes_out_of_the_issue_and_one_undo_has_it_back(filled: MainWindow) -> None:
    before = filled.document.issue
    filled.actions_by_name["to_pool"].trigger()
    assert titles(filled) == ["稿件甲", "稿件丙"]
    assert "“稿件乙”放进备用" in filled.notice.text
    (pooled,) = read_pool(filled.session.places.pool).items
    assert pooled.item == replace(before.sections[0].items[1], state="")
    assert pooled.by
    filled.actions_by_name["undo"].trigger()
    assert filled.document.issue == before
    assert len(read_pool(filled.session.places.pool).items) == 1  # never deleted in silence
    filled.actions_by_name["redo"].trigger()
    assert titles(filled) == ["稿件甲", "稿件丙"]


def test_several_are_one_edit(filled: MainWindow) -> None:
    filled.outline.select_parts([item_path(0, 0), item_path(0, 2)])
    filled.actions_by_name["to_pool"].trigger()
    assert titles(filled) == ["稿件乙"]
    assert "2 篇稿件" in filled.notice.text
    assert filled.document.undo_name == "放进备用"


def test_where_nothing_can_be_put_in_it_is_said(filled: MainWindow) -> None:
    filled.outline.select_parts([("sections", 0)])
    filled.actions_by_name["to_pool"].trigger()
    assert "整篇稿件" in filled.notice.text
    filled.session.places.pool.parent.mkdir(parents=True, exist_ok=True)
    filled.session.places.pool.write_text("", encoding="utf-8")
    filled.outline.select_parts([item_path(0, 1)])
    filled.actions_by_name["to_pool"].trigger()
    assert "放不进" in filled.notice.text
    assert len(titles(filled)) == 3


def test_it_is_taken_from_there_and_marked_as_used(filled: MainWindow, qtbot: QtBot) -> None:
    filled.outline.select_parts([item_path(0, 0), item_path(0, 1)])
    filled.actions_by_name["to_pool"].trigger()
    dialog = opened(filled, qtbot)
    assert "2 篇备用稿" in dialog.summary.text()
    assert {title for title, _ in listed(dialog)} == {"稿件甲", "稿件乙"}
    dialog.search.words.setFocus()
    type_into(dialog.search.words, "乙")
    dialog.search.look_now()
    assert listed(dialog) == [("稿件乙", "")]
    dialog._go_to_list()
    assert there(dialog.chosen).item == (0, 0, "稿件乙")
    qtbot.waitUntil(lambda: dialog.preview._read is not None)
    assert not dialog.open_it.isEnabled()
    press(dialog.take_it)
    assert titles(filled) == ["稿件丙", "稿件乙"]
    qtbot.waitUntil(lambda: bool(listed(dialog)[0][1]))
    assert "第" in listed(dialog)[0][1]
    assert dialog.pool.unused == 1
    taken = there(next(item for _, item in items_of(filled.document.issue) if item.title == "稿件乙"))
    assert [each.who for each in taken.endorsements] == ["张三"]
    dialog.search.clear()
    assert listed(dialog)[-1][0] == "稿件乙"  # used ones last
    QTest.mouseClick(dialog.only_unused, LEFT, pos=QPoint(8, dialog.only_unused.height() // 2))
    assert [title for title, _ in listed(dialog)] == ["稿件甲"]
    assert filled.session.settings[POOL_UNUSED]
    assert "1 篇用过" in dialog.summary.text()


def test_it_is_deleted_when_the_clerk_says_so(
    filled: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.actions_by_name["to_pool"].trigger()
    dialog = opened(filled, qtbot)
    dialog.pool.choose_first()
    asked: list[str] = []
    for answer in (False, True):
        monkeypatch.setattr(
            librarian, "ask_drop", lambda _, title, answer=answer: noting(asked, title, answer)
        )
        press(dialog.drop_it)
        if not answer:
            assert len(read_pool(filled.session.places.pool).items) == 1
    assert asked == ["稿件乙", "稿件乙"]
    assert not read_pool(filled.session.places.pool).items
    qtbot.waitUntil(lambda: not dialog.pool.pool.items)


def test_its_menu_has_no_opening(filled: MainWindow, qtbot: QtBot) -> None:
    filled.actions_by_name["to_pool"].trigger()
    dialog = opened(filled, qtbot)
    dialog.pool.choose_first()
    dialog.pool.customContextMenuRequested.emit(dialog.pool.viewport().rect().center())
    (menu,) = dialog.findChildren(QMenu)
    assert [action.text() for action in menu.actions()][:2] == ["删除(&D)…", "收进本期(&T)\tCtrl+Enter"]
    menu.close()


def test_the_other_scopes_are_as_they_were(shelf: LibraryDialog, window: MainWindow, qtbot: QtBot) -> None:
    window.document.apply("准备", replace(window.document.issue, sections=(Section("动态", ITEMS),)))
    window.document.go_to_part(item_path(0, 0))
    window.pooling.put_in()
    qtbot.waitUntil(lambda: shelf.pool.unused == 1)
    scopes = shelf.scopes
    last = there(scopes.topLevelItem(scopes.topLevelItemCount() - 1))
    assert (last.text(0), last.text(1)) == ("备用稿", "1")
    QTest.mouseClick(scopes.viewport(), LEFT, pos=scopes.visualItemRect(last).center())
    assert shelf.drop_it.isVisible()
    QTest.mouseClick(
        scopes.viewport(), LEFT, pos=scopes.visualItemRect(there(scopes.topLevelItem(0))).center()
    )
    assert shelf.lists.currentWidget() is shelf.issues
    assert not shelf.drop_it.isVisible()
