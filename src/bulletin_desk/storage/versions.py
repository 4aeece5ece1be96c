"""Dated versions of each saved bulletin, in a folder of the user's own: thinned over time, bounded in size.
Must not know how versions are compared or shown.

One folder per bulletin file, named by what is left of its name and a hash of its path; in it one file per
version, named by its time (UTC), itself a bulletin file that opens like any other.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.errors import TargetError
from bulletin_desk.storage.atomic import write_atomically
from bulletin_desk.storage.bulletin_file import MAX_FILE_BYTES, read_bulletin
from bulletin_desk.storage.system import real

KEPT_WHOLE = timedelta(hours=2)
"""So far back every save is kept."""
KEPT_BY = (
    (timedelta(days=2), timedelta(hours=1)),
    (timedelta(days=60), timedelta(days=1)),
    (timedelta(days=36500), timedelta(days=30)),
)
"""So far back one version is kept of each span: the newest in it."""

MAX_BYTES_EACH = 32 << 20
MAX_BYTES_ALL = 256 << 20

_FORMAT = "%Y%m%dT%H%M%S.%fZ"
_NAME = re.compile(r"(\d{8}T\d{6}\.\d{6}Z)\.bulletin")
_UNFIT = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Version:
    """One kept version: when it was saved (UTC), its file, its size in bytes."""

    when: datetime
    file: Path
    size: int

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
        if known and _same(known[0].file, data):
            return known[0]
        if known and when <= known[0].when:  # a clock that was set back must not hide what is newest
            when = known[0].when + timedelta(microseconds=1)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise TargetError(f"存不了旧版：建不了文件夹“{folder}”，请检查磁盘。") from error
        target = folder / f"{when.strftime(_FORMAT)}.bulletin"
        write_atomically(target, data)
        kept = Version(when, target, len(data))
        self._thin(folder, [kept, *known], when)
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
        others = [
            version
            for other in _folders_in(self._folder)
            if other != folder
            for version in _versions_in(other)[1:]
        ]
        newest = sum(found[0].size for other in _folders_in(self._folder) if (found := _versions_in(other)))
        spare = sorted([*others, *kept[1:]], key=lambda version: version.when, reverse=True)
        left = self._together - newest
        for version in spare:
            left -= version.size
            if left < 0:
                _remove(version.file)


def thinned(versions: Sequence[Version], now: datetime) -> list[Version]:
    """Which of `versions` (newest first) to keep at `now`. The newest always is."""
    kept: list[Version] = []
    taken: set[tuple[timedelta, int]] = set()
    for version in versions:
        age = now - version.when
        if age <= KEPT_WHOLE or not kept:
            kept.append(version)
            continue
        step = next((step for reach, step in KEPT_BY if age <= reach), KEPT_BY[-1][1])
        # Spans by the calendar, not by age: else each would move on and in the end swallow its neighbour.
        slot = (step, int(version.when.timestamp() // step.total_seconds()))
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
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            name = _NAME.fullmatch(entry.name)
            if name is None:
                continue
            with contextlib.suppress(OSError, ValueError):
                when = datetime.strptime(name[1], _FORMAT).replace(tzinfo=UTC)
                found.append(Version(when, folder / entry.name, entry.stat().st_size))
    return sorted(found, key=lambda version: version.when, reverse=True)


def _folders_in(folder: Path) -> list[Path]:
    try:
        return [Path(entry.path) for entry in os.scandir(folder) if entry.is_dir()]
    except OSError:
        return []


def _same(file: Path, data: bytes) -> bool:
    try:
        if file.stat().st_size != len(data) or len(data) > MAX_FILE_BYTES:
            return False
        return file.read_bytes() == data
    except OSError:
        return False


def _remove(file: Path) -> None:
    with contextlib.suppress(OSError):
        file.unlink()
