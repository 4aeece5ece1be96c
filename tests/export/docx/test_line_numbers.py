"""Lines are numbered in the Word copy as they are on our pages: those of running text, and no others."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree  # type: ignore[import-untyped]
from openxml_audit import FileFormat, OpenXmlValidator  # type: ignore[import-untyped]

from bulletin_desk.bulletin.model import Body
from bulletin_desk.export.docx.read import read_docx
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.forms import DOCX
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.pipeline import Typeset, typeset
from bulletin_desk.typeset.marked import numbered_rows
from tests.bulletin.rich import RICH

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def counted(document: bytes) -> Iterator[str]:
    """The texts of the paragraphs whose lines Word counts: not those in tables, nor those that say so."""
    body = etree.fromstring(document)[0]
    for paragraph in body.findall(f"{W}p"):
        if paragraph.find(f"{W}pPr/{W}suppressLineNumbers") is None:
            yield "".join(text.text or "" for text in paragraph.iter(f"{W}t"))


@pytest.fixture(scope="module", params=["sichuan-gazetteer", "gb9704", "monthly"])
def rich(request: pytest.FixtureRequest, faces: Faces) -> Typeset:
    """With tables, pictures, attachments, an empty paragraph, and in one layout a list of contents."""
    sections = list(RICH.sections)
    first = sections[0].items[0]
    item = replace(first, blocks=(*first.blocks, Body(""), Body("末段。")))
    sections[0] = replace(sections[0], items=(item, *sections[0].items[1:]))
    return typeset(replace(RICH, sections=tuple(sections)), load_layout(request.param), faces)


def words(texts: Iterator[str]) -> str:
    """What is written in them, without what stands between words."""
    return "".join(char for text in texts for char in text if char.isalnum())


def test_the_same_texts_are_counted(rich: Typeset) -> None:
    ours = words(placed.line.text for page in rich.pages for row in numbered_rows(page) for placed in row)
    document = members(DOCX.encode(rich, numbers="page"))["word/document.xml"]
    assert all(counted(document))
    assert words(counted(document)) == ours
    for missing in ("会场", "展板", "本期要目"):
        assert missing not in ours


@pytest.mark.parametrize(("numbers", "restart"), [("page", "newPage"), ("through", "continuous")])
def test_every_section_says_how(rich: Typeset, tmp_path: Path, numbers: str, restart: str) -> None:
    data = DOCX.encode(rich, numbers=numbers)
    document = members(data)["word/document.xml"].decode("utf-8")
    sections = re.findall("<w:sectPr>.*?</w:sectPr>", document)
    assert sections
    assert all(f'<w:lnNumType w:countBy="1" w:restart="{restart}"/>' in section for section in sections)
    for name, content in members(data).items():
        if name.startswith("word/footer"):
            assert b"<w:suppressLineNumbers/>" in content  # LibreOffice counts them else
    file = tmp_path / "numbered.docx"
    file.write_bytes(data)
    result = OpenXmlValidator(FileFormat.OFFICE_2010).validate(str(file))
    assert [error.description for error in result.errors] == []


def test_none_is_as_before(rich: Typeset) -> None:
    assert DOCX.encode(rich, numbers="none") == DOCX.encode(rich)
    assert b"NumType" not in DOCX.encode(rich)


def test_it_is_read_back_as_ever(rich: Typeset, tmp_path: Path) -> None:
    file = tmp_path / "numbered.docx"
    file.write_bytes(DOCX.encode(rich, numbers="page"))
    assert read_docx(file) == (rich.issue, ())
