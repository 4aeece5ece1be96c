"""Blocks that are no paragraph, tables and pictures, in a range of text: one that a range reaches into from
outside is in it as a whole, so that no grid breaks. Knows no pages.
"""

from __future__ import annotations

from bulletin_desk.bulletin.edits import add, replace_range, replace_row, text_at
from bulletin_desk.bulletin.grammar import (
    beside,
    block_at,
    block_of,
    block_path,
    inside_block,
    is_cell,
    owner,
)
from bulletin_desk.bulletin.model import Block, Body, Issue, Paragraph, Path, Place, Table
from bulletin_desk.bulletin.tables import Spot, spots
from bulletin_desk.editing.nodes import key, nodes_between


def text_of(block: Block) -> str:
    """The text of a paragraph; empty for a table or pictures, whose texts have paths of their own."""
    return block.text if isinstance(block, Paragraph) else ""


def whole_at(path: Path) -> Path:
    """The path of the table or the pictures that a text belongs to, empty for any other text."""
    return block_path(path) if inside_block(path) else ()


def is_in_one_whole(issue: Issue, first: Path, last: Path) -> bool:
    """Whether two texts are of one table, or of the same pictures."""
    return bool(whole_at(first)) and whole_at(first) == whole_at(last)


def around_wholes(issue: Issue, start: Place, end: Place) -> tuple[Place, Place]:
    """The range from `start` to `end`, with all texts of a table or pictures that it starts or ends in."""
    first, last = whole_at(start.path), whole_at(end.path)
    if first:
        start = Place((*first, *_texts(issue, first)[0]), 0)
    if last:
        path = (*last, *_texts(issue, last)[-1])
        end = Place(path, len(text_at(issue, path)))
    return start, end


def _texts(issue: Issue, block: Path) -> list[Path]:
    found = block_at(issue, block)
    assert found is not None
    return [text.path for text in found.texts()]


def with_stand_ins(issue: Issue, start: Place, end: Place) -> tuple[Issue, Place, Place]:
    """`issue` with an empty paragraph for a table or pictures that a range starts or ends in, the other end
    being elsewhere, and the range in it: it has all of them."""
    places = []
    for place in (start, end):
        block = whole_at(place.path)
        if block:
            issue = replace_row(issue, block[:-1], int(block[-1]), int(block[-1]) + 1, (Body(""),))
            place = Place(block, 0)
        places.append(place)
    return issue, places[0], places[1]


def room_beside(issue: Issue, path: Path) -> tuple[Issue, Place]:
    """`issue` with an empty paragraph behind the table or the pictures that a text belongs to, or before all
    others of the attachment of which it is the title, and its place."""
    there = beside(whole_at(path), 1) if whole_at(path) else block_of(owner(path), 0)
    return add(issue, there, Body("")), Place(there, 0)


def cells_between(issue: Issue, first: Path, last: Path) -> list[Path]:
    """The paths of the cells in the smallest rectangle with these two, which no cell stands half in; row by
    row. Empty if they aren't two cells of one table."""
    block = whole_at(first)
    table = block_at(issue, block) if block and block == whole_at(last) else None
    if not (isinstance(table, Table) and is_cell(first) and is_cell(last)):
        return []
    return [(*block, 2, spot.row, spot.at) for spot in rectangle(table, first[-2:], last[-2:])]


def rectangle(table: Table, first: Path, last: Path) -> list[Spot]:
    """The cells in the smallest rectangle with two, given by row and index, which no cell stands half in."""
    found = spots(table)
    ends = [spot for spot in found if (spot.row, spot.at) in (first, last)]
    chosen: list[Spot] = []
    while len(ends) != len(chosen):
        chosen = ends
        top = min(spot.row for spot in chosen)
        bottom = max(spot.row + spot.cell.rows for spot in chosen)
        left = min(spot.column for spot in chosen)
        right = max(spot.column + spot.cell.columns for spot in chosen)
        ends = [
            spot
            for spot in found
            if spot.row < bottom
            and spot.row + spot.cell.rows > top
            and spot.column < right
            and spot.column + spot.cell.columns > left
        ]
    return chosen


def without_texts(issue: Issue, start: Place, end: Place) -> Issue:
    """`issue` without what a range has of the texts of one table or of pictures: of two cells and all in the
    rectangle between them, all; else from one place to the other."""
    cells = cells_between(issue, start.path, end.path)
    if cells:
        for path in cells:
            issue = replace_range(issue, path, 0, len(text_at(issue, path)), "")
        return issue
    for path in tuple(nodes_between(issue, start.path, end.path)):
        text = text_at(issue, path)
        from_ = start.offset if path == start.path else 0
        to = end.offset if path == end.path else len(text)
        issue = replace_range(issue, path, from_, to, "")
    return issue


def is_in(start: Place, end: Place, place: Place) -> bool:
    """Whether a place is in a range, its ends included."""
    return key(start) <= key(place) <= key(end)
