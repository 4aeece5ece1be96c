"""A part of the page that stands where the layout puts it, as lines and rules from its own top. Knows not
what it says, nor which page it falls on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from bulletin_desk.bulletin.model import Kind, Path
from bulletin_desk.layouts.model import TextBlock
from bulletin_desk.layouts.rows import CellSide, Cmyk, Rule
from bulletin_desk.pages.model import Colour, HorizontalRule, PlacedLine, Remark
from bulletin_desk.typeset.composed import Composed


class Placement(NamedTuple):
    """Lines of one paragraph, from its line `first` on up to `last` (None: to its end): `top` of its line 0
    and `pitch` in points, from the part's top. `least`: below that size its type is too small. `row`: the
    number of the layout's row that it stands in, and `side` its cell's place there."""

    composed: Composed
    path: Path
    top: Fraction
    pitch: Fraction
    first: int = 0
    last: int | None = None
    least: Fraction = Fraction(0)
    row: int = 0
    side: CellSide = "left"

    @property
    def foot(self) -> Fraction:
        """Where the em box of its last line ends."""
        return self.tops()[-1] + (self.pitch + self.composed.paragraph.size) / 2

    @property
    def numbers(self) -> range:
        """The numbers of its lines."""
        return range(self.first, self.composed.count if self.last is None else self.last)

    def tops(self) -> list[Fraction]:
        """The tops of its lines."""
        return [self.top + self.pitch * number for number in self.numbers]


class RulePlacement(NamedTuple):
    """A block-wide rule: its centre, in points from the text block's top; `row`: the number of the layout's
    row that it belongs to."""

    centre: Fraction
    thickness: Fraction
    colour: Cmyk
    row: int = 0


class Room(NamedTuple):
    """Height that a row without text keeps free: its top, in points from the part's, and the number of the
    layout's row."""

    top: Fraction
    height: Fraction
    row: int = 0


class Clash(NamedTuple):
    """Two rows of the layout that are printed over each other: their numbers, the words of both (None: a rule
    of the second one) and where those of the first are typed."""

    rows: tuple[int, int]
    words: tuple[str, str | None]
    path: Path


class _Words(NamedTuple):
    """A set line's ink: its edges in points from the block's left and the part's top, as little as it
    surely takes."""

    row: int
    text: str
    path: Path
    left: float
    right: float
    top: float
    foot: float


_INK = Fraction(4, 5)
"""Em that type surely takes of its height."""


class FixedPart(NamedTuple):
    """A fixed part: its lines in reading order, its rules and what it keeps free, within `height` points."""

    placements: tuple[Placement, ...]
    rules: tuple[RulePlacement, ...]
    height: Fraction
    rooms: tuple[Room, ...] = ()

    def of(self, kind: Kind) -> list[Placement]:
        """The placements of a kind."""
        return [part for part in self.placements if part.composed.paragraph.kind is kind]

    def lines(self, block: TextBlock, top: Fraction) -> Iterator[PlacedLine]:
        """The lines on the page; `top` is the part's own top from the text block's top."""
        for each in self.placements:
            at = top + each.top + each.pitch * each.first
            yield from each.composed.placed(each.path, each.numbers, block, at, each.pitch)

    def marks(self, block: TextBlock, top: Fraction) -> Iterator[HorizontalRule]:
        """The rules on the page."""
        x, width = float(block.left), float(block.width)
        for rule in self.rules:
            y = float(block.top + top + rule.centre)
            yield HorizontalRule(x, y, width, float(rule.thickness), Colour(*rule.colour))

    def remarks(self) -> Iterator[Remark]:
        """What is to be said about its texts."""
        for placement in self.placements:
            yield from placement.composed.remarks(placement.path)

    def clashes(self) -> list[Clash]:
        """The rows whose type stands on that of another row or on another's rule, each pair once. Rows beside
        each other are none."""
        found: dict[tuple[int, int], Clash] = {}
        lines = list(self._words())
        for one, other in combinations(lines, 2):
            apart = min(one.foot, other.foot) <= max(one.top, other.top)
            beside = min(one.right, other.right) <= max(one.left, other.left)
            if one.row != other.row and not apart and not beside:
                rows = one.row, other.row
                found.setdefault(rows, Clash(rows, (one.text, other.text), one.path))
        for rule in self.rules:
            for line in lines:
                if line.row != rule.row and line.top < rule.centre < line.foot:
                    rows = line.row, rule.row
                    found.setdefault(rows, Clash(rows, (line.text, None), line.path))
        return list(found.values())

    def _words(self) -> Iterator[_Words]:
        for placed in self.placements:
            size = placed.composed.paragraph.size
            for number, top in zip(placed.numbers, placed.tops(), strict=True):
                line = placed.composed.line(number)
                if line.runs and line.text.strip():
                    last = line.runs[-1]
                    left, right = line.runs[0].xs[0], last.xs[-1] + last.size / 2
                    middle, half = float(top + placed.pitch / 2), float(size * _INK / 2)
                    text = line.text.strip()
                    yield _Words(placed.row, text, placed.path, left, right, middle - half, middle + half)

    def parted(self, room: Fraction) -> list[FixedPart]:
        """The part cut between its lines into parts of at most `room` points (itself if it fits): each has as
        many lines as will go in, one at least, and the rules that stand above the next line."""
        if self.height <= room:
            return [self]
        tops = sorted({top for placement in self.placements for top in placement.tops()})
        cuts = [Fraction(0)]
        while self.height - cuts[-1] > room:
            first = bisect_right(tops, cuts[-1])
            if first == len(tops):
                break
            cuts.append(tops[max(first, bisect_right(tops, cuts[-1] + room) - 1)])
        return self._cut(cuts)

    def _cut(self, cuts: list[Fraction]) -> list[FixedPart]:
        """The parts that begin at some heights, the first of them 0: each has the lines and rules whose tops
        and centres stand from its beginning up to the next one's."""
        placements: list[list[Placement]] = [[] for _ in cuts]
        rules: list[list[RulePlacement]] = [[] for _ in cuts]
        for placement in self.placements:
            numbers: dict[int, list[int]] = {}
            for number, top in zip(placement.numbers, placement.tops(), strict=True):
                numbers.setdefault(max(bisect_right(cuts, top) - 1, 0), []).append(number)
            for at, here in numbers.items():
                moved = placement._replace(top=placement.top - cuts[at], first=here[0], last=here[-1] + 1)
                placements[at].append(moved)
        for rule in self.rules:
            at = max(bisect_right(cuts, rule.centre) - 1, 0)
            rules[at].append(rule._replace(centre=rule.centre - cuts[at]))
        ends = [*cuts[1:], self.height]
        return [
            FixedPart(tuple(placements[at]), tuple(rules[at]), ends[at] - start)
            for at, start in enumerate(cuts)
        ]


def rules_of(rule: Rule, top: Fraction, row: int) -> Iterator[RulePlacement]:
    """The rule of a layout's row, one or two, from its upper edge down."""
    yield RulePlacement(top + rule.thickness / 2, rule.thickness, rule.colour, row)
    if rule.double is not None:
        below = top + rule.height - rule.thickness / 2
        yield RulePlacement(below, rule.thickness, rule.colour, row)
