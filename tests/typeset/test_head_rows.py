"""Where the rows of the head stand, and how high it is, by the layout file alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from bulletin_desk.bulletin.model import Body, DatedHeader, Issue, Item, Kind, Masthead, Section
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import read_layout
from bulletin_desk.pages.model import Page, PlacedLine
from bulletin_desk.typeset.fixed_part import Placement
from bulletin_desk.typeset.typesetter import Typesetter
from bulletin_desk.units import mm
from tests.typeset.test_forms import DAY

ISSUE = Issue(
    Masthead("内参", 12), DatedHeader("某报", DAY), sections=(Section("", (Item("", (Body("国" * 30),)),)),)
)
NAME = 'centre = "{name}"\nfit = {}\n'
NUMBER = '[[head.rows]]\nspace = "1 line"\ncentre = "第{number}期"\n'
RULED = 'rule = { thickness = "1 pt", gap = "4 mm" }\n'
OFFERS = '[offers]\nsections = "none"\ntitles = "optional"\n'


def read(head: str, folder: Path) -> Layout:
    file = folder / "mine.toml"
    file.write_text(f'name = "内参"\n{OFFERS}{head}', encoding="utf-8")
    return read_layout(file)


def page_of(layout: Layout, faces: Faces) -> Page:
    return Typesetter(layout, faces).typeset(ISSUE)[0]


def line_of(page: Page, kind: Kind) -> PlacedLine:
    return next(line for line in page.lines if line.kind is kind)


@pytest.mark.parametrize("rule", ["", RULED])
@pytest.mark.parametrize("top", ["0 mm", "20 mm", "60 mm"])
def test_a_head_off_the_grid_is_as_high_as_its_rows(
    top: str, rule: str, squares: Faces, tmp_path: Path
) -> None:
    layout = read(f'[[head.rows]]\ntop = "{top}"\n{NAME}{NUMBER}{rule}', tmp_path)
    page = page_of(layout, squares)
    block = layout.text_block
    head = Typesetter(layout, squares).typeset(ISSUE).head
    foot = line_of(page, Kind.NUMBER_LINE).y - float(block.top)
    foot = max([foot, *(mark.y - float(block.top) for mark in page.marks[: 1 if rule else 0])])
    assert head.height % block.line_pitch == 0
    assert foot < head.height < foot + 2 * float(block.line_pitch)
    body = line_of(page, Kind.BODY)
    assert body.y > float(block.top + head.height + block.line_pitch * layout.head.space_after)


def name_of(layout: Layout, faces: Faces, name: str) -> Placement:
    issue = replace(ISSUE, masthead=replace(ISSUE.masthead, name=name))
    (placement,) = Typesetter(layout, faces).typeset(issue).head.of(Kind.MASTHEAD)
    return placement


def test_a_row_above_the_text_block(squares: Faces, tmp_path: Path) -> None:
    layout = read(f'[[head.rows]]\ntop = "-17 mm"\n{NAME}{NUMBER}', tmp_path)
    name = name_of(layout, squares, "内参")
    assert layout.text_block.top + name.foot - name.composed.paragraph.size == mm(20)
    # a name in two lines has as much room there as elsewhere
    deep = read(f'[[head.rows]]\ntop = "20 mm"\n{NAME}{NUMBER}', tmp_path)
    sizes = {name_of(each, squares, "国国国\n国国国").composed.paragraph.size for each in (layout, deep)}
    assert len(sizes) == 1


def test_room_from_the_edge_of_the_paper(squares: Faces, tmp_path: Path) -> None:
    layout = read(f'[[head.rows]]\ntop = "-37 mm"\nheight = "60 mm"\n{NUMBER}', tmp_path)
    number = line_of(page_of(layout, squares), Kind.NUMBER_LINE)
    assert mm(60) < number.y < mm(60) + 2 * layout.text_block.line_pitch


@pytest.mark.parametrize("length", [0, 2, 9, 12, 14, 15, 20, 40])
@pytest.mark.parametrize("date", [0, 3, 10])
def test_what_stands_in_the_middle_of_a_row_makes_way(
    length: int, date: int, squares: Faces, tmp_path: Path
) -> None:
    cells = f'left = "{{issuer}}"\ncentre = "第{{number}}期"\nright = "{"日" * date}"\n'
    layout = read(f"[[head.rows]]\nline = 4\n{cells}", tmp_path)
    issue = replace(ISSUE, dated_header=replace(ISSUE.dated_header, issuer="国" * length))
    placements = Typesetter(layout, squares).typeset(issue).head.placements
    spans = {}
    for placement in placements:
        lines = [placement.composed.line(number) for number in placement.numbers]
        runs = [run for line in lines for run in line.runs]
        if runs:
            spans[placement.side] = (
                min(run.xs[0] for run in runs),
                max(run.xs[-1] + run.size for run in runs),
            )
    row = [spans[side] for side in ("left", "centre", "right") if side in spans]
    assert all(one[1] < other[0] for one, other in pairwise(row))
    assert row[-1][1] <= float(layout.text_block.width) + 1
    if length <= 9 and date <= 10:
        middle = sum(spans["centre"]) / 2
        assert middle == pytest.approx(float(layout.text_block.width / 2), abs=1)


CORNER = '[[head.rows]]\nline = 1\nleft = "{marking}"\n'


@pytest.mark.parametrize("last", ['top = "90 mm"\nright = "{date}"\n', 'space = "40 mm"\nright = "{date}"\n'])
def test_rows_below_the_last_on_the_grid_make_the_head_as_high(
    last: str, squares: Faces, tmp_path: Path
) -> None:
    layout = read(f'{CORNER}[[head.rows]]\ntop = "20 mm"\n{NAME}[[head.rows]]\n{last}{RULED}', tmp_path)
    page = page_of(layout, squares)
    (rule,) = page.marks[:1]
    assert rule.y > float(layout.text_block.top + mm(70))
    assert line_of(page, Kind.BODY).top > rule.y


def test_type_larger_than_the_grid_s_pitch_keeps_off_the_row_above(squares: Faces, tmp_path: Path) -> None:
    over = '[[head.rows]]\ntop = "0 mm"\ncentre = "{issuer}"\n'
    large = '[[head.rows]]\nspace = "3 mm"\ncentre = ["{name}", { text = "专报", style = "large" }]\n'
    layout = read(f'{over}{large}[styles.large]\nface = "hei"\nsize = "75 pt"\n', tmp_path)
    head = Typesetter(layout, squares).typeset(ISSUE).head
    above, _, below = head.placements
    size = below.composed.paragraph.size
    assert below.foot - size - above.foot == mm(3)
    assert head.clashes() == []


def clashes(rows: str, squares: Faces, folder: Path) -> list[tuple[int, int]]:
    issue = replace(ISSUE, masthead=replace(ISSUE.masthead, marking="内部"))
    pages = Typesetter(read(rows, folder), squares).typeset(issue)
    told = [remark.note for remark in pages.remarks if remark.rule == "rows_clash"]
    found = [clash.rows for clash in pages.head.clashes()]
    assert told == [f"head.rows[{one}]、head.rows[{other}]" for one, other in found]
    return found


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ('line = 2\nleft = "{issuer}"\n[[head.rows]]\nline = 2\nleft = "{marking}"\n', [(0, 1)]),
        ('line = 2\nleft = "{issuer}"\n[[head.rows]]\nline = 2\nright = "{marking}"\n', []),
        ('line = 2\nleft = "{issuer}"\n[[head.rows]]\ntop = "1.2 line"\nleft = "{marking}"\n', [(0, 1)]),
        ('line = 2\nleft = "{issuer}"\n[[head.rows]]\nline = 3\nleft = "{marking}"\n', []),
        ('line = 2\nleft = "{issuer}"\n[[head.rows]]\nline = 2\nleft = "{supplement}"\n', []),
        # a rule through another row
        (
            'line = 2\nleft = "{issuer}"\nrule = { thickness = "1 pt", gap = "6 mm" }\n'
            '[[head.rows]]\nline = 3\nright = "{marking}"\n',
            [(1, 0)],
        ),
        ('line = 2\nleft = "{issuer}"\nrule = { thickness = "1 pt", gap = "1 mm" }\n', []),
    ],
)
def test_rows_over_each_other_are_told(
    rows: str, found: list[tuple[int, int]], squares: Faces, tmp_path: Path
) -> None:
    assert clashes(f"[[head.rows]]\n{rows}", squares, tmp_path) == found
