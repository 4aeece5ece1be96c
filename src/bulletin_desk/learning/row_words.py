"""The words of rows of head and closing block as a layout has them: values as fields, of every bulletin's or
of the layout's own, all else as it stands. Must not know where a row stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date as Date  # noqa: N812
from typing import Literal, NamedTuple

from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.bulletin.fields import DeclaredField, FieldKind, NextValue
from bulletin_desk.bulletin.model import Field
from bulletin_desk.gathering.closing import Closing
from bulletin_desk.gathering.doubts import Doubt
from bulletin_desk.gathering.figures import Day, Figure, days_in, number_of, numbers_in
from bulletin_desk.gathering.head import Head
from bulletin_desk.gathering.rows import bare
from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.layouts.read_rows import BUILT_IN, ENTRY
from bulletin_desk.layouts.wordings import MARKS
from bulletin_desk.learning.periods import Period, periods_in

Where = Literal["head", "closing"]
_LABELLED = re.compile(
    rf"(?P<label>[{HAN}](?:[{HAN}\s、（）()/]{{0,14}}[{HAN}）)])?)\s*[：:](?P<blank>\s*)(?P<value>\S.*)"
)
_NEXT_LABEL = re.compile(rf"\s+(?=[{HAN}](?:[{HAN}\s]{{0,10}}[{HAN}])?\s*[：:])")
"""Blanks before a further label in one piece."""
_COPY = re.compile(
    r"(?P<before>(?:№|N[oO][.．:：]?|份\s*号\s*[：:]?|编\s*号\s*[：:]?)\s*)(?P<copy>0[0-9]{2,7})(?![0-9])"
)
_LONE_COPY = re.compile(r"0[0-9]{4,7}")
_WEEKDAY = re.compile(r"[（(\s]*(?:星期|周)[一二三四五六日天][）)]?")
_CLOCK = re.compile(r"\s*[0-9]{1,2}\s*(?:[时点](?:\s*[0-9]{1,2}\s*分|整|半)?|[:：]\s*[0-9]{2})")
"""The time of day behind a day."""
_WITHOUT_YEAR = re.compile(r"(?<![0-9年./-])(?P<month>[0-9]{1,2})\s*月\s*(?P<day>[0-9]{1,2})\s*[日号]")
_COUNT = re.compile(
    r"印[数发制刷]?\s*[：:]?\s*(?P<count>[0-9０-９]{1,6}|[一二三四五六七八九十百千]{1,9})\s*份"
)
_UNTIL = re.compile(r"\s*[-—–~～、至和]\s*第?[0-9]{1,4}")
"""The second number of two issues in one."""
_OPEN, _SHUT = "（(〔［[【〖", "）)〕］]】〗"
_LONGEST_NAME = 24
_WORD = re.compile(f"[{HAN}A-Za-z0-9]")


class Span(NamedTuple):
    """Characters of a row that a pattern of a layout's stands for."""

    start: int
    stop: int
    pattern: str


