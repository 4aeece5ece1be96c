"""What an update asks of the folders: which bulletin files lie there, what is in one, whether one is gone.
Must not know the index. Everything here may take as long as a share pleases: see `library.disk_process`."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, NoReturn, Protocol

from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.paths import bytes_of, reachable
from bulletin_desk.storage.atomic import MOST_KEPT as MAX_FILE_BYTES
from bulletin_desk.storage.identity import EXTENSION, identity_at

_DEEPEST = 64
"""Folders within each other that are gone into."""
_MOST_ENTRIES = 1_000_000
"""Of a folder of the library with all below it: more than any office's disk has."""
_LEFT_OUT = (".", "~$")
"""How names of files begin that programs, ours too, lay down beside a document: locks, backups, temporary
ones; and of folders such as a share's snapshots and bins."""
_BINS = frozenset(
    ("$recycle.bin", "system volume information", "#recycle", "@recycle", "@eadir", "lost+found")
)


class Stamp(NamedTuple):
    """By what a file is known to be unchanged: bytes, nanoseconds since 1970, and its number in the file
    system (0: not known)."""

    size: int
    changed: int
    number: int = 0


class Found(NamedTuple):
    """A bulletin file that lies in a folder."""

    path: Path
    stamp: Stamp


class Unreached(NamedTuple):
    """A folder that can't be looked into, and why."""

    path: Path
    reason: str


class Looked(NamedTuple):
    """That a folder was looked into: its path and, of the uppermost, the number of its disk."""

    path: Path
    device: int
    empty: bool


class Content(NamedTuple):
    """What a file held. `sentence` says why it could not be read, and `data` is empty then; `steady` is false
    where it may have been changed meanwhile, or was kept from being read for a while."""

    data: bytes
    stamp: Stamp
    steady: bool
    sentence: str = ""


class Disk(Protocol):
    """Who is asked. Raises DiskStuckError where no answer comes."""

    def walk(self, folder: Path) -> Iterator[Found | Unreached | Looked]:
        """The bulletin files in a folder and all below it, and the folders that can't be looked into."""

    def read(self, found: Found) -> Content:
        """What a file holds that was found."""

    def identity(self, path: Path) -> str:
        """A file's identity; empty where it tells none."""

    def gone(self, path: Path) -> bool:
        """Whether no file is there, if its folder of the library is reached."""

    def reached(self, folder: Path) -> bool:
        """Whether a folder can be looked into."""


class DiskStuckError(Exception):
    """No answer came in time: a share hangs. What was asked is left to itself."""


class OwnDisk:
    """Asked in this very process, which waits for the answer."""

    def walk(self, folder: Path) -> Iterator[Found | Unreached | Looked]:
        """See `Disk`."""
        return walk(folder)

    def read(self, found: Found) -> Content:
        """See `Disk`."""
        return read(found.path)

    def identity(self, path: Path) -> str:
        """See `Disk`."""
        return identity_at(path)

    def gone(self, path: Path) -> bool:
        """See `Disk`."""
        try:
            reachable(path).stat()
        except (FileNotFoundError, NotADirectoryError):
            return True
        except (OSError, ValueError):
            pass
        return False

    def reached(self, folder: Path) -> bool:
        """See `Disk`."""
        try:
            with os.scandir(reachable(folder)):
                return True
        except (OSError, ValueError):
            return False


def walk(folder: Path) -> Iterator[Found | Unreached | Looked]:
    """See `Disk`. A folder that is reached in two ways, by a link, is looked into once."""
    seen: set[tuple[int, int] | str] = set()
    waiting = [(folder, 0)]
    left = _MOST_ENTRIES
    while waiting:
        here, depth = waiting.pop()
        try:
            status = reachable(here).stat()
            known = (status.st_dev, status.st_ino) if status.st_ino else os.path.realpath(here)
            if known in seen:
                continue
            seen.add(known)
            with os.scandir(reachable(here)) as entries:
                named = sorted(entries, key=lambda entry: entry.name)
        except (OSError, ValueError) as error:
            yield Unreached(here, _why(error))
            continue
        yield Looked(here, status.st_dev, not named)
        left -= len(named)
        if left < 0:
            yield Unreached(here, f"里面的文件超过{_MOST_ENTRIES}个")
            return
        deeper: list[tuple[Path, int]] = []
        for entry in named:
            if is_left_out(entry.name):
                continue
            place = here / entry.name
            with contextlib.suppress(OSError, ValueError):  # gone meanwhile, or a link in a circle
                if entry.name.lower().endswith(EXTENSION) and entry.is_file():
                    yield Found(place, _stamp(entry.stat(), entry.inode()))
                elif depth < _DEEPEST and entry.is_dir():
                    deeper.append((place, depth + 1))
        waiting += reversed(deeper)


def is_left_out(name: str) -> bool:
    """Whether files and folders called so are passed over."""
    return name.startswith(_LEFT_OUT) or name.lower() in _BINS


def _why(error: OSError | ValueError) -> str:
    """Why a folder can't be looked into: a phrase."""
    match error:
        case FileNotFoundError():
            return "没有这个文件夹了，或连不上"
        case NotADirectoryError():
            return "那里不是文件夹了"
        case PermissionError():
            return "没有看它的权限"
    return f"系统报告“{getattr(error, 'strerror', None) or error}”"


def _stamp(status: os.stat_result, number: int = 0) -> Stamp:
    # SQLite's integers have 64 bits with a sign, numbers in file systems none; times go on to the year 2446
    most = (1 << 63) - 1
    changed = max(-most, min(status.st_mtime_ns, most))
    return Stamp(status.st_size, changed, (status.st_ino or number) & most)


def stamp_of(path: Path) -> Stamp:
    """The stamp of the file at `path`. Raises OSError or ValueError."""
    return _stamp(reachable(path).stat())


def read(path: Path) -> Content:
    """See `Disk`."""

    def fail(reason: str) -> NoReturn:
        raise UnreadableFileError(f"读不了“{path}”：{reason}。")

    before = Stamp(0, 0)
    try:
        before = stamp_of(path)
        data = bytes_of(path, MAX_FILE_BYTES, fail, "请选用其中的简报文件")
        return Content(data, before, stamp_of(path) == before)
    except UnreadableFileError as error:
        return Content(b"", before, False, str(error))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Content(b"", before, False, f"读不了“{path}”：系统报告“{reason}”，请检查磁盘或网络。")
