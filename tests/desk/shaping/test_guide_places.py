"""Where guides stand, and what a drag of each changes: whatever is dragged, its guide is where it was dragged
to, and the layout can be written and read again."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from bulletin_desk.bulletin.model import Addressee, Issue
from bulletin_desk.desk.shaping.guide_parts import field_of, part_of
from bulletin_desk.desk.shaping.guide_places import (
    CELLS,
    FOLIO_GAP,
    FOLIO_INDENT,
    HEAD_LINES,
    LEFT,
    LINES,
    SPACE_AFTER,
    TOP,
    Field,
    Guide,
    guides_on,
    nearest,
    value_of,
    with_guide,
    with_value,
)
from bulletin_desk.desk.shaping.guide_words import called, value_in_words
from bulletin_desk.desk.shaping.old_marks import marks_for
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import carried_layout, layout_names, load_layout
from bulletin_desk.layouts.rows import Row
from bulletin_desk.layouts.write import layout_file
from bulletin_desk.learning.evidence import Ink, Look, Seen, SeenLine, SeenPage, SeenRule
from bulletin_desk.pages.model import HorizontalRule, Page
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.typeset.typesetter import TypesetPages, Typesetter
from bulletin_desk.units import mm, pt
from tests.desk.conftest import EXAMPLES

MM = mm(1)
EXAMPLE = {"sichuan-gazetteer": "2024-01-09"}
"""Examples that are not called as their layouts are."""


def example(layout: str) -> Issue:
    return read_bulletin(EXAMPLES / f"{EXAMPLE.get(layout, layout)}.bulletin")


def pages_of(layout: Layout, issue: Issue, faces: Faces) -> TypesetPages:
    return Typesetter(layout, faces).typeset(issue)


@pytest.fixture(scope="module")
def gazette(faces: Faces) -> TypesetPages:
    return pages_of(load_layout("gb9704"), example("gb9704"), faces)


def guides(pages: TypesetPages) -> list[Guide]:
    last = len(pages) - 1
    return [guide for index in dict.fromkeys((0, last)) for guide in guides_on(pages, index)]


def guide(pages: TypesetPages, field: Field) -> Guide:
    return next(guide for guide in guides(pages) if guide.field == field)


# ---- where they stand


def test_the_block_has_guides_on_every_page(gazette: TypesetPages) -> None:
    block = gazette.layout.text_block
    for index in range(len(gazette)):
        there = {guide.field: guide for guide in guides_on(gazette, index)}
        assert there[TOP].at == block.top
        assert there[LINES].at == block.top + block.height
        assert there[LEFT].at == block.left
        assert there[CELLS].at == block.left + block.width
        assert there[FOLIO_GAP].at == block.top + block.height + gazette.layout.folio.gap


def test_head_rows_stand_where_they_are_printed(gazette: TypesetPages) -> None:
    block, page = gazette.layout.text_block, gazette[0]
    name = guide(gazette, ("head", "rows", 1, "top"))
    assert name.at == block.top + mm(35)
    issuer = guide(gazette, ("head", "rows", 3, "line"))
    line = next(line for line in page.lines if line.path == ("dated_header", "issuer"))
    assert float(issuer.at + block.baseline * 16) == pytest.approx(line.y)
    rule = guide(gazette, ("head", "rows", 3, "rule", "gap"))
    assert float(rule.at) == pytest.approx(page.marks[0].y)
    end, text = guide(gazette, HEAD_LINES), guide(gazette, SPACE_AFTER)
    assert end.at == block.top + 11 * block.line_pitch  # the rule pushes it down by one
    assert end.value == 11
    assert issuer.value == 10  # on 9 in the layout, pushed too
    first = next(line for line in page.lines if line.path[0] == "editors_note")
    assert float(text.at) == pytest.approx(first.top)


def test_the_page_number_has_a_guide_on_its_own_side(gazette: TypesetPages) -> None:
    block = gazette.layout.text_block
    odd = next(each for each in guides_on(gazette, 0) if each.field == FOLIO_INDENT)
    even = next(each for each in guides_on(gazette, 1) if each.field == FOLIO_INDENT)
    assert odd.at == block.left + block.width - gazette.layout.folio.indent
    assert even.at == block.left + gazette.layout.folio.indent
    centred = load_layout("duty-flash")
    pages = Typesetter(centred, gazette_faces(gazette)).typeset(example("duty-flash"))
    assert FOLIO_INDENT not in {each.field for each in guides(pages)}


def gazette_faces(pages: TypesetPages) -> Faces:
    return pages._composer.faces


def test_a_page_without_a_number_has_no_guide_for_it(faces: Faces) -> None:
    layout = load_layout("gb9704")
    issue = example("gb9704")
    one = replace(issue, sections=(replace(issue.sections[0], items=issue.sections[0].items[:1]),))
    pages = pages_of(layout, replace(one, editors_note=()), faces)
    numbered = pages.numbered
    for index in range(numbered, len(pages)):
        assert FOLIO_GAP not in {each.field for each in guides_on(pages, index)}


def test_rows_that_are_not_printed_have_no_guide(faces: Faces) -> None:
    layout, issue = load_layout("gb9704"), example("gb9704")
    unmarked = replace(issue, masthead=replace(issue.masthead, marking=""))
    fields = {each.field for each in guides(pages_of(layout, unmarked, faces))}
    assert ("head", "rows", 0, "line") not in fields
    assert ("head", "rows", 1, "top") in fields


def test_room_that_is_kept_free_has_two_guides(faces: Faces) -> None:
    layout = load_layout("gb9704")
    room = Row(line=2, height=4 * layout.text_block.line_pitch)
    rows = (layout.head.rows[0], room, *layout.head.rows[2:])
    pages = pages_of(replace(layout, head=layout.head._replace(rows=rows)), example("gb9704"), faces)
    block = pages.layout.text_block
    top, foot = guide(pages, ("head", "rows", 1, "line")), guide(pages, ("head", "rows", 1, "height"))
    assert top.at == block.top + block.line_pitch
    assert foot.at == block.top + 5 * block.line_pitch


def test_a_closing_block_on_two_pages_has_no_guides(faces: Faces) -> None:
    issue = example("gb9704")
    many = tuple(Addressee("发", f"第{number}个单位") for number in range(60))
    pages = pages_of(load_layout("gb9704"), replace(issue, distribution=many), faces)
    assert pages.closing_pages > 1
    assert not [each for each in guides(pages) if each.field[0] == "closing"]


# ---- what a drag does


@pytest.mark.parametrize("name", ["gb9704", "monthly"])
def test_whatever_is_dragged_can_be_written_and_read(name: str, faces: Faces) -> None:
    layout = load_layout(name)
    for number, before in enumerate(guides(pages_of(layout, example(name), faces))):
        value = before.dragged(Fraction(31 if number % 2 else -31), Fraction(3))
        moved = with_guide(layout, before, value)
        read, _ = carried_layout("", layout_file(moved))
        assert read == moved


def test_whatever_is_dragged_is_where_it_was_dragged_to(faces: Faces) -> None:
    layout, issue = load_layout("gb9704"), example("gb9704")
    pages = pages_of(layout, issue, faces)
    for before in guides(pages):
        for by in (Fraction(-12), Fraction(31)):
            value = before.dragged(by, Fraction(3))
            if value == before.value or before.field in (HEAD_LINES, LINES):
                continue  # what stands on the last page may stand on another one then
            after = guides(pages_of(with_guide(layout, before, value), issue, faces))
            there = [each.at for each in after if each.field == before.field]
            assert before.place(value) in there or _may_be_pushed(layout, before.field)


def _may_be_pushed(layout: Layout, field: Field) -> bool:
    """Whether a row above may keep it from going up, or to another line than the layout says."""
    return field == SPACE_AFTER or (field[0] == "head" and field[-1] == "line")


def test_a_row_of_the_closing_block_goes_with_what_stands_above_it(faces: Faces) -> None:
    layout, issue = load_layout("gb9704"), example("gb9704")
    pages = pages_of(layout, issue, faces)
    office = guide(pages, ("closing", "rows", 4, "space"))  # below the rule that is above it
    moved = with_guide(layout, office, office.dragged(-mm(5), Fraction(0)))
    assert value_of(moved, office.field) == mm(5)
    after = {each.field: each.at for each in guides(pages_of(moved, issue, faces))}
    before = {each.field: each.at for each in guides(pages)}
    assert after[office.field] == office.at - mm(5)
    last: Field = ("closing", "rows", 5, "rule", "gap")
    assert after[last] == before[last]
    above: Field = ("closing", "rows", 3, "rule", "gap")
    assert after[above] == before[above] - mm(5)


def test_under_the_text_a_row_goes_with_what_stands_below_it(faces: Faces) -> None:
    layout, issue = load_layout("sichuan-gazetteer"), example("sichuan-gazetteer")
    layout = replace(layout, closing=layout.closing._replace(place="text"))
    pages = pages_of(layout, issue, faces)
    before = {each.field: each for each in guides(pages) if each.field[0] == "closing"}
    first = before["closing", "rows", 1, "rule", "gap"]  # below a row with room below it
    assert first.per == 1
    assert first.value == layout.closing.rows[0].space_after
    moved = with_guide(layout, first, first.dragged(mm(5), Fraction(0)))
    read, _ = carried_layout("", layout_file(moved))
    assert read == moved
    after = {each.field: each for each in guides(pages_of(moved, issue, faces))}
    went = [after[field].at - before[field].at for field in before]
    assert went == [0, *[went[1]] * (len(went) - 1)]
    assert float(went[1]) == pytest.approx(float(mm(5)), abs=float(mm(1) / 4))


def test_a_row_with_room_below_it_gives_that_up_last(gazette: TypesetPages) -> None:
    field: Field = ("closing", "rows", 1, "rule", "gap")
    row = guide(gazette, field)
    assert row.value == pt(8)  # what the first row keeps free below itself
    more = with_guide(gazette.layout, row, mm(4))
    assert value_of(more, field) == mm(4) - pt(8)
    assert more.closing.rows[0].space_after == pt(8)
    less = with_guide(gazette.layout, row, row.dragged(pt(6), Fraction(0)))
    assert value_of(less, field) == 0
    assert less.closing.rows[0].space_after == _half(pt(2))
    assert row.dragged(pt(100), Fraction(0)) == 0


def test_what_stands_in_the_margin_hangs_below_the_block(gazette: TypesetPages) -> None:
    count = guide(gazette, ("closing", "rows", 6, "space"))
    assert count.dragged(mm(3), Fraction(0)) == _half(pt(4) + mm(3))
    assert count.at == gazette.layout.text_block.top + gazette.layout.text_block.height + pt(4)


def _half(length: Fraction) -> Fraction:
    return round(length / (MM / 2)) * (MM / 2)


# ---- values


def test_lengths_snap_to_half_millimetres_and_to_lines(gazette: TypesetPages) -> None:
    top = guide(gazette, TOP)
    assert top.dragged(mm("0.8"), Fraction(2)) == mm(38)
    assert top.dragged(mm("1.3"), Fraction(2)) == mm("38.5")
    assert top.dragged(mm("0.1"), Fraction(2)) == mm(37)
    name = guide(gazette, ("head", "rows", 1, "top"))
    pitch = gazette.layout.text_block.line_pitch
    assert name.dragged(4 * pitch - mm(35) + pt(2), pt(3)) == 4 * pitch
    assert name.dragged(4 * pitch - mm(35) + pt(4), pt(3)) == _half(4 * pitch + pt(4))
    assert name.dragged(mm("0.13"), pt(3), fine=True) == mm("35.1")


def test_an_odd_length_stays_while_the_hand_trembles(faces: Faces) -> None:
    layout = load_layout("gb9704")
    odd = with_value(layout, TOP, Fraction(10001, 100))
    top = guide(pages_of(odd, example("gb9704"), faces), TOP)
    assert top.dragged(Fraction(1, 10), pt(3)) == Fraction(10001, 100)
    assert top.dragged(pt(2), pt(3)) == _half(Fraction(10201, 100))


def test_counts_are_whole_and_stay_in_bounds(gazette: TypesetPages) -> None:
    pitch, cell = gazette.layout.text_block.line_pitch, gazette.layout.text_block.cell
    lines, cells = guide(gazette, LINES), guide(gazette, CELLS)
    assert lines.dragged(-pitch * Fraction(14, 10), pt(3)) == 21
    assert cells.dragged(cell * 2, pt(3)) == 30
    assert lines.dragged(-mm(1000), pt(3)) == 12  # the head's ten, one after it, one of text
    assert lines.dragged(mm(1000), pt(3)) == 24
    assert cells.dragged(mm(1000), pt(3)) == 32
    moved = with_guide(gazette.layout, cells, Fraction(30))
    assert moved.text_block.cells == 30
    assert type(moved.text_block.cells) is int


def test_the_head_grows_with_a_row_that_is_dragged_down(gazette: TypesetPages) -> None:
    pitch = gazette.layout.text_block.line_pitch
    issuer = guide(gazette, ("head", "rows", 3, "line"))
    assert with_guide(gazette.layout, issuer, Fraction(13)).head.lines == 13
    assert issuer.dragged(pitch * 30, pt(3)) == 20
    name = guide(gazette, ("head", "rows", 1, "top"))
    lower = with_guide(gazette.layout, name, pitch * Fraction(23, 2))
    assert lower.head.lines == 12
    assert carried_layout("", layout_file(lower))[0] == lower


def test_arrow_keys_go_to_the_next_half_millimetre(gazette: TypesetPages) -> None:
    top = guide(gazette, TOP)
    assert top.stepped(1) == mm("37.5")
    assert top.stepped(-1) == mm("36.5")
    assert top.stepped(1, fine=True) == mm("37.1")
    odd = top._replace(value=mm("37.2"))
    assert odd.stepped(1) == mm("37.5")
    assert odd.stepped(-1) == mm(37)
    assert top._replace(value=Fraction(0)).stepped(-1) == 0
    indent = guide(gazette, FOLIO_INDENT)  # at the right: it grows to the left
    assert indent.per == -1 or indent.page
    assert guide(gazette, LINES).stepped(-1) == 21


def test_values_are_said_in_the_words_of_the_office(gazette: TypesetPages) -> None:
    said = {each.field: value_in_words(each, each.value) for each in guides_on(gazette, 0)}
    assert said[TOP] == "37 毫米"
    assert said[LINES] == "22 行"
    assert said[CELLS] == "28 字"
    assert said["head", "rows", 2, "space"] == "2 行（20.45 毫米）"
    assert said[FOLIO_INDENT] == "1 字（4.94 毫米）"
    names = [called(gazette.layout, each.field) for each in guides(gazette)]
    assert "版心上边（天头）" in names
    assert "报头第 2 行（名称）：到版心上边" in names
    assert "版记第 5 行（印发机关、印发日期）：与上一行之间" in names
    assert len(set(names)) == len({each.field for each in guides(gazette)})


# ---- which one


def test_the_nearest_guide_is_found_first(gazette: TypesetPages) -> None:
    block = gazette.layout.text_block
    found = nearest(guides_on(gazette, 0), Fraction(300), block.top + pt(2), pt(4))
    assert found[0].field == TOP
    assert not nearest(guides_on(gazette, 0), Fraction(300), block.top + pt(30), pt(4))
    upright = nearest(guides_on(gazette, 0), block.left - pt(1), block.top + pt(30), pt(4))
    assert [each.field for each in upright] == [LEFT]


@pytest.mark.parametrize("name", layout_names())
def test_each_part_of_the_panel_has_the_guide_that_leads_to_it(name: str, faces: Faces) -> None:
    layout = load_layout(name)
    for each in guides(pages_of(layout, example(name), faces)):
        field = field_of(layout, part_of(each.field))
        assert field is not None
        assert part_of(field) == part_of(each.field)


def test_old_pages_have_places_for_guides_of_each_kind(gazette: TypesetPages) -> None:
    """Those of our own pages, seen, are where our guides stand."""
    black, block = Ink(0, 0, 0), gazette.layout.text_block
    first, last = (_seen(page, black) for page in (gazette[0], gazette[len(gazette) - 1]))
    for each in guides_on(gazette, 0):
        if each.counted or each.field[0] == "folio":
            continue
        marks = marks_for(each, first, block)
        assert each.aligned(Fraction(0), pt(1), marks) is not None, each.field
    rule = guide(gazette, ("closing", "rows", 4, "space"))
    assert rule.aligned(Fraction(0), pt(1), marks_for(rule, last, block)) is not None
    assert guide(gazette, LINES).aligned(Fraction(0), pt(1), (guide(gazette, LINES).at,)) is None
    assert guide(gazette, TOP).aligned(Fraction(0), pt(1), ()) is None
    assert not marks_for(guide(gazette, FOLIO_GAP), first, block)


def _seen(page: Page, ink: Ink) -> SeenPage:
    """A page as it would be seen."""
    lines = tuple(
        SeenLine(
            tuple(
                Seen(char, line.x + x, line.y, line.x + x + run.size, Look("仿宋", run.size, ink, False))
                for run in line.line.runs
                for char, x in zip(run.text, run.xs, strict=True)
            )
        )
        for line in page.lines
        if line.line.runs
    )
    marks = [mark for mark in page.marks if isinstance(mark, HorizontalRule)]
    rules = tuple(SeenRule(mark.x, mark.y, mark.width, mark.thickness, ink) for mark in marks)
    return SeenPage(page.width, page.height, lines, rules)
