"""Whether a file is that of a picture, and how large it says to be. Must not know how pictures are decoded:
what a bulletin's text says of a picture is checked at each opening, which may cost nothing."""

from __future__ import annotations

import hashlib
import struct

_PNG_SIZE = slice(16, 24)
"""Where IHDR has width and height (ISO/IEC 15948, 11.2.2)."""
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a JPEG frame header (ITU-T T.81, B.1.1.3)."""
_FILL = 0xFF


def is_content_of(content: bytes, digest: str, form: str) -> bool:
    """Whether bytes are the file of the picture of which text has kept digest and format."""
    begins = b"\xff\xd8\xff" if form == "jpeg" else b"\x89PNG\r\n\x1a\n"
    return content.startswith(begins) and hashlib.sha256(content).hexdigest() == digest


def stated_size(content: bytes, form: str) -> tuple[int, int] | None:
    """Width and height in pixels; None where the head of the file has none."""
    return _size_of_jpeg(content) if form == "jpeg" else _size_of_png(content)


def _size_of_png(content: bytes) -> tuple[int, int] | None:
    size = content[_PNG_SIZE]
    if content[12:16] != b"IHDR" or len(size) != 8:
        return None
    width, height = struct.unpack(">II", size)
    return width, height


def _size_of_jpeg(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == _FILL:
        marker = content[at + 1]
        if marker == _FILL:
            at += 1
            continue
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return width, height
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return None
