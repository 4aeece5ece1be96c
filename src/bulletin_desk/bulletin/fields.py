"""The fields that a layout declares beside those of every bulletin: what their values may be, and an issue
with a value set. Must not know how a value is worded or where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date as Date  # noqa: N812
from datetime import timedelta
from typing import Literal, NamedTuple

from bulletin_desk.bulletin.bounds import MAX_NUMBER
from bulletin_desk.bulletin.grammar import (
    CLOSING_FIELDS,
    DATE,
    DISCLOSURE,
    DISTRIBUTION,
    HEAD_FIELDS,
    ISSUER,
    MARKING,
    NAME,
    NUMBER,
    OFFICE,
    PRINT_COUNT,
    PRINTED,
    SUPPLEMENT,
    TOTAL_NUMBER,
    field_path,
    field_text_path,
    fields_of_path,
    is_field,
    numbers,
)
from bulletin_desk.bulletin.model import Field, Issue, Path
from bulletin_desk.checked import shown

FieldKind = Literal["text", "number", "date", "month", "period", "choice", "list"]
"""Canonical values: any text; `12`; `2024-01-09`; `2024-01`; `2024-01-01/2024-01-07`; one of the choices;
lines joined by a line break. Any may be empty."""
NextValue = Literal["keep", "empty", "default", "advance"]
"""What the following issue has: the same value, none, the default, or the next number, day, month, period."""

TYPED: tuple[FieldKind, ...] = ("text", "choice", "list")
"""Kinds whose values are printed as they are, and so can be typed on the page."""


class DeclaredField(NamedTuple):
    """A field of a layout's own: `name` in its wordings and in the file, `label` before the clerk; `form` is
    the wording of a date, month or period (empty: the usual one)."""

    name: str
    label: str
    kind: FieldKind
    where: Literal["head", "closing"]
    default: str = ""
    choices: tuple[str, ...] = ()
    form: str = ""
    required: bool = False
    next: NextValue = "keep"

    @property
    def path(self) -> Path:
        """Of the values among which its own stands."""
        return HEAD_FIELDS if self.where == "head" else CLOSING_FIELDS


PARTS: Mapping[Path, tuple[str, ...]] = {
    NAME: ("name",),
    NUMBER: ("number",),
    TOTAL_NUMBER: ("total",),
    SUPPLEMENT: ("supplement",),
    MARKING: ("marking",),
    ISSUER: ("issuer",),
    DATE: ("date", "year", "month", "day"),
    DISCLOSURE: ("disclosure",),
    DISTRIBUTION: ("label", "to"),
    OFFICE: ("imprint_office",),
    PRINTED: ("imprint_date",),
    PRINT_COUNT: ("print_count",),
}
"""The parts of head and closing block that every bulletin has, and what layouts call them."""


class Placed(NamedTuple):
    """What has a place on the paper in a layout: `parts` of those that every bulletin has, and which of the
    fields that it declares, in the order of its rows. `counted`: its issues have numbers that follow one
    another."""

    parts: frozenset[Path] = frozenset(PARTS)
    declared: tuple[DeclaredField, ...] = ()
    counted: bool = True

    @property
    def labels(self) -> Mapping[str, str]:
        """What the clerk calls the declared fields, by name."""
        return labels_of(self.declared)


EVERYWHERE = Placed()
"""Where nothing is known of a layout: all that every bulletin has."""


def labels_of(declared: Iterable[DeclaredField]) -> Mapping[str, str]:
    """What the clerk calls these fields, by name."""
    return {field.name: field.label for field in declared}


# ---- values of an issue


def fields_of(issue: Issue, fields: Path) -> tuple[Field, ...]:
    """The values in HEAD_FIELDS or CLOSING_FIELDS."""
    return issue.head_fields if fields == HEAD_FIELDS else issue.closing_fields


def place_of(issue: Issue, fields: Path, name: str) -> int | None:
    """Where the value of this name stands among them; None if there is none."""
    return next((at for at, field in enumerate(fields_of(issue, fields)) if field.name == name), None)


def field_value(issue: Issue, fields: Path, name: str) -> str | None:
    """The value of this name; None if there is none."""
    at = place_of(issue, fields, name)
    return None if at is None else fields_of(issue, fields)[at].text


def value_of(issue: Issue, field: DeclaredField) -> str:
    """An issue's value of a declared field: its default where the issue has none."""
    value = field_value(issue, field.path, field.name)
    return field.default if value is None else value


def path_of(issue: Issue, field: DeclaredField) -> Path:
    """The path of an issue's value of a declared field, as a line of the page names it where it stands by
    itself; of all values where the issue has none."""
    at = place_of(issue, field.path, field.name)
    if at is None:
        return field.path
    return (field_text_path if field.kind in TYPED else field_path)(field.path, at)


