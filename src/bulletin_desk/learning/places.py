"""Where words stand on pages, seen or set: for who shows the clerk what is meant. Must not know what the
words are about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from bulletin_desk.learning.evidence import SeenLine, SeenPage
from bulletin_desk.pages.model import Page, PlacedLine

_LEAST_WORDS = 4
"""Characters of a line's beginning or end by which words that go on in other lines are found."""
_UNREAD = str.maketrans("", "", " \t\u3000\u00a0\n")
"""Blanks, which the two kinds of pages may have otherwise."""
_CUT = "…"
"""Stands where words that are told of were cut off."""


class Spot(NamedTuple):
    """A box on a page (from 0), in points."""

    page: int
    left: float
    top: float
    width: float
    height: float


class _Said(NamedTuple):
    text: str
    spot: Spot


def seen_at(words: str, pages: Sequence[SeenPage]) -> Spot | None:
    """The first line of seen pages that has these words, or begins or ends them."""
    return _first(
        words,
        chain.from_iterable((_seen(line, at) for line in page.lines) for at, page in enumerate(pages)),
    )


def set_at(words: str, pages: Iterable[Page], near: Spot | None = None) -> Spot | None:
    """The same, of pages that are set; of several lines that have the words, the one nearest to a place."""
    lines = [_set(line, at) for at, page in enumerate(pages) for line in _lines_of(page)]
    if near is not None:
        lines.sort(key=lambda said: (abs(said.spot.page - near.page), abs(said.spot.top - near.top)))
    return _first(words, lines)


def spot_of(line: SeenLine, page: int) -> Spot:
    """Where a line stands on a page (from 0)."""
    return _seen(line, page).spot


def first_difference(one: Sequence[Page], other: Sequence[Page]) -> Spot | None:
    """Where two settings of an issue differ: the first line that says something else, else the first that
    stands elsewhere or is set otherwise; the whole of a sheet that is larger in one or that only one has."""
    moved = None
    for at, (ours, theirs) in enumerate(zip(one, other, strict=False)):
        if (ours.width, ours.height) != (theirs.width, theirs.height):
            return _sheet(at, ours, theirs)
        spot = _first_other(ours, theirs, at, attrgetter("line.text"))
        if spot is not None:
            return spot
        if moved is None:
            moved = _first_other(ours, theirs, at, _as_printed)
        if moved is None and ours.marks != theirs.marks:
            moved = _sheet(at, ours, theirs)
    if moved is None and len(one) != len(other):
        at, longer = min(len(one), len(other)), max(one, other, key=len)
        return _sheet(at, longer[at], longer[at])
    return moved


def _sheet(at: int, ours: Page, theirs: Page) -> Spot:
    return Spot(at, 0, 0, max(ours.width, theirs.width), max(ours.height, theirs.height))


def _first_other(ours: Page, theirs: Page, at: int, as_what: Callable[[PlacedLine], object]) -> Spot | None:
    """The upper of the first lines that only one of two pages has."""
    spots = [*_only_in(ours, theirs, at, as_what), *_only_in(theirs, ours, at, as_what)]
    return min(spots, key=lambda spot: spot.top, default=None)


def _only_in(ours: Page, theirs: Page, at: int, as_what: Callable[[PlacedLine], object]) -> Iterator[Spot]:
    there = set(map(as_what, _lines_of(theirs)))
    for line in _lines_of(ours):
        if as_what(line) not in there:
            yield _set(line, at).spot
            return


def _as_printed(placed: PlacedLine) -> tuple[object, ...]:
    return (round(placed.x, 2), round(placed.y, 2), placed.line.text, placed.line.runs)


def _lines_of(page: Page) -> list[PlacedLine]:
    lines = page.lines if page.folio is None else (*page.lines, page.folio)
    return sorted(lines, key=lambda placed: placed.y)


def _first(words: str, lines: Iterable[_Said]) -> Spot | None:
    sought = words.translate(_UNREAD).strip(_CUT)
    if not sought:
        return None
    part = None
    for text, spot in lines:
        said = text.translate(_UNREAD)
        if sought in said:
            return spot
        if part is None and said and _is_part(said, sought):
            part = spot
    return part


def _is_part(said: str, sought: str) -> bool:
    """Whether a line holds some of the words: they run on in another line, or it is one of theirs."""
    if len(said) >= _LEAST_WORDS and said in sought:
        return True
    return len(sought) > _LEAST_WORDS and said.endswith(
        tuple(sought[:length] for length in range(_LEAST_WORDS, len(sought)))
    )


def _seen(line: SeenLine, at: int) -> _Said:
    size = max(seen.look.size for seen in line.chars)
    return _Said(line.text, Spot(at, line.left, line.baseline - size, line.right - line.left, size * 1.25))


def _set(placed: PlacedLine, at: int) -> _Said:
    runs = placed.line.runs
    size = max((run.size for run in runs), default=placed.height)
    edges = placed.line.edges
    xs = [x for run in runs for x in run.xs] or [edges[0]]
    right = max((run.xs[-1] + run.size for run in runs if run.xs), default=edges[-1])
    left = placed.x + min(xs)
    return _Said(placed.line.text, Spot(at, left, placed.y - size, placed.x + right - left, size * 1.25))
