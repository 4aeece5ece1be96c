"""What keeps the open issue from being lost: recovery copy, lock, versions, and an eye on the file. Asks
nothing and shows nothing."""

from __future__ import annotations

import contextlib
import os
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.errors import BulletinDeskError, TargetError
from bulletin_desk.storage.bulletin_file import MAX_FILE_BYTES, to_bytes
from bulletin_desk.storage.journal import Journal, Recovered, recover
from bulletin_desk.storage.lock import Lock, take
from bulletin_desk.storage.places import Places
from bulletin_desk.storage.saving import Stamp, changed_outside, save
from bulletin_desk.storage.versions import Version, Versions

_LOOK = 1000
"""Milliseconds between looks at how the recovery copy and the lock are."""


@dataclass(frozen=True, slots=True)
class Held:
    """A file as it was opened: how it is known again, and its lock (None if it has none)."""

    file: Path
    stamp: Stamp | None
    lock: Lock | None


class Keeper(QObject):
    """`troubled` tells that recovery copies can't be written (a sentence), or can again (an empty one);
    `changed` that the file has other content than was opened or saved last; `lost` that another program has
    taken over its lock."""

    troubled = Signal(str)
    changed = Signal()
    lost = Signal()

    def __init__(self, places: Places, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places = places
        places.close_to_others()
        self._versions = Versions(places.versions)
        self._held: Held | None = None
        self._journal: Journal | None = None
        self._trouble = ""
        self._lost = False
        self._looking = self._look_again = False
        self._found.connect(self._looked)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self._look)

    _found = Signal(object, bool)

    # ---- which issue

    def lock(self, file: Path) -> Lock | None:
        """Locks a file, unless this window has it already. Raises LockedError; None where a lock can't be."""
        held = self._held
        if held is not None and same_file(held.file, file) and held.lock is not None and not held.lock.lost:
            return held.lock
        return take(file)

    def release(self, lock: Lock | None) -> None:
        """Gives a lock of `lock` back, as nothing came of it."""
        release(lock, self._held.lock if self._held else None)

    def begin(self, held: Held | None) -> None:
        """Another issue is open, from a file or without one: what was before is saved or not wanted."""
        self.end(keep=False, but=held.lock if held else None)
        self._held, self._lost = held, False
        self._journal = Journal(self._places.journal, held.file if held else None)
        self._timer.start()

    def end(self, *, keep: bool, but: Lock | None = None) -> None:
        """Nothing is open any more; with `keep` what was not saved is offered at the next start. The lock
        `but` stays."""
        self._timer.stop()
        journal, self._journal = self._journal, None
        if journal is not None:
            journal.close(saved=not keep)
        held, self._held = self._held, None
        if held is not None:
            release(held.lock, but)

    def record(self, issue: Issue, *, saved: bool) -> None:
        """The issue has changed; `saved` if it is again what the file holds. Returns at once."""
        if self._journal is None:
            return
        if saved:
            self._journal.saved(self._held.file if self._held else None)
        else:
            self._journal.record(issue)

    def flush(self) -> bool:
        """Waits a little until all changes are in the recovery copy; whether they are."""
        return self._journal is not None and self._journal.flush(2.0)

    # ---- the file

    def save(self, file: Path, issue: Issue, *, overwrite: bool = False) -> str:
        """Saves; what is open belongs to `file` then, with its lock. With `overwrite` also what was changed
        outside. Returns why the dated version could not be kept, empty if it was.

        Raises ChangedOutsideError, LockedError and TargetError; then nothing has changed.
        """
        held = self._held
        here = held is not None and same_file(held.file, file)
        lock = self.lock(file)
        known = held.stamp if here and held is not None and not overwrite else None
        if overwrite:
            self._keep_other(file)
        try:
            saved = save(file, issue, known=known, versions=self._versions)
        except BaseException:
            self.release(lock)
            raise
        self._held, self._lost = Held(file, saved.stamp, lock), False
        if held is not None:
            release(held.lock, lock)
        if self._journal is not None:
            self._journal.saved(file)
        return saved.version_trouble

    def accept(self, stamp: Stamp | None) -> None:
        """What the file holds now has been taken over into the window."""
        held = self._held
        if held is not None:
            self._held = Held(held.file, stamp, held.lock)
            if self._journal is not None:
                self._journal.saved(held.file)

    def _keep_other(self, file: Path) -> None:
        """What a colleague has put there goes into the versions. Raises TargetError where it can't be."""
        try:
            with file.open("rb") as other:
                data = other.read(MAX_FILE_BYTES)
        except FileNotFoundError:
            return
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise TargetError(f"没有保存：原来的“{file.name}”读不出来（{reason}），请另存到别处。") from error
        self._versions.keep(file, data, datetime.now(UTC))

    def look_outside(self) -> None:
        """Has a thread look whether the file was changed: a share that hangs must not hold the window."""
        held = self._held
        self._look_again = self._looking
        if held is None or held.stamp is None or self._looking:
            return
        stamp = held.stamp

        def look() -> None:
            found = changed_outside(held.file, stamp)
            with contextlib.suppress(RuntimeError):  # the window has gone meanwhile
                self._found.emit(held, found)

        self._looking = True
        threading.Thread(target=look, name="changed outside", daemon=True).start()

    def _looked(self, held: object, found: bool) -> None:
        self._looking = False
        if found and held is self._held:
            self.changed.emit()
        elif self._look_again:
            self.look_outside()

    def _look(self) -> None:
        trouble = self._journal.trouble if self._journal is not None else ""
        if trouble != self._trouble:
            self._trouble = trouble
            self.troubled.emit(trouble)
        lost = self._held is not None and self._held.lock is not None and self._held.lock.lost
        if lost and not self._lost:
            self.lost.emit()
        self._lost = lost

    # ---- versions and recovery copies

    def versions(self, file: Path) -> list[Version]:
        """The versions of a file, newest first."""
        return self._versions.of(file)

    def keep_version(self, file: Path, issue: Issue) -> None:
        """Keeps an issue that is about to be given up as a version of `file`. Raises TargetError."""
        self._versions.keep(file, to_bytes(issue, file), datetime.now(UTC))

    def recovered(self) -> list[Recovered]:
        """What was left unsaved by programs that died, newest first."""
        found: list[Recovered] = []
        for each in recover(self._places.journal):
            if each.is_saved():
                each.discard()
            else:
                found.append(each)
        return found

    def give_up(self, recovered: Recovered) -> str:
        """The clerk does not want it: it goes into the versions of its file, and from the recovery copies.
        Returns why it stays, empty if it went."""
        if recovered.file is not None:
            try:
                self.keep_version(recovered.file, recovered.issue)
            except BulletinDeskError as error:
                return str(error)
        recovered.discard()
        return ""


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to the same place."""
    first, second = (os.path.normcase(os.path.realpath(path)) for path in (one, other))
    return first == second


def release(lock: Lock | None, but: Lock | None = None) -> None:
    """Gives a lock back, unless it is the one that stays."""
    if lock is not None and lock is not but:
        lock.release()
