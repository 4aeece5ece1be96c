"""Links from the list of contents and from lists of attachments, bookmarks of headings and attachments, and
lists as such in the structure tree."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from bulletin_desk.bulletin.model import Attachment, Body, Heading, Issue, Item, ListItem, Section
from bulletin_desk.export.pdf.info import DocumentInfo
from bulletin_desk.export.pdf.write import pdf_bytes
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.pages.parts import FilePart
from bulletin_desk.typeset.copies import CopyPages
from bulletin_desk.typeset.typesetter import Typesetter
from tests.bulletin.issues import SMALL
from tests.export.pdfa import check_pdfa_2a, check_pdfua_1
from tests.layouts.further import OFFERS, layout_with

CONTENTS = '[contents]\nmark = "一"\n'
TEXT = tuple(Body("正文。" * 30) for _ in range(12))
ATTACHED = (Attachment("甲方案", (Body("甲。"), Heading("其一", 1, numbered=True))), Attachment("乙名单"))
ISSUE = replace(
    SMALL,
    editors_note=(),
    sections=(
        Section(
            "要闻",
            (
                Item(
                    "通知",
                    (
                        Heading("总体要求", 1, numbered=True),
                        Heading("指导思想", 2, numbered=True),
                        ListItem("第一", numbered=True),
                        ListItem("第二", numbered=True),
                        ListItem("其他"),
                        Body("又。"),
                        ListItem("其他"),
                        *TEXT,
                    ),
                    attachments=ATTACHED,
                ),
            ),
        ),
        Section("动态", (Item("末篇", TEXT),)),
    ),
)


@pytest.fixture(scope="module")
def pdf(faces: Faces) -> bytes:
    return written(ISSUE, faces)


def written(issue: Issue, faces: Faces) -> bytes:
    pages = Typesetter(layout_with(OFFERS + CONTENTS), faces).typeset(issue)
    return pdf_bytes(pages, INFO, faces)


INFO = DocumentInfo("题名", "单位", "第1期", datetime(2024, 1, 9, tzinfo=UTC))


def links_of(document: pikepdf.Pdf) -> list[tuple[int, Any]]:
    return [
        (number, annotation)
        for number, page in enumerate(document.pages)
        for annotation in page.obj.get("/Annots", [])
    ]


def elements(document: pikepdf.Pdf) -> list[tuple[str, Any]]:
    """The structure elements in the order of reading, with their types."""
    found: list[tuple[str, Any]] = []
    stack = [document.Root["/StructTreeRoot"]["/K"]]
    while stack:
        element = stack.pop()
        found.append((str(element["/S"])[1:], element))
        kids: Any = element.get("/K", [])
        kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        stack += [kid for kid in reversed(kids) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return found


def test_it_is_pdfa_and_pdfua(pdf: bytes) -> None:
    assert check_pdfa_2a(pdf) == []
    assert check_pdfua_1(pdf) == []


def test_each_row_leads_to_the_place_of_its_part(pdf: bytes, faces: Faces) -> None:
    pages = Typesetter(layout_with(OFFERS + CONTENTS), faces).typeset(ISSUE)
    with pikepdf.open(BytesIO(pdf)) as document:
        order = {page.obj.objgen: number for number, page in enumerate(document.pages)}
        found = {
            str(annotation["/Contents"]): (
                order[annotation["/Dest"][0].objgen],
                float(annotation["/Dest"][3]),
            )
            for _, annotation in links_of(document)
        }
    for words, text in (
        ("要闻", "【一、要闻】"),
        ("1.通知", "1.通知"),
        ("末篇", "1.末篇"),
        ("附件：1. 甲方案", "附件1"),
        ("2. 乙名单", "附件2"),
    ):
        (page, line) = next(
            (page, line)
            for page in pages
            for line in page.lines
            if line.line.text == text and line.kind.value not in ("contents", "attachment_list")
        )
        (key,) = (
            key for key in found if key.startswith((words, f"一{words}", f"一1.{words}", f"一、{words}"))
        )
        number, top = found[key]
        assert number == page.number - 1
        assert top == pytest.approx(page.height - line.top, abs=0.01)


def test_a_link_covers_its_row(pdf: bytes) -> None:
    with pikepdf.open(BytesIO(pdf)) as document:
        on_first = [annotation for number, annotation in links_of(document) if number == 0]
        boxes = [[float(value) for value in annotation["/Rect"]] for annotation in on_first]
    tops = [box[3] for box in boxes]
    assert tops == sorted(tops, reverse=True)
    assert all(left < right and foot < top for left, foot, right, top in boxes)
    assert sum(box[2] > 500 for box in boxes) == 2  # up to the pages' numbers


def test_bookmarks(pdf: bytes) -> None:
    def told(items: Any) -> list[Any]:
        return [[item.title, told(item.children)] if item.children else item.title for item in items]

    with pikepdf.open(BytesIO(pdf)) as document, document.open_outline() as outline:
        assert told(outline.root) == [
            ["【一、要闻】", [["1.通知", [["一、总体要求", ["（一）指导思想"]]]]]],
            ["【二、动态】", ["1.末篇"]],
            ["附件1　甲方案", ["一、其一"]],
            "附件2　乙名单",
        ]


def test_lists_are_lists(pdf: bytes) -> None:
    with pikepdf.open(BytesIO(pdf)) as document:
        kinds = [kind for kind, _ in elements(document)]
    assert kinds.count("L") == 3
    assert kinds.count("LI") == kinds.count("LBody") == 4
    assert kinds.count("TOC") == 1
    assert kinds.count("TOCI") == 4


def test_each_copy_leads_to_its_own_pages(faces: Faces) -> None:
    typesetter = Typesetter(layout_with(OFFERS + CONTENTS), faces)
    pages = CopyPages(typesetter, ISSUE, range(1, 3))
    data = pdf_bytes(
        pages, INFO, faces, parts=[FilePart(f"份号 {name}", pages.length) for name in pages.names]
    )
    assert check_pdfa_2a(data) == check_pdfua_1(data) == []
    with pikepdf.open(BytesIO(data)) as document:
        order = {page.obj.objgen: number for number, page in enumerate(document.pages)}
        half = len(document.pages) // 2
        for number, annotation in links_of(document):
            assert (order[annotation["/Dest"][0].objgen] < half) == (number < half)


def test_without_lists_there_is_no_link(faces: Faces) -> None:
    plain = replace(ISSUE, sections=(Section("要闻", (Item("通知", TEXT),)),))
    pages = Typesetter(layout_with(OFFERS), faces).typeset(plain)
    with pikepdf.open(BytesIO(pdf_bytes(pages, INFO, faces))) as document:
        assert not links_of(document)


def test_a_line_of_blanks_is_called_a_link(faces: Faces) -> None:
    blank = replace(ISSUE, sections=(Section(" \n ", (Item("末篇", TEXT),)),))
    data = written(blank, faces)
    assert check_pdfua_1(data) == []
