"""The recovery journal: what comes back, from whatever is left of it."""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_desk.bulletin import bounds
from bulletin_desk.bulletin.model import Body, Issue, Item, Section
from bulletin_desk.paths import open_plain
from bulletin_desk.storage import journal as journals
from bulletin_desk.storage import system
from bulletin_desk.storage.bulletin_file import json_pieces, write_bulletin
from bulletin_desk.storage.journal import Journal, readable_part, recover
from bulletin_desk.storage.lock import STALE_AFTER
from tests.bulletin.issues import SMALL

ROOT = Path(__file__).resolve().parents[2]
LONGEST_WAIT = 30.0
"""Seconds for what takes one or two; on a loaded machine it may take longer."""
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


def kept_now(folder: Path) -> list[Issue]:
    """What would be recovered if the program died now; nothing is removed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journals, "_remove", lambda _segments: [])
        return [each.issue for each in _recover_as_dead(folder)]


def comes(condition: Callable[[], bool]) -> bool:
    """Whether that comes about by itself."""
    until = time.monotonic() + LONGEST_WAIT
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


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


def test_half_a_character_does_not_cost_its_neighbours(tmp_path: Path) -> None:
    journal = Journal(tmp_path, None, pause=0)
    journal.record(replace(SMALL, disclosure="主动\ud842公开"))
    assert not journal.flush()
    assert "半个字符" in journal.trouble
    journal.close(saved=False)
    (found,) = recover(tmp_path)
    assert (found.issue.disclosure, found.complete) == ("主动?公开", False)


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


# ---- taken away while the program runs


def folder_removed(folder: Path) -> None:
    shutil.rmtree(folder)


def folder_moved_away(folder: Path) -> None:
    folder.rename(folder.with_name(f"moved {len(list(folder.parent.iterdir()))}"))


def another_folder_in_its_place(folder: Path) -> None:
    folder_moved_away(folder)
    folder.mkdir()


def data_removed(folder: Path) -> None:
    shutil.rmtree(folder.parent)


def segment_removed(folder: Path) -> None:
    for segment in folder.iterdir():
        segment.unlink()


def a_copy_in_its_place(folder: Path) -> None:
    (segment,) = folder.iterdir()
    content = segment.read_bytes()
    segment.unlink()
    segment.write_bytes(content)


def emptied(folder: Path) -> None:
    (segment,) = folder.iterdir()
    os.truncate(segment, 0)


ACCIDENTS = [
    folder_removed,
    folder_moved_away,
    another_folder_in_its_place,
    data_removed,
    segment_removed,
    a_copy_in_its_place,
    emptied,
]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody take away what is open")
@pytest.mark.parametrize("accident", ACCIDENTS, ids=lambda accident: accident.__name__)
def test_what_is_taken_away_comes_back_by_itself(tmp_path: Path, accident: Callable[[Path], None]) -> None:
    folder = tmp_path / "data" / "journal"
    journal = Journal(folder, None, pause=0.001)
    journal.record(NUMBERED[0])
    assert journal.flush()
    accident(folder)
    # Nothing is typed any more.
    assert comes(lambda: kept_now(folder) == [NUMBERED[0]] and not emptied_still(folder))
    assert journal.trouble == ""
    # What is typed then goes where it is found.
    journal.record(NUMBERED[1])
    assert journal.flush()
    accident(folder)
    assert journal.flush()
    assert kept_now(folder) == [NUMBERED[1]]
    journal.close()
    assert list(folder.iterdir()) == []


def emptied_still(folder: Path) -> bool:
    return all(segment.stat().st_size == 0 for segment in folder.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody take away what is open")
def test_where_it_can_not_be_made_anew_that_is_said_as_long_as_it_is_so(tmp_path: Path) -> None:
    folder = tmp_path / "journal"
    journal = Journal(folder, None, pause=0.001)
    journal.record(NUMBERED[0])
    assert journal.flush()
    shutil.rmtree(folder)
    folder.touch()
    assert comes(lambda: journal.trouble != "")
    for _ in range(3):
        assert not journal.flush()
        assert journal.trouble.startswith("恢复副本")
    folder.unlink()
    assert comes(lambda: journal.trouble == "")
    assert kept_now(folder) == [NUMBERED[0]]
    journal.close()


def test_a_file_system_that_numbers_files_anew_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journals._Segment, "_lies_at_path", lambda _segment: False)
    journal = Journal(tmp_path, None, pause=0)
    for issue in NUMBERED:
        journal.record(issue)
        assert journal.flush()
    assert len(list(tmp_path.iterdir())) == 1
    journal.close(saved=False)
    assert [found.issue for found in recover(tmp_path)] == [NUMBERED[-1]]


def test_a_disk_that_hangs_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    goes_on, real = threading.Event(), os.fsync

    def hanging(descriptor: int) -> None:
        goes_on.wait(LONGEST_WAIT)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", hanging)
    monkeypatch.setattr(journals, "SLOW", 0.05)
    journal = Journal(tmp_path, None)
    journal.record(SMALL)
    assert not journal.flush(0.1)
    assert comes(lambda: "没有回应" in journal.trouble)
    goes_on.set()
    assert journal.flush(LONGEST_WAIT)
    assert journal.trouble == ""
    journal.close()


# ---- what is said to be safe can be read


def long_item(characters: int, char: str = "字") -> Item:
    return Item("长稿", (Body(char * characters),))


BEYOND = [
    replace(SMALL, print_count=0),
    replace(SMALL, disclosure="字" * 600_000),
    replace(SMALL, disclosure="半个\udfff字"),
    replace(SMALL, masthead=replace(SMALL.masthead, number=10**9)),
    replace(SMALL, sections=(Section("长", (long_item(1_200_000),)),)),
    replace(SMALL, sections=(Section("长", (long_item(200_000, ","),) * 15),)),
    replace(SMALL, sections=(Section("长", (long_item(200_000, "\x01"),) * 9),)),
    replace(SMALL, sections=(Section("空", ()),) * 1_001),
    replace(SMALL, editors_note=(Body(""),) * 70_000 + (Body("字" * 200_001),)),
]


@pytest.mark.sampled
@pytest.mark.parametrize("beyond", BEYOND, ids=range(len(BEYOND)))
def test_a_state_beyond_the_bounds_costs_nothing_else(tmp_path: Path, beyond: Issue) -> None:
    journal = Journal(tmp_path, None, pause=0)
    journal.record(beyond)
    safe = journal.flush(LONGEST_WAIT)
    assert not safe or kept_now(tmp_path) == [beyond]
    # What is typed elsewhere meanwhile.
    typed = Item("座谈会召开", (Body("后来写的"),))
    more = replace(beyond, sections=(*beyond.sections[:500], Section("后来", (typed,))))
    journal.record(more)
    if not journal.flush(LONGEST_WAIT):
        assert journal.trouble.startswith("恢复副本里缺了一处：")
        assert journal.trouble.endswith("。")
        assert not journal.flush()  # as long as it lasts
    (kept,) = kept_now(tmp_path)
    assert kept.sections[-1].items == (typed,)
    assert kept.masthead.name == SMALL.masthead.name
    journal.record(NUMBERED[1])
    assert journal.flush(LONGEST_WAIT)
    assert kept_now(tmp_path) == [NUMBERED[1]]
    journal.close()


def test_of_fields_beyond_the_bounds_the_others_are_kept() -> None:
    assert SMALL.imprint is not None
    long = replace(SMALL, imprint=replace(SMALL.imprint, office="字" * 600_000), disclosure="字" * 600_000)
    kept = readable_part(long)
    assert kept.imprint == replace(SMALL.imprint, office="")
    assert replace(kept, imprint=None, disclosure="") == replace(SMALL, imprint=None, disclosure="")
    assert readable_part(replace(long, imprint=None)).imprint is None


TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["字" * 199_999, "," * 200_000, "\ud800", "[" * 2_001, "\x00" * 2_000, "𠮷" * 1_000, "\n" * 60]
    ),
)
ITEMS = st.builds(Item, TEXTS, st.lists(st.builds(Body, TEXTS), max_size=2).map(tuple), TEXTS)


@settings(max_examples=60)
@given(st.lists(ITEMS, max_size=4), TEXTS, st.integers(-1, 2), st.one_of(st.none(), st.integers(-1, 10**8)))
def test_safe_means_that_it_comes_back(items: list[Item], text: str, number: int, count: int | None) -> None:
    issue = replace(
        SMALL,
        sections=(Section(text, tuple(items)),),
        masthead=replace(SMALL.masthead, number=number),
        print_count=count,
    )
    packed = journals._Packer().pack(issue)
    kept = journals._unpacked(packed.payload)
    assert kept is not None
    if not packed.trouble:
        assert kept == issue
    assert bounds.refusal(readable_part(issue)) == ""


def old_journal(folder: Path, states: list[Issue], **header: object) -> Path:
    """As a program wrote it that did not ask whether what it wrote could be read."""
    segment = folder / "20240109T100000-4711-0a0b0c0d.000001.journal"
    values = {"file": None, "machine": system.machine(), "pid": 0, "start": "", "saved": False, **header}
    records = journals._frame(b"H", json.dumps(values).encode("ascii"))
    for state in states:
        text = "".join(json_pieces(state)).encode("utf-8", "replace")
        records += journals._frame(b"S", zlib.compress(text, 1))
    segment.write_bytes(records)
    return segment


@pytest.mark.parametrize("readable", [1, 3, 50])
@pytest.mark.parametrize("unreadable", [1, 4, 5, 200])
def test_the_newest_that_can_be_read_and_a_word_that_there_was_a_newer_one(
    tmp_path: Path, readable: int, unreadable: int
) -> None:
    good = [replace(SMALL, disclosure=f"第{number}稿") for number in range(readable)]
    segment = old_journal(tmp_path, [*good, *[replace(SMALL, print_count=0)] * unreadable])
    content = segment.read_bytes()
    (found,) = recover(tmp_path)
    assert found.issue == good[-1]
    assert not found.complete
    found.discard()
    assert recover(tmp_path) == []
    # A newer program may be able to read it.
    (kept,) = tmp_path.iterdir()
    assert kept.read_bytes() == content
    os.utime(kept, (1, 1))
    recover(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_can_not_be_read_at_all_stays(tmp_path: Path) -> None:
    segment = old_journal(tmp_path, [replace(SMALL, print_count=0)] * 20)
    assert recover(tmp_path) == []
    assert segment.exists()


# ---- whose it is

_LIVING = """
import sys
from pathlib import Path
from bulletin_desk.storage import journal as journals
from bulletin_desk.storage import system
from tests.storage.test_journal import NUMBERED
if "without locks" in sys.argv:
    journals.hold = lambda _descriptor: None
