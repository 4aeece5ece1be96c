"""The recovery journal: what comes back, from whatever is left of it."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.storage import journal as journals
from bulletin_desk.storage.bulletin_file import write_bulletin
from bulletin_desk.storage.journal import Journal, recover
from tests.bulletin.issues import SMALL

ROOT = Path(__file__).resolve().parents[2]
NUMBERED = [replace(SMALL, disclosure=f"第{number}稿") for number in range(5)]


def left_by(folder: Path, *issues: Issue, file: Path | None = None) -> Path:
    """The one segment of a journal that ended with those states unsaved, each in a record."""
    journal = Journal(folder, file, pause=0)
    for issue in issues:
        journal.record(issue)
        assert journal.flush()
    journal.close(saved=False)
    (segment,) = folder.iterdir()
    return segment


def test_the_last_state_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "期.bulletin"
    left_by(tmp_path / "journal", *NUMBERED, file=file)
    (found,) = recover(tmp_path / "journal")
    assert (found.issue, found.file) == (NUMBERED[-1], file)
    assert not found.is_saved()
    write_bulletin(file, NUMBERED[-1])
    assert found.is_saved()
    assert recover(tmp_path / "journal") == [found]
    found.discard()
    assert recover(tmp_path / "journal") == []
    assert list((tmp_path / "journal").iterdir()) == []


def test_what_was_never_saved_has_no_file(tmp_path: Path) -> None:
    left_by(tmp_path, SMALL)
    (found,) = recover(tmp_path)
    assert found.file is None
    assert not found.is_saved()


def test_nothing_is_left_once_saved_and_closed(tmp_path: Path) -> None:
    journal = Journal(tmp_path, None)
    journal.record(SMALL)
    assert journal.flush()
    journal.close(saved=True)
    assert list(tmp_path.iterdir()) == []


def test_a_state_still_waiting_is_written_at_the_end(tmp_path: Path) -> None:
    journal = Journal(tmp_path, None, pause=1000)
    journal.flush()
    for issue in NUMBERED:
        journal.record(issue)
    journal.close(saved=False)
    assert [found.issue for found in recover(tmp_path)] == [NUMBERED[-1]]


def test_a_journal_whose_program_lives_is_not_offered(tmp_path: Path) -> None:
    journal = Journal(tmp_path, None)
    journal.record(SMALL)
    assert journal.flush()
    assert recover(tmp_path) == []
    journal.close(saved=False)
    assert len(recover(tmp_path)) == 1


_DYING = """
import os, sys
from pathlib import Path
from bulletin_desk.storage.journal import Journal
from tests.storage.test_journal import NUMBERED
journal = Journal(Path(sys.argv[1]), Path("a.bulletin"), pause=0)
journal.record(NUMBERED[0])
journal.flush()
if "saved" in sys.argv:
    journal.saved(Path("b.bulletin"))
    journal.flush()
if "edited" in sys.argv:
    journal.record(NUMBERED[1])
    journal.flush()
