"""Headings of a kind are of one level, whatever of a bulletin is there."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin.grammar import HEADING_LEVEL
from bulletin_desk.bulletin.heading_levels import HeadingLevels
from bulletin_desk.bulletin.model import Kind

NAME, SECTION, SECTION_2, TITLE = Kind.MASTHEAD, Kind.SECTION_HEAD, Kind.SECTION_HEAD_2, Kind.TITLE
FIRST, SECOND, ATTACHMENT = Kind.HEADING_1, Kind.HEADING_2, Kind.ATTACHMENT_TITLE


def levels(*kinds: Kind) -> list[int]:
    made = HeadingLevels()
    return [made.next(kind) for kind in kinds]


@pytest.mark.parametrize(
    ("kinds", "wanted"),
    [
        ((NAME, SECTION, TITLE, FIRST, SECOND, FIRST, TITLE, SECTION), [1, 2, 3, 4, 5, 4, 3, 2]),
        ((NAME, TITLE, FIRST, SECOND, FIRST, SECOND, TITLE, FIRST), [1, 2, 3, 4, 3, 4, 2, 3]),
        ((TITLE, FIRST, SECOND, FIRST, FIRST, TITLE, FIRST), [1, 2, 3, 2, 2, 1, 2]),
        ((SECTION, TITLE, FIRST, SECTION, TITLE, TITLE), [1, 2, 3, 1, 2, 2]),
        ((NAME, TITLE, SECOND, FIRST, SECOND), [1, 2, 3, 3, 4]),
        ((NAME, SECTION, SECTION_2, TITLE, FIRST, SECTION, TITLE), [1, 2, 3, 4, 5, 2, 3]),
        ((NAME, SECTION, SECTION_2, TITLE, ATTACHMENT), [1, 2, 3, 4, 3]),
        ((NAME, Kind.BODY, TITLE), [1, 0, 2]),
    ],
    ids=["whole", "no sections", "an item", "no name", "begun deeper", "deeper", "attachment", "text"],
)
def test_what_is_left_out_leaves_no_gap_and_no_steps(kinds: tuple[Kind, ...], wanted: list[int]) -> None:
    assert levels(*kinds) == wanted


@given(st.lists(st.sampled_from(sorted(HEADING_LEVEL, key=lambda kind: kind.value)), max_size=20))
def test_none_is_more_than_one_level_deeper(kinds: list[Kind]) -> None:
    found = levels(*kinds)
    assert all(1 <= level <= 6 for level in found)
    assert found[:1] in ([], [1])
    assert all(after <= before + 1 for before, after in pairwise(found))
