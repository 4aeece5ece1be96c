"""The Word copy under LibreOffice: the same lines and pages as ours, the closing block at the last foot."""

from __future__ import annotations

import ctypes
import io
import subprocess
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from bulletin_desk import programs
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.export.docx.read import read_docx
from bulletin_desk.export.report import (
    compare,
    compare_with_libreoffice,
    convert,
    pdf_lines,
)
from tests.export.docx.conftest import LAYOUTS, Copy, Make
from tests.export.docx.generated import NAMES, generated_issue, issue_of_lines
from tests.export.docx.marks import marks_issue

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


def test_generated_bulletins_keep_their_page_starts_and_98_percent_of_their_lines(
    make: Make, tmp_path: Path
) -> None:
    copies = [make(generated_issue(seed), LAYOUTS[seed % 2]) for seed in range(20)]
    reports = [
        compare(copy.pages, pdf_lines(pdf)) for copy, pdf in zip(copies, _pdfs(copies, tmp_path), strict=True)
    ]
    for seed, report in enumerate(reports):
        assert report.their_pages == report.same_page_starts == report.pages, (seed, report.text())
    lines = sum(report.body_lines for report in reports)
    assert lines > 1000
    assert sum(report.same_body_lines for report in reports) >= 0.98 * lines


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


@pytest.mark.parametrize("added", [3, 5, 6, 20])
def test_the_closing_block_stays_at_the_foot_when_text_is_added(
    make: Make, real_issue: Issue, tmp_path: Path, added: int
) -> None:
    copy = make(real_issue)
    closing = _closing_lines(copy)
    more = "".join(f"<w:p><w:r><w:t>添加的第{number}段。</w:t></w:r></w:p>" for number in range(added))
    before, after = tmp_path / "before.docx", tmp_path / "after.docx"
    before.write_bytes(copy.docx)
    after.write_bytes(_replaced(copy.docx, "<w:tbl>", more + "<w:tbl>"))
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
    command = programs.libreoffice(docx)
    assert command
    arguments = [str(command), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    arguments += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "saved"), str(docx)]
    subprocess.run(arguments, check=True, capture_output=True, timeout=180)
    assert read_docx(tmp_path / "saved" / "copy.docx") == (issue, ())


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


def _replaced(docx: bytes, old: str, new: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(target, "w") as written:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "word/document.xml":
                text = data.decode("utf-8")
                assert old in text
                data = text.replace(old, new, 1).encode("utf-8")
            written.writestr(info, data)
    return target.getvalue()
