"""What changed between two issues: all of it, nothing else, each at its place in both."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import groupby

import pytest
from hypothesis import given

from bulletin_desk.bulletin.changes import Changed, changes_between
from bulletin_desk.bulletin.compare import Change
from bulletin_desk.bulletin.grammar import NAME, node_at, order
from bulletin_desk.bulletin.model import (
    Addressee,
    Attachment,
    Block,
    Body,
    Cell,
    DatedHeader,
    Endorsement,
    Heading,
    Issue,
    Item,
    LayoutText,
    Masthead,
    Place,
    Section,
    Table,
)
from bulletin_desk.bulletin.put_out import as_put_out
from bulletin_desk.bulletin.text_hunks import Hunk, undone
from tests.bulletin.test_take_back import pairs

ITEM = ("sections", 0, "items", 0)
BLOCKS = (Body("一二三四五六七八"), Body("甲乙丙丁"), Body("子丑寅卯"))
BASE = Issue(
    Masthead("简报", 2, 607),
    DatedHeader("办公室", date(2026, 11, 30)),
    sections=(
        Section("动态", (Item("头一篇", BLOCKS, "（综合处）"), Item("第二篇", (Body("天地玄黄宇宙洪荒"),)))),
        Section("交流", (Item("第三篇", (Body("日月盈昃辰宿列张"),)),)),
    ),
    distribution=(Addressee("报", "省委办公厅"),),
)


def with_blocks(*blocks: Block) -> Issue:
    item = replace(BASE.sections[0].items[0], blocks=blocks)
    first = replace(BASE.sections[0], items=(item, *BASE.sections[0].items[1:]))
    return replace(BASE, sections=(first, *BASE.sections[1:]))


@given(pairs)
def test_all_is_told_at_its_place_and_nothing_else(pair: tuple[Issue, Issue]) -> None:
    old, new = as_put_out(pair[0]), as_put_out(pair[1])
    found = changes_between(*pair)
    assert bool(found) == (old != new)
    keys = [(order(each.start.path), each.start.offset) for each in found]
    assert keys == sorted(keys)
    for each in found:
        assert each.sentence.endswith("。")
        assert each.sentence.isprintable()
        for issue, place in ((new, each.start), (new, each.end), (old, each.old_start), (old, each.old_end)):
            if place is None:
                continue
            node = node_at(issue, place.path)
            if node is None:
                assert place.offset == 0
                assert each.shape in ("field", "part", "look")
            else:
                assert 0 <= place.offset <= len(node.text)
    words = [each for each in found if each.shape == "words"]
    for path, group in groupby(words, key=lambda each: each.start.path):
        changes = list(group)
        now, was = node_at(new, path), node_at(old, _old(changes[0]).path)
        assert now is not None
        assert was is not None
        pieces = [Hunk(each.start.offset, each.end.offset, _old(each).offset, each.was) for each in changes]
        assert undone(now.text, pieces) == was.text
        for each in changes:
            assert now.text[each.start.offset : each.end.offset] == each.now


def _old(change: Changed) -> Place:
    assert change.old_start is not None
    return change.old_start


def told(new: Issue, old: Issue = BASE) -> list[tuple[Change, str, str, str]]:
    return [(each.kind, each.shape, each.was, each.now) for each in changes_between(old, new)]


def test_each_piece_of_a_paragraph_is_told_by_itself() -> None:
    new = with_blocks(Body("一二参四五陆柒七八"), *BLOCKS[1:])
    assert told(new) == [
        (Change.CHANGED, "words", "三", "参"),
        (Change.CHANGED, "words", "六", "陆柒"),
    ]
    first, second = changes_between(BASE, new)
    assert (first.start.offset, second.start.offset, second.end.offset) == (2, 5, 7)
    assert first.sentence == "“动态”第1篇《头一篇》第1段：“三”改为“参”。"


@pytest.mark.parametrize(
    ("blocks", "place"),
    [
        (BLOCKS[1:], Place((*ITEM, "blocks", 0), 0)),
        ((BLOCKS[0], BLOCKS[2]), Place((*ITEM, "blocks", 1), 0)),
        (BLOCKS[:2], Place((*ITEM, "blocks", 1), 4)),
        ((), Place((*ITEM, "title"), 3)),
    ],
)
def test_what_was_removed_is_remembered_where_it_stood(blocks: tuple[Body, ...], place: Place) -> None:
    found = changes_between(BASE, with_blocks(*blocks))
    assert {each.start for each in found} == {place}
    assert {each.kind for each in found} == {Change.REMOVED}
    assert [each.was for each in found] == [block.text for block in BLOCKS if block not in blocks]


def test_an_item_removed_with_its_section_stands_where_that_would_come_back() -> None:
    new = replace(BASE, sections=BASE.sections[:1])
    section, item = changes_between(BASE, new)
    assert (section.was, item.was) == ("交流", "第三篇\n日月盈昃辰宿列张")
    assert section.start == item.start == Place((*ITEM[:3], 1, "blocks", 0), 8)


def test_an_item_that_was_moved_and_edited_is_told_as_both() -> None:
    first, second = BASE.sections[0].items
    edited = replace(second, title="第贰篇")
    new = replace(BASE, sections=(replace(BASE.sections[0], items=(edited, first)), *BASE.sections[1:]))
    found = told(new)
    assert (Change.CHANGED, "words", "二", "贰") in found
    assert [each for each in found if each[0] is Change.MOVED]


def test_bold_and_level_are_told_at_their_words() -> None:
    new = with_blocks(Body("一二三四五六七八", 0, ((2, 4),)), Heading("甲乙丙丁", 2), BLOCKS[2])
    bold, level = changes_between(BASE, new)
    assert (bold.shape, bold.start.offset, bold.end.offset) == ("look", 2, 4)
    assert bold.sentence.endswith("“三四”加粗。")
    assert (level.shape, level.part) == ("look", (*ITEM, "blocks", 1))
    assert "改成了二级标题" in level.sentence


def test_a_table_is_told_by_cells_and_rows() -> None:
    rows = tuple((Cell(f"县{at}"), Cell(str(at * 7))) for at in range(4))
    old = with_blocks(Table(rows))
    new_rows = (rows[0], (Cell("县1"), Cell("8")), rows[2], rows[3], (Cell("合计"), Cell("99")))
    found = changes_between(old, with_blocks(Table(new_rows)))
    assert [(each.kind, each.shape, each.was, each.now) for each in found] == [
        (Change.CHANGED, "words", "7", "8"),
        (Change.ADDED, "part", "", "合计 99"),
    ]
    assert found[0].start.path == (*ITEM, "blocks", 0, 2, 1, 1)
    gone = changes_between(old, with_blocks(Table(rows[:2] + rows[3:])))
    assert [(each.kind, each.was, each.start.path[-2:]) for each in gone] == [
        (Change.REMOVED, "县2 14", (2, 0))
    ]
    (three,) = changes_between(old, with_blocks(Table(rows, rules="three")))
    assert three.shape == "look"
    assert "三线表" in three.sentence


def test_fields_have_what_was_and_what_is() -> None:
    header = replace(BASE.dated_header, date=date(2026, 12, 1))
    masthead = replace(BASE.masthead, name="工作简报", number=3, total_number=None)
    new = replace(BASE, masthead=masthead, dated_header=header)
    assert {(each.shape, each.was, each.now) for each in changes_between(BASE, new)} == {
        ("field", "简报", "工作简报"),
        ("field", "2", "3"),
        ("field", "607", ""),
        ("field", "2026年11月30日", "2026年12月1日"),
    }


def test_the_distribution_is_told_by_words() -> None:
    new = replace(BASE, distribution=(Addressee("送", "省政府办公厅"),))
    assert told(new) == [(Change.CHANGED, "words", "报", "送"), (Change.CHANGED, "words", "委", "政府")]


def test_an_attachment_is_told_by_its_paragraphs() -> None:
    def attached(*texts: str) -> Issue:
        attachment = Attachment("名单", tuple(map(Body, texts)))
        item = replace(BASE.sections[0].items[0], attachments=(attachment,))
        first = replace(BASE.sections[0], items=(item, *BASE.sections[0].items[1:]))
        return replace(BASE, sections=(first, *BASE.sections[1:]))

    old = attached("春夏秋冬东西南北", "琴棋书画梅兰竹菊")
    assert told(attached("春夏秋冬东西南北中", "琴棋书画梅兰竹菊"), old) == [
        (Change.ADDED, "words", "", "中")
    ]
    assert told(attached("琴棋书画梅兰竹菊"), old) == [(Change.REMOVED, "part", "春夏秋冬东西南北", "")]


def test_a_layout_is_told_and_what_is_only_kept_is_not() -> None:
    (layout,) = changes_between(BASE, replace(BASE, layout=LayoutText("gb9704", "x")))
    assert layout.start == Place(NAME, 0)
    item = replace(BASE.sections[0].items[0], endorsements=(Endorsement("李", None, "好"),), state="edited")
    first = replace(BASE.sections[0], items=(item, *BASE.sections[0].items[1:]))
    assert changes_between(BASE, replace(BASE, sections=(first, *BASE.sections[1:]))) == ()


def test_the_mark_of_an_item_is_told_at_its_title() -> None:
    item = replace(BASE.sections[0].items[0], mark="★")
    first = replace(BASE.sections[0], items=(item, *BASE.sections[0].items[1:]))
    (found,) = changes_between(BASE, replace(BASE, sections=(first, *BASE.sections[1:])))
    assert found.start == Place((*ITEM, "title"), 0)
