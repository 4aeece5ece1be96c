"""The natural widths of a text: one entry per character, in units. Knows no lines."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from bulletin_desk.bulletin.ranges import Ranges, meeting
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.hanzi.cells import cells
from bulletin_desk.hanzi.classes import COMPRESSIBLE, HAN_LATIN_EDGE, Width, width_of
from bulletin_desk.hanzi.clusters import UNSPREAD
from bulletin_desk.typeset.paragraph import HALF, QUARTER, UNITS


class Widths(dict[str, int]):
    """The natural width of each cell (`hanzi.cells`), in units, found when first asked for."""

    def __init__(self, faces: Faces, latin_role: str) -> None:
        self._faces = faces
        self._latin_role = latin_role

    def __missing__(self, cell: str) -> int:
        width = self[cell] = self._find(cell)
        return width

    def _find(self, cell: str) -> int:
        kind = width_of(cell)
        if kind is Width.FULL:
            return UNITS
        if kind is Width.HALF:
            return HALF
        if kind is Width.NONE:
            return 0
        choice = self._faces.choose(self._latin_role, cell[0])
        if choice is None:
            return UNITS  # printed as 〓
        return choice.face.advance(choice.char) * UNITS // choice.face.units_per_em

    def of(self, set_as: Sequence[str], start: int = 0) -> list[int]:
        """The widths of these cells, of which the first is character `start` of its paragraph."""
        return [self[cell] for cell in set_as]


class SpannedWidths(Widths):
    """The widths of cells in a paragraph of which stretches (`ranges`, start and end) are set with the
    letters and digits of another role: `inside` has theirs."""

    def __init__(self, outside: Widths, inside: Widths, ranges: Ranges) -> None:
        super().__init__(outside._faces, outside._latin_role)
        self._inside = inside
        self._ranges = ranges

    def of(self, set_as: Sequence[str], start: int = 0) -> list[int]:
        """See `Widths`."""
        own = super().of(set_as)
        for first, last in meeting(self._ranges, start, start + len(own)):
            here = slice(max(first - start, 0), last - start)
            own[here] = [self._inside[cell] for cell in set_as[here]]
        return own


_SLACK = dict.fromkeys(COMPRESSIBLE, HALF)


class Measured(NamedTuple):
    """A text laid out on one endless line: left and right edge of each character (the gap before it is
    left of its left edge), and `slack[i]`, what the characters before i and the gaps before them could
    give up."""

    lefts: list[int]
    rights: list[int]
    slack: list[int]
    gaps: dict[int, int]
    """The quarter gaps: offset of the character after the gap to its width."""


def measure(text: str, widths: Widths, start: int = 0) -> Measured:
    """Natural edges of each character of a text without line breaks, which begins with character `start` of
    its paragraph."""
    set_as = cells(text)
    own = widths.of(set_as, start)
    slack = [_SLACK.get(cell, 0) for cell in set_as]
    gaps = {match.start(): QUARTER for match in HAN_LATIN_EDGE.finditer(text)}
    if gaps:
        taken = own.copy()
        for offset in gaps:
            taken[offset] += QUARTER
            slack[offset] += QUARTER
        rights = list(accumulate(taken))
    else:
        rights = list(accumulate(own))
    lefts = [right - width for right, width in zip(rights, own, strict=True)]
    return Measured(lefts, rights, [0, *accumulate(slack)], gaps)


MOST_SPREAD = QUARTER
"""What a gap is widened by at most, in units: JLREQ 3.8.4 widens the spaces between Latin words and between
Han characters and Latin to half an em (a quarter more than they are), those between Han characters to a
quarter. Beyond that a line falls apart into characters."""


def open_gaps(text: str, own: Sequence[int]) -> list[int]:
    """The offsets of a line's text before which the line may be widened: between its characters, `own` wide,
    but not inside a unit."""
    fixed = {index for match in UNSPREAD.finditer(text) for index in range(match.start() + 1, match.end())}
    return [index for index in range(1, len(text)) if index not in fixed and own[index]]


def natural_width(text: str, widths: Widths) -> Fraction:
    """The natural width of a text's widest line, in em."""
    return Fraction(max(measure(line, widths).rights[-1] if line else 0 for line in text.split("\n")), UNITS)
