"""The head of page 1, the closing block and the page numbers, against the official layout's figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from bulletin_desk.bulletin.model import Addressee, DatedHeader, Imprint, Issue, Kind, Masthead
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.pages.model import Colour, HorizontalRule, Page, PlacedLine
from bulletin_desk.typeset.typesetter import Typesetter
from bulletin_desk.units import mm
from tests.layouts.rows import PrintCountAt, print_count_at, row_of, with_print_count_at, with_row
from tests.squares import DASH_TOP

MM = 72 / 25.4
RED = Colour(0.0, 1.0, 1.0, 0.0)
BLACK = Colour(0.0, 0.0, 0.0, 1.0)

ISSUE = Issue(
    masthead=Masthead("四川省地方志工作简报", 2, 607),
    dated_header=DatedHeader("四川省地方志工作办公室", date(2024, 1, 9)),
    disclosure="主动公开",
    distribution=(Addressee("报", "国" * 50 + "。"), Addressee("送", "国国。"), Addressee("发", "国国。")),
    imprint=Imprint("四川省地方志工作办公室综合处", date(2024, 1, 9)),
    print_count=3,
)


@pytest.fixture(params=["sichuan-gazetteer", "gb9704"])
def named(request: pytest.FixtureRequest) -> Layout:
    """Each shipped layout."""
    return load_layout(request.param)


def first_page(issue: Issue, layout: Layout, faces: Faces) -> Page:
    return Typesetter(layout, faces).typeset(issue)[0]


def closing_page(issue: Issue, layout: Layout, faces: Faces) -> Page:
    return Typesetter(layout, faces).typeset(issue)[-1]


def black(page: Page) -> list[HorizontalRule]:
    """The rules of the closing block."""
    return [mark for mark in page.marks if isinstance(mark, HorizontalRule) and mark.colour == BLACK]


def closing(page: Page) -> list[PlacedLine]:
    """The lines of the closing block."""
    parts = ("disclosure", "distribution", "imprint", "print_count")
    return [placed for placed in page.lines if placed.path[0] in parts]


def lines(page: Page, *kinds: Kind) -> list[PlacedLine]:
    return [placed for placed in page.lines if placed.kind in kinds]


def text(placed: PlacedLine) -> str:
    return placed.line.text


def em_box(placed: PlacedLine) -> tuple[float, float]:
    """Top and bottom of the line's em box on the page; the baseline is 0.88 em below its top."""
    size = placed.line.runs[0].size
    return placed.y - 0.88 * size, placed.y + 0.12 * size


# ---- the block itself


@pytest.mark.parametrize(
    ("name", "left", "width", "count", "pitch"),
    [("sichuan-gazetteer", 27 * MM, 448, 21, 30), ("gb9704", 28 * MM, 156 * MM, 22, 225 / 22 * MM)],
)
def test_text_block(name: str, left: float, width: float, count: int, pitch: float) -> None:
    layout = load_layout(name)
    block = layout.text_block
    assert (float(layout.paper_width), float(layout.paper_height)) == pytest.approx((210 * MM, 297 * MM))
    assert (float(block.top), float(block.left)) == pytest.approx((37 * MM, left))
    assert (float(block.width), block.lines, float(block.line_pitch)) == pytest.approx((width, count, pitch))
    assert float(block.cell) == pytest.approx(width / 28)


# ---- head of page 1


def test_masthead_is_as_wide_as_the_block(named: Layout, squares: Faces) -> None:
    (name,) = lines(first_page(ISSUE, named, squares), Kind.MASTHEAD)
    assert name.line.edges[0] == pytest.approx(0)
    assert name.line.edges[-1] == pytest.approx(float(named.text_block.width))
    assert name.line.runs[0].colour == RED
    assert "xiaobiaosong" in name.line.runs[0].font.file


def test_short_masthead_is_centred_at_its_largest(named: Layout, squares: Faces) -> None:
    issue = replace(ISSUE, masthead=Masthead("地方志工作简报", 2))
    (name,) = lines(first_page(issue, named, squares), Kind.MASTHEAD)
    left, end = name.line.edges[0], name.line.edges[-1]
    assert end - left == pytest.approx(7 * 56)
    assert left == pytest.approx(float(named.text_block.width) - end, abs=1e-3)


