"""Statistics in a terminal: columns line up, and every name that no list knows is there."""

from __future__ import annotations

from pathlib import Path

from bulletin_desk.statistics.adoption import adoption
from bulletin_desk.statistics.rules import CITIES, Group, Rules
from bulletin_desk.statistics.spans import year_span
from bulletin_desk.statistics.tables import By, table
from bulletin_desk.statistics.text import lined_up, table_text, width
from tests.statistics import made


def test_han_characters_are_twice_as_wide() -> None:
    assert list(lined_up([["单位", "篇数"], ["甲市", "1"], ["A", "12"]], [True, False])) == [
        "单位  篇数",
        "甲市     1",
        "A       12",
    ]
    assert width("甲a。́") == 5


def test_a_table_with_what_wants_an_eye(tmp_path: Path) -> None:
    truth = made.made(9, issues=20)
    rules = Rules(groups=(Group("", (CITIES,)),), highlights=("特别关注",))
    found = adoption(truth.printed, made.names(tmp_path), rules, year_span(2026))
    text = table_text(found, table(found, By.OFFICE))
    head, *rows = text.split("\n\n")[1].splitlines()
    assert head.split() == [
        *("名次", "单位", "采用篇数", "单独采用", "综合采用", "特别关注", "字数", "领导批示")
    ]
    assert {width(row) for row in rows} == {width(head)}  # the last column is at the right
    for name, count in truth.unknown.items():
        assert f"  {name}：{count}篇" in text
        assert f"{name} *" in text
    assert "没有来源的（3篇）：" in text
    assert "  酉安州地方志办公室\n" in text
    assert text.endswith("\n")
