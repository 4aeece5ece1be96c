"""The forms in which an issue is put out, a row for each: what command line and desk say of it, and what
writes it. Knows neither of the two, and loads a writer only to write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from bulletin_desk.bulletin.model import PictureData, Remark
    from bulletin_desk.layouts.model import Layout
    from bulletin_desk.pages.marks import LineNumbers
    from bulletin_desk.pages.model import Page
    from bulletin_desk.pages.parts import FilePart
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
    box: tuple[str, str] | None = None
    """The words of the desk's box for it, and the value that this stands for when it is ticked: there are two
    then. None: the desk does not ask."""
    offered: Callable[[Layout], bool] = lambda _: True
    """Whether it says anything of an issue in this layout: else the desk does not ask."""


class Beside(Protocol):
    """The files that lie beside a form's own, by their names in a folder of their own."""

    def __call__(self, typeset: Typeset, **options: str) -> dict[str, bytes]: ...


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
    beside: Beside | None = None
    usual: bool = True
    """Whether it is put out where nobody has chosen yet."""
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

    if options.get("copies"):
        from bulletin_desk.pages.parts import FilePart

        copies = typeset.copies(copy_range(options["copies"]))
        parts = [FilePart(f"份号 {name}", copies.length) for name in copies.names]
        return pdf_of(typeset, copies, tell, parts)
    pages = with_line_numbers(typeset, options.get("numbers", LINE_NUMBERS[0]))
    return pdf_of(typeset, pages, tell, remarks=_remarks(typeset, options))


def with_line_numbers(typeset: Typeset, numbers: str) -> Sequence[Page]:
    """The pages of an issue, their lines numbered as one of LINE_NUMBERS says."""
    from bulletin_desk.pages.marks import Marks

    kinds: dict[str, LineNumbers] = {"page": "page", "through": "through"}
    if numbers in kinds:
        return typeset.marked(Marks(line_numbers=kinds[numbers]))
    return typeset.pages


def pdf_of(
    typeset: Typeset,
    pages: Sequence[Page],
    tell: Tell = silent,
    parts: Sequence[FilePart] = (),
    remarks: Sequence[Remark] = (),
) -> bytes:
    """Pages made of those of an issue (numbered copies, marked ones), and what `parts` they have, as PDF;
    `remarks` are its annotations."""
    from bulletin_desk.export.pdf.info import DocumentInfo, moment
    from bulletin_desk.export.pdf.write import pdf_bytes
    from bulletin_desk.typeset.wording import number_text

    header = typeset.issue.dated_header
    number = number_text(typeset.issue, typeset.layout)
    info = DocumentInfo(_title(typeset), header.issuer, number, moment(header.date))
    return pdf_bytes(pages, info, typeset.faces, tell, parts, remarks)


def _title(typeset: Typeset) -> str:
    """What an issue is called among others."""
    from bulletin_desk.typeset.wording import number_text

    masthead, header = typeset.issue.masthead, typeset.issue.dated_header
    return f"{masthead.one_line} {header.date.year}年{number_text(typeset.issue, typeset.layout)}"


def _docx(typeset: Typeset, tell: Tell = silent, **options: str) -> bytes:
    """The Word copy: see `export.docx.write`."""
    from bulletin_desk.export.docx.write import docx_bytes

    free = options.get("lines") == "free"
    numbers, remarks = options.get("numbers", LINE_NUMBERS[0]), _remarks(typeset, options)
    return docx_bytes(
        typeset.issue,
        typeset.layout,
        typeset.pages,
        free=free,
        numbers=numbers,
        remarks=remarks,
        tell=tell,
    )


def _remarks(typeset: Typeset, options: Mapping[str, str]) -> Sequence[Remark]:
    """The remarks that go along: none where nobody asks for them."""
    return typeset.remarks if options.get("remarks") == "yes" else ()


def _docx_findings(typeset: Typeset) -> list[Finding]:
    """What of the pages the Word copy can't have."""
    from bulletin_desk.export.docx.content import unwritable
    from bulletin_desk.proof.layout import remark_findings

    return remark_findings(typeset.issue, typeset.pages, unwritable(typeset.pages))


