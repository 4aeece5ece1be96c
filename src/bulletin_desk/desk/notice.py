"""A slim bar over the pages: one sentence, what can be done about it, a cross. Knows nothing of bulletins."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from bulletin_desk.desk.icons import icon
from bulletin_desk.desk.plain import Label, in_menu

Choice = tuple[str, Callable[[], object]]
"""A button's words and what it does."""


class Notice(QFrame):
    """Shows one message at a time; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setAutoFillBackground(True)
        self._text = Label(parent=self)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._close = QToolButton(self)
        self._close.setAutoRaise(True)
        self._close.setToolTip("关闭这条消息")
        self._close.setAccessibleName("关闭这条消息")
        self._close.clicked.connect(self.hide)
        self._choices: list[QPushButton] = []
        self.passing = False
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 6, 5)
        row.addWidget(self._text, 1)
        row.addWidget(self._close)
        self._colour()
        self.hide()

    @property
    def text(self) -> str:
        """The sentence that is shown."""
        return self._text.text()

    @property
    def choices(self) -> tuple[QPushButton, ...]:
        """The buttons."""
        return tuple(self._choices)

    def say(self, text: str, choices: Sequence[Choice] = (), *, passing: bool = False) -> None:
        """Shows a sentence with buttons, in place of the one before; a `passing` one holds only until the
        next edit, since its button takes back the last one."""
        self.passing = passing
        for button in self._choices:
            button.hide()
            button.deleteLater()
        self._choices = []
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        for words, action in choices:
            button = QPushButton(in_menu(words), self)
            button.clicked.connect(lambda _checked=False, action=action: action())
            row.insertWidget(row.count() - 1, button)
            self._choices.append(button)
        self._text.setText(text)
        self.show()

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
