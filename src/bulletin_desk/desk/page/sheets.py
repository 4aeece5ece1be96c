"""Where the pages lie on the desk, in logical pixels: rows of one or two sheets with gaps. Knows neither Qt
widgets nor what is printed on a page."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

PIXELS_PER_POINT = 96 / 72
"""At 100 %."""
GAP = 20
"""Around and between sheets."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """`count` pages of `width` by `height` points, `columns` side by side, in a view `view_width` pixels
    wide. Room for a `margin` of pixels is kept at their right, as far as there is any."""

    count: int
    width: float
    height: float
    columns: int
    zoom: float
    view_width: int
    margin: int = 0

    @property
    def scale(self) -> float:
        """Pixels per point."""
        return self.zoom * PIXELS_PER_POINT

    @property
    def sheet_width(self) -> int:
        """Whole pixels, so that sheets have sharp edges."""
        return ceil(self.width * self.scale)

    @property
    def sheet_height(self) -> int:
        """Whole pixels."""
        return ceil(self.height * self.scale)

    @property
    def total_width(self) -> int:
        """All columns with the gaps around them."""
        return self.columns * self.sheet_width + (self.columns + 1) * GAP

    @property
    def total_height(self) -> int:
        """All rows with the gaps around them."""
        rows = -(-self.count // self.columns)
        return rows * (self.sheet_height + GAP) + GAP

    def left(self, index: int) -> int:
        """Of a page, from the left of everything."""
        spare = max(0, self.view_width - self.total_width - self.margin) // 2
        return spare + GAP + (index % self.columns) * (self.sheet_width + GAP)

    def top(self, index: int) -> int:
        """Of a page, from the top of everything."""
        return GAP + (index // self.columns) * (self.sheet_height + GAP)

    def between(self, top: float, bottom: float) -> range:
        """The pages that touch a stretch of the whole height."""
        step = self.sheet_height + GAP
        first = max(0, int((top - GAP) // step)) * self.columns
        last = (int((bottom - GAP) // step) + 1) * self.columns
        return range(min(first, self.count), max(0, min(last, self.count)))

    def nearest(self, x: float, y: float) -> int:
        """The page at a point, or the one beside it."""
        step = self.sheet_height + GAP
        row = int(max(0.0, y - GAP / 2) // step)
        rows = -(-self.count // self.columns)
        row = min(row, rows - 1)
        column = int((x - self.left(0) + GAP / 2) // (self.sheet_width + GAP))
        index = row * self.columns + min(max(column, 0), self.columns - 1)
        return min(index, self.count - 1)

    def zoom_to_width(self, view_width: int) -> float:
        """The zoom at which all columns just fit into a view."""
        room = view_width - self.margin - (self.columns + 1) * GAP - self.columns
        return max(room / (self.columns * self.width * PIXELS_PER_POINT), 0.01)

    def zoom_to_page(self, view_width: int, view_height: int) -> float:
        """The zoom at which a row of sheets just fits into a view."""
        room = view_height - 2 * GAP - 1
        return min(self.zoom_to_width(view_width), max(room / (self.height * PIXELS_PER_POINT), 0.01))
