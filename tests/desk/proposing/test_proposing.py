"""Marked copies taken back as a hand does it: by menu, buttons and keys, with undo, from day to day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from bulletin_desk.bulletin.edits import replace_range, text_at
from bulletin_desk.bulletin.grammar import block_of, item_path, title_of
from bulletin_desk.bulletin.model import Issue, Place, Remark, Round, Said
from bulletin_desk.desk.commands.actions import COMMANDS
from bulletin_desk.desk.commands.focus import Holder, field_of
from bulletin_desk.desk.proposing.rows import Group, Standing, Together
from bulletin_desk.desk.sending import signing
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.storage.proposals import proposals_file, read_proposals
from tests.desk.commands.test_focus import give
from tests.desk.conftest import noting, there
from tests.desk.proposing.brought import LI, WANG, bring, edited

ITEM = item_path(0, 0)
BODY, TITLE, SECOND = block_of(ITEM, 0), title_of(ITEM), block_of(item_path(0, 1), 0)
Key = Qt.Key


def words(issue: Issue, path: tuple[str | int, ...], start: int, length: int) -> str:
    return text_at(issue, path)[start : start + length]


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pause after typing is none."""
    monkeypatch.setattr("bulletin_desk.desk.proposing.proposing._PAUSE", 0)


@pytest.fixture
def base(real: MainWindow) -> Issue:
    return real.document.issue


def come(real: MainWindow, qtbot: QtBot, files: Sequence[Path]) -> None:
    """The files are read, and what they bring is listed."""
    real.proposing.take_back(list(files))
    qtbot.waitUntil(lambda: real.proposing._reader is None)
    real.activateWindow()  # no window manager gives the keys back where progress was shown
    settle(real, qtbot)


def settle(real: MainWindow, qtbot: QtBot) -> None:
    """The list is what is open."""
    proposing = real.proposing
    qtbot.waitUntil(lambda: not proposing._timer.isActive() and not proposing._placing)
    assert {each.key for each in proposing.open} == {
        each.open.key for each in map(what, real.proposals.list.rows()) if isinstance(each, Standing)
    }


def what(row: object) -> Group | Standing:
    return row.data(0, Qt.ItemDataRole.UserRole).what  # type: ignore[attr-defined, no-any-return]


def listed(real: MainWindow) -> list[str]:
    """The rows, as they read."""
    return [
        f"{'' if row.parent() is None else '  '}{row.text(0)}｜{row.text(1)}"
        for row in real.proposals.list.rows()
    ]


def choose(real: MainWindow, number: int) -> None:
    """The row of this number is clicked."""
    tree = real.proposals.list
    row = list(tree.rows())[number]
    tree.scrollToItem(row)
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualItemRect(row).center())
    assert tree.currentItem() is row


