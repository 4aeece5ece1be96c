"""The PDF as other programs read it: PDF/A-2u, text, places of glyphs, bookmarks, metadata, inks, pixels."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from bulletin_desk.bulletin.model import Body, DatedHeader, Issue, Item, Masthead, Section
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import Kind, Page, PlacedLine, rows
from bulletin_desk.pipeline import PRODUCER, typeset
from tests.bulletin.issues import SMALL
from tests.export.pdf.conftest import EXAMPLES, Printed
from tests.export.pdfa import check_pdfa_2u

POINTS_PER_MM = 72 / 25.4


def copied(data: bytes) -> list[list[str]]:
    """The lines of each page as pdfium copies them."""
    return [page.get_textpage().get_text_range().splitlines() for page in pypdfium2.PdfDocument(data)]


def content(data: bytes) -> list[str]:
    """The content stream of each page."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return [page.Contents.read_bytes().decode("ascii") for page in pdf.pages]


# ---- conformance


def test_pdfa_2u(printed: Printed) -> None:
    assert check_pdfa_2u(printed.data) == []


def test_qpdf_finds_nothing(printed: Printed, tmp_path: Path) -> None:
    qpdf = shutil.which("qpdf")
    if qpdf is None:
        pytest.skip("qpdf is not installed")
    file = tmp_path / "issue.pdf"
    file.write_bytes(printed.data)
    done = subprocess.run([qpdf, "--check", str(file)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_page_boxes(printed: Printed) -> None:
    with pikepdf.open(BytesIO(printed.data)) as pdf:
        assert len(pdf.pages) == len(printed.result.pages)
        for page in pdf.pages:
            box = [float(value) for value in page.MediaBox]
            assert box == pytest.approx([0, 0, 210 * POINTS_PER_MM, 297 * POINTS_PER_MM], abs=0.001)
            assert page.TrimBox == page.MediaBox


# ---- text


def test_text_copies_out_as_the_lines_of_the_dump(printed: Printed) -> None:
    """In reading order, line by line, then the page number. Parts of a row copy with a space between."""
    pages = copied(printed.data)
    dumped = printed.result.dump().split("\f\n")
    assert len(pages) == len(dumped)
    for page, lines, text in zip(printed.result.pages, pages, dumped, strict=True):
        wanted = ["".join(placed.line.text for placed in row) for row in rows(page)]
        assert text.splitlines() == wanted
        apart = {" ".join(placed.line.text for placed in row): at for at, row in enumerate(rows(page))}
        number = f"— {page.number} —"
        if lines and lines[-1] == f"{wanted[-1]} {number}":  # a print count in the margin stands near it
            lines[-1:] = [wanted[-1], number]
        told = [wanted[apart[line]] if line in apart else line for line in lines]
        assert told == [line for line in wanted if line] + [number] * (page.folio is not None)


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        ("𠮷𬭎姓𠮷名", "𠮷𬭎姓𠮷名"),
        ("记“𠮷”𬭎，（𠮷）。", "记“𠮷”𬭎，（𠮷）。"),
        ("第2期15部GDP增长", "第2期15部GDP增长"),
        ("姓刘名𬭎，著有2部书", "姓刘名𬭎，著有2部书"),
        ("\ue81b\ue816", "㑇𠂇"),
    ],
)
def test_rare_characters_and_gaps_copy_out_right(text: str, copy: str, faces: Faces, layout: Layout) -> None:
    """Beyond U+FFFF, with gaps in the line, and private-use characters as those they stand for."""
    data = typeset(issue_of(text), layout, faces).pdf()
    assert copy in copied(data)[0]
    assert check_pdfa_2u(data) == []


def issue_of(*paragraphs: str, name: str = "市州动态", title: str = "标题") -> Issue:
    """An issue of one item."""
    item = Item(title, tuple(map(Body, paragraphs)))
    return replace(SMALL, editors_note=(), sections=(Section(name, (item,)),))


