"""LibreOffice with a Word copy open: texts, changes accepted and rejected, edits that it records itself.

One runs for all tests of a session that ask for the fixture `office`, in a process of its own, under a Python
that has UNO (Debian: python3-uno); without one, these tests are skipped.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pytest

from bulletin_desk import programs

_SERVER = Path(__file__).with_name("uno_server.py")
_PYTHONS = (sys.executable, "/usr/bin/python3")

Settle = Literal["", "accept", "reject"]


class Told(NamedTuple):
    """A paragraph as LibreOffice has it: in the body, a cell, frame, header or footer."""

    where: str
    text: str


class Edit(NamedTuple):
    """What stands from `start` in one paragraph to `end` in the same or a later one of the same text becomes
    `new`, whose line feeds end paragraphs. Paragraphs by their numbers in what `texts` gives; what is struck
    out stays among the characters that LibreOffice counts, so edits stand in the order of the text, apart."""

    first: int
    start: int
    last: int
    end: int
    new: str


class Office:
    """A LibreOffice that runs. Files go through `folder`."""

    def __init__(self, python: str, program: Path, folder: Path) -> None:
        self._folder = folder
        self._process = subprocess.Popen(
            [python, "-P", "-X", "utf8", str(_SERVER), str(program), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def close(self) -> None:
        """Ends it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)

    def texts(self, docx: bytes, settle: Settle = "") -> list[Told]:
        """All paragraphs, in the order of the text, once all changes are accepted or rejected."""
        return [Told(*one) for one in self._asked("read", docx, settle=settle)["texts"]]

    def changes(self, docx: bytes) -> Counter[tuple[str, str]]:
        """How many changes LibreOffice knows of, by kind (Insert, Delete, …) and author."""
        return Counter((kind, who) for kind, who in self._asked("read", docx)["changes"])

    def saved(self, docx: bytes, settle: Settle = "", form: str = "MS Word 2007 XML") -> bytes:
        """The file as LibreOffice saves it, by the name of its filter (writer_pdf_Export …)."""
        to = self._folder / "saved"
        self._asked("read", docx, settle=settle, to=str(to), form=form)
        return to.read_bytes()

    def edited(self, docx: bytes, edits: Sequence[Edit], who: str) -> bytes:
        """The file with edits that LibreOffice has recorded as tracked changes of an author, and saved as a
        Word file. Fails where it refuses one."""
        to = self._folder / "edited.docx"
        told = self._asked("edit", docx, to=str(to), who=who, edits=[list(edit) for edit in edits])
        assert not told["refused"], told["refused"]
        return to.read_bytes()

    def _asked(self, do: str, docx: bytes, **more: object) -> Any:
        path = self._folder / "asked.docx"
        path.write_bytes(docx)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, "path": str(path), **more}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer["ok"]


@cache
def _python_with_uno() -> str:
    """A Python that can import UNO; empty if there is none."""
    for python in _PYTHONS:
        command = [python, "-P", "-c", "import uno"]
        if (
            Path(python).is_file()
            and not subprocess.run(command, capture_output=True, check=False).returncode
        ):
            return python
    return ""


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Skips where LibreOffice or its UNO for Python is not installed."""
    folder = tmp_path_factory.mktemp("office")
    program = programs.libreoffice(folder / "copy.docx")
    if program is None or not (python := _python_with_uno()):
        pytest.skip("LibreOffice and python3-uno are not installed")
    running = Office(python, program, folder)
    yield running
    running.close()
