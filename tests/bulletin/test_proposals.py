"""Proposals: what a colleague has changed, taken one by one."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_desk.bulletin import edits
from bulletin_desk.bulletin.edits import replace_range, text_at
from bulletin_desk.bulletin.grammar import block_of, item_path, items_of, node_at, title_of, walk
from bulletin_desk.bulletin.model import (
    Addressee,
    Body,
    Cell,
    Endorsement,
    Issue,
    Item,
    Kind,
    Path,
    Place,
    Section,
    Table,
)
from bulletin_desk.bulletin.proposals import (
    Proposal,
    collisions,
    placed,
    placed_range,
    proposals,
    take,
)
from bulletin_desk.errors import EditError
from tests.bulletin.issues import TIDY
from tests.bulletin.rich import RICH, RICH_ITEM, RICH_PATH, TABLE
from tests.bulletin.test_anchors import BODY, ISSUE, ITEM

WHO, WHEN = "李主任", "2026-11-30T19:00"
LONG = replace(
    RICH,
    sections=(
        *TIDY.sections,
        Section("专题", (Item("简讯一则：各地动态", (Body("各地抓紧落实，进展顺利。"),)), RICH_ITEM)),
    ),
)


def proposed(base: Issue, theirs: Issue) -> tuple[Proposal, ...]:
    return proposals(base, theirs, WHO, WHEN)


def told(base: Issue, theirs: Issue) -> list[tuple[str, str, str]]:
    return [(each.shape, each.was, each.now) for each in proposed(base, theirs)]


# ---- words


def test_words_are_taken_where_they_stand_by_now() -> None:
    theirs = replace_range(ISSUE, BODY, 1, 4, "档案")
    (proposal,) = proposed(ISSUE, theirs)
    assert proposal[:-1] == (WHO, WHEN, "words", Place(BODY, 1), Place(BODY, 4), "地方志", "档案")
    ours = replace_range(ISSUE, BODY, 0, 0, "近日，")
    assert placed(proposal, ISSUE, ours) == Place(BODY, 4)
    taken = take(ours, ISSUE, proposal)
    assert text_at(taken, BODY).startswith("近日，省档案办")
    assert take(taken, ISSUE, proposal) is taken
    assert placed_range(proposal, ISSUE, taken) == (Place(BODY, 4), Place(BODY, 6))


def test_latin_words_and_figures_are_whole() -> None:
    was = replace_range(ISSUE, BODY, 0, 0, "第2023号 ABC文")
    now = replace_range(ISSUE, BODY, 0, 0, "第2024号 ABD文")
    assert told(was, now) == [("words", "2023", "2024"), ("words", "ABC", "ABD")]


def test_words_that_read_differently_by_now_cannot_be_placed() -> None:
    (proposal,) = proposed(ISSUE, replace_range(ISSUE, BODY, 1, 4, "档案"))
    ours = replace_range(ISSUE, BODY, 2, 3, "某")
    assert placed(proposal, ISSUE, ours) is None
    with pytest.raises(EditError, match="第1段：这里后来改过，这处修订放不进去；请照着手工改。"):
        take(ours, ISSUE, proposal)


def test_an_item_that_is_gone_takes_its_proposals_along() -> None:
    (proposal,) = proposed(ISSUE, replace_range(ISSUE, BODY, 1, 4, "档案"))
    ours = edits.remove(ISSUE, ITEM)
    assert placed(proposal, ISSUE, ours) is None
    with pytest.raises(EditError, match="这篇稿件后来不在了"):
        take(ours, ISSUE, proposal)


def test_looks_are_proposed_too() -> None:
    theirs = edits.set_bold(ISSUE, BODY, ((1, 4),))
    assert told(ISSUE, theirs) == [("words", "地方志", "地方志（加粗或段首标题有改动）")]
    assert take(ISSUE, ISSUE, proposed(ISSUE, theirs)[0]) == theirs


def test_what_only_the_file_keeps_stays_as_it_is() -> None:
    noted = edits.set_endorsements(ISSUE, ITEM, (Endorsement("省长", None, "很好"),))
    theirs = replace_range(ISSUE, BODY, 1, 4, "档案")
    (proposal,) = proposed(noted, theirs)
    taken = take(noted, noted, proposal)
    assert taken == edits.set_endorsements(theirs, ITEM, (Endorsement("省长", None, "很好"),))


# ---- blocks


def test_a_paragraph_cut_in_two_is_one_mark_put_in() -> None:
    theirs = edits.split_block(ISSUE, BODY, 13)
    assert told(ISSUE, theirs) == [("blocks", "", "（另起一段）")]
    assert told(theirs, ISSUE) == [("blocks", "（另起一段）", "")]
    changed = replace_range(ISSUE, BODY, 0, 1, "市")
    both = take(changed, ISSUE, proposed(ISSUE, theirs)[0])
    assert both == edits.split_block(changed, BODY, 13)


def test_a_paragraph_that_came_went_or_became_another_kind() -> None:
    second = block_of(ITEM, 1)
    come = edits.add(ISSUE, second, Body("新的一段。"))
    assert told(ISSUE, come) == [("blocks", "", "新的一段。")]
    assert told(come, ISSUE) == [("blocks", "新的一段。", "")]
    other = edits.change_kind(ISSUE, second, Kind.SUBHEADING)
    assert told(ISSUE, other) == [("blocks", "（正文）", "（小标题）")]


def test_a_row_of_a_table_and_words_in_another_one() -> None:
    at = RICH.sections[1].items[1].blocks.index(TABLE)
    path = block_of(RICH_PATH, at)
    rows = (*TABLE.rows[:3], (Cell("达州"), Cell("9"), Cell("40%")), TABLE.rows[3])
    theirs = edits.set_block(RICH, path, replace(TABLE, rows=rows))
    theirs = replace_range(theirs, (*path, 2, 0, 0), 0, 2, "地区")
    assert told(RICH, theirs) == [("blocks", "", "达州\n9\n40%"), ("words", "市州", "地区")][::-1]
    ours = replace_range(RICH, (*path, 2, 3, 1), 0, 4, "13")
    for each in proposed(RICH, theirs):
        ours = take(ours, RICH, each)
    assert text_at(ours, (*path, 2, 4, 1)) == "13"
    assert text_at(ours, (*path, 2, 3, 0)) == "达州"


def test_other_header_rows_make_another_table() -> None:
    base = edits.set_block(ISSUE, BODY, TABLE)
    theirs = edits.set_block(ISSUE, BODY, replace(TABLE, header_rows=0))
    (proposal,) = proposed(base, theirs)
    assert take(base, base, proposal) == theirs


def test_a_column_more_is_another_table() -> None:
    table = Table(((Cell("甲"), Cell("乙")), (Cell("1"), Cell("2"))))
    wider = Table(((Cell("甲"), Cell("乙"), Cell("丙")), (Cell("1"), Cell("2"), Cell("3"))))
    base = edits.set_block(ISSUE, BODY, table)
    theirs = edits.set_block(ISSUE, BODY, wider)
    (proposal,) = proposed(base, theirs)
    assert proposal.shape == "blocks"
    assert take(base, base, proposal) == theirs
    changed = replace_range(base, (*BODY, 2, 0, 0), 0, 1, "戊")
    assert placed(proposal, base, changed) is None


# ---- items and sections, values


def test_items_come_go_and_move() -> None:
    item = Item("又一篇的标题", (Body("又一篇的正文，刚写好。"),))
    come = edits.add(ISSUE, item_path(0, 1), item)
    assert told(ISSUE, come) == [("parts", "", "又一篇的标题")]
    assert told(come, ISSUE) == [("parts", "又一篇的标题", "")]
    moved = edits.move(ISSUE, item_path(0, 0), item_path(1, 1))
    assert told(ISSUE, moved) == [("parts", "第一篇的标题", "移到“栏目2”第2篇")]
    (there,) = proposed(ISSUE, moved)
    (words,) = proposed(ISSUE, replace_range(ISSUE, BODY, 1, 4, "档案"))
    both = take(take(ISSUE, ISSUE, words), ISSUE, there)
    assert both == take(take(ISSUE, ISSUE, there), ISSUE, words)
    assert text_at(both, block_of(item_path(1, 1), 0)).startswith("省档案办")


def test_parts_that_nothing_tells_from_each_other() -> None:
    empty = Section("", (Item("", (Body(""),)),))
    base = replace(ISSUE, sections=(empty, empty, *ISSUE.sections))
    found = proposed(base, ISSUE)
    assert [each.place.path[:2] for each in found] == [("sections", 0), ("sections", 1)]
    assert take(base, base, found[0]) == replace(ISSUE, sections=(empty, *ISSUE.sections))


def test_an_item_that_was_edited_since_does_not_go() -> None:
    (proposal,) = proposed(ISSUE, edits.remove(ISSUE, ITEM))
    ours = replace_range(ISSUE, BODY, 0, 0, "近日，")
    assert placed(proposal, ISSUE, ours) is None
    with pytest.raises(EditError, match="这篇稿件后来改过"):
        take(ours, ISSUE, proposal)


def test_an_item_brings_the_new_section_that_it_moves_into() -> None:
    theirs = edits.add(
        edits.remove(ISSUE, ITEM), ("sections", 1), Section("新栏目", (ISSUE.sections[0].items[0],))
    )
    found = {each.now: each for each in proposed(ISSUE, theirs)}
    moved = take(ISSUE, ISSUE, found["移到“新栏目”第1篇"])
    assert moved == theirs
    assert take(moved, ISSUE, found["【新栏目】"]) == theirs


def test_a_section_with_something_new_in_it_stays() -> None:
    (proposal,) = proposed(ISSUE, edits.remove(ISSUE, ("sections", 1)))
    ours = edits.add(ISSUE, item_path(1, 0), Item("后来加的一篇", (Body("后来加的。"),)))
    assert placed(proposal, ISSUE, ours) is None
    with pytest.raises(EditError, match="后来加了稿件"):
        take(ours, ISSUE, proposal)


def test_values_of_head_and_closing() -> None:
    theirs = replace(
        TIDY,
        masthead=replace(TIDY.masthead, number=3),
        dated_header=replace(TIDY.dated_header, date=date(2024, 2, 1)),
        distribution=(*TIDY.distribution, Addressee("送", "同级。")),
        imprint=None,
    )
    assert told(TIDY, theirs) == [
        ("field", "2", "3"),
        ("field", "2024年1月9日", "2024年2月1日"),
        ("field", "", "送\n同级。"),
        ("field", "综合处 2024年1月9日", ""),
    ]
    ours = TIDY
    for each in proposed(TIDY, theirs):
        ours = take(ours, TIDY, each)
    assert ours == theirs


# ---- several people


def test_two_people_at_the_same_words() -> None:
    one = proposals(ISSUE, replace_range(ISSUE, BODY, 1, 4, "档案"), "甲", "")
    other = proposals(ISSUE, replace_range(ISSUE, BODY, 2, 3, "某"), "乙", "")
    apart = proposals(ISSUE, replace_range(ISSUE, title_of(ITEM), 0, 1, "这"), "乙", "")
    gone = proposals(ISSUE, edits.remove(ISSUE, ITEM), "丙", "")
    moved = proposals(ISSUE, edits.move(ISSUE, ITEM, item_path(1, 0)), "丁", "")
    assert collisions((*one, *other, *apart)) == ((*one, *other),)
    assert collisions((*one, *apart, *moved)) == ()
    assert set(collisions((*one, *gone))[0]) == {*one, *gone}
    assert collisions((*one, *one)) == ()


# ---- any edits


@st.composite
def edited(draw: st.DrawFn, base: Issue = LONG, most: int = 8) -> Issue:
    """What became of an issue by some edits, as hands make them."""
    rnd = draw(st.randoms(use_true_random=False))
    issue = base
    for number in range(draw(st.integers(1, most))):
        try:
            issue = _edit(issue, rnd, number)
        except EditError:
            continue
    return issue


def _edit(issue: Issue, rnd: random.Random, number: int) -> Issue:
    items = list(items_of(issue))
    item, value = rnd.choice(items)
    block = block_of(item, rnd.randrange(len(value.blocks)) if value.blocks else 0)
    match rnd.choice(["words"] * 4 + ["split", "join", "out", "in", "kind", "item", "section", "head"]):
        case "words":
            return _words(issue, rnd, rnd.choice([node.path for node in walk(issue)]))
        case "split":
            return edits.split_block(issue, block, rnd.randint(0, len(text_at(issue, block))))
        case "join":
            return edits.join_blocks(issue, block)
        case "out":
            return edits.remove(issue, block)
        case "in":
            return edits.add(issue, block, rnd.choice((Body(f"加上的第{number}段。", 3), TABLE)))
        case "kind":
            return edits.change_kind(issue, block, rnd.choice((Kind.BODY, Kind.SUBHEADING, Kind.LIST_ITEM)))
        case "item":
            new = Item(f"新的稿件{number}，刚刚收到", (Body(f"第{number}篇的正文在这里，刚刚收到。"),))
            if rnd.random() < 0.4:
                return edits.add(issue, item, new)
            if rnd.random() < 0.5 and len(items) > 2:
                return edits.remove(issue, item)
            section = rnd.randrange(len(issue.sections))
            room = len(issue.sections[section].items) - (item[1] == section)
            return edits.move(issue, item, item_path(section, rnd.randint(0, room)))
        case "section":
            at: Path = ("sections", rnd.randrange(len(issue.sections)))
            if rnd.random() < 0.4:
                return edits.add(issue, at, Section(f"新的栏目{number}"))
            if rnd.random() < 0.4:
                return edits.remove(issue, at) if len(issue.sections) > 2 else issue
            return edits.move(issue, at, ("sections", rnd.randrange(len(issue.sections))))
    return replace(
        issue, print_count=rnd.randint(1, 99), distribution=issue.distribution[rnd.randint(0, 1) :]
    )


def _words(issue: Issue, rnd: random.Random, path: Path) -> Issue:
    node = node_at(issue, path)
    assert node is not None
    start = rnd.randint(0, len(node.text))
    end = min(start + rnd.choice((0, 0, 1, 2, 5)), len(node.text))
    return replace_range(issue, path, start, end, rnd.choice(("", "新", "方志", "2024年", "ABC")))


@settings(max_examples=60, deadline=None)
@given(edited(), st.randoms(use_true_random=False))
def test_all_in_any_order_give_theirs(theirs: Issue, rnd: random.Random) -> None:
    found = list(proposed(LONG, theirs))
    rnd.shuffle(found)
    ours = LONG
    for each in found:
        assert placed(each, LONG, ours) is not None
        ours = take(ours, LONG, each)
    assert ours == theirs
    assert all(take(ours, LONG, each) == ours for each in found)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_what_was_edited_elsewhere_survives(places: list[int], rnd: random.Random) -> None:
    """Their edits in even texts, ours in odd ones: taking all gives both."""
    paths = [node.path for node in walk(LONG) if len(node.text) > 3]
    theirs = ours = both = LONG
    for place in places:
        at = place % (len(paths) // 2) * 2
        word = f"修{place}"
        theirs = replace_range(theirs, paths[at], 1, 2, word)
        ours = replace_range(ours, paths[at + 1], 1, 2, "改")
        both = replace_range(both, paths[at], 1, 2, word)
        both = replace_range(both, paths[at + 1], 1, 2, "改")
    found = list(proposed(LONG, theirs))
    rnd.shuffle(found)
    for each in found:
        ours = take(ours, LONG, each)
    assert ours == both


def test_of_two_items_alike_each_gets_its_own_change() -> None:
    """The one that stands where it stood is itself."""
    twin = Item("", (Body("全市排查隐患128处。"),))
    base = replace(ISSUE, sections=(Section("甲", (twin,)), Section("乙", (twin,)), Section("丙", (twin,))))
    sections = (
        Section("甲", (replace(twin, mark="■", source="（甲）"),)),
        Section("乙", (replace(twin, source="（乙）"),)),
        Section("丙", (replace(twin, mark="★", source="（丙）"),)),
    )
    theirs = replace(base, sections=sections)
    found = proposals(base, theirs, "甲", "")
    for chosen in (found, found[::-1]):
        ours = base
        for each in chosen:
            ours = take(ours, base, each)
        assert ours == theirs
