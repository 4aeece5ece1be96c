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
        except (OSError, ValueError) as error:
            raise FontError(f"读不了字体文件“{path}”：{error}。") from error
        try:
            self.tables = self._directory()
            self.units_per_em, self._long_loca = self._head()
            (self.ascender, self.descender) = struct.unpack_from(">hh", self.data, self.tables["hhea"][0] + 4)
            (self._metrics_count,) = struct.unpack_from(">H", self.data, self.tables["hhea"][0] + 34)
            (self.glyph_count,) = struct.unpack_from(">H", self.data, self.tables["maxp"][0] + 4)
            self._cmap_format, self._cmap_at = self._choose_cmap()
        except (struct.error, KeyError, IndexError) as error:
            raise FontError(f"字体文件“{path}”已损坏（{error}），请重新安装这个字体。") from error

    def _directory(self) -> dict[str, tuple[int, int]]:
        start = 0
        if self.data[:4] == b"ttcf":
            (count,) = struct.unpack_from(">I", self.data, 8)
            if self.index >= count:
                raise FontError(f"字体文件“{self.path}”里只有 {count} 个字体，没有第 {self.index + 1} 个。")
            (start,) = struct.unpack_from(">I", self.data, 12 + 4 * self.index)
        tag = self.data[start : start + 4]
        if tag == _SFNT_CFF:
            raise FontError(f"字体文件“{self.path}”是 CFF 轮廓（OTF），排版只用 TrueType 轮廓（TTF、TTC）。")
        if tag not in _SFNT_TRUETYPE:
            raise FontError(f"“{self.path}”不是 TrueType 字体文件。")
        (count,) = struct.unpack_from(">H", self.data, start + 4)
        tables = {}
        for number in range(count):
            name, _, offset, length = struct.unpack_from(">4sIII", self.data, start + 12 + 16 * number)
            if offset + length > len(self.data):
                raise FontError(f"字体文件“{self.path}”不完整，请重新安装这个字体。")
            tables[name.decode("latin-1")] = (offset, length)
        return tables

    def _head(self) -> tuple[int, bool]:
        offset = self.tables["head"][0]
        (units,) = struct.unpack_from(">H", self.data, offset + 18)
        (loca_format,) = struct.unpack_from(">h", self.data, offset + 50)
        if not 16 <= units <= 16384:
            raise FontError(f"字体文件“{self.path}”已损坏（每字 {units} 单位），请重新安装这个字体。")
        return units, loca_format == 1

    def _choose_cmap(self) -> tuple[int, int]:
        """The best Unicode subtable of a format we read: (format, offset)."""
        base = self.tables["cmap"][0]
        (count,) = struct.unpack_from(">H", self.data, base + 2)
        found: dict[int, int] = {}
        for number in range(count):
            platform, encoding, offset = struct.unpack_from(">HHI", self.data, base + 4 + 8 * number)
            if platform == 0 or (platform == 3 and encoding in (1, 10)):
                (kind,) = struct.unpack_from(">H", self.data, base + offset)
                found.setdefault(kind, base + offset)
        for kind in (12, 4):
            if kind in found:
                return kind, found[kind]
        raise FontError(f"字体文件“{self.path}”没有 Unicode 字符表，不能用来排版。")

    def glyph(self, code: int) -> int:
        """The glyph of a code point, 0 where the face has none."""
        if self._cmap_format == 12:
            return self._glyph_12(code)
        return self._glyph_4(code) if code <= 0xFFFF else 0

    def _glyph_12(self, code: int) -> int:
        data, at = self.data, self._cmap_at
        (count,) = struct.unpack_from(">I", data, at + 12)
        low, high = 0, count
        while low < high:
            middle = (low + high) // 2
            first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * middle)
            if code < first:
                high = middle
            elif code > last:
                low = middle + 1
            else:
                return int(glyph + code - first)
        return 0

    def _glyph_4(self, code: int) -> int:
        data, at = self.data, self._cmap_at
        (double,) = struct.unpack_from(">H", data, at + 6)
        low, high = 0, double // 2
        while low < high:  # the first segment whose end is not before the code
            middle = (low + high) // 2
            if struct.unpack_from(">H", data, at + 14 + 2 * middle)[0] < code:
                low = middle + 1
            else:
                high = middle
        if low == double // 2:
            return 0
        start_at = at + 16 + double + 2 * low
        (start,) = struct.unpack_from(">H", data, start_at)
        if code < start:
            return 0
        (delta,) = struct.unpack_from(">H", data, start_at + double)
        range_at = start_at + 2 * double
        (range_offset,) = struct.unpack_from(">H", data, range_at)
        if range_offset == 0:
            return int(code + delta) & 0xFFFF
        (glyph,) = struct.unpack_from(">H", data, range_at + range_offset + 2 * (code - start))
        return int(glyph + delta) & 0xFFFF if glyph else 0

    def advance(self, glyph: int) -> int:
        """The advance width of a glyph in font units."""
        index = min(glyph, self._metrics_count - 1)
        return int(struct.unpack_from(">H", self.data, self.tables["hmtx"][0] + 4 * index)[0])

    def left_side_bearing(self, glyph: int) -> int:
        """The left side bearing of a glyph in font units."""
        base = self.tables["hmtx"][0]
        if glyph < self._metrics_count:
            return int(struct.unpack_from(">h", self.data, base + 4 * glyph + 2)[0])
        at = base + 4 * self._metrics_count + 2 * (glyph - self._metrics_count)
        return int(struct.unpack_from(">h", self.data, at)[0])

    def outline(self, glyph: int) -> bytes:
        """The glyph's entry of the glyf table; empty for a blank."""
        base = self.tables["loca"][0]
        if self._long_loca:
            start, end = struct.unpack_from(">II", self.data, base + 4 * glyph)
        else:
            start, end = (2 * value for value in struct.unpack_from(">HH", self.data, base + 2 * glyph))
        glyf = self.tables["glyf"][0]
        return self.data[glyf + start : glyf + end]

    def box(self, glyph: int) -> Box | None:
        """The glyph's ink box in font units, None for a blank."""
        outline = self.outline(glyph)
        if len(outline) < 10:
            return None
        return Box(*struct.unpack_from(">hhhh", outline, 2))

    def font_box(self) -> tuple[int, int, int, int]:
        """The box around all glyphs, in font units: x min, y min, x max, y max."""
        x_min, y_min, x_max, y_max = struct.unpack_from(">hhhh", self.data, self.tables["head"][0] + 36)
        return x_min, y_min, x_max, y_max

    def table(self, tag: str) -> bytes:
        """A whole table; empty where there is none."""
        offset, length = self.tables.get(tag, (0, 0))
        return self.data[offset : offset + length]

    def embeddable(self) -> bool:
        """Whether OS/2.fsType lets the face be embedded in a document (restricted-licence bit alone forbids
        it)."""
        os2 = self.table("OS/2")
        return len(os2) < 10 or (struct.unpack_from(">H", os2, 8)[0] & 0x000F) != 0x0002

    def names(self) -> frozenset[str]:
        """The family, full and PostScript names in all languages of the file."""
        return frozenset(name for _, name in _names(self.table("name")))

    def postscript_name(self) -> str:
        """The PostScript name, or the file's, in the characters that a PDF name allows."""
        found = [name for number, name in _names(self.table("name")) if number == _NAME_POSTSCRIPT]
        name = found[0] if found else self.path.stem
        return "".join(char for char in name if char.isascii() and (char.isalnum() or char in "-_")) or "Face"


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
