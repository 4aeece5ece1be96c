"""字数 as a word processor counts."""

from __future__ import annotations

import pytest
from hypothesis import given

from bulletin_desk.bulletin.grammar import items_of, walk, walk_item
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.editing.count import (
    characters,
    fragment_characters,
    issue_characters,
    item_characters,
)
from bulletin_desk.editing.fragment import copy
from bulletin_desk.editing.movement import everything
from tests.bulletin.issues import SMALL, issues


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("会议召开。", 5),
        ("2023年，成立R&D中心", 8),
        ("COVID-19 and 3.14%", 3),
        ("一 二　三\n四", 4),
        ("𠮷一\ufe00", 2),
        ("“质量”——", 6),
    ],
)
def test_characters(text: str, count: int) -> None:
    assert characters(text) == count


def test_items_and_the_issue() -> None:
    first = SMALL.sections[0].items[0]
    assert item_characters(first) == 5 + 5 + 5
    others = sum(item_characters(item) for item in SMALL.sections[1].items)
    assert issue_characters(SMALL) == 9 + 4 + 4 + item_characters(first) + 4 + others


@given(issues)
def test_what_is_counted_is_the_running_text_that_a_walk_gives(issue: Issue) -> None:
    running = [node.text for node in walk(issue) if node.spec.running]
    assert issue_characters(issue) == sum(map(characters, running))
    for _, item in items_of(issue):
        assert item_characters(item) == sum(characters(node.text) for node in walk_item(item))


def test_all_that_can_be_selected_counts_as_the_issue() -> None:
    assert fragment_characters(copy(SMALL, everything(SMALL))) == issue_characters(SMALL)
