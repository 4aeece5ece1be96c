"""The pictures of a recovery journal: each in a file of its own under its SHA-256, in a folder beside the
journal, written once and before the record that names it. Must not know records."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from bulletin_desk.bulletin.bounds import MAX_PICTURE_BYTES, MAX_PICTURES_BYTES
from bulletin_desk.bulletin.model import PictureData
from bulletin_desk.bulletin.picture_heads import is_content_of
from bulletin_desk.paths import open_plain, read_up_to
from bulletin_desk.storage.atomic import write_all
from bulletin_desk.storage.system import clock_of, private_folder, sync_folder

_SUFFIX = ".pictures"
_UNDONE = ".part"
_ORPHAN_SECONDS = 24 * 3600.0
"""A folder of no journal goes after so long: a living program may just be about to begin its journal."""


def folder_of(segment: Path) -> Path:
    """The folder for the pictures of the journal that a segment is of."""
    return segment.with_name(segment.name.partition(".")[0] + _SUFFIX)


class PictureKeeper:
    """Writes pictures to a journal's folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[str, int] = {}

    def keep(self, pictures: Iterable[PictureData]) -> None:
        """Has the disk hold these pictures, whatever was taken away meanwhile. Raises OSError."""
        missing = [picture for picture in pictures if not self._is_there(picture)]
        if not missing:
            return
        private_folder(self._folder)
        for picture in missing:
            self._write(picture)
        sync_folder(self._folder)
        sync_folder(self._folder.parent)

    def prune(self, pictures: Iterable[PictureData]) -> None:
        """Removes all pictures but these."""
        wanted = {_name(picture.digest, picture.format) for picture in pictures}
        for name in set(self._kept) - wanted:
            with contextlib.suppress(OSError):
                (self._folder / name).unlink(missing_ok=True)
                del self._kept[name]

    def _is_there(self, picture: PictureData) -> bool:
        name = _name(picture.digest, picture.format)
        if name not in self._kept:
            return False
        try:
            return (self._folder / name).stat().st_size == len(picture.content)
        except OSError:
            return False

    def _write(self, picture: PictureData) -> None:
        path = self._folder / _name(picture.digest, picture.format)
        undone = path.with_suffix(_UNDONE)
        descriptor = os.open(
            undone, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600
        )
        try:
            try:
                write_all(descriptor, picture.content)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            undone.replace(path)
        except OSError:
            with contextlib.suppress(OSError):  # else a full disk would stay full
                undone.unlink()
            raise
        self._kept[path.name] = len(picture.content)


class PictureFinder:
    """Reads the pictures of journals, within a bound for all of them together."""

    def __init__(self) -> None:
        self._left = 2 * MAX_PICTURES_BYTES
        self._found: dict[Path, bytes] = {}

    def in_folder(self, folder: Path) -> _InFolder:
        """Those of one journal."""
        return _InFolder(self, folder)

    def content(self, path: Path, digest: str, form: str) -> bytes | None:
        """A picture's file; None where there is none or it is damaged."""
        if path in self._found:
            return self._found[path]
        try:
            descriptor = open_plain(path)
            try:
                content = read_up_to(descriptor, min(MAX_PICTURE_BYTES, self._left) + 1)
            finally:
                os.close(descriptor)
        except (OSError, ValueError):
            return None
        if len(content) > min(MAX_PICTURE_BYTES, self._left) or not is_content_of(content, digest, form):
            return None
        self._left -= len(content)
        self._found[path] = content
        return content


class _InFolder:
    def __init__(self, finder: PictureFinder, folder: Path) -> None:
        self._finder = finder
        self._folder = folder
        self.missed = False
        """Whether one was asked for that isn't there."""

    def content(self, digest: str, form: str) -> bytes | None:
        """See `Contents`."""
        content = self._finder.content(self._folder / _name(digest, form), digest, form)
        self.missed = self.missed or content is None
        return content


def remove_pictures(folder: Path) -> None:
    """Removes a journal's pictures."""
    with contextlib.suppress(OSError):
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries]
        for name in names:
            with contextlib.suppress(OSError):
                (folder / name).unlink()
        folder.rmdir()


def sweep_pictures(folder: Path) -> None:
    """Removes the pictures of which no journal in `folder` is left."""
    with contextlib.suppress(OSError):
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries]
        named = {name.partition(".")[0] for name in names if not name.endswith(_SUFFIX)}
        orphans = [name for name in names if name.endswith(_SUFFIX) and name.partition(".")[0] not in named]
        now = clock_of(folder) if orphans else 0.0
        for name in orphans:
            if now - (folder / name).stat().st_mtime > _ORPHAN_SECONDS:
                remove_pictures(folder / name)


def _name(digest: str, form: str) -> str:
    return f"{digest}.{form}"
