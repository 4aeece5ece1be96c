"""The list of what wants an eye in what was learned, under its headings. Knows no pages."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QListWidgetItem, QWidget

from bulletin_desk.learning.said import Group

_WORDS = Qt.ItemDataRole.UserRole


class ToldList(QListWidget):
    """`wanted` are the words of a row whose place the clerk wants to see."""

    wanted = Signal(str)

    def __init__(self, groups: Sequence[Group], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("要看一眼的")
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for group in groups:
            heading = QListWidgetItem(f"{group.heading}（{len(group.lines)}）", self)
            heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = heading.font()
            font.setBold(True)
            heading.setFont(font)
            for line in group.lines:
                QListWidgetItem(line.said, self).setData(_WORDS, line.words)
        self.currentItemChanged.connect(self._show)
        self.itemActivated.connect(self._show)
        self.itemClicked.connect(self._show)

    def _show(self, row: QListWidgetItem | None, _before: QListWidgetItem | None = None) -> None:
        words = row.data(_WORDS) if row is not None else None
        if words is not None:
            self.wanted.emit(words)
