"""Tables among what was seen: rules that stand under one another as wide as each other, with pieces of text
beside each other between them. Must not know what the text around them is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from bulletin_desk.bulletin.model import Table
from bulletin_desk.intake.grid import GridCell, table_of
from bulletin_desk.learning.evidence import SeenLine, SeenRule
from bulletin_desk.learning.inks import is_red
from bulletin_desk.learning.paragraphs import Piece, SetParagraph
from bulletin_desk.learning.sighting import Sighting
from bulletin_desk.learning.spaced import spaced

_NEAR = 3.0
"""Points within which edges, and rules, are one."""
_LEAST_LEVELS = 3
_LEAST_WIDTH = 100.0
"""Points: what is narrower is a box for a word."""
_ROOM = 3
"""Em of blank in a cell from which on it tells how its text stands."""
_ON_ONE = 3.0
"""Points within which pieces stand on one line."""


class SeenTable(NamedTuple):
    """A table: behind which paragraph of those that are left it stands (-1: before all), its page, the lines
    of its head and those below, how thick its rules are, inside and at its edges."""

    at: int
    table: Table
    page: int
    head: tuple[SeenLine, ...]
    lines: tuple[SeenLine, ...]
    thickness: float
    outer_thickness: float


class _Level(NamedTuple):
    """The rules at one height."""

    y: float
    rules: tuple[SeenRule, ...]

    @property
    def left(self) -> float:
        return min(rule.x for rule in self.rules)

    @property
    def right(self) -> float:
        return max(rule.x + rule.length for rule in self.rules)

    def covers(self, x: float) -> bool:
        return any(rule.x - _NEAR <= x <= rule.x + rule.length + _NEAR for rule in self.rules)


def with_tables_apart(
    paragraphs: Sequence[SetParagraph], sighting: Sighting
) -> tuple[tuple[SetParagraph, ...], tuple[SeenTable, ...]]:
    """The paragraphs that stand in no table, and the tables."""
    pages = sorted({paragraph.page for paragraph in paragraphs})
    grids = [(page, levels) for page in pages for levels in _grids(page, paragraphs, sighting)]
    owner: dict[int, int] = {}
    for at, paragraph in enumerate(paragraphs):
        for number, (page, levels) in enumerate(grids):
            if all(piece.page == page and _is_inside(piece, levels) for piece in paragraph.lines):
                owner[at] = number
    found: list[SeenTable] = []
    made: dict[int, bool] = {}
    kept: list[SetParagraph] = []
    for at, paragraph in enumerate(paragraphs):
        number = owner.get(at, -1)
        if number >= 0 and number not in made:
            page, levels = grids[number]
            inside = [one for place, one in enumerate(paragraphs) if owner.get(place) == number]
            table = _table(page, levels, inside, sighting, len(kept) - 1)
            made[number] = table is not None
            found += [table] if table is not None else []
        if number < 0 or not made[number]:
            kept.append(paragraph)
    return tuple(kept), tuple(found)


def _levels(rules: Iterable[SeenRule]) -> list[_Level]:
    levels: list[list[SeenRule]] = []
    for rule in sorted(rules, key=lambda rule: rule.y):
        if levels and rule.y - levels[-1][0].y < _NEAR:
            levels[-1].append(rule)
        else:
            levels.append([rule])
    return [_Level(group[0].y, tuple(group)) for group in levels]


def _grids(page: int, paragraphs: Sequence[SetParagraph], sighting: Sighting) -> Iterator[list[_Level]]:
    """The levels of each table on a page."""
    flat = (one.rule for one in sighting.rules if one.page == page and not one.rule.upright)
    levels = [
        level
        for level in _levels(rule for rule in flat if not is_red(rule.ink))
        if level.right - level.left > _LEAST_WIDTH
    ]
    pieces = [piece for one in paragraphs for piece in one.lines if piece.page == page]
    group: list[_Level] = []
    for level in levels:
        if group and not _goes_on(group, level, pieces):
            if len(group) >= _LEAST_LEVELS:
                yield group
            group = []
        group.append(level)
    if len(group) >= _LEAST_LEVELS:
        yield group


def _goes_on(group: Sequence[_Level], level: _Level, pieces: Sequence[Piece]) -> bool:
    """Whether a level belongs to the table above it: it is no wider, and pieces stand beside each other over
    it, or hardly any text does."""
    first = group[0]
    if level.left < first.left - _NEAR or level.right > first.right + _NEAR:
        return False
    between = [piece for piece in pieces if group[-1].y < piece.line.baseline < level.y + _NEAR]
    rows = _by_baseline(between)
    return any(len(row) > 1 for row in rows) or (bool(rows) and len(rows) == 1)


def _is_inside(piece: Piece, levels: Sequence[_Level]) -> bool:
    low, line = levels[-1].y, piece.line
    return levels[0].y < line.baseline <= low + _NEAR and (
        line.left > levels[0].left - _NEAR and line.right < levels[0].right + _NEAR
    )


def _by_baseline(pieces: Iterable[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.line.baseline):
        if rows and piece.line.baseline - rows[-1][0].line.baseline < _ON_ONE:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _table(
    page: int, levels: Sequence[_Level], inside: Sequence[SetParagraph], sighting: Sighting, at: int
) -> SeenTable | None:
    pieces = [piece for paragraph in inside for piece in paragraph.lines]
    uprights = [
        rule
        for rule in (sighting.pages[page].rules if page < len(sighting.pages) else ())
        if rule.upright and rule.y < levels[-1].y - _NEAR and rule.y + rule.length > levels[0].y + _NEAR
    ]
    edges = _edges(levels, uprights, pieces)
    three = len(levels) == _LEAST_LEVELS and not uprights
    if three:
        rows = _by_baseline(pieces)
        tops = [levels[0].y, *(row[0].line.baseline for row in rows)]
        levels = [_Level(y, levels[0].rules) for y in tops]
    cells = list(_cells(levels, edges, uprights, pieces))
    table = table_of(cells, widths=[right - left for left, right in pairwise(edges)])
    if table is None:
        return None
    table = table if not three else _as_three(table)
    below = [level.y for level in levels][max(table.header_rows, 0)]
    head = tuple(piece.line for piece in pieces if piece.line.baseline <= below + _NEAR)
    lines = tuple(piece.line for piece in pieces if piece.line.baseline > below + _NEAR)
    thick = sorted(rule.thickness for level in levels[1:-1] for rule in level.rules)
    outer = max(rule.thickness for level in (levels[0], levels[-1]) for rule in level.rules)
    return SeenTable(at, table, page, head, lines, thick[len(thick) // 2] if thick else outer, outer)


def _as_three(table: Table) -> Table:
    return replace(table, rules="three", header_rows=max(table.header_rows, 1))


def _edges(levels: Sequence[_Level], uprights: Sequence[SeenRule], pieces: Sequence[Piece]) -> list[float]:
    """Where columns begin, and where the last one ends."""
    left, right = levels[0].left, levels[0].right
    if uprights:
        places: list[float] = []
        for x in sorted([left, right, *(rule.x for rule in uprights)]):
            if not places or x - places[-1] > _NEAR:
                places.append(x)
        return places
    fullest = max(_by_baseline(pieces), key=len)
    fullest = sorted(fullest, key=lambda piece: piece.line.left)
    between = [(one.line.right + other.line.left) / 2 for one, other in pairwise(fullest)]
    return [left, *between, right]


def _cells(
    levels: Sequence[_Level], edges: Sequence[float], uprights: Sequence[SeenRule], pieces: Sequence[Piece]
) -> Iterator[list[GridCell]]:
    """The cells of each row that begin in it: places that no rule parts are one cell."""
    count, width = len(levels) - 1, len(edges) - 1
    taken: set[tuple[int, int]] = set()
    for row in range(count):
        cells = []
        for column in range(width):
            if (row, column) in taken:
                continue
            right = column + 1
            while right < width and uprights and not _is_parted(levels, row, edges[right], uprights):
                right += 1
            middle = (edges[column] + edges[right]) / 2
            below = row + 1
            while below < count and not levels[below].covers(middle):
                below += 1
            taken |= {(y, x) for y in range(row, below) for x in range(column, right)}
            inside = [
                piece
                for piece in pieces
                if levels[row].y < piece.line.baseline <= levels[below].y + _NEAR
                and edges[column] - _NEAR <= (piece.line.left + piece.line.right) / 2 <= edges[right] + _NEAR
            ]
            lines = sorted(inside, key=lambda piece: (round(piece.line.baseline), piece.line.left))
            text = "".join(spaced(piece.line) for piece in lines)
            align = _align(lines, edges[column], edges[right]) if uprights else ""
            cells.append(GridCell(text, right - column, below - row, align))
        yield cells


def _is_parted(levels: Sequence[_Level], row: int, x: float, uprights: Sequence[SeenRule]) -> bool:
    middle = (levels[row].y + levels[row + 1].y) / 2
    return any(
        abs(rule.x - x) <= _NEAR and rule.y - _NEAR <= middle <= rule.y + rule.length + _NEAR
        for rule in uprights
    )


def _align(pieces: Sequence[Piece], left: float, right: float) -> str:
    """How a cell's lines stand in it."""
    if not pieces:
        return ""
    before = min(piece.line.left for piece in pieces) - left
    behind = right - max(piece.line.right for piece in pieces)
    size = pieces[0].line.look.size
    if before + behind < _ROOM * size:
        return ""  # it fills the cell
    if abs(before - behind) < size / 2:
        return "centre"
    return "right" if behind < before else "left"