def press(real: MainWindow, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(real.proposals.list, key)


def click(button: QPushButton) -> None:
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def two(real: MainWindow, base: Issue, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """Wang has changed three places, Li two, of which one is the same."""
    first, title, second = (text_at(base, path) for path in (BODY, TITLE, SECOND))
    wang = edited(base, (BODY, first[3:5], "甲乙"), (TITLE, title[:2], "关于"), (SECOND, second[-1], "！"))
    li = edited(base, (BODY, first[4:6], "丙"), (SECOND, second[:1], "今"))
    files = bring(monkeypatch, {"王.docx": [(WANG, wang)], "李.docx": [(LI, li)]}, base)
    come(real, qtbot, files)
    return real


def test_the_menu_asks_for_several_files(
    real: MainWindow, base: Issue, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = edited(base, (TITLE, text_at(base, TITLE)[:1], "改"))
    files = bring(monkeypatch, {"王.docx": [(WANG, theirs)], "别的.docx": []}, base)
    names = [str(file) for file in files]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (names, ""))
    real.actions_by_name["take_marked"].trigger()
    qtbot.waitUntil(lambda: real.proposing._reader is None)
    real.activateWindow()
    settle(real, qtbot)
    assert real.frame.review.isVisible()
    assert real.frame.review.stack.currentWidget() is real.proposals
    assert real.frame.review.height() >= 250
    assert real.canvas.height() > real.frame.review.height()
    assert "修订 1" in [real.frame.review.tabs.tabText(at) for at in range(real.frame.review.tabs.count())]
    assert "不是本程序写出的" in real.notice.text
    assert "拿回来 1 处修订" in real.notice.text
    assert real.proposals.list.hasFocus()
    assert real.document.selection.start == Place(TITLE, 0)
    assert not real.document.selection.empty


@pytest.mark.qt_log_ignore("does not support", extend=True)  # offscreen, of what is opened
def test_two_reviewers_from_the_first_look_to_the_last_decision(
    two: MainWindow, base: Issue, qtbot: QtBot
) -> None:
    """One window for all of it: what is decided is taken back before the next."""
    they_stand_by_who_made_them_and_where(two, base)
    details_are_plain_words(two)
    keys_of_commands_leave_page_and_list_alone(two, base)
    enter_goes_to_the_words_on_the_page(two)
    for each in (
        letters_decide_and_the_next_is_chosen,
        of_two_that_collide_one_is_chosen,
        all_of_a_person_and_all,
    ):
        each(two, base, qtbot)
        while two.document.undo_name is not None:
            two.session.undo()
        settle(two, qtbot)
        assert len(two.proposing.open) == 5
        assert two.document.issue is base


def they_stand_by_who_made_them_and_where(two: MainWindow, base: Issue) -> None:
    first = text_at(base, BODY)
    rows = listed(two)
    assert [row.partition("｜")[0].split("（")[0].strip() for row in rows if not row.startswith("  ")] == [
        rows[0].partition("｜")[0].strip(),
        WANG,
        LI,
    ]
    assert rows[0].endswith("2 个人改到了一起，采纳一种")
    assert f"“{first[3:5]}”改为“甲乙”" in rows[1]
    assert rows[1].strip().startswith(WANG)
    assert rows[2].strip().startswith(LI)
    assert "的标题" in rows[4]
    assert two.proposals.summary.text() == f"{WANG} 3 处，{LI} 2 处；有 1 处改到了一起。"


def letters_decide_and_the_next_is_chosen(two: MainWindow, base: Issue, qtbot: QtBot) -> None:
    choose(two, 4)
    press(two, Key.Key_A)
    assert text_at(two.document.issue, TITLE).startswith("关于")
    assert two.document.undo_name == "采纳修订"
    assert isinstance(what(there(two.proposals.list.currentItem())), Standing)
    settle(two, qtbot)
    assert len(two.proposing.open) == 4
    press(two, Key.Key_R)
    settle(two, qtbot)
    assert len(two.proposing.open) == 3
    assert two.document.undo_name == "不采纳修订"
    assert text_at(two.document.issue, SECOND) == text_at(base, SECOND)
    for left in (4, 5):
        two.actions_by_name["undo"].trigger()
        settle(two, qtbot)
        assert len(two.proposing.open) == left
    assert two.document.issue == base
    for left in (4, 3):
        two.actions_by_name["redo"].trigger()
        settle(two, qtbot)
        assert len(two.proposing.open) == left


def of_two_that_collide_one_is_chosen(two: MainWindow, base: Issue, qtbot: QtBot) -> None:
    choose(two, 0)
    assert not two.proposals.take.isEnabled()
    press(two, Key.Key_A)
    assert two.document.issue is base
    choose(two, 2)
    click(two.proposals.take)
    settle(two, qtbot)
    assert text_at(two.document.issue, BODY) == text_at(
        edited(base, (BODY, text_at(base, BODY)[4:6], "丙")), BODY
    )
    assert not [group for group in two.proposals._groups if group.together is Together.COLLIDING]
    assert len(two.proposing.open) == 3
    two.actions_by_name["undo"].trigger()
    settle(two, qtbot)
    assert len(two.proposing.open) == 5


def all_of_a_person_and_all(two: MainWindow, base: Issue, qtbot: QtBot) -> None:
    choose(two, 3)
    assert two.proposals.take.text() == "采纳这人的 2 处（A）"
    click(two.proposals.take)
    settle(two, qtbot)
    assert two.document.undo_name == "采纳2处修订"
    assert len(two.proposing.open) == 3
    two.session.undo()
    assert two.document.issue == base
    settle(two, qtbot)
    click(two.proposals.take_all)
    settle(two, qtbot)
    assert len(two.proposing.open) == 2  # those that collide
    assert not two.proposals.take_all.isEnabled()
    click(two.proposals.leave_all)
    settle(two, qtbot)
    assert two.proposing.open == ()
    assert not two.proposals.nothing.isHidden()
    two.session.undo()
    settle(two, qtbot)
    assert len(two.proposing.open) == 2


def enter_goes_to_the_words_on_the_page(two: MainWindow) -> None:
    choose(two, 7)
    path = what(there(two.proposals.list.currentItem()))
    assert isinstance(path, Standing)
    place = path.open.proposal.place
    assert two.document.selection.start == place
    assert two.proposals.list.hasFocus()
    press(two, Key.Key_Up, Key.Key_Up)
    assert two.document.selection.start != place
    press(two, Key.Key_Down, Key.Key_Down, Key.Key_Return)
    assert two.canvas.hasFocus()
    assert two.document.selection.start == place
    box = two.document.caret_box()
    assert two.canvas.viewport().rect().contains(two.canvas.to_pixels(box.page, box.x, box.top).toPoint())


def test_what_the_clerk_has_typed_over_can_be_copied(two: MainWindow, base: Issue, qtbot: QtBot) -> None:
    issue = two.document.issue
    two.document.apply("修改", replace_range(issue, TITLE, 0, len(text_at(issue, TITLE)), "完全另一个题目"))
    settle(two, qtbot)
    rows = listed(two)
    assert rows[-2].startswith("放不进去的（1 处）")
    assert two.proposals.summary.text().endswith("有 1 处放不进去。")
    choose(two, len(rows) - 1)
    assert not two.proposals.take.isEnabled()
    assert two.proposals.leave.text() == "划掉（R）"
    click(two.proposals.copy)
    assert QGuiApplication.clipboard().text() == "关于"
    QGuiApplication.clipboard().clear()
    press(two, Key.Key_C)
    assert QGuiApplication.clipboard().text() == "关于"
    QGuiApplication.clipboard().clear()
    QTest.keySequence(two.proposals.list, QKeySequence("Ctrl+C"))
    assert QGuiApplication.clipboard().text() == "关于"
    press(two, Key.Key_R)
    settle(two, qtbot)
    assert len(two.proposing.open) == 4
    places_follow_what_is_typed(two, base, qtbot)


def places_follow_what_is_typed(two: MainWindow, base: Issue, qtbot: QtBot) -> None:
    two.document.go_to(BODY)
    for char in "新写的":
        two.document.type_text(char)
    assert two.proposing._timer.isActive()
    settle(two, qtbot)
    choose(two, 2)
    assert two.document.selection.start == Place(BODY, 7)
    press(two, Key.Key_A)
    assert text_at(two.document.issue, BODY).startswith(f"新写的{text_at(base, BODY)[:4]}丙")
    # while the panel is closed nothing is looked for
    press(two, Key.Key_Escape)
    assert not two.proposals.isVisible()
    settle(two, qtbot)
    two.document.go_to(SECOND)
    two.document.type_text("又写的")
    assert not two.proposing._timer.isActive()
    two.actions_by_name["show_review"].trigger()
    assert two.proposing._timer.isActive()
    settle(two, qtbot)


def details_are_plain_words(two: MainWindow) -> None:
    choose(two, 1)
    said = two.proposals.details.toPlainText()
    assert said.startswith(f"{WANG}　01-10 09:30　")
    assert "甲乙" in said
    choose(two, 0)
    assert "采纳一个人的" in two.proposals.details.toPlainText()


def keys_of_commands_leave_page_and_list_alone(two: MainWindow, base: Issue) -> None:
    choose(two, 4)
    selection = two.document.selection
    for widget in (two.proposals.list, two.proposals.details, two.proposals.take):
        for command in COMMANDS:
            holder = Holder.OTHER if field_of(widget) is None else Holder.FIELD
            for key in () if holder in command.to else command.keys:
                give(two, widget)
                QTest.keySequence(widget, QKeySequence(key))
                assert two.document.issue is base, (key, widget)
                assert two.document.selection == selection, (key, widget)
    assert len(two.proposing.open) == 5


def test_remarks_come_with_them(
    real: MainWindow, base: Issue, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    remark = Remark(Place(TITLE, 0), Place(TITLE, 2), (Said(WANG, "2024-01-10T09:30", "再想想"),))
    files = bring(monkeypatch, {"王.docx": [(WANG, base)]}, base, [remark])
    come(real, qtbot, files)
    assert real.document.issue.remarks == (remark,)
    assert "收进 1 条批注" in real.notice.text
    assert real.document.undo_name == "收进1条批注"
    come(real, qtbot, files)
    assert real.document.issue.remarks == (remark,)
    real.session.undo()
    assert not real.document.issue.remarks


def test_a_remark_of_ours_comes_back_once_with_its_answer(
    real: MainWindow, base: Issue, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    remark = Remark(Place(TITLE, 0), Place(TITLE, 2), (Said("编辑", "2024-01-10T09:30", "再想想"),))
    answered = replace(remark, said=(*remark.said, Said(WANG, "2024-01-10T10:30", "可以")))
    real.document.apply("批注", replace(real.document.issue, remarks=(remark,)))
    come(real, qtbot, bring(monkeypatch, {"王.docx": [(WANG, base)]}, base, [remark]))
    assert real.document.issue.remarks == (remark,)
    files = bring(monkeypatch, {"王.docx": [(WANG, base)]}, base, [answered])
    come(real, qtbot, files)
    assert real.document.issue.remarks == (answered,)
    come(real, qtbot, files)
    assert real.document.issue.remarks == (answered,)


def test_names_and_words_from_outside_are_shown_as_they_are(
    real: MainWindow, base: Issue, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, words = "<b>王</b>\n\u202e处长" * 20, "<img src='file:///a.png'>&amp;\u202e"
    come(real, qtbot, bring(monkeypatch, {"王.docx": [(who, edited(base, (TITLE, "乐山", words)))]}, base))
    choose(real, 1)
    page = real.proposals
    for said in (page.summary.text(), *listed(real), page.details.toPlainText().splitlines()[0]):
        assert "\n" not in said
        assert "\u202e" not in said
        assert len(said) < 300
    assert page.summary.textFormat() is Qt.TextFormat.PlainText
    assert words in page.details.toPlainText()
    press(real, Key.Key_A)
    assert text_at(real.document.issue, TITLE).startswith(words)


def test_a_second_read_brings_nothing_back(
    two: MainWindow, base: Issue, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(two, 4)
    press(two, Key.Key_R, Key.Key_A)
    settle(two, qtbot)
    left = {each.key for each in two.proposing.open}
    come(two, qtbot, [Path("王.docx"), Path("李.docx")])
    assert {each.key for each in two.proposing.open} == left


def test_what_is_open_waits_for_tomorrow(
    two: MainWindow, base: Issue, qtbot: QtBot, open_window: Callable[[], MainWindow]
) -> None:
    file = there(two.session.file)
    choose(two, 4)
    press(two, Key.Key_A, Key.Key_R)
    settle(two, qtbot)
    assert two.filing.save()
    left = [each.key for each in two.proposing.open]
    identity = two.filing.keeper.identity
    two.close()
    again = open_window()
    assert again.filing.open_file(file)
    assert again.filing.keeper.identity == identity
    qtbot.waitUntil(lambda: bool(again.proposing.open))
    assert [each.key for each in again.proposing.open] == left
    assert "还有 3 处修订没有定" in again.notice.text
    click(again.notice.choices[0])
    settle(again, qtbot)
    assert again.proposals.isVisible()
    for _ in left:
        press(again, Key.Key_R)
        settle(again, qtbot)
    again.close()
    third = open_window()
    assert third.filing.open_file(file)
    qtbot.waitUntil(lambda: bool(third.proposing._settled))
    assert third.proposing.open == ()
    kept, _ = read_proposals(proposals_file(third.session.places.proposals, identity))
    assert kept.returned == ()
    come(third, qtbot, [Path("王.docx"), Path("李.docx")])
    assert third.proposing.open == ()
    assert "没有要定的修订" in third.notice.text


def test_what_was_taken_and_not_saved_is_open_again(
    two: MainWindow, base: Issue, qtbot: QtBot, open_window: Callable[[], MainWindow]
) -> None:
    file = there(two.session.file)
    assert two.filing.save()
    choose(two, 4)
    press(two, Key.Key_A, Key.Key_R)
    settle(two, qtbot)
    two.filing.keeper.end(keep=False)
    two.proposing.wait()
    again = open_window()
    assert again.filing.open_file(file)
    qtbot.waitUntil(lambda: bool(again.proposing.open))
    assert len(again.proposing.open) == 4  # what was refused stays so


def test_after_the_power_has_gone_what_was_recovered_is_not_asked_again(
    two: MainWindow,
    base: Issue,
    qtbot: QtBot,
    open_window: Callable[[], MainWindow],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert two.filing.save()
    choose(two, 4)
    press(two, Key.Key_A)
    settle(two, qtbot)
    taken = two.document.issue
    assert two.filing.keeper.flush()
    two.filing.keeper._timer.stop()
    two.proposing.wait()
    two.filing.keeper.end()
    again = open_window()
    (recovered,) = again.filing.keeper.recovered()
    again.filing.restore(recovered)
    assert again.document.issue == taken
    qtbot.waitUntil(lambda: bool(again.proposing.open))
    assert len(again.proposing.open) == 4


def test_of_a_signed_issue_the_clerk_is_asked_once(
    two: MainWindow, base: Issue, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    two.document.set_rounds((Round("定稿", "2024-01-09T10:00", "陈主任", True, "{}"),))
    signed = two.document.issue
    asked: list[str] = []
    monkeypatch.setattr(signing, "ask_edit_signed", lambda _parent, words: noting(asked, words, False))
    choose(two, 4)
    press(two, Key.Key_A)
    assert two.document.issue is signed
    assert two.notice.text.endswith(signing.REFUSED)
    assert len(two.proposing.open) == 5
    press(two, Key.Key_R)  # which is no edit
    assert len(two.proposing.open) == 4
    assert len(asked) == 1
    monkeypatch.setattr(signing, "ask_edit_signed", lambda _parent, words: noting(asked, words, True))
    press(two, Key.Key_A, Key.Key_A)
    settle(two, qtbot)
    assert len(two.proposing.open) == 2
    assert len(asked) == 2


def test_nothing_is_taken_of_an_issue_that_may_not_be_edited(two: MainWindow, base: Issue) -> None:
    two.session.refusal = "只读打开的。"
    choose(two, 4)
    press(two, Key.Key_A)
    assert two.notice.text == "只读打开的。"
    assert two.document.issue is base
    two.actions_by_name["take_marked"].setEnabled(True)
    two.proposing.take_back([Path("王.docx")])
    assert two.notice.text == "只读打开的。"
