"""Names of every length in the head of page 1: on one line or two, spaced or not, clear of all else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

import pytest

from bulletin_desk.bulletin.model import DatedHeader, Issue, Kind, Masthead
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.pages.model import HorizontalRule, Page, PlacedLine
from bulletin_desk.typeset.typesetter import Typesetter
from tests.layouts.rows import fit_of, hangs_at, row_of, with_fit

LONG = (
    "四川省地方志工作办公室和四川省档案馆四川省社会科学院联合主办的地方志事业"
    "高质量发展工作简报汇编供各市县党史和地方志机构领导同志参阅内部交流"
)
LATIN = (
    "AI赋能2025年四川省“十四五”GIS数字方志馆建设（CNKI）工作简报第3辑Wenchuan县志办公室iOS应用推广情况通报"
)
NAMES = [
    *(LONG[:length] for length in range(2, 61)),
    *(LATIN[:length] for length in range(2, 61)),
    *(f"{LONG[:length]}\n{LONG[:8]}" for length in range(2, 53, 3)),
    *(f"{LATIN[:4]}\n{LATIN[:length]}" for length in range(2, 53, 3)),
    "简\n报",
    "四川省\n地方志\n工作简报",
    "A" * 60,
    "1" * 30,
    "简报\n",
    "",
]


@pytest.fixture(params=["sichuan-gazetteer", "gb9704"], scope="module")
def named(request: pytest.FixtureRequest) -> Layout:
    """Each shipped layout."""
    return load_layout(request.param)


class Box(NamedTuple):
    """Where the ink of a line is, in points."""

    left: float
    top: float
    right: float
    bottom: float


def issue_of(name: str, marking: str = "内部资料★一年") -> Issue:
    return Issue(
        masthead=Masthead(name, 12, 744, marking=marking),
        dated_header=DatedHeader("四川省地方志工作办公室", date(2025, 12, 28)),
    )


def first_page(name: str, layout: Layout, faces: Faces) -> Page:
    return Typesetter(layout, faces).typeset(issue_of(name))[0]


def lines(page: Page, kind: Kind) -> list[PlacedLine]:
    return [placed for placed in page.lines if placed.kind is kind]


def ink(placed: PlacedLine, faces: Faces) -> Box | None:
    """The ink of a line; None for one that has none."""
    boxes = []
    for run in placed.line.runs:
        face = faces.face(run.font)
        scale = run.size / face.units_per_em
        for char, x in zip(run.text, run.xs, strict=True):
            box = face.file.box(face.glyph(char))
            if box is not None:
                left = placed.x + x
                sides = (left + box.x_min * scale * run.stretch, left + box.x_max * scale * run.stretch)
                boxes.append(
                    Box(sides[0], placed.y - box.y_max * scale, sides[1], placed.y - box.y_min * scale)
                )
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def test_nothing_in_the_head_touches_anything_else(named: Layout, faces: Faces) -> None:
    block = named.text_block
    left, right = float(block.left), float(block.left + block.width)
    for name in NAMES:
        page = first_page(name, named, faces)
        rows = [
            ink(placed, faces)
            for kind in (Kind.MARKING, Kind.MASTHEAD, Kind.NUMBER_LINE)
            for placed in lines(page, kind)
        ]
        issuer, day = (ink(placed, faces) for placed in lines(page, Kind.DATED_HEADER))
        assert issuer
        assert day
        (rule,) = page.marks
        assert isinstance(rule, HorizontalRule)
        boxes = [box for box in rows if box]
        bands = [(box.top, box.bottom) for box in boxes]
        bands.append((min(issuer.top, day.top), max(issuer.bottom, day.bottom)))
        bands.append((rule.y - rule.thickness / 2, rule.y + rule.thickness / 2))
        for above, below in pairwise(bands):
            assert above[1] < below[0], (name, above, below)
        for box in boxes:
            assert left - 2 < box.left, name
            assert box.right < right + 2, name
        assert issuer.right < day.left


def test_the_number_keeps_its_distance(named: Layout, faces: Faces) -> None:
    """As far below any name as below the largest on one line; in gb9704 two empty lines (7.2.5)."""
    for name in NAMES:
        page = first_page(name, named, faces)
        number = lines(page, Kind.NUMBER_LINE)[0]
        last = lines(page, Kind.MASTHEAD)[-1]
        if not last.line.runs:  # an empty line tells no size
            continue
        foot = last.y + 0.12 * last.line.runs[0].size
        if hangs_at(named) is None:
            top, line = row_of(named, "name").top, row_of(named, "number").line
            assert top is not None
            assert line is not None
            largest = float(named.text_block.top + top + named.styles["masthead"].size)
            number_top = float(named.text_block.top + (line - 1) * named.text_block.line_pitch)
            assert number.top == pytest.approx(number_top)
            assert foot <= largest + 1e-6, name
        else:
            assert number.top - foot == pytest.approx(2 * float(named.text_block.line_pitch)), name


def test_in_gb9704_the_header_and_the_text_make_way_by_whole_lines(faces: Faces) -> None:
    layout = load_layout("gb9704")
    pitch, top = layout.text_block.line_pitch, layout.text_block.top
    rows = set()
    for name in NAMES:
        page = first_page(name, layout, faces)
        issuer = lines(page, Kind.DATED_HEADER)[0]
        row = (Fraction(issuer.top).limit_denominator(10**6) - top) / pitch
        assert float(row) == pytest.approx(round(row), abs=1e-4)
        rows.add(round(row))
    header_line = row_of(layout, "issuer").line
    assert header_line is not None
    assert min(rows) == header_line - 1
    assert max(rows) <= header_line + 2


def test_a_name_is_set_in_two_lines_before_it_is_too_small(named: Layout, faces: Faces) -> None:
    least = float(fit_of(named).least)
    for name in NAMES:
        pages = Typesetter(named, faces).typeset(issue_of(name))
        name_lines = lines(pages[0], Kind.MASTHEAD)
        sizes = {run.size for placed in name_lines for run in placed.line.runs}
        small = any(size < least for size in sizes)
        told = [remark for remark in pages.remarks if remark.rule == "header_too_long"]
        assert bool(told) is small, name
        assert len(sizes) <= 1
        if "\n" in name:
            assert len(name_lines) == name.count("\n") + 1, name
        else:
            assert len(name_lines) <= 2
            assert len(name_lines) == 2 or not small


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("四川省地方志工作简报", ["四川省地方志工作简报"]),
        ("四川省地方志工作办公室\n学习教育简报", ["四川省地方志工作办公室", "学习教育简报"]),
        ("四川省地方志工作办公室党史学习教育简报", ["四川省地方志工作办公室", "党史学习教育简报"]),
    ],
)
def test_where_a_name_is_divided(named: Layout, faces: Faces, name: str, wanted: list[str]) -> None:
    assert [placed.line.text for placed in lines(first_page(name, named, faces), Kind.MASTHEAD)] == wanted


def test_two_lines_stand_as_far_apart_as_the_layout_says(named: Layout, squares: Faces) -> None:
    name = "国" * 22
    for pitch in (Fraction(1), Fraction(6, 5), Fraction(3, 2)):
        layout = with_fit(named, pitch=pitch)
        first, second = lines(first_page(name, layout, squares), Kind.MASTHEAD)
        size = first.line.runs[0].size
        assert second.y - first.y == pytest.approx(float(pitch) * size)


def test_short_names_are_as_wide_as_the_layout_says(named: Layout, squares: Faces) -> None:
    """Spaces between the characters, none at the ends."""
    block = named.text_block
    for count, width in fit_of(named).widths.items():
        (name,) = lines(first_page("国" * count, named, squares), Kind.MASTHEAD)
        xs = [x for run in name.line.runs for x in run.xs]
        assert xs[-1] + 56 - xs[0] == pytest.approx(float(width))
        assert xs[0] == pytest.approx(float(block.width - width) / 2, abs=1e-3)
        steps = [after - before for before, after in pairwise(xs)]
        assert steps == pytest.approx([steps[0]] * len(steps), abs=1e-3)
        assert name.line.edges[0] == pytest.approx(xs[0], abs=1e-3)
        assert name.line.edges[-1] == pytest.approx(xs[-1] + 56, abs=1e-3)


def test_names_that_are_not_spaced(named: Layout, squares: Faces) -> None:
    none = with_fit(named, widths={})
    for layout, name in ((none, "党建简报"), (named, "国" * 7), (named, "党 建"), (named, "“简报”")):
        (placed,) = lines(first_page(name, layout, squares), Kind.MASTHEAD)
        assert placed.line.edges[-1] - placed.line.edges[0] < len(name) * 56 + 1e-6


def test_a_word_in_a_short_name_keeps_together(named: Layout, squares: Faces) -> None:
    (placed,) = lines(first_page("AI简报", named, squares), Kind.MASTHEAD)
    xs = [x for run in placed.line.runs for x in run.xs]
    assert xs[1] - xs[0] == pytest.approx(28)  # letters of these faces are half an em wide
    assert xs[3] + 56 - xs[0] == pytest.approx(float(fit_of(named).widths[3]))


def test_a_layout_without_the_new_values_sets_names_as_before(squares: Faces) -> None:
    """On one line, however small."""
    layout = with_fit(load_layout(), least=Fraction(4), widths={})
    (name,) = lines(first_page("国" * 40, layout, squares), Kind.MASTHEAD)
    assert name.line.edges[-1] == pytest.approx(float(layout.text_block.width))


def test_a_head_that_grows_leaves_a_line_of_text(squares: Faces) -> None:
    """A layout of a few lines: names of many lines neither fail nor fill the page."""
    layout = load_layout("gb9704")
    small = replace(layout, text_block=layout.text_block._replace(lines=13))
    for name in ("国" * 4, "国" * 40, "\n".join("国" * 12)):
        pages = Typesetter(small, squares).typeset(issue_of(name))
        assert pages.head.height <= small.text_block.height - 2 * small.text_block.line_pitch
