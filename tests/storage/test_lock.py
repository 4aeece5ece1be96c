"""The lock beside a file: who is told what, and locks whose owners are gone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from bulletin_desk.storage import lock as locks
from bulletin_desk.storage.lock import STALE_AFTER, Lock, LockedError, Owner, holder, lock_of, take
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
    assert "在这台电脑上" in str(caught.value)
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
