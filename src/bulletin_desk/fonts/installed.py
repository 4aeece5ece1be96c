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
from itertools import islice
from pathlib import Path

from bulletin_desk.errors import FontError
from bulletin_desk.fonts.sfnt import names_in
from bulletin_desk.pages.model import FontRef
from bulletin_desk.paths import read_plain

_ENDINGS = (".ttf", ".ttc", ".otf", ".otc")
_CACHE_VERSION = 3
_REGISTERED = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"
_DEEPEST = 6
"""How many folders deep fonts are looked for: a link may lead in a circle."""
_MOST_ENTRIES = 50_000
"""Entries of all folders together that are looked at: a link may lead to the root."""
_LARGEST_CACHE = 32 << 20
"""Bytes."""

_Entry = dict[str, object]
"""What is remembered of a file: `size`, `changed` (its time) and `faces` (the names of each)."""


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


def blocked(folders: Iterable[Path]) -> list[Path]:
    """Those of some font folders in which something is neither a file nor a folder, at whatever depth. The
    system's own search for fonts opens what it finds there, and would wait for a pipe for ever."""
    return [folder for folder in folders if _blocks(folder)]


def _blocks(folder: Path) -> bool:
    pending = [(folder, 0)]
    left = _MOST_ENTRIES
    while pending and left > 0:
        place, depth = pending.pop()
        try:
            with os.scandir(place) as found:
                for entry in islice(found, left):
                    left -= 1
                    # what the folder itself says of the kind of its entries: most are asked nothing more
                    if entry.is_file(follow_symlinks=False):
                        continue
                    status = _status(entry)
                    mode = status.st_mode if status else stat.S_IFREG
                    if stat.S_ISDIR(mode) and depth < _DEEPEST:
                        pending.append((Path(entry.path), depth + 1))
                    elif not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
                        return True
        except OSError:
            continue
    return False


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
        self._by_name: dict[str, list[FontRef]] | None = None
        self._faults: list[str] = []

    def find(
        self, names: Iterable[str], takes: Callable[[FontRef], bool] = lambda ref: True
    ) -> FontRef | None:
        """The first face that carries one of the names (letter case ignored) and that `takes` says yes to;
        None where there is none."""
        by_name = self._index()
        found = (ref for name in names for ref in by_name.get(name.casefold(), ()))
        return next(filter(takes, dict.fromkeys(found)), None)

    def faults(self) -> tuple[str, ...]:
        """A sentence for each font file that can't be read, not even for its names."""
        self._index()
        return tuple(self._faults)

    def _index(self) -> dict[str, list[FontRef]]:
        if self._by_name is not None:
            return self._by_name
        known = self._read_cache()
        entries: dict[str, _Entry] = {}
        by_name: dict[str, list[FontRef]] = {}
        for file, size, changed in sorted(set(self._files())):
            entry = known.get(file)
            if entry is None or entry.get("size") != size or entry.get("changed") != changed:
                try:
                    entry = {"size": size, "changed": changed, "faces": names_in(Path(file))}
                except FontError as error:  # not remembered: it may be held by another program just now
                    self._faults.append(str(error))
                    continue
            entries[file] = entry
            listed = entry["faces"]
            assert isinstance(listed, list)
            for index, names in enumerate(listed):
                for name in names:
                    by_name.setdefault(name.casefold(), []).append(FontRef(file, index))
        if entries != known:
            self._write_cache(entries)
        self._by_name = by_name
        return by_name

    def _files(self) -> Iterable[tuple[str, int, int]]:
        for file in self._single():
            with contextlib.suppress(OSError, ValueError):
                single = file.stat()
                yield str(file), single.st_size, single.st_mtime_ns
        pending = [(folder, 0) for folder in self._folders]
        left = _MOST_ENTRIES
        while pending and left > 0:
            folder, depth = pending.pop()
            try:
                with os.scandir(folder) as found:
                    for entry in islice(found, left):
                        left -= 1
                        status = _status(entry)
                        if status is None:
                            continue
                        if stat.S_ISDIR(status.st_mode):
                            if depth < _DEEPEST:
                                pending.append((Path(entry.path), depth + 1))
                        elif entry.name.lower().endswith(_ENDINGS):
                            yield entry.path, status.st_size, status.st_mtime_ns
            except OSError:
                continue  # a folder that isn't there or may not be read holds no face for us

    def _read_cache(self) -> dict[str, _Entry]:
        try:
            data = read_plain(self._cache, _LARGEST_CACHE) if self._cache else b"{}"
            stored = json.loads(data)
            files = stored["files"] if stored.get("version") == _CACHE_VERSION else {}
            return {file: entry for file, entry in files.items() if _is_entry(entry)}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return {}  # only a cache: it is made anew

    def _write_cache(self, entries: dict[str, _Entry]) -> None:
        if not self._cache:
            return
        # in ASCII: a file's name may be bytes that are no character, which JSON escapes
        text = json.dumps({"version": _CACHE_VERSION, "files": entries})
        partial = self._cache.with_suffix(f".{os.getpid()}.part")
        with contextlib.suppress(OSError):  # a cache that can't be kept costs time only
            self._cache.parent.mkdir(parents=True, exist_ok=True)
            partial.unlink(missing_ok=True)
            try:
                with partial.open("x", encoding="ascii") as file:
                    file.write(text)
                partial.replace(self._cache)
            finally:
                partial.unlink(missing_ok=True)


def _is_entry(entry: object) -> bool:
    """Whether an entry of the cache is one that we wrote."""
    if not isinstance(entry, dict):
        return False
    faces = entry.get("faces")
    return (
        isinstance(faces, list)
        and all(isinstance(names, list) for names in faces)
        and all(isinstance(name, str) for names in faces for name in names)
    )


def _status(entry: os.DirEntry[str]) -> os.stat_result | None:
    """What a folder's entry is; None for a link that leads nowhere or in a circle."""
    try:
        return entry.stat()
    except (OSError, ValueError):
        return None
