"""Small font files made with fontTools: what a clerk's machine may hold, and what it had better not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

UNITS = 1000


def font(
    family: str = "Test",
    chars: str = "汉字A",
    *,
    chinese: str = "",
    fs_type: int = 0,
    variable: bool = False,
    cff: bool = False,
    advance: int = UNITS,
) -> TTFont:
    """A font in which the nth character is a square of n tenths of an em; 〇 is made of two parts."""
    names = {char: f"u{ord(char):X}" for char in chars}
    order = [".notdef", *names.values()]
    builder: Any = FontBuilder(UNITS, isTTF=not cff)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({ord(char): name for char, name in names.items()})
    glyphs = {name: _square(100 * number, cff=cff) for number, name in enumerate(order)}
    if "〇" in chars and not cff:
        pen = TTGlyphPen(dict.fromkeys(order))
        pen.addComponent(order[1], (0.5, 0, 0, 0.5, 0, 0))
        pen.addComponent(order[2], (1, 0, 0, 1, 300, -50))
        glyphs[names["〇"]] = pen.glyph()
    if cff:
        builder.setupCFF(f"{family}-Regular", {}, glyphs, {})
    else:
        builder.setupGlyf(glyphs)
    metrics = {name: (advance, 10 if number else 0) for number, name in enumerate(order)}
    builder.setupHorizontalMetrics(metrics)
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    postscript = f"{family.replace(' ', '')}-Regular"
    builder.setupNameTable(
        {"familyName": family, "styleName": "Regular", "fullName": family, "psName": postscript}
    )
    if chinese:
        builder.font["name"].setName(chinese, 1, 3, 1, 0x0804)
    if variable:
        builder.setupFvar([("wght", 300, 400, 700, "Weight")], [])
    builder.setupOS2(fsType=fs_type, sTypoAscender=880, sTypoDescender=-120)
    builder.setupPost()
    made: TTFont = builder.font
    return made


def _square(side: int, *, cff: bool) -> Any:
    pen: Any = T2CharStringPen(UNITS, None) if cff else TTGlyphPen(None)
    if side:
        pen.moveTo((10, 0))
        for point in ((10, side), (10 + side, side), (10 + side, 0)):
            pen.lineTo(point)
        pen.closePath()
    return pen.getCharString() if cff else pen.glyph()


def save(made: TTFont, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    made.save(path)
    return path


def save_collection(fonts: list[TTFont], path: Path) -> Path:
    collection = TTCollection()
    collection.fonts = fonts
    collection.save(path)
    return path
