"""Rows of the index and the values that they hold. SQL only; judges nothing and looks for nothing."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date as Date  # noqa: N812
from pathlib import Path
from typing import Any, NamedTuple

from bulletin_desk.bulletin.model import Endorsement
from bulletin_desk.bulletin.numbering import Numbering
from bulletin_desk.library.copies import likeness_of
from bulletin_desk.library.disk import Stamp
from bulletin_desk.library.entries import IssueEntry, ItemEntry, one_line
from bulletin_desk.library.folding import fold
from bulletin_desk.library.sketches import drop_sketches, keep_sketch


class FileRow(NamedTuple):
    """A file that was looked at. `sure` is false where it is read again even if it seems unchanged; `known`
    says whether an issue was ever read from it."""

    id: int
    path: Path
    stamp: Stamp
    sure: bool
    identity: str
    known: bool


def key_of(path: Path) -> bytes:
    """By what a path is told from others: on Windows, case is no difference."""
    return os.fsencode(os.path.normcase(path))


def path_of(stored: bytes) -> Path:
    """A path as it was stored. Raises TypeError for anything else."""
    return Path(os.fsdecode(stored))


_FILE = "SELECT f.id, f.path, f.size, f.changed, f.number, f.sure, f.identity, i.id IS NOT NULL"
_FILES = f"{_FILE} FROM files f LEFT JOIN issues i ON i.id = f.id"


def file_rows(connection: sqlite3.Connection) -> Iterator[FileRow]:
    """All files that are known."""
    return map(_file_row, connection.execute(f"{_FILES} ORDER BY f.key"))


def file_row(connection: sqlite3.Connection, path: Path) -> FileRow | None:
    """The file at a path; None where it is not known."""
    row = connection.execute(f"{_FILES} WHERE f.key = ?", (key_of(path),)).fetchone()
    return None if row is None else _file_row(row)


def _file_row(row: tuple[int, bytes, int, int, int, int, str, int]) -> FileRow:
    return FileRow(row[0], path_of(row[1]), Stamp(*row[2:5]), bool(row[5]), row[6], bool(row[7]))


def put_file(connection: sqlite3.Connection, path: Path, stamp: Stamp, identity: str, *, sure: bool) -> int:
    """Writes down a file that was looked at; gives its id."""
    values = (os.fsencode(path), *stamp, sure, identity)
    row = connection.execute("SELECT id FROM files WHERE key = ?", (key_of(path),)).fetchone()
    if row is not None:
        connection.execute(
            "UPDATE files SET path = ?, size = ?, changed = ?, number = ?, sure = ?, identity = ?"
            " WHERE id = ?",
            (*values, row[0]),
        )
        return int(row[0])
    cursor = connection.execute(
        "INSERT INTO files (path, size, changed, number, sure, identity, key) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*values, key_of(path)),
    )
    return int(cursor.lastrowid or 0)


def put_issue(
    connection: sqlite3.Connection, file: int, entry: IssueEntry, numbering: Numbering, changed: int
) -> None:
    """Writes down the issue in a file that was changed then, in the place of what was known of it."""
    drop_issue(connection, file)
    connection.execute(
        "INSERT INTO issues (id, name, issuer, date, number, total_number, supplement, pages,"
        " characters, counts, supplements, changed, called, likeness)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(file, entry.name, entry.issuer, entry.date.isoformat(), entry.number, entry.total_number),
            *(entry.supplement, entry.pages, entry.characters, numbering.counts, numbering.supplement),
            *(changed, _called(entry, numbering), likeness_of(entry)),
        ),
    )
    if entry.note:
        connection.execute(
            "INSERT INTO notes (id, text, fold) VALUES (?, ?, ?)", (file, entry.note, fold(entry.note))
        )
    for item in entry.items:
        source_fold = fold(one_line(item.source))
        cursor = connection.execute(
            "INSERT INTO items (issue, section, item, heading, above, title, source, characters,"
            " endorsements, heading_fold, above_fold, source_fold)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(file, item.section, item.item, item.heading, item.above, item.title, item.source),
                *(item.characters, _endorsements_text(item.endorsements)),
                *(fold(item.heading), fold(item.above), source_fold),
            ),
        )
        row = int(cursor.lastrowid or 0)
        alike = "\n".join((fold(item.title), fold(item.text), source_fold))
        connection.execute("INSERT INTO texts (id, text) VALUES (?, ?)", (row, item.text))
        connection.execute("INSERT INTO folds (id, fold) VALUES (?, ?)", (row, alike))
        connection.execute("INSERT INTO trigrams (rowid, fold) VALUES (?, ?)", (row, alike))
        keep_sketch(connection, row, item.title, item.text, entry.date)


def _called(entry: IssueEntry, numbering: Numbering) -> str:
    """What an issue is called, by which files that may hold the same are found: its bulletin, year and
    number, or its day where issues are not counted."""
    number = f"{entry.date.year}\n{entry.number}"
    if numbering.counts == "none":
        number = entry.date.isoformat()
    return f"{entry.name}\n{number}\n{entry.supplement}"


def drop_issue(connection: sqlite3.Connection, file: int) -> None:
    """Forgets the issue of a file."""
    drop_sketches(connection, file)
    rows = connection.execute(
        "SELECT i.id, f.fold FROM items i JOIN folds f ON f.id = i.id WHERE i.issue = ?", (file,)
    ).fetchall()
    connection.executemany("INSERT INTO trigrams (trigrams, rowid, fold) VALUES ('delete', ?, ?)", rows)
    for table in ("texts", "folds"):
        connection.execute(f"DELETE FROM {table} WHERE id IN (SELECT id FROM items WHERE issue = ?)", (file,))
    connection.execute("DELETE FROM items WHERE issue = ?", (file,))
    connection.execute("DELETE FROM notes WHERE id = ?", (file,))
    connection.execute("DELETE FROM issues WHERE id = ?", (file,))


def drop_file(connection: sqlite3.Connection, file: int) -> None:
    """Forgets a file and its issue."""
    drop_issue(connection, file)
    connection.execute("DELETE FROM files WHERE id = ?", (file,))


# ---- values


_NO_DATE = "-"


def _endorsements_text(endorsements: tuple[Endorsement, ...]) -> str:
    if not endorsements:
        return ""
    rows = [[each.who, each.date.isoformat() if each.date else _NO_DATE, each.text] for each in endorsements]
    return json.dumps(rows, ensure_ascii=False)


def endorsements_in(text: str) -> tuple[Endorsement, ...]:
    """What was noted on an item. Raises ValueError or TypeError for what no program of ours wrote."""
    if not text:
        return ()
    return tuple(
        Endorsement(who, None if day == _NO_DATE else Date.fromisoformat(day), words)
        for who, day, words in json.loads(text)
    )


HEAD = "i.name, i.issuer, i.date, i.number, i.total_number, i.supplement, i.pages, i.characters"
"""The columns of an issue `i` that `head_in` takes."""
HEAD_COUNT = 8
ITEM = "t.section, t.item, t.heading, t.above, t.title, t.source, t.characters, t.endorsements"
"""The columns of an item `t` that `item_in` takes."""


def head_in(row: tuple[Any, ...], items: Iterable[ItemEntry] = ()) -> IssueEntry:
    """An issue of the columns `HEAD`. Raises ValueError or TypeError for what no program of ours wrote."""
    name, issuer, day, number, total, supplement, pages, characters = row
    for text in (name, issuer, day, supplement):
        if not isinstance(text, str):
            raise TypeError("issue")
    for count in (number, characters):
        if not isinstance(count, int):
            raise TypeError("issue")
    for count in (total, pages):
        if not isinstance(count, int | None):
            raise TypeError("issue")
    return IssueEntry(
        name, issuer, Date.fromisoformat(day), number, total, supplement, pages, characters, tuple(items)
    )


def item_in(row: tuple[Any, ...], text: str = "") -> ItemEntry:
    """An item of the columns `ITEM`. Raises ValueError or TypeError for what no program of ours wrote."""
    section, item, heading, above, title, source, characters, endorsements = row
    for words in (heading, above, title, source, endorsements, text):
        if not isinstance(words, str):
            raise TypeError("item")
    for count in (section, item, characters):
        if not isinstance(count, int):
            raise TypeError("item")
    return ItemEntry(
        section, item, heading, above, title, text, source, characters, endorsements_in(endorsements)
    )
