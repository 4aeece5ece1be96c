"""Places on the pages and back: the real issue for all its places, small ones for the corners."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.model import Addressee, Body, Imprint, Issue, Item, Kind, Place, Section
from bulletin_desk.editing.geometry import Geometry, Literal
from bulletin_desk.editing.nodes import key, shown
from bulletin_desk.editing.selection import Caret, at, between
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.pages.model import PlacedLine
from bulletin_desk.resources import resource
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.typeset.typesetter import TypesetPages, Typesetter
from tests.bulletin.issues import SMALL
from tests.editing.texts import ITEM, SECOND, all_places

LONG = Body("全省地方志系统守正创新，" * 12)
"""A paragraph of several lines."""


@pytest.fixture(scope="module")
def real(layout: Layout, faces: Faces) -> tuple[Issue, TypesetPages, Geometry]:
    issue = read_bulletin(resource("..", "examples", "2024-01-09.bulletin"))
    pages = Typesetter(layout, faces).typeset(issue)
    return issue, pages, Geometry(issue, pages)


@pytest.fixture(scope="module")
def small(layout: Layout, faces: Faces) -> tuple[Issue, TypesetPages, Geometry]:
    return _set(SMALL, layout, faces)


def _set(issue: Issue, layout: Layout, faces: Faces) -> tuple[Issue, TypesetPages, Geometry]:
    pages = Typesetter(layout, faces).typeset(issue)
    return issue, pages, Geometry(issue, pages)


def _with(layout: Layout, faces: Faces, *items: Item) -> tuple[Issue, TypesetPages, Geometry]:
    return _set(replace(SMALL, editors_note=(), sections=(Section("栏", items),)), layout, faces)


def _line(pages: TypesetPages, page: int, kind: Kind, number: int = 0) -> PlacedLine:
    return [placed for placed in pages[page].lines if placed.kind is kind][number]


def test_every_place_is_found_again_where_it_is_shown(real: tuple[Issue, TypesetPages, Geometry]) -> None:
    issue, _, geometry = real
    for place in all_places(issue):
        for at_line_end in (False, True):
            caret = Caret(place, at_line_end)
            box = geometry.caret_box(caret)
            found = geometry.hit(box.page, box.x, box.top + box.height / 2)
            assert isinstance(found, Caret)
            assert found.place == place or geometry.caret_box(found) == box
            assert geometry.caret_box(found) == box


def test_every_place_is_on_the_page_that_has_its_line(real: tuple[Issue, TypesetPages, Geometry]) -> None:
    _, pages, geometry = real
    for number, page in enumerate(pages):
        for placed in page.lines:
            if len(placed.line.edges) > 1:
                assert geometry.page_of(placed.path, placed.line.start) == number
                assert geometry.page_of(placed.path, placed.line.end, at_line_end=True) == number


def test_finding_a_page_sets_no_line(
    layout: Layout, faces: Faces, real: tuple[Issue, TypesetPages, Geometry]
) -> None:
    issue, pages, _ = real
    fresh = Typesetter(layout, faces).typeset(issue)
    geometry = Geometry(issue, fresh)
    for path in shown(issue):
        geometry.page_of(path, len(text_at(issue, path)))
    assert fresh._pages == [None] * len(pages)


def test_a_caret_is_as_high_as_the_characters(small: tuple[Issue, TypesetPages, Geometry]) -> None:
    _, pages, geometry = small
    body = _line(pages, 0, Kind.BODY)
    box = geometry.caret_box(Caret(Place(body.path, 0)))
    assert box.height == pytest.approx(1.2 * 16)
    assert box.top + box.height / 2 == pytest.approx(body.top + body.height / 2)
    assert box.x == pytest.approx(body.x + 32)
    title = geometry.caret_box(Caret(Place((*ITEM, "title"), 0)))
    assert title.height == pytest.approx(1.2 * 22)


def test_an_empty_paragraph_has_a_caret(layout: Layout, faces: Faces) -> None:
    _, _, geometry = _with(layout, faces, Item("", (Body(""), Body("一"))))
    box = geometry.caret_box(Caret(Place((*ITEM, "blocks", 0), 0)))
    assert box.height == pytest.approx(1.2 * 16)
    assert box.x == pytest.approx(float(layout.text_block.left) + 32)
    centre = geometry.caret_box(Caret(Place((*ITEM, "title"), 0)))
    assert centre.x == pytest.approx(float(layout.text_block.left + layout.text_block.width / 2))


def test_one_place_at_a_line_end_and_at_the_next_ones_start(layout: Layout, faces: Faces) -> None:
    _, pages, geometry = _with(layout, faces, Item("题", (LONG,)))
    first, second = _line(pages, 0, Kind.BODY), _line(pages, 0, Kind.BODY, 1)
    place = Place(first.path, first.line.end)
    ending, starting = geometry.caret_box(Caret(place, True)), geometry.caret_box(Caret(place))
    assert ending.x == pytest.approx(first.x + first.line.edges[-1])
    assert starting.x == pytest.approx(second.x + second.line.edges[0])
    assert starting.top > ending.top
    assert geometry.line_end(Caret(place, True)) == Caret(place, True)
    assert geometry.line_start(Caret(place, True)) == Caret(Place(first.path, 0))
    assert geometry.line_start(Caret(place)) == Caret(place)
    assert geometry.hit(0, first.x + 1000, first.y) == Caret(place, True)
    assert geometry.hit(0, 0, second.y) == Caret(place)


def test_a_clerks_line_break_belongs_to_the_line_that_it_ends(
    small: tuple[Issue, TypesetPages, Geometry],
) -> None:
    _, pages, geometry = small
    page = geometry.page_of((*SECOND, "title"))
    first = next(placed for placed in pages[page].lines if placed.path == (*SECOND, "title"))
    assert geometry.hit(page, 10_000, first.y) == Caret(Place(first.path, 7))
    assert geometry.line_end(Caret(Place(first.path, 2))) == Caret(Place(first.path, 7))
    below = geometry.caret_box(Caret(Place(first.path, 8), True))
    assert below.top > geometry.caret_box(Caret(Place(first.path, 7))).top
    assert geometry.line_start(Caret(Place(first.path, 8))) == Caret(Place(first.path, 8))


def test_values_that_are_not_typed_on_the_page(small: tuple[Issue, TypesetPages, Geometry]) -> None:
    _, pages, geometry = small
    for page in pages:
        for placed in page.lines:
            if placed.kind in (Kind.NUMBER_LINE, Kind.PRINT_COUNT) or placed.path[-1:] == ("date",):
                run = placed.line.runs[0]
                found = geometry.hit(page.number - 1, placed.x + run.xs[0] + 3, placed.y - 4)
                assert found == Literal(placed.path)
                assert isinstance(
                    geometry.nearest(page.number - 1, placed.x + run.xs[0] + 3, placed.y - 4), Caret
                )
                beside = geometry.hit(page.number - 1, placed.x + run.xs[0] - 5, placed.y - 4)
                assert isinstance(beside, Caret)


def test_the_gaps_belong_to_what_is_nearest(layout: Layout, faces: Faces) -> None:
    _, pages, geometry = _with(layout, faces, Item("甲", (Body("一"),), "（省）"), Item("乙", (Body("二"),)))
    source = next(placed for placed in pages[0].lines if placed.kind is Kind.SOURCE)
    x = source.x + source.line.edges[1]
    found = geometry.hit(0, x, source.top + source.height + 2)
    assert found == Caret(Place((*ITEM, "source"), 1))
    title = _line(pages, 0, Kind.TITLE, 1)
    assert geometry.nearest(0, 0, title.top - 2) == Caret(Place(title.path, 0))
    assert geometry.nearest(0, 0, -50).path == ("masthead", "name")


def test_after_the_last_line_and_above_the_closing_block(small: tuple[Issue, TypesetPages, Geometry]) -> None:
    issue, pages, geometry = small
    page = len(pages) - 1
    running = [placed for placed in pages[page].lines if placed.kind in (Kind.TITLE, Kind.BODY, Kind.SOURCE)]
    closing = [placed for placed in pages[page].lines if placed.kind is Kind.DISCLOSURE]
    last = running[-1]
    assert geometry.nearest(page, 10_000, closing[0].top - 1).path == last.path
    assert geometry.nearest(page, 10_000, closing[0].top + 1) == Caret(Place(("disclosure",), 4))
    assert geometry.nearest(page, 10_000, 10_000).path == ("imprint", "office")
    assert issue.imprint is not None


def test_label_and_addressees_share_a_row(small: tuple[Issue, TypesetPages, Geometry]) -> None:
    _, pages, geometry = small
    page = len(pages) - 1
    label = next(placed for placed in pages[page].lines if placed.path == ("distribution", 0, "label"))
    to = next(placed for placed in pages[page].lines if placed.path == ("distribution", 0, "to"))
    assert geometry.nearest(page, 0, label.y) == Caret(Place(label.path, 0))
    assert geometry.nearest(page, label.x + label.line.edges[-1] + 1, label.y) == Caret(Place(label.path, 1))
    assert geometry.nearest(page, to.x + to.line.edges[0] + 1, to.y) == Caret(Place(to.path, 0))


def test_lines_up_and_down_keep_the_column(layout: Layout, faces: Faces) -> None:
    _, _, geometry = _with(layout, faces, Item("题", (LONG, Body("短"), LONG)))
    start = Caret(Place((*ITEM, "blocks", 0), 40))
    x = geometry.caret_box(start).x
    caret, tops = start, [geometry.caret_box(start).top]
    while (below := geometry.line_below(caret, x)) is not None:
        assert key(below.place) > key(caret.place)
        caret = below
        box = geometry.caret_box(caret)
        tops.append(box.top + 10_000 * box.page)
    assert tops == sorted(tops)
    assert caret.path == ("imprint", "office")
    while (above := geometry.line_above(caret, x)) is not None:
        caret = above
    assert caret.path == ("masthead", "name")
    down = geometry.line_below(Caret(Place((*ITEM, "blocks", 0), 40)), x)
    assert down is not None
    assert abs(geometry.caret_box(down).x - x) <= 8


def test_lines_and_pages_over_the_page_end(real: tuple[Issue, TypesetPages, Geometry]) -> None:
    _, pages, geometry = real
    last = pages[1].lines[-1]
    caret = Caret(Place(last.path, last.line.start + 3))
    x = geometry.caret_box(caret).x
    below = geometry.line_below(caret, x)
    assert below is not None
    assert geometry.caret_box(below).page == 2
    assert geometry.line_above(below, x) == caret
    down = geometry.page_below(caret, x)
    box, was = geometry.caret_box(down), geometry.caret_box(caret)
    assert (box.page, box.top) == (2, was.top)
    assert geometry.caret_box(geometry.page_above(down, x)).page == 1
    assert geometry.page_above(Caret(Place(("masthead", "name"), 3)), 0) == Caret(
        Place(("masthead", "name"), 0)
    )
    end = geometry.page_below(Caret(Place(("imprint", "office"), 0)), 10_000)
    assert end.path == ("imprint", "office")


def test_a_selections_boxes(layout: Layout, faces: Faces) -> None:
    _, pages, geometry = _with(layout, faces, Item("题", (LONG, Body(""), Body("一二三"))))
    first = _line(pages, 0, Kind.BODY)
    path = first.path
    (box,) = geometry.selection_boxes(between(Place(path, 1), Place(path, 3)), 0)
    assert box.x == pytest.approx(first.x + first.line.edges[1])
    assert box.width == pytest.approx(32)
    assert (box.top, box.height) == (first.top, first.height)
    to = Place((*ITEM, "blocks", 2), 1)
    boxes = geometry.selection_boxes(between(to, Place(path, 1)), 0)
    lines = [placed for placed in pages[0].lines if placed.kind is Kind.BODY]
    assert [box.top for box in boxes] == [placed.top for placed in lines]
    assert boxes[-2].width == pytest.approx(16 / 3)  # the empty paragraph
    assert geometry.selection_boxes(at(to), 0) == []


def test_a_selection_has_no_boxes_on_other_pages(real: tuple[Issue, TypesetPages, Geometry]) -> None:
    _, pages, geometry = real
    whole = between(Place(("masthead", "name"), 0), Place(("imprint", "office"), 3))
    assert all(geometry.selection_boxes(whole, page) for page in range(len(pages)))
    place = Place((*ITEM, "blocks", 0), 0)
    page = geometry.page_of(place.path)
    assert [
        number
        for number in range(len(pages))
        if geometry.selection_boxes(between(place, Place(place.path, 2)), number)
    ] == [page]


def test_a_page_with_the_closing_block_alone(layout: Layout, faces: Faces) -> None:
    for count in range(9, 17):
        issue, pages, geometry = _with(layout, faces, Item("题", (Body("一"),) * count))
        if len(pages) == 2 and pages.first_place(1) is None:
            break
    else:
        raise AssertionError("no number of paragraphs leaves the closing block alone")
    last = Caret(Place((*ITEM, "blocks", count - 1), 1))
    assert geometry.caret_box(last).page == 0
    assert geometry.caret_box(Caret(Place(("disclosure",), 0))).page == 1
    assert geometry.nearest(1, 300, 100).path == ("disclosure",)
    bare = replace(issue, disclosure="", distribution=(), imprint=None)
    _, pages, geometry = _set(
        bare, layout, faces
    )  # a page with the print count alone has no place for a caret
    if len(pages) == 2:
        assert geometry.nearest(1, 0, 0) == last


@pytest.mark.parametrize("characters", [600, 1000, 3000])
def test_a_closing_block_taller_than_a_page(layout: Layout, faces: Faces, characters: int) -> None:
    """A manuscript pasted into the wrong field: the caret goes everywhere in it, and can take it out."""
    entries = (Addressee("报", "甲。"), Addressee("送", "字" * characters), Addressee("发", "乙。"))
    issue, pages, geometry = _set(replace(SMALL, distribution=entries), layout, faces)
    assert pages.closing_pages > 1
    for place in all_places(issue):
        for at_line_end in (False, True):
            caret = Caret(place, at_line_end)
            box = geometry.caret_box(caret)
            found = geometry.nearest(box.page, box.x, box.top + box.height / 2)
            assert found.place == place or geometry.caret_box(found) == box
    caret = Caret(Place(("distribution", 0, "to"), 0))
    pages_seen = set()
    while (below := geometry.line_below(caret, 200.0)) is not None:
        caret = below
        pages_seen.add(geometry.where(caret).page)
    assert pages_seen == set(range(len(pages) - pages.closing_pages, len(pages)))


@pytest.mark.parametrize(
    "name",
    [
        "简报",
        "党建简报",
        "AI简报",
        "四川省地方志工作办公室党史学习教育简报",
        "四川省地方志办公室\n工作简报",
        "国" * 60,
        "简报\n",
    ],
)
@pytest.mark.parametrize("layout_name", ["sichuan-gazetteer", "gb9704"])
def test_a_caret_in_a_masthead_of_two_lines_or_spaced(name: str, layout_name: str, faces: Faces) -> None:
    layout = load_layout(layout_name)
    issue = replace(SMALL, masthead=replace(SMALL.masthead, name=name))
    _, pages, geometry = _set(issue, layout, faces)
    path = ("masthead", "name")
    rows = [placed for placed in pages[0].lines if placed.path == path]
    for offset in range(len(name) + 1):
        for at_line_end in (False, True):
            caret = Caret(Place(path, offset), at_line_end)
            box = geometry.caret_box(caret)
            found = geometry.hit(box.page, box.x, box.top + box.height / 2)
            assert isinstance(found, Caret)
            assert found.place == caret.place or geometry.caret_box(found) == box
    if len(rows) == 2:  # down and up between them
        x = rows[0].x + rows[0].line.edges[0]
        below = geometry.line_below(Caret(Place(path, 0)), x)
        assert below
        assert below.place.path == path
        assert rows[1].line.start <= below.place.offset <= rows[1].line.end
        above = geometry.line_above(below, x)
        assert above == Caret(Place(path, 0))
    selected = geometry.selection_boxes(between(Place(path, 0), Place(path, len(name))), 0)
    assert len(selected) == len([placed for placed in rows if placed.line.runs])


def test_page_up_and_down_pass_a_page_left_blank(faces: Faces) -> None:
    layout = load_layout("gb9704")
    for lines in range(20, 34):
        item = Item("题", (Body("字" * 28 * lines),))
        issue, pages, geometry = _with(layout, faces, item)
        if pages.blank_pages:
            break
    assert pages.blank_pages == 1
    entry = ("distribution", 0, "to")
    caret = Caret(Place((*ITEM, "blocks", 0), 28 * lines))
    below = geometry.page_below(caret, 200.0)
    assert geometry.where(below).page == len(pages) - 1
    above = geometry.page_above(Caret(Place(entry, 0)), 200.0)
    assert geometry.where(above).page == len(pages) - 3
    blank = len(pages) - 2
    assert geometry.hit(blank, 200.0, 300.0) == caret
    for place in all_places(issue):
        assert geometry.page_of(place.path, place.offset) != blank


def test_two_rows_for_an_office_too_long(layout: Layout, faces: Faces) -> None:
    issue = replace(SMALL, imprint=Imprint("四川省地方志工作办公室" * 3, SMALL.dated_header.date))
    _, pages, geometry = _set(issue, layout, faces)
    path = ("imprint", "office")
    rows = [placed for placed in pages[len(pages) - 1].lines if placed.path == path]
    assert len(rows) == 2
    x = rows[0].x + rows[0].line.edges[0]
    up = geometry.line_above(Caret(Place(path, rows[1].line.start)), x)
    assert up == Caret(Place(path, 0))


def test_marks_are_no_stops(layout: Layout, faces: Faces) -> None:
    _, pages, geometry = _with(layout, faces, Item("题", (Body("e\u0301国"),)))
    placed = _line(pages, 0, Kind.BODY)
    for offset, x in enumerate(placed.line.edges):
        found = geometry.nearest(0, placed.x + x, placed.y)
        assert found.offset in (0, 2, 3)
        if offset != 1:
            assert found.offset == offset
