"""Marks over and beside finished pages: where they fall, and that they move no line."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from bulletin_desk.bulletin.grammar import block_of, item_path, region_of
from bulletin_desk.bulletin.model import Body, DatedHeader, Issue, Item, Masthead, Place, Section
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.marks import Bar, Coloured, Gap, Marks, Note, Span
from bulletin_desk.pages.model import Page, PlacedLine
from bulletin_desk.typeset.margin_notes import COLUMN
from bulletin_desk.typeset.marked import MarkedPages, frame_of, numbered_rows
from bulletin_desk.typeset.marked_lines import TONES
from bulletin_desk.typeset.typesetter import TypesetPages, Typesetter

BLOCK = block_of(item_path(0, 0), 0)
SECOND = block_of(item_path(0, 0), 1)
LONG = "全省地方志工作会议在成都召开，“十四五”规划、GDP增长6.5%，认真学习贯彻。" * 12


@pytest.fixture(scope="module")
def pages(faces: Faces, layout: Layout) -> TypesetPages:
    item = Item("标题", (Body(LONG), *(Body(f"{at}{LONG}") for at in range(6))))
    head = Masthead("简报", 2), DatedHeader("办公室", date(2026, 11, 30))
    issue = Issue(*head, sections=(Section("动态", (item,)),), disclosure="主动公开")
    return Typesetter(layout, faces).typeset(issue)


def marked(pages: TypesetPages, marks: Marks, faces: Faces) -> MarkedPages:
    return MarkedPages(pages, marks, frame_of(pages.layout), faces)


def aside_lines(page: Page) -> tuple[PlacedLine, ...]:
    assert page.aside is not None
    return page.aside.lines


def text_of(placed: PlacedLine) -> str:
    return placed.line.text


def test_no_line_moves_and_none_is_lost(pages: TypesetPages, faces: Faces) -> None:
    notes = tuple(Note(Place(BLOCK, at * 9), "out", "删去", "词" * at) for at in range(20))
    marks = Marks(
        (Coloured(Span(BLOCK, 3, 60), "in"),), (Gap(Place(BLOCK, 70)),), notes, (), "page", "送审稿 1"
    )
    for before, after in zip(pages, marked(pages, marks, faces), strict=True):
        assert after.width == before.width + COLUMN
        assert (after.height, after.folio, after.marks) == (before.height, before.folio, before.marks)
        assert [(text_of(line), line.x, line.y) for line in after.lines] == [
            (text_of(line), line.x, line.y) for line in before.lines
        ]
        for one, other in zip(before.lines, after.lines, strict=True):
            assert "".join(run.text for run in one.line.runs) == "".join(run.text for run in other.line.runs)
            assert [x for run in one.line.runs for x in run.xs] == [
                x for run in other.line.runs for x in run.xs
            ]


def test_numbers_stand_on_the_baselines_right_aligned(pages: TypesetPages, faces: Faces) -> None:
    for through in (False, True):
        first = 0
        for page in marked(pages, Marks(line_numbers="through" if through else "page"), faces):
            rows = numbered_rows(page)
            numbers = aside_lines(page)
            assert [line.y for line in numbers] == [row[0].y for row in rows]
            start = first if through else 0
            assert [text_of(line) for line in numbers] == [str(start + at + 1) for at in range(len(rows))]
            assert len({round(line.x + line.line.edges[-1], 6) for line in numbers}) <= 1
            assert all(line.x + line.line.edges[-1] < float(pages.layout.text_block.left) for line in numbers)
            first += len(rows)


def test_head_closing_block_and_tables_have_no_numbers(pages: TypesetPages) -> None:
    for page in pages:
        for row in numbered_rows(page):
            assert all(region_of(line.path).name not in ("HEAD", "CLOSING") for line in row)


def test_only_the_characters_of_a_span_are_coloured(pages: TypesetPages, faces: Faces) -> None:
    made = marked(pages, Marks((Coloured(Span(BLOCK, 5, 50), "in"),)), faces)
    coloured = {
        run.start + at
        for page in made
        for placed in page.lines
        if placed.path == BLOCK
        for run in placed.line.runs
        if run.start is not None and run.colour == TONES["in"]
        for at in range(len(run.text))
    }
    assert coloured == set(range(5, 50))
    assert not any(
        run.colour == TONES["in"]
        for page in made
        for placed in page.lines
        if placed.path != BLOCK
        for run in placed.line.runs
    )


def test_each_gap_is_marked_once(pages: TypesetPages, faces: Faces) -> None:
    ends = [line.line.end for page in pages for line in page.lines if line.path == SECOND]
    offsets = sorted({0, 1, *ends})
    gaps = tuple(Gap(Place(SECOND, offset), offset == max(ends)) for offset in offsets)
    made = marked(pages, Marks(gaps=gaps), faces)
    assert sum(len(page.aside.marks) for page in made if page.aside) == 2 * len(offsets)


def test_notes_do_not_overlap_and_stay_on_the_paper(pages: TypesetPages, faces: Faces) -> None:
    for count in (3, 30, 200):
        notes = tuple(Note(Place(BLOCK, at), "out", "删去", f"第{at}处" * 9) for at in range(count))
        page = marked(pages, Marks(notes=notes), faces)[0]
        lines = sorted(aside_lines(page), key=lambda line: line.top)
        assert all(one.top + one.height <= other.top + 1e-6 for one, other in pairwise(lines))
        assert lines[0].top >= 0
        assert lines[-1].top + lines[-1].height <= page.height
        for line in lines:
            assert page.width - COLUMN < line.x
            assert line.x + line.line.edges[-1] <= page.width
    assert any("还有" in text_of(line) for line in lines)


def test_bars_stand_at_the_changed_lines(pages: TypesetPages, faces: Faces) -> None:
    made = marked(pages, Marks(bars=(Bar(Span(BLOCK, 0, 1)), Bar(Span(SECOND)))), faces)
    for page in made:
        assert page.aside is not None
        bars = page.aside.marks
        for placed in page.lines:
            middle = placed.top + placed.height / 2
            barred = any(bar.y <= middle <= bar.y + bar.height for bar in bars)  # type: ignore[union-attr]
            changed = placed.path == SECOND or (placed.path == BLOCK and placed.line.start == 0)
            assert barred == changed


def test_the_words_at_the_top_stand_over_the_text(pages: TypesetPages, faces: Faces) -> None:
    for page in marked(pages, Marks(heading="第二校"), faces):
        (line,) = aside_lines(page)
        assert text_of(line) == "第二校"
        assert 0 < line.top < line.top + line.height < float(pages.layout.text_block.top)
    (line,) = aside_lines(marked(pages, Marks(heading="与很长的文件名相比" * 20), faces)[0])
    assert text_of(line).endswith("…")
    assert line.line.edges[-1] <= float(pages.layout.text_block.width) + 1
