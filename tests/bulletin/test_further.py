"""What only some bulletins have, in the rules of the document: named, compared, taken back, kept by the next
issue, within the bounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from bulletin_desk.bulletin import edits
from bulletin_desk.bulletin.bounds import MAX_SHORT, refusal
from bulletin_desk.bulletin.compare import compare
from bulletin_desk.bulletin.describe import describe
from bulletin_desk.bulletin.grammar import SPEC, item_text, kind_of, spec_at, walk
from bulletin_desk.bulletin.model import Body, Issue, Item, Kind, Path, Section
from bulletin_desk.bulletin.numbering import EMPTY_ITEM, next_issue
from bulletin_desk.bulletin.take_back import Comparison
from bulletin_desk.errors import EditError
from tests.bulletin.further import FULL_ITEM, FURTHER, further_issues

FULL: Path = ("sections", 2, "items", 0)


def with_item(item: Item) -> Issue:
    section = FURTHER.sections[2]
    changed = replace(section, items=(item, *section.items[1:]))
    return replace(FURTHER, sections=(*FURTHER.sections[:2], changed, *FURTHER.sections[3:]))


def test_the_order_on_the_paper() -> None:
    names = [node.spec.name for node in walk(FURTHER) if node.path[: len(FULL)] == FULL]
    assert names == [
        *("引题", "标题", "副题", "题下行", "称谓"),
        *("正文", "正文", "落款", "来源"),
    ]
    assert kind_of(FURTHER, ("sections", 1, "name")) is Kind.SECTION_HEAD
    assert spec_at(FURTHER, ("sections", 2, "name")) is SPEC[Kind.SECTION_HEAD_2]


def test_their_places_in_words() -> None:
    for kind, name in ((Kind.KICKER, "引题"), (Kind.SIGNATURE, "落款")):
        assert describe(FURTHER, item_text(FULL, kind)) == f"“总体”第1篇《防汛会商例会召开》的{name}"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (replace(FULL_ITEM, kicker="今日要闻"), "引题由“本周要闻”改为“今日要闻”"),
        (replace(FULL_ITEM, subtitle=""), "删去副题“——八个市州参加”"),
        (replace(FULL_ITEM, byline="人民网阅读10万"), "题下行的换行有改动"),
        (replace(FULL_ITEM, mark="■"), "标记由“★”改为“■”"),
        (
            replace(FULL_ITEM, blocks=(Body("市局坚持早研判、早部署。"), FULL_ITEM.blocks[1])),
            "第1段的加粗有改动",
        ),
    ],
)
def test_a_change_is_told_and_taken_back(changed: Item, said: str) -> None:
    new = with_item(changed)
    assert [each.sentence for each in compare(FURTHER, new)] == [f"“总体”第1篇《防汛会商例会召开》：{said}。"]
    comparison = Comparison(FURTHER, new)
    assert len(comparison.parts) == 1
    assert comparison.taken_back(comparison.parts) == FURTHER


def test_another_level_is_told_and_taken_back() -> None:
    new = edits.set_level(FURTHER, ("sections", 2), 1)
    assert [each.sentence for each in compare(FURTHER, new)] == ["第3个栏目改为一级栏目。"]
    comparison = Comparison(FURTHER, new)
    assert comparison.taken_back(comparison.parts) == FURTHER


@given(further_issues, further_issues)
def test_taking_all_back_gives_the_old_issue(old: Issue, new: Issue) -> None:
    comparison = Comparison(old, new)
    assert comparison.taken_back(comparison.parts) == old
    assert comparison.taken_back(()) is new


def test_the_next_issue_keeps_sections_with_their_levels() -> None:
    following = next_issue(FURTHER, date(2024, 2, 1))
    assert following.sections == tuple(
        Section(section.name, (EMPTY_ITEM,) if section.items else (), section.level)
        for section in FURTHER.sections
    )
    assert [bool(section.items) for section in following.sections[1:3]] == [False, True]


def test_bounds() -> None:
    assert refusal(FURTHER) == ""
    long = with_item(replace(FULL_ITEM, kicker="长" * (MAX_SHORT + 1)))
    assert (
        refusal(long)
        == f"“总体”第1篇《防汛会商例会召开》的引题共{MAX_SHORT + 1}字，最多{MAX_SHORT}字，请改短。"
    )
    deep = replace(FURTHER, sections=(Section("栏", (), 3),))
    assert refusal(deep) == "第1个栏目“栏”的级别应是1或2，请改正。"


def test_edits_refuse_what_has_no_bold_mark_or_level() -> None:
    with pytest.raises(EditError, match="不是段落"):
        edits.set_bold(FURTHER, (*FULL, "title"), ((0, 1),))
    with pytest.raises(EditError, match="只有11个字，不能这样加粗"):
        edits.set_bold(FURTHER, ("sections", 3, "items", 0, "blocks", 0), ((0, 99),))
    with pytest.raises(EditError, match="不是稿件，不能加标记"):
        edits.set_mark(FURTHER, ("sections", 0), "★")
    with pytest.raises(EditError, match="不是栏目，没有级别"):
        edits.set_level(FURTHER, FULL, 2)
    with pytest.raises(ValueError, match="no ranges"):
        Body("字", 0, ((0, 2),))
