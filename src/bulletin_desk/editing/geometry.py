"""Where places of the bulletin are on its pages, and which place a point of a page belongs to.

All lengths are points from a page's top left. Looks only at the pages that it is asked about.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.grammar import Region, block_at, is_cell, is_text, region_of
from bulletin_desk.bulletin.model import Issue, Path, Place, Table
from bulletin_desk.editing.nodes import end_of, key, snap
from bulletin_desk.editing.selection import Caret, Selection
from bulletin_desk.editing.wholes import cells_between
from bulletin_desk.pages.model import PlacedLine
from bulletin_desk.typeset.typesetter import TypesetPages


@dataclass(frozen=True, slots=True)
class Box:
    """A stretch of a line on page `page` (from 0). A caret's box has no width and the height of its
    characters; a selection's boxes have the whole height of their lines."""

    page: int
    x: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Literal:
    """A line with a value that is not typed on the page: `path` names it (a date, the numbers, the print
    count)."""

    path: Path


@dataclass(frozen=True, slots=True)
class Where:
    """A caret's line: its page, and its number in the page's lines."""

    page: int
    line: int


Row = tuple[PlacedLine, ...]
"""Lines beside each other, from left to right."""


class Geometry:
    """Places and points of one issue's pages."""

    def __init__(self, issue: Issue, pages: TypesetPages) -> None:
        self._issue = issue
        self._pages = pages

    # ---- from a place to the page

    def page_of(self, path: Path, offset: int = 0, *, at_line_end: bool = False) -> int:
        """The page (from 0) with that place. No line is set to find it."""
        region = region_of(path)
        if region is Region.HEAD:
            return 0
        last = len(self._pages) - 1
        if region is Region.CLOSING:
            if self._pages.closing_pages == 1:
                return last
            return self._pages.number_at(path, offset - 1 if at_line_end else offset) - 1
        while last > 0 and self._pages.first_place(last) is None:
            last -= 1  # the closing block alone
        place = key(Place(path, offset))
        low, high = 0, last
        while low < high:  # the last page that starts at or before the place
            middle = (low + high + 1) // 2
            first = self._pages.first_place(middle)
            if first is not None and key(first) <= place:
                low = middle
            else:
                high = middle - 1
        if is_cell(path):  # cells of a row that is cut go on beside one another
            there = offset - 1 if at_line_end and offset else offset
            back = (page for page in range(low, -1, -1) if self._pages.has(page, path, there))
            return next(back, low)
        if at_line_end and low and offset and self._pages.first_place(low) == Place(path, offset):
            low -= 1
        return low

    def where(self, caret: Caret) -> Where:
        """The caret's line. Raises EditError if the pages have no such place."""
        path, offset = caret.path, caret.offset
        early = caret.at_line_end and offset > 0 and text_at(self._issue, path)[offset - 1 : offset] != "\n"
        page = self.page_of(path, offset, at_line_end=early)
        found = -1
        for number, placed in enumerate(self._pages[page].lines):
            if placed.path == path and placed.line.start <= offset <= placed.line.end:
                found = number
                if early:
                    break
            elif found >= 0:
                break
        if found < 0:
            raise LookupError(f"no line for {caret}")
        return Where(page, found)

    def line_of(self, caret: Caret) -> PlacedLine:
        """The placed line that a caret stands in."""
        where = self.where(caret)
        return self._pages[where.page].lines[where.line]

    def caret_box(self, caret: Caret) -> Box:
        """Where a caret is shown."""
        where = self.where(caret)
        placed = self._pages[where.page].lines[where.line]
        height = min(placed.height, 1.2 * self._size(placed))
        top = placed.top + (placed.height - height) / 2
        return Box(where.page, _x(placed, caret.offset), top, 0.0, height)

    def _size(self, placed: PlacedLine) -> float:
        """The size of a line's characters, also where it has none: the baseline tells it."""
        baseline = float(self._pages.layout.text_block.baseline)
        below = placed.y - placed.top - placed.height / 2
        return below / (baseline - 0.5) if baseline > 0.55 else placed.height

    def selection_boxes(self, selection: Selection, page: int) -> list[Box]:
        """What of a selection is on a page: a box for each line. A paragraph end in it shows as a narrow
        stretch."""
        if selection.empty:
            return []
        cells = cells_between(self._issue, selection.start.path, selection.end.path)
        if len(cells) > 1:
            ends = ((Place(path, 0), end_of(self._issue, path)) for path in cells)
            return [box for start, end in ends for box in self.boxes(start, end, page)]
        return self.boxes(selection.start, selection.end, page)

    def boxes(self, start: Place, end: Place, page: int) -> list[Box]:
        """What of a range is on a page, as in `selection_boxes`; nothing on a page that isn't there."""
        if page >= len(self._pages):
            return []
        first, last = key(start), key(end)
        boxes = []
        for placed in self._pages[page].lines:
            if not is_text(placed.path):
                continue
            line = placed.line
            if key(Place(placed.path, line.end)) < first or key(Place(placed.path, line.start)) > last:
                continue
            from_ = max(line.start, start.offset) if placed.path == start.path else line.start
            to = min(line.end, end.offset) if placed.path == end.path else line.end
            left, right = _x(placed, from_), _x(placed, to)
            if placed.path != end.path and to == len(text_at(self._issue, placed.path)):
                right += self._size(placed) / 3  # the paragraph end is selected too
            if right > left:
                boxes.append(Box(page, left, placed.top, right - left, placed.height))
        return boxes

    # ---- from the page to a place

    def hit(self, page: int, x: float, y: float) -> Caret | Literal:
        """What a click at a point of a page means: the nearest caret, or the value of a line that isn't typed
        on the page if the point is on that."""
        for placed in self._pages[page].lines:
            if (
                not is_text(placed.path)
                and placed.path
                and placed.top <= y < placed.top + placed.height
                and _left(placed) <= x <= _right(placed)
            ):
                return Literal(placed.path)
        return self.nearest(page, x, y)

    def nearest(self, page: int, x: float, y: float) -> Caret:
        """The caret nearest to a point of a page, also in gaps, in margins and after the last line."""
        rows = self._rows(page)
        if not rows:
            return self._beside(page)
        return self._in_row(page, self._row_at(rows, y), x, y=y)

    def _beside(self, page: int) -> Caret:
        """For a page without text lines (it cannot be the first): the end of what comes before."""
        for index in range(page - 1, -1, -1):
            if rows := self._rows(index):
                return self._in_row(index, rows[-1], self._pages[index].width)
        raise LookupError("no text on any page")

    def _rows(self, page: int) -> list[Row]:
        """The page's text lines from top to bottom; what shares a baseline is one row."""
        texts = [placed for placed in self._pages[page].lines if is_text(placed.path)]
        texts.sort(key=lambda placed: (placed.y, _left(placed)))
        return [tuple(row) for _, row in groupby(texts, key=lambda placed: placed.y)]

    @staticmethod
    def _row_at(rows: list[Row], y: float) -> Row:
        """The row whose band is nearest; the blank above the closing block belongs to the running text."""
        running = [row for row in rows if region_of(row[0].path) is not Region.CLOSING]
        closing = rows[len(running) :]
        if closing and running and y < closing[0][0].top:
            rows = running

        def distance(row: Row) -> float:
            top, bottom = row[0].top, row[0].top + row[0].height
            return max(top - y, y - bottom, 0.0)

        return min(rows, key=distance)

    def _in_row(self, page: int, row: Row, x: float, *, y: float | None = None, last: bool = False) -> Caret:
        """The caret nearest to `x` in lines beside each other. In a row of a table, in the cell there: in its
        line nearest to `y`, else in its first or `last`."""

        def distance(placed: PlacedLine) -> float:
            return max(_first_x(placed) - x, x - _last_x(placed), 0.0)

        placed = min(self._with_cells(page, row), key=distance)
        lines = [each for each in self._with_cells(page, (placed,)) if each.path == placed.path]
        if len(lines) > 1 and y is None:
            placed = lines[-1 if last else 0]
        elif len(lines) > 1 and y is not None:
            placed = min(lines, key=lambda line: max(line.top - y, y - line.top - line.height))
        return self._in_line(page, placed, x)

    def _with_cells(self, page: int, row: Row) -> Row:
        """A row, and where cells stand in it, all lines of their row of the table on that page: those of
        cells with fewer lines need not share a baseline."""
        rows = {placed.path[:-1] for placed in row if is_cell(placed.path)}
        if not rows:
            return row
        lines = self._pages[page].lines
        return (*row, *(each for each in lines if is_cell(each.path) and each.path[:-1] in rows))

    def _in_line(self, page: int, placed: PlacedLine, x: float) -> Caret:
        line = placed.line
        text = text_at(self._issue, placed.path)
        stops = [
            offset
            for offset in range(line.start, self._stop(placed, text) + 1)
            if snap(text, offset) == offset
        ]
        best = min(stops, key=lambda offset: abs(_x(placed, offset) - x)) if stops else line.start
        return self._caret(page, placed, best, text)

    @staticmethod
    def _stop(placed: PlacedLine, text: str) -> int:
        """The last offset at which a caret is shown in this line: before a line break that ends it."""
        end = placed.line.end
        return end - 1 if end > placed.line.start and text[end - 1] == "\n" else end

    def _caret(self, page: int, placed: PlacedLine, offset: int, text: str) -> Caret:
        line = placed.line
        ends = offset == line.end and (line.end > line.start or line.end < len(text) or line.start > 0)
        more = line.end < len(text) or self._goes_on(page, placed)
        broken = text[offset - 1 : offset] == "\n" if offset else False
        return Caret(Place(placed.path, offset), ends and more and offset > 0 and not broken)

    def _goes_on(self, page: int, placed: PlacedLine) -> bool:
        """Whether the paragraph has a further line on this page, without characters of its own (a
        bracket)."""
        following = False
        for other in self._pages[page].lines:
            if following:
                return other.path == placed.path
            following = other is placed
        return False

    # ---- from line to line

    def line_start(self, caret: Caret) -> Caret:
        """Home: the start of the caret's printed line."""
        placed = self.line_of(caret)
        return Caret(Place(caret.path, snap(text_at(self._issue, caret.path), placed.line.start)))

    def line_end(self, caret: Caret) -> Caret:
        """End: the end of the caret's printed line."""
        where = self.where(caret)
        placed = self._pages[where.page].lines[where.line]
        text = text_at(self._issue, caret.path)
        return self._caret(where.page, placed, self._stop(placed, text), text)

    def line_above(self, caret: Caret, x: float) -> Caret | None:
        """The caret one row up, as near to `x` as there is; None in the first row."""
        return self._beyond(caret, x, -1)

    def line_below(self, caret: Caret, x: float) -> Caret | None:
        """The caret one row down, as near to `x` as there is; None in the last row."""
        return self._beyond(caret, x, 1)

    def _beyond(self, caret: Caret, x: float, step: int) -> Caret | None:
        where = self.where(caret)
        placed = self._pages[where.page].lines[where.line]
        if is_cell(placed.path):
            within = self._within_cell(where.page, placed, x, step)
            if within is not None:
                return within
        rows = self._rows(where.page)
        number = next(at for at, row in enumerate(rows) if any(other is placed for other in row)) + step
        if is_cell(placed.path):  # over the other cells of its row
            while 0 <= number < len(rows) and self._beside_cell(rows[number], placed.path, step):
                number += step
        page = where.page
        while not 0 <= number < len(rows):
            page += step
            if not 0 <= page < len(self._pages):
                return None
            rows = self._rows(page)
            number = 0 if step > 0 else len(rows) - 1
        return self._in_row(page, rows[number], x, last=step < 0)

    def _within_cell(self, page: int, placed: PlacedLine, x: float, step: int) -> Caret | None:
        """The caret a line up or down in the same cell; None at its end."""
        lines = [line for line in self._pages[page].lines if line.path == placed.path]
        number = next(at for at, line in enumerate(lines) if line is placed) + step
        return self._in_line(page, lines[number], x) if 0 <= number < len(lines) else None

    def _beside_cell(self, row: Row, cell: Path, step: int) -> bool:
        """Whether all lines of a row are of cells in the rows of the table that a cell stands in."""
        first = int(cell[-2])
        table = block_at(self._issue, cell)
        assert isinstance(table, Table)
        last = first + table.rows[first][int(cell[-1])].rows - 1 if step > 0 else first
        return all(
            is_cell(each.path) and each.path[:-2] == cell[:-2] and first <= int(each.path[-2]) <= last
            for each in row
        )

    def page_above(self, caret: Caret, x: float) -> Caret:
        """Page Up: the same height on the page before, near `x`; the top of the first page at last."""
        return self._page_step(caret, x, -1)

    def page_below(self, caret: Caret, x: float) -> Caret:
        """Page Down: the same height on the next page, near `x`; the foot of the last page at last."""
        return self._page_step(caret, x, 1)

    def _page_step(self, caret: Caret, x: float, step: int) -> Caret:
        box = self.caret_box(caret)
        page = box.page + step
        while 0 <= page < len(self._pages) and not self._rows(page):  # a page left blank
            page += step
        if not 0 <= page < len(self._pages):
            rows = self._rows(box.page)
            return self._in_row(box.page, rows[0 if step < 0 else -1], x)
        return self.nearest(page, x, box.top + box.height / 2)


def _x(placed: PlacedLine, offset: int) -> float:
    edges = placed.line.edges
    return placed.x + edges[min(max(offset - placed.line.start, 0), len(edges) - 1)]


def _first_x(placed: PlacedLine) -> float:
    return placed.x + placed.line.edges[0]


def _last_x(placed: PlacedLine) -> float:
    return placed.x + placed.line.edges[-1]


def _left(placed: PlacedLine) -> float:
    runs = placed.line.runs
    return placed.x + (runs[0].xs[0] if runs else placed.line.edges[0])


def _right(placed: PlacedLine) -> float:
    return placed.x + placed.line.edges[-1]
