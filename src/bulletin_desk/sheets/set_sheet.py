"""A sheet that is filled in, as finished pages of the same kind as an issue's: painted, printed and put into
one PDF like these. Decides nothing about sizes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from bulletin_desk.bulletin.grammar import block_of, cell_of, item_path, title_of
from bulletin_desk.bulletin.model import Path
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import TextBlock
from bulletin_desk.pages.model import (
    Colour,
    HorizontalRule,
    Page,
    PageMark,
    PlacedBand,
    PlacedLine,
    PlacedTable,
    VerticalRule,
)
from bulletin_desk.sheets.facts import Facts
from bulletin_desk.sheets.fit import (
    ABOVE,
    PITCH,
    SIDE,
    FitCell,
    FitPage,
    FitRow,
    Fitted,
    FitText,
    Setter,
    fit,
)
from bulletin_desk.sheets.model import Sheet

_ITEM = item_path(0, 0)
_TABLE = block_of(_ITEM, 0)
"""Where the boxes would stand in a bulletin: readers are told by it that they are a table."""
_BASELINE = Fraction(22, 25)
"""From the em box's top, in em."""


class SheetPages(NamedTuple):
    """The pages of a sheet, and what a clerk should know about them, in sentences."""

    pages: tuple[Page, ...]
    said: tuple[str, ...]


def sheet_pages(sheet: Sheet, facts: Facts, faces: Faces, setter: Setter | None = None) -> SheetPages:
    """A sheet filled in with what is known of an issue; with a `setter` of these faces that has set it before
    it is quickly set anew. Raises FontError."""
    fitted = fit(sheet, facts, setter or Setter(faces))
    pages = tuple(_page(fitted, page, number) for number, page in enumerate(fitted.pages, 1))
    return SheetPages(pages, fitted.said)


def _page(fitted: Fitted, page: FitPage, number: int) -> Page:
    sheet = fitted.sheet
    top = sheet.margins.top
    lines: list[PlacedLine] = []
    if page.title:
        lines += _placed(page.title, title_of(_ITEM), sheet.margins.left, top)
        top += page.title.height + sheet.title.below
    bands: list[PlacedBand] = []
    tops = [top]
    for row in page.rows:
        for at, cell in enumerate(row.cells):
            lines += _texts(sheet, row, cell, cell_of(_TABLE, row.at, at), tops[-1])
        bands.append(PlacedBand(row.at, float(tops[-1]), float(row.height)))
        tops.append(tops[-1] + row.height)
    left = sheet.margins.left
    table = PlacedTable(
        _TABLE,
        fitted.table,
        tuple(float(left + edge) for edge in fitted.edges),
        tuple(bands),
        page.repeated,
    )
    marks = tuple(_rules(sheet, page.rows, tops))
    return Page(
        number, float(sheet.paper_width), float(sheet.paper_height), tuple(lines), marks, None, (table,)
    )


def _texts(sheet: Sheet, row: FitRow, cell: FitCell, path: Path, top: Fraction) -> Iterator[PlacedLine]:
    """The lines of a box: what stands at its top, in the middle of what that leaves, and at its bottom."""
    upper = sum((text.height for text in cell.texts if text.place == "top"), Fraction(0))
    lower = sum((text.height for text in cell.texts if text.place == "bottom"), Fraction(0))
    middle = sum((text.height for text in cell.texts if text.place == "middle"), Fraction(0))
    starts = {
        "top": top + ABOVE,
        "middle": top + upper + (row.height - upper - lower - middle) / 2,
        "bottom": top + row.height - ABOVE - lower,
    }
    left = sheet.margins.left + cell.x + SIDE
    for text in cell.texts:
        yield from _placed(text, path, left, starts[text.place])
        starts[text.place] += text.height


def _placed(text: FitText, path: Path, left: Fraction, top: Fraction) -> Sequence[PlacedLine]:
    pitch = text.style.size * PITCH
    block = TextBlock(Fraction(0), left, text.style.size, 1, pitch, 1, _BASELINE, widow_control=False)
    return text.composed.placed(path, range(text.composed.count), block, top, pitch)


def _rules(sheet: Sheet, rows: Sequence[FitRow], tops: Sequence[Fraction]) -> Iterator[PageMark]:
    """The rules of the boxes on a page: strong ones around those that stand together, fine ones between
    them."""
    colour = Colour(*sheet.colour)
    left, width = float(sheet.margins.left), float(sheet.width)
    strong, fine = float(sheet.outer), float(sheet.inner)
    for at, top in enumerate(tops):
        above = at > 0 and rows[at - 1].ruled
        below = at < len(rows) and rows[at].ruled
        if above or below:
            thickness = fine if above and below else strong
            over = strong if thickness == strong else 0.0
            if thickness:
                yield HorizontalRule(left - over / 2, float(top), width + over, thickness, colour)
    for row, top in zip(rows, tops, strict=False):
        if not row.ruled:
            continue
        edges = [float(sheet.margins.left + cell.x) for cell in row.cells[1:]]
        for x, thickness in ((left, strong), *((edge, fine) for edge in edges), (left + width, strong)):
            if thickness:
                yield VerticalRule(x, float(top), float(row.height), thickness, colour)


def numbered(pages: Sequence[Page], first: int) -> tuple[Page, ...]:
    """The pages with other numbers, for a file in which others stand before them."""
    return tuple(replace(page, number=number) for number, page in enumerate(pages, first))
