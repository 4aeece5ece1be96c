"""Letters with combining marks as one character, in a text of the same length."""

from __future__ import annotations

import re

import pytest

from bulletin_desk.hanzi.accents import ABSORBED, in_one
from bulletin_desk.hanzi.classes import HAN_LATIN_EDGE, LATIN_UNIT


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("拼音 nǐ hǎo", "拼音 nǐ hǎo"),
        ("ni\u030c ha\u030co", "nǐ_ hǎ_o"),
        ("u\u0308\u030c", "ǚ__"),
        ("e\u0302\u0304", "ê_\u0304"),
        ("m\u0300", "m\u0300"),
        ("か\u3099", "が_"),
        ("\u0301a", "\u0301a"),
        ("\n\u0301", "\n\u0301"),
        ("", ""),
    ],
)
def test_in_one(text: str, wanted: str) -> None:
    found = in_one(text)
    assert found.replace(ABSORBED, "_") == wanted
    assert len(found) == len(text)
    assert in_one(found) == found


def test_a_word_stays_one_and_keeps_its_gaps() -> None:
    word = in_one("ha\u030coha\u030c")
    assert re.fullmatch(LATIN_UNIT, word)
    assert [match.start() for match in HAN_LATIN_EDGE.finditer(f"国{word}国")] == [1, 1 + len(word)]
