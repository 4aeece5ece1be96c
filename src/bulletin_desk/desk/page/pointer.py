"""The pointer on the pages: sets the caret, selects along, drags the selected text and takes in what is
dropped."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication

from bulletin_desk.bulletin.model import Path
from bulletin_desk.desk.page.clipboard import Incoming, incoming, may_be_text, mime_of
from bulletin_desk.desk.page.handles import Handles
from bulletin_desk.desk.page.table_handles import TableHandles
from bulletin_desk.desk.page.tool import PageTool
from bulletin_desk.desk.page.view import PageView
from bulletin_desk.desk.session import Session
from bulletin_desk.editing.document import Unit
from bulletin_desk.editing.geometry import Literal
from bulletin_desk.editing.selection import Caret, at
from bulletin_desk.errors import EditError


class Pointer(QObject):
    """What is done with the mouse on `view`, which hands its events on. `field_wanted` names a part that is
    edited as a field, `refused` says why something can't be dropped, `pasted` what came in by a drop, and the
    issue before it."""

    field_wanted = Signal(tuple)
    refused = Signal(str)
    pasted = Signal(object, object)

    def __init__(self, session: Session, view: PageView, handles: Handles, tables: TableHandles) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._handles = handles
        self._tables = tables
        self.tool: PageTool | None = None
        """What is in hand instead of text."""
        self._at = QPointF()
        self._selecting = False
        self._drag_from: QPointF | None = None
        self._dragging = False
        self.drop_at: Caret | None = None
        """Where what is dragged would go."""
        self._click_at = QPointF()
        self._click_time = 0
        self._drag_scroll = QTimer(self)
        self._drag_scroll.setInterval(40)
        self._drag_scroll.timeout.connect(self._scroll_along)

    # ---- buttons

    def press(self, event: QMouseEvent) -> None:
        """Sets the caret, extends the selection, or gets ready to drag it."""
        here = event.position()
        self._end_preedit()
        if self.tool is not None and self.tool.press(event):
            return
        if event.button() == Qt.MouseButton.RightButton and not self._in_selection(here):
            if not self._handles.press(here):
                self._session.document.press(*self._view.to_page(here))
            self._handles.release()  # a corner is drawn by the left button
        if event.button() != Qt.MouseButton.LeftButton:
            return
        near = (here - self._click_at).manhattanLength() < QApplication.startDragDistance()
        third = near and event.timestamp() - self._click_time < QApplication.doubleClickInterval()
        self._click_time = 0
        if not event.modifiers() and (self._handles.press(here) or self._tables.press(here)):
            return
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if not extend and not third and self._in_selection(here):
            self._drag_from = here
            return
        self._press(here, Unit.PARAGRAPH if third else Unit.CHARACTER, extend=extend)

    def press_twice(self, event: QMouseEvent) -> None:
        """Selects a word; a third click selects the paragraph. A tool takes it as another press."""
        if self.tool is not None and self.tool.press(event):
            return
        if event.button() == Qt.MouseButton.LeftButton and self._handles.at(event.position()) is not None:
            self._handles.edit_wanted.emit()
        elif event.button() == Qt.MouseButton.LeftButton and self._tables.press_twice(event.position()):
            return
        elif event.button() == Qt.MouseButton.LeftButton:
            self._drag_from = None
            self._click_at, self._click_time = event.position(), event.timestamp()
            self._press(event.position(), Unit.WORD, extend=False)

    def move(self, event: QMouseEvent) -> None:
        """Selects along, or drags the selected text."""
        self._at = event.position()
        if self.tool is not None and self.tool.move(event):
            return
        if event.buttons() & Qt.MouseButton.LeftButton and (
            self._handles.move(self._at) or self._tables.move(self._at)
        ):
            return
        if self._drag_from is not None:
            far = (event.position() - self._drag_from).manhattanLength() >= QApplication.startDragDistance()
            if far and event.buttons() & Qt.MouseButton.LeftButton:
                self._drag_from = None
                self._drag()
        elif self._selecting and event.buttons() & Qt.MouseButton.LeftButton:
            self._session.document.drag(*self._view.to_page(event.position()))
            if self._view.viewport().rect().contains(event.position().toPoint()):
                self._drag_scroll.stop()
            elif not self._drag_scroll.isActive():
                self._drag_scroll.start()
        else:
            self._point(event.position())

    def release(self, event: QMouseEvent) -> None:
        """A click into the selection that dragged nothing sets the caret."""
        self._drag_scroll.stop()
        self._selecting = False
        if self.tool is not None and self.tool.release(event):
            return
        if event.button() == Qt.MouseButton.LeftButton and (
            self._handles.release() or self._tables.release()
        ):
            return
        if self._drag_from is not None and event.button() == Qt.MouseButton.LeftButton:
            self._drag_from = None
            self._session.document.press(*self._view.to_page(event.position()))

    def _press(self, at: QPointF, unit: Unit, *, extend: bool) -> None:
        literal = self._session.document.press(*self._view.to_page(at), unit=unit, extend=extend)
        if literal is not None:
            self.field_wanted.emit(literal.path)
        else:
            self._selecting = True

    # ---- what is under it

    def field_at(self, pixels: QPointF) -> Path | None:
        """The part under a point that is edited as a field: date, number, print count."""
        found = self._session.document.geometry.hit(*self._view.to_page(pixels))
        return found.path if isinstance(found, Literal) else None

    def _in_selection(self, pixels: QPointF) -> bool:
        if self._session.document.selection.empty:
            return False
        index, x, y = self._view.to_page(pixels)
        return any(
            box.x <= x < box.x + box.width and box.top <= y < box.top + box.height
            for box in self._session.document.selection_boxes(index)
        )

    def _point(self, pixels: QPointF) -> None:
        """The pointer's shape says what a click does."""
        over = self.tool.shape_at(pixels) if self.tool is not None else None
        over = over or self._handles.shape_at(pixels) or self._tables.shape_at(pixels)
        if over is not None:
            shape = over
        elif self.field_at(pixels) is not None:
            shape = Qt.CursorShape.PointingHandCursor
        elif self._in_selection(pixels) or not self._on_paper(pixels):
            shape = Qt.CursorShape.ArrowCursor
        else:
            shape = Qt.CursorShape.IBeamCursor
        if self._view.viewport().cursor().shape() != shape:
            self._view.viewport().setCursor(shape)

    def _on_paper(self, pixels: QPointF) -> bool:
        index, _, _ = self._view.to_page(pixels)
        return self._view.page_rect(index).contains(pixels.toPoint())

    def _caret_near(self, pixels: QPointF) -> Caret:
        return self._session.document.geometry.nearest(*self._view.to_page(pixels))

    def go_to(self, pixels: QPointF) -> None:
        """Puts the caret where something was dropped."""
        self._end_preedit()
        self._session.document.select(at(self._caret_near(pixels).place))

    def _scroll_along(self) -> None:
        """While the pointer is held outside, the pages come along."""
        view = self._view.viewport().rect()
        over = min(self._at.y(), 0.0) or max(self._at.y() - view.height(), 0.0)
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + round(over / 2) + (1 if over > 0 else -1))
        self._session.document.drag(*self._view.to_page(self._at))

    def _end_preedit(self) -> None:
        if self._session.document.preedit is not None:
            QGuiApplication.inputMethod().commit()
            self._session.document.end_preedit()

    # ---- drag and drop of text

    def _drag(self) -> None:
        drag = QDrag(self._view)
        drag.setMimeData(mime_of(self._session.document.copy()))
        self._dragging = True
        drag.exec(Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, Qt.DropAction.MoveAction)
        self._dragging = False
        self.drop_at = None
        self._view.viewport().update()

    def drag_enters(self, event: QDragEnterEvent) -> None:
        """Text may come in; files are the window's."""
        if not may_be_text(event.mimeData()):
            event.ignore()
        else:
            self._accept_text(event)

    def drag_moves(self, event: QDragMoveEvent) -> None:
        """Shows where the text would go."""
        if not may_be_text(event.mimeData()):
            event.ignore()
            return
        self.drop_at = self._caret_near(event.position())
        self._view.viewport().update()
        self._accept_text(event)

    def _accept_text(self, event: QDropEvent) -> None:
        """Foreign text is copied: a move would take it out of the manuscript that it comes from."""
        if self._dragging:
            event.acceptProposedAction()
        else:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def drag_leaves(self) -> None:
        """Nothing would go anywhere."""
        self.drop_at = None
        self._view.viewport().update()

    def drop(self, event: QDropEvent) -> None:
        """Our own text moves (Ctrl copies it); foreign text is pasted there."""
        self.drop_at = None
        self._end_preedit()
        moving = self._dragging and event.dropAction() == Qt.DropAction.MoveAction
        document = self._session.document
        bold = document.offers.bold
        came = Incoming(document.copy()) if moving else incoming(event.mimeData(), bold=bold)
        before = document.issue
        try:
            if came.fragment is not None:
                document.drop(came.fragment, self._caret_near(event.position()), move=moving)
            elif came.pictures:
                document.select(at(self._caret_near(event.position()).place))
        except EditError as error:
            self.refused.emit(str(error))
        else:
            self.pasted.emit(before, came)
        self._accept_text(event)
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        self._view.viewport().update()
