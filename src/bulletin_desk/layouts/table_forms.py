"""How a layout sets tables and pictures, as frozen values. Reads no file, knows no widths of columns."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, NamedTuple

from bulletin_desk.layouts.rows import Cmyk

CaptionSide = Literal["below", "above"]
_BLACK: Cmyk = (0.0, 0.0, 0.0, 1.0)


class TableForm(NamedTuple):
    """Lengths in points: `pitch` of the lines in cells, in unit and note; `padding` between a cell's rule and
    its text, at the sides and above and below; how thick rules are, and the outer ones of a 三线表. `number`
    is put before a caption (表{number}), counted in each item; empty: nothing is."""

    pitch: Fraction = Fraction(16)
    padding: tuple[Fraction, Fraction] = (Fraction(4), Fraction(3))
    rule: Fraction = Fraction(1, 2)
    outer_rule: Fraction = Fraction(1)
    colour: Cmyk = _BLACK
    number: str = ""


class PictureForm(NamedTuple):
    """In points: `pitch` of the lines of captions and credit, `gap` between two pictures side by side.
    `caption`: where captions stand; `number` is put before each (图{number}), counted in each item; empty:
    nothing is."""

    pitch: Fraction = Fraction(16)
    gap: Fraction = Fraction(12)
    caption: CaptionSide = "below"
    number: str = ""
