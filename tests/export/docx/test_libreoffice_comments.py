"""Remarks in the Word copy under LibreOffice: lines end where they do without them, and what it saves has all
of them still."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin_desk import programs
from bulletin_desk.bulletin.grammar import item_path
from bulletin_desk.bulletin.model import Issue, Remark, Said
from bulletin_desk.bulletin.returned_remarks import with_returned_remarks
from bulletin_desk.export.docx.read import read_docx
from bulletin_desk.export.report import compare_with_libreoffice
from tests.bulletin.rich import RICH
from tests.export.docx.test_comments import copy_of, over, printed, random_remarks, set_in_pages
from tests.export.docx.test_other_formats import converted

pytestmark = pytest.mark.skipif(
    programs.libreoffice(Path("copy.docx")) is None, reason="LibreOffice is not installed"
)


FIRST = item_path(0, 0)


def remarked(issue: Issue) -> Issue:
    """With remarks on head and closing block, over paragraphs, and between characters. Of what goes over
    cells it saves the end alone."""
    nodes = printed(issue)
    remarks = (
        over(nodes[0], 0, 2),
        over(nodes[-1], 0, 2),
        *filter(_flows, random_remarks(issue, random.Random(7), 16)),
    )
    return replace(issue, remarks=remarks)


def _flows(remark: Remark) -> bool:
    """Whether it stands in one text, or over several with no table, cell or row between."""
    ends = remark.start.path, remark.end.path
    return ends[0] == ends[1] or all(path[:4] == FIRST for path in ends)


def test_every_line_is_the_same(tmp_path: Path, full_issue: Issue) -> None:
    issue = remarked(full_issue)
    file = tmp_path / "copy.docx"
    file.write_bytes(copy_of(issue))
    report = compare_with_libreoffice(file, set_in_pages(issue))
    assert report.same, report.text()


def test_what_it_saves_has_all_of_them(tmp_path: Path, full_issue: Issue) -> None:
    """It makes answers (before 7.6) remarks of their own, which are known by their words."""
    made = [remarked(issue) for issue in (full_issue, RICH)]
    files = [tmp_path / f"{number}.docx" for number in range(len(made))]
    for file, issue in zip(files, made, strict=True):
        file.write_bytes(copy_of(issue))
    saved = converted(files, "docx:MS Word 2007 XML", tmp_path / "saved")
    for file, issue in zip(saved, made, strict=True):
        back, _ = read_docx(file)
        assert sorted(_said(back.remarks)) == sorted(_said(issue.remarks))
        assert with_returned_remarks(issue.remarks, back.remarks) == issue.remarks
        for one in back.remarks:
            ours = [each for each in issue.remarks if {*_said([one])} <= {*_said([each])}]
            assert any(_alike(each, one) for each in ours), one


def _said(remarks: Sequence[Remark]) -> list[Said]:
    """All that is said, without blanks: it leaves tabs out."""
    return [each._replace(text="".join(each.text.split())) for one in remarks for each in one.said]


def _alike(one: Remark, other: Remark) -> bool:
    return (one.start, one.end, one.settled) == (other.start, other.end, other.settled)
