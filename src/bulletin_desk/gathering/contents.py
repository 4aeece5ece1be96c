"""本期要目 of a whole issue: which rows it takes, and whether it says what stands below. Knows no layout."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bulletin_desk.gathering.marks import (
    SIGNS,
    is_contents_title,
    is_details_title,
    is_note,
    section_in,
    signed_section,
)
from bulletin_desk.gathering.rows import Row

_MARK = re.compile(
    rf"\A(?:[{SIGNS}·•]\s*+|[0-9]{{1,2}}[.．、]\s*+|[一二三四五六七八九十]{{1,3}}、\s*+"
    r"|[（(][一二三四五六七八九十]{1,3}[）)]\s*+)"
)
_LONGEST = 120
_MOST = 200
_MOST_LINES = 4
"""Of a title below that one entry says."""


class Contents(NamedTuple):
    """The rows of the list, its title among them, and what its entries say, bare."""

    rows: tuple[Row, ...] = ()
    entries: tuple[str, ...] = ()


def entry_of(text: str) -> str:
    """What an entry says: without mark, leader, page and blanks."""
    name = section_in(text) or signed_section(text)
    if name:
        return "".join(name.split())
    text = _MARK.sub("", text.strip(), count=1)
    return "".join(_before_page(text).split())


def _before_page(text: str) -> str:
    found = re.search(r"[0-9]{1,3}[）)]?\Z", text)
    if found is None:
        return text
    before = text[: found.start()].rstrip("（(")
    led = before.rstrip(".…·・ \t\u3000")
    return led if led != before else text


def read_contents(rows: Sequence[Row]) -> Contents:
    """The list at the start of these rows, which follow the head; empty where there is none."""
    if not rows or not is_contents_title(rows[0].text):
        return Contents()
    below = _starts([entry_of(row.text) for row in rows])
    stop, entries = 1, []
    for at, row in enumerate(rows[1 : _MOST + 1], 1):
        entry = entry_of(row.text)
        if len(row.text) > _LONGEST or is_note(row.text) or not entry:
            break
        led = row.text.rstrip() != row.text.rstrip("0123456789）)") and _before_page(row.text) != row.text
        if not any(later > at for later in below.get(entry, ())) and not led:
            break
        entries.append(entry)
        stop = at + 1
    stop += stop < len(rows) and is_details_title(rows[stop].text)
    return Contents(tuple(rows[:stop]), tuple(entries))


def _starts(texts: Sequence[str]) -> dict[str, list[int]]:
    """Where each text stands, and each that several lines in a row say."""
    found: dict[str, list[int]] = {}
    for at in range(len(texts)):
        said = ""
        for text in texts[at : at + _MOST_LINES]:
            said += text
            if len(said) > _LONGEST:
                break
            found.setdefault(said, []).append(at)
    return found
