"""本期要目 on the pages: its rows, where they break, and the pages that they tell."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings

from bulletin_desk.bulletin.edits import replace_range
from bulletin_desk.bulletin.grammar import (
    CONTENTS,
    block_of,
    is_literal,
    is_section,
    item_path,
    section_path,
    title_of,
)
from bulletin_desk.bulletin.model import Body, Issue, Item, Kind, Section
from bulletin_desk.export.dump import dump
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import PlacedLine, rows
from bulletin_desk.typeset.typesetter import TypesetPages, Typesetter
from tests.bulletin.further import further_issues
from tests.bulletin.issues import SMALL
from tests.layouts.further import OFFERS, layout_with

LONG = "关于进一步加强全省各级地方志工作机构队伍建设和经费保障工作若干意见的说明"
CONTENT = "[contents]\n"


def issue_of(*sections: Section) -> Issue:
    return replace(SMALL, editors_note=(), sections=sections)


def text(lines: int) -> tuple[Body, ...]:
    return tuple(Body("正文。") for _ in range(lines))


TWO = issue_of(
    Section("要闻", (Item("第一篇", text(15)), Item(LONG, text(30)))),
    Section("动态", (Item("第三\n篇", text(3)), Item("", text(2)), Item("末篇", text(3)))),
)

TWO_ON = 2
"""The page on which its first item begins."""


def listed(pages: TypesetPages) -> list[PlacedLine]:
    return [line for page in pages for line in page.lines if line.kind is Kind.CONTENTS]


def printed(pages: TypesetPages) -> list[str]:
    """The rows of the list as printed."""
    found = []
    for page in pages:
        for row in rows(page):
            if row[0].kind is Kind.CONTENTS:
                found.append("".join(line.line.text for line in row))
    return found


def begins_on(pages: TypesetPages, path: tuple[str | int, ...]) -> int:
    return next(
        page.number
        for page in pages
        for line in page.lines
        if line.path[: len(path)] == path and line.kind is not Kind.CONTENTS
    )


def test_without_it_there_is_none(layout: Layout, squares: Faces) -> None:
    assert not listed(Typesetter(layout, squares).typeset(TWO))


def test_by_section(squares: Faces) -> None:
    pages = Typesetter(layout_with(CONTENT), squares).typeset(TWO)
    found = printed(pages)
    assert [row.rstrip("0123456789").rstrip("…") for row in found] == [
        *("本期要目", "要闻", "第一篇", LONG[: len(found[3])], LONG[len(found[3]) :]),
        *("动态", "第三篇", "末篇"),
    ]
    assert "…" not in found[3]
    pages_told = [int(row.split("…")[-1]) for row in found if "…" in row]
    items = [item_path(0, 0), item_path(0, 1), item_path(1, 0), item_path(1, 2)]
    assert pages_told == [begins_on(pages, path) for path in items]
    assert sorted(pages_told) == pages_told
    assert pages_told[-1] > 1


def test_flat_and_without_pages(squares: Faces) -> None:
    flat = layout_with('[contents]\nby = "flat"\ntitle = ""\nmark = "◆"\npage = false\n')
    found = printed(Typesetter(flat, squares).typeset(TWO))
    assert found[0] == "◆第一篇"
    assert found[-2:] == ["◆第三篇", "◆末篇"]
    assert "".join(found[1:-2]) == f"◆{LONG}"


def test_how_pages_are_told(squares: Faces) -> None:
    layout = layout_with('[contents]\nleader = ""\npage_text = "（{page}）"\n')
    found = printed(Typesetter(layout, squares).typeset(TWO))
    assert found[2] == f"第一篇（{TWO_ON}）"


def test_the_numbers_end_at_the_right_edge(squares: Faces) -> None:
    layout = layout_with(CONTENT)
    pages = Typesetter(layout, squares).typeset(TWO)
    lines = listed(pages)
    numbers = [line for line in lines if line.line.text.isdigit()]
    leaders = [line for line in lines if set(line.line.text) == {"…"}]
    assert len(numbers) == len(leaders) == 4
    for line in numbers:
        assert line.line.edges[-1] == pytest.approx(float(layout.text_block.width), abs=0.1)
    grid = layout.styles["contents"].advance
    for line in leaders:
        cells = (float(layout.text_block.width) - line.line.edges[-1]) / float(grid)
        assert cells == pytest.approx(round(cells), abs=1e-3)
    for row in rows(pages[0]):
        for one, other in pairwise(row):
            if one.kind is Kind.CONTENTS:
                assert one.line.edges[-1] < other.line.runs[0].xs[0]


def test_further_lines_begin_under_the_title(squares: Faces) -> None:
    layout = layout_with('[contents]\nmark = "一"\n')
    lines = listed(Typesetter(layout, squares).typeset(TWO))
    first, second, *_ = [line for line in lines if line.path == item_path(0, 1)]
    advance = float(layout.styles["contents"].advance)
    assert second.line.runs[0].xs[0] - first.line.runs[0].xs[0] == pytest.approx(advance, abs=0.5)


def test_the_lines_lead_to_their_parts_and_hold_no_text(squares: Faces) -> None:
    pages = Typesetter(layout_with(CONTENT), squares).typeset(TWO)
    lines = listed(pages)
    paths = list(dict.fromkeys(line.path for line in lines))
    assert paths == [
        *(CONTENTS, section_path(0), item_path(0, 0), item_path(0, 1)),
        *(section_path(1), item_path(1, 0), item_path(1, 2)),
    ]
    assert all(is_literal(line.path) and line.line.start == line.line.end == 0 for line in lines)
    assert Kind.CONTENTS not in {portion.kind for portion in pages.portions()}
    assert not any(is_section(path) or path == CONTENTS for _, path in pages.paragraphs())
    first = pages.first_place(0)
    assert first is not None
    assert first.path == ("sections", 0, "name")


def test_a_section_of_untitled_items_tells_its_page(squares: Faces) -> None:
    """No row below its name would: it is a row like a title's, and keeps with none."""
    briefs = Section("简讯", (Item("", text(2)), Item("", text(2))))
    long = Section("各市州地方志工作机构近期工作动态和县区志书编纂出版情况简讯", briefs.items)
    for larger in (
        "",
        '[styles.contents_section]\nsize = "22 pt"\n[styles.contents]\nright_indent = "2 em"\n',
    ):
        layout = layout_with(OFFERS + CONTENT + larger)
        pages = Typesetter(layout, squares).typeset(replace(TWO, sections=(*TWO.sections, briefs, long)))
        lines = listed(pages)
        assert not any(line.line.text.isdigit() for line in lines if line.path == section_path(0))
        right = {round(line.line.edges[-1], 1) for line in lines if line.line.text.isdigit()}
        assert len(right) == 1
        for at in (2, 3):
            row = [line for line in lines if line.path == section_path(at)]
            assert row[-1].line.text == str(begins_on(pages, section_path(at)))
            assert row[-3].line.edges[-1] < row[-2].line.runs[0].xs[0]
            assert row[-2].line.edges[-1] < row[-1].line.runs[0].xs[0]


