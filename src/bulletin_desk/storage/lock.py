"""A lock beside a bulletin file: who has it open, on which machine, since when; it dies with its owner.
Must not know windows.

On the owner's machine a lock lives as long as the owner's process. Seen from another machine, or from this
one after it was given another name, it lives as long as it is renewed; both times are the file server's, so
no clocks need agree. The lock only warns: what keeps a colleague's text from being overwritten is
`saving.save`, which looks at the file itself.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import stat
import threading
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.paths import reachable
from bulletin_desk.storage.atomic import Content, content_of, write_new
from bulletin_desk.storage.system import (
    Life,
    hide,
    installation,
    life,
    machine,
    process_start,
    real,
    temporary_in,
    user,
)

RENEWED_EVERY = 60.0
"""Seconds."""
STALE_AFTER = 300.0
"""Seconds without renewal after which a lock from another machine has lost its owner. One that is dated so
far in the future has not been renewed since the server's clock was wrong."""

_MOST_BYTES = 10_000
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Owner:
    """Who holds a lock. `start` tells the process from a later one of the same `pid`; `since` is ISO 8601 in
    UTC; `token` is of this one lock, `system` of the machine's system (`system.installation`). What can't be
    made out is empty or 0."""

    user: str = ""
    machine: str = ""
    pid: int = 0
    start: str = ""
    since: str = ""
    token: str = ""
    system: str = ""

    def is_me(self) -> bool:
        """Whether it is this very process, which then has the file in another window."""
        return self.pid == os.getpid() and self.life() is Life.RUNNING

    def life(self) -> Life:
        """Whether the owner still lives, as far as can be told from here."""
        return life(self.machine, self.system, self.pid, self.start)

    def describe(self) -> str:
        """`张三在电脑“BGS-03”上（1月9日10:20起）`, as far as it is known; the time in local time. Of this
        very process, that it is another window."""
        if self.is_me():
            return "另一个窗口"
        who = self.user or "有人"
        where = f"在电脑“{self.machine}”上" if self.machine and self.machine != machine() else "在这台电脑上"
        if not self.machine:
            where = ""
        with contextlib.suppress(ValueError, OverflowError, OSError):
            since = datetime.fromisoformat(self.since).astimezone()
            return f"{who}{where}（{since.month}月{since.day}日{since:%H:%M}起）"
        return f"{who}{where}"


class LockedError(BulletinDeskError):
    """Somebody has the file open: `owner`. Offer to read it only, or a copy."""

    def __init__(self, file: Path, owner: Owner) -> None:
        super().__init__(f"“{file.name}”已由{owner.describe()}打开，可以只读打开，或打开一个副本。")
        self.owner = owner


class Lock:
    """A held lock, renewed by a thread of its own until `release`. Comes from `take`."""

    def __init__(self, file: Path, place: Path, owner: Owner) -> None:
        self._file = file
        self._place = place
        self._owner = owner
        self._lost = False
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="lock", daemon=True)
        self._thread.start()

    @property
    def lost(self) -> bool:
        """Whether a colleague's program has taken it over, as when this machine slept."""
        return self._lost

    def renew(self) -> None:
        """Shows that the owner lives. Takes as long as the share does; never raises."""
        found = _owner_in(self._place)
        if found is not None and found.token != self._owner.token:
            self._lost = True
        if self._lost:
            return
        with contextlib.suppress(OSError):
            if found is None:
                write_new(self._place, _content(self._owner), _status(self._file))
                return
            # Written, not touched: then the time is the server's. Not opened anew for writing, which Windows
            # refuses for hidden files; the content being the same, no reader sees a part of it.
            with self._place.open("r+b") as file:
                file.write(_content(self._owner))

    def release(self) -> None:
        """Gives it back. Never raises: what can't be removed goes stale."""
        self._over.set()
        found = _owner_in(self._place)
        if found is not None and found.token == self._owner.token:
            with contextlib.suppress(OSError):
                self._place.unlink()

    def drop_moved(self, file: Path) -> None:
        """Puts this very lock away where it lies beside another file: its folder was renamed, and it came
        along. Never raises."""
        place = lock_of(file)
        found = _owner_in(place) if place != self._place else None
        if found is not None and found.token == self._owner.token:
            with contextlib.suppress(OSError):
                place.unlink()

    def _keep(self) -> None:
        while not self._over.wait(RENEWED_EVERY):
            self.renew()


