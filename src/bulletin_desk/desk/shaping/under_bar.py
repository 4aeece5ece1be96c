"""The switch of the old issue under the pages, and which of its pages lies under the one in view. Knows
nothing of guides."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from bulletin_desk.desk.page.canvas import Canvas
from bulletin_desk.desk.parts.plain import Label, tip
from bulletin_desk.desk.parts.typed_fields import NumberField
from bulletin_desk.desk.shaping.under import Under
from bulletin_desk.learning.pdf_file import MOST_PAGES

_NOTHING = "还没有选旧的一期"
_BESIDE, _LEAST = 200, 90
"""Pixels that the page's number takes of the bar's width, and the least that a file's name has."""


class UnderBar(QWidget):
    """Stands below the fields of the layout."""

    def __init__(self, under: Under, canvas: Canvas, parent: QWidget) -> None:
        super().__init__(parent)
        self._under = under
        self._canvas = canvas
        self.switch = QCheckBox("下面垫着旧的一期", self)
        self.switch.setToolTip("半透明地垫在版面下面，好照着对")
        self.choose = QPushButton("选文件…", self)
        self.choose.setToolTip("上一期的 PDF 或 Word 文件")
        self.page_label = Label("这一面垫", self)
        self.page = NumberField(0, MOST_PAGES, head="旧的第 ", tail=" 面", none="不垫", parent=self)
        self.page.setAccessibleName("这一面垫旧的第几面")
        self.said = Label(_NOTHING, self)
        self.said.setEnabled(False)
        top, below = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.switch, 1)
        top.addWidget(self.choose)
        below.addWidget(self.said, 1)
        below.addWidget(self.page_label)
        below.addWidget(self.page)
        self.page.setFixedWidth(104)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 8)
        column.setSpacing(4)
        column.addLayout(top)
        column.addLayout(below)
        self.switch.toggled.connect(under.show)
        self.choose.clicked.connect(under.choose)
        self.page.changed.connect(self._put)
        under.changed.connect(self._show)
        canvas.looked_at.connect(self._show)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The file's name has what room there is."""
        super().resizeEvent(event)
        self._show()

    def _put(self, number: int) -> None:
        self._under.put(self._canvas.page_in_view(), number - 1 if number else None)

    def _show(self) -> None:
        laid, index = self._under.laid, self._canvas.page_in_view()
        there = laid is not None and bool(laid.pages)
        with QSignalBlocker(self.switch):
            self.switch.setChecked(there and laid is not None and laid.shown)
        old = self._under.below(index)
        self.page.show_value(0 if old is None else old + 1)
        self.switch.setEnabled(there)
        self.page.setVisible(there)
        self.page_label.setVisible(there)
        self.choose.setEnabled(not self._under.reading)
        name = laid.files[0].name if laid is not None and laid.files else _NOTHING
        said = "正在读……" if self._under.reading else name
        room = max(self.width() - _BESIDE, _LEAST)
        self.said.setText(self.said.fontMetrics().elidedText(said, Qt.TextElideMode.ElideMiddle, room))
        self.said.setToolTip(tip(said))
