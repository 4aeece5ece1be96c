"""What keeps the open issue from being lost: recovery copy, lock, versions, and an eye on the file. Asks
nothing; what may take long is done beside the window."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.desk import beside
from bulletin_desk.desk.beside import LeftError
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.storage.bulletin_file import read_bulletin, to_bytes
from bulletin_desk.storage.journal import Journal, Recovered, recover
from bulletin_desk.storage.lock import Lock, hindrance, take
from bulletin_desk.storage.places import Places
from bulletin_desk.storage.rounds import keep_named
from bulletin_desk.storage.saving import Stamp, changed_outside, renamed_to, save, stamp
from bulletin_desk.storage.version_files import Version
from bulletin_desk.storage.versions import History, Versions

_LOOK = 1000
"""Milliseconds between looks at how the recovery copy and the lock are."""


@dataclass(frozen=True, slots=True)
class Held:
    """A file as it was opened: how it is known again, its lock (None if it has none), where its path leads
    (asked once, as its share may not answer any more when another file is opened), and why it could not be
    locked (a sentence; empty if it was, or was not to be)."""

    file: Path
    stamp: Stamp | None
    lock: Lock | None
    place: str
    hindrance: str = ""

    @property
    def identity(self) -> str:
        """The file's identity, empty if it has none yet."""
        return self.stamp.identity if self.stamp is not None else ""


_ANEW = "原来的文件不在了，也许挪走或删了，这里是重新建的一份。"
"""Of a file that is saved where it was and is not any more."""


@dataclass(frozen=True, slots=True)
class _Written:
    held: Held
    here: bool
    trouble: str


class RenamedError(BulletinDeskError):
    """The open file has another name by now: it lies at `path`."""

    def __init__(self, file: Path, path: Path) -> None:
        super().__init__(f"没有保存：“{file.name}”已经改名为“{path.name}”。")
        self.path = path


