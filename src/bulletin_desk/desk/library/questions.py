"""Questions to the library, answered beside the window: of each kind the latest only. Knows no widgets that
ask, and not what is asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bulletin_desk.desk import beside
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.library.index import Library
from bulletin_desk.library.schema import DamagedIndexError

T = TypeVar("T")
Get = Callable[[], T]


class Questions(QObject):
    """Asks the library that lies in `folder`. Of one kind one question is under way at a time; of those that
    come meanwhile the last is asked next, and the answer to one that is not the latest is dropped. `failed`
    tells why there is none, in what the error says; before that comes `damaged` where an update would mend
    it."""

    failed = Signal(str)
    damaged = Signal()

    def __init__(self, folder: Path, window: QWidget) -> None:
        super().__init__(window)
        self._folder = folder
        self._window = window
        self._waiting: dict[str, tuple[Callable[[Library], Any], Callable[[Any], None]] | None] = {}
        """By kind: what is asked next; a kind that is here has a question under way."""

    @property
    def busy(self) -> bool:
        """Whether an answer is on its way."""
        return bool(self._waiting)

    def asks(self, kind: str) -> bool:
        """Whether an answer of this kind is on its way."""
        return kind in self._waiting

    def ask(self, kind: str, question: Callable[[Library], T], then: Callable[[T], None]) -> None:
        """Has a question answered in a thread of its own; `then` is told the answer, on the window's."""
        if kind in self._waiting:
            self._waiting[kind] = (question, then)
            return
        self._waiting[kind] = None

        def work() -> T:
            with Library(self._folder) as library:
                return question(library)

        beside.start(self._window, work, lambda get: self._answered(kind, get, then))

    def drop(self, kind: str) -> None:
        """Nobody waits for an answer of this kind any more."""
        if kind in self._waiting:
            self._waiting[kind] = (_nothing, _nothing)

    def _answered(self, kind: str, get: Get[T], then: Callable[[T], None]) -> None:
        following = self._waiting.pop(kind)
        if following is not None:
            if following[0] is not _nothing:
                self.ask(kind, *following)
            return
        try:
            answer = get()
        except BulletinDeskError as error:
            if isinstance(error, DamagedIndexError):
                self.damaged.emit()
            self.failed.emit(str(error))
            return
        then(answer)


def _nothing(_of: object) -> None:
    return None
