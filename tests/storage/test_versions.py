"""Dated versions: kept at each save, thinned as they age, within their bounds, readable ever after."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import stat
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bulletin_desk.errors import TargetError
from bulletin_desk.storage import versions as version_store
from bulletin_desk.storage.atomic import Unreadable
from bulletin_desk.storage.bulletin_file import to_bytes, write_bulletin
from bulletin_desk.storage.identity import State, new_identity
from bulletin_desk.storage.saving import save, stamp
from bulletin_desk.storage.thinning import KEPT_ALWAYS, KEPT_WHOLE, plausible, thinned, within
from bulletin_desk.storage.version_files import (
    LONGEST_NAME,
    Version,
    file_name,
    fit_name,
    mark,
    versions_in,
)
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


# ---- all files that have versions


def test_histories_of_files_that_are_there_and_gone(tmp_path: Path) -> None:
    versions = Versions(tmp_path / "data")
    assert versions.histories() == []
    identities = {}
    for at, name in enumerate("甲乙丙"):
        for number in range(2):
            issue = replace(SMALL, disclosure=f"{name}{number}")
            identities[name] = save(tmp_path / f"{name}.bulletin", issue, versions=versions).stamp.identity
        assert len(versions.histories()) == at + 1
    (tmp_path / "甲.bulletin").unlink()
    (tmp_path / "乙.bulletin").rename(tmp_path / "乙，定稿.bulletin")
    (tmp_path / "丙.bulletin").write_bytes(b"damaged")
    found = versions.histories()
    assert [each.name for each in found] == ["丙", "乙", "甲"]
    assert [each.newest for each in found] == [each.versions[0].when for each in found]
    for each in found:
        assert each.identity == identities[each.name]
        assert each.last == tmp_path / f"{each.name}.bulletin"
        assert [version.read().disclosure for version in each.versions] == [f"{each.name}1", f"{each.name}0"]
        assert each.versions == tuple(versions.of(each.last, each.identity)) == tuple(versions.of(each.last))
    states = {each.name: each.whereabouts() for each in found}
    assert {name: each.state for name, each in states.items()} == {
        "甲": State.GONE,
        "乙": State.RENAMED,
        "丙": State.HERE,
    }
    assert states["乙"].path == tmp_path / "乙，定稿.bulletin"


def test_what_is_taken_back_from_a_file_that_is_gone_goes_on(tmp_path: Path) -> None:
    versions, file = Versions(tmp_path / "data"), tmp_path / "期.bulletin"
    save(file, NUMBERED[0], versions=versions)
    file.unlink()
    (history,) = versions.histories()
    elsewhere = tmp_path / "找回的.bulletin"
    save(elsewhere, history.versions[0].read(), identity=history.identity, versions=versions)
    save(elsewhere, NUMBERED[1], versions=versions)
    (after,) = versions.histories()
    assert (after.identity, after.last) == (history.identity, elsewhere)
    assert [version.read() for version in after.versions] == NUMBERED[1::-1]


@pytest.mark.parametrize(
    "damage",
    [
        None,
        b"",
        b"{",
        b"[]",
        b'{"last": 5}',
        b'{"last": "a\\u0000b"}',
        b'{"last": "x"}',
        b"[" * 9_000,
        b"x" * 200_000,
    ],
)
def test_an_index_that_is_lacking_or_damaged(tmp_path: Path, damage: bytes | None) -> None:
    versions, file = Versions(tmp_path / "data"), tmp_path / "期.bulletin"
    identity = save(file, NUMBERED[0], versions=versions).stamp.identity
    index = tmp_path / "data" / identity / "index.json"
    whole = index.read_bytes()
    index.unlink()
    if damage is not None:
        index.write_bytes(damage)
    (history,) = versions.histories()
    assert (history.identity, history.name, history.last) == (identity, "地方志简报第2期", None)
    assert history.whereabouts().state is State.UNKNOWN
    # The file itself still says whose it is; the next save makes the index anew.
    assert [version.read() for version in versions.of(file)] == NUMBERED[:1]
    assert save(file, NUMBERED[1], versions=versions).stamp.identity == identity
    assert index.read_bytes() == whole
    assert versions.histories()[0].last == file


def test_an_index_that_can_not_be_written_costs_no_version(tmp_path: Path) -> None:
    versions, file = Versions(tmp_path / "data"), tmp_path / "期.bulletin"
    identity = save(file, NUMBERED[0], versions=versions).stamp.identity
    index = tmp_path / "data" / identity / "index.json"
    index.unlink()
    index.mkdir()
    assert save(file, NUMBERED[1], versions=versions).version_trouble == ""
    assert [version.read() for version in versions.of(file)] == NUMBERED[1::-1]


def test_a_text_that_was_given_an_identity_is_not_kept_twice(tmp_path: Path) -> None:
    versions, file = Versions(tmp_path), Path("期")
    versions.keep(file, to_bytes(SMALL, file), NOW)
    versions.keep(file, to_bytes(SMALL, file, new_identity()), NOW)
    assert len(versions.of(file)) == 1


def test_of_two_that_were_last_saved_in_one_place_the_later_has_it(tmp_path: Path) -> None:
    versions, file = Versions(tmp_path / "data"), tmp_path / "期.bulletin"
    for number, identity in enumerate(("f" * 32, "0" * 32, "a" * 32)):
        versions.keep(file, bytes([number]), NOW + timedelta(minutes=number), identity)
    assert versions.identity_for(file) == "a" * 32
    assert [version.file.read_bytes() for version in versions.of(file)] == [b"\2"]


# ---- versions of earlier programs

EARLIER = [NOW + timedelta(minutes=number) for number in range(3)]


def as_earlier_programs_kept_them(root: Path, file: Path, *, numbered: bool = True) -> Path:
    """A folder of versions as it was before files had identities."""
    digest = hashlib.sha256(os.path.normcase(os.path.realpath(file)).encode("utf-8")).hexdigest()[:16]
    folder = root / "{}-{}".format(re.sub(r"[^\w.-]+", "_", file.stem), digest)
    folder.mkdir(parents=True)
    for number, when in enumerate(EARLIER):
        first = f"{number + 1:09}-" if numbered else ""
        content = to_bytes(NUMBERED[number], file)
        (folder / f"{first}{when.strftime('%Y%m%dT%H%M%S.%fZ')}.bulletin").write_bytes(content)
    return folder


@pytest.mark.parametrize("numbered", [True, False])
def test_they_are_listed_and_become_the_file_s_own(tmp_path: Path, numbered: bool) -> None:
    file, versions = tmp_path / "期，一月.bulletin", Versions(tmp_path / "data")
    write_bulletin(file, NUMBERED[2])
    folder = as_earlier_programs_kept_them(tmp_path / "data", file, numbered=numbered)
    (history,) = versions.histories()
    assert (history.identity, history.name, history.last) == ("", "期_一月", None)
    assert history.whereabouts().state is State.UNKNOWN
    assert [version.read() for version in history.versions] == NUMBERED[2::-1]
    assert versions.of(file) == list(history.versions)
    identity = save(file, NUMBERED[3], known=stamp(file), versions=versions).stamp.identity
    (history,) = versions.histories()
    assert (history.identity, history.last, history.newest > NOW) == (identity, file, True)
    assert [version.read() for version in history.versions] == NUMBERED[3::-1]
    assert not folder.exists()
    file.rename(tmp_path / "定稿.bulletin")
    assert [version.read() for version in versions.of(tmp_path / "定稿.bulletin")] == NUMBERED[3::-1]


@pytest.fixture
def folders_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """As Windows does while a scanner looks into one."""
    real = os.rename

    def renaming(source: Path, target: Path) -> None:
        if Path(source).is_dir():
            raise PermissionError(errno.EACCES, "Permission denied")
        real(source, target)

    monkeypatch.setattr(os, "rename", renaming)


@pytest.mark.usefixtures("folders_stay")
def test_a_folder_that_can_not_be_renamed(tmp_path: Path) -> None:
    file, versions = tmp_path / "期.bulletin", Versions(tmp_path / "data")
    folder = as_earlier_programs_kept_them(tmp_path / "data", file)
    save(file, NUMBERED[3], versions=versions)
    (history,) = versions.histories()
    assert [version.read() for version in history.versions] == NUMBERED[3::-1]
    assert [version.number for version in history.versions] == [4, 3, 2, 1]
    assert not folder.exists()


def test_a_file_with_versions_that_comes_where_an_old_one_was(tmp_path: Path) -> None:
    file, versions = tmp_path / "期.bulletin", Versions(tmp_path / "data")
    other = tmp_path / "新.bulletin"
    save(other, NUMBERED[3], versions=versions)
    as_earlier_programs_kept_them(tmp_path / "data", file)
    other.rename(file)
    save(file, NUMBERED[4], versions=versions)
    (history,) = versions.histories()
    assert [version.read() for version in history.versions] == [NUMBERED[4], NUMBERED[3], *NUMBERED[2::-1]]


@pytest.mark.usefixtures("folders_stay")
@pytest.mark.skipif(sys.platform == "win32", reason="what is removed there, is removed all the same")
def test_what_can_not_be_taken_over_is_listed_and_taken_another_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, versions = tmp_path / "期.bulletin", Versions(tmp_path / "data")
    as_earlier_programs_kept_them(tmp_path / "data", file)
    with monkeypatch.context() as failing:
        failing.setattr(version_store, "content_of", lambda *_: Unreadable("held", forbidden=True))
        save(file, NUMBERED[3], versions=versions)
        assert [version.read() for version in versions.of(file)] == NUMBERED[3::-1]
        assert sorted(len(each.versions) for each in versions.histories()) == [1, 3]
    save(file, NUMBERED[4], versions=versions)
    assert [version.read() for version in versions.of(file)] == NUMBERED[::-1]
    assert len(versions.histories()) == 1


# ---- called something, and locked


def test_a_version_is_called_something_and_locked(tmp_path: Path) -> None:
    versions = saved_at(tmp_path, EARLIER)
    _, middle, _ = versions.of(Path("期"))
    assert (middle.name, middle.locked) == ("", False)
    named = mark(middle, name=" 送审稿\n（一）", locked=True)
    assert (named.name, named.locked) == ("送审稿 （一）", True)
    assert versions.of(Path("期"))[1] == named
    assert (named.when, named.number, named.size) == (middle.when, middle.number, middle.size)
    assert mark(named) == named
    open_again = mark(named, locked=False)
    assert (open_again.name, open_again.locked) == ("送审稿 （一）", False)
    final = mark(open_again, name="定稿", locked=True)
    plain = mark(final, name="", locked=False)
    assert plain == middle == versions.of(Path("期"))[1]
    assert numbers(versions) == [2, 1, 0]


NAMES = st.text(st.characters(codec="utf-8"), max_size=LONGEST_NAME) | st.sampled_from(
    [
        "a/b\\c",
        "..",
        "CON",
        "名.locked",
        "100%",
        "%41",
        'a:b*?"<>|',
        "　",
        "-",
        "x" * LONGEST_NAME,
        "𠮷" * 30,
        "é",
    ]
)


@given(NAMES, st.booleans())
@example("*" * LONGEST_NAME, True)
def test_a_name_stands_in_the_file_s_name_alone(name: str, locked: bool) -> None:
    file = file_name(7, NOW, fit_name(name), locked=locked)
    # As “Naming Files, Paths, and Namespaces” in Microsoft's documentation has it.
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', file)
    assert not file.endswith((" ", "."))
    assert len(file.encode("utf-8")) <= 255
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, file).write_bytes(b"x")
        (found,) = versions_in(Path(folder))
    assert (found.number, found.when, found.name, found.locked) == (7, NOW, fit_name(name), locked)


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    (version,) = saved_at(tmp_path, [NOW]).of(Path("期"))
    with pytest.raises(TargetError, match="有31个字，最多30个字"):
        mark(version, name="稿" * 31)
    assert version.file.exists()


def test_a_version_that_is_not_there_any_more(tmp_path: Path) -> None:
    (version,) = saved_at(tmp_path, [NOW]).of(Path("期"))
    version.file.unlink()
    with pytest.raises(TargetError, match="已经不在了"):
        mark(version, locked=True)


def test_no_other_version_is_overwritten_by_a_name(tmp_path: Path) -> None:
    versions = saved_at(tmp_path, [NOW])
    (version,) = versions.of(Path("期"))
    there = version.file.with_name(file_name(1, NOW, "定稿"))
    there.write_bytes(b"another")
    with pytest.raises(TargetError, match="已经有一份同名的"):
        mark(version, name="定稿")
    assert (there.read_bytes(), version.file.read_bytes()) == (b"another", b"0")


def test_a_name_that_the_disk_does_not_take(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (version,) = saved_at(tmp_path, [NOW]).of(Path("期"))

    def replacing(*_: Any) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "replace", replacing)
    with pytest.raises(TargetError, match="没有改成：系统报告“Input/output error”"):
        mark(version, locked=True)
    assert version.file.exists()


def test_what_is_locked_between_looking_and_thinning_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another window locks it just when it is to be removed."""
    file, versions = Path("期"), Versions(tmp_path, each=3_500)
    for number in range(3):
        versions.keep(file, bytes([number]) * 1_000, NOW + timedelta(minutes=number))

    def locking(*arguments: Any) -> list[Version]:
        kept = within(*arguments)
        mark(versions.of(file)[-1], locked=True)
        return kept

    monkeypatch.setattr(version_store, "within", locking)
    versions.keep(file, b"\3" * 1_000, NOW + timedelta(minutes=3))
    assert [version.number for version in versions.of(file)] == [4, 3, 2, 1]


