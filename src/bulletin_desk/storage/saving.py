"""What a clerk's "save" does to a bulletin file: whole or not at all, the previous version kept, nothing of
a colleague's overwritten unseen. Must not know windows."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.errors import BulletinDeskError, TargetError
from bulletin_desk.paths import reachable
from bulletin_desk.storage.atomic import (
    Content,
    Previous,
    Sleep,
    Unreadable,
    content_of,
    write_atomically,
)
from bulletin_desk.storage.bulletin_file import MAX_FILE_BYTES, to_bytes
from bulletin_desk.storage.identity import (
    EXTENSION,
    State,
    files_with,
    identity_at,
    identity_in,
    new_identity,
    whereabouts,
)
from bulletin_desk.storage.versions import Versions


class ChangedOutsideError(TargetError):
    """The file is not any more what was opened or saved last: a colleague or a sync client has been there, or
    it can't be read, so that nobody knows."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """By what a file's content is known again: bytes, nanoseconds since 1970, SHA-256 (empty for a file that
    is there but can't be read, which is like no other, not even itself), the file's identity (empty if it
    has none yet), and its number in the file system (0: not known), which a renamed file keeps and a copy has
    not."""

    size: int
    modified: int
    digest: bytes
    identity: str = ""
    number: int = field(default=0, compare=False)

    def is_of(self, content: Content) -> bool:
        """Whether a file with this content is unchanged."""
        return isinstance(content, bytes) and self.digest == _digest(content)


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving left: the file's stamp, the previous version's place (None if there was none or it could
    not be kept there), why the dated version could not be kept (empty if it was), and why the previous text
    is kept nowhere (empty if it is, or there was none)."""

    stamp: Stamp
    backup: Path | None
    version_trouble: str
    previous_trouble: str = ""


def stamp(path: Path) -> Stamp | None:
    """The stamp of the file at `path`; None where there is none."""
    content = content_of(path, MAX_FILE_BYTES)
    try:
        status = reachable(path).stat()
        size, modified, number = status.st_size, status.st_mtime_ns, status.st_ino
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError):
        size = modified = number = 0
    if content is None:
        return None
    if isinstance(content, Unreadable):
        return Stamp(size, modified, b"")
    return Stamp(size, modified, _digest(content), identity_in(content), number)


def changed_outside(path: Path, known: Stamp) -> bool:
    """Whether the file at `path` has other content than when it was `known`, or may not be read any more.

    Cheap enough to be asked often: reads the file only where size or time differ. A file that can't be seen
    at present has not changed.
    """
    try:
        status = reachable(path).stat()
    except (OSError, ValueError):
        return False
    if (status.st_size, status.st_mtime_ns) == (known.size, known.modified):
        return False
    content = content_of(path, MAX_FILE_BYTES)
    if isinstance(content, Unreadable) and not content.forbidden:
        return False  # a share that dropped out this moment
    return content is not None and not known.is_of(content)


def renamed_to(path: Path, known: Stamp) -> Path | None:
    """Where the file lies by now that was `known` at `path`, if it was renamed in its folder since; None if
    it was not, or that can't be told. A file without an identity is known by its content."""
    if known.identity:
        place = whereabouts(known.identity, path)
        if place.state in (State.GONE, State.REPLACED):
            return _among_copies(path, known)
        return place.path if place.state is State.RENAMED else None
    try:
        if reachable(path).exists():
            return None
        with os.scandir(reachable(path.parent)) as entries:
            names = [entry.name for entry in entries if entry.name.lower().endswith(EXTENSION)]
        for name in sorted(names):
            other = path.with_name(name)
            same_size = reachable(other).stat().st_size == known.size
            if same_size and known.is_of(content_of(other, MAX_FILE_BYTES)):
                return other
    except (OSError, ValueError):
        return None
    return None


def _among_copies(path: Path, known: Stamp) -> Path | None:
    """Which of several files of the identity is the one that was `known` at `path`."""
    with contextlib.suppress(OSError, ValueError):
        for other in files_with(known.identity, path.parent):
            if known.number and reachable(other).stat().st_ino == known.number:
                return other
    return None


