"""Where a line may end: pair by pair as the sources have it, and the cluster rule against any text."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bulletin_desk.hanzi.classes import NO_LINE_END, NO_LINE_START
from bulletin_desk.hanzi.clusters import cluster_starts
from tests.typeset.reference import begins_with_sign


def clusters(text: str) -> list[str]:
    return [text[start:end] for start, end in pairwise([*cluster_starts(text), len(text)])]


# ---- the table of pairs

_CLAUSE = "## "
_MAY, _MAY_NOT = "┊", "‖"
"""A line may end here; it may not."""
_MARKED = _MAY + _MAY_NOT


def pairs() -> list[tuple[str, str]]:
    """Each text of the table with the clause over it."""
    found, clause = [], ""
    for line in (Path(__file__).parent / "pairs.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(_CLAUSE):
            clause = line.removeprefix(_CLAUSE)
        elif line and not line.startswith("#"):
            assert clause
            found.append((clause, line))
    return found


@pytest.mark.parametrize(("clause", "line"), pairs())
def test_a_pair(clause: str, line: str) -> None:
    text, marks = "", {}
    for char in line:
        if char in _MARKED:
            marks[len(text)] = char
        else:
            text += char
    assert marks
    starts = set(cluster_starts(text))
    for at, mark in marks.items():
        assert (at in starts) == (mark == _MAY), f"{clause}: {text[:at]} / {text[at:]}"


def test_the_table_is_of_some_length() -> None:
    assert len(pairs()) > 100


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
        ("a@b.cn", "a@|b.|cn"),
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
@example("，–5")
@example("和/（或）")
@example("和/ 或")
def test_no_break_that_the_standard_forbids(text: str) -> None:
    """Spaces at a break are not printed, so it is what stands before and behind them that counts."""
    parts = clusters(text)
    for at in range(1, len(parts)):
        before = "".join(parts[:at]).rstrip(" \u3000")
        behind = "".join(parts[at:]).lstrip(" \u3000")
        if before and behind:
            assert behind[0] not in NO_LINE_START or begins_with_sign(behind), parts
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
