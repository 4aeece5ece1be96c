"""Word files for learning: the same formats are read wherever they are said; and what is no Word file is
refused in one sentence."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from bulletin_desk import programs
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.learning.word_file import read_word
from bulletin_desk.learning.word_model import Run, Table, WordBlock, WordFile, WordParagraph
from tests.learning.word_copies import NAMES, saved_by_libreoffice, stripped, word_copy
from tests.learning.word_dialects import DIALECTS, changed
from tests.learning.word_made import paragraph, word_made

WITH_LIBREOFFICE = "BULLETIN_DESK_ROUND_TRIPS"


@dataclass(frozen=True)
class Flat:
    """A paragraph or a table without what styles and programs put down to no effect."""

    text: str
    format: object
    characters: tuple[object, ...]


def flat(blocks: Iterable[WordBlock], *, saved: bool) -> Iterator[object]:
    """What is said of each character and paragraph. `saved` by LibreOffice, which knows neither hanging
    punctuation nor its compression at a line's start, and says how high frames are."""
    for block in blocks:
        if isinstance(block, Table):
            yield block.columns, block.align, block.left, block.frame
            for row in block.rows:
                yield row.height, row.rule
                for cell in row.cells:
                    yield cell.width, cell.span, cell.borders, cell.margins, cell.valign
                    yield from flat(cell.blocks, saved=saved)
            continue
        shown = block.format._replace(style="", outline=None)
        if saved:
            frame = shown.frame._replace(height=None, exact=False) if shown.frame is not None else None
            shown = shown._replace(overflow=True, top_line_punctuation=False, frame=frame)
            shown = shown._replace(page_break_before=False)
        yield Flat(_said(block).rstrip("\f"), shown, tuple(_characters(block)))


def _said(paragraph: WordParagraph) -> str:
    return "".join("#" if run.field == "page" else run.text for run in paragraph.runs)


def _characters(paragraph: WordParagraph) -> Iterator[object]:
    for piece in paragraph.pieces:
        if isinstance(piece, Run):
            shown = piece.format._replace(style="", hint="", kerns=False)
            for _ in "#" if piece.field == "page" else piece.text.rstrip("\f"):
                yield shown, piece.field
        else:
            yield piece


def said(file: WordFile, *, saved: bool = False) -> list[object]:
    """All that a file says that shows on paper."""
    found: list[object] = list(flat(file.blocks, saved=saved))
    for section in file.sections:
        found.append(
            (section.width, section.height, section.top, section.bottom, section.left, section.right)
        )
        found.append((section.footer, section.columns, section.first_number))
        for blocks in (section.footers.odd, section.footers.even, section.footers.first):
            found += flat(blocks or (), saved=saved)
    return [*found, file.settings.even_and_odd, file.settings.default_tab]


def read_bytes(data: bytes, file: Path) -> WordFile:
    file.write_bytes(data)
    return read_word(file)


@pytest.mark.parametrize("name", NAMES)
def test_what_styles_say_and_what_is_said_directly_is_the_same(name: str, tmp_path: Path) -> None:
    styled = read_bytes(word_copy(name), tmp_path / "a.docx")
    direct = read_bytes(stripped(word_copy(name)), tmp_path / "b.docx")
    assert said(direct) == said(styled)
    assert (styled.has_own_bulletin, direct.has_own_bulletin) == (True, False)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_same_is_read_however_it_is_written(dialect: str, tmp_path: Path) -> None:
    for name in ("gb9704", "monthly"):
        copy = stripped(word_copy(name))
        rewritten = changed(copy, DIALECTS[dialect])
        assert len(rewritten) != len(copy)
        other = read_bytes(rewritten, tmp_path / "b.docx")
        assert said(other) == said(read_bytes(copy, tmp_path / "a.docx")), name


@pytest.mark.skipif(WITH_LIBREOFFICE not in os.environ, reason=f"{WITH_LIBREOFFICE} is not set")
@pytest.mark.skipif(programs.libreoffice(Path("copy.docx")) is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["styled", "stripped", "free"])
def test_what_libreoffice_saved_is_the_same(kind: str, tmp_path: Path) -> None:
    copies = {
        name: stripped(word_copy(name, free=kind == "free")) if kind != "styled" else word_copy(name)
        for name in NAMES
    }
    for name, data in saved_by_libreoffice(copies, tmp_path / "saved").items():
        saved = read_bytes(data, tmp_path / "b.docx")
        assert said(saved, saved=True) == said(read_bytes(copies[name], tmp_path / "a.docx"), saved=True), (
            name
        )


BAD = [
    (b"", "文件是空的"),
    ("四川省地方志工作简报".encode() * 20, "它不是 Word 文件"),
    (b"%PDF-1.7\n" + b"0" * 200, "PDF"),
    (b"PK\x03\x04" + b"\0" * 100, "文件已损坏"),
    (word_made(""), "里面没有文字"),
    (
        word_made("<w:p/>").replace(b"word/document.xml", b"word/dokument.xml"),
        "它不是 Word 文件（.docx），或已损坏",
    ),
]


@pytest.mark.parametrize(("data", "reason"), BAD)
def test_what_is_no_word_file_is_refused_in_one_sentence(data: bytes, reason: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as error:
        read_bytes(data, tmp_path / "上一期.docx")
    assert reason in str(error.value)
    assert "上一期.docx" in str(error.value)
    assert str(error.value).count("。") == 1


def test_a_bomb_is_not_unfolded(tmp_path: Path) -> None:
    file = tmp_path / "一期.docx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b" " * (49 << 20))
    with pytest.raises(UnreadableFileError, match="大得不合常理"):
        read_word(file)


def test_elements_in_very_many_others_are_refused_or_read(tmp_path: Path) -> None:
    """Which of them it is, libxml2 decides: it takes 2,048 levels, or before 2.14 any number."""
    deep = "<w:sdt><w:sdtContent>" * 3_000 + paragraph() + "</w:sdtContent></w:sdt>" * 3_000
    found = ""
    with suppress(UnreadableFileError):
        found = "".join(one.text for one in read_bytes(word_made(deep), tmp_path / "一期.docx").paragraphs())
    assert found in ("", "红头文件")
