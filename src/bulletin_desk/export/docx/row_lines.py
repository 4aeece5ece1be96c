"""The lines of a row whose cells stand side by side, written with tabs and line breaks, and read back cell by
cell. Knows neither styles nor XML.

Each line of the row has what each cell has there, behind its tabs. How a cell's line came to end is told by
what stands before its next one: the line break where that begins the row's line, else the tab.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from bulletin_desk.export.docx.oxml import Run

NEXT_CELL = "\t\n"
"""Written where typesetting set a cell below the one before it."""


class CellLine(NamedTuple):
    """A line of a cell: on which line of the row it stands, behind how many tabs; its runs; whether its
    author ended it."""

    line: int
    tabs: int
    runs: tuple[Run, ...]
    own_end: bool


def side_by_side(lines: Sequence[CellLine], automatic: str, own: str) -> Iterator[Run]:
    """The runs of a row. Breaks and tabs after which a cell's text goes on have the character style
    `automatic`; `own` is that of a line break of the author's before a line that has no tabs, or begins with
    one."""
    ended: dict[int, bool] = {}  # by tabs, how the last line of each cell that has begun came to end
    reached = 0
    ordered = sorted(lines, key=attrgetter("line", "tabs"))
    for _, of_line in groupby(ordered, key=attrgetter("line")):
        cells = {tabs: list(same) for tabs, same in groupby(of_line, key=attrgetter("tabs"))}
        if ended:
            blank = 0 in cells and not any(piece.runs for piece in cells[0])
            style = own if reached and (blank or cells.keys() == {0}) else None
            yield Run("\n", style if 0 in cells and ended.get(0) else automatic)
        tabs = 0
        for stop, pieces in cells.items():
            begins = stop not in ended and (not ended or stop > reached)
            if stop > tabs:
                if ended and stop > tabs + 1:
                    yield Run("\t" * (stop - tabs - 1), automatic)
                    tabs = stop - 1
                yield Run("\t" * (stop - tabs), None if begins or ended.get(stop) else automatic)
                tabs = stop
            for piece in pieces:
                yield from piece.runs
        reached = max(reached, tabs)
        ended |= {stop: any(piece.own_end for piece in pieces) for stop, pieces in cells.items()}


class Said(NamedTuple):
    """Text of a row, and what the character style of it says of its breaks and tabs: that typesetting made
    them, or that a break is the author's and ends a line of the first cell."""

    text: str
    automatic: bool = False
    own: bool = False


def read_side_by_side(said: Iterable[Said]) -> str:
    """The text of a row: cells parted by tabs, with the line breaks of their authors."""
    blocks: list[list[_Line]] = [[_Line()]]
    for text, automatic, own in said:
        for number, part in enumerate(text.split(NEXT_CELL) if automatic else [text]):
            if number:
                blocks.append([_Line()])
            _read(part, automatic, own, blocks[-1])
    return "\t".join(map(_cells, blocks))


class _Line:
    """A line of a row: how it begins, and its text behind each tab, with whether that tab is of typesetting's
    making."""

    def __init__(self, *, automatic: bool = False, own: bool = False) -> None:
        self.own = own
        self.stops: list[tuple[bool, str]] = [(automatic, "")]

    def type(self, text: str) -> None:
        """Text at its end."""
        automatic, before = self.stops[-1]
        self.stops[-1] = (automatic, before + text)


def _read(text: str, automatic: bool, own: bool, lines: list[_Line]) -> None:
    for number, line in enumerate(text.split("\n")):
        if number:
            lines.append(_Line(automatic=automatic, own=own))
        for stop, part in enumerate(line.split("\t")):
            if stop:
                lines[-1].stops.append((automatic, ""))
            lines[-1].type(part)


def _cells(lines: Sequence[_Line]) -> str:
    cells = [text for _, text in lines[0].stops]
    for line in lines[1:]:
        if len(line.stops) == 1 and not (line.own or line.stops[0][0]):  # by hand, behind the last cell
            cells[-1] += f"\n{line.stops[0][1]}"
            continue
        by_hand = len(cells) > 1 and not (line.own or line.stops[0][0] or line.stops[0][1])
        for stop, (automatic, text) in enumerate(line.stops):
            if by_hand and not text and stop + 1 < len(line.stops):  # passed over
                continue
            if stop < len(cells):
                cells[stop] += text if automatic else f"\n{text}"
            elif text or not automatic:
                cells += [""] * (stop - len(cells)) + [text]
    return "\t".join(cells)
