"""Remarks as a hand makes them: typed on a card, answered, settled, worded otherwise, taken away, stepped
through; beside the page and, where there is no room, at a sign; listed in the panel."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from bulletin_desk.bulletin.bounds import MAX_CELL
from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.grammar import block_of, item_path, title_of
from bulletin_desk.bulletin.model import Place, Remark, Said
from bulletin_desk.desk.page.cards import Card
from bulletin_desk.desk.reviewing.writing import Writing
from bulletin_desk.desk.settings import WHO
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.editing.selection import between
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.storage.system import user
from tests.desk.conftest import there, type_into, type_keys

Key = Qt.Key
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
LEFT = Qt.MouseButton.LeftButton
FIRST = block_of(item_path(0, 0), 0)
TITLE = title_of(item_path(0, 1))
CHIEF = Said("科长", "2024-01-08T15:30", "请核对出处")


def press(key: Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key for whoever has the keys."""
    QTest.keyClick(there(QApplication.focusWidget()), key, held)


def select(window: MainWindow, path: tuple[str | int, ...], start: int, end: int) -> None:
    window.document.select(between(Place(path, start), Place(path, end)))


def written(window: MainWindow, text: str) -> None:
    """By key, typed and ended by Enter."""
    press(Key.Key_M, CTRL | ALT)
    type_into(there(window.remarking.writing).field, text)
    press(Key.Key_Return)


def with_remarks(window: MainWindow, *remarks: Remark) -> MainWindow:
    """As opened from a file."""
    window.session.replace(replace(window.document.issue, remarks=remarks))
    QApplication.processEvents()
    return window


def on(path: tuple[str | int, ...], start: int, end: int, *said: Said, settled: bool = False) -> Remark:
    return Remark(Place(path, start), Place(path, end), said or (CHIEF,), settled)


def click(window: MainWindow, at: QPointF | QPoint) -> None:
    point = at.toPoint() if isinstance(at, QPointF) else at
    QTest.mouseClick(window.canvas.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, point)


def card(window: MainWindow, at: int) -> Card:
    return next(each for each in window.canvas.cards.all_cards() if each.at == at)


def said_on(window: MainWindow, number: int) -> None:
    """A click on one of the words at the foot of the open card: 回复, 办好了, 改, 删除."""
    cards = window.canvas.cards
    _, box, _ = list(cards._actions(card(window, there(cards.open))))[number]
    click(window, box.center())


def test_typed_on_what_is_selected_and_undone_at_once(real: MainWindow, clock: object) -> None:
    select(real, FIRST, 4, 8)
    before = real.document.issue
    press(Key.Key_M, CTRL | ALT)
    writing = there(real.remarking.writing)
    assert writing.field.hasFocus()
    assert real.document.issue is before
    assert not real.document.modified
    type_into(writing.field, "请核")
    clock.now += 100.0  # type: ignore[attr-defined]  # one may think in between
    type_into(writing.field, "对")
    QTest.keyClick(writing.field, Key.Key_Return, SHIFT)
    type_into(writing.field, "出处")
    (remark,) = real.document.issue.remarks
    assert (remark.start, remark.end) == (Place(FIRST, 4), Place(FIRST, 8))
    (said,) = remark.said
    assert (said.who, said.text) == (user(), "请核对\n出处")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d", said.when)
    assert replace(real.document.issue, remarks=()) == before
    press(Key.Key_Return)
    assert real.remarking.writing is None
    assert real.canvas.hasFocus()
    assert real.document.undo_name == "加批注"
    press(Key.Key_Z, CTRL)
    assert real.document.issue is before
    press(Key.Key_Y, CTRL)
    assert real.document.issue.remarks == (remark,)


def test_without_a_selection_it_is_on_the_word(real: MainWindow) -> None:
    real.document.go_to(FIRST, 1)
    written(real, "对")
    (remark,) = real.document.issue.remarks
    word = text_at(real.document.issue, FIRST)[remark.start.offset : remark.end.offset]
    assert 0 < len(word) < 10
    assert remark.start.offset <= 1 < remark.end.offset


def test_what_has_no_words_is_none(real: MainWindow) -> None:
    before = real.document.issue
    written(real, "  ")
    assert real.document.issue is before
    press(Key.Key_M, CTRL | ALT)
    field = there(real.remarking.writing).field
    type_into(field, "对")
    QTest.keyClick(field, Key.Key_Backspace)
    press(Key.Key_Escape)
    assert real.document.issue is before
    assert real.document.undo_name is None
    assert real.remarking.writing is None


