"""Turns glyphs with CFF outlines (PostScript's cubic curves) into TrueType ones, one at a time, by fontTools.

Loaded only where a face has such outlines. Of the table no more is read than a glyph needs; fontTools would
decode it whole. Nothing in it is believed: what a glyph is drawn of, and how much of it, has bounds. Knows no
font files and no roles. Formats: Adobe's Technical Notes 5176 (CFF) and 5177 (Type 2 charstrings), OpenType
1.9 (`glyf`).
"""

from __future__ import annotations

import mmap
import struct
from itertools import accumulate, chain, pairwise
from math import floor

from fontTools.cu2qu import curve_to_quadratic
from fontTools.misc.bezierTools import calcCubicBounds
from fontTools.misc.psCharStrings import T2CharString, T2OutlineExtractor, cffDictOperandEncoding

_CHARSTRINGS, _PRIVATE, _SUBRS, _ESCAPE = 17, 18, 19, 12
_CHARSTRING_TYPE, _MATRIX, _FD_ARRAY, _FD_SELECT = (_ESCAPE << 8 | number for number in (6, 7, 36, 37))
"""Operators of dictionaries."""
_LONGEST_DICT = 1 << 14
"""Bytes."""
_LONGEST_DRAWN = 1 << 15
"""Bytes of charstrings that one glyph is drawn by, its subroutines counted as often as they are called; those
of Chinese characters have a few thousand at most."""
_DEEPEST = 10
"""Of subroutines in each other, as the specification has it."""
_MOST_OPERANDS = 513
"""On the stack at once: the specification has 48, the later one for variable faces 513."""
_WIDEST = 16
"""Em: no point of a glyph stands further out."""
_TOLERANCE = 0.0005
"""Em by which a curve may be off, which is half a unit of most faces: points are rounded to whole ones."""
_X_BYTE, _Y_BYTE, _X_SAME, _Y_SAME = 0x02, 0x04, 0x10, 0x20
"""Flags of a point; with a byte for a coordinate, `SAME` says that it is positive. On the curve is 1."""

_Point = tuple[float, float]
_Contour = list[tuple[_Point, ...]]
"""The point where it begins, then one point for each line, three for each cubic curve."""
_Placed = tuple[int, int, bool]
"""A point of an outline of quadratic curves, and whether it lies on it."""


