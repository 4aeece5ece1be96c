"""Undo and redo for text and structure alike. Knows no commands and no pages."""

from __future__ import annotations

from dataclasses import dataclass

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.editing.selection import Selection

PAUSE = 1.5
"""Seconds without typing after which a new entry begins."""
_ENDS_RUN = frozenset("，。、；：！？,.;:!?…—　 \n")
"""Marks after which a run of typing is complete."""


@dataclass(frozen=True, slots=True)
class State:
    """A bulletin and what is selected in it."""

    issue: Issue
    selection: Selection


@dataclass(frozen=True, slots=True)
class Entry:
    """An edit that can be undone: its Chinese `name` for the menu (输入, 移动稿件), what was before and
    after.

    `typed` is the text last typed, if the entry may grow by further typing or deleting; `time` in seconds.
    """

    name: str
    before: State
    after: State
    time: float
    typed: str | None = None


class History:
    """The edits done, and those undone that can be done again."""

    def __init__(self) -> None:
        self._done: list[Entry] = []
        self._undone: list[Entry] = []
        self._run_open = False

    def push(self, name: str, before: State, after: State, time: float, *, typed: str | None = None) -> None:
        """Records an edit. With `typed`, it grows together with the entry before: same name, no pause, no
        word end or mark between, and the caret still where that left it."""
        last = self._done[-1] if self._done else None
        grows = (
            last is not None
            and self._run_open
            and typed is not None
            and last.typed is not None
            and last.name == name
            and last.after.issue is before.issue
            and last.after.selection == before.selection
            and time - last.time <= PAUSE
            and not (last.typed and last.typed[-1] in _ENDS_RUN)
        )
        if grows and last is not None:
            before = last.before
            self._done.pop()
        self._done.append(Entry(name, before, after, time, typed))
        self._undone.clear()
        self._run_open = True

    def close_run(self) -> None:
        """What is typed next becomes an entry of its own (the caret was moved)."""
        self._run_open = False

    def amend(self, name: str, before: State, after: State, time: float) -> None:
        """Adds a change that follows by itself (an empty source vanishes) to the last edit, if that led to
        `before`; else records it."""
        last = self._done[-1] if self._done else None
        if last is not None and last.after.issue is before.issue:
            self._done[-1] = Entry(last.name, last.before, after, last.time)
        else:
            self._done.append(Entry(name, before, after, time))
        self._undone.clear()
        self._run_open = False

    def undo(self) -> State | None:
        """The state before the last edit, None if there is none."""
        if not self._done:
            return None
        entry = self._done.pop()
        self._undone.append(entry)
        self._run_open = False
        return entry.before

    def redo(self) -> State | None:
        """The state after the edit undone last, None if there is none."""
        if not self._undone:
            return None
        entry = self._undone.pop()
        self._done.append(entry)
        self._run_open = False
        return entry.after

    @property
    def undo_name(self) -> str | None:
        """What undo would take back, None for nothing."""
        return self._done[-1].name if self._done else None

    @property
    def redo_name(self) -> str | None:
        """What redo would do again, None for nothing."""
        return self._undone[-1].name if self._undone else None
