"""A run over a folder of Word issues: which files, each read by itself, bulletins written and nothing ever
written over. Prints and asks nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, NoReturn

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.checked import shown
from bulletin_desk.errors import BulletinDeskError, TargetError, UnreadableFileError
from bulletin_desk.file_names import NAMELESS, PATTERN, clean, file_name, name_for
from bulletin_desk.gathering.apart import takes_down
from bulletin_desk.gathering.doubts import Doubt
from bulletin_desk.gathering.journal import Journal, Stamp
from bulletin_desk.gathering.listing import listing
from bulletin_desk.gathering.outcome import Outcome, Result
from bulletin_desk.gathering.reading import Gathered, Known
from bulletin_desk.gathering.whole import NoIssueError, read_issue
from bulletin_desk.intake.read import MAX_FILE_BYTES, read_whole
from bulletin_desk.layouts.model import Layout
from bulletin_desk.paths import bytes_of
from bulletin_desk.pipeline import own_word_copy, usable_layout
from bulletin_desk.storage.atomic import Content, Previous, write_atomically
from bulletin_desk.storage.bulletin_file import read_bulletin, to_bytes
from bulletin_desk.storage.identity import new_identity

EXTENSION = ".bulletin"


class Begun(NamedTuple):
    """A file is being read: the one of `total` files that is `at`, from 1."""

    file: str
    at: int
    total: int


class Ended(NamedTuple):
    """What became of it; `fresh`: in this run."""

    outcome: Outcome
    fresh: bool


class Gathering(NamedTuple):
    """A folder that is gathered into another; `again`: also what earlier runs have read. Bulletins are called
    by the `pattern` of the office (`file_names`), or as is usual where it gives no name."""

    source: Path
    target: Path
    journal: Journal
    known: Known
    again: bool = False
    pattern: str = PATTERN


def gather(task: Gathering) -> Iterator[Begun | Ended]:
    """Reads all files that were not read before, and writes their bulletins; tells of each when it is begun
    and when it is done. Who stops asking stops the run between two files. Raises UnreadableFileError where
    the folder can't be read, TargetError where bulletins can't be written."""
    files, passed_over = listing(task.source, task.target)
    names: dict[str, str] = {}
    for at, file in enumerate(files, 1):
        yield Begun(file, at, len(files))
        outcome = None if task.again else _known(task, file)
        fresh = outcome is None
        if outcome is None:
            outcome = _gathered(task, file, names)
        if outcome.result in ("written", "same"):
            names.setdefault(outcome.bulletin.lower(), file)
        yield Ended(outcome, fresh)
    for name, said in passed_over:
        yield Ended(_unreadable(name, said), True)


def _known(task: Gathering, file: str) -> Outcome | None:
    """What became of a file in an earlier run; None if it has to be read. Whose name was taken then is read
    again once it is free; what could not be read, each time: another program may have held it open, a
    converter may be there now."""
    known = task.journal.known(file)
    if known is None or not _is_same(task.source / file, known[0]):
        return None
    outcome = known[1]
    if outcome.result == "unreadable":
        return outcome if any(one.message == _TAKES_DOWN for one in outcome.doubts) else None
    if not outcome.bulletin or os.path.lexists(task.target / outcome.bulletin):
        return outcome
    if outcome.result in ("double", "existing"):
        return None
    said = f"“{outcome.bulletin}”收进来以后不在原处了，也许改了名或移走了，没有重新收。"
    return outcome._replace(doubts=(Doubt("other", said), *outcome.doubts))


def _is_same(path: Path, stamp: Stamp) -> bool:
    try:
        status = path.stat()
    except OSError:
        return False
    if status.st_size != stamp.size:
        return False
    return status.st_mtime_ns == stamp.changed or _digest(path) == stamp.digest


def _digest(path: Path) -> str:
    def fail(reason: str) -> NoReturn:
        raise UnreadableFileError(reason)

    try:
        return sha256(bytes_of(path, MAX_FILE_BYTES, fail, "")).hexdigest()
    except (UnreadableFileError, OSError):
        return ""


def _gathered(task: Gathering, file: str, names: dict[str, str]) -> Outcome:
    """What becomes of a file, which is noted in the journal before and behind."""
    path = task.source / file
    try:
        status = path.stat()
        stamp = Stamp(status.st_size, status.st_mtime_ns, _digest(path))
    except FileNotFoundError:
        return _unreadable(file, f"打不开“{path.name}”：它已经不在了，也许移走了，也许共享文件夹断开了。")
    except OSError as error:
        return _unreadable(file, f"打不开“{path.name}”：系统报告“{error.strerror}”。")
    if task.journal.stopped_by(file) and takes_down(path):
        outcome = _unreadable(file, _TAKES_DOWN)
        task.journal.end(stamp, outcome)
        return outcome
    task.journal.begin(file)
    try:
        outcome = _written(task, file, read_old_issue(path, task.known), names)
    except TargetError:
        raise
    except NoIssueError as error:
        outcome = Outcome(file, "foreign", doubts=(Doubt("foreign", str(error)),))
    except BulletinDeskError as error:
        outcome = _unreadable(file, str(error))
    except Exception as error:
        outcome = _unreadable(
            file,
            f"读不了，程序报告“{shown(f'{type(error).__name__}: {error}', 200)}”，请把这份文件寄给维护者。",
        )
    task.journal.end(stamp, outcome)
    return outcome


_TAKES_DOWN = "读这份文件时程序没有读完就停了，试了几次都是这样，先放过它，请在 Word 里另存一份再试。"


def _unreadable(file: str, sentence: str) -> Outcome:
    return Outcome(file, "unreadable", doubts=(Doubt("unreadable", sentence),))


def read_old_issue(path: Path, known: Known) -> Gathered:
    """The issue in a Word file; a Word copy of ours is read back. Raises UnreadableFileError."""
    ours = own_word_copy(path)
    if ours is not None:
        issue, lost = ours
        return Gathered(issue, tuple(Doubt("other", sentence) for sentence in lost), own=True)
    return read_issue(read_whole(path), path.stem, known)


def _name(pattern: str, issue: Issue, layout: Layout) -> str:
    try:
        return file_name(pattern, issue, layout)
    except ValueError:
        return name_for(issue, layout)


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a bulletin is to lie."""

    name: str
    path: Path


