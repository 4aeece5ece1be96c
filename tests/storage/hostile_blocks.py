"""Bombs of tables, pictures and attachments: the most that a bulletin file with such can be made to cost."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from bulletin_desk.bulletin.bounds import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_PICTURE_BYTES,
    MAX_PICTURE_WIDTH,
    MAX_ROWS,
    MAX_SHORT,
)
from bulletin_desk.storage.bulletin_file import MEMBER, PICTURE_MEMBERS, to_json
from tests.bulletin.issues import PICTURES_OF, SMALL

_PICTURE = {"format": "png", "pixels_wide": 4, "pixels_high": 3, "width": 900}


def with_blocks(blocks: object, files: Mapping[str, bytes] | None = None, **item: object) -> bytes:
    """A bulletin file of one item of such blocks, with such files of pictures."""
    return with_members(blocks, list((files or {}).items()), **item)


def with_members(blocks: object, members: list[tuple[str, bytes]], **item: object) -> bytes:
    """The same with members that may have the same name."""
    tree = json.loads(to_json(SMALL))
    tree["schema_version"] = 5
    tree["sections"] = [{"name": "栏", "items": [{"title": ["题"], "blocks": blocks, **item}]}]
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        warnings.simplefilter("ignore", UserWarning)  # of names that come twice
        for name, content in [(MEMBER, json.dumps(tree, ensure_ascii=False).encode()), *members]:
            file.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def table(rows: list[Any], **values: object) -> list[object]:
    """One table."""
    return [{"kind": "table", "rows": [{"cells": cells} for cells in rows], **values}]


def shown(content: bytes, form: str = "png", **values: object) -> dict[str, object]:
    """A block with the picture in a file."""
    digest = hashlib.sha256(content).hexdigest()
    return {"kind": "pictures", "pictures": [_PICTURE | {"digest": digest, "format": form} | values]}


def member(content: bytes, form: str = "png") -> str:
    """The name under which a bulletin file has a picture."""
    return f"{PICTURE_MEMBERS}{hashlib.sha256(content).hexdigest()}.{'jpg' if form == 'jpeg' else form}"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, packed: bytes = b"") -> bytes:
    """A PNG file that says to have so many pixels, with such rows of them."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def jpeg(width: int, height: int) -> bytes:
    """A JPEG file that says to have so many pixels, and has none."""
    return b"\xff\xd8\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00\xff\xd9"


def _alone(content: bytes, form: str = "png", **values: object) -> bytes:
    return with_blocks([shown(content, form, **values)], {member(content, form): content})


def _lost(count: int, each: int = 1) -> bytes:
    pictures = [_PICTURE | {"digest": f"{at:064x}", "pixels_wide": 600} for at in range(count)]
    return with_blocks(
        [{"kind": "pictures", "pictures": pictures[at : at + each]} for at in range(0, count, each)]
    )


def _wide(count: int) -> bytes:
    """So many pictures that are as large as they may be, packed small."""
    blocks, files = [], {}
    for at in range(count):
        content = png(4, 3, bytes([at])).ljust(MAX_PICTURE_BYTES, b"\0")
        blocks.append(shown(content))
        files[member(content)] = content
    return with_blocks(blocks, files)


_SPAN = {"columns": MAX_COLUMNS, "rows": MAX_ROWS}
_PNG = PICTURES_OF[0].content
_NESTED: Any = {"title": ["件"], "blocks": [], "attachments": []}
_NESTED["attachments"] = [{"title": ["件"], "blocks": []}]

