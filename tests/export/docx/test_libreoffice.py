"""The Word copy under LibreOffice: the same lines and pages as ours, the closing block at the last foot."""

from __future__ import annotations

import ctypes
import io
import os
import re
import subprocess
import zipfile
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from bulletin_desk import programs
from bulletin_desk.bulletin.model import Body, Issue, Item, Kind, Section
from bulletin_desk.export.docx.read import read_docx
from bulletin_desk.export.docx.write import docx_bytes
from bulletin_desk.export.report import (
    compare,
    compare_with_libreoffice,
    convert,
    pdf_lines,
)
from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.layouts.contents_form import ContentsForm
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.typeset.typesetter import Typesetter
from tests.bulletin.further import FULL_ITEM, FURTHER, UNTITLED
from tests.export.docx.conftest import LAYOUTS, Copy, Make, replaced
from tests.export.docx.generated import NAMES, attached_issue, generated_issue, issue_of_lines, tall_issue
from tests.export.docx.marks import endings_issue, marks_issue
from tests.export.docx.positions import pdf_positions, positions
from tests.layouts.further import layout_with
from tests.typeset.forms import FORMS, layout_of_form
from tests.typeset.test_forms import issue_of

pytestmark = pytest.mark.skipif(
    programs.libreoffice(Path("copy.docx")) is None, reason="LibreOffice is not installed"
)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("example", ["real_issue", "full_issue"])
def test_every_line_and_page_of_an_example_is_the_same(
    make: Make, request: pytest.FixtureRequest, tmp_path: Path, example: str, layout: str
) -> None:
    copy = make(request.getfixturevalue(example), layout)
    docx = tmp_path / "copy.docx"
    docx.write_bytes(copy.docx)
    report = compare_with_libreoffice(docx, copy.pages)
    assert report.same, report.text()
    assert f"正文 {report.body_lines} 行中 {report.body_lines} 行相同" in report.text()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_set_by_its_neighbours_is_the_same(make: Make, tmp_path: Path, layout: str) -> None:
    """Signs, addresses, marks in half a cell, Latin spaces, lines that are not spread."""
    copy = make(marks_issue(), layout)
    docx = tmp_path / "copy.docx"
    docx.write_bytes(copy.docx)
    report = compare_with_libreoffice(docx, copy.pages)
    assert report.same, report.text()
    assert report.body_lines > 20


@pytest.mark.parametrize("layout", LAYOUTS)
def test_lines_that_end_where_word_processors_differ_are_the_same(
    make: Make, tmp_path: Path, layout: str
) -> None:
    """And none is empty between them."""
    copies = [make(endings_issue(seed), layout) for seed in range(3)]
    for copy, pdf in zip(copies, _pdfs(copies, tmp_path), strict=True):
        report = compare(copy.pages, pdf_lines(pdf))
        assert report.same, report.text()
        assert not [placed for placed in positions(copy.pages, pdf).found if placed.off > 1]


def test_every_line_of_the_further_parts_is_the_same(tmp_path: Path) -> None:
    layout = layout_with()
    text = "".join(generated_issue(3).sections[0].items[0].blocks[0].texts()[0].text for _ in range(2))
    body = Body(text, 0, ((2, 9), (20, 41)))
    full = replace(FULL_ITEM, blocks=(body, body))
    sections = (
        Section("先锋"),
        Section("总体", (full, replace(UNTITLED, blocks=(body,))), 2),
        Section("", (Item("", (body,)), full)),
    )
    issue = replace(FURTHER, sections=sections)
    pages = Typesetter(layout, load_faces(use_installed=False)).typeset(issue)
    docx = tmp_path / "copy.docx"
    docx.write_bytes(docx_bytes(issue, layout, pages))
    report = compare_with_libreoffice(docx, pages)
    assert f"正文 {report.body_lines} 行中 {report.body_lines} 行相同" in report.text()


