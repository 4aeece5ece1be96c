"""What of manuscripts goes into the register (收稿登记): shared by command line and desk. Reads files to know
them again; writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.bulletin.received import Added, IssueName, Read, ReceivedItem, Status
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.paths import read_plain
from bulletin_desk.storage.received import digest_of

if TYPE_CHECKING:
    from bulletin_desk.intake.draft import Contribution, Draft


def read_from(file: Path, contribution: Contribution, now: datetime) -> Read:
    """That a file was read just now. Raises UnreadableFileError where it is gone since."""
    from bulletin_desk.intake.read import MAX_FILE_BYTES

    try:
        data = read_plain(file, MAX_FILE_BYTES)
        path = str(file.absolute())
    except (OSError, ValueError) as error:
        raise UnreadableFileError(f"没有记下收到“{file.name}”：它读过以后就打不开了。") from error
    return Read(now, digest_of(data), file.name, len(data), path, _items(contribution))


def pasted(contribution: Contribution, now: datetime) -> Read:
    """That a manuscript was pasted just now; it is known again by its words."""
    manuscript = contribution.manuscript
    lines = [paragraph.text for paragraph in manuscript.paragraphs] if manuscript else []
    data = "\n".join(lines).encode("utf-8", "replace")
    return Read(now, digest_of(data), "", len(data), "", _items(contribution))


def _items(contribution: Contribution) -> tuple[ReceivedItem, ...]:
    return tuple(item_of(draft) for draft in contribution.drafts)


def item_of(draft: Draft, status: Status = Status.RECEIVED) -> ReceivedItem:
    """A draft in the register."""
    from bulletin_desk.intake.sources import brackets_off

    persons = " ".join(dict.fromkeys(draft.source.dropped.split()))
    return ReceivedItem(draft.title.replace("\n", ""), brackets_off(draft.source.text), persons, status)


def issue_name(issue: Issue, identity: str) -> IssueName:
    """An issue in the register; `identity` is its file's, empty where it has none yet."""
    return IssueName(identity, issue.masthead.one_line, issue.masthead.number, issue.dated_header.date)


def added(
    digests: Sequence[str],
    drafts: Iterable[tuple[int, Draft, bool]],
    step: str,
    issue: IssueName,
    now: datetime,
) -> tuple[Added, ...]:
    """That drafts went into an issue: of each which of the manuscripts (by `digests`) it comes from, and
    whether it was taken."""
    of: dict[int, list[ReceivedItem]] = {}
    for manuscript, draft, taken in drafts:
        status = Status.USED if taken else Status.UNUSED
        of.setdefault(manuscript, []).append(item_of(draft, status))
    return tuple(
        Added(now, digests[manuscript], step, issue, tuple(items))
        for manuscript, items in of.items()
        if digests[manuscript]
    )
