"""The text block (版心) that the pages of an issue were set in, measured from their lines. Must not know
which text is what: only that most lines are running text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from math import floor
from statistics import median
from typing import NamedTuple

from bulletin_desk.learning.evidence import Look, SeenLine, SeenPage
from bulletin_desk.learning.folios import running_look
from bulletin_desk.learning.measured import measured
from bulletin_desk.units import MM

_BASELINE = Fraction(22, 25)
"""Where a line's characters stand in their em box, as our layouts have it: the block's top is told so that
lines stand where they were printed."""
_NEAR = 0.6
"""Points within which places and distances are one."""
_STEP = Fraction(1, 100)
"""To what part of a point a measured length is told."""
_STANDARD_TOP = 37 * MM
"""GB/T 9704-2012, 5.2.1: the top margin, that is taken where a single page leaves it open by whole lines."""
_CLOSE = 2.6
"""Em from one line of a paragraph to the next at most."""
_OFF_GRID = 0.1
"""Part of a line by which the lowest one may stand above its place."""
_LEAST_LINES = 3
_LEAST_STEPS = 12
"""Pairs of characters that tell how wide one is."""
_FINE = Fraction(1, 1000)
"""To what part of a point a pitch is told that was measured over many lines."""
_SAME = 0.15
"""Points by which a whole may be off what its parts come to."""


class Block(NamedTuple):
    """What was measured, in points. `lines` is how many stood on the fullest page, and `full` whether a page
    that another follows tells so; else the block may be longer. `size` is that of running text."""

    top: Fraction
    left: Fraction
    cell: Fraction
    cells: int
    pitch: Fraction
    lines: int
    size: Fraction
    look: Look
    full: bool


def fit_block(pages: Sequence[SeenPage]) -> Block | None:
    """The block that most lines stand in. None where there are too few lines of one size to tell."""
    look = running_look(pages)
    body = [[line for line in page.lines if _is_like(line, look)] for page in pages]
    if look is None or sum(map(len, body)) < _LEAST_LINES:
        return None
    pitch = _pitch(body)
    if pitch is None:
        return None
    size = measured(look.size)
    right = _edge([line.right for line in _whole(body, -1)], max)
    cell = _cell(body, look.size, right)
    beside = (look.size - float(cell)) / 2  # a character stands in the middle of its cell
    left = _edge([line.left for line in _whole(body, 0)], min) + beside
    width = right - beside - left
    cells = round(width / float(cell))
    cell = _shared(Fraction(width), cells, cell)
    if abs(width - float(cell) * cells) > _NEAR:  # as wide as the margins leave, not as characters would be
        cell = _width(width) / cells
    grid = float(pitch)
    middles = [_middle(line) for lines in body for line in lines]
    phase = max(middles, key=lambda at: sum(_off(at, other, grid) < _NEAR for other in middles)) % grid
    on_grid = [
        [at for line in _above_foot(page) if _off(at := _middle(line), phase, grid) < _NEAR] for page in pages
    ]
    last = max((at for places in on_grid for at in places), default=phase)
    high = pages[0].height / 2  # a closing block alone stands at a page's foot
    further = [  # each page's lines by its own text: a title moves what follows it off the grid
        at
        for page, lines in zip(pages[1:], body[1:], strict=True)
        for at in map(_middle, page.lines)
        if lines and at < high and _off(at, _middle(lines[0]), grid) < _NEAR
    ]
    further = further or [at for places in on_grid[1:] for at in places if at < high]
    if further:  # a page that follows another begins with the block's first line
        first = min(further)
    else:
        first = phase + round((float(_STANDARD_TOP) + grid / 2 - phase) / grid) * grid
    lowest = max((_middle(lines[-1]) for lines in body if lines), default=last)  # off the grid, maybe
    count = max(round((last - first) / grid), floor((lowest - first) / grid + _OFF_GRID)) + 1
    return Block(
        top=measured(first - grid / 2),
        left=measured(left),
        cell=cell,
        cells=cells,
        pitch=_shared(pitch * count, count, pitch) if further else pitch,
        lines=count,
        size=size,
        look=look,
        full=bool(further),
    )


def _above_foot(page: SeenPage) -> Iterator[SeenLine]:
    """The lines of a page but those below its lowest rule, if that stands at its foot: what stands below a
    closing block stands in the margin."""
    foot = max((rule.y for rule in page.rules if not rule.upright), default=0.0)
    foot = foot if foot > page.height / 2 else page.height
    return (line for line in page.lines if line.baseline < foot)


def grid_place(line: SeenLine, block: Block) -> float:
    """On which line of the block's grid a line stands, counted from 1; a fraction where it stands between."""
    return (_middle(line) - float(block.top)) / float(block.pitch) + 0.5


