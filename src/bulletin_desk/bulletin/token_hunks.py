"""What differs between two sequences (see `flat`), by words. Must not know what they are sequences of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from bulletin_desk.bulletin.flat import Mark, Token, Tokens, words

_MOST_COMPARED = 4_000_000
"""Pairs of words between which all matches are looked at; longer sequences become each other whole."""
_CHANGED = 2
"""Where so many words are changed on either side of a single one that has stayed, all are one change."""


class Hunk(NamedTuple):
    """Tokens `start` to `end` of a sequence become `new`."""

    start: int
    end: int
    new: Tokens


def merged(hunks: Iterable[Hunk]) -> list[Hunk]:
    """Hunks that are apart: those that meet are one."""
    found: list[Hunk] = []
    for each in hunks:
        if found and found[-1].end == each.start:
            found[-1] = Hunk(found[-1].start, each.end, found[-1].new + each.new)
        else:
            found.append(each)
    return found


def shifted(hunks: Iterable[Hunk], by: int) -> Iterator[Hunk]:
    """Hunks of a part, as those of the whole that it begins so far on in."""
    return (Hunk(start + by, end + by, new) for start, end, new in hunks)


def word_hunks(old: Tokens, new: Tokens) -> list[Hunk]:
    """What becomes of a sequence, by words."""
    return merged(by_words(old, new))


def pairs_in(text: str) -> Counter[str]:
    """The pairs of neighbouring characters of a text, its edges among them."""
    return Counter(map("".join, pairwise(f"\0{text}\0")))


def by_words(old: Tokens, new: Tokens) -> Iterator[Hunk]:
    """What becomes of a sequence, by words."""
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    tail = next((at for at in range(shorter - head) if old[-1 - at] != new[-1 - at]), shorter - head)
    if head == len(old) == len(new):
        return
    spans, new_spans = list(words(old)), list(words(new))
    # Words that begin alike and go on differently differ from their beginning on.
    first = sum(end <= head for _, end in spans)
    first = min(first, sum(end <= head for _, end in new_spans))
    last = sum(start >= len(old) - tail for start, _ in spans)
    last = min(last, sum(start >= len(new) - tail for start, _ in new_spans))
    last = min(last, len(spans) - first, len(new_spans) - first)
    was = [old[start:end] for start, end in spans[first : len(spans) - last]]
    now = [new[start:end] for start, end in new_spans[first : len(new_spans) - last]]
    changed: list[list[int]] = []
    if len(was) * len(now) > _MOST_COMPARED:
        changed.append([0, len(was), 0, len(now)])
    else:
        for tag, *span in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
            if tag == "equal":
                continue
            if changed and _is_one(changed[-1], span, was):
                changed[-1] = [changed[-1][0], span[1], changed[-1][2], span[3]]
            else:
                changed.append(span)
    edges = [start for start, _ in spans[first : len(spans) - last]]
    edges.append(spans[len(spans) - last][0] if last else len(old))
    for begin, end, new_begin, new_end in changed:
        yield Hunk(
            edges[begin], edges[end], tuple(token for word in now[new_begin:new_end] for token in word)
        )


def _is_one(one: Sequence[int], other: Sequence[int], was: Sequence[Sequence[Token]]) -> bool:
    """Whether two changes are one, since next to nothing has stayed between them."""
    between = was[one[1] : other[0]]
    if len(between) > 1 or any(isinstance(token, Mark) for word in between for token in word):
        return False
    return all(max(each[1] - each[0], each[3] - each[2]) >= _CHANGED for each in (one, other))
