"""Headings, tables and pictures in the outline: led to, followed, folded, and neither dragged nor renamed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QDrag, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.grammar import (
    attachment_of,
    block_of,
    caption_of,
    cell_of,
    item_path,
    node_at,
    title_of,
)
from bulletin_desk.bulletin.model import Attachment, Block, Body, Heading, Item, Path, Section
from bulletin_desk.desk.panels.outline_rows import OutlineModel
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.layouts.read import load_layout
from tests.bulletin.issues import SMALL, blocks, rows
from tests.bulletin.rich import PLAIN_ITEM, RICH_ITEM
from tests.desk.conftest import type_keys
from tests.desk.panels.test_outline import dragged, drop, rect_of, tree

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
PLAIN, RICH = item_path(0, 0), item_path(0, 1)
MANY = Item("长篇", (*(Heading(f"第{at}点", 1) for at in range(9)), Body("正文。")))
CONTENTS = ["一、总体情况", "（一）编纂", "表：各市州编纂进度", "图：会场、展板", "3.存在问题"]


def opened(window: MainWindow, *items: Item) -> MainWindow:
    window.document.apply("准备", replace(window.document.issue, sections=(Section("栏", items),)))
    window.document.go_to(title_of(PLAIN))
    window.resize(1200, 900)
    window.canvas.setFocus()
    QApplication.processEvents()
    return window


@pytest.fixture
def rich(window: MainWindow) -> MainWindow:
    """A plain item, and one with headings, a table, pictures and two attachments."""
    return opened(window, PLAIN_ITEM, RICH_ITEM)


def click(window: MainWindow, path: Path) -> None:
    _, _, middle, _ = rect_of(window, path)
    QTest.mouseClick(window.outline.viewport(), LEFT, NONE, middle)


def marked(window: MainWindow) -> Path:
    """The current row, which is the only one selected."""
    outline = window.outline
    assert outline.selectionModel().selectedIndexes() == [outline.currentIndex()]
    return outline.current_part()


def is_open(window: MainWindow, path: Path) -> bool:
    return window.outline.isExpanded(window.outline.rows.index_of(path))


def test_they_stand_in_the_order_of_the_paper_before_the_attachments(rich: MainWindow) -> None:
    assert tree(rich)[1:3] == [
        "栏",
        [
            "简讯",
            "全省工作推进会召开",
            [
                *CONTENTS,
                "附件1　进度一览表",
                ["表：各市州编纂进度"],
                "附件2　会议照片",
                ["图片", "一、说明"],
            ],
        ],
    ]
    index = rich.outline.rows.index_of(block_of(RICH, 3))
    colour = index.data(Qt.ItemDataRole.ForegroundRole)
    assert 0.5 < colour.alphaF() < 0.8
    assert rich.outline.rows.index_of(RICH).data(Qt.ItemDataRole.ForegroundRole) is None


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (block_of(RICH, 1), block_of(RICH, 1)),
        (block_of(RICH, 3), cell_of(block_of(RICH, 3), 0, 0)),
        (block_of(RICH, 6), caption_of(block_of(RICH, 6), 0)),
        (block_of(attachment_of(RICH, 0), 1), cell_of(block_of(attachment_of(RICH, 0), 1), 0, 0)),
        (block_of(attachment_of(RICH, 1), 0), caption_of(block_of(attachment_of(RICH, 1), 0), 0)),
        (block_of(attachment_of(RICH, 1), 1), block_of(attachment_of(RICH, 1), 1)),
    ],
)
def test_a_click_leads_there_and_enter_goes_on_typing(rich: MainWindow, row: Path, place: Path) -> None:
    click(rich, row)
    assert rich.document.selection.head.place.path == place
    assert rich.document.caret_box().page in rich.canvas.visible_pages()
    assert marked(rich) == row
    rich.outline.setFocus()
    QTest.keyClick(rich.outline, Key.Key_Return)
    assert rich.canvas.hasFocus()
    type_keys(rich, "新")
    node = node_at(rich.document.issue, place)
    assert node is not None
    assert node.text.startswith("新")
    assert marked(rich) == row


def test_the_row_of_the_caret_is_marked(rich: MainWindow) -> None:
    for path, row in (
        (block_of(RICH, 0), block_of(RICH, 0)),
        (cell_of(block_of(RICH, 3), 3, 1), block_of(RICH, 3)),
        (caption_of(block_of(RICH, 6), 1), block_of(RICH, 6)),
        (block_of(RICH, 2), RICH),
        (block_of(attachment_of(RICH, 0), 0), attachment_of(RICH, 0)),
        (title_of(PLAIN), PLAIN),
    ):
        rich.document.go_to(path)
        assert marked(rich) == row


def test_a_key_touches_only_the_row_that_changes(rich: MainWindow) -> None:
    rows = rich.outline.rows
    touched: list[str] = []
    rows.dataChanged.connect(lambda first, _last: touched.append(str(first.data())))
    for signal in (rows.modelReset, rows.rowsInserted, rows.rowsRemoved):
        signal.connect(lambda *_: touched.append("rows"))
    rich.document.go_to(block_of(RICH, 2))
    type_keys(rich, "新")
    assert touched == ["全省工作推进会召开"]  # its count
    touched.clear()
    rich.document.go_to(block_of(RICH, 1))
    type_keys(rich, "新")
    assert touched == ["全省工作推进会召开", "（一）新编纂"]
    touched.clear()
    rich.document.go_to(block_of(RICH, 2))
    type_keys(rich, "\n")  # all below it are further down, and say the same
    assert touched == []
    click(rich, block_of(RICH, 4))
    assert rich.document.selection.head.place.path == cell_of(block_of(RICH, 4), 0, 0)


def test_rows_come_and_go_with_the_commands(rich: MainWindow) -> None:
    rich.document.go_to(block_of(PLAIN, 0))
    QTest.keySequence(rich.canvas, QKeySequence("Ctrl+Shift+1"))
    assert tree(rich)[2][:2] == ["简讯", ["正文。"]]  # type: ignore[index]
    assert is_open(rich, PLAIN)
    assert marked(rich) == block_of(PLAIN, 0)
    rich.actions_by_name["undo"].trigger()
    assert tree(rich)[2][:2] == ["简讯", "全省工作推进会召开"]  # type: ignore[index]
    assert marked(rich) == PLAIN
    rich.document.go_to(block_of(RICH, 1))
    QTest.keySequence(rich.canvas, QKeySequence("Ctrl+3"))
    assert "（一）编纂" not in str(tree(rich))
    assert "3.存在问题" in str(tree(rich))
    assert marked(rich) == RICH
    rich.actions_by_name["undo"].trigger()
    assert tree(rich)[2][2][:5] == CONTENTS  # type: ignore[index]
    assert marked(rich) == block_of(RICH, 1)


def test_many_are_folded_until_the_clerk_unfolds_them(window: MainWindow) -> None:
    opened(window, MANY, RICH_ITEM)
    assert not is_open(window, PLAIN)
    assert is_open(window, RICH)
    window.document.go_to(block_of(PLAIN, 4))
    type_keys(window, "新")
    assert not is_open(window, PLAIN)
    assert marked(window) == PLAIN
    window.outline.setFocus()
    QTest.keyClick(window.outline, Key.Key_Right)
    assert is_open(window, PLAIN)
    window.canvas.setFocus()
    window.actions_by_name["add_item"].trigger()  # all rows are new
    assert is_open(window, PLAIN)
    window.document.go_to(block_of(PLAIN, 4))
    assert marked(window) == block_of(PLAIN, 4)
    window.outline.setExpanded(window.outline.rows.index_of(PLAIN), False)
    assert marked(window) == PLAIN
    window.actions_by_name["add_item"].trigger()
    assert not is_open(window, PLAIN)


def test_they_are_neither_renamed_nor_dragged(
    rich: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    drags: list[QDrag] = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, _: drags.append(drag))
    click(rich, block_of(RICH, 0))
    _, _, middle, _ = rect_of(rich, block_of(RICH, 0))
    QTest.mouseDClick(rich.outline.viewport(), LEFT, NONE, middle)
    assert rich.outline.findChild(QLineEdit) is None
    rich.outline.startDrag(Qt.DropAction.MoveAction)
    assert drags == []
    rich.document.go_to(block_of(RICH, 0))
    QTest.keyClick(rich.canvas, Key.Key_F2)  # as before: the title of the caret's item
    editor = rich.outline.findChild(QLineEdit)
    assert editor is not None
    assert editor.text() == RICH_ITEM.title


def test_commands_act_on_their_item_but_deleting_asks_for_its_row(rich: MainWindow) -> None:
    rich.outline.setFocus()
    click(rich, block_of(RICH, 3))
    before = rich.document.issue
    QTest.keyClick(rich.outline, Key.Key_Delete)
    assert rich.document.issue is before
    assert "请选稿件" in rich.status.currentMessage()
    QTest.keyClick(rich.outline, Key.Key_Up, ALT)
    assert [item.title for item in rich.document.issue.sections[0].items] == [RICH_ITEM.title, "简讯"]
    assert marked(rich) == PLAIN
    click(rich, block_of(PLAIN, 3))
    rich.actions_by_name["duplicate"].trigger()
    assert len(rich.document.issue.sections[0].items) == 3
    rich.outline.selectAll()
    QTest.keyClick(rich.outline, Key.Key_Delete)
    assert all(not section.items for section in rich.document.issue.sections)


def test_items_and_attachments_are_dropped_past_them(rich: MainWindow) -> None:
    _, _, on_table, _ = rect_of(rich, block_of(RICH, 3))
    assert drop(rich, dragged(rich, PLAIN), on_table)  # behind the item that it is in
    assert [item.title for item in rich.document.issue.sections[0].items] == [RICH_ITEM.title, "简讯"]
    _, upper, _, _ = rect_of(rich, attachment_of(PLAIN, 0))
    assert drop(rich, dragged(rich, attachment_of(PLAIN, 1)), upper)
    _, _, on_heading, _ = rect_of(rich, block_of(PLAIN, 0))
    titles = [each.title for each in rich.document.issue.sections[0].items[0].attachments]
    assert titles == ["会议照片", "进度一览表"]
    assert drop(rich, dragged(rich, attachment_of(PLAIN, 0)), on_heading)  # onto its item: to the end
    titles = [each.title for each in rich.document.issue.sections[0].items[0].attachments]
    assert titles == ["进度一览表", "会议照片"]
    assert tree(rich)[2][1][:5] == CONTENTS  # type: ignore[index]


def rows_of(model: OutlineModel) -> list[tuple[Path, str]]:
    """Every row's path and words, from top to bottom; each is found again by its path."""

    def below(above: QModelIndex) -> Iterator[tuple[Path, str]]:
        for row in range(model.rowCount(above)):
            index = model.index(row, 0, above)
            assert model.index_of(model.node(index).path) == index
            assert model.parent(index) == above
            yield model.node(index).path, str(index.data())
            yield from below(index)

    return list(below(QModelIndex()))


@given(st.lists(st.tuples(rows(blocks), rows(blocks)), min_size=2, max_size=4))
def test_rows_that_are_kept_say_what_new_ones_would(texts: list[tuple[tuple[Block, ...], ...]]) -> None:
    layout, kept = load_layout(), OutlineModel()
    for inside, attached in texts:
        item = Item("题", inside, attachments=(Attachment("附", attached),))
        issue = replace(SMALL, sections=(Section("栏", (item, PLAIN_ITEM)),))
        kept.show_issue(issue, layout)
        new = OutlineModel()
        new.show_issue(issue, layout)
        assert rows_of(kept) == rows_of(new)
