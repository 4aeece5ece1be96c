"""What comes back from a colleague in a marked Word copy: whose changes they are, and on which version of
the issue they were made. Shared by command line and desk; prints and asks nothing."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from bulletin_desk.bulletin.model import Issue, Remark
from bulletin_desk.bulletin.proposals import Proposal, placed, proposals


class Theirs(NamedTuple):
    """The issue as one reviewer wants it: who, when the last change was made (as `Said.when`), and the
    issue, which has only this reviewer's changes."""

    who: str
    when: str
    issue: Issue


class Brought(NamedTuple):
    """What a marked copy has brought: the `base` that was marked, each reviewer's version of it with what is
    proposed in it, all in the order of the paper; those proposals that can't be placed in our issue; remarks
    with their places in our issue; and a sentence for whatever the clerk should know. Who keeps it until
    tomorrow keeps `base` and `theirs`: `proposals` gives the same ones again."""

    base: Issue
    theirs: tuple[Theirs, ...]
    proposals: tuple[Proposal, ...]
    not_placed: tuple[Proposal, ...]
    remarks: tuple[Remark, ...]
    sentences: tuple[str, ...]


def proposals_of_file(path: Path, ours: Issue) -> Brought:
    """What the marked Word copy at `path` brings for `ours`. Raises UnreadableFileError, in one sentence, for
    a file that is damaged, no copy of ours, or of another issue."""
    from bulletin_desk.bulletin.put_out import as_put_out
    from bulletin_desk.export.docx.read import read_docx

    issue, notes = read_docx(path)
    base = as_put_out(ours)
    theirs = (Theirs("", "", issue),)
    found = tuple(each for one in theirs for each in proposals(base, one.issue, one.who, one.when))
    lost = tuple(each for each in found if placed(each, base, ours) is None)
    return Brought(base, theirs, found, lost, (), notes)
