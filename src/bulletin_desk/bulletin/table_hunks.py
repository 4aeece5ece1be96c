"""What differs between two tables, as hunks that leave a grid each: words in cells, whole rows. Must not know
where the tables stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bulletin_desk.bulletin.flat import Letter, Mark, Tokens, block_tokens
from bulletin_desk.bulletin.matching import changed_stretches
from bulletin_desk.bulletin.model import Cell, Table
from bulletin_desk.bulletin.tables import column_count
from bulletin_desk.bulletin.token_hunks import Hunk, by_words, pairs_in, shifted

_LEAST_ALIKE = 0.3
"""Rows with this share of pairs of characters in common are the same one, rewritten."""
_MOST_PAIRS = 2_500
"""Rows of two tables between which all ways of pairing are looked at."""


def table_hunks(old: Table, new: Table) -> list[Hunk] | None:
    """What becomes of a table; None where it has become another one."""
    if column_count(old) != column_count(new):
        return None
    pairs = _paired_rows(old, new)
    if pairs is None:
        return None
    hunks: list[Hunk] = []
    at = 0

    def text(was: str, now: str) -> None:
        nonlocal at
        hunks.extend(shifted(by_words(tuple(map(Letter, was)), tuple(map(Letter, now))), at))
        at += len(was) + 1

    was, now = block_tokens(old), block_tokens(new)
    if was[0] != now[0]:
        hunks.append(Hunk(0, 1, now[:1]))
    at = 1
    text(old.caption, new.caption)
    text(old.unit, new.unit)
    for first, second in pairs:
        row = () if first is None else _row_tokens(old, first)
        other = () if second is None else _row_tokens(new, second)
        if first is None or second is None:
            hunks.append(Hunk(at, at + len(row), other))
        elif row[0] != other[0]:
            return None  # header rows follow each other: one alone can't become another
        elif row != other:
            hunks.extend(shifted(_within_row(row, other), at))
        at += len(row)
    at += 1
    text(old.note, new.note)
    return hunks


def _row_tokens(table: Table, row: int) -> Tokens:
    alone = Table((table.rows[row],), int(row < table.header_rows))
    tokens = block_tokens(alone)
    start, end = (next(at for at, token in enumerate(tokens) if token[0] == what) for what in ("row", "rows"))
    return tokens[start:end]


def _within_row(old: Tokens, new: Tokens) -> Iterator[Hunk]:
    """The cells of two rows, which are as many, one by one."""
    at, there = 1, 1
    while at < len(old):
        end, stop = (_next_mark(tokens, start) for tokens, start in ((old, at), (new, there)))
        yield from shifted(by_words(old[at:end], new[there:stop]), at)
        if old[end] != new[stop]:
            yield Hunk(end, end + 1, new[stop : stop + 1])
        at, there = end + 1, stop + 1


def _next_mark(tokens: Tokens, start: int) -> int:
    return next(at for at in range(start, len(tokens)) if isinstance(tokens[at], Mark))


def _paired_rows(old: Table, new: Table) -> list[tuple[int | None, int | None]] | None:
    """Which row became which; None where the table has become another one."""
    found: list[tuple[int | None, int | None]] = []
    at = there = 0
    for begin, end, new_begin, new_end in (
        *changed_stretches(old.rows, new.rows),
        (len(old.rows), len(old.rows), len(new.rows), len(new.rows)),
    ):
        found += zip(range(at, begin), range(there, new_begin), strict=True)
        pairs: list[tuple[int | None, int | None]]
        if end - begin == new_end - new_begin:
            pairs = list(zip(range(begin, end), range(new_begin, new_end), strict=True))
        else:
            pairs = _aligned_rows(old.rows, new.rows, range(begin, end), range(new_begin, new_end))
        for first, second in pairs:
            if first is not None and second is not None:
                if _shape(old.rows[first]) != _shape(new.rows[second]):
                    return None
            elif not all(
                _is_plain(table, row) for table, row in ((old, first), (new, second)) if row is not None
            ):
                return None
        found += pairs
        at, there = end, new_end
    return found


def _shape(row: Sequence[Cell]) -> list[tuple[int, int]]:
    return [(cell.columns, cell.rows) for cell in row]


def _is_plain(table: Table, row: int) -> bool:
    """Whether a row can come and go without another one."""
    cells = table.rows[row]
    return sum(cell.columns for cell in cells) == column_count(table) and all(
        cell.rows == 1 for cell in cells
    )


def _aligned_rows(
    old: Sequence[Sequence[Cell]], new: Sequence[Sequence[Cell]], olds: range, news: range
) -> list[tuple[int | None, int | None]]:
    """Rows in order, those that have most in common together, the others alone."""
    if len(olds) * len(news) > _MOST_PAIRS:
        return [*((first, None) for first in olds), *((None, second) for second in news)]
    was = [pairs_in("\n".join(cell.text for cell in old[at])) for at in olds]
    now = [pairs_in("\n".join(cell.text for cell in new[at])) for at in news]
    best: dict[tuple[int, int], tuple[float, int, int]] = {(0, 0): (0.0, 0, 0)}
    for first in range(len(was) + 1):
        for second in range(len(now) + 1):
            ways: list[tuple[float, int, int]] = []
            if first and second:
                total = was[first - 1].total() + now[second - 1].total()
                common = (was[first - 1] & now[second - 1]).total()
                if 2 * common >= _LEAST_ALIKE * total:
                    ways.append((best[first - 1, second - 1][0] + total - 2 * common, 1, 1))
            if first:
                ways.append((best[first - 1, second][0] + was[first - 1].total(), 1, 0))
            if second:
                ways.append((best[first, second - 1][0] + now[second - 1].total(), 0, 1))
            if ways:
                best[first, second] = min(ways)
    found: list[tuple[int | None, int | None]] = []
    first, second = len(was), len(now)
    while first or second:
        _, one, other = best[first, second]
        first, second = first - one, second - other
        found.append((olds[first] if one else None, news[second] if other else None))
    return found[::-1]
