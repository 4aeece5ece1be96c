"""Character classes against the clauses that they cite, and the cluster rule against any text."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bulletin_desk.hanzi.classes import (
    CLUSTER,
    COMPRESSIBLE,
    COMPRESSION_ORDER,
    HAN_LATIN_EDGE,
    INK_AT_RIGHT,
    JOINING,
    LAST_COMPRESSED,
    NO_LINE_END,
    NO_LINE_START,
    SPACES,
    Width,
    width_of,
)


def clusters(text: str) -> list[str]:
    return [match.group() for match in CLUSTER.finditer(text)]


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
        ("CLREQ 3.1 symbols after a figure", "%‰℃°"),
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
        ("CLREQ 3.1 symbols before a figure", "￥¥$№"),
        ("Unicode Annex 14, PR: signs of a figure", "±−"),
    ],
)
def test_does_not_end_a_line(clause: str, marks: str) -> None:
    assert not set(marks) - NO_LINE_END, clause


def test_only_the_slash_is_kept_from_both_ends() -> None:
    assert set("/／") == NO_LINE_START & NO_LINE_END


def test_no_han_character_letter_digit_or_space_is_bound() -> None:
    for char in NO_LINE_START | NO_LINE_END:
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


# ---- clusters


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("方志，方志。", "方|志，|方|志。"),
        ("（一）是", "（一）|是"),
        ("《〈华阳国志〉译注》", "《〈华|阳|国|志〉|译|注》"),
        ("增长97.3%的", "增|长|97.3%|的"),
        ("15%～30%，其", "15%～|30%，|其"),
        ("2013—2015年", "2013—|2015|年"),
        ("工程——进机关", "工|程——|进|机|关"),
        ("生命……”如", "生|命|……”|如"),
        ("…………", "……|……"),
        ("《四川省志·方言志》", "《四|川|省|志·|方|言|志》"),
        ("第2期", "第|2|期"),
        ("Windows 11", "Windows| |11"),
        ("U.S.A.的", "U.S.A.|的"),
        ("1.2亿", "1.2|亿"),
        ("a@b.cn", "a@b.cn"),
        ("￥300元", "￥300|元"),
        ("差±2℃", "差|±2℃"),
        ("25℃的", "25℃|的"),
        ("25°C的", "25°C|的"),
        ("2013－2015年", "2013－|2015|年"),
        ("（ 一 ）", "（ 一 ）"),
        ("和/或", "和/或"),
        ("和/（或）者", "和/（或）|者"),  # the slash binds an opening mark, which binds on
        ("和/ 或者", "和/ 或|者"),
        ("和/“或”者", "和/“或”|者"),
        ("kg/m³的", "kg/m³|的"),
        ("e\u0301a", "e\u0301|a"),
        ("葛\U000e0100城", "葛\U000e0100|城"),
        ("甲（", "甲|（"),
        ("", ""),
    ],
)
def test_clusters(text: str, parts: str) -> None:
    assert "|".join(clusters(text)) == parts


_MARKS = "".join(sorted(NO_LINE_START | NO_LINE_END))
_texts = st.text(st.sampled_from("汉字〇aB19.%—…～· \u3000\u0301\u200b𠮷" + _MARKS), max_size=30) | st.text(
    st.characters(exclude_characters="\n"), max_size=20
)


@given(_texts)
@example("/" * 3000)
@example("（" * 3000)
@example("（ " * 3000)
@example("，" * 3000)
def test_clusters_cover_any_text(text: str) -> None:
    assert "".join(clusters(text)) == text
    assert all(clusters(text))


@given(_texts)
@example("和/（或）")
@example("和/ 或")
def test_no_break_that_the_standard_forbids(text: str) -> None:
    """Spaces at a break are not printed, so it is what stands before and behind them that counts."""
    parts = clusters(text)
    for at in range(1, len(parts)):
        before = "".join(parts[:at]).rstrip(" \u3000")
        behind = "".join(parts[at:]).lstrip(" \u3000")
        if before and behind:
            assert behind[0] not in NO_LINE_START, parts
            assert before[-1] not in NO_LINE_END, parts


@given(_texts)
def test_units_stay_whole(text: str) -> None:
    boundaries = set()
    at = 0
    for part in clusters(text):
        at += len(part)
        boundaries.add(at)
    for unit in re.finditer(r"——|[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*%?", text):
        assert not boundaries & set(range(unit.start() + 1, unit.end())), unit
