"""Files by their paths: the spelling under which each system opens them, and a file's bytes within bounds.
Must not know what the files hold."""

from __future__ import annotations

import ntpath
import sys
from pathlib import Path

from bulletin_desk.checked import Fail

_LONG = 200
"""Characters from which on a path is spelt the long way: a file beside it may have a longer name, and
Windows stops at 260 unless its administrator has allowed more."""


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


def bytes_of(path: Path, most: int, fail: Fail, wanted: str) -> bytes:
    """The file's bytes; of one larger than `most`, `most` + 1 of them. `fail` is told why there are none;
    `wanted` says which file to choose where the path is a folder's: `请选用其中的稿件`."""
    place = reachable(path)
    try:
        if place.is_dir():
            fail(f"这是一个文件夹，{wanted}")
        with place.open("rb") as file:
            return file.read(most + 1)
    except FileNotFoundError:
        fail("没有这个文件，请检查文件名和文件夹")
    except PermissionError:
        fail("没有读取它的权限，或它正被别的程序独占，请关闭那个程序或联系管理员")
    except (OSError, ValueError) as error:
        fail(f"读取时系统报告“{getattr(error, 'strerror', None) or error}”，请检查磁盘和文件名")
