"""Very many findings: they are put right all at once, and listed up to a number that is told."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from bulletin_desk.bulletin.model import Body, Issue, Item, Path, Section
from bulletin_desk.editing import find
from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.proof import proofread
from bulletin_desk.proof.findings import Finding, Level, Replacement
from bulletin_desk.proof.fixing import put_right
from bulletin_desk.proof.proofread import Proofreader
from bulletin_desk.typeset.typesetter import Typesetter
from tests.bulletin.issues import TIDY

BLOCK: Path = ("sections", 0, "items", 0, "blocks", 0)


def with_text(text: str) -> Issue:
    return replace(TIDY, sections=(Section("栏目", (Item("题", (Body(text),), "（某市）"),)),))


def test_a_hundred_thousand_places_put_right_or_replaced_at_once() -> None:
    issue = with_text(",字" * 100_000)
    began = time.perf_counter()
    findings = [
        Finding(Level.ERROR, "half_width", BLOCK, at, 1, "", "", fix=(Replacement(at, at + 1, "，"),))
        for at in range(0, 200_000, 2)
    ]
    right, made = put_right(issue, findings)
    assert made == 100_000
    assert find.replace_all(issue, find.find_all(issue, ","), "，") == right == with_text("，字" * 100_000)
    assert time.perf_counter() - began < 30  # it took hours


def test_of_too_many_findings_the_first_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    issue = with_text("一,二" * 40 + "。")
    pages = Typesetter(load_layout(), load_faces(use_installed=False)).typeset(issue)
    every = Proofreader().proof(issue, pages)
    monkeypatch.setattr(proofread, "MOST_FINDINGS", 10)
    told, *listed = Proofreader().proof(issue, pages)
    assert len(every) > 40
    assert (told.rule, told.message) == ("too_many", "查出的问题太多，只列出前10处；改好后会再列出后面的。")
    assert listed == every[:10]
