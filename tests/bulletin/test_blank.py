"""The office's first issue."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bulletin_desk.bulletin.blank import blank_issue
from bulletin_desk.bulletin.model import Body, Item, Section
from bulletin_desk.storage.bulletin_file import read_bulletin

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_standing_parts_are_those_of_the_real_issue() -> None:
    real = read_bulletin(EXAMPLES / "2024-01-09.bulletin")
    blank = blank_issue(date(2024, 1, 9))
    assert blank.masthead.name == real.masthead.name
    assert blank.dated_header == real.dated_header
    assert blank.disclosure == real.disclosure
    assert blank.distribution == real.distribution
    assert blank.imprint == real.imprint
    assert blank.print_count == real.print_count
    assert real.masthead.total_number is not None
    assert blank.masthead.number == 1
    assert blank.masthead.total_number == 1 + real.masthead.total_number - real.masthead.number


@pytest.mark.parametrize(
    ("year", "total"), [(2022, 396), (2023, 496), (2024, 606), (2025, 733), (2026, 833), (2027, None)]
)
def test_total_number_of_the_years_first_issue(year: int, total: int | None) -> None:
    assert blank_issue(date(year, 3, 1)).masthead.total_number == total


def test_there_is_room_to_write_in() -> None:
    assert blank_issue(date(2026, 3, 1)).sections == (Section("市州动态", (Item("", (Body(""),)),)),)
