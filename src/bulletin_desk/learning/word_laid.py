"""What laying a Word file out gives: lines of its paragraphs, rules and pictures at their places on pages;
and how borders and drawn lines are rules. Knows no paragraphs' formats.

Lengths are points from the paper's left and top edges.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from bulletin_desk.learning.evidence import Ink, Seen, SeenPicture, SeenRule
from bulletin_desk.learning.sighting import PageRule
from bulletin_desk.learning.word_model import Border, Shape, Stroke, WordParagraph

_NO_BORDER = ("", "nil", "none")
_THIN = 0.75
"""The thin line and the gap of a border of two unlike lines, where neither grows with it."""
_LEAST_RULE = 20.0
"""Points: what is shorter is part of a sign."""


class PlacedLine(NamedTuple):
    """A line at its place: of the paragraph with number `owner` in the order of the file, its line `number`
    from 0. `left` and `right` are the edges that it was set between, those of the text or, `boxed`, of a cell
    or a box; `afloat` it stands in a box, a frame or a floating table. `above` and `height` are from its top
    to the baseline, to its bottom. `gone_on`: the line was only full."""

    chars: tuple[Seen, ...]
    page: int
    baseline: float
    paragraph: WordParagraph
    owner: int
    number: int
    left: float
    right: float
    above: float
    height: float
    boxed: bool
    afloat: bool
    gone_on: bool


class PlacedPicture(NamedTuple):
    """A picture at its place, and the words that the file has for it."""

    page: int
    box: SeenPicture
    about: str


@dataclass(slots=True)
class Laid:
    """What was laid. In a box it is laid from its top: page 0, y from there."""

    lines: list[PlacedLine] = field(default_factory=list)
    rules: list[PageRule] = field(default_factory=list)
    pictures: list[PlacedPicture] = field(default_factory=list)

    def take(self, other: Laid, page: int, down: float, *, across: float = 0.0, afloat: bool = False) -> None:
        """What was laid in a box, which stands so far down a page, and `across` it from where it was laid."""
        for line in other.lines:
            moved = tuple(
                seen._replace(x=seen.x + across, y=seen.y + down, right=seen.right + across)
                for seen in line.chars
            )
            self.lines.append(
                line._replace(
                    chars=moved,
                    page=page + line.page,
                    baseline=line.baseline + down,
                    left=line.left + across,
                    right=line.right + across,
                    afloat=line.afloat or afloat,
                )
            )
        for one in other.rules:
            rule = one.rule._replace(x=one.rule.x + across, y=one.rule.y + down)
            self.rules.append(PageRule(page + one.page, rule))
        for picture in other.pictures:
            box = picture.box._replace(x=picture.box.x + across, y=picture.box.y + down)
            self.pictures.append(picture._replace(page=page + picture.page, box=box))


def height_of(border: Border | None) -> float:
    """How thick a border is with all its lines."""
    return sum(border_lines(border)[0]) if is_drawn(border) else 0.0


def is_drawn(border: Border | None) -> bool:
    """Whether a border is seen."""
    return border is not None and border.kind not in _NO_BORDER and border.width > 0


def border_lines(border: Border | None) -> tuple[list[float], Ink]:
    """Lines and gaps of a border by turns, from its outer edge to its inner one, and their colour."""
    assert border is not None
    width, kind = float(border.width), border.kind
    if kind == "double":
        return [width, width, width], border.ink
    if kind == "triple":
        return [width] * 5, border.ink
    if not kind.startswith(("thick", "thin")) or kind == "thick":
        return [width], border.ink
    thick, thin, gap = width, _THIN, _THIN
    if "Medium" in kind:
        thick, thin, gap = width, width / 2, width / 2
    elif "Large" in kind:
        thick, thin, gap = 2 * _THIN, _THIN, width
    if kind.startswith("thinThickThin"):
        return [thin, gap, thick, gap, thin], border.ink
    # ECMA-376 names the inner line first
    inner_first = kind.startswith("thickThin")
    return ([thin, gap, thick] if inner_first else [thick, gap, thin]), border.ink


def across(x: float, y: float, length: float, border: Border | None, *, upwards: bool) -> Iterator[SeenRule]:
    """A border as rules, from `y` down, or `upwards` from it, the inner edge being the one at `y`."""
    parts, ink = border_lines(border)
    at = 0.0
    for number, part in enumerate(reversed(parts)):
        if number % 2 == 0:
            middle = at + part / 2
            yield SeenRule(x, y - middle if upwards else y + middle, length, part, ink)
        at += part


def drawn(stroke: Stroke, x: float, y: float, length: float, *, upright: bool = False) -> Iterator[SeenRule]:
    """A drawn line whose middle runs at `x`, `y`, as rules."""
    width = float(stroke.width)
    shares = {
        "dbl": (1 / 3, 1 / 3, 1 / 3),
        "thickThin": (3 / 5, 1 / 5, 1 / 5),
        "thinThick": (1 / 5, 1 / 5, 3 / 5),
        "tri": (1 / 6, 1 / 6, 2 / 6, 1 / 6, 1 / 6),
    }.get(stroke.compound, (1.0,))
    at = -width / 2
    for number, share in enumerate(shares):
        part = share * width
        if number % 2 == 0:
            middle = at + part / 2
            place = (x + middle, y) if upright else (x, y + middle)
            yield SeenRule(*place, length, part, stroke.ink, upright)
        at += part


def outlines(shape: Shape, x: float, y: float) -> Iterator[SeenRule]:
    """The rules that a shape is, or that run around it."""
    width, height = float(shape.width), float(shape.height)
    stroke = shape.stroke
    if shape.kind == "line":
        if stroke is None:
            return
        if height <= max(1.0, width / 50):
            yield from drawn(stroke, x, y + height / 2, width)
        elif width <= max(1.0, height / 50):
            yield from drawn(stroke, x + width / 2, y, height, upright=True)
        return
    if shape.kind != "box":
        return
    if shape.fill is not None and not shape.blocks and height < width / 10 and width > _LEAST_RULE:
        yield SeenRule(x, y + height / 2, width, height, shape.fill)
        return
    if stroke is not None and stroke.width > 0:
        yield from drawn(stroke, x, y, width)
        yield from drawn(stroke, x, y + height, width)
        yield from drawn(stroke, x, y, height, upright=True)
        yield from drawn(stroke, x + width, y, height, upright=True)
