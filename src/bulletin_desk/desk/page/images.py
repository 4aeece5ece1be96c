"""Pictures of the pages as Qt paints them: decoded at the size that they are shown in, once, and where there
is a window beside its thread. Knows no pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from bulletin_desk.bulletin.model import PictureData

Later = Callable[[Callable[[], QImage], Callable[[Callable[[], QImage]], object]], object]
"""Has work done beside the window, and tells its second argument how it has ended: by a function that
returns the result or raises. As `desk.beside.start` without its window."""
_MOST_BYTES = 128 << 20
"""Of decoded pictures: the visible pages many times over."""

_Key = tuple[str, int, int]
"""A picture's digest, its width and height in pixels."""


class DecodedImages:
    """Decodes pictures, at once or `later`; `arrived` is called when one that was waited for is there."""

    def __init__(self, later: Later | None = None, arrived: Callable[[], object] = lambda: None) -> None:
        self._later = later
        self._arrived = arrived
        self._known: dict[_Key, QImage] = {}
        self._bytes = 0
        self._awaited: set[_Key] = set()

    def image(self, data: PictureData, size: QSize) -> QImage | None:
        """A picture at a size in pixels, or while that is being decoded, at another one; None while there is
        none."""
        key = (data.digest, size.width(), size.height())
        known = self._known.pop(key, None)
        if known is not None:
            self._known[key] = known  # the ones that were not asked for longest stand first
            return known
        if self._later is None:
            return self._keep(key, decoded(data, size))
        if key not in self._awaited:
            self._awaited.add(key)
            self._later(partial(decoded, data, size), partial(self._came, key))
        return next((image for other, image in self._known.items() if other[0] == data.digest), None)

    def _came(self, key: _Key, result: Callable[[], QImage]) -> None:
        self._awaited.discard(key)
        self._keep(key, result())
        self._arrived()

    def _keep(self, key: _Key, image: QImage) -> QImage:
        self._known[key] = image
        self._bytes += image.sizeInBytes()
        while self._bytes > _MOST_BYTES and len(self._known) > 1:
            first = next(iter(self._known))
            self._bytes -= self._known.pop(first).sizeInBytes()
        return image


def decoded(data: PictureData, size: QSize) -> QImage:
    """A picture of this size in pixels. An empty one where it can't be decoded. May run in any thread."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data.content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(data.format.encode("ascii")))
    smaller = size.width() < data.width
    if smaller and data.format == "jpeg":  # which can be read at about its size, at a fraction of the time
        reader.setScaledSize(size)
    image = reader.read()
    if not image.isNull() and image.size() != size:
        how = Qt.TransformationMode.SmoothTransformation
        image = image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, how)
    return image.convertToFormat(QImage.Format.Format_RGB32) if not image.isNull() else image
