"""The panel of the review under the pages: a page for each kind of thing that is gone through, under tabs
that say how many there are. Knows nothing of what is on them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QToolButton, QVBoxLayout, QWidget

from bulletin_desk.desk.parts.icons import icon


class ReviewPanel(QWidget):
    """`closed` says that the clerk has done with it, `page_shown` which page has come to the front."""

    closed = Signal()
    page_shown = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles: list[str] = []
        self.tabs = QTabBar(self)
        self.tabs.setAccessibleName("审阅")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.stack = QStackedWidget(self)
        self._close = QToolButton(self)
        self._close.setAutoRaise(True)
        self._close.setToolTip("关闭（Esc）")
        self._close.setAccessibleName("关闭审阅窗格")
        self._close.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.setContentsMargins(8, 4, 8, 0)
        top.addWidget(self.tabs)
        top.addStretch(1)
        top.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self._turned)
        self._colour()

    def add_page(self, title: str, widget: QWidget) -> int:
        """A further page; its number. The keys go to `widget`, or to its focus proxy."""
        at = self.stack.addWidget(widget)
        self._titles.append(title)
        self.tabs.addTab(title)
        return at

    def show_page(self, page: int) -> None:
        """Brings a page to the front."""
        self.tabs.setCurrentIndex(page)

    @property
    def page(self) -> int:
        """The page in front, -1 where there is none."""
        return self.stack.currentIndex()

    def set_count(self, page: int, count: int) -> None:
        """How many things there are on a page, as its tab says it."""
        title = self._titles[page]
        self.tabs.setTabText(page, f"{title} {count}" if count else title)

    def _turned(self, page: int) -> None:
        self.stack.setCurrentIndex(page)
        front = self.stack.currentWidget()
        if front is not None:
            self.setFocusProxy(front)
        self.page_shown.emit(page)

    def _colour(self) -> None:
        self._close.setIcon(icon("close", self.palette().color(QPalette.ColorRole.WindowText)))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """The cross goes with light and dark."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_close"):
            self._colour()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc closes the panel."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
