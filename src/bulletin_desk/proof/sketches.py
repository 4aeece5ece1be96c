"""By what an item is found again among thousands: a few numbers made of its text, its title and its days, the
same on every machine and day. Items that share one may be alike; `accounts` and `earlier` tell. Knows no
issues and no files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Date  # noqa: N812
from typing import NamedTuple
from zlib import crc32

from bulletin_desk.proof.accounts import days_in, without_marks
from bulletin_desk.remembering import remembered

_RUN = 8
"""Characters in a shingle, as in `earlier`."""
_TITLE_RUN = 4
_FIRST = 4
"""Of all shingles one in so many is looked at, by its first character."""
_SHORT = 2
"""Of these, every second is kept of a short text …"""
_LONG = 8
"""… and every eighth of a long one."""
_LONG_TEXT = 500
"""Characters."""


def sketch_of(title: str, text: str, date: Date) -> frozenset[int]:
    """The numbers by which an item in an issue of this date is kept: below 2³², fifty as a rule. `text` has a
    line for each paragraph."""
    of_text = numbers_of(text)
    if len(text) > _LONG_TEXT:
        of_text = frozenset(number for number in of_text if number % _LONG == 0)
    return of_text | frozenset(_of_title(title)) | frozenset(_of_days(title, text, date))


class Wanted(NamedTuple):
    """The numbers by which an item is looked for: all that may be kept of one like it."""

    text: frozenset[int]
    title: frozenset[int]
    days: frozenset[int]


def wanted(title: str, text: str, date: Date) -> Wanted:
    """Those of an item in an issue of this date."""
    return Wanted(numbers_of(text), frozenset(_of_title(title)), frozenset(_of_days(title, text, date)))


def numbers_of(text: str) -> frozenset[int]:
    """The numbers of a text: two that have most in common share some, others rarely one."""
    return frozenset().union(*map(_of_paragraph, text.split("\n")))


@remembered
def _of_paragraph(paragraph: str) -> frozenset[int]:
    units = _units(without_marks(paragraph))
    numbers = [
        crc32(units[at : at + 2 * _RUN])
        for at in range(0, len(units) - 2 * _RUN + 1, 2)
        if not units[at] % _FIRST
    ]
    return frozenset(number for number in numbers if not number % _SHORT)


def _of_title(title: str) -> Iterator[int]:
    units = _units(without_marks(title))
    for at in range(0, len(units) - 2 * _TITLE_RUN + 1, 2):
        yield crc32(b"title" + units[at : at + 2 * _TITLE_RUN])


def _units(text: str) -> bytes:
    """Two bytes for each unit of UTF-16: a character, but for rare ones, which are two."""
    return text.encode("utf-16-le", "surrogatepass")


def _of_days(title: str, text: str, date: Date) -> Iterator[int]:
    for day in days_in(title, text, date):
        yield crc32(b"day" + day.isoformat().encode("ascii"))
