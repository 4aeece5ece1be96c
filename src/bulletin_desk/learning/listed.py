"""The list of contents that an old issue begins with: its rows, what each says, and where the list ends.
Knows no layout."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bulletin_desk.gathering.contents import Contents, entry_of
from bulletin_desk.gathering.marks import (
    SIGNS,
    framed,
    is_contents_title,
    is_details_title,
    is_note,
    section_in,
)
from bulletin_desk.gathering.rows import Row
from bulletin_desk.intake.sheet import alike

_MOST_LINES = 4
"""Of an entry, or of a title that it says."""
_LONGEST = 80
_LED = re.compile(r"(?:[.·・．‥]{3,}|…{1,}|\t|\s{2,})\s*[（(]?\s*[0-9]{1,3}\s*[）)]?\Z")
_MARK = re.compile(rf"[{SIGNS}※·•]|[0-9]{{1,2}}[.．、]|[一二三四五六七八九十]{{1,3}}、")
_SENTENCE = re.compile("[。；！？]")


def read_listed(rows: Sequence[Row]) -> tuple[Contents, int]:
    """The list that these rows begin with, and how many of them it takes. An entry that takes several lines
    is one row; it says what stands below, or tells a page, or begins with a mark as those before."""
    if not rows or not is_contents_title(rows[0].text):
        return Contents(), 0
    below = _said_below(rows)
    found, entries, at = [rows[0]], list[str](), 1
    while at < len(rows) and not is_note(rows[at].text):
        count = _lines_of(rows, at, below) or _is_marked(rows[at], found[-1] if entries else None)
        if not count:
            break
        row = rows[at]._replace(text="".join(row.text for row in rows[at : at + count]))
        found.append(row)
        entries.append(entry_of(_unframed(row).text))
        at += count
    if not entries:
        return Contents(), 0
    at += at < len(rows) and is_details_title(rows[at].text)
    return Contents(tuple(found), tuple(entries)), at


def _lines_of(rows: Sequence[Row], at: int, below: dict[str, list[int]]) -> int:
    """How many rows the entry takes that begins there; 0 where none does."""
    for count in range(1, _MOST_LINES + 1):
        text = "".join(_unframed(row).text for row in rows[at : at + count])
        if any(place >= at + count for place in below.get(entry_of(text), ())):
            return count
    return int(bool(_LED.search(rows[at].text)))


def _is_marked(row: Row, before: Row | None) -> bool:
    """Whether a row begins with a mark or a number as entries do that say less than the titles."""
    if not _MARK.match(row.text) or len(row.text) > _LONGEST or _SENTENCE.search(row.text):
        return False
    return not section_in(row.text) and (before is None or alike(row.look, before.look))


def _unframed(row: Row) -> Row:
    """A section's name as a list of contents says it."""
    name = framed(row.text)[1]
    return row._replace(text=name) if name else row


def _said_below(rows: Sequence[Row]) -> dict[str, list[int]]:
    """Where each row stands, and each that several rows say together, without its number."""
    found: dict[str, list[int]] = {}
    for at in range(len(rows)):
        for count in range(1, _MOST_LINES + 1):
            said = entry_of("".join(_unframed(row).text for row in rows[at : at + count]))
            found.setdefault(said, []).append(at)
    return found
