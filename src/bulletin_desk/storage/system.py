"""What saving asks of the operating system: who and where we are, whether a process still lives, locks that
die with it, hidden files, folders of the user's own. Must not know bulletins."""

from __future__ import annotations

import contextlib
import enum
import errno
import functools
import getpass
import hashlib
import os
import platform
import stat
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
    except (OSError, ValueError):  # a null character, of which whoever opens it will tell
        return Path(os.path.abspath(path))  # noqa: PTH100 - the same without asking the system


class Life(enum.Enum):
    """What can be told of a process from here."""

    RUNNING = enum.auto()
    GONE = enum.auto()
    ELSEWHERE = enum.auto()
    """On another machine, or on this one under another name: it can't be asked."""


def life(machine_name: str, installation_id: str, pid: int, start: str) -> Life:
    """Whether a process still lives that had this id and start (of `process_start`) on the machine that was
    called so and had this `installation` (empty: unknown).

    A process that is found by id and start is the one, whatever the machine is called by now; none is said
    to be gone unless this machine is certainly the one it ran on.
    """
    found = process_start(pid) if pid > 0 else None
    if found and found == start:
        return Life.RUNNING
    known = {installation_id, installation()} - {""}
    if machine_name != machine() or len(known) > 1:
        return Life.ELSEWHERE
    return Life.GONE if found is None or (found and start) else Life.RUNNING


@functools.cache
def installation() -> str:
    """Tells this installed system from others of the same name; empty where that is unknown. Nothing else
    can be learnt from it."""
    name = _installation()
    return hashlib.blake2b(name.encode(), digest_size=8, key=b"bulletin-desk").hexdigest() if name else ""


def sync_folder(folder: Path) -> None:
    """Makes what has come and gone in a folder last through a power failure. What can't do that (Windows,
    some shares) does without; raises OSError where the disk fails."""
    if os.name != "posix":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno in (errno.EIO, errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.ENOENT):
            raise


def private_folder(folder: Path) -> None:
    """Makes a folder that is this user's alone, with those above it that are missing. One that others may
    look into is closed to them, with all that is in it. Raises OSError."""
    missing: list[Path] = []
    for each in (folder, *folder.parents):
        if each.is_dir():
            break
        missing.append(each)
    for each in reversed(missing):
        try:
            os.mkdir(each, 0o700)  # noqa: PTH102 - as all that the tests let fail
        except FileExistsError:  # another program makes it too
            if not each.is_dir():
                raise
        sync_folder(each.parent)
    if os.name == "posix" and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        _close_to_others(folder)


def _close_to_others(folder: Path) -> None:
    with contextlib.suppress(OSError):  # somebody else's, or a disk without modes
        folder.chmod(0o700)
        for place, folders, files in os.walk(folder):
            for name, mode in [(each, 0o700) for each in folders] + [(each, 0o600) for each in files]:
                path = Path(place, name)
                if not path.is_symlink():
                    path.chmod(mode)


def clock_of(folder: Path) -> float:
    """What time it is where `folder` lies: the file server's clock, in seconds since 1970. Raises OSError."""
    path = temporary_in(folder)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        return os.fstat(descriptor).st_mtime
    finally:
        os.close(descriptor)
        with contextlib.suppress(OSError):
            path.unlink()


def temporary_in(folder: Path) -> Path:
    """A name that nobody has. Not made from another name, which may already be as long as a name can be."""
    return folder / f".bulletin-desk-{os.urandom(8).hex()}.tmp"


if sys.platform == "win32":
    import ctypes
    import msvcrt
    import winreg
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

    # Not msvcrt.locking, which need not say why it failed.
    _FAR = 0x40000000
    """The upper half of the place of the byte that is locked: Windows lets nobody read what is, so it lies
    beyond all that files hold."""
    _LOCK_VIOLATION = 33
    _kernel.LockFile.argtypes = _kernel.UnlockFile.argtypes = (wintypes.HANDLE, *(wintypes.DWORD,) * 4)

    def hold(descriptor: int) -> bool | None:
        """Takes the system's lock on an open file: until it is closed or this process ends, however it does.
        False if another has it, None if there are no locks where the file lies."""
        if _kernel.LockFile(msvcrt.get_osfhandle(descriptor), 0, _FAR, 1, 0):
            return True
        return False if ctypes.get_last_error() == _LOCK_VIOLATION else None

    def is_held(descriptor: int) -> bool:
        """Whether another has that lock; not even this process's own is passed over. False where there are
        none."""
        held = hold(descriptor)
        if held:
            _kernel.UnlockFile(msvcrt.get_osfhandle(descriptor), 0, _FAR, 1, 0)
        return held is False

    def _installation() -> str:
        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        try:
            with winreg.OpenKey(
                winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography", 0, access
            ) as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return ""

else:
    import fcntl

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

    # flock, not POSIX locks: those a process loses when it closes any descriptor of the file.

    def hold(descriptor: int) -> bool | None:
        """Takes the system's lock on an open file: until it is closed or this process ends, however it does.
        False if another has it, None if there are no locks where the file lies."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            return False
        except OSError:
            return None

    def is_held(descriptor: int) -> bool:
        """Whether another has that lock; not even this process's own is passed over. False where there are
        none."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            fcntl.flock(descriptor, fcntl.LOCK_UN)
            return False
        except BlockingIOError:
            return True
        except OSError:
            return False

    def _installation() -> str:
        for path in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
            with contextlib.suppress(OSError):
                return Path(path).read_text(encoding="ascii", errors="replace").strip()
        return ""
