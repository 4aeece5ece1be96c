"""What is to be looked at of items that came in stays with them until it is dealt with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.grammar import block_of, item_path, numbers, title_of
from bulletin_desk.bulletin.model import Place
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.parts.mime import mime_data
from bulletin_desk.desk.taking_in.said import LeftDialog
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.editing.selection import between
from bulletin_desk.intake.draft import Context, take_in
from bulletin_desk.intake.manuscript import Manuscript, Note, Paragraph
from bulletin_desk.proof.findings import Finding
from bulletin_desk.proof.rules import TAKEN_IN
from tests.desk.conftest import there, type_keys
from tests.desk.taking_in.test_pasting import PICTURE, paste
from tests.intake.manuscripts import LONG

WORDS = "脚注里的话。" * 30
FOOTNOTE = "脚注“脚注里的话。…”没有取用。"
PICTURED = "“德阳市推进数字史志建设”一段：这里有一张图片，没有取用。"
FIRST = Manuscript(
    "德阳",
    (Paragraph("德阳市推进数字史志建设"), Paragraph(LONG), Paragraph("（德阳市地方志办公室）")),
    (Note("picture", 0, "这里有一张图片，没有取用。"), Note("footnote", 1, FOOTNOTE, WORDS)),
)
SECOND = Manuscript(
    "乐山",
    (Paragraph("乐山市出版年鉴"), Paragraph(LONG), Paragraph("（乐山市地方志办公室）")),
    (Note("comment", 1, "批注“请再核对”没有取用。", "请再核对"),),
)


def take(window: MainWindow, *manuscripts: Manuscript) -> None:
    """Takes manuscripts in as they are, by the button of the review."""
    context = Context(tuple(section.name for section in window.document.issue.sections))
    window.intaking._review([take_in(one, context) for one in manuscripts], context)
    QTest.mouseClick(there(window.intaking.dialog).go, Qt.MouseButton.LeftButton)


def reminders(window: MainWindow) -> list[tuple[int, str]]:
    """Of which item in the first section, and the sentence."""
    return [
        (numbers(path)[1], each.message)
        for path, each in window.session.reminders.told(window.document.issue)
    ]


@pytest.fixture
def listed(qtbot: QtBot) -> Callable[[MainWindow], list[Finding]]:
    """What the panel lists of it, once the look that goes on has ended."""

    def look(window: MainWindow) -> list[Finding]:
        with qtbot.waitSignal(window.proofing.counted, timeout=30_000):
            window.proofing.look(now=True)
        return [finding for finding in window.proofing.findings if finding.rule == TAKEN_IN]

    return look


@pytest.fixture
def taken(window: MainWindow) -> MainWindow:
    """Two manuscripts in the issue, three things to look at."""
    take(window, FIRST, SECOND)
    return window


ALL = [(0, PICTURED), (0, FOOTNOTE), (1, "批注“请再核对”没有取用。")]


def test_they_stand_among_the_findings_at_their_item(
    taken: MainWindow, listed: Callable[[MainWindow], list[Finding]]
) -> None:
    assert reminders(taken) == ALL
    assert taken.notice.text == "已把 2 篇稿件加入简报，还有 3 处要看一眼。"
    found = listed(taken)
    QTest.mouseClick(taken.notice.choices[0], Qt.MouseButton.LeftButton)
    assert taken.findings.isVisible()
    assert [finding.message for finding in found] == [message for _, message in ALL]
    assert found[2].path == title_of(item_path(0, 1))
    rows = taken.findings.list
    titles = [there(rows.topLevelItem(row)).text(1) for row in range(rows.topLevelItemCount())]
    assert titles.count("来稿要看的") == 3
    taken.findings.choose(found[2])
    taken.findings.chosen.emit(found[2])
    assert taken.document.selection.head.path == title_of(item_path(0, 1))


def test_all_the_words_are_shown(taken: MainWindow, listed: Callable[[MainWindow], list[Finding]]) -> None:
    found = listed(taken)
    taken.actions_by_name["show_findings"].trigger()
    taken.findings.choose(found[1])
    assert not taken.findings.ignore_word.isVisible()
    QTest.mouseClick(taken.findings.show_words, Qt.MouseButton.LeftButton)
    (dialog,) = taken.findChildren(LeftDialog)
    assert dialog.isVisible()
    assert WORDS in dialog.words.toPlainText()
    dialog.reject()


def test_on_the_page_they_are_looked_at_by_key_and_menu(
    taken: MainWindow, listed: Callable[[MainWindow], list[Finding]]
) -> None:
    found = listed(taken)
    taken.document.go_to(title_of(item_path(0, 0)), 0)
    while taken.document.selection.start.path != found[2].path:
        taken.actions_by_name["finding_next"].trigger()
    look, leave = (there(button) for button in taken.notice.choices[:2])
    assert (look.text(), leave.text()) == ("看看", "这里不管")
    QTest.mouseClick(look, Qt.MouseButton.LeftButton)
    (dialog,) = taken.findChildren(LeftDialog)
    assert dialog.words.toPlainText() == "▲ 批注“请再核对”没有取用。"
    dialog.reject()
    menu = QMenu(taken)
    taken.proofing.fill_menu(menu, QPoint(-1, -1))
    words = [action.text() for action in menu.actions()]
    assert words[0].endswith("批注“请再核对”没有取用。")
    next(action for action in menu.actions() if action.text() == "这里不管(&I)").trigger()
    assert reminders(taken) == ALL[:2]
    assert "看看(&L)" in words
    assert not any("这个词" in word for word in words)


def test_each_is_dismissed_singly_and_comes_back_by_the_notice(
    taken: MainWindow, listed: Callable[[MainWindow], list[Finding]]
) -> None:
    found = listed(taken)
    taken.actions_by_name["show_findings"].trigger()
    taken.findings.choose(found[0])
    QTest.mouseClick(taken.findings.ignore_here, Qt.MouseButton.LeftButton)
    assert reminders(taken) == ALL[1:]
    assert found[0] not in taken.proofing.findings
    assert found[1] in taken.proofing.findings
    QTest.mouseClick(taken.notice.choices[0], Qt.MouseButton.LeftButton)
    assert reminders(taken) == ALL
    assert found[0] in taken.proofing.findings


def test_they_go_with_their_item_and_come_back_with_it(taken: MainWindow) -> None:
    taken.document.shift_parts([item_path(0, 1)], -1)
    moved = [(0, ALL[2][1]), (1, PICTURED), (1, FOOTNOTE)]
    assert reminders(taken) == moved
    taken.document.go_to(title_of(item_path(0, 1)), 3)
    taken.canvas.setFocus()
    type_keys(taken, "大力")
    assert reminders(taken) == moved
    taken.document.remove_parts([item_path(0, 1)])
    assert reminders(taken) == moved[:1]
    taken.session.undo()
    assert reminders(taken) == moved
    for _ in range(3):
        taken.session.undo()
    assert reminders(taken) == []
    for _ in range(3):
        taken.session.redo()
    assert reminders(taken) == moved


def test_of_two_items_that_become_one_and_part_again_each_has_its_own(taken: MainWindow) -> None:
    document = taken.document
    start, end = (Place(block_of(item_path(0, number), 0), 3) for number in (0, 1))
    document.select(between(start, end))
    taken.canvas.setFocus()
    QTest.keyClick(taken.canvas, Qt.Key.Key_Delete)
    assert len(document.issue.sections[0].items) == 1
    assert reminders(taken) == [(0, message) for _, message in ALL]
    taken.session.undo()
    assert reminders(taken) == ALL


def test_a_new_item_and_an_emptied_one_inherit_nothing(taken: MainWindow) -> None:
    taken.document.add_item(0, 0)
    type_keys(taken, "新的一篇")
    assert reminders(taken) == [(number + 1, message) for number, message in ALL]
    taken.document.remove_parts([item_path(0, 0), item_path(0, 1), item_path(0, 2)])
    assert reminders(taken) == []


def test_they_are_there_again_after_saving_closing_and_renaming(
    taken: MainWindow,
    open_window: Callable[[], MainWindow],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "一期.bulletin"
    monkeypatch.setattr(asking, "ask_save", lambda *_: file)
    taken.actions_by_name["save"].trigger()
    told = {each.message: each for _, each in taken.session.reminders.told(taken.document.issue)}
    taken.session.dismiss(told[PICTURED])  # after the save, too
    taken.filing.start_empty()
    assert reminders(taken) == []
    assert WORDS.encode() not in file.read_bytes()
    file = file.rename(tmp_path / "改名.bulletin")
    other = open_window()
    assert other.filing.open_file(file)
    assert reminders(other) == ALL[1:]
    again = list(other.session.reminders.told(other.document.issue))
    assert again[0][1].words == WORDS
    for _, each in again:
        other.session.dismiss(each)
    assert not list((other.session.places.reminders).iterdir())


def test_an_item_that_was_removed_and_comes_back_later_is_known(
    taken: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "一期.bulletin"
    monkeypatch.setattr(asking, "ask_save", lambda *_: file)
    taken.actions_by_name["save"].trigger()
    whole = taken.document.issue
    assert taken.filing.open_file(file)
    taken.document.remove_parts([item_path(0, 0)])
    assert taken.filing.save()
    assert taken.filing.open_file(file)
    assert reminders(taken) == [(0, ALL[2][1])]
    taken.document.apply("取回", whole)
    assert reminders(taken) == ALL


def test_what_a_paste_left_out_stays_with_its_item(window: MainWindow) -> None:
    type_keys(window, "标题\n据报，")
    paste(window, mime_data("", f"<p>甲的事办好了。</p>{PICTURE}<p>乙的事也办好了。</p>"))
    ((number, message),) = reminders(window)
    assert number == 0
    assert "开馆现场" in message
    window.session.undo()
    assert reminders(window) == []
    window.session.redo()
    assert len(reminders(window)) == 1


def test_what_the_item_itself_shows_is_no_reminder(window: MainWindow) -> None:
    take(window, Manuscript("无名", (Paragraph(LONG), Paragraph(LONG + "又一段。"))))
    assert not [message for _, message in reminders(window) if "没有找到" in message]


def test_damaged_reminders_are_passed_over(
    taken: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "一期.bulletin"
    monkeypatch.setattr(asking, "ask_save", lambda *_: file)
    taken.actions_by_name["save"].trigger()
    (kept,) = taken.session.places.reminders.iterdir()
    for damage in (
        b"",
        b"{",
        b'{"format":1,"items":[{"title":3}]}',
        b'{"format":1,"items":3}',
        b"[" * 100_000,
    ):
        kept.write_bytes(damage)
        taken.filing.start_empty()
        assert taken.filing.open_file(file)
        assert reminders(taken) == []
        QApplication.processEvents()
