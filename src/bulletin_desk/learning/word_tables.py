"""The rows of a table of a Word file, each laid from its own top: its cells' text and its lines. Knows no
pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from bulletin_desk.learning.evidence import SeenRule
from bulletin_desk.learning.sighting import PageRule
from bulletin_desk.learning.word_laid import Laid, border_lines, height_of, is_drawn
from bulletin_desk.learning.word_model import Border, Cell, Table, TableRow

if TYPE_CHECKING:
    from bulletin_desk.learning.word_flow import Flow

_NEAR = 0.5
"""Points within which the ends of two lines meet."""


class LaidRow(NamedTuple):
    """A row, and how high it is."""

    laid: Laid
    height: float


def lay_table(table: Table, left: float, flow: Flow) -> Iterator[LaidRow]:
    """The rows of a table whose left edge stands at `left`, from top to bottom, with the column of text that
    it stands in."""
    for number, row in enumerate(table.rows):
        below = table.rows[number + 1] if number + 1 < len(table.rows) else None
        above = table.rows[number - 1] if number else None
        yield _row(table, row, above, below, left, flow)


def _row(
    table: Table, row: TableRow, above: TableRow | None, below: TableRow | None, left: float, flow: Flow
) -> LaidRow:
    laid = Laid()
    inner = []
    top_line = max((height_of(_upper(cell, above)) for cell in row.cells), default=0.0)
    for cell in row.cells:
        x, width = _extent(table, cell, left)
        before, over, behind, under = map(float, cell.margins)
        column = flow.inside(x + before, x + width - behind, in_table=True)
        if not cell.goes_on:
            column.lay(cell.blocks)
        inner.append((cell, x, width, column, over, under))
    needs = max(
        (
            column.y + over + under
            for cell, _, _, column, over, under in inner
            if not _goes_on_below(cell, below)
        ),
        default=0.0,
    )
    given = float(row.height or 0)
    height = given if row.rule == "exact" and row.height else max(given, needs + top_line)
    foot = height
    if below is None:
        height += max(
            (height_of(cell.borders.bottom) for cell in row.cells if is_drawn(cell.borders.bottom)),
            default=0.0,
        )
    for cell, x, width, column, over, under in inner:
        free = foot - top_line - (column.y + over + under)
        shift = {"top": 0.0, "centre": free / 2, "bottom": free}[cell.valign]
        laid.take(column.laid, 0, top_line + over + max(0.0, shift))
        if not cell.goes_on:
            _lines(laid, x, 0.0, width, _upper(cell, above))
        if below is None:
            _lines(laid, x, foot, width, cell.borders.bottom)
        for border, edge in ((cell.borders.left, x), (cell.borders.right, x + width)):
            if is_drawn(border):
                thick, ink = height_of(border), border_lines(border)[1]
                laid.rules.append(PageRule(0, SeenRule(edge, 0.0, height, thick, ink, upright=True)))
    laid.rules = list(_merged(laid.rules))
    return LaidRow(laid, height)


def _upper(cell: Cell, above: TableRow | None) -> Border | None:
    """The line over a cell: its own or that of the cell above, the thicker one."""
    own = cell.borders.top if is_drawn(cell.borders.top) else None
    if above is None:
        return own
    for other in above.cells:
        if other.column <= cell.column < other.column + other.span and is_drawn(other.borders.bottom):
            bottom = other.borders.bottom
            return own if own and bottom and own.width >= bottom.width else bottom
    return own


def _goes_on_below(cell: Cell, below: TableRow | None) -> bool:
    return below is not None and any(one.goes_on and one.column == cell.column for one in below.cells)


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
