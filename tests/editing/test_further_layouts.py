"""Documents in the newer layouts, in which names of sections and titles may have no line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path as FilePath

import pytest

from bulletin_desk.bulletin.grammar import item_path, name_of, section_path
from bulletin_desk.bulletin.matching import text_of
from bulletin_desk.bulletin.model import Body, Issue, Item, Kind, Section
from bulletin_desk.editing.document import Document, Motion
from bulletin_desk.editing.fragment import Fragment, as_html, from_html
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.pipeline import layout_of
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.typeset.typesetter import Typesetter

EXAMPLES = FilePath(__file__).resolve().parents[2] / "examples"
NAMES = ("daily", "monthly", "duty-flash", "special-report", "gb9704", "full")
Open = Callable[[Issue], Document]


def _example(name: str) -> Issue:
    return read_bulletin(EXAMPLES / f"{name}.bulletin")


@pytest.fixture
def opened(faces: Faces) -> Open:
    """Makes a document of an issue in its own layout."""
    return lambda issue: Document(issue, Typesetter(layout_of(issue)[0], faces), lambda: 0.0)


def _taken(document: Document) -> Fragment:
    """All text, by the clipboard."""
    document.select_all()
    taken = from_html(as_html(document.copy()))
    assert taken is not None
    return taken


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("other", NAMES)
def test_all_text_of_one_bulletin_over_that_of_another(name: str, other: str, opened: Open) -> None:
    issue = _example(other)
    taken = _taken(opened(issue))
    document = opened(_example(name))
    before = document.issue
    document.select_all()
    document.paste(taken)
    assert document.issue == replace(before, editors_note=issue.editors_note, sections=issue.sections)
    document.undo()
    document.set_preedit("xin")
    document.commit("新")
    document.select_all()
    document.paste(taken)
    assert document.issue == replace(before, editors_note=issue.editors_note, sections=issue.sections)
    while document.undo_name is not None:
        document.undo()
    assert document.issue == before


@pytest.mark.parametrize("name", ["duty-flash", "special-report"])
@pytest.mark.parametrize("way", ["typed", "composed", "deleted", "cut"])
def test_over_all_text_no_section_is_made_where_there_are_none(name: str, way: str, opened: Open) -> None:
    document = opened(_example(name))
    document.select_all()
    if way == "composed":
        document.set_preedit("xin")
        assert document.shown.sections[0].name == ""
        document.commit("新")
    elif way == "typed":
        document.type_text("新")
    else:
        document.cut() if way == "cut" else document.delete()
        document.type_text("新")
    (section,) = document.issue.sections
    assert (section.name, len(section.items)) == ("", 1)
    assert document.caret.path[:4] == item_path(0, 0)
    assert document.caret_box()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("motion", [Motion.UP, Motion.DOWN, Motion.LEFT, Motion.RIGHT])
def test_every_way_out_of_a_selection_of_all(name: str, motion: Motion, opened: Open) -> None:
    document = opened(_example(name))
    for times in (1, 2):
        for _ in range(times):
            document.select_all()
        document.move(motion)
        assert document.selection.empty
        assert document.pages.places(document.caret.path) or document.caret.path[0] == "distribution"
        assert document.standing == ()


def test_out_of_a_selection_that_began_in_an_empty_title(opened: Open) -> None:
    issue = _example("duty-flash")
    section = issue.sections[0]
    issue = replace(
        issue, sections=(replace(section, items=(replace(section.items[0], title=""), Item("题"))),)
    )
    for kind in (Kind.TITLE, Kind.SIGNATURE):
        for motion in (Motion.UP, Motion.DOWN):
            document = opened(replace(issue))
            document.add_text(item_path(0, 0), kind)
            document.move(Motion.END if kind is Kind.TITLE else Motion.START, extend=True)
            document.move(motion)
            assert document.selection.empty
            assert document.caret_box()


def test_no_caret_in_a_name_that_has_no_line(opened: Open) -> None:
    document = opened(_example("special-report"))
    document.select_all()
    document.move(Motion.LEFT)
    assert document.caret.path != name_of(section_path(0))


@pytest.mark.parametrize("layout", NAMES)
@pytest.mark.parametrize("note", [(), (Body("按语。"),)])
@pytest.mark.parametrize("name", ["", "要闻"])
def test_a_paragraph_to_type_in_is_left_of_all_text(
    layout: str, note: tuple[Body, ...], name: str, opened: Open
) -> None:
    item = Item("题", (Body("文。"),), mark="★")
    issue = replace(_example(layout), editors_note=note, sections=(Section(name, (item, item)),) * 2)
    for edit in (Document.delete, Document.cut, lambda document: document.type_text("新")):
        document = opened(replace(issue))
        document.select_all()
        edit(document)
        (section,) = document.issue.sections
        assert [text_of(block) for item in section.items for block in item.blocks] == [""]
        document.undo()
        assert document.issue == issue
    document = opened(replace(issue))
    document.select_all()
    document.enter()  # the note goes with it: on to what has a line, not behind the text
    assert document.caret.path[0] == "sections"
    assert len(document.issue.sections[0].items) == 1
