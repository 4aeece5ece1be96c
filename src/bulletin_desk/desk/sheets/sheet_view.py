"""The pages of a sheet as they will be printed, one below the other, as wide as there is room. Paints what it
is given; knows no sheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from bulletin_desk.desk.page.ink import Brush, Inks
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.pages.model import Page

_GAP = 12
"""Pixels around pages."""
_EDGE = QColor(0, 0, 0, 70)


class _Paper(QWidget):
    """The pages themselves."""

    def __init__(self, faces: Faces, parent: QWidget) -> None:
        super().__init__(parent)
        self._brush = Brush(faces, Inks())
        self.pages: Sequence[Page] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """All pages, as wide as that."""
        return _GAP + sum(round(self._scale(width, page) * page.height) + _GAP for page in self.pages)

    @staticmethod
    def _scale(width: int, page: Page) -> float:
        return max(width - 2 * _GAP, 1) / page.width

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The pages."""
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            y = float(_GAP)
            for page in self.pages:
                scale = self._scale(self.width(), page)
                whole = QRectF(_GAP, y, page.width * scale, page.height * scale)
                if whole.toAlignedRect().intersects(event.rect()):
                    painter.fillRect(whole, Qt.GlobalColor.white)
                    painter.save()
                    painter.translate(whole.topLeft())
                    self._brush.set_scale(scale, self.devicePixelRatioF())
                    self._brush.page(painter, page)
                    painter.restore()
                    painter.setPen(QPen(_EDGE, 1))
                    painter.drawRect(whole)
                y += round(page.height * scale) + _GAP
        finally:
            painter.end()  # a fault holds the painter, and Qt dies of one that is left open


class SheetView(QScrollArea):
    """Shows finished pages."""

    def __init__(self, faces: Faces, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper = _Paper(faces, self)
        self.setWidget(self._paper)
        self.setWidgetResizable(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName("印出来的样子")
        self.setMinimumSize(QSize(360, 360))

    @property
    def pages(self) -> Sequence[Page]:
        """What is shown."""
        return self._paper.pages

    def show_pages(self, pages: Sequence[Page]) -> None:
        """Other pages."""
        self._paper.pages = pages
        self._fit()
        self._paper.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The pages are as wide as the view."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = self.viewport().width()
        self._paper.resize(width, self._paper.heightForWidth(width))
