"""The layout of the open issue as the desk shapes it: edits, undo, what is pointed at."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.desk.shaping.form import Form
from bulletin_desk.desk.shaping.shape_fields import LengthField
from bulletin_desk.desk.shaping.shape_parts import PartKind, ShapePart
from bulletin_desk.desk.shaping.shaping import _TYPING_PAUSE
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.errors import EditError
from bulletin_desk.layouts.model import Layout
from bulletin_desk.units import mm
from tests.desk.conftest import noting, there
from tests.desk.shaping.test_rows_group import group, typed


def lowered(layout: Layout, by: int) -> Layout:
    """A layout whose text block is so many millimetres lower."""
    block = layout.text_block
    return replace(layout, text_block=block._replace(top=block.top + mm(by)))


def test_the_command_opens_the_panel_and_closes_it(shaped: MainWindow) -> None:
    shaping, action = shaped.shaping, shaped.actions_by_name["show_shaping"]
    told: list[bool] = []
    shaping.toggled.connect(told.append)
    action.trigger()
    assert not shaping.is_open
    assert not action.isChecked()
    action.trigger()
    assert shaping.is_open
    assert action.isChecked()
    assert told == [False, True]


def test_fields_and_layout_stand_in_one_place(shaped: MainWindow) -> None:
    shaped.actions_by_name["show_fields"].trigger()
    shaped.actions_by_name["show_shaping"].trigger()
    assert shaped.inspector.isHidden()
    assert not shaped.actions_by_name["show_fields"].isChecked()
    shaped.actions_by_name["show_fields"].trigger()
    assert shaped.shaping.panel.isHidden()
    assert not shaped.actions_by_name["show_shaping"].isChecked()


def test_a_change_is_an_edit_of_the_issue_that_undo_takes_back(shaped: MainWindow) -> None:
    shaping, told = shaped.shaping, list[int]()
    shaping.layout_changed.connect(lambda: told.append(1))
    before = shaping.layout
    shaping.apply("修改天头", lowered(before, 2))
    assert shaped.session.layout.text_block.top == before.text_block.top + mm(2)
    assert shaping.layout is shaped.session.layout
    assert shaped.document.undo_name == "修改天头"
    assert shaped.document.modified
    shaped.document.undo()
    assert shaped.session.layout == before
    shaped.document.redo()
    assert shaped.session.layout.text_block.top == before.text_block.top + mm(2)
    assert len(told) == 3


def test_keys_in_one_field_are_one_step(shaped: MainWindow) -> None:
    shaping, before = shaped.shaping, shaped.shaping.layout
    for by in (1, 2, 3):
        shaping.apply("修改天头", lowered(before, by), "top")
    shaped.document.undo()
    assert shaping.layout == before


def test_a_layout_that_cannot_be_changes_nothing(shaped: MainWindow) -> None:
    shaping, before, issue = shaped.shaping, shaped.shaping.layout, shaped.session.issue
    with pytest.raises(EditError, match="太多"):
        shaping.apply("修改天头", lowered(before, 100))
    assert shaped.session.issue is issue
    assert shaping.layout is before


def test_an_issue_that_takes_long_is_set_when_nobody_types(shaped: MainWindow) -> None:
    shaping, before = shaped.shaping, shaped.shaping.layout
    shaping._took = 2000.0
    shaping.apply("修改天头", lowered(before, 1), "top")
    shaping.apply("修改天头", lowered(before, 2), "top")
    assert shaped.session.layout is before
    assert shaping.layout.text_block.top == before.text_block.top + mm(2)
    shaping.flush()
    assert shaped.session.layout.text_block.top == before.text_block.top + mm(2)
    shaped.document.undo()
    assert shaped.session.layout == before


@pytest.fixture
def waiting(shaped: MainWindow) -> MainWindow:
    """A window in which 36 毫米 has been typed into 天头; the pages, which take long to be set, wait."""
    shaped.shaping._took = 2000.0
    typed(cast(Form, group(shaped, "纸和版心")), "天头", "36")
    assert shaped.session.layout.text_block.top == mm(37)
    assert shaped.document.awaits_pages
    return shaped


def top_field(window: MainWindow) -> LengthField:
    """天头."""
    return cast(LengthField, cast(Form, group(window, "纸和版心")).entries["天头"].widget)


def test_an_edit_whose_pages_wait_is_an_edit_already(
    waiting: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[Issue] = []
    monkeypatch.setattr(waiting.filing.keeper, "record", lambda issue, saved: kept.append(issue))
    typed(cast(Form, group(waiting, "纸和版心")), "天头", "36.5")
    assert kept[-1] is waiting.document.snapshot()
    assert waiting.document.awaits_pages
    text = there(waiting.session.issue.layout).text
    assert "36.5" in there(text)
    assert waiting.document.modified
    assert waiting.isWindowModified()
    assert waiting.document.undo_name == "版式：天头"
    assert waiting.actions_by_name["undo"].isEnabled()


@pytest.mark.parametrize("by", ["keys", "menu", "document"])
def test_undo_takes_back_what_waits_for_its_pages_and_redo_has_it_again(
    waiting: MainWindow, by: str, qtbot: QtBot
) -> None:
    def go(name: str, keys: QKeySequence.StandardKey) -> None:
        if by == "keys":
            QTest.keySequence(top_field(waiting), QKeySequence(keys))
        elif by == "menu":
            waiting.actions_by_name[name].trigger()
        else:
            getattr(waiting.document, name)()

    for _ in range(2):
        go("undo", QKeySequence.StandardKey.Undo)
        assert waiting.session.layout.text_block.top == mm(37)
        assert top_field(waiting).value() == mm(37)
        assert not waiting.document.modified
        assert not waiting.shaping._pause.isActive()
        go("redo", QKeySequence.StandardKey.Redo)
        assert waiting.session.layout.text_block.top == mm(36)
        assert top_field(waiting).value() == mm(36)


def test_who_needs_the_pages_gets_them_in_the_layout_that_there_is(waiting: MainWindow) -> None:
    assert waiting.session.snapshot().layout.text_block.top == mm(36)
    assert not waiting.shaping._pause.isActive()
    typed(cast(Form, group(waiting, "纸和版心")), "天头", "35")
    assert waiting.session.typeset().layout.text_block.top == mm(35)


def test_what_is_typed_on_the_page_meanwhile_is_another_step(waiting: MainWindow) -> None:
    waiting.document.type_text("甲")
    assert waiting.session.layout.text_block.top == mm(36)
    assert waiting.document.undo_name == "输入"
    waiting.document.undo()
    assert waiting.session.layout.text_block.top == mm(36)
    waiting.document.undo()
    assert waiting.session.layout.text_block.top == mm(37)


def test_another_issue_is_opened_while_pages_wait(waiting: MainWindow) -> None:
    waiting.session.replace(waiting.session.issue)
    assert not waiting.document.awaits_pages
    assert not waiting.shaping._pause.isActive()
    assert waiting.shaping.layout is waiting.session.layout
    assert top_field(waiting).value() == mm(36)


def test_closing_asks_about_what_waits(waiting: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(waiting.filing, "may_leave", lambda **_: noting(asked, True, False))
    waiting.close()
    assert asked == [True]
    assert waiting.document.modified
    waiting.document.mark_saved()
    waiting.shaping.flush()
    assert not waiting.document.modified


def test_the_pages_follow_in_a_pause(waiting: MainWindow, qtbot: QtBot) -> None:
    assert waiting.shaping._pause.isActive()
    waiting.shaping._pause.setInterval(1)
    try:
        typed(cast(Form, group(waiting, "纸和版心")), "天头", "35.5")
        qtbot.waitUntil(lambda: waiting.session.layout.text_block.top == mm("35.5"))
    finally:
        waiting.shaping._pause.setInterval(_TYPING_PAUSE)
    assert waiting.status.last_edit.text() == "版式：天头"


def test_who_points_at_a_part_is_told_once(shaped: MainWindow) -> None:
    told: list[ShapePart | None] = []
    shaped.shaping.selected_changed.connect(told.append)
    part = ShapePart(PartKind.HEAD_ROW, 2)
    shaped.shaping.select(part)
    shaped.shaping.select(ShapePart(PartKind.HEAD_ROW, 2))
    shaped.shaping.select(None)
    assert told == [part, None]


def test_the_keys_go_from_panel_to_panel_and_into_this_one(shaped: MainWindow) -> None:
    shaped.canvas.setFocus()
    shaped.actions_by_name["next_panel"].trigger()
    assert shaped.shaping.panel.isAncestorOf(there(QApplication.focusWidget()))
    shaped.actions_by_name["next_panel"].trigger()
    assert shaped.outline.hasFocus()


def test_an_issue_that_may_not_be_edited_is_told_below_the_field(shaped: MainWindow) -> None:
    shaped.session.refusal = "这一期只能看。"
    papers = cast(Form, group(shaped, "纸和版心"))
    before = shaped.shaping.layout
    typed(papers, "天头", "30")
    assert papers.entries["天头"].warning.text() == "这一期只能看。"
    assert shaped.shaping.layout is before