_GENERATED = int(os.environ.get("BULLETIN_DESK_GENERATED", "12"))
"""How many generated bulletins are held against LibreOffice, in both layouts."""


def test_every_line_and_page_of_generated_bulletins_is_the_same(make: Make, tmp_path: Path) -> None:
    copies = [make(generated_issue(seed), layout) for seed in range(_GENERATED) for layout in LAYOUTS]
    lines = 0
    for copy, pdf in zip(copies, _pdfs(copies, tmp_path), strict=True):
        report = compare(copy.pages, pdf_lines(pdf))
        assert report.same, report.text()
        lines += report.body_lines
    assert lines > 80 * len(copies)


def test_headings_lists_attachments_and_contents_are_the_same(make: Make, tmp_path: Path) -> None:
    """Every line, page and page number of the list, in both layouts."""
    copies = [make(attached_issue(seed), layout) for seed in range(_GENERATED // 4) for layout in LAYOUTS]
    for name in LAYOUTS:
        shipped = load_layout(name)
        for form in (ContentsForm(), ContentsForm(by="flat", mark="◆", page_text="（{page}）", leader="·")):
            lists = shipped.blocks.lists._replace(indent="hanging")
            layout = replace(shipped, contents=form, blocks=shipped.blocks._replace(lists=lists))
            pages = Typesetter(layout, load_faces(use_installed=False)).typeset(attached_issue(2))
            data = docx_bytes(attached_issue(2), layout, pages)
            copies.append(Copy(attached_issue(2), layout, pages, data))
    for copy, pdf in zip(copies, _pdfs(copies, tmp_path), strict=True):
        report = compare(copy.pages, pdf_lines(pdf))
        assert report.same, report.text()


def test_the_rows_of_other_offices_stand_where_ours_do(tmp_path: Path) -> None:
    """Heads and closing blocks of ten forms: every line and rule within a point, and in its place across,
    but for the gaps beside digits."""
    faces = load_faces(use_installed=False)
    section = Section("工作", (Item("会议", (Body("全省会议在成都召开。" * 5),)),))
    copies = []
    for name in FORMS:
        layout = layout_of_form(name, tmp_path)
        issue = replace(issue_of(layout), sections=(section,))
        pages = Typesetter(layout, faces).typeset(issue)
        copies.append(Copy(issue, layout, pages, docx_bytes(issue, layout, pages)))
    for copy, pdf in zip(copies, _pdfs(copies, tmp_path), strict=True):
        report = compare(copy.pages, pdf_lines(pdf))
        assert report.same, report.text()
        compared = positions(copy.pages, pdf)
        assert not compared.lacking
        assert not [placed for placed in compared.found if abs(placed.lower) > 1 or abs(placed.right) > 4]


@pytest.mark.parametrize("typed", ["新", "又增加的几个字", "在2026年"])
def test_a_paragraph_that_was_edited_flows_on(make: Make, tmp_path: Path, typed: str) -> None:
    """Nothing inside words and numbers breaks, and lines stay as full as they were."""
    copies = [make(generated_issue(seed), LAYOUTS[seed % 2]) for seed in range(8)]
    edited = []
    for number, copy in enumerate(copies):
        docx = tmp_path / f"edited{number}.docx"
        docx.write_bytes(_typed_into(copy.docx, typed))
        edited.append(docx)
    count = 0
    for copy, pdf in zip(copies, convert(edited, tmp_path), strict=True):
        untouched = {line.line.text.replace(" ", "") for page in copy.pages for line in page.lines}
        for page in pdf_lines(pdf):
            for line, following in pairwise(page):
                if not {line, following} <= untouched:  # as titles, which their author broke
                    count += 1
                    assert not _TORN.search(f"{line}\n{following}"), (line, following)
    assert count > 200


_TORN = re.compile(r"(?<![.@/:])[0-9A-Za-z]\n[0-9A-Za-z%％‰℃]|[0-9]\.\n[0-9]|[0-9]\n\.[0-9]")
"""A word or a number on two lines."""


def _typed_into(docx: bytes, typed: str) -> bytes:
    """The copy with something typed at the beginning of each long paragraph."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        body = package.read("word/document.xml").decode("utf-8")

    def longer(match: re.Match[str]) -> str:
        text = re.sub("<[^>]+>", "", match[0])
        return match[0] if len(text) < 60 else re.sub("(<w:t[^>]*>)", rf"\g<1>{typed}", match[0], count=1)

    return replaced(docx, "word/document.xml", body, re.sub("<w:p>.*?</w:p>", longer, body))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_heads_and_closing_blocks_stand_where_ours_do(make: Make, tmp_path: Path, layout: str) -> None:
    """Names spaced and of two lines; text that ends on odd and even pages, with a page left blank or not."""
    issues = [issue_of_lines(4, name) for name in NAMES]
    issues += [issue_of_lines(lines) for lines in (8, 20, 24, 30)]
    copies = [make(issue, layout) for issue in issues]
    for copy, pdf in zip(copies, _pdfs(copies, tmp_path), strict=True):
        name = copy.issue.masthead.name
        report = compare(copy.pages, pdf_lines(pdf))
        assert report.pages == report.their_pages == report.same_page_starts, (name, report.text())
        assert report.same, (name, report.text())
        ours = next(placed for placed in copy.pages[-1].lines if placed.kind.value == "print_count").y
        theirs = float(copy.layout.paper_height) - _baseline(pdf, "（共印")
        assert theirs == pytest.approx(ours, abs=4)
        first = [placed for placed in copy.pages[0].lines if placed.path == ("masthead", "name")]
        for placed in (*first, *(line for line in copy.pages[0].lines if line.kind.value == "number_line")):
            theirs = float(copy.layout.paper_height) - _baseline(pdf, placed.line.text[0], page=0)
            assert theirs == pytest.approx(placed.y, abs=3), (name, placed.line.text)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_line_and_rule_stands_within_a_point(
    make: Make, real_issue: Issue, full_issue: Issue, tmp_path: Path, layout: str
) -> None:
    """Head, text, closing block, page number; names of all sizes; text that ends on odd and even pages."""
    issues = [real_issue, full_issue, marks_issue(), *map(generated_issue, range(4))]
    issues += [issue_of_lines(4, name) for name in NAMES]
    issues += [issue_of_lines(lines) for lines in (8, 20, 24, 30)]
    issues.append(replace(issue_of_lines(3), dated_header=replace(real_issue.dated_header, issuer=_LONG)))
    copies = [make(issue, layout) for issue in issues]
    _within_a_point(copies, _pdfs(copies, tmp_path))


_LONG = "四川省地方志工作办公室、四川省档案馆、四川省社会科学院、西南民族大学地方志研究中心"
"""An issuer of two lines."""


def _within_a_point(copies: list[Copy], pdfs: list[Path]) -> None:
    for copy, pdf in zip(copies, pdfs, strict=True):
        compared = positions(copy.pages, pdf)
        assert not [placed for placed in compared.found if placed.off > 1]
        kinds = {placed.kind for placed in compared.found}
        assert {None, Kind.MASTHEAD, Kind.NUMBER_LINE, Kind.DATED_HEADER, Kind.TITLE, Kind.FOLIO} <= kinds
        assert len(compared.lacking) <= len(compared.found) / 50, compared.lacking


@pytest.mark.parametrize("layout", LAYOUTS)
def test_sizes_of_other_layouts_stand_within_a_point_too(
    make: Make, full_issue: Issue, tmp_path: Path, layout: str
) -> None:
    """What is not of the body's size is raised or lowered, or placed by spaces."""
    sizes = {
        "marking": 14,
        "number_line": 18,
        "title": 26,
        "subheading": 18,
        "source": 14,
        "editors_note": 15,
    }
    sizes |= {"section_head": 18, "disclosure": 14, "distribution": 12, "imprint": 12, "print_count": 12}
    plain = load_layout(layout)
    resized = {
        name: replace(plain.styles[name], size=Fraction(size), advance=Fraction(size))
        for name, size in sizes.items()
    }
    other = replace(plain, styles={**plain.styles, **resized})
    pages = Typesetter(other, load_faces(use_installed=False)).typeset(full_issue)
    copy = Copy(full_issue, other, pages, docx_bytes(full_issue, other, pages))
    _within_a_point([copy], _pdfs([copy], tmp_path))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_space_below_the_last_item_never_makes_a_page(make: Make, tmp_path: Path, layout: str) -> None:
    """However full the last page is, whether the block stands there or on the next one, or there is none."""
    issues = []
    for lines in range(2, 34):
        plain = issue_of_lines(lines)
        (section,) = plain.sections
        sourced = replace(section, items=(replace(section.items[0], source="（办公室）"),))
        issues += [plain, replace(plain, sections=(sourced,))]
        if lines % 2:
            issues.append(replace(plain, disclosure="", distribution=(), imprint=None, print_count=None))
    copies = [make(issue, layout) for issue in issues]
    for copy, pdf in zip(copies, _pdfs(copies, tmp_path), strict=True):
        report = compare(copy.pages, pdf_lines(pdf))
        assert report.their_pages == report.pages == report.same_page_starts, report.text()


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("source", ["（办公室）", ""])
def test_an_item_copied_behind_itself_has_its_empty_line(
    make: Make, tmp_path: Path, source: str, layout: str
) -> None:
    """The last one; what it ends with need not be a source."""
    item = Item("召开会议", (Body("第一段。"), Body("第二段。")), source)
    issue = replace(issue_of_lines(1), sections=(Section("动态", (item,)),), disclosure="", distribution=())
    copy = make(replace(issue, imprint=None, print_count=None), layout)
    with zipfile.ZipFile(io.BytesIO(copy.docx)) as package:
        body = package.read("word/document.xml").decode("utf-8")
    flow = re.findall(r"<w:p>.*?</w:p>", body)
    last = "".join(flow[next(at for at, text in enumerate(flow) if item.title in text) :])
    docx = tmp_path / "copied.docx"
    docx.write_bytes(replaced(copy.docx, "word/document.xml", last, last + last))
    (pdf,) = convert([docx], tmp_path)
    first, second = (line.y for line in pdf_positions(pdf)[0] if line.text == item.title)
    rows = 1 + len(item.blocks) + bool(source) + 1
    assert second - first == pytest.approx(rows * float(copy.layout.text_block.line_pitch), abs=0.5)


def test_a_closing_block_taller_than_a_page_is_whole(make: Make, tmp_path: Path) -> None:
    copies = [make(tall_issue(), layout) for layout in LAYOUTS]
    for copy, pdf in zip(copies, _pdfs(copies, tmp_path), strict=True):
        pages = pdf_lines(pdf)
        assert len(pages) == len(copy.pages)
        text = "".join(_bare(line) for page in pages for line in page)
        for entry in copy.issue.distribution:
            assert entry.to.partition("，")[0] in text
        assert _bare(copy.issue.imprint.office if copy.issue.imprint else "") in text


@pytest.mark.parametrize("added", [3, 5, 6, 20])
def test_the_closing_block_stays_at_the_foot_when_text_is_added(
    make: Make, real_issue: Issue, tmp_path: Path, added: int
) -> None:
    copy = make(real_issue)
    closing = _closing_lines(copy)
    more = "".join(f"<w:p><w:r><w:t>添加的第{number}段。</w:t></w:r></w:p>" for number in range(added))
    before, after = tmp_path / "before.docx", tmp_path / "after.docx"
    before.write_bytes(copy.docx)
    after.write_bytes(replaced(copy.docx, "word/document.xml", "<w:tbl>", more + "<w:tbl>"))
    pdfs = convert([before, after], tmp_path)
    pages = pdf_lines(pdfs[1])
    assert sum("添加的第" in line for page in pages for line in page) == added
    assert [_bare(line) for line in pages[-1][-1 - len(closing) : -1]] == closing
    assert all(closing[0] not in map(_bare, page) for page in pages[:-1])
    assert _baseline(pdfs[0], "（共印") == pytest.approx(_baseline(pdfs[1], "（共印"), abs=0.5)


def test_a_free_copy_is_told_to_differ(make: Make, real_issue: Issue, tmp_path: Path) -> None:
    copy = make(real_issue, free=True)
    docx = tmp_path / "copy.docx"
    docx.write_bytes(copy.docx)
    report = compare_with_libreoffice(docx, copy.pages)
    assert not report.same
    assert 0 < report.same_body_lines < report.body_lines
    assert "本程序：" in report.text()


@pytest.mark.parametrize("example", ["real_issue", "full_issue"])
def test_a_copy_that_libreoffice_saved_again_is_still_the_bulletin(
    make: Make, request: pytest.FixtureRequest, tmp_path: Path, example: str
) -> None:
    issue = request.getfixturevalue(example)
    docx = tmp_path / "copy.docx"
    docx.write_bytes(make(issue).docx)
    assert read_docx(_saved(docx, "docx", "MS Word 2007 XML")) == (issue, ())


def test_the_further_parts_that_libreoffice_saved_again_are_there(tmp_path: Path) -> None:
    """By way of OpenDocument too, which keeps no bulletin: styles tell them then."""
    layout = layout_with()
    pages = Typesetter(layout, load_faces(use_installed=False)).typeset(FURTHER)
    docx = tmp_path / "copy.docx"
    docx.write_bytes(docx_bytes(FURTHER, layout, pages))
    assert read_docx(_saved(docx, "docx", "MS Word 2007 XML")) == (FURTHER, ())
    again = _saved(_saved(docx, "odt", "writer8"), "docx", "MS Word 2007 XML")
    assert read_docx(again)[0].sections == FURTHER.sections


def _saved(file: Path, ending: str, form: str) -> Path:
    """The file as LibreOffice saves it in a form."""
    command = programs.libreoffice(file)
    assert command
    folder = file.parent / f"saved-{ending}"
    arguments = [str(command), f"-env:UserInstallation={(file.parent / 'profile').as_uri()}", "--headless"]
    arguments += ["--convert-to", f"{ending}:{form}", "--outdir", str(folder), str(file)]
    subprocess.run(arguments, check=True, capture_output=True, timeout=180)
    return folder / f"{file.stem}.{ending}"


def _pdfs(copies: list[Copy], folder: Path) -> list[Path]:
    files = []
    for number, copy in enumerate(copies):
        files.append(folder / f"{number}.docx")
        files[-1].write_bytes(copy.docx)
    return convert(files, folder)


def _closing_lines(copy: Copy) -> list[str]:
    kinds = {"disclosure", "distribution", "imprint", "print_count"}
    lines: dict[float, str] = {}
    for placed in copy.pages[-1].lines:
        if placed.kind.value in kinds:
            lines[placed.y] = lines.get(placed.y, "") + placed.line.text
    return [_bare(line) for line in lines.values()]


def _bare(line: str) -> str:
    return "".join(line.split())


def _baseline(pdf: Path, text: str, *, page: int = -1) -> float:
    """How far above the foot of a page (the last one) the text stands, in points."""
    document = pypdfium2.PdfDocument(pdf)
    textpage = document[page % len(document)].get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    index = textpage.get_text_range().index(text)
    pypdfium2.raw.FPDFText_GetCharOrigin(textpage, index, x, y)
    document.close()
    return y.value
