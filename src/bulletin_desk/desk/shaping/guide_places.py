"""Where the lengths of a layout lie on its pages: guides, each with the one value that a drag of it changes
and by how much. Knows no widgets.

Lengths are exact fractions of a point; x runs right from the paper's left edge, y down from its top edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from math import ceil
from typing import Any, NamedTuple

from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.rows import Row
from bulletin_desk.typeset.fixed_part import FixedPart
from bulletin_desk.typeset.typesetter import TypesetPages
from bulletin_desk.units import MM

Field = tuple[str | int, ...]
"""A value of a layout by the names and numbers that lead to it: ("head", "rows", 2, "rule", "gap")."""

TOP: Field = ("text_block", "top")
LEFT: Field = ("text_block", "left")
LINES: Field = ("text_block", "lines")
CELLS: Field = ("text_block", "cells")
HEAD_LINES: Field = ("head", "lines")
SPACE_AFTER: Field = ("head", "space_after")
FOLIO_GAP: Field = ("folio", "gap")
FOLIO_INDENT: Field = ("folio", "indent")

_MOST_CELLS = _MOST_LINES = 200
_LEAST_CELLS, _LEAST_LINES = 4, 3
"""As a layout file may have."""
_STEP = MM / 2
_FINE = MM / 10
_ZERO = Fraction(0)


class Guide(NamedTuple):
    """A line over page `page` (from 0), at `at` (x if `upright`, else y), drawn from `start` to `end`. A drag
    by one point to the right or down changes the value of `field` by `per`: from `value`, down to `low`, up
    to `high`. `counted`: it is a whole number; of a row that others push down the line that it stands on.
    `grid`, if there is one, is what its lengths may be counted in. `also` is a length that `value` has in it
    beside that of the field, and that gives way when the field's is used up."""

    field: Field
    page: int
    upright: bool
    at: Fraction
    start: Fraction
    end: Fraction
    value: Fraction
    per: Fraction
    low: Fraction
    high: Fraction
    counted: bool = False
    grid: Fraction | None = None
    also: Field | None = None

    def place(self, value: Fraction) -> Fraction:
        """Where it stands with another value."""
        return self.at + (value - self.value) / self.per

    def dragged(self, by: Fraction, reach: Fraction, *, fine: bool = False) -> Fraction:
        """The value after a drag by so many points: a whole number; a length as it was or in lines of the
        grid, where these are in `reach` (points), else in half millimetres; a `fine` one in tenths."""
        value = self.value + by * self.per
        if self.counted:
            return self._kept(Fraction(round(value)))
        if fine:
            return self._kept(_rounded(value, _FINE))
        if abs(value - self.value) <= min(reach, _STEP / 2):
            return self.value
        if self.grid:
            in_lines = _rounded(value, self.grid)
            if abs(in_lines - value) <= reach and self.low <= in_lines <= self.high:
                return in_lines
        return self._kept(_rounded(value, _STEP))

    def aligned(self, by: Fraction, reach: Fraction, marks: Iterable[Fraction]) -> Fraction | None:
        """The value, in tenths of a millimetre, with which it stands at one of some places on its page (x if
        `upright`, else y), where a drag by so many points comes in `reach` of one; None elsewhere."""
        place = self.at + by
        nearest = min(marks, key=lambda mark: abs(mark - place), default=None)
        if nearest is None or self.counted or abs(nearest - place) > reach:
            return None
        value = _rounded(self.value + (nearest - self.at) * self.per, _FINE)
        return value if self._kept(value) == value else None

    def stepped(self, by: int, *, fine: bool = False) -> Fraction:
        """The value after so many presses of an arrow key, to the right or down: each by one, or to the next
        half millimetre, a `fine` one to the next tenth."""
        onward = by if self.per > 0 else -by
        if self.counted:
            return self._kept(self.value + onward)
        step = _FINE if fine else _STEP
        steps = self.value / step
        whole = steps.numerator // steps.denominator
        if onward < 0 and whole != steps:
            whole += 1  # down to what lies next below
        return self._kept((whole + onward) * step)

    def _kept(self, value: Fraction) -> Fraction:
        """A value within the bounds."""
        return min(max(value, self.low), max(self.high, self.low))