@pytest.mark.parametrize("masthead", ["四川AI2024工作简报", "四川省（2024）工作简报", "A" * 25])
def test_a_masthead_on_one_line_is_as_wide_as_the_block(named: Layout, squares: Faces, masthead: str) -> None:
    """Gaps between Han and Latin count as well."""
    issue = replace(ISSUE, masthead=Masthead(masthead, 2))
    (name,) = lines(first_page(issue, named, squares), Kind.MASTHEAD)
    assert name.line.edges[-1] == pytest.approx(float(named.text_block.width), abs=1e-3)


def test_gb9704_masthead_stands_35_mm_below_the_block_top(squares: Faces) -> None:
    (name,) = lines(first_page(ISSUE, load_layout("gb9704"), squares), Kind.MASTHEAD)
    assert em_box(name)[0] == pytest.approx((37 + 35) * MM)


def test_head_from_top_to_bottom(named: Layout, squares: Faces) -> None:
    marked = replace(ISSUE, masthead=replace(ISSUE.masthead, marking="内部资料"))
    page = first_page(marked, named, squares)
    marking, name, number, issuer, day = page.lines[:5]
    assert [text(placed) for placed in (marking, number, issuer, day)] == [
        "内部资料",
        "第2期（总第607期）",
        "四川省地方志工作办公室",
        "2024年1月9日",
    ]
    assert marking.top == pytest.approx(37 * MM)
    for above, below in pairwise([marking, name, number, issuer]):
        assert em_box(above)[1] <= em_box(below)[0] + 1e-6
    width = float(named.text_block.width)
    assert issuer.y == day.y
    assert issuer.line.edges[0] == pytest.approx(0)
    assert day.line.edges == pytest.approx((width,))
    (red,) = page.marks[:1]
    assert isinstance(red, HorizontalRule)
    assert red.colour == RED
    assert (red.x, red.width) == pytest.approx((float(named.text_block.left), width))
    flow_top = named.text_block.line_pitch * (named.head.lines + named.head.space_after)
    assert em_box(issuer)[1] < red.y - red.thickness / 2
    assert red.y + red.thickness / 2 <= float(named.text_block.top + flow_top)


def test_gb9704_red_rule_is_4_mm_below_the_header(squares: Faces) -> None:
    page = first_page(ISSUE, load_layout("gb9704"), squares)
    (issuer,) = [placed for placed in page.lines if placed.path == ("dated_header", "issuer")]
    red = page.marks[0]
    assert isinstance(red, HorizontalRule)
    assert red.y - red.thickness / 2 - em_box(issuer)[1] == pytest.approx(4 * MM)


def test_number_line_is_centred(named: Layout, squares: Faces) -> None:
    (number,) = lines(first_page(ISSUE, named, squares), Kind.NUMBER_LINE)
    style = named.styles["number_line"]
    cell, size = float(style.advance), float(style.size)
    natural = 7 * cell + 4 * cell / 2 + 4 * cell / 4  # full-width, figures, gaps
    first = (
        number.line.runs[0].xs[0] - (cell - size) / 2
    )  # glyphs of 16 pt stand in the middle of their cells
    assert first == pytest.approx((float(named.text_block.width) - natural) / 2)


def test_number_without_total_and_with_supplement(named: Layout, squares: Faces) -> None:
    issue = replace(ISSUE, masthead=replace(ISSUE.masthead, total_number=None, supplement="增刊"))
    (number,) = lines(first_page(issue, named, squares), Kind.NUMBER_LINE)
    assert text(number) == "增刊第2期"


def test_a_long_issuer_stays_clear_of_the_date(named: Layout, squares: Faces) -> None:
    issue = replace(ISSUE, dated_header=replace(ISSUE.dated_header, issuer="国" * 30))
    page = first_page(issue, named, squares)
    issuer = [placed for placed in page.lines if placed.path == ("dated_header", "issuer")]
    (day,) = [placed for placed in page.lines if placed.path == ("dated_header", "date")]
    assert len(issuer) == 2
    cell = float(named.styles["issuer"].advance)
    assert all(placed.line.edges[-1] <= day.line.runs[0].xs[0] - cell + 1e-6 for placed in issuer)
    assert issuer[-1].y == day.y  # the further line goes above
    assert issuer[0].y < day.y


# ---- page numbers


