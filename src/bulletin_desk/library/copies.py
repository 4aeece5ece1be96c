"""Which files hold the same issue: of these one counts. Must not know why files are looked at."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache
from heapq import nsmallest
from typing import Any, NamedTuple
from zlib import crc32

from bulletin_desk.library.entries import IssueEntry
from bulletin_desk.proof.earlier import mostly_same, shingles_of
from bulletin_desk.proof.sketches import numbers_of

_MOST_REMEMBERED = 256
"""Issues whose texts are kept at hand."""
_LIKENESS = 64
"""Numbers that are kept of an issue: if a tenth of two issues is the same, they share one in 999 of 1,000
cases."""


class _Row(NamedTuple):
    """An issue by what tells it from others."""

    id: int
    identity: str
    called: str
    changed: int
    key: bytes
    copy_of: int | None
    likeness: frozenset[int]

    def may_hold_the_same(self, other: _Row) -> bool:
        """Whether that is worth a look at the texts: of many issues with one number few are like another."""
        return self._is_named_as(other) or not self.likeness.isdisjoint(other.likeness)

    def holds_the_same(self, other: _Row, texts: _Texts) -> bool:
        """Files of one identity and number, or of most texts; one of an identity that was made the next issue
        has both another number and other texts."""
        if self._is_named_as(other):
            return True
        here, there = texts.of(self.id), texts.of(other.id)
        if self.called == other.called and here.whole == there.whole:
            return True
        return not here.every.isdisjoint(there.every) and mostly_same(here.items, there.items)

    def _is_named_as(self, other: _Row) -> bool:
        return bool(self.identity) and (self.identity, self.called) == (other.identity, other.called)


_ROWS = (
    "SELECT i.id, f.identity, i.called, i.changed, f.key, i.copy_of, i.likeness FROM issues i"
    " JOIN files f ON f.id = i.id WHERE "
)


def relatives(connection: sqlite3.Connection, issue: int) -> set[int]:
    """The issues that may hold the same as this one does: what is to be settled again when it has changed."""
    rows = _Rows(connection)
    row = rows.of(issue)
    return set() if row is None else {each.id for each in rows.like(row)}


def settle(connection: sqlite3.Connection, issues: Iterable[int]) -> None:
    """Writes down anew of these issues, and all that hold the same, which counts: that whose file was changed
    last. What is written follows from the issues alone, not from the order in which they came."""
    rows, texts = _Rows(connection), _Texts(connection)
    left = set(issues)
    while left:
        first = rows.of(left.pop())
        if first is None:
            continue
        same = {first.id: first}
        waiting = [first]
        while waiting:
            one = waiting.pop()
            for other in rows.like(one):
                if other.id not in same and one.holds_the_same(other, texts):
                    same[other.id] = other
                    waiting.append(other)
        left -= set(same)
        counts = max(same.values(), key=lambda row: (row.changed, row.key))
        for row in same.values():
            copy_of = None if row is counts else counts.id
            if row.copy_of != copy_of:
                connection.execute("UPDATE issues SET copy_of = ? WHERE id = ?", (copy_of, row.id))


class _Rows:
    """The issues of the index, looked up."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._found: dict[tuple[str, str], list[_Row]] = {}

    def of(self, issue: int) -> _Row | None:
        """An issue; None where it is not there any more."""
        found = self._connection.execute(f"{_ROWS} i.id = ?", (issue,)).fetchone()
        return None if found is None else _row(found)

    def like(self, row: _Row) -> Iterator[_Row]:
        """The issues that are called like this one or have its identity, and may hold the same; itself among
        them."""
        yield from filter(row.may_hold_the_same, self._where("i.called", row.called))
        if row.identity:
            yield from filter(row.may_hold_the_same, self._where("f.identity", row.identity))

    def _where(self, column: str, value: str) -> list[_Row]:
        if (column, value) not in self._found:
            found = self._connection.execute(f"{_ROWS} {column} = ?", (value,))
            self._found[column, value] = list(map(_row, found))
        return self._found[column, value]


def _row(columns: tuple[Any, ...]) -> _Row:
    return _Row._make((*columns[:-1], _numbers_in(columns[-1])))


@lru_cache(maxsize=2048)
def _numbers_in(likeness: bytes) -> frozenset[int]:
    """Raises ValueError or TypeError for what no program of ours wrote."""
    numbers = array("I")
    numbers.frombytes(likeness)
    return frozenset(numbers)


def likeness_of(entry: IssueEntry) -> bytes:
    """A few numbers of an issue's texts, four bytes each: issues that hold the same share one."""
    whole = "\0".join(text for item in entry.items for text in (item.title, item.source, item.text))
    numbers = frozenset().union(*(numbers_of(item.text) for item in entry.items))
    return array("I", (crc32(whole.encode()), *nsmallest(_LIKENESS, numbers))).tobytes()


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
