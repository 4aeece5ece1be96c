"""The inputs that fields of text are made of: set without giving anything out, and leaving undo to the whole
issue. Knows no issue."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QToolButton, QWidget

from bulletin_desk.desk.commands.focus import UNDO_LEFT
from bulletin_desk.desk.parts.plain import tip


class _UndoLeft(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Lets the window have the keys of undo and redo, while the field leaves them to it."""
        if (
            watched.property(UNDO_LEFT)
            and event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
            and isinstance(event, QKeyEvent)
        ):
            undoing = event.matches(QKeySequence.StandardKey.Undo) or event.matches(
                QKeySequence.StandardKey.Redo
            )
            again = event.key() == Qt.Key.Key_Y and event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if undoing or again:
                event.ignore()
                return True
        return super().eventFilter(watched, event)


def leave_undo(field: QLineEdit | QPlainTextEdit | QComboBox) -> None:
    """Undo belongs to the whole issue, not to one field."""
    widget = field.lineEdit() if isinstance(field, QComboBox) else field
    if widget is not None:
        widget.setProperty(UNDO_LEFT, True)
        widget.installEventFilter(_UndoLeft(widget))


class GrowingEdit(QPlainTextEdit):
    """As high as its text, two lines at least, so that nothing of it is hidden."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().contentsChanged.connect(self._fit)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """A narrower field has more lines."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics, margin = self.fontMetrics(), self.document().documentMargin()
        room = QRect(0, 0, max(1, int(self.viewport().width() - 2 * margin)), 10_000)
        # between Chinese characters any place is a line's end, as in the field itself
        needed = metrics.boundingRect(room, Qt.TextFlag.TextWrapAnywhere, self.toPlainText()).height()
        height = max(needed, 2 * metrics.lineSpacing()) + int(2 * margin) + 2 * self.frameWidth() + 2
        if height != self.height():
            self.setFixedHeight(height)


def small_button(hint: str) -> QToolButton:
    """A button with an icon only; `hint` says what it does."""
    button = QToolButton()
    button.setIconSize(QSize(16, 16))
    button.setToolTip(tip(hint))
    button.setAccessibleName(hint)
    button.setAutoRaise(True)
    return button


def set_text(line: QLineEdit, text: str) -> None:
    """Shows a text without giving it out."""
    if line.text() != text:
        with QSignalBlocker(line):
            line.setText(text)
            line.setCursorPosition(0)  # its beginning says more than its end
