"""Sheets as files: PDF that is accessible and archivable, and a Word table of the same widths and heights."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

import pikepdf
import pytest
from docx import Document
from docx.oxml.ns import qn

from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.sheet_files import PDF, WORD, sheet_file
from bulletin_desk.sheets.fit import Setter, fit
from bulletin_desk.sheets.shelf import sheets
from tests.export.pdfa import check_pdfa_2a, check_pdfua_1
from tests.sheets.made import facts_for, issue_of, texts


def there(thing: Any) -> Any:
    """What must be there."""
    assert thing is not None
    return thing


@pytest.mark.parametrize(("name", "count"), [("审签单", 30), ("发文稿纸", 0), ("送审清单", 3)])
def test_the_pdf_can_be_archived_and_read_out(name: str, count: int, layout: Layout, faces: Faces) -> None:
    issue = issue_of(count)
    made = sheet_file(PDF, sheets().find(name).sheet, facts_for(issue, layout, faces), issue, faces)
    assert check_pdfa_2a(made.data) == []
    assert check_pdfua_1(made.data) == []
    with pikepdf.open(io.BytesIO(made.data)) as document:
        assert len(document.pages) == made.pages
        assert made.data.count(b"/S/Table") == 1


@pytest.mark.parametrize(("name", "count"), [("审签单", 30), ("发文稿纸", 1), ("送审清单", 12)])
def test_the_word_table_is_the_same(name: str, count: int, layout: Layout, faces: Faces) -> None:
    issue = issue_of(count)
    sheet, facts = sheets().find(name).sheet, facts_for(issue, layout, faces)
    fitted = fit(sheet, facts, Setter(faces))
    made = sheet_file(WORD, sheet, facts, issue, faces)
    document = Document(io.BytesIO(made.data))
    assert len(document.tables) == len(fitted.pages)
    said = []
    for table, page in zip(document.tables, fitted.pages, strict=True):
        for row, ours in zip(table._tbl.tr_lst, page.rows, strict=True):
            assert there(row.trPr).find(qn("w:trHeight")).get(qn("w:val")) == str(round(ours.height * 20))
            widths = [int(there(cell.tcPr).find(qn("w:tcW")).get(qn("w:w"))) for cell in row.tc_lst]
            wanted = [cell.width for cell in ours.cells]
            for width, points in zip(widths, wanted, strict=True):
                assert abs(width - points * 20) <= Fraction(3, 2)  # twips
            for cell in row.tc_lst:
                said += ["".join(text.text for text in node.iter(qn("w:t"))) for node in cell.p_lst]
    assert [text.replace("\n", "") for text in texts(fitted)] == [text for text in said if text]
    (section,) = document.sections
    assert section.page_width is not None
    assert section.page_height is not None
    assert (section.page_width > section.page_height) == (sheet.paper_width > sheet.paper_height)


def test_the_same_sheet_gives_the_same_bytes(layout: Layout, faces: Faces) -> None:
    issue = issue_of(4)
    sheet = sheets().find("审签单").sheet
    for suffix in (PDF, WORD):
        one, other = (
            sheet_file(suffix, sheet, facts_for(issue, layout, faces), issue, faces).data for _ in range(2)
        )
        assert one == other
