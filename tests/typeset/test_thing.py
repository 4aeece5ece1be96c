"""What pages and their readers get from things in the flow, whatever these are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bulletin_desk.bulletin.model import Kind, Place
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout, TextBlock
from bulletin_desk.pages.model import Colour, PageMark, VerticalRule
from bulletin_desk.typeset.composed import Composer
from bulletin_desk.typeset.head_rows import head
from bulletin_desk.typeset.thing import Group, Slot, Text, Thing
from bulletin_desk.typeset.typesetter import TypesetPages
from tests.bulletin.issues import SMALL
from tests.typeset.texts import body

BLACK = Colour(0, 0, 0, 1)
OWNER = ("sections", 0)


class _Cut(Thing):
    """May be cut between any rows."""

    keeps = False

    def fitting(self, first: int, room: int, *, widows: bool) -> int:
        return min(self.rows - first, max(room, 0))


class Bar(_Cut):
    """A rule beside all its rows, without text."""

    texts = ()

    def __init__(self, rows: int) -> None:
        self.rows = self.count = rows

    def marks(self, slot: Slot, block: TextBlock) -> Iterator[PageMark]:
        top = block.top + slot.row * block.line_pitch
        height = (slot.last - slot.first) * block.line_pitch
        yield VerticalRule(float(block.left), float(top), float(height), 0.5, BLACK)


class Steps(_Cut):
    """Two texts, the second of which begins on the first one's third row."""

    def __init__(self, composer: Composer, first: str, second: str) -> None:
        one, two = composer.compose(body(first)), composer.compose(body(second))
        self.texts = (Text(one, ("one",), first), Text(two, ("two",), second, row=2))
        self.rows = self.count = max(one.count, two.count + 2)


def pages_of(things: list[Thing], layout: Layout, faces: Faces) -> TypesetPages:
    composer = Composer(faces)
    small = replace(layout, text_block=layout.text_block._replace(lines=layout.head.lines + 3))
    groups = [Group(OWNER, 0, tuple(things))]
    return TypesetPages(small, head(SMALL, small, composer), groups, None, composer)


def test_marks_stand_beside_the_rows_that_they_belong_to(layout: Layout, squares: Faces) -> None:
    pages = pages_of([Bar(4)], layout, squares)
    room = pages.layout.text_block.lines - int(pages.head.height / layout.text_block.line_pitch)
    room -= layout.head.space_after
    block, pitch = layout.text_block, float(layout.text_block.line_pitch)
    left, top = float(block.left), float(block.top)
    assert len(pages) == 2
    first, second = pages[0].marks[-1], pages[1].marks[-1]
    above = float((pages.layout.text_block.lines - room) * block.line_pitch + block.top)
    assert first == VerticalRule(left, above, room * pitch, 0.5, BLACK)
    assert second == VerticalRule(left, top, (4 - room) * pitch, 0.5, BLACK)
    assert not pages[1].lines
    assert pages.first_place(1) is None
    assert not [portion for portion in pages.portions() if portion.rows]


def test_a_page_that_begins_with_a_mark_starts_at_the_text_after_it(layout: Layout, squares: Faces) -> None:
    for rows, at in ((4, 1), (16, 2)):
        pages = pages_of([Bar(rows), Steps(Composer(squares), "国国", "川")], layout, squares)
        assert pages.number_at((*OWNER, "one"), 0) == at + 1
        assert [pages.first_place(index) for index in range(at + 1)] == [Place((*OWNER, "one"), 0)] * (at + 1)


def test_each_text_of_a_thing_is_found_on_the_page_with_its_rows(layout: Layout, squares: Faces) -> None:
    texts = "国\n" * 4 + "国", "川\n" * 20 + "川\ue123"
    pages = pages_of([Steps(Composer(squares), *texts)], layout, squares)
    one, two = (*OWNER, "one"), (*OWNER, "two")
    for number, page in enumerate(pages, 1):
        for placed in page.lines:
            if placed.path in (one, two):
                assert pages.number_at(placed.path, placed.line.start) == number
    rows = {
        path: [
            (index, placed.top)
            for index, page in enumerate(pages)
            for placed in page.lines
            if placed.path == path
        ]
        for path in (one, two)
    }
    assert [len(rows[path]) for path in (one, two)] == [5, 21]
    assert rows[two][:3] == rows[one][2:]
    found = [portion for portion in pages.portions() if portion.kind is Kind.BODY]
    for path, total in ((one, 5), (two, 21)):
        mine = [portion for portion in found if portion.path == path]
        assert [portion.first for portion in mine] == [0, *(portion.last for portion in mine[:-1])]
        assert mine[-1].last == total
        assert all(portion.starts == tuple(range(0, 2 * total, 2)) for portion in mine)
    assert [path for _, path in pages.paragraphs()][-2:] == [one, two]
    assert {remark.path for remark in pages.remarks if remark.detail == "\ue123"} == {two}
