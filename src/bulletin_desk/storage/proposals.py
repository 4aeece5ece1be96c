"""What colleagues changed in their copies and nobody has decided on yet, on this machine: found again by the
file's identity, under whatever name. Must not know how it is shown, nor what a change is.

Kept are the issues on either side of each colleague's changes, of which these are made anew, and which of
them have been decided on, by their keys. A file of pictures stands there once, however many issues have it.
"""

from __future__ import annotations

import base64
import contextlib
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.bulletin.picture_heads import is_content_of
from bulletin_desk.bulletin.pictures import contents_of
from bulletin_desk.checked import Table
from bulletin_desk.errors import BulletinDeskError, TargetError, UnreadableFileError
from bulletin_desk.paths import read_plain
from bulletin_desk.storage import strict_json
from bulletin_desk.storage.atomic import reason, write_atomically
from bulletin_desk.storage.bulletin_file import MAX_JSON_BYTES, from_json, to_json
from bulletin_desk.storage.identity import IDENTITY, State, whereabouts
from bulletin_desk.storage.system import private_folder

_FORMAT = 1
LARGEST = 128 << 20
"""Bytes: some issues full of pictures."""
MOST_RETURNED = 60
"""Colleagues and files whose changes are open at a time: no round has half of it."""
MOST_DECIDED = 50_000
"""Of older decisions nothing is known any more."""
_LONGEST_NAME = 1_000
_LONGEST_KEY = 100
_MOST_PICTURES = 2_000
_LONGEST_PATH = 40_000
_FORGOTTEN_DAYS = 30
"""What is kept of a bulletin file that has gone goes after so long: it may only have been moved."""


class Returned(NamedTuple):
    """What one colleague (`who`, "" unknown) made of `base`: `theirs`, in the file of this name, last at
    `when` (ISO to the minute, "" unknown)."""

    file: str
    who: str
    when: str
    base: Issue
    theirs: Issue


class Decided(NamedTuple):
    """A change, by its key, that was taken or refused; `saved` where the bulletin file was saved after it."""

    key: str
    taken: bool
    saved: bool = False


class KeptProposals(NamedTuple):
    """What is kept of one bulletin file, which lay at `path` last ("" unknown)."""

    returned: tuple[Returned, ...] = ()
    decided: tuple[Decided, ...] = ()
    path: str = ""


def proposals_file(folder: Path, identity: str) -> Path:
    """Where what is kept of a file with this identity lies."""
    if not IDENTITY.fullmatch(identity):
        raise ValueError(f"not an identity: {identity!r}")
    return folder / f"{identity}.json"


def read_proposals(file: Path) -> tuple[KeptProposals, str]:
    """What was kept; nothing where there is no such file, nothing and a sentence where it can't be read."""
    try:
        return _kept(file), ""
    except FileNotFoundError:
        return KeptProposals(), ""
    except BulletinDeskError as error:
        why = str(error)
    except (OSError, ValueError) as error:
        why = f"系统报告“{getattr(error, 'strerror', None) or error}”。"
    return KeptProposals(), f"上次还没有定下来的修订读不出来，请把审过的稿子再拿回来一次：{why}"


