"""Every range over tables, pictures, headings, lists and attachments of one issue: what it takes, what it
leaves, and that it comes back from the clipboard as it was."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations_with_replacement, islice

import pytest

from bulletin_desk.bulletin.edits import text_at
from bulletin_desk.bulletin.grammar import in_attachment, is_cell, is_note, text_nodes
from bulletin_desk.bulletin.model import (
    Attachment,
    Block,
    Body,
    Cell,
    Heading,
    Issue,
    Item,
    ListItem,
    Picture,
    Pictures,
    Section,
    Table,
)
from bulletin_desk.editing.commands import delete_selection
from bulletin_desk.editing.fragment import Fragment, Paragraph, copy
from bulletin_desk.editing.nodes import is_running, is_shown, may_stand
from bulletin_desk.editing.paste import paste
from bulletin_desk.editing.selection import at, between
from bulletin_desk.editing.wholes import cells_between, is_in_one_whole, whole_at
from tests.bulletin.issues import SMALL, picture_data
from tests.editing.texts import all_places, all_text, attached_text, fragment_text, text_outside

TABLE = Table(
    ((Cell("子", 2),), (Cell("丑"), Cell("寅"))), 1, caption="卯", unit="辰", note="巳", rules="three"
)
PICTURES = Pictures((Picture(picture_data(1), 300, "午"), Picture(picture_data(2), 200)), "未")
INNER = Table(((Cell("申"), Cell("")),))
ISSUE = replace(
    SMALL,
    editors_note=(Body("按"),),
    sections=(
        Section(
            "栏",
            (
                Item(
                    "甲",
                    (Body("乙"), TABLE, Heading("丙", 2, True), ListItem("丁", True), PICTURES, Body("戊")),
                    "己",
                    attachments=(Attachment("附", (Body("件"), INNER, Body("文"))), Attachment("庚")),
                ),
                Item("辛", (TABLE, TABLE), attachments=(Attachment("壬", (PICTURES, Body("癸"))),)),
            ),
        ),
    ),
)
PLACES = all_places(ISSUE)
RANGES = list(combinations_with_replacement(PLACES, 2))


def blocks_in(issue: Issue) -> list[Block]:
    """Its tables and pictures, in the order of the paper."""
    items = [item for section in issue.sections for item in section.items]
    rows = [item.blocks for item in items]
    rows += [attachment.blocks for item in items for attachment in item.attachments]
    return [block for row in rows for block in row if isinstance(block, Table | Pictures)]


def letters(issue: Issue) -> Counter[str]:
    """All its characters but line breaks."""
    return Counter("".join(text_at(issue, path) for path in text_nodes(issue)).replace("\n", ""))


def shape(block: Block) -> object:
    """A table or pictures without their texts."""
    if isinstance(block, Table | Pictures):
        for text in block.texts():
            block = block.with_text(text.path, "", 0)
    return block


def test_a_range_takes_what_is_in_it_and_all_of_what_it_reaches_into() -> None:
    blocks = blocks_in(ISSUE)
    paths = list(dict.fromkeys(whole_at(path) for path in text_nodes(ISSUE) if whole_at(path)))
    assert len(paths) == len(blocks)
    order = {place: number for number, place in enumerate(PLACES)}
    for start, end in RANGES:
        after, caret = delete_selection(ISSUE, between(start, end))
        assert all_text(after) == text_outside(ISSUE, between(start, end)), (start, end)
        assert caret.empty
        assert is_shown(after, caret.head.path) or may_stand(after, caret.head.path)
        left = blocks_in(after)
        if is_in_one_whole(ISSUE, start.path, end.path):
            assert [shape(block) for block in left] == [shape(block) for block in blocks]
            continue
        kept = [
            block
            for path, block in zip(paths, blocks, strict=True)
            if not any(
                order[start] <= order[place] <= order[end] for place in PLACES if whole_at(place.path) == path
            )
        ]
        assert left == kept, (start, end)


def test_every_range_comes_back_from_the_clipboard_as_it_was() -> None:
    for start, end in RANGES:
        if not (is_running(start.path) and is_running(end.path)):
            continue  # of the frame only text goes
        if in_attachment(end.path) and not in_attachment(start.path):
            continue  # of attachments whose items are not all in it only text goes
        cells = cells_between(ISSUE, start.path, end.path)
        if start.path != end.path and is_in_one_whole(ISSUE, start.path, end.path) and not cells:
            continue  # a caption, unit and note, each a text of its own
        selection = between(start, end)
        assert paste(ISSUE, selection, copy(ISSUE, selection))[0] == ISSUE, (start, end)


ELSEWHERE = replace(
    ISSUE,
    sections=tuple(
        replace(
            section,
            items=tuple(
                replace(item, attachments=tuple(replace(each, title="酉") for each in item.attachments))
                for item in section.items
            ),
        )
        for section in ISSUE.sections
    ),
)
"""With attachments of its own: one like those whose item is pasted over would be taken for the same."""

FRAGMENTS = [
    copy(ELSEWHERE, between(start, end))
    for start, end in [*RANGES[:: len(RANGES) // 12], (PLACES[0], PLACES[-1])]
]


@pytest.mark.parametrize("number", range(len(FRAGMENTS)))
def test_whatever_is_pasted_nothing_is_lost(number: int) -> None:
    fragment = FRAGMENTS[number]
    if not fragment.paragraphs:
        return
    only_text = Counter(fragment_text(fragment))
    came_along = Counter(attached_text(fragment))
    one_table = len(fragment.paragraphs) == 1 and isinstance(fragment.paragraphs[0].block, Table)
    for start, end in islice(RANGES, number, None, 17):
        selection = between(start, end)
        after, caret = paste(ISSUE, selection, fragment)
        assert is_shown(after, caret.head.path) or may_stand(after, caret.head.path)
        if one_table and cells_between(ISSUE, start.path, end.path):
            continue  # `test_cells_are_filled`
        spaces = Counter(letters(after))[" "]  # a table that comes as text has them between its cells
        outside = Counter(text_outside(ISSUE, selection)) + Counter({" ": spaces})
        # where only text goes, that of attachments is in it if it was selected
        assert letters(after) in (outside + came_along, outside + only_text), (start, end, fragment)


@pytest.mark.parametrize("block", [TABLE, PICTURES])
def test_a_block_stays_one_wherever_blocks_stand(block: Table | Pictures) -> None:
    fragment = Fragment((Paragraph(block.kind, "", block=block),))
    before = Counter(map(shape, blocks_in(ISSUE)))
    for place in PLACES:
        after, _ = paste(ISSUE, at(place), fragment)
        if is_cell(place.path) and isinstance(block, Table):
            continue  # it fills cells
        text = place.path[-1] in ("name", "source") or not is_running(place.path) or is_note(place.path)
        assert Counter(map(shape, blocks_in(after))) - before == Counter([] if text else [shape(block)]), (
            place
        )
