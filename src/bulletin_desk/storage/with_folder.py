"""Writes a file together with a folder of files beside it that it leads to: both whole or neither. Must not
know what any of them is."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from bulletin_desk.errors import TargetError
from bulletin_desk.paths import reachable
from bulletin_desk.storage.atomic import (
    LONGEST_NAME,
    content_of,
    refused,
    rename,
    sweep_sometimes,
    write_atomically,
    write_new,
)
from bulletin_desk.storage.system import real, sync_folder, temporary_in

_OF_SYSTEMS = frozenset(("Thumbs.db", "desktop.ini", ".DS_Store"))
"""What systems lay beside pictures."""


def address(folder: str, name: str) -> str:
    """What leads from a file to one in a folder beside it: a URL."""
    return quote(os.fsencode(f"{folder}/{name}"))


def write_with_folder(path: Path, data: bytes, name: str, files: Mapping[str, bytes]) -> None:
    """Makes `data` the content of `path`, and `files` that of the folder `name` beside it. One that is there
    gives way if it holds nothing but such files as the former content of `path` led to by their `address` in
    quotation marks, or as are the same; without any there is none made, and none touched. Raises TargetError,
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
    if len(folder.name) > LONGEST_NAME:
        raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG))
    with contextlib.suppress(FileNotFoundError):
        if not stat.S_ISREG(reachable(path).stat().st_mode):
            raise TargetError(f"写不了“{path}”：图片要放在旁边的文件夹里，请写明一个普通的文件名。")
    place = real(reachable(folder))
    there = _may_give_way(place, path, folder, files)
    made, aside = temporary_in(place.parent), temporary_in(place.parent)
    with contextlib.ExitStack() as undo:
        undo.callback(shutil.rmtree, made, ignore_errors=True)
        made.mkdir()
        now = max([write_new(made / each, content) for each, content in files.items()])
        sync_folder(made)
        if there:
            _put_aside(place, aside, folder)
            undo.callback(_put_back, aside, place)
        rename(made, place)
        undo.callback(_put_back, place, made)
        write_atomically(path, data)
        undo.pop_all()
    shutil.rmtree(aside, ignore_errors=True)
    sweep_sometimes(place.parent, now)


def _put_aside(place: Path, aside: Path, shown: Path) -> None:
    with contextlib.suppress(OSError):
        os.utime(place)  # so that nobody who tidies up takes it for one that was left
    try:
        rename(place, aside)
    except PermissionError as error:
        raise TargetError(
            f"写不了“{shown}”：里面的图片正被别的程序打开，或没有修改它的权限，请关闭打开它的程序后再试。"
        ) from error


def _put_back(source: Path, target: Path) -> None:
    """What can't be put back stays where it is: the first error is the one to tell of."""
    with contextlib.suppress(OSError):
        rename(source, target)


def _may_give_way(place: Path, path: Path, shown: Path, files: Mapping[str, bytes]) -> bool:
    """Whether there is such a folder; refuses one that holds what is not ours."""
    try:
        is_folder = stat.S_ISDIR(place.stat().st_mode)
    except FileNotFoundError:
        return False
    if not is_folder:
        raise TargetError(f"写不了“{shown}”：这是一个文件，放不进图片；请把它移走，或换一个文件名。")
    before = content_of(path)
    page = before if isinstance(before, bytes) else b""
    for each in place.iterdir():
        if each.name in _OF_SYSTEMS:
            continue
        content = content_of(each)
        led_to = isinstance(content, bytes) and f'"{address(shown.name, each.name)}"'.encode("ascii") in page
        if not led_to and content != files.get(each.name):
            raise TargetError(
                f"写不了“{shown}”：里面有别的文件“{each.name}”，没有动它；请换一个文件名，"
                "或先把这个文件夹移走。"
            )
    return True