def test_locked_ones_outlive_all_that_are_not(tmp_path: Path) -> None:
    """A year of saves: what was sent for approval stays as it was, between saves a month apart."""
    versions, file = Versions(tmp_path), Path("期")
    for day in range(200):
        kept = versions.keep(file, str(day).encode("ascii"), NOW + timedelta(days=day))
        if day in (3, 5, 64):
            mark(kept, name=f"送审稿{day}", locked=True)
    left = versions.of(file)
    assert {version.name for version in left if version.locked} == {"送审稿3", "送审稿5", "送审稿64"}
    assert len(left) < 80
    for version in left:
        mark(version, locked=False)
    versions.keep(file, b"x", NOW + timedelta(days=201))
    assert "送审稿3" not in {version.name for version in versions.of(file)}


@given(st.lists(st.tuples(st.integers(0, 10**6), st.booleans()), min_size=1))
def test_thinning_leaves_locked_ones(drawn: list[tuple[int, bool]]) -> None:
    locks = dict(drawn)
    versions = [replace(version, locked=locks[int(version.file.name)]) for version in made(list(locks))]
    kept = thinned(versions, NOW)
    assert {version for version in versions if version.locked} <= set(kept)
    assert [version for version in versions if version in kept] == kept
    # They take the place of others, but no other's that would have been kept before the locked one came.
    plain = thinned([version for version in versions if not version.locked], NOW)
    assert len(kept) <= len(plain) + sum(version.locked for version in versions)


