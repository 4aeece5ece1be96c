"""The list of what wants an eye in what was learned, under its headings. Knows no pages."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QWidget

from bulletin_desk.desk.parts.plain import tip
from bulletin_desk.learning.said import Group, Told

_WORDS = Qt.ItemDataRole.UserRole


class ToldList(QTreeWidget):
    """`wanted` are the words of a row whose place the clerk wants to see."""

    wanted = Signal(str)

    def __init__(self, groups: Sequence[Group], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("要看一眼的")
        self.setHeaderHidden(True)
        self.setColumnCount(1)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(12)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        for group in groups:
            self._add(group)
        self.currentItemChanged.connect(self._current)
        self.itemActivated.connect(self._activated)
        self.itemClicked.connect(self._activated)

    def _add(self, group: Group) -> None:
        heading = QTreeWidgetItem(self, [f"{group.heading}（{len(group.lines)}）"])
        heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = heading.font(0)
        font.setBold(True)
        heading.setFont(0, font)
        for line in group.lines:
            self._add_line(heading, line)
        heading.setExpanded(True)

    def _add_line(self, heading: QTreeWidgetItem, line: Told) -> None:
        row = QTreeWidgetItem(heading, [line.said])
        row.setData(0, _WORDS, line.words)
        row.setToolTip(0, tip(line.said))

    def _current(self, row: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        if row is not None:
            self._activated(row)

    def _activated(self, row: QTreeWidgetItem, _column: int = 0) -> None:
        words = row.data(0, _WORDS)
        if words is not None:
            self.wanted.emit(words)
