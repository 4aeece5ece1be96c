"""领导批示 between two versions of an issue: told, and taken back by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from bulletin_desk.bulletin.compare import compare
from bulletin_desk.bulletin.edits import set_endorsements
from bulletin_desk.bulletin.endorsements import endorsements_change, heading
from bulletin_desk.bulletin.model import Endorsement, Issue
from bulletin_desk.bulletin.put_out import as_put_out
from bulletin_desk.bulletin.take_back import Comparison
from bulletin_desk.errors import EditError
from tests.bulletin.issues import SMALL, endorsed_issues

A, B = Endorsement("张三", date(2024, 1, 9), "照办。"), Endorsement("", None, "阅。")
ITEM = ("sections", 0, "items", 0)


@settings(max_examples=30)
@given(endorsed_issues)
def test_any_choice_is_taken_back(issue: Issue) -> None:
    bare = as_put_out(issue)
    assert bool(compare(issue, bare)) == (issue != bare)
    comparison = Comparison(issue, bare)
    assert comparison.taken_back(comparison.parts) == issue
    assert comparison.taken_back(()) is bare


def test_nothing_else_goes_with_them() -> None:
    old = set_endorsements(SMALL, ITEM, (A,))
    new = replace(SMALL, disclosure="不公开")
    comparison = Comparison(old, new)
    (part,) = [part for part in comparison.parts if "领导批示" in part.sentence]
    assert comparison.taken_back([part]) == set_endorsements(new, ITEM, (A,))
    assert part.item == ITEM
    assert comparison.name_of([part]) == "取回一处"
    with pytest.raises(EditError, match="不是稿件"):
        set_endorsements(SMALL, ("sections", 0), ())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ((), (A,), "新增领导批示（张三，2024年1月9日）"),
        ((A, B), (A,), "删去领导批示（没有写是谁）"),
        ((A,), (B,), "领导批示有改动"),
        ((A, B), (B, A), "领导批示的次序或条数有改动"),
        ((A,), (A, A), "领导批示的次序或条数有改动"),
    ],
)
def test_what_is_said(old: tuple[Endorsement, ...], new: tuple[Endorsement, ...], said: str) -> None:
    assert endorsements_change(old, new) == said


def test_who_and_when() -> None:
    assert [heading(each) for each in (A, B)] == ["张三，2024年1月9日", "没有写是谁"]
