"""Power that fails at any moment of saving and recording: what is left can be read, and nothing that was said
to be safe is missing.

BULLETIN_DESK_REPLAYS says how many states to look at after each step (4 unless set; 100 before a release).
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bulletin_desk.storage import journal as journals
from bulletin_desk.storage.atomic import backup_of, write_atomically
from bulletin_desk.storage.bulletin_file import read_bulletin, to_bytes
from bulletin_desk.storage.identity import identity_at
from bulletin_desk.storage.journal import Journal, recover
from bulletin_desk.storage.saving import save, stamp
from bulletin_desk.storage.version_files import file_name, mark
from bulletin_desk.storage.versions import Versions
from tests.storage.clerk import number_of, state
from tests.storage.replay import Folder, Recorder, Synced, left_after, said_before

REPLAYS = int(os.environ.get("BULLETIN_DESK_REPLAYS", "4"))
RECORDS = 50

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no program can fsync a folder there")


def replay(recorder: Recorder, folder: Path, check: Callable[[Path, list[Any]], None]) -> int:
    """Lays out what may be left after each step, and looks at it; how often."""
    count = 0
    for length in range(len(recorder.steps) + 1):
        said = said_before(recorder, length)
        for seed in range(REPLAYS):
            left = left_after(recorder, length, random.Random(f"{length} {seed}"))
            for name, content in left.items():
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            folder.mkdir(exist_ok=True)
            try:
                check(folder, said)
            except BaseException:
                print(f"after step {length}, seed {seed}: {recorder.steps[max(0, length - 3) : length]}")
                raise
            shutil.rmtree(folder)
            count += 1
    return count


def test_the_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journals, "SEGMENT_BYTES", 3_000)  # a new segment every few records
    root, file = tmp_path / "disk", Path("期.bulletin").absolute()
    root.mkdir()
    recorder = Recorder(root)
    with recorder.at_work():
        journal = Journal(root / "data" / "journal", file, pause=0)
        for number in range(1, RECORDS + 1):
            journal.record(state(number))
            assert journal.flush(30)
            recorder.say(number)
            if number % 17 == 0:
                recorder.say(0)  # the file has it, and the journal need not any more
                journal.saved(file)
                assert journal.flush(30)
                recorder.say(-number)
        journal.close(saved=False)
    assert len(list((root / "data" / "journal").glob("*.journal"))) == 1
    monkeypatch.setattr(journals, "_lives", lambda *_: False)

    def check(folder: Path, said: list[Any]) -> None:
        found = recover(folder / "data" / "journal")
        assert len(found) <= 1
        numbers = [number_of(each.issue) for each in found]
        assert all(each.file == file for each in found)
        last = said[-1] if said else 0
        if last > 0:
            assert numbers
            assert numbers[0] >= last
        assert not numbers or numbers[0] > max((-number for number in said if number < 0), default=0)

    assert replay(recorder, tmp_path / "left", check) > RECORDS * 3 * REPLAYS


def saves(root: Path, recorder: Recorder) -> None:
    share, versions = root / "share", Versions(root / "data" / "versions")
    file = share / "期.bulletin"
    with recorder.at_work():
        os.mkdir(share)  # noqa: PTH102 - recorded
        descriptor = os.open(root, os.O_RDONLY)
        os.fsync(descriptor)  # it was there long before
        os.close(descriptor)
        known = None
        for number in range(1, 6):
            saved = save(file, state(number), known=known, versions=versions)
            assert (saved.version_trouble, saved.previous_trouble) == ("", "")
            known = saved.stamp
            recorder.say(number)


def test_saving(tmp_path: Path) -> None:
    root = tmp_path / "disk"
    root.mkdir()
    recorder = Recorder(root)
    saves(root, recorder)

    def check(folder: Path, said: list[Any]) -> None:
        file, last = folder / "share" / "期.bulletin", max(said, default=0)
        if file.exists() or last:
            assert number_of(read_bulletin(file)) >= last
        backup = backup_of(file)
        if backup.exists():
            number_of(read_bulletin(backup))
        if last > 1:
            assert number_of(read_bulletin(backup)) >= last - 1
        (versions,) = (folder / "data" / "versions").iterdir() if last else (None,)
        if versions is not None:
            # They are kept under the path that the file had.
            kept = {
                number_of(read_bulletin(each)) for each in versions.iterdir() if each.suffix == ".bulletin"
            }
            assert kept >= set(said)

    assert replay(recorder, tmp_path / "left", check) > 60 * REPLAYS


def test_taking_over_what_earlier_programs_kept(tmp_path: Path) -> None:
    """And calling it something: at any moment all is listed that was kept, each in one place or the other."""
    root = tmp_path / "disk"
    root.mkdir()
    recorder = Recorder(root)
    file = root / "share" / "期.bulletin"
    store = root / "data" / "versions"
    with recorder.at_work():
        for folder in (root / "share", root / "data", store, versions_earlier := earlier_folder(store, file)):
            os.mkdir(folder)  # noqa: PTH102 - recorded
        for number in range(1, 4):
            when = datetime(2024, 1, 9, 12, number, tzinfo=UTC)
            write_atomically(versions_earlier / file_name(number, when), to_bytes(state(number), file))
        write_atomically(file, to_bytes(state(3), file))
        for folder in (root, root / "data", store):
            descriptor = os.open(folder, os.O_RDONLY)
            os.fsync(descriptor)  # all of it lay there long before
            os.close(descriptor)
        recorder.say(3)
        versions = Versions(store)
        saved = save(file, state(4), known=stamp(file), versions=versions)
        assert saved.version_trouble == ""
        recorder.say(4)
        mark(versions.of(file)[1], name="送审稿", locked=True)
        recorder.say("locked")
        save(file, state(5), known=saved.stamp, versions=versions)
        recorder.say(5)

    def check(folder: Path, said: list[Any]) -> None:
        if not said:
            return
        found = Versions(folder / "data" / "versions").histories()
        assert len(found) <= 2
        assert all(each.last == file for each in found if each.identity)
        kept = {number_of(version.read()): version for each in found for version in each.versions}
        assert set(kept) >= {1, 2, 3, *(number for number in said if number != "locked")}
        if "locked" in said:
            assert (kept[3].name, kept[3].locked) == ("送审稿", True)
        if len(said) > 1:
            (history,) = found
            assert (history.identity, history.last) == (saved.stamp.identity, file)
            assert identity_at(folder / "share" / "期.bulletin") == saved.stamp.identity

    assert replay(recorder, tmp_path / "left", check) > 60 * REPLAYS


def earlier_folder(store: Path, file: Path) -> Path:
    """Where earlier programs kept a file's versions."""
    digest = hashlib.sha256(os.path.realpath(file).encode("utf-8")).hexdigest()[:16]
    return store / f"期-{digest}"


@pytest.mark.parametrize("left_out", ["journal", "share", "versions", "data", ""])
def test_each_folder_s_fsync_is_needed(tmp_path: Path, left_out: str) -> None:
    """The rules are strict: without it something that was safe is missing."""
    root = tmp_path / "disk"
    root.mkdir()
    recorder = Recorder(root)
    with recorder.at_work():
        journal = Journal(root / "data" / "journal", None, pause=0)
        journal.record(state(1))
        assert journal.flush(30)
        journal.close(saved=False)
    saves(root, recorder)
    assert not any(is_missing(recorder, seed) for seed in range(20))
    recorder.steps = [
        step
        for step in recorder.steps
        if not (isinstance(step, Synced) and isinstance(step.what, Folder) and step.what.name == left_out)
    ]
    assert any(is_missing(recorder, seed) for seed in range(20))


def is_missing(recorder: Recorder, seed: int) -> bool:
    left = left_after(recorder, len(recorder.steps), random.Random(seed))
    return (
        "share/期.bulletin" not in left
        or not any(path.startswith("data/journal/") for path in left)
        or sum(path.startswith("data/versions/") and path.endswith(".bulletin") for path in left) < 5
    )
