"""The old issue's pages and those of the learned layout, at one scale: beside each other, over each other, or
in turns. They can only be looked at."""

from __future__ import annotations

from enum import Enum
from math import ceil

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from bulletin_desk.desk.learning.old_pages import OldPages
from bulletin_desk.desk.page.images import DecodedImages
from bulletin_desk.desk.page.ink import Brush, Inks
from bulletin_desk.desk.page.sheets import GAP, Sheets
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.learning.places import Spot
from bulletin_desk.pages.model import Page, Pages

_UNDER = 0.45
"""How strong the old page is under the new one."""
_EDGE = QColor("#9aa0a6")
_SPOT, _SPOT_EDGE = QColor(255, 200, 40, 90), QColor("#dc8a00")
_AROUND = 3.0
"""Points around what is shown."""
_ABOVE = 0.3
"""Of the view's height, above what is brought into view."""
_STEP, _MOST = 1.25, 4.0
_LEAST = 0.1
"""Zoom, however narrow the view is."""
_NOTCH = 120
"""Of a wheel, Qt's eighths of a degree."""
_HALF_PIXEL = 0.5


class How(Enum):
    """How old and new are seen."""

    BESIDE = "并排看"
    OVER = "叠着看"
    TURNS = "翻着看"


class Compared(QAbstractScrollArea):
    """`turned` comes when old and new have changed places, in turns."""

    turned = Signal()

    def __init__(self, old: OldPages, pages: Pages, faces: Faces, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("旧的一期和照着排的")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(420, 300)
        self.how = How.BESIDE
        self.old_is_up = False
        """Whether, in turns, the old pages are those that are seen."""
        self._old = old
        self._pages = pages
        self._spots: tuple[Spot | None, Spot | None] = (None, None)
        self._zoom = 1.0
        """Times what fits the width."""
        self._wheel = 0
        self._brush = Brush(faces, Inks(), decoded=DecodedImages())
        old.arrived.connect(self.viewport().update)
        self._lay_out()

    # ---- what is shown

    def show_pages(self, pages: Pages) -> None:
        """The same issue in another layout; where it is looked at stays."""
        self._pages = pages
        self._spots = (self._spots[0], None)
        self._lay_out()

    def look(self, how: How) -> None:
        """Shows them so; the page that was seen stays in view."""
        if how is self.how:
            return
        page, down = self._at_top()
        self.how = how
        self._lay_out()
        self._scroll_to(page, down)

    def turn(self) -> None:
        """Old for new, or new for old, where one is seen at a time."""
        if self.how is How.TURNS:
            self.old_is_up = not self.old_is_up
            self.viewport().update()
            self.turned.emit()

    def show_spots(self, old: Spot | None, new: Spot | None) -> None:
        """Marks what is meant on either side, and brings it into view."""
        self._spots = (old, new)
        spot = new if old is None or (self.how is not How.BESIDE and new is not None) else old
        if spot is not None:
            self._scroll_to(spot.page, spot.top * self._sheets.scale - self.viewport().height() * _ABOVE)
        self.viewport().update()

    # ---- where the sheets lie

    @property
    def _count(self) -> int:
        return max(len(self._pages), len(self._old.sizes))

    def _lay_out(self) -> None:
        """Sheets as the width has them; the bars follow."""
        sizes = [*self._old.sizes, *((page.width, page.height) for page in (self._pages[0],))]
        width, height = max(size[0] for size in sizes), max(size[1] for size in sizes)
        columns = 2 if self.how is How.BESIDE else 1
        view = self.viewport().width()
        sheets = Sheets(self._count * columns, width, height, columns, 1.0, view)
        room = view - (columns + 1) * GAP - columns  # sheets are whole pixels wide
        zoom = max(room / (columns * sheets.width * sheets.scale), _LEAST) * self._zoom
        self._sheets = Sheets(self._count * columns, width, height, columns, zoom, view)
        self._brush.set_scale(self._sheets.scale, self.devicePixelRatioF())
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setRange(0, max(0, self._sheets.total_height - self.viewport().height()))
        down.setPageStep(self.viewport().height())
        down.setSingleStep(40)
        across.setRange(0, max(0, self._sheets.total_width - view))
        across.setPageStep(view)
        across.setSingleStep(40)
        self.viewport().update()

    def _at_top(self) -> tuple[int, float]:
        """The page at the view's top, and how far below its own top that is."""
        top = self.verticalScrollBar().value()
        row = max(0, int((top - GAP) // (self._sheets.sheet_height + GAP)))
        return row, (top - self._sheets.top(row * self._sheets.columns)) / self._sheets.scale

    def _scroll_to(self, page: int, down: float) -> None:
        """Brings a page's stretch, so many pixels below its top, to the view's top."""
        self.verticalScrollBar().setValue(round(self._sheets.top(page * self._sheets.columns) + down))

    def zoom(self, steps: int) -> None:
        """Larger or smaller, about what is in the view's middle at its top."""
        page, down = self._at_top()
        across, half = self.horizontalScrollBar(), self.viewport().width() / 2
        middle = (across.value() + half) / max(self._sheets.total_width, 1)
        self._zoom = min(max(self._zoom * _STEP**steps, 1.0), _MOST)
        self._lay_out()
        self._scroll_to(page, down * self._sheets.scale)
        across.setValue(round(middle * self._sheets.total_width - half))

    # ---- events

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The sheets follow the width."""
        page, down = self._at_top()
        self._lay_out()
        self._scroll_to(page, down * self._sheets.scale)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Space turns; Ctrl with plus and minus zooms; the rest scrolls."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Space and self.how is How.TURNS:
            self.turn()
        elif control and event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1)
        elif control and event.key() == Qt.Key.Key_Minus:
            self.zoom(-1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click turns."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.turn()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """With Ctrl it zooms."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        self._wheel += event.angleDelta().y()
        steps, self._wheel = int(self._wheel / _NOTCH), self._wheel - int(self._wheel / _NOTCH) * _NOTCH
        if steps:
            self.zoom(steps)
        event.accept()

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The sheets that are in view."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        offset = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        painter.fillRect(self.viewport().rect(), self.palette().window().color().darker(106))
        for index in self._sheets.between(offset.y(), offset.y() + self.viewport().height()):
            painter.save()
            painter.translate(QPoint(self._sheets.left(index), self._sheets.top(index)) - offset)
            self._paint_sheet(painter, *self._what_is_at(index))
            painter.restore()
        painter.end()

    def _what_is_at(self, index: int) -> tuple[int, bool, bool]:
        """The page of a sheet, and whether the old one and the new one stand on it."""
        match self.how:
            case How.BESIDE:
                return index // 2, index % 2 == 0, index % 2 == 1
            case How.OVER:
                return index, True, True
            case How.TURNS:
                return index, self.old_is_up, not self.old_is_up

    def _paint_sheet(self, painter: QPainter, page: int, old: bool, new: bool) -> None:
        old, new = old and page < len(self._old.sizes), new and page < len(self._pages)
        if not old and not new:
            return
        made: Page | None = self._pages[page] if new else None
        width, height = (made.width, made.height) if made is not None else self._old.sizes[page]
        sheet = QRectF(0, 0, ceil(width * self._sheets.scale), ceil(height * self._sheets.scale))
        painter.fillRect(sheet, Qt.GlobalColor.white)
        painter.setClipRect(sheet)
        if old:
            painter.setOpacity(_UNDER if new else 1.0)
            self._old.paint(painter, page, self._brush, self.devicePixelRatioF())
            painter.setOpacity(1.0)
        for spot, there in zip(self._spots, (old, new), strict=True):
            if spot is not None and there and spot.page == page:
                self._paint_spot(painter, spot)
        if made is not None:
            self._brush.page(painter, made)
        painter.setClipping(False)
        painter.setPen(QPen(_EDGE, 1 / self.devicePixelRatioF()))
        painter.drawRect(sheet.adjusted(_HALF_PIXEL, _HALF_PIXEL, -_HALF_PIXEL, -_HALF_PIXEL))

    def _paint_spot(self, painter: QPainter, spot: Spot) -> None:
        scale = self._sheets.scale
        box = QRectF(
            (spot.left - _AROUND) * scale,
            (spot.top - _AROUND) * scale,
            (spot.width + 2 * _AROUND) * scale,
            (spot.height + 2 * _AROUND) * scale,
        )
        painter.setPen(QPen(_SPOT_EDGE, 1))
        painter.setBrush(_SPOT)
        painter.drawRoundedRect(box, 2, 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
