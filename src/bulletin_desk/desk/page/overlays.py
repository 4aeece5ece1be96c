"""What is painted under and over the lines of a page and is no part of it: words with remarks, hits of a
search, the selection, marks of findings, prompts, what an input method composes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from bulletin_desk.bulletin.grammar import is_literal
from bulletin_desk.bulletin.model import Issue, Path
from bulletin_desk.desk.page.ink import Brush
from bulletin_desk.desk.page.prompts import Prompts
from bulletin_desk.desk.page.view import PageView
from bulletin_desk.desk.parts.levels import COLOURS
from bulletin_desk.desk.session import Session
from bulletin_desk.pages.model import PlacedLine
from bulletin_desk.proof.findings import Finding, Level
from bulletin_desk.proof.fixing import still_there

# the sheets are paper, whatever the window's colours are
_SELECTED = QColor(178, 212, 252)
_SELECTED_IDLE = QColor(217, 220, 225)
_HIT = QColor(255, 228, 110)
CURRENT_HIT = QColor(255, 166, 64)
_REMARKED = QColor(255, 243, 218)
_REMARKED_HERE = QColor(255, 226, 168)
_SETTLED = QColor(241, 242, 244)
_INSET = 0.08
"""Of a line's height: how much lower than it a remark's tint is, above and below."""
_PROMPT = QColor(160, 163, 168)
_PREEDIT = QColor(30, 30, 30)

Spans = Mapping[Path, Sequence[tuple[int, int]]]
"""Ranges of characters by text node, as of the hits of a search."""


class Overlays:
    """Paints with `brush` at the scale of `view`. Each `set_…` says whether anything looks otherwise now."""

    def __init__(self, session: Session, view: PageView, brush: Brush) -> None:
        self._session = session
        self._view = view
        self._brush = brush
        self.prompts = Prompts(session.layout, session.faces)
        self._hits: Spans = {}
        self._current_hit: tuple[Path, int, int] | None = None
        self._remarked: tuple[Spans, Spans, Spans] = ({}, {}, {})
        """Words with remarks: open, settled, and those of the remark that the clerk is at."""
        self._marks: dict[Path, list[Finding]] = {}
        self._checked: Issue | None = None
        """The issue that the marks are of."""

    def clear(self) -> None:
        """Another document has come."""
        self._hits, self._current_hit, self._marks = {}, None, {}

    def take_layout(self) -> bool:
        """Prompts look as the layout says; whether it is another one now."""
        layout = self._session.layout
        another = self.prompts.layout is not layout
        if another:
            self.prompts = Prompts(layout, self._session.faces)
        return another

    def set_hits(self, hits: Spans, current: tuple[Path, int, int] | None) -> bool:
        """The hits of a search."""
        if hits == self._hits and current == self._current_hit:
            return False
        self._hits, self._current_hit = hits, current
        return True

    def set_remarks(self, open_: Spans, settled: Spans, here: Spans) -> bool:
        """The words that remarks are on; those of the one that the clerk is `here` at are in no other."""
        remarked = (open_, settled, here)
        if remarked == self._remarked:
            return False
        self._remarked = remarked
        return True

    def set_findings(self, findings: Iterable[Finding], issue: Issue) -> bool:
        """The places of findings, which were made of `issue`: a text that has changed since is not marked."""
        self._checked = issue
        marks: dict[Path, list[Finding]] = {}
        for finding in findings:
            if finding.length:  # what is about no place, as missing faces, marks none
                marks.setdefault(finding.path, []).append(finding)
        if marks == self._marks:
            return False
        self._marks = marks
        return True

    # ---- painting, the painter's origin at the page's corner

    def paint_under(
        self, painter: QPainter, index: int, lines: Sequence[PlacedLine], exposed: QRectF
    ) -> None:
        """Remarked words, hits and selection, under the lines of a page; `exposed` in points."""
        for spans, colour in zip(self._remarked, (_REMARKED, _SETTLED, _REMARKED_HERE), strict=True):
            for box in spans_on(lines, spans) if spans else ():
                inset = box.height() * _INSET  # those of two lines don't run together
                painter.fillRect(self._view.scaled(box.adjusted(0, inset, 0, -inset)), colour)
        for box in spans_on(lines, self._hits):
            painter.fillRect(self._view.scaled(box), _HIT)
        self._paint_selection(painter, index, exposed)
        if self._current_hit:
            path, start, end = self._current_hit
            for box in spans_on(lines, {path: ((start, end),)}):
                painter.fillRect(self._view.scaled(box), CURRENT_HIT)

    def paint_over(self, painter: QPainter, index: int, lines: Sequence[PlacedLine]) -> None:
        """Prompts, marks and what is being composed, over the lines of a page."""
        self._paint_prompts(painter, lines)
        self._paint_marks(painter, lines)
        self._paint_preedit(painter, index)

    def _paint_selection(self, painter: QPainter, index: int, points: QRectF) -> None:
        if self._session.document.selection.empty:
            return
        colour = _SELECTED if self._view.hasFocus() else _SELECTED_IDLE
        for box in self._session.document.selection_boxes(index):
            if box.top < points.bottom() and box.top + box.height > points.top():
                painter.fillRect(self._view.scaled(QRectF(box.x, box.top, box.width, box.height)), colour)

    def _paint_prompts(self, painter: QPainter, lines: Sequence[PlacedLine]) -> None:
        """What an empty part waits for, in grey."""
        for placed in lines:
            if placed.line.start == placed.line.end and not is_literal(placed.path):
                prompt = self.prompts.find(self._session.document.shown, placed)
                if prompt is not None:
                    at = QPointF(
                        (placed.x + prompt.x) * self._view.sheets.scale, placed.y * self._view.sheets.scale
                    )
                    self._brush.runs(painter, prompt.runs, at, _PROMPT)

    def _paint_marks(self, painter: QPainter, lines: Sequence[PlacedLine]) -> None:
        """A wavy line under each finding's place."""
        if not self._marks:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self._view.sheets.scale
        for placed in lines:
            for finding in self.marks_of(placed.path):
                pen = QPen(COLOURS[finding.level], max(1.2, scale))
                for box in self._mark_boxes(placed, finding):
                    if finding.level is Level.ADVICE:
                        pen.setStyle(Qt.PenStyle.DotLine)
                        painter.setPen(pen)
                        under = self._view.scaled(box)
                        y = under.bottom() - 1.6 * scale
                        painter.drawLine(QPointF(under.left(), y), QPointF(under.right(), y))
                    else:
                        painter.setPen(pen)
                        painter.drawPath(_wave(self._view.scaled(box), scale))
        painter.restore()

    def _paint_preedit(self, painter: QPainter, index: int) -> None:
        """The line under what an input method composes."""
        thick = max(1.0, self._view.sheets.scale * 0.8)
        for box in self._session.document.preedit_boxes(index):
            pixels = self._view.scaled(QRectF(box.x, box.top, box.width, box.height))
            painter.fillRect(QRectF(pixels.x(), pixels.bottom() - 2 * thick, pixels.width(), thick), _PREEDIT)

    # ---- where marks are

    def marks_of(self, path: Path) -> Sequence[Finding]:
        """The findings of a text node, if it still reads as when they were found."""
        found, shown = self._marks.get(path, ()), self._session.document.shown
        if not found or is_literal(path) or self._checked is shown:
            return found
        return [each for each in found if self._checked and still_there(shown, self._checked, each)]

    def _mark_boxes(self, placed: PlacedLine, finding: Finding) -> list[QRectF]:
        place = {placed.path: ((finding.offset, max(finding.end, finding.offset + 1)),)}
        return spans_on((placed,), place)

    def finding_at(self, index: int, x: float, y: float) -> Finding | None:
        """The finding whose mark is at a place on a page (points)."""
        for placed in self._session.document.pages[index].lines:
            here = [
                finding
                for finding in self.marks_of(placed.path)
                if any(box.contains(x, y) for box in self._mark_boxes(placed, finding))
            ]
            if here:
                return min(here, key=lambda finding: finding.length)
        return None