def _kept(file: Path) -> KeptProposals:
    def fail(what: str) -> NoReturn:
        raise UnreadableFileError(f"“{file}”{what}。")

    data = read_plain(file, LARGEST)
    if len(data) > LARGEST:
        fail("大得不合常理")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        fail("不是 UTF-8 编码")
    table = Table(strict_json.parse(text, fail), "", fail)
    if table.integer("format", 1, 10**9) != _FORMAT:
        fail("由更新的版本写成")
    contents: dict[tuple[str, str], bytes] = {}
    for each in table.tables("pictures", _MOST_PICTURES, optional=True):
        digest, form = each.text("digest"), each.text("format")
        with contextlib.suppress(ValueError):  # what is no picture is lost, and said where it stands
            content = base64.b64decode(each.text("content", max_length=LARGEST), validate=True)
            if is_content_of(content, digest, form):
                contents[digest, form] = content
    issues = [
        from_json(text, file, lambda digest, form: contents.get((digest, form)))
        for text in table.texts("issues", optional=True, max_length=2 * MOST_RETURNED * MAX_JSON_BYTES)
    ]

    def issue(table: Table, key: str) -> Issue:
        return issues[table.integer(key, 0, len(issues) - 1)]

    returned = tuple(
        Returned(
            each.text("file", max_length=_LONGEST_NAME),
            each.text("who", max_length=_LONGEST_NAME),
            each.text("when", max_length=_LONGEST_NAME),
            issue(each, "base"),
            issue(each, "theirs"),
        )
        for each in table.tables("returned", MOST_RETURNED, optional=True)
    )
    decided = tuple(
        Decided(each.text("key", max_length=_LONGEST_KEY), each.flag("taken"), each.flag("saved", False))
        for each in table.tables("decided", MOST_DECIDED, optional=True)
    )
    return KeptProposals(returned, decided, table.text("path", "", _LONGEST_PATH))


def write_proposals(file: Path, kept: KeptProposals) -> None:
    """Writes the file whole or not at all; where there is nothing to be kept there is none. Raises
    TargetError."""
    if not kept.returned and not kept.decided:
        with contextlib.suppress(OSError):
            file.unlink(missing_ok=True)
        return
    texts: dict[str, int] = {}
    pictures: dict[str, dict[str, str]] = {}

    def number(issue: Issue) -> int:
        for digest, data in contents_of(issue).items():
            if digest not in pictures:
                content = base64.b64encode(data.content).decode("ascii")
                pictures[digest] = {"digest": digest, "format": data.format, "content": content}
        return texts.setdefault(to_json(issue), len(texts))

    returned = [
        {"file": each.file[:_LONGEST_NAME], "who": each.who[:_LONGEST_NAME], "when": each.when}
        | {"base": number(each.base), "theirs": number(each.theirs)}
        for each in kept.returned[-MOST_RETURNED:]
    ]
    tree = {
        "format": _FORMAT,
        "path": kept.path[:_LONGEST_PATH],
        "returned": returned,
        "decided": [
            {"key": each.key, "taken": each.taken} | ({"saved": True} if each.saved else {})
            for each in kept.decided[-MOST_DECIDED:]
        ],
        "issues": list(texts),
        "pictures": list(pictures.values()),
    }
    data = (json.dumps(tree, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8", "replace")
    if len(data) > LARGEST:
        raise TargetError(
            f"还没有定下来的修订有{len(data) >> 20} MiB，留不到下次，请这次就定下来，或者下次再拿回来一次。"
        )
    try:
        private_folder(file.parent)
    except OSError as error:
        raise TargetError(f"建不了文件夹“{file.parent}”：{reason(error)}。") from error
    write_atomically(file, data)


def sweep_proposals(folder: Path, now: float | None = None) -> None:
    """Removes what is kept of bulletin files that have been gone for long. Never raises."""
    now = time.time() if now is None else now
    with contextlib.suppress(OSError):
        for file in sorted(folder.glob("*.json")):
            identity = file.stem
            if IDENTITY.fullmatch(identity) and now - file.stat().st_mtime > _FORGOTTEN_DAYS * 86_400:
                kept, trouble = read_proposals(file)
                known = Path(kept.path) if kept.path else None
                if trouble or whereabouts(identity, known).state in (State.GONE, State.REPLACED):
                    file.unlink(missing_ok=True)


def with_returned(kept: Sequence[Returned], come: Sequence[Returned]) -> tuple[Returned, ...]:
    """What has come beside what was there; a file that is read again takes its own place."""
    again = {(each.file, each.who) for each in come}
    return (*(each for each in kept if (each.file, each.who) not in again), *come)
