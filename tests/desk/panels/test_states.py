"""States of items, given by a key in the outline and shown in its rows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from bulletin_desk.bulletin.grammar import items_of
from bulletin_desk.bulletin.model import STATES, Item, Path, Section
from bulletin_desk.desk.commands.item_states import STATE_OF
from bulletin_desk.desk.panels.outline_rows import STATE_ROLE
from bulletin_desk.desk.window import MainWindow
from tests.desk.conftest import type_into

Key = Qt.Key


@pytest.fixture
def arranged(window: MainWindow) -> MainWindow:
    """A section with three items."""
    window.document.apply(
        "准备", replace(window.document.issue, sections=(Section("甲", tuple(map(Item, "abc"))),))
    )
    window.outline.setFocus()
    return window


def item(number: int) -> Path:
    return ("sections", 0, "items", number)


def states(window: MainWindow) -> list[str]:
    return [each.state for _, each in items_of(window.document.issue)]


def click(window: MainWindow, number: int) -> None:
    box = window.outline.visualRect(window.outline.rows.index_of(item(number)))
    QTest.mouseClick(window.outline.viewport(), Qt.MouseButton.LeftButton, pos=box.center())


def mark(window: MainWindow, number: int) -> object:
    return window.outline.rows.index_of(item(number)).data(STATE_ROLE)


def test_a_key_gives_the_state_and_another_takes_it(arranged: MainWindow) -> None:
    click(arranged, 1)
    for key, state in zip("12345", STATES, strict=True):
        type_into(arranged.outline, key)
        assert states(arranged) == ["", state, ""]
    assert [mark(arranged, at) for at in range(3)] == ["", "备", ""]
    index = arranged.outline.rows.index_of(item(1))
    assert "状态：备用" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "b（备用）"
    type_into(arranged.outline, "0")
    assert states(arranged) == ["", "", ""]
    assert mark(arranged, 1) == ""


def test_several_have_one_undo(arranged: MainWindow) -> None:
    arranged.outline.select_parts([item(0), item(2)])
    type_into(arranged.outline, "3")
    assert states(arranged) == ["approved", "", "approved"]
    assert arranged.outline.selected_parts() == [item(0), item(2)]
    assert arranged.document.undo_name == "稿件状态"
    arranged.actions_by_name["undo"].trigger()
    assert states(arranged) == ["", "", ""]


def test_keys_with_others_and_in_a_name_are_no_states(arranged: MainWindow) -> None:
    arranged.outline.select_parts([item(0)])
    QTest.keyClick(arranged.outline, Key.Key_3, Qt.KeyboardModifier.ShiftModifier)
    assert states(arranged) == ["", "", ""]
    assert arranged.outline.rename(item(0))
    field = arranged.outline.findChild(QLineEdit)
    assert field is not None
    type_into(field, "3")
    assert field.text() == "3"
    assert states(arranged) == ["", "", ""]


def test_the_menus_say_the_same(arranged: MainWindow) -> None:
    arranged.outline.select_parts([item(0)])
    for name, state in STATE_OF.items():
        action = arranged.actions_by_name[name]
        action.trigger()
        assert states(arranged)[0] == state
        arranged.bars.show_state()
        assert action.isChecked()
    assert "\t3" in arranged.actions_by_name["state_approved"].text()


def test_how_many_are_left_is_counted(arranged: MainWindow) -> None:
    unapproved = arranged.status.unapproved
    arranged.counting._count()
    assert unapproved.isHidden()
    arranged.outline.select_parts([item(0)])
    type_into(arranged.outline, "3")
    arranged.counting._count()
    assert unapproved.text() == "还有 2 篇没审"
    assert not unapproved.isHidden()
    arranged.outline.select_parts([item(1), item(2)])
    type_into(arranged.outline, "3")
    arranged.counting._count()
    assert unapproved.isHidden()


def test_a_state_goes_along_and_a_copy_has_none(arranged: MainWindow) -> None:
    arranged.outline.select_parts([item(0)])
    type_into(arranged.outline, "4")
    arranged.actions_by_name["move_down"].trigger()
    assert states(arranged) == ["", "pending", ""]
    arranged.actions_by_name["duplicate"].trigger()
    assert sorted(states(arranged)) == ["", "", "", "pending"]


def test_where_there_is_no_item_it_is_said(arranged: MainWindow) -> None:
    arranged.outline.select_parts([("masthead",)])
    type_into(arranged.outline, "1")
    assert states(arranged) == ["", "", ""]
    assert "选中一篇稿件" in arranged.status.currentMessage()
