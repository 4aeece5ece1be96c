"""Keeps the index true to the files: all folders gone over, what has changed read, each file a transaction of
its own; and one issue written down when it is saved. Must not know what is looked for in the index.

Killed at any time, or beside another program that does the same, it leaves each file's rows as before or as
the file is: what is written down goes by a comparison with what was known when the file was asked for.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from bulletin_desk.bulletin.model import Issue, LayoutText
from bulletin_desk.bulletin.numbering import BY_YEAR, Numbering
from bulletin_desk.errors import BulletinDeskError, InvalidLayoutError, UnreadableFileError
from bulletin_desk.layouts.read import carried_layout
from bulletin_desk.library import copies, rows
from bulletin_desk.library.alone import alone
from bulletin_desk.library.disk import (
    Content,
    Disk,
    DiskStuckError,
    Found,
    OwnDisk,
    Stamp,
    Unreached,
    stamp_of,
)
from bulletin_desk.library.entries import IssueEntry, entry_of
from bulletin_desk.library.folders import as_found, is_within, read_folders
from bulletin_desk.library.index import Library, TroubleKind
from bulletin_desk.library.rows import FileRow, key_of
from bulletin_desk.library.schema import DamagedIndexError, is_doubted, set_aside
from bulletin_desk.storage.bulletin_file import issue_in
from bulletin_desk.storage.identity import identity_at, identity_in
from bulletin_desk.storage.places import places

_SETTLED = 3.0
"""Seconds after which a change of a file shows in its time, whatever the file system: one read sooner after
it was changed is read again."""
_NAMED_FOR = 30 * 86_400.0
"""Seconds for which a file that has vanished is named."""

_FAULTS = (ArithmeticError, LookupError, RuntimeError, ValueError, TypeError, MemoryError)
"""What goes wrong in a program that has a fault."""

PagesOf = Callable[[Issue], int | None]


class Progress(NamedTuple):
    """Number `at` of `total` files that are to be read is read now; before that is known, both are 0."""

    at: int
    total: int
    file: Path


class Updated(NamedTuple):
    """What an update found: the bulletin files there are, how many of them were read, how many have vanished,
    whether it was stopped before its end; `said` is what it has to say of the index itself."""

    files: int = 0
    read: int = 0
    vanished: int = 0
    stopped: bool = False
    said: str = ""


def update(
    library: Library,
    pages_of: PagesOf,
    tell: Callable[[Progress], object] = lambda progress: None,
    stop: Callable[[], bool] = lambda: False,
    disk: Disk | None = None,
) -> Updated:
    """Goes over all folders of the library and reads what has changed. `stop` is asked before each file.
    Raises UnreadableFileError where nobody knows which folders these are, and as `Library` does, but for a
    damaged index, which is made anew."""
    folders = read_folders(library.folder)
    disk = disk or OwnDisk()
    try:
        _check(library)
        return _Run(library, folders, pages_of, disk).done(tell, stop)
    except DamagedIndexError:
        _make_anew(library)
        said = "资料库的索引坏了或是旧版程序的，已经重新建；简报文件不受影响。"
        return _Run(library, folders, pages_of, disk).done(tell, stop)._replace(said=said)


def _check(library: Library) -> None:
    with library.using() as connection:
        if is_doubted(library.folder):
            raise ValueError("doubted")
        row = connection.execute("PRAGMA quick_check(1)").fetchone()
        if row is None or row[0] != "ok":
            raise ValueError("quick_check")


def _make_anew(library: Library) -> None:
    with alone(library.folder / "index.lock"):
        try:
            _check(library)  # another program may have made it anew meanwhile
        except DamagedIndexError:
            set_aside(library.folder)
            _check(library)


class _Run:
    """One update."""

    def __init__(self, library: Library, folders: tuple[Path, ...], pages_of: PagesOf, disk: Disk) -> None:
        self._library = library
        self._folders = folders
        self._pages_of = pages_of
        self._disk = disk
        self._found: dict[bytes, Found] = {}
        self._unreached: list[Unreached] = []
        self._stuck: list[Path] = []
        """Folders that are not asked again."""
        self._known: dict[bytes, FileRow] = {}
        self._count = 0
        self._vanished = 0
        self._stopped = False

    def done(self, tell: Callable[[Progress], object], stop: Callable[[], bool]) -> Updated:
        """Does all of it."""
        self._look(tell, stop)
        self._read_changed(tell, stop)
        if not self._stopped:
            self._forget()
        return Updated(len(self._found), self._count, self._vanished, self._stopped)

    # ---- what lies there

    def _look(self, tell: Callable[[Progress], object], stop: Callable[[], bool]) -> None:
        """Lists the folders, and notes those that can't be reached."""
        devices: dict[bytes, int] = {}
        own = set(map(key_of, self._folders))
        versions = places().versions  # what is kept there are no issues of their own
        with self._library.using() as connection:
            before = dict(connection.execute("SELECT key, device FROM devices").fetchall())
        for folder in sorted(self._folders, key=lambda folder: len(folder.parts)):
            if key_of(folder) in devices:
                continue  # it lies in another one
            tell(Progress(0, 0, folder))
            try:
                for each in self._disk.walk(folder):
                    if stop():
                        self._stopped = True
                        return
                    if isinstance(each, Found):
                        if not is_within(each.path, versions):
                            self._found.setdefault(key_of(each.path), each)
                    elif isinstance(each, Unreached):
                        self._unreached.append(each)
                    elif (key := key_of(each.path)) in own:
                        if each.empty and before.get(key, each.device) != each.device:
                            self._unreached.append(Unreached(each.path, "里面是空的，也不在原来的磁盘上"))
                        else:
                            devices[key] = each.device
            except DiskStuckError:
                self._leave(folder)
        with self._library.using(write=True) as connection:
            connection.execute("DELETE FROM troubles WHERE kind = 'folder'")
            for place in self._unreached:
                _tell_trouble(connection, place.path, "folder", _unreached_sentence(place))
            for key, device in devices.items():
                connection.execute("INSERT OR REPLACE INTO devices VALUES (?, ?)", (key, device))
            self._known = {key_of(row.path): row for row in rows.file_rows(connection)}

    # ---- what is in it

    def _read_changed(self, tell: Callable[[Progress], object], stop: Callable[[], bool]) -> None:
        """Reads the files that have changed."""
        if self._stopped:
            return
        changed = [
            found
            for key, found in self._found.items()
            if (row := self._known.get(key)) is None or not row.sure or row.stamp != found.stamp
        ]
        for at, found in enumerate(changed, 1):
            if stop():
                self._stopped = True
                return
            if any(is_within(found.path, folder) for folder in self._stuck):
                continue
            tell(Progress(at, len(changed), found.path))
            try:
                self._read(found)
            except DiskStuckError:
                self._leave(self._folder_of(found.path))

    def _leave(self, folder: Path, reason: str = "等了很久没有回音") -> None:
        """Asks nothing more of a folder that does not answer."""
        place = Unreached(folder, reason)
        self._stuck.append(folder)
        self._unreached.append(place)
        with self._library.using(write=True) as connection:
            _tell_trouble(connection, place.path, "folder", _unreached_sentence(place))

    def _folder_of(self, path: Path) -> Path:
        return next(folder for folder in self._folders if is_within(path, folder))

    def _read(self, found: Found) -> None:
        with self._library.using() as connection:
            known = rows.file_row(connection, found.path)
        if known is not None and known.sure and known.stamp == found.stamp:
            return  # another program was faster
        if known is not None and self._is_numbered_anew(known, found):
            self._write(known, found.path, found.stamp, known.identity, sure=True)
            return
        content = self._disk.read(found)
        if content.sentence and self._disk.gone(found.path):
            folder = self._folder_of(found.path)
            if not self._disk.reached(folder):
                self._leave(folder, "看到一半连不上了")
            return  # a file that has gone meanwhile is missed by the next update
        self._count += 1
        self._take_in(known, found.path, content)

    def _is_numbered_anew(self, known: FileRow, found: Found) -> bool:
        """Whether only a file's number is another: some servers give a new one with each connection."""
        if not (known.sure and known.identity) or known.stamp[:2] != found.stamp[:2]:
            return False
        return self._disk.identity(found.path) == known.identity

    def _take_in(self, known: FileRow | None, path: Path, content: Content) -> None:
        sentence = content.sentence
        issue: Issue | None = None
        if not sentence:
            try:
                issue = issue_in(content.data, path)
            except UnreadableFileError as error:
                sentence = str(error)
            except _FAULTS as error:  # one file is not to keep all others out
                sentence = f"读不了“{path}”：程序没有看懂它（{type(error).__name__}），请在窗口里打开看一看。"
        sure = content.steady and _is_settled(content.stamp)
        if issue is None:
            # what was known of it stays; one that could not be read at all is asked for again
            stamp = content.stamp if content.steady or known is None else known.stamp
            identity = known.identity if known else ""
            self._write(known, path, stamp, identity, sure=sure, sentence=sentence)
            return
        noted = _note_of(issue, self._pages_of)
        self._write(known, path, content.stamp, identity_in(content.data), sure=sure, noted=noted)

    def _write(
        self,
        known: FileRow | None,
        path: Path,
        stamp: Stamp,
        identity: str,
        *,
        sure: bool,
        noted: _Noted | None = None,
        sentence: str = "",
    ) -> None:
        with self._library.using(write=True) as connection:
            if rows.file_row(connection, path) == known:  # else another program has written it down meanwhile
                _put(connection, path, stamp, identity, sure=sure, noted=noted)
                _tell_trouble(connection, path, "file", sentence)

    # ---- what is there no more

    def _forget(self) -> None:
        """Takes out the files that are gone, and those of folders that belong to the library no more."""
        with self._library.using() as connection:
            here = {row.identity for row in rows.file_rows(connection) if key_of(row.path) in self._found}
        out = [place.path for place in self._unreached]
        for key, row in self._known.items():
            if key in self._found or any(is_within(row.path, folder) for folder in out):
                continue
            folder = next((each for each in self._folders if is_within(row.path, each)), None)
            if folder is None:
                self._drop(row, "")
                continue
            is_elsewhere = row.identity and row.identity in here  # moved, or found by another way
            try:
                if (is_elsewhere or self._disk.gone(row.path)) and self._disk.reached(folder):
                    self._drop(row, "" if is_elsewhere else _GONE.format(row.path))
            except DiskStuckError:
                self._leave(folder)
                out.append(folder)
        self._tidy()

    def _drop(self, known: FileRow, sentence: str) -> None:
        with self._library.using(write=True) as connection:
            if rows.file_row(connection, known.path) != known:
                return
            related = copies.relatives(connection, known.id)
            rows.drop_file(connection, known.id)
            copies.settle(connection, related)
            _tell_trouble(connection, known.path, "gone", sentence if known.known else "")
        self._vanished += bool(sentence)

    def _tidy(self) -> None:
        """Names no more what has come back, has been named long enough or is of no folder."""
        with self._library.using(write=True) as connection:
            here = {key_of(row.path) for row in rows.file_rows(connection)}
            for key, path, kind, at in connection.execute(
                "SELECT key, path, kind, at FROM troubles"
            ).fetchall():
                outside = not any(is_within(rows.path_of(path), folder) for folder in self._folders)
                over = (key in here) == (kind == "gone")
                long_ago = kind == "gone" and abs(time.time() - at) > _NAMED_FOR
                if kind != "folder" and (outside or over or long_ago):
                    connection.execute("DELETE FROM troubles WHERE key = ?", (key,))


