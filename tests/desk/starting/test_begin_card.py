"""The card on which an issue begins, answered as a hand does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date as Date  # noqa: N812
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from bulletin_desk.bulletin.model import Addressee, LayoutText
from bulletin_desk.bulletin.office import Office, read_office, the_office
from bulletin_desk.desk.files import asking
from bulletin_desk.desk.starting.begin_card import OTHER, BeginCard
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.layouts.choices import shipped_choices
from bulletin_desk.layouts.read import layout_names, layout_text
from bulletin_desk.storage.offices import office_file, save_office
from bulletin_desk.storage.places import Places
from tests.desk.conftest import TODAY, answering, there, type_keys

Hand = Callable[["Clerk"], object]
Key = Qt.Key


class Clerk:
    """Types wherever the keys are, and counts keys that move or answer and fields that are filled in."""

    def __init__(self, card: BeginCard) -> None:
        self.card = card
        self.steps = 0

    @property
    def focus(self) -> QWidget:
        return there(self.card.focusWidget())

    def press(self, key: Qt.Key) -> None:
        self.steps += 1
        QTest.keyClick(self.focus, key)
        QApplication.processEvents()

    def write(self, text: str) -> None:
        """As an input method gives it out; line ends are keys."""
        self.steps += 1
        for number, line in enumerate(text.split("\n")):
            if number:
                QTest.keyClick(self.focus, Key.Key_Return)
            if isinstance(self.focus, QLineEdit):
                self.focus.selectAll()
            QTest.keyClicks(self.focus, line) if line.isascii() else committed(self.focus, line)


def committed(widget: QWidget, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def begin(window: MainWindow, monkeypatch: pytest.MonkeyPatch, hand: Hand) -> Clerk:
    """Ctrl+N, and something done with the card."""
    seen: list[Clerk] = []

    def at_card(card: BeginCard) -> None:
        seen.append(Clerk(card))
        hand(seen[-1])

    answering(monkeypatch, BeginCard, at_card)
    QTest.keyClick(window.canvas, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    (clerk,) = seen
    window.activateWindow()
    QApplication.processEvents()
    return clerk


def pictures(card: BeginCard) -> list[QImage]:
    card.layouts.paint()
    layouts = card.layouts.list
    icons = [there(layouts.item(at)).icon() for at in range(layouts.count())]
    return [icon.pixmap(layouts.iconSize()).toImage() for icon in icons]


def rows(card: BeginCard) -> list[str]:
    return [there(card.bulletins.item(at)).text() for at in range(card.bulletins.count())]


def test_one_enter_gives_what_one_key_gave(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    before = window.document.issue
    type_keys(window, "改过")
    window.document.mark_saved()
    clerk = begin(window, monkeypatch, lambda clerk: clerk.press(Key.Key_Return))
    assert clerk.steps == 1
    assert window.document.issue == before
    assert window.document.kind.value == "title"
    assert window.session.file is None
    type_keys(window, "标题")
    assert window.document.issue.sections[0].items[0].title == "标题"


def test_another_office_s_clerk_is_at_an_own_empty_issue_without_a_text_file(
    window: MainWindow, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(clerk: Clerk) -> None:
        clerk.press(Key.Key_End)
        clerk.press(Key.Key_Tab)
        clerk.write("某某市政务信息")
        clerk.press(Key.Key_Tab)
        clerk.write("某某市人民政府办公室")
        clerk.press(Key.Key_Tab)
        clerk.write("报：省政府办公厅。\n送：市委办公室。")
        clerk.press(Key.Key_Tab)
        clerk.write("要闻\n区县动态")
        clerk.press(Key.Key_Tab)
        clerk.write("40")
        clerk.press(Key.Key_Tab)
        clerk.press(Key.Key_Down)
        clerk.press(Key.Key_Return)

    clerk = begin(window, monkeypatch, write)
    assert clerk.steps <= 14
    issue = window.document.issue
    assert (issue.masthead.name, issue.masthead.number, issue.masthead.total_number) == (
        "某某市政务信息",
        1,
        None,
    )
    assert issue.dated_header.issuer == "某某市人民政府办公室"
    assert issue.dated_header.date == TODAY
    assert issue.distribution == (Addressee("报", "省政府办公厅。"), Addressee("送", "市委办公室。"))
    assert [section.name for section in issue.sections] == ["要闻", "区县动态"]
    assert issue.print_count == 40
    assert issue.layout == LayoutText(*layout_text("gb9704"))
    assert window.notice.isHidden()
    type_keys(window, "标题")
    assert window.document.issue.sections[0].items[0].title == "标题"
    saved = read_office(office_file(places.offices, "某某市政务信息"))
    assert window.session.office == saved
    assert saved.layout == "gb9704"
    # the next time it is what one Enter gives, and what the program begins with
    window.document.mark_saved()

    def enter(clerk: Clerk) -> None:
        assert rows(clerk.card)[0] == "某某市政务信息"
        clerk.press(Key.Key_Return)

    begin(window, monkeypatch, enter)
    assert window.document.issue == issue
    window.filing.start_empty()
    assert window.document.issue == issue


def test_what_is_not_to_be_remembered_is_not(
    window: MainWindow, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(clerk: Clerk) -> None:
        clerk.press(Key.Key_End)
        QTest.mouseClick(clerk.card.form.name.line, Qt.MouseButton.LeftButton)
        clerk.write("abc")
        QTest.keyClick(clerk.card.form.remember, Key.Key_Space)
        QTest.mouseClick(clerk.card.make, Qt.MouseButton.LeftButton)

    begin(window, monkeypatch, write)
    assert window.document.issue.masthead.name == "abc"
    assert not places.offices.exists()


def test_a_bulletin_without_a_name_is_refused_beside_the_field(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = window.document.issue

    def write(clerk: Clerk) -> None:
        clerk.press(Key.Key_End)
        clerk.press(Key.Key_Return)
        assert clerk.card.isVisible()
        assert clerk.card.form.name.said.text() == "请写简报的名称。"
        assert clerk.focus is clerk.card.form.name.line
        clerk.write("long" * 700)
        clerk.press(Key.Key_Return)
        assert clerk.card.isVisible()
        assert "最多2000字" in clerk.card.form.name.said.text()
        clerk.press(Key.Key_Escape)

    begin(window, monkeypatch, write)
    assert window.document.issue is before


def test_numbers_and_date_are_written_into(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(clerk: Clerk) -> None:
        card = clerk.card
        assert [field.line.text() for field in (card.number, card.total, card.date)] == [
            "第 1 期",
            "总第 606 期",
            "2024年1月12日",
        ]
        card.number.line.setFocus()
        clerk.write("5")
        assert card.total.line.text() == "总第 610 期"
        card.date.line.setFocus()
        clerk.write("2031.1.5")
        clerk.press(Key.Key_Tab)
        assert card.total.line.text() == "没有"
        assert "没有记2031年以前出了多少期" in card.total.said.text()
        card.total.line.setFocus()
        clerk.write("900")
        assert card.total.said.text() == ""
        clerk.press(Key.Key_Return)

    begin(window, monkeypatch, write)
    issue = window.document.issue
    assert (issue.masthead.number, issue.masthead.total_number) == (5, 900)
    assert issue.dated_header.date == there(issue.imprint).date == Date(2031, 1, 5)


def test_own_ones_are_chosen_by_arrows_and_by_a_double_click(
    window: MainWindow, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_office(places.offices, "增刊", Office("某某市政务信息\n增刊", "某办", layout="gb9704"))
    (places.offices / "坏.toml").write_text("name = 1", encoding="utf-8")

    def choose(clerk: Clerk) -> None:
        card = clerk.card
        assert rows(card) == ["增刊\n某某市政务信息增刊", f"{the_office().name}\n程序自带", OTHER]
        assert card.bulletins.currentRow() == 1  # that of the open issue
        assert "坏.toml”有误" in card.troubles.text()
        clerk.press(Key.Key_Up)
        assert not card.picture.pixmap().isNull()
        clerk.press(Key.Key_Return)

    begin(window, monkeypatch, choose)
    assert window.document.issue.masthead.one_line == "某某市政务信息增刊"
    assert there(window.document.issue.layout).name == "gb9704"

    def click(clerk: Clerk) -> None:
        row = clerk.card.bulletins.visualItemRect(there(clerk.card.bulletins.item(1))).center()
        viewport = clerk.card.bulletins.viewport()
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=row)
        QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=row)
        assert clerk.card.begun is not None

    begin(window, monkeypatch, click)
    assert window.document.issue.masthead.name == the_office().name


def test_an_own_layout_that_is_broken_is_a_sentence_and_the_program_begins_all_the_same(
    window: MainWindow, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = save_office(places.offices, "甲", Office("甲简报", "甲办"), LayoutText("版", "name = 1"))

    def choose(clerk: Clerk) -> None:
        clerk.press(Key.Key_Home)
        assert "有误" in clerk.card.picture.text()
        clerk.press(Key.Key_Return)
        assert clerk.card.isVisible()
        assert "有误" in clerk.card.number.said.text()
        clerk.press(Key.Key_Escape)

    begin(window, monkeypatch, choose)
    window.session.remember_office(saved)
    window.session.look_at_offices()
    window.filing.start_empty()
    assert window.document.issue.masthead.name == "甲简报"
    assert "有误" in window.notice.text
    assert "先用程序自带的版式" in window.notice.text


def test_what_is_there_under_the_name_is_asked_about(
    window: MainWindow, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = save_office(places.offices, "abc", Office("别的"))
    asked: list[Path] = []
    monkeypatch.setattr(asking, "ask_overwrite", lambda _parent, file: asked.append(file))

    def write(clerk: Clerk) -> None:
        clerk.press(Key.Key_End)
        clerk.press(Key.Key_Tab)
        clerk.write("abc")
        clerk.press(Key.Key_Return)

    begin(window, monkeypatch, write)
    assert asked == [office_file(places.offices, "abc")]
    assert read_office(asked[0]) == before
    assert window.document.issue.masthead.name == "abc"


def test_a_layout_file_is_taken(
    window: MainWindow, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, text = layout_text("gb9704")
    good, bad = tmp_path / "我们的.toml", tmp_path / "坏.toml"
    own = text.replace('name = "GB/T 9704—2012"', 'name = "我们的"')
    good.write_text(own, encoding="utf-8", newline="\n")
    bad.write_text("name = 1", encoding="utf-8")
    files = [bad, good]
    told: list[str] = []
    monkeypatch.setattr(asking, "ask_layout", lambda _parent: files.pop(0))
    monkeypatch.setattr(asking, "tell", lambda _parent, said: told.append(said))

    def write(clerk: Clerk) -> None:
        card = clerk.card
        clerk.press(Key.Key_End)
        clerk.press(Key.Key_Tab)
        clerk.write("abc")
        for _ in range(2):
            QTest.mouseClick(card.layouts.other, Qt.MouseButton.LeftButton)
        assert "坏.toml”有误" in told[0]
        assert card.layouts.chosen.title == "我们的"
        assert card.layouts.list.hasFocus()
        clerk.press(Key.Key_Return)

    begin(window, monkeypatch, write)
    issue = window.document.issue
    assert there(issue.layout).name == "我们的"
    assert window.session.layout.name == "我们的"
    saved = read_office(office_file(places.offices, "abc"))
    assert there(saved.beside(saved.layout)).read_text(encoding="utf-8") == there(issue.layout).text
    window.document.mark_saved()
    begin(window, monkeypatch, lambda clerk: clerk.press(Key.Key_Return))
    assert there(window.document.issue.layout).text == there(issue.layout).text


def test_the_pictures_show_what_is_typed(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(clerk: Clerk) -> None:
        card = clerk.card
        clerk.press(Key.Key_End)
        before = pictures(card)
        assert before[0] != before[1]
        clerk.press(Key.Key_Tab)
        clerk.write("abc")
        assert all(now != was for now, was in zip(pictures(card), before, strict=True))
        clerk.press(Key.Key_Escape)

    begin(window, monkeypatch, write)


def test_who_has_begun_nothing_yet_is_shown_the_way(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.filing.start_empty()
    (way,) = [button for button in window.notice.choices if button.text() == "别的单位的简报…"]
    seen: list[BeginCard] = []
    monkeypatch.setattr(BeginCard, "exec", lambda card: seen.append(card))
    QTest.mouseClick(way, Qt.MouseButton.LeftButton)
    assert len(seen) == 1


def test_nothing_is_begun_while_something_is_unsaved(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_keys(window, "改过")
    issue = replace(window.document.issue)
    monkeypatch.setattr(asking, "ask_unsaved", lambda *_: None)
    monkeypatch.setattr(BeginCard, "exec", lambda _card: pytest.fail("a card"))
    window.actions_by_name["new"].trigger()
    assert window.document.issue == issue


def test_every_shipped_layout_is_listed_with_a_picture_of_its_own(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[QImage] = []
    titles: list[str] = []

    def write(clerk: Clerk) -> None:
        clerk.press(Key.Key_End)
        clerk.press(Key.Key_Tab)
        clerk.write("某某市政务信息")
        seen.extend(pictures(clerk.card))
        layouts = clerk.card.layouts.list
        titles.extend(there(layouts.item(at)).text().split("\n")[0] for at in range(layouts.count()))

    begin(window, monkeypatch, write)
    assert titles == [choice.title for choice in shipped_choices()]
    assert len(titles) == len(layout_names())
    assert all(one != other for at, one in enumerate(seen) for other in seen[:at])
