"""The rows of head and closing block, made of what was seen at its places and of what gathering has read in
it: where each row stands, which words are fields. Must not know the text between the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.gathering.figures import days_in, number_of, numbers_in
from bulletin_desk.gathering.rows import bare
from bulletin_desk.layouts.rows import CellSide
from bulletin_desk.layouts.wordings import MARKS
from bulletin_desk.learning.block_fit import Block
from bulletin_desk.learning.evidence import SeenLine
from bulletin_desk.learning.paragraphs import Piece, SetParagraph

_NEAR = 4.0
"""Points by which a piece may miss the edge that it stands at."""


class Told(NamedTuple):
    """What head and closing block say, by the names that layouts have for it; empty: they say nothing."""

    name: str = ""
    marking: str = ""
    issuer: str = ""
    disclosure: str = ""
    imprint_office: str = ""


class SeenCell(NamedTuple):
    """A piece on a side, its words with `{fields}` where they are known."""

    side: CellSide
    wording: str
    line: SeenLine


class SeenRow(NamedTuple):
    """A row: its cells from left to right, and the page that it stands on."""

    cells: tuple[SeenCell, ...]
    page: int

    @property
    def baseline(self) -> float:
        """Where its characters stand."""
        return self.cells[0].line.baseline

    @property
    def size(self) -> float:
        """That of its largest type, in points."""
        return max(cell.line.look.size for cell in self.cells)


def rows_of(
    paragraphs: Sequence[SetParagraph], told: Told, block: Block, *, closing: bool
) -> tuple[SeenRow, ...]:
    """The rows of these paragraphs; words that are values are fields in them."""
    return tuple(
        SeenRow(tuple(cell), page)
        for paragraph in paragraphs
        for page, cell in _cells_of(paragraph, told, block, closing=closing)
    )


def _cells_of(
    paragraph: SetParagraph, told: Told, block: Block, *, closing: bool
) -> Iterator[tuple[int, list[SeenCell]]]:
    if paragraph.align == "row":
        pieces = list(paragraph.lines)
        yield pieces[0].page, [_cell(piece, told, block, closing=closing) for piece in pieces]
        return
    for piece in paragraph.lines:
        yield piece.page, [_cell(piece, told, block, closing=closing)]


def _cell(piece: Piece, told: Told, block: Block, *, closing: bool) -> SeenCell:
    return SeenCell(
        _side(piece.line, block), wording_of(piece.text.strip(), told, closing=closing), piece.line
    )


def _side(line: SeenLine, block: Block) -> CellSide:
    left, right = float(block.left), float(block.left + block.cell * block.cells)
    before, behind = line.left - left, right - line.right
    if abs(before - behind) < max(_NEAR, line.look.size / 2):
        return "centre"
    return "left" if before < behind else "right"


def wording_of(text: str, told: Told, *, closing: bool) -> str:
    """A text as a layout words it: its values as fields, a total number in its brackets as what may be left
    out."""
    spans: list[tuple[int, int, str]] = []
    for name, value in told._asdict().items():
        at = text.find(value) if value else -1
        if value and at < 0 and bare(value) == bare(text):
            at, value = 0, text
        if value and at >= 0 and (name in ("disclosure", "imprint_office")) == closing:
            spans.append((at, at + len(value), f"{{{name}}}"))
    for day in days_in(text):
        if day.whole and text[day.start : day.stop] == chinese_date(day.date):
            spans.append((day.start, day.stop, "{imprint_date}" if closing else "{date}"))
    for one in () if closing else numbers_in(text):
        digits = text.find(one.text, one.start, one.stop)
        if one.what in ("number", "total", "year") and one.text.isdecimal() and digits >= 0:
            field = f"{{{one.what}}}"
            if one.what == "total" and number_of(one.text):
                inside = text[one.start : digits], text[digits + len(one.text) : one.stop]
                spans.append((one.start, one.stop, f"[{_said(inside[0])}{field}{_said(inside[1])}]"))
            else:
                spans.append((digits, digits + len(one.text), field))
    made, at = "", 0
    for start, stop, field in sorted(spans):
        if start >= at:
            made += _said(text[at:start]) + field
            at = stop
    return made + _said(text[at:])


def _said(words: str) -> str:
    """Constant words as a layout's file has them."""
    return "".join(char * 2 if char in MARKS else char for char in words)


def grid_line(row: SeenRow, block: Block) -> Fraction:
    """On which line of the grid a row's type stands, counted from 1; a fraction where it stands between."""
    middle = Fraction(row.baseline) + (Fraction(1, 2) - Fraction(22, 25)) * Fraction(row.size)
    return (middle - block.top) / block.pitch + Fraction(1, 2)
