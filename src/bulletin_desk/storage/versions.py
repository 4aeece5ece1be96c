"""Dated versions of each saved bulletin, in a folder of the user's own: thinned over time, bounded in size.
Must not know how versions are compared or shown.

One folder per bulletin file, named by what is left of its name and a hash of its path; in it one file per
version, named by its number and its time (UTC), itself a bulletin file that opens like any other. The number
says which is newer: clocks go wrong, and a time is only what the clock said.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.errors import TargetError
from bulletin_desk.storage.atomic import content_of, sweep, write_atomically
from bulletin_desk.storage.bulletin_file import MAX_FILE_BYTES, read_bulletin
from bulletin_desk.storage.system import private_folder, real

KEPT_ALWAYS = 20
"""So many newest ones are kept whatever any clock says."""
KEPT_WHOLE = timedelta(hours=2)
"""So far back every save is kept."""
KEPT_BY = (
    (timedelta(days=2), timedelta(hours=1)),
    (timedelta(days=60), timedelta(days=1)),
    (timedelta(days=36500), timedelta(days=30)),
)
"""So far back one version is kept of each span: the newest in it."""
_HALF = 2
"""Between two saves at most half of a reach is taken to have passed: a clock that goes wrong once then does
not age all that was there."""

MAX_BYTES_EACH = 32 << 20
MAX_BYTES_ALL = 256 << 20

_LATEST = datetime.max.replace(tzinfo=UTC)
_FORMAT = "%Y%m%dT%H%M%S.%fZ"
_NAME = re.compile(r"(?:(\d{9})-)?(\d{8}T\d{6}\.\d{6}Z)\.bulletin", re.ASCII)
"""Earlier programs gave no number: theirs are older than all that have one, in the order of their times."""
_MOST_NUMBER = 10**9 - 1
_UNFIT = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Version:
    """One kept version: when it was saved (UTC, as the clock said), its file, its size in bytes, its number:
    the newer, the greater."""

    when: datetime
    file: Path
    size: int
    number: int = 0

    def read(self) -> Issue:
        """The issue as it was. Raises UnreadableFileError."""
        return read_bulletin(self.file)


class Versions:
    """The versions in `folder`, which need not exist yet."""

    def __init__(self, folder: Path, *, each: int = MAX_BYTES_EACH, together: int = MAX_BYTES_ALL) -> None:
        self._folder = folder
        self._each = each
        self._together = together

    def of(self, file: Path) -> list[Version]:
        """The versions of the bulletin file at `file`, newest first."""
        return _versions_in(self._folder_of(file))

    def keep(self, file: Path, data: bytes, when: datetime) -> Version:
        """Keeps `data` as the version of `file` saved at `when`, then thins. Content that is the newest
        version's already is not kept twice. Raises TargetError."""
        when = when.astimezone(UTC)
        folder = self._folder_of(file)
        known = _versions_in(folder)
        if known and content_of(known[0].file, MAX_FILE_BYTES) == data:
            return known[0]
        try:
            private_folder(self._folder)
            private_folder(folder)
        except OSError as error:
            raise TargetError(f"存不了旧版：建不了文件夹“{folder}”，请检查磁盘。") from error
        number = min(known[0].number + 1 if known else 1, _MOST_NUMBER)
        target = folder / f"{number:09}-{when.strftime(_FORMAT)}.bulletin"
        write_atomically(target, data, mode=0o600)
        kept = Version(when, target, len(data), number)
        self._thin(folder, [kept, *known], when)
        with contextlib.suppress(OSError):
            sweep(folder, target.stat().st_mtime)
        return kept

    def _folder_of(self, file: Path) -> Path:
        path = os.path.normcase(real(file))
        digest = hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return self._folder / f"{_UNFIT.sub('_', file.stem)[:40]}-{digest}"

    def _thin(self, folder: Path, versions: Sequence[Version], now: datetime) -> None:
        """What can't be removed now (held open by a scanner) goes another time."""
        kept = within(thinned(versions, now), self._each)
        for version in versions:
            if version not in kept:
                _remove(version.file)
        others = [_versions_in(other) for other in _folders_in(self._folder) if other != folder]
        left = self._together
        spare: list[tuple[datetime, Version]] = []
        for each in (kept, *filter(None, others)):
            left -= each[0].size
            spare += zip(plausible(each)[1:], each[1:], strict=True)
        for _, version in sorted(spare, key=lambda pair: pair[0], reverse=True):
            left -= version.size
            if left < 0:
                _remove(version.file)


