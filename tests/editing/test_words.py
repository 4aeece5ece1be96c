"""Where words start and end."""

from __future__ import annotations

import pytest
from hypothesis import given

from bulletin_desk.editing.nodes import snap
from bulletin_desk.editing.words import next_start, previous_start, word_at
from tests.typeset.texts import paragraphs

SENTENCE = "2023年，乐山市守正创新 ABC开展R&D工作，编纂《乐山年鉴》。  完成"
WORDS = "2023|年|，|乐山市|守正创新 |ABC|开展|R&D|工作|，|编纂|《|乐山|年鉴|》|。  |完成"


def _forwards(text: str) -> list[str]:
    found, at = [], 0
    while at < len(text):
        end = next_start(text, at)
        assert end > at
        found.append(text[at:end])
        at = end
    return found


def _backwards(text: str) -> list[str]:
    found, at = [], len(text)
    while at > 0:
        start = previous_start(text, at)
        assert start < at
        found.append(text[start:at])
        at = start
    return found[::-1]


def test_a_sentence_in_words_both_ways() -> None:
    assert "|".join(_forwards(SENTENCE)) == WORDS
    assert "|".join(_backwards(SENTENCE)) == WORDS


@given(paragraphs)
def test_every_way_ends_and_parts_no_cluster(text: str) -> None:
    for stretch in (_forwards(text), _backwards(text)):
        assert "".join(stretch) == text
        at = 0
        for word in stretch:
            assert snap(text, at) == at
            at += len(word)


@pytest.mark.parametrize(
    ("offset", "word"),
    [
        (0, "2023"),
        (3, "2023"),
        (4, "年"),
        (6, "乐山市"),
        (7, "乐山市"),
        (13, " "),
        (15, "ABC"),
        (len(SENTENCE), "完成"),
    ],
)
def test_the_word_that_is_clicked(offset: int, word: str) -> None:
    start, end = word_at(SENTENCE, offset)
    assert SENTENCE[start:end] == word


def test_marks_belong_to_their_word() -> None:
    assert word_at("e\u0301a", 0) == (0, 2)
    assert word_at("", 0) == (0, 0)
    assert word_at("一\ufe00", 1) == (0, 2)
