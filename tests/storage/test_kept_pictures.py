"""The journal keeps pictures beside its records: once, before they are named, and as long as it is there."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin_desk.bulletin.model import Issue, Item, Picture, PictureData, Pictures, Section
from bulletin_desk.bulletin.pictures import contents_of, is_lost, pictures_in
from bulletin_desk.storage import atomic, kept_pictures
from bulletin_desk.storage.journal import Journal, recover
from bulletin_desk.storage.kept_pictures import folder_of, sweep_pictures
from tests.bulletin.issues import SMALL, picture_data
from tests.bulletin.rich import RICH

SOME = tuple(picture_data(grey, "png", (40, 30)) for grey in range(3))


def issue_of(*pictures: PictureData, said: str = "") -> Issue:
    blocks = tuple(Pictures((Picture(data, 800),)) for data in pictures)
    return replace(SMALL, sections=(Section("栏", (Item(said, blocks),)),))


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(tmp_path / "journal", None, pause=0.0)
    yield journal
    journal.close()


def kept(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*.pictures/*")}


def name(data: PictureData) -> str:
    return f"{data.digest}.{data.format}"


def test_a_dead_programs_pictures_come_back(tmp_path: Path) -> None:
    journal = Journal(tmp_path, tmp_path / "期.bulletin", pause=0.0)
    journal.record(RICH)
    assert journal.flush()
    journal.close(saved=False)
    (found,) = recover(tmp_path)
    assert found.issue == RICH
    assert found.complete
    contents = contents_of(found.issue)
    assert {digest: data.content for digest, data in contents.items()} == {
        digest: data.content for digest, data in contents_of(RICH).items()
    }
    found.discard()
    assert list(tmp_path.iterdir()) == []


def test_records_only_name_them(tmp_path: Path, journal: Journal) -> None:
    folder = tmp_path / "journal"
    journal.record(issue_of(*SOME))
    assert journal.flush()
    (segment,) = folder.glob("*.journal")
    assert all(data.content not in segment.read_bytes() for data in SOME)
    before = {path: path.stat().st_mtime_ns for path in folder.glob("*.pictures/*")}
    journal.record(issue_of(*SOME, said="又打了一个字"))
    assert journal.flush()
    assert {path: path.stat().st_mtime_ns for path in folder.glob("*.pictures/*")} == before
    assert kept(folder) == {name(data) for data in SOME}


def test_those_of_no_state_go_with_the_old_segment(
    tmp_path: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "journal"
    journal.record(issue_of(*SOME))
    assert journal.flush()
    monkeypatch.setattr("bulletin_desk.storage.journal.SEGMENT_BYTES", 0)
    journal.record(issue_of(SOME[1]))
    assert journal.flush()
    assert kept(folder) == {name(SOME[1])}
    journal.record(issue_of(*SOME))  # taken back
    assert journal.flush()
    assert kept(folder) == {name(data) for data in SOME}
    journal.close()
    assert list(folder.iterdir()) == []


def test_one_that_is_taken_away_is_written_anew(tmp_path: Path, journal: Journal) -> None:
    folder = tmp_path / "journal"
    journal.record(issue_of(*SOME))
    assert journal.flush()
    next(folder.glob("*.pictures/*")).unlink()
    assert journal.flush()
    assert kept(folder) == {name(data) for data in SOME}


def test_a_damaged_one_costs_no_text(tmp_path: Path) -> None:
    journal = Journal(tmp_path, None, pause=0.0)
    journal.record(issue_of(*SOME, said="标题"))
    assert journal.flush()
    journal.close(saved=False)
    damaged = next(tmp_path.glob(f"*.pictures/{name(SOME[1])}"))
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"\0")
    (found,) = recover(tmp_path)
    assert found.issue.sections[0].items[0].title == "标题"
    assert [is_lost(placed.picture.data) for placed in pictures_in(found.issue)] == [False, True, False]
    assert not found.complete  # which the clerk is told
    found.discard()
    assert kept(tmp_path)  # with what could not be read, for a time


def test_a_full_disk_costs_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    real = atomic.write_all
    monkeypatch.setattr(kept_pictures, "write_all", full)
    journal = Journal(tmp_path, None, pause=0.0)
    journal.record(issue_of(*SOME, said="标题"))
    assert not journal.flush()
    assert journal.trouble == (
        "恢复副本里暂时缺图片：系统报告“No space left on device”，文字已存，请尽快保存。"
    )
    assert kept(tmp_path) == set()
    monkeypatch.setattr(kept_pictures, "write_all", real)
    assert journal.flush()
    assert journal.trouble == ""
    journal.close(saved=False)
    (found,) = recover(tmp_path)
    assert found.complete
    assert found.issue == issue_of(*SOME, said="标题")


def test_a_saved_journal_leaves_nothing(tmp_path: Path) -> None:
    journal = Journal(tmp_path, None, pause=0.0)
    journal.record(RICH)
    assert journal.flush()
    journal.saved(tmp_path / "期.bulletin")
    assert journal.flush()
    journal.close(saved=False)
    assert recover(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_pictures_of_no_journal_are_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    segment = tmp_path / "20240109T100000-1-0a0b0c0d.000001.journal"
    orphan, owned = folder_of(segment), tmp_path / "x.pictures"
    for folder in (orphan, owned):
        folder.mkdir()
        (folder / name(SOME[0])).write_bytes(SOME[0].content)
    (tmp_path / "x.000001.unread").touch()
    sweep_pictures(tmp_path)
    assert orphan.exists()
    monkeypatch.setattr(kept_pictures, "_ORPHAN_SECONDS", -60.0)
    sweep_pictures(tmp_path)
    assert not orphan.exists()
    assert owned.exists()
