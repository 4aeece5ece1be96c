"""Programs that read the text of a PDF, as far as they are there, and what our own content streams show."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
import pytest

from tests.export.pdfa_fonts import cid_widths, to_unicode_map


def _pdfium(file: Path) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file))


def _poppler(file: Path) -> str:
    if not (program := shutil.which("pdftotext")):
        pytest.skip("poppler's pdftotext is not installed")
    done = subprocess.run([program, "-enc", "UTF-8", file, "-"], capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def _mupdf(file: Path) -> str:
    module = pytest.importorskip("pymupdf")
    with module.open(file) as document:
        return "\n".join(page.get_text() for page in document)


def _pdfminer(file: Path) -> str:
    return str(pytest.importorskip("pdfminer.high_level").extract_text(file))


def _pypdf(file: Path) -> str:
    return "\n".join(page.extract_text() for page in pytest.importorskip("pypdf").PdfReader(file).pages)


READERS: dict[str, Callable[[Path], str]] = {
    "pdfium": _pdfium,
    "poppler": _poppler,
    "mupdf": _mupdf,
    "pdfminer": _pdfminer,
    "pypdf": _pypdf,
}


class Shown(NamedTuple):
    """A glyph as a content stream shows it: its text, where it starts and, by the font's widths, ends, in
    points, and its size (as it is stretched)."""

    text: str
    x: float
    end: float
    y: float
    size: float


def shown(page: pikepdf.Page) -> Iterator[Shown]:
    """The glyphs of a page of ours in the order of its content stream."""
    fonts: dict[str, tuple[Any, Any]] = {}
    for name, font in page.Resources.Font.items():
        widths = cid_widths(font.DescendantFonts[0], name, lambda *_: None)
        fonts[name] = to_unicode_map(font), widths
    size = scale = x = y = 0.0
    instructions: Any = pikepdf.parse_content_stream(page)
    for operands, operator in instructions:
        if str(operator) == "Tf":
            (texts, widths), size = fonts[str(operands[0])], float(operands[1])
        elif str(operator) == "Tm":
            scale, _, _, _, x, y = map(float, operands)
        elif str(operator) == "TJ":
            for part in operands[0]:
                if not isinstance(part, pikepdf.String):
                    x -= float(part) * size * scale / 1000
                    continue
                codes = bytes(part)
                for at in range(0, len(codes), 2):
                    code = int.from_bytes(codes[at : at + 2], "big")
                    end = x + widths(code) * size * scale / 1000
                    yield Shown(texts[code], x, end, y, size * scale)
                    x = end


def load(data: bytes) -> pikepdf.Pdf:
    """A PDF in memory."""
    return pikepdf.open(BytesIO(data))
