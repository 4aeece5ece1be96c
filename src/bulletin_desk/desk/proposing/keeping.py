"""What is not decided yet, kept from day to day with the open file's identity: read when a file is opened,
written a moment after each decision. Knows not what is decided."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.desk import beside
from bulletin_desk.desk.beside import LeftError
from bulletin_desk.desk.proposing.reading import Came, put_together
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.storage.proposals import (
    Decided,
    KeptProposals,
    proposals_file,
    read_proposals,
    sweep_proposals,
    write_proposals,
)

_PAUSE = 300
"""Milliseconds: who decides on one after another has them written together."""


class Keeping(QObject):
    """`came` gives what was kept of a file with this identity, the decisions that hold, and a sentence where
    it can't be read; `failed` why it can't be written."""

    came = Signal(str, object, object, str)
    failed = Signal(str)

    def __init__(self, folder: Path, window: QWidget) -> None:
        super().__init__(window)
        self._folder = folder
        self._window = window
        self._wanted: tuple[str, KeptProposals] | None = None
        self._writing = False
        self._turn = threading.Lock()
        """One reads or writes at a time."""
        self._swept = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._begin)

    def read(self, identity: str, ours: Issue) -> None:
        """Has what was kept of a file read; `came` tells. What is to be written is written first."""
        self.flush()
        file, folder, sweeps = proposals_file(self._folder, identity), self._folder, not self._swept
        self._swept = True

        def work() -> tuple[Came, tuple[Decided, ...], str] | None:
            if sweeps:
                sweep_proposals(folder)
            with self._turn:
                kept, trouble = read_proposals(file)
            if not (kept.returned or kept.decided or trouble):
                return None
            return put_together(ours, kept.returned), kept.decided, trouble

        def then(get: Callable[[], tuple[Came, tuple[Decided, ...], str] | None]) -> None:
            found = get()
            if found is not None:
                self.came.emit(identity, *found)

        beside.start(self._window, work, then)

    def write(self, identity: str, kept: KeptProposals) -> None:
        """Has it written soon."""
        self._wanted = (identity, kept)
        self._timer.start()

    def flush(self) -> None:
        """Has it written now, and waits for that: another file is opened, or the window closes."""
        self._timer.stop()
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            return
        with contextlib.suppress(LeftError, BulletinDeskError):
            beside.run(self._window, "记下还没有定的修订", lambda: self._write(*wanted))

    def _begin(self) -> None:
        if self._writing or self._wanted is None:
            return
        wanted, self._wanted = self._wanted, None
        self._writing = True
        beside.start(self._window, lambda: self._write(*wanted), self._written)

    def _write(self, identity: str, kept: KeptProposals) -> None:
        """In a thread."""
        with self._turn:
            write_proposals(proposals_file(self._folder, identity), kept)

    def _written(self, get: Callable[[], None]) -> None:
        self._writing = False
        try:
            get()
        except BulletinDeskError as error:
            self.failed.emit(str(error))
        if self._wanted is not None:
            self._timer.start()
