"""Measures on outlines what a document says of an embedded face: how high its capitals are and how wide its
stems. Knows no PDF. Format of outlines: OpenType 1.9, glyf."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise

from bulletin_desk.fonts.faces import Face

_CAPITALS = "HIE"
"""Flat capitals, the first that a face has is measured."""
_STEMS = (("十", 0.3), ("I", 0.5), ("l", 0.5), ("1", 0.5))
"""Characters with one vertical stem, and at which part of their height it is measured."""
_STEPS = 8
"""Straight pieces that a curve is taken for."""

Point = tuple[float, float]


def cap_height(face: Face) -> int:
    """The height of flat capitals in thousandths of an em; 0 for a face without."""
    for char in _CAPITALS:
        if glyph := face.glyph(char):
            box = face.file.box(glyph)
            return _per_mille(face, box.y_max) if box else 0
    return 0


def stem_width(face: Face) -> int:
    """The thickness of the dominant vertical stems in thousandths of an em: those of its ideographs, else of
    its letters; 0 where it can't be told."""
    for char, part in _STEMS:
        glyph = face.glyph(char)
        box = face.file.box(glyph) if glyph else None
        if box is None:
            continue
        try:
            rings = list(_rings(face.file.outline(glyph)))
        except (struct.error, IndexError):
            continue
        if width := _first_stroke(rings, box.y_min + part * (box.y_max - box.y_min)):
            return _per_mille(face, width)
    return 0


def _per_mille(face: Face, units: float) -> int:
    return round(units * 1000 / face.units_per_em)


def _first_stroke(rings: list[list[Point]], height: float) -> float:
    """How far ink reaches, from its left edge on, along a horizontal line (0 if there is none there)."""
    crossings = []
    for ring in rings:
        for (x0, y0), (x1, y1) in pairwise([*ring, ring[0]]):
            if (y0 <= height) != (y1 <= height):
                crossings.append((x0 + (height - y0) * (x1 - x0) / (y1 - y0), 1 if y0 < y1 else -1))
    winding, left = 0, 0.0
    for x, direction in sorted(crossings):
        if not winding:
            left = x
        winding += direction
        if not winding:
            return x - left
    return 0.0


def _rings(outline: bytes) -> Iterator[list[Point]]:
    """The contours of a simple glyph as polygons; none of a composite one. Raises struct.error or IndexError
    where it is damaged."""
    (contours,) = struct.unpack_from(">h", outline)
    if contours <= 0:
        return
    ends = struct.unpack_from(f">{contours}H", outline, 10)
    (instructions,) = struct.unpack_from(">H", outline, 10 + 2 * contours)
    at = 12 + 2 * contours + instructions
    flags: list[int] = []
    while len(flags) <= ends[-1]:
        flag = outline[at]
        repeated = outline[at + 1] if flag & 8 else 0
        flags += [flag] * (1 + repeated)
        at += 2 if flag & 8 else 1
    xs, at = _coordinates(outline, at, flags, 2, 16)
    ys, at = _coordinates(outline, at, flags, 4, 32)
    start = 0
    for end in ends:
        yield _polygon(list(zip(xs, ys, flags, strict=False))[start : end + 1])
        start = end + 1


def _coordinates(outline: bytes, at: int, flags: list[int], short: int, same: int) -> tuple[list[int], int]:
    """One coordinate of each point, and where the next table begins."""
    found: list[int] = []
    value = 0
    for flag in flags:
        if flag & short:
            value += outline[at] if flag & same else -outline[at]
            at += 1
        elif not flag & same:
            value += struct.unpack_from(">h", outline, at)[0]
            at += 2
        found.append(value)
    return found, at


def _polygon(points: list[tuple[int, int, int]]) -> list[Point]:
    """A contour of points on (flag 1) and off its quadratic curves, straightened."""
    whole: list[tuple[float, float, int]] = []
    for (left, low, before), (right, high, flag) in pairwise([points[-1], *points]):
        if not before & 1 and not flag & 1:  # between two controls the curve passes their middle
            whole.append(((left + right) / 2, (low + high) / 2, 1))
        whole.append((right, high, flag))
    while not whole[0][2] & 1:
        whole.append(whole.pop(0))
    ring: list[Point] = []
    for (x0, y0, _), (x1, y1, flag), (x2, y2, _) in zip(
        [whole[-1], *whole], whole, [*whole[1:], whole[0]], strict=False
    ):
        if flag & 1:
            ring.append((x1, y1))
            continue
        for step in range(1, _STEPS):
            t = step / _STEPS
            ring.append(
                (
                    (1 - t) ** 2 * x0 + 2 * t * (1 - t) * x1 + t * t * x2,
                    (1 - t) ** 2 * y0 + 2 * t * (1 - t) * y1 + t * t * y2,
                )
            )
    return ring
