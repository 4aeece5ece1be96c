"""Numbers in all of Word's usual formats, and how lists count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.intake.numbering import Counters, Level, List, Number, formatted


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("decimal", "1 2 10 11 20 27 105"),
        ("decimalZero", "01 02 10 11 20 27 105"),
        ("upperRoman", "I II X XI XX XXVII CV"),
        ("lowerRoman", "i ii x xi xx xxvii cv"),
        ("upperLetter", "A B J K T AA AAAAA"),
        ("lowerLetter", "a b j k t aa aaaaa"),
        ("ordinal", "1st 2nd 10th 11th 20th 27th 105th"),
        ("chineseCounting", "一 二 十 十一 二十 二十七 一〇五"),
        ("chineseCountingThousand", "一 二 十 十一 二十 二十七 一百零五"),
        ("japaneseCounting", "一 二 十 十一 二十 二十七 百五"),
        ("ideographDigital", "一 二 一〇 一一 二〇 二七 一〇五"),
        ("chineseLegalSimplified", "壹 贰 壹拾 壹拾壹 贰拾 贰拾柒 壹佰零伍"),
        ("decimalEnclosedCircle", "① ② ⑩ ⑪ ⑳ ㉗ 105"),
        ("decimalEnclosedCircleChinese", "① ② ⑩ ⑪ ⑳ ㉗ 105"),
        ("decimalEnclosedParen", "⑴ ⑵ ⑽ ⑾ ⒇ (27) (105)"),
        ("decimalEnclosedFullstop", "⒈ ⒉ ⒑ ⒒ ⒛ 27. 105."),
        ("ideographTraditional", "甲 乙 癸 11 20 27 105"),
        ("ideographZodiac", "子 丑 酉 戌 20 27 105"),
        ("decimalFullWidth", "１ ２ １０ １１ ２０ ２７ １０５"),
        ("hebrew1", "1 2 10 11 20 27 105"),
    ],
)
def test_formats(kind: str, expected: str) -> None:
    assert " ".join(formatted(number, kind) for number in (1, 2, 10, 11, 20, 27, 105)) == expected


@given(st.integers(), st.sampled_from(["upperRoman", "upperLetter", "chineseCountingThousand", "none", "x"]))
def test_no_number_makes_an_endless_text(number: int, kind: str) -> None:
    text = formatted(number, kind)
    assert len(text) < 40 or text == str(number)


OUTLINE = {
    0: Level(1, "chineseCounting", "%1、"),
    1: Level(1, "chineseCounting", "（%2）"),
    2: Level(1, "decimal", "%1.%2.%3", legal=True),
}


def test_levels_restart_under_the_next_higher_one() -> None:
    counters = Counters({"1": List("a", OUTLINE)})
    numbers = [counters.next("1", depth) for depth in (0, 1, 1, 2, 0, 1, 2)]
    assert [found[0] for found in numbers if found] == [
        *("一、", "（一）", "（二）", "1.2.1"),
        *("二、", "（一）", "2.1.1"),
    ]


def test_instances_of_a_family_count_on_and_an_override_begins_anew_once() -> None:
    one = {0: Level(1, "decimal", "%1.")}
    counters = Counters({"1": List("a", one), "2": List("a", one), "3": List("a", one, {0: 5})})
    texts = [counters.next(number, 0) for number in ("1", "1", "2", "3", "3", "1")]
    assert [found[0] for found in texts if found] == ["1.", "2.", "3.", "5.", "6.", "7."]


def test_a_level_that_never_restarts() -> None:
    levels = {0: Level(1, "decimal", "%1"), 1: Level(1, "decimal", "%2", restart=0)}
    counters = Counters({"1": List("a", levels)})
    texts = [counters.next("1", depth) for depth in (0, 1, 0, 1)]
    assert [found[0] for found in texts if found] == ["1", "1", "2", "2"]


def test_bullets_and_unknown_lists() -> None:
    counters = Counters({"1": List("a", {0: Level(1, "bullet", "\uf06c")})})
    assert counters.next("1", 0) == Number("\uf06c", is_bullet=True)
    assert counters.next("1", 1) is None
    assert counters.next("2", 0) is None
