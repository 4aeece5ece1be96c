"""Where cards stand beside a page: each at its line as far as it can, none over another, folded where they
crowd. Knows neither what is on them nor how they are painted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

GAP = 6
"""Pixels between cards."""
_FAR = 96
"""Pixels from its line at which a card is folded, or those that have pushed it there."""


_MANY = 30
"""Cards beside one page from which none is tried unfolded."""


class Wanted(NamedTuple):
    """Where a card would stand, and how high it is, unfolded and folded to a line. `open` ones are never
    folded."""

    top: float
    full: int
    folded: int
    open: bool = False


class Standing(NamedTuple):
    """Where a card stands."""

    top: int
    height: int
    folded: bool


def arranged(wanted: Sequence[Wanted], top: int, bottom: int) -> list[Standing]:
    """Where cards stand, which are given in the order of their lines, between two heights. Where even folded
    ones have no room they stand below that."""
    folded = [len(wanted) > _MANY and not each.open for each in wanted]
    while True:
        tops = _tops(wanted, folded, top, bottom)
        worst = _worst(wanted, folded, tops, bottom)
        if worst is None:
            break
        folded[worst] = True
    return [
        Standing(at, _height(each, fold), fold) for at, each, fold in zip(tops, wanted, folded, strict=True)
    ]


def _height(card: Wanted, fold: bool) -> int:
    return card.folded if fold else card.full


def _tops(wanted: Sequence[Wanted], folded: Sequence[bool], top: int, bottom: int) -> list[int]:
    """Each as near to its line as the others let it: groups that touch share what they are moved by."""
    groups: list[tuple[float, int, list[int]]] = []
    """Where a group would best begin, its height, its cards."""
    for at, card in enumerate(wanted):
        begins, height, cards = max(card.top, float(top)), _height(card, folded[at]), [at]
        while groups and groups[-1][0] + groups[-1][1] + GAP > begins:
            begins_before, height_before, cards_before = groups.pop()
            count, count_before = len(cards), len(cards_before)
            ideal = begins - height_before - GAP
            begins = (begins_before * count_before + ideal * count) / (count + count_before)
            begins = max(begins, float(top))
            height, cards = height_before + GAP + height, cards_before + cards
        groups.append((begins, height, cards))
    tops = [0] * len(wanted)
    ends = bottom
    for begins, height, cards in reversed(groups):
        begins = min(begins, ends - height)
        ends = round(begins) - GAP
        y = round(begins)
        for at in cards:
            tops[at] = y
            y += _height(wanted[at], folded[at]) + GAP
    y = top
    for at, begins in enumerate(tops):  # what was pushed up over the top goes down again
        tops[at] = max(begins, y)
        y = tops[at] + _height(wanted[at], folded[at]) + GAP
    return tops


def _worst(wanted: Sequence[Wanted], folded: Sequence[bool], tops: Sequence[int], bottom: int) -> int | None:
    """The highest of the cards that stand together with one that is too far from its line, or below all room;
    None where all is well, or all that can be is folded."""
    for at, card in enumerate(wanted):
        low = tops[at] + _height(card, folded[at]) > bottom
        if abs(tops[at] - card.top) <= _FAR and not low:
            continue
        first = last = at
        while first and _touch(wanted, folded, tops, first - 1):
            first -= 1
        while last + 1 < len(wanted) and _touch(wanted, folded, tops, last):
            last += 1
        can = [
            other
            for other in range(first, last + 1)
            if not folded[other] and not wanted[other].open and wanted[other].full > wanted[other].folded
        ]
        if can:
            return max(can, key=lambda other: wanted[other].full)
    return None


def _touch(wanted: Sequence[Wanted], folded: Sequence[bool], tops: Sequence[int], at: int) -> bool:
    """Whether a card and the next leave nothing but the gap between them."""
    return tops[at + 1] - tops[at] - _height(wanted[at], folded[at]) <= GAP
