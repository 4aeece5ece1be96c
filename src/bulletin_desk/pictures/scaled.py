"""Kept pictures made smaller for where they are shown or printed, the last ones remembered."""

from __future__ import annotations

import hashlib
import io
from collections import OrderedDict
from threading import Lock

from PIL import Image

from bulletin_desk.bulletin.model import PictureData
from bulletin_desk.pictures.reading import decoded

_REMEMBERED_BYTES = 64 << 20
_QUALITY = 90


class _Remembered:
    """The smaller pictures asked for last, by digest and width."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[str, int], PictureData] = OrderedDict()
        self._bytes = 0
        self._turn = Lock()

    def get(self, key: tuple[str, int]) -> PictureData | None:
        with self._turn:
            made = self._made.get(key)
            if made is not None:
                self._made.move_to_end(key)
            return made

    def put(self, key: tuple[str, int], made: PictureData) -> None:
        with self._turn:
            if key not in self._made:
                self._made[key] = made
                self._bytes += len(made.content)
            while self._bytes > _REMEMBERED_BYTES:
                _, old = self._made.popitem(last=False)
                self._bytes -= len(old.content)


_REMEMBERED = _Remembered()


def at_most(data: PictureData, width: int) -> PictureData:
    """The picture no wider than `width` pixels, in its own format; itself where it is no wider. The same for
    the same. Raises PictureError."""
    if data.width <= width:
        return data
    width = max(1, width)
    key = data.digest, width
    made = _REMEMBERED.get(key)
    if made is None:
        made = _smaller(data, width)
        _REMEMBERED.put(key, made)
    return made


def _smaller(data: PictureData, width: int) -> PictureData:
    height = max(1, round(data.height * width / data.width))
    image = decoded(data).resize((width, height), Image.Resampling.LANCZOS)
    content = io.BytesIO()
    if data.format == "png":
        image.save(content, "PNG", optimize=True)
    else:
        image.save(content, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    small = content.getvalue()
    return PictureData(hashlib.sha256(small).hexdigest(), data.format, width, height, small)
