"""Deleting over paragraphs, items and sections: nothing goes but what was selected, and what is left is sewn
well."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.model import Addressee, Body, Issue, Item, Path, Place, Section, Subheading
from bulletin_desk.editing.commands import delete_selection
from bulletin_desk.editing.nodes import attached, is_shown, may_stand, snap
from bulletin_desk.editing.selection import between
from bulletin_desk.editing.wholes import around_wholes, cells_between, is_in_one_whole
from tests.bulletin.issues import SMALL, issues
from tests.editing.texts import ITEM, SECOND, all_text, selections, text_before, text_outside


@given(issues, st.data())
def test_nothing_goes_but_what_was_selected(issue: Issue, data: st.DataObject) -> None:
    selection = data.draw(selections(issue))
    after, caret = delete_selection(issue, selection)
    assert all_text(after) == text_outside(issue, selection)
    assert caret.empty
    # an empty caption stands while the caret is in it
    assert is_shown(after, caret.head.path) or may_stand(after, caret.head.path)
    assert snap(text_at(after, caret.head.path), caret.head.offset) == caret.head.offset


@given(issues, st.data())
def test_the_caret_is_where_the_text_was(issue: Issue, data: st.DataObject) -> None:
    selection = data.draw(selections(issue))
    start, end = selection.start, selection.end
    cells = cells_between(issue, start.path, end.path)
    if not is_in_one_whole(issue, start.path, end.path):
        start, end = around_wholes(issue, start, end)  # a table or pictures go as a whole
    after, caret = delete_selection(issue, selection)
    before = text_before(issue, start, cells if len(cells) > 1 else ())
    now = text_before(after, caret.head.place)
    assert now.startswith(before)
    assert all(attached(char) for char in now[len(before) :])  # a mark joins the character it now follows


def _deleted(start: Path, from_: int, end: Path, to: int, issue: Issue = SMALL) -> tuple[Issue, Place]:
    after, caret = delete_selection(issue, between(Place(start, from_), Place(end, to)))
    return after, caret.head.place


def test_bodies_join_and_what_is_between_goes() -> None:
    after, place = _deleted((*SECOND, "blocks", 0), 5, (*SECOND, "blocks", 2), 5)
    item = after.sections[1].items[0]
    assert item.blocks == (Body("2023年坚持审查制度。"),)
    assert place == Place((*SECOND, "blocks", 0), 5)


def test_a_run_in_heading_keeps_what_is_left_of_it() -> None:
    after, _ = _deleted((*SECOND, "blocks", 0), 0, (*SECOND, "blocks", 2), 2)
    assert after.sections[1].items[0].blocks == (Body("年鉴。坚持审查制度。", 3),)


def test_a_subheading_swallows_no_body_text() -> None:
    after, place = _deleted((*SECOND, "blocks", 1), 3, (*SECOND, "blocks", 2), 5)
    assert after.sections[1].items[0].blocks[1:] == (Subheading("以质量"), Body("坚持审查制度。"))
    assert place == Place((*SECOND, "blocks", 1), 3)


def test_a_title_swallows_no_body_text() -> None:
    after, place = _deleted((*SECOND, "title"), 3, (*SECOND, "blocks", 2), 5)
    item = after.sections[1].items[0]
    assert (item.title, item.blocks, item.source) == ("乐山市", (Body("坚持审查制度。"),), "（乐山市）")
    assert place == Place((*SECOND, "title"), 3)


def test_a_title_and_a_whole_paragraph_leave_no_empty_one() -> None:
    after, _ = _deleted((*SECOND, "title"), 3, (*SECOND, "blocks", 0), 12)
    assert after.sections[1].items[0].blocks[0] == Subheading("以质量为依托")


def test_from_body_into_the_source() -> None:
    after, _ = _deleted((*SECOND, "blocks", 0), 4, (*SECOND, "source"), 1)
    item = after.sections[1].items[0]
    assert (item.blocks, item.source) == ((Body("2023"),), "乐山市）")


def test_two_titles_join_and_the_second_items_text_stays() -> None:
    after, _ = _deleted((*SECOND, "title"), 3, ("sections", 1, "items", 1, "title"), 4)
    assert after.sections[1].items[0] == Item(
        "乐山市鉴（2023）》（简本）创刊首发", (Body("首发。"),), "（达州市）"
    )
    assert len(after.sections[1].items) == 2


def test_from_body_into_the_next_items_body_goes_on_with_its_source() -> None:
    after, _ = _deleted((*SECOND, "blocks", 0), 5, ("sections", 1, "items", 1, "blocks", 0), 1)
    assert after.sections[1].items[0].blocks == (Body("2023年发。"),)
    assert after.sections[1].items[0].source == "（达州市）"


def test_from_body_into_the_next_items_title_leaves_two_items() -> None:
    after, _ = _deleted((*SECOND, "blocks", 0), 5, ("sections", 1, "items", 1, "title"), 3)
    first, second, _ = after.sections[1].items
    assert (first.blocks, first.source) == ((Body("2023年"),), "")
    assert (second.title, second.source) == ("年鉴（2023）》（简本）创刊首发", "（达州市）")


def test_what_a_source_has_left_keeps_items_apart() -> None:
    after, _ = _deleted((*SECOND, "source"), 3, ("sections", 1, "items", 1, "blocks", 0), 1)
    first, second, _ = after.sections[1].items
    assert first.source == "（乐山"
    assert second == Item("", (Body("发。"),), "（达州市）")


def test_a_whole_source_and_the_next_title_leave_one_item() -> None:
    after, place = _deleted((*SECOND, "source"), 0, ("sections", 1, "items", 1, "blocks", 0), 1)
    item = after.sections[1].items[0]
    assert item.blocks[3] == Body("发。")
    assert item.source == "（达州市）"
    assert place == Place((*SECOND, "blocks", 3), 0)


def test_over_a_section_head_into_an_item() -> None:
    after, _ = _deleted((*ITEM, "blocks", 0), 2, (*SECOND, "blocks", 0), 5)
    assert [section.name for section in after.sections] == ["特别关注"]
    items = after.sections[0].items
    assert items[0].blocks[0] == Body("会议，守正创新。")
    assert items[0].source == "（乐山市）"
    assert items[1:] == SMALL.sections[1].items[1:]


def test_over_a_section_head_into_its_name() -> None:
    after, _ = _deleted((*ITEM, "blocks", 0), 2, ("sections", 1, "name"), 2)
    assert [section.name for section in after.sections] == ["特别关注", "动态"]
    assert after.sections[1].items == SMALL.sections[1].items


def test_two_section_names_join() -> None:
    after, _ = _deleted(("sections", 0, "name"), 2, ("sections", 1, "name"), 2)
    assert after.sections == (Section("特别动态", SMALL.sections[1].items),)


def test_from_a_section_name_into_an_item_of_its_own() -> None:
    after, _ = _deleted(("sections", 1, "name"), 2, (*SECOND, "blocks", 2), 5)
    assert after.sections[1].name == "市州"
    assert after.sections[1].items[0] == Item("", (Body("坚持审查制度。"),), "（乐山市）")


def test_whole_items_leave_nothing_behind() -> None:
    after, _ = _deleted(("sections", 1, "name"), 4, (*SECOND, "source"), 5)
    assert after.sections[1].items == SMALL.sections[1].items[1:]


def test_all_text_leaves_a_place_to_type() -> None:
    after, place = _deleted(("masthead", "name"), 0, ("imprint", "office"), 3)
    assert all_text(after) == ""
    assert after.sections == (Section("", (Item("", (Body(""),)),)),)
    assert after.distribution == ()
    assert after.imprint is not None
    assert (after.masthead.number, after.dated_header.date) == (2, SMALL.dated_header.date)
    assert place == Place(("masthead", "name"), 0)


def test_notes_join_and_vanish_whole() -> None:
    after, _ = _deleted(("editors_note", 0), 4, ("editors_note", 1), 2)
    assert after.editors_note == (Body("编者按：阅。", 4),)
    after, _ = _deleted(("dated_header", "issuer"), 3, ("editors_note", 1), 2)
    assert after.editors_note == (Body("阅。"),)
    after, _ = _deleted(("editors_note", 1), 1, ("sections", 0, "name"), 1)
    assert after.editors_note == (Body("编者按：现予刊发。", 4), Body("供"))
    assert after.sections[0].name == "别关注"


@pytest.mark.parametrize(
    ("start", "end", "left"),
    [
        (("label", 0, 1), ("to", 1, 1), (Addressee("报", "级。"), Addressee("送", "三。"))),
        (("label", 0, 0), ("label", 1, 0), (Addressee("发", "下级。"), Addressee("送", "三。"))),
        (
            ("to", 0, 1),
            ("label", 1, 1),
            (Addressee("报", "上"), Addressee("", "下级。"), Addressee("送", "三。")),
        ),
        (("to", 0, 1), ("to", 1, 3), (Addressee("报", "上"), Addressee("送", "三。"))),
        (
            ("label", 0, 1),
            ("to", 0, 2),
            (Addressee("报", "。"), Addressee("发", "下级。"), Addressee("送", "三。")),
        ),
    ],
)
def test_addressees(
    start: tuple[str, int, int], end: tuple[str, int, int], left: tuple[Addressee, ...]
) -> None:
    issue = replace(SMALL, distribution=(*SMALL.distribution, Addressee("送", "三。")))
    from_: Path = ("distribution", start[1], start[0])
    to: Path = ("distribution", end[1], end[0])
    after, _ = _deleted(from_, start[2], to, end[2], issue)
    assert after.distribution == left


def test_an_emptied_line_that_vanishes_lets_the_caret_go_back() -> None:
    after, place = _deleted(("disclosure",), 0, ("disclosure",), 4)
    assert after.disclosure == ""
    assert place == Place(("sections", 1, "items", 2, "title"), 0)
