"""What a colleague has changed in an issue, as proposals (修订) that are taken or left one by one. Must not
know what the colleague has written in, nor who decides.

Proposals are made of two issues: `base`, which the colleague got, and `theirs`, which came back. They are
taken into `ours`, the issue of today, which may have been edited since `base` went out. The same two issues
always give the same proposals in the same order, so who keeps undecided ones keeps the issues.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from bulletin_desk.bulletin.anchors import Following
from bulletin_desk.bulletin.describe import describe
from bulletin_desk.bulletin.edits import replace_range, text_at
from bulletin_desk.bulletin.grammar import order, walk
from bulletin_desk.bulletin.matching import changed_stretches
from bulletin_desk.bulletin.model import Issue, Place
from bulletin_desk.errors import EditError

Shape = Literal["words", "blocks", "parts", "field"]
"""Words in one text; paragraphs, tables and pictures of one item; items and sections; values of head and
closing block that are no texts, and an item's mark."""


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
    change: object = None


def proposals(base: Issue, theirs: Issue, who: str, when: str) -> tuple[Proposal, ...]:
    """What `theirs` has that `base` has not, in the order of the paper. Taking all of them, in any order, on
    `base` gives `theirs`."""
    now = {node.path: node.text for node in walk(theirs)}
    found: list[Proposal] = []
    for node in walk(base):
        text = now.get(node.path, node.text)
        for start, end, new_start, new_end in changed_stretches(node.text, text):
            place, stop = Place(node.path, start), Place(node.path, end)
            was, new = node.text[start:end], text[new_start:new_end]
            found.append(Proposal(who, when, "words", place, stop, was, new))
    return tuple(found)


def placed(proposal: Proposal, base: Issue, ours: Issue) -> Place | None:
    """Where in `ours` a proposal for `base` stands; None where it can't be placed, since what it changes
    isn't there any more or reads differently by now."""
    there = placed_range(proposal, base, ours)
    return there and there[0]


def placed_range(proposal: Proposal, base: Issue, ours: Issue) -> tuple[Place, Place] | None:
    """As `placed`: from where to where it stands, alike where something is put in."""
    there = Following(base, ours).follow(proposal.place, proposal.end)
    if there.lost or there.start.path != there.end.path:
        return None
    if text_at(ours, there.start.path)[there.start.offset : there.end.offset] != proposal.was:
        return None
    return there.start, there.end


def take(ours: Issue, base: Issue, proposal: Proposal) -> Issue:
    """`ours` with a proposal for `base` taken: one edit. What has been taken already is the same issue.
    Raises EditError where it can't be placed."""
    there = placed_range(proposal, base, ours)
    if there is None:
        raise EditError(f"{describe(base, proposal.place.path)}后来改过，这处修订放不进去；请照着手工改。")
    start, end = there
    return replace_range(ours, start.path, start.offset, end.offset, proposal.now)


def collisions(found: Sequence[Proposal]) -> tuple[tuple[Proposal, ...], ...]:
    """Which proposals of several people for one base touch the same words or parts, each group in the order
    of the paper. Those of one person never collide with each other alone."""
    groups: list[list[Proposal]] = []
    for each in sorted(found, key=_start):
        group = groups[-1] if groups else None
        if group and _start(each) <= max(map(_end, group)):
            group.append(each)
        else:
            groups.append([each])
    return tuple(tuple(group) for group in groups if len({each.who for each in group}) > 1)


def _start(proposal: Proposal) -> tuple[tuple[int, ...], int]:
    return order(proposal.place.path), proposal.place.offset


def _end(proposal: Proposal) -> tuple[tuple[int, ...], int]:
    return order(proposal.end.path), proposal.end.offset
