"""The list of findings under the pages. Knows nothing of how they were found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.proof.findings import Finding, Level

COLOURS = {
    Level.ERROR: QColor("#d92d20"),
    Level.DOUBTFUL: QColor("#dc8a00"),
    Level.ADVICE: QColor("#1f77d0"),
}
"""Seen well on white pages, and on light and dark windows."""


class FindingsPanel(QWidget):
    """`chosen` gives out the finding to go to."""

    chosen = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._findings: tuple[Finding, ...] = ()
        self.summary = QLabel(self)
        self.list = QTreeWidget(self)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAlternatingRowColors(True)
        self.list.setHeaderLabels(("程度", "页", "位置", "说明"))
        self.list.setAccessibleName("检查结果")
        header = self.list.header()
        for column in (0, 1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        top = QHBoxLayout()
        top.setContentsMargins(12, 4, 12, 4)
        top.addWidget(self.summary, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.list, 1)

    def show_findings(self, findings: Sequence[Finding], *, checking: bool = False) -> None:
        """Shows findings in the order of the pages; `checking` while newer ones are on their way."""
        self._findings = tuple(findings)
        self.list.clear()
        for finding in self._findings:
            row = QTreeWidgetItem(
                (finding.level.value, f"第 {finding.page} 页", finding.place, finding.message)
            )
            row.setForeground(0, COLOURS[finding.level])
            row.setToolTip(3, finding.message)
            self.list.addTopLevelItem(row)
        if self._findings:
            self.summary.setText(f"有 {len(self._findings)} 处要看一眼，点一下就到那里。")
        else:
            self.summary.setText("正在检查……" if checking else "没有发现问题。")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc closes the panel."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _choose(self, row: QTreeWidgetItem) -> None:
        at = self.list.indexOfTopLevelItem(row)
        if 0 <= at < len(self._findings):
            self.chosen.emit(self._findings[at])
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
