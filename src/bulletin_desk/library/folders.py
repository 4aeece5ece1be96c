"""The folders that belong to the library, in a small file of the user's: the one thing about the library that
can't be made anew. Must not know what lies in them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

from bulletin_desk.errors import TargetError, UnreadableFileError
from bulletin_desk.library.alone import alone
from bulletin_desk.library.disk import is_left_out
from bulletin_desk.paths import read_plain
from bulletin_desk.storage.atomic import write_atomically
from bulletin_desk.storage.identity import place_of
from bulletin_desk.storage.system import private_folder

_NAME = "folders.json"
_LOCK = "folders.lock"
_VERSION = 1
_LARGEST = 1 << 20


def read_folders(library: Path) -> tuple[Path, ...]:
    """The library's folders as they were added; none where there is no file. `library` is where the library
    is kept. Raises UnreadableFileError where the file can't be used: nothing is to be forgotten then."""
    file = library / _NAME
    try:
        tree = json.loads(read_plain(file, _LARGEST).decode("utf-8"))
        if isinstance(tree["version"], int) and tree["version"] > _VERSION:
            raise UnreadableFileError(f"打不开“{file}”：它是更新版本的程序写的，请升级简报程序。")
        folders = tuple(map(_folder, tree["folders"]))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableFileError(
            f"打不开“{file}”：里面记的是资料库的文件夹，现在读不出来，请恢复它，或删掉它再重新添加文件夹。"
        ) from error
    return tuple(dict.fromkeys(folders))


def changed_at(library: Path) -> int:
    """When the list of folders was changed, by which it is seen whether another program has done that:
    nanoseconds since 1970; 0 where there is none."""
    try:
        return (library / _NAME).stat().st_mtime_ns
    except OSError:
        return 0


def _folder(name: object) -> Path:
    if not isinstance(name, str) or "\0" in name or not Path(name).is_absolute():
        raise TypeError("folders")
    return Path(name)


def add_folders(library: Path, folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """Adds folders, which must be there; gives those that were not in the library yet. Raises
    UnreadableFileError, TargetError."""
    for folder in folders:
        if not os.path.isdir(folder):  # noqa: PTH112 (Path.is_dir raises where a name is too long)
            if os.path.lexists(folder):
                raise UnreadableFileError(f"没有“{folder}”这个文件夹：那里是一个文件，请选它所在的文件夹。")
            raise UnreadableFileError(f"没有“{folder}”这个文件夹，或现在连不上，请检查后再添加。")
    added: list[Path] = []

    def with_them(known: tuple[Path, ...]) -> tuple[Path, ...]:
        places = {place_of(each) for each in known}
        for folder in map(_whole, folders):
            if place_of(folder) not in places:
                places.add(place_of(folder))
                added.append(folder)
        return (*known, *added)

    _change(library, with_them)
    return tuple(added)


def remove_folders(library: Path, folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """Takes folders out, whose files stay as they are; gives those that were in the library. They need not be
    there any more. Raises UnreadableFileError, TargetError."""
    taken: list[Path] = []

    def without_them(known: tuple[Path, ...]) -> tuple[Path, ...]:
        names = {os.path.normcase(_whole(folder)) for folder in folders}
        # what is in it by another way; nothing is asked of a share that need not be there any more
        places = set(map(place_of, map(Path, names.difference(map(os.path.normcase, known)))))
        for each in known:
            if os.path.normcase(each) in names or (places and place_of(each) in places):
                taken.append(each)
        return tuple(each for each in known if each not in taken)

    _change(library, without_them)
    return tuple(taken)


def _whole(folder: Path) -> Path:
    """The folder by its whole path, in the clerk's own spelling: a drive's letter stays one."""
    return Path(os.path.abspath(folder))  # noqa: PTH100 - Path.absolute leaves ".." in it


def _change(library: Path, change: Callable[[tuple[Path, ...]], tuple[Path, ...]]) -> None:
    try:
        private_folder(library)
    except OSError as error:
        raise TargetError(f"建不了文件夹“{library}”：系统报告“{error.strerror}”。") from error
    with alone(library / _LOCK):
        known = read_folders(library)
        changed = change(known)
        if changed != known:
            # not as they are read: names of other systems may hold what UTF-8 does not
            tree = {"version": _VERSION, "folders": [str(folder) for folder in changed]}
            write_atomically(library / _NAME, (json.dumps(tree, indent=1) + "\n").encode("ascii"), mode=0o600)


def as_found(file: Path, folders: tuple[Path, ...]) -> Path | None:
    """The path under which an update finds a file in one of these folders; None for one that it does not."""
    whole = _whole(file)
    for one, all_of in (
        (whole, folders),
        (Path(place_of(whole)), tuple(Path(place_of(each)) for each in folders)),
    ):
        for folder, spelt in zip(all_of, folders, strict=True):
            if is_within(one, folder):
                below = os.path.relpath(one, folder)
                if not any(map(is_left_out, Path(below).parts)):
                    return spelt / below
    return None


def is_within(path: Path, folder: Path) -> bool:
    """Whether a path leads into a folder, or to it, by its name."""
    inner, outer = os.path.normcase(path), os.path.normcase(folder)
    return inner == outer or inner.startswith(outer.rstrip(os.sep) + os.sep)
