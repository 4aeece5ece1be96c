"""A PDF as evidence: what our own pages say they have, where they have it; and what can't be learned from."""

from __future__ import annotations

import io
from itertools import groupby
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.export.pdf.info import DocumentInfo, moment
from bulletin_desk.export.pdf.write import pdf_bytes
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.read import carried_layout, load_layout
from bulletin_desk.learning.evidence import SeenPage
from bulletin_desk.learning.pdf_evidence import read_pdf
from bulletin_desk.learning.pdf_file import MOST_PAGES
from bulletin_desk.pages.model import HorizontalRule, Page
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.typeset.typesetter import Typesetter
from tests.typeset.test_real_issue import EXAMPLES

NAMES = sorted(file.stem for file in EXAMPLES.glob("*.bulletin"))


def seen_and_set(name: str, faces: Faces, folder: Path) -> tuple[tuple[SeenPage, ...], list[Page]]:
    """The pages of an example as they are read from its PDF, and as they were set."""
    issue = read_bulletin(EXAMPLES / f"{name}.bulletin")
    layout = carried_layout(issue.layout.name, issue.layout.text)[0] if issue.layout else load_layout()
    pages = Typesetter(layout, faces).typeset(issue)
    file = folder / "一期.pdf"
    file.write_bytes(pdf_bytes(pages, DocumentInfo("一期", "", "", moment(issue.dated_header.date)), faces))
    return read_pdf(file), list(pages)


