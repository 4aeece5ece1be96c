"""The next issue: what goes up, what stays, what is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from bulletin_desk.bulletin.model import Body, Issue, Item, Section
from bulletin_desk.bulletin.numbering import next_issue
from bulletin_desk.errors import EditError
from tests.bulletin.issues import SMALL, issues

EMPTY = (Item("", (Body(""),)),)


def test_numbers_go_up_by_one() -> None:
    issue = next_issue(SMALL, date(2024, 1, 12))
    assert (issue.masthead.number, issue.masthead.total_number) == (3, 608)
    assert issue.dated_header.date == date(2024, 1, 12)
    assert issue.imprint is not None
    assert issue.imprint.date == date(2024, 1, 12)


def test_a_new_year_starts_again_at_1_and_the_total_goes_on() -> None:
    issue = next_issue(SMALL, date(2025, 1, 3))
    assert (issue.masthead.number, issue.masthead.total_number) == (1, 608)


def test_news_is_left_out_and_what_stands_is_kept() -> None:
    previous = replace(SMALL, masthead=replace(SMALL.masthead, marking="内部资料", supplement="增刊"))
    issue = next_issue(previous, date(2024, 1, 12))
    assert issue.sections == (Section("特别关注", EMPTY), Section("市州动态", EMPTY))
    assert issue.editors_note == ()
    assert issue.masthead.supplement == ""
    assert issue.masthead.marking == "内部资料"
    assert issue.masthead.name == SMALL.masthead.name
    assert issue.distribution is SMALL.distribution
    assert issue.imprint is not None
    assert issue.imprint.office == "综合处"
    assert (issue.disclosure, issue.print_count) == ("主动公开", 3)


def test_a_section_that_only_stands_over_others_gets_no_item() -> None:
    over = (Section("先锋榜"), Section("总体情况", SMALL.sections[0].items, 2), Section("典型案例"))
    issue = next_issue(replace(SMALL, sections=over), date(2024, 1, 12))
    assert issue.sections == (over[0], Section("总体情况", EMPTY, 2), Section("典型案例", EMPTY))


def test_parts_that_are_absent_stay_absent() -> None:
    bare = replace(SMALL, masthead=replace(SMALL.masthead, total_number=None), imprint=None)
    issue = next_issue(bare, date(2024, 1, 9))
    assert issue.masthead.total_number is None
    assert issue.imprint is None


def test_a_date_before_the_previous_issue_is_refused() -> None:
    with pytest.raises(EditError, match="新一期的日期2023年12月29日早于上一期的2024年1月9日"):
        next_issue(SMALL, date(2023, 12, 29))


@given(issues)
def test_any_issue_has_a_next_one(issue: Issue) -> None:
    following = next_issue(issue, issue.dated_header.date)
    assert following.masthead.number == issue.masthead.number + 1
    assert [section.name for section in following.sections] == [section.name for section in issue.sections]
