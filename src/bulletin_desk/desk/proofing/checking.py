"""Looks for findings while nobody types, off the window's thread. Shows nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.bulletin.model import Path as PartPath
from bulletin_desk.bulletin.office import Office
from bulletin_desk.desk import beside
from bulletin_desk.desk.beside import Thread
from bulletin_desk.desk.session import Session, Snapshot
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.pipeline import appeared_in_library, earlier_issues, stand_in_faces
from bulletin_desk.proof.earlier import EarlierIssue
from bulletin_desk.proof.findings import Finding
from bulletin_desk.typeset.typesetter import Typesetter

if TYPE_CHECKING:  # the rules take a fifth of the time in which the window comes up, and are needed after it
    from bulletin_desk.proof.proofread import Proofreader

_PAUSE = 700
"""Milliseconds without a change."""
_PATIENCE = 3.0
"""Seconds that the folder with the earlier issues has for its answer."""
AT_ONCE = 60
"""Pages up to which findings are looked for by themselves; larger ones only while the panel is open."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What one look is at: the issue, and what it is looked at with. `folder` holds the issues that it is
    compared with, `file` is itself among them; `stand_ins` are the official faces that are missing, `units`
    is the clerk's own list of units, `library` where the library is kept, `office` the issue's among all
    `offices`, `reminders` say what is still to be looked at of items."""

    seen: Snapshot
    today: Date
    folder: Path
    file: Path | None
    stand_ins: tuple[str, ...]
    units: Path
    library: Path
    office: Office
    offices: tuple[Office, ...]
    reminders: tuple[tuple[PartPath, str], ...]


class Checker(QObject):
    """`found` gives an issue, its findings and the issues that it was compared with, for the issue that was
    shown last. A folder on a share that hangs is asked once and waited for a little: what is wrong in the
    text itself need not wait for it."""

    found = Signal(object, list, object)

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._stand_ins = stand_in_faces(session.faces)
        self._reader = _Reader()
        self._last: _Look | None = None
        self._wanted: Snapshot | None = None
        self._job: _Job | None = None
        self._asked: _Look | None = None
        """Whose folder has not answered yet."""
        self._closing = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._start)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(lambda: self._begin(()))

    def look(self, *, now: bool = False) -> None:
        """Looks at the issue as it is now, after a pause; what was to be looked at before is forgotten."""
        session = self._session
        self._wanted = Snapshot(session.issue, session.layout, session.faces)
        self._timer.start(0 if now else _PAUSE)

    def stop(self) -> Thread | None:
        """Looks no more: the window is closing. Returns the look that is still going on, None if there is
        none; it waits for no share."""
        self._closing = True
        self._timer.stop()
        self._patience.stop()
        self._wanted = None
        return self._job

    def _start(self) -> None:
        if self._job is not None or self._patience.isActive() or self._wanted is None:
            return
        seen, self._wanted = self._wanted, None
        session = self._session
        look = self._last = _Look(
            seen,
            session.today(),
            session.folder,
            session.file,
            self._stand_ins,
            session.places.units,
            session.places.library,
            session.office,
            session.offices,
            tuple((path, each.message) for path, each in session.reminders.told(seen.issue)),
        )
        if self._asked is not None and self._asked.folder == look.folder:
            self._begin(())
            return
        self._asked = look
        self._patience.start(round(_PATIENCE * 1000))
        beside.start(
            self._window,
            lambda: earlier_issues(look.seen.issue, look.folder, look.file),
            lambda get: self._answered(look, get),
        )

    def _answered(self, look: _Look, get: Callable[[], tuple[EarlierIssue, ...]]) -> None:
        """The folder of a look has answered, in time or late."""
        if self._asked is look:
            self._asked = None
        earlier = get()
        if self._closing:
            return
        if self._last is look and self._patience.isActive():
            self._patience.stop()
            self._begin(earlier)
            return
        # the look has been without it
        if self._wanted is None and self._last is not None:
            self._wanted = self._last.seen
        self._timer.start(_PAUSE)

    def _begin(self, earlier: tuple[EarlierIssue, ...]) -> None:
        assert self._last is not None
        self._job = _Job(self._reader, self._last, earlier, self)
        self._job.done.connect(self._done)
        self._job.finished.connect(self._ended)
        self._job.start()

    def _ended(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.deleteLater()
        if self._wanted is not None:
            self._timer.start(_PAUSE)

    def _done(self, issue: Issue, findings: list[Finding], earlier: tuple[EarlierIssue, ...]) -> None:
        if self._wanted is None:
            self.found.emit(issue, findings, earlier)


class _Reader:
    """Reads an issue with pages of its own; remembers from one look to the next what has not changed. Used by
    one job at a time."""

    def __init__(self) -> None:
        self._proofreader: Proofreader | None = None
        self._typesetter: Typesetter | None = None

    def findings(self, look: _Look, earlier: tuple[EarlierIssue, ...]) -> list[Finding]:
        """All of them. Raises FontError."""
        from bulletin_desk.proof.issue import Known
        from bulletin_desk.proof.proofread import Proofreader

        if self._proofreader is None:
            self._proofreader = Proofreader()
        seen, typesetter = look.seen, self._typesetter
        if typesetter is None or typesetter.layout is not seen.layout:
            typesetter = self._typesetter = Typesetter(seen.layout, seen.faces)
        known = Known(
            today=look.today,
            source_known=_source_known(look.units, look.office),
            earlier=earlier,
            appeared=appeared_in_library(seen.issue, look.library, look.file),
            stand_ins=look.stand_ins,
            reminders=look.reminders,
            offices=look.offices,
            offers=seen.layout.offers,
            headings=seen.layout.headings,
        )
        return self._proofreader.proof(seen.issue, typesetter.typeset(seen.issue), known)


class _Job(Thread):
    """One look."""

    done = Signal(object, list, object)

    def __init__(
        self, reader: _Reader, look: _Look, earlier: tuple[EarlierIssue, ...], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._reader = reader
        self._look = look
        self._earlier = earlier

    def run(self) -> None:
        """In the thread."""
        findings = self._reader.findings(self._look, self._earlier)
        self.done.emit(self._look.seen.issue, findings, self._earlier)


def _source_known(own: Path, office: Office) -> Callable[[str], bool] | None:
    """Whether a name is a unit of the list or ends as units do; nothing is asked where the list is broken."""
    from bulletin_desk.intake.sources import is_unit, load_units

    try:
        units = load_units(own, office)
    except BulletinDeskError:
        return None
    return lambda name: is_unit(name, units)
