"""Proof prints: the issue's lines, smaller or further apart, with the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import pytest

from bulletin_desk.bulletin.grammar import block_of, item_path
from bulletin_desk.bulletin.model import (
    Block,
    Body,
    Cell,
    DatedHeader,
    Imprint,
    Issue,
    Item,
    Kind,
    Masthead,
    Section,
    Subheading,
    Table,
)
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.marks import Bar, Span
from bulletin_desk.pages.model import HorizontalRule, Page, PlacedLine, VerticalRule
from bulletin_desk.typeset.proof_print import FACTOR, ProofPrint, proof_pages
from bulletin_desk.typeset.typesetter import TypesetPages, Typesetter

WORDS = "全省地方志工作会议在成都召开，“十四五”规划、GDP增长6.5%，认真学习贯彻。"
BLOCK = block_of(item_path(0, 0), 3)


@pytest.fixture(scope="module")
def pages(faces: Faces, layout: Layout) -> TypesetPages:
    rows = tuple((Cell(f"第{at}县"), Cell(str(at * 31))) for at in range(30))
    blocks: list[Block] = [
        Subheading("小标题"),
        *(Body(f"{at}{WORDS * 7}") for at in range(6)),
        Table(rows, 1, caption="各县情况", unit="单位：卷"),
    ]
    issue = Issue(
        Masthead("简报", 2),
        DatedHeader("办公室", date(2026, 11, 30)),
        sections=(Section("动态", (Item("标题", tuple(blocks), "（综合处）"),)),),
        disclosure="主动公开",
        imprint=Imprint("综合处", date(2026, 11, 30)),
    )
    return Typesetter(layout, faces).typeset(issue)


def lines_of(pages: Sequence[Page]) -> list[tuple[object, ...]]:
    return [
        (line.path, line.line.start, line.line.end, line.line.text) for page in pages for line in page.lines
    ]


def numbers(pages: Sequence[Page]) -> list[tuple[int, str]]:
    return [
        (page.number, line.line.text)
        for page in pages
        if page.aside
        for line in page.aside.lines
        if line.line.text.isdecimal()
    ]


@pytest.mark.parametrize("double", [False, True])
def test_the_printed_lines_are_the_issues(
    pages: TypesetPages, layout: Layout, faces: Faces, double: bool
) -> None:
    made = proof_pages(pages, ProofPrint(2, double=double), layout, faces)
    assert lines_of(made) == lines_of(pages)
    assert len(made) > len(pages) if double else len(made) == len(pages)
    for page in made:
        assert (page.width, page.height) == (pages[0].width, pages[0].height)
        assert page.folio is not None
        assert page.folio.line.text == pages[page.number - 1].folio.line.text  # type: ignore[union-attr]


def test_lines_have_the_same_numbers_further_apart(pages: TypesetPages, layout: Layout, faces: Faces) -> None:
    for how in (ProofPrint(1), ProofPrint(1, "through")):
        plain = proof_pages(pages, how, layout, faces)
        double = proof_pages(pages, how._replace(double=True), layout, faces)
        assert numbers(plain) == numbers(double) != []


def test_they_stand_twice_as_far_apart_and_on_the_paper(
    pages: TypesetPages, layout: Layout, faces: Faces
) -> None:
    pitch = float(layout.text_block.line_pitch) * FACTOR
    for page in proof_pages(pages, ProofPrint(1, double=True), layout, faces):
        for one, other in pairwise(line for line in page.lines if line.path == BLOCK):
            assert other.y - one.y == pytest.approx(2 * pitch)
        foot = max(line.top + line.height for line in page.lines)
        assert foot <= page.height - 20
        assert all(line.y > page.folio.y or line.y < page.folio.top for line in page.lines if page.folio)
        assert not_over_each_other(page.lines)


def not_over_each_other(lines: Sequence[PlacedLine]) -> bool:
    def box(line: PlacedLine) -> tuple[float, float, float, float]:
        size = line.line.runs[0].size
        first, last = line.line.runs[0].xs[0], line.line.runs[-1].xs[-1]
        return line.x + first, line.y - size * 0.8, line.x + last + size / 2, line.y

    boxes = sorted((box(line) for line in lines if line.line.runs), key=lambda each: each[1])
    return not any(
        one[0] < other[2] and other[0] < one[2] and one[1] < other[3] - 0.5 and other[1] < one[3] - 0.5
        for at, one in enumerate(boxes)
        for other in boxes[at + 1 : at + 8]
    )


def test_a_cut_table_is_ruled_on_both_pages(pages: TypesetPages, layout: Layout, faces: Faces) -> None:
    cut = [page for page in proof_pages(pages, ProofPrint(1, double=True), layout, faces) if page.tables]
    assert len(cut) > 1
    for page in cut:
        bands = page.tables[0].bands
        edges = [bands[0].top, *(band.top + band.height for band in bands)]
        rules = [mark.y for mark in page.marks if isinstance(mark, HorizontalRule)]
        for edge in edges:
            assert any(abs(edge - rule) < 0.1 for rule in rules)
        for mark in page.marks:
            if isinstance(mark, VerticalRule):
                assert edges[0] - 1 <= mark.y
                assert mark.y + mark.height <= edges[-1] + 1


def test_a_tables_caption_stands_over_its_first_row(
    pages: TypesetPages, layout: Layout, faces: Faces
) -> None:
    for page in proof_pages(pages, ProofPrint(1, double=True), layout, faces):
        for placed in page.lines:
            if placed.kind in (Kind.TABLE_CAPTION, Kind.TABLE_UNIT):
                assert page.tables
                assert placed.top < page.tables[0].bands[0].top


def test_there_is_room_to_write_in(pages: TypesetPages, layout: Layout, faces: Faces) -> None:
    for page in proof_pages(pages, ProofPrint(1), layout, faces):
        right = max(line.x + line.line.edges[-1] for line in page.lines)
        assert page.width - right >= 0.28 * page.width
        assert min(line.x + line.line.edges[0] for line in page.lines) >= 40


def test_the_proofs_number_stands_above(pages: TypesetPages, layout: Layout, faces: Faces) -> None:
    for page in proof_pages(pages, ProofPrint(12, note="改动处有竖线"), layout, faces):
        assert page.aside is not None
        assert page.aside.lines[-1].line.text == "第十二校　改动处有竖线"
        assert page.aside.lines[-1].top < min(line.top for line in page.lines)


@pytest.mark.parametrize("double", [False, True])
def test_bars_stand_at_the_lines_that_changed(
    pages: TypesetPages, layout: Layout, faces: Faces, double: bool
) -> None:
    how = ProofPrint(1, double=double, bars=(Bar(Span(BLOCK, 40, 41)),))
    barred = [
        (line.path, line.line.start <= 40 < line.line.end)
        for page in proof_pages(pages, how, layout, faces)
        if page.aside
        for mark in page.aside.marks
        if isinstance(mark, VerticalRule)
        for line in page.lines
        if mark.y < line.top + line.height / 2 < mark.y + mark.height
    ]
    assert barred == [(BLOCK, True)]
