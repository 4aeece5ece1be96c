"""What a clerk's "save" does to a bulletin file: whole or not at all, the previous version kept, nothing of
a colleague's overwritten unseen. Must not know windows."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.errors import BulletinDeskError, TargetError
from bulletin_desk.paths import reachable
from bulletin_desk.storage.atomic import Sleep, write_atomically
from bulletin_desk.storage.bulletin_file import MAX_FILE_BYTES, to_bytes
from bulletin_desk.storage.versions import Versions


class ChangedOutsideError(TargetError):
    """The file is not any more what was opened or saved last: a colleague or a sync client has been there."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """By what a file's content is known again: bytes, nanoseconds since 1970, SHA-256."""

    size: int
    modified: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving left: the file's stamp, the previous version's place (None if there was none or it could
    not be kept), and why the dated version could not be kept (empty if it was)."""

    stamp: Stamp
    backup: Path | None
    version_trouble: str


def stamp(path: Path) -> Stamp | None:
    """The stamp of the file at `path`; None where there is no such file, or it can't be read."""
    try:
        with reachable(path).open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
        status = reachable(path).stat()
    except (OSError, ValueError):
        return None
    return Stamp(status.st_size, status.st_mtime_ns, hashlib.sha256(data).digest())


def changed_outside(path: Path, known: Stamp) -> bool:
    """Whether the file at `path` has other content than when it was `known`.

    Cheap enough to be asked often: reads the file only where size or time differ. A file that can't be seen
    at present has not changed.
    """
    try:
        status = reachable(path).stat()
    except (OSError, ValueError):
        return False
    if (status.st_size, status.st_mtime_ns) == (known.size, known.modified):
        return False
    found = stamp(path)
    return found is not None and found.digest != known.digest


def save(
    path: Path,
    issue: Issue,
    *,
    known: Stamp | None = None,
    versions: Versions | None = None,
    sleep: Sleep = time.sleep,
) -> Saved:
    """Saves `issue` at `path` as the clerk's work.

    With `known`, the stamp of what was opened or saved last, raises ChangedOutsideError if the file has other
    content now; without it, overwrites. The content goes into `versions` too. Raises TargetError, after which
    the file is as it was.
    """
    data = to_bytes(issue, path)
    if known is not None:
        found = stamp(path)
        if found is not None and found.digest != known.digest:
            raise ChangedOutsideError(
                f"没有保存“{path}”：打开之后它被别人改过，请另存一份，或看过差别后再决定用哪一份。"
            )
    backup = write_atomically(path, data, keep_previous=True, sleep=sleep)
    trouble = ""
    if versions is not None:
        try:
            versions.keep(path, data, datetime.now(UTC))
        except BulletinDeskError as error:  # the text itself is safe
            trouble = str(error)
    try:
        status = reachable(path).stat()
        size, modified = status.st_size, status.st_mtime_ns
    except OSError:  # a share that dropped out this moment; the digest still tells
        size, modified = len(data), 0
    return Saved(Stamp(size, modified, hashlib.sha256(data).digest()), backup, trouble)
