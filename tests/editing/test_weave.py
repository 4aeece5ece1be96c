"""Sections and items in the clipboard: they come back as they were copied, wherever they are pasted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.grammar import text_nodes
from bulletin_desk.bulletin.model import Body, Issue, Item, Kind, Path, Place, Section, Subheading
from bulletin_desk.bulletin.numbering import EMPTY_ITEM
from bulletin_desk.editing.document import Document
from bulletin_desk.editing.fragment import Fragment, Paragraph, as_html, copy, from_html, from_text
from bulletin_desk.editing.movement import running_text
from bulletin_desk.editing.nodes import is_running
from bulletin_desk.editing.paste import paste
from bulletin_desk.editing.selection import Selection, at, between
from tests.bulletin.further import FULL_ITEM, FURTHER, UNTITLED
from tests.bulletin.issues import SMALL, rows
from tests.editing.texts import all_places

_words = st.text("甲乙丙丁", min_size=1, max_size=3)
_maybe = st.just("") | _words
_bodies = st.builds(Body, _words, st.integers(0, 1), st.sampled_from([(), ((0, 1),)]))
_items = st.builds(
    Item,
    _maybe,
    rows(_bodies | st.builds(Subheading, _words)),
    *[_maybe] * 6,
    st.sampled_from(["", "★"]),
).filter(lambda item: bool(item.title or item.blocks))
_sections = st.builds(Section, _maybe, st.lists(_items, min_size=1, max_size=2).map(tuple), st.integers(1, 2))
written = st.builds(replace, st.just(SMALL), editors_note=rows(_bodies), sections=rows(_sections))
"""Issues whose paragraphs all have words."""


@given(written | st.just(FURTHER), st.data())
def test_what_is_pasted_in_place_of_itself_is_what_it_was(issue: Issue, data: st.DataObject) -> None:
    places = [place for place in all_places(issue) if is_running(place.path)]
    if not places:
        return
    selection = between(data.draw(st.sampled_from(places)), data.draw(st.sampled_from(places)))
    fragment = copy(issue, selection)
    assert from_html(as_html(fragment)) == (fragment if fragment.paragraphs else None)
    assert paste(issue, selection, fragment)[0] == issue


@given(written | st.just(FURTHER), written | st.just(FURTHER))
def test_all_text_pasted_over_that_of_another_bulletin(there: Issue, here: Issue) -> None:
    taken, given_up = running_text(there), running_text(here)
    if taken is None or given_up is None:
        return
    after, _ = paste(here, given_up, copy(there, taken))
    if there.sections:
        assert after == replace(here, editors_note=there.editors_note, sections=there.sections)
    else:
        assert after.editors_note == there.editors_note or not here.editors_note


def _all(issue: Issue) -> Selection:
    text = running_text(issue)
    assert text is not None
    return text


def test_over_all_text_that_begins_with_an_editors_note() -> None:
    noted = replace(FURTHER, editors_note=(Body("编者按：供参阅。", 4),))
    plain = replace(FURTHER, editors_note=())
    last = SMALL.sections[-1]
    small = replace(SMALL, sections=(*SMALL.sections[:-1], replace(last, items=last.items[:2])))
    for here in (noted, plain, SMALL):
        for there in (noted, plain, small):
            after, selection = paste(here, _all(here), copy(there, _all(there)))
            assert after == replace(here, editors_note=there.editors_note, sections=there.sections)
            assert selection == at(_all(there).end)


def test_text_of_items_over_all_text_makes_items() -> None:
    text = from_text("【简讯】\n甲\n正文。\n（甲市）\n乙\n正文。\n（乙市）")
    made = (Item("甲", (Body("正文。"),), "（甲市）"), Item("乙", (Body("正文。"),), "（乙市）"))
    after, _ = paste(SMALL, _all(SMALL), text)
    assert (after.editors_note, after.sections) == ((), (Section("简讯", made),))
    plain = replace(SMALL, editors_note=())
    assert paste(plain, _all(plain), text)[0].sections == (Section("简讯", made),)
    paragraphs, _ = paste(plain, _all(plain), from_text("第一段。\n第二段。"))
    assert paragraphs.sections == (Section("", (Item("", (Body("第一段。"), Body("第二段。"))),)),)


def test_items_pasted_into_the_editors_note_come_after_it() -> None:
    issue = replace(FURTHER, editors_note=(Body("编者按"), Body("二")))
    for offset in (0, 2, 3):
        after, _ = paste(issue, at(Place(("editors_note", 0), offset)), _whole(2, 0, "kicker", "source", 5))
        assert "".join(note.text for note in after.editors_note) == "编者按二"
        assert after.sections[0] == replace(issue.sections[0], items=(FULL_ITEM, *issue.sections[0].items))
        assert after.sections[1:] == issue.sections[1:]


def _whole(section: int, item: int, first: str, last: str, end: int) -> Fragment:
    """An item of FURTHER."""
    path: Path = ("sections", section, "items", item)
    return copy(FURTHER, between(Place((*path, first), 0), Place((*path, last), end)))


WHOLE = _whole(2, 0, "kicker", "source", 5)


def test_an_item_keeps_its_mark_and_all_its_texts() -> None:
    there = from_html(as_html(WHOLE))
    assert there == WHOLE
    issue = replace(SMALL, sections=(Section("栏", (EMPTY_ITEM, Item("乙", (Body("文"),), "（省）"))),))
    second: Path = ("sections", 0, "items", 1)
    empty: Path = ("sections", 0, "items", 0)
    places = [
        (Place((*empty, "title"), 0), (FULL_ITEM, issue.sections[0].items[1])),
        (Place((*empty, "blocks", 0), 0), (FULL_ITEM, issue.sections[0].items[1])),
        (Place((*second, "title"), 0), (EMPTY_ITEM, FULL_ITEM, issue.sections[0].items[1])),
        (Place((*second, "blocks", 0), 1), (*issue.sections[0].items, FULL_ITEM)),
        (Place((*second, "source"), 3), (*issue.sections[0].items, FULL_ITEM)),
    ]
    for place, items in places:
        after, _ = paste(issue, at(place), WHOLE)
        assert after.sections == (Section("栏", items),)


def test_every_kind_that_a_clipboard_may_name_comes_in() -> None:
    for kind in Kind:
        fragment = Fragment((Paragraph(Kind.TITLE, "题"), Paragraph(kind, "字")))
        for place in all_places(SMALL):
            after, _ = paste(SMALL, at(place), fragment)
            assert sum("字" in text_at(after, path) for path in text_nodes(after)) == 1


def test_line_breaks_that_came_with_a_source_stay() -> None:
    item = Item("题", (Body("文"),), "（甲\n乙）", salutation="各位：\n大家：")
    issue = replace(SMALL, editors_note=(), sections=(Section("栏\n目", (item, item)),))
    assert paste(SMALL, _all(SMALL), copy(issue, _all(issue)))[0].sections == issue.sections


def test_an_empty_item_keeps_its_mark_unless_another_comes() -> None:
    issue = replace(SMALL, sections=(Section("栏", (replace(EMPTY_ITEM, mark="■"),)),))
    title = at(Place(("sections", 0, "items", 0, "title"), 0))
    assert paste(issue, title, WHOLE)[0].sections[0].items == (FULL_ITEM,)
    plain = replace(FURTHER, sections=(Section("", (replace(FULL_ITEM, mark=""),)),))
    after, _ = paste(issue, title, copy(plain, _all(replace(plain, editors_note=()))))
    assert after.sections[-1].items[-1].title == FULL_ITEM.title


def test_an_untitled_item_before_another_is_copied_whole() -> None:
    first: Path = ("sections", 2, "items", 1, "blocks", 0)
    last: Path = ("sections", 3, "items", 0, "blocks", 0)
    fragment = copy(FURTHER, between(Place(first, 0), Place(last, 12)))
    issue = replace(SMALL, sections=(Section("栏", (Item("甲", (Body("一"),), "（省）"),)),))
    after, _ = paste(issue, at(Place(("sections", 0, "items", 0, "source"), 3)), fragment)
    assert after.sections[0].items[1:] == (UNTITLED,)
    assert after.sections[1].items == FURTHER.sections[3].items


@pytest.mark.parametrize("level", [1, 2])
def test_a_section_pasted_at_another_ones_name(level: int) -> None:
    path: Path = ("sections", level, "name")
    taken = copy(SMALL, between(Place(("sections", 0, "name"), 0), Place(("sections", 1, "name"), 0)))
    after, _ = paste(FURTHER, at(Place(path, 0)), taken)
    assert after.sections == (*FURTHER.sections[:level], SMALL.sections[0], *FURTHER.sections[level:])


def test_a_line_around_a_title_comes_back_where_it_was() -> None:
    item: Path = ("sections", 0, "items", 0)
    issue = replace(FURTHER, sections=(Section("", (FULL_ITEM,)),))
    for first, last, end in (("subtitle", "salutation", 7), ("salutation", "source", 5)):
        selection = between(Place((*item, first), 0), Place((*item, last), end))
        fragment = copy(issue, selection)
        assert paste(issue, selection, fragment)[0] == issue
        bare = replace(issue, sections=(Section("", (Item(FULL_ITEM.title, (Body(""),)),)),))
        after, _ = paste(bare, at(Place((*item, "blocks", 0), 0)), fragment)
        now = after.sections[0].items[0]
        assert (now.salutation, now.title) == (FULL_ITEM.salutation, FULL_ITEM.title)
        if last == "source":
            assert (now.blocks, now.signature, now.source) == (
                FULL_ITEM.blocks,
                FULL_ITEM.signature,
                FULL_ITEM.source,
            )


def test_composed_over_all_text_and_pasted_back(open_document: Callable[[Issue], Document]) -> None:
    noted = replace(FURTHER, editors_note=(Body("编者按：供参阅。", 4),))
    document = open_document(noted)
    document.select_all()
    taken = document.cut()
    document.set_preedit("xin")
    document.commit("新")
    document.select_all()
    document.paste(taken)
    assert document.issue == noted
    for _ in range(3):
        document.undo()
    assert document.issue == noted
