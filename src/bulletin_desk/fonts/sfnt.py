"""Reads what typesetting needs from a font file, one look-up at a time, without decoding whole tables.

A cold export may look up a few hundred characters in faces of 30,000 glyphs; fontTools decodes each table
whole, which alone takes longer than the export may. Knows nothing of roles, layouts or PDF. Writing faces is
`subset`'s job. Formats: OpenType 1.9 (ISO/IEC 14496-22).

Font files come from anywhere, and nothing in them is believed: `check` looks at what the whole face needs,
`sound` at one glyph, when it is first used.
"""

from __future__ import annotations

import mmap
import os
import re
import struct
import sys
from array import array
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bulletin_desk.checked import shown
from bulletin_desk.errors import FontError
from bulletin_desk.paths import open_plain

if TYPE_CHECKING:
    from bulletin_desk.fonts.cff import CffOutlines

_NAME_FAMILY = 1
_NAME_FULL = 4
_NAME_POSTSCRIPT = 6
_NAME_TYPOGRAPHIC_FAMILY = 16
NAMES = (_NAME_FAMILY, _NAME_FULL, _NAME_POSTSCRIPT, _NAME_TYPOGRAPHIC_FAMILY)
_SFNT = (b"\x00\x01\x00\x00", b"true", b"OTTO")
_RIGHTS, _RESTRICTED, _BITMAPS_ONLY = 0x000F, 0x0002, 0x0200
"""Bits of OS/2.fsType."""
_HEAD_MAGIC = 0x5F0F3CF5

_LARGEST_FILE = 256 << 20
"""Bytes; a collection of ten faces of 65,535 glyphs each has half of it."""
_MOST_FACES = 64
_MOST_TABLES = 100
_LEAST_LENGTHS = {"head": 54, "hhea": 36, "hmtx": 4, "cmap": 4}
"""Bytes of the tables that every face has."""
_LEAST_TRUETYPE, _LEAST_CFF = {"maxp": 32, "loca": 4, "glyf": 0}, {"maxp": 6, "CFF ": 4}
"""Bytes of those with one kind of outlines."""
_MAXP_TRUETYPE, _MAXP_CFF = 0x00010000, 0x00005000
"""Versions of the maxp table."""
_DRAWN_AGAIN = 8
"""How many times a CFF table's bytes may be drawn: subroutines save half of them at best."""
HINTING = ("cvt ", "fpgm", "prep")
"""Tables of instructions for screens."""
_COPIED = (*HINTING, "head", "hhea", "maxp")
_LONGEST_COPIED = 1 << 20
"""Bytes of each of the tables that are embedded whole: instructions for screens have a few thousand."""
_LONGEST_OUTLINE = 1 << 16
"""Bytes of one glyph; those of Chinese characters have some hundreds."""
_LONGEST_BLANK = 16
"""Bytes of a glyph without contours: its box, the length of its instructions, and what makes them even."""
_NAMES_READ = 200_000
"""Bytes of the name table: its records and texts have 16-bit numbers."""
_MOST_NAMES = 64
_LONGEST_NAME = 200
"""Bytes."""
_LONGEST_POSTSCRIPT_NAME = 63
_SAMPLES = 16
"""Characters of a face whose glyphs are looked at before it is taken."""
_WIDEST = 16
"""Em: no glyph of a text is wider or stands further out."""
_MOST_PARTS = 256
_DEEPEST = 8
"""Of glyphs that are made of others, which in a damaged file may be made of themselves."""
_WORDS, _SHIFTED, _SCALE, _MORE, _XY_SCALE, _TWO_BY_TWO = 0x0001, 0x0002, 0x0008, 0x0020, 0x0040, 0x0080
"""Flags of a part of a composite glyph."""


class Box(NamedTuple):
    """A glyph's ink in font units."""

    x_min: int
    y_min: int
    x_max: int
    y_max: int


class _Drawn(NamedTuple):
    """What a glyph is drawn of: outlines (0 if it can't be used), how deep they lie in each other, points."""

    outlines: int
    depth: int
    points: int


_UNUSABLE = _Drawn(0, 0, 0)


