"""Which glyph is drawn for a character of some style, and where in its cell. Knows no lines."""

from __future__ import annotations

from typing import NamedTuple

from bulletin_desk.fonts.faces import Choice, Face, Faces
from bulletin_desk.fonts.shaping import unshaped_script
from bulletin_desk.hanzi.accents import ABSORBED
from bulletin_desk.hanzi.classes import HALVED, OPENING_QUOTES, QUOTES, Width
from bulletin_desk.layouts.line_rule import OFFICE_RULE, LineRule
from bulletin_desk.pages.model import FontRef
from bulletin_desk.typeset.measure import kind_of


class Glyph(NamedTuple):
    """`char` in the face `font`, its origin `bearing` points right of its cell's left edge: glyphs that are
    narrower or wider than their cell stand in its middle. Without a face nothing is drawn.

    `rule` says that the character can't be printed as it is: `missing` (no face has it: it is `TURNED`, and
    the note is the script if that is one that can't be set letter by letter), `fallback` (not in
    the role's own face; `note` names the file that has it) or `private_use` (printed as the character that it
    stands for, the note); else it is empty. `stretch` scales its width.
    """

    char: str
    face: Face | None
    font: FontRef
    bearing: float
    rule: str = ""
    note: str = ""
    stretch: float = 1.0

    def filling(self, width: float, size: float) -> tuple[float, float]:
        """Bearing and horizontal stretch that make the ink fill a cell of some width (points), so that two
        dashes join."""
        assert self.face is not None
        left, right = (edge * size / self.face.units_per_em for edge in self.face.ink(self.char))
        stretch = width / (right - left) if right > left else 1.0
        return -left * stretch, stretch


_NOWHERE = FontRef("")
TURNED = "〓"
"""Printed for what no face has, a whole cell wide: where a type was lacking, printers turned another over."""


class Glyphs(dict[str, Glyph]):
    """The glyphs of one role at one size by cells (`hanzi.cells`), found when first asked for. `cell`
    is the width of a full-width character, points; letters, digits, spaces, and quotes where `rule` has them
    half a cell wide, come from `latin_role`."""

    def __init__(
        self,
        faces: Faces,
        role: str,
        latin_role: str,
        size: float,
        cell: float,
        rule: LineRule = OFFICE_RULE,
    ) -> None:
        self._faces = faces
        self._role = role
        self._latin_role = latin_role
        self._rule = rule
        self._size = size
        self._cell = cell

    def __missing__(self, cell: str) -> Glyph:
        glyph = self[cell] = self._find(cell)
        return glyph

    def _find(self, cell: str) -> Glyph:
        char, kind, halved = cell[0], kind_of(cell, self._rule), cell[1:] == HALVED
        if kind is Width.NONE:
            unseen = char == "\n" or _invisible(char)
            return Glyph(char, None, _NOWHERE, 0.0, "" if unseen else "missing", unshaped_script(char))
        role = self._role if kind is Width.FULL or halved else self._latin_role
        choice = self._faces.choose(role, char)
        if choice is None:
            if char == TURNED:
                return Glyph(char, None, _NOWHERE, 0.0, "missing")
            return self[TURNED]._replace(rule="missing", note=unshaped_script(char))
        bearing, stretch = 0.0, 1.0
        if halved:
            bearing, stretch = self._in_half_a_cell(choice)
        elif kind is not Width.PROPORTIONAL:
            width = self._cell if kind is Width.FULL else self._cell / 2
            advance = choice.face.advance(choice.char) * self._size / choice.face.units_per_em
            bearing = (width - advance) / 2
            if kind is Width.FULL and char in QUOTES:  # a narrow one stands at its word
                bearing *= 2 if char in OPENING_QUOTES else 0
        rule, note = "", ""
        if choice.char != char:
            rule, note = "private_use", choice.char
        elif choice.fallback:
            rule, note = "fallback", choice.face.file_name
        return Glyph(choice.char, choice.face, choice.face.ref, bearing, rule, note, stretch)

    def _in_half_a_cell(self, choice: Choice) -> tuple[float, float]:
        """Bearing and stretch that put a full-width mark's ink into the middle of half a cell."""
        scale = self._size / choice.face.units_per_em
        left, right = (edge * scale for edge in choice.face.ink(choice.char))
        stretch = min(1.0, self._cell / 2 / (right - left)) if right > left else 1.0
        return self._cell / 4 - (left + right) / 2 * stretch, stretch


def _invisible(char: str) -> bool:
    """Whether a character may go unprinted: joiners and variation selectors change no word."""
    return char in _JOINERS or "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


_JOINERS = frozenset("\u200b\u200c\u200d\u2060\ufeff" + ABSORBED)
