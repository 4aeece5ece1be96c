"""The grammar: one walk whichever way and from wherever, paths made and read, and a row for every text."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin import edits, grammar, model
from bulletin_desk.bulletin.describe import describe
from bulletin_desk.bulletin.edits import replace_range, text_at
from bulletin_desk.bulletin.grammar import (
    EDITORS_NOTE,
    IMPRINT,
    LITERALS,
    MASTHEAD,
    PARAGRAPHS,
    SPEC,
    SPECS,
    Node,
    Region,
    Spec,
    beside,
    block_at,
    block_of,
    entry_path,
    heading_of,
    in_item,
    is_block,
    is_entry,
    is_item,
    is_label,
    is_note,
    is_section,
    is_source,
    item_at,
    item_path,
    item_text,
    items_of,
    kind_of,
    label_path,
    name_of,
    node_at,
    note_path,
    numbers,
    order,
    owner,
    region_of,
    section_path,
    source_of,
    spec_at,
    title_of,
    to_path,
    walk,
    walk_item,
)
from bulletin_desk.bulletin.model import BlockText, Body, Issue, Item, Kind, LayoutText, Path, Subheading
from bulletin_desk.bulletin.ranges import Ranges
from bulletin_desk.editing.count import characters, issue_characters, item_characters
from tests.bulletin.issues import SMALL, issues

WHOLE = list(walk(SMALL))
WORDED: list[Path] = [
    grammar.NUMBER,
    grammar.TOTAL_NUMBER,
    grammar.DATE,
    grammar.PRINTED,
    grammar.PRINT_COUNT,
]


# ---- the walk


def test_the_texts_of_a_small_issue_in_the_order_of_the_paper() -> None:
    assert [node.text for node in WHOLE[:7]] == ["", "地方志简报", "", "地方志办公室", *_notes(), "特别关注"]
    assert [node.path for node in WHOLE[-5:]] == [
        label_path(0),
        to_path(0),
        label_path(1),
        to_path(1),
        grammar.OFFICE,
    ]


AROUND_BLOCKS = (
    *(Kind.TABLE_CAPTION, Kind.TABLE_UNIT, Kind.TABLE_NOTE),
    *(Kind.PICTURE_CAPTION, Kind.PICTURE_CREDIT),
)


def _notes() -> list[str]:
    return [body.text for body in SMALL.editors_note]


@given(issues, st.data())
def test_a_walk_from_anywhere_is_a_slice_of_the_whole(issue: Issue, data: st.DataObject) -> None:
    whole = list(walk(issue))
    assert list(walk(issue, backwards=True)) == whole[::-1]
    at = data.draw(st.integers(0, len(whole) - 1))
    start = whole[at].path
    assert list(walk(issue, start)) == whole[at:]
    assert list(walk(issue, start, backwards=True)) == whole[at::-1]


@given(issues, st.data())
def test_a_walk_begins_where_a_text_that_has_gone_would_be(issue: Issue, data: st.DataObject) -> None:
    """Of items, blocks, entries beyond the last, too."""
    start = data.draw(
        st.sampled_from(WORDED)
        | st.builds(note_path, st.integers(0, 4))
        | st.builds(to_path, st.integers(0, 4))
        | st.builds(lambda *at: name_of(section_path(*at)), st.integers(0, 4))
        | st.builds(lambda *at: source_of(item_path(*at)), st.integers(0, 4), st.integers(0, 4))
        | st.builds(lambda s, i, b: block_of(item_path(s, i), b), *[st.integers(0, 4)] * 3)
    )
    whole = list(walk(issue))
    assert list(walk(issue, start)) == [node for node in whole if order(node.path) >= order(start)]
    back = list(walk(issue, start, backwards=True))
    assert back == [node for node in reversed(whole) if order(node.path) <= order(start)]


@given(issues)
def test_the_order_of_paths_is_that_of_the_walk(issue: Issue) -> None:
    keys = [order(node.path) for node in walk(issue)]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("start", [("nonsense",), (3,), ("sections", "name"), ("masthead", 0)], ids=str)
def test_a_path_that_names_no_part_is_refused(start: Path) -> None:
    with pytest.raises(KeyError):
        list(walk(SMALL, start))
    assert node_at(SMALL, start) is None


@given(issues)
def test_an_items_walk_is_that_of_the_issue_below_it(issue: Issue) -> None:
    for path, item in items_of(issue):
        below = [
            node._replace(path=node.path[len(path) :])
            for node in walk(issue)
            if node.path[: len(path)] == path
        ]
        assert list(walk_item(item)) == below
        assert [node for node in walk_item(item) if "attachments" not in node.path] == [
            node._replace(path=node.path[len(path) :]) for node in walk(issue) if owner(node.path) == path
        ]
        assert item_at(issue, title_of(path)) is item


@given(issues)
def test_what_stands_at_a_path_is_what_the_walk_gives(issue: Issue) -> None:
    for node in walk(issue):
        assert node_at(issue, node.path) == node
        assert text_at(issue, node.path) == node.text
        assert spec_at(issue, node.path) is node.spec
        assert kind_of(issue, node.path) is node.kind is node.spec.kind
        block = block_at(issue, node.path)
        assert node.source is (node.text if block is None else block)
        assert (block is not None) == (is_note(node.path) or is_block(node.path))


@given(issues)
def test_what_is_shown_is_never_an_empty_optional_text_nor_one_inside_another(issue: Issue) -> None:
    for node in walk(issue):
        hidden = node.path == grammar.SUPPLEMENT or (
            not node.text
            and (
                node.path in (grammar.MARKING, grammar.DISCLOSURE)
                or node.kind in (Kind.SOURCE, *grammar.ITEM_TEXTS, *AROUND_BLOCKS)
            )
        )
        assert node.shown is not hidden


def test_nothing_is_there() -> None:
    bare = replace(SMALL, imprint=None, editors_note=(), sections=(), distribution=())
    for path in (grammar.OFFICE, note_path(0), name_of(section_path(0)), label_path(0), (), MASTHEAD):
        assert node_at(bare, path) is None
    with pytest.raises(IndexError):
        spec_at(bare, note_path(0))
    with pytest.raises(KeyError):
        spec_at(SMALL, MASTHEAD)
    with pytest.raises(KeyError):
        order(("nonsense",))


@pytest.mark.parametrize("path", WORDED, ids=str)
def test_a_literal_has_a_row_and_is_no_text(path: Path) -> None:
    assert set(WORDED) == LITERALS
    assert spec_at(SMALL, path).literal
    assert node_at(SMALL, path) is None
    assert not grammar.is_text(path)


# ---- paths

ITEM = item_path(1, 0)


@pytest.mark.parametrize(
    ("path", "part", "region", "indices"),
    [
        (grammar.NAME, MASTHEAD, Region.HEAD, ()),
        (grammar.DATE, MASTHEAD, Region.HEAD, ()),
        (note_path(1), EDITORS_NOTE, Region.NOTE, (1,)),
        (section_path(1), section_path(1), Region.SECTIONS, (1,)),
        (name_of(section_path(1)), section_path(1), Region.SECTIONS, (1,)),
        (ITEM, ITEM, Region.SECTIONS, (1, 0)),
        (title_of(ITEM), ITEM, Region.SECTIONS, (1, 0)),
        (block_of(ITEM, 2), ITEM, Region.SECTIONS, (1, 0, 2)),
        (source_of(ITEM), ITEM, Region.SECTIONS, (1, 0)),
        (grammar.DISCLOSURE, IMPRINT, Region.CLOSING, ()),
        (to_path(3), IMPRINT, Region.CLOSING, (3,)),
        (grammar.OFFICE, IMPRINT, Region.CLOSING, ()),
        (grammar.PRINT_COUNT, IMPRINT, Region.CLOSING, ()),
    ],
    ids=str,
)
def test_whose_a_path_is(path: Path, part: Path, region: Region, indices: tuple[int, ...]) -> None:
    assert owner(path) == part
    assert region_of(path) is region
    assert numbers(path) == indices


def test_questions_about_paths() -> None:
    asked = {
        is_section: {section_path(1)},
        is_item: {ITEM},
        is_note: {note_path(1)},
        is_block: {block_of(ITEM, 2)},
        in_item: {title_of(ITEM), block_of(ITEM, 2), source_of(ITEM)},
        is_source: {source_of(ITEM)},
        is_entry: {entry_path(1), label_path(1), to_path(1)},
        is_label: {label_path(1)},
    }
    every = {path for paths in asked.values() for path in paths}
    every |= {(), *WORDED, grammar.NAME, grammar.DISTRIBUTION, grammar.SECTIONS, name_of(section_path(1))}
    for question, paths in asked.items():
        assert {path for path in every if question(path)} == paths, question.__name__


def test_a_part_has_a_heading_and_neighbours() -> None:
    assert heading_of(section_path(1)) == name_of(section_path(1))
    assert heading_of(ITEM) == title_of(ITEM)
    assert beside(block_of(ITEM, 2), -1) == block_of(ITEM, 1)
    assert beside(ITEM, 1) == item_path(1, 1)


# ---- the table


def test_a_row_is_known_by_its_pattern_and_a_field_by_its_name() -> None:
    fields = [spec for spec in SPECS if None not in spec.pattern]
    assert len({spec.name for spec in fields}) == len(fields)
    assert len({spec.pattern for spec in fields}) == len(fields)
    choosable = [spec.name for spec in SPECS if spec.choosable]
    assert len(set(choosable)) == len(choosable)
    assert {spec.kind for spec in SPECS} == set(Kind) - {Kind.FOLIO, *grammar.MADE}
    assert {SPEC[kind].kind for kind in SPEC} == set(SPEC)


def test_a_literal_is_neither_running_text_nor_anything_else() -> None:
    for spec in SPECS:
        if spec.literal:
            assert not any((spec.running, spec.run_in, spec.line_breaks, spec.heading, spec.choosable))


def _texts_and_literals(of: Any, pattern: tuple[str | None, ...] = ()) -> Iterator[tuple[str | None, ...]]:
    """The patterns of everything below a type of the model that is a text, a number or a date."""
    if of is model.Field:  # its name is the layout's, and stands nowhere
        yield (*pattern, "text")
    elif of in (model.Remark, model.Round):  # what is kept beside the paper
        return
    elif of in (str, int, date):
        yield pattern
    elif get_origin(of) is tuple:
        yield from _texts_and_literals(get_args(of)[0], (*pattern, None))
    elif of in (Body, model.Block):
        yield pattern
    elif dataclasses.is_dataclass(of):
        for name, hint in get_type_hints(of).items():
            yield from _texts_and_literals(hint, (*pattern, name))
    elif get_origin(of) is not None:
        for one in set(get_args(of)) - {
            type(None),
            LayoutText,
        }:  # the layout is how it looks, not what it says
            yield from _texts_and_literals(one, pattern)


def test_every_field_of_the_model_has_a_row() -> None:
    item = ("sections", None, "items", None)
    chosen = {("sections", None, "level"), (*item, "mark"), (*item, "state")}  # and never typed
    chosen.add((*SPEC[Kind.ATTACHMENT_TITLE].pattern[:-1], "blocks", None))  # as an item's
    assert set(_texts_and_literals(Issue)) - chosen == {spec.pattern for spec in SPECS}
    assert {type(block) for block in PARAGRAPHS.values()} == set(get_args(model.Paragraph))


# ---- a block of several texts


@dataclass(frozen=True, slots=True)
class Pair:
    """A made-up block of two texts."""

    kind: ClassVar = Kind.FOLIO  # a kind that no block has
    first: str
    second: str

    def kind_at(self, path: Path) -> Kind:
        return self.kind

    def texts(self) -> tuple[BlockText, ...]:
        return BlockText((0,), self.first), BlockText((1,), self.second)

    def with_text(self, path: Path, text: str, run_in: int, bold: Ranges = ()) -> Pair:
        assert not run_in
        assert not bold
        return Pair(text, self.second) if path == (0,) else Pair(self.first, text)


@pytest.fixture
def paired(monkeypatch: pytest.MonkeyPatch) -> Issue:
    """A small issue with a block of two texts between two that are one."""
    row = Spec(SPEC[Kind.BODY].pattern, Kind.FOLIO, "body", "一对")
    monkeypatch.setattr(grammar, "SPEC", {**SPEC, Kind.FOLIO: row})
    monkeypatch.setattr("bulletin_desk.bulletin.describe.SPEC", {**SPEC, Kind.FOLIO: row})
    monkeypatch.setattr(edits, "Block", Body | Subheading | Pair)
    pair: Any = Pair("左边", "右边的")
    item = Item("题", (Body("一。"), pair, Body("二。")), "（来源）")
    return replace(SMALL, sections=(replace(SMALL.sections[0], items=(item,)),))


LEFT, RIGHT = ((*block_of(item_path(0, 0), 1), at) for at in (0, 1))


def test_both_texts_of_a_block_are_walked_either_way(paired: Issue) -> None:
    item = item_path(0, 0)
    kicker, *under, signature = (item_text(item, kind) for kind in grammar.ITEM_TEXTS)
    blocks = (block_of(item, 0), LEFT, RIGHT, block_of(item, 2))
    expected = [kicker, title_of(item), *under, *blocks, signature, source_of(item)]
    found: list[Node] = [node for node in walk(paired) if owner(node.path) == item]
    assert [node.path for node in found] == expected
    assert [node.path for node in walk(paired, backwards=True) if owner(node.path) == item] == expected[::-1]
    assert next(walk(paired, RIGHT)).text == "右边的"
    back = walk(paired, LEFT, backwards=True)
    assert [next(back).path, next(back).path] == [LEFT, block_of(item, 0)]
    assert [order(path) for path in expected] == sorted(order(path) for path in expected)


def test_a_text_of_a_block_is_known_and_named(paired: Issue) -> None:
    node = node_at(paired, RIGHT)
    assert node is not None
    assert (node.text, spec_at(paired, RIGHT).name) == ("右边的", "一对")
    assert (owner(RIGHT), is_block(RIGHT), block_at(paired, RIGHT)) == (item_path(0, 0), True, node.source)
    assert node_at(paired, block_of(item_path(0, 0), 1)) is None
    assert "第2段（一对）" in describe(paired, RIGHT)


def test_a_text_of_a_block_is_edited_alone(paired: Issue) -> None:
    changed = replace_range(paired, RIGHT, 0, 1, "下")
    assert [text_at(changed, path) for path in (LEFT, RIGHT)] == ["左边", "下边的"]
    assert changed.sections[0].items[0].blocks[0] is paired.sections[0].items[0].blocks[0]


def test_both_texts_of_a_block_count(paired: Issue) -> None:
    item = paired.sections[0].items[0]
    assert item_characters(item) == characters("题一。左边右边的二。（来源）")
    alone = replace(paired, sections=(replace(paired.sections[0], items=()),))
    assert issue_characters(paired) - issue_characters(alone) == item_characters(item)
