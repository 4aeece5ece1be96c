"""Spans of days that adoption is counted over, and how an office words them. Knows no items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as Date  # noqa: N812
from datetime import timedelta
from typing import NamedTuple

from bulletin_desk.bulletin.dates import chinese_date


class Span(NamedTuple):
    """From one day to another, both included."""

    since: Date
    until: Date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, Date) and self.since <= day <= self.until

    @property
    def words(self) -> str:
        """As a title has it: 2026年, 2026年上半年, 2026年第三季度, 2026年10月, else its days."""
        year = self.since.year
        for months, kind in ((12, ""), (6, "half"), (3, "quarter"), (1, "month")):
            begins = self.since.day == 1 and self.since.month % months == 1 % months
            if begins and self.until == _end(year, self.since.month + months - 1):
                return f"{year}年{_part(kind, self.since.month)}"
        if (self.since.month, self.since.day, self.until.month, self.until.day) == (1, 1, 12, 31):
            return f"{year}年至{self.until.year}年"
        return self.days

    @property
    def days(self) -> str:
        """2026年7月1日至9月30日."""
        since, until = chinese_date(self.since), chinese_date(self.until)
        if self.since == self.until:
            return since
        same = f"{self.since.year}年" if self.since.year == self.until.year else ""
        return f"{since}至{until.removeprefix(same)}"

    def months(self) -> Iterator[tuple[int, int]]:
        """Years and months that it touches."""
        year, month = self.since.year, self.since.month
        while (year, month) <= (self.until.year, self.until.month):
            yield year, month
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _part(kind: str, month: int) -> str:
    match kind:
        case "half":
            return "上半年" if month == 1 else "下半年"
        case "quarter":
            return quarter_words(month)
        case "month":
            return f"{month}月"
    return ""


def quarter_words(month: int) -> str:
    """The quarter that a month lies in: 第三季度."""
    return f"第{'一二三四'[(month - 1) // 3]}季度"


def half_words(month: int) -> str:
    """The half of the year that a month lies in: 上半年."""
    return "上半年" if month <= 6 else "下半年"


def _end(year: int, month: int) -> Date:
    """The last day of a month."""
    if (year, month) == (Date.max.year, 12):
        return Date.max
    return (Date(year, month + 1, 1) if month < 12 else Date(year + 1, 1, 1)) - timedelta(days=1)


def year_span(year: int) -> Span:
    """A whole year."""
    return Span(Date(year, 1, 1), Date(year, 12, 31))


def half_span(year: int, half: int) -> Span:
    """上半年 (1) or 下半年 (2)."""
    return Span(Date(year, 6 * half - 5, 1), _end(year, 6 * half))


def quarter_span(year: int, quarter: int) -> Span:
    """One of the four quarters of a year."""
    return Span(Date(year, 3 * quarter - 2, 1), _end(year, 3 * quarter))


def month_span(year: int, month: int) -> Span:
    """A whole month."""
    return Span(Date(year, month, 1), _end(year, month))


def span_of(text: str) -> Span:
    """The span that a clerk writes: 2026, 2026-10 (2026年10月), 2026Q3 (2026年第三季度), 2026H1 (上半年),
    2026-01-01/2026-02-15 (.. and 至 will do, a month or year for either day too). Raises ValueError with a
    phrase that says what is wrong."""
    parts = re.split("/|至|[.]{2,3}|~|—", text.strip())
    if len(parts) > 2 or not all(part.strip() for part in parts):
        raise ValueError(_HOW.format(text))
    spans = [_one(part.strip()) for part in parts]
    span = Span(spans[0].since, spans[-1].until)
    if span.until < span.since:
        raise ValueError(f"“{text}”的结束日期早于开始日期")
    return span


_HOW = "“{}”看不出是哪一段时间，请写成 2026、2026-10、2026Q3、2026H1 或 2026-01-01/2026-02-15"
_FORMS = re.compile(
    r"(?P<year>[0-9]{4})(?:年|(?![0-9](?![0-9])|[0-9]{3}(?![0-9])))(?:"  # 20261 may be a slip of 2026
    r"|-?[Qq](?P<quarter>[1-4])|第?(?P<chinese_quarter>[一二三四1-4])季度"
    r"|-?[Hh](?P<half>[12])|(?P<chinese_half>[上下])半年"
    r"|[-./]?(?P<month>[0-9]{1,2})月?(?:[-./]?(?P<day>[0-9]{1,2})日?)?"
    r")"
)


def _one(text: str) -> Span:
    found = _FORMS.fullmatch(text)
    if found is None:
        raise ValueError(_HOW.format(text))
    try:
        year = int(found["year"])
        if quarter := found["quarter"] or found["chinese_quarter"]:
            return quarter_span(year, "一二三四".find(quarter) + 1 or int(quarter))
        if half := found["half"] or found["chinese_half"]:
            return half_span(year, "上下".find(half) + 1 or int(half))
        if found["day"]:
            day = Date(year, int(found["month"]), int(found["day"]))
            return Span(day, day)
        return month_span(year, int(found["month"])) if found["month"] else year_span(year)
    except ValueError:
        raise ValueError(f"没有“{text}”这个日期") from None
