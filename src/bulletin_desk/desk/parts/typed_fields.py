"""Fields for a number and for a date: what is typed is read as people write it, or refused with a sentence
and left as it was typed until it is put right. They know no issue."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812
from typing import Generic, TypeVar

from PySide6.QtCore import QDate, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QBoxLayout,
    QCalendarWidget,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.desk.parts.icons import icon
from bulletin_desk.desk.parts.plain import Label, in_title
from bulletin_desk.editing.typed import date_of, number_of
from bulletin_desk.errors import EditError

_PAUSE = 700
"""Milliseconds without a key after which it is said what is wrong: who is still typing knows already."""
_STEPS = {
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_PageDown: -10,
}
FIRST_YEAR = 1900
"""Bulletins are younger than that: an earlier year is a slip of the finger."""

T = TypeVar("T")


class TypedField(QLineEdit, Generic[T]):
    """`changed` gives out each new value, at each key that makes one. `told` gives the sentence why what
    stands here is no value, after a pause or when the field is left, and an empty one as soon as it is."""

    changed = Signal(object)
    told = Signal(str)

    def __init__(self, value: T, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = self._settled = value
        self._refused = self._said = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.tell)
        self._show()
        self.textChanged.connect(self._typed)

    # ---- what a kind of field says

    def read(self, text: str) -> T:
        """The value that is typed. Raises EditError with a sentence."""
        raise NotImplementedError

    def words(self, value: T) -> str:
        """A value as the field shows it."""
        raise NotImplementedError

    def stepped(self, value: T, by: int) -> T:
        """The value so many steps on, within the field's bounds."""
        raise NotImplementedError

    # ---- the value

    def value(self) -> T:
        """The value that was given last: where what stands here is refused, the one before the typing."""
        return self._value

    def settled(self) -> T:
        """The value that the field had before it was typed into."""
        return self._settled

    def setValue(self, value: T) -> None:  # noqa: N802
        """Takes a value as if it had been typed."""
        self.setText(self.words(value))
        self.settle()

    def show_value(self, value: T) -> None:
        """Shows a value without giving it out. What was refused stays for the same value: it is still to be
        put right."""
        if value != self._value:
            self._value = value
            self.drop()

    def drop(self) -> None:
        """Forgets what was typed and refused: shows the value."""
        self._settled = self._value
        self._show()
        self._refuse("")

    @property
    def refused(self) -> str:
        """Why what stands here is no value, empty where it is one."""
        return self._refused

    @property
    def said(self) -> str:
        """The sentence given by `told` last."""
        return self._said

    def tell(self) -> None:
        """Says now what is wrong."""
        self._pause.stop()
        if self._said != self._refused:
            self._said = self._refused
            self.setAccessibleDescription(self._said)
            self.told.emit(self._said)

    def settle(self) -> None:
        """Ends the typing: a value is shown as the field writes it, what is none is told of."""
        if not self._refused:
            self._settled = self._value
            if self.text() != self.words(self._value):
                self._show()
        self.tell()

    def _show(self) -> None:
        self.blockSignals(True)
        self.setText(self.words(self._value))
        self.setCursorPosition(0)
        self.blockSignals(False)

    def _typed(self, text: str) -> None:
        try:
            value = self.read(text)
        except EditError as error:
            self._refuse(str(error))
            value = self._settled  # on its way to 2月29日 it was 2月2日, which nobody has meant
        else:
            self._refuse("")
        if value != self._value:
            self._value = value
            self.changed.emit(value)

    def _refuse(self, sentence: str) -> None:
        self._refused = sentence
        if not sentence:
            self.tell()
        elif sentence != self._said:
            self._pause.start()

    # ---- keys

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Whoever leaves has typed to the end; a menu or another window is not leaving."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows up and down count; Enter ends the typing."""
        by = _STEPS.get(Qt.Key(event.key()))
        harmless = Qt.KeyboardModifier.KeypadModifier
        if by is not None and not event.modifiers() & ~harmless:
            self.setValue(self.stepped(self._value, by))
            self.selectAll()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle()
            self.selectAll()
        super().keyPressEvent(event)