class SfntFile:
    """One face of a font file, mapped into memory. Raises FontError where the file isn't one that can be
    used."""

    def __init__(self, path: Path, index: int = 0) -> None:
        self.path = path
        self.index = index
        self.data = _mapped(path)
        self.tables = _directory(self.data, path, index)
        if any(start + length > len(self.data) for start, length, _ in self.tables.values()):
            raise FontError(f"字体文件“{_told(path)}”不完整，请重新安装这个字体。")
        self.units_per_em, self._long_loca = self._head()
        hhea = self._start("hhea")
        self.ascender, self.descender = self._unpack(">hh", hhea + 4)
        (self._metrics_count,) = self._unpack(">H", hhea + 34)
        (self.glyph_count,) = self._unpack(">H", self._start("maxp") + 4)
        if not self._metrics_count:
            raise self._damaged()
        self._cmap_format, self._cmap_at = self._choose_cmap()
        self._known: dict[int, _Drawn] = {}
        self._seen = 0

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
        return _damage(self.path, what)

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
        length = self.tables["cmap"][1]
        (count,) = self._unpack(">H", base + 2)
        found: dict[int, int] = {}
        for number in range(count):
            platform, encoding, offset = self._unpack(">HHI", base + 4 + 8 * number)
            if (platform == 0 or (platform == 3 and encoding in (1, 10))) and offset + 16 <= length:
                (kind,) = self._unpack(">H", base + offset)
                if self._cmap_size(kind, base + offset) <= length - offset:
                    found.setdefault(kind, base + offset)
        for kind in (12, 4):
            if kind in found:
                return kind, found[kind]
        raise FontError(f"字体文件“{_told(self.path)}”没有 Unicode 字符表，不能用来排版。")

    def _cmap_size(self, kind: int, at: int) -> int:
        """How many bytes a subtable of a format that we read has by its own numbers."""
        if kind == 12:
            return 16 + 12 * self._unpack(">I", at + 12)[0]
        return 16 + 4 * self._unpack(">H", at + 6)[0] if kind == 4 else 0

    def glyph(self, code: int) -> int:
        """The glyph of a code point, 0 where the face has none."""
        found = self._mapped_to(code)
        return found if found < self.glyph_count else 0

    def sound_glyph(self, code: int) -> int:
        """The glyph of a code point, 0 where the face has none that can be used."""
        try:
            glyph = self.glyph(code)
        except FontError:  # the table leads out of the file
            return 0
        return glyph if self.sound(glyph) else 0

    def _mapped_to(self, code: int) -> int:
        if self._cmap_format == 12:
            return self._glyph_12(code)
        return self._glyph_4(code) if code <= 0xFFFF else 0

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
        if self.is_cff:  # TrueType glyphs are moved to theirs, these lie where they are drawn
            box = self.box(glyph)
            return box.x_min if box else 0
        base = self._start("hmtx")
        if glyph < self._metrics_count:
            return self._unpack(">h", base + 4 * glyph + 2)[0]
        at = 4 * self._metrics_count + 2 * (glyph - self._metrics_count)
        if at + 2 > self.tables["hmtx"][1]:  # old faces save the bearings of their last glyphs
            return 0
        return self._unpack(">h", base + at)[0]

    @property
    def is_cff(self) -> bool:
        """Whether the outlines are cubic curves, which `outline` makes TrueType ones of."""
        return "CFF " in self.tables and "glyf" not in self.tables

    @cached_property
    def _cff(self) -> CffOutlines:
        from bulletin_desk.fonts.cff import CffOutlines  # takes 30 ms, and few faces have such outlines

        start, length, _ = self.tables["CFF "]
        try:
            return CffOutlines(self.data, start, start + length, self.units_per_em)
        except ValueError as error:
            raise self._damaged("，CFF 表有误") from error

    def outline(self, glyph: int) -> bytes:
        """The glyph as an entry of a glyf table; empty for a blank. Raises FontError where it is damaged."""
        if self.is_cff:
            try:
                return self._cff.outline(glyph)
            except ValueError as error:
                raise self._damaged() from error
        base = self._start("loca")
        if self._long_loca:
            start, end = self._unpack(">II", base + 4 * glyph)
        else:
            start, end = (2 * value for value in self._unpack(">HH", base + 2 * glyph))
        glyf = self._start("glyf")
        entered = self.tables["loca"][1] // (4 if self._long_loca else 2) - 1
        if glyph >= min(self.glyph_count, entered) or not start <= end <= self.tables["glyf"][1]:
            raise self._damaged()
        if end - start > _LONGEST_OUTLINE:
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
        start, length, _ = self.tables.get(tag, _NO_TABLE)
        return self.data[start : start + length]

    def hinting(self) -> dict[str, bytes]:
        """The tables of instructions for screens; none if one is not as the file states it: with damaged ones
        a viewer draws nothing at all, without them it draws what is printed."""
        found = {tag: self.table(tag) for tag in HINTING if tag in self.tables}
        whole = all(checksum(data) == self.tables[tag].checksum for tag, data in found.items())
        return found if whole else {}

    def hinting_is_damaged(self) -> bool:
        """Whether there are such tables that are not as the file states them."""
        return not self.hinting() and any(tag in self.tables for tag in HINTING)

    def check(self) -> None:
        """Raises FontError where a table that typesetting, an export or the screen needs is not all there."""
        lengths = {tag: table.length for tag, table in self.tables.items()}
        if "glyf" not in lengths and not self.is_cff:
            raise FontError(
                f"字体文件“{_told(self.path)}”没有 TrueType 轮廓，也没有 CFF 轮廓，不能用来排版。"
            )
        of_kind = _LEAST_CFF if self.is_cff else _LEAST_TRUETYPE
        for tag, least in (_LEAST_LENGTHS | of_kind).items():
            self._start(tag)
            if lengths[tag] < least:
                raise self._damaged(f"，{tag} 表不全")
        if sum(lengths.values()) > 2 * len(self.data):
            raise self._damaged("，各表重叠")
        if any(lengths.get(tag, 0) > _LONGEST_COPIED for tag in _COPIED):
            raise self._damaged("，有的表长得不合常理")
        version = _MAXP_CFF if self.is_cff else _MAXP_TRUETYPE
        if self._unpack(">I", self._start("maxp")) != (version,):
            raise self._damaged("，maxp 表有误")
        if self._unpack(">h", self._start("head") + 50)[0] not in (0, 1):
            raise self._damaged("，head 表有误")
        if lengths["hmtx"] < 4 * self._metrics_count:
            raise self._damaged("，hmtx 表不全")
        if not self.sound(0):
            raise self._damaged("，字形读不出来")
        samples = list(self._samples())
        if 10 * sum(map(self._leads_nowhere, samples)) > len(samples):
            raise self._damaged("，许多字形读不出来")

    def _samples(self) -> Iterator[int]:
        """Characters from all over the face's own list of them."""
        at, long = self._cmap_at, self._cmap_format == 12
        count = self._unpack(">I", at + 12)[0] if long else self._unpack(">H", at + 6)[0] // 2
        for number in range(0, count, -(-count // _SAMPLES) or 1):
            if long:
                first, last, _ = self._unpack(">III", at + 16 + 12 * number)
            else:
                (last,) = self._unpack(">H", at + 14 + 2 * number)
                (first,) = self._unpack(">H", at + 16 + 2 * count + 2 * number)
            if first <= last and first != 0xFFFF:  # where format 4 ends, whatever stands there
                yield from {first, (first + last) // 2}

    def _leads_nowhere(self, code: int) -> bool:
        """Whether a character is entered with a glyph that isn't there or can't be used."""
        try:
            glyph = self._mapped_to(code)
        except FontError:
            return True
        return glyph >= self.glyph_count or not self.sound(glyph)

    def sound(self, glyph: int) -> bool:
        """Whether a glyph's metrics and outline, with all parts that it is made of, can be read and are no
        larger than any glyph of a text is."""
        try:
            return self.advance(glyph) <= _WIDEST * self.units_per_em and self._drawn(glyph, 0).outlines > 0
        except FontError:
            return False

    def _drawn(self, glyph: int, above: int) -> _Drawn:
        """What a glyph is drawn of; `above` is how deep it lies in others itself."""
        known = self._known.get(glyph)
        if known is None:
            self._known[glyph] = _UNUSABLE  # also while it is looked at: it may be made of itself
            try:
                known = self._known[glyph] = self._looked_at(glyph, above)
            except (FontError, struct.error):
                return _UNUSABLE
        return known

    def _looked_at(self, glyph: int, above: int) -> _Drawn:
        outline = self.outline(glyph)
        self._seen += len(outline)
        # they lie over each other, or are drawn by the same few bytes: an export would have no end
        if self._seen > (_DRAWN_AGAIN * self.tables["CFF "][1] if self.is_cff else self.tables["glyf"][1]):
            return _UNUSABLE
        if not outline:
            return _Drawn(1, 0, 0)
        contours, *box = struct.unpack_from(">hhhhh", outline)
        if max(map(abs, box)) > _WIDEST * self.units_per_em:
            return _UNUSABLE
        if not contours and len(outline) > _LONGEST_BLANK:  # zeros where there was an outline
            return _UNUSABLE
        if contours >= 0:
            points = _points(outline, contours)
            return _UNUSABLE if points is None else _Drawn(1, 0, points)
        if contours < -1 or above == _DEEPEST:
            return _UNUSABLE
        count = depth = points = 0
        for _, part, anchors in parts(outline):
            drawn = self._drawn(part, above + 1)
            if anchors and not (anchors[0] < points and anchors[1] < drawn.points):
                return _UNUSABLE
            count, depth, points = count + drawn.outlines, max(depth, drawn.depth + 1), points + drawn.points
            if not drawn.outlines or count > _MOST_PARTS or depth > _DEEPEST:
                return _UNUSABLE
        return _Drawn(count, depth, points)

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
        kept = "".join(char for char in name if char.isascii() and (char.isalnum() or char in "-_"))
        return kept[:_LONGEST_POSTSCRIPT_NAME] or "Face"

    def _names(self) -> list[tuple[int, str]]:
        return _names(self.data, self.tables)


def names_in(path: Path) -> list[list[str]]:
    """The names of each face of a font file, whatever else may be wrong with the face: none of one that is
    no face. Raises FontError where the file is no font file at all."""
    data = _mapped(path)
    count = 1
    if data[:4] == b"ttcf":
        count = min(int.from_bytes(data[8:12], "big"), _MOST_FACES)
    found: list[list[str]] = []
    fault: FontError | None = None
    for index in range(count):
        try:
            found.append(sorted({name for _, name in _names(data, _directory(data, path, index))}))
        except FontError as error:
            found.append([])
            fault = error
    if fault and not any(found):
        raise fault
    return found


def _told(path: Path) -> str:
    """A file's path as it can be shown, whatever bytes it is made of."""
    return shown(str(path), 300)


def _damage(path: Path, what: str = "") -> FontError:
    return FontError(f"字体文件“{_told(path)}”已损坏{what}，请重新安装这个字体。")


def _mapped(path: Path) -> mmap.mmap:
    """A file mapped into memory. Raises FontError."""
    try:
        descriptor = open_plain(path)
        try:
            if os.fstat(descriptor).st_size > _LARGEST_FILE:
                raise FontError(f"字体“{_told(path)}”大得不像字体文件。")
            return mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ)
        finally:
            os.close(descriptor)
    except (OSError, ValueError) as error:  # an empty file can't be mapped
        reason = getattr(error, "strerror", None) or "文件是空的"
        raise FontError(f"读不了字体文件“{_told(path)}”：{reason}。") from error


class _Table(NamedTuple):
    """A table's place in the file, and the sum of its words that the file states."""

    start: int
    length: int
    checksum: int


_NO_TABLE = _Table(0, 0, 0)


def _directory(data: mmap.mmap, path: Path, index: int) -> dict[str, _Table]:
    """The tables of a face by tag. Raises FontError."""
    try:
        start = 0
        if data[:4] == b"ttcf":
            (count,) = struct.unpack_from(">I", data, 8)
            if index >= count:
                raise FontError(f"字体文件“{_told(path)}”里只有 {count} 个字体，没有第 {index + 1} 个。")
            (start,) = struct.unpack_from(">I", data, 12 + 4 * index)
        tag = data[start : start + 4]
        if tag not in _SFNT:
            raise FontError(f"字体“{_told(path)}”不是 TrueType 或 OpenType 字体文件。")
        (count,) = struct.unpack_from(">H", data, start + 4)
        if count > _MOST_TABLES:
            raise _damage(path)
        tables: dict[str, _Table] = {}
        for number in range(count):
            name, stated, offset, length = struct.unpack_from(">4sIII", data, start + 12 + 16 * number)
            # as FreeType has it, the first of a name counts
            tables.setdefault(name.decode("latin-1"), _Table(offset, length, stated))
        return tables
    except struct.error as error:
        raise _damage(path) from error


def _names(data: mmap.mmap, tables: dict[str, _Table]) -> list[tuple[int, str]]:
    """The names by which a face can be asked for: name identifier and text. What is damaged has none."""
    start, length, _ = tables.get("name", _NO_TABLE)
    table = data[start : start + min(length, _NAMES_READ)]
    if len(table) < 6:
        return []
    count, strings = struct.unpack_from(">HH", table, 2)
    records = table[6 : 6 + 12 * count]
    found: dict[tuple[int, str], None] = {}
    for platform, encoding, _, name, size, offset in struct.iter_unpack(
        ">HHHHHH", records[: len(records) // 12 * 12]
    ):
        if name not in NAMES or size > _LONGEST_NAME:
            continue
        raw = table[strings + offset : strings + offset + size]
        text = ""
        if platform == 3 and encoding in (0, 1, 10):
            text = raw.decode("utf-16-be", "ignore")
        elif platform == 3 and encoding == 3:  # PRC: GBK, each byte pair as one 16-bit unit
            text = raw.replace(b"\0", b"").decode("gbk", "ignore")
        elif platform == 1 and encoding == 0:
            text = raw.decode("mac-roman", "ignore")
        if text.strip():
            found[name, text.strip()] = None
            if len(found) == _MOST_NAMES:
                break
    return list(found)


def _points(outline: bytes, contours: int) -> int | None:
    """The points of a simple glyph; None if it has not the flags and coordinates that it says it has."""
    if not contours:
        return 0
    ends = struct.unpack_from(f">{contours}H", outline, 10)
    if list(ends) != sorted(ends):
        return None
    at = 10 + 2 * contours
    (instructions,) = struct.unpack_from(">H", outline, at)
    at += 2 + instructions
    points = ends[-1] + 1
    seen = size = 0
    for run in _FLAGS.finditer(outline, at):
        single, repeated = run.groups()
        single = single[: points - seen]
        seen += len(single)
        at += len(single)
        size += sum(single.translate(_COORDINATES))
        if seen < points and repeated:
            seen += 1 + repeated[1]
            at += 2
            size += (1 + repeated[1]) * _COORDINATES[repeated[0]]
        if seen >= points:
            break
    return points if seen == points and at + size <= len(outline) else None


_COORDINATES = bytes(
    (1 if flag & 2 else 0 if flag & 16 else 2) + (1 if flag & 4 else 0 if flag & 32 else 2)
    for flag in range(256)
)
"""Bytes that a point's two coordinates take, by its flag."""
_REPEATED = re.escape(bytes(flag for flag in range(256) if flag & 8))
_FLAGS = re.compile(b"([^%b]*)([%b].)?" % (_REPEATED, _REPEATED), re.DOTALL)
"""Flags that stand for one point each, then one that has the number of its repetitions behind it."""


def checksum(data: bytes) -> int:
    """The sum of a table's big-endian 32-bit words, the last one filled up with zeros."""
    words = array("I", data + bytes(-len(data) % 4))
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF


def parts(outline: bytes) -> Iterator[tuple[int, int, tuple[int, int] | None]]:
    """The glyphs that a composite glyph is made of: the place of each one's number, the number, and the
    points by which it is tied to those before it, if it is. Raises struct.error where it is damaged."""
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, part = struct.unpack_from(">HH", outline, at)
        place = at + 2
        first, second = struct.unpack_from(">HH" if flags & _WORDS else ">BB", outline, at + 4)
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _XY_SCALE else 8 if flags & _TWO_BY_TWO else 0
        if at > len(outline):
            raise struct.error("cut short")
        yield place, part, None if flags & _SHIFTED else (first, second)