def test_what_is_too_long_to_be_kept_does_not_stay_in_the_field(real: MainWindow) -> None:
    press(Key.Key_M, CTRL | ALT)
    writing = there(real.remarking.writing)
    type_into(writing.field, "请核对")
    QApplication.clipboard().setText("长" * (MAX_CELL + 1))
    press(Key.Key_V, CTRL)
    assert "请改短" in real.notice.text
    assert writing.text == "请核对"
    assert real.document.issue.remarks[0].said[0].text == "请核对"


def test_an_input_method_writes(real: MainWindow) -> None:
    press(Key.Key_M, CTRL | ALT)
    field = there(real.remarking.writing).field
    for event in (QInputMethodEvent("he'dui", []), QInputMethodEvent()):
        if not event.preeditString():
            event.setCommitString("核对")
        QApplication.sendEvent(field, event)
    assert real.document.issue.remarks[0].said[0].text == "核对"


def test_undo_while_writing_leads_back_in_the_field(real: MainWindow) -> None:
    press(Key.Key_M, CTRL | ALT)
    writing = there(real.remarking.writing)
    type_into(writing.field, "请核对")
    press(Key.Key_Z, CTRL)
    assert not real.document.issue.remarks
    assert writing.text == ""
    press(Key.Key_Y, CTRL)
    assert writing.text == "请核对"
    type_into(writing.field, "好")
    assert real.document.issue.remarks[0].said[0].text == "请核对好"


def test_a_click_elsewhere_ends_it_and_nothing_is_lost(real: MainWindow) -> None:
    press(Key.Key_M, CTRL | ALT)
    type_into(there(real.remarking.writing).field, "请核对")
    real.canvas.setFocus()
    assert real.remarking.writing is None
    assert real.document.issue.remarks[0].said[0].text == "请核对"


def test_a_name_of_ones_own_is_kept(real: MainWindow, open_window: Callable[[], MainWindow]) -> None:
    press(Key.Key_M, CTRL | ALT)
    writing = there(real.remarking.writing)
    assert writing.name.text() == user()
    writing.name.setFocus()
    assert real.remarking.writing is writing
    writing.name.selectAll()
    type_into(writing.name, "张敏")
    press(Key.Key_Return)
    assert writing.field.hasFocus()
    type_into(writing.field, "请核对")
    press(Key.Key_Return)
    assert real.document.issue.remarks[0].said[0].who == "张敏"
    assert real.session.settings[WHO] == "张敏"
    written(real, "再核对")
    assert real.document.issue.remarks[1].said[0].who == "张敏"
    press(Key.Key_M, CTRL | ALT)
    writing = there(real.remarking.writing)
    writing.name.setFocus()
    assert real.remarking.writing is writing
    writing.name.selectAll()
    QTest.keyClick(writing.name, Key.Key_Delete)
    assert real.remarking.author == user()


def test_answered_settled_opened_again_worded_otherwise_removed(real: MainWindow) -> None:
    real.session.settings[WHO] = "张敏"
    with_remarks(real, on(FIRST, 4, 8))
    real.document.go_to(FIRST, 5)
    press(Key.Key_R, CTRL | ALT)
    type_into(there(real.remarking.writing).field, "核过了")
    press(Key.Key_Escape)
    said = real.document.issue.remarks[0].said
    assert [(each.who, each.text) for each in said] == [("科长", "请核对出处"), ("张敏", "核过了")]
    assert real.document.undo_name == "回复批注"
    real.actions_by_name["edit_remark"].trigger()
    writing = there(real.remarking.writing)
    assert writing.text == "核过了"
    writing.field.selectAll()
    type_into(writing.field, "上期是累计数")
    press(Key.Key_Return)
    assert real.document.issue.remarks[0].said[1] == said[1]._replace(text="上期是累计数")
    press(Key.Key_K, CTRL | ALT)
    assert real.document.issue.remarks[0].settled
    assert real.document.undo_name == "批注办好了"
    press(Key.Key_K, CTRL | ALT)
    assert not real.document.issue.remarks[0].settled
    real.actions_by_name["remove_remark"].trigger()
    assert real.document.issue.remarks == ()
    press(Key.Key_Z, CTRL)
    assert len(real.document.issue.remarks[0].said) == 2


