"""What was seen of an old issue, whatever file it was seen in: characters at their places, rules, pictures.
Knows neither files nor what any of it means.

Lengths are points; x runs right from the paper's left edge, y down from its top edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

_Value = TypeVar("_Value")
_SAME_BASELINE = 1.0
"""Points by which characters of one line may stand apart: those of other faces are shifted a little."""

_ABUTTING = 0.5
"""Points between the pieces of one rule."""


class Ink(NamedTuple):
    """A colour as it is seen on a screen, each 0 to 255."""

    red: int
    green: int
    blue: int


class Look(NamedTuple):
    """How characters are set. `face` is the name of the font as the file has it, without the mark of a
    subset; `size` in points."""

    face: str
    size: float
    ink: Ink
    bold: bool


class Seen(NamedTuple):
    """A character: its origin `x` on the baseline `y`, and `right`, where the next one would begin."""

    char: str
    x: float
    y: float
    right: float
    look: Look


class SeenLine(NamedTuple):
    """Characters on one baseline, from left to right. Spaces that were only drawn by a gap are not among
    them."""

    chars: tuple[Seen, ...]

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(seen.char for seen in self.chars)

    @property
    def left(self) -> float:
        """Where its first character begins."""
        return self.chars[0].x

    @property
    def right(self) -> float:
        """Where its last character ends."""
        return self.chars[-1].right

    @property
    def baseline(self) -> float:
        """Where most of its characters stand."""
        return _most(seen.y for seen in self.chars)

    @property
    def look(self) -> Look:
        """That of most of its characters."""
        return _most(seen.look for seen in self.chars)


class SeenRule(NamedTuple):
    """A line or a thin box: from `x`, `y` (its centre), `length` points to the right or, `upright`, down."""

    x: float
    y: float
    length: float
    thickness: float
    ink: Ink
    upright: bool = False


class SeenPicture(NamedTuple):
    """Where a picture stands."""

    x: float
    y: float
    width: float
    height: float


class SeenPage(NamedTuple):
    """A page, its lines from top to bottom."""

    width: float
    height: float
    lines: tuple[SeenLine, ...]
    rules: tuple[SeenRule, ...] = ()
    pictures: tuple[SeenPicture, ...] = ()


def in_lines(chars: Iterable[Seen]) -> tuple[SeenLine, ...]:
    """Characters as lines, from top to bottom: those whose baselines are nearly one, from left to right."""
    return tuple(
        SeenLine(tuple(sorted(line, key=lambda seen: seen.x)))
        for line in _by_baseline(sorted(chars, key=lambda seen: seen.y))
    )


def whole_rules(rules: Iterable[SeenRule]) -> Iterator[SeenRule]:
    """Rules as they are seen: those drawn piece by piece, as word processors do at the edges of cells, in
    one."""
    before: SeenRule | None = None
    for rule in sorted(rules, key=_along):
        if before is not None and _goes_on(before, rule):
            start = before.y if rule.upright else before.x
            end = (rule.y if rule.upright else rule.x) + rule.length
            before = before._replace(length=max(before.length, end - start))
            continue
        if before is not None:
            yield before
        before = rule
    if before is not None:
        yield before


def _along(rule: SeenRule) -> tuple[bool, float, float, Ink, float]:
    """Rules on one line beside each other, from its beginning on."""
    across, along = (rule.x, rule.y) if rule.upright else (rule.y, rule.x)
    return rule.upright, round(across, 1), round(rule.thickness, 1), rule.ink, along


def _goes_on(before: SeenRule, rule: SeenRule) -> bool:
    *place, start = _along(before)
    *other, begins = _along(rule)
    return place == other and begins - (start + before.length) < _ABUTTING


def _by_baseline(chars: Sequence[Seen]) -> Iterator[list[Seen]]:
    line: list[Seen] = []
    for seen in chars:
        if line and seen.y - line[0].y > _SAME_BASELINE:
            yield line
            line = []
        line.append(seen)
    if line:
        yield line


def _most(values: Iterable[_Value]) -> _Value:
    counts: dict[_Value, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return max(counts, key=lambda value: counts[value])
