"""Writes a file whole or not at all. Must not know what the bytes are."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from bulletin_desk.errors import TargetError
from bulletin_desk.paths import reachable
from bulletin_desk.storage.system import hide, real

Sleep = Callable[[float], None]

RETRIES = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between attempts while a virus scanner or a sync client holds the file: 1.55 s in all."""

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

_LONGEST_NAME = 255
"""Characters, on NTFS; other systems allow no more."""
_BINARY = getattr(os, "O_BINARY", 0)


def write_atomically(
    path: Path, data: bytes, *, keep_previous: bool = False, sleep: Sleep = time.sleep
) -> Path | None:
    """Makes `data` the content of `path`: a temporary file in the same folder, read back to see that it is
    whole, renamed onto the target.

    A reader sees the old content or the new, never a part. An existing target keeps its permissions, a link
    is followed. A device or a pipe (/dev/stdout) is written directly. With `keep_previous` the old content,
    where it differs, stays as `backup_of(path)`; what is returned is the backup, None if none was made: the
    backup's failure does not stop the new content. Raises TargetError, after which the target is as it was
    and no temporary file is left.
    """
    # Of the spelling for long paths Windows itself refuses such a name only with a number.
    if len(path.name) > _LONGEST_NAME:
        _refuse(path, _REASONS[errno.ENAMETOOLONG])
    place = reachable(path)
    try:
        before = _status(place)
        if before is not None and stat.S_ISDIR(before.st_mode):
            _refuse(path, "这是一个文件夹，请写明文件名")
        if before is not None and not stat.S_ISREG(before.st_mode):
            with place.open("wb") as device:
                device.write(data)
            return None
        # Asked of the mode bits: a rename would replace the file all the same, and root may do anything.
        if before is not None and not before.st_mode & 0o222:
            _refuse(path, "这个文件是只读的，请取消只读属性或另存为别的文件名")
        return _replace(path, real(place), data, before, keep_previous, sleep)
    except OSError as error:
        _refuse(path, _reason(error), error)
    except ValueError as error:  # a null character
        _refuse(path, "文件名里有不能使用的字符", error)


def backup_of(path: Path) -> Path:
    """Where the previous content of `path` is kept: beside it, so that it is on the share too, and hidden."""
    target = real(reachable(path))
    return target.with_name(f".{target.name}.bak")


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
    keep_previous: bool,
    sleep: Sleep,
) -> Path | None:
    temporary = _temporary_beside(target)
    try:
        try:
            _write_new(temporary, data)
        except PermissionError as error:
            _refuse(shown, "没有在这个文件夹里写文件的权限，请换一个位置", error)
        if _read(temporary, len(data) + 1) != data:
            _refuse(shown, "写进磁盘的内容读回来不一样，磁盘可能有问题，请换一个位置")
        if before is not None:
            _copy_permissions(before, temporary)
        backup = None
        if keep_previous and before is not None:
            # The new content matters more than the old one's copy, which the version store has as well.
            with contextlib.suppress(OSError):
                backup = _back_up(target, before, data, sleep)
        try:
            _rename(temporary, target, sleep)
        except PermissionError as error:
            _refuse(shown, "文件正被别的程序打开，或没有修改它的权限，请关闭打开它的程序后再试", error)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    if backup is not None:
        # Only now: on NTFS the names of one file share what is hidden.
        hide(backup)
    _sync_folder(target.parent)
    return backup


def _temporary_beside(target: Path) -> Path:
    # Not named after the target, whose name may already be as long as a name can be.
    return target.parent / f".bulletin-desk-{os.urandom(8).hex()}.tmp"


def _write_new(path: Path, data: bytes) -> None:
    """A new file on the disk itself. Not made by tempfile, which would give it 0600 and not the umask's."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
    try:
        left = memoryview(data)
        while left:
            written = os.write(descriptor, left)
            if written <= 0:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            left = left[written:]
        os.fsync(descriptor)
    except BaseException:
        with contextlib.suppress(OSError):
            os.close(descriptor)
        raise
    os.close(descriptor)  # a share reports here what it could not write


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


def _copy_permissions(before: os.stat_result, path: Path) -> None:
    made = path.stat()
    if made.st_gid != before.st_gid and hasattr(os, "chown"):
        # A share's common group; only its members may give a file to it.
        with contextlib.suppress(OSError):
            os.chown(path, -1, before.st_gid)
    mode = stat.S_IMODE(before.st_mode)
    # Asked first, since some shares refuse every change of the mode, even to what it is.
    if stat.S_IMODE(made.st_mode) != mode:
        path.chmod(mode)


def _back_up(target: Path, before: os.stat_result, data: bytes, sleep: Sleep) -> Path | None:
    backup = backup_of(target)
    if before.st_size == len(data) and _read(target, len(data) + 1) == data:
        return backup if backup.exists() else None  # saved twice: the backup stays the older text
    copy = _temporary_beside(target)
    try:
        try:
            os.link(target, copy)
        except OSError:  # a file system without hard links
            _write_new(copy, _read(target, before.st_size + 1))
            _copy_permissions(before, copy)
        _rename(copy, backup, sleep)
        return backup
    finally:
        # Renaming onto another name of the same file leaves both.
        with contextlib.suppress(OSError):
            copy.unlink()


def _rename(source: Path, target: Path, sleep: Sleep) -> None:
    for pause in RETRIES:
        try:
            source.replace(target)
            return
        except OSError as error:
            if not isinstance(error, PermissionError) and error.errno != errno.EBUSY:
                raise
        sleep(pause)
    source.replace(target)


def _sync_folder(folder: Path) -> None:
    """Makes a rename last through a power failure. What can't do it (Windows, some shares) does without."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _reason(error: OSError) -> str:
    known = _REASONS.get(error.errno or 0)
    if known is None and isinstance(error, PermissionError):
        known = "没有写入的权限，请换一个位置或联系管理员"
    if known is None and error.errno == errno.EBUSY:
        known = "文件正被别的程序打开，请关闭打开它的程序后再试"
    return known or f"系统报告“{error.strerror or error}”，请换一个位置再试"


def _refuse(path: Path, reason: str, cause: Exception | None = None) -> NoReturn:
    raise TargetError(f"写不了“{path}”：{reason}。") from cause
