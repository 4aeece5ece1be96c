"""The examples' PDFs are learned from, and set again in what was learned: every line where it was printed.
All of them, where BULLETIN_DESK_ROUND_TRIPS is set."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bulletin_desk.bulletin.numbering import next_issue
from bulletin_desk.export.pdf.info import DocumentInfo, moment
from bulletin_desk.export.pdf.write import pdf_bytes
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.read import carried_layout, load_layout
from bulletin_desk.learning.learn import compared, learn
from bulletin_desk.learning.learned import MOST_QUESTIONS
from bulletin_desk.pipeline import layout_in, series_of
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.typeset.typesetter import Typesetter
from tests.learning.test_pdf_evidence import NAMES
from tests.typeset.test_real_issue import EXAMPLES

SOME = ("special-report",)
TRIED = NAMES if "BULLETIN_DESK_ROUND_TRIPS" in os.environ else SOME


def printed(name: str, faces: Faces, folder: Path) -> Path:
    """An example's PDF."""
    issue = read_bulletin(EXAMPLES / f"{name}.bulletin")
    layout = carried_layout(issue.layout.name, issue.layout.text)[0] if issue.layout else load_layout()
    pages = Typesetter(layout, faces).typeset(issue)
    file = folder / "旧的一期.pdf"
    file.write_bytes(pdf_bytes(pages, DocumentInfo("旧", "", "", moment(issue.dated_header.date)), faces))
    return file


@pytest.mark.parametrize("name", TRIED)
def test_pages_are_set_as_they_were_printed(name: str, faces: Faces, tmp_path: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    file = printed(name, faces, tmp_path)
    learned = learn([file], lambda *told: heard.append(told), faces=faces)
    assert learned.off == ()
    assert learned.lines[0] == learned.lines[1] > 0
    assert learned.fitted
    assert learned.fitted.apart.agreed == learned.fitted.apart.of
    assert len(learned.questions) <= MOST_QUESTIONS
    assert all(question.answers[0].layout == learned.layout for question in learned.questions)
    # what is written reads again as the same
    assert learned.layout == layout_in(learned.text)
    assert learned.issue.layout == learned.text
    was = read_bulletin(EXAMPLES / f"{name}.bulletin")
    assert learned.issue.masthead == was.masthead
    assert learned.issue.dated_header.issuer == was.dated_header.issuer
    if learned.layout.places("date"):  # else a month is printed, and the day is nowhere
        assert learned.issue.dated_header.date == was.dated_header.date
    assert learned.office.name == was.masthead.name
    assert {what for what, _, _ in heard} >= {"读旧的一期", "找断行的规则", "对照旧的一期"}
    # an old issue agrees with a layout that was learned from it, and the next one can be begun
    assert compared([file], learned.text, faces=faces) == ((), learned.lines)
    after = next_issue(learned.issue, was.dated_header.date, *series_of(learned.issue))
    assert len(Typesetter(learned.layout, faces).typeset(after)) >= 1
