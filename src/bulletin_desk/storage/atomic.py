"""Writes a file whole or not at all. Must not know what the bytes are."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, NoReturn

from bulletin_desk.errors import TargetError
from bulletin_desk.paths import NotAFileError, open_plain, reachable, read_up_to
from bulletin_desk.storage.system import (
    Life,
    hide,
    installation,
    life,
    machine,
    process_start,
    real,
    sync_folder,
    temporary_in,
)

Sleep = Callable[[float], None]

RETRIES = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between attempts while a virus scanner or a sync client holds the file: 1.55 s in all."""
MOST_KEPT = 160 << 20
"""Bytes of a file whose previous content can be kept."""
GUARD_SECONDS = 10.0
"""How long a save of another machine's may take from looking at the file to having replaced it."""
LEFT_SECONDS = 3600.0
"""A temporary file this much older than a new one is nobody's any more."""

_REASONS = {
    errno.ENOSPC: "磁盘已满，请腾出空间或换一个位置",
    errno.EROFS: "所在的磁盘是只读的，请换一个位置",
    errno.ENAMETOOLONG: "文件名太长，请改短",
    errno.ENOTDIR: "路径中间有一段不是文件夹，请检查路径",
    errno.ENOENT: "所在的文件夹不存在，请先建好文件夹或换一个位置",
    errno.ELOOP: "这个链接指向它自己，请换一个文件名",
    errno.EPIPE: "接收的一方已经关闭，请重新执行",
}
if hasattr(errno, "EDQUOT"):
    _REASONS[errno.EDQUOT] = "磁盘配额已用完，请腾出空间或换一个位置"

LONGEST_NAME = 255
"""Characters, on NTFS; other systems allow no more."""
_BINARY = getattr(os, "O_BINARY", 0)
_OURS = re.compile(r"\.bulletin-desk-[0-9a-f]{16}\.(tmp|guard)")
_GUARD_POLL = 0.05
_GUARD_BYTES = 1000


class Unreadable(NamedTuple):
    """Stands for the content of a file that is there and can't be read: why, as the system says, and whether
    it is there but closed to us."""

    reason: str
    forbidden: bool


Content = bytes | Unreadable | None
"""What a file holds; None where there is none."""


class Previous(NamedTuple):
    """How the content that gives way is treated. `check` is shown it while no other program of ours can
    save: it raises to leave the file alone. `unkept` is shown content of which no backup could be made: it
    raises if that must not be lost."""

    check: Callable[[Content], None]
    unkept: Callable[[Content], None]


def write_atomically(
    path: Path,
    data: bytes,
    *,
    previous: Previous | None = None,
    mode: int | None = None,
    sleep: Sleep = time.sleep,
) -> Path | None:
    """Makes `data` the content of `path`: a temporary file in the same folder, read back to see that it is
    whole, renamed onto the target.

    A reader sees the old content or the new, never a part. An existing target keeps its permissions, which
    the new content has from its first byte on; a new one gets `mode` if given. A link is followed. A device
    or a pipe (/dev/stdout) is written directly. With `previous` the old content, where it differs, stays as
    `backup_of(path)`; what is returned is the backup, None if there is none. Raises TargetError and what
    `previous` raises, after which the target is as it was and no temporary file is left.
    """
    # Of the spelling for long paths Windows itself refuses such a name only with a number.
    if len(path.name) > LONGEST_NAME:
        _refuse(path, _REASONS[errno.ENAMETOOLONG])
    place = reachable(path)
    try:
        before = _status(place)
        if before is not None and stat.S_ISDIR(before.st_mode):
            _refuse(path, "这是一个文件夹，请写明文件名")
        if before is not None and not stat.S_ISREG(before.st_mode):
            if previous is not None:
                _refuse(path, "这不是普通文件，请换一个文件名")
            with place.open("wb") as device:
                device.write(data)
            return None
        # Asked of the mode bits: a rename would replace the file all the same, and root may do anything.
        if before is not None and not before.st_mode & 0o222:
            _refuse(path, "这个文件是只读的，请取消只读属性或另存为别的文件名")
        return _replace(path, real(place), data, before, previous, mode, sleep)
    except OSError as error:
        _refuse(path, reason(error), error)
    except ValueError as error:  # a null character
        _refuse(path, "文件名里有不能使用的字符", error)


