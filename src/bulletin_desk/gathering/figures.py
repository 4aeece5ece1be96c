"""Numbers of issues, days and months as old issues print them: what they say, and where they stand in a line.
Knows no lines around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as Date  # noqa: N812
from typing import NamedTuple

from bulletin_desk.hanzi.numerals import whole

_HAN_DIGITS = "〇零一二三四五六七八九"
_ZEROS = "〇○◯零0０OＯoΟО"
"""What stands for a zero in 二〇二四: figures, circles, letters of three alphabets."""
_HAN_YEAR = rf"[一二][{_HAN_DIGITS[2:]}{_ZEROS}]{{3}}"
_FIGURE = f"[0-9０-９]{{1,7}}+|[一二三四五六七八九十百千{_ZEROS[:4]}]{{1,9}}+"
_YEAR = f"[12１２][0-9０-９]{{3}}|{_HAN_YEAR}"
_SUPPLEMENT = "增刊|特刊|专刊|号外|试刊"
_OPEN, _SHUT = r"[（(〔［\[【〖]", r"[）)〕］\]】〗]"

_NUMBERS = re.compile(
    rf"(?P<total_open>{_OPEN}?\s{{0,3}}+(?:总|累\s?计)\s{{0,3}}+(?:期数?|号)?\s{{0,3}}+第?\s{{0,3}}+{_OPEN}?\s{{0,3}}+)"
    rf"(?P<total>{_FIGURE})\s{{0,3}}+{_SHUT}?\s{{0,3}}+[期号辑]\s{{0,3}}+{_SHUT}?"
    rf"|(?P<supplement>{_SUPPLEMENT})"
    rf"|(?<={_SUPPLEMENT})\s{{0,3}}+{_OPEN}?\s{{0,3}}+(?P<of_supplement>{_FIGURE})\s{{0,3}}+{_SHUT}?(?!\s{{0,3}}+[年月日])"
    rf"|第\s{{0,3}}+{_OPEN}?\s{{0,3}}+(?P<number>{_FIGURE})"
    rf"(?P<until>\s{{0,3}}+[-—－–~～、至和]\s{{0,3}}+第?(?:{_FIGURE}))?+\s{{0,3}}+{_SHUT}?\s{{0,3}}+[期号辑]"
    rf"|N[oO][.．:：]?\s{{0,3}}+(?P<latin>[0-9]{{1,5}}+)"
    rf"|{_OPEN}?\s{{0,3}}+(?<![0-9])(?P<year>{_YEAR})(?:\s{{0,3}}+年度?)?\s{{0,3}}+{_SHUT}?\s{{0,3}}+"
    rf"(?P<behind>{_FIGURE})\s{{0,3}}+[期号]"
    rf"|(?P<lone_open>{_OPEN})\s{{0,3}}+(?P<lone>{_YEAR})(?:\s{{0,3}}+年度?)?\s{{0,3}}+{_SHUT}"
    rf"|(?<![0-9])(?P<bare>{_YEAR})\s{{0,3}}+年度?(?=\s{{0,3}}+{_OPEN}?\s{{0,3}}+(?:第|总|{_SUPPLEMENT}))"
)
"""第12期, 总第345期, 〔2024〕12号, （2024）第12期, 2024年第12期, No.12, 增刊（2）; of 第3-4期 the first."""

_DATE = re.compile(
    rf"(?<![0-9０-９])(?P<year>{_YEAR})\s{{0,4}}+(?:年|[-./－．])\s{{0,4}}+(?P<month>[0-9０-９]{{1,2}}|元|[一二三四五六七八九十]{{1,2}}+)"
    rf"\s{{0,4}}+(?:月份?|[-./－．])"
    rf"(?:\s{{0,4}}+(?P<day>[0-9０-９]{{1,2}}(?![0-9０-９])|[一二三四五六七八九十]{{1,3}}+)\s{{0,4}}+(?P<end>日|号)?"
    r"(?:\s{0,4}+[（(]?(?:星期|周)[一二三四五六日天][）)]?)?+)?"
)


class Figure(NamedTuple):
    """A number in a line, from `start` to `stop`; `what` is number, total, supplement or year; `value` is 0
    of a supplement, whose word is `text`."""

    what: str
    start: int
    stop: int
    value: int
    text: str = ""


class Day(NamedTuple):
    """A day in a line, or a month (`whole` false: the first of the month then)."""

    start: int
    stop: int
    date: Date
    whole: bool


def number_of(text: str) -> int:
    """A figure as old issues write them (12, １２, 十二, 一百二十, 六〇七); 0 for what is none."""
    if text.isdecimal():
        return int(text)
    text = _ANY_ZERO.sub("〇", text)
    if len(text) > 1 and all(char in _HAN_DIGITS for char in text):
        return _digits(text)
    return whole(text)


def _digits(text: str) -> int:
    return int("".join(str(max(_HAN_DIGITS.index(char) - 1, 0)) for char in text))


_ANY_ZERO = re.compile(f"[{_ZEROS}]")


def numbers_in(text: str) -> Iterator[Figure]:
    """The numbers of an issue in a line, its supplement's name, and the year that stands with them."""
    for found in _NUMBERS.finditer(text):
        span = found.span()
        if supplement := found["supplement"]:
            yield Figure("supplement", *span, 0, supplement)
            continue
        for group, what in _GROUPS:
            if (figure := found[group]) is not None and (value := number_of(figure)):
                start = span[0] if group != "behind" else found.end("year")
                stop = found.end("year") if group == "year" else span[1]
                stop = found.start("until") if found["until"] else stop
                yield Figure(what, start, stop, value, figure)


_GROUPS = (
    *(("total", "total"), ("year", "year"), ("behind", "number"), ("number", "number"), ("latin", "number")),
    *(("of_supplement", "number"), ("lone", "year"), ("bare", "year")),
)


def days_in(text: str) -> Iterator[Day]:
    """The days and months in a line."""
    for found in _DATE.finditer(text):
        figures = found["year"], "1" if found["month"] == "元" else found["month"], found["day"] or "1"
        try:
            day = Date(*map(number_of, figures))
        except ValueError:
            continue
        yield Day(*found.span(), day, found["day"] is not None)


def day_ending(text: str) -> Day | None:
    """The last day in a line, if nothing but a weekday or a word of printing stands behind it."""
    days = list(days_in(text))
    last = days[-1] if days else None
    return last if last is not None and _BEHIND.fullmatch(text[last.stop :]) else None


_BEHIND = re.compile(r"[\s（(]*+(?:印\s*+发?|编\s*+印?|出\s*+版?|刊)?[）)\s]*+")
