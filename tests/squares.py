"""A test font of exact squares, so that positions are exact: full-width characters are a square of one
em, digits and most letters half of one. Every role gets a file of its own, so that a glyph's file tells
its role."""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import ROLES

ASCENT = 880
"""The top of every square, in thousandths of an em above the baseline."""
DASH_TOP = 400
NARROW_QUOTE = 300
"""Advance of a curly quote: less than the half cell that it is centred in."""
DASH_INK = (50, 950)
"""An em dash does not fill its em, as in most faces."""

_FULL_MARKS = "，。、；：！？（）《》〈〉【】〔〕「」『』…·～℃°′″‰％　〇￥／"
_ADVANCES = {
    "·": 500,
    "°": 500,
    "′": 500,
    "″": 500,
    "W": 900,
    "i": 200,
    " ": 250,
    "\u00a0": 250,
    "%": 800,
    "“": 300,
    "”": 300,
    "‘": 300,
    "’": 300,
}
"""All other ASCII characters are half an em wide."""


def square_font(path: Path, *, lacks: str = "") -> None:
    """Writes the font. It has ASCII, the CJK marks above and U+4E00 to U+9FFF, except what it `lacks`."""
    characters = [chr(code) for code in range(0x20, 0x7F)] + list("\u00a0“”‘’—" + _FULL_MARKS)
    glyphs = {char: f"uni{ord(char):04X}" for char in characters if char not in lacks}
    names = [".notdef", "han", *glyphs.values()]
    metrics = {".notdef": (1000, 0), "han": (1000, 0)}
    outlines = {".notdef": _box(0, 1000, ASCENT), "han": _box(0, 1000, ASCENT)}
    for char, name in glyphs.items():
        narrow = char.isascii() or char in _ADVANCES
        advance = _ADVANCES.get(char, 500) if narrow else 1000
        left, right = DASH_INK if char == "—" else (0, advance)
        metrics[name] = (advance, left)
        outlines[name] = (
            TTGlyphPen(None).glyph()
            if char.isspace()
            else _box(left, right, DASH_TOP if char == "—" else ASCENT)
        )
    cmap = {ord(char): name for char, name in glyphs.items()}
    cmap |= {code: "han" for code in range(0x4E00, 0xA000) if chr(code) not in lacks}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(cmap)
    builder.setupGlyf(outlines)
    builder.setupHorizontalMetrics(metrics)
    builder.setupHorizontalHeader(ascent=ASCENT, descent=ASCENT - 1000)
    builder.setupOS2(sTypoAscender=ASCENT, sTypoDescender=ASCENT - 1000)
    builder.setupNameTable({"familyName": "Squares", "styleName": "Regular"})
    builder.setupPost()
    builder.save(path)


def _box(left: int, right: int, top: int) -> object:
    pen = TTGlyphPen(None)
    bottom = ASCENT - 1000
    pen.moveTo((left, bottom))
    pen.lineTo((left, top))
    pen.lineTo((right, top))
    pen.lineTo((right, bottom))
    pen.closePath()
    return pen.glyph()


def square_faces(folder: Path, *, lacks: str = "", fallback: bool = False) -> Faces:
    """Every role in squares. With `fallback`, a whole square font stands behind the role fonts that lack
    characters."""
    square_font(folder / "squares.ttf", lacks=lacks)
    font = (folder / "squares.ttf").read_bytes()
    tables = []
    for role in ROLES:
        (folder / f"{role}.ttf").write_bytes(font)
        tables.append(f'[roles.{role}]\nlabel = "{role}"\nstand_in = "{role}.ttf"\n')
        if fallback:
            tables[-1] += 'fallback = ["whole.ttf"]\n'
    if fallback:
        square_font(folder / "whole.ttf")
    roles = folder / "roles.toml"
    roles.write_text("\n".join(tables), encoding="utf-8")
    return Faces(roles, None)