def _middle(line: SeenLine) -> float:
    """Where the middle of a line's em box stands: that is in the middle of its line of the grid."""
    return line.baseline + (0.5 - float(_BASELINE)) * line.look.size


def _off(at: float, phase: float, grid: float) -> float:
    """How far a place is from the nearest line of the grid."""
    return abs((at - phase + grid / 2) % grid - grid / 2)


def _is_like(line: SeenLine, look: Look | None) -> bool:
    return look is not None and line.look.face == look.face and abs(line.look.size - look.size) < _NEAR / 2


def _pitch(body: Sequence[Sequence[SeenLine]]) -> Fraction | None:
    """How far lines stand apart: the distance that occurs most, measured over as many lines as go on so."""
    steps = [after.baseline - line.baseline for lines in body for line, after in pairwise(lines)]
    steps = [step for step in steps if step > _NEAR]
    if not steps:
        return None
    near = max(steps, key=lambda step: sum(abs(step - other) < _NEAR for other in steps))
    count, pitch = 0, near
    spans = [after.baseline - line.baseline for lines in body for line, after in combinations(lines, 2)]
    for span in sorted(spans):  # the longer, the more exact
        lines = round(span / pitch)
        if lines >= max(count, 1) and abs(span - lines * pitch) < _NEAR / 2:
            count, pitch = lines, span / lines
    whole = round(pitch * 2) / 2
    return Fraction(whole) if abs(pitch - whole) * count < _SAME else round(Fraction(pitch) / _FINE) * _FINE


def _cell(body: Sequence[Sequence[SeenLine]], size: float, right: float) -> Fraction:
    """The width of a full-width character where a line was neither squeezed nor spread: what most of them
    take in the last lines of paragraphs, that end before the block's `right`, or where these are few, in
    all."""
    last = [
        line
        for lines in body
        for before, line in pairwise(lines)
        if line.right < right - size < before.right
        and line.baseline - before.baseline < _CLOSE * size
        and line.left <= before.left + _NEAR
    ]
    steps = _steps(last)
    if len(steps) < _LEAST_STEPS:
        steps = _steps([line for lines in body for line in lines])
    if not steps:
        return measured(size)
    counts = Counter(round(step, 1) for step in steps)
    usual = counts.most_common(1)[0][0]
    return measured(median(step for step in steps if abs(step - usual) <= 0.1))


def _whole(body: Sequence[Sequence[SeenLine]], end: int) -> list[SeenLine]:
    """The lines whose character at that end is Han: a mark there may be half as wide as it is drawn. All,
    where there are few such."""
    lines = [line for lines in body for line in lines]
    whole = [line for line in lines if "\u4e00" <= line.chars[end].char <= "\u9fff"]
    return whole if len(whole) >= _LEAST_LINES else lines


def _steps(lines: Iterable[SeenLine]) -> list[float]:
    """How far Chinese characters beside each other begin apart."""
    return [
        after.x - seen.x
        for line in lines
        for seen, after in pairwise(line.chars)
        if "\u4e00" <= seen.char <= "\u9fff" and "\u4e00" <= after.char <= "\u9fff"
    ]


def _width(width: float) -> Fraction:
    """A measured width, in whole millimetres or half points where it is as good as that."""
    units = (MM, Fraction(1, 2))
    near = min(
        (round(Fraction(width) / unit) * unit for unit in units), key=lambda one: abs(one - Fraction(width))
    )
    return near if abs(float(near) - width) <= _SAME else round(Fraction(width) / _STEP) * _STEP


def _edge(places: Sequence[float], outermost: Callable[[Iterable[float]], float]) -> float:
    """Where the outermost of the places lies at which many lines begin or end: marks stand out here and
    there."""
    many = max(3, len(places) // 4)
    often = [at for at in places if sum(abs(at - other) < _NEAR for other in places) >= many]
    edge = outermost(often or places)
    return median(at for at in places if abs(at - edge) < _NEAR)


def _shared(whole: Fraction, count: int, part: Fraction) -> Fraction:
    """A part of a length that is shared out: of so many whole millimetres (GB/T 9704-2012, 5.2), or of half
    points each."""
    if part * 2 == round(part * 2):
        return part
    shared = round(whole / MM) * MM
    return shared / count if abs(shared - whole) < _SAME else part
