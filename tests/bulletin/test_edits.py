"""Edits: what each does, what it shares with the issue before, and where it has no meaning."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bulletin_desk.bulletin import edits, grammar
from bulletin_desk.bulletin.matching import text_of
from bulletin_desk.bulletin.model import (
    Addressee,
    Attachment,
    Body,
    Issue,
    Item,
    Kind,
    Paragraph,
    Path,
    Section,
    Subheading,
)
from bulletin_desk.errors import EditError
from tests.bulletin.issues import SMALL, bodies, issues, texts
from tests.bulletin.rich import RICH, RICH_PATH

LESHAN: Path = ("sections", 1, "items", 0)
BODY: Path = (*LESHAN, "blocks", 0)
SUBHEADING: Path = (*LESHAN, "blocks", 1)
RUN_IN: Path = (*LESHAN, "blocks", 2)
NOTE: Path = ("editors_note", 0)


def characters(issue: Issue) -> Counter[str]:
    return Counter("".join(edits.text_at(issue, path) for path in grammar.text_nodes(issue)))


def block_at(issue: Issue, path: Path) -> Paragraph:
    found = edits._find(issue, path)
    assert isinstance(found, Paragraph)
    return found


def row_of(issue: Issue, path: Path) -> tuple[object, ...]:
    found = edits._find(issue, path)
    assert isinstance(found, tuple)
    return found


@st.composite
def issue_and_block(draw: st.DrawFn) -> tuple[Issue, Path]:
    issue = draw(issues)
    paths = [node.path for node in grammar.walk(issue) if isinstance(node.source, Paragraph)]
    assume(paths)
    return issue, draw(st.sampled_from(paths))


# ---- text


def test_text_nodes_follow_the_paper() -> None:
    around = grammar.ITEM_TEXTS.values()  # none of which this issue has
    paths = [path for path in grammar.text_nodes(SMALL) if path[-1] not in around]
    texts_in_order = [edits.text_at(SMALL, path) for path in paths]
    assert texts_in_order == [
        *("", "地方志简报", "", "地方志办公室"),
        *("编者按：现予刊发。", "供参阅。"),
        *("特别关注", "座谈会召开", "会议召开。", "（综合处）"),
        *("市州动态", "乐山市四向发力\n推进事业发展", "2023年，守正创新。", "以质量为依托"),
        *("编纂年鉴。坚持审查制度。", "（乐山市）"),
        *("《达州年鉴（2023）》（简本）创刊首发", "首发。", "（达州市）", "", ""),
        *("主动公开", "报", "上级。", "发", "下级。", "综合处"),
    ]


@given(issues)
def test_every_text_node_can_be_replaced_alone(issue: Issue) -> None:
    paths = list(grammar.text_nodes(issue))
    assert len(set(paths)) == len(paths)
    for path in paths:
        changed = edits.with_text(issue, path, "换了的文字")
        assert edits.text_at(changed, path) == "换了的文字"
        assert [edits.text_at(changed, other) for other in paths if other != path] == [
            edits.text_at(issue, other) for other in paths if other != path
        ]


@given(issues, st.data())
def test_replacing_a_range_is_replacing_it_in_the_string(issue: Issue, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(list(grammar.text_nodes(issue))))
    old = edits.text_at(issue, path)
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    new = data.draw(texts)
    assert (
        edits.text_at(edits.replace_range(issue, path, start, end, new), path)
        == old[:start] + new + old[end:]
    )


@given(bodies(), texts)
def test_with_text_keeps_the_head_that_both_share(body: Body, new: str) -> None:
    issue = edits.add(SMALL, BODY, body)
    changed = block_at(edits.with_text(issue, BODY, new), BODY)
    assert isinstance(changed, Body)
    assert changed.text == new
    if new.startswith(body.text[: body.run_in + 1]):
        assert changed.run_in == body.run_in
    if body.run_in == 0:
        assert changed.run_in == 0


# The run-in heading is the first five characters: 编纂年鉴。|坚持审查制度。
@pytest.mark.parametrize(
    ("start", "end", "text", "run_in"),
    [
        (0, 0, "一是", "一是编纂年鉴。"),
        (2, 2, "出版", "编纂出版年鉴。"),
        (2, 4, "志书", "编纂志书。"),
        (4, 5, "：", "编纂年鉴："),
        (0, 5, "", ""),
        (5, 5, "全市", "编纂年鉴。"),
        (5, 7, "", "编纂年鉴。"),
        (8, 9, "核", "编纂年鉴。"),
        (2, 7, "", "编纂"),
        (2, 7, "志书。落实", "编纂"),
        (0, 12, "全新的一段。", ""),
    ],
)
def test_run_in_heading_follows_the_edit(start: int, end: int, text: str, run_in: str) -> None:
    body = block_at(edits.replace_range(SMALL, RUN_IN, start, end, text), RUN_IN)
    assert isinstance(body, Body)
    assert body.text[: body.run_in] == run_in


def test_typing_into_a_plain_paragraph_makes_no_run_in_heading() -> None:
    assert block_at(edits.replace_range(SMALL, BODY, 0, 0, "今天，"), BODY) == Body(
        "今天，2023年，守正创新。"
    )


def test_an_edit_that_changes_nothing_gives_the_same_issue() -> None:
    assert edits.replace_range(SMALL, BODY, 0, 4, "2023") is SMALL
    assert edits.with_text(SMALL, BODY, "2023年，守正创新。") is SMALL
    assert edits.move(SMALL, LESHAN, LESHAN) is SMALL
    assert edits.change_kind(SMALL, BODY, Kind.BODY) is SMALL
    assert edits.set_run_in(SMALL, RUN_IN, 5) is SMALL


def test_unchanged_parts_are_the_same_objects() -> None:
    changed = edits.replace_range(SMALL, BODY, 0, 4, "2024")
    before, after = SMALL.sections[1].items[0], changed.sections[1].items[0]
    assert after.blocks[1] is before.blocks[1]
    assert after.blocks[2] is before.blocks[2]
    assert changed.sections[0] is SMALL.sections[0]
    assert changed.sections[1].items[1] is SMALL.sections[1].items[1]
    assert changed.masthead is SMALL.masthead
    assert changed.distribution is SMALL.distribution
    assert SMALL.sections[1].items[0].blocks[0] == Body("2023年，守正创新。")


# ---- parts


def test_add_remove_and_move_a_section() -> None:
    section = Section("工作交流")
    added = edits.add(SMALL, ("sections", 1), section)
    assert [part.name for part in added.sections] == ["特别关注", "工作交流", "市州动态"]
    assert added.sections[2] is SMALL.sections[1]
    assert edits.remove(added, ("sections", 1)) == SMALL
    moved = edits.move(added, ("sections", 1), ("sections", 2))
    assert [part.name for part in moved.sections] == ["特别关注", "市州动态", "工作交流"]
    assert edits.add(SMALL, ("sections", 2), section).sections[-1] is section


def test_move_an_item_to_another_section() -> None:
    moved = edits.move(SMALL, LESHAN, ("sections", 0, "items", 1))
    assert moved.sections[0].items == (SMALL.sections[0].items[0], SMALL.sections[1].items[0])
    assert moved.sections[0].items[1] is SMALL.sections[1].items[0]
    assert moved.sections[1].items == SMALL.sections[1].items[1:]


def test_move_a_block_within_its_item_and_into_another() -> None:
    down = edits.move(SMALL, BODY, RUN_IN)
    assert [text_of(block)[:2] for block in down.sections[1].items[0].blocks] == ["以质", "编纂", "20"]
    away = edits.move(SMALL, SUBHEADING, ("sections", 0, "items", 0, "blocks", 0))
    assert away.sections[0].items[0].blocks == (Subheading("以质量为依托"), Body("会议召开。"))


def test_distribution_entries_and_the_editors_note() -> None:
    added = edits.add(SMALL, ("distribution", 1), Addressee("送", "平级。"))
    assert [entry.label for entry in added.distribution] == ["报", "送", "发"]
    moved = edits.move(added, ("distribution", 2), ("distribution", 0))
    assert [entry.label for entry in moved.distribution] == ["发", "报", "送"]
    assert edits.remove(SMALL, NOTE).editors_note == (Body("供参阅。"),)
    assert edits.move(SMALL, NOTE, (*LESHAN, "blocks", 3)).editors_note == (Body("供参阅。"),)


@given(issues, st.data())
def test_moving_there_and_back_changes_nothing(issue: Issue, data: st.DataObject) -> None:
    parts: list[Path] = [("sections", at) for at in range(len(issue.sections))]
    parts += [(*there, "items", at) for there in parts for at in range(len(row_of(issue, (*there, "items"))))]
    assume(parts)
    path = data.draw(st.sampled_from(parts))
    without = edits.remove(issue, path)
    if len(path) == 2:
        to: Path = ("sections", data.draw(st.integers(0, len(without.sections))))
    else:
        section_at = data.draw(st.integers(0, len(without.sections) - 1))
        to = (
            "sections",
            section_at,
            "items",
            data.draw(st.integers(0, len(without.sections[section_at].items))),
        )
    moved = edits.move(issue, path, to)
    assert edits._find(moved, to) is edits._find(issue, path)
    assert characters(moved) == characters(issue)
    assert edits.move(moved, to, path) == issue


# ---- blocks


@given(issue_and_block(), st.data())
def test_split_then_join_changes_nothing(there: tuple[Issue, Path], data: st.DataObject) -> None:
    issue, path = there
    block = block_at(issue, path)
    offset = data.draw(st.integers(0, len(block.text)))
    halves = edits.split_block(issue, path, offset)
    following: Path = (*path[:-1], int(path[-1]) + 1)
    assert edits.text_at(halves, path) == block.text[:offset]
    assert edits.text_at(halves, following) == block.text[offset:]
    assert len(row_of(halves, path[:-1])) == len(row_of(issue, path[:-1])) + 1
    assert edits.join_blocks(halves, following) == issue


@given(issue_and_block())
def test_joining_loses_no_character(there: tuple[Issue, Path]) -> None:
    issue, path = there
    assume(path[-1] != 0)
    assume(isinstance(edits._find(issue, grammar.beside(path, -1)), Paragraph))
    joined = edits.join_blocks(issue, path)
    before: Path = (*path[:-1], int(path[-1]) - 1)
    assert edits.text_at(joined, before) == edits.text_at(issue, before) + edits.text_at(issue, path)
    assert len(row_of(joined, path[:-1])) == len(row_of(issue, path[:-1])) - 1


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        (Body("甲。"), Body("乙。丙。", 2), Body("甲。乙。丙。")),
        (Body("甲。", 2), Body("乙。丙。", 2), Body("甲。乙。丙。", 4)),
        (Body("甲。丁。", 2), Body("乙。丙。", 2), Body("甲。丁。乙。丙。", 2)),
        (Subheading("标题"), Body("甲。乙。", 2), Subheading("标题甲。乙。")),
        (Body("甲。乙。", 2), Subheading("标题"), Body("甲。乙。标题", 2)),
        (Body(""), Subheading("标题"), Subheading("标题")),
        (Subheading(""), Body("甲。乙。", 2), Body("甲。乙。", 2)),
        (Subheading("标题"), Body(""), Subheading("标题")),
        (Subheading(""), Body(""), Subheading("")),
    ],
)
def test_joining_two_kinds(
    first: Body | Subheading, second: Body | Subheading, joined: Body | Subheading
) -> None:
    issue = edits.add(edits.add(SMALL, BODY, second), BODY, first)
    assert block_at(edits.join_blocks(issue, SUBHEADING), BODY) == joined


def test_enter_after_a_subheading_begins_a_body_paragraph() -> None:
    split = edits.split_block(SMALL, SUBHEADING, 6)
    assert split.sections[1].items[0].blocks[1:3] == (Subheading("以质量为依托"), Body(""))
    assert split.sections[1].items[0].blocks[3] is SMALL.sections[1].items[0].blocks[2]


def test_a_run_in_heading_is_split_with_its_paragraph() -> None:
    assert edits.split_block(SMALL, RUN_IN, 2).sections[1].items[0].blocks[2:] == (
        Body("编纂", 2),
        Body("年鉴。坚持审查制度。", 3),
    )
    assert edits.split_block(SMALL, NOTE, 4).editors_note[:2] == (Body("编者按：", 4), Body("现予刊发。"))


def test_change_kind_keeps_the_text() -> None:
    as_subheading = edits.change_kind(SMALL, RUN_IN, Kind.SUBHEADING)
    assert block_at(as_subheading, RUN_IN) == Subheading("编纂年鉴。坚持审查制度。")
    assert block_at(edits.change_kind(as_subheading, RUN_IN, Kind.BODY), RUN_IN) == Body(
        "编纂年鉴。坚持审查制度。"
    )


def test_set_and_clear_a_run_in_heading() -> None:
    assert block_at(edits.set_run_in(SMALL, BODY, 6), BODY) == Body("2023年，守正创新。", 6)
    assert block_at(edits.set_run_in(SMALL, RUN_IN, 0), RUN_IN) == Body("编纂年鉴。坚持审查制度。")
    assert edits.set_run_in(SMALL, NOTE, 0).editors_note[0] == Body("编者按：现予刊发。")


# ---- where an edit has no meaning


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (lambda: edits.text_at(SMALL, ("sections", 9, "name")), "第10个栏目的名称不存在"),
        (lambda: edits.text_at(SMALL, ("sections", -1, "name")), "不存在"),
        (lambda: edits.text_at(SMALL, (*BODY, "text")), "不存在"),
        (lambda: edits.text_at(SMALL, ("masthead", "number")), "期号不是一段文字"),
        (lambda: edits.text_at(SMALL, LESHAN), "“市州动态”第1篇《乐山市四向发力推进事业发…》不是一段文字"),
        (lambda: edits.text_at(SMALL, ("nonsense", 1)), "不存在"),
        (lambda: edits.text_at(SMALL, ("sections", "x")), "不存在"),
        (lambda: edits.text_at(SMALL, ()), "不是一段文字"),
        (lambda: edits.with_text(SMALL, (*LESHAN, "blocks", 3), "x"), "第4段不存在"),
        (lambda: edits.replace_range(SMALL, BODY, 3, 2, ""), "只有11个字，没有第3至2字"),
        (lambda: edits.replace_range(SMALL, BODY, 0, 12, ""), "只有11个字"),
        (lambda: edits.replace_range(SMALL, BODY, -1, 0, ""), "只有11个字"),
        (lambda: edits.add(SMALL, ("sections", 3), Section("x")), "第4个栏目不存在"),
        (lambda: edits.add(SMALL, ("sections", -1), Section("x")), "不存在"),
        (lambda: edits.add(SMALL, ("sections", 9, "items", 0), Item("x")), "不存在"),
        (lambda: edits.add(SMALL, ("sections", 0), Item("x")), "栏目之间不能放稿件"),
        (lambda: edits.add(SMALL, ("sections", 0, "items", 0), Body("x")), "栏目里不能放正文"),
        (lambda: edits.add(SMALL, NOTE, Subheading("x")), "编者按里不能放小标题"),
        (lambda: edits.add(SMALL, ("disclosure",), Body("x")), "信息公开选项不是可以增减的部分"),
        (lambda: edits.add(SMALL, (*LESHAN, "title"), Body("x")), "的标题不是可以增减的部分"),
        (lambda: edits.remove(SMALL, ("distribution", 2)), "分送单位第3条不存在"),
        (lambda: edits.remove(SMALL, ()), "整期简报不是可以增减的部分"),
        (lambda: edits.move(SMALL, LESHAN, ("sections", 0)), "不能放稿件"),
        (lambda: edits.move(SMALL, LESHAN, ("sections", 0, "items", 5)), "第6篇不存在"),
        (lambda: edits.move(SMALL, ("sections", 7), ("sections", 0)), "第8个栏目不存在"),
        (lambda: edits.split_block(SMALL, BODY, 12), "不能在第12字后分段"),
        (lambda: edits.split_block(SMALL, (*LESHAN, "title"), 1), "的标题不是段落"),
        (lambda: edits.join_blocks(SMALL, BODY), "第1段前面没有可以合并的段落"),
        (lambda: edits.join_blocks(SMALL, ("disclosure",)), "不是段落"),
        (lambda: edits.change_kind(SMALL, NOTE, Kind.SUBHEADING), "编者按里不能放小标题"),
        (lambda: edits.change_kind(SMALL, LESHAN, Kind.BODY), "不是段落"),
        (lambda: edits.set_run_in(SMALL, SUBHEADING, 1), "第2段（小标题）不是正文段落"),
        (lambda: edits.set_run_in(SMALL, BODY, 12), "段首标题不能有12个字"),
    ],
)
def test_an_edit_without_meaning_says_so(edit: object, says: str) -> None:
    assert callable(edit)
    with pytest.raises(EditError) as caught:
        edit()
    assert says in str(caught.value)
    assert str(caught.value).endswith("。")


def test_an_absent_imprint_has_no_office() -> None:
    without = edits._put(SMALL, ("imprint",), None)
    assert ("imprint", "office") not in list(grammar.text_nodes(without))
    with pytest.raises(EditError, match="印发机关不存在"):
        edits.text_at(without, ("imprint", "office"))


@given(issues, st.data())
def test_several_ranges_at_once_are_as_one_after_the_other(issue: Issue, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(list(grammar.text_nodes(issue))))
    length = len(edits.text_at(issue, path))
    cuts = sorted(data.draw(st.lists(st.integers(0, length), min_size=2, max_size=6, unique=length >= 6)))
    texts = st.sampled_from(["", "字", "三个字"])
    ranges = [(start, end, data.draw(texts)) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    one_by_one = issue
    for start, end, text in reversed(ranges):
        one_by_one = edits.replace_range(one_by_one, path, start, end, text)
    assert edits.replace_ranges(issue, path, ranges) == one_by_one
    with pytest.raises(EditError):
        edits.replace_ranges(
            issue, path, [(0, length, "字"), (length - 1, length, "字")] if length else [(0, 1, "")]
        )


def test_a_row_with_other_parts() -> None:
    row: Path = ("sections", 1, "items", 0, "blocks")
    changed = edits.replace_row(SMALL, row, 1, 3, (Body("一"), Body("二"), Body("三")))
    blocks = changed.sections[1].items[0].blocks
    assert [text_of(block) for block in blocks] == ["2023年，守正创新。", "一", "二", "三"]
    assert edits.replace_row(SMALL, row, 0, 0, ()) == SMALL
    with pytest.raises(EditError, match="不能放栏目"):
        edits.replace_row(SMALL, row, 0, 1, (Section("名"),))
    with pytest.raises(EditError, match="不存在"):
        edits.replace_row(SMALL, row, 2, 4, ())


def test_bold_in_list_items_and_cells() -> None:
    item: Path = (*RICH_PATH, "blocks", 5)
    assert edits.set_bold(RICH, item, ((0, 2),)).sections[1].items[1].blocks[5].texts()[0].bold == ((0, 2),)
    cell: Path = (*RICH_PATH, "blocks", 3, 2, 1, 0)
    table = edits.set_bold(RICH, cell, ((0, 1),)).sections[1].items[1].blocks[3]
    assert {text.path: text.bold for text in table.texts() if text.bold} == {
        (2, 1, 0): ((0, 1),),
        (2, 2, 0): ((0, 3),),
    }
    assert edits.set_bold(RICH, cell, ()) is RICH
    for path in ((*RICH_PATH, "blocks", 3, 0), (*RICH_PATH, "blocks", 0), (*RICH_PATH, "blocks", 6, 0, 0)):
        with pytest.raises(EditError, match="不能加粗"):
            edits.set_bold(RICH, path, ())
    with pytest.raises(EditError, match="不能加粗"):
        edits.set_bold(RICH, (*RICH_PATH, "blocks", 3), ())


def test_attachments_come_go_and_move() -> None:
    one: Path = (*RICH_PATH, "attachments", 0)
    more = edits.add(RICH, one, Attachment("新的"))
    assert [each.title for each in more.sections[1].items[1].attachments][:2] == ["新的", "进度一览表"]
    assert edits.remove(more, one) == RICH
    elsewhere: Path = ("sections", 1, "items", 0, "attachments", 0)
    assert edits.move(edits.move(RICH, one, elsewhere), elsewhere, one) == RICH
    with pytest.raises(EditError, match="附件之间不能放稿件"):
        edits.add(RICH, one, Item(""))
