"""A change as pieces of one line: what stays, what goes, what comes. Paints nothing."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.grammar import node_at
from bulletin_desk.bulletin.matching import changed_stretches
from bulletin_desk.bulletin.model import Issue

if TYPE_CHECKING:
    from bulletin_desk.bulletin.proposals import Proposal

_AROUND = 16
"""Characters of the text around a change that are shown with it."""
_LONGEST = 20_000
_MOST_COMPARED = 2_000
"""Characters of texts of which what they have in common is looked for."""
_LEAST_SHARED = 0.4
"""Of the shorter text: two that have less in common are shown one behind the other."""


class Fate(Enum):
    """What becomes of a piece."""

    STAYS = "stays"
    GOES = "goes"
    COMES = "comes"


class Piece(NamedTuple):
    """Some characters, and what becomes of them."""

    text: str
    fate: Fate


def inline(proposal: Proposal, base: Issue) -> tuple[Piece, ...]:
    """The pieces of a proposal for `base`, with a few characters before and behind where it is about words in
    a text."""
    was, now = proposal.was[:_LONGEST], proposal.now[:_LONGEST]
    if proposal.change.moves:
        return (Piece(f"{was} {now}", Fate.STAYS),)
    pieces = _difference(was, now)
    if proposal.shape != "words" or proposal.place.path != proposal.end.path:
        return pieces
    if node_at(base, proposal.place.path) is None:
        return pieces
    text, start, end = text_at(base, proposal.place.path), proposal.place.offset, proposal.end.offset
    if text[start:end] != proposal.was:
        return pieces
    before, behind = text[max(start - _AROUND, 0) : start], text[end : end + _AROUND]
    head = ("…" if start > _AROUND else "") + before
    tail = behind + ("…" if len(text) > end + _AROUND else "")
    around = (Piece(head, Fate.STAYS), *pieces, Piece(tail, Fate.STAYS))
    return tuple(piece for piece in around if piece.text)


def in_full(proposal: Proposal, base: Issue) -> tuple[Piece, ...]:
    """As `inline`, with all words of what comes in as a whole."""
    from bulletin_desk.bulletin.proposals import all_words

    if proposal.shape == "parts" and proposal.now and not proposal.change.moves:
        return (Piece(all_words(proposal)[:_LONGEST], Fate.COMES),)
    return inline(proposal, base)


def _difference(was: str, now: str) -> tuple[Piece, ...]:
    """What goes and comes between two texts; one behind the other where they have little in common."""
    whole = tuple(each for each in (Piece(was, Fate.GOES), Piece(now, Fate.COMES)) if each.text)
    if not was or not now or max(len(was), len(now)) > _MOST_COMPARED:
        return whole
    pieces: list[Piece] = []
    at = shared = 0
    for start, end, new_start, new_end in changed_stretches(was, now):
        shared += start - at
        parts = (was[at:start], Fate.STAYS), (was[start:end], Fate.GOES), (now[new_start:new_end], Fate.COMES)
        pieces += (Piece(text, fate) for text, fate in parts if text)
        at = end
    shared += len(was) - at
    if shared < _LEAST_SHARED * min(len(was), len(now)):
        return whole
    return (*pieces, Piece(was[at:], Fate.STAYS)) if at < len(was) else tuple(pieces)
