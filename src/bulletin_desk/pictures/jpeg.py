"""JPEG files by their segments (ITU-T T.81, B.1), as far as their metadata is taken off without touching the
picture. Must not know pixels."""

from __future__ import annotations

MOST_PIXELS = 65_500
"""Of either side of a picture that Pillow writes as JPEG."""

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_APP0, _APP14, _COMMENT = 0xE0, 0xEE, 0xFE
_APP = range(0xE0, 0xF0)
_RARE_CODING = frozenset((0xC3, *range(0xC5, 0xD0))) - {0xC8, 0xCC}
"""Frames without loss, in several layers or coded arithmetically, which few programs read (B.1.1.3)."""
_ALONE = (0x01, *range(0xD0, 0xD8))
"""Markers without a segment."""


def without_metadata(content: bytes) -> bytes | None:
    """A JPEG file without what was noted of place, person, camera and colour profile, its pixels as they are:
    of the application's segments those of JFIF and Adobe stay, which say how the colours are coded. None if
    its segments can't be told apart, or it is coded as few programs read it."""
    if content[:2] != bytes([0xFF, _START]):
        return None
    kept = [content[:2]]
    at = 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            return None
        marker = content[at + 1]
        if marker == 0xFF:  # fill
            at += 1
            continue
        if marker in _ALONE:
            kept.append(content[at : at + 2])
            at += 2
            continue
        if marker == _END:
            return None
        if marker in _RARE_CODING:
            return None
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        end = at + 2 + length
        if length < 2 or end > len(content):
            return None
        if marker == _SCAN:
            # What lies behind the end (other pictures of the same shot) goes too.
            behind = _end_of_picture(content, end)
            return None if behind is None else b"".join((*kept, content[at:behind]))
        body = content[at + 4 : end]
        is_kept = marker not in (*_APP, _COMMENT) or (
            (marker == _APP0 and body[:5] == b"JFIF\0") or (marker == _APP14 and body[:5] == b"Adobe")
        )
        if is_kept:
            kept.append(content[at:end])
        at = end
    return None


def _end_of_picture(content: bytes, at: int) -> int | None:
    """Where the picture ends whose first scan's data begins at `at`: behind its end marker."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            return None
        marker = content[at + 1]
        if marker == _END:
            return at + 2
        if marker in (0x00, 0xFF) or marker in _ALONE:  # data, fill, restart
            at += 1 if marker == 0xFF else 2
            continue
        if at + 4 > len(content):
            return None
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
