"""The panel of symbols: opens at the caret, gives out the one that is chosen and remembers it. Knows nothing
of texts; who gets the symbol is `Focus`'s business."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QToolButton, QVBoxLayout, QWidget

from bulletin_desk.desk.commands.focus import Focus
from bulletin_desk.desk.page.canvas import Canvas
from bulletin_desk.desk.parts.plain import Label, tip
from bulletin_desk.desk.session import Session
from bulletin_desk.desk.settings import SYMBOLS as LAST_USED
from bulletin_desk.editing.symbols import GROUPS, SYMBOLS, Symbol, used
from bulletin_desk.errors import EditError

_ACROSS = 10
"""Symbols to a row."""
_CELL = QSize(34, 30)
_RECENT = "最近用过"


class SymbolPanel(QFrame):
    """A small window that takes keys and clicks until one of its symbols is `chosen`, or none. It never has
    the focus, as a menu: so who had the keys before still has them."""

    chosen = Signal(object)

    def __init__(self, recent: Sequence[Symbol], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName("符号")
        self.rows: list[list[QToolButton]] = []
        self._symbols: dict[QToolButton, Symbol] = {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(1)
        groups = [(group.name, group.symbols) for group in GROUPS]
        if recent:
            groups.insert(0, (_RECENT, tuple(recent)))
        for name, symbols in groups:
            heading = Label(name)
            heading.setEnabled(False)
            heading.setContentsMargins(4, 0, 8, 0)
            grid.addWidget(heading, len(self.rows), 0)
            for first in range(0, len(symbols), _ACROSS):
                buttons = [self._button(symbol) for symbol in symbols[first : first + _ACROSS]]
                for across, button in enumerate(buttons, 1):
                    grid.addWidget(button, len(self.rows), across)
                self.rows.append(buttons)
        self.words = Label()
        self.words.setContentsMargins(4, 2, 4, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 6)
        column.addLayout(grid)
        column.addWidget(self.words)
        self._row = self._column = 0
        self._go(0, 0)

    def _button(self, symbol: Symbol) -> QToolButton:
        button = QToolButton(self)
        button.setText(symbol.text)
        button.setToolTip(tip(symbol.name))
        button.setAccessibleName(symbol.name)
        button.setAutoRaise(True)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setFixedSize(_CELL)
        font = button.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        button.setFont(font)
        button.clicked.connect(lambda: self._choose(symbol))
        button.installEventFilter(self)
        self._symbols[button] = symbol
        return button

    @property
    def current(self) -> Symbol:
        """The one that Enter chooses."""
        return self._symbols[self.rows[self._row][self._column]]

    def _go(self, row: int, column: int) -> None:
        self.rows[self._row][self._column].setChecked(False)
        self._row = min(max(row, 0), len(self.rows) - 1)
        self._column = min(max(column, 0), len(self.rows[self._row]) - 1)
        self.rows[self._row][self._column].setChecked(True)
        self.words.setText(f"{self.current.text}　{self.current.name}")
        self.setAccessibleDescription(self.current.name)

    def _step(self, by: int) -> None:
        """To the symbol before or after, over the ends of rows."""
        places = [(row, column) for row, buttons in enumerate(self.rows) for column in range(len(buttons))]
        self._go(*places[(places.index((self._row, self._column)) + by) % len(places)])

    def _choose(self, symbol: Symbol) -> None:
        self.close()
        self.chosen.emit(symbol)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows go about, Enter and the space bar choose, Esc leaves."""
        match event.key():
            case Qt.Key.Key_Left:
                self._step(-1)
            case Qt.Key.Key_Right | Qt.Key.Key_Tab:
                self._step(1)
            case Qt.Key.Key_Backtab:
                self._step(-1)
            case Qt.Key.Key_Up:
                self._go(self._row - 1, self._column)
            case Qt.Key.Key_Down:
                self._go(self._row + 1, self._column)
            case Qt.Key.Key_Home:
                self._go(self._row, 0)
            case Qt.Key.Key_End:
                self._go(self._row, len(self.rows[self._row]) - 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self._choose(self.current)
            case Qt.Key.Key_Escape:
                self.close()

    def focusNextPrevChild(self, forth: bool) -> bool:  # noqa: N802
        """Tab comes to `keyPressEvent`."""
        del forth
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The symbol under the pointer is named, and Enter would choose it."""
        if event.type() == QEvent.Type.Enter and isinstance(watched, QToolButton):
            for row, buttons in enumerate(self.rows):
                if watched in buttons:
                    self._go(row, buttons.index(watched))
        return super().eventFilter(watched, event)


class Symbols(QObject):
    """Opens the panel for whoever has the keys; `failed` says why a symbol could not be put in."""

    failed = Signal(str)

    def __init__(self, session: Session, canvas: Canvas, focus: Focus) -> None:
        super().__init__(canvas.window())
        self._session = session
        self._canvas = canvas
        self._focus = focus

    def open(self) -> SymbolPanel:
        """The panel at the caret, those used last first."""
        settings = self._session.settings
        recent = [SYMBOLS[text] for text in settings[LAST_USED] if text in SYMBOLS]
        panel = SymbolPanel(recent, self._canvas.window())
        put = self._focus.putting_in()

        def chosen(symbol: Symbol) -> None:
            settings[LAST_USED] = used(symbol, settings[LAST_USED])
            try:
                put(symbol)
            except EditError as error:
                self.failed.emit(str(error))

        panel.chosen.connect(chosen)
        panel.adjustSize()
        panel.move(self._place(panel.size()))
        panel.show()
        return panel

    def _place(self, size: QSize) -> QPoint:
        """Below the caret, or over it where there is no room, on the screen in any case."""
        field = self._focus.field
        if field is not None:
            caret = QRect(field.mapToGlobal(QPoint()), field.size())
        else:
            view = self._canvas.viewport()
            box = self._canvas.caret_pixels()
            if not view.rect().intersects(box):
                box = QRect(view.rect().center(), QSize(1, 1))
            caret = QRect(view.mapToGlobal(box.topLeft()), box.size())
        room = self._canvas.screen().availableGeometry()
        top = caret.bottom() + 4
        if top + size.height() > room.y() + room.height():
            top = caret.top() - 4 - size.height()
        left = min(caret.left(), room.x() + room.width() - size.width())
        return QPoint(max(left, room.left()), max(top, room.top()))
