"""States of items in words, and what is asked about them."""

from __future__ import annotations

from bulletin_desk.bulletin.compare import compare
from bulletin_desk.bulletin.edits import set_state
from bulletin_desk.bulletin.grammar import item_path
from bulletin_desk.bulletin.model import STATES, Issue
from bulletin_desk.bulletin.numbering import next_issue
from bulletin_desk.bulletin.put_out import as_put_out
from bulletin_desk.bulletin.states import not_approved, pending_said, state_name
from tests.sheets.made import TITLES, issue_of


def with_states(*states: str) -> Issue:
    issue = as_put_out(issue_of(len(states)))
    for at, state in enumerate(states):
        issue = set_state(issue, item_path(0, at), state)
    return issue


def test_each_has_a_name() -> None:
    assert [state_name(state) for state in STATES] == ["收到", "已编", "已审", "待定", "备用"]
    assert state_name("") == ""


def test_who_uses_none_has_none_left() -> None:
    assert not_approved(with_states("", "")) == 0
    assert not_approved(with_states("approved", "", "pending")) == 2
    assert not_approved(with_states("approved", "approved")) == 0


def test_what_is_not_settled_is_said() -> None:
    assert pending_said(with_states("received", "edited", "approved", "")) == ""
    said = pending_said(with_states("pending", "", "reserve"))
    assert said == f"还有2篇稿件没有定下来：《{TITLES[0]}》（待定）、《{TITLES[2]}》（备用）。"
    assert pending_said(with_states(*["pending"] * 5)).endswith("等。")


def test_a_comparison_says_what_became_of_a_state() -> None:
    old, new = with_states("received", "", "pending"), with_states("approved", "edited", "")
    said = [found.sentence.partition("：")[2] for found in compare(old, new)]
    assert said == ["状态由收到改为已审。", "状态记为已编。", "去掉了状态待定。"]


def test_the_next_issue_has_none() -> None:
    issue = with_states("approved", "pending")
    following = next_issue(issue, issue.dated_header.date)
    assert not_approved(following) == 0
