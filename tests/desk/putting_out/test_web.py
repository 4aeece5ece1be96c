"""复制到网页: the issue and its items on the clipboard, and what the export dialog asks of web copies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QMenu
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.grammar import item_path, note_path, section_path, title_of
from bulletin_desk.bulletin.model import Block, Pictures
from bulletin_desk.desk.commands.actions import OUTLINE_MENU, PAGE_MENU
from bulletin_desk.desk.page.clipboard import OWN
from bulletin_desk.desk.parts.mime import mime_data
from bulletin_desk.desk.putting_out.chosen import chosen_options
from bulletin_desk.desk.putting_out.export_dialog import Choice, ExportDialog
from bulletin_desk.desk.settings import EXPORT_OPTIONS, Settings
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.forms import HTML
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.storage.bulletin_file import write_bulletin
from tests.bulletin.further import FURTHER
from tests.bulletin.rich import RICH
from tests.desk.conftest import type_keys

Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def rich(window: MainWindow, tmp_path: Path) -> MainWindow:
    file = tmp_path / "一期.bulletin"
    write_bulletin(file, RICH)
    assert window.filing.open_file(file)
    window.canvas.setFocus()
    return window


def clipboard() -> QClipboard:
    return QGuiApplication.clipboard()


def test_the_issue_is_copied_as_a_page_and_as_text(rich: MainWindow) -> None:
    QTest.keyClick(rich.canvas, Key.Key_C, Ctrl | Shift)
    data = clipboard().mimeData()
    assert {"text/html", "text/plain"} <= set(data.formats())
    html, text = data.html(), data.text()
    assert html.count("<h1 ") == 1
    assert "data:image/png;base64," in html
    assert "共印" not in html
    assert text.splitlines()[0] == RICH.masthead.one_line
    assert "市州\t编纂进度\t" in text
    assert "\u3000" not in text
    assert rich.notice.text == "已复制这一期，到网站、公众号的编辑器里粘贴就行。"


def test_the_carets_item_is_copied(rich: MainWindow) -> None:
    rich.document.go_to(title_of(item_path(1, 1)), 2)
    rich.actions_by_name["copy_item_web"].trigger()
    assert clipboard().text().splitlines()[0] == "全省工作推进会召开"
    assert "简讯" not in clipboard().text()
    assert "附件2" in clipboard().text()
    assert rich.notice.text == "已复制“全省工作推进会召开”，到网站、公众号的编辑器里粘贴就行。"


def test_items_selected_in_the_outline_are_copied(rich: MainWindow) -> None:
    rich.outline.setFocus()
    rich.outline.select_parts([item_path(1, 0), item_path(0, 0)])
    rich.actions_by_name["copy_item_web"].trigger()
    (first,) = RICH.sections[0].items
    assert clipboard().text().splitlines()[0] == first.title
    assert clipboard().mimeData().html().count("<h1 ") == 2
    assert rich.notice.text.startswith("已复制2篇稿件，")
    rich.outline.select_parts([section_path(1)])
    rich.actions_by_name["copy_item_web"].trigger()
    assert [line for line in clipboard().text().splitlines() if line in ("简讯", "全省工作推进会召开")] == [
        "简讯",
        "全省工作推进会召开",
    ]


def test_a_section_is_copied_with_its_name_and_those_under_it(window: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "一期.bulletin"
    write_bulletin(file, replace(RICH, sections=(*RICH.sections, *FURTHER.sections[1:])))
    assert window.filing.open_file(file)
    window.outline.setFocus()
    window.outline.select_parts([section_path(2), section_path(3), item_path(3, 0), item_path(1, 0)])
    window.actions_by_name["copy_item_web"].trigger()
    lines = [line.strip("【】★") for line in clipboard().text().splitlines()]
    assert lines[:2] == ["简讯", "正文。"]
    told = ("先锋", "总体", "防汛会商例会召开", "指标", "案例")
    assert [line for line in lines if line in told] == ["先锋", "总体", "防汛会商例会召开", "指标"]
    assert window.notice.text.startswith("已复制4篇稿件，")


def test_where_no_item_is_the_clipboard_is_left_alone(window: MainWindow) -> None:
    window.actions_by_name["add_note"].trigger()
    window.document.go_to(note_path(0))
    clipboard().setText("别的")
    window.outline.clearSelection()
    window.actions_by_name["copy_item_web"].trigger()
    assert clipboard().text() == "别的"
    assert "请先把光标放到一篇稿件里" in window.notice.text


def test_it_stands_in_the_menus(rich: MainWindow) -> None:
    assert "copy_item_web" in OUTLINE_MENU.split()
    assert "copy_item_web" in PAGE_MENU.split()
    edit = next(menu for menu in rich.menuBar().findChildren(QMenu) if menu.title() == "编辑(&E)")
    texts = [action.text() for action in edit.actions()]
    assert {"整期复制到网页(&W)", "这一篇复制到网页(&Y)"} <= set(texts)


def test_it_is_chosen_in_the_outlines_menu(rich: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    offered: list[str] = []

    def pick(menu: QMenu, _at: QPoint) -> None:
        action = next(one for one in menu.actions() if one.objectName() == "copy_item_web")
        offered.append(action.text())
        action.trigger()

    monkeypatch.setattr(QMenu, "exec", pick)
    monkeypatch.setattr(QMenu, "popup", pick)
    rich.outline.setFocus()
    rich.outline.select_parts([item_path(1, 0)])
    rich.outline.menu_wanted.emit(QPoint(0, 0))
    assert offered == ["这一篇复制到网页(&Y)"]
    assert clipboard().text() == "简讯\n正文。\n"


def shown(blocks: tuple[Block, ...]) -> list[object]:
    """Blocks without the files of pictures, which are read anew like any others."""
    return [
        (block.credit, [(each.width, each.caption) for each in block.pictures])
        if isinstance(block, Pictures)
        else block
        for block in blocks
    ]


def test_our_own_window_takes_it_back_as_it_was(
    rich: MainWindow, open_window: Callable[[], MainWindow]
) -> None:
    """Kinds, numbers, tables, pictures and attachments: what a reader of HTML could only guess."""
    rich.document.go_to(title_of(item_path(1, 1)))
    rich.actions_by_name["copy_item_web"].trigger()
    other = open_window()
    other.filing.start_empty()
    other.document.go_to(title_of(item_path(0, 0)))
    other.actions_by_name["paste"].trigger()
    (item, *rest) = other.document.issue.sections[0].items
    assert rest == []
    wanted = RICH.sections[1].items[1]
    assert item.title == wanted.title
    assert item.source == wanted.source
    assert shown(item.blocks) == shown(wanted.blocks)
    assert [(each.title, shown(each.blocks)) for each in item.attachments] == [
        (each.title, shown(each.blocks)) for each in wanted.attachments
    ]


def test_what_is_said_is_over_when_something_else_is_copied(rich: MainWindow) -> None:
    rich.actions_by_name["copy_web"].trigger()
    clipboard().dataChanged.emit()  # Windows tells of our own copy, and later
    assert "已复制" in rich.notice.text
    clipboard().setMimeData(mime_data("别的"))
    assert rich.notice.isHidden()


def test_an_edit_ends_it_too(rich: MainWindow) -> None:
    rich.actions_by_name["copy_web"].trigger()
    type_keys(rich, "改")
    assert rich.notice.isHidden()


def test_an_issue_without_items_is_copied(window: MainWindow) -> None:
    for _ in window.document.issue.sections:
        window.outline.setFocus()
        window.outline.select_parts([section_path(0)])
        window.actions_by_name["remove"].trigger()
    window.actions_by_name["copy_web"].trigger()
    assert clipboard().mimeData().hasFormat(OWN)
    assert "<header>" in clipboard().mimeData().html()


# ---- the dialog


def test_the_dialog_asks_what_a_web_copy_has(
    rich: MainWindow, tmp_path: Path, qtbot: QtBot, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rich.proofing, "may_put_out", lambda _typeset, _how: True)

    def answer(dialog: ExportDialog) -> int:
        dialog.show()
        boxes = dialog.options[HTML]
        asked = [box for box in boxes.values() if box.isVisible()]
        assert [(box.text(), box.isChecked(), box.isEnabled()) for box in asked] == [
            ("带报头", True, False),
            ("带版记", False, False),
            ("图片另放一个文件夹", False, False),
        ]
        for form, box in dialog.boxes.items():
            if box.isChecked() != (form is HTML):
                QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
        for name in ("head", "closing", "pictures"):
            assert boxes[name].isEnabled()
            QTest.mouseClick(boxes[name], Qt.MouseButton.LeftButton, pos=QPoint(8, boxes[name].height() // 2))
        dialog.pattern.setText("甲")
        dialog.hide()
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QDialog, "exec", answer)
    rich.actions_by_name["export"].trigger()
    qtbot.waitUntil(lambda: not rich.output.running, timeout=60_000)
    page = (tmp_path / "甲.html").read_text(encoding="utf-8")
    assert "<header>" not in page
    assert "<footer" in page
    assert sorted(path.name for path in (tmp_path / "甲.files").iterdir()) == ["1.png", "2.jpg"]
    assert settings[EXPORT_OPTIONS] == ("html.head=out", "html.closing=in", "html.pictures=beside")
    rich.actions_by_name["copy_web"].trigger()
    assert "<header>" not in clipboard().mimeData().html()
    assert "data:image/png" in clipboard().mimeData().html()

    def look(dialog: ExportDialog) -> int:
        ticked = [name for name, box in dialog.options[HTML].items() if box.isChecked()]
        assert ticked == ["contents", "closing", "pictures"]
        return QDialog.DialogCode.Rejected

    monkeypatch.setattr(QDialog, "exec", look)
    rich.actions_by_name["export"].trigger()


def test_a_layout_without_a_list_of_contents_is_not_asked_about_it(rich: MainWindow, tmp_path: Path) -> None:
    start = Choice(tmp_path, "甲", (HTML,))
    for layout, words in ((rich.session.layout, 3), (load_layout("monthly"), 4)):
        dialog = ExportDialog(RICH, start, rich, layout)
        dialog.show()
        assert sum(box.isVisible() for box in dialog.options[HTML].values()) == words
        assert dialog.choice().options["html"]["contents"] == "in"
        dialog.reject()


def test_what_is_no_choice_is_passed_over(settings: Settings) -> None:
    settings[EXPORT_OPTIONS] = ("html.head=sideways", "html.none=in", "nonsense", "html.closing=in")
    assert chosen_options(settings, HTML) == {
        "head": "in",
        "contents": "in",
        "closing": "in",
        "pictures": "embedded",
    }
