"""The rows of the register as a table: what is said of each manuscript, in which order, and which of them are
shown. Knows no files and no widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date as Date  # noqa: N812
from typing import NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from bulletin_desk.bulletin.received import Received, Status
from bulletin_desk.desk.parts.plain import tip

Index = QModelIndex | QPersistentModelIndex
_MOST_NAMED = 3
"""Offices, titles or issues that a cell names; a tool tip has all of them."""


class Wanted(NamedTuple):
    """Which manuscripts are shown: those that came from one day to another (None: no end), of a status (None:
    any), or those that were taken away, and that have all these words somewhere."""

    since: Date | None = None
    until: Date | None = None
    status: Status | None = None
    removed: bool = False
    words: tuple[str, ...] = ()

    def has(self, each: Received) -> bool:
        """Whether a manuscript is shown."""
        day = each.at.date()
        if each.removed is not self.removed or (self.status and each.status is not self.status):
            return False
        if (self.since and day < self.since) or (self.until and day > self.until):
            return False
        if not self.words:
            return True
        said = "\n".join(cell(each) for cell in _WHOLE).casefold()
        return all(word.casefold() in said for word in self.words)


def when(each: Received) -> str:
    """2024-01-09 09:30."""
    return each.at.strftime("%Y-%m-%d %H:%M")


def file_name(each: Received) -> str:
    """Of what was pasted, that it was."""
    return each.name or "（粘贴的文字）"


def issues(each: Received) -> tuple[str, ...]:
    """The issues that it went into."""
    used = (use.issue for use in each.uses)
    return tuple(dict.fromkeys(f"{issue.name}{issue.date.year}年第{issue.number}期" for issue in used))


def _several(words: Sequence[str]) -> str:
    more = f"等{len(words)}个" if len(words) > _MOST_NAMED else ""
    return "、".join(words[:_MOST_NAMED]) + more


def _titles(each: Received) -> tuple[str, ...]:
    return tuple(item.title or "（没有标题）" for item in each.items)


def _persons(each: Received) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.persons for item in each.items if item.persons))


def _status(each: Received) -> str:
    used = dict.fromkeys(f"{use.issue.date.year}年第{use.issue.number}期" for use in each.uses)
    where = _several(tuple(used)) if each.status is Status.USED else ""
    return f"{each.status.value}：{where}" if where else each.status.value


HEADINGS = ("收到", "来稿单位", "文件", "稿件", "用了没有", "备注")
_CELLS: tuple[Callable[[Received], str], ...] = (
    when,
    lambda each: _several(each.sources),
    file_name,
    lambda each: _several(_titles(each)),
    _status,
    lambda each: each.remark.replace("\n", " "),
)
_WHOLE: tuple[Callable[[Received], str], ...] = (
    when,
    lambda each: "、".join((*each.sources, *_persons(each))),
    file_name,
    lambda each: "\n".join(_titles(each)),
    lambda each: "\n".join((each.status.value, *issues(each))),
    lambda each: each.remark,
)
"""As the cells, but all of it: for searching and tool tips."""


class ReceivedModel(QAbstractTableModel):
    """The manuscripts that are wanted, sorted by a column; equal ones stand as they came."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Received, ...] = ()
        self._wanted = Wanted()
        self._column, self._order = 0, Qt.SortOrder.DescendingOrder
        self.rows: list[Received] = []

    def show(self, manuscripts: Sequence[Received], wanted: Wanted) -> None:
        """Others, or others of them."""
        self._all, self._wanted = tuple(manuscripts), wanted
        self._lay_out()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """As the heading asks."""
        self._column, self._order = column, order
        self._lay_out()

    def _lay_out(self) -> None:
        self.beginResetModel()
        key = _CELLS[self._column] if self._column else lambda each: each.at.isoformat()
        rows = [each for each in self._all if self._wanted.has(each)]
        self.rows = sorted(rows, key=key, reverse=self._order == Qt.SortOrder.DescendingOrder)
        self.endResetModel()

    # ---- what a view asks (QAbstractItemModel)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """One for each manuscript."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """As `HEADINGS`."""
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The headings."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's words."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        each = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _CELLS[index.column()](each)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(_WHOLE[index.column()](each)[:2_000])
        return None
