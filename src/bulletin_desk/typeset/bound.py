"""A bound volume as one sequence of pages: those of several typesettings, one after another, each in its own
layout, with numbers that run through. Knows not what is bound.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Literal, NamedTuple

from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import MadePages, Page
from bulletin_desk.typeset.typesetter import TypesetPages


def is_double_sided(layout: Layout) -> bool:
    """Whether issues in a layout are printed on both sides of a sheet: their page numbers stand on the outer
    sides, or the closing block on an even page. Such an issue begins on the right."""
    return layout.folio.odd != layout.folio.even or layout.closing.even_page


class BoundPart(NamedTuple):
    """Pages of a volume that are set together: `make` sets them, each time anew. There are `printed`, and
    `blank` empty ones behind them. The first one's number in the volume is `first`; `folios`: the numbers on
    its pages are the volume's, its own, or there are none."""

    make: Callable[[], TypesetPages]
    printed: int
    blank: int = 0
    first: int = 1
    folios: Literal["volume", "own", "none"] = "volume"

    @property
    def length(self) -> int:
        """All of its pages."""
        return self.printed + self.blank


class BoundPages(MadePages):
    """The pages of all parts. Those of one part are kept at a time, so that a volume of a thousand pages
    takes no more room than an issue."""

    def __init__(self, parts: Iterable[BoundPart]) -> None:
        self._parts = tuple(part for part in parts if part.length)
        self._starts: list[int] = []
        self._length = 0
        for part in self._parts:
            self._starts.append(self._length)
            self._length += part.length
        self._last = max(
            (part.first + part.printed - 1 for part in self._parts if part.folios == "volume"), default=0
        )
        self._at = -1
        self._made: TypesetPages | None = None

    def __len__(self) -> int:
        return self._length

    def page(self, index: int) -> Page:
        """See `MadePages`."""
        at = bisect_right(self._starts, index) - 1
        if at != self._at or self._made is None:
            self._made = None  # before the next one is made
            self._at, self._made = at, self._parts[at].make()
        return self._page(self._parts[at], self._made, index - self._starts[at])

    def _page(self, part: BoundPart, made: TypesetPages, index: int) -> Page:
        number = part.first + index
        if index >= part.printed:
            layout = made.layout
            return Page(number, float(layout.paper_width), float(layout.paper_height), (), (), None)
        if part.folios == "volume":
            return made.bound(index, number, self._last)
        return made[index] if part.folios == "own" else replace(made[index], folio=None)
