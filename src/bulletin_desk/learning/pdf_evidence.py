"""Reads a PDF as evidence: characters, rules and pictures where they are printed. Must not know what any of
them means."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.learning.evidence import (
    Ink,
    Look,
    Seen,
    SeenPage,
    SeenPicture,
    SeenRule,
    in_lines,
    whole_rules,
)
from bulletin_desk.learning.pdf_file import opened, read_bytes

if TYPE_CHECKING:
    from types import ModuleType

_THICKEST_RULE = 30.0
_LEAST_RULE = 10.0
"""Points: what is thicker is a surface, what is shorter belongs to a sign."""
_FLAT = 0.3
"""Points by which the ends of a straight line may stand apart across it."""
_UPRIGHT = 0.02
"""Radians by which text may be turned and still be a line's."""
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_HYPHEN = 2
"""What pdfium gives a hyphen as that ends a line."""
_BOLD_WEIGHT = 600
_STROKED = (1, 2)
"""Text rendering modes that draw outlines (ISO 32000-1, table 106): how a face is made bold that has none."""
_UNSEEN = 3
"""Text that is there to be found, not to be seen: a scan's."""


def read_pdf(path: Path) -> tuple[SeenPage, ...]:
    """The pages of a PDF. Raises UnreadableFileError: for what is no PDF, is locked, or has no text."""
    with opened(read_bytes(path), path) as (document, raw):
        pages = tuple(_page(document[at], raw) for at in range(len(document)))
    if not any(page.lines for page in pages):
        raise UnreadableFileError(
            f"不能读取“{path}”：里面没有文字，只有图（扫描件），请选由 Word 存成的 PDF，或选 Word 文件。"
        )
    return pages


class _Sheet:
    """Where a page's points are on the sheet as it is shown: cut out of what was drawn, and turned."""

    def __init__(self, page: Any) -> None:
        drawn, cut = page.get_mediabox(), page.get_cropbox()
        self._left, self._bottom = (max(pair) for pair in zip(drawn[:2], cut[:2], strict=True))
        self._right, self._top = (min(pair) for pair in zip(drawn[2:], cut[2:], strict=True))
        self.turned: int = page.get_rotation()

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A point from the sheet's left and down from its top."""
        if self.turned == 90:
            return y - self._bottom, x - self._left
        if self.turned == 180:
            return self._right - x, y - self._bottom
        if self.turned == 270:
            return self._top - y, self._right - x
        return x - self._left, self._top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Left, top, right and foot of a box on the sheet."""
        (x, y), (to_x, to_y) = self.at(left, bottom), self.at(right, top)
        return min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y)


def _page(page: Any, raw: ModuleType) -> SeenPage:
    sheet = _Sheet(page)
    width, height = page.get_size()
    rules: list[SeenRule] = []
    pictures: list[SeenPicture] = []
    for thing in page.get_objects(max_depth=4):
        if thing.type == raw.FPDF_PAGEOBJ_PATH:
            rules += _rules(thing, raw, sheet)
        elif thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            bounds = thing.get_bounds()
            if thing.container is not None:
                bounds = _from_within(thing.container).on_rect(*bounds)
            left, top, right, foot = sheet.box(*bounds)
            pictures.append(SeenPicture(left, top, right - left, foot - top))
    lines = in_lines(_characters(page.get_textpage(), raw, sheet))
    return SeenPage(width, height, lines, tuple(whole_rules(rules)), tuple(pictures))


def _characters(text: Any, raw: ModuleType, sheet: _Sheet) -> Iterator[Seen]:
    turned = math.radians(sheet.turned)
    x, y = ctypes.c_double(), ctypes.c_double()
    box = raw.FS_RECTF()
    high = 0  # pdfium gives a character beyond U+FFFF as its two surrogates
    looks = _Looks(text, raw)
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
        char = "-" if code == _HYPHEN else chr(code)
        if raw.FPDFText_IsGenerated(text, index) or not char.isprintable():
            continue
        angle = raw.FPDFText_GetCharAngle(text, index) + turned
        if abs(math.remainder(angle, 2 * math.pi)) > _UPRIGHT:
            continue
        look = looks.of(index)
        if look is None:
            continue
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        raw.FPDFText_GetLooseCharBox(text, index, box)
        right = sheet.box(box.left, box.bottom, box.right, box.top)[2]
        yield Seen(char, *sheet.at(x.value, y.value), right, look)


class _Looks:
    """How characters are set; those of one text object are set alike."""

    def __init__(self, text: Any, raw: ModuleType) -> None:
        self._text = text
        self._raw = raw
        self._of_object: dict[int, Look | None] = {}

    def of(self, index: int) -> Look | None:
        """That of a character; None where it is not to be seen."""
        thing = self._raw.FPDFText_GetTextObject(self._text, index)
        key = ctypes.addressof(thing.contents) if thing else -1 - index
        if key not in self._of_object:
            self._of_object[key] = self._find(index, thing)
        return self._of_object[key]

    def _find(self, index: int, thing: Any) -> Look | None:
        raw, text = self._raw, self._text
        mode = raw.FPDFTextObj_GetTextRenderMode(thing) if thing else 0
        if mode == _UNSEEN:
            return None
        flags = ctypes.c_int()
        length = raw.FPDFText_GetFontInfo(text, index, None, 0, flags)
        name = ctypes.create_string_buffer(max(length, 1))
        raw.FPDFText_GetFontInfo(text, index, name, length, flags)
        face = _SUBSET.sub("", _decoded(name.value))
        bold = mode in _STROKED or "bold" in face.lower()
        bold = bold or raw.FPDFText_GetFontWeight(text, index) >= _BOLD_WEIGHT
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(text, index, matrix)
        size = raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
        return Look(face, size, _ink(raw.FPDFText_GetFillColor, text, index), bold)


def _decoded(name: bytes) -> str:
    """A font's name: UTF-8, or GBK where Chinese Windows wrote it."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