def _rounded(value: Fraction, step: Fraction) -> Fraction:
    return round(value / step) * step


# ---- values of a layout


def value_of(layout: Layout, field: Field) -> Any:
    """The value of a field."""
    value: Any = layout
    for name in field:
        value = value[name] if isinstance(name, int) else getattr(value, name)
    return value


def with_value(layout: Layout, field: Field, value: object) -> Layout:
    """A layout with another value in a field. Whether a layout file may have it, who reads it says."""
    changed: Layout = _with(layout, field, value)
    return changed


def _with(whole: Any, field: Field, value: object) -> Any:
    if not field:
        return value
    name, *rest = field
    if isinstance(name, int):
        return (*whole[:name], _with(whole[name], tuple(rest), value), *whole[name + 1 :])
    inner = _with(getattr(whole, name), tuple(rest), value)
    if hasattr(whole, "_replace"):  # a NamedTuple; what else there is are frozen dataclasses
        return whole._replace(**{name: inner})
    return replace(whole, **{name: inner})


def with_guide(layout: Layout, guide: Guide, value: Fraction) -> Layout:
    """A layout in which a guide has another value; a head is as high as its lowest row at least."""
    if guide.also is not None:
        kept = min(value_of(layout, guide.also), value)
        return with_value(with_value(layout, guide.also, kept), guide.field, value - kept)
    changed = with_value(layout, guide.field, int(value) if guide.counted else value)
    if guide.field[-1] not in ("line", "top") or guide.field[0] != "head":
        return changed
    deepest = value if guide.counted else value / layout.text_block.line_pitch
    return with_value(changed, HEAD_LINES, max(layout.head.lines, ceil(deepest)))


def value_in(layout: Layout, guide: Guide) -> Fraction:
    """What a guide's value is in another layout than that of its pages."""
    fields = (guide.field,) if guide.also is None else (guide.field, guide.also)
    return sum((Fraction(value_of(layout, field) or 0) for field in fields), _ZERO)


# ---- the guides of a page


def guides_on(pages: TypesetPages, index: int) -> tuple[Guide, ...]:
    """The guides of page `index` (from 0): those of the text block first."""
    found = [*_block(pages.layout, index), *_folio(pages, index)]
    if index == 0:
        found += _head(pages)
    if index == len(pages) - 1:
        found += _closing(pages)
    return tuple(found)


def _block(layout: Layout, page: int) -> Iterator[Guide]:
    block, paper = layout.text_block, (layout.paper_width, layout.paper_height)
    pitch, cell = block.line_pitch, block.cell
    above = min((row.top for row in layout.head.rows if row.top is not None), default=_ZERO)
    room = paper[1] - block.height - layout.folio.gap
    yield _level(page, TOP, paper, block.top, block.top, low=max(-above, _ZERO), high=room)
    foot = block.top + block.height
    least = max(layout.head.lines + layout.head.space_after + 1, layout.closing.space_before + 1)
    flow = max(layout.flow.space_between_items, layout.flow.keep_lines) + 1
    most = (paper[1] - block.top - layout.folio.gap) / pitch
    lines = (max(least, flow, _LEAST_LINES), min(int(most), _MOST_LINES))
    yield _level(page, LINES, paper, foot, block.lines, per=1 / pitch, low=lines[0], high=lines[1])
    yield _upright(page, LEFT, paper, block.left, block.left, high=paper[0] - block.width)
    widest = int((paper[0] - block.left) / cell)
    right = block.left + block.width
    fixed = (width for row in layout.head.rows if row.fit for width in row.fit.widths.values())
    narrowest = max((2 * layout.folio.indent, *fixed)) / cell
    cells = (max(_LEAST_CELLS, ceil(narrowest)), min(widest, _MOST_CELLS))
    yield _upright(page, CELLS, paper, right, block.cells, per=1 / cell, low=cells[0], high=cells[1])


