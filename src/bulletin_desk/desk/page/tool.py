"""What works on the pages beside their text while it is in hand, as guides do while the layout is shaped. The
pages have none as a rule."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter


class PageTool(Protocol):
    """Asked before text is; what it says false to is the text's. While it is in hand, the view stays where it
    is when the layout changes."""

    def paint_under(self, painter: QPainter, index: int, exposed: QRectF) -> None:
        """Paints under the lines of a page, the painter's origin at its corner; `exposed` in points."""

    def paint_over(self, painter: QPainter, exposed: QRect) -> None:
        """Paints over all pages, the painter's origin at the viewport's."""

    def shape_at(self, pixels: QPointF) -> Qt.CursorShape | None:
        """What the pointer says of what is under it; None of anything else."""

    def tip_at(self, pixels: QPointF) -> str:
        """What is said of what is under the pointer; empty of anything else."""

    def press(self, event: QMouseEvent) -> bool:
        """A button is pressed."""

    def move(self, event: QMouseEvent) -> bool:
        """The mouse is moved; true while something is held."""

    def release(self, event: QMouseEvent) -> bool:
        """A button is let go."""

    def key(self, event: QKeyEvent) -> bool:
        """A key is pressed, Esc too."""
