"""Dated versions of each saved bulletin, in a folder of the user's own: found by the file's identity, thinned
over time, bounded in size. Must not know how versions are compared or shown.

One folder per file, named by its identity; in it one file per version (`version_files`), itself a bulletin
file that opens like any other, and an index that says where the file was last saved. Without the index the
versions are still listed, under the name that their text gives them. Earlier programs named a folder by what
was left of the file's name and a hash of its path: such a folder is listed too, and becomes the file's own at
its next save.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bulletin_desk.errors import BulletinDeskError, TargetError
from bulletin_desk.storage import identity as identities
from bulletin_desk.storage.atomic import content_of, sweep, write_atomically
from bulletin_desk.storage.bulletin_file import MAX_FILE_BYTES
from bulletin_desk.storage.identity import (
    LONGEST_IDENTITY,
    Whereabouts,
    identity_at,
    identity_in,
    is_same_file,
    new_identity,
    place_of,
    same_but_for_identity,
)
from bulletin_desk.storage.system import private_folder, real, sync_folder
from bulletin_desk.storage.thinning import plausible, thinned, within
from bulletin_desk.storage.version_files import MOST_NUMBER, Version, file_name, versions_in

MAX_BYTES_EACH = 512 << 20
"""Twenty versions with twenty photographs each."""
MAX_BYTES_ALL = 1 << 30

_INDEX = "index.json"
_MOST_INDEX = 100_000
"""Bytes of an index: a path of Windows' longest kind, every character escaped, takes no more."""
_MOST_ASKED = 3
"""So many versions are asked for a name where no index gives one."""
_EARLIER = re.compile(r"(.*)-[0-9a-f]{16}", re.DOTALL)
_UNFIT = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class History:
    """All versions of one file, newest first, one at least: the file's identity (empty where an earlier
    program kept them), its name without extension when it was saved last, and its path then (None: not
    known)."""

    identity: str
    name: str
    last: Path | None
    versions: tuple[Version, ...]

    @property
    def newest(self) -> datetime:
        """When it was saved last, as the clock said."""
        return self.versions[0].when

    def whereabouts(self) -> Whereabouts:
        """What has become of the file. Asks the disk, a share perhaps: not to be waited for in a window."""
        return identities.whereabouts(self.identity, self.last)


