"""What is proposed for the issue after another: its date and numbers, and why. Knows no fields, no files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date  # noqa: N812

from bulletin_desk.bulletin.blank import issues_before
from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.bulletin.model import Issue


@dataclass(frozen=True, slots=True)
class Numbers:
    """The number and total number (None: not known, or there are none) that an issue is likely to have, and
    why just these, in a sentence; empty where each is one more than the last."""

    number: int
    total: int | None
    reason: str = ""


def proposed_day(previous: Issue, today: Date) -> tuple[Date, str]:
    """The day of the issue after `previous`: today, or where that was dated later, its day, and why."""
    before = previous.dated_header.date
    if today >= before:
        return today, ""
    return before, f"上一期的日期{chinese_date(before)}比今天晚，先填那一天；请核对。"


def proposed_numbers(previous: Issue, day: Date) -> Numbers:
    """The numbers of the issue after `previous`, if it appears on `day`. In a new year the number begins
    again; the total number goes on from what the year began with, where that is known, since the issue that
    is followed need not have been the last of its year."""
    masthead, year = previous.masthead, previous.dated_header.date.year
    total = None if masthead.total_number is None else masthead.total_number + 1
    if day.year <= year:
        return Numbers(masthead.number + 1, total)
    begins = f"{day.year}年是新的一年，期号从第1期起；"
    before = issues_before(masthead.one_line, day.year)
    if before is not None and (before + 1 == total or masthead.total_number is None):
        return Numbers(
            1, before + 1, f"{begins}{day.year}年以前共出了{before}期，这一期是总第{before + 1}期。"
        )
    if before is not None:
        return Numbers(
            1,
            before + 1,
            f"{begins}{day.year}年以前共出了{before}期，所以是总第{before + 1}期，"
            f"不是接着总第{masthead.total_number}期的第{total}期；请核对。",
        )
    if total is None:
        return Numbers(1, None, f"{begins}上一期没有总期号，要有就自己填。")
    check = "" if day.year == year + 1 else f"中间隔了{day.year - year - 1}年，"
    return Numbers(
        1,
        total,
        f"{begins}总期号不重新起，{check}接着总第{masthead.total_number}期往下数是第{total}期。"
        f"要是那不是{year}年的最后一期，请改。",
    )
