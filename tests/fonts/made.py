"""Small font files made with fontTools: what a clerk's machine may hold, and what it had better not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fontTools.cffLib import FDArrayIndex, FDSelect, FontDict, SubrsIndex
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.psCharStrings import T2CharString, calcSubrBias
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


def as_cff(face: TTFont, *, subroutines: bool = False, by_number: bool = False) -> TTFont:
    """A TrueType face with the same outlines as CFF ones: its quadratic curves as cubic ones, everything in
    global and local subroutines, glyphs without names in two font dictionaries."""
    glyphs = face.getGlyphSet()
    order = face.getGlyphOrder()
    strings = {}
    for name in order:
        pen: Any = T2CharStringPen(face["hmtx"][name][0], glyphs)
        glyphs[name].draw(pen)
        strings[name] = pen.getCharString()
    for tag in ("glyf", "loca", "cvt ", "fpgm", "prep", "gasp"):
        if tag in face:
            del face[tag]
    builder: Any = FontBuilder(font=face)
    builder.isTTF = False
    face.sfntVersion, face.recalcBBoxes = "OTTO", False
    scale = 1 / face["head"].unitsPerEm
    builder.setupCFF("Official-Regular", {"FontMatrix": [scale, 0, 0, scale, 0, 0]}, strings, {})
    builder.setupMaxp()
    builder.setupPost(keepGlyphNames=False)
    top = face["CFF "].cff.topDictIndex[0]
    if subroutines:
        _into_subroutines(top, order)
    if by_number:
        _by_number(top, order)
    return face


def _into_subroutines(top: Any, order: list[str]) -> None:
    """Each charstring calls a local subroutine of its own, and that a global one."""
    top.Private.Subrs = SubrsIndex()
    bias = calcSubrBias(order)
    for number, name in enumerate(order):
        string = top.CharStrings[name]
        string.decompile()
        program = string.program[:-1]
        top.GlobalSubrs.append(T2CharString(program=[*program, "return"]))
        call = [number - bias, "callgsubr", "return"]
        top.Private.Subrs.append(T2CharString(program=call))
        string.program = [number - bias, "callsubr", "endchar"]


def _by_number(top: Any, order: list[str]) -> None:
    """Every third glyph belongs to the second of two font dictionaries, which are alike."""
    top.ROS = ("Adobe", "Identity", 0)
    top.FDArray = FDArrayIndex()
    private = top.Private
    del top.Private
    for _ in range(2):
        font_dict = FontDict()
        font_dict.setCFF2(False)
        font_dict.Private = private
        top.FDArray.append(font_dict)
    top.FDSelect = FDSelect()
    top.FDSelect.format = 3
    top.FDSelect.gidArray = [int(number % 3 == 0) for number in range(len(order))]
    top.charset = [".notdef", *(f"cid{number:05}" for number in range(1, len(order)))]
    strings = top.CharStrings
    named = dict(zip(top.charset, (strings.charStrings[name] for name in order), strict=True))
    strings.charStrings, strings.fdArray, strings.fdSelect = named, top.FDArray, top.FDSelect


def save(made: TTFont, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    made.save(path)
    return path


def save_collection(fonts: list[TTFont], path: Path) -> Path:
    collection = TTCollection()
    collection.fonts = fonts
    collection.save(path)
    return path
