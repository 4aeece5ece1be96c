"""Charts as they are painted, on the screen and into files: bars that lie, a line over periods. Knows no
widgets, and takes its colours from a palette, so that it reads on light, on dark and in high contrast."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette, QPen, QPolygonF

from bulletin_desk.desk.statistics.figures import Sort, words_of

_NAMES = 0.38
"""Of the width, names of bars take no more."""
_LINES = 4
"""Into so many steps, or a few more, a scale is parted."""
_FAINT = 0.22
"""How much of the ink lines of a scale have."""


class Mark(NamedTuple):
    """A bar or a point: what it is called, and its number; `row` is the row of the table that it shows."""

    name: str
    value: Fraction | int
    row: int


class Chart(NamedTuple):
    """What is drawn. `title` stands over it; `lying`: bars, else a line; `sort` says how numbers are
    written."""

    title: str
    marks: tuple[Mark, ...]
    lying: bool
    sort: Sort = Sort.NUMBERS


class Placed(NamedTuple):
    """A mark with the rectangle in which a hand finds it, and whether its name is cut."""

    mark: Mark
    box: QRectF
    cut: bool


def row_height(font: QFont) -> float:
    """Of a bar with the room between."""
    return QFontMetricsF(font).height() + 6


def title_height(font: QFont) -> float:
    """Of the line over a chart."""
    return QFontMetricsF(font).height() + 10


def least_height(chart: Chart, font: QFont) -> float:
    """Below which a chart can't be read."""
    if chart.lying:
        return title_height(font) + row_height(font) * len(chart.marks) + 6
    return title_height(font) + row_height(font) * 7


def draw(painter: QPainter, chart: Chart, area: QRectF, palette: QPalette, picked: int = -1) -> list[Placed]:
    """Paints a chart into an area, with the font of the painter; the mark of the row `picked` stands out.
    Returns where the marks are."""
    font = painter.font()
    ink = palette.color(QPalette.ColorRole.Text)
    heading = QFont(font)
    heading.setBold(True)
    painter.setFont(heading)
    painter.setPen(ink)
    top = QRectF(area.left(), area.top(), area.width(), title_height(font))
    painter.drawText(top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, chart.title)
    painter.setFont(font)
    rest = QRectF(area.left(), top.bottom(), area.width(), area.height() - top.height())
    if not chart.marks:
        return []
    return (_bars if chart.lying else _line)(painter, chart, rest, palette, picked)


# ---- bars


def _bars(painter: QPainter, chart: Chart, area: QRectF, palette: QPalette, picked: int) -> list[Placed]:
    metrics = QFontMetricsF(painter.font())
    ink, fill = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Highlight)
    gap = metrics.height() / 2
    named = max(metrics.horizontalAdvance(mark.name) for mark in chart.marks) + 2
    names = min(named, area.width() * _NAMES)
    numbers = max(metrics.horizontalAdvance(words_of(mark.value, chart.sort)) for mark in chart.marks)
    left = area.left() + names + gap
    room = max(area.right() - left - numbers - gap, 1.0)
    most = max(max(mark.value for mark in chart.marks), 0)
    height = row_height(painter.font())
    placed = []
    for at, mark in enumerate(chart.marks):
        box = QRectF(area.left(), area.top() + at * height, area.width(), height)
        chosen = mark.row == picked
        if chosen:
            painter.fillRect(box, _mixed(fill, palette.color(QPalette.ColorRole.Base), _FAINT))
        name = metrics.elidedText(mark.name, Qt.TextElideMode.ElideRight, names)
        painter.setPen(ink)
        painter.drawText(
            QRectF(box.left(), box.top(), names, height),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            name,
        )
        length = room * float(Fraction(mark.value) / most) if most and mark.value > 0 else 0.0
        bar = QRectF(left, box.top() + 3, length, height - 6)
        painter.fillRect(bar, fill)
        painter.setPen(QPen(ink, 1))
        painter.drawLine(QLineF(left, box.top(), left, box.bottom()))
        painter.drawText(
            QRectF(left + length + gap / 2, box.top(), numbers + gap, height),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            words_of(mark.value, chart.sort),
        )
        placed.append(Placed(mark, box, name != mark.name))
    return placed


