"""The lists of confused words and of set phrases are well formed, and each of their rows works."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.proof.findings import fixed
from bulletin_desk.proof.rules import RULES
from bulletin_desk.proof.text import marks_in
from bulletin_desk.resources import resource

PERSON = "王强"


def lines(name: str) -> list[str]:
    text = resource("words", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def rows() -> Iterator[tuple[str, list[str]]]:
    """The rows of confused.txt, each with its rule."""
    rule = ""
    for line in lines("confused.txt"):
        if line.startswith("= "):
            _, rule, reason = line.split(" ", 2)
            assert rule in RULES
            assert reason
        else:
            yield rule, line.split()


ROWS = list(rows())


def first(words: str) -> str:
    """The first of some neighbours, as it stands in a text."""
    return words.split("|")[0].replace("^", "").replace("$", "").replace("%", f"{PERSON}到")


def sentence(row: list[str]) -> str:
    """A sentence in which the row's conditions hold."""
    _, wrong, _, *conditions = row
    before, near_before, near_after, after = "", "", "", ""
    for condition in conditions:
        bare = condition.lstrip("!<>")
        words = first(bare)
        match condition[: len(condition) - len(bare)]:
            case "<":
                near_before = words
            case "<<" | "<<<":
                before = words
            case ">":
                near_after = words
            case ">>":
                after = words
    end = "" if any("$" in condition for condition in conditions if condition[0] == ">") else "天地"
    start = "会议，" if any(condition.startswith("<^") for condition in conditions) else "会议"
    return f"{start}{before}{near_before}{wrong}{near_after}{after}{end}。"


@pytest.mark.parametrize(
    ("rule", "row"), ROWS, ids=lambda value: "-".join(value)[:40] if isinstance(value, list) else value
)
def test_a_row_of_confused_words_is_well_formed_and_found(rule: str, row: list[str]) -> None:
    sign, wrong, right, *conditions = row
    assert sign in "!?~"
    assert wrong != right
    assert all(condition.lstrip("!").startswith(("<", ">")) for condition in conditions)
    found = [mark for mark in marks_in(sentence(row), Kind.BODY) if mark.rule == rule]
    assert found
    if right != "-":
        assert any(part.text == right for mark in found for part in mark.fix)


PHRASES = [(line.split()[0], phrase) for line in lines("phrases.txt") for phrase in line.split()[1:]]


def test_each_phrase_stands_once() -> None:
    listed = [phrase for _, phrase in PHRASES]
    assert len(listed) == len(set(listed))
    assert {sign for sign, _ in PHRASES} == {"!", "?", "="}
    assert len([sign for sign, _ in PHRASES if sign != "="]) >= 300


def told(text: str) -> list[str]:
    return [mark.fix[0].text for mark in marks_in(text, Kind.BODY) if mark.rule == "phrase"]


@pytest.mark.parametrize(("sign", "phrase"), PHRASES)
def test_a_right_phrase_is_let_pass_and_a_wrong_one_found(sign: str, phrase: str) -> None:
    assert told(f"{phrase}。") == []
    if sign == "!" and len(phrase) > 6:
        middle = len(phrase) // 2
        wrong = f"{phrase[:middle]}龘{phrase[middle + 1 :]}。"
        fixes = [part for mark in marks_in(wrong, Kind.BODY) for part in mark.fix]
        assert fixed(wrong, fixes) == f"{phrase}。"
