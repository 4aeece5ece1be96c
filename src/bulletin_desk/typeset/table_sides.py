"""Where the lines of the cells of a table stand, between the edges of their columns. Sets no cell."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from bulletin_desk.bulletin.model import CellAlign
from bulletin_desk.bulletin.tables import Spot
from bulletin_desk.layouts.model import Align
from bulletin_desk.typeset.block_texts import PARTS
from bulletin_desk.typeset.table_align import Look, Points, is_column_of_numbers

_FEW = 12
"""Characters of a text that stands in the middle of its column on several lines, too."""


class Side(NamedTuple):
    """Where the lines of a cell stand in the measure: from `left` on, in points; `room` is the width in
    `PARTS`, rounded down."""

    left: Fraction
    width: Fraction
    align: Align
    room: int


class Sides:
    """The sides of the cells of tables whose columns have these `edges`, and `paddings` inside them; `em` is
    the least width of a line. What it gives for equal cells is the very same."""

    def __init__(
        self, edges: Sequence[Fraction], heads: int, paddings: Sequence[Fraction], em: Fraction
    ) -> None:
        self._edges = edges
        self._heads = heads
        self._paddings = paddings
        self._em = em
        self._rooms: dict[tuple[int, int], tuple[Fraction, Fraction, int]] = {}
        self._points: list[Points | None] = []
        self._middles: list[bool] = []
        self._numbers: dict[tuple[int, int], Side] = {}
        self._known: dict[tuple[int, int, bool, CellAlign, str], Side] = {}

    def look_at(self, body: Sequence[Column], points: Sequence[Points | None]) -> None:
        """What is in the columns: where the decimal points of numbers stand, and which are of short texts."""
        self._points = list(points)
        self._middles = [all(self._is_short(spot, look) for spot, look in own) for own in body]

    @property
    def key(self) -> object:
        """What all sides depend on."""
        return (
            tuple(self._edges),
            tuple(self._paddings),
            self._heads,
            tuple(self._points),
            tuple(self._middles),
        )

    def side(self, spot: Spot, look: Look) -> Side:
        """That of a cell."""
        cell = spot.cell
        key = (spot.column, cell.columns, spot.row < self._heads, cell.align, look.text)
        side = self._known.get(key)
        if side is None:
            side = self._known[key] = self._found(spot, look)
        return side

    def _found(self, spot: Spot, look: Look) -> Side:
        cell = spot.cell
        left, width, room = self._room(spot)
        if cell.align and cell.align != "decimal":
            return Side(left, width, cell.align, room)
        if spot.row < self._heads:
            return Side(left, width, "centre", room)
        short = self._is_short(spot, look)
        if cell.columns > 1:
            return Side(left, width, "centre" if short else "justified", room)
        point = self._points[spot.column]
        if point and look.by_point and look.width <= room:
            return self._by_point(spot, point.left(look, room))
        middle = self._middles[spot.column] or (point and short)
        return Side(left, width, "centre" if middle else "justified", room)

    def _by_point(self, spot: Spot, indent: int) -> Side:
        """That of a number so far (in `PARTS`) from where its cell's lines may begin."""
        key = (spot.column, indent)
        side = self._numbers.get(key)
        if side is None:
            left, width, _ = self._room(spot)
            moved = Fraction(indent, PARTS)
            # as far as the rule: what just fits is not broken for a fraction
            width += self._paddings[spot.column] - moved
            side = self._numbers[key] = Side(left + moved, width, "left", int(width * PARTS))
        return side

    def _is_short(self, spot: Spot, look: Look) -> bool:
        """Whether a text takes one line, or has few characters, and does not begin as one does that stands
        under others."""
        return not look.indented and (len(look.text) <= _FEW or look.width <= self._room(spot)[2])

    def _room(self, spot: Spot) -> tuple[Fraction, Fraction, int]:
        """Where a cell's lines may begin, and how wide they may be, in points and in `PARTS`."""
        key = (spot.column, spot.cell.columns)
        room = self._rooms.get(key)
        if room is None:
            last = min(spot.column + spot.cell.columns, len(self._edges) - 1)
            left = self._edges[spot.column] + self._paddings[spot.column]
            width = self._edges[last] - self._paddings[last - 1] - left
            if width < self._em:  # as far over the one rule as over the other
                left, width = left - (self._em - width) / 2, self._em
            room = self._rooms[key] = (left, width, int(width * PARTS))
        return room


Column = Sequence[tuple[Spot, Look]]
"""The cells of a column that reach over no other, below the header."""


def columns_of(cells: Sequence[Spot], looks: Sequence[Look], heads: int, count: int) -> list[Column]:
    """What is in each column of a table."""
    body: list[list[tuple[Spot, Look]]] = [[] for _ in range(count)]
    for spot, look in zip(cells, looks, strict=True):
        if spot.row >= heads and spot.cell.columns == 1:
            body[spot.column].append((spot, look))
    return list(body)


def points_of(own: Column, *, first: bool) -> Points | None:
    """Where the decimal points of a column stand, None if it isn't one of numbers; `first`: of the table."""
    asked = [look for spot, look in own if spot.cell.align == "decimal"]
    looks = [look for spot, look in own if not spot.cell.align]
    if not is_column_of_numbers(looks, first):
        looks = []
    numbers = [look for look in (*looks, *asked) if look.by_point]
    return Points.of(numbers) if numbers else None
