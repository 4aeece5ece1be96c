"""Reads what typesetting needs from a TrueType file, one look-up at a time, without decoding whole tables.

A cold export may look up a few hundred characters in faces of 30,000 glyphs; fontTools decodes each table
whole, which alone takes longer than the export may. Knows nothing of roles, layouts or PDF. Writing faces is
`subset`'s job. Formats: OpenType 1.9 (ISO/IEC 14496-22).
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path

from bulletin_desk.errors import FontError

_NAME_FAMILY = 1
_NAME_FULL = 4
_NAME_POSTSCRIPT = 6
_NAME_TYPOGRAPHIC_FAMILY = 16
NAMES = (_NAME_FAMILY, _NAME_FULL, _NAME_POSTSCRIPT, _NAME_TYPOGRAPHIC_FAMILY)
_SFNT_TRUETYPE = (b"\x00\x01\x00\x00", b"true")
_SFNT_CFF = b"OTTO"
_RIGHTS, _RESTRICTED, _BITMAPS_ONLY = 0x000F, 0x0002, 0x0200
"""Bits of OS/2.fsType."""
_HEAD_MAGIC = 0x5F0F3CF5


@dataclass(frozen=True, slots=True)
class Box:
    """A glyph's ink in font units."""

    x_min: int
    y_min: int
    x_max: int
    y_max: int