def _ink(ask: Any, *of: Any) -> Ink:
    values = [ctypes.c_uint() for _ in range(4)]
    ask(*of, *values)
    return Ink(*(value.value for value in values[:3]))


def _from_within(thing: Any) -> Any:
    """What brings a thing's own points onto the page: its matrix, and those of the forms that it is part
    of."""
    matrix = thing.get_matrix()
    while thing.container is not None:
        thing = thing.container
        matrix = matrix.multiply(thing.get_matrix())
    return matrix


def _rules(path: Any, raw: ModuleType, sheet: _Sheet) -> Iterator[SeenRule]:
    """The rules that a path draws: straight lines, and thin boxes that are filled."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    matrix = _from_within(path)
    raw.FPDFPath_GetDrawMode(path.raw, fill, stroke)
    if fill.value:
        ink = _ink(raw.FPDFPageObj_GetFillColor, path.raw)
        for outline in _outlines(path, raw, matrix, sheet):
            xs, ys = zip(*outline, strict=True)
            left, right, top, foot = min(xs), max(xs), min(ys), max(ys)
            across, down = right - left, foot - top
            if _is_rule(across, down):
                yield SeenRule(left, (top + foot) / 2, across, down, ink)
            elif _is_rule(down, across):
                yield SeenRule((left + right) / 2, top, down, across, ink, upright=True)
    elif stroke.value:
        ink, drawn = _ink(raw.FPDFPageObj_GetStrokeColor, path.raw), ctypes.c_float()
        raw.FPDFPageObj_GetStrokeWidth(path.raw, drawn)
        width = drawn.value * math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
        for outline in _outlines(path, raw, matrix, sheet):
            for (x, y), (to_x, to_y) in pairwise(outline):
                across, down = abs(to_x - x), abs(to_y - y)
                if _is_rule(across, max(down, width)) and down < _FLAT:
                    yield SeenRule(min(x, to_x), y, across, width, ink)
                elif _is_rule(down, max(across, width)) and across < _FLAT:
                    yield SeenRule(x, min(y, to_y), down, width, ink, upright=True)


def _is_rule(length: float, thickness: float) -> bool:
    return length >= max(_LEAST_RULE, 4 * thickness) and thickness <= _THICKEST_RULE


def _outlines(path: Any, raw: ModuleType, matrix: Any, sheet: _Sheet) -> Iterator[list[tuple[float, float]]]:
    """The corners of each part of a path that is made of straight lines, on the sheet."""
    x, y = ctypes.c_float(), ctypes.c_float()
    corners: list[tuple[float, float]] = []
    straight = True
    for at in range(raw.FPDFPath_CountSegments(path.raw)):
        segment = raw.FPDFPath_GetPathSegment(path.raw, at)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if straight and len(corners) > 1:
                yield corners
            corners, straight = [], True
        straight = straight and kind != raw.FPDF_SEGMENT_BEZIERTO
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        corners.append(sheet.at(*matrix.on_point(x.value, y.value)))
        if raw.FPDFPathSegment_GetClose(segment):
            corners.append(corners[0])
    if straight and len(corners) > 1:
        yield corners
