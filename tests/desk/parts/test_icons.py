"""Icons at every size that is asked for; what Qt warns of fails a test."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPainter
from PySide6.QtWidgets import QApplication

from bulletin_desk.desk.parts.icons import icon


@pytest.mark.parametrize("size", [QSize(0, 0), QSize(16, 0), QSize(0, 16), QSize(1, 1), QSize(16, 16)])
def test_an_icon_of_any_size(qapp: QApplication, size: QSize) -> None:
    """A row in a panel that is too low has buttons without a height."""
    del qapp
    up = icon("up", QColor("black"))
    assert up.pixmap(size, 1.0, QIcon.Mode.Normal).isNull() == size.isEmpty()
    image = QImage(20, 20, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    up.paint(painter, QRect(0, 0, size.width(), size.height()))
    painter.end()
