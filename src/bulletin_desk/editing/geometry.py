"""Where places of the bulletin are on its pages, and which place a point of a page belongs to.

All lengths are points from a page's top left. Looks only at the pages that it is asked about.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.grammar import (
    Region,
    block_path,
    caption_of,
    cells_table,
    inside_block,
    is_cell,
    is_text,
    order,
    region_of,
)
from bulletin_desk.bulletin.model import Issue, Path, Place
from bulletin_desk.editing import table_places
from bulletin_desk.editing.nodes import end_of, key, snap
from bulletin_desk.editing.selection import Caret, Selection
from bulletin_desk.editing.wholes import around_wholes, cells_between, is_in_one_whole, whole_at
from bulletin_desk.pages.model import ImageMark, PlacedLine, PlacedTable
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
        if inside_block(path):
            return self._page_inside(path, offset - 1 if at_line_end and offset else offset, low)
        if at_line_end and low and offset and self._pages.first_place(low) == Place(path, offset):
            low -= 1
        return low

    def _page_inside(self, path: Path, offset: int, near: int) -> int:
        """The page with a place in a table or pictures: `near` by the order of the texts, another one where
        cells that stand side by side are cut."""
        block, pages = block_path(path), [near]
        while pages[-1] and self._begins_inside(pages[-1], block):
            pages.append(pages[-1] - 1)
        page = near + 1
        while page < len(self._pages) and self._begins_inside(page, block):
            pages.append(page)
            page += 1
        return next((page for page in pages if self._pages.has(page, path, offset)), near)

    def _begins_inside(self, page: int, block: Path) -> bool:
        first = self._pages.first_place(page)
        return first is not None and first.path[: len(block)] == block

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
            elif found >= 0 and not is_cell(path):  # lines of cells side by side come in turn
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
        start, end = selection.start, selection.end
        cells = set(cells_between(self._issue, start.path, end.path))
        if len(cells) > 1:
            table = block_path(start.path)
            placed = (each for each in self._tables(page) if each.path == table)
            return [Box(page, *place) for each in placed for place in table_places.rectangles(each, cells)]
        if is_in_one_whole(self._issue, start.path, end.path):
            return self.boxes(start, end, page)
        return self._with_wholes(start, end, page)

    def _tables(self, page: int) -> tuple[PlacedTable, ...]:
        return self._pages[page].tables if page < len(self._pages) else ()

    def _with_wholes(self, start: Place, end: Place, page: int) -> list[Box]:
        """What of a range is on a page, where it has all of a table or of pictures that it reaches into."""
        if page >= len(self._pages):
            return []
        first, last = order(whole_at(start.path) or start.path), order(end.path)

        def is_in(block: Path) -> bool:
            return first <= order(block) <= last

        tables = [table for table in self._pages[page].tables if table.bands and is_in(table.path)]
        wholes = [Box(page, *table_places.rows_of(table)) for table in tables]
        for mark in self._pages[page].marks:
            if isinstance(mark, ImageMark) and is_in(mark.path):
                wholes.append(Box(page, mark.x, mark.y, mark.width, mark.height))
        lines = self.boxes(*around_wholes(self._issue, start, end), page)
        return wholes + [box for box in lines if not any(_is_beside(box, whole) for whole in wholes)]

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
        return self._in_picture(page, x, y) or self.nearest(page, x, y)

    def _in_picture(self, page: int, x: float, y: float) -> Caret | None:
        """The end of the caption of the picture at a point, which may have no line while it is empty."""
        marks = [mark for mark in self._pages[page].marks if isinstance(mark, ImageMark)]
        for mark in marks:
            if mark.x <= x < mark.x + mark.width and mark.y <= y < mark.y + mark.height:
                beside = [each for each in marks if each.path == mark.path]
                at = next(at for at, each in enumerate(beside) if each is mark)
                return Caret(end_of(self._issue, caption_of(mark.path, at)))
        return None

    def nearest(self, page: int, x: float, y: float) -> Caret:
        """The caret nearest to a point of a page, also in gaps, in margins and after the last line; in the
        cell that has the point, wherever in it its lines are. A header that is repeated stands for the
        first."""
        table = table_places.table_at(self._pages[page], y)
        if table is not None:
            return self._in_cell(page, table_places.cell_at(table, x, y), x, y)
        rows = self._rows(page)
        if not rows:
            return self._beside(page)
        return self._in_row(page, self._row_at(rows, y), x)

    def _in_cell(self, page: int, cell: Path, x: float, y: float) -> Caret:
        """The caret in a cell nearest to a point of a page; where none of its lines is there, its end."""
        lines = [placed for placed in self._pages[page].lines if placed.path == cell]
        if not lines:
            return Caret(end_of(self._issue, cell))
        return self._in_line(page, min(lines, key=lambda line: _apart(line, y)), x)

    def _beside(self, page: int) -> Caret:
        """For a page without text lines (it cannot be the first): the end of what comes before."""
        for index in range(page - 1, -1, -1):
            if rows := self._rows(index):
                return self._in_row(index, rows[-1], self._pages[index].width)
        raise LookupError("no text on any page")

    def _rows(self, page: int, without: Path = ()) -> list[Row]:
        """The page's text lines from top to bottom, `without` the cells of a table and without headers that
        are repeated; what shares a baseline is one row."""
        found = self._pages[page]
        repeats = any(table.repeated for table in found.tables)
        texts = [
            placed
            for placed in found.lines
            if is_text(placed.path)
            and not (without and is_cell(placed.path) and cells_table(placed.path) == without)
            and not (repeats and table_places.is_repeated(found, placed))
        ]
        texts.sort(key=lambda placed: (placed.y, _left(placed)))
        return [tuple(row) for _, row in groupby(texts, key=lambda placed: placed.y)]

    @staticmethod
    def _row_at(rows: list[Row], y: float) -> Row:
        """The row whose band is nearest; the blank above the closing block belongs to the running text."""
        running = [row for row in rows if region_of(row[0].path) is not Region.CLOSING]
        closing = rows[len(running) :]
        if closing and running and y < closing[0][0].top:
            rows = running
        return min(rows, key=lambda row: _apart(row[0], y))

    def _in_row(self, page: int, row: Row, x: float) -> Caret:
        """The caret nearest to `x` in lines beside each other."""

        def distance(placed: PlacedLine) -> float:
            return max(_first_x(placed) - x, x - _last_x(placed), 0.0)

        return self._in_line(page, min(row, key=distance), x)

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
            within = self._within_table(where.page, placed, x, step)
            if within is not None:
                return within
            rows = self._rows(where.page, without=cells_table(placed.path))
            below = sum(row[0].y < placed.y for row in rows)
            number = below if step > 0 else below - 1
        else:
            rows = self._rows(where.page)
            number = next(at for at, row in enumerate(rows) if any(other is placed for other in row)) + step
        page = where.page
        while not 0 <= number < len(rows):
            page += step
            if not 0 <= page < len(self._pages):
                return None
            table = cells_table(placed.path) if is_cell(placed.path) else ()
            rows = self._rows(page, without=table)
            number = 0 if step > 0 else len(rows) - 1
        return self._into_row(page, rows[number], x, step)

    def _into_row(self, page: int, row: Row, x: float, step: int) -> Caret:
        """The caret nearest to `x` in a row that is come to from above or below; of a table, in its first or
        last row there."""
        table = table_places.table_with(self._pages[page], row[0])
        if table is None:
            return self._in_row(page, row, x)
        first, last = table_places.own_rows(table)
        return self._into_cell(table_places.cell_in(table, first if step > 0 else last, x), x, step, page)

    def _into_cell(self, cell: Path, x: float, step: int, page: int | None = None) -> Caret:
        """The caret nearest to `x` in the first line of a cell that is come to from above, in the last of one
        that is come to from below; on a page, if it has a line there."""
        ends = [Caret(Place(cell, 0)), Caret(end_of(self._issue, cell))]
        there = page
        lines = [] if page is None else self._own_lines(page, cell)
        if there is None or not lines:
            there = self.where(ends[step < 0]).page
            lines = self._own_lines(there, cell)
        return self._in_line(there, lines[0 if step > 0 else -1], x)

    def _within_table(self, page: int, placed: PlacedLine, x: float, step: int) -> Caret | None:
        """The caret a line up or down from a line of a cell, in the same one or in the row beyond it; None at
        the table's end."""
        path = placed.path
        lines = self._own_lines(page, path)
        number = next(at for at, line in enumerate(lines) if line is placed) + step
        if 0 <= number < len(lines):
            return self._in_line(page, lines[number], x)
        beside = self._own_lines(page + step, path) if 0 <= page + step < len(self._pages) else []
        if beside:  # it goes on there
            return self._in_line(page + step, beside[0 if step > 0 else -1], x)
        table = table_places.table_with(self._pages[page], placed)
        assert table is not None
        row = table_places.rows_below(table, path) if step > 0 else int(path[-2]) - 1
        if not 0 <= row < len(table.table.rows):
            return None
        return self._into_cell(table_places.cell_in(table, row, x), x, step)

    def _own_lines(self, page: int, path: Path) -> list[PlacedLine]:
        """The lines of a text on a page, without those of a header repeated there."""
        found = self._pages[page]
        return [
            line for line in found.lines if line.path == path and not table_places.is_repeated(found, line)
        ]

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
        y = box.top + box.height / 2
        found = self.nearest(page, x, y)
        if self.page_of(found.path, found.offset, at_line_end=found.at_line_end) == page:
            return found
        return self._in_row(page, self._row_at(self._rows(page), y), x)  # it stands for a line elsewhere


def _apart(placed: PlacedLine, y: float) -> float:
    """How far a line is above or below a height."""
    return max(placed.top - y, y - placed.top - placed.height, 0.0)


def _is_beside(box: Box, whole: Box) -> bool:
    """Whether a box is at the height of another."""
    return whole.top <= box.top + box.height / 2 < whole.top + whole.height


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