def put(library: Library, file: Path, issue: Issue, pages: int | None) -> bool:
    """Writes down one issue that was just saved in `file`; whether that file is in a folder of the library.
    May ask the disk, a share perhaps.
    Raises as `Library` does, and UnreadableFileError where nobody knows which folders these are."""
    folders = read_folders(library.folder)
    path = as_found(file, folders) if folders else None
    if path is None:
        return False
    try:
        stamp, identity = stamp_of(path), identity_at(path)
    except (OSError, ValueError):
        return False  # it is asked for again by the next update
    noted = _note_of(issue, lambda _: pages)
    with library.using(write=True) as connection:
        _put(connection, path, stamp, identity, sure=pages is not None and _is_settled(stamp), noted=noted)
        _tell_trouble(connection, path, "file", "")
    return True


# ---- what is written down


class _Noted(NamedTuple):
    """What is written down of an issue."""

    entry: IssueEntry
    numbering: Numbering


def _note_of(issue: Issue, pages_of: PagesOf) -> _Noted:
    try:
        pages = pages_of(issue)
    except (BulletinDeskError, *_FAULTS):
        pages = None  # an issue that can't be set is none the less in the library
    return _Noted(entry_of(issue, pages), _numbering_of(issue.layout))


@lru_cache(maxsize=16)
def _numbering_of(layout: LayoutText | None) -> Numbering:
    if layout is None:
        return BY_YEAR
    try:
        return carried_layout(layout.name, layout.text)[0].numbering
    except InvalidLayoutError:
        return BY_YEAR


