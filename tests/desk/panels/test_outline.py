"""Arranging in the outline, and outline and pages following each other."""

from __future__ import annotations

from dataclasses import replace
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
from tests.bulletin.further import FURTHER
from tests.desk.conftest import WITHOUT_SECTIONS, type_keys

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


# ---- in a layout that offers more


@pytest.fixture
def levels(offering: MainWindow) -> MainWindow:
    """Sections A with a, b under it and B with c under it, an item in each."""
    sections = tuple(Section(name, (Item(f"{name}的"),), 1 + name.islower()) for name in "AabBc")
    offering.document.apply("准备", replace(offering.document.issue, sections=sections))
    offering.document.go_to((*item(0, 0), "title"))
    offering.outline.setFocus()
    QApplication.processEvents()
    return offering


def tree(window: MainWindow, parent: QModelIndex | None = None) -> list[object]:
    """The words of the rows, those under a row in a list behind it."""
    rows, above = window.outline.rows, parent or QModelIndex()
    found: list[object] = []
    for row in range(rows.rowCount(above)):
        index = rows.index(row, 0, above)
        found.append(index.data())
        if rows.rowCount(index):
            found.append(tree(window, index))
    return found


def test_numbers_and_marks_stand_before_the_names(offering: MainWindow) -> None:
    assert tree(offering) == [
        "报头",
        "编者按",
        "（没有名称的栏目）",
        ["1.无栏目的一篇"],
        "一、先锋",
        [
            "（一）总体",
            ["★1.防汛会商例会召开", "■2.（无题）全市排查隐患128处。"],
            "（二）指标",
            ["1.（无题）全市排查隐患128处。"],
        ],
        "二、案例",
        ["■1.（无题）全市排查隐患128处。"],
        "版记",
    ]
    offering.document.go_to(("sections", 0, "name"))
    type_keys(offering, "有名")
    assert tree(offering)[2:5] == ["一、有名", ["1.无栏目的一篇"], "二、先锋"]
    index = offering.outline.rows.index_of(item(2, 1))
    assert index.data(Qt.ItemDataRole.EditRole) == ""
    offering.document.go_to((*item(2, 1), "blocks", 0))
    type_keys(offering, "先")
    assert index.data() == "■2.（无题）先全市排查隐患128处。"


def test_every_row_is_found_again_by_its_parent(levels: MainWindow) -> None:
    rows = levels.outline.rows
    for path in [("sections", at) for at in range(5)] + [item(at, 0) for at in range(5)]:
        index = rows.index_of(path)
        assert rows.node(index).path == path
        assert rows.index(index.row(), 0, rows.parent(index)) == index
        assert levels.outline.visualRect(index).height() > 0


def names(window: MainWindow) -> str:
    return "".join(section.name for section in window.document.issue.sections)


@pytest.mark.parametrize(
    ("moved", "onto", "lower", "told"),
    [
        (0, ("sections", 3), True, "BcAab"),
        (0, item(4, 0), True, "BcAab"),
        (3, ("sections", 0), False, "BcAab"),
        (3, ("sections", 1), False, "BcAab"),  # before all that is under A
        (4, ("sections", 1), False, "AcabB"),
        (4, ("sections", 1), True, "AacbB"),
        (4, item(2, 0), True, "AabcB"),
        (1, ("sections", 3), True, "AbBca"),
        (1, ("sections", 3), False, "AbaBc"),
    ],
)
def test_sections_are_dragged_with_what_is_under_them(
    levels: MainWindow, moved: int, onto: Path, lower: bool, told: str
) -> None:
    _, upper, _, low = rect_of(levels, onto)
    assert drop(levels, dragged(levels, ("sections", moved)), low if lower else upper)
    assert names(levels) == told
    assert levels.document.undo_name == "移动栏目"


def test_a_section_of_level_2_is_not_dropped_before_all(levels: MainWindow) -> None:
    _, upper, _, _ = rect_of(levels, ("sections", 0))
    assert not drop(levels, dragged(levels, ("sections", 4)), upper)
    assert names(levels) == "AabBc"


@pytest.mark.parametrize(
    ("onto", "lower", "to"),
    [
        (("sections", 2), False, item(2, 0)),
        (item(2, 0), True, item(2, 1)),
        (item(0, 0), True, item(0, 1)),
        (IMPRINT, False, item(4, 1)),
    ],
)
def test_items_are_dragged_into_sections_of_both_levels(
    levels: MainWindow, onto: Path, lower: bool, to: Path
) -> None:
    _, upper, _, low = rect_of(levels, onto)
    assert drop(levels, dragged(levels, item(3, 0)), low if lower else upper)
    moved = levels.document.issue.sections[int(to[1])].items[int(to[3])]
    assert moved.title == "B的"


def test_moving_and_removing_by_keys_takes_what_is_under_a_section(levels: MainWindow) -> None:
    levels.outline.select_parts([("sections", 0)])
    QTest.keyClick(levels.outline, Key.Key_Down, ALT)
    assert names(levels) == "BcAab"
    levels.outline.select_parts([("sections", 3)])
    QTest.keyClick(levels.outline, Key.Key_Up, ALT)
    assert names(levels) == "BcaAb"
    levels.outline.select_parts([("sections", 0)])
    QTest.keyClick(levels.outline, Key.Key_Delete)
    assert names(levels) == "Ab"
    assert "已删除 3 个栏目" in levels.notice.text


def test_folded_sections_of_both_levels_stay_folded(levels: MainWindow) -> None:
    rows = levels.outline.rows
    levels.outline.setExpanded(rows.index_of(("sections", 1)), False)
    levels.canvas.setFocus()
    levels.actions_by_name["add_item"].trigger()
    assert [levels.outline.isExpanded(rows.index_of(("sections", at))) for at in range(3)] == [
        True,
        False,
        True,
    ]


def test_items_without_sections_are_moved_among_each_other(window: MainWindow) -> None:
    sections = (Section("", (Item("甲"), Item("乙"), Item("丙"))),)
    window.session.replace(replace(FURTHER, layout=WITHOUT_SECTIONS, sections=sections))
    assert tree(window) == ["报头", "编者按", "1.甲", "2.乙", "3.丙", "版记"]
    for moved, onto, lower, told in (
        (0, item(0, 2), True, "乙丙甲"),
        (2, MASTHEAD, True, "甲乙丙"),
        (0, IMPRINT, False, "乙丙甲"),
        (0, item(0, 1), True, "丙乙甲"),
    ):
        _, upper, _, low = rect_of(window, onto)
        assert drop(window, dragged(window, item(0, moved)), low if lower else upper)
        assert "".join(each.title for each in window.document.issue.sections[0].items) == told
    named = replace(sections[0], name="别的版式的")
    window.session.replace(replace(FURTHER, layout=WITHOUT_SECTIONS, sections=(*sections, named)))
    assert tree(window)[2:] == ["1.甲", "2.乙", "3.丙", "一、别的版式的", ["1.甲", "2.乙", "3.丙"], "版记"]