def _folio(pages: TypesetPages, page: int) -> Iterator[Guide]:
    number = page + 1
    if number > pages.numbered:
        return
    layout = pages.layout
    block, folio, style = layout.text_block, layout.folio, layout.styles["folio"]
    paper = (layout.paper_width, layout.paper_height)
    foot, right = block.top + block.height, block.left + block.width
    y = foot + folio.gap
    yield _level(page, FOLIO_GAP, paper, y, folio.gap, high=paper[1] - foot, grid=block.line_pitch)
    side = folio.odd if number % 2 else folio.even
    if side == "centre":
        return
    x, per = block.left + style.left_indent + folio.indent, 1
    if side == "right":
        x, per = right - style.right_indent - folio.indent, -1
    guide = _upright(page, FOLIO_INDENT, paper, x, folio.indent, per=per, high=block.width / 2)
    yield guide._replace(start=foot, end=min(y + 2 * style.size, paper[1]), grid=style.advance)


def _head(pages: TypesetPages) -> Iterator[Guide]:
    layout, part = pages.layout, pages.head
    block, head, paper = layout.text_block, layout.head, (layout.paper_width, layout.paper_height)
    pitch = block.line_pitch
    last = block.lines - 1 - head.space_after  # page 1 keeps a line of text
    for at, row in enumerate(head.rows):
        field: Field = ("head", "rows", at)
        top, whole = _top_of(part, at), block.height
        if top is not None:
            y = block.top + top
            if row.line is not None:
                line = _line_of(part, at, pitch) or row.line
                yield _level(0, (*field, "line"), paper, y, line, per=1 / pitch, low=1, high=last)
            elif row.top is not None:
                bounds = -block.top, last * pitch
                yield _level(0, (*field, "top"), paper, y, row.top, low=bounds[0], high=bounds[1], grid=pitch)
            else:
                yield _level(0, (*field, "space"), paper, y, row.space or _ZERO, high=whole, grid=pitch)
        for room in part.rooms:
            if room.row == at:
                foot = block.top + room.top + room.height
                yield _level(
                    0, (*field, "height"), paper, foot, row.height, low=_STEP, high=whole, grid=pitch
                )
        y_rule = _rule_of(part, at)
        if y_rule is not None and row.rule is not None:
            gap = (*field, "rule", "gap")
            yield _level(0, gap, paper, block.top + y_rule, row.rule.gap, high=whole)
    lowest = max((row.top for row in head.rows if row.top is not None), default=_ZERO) / pitch
    least = max(ceil(lowest), *(row.line or 1 for row in head.rows), 1)
    foot, taken = block.top + part.height, int(part.height / pitch)
    yield _level(0, HEAD_LINES, paper, foot, taken, per=1 / pitch, low=least, high=max(last, taken))
    start = foot + head.space_after * pitch
    most = block.lines - 1 - head.lines
    yield _level(0, SPACE_AFTER, paper, start, head.space_after, per=1 / pitch, high=most)


def _closing(pages: TypesetPages) -> Iterator[Guide]:
    """Of the closing block. Where its foot stands still, the foot of a row is dragged with all that stands
    above it, so that it is the distance to what stands below which changes; under the text the top of a row,
    with all that stands below. What stands in the margin hangs below the block."""
    part, layout = pages.closing, pages.layout
    block, paper, page = layout.text_block, (layout.paper_width, layout.paper_height), len(pages) - 1
    if part is None or pages.closing_pages > 1:
        return
    top = block.top + pages.closing_top
    rows = layout.closing.rows
    standing = [(at, y) for at in range(len(rows)) if (y := _place_of(part, at)) is not None]
    inside = [(at, y) for at, y in standing if not rows[at].margin]
    if layout.closing.place == "text":
        above: Field | None = None
        for at, place in inside:
            field_above = _above(rows, at)
            value = value_of(layout, field_above) or _ZERO
            value += value_of(layout, above) if above else _ZERO
            guide = _level(
                page, field_above, paper, top + place, value, high=block.height, grid=block.line_pitch
            )
            yield guide._replace(also=above)
            above = None if rows[at].rule else ("closing", "rows", at, "space_after")
        return
    for number, (at, _) in enumerate(inside):
        below = inside[number + 1][0] if number + 1 < len(inside) else None
        own: Field | None = None if rows[at].rule else ("closing", "rows", at, "space_after")
        field, also = (own, None) if below is None else (_above(rows, below), own)
        if field is not None:
            y, value = top + _foot_of(part, at), value_of(layout, field) or _ZERO
            value += value_of(layout, also) if also else _ZERO
            guide = _level(page, field, paper, y, value, per=-1, high=block.height, grid=block.line_pitch)
            yield guide._replace(also=also)
    for at, place in standing:
        if rows[at].margin:
            value, y = rows[at].space or _ZERO, top + place
            size = max((layout.styles[piece.style].size for piece in rows[at].pieces), default=_ZERO)
            room = paper[1] - block.top - block.height - size
            yield _level(page, ("closing", "rows", at, "space"), paper, y, value, high=max(room, value))


