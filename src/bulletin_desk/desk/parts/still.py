"""Keeps the wheel and the keys of commands from changing values: who scrolls past a field, or moves an item
with Alt+↑ while a choice has the keys, must not edit the issue. Knows no fields in particular."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QWidget

_PAGES = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_CTRL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class _Still(QObject):
    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self._list: _StillList | None = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """An ignored wheel goes on to what scrolls behind the field."""
        opening = event.type() in (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress)
        if opening and self._list is None and isinstance(watched, QComboBox):
            # the list is made when it is first asked for, which no window's start should do
            self._list = _StillList(watched)
            watched.view().installEventFilter(self._list)
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        if event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            # Qt takes these for the keys alone
            paged = event.key() in _PAGES and bool(event.modifiers() & (_CTRL | _ALT))
            return paged or (event.key() == Qt.Key.Key_Up and bool(event.modifiers() & _ALT))
        return False


class _StillList(QObject):
    def __init__(self, choice: QComboBox) -> None:
        super().__init__(choice)
        self._choice = choice

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """In an open list Qt takes keys with Ctrl and Alt for those without; only Alt+↓ closes it, as in
        every program."""
        del watched
        # Qt chooses on the first of the two already
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        assert isinstance(event, QKeyEvent)
        if not event.modifiers() & (_CTRL | _ALT):
            return False
        if event.key() == Qt.Key.Key_Down and event.modifiers() == _ALT:
            self._choice.hidePopup()
        event.accept()  # else the box around the list would take it
        return True


def keep_still(widget: QWidget) -> None:
    """`widget` changes its value by clicks and keys of its own only, and takes the keys by Tab and clicks
    only."""
    if widget.focusPolicy() == Qt.FocusPolicy.WheelFocus:
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.installEventFilter(_Still(widget))
