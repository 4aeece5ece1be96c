"""Work beside the window: done in a thread, waited for in place while the window lives, and left when the
clerk does not want to wait any longer. Knows nothing of what the work is.

A share that hangs keeps every call that asks it waiting, for minutes or for good; no such call can be ended
from outside. So it is made in a thread that the program's end does not wait for.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from bulletin_desk.desk.parts.plain import Box
from bulletin_desk.errors import BulletinDeskError

AT_ONCE = 0.03
"""Seconds in which most work is done; the window stands still for so long."""
QUIET = 0.3
"""Seconds from which on the clerk is told what is waited for. Until then keys and clicks wait too."""

T = TypeVar("T")
Late = Callable[[Callable[[], T]], object]
"""Is told how a work that was left has ended: by a function that returns its result or raises."""


class LeftError(BulletinDeskError):
    """The clerk did not wait for it, or it was not done in time: nobody knows yet how it ends."""


class BusyError(LeftError):
    """It was not begun: earlier work on the same thing has not ended."""


def run(
    window: QWidget,
    what: str,
    work: Callable[[], T],
    *,
    on: str = "",
    late: Late[T] | None = None,
) -> T:
    """What `work` returns, or raises what it raises; it runs in a thread and must touch nothing of Qt's.

    `what` says what is waited for, as in `正在{what}`: `保存“第3期.bulletin”`. After a moment a box over
    `window` says so and lets the clerk leave: then LeftError; `late` is told on the window's thread when the
    work ends after all, unless the window has gone. Work `on` something (a file's path) is not begun while
    other work on the same has not ended: BusyError.
    """
    job = _begin(window, f"，所以没有{what}", work, on, late)
    if not job.is_over(QUIET):
        job.wait(f"正在{what}……")
    return job.end(f"没有等到{what}做完。")


def soon(window: QWidget, work: Callable[[], T], *, within: float = QUIET, late: Late[T] | None = None) -> T:
    """As `run`, for what the clerk need not wait for: LeftError after so many seconds, and no box."""
    job = _begin(window, "", work, "", late)
    job.is_over(within)
    return job.end("那边没有回话。")


def start(window: QWidget, work: Callable[[], T], then: Late[T]) -> None:
    """As `run`, but waits for nothing: `then` is told how it ended."""
    _Job(window, work, "", then, _bell())


def waiting() -> bool:
    """Whether work is being waited for: nothing else is to begin."""
    return bool(_waited)


def is_running(on: str) -> bool:
    """Whether work on this has not ended, waited for or left."""
    return on in _running


class Thread(QObject):
    """A long work of its own, in a thread that the program's end does not wait for. `finished` comes at the
    end, on the window's thread."""

    finished = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked = threading.Event()
        self._over = threading.Event()

    def start(self) -> None:
        """Begins."""
        self._bell = _bell()
        threading.Thread(target=self._work, name=type(self).__name__, daemon=True).start()

    def run(self) -> None:
        """The work, in the thread. It looks at `interrupted` now and then."""
        raise NotImplementedError

    @property
    def interrupted(self) -> bool:
        """Whether it is to stop."""
        return self._asked.is_set()

    def interrupt(self) -> None:
        """Asks it to stop."""
        self._asked.set()

    def isFinished(self) -> bool:  # noqa: N802 - as QThread has it
        """Whether it has ended."""
        return self._over.is_set()

    def wait(self, seconds: float | None = None) -> bool:
        """Waits until it has ended; whether it has."""
        return self._over.wait(seconds)

    def leave(self) -> None:
        """Nobody wants to hear of it any more; it ends when it can."""
        self.interrupt()
        self.blockSignals(True)
        self.setParent(None)

    def _work(self) -> None:
        try:
            self.run()
        finally:
            self._over.set()
            # Not `finished` itself: who hears it may delete this object while it is still being emitted.
            _ring(self._bell, self)

    def ended(self) -> None:
        """On the window's thread."""
        with contextlib.suppress(RuntimeError):  # the window has gone, and this with it
            self.finished.emit()


# ---- one work


class _Bell(QObject):
    """Brings the end of a work onto the window's thread."""

    rung = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.rung.connect(self._ended)

    def _ended(self, work: _Job[Any] | Thread) -> None:
        work.ended()


class _Typed(QObject):
    """Keys that were pressed before a box came, which would take them: the window gets them afterwards."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: list[tuple[QWindow, QEvent]] = []

    def collect(self) -> None:
        """Takes what waits. Clicks are forgotten."""
        application = QCoreApplication.instance()
        assert application is not None
        application.installEventFilter(self)
        try:
            QCoreApplication.processEvents()
        finally:
            application.removeEventFilter(self)

    def give_back(self) -> None:
        """The keys go where they were meant to go."""
        for window, event in self._keys:
            if isValid(window):
                QCoreApplication.postEvent(window, event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Before they reach a window."""
        if event.type() in _CLICKS:
            return True
        if isinstance(watched, QWindow) and isinstance(event, QKeyEvent):
            self._keys.append((watched, event.clone()))
            return True
        return False


_CLICKS = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
)


