"""A share that does not answer: every call of the system's that asks for something in its folder waits until
it answers again, and those made on the window's thread, which would freeze with them, are written down."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

_CALLS = (
    *(
        "open",
        "stat",
        "lstat",
        "scandir",
        "listdir",
        "mkdir",
        "unlink",
        "remove",
        "rename",
        "replace",
        "link",
    ),
    *("readlink", "chmod", "utime", "access", "rmdir"),
)


class Share:
    """A folder that can be made to hang."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.asked_by_the_window: list[str] = []
        self.waiting: list[str] = []
        """What has been asked since it hangs."""
        self._answers = threading.Event()
        self._answers.set()
        self._window = threading.main_thread()
        for name in _CALLS:
            if hasattr(os, name):
                monkeypatch.setattr(os, name, self._slow(name, getattr(os, name)))
        monkeypatch.setattr(io, "open", self._slow("open", io.open))
        realpath = os.path.realpath
        monkeypatch.setattr(os.path, "realpath", self._slow("realpath", realpath))

    def hang(self) -> None:
        """From now on nothing in it answers."""
        self.waiting.clear()
        self._answers.clear()

    def answer(self) -> None:
        """It answers again, to those that wait too."""
        self._answers.set()

    @property
    def hangs(self) -> bool:
        return not self._answers.is_set()

    def _slow(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        folder = str(self.folder)

        def call(path: Any, *rest: Any, **named: Any) -> Any:
            places = [path, *rest[:1]] if name in ("rename", "replace", "link") else [path]
            if any(
                isinstance(place, str | os.PathLike) and str(place).startswith(folder) for place in places
            ):
                self._wait(f"{name} {path}")
            return real(path, *rest, **named)

        return call

    def _wait(self, what: str) -> None:
        if self.hangs and threading.current_thread() is self._window:
            self.asked_by_the_window.append(what)
            raise TimeoutError(110, "the window's thread would hang here", what)
        if self.hangs:
            self.waiting.append(what)
        self._answers.wait()