def backup_of(path: Path) -> Path:
    """Where the previous content of `path` is kept: beside it, so that it is on the share too, and hidden."""
    target = real(reachable(path))
    return target.with_name(f".{target.name}.bak")


def content_of(path: Path, most: int = MOST_KEPT) -> Content:
    """What the file at `path` holds, up to `most` + 1 bytes."""
    try:
        descriptor = open_plain(path)
        try:
            return read_up_to(descriptor, most)
        finally:
            os.close(descriptor)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except NotAFileError as error:
        return Unreadable(error.strerror or "", True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        return Unreadable(reason, isinstance(error, PermissionError))


def write_new(path: Path, data: bytes, like: os.stat_result | None = None, mode: int | None = None) -> float:
    """A new file on the disk itself, open to nobody to whom the file `like` is not; without one it gets
    `mode`, and without that what the umask gives any new file. Returns the file server's time. Raises
    OSError."""
    # Not made by tempfile, which would give 0600 and not the umask's.
    first = 0o600 if like is not None else 0o666 if mode is None else mode
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, first)
    try:
        if like is not None:
            _copy_permissions(like, descriptor, path)
        write_all(descriptor, data)
        os.fsync(descriptor)
        now = os.fstat(descriptor).st_mtime
    except BaseException:
        with contextlib.suppress(OSError):
            os.close(descriptor)
        raise
    os.close(descriptor)  # a share reports here what it could not write
    return now


def write_all(descriptor: int, data: bytes) -> None:
    """Writes all of `data` to an open file. Raises OSError."""
    left = memoryview(data)
    while left:
        written = os.write(descriptor, left)
        if written <= 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        left = left[written:]


