"""The list of words that may stand twice is well formed, and each of its words is let pass."""

from __future__ import annotations

from collections import Counter

import pytest

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.proof.text import marks_in
from bulletin_desk.resources import resource

FRAMES = {
    "v": "大家都在会上{0}{0}这件事。",
    "c": "路上爆竹{0}{0}响起。",
    "d": "全县党{0}{0}这次活动。",
}
TWICE = {
    "v": "大家都在会上广播广播这件事。",
    "c": "路上爆竹竹响起。",
    "d": "全县党广播广播这次活动。",
}
"""The same with a word that the list has not."""


def words() -> list[tuple[str, str]]:
    text = resource("words", "repeated.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return [(kind, word) for kind, *others in rows for word in others]


def repeated(text: str) -> bool:
    return any(mark.rule == "repeated" for mark in marks_in(text, Kind.BODY))


def test_each_word_stands_once_in_its_class() -> None:
    assert {kind for kind, _ in words()} == FRAMES.keys()
    assert [each for each, count in Counter(words()).items() if count > 1] == []


@pytest.mark.parametrize("kind", FRAMES)
def test_the_words_of_a_class_may_stand_twice_and_others_not(kind: str) -> None:
    assert repeated(TWICE[kind])
    assert [word for other, word in words() if other == kind and repeated(FRAMES[kind].format(word))] == []