def test_sections_of_the_first_level_are_headings_of_those_below(squares: Faces) -> None:
    below = Section("市州", (Item("", text(2)),), level=2)
    sections = (Section("综合"), below, Section("县区", (Item("题", text(1)),), level=2), Section("空栏"))
    pages = Typesetter(layout_with(OFFERS + CONTENT), squares).typeset(issue_of(*sections))
    told = [line.path for line in listed(pages) if line.line.text.isdigit()]
    assert told == [section_path(1), item_path(2, 0), section_path(3)]
    layout = layout_with(OFFERS + CONTENT)
    typesetter = Typesetter(layout, squares)
    for before in range(30):
        first = Section("要闻", tuple(Item("题", text(1)) for _ in range(before)))
        for page in typesetter.typeset(issue_of(first, *sections)):
            paths = [line.path for line in page.lines if line.kind is Kind.CONTENTS]
            assert not paths or paths[-1] != section_path(1)


def test_it_stands_before_the_editors_note(squares: Faces) -> None:
    issue = replace(TWO, editors_note=(Body("编者的话。"),))
    pages = Typesetter(layout_with(CONTENT), squares).typeset(issue)
    kinds = [line.kind for page in pages for line in page.lines]
    assert kinds.index(Kind.CONTENTS) < kinds.index(Kind.EDITORS_NOTE) < kinds.index(Kind.SECTION_HEAD)


