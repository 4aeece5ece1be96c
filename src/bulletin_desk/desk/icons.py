"""The shipped icons in the colour of the text around them. Knows no widgets."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from bulletin_desk.resources import resource

_SIZES = (16, 20, 24, 32, 40, 48, 64)
"""Up to a 32-pixel icon at 200 %."""
_FAINT = 0.38


def icon(name: str, colour: QColor) -> QIcon:
    """The icon of that name drawn in `colour`, fainter where it is disabled."""
    return _drawn(name, colour.name())


@lru_cache(maxsize=128)
def _drawn(name: str, colour: str) -> QIcon:
    drawing = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    for mode, opacity in ((QIcon.Mode.Normal, 1.0), (QIcon.Mode.Disabled, _FAINT)):
        renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode("utf-8")))
        for size in _SIZES:
            pixmap = QPixmap(size, size)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setOpacity(opacity)
            renderer.render(painter, QRectF(0, 0, size, size))
            painter.end()
            made.addPixmap(pixmap, mode)
    return made