def test_the_words_of_others_stay_theirs(real: MainWindow) -> None:
    with_remarks(real, on(FIRST, 4, 8))
    real.document.go_to(FIRST, 5)
    real.actions_by_name["edit_remark"].trigger()
    assert real.remarking.writing is None
    assert "别人的话不能改" in real.notice.text
    real.document.go_to(TITLE, 0)
    for name in ("answer_remark", "settle_remark", "edit_remark", "remove_remark"):
        real.actions_by_name[name].trigger()
        assert "光标这里没有批注" in real.notice.text
    assert real.document.undo_name is None


def test_what_may_not_be_edited_takes_none(real: MainWindow) -> None:
    with_remarks(real, on(FIRST, 4, 8))
    real.session.refusal = "只能看。"
    real.document.go_to(FIRST, 5)
    for name in ("remark", "answer_remark", "settle_remark", "remove_remark"):
        real.notice.hide()
        real.actions_by_name[name].trigger()
        assert real.notice.text == "只能看。", name
    assert real.remarking.writing is None
    assert real.document.undo_name is None


def test_stepped_through_around_the_end(real: MainWindow) -> None:
    with_remarks(real, on(TITLE, 0, 2), on(FIRST, 4, 8), on(FIRST, 4, 8, settled=True))
    real.document.go_to(FIRST, 0)
    met = []
    for _ in range(4):
        press(Key.Key_F11)
        met.append(real.canvas.cards.open)
        assert real.document.selection.empty
    assert met == [1, 2, 0, 1]
    press(Key.Key_F11, SHIFT)
    assert real.canvas.cards.open == 0
    assert real.document.selection.head.path == TITLE
    real.actions_by_name["show_settled"].trigger()
    press(Key.Key_F11)
    press(Key.Key_F11)
    assert real.canvas.cards.open == 0
    with_remarks(real)
    press(Key.Key_F11)
    assert real.notice.text == "这一期没有批注。"


# ---- on the page


def test_cards_stand_beside_the_sheet_at_their_lines(real: MainWindow) -> None:
    zoom = real.canvas.zoom
    with_remarks(real, on(FIRST, 4, 8), on(FIRST, 20, 24, CHIEF, CHIEF), on(TITLE, 0, 2))
    real.remarking.go_to(0)
    sheet = real.canvas.page_rect(0)
    first, second = card(real, 0), card(real, 1)
    assert first.box.left() > sheet.right()
    assert first.box.right() < real.canvas.viewport().width()
    assert first.box.bottom() < second.box.top()
    line = real.canvas.to_pixels(0, 0, first.anchor.top).y()
    assert abs(first.box.top() - line) < 100
    assert real.canvas.zoom <= zoom
    real.canvas.grab()
    with_remarks(real)
    assert real.canvas.zoom == zoom
    assert list(real.canvas.cards.all_cards()) == []


def test_a_click_opens_a_card_and_its_words_do_things(real: MainWindow) -> None:
    real.session.settings[WHO] = "科长"
    with_remarks(real, on(FIRST, 4, 8), on(FIRST, 20, 24))
    real.canvas.show_page_at(0, card(real, 0).anchor.top)
    before = real.document.issue
    click(real, card(real, 1).box.center())
    assert real.canvas.cards.open == 1
    assert (real.document.selection.head.place, real.document.selection.empty) == (Place(FIRST, 20), True)
    assert real.document.issue is before
    said_on(real, 1)
    assert real.document.issue.remarks[1].settled
    said_on(real, 1)
    assert not real.document.issue.remarks[1].settled
    said_on(real, 0)
    type_into(there(real.remarking.writing).field, "好")
    press(Key.Key_Return)
    said_on(real, 2)
    assert there(real.remarking.writing).text == "好"
    press(Key.Key_Escape)
    assert real.canvas.cards.open == 1
    press(Key.Key_Escape)
    assert real.canvas.cards.open is None
    click(real, card(real, 1).box.center())
    said_on(real, 3)
    assert len(real.document.issue.remarks) == 1
    press(Key.Key_Left)
    assert real.canvas.cards.open is None


def test_the_field_stands_on_its_card_and_goes_along(real: MainWindow) -> None:
    select(real, FIRST, 4, 8)
    press(Key.Key_M, CTRL | ALT)
    writing = there(real.remarking.writing)

    def stands() -> None:
        assert card(real, 0).box.contains(writing.geometry())

    stands()
    height = writing.height()
    for _ in range(6):
        QTest.keyClick(writing.field, Key.Key_Return, SHIFT)
        type_into(writing.field, "行")
    assert writing.height() > height
    stands()
    bar = real.canvas.verticalScrollBar()
    bar.setValue(bar.value() + 40)
    stands()
    real.resize(1200, 700)
    QApplication.processEvents()
    stands()
    real.canvas.set_zoom(0.75)
    stands()
    real.resize(1366, 768)
    QApplication.processEvents()
    stands()
    bar.setValue(bar.maximum())
    assert writing.geometry().right() < 0


