"""The process that keeps the library up: begun by itself, one for all windows of a program, ended with it.
Knows no widgets, and not what the library is."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from bulletin_desk.desk.beside import Thread
from bulletin_desk.errors import BulletinDeskError

if TYPE_CHECKING:
    from bulletin_desk.library.background import BackgroundUpdate
    from bulletin_desk.library.update import Progress

_FIRST = 8_000
"""Milliseconds without an edit after which it first begins: the clerk has what was asked for by then."""
_AGAIN = 60.0
"""Seconds in which what was brought up to date still is."""


class Upkeep(QObject):
    """`advanced` tells which file is read now, and of how many as far as that is known; `ended` that what
    there is has been looked at, with what there is to say of that, in a sentence, empty if all is well."""

    advanced = Signal(int, int)
    ended = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        """Where the library is kept."""
        self._child: _Child | None = None
        self._last = float("-inf")
        self._folders_at = 0
        """As `changed_at` was when it last began."""
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
        """Begins, unless it is at work or was just now, and on the folders that there are."""
        from bulletin_desk.library.folders import changed_at

        is_fresh = self.running or time.monotonic() - self._last <= _AGAIN
        if not is_fresh or self._folders_at != changed_at(self._folder):
            self.update()

    def update(self) -> None:
        """Begins; where it is at work, begins anew after that: there is more than it knew of."""
        from bulletin_desk.library.folders import changed_at

        self._timer.stop()
        if self._child is not None:
            self._again = True
            return
        self._folders_at = changed_at(self._folder)
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
    """One run of the process, for which a thread waits."""

    advanced = Signal(int, int)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._process: BackgroundUpdate | None = None
        self.trouble = ""

    def run(self) -> None:
        """In the thread."""
        from bulletin_desk.library.folders import read_folders

        try:
            if not read_folders(self._folder):
                return  # most clerks have no library, and need not load one
            from bulletin_desk.library.background import BackgroundUpdate

            process = self._process = BackgroundUpdate()
            if self.interrupted:
                process.stop()
            self.trouble = process.wait(self._tell).said
        except BulletinDeskError as error:
            self.trouble = str(error)

    def _tell(self, progress: Progress) -> None:
        self.advanced.emit(progress.at, progress.total)

    def interrupt(self) -> None:
        """Ends the process, which may wait for a share that does not answer."""
        super().interrupt()
        if self._process is not None:
            self._process.stop()
