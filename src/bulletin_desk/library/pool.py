"""备用稿库: items that an issue had no room for, kept until an issue takes them. Each lies in a bulletin file
of its own, beside it a note of when it was put there, by whom, and where it was used. Deletes nothing by
itself.

Several programs may put in, take and mark at once: each file has a name of its own, and is written whole or
not at all.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, NoReturn

from bulletin_desk.bulletin.edits import set_state
from bulletin_desk.bulletin.grammar import item_at, item_path, items_of, section_of, title_of
from bulletin_desk.bulletin.model import Issue, Item
from bulletin_desk.bulletin.model import Path as PartPath
from bulletin_desk.checked import Table
from bulletin_desk.errors import TargetError, UnreadableFileError
from bulletin_desk.library.entries import one_line
from bulletin_desk.paths import read_plain
from bulletin_desk.storage import strict_json
from bulletin_desk.storage.atomic import reason, write_atomically
from bulletin_desk.storage.bulletin_file import read_bulletin, write_bulletin
from bulletin_desk.storage.system import private_folder

_ENDING, _NOTE = ".bulletin", ".json"
_LARGEST_NOTE = 1 << 20
_MOST_USES = 1000
_LONGEST = 1000
_MOST = 5000
"""Items that are looked at: more are no choice any more."""


class Use(NamedTuple):
    """When (to the minute, as 2024-01-09T15:30) an item was taken into an issue, and into which."""

    when: str
    where: str


class Pooled(NamedTuple):
    """An item of the pool: its file; the issue that it came from, of which nothing but the head and this item
    is there; when and by whom it was put in (empty where that is not known); where it was used."""

    file: Path
    issue: Issue
    item: Item
    when: str
    by: str
    uses: tuple[Use, ...] = ()

    @property
    def section(self) -> str:
        """The name of the section that it stood in."""
        return self.issue.sections[0].name

    @property
    def title(self) -> str:
        """Its title on one line."""
        return one_line(self.item.title)

    @property
    def origin(self) -> str:
        """What the issue is called that it came from."""
        return issue_name(self.issue)


def issue_name(issue: Issue) -> str:
    """四川省地方志工作简报2024年第2期."""
    masthead = issue.masthead
    year = issue.dated_header.date.year
    return f"{masthead.one_line}{year}年{masthead.supplement}第{masthead.number}期"


def said_of(pooled: Pooled) -> str:
    """Where it came from and when, and where it was used, in a few words."""
    put = " ".join(filter(None, (pooled.when.replace("T", " "), pooled.by)))
    used = "、".join(f"{use.where}（{use.when.partition('T')[0]}）" for use in pooled.uses)
    return "，".join(
        filter(None, (f"来自{pooled.origin}", put and f"{put}放进来", f"用在{used}" if used else "还没有用"))
    )


class Pool(NamedTuple):
    """All items, those put in last first, and a sentence for each file that can't be read."""

    items: tuple[Pooled, ...] = ()
    troubles: tuple[str, ...] = ()


def read_pool(folder: Path) -> Pool:
    """The pool in a folder; an empty one where there is none. Never raises."""
    try:
        with os.scandir(folder) as entries:
            names = sorted((entry.name for entry in entries if entry.name.endswith(_ENDING)), reverse=True)
    except FileNotFoundError:
        return Pool()
    except OSError as error:
        return Pool((), (f"备用稿的文件夹“{folder}”打不开：{reason(error)}。",))
    found: list[Pooled] = []
    troubles: list[str] = []
    for name in names[:_MOST]:
        try:
            found.append(_read(folder / name))
        except (UnreadableFileError, TargetError) as error:
            troubles.append(str(error))
    return Pool(tuple(sorted(found, key=lambda each: each.when, reverse=True)), tuple(troubles))


def _read(file: Path) -> Pooled:
    issue = read_bulletin(file)
    item = next((item for _, item in items_of(issue)), None)
    if item is None:
        raise UnreadableFileError(f"备用稿“{file}”里没有稿件，不用的话请删掉它。")
    return Pooled(file, issue, item, *_note_of(file))