def test_folio(named: Layout, squares: Faces) -> None:
    issue = replace(ISSUE, distribution=(Addressee("报", "国\n" * 18),))  # too tall for page 1: two pages
    first, second = Typesetter(named, squares).typeset(issue)
    block = named.text_block
    foot, em = float(block.top + block.height), 14.0
    for page, folio_text in [(first, "— 1 —"), (second, "— 2 —")]:
        folio = page.folio
        assert folio is not None
        assert folio.line.text == folio_text
        assert folio.y - DASH_TOP / 1000 * em == pytest.approx(foot + 7 * MM)
        assert {run.size for run in folio.line.runs} == {em}
        assert {"song" in run.font.file for run in folio.line.runs} == {True}
    glyphs = [x for run in first.folio.line.runs for x in run.xs] if first.folio else []
    assert glyphs[-1] + em == pytest.approx(float(block.width) - em)  # odd: right, one em in
    glyphs = [x for run in second.folio.line.runs for x in run.xs] if second.folio else []
    assert glyphs[0] == pytest.approx(em)  # even: left


def test_how_many_pages_there_are(named: Layout, squares: Faces) -> None:
    issue = replace(ISSUE, distribution=(Addressee("报", "国\n" * 18),))
    layout = replace(named, folio=named.folio._replace(text="第{page}页共{pages}页"))
    pages = Typesetter(layout, squares).typeset(issue)
    assert [page.folio.line.text for page in pages if page.folio] == ["第1页共2页", "第2页共2页"]


# ---- closing block


def test_closing_block_at_the_foot(named: Layout, squares: Faces) -> None:
    page = closing_page(ISSUE, named, squares)
    kinds = [placed.kind for placed in closing(page)]
    assert kinds == [
        Kind.DISCLOSURE,
        *[Kind.DISTRIBUTION] * 7,  # three labels and four lines of addressees
        *[Kind.IMPRINT] * 2,
        Kind.PRINT_COUNT,
    ]
    block = named.text_block
    last = page.lines[-1]
    foot = float(block.top + block.height)
    rule = black(page)[-1]
    if print_count_at(named) == "below":
        assert last.top + last.height == pytest.approx(foot)
    else:  # GB/T 9704-2012, 7.4.1
        assert rule.y + rule.thickness / 2 == pytest.approx(foot)
        assert last.top == pytest.approx(foot + float(row_of(named, "print_count").space or 0))
    assert text(closing(page)[0]) == "信息公开选项：主动公开"
    assert text(last) == "（共印3份）"


def test_rules_of_the_closing_block(named: Layout, squares: Faces) -> None:
    page = closing_page(ISSUE, named, squares)
    top, inner, bottom = black(page)
    assert [rule.thickness for rule in (top, inner, bottom)] == pytest.approx(
        [0.35 * MM, 0.25 * MM, 0.35 * MM]
    )
    left, width = float(named.text_block.left), float(named.text_block.width)
    assert all((rule.x, rule.width) == pytest.approx((left, width)) for rule in (top, inner, bottom))
    assert all(rule.colour == BLACK for rule in (top, inner, bottom))
    (disclosure,) = lines(page, Kind.DISCLOSURE)
    entries = lines(page, Kind.DISTRIBUTION)
    imprint = lines(page, Kind.IMPRINT)
    (count,) = lines(page, Kind.PRINT_COUNT)
    assert em_box(disclosure)[1] < top.y < em_box(entries[0])[0]
    assert em_box(entries[-1])[1] < inner.y < em_box(imprint[0])[0]
    assert em_box(imprint[-1])[1] < bottom.y < em_box(count)[0]


def test_distribution_turns_behind_its_label(named: Layout, squares: Faces) -> None:
    page = closing_page(ISSUE, named, squares)
    label = next(placed for placed in page.lines if placed.path == ("distribution", 0, "label"))
    turned = [placed for placed in page.lines if placed.path == ("distribution", 0, "to")]
    assert text(label) == "报："
    assert label.line.edges[0] == pytest.approx(14)
    assert len(turned) == 2
    assert label.y == turned[0].y
    assert [placed.line.edges[0] for placed in turned] == pytest.approx([14 + 2 * 14] * 2)
    assert turned[0].line.edges[-1] == pytest.approx(float(named.text_block.width) - 14, abs=14)
    assert turned[1].top - turned[0].top == pytest.approx(26)


def test_a_label_too_long_to_stand_beside_its_entry(named: Layout, squares: Faces) -> None:
    issue = replace(ISSUE, distribution=(Addressee("国" * 20, "国国。"),))
    page = closing_page(issue, named, squares)
    label, entry = lines(page, Kind.DISTRIBUTION)
    assert entry.y - label.y == pytest.approx(26)
    assert entry.line.edges[0] == pytest.approx(14)


def test_a_label_of_two_lines_pushes_the_next_entry_down(named: Layout, squares: Faces) -> None:
    issue = replace(ISSUE, distribution=(Addressee("报\n送", "国。"), Addressee("发", "国。")))
    entries = lines(closing_page(issue, named, squares), Kind.DISTRIBUTION)
    tops = {text(placed): placed.top for placed in entries}
    assert tops["发："] - tops["送："] == pytest.approx(26)


