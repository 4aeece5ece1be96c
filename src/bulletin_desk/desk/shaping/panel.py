"""The panel of the layout beside the pages. Changes nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from bulletin_desk.desk.panels.inputs import small_button
from bulletin_desk.desk.parts.icons import icon
from bulletin_desk.desk.parts.plain import Label


class ShapingPanel(QWidget):
    """`closed` says that the clerk has done with it."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMinimumWidth(290)
        self.inner = QWidget(self)
        self.column = QVBoxLayout(self.inner)
        self.column.setContentsMargins(12, 0, 12, 12)
        self.column.setSpacing(2)
        self.column.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._make_top())
        column.addWidget(self.area, 1)
        self.hide()

    def _make_top(self) -> QHBoxLayout:
        title = Label("版式", self)
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        self._close = small_button("关闭（Esc）")
        self._close.clicked.connect(self.closed)
        self._colour()
        top = QHBoxLayout()
        top.setContentsMargins(12, 5, 6, 5)
        top.addWidget(title, 1)
        top.addWidget(self._close)
        return top

    def _colour(self) -> None:
        self._close.setIcon(icon("close", self.palette().color(QPalette.ColorRole.WindowText)))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc goes back to the page."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """The cross goes with light and dark."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_close"):
            self._colour()
        super().changeEvent(event)
