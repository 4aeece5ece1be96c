"""The register of manuscripts received, on this machine: one file a year, a line of JSON for each entry,
which are only ever appended. Must not know how manuscripts are read.

A line is whole or passed over: what a power failure or a hand has torn stays where it is, and keeps nothing
else from being read. Several programs may append at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Sequence
from datetime import date as Date  # noqa: N812
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, NoReturn

from bulletin_desk.bulletin.received import (
    Added,
    Entry,
    IssueName,
    Marked,
    Read,
    Received,
    ReceivedItem,
    Remarked,
    Removed,
    Status,
    TakenBack,
    manuscripts,
)
from bulletin_desk.checked import Table, half_character
from bulletin_desk.errors import TargetError
from bulletin_desk.paths import open_to_append, read_plain
from bulletin_desk.storage import strict_json
from bulletin_desk.storage.atomic import reason, write_all
from bulletin_desk.storage.system import hold, private_folder, sync_folder

_YEAR = re.compile(r"[0-9]{4}\.jsonl", re.ASCII)
_LARGEST = 64 << 20
"""Bytes of a year's file: an office that gets a hundred manuscripts a day has a tenth of it."""
_MOST_ITEMS = 2_000
LONGEST_REMARK = 10_000
"""Characters of a remark."""
_LOCK_SECONDS = 5.0
_LOCK_STEP = 0.02


class Register(NamedTuple):
    """What is in the register: all manuscripts, removed ones too, in the order in which they came, and what
    of it can't be read, a sentence each."""

    manuscripts: tuple[Received, ...] = ()
    troubles: tuple[str, ...] = ()


def received(folder: Path, since: Date | None = None, until: Date | None = None) -> tuple[Received, ...]:
    """The manuscripts that came from one day to another, both included (None: without an end), but those
    that the clerk has taken away. What can't be read is passed over."""
    return tuple(
        each
        for each in read_register(folder).manuscripts
        if not each.removed
        and (since is None or each.at.date() >= since)
        and (until is None or each.at.date() <= until)
    )


def read_register(folder: Path) -> Register:
    """The whole register; an empty one where there is none. Never raises."""
    entries: list[Entry] = []
    troubles: list[str] = []
    try:
        with os.scandir(folder) as found:
            names = sorted(entry.name for entry in found if _YEAR.fullmatch(entry.name))
    except FileNotFoundError:
        return Register()
    except OSError as error:
        return Register((), (f"收稿登记“{folder}”打不开：系统报告“{error.strerror}”。",))
    for name in names:
        try:
            data = read_plain(folder / name, _LARGEST)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            troubles.append(f"收稿登记“{folder / name}”打不开：系统报告“{why}”。")
            continue
        of_year, lost = _entries(data)
        entries += of_year
        if lost:
            troubles.append(f"收稿登记“{folder / name}”有{lost}行看不懂，已略过，原样留着。")
        if len(data) > _LARGEST:
            troubles.append(f"收稿登记“{folder / name}”大得不合常理，只读了前面{_LARGEST >> 20} MiB。")
    return Register(manuscripts(entries), tuple(troubles))


def append(folder: Path, entries: Sequence[Entry], sleep: Callable[[float], None] = time.sleep) -> None:
    """Entries at the end of the register, on the disk. Raises TargetError, and then at most some of them are
    in it."""
    years: dict[int, list[bytes]] = {}
    for entry in entries:
        years.setdefault(entry.at.year, []).append(_line(entry))
    for year, lines in years.items():
        file = folder / f"{year:04}.jsonl"
        try:
            private_folder(folder)
            _append(file, b"".join(lines), sleep)
        except (OSError, ValueError) as error:
            why = reason(error) if isinstance(error, OSError) else str(error)
            raise TargetError(f"收稿登记“{file}”写不了：{why}。") from error


def _append(file: Path, lines: bytes, sleep: Callable[[float], None]) -> None:
    is_new = not file.exists()
    descriptor = open_to_append(file)
    try:
        waited = 0.0
        while hold(descriptor) is False:  # where there are no locks, a line is one write all the same
            if waited >= _LOCK_SECONDS:
                raise ValueError("别的程序一直在写它，请稍后再试")
            sleep(_LOCK_STEP)
            waited += _LOCK_STEP
        # what was torn before stays a line of its own
        write_all(descriptor, lines if _ends_a_line(descriptor) else b"\n" + lines)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if is_new:
        with contextlib.suppress(OSError):
            sync_folder(file.parent)


def _ends_a_line(descriptor: int) -> bool:
    size = os.fstat(descriptor).st_size
    if not size:
        return True
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return os.read(descriptor, 1) == b"\n"