def test_nothing_is_listed_of_untitled_items(squares: Faces) -> None:
    issue = issue_of(Section("", (Item("", text(2)),)))
    layout = layout_with(OFFERS + CONTENT)
    assert not listed(Typesetter(layout, squares).typeset(issue))


def test_no_row_is_cut_where_the_list_goes_on_to_another_page(squares: Faces) -> None:
    layout = layout_with(CONTENT)
    for before in range(4):
        items = (*[Item("短")] * before, *[Item(LONG)] * 20)
        pages = Typesetter(layout, squares).typeset(issue_of(Section("要闻", items)))
        assert len({page.number for page in pages for line in page.lines if line.kind is Kind.CONTENTS}) > 1
        for page in pages:
            for path in {line.path for line in page.lines if line.kind is Kind.CONTENTS}:
                here = [line for line in page.lines if line.path == path and line.kind is Kind.CONTENTS]
                assert path == CONTENTS or is_section(path) or here[-1].line.text.isdigit()


def test_numbers_are_right_after_each_edit(squares: Faces) -> None:
    layout = layout_with(CONTENT)
    typesetter = Typesetter(layout, squares)
    issue = TWO
    typesetter.typeset(issue)
    for path, typed in (
        (block_of(item_path(0, 0), 0), "甲" * 600),
        (title_of(item_path(0, 0)), LONG),
        (title_of(item_path(1, 1)), "有了标题"),
        ((*section_path(0), "name"), "头条"),
    ):
        issue = replace_range(issue, path, 0, 0, typed)
        pages = typesetter.typeset(issue)
        assert [*pages] == [*Typesetter(layout, squares).typeset(issue)]
    turned = replace(issue, sections=issue.sections[::-1])
    assert [*typesetter.typeset(turned)] == [*Typesetter(layout, squares).typeset(turned)]
    assert printed(typesetter.typeset(turned))[1] == "动态"


def test_typing_in_a_text_makes_no_row_anew(squares: Faces) -> None:
    typesetter = Typesetter(layout_with(CONTENT), squares)
    before = typesetter.typeset(TWO)
    after = typesetter.typeset(replace_range(TWO, block_of(item_path(0, 0), 0), 0, 0, "甲"))
    assert all(one.line is other.line for one, other in zip(listed(before), listed(after), strict=True))


def test_the_dump_has_its_rows(squares: Faces) -> None:
    pages = Typesetter(layout_with(CONTENT), squares).typeset(TWO)
    first = dump(pages).split("\f")[0].splitlines()
    assert "本期要目" in first
    assert any(line.startswith("第一篇…") and line.endswith(str(TWO_ON)) for line in first)


@settings(max_examples=30, deadline=None)
@given(further_issues)
def test_any_issue(squares: Faces, issue: Issue) -> None:
    layout = layout_with(OFFERS + CONTENT)
    pages = Typesetter(layout, squares).typeset(issue)
    told = {line.path: line.line.text for line in listed(pages) if line.line.text.isdigit()}
    titled = {
        item_path(at, number): item
        for at, section in enumerate(issue.sections)
        for number, item in enumerate(section.items)
        if item.title
    }
    for path in titled:
        if path in told:
            assert int(told[path]) == begins_on(pages, path)


def test_a_heading_is_not_parted_from_what_it_is_over(squares: Faces) -> None:
    typesetter = Typesetter(layout_with(CONTENT), squares)
    parted = 0
    for before in range(40):
        first = Section("要闻", tuple(Item("题", text(1)) for _ in range(before)))
        pages = typesetter.typeset(issue_of(first, Section("动态", (Item("末篇", text(1)),))))
        ends = [[line.path for line in page.lines if line.kind is Kind.CONTENTS] for page in pages]
        feet = [paths[-1] for paths in ends if paths]
        parted += len(feet) > 1
        assert section_path(1) not in feet
        assert CONTENTS not in feet
    assert parted
