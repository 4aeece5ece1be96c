"""To whom a command speaks: the one place that knows which part of the window has the keys, and so decides
which commands can be given and whose text they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Flag, auto

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QToolBar,
    QWidget,
)
from shiboken6 import isValid

from bulletin_desk.desk.page.canvas import Canvas
from bulletin_desk.desk.page.clipboard import incoming, mime_of
from bulletin_desk.desk.page.composing import units
from bulletin_desk.desk.session import Session
from bulletin_desk.editing.find import Scope
from bulletin_desk.editing.symbols import Symbol
from bulletin_desk.editing.table_selection import Within

Field = QLineEdit | QPlainTextEdit

UNDO_LEFT = "undoLeft"
"""The property of a field that leaves undo to the whole issue."""


_SELECTED = {
    Within.CELL: "选中了这一格的文字；再按一次 Ctrl+A，选中整个表格。",
    Within.TABLE: "选中了整个表格；再按一次 Ctrl+A，选中正文。",
    Scope.TEXT: "选中了正文；再按一次 Ctrl+A，连报头、报送单位和版记都选中。",
    Scope.ALL: "选中了全期，连报头、报送单位和版记。",
}


class Holder(Flag):
    """Who has the keys."""

    PAGE = auto()
    OUTLINE = auto()
    FINDINGS = auto()
    FIELD = auto()
    """Whatever text is typed into: a line, a text, the text of a number, a date or an open choice."""
    OTHER = auto()
    """Buttons, closed choices and what else takes no text."""
    ANY = PAGE | OUTLINE | FINDINGS | FIELD | OTHER


def field_of(widget: QWidget | None) -> Field | None:
    """The text that is typed into while `widget` has the keys."""
    match widget:
        case QLineEdit() | QPlainTextEdit():
            return widget
        case QAbstractSpinBox() | QComboBox():
            return widget.lineEdit()
        case _:
            return None


class Focus(QObject):
    """Follows the keys through `window`. Menus, toolbars and other windows only borrow them: who had them
    before is still spoken to. `changed` says that somebody else has them now, `hinted` what has
    been done where that isn't plain to see, `pasted` what came onto the page, and the issue before it. What
    can't be done at a place raises EditError."""

    changed = Signal()
    hinted = Signal(str)
    pasted = Signal(object, object)

    def __init__(
        self, session: Session, outline: QAbstractItemView, findings: QAbstractItemView, page: Canvas
    ) -> None:
        super().__init__(outline.window())
        self._session = session
        self._window = outline.window()
        self._outline = outline
        self._page = page
        self._handles = page.handles
        self._handles.changed.connect(self.changed)
        self._parts: dict[QWidget, Holder] = {
            page: Holder.PAGE,
            outline: Holder.OUTLINE,
            findings: Holder.FINDINGS,
        }
        self.holder = Holder.PAGE
        self._field: Field | None = None
        self._around = Holder.OTHER
        """What the field stands in."""
        application = QGuiApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._moved)
        self._moved(None, QApplication.focusWidget())

    def _moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None or now.window() is not self._window or _borrows(now):
            return
        field = field_of(now)
        self._hold(self._parts.get(now, Holder.OTHER if field is None else Holder.FIELD), field)

    def _hold(self, holder: Holder, field: Field | None) -> None:
        if holder is self.holder and field is self._field:
            return
        if self.field is not None:
            self.field.destroyed.disconnect(self._gone)
        self.holder, self._field = holder, field
        if field is not None:
            parts = (self._parts[each] for each in _above(field) if each in self._parts)
            self._around = next(parts, Holder.OTHER)
            field.destroyed.connect(self._gone)
        self.changed.emit()

    def _gone(self) -> None:
        """The field has gone while a menu has its keys, as the one of a row does: what it stood in is spoken
        to."""
        self._field = None
        if isValid(self._window):
            self._hold(self._around, None)

    @property
    def field(self) -> Field | None:
        """The field that is spoken to, None where it is something else."""
        return self._field if self._field is not None and isValid(self._field) else None

    def to_page(self) -> None:
        """The page has the keys."""
        self._page.setFocus()

    # ---- what is done to the text of whoever has the keys

    @property
    def undoes(self) -> Field | Session:
        """Who takes back what was done last: a field that does so by itself, else the open issue."""
        field = self.field
        return self._session if field is None or field.property(UNDO_LEFT) else field

    def undo(self) -> None:
        """Takes the last edit back."""
        self.undoes.undo()

    def redo(self) -> None:
        """Does again what was undone."""
        self.undoes.redo()

    def cut(self) -> None:
        """Cuts."""
        document = self._session.document
        if field := self.field:
            field.cut()
        elif picture := self._handles.fragment():
            QGuiApplication.clipboard().setMimeData(mime_of(picture))
            self._handles.remove_wanted.emit()
        elif not document.selection.empty:
            QGuiApplication.clipboard().setMimeData(mime_of(document.cut()))

    def copy(self) -> None:
        """Copies."""
        document = self._session.document
        if field := self.field:
            field.copy()
        elif picture := self._handles.fragment():
            QGuiApplication.clipboard().setMimeData(mime_of(picture))
        elif not document.selection.empty:
            QGuiApplication.clipboard().setMimeData(mime_of(document.copy()))

    def paste(self) -> None:
        """Pastes text, its kinds guessed."""
        if field := self.field:
            field.paste()
            return
        before, bold = self._session.issue, self._session.document.offers.bold
        came = incoming(QGuiApplication.clipboard().mimeData(), bold=bold)
        if came.fragment is not None:
            self._session.document.paste(came.fragment)
        self.pasted.emit(before, came)

    def delete(self) -> None:
        """Deletes what is selected."""
        match self.field:
            case QLineEdit() as line if line.hasSelectedText():
                line.del_()
            case QPlainTextEdit() as text:
                text.textCursor().removeSelectedText()
            case None if self._handles.picked:
                self._handles.remove_wanted.emit()
            case None if not self._session.document.selection.empty:
                self._session.document.delete()

    @property
    def has_picture(self) -> bool:
        """Whether a picture on the pages is selected as such."""
        return bool(self._handles.picked)

    def putting_in(self) -> Callable[[Symbol], None]:
        """What puts a symbol in where the keys are now, even if somebody else has them by then; into a field
        that has gone, as a row's that was renamed, nothing comes."""
        field = self.field
        if field is None:
            return lambda symbol: self._session.document.insert_symbol(symbol)
        return lambda symbol: _put_into(field, symbol) if isValid(field) else None

    def select_all(self) -> None:
        """Selects all."""
        if field := self.field:
            above = field.parentWidget()
            # what stands around a number is no part of it
            (above if isinstance(above, QAbstractSpinBox) else field).selectAll()
        elif self.holder is Holder.OUTLINE:
            self._outline.selectAll()
        else:
            self.hinted.emit(_SELECTED[self._session.document.select_all()])


