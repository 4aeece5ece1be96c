"""Numbers in Han numerals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.hanzi.numerals import chinese, value_of, whole


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (100, "一百"),
        (110, "一百一十"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (10000, "一万"),
        (20305, "二万零三百零五"),
    ],
)
def test_chinese_words(number: int, words: str) -> None:
    assert chinese(number) == words


@given(st.integers(1, 99))
def test_what_is_written_is_read(number: int) -> None:
    assert value_of(chinese(number)) == value_of(str(number)) == number


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("两", 2),
        ("十", 10),
        ("一十", 10),
        ("二十", 20),
        ("〇", 0),
        ("", 0),
        ("二二", 0),
        ("十十", 0),
        ("二二十", 0),
        ("百", 0),
    ],
)
def test_what_is_no_number_is_none(numeral: str, value: int) -> None:
    assert value_of(numeral) == value


@given(st.integers(1, 99_999_999))
def test_whole_numbers_are_read(number: int) -> None:
    assert whole(chinese(number)) == whole(chinese(number, bare_ten=False)) == number


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        *(("两千零五", 2005), ("一百〇二", 102)),
        *((words, 0) for words in ("一二三", "百", "零", "", "二十三四", "一万万", "壹佰", "12")),
        *((char * 5_000, 0) for char in "九万"),
    ],
)
def test_what_is_no_whole_number(numeral: str, number: int) -> None:
    assert whole(numeral) == number
