"""Cuts a face down to the characters that were used, as a TrueType file for embedding. Knows no PDF.

Characters get codes in the order of their first use, so that the same text gives the same bytes. A character
may have further codes, of the same outline with another advance: a gap behind it is then the glyph's own.
Written here rather than with fontTools, whose subsetter needs longer for one face of 30,000 glyphs than a
whole export may take. It copies hinting (fpgm, prep, cvt) as it is. Formats: OpenType 1.9 (ISO/IEC 14496-22).
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from bulletin_desk.checked import shown
from bulletin_desk.errors import FontError
from bulletin_desk.fonts.faces import Face
from bulletin_desk.fonts.sfnt import checksum, parts

_CHECKSUM_MAGIC = 0xB1B0AFBA
_PARTS = b"\xff\xff"
"""What the outline of a composite glyph begins with."""
_OFFSETS = 2
"""The flag of a composite glyph's part that is placed by offsets, here of a byte each."""
_SPACE_CODE = 32
"""The code that a space gets whether it is used or not: pypdf takes what has it to be as wide as a space."""
_WIDEST = 0xFFFF
EIGHTHS = 8
"""Steps of an em in which glyphs are widened: what is left over of a gap is less than any reader takes for a
space, and a character has few codes however unevenly lines are spread."""
_HEAD, _HHEA, _MAXP = 54, 36, 32
"""Bytes of these tables: whatever may stand behind them is no part of them."""


class Sort(NamedTuple):
    """What a code stands for: a character, by how many eighths of an em it is wider than in its face (or
    narrower, if less than 0), and the text that it is copied as where that is another one."""

    char: str
    wider: int
    text: str


