"""The natural widths of a text: one entry per character, in units. Knows no lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import NamedTuple

from bulletin_desk.bulletin.ranges import Ranges, meeting
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.hanzi.cells import cells
from bulletin_desk.hanzi.classes import (
    COMPRESSIBLE,
    HAN_LATIN_EDGE,
    INK_AT_RIGHT,
    OPENING_QUOTES,
    PAUSE_MARKS,
    QUOTES,
    STOP_MARKS,
    Width,
    width_of,
)
from bulletin_desk.hanzi.clusters import UNSPREAD
from bulletin_desk.layouts.line_rule import OFFICE_RULE, LineRule
from bulletin_desk.typeset.paragraph import HALF, QUARTER, UNITS

_DIGITS = frozenset("0123456789")


def kind_of(cell: str, rule: LineRule) -> Width:
    """How the width of a cell is found by a layout's rule."""
    if rule.quotes == "full" and cell in _QUOTES:
        return Width.FULL
    if rule.figures == "own" and cell in _DIGITS:
        return Width.PROPORTIONAL
    return width_of(cell)


_QUOTES = frozenset(QUOTES)
_HANGING = frozenset(PAUSE_MARKS + STOP_MARKS)
"""What hangs in Chinese composition: stops and pauses (Word's overflowPunct)."""


class Widths(dict[str, int]):
    """The natural width of each cell (`hanzi.cells`) by a layout's rule, in units, found when first asked
    for; and what else that rule says of cells: `with_blank` are the marks that can give up half a cell,
    `opening` those of them whose blank is at the left, `gap` is what stands between Han and Latin, in units.
    """

    def __init__(self, faces: Faces, latin_role: str, rule: LineRule = OFFICE_RULE) -> None:
        self._faces = faces
        self._latin_role = latin_role
        self.rule = rule
        full = rule.quotes == "full"
        self.with_blank = COMPRESSIBLE | _QUOTES if full else COMPRESSIBLE
        self.opening = INK_AT_RIGHT | frozenset(OPENING_QUOTES) if full else INK_AT_RIGHT
        self.gap = int(rule.gap * UNITS)
        self._slack: Mapping[str, int] = dict.fromkeys(self.with_blank, HALF) if rule.squeezed else {}

    def __missing__(self, cell: str) -> int:
        width = self[cell] = self._find(cell)
        return width

    def _find(self, cell: str) -> int:
        kind = kind_of(cell, self.rule)
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

    def gaps(self, text: str, set_as: Sequence[str]) -> dict[int, int]:
        """What stands before characters of a line's text, by offset: the gap between Han and Latin, and less
        than nothing where of two marks that meet one gives up its blank."""
        gaps = {match.start(): self.gap for match in HAN_LATIN_EDGE.finditer(text)} if self.gap else {}
        if self.rule.adjacent:
            gaps |= dict.fromkeys(self._meeting(set_as), -HALF)
        return gaps

    def slack(self, set_as: Sequence[str], gaps: Mapping[int, int]) -> list[int]:
        """What each character, the gap before it included, can give up for another in its line."""
        slack = [self._slack.get(cell, 0) for cell in set_as]
        for offset, gap in gaps.items():
            if gap < 0:  # one of the two has given up what it could
                slack[offset if self._gives_second(set_as, offset) else offset - 1] = 0
            elif self.rule.squeezed:
                slack[offset] += gap
        return slack

    def given(self, set_as: Sequence[str], gaps: Mapping[int, int]) -> set[int]:
        """The marks that have given up their blank to the mark beside them."""
        return {
            offset if self._gives_second(set_as, offset) else offset - 1
            for offset, gap in gaps.items()
            if gap < 0
        }

    def hangs(self, cell: str) -> bool:
        """Whether a mark may stand outside of the measure at a line's end."""
        return self.rule.hanging and cell in _HANGING

    def _meeting(self, set_as: Sequence[str]) -> list[int]:
        return [
            offset
            for offset, (before, cell) in enumerate(pairwise(set_as), 1)
            if before in self.with_blank
            and cell in self.with_blank
            and (before not in self.opening or cell in self.opening)
        ]

    def _gives_second(self, set_as: Sequence[str], offset: int) -> bool:
        """Whether of two marks that meet it is the second's blank that goes: both open."""
        return set_as[offset - 1] in self.opening


class SpannedWidths(Widths):
    """The widths of cells in a paragraph of which stretches (`ranges`, start and end) are set with the
    letters and digits of another role: `inside` has theirs."""

    def __init__(self, outside: Widths, inside: Widths, ranges: Ranges) -> None:
        super().__init__(outside._faces, outside._latin_role, outside.rule)
        self._inside = inside
        self._ranges = ranges

    def of(self, set_as: Sequence[str], start: int = 0) -> list[int]:
        """See `Widths`."""
        own = super().of(set_as)
        for first, last in meeting(self._ranges, start, start + len(own)):
            here = slice(max(first - start, 0), last - start)
            own[here] = [self._inside[cell] for cell in set_as[here]]
        return own


class Measured(NamedTuple):
    """A text laid out on one endless line: left and right edge of each character (the gap before it is
    left of its left edge), and `slack[i]`, what the characters before i and the gaps before them could
    give up."""

    lefts: list[int]
    rights: list[int]
    slack: list[int]
    gaps: dict[int, int]
    """The gaps that can be narrowed: offset of the character after the gap to its width."""
    hanging: Set[int] = frozenset()
    """The characters that may stand outside at a line's end."""

    def hangs(self, last: int, limit: int) -> bool:
        """Whether a line may end with character `last` outside of the measure."""
        return last in self.hanging and self.lefts[last] <= limit


def measure(text: str, widths: Widths, start: int = 0) -> Measured:
    """Natural edges of each character of a text without line breaks, which begins with character `start` of
    its paragraph."""
    set_as = cells(text)
    own = widths.of(set_as, start)
    gaps = widths.gaps(text, set_as)
    slack = widths.slack(set_as, gaps)
    if gaps:
        taken = own.copy()
        for offset, gap in gaps.items():
            taken[offset] += gap
        rights = list(accumulate(taken))
    else:
        rights = list(accumulate(own))
    lefts = [right - width for right, width in zip(rights, own, strict=True)]
    if widths.rule.adjacent or not widths.rule.squeezed:
        gaps = {at: gap for at, gap in gaps.items() if gap > 0 and widths.rule.squeezed}
    measured = Measured(lefts, rights, [0, *accumulate(slack)], gaps)
    if widths.rule.hanging:
        return measured._replace(hanging={at for at, cell in enumerate(set_as) if widths.hangs(cell)})
    return measured


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
