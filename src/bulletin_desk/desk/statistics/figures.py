"""A table of figures as values, and how it is shown, ordered and copied. Knows nothing of what is counted."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from enum import Enum, auto
from fractions import Fraction
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QCollator, QLocale, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from bulletin_desk.desk.parts.plain import tip

Value = str | int | Fraction | None
"""What a cell holds; None is shown as nothing and stands behind all else, whichever way the rows go."""
Index = QModelIndex | QPersistentModelIndex


class Sort(Enum):
    """What a column holds: words; names of periods or groups, which go as the rows came; numbers; shares of
    one; ranks, of which the smallest is the best."""

    WORDS = auto()
    PERIODS = auto()
    NUMBERS = auto()
    SHARES = auto()
    RANKS = auto()

    @property
    def is_words(self) -> bool:
        """Whether it stands at the left, as words do."""
        return self in (Sort.WORDS, Sort.PERIODS)

    @property
    def downwards(self) -> bool:
        """Whether the largest comes first."""
        return self in (Sort.NUMBERS, Sort.SHARES)


class Column(NamedTuple):
    """A column under its heading, which is shorter on the screen where `short` gives one; `more` says what
    the heading can't; `wide`: it takes the room that is left, where there is no such one the first one of
    words does."""

    heading: str
    sort: Sort = Sort.NUMBERS
    more: str = ""
    wide: bool = False
    short: str = ""

    @property
    def explained(self) -> str:
        """What the heading on the screen does not say."""
        return "：".join(filter(None, (self.heading if self.short else "", self.more)))


class Figures(NamedTuple):
    """Columns, rows of as many values, the row that adds them up (empty where there is none), and by which
    column they are ordered first."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] = ()
    first: int = 0


NO_FIGURES = Figures((Column("单位", Sort.WORDS),), ())


def words_of(value: Value, sort: Sort) -> str:
    """A value as it is read: 1,234, 2.5, 66.7%."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if sort is Sort.SHARES:
        return f"{_decimal(Fraction(value) * 100, 1)}%"
    return f"{value:,}" if isinstance(value, int) else _decimal(value, 2)


def _decimal(value: Fraction, most: int) -> str:
    """With no more decimals than are needed, and no more than so many; halves go away from zero."""
    scale = 10**most
    number = abs(value) * scale
    rounded = int(number) + (2 * (number - int(number)) >= 1)
    whole, rest = divmod(rounded, scale)
    decimals = f"{rest:0{most}}".rstrip("0") if most else ""
    sign = "-" if value < 0 and rounded else ""
    return f"{sign}{whole:,}{'.' if decimals else ''}{decimals}"


def as_tabs(figures: Figures, rows: Sequence[tuple[Value, ...]]) -> str:
    """Rows under their headings as lines with tabs, which a spreadsheet takes as they are: numbers are
    without marks between their digits."""
    sorts = [column.sort for column in figures.columns]
    lines = [[column.heading for column in figures.columns]]
    lines += [[_bare(value, sort) for value, sort in zip(row, sorts, strict=True)] for row in rows]
    return "\n".join("\t".join(line) for line in lines) + "\n"


def as_html(figures: Figures, rows: Sequence[tuple[Value, ...]]) -> str:
    """Rows under their headings as a table for Word, WPS and pages."""
    head = "".join(f"<th>{html.escape(column.heading)}</th>" for column in figures.columns)
    body = ""
    for row in rows:
        cells = ""
        for value, column in zip(row, figures.columns, strict=True):
            aside = "" if column.sort.is_words else ' style="text-align:right"'
            cells += f"<td{aside}>{html.escape(_bare(value, column.sort))}</td>"
        body += f"<tr>{cells}</tr>"
    return (
        '<table border="1" style="border-collapse:collapse"><thead>'
        f"<tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _bare(value: Value, sort: Sort) -> str:
    if isinstance(value, str):
        return " ".join(value.split())
    return words_of(value, sort).replace(",", "")


class FigureModel(QAbstractTableModel):
    """Figures in whichever order is asked for; the row that adds up stays the last."""

    def __init__(self) -> None:
        super().__init__()
        self.figures = NO_FIGURES
        self._order: list[int] = []
        self._bold = QFont()
        self._bold.setBold(True)

    def show(self, figures: Figures) -> None:
        """Other figures, as they are."""
        self.beginResetModel()
        self.figures = figures
        self._order = list(range(len(figures.rows)))
        self.endResetModel()

    def row_at(self, at: int) -> int | None:
        """Which row of the figures stands there; None for the one that adds up."""
        return self._order[at] if 0 <= at < len(self._order) else None

    def where(self, row: int) -> int:
        """Where a row of the figures stands."""
        return self._order.index(row)

    def shown(self) -> list[tuple[Value, ...]]:
        """All rows as they stand, the one that adds up the last."""
        return [self.values(at) for at in range(self.rowCount())]

    def values(self, at: int) -> tuple[Value, ...]:
        """What stands in a row."""
        return self.figures.rows[self._order[at]] if at < len(self._order) else self.figures.total

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Rows that are alike stay as they were among each other; numbers go as numbers."""
        if not 0 <= column < len(self.figures.columns):
            return
        self.layoutAboutToBeChanged.emit()
        before = list(self._order)
        kept = [self._old(index) for index in self.persistentIndexList()]

        values = {row: self.figures.rows[row][column] for row in before}
        holding = [row for row in before if values[row] is not None]
        holding.sort(
            key=_key_of(self.figures.columns[column].sort, values),
            reverse=order is Qt.SortOrder.DescendingOrder,
        )
        self._order = holding + [row for row in before if values[row] is None]
        for index, row in kept:
            at = len(self._order) if row is None else self.where(row)
            self.changePersistentIndex(index, self.index(at, index.column()))
        self.layoutChanged.emit()

    def _old(self, index: QModelIndex) -> tuple[QModelIndex, int | None]:
        return index, self.row_at(index.row())

    # ---- what Qt asks

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        """With the one that adds up."""
        if parent is not None and parent.isValid():
            return 0
        return len(self._order) + bool(self.figures.total)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802
        """All of them."""
        return 0 if parent is not None and parent.isValid() else len(self.figures.columns)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Headings; rows have none."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.figures.columns):
            return None
        column = self.figures.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.short or column.heading
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(column.explained) if column.explained else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            # an arrow has room beside it
            return _aligned(column.sort) if column.sort.is_words else Qt.AlignmentFlag.AlignCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's words, where they stand, and those in full."""
        if not index.isValid():
            return None
        column = self.figures.columns[index.column()]
        words = words_of(self.values(index.row())[index.column()], column.sort)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return words
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(words) if column.sort.is_words and words else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(column.sort)
        if role == Qt.ItemDataRole.FontRole and index.row() >= len(self._order):
            return self._bold
        return None


def _key_of(sort: Sort, values: Mapping[int, Value]) -> Callable[[int], Any]:
    """What rows are ordered by: words as a Chinese dictionary has them."""
    if sort is Sort.PERIODS:
        return lambda row: row
    if sort is Sort.WORDS:
        collator = QCollator(QLocale(QLocale.Language.Chinese))
        return lambda row: collator.sortKey(str(values[row]))
    return lambda row: values[row]


def _aligned(sort: Sort) -> Qt.AlignmentFlag:
    aside = Qt.AlignmentFlag.AlignLeft if sort.is_words else Qt.AlignmentFlag.AlignRight
    return aside | Qt.AlignmentFlag.AlignVCenter
