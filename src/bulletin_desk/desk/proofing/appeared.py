"""Where an item appeared before: in which file, and under which title. Shows nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bulletin_desk.bulletin.grammar import item_path
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.bulletin.model import Path as PartPath
from bulletin_desk.pipeline import appeared_in_library
from bulletin_desk.proof.earlier import EarlierIssue, appeared, is_version


class Before(NamedTuple):
    """An issue's file, and the title of an item in it."""

    file: Path
    title: str


def where_before(
    issue: Issue,
    item: PartPath,
    earlier: Sequence[EarlierIssue],
    library: Path,
    file: Path | None,
    folder: Path,
) -> Before | None:
    """Where the item at a path of an issue, which lies in `file`, appeared: in an `earlier` issue of the
    folder, else in the library; None where it is there no more."""
    others = [other for other in earlier if not is_version(issue, other)]
    for match in appeared(issue, others):
        if match.issue is not None and item_path(match.section, match.item) == item:
            return Before(folder / match.issue.file, match.title)
    for each in appeared_in_library(issue, library, file):
        if item_path(each.section, each.item) == item:
            return Before(each.file, each.title)
    return None
