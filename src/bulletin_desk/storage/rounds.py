"""What goes round as text, and that text read back. Must not know what a round is called, or who gets it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from bulletin_desk.bulletin import rounds
from bulletin_desk.bulletin.model import Issue, Round
from bulletin_desk.bulletin.pictures import contents_of
from bulletin_desk.bulletin.put_out import as_put_out
from bulletin_desk.errors import TargetError
from bulletin_desk.storage.bulletin_file import from_json, to_json
from bulletin_desk.storage.version_files import Version, mark
from bulletin_desk.storage.versions import Versions


def sent(issue: Issue, name: str, when: str, who: str, *, signed: bool = False) -> Issue:
    """`issue` with a further round, as it is put out now. Raises EditError: see `rounds.sent`."""
    return rounds.sent(issue, Round(name, when, who, signed, to_json(as_put_out(issue))))


def issue_of(kept: Round, issue: Issue) -> Issue:
    """The issue as it went round. Its pictures are taken from `issue`, with which the round is kept: one that
    is not there any more is a lost one. Raises UnreadableFileError."""
    pictures = contents_of(issue)

    def content(digest: str, _form: str) -> bytes | None:
        data = pictures.get(digest)
        return None if data is None else data.content

    return from_json(kept.text, kept.name, content)


def digest_of(kept: Round) -> str:
    """By what a round is known again outside its file: SHA-256 of its text, hexadecimal."""
    return hashlib.sha256(kept.text.encode("utf-8")).hexdigest()


def keep_named(versions: Versions, file: Path, name: str, identity: str = "") -> Version:
    """Calls the version of `file` that was kept with its latest round, called `name`, so, too, and locks it.
    Raises TargetError and UnreadableFileError."""
    newest = next(iter(versions.of(file, identity)), None)
    if newest is None or not any(kept.name == name for kept in newest.read().rounds):
        raise TargetError(f"“以前的版本”里没有留下“{name}”；它在简报文件里是有的。")
    return mark(newest, name=name, locked=True)
