"""Tests of tables and pictures in the PDF: tags, image streams, and that PDF/A and PDF/UA hold."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from bulletin_desk.bulletin.model import Block, Body, Picture, PictureData, Pictures
from bulletin_desk.errors import TargetError
from bulletin_desk.export.pdf import images
from bulletin_desk.export.pdf.images import MOST_DPI
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.forms import PDF
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pipeline import typeset
from tests.export.pdf.readers import load
from tests.export.pdfa import check_pdfa_2a, check_pdfua_1
from tests.typeset.tables import SENTENCE, THREE_LINES, eight_columns, issue_with, png

BODY = Body(SENTENCE * 3)


def jpeg(width: int, height: int, mode: str = "RGB") -> PictureData:
    packed = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert(mode).save(packed, "JPEG")
    content = packed.getvalue()
    return PictureData(f"jpeg {mode} {width} {height}", "jpeg", width, height, content)


def pdf_of(layout: Layout, faces: Faces, *blocks: Block) -> bytes:
    return PDF.encode(typeset(issue_with(*blocks), layout, faces))


def elements(pdf: pikepdf.Pdf, kind: str) -> Iterator[Any]:
    for obj in pdf.objects:
        if isinstance(obj, pikepdf.Dictionary) and obj.get("/S") == pikepdf.Name(f"/{kind}"):
            yield obj


def image_streams(pdf: pikepdf.Pdf) -> list[Any]:
    return [
        obj
        for obj in pdf.objects
        if isinstance(obj, pikepdf.Stream) and obj.get("/Subtype") == pikepdf.Name("/Image")
    ]


def test_tables_and_pictures_are_pdf_a_and_pdf_ua(layout: Layout, faces: Faces) -> None:
    pictures = Pictures((Picture(png(40, 30), 700, "左"), Picture(jpeg(30, 40), 700)), "（供图）")
    data = pdf_of(layout, faces, BODY, eight_columns(), BODY, pictures, THREE_LINES, BODY)
    assert check_pdfa_2a(data) == []
    assert check_pdfua_1(data) == []


def test_cells_are_tagged_once_with_what_they_span(layout: Layout, faces: Faces) -> None:
    table = eight_columns()
    pdf = load(pdf_of(layout, faces, BODY, table, BODY))
    heads, cells = [*elements(pdf, "TH")], [*elements(pdf, "TD")]
    assert len(heads) == sum(map(len, table.rows[:2]))
    assert len(cells) == sum(map(len, table.rows[2:]))
    assert sum("/ColSpan" in cell.get("/A", {}) for cell in cells) == 4
    assert sum(head["/A"].get("/RowSpan") == 2 for head in heads) == 5
    assert all(head["/A"]["/Scope"] == pikepdf.Name("/Column") for head in heads)
    (caption,) = elements(pdf, "Caption")
    assert caption["/P"]["/S"] == pikepdf.Name("/Table")


def test_a_figure_says_its_caption_and_stands_before_it(layout: Layout, faces: Faces) -> None:
    pdf = load(pdf_of(layout, faces, BODY, Pictures((Picture(png(40, 30), 700, "会场\n全景"),)), BODY))
    (figure,) = elements(pdf, "Figure")
    assert str(figure["/Alt"]) == "会场全景"
    siblings = list(figure["/P"]["/K"])
    kinds = [str(each["/S"]) for each in siblings]
    assert kinds[kinds.index("/Figure") - 1 : kinds.index("/Figure") + 2] == ["/P", "/Figure", "/P"]


def test_a_picture_is_written_once_for_each_size(layout: Layout, faces: Faces) -> None:
    one = png(40, 30)
    pdf = load(pdf_of(layout, faces, Pictures((Picture(one, 300), Picture(one, 300))), BODY))
    assert len(image_streams(pdf)) == 1


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_jpeg_file_goes_in_as_it_is(mode: str, layout: Layout, faces: Faces) -> None:
    data = jpeg(80, 60, mode)
    pdf = load(pdf_of(layout, faces, Pictures((Picture(data, 700),))))
    (stream,) = image_streams(pdf)
    assert stream["/Filter"] == pikepdf.Name("/DCTDecode")
    assert stream.read_raw_bytes().rstrip(b"\n") == data.content.rstrip(b"\n")
    assert stream["/ColorSpace"][1]["/N"] == {"L": 1, "RGB": 3}[mode]


@pytest.mark.parametrize("grey", [True, False])
def test_a_png_file_is_seen_as_it_is(grey: bool, layout: Layout, faces: Faces) -> None:
    data = png(64, 64, grey)
    pdf = pypdfium2.PdfDocument(pdf_of(layout, faces, Pictures((Picture(data, 1000),))))
    (image,) = [each for page in pdf for each in page.get_objects(filter=[3])]
    seen = image.get_bitmap().to_pil().convert("L")
    with Image.open(io.BytesIO(data.content)) as opened:
        assert seen.tobytes() == opened.convert("L").tobytes()


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_no_picture_is_finer_than_print_shows(kind: str, layout: Layout, faces: Faces) -> None:
    data = png(900, 600) if kind == "png" else jpeg(900, 600)
    made = [pdf_of(layout, faces, Pictures((Picture(data, 254),))) for _ in range(2)]
    pdf = load(made[0])
    (stream,) = image_streams(pdf)
    assert (stream["/Width"], stream["/Height"]) == (MOST_DPI, MOST_DPI * 2 // 3)
    assert made[0] == made[1]
    assert check_pdfa_2a(made[0]) == []


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xc0\x00\x0b\x08\xff\xdc\xff\xdc\x01\x01\x11\x00"]
)
def test_a_damaged_picture_is_told(content: bytes) -> None:
    with pytest.raises(TargetError, match="有一张40×30像素的图片已损坏，请重新插入再生成 PDF。"):
        images._pixels(PictureData("0" * 64, "png", 40, 30, content), 20)