class Subset:
    """The used part of one face. Code 0 is the face's .notdef, codes of sorts start at 1."""

    def __init__(self, face: Face) -> None:
        self.face = face
        self.sorts: list[Sort] = []
        self._codes: dict[Sort, int] = {}

    def code(self, char: str, wider: int = 0, text: str = "") -> int:
        """The code of a character that the face has, `wider` by so many eighths of an em, which is copied as
        `text`; a new one at its first use."""
        sort = Sort(char, wider, text)
        code = self._codes.get(sort)
        if code is None:
            if len(self.sorts) + 1 == _SPACE_CODE:
                self.sorts.append(Sort(" ", 0, ""))
            self.sorts.append(sort)
            code = self._codes[sort] = len(self.sorts)
        return code

    def advance(self, char: str, wider: int = 0) -> int:
        """The advance width in thousandths of an em, as it is written into the document.

        Whole ones, because pdfium (Chrome, Edge) cuts fractions off, which would add up within a word.
        """
        return round(self._units(char, wider) * 1000 / self.face.units_per_em)

    def _units(self, char: str, wider: int) -> int:
        """The advance width in font units, as it is written into the font file, which holds none beyond these
        bounds."""
        own = self.face.advance(char)
        if not wider:
            return own
        return max(0, min(own + round(wider * self.face.units_per_em / EIGHTHS), _WIDEST))

    def font_file(self) -> bytes:
        """The TrueType file: glyph number = code, then the parts of composite glyphs. Raises FontError."""
        try:
            return self._font_file()
        except struct.error as error:
            raise FontError(
                f"字体文件“{shown(self.face.ref.file, 300)}”已损坏，请重新安装这个字体。"
            ) from error

    def _font_file(self) -> bytes:
        source = self.face.file
        glyphs = [0, *(self.face.glyph(sort.char) for sort in self.sorts)]
        outlines = [source.outline(glyph) for glyph in glyphs]
        numbers = {glyph: number for number, glyph in reversed(list(enumerate(glyphs)))}
        again = False
        for number, glyph in enumerate(glyphs):  # grows while parts bring in further parts
            outline = outlines[number]
            if outline[:2] == _PARTS:
                outlines[number] = self._renumber(outline, glyphs, outlines, numbers)
            elif outline and numbers[glyph] != number:
                again = True
                box = outline[2:10]
                outlines[number] = _PARTS + box + struct.pack(">HHbb", _OFFSETS, numbers[glyph], 0, 0)
        if len(glyphs) > 0xFFFF:
            raise FontError(f"字体“{self.face.file_name}”用到的字超过 65535 个，无法嵌入。")
        glyf = bytearray()
        loca = [0]
        for outline in outlines:
            glyf += outline
            glyf += b"\0" * (-len(glyf) % 4)
            loca.append(len(glyf))
        advances = [source.advance(0), *(self._units(sort.char, sort.wider) for sort in self.sorts)]
        advances += map(source.advance, glyphs[len(advances) :])
        metrics = b"".join(
            struct.pack(">Hh", advance, source.left_side_bearing(glyph))
            for advance, glyph in zip(advances, glyphs, strict=True)
        )
        head = bytearray(source.table("head")[:_HEAD])
        struct.pack_into(">I", head, 8, 0)
        struct.pack_into(">h", head, 50, 1)
        hhea = bytearray(source.table("hhea")[:_HHEA])
        struct.pack_into(">H", hhea, 10, max(advances))
        struct.pack_into(">H", hhea, 34, len(glyphs))
        maxp = _maxp(outlines) if source.is_cff else bytearray(source.table("maxp")[:_MAXP])
        struct.pack_into(">H", maxp, 4, len(glyphs))
        if again:
            plain, composite, most = (struct.unpack_from(">2H", maxp, at) for at in (6, 10, 28))
            struct.pack_into(">2H", maxp, 10, *map(max, plain, composite))
            struct.pack_into(">2H", maxp, 28, *(max(value, 1) for value in most))
        tables = {
            **source.hinting(),
            "glyf": bytes(glyf),
            "head": bytes(head),
            "hhea": bytes(hhea),
            "hmtx": metrics,
            "loca": struct.pack(f">{len(loca)}I", *loca),
            "maxp": bytes(maxp),
        }
        return _assemble({tag: data for tag, data in tables.items() if data})

    def _renumber(
        self, outline: bytes, glyphs: list[int], outlines: list[bytes], numbers: dict[int, int]
    ) -> bytes:
        """A composite glyph with its parts' new numbers; parts not yet in the subset are appended to it."""
        new = bytearray(outline)
        for place, part, _ in parts(outline):
            if part not in numbers:
                numbers[part] = len(glyphs)
                glyphs.append(part)
                outlines.append(self.face.file.outline(part))
            struct.pack_into(">H", new, place, numbers[part])
        return bytes(new)


def _maxp(outlines: list[bytes]) -> bytearray:
    """The largest numbers of simple glyphs without instructions: a face of CFF outlines says none."""
    contours = points = 0
    for outline in outlines:
        if not outline or outline[:2] == _PARTS:  # a glyph that is drawn again
            continue
        (count,) = struct.unpack_from(">h", outline)
        (last,) = struct.unpack_from(">H", outline, 8 + 2 * count)
        contours, points = max(contours, count), max(points, last + 1)
    return bytearray(struct.pack(">IHHHHHH", 0x00010000, 0, points, contours, 0, 0, 2) + bytes(16))


def _assemble(tables: dict[str, bytes]) -> bytes:
    """A font file of these tables, with directory and checksums."""
    count = len(tables)
    power = count.bit_length() - 1
    directory = bytearray(
        struct.pack(">IHHHH", 0x00010000, count, 16 << power, power, (count - (1 << power)) * 16)
    )
    offset = 12 + 16 * count
    body = bytearray()
    head_at = total = 0
    for tag, data in sorted(tables.items()):
        if tag == "head":
            head_at = offset
        padded = data + b"\0" * (-len(data) % 4)
        summed = checksum(padded)
        total += summed
        directory += struct.pack(">4sIII", tag.encode("ascii"), summed, offset, len(data))
        body += padded
        offset += len(padded)
    total += checksum(bytes(directory))  # a sum of words: the file's is the sum of its parts'
    file = directory + body
    struct.pack_into(">I", file, head_at + 8, (_CHECKSUM_MAGIC - total) & 0xFFFFFFFF)
    return bytes(file)
