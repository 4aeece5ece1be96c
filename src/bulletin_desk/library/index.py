"""The library of bulletins: what stands in their issues, looked up without opening them. It is made from the
files by `library.update` and is never the truth: deleting it loses nothing."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import date as Date  # noqa: N812
from pathlib import Path
from types import TracebackType
from typing import Literal, NamedTuple, Self

from bulletin_desk.library.entries import IssueEntry, ItemEntry
from bulletin_desk.library.numbers import Numbered, Numbers, numbers_of
from bulletin_desk.library.rows import HEAD, HEAD_COUNT, ITEM, head_in, item_in, path_of
from bulletin_desk.library.schema import NAME, DamagedIndexError, connect, doubt, judged, transaction
from bulletin_desk.library.search import Hits, Query, search

TroubleKind = Literal["file", "gone", "folder"]
"""A file that can't be read, one that has vanished, a folder that can't be reached."""


class StoredIssue(NamedTuple):
    """An issue in the library. The items of its `entry` have no texts. `copy_of` is the file that counts in
    the place of this one, which holds the same issue; `changed` is when the file was, in nanoseconds since
    1970. `numbered` is false where the issues of its bulletin are not counted."""

    file: Path
    identity: str
    entry: IssueEntry
    copy_of: Path | None
    changed: int
    numbered: bool = True


class StoredItem(NamedTuple):
    """An item of an issue that counts; `head` is its issue, without items."""

    file: Path
    head: IssueEntry
    item: ItemEntry


class Named(NamedTuple):
    """A bulletin's name, and how many issues of it count."""

    name: str
    issues: int


class Trouble(NamedTuple):
    """A file or folder that an update passed over or missed, and the sentence that says so."""

    file: Path
    sentence: str
    kind: TroubleKind


