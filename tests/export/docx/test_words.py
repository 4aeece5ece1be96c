"""The layout's own words as they come back from a Word copy, which anybody may have written."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bulletin_desk.export.docx.words import Words
from bulletin_desk.layouts.read import layout_names, load_layout
from tests.bulletin.issues import SMALL

WORDS = Words.of(load_layout())


@pytest.mark.parametrize("name", layout_names())
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
