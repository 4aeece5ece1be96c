"""Cuts a face down to the characters that were used, as a TrueType file for embedding. Knows no PDF.

Characters get codes in the order of their first use, so that the same text gives the same bytes. Written here
rather than with fontTools, whose subsetter needs longer for one face of 30,000 glyphs than a whole export may
take. It copies hinting (fpgm, prep, cvt) as it is. Formats: OpenType 1.9 (ISO/IEC 14496-22).
"""

from __future__ import annotations

import struct

from bulletin_desk.checked import shown
from bulletin_desk.errors import FontError
from bulletin_desk.fonts.faces import Face
from bulletin_desk.fonts.sfnt import checksum, parts

_CHECKSUM_MAGIC = 0xB1B0AFBA
_HEAD, _HHEA, _MAXP = 54, 36, 32
"""Bytes of these tables: whatever may stand behind them is no part of them."""


class Subset:
    """The used part of one face. Code 0 is the face's .notdef, codes of characters start at 1."""

    def __init__(self, face: Face) -> None:
        self.face = face
        self.characters: list[str] = []
        self._codes: dict[str, int] = {}

    def code(self, char: str) -> int:
        """The code of a character that the face has; a new one at its first use."""
        code = self._codes.get(char)
        if code is None:
            self.characters.append(char)
            code = self._codes[char] = len(self.characters)
        return code

    def advance(self, char: str) -> int:
        """The advance width in thousandths of an em, as it is written into the document.

        Whole ones, because pdfium (Chrome, Edge) cuts fractions off, which would add up within a word.
        """
        return round(self.face.advance(char) * 1000 / self.face.units_per_em)

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
        glyphs = [0, *(self.face.glyph(char) for char in self.characters)]
        outlines = [source.outline(glyph) for glyph in glyphs]
        numbers = {glyph: number for number, glyph in reversed(list(enumerate(glyphs)))}
        for number, outline in enumerate(outlines):  # grows while parts bring in further parts
            if outline[:2] == b"\xff\xff":
                outlines[number] = self._renumber(outline, glyphs, outlines, numbers)
        if len(glyphs) > 0xFFFF:
            raise FontError(f"字体“{self.face.file_name}”用到的字超过 65535 个，无法嵌入。")
        glyf = bytearray()
        loca = [0]
        for outline in outlines:
            glyf += outline
            glyf += b"\0" * (-len(glyf) % 4)
            loca.append(len(glyf))
        metrics = b"".join(
            struct.pack(">Hh", source.advance(glyph), source.left_side_bearing(glyph)) for glyph in glyphs
        )
        head = bytearray(source.table("head")[:_HEAD])
        struct.pack_into(">I", head, 8, 0)
        struct.pack_into(">h", head, 50, 1)
        hhea = bytearray(source.table("hhea")[:_HHEA])
        struct.pack_into(">H", hhea, 34, len(glyphs))
        maxp = _maxp(outlines) if source.is_cff else bytearray(source.table("maxp")[:_MAXP])
        struct.pack_into(">H", maxp, 4, len(glyphs))
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
    for outline in filter(None, outlines):
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
