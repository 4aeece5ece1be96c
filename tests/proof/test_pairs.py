"""Every rule of one text with wrong and right texts: `data/pairs.txt`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.proof.findings import Replacement, fixed
from bulletin_desk.proof.rules import RULES
from bulletin_desk.proof.text import marks_in


class Pair(NamedTuple):
    rule: str
    kind: Kind
    wrong: str
    right: str


def _read() -> tuple[list[Pair], list[tuple[str, Kind, str]]]:
    pairs: list[Pair] = []
    right: list[tuple[str, Kind, str]] = []
    rule, kind = "", Kind.BODY
    file = Path(__file__).parent / "data" / "pairs.txt"
    for line in file.read_text(encoding="utf-8").split("\n"):
        if not line.strip() or line.startswith("#"):
            continue
        line = line.replace("␤", "\n")
        if line.startswith("["):
            rule, _, name = line.strip("[]").partition(" ")
            kind = Kind(name or "body")
        elif line.startswith("= "):
            right.append((rule, kind, line[2:]))
        else:
            wrong, _, good = line.partition(" ⇒ ")
            pairs.append(Pair(rule, kind, wrong, good))
    return pairs, right


PAIRS, RIGHT = _read()


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.rule}: {pair.wrong}")
def test_the_rule_finds_the_wrong_text_and_puts_it_right(pair: Pair) -> None:
    found = [mark for mark in marks_in(pair.wrong, pair.kind) if mark.rule == pair.rule]
    assert found
    fixes: list[Replacement] = [part for mark in found for part in mark.fix]
    if fixes:
        assert fixed(pair.wrong, fixes) == pair.right


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.rule}: {pair.right}")
def test_nothing_is_found_in_what_was_put_right(pair: Pair) -> None:
    assert marks_in(pair.right, pair.kind) == ()


@pytest.mark.parametrize(("rule", "kind", "text"), RIGHT)
def test_nothing_is_found_in_a_right_text(rule: str, kind: Kind, text: str) -> None:
    assert marks_in(text, kind) == ()


def test_every_rule_has_three_wrong_and_three_right_texts() -> None:
    wrong = Counter(pair.rule for pair in PAIRS)
    right = Counter(rule for rule, _, _ in RIGHT)
    assert {rule: count for rule, count in wrong.items() if count < 3} == {}
    assert {rule: right[rule] for rule in wrong if right[rule] < 3} == {}
    assert sum(wrong.values()) >= 120
    assert set(wrong) <= RULES.keys()


def test_all_fixes_of_a_quote_that_should_close_leave_the_stop() -> None:
    text = "实现了“开门红“。"
    fixes = [part for mark in marks_in(text, Kind.BODY) for part in mark.fix]
    assert fixed(text, fixes) == "实现了“开门红”。"
