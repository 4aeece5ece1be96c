"""Arranging in the outline, and outline and pages following each other."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDragMoveEvent, QDropEvent, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.grammar import IMPRINT, MASTHEAD
from bulletin_desk.bulletin.model import Issue, Item, Path, Section
from bulletin_desk.desk.window import MainWindow
from tests.desk.conftest import type_keys

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def arranged(window: MainWindow) -> MainWindow:
    """Two sections: 甲 with a, b, c and 乙 with d."""
    sections = (
        Section("甲", tuple(Item(name) for name in "abc")),
        Section("乙", (Item("d"),)),
    )
    from dataclasses import replace

    window.document.apply("准备", replace(window.document.issue, sections=sections))
    window.document.go_to((*item(0, 0), "title"))
    window.outline.setFocus()
    return window


def item(section: int, number: int) -> Path:
    return ("sections", section, "items", number)


def told(issue: Issue) -> str:
    """The arrangement in one string: 甲abc 乙d."""
    return " ".join(
        section.name + "".join(part.title for part in section.items) for section in issue.sections
    )


def rect_of(window: MainWindow, path: Path) -> tuple[QModelIndex, QPoint, QPoint, QPoint]:
    """A row's index, and points in its upper half, middle and lower half."""
    index = window.outline.rows.index_of(path)
    box = window.outline.visualRect(index)
    assert not box.isEmpty()
    x = box.center().x()
    return index, QPoint(x, box.top() + 2), box.center(), QPoint(x, box.bottom() - 2)


def drop(window: MainWindow, data: QMimeData, at: QPoint) -> bool:
    """Drags over a point and drops there; whether the outline let it."""
    both = Qt.DropAction.MoveAction
    over = QDragMoveEvent(at, both, data, Qt.MouseButton.LeftButton, NONE)
    window.outline.dragMoveEvent(over)
    allowed = over.isAccepted()
    assert (window.outline._marker is not None) == allowed
    window.outline.dropEvent(QDropEvent(QPointF(at), both, data, Qt.MouseButton.LeftButton, NONE))
    assert window.outline._marker is None
    return allowed


def dragged(window: MainWindow, *paths: Path) -> QMimeData:
    rows = window.outline.rows
    return rows.mimeData([rows.index_of(path) for path in paths])


def test_the_outline_is_in_the_order_of_the_paper(real: MainWindow) -> None:
    rows = real.outline.rows
    words = [rows.index(row, 0).data() for row in range(rows.rowCount())]
    assert words[0] == "报头"
    assert words[-1] == "版记"
    assert words[1] == real.document.issue.sections[0].name
    assert rows.rowCount(rows.index(1, 0)) == len(real.document.issue.sections[0].items)


def test_choosing_a_row_puts_the_caret_there_and_back(real: MainWindow) -> None:
    index, _, middle, _ = rect_of(real, item(0, 2))
    QTest.mouseClick(real.outline.viewport(), Qt.MouseButton.LeftButton, NONE, middle)
    assert real.document.selection.head.place.path == (*item(0, 2), "title")
    assert real.document.caret_box().page in real.canvas.visible_pages()
    real.document.go_to((*item(0, 1), "blocks", 0), 3)
    assert real.outline.rows.node(real.outline.currentIndex()).path == item(0, 1)
    assert index != real.outline.currentIndex()


def test_head_and_closing_block_open_their_fields(real: MainWindow) -> None:
    for path in (MASTHEAD, IMPRINT):
        real.inspector.hide()
        _, _, middle, _ = rect_of(real, path)
        QTest.mouseClick(real.outline.viewport(), Qt.MouseButton.LeftButton, NONE, middle)
        assert not real.inspector.isHidden()


