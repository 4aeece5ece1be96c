"""Headings of four levels and lists on the pages: what the layout puts before them, and where their lines
begin."""

from __future__ import annotations

from dataclasses import replace

from bulletin_desk.bulletin.edits import replace_range
from bulletin_desk.bulletin.grammar import block_of, item_path
from bulletin_desk.bulletin.model import Block, Body, Heading, Issue, Item, ListItem, Section
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import PlacedLine
from bulletin_desk.typeset.numbered import block_leads
from bulletin_desk.typeset.typesetter import TypesetPages, Typesetter
from tests.bulletin.issues import SMALL
from tests.layouts.further import OFFERS, layout_with

LONG = "为推动全省地方志事业高质量发展，现就有关工作通知如下，请认真抓好落实并及时报告有关情况。"
BLOCKS: tuple[Block, ...] = (
    Heading("总体要求", 1, numbered=True),
    Heading("指导思想", 2, numbered=True),
    Heading("坚持方向", 3, numbered=True),
    Heading("把好关", 4, numbered=True),
    Body("正文。"),
    ListItem(LONG, bold=((0, 2),)),
    ListItem("甲", numbered=True),
    ListItem(LONG, numbered=True),
    Heading("（二）自己写的", 2),
    Heading("主要任务", 1, numbered=True),
    Heading("其一", 2, numbered=True),
)


def issue_of(*blocks: Block) -> Issue:
    return replace(SMALL, editors_note=(), sections=(Section("甲", (Item("标题", blocks),)),))


def lines(pages: TypesetPages) -> list[PlacedLine]:
    return [line for page in pages for line in page.lines if line.path[:1] == ("sections",)][2:]


def begins(line: PlacedLine) -> float:
    return line.line.runs[0].xs[0]


def test_what_the_layout_puts_before_them(layout: Layout, squares: Faces) -> None:
    found = lines(Typesetter(layout, squares).typeset(issue_of(*BLOCKS)))
    texts = {line.path[-1]: line.line.text for line in reversed(found)}
    assert [texts[at][:6] for at in range(len(BLOCKS))] == [
        *("一、总体要求", "（一）指导思", "1.坚持方向", "（1）把好关", "正文。", "——为推动全"),
        *("1.甲", "2.为推动全", "（二）自己写", "二、主要任务", "（一）其一"),
    ]
    cell = float(layout.text_block.cell)
    first = [line for line in found if line.line.start == 0]
    assert len(first) == len(BLOCKS)
    assert all(abs(begins(line) - 2 * cell) < 1 for line in first)


def test_offsets_count_the_text_only(layout: Layout, squares: Faces) -> None:
    found = lines(Typesetter(layout, squares).typeset(issue_of(*BLOCKS)))
    heading, item = found[0].line, next(line.line for line in found if line.path[-1] == 7)
    assert (heading.start, heading.end, len(heading.edges)) == (0, 4, 5)
    assert [run.start for run in heading.runs] == [None, 0]
    assert item.start == 0
    assert item.runs[0].start is None


def test_further_lines_stand_flush_left_or_hang(squares: Faces) -> None:
    first_line, hanging = layout_with("\n"), layout_with('[lists]\nindent = "hanging"\n')
    for at in (5, 7):
        flush, hung = (
            [
                line
                for line in lines(Typesetter(layout, squares).typeset(issue_of(*BLOCKS)))
                if line.path[-1] == at
            ]
            for layout in (first_line, hanging)
        )
        assert abs(begins(flush[1])) < 0.5
        assert abs(begins(hung[0]) - begins(flush[0])) < 0.5
        assert abs(begins(hung[1]) - hung[0].line.edges[0]) < 0.5
        assert "".join(line.line.text for line in hung) == "".join(line.line.text for line in flush)


def test_list_items_may_have_emphasis(squares: Faces) -> None:
    found = lines(Typesetter(layout_with(OFFERS), squares).typeset(issue_of(*BLOCKS)))
    item = next(line.line for line in found if line.path[-1] == 5)
    assert [(run.text[:2], run.strong) for run in item.runs] == [
        ("——", False),
        ("为推", True),
        ("动全", False),
    ]


def test_a_heading_added_or_typed_into_gives_what_a_new_typesetter_gives(
    layout: Layout, squares: Faces
) -> None:
    typesetter = Typesetter(layout, squares)
    issue = issue_of(*BLOCKS)
    typesetter.typeset(issue)
    path = block_of(item_path(0, 0), 9)
    typed = replace_range(issue, path, 0, 0, "甲乙")
    less = issue_of(*BLOCKS[1:])
    same = issue_of(*BLOCKS[6:8], BLOCKS[5], BLOCKS[6], BLOCKS[6], BLOCKS[0], BLOCKS[0])
    for now in (typed, less, same, issue):
        assert [*typesetter.typeset(now)] == [*Typesetter(layout, squares).typeset(now)]


def test_leads_as_a_pure_function(layout: Layout) -> None:
    assert block_leads((Body("甲"),), layout) == ()
    assert block_leads(BLOCKS, layout) == (
        *("一、", "（一）", "1.", "（1）", "", "——", "1.", "2.", "", "二、", "（一）"),
    )


def test_lines_of_a_heading_s_author_begin_alike(layout: Layout, squares: Faces) -> None:
    found = lines(
        Typesetter(layout, squares).typeset(issue_of(Heading("总体要求\n和目标", 1, numbered=True)))
    )
    assert [line.line.text for line in found] == ["一、总体要求", "和目标"]
    assert abs(begins(found[0]) - begins(found[1])) < 0.5
