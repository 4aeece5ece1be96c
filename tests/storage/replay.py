"""A file system that records what is done in a folder, and shows what a power failure may leave of it under
the strictest rules: what was not fsynced, contents and folder entries alike, may be missing, in any order."""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

Change = tuple[str, "File | Folder | None"]
"""A name in a folder, and what it leads to from now on: None for nothing any more."""


@dataclass(eq=False)
class File:
    """Its name while it was made, to tell it by."""

    name: str


@dataclass(eq=False)
class Folder:
    """Its name, likewise, and what is in it now."""

    name: str
    entries: dict[str, File | Folder] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """Bytes written into a file."""

    file: File
    offset: int
    data: bytes


@dataclass(frozen=True)
class Changed:
    """Names of a folder changed in one step."""

    folder: Folder
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Synced:
    """A file's content or a folder's names are on the disk."""

    what: File | Folder


@dataclass(frozen=True)
class Said:
    """What the program has told the clerk."""

    what: Any


Step = Written | Changed | Synced | Said


class Recorder:
    """Records what happens in `root`, an empty folder, while it is at work."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.top = Folder("")
        self.steps: list[Step] = []
        self._opened: dict[int, tuple[File | Folder, int]] = {}
        self._turn = threading.RLock()

    def say(self, what: Any) -> None:
        """Notes what is said to be safe from now on."""
        with self._turn:
            self.steps.append(Said(what))

    @contextmanager
    def at_work(self) -> Iterator[None]:
        with ExitStack() as patches:
            for name in ("open", "write", "fsync", "close", "mkdir", "link", "unlink", "rename", "replace"):
                recording = self._recording(getattr(self, f"_{name}"), getattr(os, name))
                patches.enter_context(mock.patch.object(os, name, recording))
            patches.enter_context(mock.patch.object(os, "remove", os.unlink))
            yield

    def _recording(self, note: Callable[..., None], real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            with self._turn:
                result = real(*arguments, **options)
                note(result, *arguments)
            return result

        return call

    def _place(self, path: Any) -> tuple[Folder, str] | None:
        if not isinstance(path, str | os.PathLike):
            return None
        try:
            *folders, name = Path(path).relative_to(self._root).parts
        except ValueError:  # elsewhere, or the root itself
            return None
        folder = self.top
        for each in folders:
            found = folder.entries[each]
            assert isinstance(found, Folder)
            folder = found
        return folder, name

    def _change(self, folder: Folder, *changes: Change) -> None:
        for name, what in changes:
            if what is None:
                folder.entries.pop(name, None)
            else:
                folder.entries[name] = what
        self.steps.append(Changed(folder, changes))

    def _open(self, descriptor: int, path: Any, flags: int = 0, *_: Any) -> None:
        if isinstance(path, str | os.PathLike) and Path(path) == self._root:
            self._opened[descriptor] = self.top, 0
            return
        place = self._place(path)
        if place is None:
            self._opened.pop(descriptor, None)
            return
        folder, name = place
        if name not in folder.entries:
            assert flags & os.O_CREAT
            self._change(folder, (name, File(name)))
        self._opened[descriptor] = folder.entries[name], 0

    def _write(self, count: int, descriptor: int, data: Any) -> None:
        opened = self._opened.get(descriptor)
        if opened is not None and isinstance(opened[0], File):
            self.steps.append(Written(opened[0], opened[1], bytes(data[:count])))
            self._opened[descriptor] = opened[0], opened[1] + count

    def _fsync(self, _: None, descriptor: int) -> None:
        if descriptor in self._opened:
            self.steps.append(Synced(self._opened[descriptor][0]))

    def _close(self, _: None, descriptor: int) -> None:
        self._opened.pop(descriptor, None)

    def _mkdir(self, _: None, path: Any, *__: Any) -> None:
        place = self._place(path)
        if place is not None:
            self._change(place[0], (place[1], Folder(place[1])))

    def _link(self, _: None, source: Any, target: Any) -> None:
        place, other = self._place(source), self._place(target)
        if place is not None and other is not None:
            self._change(other[0], (other[1], place[0].entries[place[1]]))

    def _unlink(self, _: None, path: Any, *__: Any) -> None:
        place = self._place(path)
        if place is not None:
            self._change(place[0], (place[1], None))

    def _rename(self, _: None, source: Any, target: Any) -> None:
        place, other = self._place(source), self._place(target)
        if place is not None and other is not None:
            assert place[0] is other[0], "between folders it would be two steps"
            moved = place[0].entries[place[1]]
            if other[0].entries.get(other[1]) is not moved:  # else the system leaves both names
                self._change(place[0], (other[1], moved), (place[1], None))

    _replace = _rename


def left_after(recorder: Recorder, length: int, chance: random.Random) -> dict[str, bytes]:
    """What the first `length` steps may have left: contents by path. Of what was not synced each piece is
    there, or not, or (of a write) a part of it."""
    steps = recorder.steps[:length]
    kept = chance.choice([0.0, 0.1, 0.5, 0.9, 1.0])
    synced: dict[File | Folder, int] = {}
    for at, step in enumerate(steps):
        if isinstance(step, Synced):
            synced[step.what] = at
    contents: dict[File, bytearray] = {}
    entries: dict[Folder, dict[str, File | Folder]] = {}
    for at, step in enumerate(steps):
        if isinstance(step, Written):
            data = step.data
            if at > synced.get(step.file, -1):
                if chance.random() >= kept:
                    continue
                if chance.random() < 0.3:
                    data = data[: chance.randrange(len(data) + 1)]
            content = contents.setdefault(step.file, bytearray())
            content.extend(bytes(max(0, step.offset + len(data) - len(content))))
            content[step.offset : step.offset + len(data)] = data
        elif isinstance(step, Changed):
            if at > synced.get(step.folder, -1) and chance.random() >= kept:
                continue
            names = entries.setdefault(step.folder, {})
            for name, what in step.changes:
                if what is None:
                    names.pop(name, None)
                else:
                    names[name] = what
    found: dict[str, bytes] = {}
    waiting: list[tuple[str, Folder]] = [("", recorder.top)]
    while waiting:
        path, folder = waiting.pop()
        for name, what in entries.get(folder, {}).items():
            if isinstance(what, Folder):
                waiting.append((f"{path}{name}/", what))
            else:
                found[f"{path}{name}"] = bytes(contents.get(what, b""))
    return found


def said_before(recorder: Recorder, length: int) -> list[Any]:
    """What was said in the first `length` steps."""
    return [step.what for step in recorder.steps[:length] if isinstance(step, Said)]
