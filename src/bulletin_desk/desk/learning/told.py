"""The list of what wants an eye in what was learned, under its headings. Knows no pages."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QListWidgetItem, QWidget

from bulletin_desk.learning.said import Group

_TOLD = Qt.ItemDataRole.UserRole


class ToldList(QListWidget):
    """`wanted` is the line whose place the clerk wants to see."""

    wanted = Signal(object)

    def __init__(self, groups: Sequence[Group], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("要看一眼的")
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for group in groups:
            heading = QListWidgetItem(group.heading, self)
            heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = heading.font()
            font.setBold(True)
            heading.setFont(font)
            for line in group.lines:
                QListWidgetItem(line.said, self).setData(_TOLD, line)
        self.currentItemChanged.connect(self._show)
        self.itemActivated.connect(self._show)
        self.itemClicked.connect(self._show)

    def _show(self, row: QListWidgetItem | None, _before: QListWidgetItem | None = None) -> None:
        told = row.data(_TOLD) if row is not None else None
        if told is not None:
            self.wanted.emit(told)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter shows a row's place, and is no answer to the dialog."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
