"""A sheet of the clerk's own, begun as a copy of another. Reads no sheet, shows nothing."""

from __future__ import annotations

from pathlib import Path

from bulletin_desk.paths import read_plain
from bulletin_desk.storage.atomic import write_new

_LARGEST = 64 << 10
_MOST_TRIES = 100


def begin_own(file: Path, folder: Path) -> Path:
    """Copies a sheet's file into the clerk's folder, under a name that nothing has there. Raises OSError."""
    data = read_plain(file, _LARGEST)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, _MOST_TRIES):
        target = folder / (file.name if number == 1 else f"{file.stem}-{number}{file.suffix}")
        try:
            write_new(target, data)
        except FileExistsError:
            continue
        return target
    raise FileExistsError(f"“{folder}”里这样的文件太多了")