def sweep(folder: Path, now: float) -> None:
    """Removes what killed programs of ours have left in `folder`; `now` is the file server's time. Never
    raises."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not _OURS.fullmatch(entry.name):
                continue
            with contextlib.suppress(OSError):
                status = entry.stat(follow_symlinks=False)
                if now - status.st_mtime <= LEFT_SECONDS:
                    continue
                if stat.S_ISREG(status.st_mode):
                    os.unlink(entry.path)  # noqa: PTH108 - it is a string already
                elif stat.S_ISDIR(status.st_mode):
                    shutil.rmtree(entry.path)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _replace(
    shown: Path,
    target: Path,
    data: bytes,
    before: os.stat_result | None,
    previous: Previous | None,
    mode: int | None,
    sleep: Sleep,
) -> Path | None:
    temporary = temporary_in(target.parent)
    backup = None
    try:
        try:
            now = write_new(temporary, data, before, mode)
        except PermissionError as error:
            _refuse(shown, "没有在这个文件夹里写文件的权限，请换一个位置", error)
        if _read(temporary, len(data) + 1) != data:
            _refuse(shown, "写进磁盘的内容读回来不一样，磁盘可能有问题，请换一个位置")
        if before is not None and not before.st_mode & stat.S_IRUSR:
            temporary.chmod(stat.S_IMODE(before.st_mode))
        with contextlib.ExitStack() as guarded:
            if previous is not None:
                guard = guarded.enter_context(_guarded(shown, target, now, sleep))
                backup = _keep(target, data, previous, sleep)
                guard.check()
            try:
                rename(temporary, target, sleep)
            except PermissionError as error:
                _refuse(shown, "文件正被别的程序打开，或没有修改它的权限，请关闭打开它的程序后再试", error)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    if backup is not None:
        # Only now: on NTFS the names of one file share what is hidden.
        hide(backup)
    with contextlib.suppress(OSError):  # the content is there; saying that it is not would be untrue
        sync_folder(target.parent)
    if previous is not None:
        sweep_sometimes(target.parent, now)
    return backup


def _read(path: Path, most: int) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | _BINARY)
    try:
        parts: list[bytes] = []
        while most > 0 and (part := os.read(descriptor, most)):
            parts.append(part)
            most -= len(part)
        return b"".join(parts)
    finally:
        os.close(descriptor)


def _copy_permissions(like: os.stat_result, descriptor: int, path: Path) -> None:
    """Gives a new file the permissions of another, never wider ones for a moment; the owner's own reading
    and writing only where the file is closed."""
    if os.name != "posix":
        return  # there, only what is read-only has another mode, and that is not replaced
    made = os.fstat(descriptor)
    mode = stat.S_IMODE(like.st_mode)
    if made.st_gid != like.st_gid:
        # A share's common group; only its members may give a file to it.
        try:
            os.chown(path, -1, like.st_gid)
        except OSError:
            mode &= ~0o2070 | (mode & 0o007) << 3  # our own group may do no more than anybody
    wanted = mode | stat.S_IRUSR | stat.S_IWUSR
    # Asked first, since some shares refuse every change of the mode, even to what it is.
    if stat.S_IMODE(made.st_mode) != wanted:
        path.chmod(wanted)


def _keep(target: Path, data: bytes, previous: Previous, sleep: Sleep) -> Path | None:
    """The backup of what is about to be replaced, after it has been checked."""
    for _ in RETRIES:
        seen = _status(target)
        found = content_of(target)
        previous.check(found)
        if found is None:
            return None
        backup = backup_of(target)
        if found == data:
            return backup if backup.exists() else None  # saved twice: the backup stays the older text
        kept: Path | None = backup
        try:
            if seen is None or isinstance(found, Unreadable):
                raise OSError(errno.EACCES, os.strerror(errno.EACCES))
            if not _back_up(target, backup, seen, found, sleep):
                continue
        except OSError:
            # The new content matters more than a copy of what is kept elsewhere.
            previous.unkept(found)
            kept = None
        # A program that knows nothing of our guard has its moment between these two lines only.
        if _is_same(seen, _status(target)):
            return kept
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))


def _is_same(one: os.stat_result | None, other: os.stat_result | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.st_dev, one.st_ino, one.st_size, one.st_mtime_ns) == (
        other.st_dev,
        other.st_ino,
        other.st_size,
        other.st_mtime_ns,
    )


def _back_up(target: Path, backup: Path, seen: os.stat_result, found: bytes, sleep: Sleep) -> bool:
    """Keeps what was found in the target; whether it still was what is there."""
    copy = temporary_in(target.parent)
    try:
        try:
            os.link(target, copy)
            if not _is_same(seen, _status(copy)):
                return False
        except OSError:  # a file system without hard links
            if len(found) > MOST_KEPT:
                raise
            write_new(copy, found, seen)
        rename(copy, backup, sleep)
        return True
    finally:
        # Renaming onto another name of the same file leaves both.
        with contextlib.suppress(OSError):
            copy.unlink()


def rename(source: Path, target: Path, sleep: Sleep = time.sleep) -> None:
    """Renames a file, over another if there is one; waits for a scanner that holds it. Raises OSError."""
    for pause in RETRIES:
        try:
            source.replace(target)
            return
        except OSError as error:
            if not isinstance(error, PermissionError) and error.errno != errno.EBUSY:
                raise
        sleep(pause)
    source.replace(target)


# ---- one save at a time


@dataclass(frozen=True, slots=True)
class _Guard:
    """A file that says who is saving, and so keeps others from it."""

    path: Path
    content: bytes

    def check(self) -> None:
        """Raises OSError if it is not there any more: this machine slept, and another took it for dead."""
        if content_of(self.path, _GUARD_BYTES) != self.content:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))

    def remove(self, sleep: Sleep) -> None:
        """Lets the next one in; what can't be removed goes stale."""
        for pause in RETRIES:
            found = content_of(self.path, _GUARD_BYTES)
            if found != self.content and not isinstance(found, Unreadable):
                return
            with contextlib.suppress(OSError):
                self.path.unlink()
                return
            sleep(pause)  # on Windows, while another looks into it


