"""How wide and how high a word processor sets characters of a format. Knows no lines.

The official faces are on few machines, so their figures stand here. Lengths are points.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from bulletin_desk.fonts.faces import Face, load_faces
from bulletin_desk.learning.evidence import Look
from bulletin_desk.learning.word_model import Grid, RunFormat

BLANKS = frozenset(" \u00a0\u2002\u2003\u2009\u3000")
INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
"""What takes no room and says nothing: where lines may end, or may not."""
_EAST_ASIAN = "WF"
_AMBIGUOUS = "A"
_FIRST_SIGN = "\u2100"
_CHINESE_NAMES = ("song", "sun", "kai", "hei", "kaiti", "simhei", "fangsong", "_gb2312", "_gbk", "yahei")
"""What the names of Chinese faces end with that are in letters (`FangSong`, `SimSun`)."""
_SCRIPT = 0.58
"""The size of superscripts and subscripts, of the size they are set in."""


class Extent(NamedTuple):
    """How high a face makes a single line, in em above and below the baseline."""

    above: float
    below: float


Extents = Callable[[str], Extent]
"""The extent of each face, by name."""

_CHINESE = Extent(0.88 + 0.15, 0.12 + 0.15)
"""Of Chinese faces: their em box, with the baseline where our layouts have it, and the three tenths that Word
adds, half above, half below: 五号 stands 13.65 points apart, 小四 15.6."""
_EXTENTS = {
    "times new roman": Extent(0.891 + 0.042, 0.216),
    "liberation serif": Extent(0.891 + 0.042, 0.216),
    "arial": Extent(0.905 + 0.033, 0.212),
    "calibri": Extent(0.952 + 0.02, 0.269),
    "cambria": Extent(0.950, 0.222),
    "微软雅黑": Extent(1.069, 0.291),
    "microsoft yahei": Extent(1.069, 0.291),
}


def _windows_extent(face: str) -> Extent:
    """That of a Chinese face where the name is none of those known."""
    return _EXTENTS.get(face.lower(), _CHINESE)


class Habits(NamedTuple):
    """What each word processor does its own way: how high faces make lines, and how much stands between Han
    and letters or digits, in em."""

    extents: Extents
    gap: float


WORD = Habits(_windows_extent, 1 / 4)
"""Those of Word on Windows."""


def is_east_asian(char: str, format_: RunFormat) -> bool:
    """Whether a character is set in the East Asian face: Han and their marks; what may be either, where the
    format says so or the letters' face is a Chinese one."""
    width = unicodedata.east_asian_width(char)
    if width in _EAST_ASIAN:
        return True
    if width != _AMBIGUOUS:
        return False
    is_sign = char >= _FIRST_SIGN  # ※ ★ ①: the letters' faces have none
    return is_sign or format_.hint == "eastAsia" or format_.latin == format_.east


def look_of(char: str, format_: RunFormat) -> Look:
    """How a character is seen."""
    face = format_.east if is_east_asian(char, format_) else format_.latin
    return Look(face, size_of(format_), format_.ink, format_.bold)


def size_of(format_: RunFormat) -> float:
    """The size that characters are drawn in."""
    return float(format_.size) * (_SCRIPT if format_.script else 1.0)


def advance(char: str, format_: RunFormat, grid: Grid) -> float:
    """How far the next character stands from this one's origin."""
    if char in INVISIBLE:
        return 0.0
    size = size_of(format_)
    east = is_east_asian(char, format_)
    narrow = unicodedata.east_asian_width(char) not in _EAST_ASIAN and _is_latin(format_.east)
    em = 1.0 if east and not narrow else _latin_width(char, format_.east if east else format_.latin)
    wide = em * size * float(format_.scale) + float(format_.spacing)
    if not format_.snaps or not east:
        return wide
    if grid.kind == "lines_and_chars":
        return wide + float(grid.char_space)
    if grid.kind == "snap_to_chars" and (pitch := float(grid.char_pitch or 0)) > 0:
        return max(1, -(-wide // pitch)) * pitch
    return wide


def extent_of(char: str, format_: RunFormat, extents: Extents) -> tuple[float, float]:
    """How high a character makes its line above and below its baseline."""
    face = format_.east if is_east_asian(char, format_) else format_.latin
    above, below = extents(face)
    raised, size = float(format_.raised), size_of(format_)
    return above * size + raised, below * size - raised


def _is_latin(face: str) -> bool:
    """Whether a face is one of letters, by its name."""
    return face.isascii() and not face.lower().endswith(_CHINESE_NAMES)


@cache
def _latin_width(char: str, face: str) -> float:
    """In em: as in Times, or half a one where the face is a Chinese one."""
    if not _is_latin(face):
        return 0.5
    latin = _latin_face()
    return latin.advance(char) / latin.units_per_em if latin.glyph(char) else 0.5


@cache
def _latin_face() -> Face:
    """One with the widths of Times New Roman."""
    return load_faces(use_installed=False).roles["latin"].face
