"""Which items and sections of two issues are the same, and where each stands in a third one that was made of
the first, with some of what is in the second in it. Must not know what is done with them.

Each item has a number, and each section: those of the older issue first, in order, then those that only the
newer one has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

from bulletin_desk.bulletin.grammar import item_path, items_of
from bulletin_desk.bulletin.matching import (
    changed_stretches,
    left,
    matched_items,
    matched_sections,
    plain,
    text_of,
)
from bulletin_desk.bulletin.model import Block, Issue, Item, Path, Section

_Key = TypeVar("_Key", bound=Hashable)
_ALIKE = 0.5
"""As `matching` has it: items with this share of pairs of characters in common are the same item."""
_MOST_PAIRS = 10_000
_LONGEST = 2_000


class Part(NamedTuple):
    """An item or a section: where it stands in the older issue, and in the newer one, by its number in their
    order; None where it is not there."""

    old: int | None
    new: int | None


class Rows(NamedTuple):
    """In which order the numbers of parts stand: sections, and the items in each of them."""

    sections: tuple[int, ...]
    items: Mapping[int, tuple[int, ...]]


class Beside:
    """Two issues beside each other."""

    def __init__(self, old: Issue, new: Issue) -> None:
        self.old = old
        self.new = new
        self.old_items = list(items_of(old))
        self.new_items = list(items_of(new))
        self.items = _parts(
            len(self.old_items), len(self.new_items), _paired_items(self.old_items, self.new_items)
        )
        self.sections = _parts(len(old.sections), len(new.sections), self._paired_sections())
        self._item_of_new = {part.new: at for at, part in enumerate(self.items) if part.new is not None}
        self._section_of_new = {part.new: at for at, part in enumerate(self.sections) if part.new is not None}
        self.old_rows = _rows(old, range(len(old.sections)), range(len(self.old_items)))
        self.new_rows = _rows(
            new,
            [self._section_of_new[at] for at in range(len(new.sections))],
            [self._item_of_new[at] for at in range(len(self.new_items))],
        )

    def _paired_sections(self) -> list[tuple[int, int]]:
        """Which section became which: what `matched_sections` finds, then by the items that are the same."""
        pairs = _in_order(
            [section.name for section in self.old.sections], [section.name for section in self.new.sections]
        )
        firsts, seconds = {first for first, _ in pairs}, {second for _, second in pairs}
        pairs += [
            (first, second)
            for first, second in matched_sections(self.old, self.new)
            if first not in firsts and second not in seconds
        ]
        firsts, seconds = {first for first, _ in pairs}, {second for _, second in pairs}
        shared = Counter(
            (int(self.old_items[part.old][0][1]), int(self.new_items[part.new][0][1]))
            for part in self.items
            if part.old is not None and part.new is not None
        )
        for (first, second), _ in shared.most_common():
            if first not in firsts and second not in seconds:
                pairs.append((first, second))
                firsts.add(first)
                seconds.add(second)
        return pairs

    def old_item(self, number: int) -> tuple[Path, Item] | None:
        """An item of the older issue with its path."""
        at = self.items[number].old
        return None if at is None else self.old_items[at]

    def new_item(self, number: int) -> tuple[Path, Item] | None:
        """An item of the newer issue with its path."""
        at = self.items[number].new
        return None if at is None else self.new_items[at]

    def old_section(self, number: int) -> Section | None:
        """A section of the older issue."""
        at = self.sections[number].old
        return None if at is None else self.old.sections[at]

    def new_section(self, number: int) -> Section | None:
        """A section of the newer issue."""
        at = self.sections[number].new
        return None if at is None else self.new.sections[at]


def _in_order(old: Sequence[_Key], new: Sequence[_Key]) -> list[tuple[int, int]]:
    """Those that are the same and stand in the same order."""
    pairs: list[tuple[int, int]] = []
    at = there = 0
    for begin, end, new_begin, new_end in (
        *changed_stretches(old, new),
        (len(old), len(old), len(new), len(new)),
    ):
        pairs += zip(range(at, begin), range(there, new_begin), strict=True)
        at, there = end, new_end
    return pairs


def _paired_items(
    old: Sequence[tuple[Path, Item]], new: Sequence[tuple[Path, Item]]
) -> list[tuple[int, int]]:
    """Which item became which: those that stand in the same order first, then as `matched_items` has it."""
    pairs = _in_order([item for _, item in old], [item for _, item in new])
    olds, news = left(len(old), len(new), pairs)
    others = matched_items([old[at] for at in olds], [new[at] for at in news])
    return [*pairs, *((olds[first], news[second]) for first, second in others)]


def _parts(olds: int, news: int, pairs: Iterable[tuple[int, int]]) -> list[Part]:
    became = dict(pairs)
    found = [Part(at, became.get(at)) for at in range(olds)]
    come = set(range(news)) - set(became.values())
    return [*found, *(Part(None, at) for at in sorted(come))]


def _rows(issue: Issue, sections: Sequence[int], items: Sequence[int]) -> Rows:
    inside: dict[int, tuple[int, ...]] = {}
    start = 0
    for number, section in zip(sections, issue.sections, strict=True):
        inside[number] = tuple(items[start : start + len(section.items)])
        start += len(section.items)
    return Rows(tuple(sections), inside)


# ---- a third issue


class Third:
    """Where the parts of two issues stand in a third one: `items` and `sections` by their numbers. In rows
    parts that neither of the two has are -1. Of several alike, the item and the section that are `wanted` are
    those that are not there."""

    def __init__(self, beside: Beside, issue: Issue, item: int = -1, section: int = -1) -> None:
        self.issue = issue
        there = list(items_of(issue))
        itself = issue is beside.old
        found = {at: at for at in range(len(there))} if itself else _items_there(beside, there, item)
        self.items: dict[int, Path] = {number: there[at][0] for at, number in found.items()}
        numbers = {path: number for number, path in self.items.items()}
        sections = {at: at for at in range(len(issue.sections))}
        if not itself:
            sections = _sections_there(beside, issue, numbers, section)
        self.sections: dict[int, int] = {number: at for at, number in sections.items()}
        self.row = tuple(sections.get(at, -1) for at in range(len(issue.sections)))
        self._rows = [
            tuple(numbers.get(item_path(at, each), -1) for each in range(len(section.items)))
            for at, section in enumerate(issue.sections)
        ]

    def row_of(self, section: int) -> tuple[int, ...]:
        """The numbers of the items in a section, by its index."""
        return self._rows[section]


def _items_there(beside: Beside, there: Sequence[tuple[Path, Item]], wanted: int) -> dict[int, int]:
    """For items of a third issue, by their places in order, the numbers that they have."""
    versions = [
        [found[1] for found in (beside.old_item(at), beside.new_item(at)) if found]
        for at in range(len(beside.items))
    ]
    found: dict[int, int] = {}
    items = [item for _, item in there]
    order = sorted(range(len(versions)), key=lambda number: number == wanted)
    in_place = _in_place(beside, there, wanted)
    _by_key(found, versions, order, items, lambda item: item, in_place)
    _by_key(found, versions, order, items, lambda item: plain(item.title), in_place)
    _by_blocks(found, versions, items)
    rest = [at for at in range(len(items)) if at not in found]
    taken = set(found.values())
    waiting = [at for at in range(len(versions)) if at not in taken]
    if rest and waiting and len(rest) * len(waiting) <= _MOST_PAIRS:
        pairs_in = {at: _pairs_in(text_of(items[at])) for at in rest}
        theirs = {at: [_pairs_in(text_of(item)) for item in versions[at]] for at in waiting}
        close = [
            (-most, number == wanted, number, at)
            for at in rest
            for number in waiting
            if (most := max(_likeness(pairs_in[at], each) for each in theirs[number])) >= _ALIKE
        ]
        for *_, number, at in sorted(close):
            if at not in found and number not in taken:
                found[at] = number
                taken.add(number)
    for at, (path, item) in enumerate(there):
        if at in found or text_of(item):
            continue
        for number, part in enumerate(beside.items):
            old = beside.old_item(number)
            if number not in taken and part.old is not None and old and old[0] == path:
                found[at] = number
                taken.add(number)
    return found


def _in_place(beside: Beside, there: Sequence[tuple[Path, Item]], wanted: int) -> dict[int, int]:
    """For items of a third issue the number of the one that stood at the same path in the older one."""
    numbers = {
        beside.old_items[part.old][0]: at for at, part in enumerate(beside.items) if part.old is not None
    }
    numbers = {path: number for path, number in numbers.items() if number != wanted}
    return {at: numbers[path] for at, (path, _) in enumerate(there) if path in numbers}


def _by_key(
    found: dict[int, int],
    versions: Sequence[Sequence[Item]],
    order: Sequence[int],
    items: Sequence[Item],
    key: Callable[[Item], Hashable],
    in_place: Mapping[int, int],
) -> None:
    """Adds to `found` those that have the same key as a version of a number: of several alike those that
    stand where they stood (`in_place`), then in order."""
    taken = set(found.values())
    waiting: dict[Hashable, list[int]] = {}
    for number in order:
        if number not in taken:
            for each in dict.fromkeys(map(key, versions[number])):
                waiting.setdefault(each, []).append(number)
    for at, number in in_place.items():
        alike = waiting.get(key(items[at]), ()) if at not in found and key(items[at]) else ()
        if len(alike) > 1 and number in alike and number not in taken:
            found[at] = number
            taken.add(number)
    for at, item in enumerate(items):
        if at in found or not key(item):
            continue
        same = next((each for each in waiting.get(key(item), ()) if each not in taken), None)
        if same is not None:
            found[at] = same
            taken.add(same)


def _by_blocks(found: dict[int, int], versions: Sequence[Sequence[Item]], items: Sequence[Item]) -> None:
    """Adds to `found` those most of whose blocks are those of a version, which is quickly told."""
    taken = set(found.values())
    holders: dict[Block, list[int]] = {}
    for number, some in enumerate(versions):
        if number not in taken:
            for block in dict.fromkeys(block for item in some for block in item.blocks):
                holders.setdefault(block, []).append(number)
    for at, item in enumerate(items):
        if at in found:
            continue
        blocks = [block for block in item.blocks if text_of(block)]
        votes = Counter(
            number for block in blocks for number in holders.get(block, ()) if number not in taken
        )
        for number, count in votes.most_common(1):
            if 2 * count > len(blocks):
                found[at] = number
                taken.add(number)


def _sections_there(beside: Beside, issue: Issue, items: Mapping[Path, int], wanted: int) -> dict[int, int]:
    """For sections of a third issue, by index, the numbers that they have: by name and what stands in them,
    by name, by what stands in them, by their places where all are empty."""
    names = [
        {section.name for section in (beside.old_section(at), beside.new_section(at)) if section}
        for at in range(len(beside.sections))
    ]
    inside = [
        {*beside.old_rows.items.get(at, ()), *beside.new_rows.items.get(at, ())}
        for at in range(len(beside.sections))
    ]
    scored: list[tuple[int, int, bool, int, int, int]] = []
    for at, section in enumerate(issue.sections):
        own = [items.get(item_path(at, each)) for each in range(len(section.items))]
        for number in range(len(beside.sections)):
            shared = sum(each in inside[number] for each in own if each is not None)
            named = section.name in names[number]
            if shared or named:
                scored.append(
                    (-2 * named - bool(shared), -shared, number == wanted, abs(number - at), number, at)
                )
    found: dict[int, int] = {}
    taken: set[int] = set()
    for *_, number, at in sorted(scored):
        if at not in found and number not in taken:
            found[at] = number
            taken.add(number)
    return found


def _pairs_in(text: str) -> Counter[str]:
    return Counter(map("".join, pairwise(text[:_LONGEST])))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def place_in_row(row: Sequence[int], wanted: Sequence[int], stable: frozenset[int], number: int) -> int:
    """Where in `row` the part `number`, which it has not, has to be put: behind what stands before it in the
    `wanted` row. `stable` are those that stand in the same order in either."""
    before: set[int] = set()
    start = 0
    for each in reversed(wanted[: wanted.index(number)]):
        if each in stable and each in row:
            start = row.index(each) + 1
            break
        before.add(each)
    place = start
    for at in range(start, len(row)):
        if row[at] in before:
            place = at + 1
        elif row[at] in stable:
            break
    return place
