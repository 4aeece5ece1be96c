"""Which files hold the same issue: of these one counts. Must not know why files are looked at."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from bulletin_desk.proof.earlier import mostly_same, shingles_of

_MOST_REMEMBERED = 256
"""Issues; of so many with one number nobody has heard."""


class _Row(NamedTuple):
    """An issue by what tells it from others."""

    id: int
    identity: str
    name: str
    year: str
    number: int
    supplement: str
    changed: int
    key: bytes
    copy_of: int | None

    @property
    def numbered(self) -> tuple[str, str, int, str]:
        """Bulletin, year, number: what an issue is called."""
        return self.name, self.year, self.number, self.supplement


_ROWS = (
    "SELECT i.id, f.identity, i.name, substr(i.date, 1, 4), i.number, i.supplement, i.changed, f.key,"
    " i.copy_of FROM issues i JOIN files f ON f.id = i.id WHERE "
)


def relatives(connection: sqlite3.Connection, issue: int) -> set[int]:
    """The issues that may hold the same as this one does: what is to be settled again when it has changed."""
    found = connection.execute(f"{_ROWS} i.id = ?", (issue,)).fetchone()
    return set() if found is None else {row.id for row in _candidates(connection, _Row(*found))}


def settle(connection: sqlite3.Connection, issues: Iterable[int]) -> None:
    """Writes down anew of these issues, and all that hold the same, which counts: that whose file was changed
    last. What is written follows from the issues alone, not from the order in which they came."""
    texts = _Texts(connection)
    left = set(issues)
    while left:
        found = connection.execute(f"{_ROWS} i.id = ?", (left.pop(),)).fetchone()
        if found is None:
            continue
        same = {found[0]: _Row(*found)}
        waiting = list(same.values())
        while waiting:
            one = waiting.pop()
            for other in _candidates(connection, one):
                if other.id not in same and _hold_the_same(one, other, texts):
                    same[other.id] = other
                    waiting.append(other)
        left -= set(same)
        counts = max(same.values(), key=lambda row: (row.changed, row.key))
        for row in same.values():
            copy_of = None if row is counts else counts.id
            if row.copy_of != copy_of:
                connection.execute("UPDATE issues SET copy_of = ? WHERE id = ?", (copy_of, row.id))


def _candidates(connection: sqlite3.Connection, row: _Row) -> list[_Row]:
    """The issues of this one's identity, and those of its name and number; itself is among them."""
    found = connection.execute(
        f"{_ROWS} i.name = ? AND i.number = ? AND i.supplement = ? AND substr(i.date, 1, 4) = ?",
        (row.name, row.number, row.supplement, row.year),
    ).fetchall()
    if row.identity:
        found += connection.execute(f"{_ROWS} f.identity = ?", (row.identity,)).fetchall()
    return list({each[0]: _Row(*each) for each in found}.values())


def _hold_the_same(one: _Row, other: _Row, texts: _Texts) -> bool:
    """Files of one identity and number, or of most texts; one of an identity that was made the next issue has
    both another number and other texts."""
    if one.identity and one.identity == other.identity and one.numbered == other.numbered:
        return True
    here, there = texts.of(one.id), texts.of(other.id)
    if one.numbered == other.numbered and here.whole == there.whole:
        return True
    return not here.every.isdisjoint(there.every) and mostly_same(here.items, there.items)


class _Likeness(NamedTuple):
    """The texts of an issue as they are compared: whole, by their items, all items together."""

    whole: int
    items: tuple[frozenset[int], ...]
    every: frozenset[int]


class _Texts:
    """What issues of the index hold, those asked for last remembered."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.of = lru_cache(maxsize=_MOST_REMEMBERED)(self._of)

    def _of(self, issue: int) -> _Likeness:
        rows = self._connection.execute(
            "SELECT t.title, t.source, x.text FROM items t JOIN texts x ON x.id = t.id WHERE t.issue = ?"
            " ORDER BY t.section, t.item",
            (issue,),
        ).fetchall()
        items = tuple(filter(None, (shingles_of(text.split("\n")) for _, _, text in rows)))
        return _Likeness(hash(tuple(rows)), items, frozenset().union(*items))
