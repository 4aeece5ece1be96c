"""What a file is, its content tells; the real issue comes back from each form that contributors send."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin_desk import programs
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.export.docx.styles import ZERO_WIDTH_SPACE
from bulletin_desk.export.docx.write import docx_bytes
from bulletin_desk.export.pdf.info import DocumentInfo
from bulletin_desk.export.pdf.write import pdf_bytes
from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.intake import convert
from bulletin_desk.intake.read import read_manuscript, read_pasted_html, read_pasted_text
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.typeset.typesetter import TypesetPages, Typesetter
from tests.intake.conftest import CLOSING, HEAD, as_copied, printed
from tests.intake.word import p, saved, word


@pytest.fixture(scope="module")
def pages(real_issue: Issue) -> TypesetPages:
    return Typesetter(load_layout(), load_faces(use_installed=False)).typeset(real_issue)


def texts(path: Path) -> list[str]:
    return [paragraph.text for paragraph in read_manuscript(path).paragraphs]


def lines_of(path: Path) -> list[str]:
    return [line for text in texts(path) for line in text.split("\n")]


def test_the_office_s_own_word_copy(pages: TypesetPages, real_issue: Issue, tmp_path: Path) -> None:
    path = saved(tmp_path, docx_bytes(real_issue, load_layout(), pages))
    lines = [line.replace(ZERO_WIDTH_SPACE, "") for line in lines_of(path)]  # which cleaning takes out
    expected = printed(real_issue)
    start = lines.index(expected[0])
    assert lines[start : start + len(expected)] == expected
    read = read_manuscript(path)
    headings = [paragraph for paragraph in read.paragraphs if paragraph.text.startswith("编纂出版综合年鉴。")]
    assert headings[0].lead == len("编纂出版综合年鉴。")


def other_look(issue: Issue) -> bytes:
    """The issue in a Word file of another hand: direct formatting, the default style throughout."""
    document = docx.Document()
    for text in printed(issue):
        paragraph = document.add_paragraph()
        run = paragraph.add_run(text)
        run.font.size = Pt(15)
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "华文楷体")
        if len(text) < 40 and not text.startswith("（"):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run.bold = True
        else:
            paragraph.paragraph_format.first_line_indent = Pt(30)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_word_file_with_another_look(real_issue: Issue, tmp_path: Path) -> None:
    path = saved(tmp_path, other_look(real_issue))
    assert texts(path) == printed(real_issue)
    looks = [paragraph.look for paragraph in read_manuscript(path).paragraphs]
    assert {(look.size, look.face) for look in looks} == {(15.0, "华文楷体")}
    assert {(look.align, look.indent, look.bold) for look in looks} == {
        ("centre", None, True),
        ("", 2.0, False),
    }


def test_lines_copied_from_our_own_pdf(pages: TypesetPages, real_issue: Issue, tmp_path: Path) -> None:
    path = tmp_path / "简报.pdf"
    info = DocumentInfo("简报", "办公室", "第2期", datetime(2024, 1, 9, tzinfo=UTC), "测试")
    path.write_bytes(pdf_bytes(pages, info, load_faces(use_installed=False)))
    copied = pdf_text(path)
    assert "— 3 —" in copied
    manuscript = read_pasted_text(copied)
    expected = [*HEAD, *as_copied(real_issue), *CLOSING]
    found = [paragraph.text for paragraph in manuscript.paragraphs]
    # the two ends of a line come with a space between them
    assert [
        text.replace("办公室 2024", "办公室2024").replace("处 2024", "处2024") for text in found
    ] == expected
    assert {note.rule for note in manuscript.notes} == {"printed-lines", "page-number", "made-up-space"}


def pdf_text(path: Path) -> str:
    def pages_of(document: pypdfium2.PdfDocument) -> Iterator[str]:
        for page in document:
            yield page.get_textpage().get_text_range()

    document = pypdfium2.PdfDocument(path)
    try:
        return "\r\n".join(pages_of(document))
    finally:
        document.close()


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        ("甲\r\n乙".encode("utf-16"), "稿.docx", ["甲", "乙"]),
        (b"<html><p>\xe7\x94\xb2</p></html>", "稿.doc", ["甲"]),
        ("报告\n".encode("gb18030") * 3, "稿", ["报告"] * 3),
        (word(p("甲")), "稿.doc", ["甲"]),
    ],
)
def test_the_content_counts_not_the_name(tmp_path: Path, data: bytes, name: str, expected: list[str]) -> None:
    path = saved(tmp_path, data, name)
    assert texts(path) == expected
    assert read_manuscript(path).name == "稿"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7 x", "复制其中的文字再粘贴"),
        (b"\x89PNG\r\n\x1a\n", "索要 Word 文件"),
        (b"PK\x03\x04" + bytes(40), "已损坏"),
        (b"", "文件是空的"),
        (bytes(100), "文件是空的"),
        (bytes(range(256)), "不是文字文件"),
    ],
)
def test_what_can_not_be_read_is_refused_in_one_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(UnreadableFileError, match=said) as refused:
        read_manuscript(saved(tmp_path, data))
    assert str(refused.value).startswith("打不开“")
    assert str(refused.value).endswith("。")


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="没有这个文件"):
        read_manuscript(tmp_path / "无.docx")
    with pytest.raises(UnreadableFileError, match="这是一个文件夹"):
        read_manuscript(tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"<html>", b"\xff\xfe", b"Version:1.0"]))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes, start: bytes) -> None:
    path = saved(tmp_path, start + data)
    with suppress(UnreadableFileError):
        read_manuscript(path)


def test_pasted_html() -> None:
    assert [paragraph.text for paragraph in read_pasted_html("<p>甲<p>乙").paragraphs] == ["甲", "乙"]
    with pytest.raises(UnreadableFileError, match="粘贴的内容读不了"):
        read_pasted_html("<p>" * 300_001)


# ---- files that have to be converted

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
RTF = rb"{\rtf1\ansi\ansicpg936 {\fonttbl{\f0\fcharset134 SimSun;}}\f0 \'bc\'d7\par \'d2\'d2\par}"


@pytest.mark.parametrize(("data", "name"), [(OLD, "稿.doc"), (OLD, "稿.wps"), (RTF, "稿.rtf")])
def test_without_a_converter_the_clerk_is_told_how(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, name: str
) -> None:
    monkeypatch.setattr(programs, "libreoffice", lambda document: None)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(
        UnreadableFileError, match=r"没有 LibreOffice，请在 Word 或 WPS 里打开它，另存为 \.docx"
    ):
        read_manuscript(saved(tmp_path, data, name))


needs_libreoffice = pytest.mark.skipif(
    programs.libreoffice(Path("稿.doc")) is None, reason="no LibreOffice here"
)


@needs_libreoffice
def test_an_rtf_file_is_converted(tmp_path: Path) -> None:
    manuscript = read_manuscript(saved(tmp_path, RTF, "稿件一.rtf"))
    assert [paragraph.text for paragraph in manuscript.paragraphs] == ["甲", "乙"]
    assert manuscript.name == "稿件一"
    assert manuscript.notes[0].rule == "converted"


def test_rtf_behind_a_mark_and_blanks_is_rtf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "libreoffice", lambda document: None)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(UnreadableFileError, match="没有 LibreOffice"):
        read_manuscript(saved(tmp_path, b"\xef\xbb\xbf\r\n" + RTF, "稿.doc"))


@needs_libreoffice
def test_a_damaged_old_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"另存为 \.docx"):
        read_manuscript(saved(tmp_path, OLD, "稿.doc"))


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_a_converter_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = tmp_path / "soffice"
    command.write_text("#!/bin/sh\nexec tail -f /dev/null\n", encoding="utf-8")
    command.chmod(0o755)
    monkeypatch.setattr(programs, "libreoffice", lambda document: command)
    monkeypatch.setattr(convert, "TIME_LIMIT", 0.2)
    with pytest.raises(UnreadableFileError, match="还没有完成"):
        read_manuscript(saved(tmp_path, OLD, "稿.doc"))
