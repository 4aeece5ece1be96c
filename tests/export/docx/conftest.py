"""Issues with their pages and Word copies, set once for all tests of this room with the shipped faces."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import docx
import pytest
from docx.document import Document

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.export.docx.read import read_docx
from bulletin_desk.export.docx.write import docx_bytes
from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.typeset.typesetter import TypesetPages, Typesetter
from tests.export.docx.uno_office import office as office

ROOT = Path(__file__).resolve().parents[3]
LAYOUTS = ("sichuan-gazetteer", "gb9704")


class Copy(NamedTuple):
    """An issue, its layout and pages, and its Word copy."""

    issue: Issue
    layout: Layout
    pages: TypesetPages
    docx: bytes


Make = Callable[..., Copy]
Edited = Callable[..., tuple[Issue, tuple[str, ...]]]


@cache
def _typesetter(layout: str) -> Typesetter:
    return Typesetter(load_layout(layout), load_faces(use_installed=False))


@pytest.fixture(scope="session")
def make() -> Make:
    """Sets an issue and writes its Word copy."""

    def made(issue: Issue, layout: str = LAYOUTS[0], *, free: bool = False) -> Copy:
        typesetter = _typesetter(layout)
        pages = typesetter.typeset(issue)
        return Copy(issue, typesetter.layout, pages, docx_bytes(issue, typesetter.layout, pages, free=free))

    return made


@pytest.fixture(scope="session")
def real_issue() -> Issue:
    return read_bulletin(ROOT / "examples" / "2024-01-09.bulletin")


@pytest.fixture(scope="session")
def full_issue() -> Issue:
    return read_bulletin(ROOT / "examples" / "full.bulletin")


def replaced(docx: bytes, part: str, old: str, new: str) -> bytes:
    """The package with the first such text of a part changed, which must be there."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(target, "w") as written:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == part:
                text = data.decode("utf-8")
                assert old in text
                data = text.replace(old, new, 1).encode("utf-8")
            written.writestr(info, data)
    return target.getvalue()


@pytest.fixture
def edited(make: Make, tmp_path: Path) -> Edited:
    """Reads an issue's Word copy back after an edit in Word."""

    def read(
        issue: Issue, edit: Callable[[Document], object], layout: str = LAYOUTS[0]
    ) -> tuple[Issue, tuple[str, ...]]:
        document = docx.Document(io.BytesIO(make(issue, layout).docx))
        edit(document)
        file = tmp_path / "edited.docx"
        document.save(str(file))
        return read_docx(file)

    return read
