"""Which files a tree consists of, as the list that travels with it: the setup and the uninstaller remove what
a list names, and nothing else. Knows neither how a tree is made nor how the list is read (`setup.nsi`).

    BulletinDesk files 1
    time HIGH LOW              the one time that all files have, as Windows keeps it (two numbers)
    p python\\python.exe        a file of the program: replaced and removed whatever became of it
    k examples\\a.bulletin      a file that is kept where the clerk has changed it, which its time tells
    d python\\Lib               a folder, after all that it holds: removed where it is empty
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from tree import HERE, bootstrap

LIST = "BulletinDesk.files"
"""The list's name at the top of the tree."""
HEAD = "BulletinDesk files 1"
EARLIER = HERE / "earlier.txt"
"""The files, less compiled Python, of the versions that had no list."""
UNKNOWN = "time 0 0"
_LONGEST = 200
"""Characters of a name in the tree; with the folder it is to be below Windows's 260."""
_PLAIN = re.compile(r"[][A-Za-z0-9_+@,() /.-]+")
_1601 = 11_644_473_600
"""Seconds between 1601, when Windows's time begins, and 1970."""


def lines(names: Iterable[str]) -> list[str]:
    """The list's lines for files named with slashes: the files sorted, then their folders, inner ones first.

    Raises SetupError for a name that the setup would not read as it is meant.
    """
    files = sorted(set(names))
    folders = {folder for name in files for folder in PurePosixPath(name).parents if folder.parts}
    for name in files:
        parts = name.split("/")
        if not _PLAIN.fullmatch(name) or len(name) > _LONGEST or ".." in name or "" in parts:
            raise bootstrap.SetupError(f"程序里有个文件的名字，安装程序不能照着删：{name}。")
    listed = [f"{'k' if may_be_changed(name) else 'p'} {name}" for name in files]
    inner_first = sorted(folders, key=lambda folder: (-len(folder.parts), str(folder)))
    return [line.replace("/", "\\") for line in [*listed, *(f"d {folder}" for folder in inner_first)]]


def may_be_changed(name: str) -> bool:
    """Whether a clerk may have worked in a file of the tree: in the bulletins that are there to be tried."""
    return name.startswith("examples/")


def stamp(moment: int) -> str:
    """The list's line for the time of all files, given in seconds since 1970."""
    ticks = (moment + _1601) * 10_000_000
    return f"time {ticks >> 32} {ticks & 0xFFFFFFFF}"


def listing(names: Iterable[str], time: str) -> str:
    """The whole list, with the ends of lines that Windows has."""
    return "".join(f"{line}\r\n" for line in [HEAD, time, *lines(names)])


def files(tree: Path) -> list[str]:
    """The names of a tree's files, less its list."""
    found = (file.relative_to(tree).as_posix() for file in tree.rglob("*") if file.is_file())
    return sorted(name for name in found if name != LIST)


def earlier() -> list[str]:
    """The files that versions without a list had."""
    names = EARLIER.read_text(encoding="ascii").split("\n")
    return [each for name in names if name for each in (name, *compiled(name))]


def compiled(name: str) -> list[str]:
    """The compiled file that belongs to a file of Python's, if it is one."""
    path = PurePosixPath(name)
    if path.suffix != ".py":
        return []
    return [(path.parent / "__pycache__" / f"{path.stem}.cpython-311.pyc").as_posix()]


def write_list(tree: Path, moment: int) -> None:
    """Puts the list of a tree into it. Raises SetupError."""
    (tree / LIST).write_text(listing(files(tree), stamp(moment)), encoding="ascii", newline="")


def known(tree: Path) -> str:
    """What an installation without a list may hold of ours: all that the tree and earlier versions have."""
    return listing([*files(tree), *earlier()], UNKNOWN)