class CffOutlines:
    """The glyphs of one CFF table, which lies in a file from `start` to `end`. Raises ValueError where they
    can't be used."""

    def __init__(self, data: mmap.mmap, start: int, end: int, units_per_em: int) -> None:
        self._file = data
        self._start, self._end = start, end
        self._units = units_per_em
        self._known: dict[int, bytes] = {}
        try:
            self._open()
        except Exception as error:  # fontTools stumbles over damage in any way there is
            raise ValueError("damaged") from error

    def outline(self, glyph: int) -> bytes:
        """The glyph as an entry of a glyf table; empty for a blank. Raises ValueError where it is damaged."""
        known = self._known.get(glyph)
        if known is None:
            try:
                known = self._known[glyph] = self._outline(glyph)
            except Exception as error:
                raise ValueError("damaged") from error
        return known

    def _open(self) -> None:
        names = _Index(self, self._start + self._bytes(self._start, 4)[2])
        tops = _Index(self, names.after)
        self._global = _Index(self, _Index(self, tops.after).after)
        top = _dictionary(tops.item(0))
        if top.get(_CHARSTRING_TYPE, [2]) != [2]:
            raise ValueError("charstrings of type 1")
        self._charstrings = _Index(self, self._place(top[_CHARSTRINGS]))
        self._select = self._place(top[_FD_SELECT]) if _FD_ARRAY in top else 0
        fonts = [top]
        if _FD_ARRAY in top:
            array = _Index(self, self._place(top[_FD_ARRAY]))
            fonts = [_dictionary(array.item(number)) for number in range(min(len(array), 256))]
        matrix = top.get(_MATRIX)
        for font in fonts:
            self._check_scale([each for each in (matrix, None if font is top else font.get(_MATRIX)) if each])
        self._local = [self._subroutines(font) for font in fonts]

    def _check_scale(self, matrices: list[list[float]]) -> None:
        """Raises ValueError where outlines would be drawn at another size or slant than the face's units."""
        scale = [1.0, 1.0]
        for matrix in matrices or [[0.001, 0, 0, 0.001, 0, 0]]:
            if len(matrix) != 6 or any(matrix[at] for at in (1, 2, 4, 5)):
                raise ValueError("slanted")
            scale = [scale[0] * matrix[0], scale[1] * matrix[3]]
        if any(abs(each * self._units - 1) > 0.01 for each in scale):
            raise ValueError("of another size")

    def _subroutines(self, font: dict[int, list[float]]) -> _Index | None:
        size, offset = (int(number) for number in font.get(_PRIVATE, [0, 0]))
        place = self._place([offset])
        private = _dictionary(self._bytes(place, size))
        return _Index(self, self._place([offset + private[_SUBRS][0]])) if _SUBRS in private else None

    def _place(self, operands: list[float]) -> int:
        return self._start + int(operands[0])

    def _bytes(self, at: int, length: int) -> bytes:
        if length < 0 or at < self._start or at + length > self._end:
            raise ValueError("beyond the table")
        return self._file[at : at + length]

    def number(self, at: int, size: int) -> int:
        """An unsigned number at a place of the file."""
        return int.from_bytes(self._bytes(at, size), "big")

    def piece(self, start: int, end: int) -> bytes:
        """The bytes between two places of the file, of one charstring or dictionary."""
        if end - start > _LONGEST_DRAWN:
            raise ValueError("too long")
        return self._bytes(start, end - start)

    def _font_of(self, glyph: int) -> int:
        """Which of the font dictionaries a glyph belongs to."""
        if not self._select:
            return 0
        at = self._select
        kind = self.number(at, 1)
        if kind == 0:
            return self.number(at + 1 + glyph, 1)
        if kind != 3:
            raise ValueError("unknown choice of fonts")
        low, high = 0, self.number(at + 1, 2)
        while high - low > 1:  # the last range that begins not behind the glyph
            middle = (low + high) // 2
            if self.number(at + 3 + 3 * middle, 2) <= glyph:
                low = middle
            else:
                high = middle
        return self.number(at + 5 + 3 * low, 1)

    def _outline(self, glyph: int) -> bytes:
        pen = _Pen()
        local = self._local[self._font_of(glyph)]
        extractor = _Extractor(pen, local if local is not None else (), self._global, 0, 0)
        extractor.execute(T2CharString(self._charstrings.item(glyph)))
        widest = _WIDEST * self._units
        places = chain.from_iterable(chain(*pen.contours))
        # written so that what is no number at all is too far out as well
        if not all(abs(x) <= widest and abs(y) <= widest for x, y in places):
            raise ValueError("too far out")
        tolerance = _TOLERANCE * self._units
        made = [(contour, _quadratic(contour, tolerance)) for contour in pen.contours]
        kept = [(contour, placed) for contour, placed in made if placed]
        return _entry([placed for _, placed in kept], _box([contour for contour, _ in kept])) if kept else b""


class _Index:
    """A CFF INDEX: byte strings by their number; as a sequence, the subroutines that they are."""

    def __init__(self, table: CffOutlines, at: int) -> None:
        self._table = table
        self._count = table.number(at, 2)
        self.after = at + 2
        """Where in the file what follows begins."""
        if self._count:
            self._size = table.number(at + 2, 1)
            if not 1 <= self._size <= 4:
                raise ValueError("unknown size of offsets")
            self._offsets = at + 3
            self._data = at + 2 + (self._count + 1) * self._size
            self.after = self._data + self._offset(self._count)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> T2CharString:
        return T2CharString(self.item(number))

    def item(self, number: int) -> bytes:
        """The bytes of an entry."""
        if not 0 <= number < self._count:
            raise ValueError("no such entry")
        return self._table.piece(self._data + self._offset(number), self._data + self._offset(number + 1))

    def _offset(self, number: int) -> int:
        return self._table.number(self._offsets + number * self._size, self._size)


def _dictionary(data: bytes) -> dict[int, list[float]]:
    """The operands of a dictionary by operator."""
    if len(data) > _LONGEST_DICT:
        raise ValueError("too long")
    found: dict[int, list[float]] = {}
    operands: list[float] = []
    at = 0
    while at < len(data):
        first = data[at]
        at += 1
        if first <= 21:
            if first == _ESCAPE:
                first = _ESCAPE << 8 | data[at]
                at += 1
            found[first], operands = operands, []
        else:
            value, at = cffDictOperandEncoding[first](None, first, data, at)
            operands.append(value)
    return found


