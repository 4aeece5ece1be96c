"""What differs between two rows, as hunks of their sequences (see `flat`): which tokens of the one become
which others. Each can be taken by itself: what is then there is a row again. Must not know who asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple, TypeVar

from bulletin_desk.bulletin.flat import (
    Letter,
    Mark,
    Token,
    Tokens,
    attachment_tokens,
    block_tokens,
    entry_tokens,
    words,
)
from bulletin_desk.bulletin.matching import changed_stretches, text_of
from bulletin_desk.bulletin.model import Addressee, Attachment, Block, Cell, Paragraph, Pictures, Table
from bulletin_desk.bulletin.tables import column_count

_LEAST_ALIKE = 0.3
"""Paragraphs with this share of pairs of characters in common are the same one, rewritten."""
_INSIDE = 0.6
"""A paragraph with this share of its pairs of characters in another one is a part of that."""
_MOST_PAIRS = 2_500
"""Paragraphs of two rows between which all ways of pairing are looked at."""
_MOST_PARTS = 4
"""Into which one paragraph is looked at as cut, or of which as joined."""
_MOST_COMPARED = 4_000_000
_CHANGED = 2
"""Where so many words are changed on either side of a single one that has stayed, all are one change."""


class Hunk(NamedTuple):
    """Tokens `start` to `end` of a sequence become `new`."""

    start: int
    end: int
    new: Tokens


_Part = TypeVar("_Part", Block, Addressee, Attachment)


def block_hunks(old: Sequence[Block], new: Sequence[Block]) -> list[Hunk]:
    """What becomes of a row of blocks."""
    return _merged(_row_hunks(old, new, block_tokens, _within_blocks))


def attachment_hunks(old: Sequence[Attachment], new: Sequence[Attachment]) -> list[Hunk]:
    """What becomes of an item's attachments."""
    return _merged(_row_hunks(old, new, attachment_tokens, _within_attachments))


def entry_hunks(old: Sequence[Addressee], new: Sequence[Addressee]) -> list[Hunk]:
    """What becomes of the distribution."""
    return _merged(_row_hunks(old, new, entry_tokens, _within_entries))


def word_hunks(old: Tokens, new: Tokens) -> list[Hunk]:
    """What becomes of a sequence, by words."""
    return _merged(_by_words(old, new))


def _merged(hunks: Iterable[Hunk]) -> list[Hunk]:
    """Hunks that are apart: those that meet are one."""
    found: list[Hunk] = []
    for each in hunks:
        if found and found[-1].end == each.start:
            found[-1] = Hunk(found[-1].start, each.end, found[-1].new + each.new)
        else:
            found.append(each)
    return found


def _shifted(hunks: Iterable[Hunk], by: int) -> Iterator[Hunk]:
    return (Hunk(start + by, end + by, new) for start, end, new in hunks)


# ---- rows


def _row_hunks(
    old: Sequence[_Part],
    new: Sequence[_Part],
    tokens_of: Callable[[_Part], Tokens],
    within: Callable[[Sequence[_Part], Sequence[_Part]], Iterable[Hunk] | None],
) -> Iterator[Hunk]:
    """`within` gives what becomes of parts that others were made of; None where they are taken whole."""
    starts = [0]
    for part in old:
        starts.append(starts[-1] + len(tokens_of(part)))
    for begin, end, new_begin, new_end in changed_stretches(old, new):
        for first, last, new_first, new_last in _groups(old[begin:end], new[new_begin:new_end]):
            were = old[begin + first : begin + last]
            are = new[new_begin + new_first : new_begin + new_last]
            start = starts[begin + first]
            inside = within(were, are) if were and are else None
            if inside is None:
                come = tuple(token for part in are for token in tokens_of(part))
                yield Hunk(start, starts[begin + last], come)
            else:
                yield from _shifted(inside, start)


