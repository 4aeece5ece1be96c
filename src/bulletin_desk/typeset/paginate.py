"""Deals the flow out to pages, in whole rows of the grid. Sets no lines and places nothing.

Works on numbers of rows, so that a keystroke in a volume of hundreds of pages costs one pass over its things.
"""

from __future__ import annotations

from typing import NamedTuple

from bulletin_desk.bulletin.model import Path
from bulletin_desk.typeset.thing import Group, Slot, Thing


class Grid(NamedTuple):
    """Rows on a page, rows that page 1 has used already, and what the layout keeps together."""

    rows: int
    head: int
    keep_rows: int
    widow_control: bool


def paginate(flow: list[Group], grid: Grid) -> list[list[Slot]]:
    """The slots of each page, at least one page.

    What keeps (title, subheading, section head) goes to the next page unless it, all that keeps after it and
    `keep_rows` rows of what comes then fit below; empty rows disappear at the top of a page. What is taller
    than a page is cut all the same.
    """
    pages: list[list[Slot]] = [[]]
    page = pages[0]
    row = grid.head
    bottom = grid.rows
    held: list[tuple[Path, int, Thing]] = []
    height = 0
    for owner, space, things, new_page in flow:
        if new_page:
            if held:
                _place_kept(held, height, row, pages, bottom)
                held, height = [], 0
            page = []
            pages.append(page)
            row = 0
        for thing in things:
            count = thing.rows
            if thing.keeps:
                held.append((owner, space, thing))
                height += space + count
                space = 0
                continue
            if held:
                room = bottom - row - height - space
                if row and (room < 0 or not _begins(thing, room, grid)):
                    page = []
                    pages.append(page)
                    row = 0
                row, page = _place_held(held, row, page, pages, bottom)
                held, height = [], 0
            if row and page:
                row += space
            space = 0
            if row + count <= bottom:  # most things: whole, on this page
                page.append(Slot(owner, thing, 0, thing.count, row))
                row += count
                continue
            first = 0
            while first < thing.count:
                fitting = thing.fitting(first, bottom - row, widows=grid.widow_control)
                if not (fitting or row):  # an empty page has no room for it: the next one has no more
                    fitting = thing.least(first, bottom)
                if fitting > 0:
                    page.append(Slot(owner, thing, first, first + fitting, row))
                    row += thing.rows_of(first, first + fitting)
                    first += fitting
                if first < thing.count:
                    page = []
                    pages.append(page)
                    row = 0
    if held:
        _place_kept(held, height, row, pages, bottom)
    return pages


def rows_used(pages: list[list[Slot]], grid: Grid) -> int:
    """The rows in use on the last page, head and empty rows above its text included."""
    if not pages[-1]:  # only page 1 can be without text
        return grid.head
    slot = pages[-1][-1]
    return slot.row + slot.thing.rows_of(slot.first, slot.last)


def _begins(thing: Thing, room: int, grid: Grid) -> bool:
    """Whether as much of a thing stands in `room` rows as has to follow what keeps."""
    begun = thing.fitting(0, room, widows=grid.widow_control)
    return begun >= thing.count or thing.rows_of(0, begun) >= grid.keep_rows


def _place_kept(
    held: list[tuple[Path, int, Thing]], height: int, row: int, pages: list[list[Slot]], bottom: int
) -> None:
    """Places what keeps where nothing follows it on its page."""
    page = pages[-1]
    if row + height > bottom and row:
        page = []
        pages.append(page)
        row = 0
    _place_held(held, row, page, pages, bottom)


def _place_held(
    held: list[tuple[Path, int, Thing]],
    row: int,
    page: list[Slot],
    pages: list[list[Slot]],
    bottom: int,
) -> tuple[int, list[Slot]]:
    for owner, space, thing in held:
        if row and page:
            row += space
        first, count = 0, thing.rows
        while first < count:
            if row >= bottom:
                page = []
                pages.append(page)
                row = 0
            fitting = min(count - first, bottom - row)
            page.append(Slot(owner, thing, first, first + fitting, row))
            row += fitting
            first += fitting
    return row, page
