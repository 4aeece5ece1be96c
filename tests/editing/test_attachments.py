"""Tests of attachments: their commands, keys in them, and ranges that reach into them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin.grammar import attachments_of, in_attachment, walk
from bulletin_desk.bulletin.model import (
    Attachment,
    Body,
    Cell,
    Heading,
    Issue,
    Item,
    Kind,
    ListItem,
    Path,
    Picture,
    Pictures,
    Place,
    Section,
    Subheading,
    Table,
)
from bulletin_desk.editing import commands
from bulletin_desk.editing.arrange import add_attachment
from bulletin_desk.editing.count import item_characters
from bulletin_desk.editing.deleting import delete_range
from bulletin_desk.editing.document import Document
from bulletin_desk.editing.find import find_all
from bulletin_desk.editing.fragment import Fragment, as_html, as_text, copy, from_html
from bulletin_desk.editing.movement import last_place, running_text
from bulletin_desk.editing.nodes import is_running, key
from bulletin_desk.editing.paste import paste
from bulletin_desk.editing.selection import Selection, at, between
from tests.bulletin.issues import SMALL, picture_data
from tests.editing.texts import all_places, text_outside

LIST = Attachment("名单", (Body("张三"), Body("李四")))
PLAN = Attachment("方案", (Body("安排"),))
FIRST = Item("一稿", (Body("一文"),), "（一处）", attachments=(LIST,))
OTHER = Item("二稿", (Body("二文"),), "（二处）", attachments=(PLAN, LIST))
ISSUE = replace(SMALL, sections=(Section("栏", (FIRST, OTHER)),))
ITEM: Path = ("sections", 0, "items", 1)
HERE: Path = (*ITEM, "attachments", 0)


def test_keys_in_an_attachment() -> None:
    issue, selection = commands.enter(ISSUE, at(Place((*HERE, "title"), 2)))
    assert (issue, selection) == (ISSUE, at(Place((*HERE, "blocks", 0), 0)))
    issue, selection = commands.enter(ISSUE, at(Place((*HERE, "title"), 1)))
    assert issue.sections[0].items[1].attachments[0] == Attachment("方", (Body("案"), Body("安排")))
    issue, _ = commands.enter(ISSUE, at(Place((*HERE, "blocks", 0), 1)))
    assert issue.sections[0].items[1].attachments[0].blocks == (Body("安"), Body("排"))
    issue, _ = commands.backspace(issue, at(Place((*HERE, "blocks", 1), 0)))
    assert issue == ISSUE
    assert commands.backspace(ISSUE, at(Place((*HERE, "title"), 0)))[0] == ISSUE
    empty, (there,) = add_attachment(ISSUE, ITEM, 1)
    selection = at(Place((*there, "title"), 0))
    assert commands.backspace(empty, selection)[0] == ISSUE


def test_backspace_in_an_empty_attachment_takes_it_away() -> None:
    empty = replace(OTHER, attachments=(PLAN, Attachment("", (Body(""),))))
    issue = replace(ISSUE, sections=(Section("栏", (FIRST, empty)),))
    title = Place((*ITEM, "attachments", 1, "title"), 0)
    issue, selection = commands.backspace(issue, at(title))
    assert issue.sections[0].items[1].attachments == (PLAN,)
    assert selection == at(Place((*HERE, "blocks", 0), 2))


def test_they_are_part_of_the_text() -> None:
    text = running_text(ISSUE)
    assert text is not None
    assert text.end.path == (*ITEM, "attachments", 1, "blocks", 1)
    assert key(text.end) < key(last_place(ISSUE))
    assert len(find_all(ISSUE, "张三")) == 2
    assert item_characters(OTHER) == item_characters(replace(OTHER, attachments=())) + 10


def test_items_cut_and_pasted_again_leave_no_empty_paragraph() -> None:
    items = (replace(FIRST, source=""), replace(OTHER, source=""))
    issue = replace(ISSUE, sections=(Section("栏", items),))
    whole = between(Place(("sections", 0, "items", 0, "title"), 0), Place((*ITEM, "blocks", 0), 2))
    cut, caret = commands.delete_selection(issue, whole)
    pasted, _ = paste(cut, caret, copy(issue, whole))
    assert [(item.title, item.blocks) for item in pasted.sections[0].items] == [
        ("一稿", (Body("一文"),)),
        ("二稿", (Body("二文"),)),
    ]
    assert [each for _, each in attachments_of(pasted)] == [LIST, PLAN, LIST]


def _through_html(issue: Issue, selection: Selection) -> Fragment:
    fragment = from_html(as_html(copy(issue, selection)))
    assert fragment is not None
    return fragment


ALL_KINDS = Attachment(
    '"名<单>',
    (
        Body("一。文", 2, ((2, 3),)),
        Subheading("小\n题"),
        Heading("级", 2, True),
        ListItem("项", True, ((0, 1),)),
        Table(((Cell("格"),),), caption="表"),
        Pictures((Picture(picture_data(1), 300, "图"),)),
    ),
)


def test_whole_items_take_their_attachments_along(open_document: Callable[[Issue], Document]) -> None:
    items = (replace(FIRST, attachments=(ALL_KINDS,)), OTHER, Item("三稿", (Body("三文"),)))
    issue = replace(ISSUE, sections=(Section("栏", items),))
    start, end = Place(("sections", 0, "items", 0, "title"), 0), Place((*ITEM, "source"), 4)
    fragment = _through_html(issue, between(start, end))
    behind = Place(("sections", 0, "items", 2, "blocks", 0), 2)
    pasted, _ = paste(issue, at(behind), fragment)
    assert pasted.sections[0].items == (*items, *items[:2])
    document = open_document(issue)
    document.select(between(start, end))
    taken = document.cut()
    assert taken == fragment
    assert not tuple(attachments_of(document.issue))
    document.paste(taken)
    assert document.issue == issue


def test_a_part_of_an_item_takes_none_along() -> None:
    start, end = Place(("sections", 0, "items", 0, "title"), 1), Place((*ITEM, "blocks", 0), 1)
    assert not any(each.attachments for each in copy(ISSUE, between(start, end)).paragraphs)
    whole = between(Place(("sections", 0, "items", 0, "title"), 0), end)
    titles = [each.attachments for each in copy(ISSUE, whole).paragraphs if each.kind is Kind.TITLE]
    assert titles == [(LIST,), ()]


def test_items_pasted_into_an_attachment_bring_theirs_behind_it() -> None:
    start, end = Place(("sections", 0, "items", 0, "title"), 0), Place((*ITEM, "title"), 0)
    fragment = copy(ISSUE, between(start, end))
    pasted, _ = paste(ISSUE, at(Place((*HERE, "blocks", 0), 2)), fragment)
    assert pasted.sections[0].items[1].attachments[1:] == (LIST, LIST)


def test_all_that_is_written_comes_back_with_the_attachments() -> None:
    text = running_text(ISSUE)
    assert text is not None
    whole = between(text.start, text.end)
    fragment = _through_html(ISSUE, whole)
    assert paste(ISSUE, whole, fragment)[0] == ISSUE
    empty, caret = commands.delete_selection(ISSUE, whole)
    assert paste(empty, caret, fragment)[0] == ISSUE
    assert as_text(fragment).endswith("名单\n张三\n李四")


def test_all_that_is_written_goes_with_the_attachments() -> None:
    text = running_text(ISSUE)
    assert text is not None
    issue, _ = delete_range(ISSUE, text.start, text.end)
    assert not tuple(attachments_of(issue))
    within = Place((*ITEM, "attachments", 0, "blocks", 0), 1)
    issue, _ = delete_range(ISSUE, within, text.end)
    assert issue.sections[0].items[1].attachments == (replace(PLAN, blocks=(Body("安"),)),)


@given(st.data())
def test_a_range_takes_what_is_in_it_and_joins_no_attachments(data: st.DataObject) -> None:
    places = [place for place in all_places(ISSUE) if is_running(place.path)]
    one, other = data.draw(st.sampled_from(places)), data.draw(st.sampled_from(places))
    start, end = sorted((one, other), key=key)
    kept = text_outside(ISSUE, between(start, end))
    issue, place = delete_range(ISSUE, start, end)
    assert _characters(issue) == sorted(kept)
    assert place in all_places(issue)
    whole = (LIST, PLAN)
    for _, attachment in attachments_of(issue):
        texts = attachment.title, *(text.text for block in attachment.blocks for text in block.texts())
        assert any(_is_in(texts, each) for each in whole)


def test_what_comes_into_an_item_does_not_stand_for_its_own_attachments() -> None:
    first = Place(("sections", 0, "items", 0, "blocks", 0), 1)
    whole = between(
        Place(("sections", 0, "items", 0, "title"), 0), Place(("sections", 0, "items", 0, "source"), 4)
    )
    fragment = copy(ISSUE, whole)
    pasted, _ = paste(ISSUE, at(Place((*ITEM, "blocks", 0), 1)), fragment)
    assert [each.attachments for each in pasted.sections[0].items[:3]] == [(LIST,), (PLAN, LIST), (LIST,)]
    pasted, _ = paste(ISSUE, between(first, Place((*ITEM, "title"), 1)), fragment)
    assert [each for _, each in attachments_of(pasted)] == [LIST, LIST, PLAN, LIST]


WAITING = Item("", (Body(""),))
SEVERAL = replace(
    SMALL,
    editors_note=(Body("按"),),
    sections=(
        Section(
            "栏",
            (
                WAITING,
                replace(WAITING, attachments=(Attachment("甲"),)),
                Item("题", attachments=(Attachment("乙"),)),
            ),
        ),
        Section(
            "目",
            (
                Item("题"),
                Item("", (Body("文"),), attachments=(Attachment("丙"), Attachment("丁"))),
                replace(WAITING, attachments=(Attachment("戊"),)),
            ),
        ),
    ),
)


def test_attachments_of_items_that_went_keep_their_order() -> None:
    places = [place for place in all_places(SEVERAL) if is_running(place.path)]
    note = Fragment(copy(SEVERAL, between(places[0], places[1])).paragraphs * 2)
    for start, end in combinations(places, 2):
        gone, _ = delete_range(SEVERAL, start, end)
        pasted, _ = paste(SEVERAL, between(start, end), note)
        for issue in (gone, pasted):
            titles = [each.title for _, each in attachments_of(issue) if each.title in set("甲乙丙丁戊")]
            assert titles == sorted(titles, key="甲乙丙丁戊".index), (start, end)
            if not in_attachment(end.path):
                assert "".join(titles) == "甲乙丙丁戊"


def _characters(issue: Issue) -> list[str]:
    return sorted("".join(node.text for node in walk(issue) if node.shown).replace("\n", ""))


def _is_in(texts: tuple[str, ...], attachment: Attachment) -> bool:
    whole = attachment.title + "".join(text.text for block in attachment.blocks for text in block.texts())
    return set("".join(texts)) <= set(whole)
