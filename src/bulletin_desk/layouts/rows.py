"""The head and the closing block as values: rows of placed text, from top to bottom. Knows of no file and no
issue; lengths are exact fractions of a point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal, NamedTuple

from bulletin_desk.layouts.wordings import Wording

Cmyk = tuple[float, float, float, float]
"""Ink, each 0 to 1."""
CellSide = Literal["left", "centre", "right", "spread"]
"""Where a cell stands in its row; `spread`: its pieces are dealt out over the row's whole width."""
ClosingPlace = Literal["foot", "text"]
"""Where the closing block stands: at the text block's foot, or right under the text."""


class Piece(NamedTuple):
    """Words in one style. `about` is the field that they are about, empty for constant words; if it is
    `typed`, its text is typed here, with the constant words around it, else the layout words the whole."""

    wording: Wording
    style: str
    about: str = ""
    typed: bool = False


class Cell(NamedTuple):
    """Pieces side by side on one baseline."""

    side: CellSide
    pieces: tuple[Piece, ...]


class Rule(NamedTuple):
    """A rule across the block, `gap` below the type above it; with `double`, a second one of the same
    thickness so far below it."""

    thickness: Fraction
    colour: Cmyk
    gap: Fraction = Fraction(0)
    double: Fraction | None = None

    @property
    def height(self) -> Fraction:
        """From the upper edge to the lower one."""
        return self.thickness if self.double is None else self.thickness * 2 + self.double


class Fit(NamedTuple):
    """How large a name is set: as large as the block is wide, its style's size at most. One that would be
    smaller than `least` on one line is set in two, `pitch` em apart; `widths` are those to which names of so
    many characters are spaced."""

    least: Fraction
    pitch: Fraction
    widths: Mapping[int, Fraction]


class Row(NamedTuple):
    """A row of up to three cells. In the head it stands on grid line `line`, `top` below the block's top, or
    `space` below the row above, pushing down what follows; in the closing block one row follows another.

    `pitch` is the height of its lines; without cells it keeps `height` free. A row whose fields are all empty
    takes no room unless it `keeps_room`. `repeats`: once for each entry of the distribution, with
    `rule_between` them. In the closing block a row may stand in the `margin` below it, and one that does not
    `need_rules` is printed without rules where it is alone.
    """

    cells: tuple[Cell, ...] = ()
    line: int | None = None
    top: Fraction | None = None
    space: Fraction | None = None
    space_after: Fraction = Fraction(0)
    pitch: Fraction | None = None
    height: Fraction = Fraction(0)
    keeps_room: bool = False
    rule: Rule | None = None
    fit: Fit | None = None
    repeats: bool = False
    rule_between: Fraction = Fraction(0)
    margin: bool = False
    needs_rules: bool = True

    @property
    def pieces(self) -> Iterator[Piece]:
        """Its pieces from left to right."""
        return (piece for cell in self.cells for piece in cell.pieces)

    def cell(self, side: CellSide) -> Cell | None:
        """The cell on a side, if it has one."""
        return next((cell for cell in self.cells if cell.side == side), None)


class Head(NamedTuple):
    """报头 on page 1: its rows, in `lines` lines of the grid, or more where they push each other down, and
    `space_after` empty ones."""

    lines: int
    space_after: int
    rows: tuple[Row, ...]


class Closing(NamedTuple):
    """版记: its rows, `line_pitch` apart unless they say otherwise, at least `space_before` empty lines below
    the text, as many where its `place` is under the text. With `even_page` it ends on an even page, at its
    foot; if a page stays blank before it, these pages have page numbers only if `folio_after_blank`."""

    line_pitch: Fraction
    rows: tuple[Row, ...]
    space_before: int
    even_page: bool
    folio_after_blank: bool
    place: ClosingPlace = "foot"
