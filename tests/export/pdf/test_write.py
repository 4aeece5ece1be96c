"""The PDF as other programs read it: PDF/A-2a, PDF/UA-1, text, tags, places of glyphs, bookmarks, metadata,
inks, pixels."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image, ImageCms

from bulletin_desk.bulletin.model import Body, DatedHeader, Issue, Item, Kind, Masthead, Section, Subheading
from bulletin_desk.errors import TargetError
from bulletin_desk.export.pdf.info import PRODUCER, DocumentInfo
from bulletin_desk.export.pdf.write import pdf_bytes
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.forms import PDF
from bulletin_desk.layouts.model import Layout, Style
from bulletin_desk.pages.model import (
    Colour,
    FontRef,
    HorizontalRule,
    Line,
    Page,
    PlacedLine,
    Run,
    VerticalRule,
    rows,
)
from bulletin_desk.pipeline import typeset
from bulletin_desk.resources import resource
from tests.bulletin.issues import SMALL
from tests.export.pdf.conftest import EXAMPLES, Printed
from tests.export.pdf.readers import READERS, load, shown
from tests.export.pdfa import check_pdfa_2a, check_pdfua_1
from tests.export.pdfa_tags import texts_in_order
from tests.fonts.made import font, save

POINTS_PER_MM = 72 / 25.4


INFO = DocumentInfo("题", "办", "第1期", datetime(2024, 1, 9, tzinfo=UTC))


def copied(data: bytes) -> list[list[str]]:
    """The lines of each page as pdfium copies them."""
    return [page.get_textpage().get_text_range().splitlines() for page in pypdfium2.PdfDocument(data)]


def painted(data: bytes) -> list[list[tuple[str, tuple[float, ...]]]]:
    """The operators of each page's content stream with their operands, as far as they are numbers."""
    with load(data) as pdf:
        pages: list[Any] = [pikepdf.parse_content_stream(page) for page in pdf.pages]
        return [
            [
                (str(operator), tuple(float(each) for each in operands if isinstance(each, int | Decimal)))
                for operands, operator in page
            ]
            for page in pages
        ]


# ---- conformance


def test_pdfa_2a_and_pdfua_1(printed: Printed) -> None:
    assert check_pdfa_2a(printed.data) == []
    assert check_pdfua_1(printed.data) == []


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
    data = PDF.encode(typeset(issue_of(text), layout, faces))
    assert copy in copied(data)[0]
    assert check_pdfa_2a(data) == []


def issue_of(*paragraphs: str, name: str = "市州动态", title: str = "标题") -> Issue:
    """An issue of one item."""
    item = Item(title, tuple(map(Body, paragraphs)))
    return replace(SMALL, editors_note=(), sections=(Section(name, (item,)),))


GAPS = (
    "第2期15部GDP增长，见2024年12月GB/T 9704—2012标准，占15%～30%。",
    "记𠮷野家2024年𬭎12部𠮷A𠮷，5月10日至12日在成都市召开座谈会𠮷，《𠮷志》第3卷。",
    "活动报名请登录“方志四川”网站www.scdfz-fangzhisichuan.org.cn/index.html填写（见附件）。",
    "“‘《〈“‘’”〉》’”“”‘’（〔【】〕）“‘《〈“‘’”〉》’”“”‘’（〔【】〕），见pdf（可下载），共12部。",
    "文献（Wolfgang von Strauss-Hagen）发来贺信；Sichuan: A Land of Abundance and Hometown of 12 Pandas。",
)


@pytest.mark.parametrize("reader", READERS)
def test_gaps_copy_as_no_spaces(reader: str, faces: Faces, layout: Layout, tmp_path: Path) -> None:
    """Typed spaces copy as spaces, gaps between Chinese and Latin and those of spread lines as nothing."""
    file = tmp_path / "gaps.pdf"
    result = typeset(issue_of(*GAPS), layout, faces)
    file.write_bytes(PDF.encode(result))
    read = [line.strip() for line in READERS[reader](file).splitlines()]
    lines = [placed.line.text for page in result.pages for placed in page.lines if placed.kind is Kind.BODY]
    assert [line for line in lines if line not in read] == []


