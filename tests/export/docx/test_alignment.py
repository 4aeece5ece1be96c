"""Paragraphs and tables of two versions laid beside each other."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.export.docx.alignment import (
    Piece,
    Step,
    changed_tokens,
    laid_beside,
    tokens,
    with_common_ends,
)

_PIECES = st.lists(
    st.tuples(st.sampled_from("甲乙丙丁戊"), st.integers(0, 5).map(lambda number: number == 0)), max_size=14
)


def _pieces(made: Sequence[tuple[str, bool]]) -> list[Piece]:
    """Of letters and whether each is a table; the last one is a paragraph, as a text's last is."""
    pieces = [Piece((text, table), table, text * 4, table) for text, table in made]
    return [*pieces, Piece(("末", False), False, "末尾一段", False)]


def _in_order(numbers: list[int | None]) -> list[int]:
    return [number for number in numbers if number is not None]


@given(_PIECES, _PIECES)
def test_both_versions_stand_there_whole_in_their_order(
    one: list[tuple[str, bool]], other: list[tuple[str, bool]]
) -> None:
    old, new = _pieces(one), _pieces(other)
    steps = with_common_ends(laid_beside(old, new), old, new)
    assert _in_order([step.old for step in steps]) == list(range(len(old)))
    assert _in_order([step.new for step in steps]) == list(range(len(new)))
    assert _in_order([step.old_mark for step in steps]) == list(range(len(old)))
    assert _in_order([step.new_mark for step in steps]) == list(range(len(new)))
    assert not [step for step in steps if (step.old, step.new) == (None, None)]


@given(_PIECES)
def test_a_version_beside_itself_is_the_same(one: list[tuple[str, bool]]) -> None:
    pieces = _pieces(one)
    steps = with_common_ends(laid_beside(pieces, pieces), pieces, pieces)
    assert steps == [Step(at, at, at, at) for at in range(len(pieces))]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("甲表末", "甲乙表末"),
        ("甲末", "甲乙表丙末"),
        ("甲乙表丙表丁戊末", "甲戊末"),
        ("甲乙表丙末", "甲乙表丙丁表戊末"),
        ("子丑寅甲表丙表末", "子丑寅甲表丙乙表己表末"),
    ],
)
def test_the_mark_before_a_table_is_one_of_both_versions(old: str, new: str) -> None:
    sides = [[Piece(char, char == "表", char, char == "表") for char in side] for side in (old, new)]
    for ours, theirs in (sides, sides[::-1]):
        steps = with_common_ends(laid_beside(ours, theirs), ours, theirs)
        pieces = [ours[step.old] if step.old is not None else theirs[step.new or 0] for step in steps]
        for (stands, step), piece in zip(zip(pieces, steps, strict=True), pieces[1:], strict=False):
            if piece.is_table and not stands.is_table:
                assert None not in (step.old_mark, step.new_mark)
        assert None not in (steps[-1].old_mark, steps[-1].new_mark)


def test_nothing_is_inserted_whole_behind_what_grows() -> None:
    old, new = ([Piece(char, "", char) for char in side] for side in ("甲末", "甲乙丙末"))
    steps = with_common_ends(laid_beside(old, new), old, new, lambda step: step.old == 0)
    assert steps == [Step(0, 0, None, 0), Step(None, 1, None, 1), Step(None, 2, 0, 2), Step(1, 3, 1, 3)]


def test_words_and_figures_change_whole_and_han_by_characters() -> None:
    assert tokens("共2,100部，占12.5%，Word版") == [
        "共",
        "2,100",
        "部",
        "，",
        "占",
        "12.5",
        "%",
        "，",
        "Word",
        "版",
    ]


def test_a_little_that_is_the_same_between_changes_is_changed_with_them() -> None:
    found = changed_tokens("会议强调的是质量的事", "会议要求一个的进度安排事", lambda char: char)
    assert [("".join(was), "".join(now), same) for was, now, same in found] == [
        ("会议", "会议", True),
        ("强调的是质量的", "要求一个的进度安排", False),
        ("事", "事", True),
    ]
