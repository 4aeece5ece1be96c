"""A run in a program of its own, which tells what it does line by line: a file that takes that program down
takes no window along. Knows no widgets."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from bulletin_desk import programs

LONGEST = 250_000
"""Milliseconds without a word after which the file that is read is given up: a converter has 120 seconds,
what is tried in a program of its own 200."""
_MOST_STARTS = 20
"""So often a run goes on after its program went down, as long as it gets further."""
_LONGEST_LINE = 32 << 20
_MOST_SAID = 2_000
_PATIENCE = 4_000
"""Milliseconds in which it may end by itself when the window goes."""


class Running(QObject):
    """`begun` tells file, place and total; `ended` an outcome as JSON has it; `over` the report (None where
    there is none) and a sentence where the run could not be done."""

    begun = Signal(str, int, int)
    ended = Signal(object)
    over = Signal(object, str)

    def __init__(self, parent: QObject | None = None, module: str = "bulletin_desk") -> None:
        super().__init__(parent)
        self._module = module
        self._arguments: list[str] = []
        self._process: QProcess | None = None
        self._pending = b""
        self._report: dict[str, object] | None = None
        self._further = 0
        self._starts = 0
        self._said = b""
        self._watch = QTimer(self)
        self._watch.setSingleShot(True)
        self._watch.setInterval(LONGEST)
        self._watch.timeout.connect(self._give_up)

    @property
    def is_on(self) -> bool:
        """Whether it runs."""
        return self._process is not None

    def start(self, arguments: Sequence[str]) -> None:
        """Begins a run with these words behind `library gather --watched`."""
        self._arguments = list(arguments)
        self._starts = 0
        self._begin()

    def stop(self) -> None:
        """Asks it to stop behind the file that it reads."""
        if self._process is not None:
            self._process.closeWriteChannel()

    def leave(self) -> None:
        """Ends it; nobody wants to hear of it any more."""
        process, self._process = self._process, None
        self._watch.stop()
        if process is None:
            return
        process.blockSignals(True)
        process.closeWriteChannel()
        if not process.waitForFinished(_PATIENCE):
            process.kill()
            process.waitForFinished(_PATIENCE)
        process.deleteLater()

    def _begin(self) -> None:
        self._starts += 1
        self._report, self._pending, self._said, self._further = None, b"", b"", 0
        process = self._process = QProcess(self)
        environment = QProcessEnvironment()
        words = ("library", "gather", "--watched", *self._arguments)
        try:
            command, variables = programs.module_command(self._module, *words)
        except FileNotFoundError:
            command, variables = [""], {}
        for name, value in variables.items():
            environment.insert(name, value)
        process.setProcessEnvironment(environment)
        process.setProgram(command[0])
        process.setArguments(command[1:])
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._hear)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._failed)
        self._watch.start()
        process.start()

    def _read(self) -> None:
        if self._process is None:
            return
        self._watch.start()
        *lines, self._pending = (self._pending + self._process.readAllStandardOutput().data()).split(b"\n")
        if len(self._pending) > _LONGEST_LINE:
            self._pending = b""
        for line in lines:
            with suppress(ValueError, KeyError, TypeError):
                self._tell(json.loads(line))

    def _tell(self, tree: dict[str, object]) -> None:
        match tree["event"]:
            case "begun":
                self.begun.emit(str(tree["file"]), int(str(tree["at"])), int(str(tree["total"])))
            case "ended":
                self._further += bool(tree["fresh"])
                self.ended.emit(tree["outcome"])
            case "report":
                self._report = tree

    def _hear(self) -> None:
        if self._process is not None:
            said = self._process.readAllStandardError().data()
            self._said = (self._said + said)[-_MOST_SAID:]

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._end("没有收成：程序的另一部分启动不了，请重新安装。")

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        self._hear()
        went_down = status is QProcess.ExitStatus.CrashExit or (self._report is None and code < 0)
        if self._report is None and went_down and self._starts < _MOST_STARTS:
            self._drop()
            self._begin()
            return
        self._end("" if self._report is not None else self._sentence())

    def _sentence(self) -> str:
        said = self._said.decode("utf-8", "replace").strip().splitlines()
        told = next((line for line in reversed(said) if line.startswith("错误：")), "")
        return told.removeprefix("错误：") or "没有收成：收到一半停了下来；再收一次，就接着往下收。"

    def _end(self, sentence: str) -> None:
        self._watch.stop()
        self._drop()
        self.over.emit(self._report, sentence)

    def _drop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.blockSignals(True)
            process.deleteLater()

    def _give_up(self) -> None:
        """Nothing has been heard for long: a file at which it has hung twice is passed over."""
        if self._process is not None:
            self._process.kill()
