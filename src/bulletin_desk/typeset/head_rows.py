"""报头, set: the rows of the head of page 1, each at its height. Knows where the layout puts them."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.rows import Row
from bulletin_desk.typeset.cells import CellSetter, SetCell
from bulletin_desk.typeset.composed import Composer
from bulletin_desk.typeset.fixed_part import FixedPart, Placement, Room, RulePlacement, rules_of
from bulletin_desk.typeset.masthead import fitted_name
from bulletin_desk.typeset.wording import Wordings


def head(issue: Issue, layout: Layout, composer: Composer, copy: str = "") -> FixedPart:
    """报头, at the top of page 1. It takes as many lines of the grid as the layout says, or more where rows
    that hang below others push the next ones down."""
    return _Head(Wordings(issue, layout, copy), layout, composer).part()


class _Head:
    def __init__(self, wordings: Wordings, layout: Layout, composer: Composer) -> None:
        self._layout = layout
        self._composer = composer
        self._cells = CellSetter(wordings, layout, composer, "head")
        self._placements: list[Placement] = []
        self._rules: list[RulePlacement] = []
        self._rooms: list[Room] = []
        self._foot = Fraction(0)
        """Where the type of the row above ends."""
        self._lowest = Fraction(0)
        """Where the lowest of the rows so far ends that do not stand on a grid line."""
        self._ceiling = min((row.top for row in layout.head.rows if row.top is not None), default=Fraction(0))
        self._ceiling = min(self._ceiling, Fraction(0))
        """Where what is fitted may begin."""
        self._hung: Fraction | None = None
        """The top of the last line that hangs below another row, till a row stands on a grid line again."""
        self._shift = 0
        """By how many lines the rows are pushed down."""

    def part(self) -> FixedPart:
        """The whole head."""
        where, pitch = self._layout.head, self._layout.text_block.line_pitch
        for at, row in enumerate(where.rows):
            if not self._cells.is_gone(row):
                self._set(at, row)
            if row.line is not None and (row.top is None) and pitch * row.line <= self._next_top(at):
                self._ceiling = max(self._ceiling, pitch * row.line)
        self._shift = min(max(self._shift, ceil(self._lowest / pitch) - where.lines), self._spare)
        height = pitch * (where.lines + self._shift)
        return FixedPart(tuple(self._placements), tuple(self._rules), height, tuple(self._rooms))

    @property
    def _spare(self) -> int:
        """By how many lines the head may grow so that page 1 keeps a line of text."""
        where = self._layout.head
        return max(self._layout.text_block.lines - 1 - where.space_after - where.lines, 0)

    def _next_top(self, at: int) -> Fraction:
        """Where the next row that is fitted begins; below everything if there is none."""
        rows = self._layout.head.rows[at + 1 :]
        tops = (row.top for row in rows if row.fit is not None and row.top is not None)
        return next(tops, Fraction(0))

    def _set(self, at: int, row: Row) -> None:
        if row.fit is not None:
            self._set_name(at, row)
        elif not row.cells:
            self._keep_room(at, row)
        else:
            self._set_cells(at, row)
        if row.rule is not None:
            self._rules += rules_of(row.rule, self._foot + row.rule.gap, at)
            self._foot += row.rule.gap + row.rule.height
        if row.line is None or not row.cells:
            self._lowest = max(self._lowest, self._foot)

    # ---- rows of cells

    def _set_cells(self, at: int, row: Row) -> None:
        block, cells = self._layout.text_block, self._cells.cells(row)
        sizes = [self._layout.styles[piece.style].size for piece in row.pieces]
        pitch = row.pitch or block.line_pitch
        count = max((cell.count for cell in cells), default=1)
        size = max((cell.size for cell in cells), default=max(sizes))
        if row.line is not None:
            number = self._line(row.line, count)
            bottom = block.line_pitch * number
            for cell in cells:
                self._place(at, cell, max(bottom - pitch * cell.count, Fraction(0)), pitch, size)
            self._foot = bottom - pitch + (pitch + size) / 2
            self._hung = None
            return
        if row.top is not None:
            pitch = row.pitch or max(size, block.line_pitch)
            top = row.top - (pitch - size) / 2
        else:
            pitch = max(pitch, size)  # what is larger than the pitch keeps off the row above all the same
            top = self._foot + (row.space or Fraction(0))
        for cell in cells:
            self._place(at, cell, top, pitch, size)
        last = top + pitch * (count - 1)
        self._foot = last + (pitch + size) / 2
        if row.space is not None:
            self._hung = last

    def _place(self, row: int, cell: SetCell, top: Fraction, pitch: Fraction, size: Fraction) -> None:
        """A cell's pieces, their first lines on the baseline of type of some size."""
        block = self._layout.text_block
        for piece in cell.pieces:
            own = piece.composed.paragraph.size
            at = top + pitch * piece.below + block.rise(pitch, size) - block.rise(pitch, own)
            self._placements.append(Placement(piece.composed, piece.path, at, pitch, row=row, side=cell.side))
            self._ceiling = max(self._ceiling, at + pitch * piece.composed.count)

    def _line(self, line: int, count: int) -> int:
        """The grid line of a row's last line: the layout's, or below what hangs above it."""
        number = line + self._shift
        if self._hung is not None:
            number = max(ceil(self._hung / self._layout.text_block.line_pitch) + 1 + count, number)
            number = min(number, line + self._spare)
        self._shift = number - line
        return number

    def _keep_room(self, at: int, row: Row) -> None:
        """A row without text: what is printed there already keeps its place."""
        pitch = self._layout.text_block.line_pitch
        if row.line is not None:
            top = pitch * (row.line + self._shift - 1)
        elif row.top is not None:
            top = row.top
        else:
            top = self._foot + (row.space or Fraction(0))
            self._hung = top
        if row.height:
            self._rooms.append(Room(top, row.height, at))
        self._foot = top + row.height

    # ---- a name

    def _set_name(self, at: int, row: Row) -> None:
        assert row.fit is not None
        piece = next(row.pieces)
        words = self._cells.words(piece)
        if words is None:
            return
        style, width = self._cells.styled(piece, words), self._layout.text_block.width
        top = row.top if row.top is not None else self._top_of(row, style.size)
        ceiling = self._ceiling + self._layout.text_block.line_pitch / 4
        room = self._room(at, row, top, style.size, ceiling)
        composed, apart = fitted_name(words.text, words.kind, style, row.fit, width, room, self._composer)
        size = composed.paragraph.size
        if self._hangs_next(at) is None and row.top is not None:
            # what is higher than the largest line rises, and so keeps off what stands on a line below
            top = min(top, top + style.size - size - apart * (composed.count - 1))
        placed = Placement(
            composed, words.path, top - (apart - size) / 2, apart, least=row.fit.least, row=at, side="centre"
        )
        self._placements.append(placed)
        self._foot = placed.foot
        if row.top is None:
            self._hung = placed.tops()[-1]
        self._ceiling = max(self._ceiling, self._foot)

    def _top_of(self, row: Row, size: Fraction) -> Fraction:
        """Where the em box of a name begins that has no top of its own."""
        if row.line is not None:
            pitch = self._layout.text_block.line_pitch
            return max(pitch * (row.line + self._shift) - (pitch + size) / 2, Fraction(0))
        return self._foot + (row.space or Fraction(0))

    def _hangs_next(self, at: int) -> Row | None:
        """The row after this one, if it hangs below it."""
        after = self._layout.head.rows[at + 1 : at + 2]
        return after[0] if after and after[0].space is not None else None

    def _room(self, at: int, row: Row, top: Fraction, largest: Fraction, ceiling: Fraction) -> Fraction:
        """How high the lines of a name may be together: down to where the largest single line ends; where
        rows hang below it and go down with it, as much as two lines of the largest take, if the page has
        it."""
        assert row.fit is not None
        where, pitch = self._layout.head, self._layout.text_block.line_pitch
        if self._hangs_next(at) is None:
            return top + largest - ceiling
        hanging = Fraction(0)
        line = where.lines + 1
        for below in where.rows[at + 1 :]:
            if below.line is not None:
                line = below.line
                break
            hanging += (below.space or Fraction(0)) + (below.height or below.pitch or pitch)
        foot = pitch * (line + self._spare - 1) - hanging
        return min(largest * (1 + row.fit.pitch), foot - top)
