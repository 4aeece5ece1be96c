"""Looks for findings while nobody types, off the window's thread. Knows no widgets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date as Date  # noqa: N812
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.intake.sources import is_unit, load_units
from bulletin_desk.pages.model import Pages
from bulletin_desk.pipeline import earlier_issues
from bulletin_desk.proof.issue import Known
from bulletin_desk.proof.proofread import Proofreader

_PAUSE = 700
"""Milliseconds without a change."""
AT_ONCE = 60
"""Pages up to which findings are looked for by themselves; larger ones only while the panel is open."""


class Checker(QObject):
    """`found` gives an issue and its findings, for the issue that was shown last. `surroundings` gives today,
    the folder whose issues are compared, the issue's own file there, the official faces that are missing, and
    the clerk's own list of units; it is asked on the window's thread."""

    found = Signal(object, list)

    def __init__(self, surroundings: Callable[[], Surroundings], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._surroundings = surroundings
        self._proofreader = Proofreader()
        self._wanted: tuple[Issue, Pages] | None = None
        self._running = False
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._start)
        self._job: _Job | None = None

    def look(self, issue: Issue, pages: Pages, *, now: bool = False) -> None:
        """Looks at this issue after a pause; what was to be looked at before is forgotten."""
        self._wanted = (issue, pages)
        self._timer.start(0 if now else _PAUSE)

    def wait(self) -> None:
        """Waits for what is being looked at: the window is closing."""
        self._timer.stop()
        self._wanted = None
        self._pool.waitForDone()

    def _start(self) -> None:
        if self._running or self._wanted is None:
            return
        self._running = True
        self._job = _Job(self._proofreader, *self._wanted, self._surroundings())
        self._wanted = None
        self._job.signals.done.connect(self._done)
        self._pool.start(self._job)

    def _done(self, issue: Issue, findings: list[object]) -> None:
        self._running = False
        if self._wanted is None:
            self.found.emit(issue, findings)
        else:
            self._timer.start(_PAUSE)


Surroundings = tuple[Date, Path, Path | None, tuple[str, ...], Path]


class _Signals(QObject):
    done = Signal(object, list)


class _Job(QRunnable):
    """One look. The proofreader is used by one job at a time."""

    def __init__(
        self, proofreader: Proofreader, issue: Issue, pages: Pages, surroundings: Surroundings
    ) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self.signals = _Signals()
        self._proofreader = proofreader
        self._issue = issue
        self._pages = pages
        self._surroundings = surroundings

    def run(self) -> None:
        today, folder, file, stand_ins, own_units = self._surroundings
        known = Known(
            today=today,
            source_known=_source_known(own_units),
            earlier=earlier_issues(self._issue, folder, file),
            stand_ins=stand_ins,
        )
        self.signals.done.emit(self._issue, self._proofreader.proof(self._issue, self._pages, known))


def _source_known(own: Path) -> Callable[[str], bool] | None:
    """Whether a name is a unit of the list or ends as units do; nothing is asked where the list is broken."""
    try:
        units = load_units(own)
    except BulletinDeskError:
        return None
    return lambda name: is_unit(name, units)
