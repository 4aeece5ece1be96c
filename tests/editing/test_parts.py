"""What only some bulletins have, put in and taken out as a hand does: bold characters, marks, levels, texts
around an item's title and blocks; and the caret among texts that have no line."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.grammar import ITEM_TEXTS, item_path, owner, section_path
from bulletin_desk.bulletin.model import Body, Issue, Item, Kind, Path, Place, Section, Subheading
from bulletin_desk.editing import fragment, parts
from bulletin_desk.editing.commands import delete_selection
from bulletin_desk.editing.count import issue_characters, item_characters
from bulletin_desk.editing.document import Document, Motion
from bulletin_desk.editing.find import find_all
from bulletin_desk.editing.kinds import HEADINGS_AND_LISTS, KINDS, choosable
from bulletin_desk.editing.nodes import shown
from bulletin_desk.editing.paste import paste
from bulletin_desk.editing.selection import at, between
from bulletin_desk.errors import EditError
from bulletin_desk.export.dump import dump
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.offers import Offers
from bulletin_desk.typeset.typesetter import Typesetter
from tests.bulletin.further import FULL_ITEM, FURTHER, further_issues
from tests.bulletin.issues import SMALL
from tests.editing.texts import fragment_text
from tests.layouts.further import layout_with

FULL: Path = ("sections", 2, "items", 0)
UNTITLED: Path = ("sections", 2, "items", 1)
Open = Callable[[Issue], Document]


@pytest.fixture
def offering(faces: Faces) -> Open:
    """Opens issues in a layout that offers everything."""
    layout = layout_with()
    return lambda issue: Document(issue, Typesetter(layout, faces), lambda: 0.0)


def printed(document: Document) -> list[Path]:
    paths = (placed.path for page in document.pages for placed in page.lines if placed.path[0] == "sections")
    return list(dict.fromkeys(paths))


# ---- bold


def test_bold_and_back_over_several_paragraphs(offering: Open) -> None:
    document = offering(FURTHER)
    first, second = (*FULL, "blocks", 0), (*FULL, "blocks", 1)
    document.select(between(Place(first, 9), Place(second, 2)))
    assert not document.bold
    document.toggle_bold()
    assert document.undo_name == "加粗"
    assert [block.texts()[0].bold for block in document.issue.sections[2].items[0].blocks] == [
        ((0, 2), (4, 7), (9, 12)),
        ((0, 2),),
    ]
    assert document.bold
    document.toggle_bold()
    assert document.issue == FURTHER
    document.undo()
    document.undo()
    assert document.issue is FURTHER


def test_what_is_typed_inside_bold_is_bold(offering: Open) -> None:
    document = offering(FURTHER)
    path = (*FULL, "blocks", 0)
    document.go_to(path, 1)
    assert document.bold
    document.type_text("应急")
    document.go_to(path, 4)  # at its end
    document.type_text("已")
    document.go_to(path, 2)
    document.enter()
    blocks = document.issue.sections[2].items[0].blocks
    assert blocks[:2] == (Body("市应", 0, ((0, 2),)), Body("急局已坚持早研判、早部署。", 0, ((0, 2), (5, 8))))
    document.backspace()
    assert document.issue.sections[2].items[0].blocks[0].texts()[0].bold == ((0, 4), (7, 10))


def test_bold_is_for_body_text(offering: Open) -> None:
    document = offering(FURTHER)
    document.go_to((*FULL, "blocks", 0), 3)
    with pytest.raises(EditError, match="请先选中要加粗的字。"):
        document.toggle_bold()
    document.select(between(Place((*FULL, "title"), 0), Place((*FULL, "title"), 2)))
    with pytest.raises(EditError, match="只有正文和编者按里的字可以加粗"):
        document.toggle_bold()


@given(further_issues, st.data())
def test_a_copy_keeps_bold_through_the_clipboard(issue: Issue, data: st.DataObject) -> None:
    paths = list(shown(issue))
    first, last = sorted(data.draw(st.integers(0, len(paths) - 1)) for _ in range(2))
    start = Place(paths[first], 0)
    end = Place(paths[last], len(text_at(issue, paths[last])))
    taken = fragment.copy(issue, between(start, end))
    back = fragment.from_html(fragment.as_html(taken))
    assert back is not None
    assert [(each.kind, each.bold) for each in back.paragraphs] == [
        (each.kind, each.bold) for each in taken.paragraphs
    ]


def test_a_bold_piece_pasted_into_a_paragraph(offering: Open) -> None:
    document = offering(FURTHER)
    document.select(between(Place((*FULL, "blocks", 0), 1), Place((*FULL, "blocks", 0), 5)))
    taken = document.copy()
    document.go_to((*UNTITLED, "blocks", 0), 2)
    document.paste(taken)
    assert document.issue.sections[2].items[1].blocks == (
        Body("全市局坚持早排查隐患128处。", 0, ((2, 3), (5, 6))),
    )


# ---- texts around title and blocks


@pytest.mark.parametrize("kind", [Kind.KICKER, Kind.SUBTITLE, Kind.BYLINE, Kind.SALUTATION, Kind.SIGNATURE])
def test_a_text_is_added_typed_and_taken_away(offering: Open, kind: Kind) -> None:
    document = offering(FURTHER)
    path = parts.place_of(UNTITLED, kind, document.offers)
    assert path not in printed(document)
    assert kind in parts.can_add(document.issue, UNTITLED, document.offers)
    document.add_text(UNTITLED, kind)
    assert path in printed(document)
    assert document.standing == path
    assert document.caret.path == path
    assert document.issue is FURTHER
    document.move(Motion.LEFT)  # nothing was typed: the line is gone again
    assert path not in printed(document)
    assert document.standing == ()
    document.add_text(UNTITLED, kind)
    document.type_text("文字")
    assert text_at(document.issue, path) == "文字"
    assert document.standing == ()
    assert kind not in parts.can_add(document.issue, UNTITLED, document.offers)
    document.remove_text(UNTITLED, kind)
    assert document.issue == FURTHER
    document.undo()
    assert text_at(document.issue, path) == "文字"


def test_what_the_layout_has_not_is_refused(open_document: Open) -> None:
    document = open_document(SMALL)
    item = item_path(0, 0)
    with pytest.raises(EditError, match="这种简报的版式没有引题。"):
        document.add_text(item, Kind.KICKER)
    with pytest.raises(EditError, match="这种简报的版式没有副题。"):
        document.change_kind(Kind.SUBTITLE)
    document.select(between(Place((*item, "blocks", 0), 0), Place((*item, "blocks", 0), 2)))
    with pytest.raises(EditError, match="这种简报的正文不加粗。"):
        document.toggle_bold()
    with pytest.raises(EditError, match="这种简报的稿件没有标记。"):
        document.set_mark([item], "★")
    with pytest.raises(EditError, match="这种简报的栏目只有一级。"):
        document.set_level([section_path(1)], 2)
    assert parts.can_add(SMALL, item, document.offers) == ()
    assert choosable(document.offers) == (*KINDS, *HEADINGS_AND_LISTS)
    assert document.issue is SMALL


def test_a_title_for_an_untitled_item(offering: Open) -> None:
    document = offering(FURTHER)
    document.add_text(UNTITLED, Kind.TITLE)
    assert document.standing == (*UNTITLED, "title")
    document.type_text("题")
    document.enter()
    assert document.issue.sections[2].items[1].title == "题"
    assert document.caret.path == (*UNTITLED, "blocks", 0)


def test_enter_goes_down_an_item(offering: Open) -> None:
    document = offering(FURTHER)
    document.go_to((*FULL, "kicker"), 4)
    visited = []
    for _ in range(5):
        document.enter()
        visited.append(document.caret.path[len(FULL) :])
        document.go_to(document.caret.path, 99)
    assert visited == [("title",), ("subtitle",), ("byline",), ("salutation",), ("blocks", 0)]
    document.go_to((*FULL, "signature"), 6)
    document.enter()
    assert document.issue.sections[2].items[0].signature == "某某市办公室\n\n2024年1月9日"
    document.go_to((*FULL, "signature"), 17)
    document.enter()
    document.enter()  # an empty last line: on to the source
    assert document.issue.sections[2].items[0].signature == "某某市办公室\n\n2024年1月9日"
    assert document.caret.path == (*FULL, "source")


# ---- texts that have no line


def test_the_caret_passes_by_titles_that_are_not_there(offering: Open) -> None:
    document = offering(FURTHER)
    document.go_to((*FULL, "source"), 5)
    document.move(Motion.RIGHT)
    assert document.caret.path == (*UNTITLED, "blocks", 0)
    document.move(Motion.LEFT)
    assert document.caret.path == (*FULL, "source")
    document.go_to(("sections", 0, "items", 0, "title"))
    document.move(Motion.LEFT)
    assert owner(document.caret.path)[0] == "editors_note"


def test_backspace_joins_untitled_items(offering: Open) -> None:
    items = (Item("", (Body("甲。"),)), Item("", (Body("乙。"),)))
    document = offering(replace(SMALL, sections=(Section("", items),)))
    document.go_to(("sections", 0, "items", 1, "blocks", 0))
    document.backspace()
    assert document.issue.sections[0].items == (Item("", (Body("甲。"), Body("乙。"))),)
    assert document.caret == at(Place(("sections", 0, "items", 0, "blocks", 0), 2)).head


def test_undo_of_such_a_join_leaves_no_line_behind(offering: Open) -> None:
    items = (Item("", (Body("甲。"),)), Item("", (Body("乙。"),)))
    document = offering(replace(SMALL, sections=(Section("", items),)))
    before = printed(document)
    document.go_to(("sections", 0, "items", 1, "blocks", 0))
    document.backspace()
    document.undo()
    assert printed(document) == before
    assert document.caret.path == ("sections", 0, "items", 1, "blocks", 0)


def test_backspace_where_nothing_can_be_joined_only_goes_back(offering: Open) -> None:
    items = (Item("", (Body("甲。"),), "（处）"), Item("", (Body("乙。"),)))
    document = offering(replace(SMALL, sections=(Section("", items),)))
    before = printed(document)
    document.go_to(("sections", 0, "items", 1, "blocks", 0))
    document.backspace()
    assert document.issue.sections[0].items == items
    assert document.caret.path == ("sections", 0, "items", 0, "source")
    assert printed(document) == before


def test_backspace_in_an_empty_line_takes_it_away(offering: Open) -> None:
    document = offering(FURTHER)
    before = printed(document)
    document.add_text(UNTITLED, Kind.SALUTATION)
    document.type_text("字")
    document.backspace()
    assert document.standing == (*UNTITLED, "salutation")
    document.backspace()
    assert document.standing == ()
    assert printed(document) == before
    assert document.issue == FURTHER


def test_a_new_untitled_item_begins_with_its_text(offering: Open) -> None:
    document = offering(FURTHER)
    document.add_item(2, 2)
    assert document.caret.path == ("sections", 2, "items", 2, "blocks", 0)
    document.undo()
    document.go_to((*FULL, "source"), 5)
    document.enter()
    assert document.caret.path == ("sections", 2, "items", 1, "blocks", 0)


# ---- kinds, marks and levels


def test_paragraphs_become_texts_around_and_come_back(offering: Open) -> None:
    items = (Item("题", (Body("各单位："), Body("正文。"), Body("办公室"))),)
    document = offering(replace(SMALL, sections=(Section("栏", items),)))
    there = item_path(0, 0)
    document.go_to((*there, "blocks", 0))
    document.change_kind(Kind.SALUTATION)
    document.go_to((*there, "blocks", 1))
    document.change_kind(Kind.SIGNATURE)
    item = document.issue.sections[0].items[0]
    assert (item.salutation, item.blocks, item.signature) == ("各单位：", (Body("正文。"),), "办公室")
    document.go_to((*there, "title"))
    document.change_kind(Kind.KICKER)
    item = document.issue.sections[0].items[0]
    assert (item.kicker, item.title) == ("题", "")
    document.change_kind(Kind.TITLE)
    document.go_to((*there, "signature"))
    document.change_kind(Kind.BODY)
    document.go_to((*there, "salutation"))
    document.change_kind(Kind.BODY)
    assert document.issue.sections[0].items == items
    document.go_to((*there, "blocks", 1))
    with pytest.raises(EditError, match="前面还有文字，不能改为副题"):
        document.change_kind(Kind.SUBTITLE)


def test_kinds_that_can_be_chosen() -> None:
    assert KINDS == (Kind.SECTION_HEAD, Kind.TITLE, Kind.SUBHEADING, Kind.BODY, Kind.SOURCE)
    assert choosable(Offers()) == (*KINDS, *HEADINGS_AND_LISTS)
    without_sections = Offers(sections="none", kicker=True)
    assert choosable(without_sections) == (*KINDS[1:], *HEADINGS_AND_LISTS, Kind.KICKER)
    assert Kind.SECTION_HEAD_2 in choosable(Offers(levels=2))


def test_a_mark_and_a_level(offering: Open) -> None:
    document = offering(FURTHER)
    document.set_mark([FULL], "■")
    assert document.issue.sections[2].items[0] == replace(FULL_ITEM, mark="■")
    document.set_mark([FULL], "")
    assert document.undo_name == "稿件标记"
    with pytest.raises(EditError, match="这种简报的标记有★、■，没有“▲”。"):
        document.set_mark([FULL], "▲")
    document.set_level([section_path(2)], 1)
    assert [section.level for section in document.issue.sections] == [1, 1, 1, 2, 1]
    with pytest.raises(EditError, match="二级栏目要在一级栏目之下"):
        document.set_level([section_path(0)], 2)
    document.go_to(("sections", 4, "name"))
    document.change_kind(Kind.SECTION_HEAD_2)
    assert document.issue.sections[4].level == 2


# ---- nothing is lost


@given(further_issues, st.data())
def test_a_range_takes_nothing_outside_of_it(issue: Issue, data: st.DataObject) -> None:
    paths = list(shown(issue))
    first, last = sorted(data.draw(st.integers(0, len(paths) - 1)) for _ in range(2))
    start = Place(paths[first], data.draw(st.integers(0, len(text_at(issue, paths[first])))))
    least = start.offset if first == last else 0
    end = Place(paths[last], data.draw(st.integers(least, max(least, len(text_at(issue, paths[last]))))))
    whole = "".join(text_at(issue, path) for path in paths).replace("\n", "")
    gone = fragment_text(fragment.copy(issue, between(start, end)))
    left, _ = delete_selection(issue, between(start, end))
    after = "".join(text_at(left, path) for path in shown(left)).replace("\n", "")
    assert sorted(after + gone) == sorted(whole)


@given(further_issues, st.data())
def test_cut_text_pasted_brings_all_back(issue: Issue, data: st.DataObject) -> None:
    paths = [path for path in shown(issue) if path[0] == "sections"]
    if not paths:
        return
    where = data.draw(st.sampled_from(paths))
    taken = fragment.copy(FURTHER, between(Place((*FULL, "kicker"), 0), Place((*UNTITLED, "blocks", 0), 4)))
    pasted, _ = paste(issue, at(Place(where, len(text_at(issue, where)))), taken)

    def words(of: Issue) -> list[str]:
        return sorted("".join(text_at(of, path) for path in shown(of)).replace("\n", ""))

    assert words(pasted) == sorted([*words(issue), *fragment.as_text(taken).replace("\n", "")])


def test_an_item_copied_whole_comes_whole(offering: Open) -> None:
    document = offering(FURTHER)
    document.select(between(Place((*FULL, "kicker"), 0), Place((*FULL, "source"), 5)))
    taken = document.copy()
    document.go_to((*UNTITLED, "blocks", 0), 10)
    document.paste(taken)
    items = document.issue.sections[2].items
    assert items[2] == FULL_ITEM


def test_they_are_counted_and_found(offering: Open) -> None:
    assert item_characters(FULL_ITEM) - item_characters(replace(FULL_ITEM, kicker="", signature="")) == 4 + 12
    assert issue_characters(FURTHER) > issue_characters(replace(FURTHER, sections=FURTHER.sections[:2]))
    assert [match.path for match in find_all(FURTHER, "八个市州")] == [(*FULL, "subtitle")]


def test_a_subheading_is_never_bold() -> None:
    issue = replace(SMALL, sections=(Section("栏", (Item("题", (Subheading("小标题"),)),)),))
    assert not parts.is_bold(
        issue,
        between(
            Place(("sections", 0, "items", 0, "blocks", 0), 0),
            Place(("sections", 0, "items", 0, "blocks", 0), 2),
        ),
    )


_MOVES = st.sampled_from(list(Motion))
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), _MOVES, st.booleans()),
        st.tuples(st.just("go"), st.integers(0, 99), st.integers(0, 9)),
        st.tuples(
            st.just("key"), st.sampled_from(["enter", "backspace", "delete", "line_break", "undo", "redo"])
        ),
        st.tuples(st.just("type"), st.sampled_from("字，b")),
        st.tuples(st.just("bold")),
        st.tuples(st.just("kind"), st.sampled_from(choosable(layout_with().offers))),
        st.tuples(st.just("add"), st.sampled_from([Kind.TITLE, *ITEM_TEXTS])),
        st.tuples(st.just("paste")),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_STEPS)
def test_whatever_a_hand_does_the_caret_has_its_line_and_undo_leads_back(
    faces: Faces, steps: list[tuple[Any, ...]]
) -> None:
    layout = layout_with()
    document = Document(FURTHER, Typesetter(layout, faces), lambda: 0.0)
    taken = document.copy()
    for name, *more in steps:
        with suppress(EditError):
            match name:
                case "move":
                    document.move(more[0], extend=more[1])
                case "go":
                    paths = [path for path in shown(document.issue) if path[0] == "sections"]
                    if paths:
                        document.go_to(paths[more[0] % len(paths)], more[1])
                case "key":
                    getattr(document, more[0])()
                case "type":
                    document.type_text(more[0])
                case "bold":
                    document.toggle_bold()
                    taken = document.copy()
                case "kind":
                    document.change_kind(more[0])
                case "add":
                    item = document.item_at_caret()
                    if item is not None:
                        document.add_text(item, more[0])
                case "paste":
                    document.paste(taken)
        document.caret_box()
        fresh = Typesetter(layout, faces).typeset(document.issue, document.standing)
        assert dump(fresh) == dump(document.pages)
    while document.undo_name is not None:
        document.undo()
    assert document.issue == FURTHER