def test_no_gap_shows_between_the_glyphs_of_a_line(printed: Printed) -> None:
    """By the widths that the file gives, no glyph ends further from the next, on either side, than readers
    overlook."""
    gaps = 0
    with load(printed.data) as pdf:
        for sheet, page in zip(pdf.pages, printed.result.pages, strict=True):
            glyphs = iter(shown(sheet))
            for placed in (*page.lines, *([page.folio] if page.folio else [])):
                line = [next(glyphs) for run in placed.line.runs for _ in run.text]
                assert "".join(glyph.text for glyph in line) == "".join(run.text for run in placed.line.runs)
                for left, right in pairwise(line):
                    assert abs(right.x - left.end) <= 0.085 * left.size, placed.line.text
                    gaps += left.end - left.x > 1.1 * left.size
            assert next(glyphs, None) is None
    assert gaps > 20  # glyphs that are wider than a cell: there were gaps to hide


def test_a_wide_first_glyph_does_not_join_its_line_to_the_one_before(faces: Faces, layout: Layout) -> None:
    """pdfium takes lines for one whose distance is less than half the first glyph's width."""
    run = Run(
        "网址", 0, FontRef(str(resource("fonts", "FandolFang-Regular.ttf"))), 16, (0, 300), Colour(0, 0, 0, 1)
    )
    other = run._replace(text="上文", xs=(200, 216))
    lines = [
        PlacedLine(Line(each.text, 0, 2, (), (each,)), Kind.BODY, ("sections", 0), 70, y, y - 20, 30)
        for each, y in ((other, 100), (run, 130))
    ]
    page = Page(1, 595, 842, tuple(lines), (), None)
    assert copied(pdf_bytes([page], INFO, faces))[0][0] == "上文"


# ---- tags


def tagged(data: bytes) -> list[tuple[str, str]]:
    """The structure type and the text of each element, in the order of the tree."""
    with load(data) as pdf:
        return texts_in_order(pdf, list(pdf.pages))


def test_each_text_is_one_element_in_reading_order(printed: Printed) -> None:
    """Headings by level, paragraphs whole across pages, page numbers and rules for the eye only."""
    kinds = {Kind.MASTHEAD: "H1", Kind.SECTION_HEAD: "H2", Kind.TITLE: "H3", Kind.SUBHEADING: "H4"}
    wanted: dict[object, tuple[str, str]] = {}
    for page in printed.result.pages:
        for placed in page.lines:
            path = placed.path[:2] if placed.kind is Kind.DISTRIBUTION else placed.path
            kind, text = wanted.get(path, (kinds.get(placed.kind, "P"), ""))
            space = " " if " " in placed.line.dropped else ""
            wanted[path] = kind, text + placed.line.text + space
    assert tagged(printed.data) == [(kind, text) for kind, text in wanted.values() if text]
    assert len({placed.path for page in printed.result.pages for placed in page.lines}) < sum(
        len(page.lines) for page in printed.result.pages
    )
    with load(printed.data) as pdf:
        for page, sheet in zip(printed.result.pages, pdf.pages, strict=True):
            stream = sheet.Contents.read_bytes()
            assert stream.count(b"/Pagination /Subtype /Footer") == bool(page.folio)
            assert stream.count(b"/Artifact") == bool(page.folio) + bool(page.marks)


