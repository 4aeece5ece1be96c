"""The file of one version: its name says its number, its time, what the clerk calls it and whether it is
locked. Must not know which versions are kept, or whose they are.

All of it stands in the file's name, so that it is never apart from the text, changes in one step, and a
version that was listed before it was locked can't be removed after: its file is not there any more under the
name that it was listed by.
"""

from __future__ import annotations

import contextlib
import os
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.checked import shown
from bulletin_desk.errors import TargetError
from bulletin_desk.paths import reachable
from bulletin_desk.storage.atomic import rename
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.storage.system import sync_folder

LONGEST_NAME = 30
"""Characters that a clerk may call a version by."""
MOST_NUMBER = 10**9 - 1

_FORMAT = "%Y%m%dT%H%M%S.%fZ"
_FILE = re.compile(
    r"(?:([0-9]{9})-)?([0-9]{8}T[0-9]{6}\.[0-9]{6}Z)(?:-([^.]{1,300}))?(\.locked)?\.bulletin",
)
"""Earlier programs gave no number: theirs are older than all that have one, in the order of their times."""
_UNFIT = re.compile(r'[<>:"/\\|?*.%]')
"""What no file's name may hold on Windows, and what our own names are made with."""


@dataclass(frozen=True, slots=True)
class Version:
    """One kept version: when it was saved (UTC, as the clock said), its file, its size in bytes, its number
    (the newer, the greater), what the clerk calls it (送审稿; empty: nothing), and whether thinning leaves
    it alone."""

    when: datetime
    file: Path
    size: int
    number: int = 0
    name: str = ""
    locked: bool = False

    def read(self) -> Issue:
        """The issue as it was. Raises UnreadableFileError."""
        return read_bulletin(self.file)

    @property
    def order(self) -> tuple[int, datetime]:
        """Greater for the newer of two."""
        return self.number, self.when


def file_name(number: int, when: datetime, name: str = "", *, locked: bool = False) -> str:
    """What a version's file is called; of number 0, as earlier programs called it."""
    first = f"{number:09}-" if number else ""
    called = f"-{_UNFIT.sub(lambda mark: f'%{ord(mark[0]):02X}', name)}" if name else ""
    return f"{first}{when.strftime(_FORMAT)}{called}{'.locked' if locked else ''}.bulletin"


def fit_name(name: str) -> str:
    """A version's name as it is kept: on one line, nothing invisible in it, no blanks around."""
    words = "".join(char if char.isprintable() else " " for char in unicodedata.normalize("NFC", name))
    return " ".join(words.split())


def versions_in(folder: Path) -> list[Version]:
    """The versions whose files lie in `folder`, newest first."""
    found: list[Version] = []
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            name = _FILE.fullmatch(entry.name)
            if name is None:
                continue
            with contextlib.suppress(OSError, ValueError):
                when = datetime.strptime(name[2], _FORMAT).replace(tzinfo=UTC)
                if entry.is_file(follow_symlinks=False):
                    size = entry.stat(follow_symlinks=False).st_size
                    called = fit_name(unquote(name[3] or "", errors="replace"))[:LONGEST_NAME]
                    file = folder / entry.name
                    found.append(Version(when, file, size, int(name[1] or 0), called, name[4] is not None))
    return sorted(found, key=lambda version: version.order, reverse=True)


def mark(version: Version, *, name: str | None = None, locked: bool | None = None) -> Version:
    """Calls a version something (empty: nothing any more), locks or unlocks it; None leaves what is. Returns
    the version as it is then: the given one's file is not there any more. Raises TargetError; then nothing
    has changed."""
    name = version.name if name is None else fit_name(name)
    locked = version.locked if locked is None else locked
    if len(name) > LONGEST_NAME:
        raise TargetError(f"版本的名称“{shown(name)}”有{len(name)}个字，最多{LONGEST_NAME}个字，请改短。")
    target = version.file.with_name(file_name(version.number, version.when, name, locked=locked))
    if target == version.file:
        return version
    try:
        source, there = reachable(version.file), reachable(target)
        if there.exists() and not there.samefile(source):  # the same: its name in another case
            raise TargetError("这一份以前的版本没有改成：已经有一份同名的，请换一个名称。")
        rename(source, there)
    except FileNotFoundError as error:
        raise TargetError("这一份以前的版本已经不在了，请关掉列表再打开。") from error
    except OSError as error:
        raise TargetError(
            f"这一份以前的版本没有改成：系统报告“{error.strerror or error}”，请过一会儿再试。"
        ) from error
    with contextlib.suppress(OSError):  # it is called so; saying that it is not would be untrue
        sync_folder(target.parent)
    return replace(version, file=target, name=name, locked=locked)
