"""What colleagues bring, without a Word file: each has made another issue of the one that went out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bulletin_desk import reviewing
from bulletin_desk.bulletin.edits import replace_range, text_at
from bulletin_desk.bulletin.model import Issue, Remark
from bulletin_desk.bulletin.model import Path as PartPath
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.reviewing import Brought, Theirs

WANG, LI = "王处长", "李主任"
WHEN = "2024-01-10T09:30"


def edited(issue: Issue, *edits: tuple[PartPath, str, str]) -> Issue:
    """An issue with words in texts replaced, each by its first place."""
    for path, was, now in edits:
        at = text_at(issue, path).index(was)
        issue = replace_range(issue, path, at, at + len(was), now)
    return issue


def bring(
    monkeypatch: pytest.MonkeyPatch,
    files: dict[str, Sequence[tuple[str, Issue]]],
    base: Issue,
    remarks: Sequence[Remark] = (),
) -> list[Path]:
    """Files by these names bring what these people have made of `base`; the first one these remarks, too. One
    that nobody is named for is none of ours."""

    def read(path: Path, _ours: Issue) -> Brought:
        if not files[path.name]:
            raise UnreadableFileError(f"打不开“{path}”：这不是本程序写出的 Word 版。")
        theirs = tuple(Theirs(who, WHEN, issue) for who, issue in files[path.name])
        said = tuple(remarks) if path.name == next(iter(files)) else ()
        return Brought(base, theirs, (), (), said, ())

    monkeypatch.setattr(reviewing, "proposals_of_file", read)
    return [Path(name) for name in files]
