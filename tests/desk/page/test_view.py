"""How the pages lie in their view."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bulletin_desk.desk.page.canvas import Canvas
from bulletin_desk.desk.parts.zoom import FIT_AUTO, FIT_PAGE, FIT_WIDTH, FIXED, LEAST_ZOOM
from bulletin_desk.desk.window import MainWindow

MOST = 12
"""Times that the view may take another size until it has found its own."""


class Resizes(QObject):
    """Counts how often a view is resized; from `MOST` on, the pages are left as they are, so that a view that
    finds no end finds one."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__()
        self.count = 0
        self._canvas = canvas
        canvas.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Takes nothing away."""
        del watched
        if event.type() == QEvent.Type.Resize:
            self.count += 1
            if self.count > MOST:
                self._canvas._fit = FIXED
        return False


@pytest.mark.parametrize("fit", [FIT_AUTO, FIT_WIDTH, FIT_PAGE])
def test_a_scroll_bar_does_not_come_and_go_for_ever(qtbot: QtBot, real: MainWindow, fit: str) -> None:
    """At some heights the pages need the bar only where there is none: fitted to the view beside it they are
    lower."""
    canvas = Canvas(real.session)
    qtbot.addWidget(canvas)
    canvas.show()
    canvas.set_two_pages(True)
    resizes, seen = Resizes(canvas), set()
    for height in range(1500, 1700, 4):
        resizes.count = 0
        canvas.set_fit(fit)
        canvas.resize(600, height)
        QApplication.processEvents()
        assert resizes.count <= MOST, height
        seen.add(canvas.verticalScrollBar().maximum() > 0)
        if canvas.zoom > LEAST_ZOOM:
            assert canvas.sheets.total_width <= canvas.viewport().width(), height
    assert seen == {True, False}, "else no height here asks the question"
