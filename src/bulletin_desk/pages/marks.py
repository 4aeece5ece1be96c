"""What is painted over and beside finished pages and is no part of the issue: coloured words, bars, notes in
a column at the margin, line numbers, a line of words at the top. Knows no fonts, and not what marks are for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from bulletin_desk.bulletin.model import Path, Place

LineNumbers = Literal["", "page", "through"]
"""Of the lines of running text: none, from 1 on each page, or through the whole issue."""
Tone = Literal["in", "out", "moved", "changed", "remark"]
"""What a mark is about: words that came in, words that went, what stands elsewhere now, what is another way
now, what somebody remarked."""


class Span(NamedTuple):
    """Characters `start` to `end` (exclusive) of the text at a path; to its end, and all that lies below the
    path, where `end` is None."""

    path: Path
    start: int = 0
    end: int | None = None


class Coloured(NamedTuple):
    """Characters that are printed in the colour of a tone and underlined."""

    span: Span
    tone: Tone


class Gap(NamedTuple):
    """A place between two characters where something went. `at_end`: its text has no further characters."""

    place: Place
    at_end: bool = False
    tone: Tone = "out"


class Bar(NamedTuple):
    """A bar at the left of the lines that have any of these characters, and of the tables and pictures there;
    black without a tone."""

    span: Span
    tone: Tone | None = None


class Note(NamedTuple):
    """A short text in the column, at the height of a place and joined to it: a `label` (删去), and words."""

    place: Place
    tone: Tone
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Marks:
    """All marks of some pages. With `notes` the paper is wider by a column. The `heading` stands at the top
    of each page."""

    coloured: tuple[Coloured, ...] = ()
    gaps: tuple[Gap, ...] = ()
    notes: tuple[Note, ...] = ()
    bars: tuple[Bar, ...] = ()
    line_numbers: LineNumbers = ""
    heading: str = ""


NO_MARKS = Marks()
