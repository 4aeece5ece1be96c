"""An issue of an own bulletin is begun in each shipped layout with the keyboard alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QPlainTextEdit

from bulletin_desk.bulletin.fields import field_value
from bulletin_desk.bulletin.grammar import HEAD_FIELDS, NUMBER, TOTAL_NUMBER
from bulletin_desk.bulletin.model import Addressee, LayoutText
from bulletin_desk.bulletin.office import Office
from bulletin_desk.desk.parts.names import name_for
from bulletin_desk.desk.starting.begin_card import OTHER
from bulletin_desk.desk.window import MainWindow
from bulletin_desk.layouts.choices import shipped_choices
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import layout_names, layout_text, load_layout
from bulletin_desk.storage.offices import save_office
from bulletin_desk.storage.places import Places
from tests.desk.conftest import there, type_keys
from tests.desk.starting.test_begin_card import Clerk, begin
from tests.many_fields import MANY

Key = Qt.Key


def tab_to(clerk: Clerk, called: str) -> None:
    """Tab until the keys are in what is called so."""
    for _ in range(30):
        clerk.press(Key.Key_Tab)
        if clerk.focus.accessibleName() == called or getattr(clerk.focus, "text", str)() == called:
            return
    pytest.fail(f"no way to {called}")


def asked_by_tab(clerk: Clerk) -> list[str]:
    """What Tab goes through, once around."""
    found = []
    seen = []
    while clerk.focus not in seen:
        seen.append(clerk.focus)
        if isinstance(clerk.focus, QLineEdit | QPlainTextEdit | QListWidget):
            found.append(clerk.focus.accessibleName())
        clerk.press(Key.Key_Tab)
    return found


def first_of_all(clerk: Clerk) -> None:
    """Takes the first bulletin as it is."""
    clerk.press(Key.Key_Home)
    clerk.press(Key.Key_Return)


def numbers_of(layout: Layout) -> list[str]:
    """The numbers that the card asks for."""
    placed = layout.placed
    counted = [("期号", NUMBER), ("总期号", TOTAL_NUMBER)]
    return [words for words, path in counted if path in placed.parts and placed.counted]


@pytest.mark.parametrize("name", layout_names())
def test_an_own_bulletin_in_each_layout(
    name: str, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = load_layout(name)
    at = [choice.title for choice in shipped_choices()].index(
        next(choice.title for choice in shipped_choices() if choice.layout.name == layout.name)
    )
    numbers = numbers_of(layout)
    months = [field for field in layout.placed.declared if field.kind == "month"]

    def write(clerk: Clerk) -> None:
        clerk.press(Key.Key_End)
        assert there(clerk.card.bulletins.currentItem()).text() == OTHER
        tab_to(clerk, "简报名称")
        clerk.write("某县政务信息")
        tab_to(clerk, "编发单位")
        clerk.write("某县人民政府办公室")
        tab_to(clerk, "报送单位")
        clerk.write("送：县委办公室。")
        tab_to(clerk, "栏目")
        clerk.write("要闻")
        tab_to(clerk, "印数")
        clerk.write("40")
        tab_to(clerk, "版式")
        for _ in range(at):
            clerk.press(Key.Key_Down)
        assert clerk.card.layouts.chosen.layout.name == layout.name
        for number, words in zip(("5", "25"), numbers, strict=False):
            tab_to(clerk, words)
            clerk.write(number)
        tab_to(clerk, "日期")
        clerk.write("2024.1.15")
        for field in months:
            assert field.label in asked_by_tab(clerk)
            tab_to(clerk, field.label)
            clerk.write("2023-12")
        clerk.press(Key.Key_Return)
        assert clerk.card.begun is not None

    begin(window, monkeypatch, write)
    issue = window.document.issue
    assert there(issue.layout) == LayoutText(*layout_text(name))
    assert window.session.layout_trouble == ""
    assert (issue.masthead.name, issue.dated_header.issuer) == ("某县政务信息", "某县人民政府办公室")
    assert issue.masthead.number == (5 if "期号" in numbers else 1)
    assert issue.masthead.total_number == (25 if "总期号" in numbers else None)
    assert issue.dated_header.date.isoformat() == "2024-01-15"
    assert issue.distribution == (Addressee("送", "县委办公室。"),)
    assert issue.print_count == 40
    for field in months:
        assert field_value(issue, HEAD_FIELDS, field.name) == "2023-12"
    assert name_for(issue, window.session.layout) == "2024年第5期 某县政务信息"
    type_keys(window, "标题")
    assert "标题" in str(window.document.issue.sections[0])


def test_a_total_number_that_is_not_printed_is_not_missed(
    window: MainWindow, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Office("甲简报", "甲办", issues_before={2001: 5})
    save_office(places.offices, "甲", own, MANY)
    begin(window, monkeypatch, first_of_all)
    assert window.document.issue.masthead.one_line == "甲简报"
    assert window.notice.isHidden()
    window.document.mark_saved()
    save_office(places.offices, "甲", replace(own, layout="gb9704"))
    begin(window, monkeypatch, first_of_all)
    assert window.notice.text.startswith("总期号没有填")


def test_values_of_its_own_are_asked_for_behind_the_date(
    window: MainWindow, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the order in which they are seen, and before the buttons."""
    text = there(MANY.text).replace('kind = "number"\n', 'kind = "number"\nnext = "advance"\n', 1)
    save_office(places.offices, "甲", Office("甲简报", "甲办"), replace(MANY, text=text))

    def write(clerk: Clerk) -> None:
        clerk.press(Key.Key_Home)
        tab_to(clerk, "日期")
        assert clerk.card.number.isVisible()
        clerk.press(Key.Key_Tab)
        clerk.write("3")
        clerk.press(Key.Key_Tab)
        clerk.write("2024-2")
        clerk.press(Key.Key_Tab)
        clerk.write("2024-2-1")
        clerk.press(Key.Key_Return)
        assert clerk.card.isVisible()
        assert "起日和止日要都填上" in clerk.card._own[2].said.text()
        clerk.press(Key.Key_Tab)
        clerk.write("2024-2-29")
        clerk.press(Key.Key_Return)

    begin(window, monkeypatch, write)
    values = {field.name: field.text for field in window.document.issue.head_fields}
    assert (values["volume"], values["reported"]) == ("3", "2024-02")
    assert values["period"] == "2024-02-01/2024-02-29"
