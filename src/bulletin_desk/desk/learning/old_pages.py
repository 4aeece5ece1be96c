"""The old issue's pages as they were printed: a PDF's own pictures, made beside the window's thread; of a
Word file what was seen, set in our faces. Knows nothing of the new ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from bulletin_desk.desk import beside
from bulletin_desk.desk.page.ink import Brush
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.learning.drawn import drawn
from bulletin_desk.learning.evidence import SeenPage
from bulletin_desk.learning.pdf_pictures import Raster, picture_of
from bulletin_desk.pages.model import Page

PDF = ".pdf"
_MOST_BYTES = 128 << 20
"""Of pictures; those painted last are kept."""
_WIDEST = 2600
"""Pixels of a picture: what is to be seen larger is drawn larger."""


class OldPages(QObject):
    """`arrived` says that a picture is there which was waited for."""

    arrived = Signal()

    def __init__(
        self, files: Sequence[Path], pages: Sequence[SeenPage], faces: Faces, window: QWidget
    ) -> None:
        super().__init__(window)
        self._window = window
        self.pdf = next((file for file in files if file.suffix.lower() == PDF), None)
        self.sizes = tuple((page.width, page.height) for page in pages)
        """Of each page, in points."""
        self._seen = pages
        self._faces = faces
        self._drawn = () if self.pdf else self._as_seen()
        self._pictures: dict[tuple[int, int], QImage] = {}
        self._awaited: set[tuple[int, int]] = set()

    def paint(self, painter: QPainter, page: int, brush: Brush, ratio: float) -> None:
        """A page (from 0) at the painter's origin, in the brush's scale; `ratio` device pixels to each."""
        if self._drawn:
            brush.page(painter, self._drawn[page])
            return
        width, height = (side * brush.scale for side in self.sizes[page])
        picture = self._picture(page, min(round(width * ratio), _WIDEST))
        if picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(0, 0, width, height), picture)

    def _as_seen(self) -> tuple[Page, ...]:
        return tuple(drawn(page, self._faces) for page in self._seen)

    def _picture(self, page: int, width: int) -> QImage | None:
        """A page so many pixels wide; until it is there, one of another width, if any."""
        key = (page, width)
        known = self._pictures.pop(key, None)
        if known is not None:
            self._pictures[key] = known  # the ones that were not asked for longest stand first
            return known
        if key not in self._awaited and self.pdf is not None:
            self._awaited.add(key)
            beside.start(self._window, partial(picture_of, self.pdf, page, width), partial(self._came, key))
        return next((image for other, image in self._pictures.items() if other[0] == page), None)

    def _came(self, key: tuple[int, int], result: Callable[[], Raster]) -> None:
        try:
            raster = result()
        except BulletinDeskError:  # its file has gone since
            self._drawn = self._as_seen()
            self.arrived.emit()
            return
        self._awaited.discard(key)
        self._pictures[key] = QImage(
            raster.pixels, raster.width, raster.height, raster.stride, QImage.Format.Format_RGB32
        ).copy()
        while len(self._pictures) > 1 and sum(map(_bytes, self._pictures.values())) > _MOST_BYTES:
            del self._pictures[next(iter(self._pictures))]
        self.arrived.emit()


def _bytes(picture: QImage) -> int:
    return picture.sizeInBytes()
