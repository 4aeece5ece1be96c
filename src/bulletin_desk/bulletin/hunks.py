"""What differs between two rows, as hunks of their sequences (see `flat`): which tokens of the one become
which others. Each can be taken by itself: what is then there is a row again. Must not know who asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from bulletin_desk.bulletin.flat import (
    Letter,
    Tokens,
    attachment_tokens,
    block_tokens,
    entry_tokens,
)
from bulletin_desk.bulletin.matching import changed_stretches, text_of
from bulletin_desk.bulletin.model import Addressee, Attachment, Block, Paragraph, Pictures, Table
from bulletin_desk.bulletin.table_hunks import table_hunks
from bulletin_desk.bulletin.token_hunks import Hunk, by_words, merged, pairs_in, shifted

_LEAST_ALIKE = 0.3
"""Paragraphs with this share of pairs of characters in common are the same one, rewritten."""
_INSIDE = 0.6
"""A paragraph with this share of its pairs of characters in another one is a part of that."""
_MOST_PAIRS = 2_500
"""Paragraphs of two rows between which all ways of pairing are looked at."""
_MOST_PARTS = 4
"""Into which one paragraph is looked at as cut, or of which as joined."""
_Part = TypeVar("_Part", Block, Addressee, Attachment)


def block_hunks(old: Sequence[Block], new: Sequence[Block]) -> list[Hunk]:
    """What becomes of a row of blocks."""
    return merged(_row_hunks(old, new, block_tokens, _within_blocks))


def attachment_hunks(old: Sequence[Attachment], new: Sequence[Attachment]) -> list[Hunk]:
    """What becomes of an item's attachments."""
    return merged(_row_hunks(old, new, attachment_tokens, _within_attachments))


def entry_hunks(old: Sequence[Addressee], new: Sequence[Addressee]) -> list[Hunk]:
    """What becomes of the distribution."""
    return merged(_row_hunks(old, new, entry_tokens, _within_entries))


# ---- rows


def _row_hunks(
    old: Sequence[_Part],
    new: Sequence[_Part],
    tokens_of: Callable[[_Part], Tokens],
    within: Callable[[Sequence[_Part], Sequence[_Part]], Iterable[Hunk] | None],
) -> Iterator[Hunk]:
    """`within` gives what becomes of parts that others were made of; None where they are taken whole."""
    starts = [0]
    for part in old:
        starts.append(starts[-1] + len(tokens_of(part)))
    for begin, end, new_begin, new_end in changed_stretches(old, new):
        for first, last, new_first, new_last in _groups(old[begin:end], new[new_begin:new_end]):
            were = old[begin + first : begin + last]
            are = new[new_begin + new_first : new_begin + new_last]
            start = starts[begin + first]
            inside = within(were, are) if were and are else None
            if inside is None:
                come = tuple(token for part in are for token in tokens_of(part))
                yield Hunk(start, starts[begin + last], come)
            else:
                yield from shifted(inside, start)


def _groups(old: Sequence[_Part], new: Sequence[_Part]) -> list[tuple[int, int, int, int]]:
    """Which parts became which, in order: one another one, one several, several one; others none."""
    if len(old) == len(new) == 1:
        return [(0, 1, 0, 1)]
    if not old or not new or len(old) * len(new) > _MOST_PAIRS:
        return [(0, len(old), 0, len(new))]
    was, now = [pairs_in(text_of(part)) for part in old], [pairs_in(text_of(part)) for part in new]
    sizes, new_sizes = [each.total() for each in was], [each.total() for each in now]
    best: dict[tuple[int, int], tuple[float, int, int]] = {(0, 0): (0.0, 0, 0)}
    for first in range(len(old) + 1):
        for second in range(len(new) + 1):
            if (first, second) == (0, 0):
                continue
            ways: list[tuple[float, int, int]] = []
            if first:
                ways.append((best[first - 1, second][0] + sizes[first - 1], 1, 0))
            if second:
                ways.append((best[first, second - 1][0] + new_sizes[second - 1], 0, 1))
            if first and second:
                cost = _pair_cost(old[first - 1], new[second - 1], was[first - 1], now[second - 1])
                if cost is not None:
                    ways.append((best[first - 1, second - 1][0] + cost, 1, 1))
                for parts in range(2, min(_MOST_PARTS, second) + 1):
                    some = range(second - parts, second)
                    cost = _cut_cost(
                        old[first - 1],
                        [new[at] for at in some],
                        was[first - 1],
                        [now[at] for at in some],
                    )
                    if cost is not None:
                        ways.append((best[first - 1, second - parts][0] + cost, 1, parts))
                for parts in range(2, min(_MOST_PARTS, first) + 1):
                    some = range(first - parts, first)
                    cost = _cut_cost(
                        new[second - 1],
                        [old[at] for at in some],
                        now[second - 1],
                        [was[at] for at in some],
                    )
                    if cost is not None:
                        ways.append((best[first - parts, second - 1][0] + cost, parts, 1))
            best[first, second] = min(ways)
    found: list[tuple[int, int, int, int]] = []
    first, second = len(old), len(new)
    while first or second:
        _, olds, news = best[first, second]
        found.append((first - olds, first, second - news, second))
        first, second = first - olds, second - news
    return found[::-1]


