"""Writes files and folders that are new, whole or not at all, and never over anything. Must not know what is
in them."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NoReturn

from bulletin_desk.errors import TargetError
from bulletin_desk.paths import reachable, read_plain
from bulletin_desk.storage.atomic import LONGEST_NAME, reason, sweep, write_new
from bulletin_desk.storage.system import sync_folder, temporary_in

_TAKEN = "已经有这个名字的文件或文件夹，没有动它"


def put_new(path: Path, data: bytes) -> None:
    """A new file, read back before it has its name. Raises TargetError, also where something has its name."""
    place = reachable(path)
    refuse_taken(path)
    temporary = temporary_in(place.parent)
    try:
        _write(temporary, data, path)
        _name(temporary, place)
    except OSError as error:
        _refuse(path, reason(error), error)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    with contextlib.suppress(OSError):
        sync_folder(place.parent)


def take_back(path: Path) -> None:
    """Removes a file that `put_new` has just written, where what belongs to it could not be."""
    with contextlib.suppress(OSError):
        reachable(path).unlink()


def put_new_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """A new folder with these files in it by their names, all read back before it has its name. Raises
    TargetError, also where something has its name."""
    place = reachable(folder)
    refuse_taken(folder)
    temporary = temporary_in(place.parent)
    try:
        temporary.mkdir()
        for name, data in files.items():
            _write(temporary / name, data, folder / name)
        with contextlib.suppress(OSError):
            sync_folder(temporary)
        refuse_taken(folder)
        temporary.rename(place)
    except OSError as error:
        _refuse(folder, reason(error), error)
    finally:
        with contextlib.suppress(OSError):
            for name in files:
                (temporary / name).unlink(missing_ok=True)
            temporary.rmdir()
    with contextlib.suppress(OSError):
        sync_folder(place.parent)


@contextlib.contextmanager
def new_folder(folder: Path) -> Iterator[None]:
    """A folder for new things, which is made where it isn't there and the one above it is; if nothing comes
    into it, none is left. What killed programs of ours have left in it goes. Raises TargetError."""
    place = reachable(folder)
    made = not os.path.isdir(place)  # noqa: PTH112 (Path.is_dir raises where a name is too long)
    if made:
        refuse_taken(folder)
        if len(folder.name) > LONGEST_NAME:
            _refuse(folder, "文件夹名太长，请改短")
        try:
            place.mkdir()
        except (OSError, ValueError) as error:
            why = "文件夹名里有不能使用的字符" if isinstance(error, ValueError) else reason(error)
            _refuse(folder, why, error)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            sweep(place, place.stat().st_mtime)  # the file server's time, as something new has just come in
        if made:
            with contextlib.suppress(OSError):
                place.rmdir()


def same_content(path: Path, data: bytes) -> bool:
    """Whether what lies at a path is a file of just these bytes."""
    try:
        return read_plain(path, len(data)) == data
    except (OSError, ValueError):
        return False


def same_folder(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Whether what lies at a path is a folder of just these files."""
    place = reachable(folder)
    try:
        if not stat.S_ISDIR(place.lstat().st_mode) or {entry.name for entry in place.iterdir()} != set(files):
            return False
    except (OSError, ValueError):
        return False
    return all(same_content(folder / name, data) for name, data in files.items())


def refuse_taken(path: Path) -> None:
    """Raises TargetError where something is at a path."""
    if os.path.lexists(reachable(path)):
        _refuse(path, _TAKEN)


def _write(path: Path, data: bytes, shown: Path) -> None:
    write_new(path, data)
    if not same_content(path, data):
        _refuse(shown, "写进磁盘的内容读回来不一样，磁盘可能有问题，请换一个位置")


def _name(temporary: Path, place: Path) -> None:
    """Gives a file its name, which nobody else may have got meanwhile. Raises OSError."""
    try:
        os.link(temporary, place)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(place):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place)) from None
        temporary.rename(place)


def _refuse(path: Path, why: str, cause: Exception | None = None) -> NoReturn:
    if isinstance(cause, FileExistsError):
        why = _TAKEN
    raise TargetError(f"写不了“{path}”：{why}。") from cause
