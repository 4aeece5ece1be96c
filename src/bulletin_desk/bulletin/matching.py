"""Which part of an issue became which part of a later one: sections, items and what stands in rows. Must not
know what is said of it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TypeVar

from bulletin_desk.bulletin.model import Addressee, Attachment, Block, Issue, Item, Path

Pair = tuple[int, int]
"""Where a part stands in the old row, and where in the new one."""
_Key = TypeVar("_Key", bound=Hashable)
RowPart = TypeVar("RowPart", Block, Addressee, Attachment)
"""What stands in a row: blocks, addressees, or attachments."""

_ALIKE = 0.5
"""Items with this share of pairs of characters in common are the same item, rewritten."""
_ALIKE_BLOCKS = 0.3
_MOST_PAIRS = 10_000
_MOST_PAIRS_OF_BLOCKS = 2_000
_SURELY_ALIKE = 0.8
"""No other paragraph will be more alike."""
_MOST_MATCHED = 250_000
"""Pairs of parts of two rows between which all matches are looked at."""
_MOST_HOLDERS = 50
"""Sections of one title that are kept: what more of them have tells none from the others."""
_LONGEST_COMPARED = 2_000
"""Characters by which a text is told from others: its beginning."""


def matched_sections(old: Issue, new: Issue) -> list[Pair]:
    """Which section became which: by name, then by the items in it."""
    names = [section.name for section in old.sections], [section.name for section in new.sections]
    pairs = _by_key(*names, [], lambda _name: True)
    was, now = left(len(old.sections), len(new.sections), pairs)
    holders: dict[str, list[int]] = {}
    """The first sections of the new issue that have each title."""
    for second in now:
        for title in {plain(item.title) for item in new.sections[second].items} - {""}:
            holders.setdefault(title, []).append(second)
    shared: Counter[Pair] = Counter()
    for first in was:
        for title in {plain(item.title) for item in old.sections[first].items}:
            shared.update((first, second) for second in holders.get(title, ())[:_MOST_HOLDERS])
    return _greedy([(-count, *pair) for pair, count in shared.items()], pairs)


def matched_items(was: Sequence[tuple[Path, Item]], now: Sequence[tuple[Path, Item]]) -> list[Pair]:
    """Which item became which: one that is the same, of the same title, or with much of the same text."""
    pairs = _by_key([item for _, item in was], [item for _, item in now], [], bool)
    titles = [plain(item.title) for _, item in was], [plain(item.title) for _, item in now]
    pairs = _by_key(*titles, pairs, bool)
    first_left, second_left = left(len(was), len(now), pairs)
    if len(first_left) * len(second_left) <= _MOST_PAIRS:
        texts = {at: _bigrams(text_of(was[at][1])) for at in first_left}
        others = {at: _bigrams(text_of(now[at][1])) for at in second_left}
        close = [
            (-likeness, first, second)
            for first in first_left
            for second in second_left
            if (likeness := _likeness(texts[first], others[second])) >= _ALIKE
        ]
        pairs = _greedy(close, pairs)
        # Two empty items in the same place are one, too.
        first_left, second_left = left(len(was), len(now), pairs)
        places = {was[at][0]: at for at in first_left if not text_of(was[at][1])}
        pairs += [(places[now[at][0]], at) for at in second_left if now[at][0] in places]
    return pairs


def matched_row(old: Sequence[RowPart], new: Sequence[RowPart]) -> tuple[list[Pair], list[Pair]]:
    """Which paragraph or addressee became which: those that kept their order, the same or changed; and those
    that are the same and were moved."""
    kept: list[Pair] = []
    start = new_start = 0
    for begin, end, new_begin, new_end in (
        *changed_stretches(old, new),
        (len(old), len(old), len(new), len(new)),
    ):
        kept += zip(range(start, begin), range(new_start, new_begin), strict=True)
        pairs = [(0, 0)]
        if (end - begin, new_end - new_begin) != (1, 1):
            pairs = aligned(
                [text_of(part) for part in old[begin:end]], [text_of(part) for part in new[new_begin:new_end]]
            )
        kept += [(begin + first, new_begin + second) for first, second in pairs]
        start, new_start = end, new_end
    gone, come = left(len(old), len(new), kept)
    same = _by_key([old[at] for at in gone], [new[at] for at in come], [], lambda part: True)
    return kept, [(gone[first], come[second]) for first, second in same]


def aligned(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """In order, which text was made of which: those that have something in common."""
    pairs: list[Pair] = []
    texts, others = [_bigrams(text) for text in old], [_bigrams(text) for text in new]
    start = 0
    for first, text in enumerate(texts):
        best, most = None, 0.0
        for at in range(start, min(len(others), start + 1 + _MOST_PAIRS_OF_BLOCKS // (1 + len(texts)))):
            likeness = _likeness(text, others[at])
            if likeness > most:
                best, most = at, likeness
            if likeness >= _SURELY_ALIKE:
                break
        if best is not None and most >= _ALIKE_BLOCKS:
            pairs.append((first, best))
            start = best + 1
    return pairs


def changed_stretches(old: Sequence[_Key], new: Sequence[_Key]) -> Iterator[tuple[int, int, int, int]]:
    """From where to where two rows differ, first in the old one and then in the new one. What stands between
    is the same, one by one."""
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    left = shorter - head
    tail = next((at for at in range(left) if old[-1 - at] != new[-1 - at]), left)
    was, now = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(was) * len(now) <= _MOST_MATCHED:
        for tag, start, end, new_start, new_end in SequenceMatcher(None, was, now, False).get_opcodes():
            if tag != "equal":
                yield head + start, head + end, head + new_start, head + new_end
        return
    # Of what repeats itself without end, matching would take more than the square of its length: the parts
    # that are the same are paired in order, and those pairs kept that cross no other.
    start = new_start = 0
    same: list[Pair] = sorted(in_order(_by_key(was, now, [], lambda part: True)))
    for end, new_end in (*same, (len(was), len(now))):
        if (start, new_start) != (end, new_end):
            yield head + start, head + end, head + new_start, head + new_end
        start, new_start = end + 1, new_end + 1


def plain(title: str) -> str:
    """A title on one line."""
    return title.replace("\n", "")


def text_of(part: Block | Addressee | Attachment | Item) -> str:
    """All words of a part; of an item without its source, which many have."""
    if isinstance(part, Item):
        around = (part.kicker, part.subtitle, part.byline, part.salutation, part.signature)
        attached = map(text_of, part.attachments)
        return "\n".join((part.title, *map(text_of, part.blocks), *filter(None, around), *attached))
    if isinstance(part, Attachment):
        return "\n".join((part.title, *map(text_of, part.blocks)))
    if isinstance(part, Addressee):
        return f"{part.label}：{part.to}"
    return "\n".join(text.text for text in part.texts())


# ---- matching


def _by_key(
    old: Sequence[_Key], new: Sequence[_Key], pairs: list[Pair], fit: Callable[[_Key], bool]
) -> list[Pair]:
    """`pairs` with those of the same key among the rest, in order."""
    first_left, second_left = left(len(old), len(new), pairs)
    waiting: dict[_Key, list[int]] = {}
    for at in reversed(first_left):
        waiting.setdefault(old[at], []).append(at)
    found = list(pairs)
    for at in second_left:
        if fit(new[at]) and waiting.get(new[at]):
            found.append((waiting[new[at]].pop(), at))
    return found


def _greedy(
    scored: list[tuple[int, int, int]] | list[tuple[float, int, int]], pairs: list[Pair]
) -> list[Pair]:
    """`pairs` with the best of the scored ones (least first), each part used once."""
    found = list(pairs)
    firsts, seconds = {first for first, _ in pairs}, {second for _, second in pairs}
    for _, first, second in sorted(scored):
        if first not in firsts and second not in seconds:
            found.append((first, second))
            firsts.add(first)
            seconds.add(second)
    return found


def left(old: int, new: int, pairs: Sequence[Pair]) -> tuple[list[int], list[int]]:
    """Which of so many are in no pair."""
    firsts, seconds = {first for first, _ in pairs}, {second for _, second in pairs}
    return [at for at in range(old) if at not in firsts], [at for at in range(new) if at not in seconds]


def in_order(pairs: Sequence[Pair]) -> set[Pair]:
    """The most pairs that kept their order; the others are what was moved."""
    pairs = sorted(pairs, key=lambda pair: pair[1])
    ends: list[int] = []  # by length of a rising run, the least number that one ends in
    holders: list[int] = []
    before: list[int | None] = []
    for at, (first, _) in enumerate(pairs):
        length = bisect_left(ends, first)
        before.append(holders[length - 1] if length else None)
        ends[length : length + 1] = [first]
        holders[length : length + 1] = [at]
    kept: set[Pair] = set()
    last = holders[-1] if holders else None
    while last is not None:
        kept.add(pairs[last])
        last = before[last]
    return kept


def _bigrams(text: str) -> Counter[str]:
    return Counter(map("".join, pairwise(text[:_LONGEST_COMPARED])))


def likeness(one: str, other: str) -> float:
    """How much two texts have in common, 0 to 1: the share of pairs of neighbouring characters."""
    return _likeness(_bigrams(one), _bigrams(other))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """The share of pairs of neighbouring characters that both have (Dice), 0 to 1."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
