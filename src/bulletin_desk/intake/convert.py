"""Old and foreign word processors' files made .docx by LibreOffice or Word, where one is installed.

Knows no formats; the converter runs on a copy, with a profile of its own, and is stopped when it hangs.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bulletin_desk import programs
from bulletin_desk.checked import Fail

TIME_LIMIT = 120
"""Seconds; the first start of LibreOffice makes its profile."""
ADVICE = "请在 Word 或 WPS 里打开它，另存为 .docx 再试"

# Word by its automation interface. Not exercised by our tests: they run where there is no Word.
_WORD_SCRIPT = (
    "$ErrorActionPreference = 'Stop'; $word = New-Object -ComObject Word.Application; "
    "try { $word.DisplayAlerts = 0; $word.AutomationSecurity = 3; "
    "$document = $word.Documents.Open($env:BULLETIN_SOURCE, $false, $true, $false); "
    "$document.SaveAs2($env:BULLETIN_TARGET, 16); $document.Close($false) } finally { $word.Quit($false) }"
)


@contextmanager
def as_docx(path: Path, data: bytes, suffix: str, fail: Fail) -> Iterator[Path]:
    """A .docx of the file at `path`, which holds `data`, for as long as it is needed; `suffix` (`.doc`) tells
    the converter what it is given. Fails with what to do where there is no converter, or it makes nothing of
    it."""
    with tempfile.TemporaryDirectory(prefix="bulletin-desk-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        source = folder / f"source{suffix}"
        target = folder / "made" / "source.docx"
        target.parent.mkdir()
        office = programs.libreoffice(path)
        shell = programs.powershell()
        try:
            source.write_bytes(data)
            if office is not None:
                _with_libreoffice(office, source, target)
            elif sys.platform == "win32" and shell is not None:
                _with_word(shell, source, target)
            else:
                fail(f"这种文件要先转换，而这台电脑上没有 LibreOffice，{ADVICE}")
        except programs.TimeUpError:
            fail(f"转换了{TIME_LIMIT}秒还没有完成，{ADVICE}")
        except OSError as error:
            fail(f"没能转换它（{getattr(error, 'strerror', None) or error}），{ADVICE}")
        if not target.is_file():
            fail(f"没能把它转换成 .docx，{ADVICE}")
        yield target


def _with_libreoffice(command: Path, source: Path, target: Path) -> None:
    profile = (source.parent / "profile").as_uri()
    arguments = [
        str(command),
        f"-env:UserInstallation={profile}",
        "--headless",
        "--norestore",
        "--nolockcheck",
    ]
    arguments += ["--convert-to", "docx", "--outdir", str(target.parent), str(source)]
    programs.run(arguments, source.parent, TIME_LIMIT)


def _with_word(shell: Path, source: Path, target: Path) -> None:
    arguments = [str(shell), "-NoProfile", "-NonInteractive", "-Command", _WORD_SCRIPT]
    variables = {"BULLETIN_SOURCE": str(source), "BULLETIN_TARGET": str(target)}
    programs.run(arguments, source.parent, TIME_LIMIT, variables)
