"""Faces that are bold by their strokes in the Word copy: really bold there, told apart from emphasis."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.run import Run

from bulletin_desk.bulletin.model import Body, Issue, Item, Section
from bulletin_desk.export.docx.read import read_docx
from bulletin_desk.export.docx.write import docx_bytes
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import carried_layout, layout_text
from bulletin_desk.typeset.typesetter import Typesetter
from tests.bulletin.further import FURTHER
from tests.bulletin.issues import SMALL
from tests.layouts.further import OFFERS, layout_with

STYLED = """
[styles.{}]
face = "{}"
latin_face = "latin_bold"
size = "16 pt"
align = "left"
"""
BOLD = """
[offers]
bold = true

[styles.bold]
face = "kai_bold"
latin_face = "latin_bold"
"""
LEAD = "一是抓重点，"
ISSUE = replace(
    SMALL,
    editors_note=(Body("编者按：现予刊发。", 4),),
    sections=(
        Section(
            "栏目",
            (
                Item(
                    "上半年“五河一湖”治理——投入12亿元",
                    (
                        Body("市局坚持2024年早研判、早部署。", 0, ((0, 2), (4, 9))),
                        Body(f"{LEAD}看实效。", len(LEAD)),
                    ),
                ),
            ),
        ),
    ),
)


def layout_of(run_in: str = "kai_bold") -> Layout:
    text = layout_text("gb9704")[1]
    start = text.index("[styles.title]")
    end = text.index("[styles.", start + 1)
    text = text[:start] + STYLED.format("title", "kai_bold") + text[end:]
    start = text.index("[styles.run_in_heading]")
    text = text[:start] + text[start:].replace('face = "kai"', f'face = "{run_in}"', 1)
    return carried_layout("made", text + BOLD)[0]


def copy_of(issue: Issue, faces: Faces, layout: Layout) -> bytes:
    return docx_bytes(issue, layout, Typesetter(layout, faces).typeset(issue))


def runs_of(document: Document, text: str) -> Iterator[Run]:
    (paragraph,) = (one for one in document.paragraphs if text in one.text)
    yield from paragraph.runs


def is_bold(run: Run) -> bool:
    assert run.style is not None
    return run.style.element.rPr is not None and run.style.element.rPr.find(qn("w:b")) is not None


def east_asian(run: Run) -> str | None:
    properties = run.style.element.rPr if run.style is not None else None
    fonts = None if properties is None else properties.find(qn("w:rFonts"))
    return None if fonts is None else fonts.get(qn("w:eastAsia"))


def test_a_title_in_bold_kai_is_bold_in_all_its_runs(faces: Faces) -> None:
    document = docx.Document(io.BytesIO(copy_of(ISSUE, faces, layout_of())))
    runs = list(runs_of(document, "五河一湖"))
    assert all(map(is_bold, runs))
    (title,) = (one for one in document.paragraphs if "五河一湖" in one.text)
    assert title.style is not None  # whose toggle would cancel that of the runs (ECMA-376-1, 17.7.3)
    assert title.style.element.find(".//" + qn("w:b")) is None


@pytest.mark.parametrize("run_in", ["kai", "kai_bold", "fangsong_bold"])
def test_an_untouched_and_an_edited_copy_keep_emphasis_as_it_was(
    faces: Faces, tmp_path: Path, run_in: str
) -> None:
    file = tmp_path / "copy.docx"
    file.write_bytes(copy_of(ISSUE, faces, layout_of(run_in)))
    assert read_docx(file) == (ISSUE, ())
    document = docx.Document(str(file))
    (run,) = (run for run in runs_of(document, "看实效") if "看实效" in run.text)
    run.text = run.text.replace("看实效", "务求实效")
    document.save(str(file))
    found, _ = read_docx(file)
    (item,) = found.sections[0].items
    assert item.title == ISSUE.sections[0].items[0].title
    assert item.blocks[0] == ISSUE.sections[0].items[0].blocks[0]
    assert item.blocks[1] == Body(f"{LEAD}务求实效。", len(LEAD))


def test_numbers_have_the_face_of_what_they_stand_before(faces: Faces) -> None:
    """（一） before a section and before untitled text: the first of them had the style for both."""
    layout = layout_with(OFFERS.replace('"{number}."', '"（{han}）"'))
    issue = replace(FURTHER, editors_note=())
    document = docx.Document(io.BytesIO(copy_of(issue, faces, layout)))
    numbers = {run.text: east_asian(run) for one in document.paragraphs for run in one.runs[:3]}
    assert numbers["一、"] == "黑体"
    assert numbers["■"] == "仿宋_GB2312"
    assert numbers["★"] == "方正小标宋简体"


def test_a_part_that_has_two_faces_has_two_styles(faces: Faces) -> None:
    """The author's own 编者按： is in 黑体, run-in headings in 楷体: the first of them had the style."""
    document = docx.Document(io.BytesIO(copy_of(ISSUE, faces, layout_of("kai"))))
    label = next(run for run in runs_of(document, "现予刊发") if run.text.startswith("编者按"))
    head = next(run for run in runs_of(document, "看实效") if run.text == LEAD)
    assert (east_asian(label), east_asian(head)) == ("黑体", "楷体_GB2312")
