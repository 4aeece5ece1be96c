"""What text goes round on a page: drawings, frames and floating tables. Knows nothing of what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

_LEAST_BESIDE = 56.0
"""Points of a line that must be left beside a drawing for text to stand there."""
_TOUCHING = 1.0
"""Points by which a line and a drawing may overlap."""


class Strip(NamedTuple):
    """Room for a line on a page: its edges, top and height."""

    page: int
    left: float
    right: float
    top: float
    height: float


class Obstacles:
    """All of them, page by page."""

    def __init__(self) -> None:
        self._boxes: list[tuple[int, float, float, float, float]] = []

    def add(self, page: int, left: float, top: float, right: float, bottom: float) -> None:
        """Text may not stand here."""
        self._boxes.append((page, left, top, right, bottom))

    def below(self, strip: Strip) -> float:
        """The top of the room, moved down to where nothing is in it."""
        while met := next(self._met(strip), None):
            strip = strip._replace(top=met[4])
        return strip.top

    def beside(self, strip: Strip) -> Strip:
        """The room that is left beside drawings, or below them where too little is."""
        while met := next(self._met(strip), None):
            before, behind = met[1] - strip.left, strip.right - met[3]
            if max(before, behind) < _LEAST_BESIDE:
                strip = strip._replace(top=met[4])
            elif before >= behind:
                strip = strip._replace(right=met[1])
            else:
                strip = strip._replace(left=met[3])
        return strip

    def _met(self, strip: Strip) -> Iterator[tuple[int, float, float, float, float]]:
        for box in self._boxes:
            page, left, top, right, bottom = box
            beside = left < strip.right - _TOUCHING and right > strip.left + _TOUCHING
            level = top < strip.top + strip.height - _TOUCHING / 10 and bottom > strip.top + _TOUCHING / 10
            if page == strip.page and beside and level:
                yield box
