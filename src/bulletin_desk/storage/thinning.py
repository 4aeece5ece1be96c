"""Which of an issue's versions are kept as they age, and as they grow too large together. Must not know where
they lie."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bulletin_desk.storage.version_files import Version

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
_LATEST = datetime.max.replace(tzinfo=UTC)


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
    """Which of `versions` (newest first) to keep at `now`. The newest `KEPT_ALWAYS` always are, and those
    that are locked."""
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
        if slot not in taken or version.locked:
            taken.add(slot)
            kept.append(version)
    return kept


def within(versions: Sequence[Version], size: int) -> list[Version]:
    """The newest of `versions` (newest first) that together have at most `size` bytes, with those that are
    locked, whose bytes count; the newest at least."""
    size -= sum(version.size for version in versions if version.locked)
    kept: list[Version] = []
    full = False
    for version in versions:
        if not version.locked:
            size -= version.size
            full = full or (size < 0 and bool(kept))
        if version.locked or not full:
            kept.append(version)
    return kept
