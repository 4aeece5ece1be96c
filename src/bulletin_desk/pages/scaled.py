"""Pages drawn smaller on paper of the same size, so that there is room at their margins. Knows not what
they are drawn smaller for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple, Protocol

from bulletin_desk.bulletin.model import Path
from bulletin_desk.pages.model import (
    HorizontalRule,
    ImageMark,
    Line,
    MadePages,
    Page,
    PageMark,
    PlacedBand,
    PlacedLine,
    PlacedTable,
    Run,
)


class Frame(NamedTuple):
    """Where the text block stands on pages, and how far apart its lines are, in points."""

    left: float
    top: float
    width: float
    height: float
    pitch: float

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return round(self.height / self.pitch)


class Placing(Protocol):
    """Pages that know on which of them a place of the bulletin is printed."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: int) -> Page: ...

    def number_at(self, path: Path, offset: int) -> int:
        """The number (from 1, in this row of pages) of the page with a place; 1 for what is not printed."""

    def places(self, path: Path) -> bool:
        """Whether a text of the bulletin has a line on the paper."""


class ScaledPages(MadePages):
    """Pages by a `factor`: what is on them is moved so that the point `x`, `y` is their new corner."""

    def __init__(self, pages: Placing, factor: float, x: float, y: float) -> None:
        self._pages = pages
        self._by = _Scaling(factor, x, y)
        self._made: dict[int, Page] = {}

    def __len__(self) -> int:
        return len(self._pages)

    def page(self, index: int) -> Page:
        """See `MadePages`."""
        page = self._made.get(index)
        if page is None:
            page = self._made[index] = self._by.page(self._pages[index])
        return page

    def number_at(self, path: Path, offset: int) -> int:
        """See `Placing`."""
        return self._pages.number_at(path, offset)

    def places(self, path: Path) -> bool:
        """See `Placing`."""
        return self._pages.places(path)


class _Scaling(NamedTuple):
    """What becomes of lengths and places."""

    factor: float
    x: float
    y: float

    def page(self, page: Page) -> Page:
        return replace(
            page,
            lines=tuple(map(self.placed, page.lines)),
            marks=tuple(map(self.mark, page.marks)),
            folio=page.folio and self.placed(page.folio),
            tables=tuple(map(self.table, page.tables)),
        )

    def placed(self, placed: PlacedLine) -> PlacedLine:
        factor = self.factor
        return placed._replace(
            line=self.line(placed.line),
            x=self.x + placed.x * factor,
            y=self.y + placed.y * factor,
            top=self.y + placed.top * factor,
            height=placed.height * factor,
        )

    def line(self, line: Line) -> Line:
        edges = tuple([edge * self.factor for edge in line.edges])
        return line._replace(edges=edges, runs=tuple(map(self.run, line.runs)))

    def run(self, run: Run) -> Run:
        return run._replace(size=run.size * self.factor, xs=tuple([x * self.factor for x in run.xs]))

    def mark(self, mark: PageMark) -> PageMark:
        factor = self.factor
        x, y = self.x + mark.x * factor, self.y + mark.y * factor
        if isinstance(mark, ImageMark):
            return mark._replace(x=x, y=y, width=mark.width * factor, height=mark.height * factor)
        thickness = mark.thickness * factor
        if isinstance(mark, HorizontalRule):
            return mark._replace(x=x, y=y, width=mark.width * factor, thickness=thickness)
        return mark._replace(x=x, y=y, height=mark.height * factor, thickness=thickness)

    def table(self, table: PlacedTable) -> PlacedTable:
        return table._replace(
            edges=tuple(self.x + edge * self.factor for edge in table.edges),
            bands=tuple(
                PlacedBand(row, self.y + top * self.factor, height * self.factor)
                for row, top, height in table.bands
            ),
        )
