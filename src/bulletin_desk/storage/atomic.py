"""Writes a file whole or not at all. Must not know what the bytes are."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path
from typing import NoReturn

from bulletin_desk.errors import TargetError

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


def write_atomically(path: Path, data: bytes) -> None:
    """Makes `data` the content of `path`: a temporary file in the same folder, renamed onto the target.

    A reader sees the old content or the new, never a part. An existing target keeps its permissions, a link
    is followed. A device or a pipe (/dev/stdout) is written directly. Raises TargetError, after which the
    target is as it was and no temporary file is left.
    """
    try:
        before = _status(path)
        if before is not None and stat.S_ISDIR(before.st_mode):
            _refuse(path, "这是一个文件夹，请写明文件名")
        if before is not None and not stat.S_ISREG(before.st_mode):
            with path.open("wb") as device:
                device.write(data)
            return
        # Asked of the mode bits: a rename would replace the file all the same, and root may do anything.
        if before is not None and not before.st_mode & 0o222:
            _refuse(path, "这个文件是只读的，请取消只读属性或另存为别的文件名")
        _replace(path, Path(os.path.realpath(path)), data, before)
    except OSError as error:
        _refuse(path, _reason(error), error)
    except ValueError as error:  # a null character
        _refuse(path, "文件名里有不能使用的字符", error)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _replace(shown: Path, target: Path, data: bytes, before: os.stat_result | None) -> None:
    # Not named after the target, whose name may already be as long as a name can be. Not made by tempfile,
    # which would give a new file 0600 instead of what the user's umask says.
    temporary = target.parent / f".bulletin-desk-{os.urandom(8).hex()}.tmp"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(temporary, flags, 0o666)
    except PermissionError as error:
        _refuse(shown, "没有在这个文件夹里写文件的权限，请换一个位置", error)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if before is not None:
            temporary.chmod(stat.S_IMODE(before.st_mode))
        try:
            temporary.replace(target)
        except PermissionError as error:
            _refuse(shown, "文件正被别的程序打开，或没有修改它的权限，请关闭打开它的程序后再试", error)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _reason(error: OSError) -> str:
    known = _REASONS.get(error.errno or 0)
    if known is None and isinstance(error, PermissionError):
        known = "没有写入的权限，请换一个位置或联系管理员"
    return known or f"系统报告“{error.strerror or error}”，请换一个位置再试"


def _refuse(path: Path, reason: str, cause: Exception | None = None) -> NoReturn:
    raise TargetError(f"写不了“{path}”：{reason}。") from cause
