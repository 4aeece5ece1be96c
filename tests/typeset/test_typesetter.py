"""Whole issues: where the closing block goes, pages made when looked at, and edits that cost little but
change nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_desk.bulletin import edits, grammar
from bulletin_desk.bulletin.blank import blank_issue
from bulletin_desk.bulletin.model import (
    Addressee,
    Body,
    DatedHeader,
    Imprint,
    Issue,
    Item,
    Kind,
    Masthead,
    Section,
    Subheading,
)
from bulletin_desk.errors import EditError
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import Line, Page, Pages
from bulletin_desk.typeset.typesetter import Typesetter
from tests.bulletin.issues import SMALL, dates, items, sections, texts
from tests.layouts.rows import with_row, with_rules

PITCH = 30
LINES = 21
HEAD = 10
"""Grid lines that head and empty line take on page 1."""

BARE = Issue(masthead=Masthead("简报", 1), dated_header=DatedHeader("办公室", date(2024, 1, 9)))


def with_lines(count: int, issue: Issue = BARE) -> Issue:
    """An issue whose text has so many lines: section head, title and the rest."""
    body = Body("\n".join("国" * (count - 2)))
    return replace(issue, sections=(Section("栏", (Item("题", (body,)),)),))


def closing_of(lines: int, issue: Issue = BARE) -> Issue:
    """A closing block of so many grid lines in `gridded`: entries and one print count."""
    return replace(issue, distribution=(Addressee("报", "\n".join("国" * (lines - 1))),), print_count=3)


@pytest.fixture(scope="module")
def gridded(layout: Layout) -> Layout:
    """A layout whose closing block takes whole grid lines."""
    layout = with_rules(layout, Fraction(0), Fraction(0))
    layout = with_row(layout, "disclosure", space_after=Fraction(0))
    layout = with_row(layout, "print_count", space=Fraction(0))
    return replace(layout, closing=layout.closing._replace(line_pitch=Fraction(PITCH), space_before=0))


def kinds(page: Page) -> set[Kind]:
    return {placed.kind for placed in page.lines}


# ---- the closing block


def test_closing_block_that_just_fits(gridded: Layout, squares: Faces) -> None:
    issue = with_lines(LINES - HEAD - 5, closing_of(5))
    (page,) = Typesetter(gridded, squares).typeset(issue)
    body = [placed for placed in page.lines if placed.kind is Kind.BODY]
    closing = [placed for placed in page.lines if placed.kind is Kind.DISTRIBUTION]
    assert body[-1].top + PITCH == pytest.approx(closing[0].top)


def test_one_line_too_much_sends_it_to_the_next_page(gridded: Layout, squares: Faces) -> None:
    issue = with_lines(LINES - HEAD - 4, closing_of(5))
    first, second = Typesetter(gridded, squares).typeset(issue)
    assert Kind.BODY in kinds(first)
    assert kinds(first).isdisjoint({Kind.DISTRIBUTION, Kind.PRINT_COUNT})
    assert kinds(second) == {Kind.DISTRIBUTION, Kind.PRINT_COUNT}
    foot = float(gridded.text_block.top + gridded.text_block.height)
    assert second.lines[-1].top + PITCH == pytest.approx(foot)  # at the foot of that page


@pytest.mark.parametrize("space", [0, 1, 2])
def test_empty_lines_between_text_and_closing_block(space: int, gridded: Layout, squares: Faces) -> None:
    """As many as the layout asks for, else the block goes to the next page; the text stays."""
    layout = replace(gridded, closing=gridded.closing._replace(space_before=space))
    for free in range(8):
        issue = with_lines(LINES - HEAD - free, closing_of(5))
        pages = Typesetter(layout, squares).typeset(issue)
        together = not kinds(pages[0]).isdisjoint({Kind.DISTRIBUTION})
        assert together is (free >= 5 + space)
        assert len(pages) == (1 if together else 2)
        if together:
            assert pages.free_lines == free - 5 - space


@pytest.mark.parametrize("space", [0, 2])
def test_a_closing_block_under_the_text(space: int, gridded: Layout, squares: Faces) -> None:
    """So many lines below it where it fits there, else at the head of the next page; the text stays."""
    under = gridded.closing._replace(place="text", space_before=space)
    layout = replace(gridded, closing=under)
    top = float(gridded.text_block.top)
    for free in range(9):
        issue = with_lines(LINES - HEAD - free, closing_of(5))
        pages = Typesetter(layout, squares).typeset(issue)
        together = free >= 5 + space
        closing = [placed.top for placed in pages[-1].lines if placed.kind is Kind.DISTRIBUTION]
        assert len(pages) == 2 - together
        assert closing[0] == pytest.approx(top + (LINES - free + space) * PITCH if together else top)
        assert float(pages.closing_top) == pytest.approx(closing[0] - top)
        if together:
            assert pages.free_lines == free - 5 - space
            assert pages.bound(0, 5, 9).lines == pages[0].lines


def test_text_that_ends_with_a_page_needs_no_empty_lines(gridded: Layout, squares: Faces) -> None:
    """A block as high as a page goes onto the next one, whatever space it wants before it."""
    layout = replace(gridded, closing=gridded.closing._replace(space_before=3))
    pages = Typesetter(layout, squares).typeset(with_lines(LINES - HEAD, closing_of(LINES)))
    assert len(pages) == 2


@pytest.mark.parametrize("height", [2, 5, LINES, LINES + 4, 2 * LINES + 1])
@pytest.mark.parametrize("after_blank", [False, True])
def test_the_closing_block_on_an_even_page(
    height: int, after_blank: bool, gridded: Layout, squares: Faces
) -> None:
    """GB/T 9704-2012, 7.5: with the text if that ends on an even page and leaves room, else on the next even
    page. A page that stays blank for it, and the block's own, have no number."""
    even = gridded.closing._replace(even_page=True, space_before=1, folio_after_blank=after_blank)
    layout = replace(gridded, closing=even)
    seen = set()
    for lines in range(2, 4 * LINES):
        issue = with_lines(lines, closing_of(height))
        pages = Typesetter(layout, squares).typeset(issue)
        text = [page.number for page in pages if Kind.BODY in kinds(page) or Kind.TITLE in kinds(page)]
        parts = {Kind.DISTRIBUTION, Kind.PRINT_COUNT}
        closing = [page.number for page in pages if kinds(page) & parts]
        blank = [page.number for page in pages if not page.lines]
        assert len(pages) % 2 == 0
        assert closing[-1] == len(pages)
        assert len(closing) == -(-height // LINES)
        assert sorted({*text, *blank, *closing}) == list(range(1, len(pages) + 1))
        assert len(blank) <= 1
        if blank:
            assert closing[0] == blank[0] + 1 == text[-1] + 2
        rows = (HEAD + lines - 1) % LINES + 1
        room = LINES - rows >= height + 1
        assert (closing[0] == text[-1]) is (room and text[-1] % 2 == 0)
        numbered = [page.number for page in pages if page.folio]
        assert numbered == (text if blank and not after_blank else list(range(1, len(pages) + 1)))
        assert pages.closing_even
        seen.add((len(text) % 2, bool(blank), closing[0] == text[-1]))
    expected = {(1, False, False)} if len(closing) % 2 else {(1, True, False), (0, False, False)}
    assert expected <= seen
    assert ((0, True, False) in seen) is (len(closing) % 2 == 1)


def test_without_a_closing_block_no_page_is_even(gridded: Layout, squares: Faces) -> None:
    layout = replace(gridded, closing=gridded.closing._replace(even_page=True))
    pages = Typesetter(layout, squares).typeset(with_lines(3))
    assert len(pages) == 1
    assert not pages.closing_even


def test_text_stays_where_it_is_whatever_closes_the_issue(gridded: Layout, squares: Faces) -> None:
    for lines in (2, 11, 12, 25):
        issue = with_lines(40)
        plain = list(Typesetter(gridded, squares).typeset(issue))
        closed = list(Typesetter(gridded, squares).typeset(closing_of(lines, issue)))
        flow = [[placed for placed in page.lines if placed.path[0] == "sections"] for page in closed]
        assert [part for part in flow if part] == [
            [placed for placed in page.lines if placed.path[0] == "sections"] for page in plain
        ]


def test_closing_block_taller_than_a_page(gridded: Layout, squares: Faces) -> None:
    """It fills pages of its own, ends at the foot of the last one, and is reported; nothing is lost."""
    issue = with_lines(5, closing_of(LINES + 4))
    pages = Typesetter(gridded, squares).typeset(issue)
    assert [len(page.lines) for page in pages[1:]] == [LINES + 1, 4]  # the label stands beside a line
    top = float(gridded.text_block.top)
    assert pages[1].lines[0].top == pytest.approx(top)
    assert pages[2].lines[-1].top + PITCH == pytest.approx(top + LINES * PITCH)
    entry = [placed.line for page in pages for placed in page.lines if placed.path[-1] == "to"]
    assert "".join(line.text for line in entry) == "国" * (LINES + 3)
    assert [line.start for line in entry] == sorted({line.start for line in entry})
    assert [remark.rule for remark in pages.remarks] == ["closing_too_tall"]


def test_rules_of_a_closing_block_stay_with_its_lines(layout: Layout, squares: Faces) -> None:
    """The first rule on its first page, the last two (above and below the imprint) on its last."""
    entries = tuple(Addressee("送", "国") for _ in range(40))
    issue = replace(with_lines(2), distribution=entries, imprint=Imprint("办公室", date(2024, 1, 9)))
    first, *_, middle, last = Typesetter(layout, squares).typeset(issue)
    assert [len(page.marks) for page in (first, middle, last)] == [1, 1, 2]  # the red one on the first
    for page in (middle, last):
        block = layout.text_block
        for placed in page.lines:
            assert float(block.top) <= placed.top
            assert placed.top + placed.height <= float(block.top + block.height) + 1e-6


def test_closing_block_as_tall_as_a_page_is_no_fault(gridded: Layout, squares: Faces) -> None:
    pages = Typesetter(gridded, squares).typeset(with_lines(5, closing_of(LINES)))
    assert len(pages) == 2
    assert pages.remarks == ()


def test_no_closing_block(gridded: Layout, squares: Faces) -> None:
    (page,) = Typesetter(gridded, squares).typeset(with_lines(LINES - HEAD))
    assert Kind.DISTRIBUTION not in kinds(page)
    assert len(page.marks) == 1


def test_no_sections(gridded: Layout, squares: Faces) -> None:
    (page,) = Typesetter(gridded, squares).typeset(BARE)
    assert kinds(page) == {Kind.MASTHEAD, Kind.NUMBER_LINE, Kind.DATED_HEADER}
    pages = Typesetter(gridded, squares).typeset(closing_of(LINES - HEAD + 1))
    assert len(pages) == 2  # below the head there is room for one line less


def test_empty_texts_everywhere(layout: Layout, squares: Faces) -> None:
    item = Item("", (Body(""), Subheading(""), Body("")), "")
    issue = replace(
        BARE,
        masthead=Masthead("", 1),
        dated_header=DatedHeader("", date(2024, 1, 9)),
        editors_note=(Body(""), Body("")),
        sections=(Section("", (item, item)), Section("")),
        distribution=(Addressee("", ""),),
    )
    pages = Typesetter(layout, squares).typeset(issue)
    paths = {placed.path for page in pages for placed in page.lines}
    for path in grammar.text_nodes(issue):
        optional = {"marking", "supplement", "source", "disclosure", *grammar.ITEM_TEXTS.values()}
        if path[-1] not in optional:
            assert path in paths  # a caret can stand there


def test_blank_issue_is_one_page(layout: Layout, squares: Faces) -> None:
    (page,) = Typesetter(layout, squares).typeset(blank_issue(date(2026, 1, 9)))
    assert {Kind.SECTION_HEAD, Kind.TITLE, Kind.BODY, Kind.DISTRIBUTION, Kind.IMPRINT} <= kinds(page)


# ---- pages as a sequence


def test_pages_are_made_once_and_behave_like_a_sequence(layout: Layout, squares: Faces) -> None:
    pages = Typesetter(layout, squares).typeset(with_lines(60))
    assert len(pages) == 4
    assert pages[1] is pages[1] is pages[-3] is list(pages)[1]
    assert [page.number for page in pages[1:]] == [2, 3, 4]
    with pytest.raises(IndexError):
        pages[4]


def test_page_sizes(layout: Layout, squares: Faces) -> None:
    (page,) = Typesetter(layout, squares).typeset(BARE)
    assert (page.width, page.height) == pytest.approx((210 * 72 / 25.4, 297 * 72 / 25.4))


def test_the_clerks_title_breaks_win(layout: Layout, squares: Faces) -> None:
    title = "国国\n国国国国国国国国国\n国"
    issue = replace(BARE, sections=(Section("栏", (Item(title, (Subheading("一\n二"),)),)),))
    (page,) = Typesetter(layout, squares).typeset(issue)
    lines = {kind: [p.line.text for p in page.lines if p.kind is kind] for kind in Kind}
    assert lines[Kind.TITLE] == title.split("\n")
    assert lines[Kind.SUBHEADING] == ["一", "二"]


# ---- remarks


def test_remarks_name_the_text_node_and_the_offset(layout: Layout, squares: Faces) -> None:
    note = Body("国𠮷")
    issue = replace(
        BARE,
        editors_note=(note,),
        sections=(Section("国𠮷", (Item("国\x07", (Body("a" * 100),), "国"),)),),
        distribution=(Addressee("报", "\ue000"),),
    )
    pages = Typesetter(layout, squares).typeset(issue)
    found = [(remark.rule, remark.path, remark.offset) for remark in pages.remarks]
    assert found == [
        ("missing", ("editors_note", 0), 1),
        ("missing", ("sections", 0, "name"), 1),
        ("missing", ("sections", 0, "items", 0, "title"), 1),
        ("torn_run", ("sections", 0, "items", 0, "blocks", 0), 52),
        ("missing", ("distribution", 0, "to"), 0),
    ]


def body_line(text: str, layout: Layout, faces: Faces) -> Line:
    issue = replace(BARE, sections=(Section("栏", (Item("题", (Body(text),)),)),))
    (page,) = Typesetter(layout, faces).typeset(issue)
    (line,) = (placed.line for placed in page.lines if placed.kind is Kind.BODY)
    return line


@pytest.mark.parametrize("lacked", ["\U0010fffd", "\uabcd", "བ", "ئ", "ᠮ"])
def test_what_no_face_has_is_the_turned_letter_in_a_cell_of_its_own(
    lacked: str, layout: Layout, faces: Faces
) -> None:
    """Wide or narrow by Unicode; the text stays what it is."""
    line = body_line(f"甲{lacked}乙", layout, faces)
    drawn = {char: x for run in line.runs for char, x in zip(run.text, run.xs, strict=True)}
    assert list(drawn) == ["甲", "〓", "乙"]
    cell = float(layout.styles["body"].advance)
    assert drawn["乙"] - drawn["甲"] == pytest.approx(2 * cell)
    left, right = (drawn["甲"] + cell, drawn["乙"])
    size = float(layout.styles["body"].size)
    (run,) = (run for run in line.runs if run.text == "〓")
    face = faces.face(run.font)
    ink = [run.xs[0] + edge * size / face.units_per_em for edge in face.ink("〓")]
    assert left <= ink[0] < ink[1] <= right
    assert line.text == f"甲{lacked}乙"
    assert line.end == 3


def test_vowels_of_an_unshaped_script_take_no_place(layout: Layout, faces: Faces) -> None:
    line = body_line("甲བོད乙", layout, faces)
    assert "".join(run.text for run in line.runs) == "甲〓〓乙"


def test_a_letter_and_its_mark_are_drawn_as_one(layout: Layout, faces: Faces) -> None:
    marked, whole = (body_line(text, layout, faces) for text in ("甲nu\u0308\u030c乙", "甲nǚ乙"))
    assert [(run.text, run.xs) for run in marked.runs] == [(run.text, run.xs) for run in whole.runs]
    assert (marked.end, whole.end) == (6, 4)
    assert len(marked.edges) == 7
    assert marked.text == whole.text


def test_digits_letters_and_quotes_of_a_title_are_bold(layout: Layout, faces: Faces) -> None:
    title = "第3届“天府”GDP"
    issue = replace(BARE, sections=(Section("栏", (Item(title, (Body("2024年“甲”A"),)),)),))
    (page,) = Typesetter(layout, faces).typeset(issue)
    found = {
        kind: {
            char: faces.face(run.font).file_name
            for placed in page.lines
            if placed.kind is kind
            for run in placed.line.runs
            for char in run.text
        }
        for kind in (Kind.TITLE, Kind.BODY)
    }
    assert {found[Kind.TITLE][char] for char in "3“”GDP"} == {"LiberationSerif-Bold.ttf"}
    assert {found[Kind.TITLE][char] for char in "第届天府"} == {"NotoSerifSC-Bold.ttf"}
    assert {found[Kind.BODY][char] for char in "2024“”A"} == {"LiberationSerif-Regular.ttf"}


# ---- edits


def same(pages: Pages, fresh: Pages) -> bool:
    return list(pages) == list(fresh) and pages.remarks == fresh.remarks


short = st.sampled_from(["", "国", "国，2024年", "“国”\n", "a" * 70, "国国，" * 40]) | texts
rows = st.one_of(
    items,
    sections,
    st.builds(Body, short),
    st.builds(Subheading, short),
    st.builds(Addressee, st.just("发"), short),
)
REPEATED = "德阳市地方志办公室"
START = replace(
    SMALL,
    sections=(
        *SMALL.sections,
        Section(REPEATED, (Item(REPEATED, (Body(REPEATED), Subheading(REPEATED)), REPEATED),) * 2),
    ),
)


def an_edit(data: st.DataObject, issue: Issue) -> Issue:
    """Any edit at any place; one without meaning there changes nothing."""
    nodes = list(grammar.text_nodes(issue))
    path = data.draw(st.sampled_from(nodes))
    parts = [
        path[:end] for path in nodes for end in range(2, len(path) + 1) if isinstance(path[end - 1], int)
    ]
    part = data.draw(st.sampled_from(parts)) if parts else path
    to = data.draw(st.sampled_from(parts)) if parts else path
    number = data.draw(st.integers(0, 4))
    choices: dict[str, Callable[[], Issue]] = {
        "type": lambda: edits.with_text(issue, path, data.draw(short)),
        "repeat": lambda: edits.with_text(issue, path, REPEATED),
        "remove": lambda: edits.remove(issue, part),
        "move": lambda: edits.move(issue, part, to),
        "add": lambda: edits.add(issue, part, data.draw(rows)),
        "again": lambda: edits.add(issue, part, edits._find(issue, to)),
        "split": lambda: edits.split_block(issue, part, number),
        "join": lambda: edits.join_blocks(issue, part),
        "subheading": lambda: edits.change_kind(issue, part, Kind.SUBHEADING),
        "run-in": lambda: edits.set_run_in(issue, part, number),
        "date": lambda: replace(issue, dated_header=DatedHeader("办公室", data.draw(dates))),
    }
    try:
        return choices[data.draw(st.sampled_from(sorted(choices)))]()
    except EditError:
        return issue


@settings(max_examples=60)
@given(st.data())
def test_edits_give_the_pages_of_a_fresh_start(layout: Layout, squares: Faces, data: st.DataObject) -> None:
    """Whatever is kept from the issue before, the pages are those of a typesetter that has seen nothing."""
    kept = Typesetter(layout, squares)
    history = [START]
    assert same(kept.typeset(START), Typesetter(layout, squares).typeset(START))
    for _ in range(data.draw(st.integers(1, 6))):
        undo = data.draw(st.booleans()) and len(history) > 1
        issue = data.draw(st.sampled_from(history)) if undo else an_edit(data, history[-1])
        history.append(issue)
        assert same(kept.typeset(issue), Typesetter(layout, squares).typeset(issue))


def test_pages_made_before_an_edit_stay_as_they_were(layout: Layout, squares: Faces) -> None:
    kept = Typesetter(layout, squares)
    before = kept.typeset(SMALL)
    kept.typeset(edits.with_text(SMALL, ("sections", 1, "items", 0, "blocks", 0), "国" * 900))
    assert same(before, Typesetter(layout, squares).typeset(SMALL))