class RowWords:
    """Words the rows of an issue's head and closing block. What was met on the way: `declared` fields of the
    layout's own with the `values` of this issue, `doubts`, and the name as far as it is one piece's."""

    def __init__(self, head: Head, closing: Closing) -> None:
        self._head = head
        self._closing = closing
        self._placed: set[str] = set()
        self.barred: frozenset[str] = frozenset()
        """Texts that have their place in another row than those that are worded now."""
        self.name = head.name
        self._last: Date | None = None
        self._own_day: Date | None = None
        self.copy = ""
        self.declared: list[DeclaredField] = []
        self.values: list[Field] = []
        self.doubts: list[Doubt] = []

    def placed(self, name: str) -> bool:
        """Whether a text has its place in a row."""
        return name in self._placed

    @property
    def issuer(self) -> str:
        """Who issued it."""
        return self._head.issuer

    @property
    def date(self) -> Date | None:
        """The day of the issue; where none is told, the last of its period or of its year."""
        told = self.day or self._head.month or self._last
        return Date(self._head.year, 12, 31) if told is None and self._head.year else told

    @property
    def day(self) -> Date | None:
        """The day of the issue, where that is told; a row of the head may tell it with a time, or without its
        year."""
        return self._head.date or self._closing.date or self._own_day

    def patterns(self, texts: Sequence[str], where: Where) -> list[str]:
        """The wordings of pieces that stand side by side in a cell and say `texts`."""
        whole = "".join(texts)
        bounds, start = [], 0
        for text in texts:
            bounds.append((start, start + len(text)))
            start += len(text)
        spans = list(self._spans(whole, where, bounds))
        return [_worded(whole, first, last, spans) for first, last in bounds]

    def place(self, name: str) -> None:
        """Tells that a text has its place."""
        self._placed.add(name)

    def is_name(self, text: str) -> bool:
        """Whether a row says the bulletin's name or a line of it."""
        said = bare(text)
        return (bool(said) and any(said == bare(line) for line in self._head.name.split("\n"))) or (
            bool(said) and said == bare(self._head.name)
        )

    def own(
        self,
        label: str,
        where: Where,
        value: str,
        kind: FieldKind = "text",
        form: str = "",
        next_value: NextValue = "keep",
    ) -> str:
        """The name of a field of the layout's own, which is declared, with this issue's value."""
        label = bare(label)[:_LONGEST_NAME] or "文字"
        name = "".join(char for char in label if char.isalnum())
        if not name or not (name[0].isalpha()):
            name = f"栏{name}"
        taken = {field.name for field in self.declared} | BUILT_IN.keys() | ENTRY.keys() | {"page"}
        number = 1
        unique, shown = name, label
        while unique in taken:
            number += 1
            unique, shown = f"{name}{number}", f"{label}{number}"
        default = value if kind == "list" else ""
        self.declared.append(
            DeclaredField(unique, shown, kind, where, default=default, form=form, next=next_value)
        )
        self.values.append(Field(unique, value))
        return unique

    # ---- values

    def _spans(self, text: str, where: Where, bounds: Sequence[tuple[int, int]]) -> Iterator[Span]:
        taken: list[Span] = []

        def free(start: int, stop: int) -> bool:
            return all(stop <= span.start or span.stop <= start for span in taken)

        for span in self._values(text, where, bounds):
            if free(span.start, span.stop):
                taken.append(span)
        for start, stop in _stretches(text):
            if free(start, stop):
                taken += self._labelled(text, start, stop, where)
        return iter(sorted(taken))

    def _values(self, text: str, where: Where, bounds: Sequence[tuple[int, int]]) -> Iterator[Span]:
        yield from self._texts(text, where, bounds)
        periods = list(periods_in(text, self._year))
        for period in periods:
            yield self._period(period, text, where)
        for day in days_in(text):
            if all(day.stop <= period.start or period.stop <= day.start for period in periods):
                if where == "head" and day.whole and self.day is None:
                    self._own_day = day.date
                yield from self._day(day, text, where)
        if where == "closing":
            yield from self._count(text)
            return
        yield from self._day_without_year(text)
        yield from self._copy(text)
        figures = list(numbers_in(text))
        for one in figures:
            yield from self._figure(one, text, bounds, alone=len(figures) == 1)

    @property
    def _year(self) -> int:
        day = self._head.date or self._closing.date or self._head.month
        return self._head.year or (day.year if day else 2000)

    def _texts(self, text: str, where: Where, bounds: Sequence[tuple[int, int]]) -> Iterator[Span]:
        """The texts that were read, where they stand: each in one place."""
        head, closing = self._head, self._closing
        if where == "head":
            named = {"name": head.name, "marking": head.marking, "issuer": head.issuer}
        else:
            named = {"disclosure": closing.disclosure, "imprint_office": closing.office}
        for name, value in named.items():
            at = None if name in self._placed | self.barred else _find(text, value)
            if at is None:
                continue
            self._placed.add(name)
            start, stop = at
            inside = [bound for bound in bounds if start < bound[1] and bound[0] < stop]
            for first, (left, right) in enumerate(inside):
                part = max(start, left), min(stop, right)
                if not first:
                    yield Span(*part, f"{{{name}}}")
                    if name == "name" and len(inside) > 1:
                        self.name = text[part[0] : part[1]].strip()
                elif text[part[0] : part[1]].strip():
                    own = self.own(_REST.get(name, "其余的字"), where, text[part[0] : part[1]].strip())
                    yield Span(*part, f"{{{own}}}")

    def _period(self, period: Period, text: str, where: Where) -> Span:
        label = _label_before(text[: period.start]) or "起止日期"
        self._last = self._last or Date.fromisoformat(period.value.split("/")[1])
        name = self.own(label, where, period.value, "period", period.form, "advance")
        return Span(period.start, period.stop, f"{{{name}}}")

    def _day(self, day: Day, text: str, where: Where) -> Iterator[Span]:
        said = text[day.start : day.stop]
        weekday = _WEEKDAY.search(said)
        plain = said[: weekday.start()] if weekday else said
        stop = day.start + len(plain)
        if weekday:
            name = self.own("星期", where, said[len(plain) :].strip(), next_value="empty")
            yield Span(stop, day.stop, f"{{{name}}}")
        yield Span(day.start, stop, self._day_pattern(day, plain, text, where))
        yield from self._clock(text, day.stop, where)

    def _clock(self, text: str, start: int, where: Where) -> Iterator[Span]:
        """The time of day, which no two issues have alike."""
        if found := _CLOCK.match(text, start):
            name = self.own("时间", where, found[0].strip(), next_value="empty")
            yield Span(*found.span(), f"{{{name}}}")

    def _day_without_year(self, text: str) -> Iterator[Span]:
        """A month and a day, where the issue tells none with its year."""
        found = _WITHOUT_YEAR.search(text)
        if found is None or self.day is not None:
            return
        try:
            self._own_day = Date(self._year, int(found["month"]), int(found["day"]))
        except ValueError:
            return
        if not self._head.year:
            said = f"旧的一期里没有年份，它的日期写作{chinese_date(self._own_day)}，请核对。"
            self.doubts.append(Doubt("date", said, found[0]))
        month, day = found.span("month"), found.span("day")
        form = f"{{month}}{text[month[1] : day[0]]}{{day}}{text[day[1] : found.end()]}"
        yield Span(*found.span(), form)
        yield from self._clock(text, found.end(), "head")

    def _day_pattern(self, day: Day, said: str, text: str, where: Where) -> str:
        usual = bare(said) == chinese_date(day.date) if day.whole else False
        parts = _in_parts(said, day)
        if where == "closing" and day.whole and day.date == self._closing.date:
            if usual:
                return "{imprint_date}"
            if parts and self._closing.date != self.date:
                name = self.own("印发日期", where, day.date.isoformat(), "date", parts)
                return f"{{{name}}}"
            if not parts:
                self._unlike(said, chinese_date(day.date))
                return "{imprint_date}"
            return parts
        if self.date is not None and (
            day.date == self.date
            if day.whole
            else (day.date.year, day.date.month) == (self.date.year, self.date.month)
        ):
            if usual or not parts:
                if not usual and day.whole:
                    self._unlike(said, chinese_date(day.date))
                return "{date}" if day.whole else "{year}年{month}月"
            return parts
        label = _label_before(text[: day.start]) or ("日期" if day.whole else "年月")
        value = day.date.isoformat() if day.whole else day.date.isoformat()[:7]
        kind: FieldKind = "date" if day.whole else "month"
        name = self.own(label, where, value, kind, "" if usual else parts, "keep" if day.whole else "advance")
        return f"{{{name}}}"

    def _unlike(self, said: str, ours: str) -> None:
        message = f"旧的一期写“{said}”，版式里写成“{ours}”。"
        self.doubts.append(Doubt("layout", message, said))

    def _count(self, text: str) -> Iterator[Span]:
        found = _COUNT.search(text)
        if found is not None and self._closing.print_count == number_of(found["count"]):
            if not found["count"].isascii():
                self._unlike(found["count"], str(self._closing.print_count))
            yield Span(*found.span("count"), "{print_count}")

    def _copy(self, text: str) -> Iterator[Span]:
        """A copy's number with noughts before it, which differs from copy to copy."""
        found = _COPY.search(text)
        span = found.span("copy") if found else None
        if span is None and _LONE_COPY.fullmatch(text.strip()):
            start = len(text) - len(text.lstrip())
            span = start, start + len(text.strip())
        if span is None:
            return
        self.copy = text[slice(*span)]
        before = found.start("before") if found else span[0]
        yield Span(before, span[1], f"[{_said(text[before : span[0]])}{{copy}}]")

    def _figure(
        self, one: Figure, text: str, bounds: Sequence[tuple[int, int]], *, alone: bool
    ) -> Iterator[Span]:
        """A number of the issue, of its year, or the name of a supplement."""
        known = {
            "number": self._head.number,
            "total": self._head.total,
            "year": self._head.year,
            "supplement": 0,
        }
        if known.get(one.what) != one.value:
            return
        if one.what == "supplement":
            if one.text == self._head.supplement:
                at = text.find(one.text, one.start, one.stop)
                yield _supplement(text, at, at + len(one.text))
            return
        if self.copy and one.text.startswith("0"):
            return
        at = text.find(one.text, one.start, one.stop)
        stop = at + len(one.text)
        if one.text != str(one.value):
            behind = text[stop : one.stop]
            self._unlike(text[one.start : one.stop], f"{text[one.start : at]}{one.value}{behind}")
        until = _UNTIL.match(text, stop) if one.what == "number" else None
        if until is not None:
            self._unlike(text[one.start : until.end()], f"{text[one.start : at]}{one.value}")
            stop = until.end()
        if one.what == "total":
            yield from self._total(one, at, stop, text, bounds, alone=alone)
            return
        if one.what == "number" and not self._head.supplement and text[:at].rstrip().endswith("第"):
            place = text.rstrip().rfind("第", 0, at)
            if "supplement" not in self._placed:
                self._placed.add("supplement")
                yield Span(place, place, "{supplement}")
        yield Span(at, stop, f"{{{one.what}}}")

    def _total(
        self, one: Figure, at: int, stop: int, text: str, bounds: Sequence[tuple[int, int]], *, alone: bool
    ) -> Iterator[Span]:
        """The total number, left out with the words and brackets around it where an issue has none."""
        start, end = one.start, one.stop
        if not any(left <= start and end <= right for left, right in bounds):
            yield Span(at, stop, "{total}")
            return
        opened = start > 0 and text[start - 1] in _OPEN and text[end : end + 1] in tuple(_SHUT)
        if opened:
            start, end = start - 1, end + 1
        before, behind = text[start:at], text[stop:end]
        yield Span(start, end, f"[{_said(before)}{{total}}{_said(behind)}]")

    # ---- labels

    def _labelled(self, text: str, start: int, stop: int, where: Where) -> Iterator[Span]:
        """A text behind a label: 责任编辑：某某, left out where it is empty."""
        found = _LABELLED.fullmatch(text, start, stop)
        if found is None or not _WORD.search(found["value"]):
            return
        value = found["value"].rstrip()
        name = self.own(found["label"], where, value)
        said = _said(text[start : found.start("value")])
        yield Span(start, found.start("value") + len(value), f"[{said}{{{name}}}]")