def test_where_there_is_no_room_a_sign_shows_the_card(real: MainWindow) -> None:
    with_remarks(real, on(FIRST, 4, 8), on(FIRST, 5, 7), on(TITLE, 0, 2))
    real.canvas.set_zoom(2.0)
    real.remarking.go_to(0)
    real.canvas.cards.show(None)
    cards = real.canvas.cards
    assert not cards.beside
    assert list(cards.all_cards()) == []
    signs = dict(cards._signs())
    assert real.canvas.viewport().rect().contains(signs[0].toRect())
    QTest.mouseMove(real.canvas.viewport(), signs[0].center().toPoint())
    assert cards.tip_at(signs[0].center()) == "科长：请核对出处"
    for expected in (0, 1, 0):  # two at one line take turns
        click(real, signs[0].center())
        assert cards.open == expected
    (shown,) = cards.all_cards()
    assert real.canvas.viewport().rect().contains(shown.box)
    real.canvas.grab()
    said_on(real, 1)
    assert real.document.issue.remarks[0].settled
    press(Key.Key_Escape)
    assert list(cards.all_cards()) == []
    real.canvas.set_two_pages(True)
    real.canvas.set_zoom(0.33)
    assert not cards.beside


def test_hidden_ones_and_settled_ones_are_not_on_the_page(
    real: MainWindow, open_window: Callable[[], MainWindow]
) -> None:
    remarks = on(FIRST, 4, 8), on(FIRST, 20, 24, settled=True)
    with_remarks(real, *remarks)
    real.remarking.go_to(0)
    numbers = {each.at for each in real.canvas.cards.all_cards()}
    assert numbers == {0, 1}
    real.actions_by_name["show_settled"].trigger()
    assert {each.at for each in real.canvas.cards.all_cards()} == {0}
    real.canvas.cards.show(None)
    real.actions_by_name["show_remarks"].trigger()
    assert list(real.canvas.cards.all_cards()) == []
    again = open_window()
    assert not again.actions_by_name["show_remarks"].isChecked()
    with_remarks(again, *remarks)
    assert list(again.canvas.cards.visible()) == []
    again.actions_by_name["show_remarks"].trigger()
    assert [at for at, _ in again.canvas.cards.visible()] == [0]


def test_the_context_menu_of_a_card(real: MainWindow) -> None:
    real.session.settings[WHO] = "科长"
    with_remarks(real, on(FIRST, 4, 8))
    real.remarking.go_to(0)
    at = real.canvas.viewport().mapToGlobal(card(real, 0).box.center())
    menu = QMenu(real)
    real.remarking.fill_menu(menu, at)
    words = [action.text().split("(")[0] for action in menu.actions() if not action.isSeparator()]
    assert words == ["回复批注", "批注办好了", "改批注", "删除批注"]
    menu.actions()[1].trigger()
    assert real.document.issue.remarks[0].settled
    menu.actions()[3].trigger()
    assert real.document.issue.remarks == ()


# ---- with the text


def test_it_goes_along_and_says_when_its_words_have_gone(real: MainWindow) -> None:
    title = on(TITLE, 0, 2, CHIEF._replace(text="标题太长"))
    with_remarks(real, on(FIRST, 4, 8), title)
    words = text_at(real.document.issue, FIRST)[4:8]
    real.document.go_to(FIRST, 0)
    real.canvas.setFocus()
    type_keys(real, "新年")
    remark = real.document.issue.remarks[0]
    assert text_at(real.document.issue, FIRST)[remark.start.offset : remark.end.offset] == words
    assert real.notice.isHidden()
    select(real, FIRST, 6, 10)
    press(Key.Key_Delete)
    assert real.notice.text == "有批注的文字删去了：批注“请核对出处”留在了删去的地方。"
    type_keys(real, "字")
    assert "留在了删去的地方" in real.notice.text  # typing on doesn't hide it
    next(each for each in real.notice.choices if each.text() == "知道了").click()
    assert real.notice.isHidden()
    real.document.remove_parts((item_path(0, 1),))
    assert "有批注的文字删去了" in real.notice.text
    real.actions_by_name["undo"].trigger()
    assert real.document.issue.remarks[1] == title
    assert "有批注的文字删去了" not in real.notice.text
    real.document.remove_parts((item_path(0, 1),))
    go = next(each for each in real.notice.choices if each.text() == "去看")
    go.click()
    assert real.canvas.cards.open == 1
    assert "有批注的文字删去了" not in real.notice.text


