"""The card of the next issue in layouts that count otherwise, place other numbers or have values of their own
that go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date as Date  # noqa: N812
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from bulletin_desk.bulletin.fields import field_value
from bulletin_desk.bulletin.grammar import HEAD_FIELDS
from bulletin_desk.bulletin.model import DatedHeader, Imprint, Issue, Masthead
from bulletin_desk.desk.files.next_issue import NextIssueDialog
from bulletin_desk.desk.parts.typed_fields import TypedField
from bulletin_desk.desk.parts.typed_values import lines_of
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin
from tests.desk.conftest import TODAY, there
from tests.desk.files.test_next_issue import next_issue, press, write_into
from tests.many_fields import many_text, with_layout_text

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Key = Qt.Key
ISSUE = Issue(
    Masthead("工作月报", 7),
    DatedHeader("某局", Date(2023, 12, 8)),
    imprint=Imprint("某局", Date(2023, 12, 8)),
)
ADVANCING = ('label = "卷号"\nkind = "number"\n', 'label = "卷号"\nkind = "number"\nnext = "advance"\n')
VALUES = {"volume": "11", "reported": "2023-12", "period": "2023-12-01/2023-12-31"}


def counted(how: str) -> tuple[str, str]:
    return "[flow]", f"[numbering]\n{how}\n\n[flow]"


def in_series(issue: Issue, *changes: tuple[str, str]) -> Issue:
    """An issue in a layout with fields of its own, changed at several places, with values that go on."""
    text = many_text()
    for old, new in (ADVANCING, *changes):
        assert old in text
        text = text.replace(old, new, 1)
    made = with_layout_text(issue, (many_text(), text))
    fields = (replace(field, text=VALUES.get(field.name, field.text)) for field in made.head_fields)
    return replace(made, head_fields=tuple(fields))


@pytest.fixture
def follow(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Issue, Callable[[NextIssueDialog], object]], Issue]:
    """Opens an issue and does something with the card of the next one; the issue that is there then."""

    def followed(issue: Issue, hand: Callable[[NextIssueDialog], object]) -> Issue:
        file = tmp_path / "上一期.bulletin"
        write_bulletin(file, issue)
        assert window.filing.open_file(file)
        next_issue(window, monkeypatch, hand)
        return window.document.issue

    return followed


Follow = Callable[[Issue, Callable[[NextIssueDialog], object]], Issue]


def labels(card: NextIssueDialog) -> list[str]:
    """What the clerk is asked for, from top to bottom."""
    form = card._form
    rows = range(form.rowCount())
    found = [form.itemAt(row, form.ItemRole.LabelRole) for row in rows if form.isRowVisible(row)]
    return [label.text() for item in found if isinstance(label := there(item).widget(), QLabel)]


def own_lines(card: NextIssueDialog) -> list[TypedField[str]]:
    """The lines of the values of its own, two of a period."""
    return [line for field in card._own for line in lines_of(field.field)]


def lines_by_tab(card: NextIssueDialog) -> list[str]:
    """What stands in the lines that Tab goes through, from the one with the keys on."""
    found: list[QWidget] = []
    while (focus := there(card.focusWidget())) not in found:
        found.append(focus)
        QTest.keyClick(focus, Key.Key_Tab)
    return [each.text() for each in found if isinstance(each, QLineEdit)]


def test_values_of_its_own_go_on_and_are_typed_over(follow: Follow, window: MainWindow) -> None:
    def write(card: NextIssueDialog) -> None:
        assert labels(card) == ["接着", "期号", "卷号", "报告月份", "起止", "日期", "文件夹", "文件名"]
        assert lines_by_tab(card)[:6] == [
            "第 1 期",
            "12",
            "2024年1月",
            "2024年1月1日",
            "2024年1月31日",
            "2024年1月12日",
        ]
        assert card.name.line.text() == "2024年第1期 工作月报"
        for line, text in zip(own_lines(card), ("20", "2024.2", "2024-2-1", "2024-2-29"), strict=True):
            write_into(line, text)
        write_into(card.number.line, "3")  # a look again leaves the clerk's
        press(card)

    issue = follow(in_series(ISSUE), write)
    values = {field.name: field.text for field in issue.head_fields}
    assert (values["volume"], values["reported"]) == ("20", "2024-02")
    assert values["period"] == "2024-02-01/2024-02-29"
    assert issue.masthead.number == 3
    assert issue.dated_header.date == there(issue.imprint).date == TODAY


@pytest.mark.parametrize(
    ("at", "typed", "said"),
    [
        (0, "x", "不是整数"),
        (1, "13月", "没有“13月”"),
        (2, "", "起日和止日要都填上"),
    ],
)
def test_a_value_that_is_none_is_refused_beside_its_field(
    follow: Follow, at: int, typed: str, said: str
) -> None:
    before = in_series(ISSUE)

    def write(card: NextIssueDialog) -> None:
        own, line = card._own[at], own_lines(card)[at]
        write_into(line, "")
        line.insert(typed)
        press(card)
        assert card.isVisible()
        assert card.issue is None
        assert said in own.said.text()
        assert own.said.isVisible()
        assert card.focusWidget() is line
        QTest.keyClick(line, Key.Key_Escape)

    assert follow(before, write) == before


def test_a_number_through_the_years(follow: Follow) -> None:
    def look(card: NextIssueDialog) -> None:
        assert card.number.line.text() == "第 8 期"
        assert card.number.said.isHidden()
        assert card.name.line.text() == "2024年第8期 工作月报"
        press(card)

    assert follow(in_series(ISSUE, counted('counts = "through"')), look).masthead.number == 8


def test_a_new_year_s_number_has_its_reason_where_there_is_no_total(follow: Follow) -> None:
    def look(card: NextIssueDialog) -> None:
        assert card.number.said.text() == "2024年是新的一年，期号从第1期起。"
        assert card.number.said.isVisible()
        press(card)

    assert follow(in_series(ISSUE), look).masthead.number == 1


@pytest.mark.parametrize(
    ("change", "follows"),
    [
        (counted('counts = "none"'), "第7期，2023年12月8日"),
        (("第{number}期", "{year}年"), "2023年12月8日"),
    ],
    ids=["not counted", "not placed"],
)
def test_who_has_no_number_is_asked_for_none(follow: Follow, change: tuple[str, str], follows: str) -> None:
    def look(card: NextIssueDialog) -> None:
        assert labels(card) == ["接着", "卷号", "报告月份", "起止", "日期", "文件夹", "文件名"]
        assert card.follows.text().startswith(follows)
        assert card.name.line.text() == "2024年1月 工作月报"
        assert card.focusWidget() is card.date.line
        press(card)

    issue = follow(in_series(ISSUE, change), look)
    assert (issue.masthead.number, field_value(issue, HEAD_FIELDS, "reported")) == (
        7 if "counts" in change[1] else 1,
        "2024-01",
    )


def test_without_number_month_or_period_a_file_is_called_by_its_date(follow: Follow) -> None:
    issue = in_series(ISSUE, counted('counts = "none"'))
    issue = replace(issue, head_fields=tuple(replace(field, text="") for field in issue.head_fields))

    def look(card: NextIssueDialog) -> None:
        assert card.name.line.text() == "2024-01-12 工作月报"
        write_into(card.date.line, "2024-1-15")
        assert card.name.line.text() == "2024-01-15 工作月报"
        write_into(own_lines(card)[1], "2024-3")
        assert card.name.line.text() == "2024年3月 工作月报"
        press(card)

    issue = follow(issue, look)
    assert issue.dated_header.date == Date(2024, 1, 15)


def test_a_supplement_s_own_series_over_new_year(follow: Follow, window: MainWindow) -> None:
    supplement = replace(ISSUE, masthead=replace(ISSUE.masthead, supplement="增刊", number=4))
    own = counted('supplement = "own"')

    def look(card: NextIssueDialog) -> None:
        assert card.follows.text().startswith("增刊第4期")
        assert card.number.line.text() == "第 1 期"
        assert card.number.said.text() == (
            "2024年是新的一年，期号从第1期起；接着的是“增刊”，单独编号；下一期要是正刊，请接上一期正刊。"
        )
        assert card.name.line.text() == "2024年增刊第1期 工作月报"
        write_into(card.date.line, "2023-12-20")
        assert card.number.line.text() == "第 5 期"
        assert "单独编号" in card.number.said.text()
        press(card)

    issue = follow(in_series(supplement, own), look)
    assert (issue.masthead.supplement, issue.masthead.number) == ("增刊", 5)
    assert window.filing.save()
    assert read_bulletin(there(window.session.file)) == issue


def test_a_supplement_counted_with_the_others_is_followed_by_one_of_them(follow: Follow) -> None:
    supplement = replace(ISSUE, masthead=replace(ISSUE.masthead, supplement="增刊"))

    def look(card: NextIssueDialog) -> None:
        write_into(card.date.line, "2023-12-20")
        assert card.number.said.isHidden()
        press(card)

    issue = follow(in_series(supplement), look)
    assert (issue.masthead.supplement, issue.masthead.number) == ("", 8)
