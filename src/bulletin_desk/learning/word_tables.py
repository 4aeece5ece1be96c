"""The rows of a table of a Word file, each laid from its own top: its cells' text and its lines. Knows no
pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from bulletin_desk.learning.evidence import SeenRule
from bulletin_desk.learning.sighting import PageRule
from bulletin_desk.learning.word_laid import Laid, border_lines, height_of, is_drawn
from bulletin_desk.learning.word_model import Border, Cell, Table

if TYPE_CHECKING:
    from bulletin_desk.learning.word_flow import Flow

_NEAR = 0.5
"""Points within which the ends of two lines meet."""


class LaidRow(NamedTuple):
    """A row, and how high it is."""

    laid: Laid
    height: float


class _Column(NamedTuple):
    """A cell's text, laid from its top, and where the cell stands."""

    cell: Cell
    x: float
    width: float
    laid: Laid
    needs: float


def lay_table(table: Table, left: float, flow: Flow) -> tuple[LaidRow, ...]:
    """The rows of a table whose left edge stands at `left`, from top to bottom, with the column of text that
    it stands in."""
    rows = [[_column(table, cell, left, flow) for cell in row.cells] for row in table.rows]
    heights = [_height(table, number, columns) for number, columns in enumerate(rows)]
    return tuple(_row(table, number, columns, heights) for number, columns in enumerate(rows))


def _column(table: Table, cell: Cell, left: float, flow: Flow) -> _Column:
    x, width = _extent(table, cell, left)
    before, over, behind, under = map(float, cell.margins)
    column = flow.inside(x + before, x + width - behind, in_table=True)
    if not cell.goes_on:
        column.lay(cell.blocks)
    return _Column(cell, x, width, column.laid, column.y + over + under)


def _height(table: Table, number: int, columns: Sequence[_Column]) -> float:
    """How high a row is, with the line over it; under the last one stands another line."""
    row = table.rows[number]
    given = float(row.height or 0)
    if not (row.rule == "exact" and row.height):
        needs = [one.needs for one in columns if _rows_of(table, number, one.cell) == 1]
        given = max(given, max(needs, default=0.0) + _line_over(table, number))
    if number == len(table.rows) - 1:
        given += max((height_of(one.cell.borders.bottom) for one in columns), default=0.0)
    return given


def _line_over(table: Table, number: int) -> float:
    return max((height_of(_upper(table, number, cell)) for cell in table.rows[number].cells), default=0.0)


def _rows_of(table: Table, number: int, cell: Cell) -> int:
    """How many rows a cell stands in from its first one on."""
    count = 1
    for row in table.rows[number + 1 :]:
        if not any(one.goes_on and one.column == cell.column for one in row.cells):
            break
        count += 1
    return count


def _row(table: Table, number: int, columns: Sequence[_Column], heights: Sequence[float]) -> LaidRow:
    laid, height, last = Laid(), heights[number], number == len(table.rows) - 1
    top = _line_over(table, number)
    foot = height
    if last:
        foot -= max((height_of(one.cell.borders.bottom) for one in columns), default=0.0)
    for cell, x, width, inner, needs in columns:
        whole = foot + sum(heights[number + 1 : number + _rows_of(table, number, cell)])
        free = whole - top - needs
        shift = {"top": 0.0, "centre": free / 2, "bottom": free}[cell.valign]
        laid.take(inner, 0, top + float(cell.margins[1]) + max(0.0, shift))
        if not cell.goes_on:
            _lines(laid, x, 0.0, width, _upper(table, number, cell))
        if last:
            _lines(laid, x, foot, width, cell.borders.bottom)
        for border, edge in ((cell.borders.left, x), (cell.borders.right, x + width)):
            if is_drawn(border):
                thick, ink = height_of(border), border_lines(border)[1]
                laid.rules.append(PageRule(0, SeenRule(edge, 0.0, height, thick, ink, upright=True)))
    laid.rules = list(_merged(laid.rules))
    return LaidRow(laid, height)


def _upper(table: Table, number: int, cell: Cell) -> Border | None:
    """The line over a cell: its own or that of the cell above, the thicker one."""
    own = cell.borders.top if is_drawn(cell.borders.top) else None
    if number == 0:
        return own
    for other in table.rows[number - 1].cells:
        if other.column <= cell.column < other.column + other.span and is_drawn(other.borders.bottom):
            bottom = other.borders.bottom
            return own if own and bottom and own.width >= bottom.width else bottom
    return own


def _extent(table: Table, cell: Cell, left: float) -> tuple[float, float]:
    """Where a cell begins, and how wide it is."""
    columns = table.columns
    x = left + float(sum(columns[: cell.column]))
    width = float(sum(columns[cell.column : cell.column + cell.span])) or float(cell.width)
    return x, width


def _lines(laid: Laid, x: float, y: float, width: float, border: Border | None) -> None:
    if not is_drawn(border):
        return
    parts, ink = border_lines(border)
    at = y
    for number, part in enumerate(parts):
        if number % 2 == 0:
            laid.rules.append(PageRule(0, SeenRule(x, at + part / 2, width, part, ink)))
        at += part


def _merged(rules: Sequence[PageRule]) -> Iterator[PageRule]:
    """Lines along cells that stand beside each other as one."""
    last: PageRule | None = None
    for one in sorted(rules, key=lambda one: (one.rule.upright, round(one.rule.y, 2), one.rule.x)):
        rule = one.rule
        if last is not None and not rule.upright:
            before = last.rule
            meets = abs(before.x + before.length - rule.x) < _NEAR and abs(before.y - rule.y) < _NEAR / 5
            if meets and before[3:] == rule[3:]:
                last = last._replace(rule=before._replace(length=rule.x + rule.length - before.x))
                continue
        if last is not None and not (rule.upright and last.rule == rule):
            yield last
        last = one
    if last is not None:
        yield last
