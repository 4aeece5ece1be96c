"""Files that a command is told of: what is refused before anything is read or made. Writes nothing."""

from __future__ import annotations

import contextlib
import os
from argparse import ArgumentTypeError
from pathlib import Path

from bulletin_desk.errors import TargetError
from bulletin_desk.forms import spaced
from bulletin_desk.paths import other_ending


def path_argument(text: str) -> Path:
    """A file or folder as it is typed. An empty one (an unset variable of a script's) is none; as a path it
    would be the current folder."""
    if not text.strip():
        raise ArgumentTypeError("没有写明是哪一个")
    return Path(text)


def target_file(text: str) -> Path:
    """The file that an option names to be written; a path would no longer tell a folder's name by its end."""
    if text.endswith(tuple(filter(None, (os.sep, os.altsep)))):
        raise ArgumentTypeError(f"“{text}”是文件夹的名称，请写明文件名")
    return path_argument(text)


def refuse_input(target: Path, source: Path, name: str) -> None:
    """Refuses to write over what is read, which is called `name`. Raises TargetError."""
    with contextlib.suppress(OSError):  # one of them isn't there: they are not the same
        if target.samefile(source):
            raise TargetError(f"写不了“{target}”：这就是{name}，请换一个文件名。")


def refuse_existing(target: Path) -> None:
    """Refuses to write over a file. Raises TargetError."""
    if os.path.lexists(target):
        raise TargetError(f"“{target}”已经存在，没有动它；请换一个文件名。")


def refuse_kind(target: Path, ending: str, kind: str) -> None:
    """Refuses a folder, and a name that says something else than what is written. Raises TargetError."""
    other = other_ending(target.name, ending)
    if os.path.isdir(target):  # noqa: PTH112 (Path.is_dir raises where a name is too long)
        raise TargetError(f"写不了“{target}”：这是一个文件夹，请写明文件名。")
    if other:
        wanted = spaced(f"要写的是{kind}")
        raise TargetError(f"写不了“{target}”：{wanted}，文件名却以 {other} 结尾，请改成以 {ending} 结尾。")
