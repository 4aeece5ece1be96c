"""Attachments on the pages: their list after the item, and each on pages of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bulletin_desk.bulletin.edits import replace_range
from bulletin_desk.bulletin.grammar import (
    attachment_of,
    block_of,
    in_attachment,
    is_literal,
    item_path,
    title_of,
)
from bulletin_desk.bulletin.model import Attachment, Body, Heading, Issue, Item, Kind, Path, Section
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import PlacedLine
from bulletin_desk.typeset.typesetter import TypesetPages, Typesetter
from tests.bulletin.issues import SMALL
from tests.layouts.further import layout_with

LONG_TITLE = "全省地方志工作机构重点任务分工方案及责任单位完成时限一览表（征求意见稿）"
PLAN = Attachment(LONG_TITLE, (Body("正文。" * 40), Heading("总体要求", 1, numbered=True), Body("乙。")))
NAMES = Attachment("先进集体名单", (Body("成都市。"),))
FIRST: Path = item_path(0, 0)


def issue_of(*items: Item) -> Issue:
    return replace(SMALL, editors_note=(), sections=(Section("甲", items),))


def two(signature: str = "四川省地方志工作办公室\n2024年1月9日") -> Issue:
    noticed = Item("通知", (Body("正文。"),), attachments=(PLAN, NAMES), signature=signature)
    return issue_of(noticed, Item("另一篇", (Body("丙。"),)))


def begins(line: PlacedLine) -> float:
    return line.line.runs[0].xs[0]


def of_kind(pages: TypesetPages, kind: Kind) -> list[PlacedLine]:
    return [line for page in pages for line in page.lines if line.kind is kind]


def test_the_list_stands_below_the_text_and_above_the_signature(layout: Layout, squares: Faces) -> None:
    """GB/T 9704-2012, 7.3.4 and 7.3.5.2: an empty line above and below, indented by two cells; further lines
    and titles under the first characters above them; nothing behind them."""
    page = Typesetter(layout, squares).typeset(two())[0]
    lines = [line for line in page.lines if line.path[:4] == FIRST]
    kinds = [line.kind for line in lines]
    assert kinds == [Kind.TITLE, Kind.BODY, *[Kind.ATTACHMENT_LIST] * 3, Kind.SIGNATURE, Kind.SIGNATURE]
    body, first, second, third = lines[1:5]
    assert first.line.text.startswith(f"附件：1. {LONG_TITLE[:4]}")
    assert third.line.text == "2. 先进集体名单"
    assert (first.line.text + second.line.text).endswith(LONG_TITLE)
    pitch = body.height
    assert [round((line.top - body.top) / pitch) for line in lines[2:6]] == [2, 3, 4, 6]
    cell = float(layout.text_block.cell)
    lead = next(run for run in first.line.runs if "1" in run.text)
    assert begins(first) == pytest.approx(2 * cell, abs=0.5)
    assert begins(third) == pytest.approx(lead.xs[lead.text.index("1")], abs=0.5)
    titles = [line.line.runs[-1].xs[-len("集体名单")] for line in (third,)]
    assert begins(second) == pytest.approx(
        titles[0] - 2 * layout.styles["attachment_list"].advance.__float__(), abs=1
    )
    assert {line.path for line in lines[2:5]} == {attachment_of(FIRST, 0), attachment_of(FIRST, 1)}
    assert all(is_literal(line.path) and (line.line.start, line.line.end) == (0, 0) for line in lines[2:5])


def test_each_stands_on_pages_of_its_own_behind_all_items(layout: Layout, squares: Faces) -> None:
    pages = Typesetter(layout, squares).typeset(two())
    begun = [page for page in pages if page.lines and page.lines[0].kind is Kind.ATTACHMENT_MARK]
    assert [page.lines[0].line.text for page in begun] == ["附件1", "附件2"]
    assert not any(
        line.path[:4] == item_path(0, 1) for page in pages[begun[0].number :] for line in page.lines
    )
    for page, attachment in zip(begun, (PLAN, NAMES), strict=True):
        mark, title = page.lines[:2]
        assert (mark.kind, title.kind) == (Kind.ATTACHMENT_MARK, Kind.ATTACHMENT_TITLE)
        assert begins(mark) == pytest.approx(0, abs=0.5)
        assert round((title.top - mark.top) / mark.height) == 2
        assert attachment.title.startswith(title.line.text)
    assert [line.line.text for line in of_kind(pages, Kind.HEADING_1)] == ["一、总体要求"]


def test_the_closing_block_comes_behind_the_last_one(layout: Layout, squares: Faces) -> None:
    pages = Typesetter(layout, squares).typeset(two())
    distribution = of_kind(pages, Kind.DISTRIBUTION)
    assert distribution[0] in pages[-1].lines
    assert len(pages) >= 3


def test_a_single_one_has_no_number(layout: Layout, squares: Faces) -> None:
    issue = issue_of(Item("通知", (Body("甲。"),), attachments=(NAMES,)))
    pages = Typesetter(layout, squares).typeset(issue)
    assert [line.line.text for line in of_kind(pages, Kind.ATTACHMENT_LIST)] == ["附件：先进集体名单"]
    assert [line.line.text for line in of_kind(pages, Kind.ATTACHMENT_MARK)] == ["附件"]


def test_numbers_run_through_the_issue(layout: Layout, squares: Faces) -> None:
    issue = issue_of(
        Item("甲", (Body("甲。"),), attachments=(NAMES, NAMES)),
        Item("乙", (Body("乙。"),)),
        Item("丙", (Body("丙。"),), source="（综合处）", attachments=(NAMES,)),
    )
    pages = Typesetter(layout, squares).typeset(issue)
    leads = [line.line.text[: line.line.text.index(".")] for line in of_kind(pages, Kind.ATTACHMENT_LIST)]
    assert leads == ["附件：1", "2", "附件：3"]
    assert [line.line.text for line in of_kind(pages, Kind.ATTACHMENT_MARK)] == ["附件1", "附件2", "附件3"]
    kinds = [line.kind for page in pages for line in page.lines if line.path[:4] == item_path(0, 2)][:4]
    assert kinds == [Kind.TITLE, Kind.BODY, Kind.ATTACHMENT_LIST, Kind.SOURCE]


def test_the_empty_line_disappears_at_the_top_of_a_page(squares: Faces) -> None:
    layout = layout_with("\n")
    gaps = []
    for lines in range(5, 12):
        body = tuple(Body("甲。") for _ in range(lines))
        pages = Typesetter(layout, squares).typeset(issue_of(Item("通知", body, attachments=(NAMES,))))
        (page,) = (page for page in pages for line in page.lines if line.kind is Kind.ATTACHMENT_LIST)
        at = next(at for at, line in enumerate(page.lines) if line.kind is Kind.ATTACHMENT_LIST)
        listed = page.lines[at]
        foot = page.lines[at - 1].top if at else float(layout.text_block.top) - listed.height
        gaps.append((page.number, bool(at), round((listed.top - foot) / listed.height)))
    assert set(gaps) == {(1, True, 2), (2, False, 1), (2, True, 2)}


def test_typing_gives_what_a_new_typesetter_gives(layout: Layout, squares: Faces) -> None:
    typesetter = Typesetter(layout, squares)
    issue = two()
    typesetter.typeset(issue)
    second = attachment_of(FIRST, 1)
    for path in (title_of(second), block_of(second, 0), block_of(FIRST, 0), title_of(FIRST)):
        issue = replace_range(issue, path, 0, 0, "甲")
        assert [*typesetter.typeset(issue)] == [*Typesetter(layout, squares).typeset(issue)]
        standing = typesetter.typeset(issue, path)
        assert [*standing] == [*Typesetter(layout, squares).typeset(issue, path)]
    listed = of_kind(typesetter.typeset(issue), Kind.ATTACHMENT_LIST)
    assert listed[-1].line.text == "2. 甲先进集体名单"


def test_a_key_sets_nothing_else_anew(layout: Layout, squares: Faces) -> None:
    typesetter = Typesetter(layout, squares)
    before = typesetter.typeset(two())
    after = typesetter.typeset(replace_range(two(), block_of(FIRST, 0), 0, 0, "甲"))
    for kind in (Kind.ATTACHMENT_LIST, Kind.ATTACHMENT_MARK, Kind.ATTACHMENT_TITLE, Kind.HEADING_1):
        assert [line.line for line in of_kind(before, kind)] == [line.line for line in of_kind(after, kind)]
        for one, other in zip(of_kind(before, kind), of_kind(after, kind), strict=True):
            assert one.line is other.line or kind is Kind.ATTACHMENT_LIST


def test_made_lines_are_no_texts(layout: Layout, squares: Faces) -> None:
    issue = two()
    pages = Typesetter(layout, squares).typeset(issue)
    assert all(not is_literal(path) for _, path in pages.paragraphs() if in_attachment(path))
    kinds = {portion.kind for portion in pages.portions()}
    assert Kind.ATTACHMENT_TITLE in kinds
    assert not kinds & {Kind.ATTACHMENT_LIST, Kind.ATTACHMENT_MARK}
    title = title_of(attachment_of(FIRST, 1))
    assert pages.places(title)
    number = pages.number_at(title, 0)
    assert [line.path for line in pages[number - 1].lines][1] == title
    first = pages.first_place(number - 1)
    assert first is not None
    assert first.path == title


def test_the_list_alone_carries_a_signature(layout: Layout, squares: Faces) -> None:
    for lines in range(1, 40):
        body = tuple(Body("甲。") for _ in range(lines))
        item = Item("通知", body, attachments=(NAMES, NAMES), signature="办公室\n1月9日")
        pages = Typesetter(layout, squares).typeset(issue_of(item))
        for page in pages:
            kinds = [line.kind for line in page.lines]
            if Kind.SIGNATURE in kinds:
                assert kinds[kinds.index(Kind.SIGNATURE) - 1] is Kind.ATTACHMENT_LIST
                assert kinds.count(Kind.SIGNATURE) == 2


@pytest.mark.parametrize("space", [0, 1, 2])
def test_rows_are_empty_between_the_list_and_a_signature(layout: Layout, squares: Faces, space: int) -> None:
    """GB/T 9704-2012, 7.3.5.2: one. A source has none, nor has a signature below text."""
    layout = replace(layout, attachments=layout.attachments._replace(space_after=space))
    item = Item("通知", (Body("甲。"),), attachments=(NAMES,), signature="办公室\n1月9日")
    sourced = Item("另一篇", (Body("乙。"),), source="（综合处）", attachments=(NAMES,))
    plain = Item("又一篇", (Body("丙。"),), signature="办公室\n1月9日")
    for signed, rows in ((item, 1 + space), (sourced, 1), (plain, 1)):
        lines = Typesetter(layout, squares).typeset(issue_of(signed))[0].lines
        ends = (Kind.SIGNATURE, Kind.SOURCE)
        at = next(at for at, line in enumerate(lines) if line.kind in ends)
        above, below = lines[at - 1 : at + 1]
        assert round((below.top - above.top) / above.height) == rows


def test_titles_in_the_list_fill_their_lines(layout: Layout, faces: Faces) -> None:
    title = "关于进一步加强地方综合年鉴编纂出版工作的若干意见和2025年度工作任务分解方案（征求意见稿）"
    item = Item("通知", (Body("甲。"),), attachments=(Attachment(title, (Body("乙。"),)),))
    listed = of_kind(Typesetter(layout, faces).typeset(issue_of(item)), Kind.ATTACHMENT_LIST)
    assert any("任务分解方案" in line.line.text for line in listed)
