"""What an issue went round as stays through undo; an edit that is to be asked for is not made unasked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bulletin_desk.bulletin.grammar import item_path, title_of
from bulletin_desk.bulletin.model import Issue, Round
from bulletin_desk.editing.document import Change, Document
from bulletin_desk.errors import EditError
from tests.bulletin.issues import SMALL
from tests.editing.conftest import Clock

ROUND = Round("送审稿 1", "", "", signed=False, text="{}")
TITLE = title_of(item_path(0, 0))
Open = Callable[[Issue], Document]


@pytest.fixture
def document(open_document: Open, clock: Clock) -> Document:
    """With two edits, one of them undone."""
    document = open_document(SMALL)
    document.go_to(TITLE, 0)
    document.type_text("甲。")
    clock.now += 60
    document.type_text("乙。")
    document.undo()
    return document


def test_undo_leaves_it(document: Document) -> None:
    was, names = document.issue, (document.undo_name, document.redo_name)
    told: list[Change] = []
    document.subscribe(told.append)
    document.set_rounds((ROUND,))
    assert document.issue == replace(was, rounds=(ROUND,))
    assert document.shown is document.issue
    assert (document.undo_name, document.redo_name) == names
    assert [(change.issue, change.name) for change in told] == [(True, None)]
    document.redo()
    assert document.issue.rounds == (ROUND,)
    document.undo()
    document.undo()
    assert document.issue == replace(SMALL, rounds=(ROUND,))
    document.redo()
    assert document.issue == replace(was, rounds=(ROUND,))


def test_typing_goes_on_as_another_edit(document: Document) -> None:
    document.set_rounds((ROUND,))
    document.type_text("丙")
    document.undo()
    assert document.issue.sections[0].items[0].title.startswith("甲。")
    assert "丙" not in document.issue.sections[0].items[0].title


def test_what_the_file_lacks_is_to_be_saved(document: Document) -> None:
    document.mark_saved()
    document.set_rounds((ROUND,))
    assert document.modified
    document.mark_saved()
    document.undo()
    assert document.modified
    document.redo()
    assert not document.modified


def test_taking_it_back_is_as_if_nothing_had_been(document: Document) -> None:
    document.mark_saved()
    saved = document.issue
    document.set_rounds((ROUND,))
    document.set_rounds(())
    assert document.issue is saved
    assert not document.modified
    document.undo()
    assert document.issue == SMALL
    document.redo()
    assert not document.modified


def test_what_is_composed_goes(document: Document) -> None:
    document.set_preedit("ni")
    document.set_rounds((ROUND,))
    assert document.preedit is None
    assert document.shown is document.issue


# ---- consent


def test_it_hears_of_each_edit(document: Document) -> None:
    heard: list[tuple[Issue, Issue]] = []

    def consent(now: Issue, then: Issue) -> str:
        heard.append((now, then))
        return ""

    document.consent = consent
    steps: tuple[Callable[[], None], ...] = (lambda: document.type_text("字"), document.undo, document.redo)
    for step in steps:
        now = document.issue
        step()
        assert heard.pop() == (now, document.issue)
    document.go_to(TITLE, 1)
    document.set_preedit("ni")
    document.end_preedit()
    assert heard == []


def test_a_refusal_leaves_all_as_it_is(document: Document) -> None:
    before, selection = document.issue, document.selection
    names = (document.undo_name, document.redo_name)
    document.consent = lambda _now, _then: "不行。"
    document.set_preedit("ni")
    steps: tuple[Callable[[], None], ...] = (
        lambda: document.type_text("字"),
        lambda: document.commit("你"),
        document.undo,
        document.redo,
    )
    for step in steps:
        with pytest.raises(EditError, match="不行"):
            step()
        assert document.issue is before
        assert document.shown is before
        assert document.preedit is None
        assert document.selection == selection
        assert (document.undo_name, document.redo_name) == names


def test_what_was_changed_meanwhile_is_not_written_over(document: Document) -> None:
    """While somebody is asked, the window lives on."""

    def consent(_now: Issue, _then: Issue) -> str:
        document.consent = None
        document.type_text("别的")
        return ""

    document.consent = consent
    with pytest.raises(EditError, match="请再做一次"):
        document.type_text("字")
    assert "别的" in document.issue.sections[0].items[0].title
    assert "字" not in document.issue.sections[0].items[0].title
