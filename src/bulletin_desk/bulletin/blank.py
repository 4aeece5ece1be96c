"""The first issue of an office, ready to be written; later ones follow it. Knows no office's name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date as Date  # noqa: N812

from bulletin_desk.bulletin.fields import DeclaredField, completed, with_field, wrong_value
from bulletin_desk.bulletin.model import DatedHeader, Imprint, Issue, Masthead, Section
from bulletin_desk.bulletin.numbering import waiting
from bulletin_desk.bulletin.office import Office, the_office

NO_ISSUE = Issue(Masthead("", 1), DatedHeader("", Date(2000, 1, 1)))
"""What stands for an issue of which nothing is known."""


def why_no_total(issue: Issue) -> str:
    """Why a blank issue has no total number, in a sentence; empty where it has one."""
    if issue.masthead.total_number is not None:
        return ""
    year = issue.dated_header.date.year
    return f"总期号没有填：程序里没有记{year}年以前出了多少期，请接上一期新建，或者自己填上。"


def blank_issue(day: Date, office: Office | None = None) -> Issue:
    """An office's bulletin (none given: the default one's), number 1 of `day`'s year, its standing parts
    filled in, with the sections that a new issue has, each over an empty item or over those below it.

    The total number is None in years of which no issue is known; the clerk enters it then, or lets the issue
    follow the last one.
    """
    office = office or the_office()
    before = office.issues_before.get(day.year)
    return Issue(
        masthead=Masthead(office.name, 1, None if before is None else before + 1, office.marking),
        dated_header=DatedHeader(office.issuer, day),
        sections=waiting(Section(each.name, (), each.level) for each in office.first_sections),
        disclosure=office.disclosure,
        distribution=office.distribution,
        imprint=Imprint(office.imprint_office, day) if office.imprint_office else None,
        print_count=office.print_count,
    )


def with_fields(issue: Issue, office: Office, declared: Iterable[DeclaredField]) -> Issue:
    """`issue` with a value for each field that its layout has declared: the office's, where it is one, else
    the layout's default."""
    declared = tuple(declared)
    for field in declared:
        text = office.fields.get(field.name, "")
        if text and not wrong_value(field, text):
            issue = with_field(issue, field.path, field.name, text)
    return completed(issue, declared)
