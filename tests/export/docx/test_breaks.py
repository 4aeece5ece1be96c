"""Where word processors part two characters of their own accord, and where not all of them do."""

from __future__ import annotations

import pytest

from bulletin_desk.export.docx.breaks import Parting, parting

_FREE = "国|家 家|《 》|家 ，|家 。|（ 年|2 4|年 家|A A|家 ％|家 —|2 ～|5 ）|（ ②|家 家|② 》|《"
_QUOTE = "家|“ ”|家 ，|“ ”|“ A|‘ ’|2 》|“"
_MARK = "，|A 。|2 》|2 ）|A 、|5 ：|2"
_NEVER = 'A|（ 2|《 ％|A ℃|2 家|… ）|… )|2 )|A ]|2 "|家 家|" ，|$ 、|￥ ②|③ ★|★ +|级 A|B 2|A'


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [(_FREE, Parting.FREE), (_QUOTE, Parting.QUOTE), (_MARK, Parting.MARK), (_NEVER, Parting.NEVER)],
)
def test_pairs(pairs: str, expected: Parting) -> None:
    for pair in pairs.split():
        before, after = pair.split("|")
        assert parting(before + after, 1, 1) is expected, pair


def test_a_space_parts_everything() -> None:
    for before, after in ("”“", "AB", "）2", "家…"):
        assert parting(f"{before} {after}", 1, 2) is Parting.FREE


def test_addresses_are_parted_by_us_alone() -> None:
    assert parting("www.scdfz.org", 4, 4) is Parting.NEVER
    assert parting("a@b", 2, 2) is Parting.NEVER