def test_alt_and_arrows_move_several_at_once(arranged: MainWindow) -> None:
    arranged.outline.select_parts([item(0, 0), item(0, 1)])
    QTest.keyClick(arranged.outline, Key.Key_Down, ALT)
    assert told(arranged.document.issue) == "甲cab 乙d"
    assert arranged.outline.selected_parts() == [item(0, 1), item(0, 2)]
    QTest.keyClick(arranged.outline, Key.Key_Down, ALT)
    assert told(arranged.document.issue) == "甲c 乙abd"
    assert arranged.actions_by_name["undo"].text().startswith("撤销 移动稿件")
    QTest.keyClick(arranged.outline, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(arranged.outline, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert told(arranged.document.issue) == "甲abc 乙d"


def test_alt_and_arrows_on_the_page_move_the_carets_item(arranged: MainWindow) -> None:
    arranged.canvas.setFocus()
    QTest.keyClick(arranged.canvas, Key.Key_Down, ALT)
    assert told(arranged.document.issue) == "甲bac 乙d"
    assert arranged.document.selection.head.place.path == (*item(0, 1), "title")


def test_items_are_dragged_between_sections(arranged: MainWindow) -> None:
    data = dragged(arranged, item(0, 0), item(0, 2))
    _, _, _, lower = rect_of(arranged, item(1, 0))
    assert drop(arranged, data, lower)
    assert told(arranged.document.issue) == "甲b 乙dac"


def test_an_item_dropped_on_a_section_heads_it(arranged: MainWindow) -> None:
    _, _, middle, _ = rect_of(arranged, ("sections", 1))
    assert drop(arranged, dragged(arranged, item(0, 1)), middle)
    assert told(arranged.document.issue) == "甲ac 乙bd"


def test_sections_are_dragged_between_sections_only(arranged: MainWindow) -> None:
    _, upper, _, _ = rect_of(arranged, ("sections", 0))
    assert drop(arranged, dragged(arranged, ("sections", 1)), upper)
    assert told(arranged.document.issue) == "乙d 甲abc"
    # dropped on an item, a section goes before or after that item's section
    _, _, _, lower = rect_of(arranged, item(1, 2))
    assert drop(arranged, dragged(arranged, ("sections", 0)), lower)
    assert told(arranged.document.issue) == "甲abc 乙d"


def test_nothing_can_be_dropped_on_head_or_closing_block(arranged: MainWindow) -> None:
    for path in (MASTHEAD, IMPRINT):
        _, upper, _, lower = rect_of(arranged, path)
        for at in (upper, lower):
            drop(arranged, dragged(arranged, item(0, 0)), at)
    assert [section.name for section in arranged.document.issue.sections] == ["甲", "乙"]
    assert sum(len(section.items) for section in arranged.document.issue.sections) == 4


def test_renaming_in_place(arranged: MainWindow, qtbot: QtBot) -> None:
    arranged.outline.rename(("sections", 0))
    editor = arranged.outline.findChild(QLineEdit)
    assert editor is not None
    editor.setText("特别关注")
    QTest.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: told(arranged.document.issue) == "特别关注abc 乙d")
    arranged.outline.rows.setData(arranged.outline.rows.index_of(item(0, 1)), "新标题")
    assert arranged.document.issue.sections[0].items[1].title == "新标题"


def test_f2_renames_the_row_or_the_carets_part(arranged: MainWindow, qtbot: QtBot) -> None:
    arranged.document.go_to((*item(1, 0), "title"))
    QTest.keyClick(arranged.canvas, Key.Key_F2)
    editor = arranged.outline.findChild(QLineEdit)
    assert editor is not None
    assert editor.text() == "d"
    editor.setText("丁")
    QTest.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: arranged.document.issue.sections[1].items[0].title == "丁")
    arranged.outline.setFocus()
    arranged.outline.setCurrentIndex(arranged.outline.rows.index_of(MASTHEAD))
    QTest.keyClick(arranged.outline, Key.Key_F2)
    assert arranged.status.currentMessage() == "只有栏目和稿件可以改名。"


def test_what_has_no_name_yet_is_told_apart_from_a_name_in_brackets(arranged: MainWindow) -> None:
    rows = arranged.outline.rows
    arranged.document.go_to((*item(0, 0), "title"), 1)
    QTest.keyClick(arranged.canvas, Key.Key_Backspace)
    assert rows.index_of(item(0, 0)).data() == "（还没有标题）"
    assert rows.index_of(item(0, 0)).data(Qt.ItemDataRole.EditRole) == ""
    type_keys(arranged, "（简讯）")
    assert rows.index_of(item(0, 0)).data(Qt.ItemDataRole.EditRole) == "（简讯）"


def test_adding_duplicating_and_removing(arranged: MainWindow) -> None:
    arranged.outline.select_parts([item(0, 1)])
    arranged.actions_by_name["duplicate"].trigger()
    assert told(arranged.document.issue) == "甲abbc 乙d"
    arranged.outline.setFocus()
    arranged.outline.select_parts([item(0, 0), item(0, 3)])
    QTest.keyClick(arranged.outline, Key.Key_Delete)
    assert told(arranged.document.issue) == "甲bb 乙d"
    assert "已删除 2 个稿件" in arranged.notice.text
    arranged.notice.choices[0].click()
    assert told(arranged.document.issue) == "甲abbc 乙d"
    arranged.document.go_to((*item(0, 0), "title"))
    arranged.canvas.setFocus()
    arranged.actions_by_name["add_item"].trigger()
    type_keys(arranged, "新")
    assert told(arranged.document.issue) == "甲a新bbc 乙d"


