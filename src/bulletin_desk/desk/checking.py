"""Looks for findings while nobody types, off the window's thread. Knows no widgets."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.pages.model import Pages
from bulletin_desk.proof.layout import layout_findings

_PAUSE = 700
"""Milliseconds without a change."""
AT_ONCE = 60
"""Pages up to which findings are looked for by themselves; larger ones only while the panel is open."""


class Checker(QObject):
    """`found` gives the findings of the issue that was shown last."""

    found = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
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
        self._job = _Job(*self._wanted)
        self._wanted = None
        self._job.signals.done.connect(self._done)
        self._pool.start(self._job)

    def _done(self, findings: list[object]) -> None:
        self._running = False
        if self._wanted is None:
            self.found.emit(findings)
        else:
            self._timer.start(_PAUSE)


class _Signals(QObject):
    done = Signal(list)


class _Job(QRunnable):
    def __init__(self, issue: Issue, pages: Pages) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self.signals = _Signals()
        self._issue = issue
        self._pages = pages

    def run(self) -> None:
        self.signals.done.emit(layout_findings(self._issue, self._pages))
