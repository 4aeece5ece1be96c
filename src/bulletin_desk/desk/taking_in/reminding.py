"""The reminders of the open issue's items: kept by its file's identity from day to day, shown with all their
words. Knows not what they are about."""

from __future__ import annotations

import contextlib
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from bulletin_desk.bulletin.reminders import Kept, Reminder
from bulletin_desk.desk import beside
from bulletin_desk.desk.beside import LeftError
from bulletin_desk.desk.files.keeping import Keeper
from bulletin_desk.desk.session import Session
from bulletin_desk.errors import TargetError
from bulletin_desk.storage.reminders import read_reminders, reminders_file, write_reminders


class Reminding(QObject):
    """Those of an issue that was never saved live as long as its window: they have nowhere to belong to."""

    def __init__(self, session: Session, window: QWidget, keeper: Keeper) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._keeper = keeper
        self._written: tuple[str, tuple[Kept, ...]] = ("", ())
        session.replaced.connect(self._read)
        session.saved.connect(self._saved)
        session.reminded.connect(self._write)

    def show(self, reminder: Reminder) -> None:
        """All of its words."""
        from bulletin_desk.desk.taking_in.said import LeftDialog
        from bulletin_desk.intake.draft import Remark

        LeftDialog([Remark(reminder.message, look=True, words=reminder.words)], self._window).open()

    def _read(self) -> None:
        identity = self._keeper.identity
        self._written = (identity, ())
        if not identity:
            return
        file = reminders_file(self._session.places.reminders, identity)
        with contextlib.suppress(LeftError):
            kept = beside.run(self._window, f"读“{file}”", lambda: read_reminders(file), on=str(file))
            self._session.reminders.begin(self._session.issue, kept)
            self._written = (identity, self._session.reminders.kept(self._session.issue))

    def _saved(self, _file: Path) -> None:
        self._write()

    def _write(self) -> None:
        """What can't be written now is at the next save."""
        identity, kept = self._keeper.identity, self._session.reminders.kept(self._session.issue)
        if not identity or (identity, kept) == self._written or not (kept or self._written[1]):
            return
        file = reminders_file(self._session.places.reminders, identity)
        with contextlib.suppress(LeftError, TargetError):
            beside.run(self._window, f"写“{file}”", lambda: write_reminders(file, kept), on=str(file))
            self._written = (identity, kept)