def _pair_cost(old: object, new: object, was: Counter[str], now: Counter[str]) -> float | None:
    """What it costs that one part became another; None where it can't have."""
    if _sort(old) is not _sort(new):
        return None
    total, common = was.total() + now.total(), (was & now).total()
    if 2 * common < _LEAST_ALIKE * total:
        return None
    return total - 2 * common + (type(old) is not type(new)) * 0.5


def _cut_cost(
    whole: object, parts: Sequence[object], in_whole: Counter[str], in_parts: Sequence[Counter[str]]
) -> float | None:
    """What it costs that a paragraph was cut, or several were joined; None where that can't be."""
    if not all(isinstance(part, Paragraph) for part in (whole, *parts)):
        return None
    if any((in_whole & part).total() < _INSIDE * (part.total() - 1) or part.total() < 2 for part in in_parts):
        return None
    together: Counter[str] = Counter()
    for part in in_parts:
        together += part
    total = in_whole.total() + together.total()
    return total - 2 * (in_whole & together).total() + 0.25


def _sort(part: object) -> type:
    return Paragraph if isinstance(part, Paragraph) else type(part)  # type: ignore[return-value]


# ---- within


def _within_blocks(old: Sequence[Block], new: Sequence[Block]) -> Iterable[Hunk] | None:
    match (*old, *new):
        case Table() as was, Table() as now:
            return table_hunks(was, now)
        case Pictures() as pictures, Pictures() as others:
            if len(pictures.pictures) != len(others.pictures):
                return None
            return by_words(block_tokens(pictures), block_tokens(others))
    if not all(isinstance(block, Paragraph) for block in (*old, *new)):
        return None
    if len(old) > 1 and len(new) > 1:
        return None
    were, are = (tuple(t for block in blocks for t in block_tokens(block)) for blocks in (old, new))
    if len(old) == len(new) == 1:  # each mark is the other's
        if were[-1] != are[-1] and any(isinstance(token, Letter) and token.looks for token in are):
            return None  # looks that the old kind has no place for
        inside = list(by_words(were[:-1], are[:-1]))
        if were[-1] != are[-1]:
            inside.append(Hunk(len(were) - 1, len(were), are[-1:]))
        return inside
    return by_words(were, are)


def _within_attachments(old: Sequence[Attachment], new: Sequence[Attachment]) -> Iterable[Hunk] | None:
    if len(old) != 1 or len(new) != 1:
        return None
    (was,), (now,) = old, new
    titles = by_words(tuple(map(Letter, was.title)), tuple(map(Letter, now.title)))
    blocks = _row_hunks(was.blocks, now.blocks, block_tokens, _within_blocks)
    return [*titles, *shifted(blocks, len(was.title) + 1)]


def _within_entries(old: Sequence[Addressee], new: Sequence[Addressee]) -> Iterable[Hunk] | None:
    if len(old) != 1 or len(new) != 1:
        return None
    (was,), (now,) = old, new
    labels = by_words(tuple(map(Letter, was.label)), tuple(map(Letter, now.label)))
    return [
        *labels,
        *shifted(by_words(tuple(map(Letter, was.to)), tuple(map(Letter, now.to))), len(was.label) + 1),
    ]