class _Pen:
    """Takes down contours."""

    def __init__(self) -> None:
        self.contours: list[_Contour] = []

    def moveTo(self, point: _Point) -> None:  # noqa: N802 (fontTools' name)
        """A contour begins."""
        self.contours.append([(point,)])

    def lineTo(self, point: _Point) -> None:  # noqa: N802
        """A line from the last point."""
        self.contours[-1].append((point,))

    def curveTo(self, *points: _Point) -> None:  # noqa: N802
        """A cubic curve from the last point."""
        self.contours[-1].append(points)

    def closePath(self) -> None:  # noqa: N802
        """Contours are closed in any case."""


class _Extractor(T2OutlineExtractor):  # type: ignore[misc]  # fontTools has no types
    """fontTools' interpreter of charstrings, within bounds: it would follow subroutines without end."""

    def __init__(self, pen: _Pen, local: _Index | tuple[()], *rest: object) -> None:
        super().__init__(pen, local, *rest)
        self._left = _LONGEST_DRAWN

    def execute(self, charstring: T2CharString) -> None:
        """Runs a charstring or a subroutine."""
        self._left -= len(charstring.bytecode) + 1
        if self._left < 0 or len(self.callingStack) > _DEEPEST:
            raise ValueError("endless")
        super().execute(charstring)

    def popall(self) -> list[float]:
        """All operands, which the stack holds no more."""
        if len(self.operandStack) > _MOST_OPERANDS:
            raise ValueError("too many operands")
        operands: list[float] = super().popall()
        return operands


def _quadratic(contour: _Contour, tolerance: float) -> list[_Placed]:
    """A contour of quadratic curves, in the other direction, as in TrueType; empty for one without area."""
    placed: list[_Placed] = []
    last: _Point = (0.0, 0.0)
    for points in contour:
        if len(points) == 3 and points != (last, last, last):
            controls = curve_to_quadratic((last, *points), tolerance)[1:-1]
            placed += [(floor(x + 0.5), floor(y + 0.5), False) for x, y in controls]
        last = points[-1]
        end = (floor(last[0] + 0.5), floor(last[1] + 0.5), True)
        if not placed or placed[-1] != end:
            placed.append(end)
    if len(placed) > 1 and placed[-1] == placed[0]:
        placed.pop()
    return [placed[0], *reversed(placed[1:])] if len(placed) > 2 else []


def _box(contours: list[_Contour]) -> tuple[int, ...]:
    """The ink's box: x min, y min, x max, y max."""
    ends = [points[-1] for points in chain(*contours)]
    left, right = min(x for x, _ in ends), max(x for x, _ in ends)
    bottom, top = min(y for _, y in ends), max(y for _, y in ends)
    for contour in contours:
        last = contour[0][0]
        for points in contour:
            # few curves rise over their ends, and over those of all others
            if any(not (left <= x <= right and bottom <= y <= top) for x, y in points):
                box = calcCubicBounds(last, *points)
                left, bottom = min(left, box[0]), min(bottom, box[1])
                right, top = max(right, box[2]), max(top, box[3])
            last = points[-1]
    return tuple(floor(number + 0.5) for number in (left, bottom, right, top))


def _entry(contours: list[list[_Placed]], box: tuple[int, ...]) -> bytes:
    """The entry of a glyf table."""
    points = list(chain(*contours))
    ends = [count - 1 for count in accumulate(map(len, contours))]
    flags = bytearray(on for _, _, on in points)
    steps = bytearray()
    for axis, (byte, same) in enumerate(((_X_BYTE, _X_SAME), (_Y_BYTE, _Y_SAME))):
        for at, (before, after) in enumerate(pairwise([(0, 0), *points])):
            step = after[axis] - before[axis]
            if not step:
                flags[at] |= same
            elif -256 < step < 256:
                flags[at] |= byte | same if step > 0 else byte
                steps.append(abs(step))
            else:
                steps += step.to_bytes(2, "big", signed=True)
    entry = struct.pack(f">5h{len(ends)}HH", len(contours), *box, *ends, 0) + flags + steps
    return entry + bytes(len(entry) % 2)
