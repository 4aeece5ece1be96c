"""Where words stand on pages, seen or set: for who shows the clerk what is meant. Must not know what the
words are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from bulletin_desk.learning.evidence import SeenLine, SeenPage
from bulletin_desk.pages.model import Page, PlacedLine

_LEAST_WORDS = 4
"""Characters of a line's beginning or end by which words that go on in other lines are found."""
_UNREAD = str.maketrans("", "", " \t\u3000\u00a0\n")
"""Blanks, which the two kinds of pages may have otherwise."""


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


def set_at(words: str, pages: Iterable[Page]) -> Spot | None:
    """The same, of pages that are set."""
    return _first(
        words,
        chain.from_iterable((_set(line, at) for line in _lines_of(page)) for at, page in enumerate(pages)),
    )


def first_difference(one: Sequence[Page], other: Sequence[Page]) -> Spot | None:
    """The first line, from the top of the first page on, that two settings of an issue have otherwise; the
    whole of a sheet that only one of them has, or that is larger in one."""
    for at, (ours, theirs) in enumerate(zip(one, other, strict=False)):
        if (ours.width, ours.height) != (theirs.width, theirs.height):
            return Spot(at, 0, 0, max(ours.width, theirs.width), max(ours.height, theirs.height))
        spots = [*_differing(ours, theirs, at), *_differing(theirs, ours, at)]
        if spots:
            return min(spots, key=lambda spot: spot.top)
        if ours.marks != theirs.marks:
            return Spot(at, 0, 0, ours.width, ours.height)
    if len(one) == len(other):
        return None
    at, longer = min(len(one), len(other)), max(one, other, key=len)
    return Spot(at, 0, 0, longer[at].width, longer[at].height)


def _differing(ours: Page, theirs: Page, at: int) -> Iterator[Spot]:
    """Those of our lines that stand so nowhere on the other page."""
    there = {_as_printed(line) for line in _lines_of(theirs)}
    for line in _lines_of(ours):
        if _as_printed(line) not in there:
            yield _set(line, at).spot
            return


def _as_printed(placed: PlacedLine) -> tuple[object, ...]:
    return (round(placed.x, 2), round(placed.y, 2), placed.line.text, placed.line.runs)


def _lines_of(page: Page) -> list[PlacedLine]:
    lines = page.lines if page.folio is None else (*page.lines, page.folio)
    return sorted(lines, key=lambda placed: placed.y)


def _first(words: str, lines: Iterable[_Said]) -> Spot | None:
    sought = words.translate(_UNREAD)
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
    return _Said(
        placed.line.text, Spot(at, left, placed.y - size, placed.x + right - left, size * 1.25)
    )
