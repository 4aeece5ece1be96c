"""Edits of remarks, and remarks through the edits of a document."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bulletin_desk.bulletin.bounds import MAX_SAID
from bulletin_desk.bulletin.grammar import block_of, item_path, source_of, title_of
from bulletin_desk.bulletin.model import Body, Issue, Item, Place, Remark, Said, Section
from bulletin_desk.bulletin.numbering import EMPTY_ITEM, issue_after
from bulletin_desk.bulletin.remarks import listed, words_of
from bulletin_desk.bulletin.take_back import Comparison
from bulletin_desk.editing import remarks as edits
from bulletin_desk.editing.document import Change, Document
from bulletin_desk.editing.selection import at, between
from bulletin_desk.errors import EditError
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.typeset.typesetter import Typesetter
from tests.bulletin.issues import SMALL

ITEM = item_path(0, 0)
TITLE, FIRST, SECOND = title_of(ITEM), block_of(ITEM, 0), block_of(ITEM, 1)
ISSUE = replace(
    SMALL,
    editors_note=(),
    sections=(
        Section("动态", (Item("标题在此", (Body("近日召开会议。"), Body("")), "（某市）"), EMPTY_ITEM)),
    ),
)
SAID = Said("科长", "2024-01-09T15:30", "请核对")


def with_(*remarks: Remark) -> Issue:
    return replace(ISSUE, remarks=remarks)


def on(path: tuple[str | int, ...], start: int, end: int, *, settled: bool = False) -> Remark:
    return Remark(Place(path, start), Place(path, end), (SAID,), settled)


def test_what_is_meant_without_a_selection() -> None:
    assert edits.words_meant(ISSUE, between(Place(FIRST, 5), Place(FIRST, 2))) == (
        Place(FIRST, 2),
        Place(FIRST, 5),
    )
    start, end = edits.words_meant(ISSUE, at(Place(FIRST, 3)))
    assert start.offset <= 3 < end.offset
    assert edits.words_meant(ISSUE, at(Place(SECOND, 0))) == (Place(SECOND, 0), Place(SECOND, 0))


def test_said_answered_worded_settled_removed() -> None:
    issue = edits.with_remark(ISSUE, Place(FIRST, 0), Place(FIRST, 2), SAID)
    answer = Said("张敏", "2024-01-09T16:00", "核过了")
    issue = edits.with_settled(issue, 0, settled=True)
    assert issue.remarks[0].settled
    issue = edits.with_answer(issue, 0, answer)
    assert issue.remarks == (Remark(Place(FIRST, 0), Place(FIRST, 2), (SAID, answer)),)
    issue = edits.with_words(issue, 0, 1, answer._replace(text="对"))
    assert issue.remarks[0].said[1].text == "对"
    assert edits.without_answer(issue, 0, 1).remarks[0].said == (SAID,)
    assert edits.without_remark(issue, 0) == ISSUE
    for gone in (-1, 1):
        with pytest.raises(EditError, match="已经不在了"):
            edits.without_remark(issue, gone)
    full = with_(replace(on(FIRST, 0, 2), said=(SAID,) * MAX_SAID))
    with pytest.raises(EditError, match="最多回复"):
        edits.with_answer(full, 0, SAID)


def test_the_one_at_a_place_and_the_next() -> None:
    whole = Remark(Place(TITLE, 0), Place(FIRST, 7), (SAID,))
    issue = with_(whole, on(FIRST, 2, 4), on(FIRST, 3, 4, settled=True))
    assert edits.remark_here(issue, Place(FIRST, 3)) == 1
    assert edits.remark_here(issue, Place(FIRST, 6)) == 0
    assert edits.remark_here(issue, Place(SECOND, 0)) is None
    assert edits.next_remark(issue, Place(FIRST, 0), 1, settled=True) == 1
    assert edits.next_remark(issue, Place(FIRST, 2), 1, settled=True) == 2
    assert edits.next_remark(issue, Place(FIRST, 2), 1, settled=False) == 0
    assert edits.next_remark(issue, Place(FIRST, 2), -1, settled=False) == 0
    assert edits.next_remark(issue, Place(TITLE, 0), -1, settled=True) == 2
    assert edits.next_remark(issue, Place(TITLE, 0), 1, settled=True, after=2) == 0
    assert edits.next_remark(ISSUE, Place(TITLE, 0), 1, settled=True) is None


def test_listed_in_the_order_of_the_paper_with_their_words() -> None:
    over = Remark(Place(TITLE, 2), Place(FIRST, 2), (SAID,))
    issue = with_(on(FIRST, 2, 4), over, on(SECOND, 0, 0))
    assert words_of(issue, over) == "在此\n近日"
    found = listed(ISSUE, issue.remarks, lambda path, offset: 3)
    assert [(each.page, each.words) for each in found] == [(3, "在此\n近日"), (3, "召开"), (3, "")]


def test_the_next_issue_has_none() -> None:
    issue = with_(on(FIRST, 2, 4))
    assert issue_after(issue, issue.dated_header.date, 3, 608).remarks == ()


def document(issue: Issue, layout: Layout, faces: Faces) -> Document:
    return Document(issue, Typesetter(layout, faces), lambda: 0.0)


def test_a_source_that_empties_by_itself_takes_none_out_of_the_text(layout: Layout, faces: Faces) -> None:
    """Leaving an empty source is an edit that nobody makes: its remark is followed there, too."""
    source = source_of(ITEM)
    open_ = replace(ISSUE.sections[0].items[0], source="（）")
    issue = replace(ISSUE, sections=(Section("动态", (open_, EMPTY_ITEM)),), remarks=(on(source, 1, 1),))
    edited = document(issue, layout, faces)
    assert edited.snapshot().remarks[0].start == Place(source, 0)
    changes: list[Change] = []
    edited.subscribe(changes.append)
    edited.go_to(source, 1)
    edited.go_to(TITLE, 0)
    (remark,) = edited.issue.remarks
    assert edited.issue.sections[0].items[0].source == ""
    assert remark.start.offset == 0
    assert edited.snapshot().remarks == edited.issue.remarks
    assert any(change.lost for change in changes)
    edited.undo()
    assert edited.issue.remarks == issue.remarks


def test_taking_back_from_an_older_version_leaves_them_at_their_words(layout: Layout, faces: Faces) -> None:
    edited = document(with_(on(FIRST, 2, 4)), layout, faces)
    older = edited.issue
    edited.go_to(FIRST, 0)
    edited.type_text("昨天")
    assert words_of(edited.issue, edited.issue.remarks[0]) == "召开"
    comparison = Comparison(replace(older, remarks=()), edited.issue)
    edited.take_back(comparison, comparison.parts)
    assert edited.issue.sections == older.sections
    assert edited.issue.remarks == older.remarks
