"""A group of the panel under its title, which folds it away. Knows nothing of what is in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.shaping.shape_parts import ShapePart
from bulletin_desk.layouts.model import Layout


class Body(Protocol):
    """What stands in a group."""

    def show_layout(self, layout: Layout) -> None:
        """Shows the values of a layout."""

    def drop(self) -> None:
        """Forgets what was typed and refused."""

    def field_for(self, part: ShapePart) -> QWidget | None:
        """The field of a part, if it has one."""


class Fold(QWidget):
    """`turned` says that the clerk has opened or folded it. Its body is made when it is first opened."""

    turned = Signal(bool)

    def __init__(
        self,
        title: str,
        make: Callable[[], QWidget],
        summary: Callable[[Layout], str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.title = title
        self._make = make
        self._summary = summary
        self._said = ""
        self.is_open = False
        self.body: QWidget | None = None
        self.button = QToolButton(self)
        self.button.setText(title)
        self.button.setAccessibleName(title)
        self.button.setCheckable(True)
        self.button.setAutoRaise(True)
        self.button.setArrowType(Qt.ArrowType.RightArrow)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.clicked.connect(self._clicked)
        self.button.installEventFilter(self)
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.told = Label(parent=self)
        self.told.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.told.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 4, 0)
        top.setSpacing(8)
        top.addWidget(self.button)
        top.addWidget(self.told, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(top)

    def set_open(self, is_open: bool, layout: Layout) -> None:
        """Opens it, filled, or folds it."""
        if is_open and self.body is None:
            self.body = self._make()
            self._column.addWidget(self.body)
        self.is_open = is_open
        self.button.setChecked(is_open)
        self.button.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        if self.body is not None:
            if is_open:
                self.body.show_layout(layout)  # type: ignore[attr-defined]
            self.body.setVisible(is_open)

    def show_layout(self, layout: Layout) -> None:
        """Shows what a layout has here."""
        self._said = self._summary(layout)
        self._tell()
        if self.is_open and self.body is not None:
            self.body.show_layout(layout)  # type: ignore[attr-defined]

    def _tell(self) -> None:
        room = self.told.width()
        self.told.setText(self.told.fontMetrics().elidedText(self._said, Qt.TextElideMode.ElideRight, room))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """What is said beside the title has so much room."""
        super().resizeEvent(event)
        self._tell()

    def _clicked(self, checked: bool) -> None:
        self.turned.emit(checked)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Right opens, left folds; a button by itself would hand the keys to its neighbour."""
        if watched is self.button and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left):
                self.turned.emit(event.key() == Qt.Key.Key_Right)
                return True
        return super().eventFilter(watched, event)
