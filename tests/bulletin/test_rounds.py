"""送审稿 and 定稿: how they are called, which of them is signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bulletin_desk.bulletin.bounds import MAX_ROUNDS
from bulletin_desk.bulletin.compare import compare
from bulletin_desk.bulletin.model import Issue, Round
from bulletin_desk.bulletin.numbering import next_issue
from bulletin_desk.bulletin.rounds import (
    LONGEST_NAME,
    last_signed,
    next_name,
    round_named,
    sent,
    signed_words,
    spoken,
    to_the_minute,
    unsigned,
    why_no_name,
    with_rounds_of,
)
from bulletin_desk.bulletin.take_back import Comparison
from bulletin_desk.errors import EditError
from bulletin_desk.library.entries import entry_of
from tests.bulletin.issues import SMALL


def gone_round(*names: str) -> Issue:
    """An issue that went round under these names; of 定稿 signed."""
    rounds = (Round(name, "", "张三", signed=name.startswith("定稿"), text="") for name in names)
    return replace(SMALL, rounds=tuple(rounds))


@pytest.mark.parametrize(
    ("names", "sent_next", "signed_next"),
    [
        ((), "送审稿 1", "定稿"),
        (("送审稿 1",), "送审稿 2", "定稿"),
        (("送审稿 1", "送审稿 7", "二稿"), "送审稿 8", "定稿"),
        (("送审稿3",), "送审稿 4", "定稿"),
        (("送审稿 1", "定稿"), "送审稿 2", "定稿 2"),
        (("定稿（已撤回）",), "送审稿 1", "定稿 2"),
        (("定稿（已撤回）", "定稿 2"), "送审稿 1", "定稿 3"),
        (("送审稿", "送审稿 九", "送审稿 9999999"), "送审稿 2", "定稿"),
    ],
)
def test_what_the_next_one_is_called(names: tuple[str, ...], sent_next: str, signed_next: str) -> None:
    issue = gone_round(*names)
    assert next_name(issue) == sent_next
    assert next_name(issue, signed=True) == signed_next
    for name in (sent_next, signed_next):
        assert why_no_name(issue, name) == ""


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "请写上名称，如“送审稿 2”。"),
        ("送审稿 1", "已经有“送审稿 1”了，请换一个名称。"),
        ("定稿", "已经有“定稿”了，请换一个名称。"),  # a withdrawn one
        ("稿" * (LONGEST_NAME + 1), f"名称有{LONGEST_NAME + 1}个字，最多{LONGEST_NAME}个字，请改短。"),
        ("二稿（已撤回）", "“（已撤回）”由程序在撤回定稿时写上，请改名称。"),
    ],
)
def test_names_that_are_none(name: str, why: str) -> None:
    issue = gone_round("送审稿 1", "定稿（已撤回）")
    assert why_no_name(issue, name) == why
    with pytest.raises(EditError, match=why[:4]):
        sent(issue, Round(name, "", "", signed=False, text=""))


def test_sending_adds_one() -> None:
    kept = Round("送审稿 2", "2024-01-09T15:30", "张三", signed=False, text="{}")
    issue = sent(gone_round("送审稿 1"), kept)
    assert [each.name for each in issue.rounds] == ["送审稿 1", "送审稿 2"]
    assert round_named(issue.rounds, "送审稿 2") is kept
    assert round_named(issue.rounds, "送审稿 3") is None
    full = gone_round(*(f"送审稿 {number}" for number in range(1, MAX_ROUNDS + 1)))
    with pytest.raises(EditError, match=f"这一期已经送审{MAX_ROUNDS}次"):
        sent(full, replace(kept, name="再送"))


def test_the_last_sign_off_holds_until_it_is_withdrawn() -> None:
    issue = gone_round("送审稿 1", "定稿", "送审稿 2", "定稿 2", "送审稿 3")
    assert last_signed(issue) is issue.rounds[3]
    issue = unsigned(issue)
    assert last_signed(issue) is None
    names = [kept.name for kept in issue.rounds]
    assert names == ["送审稿 1", "定稿（已撤回）", "送审稿 2", "定稿 2（已撤回）", "送审稿 3"]
    with pytest.raises(EditError, match="没有可以撤回的"):
        unsigned(issue)


def test_moments() -> None:
    assert to_the_minute(datetime(2024, 1, 9, 5, 3, 59)) == "2024-01-09T05:03"
    assert spoken("2024-01-09T05:03") == "2024年1月9日 05:03"
    assert spoken("2024-01-09") == "2024年1月9日"
    assert spoken("昨天") == "昨天"
    assert spoken("") == ""
    assert signed_words(Round("定稿", "2024-01-09", "王", signed=True, text="")) == "王，2024年1月9日"
    assert signed_words(Round("定稿", "", "", signed=True, text="")) == ""


def test_rounds_that_only_another_knows() -> None:
    mine, theirs = gone_round("送审稿 1", "定稿（已撤回）"), gone_round("送审稿 1", "定稿", "定稿 2")
    both = with_rounds_of(mine, theirs)
    assert [kept.name for kept in both.rounds] == ["送审稿 1", "定稿（已撤回）", "定稿 2"]
    assert last_signed(both) is theirs.rounds[2]
    assert with_rounds_of(theirs, mine) is theirs


def test_what_knows_nothing_of_rounds() -> None:
    issue = gone_round("送审稿 1", "定稿")
    assert next_issue(issue, issue.dated_header.date).rounds == ()
    assert compare(SMALL, issue) == []
    assert entry_of(issue, None) == entry_of(SMALL, None)
    comparison = Comparison(replace(SMALL, print_count=77), issue)
    assert comparison.taken_back(comparison.parts) == replace(issue, print_count=77)
