"""Paragraphs moved past their neighbours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin.grammar import block_of, item_path, note_path, source_of, title_of
from bulletin_desk.bulletin.matching import text_of
from bulletin_desk.bulletin.model import Body, Issue, Item, Path, Place, Section, Subheading
from bulletin_desk.editing.document import Document
from bulletin_desk.editing.history import SHIFTING
from bulletin_desk.editing.paragraphs import shift_paragraphs
from bulletin_desk.editing.selection import Selection, at, between
from bulletin_desk.errors import EditError
from tests.bulletin.issues import SMALL
from tests.editing.conftest import Clock
from tests.editing.texts import all_text, selections


def _item(title: str, blocks: str) -> Item:
    """Capitals are subheadings."""
    made = tuple(Subheading(each) if each.isupper() else Body(each) for each in blocks)
    return Item(title, made, f"（{title}）" if title != "u" else "")


ISSUE = replace(
    SMALL,
    editors_note=(Body("n"), Body("o")),
    sections=(
        Section("A", (_item("t", "abC"), _item("u", ""))),
        Section("B", ()),
        Section("C", (_item("v", "de"),)),
    ),
)
"""Two items, an empty section, a third item; the second has no paragraphs and no source."""


def _rows(issue: Issue) -> list[str]:
    rows = ["".join(body.text for body in issue.editors_note)]
    return rows + [
        "".join(text_of(block) for block in item.blocks)
        for section in issue.sections
        for item in section.items
    ]


def _block(section: int, item: int, at: int) -> Path:
    return block_of(item_path(section, item), at)


def _shifted(selection: Selection, *steps: int, issue: Issue = ISSUE) -> tuple[list[str], Selection]:
    for step in steps:
        issue, selection = shift_paragraphs(issue, selection, step)
    return _rows(issue), selection


def test_a_paragraph_passes_the_next_one_and_the_caret_stays_on_it() -> None:
    start = at(Place(_block(0, 0, 1), 1))
    assert _shifted(start, -1) == (["no", "baC", "", "de"], at(Place(_block(0, 0, 0), 1)))
    assert _shifted(start, 1) == (["no", "aCb", "", "de"], at(Place(_block(0, 0, 2), 1)))
    assert _shifted(start, 1, -1) == (_rows(ISSUE), start)


def test_a_subheading_moves_as_a_paragraph_and_a_run_in_heading_with_its_own() -> None:
    item = Item("t", (Body("头。身", 2), Subheading("H")))
    issue = replace(ISSUE, sections=(Section("A", (item,)),))
    moved, _ = shift_paragraphs(issue, at(Place(_block(0, 0, 1), 0)), -1)
    assert moved.sections[0].items[0].blocks == (Subheading("H"), Body("头。身", 2))


def test_at_the_edge_of_an_item_it_goes_on_into_the_neighbour() -> None:
    """Over titles, sources, section names and sections without items, as the text flows."""
    last = at(Place(_block(0, 0, 2), 1))
    assert _shifted(last, 1) == (["no", "ab", "C", "de"], at(Place(_block(0, 1, 0), 1)))
    assert _shifted(last, 1, 1) == (["no", "ab", "", "Cde"], at(Place(_block(2, 0, 0), 1)))
    assert _shifted(last, 1, 1, -1, -1) == (_rows(ISSUE), last)


def test_at_the_end_of_the_way_nothing_happens() -> None:
    for place, step in (
        (Place(_block(0, 0, 0), 1), -1),
        (Place(_block(2, 0, 1), 0), 1),
        (Place(note_path(0), 1), -1),
        (Place(note_path(1), 0), 1),
    ):
        issue, selection = shift_paragraphs(ISSUE, at(place), step)
        assert issue is ISSUE
        assert selection == at(place)


def test_the_notes_paragraphs_stay_in_the_note() -> None:
    assert _shifted(at(Place(note_path(0), 0)), 1, 1) == (["on", "abC", "", "de"], at(Place(note_path(1), 0)))


def test_all_that_a_selection_touches_moves_with_it() -> None:
    two = between(Place(_block(0, 0, 2), 1), Place(_block(0, 0, 1), 0))  # drawn upwards
    rows, selection = _shifted(two, -1)
    assert rows == ["no", "bCa", "", "de"]
    assert selection == between(Place(_block(0, 0, 1), 1), Place(_block(0, 0, 0), 0))
    rows, selection = _shifted(two, 1)
    assert rows == ["no", "a", "bC", "de"]
    assert selection == between(Place(_block(0, 1, 1), 1), Place(_block(0, 1, 0), 0))
    # as a paragraph is selected with its end: to the start of the one behind, which stays
    whole = between(Place(_block(0, 0, 0), 0), Place(_block(0, 0, 1), 0))
    rows, selection = _shifted(whole, 1)
    assert rows == ["no", "baC", "", "de"]
    assert selection == between(Place(_block(0, 0, 1), 0), Place(_block(0, 0, 1), 1))


def test_its_end_may_stand_at_the_next_title() -> None:
    item = replace(ISSUE.sections[0].items[0], source="")
    issue = replace(ISSUE, sections=(Section("A", (item, _item("v", "de"))),))
    to_title = between(Place(_block(0, 0, 2), 0), Place(title_of(item_path(0, 1)), 0))
    rows, selection = _shifted(to_title, -1, issue=issue)
    assert rows == ["no", "aCb", "de"]
    assert selection == between(Place(_block(0, 0, 1), 0), Place(_block(0, 0, 1), 1))


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (title_of(item_path(0, 0)), _block(0, 0, 0), "标题不能单独移动"),
        (source_of(item_path(0, 0)), source_of(item_path(0, 0)), "来源不能单独移动"),
        (("sections", 0, "name"), ("sections", 0, "name"), "栏目是固定的部分"),
        (("masthead", "name"), ("masthead", "name"), "报头名称是固定的部分"),
        (_block(0, 0, 2), _block(2, 0, 0), "来源不能单独移动"),
    ],
)
def test_what_is_no_paragraph_does_not_move(start: Path, end: Path, said: str) -> None:
    with pytest.raises(EditError, match=said):
        shift_paragraphs(ISSUE, between(Place(start, 0), Place(end, 1)), 1)


@given(st.data())
def test_no_text_is_lost_and_what_was_selected_still_is(data: st.DataObject) -> None:
    """Whatever is selected: it moves whole and comes back by the opposite step, or nothing has changed."""
    selection = data.draw(selections(ISSUE))
    step = data.draw(st.sampled_from((-1, 1)))
    try:
        issue, after = shift_paragraphs(ISSUE, selection, step)
    except EditError:
        return
    assert sorted(all_text(issue)) == sorted(all_text(ISSUE))
    if issue is not ISSUE:
        back, _ = shift_paragraphs(issue, after, -step)
        assert back == ISSUE


def test_a_run_of_presses_is_undone_at_once(open_document: Callable[[Issue], Document], clock: Clock) -> None:
    document = open_document(ISSUE)
    document.go_to(_block(0, 0, 0), 1)
    before = document.selection
    for _ in range(3):
        assert document.shift_paragraphs(1)
        clock.now += SHIFTING.pause - 1
    assert _rows(document.issue) == ["no", "bC", "a", "de"]
    assert document.undo_name == "移动段落"
    document.undo()
    assert document.undo_name is None
    assert (document.issue, document.selection) == (ISSUE, before)
    document.redo()
    assert _rows(document.issue) == ["no", "bC", "a", "de"]
    assert document.selection == at(Place(_block(0, 1, 0), 1))


def test_who_has_moved_the_caret_begins_another_run(open_document: Callable[[Issue], Document]) -> None:
    document = open_document(ISSUE)
    document.go_to(_block(0, 0, 0))
    document.shift_paragraphs(1)
    document.go_to(_block(0, 0, 2))
    document.shift_paragraphs(-1)
    document.undo()
    assert _rows(document.issue) == ["no", "baC", "", "de"]
