"""Where the cells of a table stand on a page, and which cell a point of it belongs to. Knows only what is
placed: no carets.

All lengths are points from a page's top left.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from bulletin_desk.bulletin.grammar import cell_of, is_cell
from bulletin_desk.bulletin.model import Path
from bulletin_desk.bulletin.tables import Spot, spots
from bulletin_desk.pages.model import Page, PlacedBand, PlacedLine, PlacedTable

Rectangle = tuple[float, float, float, float]
"""Left, top, width, height."""


def table_at(page: Page, y: float) -> PlacedTable | None:
    """The table of which a row stands at that height."""
    return next((table for table in page.tables if table.bands and _top(table) <= y < _foot(table)), None)


def table_with(page: Page, line: PlacedLine) -> PlacedTable | None:
    """The table that a line of a cell stands in."""
    if not is_cell(line.path):
        return None
    return next((table for table in page.tables if line.path[: len(table.path)] == table.path), None)


def rows_of(table: PlacedTable) -> Rectangle:
    """What its rows on the page take."""
    left, right = table.edges[0], table.edges[-1]
    return left, _top(table), right - left, _foot(table) - _top(table)


def cell_at(table: PlacedTable, x: float, y: float) -> Path:
    """The cell that a point belongs to, the nearest one outside of them."""
    band = next((band for band in table.bands if y < band.top + band.height), table.bands[-1])
    return cell_in(table, band.row, x)


def cell_in(table: PlacedTable, row: int, x: float) -> Path:
    """The cell that stands in a row at `x`, the nearest one beside the table."""
    column = min(max(bisect_right(table.edges, x) - 1, 0), len(table.edges) - 2)
    cells = spots(table.table)
    covering = (spot for spot in cells if _covers(spot, row, column))
    spot = next(covering, cells[-1])
    return cell_of(table.path, spot.row, spot.at)


def _covers(spot: Spot, row: int, column: int) -> bool:
    return (
        spot.row <= row < spot.row + spot.cell.rows
        and spot.column <= column < spot.column + spot.cell.columns
    )


def rectangles(table: PlacedTable, cells: set[Path]) -> Iterator[Rectangle]:
    """What cells take on the page: of each one, a rectangle for what is in one piece there."""
    for spot in spots(table.table):
        if cell_of(table.path, spot.row, spot.at) not in cells:
            continue
        left, right = table.edges[spot.column], table.edges[spot.column + spot.cell.columns]
        for bands in (table.bands[: table.repeated], table.bands[table.repeated :]):
            own = [band for band in bands if spot.row <= band.row < spot.row + spot.cell.rows]
            if own:
                yield left, own[0].top, right - left, _end(own[-1]) - own[0].top


def is_repeated(page: Page, line: PlacedLine) -> bool:
    """Whether a line stands on an earlier page too: in a header that is repeated."""
    table = table_with(page, line)
    return table is not None and bool(table.repeated) and line.y < _end(table.bands[table.repeated - 1])


def own_rows(table: PlacedTable) -> tuple[int, int]:
    """The first and the last row of a table on the page, without its header repeated there."""
    return table.bands[table.repeated].row, table.bands[-1].row


def rows_below(table: PlacedTable, cell: Path) -> int:
    """The row under a cell."""
    row, at = int(cell[-2]), int(cell[-1])
    return row + table.table.rows[row][at].rows


def _top(table: PlacedTable) -> float:
    return table.bands[0].top


def _foot(table: PlacedTable) -> float:
    return _end(table.bands[-1])


def _end(band: PlacedBand) -> float:
    return band.top + band.height
