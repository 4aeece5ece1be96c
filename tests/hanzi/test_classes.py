"""Character classes against the clauses that they cite."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.hanzi.classes import (
    COMPRESSIBLE,
    COMPRESSION_ORDER,
    HAN_LATIN_EDGE,
    INK_AT_RIGHT,
    JOINING,
    LAST_COMPRESSED,
    NO_LINE_END,
    NO_LINE_START,
    REPEATING,
    SPACES,
    Width,
    width_of,
)

# ---- the lists


@pytest.mark.parametrize(
    ("clause", "marks"),
    [
        ("GB/T 15834-2011, 5.1.1 句号、逗号、顿号、分号、冒号", "。，、；："),
        ("5.1.2 问号、叹号", "？！"),
        ("5.1.3 引号、括号、书名号的后一半", "”’）］〕】》〉」』"),
        ("5.1.6 连接号：短横线、一字线、浪纹线", "-—～"),
        ("5.1.4 and 5.1.6 as keyboards give them", "－―〜‐"),
        ("5.1.7 间隔号", "·"),
        ("5.1.9 分隔号", "/"),
        ("CLREQ 3.1 the same marks in their ASCII forms", ",.;:!?)]}"),
        ("CLREQ 3.1 symbols after a figure", "%‰℃°′″¢"),
        ("the same in one cell", "㎡㎏㎞㎜㏄"),
        ("Unicode Annex 14, NS and CJ: what repeats or prolongs", "々〻ーゝヽっァㄧ"),
    ],
)
def test_does_not_start_a_line(clause: str, marks: str) -> None:
    assert not set(marks) - NO_LINE_START, clause


@pytest.mark.parametrize(
    ("clause", "marks"),
    [
        ("GB/T 15834-2011, 5.1.3 引号、括号、书名号的前一半", "“‘（［〔【《〈「『"),
        ("5.1.9 分隔号", "/"),
        ("CLREQ 3.1 the same marks in their ASCII forms", "([{"),
        ("CLREQ 3.1 symbols before a figure", "￥¥$€£№"),
        ("Unicode Annex 14, PR: signs of a figure, and §", "±−§"),
    ],
)
def test_does_not_end_a_line(clause: str, marks: str) -> None:
    assert not set(marks) - NO_LINE_END, clause


def test_only_the_slash_is_kept_from_both_ends() -> None:
    assert set("/／") == NO_LINE_START & NO_LINE_END


def test_no_han_character_letter_digit_or_space_is_bound() -> None:
    for char in (NO_LINE_START | NO_LINE_END) - set(REPEATING):
        assert unicodedata.category(char)[0] in "PS", char
    assert not (NO_LINE_START | NO_LINE_END) & SPACES


def test_every_bracket_has_its_other_half() -> None:
    """Unicode's own pairs: each opening mark of ours closes with one of ours."""
    for char in NO_LINE_END:
        if unicodedata.category(char) == "Ps":
            name = unicodedata.name(char)
            twin = name.replace("LEFT", "RIGHT").replace("OPENING", "CLOSING")
            assert unicodedata.lookup(twin) in NO_LINE_START


def test_what_a_line_may_be_compressed_by() -> None:
    """The design's rule: each full-width mark of these, not the quotes, once in the order of giving way."""
    assert set("，。、；：！？（）《》〈〉【】〔〕") == COMPRESSIBLE
    brackets, pauses = COMPRESSION_ORDER
    assert brackets | pauses | LAST_COMPRESSED == COMPRESSIBLE
    assert len(brackets) + len(pauses) + len(LAST_COMPRESSED) == len(COMPRESSIBLE)
    assert all(unicodedata.category(char) in {"Ps", "Pe"} for char in brackets)


def test_ink_of_an_opening_mark_lies_at_the_right() -> None:
    assert {char for char in COMPRESSIBLE if unicodedata.category(char) == "Ps"} <= INK_AT_RIGHT
    assert not any(unicodedata.category(char) == "Pe" for char in INK_AT_RIGHT)
    assert set("—") == JOINING


# ---- widths


@pytest.mark.parametrize(
    ("chars", "width"),
    [
        ("汉〇々㐀𠮷\ue815", Width.FULL),
        ("，。、；：！？（）《》〈〉【】〔〕「」『』", Width.FULL),
        ("—…·～％‰℃°①②㎡Ⅳ×÷±", Width.FULL),
        ("Ａ１　", Width.FULL),
        ("0123456789 \u00a0", Width.HALF),
        ("“”‘’", Width.HALF),
        ("AzZé²αЯ", Width.PROPORTIONAL),
        (",.;:!?()[]{}%/-+=&@#$\"'", Width.PROPORTIONAL),
        ("\u0301\u200b\u200d\ufe0f\U000e0100\ufeff\u0007", Width.NONE),
    ],
)
def test_width(chars: str, width: Width) -> None:
    assert {char: width_of(char) for char in chars} == dict.fromkeys(chars, width)


@given(st.characters())
def test_every_character_has_a_width(char: str) -> None:
    assert width_of(char) in Width


# ---- the gap between Han and Latin


@pytest.mark.parametrize(
    ("text", "gapped"),
    [
        ("第2期", "第|2|期"),
        ("全省GDP增长", "全省|GDP|增长"),
        ("15部", "15|部"),
        ("面积3m²左右", "面积|3m²|左右"),
        ("〇3", "〇|3"),
        ("𠮷a\U00020bb7", "𠮷|a|𠮷"),
        ("约，3个", "约，3|个"),  # none next to punctuation
        ("“3”个", "“3”个"),
        ("97.3%的", "97.3%的"),  # nor after a sign
        ("第 2 期", "第 2 期"),  # a typed space suppresses the gap
        ("第\u30002期", "第\u30002|期"),
        ("汉字", "汉字"),
        ("abc 12", "abc 12"),
    ],
)
def test_gap_between_han_and_latin(text: str, gapped: str) -> None:
    assert HAN_LATIN_EDGE.sub("|", text) == gapped
