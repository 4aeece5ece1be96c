"""A run in a program of its own, which tells what it does line by line: a file that takes that program down
takes no window along. Knows no widgets."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress

from PySide6.QtCore import QObject, QTimer, Signal

from bulletin_desk import programs
from bulletin_desk.desk.beside import Thread
from bulletin_desk.exit_codes import INTERRUPTED, UNWRITABLE_TARGET

LONGEST = 250_000
"""Milliseconds without a word after which the file that is read is given up: a converter has 120 seconds,
what is tried in a program of its own 200."""
_MOST_STARTS = 20
"""So often a run goes on after its program went down."""
_NOT_STARTED = "没有收成：程序的另一部分启动不了，请重新安装。"
_NOT_ENDED = "没有收成：收到一半停了下来；再收一次，就接着往下收。"
Start = Callable[[Sequence[str]], programs.Process]


def _start(arguments: Sequence[str]) -> programs.Process:
    return programs.start_module("bulletin_desk", "library", "gather", "--watched", *arguments)


class _Listening(Thread):
    """Hears one run out, started again where its program went down. `told` is what it tells, an event each;
    at the end `report` is the last of them, `sentence` why there is none."""

    told = Signal(object)

    def __init__(self, arguments: Sequence[str], start: Start, parent: QObject) -> None:
        super().__init__(parent)
        self._arguments = list(arguments)
        self._start_program = start
        self.process: programs.Process | None = None
        self.report: dict[str, object] | None = None
        self.sentence = ""
        self.starts = 0

    def run(self) -> None:
        """In the thread."""
        while self.starts < _MOST_STARTS and not self.interrupted:
            self.starts += 1
            try:
                process = self.process = self._start_program(self._arguments)
            except OSError:
                self.sentence = _NOT_STARTED
                return
            self._hear(process)
            code = process.wait()
            if self.report is not None or self.sentence:
                return
            if 0 <= code <= UNWRITABLE_TARGET or code == INTERRUPTED:
                break
        self.sentence = _NOT_ENDED

    def _hear(self, process: programs.Process) -> None:
        output = process.stdout
        assert output is not None
        with suppress(OSError, ValueError), output:
            for line in output:
                with suppress(ValueError, KeyError, TypeError):
                    tree = json.loads(line)
                    if tree["event"] == "report":
                        self.report = tree
                    elif tree["event"] == "error":
                        self.sentence = str(tree["said"])
                    else:
                        self.told.emit(tree)


class Running(QObject):
    """`begun` tells file, place and total; `ended` an outcome as JSON has it; `over` the report (None where
    there is none) and a sentence where the run could not be done."""

    begun = Signal(str, int, int)
    ended = Signal(object)
    over = Signal(object, str)

    def __init__(self, parent: QObject | None = None, start: Start = _start) -> None:
        super().__init__(parent)
        self._start_program = start
        self._listening: _Listening | None = None
        self._watch = QTimer(self)
        self._watch.setSingleShot(True)
        self._watch.setInterval(LONGEST)
        self._watch.timeout.connect(self._give_up)

    @property
    def is_on(self) -> bool:
        """Whether it runs."""
        return self._listening is not None

    def start(self, arguments: Sequence[str]) -> None:
        """Begins a run with these words behind `library gather --watched`."""
        listening = self._listening = _Listening(arguments, self._start_program, self)
        listening.told.connect(self._told)
        listening.finished.connect(self._finished)
        self._watch.start()
        listening.start()

    def stop(self) -> None:
        """Asks it to stop behind the file that it reads."""
        process = self._listening.process if self._listening is not None else None
        if process is not None and process.stdin is not None:
            with suppress(OSError, ValueError):
                process.stdin.close()

    def leave(self) -> None:
        """Nobody wants to hear of it any more; it stops behind the file that it reads."""
        self._watch.stop()
        self.stop()
        listening, self._listening = self._listening, None
        if listening is not None:
            listening.leave()

    def _told(self, tree: dict[str, object]) -> None:
        self._watch.start()
        with suppress(ValueError, KeyError, TypeError):
            if tree["event"] == "begun":
                self.begun.emit(str(tree["file"]), int(str(tree["at"])), int(str(tree["total"])))
            elif tree["event"] == "ended":
                self.ended.emit(tree["outcome"])

    def _finished(self) -> None:
        self._watch.stop()
        listening, self._listening = self._listening, None
        if listening is not None:
            listening.deleteLater()
            self.over.emit(listening.report, "" if listening.report is not None else listening.sentence)

    def _give_up(self) -> None:
        """Nothing has been heard for long: a file at which it has hung twice is passed over."""
        process = self._listening.process if self._listening is not None else None
        if process is not None:
            with suppress(OSError):
                process.kill()
            self._watch.start()
