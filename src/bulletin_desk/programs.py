"""Other programs, by their whole paths: where they lie, how they are run and stopped.
Must not know what they are run for.

A document that came by mail lies in a folder with whatever else came: nothing is ever looked for there, nor
in the current folder, which is the document's where it was opened by a double click.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from bulletin_desk.exit_codes import INTERRUPTED

if TYPE_CHECKING:
    import subprocess

_PROGRAM_FOLDERS = ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)", "LOCALAPPDATA")
_REGISTERED_FOLDER = r"SOFTWARE\LibreOffice\UNO\InstallPath"
_REGISTERED_PROGRAM = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\soffice.exe"
_ON_WINDOWS = ("soffice.com", "soffice.exe")
"""The first one waits for the second and is for consoles."""
_MOST_SAID = 4000
"""Bytes of what a program says on stderr: more is no use to anybody."""


class Process(Protocol):
    """A process that was started, of which stdin and stdout are pipes."""

    stdin: IO[bytes] | None
    stdout: IO[bytes] | None

    def kill(self) -> None:
        """Ends it."""

    def wait(self, timeout: float | None = None) -> int:
        """Waits for its end; its exit code."""


class TimeUpError(Exception):
    """A program took longer than its limit and was stopped."""


def libreoffice(document: Path) -> Path | None:
    """LibreOffice's command, by its whole path; None where it is not installed. It is not taken from the
    folder of the document that it is wanted for, even if the system looks for programs there."""
    names = _ON_WINDOWS if sys.platform == "win32" else ("soffice", "libreoffice")
    kept_out = _spelt(document.parent)
    for place in (*_usual_places(), *(Path(folder, name) for folder in _search_path() for name in names)):
        if place.is_absolute() and _runs(place) and _spelt(place.parent) != kept_out:
            return place
    return None


def powershell() -> Path | None:
    """Windows's PowerShell, by its whole path; None on other systems and where it was taken out."""
    place = _system_folder() / "WindowsPowerShell" / "v1.0" / "powershell.exe"
    return place if sys.platform == "win32" and place.is_file() else None


