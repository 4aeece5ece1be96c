"""Proofing on the desk: listed, underlined, stepped through, put right, ignored, asked about at an export."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QMessageBox, QToolButton
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.model import Place
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.editing.selection import between
from bulletin_desk.library.folders import add_folders
from bulletin_desk.library.index import Library
from bulletin_desk.library.update import update
from bulletin_desk.proof.findings import Finding, Level
from bulletin_desk.storage.bulletin_file import write_bulletin
from bulletin_desk.storage.places import Places
from tests.desk.conftest import REAL, there, type_keys

FIRST = ("sections", 0, "items", 0, "blocks", 0)
MISPRINT = ("sections", 0, "items", 1, "blocks", 3)


def checked(window: MainWindow, qtbot: QtBot) -> None:
    """Waits until the findings are those of the issue as it is."""
    window.proofing.look(now=True)
    issue = window.document.issue
    qtbot.waitUntil(lambda: window.proofing._issue is issue, timeout=20_000)


def rules(window: MainWindow) -> list[str]:
    return [finding.rule for finding in window.proofing.findings]


@pytest.fixture
def marked(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A new issue with three faults of two rules."""
    type_keys(window, "标题\n会议结束，，散会。印发《甲志》、《乙志》。印发《丙志》、《丁志》。")
    checked(window, qtbot)
    return window


def finding(window: MainWindow, rule: str) -> Finding:
    return next(each for each in window.proofing.findings if each.rule == rule)


def test_the_real_issue_s_misprint_is_put_right_with_one_click(real: MainWindow, qtbot: QtBot) -> None:
    real.actions_by_name["show_findings"].trigger()
    checked(real, qtbot)
    panel = real.findings
    panel.filter.setCurrentIndex(2)  # errors only
    assert panel.list.topLevelItemCount() == 1
    panel.list.setCurrentItem(there(panel.list.topLevelItem(0)))
    assert panel.fix.isEnabled()
    assert not panel.fix_all.isEnabled()
    panel.fix.click()
    assert "，，" not in text_at(real.document.issue, MISPRINT)
    assert real.document.undo_name == "改“，，”"
    checked(real, qtbot)
    assert panel.list.topLevelItemCount() == 0
    real.session.undo()
    assert "，，" in text_at(real.document.issue, MISPRINT)


def test_all_of_a_kind_are_put_right_and_undone_at_once(marked: MainWindow, qtbot: QtBot) -> None:
    window = marked
    window.actions_by_name["show_findings"].trigger()
    panel = window.findings
    panel.choose(finding(window, "pause_between"))
    assert panel.fix_all.text() == "改此类全部 2 处"
    panel.fix_all.click()
    assert (
        text_at(window.document.issue, FIRST)
        == "会议结束，，散会。印发《甲志》《乙志》。印发《丙志》《丁志》。"
    )
    assert window.document.undo_name == "改2处引号书名号之间的顿号"
    window.session.undo()
    assert "》、《" in text_at(window.document.issue, FIRST)


def test_an_empty_list_says_why_and_the_cross_closes_the_panel(real: MainWindow, qtbot: QtBot) -> None:
    real.actions_by_name["show_findings"].trigger()
    checked(real, qtbot)
    panel = real.findings
    panel.show_findings([each for each in real.proofing.findings if each.level is Level.ADVICE])
    panel.filter.setCurrentIndex(2)  # errors only
    assert panel.list.isHidden()
    assert "全部" in panel.nothing.text()
    panel.show_findings([])
    assert panel.nothing.text() == "没有发现问题。"
    there(panel.findChild(QToolButton)).click()
    assert panel.isHidden()


