"""Over which days is counted: chosen by name, or two days that are typed. Knows no items."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from bulletin_desk.desk.parts.plain import Label
from bulletin_desk.desk.parts.still import keep_still
from bulletin_desk.desk.parts.typed_fields import DateField
from bulletin_desk.statistics.spans import Span, half_span, month_span, quarter_span, year_span

if TYPE_CHECKING:
    from collections.abc import Callable


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


def span_of(choice: Choice, today: Date) -> Span:
    """The span that a name means on a day; of none, the year."""
    return _SPANS.get(choice, _SPANS[Choice.YEAR])(today.year, today.month)


_SPANS: dict[Choice, Callable[[int, int], Span]] = {
    Choice.MONTH: month_span,
    Choice.LAST_MONTH: lambda year, month: month_span(*_before(year, month, 12)),
    Choice.QUARTER: lambda year, month: quarter_span(year, (month + 2) // 3),
    Choice.LAST_QUARTER: lambda year, month: quarter_span(*_before(year, (month + 2) // 3, 4)),
    Choice.FIRST_HALF: lambda year, _: half_span(year, 1),
    Choice.SECOND_HALF: lambda year, _: half_span(year, 2),
    Choice.YEAR: lambda year, _: year_span(year),
    Choice.LAST_YEAR: lambda year, _: year_span(year - 1),
}


def _before(year: int, number: int, of_year: int) -> tuple[int, int]:
    """The month or quarter before one."""
    return (year, number - 1) if number > 1 else (year - 1, of_year)


class SpanChoice(QWidget):
    """The names of spans, and beside them the days, which can be typed. `changed` gives another span, `told`
    why what is typed is none, and nothing as soon as it is one."""

    changed = Signal(object)
    told = Signal(str)

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
            wide = field.fontMetrics().horizontalAdvance("2026年12月30日") + 3 * field.fontMetrics().height()
            field.setFixedWidth(wide)
            field.changed.connect(self._typed)
            field.told.connect(self._tell)
            field.editingFinished.connect(self._tell)
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
        """Another span, as if its days had been typed."""
        self._set(span, Choice.OWN)

    def recolour(self) -> None:
        """The fields' buttons follow light and dark."""
        for field in self.days:
            field.recolour()

    def _named(self) -> None:
        choice = self.names.currentData()
        if choice is Choice.OWN:
            self.since.setFocus()
            self.since.selectAll()
        else:
            self._set(span_of(choice, self._today), choice)

    def _set(self, span: Span, choice: Choice) -> None:
        for field, day in zip(self.days, (span.since, span.until), strict=True):
            with QSignalBlocker(field):
                field.show_value(day)
                field.drop()
        self._take(span, choice)

    def _typed(self) -> None:
        if not self.refused:
            self._take(Span(self.since.value(), self.until.value()), Choice.OWN)

    def _tell(self, _sentence: str = "") -> None:
        self.told.emit(self.refused)

    def _take(self, span: Span, choice: Choice) -> None:
        self.names.setCurrentIndex(self.names.findData(choice))
        self._tell()
        if span != self.span:
            self.span = span
            self.changed.emit(span)