journal = journals.Journal(Path(sys.argv[1]), None, pause=0)
journal.record(NUMBERED[0])
assert journal.flush(30)
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def renamed(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Has this machine get another name, as from DHCP."""

    def rename() -> None:
        for module in (system, journals):
            monkeypatch.setattr(module, "machine", lambda: "dhcp-17.example.org")

    return rename


@pytest.mark.parametrize("locks", ["", "without locks"])
def test_a_machine_that_is_renamed_while_a_window_is_open(
    tmp_path: Path, renamed: Callable[[], None], locks: str
) -> None:
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    process = subprocess.Popen(
        [sys.executable, "-c", _LIVING, str(tmp_path), locks],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == b"ready"
    assert recover(tmp_path) == []
    renamed()
    assert recover(tmp_path) == []
    assert len(list(tmp_path.iterdir())) == 1
    process.kill()
    process.communicate()
    if locks:  # nothing tells it from another machine's until it is not renewed any more
        assert recover(tmp_path) == []
        (segment,) = tmp_path.iterdir()
        past = segment.stat().st_mtime - STALE_AFTER - 10
        os.utime(segment, (past, past))
    assert [found.issue for found in recover(tmp_path)] == [NUMBERED[0]]


def test_the_lock_alone_keeps_a_living_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journals, "_lives", lambda *_: False)
    journal = Journal(tmp_path, None, pause=0)
    journal.record(SMALL)
    assert journal.flush()
    assert recover(tmp_path) == []
    journal.close(saved=False)
    assert [found.issue for found in recover(tmp_path)] == [SMALL]


def test_one_home_on_two_machines(tmp_path: Path) -> None:
    theirs = {"machine": "BGS-03", "system": "0123", "pid": os.getpid(), "start": "x", "locked": True}
    segment = old_journal(tmp_path, [SMALL], **theirs)
    assert recover(tmp_path) == []
    now = segment.stat().st_mtime
    for age in (STALE_AFTER - 30, -STALE_AFTER + 30):
        os.utime(segment, (now - age, now - age))
        assert recover(tmp_path) == []
    for age in (STALE_AFTER + 30, -STALE_AFTER - 30, -(10**9)):
        os.utime(segment, (now - age, now - age))
        assert [found.issue for found in recover(tmp_path)] == [SMALL]
    assert segment.exists()


def test_the_same_name_is_not_the_same_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "installation", lambda: "ours")
    old_journal(tmp_path, [SMALL], pid=1 << 22, start="x", system="theirs")
    assert recover(tmp_path) == []


def test_one_that_is_just_being_begun_is_left_alone(tmp_path: Path) -> None:
    segment = tmp_path / "20240109T100000-4711-0a0b0c0d.000001.journal"
    segment.touch()
    assert recover(tmp_path) == []
    assert segment.exists()
    os.utime(segment, (1, 1))
    assert recover(tmp_path) == []
    assert not segment.exists()


def test_a_living_writer_shows_that_it_lives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journals, "RENEWED_EVERY", 0.0)
    monkeypatch.setattr(journals, "LOOK", 0.01)
    journal = Journal(tmp_path, None)
    assert journal.flush()
    (segment,) = tmp_path.iterdir()
    os.utime(segment, (1, 1))
    assert comes(lambda: segment.stat().st_mtime > 1)
    journal.close()


# ---- modes


@pytest.mark.skipif(sys.platform == "win32", reason="modes mean nothing there")
def test_nobody_else_may_look_into_it(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "journal"
    folder.mkdir(parents=True)
    (tmp_path / "data").chmod(0o755)
    folder.chmod(0o755)
    old = old_journal(folder, [SMALL], machine="BGS-03", pid=1)
    old.chmod(0o644)
    journal = Journal(folder, None, pause=0)
    journal.record(SMALL)
    assert journal.flush()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    journal.close()
    fresh = tmp_path / "new" / "data"
    Journal(fresh, None).close()
    assert {stat.S_IMODE(path.stat().st_mode) for path in (fresh, fresh.parent)} == {0o700}


# ---- within bounds

MARK = journals._MAGIC


@pytest.mark.parametrize(
    "content",
    [
        lambda size: MARK * (size // len(MARK)),
        lambda size: (MARK + b"S" + b"\0" * 8 + (size // 2).to_bytes(4, "little")) * (size // 18),
        lambda size: (MARK + b"H" + b"\0" * 8 + (1000).to_bytes(4, "little") + b"x" * 20) * (size // 38),
    ],
    ids=["marks", "long records", "records in records"],
)
def test_work_on_marks_that_begin_nothing_has_an_end(
    content: Callable[[int], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed = [0]
    real = journals._digest

    def counting(kind: bytes, when: float, payload: bytes | memoryview) -> bytes:
        hashed[0] += len(payload)
        return real(kind, when, payload)

    monkeypatch.setattr(journals, "_digest", counting)
    for size in (1 << 20, 1 << 21):
        hashed[0] = 0
        monkeypatch.setattr(journals, "_MOST_WORK", 20 * size)
        assert list(journals._Reader()._records(content(size))) == []
        assert hashed[0] <= 20 * size


def test_a_good_record_among_many_marks(tmp_path: Path) -> None:
    segment = old_journal(tmp_path, [SMALL])
    segment.write_bytes(MARK * 20_000 + segment.read_bytes() + MARK * 20_000)
    assert [found.issue for found in recover(tmp_path)] == [SMALL]


def test_a_huge_file_is_not_read_whole(tmp_path: Path) -> None:
    segment = old_journal(tmp_path, [SMALL])
    records = segment.read_bytes()
    with segment.open("r+b") as file:  # sparse: 20 GB of nothing, then records
        file.seek(20 << 30)
        file.write(records)
    assert [found.issue for found in recover(tmp_path)] == [SMALL]


def test_many_journals_and_many_segments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journals, "MOST_JOURNALS", 3)
    old = old_journal(tmp_path, [SMALL])
    for number in range(10):
        for segment in range(30):
            shutil.copyfile(old, tmp_path / f"2025010{number}T100000-1-0a.{segment:06}.journal")
    looked: list[Path] = []

    def opening(path: Path) -> int:
        looked.append(path)
        return open_plain(path)

    monkeypatch.setattr(journals, "open_plain", opening)
    found = recover(tmp_path)
    assert len(found) == 3
    assert len(looked) <= 3 * 16
    for each in found:
        each.discard()
    assert len(list(tmp_path.iterdir())) == 7 * 30 + 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes as POSIX has them")
def test_what_is_no_file_is_passed_over(tmp_path: Path) -> None:
    left_by(tmp_path, SMALL)
    os.mkfifo(tmp_path / "20250109T100000-1-0a.000001.journal")
    (tmp_path / "20250109T100000-1-0b.000001.journal").mkdir()
    (tmp_path / "20250109T100000-1-0c.000001.journal").symlink_to("/dev/zero")
    assert [found.issue for found in recover(tmp_path)] == [SMALL]
    assert len(list(tmp_path.iterdir())) == 4
