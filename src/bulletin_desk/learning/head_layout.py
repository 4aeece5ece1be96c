"""The head of a layout, made of the rows and rules that were seen above the text of page 1."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from bulletin_desk.gathering.doubts import Doubt
from bulletin_desk.gathering.figures import days_in
from bulletin_desk.gathering.rows import bare
from bulletin_desk.layouts.read_rows import NAME_PITCH
from bulletin_desk.layouts.rows import Cell, CellSide, Fit, Head, Row, Rule
from bulletin_desk.learning.block_fit import Block, grid_place
from bulletin_desk.learning.inks import cmyk_of
from bulletin_desk.learning.measured import measured, thickness
from bulletin_desk.learning.paragraphs import ORNAMENTS, SetParagraph
from bulletin_desk.learning.row_pieces import RowPieces
from bulletin_desk.learning.seen_rows import Part, SeenCell, SeenRow, line_place, rows_of
from bulletin_desk.learning.seen_rules import RowRule
from bulletin_desk.learning.spaced import is_han
from bulletin_desk.units import MM

_ON_LINE = 0.25
"""Points by which a row may miss a line of the grid and stand on it."""
_LEAST_NAME = Fraction(30)
"""Points: a name that would be smaller is set in two lines."""
_MOST_SPACED = 9
_SPACED = 1.02
"""Of its size: what the characters of a name take that are spaced."""
_EVEN = 0.12
"""Em by which they may stand unequally apart."""
_STACKED = 2.5
"""Em between the lines of one text in a corner at most."""
_STARS = frozenset("★☆✩✪⭐*＊")
_STAR_ON_RULE = "红线中间的五角星没有放进版式：版式里的线是一整条。"
_EDGE = 2.0
"""Points by which a rule may be shorter or longer than the block is wide."""


class _Placed(NamedTuple):
    """A row of the layout, and where its type ends, in points below the block's top."""

    row: Row
    top: Fraction
    foot: Fraction


