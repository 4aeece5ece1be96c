"""Keeps the wheel from changing values: who scrolls past a field must not renumber the issue. Knows no
fields in particular."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget


class _Still(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """An ignored wheel goes on to what scrolls behind the field."""
        del watched
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return False


def keep_still(widget: QWidget) -> None:
    """`widget` changes its value by keys and clicks only, and takes the keys by Tab and clicks only."""
    if widget.focusPolicy() == Qt.FocusPolicy.WheelFocus:
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    widget.installEventFilter(_Still(widget))
