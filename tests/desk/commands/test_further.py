"""What only some layouts offer, as a hand does it: by key, menu and context menu; and nothing of it where a
layout doesn't offer it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QMenu

from bulletin_desk.bulletin.grammar import ITEM_TEXTS, SPEC, block_of, item_path, item_text
from bulletin_desk.bulletin.model import Body, Item, Kind, LayoutText, Path, Place, Section
from bulletin_desk.desk.commands.actions import COMMANDS
from bulletin_desk.desk.commands.help import help_html
from bulletin_desk.desk.parts.mime import mime_data
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.editing.kinds import HEADINGS_AND_LISTS
from bulletin_desk.editing.selection import between
from bulletin_desk.layouts.read import layout_text
from tests.bulletin.further import FURTHER
from tests.bulletin.issues import SMALL
from tests.desk.conftest import OFFERING, WITHOUT_SECTIONS, type_keys

pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)  # offscreen, of what is opened
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
FULL = item_path(2, 0)
UNTITLED = item_path(2, 1)
PLAIN = item_path(0, 0)


def menu_of(window: MainWindow, action: QAction) -> QMenu | None:
    """The menu that an action opens. PySide6 6.9's `QAction.menu()` binds the menu to the action's wrapper
    and loses it with that."""
    menus = window.findChildren(QMenu)
    return next((menu for menu in menus if menu.menuAction() is action), None)


def entries(window: MainWindow, menu: QMenu) -> Iterator[str]:
    """All that can be chosen in a menu and the menus in it."""
    for action in menu.actions():
        if not action.isVisible() or action.isSeparator():
            continue
        yield action.text()
        below = menu_of(window, action)
        if below is not None:
            yield from entries(window, below)


def bar_menus(window: MainWindow) -> list[QMenu]:
    return [menu for action in window.menuBar().actions() if (menu := menu_of(window, action))]


def menu_bar(window: MainWindow) -> list[str]:
    return [text for menu in bar_menus(window) for text in entries(window, menu)]


def choose(window: MainWindow, *words: str) -> None:
    """Opens a menu and those in it, and presses Enter on an entry: the first that has the word."""
    actions = window.menuBar().actions()
    menus: list[QMenu] = []
    for word in words:
        action = next(action for action in actions if action.isVisible() and word in action.text())
        assert action.isEnabled(), word
        below = menu_of(window, action)
        if below is not None:
            menus.append(below)
            below.popup(window.mapToGlobal(window.rect().center()))
            actions = below.actions()
        else:
            menus[-1].setActiveAction(action)
            QTest.keyClick(menus[-1], Key.Key_Return)
    for menu in menus:
        menu.close()


def item_of(window: MainWindow, path: Path) -> Item:
    return window.document.issue.sections[int(path[1])].items[int(path[3])]


# ---- what is there

LIST = [
    "bold",
    "kind_section_head_2",
    "kind_kicker",
    "kind_subtitle",
    "kind_byline",
    "kind_salutation",
    "kind_signature",
    "add_title",
    "add_kicker",
    "add_subtitle",
    "add_byline",
    "add_salutation",
    "add_signature",
    "remove_text",
    "promote",
    "demote",
]


@pytest.mark.parametrize("name", ["gb9704", "sichuan-gazetteer"])
def test_the_first_office_sees_no_more_than_it_did(window: MainWindow, name: str) -> None:
    """Menus, toolbar, keys, help, outline of the layouts that are shipped first."""
    layout = LayoutText(*layout_text(name))
    window.session.replace(replace(SMALL, layout=layout))
    assert window.session.layout_trouble == ""
    actions = window.actions_by_name
    assert sorted(each for each, action in actions.items() if not action.isVisible()) == sorted(LIST)
    assert not any(actions[each].shortcuts() or actions[each].isEnabled() for each in LIST)
    assert [key.toString() for key in actions["run_in"].shortcuts()] == ["Ctrl+B", "Ctrl+6"]
    words = menu_bar(window)
    assert not any(
        word in text for word in ("标记", "二级栏目", "标题上下", "加粗", "引题") for text in words
    )
    assert [text for text in words if "栏目" in text or "稿件" in text] == [
        "导入稿件(&M)…",
        "把剪贴板里的文字当稿件导入(&V)…",
        "稿件(&I)",
        "栏目(&S)",
        "复制一份稿件或栏目(&D)",
        "删除稿件或栏目(&R)",
        "栏目(&K)",
    ]
    kinds = window.bars.kinds
    every = ["栏目", "标题", "小标题", "正文", "来源", *(SPEC[kind].name for kind in HEADINGS_AND_LISTS)]
    assert [kinds.itemText(row) for row in range(kinds.count())] == every
    rows = window.outline.rows
    assert [rows.index(row, 0).data() for row in range(rows.rowCount())] == [
        "报头",
        "编者按",
        "特别关注",
        "市州动态",
        "版记",
    ]
    page = help_html(window.document.offers)
    assert "加粗" not in page
    assert "Alt+Left" not in page
    window.document.go_to(block_of(item_path(0, 0), 0), 2)
    window.canvas.setFocus()
    for key in ("Alt+Left", "Alt+Right"):
        QTest.keySequence(window.canvas, QKeySequence(key))
    assert window.document.issue.sections == SMALL.sections
    QTest.keyClick(window.canvas, Key.Key_B, CTRL)
    assert window.document.undo_name == "段首标题"


def test_menus_change_with_the_layout(window: MainWindow) -> None:
    before = menu_bar(window)
    window.document.apply("换版式", replace(window.document.issue, layout=OFFERING))
    offered = menu_bar(window)
    assert {"加粗(&D)", "稿件标记(&M)", "&1 ★", "降为二级栏目(&E)"} <= set(offered)
    assert "引题(&K)" in offered
    assert "加粗" in help_html(window.document.offers)
    keys = [key.toString() for action in window.actions_by_name.values() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
    assert [key.toString() for key in window.actions_by_name["run_in"].shortcuts()] == ["Ctrl+6"]
    assert "Ctrl+6" in window.actions_by_name["run_in"].toolTip()
    QTest.keyClick(window.canvas, Key.Key_Z, CTRL)
    assert [text for text in menu_bar(window) if "重做" not in text] == [
        text for text in before if "重做" not in text
    ]
    window.document.redo()
    assert [text for text in menu_bar(window) if "撤销" not in text and "重做" not in text] == [
        text for text in offered if "撤销" not in text and "重做" not in text
    ]


def test_no_letter_means_two_things_in_a_menu(offering: MainWindow) -> None:
    assert len(bar_menus(offering)) > 4
    for menu in offering.findChildren(QMenu):
        texts = [action.text() for action in menu.actions() if action.isVisible() and action.text()]
        letters = [text[text.index("&") + 1] for text in texts if "&" in text]
        assert len(letters) == len(set(letters)), texts


def test_a_layout_without_sections_has_no_command_of_them(window: MainWindow) -> None:
    window.session.replace(replace(window.document.issue, layout=WITHOUT_SECTIONS, sections=()))
    assert not [text for text in menu_bar(window) if "栏目" in text]
    for name in ("add_section", "kind_section_head", "promote"):
        assert not window.actions_by_name[name].isVisible()
    tips = [
        command.name
        for command in COMMANDS
        if "栏目" in window.actions_by_name[command.name].toolTip()
        and window.actions_by_name[command.name].isVisible()
    ]
    assert tips == []
    QTest.keyClick(window.canvas, Key.Key_Return, CTRL)
    assert window.document.undo_name == "新建稿件"
    type_keys(window, "正文")
    QTest.keyClick(window.canvas, Key.Key_Return, CTRL)
    type_keys(window, "第二篇")
    assert [item.blocks for section in window.document.issue.sections for item in section.items] == [
        (Body("正文"),),
        (Body("第二篇"),),
    ]
    rows = window.outline.rows
    assert [rows.index(row, 0).data() for row in range(rows.rowCount())] == [
        "报头",
        "1.（无题）正文",
        "2.（无题）第二篇",
        "版记",
    ]
    window.outline.setFocus()
    window.outline.select_parts([item_path(0, 1)])
    QTest.keyClick(window.outline, Key.Key_Up, ALT)
    assert rows.index(1, 0).data() == "1.（无题）第二篇"
    QTest.keyClick(window.outline, Key.Key_Delete)
    assert window.notice.text == "已删除 1 个稿件。"


# ---- bold


def test_bold_by_key_over_paragraphs_and_back(offering: MainWindow) -> None:
    document = offering.document
    bold = offering.actions_by_name["bold"]
    document.select(between(Place(block_of(FULL, 0), 9), Place(block_of(FULL, 1), 2)))
    assert not bold.isChecked()
    QTest.keyClick(offering.canvas, Key.Key_B, CTRL)
    assert bold.isChecked()
    assert [block.texts()[0].bold for block in item_of(offering, FULL).blocks] == [
        ((0, 2), (4, 7), (9, 12)),
        ((0, 2),),
    ]
    assert offering.actions_by_name["undo"].text() == "撤销 加粗(&U)"
    QTest.keyClick(offering.canvas, Key.Key_B, CTRL)
    assert not bold.isChecked()
    assert document.issue.sections == FURTHER.sections
    document.go_to(block_of(FULL, 0), 1)
    assert bold.isChecked()
    QTest.keyClick(offering.canvas, Key.Key_B, CTRL)
    assert "请先选中要加粗的字。" in offering.notice.text
    assert bold.isChecked()


def test_bold_is_kept_on_its_way(offering: MainWindow) -> None:
    document = offering.document
    document.select(between(Place(block_of(FULL, 0), 0), Place(block_of(FULL, 0), 9)))
    QTest.keyClick(offering.canvas, Key.Key_C, CTRL)
    data = QGuiApplication.clipboard().mimeData()
    assert "<b>市局</b>" in data.html()
    document.go_to(block_of(PLAIN, 0), 3)
    QTest.keyClick(offering.canvas, Key.Key_V, CTRL)
    assert item_of(offering, PLAIN).blocks == (Body("正文。市局坚持早研判、早", bold=((3, 5), (7, 10))),)


@pytest.mark.parametrize(
    ("html", "bold"),
    [
        ("<p>会议<b>要求</b>压实责任。</p>", ((2, 4),)),
        (
            "<p>会议<span style='font-weight:bold'>要求</span>压实责任。</p><p>随后<b>部署</b>工作。</p>",
            ((2, 4),),
        ),
    ],
)
def test_bold_comes_in_from_word(offering: MainWindow, html: str, bold: object) -> None:
    offering.document.add_item(0, 1)
    words = html.replace("</p><p>", "\n")
    QGuiApplication.clipboard().setMimeData(mime_data(re.sub("<.*?>", "", words), html))
    QTest.keyClick(offering.canvas, Key.Key_V, CTRL)
    block = item_of(offering, item_path(0, 1)).blocks[0]
    assert isinstance(block, Body)
    assert (block.text, block.bold) == ("会议要求压实责任。", bold)
    assert "加粗没有保留" not in offering.notice.text


# ---- lines around the title


@pytest.mark.parametrize("kind", ITEM_TEXTS)
def test_a_line_is_added_typed_and_taken_away(offering: MainWindow, kind: Kind) -> None:
    document, name = offering.document, SPEC[kind].name
    document.go_to(block_of(PLAIN, 0), 1)
    action = offering.actions_by_name[f"add_{kind.value}"]
    assert not action.isChecked()
    choose(offering, "插入", "标题上下", name)
    path = item_text(PLAIN, kind)
    assert document.selection.head.path == path
    assert document.issue.sections == FURTHER.sections
    type_keys(offering, "甲乙")
    assert getattr(item_of(offering, PLAIN), ITEM_TEXTS[kind]) == "甲乙"
    assert action.isChecked()
    assert document.kind is kind
    assert offering.bars.kinds.currentText() == name
    document.go_to(block_of(PLAIN, 0), 1)
    choose(offering, "插入", "标题上下", name)  # it is there: the caret goes to it
    assert document.selection.head.place == Place(path, 2)
    choose(offering, "插入", "标题上下", "删去这一行")
    assert getattr(item_of(offering, PLAIN), ITEM_TEXTS[kind]) == ""
    assert document.undo_name == f"删除{name}"
    QTest.keyClick(offering.canvas, Key.Key_Z, CTRL)
    assert getattr(item_of(offering, PLAIN), ITEM_TEXTS[kind]) == "甲乙"


def test_an_item_without_a_title_gets_one_and_loses_it(offering: MainWindow) -> None:
    offering.document.go_to(block_of(UNTITLED, 0), 1)
    choose(offering, "插入", "标题上下", "标题")
    type_keys(offering, "新题")
    assert item_of(offering, UNTITLED).title == "新题"
    rows = offering.outline.rows
    assert rows.index_of(UNTITLED).data() == "■2.新题"
    choose(offering, "插入", "标题上下", "删去这一行")
    assert item_of(offering, UNTITLED).title == ""
    assert rows.index_of(UNTITLED).data() == "■2.（无题）全市排查隐患128处。"


def test_the_row_chosen_in_the_outline_is_spoken_of(offering: MainWindow) -> None:
    offering.outline.setFocus()
    offering.outline.select_parts([item_path(4, 0)])
    offering.outline.went_to.emit(item_path(4, 0))
    assert offering.document.selection.head.path == block_of(item_path(4, 0), 0)  # not in a title unseen
    offering.outline.setFocus()
    offering.actions_by_name["add_signature"].trigger()
    assert offering.canvas.hasFocus()
    type_keys(offering, "某某局\n一月")
    assert item_of(offering, item_path(4, 0)).signature == "某某局\n一月"


@pytest.mark.parametrize("kind", [Kind.KICKER, Kind.SALUTATION])
def test_a_paragraph_becomes_such_a_line(offering: MainWindow, kind: Kind) -> None:
    issue = replace(
        FURTHER, layout=OFFERING, sections=(Section("", (Item("题", (Body("一"), Body("二"))),)),)
    )
    offering.session.replace(issue)
    offering.document.go_to(block_of(PLAIN, 0), 1)
    choose(offering, "格式", f"{SPEC[kind].name}(")
    assert getattr(item_of(offering, PLAIN), ITEM_TEXTS[kind]) == "一"
    assert offering.actions_by_name[f"kind_{kind.value}"].isChecked()


@pytest.mark.parametrize(("kind", "text"), [(Kind.KICKER, "甲\n乙"), (Kind.SALUTATION, "甲乙")])
def test_pasted_lines_stay_in_the_line(offering: MainWindow, kind: Kind, text: str) -> None:
    offering.document.add_text(PLAIN, kind)
    QGuiApplication.clipboard().setText("甲\n乙")
    QTest.keyClick(offering.canvas, Key.Key_V, CTRL)
    assert getattr(item_of(offering, PLAIN), ITEM_TEXTS[kind]) == text


# ---- marks and levels


def test_marks_are_chosen_for_the_carets_item_and_for_several(offering: MainWindow) -> None:
    offering.document.go_to(block_of(PLAIN, 0), 1)
    choose(offering, "格式", "稿件标记", "■")
    assert item_of(offering, PLAIN).mark == "■"
    assert offering.document.undo_name == "稿件标记"
    checked = [action.text() for action in offering.bars.marks.actions() if action.isChecked()]
    assert checked == ["&2 ■"]
    offering.outline.setFocus()
    offering.outline.select_parts([FULL, UNTITLED])
    choose(offering, "格式", "稿件标记", "无")
    assert [item.mark for item in offering.document.issue.sections[2].items] == ["", ""]
    assert offering.outline.rows.index_of(FULL).data() == "1.防汛会商例会召开"
    QTest.keyClick(offering.outline, Key.Key_Z, CTRL)
    assert offering.document.issue.sections[2] == FURTHER.sections[2]
    assert offering.outline.rows.index_of(FULL).data() == "★1.防汛会商例会召开"


def test_levels_by_key_on_the_page_and_in_the_outline(offering: MainWindow) -> None:
    offering.document.go_to(block_of(FULL, 0), 1)
    offering.canvas.setFocus()
    QTest.keyClick(offering.canvas, Key.Key_Left, ALT)
    assert [each.level for each in offering.document.issue.sections] == [1, 1, 1, 2, 1]
    assert offering.document.undo_name == "栏目级别"
    QTest.keyClick(offering.canvas, Key.Key_Left, ALT)
    assert offering.status.currentMessage() == "这个栏目已经是一级。"
    offering.outline.setFocus()
    offering.outline.select_parts([("sections", 2), ("sections", 4)])
    QTest.keyClick(offering.outline, Key.Key_Right, ALT)
    assert [each.level for each in offering.document.issue.sections] == [1, 1, 2, 2, 2]
    offering.outline.select_parts([("sections", 0)])
    QTest.keyClick(offering.outline, Key.Key_Right, ALT)
    assert "二级栏目要在一级栏目之下" in offering.notice.text


def test_a_new_section_has_the_level_of_the_one_before(
    offering: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QInputDialog, "getItem", lambda *_, **__: ("新", True))
    for path, at, level in ((FULL, 3, 2), (("sections", 1), 4, 1), (item_path(0, 0), 1, 1)):
        offering.document.go_to_part(path)
        offering.canvas.setFocus()
        QTest.keySequence(offering.canvas, QKeySequence("Ctrl+Shift+L"))
        section: Section = offering.document.issue.sections[at]
        assert (section.name, section.level) == ("新", level)
        offering.session.undo()


def test_a_section_needs_no_name(offering: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QInputDialog, "getItem", lambda *_, **__: ("", True))
    offering.document.go_to_part(item_path(4, 0))
    QTest.keySequence(offering.canvas, QKeySequence("Ctrl+Shift+L"))
    assert offering.document.issue.sections[5].name == ""
    assert offering.outline.rows.index_of(("sections", 5)).data() == "（没有名称的栏目）"
    type_keys(offering, "有了")
    assert offering.document.issue.sections[5].name == "有了"
    assert offering.outline.rows.index_of(("sections", 5)).data() == "三、有了"
