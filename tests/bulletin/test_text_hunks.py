"""What differs between two texts: undoing it gives the old one, and it reads as a person would say it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin.ranges import are_ranges, united
from bulletin_desk.bulletin.text_hunks import apart, carried, hunks, tokens, undone, without

TEXTS = st.text("守正创新的6.5%1,200GDP é\n《》。x", max_size=30) | st.text(max_size=12)


@given(TEXTS, TEXTS)
def test_undone_is_the_old_text(old: str, new: str) -> None:
    found = hunks(old, new)
    assert undone(new, found) == old
    assert bool(found) == (old != new)
    at = 0
    for hunk in found:
        assert at <= hunk.start <= hunk.end <= len(new)
        assert old[hunk.old : hunk.old_end] == hunk.was
        assert new[hunk.start : hunk.end] != hunk.was
        at = hunk.end


@given(TEXTS)
def test_tokens_are_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("增长6.5%。", "增长16.5%。", [("6.5", "16.5")]),
        ("共1,200人", "共1,300人", [("1,200", "1,300")]),
        ("发展GDP好", "发展GNP好", [("GDP", "GNP")]),
        ("会议在成都召开", "会议在乐山召开", [("成都", "乐山")]),
        ("会议召开", "会议胜利召开", [("", "胜利")]),
        ("会议胜利召开", "会议召开", [("胜利", "")]),
        ("一、二。三", "一，二。四", [("、", "，"), ("三", "四")]),
        ("守正的创新", "继往的开来", [("守正的创新", "继往的开来")]),
    ],
)
def test_words_and_figures_are_whole(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert [(hunk.was, new[hunk.start : hunk.end]) for hunk in hunks(old, new)] == expected


@given(TEXTS, TEXTS, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=3))
def test_ranges_are_carried_with_their_characters(old: str, new: str, some: list[tuple[int, int]]) -> None:
    bold = united((start, min(end, len(old))) for start, end in some)
    found = hunks(old, new)
    there = carried(bold, found)
    assert are_ranges(there, len(new))
    assert without(there, found) == there
    assert apart(there, there) == ()
    marked = "".join(new[start:end] for start, end in there)
    kept = list(marked)
    for char in (old[at] for start, end in bold for at in range(start, end)):
        if kept and kept[0] == char:
            kept.pop(0)
    assert not kept
