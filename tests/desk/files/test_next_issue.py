"""The card of the next issue, filled in as a hand does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date as Date  # noqa: N812
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from bulletin_desk.desk.files import asking
from bulletin_desk.desk.files.next_issue import NextIssueDialog
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin
from tests.desk.conftest import REAL, answering, there, type_keys

Hand = Callable[[NextIssueDialog], object]


def write_into(line: QLineEdit, text: str) -> None:
    """Over what is there."""
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClicks(line, text)


def press(card: NextIssueDialog) -> None:
    QTest.mouseClick(card.make, Qt.MouseButton.LeftButton)


def next_issue(window: MainWindow, monkeypatch: pytest.MonkeyPatch, hand: Hand) -> None:
    """Asks for the next issue, and does something with the card."""
    seen = answering(monkeypatch, NextIssueDialog, hand)
    window.actions_by_name["next"].trigger()
    assert len(seen) == 1
    window.activateWindow()
    QApplication.processEvents()


def dated(window: MainWindow, day: Date) -> Path:
    """The open file, dated otherwise."""
    file = there(window.session.file)
    issue = read_bulletin(file)
    write_bulletin(file, replace(issue, dated_header=replace(issue.dated_header, date=day)))
    assert window.filing.open_file(file)
    return file


def test_all_is_proposed_and_saved_where_it_says(real: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = there(real.session.file).parent

    def look(card: NextIssueDialog) -> None:
        assert "第2期（总第607期），2024年1月9日" in card.follows.text()
        assert [
            field.line.text() for field in (card.number, card.total, card.date, card.folder, card.name)
        ] == ["第 3 期", "总第 608 期", "2024年1月12日", str(folder), "2024年第3期 四川省地方志工作简报"]
        press(card)

    next_issue(real, monkeypatch, look)
    target = folder / "2024年第3期 四川省地方志工作简报.bulletin"
    assert real.session.file is None
    assert "2024年第3期" in real.windowTitle()
    assert not target.exists()
    type_keys(real, "标题")
    QTest.keyClick(real.canvas, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert real.session.file == target
    assert read_bulletin(target) == real.document.issue


def test_what_lies_there_by_now_is_asked_about(real: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    next_issue(real, monkeypatch, press)
    target = there(real.filing._agreed)
    target.write_bytes(b"a colleague's")
    asked: list[Path] = []
    monkeypatch.setattr(asking, "ask_save", lambda _parent, suggested, *_: asked.append(suggested))
    assert not real.filing.save()
    assert asked == [target]
    assert target.read_bytes() == b"a colleague's"


def test_every_field_is_written_into(
    real: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(card: NextIssueDialog) -> None:
        write_into(card.number.line, "5")
        assert card.total.line.text() == "总第 610 期"
        assert card.name.line.text() == "2024年第5期 四川省地方志工作简报"
        write_into(card.total.line, "700")
        write_into(card.date.line, "2024.1.15")
        assert "星期一" in card.date.said.text()
        write_into(card.folder.line, str(tmp_path))
        write_into(card.name.line, "a5")
        write_into(card.number.line, "6")
        assert (card.total.line.value(), card.name.line.text()) == (700, "a5")
        QTest.keyClick(card.name.line, Qt.Key.Key_Return)

    next_issue(real, monkeypatch, write)
    issue = real.document.issue
    assert (issue.masthead.number, issue.masthead.total_number) == (6, 700)
    assert issue.dated_header.date == Date(2024, 1, 15)
    assert there(issue.imprint).date == Date(2024, 1, 15)
    assert real.filing.save()
    assert real.session.file == tmp_path / "a5.bulletin"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("number", "1e9", "不是整数"),
        ("number", "-1", "不是整数"),
        ("number", "0", "不在1到"),
        ("total", "1.5", "不是整数"),
        ("date", "2月30日", "没有“2月30日”这一天"),
        ("date", "x", "看不出是哪一天"),
        ("folder", "nowhere", "没有这个文件夹"),
        ("name", "", "还没有文件名"),
        ("name", "a?b", "电脑上不能用，可以写成“a_b”"),
        ("name", "a.", "电脑上不能用，可以写成“a”"),
        ("name", "长" * 300, "文件名太长，可以写成“长"),
        ("name", "a.pdf", "不用写“.pdf”"),
        ("name", "2024-01-09", "已有“2024-01-09.bulletin”"),
    ],
)
def test_what_cant_be_is_refused_beside_its_field(
    real: MainWindow, monkeypatch: pytest.MonkeyPatch, field: str, typed: str, said: str
) -> None:
    before = real.document.issue

    def write(card: NextIssueDialog) -> None:
        fields = {name: getattr(card, name) for name in ("number", "total", "date", "folder", "name")}
        if typed.isascii():
            write_into(fields[field].line, typed)
        else:
            fields[field].line.clear()
            fields[field].line.insert(typed)
        press(card)
        assert card.isVisible()
        assert card.issue is None
        assert said in fields[field].said.text()
        assert fields[field].said.isVisible()
        assert all(
            each.said.styleSheet() == "" or not each.said.text()
            for name, each in fields.items()
            if name != field
        )
        assert card.focusWidget() is fields[field].line

    next_issue(real, monkeypatch, write)
    assert real.document.issue is before


@pytest.mark.qt_log_ignore("does not support", extend=True)  # offscreen, of the calendar that opens
def test_arrows_and_calendar_change_what_is_proposed(
    real: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def choose(card: NextIssueDialog) -> None:
        QTest.keyClick(card.number.line, Qt.Key.Key_Up)
        assert (card.number.line.value(), card.total.line.value()) == (4, 609)
        QTest.keyClick(card.date.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        assert card.date.line.calendar is not None
        assert card.date.line.calendar.isVisible()
        card.date.line.calendar.clicked.emit(QDate(2025, 1, 3))
        assert "星期五" in card.date.said.text()
        assert card.number.line.value() == 4  # the clerk's, also in another year
        press(card)

    next_issue(real, monkeypatch, choose)
    assert real.document.issue.dated_header.date == Date(2025, 1, 3)


def test_no_total_number_stays_none(real: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(card: NextIssueDialog) -> None:
        write_into(card.total.line, "")
        press(card)

    next_issue(real, monkeypatch, write)
    assert real.document.issue.masthead.total_number is None


def test_a_last_issue_dated_after_today_is_followed(
    real: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    dated(real, Date(2024, 1, 19))

    def look(card: NextIssueDialog) -> None:
        assert card.date.line.text() == "2024年1月19日"
        assert "比今天晚" in card.date.said.text()
        write_into(card.date.line, "2024-1-16")
        assert "早于上一期的2024年1月19日" in card.date.said.text()
        press(card)

    next_issue(real, monkeypatch, look)
    assert real.document.issue.dated_header.date == Date(2024, 1, 16)
    assert real.document.issue.masthead.number == 3


def test_over_new_year_the_total_is_proposed_with_its_reason(
    real: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    dated(real, Date(2023, 12, 29))

    def look(card: NextIssueDialog) -> None:
        assert (card.number.line.text(), card.total.line.text()) == ("第 1 期", "总第 606 期")
        assert "2024年以前共出了605期" in card.total.said.text()
        write_into(card.date.line, "2023-12-30")
        assert (card.number.line.text(), card.total.line.text()) == ("第 3 期", "总第 608 期")
        assert card.total.said.isHidden()
        write_into(card.date.line, "2024-1-2")
        press(card)

    next_issue(real, monkeypatch, look)
    masthead = real.document.issue.masthead
    assert (masthead.number, masthead.total_number) == (1, 606)


def test_another_issue_and_another_folder_are_chosen(
    real: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "另一期.bulletin"
    issue = read_bulletin(REAL)
    write_bulletin(other, replace(issue, masthead=replace(issue.masthead, number=8, total_number=613)))
    (tmp_path / "to").mkdir()
    monkeypatch.setattr(asking, "ask_open", lambda *_: other)
    monkeypatch.setattr(asking, "ask_folder", lambda *_: tmp_path / "to")

    def choose(card: NextIssueDialog) -> None:
        QTest.mouseClick(card.other, Qt.MouseButton.LeftButton)
        assert "第8期（总第613期）" in card.follows.text()
        assert (card.number.line.value(), card.folder.line.text()) == (9, str(tmp_path))
        QTest.mouseClick(card.browse, Qt.MouseButton.LeftButton)
        assert card.folder.line.text() == str(tmp_path / "to")
        press(card)

    next_issue(real, monkeypatch, choose)
    assert real.filing.save()
    assert there(real.session.file).parent == tmp_path / "to"


def test_where_the_last_issue_is_gone_another_is_asked_for(
    real: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    real.filing._recent.add(there(real.session.file).with_name("没有了.bulletin"))
    real.session.file = None
    told: list[str] = []
    monkeypatch.setattr(asking, "tell", lambda _, text: told.append(text))
    monkeypatch.setattr(asking, "ask_open", lambda *_: REAL)
    next_issue(real, monkeypatch, lambda card: card.reject())
    assert "没有了.bulletin" in told[0]
