"""All windows of the program, one for each open issue: which one has a file, and which one opens what another
program was to open. Knows nothing of what is in them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from bulletin_desk.desk import beside
from bulletin_desk.desk.files.keeping import key
from bulletin_desk.desk.library.upkeep import Upkeep
from bulletin_desk.desk.parts.faults import Faults
from bulletin_desk.desk.settings import Settings
from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.storage.instance import Instance, Request
from bulletin_desk.storage.places import Places

if TYPE_CHECKING:
    from bulletin_desk.bulletin.model import Issue
    from bulletin_desk.desk.library.librarian import Librarian
    from bulletin_desk.desk.window import MainWindow

_LOOK = 250
"""Milliseconds between looks for what other programs were to open."""
_ASIDE = 32
"""Pixels by which a further window lies beside the one before."""


class Windows(QObject):
    """There is one at least until the program ends."""

    def __init__(self, settings: Settings, places: Places, log_file: Path | None, instance: Instance) -> None:
        super().__init__()
        self._settings = settings
        self._places = places
        self._log_file = log_file
        self._instance = instance
        self._faces = load_faces()
        self._upkeep = Upkeep(places.library, self)
        self._windows: list[MainWindow] = []
        """Those that are open, the one that was used last at the end, as far as is known."""
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @property
    def all(self) -> tuple[MainWindow, ...]:
        """Those that are open."""
        return tuple(self._windows)

    def open_window(self, files: Sequence[Path]) -> MainWindow:
        """A further window, with the first of these files, or where that can't be opened with a blank issue;
        and one for each of the others."""
        from bulletin_desk.desk.window import MainWindow

        window = MainWindow(self._faces, self._settings, places=self._places)
        before = self._windows[-1] if self._windows else None
        self._windows.append(window)
        window.filing.elsewhere = lambda file: self.show_file(file, window)
        window.librarian.share(self._upkeep)
        window.librarian.opens = lambda file: self._open_for(window, file)
        window.closed.connect(lambda: self._closed(window))
        window.issues_came.connect(self._answer)
        window.issue_written.connect(self._write)
        self._watch(window)
        window.open_up()
        if before is not None and not window.isMaximized():
            window.move(before.x() + _ASIDE, before.y() + _ASIDE)
        if not any(window.filing.open_file(file) for file in files[:1]):
            window.filing.start_empty()
        for file in files[1:]:
            if not self.show_file(file):
                self.open_window([file])
        if before is None:
            self._upkeep.begin()
        return window

    def _watch(self, window: MainWindow) -> None:
        Faults(window, self._log_file, self._flush, window.filing.save_as).install()

    def _flush(self) -> bool:
        flushed = [window.filing.keeper.flush() for window in self._windows]  # each of them
        return all(flushed)

    def _closed(self, window: MainWindow) -> None:
        self._windows.remove(window)
        if self._windows:
            self._watch(self._windows[-1])
            window.deleteLater()
        else:  # the program ends, and with it all
            self._upkeep.stop()

    # ---- which one

    def show_file(self, file: Path, but: MainWindow | None = None) -> bool:
        """Shows the window that has a file, unless it is `but`; whether there is one."""
        window = self._having(file)
        if window is None or window is but:
            return False
        self._show(window)
        return True

    def _having(self, file: Path) -> MainWindow | None:
        for window in self._windows:
            own = window.session.file
            if own is not None and key(file) in (key(own), window.filing.keeper.place):
                return window
        return None

    def _last(self) -> MainWindow:
        active = QApplication.activeWindow()
        return next((window for window in self._windows if window is active), self._windows[-1])

    def _show(self, window: MainWindow) -> None:
        self._windows.remove(window)
        self._windows.append(window)
        if window.isMinimized():
            window.showNormal()
        window.raise_()
        window.activateWindow()

    def _write(self, name: str, issue: Issue) -> None:
        """An issue that has no file yet, in a further window."""
        window = self.open_window([])
        window.take_in_hand(name, issue)
        self._show(window)

    def _open_for(self, window: MainWindow, file: Path) -> Librarian | None:
        """Opens a file that was chosen in the library of a window: in that if nothing has been begun there,
        else in one of its own."""
        if not self.show_file(file):
            if window.filing.is_untouched:
                if not window.filing.open_file(file):
                    return None
            else:
                self._show(self.open_window([file]))
        found = self._having(file)
        return None if found is None else found.librarian

    # ---- what other programs were to open

    def look(self) -> None:
        """Takes on what can be opened now. What can't, as something is being asked or waited for, is left to
        the program that asks."""
        if not self._windows or not self._instance.claim():
            return
        for request in self._instance.requests():
            if self._can_answer(request) and self._instance.take(request):
                self._answer(request.files)

    def _can_answer(self, request: Request) -> bool:
        if all(self._having(file) is not None for file in request.files):
            return True
        return not beside.waiting() and QApplication.activeModalWidget() is None

    def _answer(self, files: Sequence[Path]) -> None:
        if not files:
            self._show(self._last())
        for file in files:
            if self.show_file(file):
                continue
            last = self._last()
            if last.filing.is_untouched:
                self._show(last)  # first: what it asks or tells is to be seen
                last.filing.open_file(file)
            else:
                self._show(self.open_window([file]))
