"""How issues follow one another: numbers, dates, and what a new issue takes over from the one before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date as Date  # noqa: N812
from typing import Literal, NamedTuple

from bulletin_desk.bulletin.bounds import refusal
from bulletin_desk.bulletin.copies import DIGITS
from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.bulletin.fields import DeclaredField, next_value, value_of, with_field
from bulletin_desk.bulletin.model import Body, Issue, Item, Section
from bulletin_desk.errors import EditError


class Numbering(NamedTuple):
    """How the issues of a bulletin are counted: within each year, through all years, or not at all; whether
    supplements are counted with the other issues or are a series of their own; and how many figures the
    numbers of its printed copies have."""

    counts: Literal["year", "through", "none"] = "year"
    supplement: Literal["with", "own"] = "with"
    copy_digits: int = DIGITS

    def goes_on_as(self, previous: Issue) -> str:
        """The supplement name of the issue after `previous`: its own where supplements are a series."""
        return previous.masthead.supplement if self.supplement == "own" else ""

    def number_after(self, previous: Issue, day: Date) -> int:
        """The number of the issue after `previous`, if it appears on `day`."""
        number = previous.masthead.number
        if self.counts == "none":
            return number
        new_year = self.counts == "year" and day.year > previous.dated_header.date.year
        return 1 if new_year else number + 1

    def total_after(self, previous: Issue) -> int | None:
        """The total number of the issue that follows at once; None where there is none."""
        total = previous.masthead.total_number
        return total if total is None or self.counts == "none" else total + 1


BY_YEAR = Numbering()
"""How issues are counted where a layout says nothing else."""

EMPTY_ITEM = Item("", (Body(""),))
"""What a section waiting for its text holds: room for a title, a paragraph and a source."""


def waiting(sections: Iterable[Section]) -> tuple[Section, ...]:
    """These sections, each over one empty item; one that has no items, but sections below it, over none."""
    sections = tuple(sections)
    next_levels = (*(section.level for section in sections[1:]), 1)
    return tuple(
        replace(section, items=(EMPTY_ITEM,) if section.items or level <= section.level else ())
        for section, level in zip(sections, next_levels, strict=False)
    )


def next_issue(
    previous: Issue, day: Date, numbering: Numbering = BY_YEAR, declared: Sequence[DeclaredField] = ()
) -> Issue:
    """The issue after `previous`, dated `day`, with everything that stands and nothing that was news.

    It is counted as the layout says; the total number goes on over the years. The layout's own fields have
    the values that they `declared` for a following issue. Raises EditError if `day` lies before the previous
    issue's, or if a number can't be counted on.
    """
    before = previous.dated_header.date
    if day < before:
        raise EditError(f"新一期的日期{chinese_date(day)}早于上一期的{chinese_date(before)}，请改正日期。")
    number, total = numbering.number_after(previous, day), numbering.total_after(previous)
    return issue_after(previous, day, number, total, numbering, declared)


def issue_after(
    previous: Issue,
    day: Date,
    number: int,
    total: int | None,
    numbering: Numbering = BY_YEAR,
    declared: Sequence[DeclaredField] = (),
) -> Issue:
    """The issue after `previous` with this date and these numbers. Sections keep their names and levels
    over one empty item; the editor's note is left out, and the supplement name where supplements are no
    series of their own, and what was remarked and sent; all else is kept. A section that only stood over
    others still does. Raises EditError if a number is beyond all bounds."""
    masthead, imprint = previous.masthead, previous.imprint
    supplement = numbering.goes_on_as(previous)
    issue = replace(
        previous,
        masthead=replace(masthead, number=number, total_number=total, supplement=supplement),
        dated_header=replace(previous.dated_header, date=day),
        editors_note=(),
        sections=waiting(previous.sections),
        imprint=None if imprint is None else replace(imprint, date=day),
        remarks=(),
        rounds=(),
    )
    for field in declared:
        value = next_value(field, value_of(previous, field))
        issue = with_field(issue, field.path, field.name, value)
    beyond = refusal(issue)
    if beyond:
        raise EditError(f"新一期排不下去：{beyond}")
    return issue
