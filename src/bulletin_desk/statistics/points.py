"""What an item is worth by an office's rules, in exact fractions. Must not know offices."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from bulletin_desk.bulletin.model import Endorsement
from bulletin_desk.statistics.rules import ItemRule, Points


class Worth(NamedTuple):
    """What the points of an item depend on. `sections` are the names of its section and of the one that this
    is in."""

    bulletin: str
    supplement: bool
    sections: tuple[str, ...]
    title: str
    characters: int
    offices: int
    endorsements: tuple[Endorsement, ...] = ()


def points_for_each(item: Worth, points: Points) -> Fraction:
    """The points that each of the item's offices gets."""
    merged = item.offices > 1
    base = points.merged if merged else points.whole
    fitting = [rule for rule in points.rules if _fits(item, rule)]
    for rule in fitting:
        given = rule.merged if merged else rule.whole
        if given is not None:
            base = given
            break
    for rule in fitting:
        base *= rule.times
    base += sum((rule.add for rule in fitting), Fraction(0))
    base += _endorsed(item.endorsements, points)
    return base / item.offices if points.shared and merged else base


def _fits(item: Worth, rule: ItemRule) -> bool:
    merged = item.offices > 1
    return (
        (not rule.sections or any(section in rule.sections for section in item.sections))
        and (not rule.bulletins or item.bulletin in rule.bulletins)
        and (not rule.titles or any(word in item.title for word in rule.titles))
        and (not rule.source or (rule.source == "merged") == merged)
        and (rule.supplement is None or rule.supplement == item.supplement)
        and rule.words_from <= item.characters <= rule.words_to
    )


def _endorsed(endorsements: tuple[Endorsement, ...], points: Points) -> Fraction:
    worth = [_of_one(endorsement, points) for endorsement in endorsements]
    if points.highest:
        return max(worth, default=Fraction(0))
    return sum(worth, Fraction(0))


def _of_one(endorsement: Endorsement, points: Points) -> Fraction:
    for rule in points.endorsements:
        if not rule.who or any(word in endorsement.who for word in rule.who):
            return rule.points
    return Fraction(0)
