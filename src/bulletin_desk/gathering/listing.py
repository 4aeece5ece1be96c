"""Which files of a folder are gathered, and what of it could not be looked into. Reads no file."""

from __future__ import annotations

import os
from collections import deque
from pathlib import Path
from typing import NamedTuple, NoReturn

from bulletin_desk.errors import UnreadableFileError

SUFFIXES = (".docx", ".docm", ".doc", ".wps", ".wpt", ".rtf", ".dot", ".dotx", ".dotm", ".odt")
_MOST_FILES = 20_000
_MOST_FOLDERS = 5_000
_DEEPEST = 60
_TEMPORARY = ("~$", ".", "~WRL", "._")
"""How the names of files begin that word processors leave behind."""


class Listing(NamedTuple):
    """The Word files in a folder and those below it, by their paths below it, in the order of their names;
    and what could not be looked into, by its path with a sentence."""

    files: list[str]
    passed_over: list[tuple[str, str]]


def listing(source: Path, target: Path) -> Listing:
    """What there is to gather; the target's own files are none of it. Raises UnreadableFileError where the
    folder can't be read."""

    def fail(error: OSError) -> NoReturn:
        match error:
            case FileNotFoundError():
                why = "没有这个文件夹，或现在连不上，请检查"
            case NotADirectoryError():
                why = "这是一个文件，请选它所在的文件夹"
            case _:
                why = f"系统报告“{error.strerror}”"
        raise UnreadableFileError(f"打不开文件夹“{source}”：{why}。")

    found, passed_over = list[str](), list[tuple[str, str]]()

    def below(path: str | Path) -> str:
        return Path(path).relative_to(source).as_posix()

    folders = deque([(source, 0)])
    inside = os.path.realpath(target)
    seen = 0
    while folders and seen < _MOST_FOLDERS and len(found) <= _MOST_FILES:
        folder, depth = folders.popleft()
        seen += 1
        try:
            with os.scandir(folder) as listed:
                entries = sorted(listed, key=lambda entry: entry.name)
        except OSError as error:
            if folder == source:
                fail(error)
            said = f"打不开文件夹“{below(folder)}”：系统报告“{error.strerror}”，里面的没有看。"
            passed_over.append((f"{below(folder)}/", said))
            continue
        for entry in entries:
            if entry.name.startswith(_TEMPORARY):
                continue
            try:
                is_folder, is_file = entry.is_dir(follow_symlinks=False), entry.is_file()
            except OSError:
                is_folder = is_file = False
            if is_folder and os.path.realpath(entry.path) == inside:
                continue
            if is_folder and depth < _DEEPEST:
                folders.append((Path(entry.path), depth + 1))
            elif is_folder:
                said = f"文件夹“{below(entry.path)}”套得太深，里面的没有看，请把它移到浅一些的地方再收。"
                passed_over.append((f"{below(entry.path)}/", said))
            elif is_file and entry.name.lower().endswith(SUFFIXES):
                found.append(below(entry.path))
            elif entry.name.lower().endswith(SUFFIXES) and not entry.is_dir():
                passed_over.append((below(entry.path), f"打不开“{entry.name}”：它不是文件，或已经不在了。"))
    if folders or len(found) > _MOST_FILES:
        said = f"一次最多收{_MOST_FILES}个文件、看{_MOST_FOLDERS}个文件夹，多出来的没有看，请分几次收。"
        passed_over.append((f"{source.absolute().name}/", said))
    return Listing(sorted(found, key=_in_order)[:_MOST_FILES], passed_over)


def _in_order(name: str) -> tuple[tuple[int, str], ...]:
    """第2期 before 第2期 改, and that before 第10期."""
    parts: list[tuple[int, str]] = []
    figures = ""
    for char in (*name.rpartition(".")[0], ""):
        if char.isascii() and char.isdecimal():
            figures += char
            continue
        if figures:
            parts.append((int(figures[:18]), ""))
            figures = ""
        parts.append((-1, char))
    return tuple(parts)
