"""The parts of the window in their places: outline, pages, fields side by side, the findings and the review
below, notice and find bar over the pages. Knows not what they do."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QMoveEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QSplitter, QToolButton, QVBoxLayout, QWidget

from bulletin_desk.desk import settings as remembered
from bulletin_desk.desk.commands import actions as commands
from bulletin_desk.desk.page.canvas import Canvas
from bulletin_desk.desk.panels.find import FindBar
from bulletin_desk.desk.panels.findings import FindingsPanel
from bulletin_desk.desk.panels.inspector import Inspector
from bulletin_desk.desk.panels.outline import Outline
from bulletin_desk.desk.panels.review import ReviewPanel
from bulletin_desk.desk.panels.status import StatusLine
from bulletin_desk.desk.parts.columns import Columns
from bulletin_desk.desk.parts.notice import Notice
from bulletin_desk.desk.parts.zoom import FIXED
from bulletin_desk.desk.session import Session
from bulletin_desk.desk.settings import Settings


class Frame(QObject):
    """Fills `window` with them; `side` is the outline with its buttons."""

    def __init__(self, session: Session, actions: Mapping[str, QAction], window: QMainWindow) -> None:
        super().__init__(window)
        self.canvas = Canvas(session, window)
        self.outline = Outline(window)
        self.inspector = Inspector(window)
        self.find_bar = FindBar(window)
        self.findings = FindingsPanel(window)
        self.review = ReviewPanel(window)
        self.notice = Notice(window)
        self.status = StatusLine(window)
        self.side = _side(self.outline, actions, window)
        self.rows = QSplitter(Qt.Orientation.Vertical, window)
        self.rows.addWidget(self.canvas)
        self.rows.addWidget(self.findings)
        self.rows.addWidget(self.review)
        self.rows.setStretchFactor(0, 1)
        self.rows.setCollapsible(0, False)
        self.rows.setSizes([700, 150, 180])
        middle = QWidget(window)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.find_bar)
        column.addWidget(self.rows, 1)
        self.columns = Columns(
            (self.side, middle, self.inspector),
            (remembered.OUTLINE_WIDTH.default, remembered.FIELDS_WIDTH.default),
        )
        self._sides: dict[QWidget, remembered.Key[int]] = {}
        """Further columns, and under which key their widths are remembered."""
        self.rows.installEventFilter(self)
        window.setStatusBar(self.status)
        window.setCentralWidget(self.columns)
        self.inspector.hide()
        self.findings.hide()
        self.review.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """A bar that comes or goes over the pages leaves the text where the clerk is looking."""
        if watched is self.rows and event.type() == QEvent.Type.Move and self.columns.window().isVisible():
            assert isinstance(event, QMoveEvent)
            bar = self.canvas.verticalScrollBar()
            if bar.value() and not self.canvas.at_start:
                bar.setValue(bar.value() + event.pos().y() - event.oldPos().y())
        return super().eventFilter(watched, event)

    def give_room(self, panel: QWidget, height: int) -> None:
        """Makes a panel under the pages that is in view this high, as far as they keep the larger part."""
        sizes, at = self.rows.sizes(), self.rows.indexOf(panel)
        wanted = min(height, sum(sizes) * 2 // 5)
        if sizes[at] < wanted:
            sizes[0] -= wanted - sizes[at]
            sizes[at] = wanted
            self.rows.setSizes(sizes)

    def add_side(self, panel: QWidget, width: remembered.Key[int], settings: Settings) -> None:
        """A further panel at the right of the pages, as wide as is remembered."""
        self._sides[panel] = width
        self.columns.add(panel, settings[width])

    def keep(self, settings: Settings) -> None:
        """Remembers how it is."""
        settings[remembered.OUTLINE_WIDTH], settings[remembered.FIELDS_WIDTH] = self.columns.widths
        for panel, width in self._sides.items():
            settings[width] = self.columns.width_of(panel)
        settings[remembered.ROWS] = bytes(self.rows.saveState().data())
        settings[remembered.OUTLINE] = not self.side.isHidden()
        settings[remembered.FIT] = self.canvas.fit
        settings[remembered.ZOOM] = self.canvas.zoom
        settings[remembered.TWO_PAGES] = self.canvas.two_pages

    def restore(self, settings: Settings) -> None:
        """As it was."""
        self.rows.restoreState(settings[remembered.ROWS])
        self.columns.set_widths(settings[remembered.OUTLINE_WIDTH], settings[remembered.FIELDS_WIDTH])
        self.side.setVisible(settings[remembered.OUTLINE])
        self.canvas.set_two_pages(settings[remembered.TWO_PAGES])
        if settings[remembered.FIT] == FIXED:
            self.canvas.set_zoom(settings[remembered.ZOOM])
        else:
            self.canvas.set_fit(settings[remembered.FIT])


def _side(outline: Outline, actions: Mapping[str, QAction], window: QWidget) -> QWidget:
    """The outline over a row of buttons."""
    side = QWidget(window)
    column = QVBoxLayout(side)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(outline, 1)
    bar = QWidget(side)
    row = QHBoxLayout(bar)
    row.setContentsMargins(6, 4, 6, 4)
    row.setSpacing(2)
    for name in commands.SIDE_BAR.split():
        if name == commands.SPACER:
            row.addStretch(1)
            continue
        button = QToolButton(bar)
        button.setAutoRaise(True)
        button.setDefaultAction(actions[name])
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setIconSize(QSize(18, 18))
        row.addWidget(button)
    column.addWidget(bar)
    return side
