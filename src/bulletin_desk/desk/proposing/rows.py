"""Proposals (修订) that nobody has decided on, as they stand in a list. Loads nothing that the window's start
would wait for.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from bulletin_desk.bulletin.model import Issue

if TYPE_CHECKING:
    from bulletin_desk.bulletin.proposals import Proposal

NOBODY = "没有署名的人"
"""Who has made changes that carry no name."""


class Open(NamedTuple):
    """A proposal for `base`, with the `key` by which it is known from day to day."""

    key: str
    proposal: Proposal
    base: Issue

    @property
    def who(self) -> str:
        """Who proposes it, for the clerk."""
        return self.proposal.who or NOBODY


class Standing(NamedTuple):
    """An open proposal with its place in words, as the issue is now."""

    open: Open
    where: str


class Together(Enum):
    """What the proposals of a group have in common."""

    COLLIDING = "colliding"
    """They touch the same words: one of them is chosen."""
    ONE_PERSON = "one person"
    UNPLACED = "unplaced"
    """What they change is not there any more."""


class Group(NamedTuple):
    """Proposals that stand together in the list under `title`."""

    together: Together
    title: str
    rows: tuple[Standing, ...]


def without(found: Sequence[Open], keys: Collection[str]) -> tuple[Open, ...]:
    """Those that are left."""
    return tuple(each for each in found if each.key not in keys)