class SfntFile:
    """One face of a font file, mapped into memory. Raises FontError where the file isn't one that can be
    used."""

    def __init__(self, path: Path, index: int = 0) -> None:
        self.path = path
        self.index = index
        try:
            with path.open("rb") as file:
                self.data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:  # an empty file can't be mapped
            reason = getattr(error, "strerror", None) or "文件是空的"
            raise FontError(f"读不了字体文件“{path}”：{reason}。") from error
        self.tables = self._directory()
        self.units_per_em, self._long_loca = self._head()
        hhea = self._start("hhea")
        self.ascender, self.descender = self._unpack(">hh", hhea + 4)
        (self._metrics_count,) = self._unpack(">H", hhea + 34)
        (self.glyph_count,) = self._unpack(">H", self._start("maxp") + 4)
        if not self._metrics_count:
            raise self._damaged()
        self._cmap_format, self._cmap_at = self._choose_cmap()

    def _unpack(self, form: str, at: int) -> tuple[int, ...]:
        """Numbers at a place of the file. Raises FontError where the file ends before."""
        try:
            return struct.unpack_from(form, self.data, at)
        except struct.error as error:
            raise self._damaged() from error

    def _start(self, tag: str) -> int:
        """Where a table begins. Raises FontError where there is none."""
        if tag not in self.tables:
            raise self._damaged(f"，缺少 {tag.strip()} 表")
        return self.tables[tag][0]

    def _damaged(self, what: str = "") -> FontError:
        return FontError(f"字体文件“{self.path}”已损坏{what}，请重新安装这个字体。")

    def _directory(self) -> dict[str, tuple[int, int]]:
        start = 0
        if self.data[:4] == b"ttcf":
            (count,) = self._unpack(">I", 8)
            if self.index >= count:
                raise FontError(f"字体文件“{self.path}”里只有 {count} 个字体，没有第 {self.index + 1} 个。")
            (start,) = self._unpack(">I", 12 + 4 * self.index)
        tag = self.data[start : start + 4]
        if tag == _SFNT_CFF:
            raise FontError(f"字体文件“{self.path}”是 CFF 轮廓（OTF），排版只用 TrueType 轮廓（TTF、TTC）。")
        if tag not in _SFNT_TRUETYPE:
            raise FontError(f"“{self.path}”不是 TrueType 字体文件。")
        (count,) = self._unpack(">H", start + 4)
        tables = {}
        for number in range(count):
            at = start + 12 + 16 * number
            offset, length = self._unpack(">II", at + 8)
            if offset + length > len(self.data):
                raise FontError(f"字体文件“{self.path}”不完整，请重新安装这个字体。")
            tables[self.data[at : at + 4].decode("latin-1")] = (offset, length)
        return tables

    def _head(self) -> tuple[int, bool]:
        offset = self._start("head")
        if self._unpack(">I", offset + 12) != (_HEAD_MAGIC,):
            raise self._damaged()
        (units,) = self._unpack(">H", offset + 18)
        (loca_format,) = self._unpack(">h", offset + 50)
        if not 16 <= units <= 16384:
            raise self._damaged(f"（每字 {units} 单位）")
        return units, loca_format == 1

    def _choose_cmap(self) -> tuple[int, int]:
        """The best Unicode subtable of a format we read: (format, offset)."""
        base = self._start("cmap")
        (count,) = self._unpack(">H", base + 2)
        found: dict[int, int] = {}
        for number in range(count):
            platform, encoding, offset = self._unpack(">HHI", base + 4 + 8 * number)
            if platform == 0 or (platform == 3 and encoding in (1, 10)):
                (kind,) = self._unpack(">H", base + offset)
                found.setdefault(kind, base + offset)
        for kind in (12, 4):
            if kind in found:
                return kind, found[kind]
        raise FontError(f"字体文件“{self.path}”没有 Unicode 字符表，不能用来排版。")

    def glyph(self, code: int) -> int:
        """The glyph of a code point, 0 where the face has none."""
        if self._cmap_format == 12:
            found = self._glyph_12(code)
        else:
            found = self._glyph_4(code) if code <= 0xFFFF else 0
        return found if found < self.glyph_count else 0

    def _glyph_12(self, code: int) -> int:
        at = self._cmap_at
        (count,) = self._unpack(">I", at + 12)
        low, high = 0, count
        while low < high:
            middle = (low + high) // 2
            first, last, glyph = self._unpack(">III", at + 16 + 12 * middle)
            if code < first:
                high = middle
            elif code > last:
                low = middle + 1
            else:
                return glyph + code - first
        return 0

    def _glyph_4(self, code: int) -> int:
        at = self._cmap_at
        (double,) = self._unpack(">H", at + 6)
        low, high = 0, double // 2
        while low < high:  # the first segment whose end is not before the code
            middle = (low + high) // 2
            if self._unpack(">H", at + 14 + 2 * middle)[0] < code:
                low = middle + 1
            else:
                high = middle
        if low == double // 2:
            return 0
        start_at = at + 16 + double + 2 * low
        (start,) = self._unpack(">H", start_at)
        if code < start:
            return 0
        (delta,) = self._unpack(">H", start_at + double)
        range_at = start_at + 2 * double
        (range_offset,) = self._unpack(">H", range_at)
        if range_offset == 0:
            return (code + delta) & 0xFFFF
        (glyph,) = self._unpack(">H", range_at + range_offset + 2 * (code - start))
        return (glyph + delta) & 0xFFFF if glyph else 0

    def advance(self, glyph: int) -> int:
        """The advance width of a glyph in font units."""
        index = min(glyph, self._metrics_count - 1)
        return self._unpack(">H", self._start("hmtx") + 4 * index)[0]

    def left_side_bearing(self, glyph: int) -> int:
        """The left side bearing of a glyph in font units."""
        base = self._start("hmtx")
        if glyph < self._metrics_count:
            return self._unpack(">h", base + 4 * glyph + 2)[0]
        at = base + 4 * self._metrics_count + 2 * (glyph - self._metrics_count)
        return self._unpack(">h", at)[0]

    def outline(self, glyph: int) -> bytes:
        """The glyph's entry of the glyf table; empty for a blank. Raises FontError where it lies outside."""
        base = self._start("loca")
        if self._long_loca:
            start, end = self._unpack(">II", base + 4 * glyph)
        else:
            start, end = (2 * value for value in self._unpack(">HH", base + 2 * glyph))
        glyf = self._start("glyf")
        if glyph >= self.glyph_count or not start <= end <= self.tables["glyf"][1]:
            raise self._damaged()
        return self.data[glyf + start : glyf + end]

    def box(self, glyph: int) -> Box | None:
        """The glyph's ink box in font units, None for a blank."""
        outline = self.outline(glyph)
        if len(outline) < 10:
            return None
        return Box(*struct.unpack_from(">hhhh", outline, 2))

    def font_box(self) -> tuple[int, int, int, int]:
        """The box around all glyphs, in font units: x min, y min, x max, y max."""
        x_min, y_min, x_max, y_max = self._unpack(">hhhh", self._start("head") + 36)
        return x_min, y_min, x_max, y_max

    def table(self, tag: str) -> bytes:
        """A whole table; empty where there is none."""
        offset, length = self.tables.get(tag, (0, 0))
        return self.data[offset : offset + length]

    def embeddable(self) -> bool:
        """Whether OS/2.fsType lets outlines be embedded: not if restricted, nor if bitmaps only."""
        os2 = self.table("OS/2")
        if len(os2) < 10:
            return True
        (rights,) = struct.unpack_from(">H", os2, 8)
        return rights & _RIGHTS != _RESTRICTED and not rights & _BITMAPS_ONLY

    def names(self) -> frozenset[str]:
        """The family, full and PostScript names in all languages of the file."""
        return frozenset(name for _, name in self._names())

    def postscript_name(self) -> str:
        """The PostScript name, or the file's, in the characters that a PDF name allows."""
        found = [name for number, name in self._names() if number == _NAME_POSTSCRIPT]
        name = found[0] if found else self.path.stem
        return "".join(char for char in name if char.isascii() and (char.isalnum() or char in "-_")) or "Face"

    def _names(self) -> list[tuple[int, str]]:
        try:
            return _names(self.table("name")) if "name" in self.tables else []
        except struct.error as error:
            raise self._damaged() from error


def _names(table: bytes) -> list[tuple[int, str]]:
    """The names by which a face can be asked for: name identifier and text."""
    found = []
    count, strings = struct.unpack_from(">HH", table, 2)
    for number in range(count):
        platform, encoding, _, name, length, offset = struct.unpack_from(">HHHHHH", table, 6 + 12 * number)
        if name not in NAMES:
            continue
        raw = table[strings + offset : strings + offset + length]
        text = ""
        if platform == 3 and encoding in (0, 1, 10):
            text = raw.decode("utf-16-be", "ignore")
        elif platform == 3 and encoding == 3:  # PRC: GBK, each byte pair as one 16-bit unit
            text = raw.replace(b"\0", b"").decode("gbk", "ignore")
        elif platform == 1 and encoding == 0:
            text = raw.decode("mac-roman", "ignore")
        if text.strip():
            found.append((name, text.strip()))
    return found


def face_count(path: Path) -> int:
    """How many faces a font file holds (1 unless it is a collection). Raises OSError."""
    with path.open("rb") as file:
        head = file.read(12)
    return int(struct.unpack_from(">I", head, 8)[0]) if head[:4] == b"ttcf" and len(head) == 12 else 1
