"""Writes a file together with a folder of files beside it that it leads to: both whole or neither. Must not
know what any of them is."""

from __future__ import annotations

import contextlib
import re
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path

from bulletin_desk.errors import TargetError
from bulletin_desk.paths import reachable
from bulletin_desk.storage.atomic import refused, rename, write_atomically, write_new
from bulletin_desk.storage.system import real, temporary_in

_OURS = re.compile(r"[0-9]{1,6}\.[a-z]{1,5}|Thumbs\.db|\.DS_Store")
"""What the files in such a folder are called, and what systems lay beside them: any other is somebody's."""


def write_with_folder(path: Path, data: bytes, name: str, files: Mapping[str, bytes]) -> None:
    """Makes `data` the content of `path`, and `files` that of the folder `name` beside it, which gives way if
    it holds nothing but such files; without any there is none made, and none touched. Raises TargetError,
    after which both are as they were."""
    if not files:
        write_atomically(path, data)
        return
    folder = path.with_name(name)
    try:
        _write(path, data, folder, files)
    except OSError as error:
        raise refused(folder, error) from error
    except ValueError as error:  # a null character
        raise TargetError(f"写不了“{folder}”：文件名里有不能使用的字符。") from error


def _write(path: Path, data: bytes, folder: Path, files: Mapping[str, bytes]) -> None:
    with contextlib.suppress(FileNotFoundError):
        if not stat.S_ISREG(reachable(path).stat().st_mode):
            raise TargetError(f"写不了“{path}”：图片要放在旁边的文件夹里，请写明一个普通的文件名。")
    place = real(reachable(folder))
    there = _looked_at(place, folder)
    made, aside = temporary_in(place.parent), temporary_in(place.parent)
    moved = False
    try:
        made.mkdir()
        for each, content in files.items():
            write_new(made / each, content)
        if there:
            rename(place, aside)
            moved = True
        rename(made, place)
        try:
            write_atomically(path, data)
        except BaseException:
            rename(place, made)
            raise
    except BaseException:
        if moved:
            with contextlib.suppress(OSError):
                rename(aside, place)
        raise
    finally:
        for left in (made, aside) if not moved or place.exists() else (made,):
            shutil.rmtree(left, ignore_errors=True)


def _looked_at(place: Path, shown: Path) -> bool:
    """Whether there is such a folder; refuses one that is not ours."""
    try:
        is_folder = stat.S_ISDIR(place.stat().st_mode)
    except FileNotFoundError:
        return False
    if not is_folder:
        raise TargetError(f"写不了“{shown}”：这是一个文件，放不进图片；请把它移走，或换一个文件名。")
    names = [each.name for each in place.iterdir()]
    strange = next((name for name in names if not _OURS.fullmatch(name)), None)
    if strange is not None:
        raise TargetError(
            f"写不了“{shown}”：里面有别的文件“{strange}”，没有动它；请换一个文件名，或先把这个文件夹移走。"
        )
    return True
