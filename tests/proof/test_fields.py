"""Rules about single fields: each with values that are right and values that are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin.model import Addressee, Imprint, Issue, Masthead
from bulletin_desk.proof.earlier import remembered
from bulletin_desk.proof.fields import empty_fields, field_marks
from bulletin_desk.proof.findings import Level, fixed
from bulletin_desk.proof.rules import RULES
from bulletin_desk.resources import ROOT
from bulletin_desk.storage.bulletin_file import read_bulletin

REAL = read_bulletin(ROOT.parent / "examples" / "2024-01-09.bulletin")
NAME = REAL.masthead.name
TOTAL = ("masthead", "total_number")


def rules(issue: Issue) -> list[str]:
    return [mark.rule for _, mark in field_marks(issue)]


def with_masthead(*values: object, supplement: str = "") -> Issue:
    return replace(REAL, masthead=replace(Masthead(*values), supplement=supplement))  # type: ignore[arg-type]


def test_nothing_is_said_about_the_real_issue() -> None:
    assert rules(REAL) == []
    assert list(empty_fields(REAL)) == []


@pytest.mark.parametrize(
    ("issue", "wrong"),
    [
        (with_masthead(NAME, 2, 607), False),
        (with_masthead(NAME, 2, 608), True),
        (with_masthead(NAME.replace("工作", "\n工作"), 2, 608), True),
        (with_masthead(NAME, 2, None), False),
        (with_masthead("别的简报", 2, 608), False),
        (with_masthead("别的简报", 9, 9), False),
        (with_masthead("别的简报", 10, 9), True),
        (with_masthead(NAME, 2, 31, supplement="增刊"), False),
        (with_masthead(NAME, 2, 1, supplement="增刊"), True),
    ],
)
def test_the_total_number_and_the_number(issue: Issue, wrong: bool) -> None:
    told = [(path, mark.level) for path, mark in field_marks(issue) if mark.rule == "total_number"]
    assert told == ([(TOTAL, Level.DOUBTFUL)] if wrong else [])


@given(st.integers(1, 60), st.integers(1, 900), st.booleans())
def test_a_supplement_has_numbers_of_its_own(number: int, total: int, compared: bool) -> None:
    """Whatever the issues between say, and whatever the office's own count is."""
    issue = with_masthead(NAME, number, total, supplement="增刊")
    earlier = (remembered(REAL, "第2期.bulletin"),) if compared else ()
    assert any(field_marks(issue, earlier=earlier)) is (total < number)


@pytest.mark.parametrize(
    ("to", "wrong"),
    [("各处室。", False), ("各处室", True), ("各处室。 ", False), ("各处室； ", True), (" ", False)],
)
def test_an_addressee_ends_with_a_stop(to: str, wrong: bool) -> None:
    told = list(field_marks(replace(REAL, distribution=(Addressee("发", "甲。"), Addressee("送", to)))))
    assert [(path, mark.rule) for path, mark in told] == (
        [(("distribution", 1, "to"), "addressee_stop")] if wrong else []
    )
    assert not wrong or fixed(to, told[0][1].fix).rstrip() == f"{to.rstrip()}。"


@pytest.mark.parametrize(
    ("issue", "paths"),
    [
        (with_masthead(" ", 2, 607), [("masthead", "name")]),
        (replace(REAL, dated_header=replace(REAL.dated_header, issuer="")), [("dated_header", "issuer")]),
        (replace(REAL, imprint=Imprint("　", date(2024, 1, 9))), [("imprint", "office")]),
        (replace(REAL, imprint=None), []),
        (
            replace(REAL, distribution=(Addressee("", "甲。"), Addressee("送", " "))),
            [("distribution", 0, "label"), ("distribution", 1, "to")],
        ),
    ],
)
def test_fields_that_are_not_filled_in(issue: Issue, paths: list[tuple[str | int, ...]]) -> None:
    assert [path for path, _ in empty_fields(issue)] == paths


def test_every_rule_has_a_name() -> None:
    issue = replace(REAL, masthead=Masthead(NAME, 9, 1), distribution=(Addressee("发", "甲"),))
    assert set(rules(issue)) == {"total_number", "addressee_stop"} <= RULES.keys()
