"""Checks the fonts of a PDF/A-2u file against the codes that its pages show (ISO 19005-2:2011, 6.2.11).

It knows font dictionaries and font programs, and nothing of pages or of the file around them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from tests.export.pdfa_syntax import Lexer, Report, SyntaxFaultError, Word, is_dict


@dataclass
class FontUse:
    """A font that content shows text with, and the character codes shown (two bytes each for Type 0)."""

    font: Any
    where: str
    codes: set[int] = field(default_factory=set)
    odd: bool = False  # a string of two-byte codes ended within one


# Object and generation number of a font dictionary.
FontKey = tuple[int, int]

_DESCRIPTOR_KEYS = (
    "/Type",
    "/FontName",
    "/Flags",
    "/FontBBox",
    "/ItalicAngle",
    "/Ascent",
    "/Descent",
    "/CapHeight",
    "/StemV",
)
_TRUETYPE_TABLES = ("glyf", "head", "hhea", "hmtx", "loca", "maxp")


def _listed(codes: Iterable[int]) -> str:
    """A few of the codes in hexadecimal, and how many there are."""
    ordered = sorted(codes)
    shown = " ".join(f"{code:04X}" for code in ordered[:5])
    return shown if len(ordered) <= 5 else f"{shown} … {len(ordered)} in all"


class _Program:
    """An embedded font program: glyph by number, whether it has an outline, its advance in 1/1000 em.

    Raises whatever fontTools raises for a program that it cannot read.
    """

    def __init__(self, data: bytes, bare_cff: bool) -> None:
        self.cff: Any = None
        self.font: Any = None
        if bare_cff:
            fonts = CFFFontSet()
            fonts.decompile(BytesIO(data), None)
            self.cff = fonts[0]
        else:
            self.font = TTFont(BytesIO(data), checkChecksums=2)
            self.font.ensureDecompiled()
            if "CFF " in self.font:
                self.cff = self.font["CFF "].cff[0]
        self.is_truetype = self.font is not None and "glyf" in self.font
        if self.cff is not None:
            names = self.cff.charset
            self.names: dict[int, str] = dict(enumerate(names))
            self.count = len(names)
            if hasattr(self.cff, "ROS"):
                self.by_cid = {
                    0 if n == ".notdef" else int(n.removeprefix("cid")): i for i, n in enumerate(names)
                }
        else:
            missing = [t for t in _TRUETYPE_TABLES if t not in self.font]
            if missing:
                raise ValueError(f"tables missing: {' '.join(missing)}")
            self.count = self.font["maxp"].numGlyphs
            self.names = dict(enumerate(self.font.getGlyphOrder()))

    def has_outline(self, glyph: int) -> bool:
        if self.cff is None:
            return bool(self.font["glyf"][self.names[glyph]].numberOfContours)
        return bool(self._drawn(glyph)[0])

    def advance(self, glyph: int) -> float:
        if self.font is not None:
            width: int = self.font["hmtx"][self.names[glyph]][0]
            return 1000 * width / int(self.font["head"].unitsPerEm)
        return self._drawn(glyph)[1]

    def _drawn(self, glyph: int) -> tuple[list[Any], float]:
        """Outline and advance of a CFF glyph, which stand in its program together."""
        string, pen = self.cff.CharStrings[self.names[glyph]], RecordingPen()
        string.draw(pen)
        return pen.value, 1000 * float(string.width) * float(self.cff.FontMatrix[0])


def check_fonts(uses: Iterable[FontUse], report: Report) -> None:
    files: dict[str, tuple[int, int]] = {}
    for use in uses:
        font, where = use.font, use.where
        if font.get("/Type") != pikepdf.Name("/Font"):
            report("6.2.11.2", "Type is not Font", where)
        subtype = str(font.get("/Subtype"))
        if subtype == "/Type0":
            descendant = _check_type0(use, report)
        elif subtype == "/TrueType":
            descendant = font
        else:
            if "/FontDescriptor" not in font and subtype != "/Type3":
                report("6.2.11.4.1", f"{font.get('/BaseFont')} is not embedded", where)
            report("6.2.11", f"font of type {subtype[1:]}: not covered by this check", where)
            continue
        if descendant is None:
            continue
        program = _embedded_program(descendant, where, report)
        _check_to_unicode(use, report)
        if program is None:
            continue
        name, file = str(descendant.get("/BaseFont")), _font_file(descendant)
        if files.setdefault(name, file.objgen) != file.objgen:
            report("6.2.11.2", f"{name[1:]} names two different subsets (ISO 32000-1, 9.6.4)", where)
        if subtype == "/Type0":
            _check_cids(use, descendant, program, report)
        else:
            _check_simple(use, program, report)


def _check_type0(use: FontUse, report: Report) -> Any:
    """Return the CIDFont of a Type 0 font, None if it cannot be judged further (6.2.11.3)."""
    font, where = use.font, use.where
    descendants = font.get("/DescendantFonts")
    if not isinstance(descendants, pikepdf.Array) or len(descendants) != 1 or not is_dict(descendants[0]):
        report("6.2.11.2", "DescendantFonts is not an array of one CIDFont", where)
        return None
    cid_font: Any = descendants[0]
    if font.get("/Encoding") != pikepdf.Name("/Identity-H"):
        report("6.2.11.3.3", "encoding other than Identity-H: not covered by this check", where)
        return None
    if use.odd:
        report("6.2.11.2", "string of an odd number of bytes in a font of two-byte codes", where)
    if cid_font.get("/Type") != pikepdf.Name("/Font"):
        report("6.2.11.2", "CIDFont's Type is not Font", where)
    system = cid_font.get("/CIDSystemInfo")
    if not (
        is_dict(system)
        and isinstance(system.get("/Registry"), pikepdf.String)
        and isinstance(system.get("/Ordering"), pikepdf.String)
        and isinstance(system.get("/Supplement"), int)
    ):
        report("6.2.11.3.1", "no CIDSystemInfo of Registry, Ordering and Supplement", where)
    subtype = str(cid_font.get("/Subtype"))
    if subtype not in ("/CIDFontType0", "/CIDFontType2"):
        report("6.2.11.2", f"CIDFont of type {subtype}", where)
        return None
    mapping = cid_font.get("/CIDToGIDMap")
    if subtype == "/CIDFontType2" and not (
        isinstance(mapping, pikepdf.Stream) or mapping == pikepdf.Name("/Identity")
    ):
        report("6.2.11.3.2", "no CIDToGIDMap, neither a stream nor Identity", where)
    base, own = str(font.get("/BaseFont")), str(cid_font.get("/BaseFont"))
    if base != own and not (subtype == "/CIDFontType0" and base == f"{own}-Identity-H"):
        report("6.2.11.2", f"BaseFont {base[1:]} does not fit the CIDFont's {own[1:]}", where)
    return cid_font


def _font_file(font: Any) -> Any:
    descriptor = font.get("/FontDescriptor")
    keys = ("/FontFile2", "/FontFile3", "/FontFile")
    return next((descriptor[k] for k in keys if k in descriptor), None) if is_dict(descriptor) else None


def _embedded_program(font: Any, where: str, report: Report) -> _Program | None:
    """The font program of a CIDFont or simple font, checked with its descriptor (6.2.11.2, 6.2.11.4)."""
    name, subtype = str(font.get("/BaseFont")), str(font.get("/Subtype"))
    stream, descriptor = _font_file(font), font.get("/FontDescriptor")
    if not isinstance(stream, pikepdf.Stream):
        report("6.2.11.4.1", f"{name[1:]} is not embedded", where)
        return None
    if missing := [key[1:] for key in _DESCRIPTOR_KEYS if key not in descriptor]:
        report("6.2.11.2", f"descriptor without {', '.join(missing)} (ISO 32000-1, table 122)", where)
    if str(descriptor.get("/FontName")) != name:
        report("6.2.11.2", f"FontName {descriptor.get('/FontName')} is not BaseFont {name}", where)
    if not re.match(r"/[A-Z]{6}\+.", name):
        report("6.2.11.2", f"{name[1:]} has no subset tag of six letters (ISO 32000-1, 9.6.4)", where)
    data = stream.read_bytes()
    if "/FontFile2" in descriptor:
        bare_cff, fits = False, subtype in ("/CIDFontType2", "/TrueType")
        if stream.get("/Length1") != len(data):
            report("6.2.11.2", f"Length1 {stream.get('/Length1')} is not {len(data)}", where)
    else:
        kind = str(stream.get("/Subtype"))
        bare_cff = kind == "/CIDFontType0C"
        fits = (bare_cff and subtype == "/CIDFontType0") or kind == "/OpenType"
    if not fits:
        report("6.2.11.2", f"font file does not fit a font of type {subtype[1:]}", where)
        return None
    try:
        program = _Program(data, bare_cff)
        if (subtype == "/CIDFontType0") == program.is_truetype:
            report("6.2.11.2", f"outlines do not fit a font of type {subtype[1:]}", where)
    except Exception as error:  # fontTools raises many kinds for broken fonts; each means the same here
        report("6.2.11.2", f"font program cannot be read: {error!r}", where)
        return None
    return program


def cid_widths(font: Any, where: str, report: Report) -> Callable[[int], float]:
    """Widths by CID (ISO 32000-1, 9.7.4.3)."""
    widths: dict[int, float] = {}
    default = float(font.get("/DW", 1000))
    entries = list(font.get("/W", []))
    at = 0
    try:
        while at < len(entries):
            first = int(entries[at])
            if isinstance(entries[at + 1], pikepdf.Array):
                widths.update((first + i, float(w)) for i, w in enumerate(entries[at + 1]))
                at += 2
            else:
                widths.update((cid, float(entries[at + 2])) for cid in range(first, int(entries[at + 1]) + 1))
                at += 3
    except (IndexError, TypeError, ValueError):
        report("6.2.11.5", "W is not of the form of ISO 32000-1, 9.7.4.3", where)
    return lambda cid: widths.get(cid, default)


def _check_cids(use: FontUse, font: Any, program: _Program, report: Report) -> None:
    glyphs = {cid: cid for cid in use.codes}
    mapping = font.get("/CIDToGIDMap")
    if isinstance(mapping, pikepdf.Stream):
        table = mapping.read_bytes()
        glyphs = {cid: int.from_bytes(table[2 * cid : 2 * cid + 2], "big") for cid in use.codes}
    elif program.cff is not None and hasattr(program.cff, "ROS"):
        glyphs = {cid: program.by_cid.get(cid, 0) for cid in use.codes}
    widths = cid_widths(font, use.where, report)
    _check_glyphs(use, glyphs, widths, program, report)
    cid_set = font["/FontDescriptor"].get("/CIDSet")
    if cid_set is not None and not isinstance(mapping, pikepdf.Stream) and program.is_truetype:
        bits = cid_set.read_bytes()
        listed = {8 * i + j for i, byte in enumerate(bits) for j in range(8) if byte & (0x80 >> j)}
        present = {0} | {g for g in range(program.count) if g in use.codes or program.has_outline(g)}
        if absent := present - listed:
            report("6.2.11.4.2", f"CIDSet does not list CID {_listed(absent)}", use.where)
        if extra := {cid for cid in listed if cid >= program.count}:
            report("6.2.11.4.2", f"CIDSet lists CID {_listed(extra)}, which the font lacks", use.where)


def _check_glyphs(
    use: FontUse,
    glyphs: dict[int, int],
    widths: Callable[[int], float],
    program: _Program,
    report: Report,
) -> None:
    """Every code shown has a glyph other than .notdef, with an outline unless blank, of the width given."""
    lacking = {code for code, glyph in glyphs.items() if glyph >= program.count}
    if lacking:
        report("6.2.11.4.1", f"no glyph for code {_listed(lacking)}", use.where)
    if notdef := {code for code, glyph in glyphs.items() if glyph == 0}:
        report("6.2.11.8", f".notdef shown by code {_listed(notdef)}", use.where)
    usable = {code: glyph for code, glyph in glyphs.items() if 0 < glyph < program.count}
    unicode = to_unicode_map(use.font)
    empty = {
        code
        for code, glyph in usable.items()
        if not program.has_outline(glyph) and unicode.get(code, "").strip(" \u00a0\u2002\u2003\u3000\u200b")
    }
    if empty:
        report("6.2.11.4.1", f"glyph without outline for code {_listed(empty)}", use.where)
    off = {code for code, glyph in usable.items() if abs(widths(code) - program.advance(glyph)) > 1}
    if off:
        some = min(off)
        what = (
            f"code {some:04X} has {widths(some):g} in the PDF, {program.advance(glyphs[some]):g} in the font"
        )
        report("6.2.11.5", f"widths differ: {what}; codes {_listed(off)}", use.where)


def _check_simple(use: FontUse, program: _Program, report: Report) -> None:
    """A TrueType font of one-byte codes (6.2.11.6)."""
    font, where = use.font, use.where
    flags = int(font["/FontDescriptor"].get("/Flags", 0))
    cmaps = (
        {(t.platformID, t.platEncID): t.cmap for t in program.font["cmap"].tables}
        if "cmap" in program.font
        else {}
    )
    if not flags & 4:
        report("6.2.11.6", "non-symbolic TrueType font: not covered by this check", where)
        return
    if "/Encoding" in font:
        report("6.2.11.6", "symbolic TrueType font with an Encoding", where)
    if len(cmaps) != 1 and (3, 0) not in cmaps:
        report("6.2.11.6", f"symbolic TrueType font with {len(cmaps)} cmaps, none of them (3, 0)", where)
    cmap: dict[int, str] = cmaps.get((3, 0)) or cmaps.get((1, 0), {})
    numbers = {name: number for number, name in program.names.items()}
    named = {code: cmap.get(code) or cmap.get(0xF000 + code) or ".notdef" for code in use.codes}
    glyphs = {code: numbers.get(name, 0) for code, name in named.items()}
    first, widths = int(font.get("/FirstChar", 0)), [float(w) for w in font.get("/Widths", [])]
    if not {"/FirstChar", "/LastChar", "/Widths"} <= set(font.keys()):
        report("6.2.11.2", "no FirstChar, LastChar and Widths", where)
    elif len(widths) != int(font["/LastChar"]) - first + 1:
        report("6.2.11.2", f"{len(widths)} Widths for FirstChar to LastChar", where)
    default = float(font["/FontDescriptor"].get("/MissingWidth", 0))

    def width(code: int) -> float:
        return widths[code - first] if 0 <= code - first < len(widths) else default

    _check_glyphs(use, glyphs, width, program, report)


# --- ToUnicode ----------------------------------------------------------------------------------------------


def to_unicode_map(font: Any) -> dict[int, str]:
    """Codes and their text, without the malformed parts, which _check_to_unicode reports."""
    stream = font.get("/ToUnicode")
    return (
        _read_to_unicode(stream.read_bytes(), lambda what: None) if isinstance(stream, pikepdf.Stream) else {}
    )


def _read_to_unicode(data: bytes, complain: Callable[[str], None]) -> dict[int, str]:
    """Read bfchar and bfrange of a ToUnicode CMap (ISO 32000-1, 9.10.3; Adobe Technical Note 5411)."""
    lexer = Lexer(data, "ToUnicode", lambda clause, what, where: complain(f"{what} ({where})"))
    stack: list[Any] = []
    spaces: list[tuple[bytes, bytes]] = []
    found: dict[int, str] = {}

    def text(value: Any) -> str | None:
        try:
            return bytes(value).decode("utf-16-be") if isinstance(value, bytes) and value else None
        except UnicodeDecodeError:
            return None

    def put(code: bytes, value: Any) -> None:
        decoded = text(value)
        if not any(len(code) == len(low) and low <= code <= high for low, high in spaces):
            complain(f"code {code.hex().upper()} lies outside the code space")
        if decoded is None:
            complain(f"code {code.hex().upper()} has no UTF-16BE text: {value!r}")
            return
        number = int.from_bytes(code, "big")
        if found.get(number, decoded) != decoded:
            complain(f"code {code.hex().upper()} has two texts")
        found[number] = decoded

    try:
        while (token := lexer.token()) is not None:
            value = lexer.value(token)
            if not isinstance(value, Word):
                stack.append(value)
                continue
            if value.value == b"endcodespacerange":
                spaces += list(zip(stack[::2], stack[1::2], strict=False))
            elif value.value == b"endbfchar":
                for code, item in zip(stack[::2], stack[1::2], strict=False):
                    put(code, item)
            elif value.value == b"endbfrange":
                for low, high, item in zip(stack[::3], stack[1::3], stack[2::3], strict=False):
                    if low[:-1] != high[:-1] or low > high:
                        complain(f"range {low.hex()} to {high.hex()} differs in more than the last byte")
                        continue
                    for step in range(high[-1] - low[-1] + 1):
                        code = low[:-1] + bytes([low[-1] + step])
                        if isinstance(item, list):
                            put(code, item[step] if step < len(item) else None)
                        elif item[-1] + step > 255:
                            complain(f"range {low.hex()} to {high.hex()} runs over its last byte")
                            break
                        else:
                            put(code, item[:-1] + bytes([item[-1] + step]))
            elif value.value == b"usecmap":
                complain("usecmap: not covered by this check")
            elif value.value.startswith(b"beginbf") and stack[-1] > 100:
                complain(f"{value.value.decode()} of more than 100 entries")
            stack.clear()
    except (SyntaxFaultError, TypeError, IndexError, AttributeError) as error:
        complain(f"not readable: {error}")
    return found


def _check_to_unicode(use: FontUse, report: Report) -> None:
    """Every code shown has Unicode text (6.2.11.7.2), for level U without exception."""
    where = use.where
    stream = use.font.get("/ToUnicode")
    if not isinstance(stream, pikepdf.Stream):
        report("6.2.11.7.2", "no ToUnicode", where)
        return
    texts = _read_to_unicode(
        stream.read_bytes(), lambda what: report("6.2.11.7.2", f"ToUnicode: {what}", where)
    )
    if missing := {code for code in use.codes if code not in texts}:
        report("6.2.11.7.2", f"ToUnicode lacks code {_listed(missing)}", where)
    refused = {code for code, text in texts.items() if set(text) & {"\0", "\ufeff", "\ufffe"}}
    if refused:
        report("6.2.11.7.2", f"ToUnicode gives U+0000, U+FEFF or U+FFFE for code {_listed(refused)}", where)
