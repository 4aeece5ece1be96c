"""The order of entries in an index."""

from __future__ import annotations

import pytest

from bulletin_desk.hanzi.index_order import index_key, initial
from bulletin_desk.resources import resource


def in_order(*texts: str) -> list[str]:
    return sorted(texts, key=index_key)


@pytest.mark.parametrize(
    "texts",
    [
        ("阿坝州", "巴中市", "成都市", "重庆市", "达州市", "德阳市", "泸州市", "阆中市", "珙县"),
        ("8月", "A级", "安全", "B级", "把关"),
        ("妈", "麻", "马", "骂", "吗"),  # by tone, none last
        ("安全", "安全生产", "安徽"),  # what ends comes first
    ],
)
def test_entries_are_in_the_order_of_their_sounds(texts: tuple[str, ...]) -> None:
    wanted = list(texts)
    if "珙县" in texts:
        wanted = ["阿坝州", "巴中市", "成都市", "重庆市", "达州市", "德阳市", "珙县", "阆中市", "泸州市"]
    if "安徽" in texts:
        wanted = ["安徽", "安全", "安全生产"]
    assert in_order(*reversed(texts)) == wanted


def test_a_word_is_read_as_it_is_said() -> None:
    assert [initial(index_key(text)) for text in ("重庆", "重点", "长沙", "成都", "会计")] == list("CZCCK")


def test_marks_do_not_count() -> None:
    assert index_key("“成都”市") == index_key("成都市")
    assert initial(index_key("《四川省志》")) == "S"


@pytest.mark.parametrize(
    ("text", "under"), [("2024年", "0—9"), ("１月", "0—9"), ("vivo", "V"), ("——", "其他")]
)
def test_what_is_no_han_character_has_its_place(text: str, under: str) -> None:
    assert initial(index_key(text)) == under


def test_every_character_of_the_table_has_one_sound() -> None:
    lines = resource("fonts", "tgh-2013.txt").read_text(encoding="utf-8").splitlines()
    table = [char for line in lines if not line.startswith("#") for char in line]
    assert len(set(table)) == 8105
    assert all("A" <= initial(index_key(char)) <= "Z" for char in table)


def test_what_is_not_in_the_list_comes_last() -> None:
    assert in_order("㐀", "做") == ["做", "㐀"]
    assert initial(index_key("")) == "其他"
