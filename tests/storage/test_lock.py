"""The lock beside a file: who is told what, and locks whose owners are gone."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from bulletin_desk.storage import lock as locks
from bulletin_desk.storage import system
from bulletin_desk.storage.lock import (
    STALE_AFTER,
    Lock,
    LockedError,
    Owner,
    hindrance,
    holder,
    lock_of,
    take,
)
from bulletin_desk.storage.system import Life, life, machine, process_start

THEM = Owner("王芳", "BGS-03", 4711, "x", "2024-01-09T02:20:00+00:00", "token")


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """A file in whose folder nothing but locks may come and go."""
    path = tmp_path / "期.bulletin"
    path.write_bytes(b"text")
    yield path
    assert {entry.name for entry in tmp_path.iterdir()} <= {path.name, lock_of(path).name}


def lay(file: Path, owner: Owner, age: float = 0) -> None:
    """Somebody's lock, renewed so many seconds ago."""
    place = lock_of(file)
    place.write_text(json.dumps(asdict(owner)), encoding="utf-8")
    modified = place.stat().st_mtime - age
    os.utime(place, (modified, modified))


def taken(file: Path) -> Lock:
    lock = take(file)
    assert lock is not None
    return lock


def dead() -> Owner:
    """A process of this machine that has ended."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    start = process_start(process.pid)
    assert start is not None
    assert life(machine(), "", process.pid, start) is Life.RUNNING
    process.communicate()
    return Owner("李强", machine(), process.pid, start, THEM.since, "token")


def test_taken_and_given_back(file: Path) -> None:
    lock = taken(file)
    owner = holder(file)
    assert owner is not None
    assert owner.is_me()
    assert not lock.lost
    with pytest.raises(LockedError) as caught:
        take(file)
    assert caught.value.owner == owner
    assert "由另一个窗口打开" in str(caught.value)
    lock.release()
    assert holder(file) is None
    taken(file).release()


def test_a_colleague_on_another_machine(file: Path) -> None:
    lay(file, THEM)
    with pytest.raises(LockedError, match=r"“期.bulletin”已由王芳在电脑“BGS-03”上（1月9日\d\d:20起）打开，"):
        take(file)
    assert holder(file) == THEM


def test_a_colleague_whose_machine_has_died(file: Path) -> None:
    lay(file, THEM, STALE_AFTER - 30)
    with pytest.raises(LockedError):
        take(file)
    lay(file, THEM, STALE_AFTER + 30)
    taken(file).release()


def test_a_program_of_this_machine_that_has_died(file: Path) -> None:
    lay(file, dead())
    taken(file).release()


def test_a_process_that_only_has_a_dead_one_s_number(file: Path) -> None:
    lay(file, replace(dead(), pid=os.getpid()))
    taken(file).release()


def test_a_process_that_lives_but_has_not_renewed(file: Path) -> None:
    start = process_start(os.getpid())
    assert start
    lay(file, Owner("李强", machine(), os.getpid(), start), STALE_AFTER * 10)
    with pytest.raises(LockedError):
        take(file)


@pytest.mark.parametrize(
    "content", [b"", b"[1]", b"\xff", b"[" * 9000, b'{"pid": true, "user": 3}', b"x" * 99_999]
)
def test_a_lock_that_can_not_be_made_out(file: Path, content: bytes) -> None:
    lock_of(file).write_bytes(content)
    with pytest.raises(LockedError, match="已由有人打开"):
        take(file)
    os.utime(lock_of(file), (1, 1))
    taken(file).release()


def test_renewing(file: Path) -> None:
    lock = taken(file)
    os.utime(lock_of(file), (1, 1))
    before = holder(file)
    lock.renew()
    assert lock_of(file).stat().st_mtime > 1
    assert holder(file) == before
    lock_of(file).unlink()
    lock.renew()
    assert holder(file) == before
    assert not lock.lost
    lock.release()


def test_a_lock_taken_over_while_the_machine_slept(file: Path) -> None:
    lock = taken(file)
    lay(file, THEM)
    lock.renew()
    assert lock.lost
    lock.release()
    assert holder(file) == THEM


def test_one_that_is_taken_over_between_looking_and_clearing(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = dead()
    lay(file, gone)

    def asked(*_process: object) -> Life:
        lay(file, THEM)  # this moment a third one is faster
        monkeypatch.undo()
        return Life.GONE

    monkeypatch.setattr(locks, "life", asked)
    with pytest.raises(LockedError) as caught:
        take(file)
    assert caught.value.owner == THEM
    assert holder(file) == THEM


def test_without_hard_links(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def linking(_source: Path, _target: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", linking)
    lock = taken(file)
    with pytest.raises(LockedError):
        take(file)
    lock.release()


def test_where_no_lock_can_be_laid(tmp_path: Path) -> None:
    assert take(tmp_path / "没有" / "期.bulletin") is None


def test_what_a_lock_says_is_not_trusted(file: Path) -> None:
    lay(file, replace(THEM, user="王\n芳" + "长" * 1000, since="昨天"))
    with pytest.raises(LockedError) as caught:
        take(file)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


# ---- machines that change their names, and others of the same name


def renamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "machine", lambda: "dhcp-17.example.org")
    monkeypatch.setattr(locks, "machine", lambda: "dhcp-17.example.org")


def test_a_machine_that_is_renamed_while_it_has_a_file_open(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = taken(file)
    owner = holder(file)
    assert owner is not None
    renamed(monkeypatch)
    assert owner.is_me()
    os.utime(lock_of(file), (1, 1))  # not even if it has not been renewed
    with pytest.raises(LockedError):
        take(file)
    lock.renew()
    assert not lock.lost
    lock.release()
    assert holder(file) is None


def test_a_dead_program_s_lock_from_under_another_name(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = dead()
    lay(file, gone)
    renamed(monkeypatch)
    with pytest.raises(LockedError):  # it may be another machine's
        take(file)
    lay(file, gone, STALE_AFTER + 30)
    taken(file).release()


def test_another_machine_of_the_same_name(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "installation", lambda: "ours")
    lay(file, replace(dead(), system="theirs"))
    with pytest.raises(LockedError):
        take(file)
    lay(file, replace(dead(), system="ours"))
    taken(file).release()


# ---- what is no lock, or no honest one


@pytest.mark.parametrize("age", [-STALE_AFTER - 30, -(10**8), STALE_AFTER + 30])
def test_a_lock_dated_in_the_future_ages_too(file: Path, age: float) -> None:
    lay(file, THEM, age)
    taken(file).release()


def test_a_server_s_clock_that_is_a_little_ahead(file: Path) -> None:
    lay(file, THEM, -STALE_AFTER + 30)
    with pytest.raises(LockedError):
        take(file)


def a_folder(place: Path) -> None:
    place.mkdir()


def a_full_folder(place: Path) -> None:
    place.mkdir()
    (place / "x").touch()


def a_pipe(place: Path) -> None:
    os.mkfifo(place)


def a_device(place: Path) -> None:
    place.symlink_to("/dev/zero")


def a_link_to_nothing(place: Path) -> None:
    place.symlink_to(place.with_name("nothing"))


@pytest.mark.parametrize(
    "thing",
    [
        a_folder,
        a_full_folder,
        *([a_pipe, a_device, a_link_to_nothing] if sys.platform != "win32" else []),
    ],
    ids=lambda thing: thing.__name__,
)
def test_what_is_no_lock_is_called_so_and_left_alone(file: Path, thing: Callable[[Path], None]) -> None:
    assert "写不了东西" in hindrance(file)
    thing(lock_of(file))
    before = lock_of(file).lstat()
    assert take(file) is None
    assert holder(file) is None
    assert f"叫“{lock_of(file).name}”的东西移开" in hindrance(file)
    assert lock_of(file).lstat().st_ino == before.st_ino


@pytest.mark.parametrize("size", [10**5, 20 << 30])
def test_a_huge_lock_is_not_read_whole(file: Path, size: int) -> None:
    with lock_of(file).open("wb") as lock:
        lock.truncate(size)
    with pytest.raises(LockedError, match="已由有人打开"):
        take(file)
    os.utime(lock_of(file), (1, 1))
    taken(file).release()


def test_something_else_in_the_lock_s_place_while_it_is_held(file: Path) -> None:
    lock = taken(file)
    lock_of(file).unlink()
    lock_of(file).mkdir()
    lock.renew()
    assert not lock.lost
    lock.release()
    assert lock_of(file).is_dir()


def test_a_lock_that_can_not_be_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A colleague's, of a mode of 0600: it is a lock all the same, and ages."""
    lay(file, THEM)
    real = os.open

    def opening(place: Any, flags: int, *mode: Any) -> int:
        if Path(place) == lock_of(file) and not flags & os.O_CREAT:
            raise PermissionError
        return real(place, flags, *mode)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", opening)
        with pytest.raises(LockedError):
            take(file)
    os.utime(lock_of(file), (1, 1))
    taken(file).release()


@pytest.mark.skipif(sys.platform == "win32", reason="modes mean nothing there")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
@pytest.mark.parametrize("linking", [True, False], ids=["links", "no links"])
def test_a_lock_is_open_no_wider_than_its_document(
    file: Path, monkeypatch: pytest.MonkeyPatch, mode: int, linking: bool
) -> None:
    def link(_source: Path, _target: Path) -> None:
        raise PermissionError

    if not linking:
        monkeypatch.setattr(os, "link", link)
    file.chmod(mode)
    lock = taken(file)
    assert stat.S_IMODE(lock_of(file).stat().st_mode) == mode
    lock_of(file).unlink()
    lock.renew()
    assert stat.S_IMODE(lock_of(file).stat().st_mode) == mode
    lock.release()
