"""What was done in runs that gather a folder: a line for each file when it is begun and when it is done, so
that a run goes on where an earlier one was stopped, whatever stopped it. Never the truth about bulletins.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from bulletin_desk.gathering.outcome import Outcome, outcome_from, outcome_tree
from bulletin_desk.paths import read_plain
from bulletin_desk.storage.system import private_folder

_LARGEST = 256 << 20
_STOPPED = 2
"""So often a file may have been begun and never done: then it may be what stops the run."""


class Stamp(NamedTuple):
    """What tells that a file has not changed since: its size, when it was written (ns), and what it holds
    (SHA-256)."""

    size: int
    changed: int
    digest: str


class Journal:
    """The journal of a folder that is gathered into another. What of it can't be read, was never done."""

    def __init__(self, folder: Path, source: Path, target: Path) -> None:
        key = "\0".join(os.path.normcase(os.path.realpath(path)) for path in (source, target))
        self.file = folder / f"{sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}.jsonl"
        self._done: dict[str, tuple[Stamp, Outcome]] = {}
        self._begun: Counter[str] = Counter()
        try:
            content = read_plain(self.file, _LARGEST)
        except OSError:
            content = b""
        for line in content.splitlines():
            with contextlib.suppress(ValueError, TypeError, KeyError, RecursionError):
                self._take(json.loads(line))

    def _take(self, tree: object) -> None:
        if not isinstance(tree, dict):
            raise TypeError(tree)
        if "begun" in tree:
            self._begun[str(tree["begun"])] += 1
            return
        size, changed, digest = tree["stamp"]
        outcome = outcome_from(tree["done"])
        self._done[outcome.file] = Stamp(int(size), int(changed), str(digest)), outcome
        del self._begun[outcome.file]

    def known(self, file: str) -> tuple[Stamp, Outcome] | None:
        """What became of a file, and how it was then."""
        return self._done.get(file)

    def stopped_by(self, file: str) -> bool:
        """Whether the run ended twice while this file was read: it may have been the file, or the power."""
        return self._begun[file] >= _STOPPED

    def begin(self, file: str) -> None:
        """Notes that a file is being read."""
        self._begun[file] += 1
        self._append({"begun": file})

    def end(self, stamp: Stamp, outcome: Outcome) -> None:
        """Notes what became of a file."""
        self._done[outcome.file] = stamp, outcome
        del self._begun[outcome.file]
        self._append({"done": outcome_tree(outcome), "stamp": stamp})

    def _append(self, tree: object) -> None:
        """A line is begun anew: the one before may be half of one. Not noting it costs a second reading."""
        line = "\n" + json.dumps(tree, ensure_ascii=False) + "\n"
        with contextlib.suppress(OSError):
            private_folder(self.file.parent)
            if self.file.exists() and not self.file.is_file():
                return  # a pipe would keep us waiting
            with self.file.open("ab", buffering=0) as journal:
                journal.write(line.encode("utf-8", "backslashreplace"))
                os.fsync(journal.fileno())
