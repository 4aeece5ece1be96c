"""Two sequences laid beside each other for a marked copy: which paragraph, table, row or character of the
older one is which of the newer. Knows no XML.

A paragraph's mark is its end. A word processor takes a tracked mark out by joining what it parted, which it
can't do before a table or at the end of a text: there it must be one that both versions have.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple, TypeVar, get_args

_ALIKE = 0.4
"""From this share of common pairs of characters on, two paragraphs are versions of one."""
_ONLY = 0.1
"""What makes those alike that are the only ones of their sort."""
_MOST_PAIRS = 40_000
"""Of parts that are held against each other one by one; beyond, parts at about the same place are."""
_BAND = 8
_ISLAND = 2
"""So many tokens that are the same between two changes are read as changed along with them."""

T = TypeVar("T")


class Piece(NamedTuple):
    """A part of a text: a paragraph, a table or a row of one. Parts with the same `key` are the same; those
    of one `sort` may be versions of each other, if their texts are alike."""

    key: Hashable
    sort: Hashable
    text: str
    is_table: bool = False


class Step(NamedTuple):
    """A part of the marked text, by numbers in the older and newer one: whose content it has, and whose mark
    ends it. One that both have is there, else it is inserted or deleted. `old_part`, `new_part`: from which
    token to which its content goes, if it is not all of it."""

    old: int | None
    new: int | None
    old_mark: int | None
    new_mark: int | None
    old_part: tuple[int, int] | None = None
    new_part: tuple[int, int] | None = None


def _step(old: int | None, new: int | None) -> Step:
    return Step(old, new, old, new)


def laid_beside(
    old: Sequence[Piece], new: Sequence[Piece], tied: Sequence[tuple[int, int]] = ()
) -> list[Step]:
    """The parts of both, in an order that is that of each. `tied` are pairs that are one in any case, in
    order."""
    found: list[Step] = []
    old_from = new_from = 0
    for old_to, new_to in [*tied, (len(old), len(new))]:
        found += [
            _step(None if one is None else old_from + one, None if other is None else new_from + other)
            for one, other in _matched(old[old_from:old_to], new[new_from:new_to])
        ]
        if old_to < len(old):
            found.append(_step(old_to, new_to))
        old_from, new_from = old_to + 1, new_to + 1
    return found


Pairs = list[tuple[int | None, int | None]]


def _matched(old: Sequence[Piece], new: Sequence[Piece]) -> Pairs:
    found: Pairs = []
    for tag, *(old_from, old_to, new_from, new_to) in _opcodes(
        [one.key for one in old], [one.key for one in new]
    ):
        if tag == "equal":
            found += zip(range(old_from, old_to), range(new_from, new_to), strict=True)
        else:
            found += [
                (None if one is None else old_from + one, None if other is None else new_from + other)
                for one, other in _versions(old[old_from:old_to], new[new_from:new_to])
            ]
    return found


def _opcodes(old: Sequence[Hashable], new: Sequence[Hashable]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _versions(old: Sequence[Piece], new: Sequence[Piece]) -> Pairs:
    """Parts none of which is the same: those that are versions of each other, as alike as can be in order."""
    rows, columns = len(old), len(new)
    alike = _alikeness(old, new)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    shares = [[alike(row, column) for column in range(columns)] for row in range(rows)]
    for row in reversed(range(rows)):
        for column in reversed(range(columns)):
            both = shares[row][column] and shares[row][column] + best[row + 1][column + 1]
            best[row][column] = max(best[row + 1][column], best[row][column + 1], both)
    found: Pairs = []
    row = column = 0
    while row < rows or column < columns:
        one_each = row < rows and column < columns
        if (
            one_each
            and shares[row][column]
            and best[row][column] > max(best[row + 1][column], best[row][column + 1])
        ):
            found.append((row, column))
            row, column = row + 1, column + 1
        elif row < rows and (column == columns or best[row + 1][column] >= best[row][column + 1]):
            found.append((row, None))
            row += 1
        else:
            found.append((None, column))
            column += 1
    return found


def _alikeness(old: Sequence[Piece], new: Sequence[Piece]) -> Callable[[int, int], float]:
    """How much two parts by their numbers have of each other, up to 1; 0 if they are no versions of one."""
    rows, columns = len(old), len(new)
    ours, theirs = ([_bigrams(one.text) for one in side] for side in (old, new))
    near = rows * columns > _MOST_PAIRS
    sorts = [Counter(one.sort for one in side) for side in (old, new)]

    def alike(row: int, column: int) -> float:
        if old[row].sort != new[column].sort:
            return 0.0
        if near and abs(row * columns - column * rows) > _BAND * max(rows, columns):
            return 0.0
        share = _share(ours[row], theirs[column])
        only = all(side[old[row].sort] == 1 for side in sorts)
        return max(share, _ONLY) if only else share if share >= _ALIKE else 0.0

    return alike


def _bigrams(text: str) -> Counter[str]:
    return Counter(text[at : at + 2] for at in range(max(len(text) - 1, 1)))


def _share(one: Counter[str], other: Counter[str]) -> float:
    """Of all pairs of neighbouring characters, those that both have."""
    small, large = sorted((one, other), key=len)
    common = sum(min(count, large[pair]) for pair, count in small.items() if pair in large)
    return 2 * common / (one.total() + other.total())


# ---- marks that must be common


def with_common_ends(
    steps: Sequence[Step],
    old: Sequence[Piece],
    new: Sequence[Piece],
    grows: Callable[[Step], bool] = lambda _: False,
) -> list[Step]:
    """The steps, changed so that the mark before each table and at the end is one that both versions have,
    and that no paragraph is inserted whole behind one that `grows`: at whose end something is inserted (what
    LibreOffice 7.4 takes for one insertion over both, with the mark between them)."""
    plain = list(steps)
    at = 0
    while at < len(plain):
        end = at
        while end < len(plain) and not _is_table(plain[end], old, new):
            end += 1
        if end > at and any(all(step[side] is None for step in plain[at:end]) for side in (0, 1)):
            end = _laid_anew(plain, at, end, old, new)
        at = end + 1
    made: list[Step] = []
    stretch: list[Step] = []
    for step in plain:
        if _is_table(step, old, new):
            made += [*_marked(stretch, grows), step]
            stretch = []
        else:
            stretch.append(step)
    return [*made, *_marked(stretch, grows)]


def _is_common(step: Step) -> bool:
    return step.old is not None and step.new is not None


def _is_table(step: Step, old: Sequence[Piece], new: Sequence[Piece]) -> bool:
    return (new[step.new] if step.new is not None else old[step.old or 0]).is_table


def _laid_anew(plain: list[Step], at: int, end: int, old: Sequence[Piece], new: Sequence[Piece]) -> int:
    """Lays what is around a stretch that only one version has beside each other anew, as little as will do.
    Gives the end of what was done."""
    common = [
        number for number, step in enumerate(plain) if _is_common(step) and not _is_table(step, old, new)
    ]
    before = [number for number in common if number < at]
    after = [number for number in common if number >= end]
    for reach in range(1, max(len(before), len(after)) + 2):
        first = before[-reach] + 1 if reach <= len(before) else 0
        last = after[reach - 1] if reach <= len(after) else len(plain)
        part = plain[first:last]
        ours = [step.old for step in part if step.old is not None]
        theirs = [step.new for step in part if step.new is not None]
        if len(ours) * len(theirs) > _MOST_PAIRS:
            break
        found = _ends(
            [old[one] for one in ours],
            [new[one] for one in theirs],
            "common" if first else "table",
            at_end=last == len(plain),
        )
        if found is not None:
            plain[first:last] = [
                _step(None if one is None else ours[one], None if other is None else theirs[other])
                for one, other in found
            ]
            return first + len(found)
    return end


_State = Literal["table", "common", "inserted", "deleted", "both", "only inserted", "only deleted"]
"""What stands last: a table, a paragraph that both have, behind one what is inserted, deleted or both, or
behind a table what is inserted or deleted alone, before which no further table can stand."""
_INSERTED: dict[_State, _State] = {
    "table": "only inserted",
    "only inserted": "only inserted",
    "common": "inserted",
    "inserted": "inserted",
}
_DELETED: dict[_State, _State] = {
    "table": "only deleted",
    "only deleted": "only deleted",
    "common": "deleted",
    "deleted": "deleted",
}
_Way = tuple[float, int, int, _State]
"""What it costs to come to a place in both versions, and that place."""
_CHANGED_TABLE = 4.0
"""What it costs to delete or insert a table, where a paragraph costs 1."""


def _ends(old: Sequence[Piece], new: Sequence[Piece], state: _State, *, at_end: bool) -> Pairs | None:
    """The cheapest way to lay parts beside each other with a common mark before each table, and at the end;
    None if there is none. `state` is what stands before them."""
    alike = _alikeness(old, new)
    best: dict[tuple[int, int, _State], tuple[float, _Way | None]] = {(0, 0, state): (0.0, None)}

    def reach(way: _Way, cost: float, row: int, column: int, state: _State) -> None:
        key = (row, column, state)
        cost += way[0]
        if key not in best or cost < best[key][0]:
            best[key] = cost, way

    for row in range(len(old) + 1):
        for column in range(len(new) + 1):
            for state in get_args(_State):
                if (row, column, state) not in best:
                    continue
                way = best[row, column, state][0], row, column, state
                open_ended = state in ("only inserted", "only deleted")
                if row < len(old):
                    if not old[row].is_table:
                        reach(way, 1, row + 1, column, _DELETED.get(state, "both"))
                    elif not open_ended:
                        reach(way, _CHANGED_TABLE, row + 1, column, "table")
                if column < len(new):
                    if not new[column].is_table:
                        reach(way, 1, row, column + 1, _INSERTED.get(state, "both"))
                    elif not open_ended:
                        reach(way, _CHANGED_TABLE, row, column + 1, "table")
                if row < len(old) and column < len(new) and (share := alike(row, column)):
                    if not old[row].is_table:
                        reach(way, 1 - share, row + 1, column + 1, "common")
                    elif not open_ended:
                        reach(way, 1 - share, row + 1, column + 1, "table")
    ends = [
        (best[key][0], *key)
        for state in get_args(_State)
        if (key := (len(old), len(new), state)) in best and not (at_end and state.startswith("only"))
    ]
    if not ends:
        return None
    found: Pairs = []
    _, row, column, state = min(ends)
    while (before := best[row, column, state][1]) is not None:
        _, from_row, from_column, state = before
        found.append((from_row if from_row < row else None, from_column if from_column < column else None))
        row, column = from_row, from_column
    return found[::-1]


def _marked(stretch: Sequence[Step], grows: Callable[[Step], bool]) -> list[Step]:
    """The paragraphs before a table or the end, each with the mark that ends it."""
    made: list[Step] = []
    changed: list[Step] = []
    for step in stretch:
        if not _is_common(step):
            changed.append(step)
            continue
        made = [*_behind(made, changed, grows, at_end=False), step]
        changed = []
    return _behind(made, changed, grows, at_end=True)


def _behind(
    made: list[Step], changed: Sequence[Step], grows: Callable[[Step], bool], *, at_end: bool
) -> list[Step]:
    """The paragraphs, and what is deleted and inserted behind the last one of them, which both have."""
    deleted = [step for step in changed if step.new is None]
    inserted = [step for step in changed if step.old is None]
    grown = bool(made and inserted) and grows(made[-1])
    if deleted and inserted:
        if not at_end:
            return [*made, *deleted, *inserted]
        if grown and len(deleted) == 1 < len(inserted):  # the grown one would stand before what is inserted
            *made, paragraph = made
            deleted.insert(0, _step(paragraph.old, None))
            inserted.insert(0, _step(None, paragraph.new))
        *deleted, gone = deleted
        *inserted, put = inserted
        return [*made, *deleted, *inserted, Step(gone.old, put.new, gone.old, put.new)]
    if not changed or not made or not (at_end or grown):
        return [*made, *changed]
    # Instead of the last mark, the one of the paragraph before all of them is inserted, or deleted.
    *made, paragraph = made
    *changed, end = changed
    if inserted:
        return [*made, paragraph._replace(old_mark=None), *changed, end._replace(old_mark=paragraph.old)]
    return [*made, paragraph._replace(new_mark=None), *changed, end._replace(new_mark=paragraph.new)]


# ---- characters


_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*+|[A-Za-z]+|.", re.DOTALL)


def tokens(text: str) -> list[str]:
    """Words of letters and figures whole, everything else by characters."""
    return _TOKEN.findall(text)


def changed_tokens(
    old: Sequence[T], new: Sequence[T], key: Callable[[T], Hashable]
) -> list[tuple[Sequence[T], Sequence[T], bool]]:
    """The stretches of two lines of tokens, in order: what was, what is, and whether that is the same. What
    little is the same between two changes is one with them."""
    ours, theirs = [key(one) for one in old], [key(one) for one in new]
    least = min(len(ours), len(theirs))
    begin = next((at for at in range(least) if ours[at] != theirs[at]), least)
    left = least - begin
    end = next((at for at in range(left) if ours[-1 - at] != theirs[-1 - at]), left)
    middle = _opcodes(ours[begin : len(ours) - end], theirs[begin : len(theirs) - end])
    made: list[list[int]] = []
    for number, (tag, _, old_to, new_from, new_to) in enumerate(middle):
        length = new_to - new_from
        island = tag == "equal" and length <= _ISLAND and _stands_between(length, middle, number)
        same = int(tag == "equal" and not island)
        if made and made[-1][2] == same:
            made[-1][:2] = [old_to, new_to]
        else:
            made.append([old_to, new_to, same])
    found = [(old[:begin], new[:begin], True)]
    old_from = new_from = begin
    for old_to, new_to, same in made:
        old_to, new_to = old_to + begin, new_to + begin
        found.append((old[old_from:old_to], new[new_from:new_to], bool(same)))
        old_from, new_from = old_to, new_to
    found.append((old[len(ours) - end :], new[len(theirs) - end :], True))
    return [one for one in found if one[0] or one[1]]


def _stands_between(length: int, opcodes: Sequence[tuple[str, int, int, int, int]], number: int) -> bool:
    """Whether what is the same there stands between changes that are larger."""
    if not 0 < number < len(opcodes) - 1:
        return False
    return all(
        max(old_to - old_from, new_to - new_from) > length
        for _, old_from, old_to, new_from, new_to in (opcodes[number - 1], opcodes[number + 1])
    )