def _put_into(field: Field, symbol: Symbol) -> None:
    """A pair around what is selected, anything else in its place; one step of undo."""
    if field.isReadOnly():
        return
    match field:
        case QLineEdit():
            chosen = field.selectedText() if symbol.tail else ""
            field.insert(f"{symbol.head}{chosen}{symbol.tail}")
            if symbol.tail:
                end = field.cursorPosition() - len(symbol.tail)
                field.setCursorPosition(end)
                if chosen:
                    field.setSelection(end - units(chosen), units(chosen))
        case QPlainTextEdit():
            cursor = field.textCursor()
            start, end = cursor.selectionStart(), cursor.selectionEnd()
            cursor.beginEditBlock()
            if symbol.tail:
                cursor.setPosition(end)
                cursor.insertText(symbol.tail)
                cursor.setPosition(start)
            cursor.insertText(symbol.head)
            cursor.endEditBlock()
            if symbol.tail:
                cursor.setPosition(start + len(symbol.head))
                cursor.setPosition(end + len(symbol.head), QTextCursor.MoveMode.KeepAnchor)
            field.setTextCursor(cursor)


def _borrows(widget: QWidget) -> bool:
    """Whether a widget has the keys only until something is chosen in it."""
    return any(isinstance(above, QMenuBar | QMenu | QToolBar) for above in _above(widget))


def _above(widget: QWidget) -> Iterator[QWidget]:
    """A widget and those that it stands in, below the window."""
    above: QWidget | None = widget
    while above is not None and not isinstance(above, QMainWindow):
        yield above
        above = above.parentWidget()