def plausible(versions: Sequence[Version]) -> list[datetime]:
    """When `versions` (newest first) were saved: the times of as many of them as possible that agree with
    their order; the others, saved while a clock was wrong, have the time of the next newer one."""
    times = [version.when for version in reversed(versions)]
    before = _series(times)
    after = _series([_LATEST - when for when in reversed(times)])[::-1]
    longest = max(before, default=0)
    # Where several series are as long, the one that spans least: it begins latest and goes on soonest.
    levels: list[list[int]] = [[] for _ in range(longest)]
    for at in range(len(times)):
        if before[at] + after[at] == longest + 1:
            levels[before[at] - 1].append(at)
    agreeing: list[int] = []
    for level in levels:
        last = agreeing[-1] if agreeing else -1
        places = [at for at in level if at > last and (last < 0 or times[at] >= times[last])]
        agreeing.append((min if agreeing else max)(places, key=times.__getitem__))
    found: list[datetime] = []
    newer = times[agreeing[-1]] if agreeing else _LATEST
    for at in reversed(range(len(times))):
        if agreeing and at == agreeing[-1]:
            newer = times[agreeing.pop()]
        found.append(newer)
    return found


def _series(values: Sequence[Any]) -> list[int]:
    """How many values, at most, of those up to each one and with it, do not fall."""
    ends: list[Any] = []
    lengths: list[int] = []
    for value in values:
        place = bisect_right(ends, value)
        ends[place : place + 1] = [value]
        lengths.append(place + 1)
    return lengths


def thinned(versions: Sequence[Version], now: datetime) -> list[Version]:
    """Which of `versions` (newest first) to keep at `now`. The newest `KEPT_ALWAYS` always are."""
    kept = list(versions)
    while True:  # of those that are kept, each is as old as these alone say
        fewer = _thinned_once(kept, now)
        if len(fewer) == len(kept):
            return kept
        kept = fewer


def _thinned_once(versions: Sequence[Version], now: datetime) -> list[Version]:
    kept: list[Version] = []
    taken: set[tuple[timedelta, int]] = set()
    reaches = (KEPT_WHOLE, *(reach for reach, _ in KEPT_BY))
    ages = [timedelta()] * len(reaches)
    newer = now
    for version, when in zip(versions, plausible(versions), strict=True):
        passed = max(newer - when, timedelta())
        ages = [age + min(passed, reach / _HALF) for age, reach in zip(ages, reaches, strict=True)]
        newer = when
        if ages[0] <= KEPT_WHOLE or len(kept) < KEPT_ALWAYS:
            kept.append(version)
            continue
        steps = zip(ages[1:], KEPT_BY, strict=True)
        step = next((step for age, (reach, step) in steps if age <= reach), KEPT_BY[-1][1])
        # Spans by the calendar, not by age: else each would move on and in the end swallow its neighbour.
        slot = (step, int(when.timestamp() // step.total_seconds()))
        if slot not in taken:
            taken.add(slot)
            kept.append(version)
    return kept


def within(versions: Sequence[Version], size: int) -> list[Version]:
    """The newest of `versions` (newest first) that together have at most `size` bytes; one at least."""
    kept: list[Version] = []
    for version in versions:
        size -= version.size
        if size < 0 and kept:
            break
        kept.append(version)
    return kept


def _versions_in(folder: Path) -> list[Version]:
    found: list[Version] = []
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            name = _NAME.fullmatch(entry.name)
            if name is None:
                continue
            with contextlib.suppress(OSError, ValueError):
                when = datetime.strptime(name[2], _FORMAT).replace(tzinfo=UTC)
                if entry.is_file(follow_symlinks=False):
                    size = entry.stat(follow_symlinks=False).st_size
                    found.append(Version(when, folder / entry.name, size, int(name[1] or 0)))
    return sorted(found, key=lambda version: (version.number, version.when), reverse=True)


def _folders_in(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []


def _remove(file: Path) -> None:
    with contextlib.suppress(OSError):
        file.unlink()
