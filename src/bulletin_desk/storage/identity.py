"""What tells a bulletin file from all others, so that what is kept of it is found again under another name.
Must not know what is kept.

The identity is the file's, not the issue's: an edit, an undo or an older text that is taken back can't change
it, and two issues of the same words are equal. It stands in the zip's comment, the very end of the file: read
without unfolding anything, passed over by whoever does not know it.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import struct
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from bulletin_desk.paths import open_plain, reachable, read_up_to
from bulletin_desk.storage.system import real, temporary_in

_BYTES = 16
_LABEL = b"bulletin-desk "
IDENTITY = re.compile(r"[0-9a-f]{32}", re.ASCII)
"""How an identity is written."""
_LENGTH = len(_LABEL) + 2 * _BYTES
_END = struct.Struct("<4s16xH")
"""A zip's end, without its comment: signature, and the comment's length at last (APPNOTE 4.3.16)."""
LONGEST_IDENTITY = _LENGTH
"""Bytes by which a file is longer for its identity."""
_TAIL = _END.size + _LENGTH
_MOST_LOOKED_AT = 2_000
"""Files of a folder that are asked who they are, when one that was there is looked for."""
EXTENSION = ".bulletin"


def new_identity() -> str:
    """One that no file has: 32 hexadecimal digits."""
    return secrets.token_hex(_BYTES)


def comment_of(identity: str) -> bytes:
    """The zip comment that carries an identity; empty for none."""
    return _LABEL + identity.encode("ascii") if identity else b""


def identity_in(content: bytes) -> str:
    """The identity that a bulletin file of this content, or with this end, has; empty if it tells none."""
    tail = content[-_TAIL:]
    if len(tail) < _TAIL:
        return ""
    signature, length = _END.unpack_from(tail)
    label, identity = tail[-_LENGTH : -2 * _BYTES], tail[-2 * _BYTES :].decode("ascii", "replace")
    if (signature, length, label) != (b"PK\5\6", _LENGTH, _LABEL) or not IDENTITY.fullmatch(identity):
        return ""
    return identity


def same_but_for_identity(one: bytes, other: bytes) -> bool:
    """Whether two bulletin files have the same words."""
    if identity_in(one) == identity_in(other):
        return one == other
    return without_identity(one) == without_identity(other)


def without_identity(content: bytes) -> bytes:
    """The content of a bulletin file as it would be with no identity: that of two files of the same words is
    the same."""
    return content[: -_LENGTH - 2] + bytes(2) if identity_in(content) else content


def identity_at(path: Path) -> str:
    """The identity of the file at `path`; empty where none can be read."""
    try:
        return _look(path) or ""
    except OSError:
        return ""


def _look(path: Path) -> str | None:
    """The identity of the file at `path`: empty if it tells none, None if no file is there. Raises OSError
    where that can't be seen."""
    try:
        descriptor = open_plain(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    try:
        os.lseek(descriptor, max(0, os.fstat(descriptor).st_size - _TAIL), os.SEEK_SET)
        return identity_in(read_up_to(descriptor, _TAIL))
    finally:
        os.close(descriptor)


def place_of(path: Path) -> str:
    """Where a path leads, to be compared with others."""
    return os.path.normcase(real(path))


def is_same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file: over a drive letter and a share's name, too, over two names of one
    server or through a link. A file that can't be seen is another. May lay a file beside them for a moment.
    """
    if place_of(one) == place_of(other):
        return True
    with contextlib.suppress(OSError, ValueError):
        first, second = reachable(one).stat(), reachable(other).stat()
        if first.st_ino and (first.st_dev, first.st_ino) == (second.st_dev, second.st_ino):
            return True
        # Some servers number a file anew for each way to it. Then what is laid down in the one folder
        # is seen in the other, if they are the same.
        return one.name.casefold() == other.name.casefold() and _is_same_folder(one.parent, other.parent)
    return False


def _is_same_folder(one: Path, other: Path) -> bool:
    """Raises OSError."""
    probe = temporary_in(reachable(one))
    probe.touch(0o600, exist_ok=False)
    try:
        return (reachable(other) / probe.name).exists()
    finally:
        with contextlib.suppress(OSError):
            probe.unlink()


# ---- where a file is by now


class State(Enum):
    """What has become of a file."""

    HERE = "here"
    """It lies where it was, as far as can be told: what is there tells no other identity."""
    RENAMED = "renamed"
    """It lies in the same folder under another name: the only file there that has its identity."""
    REPLACED = "replaced"
    """Another issue lies in its place."""
    GONE = "gone"
    """There is nothing in its place. Of several files in its folder that have its identity, as of a copy
    that was never saved, none is taken for it."""
    UNKNOWN = "unknown"
    """It can't be seen at present: a share that does not answer, a folder that is closed; or nobody knows
    where it was."""


class Whereabouts(NamedTuple):
    """What has become of a file, and where it lies: only where it is HERE or RENAMED."""

    state: State
    path: Path | None = None


def whereabouts(identity: str, last: Path | None) -> Whereabouts:
    """Where the file with an identity is that was last seen at `last`. Asks the disk, a share perhaps."""
    if last is None:
        return Whereabouts(State.UNKNOWN)
    try:
        found = _look(last)
        if found is not None and (not identity or found in ("", identity)):
            return Whereabouts(State.HERE, last)
        if identity and len(named := files_with(identity, last.parent)) == 1:
            return Whereabouts(State.RENAMED, named[0])
        if found is None and not reachable(last.parent).is_dir():
            return Whereabouts(State.GONE if _is_reached(last) else State.UNKNOWN)
    except (OSError, ValueError):
        return Whereabouts(State.UNKNOWN)
    return Whereabouts(State.GONE if found is None else State.REPLACED)


def _is_reached(path: Path) -> bool:
    """Whether the drive or share of a path answers: without it nothing can be said of the file."""
    return bool(path.anchor) and reachable(Path(path.anchor)).is_dir()


def files_with(identity: str, folder: Path) -> list[Path]:
    """The files in a folder that have an identity: several where copies were never saved. Raises OSError."""
    try:
        with os.scandir(reachable(folder)) as entries:
            names = [entry.name for entry in entries if entry.name.lower().endswith(EXTENSION)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    looked_at = (folder / name for name in sorted(names)[:_MOST_LOOKED_AT])
    return [path for path in looked_at if identity_at(path) == identity]
