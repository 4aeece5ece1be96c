"""Rules about the fields of the head and the closing block: dates, numbers, what is not filled in. The desk
says them beside its fields, a check in its list. Knows no pages and no files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date as Date  # noqa: N812
from typing import TYPE_CHECKING

from bulletin_desk.bulletin.dates import chinese_date, chinese_weekday
from bulletin_desk.bulletin.fields import EVERYWHERE, TYPED, Placed, path_of, value_of, wrong_value
from bulletin_desk.bulletin.grammar import (
    DATE,
    DISTRIBUTION,
    ISSUER,
    NAME,
    NUMBER,
    OFFICE,
    PRINTED,
    TOTAL_NUMBER,
    label_path,
    to_path,
)
from bulletin_desk.bulletin.model import Issue, Path
from bulletin_desk.bulletin.office import Office, issues_before
from bulletin_desk.proof.findings import Mark, Replacement, advice, doubtful, error

if TYPE_CHECKING:
    from bulletin_desk.proof.earlier import EarlierIssue

_ONE = (0, 1)
"""A number or date is no text: it is meant as a whole."""
_AHEAD = 31
_BEHIND = 31


def field_marks(
    issue: Issue,
    *,
    today: Date | None = None,
    earlier: Sequence[EarlierIssue] = (),
    offices: Sequence[Office] | None = None,
    placed: Placed = EVERYWHERE,
) -> Iterator[tuple[Path, Mark]]:
    """What is to be said about fields that are filled in and `placed` on the paper. What is not given is not
    asked for, but for the offices: those that are shipped are known."""
    if DATE in placed.parts:
        yield from _date(issue.dated_header.date, today)
    if PRINTED in placed.parts:
        yield from _printed(issue)
    if placed.counted:
        for path, mark in _numbers(issue, earlier, offices):
            if path in placed.parts:
                yield path, mark
    for field in placed.declared:
        text = value_of(issue, field)
        wrong = wrong_value(field, text) if text else ""
        if wrong:
            # one that is no text, as a date, is meant as a whole
            end = len(text) if field.kind in TYPED else 1
            yield path_of(issue, field), doubtful("field_value", (0, end), wrong)
    for at, entry in enumerate(issue.distribution if DISTRIBUTION in placed.parts else ()):
        bare = entry.to.rstrip()
        if bare and not bare.endswith("。"):
            end = len(bare)
            stop = (Replacement(end, end, "。"),)
            message = "单位名称末尾一般要有句号；请补上。"
            yield to_path(at), advice("addressee_stop", (end - 1, end), message, stop)


def empty_fields(issue: Issue, placed: Placed = EVERYWHERE) -> Iterator[tuple[Path, str]]:
    """The fields without text that have their place on the paper all the same, each with a sentence; of those
    of a layout's own, the ones that must be filled in."""
    if NAME in placed.parts and not issue.masthead.name.strip():
        yield NAME, "还没有报头名称；请填上。"
    if ISSUER in placed.parts and not issue.dated_header.issuer.strip():
        yield ISSUER, "还没有编发单位；请填上。"
    for field in placed.declared:
        if field.required and not value_of(issue, field).strip():
            yield path_of(issue, field), wrong_value(field, "")
    for at, entry in enumerate(issue.distribution if DISTRIBUTION in placed.parts else ()):
        for path, text in ((label_path(at), entry.label), (to_path(at), entry.to)):
            if not text.strip():
                yield path, "这一条没有写全，会照样印出来；请补上或删去。"
    if OFFICE in placed.parts and issue.imprint is not None and not issue.imprint.office.strip():
        yield OFFICE, "还没有印发机关；请填上。"


def _date(date: Date, today: Date | None) -> Iterator[tuple[Path, Mark]]:
    words = f"编发日期{chinese_date(date)}（星期{chinese_weekday(date)}）"
    days = 0 if today is None else (date - today).days
    if days > _AHEAD:
        yield DATE, doubtful("issue_date", _ONE, f"{words}比今天晚了{days}天；请核对年份和月份。")
    elif -_BEHIND <= days < 0 and today is not None:
        message = f"{words}不是今天（{chinese_date(today)}）；要改日期，点“报头版记”。"
        yield DATE, advice("issue_date", _ONE, message)
    elif abs(days + 365) <= 15:
        yield DATE, advice("issue_date", _ONE, f"{words}是去年这个时候；请核对年份。")
    elif date.weekday() > 4:
        yield DATE, advice("issue_date", _ONE, f"{words}是周末；请核对。")


def _printed(issue: Issue) -> Iterator[tuple[Path, Mark]]:
    if issue.imprint is None:
        return
    date, printed = issue.dated_header.date, issue.imprint.date
    words = f"印发日期{chinese_date(printed)}"
    if printed < date:
        yield PRINTED, error("imprint_date", _ONE, f"{words}早于编发日期{chinese_date(date)}；请核对。")
    elif printed > date:
        mark = doubtful if (printed - date).days > 7 else advice
        yield PRINTED, mark("imprint_date", _ONE, f"{words}与编发日期{chinese_date(date)}不同；请核对。")


def _numbers(
    issue: Issue, earlier: Sequence[EarlierIssue], offices: Sequence[Office] | None
) -> Iterator[tuple[Path, Mark]]:
    """Total number less number is the same all through a year; supplements have numbers of their own."""
    masthead, date = issue.masthead, issue.dated_header.date
    same = [
        other
        for other in earlier
        if other.masthead.one_line == masthead.one_line
        and other.date.year == date.year
        and other.masthead.supplement == masthead.supplement
    ]
    number, total = masthead.number, masthead.total_number
    for other in same:
        if other.masthead.number == number and other.date != date:
            message = f"第{number}期已经有了（{other.file}，{chinese_date(other.date)}）；请核对期号。"
            yield NUMBER, doubtful("number_used", _ONE, message)
            break
    if total is None:
        return
    if total < number:
        yield TOTAL_NUMBER, doubtful("total_number", _ONE, f"总期号{total}不会小于期号{number}；请核对。")
        return
    if masthead.supplement:
        return
    before: dict[int, str] = {}
    for other in same:
        if other.masthead.total_number is not None and other.masthead.number != number:
            before.setdefault(
                other.masthead.total_number - other.masthead.number,
                f"第{other.masthead.number}期是总第{other.masthead.total_number}期",
            )
    expected = issues_before(masthead.one_line, date.year, offices)
    if not before and expected is not None:
        before[expected] = f"{date.year}年第1期是总第{expected + 1}期"
    if len(before) == 1:
        ((difference, words),) = before.items()
        right = number + difference
        if total != right:
            message = f"第{number}期、总第{total}期对不上：{words}，这一期应为总第{right}期；请核对。"
            yield TOTAL_NUMBER, doubtful("total_number", _ONE, message)
