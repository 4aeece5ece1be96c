"""Attachments by a hand: put in, moved, renamed, taken away, and the lists that lead to them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from bulletin_desk.bulletin.grammar import (
    NAME,
    attachment_of,
    block_of,
    is_attachment,
    is_made,
    item_path,
    title_of,
)
from bulletin_desk.bulletin.model import Attachment, Item, Kind, Section
from bulletin_desk.desk.window import MainWindow
from tests.desk.commands.test_further import choose
from tests.desk.conftest import type_keys
from tests.desk.panels.test_outline import dragged, drop, rect_of

pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)  # offscreen, of what is opened
Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
FIRST, SECOND = item_path(0, 0), item_path(0, 1)


@pytest.fixture
def attached(window: MainWindow) -> MainWindow:
    """Item a with attachments 甲 and 乙, item b with none."""
    attachments = tuple(Attachment(title) for title in "甲乙")
    sections = (Section("栏", (Item("a", attachments=attachments), Item("b"))),)
    window.document.apply("准备", replace(window.document.issue, sections=sections))
    window.document.go_to(title_of(FIRST))
    return window


def told(window: MainWindow) -> str:
    """The items with their attachments: a甲乙 b."""
    items = window.document.issue.sections[0].items
    return " ".join(item.title + "".join(each.title for each in item.attachments) for item in items)


def rows(window: MainWindow) -> list[str]:
    """What the rows of the first item's attachments say."""
    model = window.outline.rows
    above = model.index_of(title_of(FIRST))
    return [str(model.index(row, 0, above).data()) for row in range(model.rowCount(above))]


def test_from_the_menu_and_by_key_with_its_title_typed(window: MainWindow) -> None:
    type_keys(window, "题\n正文")
    choose(window, "插入", "附件")
    type_keys(window, "进度表\n说明。")
    (attachment,) = window.document.issue.sections[0].items[0].attachments
    assert attachment.title == "进度表"
    assert attachment.blocks[0].texts()[0].text == "说明。"
    assert rows(window) == ["附件　进度表"]  # a single one has no number
    QTest.keySequence(window.canvas, QKeySequence("Ctrl+Shift+J"))
    type_keys(window, "名单")
    assert rows(window) == ["附件1　进度表", "附件2　名单"]


def test_outside_of_items_it_is_said(attached: MainWindow) -> None:
    attached.document.go_to(NAME)
    attached.outline.clearSelection()
    attached.canvas.setFocus()
    before = attached.document.issue
    QTest.keySequence(attached.canvas, QKeySequence("Ctrl+Shift+J"))
    assert attached.document.issue is before
    assert "稿件" in attached.notice.text


def test_its_row_leads_to_it_and_back(attached: MainWindow) -> None:
    there = attachment_of(FIRST, 1)
    _, _, middle, _ = rect_of(attached, there)
    QTest.mouseClick(attached.outline.viewport(), LEFT, NONE, middle)
    assert attached.document.selection.head.path == title_of(there)
    attached.document.go_to(title_of(attachment_of(FIRST, 0)))
    assert attached.outline.current_part() == attachment_of(FIRST, 0)


def test_up_and_down_by_key_from_page_and_outline(attached: MainWindow) -> None:
    attached.document.go_to(title_of(attachment_of(FIRST, 0)))
    attached.canvas.setFocus()
    QTest.keyClick(attached.canvas, Key.Key_Down, ALT)
    assert told(attached) == "a乙甲 b"
    assert attached.document.selection.head.path == title_of(attachment_of(FIRST, 1))
    QTest.keyClick(attached.canvas, Key.Key_Down, ALT)  # the end of the way
    assert told(attached) == "a乙甲 b"
    attached.outline.setFocus()
    QTest.keyClick(attached.outline, Key.Key_Up, ALT)
    assert told(attached) == "a甲乙 b"


def test_removed_copied_and_renamed(attached: MainWindow, qtbot: object) -> None:
    attached.document.go_to(title_of(attachment_of(FIRST, 0)))
    attached.canvas.setFocus()
    QTest.keySequence(attached.canvas, QKeySequence("Ctrl+D"))
    assert told(attached) == "a甲甲乙 b"
    QTest.keySequence(attached.canvas, QKeySequence("Ctrl+Shift+Delete"))
    assert told(attached) == "a甲乙 b"
    assert attached.notice.text == "已删除 1 个附件。"
    attached.notice.choices[0].click()
    assert told(attached) == "a甲甲乙 b"
    attached.outline.rows.renamed.emit(attachment_of(FIRST, 2), "丙")
    assert told(attached) == "a甲甲丙 b"
    attached.outline.setFocus()
    attached.outline.select_parts([attachment_of(FIRST, 0)])
    QTest.keyClick(attached.outline, Key.Key_Delete)
    assert told(attached) == "a甲丙 b"


def test_an_attachment_is_dragged_to_another_item_and_among_its_own(attached: MainWindow) -> None:
    _, _, middle, _ = rect_of(attached, SECOND)
    assert drop(attached, dragged(attached, attachment_of(FIRST, 0)), middle)
    assert told(attached) == "a乙 b甲"
    _, upper, _, _ = rect_of(attached, attachment_of(SECOND, 0))
    assert drop(attached, dragged(attached, attachment_of(FIRST, 0)), upper)
    assert told(attached) == "a b乙甲"
    _, _, middle, _ = rect_of(attached, attachment_of(SECOND, 0))
    section, _, on_section, _ = rect_of(attached, ("sections", 0))
    assert section.isValid()
    assert not drop(attached, dragged(attached, attachment_of(SECOND, 0)), on_section)


def test_an_item_that_is_dragged_takes_its_attachments_along(attached: MainWindow) -> None:
    _, _, _, lower = rect_of(attached, SECOND)
    assert drop(attached, dragged(attached, FIRST), lower)
    assert told(attached) == "b a甲乙"
    _, _, _, lower = rect_of(attached, attachment_of(SECOND, 0))  # below another item's attachments
    assert drop(attached, dragged(attached, FIRST), lower)
    assert told(attached) == "a甲乙 b"


def test_a_click_on_the_list_leads_to_the_attachment_and_types_nothing(attached: MainWindow) -> None:
    document = attached.document
    attached.document.apply("正文", replace(document.issue, sections=(replace(document.issue.sections[0]),)))
    index, placed = next(
        (index, placed)
        for index, page in enumerate(document.pages)
        for placed in page.lines
        if placed.kind is Kind.ATTACHMENT_LIST and placed.path == attachment_of(FIRST, 1)
    )
    assert is_made(placed.path)
    assert is_attachment(placed.path)
    canvas = attached.canvas
    run = placed.line.runs[-1]
    canvas.show_page_at(index, placed.top)
    at = canvas.to_pixels(index, placed.x + run.xs[0] + 2, placed.top + placed.height / 2)
    before = document.issue
    QTest.mouseClick(canvas.viewport(), LEFT, NONE, at.toPoint())
    assert document.selection.head.path == title_of(attachment_of(FIRST, 1))
    assert document.issue == before
    assert canvas.hasFocus()
    assert attached.inspector.isHidden()


def test_a_picture_and_a_heading_in_an_attachment(attached: MainWindow) -> None:
    document = attached.document
    document.go_to(title_of(attachment_of(FIRST, 0)), 1)
    type_keys(attached, "\n说明")
    QTest.keySequence(attached.canvas, QKeySequence("Ctrl+Shift+1"))
    assert document.kind is Kind.HEADING_1
    assert document.selection.head.path == block_of(attachment_of(FIRST, 0), 0)