# ---- an entry as a line


def _line(entry: Entry) -> bytes:
    tree: dict[str, object] = {
        "what": _WHAT[type(entry)],
        "at": entry.at.replace(tzinfo=None).isoformat(timespec="seconds"),
        "manuscript": entry.digest,
    }
    match entry:
        case Read():
            path = "" if half_character(entry.path) is not None else entry.path
            tree |= {"name": entry.name, "size": entry.size, "path": path}
            tree["items"] = [_item_tree(item) for item in entry.items[:_MOST_ITEMS]]
        case Added():
            issue = entry.issue._asdict() | {"date": entry.issue.date.isoformat()}
            tree |= {"step": entry.step, "issue": issue}
            tree["items"] = [
                _item_tree(item) | {"used": item.status is Status.USED} for item in entry.items[:_MOST_ITEMS]
            ]
        case TakenBack():
            tree["step"] = entry.step
        case Marked():
            tree["status"] = entry.status.value if entry.status else ""
        case Remarked():
            tree["remark"] = entry.remark[:LONGEST_REMARK]
        case Removed():
            tree["removed"] = entry.removed
    text = json.dumps(tree, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace") + b"\n"


def _item_tree(item: ReceivedItem) -> dict[str, object]:
    tree: dict[str, object] = {"title": item.title[:_LONGEST_TEXT], "source": item.source[:_LONGEST_TEXT]}
    return tree | ({"persons": item.persons[:_LONGEST_TEXT]} if item.persons else {})


_WHAT: dict[type, str] = {
    Read: "read",
    Added: "added",
    TakenBack: "taken back",
    Marked: "marked",
    Remarked: "remarked",
    Removed: "removed",
}
_LONGEST_TEXT = 5_000
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


# ---- a line as an entry


class _UnknownError(Exception):
    """A line that is none of ours."""


def _fail(_reason: str) -> NoReturn:
    raise _UnknownError


def _entries(data: bytes) -> tuple[list[Entry], int]:
    """The entries of a year's file in their order, and how many lines are none."""
    found: list[Entry] = []
    lost = 0
    for line in data.split(b"\n"):
        if not line.strip():
            continue
        try:
            found.append(_entry(line))
        except (_UnknownError, UnicodeDecodeError, ValueError):
            lost += 1
    return found, lost


def _entry(line: bytes) -> Entry:
    table = Table(strict_json.parse(line.decode("utf-8"), _fail), "", _fail)
    what = table.choice("what", tuple(_WHAT.values()))
    at = datetime.fromisoformat(table.text("at", max_length=40)).replace(tzinfo=None)
    digest = table.text("manuscript", max_length=64)
    if not _DIGEST.fullmatch(digest):
        raise _UnknownError
    entry = _of_kind(what, at, digest, table)
    table.done()
    return entry


def _of_kind(what: str, at: datetime, digest: str, table: Table) -> Entry:
    match what:
        case "read":
            name, path = table.text("name", max_length=_LONGEST_TEXT), table.text("path", max_length=1 << 16)
            items = _items(table)
            return Read(at, digest, name, table.integer("size", 0, 10**15), path, items)
        case "added":
            return Added(at, digest, _step(table), _issue(table.table("issue")), _items(table))
        case "taken back":
            return TakenBack(at, digest, _step(table))
        case "marked":
            status = table.choice("status", ("", *(each.value for each in Status)))
            return Marked(at, digest, Status(status) if status else None)
        case "remarked":
            return Remarked(at, digest, table.text("remark", max_length=LONGEST_REMARK))
        case _:
            return Removed(at, digest, table.flag("removed"))


def _step(table: Table) -> str:
    return table.text("step", max_length=64)


def _issue(table: Table) -> IssueName:
    issue = IssueName(
        table.text("identity", max_length=64),
        table.text("name", max_length=_LONGEST_TEXT),
        table.integer("number", 0, 10**9),
        table.date("date"),
    )
    table.done()
    return issue


def _items(table: Table) -> tuple[ReceivedItem, ...]:
    return tuple(map(_item, table.tables("items", _MOST_ITEMS)))


def _item(table: Table) -> ReceivedItem:
    title, source, persons = (table.text(key, "", _LONGEST_TEXT) for key in ("title", "source", "persons"))
    used = table.flag("used") if table.has("used") else None
    table.done()
    statuses = {None: Status.RECEIVED, True: Status.USED, False: Status.UNUSED}
    return ReceivedItem(title, source, persons, statuses[used])


def digest_of(data: bytes) -> str:
    """What tells a manuscript from others: its SHA-256."""
    return hashlib.sha256(data).hexdigest()
