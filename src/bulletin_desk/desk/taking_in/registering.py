"""Manuscripts into the register of what was received, beside the window's thread: a register that can't be
written keeps nobody from taking in, and is told once."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Event

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from bulletin_desk.bulletin.received import Added, Entry, TakenBack
from bulletin_desk.desk import beside
from bulletin_desk.desk.parts.notice import Notice, Until
from bulletin_desk.desk.session import Session
from bulletin_desk.editing.document import Document
from bulletin_desk.editing.history import Entry as Edit
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.intake.review import Entry as Reviewed
from bulletin_desk.receiving import added, issue_name

_LONGEST_WAIT = 10.0
"""Seconds that a window which closes waits for what is being written."""


@dataclass(slots=True)
class _Step:
    """Manuscripts that went into the open issue by an edit, which may be undone."""

    document: Document
    edit: Edit | None
    noted: tuple[Added, ...]
    undone: bool = False


class Registering(QObject):
    """Writes entries in their order. `identity` gives that of the open file, empty while it has none."""

    def __init__(
        self, session: Session, window: QWidget, notice: Notice, identity: Callable[[], str]
    ) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._notice = notice
        self._identity = identity
        self._waiting: list[Entry] = []
        self._in_work: list[Entry] = []
        self._writing = False
        self._written_down = Event()
        """Set once what is being written has been."""
        self._told = False
        """Whether the clerk knows that it can't be written."""
        self._steps: list[_Step] = []
        session.taken_back.connect(lambda *_: self._went_back())
        session.saved.connect(lambda _: self._has_identity())
        session.replaced.connect(self._steps.clear)

    def note(self, entries: Sequence[Entry]) -> None:
        """Entries at the end of the register, soon."""
        self._waiting += entries
        if self._waiting and not self._writing:
            self._writing = True
            beside.start(self._window, self._write(), self._written)

    def note_added(self, digests: Sequence[str], reviewed: Sequence[Reviewed]) -> None:
        """What was reviewed has just come into the open issue, as the last edit: of the manuscripts with
        these digests what was ticked, and the others were left out."""
        document = self._session.document
        issue = issue_name(document.issue, self._identity())
        drafts = ((each.file, each.draft, each.taken) for each in reviewed)
        noted = added(digests, drafts, secrets.token_hex(8), issue, datetime.now())
        self._steps.append(_Step(document, document.last_edit, noted))
        self.note(noted)

    def tell(self, trouble: str) -> None:
        """It can't be written, told once until it can be again."""
        if not self._told:
            self._told = True
            self._notice.say(f"{trouble}稿件照样收得进来。", until=Until.CLOSED)

    def wait(self) -> None:
        """Writes what is left: the window is closing."""
        if not (self._waiting or self._writing):
            return
        before = self._written_down if self._writing else None
        write = self._write()

        def rest() -> None:
            if before is not None:
                before.wait(_LONGEST_WAIT)
            write()

        with contextlib.suppress(BulletinDeskError):
            beside.run(self._window, "记收稿登记", rest)

    # ---- inside

    def _write(self) -> Callable[[], None]:
        """What writes all that waits, in a thread."""
        entries, self._waiting = self._waiting, []
        self._in_work = entries
        folder = self._session.places.received
        done = self._written_down = Event()

        def write() -> None:
            from bulletin_desk.storage.received import append

            try:
                append(folder, entries)
            finally:
                done.set()

        return write

    def _written(self, end: Callable[[], None]) -> None:
        self._writing = False
        try:
            end()
        except BulletinDeskError as error:
            self._waiting = [*self._in_work, *self._waiting]  # tried again with what comes next
            self.tell(str(error))
        else:
            self._told = False
            self.note(())

    def _went_back(self) -> None:
        """An edit was undone or done again."""
        now = datetime.now()
        for step in self._steps:
            undone = step.edit is not None and not step.document.has_done(step.edit)
            if undone is not step.undone:
                step.undone = undone
                self.note(
                    [TakenBack(now, each.digest, each.step) for each in step.noted] if undone else step.noted
                )

    def _has_identity(self) -> None:
        """The issue lies in a file: its steps are noted with it, where they were without."""
        identity = self._identity()
        for step in self._steps:
            if identity and not step.undone and any(not each.issue.identity for each in step.noted):
                step.noted = tuple(
                    each._replace(issue=each.issue._replace(identity=identity)) for each in step.noted
                )
                self.note(step.noted)
