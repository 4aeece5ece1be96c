"""Outline, pages and fields side by side: the outer columns keep their widths whatever comes and goes. Knows
nothing of what stands in them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QSplitter, QWidget


class Columns(QSplitter):
    """Three columns; `widths` are those of the left and the right one, in logical pixels, also while they are
    hidden; further ones may be `add`ed at the right. (QSplitter's own state would give a hidden column's
    width to its neighbours.)"""

    def __init__(self, panels: tuple[QWidget, QWidget, QWidget], widths: tuple[int, int]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        left, self._middle, right = self._panels = list(panels)
        self._widths = {left: widths[0], right: widths[1]}
        for panel in panels:
            self.addWidget(panel)
            panel.installEventFilter(self)
        for at, stretch in enumerate((0, 1, 0)):
            self.setStretchFactor(at, stretch)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.splitterMoved.connect(self._moved)

    def add(self, panel: QWidget, width: int) -> None:
        """A further column at the right."""
        self._panels.append(panel)
        self._widths[panel] = width
        self.addWidget(panel)
        panel.installEventFilter(self)
        self.setStretchFactor(self.count() - 1, 0)

    @property
    def widths(self) -> tuple[int, int]:
        """What the clerk has given the left and the right one."""
        left, right, *_ = self._widths.values()
        return left, right

    def width_of(self, panel: QWidget) -> int:
        """What the clerk has given one of them."""
        return self._widths[panel]

    def set_widths(self, left: int, right: int) -> None:
        """As remembered from another day; the pages take the rest."""
        for panel, width in zip(list(self._widths), (left, right), strict=False):
            self._widths[panel] = width
        self.lay_out()

    def lay_out(self) -> None:
        """Gives the outer columns their widths."""
        given = {panel: 0 if panel.isHidden() else width for panel, width in self._widths.items()}
        rest = max(0, self.width() - sum(given.values()))
        self.setSizes([rest if panel is self._middle else given[panel] for panel in self._panels])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """A column has come or gone."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.lay_out()
        return super().eventFilter(watched, event)

    def _moved(self) -> None:
        for at, width in enumerate(self.sizes()):
            panel = self._panels[at]
            if width and panel is not self._middle:
                self._widths[panel] = width
