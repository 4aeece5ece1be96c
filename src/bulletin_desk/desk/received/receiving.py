"""Opens the window of the register, one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from bulletin_desk.desk.session import Session

if TYPE_CHECKING:
    from bulletin_desk.desk.received.received_dialog import ReceivedDialog


class Receiving(QObject):
    """`suffixes` are how manuscripts' files end."""

    def __init__(self, session: Session, window: QWidget, suffixes: tuple[str, ...]) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._suffixes = suffixes
        self.dialog: ReceivedDialog | None = None

    def show(self) -> None:
        """The register, beside the window in which the clerk goes on."""
        from bulletin_desk.desk.received.received_dialog import ReceivedDialog

        if self.dialog is None:
            dialog = ReceivedDialog(self._session.places.received, self._suffixes, self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.destroyed.connect(self._gone)
            self.dialog = dialog
        self.dialog.show()
        self.dialog.activateWindow()

    def _gone(self) -> None:
        self.dialog = None
