"""Finds faces installed on this machine by name. Reads name tables once and remembers them in the user's
cache folder.

Knows nothing of roles: it answers “which file holds the face of this name”.
"""

from __future__ import annotations

import contextlib
import json
import ntpath
import os
import stat
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from bulletin_desk.errors import FontError
from bulletin_desk.fonts.sfnt import SfntFile, face_count
from bulletin_desk.pages.model import FontRef

_ENDINGS = (".ttf", ".ttc")
_CACHE_VERSION = 1
_REGISTERED = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"
_DEEPEST = 6
"""How many folders deep fonts are looked for: a link may lead in a circle."""


def font_folders(platform: str = sys.platform, environ: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """The system's and the user's font folders, whether they exist or not."""
    home = Path(environ.get("USERPROFILE") or environ.get("HOME") or "~")
    if platform == "win32":
        local = environ.get("LOCALAPPDATA")
        return (
            Path(environ.get("SYSTEMROOT", r"C:\Windows")) / "Fonts",
            (Path(local) if local else home / "AppData/Local") / "Microsoft/Windows/Fonts",
        )
    if platform == "darwin":
        return (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts")
    data = environ.get("XDG_DATA_HOME")
    return (
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        (Path(data) if data else home / ".local/share") / "fonts",
        home / ".fonts",
    )


def cache_file(platform: str = sys.platform, environ: Mapping[str, str] = os.environ) -> Path:
    """Where the names of installed faces are remembered."""
    home = Path(environ.get("USERPROFILE") or environ.get("HOME") or "~")
    if platform == "win32":
        folder = Path(environ.get("LOCALAPPDATA") or home / "AppData/Local") / "BulletinDesk"
    elif platform == "darwin":
        folder = home / "Library/Caches/BulletinDesk"
    else:
        folder = Path(environ.get("XDG_CACHE_HOME") or home / ".cache") / "bulletin-desk"
    return folder / "installed-fonts.json"


def registered_files() -> tuple[Path, ...]:
    """Font files that lie elsewhere and are only entered in Windows's registry (“install a shortcut”), for
    all or for the user; none on other systems."""
    if sys.platform != "win32":
        return ()
    import winreg

    values: list[object] = []
    for hive in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
        with contextlib.suppress(OSError), winreg.OpenKey(hive, _REGISTERED) as key:
            values += [winreg.EnumValue(key, number)[1] for number in range(winreg.QueryInfoKey(key)[1])]
    return tuple(elsewhere(values))


def elsewhere(values: Iterable[object]) -> list[Path]:
    """Those of the registry's values that name a font file by its whole path; a bare name lies in the font
    folder."""
    texts = [value for value in values if isinstance(value, str)]
    return [Path(text) for text in texts if ntpath.isabs(text) and text.lower().endswith(_ENDINGS)]


class InstalledFonts:
    """The faces in some folders and files, by name. They are read when the first name is asked for."""

    def __init__(
        self,
        folders: Iterable[Path],
        cache: Path | None = None,
        files: Callable[[], Iterable[Path]] = tuple,
    ) -> None:
        self._folders = tuple(folders)
        self._single = files
        self._cache = cache
        self._by_name: dict[str, FontRef] | None = None

    def find(self, names: Iterable[str]) -> FontRef | None:
        """The face that carries one of the names (letter case ignored), None where none does."""
        if self._by_name is None:
            self._by_name = self._index()
        for name in names:
            if found := self._by_name.get(name.casefold()):
                return found
        return None

    def _index(self) -> dict[str, FontRef]:
        known = self._read_cache()
        entries: dict[str, dict[str, object]] = {}
        by_name: dict[str, FontRef] = {}
        for file, size, changed in sorted(set(self._files())):
            entry = known.get(file)
            if entry is None or entry.get("size") != size or entry.get("changed") != changed:
                entry = {"size": size, "changed": changed, "faces": _names_in(Path(file))}
            entries[file] = entry
            faces = entry["faces"]
            assert isinstance(faces, list)
            for index, names in enumerate(faces):
                for name in names:
                    by_name.setdefault(name.casefold(), FontRef(file, index))
        if entries != known:
            self._write_cache(entries)
        return by_name

    def _files(self) -> Iterable[tuple[str, int, int]]:
        for file in self._single():
            with contextlib.suppress(OSError):
                found_file = file.stat()
                yield str(file), found_file.st_size, found_file.st_mtime_ns
        pending = [(folder, 0) for folder in self._folders]
        while pending:
            folder, depth = pending.pop()
            try:
                with os.scandir(folder) as found:
                    for entry in found:
                        status = _status(entry)
                        if stat.S_ISDIR(status.st_mode if status else 0):
                            if depth < _DEEPEST:
                                pending.append((Path(entry.path), depth + 1))
                        elif status and entry.name.lower().endswith(_ENDINGS):
                            yield entry.path, status.st_size, status.st_mtime_ns
            except OSError:
                continue  # a folder that isn't there or may not be read holds no face for us

    def _read_cache(self) -> dict[str, dict[str, object]]:
        try:
            stored = json.loads(self._cache.read_text(encoding="utf-8")) if self._cache else {}
            files = stored["files"] if stored.get("version") == _CACHE_VERSION else {}
            return {
                file: entry
                for file, entry in files.items()
                if isinstance(entry["faces"], list)
                and all(isinstance(names, list) for names in entry["faces"])
                and all(isinstance(name, str) for names in entry["faces"] for name in names)
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return {}  # only a cache: it is made anew

    def _write_cache(self, entries: dict[str, dict[str, object]]) -> None:
        if not self._cache:
            return
        text = json.dumps({"version": _CACHE_VERSION, "files": entries}, ensure_ascii=False)
        partial = self._cache.with_suffix(f".{os.getpid()}.part")
        try:
            self._cache.parent.mkdir(parents=True, exist_ok=True)
            partial.write_text(text, encoding="utf-8")
            partial.replace(self._cache)
        except OSError:  # a cache that can't be kept costs time only
            with contextlib.suppress(OSError):
                partial.unlink()


def _status(entry: os.DirEntry[str]) -> os.stat_result | None:
    """What a folder's entry is; None for a link that leads nowhere or in a circle."""
    try:
        return entry.stat()
    except OSError:
        return None


def _names_in(file: Path) -> list[list[str]]:
    """The names of each face in a file; none for a file or a face that is no TrueType font."""
    try:
        count = min(face_count(file), 64)
    except OSError:
        return []
    return [_names_of(file, index) for index in range(count)]


def _names_of(file: Path, index: int) -> list[str]:
    try:
        return sorted(SfntFile(file, index).names())
    except FontError:
        return []
