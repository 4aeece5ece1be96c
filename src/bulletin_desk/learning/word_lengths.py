"""Lengths of paragraphs in Word files come to points: indents, spaces, line pitches, tab stops, frames.
Knows no XML, and nothing of styles."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from bulletin_desk.learning.oxml_props import figure, length
from bulletin_desk.learning.word_model import (
    Frame,
    FrameOf,
    Grid,
    Indents,
    LineRule,
    LineSpacing,
    Spacing,
    TabStop,
)

_AUTO_SPACE = Fraction(14)
"""What Word takes for the space before and after that it is left to choose."""
_SAME = Fraction(1, 4)
"""Points within which two ways to count come to the same."""
_LINE = Fraction(12)
"""A line, as a unit of space, where no grid says how high one is."""
_FRAME_OF: Mapping[str, FrameOf] = {"page": "page", "margin": "margin", "text": "text"}


def indents(said: Mapping[str, str], first_size: Fraction, grid: Grid, *, snaps: bool) -> Indents:
    """Indents. Characters of the first line are as wide as its first one, of `first_size`, others as the
    document's default size; a paragraph that `snaps` has the grid's. Programs differ in that, and write the
    points beside, so these hold where one of the ways to count gives them."""

    def chars(name: str) -> Fraction | None:
        found = figure(said.get(name))
        return found / 100 if found else None

    def points(name: str) -> Fraction:
        return length(said.get(name)) or Fraction(0)

    by_grid = grid.char_space if snaps and grid.char_pitch is not None else Fraction(0)
    sizes = grid.default_size, first_size
    left, right = chars("leftChars"), chars("rightChars")
    first, hanging = chars("firstLineChars"), chars("hangingChars")
    first = -hanging if hanging is not None else first
    indent = -points("hanging") if "hanging" in said else points("firstLine")
    return Indents(
        left=_counted(left, points("left"), by_grid, *sizes),
        right=_counted(right, points("right"), by_grid, *sizes),
        first=_counted(first, indent, by_grid, first_size),
        left_chars=left,
        right_chars=right,
        first_chars=first,
    )


def _counted(chars: Fraction | None, points: Fraction, by_grid: Fraction, *sizes: Fraction) -> Fraction:
    """What an indent in characters, of the first of `sizes` unless its `points` tell otherwise, comes to."""
    if chars is None:
        return points
    ways = [chars * (size + added) for size in sizes for added in (by_grid, Fraction(0))]
    return points if any(abs(points - way) <= _SAME for way in ways) else ways[0]


def spacing(said: Mapping[str, str], grid: Grid) -> Spacing:
    """Space before and after; a line is the grid's."""
    line = grid.line_pitch if grid.kind != "none" and grid.line_pitch else _LINE

    def side(name: str) -> tuple[Fraction, Fraction | None, bool]:
        lines = figure(said.get(f"{name}Lines"))
        is_auto = said.get(f"{name}Autospacing", "0") not in ("0", "false", "off")
        if is_auto:
            return _AUTO_SPACE, None, True
        points = max(length(said.get(name)) or Fraction(0), Fraction(0))
        if lines:
            ways = [lines / 100 * pitch for pitch in (line, grid.line_pitch or _LINE, _LINE)]
            told = any(abs(points - way) <= _SAME for way in ways)
            return points if told else ways[0], lines / 100, False
        return points, None, False

    before, after = side("before"), side("after")
    return Spacing(before[0], after[0], before[1], after[1], before[2], after[2])


def line_spacing(said: Mapping[str, str]) -> LineSpacing:
    """The pitch of lines."""
    rule = said.get("lineRule", "auto")
    if rule in ("exact", "atLeast"):
        kind: LineRule = "exact" if rule == "exact" else "at_least"
        found = length(said.get("line"))
        return LineSpacing(kind, abs(found)) if found else LineSpacing()
    found = figure(said.get("line"))
    if found is not None and found < 0:  # how the binary formats write an exact one
        return LineSpacing("exact", -found / 20)
    return LineSpacing("auto", found / 240) if found else LineSpacing()


def tab_stops(said: Mapping[str, str]) -> tuple[TabStop, ...]:
    """The tab stops in their order, without those that are cleared."""
    stops = []
    for at, what in said.items():
        align, _, leader = what.partition(" ")
        align = {"start": "left", "num": "left", "end": "right", "center": "centre"}.get(align, align)
        if align != "clear":
            stops.append(TabStop(Fraction(at), align, "" if leader == "none" else leader))
    return tuple(sorted(stops))


def frame_of(said: Mapping[str, str]) -> Frame | None:
    """A paragraph's frame (17.3.1.11); None for a drop cap, whose text goes on in the next paragraph."""
    if said.get("dropCap") in ("drop", "margin"):
        return None
    height = length(said.get("h"))
    return Frame(
        width=length(said.get("w")) or None,
        height=height or None,
        x_of=_FRAME_OF.get(said.get("hAnchor", "text"), "text"),
        y_of=_FRAME_OF.get(said.get("vAnchor", "margin"), "margin"),
        x=length(said.get("x")),
        y=length(said.get("y")),
        x_align=said.get("xAlign", ""),
        y_align=said.get("yAlign", ""),
        exact=said.get("hRule") == "exact",
        wrap=said.get("wrap", "around"),
        x_space=length(said.get("hSpace")) or Fraction(0),
        y_space=length(said.get("vSpace")) or Fraction(0),
    )


def floating(said: Mapping[str, str]) -> Frame:
    """Where a table floats (`tblpPr`, 17.4.57)."""
    names = {"horzAnchor": "hAnchor", "vertAnchor": "vAnchor", "tblpX": "x", "tblpY": "y"}
    names |= {"tblpXSpec": "xAlign", "tblpYSpec": "yAlign", "leftFromText": "hSpace", "topFromText": "vSpace"}
    made = frame_of({names[name]: value for name, value in said.items() if name in names})
    assert made is not None
    return made
