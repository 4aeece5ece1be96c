"""Places and points in tables and pictures on real pages: clicks, arrows, selections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bulletin_desk.bulletin.grammar import is_cell
from bulletin_desk.bulletin.model import Body, Cell, Issue, Path, Picture, Pictures, Place, Table
from bulletin_desk.bulletin.tables import spots
from bulletin_desk.editing.document import Document, Motion
from bulletin_desk.editing.geometry import Box
from bulletin_desk.editing.nodes import end_of
from bulletin_desk.editing.selection import Caret, between
from bulletin_desk.pages.model import ImageMark, PlacedTable
from tests.bulletin.issues import picture_data
from tests.editing.texts import ITEM, all_places
from tests.typeset.tables import SENTENCE, eight_columns, issue_with, row

Open = Callable[[Issue], Document]
BLOCKS: Path = (*ITEM, "blocks")
HERE: Path = (*BLOCKS, 1)


def cell(row: int, at: int) -> Path:
    return (*HERE, 2, row, at)


def around(*blocks: Table | Pictures) -> Issue:
    return issue_with(Body("前文。"), *blocks, Body("后文。"))


TALL = Table(
    (
        row("县", "情况", "备注"),
        (Cell("甲"), Cell(SENTENCE), Cell("")),
        (Cell("乙"), Cell("1"), Cell("2")),
    ),
    header_rows=1,
    columns=(200, 200, 600),
)
"""One row is as high as its middle cell."""
LONG = eight_columns()
"""Two pages, with a header that is repeated, of cells over rows and columns."""
CUT = Table(
    (row("县", "情况", "数"), (Cell("甲"), Cell(SENTENCE * 12), Cell(SENTENCE * 3)), row("乙", "少", "2")),
    header_rows=1,
    columns=(200, 300, 500),
)
"""A row higher than a page, its cells of different lengths."""
SPANNED = Table(
    (
        (Cell(SENTENCE * 14, rows=3), Cell("一")),
        (Cell("二\n" * 30),),
        (Cell("三"),),
    ),
    columns=(300, 700),
)
"""A cell over three rows that is higher than a page."""


def placed(document: Document, page: int) -> PlacedTable:
    return document.pages[page].tables[0]


def middle(table: PlacedTable, row: int, column: int, columns: int = 1) -> tuple[float, float]:
    """The middle of a place of the grid."""
    band = [band for band in table.bands if band.row == row][-1]
    x = (table.edges[column] + table.edges[column + columns]) / 2
    return x, band.top + band.height / 2


@pytest.mark.parametrize("table", [TALL, LONG, CUT, SPANNED])
def test_every_place_has_a_caret_where_it_is_found_again(open_document: Open, table: Table) -> None:
    document = open_document(around(table))
    geometry = document.geometry
    for place in all_places(document.issue):
        box = geometry.caret_box(Caret(place))
        assert 0 <= box.top < document.pages[box.page].height
        found = geometry.hit(box.page, box.x, box.top + box.height / 2)
        assert isinstance(found, Caret)
        assert geometry.caret_box(found) == box


@pytest.mark.parametrize("table", [TALL, LONG, CUT, SPANNED])
def test_every_line_is_on_its_page(open_document: Open, table: Table) -> None:
    document = open_document(around(table))
    seen = set[tuple[Path, int]]()
    for number, page in enumerate(document.pages):
        for line in page.lines:
            if is_cell(line.path) and (line.path, line.line.start) not in seen:  # else it is repeated
                seen.add((line.path, line.line.start))
                assert document.geometry.page_of(line.path, line.line.start) == number
                if line.line.end:
                    at_end = document.geometry.page_of(line.path, line.line.end, at_line_end=True)
                    assert at_end == number


def test_a_click_in_the_blank_of_a_cell_goes_into_it(open_document: Open) -> None:
    document = open_document(around(TALL))
    table = placed(document, 0)
    for spot in spots(TALL):
        band = table.bands[spot.row]
        left, right = table.edges[spot.column], table.edges[spot.column + 1]
        for x in (left + 0.5, right - 0.5):
            for y in (band.top + 0.5, band.top + band.height - 0.5):
                document.press(0, x, y)
                assert document.caret.path == cell(spot.row, spot.at)
    x, y = middle(table, 1, 0)
    document.press(0, x - 400, y)  # beside the table
    assert document.caret.path == cell(1, 0)
    document.press(0, x + 4000, y)
    assert document.caret.path == cell(1, 2)


def test_a_click_where_a_cell_has_ended_goes_to_its_end(open_document: Open) -> None:
    document = open_document(around(CUT))
    last = max(number for number, page in enumerate(document.pages) if page.tables)
    assert last
    table = placed(document, last)
    assert table.bands[table.repeated].row == 1
    band = table.bands[table.repeated]
    document.press(last, (table.edges[0] + table.edges[1]) / 2, band.top + 5)
    assert document.caret.place == end_of(document.issue, cell(1, 0))


def test_a_header_that_is_repeated_stands_for_the_first(open_document: Open) -> None:
    document = open_document(around(LONG))
    table = placed(document, 1)
    assert table.repeated == 2
    x, y = middle(table, 1, 4)
    document.press(1, x, y)
    assert document.caret.path == cell(1, 1)
    assert document.caret_box().page == 0


def test_down_and_up_go_by_column_and_out_at_either_end(open_document: Open) -> None:
    document = open_document(around(TALL))
    document.go_to((*BLOCKS, 0), 1)
    seen = []
    for _ in range(40):
        document.move(Motion.DOWN)
        seen.append(document.caret.path)
        if document.caret.path == (*BLOCKS, 2):
            break
    column = [path for at, path in enumerate(seen) if not at or seen[at - 1] != path]
    assert column == [cell(0, 0), cell(1, 0), cell(2, 0), (*BLOCKS, 2)]
    document.go_to(cell(0, 1))
    lines = sum(line.path == cell(1, 1) for line in document.pages[0].lines)
    assert lines > 2
    for _ in range(lines):
        document.move(Motion.DOWN)
        assert document.caret.path == cell(1, 1)
    document.move(Motion.DOWN)
    assert document.caret.path == cell(2, 1)
    for _ in range(lines):
        document.move(Motion.UP)
        assert document.caret.path == cell(1, 1)
    document.move(Motion.UP)
    assert document.caret.path == cell(0, 1)
    document.move(Motion.UP)
    assert document.caret.path == (*BLOCKS, 0)


def _top(document: Document) -> tuple[int, float]:
    box = document.caret_box()
    return box.page, box.top


@pytest.mark.parametrize("table", [LONG, CUT, SPANNED])
def test_arrows_go_through_every_page_and_out(open_document: Open, table: Table) -> None:
    document = open_document(around(table))
    document.go_to((*BLOCKS, 0), 0)
    for motion, end in ((Motion.DOWN, (*BLOCKS, 2)), (Motion.UP, (*BLOCKS, 0))):
        tops = [_top(document)]
        for _ in range(400):
            document.move(motion)
            tops.append(_top(document))
            if document.caret.path == end:
                break
        assert document.caret.path == end
        assert tops == sorted(tops, reverse=motion is Motion.UP)
        assert {page for page, _ in tops} == set(range(len(document.pages)))


@pytest.mark.parametrize("table", [LONG, CUT])
def test_pages_up_and_down_pass_a_header_that_is_repeated(open_document: Open, table: Table) -> None:
    document = open_document(around(table))
    document.go_to((*BLOCKS, 0), 0)
    pages = []
    for motion in (Motion.PAGE_DOWN,) * len(document.pages) + (Motion.PAGE_UP,) * len(document.pages):
        document.move(motion)
        pages.append(document.caret_box().page)
    last = len(document.pages) - 1
    assert pages[: last + 1] == [*range(1, last + 1), last]
    assert pages[last + 1 :] == [*range(last - 1, -1, -1), 0]


def test_home_and_end_and_words_stay_in_the_cell(open_document: Open) -> None:
    document = open_document(around(TALL))
    document.go_to(cell(1, 1), 7)
    document.move(Motion.LINE_START)
    start = document.caret
    document.move(Motion.LINE_END)
    assert start.path == document.caret.path == cell(1, 1)
    assert start.offset < 7 < document.caret.offset
    document.go_to(cell(2, 0), 1)
    document.move(Motion.WORD_RIGHT)
    assert document.caret.place == Place(cell(2, 1), 0)
    document.move(Motion.WORD_LEFT)
    assert document.caret.place == Place(cell(2, 0), 1)
    document.move(Motion.LEFT)
    document.move(Motion.LEFT)
    assert document.caret.path == cell(1, 2)


def test_a_selection_over_cells_has_their_whole_boxes(open_document: Open) -> None:
    document = open_document(around(TALL))
    table = placed(document, 0)
    document.select(between(Place(cell(1, 1), 3), Place(cell(2, 2), 0)))
    boxes = document.selection_boxes(0)
    assert boxes == [
        Box(0, table.edges[column], table.bands[row].top, width, table.bands[row].height)
        for row in (1, 2)
        for column in (1, 2)
        if (width := table.edges[column + 1] - table.edges[column])
    ]
    document.select(between(Place(cell(1, 1), 3), Place(cell(1, 1), 5)))
    (box,) = document.selection_boxes(0)
    assert box.height < table.bands[1].height  # text in one cell


def test_cells_of_a_cut_row_have_boxes_on_each_page(open_document: Open) -> None:
    document = open_document(around(CUT))
    document.select(between(Place(cell(1, 0), 0), Place(cell(1, 1), 1)))
    for page in range(len(document.pages)):
        for table in document.pages[page].tables:
            bands = [band for band in table.bands if band.row == 1]
            boxes = document.selection_boxes(page)
            assert len(boxes) == (2 if bands else 0)
            for box in boxes:
                assert box.top == bands[0].top
                assert box.height == pytest.approx(sum(band.height for band in bands))
    document.select(between(Place(cell(0, 0), 0), Place(cell(0, 2), 1)))
    assert len(document.selection_boxes(1)) == 3  # the header, shown again
    assert document.selection_boxes(len(document.pages)) == []


def test_a_range_over_a_table_and_pictures_shows_them_whole(open_document: Open) -> None:
    pictures = Pictures((Picture(picture_data(), 300),))
    low = replace(TALL, columns=(100, 800, 100))
    document = open_document(around(low, pictures))
    (mark,) = [mark for mark in document.pages[0].marks if isinstance(mark, ImageMark)]
    table = placed(document, 0)
    picture = Box(0, mark.x, mark.y, mark.width, mark.height)
    width, height = table.edges[-1] - table.edges[0], sum(band.height for band in table.bands)
    for start, end, whole in (
        (Place((*BLOCKS, 0), 1), Place((*BLOCKS, 3), 1), True),
        (Place(cell(2, 0), 1), Place((*BLOCKS, 3), 0), True),
        (Place((*BLOCKS, 0), 1), Place(cell(0, 0), 0), False),
    ):
        document.select(between(start, end))
        boxes = document.selection_boxes(0)
        assert boxes[0].top == table.bands[0].top
        assert boxes[0].width == pytest.approx(width)
        assert boxes[0].height == pytest.approx(height)
        assert (picture in boxes) == whole
        inside = [box for box in boxes[1:] if table.bands[0].top < box.top < table.bands[-1].top]
        assert inside == []


def test_a_click_on_a_picture_goes_to_its_caption(open_document: Open) -> None:
    two = Pictures((Picture(picture_data(), 300), Picture(picture_data(9), 300, "右图")))
    document = open_document(around(two))
    marks = [mark for mark in document.pages[0].marks if isinstance(mark, ImageMark)]
    pages = [len(page.lines) for page in document.pages]
    document.press(0, marks[1].x + 5, marks[1].y + 5)
    assert document.caret.place == Place((*HERE, 0, 1), 2)
    document.press(0, marks[0].x + 5, marks[0].y + 5)
    assert document.caret.place == Place((*HERE, 0, 0), 0)
    assert document.standing == (*HERE, 0, 0)
    assert [len(page.lines) for page in document.pages] == [pages[0] + 1, *pages[1:]]
    document.type_text("左图")
    assert document.issue.sections[0].items[0].blocks[1] == replace(
        two, pictures=(replace(two.pictures[0], caption="左图"), two.pictures[1])
    )


def test_arrows_pass_a_picture_without_words(open_document: Open) -> None:
    document = open_document(around(Pictures((Picture(picture_data(), 300),))))
    document.go_to((*BLOCKS, 0), 1)
    document.move(Motion.DOWN)
    assert document.caret.path == (*BLOCKS, 2)
    document.move(Motion.UP)
    assert document.caret.path == (*BLOCKS, 0)