class Versions:
    """The versions in `folder`, which need not exist yet."""

    def __init__(self, folder: Path, *, each: int = MAX_BYTES_EACH, together: int = MAX_BYTES_ALL) -> None:
        self._folder = folder
        self._each = each
        self._together = together

    # ---- finding

    def of(self, file: Path, identity: str = "") -> list[Version]:
        """The versions of the bulletin file at `file` that has this `identity` (empty: not known), newest
        first. Of a file that has none of its own yet, those of the one that it is a copy of."""
        there = identity_at(file)
        owners = [*self._owners(file, there, identity), there, identity]
        own = next(filter(None, (versions_in(self._folder / each) for each in owners if each)), [])
        return own + versions_in(self._earlier_folder(file))

    def histories(self) -> list[History]:
        """The versions of all files, those of the file saved last first, whether the files are still there or
        not. Asks no other disk than the user's own."""
        found = [each for folder in _folders_in(self._folder) if (each := self._history(folder)) is not None]
        return sorted(found, key=lambda each: each.newest, reverse=True)

    def identity_for(self, file: Path, identity: str = "") -> str:
        """The identity that a file gets when what has `identity` (empty: none yet) is saved at `file`.

        A file keeps its identity through every save into it. Where none lies, it takes that of what is saved,
        or of the file that was last saved there. But none takes one that another has which is still there: a
        copy, or what is saved under a second name, gets a new one.
        """
        return next(self._owners(file, identity_at(file), identity), "") or new_identity()

    def _owners(self, file: Path, there: str, identity: str) -> Iterator[str]:
        """The identities that what is saved at `file` may have, the likeliest first. `there` is what the file
        at present says."""
        place = place_of(file)
        last = _last(self._folder / identity) if identity else None
        if last is not None and os.path.normcase(last) == place:
            yield identity  # goes on with its own file, whatever was put in that one's place
        for each in (there, identity):
            if each and not self._is_elsewhere(each, file):
                yield each
        yield from self._last_saved_at(place)

    def _is_elsewhere(self, identity: str, file: Path) -> bool:
        """Whether another file than that at `file` has an identity, as far as can be told."""
        last = _last(self._folder / identity)
        if last is None or os.path.normcase(last) == place_of(file):
            return False
        return identity_at(last) == identity and not is_same_file(file, last)

    def _last_saved_at(self, place: str) -> list[str]:
        """The identities of files that were last saved at a place, the latest first."""
        found: list[tuple[datetime, str]] = []
        for folder in _folders_in(self._folder):
            last = _last(folder) if identities.IDENTITY.fullmatch(folder.name) else None
            if last is not None and os.path.normcase(last) == place:
                found += [(version.when, folder.name) for version in versions_in(folder)[:1]]
        return [identity for _, identity in sorted(found, reverse=True)]

    def _earlier_folder(self, file: Path) -> Path:
        digest = hashlib.sha256(place_of(file).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return self._folder / f"{_UNFIT.sub('_', file.stem)[:40]}-{digest}"

    def _history(self, folder: Path) -> History | None:
        versions = tuple(versions_in(folder))
        if not versions:
            return None
        own = folder.name if identities.IDENTITY.fullmatch(folder.name) else ""
        last = _last(folder)
        earlier = _EARLIER.fullmatch(folder.name)
        name = last.stem if last else earlier[1] if earlier else _name_in(versions)
        return History(own, name, last, versions)

    # ---- keeping

    def keep(self, file: Path, data: bytes, when: datetime, identity: str = "") -> Version:
        """Keeps `data` as the version of `file` saved at `when`, then thins. Content that is the newest
        version's already is not kept twice. `identity` is the file's, if that is known (`identity_for`).
        Raises TargetError."""
        when = when.astimezone(UTC)
        folder = self._folder / (identity or self.identity_for(file, identity_in(data)))
        try:
            private_folder(self._folder)
            with contextlib.suppress(OSError, TargetError):  # what stays is adopted another time
                self._adopt(self._earlier_folder(file), folder, file)
            private_folder(folder)
        except OSError as error:
            raise TargetError(f"存不了旧版：建不了文件夹“{folder}”，请检查磁盘。") from error
        # Before the version: what is listed then has its place.
        _write_index(folder, file)
        known = versions_in(folder)
        if known:
            # Most have another length, and with pictures they are large.
            maybe_same = abs(known[0].size - len(data)) <= LONGEST_IDENTITY
            newest = content_of(known[0].file, MAX_FILE_BYTES) if maybe_same else None
            if isinstance(newest, bytes) and same_but_for_identity(newest, data):
                return known[0]
        number = min(known[0].number + 1 if known else 1, MOST_NUMBER)
        target = folder / file_name(number, when)
        write_atomically(target, data, mode=0o600)
        kept = Version(when, target, len(data), number)
        self._thin(folder, [kept, *known], when)
        with contextlib.suppress(OSError):
            sweep(folder, target.stat().st_mtime)
        return kept

    def _adopt(self, earlier: Path, folder: Path, file: Path) -> None:
        """Puts the versions that earlier programs kept of a file into its folder. Raises OSError and
        TargetError; each version is then in the one folder or in the other."""
        if not earlier.is_dir():
            return
        if not folder.exists():
            _write_index(earlier, file)  # first: the folder has its index, whenever this ends
            with contextlib.suppress(OSError):  # Windows, while a scanner looks into it
                earlier.rename(folder)
                sync_folder(self._folder)
                return
        private_folder(folder)
        mixed = bool(versions_in(folder))
        # The newest first: those that are left, should this end, are older than all that are here.
        for version in versions_in(earlier):
            data = content_of(version.file, MAX_FILE_BYTES)
            if isinstance(data, bytes) and len(data) <= MAX_FILE_BYTES:
                number = 0 if mixed else version.number
                name = file_name(number, version.when, version.name, locked=version.locked)
                write_atomically(folder / name, data, mode=0o600)
                _remove(version.file)
        if not versions_in(earlier):
            _remove(earlier / _INDEX)
            with contextlib.suppress(OSError):  # something else lies there
                earlier.rmdir()

    def _thin(self, folder: Path, versions: Sequence[Version], now: datetime) -> None:
        """What can't be removed now (held open by a scanner) goes another time."""
        kept = within(thinned(versions, now), self._each)
        for version in versions:
            if version not in kept:
                _remove(version.file)
        others = [versions_in(other) for other in _folders_in(self._folder) if other != folder]
        left = self._together
        spare: list[tuple[datetime, Version]] = []
        for each in (kept, *filter(None, others)):
            for at, (when, version) in enumerate(zip(plausible(each), each, strict=True)):
                if at == 0 or version.locked:
                    left -= version.size
                else:
                    spare.append((when, version))
        for _, version in sorted(spare, key=lambda pair: pair[0], reverse=True):
            left -= version.size
            if left < 0:
                _remove(version.file)

    def crowding(self, version: Version) -> str:
        """What it means for the others that so many versions are locked, in a sentence; empty where they
        leave room. `version` is one of the file that the clerk looks at."""
        of_file = [versions_in(version.file.parent)]
        of_all = [versions_in(folder) for folder in _folders_in(self._folder)]
        for histories, most, whose, each in (
            (of_file, self._each, "这个文件", ""),
            (of_all, self._together, "各个文件", "每个文件"),
        ):
            locked = [version.size for found in histories for version in found if version.locked]
            newest = [found[0].size for found in histories if found and not found[0].locked]
            if locked and sum(locked) + sum(newest) > most:
                return (
                    f"{whose}锁定的旧版共{_mebibytes(sum(locked))}，上限是{_mebibytes(most)}："
                    f"除了锁定的，以后{each}只留最新的一份，要多留请解锁几份。"
                )
        return ""


# ---- the index


def _write_index(folder: Path, file: Path) -> None:
    """Has the folder's index say where the file was saved. Never raises: a version without it is still
    listed."""
    place = real(file)
    if _last(folder) != place:
        # Not as UTF-8: a path may hold what that can't write.
        data = json.dumps({"last": str(place)}).encode("ascii")
        with contextlib.suppress(TargetError):
            write_atomically(folder / _INDEX, data, mode=0o600)


def _last(folder: Path) -> Path | None:
    """Where the file of a folder's versions was last saved; None where the index is lacking or damaged."""
    content = content_of(folder / _INDEX, _MOST_INDEX)
    if not isinstance(content, bytes) or len(content) > _MOST_INDEX:
        return None
    try:
        values = json.loads(content)
    except (ValueError, RecursionError):
        return None
    last = values.get("last") if isinstance(values, dict) else None
    if not isinstance(last, str) or "\0" in last or not Path(last).is_absolute():
        return None
    return Path(last)


def _name_in(versions: Sequence[Version]) -> str:
    """What the newest readable one of some versions calls the issue."""
    for version in versions[:_MOST_ASKED]:
        with contextlib.suppress(BulletinDeskError):
            masthead = version.read().masthead
            return f"{masthead.one_line}第{masthead.number}期"
    return ""


def _mebibytes(size: int) -> str:
    return f"{size / (1 << 20):.1f} MiB"


def _folders_in(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []


def _remove(file: Path) -> None:
    with contextlib.suppress(OSError):
        file.unlink()
