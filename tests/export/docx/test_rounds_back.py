"""Rounds through LibreOffice: what colleagues change in our Word copy, recorded by LibreOffice, comes back as
proposals. Taking all gives what LibreOffice has once all changes are accepted; taking none leaves ours."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from bulletin_desk.bulletin.proposals import placed, take
from bulletin_desk.export.docx.read import read_docx
from bulletin_desk.reviewing import proposals_of_file
from tests.export.docx.conftest import Make
from tests.export.docx.marked import all_words, edits, round_issue
from tests.export.docx.uno_office import Office

ROUNDS = int(os.environ.get("BULLETIN_DESK_ROUNDS", "5"))


@pytest.mark.not_under_wine("LibreOffice runs beside Wine, not in it")
@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_round(seed: int, make: Make, office: Office, tmp_path: Path) -> None:
    rnd = random.Random(seed)
    issue, free = round_issue(seed), seed % 3 == 2
    copy = make(issue, free=free).docx
    marked = office.edited(copy, edits(office.texts(copy), issue, rnd, 8), "李主任")
    if seed % 2:
        marked = office.edited(marked, edits(office.texts(marked), issue, rnd, 3), "王处长")
    path = tmp_path / "改过.docx"
    path.write_bytes(marked)

    brought = proposals_of_file(path, issue)

    assert brought.base == issue
    assert brought.proposals
    assert brought.not_placed == ()
    in_order = rnd.sample(brought.proposals, len(brought.proposals))
    ours = issue
    for each in in_order:
        assert placed(each, brought.base, ours) is not None
        ours = take(ours, brought.base, each)
    accepted = tmp_path / "采纳.docx"
    accepted.write_bytes(office.saved(marked, "accept"))
    assert read_docx(accepted)[0] == ours
    assert all_words(office.texts(make(ours, free=free).docx)) == all_words(office.texts(marked, "accept"))
    assert all_words(office.texts(copy)) == all_words(office.texts(marked, "reject"))  # what is left is ours