def solid(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", NAMES)
def test_our_own_pages_are_seen_as_they_were_set(name: str, faces: Faces, tmp_path: Path) -> None:
    seen, made = seen_and_set(name, faces, tmp_path)
    assert len(seen) == len(made)
    for page, own in zip(seen, made, strict=True):
        glyphs = [
            (placed.y, placed.x + x, char, run.size)
            for placed in (*own.lines, *([own.folio] if own.folio else []))
            for run in placed.line.runs
            for char, x in zip(run.text, run.xs, strict=True)
            if not char.isspace()
        ]
        by_place = sorted(glyphs, key=lambda each: (round(each[0]), each[1]))
        found = [
            (char.y, char.x, char.char, char.look.size)
            for line in page.lines
            for char in line.chars
            if not char.char.isspace()
        ]
        found.sort(key=lambda each: (round(each[0]), each[1]))
        assert [each[2] for each in found] == [each[2] for each in by_place]
        for (y, x, _, size), (own_y, own_x, _, own_size) in zip(found, by_place, strict=True):
            assert (y, x, size) == pytest.approx((own_y, own_x, own_size), abs=0.03)
        rules = [mark for mark in own.marks if isinstance(mark, HorizontalRule)]
        ours = sorted((rule.y, rule.x, rule.width, rule.thickness) for rule in rules)
        theirs = sorted(
            (rule.y, rule.x, rule.length, rule.thickness) for rule in page.rules if not rule.upright
        )
        assert len(theirs) == len(ours)
        for one, other in zip(theirs, ours, strict=True):
            assert one == pytest.approx(other, abs=0.03)


def test_colours_and_faces_are_seen(faces: Faces, tmp_path: Path) -> None:
    seen, _ = seen_and_set("2024-01-09", faces, tmp_path)
    name, number, *_ = seen[0].lines
    assert name.look.bold
    assert name.look.ink.red > 200 > 60 > max(name.look.ink[1:])
    assert max(number.look.ink) < 60
    assert name.look.face != number.look.face
    assert [text for text, _ in groupby(line.look.face for line in seen[0].lines[5:8])] == [number.look.face]


def written(folder: Path, draw: object) -> Path:
    """A PDF that ReportLab draws."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    draw(canvas)  # type: ignore[operator]
    canvas.save()
    file = folder / "made.pdf"
    file.write_bytes(buffer.getvalue())
    return file


def test_what_is_turned_or_unseen_is_no_line(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "Plain")
        canvas.saveState()
        canvas.rotate(45)
        canvas.drawString(300, 100, "DRAFT")
        canvas.restoreState()
        text = canvas.beginText(100, 600)
        text.setTextRenderMode(3)
        text.textLine("under a scan")
        canvas.drawText(text)

    (page,) = read_pdf(written(tmp_path, draw))
    assert [line.text for line in page.lines] == ["Plain"]


def test_rules_that_are_drawn_or_filled(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(10, 10, "x")
        canvas.setLineWidth(1.5)
        canvas.setStrokeColorRGB(1, 0, 0)
        canvas.line(50, 700, 400, 700)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.rect(50, 599.5, 350, 1, stroke=0, fill=1)
        canvas.line(60, 300, 60, 500)
        canvas.rect(50, 100, 300, 200, stroke=0, fill=1)  # a surface
        canvas.circle(300, 400, 20)

    (page,) = read_pdf(written(tmp_path, draw))
    height = page.height
    flat = [rule for rule in page.rules if not rule.upright]
    assert [(round(height - rule.y), round(rule.x), round(rule.length)) for rule in flat] == [
        (700, 50, 350),
        (600, 50, 350),
    ]
    assert [round(rule.thickness, 1) for rule in flat] == [1.5, 1.0]
    assert flat[0].ink == (255, 0, 0)
    (upright,) = [rule for rule in page.rules if rule.upright]
    assert (round(upright.x), round(upright.length)) == (60, 200)


def test_rules_and_pictures_are_seen_where_a_form_brings_them(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "x")
        canvas.beginForm("inner")
        canvas.setLineWidth(4)
        canvas.line(0, 0, 600, 0)
        canvas.drawInlineImage(Image.new("RGB", (4, 4)), 0, 100, 200, 100)
        canvas.endForm()
        canvas.beginForm("outer")
        canvas.translate(0, 200)
        canvas.doForm("inner")
        canvas.endForm()
        canvas.translate(50, 300)
        canvas.scale(0.5, 0.5)
        canvas.doForm("outer")

    (page,) = read_pdf(written(tmp_path, draw))
    (rule,) = page.rules
    (picture,) = page.pictures
    assert rule[:4] == pytest.approx((50, page.height - 400, 300, 2), abs=0.01)
    assert picture == pytest.approx((50, page.height - 500, 100, 50), abs=0.01)


TURNED = {90: "0 1 -1 0 {h} 0", 180: "-1 0 0 -1 {w} {h}", 270: "0 -1 1 0 0 {w}"}


@pytest.mark.parametrize("how", [90, 180, 270, "cut out", "moved"])
def test_a_sheet_is_seen_as_it_is_shown_however_it_lies_in_the_file(how: object, tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "Plain")
        canvas.rect(50, 599.5, 350, 1, stroke=0, fill=1)
        canvas.line(60, 300, 60, 500)

    file = written(tmp_path, draw)
    (plain,) = read_pdf(file)
    width, height = (round(side, 3) for side in (plain.width, plain.height))
    with pikepdf.open(file, allow_overwriting_input=True) as document:
        (page,) = document.pages
        matrix = f"1 0 0 1 30 {-40 if how == 'moved' else 40}"
        if isinstance(how, int):
            matrix = TURNED[how].format(w=width, h=height)
            page.MediaBox = [0, 0, width, height] if how == 180 else [0, 0, height, width]
            page.Rotate = how
        elif how == "moved":
            page.MediaBox = [30, -40, width + 30, height - 40]
        else:
            page.MediaBox = [0, 0, width + 60, height + 80]
            page.CropBox = [30, 40, width + 30, height + 40]
        page.contents_add(f"q {matrix} cm ".encode(), prepend=True)
        page.contents_add(b" Q")
        document.save(file)
    (seen,) = read_pdf(file)
    assert (seen.width, seen.height) == pytest.approx((width, height), abs=0.01)
    for one, other in zip(seen.lines[0].chars, plain.lines[0].chars, strict=True):
        assert (one.x, one.y, one.right) == pytest.approx((other.x, other.y, other.right), abs=0.01)
    assert [rule.upright for rule in seen.rules] == [False, True]
    for rule, own in zip(seen.rules, plain.rules, strict=True):
        assert rule[:4] == pytest.approx(own[:4], abs=0.01)


def test_a_rule_that_is_drawn_piece_by_piece_is_one(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "x")
        for at in (2, 0, 1):
            canvas.rect(50 + 100 * at, 600, 100, 1, stroke=0, fill=1)
            canvas.line(60, 300 + 50 * at, 60, 350 + 50 * at)
        canvas.rect(400, 600, 100, 1, stroke=0, fill=1)

    (page,) = read_pdf(written(tmp_path, draw))
    assert [(rule.upright, round(rule.length)) for rule in page.rules] == [
        *((False, 300), (False, 100), (True, 150))
    ]


def test_what_can_t_be_learned_from_is_said_in_a_sentence(tmp_path: Path) -> None:
    text = tmp_path / "a.pdf"
    text.write_bytes(b"no PDF at all")
    with pytest.raises(UnreadableFileError, match="它不是 PDF，或已损坏"):
        read_pdf(text)
    with pytest.raises(UnreadableFileError, match="没有这个文件"):
        read_pdf(tmp_path / "nowhere.pdf")
    with pytest.raises(UnreadableFileError, match="里面没有文字，只有图"):
        read_pdf(written(tmp_path, lambda canvas: canvas.rect(0, 0, 300, 300, fill=1)))

    def many(canvas: Canvas) -> None:
        for _ in range(MOST_PAGES + 1):
            canvas.drawString(100, 100, "x")
            canvas.showPage()

    with pytest.raises(UnreadableFileError, match=f"它有{MOST_PAGES + 1}面"):
        read_pdf(written(tmp_path, many))
    plain = written(tmp_path, lambda canvas: canvas.drawString(100, 100, "x"))
    with pikepdf.open(plain) as file:
        file.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(user="甲", owner="乙"))
    with pytest.raises(UnreadableFileError, match="它有打开密码"):
        read_pdf(tmp_path / "locked.pdf")
