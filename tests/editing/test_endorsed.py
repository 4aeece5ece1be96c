"""领导批示 when text is edited: with what becomes of their item, moved with it, and never at two items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin_desk.bulletin.grammar import items_of, walk
from bulletin_desk.bulletin.model import (
    Attachment,
    Body,
    Cell,
    Endorsement,
    Issue,
    Item,
    Kind,
    Place,
    Section,
    Table,
)
from bulletin_desk.bulletin.numbering import EMPTY_ITEM
from bulletin_desk.bulletin.put_out import as_put_out
from bulletin_desk.bulletin.take_back import Comparison
from bulletin_desk.editing.document import Document
from bulletin_desk.editing.fragment import Fragment, Paragraph, as_html, as_text, from_html
from bulletin_desk.editing.selection import at, between
from bulletin_desk.errors import EditError
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.typeset.typesetter import Typesetter
from tests.bulletin.issues import SMALL

A, B, C = Endorsement("张三", date(2024, 1, 9), "照办。"), Endorsement("李四"), Endorsement("王五")
FIRST = Item("甲题", (Body("甲的第一段。"), Body("甲的第二段。")), "（甲县）", endorsements=(A, B))
SECOND = Item("乙题", (Body("乙的正文。"),), "（乙县）", endorsements=(C,))
THIRD = Item("丙题", (Body("丙的正文。"),), "（丙县）")
ISSUE = replace(SMALL, sections=(Section("栏目", (FIRST, SECOND, THIRD)), Section("另一栏", (Item("丁"),))))
TITLE, SOURCE = "title", "source"
Open = Callable[..., Document]


@pytest.fixture
def opened(layout: Layout, faces: Faces) -> Open:
    def document(issue: Issue = ISSUE) -> Document:
        return Document(issue, Typesetter(layout, faces), lambda: 0.0)

    return document


def noted(document: Document) -> dict[str, str]:
    """Who is noted with which item, by titles."""
    return {
        item.title: "".join(each.who[0] for each in item.endorsements)
        for _, item in items_of(document.issue)
        if item.endorsements
    }


def place(item: int, text: str, offset: int = 0, section: int = 0) -> Place:
    return Place(("sections", section, "items", item, text), offset)


def block(item: int, number: int, offset: int = 0) -> Place:
    return Place(("sections", 0, "items", item, "blocks", number), offset)


def select(document: Document, item: int, length: int = 4) -> None:
    """A whole item, from its title to the end of its source."""
    document.select(between(place(item, TITLE), place(item, SOURCE, length)))


def test_typing_and_deleting_inside_leave_them(opened: Open) -> None:
    document = opened()
    document.select(at(block(0, 0, 2)))
    document.type_text("很")
    document.enter()
    document.backspace()
    document.select(between(place(0, TITLE), place(0, TITLE, 2)))
    document.type_text("新题")
    assert noted(document) == {"新题": "张李", "乙题": "王"}


def test_an_item_that_is_parted_has_them_once(opened: Open) -> None:
    document = opened()
    document.select(at(block(0, 1)))
    document.change_kind(Kind.TITLE)
    assert noted(document) == {"甲题": "张李", "乙题": "王"}
    document.select(at(block(0, 0)))
    document.change_kind(Kind.SECTION_HEAD)
    assert noted(document) == {"甲题": "张李", "乙题": "王"}


def test_items_that_are_joined_have_both(opened: Open) -> None:
    untitled = replace(SECOND, title="")
    document = opened(replace(ISSUE, sections=(Section("栏目", (replace(FIRST, source=""), untitled)),)))
    document.select(at(place(1, TITLE)))
    document.backspace()
    assert noted(document) == {"甲题": "张李王"}
    document = opened()
    document.select(between(block(0, 0, 2), block(1, 0, 2)))
    document.delete()
    assert noted(document) == {"甲题": "张李王"}


def test_an_untitled_item_is_joined_to_one_that_ends_with_a_table(opened: Open) -> None:
    table = Table(((Cell("甲"), Cell("乙")),))
    first = replace(FIRST, source="", blocks=(Body("正文。"), table))
    document = opened(replace(ISSUE, sections=(Section("栏目", (first, replace(SECOND, title=""))),)))
    document.select(at(place(1, TITLE)))
    document.backspace()
    assert noted(document) == {"甲题": "张李王"}
    assert document.selection.head.path[:4] == ("sections", 0, "items", 0)


def test_an_item_that_is_deleted_takes_them_along(opened: Open) -> None:
    document = opened()
    document.remove_parts([("sections", 0, "items", 0)])
    assert noted(document) == {"乙题": "王"}
    document.undo()
    assert noted(document) == {"甲题": "张李", "乙题": "王"}
    document.select(between(place(0, TITLE), place(2, TITLE)))
    document.delete()
    assert "张" not in "".join(noted(document).values()) or noted(document) == {"丙题": "张李"}


def test_a_copy_beside_it_has_none(opened: Open) -> None:
    document = opened()
    select(document, 0)
    copied = document.copy()
    for there in (place(0, TITLE), place(1, TITLE), place(2, SOURCE, 4)):
        document.select(at(there))
        document.paste(copied)
        assert noted(document) == {"甲题": "张李", "乙题": "王"}
        assert sum(bool(item.endorsements) for _, item in items_of(document.issue)) == 2
    document.duplicate_parts([("sections", 0, "items", 0)])
    document.duplicate_parts([("sections", 0)])
    assert sum(bool(item.endorsements) for _, item in items_of(document.issue)) == 2


def test_cut_and_pasted_they_move(opened: Open) -> None:
    document = opened()
    select(document, 0)
    cut = document.cut()
    assert noted(document) == {"乙题": "王"}
    last = [path for path, _ in items_of(document.issue)][-1]
    document.select(at(Place((*last, TITLE), 1)))
    document.paste(cut)
    assert noted(document)["乙题"] == "王"
    assert Counter("".join(noted(document).values())) == Counter("张李王")
    document.paste(cut)  # once more: they are there already
    assert Counter("".join(noted(document).values())) == Counter("张李王")


def test_pasted_over_itself_it_is_what_it_was(opened: Open) -> None:
    document = opened()
    select(document, 0)
    document.paste(document.copy())
    assert noted(document) == {"甲题": "张李", "乙题": "王"}


def test_a_new_text_over_the_old_one_keeps_them(opened: Open) -> None:
    document = opened()
    select(document, 0)
    document.paste(replace(document.copy(), home=object()))  # another window's
    assert noted(document) == {"甲题": "张李", "乙题": "王"}


def test_what_is_copied_has_none_in_another_bulletin(opened: Open) -> None:
    document, other = opened(), opened(SMALL)
    select(document, 0)
    other.select(at(place(0, TITLE)))
    other.paste(document.copy())
    assert noted(other) == {}
    assert other.issue != SMALL
    other.paste(document.cut())
    assert noted(other) == {"甲题": "张李"}
    assert noted(document) == {"乙题": "王"}


def test_no_clipboard_holds_them(opened: Open) -> None:
    document = opened()
    document.select(between(place(0, TITLE), place(2, SOURCE, 4)))
    copied = document.copy()
    assert [bool(each.endorsements) for each in copied.paragraphs if each.kind is Kind.TITLE] == [
        True,
        True,
        False,
    ]
    for text in (as_html(copied), as_text(copied)):
        assert not any(words in text for words in ("张三", "照办", "李四", "王五", "endorse", "批示"))
    read = from_html(as_html(copied))
    assert read == copied
    assert not any(each.endorsements for each in read.paragraphs)


def test_dragged_they_move(opened: Open) -> None:
    document = opened()
    document.move_parts([("sections", 0, "items", 0)], ("sections", 1, "items", 0))
    assert noted(document) == {"甲题": "张李", "乙题": "王"}
    document.undo()
    select(document, 0)
    document.drop(document.copy(), at(place(0, TITLE, 1, section=1)).head, move=True)
    assert Counter("".join(noted(document).values())) == Counter("张李王")
    document.undo()
    assert document.issue == ISSUE


def test_an_item_without_text_is_kept_for_them(opened: Open) -> None:
    document = opened(replace(ISSUE, sections=(Section("栏目", (THIRD, Item("", endorsements=(A,)))),)))
    document.select(at(place(1, TITLE)))
    document.backspace()
    assert Counter("".join(noted(document).values())) == Counter("张")


def test_all_gone_and_back_again(opened: Open) -> None:
    document = opened()
    document.select(between(Place(("masthead", "name"), 0), place(0, TITLE, 1, section=1)))
    document.delete()
    assert noted(document) == {}
    document.undo()
    assert document.issue == ISSUE


def test_told_and_taken_back(opened: Open) -> None:
    old, document = ISSUE, opened()
    without = as_put_out(ISSUE)
    document.apply("领导批示", without)
    comparison = Comparison(old, document.issue)
    assert [part.sentence for part in comparison.parts] == [
        "“栏目”第1篇《甲题》：删去领导批示（张三，2024年1月9日；李四）。",
        "“栏目”第2篇《乙题》：删去领导批示（王五）。",
    ]
    document.take_back(comparison, comparison.parts[1:])
    assert noted(document) == {"乙题": "王"}
    document.take_back(Comparison(old, document.issue), Comparison(old, document.issue).parts)
    assert document.issue == ISSUE


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_is_done_none_is_there_twice(opened: Open, data: st.DataObject) -> None:
    issue = replace(
        ISSUE,
        sections=(
            replace(
                ISSUE.sections[0],
                items=(FIRST, replace(SECOND, attachments=(Attachment("附件", (Body("附文"),)),)), THIRD),
            ),
            ISSUE.sections[1],
        ),
    )
    document = opened(issue)
    fragment = document.copy()
    for _ in range(data.draw(st.integers(1, 6))):
        texts = [node.path for node in walk(document.issue) if node.shown]
        ends = [
            Place(path, data.draw(st.integers(0, 4)))
            for path in data.draw(st.tuples(*[st.sampled_from(texts)] * 2))
        ]
        document.select(between(*ends))
        try:
            match data.draw(st.integers(0, 7)):
                case 0:
                    fragment = document.copy()
                case 1:
                    fragment = document.cut()
                case 2 | 3:
                    document.paste(fragment)
                case 4:
                    document.enter()
                case 5:
                    document.backspace()
                case 6:
                    document.change_kind(
                        data.draw(st.sampled_from([Kind.TITLE, Kind.SECTION_HEAD, Kind.BODY]))
                    )
                case 7:
                    document.drop(document.copy(), at(ends[0]).head, move=data.draw(st.booleans()))
        except EditError:
            continue
        counted = Counter(each for _, item in items_of(document.issue) for each in item.endorsements)
        assert not counted or max(counted.values()) == 1
    while document.undo_name:
        document.undo()
    assert document.issue == issue


def test_an_empty_item_keeps_them_until_another_fills_it(opened: Open) -> None:
    empty = replace(EMPTY_ITEM, endorsements=(A,), attachments=(Attachment("附件"),))
    issue = replace(ISSUE, sections=(Section("", (empty, SECOND)),))
    note, head = Paragraph(Kind.EDITORS_NOTE, "按"), Paragraph(Kind.SECTION_HEAD, "栏")
    document = opened(issue)
    document.select(at(place(0, TITLE)))
    document.paste(Fragment((note, note, head), open_end=False))
    assert noted(document) == {"": "张", "乙题": "王"}
    assert len(document.issue.editors_note) == len(issue.editors_note) + 2
    document.undo()
    document.paste(Fragment((note, head, Paragraph(Kind.TITLE, "新题"), Paragraph(Kind.BODY, "新文"))))
    assert noted(document) == {"新题": "张", "乙题": "王"}
    document.undo()
    assert document.issue == issue
