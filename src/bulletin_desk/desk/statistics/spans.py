"""Over which days is counted: chosen by name, or two days that are typed. Knows no items."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812
from datetime import timedelta
from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.parts.still import keep_still
from bulletin_desk.desk.parts.typed_fields import DateField


class Span(NamedTuple):
    """From a day to a day, both counted."""

    since: Date
    until: Date


class Choice(Enum):
    """The spans that have a name."""

    MONTH = "本月"
    LAST_MONTH = "上月"
    QUARTER = "本季度"
    LAST_QUARTER = "上季度"
    FIRST_HALF = "上半年"
    SECOND_HALF = "下半年"
    YEAR = "今年"
    LAST_YEAR = "去年"
    OWN = "自己选日期"


_MONTHS = {Choice.MONTH: 1, Choice.LAST_MONTH: 1, Choice.QUARTER: 3, Choice.LAST_QUARTER: 3}
_MONTHS |= {Choice.FIRST_HALF: 6, Choice.SECOND_HALF: 6}


def span_of(choice: Choice, today: Date) -> Span:
    """The span that a name means on a day; the whole year for none."""
    months = _MONTHS.get(choice, 12)
    first = (today.month - 1) // months * months + 12 * today.year
    match choice:
        case Choice.LAST_MONTH | Choice.LAST_QUARTER | Choice.LAST_YEAR:
            first -= months
        case Choice.FIRST_HALF:
            first = 12 * today.year
        case Choice.SECOND_HALF:
            first = 12 * today.year + 6
    return Span(_first_of(first), _first_of(first + months) - timedelta(days=1))


def _first_of(months: int) -> Date:
    return Date(months // 12, months % 12 + 1, 1)


class SpanChoice(QWidget):
    """The names of spans, and beside them the days, which can be typed. `changed` gives another span."""

    changed = Signal(object)

    def __init__(self, today: Date, choice: Choice = Choice.YEAR, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.span = span_of(choice, today)
        self.names = QComboBox(self)
        self.names.setAccessibleName("时间")
        keep_still(self.names)
        for each in Choice:
            self.names.addItem(each.value, each)
        self.names.setCurrentIndex(self.names.findData(choice))
        self.since, self.until = DateField(self.span.since, self), DateField(self.span.until, self)
        self.since.setAccessibleName("起日")
        self.until.setAccessibleName("止日")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.names, self.since, Label("至", self), self.until):
            row.addWidget(widget)
        for field in self.days:
            wide = field.fontMetrics().horizontalAdvance("2026年12月30日") + 44
            field.setFixedWidth(wide)
            field.changed.connect(self._typed)
        self.names.activated.connect(lambda _at: self._named())

    @property
    def days(self) -> tuple[DateField, DateField]:
        """The two fields."""
        return self.since, self.until

    @property
    def refused(self) -> str:
        """Why what stands here is no span, empty where it is one."""
        for field in self.days:
            if field.refused:
                return field.refused
        return "止日比起日早；请核对。" if self.until.value() < self.since.value() else ""

    def show_span(self, span: Span) -> None:
        """Another span, as if it had been typed."""
        for field, day in zip(self.days, span, strict=True):
            with QSignalBlocker(field):
                field.show_value(day)
        self._take(span, Choice.OWN)

    def _named(self) -> None:
        choice = self.names.currentData()
        if choice is Choice.OWN:
            self.since.setFocus()
            self.since.selectAll()
            return
        span = span_of(choice, self._today)
        for field, day in zip(self.days, span, strict=True):
            with QSignalBlocker(field):
                field.show_value(day)
        self._take(span, choice)

    def _typed(self) -> None:
        if not self.refused:
            self._take(Span(self.since.value(), self.until.value()), Choice.OWN)

    def _take(self, span: Span, choice: Choice) -> None:
        self.names.setCurrentIndex(self.names.findData(choice))
        if span != self.span:
            self.span = span
            self.changed.emit(span)