os._exit(1)
"""


def dying(folder: Path, *steps: str) -> None:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    command = [sys.executable, "-c", _DYING, str(folder), *steps]
    assert subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, check=False).returncode == 1


def test_a_program_that_dies_after_saving_leaves_nothing_to_offer(tmp_path: Path) -> None:
    dying(tmp_path, "saved")
    assert len(list(tmp_path.iterdir())) == 1
    assert recover(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_a_program_that_dies_after_further_edits(tmp_path: Path) -> None:
    dying(tmp_path, "saved", "edited")
    (found,) = recover(tmp_path)
    assert found.issue == NUMBERED[1]
    assert found.file is not None
    assert found.file.name == "b.bulletin"


def test_several_newest_first(tmp_path: Path) -> None:
    for issue in NUMBERED:
        journal = Journal(tmp_path, None)
        journal.record(issue)
        journal.close(saved=False)
    assert [found.issue for found in recover(tmp_path)] == NUMBERED[::-1]


def test_a_torn_tail_at_any_byte(tmp_path: Path) -> None:
    segment = left_by(tmp_path, *NUMBERED[:2])
    whole = segment.read_bytes()
    ends = [at for at in range(len(whole)) if whole.startswith(b"\x8bBDJ\n", at)]
    assert len(ends) == 4  # header, two states, header
    for length in range(0, len(whole), 7):
        segment.write_bytes(whole[:length])
        assert journal_issues(tmp_path, segment) == (
            [] if length < ends[2] else [NUMBERED[0]] if length < ends[3] else [NUMBERED[1]]
        )


def journal_issues(folder: Path, segment: Path) -> list[Issue]:
    """What is recovered when the owner, this process, is taken for dead."""
    content = segment.read_bytes()
    found = [each.issue for each in _recover_as_dead(folder)]
    segment.write_bytes(content)
    return found


def _recover_as_dead(folder: Path) -> list[journals.Recovered]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journals, "_lives", lambda *_: False)
        patch.setattr(journals, "is_held", lambda _descriptor: False)
        return recover(folder)


def test_a_damaged_record_is_passed_over(tmp_path: Path) -> None:
    segment = left_by(tmp_path, *NUMBERED)
    whole = segment.read_bytes()
    for at in range(0, len(whole), 13):
        damaged = bytearray(whole)
        damaged[at] ^= 0x55
        segment.write_bytes(damaged)
        issues = [each.issue for each in _recover_as_dead(tmp_path)]
        assert issues in ([NUMBERED[-1]], [NUMBERED[-2]])
    segment.write_bytes(whole[:200] + os.urandom(300) + b"\x8bBDJ\n" + whole)
    assert [each.issue for each in _recover_as_dead(tmp_path)] == [NUMBERED[-1]]


def test_what_no_file_could_hold_gives_way_to_what_it_could(tmp_path: Path) -> None:
    left_by(tmp_path, SMALL, replace(SMALL, print_count=0))
    assert [found.issue for found in recover(tmp_path)] == [SMALL]


def test_half_a_character_does_not_cost_its_neighbours(tmp_path: Path) -> None:
    left_by(tmp_path, replace(SMALL, disclosure="主动\ud842公开"))
    assert [found.issue.disclosure for found in recover(tmp_path)] == ["主动?公开"]


def test_a_long_journal_starts_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journals, "SEGMENT_BYTES", 2_000)
    journal = Journal(tmp_path, None, pause=0)
    for number in range(60):
        journal.record(replace(SMALL, disclosure=f"第{number}稿"))
        assert journal.flush()
        assert sum(entry.stat().st_size for entry in tmp_path.iterdir()) < 4_000
    journal.close(saved=False)
    assert [found.issue.disclosure for found in recover(tmp_path)] == ["第59稿"]


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "说明.txt").write_text("x", encoding="utf-8")
    (tmp_path / "x.journal").touch()
    assert recover(tmp_path) == []
    assert len(list(tmp_path.iterdir())) == 2
    assert recover(tmp_path / "没有") == []


class Failing:
    """A disk on which a call fails as long as `broken`."""

    def __init__(self, name: str, real: Callable[..., Any], code: int) -> None:
        self._name, self._real, self._code = name, real, code
        self.broken = True

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        if not self.broken or (self._name == "write" and arguments[0] < 3):
            return self._real(*arguments, **options)
        if self._name == "write":
            self._real(arguments[0], bytes(arguments[1])[:40])
        raise OSError(self._code, os.strerror(self._code))


@pytest.mark.parametrize("name", ["open", "write", "fsync"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_disk_that_fails_for_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: int
) -> None:
    journal = Journal(tmp_path, None, pause=0.001)
    journal.record(NUMBERED[0])
    assert journal.flush()
    disk = Failing(name, getattr(os, name), code)
    monkeypatch.setattr(os, name, disk)
    journal.saved(tmp_path / "期.bulletin")
    for issue in NUMBERED[1:3]:
        journal.record(issue)
        assert not journal.flush()
        assert journal.trouble.startswith("恢复副本暂时存不了：系统报告“")
    assert len(list(tmp_path.iterdir())) <= 2
    disk.broken = False
    journal.record(NUMBERED[3])
    while not journal.flush():
        pass
    assert journal.trouble == ""
    journal.close(saved=False)
    (found,) = recover(tmp_path)
    assert (found.issue, found.file) == (NUMBERED[3], tmp_path / "期.bulletin")


def test_a_folder_that_can_not_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    journal = Journal(tmp_path / "file", None)
    journal.record(SMALL)
    assert not journal.flush()
    assert journal.trouble
    journal.close(saved=False)
    assert recover(tmp_path / "file") == []
