"""Texts that are right as they are: realistic paragraphs, and the bulletins that come with the program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bulletin_desk.bulletin.grammar import walk
from bulletin_desk.bulletin.model import Kind
from bulletin_desk.proof.findings import Level
from bulletin_desk.proof.names import variants
from bulletin_desk.proof.text import marks_in
from bulletin_desk.resources import ROOT
from bulletin_desk.storage.bulletin_file import read_bulletin


def _paragraphs() -> Iterator[tuple[Kind, str]]:
    file = Path(__file__).parent / "data" / "prose.txt"
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, colon, rest = line.partition(": ")
            yield (Kind(name), rest) if colon else (Kind.BODY, line)


PARAGRAPHS = list(_paragraphs())


@pytest.mark.parametrize(("kind", "text"), PARAGRAPHS)
def test_nothing_certain_or_doubtful_in_right_prose(kind: Kind, text: str) -> None:
    assert [mark for mark in marks_in(text, kind) if mark.level is not Level.ADVICE] == []


def test_no_name_is_written_two_ways_in_right_prose() -> None:
    assert variants([text for _, text in PARAGRAPHS]) == []


def test_the_full_example_is_right() -> None:
    issue = read_bulletin(ROOT.parent / "examples" / "full.json")
    for path, spec, text, *_ in walk(issue):
        marks = marks_in(text, spec.kind)
        assert [mark for mark in marks if mark.level is not Level.ADVICE] == [], path
