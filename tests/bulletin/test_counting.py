"""The numbers of headings, list items and attachments."""

from __future__ import annotations

from dataclasses import replace

from bulletin_desk.bulletin.counting import attachment_numbers, block_numbers
from bulletin_desk.bulletin.grammar import item_path
from bulletin_desk.bulletin.model import Attachment, Body, Heading, Item, ListItem, Section, Subheading
from tests.bulletin.issues import SMALL


def test_headings_of_a_lower_level_are_counted_anew() -> None:
    levels = (1, 2, 3, 4, 4, 3, 2, 3, 1, 2, 4)
    blocks = tuple(Heading("甲", level, numbered=True) for level in levels)
    assert block_numbers(blocks) == (1, 1, 1, 1, 2, 2, 2, 1, 2, 1, 1)


def test_a_heading_without_a_number_is_not_counted_but_begins_anew() -> None:
    blocks = (
        Heading("甲", 1, numbered=True),
        Heading("乙", 2, numbered=True),
        Heading("结语", 1),
        Heading("丙", 2, numbered=True),
        Heading("丁", 1, numbered=True),
    )
    assert block_numbers(blocks) == (1, 1, 0, 1, 2)


def test_list_items_are_counted_anew_after_anything_else() -> None:
    numbered, plain = ListItem("甲", numbered=True), ListItem("甲")
    for other in (plain, Body("甲"), Subheading("甲"), Heading("甲", 1)):
        assert block_numbers((numbered, numbered, other, numbered)) == (1, 2, 0, 1)


def test_headings_are_counted_on_over_lists_and_text() -> None:
    blocks = (
        Heading("甲", 1, numbered=True),
        ListItem("乙"),
        Subheading("丙"),
        Heading("丁", 1, numbered=True),
    )
    assert block_numbers(blocks) == (1, 0, 0, 2)


def test_attachments_are_counted_through_the_issue() -> None:
    one, two = Attachment("甲"), Attachment("乙")
    items = (Item("一", attachments=(one, two)), Item("二"), Item("三", attachments=(one,)))
    issue = replace(SMALL, sections=(Section("甲", items[:2]), Section("乙", items[2:])))
    assert attachment_numbers(issue) == {item_path(0, 0): 1, item_path(1, 0): 3}
    assert attachment_numbers(SMALL) == {}


def test_a_single_attachment_has_no_number() -> None:
    issue = replace(
        SMALL, sections=(Section("甲", (Item("一"), Item("二", attachments=(Attachment("甲"),)))),)
    )
    assert attachment_numbers(issue) == {item_path(0, 1): 0}
