"""The table of what became of each file, sortable, and only what wants an eye if so wished."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QColor, QPalette

from bulletin_desk.gathering.doubts import REASONS
from bulletin_desk.gathering.outcome import RESULTS, Outcome
from bulletin_desk.gathering.report import number_of, reasons_of

COLUMNS = ("Word 文件", "期号", "日期", "结果", "要看什么")
_Index = QModelIndex | QPersistentModelIndex
SORTED = Qt.ItemDataRole.UserRole
"""What a cell is sorted by."""


class Outcomes(QAbstractTableModel):
    """A row for each file, in the order in which they came."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Outcome] = []
        self._at: dict[str, int] = {}

    def outcome(self, row: int) -> Outcome:
        """What became of the file in a row."""
        return self._rows[row]

    def put(self, outcome: Outcome) -> None:
        """A file's row, in the place of an earlier one of the same file."""
        at = self._at.get(outcome.file)
        if at is None:
            at = len(self._rows)
            self.beginInsertRows(QModelIndex(), at, at)
            self._rows.append(outcome)
            self._at[outcome.file] = at
            self.endInsertRows()
        else:
            self._rows[at] = outcome
            self.dataChanged.emit(self.index(at, 0), self.index(at, len(COLUMNS) - 1))

    def set_all(self, outcomes: Sequence[Outcome]) -> None:
        """All rows at once."""
        self.beginResetModel()
        self._rows = list(outcomes)
        self._at = {one.file: at for at, one in enumerate(outcomes)}
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008
        """Of the table."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008
        """Of the table."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The columns' names."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return COLUMNS[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows, and what it is sorted by."""
        if not index.isValid():
            return None
        outcome = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _shown(outcome, index.column())
        if role == SORTED:
            return _sorted(outcome, index.column())
        if role == Qt.ItemDataRole.ForegroundRole and not outcome.doubts and index.column() == 4:
            return QPalette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
        if role == Qt.ItemDataRole.ForegroundRole and outcome.result == "unreadable" and index.column() == 3:
            return QColor(0xB0, 0x2A, 0x1E)
        return None


def _shown(outcome: Outcome, column: int) -> str:
    match column:
        case 0:
            return outcome.file
        case 1:
            return number_of(outcome)
        case 2:
            return outcome.day
        case 3:
            return RESULTS[outcome.result]
        case _:
            return reasons_of(outcome) or "没有要看的"


_GRAVITY = {reason: at for at, reason in enumerate(REASONS)}


def _sorted(outcome: Outcome, column: int) -> str:
    match column:
        case 1:
            return f"{outcome.year:4}{outcome.supplement}{outcome.number:07}"
        case 3:
            return f"{list(RESULTS).index(outcome.result)}"
        case 4:  # the gravest first
            gravest = min((_GRAVITY[one.reason] for one in outcome.doubts), default=len(_GRAVITY))
            return f"{gravest:02}{10**6 - len(outcome.doubts):07}"
        case _:
            return _shown(outcome, column)


class Looked(QSortFilterProxyModel):
    """Sorted as the clerk wants it; with `only_doubtful` those alone that want an eye."""

    def __init__(self) -> None:
        super().__init__()
        self._only = False
        self.setSortRole(SORTED)

    def set_only_doubtful(self, wanted: bool) -> None:
        """Whether the others are left out."""
        self._only = wanted
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: _Index) -> bool:  # noqa: N802
        """Whether a row is shown."""
        model = self.sourceModel()
        return not self._only or not isinstance(model, Outcomes) or bool(model.outcome(row).doubts)
