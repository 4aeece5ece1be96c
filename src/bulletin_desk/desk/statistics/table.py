"""A table of figures on the screen: ordered by clicks on headings, copied for a spreadsheet and Word."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QStyle, QTableView, QWidget

from bulletin_desk.desk.parts.mime import mime_data
from bulletin_desk.desk.statistics.figures import Column, FigureModel, Figures, Sort, as_html, as_tabs

_WIDEST = 22
"""Characters of a column of words that is not the last one to give way."""

_LOOKED_AT = 60
"""Rows for which columns are made wide enough."""


class Table(QTableView):
    """`chosen` gives the row of the figures that the clerk is at, -1 for the one that adds up or none;
    `opened` the one that was double-clicked or has Enter."""

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.figures = FigureModel()
        self.setModel(self.figures)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setResizeContentsPrecision(_LOOKED_AT)
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.sectionClicked.connect(self._order_by)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.sectionResized.connect(self._resized)
        self.customContextMenuRequested.connect(self._menu)
        self.doubleClicked.connect(lambda index: self._open(index.row()))

    def show_figures(self, figures: Figures) -> None:
        """Other figures. The order stays by the column that the clerk has chosen, as long as there is one of
        that heading."""
        head = self.horizontalHeader()
        before = self.figures.figures.columns
        at, order = head.sortIndicatorSection(), head.sortIndicatorOrder()
        wanted = before[at].heading if 0 <= at < len(before) and self._ordered else ""
        headings = [column.heading for column in figures.columns]
        self.figures.show(figures)
        if wanted in headings:
            self._sort(headings.index(wanted), order)
        else:
            self._ordered = False
            self._sort(figures.first, _first_order(figures.columns[figures.first]))
        if headings != [column.heading for column in before] or not self._wide:
            self._set_widths()
        self.chosen.emit(-1)

    _ordered = False
    """Whether the clerk has chosen an order."""

    def choose(self, row: int) -> None:
        """Goes to a row of the figures."""
        self.selectRow(self.figures.where(row))
        self.scrollTo(self.currentIndex())

    def copy(self, *, everything: bool = False) -> None:
        """The rows that are selected, all where it is one at most, under their headings, onto the
        clipboard."""
        picked = sorted({index.row() for index in self.selectionModel().selectedRows()})
        rows = self.figures.shown()
        if not everything and len(picked) > 1:
            rows = [rows[at] for at in picked]
        figures = self.figures.figures
        QGuiApplication.clipboard().setMimeData(mime_data(as_tabs(figures, rows), as_html(figures, rows)))

    def _order_by(self, column: int) -> None:
        """The heading that was clicked: numbers the largest first, the other way round at the next click."""
        head = self.horizontalHeader()
        columns = self.figures.figures.columns
        order = _first_order(columns[column])
        if self._sorted == (column, order):
            order = (
                Qt.SortOrder.AscendingOrder
                if order is Qt.SortOrder.DescendingOrder
                else Qt.SortOrder.DescendingOrder
            )
        self._ordered = True
        self._sort(column, order)
        head.setFocus()

    _sorted = (-1, Qt.SortOrder.AscendingOrder)

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        self._sorted = (column, order)
        self.horizontalHeader().setSortIndicator(column, order)
        self.figures.sort(column, order)

    def _set_widths(self) -> None:
        """As wide as what stands there, words no wider than names are as a rule; the first of them takes
        what is left. Widths that are for no row are set anew with the first."""
        head = self.horizontalHeader()
        room = self.style().pixelMetric(QStyle.PixelMetric.PM_HeaderMarkSize, None, head)
        most = self.fontMetrics().horizontalAdvance("国") * _WIDEST
        self.resizeColumnsToContents()
        self._wide = []
        for at, column in enumerate(self.figures.figures.columns):
            width = head.sectionSize(at) + room
            self._wide.append(min(width, most) if column.sort.is_words else width)
        self._fill()
        if not self.figures.figures.rows:
            self._wide = []

    _wide: Sequence[int] = ()
    """The columns' widths, but for what the first one of words has beyond its own."""
    _filling = False

    def _fill(self) -> None:
        head = self.horizontalHeader()
        columns = self.figures.figures.columns
        if len(self._wide) != len(columns):
            return
        left = self.viewport().width() - sum(self._wide)
        words = [at for at, column in enumerate(columns) if column.sort is Sort.WORDS]
        first = next((at for at in words if columns[at].wide), words[0] if words else 0)
        self._filling = True
        for at, width in enumerate(self._wide):
            head.resizeSection(at, width + (max(left, 0) if at == first else 0))
        self._filling = False

    def _resized(self, _at: int, _old: int, _new: int) -> None:
        """The clerk's own widths stay."""
        if not self._filling and self._wide:
            head = self.horizontalHeader()
            self._wide = [head.sectionSize(at) for at in range(head.count())]

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The first column of words takes what is left."""
        super().resizeEvent(event)
        self._fill()

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("复制选中的几行(&C)", self.copy)
        menu.addAction("复制整张表(&A)", lambda: self.copy(everything=True))
        menu.popup(self.viewport().mapToGlobal(at))

    def _open(self, at: int) -> None:
        row = self.figures.row_at(at)
        if row is not None:
            self.opened.emit(row)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:  # noqa: N802
        """Tells of the row."""
        super().selectionChanged(selected, deselected)
        current = self.currentIndex()
        at = self.selectionModel().isSelected(current) if current.isValid() else False
        row = self.figures.row_at(current.row()) if at else None
        self.chosen.emit(-1 if row is None else row)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Ctrl+C copies, Enter opens."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


def _first_order(column: Column) -> Qt.SortOrder:
    return Qt.SortOrder.DescendingOrder if column.sort.downwards else Qt.SortOrder.AscendingOrder
