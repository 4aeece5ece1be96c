"""Each change has a mark on the pages: in colour, as a stroke, as a bar or as a note."""

from __future__ import annotations

from dataclasses import replace

from bulletin_desk.bulletin.changes import changes_between
from bulletin_desk.bulletin.edits import add, move, remove, replace_range
from bulletin_desk.bulletin.grammar import NUMBER, block_of, item_path, name_of, section_path
from bulletin_desk.bulletin.model import Body, Heading, Issue, Item, Place, Section
from bulletin_desk.pages.change_marks import change_bars, change_marks
from bulletin_desk.pages.marks import Bar, Coloured, Gap, Marks, Span
from tests.bulletin.issues import SMALL

ITEM = item_path(0, 0)
BLOCKS = (Body("一二三四五六七八"), Body("甲乙丙丁"))
OTHER = Item("第二篇", (Body("天地玄黄宇宙洪荒"),))
BASE = replace(SMALL, sections=(Section("动态", (Item("头一篇", BLOCKS), OTHER)),))


def marks(new: Issue) -> Marks:
    return change_marks(changes_between(BASE, new), new)


def test_what_came_in_is_coloured_and_needs_no_note() -> None:
    path = block_of(ITEM, 0)
    found = marks(replace_range(BASE, path, 2, 2, "新的"))
    assert found == Marks(coloured=(Coloured(Span(path, 2, 4), "in"),))


def test_what_went_leaves_a_stroke_and_its_words() -> None:
    path = block_of(ITEM, 0)
    found = marks(replace_range(BASE, path, 6, 8, ""))
    assert found.gaps == (Gap(Place(path, 6), at_end=True),)
    assert [(note.label, note.text, note.tone) for note in found.notes] == [("删去", "七八", "out")]
    assert not found.coloured


def test_what_was_replaced_is_both() -> None:
    path = block_of(ITEM, 0)
    found = marks(replace_range(BASE, path, 2, 4, "新的"))
    assert found.coloured == (Coloured(Span(path, 2, 4), "in"),)
    assert [(note.label, note.text) for note in found.notes] == [("原为", "三四")]


def test_a_section_is_told_by_its_name_and_its_items_by_themselves() -> None:
    new = add(BASE, section_path(1), Section("交流", (Item("全新", (Body("日月盈昃辰宿列张"),)),)))
    assert {each.span for each in marks(new).coloured} == {
        Span(name_of(section_path(1))),
        Span(item_path(1, 0)),
    }


def test_what_was_moved_keeps_its_colours_and_has_a_bar_and_a_note() -> None:
    found = marks(move(BASE, item_path(0, 1), item_path(0, 0)))
    assert not found.coloured
    assert [bar.tone for bar in found.bars] == ["moved"]
    assert [note.label for note in found.notes] == ["移动"]


def test_values_and_looks_have_notes() -> None:
    masthead = replace(BASE.masthead, number=BASE.masthead.number + 1)
    block = block_of(ITEM, 1)
    new = add(remove(replace(BASE, masthead=masthead), block), block, Heading("甲乙丙丁", 1))
    found = marks(new)
    assert [(note.label, note.tone) for note in found.notes] == [("原为", "changed"), ("格式", "changed")]
    assert Coloured(Span(NUMBER), "changed") in found.coloured


def test_bars_stand_where_anything_changed() -> None:
    path = block_of(ITEM, 0)
    for new, expected in (
        (replace_range(BASE, path, 2, 4, "新的"), Span(path, 2, 4)),
        (replace_range(BASE, path, 2, 4, ""), Span(path, 1, 3)),
        (add(BASE, path, Body("新的一段")), Span(path)),
    ):
        assert change_bars(changes_between(BASE, new), new) == (Bar(expected),)