def test_saved_and_opened_again(real: MainWindow) -> None:
    select(real, FIRST, 4, 8)
    written(real, "请核对")
    press(Key.Key_S, CTRL)
    file = there(real.session.file)
    assert read_bulletin(Path(file)).remarks == real.document.issue.remarks


# ---- the list


def listed(window: MainWindow) -> list[str]:
    rows = window.remarking.page.list
    return [there(rows.topLevelItem(at)).text(0) for at in range(rows.topLevelItemCount())]


def row(window: MainWindow, at: int) -> None:
    rows = window.remarking.page.list
    rows.setCurrentItem(there(rows.topLevelItem(at)))
    rows.setFocus()


def test_the_list_goes_there_settles_and_deletes_by_keys(real: MainWindow) -> None:
    second = CHIEF._replace(text="标题太长")
    with_remarks(real, on(TITLE, 0, 2, second, CHIEF), on(FIRST, 4, 8))
    panel, page = real.frame.review, real.remarking.page
    assert panel.tabs.tabText(0) == "批注 2"
    press(Key.Key_F7, CTRL)
    assert listed(real) == ["请核对出处", "标题太长"]
    first = there(page.list.topLevelItem(0))
    words = text_at(real.document.issue, FIRST)[4:8]
    assert [first.text(column) for column in range(1, 5)] == ["科长", "1月8日 15:30", "第 1 面", words]
    assert there(there(page.list.topLevelItem(1)).child(0)).text(0) == "请核对出处"
    row(real, 1)
    press(Key.Key_Return)
    assert real.canvas.hasFocus()
    assert real.document.selection.head.place == Place(TITLE, 0)
    row(real, 0)
    press(Key.Key_Space)
    assert real.document.issue.remarks[1].settled
    assert listed(real) == ["标题太长"]
    assert panel.tabs.tabText(0) == "批注 1"
    page.filter.setCurrentIndex(1)
    assert len(listed(real)) == 2
    row(real, 0)
    assert page.settle.text() == "重新打开"
    page.settle.click()
    assert not real.document.issue.remarks[1].settled
    row(real, 1)
    press(Key.Key_Delete)
    assert listed(real) == ["请核对出处"]
    press(Key.Key_Z, CTRL)
    assert len(listed(real)) == 2
    press(Key.Key_Escape)
    assert real.frame.review.isHidden()


def test_the_buttons_of_the_list(real: MainWindow) -> None:
    real.session.settings[WHO] = "科长"
    with_remarks(real, on(FIRST, 4, 8))
    real.actions_by_name["show_review"].trigger()
    page = real.remarking.page
    row(real, 0)
    page.answer.click()
    type_into(there(real.remarking.writing).field, "好")
    press(Key.Key_Return)
    row(real, 0)
    page.edit.click()
    assert there(real.remarking.writing).text == "好"
    press(Key.Key_Escape)
    row(real, 0)
    page.remove.click()
    assert real.document.issue.remarks == ()
    assert not page.remove.isEnabled()
    assert "Ctrl+Alt+M" in page.nothing.text()


def test_the_list_follows_edits(real: MainWindow, qtbot: object) -> None:
    with_remarks(real, on(TITLE, 0, 2))
    real.actions_by_name["show_review"].trigger()
    real.document.go_to(TITLE, 0)
    real.canvas.setFocus()
    press(Key.Key_M, CTRL | ALT)
    type_into(there(real.remarking.writing).field, "再看")
    assert sorted(listed(real)) == ["再看", "请核对出处"]


def test_another_issue_ends_what_is_being_written(real: MainWindow) -> None:
    press(Key.Key_M, CTRL | ALT)
    real.session.replace(real.document.issue)
    assert real.remarking.writing is None
    assert real.canvas.findChildren(Writing) == [] or not real.canvas.findChildren(Writing)[0].isVisible()


@pytest.mark.parametrize("name", ["answer_remark", "edit_remark"])
def test_what_is_answered_and_goes_is_no_longer_written_to(real: MainWindow, name: str) -> None:
    real.session.settings[WHO] = "科长"
    real.document.go_to(FIRST, 5)
    written(real, "请核对")
    real.actions_by_name[name].trigger()
    assert real.remarking.writing is not None
    real.session.undo()  # as the menu does
    type_into(real.remarking.writing.field, "好") if real.remarking.writing else None
    assert all(each.said[0].text for each in real.document.issue.remarks)
