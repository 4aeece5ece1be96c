"""The pages on the desk: paints what is visible of them, with caret, selection and marks over it, and turns
mouse, keys and input methods into calls of the document. Decides nothing about text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import ceil, floor

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from bulletin_desk.bulletin.grammar import LITERALS
from bulletin_desk.bulletin.model import Issue, Path
from bulletin_desk.desk.page.clipboard import fragment_in, mime_of
from bulletin_desk.desk.page.ink import Brush, Inks
from bulletin_desk.desk.page.keys import press
from bulletin_desk.desk.page.prompts import Prompts
from bulletin_desk.desk.page.sheets import GAP, Sheets
from bulletin_desk.desk.parts.levels import COLOURS
from bulletin_desk.desk.parts.plain import hide_tip, show_tip
from bulletin_desk.desk.parts.zoom import (
    FIT_AUTO,
    FIT_PAGE,
    FIT_WIDTH,
    FIXED,
    LEAST_ZOOM,
    MOST_AUTO,
    MOST_ZOOM,
    ZOOM_STEPS,
)
from bulletin_desk.desk.session import Session
from bulletin_desk.editing.document import Change, Document, Unit
from bulletin_desk.editing.fragment import as_text
from bulletin_desk.editing.geometry import Box, Literal
from bulletin_desk.editing.selection import Caret
from bulletin_desk.errors import EditError
from bulletin_desk.pages.model import Page, PlacedLine, VerticalRule
from bulletin_desk.proof.findings import Finding, Level
from bulletin_desk.proof.fixing import still_there

# the sheets are paper, whatever the window's colours are
_PAPER = QColor(255, 255, 255)
_SELECTED = QColor(178, 212, 252)
_SELECTED_IDLE = QColor(217, 220, 225)
_HIT = QColor(255, 228, 110)
_CURRENT_HIT = QColor(255, 166, 64)
_PROMPT = QColor(160, 163, 168)
_CARET = QColor(0, 0, 0)
_PREEDIT = QColor(30, 30, 30)
_LIGHT_DESK, _DARK_DESK = QColor(226, 228, 232), QColor(37, 39, 42)

Spans = Mapping[Path, Sequence[tuple[int, int]]]
"""Ranges of characters by text node, as of the hits of a search."""


class Canvas(QAbstractScrollArea):
    """Shows one document. `field_wanted` names a part that is edited in the inspector; `zoomed` tells of a
    new zoom or fit; `looked_at` of the page that is in view; `refused` says why an edit can't be, `hinted`
    what would serve better; `escaped` is Esc."""

    field_wanted = Signal(tuple)
    zoomed = Signal()
    looked_at = Signal(int)
    menu_wanted = Signal(QPoint)
    refused = Signal(str)
    hinted = Signal(str)
    escaped = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.setAccessibleName("版面")
        self.viewport().setMouseTracking(True)
        self.viewport().setAcceptDrops(True)
        # everything is painted over, so scrolling may move what is there
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.setMinimumSize(240, 200)
        self._session = session
        self._brush = Brush(session.faces, Inks())
        self._prompts = Prompts(session.layout, session.faces)
        self._fit = FIT_AUTO
        self._two_pages = False
        self._hits: Spans = {}
        self._current_hit: tuple[Path, int, int] | None = None
        self._marks: dict[Path, list[Finding]] = {}
        self._checked: Issue | None = None
        """The issue that the marks are of."""
        self._caret_shown = True
        self._caret_rect = QRect()
        self._blink = QTimer(self)
        self._blink.timeout.connect(self._toggle_caret)
        self._drag_scroll = QTimer(self)
        self._drag_scroll.setInterval(40)
        self._drag_scroll.timeout.connect(self._scroll_along)
        self._mouse_at = QPointF()
        self._selecting = False
        self._drag_from: QPointF | None = None
        self._dragging = False
        self._drop_at: Caret | None = None
        self._click_at = QPointF()
        self._click_time = 0
        self._shown: dict[int, Page] = {}
        """The pages as they were painted last, by index."""
        pages = session.document.pages
        first = pages[0]
        self._sheets = Sheets(len(pages), first.width, first.height, 1, 1.0, 800)
        self.verticalScrollBar().valueChanged.connect(self._tell_page)
        session.replaced.connect(self._replaced)
        session.changed.connect(self._changed)
        self._take_sheets()

    # ---- the document

    @property
    def document(self) -> Document:
        """What is shown."""
        return self._session.document

    def _replaced(self) -> None:
        """Shows another document from its top."""
        self._hits, self._current_hit, self._marks = {}, None, {}
        self._shown.clear()
        self._take_sheets()
        self.verticalScrollBar().setValue(0)
        self.viewport().update()
        self._show_where_typing_goes()

    def _changed(self, change: Change) -> None:
        """Repaints what differs and keeps the caret in view."""
        if change.pages:
            self._take_sheets()
            self._update_pages()
        else:
            self.viewport().update(self._selection_region())
        self._show_where_typing_goes()

    def _show_where_typing_goes(self) -> None:
        self.show_caret()
        self._restart_blinking()
        self.viewport().update(self._caret_rect)
        self._caret_rect = self._caret_pixels()
        self.viewport().update(self._caret_rect)
        self.updateMicroFocus()

    def show_hits(self, hits: Spans, current: tuple[Path, int, int] | None) -> None:
        """Marks the hits of a search."""
        if hits != self._hits or current != self._current_hit:
            self._hits, self._current_hit = hits, current
            self.viewport().update()

    def show_findings(self, findings: Iterable[Finding], issue: Issue) -> None:
        """Marks the places of findings, which were made of `issue`: a text that has changed since is not
        marked."""
        self._checked = issue
        marks: dict[Path, list[Finding]] = {}
        for finding in findings:
            if finding.length:  # what is about no place, as missing faces, marks none
                marks.setdefault(finding.path, []).append(finding)
        if marks != self._marks:
            self._marks = marks
            self.viewport().update()

    # ---- zoom and place

    @property
    def zoom(self) -> float:
        """1.0 is the printed size on a screen of 96 dots to the inch."""
        return self._sheets.zoom

    @property
    def fit(self) -> str:
        """FIT_AUTO, FIT_WIDTH, FIT_PAGE or FIXED."""
        return self._fit

    @property
    def two_pages(self) -> bool:
        """Whether two pages lie side by side."""
        return self._two_pages

    @property
    def sheets(self) -> Sheets:
        """Where the pages lie."""
        return self._sheets

    def set_zoom(self, zoom: float, around: QPointF | None = None) -> None:
        """A fixed zoom; the point `around` (of the viewport; else the caret, else the middle) stays where it
        is."""
        self._fit = FIXED
        self._set_zoom(min(max(zoom, LEAST_ZOOM), MOST_ZOOM), around)

    def step_zoom(self, by: int, around: QPointF | None = None) -> None:
        """To the next larger or smaller round zoom."""
        if by > 0:
            zoom = next((step for step in ZOOM_STEPS if step > self.zoom + 0.005), MOST_ZOOM)
        else:
            zoom = next((step for step in reversed(ZOOM_STEPS) if step < self.zoom - 0.005), LEAST_ZOOM)
        self.set_zoom(zoom, around)

    def set_fit(self, fit: str) -> None:
        """Keeps fitting the view's width or height from now on; a whole page is shown whole."""
        at, index = self._caret_in_view(), self.page_in_view()
        self._fit = fit
        self._refit()
        if fit == FIT_PAGE:
            self.show_page(index if at is None else self.document.caret_box().page)
        self.zoomed.emit()

    def set_two_pages(self, two: bool) -> None:
        """One column of pages, or two."""
        if two != self._two_pages:
            index, with_caret = self.page_in_view(), self._caret_in_view() is not None
            self._two_pages = two
            self._take_sheets()
            if two and self._fit == FIXED and self._sheets.total_width > self.viewport().width():
                self._fit = FIT_AUTO
            self._refit()
            self.show_page(index)
            if with_caret:
                self.show_caret()
            self.viewport().update()
            self.zoomed.emit()

    def page_in_view(self) -> int:
        """The page (from 0) that takes the middle of the view."""
        y = self.verticalScrollBar().value() + self.viewport().height() / 2
        return self._sheets.nearest(0, y)

    def show_page(self, index: int) -> None:
        """Scrolls a page to the top of the view."""
        self.verticalScrollBar().setValue(self._sheets.top(index) - GAP // 2)

    def show_page_at(self, index: int, top: float) -> None:
        """Brings a height of a page (points) to the upper third of the view, unless it is there in full
        view already."""
        y = self.to_pixels(index, 0, top).y()
        height = self.viewport().height()
        if not height * 0.1 <= y <= height * 0.7:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + round(y - height * 0.2))

    def page_rect(self, index: int) -> QRect:
        """A page in pixels of the viewport."""
        sheets = self._sheets
        return QRect(
            sheets.left(index) - self.horizontalScrollBar().value(),
            sheets.top(index) - self.verticalScrollBar().value(),
            sheets.sheet_width,
            sheets.sheet_height,
        )

    def to_pixels(self, index: int, x: float, y: float) -> QPointF:
        """A place on a page (points) in pixels of the viewport."""
        rect = self.page_rect(index)
        return QPointF(rect.x() + x * self._sheets.scale, rect.y() + y * self._sheets.scale)

    def to_page(self, pixels: QPointF) -> tuple[int, float, float]:
        """The page nearest to a point of the viewport, and the place on it, in points."""
        index = self._sheets.nearest(
            pixels.x() + self.horizontalScrollBar().value(), pixels.y() + self.verticalScrollBar().value()
        )
        rect = self.page_rect(index)
        return (
            index,
            (pixels.x() - rect.x()) / self._sheets.scale,
            (pixels.y() - rect.y()) / self._sheets.scale,
        )

    def visible_pages(self) -> range:
        """The pages in the view."""
        top = self.verticalScrollBar().value()
        return self._sheets.between(top, top + self.viewport().height())

    def _caret_in_view(self) -> QPointF | None:
        """The caret's middle in pixels of the viewport, None if it is elsewhere."""
        box = self.document.caret_box()
        at = self.to_pixels(box.page, box.x, box.top + box.height / 2)
        return at if self.viewport().rect().contains(at.toPoint()) else None

    def show_caret(self) -> None:
        """Scrolls no further than needed to have the caret in view."""
        box = self.document.caret_box()
        at = self.to_pixels(box.page, box.x, box.top)
        height = box.height * self._sheets.scale
        view = self.viewport().size()
        margin = min(height, view.height() / 6)
        bar = self.verticalScrollBar()
        if at.y() < margin:
            bar.setValue(bar.value() + floor(at.y() - margin))
        elif at.y() + height + margin > view.height():
            bar.setValue(bar.value() + ceil(at.y() + height + margin - view.height()))
        bar = self.horizontalScrollBar()
        if at.x() < GAP:
            bar.setValue(bar.value() + floor(at.x() - GAP))
        elif at.x() > view.width() - GAP:
            bar.setValue(bar.value() + ceil(at.x() - view.width() + GAP))

    def sizeHint(self) -> QSize:  # noqa: N802
        """A page at its printed size."""
        return QSize(860, 900)

    # ---- geometry kept true

    def _take_sheets(self) -> None:
        layout, first = self.document.pages.layout, self.document.pages[0]
        if self._prompts.layout is not layout:
            self._prompts = Prompts(layout, self._session.faces)
        columns = 2 if self._two_pages else 1
        sheets = Sheets(
            len(self.document.pages),
            first.width,
            first.height,
            columns,
            self._sheets.zoom,
            self.viewport().width(),
        )
        if sheets != self._sheets:
            resized = (sheets.width, sheets.height) != (self._sheets.width, self._sheets.height)
            self._sheets = sheets
            self._set_ranges()
            self.viewport().update()
            if resized:
                self._refit()
        self._brush.set_scale(sheets.scale, self.devicePixelRatioF())

    def _set_ranges(self) -> None:
        view = self.viewport().size()
        for bar, whole, seen in (
            (self.verticalScrollBar(), self._sheets.total_height, view.height()),
            (self.horizontalScrollBar(), self._sheets.total_width, view.width()),
        ):
            bar.setRange(0, max(0, whole - seen))
            bar.setPageStep(max(1, seen - GAP))
            bar.setSingleStep(40)

    def _refit(self) -> None:
        view = self.viewport().size()
        if self._fit in (FIT_WIDTH, FIT_AUTO):
            most = MOST_ZOOM if self._fit == FIT_WIDTH else MOST_AUTO
            self._set_zoom(min(self._sheets.zoom_to_width(view.width()), most), None)
        elif self._fit == FIT_PAGE:
            self._set_zoom(self._sheets.zoom_to_page(view.width(), view.height()), None)

    def _set_zoom(self, zoom: float, around: QPointF | None) -> None:
        zoom = min(max(zoom, LEAST_ZOOM), MOST_ZOOM)
        if abs(zoom - self.zoom) < 1e-4:
            return
        middle = QPointF(self.viewport().width() / 2, self.viewport().height() / 2)
        anchor = around or self._caret_in_view() or middle
        index, x, y = self.to_page(anchor)
        self._sheets = replace(self._sheets, zoom=zoom, view_width=self.viewport().width())
        self._brush.set_scale(self._sheets.scale, self.devicePixelRatioF())
        self._set_ranges()
        now = self.to_pixels(index, x, y)
        for bar, by in (
            (self.verticalScrollBar(), now.y() - anchor.y()),
            (self.horizontalScrollBar(), now.x() - anchor.x()),
        ):
            bar.setValue(bar.value() + round(by))
        self._caret_rect = self._caret_pixels()
        self.viewport().update()
        self.zoomed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The fit follows the view."""
        super().resizeEvent(event)
        bottom = self._caret_rect.bottom()
        in_view = 0 <= bottom <= (event.oldSize().height() if event.oldSize().isValid() else 0)
        self._sheets = replace(self._sheets, view_width=self.viewport().width())
        self._set_ranges()
        self._refit()
        if in_view:
            self.show_caret()
        self._caret_rect = self._caret_pixels()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802
        """Moves what is there, so that only what comes into view is painted."""
        self.viewport().scroll(dx, dy)
        self._caret_rect.translate(dx, dy)
        self.updateMicroFocus()

    def _tell_page(self) -> None:
        self.looked_at.emit(self.page_in_view())

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paints the pages that are exposed, no others."""
        painter = QPainter(self.viewport())
        exposed = event.rect()
        self._brush.set_scale(self._sheets.scale, self.devicePixelRatioF())
        painter.fillRect(exposed, self._desk_colour())
        for index in self.visible_pages():
            rect = self.page_rect(index)
            if rect.adjusted(-4, -4, 6, 6).intersects(exposed):
                painter.save()
                self._paint_page(painter, index, rect, exposed)
                painter.restore()
        if self._caret_shown and self._drop_at is None:
            painter.fillRect(self._caret_pixels(), _CARET)
        if self._drop_at is not None:
            painter.fillRect(
                self._box_pixels(self.document.geometry.caret_box(self._drop_at), 2), _CURRENT_HIT
            )

    def _desk_colour(self) -> QColor:
        dark = self.palette().color(QPalette.ColorRole.Window).lightness() < 128
        return _DARK_DESK if dark else _LIGHT_DESK

    def _paint_page(self, painter: QPainter, index: int, rect: QRect, exposed: QRect) -> None:
        for depth in (3, 2, 1):
            painter.fillRect(rect.adjusted(1 - depth, 2 - depth, depth, depth + 1), QColor(0, 0, 0, 18))
        painter.fillRect(rect, _PAPER)
        page = self._shown[index] = self.document.pages[index]
        painter.setClipRect(rect & exposed)
        painter.translate(rect.topLeft())
        scale = self._sheets.scale
        part = QRectF(exposed.translated(-rect.topLeft()))
        points = QRectF(part.x() / scale, part.y() / scale, part.width() / scale, part.height() / scale)
        lines = [placed for placed in page.lines if _meets(placed, points)]
        for box in spans_on(lines, self._hits):
            painter.fillRect(self._scaled(box), _HIT)
        self._paint_selection(painter, index, points)
        if self._current_hit:
            path, start, end = self._current_hit
            for box in spans_on(lines, {path: ((start, end),)}):
                painter.fillRect(self._scaled(box), _CURRENT_HIT)
        self._brush.page(painter, page, points)
        self._paint_prompts(painter, lines)
        self._paint_marks(painter, lines)
        self._paint_preedit(painter, index)

    def _scaled(self, box: QRectF) -> QRectF:
        scale = self._sheets.scale
        return QRectF(box.x() * scale, box.y() * scale, box.width() * scale, box.height() * scale)

    def _paint_selection(self, painter: QPainter, index: int, points: QRectF) -> None:
        if self.document.selection.empty:
            return
        colour = _SELECTED if self.hasFocus() else _SELECTED_IDLE
        for box in self.document.selection_boxes(index):
            if box.top < points.bottom() and box.top + box.height > points.top():
                painter.fillRect(self._scaled(QRectF(box.x, box.top, box.width, box.height)), colour)

    def _paint_prompts(self, painter: QPainter, lines: Sequence[PlacedLine]) -> None:
        """What an empty part waits for, in grey."""
        for placed in lines:
            if placed.line.start == placed.line.end and placed.path not in LITERALS:
                prompt = self._prompts.find(self.document.issue, placed)
                if prompt is not None:
                    at = QPointF((placed.x + prompt.x) * self._sheets.scale, placed.y * self._sheets.scale)
                    self._brush.runs(painter, prompt.runs, at, _PROMPT)

    def _paint_marks(self, painter: QPainter, lines: Sequence[PlacedLine]) -> None:
        """A wavy line under each finding's place."""
        if not self._marks:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self._sheets.scale
        for placed in lines:
            for finding in self._marks_of(placed.path):
                pen = QPen(COLOURS[finding.level], max(1.2, scale))
                for box in self._mark_boxes(placed, finding):
                    if finding.level is Level.ADVICE:
                        pen.setStyle(Qt.PenStyle.DotLine)
                        painter.setPen(pen)
                        under = self._scaled(box)
                        y = under.bottom() - 1.6 * scale
                        painter.drawLine(QPointF(under.left(), y), QPointF(under.right(), y))
                    else:
                        painter.setPen(pen)
                        painter.drawPath(_wave(self._scaled(box), scale))
        painter.restore()

    def _marks_of(self, path: Path) -> Sequence[Finding]:
        """The findings of a text node, if it still reads as when they were found."""
        found = self._marks.get(path, ())
        if not found or path in LITERALS or self._checked is self.document.issue:
            return found
        return [
            each for each in found if self._checked and still_there(self.document.issue, self._checked, each)
        ]

    def _mark_boxes(self, placed: PlacedLine, finding: Finding) -> list[QRectF]:
        place = {placed.path: ((finding.offset, max(finding.end, finding.offset + 1)),)}
        return spans_on((placed,), place) or self._literal_box(placed)

    @staticmethod
    def _literal_box(placed: PlacedLine) -> list[QRectF]:
        if placed.path not in LITERALS or not placed.line.runs:
            return []
        left = placed.line.runs[0].xs[0]
        right = placed.line.runs[-1].xs[-1] + placed.line.runs[-1].size
        return [QRectF(placed.x + left, placed.top, right - left, placed.height)]

    def _paint_preedit(self, painter: QPainter, index: int) -> None:
        """The line under what an input method composes."""
        thick = max(1.0, self._sheets.scale * 0.8)
        for box in self.document.preedit_boxes(index):
            pixels = self._scaled(QRectF(box.x, box.top, box.width, box.height))
            painter.fillRect(QRectF(pixels.x(), pixels.bottom() - 2 * thick, pixels.width(), thick), _PREEDIT)

    # ---- repainting no more than needed

    def _update_pages(self) -> None:
        """Repaints the lines that differ from what was painted last."""
        pages = self.document.pages
        for index in self.visible_pages():
            before, now = self._shown.get(index), pages[index]
            if before is now:
                continue
            if before is None:
                self.viewport().update(self.page_rect(index).adjusted(-4, -4, 6, 6))
                continue
            for top, bottom in changed_bands(before, now):
                self._update_band(index, top, bottom)
        for index in [index for index in self._shown if index not in self.visible_pages()]:
            del self._shown[index]
        self.viewport().update(self._selection_region())

    def _update_band(self, index: int, top: float, bottom: float) -> None:
        rect = self.page_rect(index)
        scale = self._sheets.scale
        y = rect.y() + floor(top * scale) - 1
        self.viewport().update(QRect(rect.x(), y, rect.width(), ceil((bottom - top) * scale) + 3))

    def _selection_region(self) -> QRegion:
        """Where the selection was and is."""
        region = QRegion()
        if not self.document.selection.empty:
            for index in self.visible_pages():
                for box in self.document.selection_boxes(index):
                    at = self.to_pixels(index, box.x, box.top)
                    scale = self._sheets.scale
                    region += QRectF(at.x(), at.y(), box.width * scale, box.height * scale).toAlignedRect()
        both = region + self._selected_before
        self._selected_before = region
        return both

    _selected_before = QRegion()

    # ---- the caret

    def _caret_pixels(self) -> QRect:
        return self._box_pixels(self.document.caret_box(), max(1, round(self._sheets.scale)))

    def _box_pixels(self, box: Box, width: int) -> QRect:
        at = self.to_pixels(box.page, box.x, box.top)
        height = box.height * self._sheets.scale
        # a caret as tall as the line's pitch would touch the lines around it
        inset = height * 0.1
        return QRect(round(at.x() - width / 2), round(at.y() + inset), width, round(height - 2 * inset))

    def _restart_blinking(self) -> None:
        self._caret_shown = self.hasFocus()
        half = QGuiApplication.styleHints().cursorFlashTime() // 2
        if self.hasFocus() and half > 0:
            self._blink.start(half)
        else:
            self._blink.stop()

    def _toggle_caret(self) -> None:
        self._caret_shown = not self._caret_shown
        self.viewport().update(self._caret_pixels())

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """The caret shows where typing goes."""
        super().focusInEvent(event)
        self._restart_blinking()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """What an input method has not committed is taken back by it or committed, never left hanging."""
        super().focusOutEvent(event)
        if self.document.preedit is not None:
            QGuiApplication.inputMethod().reset()
            self.document.end_preedit()
        self._restart_blinking()
        self.viewport().update()

    # ---- keys and input methods

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Moves and edits; keys of commands never come here, as the window takes them first."""
        self._hide_mouse()
        if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.hinted.emit("段首空两格由版面自己排，不用按 Tab；到别的窗格按 F6。")
            return
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        try:
            if not press(self.document, event):
                super().keyPressEvent(event)
        except EditError as error:
            self.refused.emit(str(error))

    def focusNextPrevChild(self, forth: bool) -> bool:  # noqa: N802
        """Tab comes to `keyPressEvent`: who presses it out of habit must not type into the toolbar."""
        del forth
        return False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802
        """Preedit text stands on the page in its place; a commit may replace what is around the caret."""
        self._hide_mouse()
        try:
            self._compose(event)
        except EditError as error:
            self.refused.emit(str(error))
        event.accept()

    def _compose(self, event: QInputMethodEvent) -> None:
        commit = event.commitString()
        if commit or event.replacementLength():
            start, length = event.replacementStart(), event.replacementLength()
            text, head, _ = self.document.surrounding()
            before = _characters(text, _units(text[:head]) + start)
            after = _characters(text, _units(text[:head]) + start + length)
            self.document.commit(commit, before - head, after - before)
        cursor = _units(event.preeditString())
        for attribute in event.attributes():
            if attribute.type == QInputMethodEvent.AttributeType.Cursor:
                cursor = attribute.start
        preedit = event.preeditString()
        if preedit or self.document.preedit is not None:
            self.document.set_preedit(preedit, _characters(preedit, cursor))

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:  # noqa: N802
        """Where the candidate window goes, and the text around the caret, in UTF-16 units as Qt counts."""
        document = self.document
        if query == Qt.InputMethodQuery.ImEnabled:
            return True
        if query == Qt.InputMethodQuery.ImCursorRectangle:
            return self._caret_pixels().translated(self.viewport().pos())
        if query == Qt.InputMethodQuery.ImAnchorRectangle:
            return self._caret_pixels().translated(self.viewport().pos())
        text, cursor, anchor = document.surrounding()
        if query == Qt.InputMethodQuery.ImSurroundingText:
            return text
        if query in (Qt.InputMethodQuery.ImCursorPosition, Qt.InputMethodQuery.ImAbsolutePosition):
            return _units(text[:cursor])
        if query == Qt.InputMethodQuery.ImAnchorPosition:
            return _units(text[:anchor])
        if query == Qt.InputMethodQuery.ImCurrentSelection:
            return as_text(document.copy())
        return super().inputMethodQuery(query)

    def _hide_mouse(self) -> None:
        """Typing should not be hidden by the pointer."""
        hide_tip()

    # ---- the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Sets the caret, extends the selection, or gets ready to drag it."""
        at = event.position()
        self._end_preedit()
        if event.button() == Qt.MouseButton.RightButton and not self._in_selection(at):
            self.document.press(*self.to_page(at))
        if event.button() != Qt.MouseButton.LeftButton:
            return
        near = (at - self._click_at).manhattanLength() < QApplication.startDragDistance()
        third = near and event.timestamp() - self._click_time < QApplication.doubleClickInterval()
        self._click_time = 0
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if not extend and not third and self._in_selection(at):
            self._drag_from = at
            return
        self._press(at, Unit.PARAGRAPH if third else Unit.CHARACTER, extend=extend)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Selects a word; a third click selects the paragraph."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag_from = None
            self._click_at, self._click_time = event.position(), event.timestamp()
            self._press(event.position(), Unit.WORD, extend=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Selects along, or drags the selected text."""
        self._mouse_at = event.position()
        if self._drag_from is not None:
            far = (event.position() - self._drag_from).manhattanLength() >= QApplication.startDragDistance()
            if far and event.buttons() & Qt.MouseButton.LeftButton:
                self._drag_from = None
                self._drag()
        elif self._selecting and event.buttons() & Qt.MouseButton.LeftButton:
            self.document.drag(*self.to_page(event.position()))
            if self.viewport().rect().contains(event.position().toPoint()):
                self._drag_scroll.stop()
            elif not self._drag_scroll.isActive():
                self._drag_scroll.start()
        else:
            self._point(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click into the selection that dragged nothing sets the caret."""
        self._drag_scroll.stop()
        self._selecting = False
        if self._drag_from is not None and event.button() == Qt.MouseButton.LeftButton:
            self._drag_from = None
            self.document.press(*self.to_page(event.position()))

    def _press(self, at: QPointF, unit: Unit, *, extend: bool) -> None:
        literal = self.document.press(*self.to_page(at), unit=unit, extend=extend)
        if literal is not None:
            self.field_wanted.emit(literal.path)
        else:
            self._selecting = True

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """The menu at the pointer, or at the caret if it was asked for by key."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.viewport().mapToGlobal(self._caret_pixels().bottomLeft())
        else:
            at = event.globalPos()
        self.menu_wanted.emit(at)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Ctrl and the wheel zoom around the pointer."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._wheel += event.angleDelta().y()
            while abs(self._wheel) >= 120:
                step = 1 if self._wheel > 0 else -1
                self._wheel -= 120 * step
                self.step_zoom(step, event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    _wheel = 0

    def field_at(self, pixels: QPointF) -> Path | None:
        """The part under a point that is edited as a field: date, number, print count."""
        found = self.document.geometry.hit(*self.to_page(pixels))
        return found.path if isinstance(found, Literal) else None

    def finding_at(self, pixels: QPointF) -> Finding | None:
        """The finding whose mark is under a point."""
        index, x, y = self.to_page(pixels)
        for placed in self.document.pages[index].lines:
            here = [
                finding
                for finding in self._marks_of(placed.path)
                if any(box.contains(x, y) for box in self._mark_boxes(placed, finding))
            ]
            if here:
                return min(here, key=lambda finding: finding.length)
        return None

    def _point(self, pixels: QPointF) -> None:
        """The pointer's shape says what a click does."""
        if self.field_at(pixels) is not None:
            shape = Qt.CursorShape.PointingHandCursor
        elif self._in_selection(pixels) or not self._on_paper(pixels):
            shape = Qt.CursorShape.ArrowCursor
        else:
            shape = Qt.CursorShape.IBeamCursor
        if self.viewport().cursor().shape() != shape:
            self.viewport().setCursor(shape)

    def _on_paper(self, pixels: QPointF) -> bool:
        index, _, _ = self.to_page(pixels)
        return self.page_rect(index).contains(pixels.toPoint())

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        """Tool tips for marks and fields."""
        if event.type() == QEvent.Type.ToolTip:
            finding = self.finding_at(QPointF(event.pos()))
            if finding is not None:
                show_tip(event.globalPos(), f"{finding.level.value}：{finding.message}", self)
            elif self.field_at(QPointF(event.pos())) is not None:
                show_tip(event.globalPos(), "点一下，在右边的栏里改", self)
            else:
                hide_tip()
            return True
        return super().viewportEvent(event)

    def _caret_near(self, pixels: QPointF) -> Caret:
        return self.document.geometry.nearest(*self.to_page(pixels))

    def _scroll_along(self) -> None:
        """While the pointer is held outside, the pages come along."""
        view = self.viewport().rect()
        over = min(self._mouse_at.y(), 0.0) or max(self._mouse_at.y() - view.height(), 0.0)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + round(over / 2) + (1 if over > 0 else -1))
        self.document.drag(*self.to_page(self._mouse_at))

    def _in_selection(self, pixels: QPointF) -> bool:
        if self.document.selection.empty:
            return False
        index, x, y = self.to_page(pixels)
        return any(
            box.x <= x < box.x + box.width and box.top <= y < box.top + box.height
            for box in self.document.selection_boxes(index)
        )

    def _end_preedit(self) -> None:
        if self.document.preedit is not None:
            QGuiApplication.inputMethod().commit()
            self.document.end_preedit()

    # ---- drag and drop of text

    def _drag(self) -> None:
        drag = QDrag(self)
        drag.setMimeData(mime_of(self.document.copy()))
        self._dragging = True
        drag.exec(Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, Qt.DropAction.MoveAction)
        self._dragging = False
        self._drop_at = None
        self.viewport().update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Text may come in; files are the window's."""
        if event.mimeData().hasUrls() or not event.mimeData().hasText():
            event.ignore()
        else:
            self._accept_text(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        """Shows where the text would go."""
        if event.mimeData().hasUrls() or not event.mimeData().hasText():
            event.ignore()
            return
        self._drop_at = self._caret_near(event.position())
        self.viewport().update()
        self._accept_text(event)

    def _accept_text(self, event: QDropEvent) -> None:
        """Foreign text is copied: a move would take it out of the manuscript that it comes from."""
        if self._dragging:
            event.acceptProposedAction()
        else:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802
        """Nothing would go anywhere."""
        self._drop_at = None
        self.viewport().update()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Our own text moves (Ctrl copies it); foreign text is pasted there."""
        self._drop_at = None
        moving = self._dragging and event.dropAction() == Qt.DropAction.MoveAction
        fragment = self.document.copy() if moving else fragment_in(event.mimeData())
        if fragment is not None:
            try:
                self.document.drop(fragment, self._caret_near(event.position()), move=moving)
            except EditError as error:
                self.refused.emit(str(error))
        self._accept_text(event)
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.viewport().update()


def spans_on(lines: Iterable[PlacedLine], spans: Spans) -> list[QRectF]:
    """The boxes (points, on the page) of ranges of characters on these lines."""
    boxes = []
    for placed in lines:
        line = placed.line
        for start, end in spans.get(placed.path, ()) if len(line.edges) > 1 else ():
            first, last = max(start, line.start), min(end, line.end)
            if first < last:
                left, right = line.edges[first - line.start], line.edges[last - line.start]
                boxes.append(QRectF(placed.x + left, placed.top, right - left, placed.height))
    return boxes


def changed_bands(before: Page, now: Page) -> Iterator[tuple[float, float]]:
    """The stretches of a page's height (points) whose marks differ."""
    old, new = _marks_of(before), _marks_of(now)
    for key in old.keys() | new.keys():
        if old.get(key) != new.get(key):
            yield key[0], key[1]


def _marks_of(page: Page) -> dict[tuple[float, float, str], object]:
    marks: dict[tuple[float, float, str], object] = {}
    for placed in (*page.lines, *([page.folio] if page.folio else ())):
        over = placed.height / 2 if placed.height > 40 else 4.0
        key = (placed.top - over, placed.top + placed.height + over, "/".join(map(str, placed.path)))
        # an empty line shows a prompt, which depends on its kind alone
        marks[key] = (placed.x, placed.y, placed.kind, placed.line.runs)
    for number, mark in enumerate(page.marks):
        height = mark.height if isinstance(mark, VerticalRule) else 0.0
        marks[mark.y - mark.thickness - 1, mark.y + height + mark.thickness + 1, f"mark{number}"] = mark
    return marks


def _meets(placed: PlacedLine, points: QRectF) -> bool:
    return placed.top < points.bottom() and placed.top + placed.height > points.top()


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


def _units(text: str) -> int:
    """Length in UTF-16 units, as Qt counts."""
    return len(text.encode("utf-16-le")) // 2


def _characters(text: str, units: int) -> int:
    """How many characters the first `units` UTF-16 units are."""
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))
