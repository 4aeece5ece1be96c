"""The natural widths of a text: one entry per character, in units. Knows no lines."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from bulletin_desk.fonts.faces import Faces
from bulletin_desk.hanzi.classes import COMPRESSIBLE, HAN_LATIN_EDGE, Width, width_of
from bulletin_desk.typeset.paragraph import HALF, QUARTER, UNITS


class Widths(dict[str, int]):
    """The natural width of each character, in units, found when first asked for."""

    def __init__(self, faces: Faces, latin_role: str) -> None:
        self._faces = faces
        self._latin_role = latin_role

    def __missing__(self, char: str) -> int:
        width = self[char] = self._find(char)
        return width

    def _find(self, char: str) -> int:
        kind = width_of(char)
        if kind is Width.FULL:
            return UNITS
        if kind is Width.HALF:
            return HALF
        if kind is Width.NONE:
            return 0
        choice = self._faces.choose(self._latin_role, char)
        if choice is None:
            return UNITS  # printed as 〓
        return choice.face.advance(choice.char) * UNITS // choice.face.units_per_em


_SLACK = dict.fromkeys(COMPRESSIBLE, HALF)


@dataclass(frozen=True, slots=True)
class Measured:
    """A text laid out on one endless line: left and right edge of each character (the gap before it is
    left of its left edge), and `slack[i]`, what the characters before i and the gaps before them could
    give up."""

    lefts: list[int]
    rights: list[int]
    slack: list[int]
    gaps: dict[int, int]
    """The quarter gaps: offset of the character after the gap to its width."""


def measure(text: str, widths: Widths) -> Measured:
    """Natural edges of each character of a text without line breaks."""
    own = [widths[char] for char in text]
    slack = [_SLACK.get(char, 0) for char in text]
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
