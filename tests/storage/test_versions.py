"""Dated versions: kept at each save, thinned as they age, within their bounds, readable ever after."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.errors import TargetError
from bulletin_desk.storage.bulletin_file import to_bytes
from bulletin_desk.storage.saving import save
from bulletin_desk.storage.thinning import KEPT_ALWAYS, KEPT_WHOLE, plausible, thinned, within
from bulletin_desk.storage.version_files import Version
from bulletin_desk.storage.versions import Versions
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
    assert kept == sorted(kept, key=lambda version: version.number, reverse=True)
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


# ---- clocks that go wrong

FUTURE = datetime(2036, 2, 7, 6, 28, tzinfo=UTC)
RESET = [datetime(1980, 1, 1, tzinfo=UTC), datetime(2000, 1, 1, tzinfo=UTC)]


def saved_at(folder: Path, times: list[datetime]) -> Versions:
    """Versions of `期`, each with its number as content."""
    versions = Versions(folder)
    for number, when in enumerate(times):
        versions.keep(Path("期"), str(number).encode("ascii"), when)
    return versions


def numbers(versions: Versions) -> list[int]:
    return [int(version.file.read_bytes()) for version in versions.of(Path("期"))]


@pytest.mark.parametrize("wrong", [FUTURE, *RESET, datetime(9999, 12, 31, 23, 59, tzinfo=UTC)])
@pytest.mark.parametrize("at", range(8))
def test_one_save_of_an_hour_while_the_clock_was_wrong(tmp_path: Path, wrong: datetime, at: int) -> None:
    times = [NOW + timedelta(minutes=7 * number) for number in range(8)]
    times[at] = wrong
    versions = saved_at(tmp_path, times)
    assert numbers(versions) == list(range(8))[::-1]
    # Those after it have their true dates.
    assert [version.when for version in versions.of(Path("期"))] == times[::-1]


@pytest.mark.parametrize("wrong", [FUTURE, *RESET])
def test_months_of_work_outlive_a_clock_that_was_wrong_for_a_day(tmp_path: Path, wrong: datetime) -> None:
    days = [NOW + timedelta(days=day, minutes=10 * save) for day in range(40) for save in range(3)]
    astray = [wrong + timedelta(minutes=number) for number in range(5)]
    later = [NOW + timedelta(days=40, minutes=number) for number in range(5)]
    right = saved_at(tmp_path / "right", [*days, *later])
    wronged = saved_at(tmp_path / "wrong", [*days, *astray, *later])
    # Each of the days has a version as it would have had; the last 20 of all are there.
    by_day = {version.when.date() for version in right.of(Path("期"))}
    assert {when.date() for when in days} <= by_day
    assert {when.date() for when in days[60:]} <= {version.when.date() for version in wronged.of(Path("期"))}
    assert numbers(wronged)[:20] == list(range(130))[::-1][:20]


def test_a_clock_that_is_reset_each_morning(tmp_path: Path) -> None:
    """A battery that is empty: the first save of each day is dated 2000."""
    times = []
    for day in range(50):
        times.append(RESET[1] + timedelta(minutes=1))
        times += [NOW + timedelta(days=day, minutes=10 * save) for save in range(4)]
    versions = saved_at(tmp_path, times)
    days = {version.when.date() for version in versions.of(Path("期"))}
    assert len(days) >= 50
    assert len(versions.of(Path("期"))) < 130


CLOCKS = st.one_of(st.none(), st.integers(-(10**7), 10**7))


@given(st.lists(st.tuples(st.integers(0, 30), CLOCKS), max_size=60))
def test_two_hours_of_saving_under_any_clock(saves: list[tuple[int, int | None]]) -> None:
    """Each save some minutes after the one before; now and then its clock says anything at all."""
    now = NOW
    kept: list[Version] = []
    true: list[tuple[datetime, int]] = []
    for number, (minutes, wrong) in enumerate(saves, 1):
        now += timedelta(minutes=minutes)
        when = now if wrong is None else NOW + timedelta(minutes=wrong)
        true.append((now, number))
        before = kept
        kept = thinned([Version(when, Path(str(number)), 1, number), *kept], when)
        assert kept[0].number == number
        assert [version.number for version in kept] == sorted(
            (version.number for version in kept), reverse=True
        )
        assert {version.number for version in kept} <= {number, *(version.number for version in before)}
        last = [number for _, number in true[-KEPT_ALWAYS:]]
        assert [version.number for version in kept][: len(last)] == last[::-1]
        # Clocks that never went wrong: all of two hours.
        if all(each is None for _, each in saves):
            due = [number for then, number in true if now - then <= KEPT_WHOLE]
            assert {version.number for version in kept} >= set(due)


@given(st.lists(st.integers(0, 10**6), min_size=30, max_size=200), st.data())
def test_one_wrong_clock_takes_nothing_of_the_last_hour(minutes: list[int], data: st.DataObject) -> None:
    versions = made(minutes)
    wrong = NOW + timedelta(minutes=data.draw(st.integers(-(10**7), 10**7)))
    strange = Version(wrong, Path("wrong"), 1)
    at = data.draw(st.integers(0, len(versions)))
    now = wrong if at == 0 else NOW
    kept = thinned([*versions[:at], strange, *versions[at:]], now)
    newest = versions[0].when
    assert {version for version in versions if newest - version.when <= KEPT_WHOLE / 2} <= set(kept)


@given(st.lists(st.integers(-(10**7), 10**7), min_size=1))
def test_plausible_times_never_rise(minutes: list[int]) -> None:
    versions = [Version(NOW + timedelta(minutes=at), Path(str(at)), 1) for at in minutes]
    times = plausible(versions)
    assert times == sorted(times, reverse=True)
    assert set(times) <= {version.when for version in versions}
    agreeing = [version.when for version in versions]
    if agreeing == sorted(agreeing, reverse=True):
        assert times == agreeing


def test_versions_of_earlier_programs(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    folder = versions.keep(Path("期"), b"9", NOW).file.parent
    for number, when in ((0, NOW - timedelta(days=2)), (1, NOW - timedelta(hours=1)), (2, FUTURE)):
        (folder / f"{when.strftime('%Y%m%dT%H%M%S.%fZ')}.bulletin").write_bytes(str(number).encode("ascii"))
    # Theirs are in the order of their times, all before the first that has a number.
    assert numbers(versions) == [9, 2, 1, 0]
    kept = versions.keep(Path("期"), b"10", NOW + timedelta(minutes=1))
    assert kept.when == NOW + timedelta(minutes=1)
    assert numbers(versions) == [10, 9, 2, 1, 0]


def test_what_is_no_version_does_not_stand_in_the_way(tmp_path: Path) -> None:
    versions = saved_at(tmp_path, [NOW])
    folder = versions.of(Path("期"))[0].file.parent
    (folder / "999999999-20240109T130000.000000Z.bulletin").mkdir()
    (folder / "000000007-20240199T120000.000000Z.bulletin").touch()
    (folder / "٠٠٠٠٠٠٠٠٧-20240109T120000.000000Z.bulletin").touch()
    (folder / "999999999-20240109T110000.000000Z.bulletin").write_bytes(b"7")
    versions.keep(Path("期"), b"8", NOW)
    versions.keep(Path("期"), b"9", NOW + timedelta(minutes=1))
    assert numbers(versions)[0] == 9


def test_a_folder_that_is_taken_away_between_saves(tmp_path: Path) -> None:
    versions, file = Versions(tmp_path / "data" / "versions"), tmp_path / "期.bulletin"
    known = save(file, NUMBERED[0], versions=versions).stamp
    shutil.rmtree(tmp_path / "data")
    assert save(file, NUMBERED[1], known=known, versions=versions).version_trouble == ""
    assert [version.read() for version in versions.of(file)] == [NUMBERED[1]]


@pytest.mark.skipif(sys.platform == "win32", reason="modes mean nothing there")
def test_folders_of_earlier_programs_are_closed_to_others(tmp_path: Path) -> None:
    versions = saved_at(tmp_path / "versions", [NOW])
    (old,) = versions.of(Path("期"))
    for path, mode in ((old.file, 0o644), (old.file.parent, 0o755), (tmp_path / "versions", 0o755)):
        path.chmod(mode)
    link = old.file.with_name("link")
    (tmp_path / "elsewhere").touch(0o644)
    link.symlink_to(tmp_path / "elsewhere")
    versions.keep(Path("另一期"), b"x", NOW)
    assert {stat.S_IMODE(path.stat().st_mode) for path in (old.file.parent, tmp_path / "versions")} == {0o700}
    assert stat.S_IMODE(old.file.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "elsewhere").stat().st_mode) == 0o644


def test_what_killed_saves_left_is_swept(tmp_path: Path) -> None:
    versions = saved_at(tmp_path, [NOW])
    folder = versions.of(Path("期"))[0].file.parent
    left = folder / ".bulletin-desk-0123456789abcdef.tmp"
    left.touch()
    os.utime(left, (1, 1))
    versions.keep(Path("期"), b"1", NOW)
    assert not left.exists()
