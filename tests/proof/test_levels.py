"""Headings inside a text as they are proofread, in items and attachments."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bulletin_desk.bulletin.edits import replace_ranges
from bulletin_desk.bulletin.grammar import attachment_of, block_of, item_path
from bulletin_desk.bulletin.model import (
    Attachment,
    Block,
    Body,
    DatedHeader,
    Heading,
    Issue,
    Item,
    ListItem,
    Masthead,
    Section,
)
from bulletin_desk.hanzi.ordinals import typed_number
from bulletin_desk.proof.findings import Mark
from bulletin_desk.proof.issue import Known, issue_marks
from bulletin_desk.proof.levels import level_marks

TEXT = Body("坚持把地方志工作放在全市发展大局中谋划和推进。")


def rules(*blocks: Block) -> list[tuple[int, str]]:
    return [(path[-1], mark.rule) for path, mark in level_marks(blocks)]  # type: ignore[misc]


def issue_of(item: Item) -> Issue:
    header = DatedHeader("乐山市地方志办公室", date(2024, 1, 9))
    return Issue(Masthead("简报", 2, 607), header, sections=(Section("动态", (item,)),))


@pytest.mark.parametrize(
    "blocks",
    [
        (Heading("一、总体", 1), Heading("（一）目标", 2), Heading("1.编纂", 3), Heading("（1）初稿", 4)),
        (Heading("总体", 1, True), Heading("目标", 2, True), Heading("保障", 1, True)),
        (Heading("1.编纂", 3), TEXT, Heading("2.出版", 3)),  # a text with one level only
        (Heading("（一）目标", 2), Heading("一、总体", 1)),  # up again
        (ListItem("编纂年鉴", True), ListItem("出版年鉴", True)),
    ],
)
def test_levels_in_order_are_left_alone(blocks: tuple[Block, ...]) -> None:
    assert rules(*blocks) == []


def test_a_level_that_is_left_out_is_told() -> None:
    assert rules(Heading("一、总体", 1), Heading("1.编纂", 3)) == [(1, "heading_level")]


def test_a_number_in_the_form_of_another_level_is_told() -> None:
    assert rules(Heading("（一）总体", 1)) == [(0, "heading_level")]


def test_a_number_that_is_made_and_typed_is_taken_away() -> None:
    item = Item("题", (Heading("一、总体", 1, True), TEXT, ListItem("1.编纂", True)), "（处）")
    found = [each for each in issue_marks(issue_of(item), Known()) if each[1].rule == "made_number"]
    issue = issue_of(item)
    for path, mark in found:
        issue = replace_ranges(issue, path, [(part.start, part.end, part.text) for part in mark.fix])
    assert issue.sections[0].items[0].blocks == (
        Heading("总体", 1, True),
        TEXT,
        ListItem("编纂", True),
    )


def test_made_and_typed_numbers_that_do_not_go_on_are_told() -> None:
    assert rules(Heading("总体", 1, True), Heading("三、保障", 1)) == [(1, "ordinal_gap")]
    assert rules(Heading("总体", 1, True), Heading("二、保障", 1)) == []
    assert rules(Heading("二、总体", 1), Heading("保障", 1, True)) == [(1, "ordinal_gap")]


def test_typed_numbers_of_headings_are_looked_at_with_the_other_ordinals() -> None:
    item = Item("题", (Heading("一、总体", 1), TEXT, Heading("三、保障", 1)), "（处）")
    assert [path for path, mark in marks(item, "ordinal_gap")] == [block_of(item_path(0, 0), 2)]


def test_an_attachment_is_a_text_of_its_own() -> None:
    inside = Attachment("名单", (Heading("三、总体", 1), TEXT, Heading("五、保障", 1)))
    item = Item("题", (Heading("一、总体", 1), TEXT), "（处）", attachments=(inside,))
    there = attachment_of(item_path(0, 0), 0)
    assert [path for path, _ in marks(item, "ordinal_gap")] == []
    inside = replace(inside, blocks=(Heading("一、总体", 1), TEXT, Heading("三、保障", 1)))
    found = marks(replace(item, attachments=(inside,)), "ordinal_gap")
    assert [path for path, _ in found] == [block_of(there, 2)]


def marks(item: Item, rule: str) -> list[tuple[object, Mark]]:
    return [each for each in issue_marks(issue_of(item), Known()) if each[1].rule == rule]


@pytest.mark.parametrize(
    ("text", "level", "number"),
    [("一、总体", 1, 1), ("(二)目标", 2, 2), ("3．编纂", 3, 3), ("（12） 初稿", 4, 12), ("十一.总体", 1, 11)],
)
def test_numbers_are_known_in_the_forms_that_are_typed(text: str, level: int, number: int) -> None:
    found = typed_number(text)
    assert found is not None
    assert (found.level, found.number) == (level, number)


@pytest.mark.parametrize("text", ["一二三", "1.5倍", "第一、二", "（一）", ""])
def test_other_beginnings_are_no_numbers(text: str) -> None:
    assert typed_number(text) is None
