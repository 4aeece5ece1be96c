"""The panel of symbols: opens at the caret, gives out the one that is chosen and remembers it. Knows nothing
of texts; who gets the symbol is `Focus`'s business."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bulletin_desk.desk.commands.focus import Focus
from bulletin_desk.desk.page.canvas import Canvas
from bulletin_desk.desk.page.ink import Brush, Inks
from bulletin_desk.desk.parts.plain import Label, tip
from bulletin_desk.desk.session import Session
from bulletin_desk.desk.settings import SYMBOLS as LAST_USED
from bulletin_desk.editing.symbols import GROUPS, SYMBOLS, Symbol, used
from bulletin_desk.errors import EditError
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.pages.model import Colour, Run

_ACROSS = 10
"""Symbols to a row."""
_CELL = QSize(34, 30)
_LATIN = frozenset("°′″%‰Cm²³")
"""Signs beside figures and letters, which are printed in the face of those."""
_SIZE = 20.0
"""Pixels to the em of a symbol."""
_WIDEST = 30.0
"""Pixels of a cell that a symbol may take; a wider one is drawn smaller."""
_RECENT = "最近用过"
_BLACK = Colour(0.0, 0.0, 0.0, 1.0)


class _Cell(QToolButton):
    """A button with a symbol in the faces that print it, whatever the system's own have."""

    def __init__(self, symbol: Symbol, faces: Faces, brush: Brush, parent: QWidget) -> None:
        super().__init__(parent)
        self.symbol = symbol
        self._faces = faces
        self._brush = brush
        self.setText(symbol.text)
        self.setToolTip(tip(symbol.name))
        self.setAccessibleName(symbol.name)
        self.setAutoRaise(True)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedSize(_CELL)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The button as the style has it, the symbol in its middle."""
        del event
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        runs, width = self._runs()
        scale = min(1.0, _WIDEST / width)
        self._brush.set_scale(scale, self.devicePixelRatioF())
        at = QPointF((self.width() - width * scale) / 2, self.height() / 2 + _SIZE * scale * 0.38)
        self._brush.runs(painter, runs, at, self.palette().color(QPalette.ColorRole.ButtonText))

    def _runs(self) -> tuple[tuple[Run, ...], float]:
        """The symbol's glyphs, and how wide they are together, in pixels."""
        runs, x = [], 0.0
        for char in self.symbol.text:
            # as it is printed: letters and their signs in the face for those
            latin = char in _LATIN and self._faces.choose("latin", char)
            choice = latin or self._faces.choose("fangsong", char)
            if choice is not None:
                runs.append(Run(choice.char, None, choice.face.ref, _SIZE, (x,), _BLACK))
                x += choice.face.advance(choice.char) / choice.face.units_per_em * _SIZE
        return tuple(runs), max(x, 1.0)


class SymbolPanel(QFrame):
    """A small window that takes keys and clicks until one of its symbols is `chosen`, or none. It never has
    the focus, as a menu: so who had the keys before still has them."""

    chosen = Signal(object)

    def __init__(self, recent: Sequence[Symbol], faces: Faces, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName("符号")
        self.rows: list[list[_Cell]] = []
        self._faces, self._brush = faces, Brush(faces, Inks())
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(1)
        groups = [(group.name, group.symbols) for group in GROUPS]
        if recent:
            groups.insert(0, (_RECENT, tuple(recent)))
        for name, symbols in groups:
            heading = Label(name)
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

    def _button(self, symbol: Symbol) -> _Cell:
        button = _Cell(symbol, self._faces, self._brush, self)
        button.clicked.connect(lambda: self._choose(symbol))
        button.installEventFilter(self)
        return button

    @property
    def current(self) -> Symbol:
        """The one that Enter chooses."""
        return self.rows[self._row][self._column].symbol

    def _go(self, row: int, column: int) -> None:
        self.rows[self._row][self._column].setChecked(False)
        self._row = min(max(row, 0), len(self.rows) - 1)
        self._column = min(max(column, 0), len(self.rows[self._row]) - 1)
        self.rows[self._row][self._column].setChecked(True)
        self.words.setText(self.current.name)
        self.setAccessibleDescription(self.current.name)

    def _step(self, by: int) -> None:
        """To the symbol before or after, over the ends of rows."""
        places = [(row, column) for row, buttons in enumerate(self.rows) for column in range(len(buttons))]
        self._go(*places[(places.index((self._row, self._column)) + by) % len(places)])

    def _choose(self, symbol: Symbol) -> None:
        self.close()
        self.chosen.emit(symbol)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows go about, Enter and the space bar choose, Esc leaves. A command's key is none of these."""
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            return
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
        if event.type() == QEvent.Type.Enter and isinstance(watched, _Cell):
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
        panel = SymbolPanel(recent, self._session.faces, self._canvas.window())
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