def test_a_character_beside_a_gap_is_never_lost(faces: Faces, layout: Layout) -> None:
    """pdfium drops characters beyond U+FFFF from ActualText; a gap beside one may copy as a space."""
    text = "省志记𠮷野家2024年𬭎12部𠮷A𠮷，5月10日至12日在成都市召开座谈会𠮷，《𠮷志》第3卷。"
    lines = "".join(copied(typeset(issue_of(text), layout, faces).pdf())[0]).replace(" ", "")
    assert text in lines


# ---- places


Glyph = tuple[str, float, float]
"""A character, its left edge and its baseline in points from the page's lower left corner."""


def glyphs_read(text: Any) -> list[Glyph]:
    """The glyphs of a page as pdfium reads them, without the spaces and line ends that it adds."""
    glyphs: list[Glyph] = []
    for index in range(text.count_chars()):
        if pdfium.FPDFText_IsGenerated(text.raw, index):
            continue
        x, y = ctypes.c_double(), ctypes.c_double()
        assert pdfium.FPDFText_GetCharOrigin(text.raw, index, x, y)
        unit = chr(pdfium.FPDFText_GetUnicode(text.raw, index))
        if "\udc00" <= unit <= "\udfff":  # the second half of a character beyond U+FFFF
            half, *place = glyphs.pop()
            unit = (half + unit).encode("utf-16", "surrogatepass").decode("utf-16")
            assert place == [x.value, y.value]
        glyphs.append((unit, x.value, y.value))
    return glyphs


def glyphs_placed(page: Page) -> list[Glyph]:
    """The glyphs of a page in the order of reading."""
    placed_lines: list[PlacedLine] = [*page.lines, *([page.folio] if page.folio else [])]
    return [
        (char, placed.x + x, page.height - placed.y)
        for placed in placed_lines
        for run in placed.line.runs
        for char, x in zip(run.text, run.xs, strict=True)
    ]


def test_every_glyph_stands_where_the_pages_say(printed: Printed) -> None:
    """Without ActualText, which hides from pdfium where single glyphs of a line stand."""
    with pikepdf.open(BytesIO(printed.data)) as pdf:
        for sheet in pdf.pages:
            stream = re.sub(rb"/Span <<.*?>> BDC\n|EMC\n?", b"", sheet.Contents.read_bytes())
            sheet.Contents = pdf.make_stream(stream)
        plain = BytesIO()
        pdf.save(plain)
    document = pypdfium2.PdfDocument(plain.getvalue())
    for number, page in enumerate(printed.result.pages):
        placed = [glyph for glyph in glyphs_placed(page) if not glyph[0].isspace()]
        read = [glyph for glyph in glyphs_read(document[number].get_textpage()) if not glyph[0].isspace()]
        assert [char for char, *_ in read] == [char for char, *_ in placed]
        assert [place for _, *place in read] == [pytest.approx(place, abs=0.01) for _, *place in placed]


def test_ink_map_of_the_first_and_last_page(real_issue: Printed) -> None:
    """One sign a cell of the text block with one cell around: R red ink, # black ink.

    Line 9 has the red rule, line 11 the section, lines 12 to 21 the first item; the page number stands at the
    right of odd pages, at the left of even ones.
    """
    document = pypdfium2.PdfDocument(real_issue.data)
    assert ink_map(document[0]) == [
        "..............................",
        "..............................",
        ".RRRRRRRRRRRRRRRRRRRRRRRRRRRR.",
        ".RRRRRRRRRRRRRRRRRRRRRRRRRRRR.",
        "..............................",
        "..........##########..........",
        "..............................",
        "..............................",
        ".RRRRRRRRRRRRRRRRRRRRRRRRRRRR.",
        "..............................",
        ".######.......................",
        "..##########################..",
        "...##########################.",
        ".############################.",
        ".############################.",
        ".....####################.....",
        "...##########################.",
        ".############################.",
        ".############################.",
        ".############################.",
        ".############################.",
        ".........................###..",
        "..............................",
    ]
    assert ink_map(document[7])[6:] == [
        ".############################.",
        ".######################.......",
        "..............###############.",
        "..............................",
        "..............................",
        "..............................",
        "..............................",
        "..............................",
        ".###########..................",
        ".############################.",
        "..################............",
        "..##########################..",
        "...###########.#.....#........",
        ".############################.",
        "........................#####.",
        "..###.........................",
        "..............................",
    ]


