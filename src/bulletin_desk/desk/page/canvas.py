"""The pages as they are worked on: what happens to the widget goes to those who know what to do, and what
they paint is put together. Decides nothing about text."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from math import ceil, floor

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from bulletin_desk.bulletin.grammar import is_made
from bulletin_desk.bulletin.model import Issue, Path
from bulletin_desk.desk.beside import start
from bulletin_desk.desk.page.cards import Cards
from bulletin_desk.desk.page.changed import changed_bands
from bulletin_desk.desk.page.composing import asked, compose
from bulletin_desk.desk.page.handles import Handles
from bulletin_desk.desk.page.images import DecodedImages
from bulletin_desk.desk.page.ink import Brush, Inks
from bulletin_desk.desk.page.keys import press
from bulletin_desk.desk.page.overlays import CURRENT_HIT, Overlays, Spans
from bulletin_desk.desk.page.page_marks import PageMarks
from bulletin_desk.desk.page.pointer import Pointer
from bulletin_desk.desk.page.reading import Reader
from bulletin_desk.desk.page.table_handles import TableHandles
from bulletin_desk.desk.page.tool import PageTool
from bulletin_desk.desk.page.view import PageView
from bulletin_desk.desk.parts.plain import hide_tip, show_tip
from bulletin_desk.desk.session import Session
from bulletin_desk.editing.document import Change
from bulletin_desk.editing.geometry import Geometry
from bulletin_desk.editing.selection import Selection
from bulletin_desk.errors import EditError
from bulletin_desk.pages.model import Page, PlacedLine
from bulletin_desk.proof.findings import Finding

# the sheets are paper, whatever the window's colours are
_LEADS = "由程序排出来，不用打；点一下，到那里去"
_PAPER = QColor(255, 255, 255)
_CARET = QColor(0, 0, 0)
_LIGHT_DESK, _DARK_DESK = QColor(226, 228, 232), QColor(37, 39, 42)


class Canvas(PageView):
    """`field_wanted` names a part that is edited in the inspector; `menu_wanted` where on the screen a menu
    is asked for; `refused` says why an edit can't be, `hinted` what would serve better, `pasted` what a drop
    brought; `escaped` is Esc."""

    field_wanted = Signal(tuple)
    menu_wanted = Signal(QPoint)
    refused = Signal(str)
    pasted = Signal(object, object)
    hinted = Signal(str)
    escaped = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
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
        decoded = DecodedImages(partial(start, self), self.viewport().update)
        self._brush = Brush(session.faces, Inks(), decoded=decoded)
        self.overlays = Overlays(session, self, self._brush)
        self.handles = Handles(session, self)
        self.table_handles = TableHandles(session, self)
        self.cards = Cards(session, self, self.overlays)
        self.marks = PageMarks(session, self, self.cards)
        self.pointer = Pointer(session, self, self.handles, self.table_handles)
        self.pointer.field_wanted.connect(self.field_wanted)
        self.pointer.refused.connect(self.refused)
        self.pointer.pasted.connect(self.pasted)
        self.reader = Reader(session, self)
        self._caret_shown = True
        self._blink = QTimer(self)
        self._blink.timeout.connect(self._toggle_caret)
        self._selected_before = self._selected()
        """What was selected when it was painted last, in the pages of then: places, since pixels move with
        every scroll."""
        self._wheel = 0
        self._shown: dict[int, Page] = {}
        """The pages as they were painted last, by index."""
        session.replaced.connect(self._replaced)
        session.changed.connect(self._changed)
        self._take_sheets()

    # ---- the document

    def _replaced(self) -> None:
        """Shows another document from its head."""
        self.overlays.clear()
        self.overlays.take_layout()
        self._shown.clear()
        self._selected_before = self._selected()
        self._take_sheets()
        self.show_start()
        self.viewport().update()
        self._show_caret_there()

    def _changed(self, change: Change) -> None:
        """Repaints what differs and keeps the caret in view; while a tool is in hand, what is worked on."""
        shaped = not change.selection
        if change.pages:
            shaped = self.overlays.take_layout() or shaped
            self._take_sheets()
            self._update_pages()
        else:
            self.viewport().update(self._selection_region())
        self._start = None
        if not shaped or self.pointer.tool is None:
            self.show_caret()
        self._show_caret_there()

    def _show_caret_there(self) -> None:
        """In its new place, and no more in the one before."""
        self._restart_blinking()
        self.viewport().update(self.caret_bar(self._caret_box))
        self._caret_box = self.document.caret_box()
        self.viewport().update(self.caret_bar(self._caret_box))
        self.updateMicroFocus()

    def set_tool(self, tool: PageTool | None) -> None:
        """A tool is taken in hand, or put away."""
        self.pointer.tool = tool
        self.viewport().update()

    def show_hits(self, hits: Spans, current: tuple[Path, int, int] | None) -> None:
        """Marks the hits of a search."""
        if self.overlays.set_hits(hits, current):
            self.viewport().update()

    def show_findings(self, findings: Iterable[Finding], issue: Issue) -> None:
        """Marks the places of findings, which were made of `issue`."""
        if self.overlays.set_findings(findings, issue):
            self.viewport().update()

    def finding_at(self, pixels: QPointF) -> Finding | None:
        """The finding whose mark is under a point."""
        return self.overlays.finding_at(*self.to_page(pixels))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """What stands beside the sheets goes along."""
        super().resizeEvent(event)
        self.cards.moved.emit()

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paints the pages that are exposed, no others."""
        painter = QPainter(self.viewport())
        try:
            self._paint(painter, event.rect())
        finally:
            painter.end()  # a fault holds the painter, and Qt dies of one that is left open

    def _paint(self, painter: QPainter, exposed: QRect) -> None:
        self._brush.set_scale(self._sheets.scale, self.devicePixelRatioF())
        painter.fillRect(exposed, self._desk_colour())
        for index in self.visible_pages():
            rect = self.page_rect(index)
            if rect.adjusted(-4, -4, 6, 6).intersects(exposed):
                painter.save()
                self._paint_page(painter, index, rect, exposed)
                painter.restore()
        self.marks.paint(painter, exposed)
        self.cards.paint(painter, exposed)
        self.handles.paint(painter)
        self.table_handles.paint(painter)
        if self.pointer.tool is not None:
            self.pointer.tool.paint_over(painter, exposed)
        if self._caret_shown and self.pointer.drop_at is None:
            painter.fillRect(self.caret_pixels(), _CARET)
        if self.pointer.drop_at is not None:
            box = self.document.geometry.caret_box(self.pointer.drop_at)
            painter.fillRect(self.box_pixels(box, 2), CURRENT_HIT)

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
        if self.pointer.tool is not None:
            self.pointer.tool.paint_under(painter, index, points)
        self.overlays.paint_under(painter, index, lines, points)
        self._brush.page(painter, self.marks.page(page), points)
        self.overlays.paint_over(painter, index, lines)

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

    def _selected(self) -> tuple[Geometry, Selection]:
        """What is selected on the pages shown: nothing while an input method composes in place of it."""
        document = self.document
        nothing = Selection(document.caret, document.caret)
        return document.geometry, document.selection if document.preedit is None else nothing

    def _selection_region(self) -> QRegion:
        """Where the selection was and is."""
        before = self._selected_before
        now = self._selected_before = self._selected()
        region, scale = QRegion(), self._sheets.scale
        for geometry, selection in (before, now) if before != now else (now,):
            for index in self.visible_pages():
                for box in geometry.selection_boxes(selection, index):
                    at = self.to_pixels(index, box.x, box.top)
                    region += QRectF(at.x(), at.y(), box.width * scale, box.height * scale).toAlignedRect()
        return region

    # ---- the caret

    def _restart_blinking(self) -> None:
        self._caret_shown = self.hasFocus()
        half = QGuiApplication.styleHints().cursorFlashTime() // 2
        if self.hasFocus() and half > 0:
            self._blink.start(half)
        else:
            self._blink.stop()

    def _toggle_caret(self) -> None:
        self._caret_shown = not self._caret_shown
        self.viewport().update(self.caret_pixels())

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
        hide_tip()  # typing should not be hidden by it
        if self.pointer.tool is not None and self.pointer.tool.key(event):
            return
        if event.key() == Qt.Key.Key_Escape:
            if not (self.handles.cancel() or self.table_handles.cancel() or self.cards.cancel()):
                self.escaped.emit()
            return
        if self.handles.picked and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.handles.remove_wanted.emit()
            return
        try:
            if press(self.document, event):
                return
            if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self.hinted.emit("段首空两格由版面自己排，不用按 Tab；到别的窗格按 F6。")
            else:
                super().keyPressEvent(event)
        except EditError as error:
            self.refused.emit(str(error))

    def focusNextPrevChild(self, forth: bool) -> bool:  # noqa: N802
        """Tab comes to `keyPressEvent`: who presses it out of habit must not type into the toolbar."""
        del forth
        return False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802
        """Preedit text stands on the page in its place; a commit may replace what is around the caret."""
        hide_tip()
        try:
            compose(self.document, event)
        except EditError as error:
            self.refused.emit(str(error))
        event.accept()

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:  # noqa: N802
        """Where the candidate window goes, and the text around the caret."""
        if query == Qt.InputMethodQuery.ImEnabled:
            return True
        if query in (Qt.InputMethodQuery.ImCursorRectangle, Qt.InputMethodQuery.ImAnchorRectangle):
            return self.caret_pixels().translated(self.viewport().pos())
        found = asked(self.document, query)
        return super().inputMethodQuery(query) if found is None else found

    # ---- the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Sets the caret, extends the selection, or gets ready to drag it."""
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self.marks.press(event.position()):
            return
        if not self.cards.press(event.position(), open_=not left):
            self.pointer.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Selects a word."""
        if self.marks.note_at(event.position()) is not None:
            return
        if not self.cards.press_twice(event.position()):
            self.pointer.press_twice(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Selects along, or drags the selected text."""
        on_note = not event.buttons() and self.marks.note_at(event.position()) is not None
        if on_note or (not event.buttons() and self.cards.point(event.position())):
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Ends what was begun."""
        self.pointer.release(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """The menu at the pointer, or at the caret if it was asked for by key."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.viewport().mapToGlobal(self.caret_pixels().bottomLeft())
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

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        """Tool tips for marks and fields."""
        if event.type() == QEvent.Type.ToolTip:
            assert isinstance(event, QHelpEvent)
            finding = self.finding_at(QPointF(event.pos()))
            tool = self.pointer.tool
            words = tool.tip_at(QPointF(event.pos())) if tool is not None else ""
            if words := words or self.marks.tip_at(QPointF(event.pos())):
                show_tip(event.globalPos(), words, self)
            elif self.cards.at(QPointF(event.pos())) is not None:
                show_tip(event.globalPos(), self.cards.tip_at(QPointF(event.pos())), self)
            elif finding is not None:
                show_tip(event.globalPos(), f"{finding.level.value}：{finding.message}", self)
            elif (path := self.pointer.field_at(QPointF(event.pos()))) is not None:
                show_tip(event.globalPos(), _LEADS if is_made(path) else "点一下，在右边的栏里改", self)
            else:
                hide_tip()
            return True
        return super().viewportEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Text may come in; files are the window's."""
        self.pointer.drag_enters(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        """Shows where the text would go."""
        self.pointer.drag_moves(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802
        """Nothing would go anywhere."""
        self.pointer.drag_leaves()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Moves or pastes the text."""
        self.pointer.drop(event)


def _meets(placed: PlacedLine, points: QRectF) -> bool:
    return placed.top < points.bottom() and placed.top + placed.height > points.top()
