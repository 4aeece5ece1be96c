"""Rows of head and closing block that a clerk types into a Word copy, where the bulletin had none: they come
back as fields where their words tell, else they are named, and nothing that is there gives way to them."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.text.paragraph import Paragraph

from bulletin_desk.bulletin.fields import with_field
from bulletin_desk.bulletin.grammar import walk
from bulletin_desk.bulletin.model import Addressee, Body, Field, Imprint, Issue, Item, Section
from bulletin_desk.export.docx.read import read_docx
from bulletin_desk.export.docx.write import docx_bytes
from bulletin_desk.fonts.faces import Faces, load_faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import layout_names, load_layout
from bulletin_desk.typeset.typesetter import Typesetter
from tests.typeset.forms import FORMS, layout_of_form
from tests.typeset.test_forms import ISSUE, issue_of

FULL = replace(ISSUE, sections=(Section("工作", (Item("会议", (Body("全省会议召开。"),)),)),))
NAMES = (*FORMS, *layout_names())


@pytest.fixture(scope="module")
def shipped() -> Faces:
    return load_faces(use_installed=False)


def layout_named(name: str, folder: Path) -> Layout:
    return layout_of_form(name, folder) if name in FORMS else load_layout(name)


def emptied(issue: Issue, layout: Layout) -> Issue:
    """An issue without all that it need not have."""
    masthead = replace(issue.masthead, total_number=None, marking="", supplement="")
    issue = replace(issue, masthead=masthead, distribution=(), imprint=None, print_count=None, disclosure="")
    for field in layout.declared:
        issue = with_field(issue, field.path, field.name, "")
    return issue


def paragraphs(document: Document) -> list[Paragraph]:
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]


def opened(issue: Issue, layout: Layout, faces: Faces) -> Document:
    return docx.Document(io.BytesIO(docx_bytes(issue, layout, Typesetter(layout, faces).typeset(issue))))


def type_beside(document: Document, beside: str, text: str, *, above: bool, plain: bool = False) -> None:
    """A paragraph under (or above) the one that says `beside`, as the enter key makes it."""
    old = next(one for one in paragraphs(document) if one.text == beside)
    element = copy.deepcopy(old._element)
    (old._element.addprevious if above else old._element.addnext)(element)
    made = Paragraph(element, old._parent)
    for run in made.runs[1:]:
        run._element.getparent().remove(run._element)
    made.runs[0].text = text
    if plain:
        made.runs[0].style = None
        made.style = document.styles["Normal"]


def read_back(document: Document, folder: Path) -> tuple[Issue, tuple[str, ...]]:
    file = folder / "copy.docx"
    document.save(str(file))
    return read_docx(file)


def words_in(issue: Issue) -> str:
    fields = (field.text for field in (*issue.head_fields, *issue.closing_fields))
    numbers = (issue.masthead.number, issue.masthead.total_number, issue.print_count)
    return "".join((*(node.text for node in walk(issue)), *fields, *map(str, numbers)))


def gone_rows(full: Issue, empty: Issue, layout: Layout, faces: Faces) -> Iterator[tuple[str, str, bool]]:
    """Rows that only the full issue's copy has: what they say, beside what they are typed, and whether above
    it."""
    rows, there = ([one.text for one in paragraphs(opened(issue, layout, faces))] for issue in (full, empty))
    for at, text in enumerate(rows):
        if text.strip() and text not in there:
            before = next((one for one in reversed(rows[:at]) if one.strip() and one in there), None)
            after = next((one for one in rows[at:] if one.strip() and one in there), None)
            yield from ((text, one, one is after) for one in (before, after) if one is not None)


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_is_typed_anew_is_lost_or_takes_a_place(
    shipped: Faces, tmp_path: Path, name: str, plain: bool
) -> None:
    layout = layout_named(name, tmp_path)
    full = issue_of(layout, FULL)
    empty = emptied(full, layout)
    tried = 0
    for text, beside, above in gone_rows(full, empty, layout, shipped):
        document = opened(empty, layout, shipped)
        type_beside(document, beside, text, above=above, plain=plain)
        found, notes = read_back(document, tmp_path)
        assert found.masthead.name == empty.masthead.name
        assert found.dated_header == empty.dated_header
        said = words_in(found) + "".join(notes)
        quoted = "".join(text.split())[:20]
        values = re.findall(r"[\w·]+", text)
        assert quoted in "".join(said.split()) or any(value in said for value in values), text
        tried += 1
    assert tried


@pytest.mark.parametrize(
    ("name", "beside", "text", "expected"),
    [
        ("changzhou-duty", "全省会议召开。", "编辑：丁五\t签发：戊六", {"editor": "丁五", "signer": "戊六"}),
        ("guizhou-flood", "全省会议召开。", "编辑：丁五　审核：己七\t共印30份", {"editor": "丁五"}),
        ("work-standard", "全省会议召开。", "本期增发：省图书馆。", {"extra": "省图书馆。"}),
    ],
)
def test_a_staff_line_that_was_gone(
    shipped: Faces, tmp_path: Path, name: str, beside: str, text: str, expected: dict[str, str]
) -> None:
    layout = layout_named(name, tmp_path)
    empty = emptied(issue_of(layout, FULL), layout)
    document = opened(empty, layout, shipped)
    type_beside(document, beside, text, above=False)
    found, notes = read_back(document, tmp_path)
    fields = {field.name: field.text for field in (*found.head_fields, *found.closing_fields)}
    assert fields | expected == fields
    assert found.sections == empty.sections
    assert "一行是在 Word 里新写的，读作" in notes[1]


def test_rows_of_every_bulletin_that_were_gone(shipped: Faces, tmp_path: Path) -> None:
    layout = load_layout("gb9704")
    empty = emptied(issue_of(layout, FULL), layout)
    document = opened(empty, layout, shipped)
    for text in ("（共印30份）", "综合处\t2024年2月3日印发", "送：省图书馆。"):
        type_beside(document, "全省会议召开。", text, above=False)
    found, notes = read_back(document, tmp_path)
    assert found == replace(
        empty,
        distribution=(Addressee("送", "省图书馆。"),),
        imprint=Imprint("综合处", date(2024, 2, 3)),
        print_count=30,
    )
    assert [note.partition("读作")[2] for note in notes[1:]] == [
        *("“版记”，请核对。", "“印发机关和日期”，请核对。", "“印数”，请核对。"),
    ]


def test_what_its_words_do_not_tell_is_named_and_the_name_stays(shipped: Faces, tmp_path: Path) -> None:
    layout = load_layout("gb9704")
    empty = emptied(issue_of(layout, FULL), layout)
    document = opened(empty, layout, shipped)
    type_beside(document, "值班快报", "特急", above=True)
    found, notes = read_back(document, tmp_path)
    assert found == empty
    assert notes[1:] == ("报头那里新写的“特急”不知道是哪一栏，没有读回，请在程序里填。",)


def test_a_signature_at_the_end_is_no_row(shipped: Faces, tmp_path: Path) -> None:
    """An office and a day without words of the row's own, where text may stand."""
    layout = layout_named("jiangxi-adoption", tmp_path)
    empty = emptied(issue_of(layout, FULL), layout)
    document = opened(empty, layout, shipped)
    type_beside(document, "全省会议召开。", "综合处　2024年2月3日", above=False)
    found, _ = read_back(document, tmp_path)
    assert found.imprint is None
    assert found.sections[0].items[0].blocks[-1] == Body("综合处　2024年2月3日")


def test_the_value_of_a_choice_in_the_head(shipped: Faces, tmp_path: Path) -> None:
    layout = layout_named("guangan-daily", tmp_path)
    empty = emptied(issue_of(layout, FULL), layout)
    document = opened(empty, layout, shipped)
    type_beside(document, "第 12 期", "机 密", above=True)
    found, _ = read_back(document, tmp_path)
    assert Field("secrecy", "机 密") in found.head_fields
