"""Where cards stand beside a page."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.desk.page.margin import GAP, Standing, Wanted, arranged


def test_each_stands_at_its_line_where_there_is_room() -> None:
    wanted = [Wanted(10, 40, 20), Wanted(200, 60, 20)]
    assert arranged(wanted, 0, 500) == [Standing(10, 40, False), Standing(200, 60, False)]


def test_those_that_would_touch_share_what_they_are_moved_by() -> None:
    first, second = arranged([Wanted(100, 40, 20), Wanted(110, 40, 20)], 0, 500)
    assert (first.top, second.top) == (82, 128)
    assert second.top == first.top + first.height + GAP


def test_those_far_from_their_lines_are_folded_but_for_the_open_one() -> None:
    wanted = [Wanted(100 + at, 90, 20, at == 2) for at in range(5)]
    found = arranged(wanted, 0, 800)
    assert not found[2].folded
    assert [each.folded for each in found].count(True) >= 2
    assert found[2].height == 90


def test_at_the_foot_they_go_up() -> None:
    (card,) = arranged([Wanted(480, 60, 20)], 0, 500)
    assert (card.top, card.folded) == (440, False)


tops = st.lists(st.integers(0, 700), max_size=45).map(sorted)


@given(tops, st.data())
def test_none_lies_over_another(lines: list[int], data: st.DataObject) -> None:
    open_ = data.draw(st.integers(-1, len(lines)))
    heights = data.draw(st.lists(st.integers(30, 200), min_size=len(lines), max_size=len(lines)))
    wanted = [
        Wanted(top, height, 24, at == open_)
        for at, (top, height) in enumerate(zip(lines, heights, strict=True))
    ]
    found = arranged(wanted, 0, 900)
    assert len(found) == len(wanted)
    for card, each in zip(found, wanted, strict=True):
        assert card.top >= 0
        assert card.height == (each.folded if card.folded else each.full)
        assert not (card.folded and each.open)
    for above, below in pairwise(found):
        assert above.top + above.height + GAP <= below.top
    if sum(each.full if each.open else each.folded for each in wanted) + GAP * len(wanted) <= 900:
        assert all(each.top + each.height <= 900 for each in found)
