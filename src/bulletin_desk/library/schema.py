"""The index's database: made, opened, judged, set aside. It is made from the bulletins alone and may be
deleted at any time. Must not know what is looked for in it."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from bulletin_desk.errors import BulletinDeskError, TargetError
from bulletin_desk.storage.system import private_folder

NAME = "index.sqlite3"
SCHEMA = 3
"""Counted on with every change of what is kept: an index of another number is made anew."""
_APPLICATION = 0x42444C49
"""What the database says of itself: "BDLI"."""
_PATIENCE = 15.0
"""Seconds to wait for another program's transaction, which takes some hundredths of one."""
_SET_ASIDE = "index.damaged.sqlite3"
_DOUBTED = "index.doubted"
_BESIDE = ("-wal", "-shm", "-journal")
"""Endings of the files that SQLite lays beside a database."""
_LIMIT_LENGTH = 256 << 20

_PRAGMAS = (
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "cache_size=-16384",
    "temp_store=MEMORY",
    "secure_delete=ON",  # texts of bulletins that were deleted are not to lie about in it
)
_TABLES = (
    # a file that was looked at; `sure` is 0 where it is to be read again even if it seems unchanged
    "CREATE TABLE files (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, path BLOB NOT NULL,"
    " size INTEGER NOT NULL, changed INTEGER NOT NULL, number INTEGER NOT NULL, sure INTEGER NOT NULL,"
    " identity TEXT NOT NULL)",
    # the issue in the file of this id, as it was when it could be read
    "CREATE TABLE issues (id INTEGER PRIMARY KEY, name TEXT NOT NULL, issuer TEXT NOT NULL,"
    " date TEXT NOT NULL, number INTEGER NOT NULL, total_number INTEGER, supplement TEXT NOT NULL,"
    " pages INTEGER,"
    " characters INTEGER NOT NULL, counts TEXT NOT NULL, supplements TEXT NOT NULL, copy_of INTEGER,"
    " changed INTEGER NOT NULL, called TEXT NOT NULL, likeness BLOB NOT NULL)",
    "CREATE INDEX issues_called ON issues (called)",
    "CREATE INDEX files_of_identity ON files (identity)",
    "CREATE TABLE items (id INTEGER PRIMARY KEY, issue INTEGER NOT NULL, section INTEGER NOT NULL,"
    " item INTEGER NOT NULL, heading TEXT NOT NULL, above TEXT NOT NULL, title TEXT NOT NULL,"
    " source TEXT NOT NULL, characters INTEGER NOT NULL, endorsements TEXT NOT NULL,"
    " heading_fold TEXT NOT NULL, above_fold TEXT NOT NULL, source_fold TEXT NOT NULL)",
    "CREATE INDEX items_of_issue ON items (issue, section, item)",
    # apart from the items, so that going over these does not go over all texts
    "CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT NOT NULL)",
    # the editor's note of the issue of this id, where it has one
    "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL, fold TEXT NOT NULL)",
    "CREATE TABLE folds (id INTEGER PRIMARY KEY, fold TEXT NOT NULL)",
    "CREATE VIRTUAL TABLE trigrams USING fts5 (fold, content='folds', content_rowid='id', detail=none,"
    " columnsize=0, tokenize='trigram case_sensitive 1')",
    # by what an item is found that is like another one: see `library.sketches`
    "CREATE TABLE sketches (number INTEGER NOT NULL, item INTEGER NOT NULL, PRIMARY KEY (number, item))"
    " WITHOUT ROWID",
    "CREATE TABLE troubles (key BLOB PRIMARY KEY, path BLOB NOT NULL, kind TEXT NOT NULL,"
    " sentence TEXT NOT NULL, at REAL NOT NULL) WITHOUT ROWID",
    # the disk on which a folder of the library lay
    "CREATE TABLE devices (key BLOB PRIMARY KEY, device INTEGER NOT NULL) WITHOUT ROWID",
)


class DamagedIndexError(BulletinDeskError):
    """The index can't be used; the next update makes it anew, and nothing is lost by that."""


class NewerIndexError(BulletinDeskError):
    """The index is a newer program's, which is left alone."""


class BusyIndexError(BulletinDeskError):
    """Another program keeps the index to itself for longer than is waited."""


def connect(folder: Path) -> sqlite3.Connection:
    """The index in the library's folder, made if there is none. Raises DamagedIndexError, NewerIndexError,
    BusyIndexError, TargetError."""
    try:
        private_folder(folder)
    except OSError as error:
        raise TargetError(f"建不了文件夹“{folder}”：系统报告“{error.strerror}”。") from error
    file = folder / NAME
    with judged(file):
        _make_private(file)
        connection = sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)
        try:
            _open(connection, file)
        except BaseException:
            connection.close()
            raise
    return connection