def _groups(old: Sequence[_Part], new: Sequence[_Part]) -> list[tuple[int, int, int, int]]:
    """Which parts became which, in order: one another one, one several, several one; others none."""
    if len(old) == len(new) == 1:
        return [(0, 1, 0, 1)]
    if not old or not new or len(old) * len(new) > _MOST_PAIRS:
        return [(0, len(old), 0, len(new))]
    was, now = [_pairs_in(text_of(part)) for part in old], [_pairs_in(text_of(part)) for part in new]
    sizes, new_sizes = [each.total() for each in was], [each.total() for each in now]
    best: dict[tuple[int, int], tuple[float, int, int]] = {(0, 0): (0.0, 0, 0)}
    for first in range(len(old) + 1):
        for second in range(len(new) + 1):
            if (first, second) == (0, 0):
                continue
            ways: list[tuple[float, int, int]] = []
            if first:
                ways.append((best[first - 1, second][0] + sizes[first - 1], 1, 0))
            if second:
                ways.append((best[first, second - 1][0] + new_sizes[second - 1], 0, 1))
            if first and second:
                cost = _pair_cost(old[first - 1], new[second - 1], was[first - 1], now[second - 1])
                if cost is not None:
                    ways.append((best[first - 1, second - 1][0] + cost, 1, 1))
                for parts in range(2, min(_MOST_PARTS, second) + 1):
                    some = range(second - parts, second)
                    cost = _cut_cost(
                        old[first - 1],
                        [new[at] for at in some],
                        was[first - 1],
                        [now[at] for at in some],
                    )
                    if cost is not None:
                        ways.append((best[first - 1, second - parts][0] + cost, 1, parts))
                for parts in range(2, min(_MOST_PARTS, first) + 1):
                    some = range(first - parts, first)
                    cost = _cut_cost(
                        new[second - 1],
                        [old[at] for at in some],
                        now[second - 1],
                        [was[at] for at in some],
                    )
                    if cost is not None:
                        ways.append((best[first - parts, second - 1][0] + cost, parts, 1))
            best[first, second] = min(ways)
    found: list[tuple[int, int, int, int]] = []
    first, second = len(old), len(new)
    while first or second:
        _, olds, news = best[first, second]
        found.append((first - olds, first, second - news, second))
        first, second = first - olds, second - news
    return found[::-1]


def _pairs_in(text: str) -> Counter[str]:
    """The pairs of neighbouring characters of a text, its edges among them."""
    return Counter(map("".join, pairwise(f"\0{text}\0")))


def _pair_cost(old: object, new: object, was: Counter[str], now: Counter[str]) -> float | None:
    """What it costs that one part became another; None where it can't have."""
    if _sort(old) is not _sort(new):
        return None
    total, common = was.total() + now.total(), (was & now).total()
    if 2 * common < _LEAST_ALIKE * total:
        return None
    return total - 2 * common + (type(old) is not type(new)) * 0.5


def _cut_cost(
    whole: object, parts: Sequence[object], in_whole: Counter[str], in_parts: Sequence[Counter[str]]
) -> float | None:
    """What it costs that a paragraph was cut, or several were joined; None where that can't be."""
    if not all(isinstance(part, Paragraph) for part in (whole, *parts)):
        return None
    if any((in_whole & part).total() < _INSIDE * (part.total() - 1) or part.total() < 2 for part in in_parts):
        return None
    together: Counter[str] = Counter()
    for part in in_parts:
        together += part
    total = in_whole.total() + together.total()
    return total - 2 * (in_whole & together).total() + 0.25


def _sort(part: object) -> type:
    return Paragraph if isinstance(part, Paragraph) else type(part)  # type: ignore[return-value]


# ---- within


def _within_blocks(old: Sequence[Block], new: Sequence[Block]) -> Iterable[Hunk] | None:
    match (*old, *new):
        case Table() as was, Table() as now:
            return _within_table(was, now)
        case Pictures() as pictures, Pictures() as others:
            if len(pictures.pictures) != len(others.pictures):
                return None
            return _by_words(block_tokens(pictures), block_tokens(others))
    if not all(isinstance(block, Paragraph) for block in (*old, *new)):
        return None
    if len(old) > 1 and len(new) > 1:
        return None
    were, are = (tuple(t for block in blocks for t in block_tokens(block)) for blocks in (old, new))
    if len(old) == len(new) == 1:  # each mark is the other's
        if were[-1] != are[-1] and any(isinstance(token, Letter) and token.looks for token in are):
            return None  # looks that the old kind has no place for
        inside = list(_by_words(were[:-1], are[:-1]))
        if were[-1] != are[-1]:
            inside.append(Hunk(len(were) - 1, len(were), are[-1:]))
        return inside
    return _by_words(were, are)


