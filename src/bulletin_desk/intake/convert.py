"""Old and foreign word processors' files made .docx by LibreOffice or Word, where one is installed.

Knows no formats; the converter runs on a copy, with a profile of its own, and is stopped when it hangs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bulletin_desk.checked import Fail

TIME_LIMIT = 120
"""Seconds; the first start of LibreOffice makes its profile."""
ADVICE = "请在 Word 或 WPS 里打开它，另存为 .docx 再试"

_WINDOWS_PLACES = ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432", "LOCALAPPDATA")
# Word by its automation interface. Not exercised by our tests: they run where there is no Word.
_WORD_SCRIPT = (
    "$ErrorActionPreference = 'Stop'; $word = New-Object -ComObject Word.Application; "
    "try { $word.DisplayAlerts = 0; $word.AutomationSecurity = 3; "
    "$document = $word.Documents.Open($env:BULLETIN_SOURCE, $false, $true, $false); "
    "$document.SaveAs2($env:BULLETIN_TARGET, 16); $document.Close($false) } finally { $word.Quit($false) }"
)


@contextmanager
def as_docx(path: Path, suffix: str, fail: Fail) -> Iterator[Path]:
    """A .docx of the file at `path`, for as long as it is needed; `suffix` (`.doc`) tells the converter what
    it is given. Fails with what to do where there is no converter, or it makes nothing of it."""
    with tempfile.TemporaryDirectory(prefix="bulletin-desk-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        source = folder / f"source{suffix}"
        target = folder / "made" / "source.docx"
        target.parent.mkdir()
        command = find_libreoffice()
        try:
            shutil.copyfile(path, source)
            if command is not None:
                _with_libreoffice(command, source, target)
            elif sys.platform == "win32":
                _with_word(source, target)
            else:
                fail(f"这种文件要先转换，而这台电脑上没有 LibreOffice，{ADVICE}")
        except subprocess.TimeoutExpired:
            fail(f"转换了{TIME_LIMIT}秒还没有完成，{ADVICE}")
        except OSError as error:
            fail(f"没能转换它（{getattr(error, 'strerror', None) or error}），{ADVICE}")
        if not target.is_file():
            fail(f"没能把它转换成 .docx，{ADVICE}")
        yield target


def find_libreoffice() -> str | None:
    """LibreOffice's command; None where it is not installed."""
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            return found
    for variable in _WINDOWS_PLACES if sys.platform == "win32" else ():
        folder = os.environ.get(variable)
        for name in ("soffice.com", "soffice.exe") if folder else ():
            command = Path(folder or "", "LibreOffice", "program", name)
            if command.is_file():
                return str(command)
    return None


def _with_libreoffice(command: str, source: Path, target: Path) -> None:
    profile = (source.parent / "profile").as_uri()
    arguments = [command, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nolockcheck"]
    arguments += ["--convert-to", "docx", "--outdir", str(target.parent), str(source)]
    _run(arguments, dict(os.environ))


def _with_word(source: Path, target: Path) -> None:
    arguments = ["powershell.exe", "-NoProfile", "-NonInteractive", "-Command", _WORD_SCRIPT]
    _run(arguments, os.environ | {"BULLETIN_SOURCE": str(source), "BULLETIN_TARGET": str(target)})


def _run(arguments: list[str], environment: dict[str, str]) -> None:
    """Runs a converter; what it says is of no use to a clerk, and what counts is the file it makes."""
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    with subprocess.Popen(
        arguments,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=hidden,
        start_new_session=sys.platform != "win32",
    ) as process:
        try:
            process.wait(TIME_LIMIT)
        except subprocess.TimeoutExpired:
            _stop(process)
            raise


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stops a converter and what it started: LibreOffice's command only waits for its other process."""
    if sys.platform == "win32":
        subprocess.run(
            ["taskkill", "/F", "/T", "/PID", str(process.pid)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    else:
        import signal

        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
