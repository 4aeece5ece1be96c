"""How issues follow one another: numbers, dates, and what a new issue takes over from the one before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Date  # noqa: N812

from bulletin_desk.bulletin.bounds import refusal
from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.bulletin.model import Body, Issue, Item
from bulletin_desk.errors import EditError

EMPTY_ITEM = Item("", (Body(""),))
"""What a section waiting for its text holds: room for a title, a paragraph and a source."""


def next_issue(previous: Issue, day: Date) -> Issue:
    """The issue after `previous`, dated `day`, with everything that stands and nothing that was news.

    Both numbers go up by one; in a new year the number starts again at 1, the total number goes on. Raises
    EditError if `day` lies before the previous issue's, or if a number can't be counted on.
    """
    before = previous.dated_header.date
    if day < before:
        raise EditError(f"新一期的日期{chinese_date(day)}早于上一期的{chinese_date(before)}，请改正日期。")
    masthead = previous.masthead
    number = 1 if day.year > before.year else masthead.number + 1
    total = None if masthead.total_number is None else masthead.total_number + 1
    return issue_after(previous, day, number, total)


def issue_after(previous: Issue, day: Date, number: int, total: int | None) -> Issue:
    """The issue after `previous` with this date and these numbers. Sections keep their names and levels over
    one empty item; editor's note and supplement name are left out; all else is kept. Raises EditError if a
    number is beyond all bounds."""
    masthead, imprint = previous.masthead, previous.imprint
    issue = replace(
        previous,
        masthead=replace(masthead, number=number, total_number=total, supplement=""),
        dated_header=replace(previous.dated_header, date=day),
        editors_note=(),
        sections=tuple(replace(section, items=(EMPTY_ITEM,)) for section in previous.sections),
        imprint=None if imprint is None else replace(imprint, date=day),
    )
    beyond = refusal(issue)
    if beyond:
        raise EditError(f"新一期排不下去：{beyond}")
    return issue
