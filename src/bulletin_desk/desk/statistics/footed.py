"""A table whose last row, which adds the others up, is always in view below them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QSizePolicy,
    QTableView,
    QWidget,
)

from bulletin_desk.desk.statistics.table import Table


class FootedTable(QWidget):
    """The `table`, and its last row below it: columns and scrolling go together."""

    def __init__(self, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table
        foot = self.foot = QTableView(self)
        foot.setAccessibleName("合计")
        foot.setModel(table.figures)
        foot.horizontalHeader().hide()
        foot.verticalHeader().hide()
        foot.verticalHeader().setDefaultSectionSize(table.verticalHeader().defaultSectionSize())
        foot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        foot.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        foot.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        foot.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        foot.setShowGrid(False)
        foot.setWordWrap(False)
        foot.setFrameShape(QFrame.Shape.StyledPanel)
        foot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # the foot's serves both
        self._beside = QWidget(self)
        """As wide as the bar that scrolls the rows."""
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(table, 0, 0, 1, 2)
        grid.addWidget(foot, 1, 0)
        grid.addWidget(self._beside, 1, 1)
        table.horizontalHeader().sectionResized.connect(lambda at, _, width: foot.setColumnWidth(at, width))
        foot.horizontalScrollBar().valueChanged.connect(table.horizontalScrollBar().setValue)
        table.horizontalScrollBar().valueChanged.connect(foot.horizontalScrollBar().setValue)
        table.figures.modelReset.connect(self._show_rows)
        table.verticalScrollBar().installEventFilter(self)
        foot.horizontalScrollBar().installEventFilter(self)
        self._show_rows()

    def _show_rows(self) -> None:
        """The last row is the foot's alone."""
        figures = self.table.figures
        rows, total = figures.rowCount(), bool(figures.figures.total)
        for row in range(rows):
            is_total = total and row == rows - 1
            self.foot.setRowHidden(row, not is_total)
            self.table.setRowHidden(row, is_total)
        self.foot.setVisible(total)
        self._beside.setVisible(total)
        self._lay_out()

    def _lay_out(self) -> None:
        bar, below = self.table.verticalScrollBar(), self.foot.horizontalScrollBar()
        self._beside.setFixedWidth(bar.sizeHint().width() if bar.isVisible() else 0)
        height = self.foot.verticalHeader().defaultSectionSize() + 2 * self.foot.frameWidth()
        self.foot.setFixedHeight(height + (below.sizeHint().height() if below.isVisible() else 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """A bar has come or gone."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._lay_out()
        return super().eventFilter(watched, event)
