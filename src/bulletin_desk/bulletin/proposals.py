"""What a colleague has changed in an issue, as proposals (修订) that are taken or left one by one. Must not
know what the colleague has written in, nor who decides.

Proposals are made of two issues: `base`, which the colleague got, and `theirs`, which came back. They are
taken into `ours`, the issue of today, which may have been edited since `base` went out. The same two issues
always give the same proposals in the same order, so who keeps undecided ones keeps the issues.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bulletin_desk.bulletin.both import Both
from bulletin_desk.bulletin.describe import describe
from bulletin_desk.bulletin.grammar import order
from bulletin_desk.bulletin.model import Issue, Place
from bulletin_desk.bulletin.part_changes import Span
from bulletin_desk.bulletin.proposed_change import Change, Shape
from bulletin_desk.bulletin.proposed_parts import PartChange
from bulletin_desk.bulletin.proposed_values import value_changes
from bulletin_desk.bulletin.proposed_words import WordsChange
from bulletin_desk.bulletin.put_out import as_put_out
from bulletin_desk.bulletin.streams import ITEM_STREAMS, Stream
from bulletin_desk.errors import EditError


class Proposal(NamedTuple):
    """One change that somebody proposes: `who` and `when` (as `Said.when`); where it stands in the base, from
    `place` to `end` (alike where something is put in); and in plain words what stood there and what is to
    stand there, either of which may be empty. `change` is what `take` needs to know."""

    who: str
    when: str
    shape: Shape
    place: Place
    end: Place
    was: str
    now: str
    change: Change


def proposals(base: Issue, theirs: Issue, who: str, when: str) -> tuple[Proposal, ...]:
    """What `theirs` has that `base` has not, in the order of the paper. Taking all of them, in any order, on
    `base` gives `theirs`. What only the bulletin file keeps of either (remarks, states …) is left alone."""
    both = Both(as_put_out(base), as_put_out(theirs))
    found = [
        Proposal(who, when, change.shape, *change.place(both.base), *change.words(), change)
        for change in _changes(both)
    ]
    return tuple(sorted(found, key=_start))


def all_words(proposal: Proposal) -> str:
    """All that is to stand there, of a whole item too, a line for each text: for who puts it in by hand."""
    return proposal.change.all_words()


def placed(proposal: Proposal, base: Issue, ours: Issue) -> Place | None:
    """Where in `ours` a proposal for `base` stands; None where it can't be placed, since what it changes
    isn't there any more or reads differently by now."""
    there = placed_range(proposal, base, ours)
    return there and there[0]


def placed_range(proposal: Proposal, base: Issue, ours: Issue) -> Span | None:
    """As `placed`: from where to where it stands, alike where something is put in. What has been taken
    already stands where it is by now."""
    if proposal.change.both.base is ours or base is ours:
        return proposal.place, proposal.end
    try:
        return proposal.change.place(ours)
    except EditError:
        return None


def take(ours: Issue, base: Issue, proposal: Proposal) -> Issue:
    """`ours` with a proposal for `base` taken: one edit. What has been taken already is the same issue.
    Raises EditError where it can't be placed."""
    try:
        return proposal.change.taken(ours)
    except EditError as error:
        raise EditError(f"{describe(base, proposal.place.path)}：{error}") from error


def collisions(found: Sequence[Proposal]) -> tuple[tuple[Proposal, ...], ...]:
    """Which proposals of several people for one base touch the same words or parts, each group in the order
    of the paper. Those of one person never collide with each other alone."""
    groups: list[list[Proposal]] = []
    for each in sorted(found, key=_start):
        group = groups[-1] if groups else None
        if group and any(_touch(one, each) for one in group):
            group.append(each)
        else:
            groups.append([each])
    return tuple(tuple(group) for group in groups if len({each.who for each in group}) > 1)


def _touch(one: Proposal, other: Proposal) -> bool:
    """Whether two of them, the first of which begins no later, are about the same words or parts. What moves
    has its words left as they are."""
    moves = one.change.moves, other.change.moves
    if any(moves):
        return one.place == other.place and one.shape == other.shape == "parts"
    end, start = _end(one), _start(other)
    if start < end or start == _start(one):
        return True
    return start == end and _end(other) == start  # put in where the other one ends


def _start(proposal: Proposal) -> _Key:
    return order(proposal.place.path), proposal.place.offset


def _end(proposal: Proposal) -> _Key:
    return order(proposal.end.path), proposal.end.offset


_Key = tuple[tuple[int, ...], int]


def _changes(both: Both) -> Iterator[Change]:
    """All that differs."""
    yield from value_changes(both)
    streams = [Stream("note"), Stream("distribution")]
    for at, part in enumerate(both.beside.items):
        if part.old is not None and part.new is not None:
            streams += (Stream(row, at, name) for row, name in ITEM_STREAMS)
    for stream in streams:
        for number in range(len(both.hunks(stream))):
            yield WordsChange(both, stream, number)
    for kind, found in (
        ("item out", both.parts.items_out()),
        ("item in", both.parts.items_in()),
        ("item moved", both.parts.items_moved()),
        ("section out", both.parts.sections_out()),
        ("section in", both.parts.sections_in()),
        ("section moved", both.parts.sections_moved()),
    ):
        for number in found:
            yield PartChange(both, kind, number)
