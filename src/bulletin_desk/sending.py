"""What a reader is given when an issue goes round: which files, and what stands in them. Shared by command
line and desk; asks nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bulletin_desk.bulletin.model import Issue, Round
from bulletin_desk.bulletin.states import with_states
from bulletin_desk.file_names import clean, file_name, name_for
from bulletin_desk.forms import DOCX, LINE_NUMBERS, PDF, Form, Tell, pdf_of, silent, with_line_numbers
from bulletin_desk.layouts.model import Layout

if TYPE_CHECKING:
    from bulletin_desk.pages.model import Page
    from bulletin_desk.pages.parts import FilePart
    from bulletin_desk.pipeline import Typeset
    from bulletin_desk.sheets.facts import Facts
    from bulletin_desk.sheets.shelf import ShelvedSheet

ITEM_LIST = "送审清单"
"""The sheet that lists the items with their words and sources."""

Targets = tuple[tuple[Form, Path], ...]


class Outgoing(NamedTuple):
    """What a reader is given: which files, how their lines are numbered (of LINE_NUMBERS), whether the
    remarks and the list of items go along, and which `sheet` stands in front (empty: none). In a PDF all are
    one file; beside a Word copy the sheets lie in files of their own."""

    pdf: bool = True
    docx: bool = False
    numbers: str = LINE_NUMBERS[1]
    remarks: bool = True
    items: bool = True
    sheet: str = ""

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets that go along, in their order."""
        return (*filter(None, (self.sheet,)), *((ITEM_LIST,) if self.items else ()))


def sheet_names(own: Path) -> tuple[str, ...]:
    """The sheets that can stand in front: the clerk's `own` folder's, and those shipped."""
    from bulletin_desk.sheets.shelf import sheets

    names = dict.fromkeys(found.sheet.name for found in sheets(own).sheets)
    return tuple(name for name in names if name != ITEM_LIST)


def stem_for(issue: Issue, layout: Layout, pattern: str, name: str) -> str:
    """What the files of a round are called, without extension: as the office's pattern says, and the round's
    name."""
    try:
        stem = file_name(pattern, issue, layout)
    except ValueError:
        stem = name_for(issue, layout)
    return clean(stem, f" {clean(name)}")


def targets(outgoing: Outgoing, kept: Round, folder: Path, stem: str, own: Path) -> Targets:
    """The files that go out, each in its form; sheets of the clerk's `own` folder come first."""
    found: list[tuple[Form, Path]] = []
    if outgoing.pdf:
        found.append((PDF._replace(encode=_Pdf(outgoing, kept, own)), folder / f"{stem}.pdf"))
    if outgoing.docx:
        found.append((DOCX._replace(encode=_Docx(outgoing)), folder / f"{stem}.docx"))
        for name in outgoing.sheets:
            form = DOCX._replace(encode=_SheetDocx(name, kept, own))
            found.append((form, folder / f"{clean(stem, f' {clean(name)}')}.docx"))
    return tuple(found)


def file_names(outgoing: Outgoing, stem: str) -> tuple[str, ...]:
    """The names of the files that go out."""
    kept = Round("", "", "", signed=False, text="")
    return tuple(target.name for _, target in targets(outgoing, kept, Path(), stem, Path()))


class _Pdf(NamedTuple):
    """Makes the PDF: sheets, then the issue."""

    outgoing: Outgoing
    kept: Round
    own: Path

    def __call__(self, typeset: Typeset, tell: Tell = silent, **options: str) -> bytes:
        from bulletin_desk.pages.model import Page
        from bulletin_desk.pages.parts import FilePart, PageNumbers
        from bulletin_desk.typeset.bound import is_double_sided

        pages = with_line_numbers(typeset, self.outgoing.numbers)
        remarks = typeset.remarks if self.outgoing.remarks else ()
        front = list(self._front(typeset))
        if not front:
            return pdf_of(typeset, pages, tell, remarks=remarks)
        before = sum(part.length for part, _ in front)
        if before % 2 and is_double_sided(typeset.layout):  # the issue begins on the right
            last, some = front[-1]
            blank = Page(before + 1, pages[0].width, pages[0].height, (), (), None)
            front[-1] = last._replace(length=last.length + 1), (*some, blank)
            before += 1
        parts = [part for part, _ in front]
        numbers = PageNumbers("decimal", 1)
        parts.append(FilePart(self.kept.name, len(pages), numbers=numbers, remarks=remarks))
        every = [page for _, some in front for page in some]
        return pdf_of(typeset, [*every, *pages], lambda done: tell(max(0, done - before)), parts)

    def _front(self, typeset: Typeset) -> Iterator[tuple[FilePart, Sequence[Page]]]:
        from bulletin_desk.pages.parts import FilePart
        from bulletin_desk.sheets.set_sheet import sheet_pages

        for name in self.outgoing.sheets:
            sheet = _shelved(name, self.own).sheet
            made = sheet_pages(sheet, _facts(typeset, self.kept), typeset.faces).pages
            yield FilePart(name, len(made)), made


class _Docx(NamedTuple):
    """Makes the Word copy."""

    outgoing: Outgoing

    def __call__(self, typeset: Typeset, tell: Tell = silent, **options: str) -> bytes:
        remarks = "yes" if self.outgoing.remarks else "no"
        return DOCX.encode(typeset, tell, numbers=self.outgoing.numbers, remarks=remarks, **options)


class _SheetDocx(NamedTuple):
    """Makes a Word file of a sheet."""

    name: str
    kept: Round
    own: Path

    def __call__(self, typeset: Typeset, tell: Tell = silent, **options: str) -> bytes:
        from bulletin_desk.export.docx.sheet import sheet_docx

        sheet = _shelved(self.name, self.own).sheet
        return sheet_docx(sheet, _facts(typeset, self.kept), typeset.faces)


def _shelved(name: str, own: Path) -> ShelvedSheet:
    from bulletin_desk.sheets.shelf import sheets

    return sheets(own).find(name)


def _facts(typeset: Typeset, kept: Round) -> Facts:
    from bulletin_desk.sheets.facts import facts_of

    issue = with_states(typeset.issue, typeset.states)  # which readers of the list are told
    return facts_of(issue, typeset.layout, typeset.pages, kept)
