"""Tests of tables on the page: columns, alignment, rules, and what stands on which page."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin.edits import replace_range, text_at
from bulletin_desk.bulletin.grammar import cells_table, inside_block, is_cell
from bulletin_desk.bulletin.model import Attachment, Body, Cell, Kind, Place, Table
from bulletin_desk.editing.geometry import Geometry
from bulletin_desk.editing.selection import Caret
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import HorizontalRule, Page, PlacedLine, VerticalRule
from bulletin_desk.typeset.typesetter import TypesetPages, Typesetter
from tests.typeset.tables import SENTENCE, THREE_LINES, eight_columns, issue_with, row
from tests.typeset.texts import texts

AFTER = Body(SENTENCE * 3)


def pages_of(layout: Layout, faces: Faces, *blocks: object) -> TypesetPages:
    return Typesetter(layout, faces).typeset(issue_with(*blocks))  # type: ignore[arg-type]


def cells(page: Page) -> list[PlacedLine]:
    return [placed for placed in page.lines if is_cell(placed.path)]


def rules(page: Page) -> tuple[list[HorizontalRule], list[VerticalRule]]:
    own = [mark for table in page.tables for mark in page.marks if mark.y >= table.bands[0].top - 1]
    return (
        [mark for mark in own if isinstance(mark, HorizontalRule)],
        [mark for mark in own if isinstance(mark, VerticalRule)],
    )


def texts_at(page: Page, number: int) -> list[PlacedLine]:
    """The lines of a row."""
    return [placed for placed in cells(page) if inside_block(placed.path)[1] == number]


def on_grid(placed: PlacedLine, layout: Layout) -> bool:
    rows = (placed.top - float(layout.text_block.top)) / float(layout.text_block.line_pitch)
    return rows == pytest.approx(round(rows))


def test_a_table_is_as_wide_as_the_measure_and_text_after_it_stands_on_the_grid(
    layout: Layout, squares: Faces
) -> None:
    pages = pages_of(layout, squares, AFTER, THREE_LINES, AFTER)
    (table,) = [table for page in pages for table in page.tables][:1]
    block = layout.text_block
    assert table.edges[0] == pytest.approx(float(block.left))
    assert table.edges[-1] == pytest.approx(float(block.left + block.width))
    body = [placed for page in pages for placed in page.lines if placed.kind is Kind.BODY]
    assert len({placed.path for placed in body}) == 2
    assert all(on_grid(placed, layout) for placed in body)


def test_no_line_of_a_table_is_printed_over_another(layout: Layout, squares: Faces) -> None:
    for page in pages_of(layout, squares, AFTER, eight_columns(), AFTER):
        ordered = sorted(page.lines, key=lambda placed: placed.top)
        for table in page.tables:
            here = [placed for placed in ordered if not is_cell(placed.path)]
            top, foot = table.bands[0].top, table.bands[-1].top + table.bands[-1].height
            assert all(placed.top + placed.height <= top + 0.01 or placed.top >= foot for placed in here)
            for above, below in pairwise(table.bands):
                assert above.top + above.height == pytest.approx(below.top)


def test_header_rows_stand_on_each_page_with_a_row_below_them(layout: Layout, squares: Faces) -> None:
    pages = pages_of(layout, squares, AFTER, eight_columns(), AFTER)
    with_table = [page for page in pages if page.tables]
    assert len(with_table) > 1
    assert [page.tables[0].repeated for page in with_table] == [0, *[2] * (len(with_table) - 1)]
    for page in with_table:
        assert len(page.tables[0].bands) > 2
        assert "单位名称" in [placed.line.text for placed in cells(page)]
    shown = [band.row for page in with_table for band in page.tables[0].bands[page.tables[0].repeated :]]
    assert shown == list(range(len(eight_columns().rows)))


def test_what_is_repeated_is_told_of_where_it_stands_first(layout: Layout, squares: Faces) -> None:
    pages = pages_of(layout, squares, AFTER, eight_columns(), AFTER)
    heads = [portion for portion in pages.portions() if portion.kind is Kind.TABLE_HEAD]
    assert len({portion.page for portion in heads}) == 1
    assert len(heads) == 9


def test_caption_unit_and_note_stay_with_the_rows_beside_them(layout: Layout, squares: Faces) -> None:
    pages = pages_of(layout, squares, AFTER, eight_columns(), AFTER)
    first = next(page for page in pages if page.tables)
    last = [page for page in pages if page.tables][-1]
    kinds = [placed.kind for placed in first.lines if cells_table(placed.path)]
    assert kinds.index(Kind.TABLE_CAPTION) < kinds.index(Kind.TABLE_UNIT) < kinds.index(Kind.TABLE_HEAD)
    (note,) = [placed for placed in last.lines if placed.kind is Kind.TABLE_NOTE]
    assert note.top >= last.tables[0].bands[-1].top + last.tables[0].bands[-1].height


def test_an_empty_caption_has_a_line_while_the_caret_is_in_it(layout: Layout, squares: Faces) -> None:
    issue = issue_with(Table((row("甲", "乙"),)))
    path = ("sections", 0, "items", 0, "blocks", 0, 0)
    setter = Typesetter(layout, squares)
    for standing, count in (((), 0), (path, 1)):
        pages = setter.typeset(issue, standing)
        kinds = [placed.kind for page in pages for placed in page.lines]
        assert kinds.count(Kind.TABLE_CAPTION) == count
        assert kinds.count(Kind.TABLE) == 2


def test_numbers_stand_by_their_decimal_points(layout: Layout, squares: Faces) -> None:
    pages = pages_of(layout, squares, THREE_LINES)
    points = []
    for number in (1, 2, 3):
        *_, growth = (placed for page in pages for placed in texts_at(page, number))
        at = (growth.line.text + ".").index(".")
        points.append(growth.line.edges[at])
    assert points == pytest.approx([points[0]] * 3, abs=0.01)


@pytest.mark.parametrize(("align", "left"), [("left", True), ("right", False), ("centre", False)])
def test_a_cell_stands_as_it_asks_to(align: str, left: bool, layout: Layout, squares: Faces) -> None:
    cell = Cell("甲", align=align)  # type: ignore[arg-type]
    pages = pages_of(layout, squares, Table(((cell, Cell(SENTENCE)),), columns=(500, 500)))
    placed = texts_at(pages[0], 0)[0]
    table, edges = pages[0].tables[0], placed.line.edges
    before = placed.x + edges[0] - table.edges[0]
    behind = table.edges[1] - placed.x - edges[-1]
    padding = float(layout.tables.padding[0])
    assert (before == pytest.approx(padding, abs=0.01)) == left
    if align == "centre":
        assert before == pytest.approx(behind, abs=0.01)
    if align == "right":
        assert behind == pytest.approx(padding, abs=0.01)


def test_given_widths_are_kept(layout: Layout, squares: Faces) -> None:
    table = Table((row("甲", SENTENCE, "丙"),), columns=(500, 200, 300))
    edges = pages_of(layout, squares, table)[0].tables[0].edges
    widths = [(right - left) / (edges[-1] - edges[0]) for left, right in pairwise(edges)]
    assert widths == pytest.approx([0.5, 0.2, 0.3], abs=0.001)


def test_long_text_does_not_narrow_numbers_and_short_words_to_broken_ones(
    layout: Layout, squares: Faces
) -> None:
    table = Table((row("名称", "12,345.67", SENTENCE * 5, "已完成"),) * 2)
    page = pages_of(layout, squares, table)[0]
    lines: dict[object, int] = {}
    for placed in cells(page):
        at = inside_block(placed.path)
        lines[at] = lines.get(at, 0) + 1
    assert [lines[2, 0, at] for at in (0, 1, 3)] == [1, 1, 1]
    assert lines[2, 0, 2] > 3


def test_lines_stand_in_the_middle_of_a_row(layout: Layout, squares: Faces) -> None:
    page = pages_of(layout, squares, Table((row("甲", SENTENCE * 4),)))[0]
    band, short = page.tables[0].bands[0], texts_at(page, 0)[0]
    assert short.top + short.height / 2 == pytest.approx(band.top + band.height / 2)
    assert short.height == pytest.approx(float(layout.tables.pitch))


def test_rules_meet_and_stand_on_both_sides_of_a_break(layout: Layout, squares: Faces) -> None:
    for page in pages_of(layout, squares, AFTER, eight_columns(), AFTER):
        if not page.tables:
            continue
        (table,) = page.tables
        across, down = rules(page)
        half = 0.25
        left, right = table.edges[0] - half, table.edges[-1] + half
        outer = [rule for rule in across if rule.width == pytest.approx(right - left)]
        foot = table.bands[-1].top + table.bands[-1].height
        assert min(rule.y for rule in outer) == pytest.approx(table.bands[0].top)
        assert max(rule.y for rule in outer) == pytest.approx(foot)
        for rule in down:
            assert any(rule.y == pytest.approx(other.y - half) for other in across)
            assert any(rule.y + rule.height == pytest.approx(other.y + half) for other in across)


def test_a_table_of_three_lines_has_three(layout: Layout, squares: Faces) -> None:
    pages = pages_of(layout, squares, THREE_LINES)
    across, down = rules(pages[0])
    assert not down
    assert [rule.thickness for rule in across] == [1.0, 0.5, 1.0]


def test_spanning_cells_have_no_rules_in_them(layout: Layout, squares: Faces) -> None:
    table = Table(((Cell("合并", 2), Cell("乙")), (Cell("丙", rows=2), *row("丁", "戊")), row("己", "庚")))
    page = pages_of(layout, squares, table)[0]
    across, down = rules(page)
    (placed,) = page.tables
    middle = placed.bands[2].top
    (inner,) = [rule for rule in across if rule.y == pytest.approx(middle)]
    assert inner.x == pytest.approx(placed.edges[1] - 0.25)
    (first,) = [rule for rule in down if rule.x == pytest.approx(placed.edges[1])]
    assert first.y == pytest.approx(placed.bands[1].top - 0.25)
    assert texts_at(page, 1)[0].top > texts_at(page, 1)[1].top


def test_rows_that_cells_tie_stand_on_one_page(layout: Layout, squares: Faces) -> None:
    rows = []
    for quarter in range(6):
        rows.append((Cell(f"第{quarter}季", rows=5), *row("一", "二")))
        rows += [row("三", "四")] * 4
    pages = pages_of(layout, squares, Body(SENTENCE * 2), Table(tuple(rows)))
    shown = [[band.row for band in table.bands] for page in pages for table in page.tables]
    assert len(shown) > 1
    assert all(numbers[0] % 5 == 0 and numbers[-1] % 5 == 4 for numbers in shown)


def test_a_row_taller_than_a_page_is_cut_between_its_lines(layout: Layout, squares: Faces) -> None:
    table = Table((row("类别", "内容", "单位"), row("甲", SENTENCE * 60, "乙"), row("丙", "丁", "戊")), 1)
    pages = pages_of(layout, squares, AFTER, table, AFTER)
    foot = float(layout.text_block.top + layout.text_block.height)
    whole = ""
    for page in pages:
        for placed in page.lines:
            if inside_block(placed.path) == (2, 1, 1):
                whole += placed.line.text
        for placed_table in page.tables:
            assert placed_table.bands[-1].top + placed_table.bands[-1].height <= foot + 0.5
    assert whole == SENTENCE * 60
    assert sum(1 for page in pages for table in page.tables for band in table.bands if band.row == 1) > 1


def test_rows_tied_over_more_than_a_page_are_cut_between_them(layout: Layout, squares: Faces) -> None:
    rows = [(Cell("一年的任务" * 30, rows=60), Cell("事项"))] + [row("事项")] * 59
    pages = pages_of(layout, squares, AFTER, Table(tuple(rows)), AFTER)
    shown = [band.row for page in pages for table in page.tables for band in table.bands]
    assert shown == list(range(60))
    tied = [placed for page in pages for placed in cells(page) if inside_block(placed.path) == (2, 0, 0)]
    assert "".join(placed.line.text for placed in tied) == "一年的任务" * 30


def test_every_place_of_a_cut_table_is_found_on_its_page(layout: Layout, squares: Faces) -> None:
    table = Table(
        (row("类别", "内容", "单位"), row("甲", SENTENCE * 60, "乙" * 40), row("丙", "丁", "戊")), 1
    )
    issue = issue_with(AFTER, table, AFTER)
    pages = Typesetter(layout, squares).typeset(issue)
    geometry = Geometry(issue, pages)
    block = ("sections", 0, "items", 0, "blocks", 1)
    for number, cells_of in enumerate(table.rows):
        for at, cell in enumerate(cells_of):
            for offset in range(0, len(cell.text) + 1, 7):
                caret = Caret(Place((*block, 2, number, at), offset))
                placed = geometry.line_of(caret)
                assert placed.path == caret.path
                assert placed.line.start <= offset <= placed.line.end


@pytest.mark.parametrize(
    "table",
    [
        Table(((Cell(),),)),
        Table(((),)),
        Table(((Cell("甲", columns=3, rows=9),), ()), header_rows=1),
        Table((row("甲"), row("乙", "丙")), header_rows=2),
        Table((row(SENTENCE * 80),), header_rows=1),
        Table((row(SENTENCE * 80), row("甲")), header_rows=1),
        Table((row("甲"),) * 2, caption=SENTENCE * 60, note=SENTENCE * 60),
        Table((row(*"甲乙丙丁戊己庚辛" * 8),) * 2),
        Table((row("甲" * 5, "乙"),), columns=(1, 999)),
        Table(((Cell("甲", rows=3), Cell("乙" * 900, rows=3)), row(), row(), row("丙", "丁"))),
    ],
    ids=lambda table: f"{len(table.rows)} rows",
)
def test_odd_tables_are_set_whole(table: Table, layout: Layout, squares: Faces) -> None:
    issue = issue_with(AFTER, table, AFTER)
    pages = Typesetter(layout, squares).typeset(issue)
    shown: dict[object, str] = {}
    for page, before in zip(pages, (None, *pages), strict=False):
        repeated = {table.path for table in page.tables if table.repeated}
        del before
        for placed in page.lines:
            if not (placed.kind is Kind.TABLE_HEAD and cells_table(placed.path) in repeated):
                shown[placed.path] = shown.get(placed.path, "") + placed.line.text
    block = ("sections", 0, "items", 0, "blocks", 1)
    for text in table.texts():
        assert shown.get((*block, *text.path), "") == text.text


def test_a_key_in_a_cell_breaks_only_that_cell_anew(layout: Layout, squares: Faces) -> None:
    setter = Typesetter(layout, squares)
    table = Table((row("甲", "乙", SENTENCE), row("丙", "丁", SENTENCE)), columns=(200, 300, 500))
    issue = issue_with(AFTER, table)
    before = {path: composed for composed, path in setter.typeset(issue).paragraphs()}
    cells_of = table.rows[1]
    edited = replace(
        table, rows=(table.rows[0], (cells_of[0], replace(cells_of[1], text="丁丁"), cells_of[2]))
    )
    after = {path: composed for composed, path in setter.typeset(issue_with(AFTER, edited)).paragraphs()}
    block = ("sections", 0, "items", 0, "blocks", 1)
    changed = [path for path in before if is_cell(path) and before[path] is not after[path]]
    assert changed == [(*block, 2, 1, 1)]


def test_captions_are_numbered_where_the_layout_says_so(layout: Layout, squares: Faces) -> None:
    numbered = replace(layout, tables=layout.tables._replace(number="表{number}　"))
    one, two = replace(THREE_LINES, caption="甲"), replace(THREE_LINES, caption="乙")
    pages = pages_of(numbered, squares, one, replace(one, caption=""), two)
    captions = [
        placed.line.text for page in pages for placed in page.lines if placed.kind is Kind.TABLE_CAPTION
    ]
    assert captions == ["表1　甲", "表2　乙"]


def test_the_columns_edges_are_whole_twentieths_of_a_point(layout: Layout, squares: Faces) -> None:
    edges = (
        pages_of(layout, squares, eight_columns())[0].tables
        or pages_of(layout, squares, eight_columns())[1].tables
    )
    left = float(layout.text_block.left)
    for edge in edges[0].edges[:-1]:
        twips = Fraction(edge - left).limit_denominator(1000) * 20
        assert float(twips) == pytest.approx(round(twips), abs=0.01)


def test_attachments_hold_tables(layout: Layout, squares: Faces) -> None:
    issue = issue_with(AFTER)
    (section,) = issue.sections
    item = replace(section.items[0], attachments=(Attachment("名单", (THREE_LINES, AFTER)),))
    issue = replace(issue, sections=(replace(section, items=(item,)),))
    pages = Typesetter(layout, squares).typeset(issue)
    (table,) = [table for page in pages for table in page.tables]
    assert table.table is THREE_LINES
    assert table.path == ("sections", 0, "items", 0, "attachments", 0, "blocks", 0)


@pytest.mark.parametrize(("count", "whole"), [(2, True), (6, True), (8, False)])
def test_a_small_table_stays_whole(layout: Layout, squares: Faces, count: int, whole: bool) -> None:
    """Wherever it comes to stand; of a larger one two rows stand together at a page's foot and head."""
    table = Table((row("类别", "内容"), *(row("甲", f"第{at}") for at in range(count - 1))), 1)
    parted = 0
    for before in range(layout.text_block.lines):
        issue = issue_with(*(AFTER,) * before, table, AFTER)
        pages = Typesetter(layout, squares).typeset(issue)
        placed = [placed for page in pages for placed in page.tables]
        parted += len(placed) > 1
        for each in placed if len(placed) > 1 else ():
            assert len({band.row for band in each.bands[each.repeated :]} - {0}) >= 2
    assert parted == 0 if whole else parted > 0


