"""Whether the system is ending the session, so that nobody is there to be asked. Knows nothing of files."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

_CALLED_OFF = 60_000
"""Milliseconds after which a session that has not ended goes on."""
_HANDS = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.NonClientAreaMouseButtonPress,
    QEvent.Type.TouchBegin,
    QEvent.Type.InputMethod,
    QEvent.Type.Wheel,
)
"""What only somebody who is there can cause."""


class Shutdown(QObject):
    """No system says that a shutdown was called off: it was when somebody types or clicks again, or when the
    time is over. Nothing may depend on `ending` but whether a question is asked."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_CALLED_OFF)
        self._timer.timeout.connect(self.goes_on)

    @property
    def ending(self) -> bool:
        """Whether it is."""
        return self._timer.isActive()

    def ends(self) -> None:
        """The system has said so."""
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self._timer.start()

    def goes_on(self) -> None:
        """It was called off."""
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Looks for a hand; takes no event away."""
        del watched
        if event.type() in _HANDS:
            self.goes_on()
        return False
