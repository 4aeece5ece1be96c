"""Saving under a system that fails: after a failure of any system call the old file or the new one, whole."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from bulletin_desk.errors import TargetError
from bulletin_desk.storage import atomic, system
from bulletin_desk.storage.atomic import RETRIES, Content, Previous, backup_of, write_atomically
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin
from bulletin_desk.storage.saving import ChangedOutsideError, changed_outside, save, stamp
from bulletin_desk.storage.system import process_start
from bulletin_desk.storage.versions import Versions
from tests.bulletin.issues import SMALL
from tests.storage.test_lock import dead

CALLS = (
    "open",
    "write",
    "read",
    "fsync",
    "close",
    "stat",
    "lstat",
    "chmod",
    "chown",
    "link",
    "replace",
    "unlink",
)
CHANGED = replace(SMALL, disclosure="不公开")

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="the calls as POSIX has them")


def no_sleep(_seconds: float) -> None:
    pass


def nothing(_content: Content) -> None:
    pass


ANY = Previous(nothing, nothing)
"""Whatever is there may be replaced."""


class Faults:
    """Counts the system calls, and from the one numbered `first` on (from 0) makes `many` of them fail."""

    def __init__(self, first: int, code: int, many: int = 1) -> None:
        self.first, self.code, self.many = first, code, many
        self.calls: list[str] = []

    @property
    def struck(self) -> list[str]:
        return self.calls[self.first : self.first + self.many]

    @contextmanager
    def at_work(self) -> Iterator[None]:
        with contextlib.ExitStack() as patches:
            for name in CALLS:
                patches.enter_context(mock.patch.object(os, name, self._failing(name, getattr(os, name))))
            yield

    def _failing(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            number = len(self.calls)
            self.calls.append(name)
            if not self.first <= number < self.first + self.many:
                return real(*arguments, **options)
            if name == "close":
                real(*arguments, **options)
            if name == "write" and self.code == 0:
                return real(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
            if name == "write":  # what reached the disk before it failed
                real(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
            if self.code == 0:
                return real(*arguments, **options)
            raise OSError(self.code, os.strerror(self.code))

        return call


@posix_only
@pytest.mark.parametrize("many", [1, 10**9], ids=["once", "from then on"])
@pytest.mark.parametrize(
    "code",
    [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EBUSY, 0],
    ids=lambda code: errno.errorcode.get(code, "short"),
)
def test_any_system_call_may_fail(tmp_path: Path, code: int, many: int) -> None:
    struck: set[str] = set()
    for first in range(1000):
        folder = tmp_path / str(first)
        folder.mkdir()
        path = folder / "期.bulletin"
        write_atomically(path, b"older" * 1000)
        write_atomically(path, b"old" * 1000, previous=ANY)
        path.chmod(0o640)
        faults = Faults(first, code, many)
        failed = True
        with faults.at_work(), contextlib.suppress(TargetError):
            write_atomically(path, b"new" * 2000, previous=ANY, sleep=no_sleep)
            failed = False
        assert path.read_bytes() == (b"old" if failed else b"new") * (1000 if failed else 2000)
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        assert backup_of(path).read_bytes() in (b"older" * 1000, b"old" * 1000)
        left = {entry.name for entry in folder.iterdir()} - {path.name, backup_of(path).name}
        assert not left or "unlink" in faults.struck
        if not faults.struck:
            assert not failed
            break
        struck |= set(faults.struck)
    else:
        pytest.fail("saving makes no end of calls")
    assert {"open", "write", "read", "fsync", "close", "stat", "chmod", "link", "replace"} <= struck


@posix_only
@pytest.mark.parametrize(
    "code",
    [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EBUSY, 0],
    ids=lambda code: errno.errorcode.get(code, "short"),
)
def test_any_system_call_of_a_clerk_s_save_may_fail(tmp_path: Path, code: int) -> None:
    """With its stamp and its dated version: the old file or the new one, whole, and never another's lost."""
    struck: set[str] = set()
    for first in range(1000):
        folder = tmp_path / str(first)
        folder.mkdir()
        path, versions = folder / "期.bulletin", Versions(folder / "data")
        known = save(path, SMALL, versions=versions).stamp
        faults = Faults(first, code)
        failed = True
        with faults.at_work(), contextlib.suppress(TargetError):
            save(path, CHANGED, known=known, versions=versions, sleep=no_sleep)
            failed = False
        assert read_bulletin(path) == (SMALL if failed else CHANGED)
        kept = [version.read() for version in versions.of(path)]
        assert kept in ([SMALL], [CHANGED, SMALL])
        if not faults.struck:
            assert not failed
            assert kept == [CHANGED, SMALL]
            break
        struck |= set(faults.struck)
    else:
        pytest.fail("saving makes no end of calls")
    assert {"open", "write", "read", "fsync", "close", "stat", "link", "replace"} <= struck


