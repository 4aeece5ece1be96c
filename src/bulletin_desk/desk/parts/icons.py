"""The shipped icons in the colour of the text around them, drawn when and as large as they are asked for.
Knows no widgets."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from bulletin_desk.resources import resource

_FAINT = 0.38


def icon(name: str, colour: QColor) -> QIcon:
    """The icon of that name drawn in `colour`, fainter where it is disabled."""
    return _icon(name, colour.name())


@lru_cache(maxsize=128)
def _icon(name: str, colour: str) -> QIcon:
    return QIcon(_Engine(name, colour))


class _Engine(QIconEngine):
    """Draws an icon sharply at any size, each once."""

    def __init__(self, name: str, colour: str) -> None:
        super().__init__()
        self._name = name
        self._colour = colour
        self._drawn: dict[tuple[int, int, bool], QPixmap] = {}

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """In real pixels; of a button that is squeezed to nothing none, which Qt could not paint on."""
        del state
        if size.isEmpty():
            return QPixmap()
        key = (size.width(), size.height(), mode == QIcon.Mode.Disabled)
        if key not in self._drawn:
            drawing = resource("icons", f"{self._name}.svg").read_text(encoding="utf-8")
            drawing = drawing.replace("currentColor", self._colour)
            pixmap = QPixmap(size)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setOpacity(_FAINT if key[2] else 1.0)
            QSvgRenderer(QByteArray(drawing.encode("utf-8"))).render(painter, QRectF(0, 0, *key[:2]))
            painter.end()
            self._drawn[key] = pixmap
        return self._drawn[key]

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Into a rectangle of whatever is painted on."""
        sharp = rect.size() * painter.device().devicePixelRatioF()
        painter.drawPixmap(rect, self.pixmap(sharp, mode, state))

    def clone(self) -> QIconEngine:
        """Another one of the same icon."""
        return _Engine(self._name, self._colour)
