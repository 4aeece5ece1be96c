"""Which proposals (修订) there are, and how they stand in a list: by who made them, those that touch each
other together, those that have no place any more by themselves. Loaded with the first of them; shows nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bulletin_desk.bulletin.describe import NO_LABELS, describe
from bulletin_desk.bulletin.grammar import owner
from bulletin_desk.bulletin.model import Issue, Place, Remark
from bulletin_desk.bulletin.proposals import Proposal, collisions, placed_range, proposals, take
from bulletin_desk.desk.proposing.rows import Group, Open, Standing, Together
from bulletin_desk.errors import EditError
from bulletin_desk.storage.bulletin_file import to_json
from bulletin_desk.storage.proposals import Returned


def all_of(returned: Sequence[Returned]) -> tuple[Open, ...]:
    """All proposals of what has come back, decided on or not, each once: in the order in which the files came
    and then of the paper."""
    bases: dict[str, tuple[str, Issue]] = {}
    found: dict[str, Open] = {}
    for each in returned:
        text = to_json(each.base)
        digest, base = bases.setdefault(text, (hashlib.sha256(text.encode("utf-8")).hexdigest(), each.base))
        count: dict[str, int] = {}
        for proposal in proposals(base, each.theirs, each.who, each.when):
            same = _key(digest, proposal, 0)
            key = _key(digest, proposal, count[same]) if same in count else same
            count[same] = count.get(same, 0) + 1
            found.setdefault(key, Open(key, proposal, base))
    return tuple(found.values())


def _key(base: str, proposal: Proposal, number: int) -> str:
    said = (
        base,
        proposal.who,
        proposal.shape,
        proposal.place,
        proposal.end,
        proposal.was,
        proposal.now,
        number,
    )
    return hashlib.sha256(repr(said).encode("utf-8", "replace")).hexdigest()[:32]


def key_of_remark(remark: Remark) -> str:
    """By what a colleague's remark, with its answers, is known from day to day."""
    said = ("remark", *remark.said, remark.settled)
    return hashlib.sha256(repr(said).encode("utf-8", "replace")).hexdigest()[:32]


def done_already(found: Sequence[Open], ours: Issue) -> frozenset[str]:
    """The keys of those that our issue has already, whoever wrote it."""
    keys = set()
    for each in found:
        try:
            if take(ours, each.base, each.proposal) is ours:
                keys.add(each.key)
        except EditError:
            pass
    return frozenset(keys)


def grouped(found: Sequence[Open], ours: Issue, labels: Mapping[str, str] = NO_LABELS) -> tuple[Group, ...]:
    """How open proposals stand in a list: first those that collide, then each person's, then those that have
    no place in our issue."""
    places = {each.key: placed_range(each.proposal, each.base, ours) for each in found}
    there = [each for each in found if places[each.key] is not None]
    lost = [each for each in found if places[each.key] is None]

    def standing(each: Open) -> Standing:
        at = places[each.key]
        issue, path = (ours, at[0].path) if at else (each.base, each.proposal.place.path)
        where = describe(issue, owner(path) if each.proposal.shape == "parts" else path, labels)
        return Standing(each, where if at else f"原{where}")

    groups: list[Group] = []
    together = colliding(there)
    for group in together:
        rows = tuple(map(standing, group))
        groups.append(Group(Together.COLLIDING, rows[0].where, rows))
    apart = {each.key for group in together for each in group}
    people: dict[str, list[Open]] = {}
    for each in there:
        if each.key not in apart:
            people.setdefault(each.who, []).append(each)
    for who, theirs in people.items():
        groups.append(Group(Together.ONE_PERSON, who, tuple(map(standing, theirs))))
    if lost:
        groups.append(Group(Together.UNPLACED, "放不进去的", tuple(map(standing, lost))))
    return tuple(groups)


def colliding(found: Sequence[Open]) -> tuple[tuple[Open, ...], ...]:
    """Those that touch the same words, group by group. Only what was made of one base can be compared."""
    bases: dict[int, list[Open]] = {}
    for each in found:
        bases.setdefault(id(each.base), []).append(each)
    groups = []
    for of_base in bases.values():
        known = {id(each.proposal): each for each in of_base}
        for group in collisions([each.proposal for each in of_base]):
            groups.append(tuple(known[id(proposal)] for proposal in group))
    return tuple(groups)


def against(chosen: Sequence[Open], found: Sequence[Open]) -> tuple[Open, ...]:
    """What others propose for the same words as one of the chosen: it goes with the choice."""
    keys = {each.key for each in chosen}
    return tuple(
        each
        for group in colliding(found)
        for each in group
        if each.key not in keys
        and any(one.key in keys and one.who != each.who and colliding((one, each)) for one in group)
    )


class Taken(NamedTuple):
    """Our issue with proposals taken, and those of them that could not be."""

    issue: Issue
    left: tuple[Open, ...]


def take_all(ours: Issue, chosen: Sequence[Open]) -> Taken:
    """One after another, in the order of the paper."""
    left: list[Open] = []
    for each in chosen:
        try:
            ours = take(ours, each.base, each.proposal)
        except EditError:
            left.append(each)
    return Taken(ours, tuple(left))


def place_of(each: Open, ours: Issue) -> tuple[Place, Place] | None:
    """From where to where a proposal stands in our issue as it is now; None where it has no place there."""
    return placed_range(each.proposal, each.base, ours)