def save(
    path: Path,
    issue: Issue,
    *,
    known: Stamp | None = None,
    identity: str = "",
    versions: Versions | None = None,
    sleep: Sleep = time.sleep,
) -> Saved:
    """Saves `issue` at `path` as the clerk's work.

    With `known`, the stamp of what was opened or saved last, raises ChangedOutsideError if the file has other
    content now or can't be read; without it, overwrites, but nothing that is not kept, beside the file or in
    `versions`. The content goes into `versions` too. `identity` is that of the file that the issue was opened
    from or saved in last, if there is one (else that of `known`); which one the file has then, the stamp in
    the result says (`Versions.identity_for`). Raises TargetError, after which the file is as it was.
    """
    identity = identity or (known.identity if known else "")
    if versions is not None:
        identity = versions.identity_for(path, identity)
    else:
        identity = identity_at(path) or identity or new_identity()
    data = to_bytes(issue, path, identity)
    keeping = _Keeping(path, data, known, versions, identity)
    backup = write_atomically(path, data, previous=Previous(keeping.check, keeping.unkept), sleep=sleep)
    trouble = ""
    if versions is not None:
        try:
            versions.keep(path, data, datetime.now(UTC), identity)
        except BulletinDeskError as error:  # the text itself is safe
            trouble = str(error)
    try:
        status = reachable(path).stat()
        size, modified, number = status.st_size, status.st_mtime_ns, status.st_ino
    except OSError:  # a share that dropped out this moment; the digest still tells
        size, modified, number = len(data), 0, 0
    return Saved(Stamp(size, modified, _digest(data), identity, number), backup, trouble, keeping.trouble)


class _Keeping:
    """Sees to it that nothing of another's is overwritten unasked, or for good."""

    def __init__(
        self, path: Path, data: bytes, known: Stamp | None, versions: Versions | None, identity: str
    ) -> None:
        self._path = path
        self._identity = identity
        self._data = data
        self._known = known
        self._versions = versions
        self._reason = ""
        self._kept = False
        self.trouble = ""

    def check(self, found: Content) -> None:
        """Raises where the content may not be replaced. Another's goes into the versions: the backup beside
        the file lasts only until the next save."""
        self.trouble, self._kept = "", False
        if found is None or found == self._data:
            return
        if self._known is not None:
            if isinstance(found, Unreadable):
                raise ChangedOutsideError(
                    f"没有保存“{self._path}”：它现在读不出来（{found.reason}），不知道别人改过没有，"
                    f"请另存一份，或等读得出来再保存。"
                )
            if not self._known.is_of(found):
                raise ChangedOutsideError(
                    f"没有保存“{self._path}”：打开之后它被别人改过，请另存一份，或看过差别后再决定用哪一份。"
                )
            return
        if isinstance(found, Unreadable):
            raise TargetError(
                f"没有保存“{self._path}”：原来的文件读不出来（{found.reason}），盖掉就没有了，请另存到别处。"
            )
        self._keep(found)

    def unkept(self, found: Content) -> None:
        """There is no backup. Raises where another's text would be lost."""
        if isinstance(found, bytes) and not self._kept:
            self._keep(found)
        if self._kept:
            return
        reason = f"（{self._reason}）" if self._reason else ""
        if self._known is None:
            raise TargetError(
                f"没有保存“{self._path}”：原来的文件留不下一份备份{reason}，盖掉就没有了，请另存到别处。"
            )
        self.trouble = f"“{self._path.name}”的上一份没有留下备份{reason}。"

    def _keep(self, found: bytes) -> None:
        if self._versions is None or len(found) > MAX_FILE_BYTES:
            return
        try:
            self._versions.keep(self._path, found, datetime.now(UTC), self._identity)
            self._kept = True
        except BulletinDeskError as error:
            self._reason = str(error).removesuffix("。")


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content[: MAX_FILE_BYTES + 1]).digest()
