"""The real issue's text in Word files and web pages that look otherwise, and in our own Word copy, comes back
to the same items."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import NamedTuple

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph

from bulletin_desk.fonts.faces import Faces
from bulletin_desk.forms import DOCX
from bulletin_desk.intake.draft import item_of, take_in
from bulletin_desk.intake.read import read_manuscript, read_pasted_html
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pipeline import typeset
from tests.intake.test_real_issue import CONTEXT, ISSUE, items_of, lines, told


class Set(NamedTuple):
    """How paragraphs of one kind are set: sizes in points, the indent too; None where the style tells."""

    align: ALIGN | None = None
    size: float | None = None
    face: str = ""
    bold: bool = False
    style: str | None = None
    indent: float = 0


_PLAIN = dict.fromkeys(("section", "title", "subheading", "body", "source"), Set())
LOOKS: dict[str, tuple[dict[str, Set], Set | None]] = {
    "bold headings, run-ins bold": (
        {
            "section": Set(None, 14, "黑体", bold=True),
            "title": Set(ALIGN.CENTER, 18, "黑体", bold=True),
            "subheading": Set(None, 12, "宋体", bold=True, indent=24),
            "body": Set(ALIGN.JUSTIFY, 12, "宋体", indent=24),
            "source": Set(ALIGN.RIGHT, 12, "宋体"),
        },
        Set(None, 12, "宋体", bold=True),
    ),
    "heading styles": (
        _PLAIN | {"title": Set(style="Heading 1"), "subheading": Set(style="Heading 2")},
        None,
    ),
    "heading styles, run-ins bold": (
        _PLAIN | {"title": Set(style="Heading 1"), "subheading": Set(style="Heading 2")},
        Set(bold=True),
    ),
    "official faces, run-ins 楷体": (
        {
            "section": Set(None, 16, "楷体"),
            "title": Set(ALIGN.CENTER, 22, "方正小标宋简体"),
            "subheading": Set(ALIGN.CENTER, 16, "楷体_GB2312"),
            "body": Set(None, 16, "仿宋_GB2312", indent=32),
            "source": Set(ALIGN.RIGHT, 16, "楷体_GB2312"),
        },
        Set(None, 16, "楷体_GB2312"),
    ),
    "all alike": (_PLAIN, None),
}


def _run(paragraph: WordParagraph, text: str, how: Set) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(how.size) if how.size else None
    run.font.bold = how.bold or None
    if how.face:
        run.font.name = "Times New Roman"
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), how.face)


def _word_file(path: Path, looks: dict[str, Set], lead: Set | None) -> None:
    document = Document()
    for part, text, run_in in lines(ISSUE):
        how = looks[part]
        paragraph = document.add_paragraph(style=how.style)
        if how.align is not None:
            paragraph.alignment = how.align
        if how.indent:
            paragraph.paragraph_format.first_line_indent = Pt(how.indent)
        if lead is not None and run_in:
            _run(paragraph, text[:run_in], lead)
            text = text[run_in:]
        _run(paragraph, text, how)
    document.save(str(path))


@pytest.mark.parametrize("name", LOOKS)
def test_as_a_word_file_in_another_look(name: str, tmp_path: Path) -> None:
    path = tmp_path / "稿件.docx"
    _word_file(path, *LOOKS[name])
    taken = take_in(read_manuscript(path), CONTEXT)
    assert told([item_of(draft) for draft in taken.drafts]) == told(items_of(ISSUE))
    assert {draft.section for draft in taken.drafts} == {"市州动态"}
    assert not taken.look


def test_our_own_word_copy_without_what_is_ours_in_it(tmp_path: Path, layout: Layout, faces: Faces) -> None:
    """As another program saves it: read by its look alone."""
    path = tmp_path / "一期.docx"
    path.write_bytes(DOCX.encode(typeset(ISSUE, layout, faces)))
    taken = take_in(read_manuscript(path), CONTEXT)
    assert told([item_of(draft) for draft in taken.drafts]) == told(items_of(ISSUE))
    assert taken.remarks[0].message.startswith("这是一期旧简报：收了【市州动态】的5篇稿件")


_CENTRED = '<p style="text-align:center"><span style="font-size:22pt"><b>{}</b></span></p>'
_MSO = '<p class=MsoNormal {}><span style="font-size:{}pt;font-family:{}">{{}}</span></p>'
PAGES: dict[str, tuple[dict[str, str], str]] = {
    "heading tags": (
        {
            "section": "<h1>{}</h1>",
            "title": "<h2>{}</h2>",
            "subheading": "<h3>{}</h3>",
            "body": '<p style="text-indent:2em">{}</p>',
            "source": '<p style="text-align:right">{}</p>',
        },
        "<strong>{}</strong>",
    ),
    "bold paragraphs": (
        {
            "section": "<p><strong>{}</strong></p>",
            "title": _CENTRED,
            "subheading": "<p><strong>{}</strong></p>",
            "body": "<p>{}</p>",
            "source": "<p>{}</p>",
        },
        "<b>{}</b>",
    ),
    "divisions": (dict.fromkeys(_PLAIN, "<div>{}</div>"), "{}"),
    "line breaks": (dict.fromkeys(_PLAIN, "&nbsp;&nbsp;&nbsp;&nbsp;{}<br/>"), "{}"),
    "copied from Word": (
        {
            "section": _MSO.format("", 16, "黑体"),
            "title": _MSO.format('align=center style="text-align:center"', 22, "方正小标宋简体"),
            "subheading": _MSO.format('align=center style="text-align:center"', 16, "黑体"),
            "body": _MSO.format('style="text-indent:32.0pt"', 16, "仿宋_GB2312"),
            "source": _MSO.format('align=right style="text-align:right"', 16, "楷体"),
        },
        '<span style="font-family:楷体">{}</span>',
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_as_a_pasted_page(name: str) -> None:
    forms, lead = PAGES[name]
    written = []
    for part, text, run_in in lines(ISSUE):
        head = lead.format(escape(text[:run_in])) if run_in else ""
        written.append(forms[part].format(head + escape(text[run_in:])))
    html = f"<html><body><!--StartFragment-->{''.join(written)}<!--EndFragment--></body></html>"
    taken = take_in(read_pasted_html(html), CONTEXT)
    assert told([item_of(draft) for draft in taken.drafts]) == told(items_of(ISSUE))
    assert not taken.look
