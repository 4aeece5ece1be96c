"""Where words stand in a later issue."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bulletin_desk.bulletin.anchors import Followed, Following
from bulletin_desk.bulletin.edits import replace_range, text_at
from bulletin_desk.bulletin.grammar import block_of, item_path, title_of
from bulletin_desk.bulletin.model import Body, Issue, Item, Path, Place, Section, Subheading
from tests.bulletin.issues import SMALL

ITEM = item_path(0, 0)
TEXT = "省地方志办召开年度工作会议，部署二轮修志收尾。"


def issue_of(*sections: tuple[Item, ...]) -> Issue:
    made = (Section(f"栏目{at + 1}", items) for at, items in enumerate(sections))
    return replace(SMALL, sections=tuple(made), editors_note=())


A = Item("第一篇的标题", (Body(TEXT), Body("第二段正文在这里。")), "（甲办）")
B = Item("另一篇标题", (Body("完全不同的内容，没有一句相同。"),), "（乙办）")
ISSUE = issue_of((A, B), (Item("第三篇", (Body("第三篇的正文。"),)),))
BODY = block_of(ITEM, 0)


def follow(new: Issue, path: Path, start: int, end: int, old: Issue = ISSUE) -> Followed:
    return Following(old, new).follow(Place(path, start), Place(path, end))


def words(issue: Issue, found: Followed) -> str:
    assert found.start.path == found.end.path
    return text_at(issue, found.start.path)[found.start.offset : found.end.offset]


def test_an_issue_that_is_the_same_has_them_where_they_are() -> None:
    assert follow(ISSUE, BODY, 3, 6) == Followed(Place(BODY, 3), Place(BODY, 6), lost=False)


@pytest.mark.parametrize(
    ("at", "until", "put", "expected"),
    [
        (0, 0, "近日，", "地方志"),
        (1, 1, "级", "地方志"),
        (4, 4, "啊", "地方志"),
        (2, 2, "〇", "地〇方志"),
        (2, 3, "", "地志"),
        (0, 2, "", "方志"),
        (10, 14, "别的", "地方志"),
    ],
)
def test_typing_beside_and_inside(at: int, until: int, put: str, expected: str) -> None:
    new = replace_range(ISSUE, BODY, at, until, put)
    found = follow(new, BODY, 1, 4)
    assert (words(new, found), found.lost) == (expected, False)


def test_words_that_are_gone_lead_to_what_follows() -> None:
    new = replace_range(ISSUE, BODY, 0, 13, "")
    assert follow(new, BODY, 1, 4) == Followed(Place(BODY, 0), Place(BODY, 0), True)
    tail = replace_range(ISSUE, BODY, 5, len(TEXT), "")
    assert follow(tail, BODY, 8, 10) == Followed(Place(BODY, 5), Place(BODY, 5), True)
    empty = replace_range(ISSUE, BODY, 0, len(TEXT), "")
    assert follow(empty, BODY, 1, 4).start == Place(block_of(ITEM, 1), 0)
    without = issue_of((replace(A, blocks=A.blocks[1:]), B), ISSUE.sections[1].items)
    assert follow(without, BODY, 1, 4) == Followed(Place(BODY, 0), Place(BODY, 0), True)


def test_words_that_were_dragged_into_another_text() -> None:
    moved = replace_range(replace_range(ISSUE, BODY, 0, 6, ""), block_of(ITEM, 1), 2, 2, TEXT[:6])
    there = follow(moved, BODY, 1, 4)
    assert (words(moved, there), there.lost) == (TEXT[1:4], False)
    assert there.start == Place(block_of(ITEM, 1), 3)
    copied = replace_range(moved, block_of(ITEM, 1), 0, 0, TEXT[:6])
    assert follow(copied, BODY, 1, 4).lost  # it can't be told which of them they are


def test_a_paragraph_cut_in_two_and_joined_again() -> None:
    halves = (Body(TEXT[:5]), Body(TEXT[5:]))
    cut = issue_of((replace(A, blocks=(*halves, A.blocks[1])), B), ISSUE.sections[1].items)
    assert words(cut, follow(cut, BODY, 1, 4)) == "地方志"
    there = follow(cut, BODY, 14, 16)
    assert there.start == Place(block_of(ITEM, 1), 9)
    assert words(cut, there) == "部署"
    both = follow(cut, BODY, 3, 8)
    assert (both.start, both.end) == (Place(BODY, 3), Place(block_of(ITEM, 1), 3))
    back = follow(ISSUE, block_of(ITEM, 1), 9, 11, cut)
    assert words(ISSUE, back) == "部署"


def test_an_item_that_moves_takes_them_along() -> None:
    moved = issue_of((B,), (*ISSUE.sections[1].items, A))
    found = follow(moved, BODY, 1, 4)
    assert found.start.path == block_of(item_path(1, 1), 0)
    assert words(moved, found) == "地方志"
    changed = replace(A, blocks=(Body(f"近日，{TEXT}"), A.blocks[1]))
    both = issue_of((B,), (*ISSUE.sections[1].items, changed))
    assert words(both, follow(both, BODY, 1, 4)) == "地方志"


def test_a_paragraph_that_moves_to_another_item_or_becomes_a_title() -> None:
    moved = issue_of(
        (replace(A, blocks=A.blocks[1:]), replace(B, blocks=(*B.blocks, A.blocks[0]))),
        ISSUE.sections[1].items,
    )
    assert follow(moved, BODY, 1, 4).start == Place(block_of(item_path(0, 1), 1), 1)
    title = issue_of((Item(TEXT, A.blocks[1:], A.source), B), ISSUE.sections[1].items)
    assert follow(title, BODY, 1, 4).start == Place(title_of(ITEM), 1)
    kind = issue_of((replace(A, blocks=(Subheading(TEXT), A.blocks[1])), B), ISSUE.sections[1].items)
    assert words(kind, follow(kind, BODY, 1, 4)) == "地方志"


def test_twins_are_told_by_their_place() -> None:
    twin = Body("同样的一段话。")
    old = issue_of((Item("甲", (twin, Body("中间。"), twin)),))
    new = issue_of((Item("甲", (Body("新的。"), twin, Body("中间。"), twin)),))
    last = block_of(ITEM, 2)
    assert follow(new, last, 0, 2, old).start == Place(block_of(ITEM, 3), 0)
    assert follow(new, BODY, 0, 2, old).start == Place(block_of(ITEM, 1), 0)


def test_a_place_between_characters() -> None:
    new = replace_range(ISSUE, BODY, 0, 0, "近日，")
    assert follow(new, BODY, 4, 4).start == Place(BODY, 7)
    gone = replace_range(ISSUE, BODY, 2, 10, "")
    assert follow(gone, BODY, 5, 5).lost
