"""Cleans memory up while nobody types: in a volume a full pass over it between two keys would be felt."""

from __future__ import annotations

import gc
from typing import ClassVar

from PySide6.QtCore import QObject, QTimer

_PAUSE = 2500
"""Milliseconds without a change."""
_YOUNG, _MIDDLE, _NEVER = 20_000, 20, 1_000_000


class IdleCleaner(QObject):
    """Full collections happen only when `touch` has not been called for a while, or at `opened`; as Python
    does them by itself as soon as the last cleaner has stopped. There is one for each window."""

    _at_work: ClassVar[set[IdleCleaner]] = set()
    _before: ClassVar[tuple[int, int, int]]
    """Python's thresholds before the first of those at work began."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        if not self._at_work:
            IdleCleaner._before = gc.get_threshold()
            gc.set_threshold(_YOUNG, _MIDDLE, _NEVER)
        self._at_work.add(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(gc.collect)

    def touch(self) -> None:
        """Something has changed: not now."""
        self._timer.start(_PAUSE)

    def opened(self) -> None:
        """Another issue is there: what it holds will stay, and need not be looked at again and again."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def stop(self) -> None:
        """The window is closing: with the last one it is as it was before. May be said twice."""
        self._timer.stop()
        if self in self._at_work:
            self._at_work.remove(self)
            gc.unfreeze()
            if not self._at_work:
                gc.set_threshold(*self._before)
