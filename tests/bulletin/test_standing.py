"""Where hunks stand in a later sequence."""

from __future__ import annotations

import pytest

from bulletin_desk.bulletin.flat import text_tokens
from bulletin_desk.bulletin.standing import Stand, stands
from bulletin_desk.bulletin.token_hunks import Hunk, word_hunks

OLD, NEW = text_tokens("一二三四五六七八九十"), text_tokens("一二叁四五六八九新十")
HUNKS = word_hunks(OLD, NEW)


def test_the_hunks_are_these() -> None:
    assert [Hunk(2, 3, text_tokens("叁")), Hunk(6, 7, ()), Hunk(9, 9, text_tokens("新"))] == HUNKS


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("一二三四五六七八九十", [(2, 3, False), (6, 7, False), (9, 9, False)]),
        ("一二叁四五六八九新十", [(2, 3, True), (6, 6, True), (8, 9, True)]),
        ("一二叁四五六七八九十", [(2, 3, True), (6, 7, False), (9, 9, False)]),
        ("又：一二三四五五六八九十", [(4, 5, False), (9, 9, True), (11, 11, False)]),
        ("一二乙四五六七八九十", [None, (6, 7, False), (9, 9, False)]),
    ],
)
def test_beside_other_edits(now: str, expected: list[tuple[int, int, bool] | None]) -> None:
    assert stands(OLD, HUNKS, text_tokens(now)) == [wanted and Stand(*wanted) for wanted in expected]


def test_of_several_alike_the_one_that_is_wanted_has_not_been_taken() -> None:
    old = text_tokens("甲乙甲乙甲")
    hunks = [Hunk(0, 1, ()), Hunk(2, 3, ()), Hunk(4, 5, ())]
    now = text_tokens("乙乙甲")
    for wanted in (0, 1, 2):
        taken = [stand and stand.taken for stand in stands(old, hunks, now, wanted)]
        assert taken.count(True) == 2
    found = stands(old, hunks, now, 2)
    assert found[2] == Stand(2, 3, taken=False)


def test_what_is_another_text_altogether_is_none() -> None:
    assert stands(OLD, HUNKS, text_tokens("完全是别的文字")) == [None] * 3
    assert stands((), [Hunk(0, 0, NEW)], text_tokens("别的")) == [None]
    assert stands((), [Hunk(0, 0, NEW)], NEW) == [Stand(0, len(NEW), taken=True)]
