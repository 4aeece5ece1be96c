"""What saving asks of the operating system: who and where we are, whether a process still lives, hidden
files. Must not know bulletins."""

from __future__ import annotations

import getpass
import os
import platform
import sys
from pathlib import Path


def machine() -> str:
    """This machine's name, as colleagues know it from the network."""
    return platform.node()


def user() -> str:
    """The name the user has logged in with; empty where the system does not say."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def real(path: Path) -> Path:
    """The path that links lead to; where the system does not say (some drives and shares of Windows don't),
    the path itself, made whole."""
    try:
        return Path(os.path.realpath(path))
    except OSError:
        return Path(os.path.abspath(path))  # noqa: PTH100 - the same without asking the system


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _QUERY = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
    _STILL_ACTIVE = 259
    _ACCESS_DENIED = 5
    _HIDDEN = 2
    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.OpenProcess.restype = wintypes.HANDLE
    _kernel.OpenProcess.argtypes = (wintypes.DWORD, wintypes.BOOL, wintypes.DWORD)
    _kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
    _kernel.GetExitCodeProcess.argtypes = (wintypes.HANDLE, ctypes.POINTER(wintypes.DWORD))
    _kernel.GetProcessTimes.argtypes = (wintypes.HANDLE, *(ctypes.POINTER(wintypes.FILETIME),) * 4)
    _kernel.SetFileAttributesW.argtypes = (wintypes.LPCWSTR, wintypes.DWORD)

    def process_start(pid: int) -> str | None:
        """When the process started, in the system's own words; None if there is none, empty if unknown."""
        handle = _kernel.OpenProcess(_QUERY, False, pid)
        if not handle:
            return "" if ctypes.get_last_error() == _ACCESS_DENIED else None
        try:
            code = wintypes.DWORD()
            if _kernel.GetExitCodeProcess(handle, ctypes.byref(code)) and code.value != _STILL_ACTIVE:
                return None
            times = [wintypes.FILETIME() for _ in range(4)]
            if not _kernel.GetProcessTimes(handle, *(ctypes.byref(each) for each in times)):
                return ""
            return str(times[0].dwHighDateTime << 32 | times[0].dwLowDateTime)
        finally:
            _kernel.CloseHandle(handle)

    def hide(path: Path) -> None:
        """Keeps a file out of the clerk's sight, where the system can."""
        _kernel.SetFileAttributesW(str(path), _HIDDEN)

else:

    def process_start(pid: int) -> str | None:
        """When the process started, in the system's own words; None if there is none, empty if unknown."""
        try:
            os.kill(pid, 0)
        except PermissionError:
            pass
        except (OSError, OverflowError):
            return None
        try:
            # The name in parentheses may itself hold spaces and parentheses (proc(5)); field 22 is the start
            # in ticks since the boot, which alone would come again after the next boot.
            status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
            fields = status.rpartition(")")[2].split()
            boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        except OSError:
            return ""
        return None if fields[0] in "ZX" else f"{boot}/{fields[19]}"

    def hide(path: Path) -> None:
        """Keeps a file out of the clerk's sight, where the system can. Here the dot in its name does."""


def is_running(pid: int, start: str) -> bool:
    """Whether the process that had this id and start (of `process_start`) is still there."""
    found = process_start(pid)
    return found is not None and (not found or not start or found == start)