def _written(task: Gathering, file: str, found: Gathered, names: dict[str, str]) -> Outcome:
    """Writes an issue, if nothing lies in its place."""
    issue = found.issue
    layout = usable_layout(issue)
    stem = _name(task.pattern, issue, layout) if found.numbered else clean(Path(file).stem) or NAMELESS
    target = _Target(f"{stem}{EXTENSION}", task.target / f"{stem}{EXTENSION}")
    outcome = Outcome(
        file,
        "written",
        target.name,
        issue.masthead.one_line,
        issue.masthead.supplement,
        issue.masthead.number if found.numbered and layout.places("number") else 0,
        issue.masthead.total_number,
        issue.dated_header.date.isoformat()[: found.dated],
        layout.numbering.counts,
        found.doubts,
        layout.numbering.supplement,
    )
    data = to_bytes(issue, target.path, new_identity())
    try:
        if os.path.lexists(target.path):
            raise _TakenError
        task.target.mkdir(parents=True, exist_ok=True)
        write_atomically(target.path, data, previous=Previous(_refuse_any, _refuse_any))
    except _TakenError:
        return _beside(outcome, found, target, names)
    except OSError as error:
        raise TargetError(f"写不了“{task.target}”：系统报告“{error.strerror}”。") from error
    return outcome


class _TakenError(Exception):
    """Something lies there."""


def _refuse_any(content: Content) -> None:
    if content is not None:
        raise _TakenError


def _beside(outcome: Outcome, found: Gathered, target: _Target, names: dict[str, str]) -> Outcome:
    """What becomes of an issue whose name is taken: nothing is written."""
    try:
        same = read_bulletin(target.path) == found.issue
    except BulletinDeskError:
        same = False
    other = names.get(target.name.lower(), "")
    result: Result = "double" if other else "existing"
    if other:
        rest = "内容也一样，不用再收。" if same else "没有写；要收这一份，请先给那一期改名。"
        said = f"和“{other}”是同一期，{rest}"
    elif same:
        return outcome._replace(result="same")
    else:
        said = f"“{target.name}”已经有了，内容和这一份不同，没有动它，也没有写这一份。"
    doubts = (Doubt(result if result == "existing" else "double", said), *outcome.doubts)
    return outcome._replace(result=result, doubts=doubts)