@posix_only
def test_a_disk_that_keeps_something_else(tmp_path: Path) -> None:
    path = tmp_path / "期.bulletin"
    path.write_bytes(b"old")
    with (
        mock.patch.object(os, "read", side_effect=[b"nex", b""]),
        pytest.raises(TargetError, match="读回来不一样"),
    ):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["期.bulletin"]


@pytest.mark.parametrize("code", [errno.EACCES, errno.EBUSY])
def test_a_scanner_that_lets_go_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    path = tmp_path / "期.bulletin"
    path.write_bytes(b"old")
    real, slept, busy = os.replace, list[float](), iter([True] * 3)

    def replacing(source: Path, target: Path) -> None:
        if next(busy, False):
            raise OSError(code, os.strerror(code))
        real(source, target)

    monkeypatch.setattr(os, "replace", replacing)
    write_atomically(path, b"new", sleep=slept.append)
    assert path.read_bytes() == b"new"
    assert tuple(slept) == RETRIES[:3]


def test_a_scanner_that_never_lets_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "期.bulletin"
    path.write_bytes(b"old")
    slept: list[float] = []

    def replacing(_source: Path, _target: Path) -> None:
        raise PermissionError(errno.EACCES, "Access is denied")

    monkeypatch.setattr(os, "replace", replacing)
    with pytest.raises(TargetError, match="正被别的程序打开"):
        write_atomically(path, b"new", sleep=slept.append)
    assert path.read_bytes() == b"old"
    assert tuple(slept) == RETRIES
    assert sum(RETRIES) < 2


# ---- the previous version


def test_the_previous_version_stays(tmp_path: Path) -> None:
    path = tmp_path / "期.bulletin"
    assert save(path, SMALL).backup is None
    saved = save(path, CHANGED)
    assert saved.backup == backup_of(path) == tmp_path / ".期.bulletin.bak"
    assert read_bulletin(saved.backup) == SMALL
    assert read_bulletin(path) == CHANGED


def test_saving_twice_keeps_the_older_text(tmp_path: Path) -> None:
    path = tmp_path / "期.bulletin"
    for issue in (SMALL, CHANGED, CHANGED):
        save(path, issue)
    assert read_bulletin(backup_of(path)) == SMALL