def test_sections_and_items_are_groups(real_issue: Printed) -> None:
    def outline(element: Any) -> Any:
        kids = [kid for kid in element.K if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
        groups = [outline(kid) for kid in kids if str(kid.S) in ("/Sect", "/Art")]
        return str(element.S)[1:], groups

    with load(real_issue.data) as pdf:
        tree = outline(pdf.Root.StructTreeRoot.K)
    sections = real_issue.result.issue.sections
    assert tree == ("Document", [("Sect", [("Art", [])] * len(section.items)) for section in sections])


@pytest.mark.parametrize(
    ("name", "section", "title", "levels"),
    [
        ("报", "栏", "题", ["H1", "H2", "H3", "H4"]),
        ("", "栏", "题", ["H1", "H2", "H3"]),
        ("报", "", "题", ["H1", "H2", "H3"]),
        ("报", "", "", ["H1", "H2"]),
        ("", "", "", ["H1"]),
    ],
)
def test_no_level_of_headings_is_left_out(
    name: str, section: str, title: str, levels: list[str], faces: Faces, layout: Layout
) -> None:
    item = Item(title, (Subheading("小标题"), Body("正文。")))
    layout = replace(layout, styles=plain_styles(layout))
    issue = replace(SMALL, masthead=Masthead(name, 1), editors_note=(), sections=(Section(section, (item,)),))
    data = PDF.encode(typeset(issue, layout, faces))
    assert [kind for kind, _ in tagged(data) if kind != "P"] == levels
    assert check_pdfua_1(data) == []


def plain_styles(layout: Layout) -> dict[str, Style]:
    """Nothing printed around section heads: an empty one prints nothing."""
    return {name: replace(style, prefix="", suffix="") for name, style in layout.styles.items()}


def test_words_are_parted_where_lines_end(faces: Faces, layout: Layout) -> None:
    """The space at which a line breaks is not seen, but read aloud and copied."""
    text = "The Office of Sichuan Provincial Gazetteers held a symposium on local chronicles in Chengdu."
    data = PDF.encode(typeset(issue_of(text), layout, faces))
    assert ("P", text) in tagged(data)
    assert check_pdfua_1(data) == []


def test_what_stands_for_another_character_is_copied_as_that(faces: Faces, tmp_path: Path) -> None:
    """〓 for what no face has: seen as 〓, copied as it was typed, as far as that can be told."""
    original = "བ〓\U00011013\ue123\ufffe"
    file = save(font(chars="汉〓字"), tmp_path / "own.ttf")
    xs = (0, 16, 32, 48, 64)
    run = Run("〓" * 5, 0, FontRef(str(file)), 16, xs, Colour(0, 0, 0, 1), original=original)
    line = Line(run.text, 0, 5, (), (run,))
    page = Page(1, 595, 842, (PlacedLine(line, Kind.BODY, ("sections",), 70, 100, 80, 30),), (), None)
    data = pdf_bytes([page], INFO, faces)
    assert tagged(data) == [("P", original.replace("\ufffe", "〓"))]
    assert check_pdfa_2a(data) == []


def test_private_use_characters_carry_their_text(faces: Faces, tmp_path: Path) -> None:
    file = save(font(chars="汉\ue123\U000f1234字"), tmp_path / "own.ttf")
    run = Run("汉\ue123\U000f1234字", 0, FontRef(str(file)), 16, (0, 16, 32, 48), Colour(0, 0, 0, 1))
    line = Line(run.text, 0, 4, (), (run,))
    page = Page(1, 595, 842, (PlacedLine(line, Kind.BODY, ("sections",), 70, 100, 80, 30),), (), None)
    data = pdf_bytes([page], INFO, faces)
    assert tagged(data) == [("P", run.text)]
    assert [finding for finding in check_pdfa_2a(data) if finding.startswith("6.2.11.7.3")] == []


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
    document = pypdfium2.PdfDocument(printed.data)
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
        ".#####........................",
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
    pages = painted(printed.data)
    for page, operators in zip(printed.result.pages, pages, strict=True):
        inks = {operands for operator, operands in operators if operator == "k"}
        assert inks <= {(0, 0, 0, 1), (0, 1, 1, 0)}
        assert ((0, 0, 0, 1) in inks) is bool(page.lines)  # else a page left blank
        used = {operator for operator, _ in operators}
        assert used <= {"BT", "ET", "BDC", "EMC", "Tf", "Tm", "TJ", "k", "re", "f"}
    assert ("k", (0, 1, 1, 0)) in pages[0]


def test_the_inks_are_those_of_uncoated_paper(real_issue: Printed) -> None:
    """The output intent names a registered printing condition, and its profile is one of it."""
    with load(real_issue.data) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert str(intent.OutputConditionIdentifier) == "FOGRA29"
        assert str(intent.RegistryName) == "http://www.color.org"
        profile = intent.DestOutputProfile.read_bytes()
        assert profile == resource("icc", "bulletin-cmyk.icc").read_bytes()
    assert b"Uncoated offset, FOGRA29" in profile
    own, lab_space = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("LAB")
    absolute = ImageCms.Intent.ABSOLUTE_COLORIMETRIC
    transform: Any = ImageCms.buildTransform(own, lab_space, "CMYK", "LAB", renderingIntent=absolute)
    paper, black, red = (
        transform.apply(Image.new("CMYK", (1, 1), inks)).getpixel((0, 0))
        for inks in ((0, 0, 0, 0), (0, 0, 0, 255), (0, 255, 255, 0))
    )
    for read, lab in ((paper, (95.7, 0.6, -2.3)), (black, (31.9, 2.1, 2.1)), (red, (52.5, 55.4, 30.1))):
        signed = [read[0] / 2.55, read[1] - 128, read[2] - 128]
        assert signed == pytest.approx(lab, abs=1.5)


def test_descriptors_say_what_the_outlines_do(real_issue: Printed) -> None:
    with load(real_issue.data) as pdf:
        fonts = {
            str(font.BaseFont).partition("+")[2]: font.DescendantFonts[0].FontDescriptor
            for font in pdf.pages[0].Resources.Font.values()
        }
    told = {name: (int(each.CapHeight), int(each.StemV), int(each.Ascent)) for name, each in fonts.items()}
    assert told["LiberationSerif"] == (655, 94, 880)
    assert told["FandolFang-Regular"] == (683, 43, 880)
    assert len({stem for _, stem, _ in told.values()}) > 2


def test_rules_are_painted_as_the_pages_say(printed: Printed) -> None:
    for operators, page in zip(painted(printed.data), printed.result.pages, strict=True):
        boxes = [operands for operator, operands in operators if operator == "re"]
        wanted = [
            (rule.x, page.height - rule.y - rule.thickness / 2, rule.width, rule.thickness)
            for rule in page.marks
            if isinstance(rule, HorizontalRule)
        ]
        assert boxes == [pytest.approx(box, abs=0.001) for box in wanted]
    assert printed.result.pages[0].marks


def test_a_rule_down_the_page(faces: Faces) -> None:
    rule = VerticalRule(70, 100, 200, 1.5, Colour(0, 1, 1, 0))
    data = pdf_bytes([Page(1, 595, 842, (), (rule,), None)], INFO, faces)
    (operators,) = painted(data)
    assert ("k", (0, 1, 1, 0)) in operators
    assert [operands for operator, operands in operators if operator == "re"] == [(69.25, 542, 1.5, 200)]
    assert check_pdfa_2a(data) == []
    assert check_pdfua_1(data) == []


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
            assert xmp["pdfaid:conformance"] == "A"
            assert xmp["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"


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
    assert check_pdfa_2a(PDF.encode(typeset(issue, layout, faces))) == []


@pytest.mark.parametrize(
    ("epoch", "told"),
    [
        ("1704758400", "D:20240109000000+00'00'"),
        ("1704799999", "D:20240109113319+00'00'"),
        ("0", "D:19700101000000+00'00'"),
        ("", "D:20240109000000+08'00'"),
    ],
)
def test_a_file_is_made_when_its_build_says(
    epoch: str, told: str, faces: Faces, layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SOURCE_DATE_EPOCH, else the day of the issue, in both places that tell it."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    issue = replace(SMALL, dated_header=DatedHeader("办公室", date(2024, 1, 9)))
    data = PDF.encode(typeset(issue, layout, faces))
    metadata = pypdfium2.PdfDocument(data).get_metadata_dict()
    assert metadata["CreationDate"] == metadata["ModDate"] == told
    assert check_pdfa_2a(data) == []


@pytest.mark.parametrize("epoch", ["soon", "9" * 30, "1704758400.5"])
def test_a_build_time_that_is_none_is_refused(
    epoch: str, faces: Faces, layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(TargetError, match="SOURCE_DATE_EPOCH"):
        PDF.encode(typeset(SMALL, layout, faces))


def test_an_issue_without_sections_has_no_bookmarks(faces: Faces, layout: Layout) -> None:
    data = PDF.encode(typeset(replace(SMALL, sections=(), editors_note=()), layout, faces))
    assert check_pdfa_2a(data) == []
    assert list(pypdfium2.PdfDocument(data).get_toc()) == []


def test_a_character_that_no_face_has_leaves_a_conforming_file(faces: Faces, layout: Layout) -> None:
    data = PDF.encode(typeset(issue_of("甲\U0010fffd乙\x07丙\u200b丁"), layout, faces))
    assert check_pdfa_2a(data) == []


# ---- the same bytes


def test_the_same_bytes_twice(printed: Printed) -> None:
    assert PDF.encode(printed.result) == printed.data
    again = typeset(printed.result.issue, printed.result.layout, printed.result.faces)
    assert PDF.encode(again) == printed.data


@pytest.mark.parametrize("seed", ["1", "4242"])
def test_the_same_bytes_in_another_process(seed: str, real_issue: Printed, tmp_path: Path) -> None:
    target = tmp_path / "issue.pdf"
    command = [sys.executable, "-m", "bulletin_desk", "export", str(EXAMPLES / "2024-01-09.bulletin")]
    environ = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "America/New_York"}
    subprocess.run(
        [*command, "--faces", "shipped", "--pdf", str(target)], check=True, env=environ, capture_output=True
    )
    assert target.read_bytes() == real_issue.data
