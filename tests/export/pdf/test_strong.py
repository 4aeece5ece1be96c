"""Emphasis on the finished PDF: tagged, so that who hears it knows of it, and bold where the face has no bold
one."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from bulletin_desk.bulletin.model import Body, Issue, Item, Section
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.forms import FORMS
from bulletin_desk.layouts.model import EMBOLDENED
from bulletin_desk.pages.model import STROKE
from bulletin_desk.pipeline import typeset
from tests.bulletin.issues import SMALL
from tests.export.pdfa import check_pdfa_2a, check_pdfua_1
from tests.layouts.further import layout_with

BOLD = """
[offers]
bold = true

[styles.bold]
face = "{}"
latin_face = "latin_bold"
"""


def issue_of(*bodies: Body) -> Issue:
    return replace(SMALL, sections=(Section("栏目", (Item("标题", bodies),)),))


def pdf_of(issue: Issue, faces: Faces, face: str = "kai_bold") -> bytes:
    made = typeset(issue, layout_with(BOLD.format(face)), faces)
    return next(form for form in FORMS if form.name == "pdf").encode(made)


def elements(pdf: pikepdf.Pdf, tag: str) -> list[Any]:
    """All structure elements of a kind, in the order of the tree."""
    found, todo = [], [pdf.Root.StructTreeRoot.K]
    while todo:
        one = todo.pop()
        if isinstance(one, pikepdf.Array):
            todo += reversed(list(one))
        elif isinstance(one, pikepdf.Dictionary) and "/S" in one:
            found += [one] if f"/{tag}" == one.S else []
            todo.append(one.get("/K", pikepdf.Array()))
    return found


def kids(element: Any) -> list[str]:
    content = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
    return [
        str(kid.S) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid else "content" for kid in content
    ]


def test_emphasis_stands_in_its_paragraph_in_the_order_of_reading(faces: Faces) -> None:
    data = pdf_of(issue_of(Body("市局坚持早研判、早部署。", 0, ((0, 2), (4, 7)))), faces)
    with pikepdf.open(BytesIO(data)) as pdf:
        (paragraph,) = (one for one in elements(pdf, "P") if "/Strong" in kids(one))
        assert kids(paragraph) == ["/Strong", "content", "/Strong", "content"]
        assert pdf.Root.StructTreeRoot.RoleMap["/Strong"] == "/Span"
    assert check_pdfa_2a(data) + check_pdfua_1(data) == []


def test_emphasis_over_lines_and_pages_is_one_element(faces: Faces) -> None:
    text = "要闻" * 700
    data = pdf_of(issue_of(Body(f"今年以来，{text}。", 0, ((5, 1300),))), faces)
    with pikepdf.open(BytesIO(data)) as pdf:
        (strong,) = elements(pdf, "Strong")
        pages = {(kid if isinstance(kid, pikepdf.Dictionary) else strong).Pg.objgen for kid in strong.K}
        assert len(pages) > 1
    assert check_pdfa_2a(data) + check_pdfua_1(data) == []


def test_without_emphasis_there_is_no_role(faces: Faces) -> None:
    assert b"RoleMap" not in pdf_of(issue_of(Body("市局")), faces)


@pytest.mark.parametrize("face", EMBOLDENED)
def test_a_face_without_a_bold_one_is_stroked(faces: Faces, face: str) -> None:
    data = pdf_of(issue_of(Body("市局坚持2024年", 0, ((0, 2), (4, 9)))), faces, face)
    with pikepdf.open(BytesIO(data)) as pdf:
        content = pdf.pages[0].Contents.read_bytes().decode("latin-1")
    width = f"{16 * STROKE:.4g}"
    assert len(re.findall(rf"\n{re.escape(width)[:5]}\d* w\n1 j\n2 Tr\n", content)) >= 2
    assert content.count("2 Tr") == content.count("0 Tr")
    assert check_pdfa_2a(data) + check_pdfua_1(data) == []


def test_the_stroked_face_is_embedded_once_and_its_lines_stay(faces: Faces) -> None:
    body = Body("市局坚持早研判、早部署，要求2024年12月31日前完成。" * 5, 0, ((0, 40),))
    pages = [
        typeset(issue_of(body), layout_with(BOLD.format(face)), faces).pages for face in ("kai", "kai_bold")
    ]
    plain, bold = ([(one.line.text, one.line.edges) for one in page[0].lines] for page in pages)
    assert plain == bold
    with pikepdf.open(BytesIO(pdf_of(issue_of(body), faces))) as pdf:
        names = [str(font.BaseFont) for font in pdf.pages[0].Resources.Font.values()]
    assert len([name for name in names if name.endswith("FandolKai-Regular")]) == 1