def _html(typeset: Typeset, tell: Tell = silent, **options: str) -> bytes:
    """The web copy: see `export.html.write`. `folder` is the one in which its pictures lie, if they do not
    lie in the page."""
    from bulletin_desk.export.html.write import Parts, pictures_of, web_copy, whole_page

    issue = typeset.issue
    address: Callable[[PictureData], str] | None = None
    if options.get("pictures") == "beside":
        from bulletin_desk.storage import with_folder

        names = {data.digest: name for name, data in pictures_of(issue).items()}
        folder = options.get("folder", "")
        address = lambda data: with_folder.address(folder, names[data.digest])  # noqa: E731

    parts = Parts.chosen(options)
    content = web_copy(issue, typeset.layout, typeset.pages, parts, address=address, tell=tell)
    return whole_page(content, _title(typeset)).encode("utf-8")


def _html_pictures(typeset: Typeset, **options: str) -> dict[str, bytes]:
    """The pictures that lie beside a web copy."""
    from bulletin_desk.export.html.write import for_pages, pictures_of

    if options.get("pictures") != "beside":
        return {}
    return {name: for_pages(data).content for name, data in pictures_of(typeset.issue).items()}


def _html_findings(typeset: Typeset) -> list[Finding]:
    """What of the pages a web page can't have."""
    from bulletin_desk.export.html.write import unwritable
    from bulletin_desk.proof.layout import remark_findings

    return remark_findings(typeset.issue, typeset.pages, unwritable(typeset.pages))


LINE_NUMBERS = ("none", "page", "through")
"""Whether lines are numbered: on each page, or through all pages."""
_NUMBERS = Option(
    "numbers",
    LINE_NUMBERS,
    "行号",
    "none：不编行号（默认）；page：正文的行编号，每面从 1 起；through：全期一直编下去",
)

PDF = Form(
    name="pdf",
    short="PDF",
    called="PDF",
    use="印刷用，PDF/A",
    tip="印刷用的 PDF/A 文件",
    access_key="F",
    help="写成 PDF/A-2a、PDF/UA-1 文件",
    encode=_pdf,
    options=(
        _NUMBERS,
        Option(
            "remarks",
            ("no", "yes"),
            "批注",
            "no：不带批注（默认）；yes：批注和答复写成 PDF 的注释，供传阅；注释会一起打印，不要拿去印刷",
        ),
    ),
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
        _NUMBERS,
        Option(
            "remarks",
            ("no", "yes"),
            "批注",
            "no：不带批注（默认）；yes：批注和答复写成 Word 的批注，供传阅，不要拿去印刷、报送",
        ),
    ),
)
HTML = Form(
    name="html",
    short="网页",
    called="网页文件",
    use="放到网上用",
    tip="放到网站和公众号上的网页，一个文件",
    access_key="H",
    help="写成网页文件",
    encode=_html,
    findings=_html_findings,
    options=(
        Option("head", ("in", "out"), "报头", "in：带上报头（默认）；out：不带", ("带报头", "in")),
        Option(
            "contents",
            ("in", "out"),
            "要目",
            "in：带上本期要目，点一下就到那一篇（默认）；out：不带",
            ("带本期要目", "in"),
            lambda layout: layout.contents is not None,
        ),
        Option(
            "closing",
            ("out", "in"),
            "版记",
            "out：不带版记，网上用不着报送单位和印数（默认）；in：带上",
            ("带版记", "in"),
        ),
        Option(
            "pictures",
            ("embedded", "beside"),
            "图片",
            "embedded：图片都在网页文件里（默认）；beside：放在旁边的文件夹里，名称是网页文件的加 .files",
            ("图片另放一个文件夹", "beside"),
        ),
    ),
    beside=_html_pictures,
    usual=False,
)
FORMS = (PDF, DOCX, HTML)
"""In the order in which they are offered and written."""


class Made(NamedTuple):
    """What is to be written of an issue in a form: the file at `target`, and what lies in a folder beside it,
    by name."""

    target: Path
    data: bytes
    folder: str
    files: dict[str, bytes]

    def write(self) -> None:
        """Writes it: whole or not at all. Raises TargetError."""
        from bulletin_desk.storage.atomic import write_atomically

        if not self.files:
            write_atomically(self.target, self.data)
            return
        from bulletin_desk.storage.with_folder import write_with_folder

        write_with_folder(self.target, self.data, self.folder, self.files)


def make(form: Form, typeset: Typeset, target: Path, tell: Tell = silent, **options: str) -> Made:
    """Makes of an issue what is to be written at `target`. Raises TargetError."""
    folder = f"{target.stem}.files"
    if form.beside is None:
        return Made(target, form.encode(typeset, tell, **options), folder, {})
    data = form.encode(typeset, tell, **options, folder=folder)
    return Made(target, data, folder, form.beside(typeset, **options))


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
