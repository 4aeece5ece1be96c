"""Tests of headings of four levels and lists: keys, levels, numbers typed and made."""

from __future__ import annotations

import pytest

from bulletin_desk.bulletin.model import Body, Heading, Kind, ListItem, Place, Subheading
from bulletin_desk.editing import commands
from bulletin_desk.editing.fragment import as_html, copy, from_html
from bulletin_desk.editing.kinds import change_kind
from bulletin_desk.editing.paste import paste
from bulletin_desk.editing.selection import Selection, at, between
from bulletin_desk.hanzi.ordinals import number_length
from tests.editing.test_tables import ROW, blocks_of, issue_with

PARAGRAPHS = (
    Heading("总体", 1, numbered=True),
    Heading("目标", 2),
    ListItem("加粗的字", bold=((0, 2),)),
    ListItem("二", numbered=True),
    Body("正文有粗字", bold=((2, 4),)),
)
ISSUE = issue_with(*PARAGRAPHS)


def in_block(number: int, offset: int = 0) -> Selection:
    return at(Place((*ROW, number), offset))


def over(first: int, last: int) -> Selection:
    return between(Place((*ROW, first), 0), Place((*ROW, last), len(PARAGRAPHS[last].text)))


@pytest.mark.parametrize("number", range(len(PARAGRAPHS)))
def test_any_paragraph_becomes_any_kind_and_body_again(number: int) -> None:
    block = PARAGRAPHS[number]
    kinds = (Kind.HEADING_1, Kind.HEADING_4, Kind.LIST_ITEM, Kind.NUMBERED_ITEM, Kind.SUBHEADING, Kind.BODY)
    for kind in kinds:
        issue, _ = change_kind(ISSUE, in_block(number), kind)
        new = blocks_of(issue)[number]
        assert (new.kind, new.text) == (kind, block.text)  # type: ignore[attr-defined]
        bold = getattr(block, "bold", ())
        if isinstance(new, Body | ListItem):
            assert new.bold == bold
        back, _ = change_kind(issue, in_block(number), Kind.BODY)
        assert isinstance(blocks_of(back)[number], Body)


def test_several_at_once() -> None:
    issue, _ = change_kind(ISSUE, over(0, 4), Kind.NUMBERED_ITEM)
    assert [block.kind for block in blocks_of(issue)] == [Kind.NUMBERED_ITEM] * 5  # type: ignore[attr-defined]
    assert blocks_of(issue)[4] == ListItem("正文有粗字", True, ((2, 4),))


def test_enter_in_lists_and_headings() -> None:
    issue, selection = commands.enter(ISSUE, in_block(3, 1))
    assert blocks_of(issue)[4] == ListItem("", numbered=True)
    assert selection == in_block(4)
    issue, selection = commands.enter(issue, selection)
    assert blocks_of(issue)[4] == Body("")
    assert selection == in_block(4)
    issue, _ = commands.enter(ISSUE, in_block(0, 2))
    assert blocks_of(issue)[:2] == (PARAGRAPHS[0], Body(""))


def test_backspace_makes_body_first() -> None:
    issue, selection = commands.backspace(ISSUE, in_block(1))
    assert blocks_of(issue)[1] == Body("目标")
    assert selection == in_block(1)
    issue, _ = commands.backspace(ISSUE, in_block(2))
    assert blocks_of(issue)[2] == Body("加粗的字", bold=((0, 2),))
    issue, _ = commands.backspace(issue_with(Body("前"), Subheading("小")), in_block(1))
    assert blocks_of(issue) == (Body("前小"),)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("一、总体要求", 2),
        ("十二、总体", 3),
        ("（一）目标", 3),
        ("(二) 目标", 4),
        ("1.任务", 2),
        ("１．任务", 2),
        ("12. 任务", 4),
        ("（3）任务", 3),
        ("3）任务", 2),
        ("①任务", 1),
        ("2024年任务", 0),
        ("3.5万人", 0),
        ("一是总体", 0),
        ("", 0),
    ],
)
def test_typed_numbers_are_known(text: str, length: int) -> None:
    assert number_length(text) == length


def test_they_are_copied_as_they_are() -> None:
    for first in range(len(PARAGRAPHS)):
        selection = over(first, 4)
        fragment = copy(ISSUE, selection)
        assert from_html(as_html(fragment)) == fragment
        assert paste(ISSUE, selection, fragment)[0] == ISSUE
