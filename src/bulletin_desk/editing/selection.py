"""A caret and a selection: places in the bulletin. Knows no pages."""

from __future__ import annotations

from dataclasses import dataclass

from bulletin_desk.bulletin.model import Issue, Path, Place
from bulletin_desk.editing.nodes import key


@dataclass(frozen=True, slots=True)
class Caret:
    """Where text is typed. Where a printed line ends inside a paragraph, one place is the end of that line
    and the start of the next; `at_line_end` says which of them the caret is shown at."""

    place: Place
    at_line_end: bool = False

    @property
    def path(self) -> Path:
        """The text node."""
        return self.place.path

    @property
    def offset(self) -> int:
        """The offset in the text node."""
        return self.place.offset


@dataclass(frozen=True, slots=True)
class Selection:
    """From `anchor`, where selecting began, to `head`, where the caret is."""

    anchor: Caret
    head: Caret

    @property
    def empty(self) -> bool:
        """Whether nothing is selected: a bare caret."""
        return self.anchor.place == self.head.place

    @property
    def start(self) -> Place:
        """The earlier end in the order of the paper."""
        return min(self.anchor.place, self.head.place, key=key)

    @property
    def end(self) -> Place:
        """The later end in the order of the paper."""
        return max(self.anchor.place, self.head.place, key=key)


Edited = tuple[Issue, Selection]
"""What an edit gives: the issue and what is selected in it."""


def at(place: Place) -> Selection:
    """A bare caret at a place."""
    caret = Caret(place)
    return Selection(caret, caret)


def between(anchor: Place, head: Place) -> Selection:
    """A selection between two places."""
    return Selection(Caret(anchor), Caret(head))
