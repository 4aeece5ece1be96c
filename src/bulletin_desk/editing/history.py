"""Undo and redo for text and structure alike. Knows no commands and no pages."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.editing.selection import Selection

PAUSE = 1.5
"""Seconds without typing after which a new entry begins."""
_ENDS_RUN = frozenset("，。、；：！？,.;:!?…—　 \n")
"""Marks after which a run of typing is complete."""


@dataclass(frozen=True, slots=True)
class Run:
    """What small edits are part of: those with one `key` that follow one another directly, no more than
    `pause` seconds apart, are undone together. `ends` where the edit is the last of its run."""

    key: str
    pause: float = PAUSE
    ends: bool = False


def typing(text: str) -> Run:
    """The run of typing that `text` was typed in."""
    return Run("输入", ends=text[-1:] in _ENDS_RUN)


DELETING = Run("删除")
"""The run of one deleting key after another."""

SHIFTING = Run("移动段落", pause=10.0)
"""The run of one press after another that moves paragraphs: longer, since one looks where they have gone."""


@dataclass(frozen=True, slots=True)
class State:
    """A bulletin and what is selected in it."""

    issue: Issue
    selection: Selection


@dataclass(frozen=True, slots=True)
class Entry:
    """An edit that can be undone: its Chinese `name` for the menu (输入, 移动稿件), what was before and
    after; `time` in seconds; what somebody outside has done with it (`about`), which goes and comes with it.
    """

    name: str
    before: State
    after: State
    time: float
    about: object = None


class History:
    """The edits done, and those undone that can be done again."""

    def __init__(self) -> None:
        self._done: list[Entry] = []
        self._undone: list[Entry] = []
        self._run: Run | None = None
        """The run of the last entry done, while that may grow."""

    def push(
        self,
        name: str,
        before: State,
        after: State,
        time: float,
        run: Run | None = None,
        about: object = None,
    ) -> State:
        """Records an edit, together with the last entry where both are of one run and nothing came between,
        no pause and no other selection. Gives the state that there is then: `after`; a run that comes back
        to the bulletin it began with was no edit, and its entry goes."""
        self._undone.clear()
        grows = self._grows(before, time, run)
        self._run = None if run is None or run.ends else run
        if grows:
            before = self._done.pop().before
            if after.issue == before.issue:
                self._run = None
                return State(before.issue, after.selection)
        self._done.append(Entry(name, before, after, time, about))
        return after

    def _grows(self, before: State, time: float, run: Run | None) -> bool:
        if run is None or self._run is None or run.key != self._run.key:
            return False
        last = self._done[-1]
        return (
            last.after.issue is before.issue
            and last.after.selection == before.selection
            and time - last.time <= run.pause
        )

    def close_run(self) -> None:
        """What is typed next becomes an entry of its own (the caret was moved)."""
        self._run = None

    def amend(self, name: str, before: State, after: State, time: float) -> None:
        """Adds a change that follows by itself (an empty source vanishes) to the last edit, if that led to
        `before`; else records it."""
        last = self._done[-1] if self._done else None
        if last is not None and last.after.issue is before.issue:
            self._done[-1] = replace(last, after=after)
        else:
            self._done.append(Entry(name, before, after, time))
        self._undone.clear()
        self._run = None

    @property
    def behind(self) -> Issue | None:
        """The bulletin that undo would bring back, None for none."""
        return self._done[-1].before.issue if self._done else None

    @property
    def ahead(self) -> Issue | None:
        """The bulletin that redo would bring back, None for none."""
        return self._undone[-1].after.issue if self._undone else None

    def undo(self) -> State | None:
        """The state before the last edit, None if there is none."""
        if not self._done:
            return None
        entry = self._done.pop()
        self._undone.append(entry)
        self._run = None
        return entry.before

    def redo(self) -> State | None:
        """The state after the edit undone last, None if there is none."""
        if not self._undone:
            return None
        entry = self._undone.pop()
        self._done.append(entry)
        self._run = None
        return entry.after

    @property
    def last(self) -> Entry | None:
        """What undo would take back, None for nothing."""
        return self._done[-1] if self._done else None

    def has_done(self, entry: Entry) -> bool:
        """Whether an edit is among those that undo would take back, one after another."""
        return any(each is entry for each in self._done)

    @property
    def about(self) -> tuple[object, ...]:
        """What was done with the edits that undo would take back, one after another."""
        return tuple(entry.about for entry in self._done if entry.about is not None)

    @property
    def undo_name(self) -> str | None:
        """What undo would take back, None for nothing."""
        return self._done[-1].name if self._done else None

    @property
    def redo_name(self) -> str | None:
        """What redo would do again, None for nothing."""
        return self._undone[-1].name if self._undone else None
