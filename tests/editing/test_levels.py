"""Headings and list items: their level and their numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bulletin_desk.bulletin.grammar import block_of, item_path
from bulletin_desk.bulletin.model import Block, Body, Heading, Issue, Item, ListItem, Place, Section
from bulletin_desk.editing.levels import is_numbered, levelled, shift_levels, toggle_numbered
from bulletin_desk.editing.selection import Selection, at, between
from bulletin_desk.errors import EditError
from tests.bulletin.issues import SMALL

ITEM = item_path(0, 0)
LEADS = ("一、", "（一）", "1.", "（1）")


def issue_of(*blocks: Block) -> Issue:
    return replace(SMALL, sections=(Section("栏", (Item("题", blocks),)),))


def blocks_of(issue: Issue) -> tuple[Block, ...]:
    return issue.sections[0].items[0].blocks


def all_of(issue: Issue) -> Selection:
    last = len(blocks_of(issue)) - 1
    return between(Place(block_of(ITEM, 0), 0), Place(block_of(ITEM, last), 1))


def leads(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    """As if each heading were the first of its level."""
    return tuple(LEADS[each.level - 1] if isinstance(each, Heading) else "" for each in blocks)


def test_headings_go_one_level_down_or_up_together() -> None:
    issue = issue_of(Heading("甲", 1), Body("正文"), Heading("乙", 2, True))
    lower, _ = shift_levels(issue, all_of(issue), 1)
    assert blocks_of(lower) == (Heading("甲", 2), Body("正文"), Heading("乙", 3, True))
    assert blocks_of(shift_levels(lower, all_of(lower), -1)[0]) == blocks_of(issue)


def test_a_list_item_goes_up_to_body_text_and_keeps_its_bold_characters() -> None:
    issue = issue_of(ListItem("甲乙", bold=((0, 1),)))
    assert blocks_of(shift_levels(issue, all_of(issue), -1)[0]) == (Body("甲乙", bold=((0, 1),)),)


@pytest.mark.parametrize(
    ("block", "step"), [(Heading("甲", 1), -1), (Heading("甲", 4), 1), (ListItem("甲"), 1)]
)
def test_at_the_end_of_the_levels_it_is_said(block: Block, step: int) -> None:
    issue = issue_of(block)
    with pytest.raises(EditError, match="不能再"):
        shift_levels(issue, all_of(issue), step)


def test_numbers_that_were_typed_go_when_the_layout_makes_them_and_come_back() -> None:
    issue = issue_of(Heading("一、甲", 1), Body("正文"), Heading("（一）乙", 2), ListItem("丙"))
    assert not is_numbered(issue, all_of(issue))
    made, selection = toggle_numbered(issue, at(Place(block_of(ITEM, 0), 3)), leads)
    assert blocks_of(made)[0] == Heading("甲", 1, True)
    assert selection == at(Place(block_of(ITEM, 0), 1))
    made, _ = toggle_numbered(made, all_of(made), leads)
    assert blocks_of(made) == (
        Heading("甲", 1, True),
        Body("正文"),
        Heading("乙", 2, True),
        ListItem("丙", True),
    )
    assert is_numbered(made, all_of(made))
    typed, selection = toggle_numbered(made, all_of(made), leads)
    assert blocks_of(typed) == blocks_of(issue)
    assert selection.anchor.place == Place(block_of(ITEM, 0), 2)


def test_body_text_has_no_number() -> None:
    issue = issue_of(Body("正文"))
    assert levelled(issue, all_of(issue)) == []
    assert not is_numbered(issue, all_of(issue))
    with pytest.raises(EditError, match="标题和列项"):
        toggle_numbered(issue, all_of(issue), leads)
