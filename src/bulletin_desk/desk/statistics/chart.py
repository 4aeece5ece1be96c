"""A chart on the screen, which a click picks a mark of, and which is copied and saved as a picture."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QImage, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QSizePolicy, QWidget

from bulletin_desk.desk.parts.plain import hide_tip, show_tip
from bulletin_desk.desk.statistics.drawing import Chart, Placed, draw, least_height
from bulletin_desk.desk.statistics.figures import words_of

_EDGE = 8
"""Pixels around a chart."""
_FILE_WIDTH = 900
"""Logical pixels of a chart in a file."""
_FILE_SCALE = 2
"""A picture has so many pixels for one of the screen, so that it prints well."""
_DOTS = 96
"""To the inch, in a drawing: a pixel of the screen."""
EMPTY = Chart("", (), lying=True)


class Canvas(QWidget):
    """The chart itself. `picked` gives the row of the mark that was clicked."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = EMPTY
        self.row = -1
        self._placed: list[Placed] = []
        self.setMouseTracking(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the view's

    def show_chart(self, chart: Chart) -> None:
        """Another chart."""
        self.chart = chart
        self.row = -1
        self.setAccessibleName(chart.title)
        said = (f"{mark.name} {words_of(mark.value, chart.sort)}" for mark in chart.marks)
        self.setAccessibleDescription("，".join(said))
        self.setMinimumHeight(round(least_height(chart, self.font())) + 2 * _EDGE)
        self.updateGeometry()
        self.update()

    def pick(self, row: int) -> None:
        """The mark of a row stands out."""
        if row != self.row:
            self.row = row
            self.update()

    def box_of(self, row: int) -> QRectF | None:
        """Where the mark of a row is."""
        return next((placed.box for placed in self._placed if placed.mark.row == row), None)

    def sizeHint(self) -> QSize:  # noqa: N802
        """As high as it must be."""
        return QSize(420, self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """All of it."""
        del event
        painter = QPainter(self)
        painter.setFont(self.font())
        area = QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        self._placed = draw(painter, self.chart, area, self.palette(), self.row)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Picks a mark."""
        placed = self._at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and placed is not None:
            self.picked.emit(placed.mark.row)
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The press has done it."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Says what can't be read: a name that is cut, a point without a number."""
        placed = self._at(event.position().toPoint())
        if placed is not None and placed.cut:
            words = f"{placed.mark.name}：{words_of(placed.mark.value, self.chart.sort)}"
            show_tip(event.globalPosition().toPoint(), words, self)
        else:
            hide_tip()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follows the size of the system's type."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self.show_chart(self.chart)

    def _at(self, point: QPoint) -> Placed | None:
        return next((placed for placed in self._placed if placed.box.contains(point)), None)


class ChartView(QScrollArea):
    """The canvas with what scrolls it, and its menu; `save_wanted` asks for a file that ends so."""

    save_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = Canvas(self)
        self.setWidget(self.canvas)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)

    def pick(self, row: int) -> None:
        """The mark of a row stands out, and is seen."""
        self.canvas.pick(row)
        box = self.canvas.box_of(row)
        if box is not None and self.canvas.chart.lying:
            middle = box.center().toPoint()
            self.ensureVisible(0, middle.y(), 0, round(box.height()))

    def copy(self) -> None:
        """Onto the clipboard, as a picture."""
        QGuiApplication.clipboard().setImage(picture_of(self.canvas))

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("复制图(&C)", self.copy)
        menu.addAction("图存成图片(&S)…", lambda: self.save_wanted.emit(".png"))
        menu.addAction("图存成矢量图(&V)…", lambda: self.save_wanted.emit(".svg"))
        menu.popup(self.mapToGlobal(at))


# ---- as a file


def picture_of(canvas: Canvas) -> QImage:
    """A chart in black on white, whatever the screen has, twice as fine."""
    size = _file_size(canvas)
    image = QImage(size * _FILE_SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_FILE_SCALE)
    image.fill(QColor("white"))
    painter = QPainter(image)
    _paint(painter, canvas, size)
    painter.end()
    return image


def bytes_of_picture(canvas: Canvas, file: Path) -> bytes:
    """The bytes of a file with the chart: drawn as SVG where the name ends so, else as PNG."""
    buffer = QBuffer()  # opened by who writes into it
    if file.suffix.lower() == ".svg":
        size = _file_size(canvas)
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setResolution(_DOTS)
        generator.setSize(size)
        generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
        generator.setTitle(canvas.chart.title)
        painter = QPainter(generator)
        _paint(painter, canvas, size)
        painter.end()
    else:
        picture_of(canvas).save(buffer, "PNG")  # type: ignore[call-overload]  # takes a device too
    return bytes(buffer.data().data())


def _file_size(canvas: Canvas) -> QSize:
    return QSize(_FILE_WIDTH, round(least_height(canvas.chart, canvas.font())) + 4 * _EDGE)


def _paint(painter: QPainter, canvas: Canvas, size: QSize) -> None:
    palette = QPalette(QColor("white"))
    palette.setColor(QPalette.ColorRole.Base, QColor("white"))
    palette.setColor(QPalette.ColorRole.Text, QColor("black"))
    palette.setColor(QPalette.ColorRole.Highlight, QColor("#2f6db3"))
    painter.setFont(canvas.font())
    edge = 2 * _EDGE
    area = QRectF(edge, edge, size.width() - 2 * edge, size.height() - 2 * edge)
    draw(painter, canvas.chart, area, palette)
