"""Saving under a system that fails: after a failure of any system call the old file or the new one, whole."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from bulletin_desk.errors import TargetError
from bulletin_desk.storage.atomic import RETRIES, Content, Previous, backup_of, write_atomically
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin
from bulletin_desk.storage.saving import ChangedOutsideError, changed_outside, save, stamp
from bulletin_desk.storage.versions import Versions
from tests.bulletin.issues import SMALL

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
