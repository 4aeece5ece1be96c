"""Comparing two versions: each kind of change in its own sentence, and no change unseen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from bulletin_desk.bulletin.compare import Change, compare
from bulletin_desk.bulletin.edits import add, move, remove, replace_range, split_block
from bulletin_desk.bulletin.matching import text_of
from bulletin_desk.bulletin.model import (
    Addressee,
    Body,
    Imprint,
    Issue,
    Item,
    LayoutText,
    Section,
    Subheading,
)
from bulletin_desk.storage.bulletin_file import read_bulletin
from tests.bulletin.issues import SMALL, issues

REAL = read_bulletin(Path(__file__).parents[2] / "examples" / "2024-01-09.bulletin")
FIRST = ("sections", 0, "items", 0)
LESHAN = ("sections", 1, "items", 0)


def sentences(old: Issue, new: Issue) -> list[str]:
    return [each.sentence for each in compare(old, new)]


@given(issues, issues)
def test_there_is_a_difference_where_there_is_one(old: Issue, new: Issue) -> None:
    assert compare(old, old) == []
    assert compare(old, replace(old)) == []
    found = compare(old, new)
    assert bool(found) == (old != new)
    for each in found:
        assert each.sentence.endswith("。")
        assert each.sentence.isprintable()


@pytest.mark.parametrize(
    ("new", "says"),
    [
        (
            replace(SMALL, masthead=replace(SMALL.masthead, number=3, supplement="增刊")),
            ["新增增刊名“增刊”。", "期号由“2”改为“3”。"],
        ),
        (replace(SMALL, masthead=replace(SMALL.masthead, total_number=None)), ["删去总期号“607”。"]),
        (
            replace(SMALL, imprint=Imprint("秘书处", SMALL.dated_header.date)),
            ["印发机关由“综合处”改为“秘书处”。"],
        ),
        (
            replace(SMALL, imprint=None),
            ["删去印发机关“综合处”。", "删去印发日期“2024年1月9日”。"],
        ),
        (
            replace(SMALL, distribution=(Addressee("报", "上级。"), Addressee("送", "平级。"))),
            ["分送单位：第2条“发：下”改为“送：平”。"],
        ),
        (replace(SMALL, editors_note=SMALL.editors_note[:1]), ["编者按：删去原第2段。"]),
        (
            replace_range(SMALL, (*LESHAN, "blocks", 0), 6, 8, "继往"),
            ["“市州动态”第1篇《乐山市四向发力推进事业发…》：第1段“守正”改为“继往”。"],
        ),
        (
            replace_range(SMALL, (*LESHAN, "blocks", 0), 5, 5, "伊始"),
            ["“市州动态”第1篇《乐山市四向发力推进事业发…》：第1段加上“伊始”。"],
        ),
        (
            split_block(SMALL, (*LESHAN, "blocks", 0), 8),
            ["“市州动态”第1篇《乐山市四向发力推进事业发…》：第1段去掉“创新。”；新增第2段。"],
        ),
        (
            replace_range(SMALL, (*LESHAN, "title"), 7, 8, ""),
            ["“市州动态”第1篇《乐山市四向发力推进事业发…》：标题的换行有改动。"],
        ),
        (
            replace_range(SMALL, (*LESHAN, "title"), 0, 2, "眉山"),
            [
                "“市州动态”第1篇《眉山市四向发力推进事业发…》：标题由“乐山市四向发力推进事业发展”"
                "改为“眉山市四向发力推进事业发展”。"
            ],
        ),
        (
            move(SMALL, (*LESHAN, "blocks", 0), (*LESHAN, "blocks", 2)),
            ["“市州动态”第1篇《乐山市四向发力推进事业发…》：原第1段移到第3段。"],
        ),
        (
            move(SMALL, LESHAN, ("sections", 0, "items", 0)),
            ["原“市州动态”第1篇《乐山市四向发力推进事业发…》移到“特别关注”第1篇。"],
        ),
        (
            move(SMALL, LESHAN, ("sections", 1, "items", 2)),
            ["原“市州动态”第1篇《乐山市四向发力推进事业发…》移到“市州动态”第3篇。"],
        ),
        (
            add(SMALL, ("sections", 1, "items", 1), Item("新事", (Body("新。"),))),
            ["新增稿件：“市州动态”第2篇《新事》。"],
        ),
        (remove(SMALL, LESHAN), ["删去稿件：原“市州动态”第1篇《乐山市四向发力推进事业发…》。"]),
        (
            move(SMALL, ("sections", 0), ("sections", 1)),
            ["栏目“特别关注”由第1个移到第2个。"],
        ),
        (
            replace_range(SMALL, ("sections", 1, "name"), 0, 2, "县区"),
            ["第2个栏目的名称由“市州动态”改为“县区动态”。"],
        ),
        (
            add(SMALL, ("sections", 1), Section("通知", (Item("放假"),))),
            ["新增第2个栏目“通知”，有稿件1篇。", "新增稿件：“通知”第1篇《放假》。"],
        ),
        (
            remove(SMALL, ("sections", 0)),
            ["删去原第1个栏目“特别关注”。", "删去稿件：原“特别关注”第1篇《座谈会召开》。"],
        ),
    ],
)
def test_a_change_in_words(new: Issue, says: list[str]) -> None:
    found = sentences(SMALL, new)
    if new.sections and new.sections[0].name == "市州动态" and len(new.sections) == 2:
        # Either of two that changed places may be the one that was moved.
        assert found in (says, ["栏目“市州动态”由第2个移到第1个。"])
    else:
        assert found == says


NAMELESS = Section("", (Item("放假"),))
ALONE = replace(SMALL, sections=(NAMELESS,))
"""A bulletin that has no sections before its clerk."""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (replace(SMALL, sections=()), ALONE, "新增一组不在栏目下的稿件，共1篇。"),
        (ALONE, replace(SMALL, sections=()), "删去原来不在栏目下的一组稿件。"),
        (ALONE, replace(ALONE, sections=(replace(NAMELESS, name="通知"),)), "第1个栏目加上了名称“通知”。"),
        (replace(ALONE, sections=(replace(NAMELESS, name="通知"),)), ALONE, "第1个栏目去掉了名称“通知”。"),
        (
            add(SMALL, ("sections", 0), NAMELESS),
            add(SMALL, ("sections", 2), NAMELESS),
            "没有名称的栏目由第1个移到第3个。",
        ),
    ],
)
def test_a_section_without_a_name(old: Issue, new: Issue, said: str) -> None:
    assert said in sentences(old, new)


def test_the_path_is_that_of_the_part() -> None:
    (gone,) = compare(SMALL, remove(SMALL, LESHAN))
    assert (gone.kind, gone.path) == (Change.REMOVED, LESHAN)
    (moved,) = compare(SMALL, move(SMALL, LESHAN, ("sections", 0, "items", 1)))
    assert (moved.kind, moved.path) == (Change.MOVED, ("sections", 0, "items", 1))


def test_an_item_rewritten_is_still_that_item() -> None:
    item = REAL.sections[0].items[0]
    blocks = item.blocks[1:]
    rewritten = replace(item, title="换了题目", blocks=(*blocks, Body("又加一段。")))
    new = add(remove(REAL, FIRST), FIRST, rewritten)
    (found,) = compare(REAL, new)
    assert found.kind is Change.CHANGED
    assert "标题由" in found.sentence
    assert "新增第" in found.sentence
    assert "删去原第1段" in found.sentence


def test_many_changes_in_one_item_are_counted() -> None:
    item = REAL.sections[0].items[0]
    blocks = tuple(block.with_text((), text_of(block) + "了", 0) for block in item.blocks) * 3
    new = add(remove(REAL, FIRST), FIRST, replace(item, blocks=blocks))
    (sentence,) = sentences(REAL, new)
    assert "有改动" in sentence
    assert len(sentence) < 150


def test_a_paragraph_made_a_subheading() -> None:
    item = replace(SMALL.sections[0].items[0], blocks=(Subheading("会议召开。"),))
    new = add(remove(SMALL, ("sections", 0, "items", 0)), ("sections", 0, "items", 0), item)
    assert sentences(SMALL, new) == ["“特别关注”第1篇《座谈会召开》：第1段改成了小标题。"]


def test_what_can_not_be_seen_is_spelt_out() -> None:
    new = replace(SMALL, disclosure="主动公开\u202e\x07")
    assert sentences(SMALL, new) == ["信息公开选项由“主动公开”改为“主动公开\\u202e\\u0007”。"]


def test_another_layout_is_told() -> None:
    gb, own = LayoutText("gb9704", "a"), LayoutText("某市")
    for was, now, said in (
        (None, gb, "版式由默认的改为“gb9704”。"),
        (gb, own, "版式由“gb9704”改为“某市”。"),
        (own, None, "版式由“某市”改为默认的。"),
        (gb, LayoutText("gb9704", "b"), "版式“gb9704”的内容改过。"),
    ):
        (found,) = compare(replace(SMALL, layout=was), replace(SMALL, layout=now))
        assert found.sentence == said
    assert compare(replace(SMALL, layout=gb), replace(SMALL, layout=LayoutText("gb9704", "a"))) == []
