"""Who opens the window of a run, and the bulletins that the clerk wants to see of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from bulletin_desk.desk.session import Session
from bulletin_desk.desk.settings import EXPORT_PATTERN, GATHER_SOURCE, GATHER_TARGET
from bulletin_desk.file_names import PATTERN

if TYPE_CHECKING:
    from bulletin_desk.desk.gathering.gathering_dialog import GatheringDialog


class Gathering(QObject):
    """`wanted` are files of which each is to have a window."""

    wanted = Signal(list)

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._dialog: GatheringDialog | None = None

    def show(self) -> None:
        """Shows it beside the window, or brings it to the front."""
        from bulletin_desk.desk.gathering.gathering_dialog import GatheringDialog

        if self._dialog is None:
            settings = self._session.settings
            folders = settings[GATHER_SOURCE], settings[GATHER_TARGET]
            offices = [
                (office.one_line, str(office.file or office.one_line)) for office in self._session.offices
            ]
            pattern = settings[EXPORT_PATTERN] if settings[EXPORT_PATTERN] != PATTERN else ""
            dialog = self._dialog = GatheringDialog(folders, offices, self._window, pattern=pattern)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.opened.connect(lambda file: self.wanted.emit([file]))
            dialog.chosen.connect(self._remember)
            dialog.finished.connect(self._closed)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def end(self) -> None:
        """The window closes."""
        if self._dialog is not None:
            self._dialog.close()

    def _remember(self, source: str, target: str) -> None:
        settings = self._session.settings
        settings[GATHER_SOURCE], settings[GATHER_TARGET] = str(Path(source)), str(Path(target))

    def _closed(self, result: int) -> None:
        self._dialog = None