def _above(rows: tuple[Row, ...], at: int) -> Field:
    """What a row of the closing block keeps free above itself."""
    return ("closing", "rows", at, *(("rule", "gap") if rows[at].rule else ("space",)))


def _place_of(part: FixedPart, row: int) -> Fraction | None:
    """Where a row of words, a rule or free room begins; None where it is not printed."""
    found = (_top_of(part, row), _rule_of(part, row))
    return next((y for y in found if y is not None), None)


def _top_of(part: FixedPart, row: int) -> Fraction | None:
    """Where the em boxes of a row begin, or the room that it keeps free."""
    tops = [
        each.tops()[0] + (each.pitch - each.composed.paragraph.size) / 2
        for each in part.placements
        if each.row == row
    ]
    return min((*tops, *(room.top for room in part.rooms if room.row == row)), default=None)


def _line_of(part: FixedPart, row: int, pitch: Fraction) -> int | None:
    """The grid line on which a row of words or the room that it keeps free begins or ends, wherever it was
    pushed; None for a name that is fitted, and where it is not printed."""
    for room in part.rooms:
        if room.row == row:
            return int(room.top / pitch) + 1
    words = [each for each in part.placements if each.row == row and not each.least]
    largest = max(words, key=lambda each: each.composed.paragraph.size, default=None)
    return None if largest is None else round((largest.tops()[-1] + largest.pitch) / pitch)


def _foot_of(part: FixedPart, row: int) -> Fraction:
    """Where the em boxes of a row end, its rule, or the room that it keeps free."""
    return max(
        (
            *(each.foot for each in part.placements if each.row == row),
            *(rule.centre + rule.thickness / 2 for rule in part.rules if rule.row == row),
            *(room.top + room.height for room in part.rooms if room.row == row),
        )
    )


def _rule_of(part: FixedPart, row: int) -> Fraction | None:
    """The centre of a row's first rule."""
    return min((rule.centre for rule in part.rules if rule.row == row), default=None)


_Paper = tuple[Fraction, Fraction]
_Number = Fraction | int


def _level(
    page: int,
    field: Field,
    paper: _Paper,
    y: Fraction,
    value: _Number,
    *,
    per: _Number = 1,
    low: _Number = 0,
    high: _Number,
    grid: Fraction | None = None,
) -> Guide:
    numbers = _numbers(value, per, low, high)
    return Guide(field, page, False, y, _ZERO, paper[0], *numbers, isinstance(value, int), grid)


def _upright(
    page: int,
    field: Field,
    paper: _Paper,
    x: Fraction,
    value: _Number,
    *,
    per: _Number = 1,
    low: _Number = 0,
    high: _Number,
) -> Guide:
    numbers = _numbers(value, per, low, high)
    return Guide(field, page, True, x, _ZERO, paper[1], *numbers, isinstance(value, int))


def _numbers(
    value: _Number, per: _Number, low: _Number, high: _Number
) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    return Fraction(value), Fraction(per), Fraction(low), Fraction(high)


def nearest(guides: Iterable[Guide], x: Fraction, y: Fraction, reach: Fraction) -> list[Guide]:
    """The guides that a place on their page is on, within `reach` points, the nearest first."""
    found = []
    for guide in guides:
        across, along = (x, y) if guide.upright else (y, x)
        if abs(across - guide.at) <= reach and guide.start - reach <= along <= guide.end + reach:
            found.append((abs(across - guide.at), guide))
    return [guide for _, guide in sorted(found, key=lambda one: one[0])]