@contextlib.contextmanager
def _guarded(shown: Path, target: Path, now: float, sleep: Sleep) -> Iterator[_Guard]:
    """While it lasts no other program of ours replaces `target`: a file laid beside it says so, on shares
    too. One whose owner is gone is put away. `now` is the file server's time, just asked."""
    # Not named after the target, whose name may already be as long as a name can be.
    name = hashlib.blake2b(os.path.normcase(target.name).encode("utf-8", "surrogatepass"), digest_size=8)
    pid = os.getpid()
    owner = [machine(), installation(), pid, process_start(pid) or "", os.urandom(8).hex()]
    guard = _Guard(
        target.parent / f".bulletin-desk-{name.hexdigest()}.guard", json.dumps(owner).encode("ascii")
    )
    for at in range(int(2 * GUARD_SECONDS / _GUARD_POLL)):
        try:
            descriptor = os.open(guard.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
            break
        except FileExistsError:
            pass
        except PermissionError:
            # Windows refuses so, too, what is being removed this moment.
            if at >= len(RETRIES) and not guard.path.exists():
                raise
        if not _put_away(guard.path, now + at * _GUARD_POLL):
            sleep(_GUARD_POLL)
    else:
        _refuse(shown, "别的程序正在保存它，请稍后再试")
    try:
        try:
            write_all(descriptor, guard.content)
        finally:
            os.close(descriptor)
    except OSError:
        with contextlib.suppress(OSError):
            guard.path.unlink()
        raise
    try:
        yield guard
    finally:
        guard.remove(sleep)


def _put_away(guard: Path, now: float) -> bool:
    """Removes a guard whose owner is gone; whether it may be tried again at once."""
    try:
        status, seen = guard.lstat(), content_of(guard, _GUARD_BYTES)
    except OSError:
        return False
    if seen is None:
        return True
    gone = abs(now - status.st_mtime) > GUARD_SECONDS
    with contextlib.suppress(ValueError, TypeError):
        name, system, pid, start, _ = json.loads(seen if isinstance(seen, bytes) else b"")
        gone = gone or life(str(name), str(system), int(pid), str(start)) is Life.GONE
    if not gone:
        return False
    away = temporary_in(guard.parent)
    try:
        guard.rename(away)
    except OSError:
        return False
    if content_of(away, _GUARD_BYTES) != seen:
        # Between looking and renaming somebody else laid theirs.
        with contextlib.suppress(OSError):
            os.link(away, guard)
    with contextlib.suppress(OSError):
        away.unlink()
    return True


_swept: dict[Path, float] = {}


def sweep_sometimes(folder: Path, now: float) -> None:
    """Does so, but not at each save: a share's folder may hold thousands of files."""
    last = _swept.get(folder)
    if last is None or abs(now - last) > LEFT_SECONDS:
        _swept[folder] = now
        sweep(folder, now)


def reason(error: OSError) -> str:
    """Why a file can't be written, and what to do: a phrase."""
    known = _REASONS.get(error.errno or 0)
    if known is None and isinstance(error, PermissionError):
        known = "没有写入的权限，请换一个位置或联系管理员"
    if known is None and error.errno == errno.EBUSY:
        known = "文件正被别的程序打开，请关闭打开它的程序后再试"
    return known or f"系统报告“{error.strerror or error}”，请换一个位置再试"


def refused(path: Path, error: OSError) -> TargetError:
    """Says why a file or folder can't be written."""
    return TargetError(f"写不了“{path}”：{reason(error)}。")


def _refuse(path: Path, reason: str, cause: Exception | None = None) -> NoReturn:
    raise TargetError(f"写不了“{path}”：{reason}。") from cause