class _Job(Generic[T]):
    """One work. All but `_run` is called on the window's thread."""

    def __init__(
        self,
        window: QWidget,
        work: Callable[[], T],
        on: str,
        late: Late[T] | None,
        bell: _Bell | None = None,
    ) -> None:
        self._window = window
        self._work = work
        self._on = on
        self._late = late
        self._result: T
        self._error: BaseException | None = None
        self._over = threading.Event()
        self._turn = threading.Lock()
        self._bell = bell
        """Rung at the end, if the end is not just waited for."""
        self._loop: QEventLoop | None = None
        self._taken = False
        threading.Thread(target=self._run, name="beside", daemon=True).start()

    def _run(self) -> None:
        try:
            self._result = self._work()
        except BaseException as error:
            self._error = error
        with self._turn:
            self._over.set()
            bell = self._bell
        if bell is not None:
            _ring(bell, self)

    def is_over(self, seconds: float) -> bool:
        """Waits without a word; whether it has ended. Keys and clicks come afterwards."""
        if self._over.wait(min(seconds, AT_ONCE)):
            return True
        if seconds > AT_ONCE:
            QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
            try:
                self._live(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, seconds - AT_ONCE)
            finally:
                QApplication.restoreOverrideCursor()
        return self._over.is_set()

    def wait(self, text: str) -> None:
        """Waits with a box that says so, until it has ended or the clerk leaves."""
        window = self._window
        typed = _Typed()
        _waited.append(self)
        try:
            typed.collect()
        finally:
            _waited.remove(self)
        parent = window if window.isVisible() else window.parentWidget()
        box = Box(parent, Box.Icon.NoIcon, "请稍等", text, "那边还没有回话。")
        leave = box.addButton("不等了", Box.ButtonRole.RejectRole)
        # By click or Escape: who is typing must not leave by a space or Enter.
        leave.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        leave.setAutoDefault(False)
        box.setEscapeButton(leave)
        box.open()
        try:
            self._live(QEventLoop.ProcessEventsFlag.AllEvents, None, box)
        finally:
            box.hide()
            box.deleteLater()
            typed.give_back()

    def _live(
        self, events: QEventLoop.ProcessEventsFlag, seconds: float | None, box: Box | None = None
    ) -> None:
        """Lets the window live until the work has ended, the time is over or the box has been closed."""
        loop = self._loop = QEventLoop()
        if seconds is not None:
            QTimer.singleShot(round(seconds * 1000), loop, loop.quit)
        if box is not None:
            box.finished.connect(loop.quit)
        with self._turn:
            over, self._bell = self._over.is_set(), _bell()
        _waited.append(self)
        try:
            if not over:
                loop.exec(events)
        finally:
            _waited.remove(self)
            self._loop = None

    def end(self, left: str) -> T:
        """The result if it has ended, else LeftError."""
        with self._turn:
            self._taken, self._bell = self._over.is_set(), _bell()
        if not self._taken:
            raise LeftError(left)
        self._forget()
        return self._get()

    def ended(self) -> None:
        """It has ended while the window lived, or after it was left."""
        if self._loop is not None:
            self._loop.quit()
        elif not self._taken:
            self._taken = True
            self._forget()
            if self._late is not None and isValid(self._window):
                self._late(self._get)

    def _forget(self) -> None:
        if _running.get(self._on) is self:
            del _running[self._on]

    def _get(self) -> T:
        if self._error is not None:
            raise self._error
        return self._result


_waited: list[_Job[Any]] = []
_running: dict[str, _Job[Any]] = {}
"""By what they are on."""
_bells: list[_Bell] = []


def _bell() -> _Bell:
    if not _bells:
        _bells.append(_Bell())
    return _bells[0]


def _ring(bell: _Bell, work: _Job[Any] | Thread) -> None:
    with contextlib.suppress(RuntimeError):  # the program is ending
        bell.rung.emit(work)


def _begin(window: QWidget, nothing: str, work: Callable[[], T], on: str, late: Late[T] | None) -> _Job[T]:
    if on and on in _running:
        raise BusyError(f"上一次还没有做完，那边一直没有回话{nothing}：请过一会儿再试，或者换一个位置。")
    job = _Job(window, work, on, late)
    if on:
        _running[on] = job
    return job
