"""What the comparison with the printed pages tells of a layout's lengths: block, rows of head and closing
block, rules, page number are moved to where they were printed. Must not know how the layout was come by.

All is told by lines that say the same on both; what says something else moves nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from statistics import median
from typing import NamedTuple

from bulletin_desk.layouts.model import Layout, Style, TextBlock
from bulletin_desk.layouts.rows import CellSide, Row
from bulletin_desk.learning.evidence import SeenRule
from bulletin_desk.learning.laid_on import LaidOn, Same, inked, words_of
from bulletin_desk.learning.measured import measured
from bulletin_desk.pages.model import PlacedLine
from bulletin_desk.typeset.fixed_part import FixedPart, Placement, RulePlacement
from bulletin_desk.typeset.typesetter import TypesetPages
from bulletin_desk.units import MM

_SURE = 0.05
"""Points that a measured place may be off: what is nearer is where it was printed."""
_KEPT = 0.12 * float(MM)
"""Points by which a row may miss its line of the grid and stay on it."""
_BASELINE = 0.6
"""Points within which a line is the one that was set there."""
_MANY = 3
"""Lines that agree on how far the block is off."""


class _Part(NamedTuple):
    """How far the rows and rules of a fixed part stand below where they were printed in the block, and its
    pieces beside it, by the numbers of their rows. A rule's row tells of its first rule."""

    rows: Mapping[int, float]
    rules: Mapping[int, float]
    beside: Mapping[int, Sequence[tuple[CellSide, float]]]
    tops: Mapping[int, Fraction]
    """The tops of the rows' em boxes, in points from the part's top."""


class _Moved(NamedTuple):
    """How far the block stands below and to the right of where it was printed."""

    down: float
    right: float


def corrected(layout: Layout, pages: TypesetPages, laid: LaidOn, *, alone: Fraction | None = None) -> Layout:
    """The layout that the comparison of these pages with the printed ones tells: nearer to them, not always
    there yet. `alone`: head and closing block were compared alone, as two pages, on the second of which this
    stood so far below the block's top."""
    block = layout.text_block
    last = 1 if alone is not None else len(pages) - pages.closing_pages
    places = [(pages.head, 0, Fraction(0))]
    if pages.closing is not None and pages.closing_pages == 1:
        places.append((pages.closing, last, pages.closing_top if alone is None else alone))
    fixed = {baseline for part, page, top in places for baseline in _baselines(part, page, top, block)}
    body = list(_body(laid, fixed))
    moved = _block_off(body, block)
    head, *closing = (_part(part, page, top, block, laid, moved) for part, page, top in places)
    layout = _with_head(layout, head, _lines_off(body, block))
    for part in closing:
        layout = _with_closing(layout, part, without_text=alone is not None)
    sides = [*_sides(layout.head.rows, head)]
    for part in closing:
        sides += _sides(layout.closing.rows, part)
    layout = _with_sides(layout, sides)
    if alone is None:
        layout = _with_folio(layout, pages, laid, moved)
    block = block._replace(top=_moved(block.top, -moved.down), left=_moved(block.left, -moved.right))
    return replace(layout, text_block=block)


# ---- what is where


def _part(part: FixedPart, page: int, top: Fraction, block: TextBlock, laid: LaidOn, moved: _Moved) -> _Part:
    rows: dict[int, list[float]] = defaultdict(list)
    beside: dict[int, list[tuple[CellSide, float]]] = defaultdict(list)
    tops: dict[int, Fraction] = {}
    there = [pair for pair in laid.same if pair.ours.page == pair.printed.page == page]
    for placement in part.placements:
        size = placement.composed.paragraph.size
        tops.setdefault(placement.row, placement.top + (placement.pitch - size) / 2)
        for line in _lines(placement, top, block):
            pair = next((pair for pair in there if _is_of(line, pair)), None)
            if pair is not None:
                rows[placement.row].append(pair.by[0] - moved.down)
                beside[placement.row] += _beside(placement.side, line, pair, moved)
    rules: dict[int, float] = {}
    pairs = [(pair.ours, pair.printed) for pair in laid.rules if pair.page == page and pair.ours]
    for rule in part.rules:
        y = float(block.top + top + rule.centre)
        for ours, printed in pairs:
            if printed is not None and _is_at(rule, ours, y):
                rules.setdefault(rule.row, ours.y - printed.y - moved.down)
    return _Part({row: median(downs) for row, downs in rows.items()}, rules, beside, tops)


