"""Rows of a list with room between them. Knows nothing of what stands in them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSize
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem


class Airy(QStyledItemDelegate):
    """Makes rows wider and higher by `room`, in pixels."""

    def __init__(self, parent: QObject, room: QSize) -> None:
        super().__init__(parent)
        self._room = room

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """As Qt asks it."""
        return super().sizeHint(option, index) + self._room
