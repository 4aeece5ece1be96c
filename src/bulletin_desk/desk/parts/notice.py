"""A slim bar over the pages: sentences, and what can be done about each. Knows nothing of bulletins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Flag, auto

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.desk.parts.icons import icon
from bulletin_desk.desk.parts.plain import Label, in_menu

Choice = tuple[str, Callable[[], object]]
"""A button's words and what it does."""


class Until(Flag):
    """What makes a message untrue, or takes the sense from its buttons. Another issue in the window ends them
    all."""

    EDITED = auto()
    """The issue is another, by an edit, undo or redo."""
    MOVED = auto()
    """The caret or what is selected is elsewhere, or the issue is another."""
    SAVED = auto()
    """The issue lies in its file."""
    COPIED = auto()
    """The clipboard holds something else."""
    DONE = auto()
    """What it is about is over: who has said it tells, by `Notice.done`."""
    CLOSED = auto()
    """Nothing: it tells of what has happened, and the clerk closes it."""


class _Row(QWidget):
    """One sentence with its buttons."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.label = Label(parent=self)
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.choices: list[QPushButton] = []
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.addWidget(self.label, 1)

    def show_words(self, text: str, choices: Sequence[Choice]) -> None:
        """Other words, other buttons."""
        for button in self.choices:
            button.hide()
            button.deleteLater()
        self.choices = []
        for number, (words, action) in enumerate(choices, 1):
            button = QPushButton(in_menu(words), self)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys where they are
            button.clicked.connect(lambda _checked=False, action=action: action())
            self.row.insertWidget(number, button)
            self.choices.append(button)
        self.label.setText(text)


class Notice(QFrame):
    """Shows one message at a time, until it stops being true, and over it what stands for as long as its
    reason lasts; hidden while there is nothing to say. `left` says that what had the keys is going."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAutoFillBackground(True)
        self._standing: dict[str, _Row] = {}
        self._message = _Row(self)
        self._close = QToolButton(self)
        self._close.setAutoRaise(True)
        self._close.setToolTip("关闭这条消息")
        self._close.setAccessibleName("关闭这条消息")
        self._close.clicked.connect(self.hide)
        self._message.row.addWidget(self._close)
        self._message.hide()
        self._until = Until(0)
        self._about = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 5, 6, 5)
        column.setSpacing(4)
        column.addWidget(self._message)
        self._colour()
        super().hide()

    @property
    def text(self) -> str:
        """The sentences, a line each: what stands before the message."""
        return "\n".join(row.label.text() for row in self._rows())

    @property
    def choices(self) -> tuple[QPushButton, ...]:
        """The buttons."""
        return tuple(button for row in self._rows() for button in row.choices)

    def _rows(self) -> list[_Row]:
        return [*self._standing.values(), *([] if self._message.isHidden() else [self._message])]

    def say(self, text: str, choices: Sequence[Choice] = (), *, until: Until, about: str = "") -> None:
        """Shows a sentence with buttons, in place of the one before, until it stops being true; `about` names
        what has to be done for that, where `until` says so. What stands already is not said twice."""
        if any(row.label.text() == text for row in self._standing.values()):
            self.hide()
            return
        self._until, self._about = until, about
        self._give_keys_back(self._message)
        self._message.show_words(text, choices)
        self._message.show()
        self.show()

    def refuse(self, why: str) -> None:
        """Why something can't be done here: true until the clerk goes on, or has saved elsewhere what may not
        be edited."""
        self.say(why, until=Until.MOVED | Until.SAVED)

    def over(self, what: Until) -> None:
        """Something has happened: a message that held only until then goes."""
        if self._until & what:
            self.hide()

    def done(self, about: str) -> None:
        """Something is over: a message about it goes."""
        if Until.DONE in self._until and self._about == about:
            self.hide()

    def stand(self, reason: str, text: str, choices: Sequence[Choice] = ()) -> None:
        """Shows a sentence for as long as its `reason` lasts, whatever else is said and closed. Another
        sentence of the same reason takes its place."""
        if reason not in self._standing:
            row = self._standing[reason] = _Row(self)
            column = self.layout()
            assert isinstance(column, QVBoxLayout)
            column.insertWidget(len(self._standing) - 1, row)
        self._give_keys_back(self._standing[reason])
        self._standing[reason].show_words(text, choices)
        self._standing[reason].show()
        self.hide()
        self.show()

    def fall(self, reason: str) -> None:
        """The reason is gone, and what stood for it."""
        row = self._standing.pop(reason, None)
        if row is not None:
            self._give_keys_back(row)
            row.hide()
            row.deleteLater()
            self.setVisible(bool(self._rows()))

    def hide(self) -> None:
        """Takes the message away; what stands stays."""
        self._until, self._about = Until(0), ""
        self._give_keys_back(self._message)
        self._message.hide()
        self.setVisible(bool(self._standing))

    def _give_keys_back(self, row: _Row) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and row.isAncestorOf(focus):
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc takes the message away."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follows light and dark."""
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()
        super().changeEvent(event)

    def _colour(self) -> None:
        base = self.palette().color(QPalette.ColorRole.ToolTipBase)
        text = self.palette().color(QPalette.ColorRole.ToolTipText)
        style = f"#notice {{ background: {base.name()}; }} #notice QLabel {{ color: {text.name()}; }}"
        if style != self.styleSheet():
            self.setStyleSheet(style)
            self._close.setIcon(icon("close", text))
