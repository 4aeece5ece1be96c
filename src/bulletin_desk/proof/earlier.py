"""Items that appeared before, in earlier issues or twice in this one: compared by the runs of characters that
they share, so that a rewritten sentence does not hide a copy. Knows no files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812
from functools import lru_cache
from typing import NamedTuple

from bulletin_desk.bulletin.grammar import items_of
from bulletin_desk.bulletin.model import Issue, Item, Masthead
from bulletin_desk.proof.expressions import Expression
from bulletin_desk.remembering import Same
from bulletin_desk.remembering import remembered as remembered_texts

_RUN = 8
"""Characters in a shingle: two texts rarely share eight characters in a row, but for set phrases."""
_KEPT = 4
"""One shingle in so many is kept, by its first character: enough to tell, and small for a year of issues."""
_LEAST = 60
"""Characters below which an item is too short to be told."""
_SAME = 0.5
"""Share of the shorter text's shingles from which on two items are the same news."""
_MOST_HOLDERS = 64
"""Items that are kept with a shingle: a phrase that more of them have tells nothing of any."""
_NOT_TEXT = Expression(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class EarlierItem:
    """One item as it is remembered: its title, where it stood (in words), and its shingles."""

    title: str
    shingles: frozenset[int]


@dataclass(frozen=True, slots=True)
class EarlierIssue:
    """What is remembered of an earlier issue. `file` is its name, for the clerk."""

    masthead: Masthead
    date: Date
    file: str
    items: tuple[EarlierItem, ...]


class Match(NamedTuple):
    """The item at `section`, `item` of this issue appeared in `issue` (None: in this one) as `title`."""

    section: int
    item: int
    title: str
    issue: EarlierIssue | None


def remembered(issue: Issue, file: str) -> EarlierIssue:
    """An issue as it is compared with later ones."""
    items = tuple(
        EarlierItem(_title(item), shingles)
        for section in issue.sections
        for item in section.items
        if (shingles := _shingles(item))
    )
    return EarlierIssue(issue.masthead, issue.dated_header.date, file, items)


_BEGINNING = 16
"""Characters by which an item without a title is named."""


def _title(item: Item) -> str:
    """The title on one line, or how the text of an item without one begins."""
    if item.title.strip() or not item.blocks:
        return item.title.replace("\n", "")
    text = item.blocks[0].texts()[0].text
    return text if len(text) <= _BEGINNING else f"{text[:_BEGINNING]}……"


def _shingles(item: Item) -> frozenset[int]:
    """Empty for a short item."""
    return _shingles_of_item(Same(item))


@lru_cache(maxsize=256)
def _shingles_of_item(item: Same[Item]) -> frozenset[int]:
    """Of its paragraphs, so that an edit costs one paragraph."""
    return shingles_of([text.text for block in item.value.blocks for text in block.texts()])


@remembered_texts
def _shingles_of(paragraph: str) -> frozenset[int]:
    text = _NOT_TEXT.sub("", paragraph)
    return frozenset(
        hash(text[at : at + _RUN]) for at in range(len(text) - _RUN + 1) if ord(text[at]) % _KEPT == 0
    )


def is_version(issue: Issue, other: EarlierIssue) -> bool:
    """Whether another file holds this very issue, as sent round or before its last changes: of its name, year
    and number, and `mostly_same` in its items. An issue that only took its number has other items."""
    masthead = issue.masthead
    if (
        other.masthead.one_line != masthead.one_line
        or (other.masthead.number, other.masthead.supplement) != (masthead.number, masthead.supplement)
        or other.date.year != issue.dated_header.date.year
    ):
        return False
    here = [shingles for _, item in items_of(issue) if (shingles := _shingles(item))]
    return mostly_same(here, [item.shingles for item in other.items])


def mostly_same(here: Sequence[frozenset[int]], there: Sequence[frozenset[int]]) -> bool:
    """Whether two issues, by the shingles of their items, share most items on both sides, or all items of the
    one, where that has several: it was sent round before the others had come."""
    if not here or not there:
        return False
    sides = ((len(here), _found(here, there)), (len(there), _found(there, here)))
    return all(2 * found > count for count, found in sides) or any(
        found == count > 1 for count, found in sides
    )


def shingles_of(paragraphs: Sequence[str]) -> frozenset[int]:
    """By what an item of these paragraphs is compared, in this process; empty for a short one."""
    if sum(map(len, paragraphs)) < _LEAST:
        return frozenset()
    return frozenset().union(*map(_shingles_of, paragraphs))


def _found(items: Sequence[frozenset[int]], among: Sequence[frozenset[int]]) -> int:
    """How many of the items, by their shingles, are among others."""
    return sum(any(_are_same(item, other) for other in among) for item in items)


def _are_same(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) >= _SAME * min(len(one), len(other))


def appeared(issue: Issue, earlier: Iterable[EarlierIssue]) -> Iterator[Match]:
    """The items of an issue that appeared before, each once."""
    here = [
        (section_at, item_at, item, shingles)
        for section_at, section in enumerate(issue.sections)
        for item_at, item in enumerate(section.items)
        if (shingles := _shingles(item))
    ]
    by_shingle: Mapping[int, list[tuple[EarlierIssue, EarlierItem]]] = _index(tuple(earlier))
    sets = [shingles for *_, shingles in here]
    meet = len(frozenset().union(*sets)) < sum(map(len, sets))
    if not meet and not by_shingle:
        return
    holders: dict[int, tuple[int, ...]] = {}
    """The first items here that have each shingle."""
    for number, (section_at, item_at, _, shingles) in enumerate(here):
        others: Counter[int] = Counter()
        fresh = shingles.difference(holders)
        for shingle in shingles - fresh:
            known = holders[shingle]
            others.update(known)
            if len(known) < _MOST_HOLDERS:
                holders[shingle] = (*known, number)
        holders.update(dict.fromkeys(fresh, (number,)))
        shared: dict[int, tuple[int, EarlierIssue, EarlierItem]] = {}
        for shingle in shingles if by_shingle else ():
            for then, old in by_shingle.get(shingle, ()):
                count = shared.get(id(old), (0, then, old))[0]
                shared[id(old)] = (count + 1, then, old)
        best = max(shared.values(), key=lambda each: each[0], default=None)
        if best is not None and best[0] >= _SAME * min(len(shingles), len(best[2].shingles)):
            yield Match(section_at, item_at, best[2].title, best[1])
            continue
        for other in sorted(others):
            _, _, item, those = here[other]
            if others[other] >= _SAME * min(len(shingles), len(those)):
                yield Match(section_at, item_at, _title(item), None)
                break


@lru_cache(maxsize=2)
def _index(earlier: tuple[EarlierIssue, ...]) -> dict[int, list[tuple[EarlierIssue, EarlierItem]]]:
    by_shingle: dict[int, list[tuple[EarlierIssue, EarlierItem]]] = {}
    for issue in earlier:
        for item in issue.items:
            for shingle in item.shingles:
                known = by_shingle.setdefault(shingle, [])
                if len(known) < _MOST_HOLDERS:
                    known.append((issue, item))
    return by_shingle