def test_a_new_section_takes_a_name_used_before(
    arranged: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[list[str]] = []

    def ask(*arguments: Any, **_: object) -> tuple[str, bool]:
        assert arguments[0] is arranged  # Qt takes a widget only
        offered.append(list(arguments[3]))
        return "特别关注", True

    monkeypatch.setattr(QInputDialog, "getItem", ask)
    arranged.actions_by_name["add_section"].trigger()
    assert "市州动态" in offered[0]
    assert [section.name for section in arranged.document.issue.sections] == ["甲", "特别关注", "乙"]
    type_keys(arranged, "首篇")
    assert arranged.document.issue.sections[1].items[0].title == "首篇"


def test_characters_are_counted_per_item(arranged: MainWindow) -> None:
    from bulletin_desk.desk.panels.outline_rows import COUNT_ROLE

    arranged.document.go_to((*item(1, 0), "title"), 1)
    arranged.canvas.setFocus()
    type_keys(arranged, "乐山")
    assert arranged.outline.rows.index_of(item(1, 0)).data(COUNT_ROLE) == 3


def test_typing_keeps_folded_sections_folded(arranged: MainWindow) -> None:
    index = arranged.outline.rows.index_of(("sections", 1))
    arranged.outline.setExpanded(index, False)
    arranged.document.go_to((*item(0, 0), "title"))
    arranged.canvas.setFocus()
    type_keys(arranged, "字\n")
    arranged.actions_by_name["add_item"].trigger()
    assert not arranged.outline.isExpanded(arranged.outline.rows.index_of(("sections", 1)))
    assert arranged.outline.isExpanded(arranged.outline.rows.index_of(("sections", 0)))


def test_what_the_notice_would_undo_is_not_what_was_typed_after_it(arranged: MainWindow) -> None:
    arranged.outline.select_parts([item(0, 1)])
    QTest.keyClick(arranged.outline, Key.Key_Delete)
    assert arranged.notice.isVisible()
    arranged.document.go_to((*item(0, 0), "title"), 1)
    arranged.canvas.setFocus()
    assert arranged.notice.isVisible()
    type_keys(arranged, "新")
    assert not arranged.notice.isVisible()
    arranged.filing.start_empty()
    assert arranged.notice.isVisible()
    type_keys(arranged, "新")
    assert not arranged.notice.isVisible()  # the issue is blank no more


def test_what_is_dragged_does_not_hide_the_drop_place(
    arranged: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    drags: list[tuple[QDrag, Qt.DropAction]] = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, actions: drags.append((drag, actions)))
    arranged.outline.select_parts([item(0, 0), item(0, 2)])
    arranged.outline.startDrag(Qt.DropAction.MoveAction)
    ((drag, actions),) = drags
    assert actions == Qt.DropAction.MoveAction
    assert arranged.outline.rows.dragged(drag.mimeData()) == [item(0, 0), item(0, 2)]
    assert not drag.pixmap().isNull()
    assert drag.hotSpot().x() < 0
    assert drag.hotSpot().y() < 0


def test_the_mark_of_a_drop_stands_where_the_rows_will(arranged: MainWindow) -> None:
    rows, outline = arranged.outline.rows, arranged.outline
    arranged.actions_by_name["add_note"].trigger()
    foot = outline.visualRect(rows.index_of(item(1, 0))).bottom() + 1
    top = outline.visualRect(rows.index_of(("sections", 0))).top()
    _, _, _, below = rect_of(arranged, IMPRINT)
    _, above, _, _ = rect_of(arranged, MASTHEAD)
    for data, at, y in (
        (dragged(arranged, item(0, 0)), below, foot),
        (dragged(arranged, ("sections", 0)), below, foot),
        (dragged(arranged, ("sections", 1)), above, top),
    ):
        place = outline._drop_place(at, data)
        assert place is not None
        assert place[2][0].top() == y


def test_the_mark_of_a_drop_goes_along_with_the_rows(real: MainWindow) -> None:
    """The rows scroll under a pointer that stands at the edge: the mark stays between the same two."""
    outline = real.outline
    outline.setMaximumHeight(140)
    QApplication.processEvents()
    bar = outline.verticalScrollBar()
    bar.setValue(0)
    assert bar.maximum() > 0
    _, _, _, at = rect_of(real, item(0, 0))
    data = dragged(real, item(0, 1))
    outline.dragMoveEvent(QDragMoveEvent(at, Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, NONE))
    foot = outline.visualRect(outline.rows.index_of(item(0, 0))).bottom() + 1
    colour = outline.palette().color(QPalette.ColorRole.Highlight)
    for value in (0, 1):
        bar.setValue(value)
        moved = outline.visualRect(outline.rows.index_of(item(0, 0))).bottom() + 1
        assert (moved == foot) == (value == 0)
        image = outline.viewport().grab().toImage()
        assert image.pixelColor(image.width() - 20, moved) == colour
