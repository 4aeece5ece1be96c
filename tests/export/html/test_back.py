"""A web copy that is taken in as a manuscript, or pasted by its looks alone, gives its items again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bulletin_desk.bulletin.model import Pictures, Table
from bulletin_desk.export.html.write import Parts, pasted_page, web_copy, whole_page
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.intake.draft import items_of, take_in
from bulletin_desk.intake.read import read_pasted_html
from bulletin_desk.pipeline import Typeset, layout_of, office_context, typeset
from bulletin_desk.storage.bulletin_file import read_bulletin
from tests.bulletin.rich import PAIR, RICH, TABLE
from tests.export.html.test_write import EXAMPLES, set_in, without_outer_tags


def taken_in(page: str, made: Typeset) -> tuple[object, ...]:
    names = [section.name for section in made.issue.sections]
    contribution = take_in(read_pasted_html(page), office_context(names, layout=made.layout))
    return items_of(contribution.drafts)


@pytest.mark.parametrize("file", [each for each in EXAMPLES if each.stem in ("full", "gb9704")], ids=str)
@pytest.mark.parametrize("outer", [True, False], ids=["whole", "without outer tags"])
def test_an_issue_of_text_comes_back_as_it_was(file: object, outer: bool, faces: Faces) -> None:
    issue = read_bulletin(file)  # type: ignore[arg-type]
    made = typeset(issue, layout_of(issue)[0], faces)
    page = pasted_page(web_copy(issue, made.layout, made.pages, Parts()))
    page = page if outer else without_outer_tags(page)
    wanted = tuple(item for section in issue.sections for item in section.items)
    assert taken_in(page, made) == wanted


def test_tables_and_pictures_come_back(faces: Faces) -> None:
    made = set_in(RICH, "gb9704", faces)
    page = whole_page(web_copy(made.issue, made.layout, made.pages), "题")
    item = taken_in(page, made)[-1]
    wanted = RICH.sections[-1].items[-1]
    assert (item.title, item.source) == (wanted.title, wanted.source)  # type: ignore[attr-defined]
    blocks = item.blocks  # type: ignore[attr-defined]
    (table,) = (block for block in blocks if isinstance(block, Table))
    plain = [tuple(replace(cell, bold=()) for cell in row) for row in TABLE.rows]
    assert [tuple(replace(cell, align="") for cell in row) for row in table.rows] == [
        tuple(replace(cell, align="") for cell in row) for row in plain
    ]
    assert (table.header_rows, table.caption, table.unit, table.note) == (
        TABLE.header_rows,
        TABLE.caption,
        TABLE.unit,
        TABLE.note,
    )
    (pair,) = (block for block in blocks if isinstance(block, Pictures))
    assert f"（{pair.credit}）" == PAIR.credit
    pictures = pair.pictures
    assert [each.caption for each in pictures] == ["会场", "展板"]
    assert all(abs(each.width - 700) <= 2 for each in pictures)
    assert [each.title for each in item.attachments] == ["进度一览表", "会议照片"]  # type: ignore[attr-defined]


def test_marks_that_are_text_are_no_bullets(faces: Faces) -> None:
    made = set_in(RICH, "gb9704", faces)
    manuscript = read_pasted_html(pasted_page(web_copy(made.issue, made.layout, made.pages)))
    assert [note.rule for note in manuscript.notes if note.rule in ("bullet", "numbering")] == []
    texts = [paragraph.text for paragraph in manuscript.paragraphs]
    assert {"——及时报送", "1.逐级审核"} <= set(texts)
