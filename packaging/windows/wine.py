"""Wine as one would use a Windows machine: a prefix of its own, programs run in it, all ended at the end.
Knows nothing of what is run.

Three traps are met here: Wine hides variables that begin with QT_ unless they are prefixed with WINE; Python
under Wine 8 dies where its output is a regular file, so that it always gets a pipe; and a machine in which
nothing runs shuts down for seconds, into which the next program may fall, so that one is kept running. What a
program started may hold its pipe open for as long as the machine runs: it has said all when it has ended.
"""

from __future__ import annotations

import contextlib
import os
import platform
import selectors
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tree import bootstrap

PARTS = (
    bootstrap.SystemPart("Wine", "Windows 程序在这里试不了", ("wine", "wine64"), ("wine", "wineserver")),
)
_HIDDEN = "QT_"
_ATTEMPTS = 2
"""Times that a machine is begun: on a loaded computer Wine's first start fails now and then."""
_START = 300
"""Seconds that a prefix may take to be made."""
_KEEPER = ("wine", r"C:\windows\system32\cmd.exe", "/k", "echo on")
"""A program that says that it is there, and then waits for a line that never comes."""
_CHUNK = 1 << 16
_PROCESSES = Path("/proc")


@dataclass(frozen=True)
class Result:
    """How a program ended: exit code (None where its time ran out) and what it said, both streams
    together."""

    code: int | None
    output: str


def wine_environment(given: Mapping[str, str], prefix: Path, extra: Mapping[str, str]) -> dict[str, str]:
    """The variables for a program under Wine; `extra` are those that the program itself is to see."""
    strays = ("PYTHON", "PYTEST", "WINE", _HIDDEN)
    kept = {name: value for name, value in given.items() if not name.startswith(strays)}
    own = {"WINEPREFIX": str(prefix), "WINEARCH": "win64", "WINEDEBUG": "-all", "LC_ALL": "C.UTF-8"}
    # Neither a browser nor .NET is asked for, which Wine would want to download.
    own["WINEDLLOVERRIDES"] = "mscoree,mshtml=d;winemenubuilder.exe=d"
    seen = {f"WINE{name}" if name.startswith(_HIDDEN) else name: value for name, value in extra.items()}
    return kept | own | seen


def windows_path(path: Path) -> str:
    """A path of this machine as programs under Wine see it."""
    return "Z:" + str(path.absolute()).replace("/", "\\")


def prepare() -> str | None:
    """Installs Wine if it can be; the sentence that says why it can't be had here, None if it is here."""
    if platform.machine() != "x86_64" or sys.platform != "linux":
        return f"Wine 只在 64 位 x86 的 Linux 上用，这里是 {sys.platform} {platform.machine()}"
    missing = bootstrap.install_system_parts(PARTS)
    bootstrap.report_left_out(missing)
    return "这里没有 Wine，也装不上" if missing else None


