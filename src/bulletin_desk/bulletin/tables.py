"""Where the cells of a table stand: its grid of rows and columns, and their widths as parts of the measure.
Must not know rules, carets or pages."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from bulletin_desk.bulletin.model import Cell, Table

WHOLE = 1000
"""The measure, in the unit of column widths."""


class Spot(NamedTuple):
    """A cell with its first row, its index in that row (as paths have them) and its first column."""

    row: int
    at: int
    column: int
    cell: Cell


def spots(table: Table) -> list[Spot]:
    """All cells in reading order. Where the rows are no grid, cells take the first places that are free."""
    found: list[Spot] = []
    reaching: dict[int, int] = {}
    for row, cells in enumerate(table.rows):
        found += row_spots(row, cells, reaching)
    return found


def row_spots(row: int, cells: tuple[Cell, ...], reaching: dict[int, int]) -> list[Spot]:
    """The cells of a row. `reaching` has for columns the first row that nothing from above reaches down to,
    and gets what reaches down from here."""
    found: list[Spot] = []
    column = 0
    for at, cell in enumerate(cells):
        while reaching and reaching.get(column, 0) > row:
            column += 1
        found.append(Spot(row, at, column, cell))
        if cell.rows > 1:
            for taken in range(column, column + cell.columns):
                reaching[taken] = max(reaching.get(taken, 0), row + cell.rows)
        column += cell.columns
    return found


def covering(table: Table) -> dict[tuple[int, int], Spot]:
    """For each place of the grid, by row and column, the cell that covers it."""
    return {
        (row, column): spot
        for spot in spots(table)
        for row in range(spot.row, min(spot.row + max(spot.cell.rows, 1), len(table.rows)))
        for column in range(spot.column, spot.column + spot.cell.columns)
    }


def column_count(table: Table) -> int:
    """How many columns a table has."""
    return max((spot.column + spot.cell.columns for spot in spots(table)), default=0)


def column_widths(widths: Sequence[float], measure: float, whole: int = WHOLE) -> tuple[int, ...]:
    """Widths as a table has them, none of them 0: `measure` of their unit is `whole` of a table's. What
    rounding takes from one it gives the next, so that they never come to more than they are together."""
    edges = [round(whole * end / measure) for end in accumulate(widths, initial=0.0)]
    made = [max(right - left, 1) for left, right in pairwise(edges)]
    while sum(made) > max(whole, len(made)):
        made[made.index(max(made))] -= 1
    return tuple(made)


def is_grid(table: Table) -> bool:
    """Whether the cells cover every place of the table once, and there is at least one. Takes little, however
    far cells say to reach."""
    height = len(table.rows)
    width = sum(cell.columns for cell in table.rows[0]) if table.rows else 0
    covered = [0] * width
    """For each column, how many rows are covered."""
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while column < width and covered[column] > row:
                column += 1
            end = column + cell.columns
            if end > width or row + cell.rows > height or covered[column:end] != [row] * cell.columns:
                return False
            covered[column:end] = [row + cell.rows] * cell.columns
            column = end
    return width > 0 and covered == [height] * width