def lock_of(file: Path) -> Path:
    """Where the lock of a bulletin file lies: beside it, hidden."""
    target = real(reachable(file))
    return target.with_name(f".{target.name}.lock")


def take(file: Path) -> Lock | None:
    """Locks a bulletin file; a lock whose owner is gone is taken over. Raises LockedError.

    None where no lock can be laid down: `hindrance` says why.
    """
    place = lock_of(file)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    pid = os.getpid()
    start, token = process_start(pid) or "", os.urandom(8).hex()
    owner = Owner(user(), machine(), pid, start, now, token, installation())
    candidate = temporary_in(place.parent)
    try:
        # The server's own time. Each attempt that fails is one where somebody else's lock came or went.
        server_now = write_new(candidate, _content(owner), _status(file))
        for _ in range(_ATTEMPTS):
            if _lay(candidate, place, file):
                hide(place)
                return Lock(file, place, owner)
            _clear(place, file, server_now)
        raise LockedError(file, _owner_in(place) or Owner())
    except (OSError, ValueError):
        return None
    finally:
        with contextlib.suppress(OSError, ValueError):
            candidate.unlink(missing_ok=True)


def hindrance(file: Path) -> str:
    """Why no lock can be laid beside a file, as a sentence for the clerk."""
    place = lock_of(file)
    found = "别人同时打开这个文件时不会有提醒"
    status = _status(place, follow=False)
    if status is not None and not stat.S_ISREG(status.st_mode):
        what = f"“{place.parent}”里叫“{place.name}”的东西"
        return f"锁文件放不下，位置已经占了：{found}，请把{what}移开后重新打开。"
    return f"文件所在的地方写不了东西：{found}，改过的稿子要另存到别处（不要放在“{file.parent}”）。"


def holder(file: Path) -> Owner | None:
    """Who has the file open, as far as its lock says; None if nobody. Does not judge whether they live."""
    return _owner_in(lock_of(file))


def _status(path: Path, *, follow: bool = True) -> os.stat_result | None:
    try:
        return reachable(path).stat(follow_symlinks=follow)
    except (OSError, ValueError):
        return None


def _lay(candidate: Path, place: Path, file: Path) -> bool:
    """The lock with its content in one step, unless there is one."""
    try:
        os.link(candidate, place)
        return True
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        try:
            write_new(place, candidate.read_bytes(), _status(file))
            return True
        except FileExistsError:
            return False


def _clear(place: Path, file: Path, now: float) -> None:
    """Puts away a lock whose owner is gone, if it is; one that another has taken over meanwhile stays.
    Raises LockedError if the owner lives, OSError for what is no lock."""
    try:
        seen, status = content_of(place, _MOST_BYTES), place.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    owner = _parsed(seen)
    state = owner.life()
    # Both ways: the time of one that lives is never far from the server's.
    aged = abs(now - status.st_mtime) > STALE_AFTER
    if state is Life.RUNNING or (state is Life.ELSEWHERE and not aged):
        raise LockedError(file, owner)
    away = temporary_in(place.parent)
    try:
        place.rename(away)
    except (FileNotFoundError, PermissionError):  # somebody else is just looking at it or putting it away
        return
    if content_of(away, _MOST_BYTES) == seen:
        away.unlink()
        return
    # Between looking and renaming someone else took it over: it is theirs.
    with contextlib.suppress(OSError):
        os.link(away, place)
    away.unlink()


def _content(owner: Owner) -> bytes:
    return json.dumps(asdict(owner), ensure_ascii=False).encode("utf-8", "replace")


def _owner_in(place: Path) -> Owner | None:
    """Who the lock names: nobody in particular if it can't be made out, None if there is none to be seen."""
    content = content_of(place, _MOST_BYTES)
    return _parsed(content) if isinstance(content, bytes) else None


def _parsed(content: Content) -> Owner:
    try:
        values = json.loads(content if isinstance(content, bytes) else b"")
    except (ValueError, RecursionError):
        return Owner()
    if not isinstance(values, dict):
        return Owner()
    kept: dict[str, str] = {}
    for key in ("user", "machine", "start", "since", "token", "system"):
        value = values.get(key)
        kept[key] = "".join(filter(str.isprintable, value))[:100] if isinstance(value, str) else ""
    pid = values.get("pid")
    return Owner(**kept, pid=pid if isinstance(pid, int) and 0 < pid < 1 << 31 else 0)