def test_a_backup_where_there_are_no_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def linking(_source: Path, _target: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", linking)
    path = tmp_path / "期.bulletin"
    save(path, SMALL)
    save(path, CHANGED)
    assert read_bulletin(backup_of(path)) == SMALL


def test_a_backup_that_can_not_be_kept_does_not_stop_the_text(tmp_path: Path) -> None:
    path = tmp_path / ("简" * 82 + ".bulletin")  # no room for further letters in the backup's name
    known = save(path, SMALL).stamp
    saved = save(path, CHANGED, known=known)
    assert sys.platform == "win32" or (saved.backup is None and "没有留下备份" in saved.previous_trouble)
    assert read_bulletin(path) == CHANGED


# ---- changed outside


def test_a_file_changed_outside_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "期.bulletin"
    known = save(path, SMALL).stamp
    assert known == stamp(path)
    assert not changed_outside(path, known)
    theirs = replace(SMALL, disclosure="依申请")
    write_bulletin(path, theirs)
    assert changed_outside(path, known)
    with pytest.raises(ChangedOutsideError, match="被别人改过"):
        save(path, CHANGED, known=known)
    assert read_bulletin(path) == theirs
    save(path, CHANGED)
    assert read_bulletin(path) == CHANGED


def test_a_change_that_size_and_time_hide_is_noticed_when_saving(tmp_path: Path) -> None:
    path = tmp_path / "期.bulletin"
    known = save(path, SMALL).stamp
    data = bytearray(path.read_bytes())
    data[10] ^= 1  # a date in the zip's header: same size, still a good file
    path.write_bytes(data)
    os.utime(path, ns=(known.modified, known.modified))
    with pytest.raises(ChangedOutsideError):
        save(path, CHANGED, known=known)


def test_a_file_that_was_only_touched_has_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "期.bulletin"
    known = save(path, SMALL).stamp
    os.utime(path, ns=(1, 1))
    assert not changed_outside(path, known)
    save(path, CHANGED, known=known)


def test_a_file_that_has_gone_is_written_again(tmp_path: Path) -> None:
    path = tmp_path / "期.bulletin"
    known = save(path, SMALL).stamp
    path.unlink()
    assert not changed_outside(path, known)
    save(path, SMALL, known=known)
    assert read_bulletin(path) == SMALL


def test_a_version_that_can_not_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    saved = save(tmp_path / "期.bulletin", SMALL, versions=Versions(tmp_path / "file"))
    assert saved.version_trouble.startswith("存不了旧版")
    assert read_bulletin(tmp_path / "期.bulletin") == SMALL


# ---- what can't be read

THEIRS = replace(SMALL, disclosure="依申请")


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Closes a file to us, as if a colleague had left it with a mode of 0600. Root may read anything, so the
    refusal is acted."""
    real = os.open

    def close(path: Path) -> None:
        def opening(place: Any, flags: int, *mode: Any) -> int:
            if Path(place) == path and not flags & os.O_CREAT:
                raise PermissionError(errno.EACCES, "Permission denied")
            return real(place, flags, *mode)

        monkeypatch.setattr(os, "open", opening)

    return close


def test_a_colleague_s_text_that_can_not_be_read_is_a_change(
    tmp_path: Path, closed: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, versions = tmp_path / "期.bulletin", Versions(tmp_path / "data")
    known = save(path, SMALL, versions=versions).stamp
    write_bulletin(path, THEIRS)
    closed(path)
    assert changed_outside(path, known)
    found = stamp(path)
    assert found is not None
    for each in (known, found):
        with pytest.raises(ChangedOutsideError, match="读不出来"):
            save(path, CHANGED, known=each, versions=versions)
    # Not without a copy, even where the clerk says so.
    with pytest.raises(TargetError, match="读不出来"):
        save(path, CHANGED, versions=versions)
    monkeypatch.undo()
    assert read_bulletin(path) == THEIRS


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read anything")
def test_a_mode_that_keeps_us_from_reading(tmp_path: Path) -> None:
    path = tmp_path / "期.bulletin"
    known = save(path, SMALL).stamp
    path.chmod(0o200)
    with pytest.raises(ChangedOutsideError):
        save(path, CHANGED, known=known)
    path.chmod(0o600)
    assert read_bulletin(path) == SMALL


def test_a_share_that_drops_out_is_no_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "期.bulletin"
    known = save(path, SMALL).stamp
    write_bulletin(path, THEIRS)

    def opening(*_arguments: Any) -> int:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "open", opening)
    assert not changed_outside(path, known)


# ---- nothing is overwritten that is not kept


@pytest.fixture
def no_backups(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder in which no backup can be laid."""

    def failing(*_arguments: Any) -> None:
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(atomic, "_back_up", failing)


@pytest.mark.usefixtures("no_backups")
def test_another_s_text_of_which_no_copy_can_be_kept_stays(tmp_path: Path) -> None:
    path, broken = tmp_path / "期.bulletin", tmp_path / "file"
    broken.touch()
    write_bulletin(path, THEIRS)
    for versions in (None, Versions(broken)):
        with pytest.raises(TargetError, match="留不下一份备份"):
            save(path, CHANGED, versions=versions)
        assert read_bulletin(path) == THEIRS
    good = Versions(tmp_path / "data")
    saved = save(path, CHANGED, versions=good)
    assert (saved.backup, saved.previous_trouble) == (None, "")
    assert [version.read() for version in good.of(path)] == [CHANGED, THEIRS]


@pytest.mark.usefixtures("no_backups")
def test_one_s_own_text_gives_way_and_that_is_said(tmp_path: Path) -> None:
    path, broken = tmp_path / "期.bulletin", tmp_path / "file"
    broken.touch()
    write_bulletin(path, SMALL)
    saved = save(path, CHANGED, known=stamp(path), versions=Versions(broken))
    assert read_bulletin(path) == CHANGED
    assert saved.backup is None
    assert "没有留下备份" in saved.previous_trouble
    assert saved.previous_trouble.endswith("。")
    # The versions have what was only opened, where they can.
    good = Versions(tmp_path / "data")
    write_bulletin(path, SMALL)
    saved = save(path, CHANGED, known=stamp(path), versions=good)
    assert saved.previous_trouble == ""
    assert [version.read() for version in good.of(path)] == [CHANGED, SMALL]


def test_what_is_overwritten_by_the_clerk_s_word_outlives_the_backup(tmp_path: Path) -> None:
    path, versions = tmp_path / "期.bulletin", Versions(tmp_path / "data")
    write_bulletin(path, THEIRS)
    known = save(path, SMALL, versions=versions).stamp
    save(path, CHANGED, known=known, versions=versions)
    assert read_bulletin(backup_of(path)) == SMALL
    assert [version.read() for version in versions.of(path)] == [CHANGED, SMALL, THEIRS]


# ---- two saves at once


def guards(folder: Path) -> list[Path]:
    return [entry for entry in folder.iterdir() if entry.suffix == ".guard"]


@pytest.mark.parametrize("call", ["open", "fsync", "link"])
def test_a_save_in_the_middle_of_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    """Whoever comes second is told, wherever in the first one's way that happens."""
    path = tmp_path / "期.bulletin"
    known = save(path, SMALL).stamp
    real = getattr(os, call)
    outcomes: list[str] = []

    def save_one(issue: Any, name: str) -> None:
        try:
            save(path, issue, known=known, sleep=no_sleep)
            outcomes.append(name)
        except ChangedOutsideError:
            outcomes.append(f"{name} told")
        except TargetError as error:
            outcomes.append(f"{name} {error}")

    def in_between(*arguments: Any, **options: Any) -> Any:
        monkeypatch.setattr(os, call, real)
        other = threading.Thread(target=save_one, args=(THEIRS, "second"))
        other.start()
        other.join()
        return real(*arguments, **options)

    monkeypatch.setattr(os, call, in_between)
    save_one(CHANGED, "first")
    assert len(outcomes) == 2
    assert sum(name in outcomes for name in ("first", "second")) == 1
    assert read_bulletin(path) == (CHANGED if "first" in outcomes else THEIRS)
    assert read_bulletin(backup_of(path)) == SMALL
    assert guards(tmp_path) == []


def test_two_at_the_same_moment(tmp_path: Path) -> None:
    for at in range(20):
        path = tmp_path / f"{at}.bulletin"
        known = save(path, SMALL).stamp
        start = threading.Barrier(2)
        done: list[Any] = []

        def one(
            issue: Any, path: Path = path, known: Any = known, start: Any = start, done: Any = done
        ) -> None:
            start.wait()
            with contextlib.suppress(ChangedOutsideError):
                save(path, issue, known=known)
                done.append(issue)

        threads = [threading.Thread(target=one, args=(issue,)) for issue in (CHANGED, THEIRS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(done) == 1
        assert read_bulletin(path) == done[0]
        assert read_bulletin(backup_of(path)) == SMALL
    assert guards(tmp_path) == []


def test_a_program_that_knows_no_guard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sync client that replaces the file after it has been looked at."""
    path, versions = tmp_path / "期.bulletin", Versions(tmp_path / "data")
    known = save(path, SMALL, versions=versions).stamp
    real = os.link

    def linking(source: Path, target: Path) -> None:
        monkeypatch.setattr(os, "link", real)
        real(source, target)
        write_bulletin(path, THEIRS)

    monkeypatch.setattr(os, "link", linking)
    with pytest.raises(ChangedOutsideError):
        save(path, CHANGED, known=known, versions=versions)
    assert read_bulletin(path) == THEIRS


def guard_of(path: Path) -> Path:
    """The guard that lies there while the file is saved."""
    found: list[Path] = []

    def looking(content: Content) -> None:
        found.extend(guards(path.parent))

    write_atomically(path, b"x", previous=Previous(looking, nothing))
    (guard,) = found
    return guard


def owner_of(pid: int, start: str, machine: str, installation: str = "") -> bytes:
    return json.dumps([machine, installation, pid, start, "token"]).encode("ascii")


def test_a_guard_whose_owner_is_gone_holds_nobody_up(tmp_path: Path) -> None:
    path = tmp_path / "期.bulletin"
    guard, gone = guard_of(path), dead()
    slept: list[float] = []
    guard.write_bytes(owner_of(gone.pid, gone.start, gone.machine))
    write_atomically(path, b"new", previous=ANY, sleep=slept.append)
    assert slept == []
    for content in (owner_of(1, "x", "BGS-03"), b"", b"{", b"[]", b'["a", 1]', b"\xff" * 99_999):
        guard.write_bytes(content)
        os.utime(guard, (1, 1))
        write_atomically(path, b"newer" + content, previous=ANY, sleep=slept.append)
        assert path.read_bytes() == b"newer" + content
    assert slept == []
    assert guards(tmp_path) == []


def test_a_guard_of_one_that_saves_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "期.bulletin"
    guard = guard_of(path)
    pid = os.getpid()
    guard.write_bytes(owner_of(pid, process_start(pid) or "", system.machine(), system.installation()))
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            guard.unlink()

    write_atomically(path, b"new", previous=ANY, sleep=sleep)
    assert len(slept) == 3
    # One that holds on for longer than any save takes, on a machine that can't be asked.
    guard.write_bytes(owner_of(1, "x", "BGS-03"))
    slept.clear()
    write_atomically(path, b"newer", previous=ANY, sleep=slept.append)
    assert atomic.GUARD_SECONDS - 1 < sum(slept) < atomic.GUARD_SECONDS + 1
    assert guards(tmp_path) == []


def test_a_machine_that_slept_while_it_saved(tmp_path: Path) -> None:
    path = tmp_path / "期.bulletin"
    known = save(path, SMALL).stamp

    def meanwhile(_content: Content) -> None:
        (guard,) = guards(tmp_path)
        os.utime(guard, (1, 1))
        save(path, THEIRS, known=known, sleep=no_sleep)

    with pytest.raises(TargetError):
        write_atomically(path, b"mine", previous=Previous(meanwhile, nothing), sleep=no_sleep)
    assert read_bulletin(path) == THEIRS


def test_what_killed_saves_left_is_swept(tmp_path: Path) -> None:
    path = tmp_path / "期.bulletin"
    path.write_bytes(b"old")
    names = [f".bulletin-desk-{at:016x}.{end}" for at in range(3) for end in ("tmp", "guard")]
    others = [".bulletin-desk-x.tmp", "x.tmp", ".bulletin-desk-0123456789abcdef.tmp.txt"]
    for name in (*names, *others):
        (tmp_path / name).write_bytes(b"left")
        os.utime(tmp_path / name, (1, 1))
    young = tmp_path / ".bulletin-desk-fedcba9876543210.tmp"
    young.write_bytes(b"somebody is just saving")
    write_atomically(path, b"new", previous=ANY)
    assert {entry.name for entry in tmp_path.iterdir()} == {
        *(path.name, backup_of(path).name, young.name),
        *others,
    }


# ---- modes


@posix_only
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o660, 0o400 | 0o200])
@pytest.mark.parametrize("linking", [True, False], ids=["links", "no links"])
def test_nothing_beside_a_document_is_open_wider_than_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int, linking: bool
) -> None:
    path, versions = tmp_path / "期.bulletin", Versions(tmp_path / "data" / "versions")
    known = save(path, SMALL).stamp
    path.chmod(mode)
    seen: dict[str, int] = {}
    real_write, real_link = os.write, os.link

    def writing(descriptor: int, data: Any) -> int:
        for folder, _, files in os.walk(tmp_path):
            for name in files:
                seen[name] = seen.get(name, 0) | stat.S_IMODE(Path(folder, name).stat().st_mode)
        return real_write(descriptor, data)

    def link(source: Any, target: Any) -> None:
        if not linking:
            raise OSError(errno.EPERM, "Operation not permitted")
        real_link(source, target)

    monkeypatch.setattr(os, "write", writing)
    monkeypatch.setattr(os, "link", link)
    save(path, CHANGED, known=known, versions=versions)
    monkeypatch.undo()
    assert any(name.endswith(".tmp") for name in seen)
    for name, found in seen.items():
        assert found & ~mode == 0, (name, oct(found))
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert stat.S_IMODE(backup_of(path).stat().st_mode) == mode
    (version,) = versions.of(path)
    assert stat.S_IMODE(version.file.stat().st_mode) == 0o600
    for folder in (version.file.parent, tmp_path / "data" / "versions", tmp_path / "data"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@posix_only
def test_a_group_that_can_not_be_given_gets_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "期.bulletin"
    path.write_bytes(b"old")
    path.chmod(0o660)
    os.chown(path, -1, os.getgid()) if os.geteuid() else os.chown(path, -1, 12345)

    def failing(*_arguments: Any) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "chown", failing)
    write_atomically(path, b"new")
    if os.geteuid() == 0:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
