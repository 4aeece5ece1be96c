"""The forms in which an issue is put out, a row for each: what command line and desk say of it, and what
writes it. Knows neither of the two, and loads a writer only to write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from bulletin_desk.pipeline import Typeset
    from bulletin_desk.proof.findings import Finding

Tell = Callable[[int], None]
"""Hears how many pages are done, now and then. What it raises ends the work."""


class Encoder(Protocol):
    """Makes a file's bytes of an issue with its pages. `options` are the values of the form's own options;
    what is not given has its first value. Raises TargetError."""

    def __call__(self, typeset: Typeset, tell: Tell = ..., **options: str) -> bytes: ...


class Option(NamedTuple):
    """What can be chosen about one form, as `--docx-lines free`: the values, the usual one first, and what
    the command line calls and says of them."""

    name: str
    values: tuple[str, ...]
    metavar: str
    help: str


class Form(NamedTuple):
    """One form. `name` is its extension, and what command line and settings call it."""

    name: str
    short: str
    """Among others: 输出 PDF 和 Word."""
    called: str
    """By itself: 打开 Word 文件."""
    use: str
    """What it is for, in brackets behind `short`."""
    tip: str
    access_key: str
    """Its letter in the menu that puts out this form alone."""
    help: str
    """What its option does, on the command line."""
    encode: Encoder
    findings: Callable[[Typeset], list[Finding]] = lambda _: []
    """What a clerk should know of this form alone."""
    options: tuple[Option, ...] = ()
    paged: bool = False
    """Whether its pages are ours wherever it is opened."""

    @property
    def suffix(self) -> str:
        """The extension with its dot."""
        return f".{self.name}"

    @property
    def file(self) -> str:
        """A file of this form: Word 文件."""
        return spaced(f"{self.short}文件")


def silent(_done: int) -> None:
    """Tells nobody."""


def _pdf(typeset: Typeset, tell: Tell = silent, **options: str) -> bytes:
    """The pages as PDF/A-2a and PDF/UA-1; with `copies`, as 1-30, those of all copies of these numbers."""
    from bulletin_desk.bulletin.copies import copy_range
    from bulletin_desk.export.pdf.info import DocumentInfo, moment
    from bulletin_desk.export.pdf.write import pdf_bytes
    from bulletin_desk.typeset.wording import number_text

    masthead, header = typeset.issue.masthead, typeset.issue.dated_header
    number = number_text(typeset.issue, typeset.layout)
    title = f"{masthead.one_line} {header.date.year}年{number}"
    info = DocumentInfo(title, header.issuer, number, moment(header.date))
    if options.get("copies"):
        from bulletin_desk.pages.parts import FilePart

        copies = typeset.copies(copy_range(options["copies"]))
        parts = [FilePart(f"份号 {name}", copies.length) for name in copies.names]
        return pdf_bytes(copies, info, typeset.faces, tell, parts)
    return pdf_bytes(typeset.pages, info, typeset.faces, tell)


def _docx(typeset: Typeset, tell: Tell = silent, **options: str) -> bytes:
    """The Word copy: see `export.docx.write`."""
    from bulletin_desk.export.docx.write import docx_bytes

    free = options.get("lines") == "free"
    return docx_bytes(typeset.issue, typeset.layout, typeset.pages, free=free, tell=tell)


def _docx_findings(typeset: Typeset) -> list[Finding]:
    """What of the pages the Word copy can't have."""
    from bulletin_desk.export.docx.content import unwritable
    from bulletin_desk.proof.layout import remark_findings

    return remark_findings(typeset.issue, typeset.pages, unwritable(typeset.pages))


PDF = Form(
    name="pdf",
    short="PDF",
    called="PDF",
    use="印刷用，PDF/A",
    tip="印刷用的 PDF/A 文件",
    access_key="F",
    help="写成 PDF/A-2a、PDF/UA-1 文件",
    encode=_pdf,
    paged=True,
)
DOCX = Form(
    name="docx",
    short="Word",
    called="Word 文件",
    use="存档、报送用",
    tip="存档和报送用的 Word 文件",
    access_key="W",
    help="写成 Word 文件",
    encode=_docx,
    findings=_docx_findings,
    options=(
        Option(
            "lines",
            ("locked", "free"),
            "断行",
            "locked：Word 文件的每一行断在与 PDF 相同的地方（默认）；free：随文字处理软件自己断行，便于改写",
        ),
    ),
)
FORMS = (PDF, DOCX)
"""In the order in which they are offered and written."""


def named(forms: Iterable[Form]) -> str:
    """Several forms in one sentence, to be `spaced`: `PDF和Word`."""
    *others, last = [form.short for form in forms]
    return "和".join(filter(None, ("、".join(others), last)))


def spaced(text: str) -> str:
    """Words put together, with a space between Chinese ones and others: `打开 PDF`."""
    return _EDGE.sub(" ", text)


_CHINESE = r"[^\W\0-\xff]"
"""Any letter behind Latin-1: a range of Han characters takes a millisecond of every start to compile."""
_EDGE = re.compile(f"(?<={_CHINESE})(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?={_CHINESE})")
