"""Faults of words, sentences and whole items, kind by kind, as a check finds them: `data/cases.txt`."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from bulletin_desk.bulletin.edits import replace_ranges
from bulletin_desk.bulletin.grammar import ITEM_TEXTS, in_item, walk
from bulletin_desk.bulletin.model import Body, DatedHeader, Issue, Item, Masthead, Section
from bulletin_desk.bulletin.model import Path as TextPath
from bulletin_desk.proof.findings import Mark
from bulletin_desk.proof.issue import Known, issue_marks
from bulletin_desk.proof.text import marks_in


class Case(NamedTuple):
    kind: str
    text: str
    right: str
    """What the fixes make of it; empty where nothing is told."""


def _read() -> tuple[list[Case], list[Case]]:
    wrong, right, kind = [], [], ""
    file = Path(__file__).parent / "data" / "cases.txt"
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line.startswith("= "):
            right.append(Case(kind, line[2:], ""))
        elif line and not line.startswith("#"):
            text, _, good = line.partition(" ⇒ ")
            wrong.append(Case(kind, text, good))
    return wrong, right


WRONG, RIGHT = _read()


def issue_of(case: Case) -> Issue:
    title, *paragraphs = (["题目"] if case.kind != "title_body" else []) + case.text.split("␤")
    item = Item(title, tuple(map(Body, paragraphs)), "（综合处）")
    header = DatedHeader("办公室", date(2025, 5, 6))
    return Issue(Masthead("简报", 2, 607), header, sections=(Section("动态", (item,)),))


def found_in(issue: Issue) -> list[tuple[TextPath, Mark]]:
    texts = [(path, mark) for path, spec, text, *_ in walk(issue) for mark in marks_in(text, spec.kind)]
    return texts + issue_marks(issue, Known())


def fixes(marks: list[Mark]) -> list[tuple[int, int, str]]:
    """The fixes of one text; of two that meet the first, as one key puts right."""
    parts: list[tuple[int, int, str]] = []
    for mark in marks:
        if all(part.end <= start or part.start >= end for part in mark.fix for start, end, _ in parts):
            parts += [(part.start, part.end, part.text) for part in mark.fix]
    return sorted(parts)


def named(case: Case) -> str:
    return f"{case.kind}: {case.text}"


@pytest.mark.sampled
@pytest.mark.parametrize("case", WRONG, ids=named)
def test_something_is_found_and_its_fix_gives_the_right_text(case: Case) -> None:
    issue = issue_of(case)
    found = found_in(issue)
    assert found
    for path in dict.fromkeys(path for path, _ in found):
        issue = replace_ranges(issue, path, fixes([mark for where, mark in found if where == path]))
    nodes = [node for node in walk(issue) if in_item(node.path) and node.kind not in ITEM_TEXTS]
    title, *paragraphs = (node.text for node in nodes)
    texts = paragraphs[:-1] if case.kind != "title_body" else [title, *paragraphs[:-1]]
    assert "␤".join(texts) == (case.right or case.text)


@pytest.mark.sampled
@pytest.mark.parametrize("case", RIGHT, ids=named)
def test_nothing_is_found_in_a_right_text(case: Case) -> None:
    assert found_in(issue_of(case)) == []


def test_each_kind_has_ten_wrong_and_ten_right_texts() -> None:
    wrong = Counter(case.kind for case in WRONG)
    right = Counter(case.kind for case in RIGHT)
    assert wrong.keys() == right.keys()
    assert min(wrong.values()) >= 10
    assert min(right.values()) >= 10
