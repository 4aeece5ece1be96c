"""The program's log file: what went wrong where, rotated, free of the document's text. Must not know what
the program does.

A message is a constant; of its arguments only numbers are written out. Of an error come its kind, the
system's error number and the lines of program it went through: what it says may quote the bulletin.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import platform
import sys
import traceback
from copy import copy
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from bulletin_desk.storage.system import private_folder

NAME = "bulletin-desk.log"
CRASHES = "crashes.log"
MAX_BYTES = 512 << 10
KEPT = 3
"""Older files beside the present one."""

_ROOT = "bulletin_desk"
_DEEPEST = 40
_caught_in: list[Path] = []
"""The folder in which a crash leaves its traces."""


def start(folder: Path, *, max_bytes: int = MAX_BYTES) -> Path | None:
    """Writes what the program's loggers (`logging.getLogger(__name__)`) are told into a log file in `folder`.

    Returns the file, None where it can't be made: the program works without. A second call moves the log.
    """
    stop()
    file = folder / NAME
    try:
        private_folder(folder)
        handler = _Handler(file, maxBytes=max_bytes, backupCount=KEPT, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(_Formatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger(_ROOT)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.info("started: Python %d.%d.%d", *sys.version_info[:3])
    return file


def catch_crashes(folder: Path) -> None:
    """Has a crash of the interpreter or of a library (as of Qt) leave the lines of program it went through
    in a file beside the log. The file does not grow beyond `MAX_BYTES` for long."""
    file = folder / CRASHES
    with contextlib.suppress(OSError, RuntimeError):
        private_folder(folder)
        mode = "w" if file.exists() and file.stat().st_size > MAX_BYTES else "a"
        # Kept open: after a crash there is nobody to open it.
        _caught_in[:] = [folder]
        faulthandler.enable(open(file, mode, encoding="utf-8", opener=_open_own), all_threads=True)  # noqa: SIM115


def stop() -> None:
    """Closes the log file, if there is one."""
    logger = logging.getLogger(_ROOT)
    for handler in [each for each in logger.handlers if isinstance(each, _Handler)]:
        logger.removeHandler(handler)
        handler.close()
    logger.propagate = True


def without_text(error: BaseException) -> str:
    """An error as it may be written down: kind, error number, and where in the program, innermost last."""
    lines: list[str] = []
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        number = f" {cause.errno}" if isinstance(cause, OSError) and cause.errno is not None else ""
        frames = traceback.extract_tb(cause.__traceback__, limit=-_DEEPEST)
        where = [f"  {_module(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
        lines = [f"{type(cause).__module__}.{type(cause).__qualname__}{number}", *where, *lines]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines)


def system() -> str:
    """What a report of an error needs of the machine, without names."""
    return f"{platform.system()} {platform.release()}, Python {platform.python_version()}"


def _open_own(path: str, flags: int) -> int:
    """A file that is nobody else's to read, and one that can be written without waiting for a reader."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0), 0o600)


class _Handler(RotatingFileHandler):
    def _open(self) -> TextIOWrapper:
        file = open(  # noqa: SIM115 - logging closes it
            self.baseFilename, "a", encoding=self.encoding, errors=self.errors, opener=_open_own
        )
        assert isinstance(file, TextIOWrapper)
        return file

    def emit(self, record: logging.LogRecord) -> None:
        """Writes into the file at the log's path: where it was taken away, into a new one."""
        with contextlib.suppress(OSError, ValueError):
            if not self._is_there():
                if self.stream is not None:
                    self.stream.close()  # a closed one is passed over, if none can be opened
                private_folder(Path(self.baseFilename).parent)
                self.stream = self._open()
                if faulthandler.is_enabled() and _caught_in == [Path(self.baseFilename).parent]:
                    catch_crashes(Path(self.baseFilename).parent)
        super().emit(record)

    def _is_there(self) -> bool:
        if self.stream is None or self.stream.closed:
            return False
        try:
            there = Path(self.baseFilename).stat()
        except OSError:
            return False
        held = os.fstat(self.stream.fileno())
        return (held.st_dev, held.st_ino) == (there.st_dev, there.st_ino)

    def doRollover(self) -> None:  # noqa: N802
        # On Windows a second window's program holds the file: it then simply grows a little longer.
        with contextlib.suppress(OSError):
            super().doRollover()
        if self.stream is None:
            with contextlib.suppress(OSError):
                self.stream = self._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """A log that can't be written (a full disk) is no reason to say or stop anything."""


class _Formatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        safe = copy(record)
        arguments = record.args
        if isinstance(arguments, tuple):
            safe.args = tuple(map(_safe, arguments))
        elif arguments:
            safe.args = {key: _safe(value) for key, value in arguments.items()}
        safe.exc_text = None
        safe.stack_info = None
        return super().format(safe)

    def formatException(self, ei: object) -> str:  # noqa: N802
        error = ei[1] if isinstance(ei, tuple) else None
        return without_text(error) if isinstance(error, BaseException) else ""


def _safe(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, BaseException):
        return without_text(value).replace("\n", " <")
    if isinstance(value, str):
        return f"<{len(value)} characters>"
    return f"<{type(value).__name__}>"


def _module(filename: str) -> str:
    """A module's place without the folders above it, which name the user."""
    parts = Path(filename).parts
    if _ROOT in parts:
        return "/".join(parts[len(parts) - 1 - parts[::-1].index(_ROOT) :])
    return Path(filename).name
