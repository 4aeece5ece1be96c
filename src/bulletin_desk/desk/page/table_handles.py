"""The edges of columns on the pages, dragged by the mouse, and the margins of a table, where a click selects
a row or a column. Gives out the widths that the clerk wants; changes nothing but the selection."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter

from bulletin_desk.bulletin.model import Path
from bulletin_desk.bulletin.tables import column_widths, spots
from bulletin_desk.desk.page.view import PageView
from bulletin_desk.desk.session import Session
from bulletin_desk.editing.document import Change
from bulletin_desk.editing.table_selection import columns_of, rows_of
from bulletin_desk.pages.model import PlacedTable

_REACH = 3.0
"""Pixels on either side of an edge in which it is taken hold of."""
_BESIDE = 14.0
"""Pixels left of a table in which a click selects a row."""
_ABOVE = 6.0
"""Pixels above a table in which a click selects a column."""
_GUIDE = QColor(32, 110, 220)


class Held(NamedTuple):
    """Edge number `edge` of a table on page `page` (from 0), dragged to `x`, from `low` to `high` at most;
    all in points. `moved` once it has been."""

    page: int
    table: PlacedTable
    edge: int
    x: float
    low: float
    high: float
    moved: bool = False


class TableHandles(QObject):
    """`resized` gives out a table's path and the widths of its columns, in thousandths of the measure, none:
    by content."""

    resized = Signal(tuple, tuple)

    def __init__(self, session: Session, view: PageView) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self.held: Held | None = None
        session.changed.connect(self._changed)
        session.replaced.connect(self.cancel)

    def _changed(self, change: Change) -> None:
        if change.issue:
            self.cancel()

    def cancel(self) -> bool:
        """Lets go of the edge; false while none is held."""
        held, self.held = self.held, None
        if held is not None:
            self._view.viewport().update()
        return held is not None

    # ---- what is under the pointer

    def _near(self, pixels: QPointF) -> tuple[int, float, float, PlacedTable] | None:
        """The table that a point is on, or beside; the page and the place there."""
        index, x, y = self._view.to_page(pixels)
        pages, scale = self._session.document.pages, self._view.sheets.scale
        for placed in pages[index].tables if index < len(pages) else ():
            top, bottom = _span(placed)
            across = placed.edges[0] - _BESIDE / scale <= x <= placed.edges[-1] + _REACH / scale
            if across and top - _ABOVE / scale <= y < bottom:
                return index, x, y, placed
        return None

    def _edge_at(self, pixels: QPointF) -> tuple[int, PlacedTable, int] | None:
        """The page, the table and the number of the edge under a point, where two cells part or the table
        ends."""
        near = self._near(pixels)
        if near is None:
            return None
        index, x, y, placed = near
        band = next((band for band in placed.bands if band.top <= y < band.top + band.height), None)
        edge = min(range(len(placed.edges)), key=lambda number: abs(placed.edges[number] - x))
        if band is None or abs(placed.edges[edge] - x) > _REACH / self._view.sheets.scale:
            return None
        crossed = any(
            spot.row <= band.row < spot.row + spot.cell.rows
            and spot.column < edge < spot.column + spot.cell.columns
            for spot in spots(placed.table)
        )
        return None if crossed else (index, placed, edge)

    def _row_at(self, pixels: QPointF) -> tuple[Path, int] | None:
        """The table and the row that a point is left of."""
        near = self._near(pixels)
        if near is None:
            return None
        _, x, y, placed = near
        band = next((band for band in placed.bands if band.top <= y < band.top + band.height), None)
        return (placed.path, band.row) if band is not None and x < placed.edges[0] else None

    def _column_at(self, pixels: QPointF) -> tuple[Path, int] | None:
        """The table and the column that a point is above of."""
        near = self._near(pixels)
        if near is None:
            return None
        _, x, y, placed = near
        if y >= _span(placed)[0]:
            return None
        columns = enumerate(pairwise(placed.edges))
        return next(((placed.path, at) for at, (left, right) in columns if left <= x < right), None)

    def shape_at(self, pixels: QPointF) -> Qt.CursorShape | None:
        """What the pointer says of an edge, or beside and above a table; None of anything else."""
        if self._edge_at(pixels) is not None:
            return Qt.CursorShape.SplitHCursor
        beside = self._row_at(pixels) is not None or self._column_at(pixels) is not None
        return Qt.CursorShape.PointingHandCursor if beside else None

    # ---- the mouse

    def press(self, pixels: QPointF) -> bool:
        """Takes hold of an edge, or selects a row or a column; false where there is none."""
        found = self._edge_at(pixels)
        if found is not None:
            self.held = self._hold(*found)
            return True
        issue, document = self._session.issue, self._session.document
        if (row := self._row_at(pixels)) is not None:
            document.select(rows_of(issue, row[0], range(row[1], row[1] + 1)))
            return True
        if (column := self._column_at(pixels)) is not None:
            document.select(columns_of(issue, column[0], range(column[1], column[1] + 1)))
            return True
        return False

    def _hold(self, page: int, placed: PlacedTable, edge: int) -> Held:
        """How far an edge may go: no column becomes narrower than what can't be broken in it, unless it is
        already. The outer edges move alike, since a table stands in the middle of the measure."""
        edges, block = placed.edges, self._session.layout.text_block
        least = self._session.document.pages.least_columns(placed.path)
        x, left, right = edges[edge], float(block.left), float(block.left + block.width)
        low, high = left, right
        if 0 < edge < len(edges) - 1:
            low, high = edges[edge - 1] + least[edge - 1], edges[edge + 1] - least[edge]
        elif edge:
            low = x - max(edges[-1] - edges[-2] - least[-1], 0.0) / 2
        else:
            high = x + max(edges[1] - edges[0] - least[0], 0.0) / 2
        return Held(page, placed, edge, x, min(low, x), max(high, x))

    def move(self, pixels: QPointF) -> bool:
        """The edge goes along; false while none is held."""
        if self.held is None:
            return False
        _, x, _ = self._view.to_page(pixels)
        x = min(max(x, self.held.low), self.held.high)
        moved = (
            self.held.moved or abs(x - self.held.table.edges[self.held.edge]) * self._view.sheets.scale >= 1
        )
        self.held = self.held._replace(x=x, moved=moved)
        self._view.viewport().update()
        return True

    def release(self) -> bool:
        """Gives out the new widths, if there are any; false while no edge is held."""
        held = self.held
        if not self.cancel() or held is None:
            return False
        if held.moved:
            self.resized.emit(held.table.path, self._widths(held))
        return True

    def press_twice(self, pixels: QPointF) -> bool:
        """On an edge: the columns by their content; false elsewhere."""
        found = self._edge_at(pixels)
        if found is None:
            return False
        self.cancel()
        self.resized.emit(found[1].path, ())
        return True

    def _widths(self, held: Held) -> tuple[int, ...]:
        """The columns in thousandths of the measure, together as wide as the table is."""
        edges = list(held.table.edges)
        if held.edge in (0, len(edges) - 1):
            by = held.x - edges[held.edge]
            edges[0] += by if held.edge == 0 else -by
            edges[-1] += -by if held.edge == 0 else by
        else:
            edges[held.edge] = held.x
        widths = [right - left for left, right in pairwise(edges)]
        return column_widths(widths, float(self._session.layout.text_block.width))

    # ---- painting

    def paint(self, painter: QPainter) -> None:
        """The line where the edge would come, over the whole height of the table on its page."""
        if self.held is None:
            return
        top, bottom = _span(self.held.table)
        start = self._view.to_pixels(self.held.page, self.held.x, top)
        end = self._view.to_pixels(self.held.page, self.held.x, bottom)
        painter.fillRect(QRectF(start.x() - 1, start.y() - 6, 2, end.y() - start.y() + 12), _GUIDE)


def _span(placed: PlacedTable) -> tuple[float, float]:
    """The top and the bottom of a table on its page."""
    return placed.bands[0].top, placed.bands[-1].top + placed.bands[-1].height