def ink_map(page: Any) -> list[str]:
    scale = 2
    left, top = 27 * POINTS_PER_MM - 16, 37 * POINTS_PER_MM
    image = page.render(scale=scale).to_pil().convert("RGB")
    lines = []
    for row in range(23):
        signs = ""
        for column in range(30):
            x, y = left + 16 * column, top + 30 * row
            cell = image.crop(tuple(round(scale * edge) for edge in (x, y, x + 16, y + 30)))
            data = cell.tobytes()
            pixels = list(zip(data[::3], data[1::3], data[2::3], strict=True))
            red = sum(r > 180 and g < 110 and b < 110 for r, g, b in pixels)
            dark = sum(max(pixel) < 110 for pixel in pixels)
            signs += "R" if red > 6 else "#" if dark > 6 else "."
        lines.append(signs)
    return lines


def test_the_red_rule(real_issue: Printed) -> None:
    """As wide as the text block, 1.5 pt strong, 3.5 pt below the em box of line 9 (16 pt in 30)."""
    scale = 8
    image = pypdfium2.PdfDocument(real_issue.data)[0].render(scale=scale).to_pil().convert("RGB")

    def is_red(x: float, y: float) -> bool:
        r, g, b = image.getpixel((round(x * scale), round(y * scale)))
        return bool(r > 180 and g < 110 and b < 110)

    left, top = 27 * POINTS_PER_MM, 37 * POINTS_PER_MM
    middle = top + 8 * 30 + 15 + 8 + 3.5 + 0.75
    ys = [middle + step / scale for step in range(-40, 41)]
    strong = [y for y in ys if is_red(left + 224, y)]
    assert (strong[0], strong[-1]) == pytest.approx((middle - 0.75, middle + 0.75), abs=0.2)
    xs = [left + step / scale for step in range(-80, 8 * 448 + 81)]
    wide = [x for x in xs if is_red(x, middle)]
    assert (wide[0], wide[-1]) == pytest.approx((left, left + 448), abs=0.2)
    assert len(wide) == pytest.approx(448 * scale, abs=2)


# ---- ink


def test_text_is_100_k_and_red_is_pure(printed: Printed) -> None:
    for page, stream in zip(printed.result.pages, content(printed.data), strict=True):
        inks = set(re.findall(r"^([\d. ]+) k$", stream, re.M))
        assert inks <= {"0 0 0 1", "0 1 1 0"}
        assert ("0 0 0 1" in inks) is bool(page.lines)  # else a page left blank
        assert not re.search(r"(^|\s)(g|G|rg|RG|K|cs|CS|sc|SC|scn|SCN|sh|Do|gs|Tr)(\s|$)", stream)
    assert "0 1 1 0 k" in content(printed.data)[0]


def test_rules_are_painted_as_the_pages_say(printed: Printed) -> None:
    for stream, page in zip(content(printed.data), printed.result.pages, strict=True):
        painted = [tuple(map(float, box.split())) for box in re.findall(r"^([\d. -]+) re f$", stream, re.M)]
        wanted = [
            (rule.x, page.height - rule.y - rule.thickness / 2, rule.width, rule.thickness)
            for rule in page.rules
        ]
        assert painted == [pytest.approx(box, abs=0.001) for box in wanted]
    assert printed.result.pages[0].rules


# ---- what the file says of itself


