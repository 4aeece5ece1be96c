"""Pages of a PDF as pictures, for who shows them beside others. Must not know what stands on them."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.learning.pdf_file import opened, read_bytes


class Raster(NamedTuple):
    """A picture, each pixel four bytes: blue, green, red, and one that says nothing; `stride` bytes a row."""

    width: int
    height: int
    stride: int
    pixels: bytes


def picture_of(path: Path, page: int, width: int) -> Raster:
    """A page (from 0), so many pixels wide. Not fast; for a thread of its own. Raises UnreadableFileError."""
    with opened(read_bytes(path), path) as (document, _):
        if page >= len(document):
            raise UnreadableFileError(f"不能读取“{path}”：它没有第{page + 1}面。")
        shown = document[page]
        bitmap = shown.render(scale=width / shown.get_width(), force_bitmap_format=_BGRX)
        raster = Raster(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
        bitmap.close()
    return raster


_BGRX = 3
"""FPDFBitmap_BGRx."""