BOMBS: dict[str, Callable[[], bytes]] = {
    "billions of places by spans": lambda: with_blocks(table([[_SPAN] * MAX_COLUMNS] * MAX_ROWS)),
    "rows pushed aside": lambda: with_blocks(table([[_SPAN]] * MAX_ROWS)),
    "many tables of spans": lambda: with_blocks(table([[_SPAN] * MAX_COLUMNS] * 3) * 1_000),
    "a span over all, and cells behind": lambda: with_blocks(table([[_SPAN], *[["字"]] * (MAX_ROWS - 1)])),
    "a span beyond the rows": lambda: with_blocks(table([[{"rows": 3}, "字"], ["字"]])),
    "a span of no column": lambda: with_blocks(table([[{"columns": 0}]])),
    "a table without rows": lambda: with_blocks(table([])),
    "rows without cells": lambda: with_blocks(table([[]] * MAX_ROWS)),
    "a row without cells": lambda: with_blocks(table([["字"], []])),
    "too many rows": lambda: with_blocks(table([["字"]] * (MAX_ROWS + 1))),
    "too many columns": lambda: with_blocks(table([["字"] * (MAX_COLUMNS + 1)])),
    "heads beyond the rows": lambda: with_blocks(table([["字"]], header_rows=2)),
    "heads below none": lambda: with_blocks(table([["字"]], header_rows=-1)),
    "widths of no column": lambda: with_blocks(table([["字"]], columns=[500, 500])),
    "a width of nothing": lambda: with_blocks(table([["字", "字"]], columns=[0, 1_000])),
    "a million widths": lambda: with_blocks(table([["字"]], columns=[1] * 1_000_000)),
    "a long cell": lambda: with_blocks(table([["字" * (MAX_CELL + 1)]])),
    "a cell of lines": lambda: with_blocks(table([["\n" * 1_000]])),
    "a long caption": lambda: with_blocks(table([["字"]], caption="字" * (MAX_SHORT + 1))),
    "cells of all the text": lambda: with_blocks(table([["字" * MAX_CELL] * MAX_COLUMNS] * 2)),
    "a picture of an unknown format": lambda: _alone(_PNG, format="gif"),
    "a picture under another's path": lambda: with_blocks(
        [shown(_PNG, digest="../../../../etc/passwd")], {"pictures/../../x.png": _PNG}
    ),
    "a picture too wide": lambda: _alone(_PNG, width=MAX_PICTURE_WIDTH + 1),
    "a picture said to be endless": lambda: _alone(_PNG, pixels_wide=10**9, pixels_high=10**9),
    "a picture said to be large": lambda: _alone(_PNG, pixels_wide=20_000, pixels_high=20_000),
    "three pictures beside each other": lambda: _lost(3, 3),
    "no pictures beside each other": lambda: with_blocks([{"kind": "pictures", "pictures": []}]),
    "thousands of lost pictures": lambda: _lost(20_000, 2),
    "thousands of one picture": lambda: with_blocks([shown(_PNG)] * 20_000, {member(_PNG): _PNG}),
    "more pictures than may be together": lambda: _wide(10),
    "a picture that no text names": lambda: with_blocks([], {member(_PNG): _PNG}),
    "attachments in attachments": lambda: with_blocks([], attachments=[_NESTED]),
    "an attachment in a block": lambda: with_blocks([{"kind": "body", "text": "字", "attachments": []}]),
    "an attachment as a block": lambda: with_blocks([{"kind": "attachment", "title": ["件"], "blocks": []}]),
    "a table in a cell": lambda: with_blocks(table([[{"rows": table([["字"]])}]])),
    "too many attachments": lambda: with_blocks([], attachments=[{"title": ["件"], "blocks": []}] * 100_001),
    "a heading of no level": lambda: with_blocks([{"kind": "heading", "level": 5, "lines": ["字"]}]),
}
"""Each is refused."""

HARMLESS: dict[str, Callable[[], bytes]] = {
    "the most places": lambda: with_blocks(table([[""] * MAX_COLUMNS] * 1_000)),
    "one cell over the most places": lambda: with_blocks(table([[_SPAN], *[[]] * (MAX_ROWS - 1)])),
    "a caption as long as may be": lambda: with_blocks(table([["字" * MAX_CELL]], caption="字" * MAX_SHORT)),
    "many attachments": lambda: with_blocks([], attachments=[{"title": ["件"], "blocks": []}] * 20_000),
}
"""Each opens whole."""

LOSING: dict[str, Callable[[], bytes]] = {
    "as many lost pictures as may be": lambda: _lost(200, 2),
    "a wrong digest": lambda: with_blocks([shown(_PNG)], {member(_PNG): PICTURES_OF[2].content}),
    "a file of 100,000 by 100,000": lambda: _alone(png(100_000, 100_000)),
    "a JPEG file of 65,500 by 65,500": lambda: _alone(jpeg(65_500, 65_500), "jpeg"),
    "a picture of another size": lambda: _alone(_PNG, pixels_wide=400),
    "a picture without a head": lambda: _alone(b"\x89PNG\r\n\x1a\n"),
    "a GIF under the name of a PNG": lambda: _alone(b"GIF89a" + b"\0" * 100),
    "a picture that unfolds": lambda: _alone(png(4, 3) + b"\0" * (400 << 20)),
}
"""Each opens with what stands for lost pictures."""
