"""Files that a command is told to write: what is refused before anything is made. Writes nothing."""

from __future__ import annotations

import os
from pathlib import Path

from bulletin_desk.errors import TargetError
from bulletin_desk.forms import spaced
from bulletin_desk.paths import other_ending


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