def test_bookmarks(printed: Printed) -> None:
    """Each section, under it each item; a title's lines in one; each leads to its page and line."""
    wanted: list[tuple[int, str, int, float]] = []
    seen: set[object] = set()
    for page in printed.result.pages:
        for placed in page.lines:
            if placed.kind in (Kind.SECTION_HEAD, Kind.TITLE):
                if placed.path in seen:
                    level, title, number, top = wanted[-1]
                    wanted[-1] = (level, title + placed.line.text, number, top)
                else:
                    seen.add(placed.path)
                    level = 0 if placed.kind is Kind.SECTION_HEAD else 1
                    wanted.append((level, placed.line.text, page.number - 1, page.height - placed.top))
    document = pypdfium2.PdfDocument(printed.data)
    found = []
    for bookmark in document.get_toc():
        target = bookmark.get_dest()
        assert target is not None
        mode, view = target.get_view()
        assert mode == pdfium.PDFDEST_VIEW_XYZ
        found.append((bookmark.level, bookmark.get_title(), target.get_index(), view[1]))
    assert [entry[:3] for entry in found] == [entry[:3] for entry in wanted]
    assert [entry[3] for entry in found] == pytest.approx([entry[3] for entry in wanted], abs=0.01)
    titles = [
        item.title.replace("\n", "") for section in printed.result.issue.sections for item in section.items
    ]
    assert [entry[1] for entry in found if entry[0] == 1] == titles


def test_metadata(printed: Printed) -> None:
    issue = printed.result.issue
    day = f"{issue.dated_header.date:%Y%m%d}"
    metadata = pypdfium2.PdfDocument(printed.data).get_metadata_dict()
    assert metadata["Author"] == issue.dated_header.issuer
    assert metadata["Title"].startswith(f"{issue.masthead.name} {issue.dated_header.date.year}年")
    assert f"第{issue.masthead.number}期（总第{issue.masthead.total_number}期）" in metadata["Title"]
    assert metadata["Subject"] in metadata["Title"]
    assert metadata["Producer"] == PRODUCER
    assert metadata["CreationDate"] == metadata["ModDate"] == f"D:{day}000000+08'00'"
    with pikepdf.open(BytesIO(printed.data)) as pdf:
        assert str(pdf.Root.Lang) == "zh-CN"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as xmp:
            assert xmp["dc:title"] == metadata["Title"]
            assert xmp["dc:creator"] == [metadata["Author"]]
            assert xmp["pdfaid:part"] == "2"
            assert xmp["pdfaid:conformance"] == "U"


@pytest.mark.parametrize(
    ("name", "issuer", "day"),
    [
        ("<简报> & \"年鉴\" 'x' ]]>", "办公室&amp;", date(2024, 2, 29)),
        ("𠮷报", "𬭎办", date(9999, 12, 31)),
        ("", "", date(1, 1, 1)),
        (" 报 ", "(办\\公)室", date(999, 10, 10)),
        ("报\x01\x7f\x85\t道", "办\ufffe\uffff公\u2028室", date(2024, 1, 9)),
    ],
)
def test_any_name_and_date_conforms(name: str, issuer: str, day: date, faces: Faces, layout: Layout) -> None:
    issue = replace(SMALL, masthead=Masthead(name, 2, 607), dated_header=DatedHeader(issuer, day))
    assert check_pdfa_2u(typeset(issue, layout, faces).pdf()) == []


def test_an_issue_without_sections_has_no_bookmarks(faces: Faces, layout: Layout) -> None:
    data = typeset(replace(SMALL, sections=(), editors_note=()), layout, faces).pdf()
    assert check_pdfa_2u(data) == []
    assert list(pypdfium2.PdfDocument(data).get_toc()) == []


def test_a_character_that_no_face_has_leaves_a_conforming_file(faces: Faces, layout: Layout) -> None:
    data = typeset(issue_of("甲\U0010fffd乙\x07丙\u200b丁"), layout, faces).pdf()
    assert check_pdfa_2u(data) == []


# ---- the same bytes


def test_the_same_bytes_twice(printed: Printed) -> None:
    assert printed.result.pdf() == printed.data
    again = typeset(printed.result.issue, printed.result.layout, printed.result.faces)
    assert again.pdf() == printed.data


@pytest.mark.parametrize("seed", ["1", "4242"])
def test_the_same_bytes_in_another_process(seed: str, real_issue: Printed, tmp_path: Path) -> None:
    target = tmp_path / "issue.pdf"
    command = [sys.executable, "-m", "bulletin_desk", "export", str(EXAMPLES / "2024-01-09.bulletin")]
    environ = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "America/New_York"}
    subprocess.run(
        [*command, "--faces", "shipped", "--pdf", str(target)], check=True, env=environ, capture_output=True
    )
    assert target.read_bytes() == real_issue.data
