"""Where a remark or an answer is written: a field on its card, with the name it is signed with. Tells what is
typed; changes nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from bulletin_desk.desk.commands.focus import UNDO_LEFT

_LEAST_LINES, _MOST_LINES = 3, 8


class Writing(QFrame):
    """`typed` gives out the words so far, `named` another name; `left` says that the clerk has done with it,
    `grown` that it wants to be higher. Undo in it is that of the issue."""

    typed = Signal(str)
    named = Signal(str)
    left = Signal()
    grown = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.name = QLineEdit(self)
        self.name.setFrame(False)
        self.name.setAccessibleName("批注人")
        self.name.setPlaceholderText("您的名字")
        self.name.setToolTip("批注上的名字：改了以后，再写的批注都用它")
        bold = self.name.font()
        bold.setBold(True)
        self.name.setFont(bold)
        self.field = QPlainTextEdit(self)
        self.field.setAccessibleName("批注")
        self.field.setPlaceholderText("写在这里；Enter 写好，Shift+Enter 换行")
        self.field.setTabChangesFocus(True)
        for field in (self.name, self.field):
            field.setProperty(UNDO_LEFT, True)
            field.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(2)
        column.addWidget(self.name)
        column.addWidget(self.field, 1)
        self.field.textChanged.connect(self._typed)
        self.name.textEdited.connect(self.named)
        self._lines = _LEAST_LINES
        self.hide()

    @property
    def text(self) -> str:
        """The words so far."""
        return self.field.toPlainText()

    def begin(self, who: str, text: str) -> None:
        """Begins with these words."""
        with QSignalBlocker(self.name):
            self.name.setText(who)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Other words, as after undo; tells nobody."""
        if text != self.text:
            with QSignalBlocker(self.field):
                self.field.setPlainText(text)
                self.field.moveCursor(self.field.textCursor().MoveOperation.End)
        self._measure()

    def place(self, box: QRect | None) -> None:
        """Where it stands in the viewport; nowhere while its card is out of view."""
        if box is None:
            self.move(-10_000, 0)
        else:
            self.setGeometry(box)
        self.show()

    @property
    def room(self) -> int:
        """Pixels of height that it wants."""
        line = QFontMetrics(self.field.font()).lineSpacing()
        return self.name.sizeHint().height() + line * self._lines + 16

    def _typed(self) -> None:
        self.typed.emit(self.text)
        self._measure()

    def _measure(self) -> None:
        count = round(self.field.document().size().height())
        lines = min(max(count, _LEAST_LINES), _MOST_LINES)
        if lines != self._lines:
            self._lines = lines
            self.grown.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Enter and Esc end it, and so does going elsewhere in the window."""
        if event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            ends = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.key() == Qt.Key.Key_Escape or (
                ends and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            ):
                if ends and watched is self.name:
                    self.field.setFocus()
                else:
                    self.left.emit()
                return True
        elif event.type() == QEvent.Type.FocusOut:
            assert isinstance(event, QFocusEvent)
            passing = (
                Qt.FocusReason.PopupFocusReason,
                Qt.FocusReason.ActiveWindowFocusReason,
                Qt.FocusReason.MenuBarFocusReason,
            )
            focus = QApplication.focusWidget()
            inside = focus is not None and self.isAncestorOf(focus)
            if self.isVisible() and event.reason() not in passing and not inside:
                self.left.emit()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """No key that the fields leave comes to the page below."""
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Nor a click beside them."""
        event.accept()
