"""Reads the values of fields out of a row of head or closing block that came back from Word. Knows no XML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date as Date  # noqa: N812
from itertools import combinations

from bulletin_desk.bulletin.bounds import MAX_NUMBER
from bulletin_desk.bulletin.fields import DeclaredField, day_of, month_of, value_of, with_field, wrong_value
from bulletin_desk.bulletin.model import Imprint, Issue
from bulletin_desk.checked import shown
from bulletin_desk.export.docx.row_words import RowWords, Values
from bulletin_desk.export.docx.words import Words, read_dated
from bulletin_desk.layouts.wordings import FieldSlot, Option, Part, parsed

_MOST_EMPTY = 6
"""Fields of a row of which any may have become empty at once."""
_LONGEST_DATE = 200
"""Characters of a date or period in print."""
_MOST_SLOTS = 12
"""Fields in a form of dates that is read."""
_LONGEST_ROW = 20_000
"""Characters of a row in which several new values are looked for."""
_HERE = "\0"
_FIGURES = re.compile(r"[1-9][0-9]{0,6}")
_BLANKS = re.compile(r"\s+")


def read_row(text: str, row: RowWords, issue: Issue, words: Words) -> dict[str, str] | None:
    """The fields that a row has other values of than `issue` has, as they are printed there; None if the text
    is not worded as the row."""
    values = Values(issue, words)
    names = row.fields
    old = {name: values(name) for name in names}

    def worded(changed: Mapping[str, str]) -> str:
        return row.text(replace(values, changed=changed)) or ""

    def fits(changed: Mapping[str, str]) -> bool:
        return not any(applied(name, value, issue, words) is None for name, value in changed.items())

    if _bare(worded({})) == _bare(text):
        return {}
    unfit: dict[str, str] | None = None
    for found in _candidates(text, names, old, worded):
        if any("\t" in value for value in found.values()):  # words of another cell
            continue
        if fits(found):
            return found
        unfit = unfit or found
    return unfit


def _candidates(
    text: str, names: tuple[str, ...], old: Mapping[str, str], worded: Callable[[Mapping[str, str]], str]
) -> Iterator[dict[str, str]]:
    """Values that make a row say a text: of one field, else of several."""
    for name in names:
        before, here, behind = worded({name: _HERE}).partition(_HERE)
        long_enough = len(text) >= len(before) + len(behind)
        if here and _HERE not in behind and long_enough and text.startswith(before) and text.endswith(behind):
            yield {name: text[len(before) : len(text) - len(behind)]}
        if old[name] and _bare(worded({name: ""})) == _bare(text):
            yield {name: ""}
    if len(text) > _LONGEST_ROW:
        return
    for count in range(min(len(names), _MOST_EMPTY) + 1):
        for empty in combinations(names[:_MOST_EMPTY], count):
            marked = {name: "" if name in empty else f"{_HERE}{name}{_HERE}" for name in names}
            found = _cut(text, worded(marked).split(_HERE))
            if found is not None:
                found = {name: found.get(name, "") for name in names}
                if _bare(worded(found)) == _bare(text):
                    yield {name: value for name, value in found.items() if value != old[name]}


def _cut(text: str, parts: list[str]) -> dict[str, str] | None:
    """The values between words: `parts` are words and names in turn. A value goes as far as the next words
    first stand, the last one as far as the last words. Between words there may be other blanks."""
    found: dict[str, str] = {}
    squeezed, starts = _squeezed(text)
    words, names = [_BLANKS.sub(" ", part) for part in parts[::2]], parts[1::2]
    if not squeezed.startswith(words[0]):
        return None
    at = len(words[0])
    for number, (name, behind) in enumerate(zip(names, words[1:], strict=True), 1):
        if number == len(names):
            stop = len(squeezed) - len(behind) if squeezed.endswith(behind) else -1
        else:
            stop = squeezed.find(behind, at)
        if stop < at:
            return None
        value = text[starts[at] : starts[stop]]
        if found.setdefault(name, value) != value:
            return None
        at = stop + len(behind)
    return found if at == len(squeezed) else None


def _squeezed(text: str) -> tuple[str, list[int]]:
    """A text with one blank for several, and where each of its characters stands in it, and its end."""
    starts = [at for at, char in enumerate(text) if not (char.isspace() and text[at - 1 : at].isspace())]
    return "".join(" " if text[at].isspace() else text[at] for at in starts), [*starts, len(text)]


def _bare(text: str) -> str:
    return "".join(text.split())


# ---- values

_LABELS = {
    "name": "名称",
    "number": "期号",
    "total": "总期号",
    "supplement": "增刊名",
    "marking": "标注",
    "issuer": "编发单位",
    "date": "日期",
    "year": "年份",
    "month": "月份",
    "day": "日",
    "copy": "份号",
    "disclosure": "信息公开选项",
    "imprint_office": "印发机关",
    "imprint_date": "印发日期",
    "print_count": "印数",
}


def label_of(name: str, words: Words) -> str:
    """A field as the clerk calls it, in quotes."""
    own = words.field(name)
    return f"“{shown(own.label if own else _LABELS.get(name, name))}”"


def applied(name: str, printed: str, issue: Issue, words: Words) -> Issue | None:
    """An issue with the value of a field that is printed so; None if it is no value of that field."""
    own = words.field(name)
    if own is not None:
        value = canonical(own, printed, value_of(issue, own))
        if value is None or wrong_value(own, value):
            return None
        return with_field(issue, own.path, name, value)
    masthead, header = issue.masthead, issue.dated_header
    number = int(printed) if _FIGURES.fullmatch(printed.strip()) else None
    if number is not None and number > MAX_NUMBER:
        number = None
    match name:
        case "name":
            return replace(issue, masthead=replace(masthead, name=printed))
        case "marking":
            return replace(issue, masthead=replace(masthead, marking=printed))
        case "supplement":
            return replace(issue, masthead=replace(masthead, supplement=printed))
        case "number":
            return replace(issue, masthead=replace(masthead, number=number)) if number else None
        case "total" if number or not printed.strip():
            return replace(issue, masthead=replace(masthead, total_number=number))
        case "print_count" if number or not printed.strip():
            return replace(issue, print_count=number)
        case "issuer":
            return replace(issue, dated_header=replace(header, issuer=printed))
        case "disclosure":
            return replace(issue, disclosure=printed)
        case "date" | "year" | "month" | "day":
            day = _day(printed) if name == "date" else _with_part(header.date, name, number)
            return replace(issue, dated_header=replace(header, date=day)) if day else None
        case "imprint_office":
            imprint = issue.imprint or Imprint("", header.date)
            return replace(issue, imprint=replace(imprint, office=printed))
        case "imprint_date":
            if not printed.strip() and issue.imprint and not issue.imprint.office:
                return replace(issue, imprint=None)
            day = _day(printed)
            imprint = issue.imprint or Imprint("", header.date)
            return replace(issue, imprint=replace(imprint, date=day)) if day else None
    return None


def _day(printed: str) -> Date | None:
    """The date that a text is, and nothing else."""
    before, day = read_dated(printed)
    return None if before.strip() else day


def _with_part(day: Date, part: str, number: int | None) -> Date | None:
    try:
        return day.replace(**{part: number}) if number else None
    except ValueError:
        return None


def canonical(field: DeclaredField, printed: str, old: str) -> str | None:
    """The value of a layout's own field that is printed so; None if there is none. What its form doesn't say
    is as in the `old` value."""
    printed = printed if field.kind in ("text", "list") else printed.strip()
    if not printed or field.kind in ("text", "list", "choice", "number"):
        return printed
    if day_of(printed) or month_of(printed):
        return printed
    parts = _parts(field, printed)
    if parts is None:
        return None
    first, _, last = old.partition("/")
    known = dict(zip(("year", "month", "day"), first.split("-"), strict=False))
    known |= zip(("to_year", "to_month", "to_day"), last.split("-"), strict=False) if last else ()
    if field.kind == "period":
        known |= {f"to_{name}": value for name, value in parts.items() if f"to_{name}" not in parts}
    known |= parts
    try:
        days = [
            f"{int(known['year']):04}",
            *(f"{int(known[name]):02}" for name in ("month", "day") if name in known),
        ]
        if field.kind != "period":
            return "-".join(days[: 2 if field.kind == "month" else 3])
        ends = [
            f"{int(known['to_year']):04}",
            *(f"{int(known[f'to_{name}']):02}" for name in ("month", "day")),
        ]
        return f"{'-'.join(days)}/{'-'.join(ends)}"
    except (KeyError, ValueError):
        return None


def _day_form(before: str = "") -> str:
    return f"[ [{{{before}year}}年] {{{before}month}}月] {{{before}day}}日"


_USUAL = {
    "date": (_day_form(),),
    "month": ("{year}年 {month}月[份]",),
    "period": tuple(f"{_day_form()}{to} {_day_form('to_')}" for to in "至到—－-–~～"),
}
"""How dates, months and periods are usually worded."""


def _parts(field: DeclaredField, printed: str) -> dict[str, str] | None:
    """Year, month, day of a date in print, in the field's form or as such dates are usually worded; what is
    not said isn't there."""
    if len(printed) > _LONGEST_DATE:
        return None
    own = (field.form,) if field.form and field.form.count("{") <= _MOST_SLOTS else ()
    for form in (*own, *_USUAL[field.kind]):
        for end, found in _in_form(parsed(form).parts, printed, 0):
            if end == len(printed):
                return found
    return None


def _in_form(parts: tuple[Part, ...], text: str, at: int) -> Iterator[tuple[int, dict[str, str]]]:
    """The ways in which a text says a form of dates from an offset on: where it ends, and the values. Of a
    part that stands there twice, the first one counts."""
    if not parts:
        yield at, {}
        return
    for end, first in _in_part(parts[0], text, at):
        for last, others in _in_form(parts[1:], text, end):
            yield last, others | first


def _in_part(part: Part, text: str, at: int) -> Iterator[tuple[int, dict[str, str]]]:
    match part:
        case str():
            for word in part.split() or [""]:
                at = _behind_blanks(text, at)
                if not text.startswith(word, at):
                    return
                at += len(word)
            yield at, {}
        case FieldSlot(name):
            for count in (4,) if name.endswith("year") else (2, 1):
                digits = text[at : at + count]
                if len(digits) == count and digits.isascii() and digits.isdecimal():
                    yield at + count, {name: digits}
        case Option(inside, otherwise):
            yield from _in_form(inside, text, at)
            yield from _in_form(otherwise, text, at)


def _behind_blanks(text: str, at: int) -> int:
    while text[at : at + 1].isspace():
        at += 1
    return at
