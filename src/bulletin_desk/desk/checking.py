"""Looks for findings while nobody types, off the window's thread. Knows no widgets."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from datetime import date as Date  # noqa: N812
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.desk.beside import Thread
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.intake.sources import is_unit, load_units
from bulletin_desk.pages.model import Pages
from bulletin_desk.pipeline import earlier_issues
from bulletin_desk.proof.earlier import EarlierIssue
from bulletin_desk.proof.issue import Known
from bulletin_desk.proof.proofread import Proofreader

_PAUSE = 700
"""Milliseconds without a change."""
_PATIENCE = 3.0
"""Seconds that the folder with the earlier issues has for its answer."""
AT_ONCE = 60
"""Pages up to which findings are looked for by themselves; larger ones only while the panel is open."""


class Checker(QObject):
    """`found` gives an issue, its findings and the issues that it was compared with, for the issue that was
    shown last. `surroundings` gives today, the folder whose issues are compared, the issue's own file there,
    the official faces that are missing, and the clerk's own list of units; it is asked on the window's
    thread."""

    found = Signal(object, list, object)

    def __init__(self, surroundings: Callable[[], Surroundings], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._surroundings = surroundings
        self._proofreader = Proofreader()
        self._folder = _Folder(self)
        self._folder.answered.connect(self._look_again)
        self._last: tuple[Issue, Pages] | None = None
        self._wanted: tuple[Issue, Pages] | None = None
        self._job: _Job | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._start)

    def look(self, issue: Issue, pages: Pages, *, now: bool = False) -> None:
        """Looks at this issue after a pause; what was to be looked at before is forgotten."""
        self._wanted = (issue, pages)
        self._timer.start(0 if now else _PAUSE)

    def stop(self) -> Thread | None:
        """Looks no more: the window is closing. Returns the look that is still going on, None if there is
        none; it waits for no share long."""
        self._timer.stop()
        self._folder.blockSignals(True)
        self._wanted = None
        return self._job

    def _look_again(self) -> None:
        if self._wanted is None:
            self._wanted = self._last
        self._timer.start(_PAUSE)

    def _start(self) -> None:
        if self._job is not None or self._wanted is None:
            return
        self._job = _Job(self._proofreader, self._folder, *self._wanted, self._surroundings(), self)
        self._last, self._wanted = self._wanted, None
        self._job.done.connect(self._done)
        self._job.finished.connect(self._ended)
        self._job.start()

    def _ended(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.deleteLater()
        if self._wanted is not None:
            self._timer.start(_PAUSE)

    def _done(self, issue: Issue, findings: list[object], earlier: tuple[EarlierIssue, ...]) -> None:
        if self._wanted is None:
            self.found.emit(issue, findings, earlier)


Surroundings = tuple[Date, Path, Path | None, tuple[str, ...], Path]


class _Job(Thread):
    """One look. The proofreader is used by one job at a time."""

    done = Signal(object, list, object)

    def __init__(
        self,
        proofreader: Proofreader,
        folder: _Folder,
        issue: Issue,
        pages: Pages,
        surroundings: Surroundings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._proofreader = proofreader
        self._folder = folder
        self._issue = issue
        self._pages = pages
        self._surroundings = surroundings

    def run(self) -> None:
        """In the thread."""
        today, folder, file, stand_ins, own_units = self._surroundings
        earlier = self._folder.earlier(self._issue, folder, file)
        known = Known(
            today=today, source_known=_source_known(own_units), earlier=earlier, stand_ins=stand_ins
        )
        self.done.emit(self._issue, self._proofreader.proof(self._issue, self._pages, known), earlier)


class _Folder(QObject):
    """The issues in a folder. One on a share that hangs is asked once and waited for a little: what is wrong
    in the text itself need not wait for it. `answered` tells that it was there after all."""

    answered = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._asked: _Asked | None = None

    def earlier(self, issue: Issue, folder: Path, itself: Path | None) -> tuple[EarlierIssue, ...]:
        """The issues not after `issue`, none while the folder does not answer. In a job's thread."""
        asked = self._asked
        if asked is not None and asked.folder == folder and not asked.over.is_set():
            return ()
        asked = self._asked = _Asked(folder)

        def look() -> None:
            try:
                asked.found = earlier_issues(issue, folder, itself)
            finally:
                asked.over.set()
                with contextlib.suppress(RuntimeError):  # the window has gone meanwhile
                    if asked.late:
                        self.answered.emit()

        threading.Thread(target=look, name="earlier issues", daemon=True).start()
        asked.late = not asked.over.wait(_PATIENCE)
        return asked.found


class _Asked:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.over = threading.Event()
        self.found: tuple[EarlierIssue, ...] = ()
        self.late = False


def _source_known(own: Path) -> Callable[[str], bool] | None:
    """Whether a name is a unit of the list or ends as units do; nothing is asked where the list is broken."""
    try:
        units = load_units(own)
    except BulletinDeskError:
        return None
    return lambda name: is_unit(name, units)
