"""A sheet (审签单) filled in from an issue, as a file: PDF or Word. Shared by command line and desk; asks
and prints nothing, and writes no file."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import Pages
from bulletin_desk.sheets.facts import Facts, facts_of
from bulletin_desk.sheets.model import Sheet

PDF, WORD = ".pdf", ".docx"
CALLED = {PDF: "PDF", WORD: "Word"}
"""The kinds of file by their extensions."""


class SheetFile(NamedTuple):
    """What is written, how many pages it has, and what a clerk should know about it, in sentences."""

    data: bytes
    pages: int
    said: tuple[str, ...]


def filled(
    issue: Issue, layout: Layout, pages: Pages | None, typed: Mapping[str, str] = MappingProxyType({})
) -> Facts:
    """What a sheet is told of an issue, whose `pages` are set in its layout, as it was sent last."""
    return facts_of(issue, layout, pages, issue.rounds[-1] if issue.rounds else None, typed)


def sheet_file(suffix: str, sheet: Sheet, facts: Facts, issue: Issue, faces: Faces) -> SheetFile:
    """A sheet filled in with what is known of an issue, as a file of the kind that an extension names. Raises
    FontError, TargetError."""
    from bulletin_desk.sheets.set_sheet import sheet_pages

    made = sheet_pages(sheet, facts, faces)
    if suffix == WORD:
        from bulletin_desk.export.docx.sheet import sheet_docx

        return SheetFile(sheet_docx(sheet, facts, faces), len(made.pages), made.said)
    from bulletin_desk.export.pdf.info import DocumentInfo, moment
    from bulletin_desk.export.pdf.write import pdf_bytes

    title = " ".join(filter(None, (issue.masthead.one_line, facts.value("number_text"), sheet.name)))
    made_at = moment(issue.dated_header.date)
    info = DocumentInfo(title, facts.value("issuer"), facts.value("number_text"), made_at)
    return SheetFile(pdf_bytes(made.pages, info, faces), len(made.pages), made.said)