def is_placed(issue: Issue, path: Path, placed: Placed) -> bool:
    """Whether a text of head or closing block has a place on the paper; that of a field that only another
    layout declares has none."""
    if not is_field(path):
        return path not in PARTS or path in placed.parts
    where = fields_of_path(path)
    name = fields_of(issue, where)[numbers(path)[0]].name
    return any(field.name == name and field.path == where for field in placed.declared)


def with_field(issue: Issue, fields: Path, name: str, text: str | None) -> Issue:
    """`issue` with this value, which is added behind the others if there was none; without it for None."""
    old = fields_of(issue, fields)
    at = place_of(issue, fields, name)
    if at is None:
        new = old if text is None else (*old, Field(name, text))
    elif text is None:
        new = (*old[:at], *old[at + 1 :])
    else:
        new = old if old[at].text == text else (*old[:at], Field(name, text), *old[at + 1 :])
    if new is old:
        return issue
    return replace(issue, head_fields=new) if fields == HEAD_FIELDS else replace(issue, closing_fields=new)


def completed(issue: Issue, declared: Iterable[DeclaredField]) -> Issue:
    """`issue` with a value for each declared field: those that it lacks get their defaults. Only what an
    issue has can be typed on the page."""
    for field in declared:
        if place_of(issue, field.path, field.name) is None:
            issue = with_field(issue, field.path, field.name, field.default)
    return issue


# ---- what a value may be


def wrong_value(field: DeclaredField, text: str) -> str:
    """Why a text is no value of a field, in a sentence for the clerk; empty if it is one."""
    if not text:
        return f"“{field.label}”还没有填；请填上。" if field.required else ""
    match field.kind:
        case "number":
            if not re.fullmatch(r"[1-9][0-9]{0,6}", text) or int(text) > MAX_NUMBER:
                return f"“{field.label}”应是1至{MAX_NUMBER}之间的整数，现在是“{shown(text)}”；请改正。"
        case "date":
            if day_of(text) is None:
                return f"“{field.label}”应是 2024-01-09 这样的日期，现在是“{shown(text)}”；请改正。"
        case "month":
            if month_of(text) is None:
                return f"“{field.label}”应是 2024-01 这样的年月，现在是“{shown(text)}”；请改正。"
        case "period":
            if period_of(text) is None:
                form = "2024-01-01/2024-01-07 这样的起止日期，止日不早于起日"
                return f"“{field.label}”应是 {form}，现在是“{shown(text)}”；请改正。"
        case "choice":
            if text not in field.choices:
                choices = "、".join(f"“{shown(choice)}”" for choice in field.choices)
                return f"“{field.label}”应是{choices}之一，现在是“{shown(text)}”；请改选。"
    return ""


def day_of(text: str) -> Date | None:
    """The day of a canonical value."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return Date.fromisoformat(text)
    except ValueError:
        return None


def month_of(text: str) -> Date | None:
    """The first day of the month of a canonical value."""
    return day_of(f"{text}-01") if re.fullmatch(r"[0-9]{4}-[0-9]{2}", text) else None


def period_of(text: str) -> tuple[Date, Date] | None:
    """First and last day of a canonical value."""
    first, slash, last = text.partition("/")
    days = day_of(first), day_of(last)
    if not slash or days[0] is None or days[1] is None or days[1] < days[0]:
        return None
    return days[0], days[1]


# ---- the following issue


def next_value(field: DeclaredField, text: str) -> str:
    """The value of the issue that follows one with this value."""
    match field.next:
        case "keep":
            return text
        case "empty":
            return ""
        case "default":
            return field.default
        case "advance":
            return _advanced(field, text)


def _advanced(field: DeclaredField, text: str) -> str:
    """The next number, day, month or period; the value itself where there is none."""
    try:
        match field.kind:
            case "number":
                return str(int(text) + 1) if not wrong_value(field, text) and text else text
            case "date":
                day = day_of(text)
                return text if day is None else (day + timedelta(1)).isoformat()
            case "month":
                month = month_of(text)
                return text if month is None else _month_after(month).isoformat()[:7]
            case "period":
                period = period_of(text)
                return text if period is None else _period_after(*period)
            case _:
                return text
    except (OverflowError, ValueError):  # behind the last year that there is
        return text


def _month_after(month: Date) -> Date:
    return Date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _period_after(first: Date, last: Date) -> str:
    """The period that begins on the day after: so many whole months if it was such, else so many days."""
    start = last + timedelta(1)
    if first.day == 1 == start.day:
        end = start
        for _ in range((start.year - first.year) * 12 + start.month - first.month):
            end = _month_after(end)
        end -= timedelta(1)
    else:
        end = start + (last - first)
    return f"{start.isoformat()}/{end.isoformat()}"
