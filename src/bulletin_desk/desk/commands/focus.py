"""Commands of the clipboard, for whichever part of the window has the keys."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QPlainTextEdit

from bulletin_desk.desk.page.clipboard import fragment_in, mime_of
from bulletin_desk.desk.session import Session


def field_with_keys() -> QLineEdit | QPlainTextEdit | None:
    """The field into which is typed, None where there is none."""
    widget = QApplication.focusWidget()
    return widget if isinstance(widget, QLineEdit | QPlainTextEdit) else None


class Clipboard(QObject):
    """`outline` has rows of its own to select. What can't be done at a place raises EditError."""

    def __init__(self, session: Session, outline: QAbstractItemView) -> None:
        super().__init__(outline.window())
        self._session = session
        self._outline = outline

    def cut(self) -> None:
        """Cuts."""
        document = self._session.document
        if field := field_with_keys():
            field.cut()
        elif not document.selection.empty:
            QGuiApplication.clipboard().setMimeData(mime_of(document.cut()))

    def copy(self) -> None:
        """Copies."""
        document = self._session.document
        if field := field_with_keys():
            field.copy()
        elif not document.selection.empty:
            QGuiApplication.clipboard().setMimeData(mime_of(document.copy()))

    def paste(self) -> None:
        """Pastes text, its kinds guessed."""
        if field := field_with_keys():
            field.paste()
            return
        fragment = fragment_in(QGuiApplication.clipboard().mimeData())
        if fragment is not None:
            self._session.document.paste(fragment)

    def delete(self) -> None:
        """Deletes what is selected."""
        if not self._session.document.selection.empty:
            self._session.document.delete()

    def select_all(self) -> None:
        """Selects all."""
        if field := field_with_keys():
            field.selectAll()
        elif self._outline.hasFocus():
            self._outline.selectAll()
        else:
            self._session.document.select_all()