def test_keys_step_through_the_findings_around_the_end(marked: MainWindow) -> None:
    window = marked
    window.document.go_to(("sections", 0, "items", 0, "title"))
    seen = []
    for _ in range(5):
        QTest.keyClick(window.canvas, Qt.Key.Key_F8)
        start, end = window.document.selection.start, window.document.selection.end
        seen.append((start.offset, end.offset))
    # the first is about the page: the closing block has to go to the next one
    assert seen == [(0, 33), (4, 6), (15, 16), (27, 28), (32, 33)]
    assert window.notice.text.startswith("提示：这篇稿件没有来源")
    QTest.keyClick(window.canvas, Qt.Key.Key_F8)
    assert window.document.selection.start.offset == 0
    QTest.keyClick(window.canvas, Qt.Key.Key_F8)
    assert window.document.selection.start.offset == 4
    assert [button.text() for button in window.notice.choices] == ["改这一处", "这里不管", "下一处"]
    for before in (0, 32):
        QTest.keyClick(window.canvas, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
        assert window.document.selection.start.offset == before


def test_the_finding_at_the_caret_is_put_right_by_key(marked: MainWindow) -> None:
    window = marked
    window.document.go_to(FIRST, 5)
    QTest.keyClick(window.canvas, Qt.Key.Key_F8, Qt.KeyboardModifier.ControlModifier)
    assert text_at(window.document.issue, FIRST).startswith("会议结束，散会。")
    window.document.go_to(("sections", 0, "items", 0, "title"))
    QTest.keyClick(window.canvas, Qt.Key.Key_F8, Qt.KeyboardModifier.ControlModifier)
    assert window.notice.text.startswith("光标这里没有")


def test_what_has_changed_since_is_neither_underlined_nor_touched(marked: MainWindow) -> None:
    window = marked
    old = finding(window, "doubled_mark")
    window.document.go_to(FIRST, 0)
    window.document.type_text("今天")
    text = text_at(window.document.issue, FIRST)
    assert window.canvas.overlays.marks_of(FIRST) == []
    window.proofing.fix(old)
    assert text_at(window.document.issue, FIRST) == text
    assert "没有动" in window.notice.text


def test_the_menu_offers_the_fix_where_the_pointer_is(marked: MainWindow) -> None:
    window = marked
    window.document.go_to(FIRST, 4)
    box = window.document.caret_box()
    pixels = window.canvas.to_pixels(box.page, box.x + 4, box.top + 5).toPoint()
    menu = QMenu()
    window.proofing.fill_menu(menu, window.canvas.viewport().mapToGlobal(pixels))
    words = [action.text() for action in menu.actions() if action.text()]
    assert words == [
        "错误：“，，”标点重复；请留一个。",
        "改这一处(&G)",
        "这里不管(&I)",
    ]
    menu.actions()[1].trigger()
    assert text_at(window.document.issue, FIRST).startswith("会议结束，散会。")
    elsewhere = QMenu()
    window.document.go_to(("sections", 0, "items", 0, "title"))
    window.proofing.fill_menu(elsewhere, QPoint(-5, -5))
    assert elsewhere.actions() == []


def test_ignored_places_and_words_stay_ignored(window: MainWindow, qtbot: QtBot, places: Places) -> None:
    type_keys(window, "标题\n会议结束，，散会。布署工作，，再布署。")
    checked(window, qtbot)
    window.proofing.ignore_here(finding(window, "doubled_mark"))
    assert rules(window).count("doubled_mark") == 1
    window.proofing.ignore_word(finding(window, "misspelt"))
    assert "misspelt" not in rules(window)
    tree = json.loads(places.ignored.read_text(encoding="utf-8"))
    assert tree["words"] == [{"rule": "misspelt", "text": "布署"}]
    assert len(tree["here"]) == 1
    window.document.go_to(("sections", 0, "items", 0, "title"), 0)
    window.document.type_text("新")
    checked(window, qtbot)
    assert "misspelt" not in rules(window)
    window.proofing.ignore_here(finding(window, "doubled_mark"))
    assert "doubled_mark" not in rules(window)
    window.notice.choices[0].click()  # 还是要列
    assert rules(window).count("doubled_mark") == 1


def test_a_word_that_is_right_enters_the_office_s_list(
    window: MainWindow, qtbot: QtBot, places: Places
) -> None:
    type_keys(window, "标题\n由县级人民政府审披。召开常务委圆会会议。")
    window.actions_by_name["show_findings"].trigger()
    checked(window, qtbot)
    panel = window.findings
    assert rules(window).count("wrong_character") == 2
    rows = [there(panel.list.topLevelItem(number)) for number in range(panel.list.topLevelItemCount())]
    row = next(row for row in rows if "审披" in row.text(4))
    QTest.mouseClick(
        panel.list.viewport(), Qt.MouseButton.LeftButton, pos=panel.list.visualItemRect(row).center()
    )
    assert not panel.right_word.isHidden()
    assert panel.ignore_word.isHidden()
    assert panel.fix.isEnabled()
    assert not panel.fix_all.isEnabled()  # two guesses, each to be looked at
    QTest.mouseClick(panel.right_word, Qt.MouseButton.LeftButton)
    assert window.notice.text == "“审披”已记进词表，以后不当错字。"
    assert json.loads(places.ignored.read_text(encoding="utf-8"))["right"] == ["审披"]
    assert rules(window).count("wrong_character") == 1
    window.notice.choices[0].click()  # 还是要列
    assert json.loads(places.ignored.read_text(encoding="utf-8"))["right"] == []
    assert rules(window).count("wrong_character") == 2
    panel.choose(finding(window, "wrong_character"))
    panel.right_word.click()
    assert json.loads(places.ignored.read_text(encoding="utf-8"))["right"] == ["审披"]
    window.document.go_to(FIRST, 0)
    window.document.type_text("报县人民政府审披，")
    checked(window, qtbot)
    assert rules(window).count("wrong_character") == 1


def test_a_wrong_character_is_put_right_by_key_and_its_word_kept_by_menu(
    window: MainWindow, qtbot: QtBot, places: Places
) -> None:
    type_keys(window, "标题\n由县级人民政府审披。召开常务委圆会会议。")
    checked(window, qtbot)
    window.document.go_to(FIRST, 9)
    QTest.keyClick(window.canvas, Qt.Key.Key_F8, Qt.KeyboardModifier.ControlModifier)
    assert text_at(window.document.issue, FIRST) == "由县级人民政府审批。召开常务委圆会会议。"
    checked(window, qtbot)
    window.document.go_to(FIRST, 15)
    menu = QMenu()
    window.proofing.fill_menu(menu, QPoint(-5, -5))
    words = [action.text() for action in menu.actions() if action.text()]
    assert words[1:] == ["改这一处(&G)", "这里不管(&I)", "这个词没错，记进词表(&W)"]
    menu.actions()[3].trigger()
    assert "wrong_character" not in rules(window)
    assert json.loads(places.ignored.read_text(encoding="utf-8"))["right"] == ["常务委圆会"]
    window.document.go_to(FIRST, 0)
    type_keys(window, "人民政府审披。")
    checked(window, qtbot)
    window.document.go_to(FIRST, 0)
    QTest.keyClick(window.canvas, Qt.Key.Key_F8)
    assert [button.text() for button in window.notice.choices] == [
        "改这一处",
        "这里不管",
        "这个词没错",
        "下一处",
    ]
    window.notice.choices[2].click()
    assert "wrong_character" not in rules(window)


def test_a_broken_list_of_what_to_ignore_is_set_aside_and_told(
    window: MainWindow, qtbot: QtBot, places: Places
) -> None:
    places.data.mkdir(exist_ok=True)
    places.ignored.write_text("{", encoding="utf-8")
    window.proofing._ignored = None
    checked(window, qtbot)
    assert "已损坏，已改名为“ignored.损坏1.json”" in window.notice.text
    assert places.ignored.with_name("ignored.损坏1.json").read_text(encoding="utf-8") == "{"


@pytest.mark.parametrize(("button", "goes_on"), [("先看看", False), ("照样输出", True)])
def test_an_export_with_errors_asks_once(
    button: str, goes_on: bool, marked: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = marked
    asked: list[str] = []

    def answer(box: QMessageBox) -> int:
        asked.append(box.text() + box.informativeText())
        next(each for each in box.buttons() if each.text() == button).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    assert window.proofing.may_put_out(window.session.typeset(), "输出") is goes_on
    assert asked == ["还有 1 处错误没有改。第 1 面：“，，”标点重复；请留一个。"]
    assert window.findings.isHidden() is goes_on
    if not goes_on:
        assert window.document.selection == between(Place(FIRST, 6), Place(FIRST, 4))


def test_an_export_without_errors_asks_nothing(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QMessageBox, "exec", lambda _: pytest.fail("asked"))
    type_keys(window, "标题\n会议结束，散会。")
    assert window.proofing.may_put_out(window.session.typeset(), "输出")


def test_a_date_s_finding_opens_its_field(real: MainWindow, qtbot: QtBot) -> None:
    checked(real, qtbot)
    assert REAL.exists()
    real.proofing.go_to(finding(real, "issue_date"))
    assert not real.inspector.isHidden()


@pytest.mark.qt_log_ignore("does not support", extend=True)  # offscreen, of what is opened
@pytest.mark.parametrize("beside", [True, False], ids=["in the folder", "in the library"])
def test_where_an_item_appeared_is_opened_by_a_click(
    beside: bool, real: MainWindow, places: Places, tmp_path: Path, qtbot: QtBot
) -> None:
    file = there(real.session.file)
    issue = real.document.issue
    earlier = replace(issue, masthead=replace(issue.masthead, number=1, total_number=607))
    other = (file.parent if beside else tmp_path) / "早的.bulletin"
    write_bulletin(other, replace(earlier, sections=issue.sections[:1]))
    if not beside:
        add_folders(places.library, (tmp_path,))
        with Library(places.library) as library:
            update(library, lambda _: 4)
    real.actions_by_name["show_findings"].trigger()
    real.proofing.look(now=True)
    qtbot.waitUntil(lambda: "earlier_item" in rules(real), timeout=20_000)
    told = finding(real, "earlier_item")
    assert "早的.bulletin" in told.message
    real.findings.choose(told)
    assert real.findings.show_words.isVisible()
    QTest.mouseClick(real.findings.show_words, Qt.MouseButton.LeftButton)
    assert real.session.file == other
    assert real.document.selection.head.path == told.path
