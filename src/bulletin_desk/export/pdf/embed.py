"""Embeds the used part of each face as a Type 0 font with Identity-H codes (ISO 32000-1, 9.7). Chooses no
faces.

ReportLab's own TrueType fonts are not used: they are split into simple fonts of 256 characters, and their
ToUnicode is malformed beyond U+FFFF.
"""

from __future__ import annotations

from hashlib import md5
from itertools import groupby
from typing import Any

from reportlab.pdfbase import pdfdoc

from bulletin_desk.export.pdf.objects import Stream, number, text_string_ascii
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.fonts.strokes import cap_height, stem_width
from bulletin_desk.fonts.subset import EIGHTHS, Sort, Subset
from bulletin_desk.pages.model import FontRef

_SYMBOLIC = 4
_ASCENT = 880
"""The top of the em box in thousandths of an em, for each face the same: poppler reads parts of a row in the
order of their tops, and a face of digits that says it is higher than the ideographs would have the date read
before the office."""
_FULL = 1000
"""The advance of a full-width character, in thousandths of an em."""
_ESCAPED = {ord("("): r"\(", ord(")"): r"\)", ord("\\"): r"\\", ord("\r"): r"\r"}
"""What can't stand in a literal string as it is (ISO 32000-1, 7.3.4.2)."""
_BATCH = 100
"""ISO 32000-1, 9.10.3 (after the CMap specification): at most 100 entries in one bfchar block."""


Key = str | tuple[str, str]
"""A character, or one with the text that it is copied as."""


class Advances(dict[Key, tuple[str, float]]):
    """Code (as it stands in a string) and advance of a face's characters; `to_points` are a thousandth of an
    em."""

    def __init__(self, subset: Subset, to_points: float) -> None:
        self._subset = subset
        self._to_points = to_points
        self._step = 1000 / EIGHTHS * to_points
        self._wide: dict[tuple[Key, int], tuple[str, float]] = {}

    def __missing__(self, key: Key) -> tuple[str, float]:
        found = self[key] = self._found(key, 0)
        return found

    def widened(self, key: Key, gap: float) -> tuple[str, float]:
        """The same for a character that takes up a gap behind it (or, less than 0, an overlap), as nearly as
        there are steps."""
        wider = round(gap / self._step)
        found = self._wide.get((key, wider))
        if found is None:
            found = self._wide[key, wider] = self._found(key, wider)
        return found

    def _found(self, key: Key, wider: int) -> tuple[str, float]:
        subset = self._subset
        char, text = key if isinstance(key, tuple) else (key, "")
        high, low = divmod(subset.code(char, wider, text), 256)
        return f"{chr(high)}{chr(low)}".translate(_ESCAPED), subset.advance(char, wider) * self._to_points


class EmbeddedFont:
    """One face in the document under its resource name."""

    def __init__(self, name: str, subset: Subset) -> None:
        self.name = name
        self._subset = subset
        self._advances: dict[float, Advances] = {}
        self.has_space = bool(subset.face.glyph(" "))

    def advances(self, to_points: float) -> Advances:
        """Codes and advances of characters at a size; asking for a character brings it into the document."""
        advances = self._advances.get(to_points)
        if advances is None:
            advances = self._advances[to_points] = Advances(self._subset, to_points)
        return advances

    def write(self, document: Any) -> Any:
        """Adds the font to the document; returns the reference to its dictionary."""
        subset, name = self._subset, self.name
        source = subset.face.file
        base = pdfdoc.PDFName(f"{_tag(subset.sorts)}+{source.postscript_name()}")
        scale = 1000 / source.units_per_em
        box = source.font_box()
        descriptor = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("FontDescriptor"),
                "FontName": base,
                "Flags": _SYMBOLIC,
                "FontBBox": pdfdoc.PDFArray([number(value * scale) for value in box]),
                "ItalicAngle": 0,
                "Ascent": _ASCENT,
                "Descent": number(source.descender * scale),
                "CapHeight": cap_height(subset.face),
                "StemV": stem_width(subset.face),
            }
        )
        file = Stream(subset.font_file())
        file.dictionary["Length1"] = len(file.content)
        descriptor["FontFile2"] = document.Reference(file, f"{name}.file")
        system = pdfdoc.PDFDictionary(
            {
                "Registry": text_string_ascii("Adobe"),
                "Ordering": text_string_ascii("Identity"),
                "Supplement": 0,
            }
        )
        cid_font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": base,
                "CIDSystemInfo": system,
                "CIDToGIDMap": pdfdoc.PDFName("Identity"),
                "DW": _FULL,
                "W": pdfdoc.PDFArray(
                    _widths([subset.advance(sort.char, sort.wider) for sort in subset.sorts])
                ),
                "FontDescriptor": document.Reference(descriptor, f"{name}.descriptor"),
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": base,
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([document.Reference(cid_font, f"{name}.cid")]),
                "ToUnicode": document.Reference(Stream(_to_unicode(subset.sorts)), f"{name}.unicode"),
            }
        )
        return document.Reference(font, name)


class EmbeddedFonts:
    """All faces of one document, named F1, F2 … in the order of their first use."""

    def __init__(self, faces: Faces) -> None:
        self._faces = faces
        self._fonts: dict[FontRef, EmbeddedFont] = {}

    def font(self, ref: FontRef) -> EmbeddedFont:
        """The font for a face that a page names; stroked or not, it is embedded once."""
        ref = ref.plain
        font = self._fonts.get(ref)
        if font is None:
            name = f"F{len(self._fonts) + 1}"
            font = self._fonts[ref] = EmbeddedFont(name, Subset(self._faces.face(ref)))
        return font

    def write(self, document: Any) -> Any:
        """Adds all fonts to the document; returns the font resources."""
        return pdfdoc.PDFDictionary({font.name: font.write(document) for font in self._fonts.values()})


def _widths(advances: list[int]) -> list[Any]:
    """The widths of codes from 1 on, but those that are full (ISO 32000-1, 9.7.4.3)."""
    entries: list[Any] = []
    for full, codes in groupby(range(len(advances)), key=lambda at: advances[at] == _FULL):
        if not full:
            first, *others = codes
            entries += [first + 1, pdfdoc.PDFArray([advances[at] for at in (first, *others)])]
    return entries


def _tag(sorts: list[Sort]) -> str:
    """Six capital letters that stand for this subset (ISO 32000-1, 9.6.4)."""
    text = "".join(f"{sort.char}{sort.wider or ''}{sort.text}" for sort in sorts)
    digest = md5(text.encode("utf-8"), usedforsecurity=False).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _to_unicode(sorts: list[Sort]) -> bytes:
    """The CMap from codes to UTF-16BE, surrogate pairs included."""
    entries = [
        f"<{code:04X}> <{(sort.text or sort.char).encode('utf-16-be').hex().upper()}>"
        for code, sort in enumerate(sorts, start=1)
    ]
    blocks = [
        f"{len(batch)} beginbfchar\n" + "\n".join(batch) + "\nendbfchar"
        for batch in (entries[at : at + _BATCH] for at in range(0, len(entries), _BATCH))
    ]
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        + "\n".join(blocks)
        + "\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