def _supplement(text: str, start: int, stop: int) -> Span:
    """The name of a supplement, with the brackets around it, which go with it."""
    if text[start - 1 : start] in tuple(_OPEN) and text[stop : stop + 1] in tuple(_SHUT):
        return Span(start - 1, stop + 1, f"[{_said(text[start - 1])}{{supplement}}{_said(text[stop])}]")
    return Span(start, stop, "{supplement}")


_REST = {"name": "名称的另一截", "issuer": "单位的另一截"}


def _find(text: str, value: str) -> tuple[int, int] | None:
    """Where a text says a value, blanks aside."""
    wanted = bare(value)
    if not wanted:
        return None
    at = [index for index, char in enumerate(text) if not char.isspace()]
    solid = "".join(text[index] for index in at)
    start = solid.find(wanted)
    if start < 0:
        return None
    return at[start], at[start + len(wanted) - 1] + 1


def _label_before(text: str) -> str:
    """The label at the end of a text: 统计时段："""
    found = re.search(rf"([{HAN}][{HAN}\s]{{0,12}})[：:（(]\s*\Z", text)
    return bare(found[1]) if found else ""


def _in_parts(said: str, day: Day) -> str:
    """A day's or month's own form with its figures as fields; empty where these are not plain ones."""
    figures = [day.date.year, day.date.month, *([day.date.day] if day.whole else [])]
    names = ("year", "month", "day")
    made, at = "", 0
    for found, (name, figure) in zip(
        re.finditer("[0-9]+", said), zip(names, figures, strict=False), strict=False
    ):
        if found[0] != str(figure):
            return ""
        made += _said(said[at : found.start()]) + f"{{{name}}}"
        at = found.end()
    complete = made.count("{") >= len(figures)
    return made + _said(said[at:]) if complete else ""


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a text that begin with a label each, without the blanks between them."""
    start = 0
    for found in _NEXT_LABEL.finditer(text):
        yield start, found.start()
        start = found.end()
    yield start, len(text)


def _worded(text: str, first: int, last: int, spans: Iterable[Span]) -> str:
    """A piece of a text as a wording: the patterns of the spans in it, all else as it stands."""
    made, at = "", first
    for span in spans:
        if span.start < first or span.stop > last or span.start < at:
            continue
        if span.start == span.stop == last and last < len(text):
            continue  # stands before what follows
        made += _said(text[at : span.start]) + span.pattern
        at = span.stop
    return made + _said(text[at:last])


def _said(words: str) -> str:
    """Constant words as a layout's file has them."""
    return "".join(char * 2 if char in MARKS else char for char in words)
