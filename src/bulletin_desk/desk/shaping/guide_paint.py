"""How guides are painted over the pages: a line with a mark at its ends, and words beside it. Decides
nothing."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF

from bulletin_desk.desk.page.view import PageView
from bulletin_desk.desk.shaping.guide_places import Guide

_LINE = QColor(32, 110, 220, 110)
_EDGE = QColor(32, 110, 220, 150)
_PICKED = QColor(32, 110, 220)
_LABEL = QColor(24, 84, 172)
_PAPER = QColor(255, 255, 255)
MARK = 5
"""Pixels of the mark at a guide's ends, by which one sees that it can be dragged."""


class GuidePen:
    """Draws in the pixels of a view's viewport."""

    def __init__(self, view: PageView) -> None:
        self._view = view

    def ends(self, guide: Guide, at: Fraction) -> tuple[QPointF, QPointF]:
        """The ends of a guide in pixels of the viewport."""
        to_pixels, page = self._view.to_pixels, guide.page
        if guide.upright:
            return (
                to_pixels(page, float(at), float(guide.start)),
                to_pixels(page, float(at), float(guide.end)),
            )
        return to_pixels(page, float(guide.start), float(at)), to_pixels(page, float(guide.end), float(at))

    def draw(self, painter: QPainter, guide: Guide, at: Fraction, *, picked: bool = False) -> None:
        """A guide at a place: the edges of the text block whole, others dashed."""
        start, end = self.ends(guide, at)
        edge = guide.field[0] == "text_block"
        colour = _PICKED if picked else _EDGE if edge else _LINE
        pen = QPen(colour, 2 if picked else 1)
        if not picked and not edge:
            pen.setDashPattern([4, 4])
        painter.setPen(pen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawLine(start, end)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(_mark(start, guide.upright, 1))
        if not guide.upright:
            painter.drawPolygon(_mark(end, False, -1))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def label(self, painter: QPainter, guide: Guide, at: Fraction, said: str) -> None:
        """What is said of a guide, beside it and inside the view."""
        font = self._view.font()
        metrics = QFontMetrics(font)
        width, height = metrics.horizontalAdvance(said) + 14, metrics.height() + 6
        start, _ = self.ends(guide, at)
        view = self._view.viewport().rect()
        x = start.x() + 8
        y = max(start.y(), 0.0) + 8 if guide.upright else start.y() - height - 3
        box = QRectF(
            min(max(x, 2.0), max(view.width() - width - 2.0, 2.0)), max(y, 2.0), float(width), float(height)
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_LABEL)
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(_PAPER)
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, said)


def _mark(at: QPointF, upright: bool, onward: int) -> QPolygonF:
    """The small triangle at an end of a guide, pointing along it."""
    x, y, size = at.x(), at.y(), MARK
    if upright:
        return QPolygonF([QPointF(x - size, y), QPointF(x + size, y), QPointF(x, y + size + 2)])
    return QPolygonF([QPointF(x, y - size), QPointF(x, y + size), QPointF(x + onward * (size + 2), y)])
