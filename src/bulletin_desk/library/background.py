"""An update beside a program that must not wait: a process of its own, which gives way to others and ends
with who started it. Must not know windows.

The process is `bulletin-desk library update --watched`: it tells on stdout how far it is, a line of JSON each
time, and stops when its stdin is closed, as it is when the program that started it has ended in whatever way.
"""

from __future__ import annotations

import contextlib
import json
import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bulletin_desk import programs
from bulletin_desk.errors import BulletinDeskError

if TYPE_CHECKING:
    from bulletin_desk.library.update import Progress, Updated

PATIENCE = 300.0
"""Seconds without a word after which an update is given up: longer than any file takes to be read or given up
by `library.disk_process`."""
_GRACE = 2.0
"""Seconds in which an update that is to stop may finish its file."""
ARGUMENTS = ("library", "update", "--watched")


class UpdateFailedError(BulletinDeskError):
    """An update ended before it was done, of whose cause the sentence tells."""


def _start() -> programs.Process:
    return programs.start_module("bulletin_desk", *ARGUMENTS, low_priority=True)


class BackgroundUpdate:
    """One update in a process of its own. `wait` is for a thread beside the window; `stop` may be called from
    any."""

    def __init__(self, start: Callable[[], programs.Process] = _start, patience: float = PATIENCE) -> None:
        """Begins. Raises UpdateFailedError where the process does not start."""
        self._patience = patience
        try:
            self._process = start()
        except OSError as error:
            raise UpdateFailedError(
                f"资料库更新不了：启动不了程序自己，系统报告“{error.strerror}”。"
            ) from error
        self._said: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        threading.Thread(target=self._listen, name="library update", daemon=True).start()

    def wait(self, tell: Callable[[Progress], object] = lambda progress: None) -> Updated:
        """Waits for the end, and tells how far it is. Raises UpdateFailedError where there is none, which
        nothing is lost by: the next update goes on."""
        from bulletin_desk.library.update import Progress, Updated

        try:
            while True:
                try:
                    said = self._said.get(timeout=self._patience)
                except queue.Empty:
                    raise UpdateFailedError("资料库更新了很久没有动静，先停下了；下次会接着做。") from None
                match said:
                    case {"at": int(at), "total": int(total), "file": str(file)}:
                        tell(Progress(at, total, Path(file)))
                    case {"error": str(sentence)}:
                        raise UpdateFailedError(sentence)
                    case {"done": dict(values)}:
                        return Updated(**values)
                    case _:
                        raise UpdateFailedError("资料库没有更新完；下次会接着做。")
        finally:
            self.stop()

    def stop(self) -> None:
        """Ends it, without waiting: what it has written down stays."""
        with contextlib.suppress(OSError, ValueError):
            if self._process.stdin is not None:
                self._process.stdin.close()
        self._said.put(None)

    def _listen(self) -> None:
        output = self._process.stdout
        assert output is not None
        with contextlib.suppress(OSError, ValueError):
            for line in output:
                self._said.put(json.loads(line))
        self._said.put(None)
        with contextlib.suppress(OSError, ValueError):
            output.close()
        self._process.wait()


# ---- inside the process


def stopping() -> Callable[[], bool]:
    """Whether to stop: who started the update has closed its stdin. Some seconds later the process ends."""
    return programs.left_alone(_GRACE)


def say(value: dict[str, object]) -> None:
    """A line for the program that has started this one."""
    print(json.dumps(value), flush=True)
