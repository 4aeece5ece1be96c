"""What is proposed for the issue after another: its date and numbers, and why. Knows no fields, no files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812

from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.bulletin.numbering import BY_YEAR, Numbering
from bulletin_desk.bulletin.office import Office, issues_before
from bulletin_desk.checked import shown


@dataclass(frozen=True, slots=True)
class Numbers:
    """The number and total number (None: not known, or there are none) that an issue is likely to have, and
    why just these, in a sentence; empty where each is one more than the last. `number_reason` says it of the
    number alone, for a bulletin that prints no total number."""

    number: int
    total: int | None
    reason: str = ""
    number_reason: str = ""


def proposed_day(previous: Issue, today: Date) -> tuple[Date, str]:
    """The day of the issue after `previous`: today, or where that was dated later, its day, and why."""
    before = previous.dated_header.date
    if today >= before:
        return today, ""
    return before, f"上一期的日期{chinese_date(before)}比今天晚，先填那一天；请核对。"


def proposed_numbers(
    previous: Issue,
    day: Date,
    number: int | None = None,
    numbering: Numbering = BY_YEAR,
    offices: Sequence[Office] | None = None,
) -> Numbers:
    """The numbers of the issue after `previous`, if it appears on `day`; with a `number` that it has for
    certain, its total number; `offices` are those known (None: those shipped). Where a new year's number
    begins again, the total number goes on from what the year began with, where that is known, since the issue
    that is followed need not have been the last of its year."""
    masthead, year = previous.masthead, previous.dated_header.date.year
    last = masthead.total_number
    if numbering.counts == "none":
        return Numbers(number or masthead.number, last)
    number = number or numbering.number_after(previous, day)
    name = numbering.goes_on_as(previous)
    series = f"接着的是“{shown(name)}”，单独编号；下一期要是正刊，请接上一期正刊。" if name else ""
    if day.year <= year or numbering.counts == "through":
        return Numbers(number, None if last is None else last + number - masthead.number, series, series)
    begins = f"{day.year}年是新的一年，期号从第1期起；"
    if name:  # what is known of a year's issues is not of this series
        total = None if last is None else last + number
        return Numbers(number, total, f"{begins}{series}", f"{begins}{series}")
    alone = f"{begins.removesuffix('；')}。"
    before = issues_before(masthead.one_line, day.year, offices)
    if before is not None:
        known, total = f"{begins}{day.year}年以前共出了{before}期，", before + number
        if last in (None, before):
            return Numbers(number, total, f"{known}这一期是总第{total}期。", alone)
        other = f"，不是接着总第{last}期的第{last + 1}期" if number == 1 else ""
        return Numbers(number, total, f"{known}所以这一期是总第{total}期{other}；请核对。", alone)
    if last is None:
        return Numbers(number, None, f"{begins}上一期没有总期号，要有就自己填。", alone)
    check = "" if day.year == year + 1 else f"中间隔了{day.year - year - 1}年，"
    total = last + number
    goes_on = f"总期号不重新起，{check}接着总第{last}期往下数是第{total}期。"
    return Numbers(number, total, f"{begins}{goes_on}要是那不是{year}年的最后一期，请改。", alone)