def spans_on(lines: Iterable[PlacedLine], spans: Spans) -> list[QRectF]:
    """The boxes (points, on the page) of ranges of characters on these lines; of a date or number, all of
    it."""
    boxes = []
    for placed in lines:
        line = placed.line
        if len(line.edges) <= 1:
            boxes += _literal_box(placed) if placed.path in spans else []
            continue
        for start, end in spans.get(placed.path, ()):
            first, last = max(start, line.start), min(end, line.end)
            if first < last:
                left, right = line.edges[first - line.start], line.edges[last - line.start]
                boxes.append(QRectF(placed.x + left, placed.top, right - left, placed.height))
    return boxes


def _literal_box(placed: PlacedLine) -> list[QRectF]:
    if not is_literal(placed.path) or not placed.line.runs:
        return []
    left = placed.line.runs[0].xs[0]
    right = placed.line.runs[-1].xs[-1] + placed.line.runs[-1].size
    return [QRectF(placed.x + left, placed.top, right - left, placed.height)]


def _wave(box: QRectF, scale: float) -> QPainterPath:
    step = 2.2 * scale
    y = box.bottom() - 1.6 * scale
    path = QPainterPath(QPointF(box.left(), y))
    x, up = box.left(), True
    right = max(box.right(), box.left() + 4 * step)
    while x < right:
        path.quadTo(QPointF(x + step / 2, y + (-step if up else step) * 0.8), QPointF(x + step, y))
        x += step
        up = not up
    return path
