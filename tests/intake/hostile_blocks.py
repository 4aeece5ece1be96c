"""Bombs of tables and pictures in manuscripts."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable

from PIL import Image

from tests.intake.pictures import inline, png, word_with
from tests.intake.word import p, word
from tests.storage import hostile_blocks as kept


def _pictured(*contents: bytes) -> bytes:
    """A Word file with these pictures."""
    pictures = {f"p{at}": content for at, content in enumerate(contents)}
    return word_with("".join(p(inline(name)) for name in pictures), pictures)


def _frames(form: str, count: int) -> bytes:
    """A file of so many small pictures that are not alike."""
    content = io.BytesIO()
    first, *others = (Image.new("L", (40, 30), at % 251) for at in range(count))
    first.save(content, form, save_all=True, append_images=others)
    return content.getvalue()


def _tiff(*entries: tuple[int, int, int, int], size: tuple[int, int] = (40, 30)) -> bytes:
    """A TIFF file of one grey picture with such tags (tag, type, count, value) in place of the usual ones."""
    tags = {
        tag: (kind, count, value)
        for tag, kind, count, value in (
            *((256, 4, 1, size[0]), (257, 4, 1, size[1]), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1)),
            *((273, 4, 1, 8), (277, 3, 1, 1), (278, 4, 1, size[1]), (279, 4, 1, 1_200)),
            *entries,
        )
    }
    packed = b"".join(struct.pack("<HHII", tag, *values) for tag, values in sorted(tags.items()))
    head = b"II*\0" + struct.pack("<I", 8 + 1_200)
    return head + b"\x80" * 1_200 + struct.pack("<H", len(tags)) + packed + b"\0" * 4


def _cells(span: str, rows: int, cells: int) -> bytes:
    return word(_rows(f"<w:tcPr>{span}</w:tcPr>{p('1')}", rows, cells))


def _rows(cell: str, rows: int, cells: int) -> str:
    row = "<w:tr>" + f"<w:tc>{cell}</w:tc>" * cells + "</w:tr>"
    return f"<w:tbl>{row * rows}</w:tbl>"


def _page(cell: str, rows: int, cells: int) -> bytes:
    return (f"<p>x<table>{('<tr>' + cell * cells) * rows}</table>").encode()


BOMBS: dict[str, Callable[[], bytes]] = {
    "a picture of 100,000 by 100,000": lambda: _pictured(kept.png(100_000, 100_000)),
    "a picture of 10,900 by 10,900 without its rows": lambda: _pictured(kept.png(10_900, 10_900)),
    "a JPEG picture of 65,500 by 65,500": lambda: _pictured(kept.jpeg(65_500, 65_500)),
    "a moving picture": lambda: _pictured(_frames("GIF", 3_000)),
    "a picture of many pages": lambda: _pictured(_frames("TIFF", 1_000)),
    "a picture of endless strips": lambda: _pictured(_tiff((273, 4, 2**32 - 1, 8), (278, 4, 1, 1))),
    "a picture of strips behind its end": lambda: _pictured(_tiff((273, 4, 1, 2**32 - 1))),
    "a picture of strips of no rows": lambda: _pictured(_tiff((278, 4, 1, 0))),
    "a picture of strips of endless rows": lambda: _pictured(_tiff((278, 4, 1, 2**32 - 1))),
    "a picture of endless depth": lambda: _pictured(_tiff((258, 3, 60_000, 8), (277, 3, 1, 60_000))),
    "a picture of strips for 2**32 pixels": lambda: _pictured(_tiff(size=(2**31, 2))),
    "thousands of pictures": lambda: _pictured(
        *(png(shade=at % 256) + bytes([at >> 8]) for at in range(3_000))
    ),
    "one picture over and over": lambda: word_with(p(inline("a")) * 20_000, {"a": png()}),
    "pictures in all cells": lambda: word_with(_rows(p(inline("a")), 200, 50), {"a": png()}),
    "cells over endless columns": lambda: _cells("<w:gridSpan w:val='2147483647'/>", 100, 60),
    "cells over many columns": lambda: _cells("<w:gridSpan w:val='63'/>", 1_000, 60),
    "cells that all go on": lambda: _cells("<w:vMerge/>", 2_000, 25),
    "cells that all begin": lambda: _cells("<w:vMerge w:val='restart'/>", 2_000, 25),
    "a page of cells over all": lambda: _page("<td colspan=63 rowspan=65534>1", 1_000, 50),
    "a page of cells over endless columns": lambda: _page("<td colspan=99999 rowspan=99999>1", 1_000, 50),
    "a page of rows without cells": lambda: _page("", 60_000, 0),
    "a page of a cell over rows without any": lambda: (
        b"<p>x<table><tr><td rowspan=65534>1<td>2" + b"<tr>" * 60_000 + b"</table>"
    ),
}
