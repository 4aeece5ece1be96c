"""Dated versions: kept at each save, thinned as they age, within their bounds, readable ever after."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.errors import TargetError
from bulletin_desk.storage.bulletin_file import to_bytes
from bulletin_desk.storage.saving import save
from bulletin_desk.storage.versions import Version, Versions, thinned, within
from tests.bulletin.issues import SMALL

NOW = datetime(2024, 1, 9, 12, tzinfo=UTC)
NUMBERED = [replace(SMALL, disclosure=f"第{number}稿") for number in range(5)]


def test_each_save_keeps_a_version(tmp_path: Path) -> None:
    versions = Versions(tmp_path / "data")
    file = tmp_path / "期.bulletin"
    assert versions.of(file) == []
    for issue in NUMBERED:
        save(file, issue, versions=versions)
    save(file, NUMBERED[-1], versions=versions)
    kept = versions.of(file)
    assert [version.read() for version in kept] == NUMBERED[::-1]
    assert kept == sorted(kept, key=lambda version: version.when, reverse=True)
    assert versions.of(tmp_path / "别的.bulletin") == []


def test_a_clock_set_back_does_not_hide_the_newest(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    file = Path("期.bulletin")
    versions.keep(file, to_bytes(NUMBERED[0], file), NOW)
    versions.keep(file, to_bytes(NUMBERED[1], file), NOW - timedelta(days=1))
    assert versions.of(file)[0].read() == NUMBERED[1]


def test_what_else_lies_there_is_left_alone(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    file = Path("期.bulletin")
    kept = versions.keep(file, to_bytes(SMALL, file), NOW)
    for name in ("说明.txt", "20241399T000000.000000Z.bulletin"):
        (kept.file.parent / name).touch()
    assert versions.of(file) == [kept]


def test_bounds_for_one_and_for_all(tmp_path: Path) -> None:
    versions = Versions(tmp_path, each=3_500, together=6_000)
    for number in range(10):
        for name, seconds in (("甲", 0), ("乙", 30)):
            when = NOW + timedelta(minutes=number, seconds=seconds)
            versions.keep(Path(name), bytes([number]) * 1_000, when)
    sizes = {name: [version.size for version in versions.of(Path(name))] for name in "甲乙"}
    assert sizes == {"甲": [1_000] * 3, "乙": [1_000] * 3}
    versions.keep(Path("丙"), b"x" * 3_000, NOW + timedelta(minutes=20))
    # The oldest of all give way; nobody's newest does.
    assert {name: len(versions.of(Path(name))) for name in "甲乙丙"} == {"甲": 1, "乙": 2, "丙": 1}
    assert versions.of(Path("乙"))[0].file.read_bytes() == bytes([9]) * 1_000


def test_a_file_larger_than_its_bound_still_has_one_version(tmp_path: Path) -> None:
    versions = Versions(tmp_path, each=10, together=10)
    for number in range(3):
        versions.keep(Path("甲"), bytes([number]) * 100, NOW + timedelta(minutes=number))
    assert [version.file.read_bytes() for version in versions.of(Path("甲"))] == [b"\2" * 100]


def test_a_folder_that_can_not_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(TargetError, match="存不了旧版"):
        Versions(tmp_path / "file").keep(Path("甲"), b"x", NOW)


def made(minutes: list[int]) -> list[Version]:
    """Versions that are so many minutes old."""
    return [Version(NOW - timedelta(minutes=age), Path(str(age)), 1) for age in sorted(set(minutes))]


def test_a_year_of_saving_every_ten_minutes() -> None:
    versions = made(list(range(0, 365 * 24 * 60, 10)))
    kept = [(NOW - version.when) / timedelta(hours=1) for version in thinned(versions, NOW)]
    assert [age for age in kept if age <= 2] == [number / 6 for number in range(13)]
    # Seven of them since the newest KEPT_ALWAYS are kept in any case.
    assert 52 <= sum(2 < age <= 48 for age in kept) <= 54
    assert 57 <= sum(48 < age <= 1440 for age in kept) <= 59
    assert 10 <= sum(age > 1440 for age in kept) <= 12


@given(st.lists(st.integers(0, 10**6), min_size=1), st.integers(0, 10**5))
def test_thinning(minutes: list[int], later: int) -> None:
    versions = made(minutes)
    kept = thinned(versions, NOW)
    assert kept[0] == versions[0]
    assert thinned(kept, NOW) == kept
    assert [version for version in versions if version in kept] == kept
    both = thinned(kept, NOW + timedelta(minutes=later))
    assert both[0] == versions[0]
    assert set(both) <= set(kept)


@given(st.lists(st.integers(0, 1000), min_size=1), st.integers(0, 5000))
def test_within(sizes: list[int], bound: int) -> None:
    versions = [Version(NOW - timedelta(minutes=at), Path(str(at)), size) for at, size in enumerate(sizes)]
    kept = within(versions, bound)
    assert kept == versions[: len(kept)]
    assert kept
    assert sum(version.size for version in kept) <= bound or len(kept) == 1
    assert len(kept) == len(versions) or sum(sizes[: len(kept) + 1]) > bound
