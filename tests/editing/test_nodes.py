"""The order of text nodes, their neighbours, the places in them, and what may be typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin import grammar
from bulletin_desk.bulletin.edits import remove, text_at
from bulletin_desk.bulletin.grammar import text_nodes
from bulletin_desk.bulletin.model import Body, Issue, Kind, Path, Place
from bulletin_desk.editing import nodes
from tests.bulletin.issues import SMALL, issues
from tests.editing.texts import ITEM, SECOND

VANISHING: tuple[Path, ...] = (("masthead", "marking"), ("disclosure",))
_VANISHING_LAST = ("source", *grammar.ITEM_TEXTS.values())


def _printed(issue: Issue) -> list[Path]:
    """All text nodes but those that have no line when they are empty, and the supplement, a part of the
    numbers."""
    return [
        path
        for path in text_nodes(issue)
        if path != ("masthead", "supplement")
        and (
            text_at(issue, path)
            or grammar.is_cell(path)
            or not (
                path in VANISHING
                or grammar.inside_block(path)
                or path[-1] in ("source", *grammar.ITEM_TEXTS.values())
            )
        )
    ]


@given(issues)
def test_the_nodes_are_those_of_the_paper_in_its_order(issue: Issue) -> None:
    paths = _printed(issue)
    assert list(nodes.shown(issue)) == paths
    assert sorted(paths, key=lambda path: nodes.key(Place(path, 0))) == paths
    assert nodes.first_node(issue) == paths[0]
    assert nodes.last_node(issue) == paths[-1]


@given(issues)
def test_neighbours(issue: Issue) -> None:
    paths: list[Path | None] = [None, *_printed(issue), None]
    for before, path, after in zip(paths, paths[1:], paths[2:], strict=False):
        assert path is not None
        assert nodes.previous_node(issue, path) == before
        assert nodes.next_node(issue, path) == after


@given(issues)
def test_hidden_nodes_have_neighbours_too(issue: Issue) -> None:
    shown = _printed(issue)
    for path in text_nodes(issue):
        if path in shown:
            continue
        assert not nodes.is_shown(issue, path)
        here = nodes.key(Place(path, 0))
        assert nodes.next_node(issue, path) == next(
            (other for other in shown if nodes.key(Place(other, 0)) > here), None
        )
        assert nodes.previous_node(issue, path) == next(
            (other for other in reversed(shown) if nodes.key(Place(other, 0)) < here), None
        )


@given(issues, st.data())
def test_any_path_leads_to_a_valid_place(issue: Issue, data: st.DataObject) -> None:
    numbers = st.integers(0, 4)
    section, item, block = data.draw(numbers), data.draw(numbers), data.draw(numbers)
    there: Path = ("sections", section, "items", item)
    paths: list[Path] = [
        ("masthead", "marking"),
        ("masthead", "supplement"),
        ("editors_note", block),
        ("sections", section, "name"),
        (*there, "title"),
        (*there, "blocks", block),
        (*there, "source"),
        ("disclosure",),
        ("distribution", block, "to"),
        ("imprint", "office"),
    ]
    for path in paths:
        for forwards in (False, True):
            place = nodes.valid(issue, Place(path, data.draw(st.integers(-1, 20))), forwards=forwards)
            assert nodes.is_shown(issue, place.path)
            text = text_at(issue, place.path)
            assert 0 <= place.offset <= len(text)
            assert nodes.snap(text, place.offset) == place.offset


def test_what_has_gone_leaves_the_caret_before_it() -> None:
    issue = remove(SMALL, ("sections", 1))
    assert nodes.valid(issue, Place((*SECOND, "blocks", 1), 2)) == Place((*ITEM, "source"), 5)
    assert nodes.valid(issue, Place((*SECOND, "title"), 2), forwards=True) == Place(("disclosure",), 0)


def test_kinds_of_all_nodes() -> None:
    assert [grammar.kind_of(SMALL, path) for path in nodes.shown(SMALL)][:9] == [
        Kind.MASTHEAD,
        Kind.DATED_HEADER,
        Kind.EDITORS_NOTE,
        Kind.EDITORS_NOTE,
        Kind.SECTION_HEAD,
        Kind.TITLE,
        Kind.BODY,
        Kind.SOURCE,
        Kind.SECTION_HEAD,
    ]
    assert grammar.kind_of(SMALL, (*SECOND, "blocks", 1)) is Kind.SUBHEADING
    assert grammar.kind_of(SMALL, ("distribution", 0, "to")) is Kind.DISTRIBUTION
    assert nodes.body_at(SMALL, (*SECOND, "blocks", 0)) == Body("2023年，守正创新。")
    assert nodes.body_at(SMALL, (*SECOND, "title")) is None


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("国家", [0, 1, 2]),
        ("𠮷家", [0, 1, 2]),
        ("e\u0301a", [0, 2, 3]),
        ("一\ufe00\U000e0100二", [0, 3, 4]),
        ("\u0301a", [0, 1, 2]),
        ("a\n\u0301b", [0, 1, 2, 3, 4]),
        ("a\u200db", [0, 2, 3]),
        ("", [0]),
    ],
)
def test_no_caret_between_a_character_and_its_marks(text: str, stops: list[int]) -> None:
    assert sorted({nodes.snap(text, at) for at in range(len(text) + 1)}) == stops
    forwards, at = [0], 0
    while at < len(text):
        at = nodes.after(text, at)
        forwards.append(at)
    backwards = [at]
    while at > 0:
        at = nodes.before(text, at)
        backwards.append(at)
    assert forwards == backwards[::-1] == stops


def test_what_is_typed_is_cleaned() -> None:
    assert nodes.cleaned("一\r\n二\r三\u2028四\v五") == "一\n二\n三\n四\n五"
    assert nodes.cleaned("a\tb\x00c\ufeff\x1b") == "a bc"
    assert nodes.cleaned("一\u3000\u00a0\u200d𠮷\ufe00") == "一\u3000\u00a0\u200d𠮷\ufe00"
    assert nodes.cleaned("\ud800x\ufdd0") == "x"
