"""The styles of rows, made of how their pieces were set: one for each look, called as layouts call it. Must
not know where rows stand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from bulletin_desk.fonts.faces import Faces
from bulletin_desk.gathering.doubts import Doubt
from bulletin_desk.layouts.model import Align, Style
from bulletin_desk.learning.block_fit import Block
from bulletin_desk.learning.evidence import Look
from bulletin_desk.learning.faces_seen import face_name, is_nearest, role_of
from bulletin_desk.learning.inks import cmyk_of
from bulletin_desk.learning.measured import measured
from bulletin_desk.learning.seen_rows import Part
from bulletin_desk.learning.spaced import is_han

_NEAR = Fraction(3, 20)
"""Points within which an advance is the size or the block's cell."""
_PLAY_EM = Fraction(3, 20)
"""Em within which an indent is a whole or half em."""
_SQUEEZED = Fraction(19, 20)
"""Of the size: an advance that is less is that of characters that were made narrow."""
_UNSURE = frozenset(("left_indent", "right_indent", "latin_face"))
"""Keys of a style that not each piece of it tells: what stands at the right says nothing of a left indent."""
_GAPS = (Fraction(0), Fraction(1, 8), Fraction(1, 4))
"""Em between a Chinese character and a figure."""
_WIDEST = Fraction(2)


class RowStyles:
    """The styles that rows have so far, by name, and doubts about faces."""

    def __init__(self, block: Block, faces: Faces) -> None:
        self._block = block
        self._faces = faces
        self.styles: dict[str, Style] = {}
        self._told: dict[str, frozenset[str]] = {}
        self.doubts: list[Doubt] = []

    def of(
        self,
        part: Part,
        usual: str,
        align: Align,
        *,
        left: float | None = None,
        right: float | None = None,
        spaced: bool = False,
    ) -> str:
        """The name of the style of a piece: `usual` where that is free or just so, else one of the layout's
        own. It is indented so many points; None where its place doesn't tell. A `spaced` one has its row's
        room between its characters."""
        size = measured(part.look.size)
        advance = self._advance(part, size)
        advance = size if spaced else advance
        face = self.role(part.look)
        latin = role_of(part.latin.face, part.latin.bold) if part.latin is not None else ""
        style = Style(
            name=usual,
            face=face,
            size=size,
            advance=advance,
            colour=cmyk_of(part.look.ink),
            align=align,
            first_line_indent=Fraction(0),
            left_indent=self.indent(left or 0.0, advance),
            right_indent=self.indent(right or 0.0, advance),
            prefix="",
            suffix="",
            prefix_face=face,
            latin_face=latin or ("latin_bold" if face == "xiaobiaosong" else "latin"),
        )
        told = {
            side for side, points in (("left_indent", left), ("right_indent", right)) if points is not None
        }
        if latin:
            told.add("latin_face")
        return self.add(style, frozenset(told))

    def add(self, style: Style, told: frozenset[str] = _UNSURE) -> str:
        """The name under which a style is kept: its own, or one of the layout's own where that is taken by
        another. `told` are those of the keys that not each place tells which this one's does."""
        name = style.name
        for number in range(2, 100):
            there = self.styles.get(name)
            if there is None:
                self.styles[name], self._told[name] = replace(style, name=name), told
                break
            merged = self._merged(there, self._told[name], style, told)
            if merged is not None:
                self.styles[name], self._told[name] = merged, self._told[name] | told
                break
            name = f"{style.name}_{number}"
        return name

    @staticmethod
    def _merged(there: Style, there_told: frozenset[str], style: Style, told: frozenset[str]) -> Style | None:
        """A style that is as both; None where they are unlike."""
        for key in _UNSURE & told & there_told:
            if getattr(there, key) != getattr(style, key):
                return None
        for key in _UNSURE & told - there_told:
            match key:
                case "left_indent":
                    there = replace(there, left_indent=style.left_indent)
                case "right_indent":
                    there = replace(there, right_indent=style.right_indent)
                case _:
                    there = replace(there, latin_face=style.latin_face)
        same = replace(
            style,
            name=there.name,
            align=there.align,
            left_indent=there.left_indent,
            right_indent=there.right_indent,
            latin_face=there.latin_face,
        )
        return there if same == there else None

    def role(self, look: Look) -> str:
        """The role of a face; that of running text where its name tells nothing, which is doubted."""
        role = role_of(look.face, look.bold)
        if role.startswith("latin"):
            return "song_bold" if look.bold else "song"  # of no Chinese character
        if not role or is_nearest(look.face):
            said = face_name(look.face)
            instead = _NAMES.get(role or "fangsong", "仿宋")
            message = (
                f"字体“{said}”认不准，版式里用{instead}代替。"
                if role
                else f"字体“{said}”不认识，版式里用{instead}。"
            )
            doubt = Doubt("layout", message, said)
            if doubt not in self.doubts:
                self.doubts.append(doubt)
        return role or "fangsong"

    def _advance(self, part: Part, size: Fraction) -> Fraction:
        if part.advance is None:
            return self._beside_latin(part, size)
        advance = Fraction(part.advance)
        usual = min((size, self._block.cell), key=lambda one: abs(advance - one))
        if abs(advance - usual) < _NEAR:
            return usual
        if advance < size * _SQUEEZED:
            said = "".join(part.text.split())[:20]
            wide = f"{float(size):g} 磅的字只占 {float(advance):.1f} 磅宽"
            message = f"“{said}”的字是压扁的（{wide}），版式里没有，用了正的字。"
            self.doubts.append(Doubt("layout", message, said))
            return size
        return measured(part.advance) if advance <= size * _WIDEST else size

    def _beside_latin(self, part: Part, size: Fraction) -> Fraction:
        """The advance of characters that stand beside letters and figures only, a gap before these: the size
        or the block's cell, whichever comes nearer."""
        steps = [
            after.x - seen.x
            for seen, after in pairwise(part.chars)
            if is_han(seen.char) and after.char.strip()
        ]
        if not steps:
            return size
        least = min(steps)
        return min(
            (size, self._block.cell),
            key=lambda one: min(abs(float(one * (1 + gap)) - least) for gap in _GAPS),
        )

    def indent(self, points: float, advance: Fraction) -> Fraction:
        """An indent in half characters, if it is as much as that."""
        if points < float(advance) * float(_PLAY_EM):
            return Fraction(0)
        halves = round(2 * Fraction(points) / advance)
        if halves and abs(Fraction(points) - halves * advance / 2) < _PLAY_EM * advance:
            return halves * advance / 2
        return measured(points)


_NAMES = {
    "xiaobiaosong": "小标宋",
    "fangsong": "仿宋",
    "hei": "黑体",
    "kai": "楷体",
    "song": "宋体",
    "fangsong_bold": "加粗的仿宋",
    "hei_bold": "加粗的黑体",
    "kai_bold": "加粗的楷体",
    "song_bold": "加粗的宋体",
}
