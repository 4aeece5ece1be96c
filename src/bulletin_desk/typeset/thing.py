"""What stands in the flow, as pages see it: so many rows of the grid, with the texts and marks in them. Each
kind of thing is a file of its own; who deals out and places things asks none of what kind it is.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple

from bulletin_desk.bulletin.model import Path
from bulletin_desk.layouts.model import TextBlock
from bulletin_desk.pages.model import PageMark, PlacedLine, PlacedTable, Remark
from bulletin_desk.typeset.composed import Composed

PageOf = Callable[[Path], int]
"""The number of the page on which a part of the bulletin begins."""


class Text(NamedTuple):
    """A text in a thing: its path below the group's owner, the value that it was made of, and the row of the
    thing on which its first line stands. Every line takes a row."""

    composed: Composed
    path: Path
    source: object
    row: int = 0

    def lines(self, first: int, last: int) -> range:
        """The lines that stand on rows `first` to `last` (exclusive) of the thing."""
        return range(max(first - self.row, 0), min(last - self.row, self.composed.count))


class FlowText(NamedTuple):
    """A paragraph of the running text, or one that the layout makes beside it: its path, and how many rows
    are empty between it and the one before it on its page."""

    composed: Composed
    path: Path
    space: int = 0


class Thing(ABC):
    """A thing takes `rows` rows, at least one, and holds `texts` in reading order. It may be cut between its
    `count` units, which in text are its rows. If it `keeps`, it stays whole and with what follows (its units
    are rows). It is shared between typesettings, so it knows neither page nor owner. What the layout has
    `made`, which no text of the bulletin holds, stands before the texts; its paths lead to the parts that it
    is about."""

    __slots__ = ()
    rows: int
    count: int
    keeps: bool
    texts: tuple[Text, ...]
    made: tuple[Text, ...] = ()

    @abstractmethod
    def fitting(self, first: int, room: int, *, widows: bool) -> int:
        """How many units from unit `first` on may stand in `room` rows (less than 0: none) at a page's foot,
        0 if it had better be cut before `first`. `widows`: the layout wants widow control."""

    def least(self, first: int, room: int) -> int:
        """How many units from unit `first` on stand on a page of `room` rows that is empty but has no room
        for what `fitting` wants."""
        return min(self.count - first, room)

    def rows_of(self, first: int, last: int) -> int:
        """How many rows units `first` to `last` (exclusive) take on a page."""
        return last - first

    def portions(self, first: int, last: int) -> Iterator[tuple[Text, range]]:
        """The texts that have lines in units `first` to `last` (exclusive), in reading order, and which lines
        these are."""
        for text in self.texts:
            if lines := text.lines(first, last):
                yield text, lines

    def lines(self, slot: Slot, block: TextBlock) -> Iterator[PlacedLine]:
        """Its lines in a slot, in reading order."""
        for text in (*self.made, *self.texts):
            here = text.lines(slot.first, slot.last)
            row = slot.row + text.row + here.start - slot.first
            yield from text.composed.placed(slot.owner + text.path, here, block, row * block.line_pitch)

    def numbered(self, slot: Slot, block: TextBlock, page_of: PageOf) -> Iterator[PlacedLine]:
        """Its lines in a slot, with the numbers of pages where it names any."""
        return self.lines(slot, block)

    def marks(self, slot: Slot, block: TextBlock) -> Iterator[PageMark]:
        """What stands beside the lines in a slot."""
        yield from ()

    def tables(self, slot: Slot, block: TextBlock) -> Iterator[PlacedTable]:
        """The table in a slot, if it is one."""
        yield from ()

    def remarks(self, owner: Path) -> Iterator[Remark]:
        """What is to be said about it."""
        for text in self.texts:
            yield from text.composed.remarks(owner + text.path)


class BlockThing(Thing):
    """A block of several texts, its `path` below the group's owner."""

    __slots__ = ()
    path: Path

    def least_columns(self) -> list[Fraction]:
        """For each column, if it is a table, the width in which nothing in it is torn apart, in points."""
        return []


class Slot(NamedTuple):
    """Units `first` to `last` (exclusive) of a thing, from row `row` of a page on (0 is the top one)."""

    owner: Path
    thing: Thing
    first: int
    last: int
    row: int


class FlowBlock(NamedTuple):
    """A block of several texts in the running text: its path and thing, how many rows are empty between it
    and what stands before it on its page, and where it stands, with the numbers (from 1) of the pages; how
    many rows are free on the page before where it begins one."""

    path: Path
    thing: BlockThing
    space: int
    slots: tuple[tuple[int, Slot], ...]
    free: int = 0


class Group(NamedTuple):
    """The things of one part of the bulletin, `owner`, after `space` empty rows, or on a `new_page`."""

    owner: Path
    space: int
    things: tuple[Thing, ...]
    new_page: bool = False