def _make_private(file: Path) -> None:
    """SQLite gives what it lays beside the database the same mode."""
    if not file.exists():
        file.touch(0o600)


def _open(connection: sqlite3.Connection, file: Path) -> None:
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LIMIT_LENGTH)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    if _number(connection, "user_version") == 0 and _number(connection, "schema_version") == 0:
        _make(connection)
    version, application = _number(connection, "user_version"), _number(connection, "application_id")
    if application == _APPLICATION and version > SCHEMA:
        raise NewerIndexError(
            f"资料库的索引“{file}”是更新版本的程序建的，没有动它；请升级简报程序，或删掉这个文件重新建。"
        )
    if (application, version) != (_APPLICATION, SCHEMA):
        raise DamagedIndexError(f"资料库的索引“{file}”不是这个版本的程序能用的，更新资料库时会重新建。")
    connection.execute("PRAGMA synchronous=NORMAL")


def _make(connection: sqlite3.Connection) -> None:
    connection.execute(
        "PRAGMA page_size=16384"
    )  # a text mostly fits into a page: half the time to go over all
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            break
        except (
            sqlite3.OperationalError
        ):  # another program makes it, too; this one step SQLite does not wait for
            if time.monotonic() > until:
                raise
            time.sleep(0.01)
    with transaction(connection):
        if _number(connection, "user_version") == 0:
            _make_tables(connection)
            connection.execute(f"PRAGMA application_id={_APPLICATION}")
            connection.execute(f"PRAGMA user_version={SCHEMA}")


def _make_tables(connection: sqlite3.Connection) -> None:
    try:
        for table in _TABLES:
            connection.execute(table)
    except sqlite3.OperationalError as error:
        if str(error).startswith("no such"):  # module: fts5, tokenizer: trigram
            raise TargetError(
                f"这台电脑上的 SQLite 是 {sqlite3.sqlite_version}，建不了资料库的索引：要 3.34 或更新、"
                "带 FTS5 的版本。"
            ) from error
        raise


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection, *, write: bool = True) -> Iterator[None]:
    """What is done inside is done whole or not at all, and sees one state of the index. A writer waits for
    others before it reads anything."""
    connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def judged(file: Path) -> Iterator[None]:
    """What goes wrong with the database, or with values that no program of ours writes, as an error that a
    clerk can act on."""
    try:
        yield
    except sqlite3.OperationalError as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise BusyIndexError(
                f"资料库的索引“{file}”一直被别的程序占着，请稍后再试，或关掉那个程序。"
            ) from error
        if name.startswith(("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")):
            why = "磁盘满了" if name == "SQLITE_FULL" else f"系统报告“{error}”"
            raise TargetError(f"写不了资料库的索引“{file}”：{why}，请检查磁盘；简报文件不受影响。") from error
        raise _damaged(file) from error
    except UnicodeEncodeError as error:  # only what was asked for can have them: no file's texts do
        raise BulletinDeskError("要查的字里有残缺的半个字符，资料库里不会有，请改正后再查。") from error
    except (sqlite3.Error, sqlite3.Warning, ValueError, TypeError, LookupError, OverflowError) as error:
        raise _damaged(file) from error


def _damaged(file: Path) -> DamagedIndexError:
    return DamagedIndexError(f"资料库的索引“{file}”坏了，更新资料库时会重新建；简报文件不受影响。")


def doubt(folder: Path) -> None:
    """Notes that the index can't be used: what one reader stumbles over, another does not even look at."""
    with contextlib.suppress(OSError):
        (folder / _DOUBTED).touch(0o600)


def is_doubted(folder: Path) -> bool:
    """Whether somebody has noted that since the index was made."""
    return (folder / _DOUBTED).exists()


def set_aside(folder: Path) -> None:
    """Puts an index that can't be used out of the way, kept until the next one that can't. Raises
    TargetError."""
    file = folder / NAME
    try:
        for ending in _BESIDE:
            (folder / f"{NAME}{ending}").unlink(missing_ok=True)
        with contextlib.suppress(FileNotFoundError):
            file.replace(folder / _SET_ASIDE)
        (folder / _DOUBTED).unlink(missing_ok=True)
    except OSError as error:
        raise TargetError(
            f"资料库的索引“{file}”坏了，又换不掉：系统报告“{error.strerror}”；请关掉别的简报窗口再更新资料库。"
        ) from error
