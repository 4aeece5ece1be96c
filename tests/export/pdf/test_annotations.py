"""Remarks as annotations of the PDF: over their words, with answers and state, within PDF/A and PDF/UA."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest

from bulletin_desk.bulletin.grammar import block_of, item_path, title_of
from bulletin_desk.bulletin.model import Body, Issue, Item, Place, Remark, Said, Section
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.forms import PDF, pdf_of
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.parts import FilePart
from bulletin_desk.pipeline import typeset
from tests.bulletin.issues import SMALL
from tests.bulletin.rich import RICH
from tests.export.docx.test_comments import over, printed
from tests.export.pdfa import check_pdfa_2a, check_pdfua_1

ITEM = item_path(0, 0)
ASKED = Said("科长", "2024-01-09T15:30", "请核对。\n再看。")
LONG = "这一段话很长，要排上好几面才排得完。" * 90
ISSUE = replace(SMALL, sections=(Section("要闻", (Item("标题在这里", (Body(LONG), Body("另一段。"))),)),))


def made(issue: Issue, layout: Layout, faces: Faces, remarks: Sequence[Remark]) -> bytes:
    return PDF.encode(typeset(replace(issue, remarks=tuple(remarks)), layout, faces), remarks="yes")


def annotations_of(data: bytes) -> list[tuple[int, dict[str, object]]]:
    """The annotations that are no links: page, and entries."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [
            (number, {key: each[key] for key in map(str, each) if key in _PLAIN} | {"IRT": "/IRT" in each})
            for number, page in enumerate(pdf.pages)
            for each in page.obj.get("/Annots", [])
            if each["/Subtype"] != "/Link"
        ]


_PLAIN = {"/Subtype", "/Contents", "/T", "/M", "/F", "/State", "/StateModel"}


def words_under(data: bytes) -> list[str]:
    """The words that each highlight covers, by its quadrilaterals."""
    found = []
    document = pypdfium2.PdfDocument(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number, page in enumerate(pdf.pages):
            text = document[number].get_textpage()
            for each in page.obj.get("/Annots", []):
                quads = [float(value) for value in each.get("/QuadPoints", [])]
                words = ""
                for at in range(0, len(quads), 8):
                    left, top, _, _, _, foot, right, _ = quads[at : at + 8]
                    words += text.get_text_bounded(left + 1, foot + 1, right - 1, top - 1)
                if quads:
                    found.append("".join(words.split()))
    document.close()
    return found


def test_a_remark_lies_over_its_words_and_says_who_and_when(layout: Layout, faces: Faces) -> None:
    block = block_of(ITEM, 0)
    data = made(ISSUE, layout, faces, [Remark(Place(block, 3), Place(block, 42), (ASKED,))])
    ((page, entries),) = annotations_of(data)
    assert page == 0
    assert {key: str(value) for key, value in entries.items()} == {
        "/Subtype": "/Highlight",
        "/Contents": ASKED.text,
        "/T": "科长",
        "/M": "D:20240109153000",
        "/F": "4",
        "IRT": "False",
    }
    assert words_under(data) == [LONG[3:42]]


def test_one_over_several_texts_and_pages_is_on_each_of_them(layout: Layout, faces: Faces) -> None:
    start, end = Place(title_of(ITEM), 2), Place(block_of(ITEM, 1), 2)
    data = made(ISSUE, layout, faces, [Remark(start, end, (ASKED,))])
    found = annotations_of(data)
    assert [page for page, _ in found] == list(range(len(found)))
    assert len(found) > 1
    assert [str(each["/Contents"]) for _, each in found] == [
        ASKED.text,
        *[f"（接上面）{ASKED.text}"] * (len(found) - 1),
    ]
    assert "".join(words_under(data)) == f"在这里{LONG}另一"


def test_answers_and_state_belong_to_it(layout: Layout, faces: Faces) -> None:
    title = title_of(ITEM)
    said = (ASKED, Said("编辑", "", "已核对。"), Said("", "2024-01-10T08:00", "好"))
    data = made(ISSUE, layout, faces, [Remark(Place(title, 0), Place(title, 2), said, settled=True)])
    found = [each for _, each in annotations_of(data)]
    assert [str(each["/Contents"]) for each in found] == [ASKED.text, "已核对。", "好", "办好了"]
    assert [each["IRT"] for each in found] == [False, True, True, True]
    assert [str(each.get("/State", "")) for each in found] == ["", "", "", "Completed"]
    assert ["/M" in each for each in found] == [True, False, True, True]


def test_between_characters_stands_an_icon(layout: Layout, faces: Faces) -> None:
    title = title_of(ITEM)
    data = made(ISSUE, layout, faces, [Remark(Place(title, 2), Place(title, 2), (ASKED,))])
    ((_, entries),) = annotations_of(data)
    assert (str(entries["/Subtype"]), int(str(entries["/F"]))) == ("/Text", 28)


def test_what_is_not_printed_has_an_icon_beside_it(layout: Layout, faces: Faces) -> None:
    nowhere = (Place((*ITEM, "subtitle"), 0), Place(("masthead", "marking"), 0))
    data = made(ISSUE, layout, faces, [Remark(each, each, (ASKED,)) for each in nowhere])
    assert [str(each["/Subtype"]) for _, each in annotations_of(data)] == ["/Text", "/Text"]


@pytest.mark.parametrize("issue", [SMALL, RICH], ids=["small", "rich"])
def test_every_text_may_have_one_within_the_standards(issue: Issue, layout: Layout, faces: Faces) -> None:
    nodes = printed(issue)
    remarks = [replace(over(node), said=(ASKED, ASKED), settled=not at % 3) for at, node in enumerate(nodes)]
    remarks.append(Remark(Place(nodes[0].path, 0), Place(nodes[-1].path, 1), (Said("", "", " "),)))
    data = made(issue, layout, faces, remarks)
    assert check_pdfa_2a(data) == []
    assert check_pdfua_1(data) == []
    assert data == made(issue, layout, faces, remarks)


def test_parts_of_a_file_have_their_own(layout: Layout, faces: Faces) -> None:
    """A sheet or list before an issue has none, though its texts may have the same paths."""
    title = title_of(ITEM)
    set_once = typeset(ISSUE, layout, faces)
    pages = [*set_once.pages]
    remarks = (Remark(Place(title, 0), Place(title, 2), (ASKED,)),)
    parts = [FilePart("前", len(pages)), FilePart("后", len(pages), remarks=remarks)]
    data = pdf_of(set_once, [*pages, *pages], parts=parts)
    assert [page for page, _ in annotations_of(data)] == [len(pages)]
    assert check_pdfua_1(data) == []


def test_without_remarks_a_file_is_as_before(layout: Layout, faces: Faces) -> None:
    title = title_of(ITEM)
    plain = PDF.encode(typeset(ISSUE, layout, faces))
    remarked = replace(ISSUE, remarks=(Remark(Place(title, 0), Place(title, 2), (ASKED,)),))
    assert PDF.encode(typeset(remarked, layout, faces)) == plain
    assert PDF.encode(typeset(ISSUE, layout, faces), remarks="yes") == plain
