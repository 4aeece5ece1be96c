"""Periods as bulletins print them, 2024年1月1日至7日 or 1.1—1.7: which days, in what words. Knows no rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as Date  # noqa: N812
from typing import NamedTuple

_YEAR = r"[12][0-9]{3}"
_PERIOD = re.compile(
    rf"(?:(?P<year>{_YEAR})\s*[年.\-/]\s*)?(?<![0-9])(?P<month>1[0-2]|[1-9])\s*[月.\-/]\s*"
    r"(?P<day>3[01]|[12][0-9]|[1-9])"
    r"\s*日?\s*(?:至|到|[-—–－~～]{1,2})\s*"
    rf"(?:(?P<to_year>{_YEAR})\s*[年.\-/]\s*)?(?:(?P<to_month>1[0-2]|[1-9])\s*[月.\-/]\s*)?"
    r"(?P<to_day>3[01]|[12][0-9]|[1-9])(?:\s*日)?(?![0-9])"
)
_FIELDS = ("year", "month", "day", "to_year", "to_month", "to_day")


class Period(NamedTuple):
    """A period in a text, from `start` to `stop`: its canonical value, and its wording with its figures as
    fields."""

    start: int
    stop: int
    value: str
    form: str


def periods_in(text: str, year: int) -> Iterator[Period]:
    """The periods in a text; those without a year are of `year`, or of the year before where they end in the
    one after."""
    for found in _PERIOD.finditer(text):
        if not ("月" in found[0] or found["to_month"]):
            continue  # 1.2-3 is no period
        first_year = int(found["year"] or found["to_year"] or year)
        last_year = int(found["to_year"] or found["year"] or year)
        month, to_month = int(found["month"]), int(found["to_month"] or found["month"])
        if not (found["year"] and found["to_year"]) and to_month < month:
            first_year = last_year - 1
        try:
            first = Date(first_year, month, int(found["day"]))
            last = Date(last_year, to_month, int(found["to_day"]))
        except ValueError:
            continue
        if last < first:
            continue
        yield Period(*found.span(), f"{first.isoformat()}/{last.isoformat()}", _form(found))


def _form(found: re.Match[str]) -> str:
    made, at = "", found.start()
    for name in _FIELDS:
        if found[name] is not None:
            made += found.string[at : found.start(name)] + f"{{{name}}}"
            at = found.end(name)
    return made + found.string[at : found.end()]
