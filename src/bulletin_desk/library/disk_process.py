"""Asks the folders in a process of its own, so that whoever asks never waits for a share that hangs: after a
while without an answer the process is left to itself, and the next question goes to another one. Must not
know the index.

Question and answer are a line of JSON each; an answer is followed by as many bytes as it says. The process
ends when its stdin does.
"""

from __future__ import annotations

import contextlib
import json
import queue
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any, NoReturn, Self

from bulletin_desk import programs
from bulletin_desk.library.disk import Content, DiskStuckError, Found, Looked, OwnDisk, Stamp, Unreached

_PATIENCE = 30.0
"""Seconds without an answer after which a share is taken to hang: Windows gives a dead one up after about as
long."""
_SLOWEST = 50_000
"""Bytes a second that a share gives at least."""

_Answer = tuple[dict[str, Any], bytes]


def _start() -> programs.Process:
    return programs.start_module(__name__)


class DiskProcess:
    """A `Disk` that is asked in a process of its own."""

    def __init__(self, start: Callable[[], programs.Process] = _start, patience: float = _PATIENCE) -> None:
        self._start = start
        self._patience = patience
        self._process: programs.Process | None = None
        self._answers: queue.SimpleQueue[_Answer | None] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the process, without waiting for it."""
        process, self._process = self._process, None
        if process is not None:
            programs.abandon(process)

    # ---- see `Disk`

    def walk(self, folder: Path) -> Iterator[Found | Unreached | Looked]:
        """See `Disk`."""
        self._ask("walk", folder)
        while True:
            answer, _ = self._next(self._patience)
            match answer:
                case {"found": [str(path), *stamp]}:
                    yield Found(Path(path), Stamp(*stamp))
                case {"unreached": [str(path), str(reason)]}:
                    yield Unreached(Path(path), reason)
                case {"looked": [str(path), int(device), bool(empty)]}:
                    yield Looked(Path(path), device, empty)
                case _:
                    return

    def read(self, found: Found) -> Content:
        """See `Disk`."""
        self._ask("read", found.path, list(found.stamp))
        answer, data = self._next(self._patience + found.stamp.size / _SLOWEST)
        return Content(data, Stamp(*answer["stamp"]), answer["steady"], answer["sentence"])

    def identity(self, path: Path) -> str:
        """See `Disk`."""
        self._ask("identity", path)
        return str(self._next(self._patience)[0]["identity"])

    def gone(self, path: Path) -> bool:
        """See `Disk`."""
        self._ask("gone", path)
        return bool(self._next(self._patience)[0]["gone"])

    def reached(self, folder: Path) -> bool:
        """See `Disk`."""
        self._ask("reached", folder)
        return bool(self._next(self._patience)[0]["reached"])

    # ---- the process

    def _ask(self, what: str, path: Path, *more: object) -> None:
        if self._process is None:
            try:
                self._process = self._start()
            except OSError as error:
                raise DiskStuckError from error
            self._answers = queue.SimpleQueue()
            threading.Thread(
                target=_listen, args=(self._process.stdout, self._answers), name="disk answers", daemon=True
            ).start()
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(_line([what, str(path), *more]))
            self._process.stdin.flush()
        except (OSError, ValueError):
            self._give_up()

    def _next(self, patience: float) -> _Answer:
        try:
            answer = self._answers.get(timeout=patience)
        except queue.Empty:
            answer = None
        if answer is None:
            self._give_up()
        return answer

    def _give_up(self) -> NoReturn:
        self.close()
        raise DiskStuckError


def _listen(answers: IO[bytes], into: queue.SimpleQueue[_Answer | None]) -> None:
    with contextlib.suppress(OSError, ValueError):
        for line in answers:
            answer = json.loads(line)
            into.put((answer, answers.read(answer.get("bytes", 0))))
    into.put(None)
    with contextlib.suppress(OSError, ValueError):
        answers.close()


def _line(value: object) -> bytes:
    return json.dumps(value).encode("ascii") + b"\n"  # halves of characters in names are written, too


def serve(questions: IO[bytes], answers: IO[bytes]) -> None:
    """Answers until there are no questions any more."""
    disk = OwnDisk()

    def say(answer: dict[str, object], data: bytes = b"") -> None:
        answers.write(_line({**answer, "bytes": len(data)} if data else answer))
        answers.write(data)
        answers.flush()

    for line in questions:
        what, name, *more = json.loads(line)
        path = Path(name)
        if what == "walk":
            for each in disk.walk(path):
                match each:
                    case Found():
                        say({"found": [str(each.path), *each.stamp]})
                    case Unreached():
                        say({"unreached": [str(each.path), each.reason]})
                    case Looked():
                        say({"looked": [str(each.path), each.device, each.empty]})
            say({"end": True})
        elif what == "read":
            content = disk.read(Found(path, Stamp(*more[0])))
            answer = {"stamp": list(content.stamp), "steady": content.steady, "sentence": content.sentence}
            say(answer, content.data)
        elif what == "identity":
            say({"identity": disk.identity(path)})
        elif what == "gone":
            say({"gone": disk.gone(path)})
        elif what == "reached":
            say({"reached": disk.reached(path)})


if __name__ == "__main__":
    if {"-h", "--help"} & set(sys.argv):
        print("usage: python -m bulletin_desk.library.disk_process\n\nAnswers questions from stdin.")
        raise SystemExit(0)
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        serve(sys.stdin.buffer, sys.stdout.buffer)
