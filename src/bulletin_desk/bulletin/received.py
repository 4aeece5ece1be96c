"""The register of manuscripts received (收稿登记): what came, from whom, what has become of it. Its entries
are facts that were noted one after another; what they add up to is made here. Must not know where they are
kept, nor how manuscripts are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date as Date  # noqa: N812
from datetime import datetime
from enum import Enum
from typing import NamedTuple


class Status(Enum):
    """What has become of a manuscript, or of one of its items, in the clerk's words."""

    RECEIVED = "收到"
    USED = "用了"
    UNUSED = "没用"


class ReceivedItem(NamedTuple):
    """An item of a manuscript: its title on one line, its source as it would be printed (units, without
    brackets; empty where none was found), and the persons that its signature names."""

    title: str
    source: str = ""
    persons: str = ""
    status: Status = Status.RECEIVED


class IssueName(NamedTuple):
    """The issue that items went into: its file's identity (empty where it had none yet), its bulletin's name
    on one line, number and date."""

    identity: str
    name: str
    number: int
    date: Date


class Use(NamedTuple):
    """Items of a manuscript, by their titles, went into an issue."""

    at: datetime
    issue: IssueName
    titles: tuple[str, ...]


class Received(NamedTuple):
    """A manuscript: one file, however often it was read. `digest` is its SHA-256, hexadecimal; `at` when it
    was first read, by this machine's clock; `name` its file's (empty for what was pasted), `size` in bytes,
    `path` where it was read last (empty where that can't be written down). `marked` is what the clerk says
    has become of it, None where nothing was said; `removed`: taken away by the clerk."""

    digest: str
    at: datetime
    name: str
    size: int
    path: str
    items: tuple[ReceivedItem, ...]
    uses: tuple[Use, ...] = ()
    marked: Status | None = None
    remark: str = ""
    removed: bool = False
    reviewed: bool = False

    @property
    def status(self) -> Status:
        """As the clerk says, else used if any of its items is, not used if all were left out."""
        if self.marked is not None:
            return self.marked
        if self.uses:
            return Status.USED
        return Status.UNUSED if self.reviewed else Status.RECEIVED

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of its items, each once."""
        return tuple(dict.fromkeys(item.source for item in self.items if item.source))


# ---- what is noted


class Read(NamedTuple):
    """A manuscript was read."""

    at: datetime
    digest: str
    name: str
    size: int
    path: str
    items: tuple[ReceivedItem, ...]


class Added(NamedTuple):
    """Items of a manuscript went into an issue (those whose status is USED), the others were left out. `step`
    tells this step from others: noted again, with an identity that the issue has got since, it is the same
    one."""

    at: datetime
    digest: str
    step: str
    issue: IssueName
    items: tuple[ReceivedItem, ...]


class TakenBack(NamedTuple):
    """That step was undone."""

    at: datetime
    digest: str
    step: str


class Marked(NamedTuple):
    """The clerk says what has become of a manuscript; None: what the other entries say."""

    at: datetime
    digest: str
    status: Status | None


class Remarked(NamedTuple):
    """The clerk's remark on a manuscript."""

    at: datetime
    digest: str
    remark: str


class Removed(NamedTuple):
    """A manuscript was taken away from the register, or brought back."""

    at: datetime
    digest: str
    removed: bool


Entry = Read | Added | TakenBack | Marked | Remarked | Removed


# ---- what it adds up to


@dataclass(slots=True)
class _Manuscript:
    first: Read
    last: Read
    steps: dict[str, Added] = field(default_factory=dict)
    marked: Status | None = None
    remark: str = ""
    removed: bool = False


def manuscripts(entries: Iterable[Entry]) -> tuple[Received, ...]:
    """All manuscripts, removed ones too, in the order in which they came. What is noted of one that was never
    read is passed over."""
    found: dict[str, _Manuscript] = {}
    for entry in entries:
        if isinstance(entry, Read):
            known = found.setdefault(entry.digest, _Manuscript(entry, entry))
            known.last = entry
            if known.removed:  # it has come again
                known.removed, known.first = False, entry
            continue
        if (of := found.get(entry.digest)) is None:
            continue
        match entry:
            case Added():
                of.steps.pop(entry.step, None)
                of.steps[entry.step] = entry
                if any(item.status is Status.USED for item in entry.items):
                    of.marked = None
            case TakenBack():
                of.steps.pop(entry.step, None)
            case Marked():
                of.marked = entry.status
            case Remarked():
                of.remark = entry.remark
            case Removed():
                of.removed = entry.removed
    return tuple(sorted(map(_received, found.values()), key=lambda each: each.at))


def _received(of: _Manuscript) -> Received:
    steps = list(of.steps.values())
    uses = tuple(
        Use(step.at, step.issue, titles)
        for step in steps
        if (titles := tuple(item.title for item in step.items if item.status is Status.USED))
    )
    return Received(
        digest=of.first.digest,
        at=of.first.at,
        name=of.last.name,
        size=of.first.size,
        path=of.last.path,
        items=_items(of, steps),
        uses=uses,
        marked=of.marked,
        remark=of.remark,
        removed=of.removed,
        reviewed=bool(steps),
    )


def _items(of: _Manuscript, steps: list[Added]) -> tuple[ReceivedItem, ...]:
    """As the clerk reviewed them last, else as they were read; with those used before that are not among
    them any more."""
    items = steps[-1].items if steps else of.last.items
    used = {item.title: item for step in steps for item in step.items if item.status is Status.USED}
    found = [item._replace(status=Status.USED) if item.title in used else item for item in items]
    titles = {item.title for item in items}
    found += [item for title, item in used.items() if title not in titles]
    if of.marked is not None:
        found = [item._replace(status=of.marked) for item in found]
    return tuple(found)
