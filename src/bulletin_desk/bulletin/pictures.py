"""Which pictures an issue holds, and what stands for one whose file is lost. Must not know how pictures are
read or painted."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from bulletin_desk.bulletin.describe import describe
from bulletin_desk.bulletin.grammar import attachments_of, block_of, items_of
from bulletin_desk.bulletin.model import Block, Issue, Path, Picture, PictureData, Pictures

_LOST_MARK = b"bulletin-desk-lost"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LOST_SIDE = 600
"""Pixels of the longer side of what stands for a lost picture."""
_GREY, _LINE = 0xDD, 0x99


class Placed(NamedTuple):
    """A picture with its path: that of its block, and its place there as that of its caption."""

    path: Path
    picture: Picture


def pictures_in(issue: Issue) -> Iterator[Placed]:
    """All pictures, each with the path of its caption: those of items first, then those of attachments."""
    for path, item in items_of(issue):
        yield from _in_blocks(path, item.blocks)
    for path, attachment in attachments_of(issue):
        yield from _in_blocks(path, attachment.blocks)


def _in_blocks(part: Path, blocks: tuple[Block, ...]) -> Iterator[Placed]:
    for at, block in enumerate(blocks):
        if isinstance(block, Pictures):
            for number, picture in enumerate(block.pictures):
                yield Placed((*block_of(part, at), 0, number), picture)


def lost_in(blocks: tuple[Block, ...]) -> Iterator[Path]:
    """The pictures among blocks that only stand for lost ones, by the paths of their captions below the item
    or attachment."""
    return (placed.path for placed in _in_blocks((), blocks) if is_lost(placed.picture.data))


_MOST_PLACES = 3


def lost_sentence(issue: Issue) -> str:
    """How many pictures of an issue are lost, where they stood and what to do, in one sentence; empty if none
    is."""
    lost = [placed.path[:-2] for placed in pictures_in(issue) if is_lost(placed.picture.data)]
    if not lost:
        return ""
    places = [describe(issue, path) for path in dict.fromkeys(lost)]
    where = "、".join(places[:_MOST_PLACES]) + ("等处" if len(places) > _MOST_PLACES else "")
    return f"文件里有{len(lost)}张图片已丢失或损坏，在{where}，版面上先画了叉，请重新插入或改用备份。"


def contents_of(issue: Issue) -> dict[str, PictureData]:
    """The files of all pictures, each once, by their digests."""
    return {placed.picture.data.digest: placed.picture.data for placed in pictures_in(issue)}


def lost_picture(digest: str, width: int, height: int) -> PictureData:
    """What stands for a picture of which only digest and size are known: a grey field of its shape with a
    cross, in which the digest is kept."""
    scale = min(1, _LOST_SIDE / max(width, height))
    width, height = max(1, round(width * scale)), max(1, round(height * scale))
    rows = bytearray()
    for row in range(height):
        line = bytearray([_GREY]) * width
        across = row * (width - 1) // max(1, height - 1)
        line[across] = line[width - 1 - across] = _LINE
        if row in (0, height - 1):
            line = bytearray([_LINE]) * width
        line[0] = line[-1] = _LINE
        rows += b"\0" + line
    content = _SIGNATURE + b"".join(
        _chunk(kind, data)
        for kind, data in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
            (b"tEXt", _LOST_MARK + b"\0" + digest.encode("ascii")),
            (b"IDAT", zlib.compress(bytes(rows), 9)),
            (b"IEND", b""),
        )
    )
    return PictureData(hashlib.sha256(content).hexdigest(), "png", width, height, content)


def is_lost(data: PictureData) -> bool:
    """Whether a picture only stands for one that is lost."""
    return data.format == "png" and _LOST_MARK in data.content[:128]


def _chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG file (ISO/IEC 15948, 5.3)."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
