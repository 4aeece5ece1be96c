"""The list at the left: all issues, those of one bulletin, those of one of its years, each with how many
there are; and the pool. Knows neither files nor the library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from bulletin_desk.desk.library.airy import Airy
from bulletin_desk.desk.parts.plain import tip

_SCOPE = Qt.ItemDataRole.UserRole
NAMELESS = "没有名称的"
"""What a bulletin without a name is called."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which issues: of the bulletin called so (None: of all), of one year (None: of all); or the `pool`,
    which is none of them."""

    name: str | None = None
    year: int | None = None
    pool: bool = False

    @property
    def words(self) -> str:
        """What it is called before the clerk."""
        if self.pool:
            return "备用稿"
        name = "全部" if self.name is None else self.name or NAMELESS
        return name if self.year is None else f"{name}{self.year}年"


class Scopes(QTreeWidget):
    """`chosen` gives out the scope that the clerk has chosen."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: Counter[tuple[str, int]] = Counter()
        self._pool = 0
        self.setAccessibleName("简报和年份")
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setItemDelegate(Airy(self, QSize(6, 8)))
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("　2088年　888"))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.currentItemChanged.connect(lambda *_: self.chosen.emit(self.scope))

    @property
    def scope(self) -> Scope:
        """The one that is chosen."""
        row = self.currentItem()
        return Scope() if row is None else _scope_of(row)

    def show_counts(self, counts: Iterable[tuple[str, int]]) -> None:
        """A bulletin's name and the year of each issue. What was chosen and unfolded stays so, as far as it
        is still there."""
        by_year = Counter(counts)
        if by_year == self._counts and self.topLevelItemCount():
            return
        self._counts = by_year
        by_name: Counter[str] = Counter()
        for (name, _), count in by_year.items():
            by_name[name] += count
        scope = self.scope
        folded = {_scope_of(row) for row in self._names() if not row.isExpanded()}
        with QSignalBlocker(self):
            self.clear()
            top = self._row(Scope(), by_year.total())
            self.addTopLevelItem(top)
            for name, count in sorted(by_name.items(), key=lambda pair: (-pair[1], pair[0])):
                row = self._row(Scope(name), count)
                self.addTopLevelItem(row)
                years = sorted((year for each, year in by_year if each == name), reverse=True)
                row.addChildren([self._row(Scope(name, year), by_year[name, year]) for year in years])
                row.setExpanded(_scope_of(row) not in folded)
            self.addTopLevelItem(self._row(POOL, self._pool))
            self.setCurrentItem(self._find(scope) or top)
        if self.scope != scope:
            self.chosen.emit(self.scope)

    def show_pool(self, count: int) -> None:
        """How many items of the pool have not been used yet."""
        self._pool = count
        row = self._find(POOL)
        if row is None:
            self._counts, was = Counter(), self._counts
            self.show_counts(was.elements())
        else:
            self._say_count(row, POOL, count)

    def _names(self) -> list[QTreeWidgetItem]:
        rows = (self.topLevelItem(at) for at in range(1, self.topLevelItemCount()))
        return [row for row in rows if row is not None]

    def _find(self, scope: Scope) -> QTreeWidgetItem | None:
        for row in self._names():
            for each in (row, *(row.child(at) for at in range(row.childCount()))):
                if each is not None and _scope_of(each) == scope:
                    return each
        return None

    def _row(self, scope: Scope, count: int) -> QTreeWidgetItem:
        words = scope.words if scope.year is None else f"{scope.year}年"
        row = QTreeWidgetItem((words, f"{count}"))
        row.setData(0, _SCOPE, scope)
        self._say_count(row, scope, count)
        row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.setForeground(1, self.palette().brush(QPalette.ColorRole.PlaceholderText))
        return row

    @staticmethod
    def _say_count(row: QTreeWidgetItem, scope: Scope, count: int) -> None:
        words = f"{count} 篇没有用过" if scope.pool else f"{count} 期"
        row.setText(1, f"{count}")
        row.setToolTip(0, tip(f"{scope.words}：{words}"))
        row.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{scope.words}，{words}")


POOL = Scope(pool=True)


def _scope_of(row: QTreeWidgetItem) -> Scope:
    found = row.data(0, _SCOPE)
    assert isinstance(found, Scope)
    return found
