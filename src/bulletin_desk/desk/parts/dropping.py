"""Drops from other programs, wherever in a window: files are the window's, and nothing is ever moved, since
who dragged it would then take it away where it lies. Knows nothing of what is in the files."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from bulletin_desk.desk.parts.mime import local_files


class Dropping(QObject):
    """`came` tells which files were dropped, once whoever dragged them has been answered."""

    came = Signal(list)
    _answered = Signal(list)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._sending = False
        self.at = QPoint()
        """Where in the window files were dropped last."""
        self._answered.connect(self.came, Qt.ConnectionType.QueuedConnection)

    def watch(self) -> None:
        """From now on, what is dragged over the window comes here first: its fields would take a file for its
        path. The window is on the screen."""
        handle = self._window.windowHandle()
        handle.removeEventFilter(self)
        handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Takes files, and has all else from other programs copied."""
        if self._sending or not isinstance(event, QDropEvent):
            return False
        if local_files(event.mimeData()):
            self.answer(event)
            return True
        if event.source() is not None or not event.possibleActions() & Qt.DropAction.MoveAction:
            return False
        copied = _to_be_copied(event)
        self._sending = True
        try:
            QCoreApplication.sendEvent(watched, copied)
        finally:
            self._sending = False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(copied.isAccepted())
        return True

    def answer(self, event: QDropEvent) -> None:
        """Files may come in, as copies; they have come if it is a drop. All else is not for the window."""
        files = local_files(event.mimeData())
        if not files:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self.at = event.position().toPoint()
            self._answered.emit(files)


def _to_be_copied(event: QDropEvent) -> QDropEvent:
    """The same event where nothing but copying is offered."""
    copy, at = Qt.DropAction.CopyAction, event.position()
    data, buttons, keys = event.mimeData(), event.buttons(), event.modifiers()
    match event.type():
        case QEvent.Type.DragEnter:
            return QDragEnterEvent(at.toPoint(), copy, data, buttons, keys)
        case QEvent.Type.DragMove:
            return QDragMoveEvent(at.toPoint(), copy, data, buttons, keys)
        case _:
            return QDropEvent(at, copy, data, buttons, keys)