class HeadMaker:
    """Makes the head out of what was seen."""

    def __init__(self, block: Block, pieces: RowPieces) -> None:
        self._block = block
        self._pieces = pieces
        self._words = pieces.words
        self.doubts: list[Doubt] = []

    def head(
        self, paragraphs: Sequence[SetParagraph], rules: Sequence[RowRule], body: Sequence[SetParagraph]
    ) -> Head:
        """The head, down to the first line of the text."""
        rows = [row for row in rows_of(paragraphs, self._block) if row.page == 0]
        rows = list(self._without_stars(rows))
        placed = self._with_rules(list(self._rows(rows)), rules)
        lines, space_after = self._room(placed, body)
        return Head(lines, space_after, tuple(each.row for each in placed))

    # ---- rows

    def _without_stars(self, rows: Sequence[SeenRow]) -> Iterator[SeenRow]:
        for row in rows:
            if set(row.text) <= ORNAMENTS and not set(row.text) & _STARS:
                continue  # what a line of dashes ran over into the next
            if set(row.text) <= ORNAMENTS:
                self._doubt(_STAR_ON_RULE, "★")
            else:
                yield row

    def _rows(self, rows: Sequence[SeenRow]) -> Iterator[_Placed]:
        named = [at for at, row in enumerate(rows) if self._words.is_name(row.text)]
        above = named[0] if named else 0
        done: set[int] = set()
        dated = [at for at, row in enumerate(rows) if self._is_issuers(row) and any(days_in(row.text))]
        for at, row in enumerate(rows):
            if at in done:
                continue
            self._words.barred = frozenset(("issuer",)) if dated and at != dated[-1] else frozenset()
            if named and at == named[0]:
                same = [other for other in named if other < at + len(named)]
                done.update(same)
                yield self._name([rows[other] for other in same])
            elif at < above:
                corner = list(self._corner(rows[at:above]))
                if corner:
                    done.update(at + other for other in range(len(corner)))
                    yield self._in_corner(corner)
                else:
                    yield self._plain(row, above=True)
            else:
                yield self._plain(row)

    def _is_issuers(self, row: SeenRow) -> bool:
        """Whether a row says who issued it: where several do, that is said beside the day."""
        issuer = bare(self._words.issuer)
        return bool(issuer) and issuer in bare(row.text)

    def _plain(self, row: SeenRow, *, above: bool = False) -> _Placed:
        cells = tuple(
            self._pieces.cell(cell, "head", row, _CORNERS.get(cell.side, "") if above else "")
            for cell in row.cells
        )
        return self._placed(row, Row(cells=cells))

    def _corner(self, rows: Sequence[SeenRow]) -> list[SeenRow]:
        """Rows that are the lines of one text in a corner, at least two, the first of which may have another
        cell; none where the first begins no such text."""
        first = rows[0]
        below = rows[1:2]
        side = below[0].cells[0].side if below and len(below[0].cells) == 1 else None
        if side not in _CORNERS or not any(cell.side == side for cell in first.cells):
            return []
        found = [first]
        for row in rows[1:]:
            apart = row.baseline - found[-1].baseline
            if len(row.cells) > 1 or row.cells[0].side != side or apart > _STACKED * row.size:
                break
            found.append(row)
        cells = [_on(row, side) for row in found]
        alike = len({cell.parts[0].look for cell in cells}) == 1
        plain = all(not _is_value(cell.text) for cell in cells)
        return found if len(found) > 1 and alike and plain else []

    def _in_corner(self, rows: Sequence[SeenRow]) -> _Placed:
        """The lines of a text in a corner as a field of several lines."""
        first, side = rows[0], rows[1].cells[0].side
        cells = [_on(row, side) for row in rows]
        name = self._words.own(_CORNERS[side], "head", "\n".join(cell.text for cell in cells), "list")
        left = min(cell.parts[0].left for cell in cells) - float(self._block.left)
        right = float(self._block.left + self._block.cell * self._block.cells)
        right -= max(cell.parts[-1].right for cell in cells)
        piece = self._pieces.piece(
            cells[0].parts[0],
            f"{{{name}}}",
            "head",
            side,
            left=left if side == "left" else None,
            right=right if side == "right" else None,
        )
        made = tuple(
            Cell(side, (piece,))
            if cell.side == side
            else self._pieces.cell(cell, "head", first, _CORNERS.get(cell.side, ""))
            for cell in first.cells
        )
        pitch = measured((rows[-1].baseline - first.baseline) / (len(rows) - 1))
        row = Row(cells=made, pitch=pitch)
        top = self._top(first)
        return _Placed(row._replace(top=top), top, top + pitch * (len(rows) - 1) + measured(first.size))

    def _name(self, rows: Sequence[SeenRow]) -> _Placed:
        """The name, of one line or more."""
        first, last = rows[0], rows[-1]
        alone = len(first.cells) == 1 and len(first.cells[0].parts) == 1
        if not alone or first.cells[0].side != "centre":
            return self._placed(first, Row(cells=self._pieces.cells(first, "head"), keeps_room=True))
        self._words.place("name")
        part = first.cells[0].parts[0]
        name = self._pieces.piece(part, "{name}", "head", "centre", left=0.0, right=0.0, spaced=True)
        pitch, widths = NAME_PITCH, {}
        if len(rows) > 1:
            apart = Fraction((last.baseline - first.baseline) / (len(rows) - 1) / part.look.size)
            pitch = round(min(max(apart, Fraction(1)), Fraction(3)) * 20) / Fraction(20)
        else:
            self._enlarge(name.style, part)
            widths = self._widths(part)
        fit = Fit(min(_LEAST_NAME, measured(part.look.size)), pitch, widths)
        size = self._pieces.styles.styles[name.style].size
        top = Fraction(first.top) if len(rows) == 1 else Fraction(last.foot) - size
        top = measured(top - self._block.top)
        row = Row(cells=(Cell("centre", (name,)),), top=top, keeps_room=True, fit=fit)
        return _Placed(row, top, top + size)

    def _enlarge(self, style: str, part: Part) -> None:
        """A name that fills the block is as large as that allows: its style's size is the next half point."""
        styles = self._pieces.styles.styles
        width = float(self._block.cell * self._block.cells)
        if abs(part.right - part.left - width) < _EDGE:
            size = ceil(2 * styles[style].size) / Fraction(2)
            styles[style] = replace(styles[style], size=size, advance=size)

    def _widths(self, part: Part) -> dict[int, Fraction]:
        """To how much a name of so many characters is spaced."""
        count = len("".join(part.text.split()))
        inked = [
            seen for seen in part.chars if seen.char.strip()
        ]  # blanks between all of them space them too
        steps = [after.x - seen.x for seen, after in pairwise(inked)]
        even = bool(steps) and max(steps) - min(steps) < _EVEN * part.look.size
        advance = min(steps) if even else part.advance or 0.0
        spaced = advance > part.look.size * _SPACED and all(map(is_han, "".join(part.text.split())))
        if not spaced or not 2 <= count <= _MOST_SPACED:
            return {}
        width = self._block.cell * self._block.cells
        return {count: min(measured(part.right - part.left), width)}

    # ---- places

    def _top(self, row: SeenRow) -> Fraction:
        return measured(Fraction(row.top) - self._block.top)

    def _placed(self, seen: SeenRow, row: Row) -> _Placed:
        """A row at its place: on a line of the grid where it stands on one, else so far below the
        block's top."""
        block, size = self._block, measured(seen.size)
        line = line_place(seen, block)
        number = round(line)
        if 1 <= number < block.lines and abs(line - number) * block.pitch < _ON_LINE:
            top = block.pitch * number - (block.pitch + size) / 2
            return _Placed(row._replace(line=number), top, top + size)
        top = self._top(seen)
        return _Placed(row._replace(top=top), top, top + size)

    # ---- rules

    def _with_rules(self, placed: Sequence[_Placed], rules: Sequence[RowRule]) -> list[_Placed]:
        """The rows with the rules below them; those that stand elsewhere as rows of their own."""
        rows = list(placed)
        for seen in rules:
            self._doubt_rule(seen)
            top = Fraction(seen.top) - self._block.top
            rule = Rule(
                thickness(seen.thickness),
                cmyk_of(seen.ink),
                double=None if seen.double is None else measured(seen.double),
            )
            above = [at for at, each in enumerate(rows) if each.top < top]
            at = max(above, key=lambda at: rows[at].foot, default=None)
            if at is not None and rows[at].row.rule is None and top >= rows[at].foot:
                each = rows[at]
                gap = measured(top - each.foot)
                rows[at] = _Placed(
                    each.row._replace(rule=rule._replace(gap=gap)), each.top, each.foot + gap + rule.height
                )
                continue
            own = _Placed(Row(top=measured(top), rule=rule), measured(top), measured(top) + rule.height)
            rows.insert(0 if at is None else max(above) + 1, own)
        return rows

    def _doubt_rule(self, seen: RowRule) -> None:
        left, right = float(self._block.left), float(self._block.left + self._block.cell * self._block.cells)
        if seen.parted:
            self._doubt(_STAR_ON_RULE, "★")
        elif max(abs(seen.left - left), abs(seen.right - right)) > _EDGE:
            less = (right - left) - (seen.right - seen.left)
            said = f"短 {less / float(MM):.1f}" if less > 0 else f"长 {-less / float(MM):.1f}"
            self._doubt(f"报头的线比版心{said} 毫米，版式里的线与版心同宽。", "")

    # ---- room

    def _room(self, placed: Sequence[_Placed], body: Sequence[SetParagraph]) -> tuple[int, int]:
        """How many lines the head has, and how many are empty below it."""
        block = self._block
        own = [each.row.line for each in placed if each.row.line is not None]
        hung = [each.foot for each in placed if each.row.line is None]
        lines = max([1, *own, *(ceil(foot / block.pitch) for foot in hung)])
        first = next((one.lines[0].line for one in body if one.page == 0), None)
        before = lines if first is None else round(grid_place(first, block)) - 1
        lines = max(min(lines, before), max(own, default=1), 1)
        lines = min(lines, block.lines - 2)
        return lines, min(max(before - lines, 0), block.lines - lines - 2)

    def _doubt(self, message: str, words: str) -> None:
        doubt = Doubt("layout", message, words)
        if doubt not in self.doubts:
            self.doubts.append(doubt)


_FIGURES = re.compile("[0-9]{2}|[0-9]期|[：:]")
_CORNERS = {"left": "左上角标注", "right": "右上角标注"}


def _on(row: SeenRow, side: CellSide) -> SeenCell:
    """The cell of a row on a side, which it has."""
    return next(cell for cell in row.cells if cell.side == side)


def _is_value(text: str) -> bool:
    """Whether a text is a value that changes from issue to issue, or has a label."""
    return _FIGURES.search(text) is not None
