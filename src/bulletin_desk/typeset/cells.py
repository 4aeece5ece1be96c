"""The cells of a row, set: each piece a paragraph at its place in the block's width. Knows not how high the
row stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from typing import Literal, NamedTuple

from bulletin_desk.bulletin.model import Path
from bulletin_desk.layouts.model import Layout, Style
from bulletin_desk.layouts.rows import Cell, CellSide, Piece, Row
from bulletin_desk.typeset.composed import Composed, Composer
from bulletin_desk.typeset.measure import natural_width
from bulletin_desk.typeset.paragraph import paragraph
from bulletin_desk.typeset.wording import Wordings, Words

_Side = Literal["left", "centre", "right"]
_LEAST_SCALE = Fraction(1, 2)
"""Pieces side by side are made smaller by half at most."""
_LEAST_SPREAD = Fraction(9, 10)
"""Pieces over the whole width: a line more is better than small type."""


class SetPiece(NamedTuple):
    """A piece's lines, and the part of the issue that they lead to. `below`: the pieces of its cell did not
    fit side by side, and it stands so many lines below the first."""

    composed: Composed
    path: Path
    below: int = 0


@dataclass(frozen=True, slots=True)
class SetCell:
    """The pieces of a cell that are printed, from left to right."""

    side: CellSide
    pieces: tuple[SetPiece, ...]

    @property
    def count(self) -> int:
        """How many lines it has."""
        return max(piece.below + piece.composed.count for piece in self.pieces)

    @property
    def size(self) -> Fraction:
        """The size of its largest type."""
        return max(piece.composed.paragraph.size for piece in self.pieces)


class _Ready(NamedTuple):
    """A piece that is printed, with its style for its own words around the text."""

    words: Words
    style: Style
    width: Fraction


class CellSetter:
    """Sets the cells of the rows of an issue's head or closing block."""

    def __init__(
        self, wordings: Wordings, layout: Layout, composer: Composer, where: Literal["head", "closing"]
    ) -> None:
        self._wordings = wordings
        self._layout = layout
        self._composer = composer
        self._where: Literal["head", "closing"] = where

    def is_gone(self, row: Row) -> bool:
        """Whether a row takes no room: it has fields, and all of them are empty. A copy's number is empty but
        in print: its room is kept, so that all copies have the same pages."""
        names = [name for piece in row.pieces for name in piece.wording.fields]
        kept = row.keeps_room or "copy" in names
        return bool(names) and not kept and not any(map(self._wordings.value, names))

    def cells(self, row: Row) -> list[SetCell]:
        """The cells of a row that print something. What stands at the left keeps clear of what stands at the
        right, and what stands in the middle of both."""
        ready = {cell.side: self._ready(cell) for cell in row.cells}
        right, middle = ready.get("right", []), ready.get("centre", [])
        taken = Fraction(0)
        if right:
            taken = right[-1].style.right_indent + sum(each.width for each in right)
        moved = self._moved(ready.get("left", []), middle, taken)
        if moved is not None:
            taken = self._layout.text_block.width - moved
        return [
            SetCell("centre", tuple(self._at(middle, moved, Fraction(0))))
            if cell.side == "centre" and moved is not None
            else self._set(cell, ready[cell.side], taken if cell.side == "left" else Fraction(0))
            for cell in row.cells
            if ready[cell.side]
        ]

    def _moved(self, left: list[_Ready], middle: list[_Ready], taken: Fraction) -> Fraction | None:
        """Where the middle cell begins if what stands beside it reaches into the block's middle: between the
        two, or where that is too narrow, one character before what has `taken` so much at the right. None
        where it stays in the middle."""
        if not middle or not (left or taken):
            return None
        width, size = self._layout.text_block.width, sum((each.width for each in middle), Fraction(0))
        gap = max(each.style.advance for each in (*left, *middle))
        start, end = Fraction(0), width - taken - gap if taken else width
        if left:
            start = left[0].style.left_indent + sum(each.width for each in left) + gap
        if start <= (width - size) / 2 <= end - size:
            return None
        return max((start + end - size) / 2 if start + size <= end else end - size, Fraction(0))

    def width(self, text: str, style: Style) -> Fraction:
        """The natural width of a text in a style, in points."""
        return natural_width(text, self._composer.widths(style.latin_face)) * style.advance

    def words(self, piece: Piece) -> Words | None:
        """A piece as it is printed."""
        return self._wordings.words(piece, self._where)

    def clear_of(self, left: Style, taken: Fraction) -> Style:
        """The style of what stands at the left of a line, kept one character clear of what takes so many
        points at its right."""
        taken += left.advance
        room = self._layout.text_block.width - left.left_indent - taken
        if room < 4 * left.advance:  # a block so narrow that nothing helps
            return left
        return replace(left, right_indent=max(left.right_indent, taken))

    def styled(self, piece: Piece, words: Words) -> Style:
        """A piece's style, the words around its text added to its own."""
        style = self._layout.styles[piece.style]
        return replace(style, prefix=style.prefix + words.before, suffix=words.behind + style.suffix)

    def _ready(self, cell: Cell) -> list[_Ready]:
        found = []
        for piece in cell.pieces:
            words = self.words(piece)
            if words is not None:
                style = self.styled(piece, words)
                found.append(
                    _Ready(words, style, self.width(style.prefix + words.text + style.suffix, style))
                )
        return found

    def _set(self, cell: Cell, ready: list[_Ready], taken: Fraction) -> SetCell:
        if len(ready) == 1:
            (each,) = ready
            style = aligned(each.style, "left" if cell.side == "spread" else cell.side)
            return SetCell(cell.side, (self._piece(each, self.clear_of(style, taken) if taken else style),))
        if cell.side == "spread":
            return self._spread(ready)
        return self._side_by_side(cell.side, ready, taken)

    def _piece(self, each: _Ready, style: Style, below: int = 0) -> SetPiece:
        words, width = each.words, self._layout.text_block.width
        made = paragraph(words.kind, style, words.text, width, literal=words.literal)
        return SetPiece(self._composer.compose(made), words.path, below)

    def _side_by_side(self, side: _Side, ready: list[_Ready], taken: Fraction) -> SetCell:
        """Pieces one after another; what is wider than the block is set smaller, all pieces alike, and one
        below the other where they would be too small."""
        left, right = ready[0].style.left_indent, ready[-1].style.right_indent
        room = self._layout.text_block.width - left - right - taken
        total = sum((each.width for each in ready), Fraction(0))
        if total > room:
            ready = [_scaled(each, max(room / total, _LEAST_SCALE)) for each in ready]
            total = sum((each.width for each in ready), Fraction(0))
            if total > room:
                return self._stacked(ready, side, taken)
        spare = max(room - total, Fraction(0))
        x = left + {"left": Fraction(0), "centre": spare / 2, "right": spare}[side]
        return SetCell(side, tuple(self._at(ready, x, Fraction(0))))

    def _spread(self, ready: list[_Ready]) -> SetCell:
        """Pieces over the whole width, the first at its left, the last at its right, a character apart at
        least; set a little smaller where that is enough, and else one below the other."""
        left, right = ready[0].style.left_indent, ready[-1].style.right_indent
        room = self._layout.text_block.width - left - right
        gaps = len(ready) - 1
        least = gaps * min(each.style.advance for each in ready)
        total = sum((each.width for each in ready), Fraction(0))
        if total + least > room:
            scale = room / (total + least)
            if scale < _LEAST_SPREAD:
                return replace(self._stacked(ready, "left", Fraction(0)), side="spread")
            ready = [_scaled(each, scale) for each in ready]
            total = sum((each.width for each in ready), Fraction(0))
        gap = (room - total) / gaps
        return SetCell("spread", tuple(self._at(ready, left, gap)))

    def _stacked(self, ready: list[_Ready], side: _Side, taken: Fraction) -> SetCell:
        """Pieces one below the other."""
        left = ready[0].style.left_indent
        pieces: list[SetPiece] = []
        for each in ready:
            style = replace(aligned(each.style, side), left_indent=left)
            below = pieces[-1].below + pieces[-1].composed.count if pieces else 0
            pieces.append(self._piece(each, self.clear_of(style, taken) if taken else style, below))
        return SetCell(side, tuple(pieces))

    def _at(self, ready: list[_Ready], x: Fraction, gap: Fraction) -> list[SetPiece]:
        pieces = []
        for each in ready:
            # to the block's end: a measure as narrow as the text would be rounded to less than it
            style = replace(each.style, align="left", first_line_indent=Fraction(0))
            pieces.append(self._piece(each, replace(style, left_indent=x, right_indent=Fraction(0))))
            x += each.width + gap
        return pieces


def _scaled(each: _Ready, scale: Fraction) -> _Ready:
    """A piece in type that is smaller, in half points."""
    style = each.style
    size = max(floor(style.size * scale * 2), 1) / Fraction(2)
    scale = size / style.size
    return each._replace(
        style=replace(style, size=size, advance=style.advance * scale), width=each.width * scale
    )


def aligned(style: Style, side: _Side) -> Style:
    """A style at the side of its cell; justified text stays so at the left."""
    if style.align == side or (side == "left" and style.align == "justified"):
        return style
    return replace(style, align=side)
