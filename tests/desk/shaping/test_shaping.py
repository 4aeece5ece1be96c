"""The layout of the open issue as the desk shapes it: edits, undo, what is pointed at."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication

from bulletin_desk.desk.shaping.form import Form
from bulletin_desk.desk.shaping.shape_parts import PartKind, ShapePart
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.errors import EditError
from bulletin_desk.layouts.model import Layout
from bulletin_desk.units import mm
from tests.desk.conftest import there
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