def _lines(placement: Placement, top: Fraction, block: TextBlock) -> Iterator[PlacedLine]:
    return FixedPart((placement,), (), Fraction(0)).lines(block, top)


def _is_of(line: PlacedLine, pair: Same) -> bool:
    """Whether a placed line is, or is part of, ours of the pair."""
    words = "".join(line.line.text.split())
    return (
        bool(words)
        and abs(pair.ours.line.baseline - line.y) < _BASELINE + line.line.runs[0].size / 10
        and words in words_of(pair.ours)
    )


def _is_at(rule: RulePlacement, ours: SeenRule | None, y: float) -> bool:
    return ours is not None and not ours.upright and abs(ours.y - y) < float(rule.thickness) / 2 + _SURE


def _beside(side: CellSide, line: PlacedLine, pair: Same, moved: _Moved) -> Iterator[tuple[CellSide, float]]:
    """How far a piece stands to the right of where it was printed in the block."""
    ours, printed = inked(pair.ours.line), inked(pair.printed.line)
    words = "".join(line.line.text.split())
    at = "".join(seen.char for seen in ours).find(words)
    if side == "left" and at >= 0:
        yield side, ours[at].x - printed[at].x - moved.right
    elif side == "right" and at >= 0:
        end = at + len(words) - 1
        yield side, ours[end].x - printed[end].x - moved.right


def _baselines(part: FixedPart, page: int, top: Fraction, block: TextBlock) -> Iterator[tuple[int, float]]:
    for placement in part.placements:
        for line in _lines(placement, top, block):
            yield page, line.y


# ---- the head


def _with_head(layout: Layout, off: _Part, lines: int) -> Layout:
    """The rows where they were printed, and the text below them so many lines higher."""
    rows: list[Row] = []
    above = 0.0
    for at, row in enumerate(layout.head.rows):
        down = off.rows.get(at)
        if down is not None and abs(down) > _SURE:
            if row.top is not None:
                row = row._replace(top=_moved(row.top, -down))
            elif row.space is not None:
                row = row._replace(space=max(_moved(row.space, above - down), Fraction(0)))
            elif abs(down) > _KEPT:
                row = row._replace(line=None, top=_moved(off.tops[at], -down))
        here = above if down is None else down
        rule = off.rules.get(at)
        if rule is not None and row.rule is not None:
            if abs(rule - here) > _SURE:
                gap = max(_moved(row.rule.gap, here - rule), Fraction(0))
                row = row._replace(rule=row.rule._replace(gap=gap))
            here = rule
        above = here
        rows.append(row)
    head = layout.head
    after = max(head.space_after - lines, 0)
    lower = head.space_after - after - lines
    return replace(
        layout,
        head=head._replace(rows=tuple(rows), space_after=after, lines=max(head.lines + lower, 1)),
    )


# ---- the closing block


def _with_closing(layout: Layout, off: _Part, *, without_text: bool) -> Layout:
    """Rows further apart or nearer: the block stands on its foot, so what is off there stays; under the text
    it is moved by less than a line. Where texts were not seen in lines, nothing is told of what stands below
    entries."""
    rows: list[Row] = []
    above: float | None = None
    under = layout.closing.place == "text" and not without_text
    for at, row in enumerate(layout.closing.rows):
        down = off.rules.get(at) if row.rule is not None else off.rows.get(at)
        if row.repeats and without_text:
            above = down = None
        if down is not None:
            if above is None and under and abs(down) < layout.text_block.line_pitch / 2:
                above = 0.0
            if above is not None and abs(down - above) > _SURE:
                row = _lower(row, above - down)
            above = down
        rows.append(row)
    return replace(layout, closing=layout.closing._replace(rows=tuple(rows)))


