"""The caret among the fields of a layout's own: into those on the page, past those that are not."""

from __future__ import annotations

from pathlib import Path

from bulletin_desk.bulletin.fields import with_field
from bulletin_desk.bulletin.grammar import CLOSING_FIELDS, HEAD_FIELDS, field_text_path
from bulletin_desk.bulletin.model import Issue
from bulletin_desk.editing.document import Document, Motion
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.typeset.typesetter import Typesetter
from tests.bulletin.issues import SMALL
from tests.typeset.forms import layout_of_form


def document_of(faces: Faces, folder: Path) -> Document:
    """An issue in a layout that places one of its fields, words another, and knows nothing of the third."""
    issue: Issue = with_field(SMALL, HEAD_FIELDS, "issue_number", "2024年第2周")
    issue = with_field(issue, HEAD_FIELDS, "period", "2024-01-01/2024-01-07")
    issue = with_field(issue, CLOSING_FIELDS, "nobody", "别的版式的")
    layout = layout_of_form("opinion-monitor", folder)
    return Document(issue, Typesetter(layout, faces), lambda: 0.0)


def visited(document: Document, motion: Motion) -> list[tuple[str | int, ...]]:
    found: list[tuple[str | int, ...]] = []
    for _ in range(200):
        before = document.selection.head.place
        document.move(motion)
        if document.selection.head.place == before:
            return found
        found.append(document.selection.head.path)
    raise AssertionError("no end")


def test_the_caret_passes_what_is_not_on_the_paper(faces: Faces, tmp_path: Path) -> None:
    document = document_of(faces, tmp_path)
    document.move(Motion.START)
    down = visited(document, Motion.PARAGRAPH_DOWN)
    assert field_text_path(HEAD_FIELDS, 0) in down
    assert field_text_path(HEAD_FIELDS, 1) not in down
    assert field_text_path(CLOSING_FIELDS, 0) not in down
    document.move(Motion.END)
    assert document.selection.head.path != field_text_path(CLOSING_FIELDS, 0)
    up = visited(document, Motion.PARAGRAPH_UP)
    assert field_text_path(HEAD_FIELDS, 0) in up
    assert field_text_path(HEAD_FIELDS, 1) not in up


def test_a_field_on_the_page_is_typed_there(faces: Faces, tmp_path: Path) -> None:
    document = document_of(faces, tmp_path)
    document.move(Motion.START)
    while document.selection.head.path != field_text_path(HEAD_FIELDS, 0):
        document.move(Motion.RIGHT)
    document.type_text("新")
    assert document.issue.head_fields[0].text == "新2024年第2周"
    assert any("新2024年第2周" in placed.line.text for placed in document.pages[0].lines)
