"""Taking parts of an old issue back: all of them are the old issue, none the present one, and each is only
what it says."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin.compare import Change, compare
from bulletin_desk.bulletin.edits import add, move, remove, replace_range
from bulletin_desk.bulletin.grammar import block_of, items_of
from bulletin_desk.bulletin.model import (
    Block,
    Body,
    Imprint,
    Issue,
    Item,
    LayoutText,
    Picture,
    Pictures,
    Section,
)
from bulletin_desk.bulletin.pictures import lost_picture
from bulletin_desk.bulletin.take_back import ALL, Comparison, Part
from bulletin_desk.storage.bulletin_file import read_bulletin
from tests.bulletin.issues import SMALL, attachments, blocks, issues, sections
from tests.bulletin.issues import items as item_values

REAL = read_bulletin(Path(__file__).parents[2] / "examples" / "2024-01-09.bulletin")
LESHAN = ("sections", 1, "items", 0)
DAZHOU = ("sections", 1, "items", 1)


@st.composite
def edited(draw: st.DrawFn) -> tuple[Issue, Issue]:
    """An issue and what was made of it: parts added, removed, moved and changed, here and there."""
    old = draw(issues.filter(lambda issue: bool(issue.sections)) | st.just(SMALL) | st.just(REAL))
    new = old
    for _ in range(draw(st.integers(1, 8))):
        new = _edit(draw, new)
    return old, new


def _edit(draw: st.DrawFn, issue: Issue) -> Issue:
    rows = [("sections",), *(("sections", at, "items") for at in range(len(issue.sections)))]
    rows += [(*path, name) for path, _ in items_of(issue) for name in ("blocks", "attachments")]
    lengths = {row: len(_row(issue, row)) for row in rows}
    kind = draw(st.sampled_from(["add", "remove", "move", "change", "name", "head"]))
    full = [row for row in rows if lengths[row]]
    if kind == "head":
        return replace(
            issue, disclosure=draw(st.text(max_size=3)), imprint=draw(st.sampled_from([None, issue.imprint]))
        )
    if kind == "add" or not full:
        row = draw(st.sampled_from(rows))
        kinds: dict[str, st.SearchStrategy[Any]] = {
            "sections": sections,
            "items": item_values,
            "blocks": blocks,
            "attachments": attachments,
        }
        return add(issue, (*row, draw(st.integers(0, lengths[row]))), draw(kinds[str(row[-1])]))
    row = draw(st.sampled_from(full))
    path = (*row, draw(st.integers(0, lengths[row] - 1)))
    if kind == "remove":
        return remove(issue, path)
    if kind == "move":
        rest = remove(issue, path)
        others = [other for other in rows if other[-1] == row[-1] and _is_there(rest, other)]
        to = draw(st.sampled_from(others))
        return move(issue, path, (*to, draw(st.integers(0, len(_row(rest, to))))))
    if row[-1] == "sections":
        return replace_range(issue, (*path, "name"), 0, 0, draw(st.sampled_from(["新", ""])))
    if row[-1] == "items":
        return replace_range(issue, (*path, draw(st.sampled_from(["title", "source"]))), 0, 0, "新")
    new = draw(st.sampled_from(["新的", "又"]))
    if row[-1] == "attachments":
        return replace_range(issue, (*path, "title"), 0, 0, new)
    block = _row(issue, row)[int(path[-1])]
    assert isinstance(block, Block)
    inside = draw(st.sampled_from([text.path for text in block.texts()]))
    return replace_range(issue, (*path, *inside), 0, 0, new)


def _row(issue: Issue, row: tuple[str | int, ...]) -> tuple[object, ...]:
    value: object = issue
    for step in row:
        value = (
            value[step] if isinstance(value, tuple) and isinstance(step, int) else getattr(value, str(step))
        )
    assert isinstance(value, tuple)
    return value


def _is_there(issue: Issue, row: tuple[str | int, ...]) -> bool:
    try:
        _row(issue, row)
    except IndexError:
        return False
    return True


pairs = edited() | st.tuples(issues, issues)


@given(pairs)
def test_all_are_the_old_issue_and_none_the_present_one(pair: tuple[Issue, Issue]) -> None:
    old, new = pair
    found = Comparison(old, new)
    assert found.taken_back(found.parts) == old
    assert found.taken_back(()) is new
    assert bool(found.parts) == bool(compare(old, new)) == (old != new)
    assert len(set(found.parts)) == len(found.parts)
    for part in found.parts:
        assert part.sentence.endswith("。")
        assert part.sentence.isprintable()
        assert part.old is not None or part.new is not None


@given(pairs, st.randoms(use_true_random=False))
def test_one_by_one_they_are_the_old_issue(pair: tuple[Issue, Issue], chance: random.Random) -> None:
    """In any order, each looked for anew in what the last one left, as the window does."""
    old, new = pair
    most = 3 * len(Comparison(old, new).parts) + 3
    for _ in range(most):
        found = Comparison(old, new)
        if not found.parts:
            break
        new = found.taken_back([chance.choice(found.parts)])
    assert new == old


@given(pairs, st.data())
def test_what_is_not_chosen_stays_as_it_is(pair: tuple[Issue, Issue], data: st.DataObject) -> None:
    """Some are taken back: then the others are still to be, and no more."""
    old, new = pair
    found = Comparison(old, new)
    chosen = [part for part in found.parts if data.draw(st.booleans())]
    taken = found.with_needed(chosen)
    assert set(chosen) <= set(taken)
    after = found.taken_back(chosen)
    assert after == found.taken_back(taken)
    # Each item is one of the two issues', but for those of which some parts were chosen.
    known = {item for issue in pair for _, item in items_of(issue)}
    mixed = {part.item for part in found.parts if part not in taken} & {part.item for part in taken}
    assert sum(item not in known for _, item in items_of(after)) <= len(mixed - {None})
    # Nothing is there twice, and nothing is lost that only stands elsewhere.
    gone = sum(part.kind is Change.ADDED for part in taken if _is_of_item(part))
    back = sum(part.kind is Change.REMOVED for part in taken if _is_of_item(part))
    assert len(list(items_of(after))) == len(list(items_of(new))) - gone + back


def _is_of_item(part: Part) -> bool:
    return len(part.new or part.old or ()) == 4


@given(edited(), st.data())
def test_a_paragraph_taken_back_is_all_that_changes(pair: tuple[Issue, Issue], data: st.DataObject) -> None:
    found = Comparison(*pair)
    of_blocks = [part for part in found.parts if "blocks" in (part.new or part.old or ())]
    if not of_blocks:
        return
    part = data.draw(st.sampled_from(of_blocks))
    after = found.taken_back([part])
    assert part.item is not None
    assert replace(after, sections=()) == replace(found.new, sections=())
    for (path, item), (other, before) in zip(items_of(after), items_of(found.new), strict=True):
        assert path == other
        if path != part.item:
            assert item is before
            continue
        assert (item.title, item.source) == (before.title, before.source)
        old_item = dict(items_of(found.old)).get(part.old[:4]) if part.old else None
        row = list(before.blocks)
        if part.new is not None:
            del row[int(part.new[5])]
        kept = list(item.blocks)
        if part.old is not None:
            assert old_item is not None
            kept.remove(old_item.blocks[int(part.old[5])])
        assert sorted(map(repr, kept)) == sorted(map(repr, row))


@pytest.mark.parametrize(
    ("new", "says"),
    [
        (
            replace_range(SMALL, (*LESHAN, "blocks", 0), 6, 8, "继往"),
            ["“市州动态”第1篇《乐山市四向发力推进事业发…》第1段“守正”改为“继往”。"],
        ),
        (
            remove(SMALL, (*LESHAN, "blocks", 1)),
            ["删去原“市州动态”第1篇《乐山市四向发力推进事业发…》第2段（小标题）“以质量为依托”。"],
        ),
        (
            add(SMALL, (*DAZHOU, "blocks", 1), Body("又一段。")),
            ["新增“市州动态”第2篇《〈达州年鉴（2023）〉…》第2段“又一段。”。"],
        ),
        (
            move(SMALL, (*LESHAN, "blocks", 0), (*LESHAN, "blocks", 2)),
            ["原“市州动态”第1篇《乐山市四向发力推进事业发…》第1段移到第3段。"],
        ),
        (
            replace_range(SMALL, (*LESHAN, "title"), 0, 2, "眉山"),
            [
                "“市州动态”第1篇《眉山市四向发力推进事业发…》：标题由“乐山市四向发力推进事业发展”"
                "改为“眉山市四向发力推进事业发展”。"
            ],
        ),
        (remove(SMALL, LESHAN), ["删去稿件：原“市州动态”第1篇《乐山市四向发力推进事业发…》。"]),
        (
            remove(SMALL, ("sections", 0)),
            ["删去原第1个栏目“特别关注”。", "删去稿件：原“特别关注”第1篇《座谈会召开》。"],
        ),
        (replace(SMALL, imprint=None), ["删去印发机关“综合处”。删去印发日期“2024年1月9日”。"]),
        (
            replace(SMALL, imprint=Imprint("秘书处", SMALL.dated_header.date), print_count=None),
            ["印发机关由“综合处”改为“秘书处”。", "删去印数“3”。"],
        ),
        (replace(SMALL, layout=LayoutText("gb9704")), ["版式由默认的改为“gb9704”。"]),
        (replace(SMALL, editors_note=SMALL.editors_note[:1]), ["删去原编者按第2段“供参阅。”。"]),
    ],
)
def test_a_part_in_words(new: Issue, says: list[str]) -> None:
    found = Comparison(SMALL, new)
    assert [part.sentence for part in found.parts] == says
    assert found.taken_back(found.parts) == SMALL


def test_a_part_without_words_is_named_only() -> None:
    item = SMALL.sections[0].items[0]
    picture = Pictures((Picture(lost_picture("0" * 64, 400, 300), 500),))
    new = replace(SMALL, sections=(Section("栏", (replace(item, blocks=(*item.blocks, picture)),)),))
    old = replace(SMALL, sections=(Section("栏", (item,)),))
    (part,) = Comparison(old, new).parts
    assert part.sentence.endswith("（图片）。")


def test_one_paragraph_of_two() -> None:
    new = replace_range(SMALL, (*LESHAN, "blocks", 0), 6, 8, "继往")
    new = replace_range(new, (*LESHAN, "blocks", 2), 0, 2, "编修")
    found = Comparison(SMALL, new)
    first, second = found.parts
    assert (first.item, first.old, first.new) == (LESHAN, block_of(LESHAN, 0), block_of(LESHAN, 0))
    assert found.of_item(LESHAN) == [first, second]
    assert found.of_item(DAZHOU) == []
    after = found.taken_back([first])
    assert after == replace_range(SMALL, (*LESHAN, "blocks", 2), 0, 2, "编修")
    assert after.sections[0] is new.sections[0]
    assert after.sections[1].items[1] is new.sections[1].items[1]
    assert found.taken_back(found.of_item(LESHAN)) == SMALL


def test_an_item_comes_back_into_its_section() -> None:
    """Which is not there any more; what else was in it stays away."""
    old = add(SMALL, ("sections", 1, "items", 0), Item("又一篇", (Body("全不相同的内容。"),)))
    found = Comparison(old, remove(old, ("sections", 1)))
    leshan = next(part for part in found.parts if "乐山" in part.sentence)
    assert [part.kind for part in found.with_needed([leshan])] == [Change.REMOVED] * 2
    after = found.taken_back([leshan])
    assert after == replace(
        SMALL, sections=(SMALL.sections[0], replace(SMALL.sections[1], items=SMALL.sections[1].items[:1]))
    )


def test_a_new_section_goes_with_what_is_in_it_but_not_with_what_came_from_elsewhere() -> None:
    new = add(SMALL, ("sections", 1), Section("通知", (Item("放假", (Body("全体放假。"),)),)))
    new = move(new, ("sections", 2, "items", 0), ("sections", 1, "items", 0))
    found = Comparison(SMALL, new)
    (section,) = (part for part in found.parts if part.new == ("sections", 1))
    assert found.taken_back([section]) == SMALL


def test_a_part_of_another_comparison() -> None:
    (part,) = Comparison(SMALL, remove(SMALL, LESHAN)).parts
    with pytest.raises(ValueError, match="no part of this comparison"):
        Comparison(SMALL, remove(SMALL, DAZHOU)).taken_back([part])


def test_what_it_is_called_in_the_menu() -> None:
    new = replace_range(remove(SMALL, DAZHOU), (*LESHAN, "blocks", 0), 6, 8, "继往")
    found = Comparison(SMALL, replace(new, print_count=9, disclosure=""))
    paragraph, item, disclosure, count = found.parts
    assert found.name_of([paragraph]) == "取回一段"
    assert found.name_of([item]) == "取回稿件"
    assert found.name_of([count]) == "取回一处"
    assert found.name_of([disclosure, count]) == "取回2处"
    assert found.name_of(found.parts) == ALL