def _is_settled(stamp: Stamp) -> bool:
    return abs(time.time() - stamp.changed / 1e9) > _SETTLED


def _put(
    connection: sqlite3.Connection,
    path: Path,
    stamp: Stamp,
    identity: str,
    *,
    sure: bool,
    noted: _Noted | None,
) -> None:
    """Writes down a file, and the issue in it; without one, what was known of it stays."""
    before = rows.file_row(connection, path)
    related = copies.relatives(connection, before.id) if before else set()
    file = rows.put_file(connection, path, stamp, identity, sure=sure)
    if noted is not None:
        rows.put_issue(connection, file, *noted, stamp.changed)
        copies.settle(connection, related | {file})


_GONE = "“{}”不在原来的地方了：改了名、移走了或删掉了；统计里不再算它。"


def _unreached_sentence(place: Unreached) -> str:
    return f"文件夹“{place.path}”现在看不了：{place.reason}；里面的简报还按上次看到的算。"


def _tell_trouble(connection: sqlite3.Connection, path: Path, kind: TroubleKind, sentence: str) -> None:
    """What is to be told of a file or folder in the place of what was; nothing for an empty sentence."""
    if not sentence:
        connection.execute("DELETE FROM troubles WHERE key = ?", (key_of(path),))
        return
    shown = sentence.encode("utf-8", "backslashreplace").decode("utf-8")  # names need not be text
    connection.execute(
        "INSERT OR REPLACE INTO troubles (key, path, kind, sentence, at) VALUES (?, ?, ?, ?, ?)",
        (key_of(path), os.fsencode(path), kind, shown, time.time()),
    )
