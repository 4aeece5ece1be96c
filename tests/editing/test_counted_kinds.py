"""Tests of headings of four levels and lists: keys, levels, numbers typed and made."""

from __future__ import annotations

import pytest

from bulletin_desk.bulletin.model import Body, Heading, Kind, ListItem, Place, Subheading
from bulletin_desk.editing import commands, typed_numbers
from bulletin_desk.editing.fragment import as_html, copy, from_html
from bulletin_desk.editing.kinds import change_kind
from bulletin_desk.editing.paste import paste
from bulletin_desk.editing.selection import Selection, at, between
from bulletin_desk.errors import EditError
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


def test_levels_go_up_and_down() -> None:
    issue, _ = typed_numbers.change_level(ISSUE, over(0, 1), 1)
    assert blocks_of(issue)[:2] == (Heading("总体", 2, numbered=True), Heading("目标", 3))
    for _ in range(5):
        issue, _ = typed_numbers.change_level(issue, over(0, 1), 1)
    assert [block.level for block in blocks_of(issue)[:2]] == [4, 4]  # type: ignore[attr-defined]
    issue, _ = typed_numbers.change_level(ISSUE, over(0, 1), -1)
    assert [block.level for block in blocks_of(issue)[:2]] == [1, 1]  # type: ignore[attr-defined]


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
    assert typed_numbers.typed_number(text) == length


def test_numbers_are_typed_and_made() -> None:
    typed = (
        Heading("一、甲", 1),
        Heading("（一）乙", 2),
        Heading("（二）丙", 2),
        Heading("1.丁", 3),
        Heading("（1）戊", 4),
        Heading("二、己", 1),
        Heading("（一）庚", 2),
        ListItem("无号"),
    )
    issue = issue_with(*typed)
    every = between(Place((*ROW, 0), 0), Place((*ROW, 7), 0))
    made, _ = typed_numbers.to_made(issue, every)
    assert [block.text for block in blocks_of(made)] == ["甲", "乙", "丙", "丁", "戊", "己", "庚", "无号"]  # type: ignore[attr-defined]
    assert all(block.numbered for block in blocks_of(made))  # type: ignore[attr-defined]
    back, _ = typed_numbers.to_typed(made, every)
    assert blocks_of(back)[:7] == typed[:7]
    assert blocks_of(back)[7] == ListItem("1.无号")
    with pytest.raises(EditError, match="只有层次标题和列项有编号"):
        typed_numbers.to_made(issue_with(Body("文")), in_block(0))
    made, selection = typed_numbers.to_made(issue, in_block(1, 4))
    assert selection == in_block(1, 1)


def test_they_are_copied_as_they_are() -> None:
    for first in range(len(PARAGRAPHS)):
        selection = over(first, 4)
        fragment = copy(ISSUE, selection)
        assert from_html(as_html(fragment)) == fragment
        assert paste(ISSUE, selection, fragment)[0] == ISSUE