def _lower(row: Row, by: float) -> Row:
    if row.rule is not None:
        return row._replace(rule=row.rule._replace(gap=max(_moved(row.rule.gap, by), Fraction(0))))
    return row._replace(space=max(_moved(row.space or Fraction(0), by), Fraction(0)))


# ---- what stands in from the sides


def _sides(rows: Sequence[Row], off: _Part | None) -> Iterator[tuple[str, CellSide, float]]:
    """The styles of cells at the left and the right, and how far these stand too far to the right."""
    if off is None:
        return
    for at, found in off.beside.items():
        for side, by in found:
            cell = rows[at].cell(side)
            if cell is not None:
                piece = cell.pieces[0] if side == "left" else cell.pieces[-1]
                yield piece.style, side, by


def _with_sides(layout: Layout, found: Iterable[tuple[str, CellSide, float]]) -> Layout:
    offs: dict[tuple[str, CellSide], list[float]] = defaultdict(list)
    for style, side, by in found:
        offs[style, side].append(by)
    styles = dict(layout.styles)
    for (name, side), many in offs.items():
        by = median(many)
        if abs(by) > _SURE and all(abs(each - by) < 2 * _SURE for each in many):
            styles[name] = _indented(styles[name], side, by)
    return replace(layout, styles=styles)


def _indented(style: Style, side: CellSide, by: float) -> Style:
    if side == "left":
        return replace(style, left_indent=max(_moved(style.left_indent, -by), Fraction(0)))
    return replace(style, right_indent=max(_moved(style.right_indent, by), Fraction(0)))


# ---- page number, text


def _with_folio(layout: Layout, pages: TypesetPages, laid: LaidOn, moved: _Moved) -> Layout:
    downs: list[float] = []
    ins: list[float] = []
    for pair in laid.same:
        page = pages[pair.ours.page]
        if pair.printed.page != pair.ours.page or page.folio is None or not _is_of(page.folio, pair):
            continue
        down, left, right = pair.by
        downs.append(down - moved.down)
        side = layout.folio.odd if page.number % 2 else layout.folio.even
        if side != "centre":
            ins.append(moved.right - right if side == "right" else left - moved.right)
    folio = layout.folio
    if downs and abs(median(downs)) > _SURE:
        folio = folio._replace(gap=max(_moved(folio.gap, -median(downs)), Fraction(0)))
    if ins and abs(median(ins)) > _SURE:
        folio = folio._replace(indent=max(_moved(folio.indent, -median(ins)), Fraction(0)))
    return replace(layout, folio=folio)


def _body(laid: LaidOn, fixed: set[tuple[int, float]]) -> Iterator[Same]:
    """The lines of running text that stand on the pages on which they were printed."""
    for pair in laid.same:
        here = pair.ours.page, pair.ours.line.baseline
        if pair.printed.page == pair.ours.page and not any(
            page == here[0] and abs(y - here[1]) < _BASELINE for page, y in fixed
        ):
            yield pair


def _block_off(body: Sequence[Same], block: TextBlock) -> _Moved:
    """How far the block is off, where most lines of running text tell so."""
    downs = [pair.by[0] for pair in body if abs(pair.by[0]) < float(block.line_pitch) / 2]
    rights = [
        pair.by[1]
        for pair in body
        if abs(pair.by[1] - pair.by[2]) < 2 * _SURE and abs(pair.by[1]) < float(block.cell) / 2
    ]
    return _Moved(_agreed(downs), _agreed(rights))


def _lines_off(body: Sequence[Same], block: TextBlock) -> int:
    """By how many lines the text below the head stands too low."""
    downs = [pair.by[0] for pair in body if not pair.ours.page]
    return round(median(downs) / float(block.line_pitch)) if downs else 0


def _agreed(offs: Sequence[float]) -> float:
    """How far most of them are off; 0 where they are not, or don't agree."""
    if len(offs) < _MANY:
        return 0.0
    by = median(offs)
    many = sum(abs(each - by) < 2 * _SURE for each in offs)
    return by if abs(by) > _SURE and many * 2 > len(offs) else 0.0


def _moved(length: Fraction, by: float) -> Fraction:
    """A length that is longer by so much, as an office would say it where it is as good as that."""
    return measured(length + Fraction(by))
