"""Outline, pages and fields side by side: the outer two keep their widths whatever comes and goes. Knows
nothing of what stands in them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QSplitter, QWidget


class Columns(QSplitter):
    """Three columns; `widths` are those of the left and the right one, in logical pixels, also while they are
    hidden. (QSplitter's own state would give a hidden column's width to its neighbours.)"""

    def __init__(self, panels: tuple[QWidget, QWidget, QWidget], widths: tuple[int, int]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._panels = panels
        for panel in panels:
            self.addWidget(panel)
            panel.installEventFilter(self)
        for at, stretch in enumerate((0, 1, 0)):
            self.setStretchFactor(at, stretch)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self._widths = widths
        self.splitterMoved.connect(self._moved)

    @property
    def widths(self) -> tuple[int, int]:
        """What the clerk has given the outer columns."""
        return self._widths

    def set_widths(self, left: int, right: int) -> None:
        """As remembered from another day; the pages take the rest."""
        self._widths = (left, right)
        self.lay_out()

    def lay_out(self) -> None:
        """Gives the outer columns their widths."""
        left, right = (
            0 if panel.isHidden() else width
            for panel, width in zip((self._panels[0], self._panels[2]), self._widths, strict=True)
        )
        self.setSizes([left, max(0, self.width() - left - right), right])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """A column has come or gone."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.lay_out()
        return super().eventFilter(watched, event)

    def _moved(self) -> None:
        left, _, right = self.sizes()
        self._widths = (left or self._widths[0], right or self._widths[1])
