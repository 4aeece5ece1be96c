"""The layout's own words as they come back from a Word copy, which anybody may have written."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace

import pytest

from bulletin_desk.bulletin.grammar import MADE
from bulletin_desk.bulletin.model import Kind
from bulletin_desk.export.docx.words import Words, read_dated
from bulletin_desk.layouts.read import load_layout
from tests.bulletin.issues import SMALL
from tests.export.docx.conftest import LAYOUTS

WORDS = Words.of(load_layout())


@pytest.mark.parametrize("name", LAYOUTS)
def test_words_come_back(name: str) -> None:
    words = Words.of(load_layout(name))
    assert Words.from_json(words.to_json()) == words
    for total in (None, 607):
        for supplement in ("", "增刊"):
            masthead = replace(SMALL.masthead, number=12, total_number=total, supplement=supplement)
            assert words.read_number(words.number(masthead)) == (12, total, supplement)
    assert words.read_print_count(words.print_count_text.format(count=30)) == 30
    assert words.read_number("第 12 期") == (12, None, "")
    assert words.read_number("第十二期") is None


@pytest.mark.parametrize(
    "change",
    [
        {"with_total": "{number:>999999999}"},
        {"with_total": "{number.__class__}"},
        {"with_total": "{number!r:{total}}"},
        {"with_total": "{0}{1}"},
        {"with_total": "{number}{number}"},
        {"without_total": "{total}"},
        {"without_total": "第{number"},
        {"print_count_text": "{count}" + "份" * 100},
        {"label_end": "字" * 100},
        {"label_end": 1},
        {"around": {"title": ["字" * 100, ""]}},
        {"around": {"title": 3}},
    ],
)
def test_words_that_a_layout_could_not_have(change: dict[str, object]) -> None:
    assert Words.from_json(json.dumps(json.loads(WORDS.to_json()) | change)) is None


def test_words_nested_without_end() -> None:
    assert Words.from_json("[" * 100_000) is None


DAY = datetime.date(2024, 1, 9)


@pytest.mark.parametrize(
    ("text", "before", "day"),
    [
        ("某某办公室\t2024年1月9日", "某某办公室", DAY),
        ("某某办公室2024年1月9日", "某某办公室", DAY),
        ("某某办公室　　 2024 年 01 月 09 日 ", "某某办公室", DAY),
        ("某某办公室 ２０２４年１月９日", "某某办公室", DAY),
        ("某某办公室  2024-1-9", "某某办公室", DAY),
        ("某某办公室\t2024.01.09", "某某办公室", DAY),
        ("2023年工作组\t2024年1月9日", "2023年工作组", DAY),
        ("2024年1月9日", "", DAY),
        ("某某办公室\t2024年2月30日", "某某办公室", None),
        ("某某办公室\t一月九日", "某某办公室", None),
        ("某某办公室 一月九日", "某某办公室 一月九日", None),
        ("某某办公室12024年1月9日", "某某办公室12024年1月9日", None),
        ("", "", None),
    ],
)
def test_what_stands_before_a_date(text: str, before: str, day: datetime.date | None) -> None:
    assert read_dated(text) == (before, day)


@pytest.mark.parametrize("name", LAYOUTS)
def test_rows_of_the_closing_block_by_their_words(name: str) -> None:
    words = Words.of(load_layout(name))
    assert words.read_imprint(f"综合处\t2024年1月9日 {words.imprint_date_end}") == ("综合处", DAY)
    assert words.read_entry("报：省委。") == words.read_entry("报 :省委。") == ("报", "省委。")
    assert words.read_entry("省委办公厅") is None
    assert words.read_entry("这一句话里面的冒号不是字头的：对吧") is None
    rows = {
        words.dressed(Kind.DISCLOSURE, "主动公开"): Kind.DISCLOSURE,
        words.print_count_text.format(count=30): Kind.PRINT_COUNT,
        f"综合处\t2024年1月9日{words.imprint_date_end}": Kind.IMPRINT,
        "抄送：省委办公厅。": Kind.DISTRIBUTION,
        "没有字头的一行": None,
    }
    assert {text: words.closing_kind(text) for text in rows} == rows


@pytest.mark.parametrize("name", LAYOUTS)
def test_what_a_layout_puts_around_a_text_is_taken_off_again(name: str) -> None:
    words = Words.of(load_layout(name))
    for kind in Kind:
        if kind is not Kind.FOLIO and kind not in MADE:
            assert words.bare(kind, words.dressed(kind, "文字")) == "文字"


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("第3期  总第608期", (3, 608, "")),
        ("第3期(总第608期)", (3, 608, "")),
        ("第3期 （总608期）", (3, 608, "")),
        ("2024年第3期  总第608期", (3, 608, "")),
        ("（总第608期）第3期", (3, 608, "")),
        ("总第608期  增刊第3期", (3, 608, "增刊")),
        ("增刊第 3 期", (3, None, "增刊")),
        ("第3期（增刊）", (3, None, "增刊")),
        ("第3期第4期", None),
        ("总第608期", None),
        ("总 第608期", None),
        ("总 第608期第3期", (3, 608, "")),
        ("第3期 总期数：608", (3, 608, "")),
        ("第3期总第608期总第609期", None),
        ("甲2第3期", None),
    ],
)
def test_a_number_line_worded_otherwise(
    name: str, text: str, said: tuple[int, int | None, str] | None
) -> None:
    assert Words.of(load_layout(name)).read_number(text) == said


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("共印300份", 300),
        ("(共印3份)", 3),
        ("300份", 300),
        ("（印数：300 份）", 300),
        ("共 300 份", 300),
        ("印数：三百份", None),
        ("共印300份，另存2份", None),
        ("", None),
    ],
)
def test_a_print_count_worded_otherwise(text: str, count: int | None) -> None:
    assert WORDS.read_print_count(text) == count


@pytest.mark.parametrize(
    ("text", "before", "day"),
    [
        ("某某办公室    二〇二四年一月九日", "某某办公室", DAY),
        ("某某办公室二○二四年一月九日 ", "某某办公室", DAY),
        ("某某办公室\t二零二四年十二月三十一日", "某某办公室", datetime.date(2024, 12, 31)),
        ("某某办公室 二〇二四年二月十日", "某某办公室", datetime.date(2024, 2, 10)),
        ("某某办公室 二〇二四年十月二十日", "某某办公室", datetime.date(2024, 10, 20)),
        ("某某办公室 二〇二四年二月三十日", "某某办公室", None),
        ("某某办公室 二〇二四年一二月九日", "某某办公室", None),
        ("某某办公室 一二〇二四年一月九日", "某某办公室 一二〇二四年一月九日", None),
    ],
)
def test_a_date_in_chinese_figures(text: str, before: str, day: datetime.date | None) -> None:
    assert read_dated(text) == (before, day)
