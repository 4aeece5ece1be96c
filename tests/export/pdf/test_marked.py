"""Marked pages as PDF: as valid as any other, what is marked in it can be read, and what is printed stays as
it was."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from bulletin_desk.bulletin.model import Body, Place, Remark, Said, Section
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.forms import pdf_of
from bulletin_desk.layouts.model import Layout
from bulletin_desk.marking import Compared, proof, redline
from bulletin_desk.pipeline import Typeset, typeset
from bulletin_desk.typeset.margin_notes import COLUMN
from bulletin_desk.typeset.proof_print import ProofPrint
from tests.bulletin.issues import SMALL
from tests.bulletin.rich import RICH, RICH_ITEM
from tests.export.pdfa import check_pdfa_2a, check_pdfua_1

EDITED = replace(
    RICH, sections=(RICH.sections[0], Section("专题", (replace(RICH_ITEM, blocks=(Body("换了的一段。"),)),)))
)


@pytest.fixture(scope="module")
def made(layout: Layout, faces: Faces) -> Typeset:
    place = Place(("sections", 1, "items", 0, "title"), 0)
    remark = Remark(place, place, (Said("王主编", "", "请再核。"),))
    return typeset(replace(EDITED, remarks=(remark,)), layout, faces)


def words(data: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))


def test_a_redline_has_what_went_and_the_remarks_at_its_margin(made: Typeset) -> None:
    found, pages = redline(made, Compared(RICH, "送审稿 1"))
    data = pdf_of(made, pages)
    assert check_pdfa_2a(data) == []
    assert check_pdfua_1(data) == []
    read = words(data)
    assert f"送审稿 1 相比，有 {len(found)} 处改动" in read
    for expected in ("删去", "各市州编纂进度", "换了的一段。", "王主编", "请再核。"):
        assert expected in read
    with pikepdf.open(BytesIO(data)) as pdf:
        widths = {float(page.MediaBox[2]) for page in pdf.pages}
    assert [*widths] == [pytest.approx(float(made.layout.paper_width) + COLUMN, abs=0.01)]


@pytest.mark.parametrize("double", [False, True])
def test_a_proof_is_a_file_like_any_other(made: Typeset, double: bool) -> None:
    how = ProofPrint(3, "through", double)
    data = pdf_of(made, proof(made, how, Compared(SMALL, "送审稿 1")))
    assert check_pdfa_2a(data) == []
    assert check_pdfua_1(data) == []
    read = words(data)
    assert "第三校" in read
    assert "左边有竖线的行和送审稿 1 不同" in read