class NumberField(TypedField[int]):
    """A whole number from `least` to `most` between the words `head` and `tail`; `none` stands for the
    least, and may be typed for it or left out."""

    def __init__(  # each says how the number is written
        self,
        least: int,
        most: int,
        *,
        head: str = "",
        tail: str = "",
        none: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._least, self._most = least, most
        self._head, self._tail, self._none = head, tail, none
        super().__init__(least, parent)

    def read(self, text: str) -> int:
        """As `number_of`."""
        if self._none and text.strip() in ("", self._none):
            return self._least
        return number_of(text, self._least, self._most, head=self._head, tail=self._tail)

    def words(self, value: int) -> str:
        """第 12 期."""
        return self._none if self._none and value == self._least else f"{self._head}{value}{self._tail}"

    def stepped(self, value: int, by: int) -> int:
        """Up counts on."""
        return min(max(value + by, self._least), self._most)


class CalendarField(TypedField[T]):
    """A field for a day, with a calendar, which the button in it or Alt+↓ opens."""

    def __init__(self, value: T, parent: QWidget | None = None) -> None:
        super().__init__(value, parent)
        self._open = self.addAction(icon("calendar", self._ink()), QLineEdit.ActionPosition.TrailingPosition)
        self._open.setToolTip("打开日历（Alt+↓）")
        self._open.triggered.connect(self.open_calendar)
        self.calendar: QCalendarWidget | None = None
        """Made when it is first opened."""
        self._menu: QMenu | None = None

    def day(self, value: T) -> Date:
        """The day of a value, which the calendar shows first."""
        raise NotImplementedError

    def value_of(self, day: Date) -> T:
        """The value of a day that is chosen in the calendar."""
        raise NotImplementedError

    def open_calendar(self) -> None:
        """Shows the month of the date below the field."""
        if self._menu is None:
            self._menu = self._make_calendar()
        assert self.calendar is not None
        day = self.day(self._value)
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        self.calendar.setFocus()

    def _make_calendar(self) -> QMenu:
        menu = QMenu(self)
        self.calendar = calendar = QCalendarWidget(menu)
        calendar.setMinimumDate(QDate(FIRST_YEAR, 1, 1))
        calendar.setMaximumDate(QDate(9999, 12, 31))
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        _year_first(calendar)
        calendar.clicked.connect(self._chosen)
        calendar.activated.connect(self._chosen)
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)
        return menu

    def _chosen(self, day: QDate) -> None:
        if self._menu is not None and self._menu.isVisible():  # a double click tells twice
            self._menu.close()
            self.setFocus(Qt.FocusReason.PopupFocusReason)
            self.setValue(self.value_of(Date(day.year(), day.month(), day.day())))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Alt+↓ opens the calendar."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def recolour(self) -> None:
        """The button follows light and dark."""
        self._open.setIcon(icon("calendar", self._ink()))

    def _ink(self) -> QColor:
        return self.palette().color(QPalette.ColorRole.Text)


class DateField(CalendarField[Date]):
    """A date. A day without a year is the one nearest to that which stood here."""

    def read(self, text: str) -> Date:
        """As `date_of`."""
        return checked_day(date_of(text, self._settled))

    def words(self, value: Date) -> str:
        """2026年12月5日."""
        return chinese_date(value)

    def stepped(self, value: Date, by: int) -> Date:
        """Up goes on by days."""
        return day_stepped(value, by)

    def day(self, value: Date) -> Date:
        """The date."""
        return value

    def value_of(self, day: Date) -> Date:
        """The day."""
        return day


def checked_day(day: Date) -> Date:
    """A day that was typed. Raises EditError for one before there were bulletins."""
    if day.year < FIRST_YEAR:
        raise EditError(f"“{chinese_date(day)}”太早了；请核对年份。")
    return day


def day_stepped(day: Date, by: int) -> Date:
    """The day so many days on, within the bounds of fields."""
    least, most = Date(FIRST_YEAR, 1, 1).toordinal(), Date.max.toordinal()
    return Date.fromordinal(min(max(day.toordinal() + by, least), most))


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


def warning_label() -> Label:
    """A line below a field, for what is wrong with it."""
    label = Label()
    label.setObjectName("warning")
    label.setWordWrap(True)
    # an ink that reads on light and dark alike
    label.setStyleSheet("color: #d9480f")
    label.hide()
    return label


def told_below(field: TypedField[int] | TypedField[Date] | TypedField[str]) -> Label:
    """The line below a field of a dialog, which says why what stands in it is no value."""
    label = warning_label()

    def say(sentence: str) -> None:
        label.setText(sentence)
        label.setVisible(bool(sentence))

    field.told.connect(say)
    return label


class NumberDialog(QDialog):
    """Asks for one number; what is none keeps it open."""

    def __init__(self, parent: QWidget, title: str, text: str, value: int, least: int, most: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(in_title(title))
        self.field = NumberField(least, most)
        self.field.show_value(value)
        self.field.setAccessibleName(text)
        self.field.selectAll()
        words = Label(text)
        words.setBuddy(self.field)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (words, self.field, told_below(self.field), buttons):
            column.addWidget(widget)

    def accept(self) -> None:
        """Only with a number."""
        self.field.settle()
        if not self.field.refused:
            super().accept()


def ask_number(parent: QWidget, title: str, text: str, value: int, least: int, most: int) -> int | None:
    """A whole number, None where the clerk gives none."""
    dialog = NumberDialog(parent, title, text, value, least, most)
    given = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.field.value() if given else None
