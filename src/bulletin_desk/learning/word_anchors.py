"""Where on the paper something lies that does not stand in the text: frames, floating tables, drawings.
Knows nothing of what they hold. Lengths are points from the paper's left and top edges."""

from __future__ import annotations

from typing import NamedTuple

from bulletin_desk.learning.word_model import Anchor, Frame, Section


class Area(NamedTuple):
    """The edges of the text, and the paper's size."""

    left: float
    right: float
    top: float
    bottom: float
    width: float
    height: float
    margins: tuple[float, float]

    @classmethod
    def of(cls, section: Section) -> Area:
        """That of a section's pages."""
        left = float(section.left + section.gutter)
        right = float(section.width - section.right)
        edges = left, right
        if section.columns > 1:
            gaps = float(section.column_space) * (section.columns - 1)
            right = left + (right - left - gaps) / section.columns
        width, height = float(section.width), float(section.height)
        bottom = height - float(abs(section.bottom))
        return cls(left, right, float(abs(section.top)), bottom, width, height, edges)


class Place(NamedTuple):
    """A left upper corner."""

    x: float
    y: float


def place_of(
    anchor: Anchor, width: float, height: float, area: Area, y: float, page: int, *, column: float
) -> Place:
    """Where a drawing of some size lies whose paragraph begins at `y`; `page` is counted from 0."""
    left, right = area.margins
    spans = {
        "page": (0.0, area.width),
        "margin": (left, right),
        "left_margin": (0.0, left),
        "right_margin": (right, area.width),
        "inside_margin": (0.0, left) if page % 2 == 0 else (right, area.width),
        "outside_margin": (right, area.width) if page % 2 == 0 else (0.0, left),
    }
    start, end = spans.get(anchor.x.of, (column, column + area.right - area.left))
    x = _aligned(anchor.x.align, start, end, width, page, float(anchor.x.at))
    levels = {
        "page": (0.0, area.height),
        "margin": (area.top, area.bottom),
        "top_margin": (0.0, area.top),
        "bottom_margin": (area.bottom, area.height),
    }
    above, below = levels.get(anchor.y.of, (y, y))
    return Place(x, _aligned(anchor.y.align, above, below, height, page, float(anchor.y.at)))


def frame_place(frame: Frame, width: float, height: float, area: Area, y: float, page: int) -> Place:
    """Where a frame or a floating table lies whose paragraph begins at `y`."""
    spans = {"page": (0.0, area.width), "margin": area.margins, "text": (area.left, area.right)}
    start, end = spans[frame.x_of]
    x = _aligned(frame.x_align, start, end, width, page, float(frame.x or 0))
    levels = {"page": (0.0, area.height), "margin": (area.top, area.bottom), "text": (y, y)}
    above, below = levels[frame.y_of]
    align = "" if frame.y_of == "text" or frame.y_align == "inline" else frame.y_align
    return Place(x, _aligned(align, above, below, height, page, float(frame.y or 0)))


def _aligned(align: str, start: float, end: float, size: float, page: int, at: float) -> float:
    outer = "right" if page % 2 == 0 else "left"
    side = {"outside": outer, "inside": "left" if outer == "right" else "right"}.get(align, align)
    if side in ("left", "top"):
        return start
    if side == "center":
        return (start + end - size) / 2
    if side in ("right", "bottom"):
        return end - size
    return start + at