def test_a_key_in_a_table_makes_anew_what_it_touches(layout: Layout, squares: Faces) -> None:
    """Setting it again gives what setting it from nothing gives; the other cells are the very same."""
    table = Table((row("类别", "内容"), *(row("甲", "一年的任务与安排" * 3) for _ in range(40))), 1)
    issue = issue_with(table)
    path = ("sections", 0, "items", 0, "blocks", 0, 2, 7, 0)
    typesetter = Typesetter(layout, squares)
    before = {place: composed for composed, place in typesetter.typeset(issue).paragraphs()}
    for text in ("乙", "甲乙丙丁戊己庚辛", "甲1", ""):
        issue = replace_range(issue, path, 0, len(text_at(issue, path)), text)
        again = typesetter.typeset(issue)
        assert list(again) == list(Typesetter(layout, squares).typeset(issue))
        if text == "乙":
            now = {place: composed for composed, place in again.paragraphs()}
            assert [place for place, composed in now.items() if composed is not before[place]] == [path]


@given(st.lists(st.tuples(texts, st.booleans()), min_size=1, max_size=8), st.integers(1, 4))
def test_cells_of_one_line_are_those_that_fit(
    layout: Layout, squares: Faces, cells: list[tuple[str, bool]], columns: int
) -> None:
    """What is known to fit into its line before that is made does."""
    made = [Cell(text, bold=((0, len(text)),) if bold and text else ()) for text, bold in cells]
    made += [Cell()] * (-len(made) % columns)
    rows = tuple(tuple(made[at : at + columns]) for at in range(0, len(made), columns))
    pages = Typesetter(layout, squares).typeset(issue_with(Table(rows)))
    for composed, _ in pages.paragraphs():
        assert composed.count == len(composed.breaks)


def test_no_header_is_repeated_over_a_note_alone(layout: Layout, squares: Faces) -> None:
    table = Table((row("项", "数"), *(row("甲", "1") for _ in range(10))), 1, note="注" * 3_000)
    pages = Typesetter(layout, squares).typeset(issue_with(table))
    heads = [line for page in pages for line in page.lines if line.kind is Kind.TABLE_HEAD]
    assert len(heads) == 2
