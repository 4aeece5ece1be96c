"""Holds archive packages against their own lists of SHA-256: what is lacking, changed or not in the list.
Writes nothing, and believes nothing that a package says of its sizes."""

from __future__ import annotations

import csv
import io
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import IO, NamedTuple

from bulletin_desk.archiving.codes import is_code
from bulletin_desk.archiving.package import CATALOGUE, SUMS
from bulletin_desk.archiving.record import COLUMNS
from bulletin_desk.checked import shown
from bulletin_desk.paths import open_plain, reachable, read_plain
from bulletin_desk.volumes.members import Tell, silent

_LINE = re.compile(r"([0-9a-fA-F]{64}) [ *]([^\r\n]{1,255})\r?")
_MOST_FILES = 1000
_MOST_LIST = 1 << 20
"""Bytes of a list."""
_MOST_UNPACKED = 4 << 30
"""Bytes that are read of a zip, however small it is."""
_STEP = 1 << 20
_ZIP_FAULTS = (
    *(OSError, ValueError, EOFError, NotImplementedError, RuntimeError),
    *(zipfile.BadZipFile, zlib.error, OverflowError),
)


class Checked(NamedTuple):
    """A package, how many files of its list are as they were, and a sentence for each difference."""

    package: Path
    right: int
    differences: tuple[str, ...]


def check_packages(paths: Iterator[Path] | list[Path], tell: Tell = silent) -> list[Checked]:
    """Each of the packages, folders or zips; of a folder that is none, the packages in it, and those that its
    own lists have and it has not."""
    packages = [package for path in paths for package in _packages_in(path)]
    checked: list[Checked] = []
    for done, package in enumerate(packages):
        tell(done, len(packages))
        checked.append(check_package(package))
    tell(len(packages), len(packages))
    return checked


def check_package(package: Path) -> Checked:
    """One package, a folder or a zip."""
    if _is_folder(package):
        return _checked(package, *_in_folder(package))
    try:
        with os.fdopen(open_plain(package), "rb") as opened, zipfile.ZipFile(opened) as file:
            return _checked(package, *_in_zip(file))
    except FileNotFoundError:
        return Checked(package, 0, ("没有这个文件或文件夹。",))
    except _ZIP_FAULTS as error:
        why = getattr(error, "strerror", None) or "它不是归档包，或者已损坏"
        return Checked(package, 0, (f"打不开：{why}。",))


Read = Callable[[], Iterator[bytes]]
"""Reads a file piece by piece. Raises what `_ZIP_FAULTS` names."""


def _checked(package: Path, files: Mapping[str, Read], odd: list[str]) -> Checked:
    if SUMS not in files:
        return Checked(package, 0, (f"没有 {SUMS}，无从核对。",))
    differences: list[str] = []
    listed: dict[str, str] = {}
    try:
        text = _whole(files[SUMS]).decode("utf-8-sig")
    except (*_ZIP_FAULTS, UnicodeError):
        return Checked(package, 0, (f"{SUMS} 读不出来。",))
    for number, line in enumerate(text.split("\n"), 1):
        found = _LINE.fullmatch(line)
        if found:
            listed[found[2]] = found[1].lower()
        elif line.strip():
            differences.append(f"{SUMS} 第{number}行不是校验值：“{shown(line, 60)}”。")
    if not listed:
        differences.append(f"{SUMS} 里没有一个文件。")
    right = 0
    for name, digest in listed.items():
        if name not in files:
            differences.append(f"少了“{shown(name, 120)}”。")
            continue
        try:
            same = _digest(files[name]) == digest
        except _ZIP_FAULTS as error:
            why = getattr(error, "strerror", None) or "已损坏"
            differences.append(f"“{shown(name, 120)}”读不出来：{why}。")
            continue
        if same:
            right += 1
        else:
            differences.append(f"“{shown(name, 120)}”和归档时不一样。")
    odd = [*odd, *(name for name in files if name != SUMS and name not in listed)]
    differences += [f"多了“{shown(name, 120)}”，{SUMS} 里没有它。" for name in odd]
    return Checked(package, right, tuple(differences))


def _whole(read: Read) -> bytes:
    data = b""
    for piece in read():
        data += piece
        if len(data) > _MOST_LIST:
            raise ValueError("too long")
    return data


def _digest(read: Read) -> str:
    made = sha256()
    for piece in read():
        made.update(piece)
    return made.hexdigest()


# ---- folders


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(reachable(path).stat().st_mode)
    except (OSError, ValueError):
        return False


def _packages_in(path: Path) -> Iterator[Path]:
    """The path itself, if it is a package or nothing; the packages in a folder that is none, with those that
    its lists of archived documents have and that are lacking."""
    inside: list[Path] = []
    if _is_folder(path) and not os.path.lexists(reachable(path / SUMS)):
        # a name with a dot before it is a half-made package's
        names = sorted(entry.name for entry in reachable(path).iterdir() if entry.name[0] != ".")
        found = {name for name in names if os.path.lexists(reachable(path / name / SUMS))}
        zips = [name for name in names if name.lower().endswith(".zip")]
        for name in names:
            if name.startswith(CATALOGUE) and name.lower().endswith(".csv"):
                found |= {
                    code for code in _codes_in(path / name) if f"{code}.zip" not in zips or code in names
                }
        inside = [path / name for name in (*sorted(found), *zips)]
    yield from inside or [path]


def _codes_in(catalogue: Path) -> Iterator[str]:
    """The codes in a list of archived documents that are names of folders; none where it can't be read."""
    try:
        text = read_plain(catalogue, _MOST_LIST).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), strict=True))
    except (OSError, ValueError, csv.Error):
        return
    at = COLUMNS.index("档号")
    for row in rows[1:]:
        code = row[at].removeprefix("'") if len(row) == len(COLUMNS) else ""
        if is_code(code):
            yield code


def _in_folder(folder: Path) -> tuple[dict[str, Read], list[str]]:
    """The files of a folder, and what else is in it. Links are none of its files."""
    files: dict[str, Read] = {}
    odd: list[str] = []
    with os.scandir(reachable(folder)) as entries:
        for entry in entries:
            if entry.is_file(follow_symlinks=False) and len(files) < _MOST_FILES:
                files[entry.name] = _reader(folder / entry.name)
            else:
                odd.append(entry.name)
    return dict(sorted(files.items())), sorted(odd)


def _reader(path: Path) -> Read:
    def read() -> Iterator[bytes]:
        with os.fdopen(open_plain(path), "rb") as file:
            yield from _pieces(file)

    return read


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_STEP):
        yield piece


# ---- zips


def _in_zip(file: zipfile.ZipFile) -> tuple[dict[str, Read], list[str]]:
    """The files in the zip's folder in which the list is, and what else is in it."""
    if sum(info.file_size for info in file.infolist()) > _MOST_UNPACKED:  # no more than that is read
        raise ValueError("too long")
    files: dict[str, Read] = {}
    odd: list[str] = []
    lists = (name for name in file.namelist() if name.rpartition("/")[2] == SUMS)
    root = next(lists, "").removesuffix(SUMS)
    for info in file.infolist():
        name = info.filename.removeprefix(root)
        plain = info.filename.startswith(root) and name and "/" not in name and "\\" not in name
        if plain and name not in files and len(files) < _MOST_FILES:
            files[name] = _member(file, info)
        elif name:
            odd.append(info.filename)
    return files, odd


def _member(file: zipfile.ZipFile, info: zipfile.ZipInfo) -> Read:
    def read() -> Iterator[bytes]:
        with file.open(info) as member:
            yield from _pieces(member)

    return read
