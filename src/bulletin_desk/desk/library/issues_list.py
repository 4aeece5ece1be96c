"""The list of issues, each with its items under it. Asks neither files nor the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.desk.library.airy import Airy
from bulletin_desk.desk.parts.plain import tip
from bulletin_desk.library.entries import ItemEntry
from bulletin_desk.library.index import StoredIssue

_PART = Qt.ItemDataRole.UserRole
_HEADS = ("期号", "日期", "篇", "面", "字", "文件")
_FILE = len(_HEADS) - 1
_COUNTS = range(2, _FILE)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_AIR = 16
"""Pixels beside the longest words of a column."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a row is about: an issue, or one of its items."""

    issue: StoredIssue
    item: ItemEntry | None = None

    @property
    def file(self) -> Path:
        """The issue's."""
        return self.issue.file


class IssuesList(QTreeWidget):
    """`chosen` gives out the part of the row that the keys or the mouse have chosen, None for none."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("各期简报")
        self.setHeaderLabels(_HEADS)
        self.setItemDelegate(Airy(self, QSize(8, 6)))
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setExpandsOnDoubleClick(False)
        self.setIndentation(16)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.header()
        header.setStretchLastSection(True)
        for at in range(_FILE):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Interactive)
        room = self.fontMetrics()
        for at, longest in enumerate(("　第888期（总第8888期）", "2088年12月28日", "888", "888", "88888")):
            header.resizeSection(at, room.horizontalAdvance(longest) + _AIR)
        for at in _COUNTS:
            self.headerItem().setTextAlignment(at, _RIGHT)
        self._shown: tuple[StoredIssue, ...] = ()
        self.itemExpanded.connect(self._unfold)
        self.currentItemChanged.connect(lambda *_: self.chosen.emit(self.part))

    @property
    def part(self) -> Part | None:
        """What is chosen."""
        row = self.currentItem()
        return None if row is None else _part_of(row)

    def show_issues(self, issues: tuple[StoredIssue, ...]) -> None:
        """These and no others, in this order. The row that was chosen still is, and what was unfolded stays
        so, where they are still there. Only what is new has rows made for it: an update tells of some more
        every few seconds."""
        if issues == self._shown:
            return
        self._shown = issues
        unfolded = {_part_of(row).file for row in self._rows() if row.isExpanded()}
        before = self.part
        self.blockSignals(True)
        self._drop_others(issues)
        if not self.topLevelItemCount():
            self.addTopLevelItems([self._issue_row(issue) for issue in issues])
        for at, issue in enumerate(issues):
            row = self.topLevelItem(at)
            if row is None or _part_of(row).file != issue.file:
                self.insertTopLevelItem(at, self._issue_row(issue))
        self.blockSignals(False)
        for row in self._rows():
            file = _part_of(row).file
            if file in unfolded:
                row.setExpanded(True)
            if before is not None and before.file == file:
                self.setCurrentItem(_item_row(row, before.item) or row)
        if self.part != before:
            self.chosen.emit(self.part)

    def _rows(self) -> list[QTreeWidgetItem]:
        rows = (self.topLevelItem(at) for at in range(self.topLevelItemCount()))
        return [row for row in rows if row is not None]

    def _drop_others(self, issues: Sequence[StoredIssue]) -> None:
        """Takes out what is not among these, or is another by now; all of it, where little would be left or
        it stands in another order."""
        order = {issue.file: at for at, issue in enumerate(issues)}
        rows = self._rows()
        places = [order.get(_part_of(row).file, -1) for row in rows]
        others = [
            at for at, place in enumerate(places) if place < 0 or issues[place] != _part_of(rows[at]).issue
        ]
        gone = frozenset(others)
        left = [place for at, place in enumerate(places) if at not in gone]
        if len(left) < len(issues) // 2 or left != sorted(left):
            self.clear()
            return
        for at in reversed(others):
            self.takeTopLevelItem(at)

    def choose_first(self) -> None:
        """Chooses the first row, if none is chosen."""
        first = self.topLevelItem(0)
        if first is not None and self.currentItem() is None:
            self.setCurrentItem(first)

    def _issue_row(self, issue: StoredIssue) -> QTreeWidgetItem:
        entry = issue.entry
        pages = "" if entry.pages is None else f"{entry.pages}"
        cells = (f"{len(entry.items)}", pages, f"{entry.characters}")
        row = QTreeWidgetItem((number_words(issue), chinese_date(entry.date), *cells, issue.file.name))
        row.setData(0, _PART, Part(issue))
        for at in _COUNTS:
            row.setTextAlignment(at, _RIGHT)
        row.setToolTip(_FILE, tip(str(issue.file)))
        if issue.copy_of is not None:
            row.setToolTip(0, tip(f"与“{issue.copy_of}”是同一期，不重复计。"))
            for at in range(len(_HEADS)):
                row.setForeground(at, self.palette().brush(QPalette.ColorRole.PlaceholderText))
        if entry.items:
            row.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
        return row

    def _unfold(self, row: QTreeWidgetItem) -> None:
        """An issue's items, made when they are first looked at."""
        part = _part_of(row)
        if row.childCount() or part.item is not None:
            return
        for item in part.issue.entry.items:
            words = item.title or "（没有标题）"
            child = QTreeWidgetItem((f"【{item.heading}】{words}" if item.heading else words,))
            child.setData(0, _PART, Part(part.issue, item))
            child.setToolTip(0, tip("\n".join(filter(None, (words, item.source)))))
            row.addChild(child)
            child.setFirstColumnSpanned(True)


def number_words(issue: StoredIssue) -> str:
    """第12期（总第345期）, of a further file of the same issue with a word that it is one."""
    entry = issue.entry
    number = f"{entry.supplement}第{entry.number}期" if issue.numbered else "不编号"
    total = f"（总第{entry.total_number}期）" if entry.total_number is not None and issue.numbered else ""
    return f"{number}{total}{'，副本' if issue.copy_of is not None else ''}"


def _item_row(row: QTreeWidgetItem, item: ItemEntry | None) -> QTreeWidgetItem | None:
    children = (row.child(at) for at in range(row.childCount())) if item is not None else ()
    return next((child for child in children if child is not None and _part_of(child).item == item), None)


def _part_of(row: QTreeWidgetItem) -> Part:
    found = row.data(0, _PART)
    assert isinstance(found, Part)
    return found
