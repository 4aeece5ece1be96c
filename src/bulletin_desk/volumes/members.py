"""The issues that are bound together: read, each once, in the order in which they appeared. Sets nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from bulletin_desk.bulletin.fields import value_of
from bulletin_desk.bulletin.model import Issue, LayoutText
from bulletin_desk.bulletin.pictures import lost_sentence
from bulletin_desk.bulletin.put_out import as_put_out
from bulletin_desk.errors import BulletinDeskError
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pipeline import layout_of
from bulletin_desk.signing import SinceSigned, changed_since_signed
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.typeset.wording import number_text, worded

Tell = Callable[[int, int], None]
"""Hears how much of how much is done. What it raises ends the work."""


def silent(_done: int, _whole: int) -> None:
    """Tells nobody."""


class Member(NamedTuple):
    """An issue with its file and the layout that it is set in; `trouble` says why that is not its own, and
    `since` what has changed in a signed one."""

    file: Path
    issue: Issue
    layout: Layout
    trouble: str = ""
    since: SinceSigned | None = None

    @property
    def number(self) -> str:
        """How the issue is told from others: 第2期（总第607期）, or the month or period that it is of; empty
        where it has neither."""
        number = number_text(self.issue, self.layout)
        if number:
            return number
        for field in self.layout.placed.declared:
            if field.kind in ("month", "period") and (value := value_of(self.issue, field)):
                return worded(field, value)
        return ""

    @property
    def remark(self) -> str:
        """What of it will not be as it was: its layout, pictures that are lost, what was changed since it
        was signed. Sentences, or nothing."""
        since = self.since.sentence if self.since else ""
        return self.trouble + lost_sentence(self.issue) + since


class Left(NamedTuple):
    """A file that isn't bound, and why, in a sentence. `harmless`: nothing is lacking for it."""

    file: Path
    why: str
    harmless: bool = False

    @property
    def said(self) -> str:
        """Which file it is, and why."""
        return self.why if self.file.name in self.why else f"“{self.file}”{self.why}"


class Members(NamedTuple):
    """The issues in order, and what was left out."""

    taken: tuple[Member, ...]
    left: tuple[Left, ...]

    @property
    def lacking(self) -> tuple[Left, ...]:
        """What the clerk has chosen and would miss."""
        return tuple(left for left in self.left if not left.harmless)


def read_members(files: Iterable[Path], tell: Tell = silent) -> Members:
    """Reads the issues; a file that can't be used is left out and named, a further copy of an issue too."""
    chosen = list(dict.fromkeys(Path(os.path.abspath(file)) for file in files))  # noqa: PTH100 (asks no disk)
    taken: list[Member] = []
    left: list[Left] = []
    seen: dict[Issue, Path] = {}
    layouts: dict[LayoutText | None, tuple[Layout, str]] = {}
    for done, file in enumerate(chosen):
        tell(done, len(chosen))
        try:
            whole = read_bulletin(file)
            issue = as_put_out(whole)
            known = layouts.get(issue.layout)
            if known is None:
                known = layouts[issue.layout] = layout_of(issue)
        except BulletinDeskError as error:
            left.append(Left(file, str(error)))
            continue
        if issue in seen:
            left.append(Left(file, f"和“{seen[issue].name}”是同一期、内容也相同，只收一份。", harmless=True))
            continue
        seen[issue] = file
        taken.append(Member(file, issue, *known, changed_since_signed(whole)))
    tell(len(chosen), len(chosen))
    return Members(tuple(sorted(taken, key=_order)), tuple(left))


def remarks(members: Iterable[Member]) -> tuple[str, ...]:
    """What is to be said of the issues themselves: a sentence each, with its file's name."""
    return tuple(f"“{member.file.name}”：{member.remark}" for member in members if member.remark)


def _order(member: Member) -> tuple[object, ...]:
    """By date and number; a supplement behind the issue of its number."""
    masthead = member.issue.masthead
    total = masthead.total_number or 0
    day = member.issue.dated_header.date
    return day, bool(masthead.supplement), total, masthead.number, masthead.supplement, member.file.name
