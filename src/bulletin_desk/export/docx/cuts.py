"""Paragraphs that were cut in two, or two that were joined: nothing is typed anew, a mark comes or goes.
Knows no XML.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from bulletin_desk.export.docx.alignment import Step

_ALIKE = 0.6
"""From this share of common pairs of tokens on, half of a paragraph is what became one of its own."""

Keys = Sequence[Hashable]
KeysOf = Callable[[int], Keys | None]
"""The tokens of a paragraph by its number; None of what can't be cut."""


def with_cuts(steps: Sequence[Step], old: KeysOf, new: KeysOf) -> list[Step]:
    """The steps; where one version has two paragraphs for one of the other, each has its share of that."""
    made: list[Step] = []
    for step in steps:
        pair = _cut(made[-1], step, old, new) if made else None
        if pair is None:
            made.append(step)
        else:
            made[-1:] = pair
    return made


def _cut(first: Step, second: Step, old: KeysOf, new: KeysOf) -> tuple[Step, Step] | None:
    """Two neighbours as halves of one paragraph of the older version, or of the newer one; None where they
    are none."""
    if first.new is not None and second.new is not None and (first.old is None) != (second.old is None):
        whole = first.old if second.old is None else second.old
        at, end = _place(whole, first.new, second.new, old, new)
        made = (
            Step(whole, first.new, None, first.new, old_part=(0, at)),
            Step(whole, second.new, whole, second.new, old_part=(at, end)),
        )
    elif first.old is not None and second.old is not None and (first.new is None) != (second.new is None):
        whole = first.new if second.new is None else second.new
        at, end = _place(whole, first.old, second.old, new, old)
        made = (
            Step(first.old, whole, first.old, None, new_part=(0, at)),
            Step(second.old, whole, second.old, whole, new_part=(at, end)),
        )
    else:
        return None
    own = all(_ends_itself(step) for step in (first, second))
    as_they_are = all(before[2:4] == after[2:4] for before, after in zip((first, second), made, strict=True))
    return made if at and (own or as_they_are) else None


def _ends_itself(step: Step) -> bool:
    """Whether all of a paragraph stands there, and its mark is its own."""
    return step == Step(step.old, step.new, step.old, step.new)


def _place(number: int | None, one: int, other: int, keys: KeysOf, halves: KeysOf) -> tuple[int, int]:
    """After how many tokens of a paragraph the second of the others begins, 0 where it is not made of them;
    and how many it has."""
    whole, first, second = keys(number or 0), halves(one), halves(other)
    if not whole or not first or not second or whole[-1] != second[-1]:
        return 0, 0
    at = _led([*first, *second], whole, len(first))
    if not 0 < at < len(whole):
        return 0, 0
    alike = min(_share(whole[:at], first), _share(whole[at:], second))
    return at if alike >= _ALIKE else 0, len(whole)


def _led(joined: Keys, whole: Keys, at: int) -> int:
    """Where a place in a line of tokens is in another one."""
    for _, old_from, old_to, new_from, new_to in SequenceMatcher(
        None, joined, whole, autojunk=False
    ).get_opcodes():
        if at <= old_to:
            return min(new_from + at - old_from, new_to)
    return len(whole)


def _share(one: Keys, other: Keys) -> float:
    counted = [Counter(pairwise(["", *side])) for side in (one, other)]
    return 2 * (counted[0] & counted[1]).total() / (len(one) + len(other))