def _within_table(old: Table, new: Table) -> list[Hunk] | None:
    if column_count(old) != column_count(new):
        return None
    pairs = _paired_rows(old, new)
    if pairs is None:
        return None
    hunks: list[Hunk] = []
    at = 0

    def text(was: str, now: str) -> None:
        nonlocal at
        hunks.extend(_shifted(_by_words(tuple(map(Letter, was)), tuple(map(Letter, now))), at))
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
        elif row != other:
            hunks.extend(_shifted(_within_row(row, other), at))
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
    if old[0] != new[0]:
        yield Hunk(0, 1, new[:1])
    at, there = 1, 1
    while at < len(old):
        end, stop = (_next_mark(tokens, start) for tokens, start in ((old, at), (new, there)))
        yield from _shifted(_by_words(old[at:end], new[there:stop]), at)
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
    was = [_pairs_in("\n".join(cell.text for cell in old[at])) for at in olds]
    now = [_pairs_in("\n".join(cell.text for cell in new[at])) for at in news]
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


def _within_attachments(old: Sequence[Attachment], new: Sequence[Attachment]) -> Iterable[Hunk] | None:
    if len(old) != 1 or len(new) != 1:
        return None
    (was,), (now,) = old, new
    titles = _by_words(tuple(map(Letter, was.title)), tuple(map(Letter, now.title)))
    blocks = _row_hunks(was.blocks, now.blocks, block_tokens, _within_blocks)
    return [*titles, *_shifted(blocks, len(was.title) + 1)]


def _within_entries(old: Sequence[Addressee], new: Sequence[Addressee]) -> Iterable[Hunk] | None:
    if len(old) != 1 or len(new) != 1:
        return None
    (was,), (now,) = old, new
    labels = _by_words(tuple(map(Letter, was.label)), tuple(map(Letter, now.label)))
    return [
        *labels,
        *_shifted(_by_words(tuple(map(Letter, was.to)), tuple(map(Letter, now.to))), len(was.label) + 1),
    ]


# ---- words


def _by_words(old: Tokens, new: Tokens) -> Iterator[Hunk]:
    """What becomes of a sequence, by words."""
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    tail = next((at for at in range(shorter - head) if old[-1 - at] != new[-1 - at]), shorter - head)
    if head == len(old) == len(new):
        return
    spans, new_spans = list(words(old)), list(words(new))
    # Words that begin alike and go on differently differ from their beginning on.
    first = sum(end <= head for _, end in spans)
    first = min(first, sum(end <= head for _, end in new_spans))
    last = sum(start >= len(old) - tail for start, _ in spans)
    last = min(last, sum(start >= len(new) - tail for start, _ in new_spans))
    last = min(last, len(spans) - first, len(new_spans) - first)
    was = [old[start:end] for start, end in spans[first : len(spans) - last]]
    now = [new[start:end] for start, end in new_spans[first : len(new_spans) - last]]
    changed: list[list[int]] = []
    if len(was) * len(now) > _MOST_COMPARED:
        changed.append([0, len(was), 0, len(now)])
    else:
        for tag, *span in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
            if tag == "equal":
                continue
            if changed and _is_one(changed[-1], span, was):
                changed[-1] = [changed[-1][0], span[1], changed[-1][2], span[3]]
            else:
                changed.append(span)
    edges = [start for start, _ in spans[first : len(spans) - last]]
    edges.append(spans[len(spans) - last][0] if last else len(old))
    for begin, end, new_begin, new_end in changed:
        yield Hunk(
            edges[begin], edges[end], tuple(token for word in now[new_begin:new_end] for token in word)
        )


def _is_one(one: Sequence[int], other: Sequence[int], was: Sequence[Sequence[Token]]) -> bool:
    """Whether two changes are one, since next to nothing has stayed between them."""
    between = was[one[1] : other[0]]
    if len(between) > 1 or any(isinstance(token, Mark) for word in between for token in word):
        return False
    return all(max(each[1] - each[0], each[3] - each[2]) >= _CHANGED for each in (one, other))
