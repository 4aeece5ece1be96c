"""The inputs that fields are made of: set without giving anything out, unmoved by the wheel, and leaving undo
to the whole issue. Knows no issue."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812

from PySide6.QtCore import QDate, QEvent, QObject, QRect, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCalendarWidget,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QToolButton,
    QWidget,
)

from bulletin_desk.desk.commands.focus import UNDO_LEFT
from bulletin_desk.desk.parts.plain import Label, tip
from bulletin_desk.desk.parts.still import keep_still

DATE_FORMAT = "yyyy年M月d日"


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


def warning_label() -> Label:
    """A line below a field, for what is wrong with it."""
    label = Label()
    label.setObjectName("warning")
    label.setWordWrap(True)
    # an ink that reads on light and dark alike
    label.setStyleSheet("color: #d9480f")
    label.hide()
    return label


def spin_box(least: int, most: int, before: str, after: str, none: str = "") -> QSpinBox:
    """A number with words around it; `none` stands for the least."""
    spin = QSpinBox()
    spin.setRange(least, most)
    spin.setPrefix(before)
    spin.setSuffix(after)
    spin.setSpecialValueText(none)
    spin.setKeyboardTracking(True)
    keep_still(spin)
    return spin


def date_edit() -> QDateEdit:
    """A date with a calendar."""
    edit = QDateEdit()
    edit.setCalendarPopup(True)
    edit.setDisplayFormat(DATE_FORMAT)
    edit.setDateRange(QDate(1900, 1, 1), QDate(9999, 12, 31))
    keep_still(edit)
    calendar = QCalendarWidget(edit)
    # as the popup that Qt would make: no numbers of weeks
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    _year_first(calendar)
    edit.setCalendarWidget(calendar)
    return edit


def _year_first(calendar: QCalendarWidget) -> None:
    """Qt names the month before the year in every language; in Chinese the year comes first."""
    month = calendar.findChild(QToolButton, "qt_calendar_monthbutton")
    year = calendar.findChild(QToolButton, "qt_calendar_yearbutton")
    if month is None or year is None:
        return
    bar = month.parentWidget()
    row = bar.layout() if bar is not None else None
    if isinstance(row, QBoxLayout):
        row.removeWidget(year)
        row.insertWidget(row.indexOf(month), year)


def set_text(line: QLineEdit, text: str) -> None:
    """Shows a text without giving it out."""
    if line.text() != text:
        with QSignalBlocker(line):
            line.setText(text)
            line.setCursorPosition(0)  # its beginning says more than its end


def set_number(spin: QSpinBox, value: int) -> None:
    """Shows a number without giving it out."""
    if spin.value() != value:
        with QSignalBlocker(spin):
            spin.setValue(value)


def set_date(edit: QDateEdit, day: Date) -> None:
    """Shows a day without giving it out."""
    new = QDate(day.year, day.month, day.day)
    if edit.date() != new:
        with QSignalBlocker(edit):
            edit.setDate(new)


def python_date(day: QDate) -> Date:
    """The day that a field has."""
    return Date(day.year(), day.month(), day.day())
