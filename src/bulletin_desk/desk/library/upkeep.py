"""The process that keeps the library up: begun by itself, one for all windows of a program, ended with it.
Knows no widgets, and not what the library is."""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from bulletin_desk import programs
from bulletin_desk.desk.beside import Thread
from bulletin_desk.errors import BulletinDeskError

_FIRST = 8_000
"""Milliseconds without an edit after which it first begins: the clerk has what was asked for by then."""
_AGAIN = 60.0
"""Seconds in which what was brought up to date still is."""

_ENDED = (0, 1)
"""Its exit codes where it has come to its end: all is well, or something could not be used."""


class Upkeep(QObject):
    """`advanced` tells which file is read now, and of how many as far as that is known; `ended` that what
    there is has been looked at, with why it was not, in a sentence, empty if it was."""

    advanced = Signal(int, int)
    ended = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        """Where the library is kept."""
        self._child: _Child | None = None
        self._last = float("-inf")
        self._again = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FIRST)
        self._timer.timeout.connect(self.update)

    @property
    def running(self) -> bool:
        """Whether it is at work."""
        return self._child is not None

    def begin(self) -> None:
        """Begins by itself when nobody has typed for a while."""
        self._timer.start()

    def touch(self) -> None:
        """The clerk is at work: not now, if it has not begun yet."""
        if self._timer.isActive():
            self._timer.start()

    def look(self) -> None:
        """Begins, unless that was done just now."""
        if time.monotonic() - self._last > _AGAIN:
            self.update()

    def update(self) -> None:
        """Begins; where it is at work, begins anew after that: there is more than it knew of."""
        self._timer.stop()
        if self._child is not None:
            self._again = True
            return
        child = self._child = _Child(self._folder, self)
        child.advanced.connect(self.advanced)
        child.finished.connect(self._ended)
        child.start()

    def stop(self) -> None:
        """The program ends: so does the process, and nobody waits for that."""
        self._timer.stop()
        self._again = False
        child, self._child = self._child, None
        if child is not None:
            child.leave()

    def _ended(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        self._last = time.monotonic()
        child.deleteLater()
        self.ended.emit(child.trouble)
        if self._again:
            self._again = False
            self.update()


class _Child(Thread):
    """One run of the process, whose lines a thread reads."""

    advanced = Signal(int, int)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self.trouble = ""
        self._process: programs.Process | None = None

    def run(self) -> None:
        """In the thread."""
        from bulletin_desk.library.folders import read_folders

        try:
            if not read_folders(self._folder):
                return
            process = self._process = programs.Process(programs.own_command("library", "update", "--watched"))
        except BulletinDeskError as error:
            self.trouble = str(error)
            return
        except OSError as error:
            self.trouble = f"资料库没有更新：系统报告“{error.strerror}”。"
            return
        if self.interrupted:
            process.stop()
        for line in process.lines():
            self._read(line)
        if process.wait() not in _ENDED and not self.trouble:
            self.trouble = "资料库这次没有更新完，下次接着更新。"

    def _read(self, line: str) -> None:
        with contextlib.suppress(ValueError, KeyError, TypeError):
            told: dict[str, Any] = json.loads(line)
            self.advanced.emit(int(told["at"]), int(told["total"]))

    def interrupt(self) -> None:
        """Ends the process, which may wait for a share that does not answer."""
        super().interrupt()
        if self._process is not None:
            self._process.stop()