# ---- a line


def steps(most: Fraction | int) -> list[Fraction]:
    """The values of a scale that reaches `most`: 0, 5, 10 …"""
    if most <= 0:
        return [Fraction(0), Fraction(1)]
    raw = Fraction(most) / _LINES
    power = Fraction(10) ** math.floor(math.log10(raw))
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= raw)
    return [step * at for at in range(math.ceil(Fraction(most) / step) + 1)]


def _line(painter: QPainter, chart: Chart, area: QRectF, palette: QPalette, picked: int) -> list[Placed]:
    metrics = QFontMetricsF(painter.font())
    ink, base = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base)
    fill = palette.color(QPalette.ColorRole.Highlight)
    scale = steps(max(mark.value for mark in chart.marks))
    numbers = max(metrics.horizontalAdvance(words_of(value, chart.sort)) for value in scale)
    gap = metrics.height() / 2
    field = QRectF(
        area.left() + numbers + gap,
        area.top() + metrics.height(),
        max(area.width() - numbers - 2 * gap, 1.0),
        max(area.height() - 2.6 * metrics.height(), 1.0),
    )
    for value in scale:
        y = field.bottom() - field.height() * float(value / scale[-1])
        painter.setPen(QPen(ink if not value else _mixed(ink, base, _FAINT), 1))
        painter.drawLine(QLineF(field.left(), y, field.right(), y))
        painter.setPen(ink)
        painter.drawText(
            QRectF(area.left(), y - metrics.height() / 2, numbers, metrics.height()),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            words_of(value, chart.sort),
        )
    wide = field.width() / len(chart.marks)
    points = [
        QPointF(
            field.left() + (at + 0.5) * wide,
            field.bottom() - field.height() * float(Fraction(mark.value) / scale[-1]),
        )
        for at, mark in enumerate(chart.marks)
    ]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(fill, 2))
    painter.drawPolyline(QPolygonF(points))
    named = set(_with_room([mark.name for mark in chart.marks], wide, metrics))
    every = wide > max(metrics.horizontalAdvance(words_of(mark.value, chart.sort)) for mark in chart.marks)
    placed = []
    for at, (mark, point) in enumerate(zip(chart.marks, points, strict=True)):
        chosen = mark.row == picked
        painter.setPen(QPen(ink if chosen else fill, 2))
        painter.setBrush(base if chosen else fill)
        painter.drawEllipse(point, *((5, 5) if chosen else (3, 3)))
        painter.setPen(ink)
        if every or chosen:
            over = QRectF(point.x() - 60, point.y() - metrics.height() - 5, 120, metrics.height())
            painter.drawText(over, Qt.AlignmentFlag.AlignCenter, words_of(mark.value, chart.sort))
        if at in named:
            below = QRectF(point.x() - 90, field.bottom() + 4, 180, metrics.height())
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, mark.name)
        box = QRectF(point.x() - wide / 2, area.top(), wide, area.height())
        placed.append(Placed(mark, box, at not in named or not every))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    return placed


def _with_room(names: Sequence[str], wide: float, metrics: QFontMetricsF) -> range:
    """Which names stand below a line: each, or every second, third … where they would touch."""
    longest = max(metrics.horizontalAdvance(name) for name in names) + metrics.height() / 2
    return range(0, len(names), max(1, math.ceil(longest / wide)))


def _mixed(one: QColor, other: QColor, share: float) -> QColor:
    """A share of the one in the other, so that files have no colour that shines through."""

    def mixed(first: int, second: int) -> int:
        return round(first * share + second * (1 - share))

    return QColor(
        mixed(one.red(), other.red()), mixed(one.green(), other.green()), mixed(one.blue(), other.blue())
    )