def run(
    command: Sequence[str], folder: Path, limit: float, extra: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Runs a program, named by its whole path, to its end, in a `folder` that holds nothing but our own:
    its exit code, and the beginning of what it said on stderr. `extra` goes into its environment.

    After `limit` seconds it is stopped with all that it started: raises TimeUpError; OSError where it does
    not start.
    """
    if not Path(command[0]).is_absolute():
        raise ValueError(f"not a whole path: {command[0]}")
    import subprocess  # takes longer to load than a start may: few starts end here

    said = folder / "said"
    with said.open("wb") as errors:
        process = subprocess.Popen(
            command,
            executable=command[0],
            cwd=folder,
            env={**environment(), **(extra or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            start_new_session=sys.platform != "win32",
        )
        try:
            code = process.wait(limit)
        except subprocess.TimeoutExpired as error:
            _stop(process)
            raise TimeUpError from error
        except BaseException:  # the clerk interrupts
            _stop(process)
            raise
    with said.open("rb") as errors_read:
        return code, errors_read.read(_MOST_SAID).decode("utf-8", "replace").strip()


def own_python() -> Path | None:
    """The interpreter that runs this program, for modules that open no window; None where Python does not
    know it. In the Windows program it lies beside the launcher that was started."""
    if not sys.executable:
        return None
    started = Path(sys.executable)
    beside = started.parent / "python" / "python.exe"
    return beside if sys.platform == "win32" and beside.is_file() else started


def module_command(module: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """How a module of this program is started, and its environment. Raises FileNotFoundError where Python
    does not know its interpreter."""
    python = own_python()
    if python is None:
        raise FileNotFoundError("python")
    # found where this one has been, whatever the current folder is
    root = str(Path(__file__).resolve().parents[1])
    paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    command = [str(python), "-P", "-X", "utf8", "-m", module, *arguments]
    return command, {**environment(), "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths))}


def start_module(module: str, *arguments: str, low_priority: bool = False) -> Process:
    """Runs a module of this program in a process of its own, to which stdin and stdout are pipes: it is to
    end when stdin does. With `low_priority` Windows lets other programs go first; elsewhere a process sees to
    that itself (`give_way`). Raises OSError where it does not start."""
    import subprocess

    command, variables = module_command(module, *arguments)
    no_window, below_normal = 0x08000000, 0x00004000
    return subprocess.Popen(
        command,
        executable=command[0],
        env=variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=(no_window | (below_normal if low_priority else 0)) if sys.platform == "win32" else 0,
        start_new_session=sys.platform != "win32",  # an interruption at the terminal is ours to see to
    )


def abandon(process: Process) -> None:
    """Ends a process without waiting for it: one that a share keeps may not end before the share answers."""
    with contextlib.suppress(OSError, ValueError):
        if process.stdin is not None:
            process.stdin.close()
    with contextlib.suppress(OSError):
        process.kill()


def left_alone(grace: float | None = None) -> Callable[[], bool]:
    """For a process that `start_module` has started: whether the other end of its stdin has been closed, as
    it is when the program that holds it has ended in whatever way. With a `grace`, the process ends so many
    seconds later, wherever it is."""
    from threading import Event, Thread

    over = Event()

    def watch() -> None:
        with contextlib.suppress(OSError, ValueError):
            # unbuffered: Python's end must not wait for a lock that this holds
            while sys.stdin is not None and os.read(sys.stdin.fileno(), 1 << 10):
                pass
        over.set()
        if grace is not None:
            Event().wait(grace)
            os._exit(INTERRUPTED)

    Thread(target=watch, name="stdin", daemon=True).start()
    return over.is_set


def give_way() -> None:
    """Lets other programs go first from now on, where `start_module` can't see to it."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            os.nice(10)


def environment() -> dict[str, str]:
    """Our environment for a program that we start: it too looks for programs in whole paths only."""
    kept = dict(os.environ) | {"PATH": os.pathsep.join(_search_path())}
    # what Windows's own search for programs asks for (NeedCurrentDirectoryForExePath)
    return kept | ({"NoDefaultCurrentDirectoryInExePath": "1"} if sys.platform == "win32" else {})


def leave_out_current_folder() -> None:
    """From now on Windows looks for no DLL in the current folder."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetDllDirectoryW("")


def leave_current_folder() -> None:
    """Makes a folder of the system's the current one, for a window that stays open: a document's folder
    could not be removed or unmounted, and on Windows what is in it may be taken for a program or a library.
    Whoever calls this has made relative paths absolute before."""
    with contextlib.suppress(OSError):
        os.chdir(_system_folder())


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stops a program and what it started: LibreOffice's command only waits for its other process."""
    if sys.platform == "win32":
        import subprocess

        tree = (str(_system_folder() / "taskkill.exe"), "/F", "/T", "/PID", str(process.pid))
        with contextlib.suppress(OSError):
            subprocess.run(tree, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    else:
        import signal

        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _system_folder() -> Path:
    """Windows's System32, as Windows itself says it; elsewhere the root."""
    if sys.platform == "win32":
        import ctypes

        buffer = ctypes.create_unicode_buffer(32768)
        ctypes.windll.kernel32.GetSystemDirectoryW(buffer, len(buffer))
        return Path(buffer.value)
    return Path("/")


def _search_path() -> list[str]:
    """The folders in which the system looks for programs, those that name the current one left out."""
    given = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return [folder for folder in given if Path(folder).is_absolute()]


def _usual_places() -> Iterator[Path]:
    if sys.platform == "darwin":
        yield Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
    if sys.platform != "win32":
        return
    for folder in _registered(_REGISTERED_FOLDER):
        yield from (Path(folder, name) for name in _ON_WINDOWS)
    for program in _registered(_REGISTERED_PROGRAM):
        yield from (Path(program).with_name(name) for name in _ON_WINDOWS)
    for variable in _PROGRAM_FOLDERS:
        if place := os.environ.get(variable):
            yield from (Path(place, "LibreOffice", "program", name) for name in _ON_WINDOWS)


def _registered(name: str) -> list[str]:
    """The default values of a key of Windows's registry, for all and for the user, as programs of either
    width see it."""
    found: list[str] = []
    if sys.platform == "win32":
        import winreg

        for hive in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            for width in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
                with (
                    contextlib.suppress(OSError),
                    winreg.OpenKey(hive, name, access=winreg.KEY_READ | width) as key,
                ):
                    value, _ = winreg.QueryValueEx(key, "")
                    found += [value.strip('"')] if isinstance(value, str) and value else []
    return found


def _runs(place: Path) -> bool:
    try:
        return place.is_file() and os.access(place, os.X_OK)
    except (OSError, ValueError):
        return False


def _spelt(folder: Path) -> str:
    """A folder in the one spelling in which it can be compared."""
    return os.path.normcase(os.path.realpath(folder))
