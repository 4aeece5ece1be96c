"""Files by their paths: the spelling under which each system opens them, and a file's bytes within bounds.
Must not know what the files hold.

Every file that a clerk can choose, or that others can put in its place, is opened here: what is not a file
(a pipe, a device, a socket) is refused before it can keep the program waiting.
"""

from __future__ import annotations

import contextlib
import errno
import ntpath
import os
import re
import stat
import sys
from pathlib import Path

from bulletin_desk.checked import Fail

_LONG = 200
"""Characters from which on a path is spelt the long way: a file beside it may have a longer name, and
Windows stops at 260 unless its administrator has allowed more."""

_KINDS = (
    (stat.S_ISDIR, "文件夹"),
    (stat.S_ISFIFO, "管道"),
    (stat.S_ISSOCK, "套接字"),
    (stat.S_ISCHR, "设备"),
    (stat.S_ISBLK, "设备"),
)
_DEVICE_NAME = r"(?i)(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?:[.:]|$)"
"""Names that Windows keeps for devices, whatever follows the first dot (“Naming Files, Paths, and Namespaces”
in Microsoft's documentation)."""
_LONG_FILE = r"(?i)\\\\\?\\(?:[a-z]:|volume\{|unc\\(?![^\\]*\\(?:pipe|mailslot)(?:\\|$)))"
r"""How a path that begins with \\?\ goes on if it leads to a file."""
_NO_SHARE = r"(?i)\\\\(?:\.\\|[^\\]*\\(?:pipe|mailslot)(?:\\|$))"
r"""How a path begins with \\ and leads to no share: \\.\pipe\x, \\server\pipe\x."""


_ENDING = re.compile(
    r"(?i)\.(?:7z|bmp|bulletin|csv|do[ct][mx]?|e?ps|et|gif|html?|jpe?g|json|md|mht(?:ml)?|od[pst]|ofd|otf|pdf|png"
    r"|pp[st]x?|rar|rtf|svg|tiff?|toml|tt[cf]|txt|wp[st]|xls[mx]?|xml|xps|zip)\s*\Z"
)
"""How the names of files of known kinds end. A name may have a dot all the same: 2024.1.9."""


class NotAFileError(OSError):
    """What lies at a path is not a file. `kind` says what it is: `文件夹`, `管道`, `设备`."""

    def __init__(self, kind: str, path: Path) -> None:
        super().__init__(errno.EINVAL, f"这不是文件，是{kind}", str(path))
        self.kind = kind


def other_ending(name: str, right: str = "") -> str:
    """How a file's name ends, if that speaks of another kind than `right` does (`.pdf`); else empty."""
    found = _ENDING.search(name)
    ending = found.group().strip().lower() if found else ""
    return "" if ending == right else ending


def reachable(path: Path) -> Path:
    """The path in a spelling under which Windows opens it however long it is; elsewhere the path itself."""
    return Path(extended(str(path), str(Path.cwd()))) if sys.platform == "win32" else path


def extended(path: str, folder: str) -> str:
    """A Windows path, relative to `folder`, in the spelling that is free of the limit of 260 characters if
    it may come near it, else unchanged. (“Maximum Path Length Limitation” in Microsoft's documentation.)"""
    whole = ntpath.normpath(ntpath.join(folder, path))
    if len(whole) < _LONG or whole.startswith(("\\\\?\\", "\\\\.\\")):
        return path
    return "\\\\?\\UNC\\" + whole[2:] if whole.startswith("\\\\") else "\\\\?\\" + whole


def names_a_device(path: str) -> bool:
    r"""Whether Windows opens a device or a pipe under this path: NUL, `C:\x\com1.docx`, `\\.\pipe\x`."""
    path = path.replace("/", "\\")
    if path.startswith("\\\\?\\"):
        return not re.match(_LONG_FILE, path)
    if path.startswith("\\\\"):
        return bool(re.match(_NO_SHARE, path))
    return bool(re.match(_DEVICE_NAME, ntpath.basename(ntpath.splitdrive(path)[1])))


def open_plain(path: Path) -> int:
    """A descriptor for reading the file at `path`, which is a regular one; the caller closes it. Never waits
    for another program, as opening a pipe does. Raises NotAFileError, else OSError or ValueError as the
    system has it."""
    if sys.platform == "win32" and names_a_device(str(path)):
        raise NotAFileError("设备", path)
    place = reachable(path)
    _check(place.stat().st_mode, path)  # opening alone sets some devices going
    descriptor = os.open(place, _FLAGS)
    try:
        _check(os.fstat(descriptor).st_mode, path)  # what was opened, if another came in between
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_BINARY", "O_NONBLOCK", "O_NOCTTY"))


def open_to_append(path: Path) -> int:
    """A descriptor for reading a file and writing at its end, which is made (the user's alone) if there is
    none; the caller closes it. Raises as `open_plain` does."""
    if sys.platform == "win32" and names_a_device(str(path)):
        raise NotAFileError("设备", path)
    place = reachable(path)
    with contextlib.suppress(FileNotFoundError):
        _check(place.stat().st_mode, path)
    flags = _FLAGS | os.O_RDWR | os.O_APPEND | os.O_CREAT
    descriptor = os.open(place, flags, 0o600)
    try:
        _check(os.fstat(descriptor).st_mode, path)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _check(mode: int, path: Path) -> None:
    if not stat.S_ISREG(mode):
        raise NotAFileError(next((kind for is_kind, kind in _KINDS if is_kind(mode)), "别的东西"), path)


def read_up_to(descriptor: int, most: int) -> bytes:
    """What is left of an open file, but no more than `most` + 1 bytes, however long it says that it is."""
    step = min(os.fstat(descriptor).st_size, most) + 1
    parts: list[bytes] = []
    left = most + 1
    while left and (part := os.read(descriptor, min(left, step))):
        parts.append(part)
        left -= len(part)
        step = max(step, _STEP)  # of a file that says 0 and has more, as those in /proc do
    return b"".join(parts)


_STEP = 1 << 16


def read_plain(path: Path, most: int) -> bytes:
    """The bytes of a file, but no more than `most` + 1. Raises as `open_plain` does."""
    descriptor = open_plain(path)
    try:
        return read_up_to(descriptor, most)
    finally:
        os.close(descriptor)


def bytes_of(path: Path, most: int, fail: Fail, wanted: str) -> bytes:
    """The file's bytes; of one larger than `most`, `most` + 1 of them. `fail` is told why there are none;
    `wanted` says which file to choose where the path is a folder's: `请选用其中的稿件`."""
    try:
        return read_plain(path, most)
    except NotAFileError as error:
        fail(f"这是一个文件夹，{wanted}" if error.kind == "文件夹" else f"{error.strerror}，请另选一个文件")
    except FileNotFoundError:
        fail("没有这个文件，请检查文件名和文件夹")
    except PermissionError:
        fail("没有读取它的权限，或它正被别的程序独占，请关闭那个程序或联系管理员")
    except (OSError, ValueError) as error:
        fail(f"读取时系统报告“{getattr(error, 'strerror', None) or error}”，请检查磁盘和文件名")