def put_in(folder: Path, issue: Issue, paths: Sequence[PartPath], when: str, by: str) -> tuple[Path, ...]:
    """Puts items of an issue into the pool; their files. One that lies there as it is, and was not used, is
    not put there again. Raises TargetError, and then at most some of them are there."""
    here = [pooled for pooled in read_pool(folder).items if not pooled.uses]
    files = []
    for path in paths:
        item = item_at(issue, title_of(path))
        known = next((each.file for each in here if each.item == _kept(item)), None)
        files.append(known or _put(folder, issue, path, when, by))
    return tuple(files)


def _put(folder: Path, issue: Issue, path: PartPath, when: str, by: str) -> Path:
    try:
        private_folder(folder)
    except OSError as error:
        raise TargetError(f"备用稿放不进“{folder}”：{reason(error)}。") from error
    at = int(section_of(path)[1])
    section = replace(issue.sections[at], level=1, items=(item_at(issue, title_of(path)),))
    alone = replace(issue, sections=(section,), editors_note=(), remarks=(), rounds=())
    alone = set_state(alone, item_path(0, 0), "")
    stamp = "".join(char for char in when if char.isdecimal()) or "0"
    file = folder / f"{stamp}-{secrets.token_hex(6)}{_ENDING}"
    # the note first: an item that is there is one whose note is
    _write_note(file, when, by, ())
    try:
        write_bulletin(file, alone)
    except TargetError:
        with contextlib.suppress(OSError):
            _note_file(file).unlink()
        raise
    return file


def _kept(item: Item) -> Item:
    return replace(item, state="") if item.state else item


def mark_used(file: Path, use: Use) -> None:
    """Notes that an item of the pool has been taken into an issue. Raises TargetError."""
    when, by, uses = _note_of(file)
    _write_note(file, when, by, (*uses, use)[-_MOST_USES:])


def remove(file: Path) -> None:
    """Deletes an item of the pool, as the clerk has asked. Raises TargetError."""
    try:
        file.unlink(missing_ok=True)
        _note_file(file).unlink(missing_ok=True)
    except OSError as error:
        raise TargetError(f"删不了备用稿“{file}”：{reason(error)}。") from error


def is_in(file: Path, folder: Path) -> bool:
    """Whether a file is one of the pool's."""
    return file.parent == folder and file.name.endswith(_ENDING)


# ---- notes


def _note_file(file: Path) -> Path:
    return file.with_suffix(_NOTE)


def _note_of(file: Path) -> tuple[str, str, tuple[Use, ...]]:
    """What is noted of an item; nothing where there is no note. Raises UnreadableFileError."""
    note = _note_file(file)

    def fail(why: str) -> NoReturn:
        raise UnreadableFileError(f"备用稿的记录“{note}”有误：{why}；删掉它，稿件就当没有用过。")

    try:
        data = read_plain(note, _LARGEST_NOTE)
    except FileNotFoundError:
        return "", "", ()
    except (OSError, ValueError) as error:
        fail(reason(error) if isinstance(error, OSError) else str(error))
    try:
        text = data.decode("utf-8")
    except ValueError:
        fail("已损坏")
    top = Table(strict_json.parse(text, fail), "", fail)
    when, by = (top.text(key, "", _LONGEST) for key in ("when", "by"))
    uses = tuple(
        Use(each.text("when", "", _LONGEST), each.text("where", "", _LONGEST))
        for each in top.tables("used", _MOST_USES, optional=True)
    )
    return when, by, uses


def _write_note(file: Path, when: str, by: str, uses: Sequence[Use]) -> None:
    tree = {"when": when, "by": by, "used": [each._asdict() for each in uses]}
    text = json.dumps(tree, ensure_ascii=False, indent=1) + "\n"
    write_atomically(_note_file(file), text.encode("utf-8", "replace"), mode=0o600)
