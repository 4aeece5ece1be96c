"""Ranges of emphasised characters and what edits make of them: sorted, apart from each other, none empty.
Must not know what they are ranges of.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter

Ranges = tuple[tuple[int, int], ...]
"""Characters from the first (included) to the second (excluded) offset of each range."""


def are_ranges(ranges: Ranges, length: int) -> bool:
    """Whether these are ranges of a text of `length` characters as this room keeps them."""
    after = -1
    for start, end in ranges:
        if not after < start < end <= length:
            return False
        after = end
    return True


def united(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Any ranges as this room keeps them: those that meet are one, empty ones are none."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def replaced(ranges: Ranges, start: int, end: int, length: int) -> Ranges:
    """The ranges after characters `start` to `end` were replaced by `length` others.

    What is typed inside a range, or in place of a part of it, belongs to it; what is typed at its edge, or in
    place of something that reaches beyond it, does not.
    """
    if not ranges:
        return ranges
    by = length - (end - start)
    found: list[tuple[int, int]] = []
    for first, last in ranges:
        inside = first <= start and end <= last if start < end else first < start < last
        if inside:
            found.append((first, last + by))
        else:
            found += ((first, min(last, start)), (max(first, end) + by, last + by))
    return united(found)


def part(ranges: Ranges, start: int, end: int) -> Ranges:
    """The ranges of characters `start` to `end` alone, counted from `start`."""
    return united((max(first, start) - start, min(last, end) - start) for first, last in ranges)


def joined(first: Ranges, length: int, second: Ranges) -> Ranges:
    """The ranges of two texts as one, the first of them `length` characters long."""
    return united((*first, *((start + length, end + length) for start, end in second)))


def without(ranges: Ranges, start: int, end: int) -> Ranges:
    """The ranges but for characters `start` to `end`."""
    return united(
        piece for first, last in ranges for piece in ((first, min(last, start)), (max(first, end), last))
    )


def without_characters(ranges: Ranges, gone: Sequence[int]) -> Ranges:
    """The ranges after the characters at these places, in their order, were taken out of the text."""
    if not gone:
        return ranges
    return united(
        (first - bisect_left(gone, first), last - bisect_left(gone, last)) for first, last in ranges
    )


def covers(ranges: Ranges, start: int, end: int) -> bool:
    """Whether characters `start` to `end` all lie in one range; of none, whether the place lies in one."""
    at = bisect_right(ranges, start, key=_first) - 1
    if at < 0:
        return False
    first, last = ranges[at]
    return first < start < last if start == end else end <= last


def meeting(ranges: Ranges, start: int, end: int) -> Ranges:
    """Those of the ranges, whole, that have any of characters `start` to `end`."""
    return ranges[bisect_right(ranges, start, key=_last) : bisect_left(ranges, end, key=_first)]


_first = itemgetter(0)
_last = itemgetter(1)
