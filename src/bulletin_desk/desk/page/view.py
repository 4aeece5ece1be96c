"""Pages lying on the desk: where they are, how large, what of them is in view. Paints nothing and knows no
pointer."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from bulletin_desk.desk.page.sheets import GAP, Sheets
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
from bulletin_desk.editing.document import Document
from bulletin_desk.editing.geometry import Box

MARGIN = 236
"""Pixels at the right of the sheets for what stands beside them."""
_LEAST_BESIDE = 0.7
"""The zoom below which pages are not fitted to leave room for it: one could not read them."""


class PageView(QAbstractScrollArea):
    """Lays the pages of the open document out. `zoomed` tells of a new zoom or fit, `looked_at` of the page
    that is in view."""

    zoomed = Signal()
    looked_at = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._fit = FIT_AUTO
        self._two_pages = False
        self._beside: frozenset[str] = frozenset()
        """What there is to stand beside the sheets."""
        self._caret_box = session.document.caret_box()
        """Where on its page the caret was shown last. Pixels would be wrong after the next scroll."""
        self._start: int | None = None
        """How far the pages are scrolled while they are seen as they were opened, else None."""
        pages = session.document.pages
        first = pages[0]
        self._sheets = Sheets(len(pages), first.width, first.height, 1, 1.0, 800)
        self.verticalScrollBar().valueChanged.connect(self._tell_page)

    @property
    def document(self) -> Document:
        """What is shown."""
        return self._session.document

    # ---- zoom

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

    def set_beside(self, what: str, there: bool) -> None:
        """Something stands beside the sheets now, or does not any more: where there can be room, there is."""
        before = bool(self._beside)
        self._beside = self._beside | {what} if there else self._beside - {what}
        if bool(self._beside) != before:
            self._take_sheets()
            self._refit()
            self.viewport().update()

    def _margin_in(self, width: int, zoom: float) -> int:
        """The margin at the right of the sheets in a view so wide."""
        sheets = self._sheets
        if not self._beside or self._two_pages:
            return 0
        if self._fit == FIXED:
            return MARGIN if replace(sheets, zoom=zoom).total_width + MARGIN <= width else 0
        return MARGIN if replace(sheets, margin=MARGIN).zoom_to_width(width) >= _LEAST_BESIDE else 0

    # ---- place

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

    def scaled(self, box: QRectF) -> QRectF:
        """A box on a page (points) in pixels, from the page's corner."""
        scale = self._sheets.scale
        return QRectF(box.x() * scale, box.y() * scale, box.width() * scale, box.height() * scale)

    def caret_pixels(self) -> QRect:
        """The caret, in pixels of the viewport."""
        return self.caret_bar(self.document.caret_box())

    def caret_bar(self, box: Box) -> QRect:
        """A caret at a place, in pixels of the viewport."""
        return self.box_pixels(box, max(1, round(self._sheets.scale)))

    def box_pixels(self, box: Box, width: int) -> QRect:
        """A caret's place as a bar so wide, in pixels of the viewport."""
        at = self.to_pixels(box.page, box.x, box.top)
        height = box.height * self._sheets.scale
        # a caret as tall as the line's pitch would touch the lines around it
        inset = height * 0.1
        return QRect(round(at.x() - width / 2), round(at.y() + inset), width, round(height - 2 * inset))

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

    def show_start(self) -> None:
        """Scrolls no further than needed to have the caret in view, and no further than to the head of the
        first page. So it stays, however the view is resized, until anything is scrolled."""
        caret, lines = self.document.caret_box(), self.document.pages[0].lines
        above = self.verticalScrollBar().value()
        head = self.to_pixels(0, 0, lines[0].top if lines else 0).y() + above - GAP / 2
        bottom = self.to_pixels(caret.page, 0, caret.top + caret.height * 2).y() + above
        self.verticalScrollBar().setValue(max(0, floor(min(head, bottom - self.viewport().height()))))
        self._start = self.verticalScrollBar().value()

    @property
    def at_start(self) -> bool:
        """Whether the pages are seen as they were opened."""
        return self._start is not None and self._start == self.verticalScrollBar().value()

    def sizeHint(self) -> QSize:  # noqa: N802
        """A page at its printed size."""
        return QSize(860, 900)

    # ---- geometry kept true

    def _take_sheets(self) -> None:
        first = self.document.pages[0]
        columns = 2 if self._two_pages else 1
        width, zoom = self.viewport().width(), self._sheets.zoom
        sheets = Sheets(
            len(self.document.pages),
            first.width,
            first.height,
            columns,
            zoom,
            width,
            self._margin_in(width, zoom),
        )
        if sheets != self._sheets:
            resized = (sheets.width, sheets.height) != (self._sheets.width, self._sheets.height)
            self._sheets = sheets
            self._set_ranges()
            self.viewport().update()
            if resized:
                self._refit()

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
        if self._fit == FIXED:
            return
        # not by the view as it is: a scroll bar that comes and goes with the zoom would have no end
        view = self.maximumViewportSize()
        zoom = self._fitted(view.width(), view.height())
        if replace(self._sheets, zoom=zoom).total_height > view.height():
            zoom = self._fitted(view.width() - self.verticalScrollBar().sizeHint().width(), view.height())
        self._set_zoom(zoom, None)

    def _fitted(self, width: int, height: int) -> float:
        sheets = replace(self._sheets, margin=self._margin_in(width, self.zoom))
        if self._fit == FIT_PAGE:
            return sheets.zoom_to_page(width, height)
        return min(sheets.zoom_to_width(width), MOST_ZOOM if self._fit == FIT_WIDTH else MOST_AUTO)

    def _set_zoom(self, zoom: float, around: QPointF | None) -> None:
        zoom = min(max(zoom, LEAST_ZOOM), MOST_ZOOM)
        if abs(zoom - self.zoom) < 1e-4:
            return
        middle = QPointF(self.viewport().width() / 2, self.viewport().height() / 2)
        anchor = around or self._caret_in_view() or middle
        index, x, y = self.to_page(anchor)
        width = self.viewport().width()
        margin = self._margin_in(width, zoom)
        self._sheets = replace(self._sheets, zoom=zoom, view_width=width, margin=margin)
        self._set_ranges()
        now = self.to_pixels(index, x, y)
        for bar, by in (
            (self.verticalScrollBar(), now.y() - anchor.y()),
            (self.horizontalScrollBar(), now.x() - anchor.x()),
        ):
            bar.setValue(bar.value() + round(by))
        self.viewport().update()
        self.zoomed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The fit follows the view."""
        at_start = self.at_start
        super().resizeEvent(event)
        bottom = self.caret_bar(self._caret_box).bottom()
        in_view = 0 <= bottom <= (event.oldSize().height() if event.oldSize().isValid() else 0)
        width = self.viewport().width()
        self._sheets = replace(self._sheets, view_width=width, margin=self._margin_in(width, self.zoom))
        self._set_ranges()
        self._refit()
        if at_start:
            self.show_start()
        elif in_view:
            self.show_caret()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802
        """Moves what is there, so that only what comes into view is painted."""
        self.viewport().scroll(dx, dy)
        self.updateMicroFocus()

    def _tell_page(self) -> None:
        self.looked_at.emit(self.page_in_view())
