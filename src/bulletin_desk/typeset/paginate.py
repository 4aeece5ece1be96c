"""Deals the flow out to pages, in whole lines of the grid. Sets no lines and places nothing.

Works on numbers of lines, so that a keystroke in a volume of hundreds of pages costs one pass over its
paragraphs.
"""

from __future__ import annotations

from typing import NamedTuple

from bulletin_desk.bulletin.model import Path
from bulletin_desk.typeset.collect import Group, Piece


class Slot(NamedTuple):
    """Lines `first` to `last` (exclusive) of a piece, from grid line `row` of a page on (0 is the top
    one)."""

    owner: Path
    piece: Piece
    first: int
    last: int
    row: int


class Grid(NamedTuple):
    """Lines on a page, lines that page 1 has used already, and what the layout keeps together."""

    lines: int
    head: int
    keep_lines: int
    widow_control: bool


def paginate(flow: list[Group], grid: Grid) -> list[list[Slot]]:
    """The slots of each page, at least one page.

    A kept piece (title, subheading, section head) goes to the next page unless it, all kept pieces that
    follow it and `keep_lines` lines of what comes then fit below; empty lines disappear at the top of a
    page. What is taller than a page is split all the same.
    """
    pages: list[list[Slot]] = [[]]
    page = pages[0]
    row = grid.head
    bottom = grid.lines
    held: list[tuple[Path, int, Piece]] = []
    height = 0
    for owner, space, pieces in flow:
        for piece in pieces:
            if piece.keeps:
                held.append((owner, space, piece))
                height += space + piece.composed.count
                space = 0
                continue
            count = piece.composed.count
            if held:
                room = bottom - row - height - space
                keep = min(grid.keep_lines, count)
                begun = _fitting(count, room, whole=True, widows=grid.widow_control)
                if row and (room < 0 or begun < keep):
                    page = []
                    pages.append(page)
                    row = 0
                row, page = _place_held(held, row, page, pages, bottom)
                held, height = [], 0
            if row and page:
                row += space
            space = 0
            if row + count <= bottom:  # most paragraphs: whole, on this page
                page.append(Slot(owner, piece, 0, count, row))
                row += count
                continue
            first = 0
            while first < count:
                fitting = _fitting(count - first, bottom - row, whole=first == 0, widows=grid.widow_control)
                if fitting > 0:
                    page.append(Slot(owner, piece, first, first + fitting, row))
                    row += fitting
                    first += fitting
                if first < count:
                    page = []
                    pages.append(page)
                    row = 0
    if held:
        if row + height > bottom and row:
            page = []
            pages.append(page)
            row = 0
        _place_held(held, row, page, pages, bottom)
    return pages


def rows_used(pages: list[list[Slot]], grid: Grid) -> int:
    """The grid lines in use on the last page, head and empty lines above its text included."""
    if not pages[-1]:  # only page 1 can be without text
        return grid.head
    slot = pages[-1][-1]
    return slot.row + slot.last - slot.first


def _place_held(
    held: list[tuple[Path, int, Piece]],
    row: int,
    page: list[Slot],
    pages: list[list[Slot]],
    bottom: int,
) -> tuple[int, list[Slot]]:
    for owner, space, piece in held:
        if row and page:
            row += space
        first, count = 0, piece.composed.count
        while first < count:
            if row >= bottom:
                page = []
                pages.append(page)
                row = 0
            fitting = min(count - first, bottom - row)
            page.append(Slot(owner, piece, first, first + fitting, row))
            row += fitting
            first += fitting
    return row, page


def _fitting(count: int, room: int, *, whole: bool, widows: bool) -> int:
    """How many of `count` lines go into `room` lines. With widow control no single line of a paragraph is
    left alone at a page's foot or head."""
    fitting = min(count, max(room, 0))
    if not widows or fitting == count:
        return fitting
    if count - fitting == 1 and fitting > 1:
        fitting -= 1
    if whole and fitting == 1:
        fitting = 0
    return fitting
