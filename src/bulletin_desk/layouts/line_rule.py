"""The rule by which an office breaks and fills its lines, as frozen values. Must not know how a
line is broken."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, NamedTuple

QuoteWidth = Literal["half", "full"]
FigureWidth = Literal["half", "own"]


class LineRule(NamedTuple):
    """What is measured before a line is broken, and what it may give up. As it stands here it was fitted to
    a printed issue (2024-01-09).

    `quotes`: “ ” ‘ ’ are half a cell, of the Latin face, or a whole one of the text's own. `figures`: digits
    are half a cell, or as wide as their face has them. `gap`: em between a Han character and a letter or
    digit (CLREQ 3.2.2). `squeezed`: a line gives up blanks of its marks and its gaps for a character that
    begins inside the measure. `adjacent`: of two marks that meet, half a cell is taken anyhow (CLREQ 3.1.6).
    `hanging`: a stop or pause may stand outside at a line's end.
    """

    quotes: QuoteWidth = "half"
    figures: FigureWidth = "half"
    gap: Fraction = Fraction(1, 4)
    squeezed: bool = True
    adjacent: bool = False
    hanging: bool = False


OFFICE_RULE = LineRule()
