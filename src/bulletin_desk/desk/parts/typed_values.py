"""Fields for the values of a layout's own: numbers, days, months and periods that may be empty, as canonical
texts. They know no issue and no layout."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date as Date  # noqa: N812

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from bulletin_desk.bulletin.bounds import MAX_NUMBER
from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.bulletin.fields import DeclaredField, day_of, month_of, period_of
from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.parts.typed_fields import (
    FIRST_YEAR,
    CalendarField,
    TypedField,
    checked_day,
    day_stepped,
)
from bulletin_desk.editing.typed import date_of, number_of
from bulletin_desk.errors import EditError

_MONTH = re.compile(r"(?:(\d{4})\s*[年.\-/]\s*)?(\d{1,2})\s*月?|(\d{4})(\d{2})")


class NumberValue(TypedField[str]):
    """A whole number: `12`, or nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)

    def read(self, text: str) -> str:
        """As `number_of`."""
        return str(number_of(text, 1, MAX_NUMBER)) if text.strip() else ""

    def words(self, value: str) -> str:
        """As it is."""
        return value

    def stepped(self, value: str, by: int) -> str:
        """Up counts on, from none to 1."""
        number = int(value) if value.isascii() and value.isdigit() else 0
        return str(min(max(number + by, 1), MAX_NUMBER))


class DayValue(CalendarField[str]):
    """A day: `2024-01-09`, or nothing. A day without a year is the one nearest to that which stood here, or
    to `near`, the day of the issue."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.near: Callable[[], Date] = Date.today
        super().__init__("", parent)

    def read(self, text: str) -> str:
        """As `date_of`."""
        if not text.strip():
            return ""
        return checked_day(date_of(text, day_of(self._settled) or self.near())).isoformat()

    def words(self, value: str) -> str:
        """2026年12月5日; what is no day, as it is."""
        day = day_of(value)
        return value if day is None else chinese_date(day)

    def stepped(self, value: str, by: int) -> str:
        """Up goes on by days."""
        return day_stepped(day_of(value) or self.near(), by).isoformat()

    def day(self, value: str) -> Date:
        """The day that the calendar shows first."""
        return day_of(value) or self.near()

    def value_of(self, day: Date) -> str:
        """The value of a day of the calendar."""
        return day.isoformat()


class MonthValue(TypedField[str]):
    """A month: `2024-01`, or nothing. One without a year is in the year of what stood here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.near: Callable[[], Date] = Date.today
        super().__init__("", parent)

    def read(self, text: str) -> str:
        """2024年1月, 2024-1, 2024.01, 202401, 1月. Raises EditError for all else."""
        typed = text.strip()
        if not typed:
            return ""
        found = _MONTH.fullmatch(typed)
        if found is None:
            raise EditError(f"“{typed[:20]}”看不出是哪一月；请写成 2026年12月 这样。")
        here = month_of(self._settled) or self.near()
        year, number = int(found[1] or found[3] or here.year), int(found[2] or found[4])
        if not 1 <= number <= 12:
            raise EditError(f"没有“{number}月”；请核对。")
        if year < FIRST_YEAR:
            raise EditError(f"“{year}年{number}月”太早了；请核对年份。")
        return f"{year:04}-{number:02}"

    def words(self, value: str) -> str:
        """2026年12月; what is no month, as it is."""
        month = month_of(value)
        return value if month is None else f"{month.year}年{month.month}月"

    def stepped(self, value: str, by: int) -> str:
        """Up goes on by months."""
        month = month_of(value) or self.near()
        months = min(max(month.year * 12 + month.month - 1 + by, FIRST_YEAR * 12), Date.max.year * 12 + 11)
        return f"{months // 12:04}-{months % 12 + 1:02}"


class PeriodValue(QWidget):
    """A period: `2024-01-01/2024-01-07`, or nothing; its two days are fields of their own. `changed` and
    `told` as those of a TypedField; while only one day is there, or they are the wrong way round, the value
    stays as it was."""

    changed = Signal(object)
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first, self.last = DayValue(self), DayValue(self)
        self._value = self._said = ""
        # one below the other: side by side a narrow panel would hide their ends
        rows = QGridLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        for at, (words, field) in enumerate(zip(("从", "至"), self.days, strict=True)):
            rows.addWidget(Label(words, self), at, 0)
            rows.addWidget(field, at, 1)
        rows.setColumnStretch(1, 1)
        self.setFocusProxy(self.first)
        for field in self.days:
            field.changed.connect(self._typed)
            field.textChanged.connect(self._look)
            field.editingFinished.connect(self._tell)
            field.told.connect(self._tell)

    @property
    def days(self) -> tuple[DayValue, DayValue]:
        """The fields of its first and its last day."""
        return self.first, self.last

    def value(self) -> str:
        """The value that was given last."""
        return self._value

    @property
    def said(self) -> str:
        """The sentence given by `told` last."""
        return self._said

    @property
    def refused(self) -> str:
        """Why what stands here is no period, empty where it is one or nothing."""
        for field in self.days:
            if field.refused:
                return field.refused
        first, last = self.first.value(), self.last.value()
        if not first and not last:
            return ""
        if not first or not last:
            return "起日和止日要都填上，或者都空着。"
        if period_of(f"{first}/{last}") is None:
            return "止日比起日早；请核对。"
        return ""

    def show_value(self, value: str) -> None:
        """Shows a value without giving it out; what was refused stays for the same value."""
        if value != self._value:
            self._value = value
            self.drop()

    def drop(self) -> None:
        """Forgets what was typed and refused: shows the value."""
        first, slash, last = self._value.partition("/")
        for field, text in zip(self.days, (first, last if slash else ""), strict=True):
            field.show_value(text)
            field.drop()
        self._say("")

    def settle(self) -> None:
        """Ends the typing."""
        for field in self.days:
            field.settle()
        self._tell()

    def _typed(self) -> None:
        if self.refused:
            return
        first, last = self.first.value(), self.last.value()
        value = f"{first}/{last}" if first else ""
        if value != self._value:
            self._value = value
            self.changed.emit(value)

    def _look(self) -> None:
        if not self.refused:
            self._say("")

    def _tell(self) -> None:
        # who goes from the first day to the last one is still typing
        typing = any(field.hasFocus() and not field.said for field in self.days)
        if not typing or not self.refused:
            self._say(self.refused)

    def _say(self, sentence: str) -> None:
        if sentence != self._said:
            self._said = sentence
            self.setAccessibleDescription(sentence)
            self.told.emit(sentence)


Value = NumberValue | DayValue | MonthValue | PeriodValue
VALUES = (NumberValue, DayValue, MonthValue, PeriodValue)


def value_field(field: DeclaredField, near: Callable[[], Date], parent: QWidget) -> Value | None:
    """The field for a number, a day, a month or a period; None for a kind that refuses nothing. A day that is
    typed without its year is near the one that `near` gives."""
    made: Value
    match field.kind:
        case "number":
            made = NumberValue(parent)
        case "date":
            made = DayValue(parent)
        case "month":
            made = MonthValue(parent)
        case "period":
            made = PeriodValue(parent)
            for day, which in zip(made.days, ("起日", "止日"), strict=True):
                day.setAccessibleName(f"{field.label}（{which}）")
        case _:
            return None
    for inside in lines_of(made):
        if isinstance(inside, DayValue | MonthValue):
            inside.near = near
    made.setAccessibleName(field.label)
    return made


def lines_of(value: Value) -> tuple[NumberValue | DayValue | MonthValue, ...]:
    """The lines that are typed into."""
    return value.days if isinstance(value, PeriodValue) else (value,)
