"""Where lines and rules of a Word copy's PDF stand, beside our pages; whichever program made it."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pypdfium2

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.pages.model import Page, rows

_SAME_LINE = 3.0
"""Points between baselines that are still one line's."""
_LEFT = (Kind.MARKING, Kind.DATED_HEADER, Kind.SECTION_HEAD, Kind.DISCLOSURE, Kind.DISTRIBUTION, Kind.IMPRINT)
"""Kinds whose lines begin at the left in every layout. Elsewhere programs differ in the gaps of a line."""


class Placed(NamedTuple):
    """What stands on a page of ours (from 1) and on that of the PDF: how much further right and lower it is
    there, in points."""

    page: int
    what: str
    kind: Kind | None
    right: float
    lower: float

    @property
    def off(self) -> float:
        """How far it is off, in whichever direction counts for it."""
        return max(abs(self.lower), abs(self.right) if self.kind is None or self.kind in _LEFT else 0)


class Compared(NamedTuple):
    """What stands on both, and what of ours was not found on its page: lines that are broken otherwise."""

    found: tuple[Placed, ...]
    lacking: tuple[str, ...]


class Seen(NamedTuple):
    """A line of a PDF: its text without spaces, its first character's x, and the baseline of its middle one,
    since a program may have letters and digits a little higher or lower than Chinese characters."""

    text: str
    x: float
    y: float


def positions(pages: Sequence[Page], pdf: Path) -> Compared:
    """All lines, page numbers and rules of our pages, looked for in a PDF of their Word copy."""
    found: list[Placed] = []
    lacking: list[str] = []
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page, theirs in zip(pages, document, strict=False):
            seen = list(_lines(theirs, page.height))
            for text, kind, x, y in _ours(page):
                same = [line for line in seen if line.text == text]
                if same:
                    line = min(same, key=lambda line: abs(line.y - y))
                    found.append(Placed(page.number, text, kind, line.x - x, line.y - y))
                else:
                    lacking.append(text)
            ruled = _rules(theirs, page.height)
            marks = sorted((mark.y, mark.x) for mark in page.marks)
            if len(ruled) != len(marks):
                lacking.append(f"{len(marks)} rules, not {len(ruled)}")
                continue
            for (y, x), (their_y, their_x) in zip(marks, ruled, strict=True):
                found.append(Placed(page.number, "rule", None, their_x - x, their_y - y))
    finally:
        document.close()
    return Compared(tuple(found), tuple(lacking))


def pdf_positions(pdf: Path) -> list[list[Seen]]:
    """The lines of each page of a PDF, from top to bottom."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [list(_lines(page, page.get_height())) for page in document]
    finally:
        document.close()


def _ours(page: Page) -> Iterator[tuple[str, Kind, float, float]]:
    placed = list(rows(page))
    if page.folio:
        placed.append((page.folio,))
    for row in placed:
        xs = [line.x + run.xs[0] for line in row for run in line.line.runs]
        text = _plain("".join(line.line.text for line in row))
        if text and xs:
            yield text, row[0].kind, min(xs), row[0].y


def _lines(page: pypdfium2.PdfPage, height: float) -> Iterator[Seen]:
    raw, text = pypdfium2.raw, page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    characters: list[tuple[float, float, str]] = []
    codes = [raw.FPDFText_GetUnicode(text, index) for index in range(text.count_chars())]
    for index, code in enumerate(codes):
        if 0xDC00 <= code < 0xE000:
            continue  # the second half of a character beyond U+FFFF
        if 0xD800 <= code < 0xDC00:
            code = 0x10000 + ((code - 0xD800) << 10) + codes[index + 1] - 0xDC00
        char = "-" if code == _HYPHEN else chr(code)
        if char.isspace() or not char.isprintable():
            continue
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        characters.append((height - y.value, x.value, char))
    characters.sort()
    line: list[tuple[float, float, str]] = []
    for character in (*characters, None):
        if line and (character is None or character[0] - line[0][0] > _SAME_LINE):
            across = sorted(line, key=lambda entry: entry[1])
            yield Seen(
                _plain("".join(entry[2] for entry in across)), across[0][1], sorted(line)[len(line) // 2][0]
            )
            line = []
        if character is not None:
            line.append(character)


_HYPHEN = 2
"""What pdfium gives a hyphen as that ends a line."""


def _rules(page: pypdfium2.PdfPage, height: float) -> list[tuple[float, float]]:
    """The centre and the left end of each rule across the page, once where it is painted twice. (The bounds
    of a stroke are half its thickness too far out on every side.)"""
    found = []
    for part in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = part.get_bounds()
        if right - left > _WIDE and top - bottom < _WIDE:
            thickness = (top - bottom) / 2
            found.append((round(height - (top + bottom) / 2, 1), left + thickness / 2))
    return [next(same) for _, same in groupby(sorted(found), key=lambda rule: rule[0])]


_WIDE = 100.0
"""Points: shorter than that no rule is."""


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