class Library:
    """The index of the library that is kept in a folder, which need not exist yet, for one thread. Nothing is
    read before it is asked for. Its methods raise DamagedIndexError (the next update
    makes it anew), NewerIndexError, BusyIndexError, TargetError: see `library.schema`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        """Where the library is kept: `places().library`."""
        self._connection: sqlite3.Connection | None = None
        self._opened: tuple[int, int] | None = None

    def close(self) -> None:
        """Lets go of the database, which is opened again when something is asked for."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextlib.contextmanager
    def using(self, *, write: bool = False) -> Iterator[sqlite3.Connection]:
        """The database, for the library's own modules: one transaction."""
        try:
            with judged(self.folder / NAME):
                connection = self._connected()
                with transaction(connection, write=write):
                    yield connection
        except DamagedIndexError:
            self.close()  # Windows puts nothing aside that is open
            doubt(self.folder)
            raise

    def _connected(self) -> sqlite3.Connection:
        """The database that lies there now: another program may have made it anew."""
        if self._connection is not None and self._opened != self._there():
            self.close()
        if self._connection is None:
            self._connection = connect(self.folder)
            self._opened = self._there()
        return self._connection

    def _there(self) -> tuple[int, int] | None:
        try:
            status = (self.folder / NAME).stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino

    # ---- what is in it

    def issues(self, *, name: str = "", year: int | None = None) -> tuple[StoredIssue, ...]:
        """The issues, further copies of one included, by bulletin, date and number. Empty and None: all."""
        conditions, values = ["1"], list[object]()
        if name:
            conditions.append("i.name = ?")
            values.append(name)
        if year is not None:
            conditions.append("substr(i.date, 1, 4) = ?")
            values.append(f"{year:04}")
        where = " AND ".join(conditions)
        with self.using() as connection:
            items: dict[int, list[ItemEntry]] = {}
            for row in connection.execute(
                f"SELECT t.issue, {ITEM} FROM items t JOIN issues i ON i.id = t.issue WHERE {where}"
                " ORDER BY t.issue, t.section, t.item",
                values,
            ):
                items.setdefault(row[0], []).append(item_in(row[1:]))
            rows = connection.execute(
                f"SELECT i.id, f.path, f.identity, i.changed, c.path, i.counts, {HEAD} FROM issues i"
                " JOIN files f ON f.id = i.id LEFT JOIN files c ON c.id = i.copy_of"
                f" WHERE {where} ORDER BY i.name, i.date, i.number, i.supplement, f.key",
                values,
            )
            return tuple(
                StoredIssue(
                    file=path_of(path),
                    identity=identity,
                    entry=head_in(head, items.get(issue, ())),
                    copy_of=None if copy_of is None else path_of(copy_of),
                    changed=changed,
                    numbered=counts != "none",
                )
                for issue, path, identity, changed, copy_of, counts, *columns in rows
                if (head := tuple(columns))
            )

    def names(self) -> tuple[Named, ...]:
        """The bulletins, those with most issues first."""
        with self.using() as connection:
            rows = connection.execute(
                "SELECT name, count(*) FROM issues WHERE copy_of IS NULL GROUP BY name ORDER BY 2 DESC, 1"
            )
            return tuple(Named(*row) for row in rows)

    def last_file(self, name: str) -> Path | None:
        """Where a bulletin's last issue lies, but for supplements; None where it has none."""
        with self.using() as connection:
            row = connection.execute(
                "SELECT f.path FROM issues i JOIN files f ON f.id = i.id"
                " WHERE i.name = ? AND i.supplement = '' AND i.copy_of IS NULL"
                " ORDER BY i.date DESC, i.number DESC LIMIT 1",
                (name,),
            ).fetchone()
            return None if row is None else path_of(row[0])

    def years(self, name: str = "") -> tuple[int, ...]:
        """The years in which issues appeared, the latest first; of one bulletin, if one is named."""
        with self.using() as connection:
            rows = connection.execute(
                "SELECT DISTINCT substr(date, 1, 4) FROM issues WHERE ? IN ('', name) ORDER BY 1 DESC",
                (name,),
            )
            return tuple(int(row[0]) for row in rows)

    def sections(self, name: str = "") -> tuple[str, ...]:
        """The names of sections of either level, the most used first; of one bulletin, if one is named."""
        with self.using() as connection:
            rows = connection.execute(
                "WITH named AS (SELECT heading AS section FROM items t JOIN issues i ON i.id = t.issue"
                " WHERE i.copy_of IS NULL AND ?1 IN ('', i.name) UNION ALL SELECT above FROM items t"
                " JOIN issues i ON i.id = t.issue WHERE i.copy_of IS NULL AND ?1 IN ('', i.name))"
                " SELECT section FROM named WHERE section <> '' GROUP BY section"
                " ORDER BY count(*) DESC, section",
                (name,),
            )
            return tuple(str(row[0]) for row in rows)

    def item_rows(
        self, since: Date | None = None, until: Date | None = None, name: str = ""
    ) -> Iterator[StoredItem]:
        """The items of issues that count, from the first to the last day of issue (None: without bound), with
        their texts: by bulletin, date and number, in the order of the paper. All are of one state of the
        library."""
        with self.using() as connection:
            rows = connection.execute(
                f"SELECT {HEAD}, {ITEM}, f.path, x.text FROM items t JOIN issues i ON i.id = t.issue"
                " JOIN files f ON f.id = i.id JOIN texts x ON x.id = t.id WHERE i.copy_of IS NULL"
                " AND (?1 IS NULL OR i.date >= ?1) AND (?2 IS NULL OR i.date <= ?2) AND ?3 IN ('', i.name)"
                " ORDER BY i.name, i.date, i.number, i.supplement, f.key, t.section, t.item",
                (since and since.isoformat(), until and until.isoformat(), name),
            )
            found = [
                StoredItem(path_of(row[-2]), head_in(row[:HEAD_COUNT]), item_in(row[HEAD_COUNT:-2], row[-1]))
                for row in rows
            ]
        yield from found

    def search(self, query: Query, limit: int = 200) -> Hits:
        """The items that a query finds: how many, and the first of them in context."""
        with self.using() as connection:
            return search(connection, query, limit)

    def troubles(self) -> tuple[Trouble, ...]:
        """What the last update passed over or missed, folders first."""
        with self.using() as connection:
            rows = connection.execute(
                "SELECT path, sentence, kind FROM troubles ORDER BY kind <> 'folder', kind <> 'file', key"
            )
            return tuple(Trouble(path_of(path), sentence, kind) for path, sentence, kind in rows)

    def numbers(self, name: str, year: int) -> Numbers:
        """The numbers of a bulletin's year that are missing or double, as far as its layout's way of counting
        tells."""
        with self.using() as connection:
            rows = connection.execute(
                "SELECT f.path, i.date, i.number, i.supplement, i.counts, i.supplements FROM issues i"
                " JOIN files f ON f.id = i.id WHERE i.copy_of IS NULL AND i.name = ? AND i.date <= ?"
                " ORDER BY i.date, i.number",
                (name, f"{year:04}-12-31"),
            )
            issues = [Numbered(path_of(row[0]), int(row[1][:4]), *row[2:]) for row in rows]
        return numbers_of(issues, year)