class Keeper(QObject):
    """`troubled` tells that recovery copies can't be written (a sentence), or can again (an empty one);
    `changed` that the file has other content than was opened or saved last, `unchanged` that it has not;
    `lost` that another program has taken over its lock; `came_late` how a save ended that nobody waited for:
    the file, whether it is the one that is open, and why it failed (empty if it did not).

    Methods that touch files raise LeftError where the clerk did not wait. A recovery copy of what is not
    saved is removed only by a save, or where the clerk has said that it is not wanted (`keep=False`).
    """

    troubled = Signal(str)
    changed = Signal()
    unchanged = Signal()
    lost = Signal()
    came_late = Signal(object, bool, str)

    def __init__(self, places: Places, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._places = places
        places.close_to_others()
        self._versions = Versions(places.versions)
        self._held: Held | None = None
        self._journal: Journal | None = None
        self._unsaved: Issue | None = None
        """What the recovery copy holds that is in no file."""
        self._trouble = ""
        self._lost = False
        self._looking: Held | None = None
        self._look_again = False
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self._look)

    # ---- which issue

    @property
    def identity(self) -> str:
        """That of the open file, empty if it has none yet or there is no file."""
        return self._held.identity if self._held is not None else ""

    @property
    def place(self) -> str:
        """Where the open file's path leads, empty where there is none."""
        return self._held.place if self._held is not None else ""

    def place_of(self, file: Path) -> Path:
        """Where a path leads."""
        return Path(beside.run(self._window, f"看“{file}”在哪里", lambda: _place(file), on=key(file)))

    def hold(self, file: Path, *, locked: bool = True) -> tuple[Held, Issue]:
        """Reads a file and, if it is to be edited, locks it, unless this window has it already. The lock is
        None where one can't be. Raises LockedError and what `read_bulletin` does; then nothing is held."""
        held = self._held

        def work() -> tuple[Held, Issue]:
            lock = _lock(file, held) if locked else None
            try:
                # The stamp first: what changes between the two is then found when saving.
                known, issue = stamp(file), read_bulletin(file)
                reason = hindrance(file) if locked and lock is None else ""
                return Held(file, known, lock, _place(file), reason), issue
            except BaseException:
                _release(lock, held.lock if held else None)
                raise

        return beside.run(self._window, f"打开“{file}”", work, on=key(file), late=self._opened_late)

    def _opened_late(self, get: Callable[[], tuple[Held, Issue]]) -> None:
        with contextlib.suppress(Exception):  # nobody waits for it any more
            self.release(get()[0].lock)

    def release(self, lock: Lock | None) -> None:
        """Gives a lock back, as nothing came of it, unless it is that of the open file."""
        if lock is not None and (self._held is None or lock is not self._held.lock):
            with contextlib.suppress(LeftError):  # it is given back when the share answers, or goes stale
                beside.soon(self._window, lock.release)

    def begin(self, held: Held | None, *, keep: bool = True) -> None:
        """Another issue is open, from a file or without one. Of what was before, see `end`."""
        self.end(keep=keep, but=held.lock if held else None)
        self._held, self._lost = held, False
        self._journal = Journal(self._places.journal, *_owner(held))
        self._timer.start()

    def end(self, *, keep: bool = True, but: Lock | None = None) -> None:
        """Nothing is open any more. What is not saved is offered at the next start, unless the clerk does not
        want it: `keep` is False. The lock `but` stays."""
        self._timer.stop()
        journal, self._journal = self._journal, None
        unsaved, self._unsaved = self._unsaved, None
        held, self._held = self._held, None
        if held is not None and held.lock is not but:
            self.release(held.lock)
        if journal is not None:
            saved = unsaved is None or not keep
            with contextlib.suppress(LeftError):
                beside.run(self._window, "收好恢复副本", lambda: journal.close(saved=saved))

    def record(self, issue: Issue, *, saved: bool) -> None:
        """The issue has changed; `saved` if it is again what the file holds. Returns at once."""
        if self._journal is None:
            return
        if saved:
            self._unsaved = None
            self._journal.saved(*_owner(self._held))
        else:
            self._unsaved = issue
            self._journal.record(issue)

    def flush(self) -> bool:
        """Waits a little until all changes are in the recovery copy; whether they are."""
        return self._journal is not None and self._journal.flush(2.0)

    # ---- the file

    def save(self, file: Path, issue: Issue, *, overwrite: bool = False, anew: bool = False) -> str:
        """Saves; what is open belongs to `file` then, with its lock. With `overwrite` also what was changed
        outside, once that is kept; with `anew` also where the open file has got another name. Returns what
        could not be kept, as the end of a sentence, empty if all was.

        Raises ChangedOutsideError, RenamedError, LockedError and TargetError; then nothing has changed. After
        LeftError the file may still be written: `came_late` tells.
        """
        held, unsaved = self._held, self._unsaved

        def work() -> _Written:
            place = _place(file)
            here = held is not None and held.place == place
            if here and held is not None and held.stamp is not None and not (overwrite or anew):
                renamed = renamed_to(file, held.stamp)
                if renamed is not None:
                    raise RenamedError(file, renamed)
            was_there = here and held is not None and held.stamp is not None and not anew
            gone = was_there and stamp(file) is None
            lock = _lock(file, held)
            try:
                known = held.stamp if here and held is not None and not overwrite else None
                identity = held.identity if held is not None else ""
                saved = save(file, issue, known=known, identity=identity, versions=self._versions)
            except BaseException:
                _release(lock, held.lock if held else None)
                raise
            trouble = (_ANEW if gone else "") + saved.previous_trouble
            if saved.version_trouble:
                trouble = f"“以前的版本”里没有留下这一份：{saved.version_trouble}{trouble}"
            return _Written(Held(file, saved.stamp, lock, place), here, trouble)

        def late(get: Callable[[], _Written]) -> None:
            self._saved_late(file, held, unsaved, get)

        written = beside.run(self._window, f"保存“{file}”", work, on=key(file), late=late)
        self._adopt(written.held, unsaved)
        return written.trouble

    def _adopt(self, now: Held, unsaved: Issue | None) -> None:
        """The file holds what was `unsaved` when it was written; there may be more by now."""
        before, self._held = self._held, now
        self._lost = False
        if before is not None and before.lock is not now.lock:
            self.release(before.lock)
        if self._journal is not None:
            self._journal.saved(*_owner(now))
            if self._unsaved is unsaved:
                self._unsaved = None
            elif self._unsaved is not None:
                self._journal.record(self._unsaved)

    def _saved_late(
        self, file: Path, held: Held | None, unsaved: Issue | None, get: Callable[[], _Written]
    ) -> None:
        open_still = self._held is held
        try:
            written = get()
        except BulletinDeskError as error:
            self.came_late.emit(file, open_still, str(error))
            return
        open_still = open_still and written.here
        if open_still:
            self._adopt(written.held, unsaved)
        else:
            self.release(written.held.lock)
        self.came_late.emit(file, open_still, "")

    def follow(self, file: Path) -> None:
        """The open file is called so by now: what is open belongs to it, with its lock. Raises LockedError
        and LeftError; then nothing has changed."""
        held = self._held
        if held is None:
            return

        def work() -> Held:
            return replace(held, file=file, place=_place(file), lock=take(file))

        def late(get: Callable[[], Held]) -> None:
            with contextlib.suppress(Exception):  # nobody waits for it any more
                self.release(get().lock)

        now = beside.run(self._window, f"打开“{file}”", work, on=key(file), late=late)
        self._held = now
        self.release(held.lock)
        if self._journal is not None and self._unsaved is not None:
            self._journal.saved(*_owner(now))
            self._journal.record(self._unsaved)

    def accept(self, stamp: Stamp | None) -> None:
        """What the file holds now has been taken over into the window."""
        held = self._held
        if held is not None:
            self._held = replace(held, stamp=stamp)
            self._unsaved = None
            if self._journal is not None:
                self._journal.saved(*_owner(self._held))

    def look_outside(self) -> None:
        """Has a thread look whether the file was changed: a share that hangs must not hold the window."""
        held = self._held
        if held is None or held.stamp is None or beside.is_running(key(held.file)):
            return
        self._look_again = self._looking is held
        if self._look_again:
            return
        self._looking, known = held, held.stamp
        beside.start(
            self._window,
            lambda: changed_outside(held.file, known),
            lambda changed: self._looked(held, changed()),
        )

    def _looked(self, held: Held, changed: bool) -> None:
        if self._looking is held:
            self._looking = None
        if held is not self._held:
            return
        if changed:
            self.changed.emit()
            return
        self.unchanged.emit()
        if self._look_again:
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
        identity = self._held.identity if self._held is not None and self._held.file == file else ""
        return beside.run(self._window, f"找“{file}”以前的版本", lambda: self._versions.of(file, identity))

    def histories(self) -> list[History]:
        """The versions of all files, those of the file saved last first."""
        return beside.run(self._window, "找以前的版本", self._versions.histories)

    @property
    def kept_versions(self) -> Versions:
        """Where the versions of all files lie."""
        return self._versions

    def keep_named(self, file: Path, name: str) -> str:
        """Calls the version that was kept of a file with its latest round, called `name`, so, too, and locks
        it; what that means for the others, a sentence, empty where there is room. Raises TargetError and
        UnreadableFileError."""
        identity = self.identity

        def work() -> str:
            return self._versions.crowding(keep_named(self._versions, file, name, identity))

        return beside.run(self._window, f"把“{name}”收进以前的版本", work)

    def keep_version(self, file: Path, issue: Issue, identity: str = "") -> None:
        """Keeps an issue that is about to be given up as a version of `file`, which has or had this identity.
        Raises TargetError."""

        def work() -> None:
            own = self._versions.identity_for(file, identity)
            self._versions.keep(file, to_bytes(issue, file, own), datetime.now(UTC), own)

        beside.run(self._window, f"把这一份收进“{file}”以前的版本", work)

    def recovered(self) -> list[Recovered]:
        """What was left unsaved by programs that died, newest first. What lies in a folder that does not
        answer counts as unsaved."""
        found: list[Recovered] = []
        silent: set[Path] = set()
        for each in beside.run(self._window, "看有没有没保存的稿子", lambda: recover(self._places.journal)):
            folder = each.file.parent if each.file else None
            if folder is None or folder in silent:
                found.append(each)
                continue
            try:
                what = f"看“{each.file}”里有没有上次没保存的稿子"
                saved = beside.run(self._window, what, each.is_saved, on=key(each.file or Path()))
            except LeftError:
                silent.add(folder)
                saved = False
            if saved:
                each.discard()
            else:
                found.append(each)
        return found

    def give_up(self, recovered: Recovered) -> str:
        """The clerk does not want it: it goes into the versions of its file, and from the recovery copies.
        Returns why it stays, empty if it went."""
        if recovered.file is not None:
            try:
                self.keep_version(recovered.file, recovered.issue, recovered.identity)
            except BulletinDeskError as error:
                return str(error)
        recovered.discard()
        return ""


def _owner(held: Held | None) -> tuple[Path | None, str]:
    return (held.file, held.identity) if held is not None else (None, "")


def key(file: Path) -> str:
    """By what work on a file is known, without asking any disk: as the clerk has spelt it."""
    return os.path.normcase(os.path.abspath(file))  # noqa: PTH100 - Path.absolute leaves `..` in


def _place(file: Path) -> str:
    """Where a path leads. Asks the disk."""
    return os.path.normcase(os.path.realpath(file))


def _lock(file: Path, held: Held | None) -> Lock | None:
    """A file's lock: the one that is held already, or a new one. Raises LockedError."""
    if held is not None and held.lock is not None and not held.lock.lost:
        if held.place == _place(file):
            return held.lock
        held.lock.drop_moved(file)
    return take(file)


def _release(lock: Lock | None, but: Lock | None) -> None:
    """Gives a lock back, unless it is the one that stays."""
    if lock is not None and lock is not but:
        lock.release()
