"""What is proposed for the issue after another, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bulletin_desk.bulletin.following import Numbers, proposed_day, proposed_numbers
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.bulletin.office import Office, the_office
from tests.bulletin.issues import SMALL


def numbered(day: date, number: int, total: int | None, name: str = "") -> Issue:
    masthead = replace(SMALL.masthead, name=name or the_office().name, number=number, total_number=total)
    return replace(SMALL, masthead=masthead, dated_header=replace(SMALL.dated_header, date=day))


def test_inside_a_year_both_go_up_by_one() -> None:
    assert proposed_numbers(numbered(date(2024, 1, 9), 2, 607), date(2024, 12, 31)) == Numbers(3, 608)
    assert proposed_numbers(numbered(date(2024, 1, 9), 2, None), date(2024, 1, 9)) == Numbers(3, None)


@pytest.mark.parametrize(
    ("number", "total", "said"),
    [
        (127, 732, "这一期是总第733期"),
        (126, 731, "所以这一期是总第733期，不是接着总第731期的第732期"),
        (127, None, "这一期是总第733期"),
    ],
)
def test_a_year_that_is_known_begins_with_its_total(number: int, total: int | None, said: str) -> None:
    """The issue that is followed need not be the last one of its year."""
    found = proposed_numbers(numbered(date(2024, 12, 27), number, total), date(2025, 1, 3))
    assert (found.number, found.total) == (1, 733)
    assert "2025年以前共出了732期" in found.reason
    assert said in found.reason


def test_the_total_and_its_reason_are_of_the_number_that_is_given() -> None:
    known = proposed_numbers(numbered(date(2024, 12, 27), 126, 731), date(2025, 1, 3), 5)
    assert (known.number, known.total) == (5, 737)
    assert known.reason.endswith("2025年以前共出了732期，所以这一期是总第737期；请核对。")
    unknown = proposed_numbers(numbered(date(2030, 12, 27), 90, 1300), date(2031, 1, 3), 5)
    assert unknown.total == 1305
    assert "往下数是第1305期" in unknown.reason
    assert proposed_numbers(numbered(date(2024, 1, 9), 2, 607), date(2024, 1, 12), 5) == Numbers(5, 610)


def test_in_a_year_of_which_nothing_is_known_the_total_goes_on() -> None:
    found = proposed_numbers(numbered(date(2030, 12, 27), 90, 1300), date(2031, 1, 3))
    assert (found.number, found.total) == (1, 1301)
    assert "接着总第1300期往下数是第1301期" in found.reason
    assert "中间隔了" not in found.reason
    later = proposed_numbers(numbered(date(2030, 12, 27), 90, 1300), date(2033, 1, 3))
    assert "中间隔了2年" in later.reason
    other = proposed_numbers(numbered(date(2024, 12, 27), 9, 90, name="别的简报"), date(2025, 1, 3))
    assert (other.number, other.total) == (1, 91)
    none = proposed_numbers(numbered(date(2024, 12, 27), 9, None, name="别的简报"), date(2025, 1, 3))
    assert (none.number, none.total) == (1, None)
    assert "没有总期号" in none.reason


def test_an_own_office_s_count_is_known_where_it_is_handed_in() -> None:
    last = numbered(date(2024, 12, 27), 9, 90, name="别的简报")
    office = Office("别的简报", issues_before={2025: 95})
    assert proposed_numbers(last, date(2025, 1, 3), offices=[office]).total == 96


def test_the_day_is_today_or_that_of_a_last_issue_dated_later() -> None:
    last = numbered(date(2024, 1, 19), 2, 607)
    assert proposed_day(last, date(2024, 1, 19)) == (date(2024, 1, 19), "")
    day, why = proposed_day(last, date(2024, 1, 12))
    assert day == date(2024, 1, 19)
    assert "比今天晚" in why