@given(st.lists(st.tuples(st.integers(0, 1000), st.booleans()), min_size=1), st.integers(0, 5000))
def test_within_counts_locked_ones(drawn: list[tuple[int, bool]], bound: int) -> None:
    versions = [
        Version(NOW - timedelta(minutes=at), Path(str(at)), size, locked=locked)
        for at, (size, locked) in enumerate(drawn)
    ]
    kept = within(versions, bound)
    locked = [version for version in versions if version.locked]
    assert set(locked) | {versions[0]} <= set(kept)
    others = [version for version in kept if not version.locked]
    assert others == [version for version in versions if not version.locked][: len(others)]
    if len(others) > 1 or (others and others[0] != versions[0]):
        assert sum(version.size for version in kept) <= bound


def test_when_locked_ones_alone_are_too_many(tmp_path: Path) -> None:
    versions, file = Versions(tmp_path, each=2 << 20, together=5 << 20), Path("期")
    for number in range(3):
        kept = mark(
            versions.keep(file, bytes([number]) * (1 << 20), NOW + timedelta(minutes=number)), locked=True
        )
        said = versions.crowding(kept)
        assert bool(said) == (number == 2)
    assert said == (
        "这个文件锁定的旧版共3.0 MiB，上限是2.0 MiB：除了锁定的，以后只留最新的一份，要多留请解锁几份。"
    )
    for number in range(3, 6):
        versions.keep(file, bytes([number]) * 1_000, NOW + timedelta(minutes=number))
    assert [version.number for version in versions.of(file)] == [6, 3, 2, 1]
    for name in "甲乙":
        for number in range(2):
            other = versions.keep(Path(name), bytes([number]) * (1 << 20), NOW + timedelta(minutes=10))
            mark(other, locked=name == "乙")
    # Over the bound of all together: of each file the newest, and what is locked.
    assert versions.crowding(other).startswith("各个文件锁定的旧版共5.0 MiB，上限是5.0 MiB：")
    versions.keep(Path("丙"), b"x" * (1 << 20), NOW + timedelta(minutes=11))
    assert {name: len(versions.of(Path(name))) for name in ("期", *"甲乙丙")} == {
        "期": 4,
        "甲": 1,
        "乙": 2,
        "丙": 1,
    }
    mark(versions.of(Path("丙"))[0], locked=True)
    assert versions.crowding(versions.of(Path("乙"))[0]).startswith(
        "各个文件锁定的旧版共6.0 MiB，上限是5.0 MiB："
    )
    for version in versions.of(file):
        mark(version, locked=False)
    assert versions.crowding(versions.of(file)[0]) == ""