class Prefix:
    """A folder that programs take for a Windows machine. Used as a context, at whose end all in it is
    stopped."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.drive = folder / "drive_c"
        self._keeper: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Prefix:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def make(self) -> None:
        """A new, empty machine that calls itself Windows 10. Raises SetupError."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        said = ""
        for _ in range(_ATTEMPTS):
            self.remove()
            said = self._begin()
            if not said:
                return
        raise bootstrap.SetupError("Wine 的环境没有建成。", said)

    def _begin(self) -> str:
        """Has Wine lay its machine out; what it said where that failed."""
        for command in (["wineboot", "-i"], ["wine", "winecfg", "-v", "win10"], ["wineserver", "-w"]):
            done = self._run(command, {}, _START)
            if done.code != 0:
                return f"{' '.join(command)}: {done.code}\n{done.output}"
        return ""

    def remove(self) -> None:
        """Stops and removes the machine, if it is there."""
        if self.folder.exists():
            self.stop()
            shutil.rmtree(self.folder)

    def run(
        self, command: Sequence[str | Path], *, seconds: float, cwd: Path | None = None, **environment: str
    ) -> Result:
        """Runs a program, for so many seconds at most; `environment` is what it sees beside Windows's own."""
        self._keep_running()
        return self._run(["wine", *command], environment, seconds, cwd)

    @contextlib.contextmanager
    def running(
        self, command: Sequence[str | Path], *, cwd: Path | None = None, **environment: str
    ) -> Iterator[None]:
        """A program that runs meanwhile, and is ended then."""
        self._keep_running()
        words = ["wine", *(str(word) for word in command)]
        process = subprocess.Popen(
            words,
            cwd=cwd,
            env=wine_environment(os.environ, self.folder, environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield
        finally:
            process.kill()
            process.wait()

    def wait(self, part: str, seconds: float) -> bool:
        """Until no program runs in this machine whose command line has `part` in it; False where one still
        does after so many seconds."""
        deadline = time.monotonic() + seconds
        while any(part in command for command in self.commands()):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    def stop(self) -> None:
        """Ends every program of this machine, and the machine."""
        self._run(["wineserver", "-k"], {}, 60)
        self._run(["wineserver", "-w"], {}, 60)
        if self._keeper:
            # Its pipe is closed, too; a keeper that would not end would else wait for ever.
            self._keeper.communicate()
            self._keeper = None

    def inner(self, *parts: str) -> Path:
        """A place on drive C."""
        return self.drive.joinpath(*parts)

    def _keep_running(self) -> None:
        """Has the machine stay on between two programs."""
        if self._keeper is None or self._keeper.poll() is not None:
            self._keeper = subprocess.Popen(
                _KEEPER,
                env=wine_environment(os.environ, self.folder, {}),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            assert self._keeper.stdout
            self._keeper.stdout.read(1)

    def commands(self) -> Iterator[str]:
        """The command line of each program that runs in this machine."""
        own = f"WINEPREFIX={self.folder}".encode()
        for process in _PROCESSES.glob("[0-9]*"):
            # One that ends meanwhile has no files any more.
            with contextlib.suppress(OSError):
                if own in (process / "environ").read_bytes().split(b"\0"):
                    yield (process / "cmdline").read_bytes().decode("utf-8", "replace")

    def _run(
        self, command: Sequence[str | Path], extra: Mapping[str, str], seconds: float, cwd: Path | None = None
    ) -> Result:
        words = [str(word) for word in command]
        process = subprocess.Popen(
            words,
            cwd=cwd,
            env=wine_environment(os.environ, self.folder, extra),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        output, ended = listen(process, seconds)
        if not ended:
            process.kill()
            if "wineserver" not in words:
                self.stop()
        code = process.wait()
        said = output.decode("utf-8", "replace").replace("\r\n", "\n")
        return Result(code if ended else None, said)


def listen(process: subprocess.Popen[bytes], seconds: float) -> tuple[bytes, bool]:
    """What a program says until it ends, and whether it does so within so many seconds."""
    assert process.stdout
    output, deadline = bytearray(), time.monotonic() + seconds
    pipe, life = process.stdout.fileno(), os.pidfd_open(process.pid)
    os.set_blocking(pipe, False)
    with process.stdout, selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        selector.register(life, selectors.EVENT_READ)
        while ready := {key.fd for key, _ in selector.select(max(deadline - time.monotonic(), 0))}:
            # The pipe is emptied last of all: what was said before the end is in it.
            while chunk := _chunk(pipe):
                output += chunk
            if life in ready:
                break
            if chunk == b"":
                selector.unregister(pipe)
    os.close(life)
    return bytes(output), life in ready


def _chunk(pipe: int) -> bytes | None:
    """What there is to read in a pipe: b"" at its end, None where nothing is there yet."""
    try:
        return os.read(pipe, _CHUNK)
    except BlockingIOError:
        return None
