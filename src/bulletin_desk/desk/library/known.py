"""What the window of the library knows of what the library holds, and what the clerk has chosen of it. Knows
no widgets but what their rows hold, and asks nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date as Date  # noqa: N812
from pathlib import Path
from typing import NamedTuple

from bulletin_desk.bulletin.grammar import item_path
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.bulletin.model import Path as PartPath
from bulletin_desk.desk.library.issues_list import Part
from bulletin_desk.desk.library.said import Gaps, head_words, item_in, meant_by, words_of
from bulletin_desk.desk.library.scopes import Scope
from bulletin_desk.editing.find import Match
from bulletin_desk.library.index import Library, StoredIssue
from bulletin_desk.library.pool import Pooled
from bulletin_desk.library.search import Hit

WhereIn = Callable[[Issue], PartPath | Match | None]
"""Which part of an issue, or which of its characters, is meant; None: its beginning."""


class Chosen(NamedTuple):
    """What the clerk has chosen: an issue's file, what it is called, an item of it by its place and title,
    where in it the clerk wants to be, and the words that were looked for."""

    file: Path
    said: str
    item: tuple[int, int, str] | None
    where: WhereIn
    words: tuple[str, ...] = ()


class Known:
    """All issues, the latest first; those that count for how many there are; and the sentences about what
    can't be used."""

    def __init__(self, issues: Iterable[StoredIssue] = (), troubles: Iterable[str] = ()) -> None:
        self.issues = tuple(
            sorted(issues, key=lambda each: (each.entry.date, each.entry.number), reverse=True)
        )
        self.troubles = tuple(troubles)
        self._by_file = {each.file: each for each in self.issues}
        self._counted = [each.entry for each in self.issues if each.copy_of is None]

    @property
    def years(self) -> list[tuple[str, int]]:
        """The bulletin's name and the year of each issue that counts."""
        return [(entry.name, entry.date.year) for entry in self._counted]

    @property
    def sections(self) -> list[str]:
        """The names of sections, the most used first."""
        items = (item for entry in self._counted for item in entry.items)
        found = Counter(name for item in items for name in (item.heading, item.above) if name)
        return [name for name, _ in found.most_common()]

    def within(self, scope: Scope) -> tuple[StoredIssue, ...]:
        """The issues of a scope."""
        return tuple(
            each
            for each in self.issues
            if scope.name in (None, each.entry.name) and scope.year in (None, each.entry.date.year)
        )

    def called(self, hit: Hit) -> str:
        """What a hit's issue is called."""
        issue = self._by_file.get(hit.file)
        return head_words(hit.head, numbered=issue is None or issue.numbered)

    def source(self, hit: Hit) -> str:
        """The source of a hit's item, as far as that is known by now."""
        issue = self._by_file.get(hit.file)
        items = () if issue is None else issue.entry.items
        place = (hit.section, hit.item)
        return next((item.source for item in items if (item.section, item.item) == place), "")

    def chosen_hit(self, hit: Hit, words: tuple[str, ...]) -> Chosen:
        """A hit of a search for these words."""
        item = None if hit.where == "note" else (hit.section, hit.item, hit.title)
        return Chosen(
            hit.file,
            self.called(hit),
            item,
            lambda issue: meant_by(issue, hit, words),
            words_of(hit, words),
        )


def chosen_part(part: Part) -> Chosen:
    """An issue of the list, or one of its items."""
    said = head_words(part.issue.entry, numbered=part.issue.numbered)
    item = part.item
    if item is None:
        return Chosen(part.file, said, None, lambda _issue: None)
    place = (item.section, item.item, item.title)
    return Chosen(part.file, said, place, lambda issue: item_in(issue, *place))


def chosen_pooled(pooled: Pooled, words: tuple[str, ...]) -> Chosen:
    """An item of the pool, found by these words."""
    said = f"备用稿，来自{pooled.origin}"
    return Chosen(pooled.file, said, (0, 0, pooled.title), lambda _issue: item_path(0, 0), words)


# ---- questions to the library


def all_of(library: Library) -> Known:
    """What it holds."""
    return Known(library.issues(), (trouble.sentence for trouble in library.troubles()))


def gaps_of(library: Library, years: Iterable[tuple[str, int]]) -> list[Gaps]:
    """What is wrong with the numbers of these years of bulletins."""
    return [Gaps(name, year, library.numbers(name, year)) for name, year in dict.fromkeys(years)]


def days_of(scope: Scope) -> tuple[Date | None, Date | None]:
    """The first and the last day of a scope."""
    year = scope.year
    return (None, None) if year is None else (Date(year, 1, 1), Date(year, 12, 31))
