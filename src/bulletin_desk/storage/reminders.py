"""The reminders of a file's items, on this machine: found again by the file's identity, under whatever name.
Must not know what they say."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from pathlib import Path

from bulletin_desk.bulletin.reminders import Kept, Reminder
from bulletin_desk.errors import TargetError
from bulletin_desk.paths import read_plain
from bulletin_desk.storage.atomic import write_atomically
from bulletin_desk.storage.identity import IDENTITY

_FORMAT = 1
_LARGEST = 16 << 20
"""Bytes; an issue's manuscripts hold less."""


def reminders_file(folder: Path, identity: str) -> Path:
    """Where the reminders of a file with this identity lie."""
    if not IDENTITY.fullmatch(identity):
        raise ValueError(f"not an identity: {identity!r}")
    return folder / f"{identity}.json"


def read_reminders(file: Path) -> tuple[Kept, ...]:
    """What was laid down; nothing where there is no such file or it can't be read."""
    try:
        data = read_plain(file, _LARGEST)
        if len(data) > _LARGEST:
            return ()
        tree = json.loads(data.decode("utf-8"))
        return tuple(map(_kept, tree["items"])) if tree["format"] == _FORMAT else ()
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ()


def _kept(row: object) -> Kept:
    if not isinstance(row, dict):
        raise TypeError("items")
    reminders = tuple(Reminder(_text(each["message"]), _text(each["words"])) for each in row["reminders"])
    return Kept(_text(row["title"]), _text(row["likeness"]), reminders)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    value.encode("utf-8")  # half a character could not be written again
    return value


def write_reminders(file: Path, kept: Sequence[Kept]) -> None:
    """Writes the file whole or not at all; where there is nothing to be kept there is none. Raises
    TargetError."""
    if not kept:
        with contextlib.suppress(OSError):
            file.unlink(missing_ok=True)
        return
    items = [
        {
            "title": each.title,
            "likeness": each.likeness,
            "reminders": [{"message": one.message, "words": one.words} for one in each.reminders],
        }
        for each in kept
    ]
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TargetError(f"建不了文件夹“{file.parent}”：系统报告“{error.strerror}”。") from error
    text = json.dumps({"format": _FORMAT, "items": items}, ensure_ascii=False, indent=1) + "\n"
    write_atomically(file, text.encode("utf-8", "replace"))
