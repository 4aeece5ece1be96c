"""Changing what a paragraph is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bulletin_desk.bulletin.grammar import SPEC, kind_of
from bulletin_desk.bulletin.model import Body, Issue, Item, Kind, Path, Place, Section, Subheading
from bulletin_desk.bulletin.numbering import EMPTY_ITEM
from bulletin_desk.editing.kinds import KINDS, change_kind
from bulletin_desk.editing.nodes import shown
from bulletin_desk.editing.selection import at, between
from bulletin_desk.errors import EditError
from tests.bulletin.issues import SMALL
from tests.editing.texts import ITEM, SECOND, all_text

ONE = Item("甲", (Body("一"), Body("二", 1), Body("三")), "（省）")
TWO = Item("乙", (Body("四"),))


def _issue(*items: Item, name: str = "栏") -> Issue:
    return replace(SMALL, sections=(Section(name, items),))


def _changed(issue: Issue, path: Path, kind: Kind, offset: int = 1) -> tuple[tuple[Section, ...], Place]:
    after, selection = change_kind(issue, at(Place(path, offset)), kind)
    assert kind_of(after, selection.head.path) is kind
    assert selection.empty
    return after.sections, selection.head.place


def test_body_and_subheading() -> None:
    sections, place = _changed(_issue(ONE), (*ITEM, "blocks", 1), Kind.SUBHEADING)
    assert sections[0].items[0].blocks[1] == Subheading("二")
    assert place == Place((*ITEM, "blocks", 1), 1)
    sections, place = _changed(
        _issue(Item("甲", (Subheading("一\n二"),))), (*ITEM, "blocks", 0), Kind.BODY, 3
    )
    assert sections[0].items[0].blocks == (Body("一二"),)
    assert place == Place((*ITEM, "blocks", 0), 2)


def test_several_paragraphs_at_once() -> None:
    selection = between(Place((*ITEM, "title"), 0), Place((*ITEM, "source"), 1))
    issue, kept = change_kind(_issue(ONE), selection, Kind.SUBHEADING)
    assert issue.sections[0].items[0] == Item(
        "甲", (Subheading("一"), Subheading("二"), Subheading("三")), "（省）"
    )
    assert kept == selection
    for kind in (Kind.TITLE, Kind.SECTION_HEAD, Kind.SOURCE):
        with pytest.raises(EditError, match=f"一次只能把一段改为{SPEC[kind].name}"):
            change_kind(_issue(ONE), selection, kind)


def test_a_paragraph_becomes_the_title_of_a_new_item_and_back() -> None:
    sections, place = _changed(_issue(ONE), (*ITEM, "blocks", 1), Kind.TITLE)
    assert sections[0].items == (Item("甲", (Body("一"),)), Item("二", (Body("三"),), "（省）"))
    assert place == Place(("sections", 0, "items", 1, "title"), 1)
    back, place = _changed(_issue(*sections[0].items), place.path, Kind.BODY)
    assert back[0].items == (Item("甲", (Body("一"), Body("二"), Body("三")), "（省）"),)
    assert place == Place((*ITEM, "blocks", 1), 1)


def test_a_paragraph_at_the_start_of_an_untitled_item_becomes_its_title() -> None:
    sections, _ = _changed(_issue(Item("", (Body("一"), Body("二")))), (*ITEM, "blocks", 0), Kind.TITLE)
    assert sections[0].items == (Item("一", (Body("二"),)),)


def test_a_title_behind_a_source_becomes_body_text_of_its_own_item() -> None:
    sections, place = _changed(_issue(ONE, TWO), ("sections", 0, "items", 1, "title"), Kind.BODY)
    assert sections[0].items == (ONE, Item("", (Body("乙"), Body("四"))))
    assert place == Place(("sections", 0, "items", 1, "blocks", 0), 1)


def test_the_last_paragraph_becomes_the_source() -> None:
    bare = replace(ONE, source="")
    sections, place = _changed(_issue(bare), (*ITEM, "blocks", 2), Kind.SOURCE)
    assert sections[0].items == (Item("甲", ONE.blocks[:2], "（三）"),)
    assert place == Place((*ITEM, "source"), 2)
    with pytest.raises(EditError, match="后面还有文字"):
        change_kind(_issue(bare), at(Place((*ITEM, "blocks", 1), 0)), Kind.SOURCE)
    with pytest.raises(EditError, match="已经有来源"):
        change_kind(_issue(ONE), at(Place((*ITEM, "blocks", 2), 0)), Kind.SOURCE)


def test_a_source_becomes_a_paragraph() -> None:
    sections, place = _changed(_issue(ONE), (*ITEM, "source"), Kind.BODY, 3)
    assert sections[0].items == (Item("甲", (*ONE.blocks, Body("（省）"))),)
    assert place == Place((*ITEM, "blocks", 3), 3)


def test_a_paragraph_becomes_a_sections_name() -> None:
    sections, place = _changed(_issue(ONE, TWO), (*ITEM, "blocks", 1), Kind.SECTION_HEAD)
    assert sections == (
        Section("栏", (Item("甲", (Body("一"),)),)),
        Section("二", (Item("", (Body("三"),), "（省）"), TWO)),
    )
    assert place == Place(("sections", 1, "name"), 1)
    sections, _ = _changed(_issue(TWO), (*ITEM, "blocks", 0), Kind.SECTION_HEAD)
    assert sections == (Section("栏", (Item("乙"),)), Section("四", (EMPTY_ITEM,)))


def test_a_title_becomes_a_sections_name() -> None:
    sections, _ = _changed(_issue(ONE, TWO), ("sections", 0, "items", 1, "title"), Kind.SECTION_HEAD)
    assert sections == (Section("栏", (ONE,)), Section("乙", (Item("", TWO.blocks),)))


def test_a_sections_name_becomes_a_title() -> None:
    issue = replace(SMALL, sections=(Section("栏", (ONE,)), Section("目", (TWO,))))
    sections, place = _changed(issue, ("sections", 1, "name"), Kind.TITLE)
    assert sections == (Section("栏", (ONE, Item("目"), TWO)),)
    assert place == Place(("sections", 0, "items", 1, "title"), 1)
    sections, _ = _changed(_issue(ONE), ("sections", 0, "name"), Kind.TITLE)
    assert sections == (Section("", (Item("栏"), ONE)),)


def test_no_text_is_lost_whatever_becomes_what() -> None:
    for path in shown(SMALL):
        for kind in KINDS:
            for offset in (0, 1):
                try:
                    after, _ = change_kind(SMALL, at(Place(path, offset)), kind)
                except EditError:
                    continue
                assert all_text(after).replace("（", "").replace("）", "") == all_text(SMALL).replace(
                    "（", ""
                ).replace("）", "")


def test_fixed_parts_stay_what_they_are() -> None:
    for path in (("masthead", "name"), ("editors_note", 0), ("distribution", 0, "to"), ("imprint", "office")):
        with pytest.raises(EditError, match="是固定的部分"):
            change_kind(SMALL, at(Place(path, 0)), Kind.BODY)
    same = at(Place((*SECOND, "title"), 2))
    assert change_kind(SMALL, same, Kind.TITLE) == (SMALL, same)
