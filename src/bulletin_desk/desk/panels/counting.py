"""What the status line says: the last edit, page, characters, room left, zoom."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from bulletin_desk.bulletin.states import not_approved
from bulletin_desk.desk.page.canvas import Canvas
from bulletin_desk.desk.panels.status import StatusLine
from bulletin_desk.desk.parts.notice import Until
from bulletin_desk.desk.session import Session
from bulletin_desk.editing.count import fragment_characters, issue_characters
from bulletin_desk.editing.document import Change

_PAUSE = 150
"""Milliseconds after a change until characters are counted."""


class Counting(QObject):
    """Keeps `status` true to the issue and to what is seen of it on the `canvas`."""

    def __init__(self, session: Session, canvas: Canvas, status: StatusLine) -> None:
        super().__init__(status.window())
        self._session = session
        self._canvas = canvas
        self._status = status
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._count)
        session.replaced.connect(self._replaced)
        session.changed.connect(self._changed)
        session.taken_back.connect(self._taken_back)
        session.saved.connect(self._saved)
        canvas.zoomed.connect(self._show_zoom)
        canvas.looked_at.connect(self._show_page)
        canvas.hinted.connect(status.hint)
        status.zoom_set.connect(canvas.set_zoom)
        status.zoom_stepped.connect(canvas.step_zoom)
        self._replaced()

    def _replaced(self) -> None:
        self._status.clearMessage()
        self._status.show_edit(None, 0, 0)
        self._show_page(0)
        self._show_zoom()
        self._count()

    def _changed(self, change: Change) -> None:
        if change.issue:
            self._status.show_edit(change.name, change.pages_before, len(self._session.document.pages))
        self._show_page(self._canvas.page_in_view())
        self._timer.start()

    def _taken_back(self, name: str, pages_before: int) -> None:
        self._status.show_edit(name, pages_before, len(self._session.document.pages))

    def _saved(self, file: Path) -> None:
        self._status.hint(f"已保存“{file.name}”。", Until.EDITED)

    def _show_page(self, index: int) -> None:
        self._status.show_page(index, len(self._session.document.pages))

    def _show_zoom(self) -> None:
        self._status.show_zoom(self._canvas.zoom)
        self._show_page(self._canvas.page_in_view())

    def _count(self) -> None:
        document = self._session.document
        selected = 0
        if not document.selection.empty:
            selected = fragment_characters(document.copy())
        pages = document.pages
        self._status.show_counts(issue_characters(document.issue), selected, len(pages), pages.free_lines)
        self._status.show_unapproved(not_approved(document.issue))