def test_imprint_on_one_line(named: Layout, squares: Faces) -> None:
    office, day = lines(closing_page(ISSUE, named, squares), Kind.IMPRINT)
    assert office.y == day.y
    assert text(day) == "2024年1月9日印发"
    assert office.line.edges[0] == pytest.approx(14)
    assert day.line.runs[-1].xs[-1] + 14 == pytest.approx(float(named.text_block.width) - 14)


def test_a_long_office_stays_clear_of_the_date(named: Layout, squares: Faces) -> None:
    issue = replace(ISSUE, imprint=Imprint("国" * 30, date(2024, 12, 31)))
    page = closing_page(issue, named, squares)
    *office, day = lines(page, Kind.IMPRINT)
    assert len(office) == 2
    assert all(placed.line.edges[-1] <= day.line.runs[0].xs[0] - 14 + 1e-6 for placed in office)
    assert office[-1].y == day.y
    assert page.marks[-1].y > em_box(day)[1]


def test_parts_that_an_issue_lacks(named: Layout, squares: Faces) -> None:
    page = closing_page(replace(ISSUE, distribution=()), named, squares)
    assert [round(rule.thickness / MM, 3) for rule in black(page)] == [0.35, 0.35]
    page = closing_page(replace(ISSUE, imprint=None), named, squares)
    assert [round(rule.thickness / MM, 3) for rule in black(page)] == [0.35, 0.35]
    page = closing_page(replace(ISSUE, distribution=(), imprint=None, print_count=None), named, squares)
    assert black(page) == []
    assert [placed.kind for placed in closing(page)] == [Kind.DISCLOSURE]
    bare = replace(ISSUE, distribution=(), imprint=None, print_count=None, disclosure="")
    assert closing(closing_page(bare, named, squares)) == []


def test_rules_between_entries_are_the_layouts(named: Layout, squares: Faces) -> None:
    ruled = with_row(named, "label", rule_between=mm("0.25"))
    page = closing_page(ISSUE, ruled, squares)
    assert [round(rule.thickness / MM, 3) for rule in black(page)] == [0.35, 0.25, 0.25, 0.25, 0.35]


# ---- where the print count stands


def test_a_print_count_above_the_last_rule(named: Layout, squares: Faces) -> None:
    inside = with_print_count_at(named, "inside")
    page = closing_page(ISSUE, inside, squares)
    (count,) = lines(page, Kind.PRINT_COUNT)
    block = named.text_block
    top, inner, bottom = black(page)
    assert bottom.y + bottom.thickness / 2 == pytest.approx(float(block.top + block.height))
    assert em_box(lines(page, Kind.IMPRINT)[-1])[1] < em_box(count)[0] < em_box(count)[1] < bottom.y
    assert top.y < inner.y < count.y
    assert count.line.runs[-1].xs[-1] + 14 == pytest.approx(float(block.width) - 14)  # one em in


@pytest.mark.parametrize("at", ["below", "inside", "margin"])
def test_a_print_count_without_rules_stands_in_the_block(
    at: PrintCountAt, named: Layout, squares: Faces
) -> None:
    layout = with_print_count_at(named, at)
    page = closing_page(replace(ISSUE, distribution=(), imprint=None), layout, squares)
    (count,) = lines(page, Kind.PRINT_COUNT)
    block = named.text_block
    assert black(page) == []
    assert count.top + count.height == pytest.approx(float(block.top + block.height))


def test_a_print_count_in_the_margin_clears_the_page_number(squares: Faces) -> None:
    layout = load_layout("gb9704")
    page = closing_page(ISSUE, layout, squares)
    (count,) = lines(page, Kind.PRINT_COUNT)
    assert page.number == 2
    assert page.folio
    right = page.folio.line.runs[-1].xs[-1] + page.folio.line.runs[-1].size
    assert right < count.line.runs[0].xs[0]
    assert em_box(count)[1] <= float(layout.paper_height)


@pytest.mark.parametrize("at", ["below", "inside", "margin"])
def test_without_a_print_count_the_last_rule_is_the_foot(
    at: PrintCountAt, named: Layout, squares: Faces
) -> None:
    layout = with_print_count_at(named, at)
    page = closing_page(replace(ISSUE, print_count=None), layout, squares)
    rule = black(page)[-1]
    block = named.text_block
    assert rule.y + rule.thickness / 2 == pytest.approx(float(block.top + block.height))
