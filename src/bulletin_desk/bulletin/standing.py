"""Where hunks for a sequence stand in a later one: some of them have been taken by now, and other things were
edited beside them. Must not know what the sequences are.

The later sequence is read along the earlier one, on the way that needs the fewest edits: at each hunk the way
leads over what was there, or over what is to be there.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from itertools import count, pairwise
from typing import NamedTuple

from bulletin_desk.bulletin.flat import Letter, Token, Tokens
from bulletin_desk.bulletin.token_hunks import Hunk

_MOST_STATES = 400_000
"""Steps looked at before a sequence counts as another one."""
_EDIT = 10_000
"""The cost of a token put in or left out."""
_INSIDE = 1_000
"""What that costs more inside a hunk."""
_LOOKS = 2
"""The cost of a letter whose looks are others: what becomes a heading loses them."""
_TAKEN = 1
"""The cost of a hunk that is asked for having been taken already."""


_CONTEXT = 4
"""Tokens on either side of a hunk that tell where it stands; half of them must be there."""

_State = tuple[int, int, int, int]
"""Stretch, branch, offset in it, offset in the later sequence."""
_Same = dict[tuple[int, int], int]
"""Where tokens of the earlier sequence, by stretch and offset, stand in the later one."""


class Stand(NamedTuple):
    """Where a hunk stands: from where to where in the later sequence, and whether what it brings is there."""

    start: int
    end: int
    taken: bool


def stands(old: Tokens, hunks: Sequence[Hunk], new: Tokens, wanted: int | None = None) -> list[Stand | None]:
    """For each hunk of `old` where it stands in `new`; None where what it would change was changed, too.
    Where it can't be told which of several have been taken, the one that is `wanted` has not."""
    if old == new:
        return [Stand(start, end, taken=False) for start, end, _ in hunks]
    way = _Way(old, hunks, new, wanted)
    return way.stands()


class _Way:
    """Stretches 0, 2, 4 … are those that no hunk touches; stretch 2k + 1 is hunk k, on one of two
    branches."""

    def __init__(self, old: Tokens, hunks: Sequence[Hunk], new: Tokens, wanted: int | None) -> None:
        self._new = new
        self._wanted = None if wanted is None else 2 * wanted + 1
        self._stretches: list[tuple[Tokens, ...]] = []
        at = 0
        for start, end, put in hunks:
            self._stretches += [(old[at:start],), (old[start:end], put)]
            at = end
        self._stretches.append((old[at:],))
        self._least, self._most = [0], [0]
        """Tokens from the beginning of a stretch to the end of all."""
        for branches in reversed(self._stretches):
            lengths = [len(branch) for branch in branches]
            self._least.append(self._least[-1] + min(lengths))
            self._most.append(self._most[-1] + max(lengths))
        self._least.reverse()
        self._most.reverse()

    def stands(self) -> list[Stand | None]:
        """See `stands`."""
        hunks = len(self._stretches) // 2
        steps = self._found()
        if steps is None:
            return [None] * hunks
        first: dict[int, tuple[int, int]] = {}
        last: dict[int, int] = {}
        for stretch, branch, _, at in steps:
            first.setdefault(stretch, (branch, at))
            last[stretch] = at
        same, edited = self._kept(steps)
        found: list[Stand | None] = []
        for stretch in range(1, len(self._stretches), 2):
            branch, start = first[stretch]
            end = last[stretch]
            if start == end and (there := self._beside(stretch, same)) is not None:
                start = end = there
            whole = stretch not in edited and self._has_context(stretch, branch, same)
            found.append(Stand(start, end, bool(branch)) if whole else None)
        return found

    def _beside(self, hunk: int, same: _Same) -> int | None:
        """The place right behind what stands before a hunk, else right before what stands behind it; None
        where neither is there."""
        before = (hunk - 1, len(self._stretches[hunk - 1][0]) - 1)
        return same[before] + 1 if before in same else same.get((hunk + 1, 0))

    def _kept(self, steps: Sequence[_State]) -> tuple[_Same, set[int]]:
        """The tokens that are there, and the hunks inside which there was an edit."""
        same: _Same = {}
        edited: set[int] = set()
        for (stretch, _, offset, at), (to, _, there, then) in pairwise(steps):
            if stretch != to:
                continue
            if (there - offset, then - at) == (1, 1):
                same[stretch, offset] = at
            elif stretch % 2:
                edited.add(stretch)
        return same, edited

    def _has_context(self, hunk: int, branch: int, same: _Same) -> bool:
        """Whether enough is there, of the hunk and what stands beside it, to tell that this is its place."""
        own = len(self._stretches[hunk][branch])
        before, behind = len(self._stretches[hunk - 1][0]), len(self._stretches[hunk + 1][0])
        beside = [(hunk - 1, at) for at in range(max(before - _CONTEXT, 0), before)]
        beside += [(hunk + 1, at) for at in range(min(behind, _CONTEXT))]
        if not own and not beside:
            return not self._new
        return 2 * (own + sum(each in same for each in beside)) >= own + len(beside)

    def _bound(self, stretch: int, branch: int, offset: int, at: int) -> int:
        """Edits that are needed from a state on, at least."""
        rest = len(self._stretches[stretch][branch]) - offset
        left = len(self._new) - at
        least, most = rest + self._least[stretch + 1], rest + self._most[stretch + 1]
        return _EDIT * max(least - left, left - most, 0)

    def _found(self) -> list[_State] | None:
        """The way as states; None where it is too long to find."""
        start: _State = (0, 0, 0, 0)
        turn = count()
        waiting = [(self._bound(*start), 0, 0, start)]
        costs = {start: 0}
        before: dict[_State, _State] = {}
        new, stretches, last = self._new, self._stretches, len(self._stretches) - 1
        done: set[_State] = set()
        while waiting:
            _, _, _, state = heappop(waiting)
            if state in done:
                continue
            done.add(state)
            stretch, branch, offset, at = state
            cost = costs[state]
            tokens = stretches[stretch][branch]
            ends = offset == len(tokens)
            if ends and stretch == last and at == len(new):
                way = [state]
                while state in before:
                    state = before[state]
                    way.append(state)
                return way[::-1]
            if len(done) > _MOST_STATES:
                return None
            ways: list[tuple[int, _State]] = []
            if ends and stretch < last:
                ways += (
                    (cost + _TAKEN * (stretch + 1 == self._wanted and to == 1), (stretch + 1, to, 0, at))
                    for to in range(len(stretches[stretch + 1]))
                )
            if not ends and at < len(new) and _alike(tokens[offset], new[at]):
                looks = _LOOKS * (tokens[offset] != new[at])
                ways.append((cost + looks, (stretch, branch, offset + 1, at + 1)))
            else:
                edited = cost + _EDIT + stretch % 2 * _INSIDE
                if not ends:
                    ways.append((edited, (stretch, branch, offset + 1, at)))
                if at < len(new):
                    ways.append((edited, (stretch, branch, offset, at + 1)))
            for price, there in ways:
                if price < costs.get(there, price + 1):
                    costs[there] = price
                    before[there] = state
                    bound = self._bound(*there)
                    heappush(waiting, (price + bound, -there[3], next(turn), there))
        return None


def _alike(one: Token, other: Token) -> bool:
    """Whether two tokens are the same but for looks."""
    return one == other or (isinstance(one, Letter) and one[0] == other[0])
