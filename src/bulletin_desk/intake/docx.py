"""A manuscript from a Word file: text as it shows with all changes accepted, the look of each paragraph, and
a note for whatever is not in the text as it stood. Knows no XML and no rules of recognition.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, NoReturn

from bulletin_desk.bulletin.model import Picture, Pictures, Table
from bulletin_desk.checked import Fail, shown
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.intake import oxml
from bulletin_desk.intake.docx_grid import data_table
from bulletin_desk.intake.equations import behind, in_a_line, raised
from bulletin_desk.intake.form import Form, form_of, names_form
from bulletin_desk.intake.html import looks_like_html, read_html
from bulletin_desk.intake.kinds import xml_root
from bulletin_desk.intake.manuscript import (
    NOTE_SENTENCES,
    Align,
    Listed,
    Look,
    Manuscript,
    Note,
    Paragraph,
    beyond,
)
from bulletin_desk.intake.mime import looks_like_mime, read_mime
from bulletin_desk.intake.numbering import Counters, formatted
from bulletin_desk.intake.oxml_flat import parts_of
from bulletin_desk.intake.oxml_tree import NotWordError
from bulletin_desk.intake.pictured import (
    PictureCell,
    Pictured,
    Refused,
    decoded,
    table_of_pictures,
)
from bulletin_desk.intake.plain import read_plain
from bulletin_desk.intake.symbols import SYMBOL_FACES, sign_of
from bulletin_desk.intake.tables import (
    TABLE_IN_CELL,
    by_sign,
    cells_to_read,
    described,
    form_note,
    is_caption,
    pictures_behind,
)
from bulletin_desk.packages import package_in, read_package, read_xml

MAX_PARAGRAPHS = 50_000
"""Two and a half thousand pages."""
_MANY_PARAGRAPHS = f"它有{MAX_PARAGRAPHS}段以上，多得不合常理，请分成几份再试"
_MOST_NOTES = 2_000
_MOST_KEPT = 2_000
"""Different looks that are kept, to be found again."""
_CHAIN = 20
"""Styles based on each other that are looked at for a level of a list; Word allows eleven."""
_DEEPEST_NOTES = 60
"""Cells, boxes and notes in each other; a note in still more is told as one that belongs nowhere."""
_DEEPEST_FIELDS = 40
"""Fields inside each other; Word allows twenty. What is deeper is text like any other."""
_LONGEST_CODE = 1_000
"""Characters of a field's code that are looked at to see what it is."""
_QUOTED = 200
"""Characters of what is left out that a sentence quotes; a note's words have all of them."""
_OVER_FORM = 3
"""Paragraphs over a form, empty ones too, in which its name is looked for."""
_BULLET = "●"
"""For a bullet whose sign nobody knows."""
_NOTES = {"footnote": "脚注", "endnote": "尾注", "comment": "批注"}
_TEXT_FACES = re.compile(
    "times|arial|calibri|cambria|courier|tahoma|verdana|georgia|宋|黑|楷|仿|等线|song|hei|kai|fang|sun",
    re.IGNORECASE,
)
"""Faces whose letters are letters."""
_NO_RESULT = re.compile(r"\s*+(?:XE|TC|TA|RD|SET|ASK|BOOKMARK|PRIVATE|ADDIN|HYPERLINK|SEQ)\b", re.IGNORECASE)
_OVERLAID = "\\o\\ac"
_CIRCLED = re.compile(r"\s*+\(\s*+.\s*+[,;，；](.+)\)\s*+\Z")
_CIRCLE = "○"
_CONTENTS = re.compile(r"\s*+TOC\b", re.IGNORECASE)
_HEADING = re.compile(r"(?:heading|标题)\s*+([1-9])\Z", re.IGNORECASE)

"""Signs by their codes in the faces that have their own."""
_THINGS = {
    "picture": "一张图片",
    "chart": "一个图表",
    "diagram": "一个 SmartArt 图形",
    "object": "一个嵌入的对象",
    "wordart": "一个艺术字",
    "drawing": "一个图形",
    "embedded": "一份嵌入的文档",
    "subdocument": "一份链接进来的子文档",
    "date": "一处自动更新的页码或日期",
    "unknown": "一处认不出的内容",
    "deep": "一处嵌套太深的内容",
    "no-footnote": "一个读不出来的脚注",
    "no-endnote": "一个读不出来的尾注",
    "alternative": "换一种显示方式的内容",
}
_IN_TEXT = frozenset(("footnote", "endnote", "struck", "equation", "text-box", "joined"))
"""Notes on what is in the text all the same: nobody needs them where that text is left out with its words."""
_MARGINS = {"header": "页眉", "footer": "页脚"}
_PAGE_NUMBER = re.compile(
    r"(?:[\s\d０-９〇一二三四五六七八九十百第共页码总/／|｜()（）.．·•,，、:：\-‐-―─－~～]|page|of|[ivxl]{1,7}\b)*+\Z",
    re.IGNORECASE,
)
"""What a header or footer may say without a word being said of it."""
_PARTS = {
    "relationships": "各部分的关联",
    "styles": "样式",
    "theme": "主题",
    "numbering": "自动编号",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
    "header": "页眉",
    "footer": "页脚",
}


def read_docx(path: Path) -> Manuscript:
    """The manuscript in the Word file at `path` (.docx, .docm, .dotx, .dotm). Raises UnreadableFileError."""

    def fail(reason: str) -> NoReturn:
        raise UnreadableFileError(f"打不开“{path}”：{reason}。")

    package = read_package(path)
    return read_parts(package.xml, path.stem, fail, package.pages, package.picture)


def read_parts(
    parts: Mapping[str, bytes],
    name: str,
    fail: Fail,
    pages: Mapping[str, bytes] | None = None,
    media: Media | None = None,
) -> Manuscript:
    """The manuscript in the XML parts of a Word file, with the documents that it may embed and its pictures.
    Fails where they are no Word document."""
    left = _Left(_MOST_EMBEDDED, Pictured(decoded))
    return _read_parts(parts, name, fail, {**parts, **(pages or {})}, left, media)


Media = Callable[[str], bytes]
"""The file of the picture in the part of that name; nothing where there is none."""


_MOST_EMBEDDED = 8 << 20
"""Bytes of XML of all Word documents in a document together, unfolded."""
_DEEPEST_EMBEDDED = 3
"""Documents in each other."""


@dataclass(slots=True)
class _Left:
    """How much may still be read of embedded documents, and in how many others this one is."""

    size: int
    pictured: Pictured
    depth: int = 0


def _read_parts(
    parts: Mapping[str, bytes],
    name: str,
    fail: Fail,
    pages: Mapping[str, bytes],
    left: _Left,
    media: Media | None,
) -> Manuscript:
    try:
        document = oxml.read_document(parts)
        return _Reader(document, name, fail, pages, left, media).manuscript()
    except NotWordError as error:
        if error.deep:
            fail("里面的结构嵌套得太深，请在 Word 里把文字复制到一份新文档，再试一次")
        fail("它不是 Word 文件（.docx），或已损坏，请在 Word 或 WPS 里打开它另存为 .docx 再试")


def _embedded(content: bytes, left: _Left) -> Manuscript | None:
    """What an embedded document says: a page, a text, a Word file; None where it can't be read."""

    def fail(reason: str) -> NoReturn:
        raise UnreadableFileError(reason)

    parts: Mapping[str, bytes] | None = None
    pages: Mapping[str, bytes] = {}
    media: Media | None = None
    try:
        if content.startswith(b"PK"):
            package = package_in(content, left.size)
            if package is not None:
                parts, pages, media = package.xml, package.pages, package.picture
        elif xml_root(content) and not looks_like_html(content):
            parts = parts_of(read_xml(content, fail)) if len(content) <= left.size else None
        elif looks_like_mime(content):
            return read_mime(content, "", fail)
        elif looks_like_html(content):
            return read_html(content, "", fail)
        else:
            return None if _RTF.match(content) else read_plain(content, "", fail)
        if parts is None or left.depth >= _DEEPEST_EMBEDDED:
            return None
        left.size -= sum(map(len, parts.values()))
        left.depth += 1
        made = _read_parts(parts, "", fail, {**parts, **pages}, left, media)
        left.depth -= 1
    except (UnreadableFileError, ValueError):
        return None
    return made


_RTF = re.compile(rb"[\xef\xbb\xbf\s]*+\{\\rtf")


@dataclass(slots=True)
class _Told:
    """A note in the making; `cells`: of a table that is to be described once the paragraphs around it are
    known."""

    rule: str
    at: int
    message: str
    words: str = ""
    look: bool = True
    cells: tuple[tuple[str, ...], ...] | None = None
    block: Table | Pictures | None = None
    ahead: bool = False
    left_out: bool = False
    """It tells of what stands in something that is not taken in."""


@dataclass(slots=True)
class _Stretch:
    """What was read of the body, or apart from it of a cell or a note: paragraphs, notes, what is counted
    with the first place where it was, and bullets by their signs."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    notes: list[_Told] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)
    bullets: Counter[str] = field(default_factory=Counter)

    @property
    def text(self) -> str:
        """Its paragraphs, one below the other."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def last(self) -> int:
        """The place of its last paragraph so far."""
        return max(len(self.paragraphs) - 1, 0)

    def add(self, other: _Stretch) -> None:
        """What was read apart, behind what is here."""
        shift = len(self.paragraphs)
        self.paragraphs += other.paragraphs
        for told in other.notes:
            if told.ahead and shift:
                told.at, told.ahead = -1, False
            told.at += shift
        self.notes += other.notes
        self.counts += other.counts
        self.bullets += other.bullets
        for rule, at in other.first.items():
            self.first.setdefault(rule, at + shift)

    def leave_out(self, other: _Stretch, at: int, before: str = "") -> None:
        """Of what was read apart and is not taken in: what is left out of it in turn."""
        for told in other.notes:
            if told.rule not in _IN_TEXT:
                told.at, told.ahead, told.left_out = at, False, True
                told.message = before + told.message
                self.notes.append(told)


class _Font(NamedTuple):
    """How characters look."""

    face: str = ""
    size: float | None = None
    bold: bool = False


class _Shown(NamedTuple):
    """How characters are shown; `symbols` is the face whose signs they are codes of, if any."""

    font: _Font
    hidden: bool
    struck: bool
    symbols: str
    raised: bool = False


class _Setting(NamedTuple):
    """What a paragraph's properties come to with those of its style."""

    props: oxml.ParagraphProps
    style: str
    outline: int | None


@dataclass(frozen=True, slots=True)
class _Segment:
    """Characters that look alike, in pieces."""

    font: _Font
    pieces: list[str]

    @property
    def text(self) -> str:
        return "".join(self.pieces)


@dataclass(slots=True)
class _Open:
    """A paragraph being read, with what of it needs a note."""

    props: oxml.ParagraphProps
    number: str = ""
    listed: Listed | None = None
    segments: list[_Segment] = field(default_factory=list)
    said: dict[str, list[str]] = field(default_factory=dict)
    boxes: list[oxml.Box] = field(default_factory=list)
    pictures: list[_Told] = field(default_factory=list)
    page_end: bool = False
    new_page: bool = False


@dataclass(slots=True)
class _Field:
    in_code: bool = True
    codes: list[str] = field(default_factory=list)
    shows: str = ""
    contents: bool = False

    @property
    def code(self) -> str:
        """All of it."""
        return "".join(self.codes).strip()


class _Reader:
    """Goes through a document once, from its first paragraph to its last."""

    def __init__(
        self,
        document: oxml.Document,
        name: str,
        fail: Fail,
        pages: Mapping[str, bytes],
        left: _Left,
        media: Media | None,
    ) -> None:
        self._document = document
        self._left = left
        self._media = media
        self._page_begins = False
        """The next paragraph with text is the first of a page."""
        self._pages = {part.lower(): content for part, content in pages.items()}
        self._name = name
        self._fail = fail
        self._out = _Stretch()
        self._before = 0
        """Paragraphs before the stretch that is read."""
        self._apart_from = 0
        """Stretches that the one which is read is apart from, one in the other."""
        self._whole_tables = False
        self._counters = Counters(document.lists)
        self._fields: list[_Field] = []
        self._deeper = 0
        """Fields that are open beyond the deepest."""
        self._open: _Open | None = None
        self._referred: set[tuple[str, str]] = set()
        self._shown_as: dict[tuple[oxml.FontProps, oxml.FontProps], _Shown] = {}
        self._settings: dict[oxml.ParagraphProps, _Setting] = {}
        self._chains: dict[str, tuple[oxml.ParagraphProps, oxml.FontProps]] = {}

    def manuscript(self) -> Manuscript:
        """All of it."""
        self._read(self._document.body)
        self._finish()
        self._margins()
        self._never_referred()
        self._summaries()
        count = max((at + 1 for at, one in enumerate(self._out.paragraphs) if one.text), default=0)
        paragraphs = tuple(self._out.paragraphs[:count])
        last = max(len(paragraphs) - 1, 0)
        for told in self._out.notes:
            told.at = min(told.at, last)
            if told.cells is not None:
                around = [paragraph.text for paragraph in paragraphs[max(told.at - 1, 0) : told.at + 3]]
                captions = [text.strip() for text in around if is_caption(text)]
                captions = [text for text in captions if "图" not in text[:2]]
                told.message = described(told.cells, captions[0] if captions else "")
        notes = [
            Note(one.rule, one.at, one.message, one.words, one.look, one.block, one.ahead)
            for one in self._out.notes
        ]
        notes.sort(key=lambda note: note.paragraph)
        if len(notes) > _MOST_NOTES:
            rest = notes[_MOST_NOTES:]
            words = "\n".join(note.words or note.message for note in rest)
            message = f"类似的情况还有{len(rest)}处，没有一一列出。"
            notes = [*notes[:_MOST_NOTES], Note("more", last, message, words)]
        return Manuscript(self._name, paragraphs, tuple(notes))

    def _never_referred(self) -> None:
        """Says of notes and comments whose place nobody knows."""
        for key in self._document.notes:
            if key in self._referred:
                continue
            self._referred.add(key)
            kind = _NOTES[key[0]]
            apart = self._apart(self._document.notes[key])
            words = _line(apart.text)
            at = self._out.last
            if words:
                message = f"有一处{kind}不知属于哪里，没有取用：“{shown(words, _QUOTED)}”。"
                self._out.notes.append(_Told(key[0], at, message, words))
            self._out.leave_out(apart, at)

    def _margins(self) -> None:
        """Says what headers and footers hold; page numbers and what the text says too are no news."""
        self._whole_tables = True
        known = {"".join(paragraph.text.split()) for paragraph in self._out.paragraphs}
        for kind, name in _MARGINS.items():
            at = 0 if kind == "header" else self._out.last
            lines: dict[str, None] = {}
            for margin in self._document.margins:
                if margin.kind != kind:
                    continue
                apart = self._apart(margin.blocks)
                lines |= dict.fromkeys(
                    text
                    for one in apart.paragraphs
                    if not _PAGE_NUMBER.match(text := one.text.strip()) and "".join(text.split()) not in known
                )
                apart.notes = [told for told in apart.notes if told.words or told.rule == "unread"]
                self._out.leave_out(apart, at, f"{name}里：")
            if lines:
                words = _line("\n".join(lines))
                message = f"{name}里的“{shown(words, _QUOTED)}”没有取用，请看看要不要。"
                self._out.notes.append(_Told(kind, at, message, words))

    # ---- blocks

    def _read(self, blocks: Iterable[oxml.Block]) -> None:
        for block in blocks:
            if isinstance(block, oxml.Table):
                self._finish()
                self._table(block)
            elif isinstance(block, oxml.Aside):
                self._aside(block)
            elif isinstance(block, oxml.Embedded):
                self._finish()
                self._embedded(block)
            else:
                self._paragraph(block)

    def _paragraph(self, paragraph: oxml.Paragraph) -> None:
        props = paragraph.props
        if self._open is None:
            begins = props.new_page or (props.new_page is None and self._chain(props.style)[0].new_page)
            self._open = _Open(props, new_page=bool(begins))
            self._number(self._open)
        elif not self._open.segments:
            self._open.props = props
        opened = self._open
        style_font = self._chain(props.style)[1]
        for piece in paragraph.pieces:
            self._piece(piece, opened, style_font)
        # What was not closed is broken, and must not swallow the text that follows.
        for broken in [entry for entry in self._fields if entry.in_code]:
            self._fields.remove(broken)
            if broken.code:
                self._say(opened, "field-code", broken.code)
        if props.joins == "deleted":
            self._say(opened, "joined", "")
        if not props.joins:
            self._finish()

    def _aside(self, aside: oxml.Aside) -> None:
        """Says what is not read, in the open paragraph or behind the last."""
        opened = self._open or _Open(oxml.ParagraphProps())
        for piece in aside.pieces:
            self._piece(piece, opened, oxml.FontProps())
        if opened is not self._open:
            self._out.notes += _notes_of(self._out.last, opened.said)
            for told in opened.pictures:
                told.at = self._out.last
            self._out.notes += opened.pictures

    def _embedded(self, document: oxml.Embedded) -> None:
        """A document in the document's place is read there, once; of one that can't be read it is said."""
        content = self._pages.pop(document.part.lower(), b"")
        made = _embedded(content, self._left) if content else None
        if made is None:
            kind = "RTF 文档，没有取用，请在 Word 里打开原稿，另存一份再试" if _RTF.match(content) else ""
            at = max(len(self._out.paragraphs) - 1, 0)
            message = f"这里有一份嵌入的{kind or '文档，没有取用，请对照原稿补上'}。"
            self._out.notes.append(_Told("embedded", at, message))
            return
        notes = [
            _Told(one.rule, one.paragraph, one.message, one.words, one.look, None, one.block, one.ahead)
            for one in made.notes
        ]
        self._out.add(_Stretch(list(made.paragraphs), notes))
        message = "这里有一份嵌入的文档，已按段落取出，请核对。"
        self._out.notes.append(_Told("embedded", self._out.last, message))
        if self._before + len(self._out.paragraphs) > MAX_PARAGRAPHS:
            self._fail(_MANY_PARAGRAPHS)

    def _table(self, table: oxml.Table) -> None:
        rows = [[self._apart(cell, self._fields) for cell in row] for row in table.rows]
        inner = [told for row in rows for cell in row for told in _tables_in(cell)]
        texts = tuple(tuple(cell.text for cell in row) for row in rows)
        if self._pictures_in(rows):
            return
        if not any(map(any, texts)):
            for cell in (cell for row in rows for cell in row):
                self._out.leave_out(cell, self._out.last, "表格里：")
            return
        read = cells_to_read(texts)
        form = None if self._whole_tables else form_of(texts)
        if form is not None and (form.titled or not read):
            self._form(rows, form)
            return
        if self._whole_tables:
            read = [(at, column) for at, row in enumerate(texts) for column in range(len(row))]
        for at, column in read:
            self._out.add(rows[at][column])
        cells = sum(map(len, texts))
        place = self._out.last
        if not read:
            whole = [[_with_tables(cell) for cell in row] for row in rows]
            words = "\n".join("\t".join("\n".join(one.text for one in cell) for cell in row) for row in whole)
            block = data_table(table, whole)
            for told in inner if block is not None else ():
                told.message, told.words, told.cells, told.block = TABLE_IN_CELL, "", None, None
            ahead = not self._out.paragraphs
            told = _Told("table", place, "", words, cells=texts, block=block, ahead=ahead)
            self._out.notes.append(told)
            shown_in = sum(len(_pictures_of(cell)) for row in rows for cell in row)
            if block is not None and shown_in:
                self._out.notes.append(_Told("table", place, pictures_behind(shown_in)))
        elif len(read) < cells:
            words = "\n".join(
                text
                for at, row in enumerate(texts)
                for column, text in enumerate(row)
                if (at, column) != read[0]
            )
            self._out.notes.append(_Told("table", place, form_note(texts, read[0]), words))
        elif cells > 1:
            message = f"这里的文字原在一张{len(texts)}行{max(map(len, texts))}列的表格里，已按段落取出。"
            self._out.notes.append(_Told("table", place, message))
        taken = set(read)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if (at, column) not in taken:
                    self._out.leave_out(cell, place, "表格里：")

    def _pictures_in(self, rows: Sequence[Sequence[_Stretch]]) -> bool:
        """Takes the pictures of a table that holds little else, with their captions; whether it is one."""
        cells = [[PictureCell(_pictures_of(cell), cell.text) for cell in row] for row in rows]
        found = None if self._whole_tables else table_of_pictures(cells)
        if found is None:
            return False
        ahead, place = not self._out.paragraphs, self._out.last
        for row in found.rows:
            captions = "\n".join(filter(None, (picture.caption for picture in row.pictures)))
            count = "一张图片" if len(row.pictures) == 1 else "并排的两张图片"
            message = (
                f"这里的表格里有{count}{f'（{shown(_line(captions), 40)}）' if captions else ''}，没有取用。"
            )
            told = _Told("picture", place, message, captions, block=row, ahead=ahead)
            self._out.notes.append(told)
        self._out.paragraphs += (Paragraph(line) for text in found.rest for line in text.split("\n"))
        for cell in (cell for row in rows for cell in row):
            cell.notes = [told for told in cell.notes if not isinstance(told.block, Pictures)]
            self._out.leave_out(cell, place, "表格里：")
        return True

    def _form(self, rows: Sequence[Sequence[_Stretch]], form: Form) -> None:
        """A form's fields as labelled lines, its text as paragraphs."""
        name = self._taken_off() if form.titled else ""
        taken = set()
        for one in form.stands_for():
            if isinstance(one, str):
                self._out.paragraphs.append(Paragraph(one))
            else:
                self._out.add(rows[one.row][one.column])
                taken.add((one.row, one.column))
        place = self._out.last
        words = "\n".join(filter(None, (name, form.words)))
        self._out.notes.append(_Told("table", place, form.said, words, bool(form.rest)))
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if (at, column) not in taken:
                    self._out.leave_out(cell, place, "表格里：")

    def _taken_off(self) -> str:
        """The name of a form that stands over it, taken out of the text; empty where there is none."""
        paragraphs = self._out.paragraphs
        at = max((at + 1 for at, one in enumerate(paragraphs[-_OVER_FORM:]) if one.text.strip()), default=0)
        at += max(len(paragraphs) - _OVER_FORM, 0) - 1
        if at < 0 or not names_form(paragraphs[at].text):
            return ""
        name = paragraphs.pop(at).text
        for told in self._out.notes:
            told.at -= told.at > at
        return name

    def _apart(self, blocks: Iterable[oxml.Block], fields: list[_Field] | None = None) -> _Stretch:
        """Blocks read by themselves, with the fields that are open where they stand."""
        outside = self._out, self._open, self._fields, self._deeper, self._before
        self._before += len(self._out.paragraphs)
        self._out, self._open = _Stretch(), None
        self._fields, self._deeper = list(fields or ()), 0
        self._apart_from += 1
        self._read(blocks)
        self._finish()
        self._apart_from -= 1
        made = self._out
        self._out, self._open, self._fields, self._deeper, self._before = outside
        return made

    def _finish(self) -> None:
        """Closes the open paragraph, says what is to say of it, and reads the text boxes in it."""
        opened, self._open = self._open, None
        if opened is None:
            return
        text = "".join(segment.text for segment in opened.segments)
        if text.strip() or opened.said or opened.boxes or opened.pictures:
            text = opened.number + text
        else:  # Word numbers empty lines; nobody means them
            opened.number, opened.listed = "", None
        if reason := beyond(text):
            self._fail(reason)
        if self._before + len(self._out.paragraphs) >= MAX_PARAGRAPHS:
            self._fail(_MANY_PARAGRAPHS)
        at = len(self._out.paragraphs)
        look, lead = self._look(opened)
        bold = _bold(opened)
        begins = opened.new_page or self._page_begins
        ends_page = opened.page_end or opened.props.ends_page
        self._page_begins = ends_page or (begins and not text.strip())
        begins = begins and bool(text.strip())
        self._out.paragraphs.append(Paragraph(text, look, lead, opened.listed, bold, begins))
        if opened.said:
            self._out.notes += _notes_of(at, opened.said)
        for told in opened.pictures:
            told.at = at
        self._out.notes += opened.pictures
        for box in opened.boxes:
            apart = self._apart(box.blocks)
            words = _line(apart.text)
            if words:
                message = f"文本框里的文字“{shown(words, 20)}”放在了这一段之后，请核对位置。"
                self._out.notes.append(_Told("text-box", at, message))
                self._out.add(apart)
            else:
                self._out.leave_out(apart, at)

    # ---- pieces

    def _piece(self, piece: oxml.Piece, opened: _Open, style: oxml.FontProps) -> None:
        if isinstance(piece, oxml.Field):
            self._field(piece, opened, style)
        elif isinstance(piece, oxml.Box):
            opened.boxes.append(piece)
        elif self._fields and (coded := self._coded()) is not None:
            if isinstance(piece, oxml.Text | oxml.Symbol):
                coded.codes.append(piece.text if isinstance(piece, oxml.Text) else _sign(piece))
            elif isinstance(piece, oxml.Thing):
                self._thing(piece, opened)
        elif self._fields and any(entry.contents for entry in self._fields):
            if isinstance(piece, oxml.Text | oxml.Symbol):
                self._say(
                    opened,
                    "contents",
                    piece.text if isinstance(piece, oxml.Text) else _sign(piece),
                )
            elif isinstance(piece, oxml.Thing):
                self._thing(piece, opened)
        elif isinstance(piece, oxml.Text):
            self._text(piece.text, piece.font, style, piece.change, opened)
        elif isinstance(piece, oxml.Symbol):
            self._symbol(piece, opened, style)
        elif isinstance(piece, oxml.Reference):
            self._reference(piece, opened, style)
        else:
            self._thing(piece, opened)

    def _thing(self, thing: oxml.Thing, opened: _Open) -> None:
        """Says of what is no text; a picture is taken along."""
        if not thing.drawn or self._media is None or self._whole_tables:
            self._say(opened, thing.kind, thing.text)
            return
        for drawn in thing.drawn:
            content = self._media(drawn.part) if drawn.part else b""
            made = self._left.pictured.picture(content, drawn.width, drawn.height)
            message = _sentence(thing.kind, thing.text)
            told = _Told("picture", 0, message, thing.text)
            if not isinstance(made, Refused):
                told.block = made
            elif made.tiny:
                told.message, told.look = (
                    "这里有一处很小的图片（线条、项目符号一类的装饰），没有取用。",
                    False,
                )
            else:
                told.message = f"{message.removesuffix('。')}：{made.why}。"
            opened.pictures.append(told)
            changed = self._left.pictured.changed(made) if isinstance(made, Pictures) else ""
            if changed:
                opened.pictures.append(_Told("picture-changed", 0, changed))

    def _coded(self) -> _Field | None:
        """The innermost field whose code is being read: all that stands there is code."""
        return next((entry for entry in reversed(self._fields) if entry.in_code), None)

    def _text(
        self, text: str, font: oxml.FontProps, style: oxml.FontProps, change: oxml.Change, opened: _Open
    ) -> None:
        shown_as = self._shown_as.get((font, style)) or self._how_shown(font, style)
        if change == "deleted":
            self._say(opened, "deleted", text)
            return
        if shown_as.hidden:
            self._say(opened, "hidden", text)
            return
        if change == "inserted":
            self._say(opened, "inserted", text)
        if shown_as.struck:
            self._say(opened, "struck", text)
        if text == "\f":
            opened.page_end = bool(opened.segments)
            opened.new_page = opened.new_page or not opened.segments
            return
        if opened.page_end:
            before = "".join(segment.text for segment in opened.segments).rpartition("\n")[2]
            within = _PART.search(before) and before[-1] not in _SENTENCE_ENDS and not text[:1].isspace()
            text, opened.page_end = text if within else "\n" + text, False
        if shown_as.symbols:
            text = self._in_symbols(text, shown_as.symbols, opened)
        last = opened.segments[-1] if opened.segments else None
        if shown_as.raised and last is not None:
            text = raised(text, last.pieces[-1])
        if last is not None and last.font == shown_as.font:
            last.pieces.append(text)
        else:
            opened.segments.append(_Segment(shown_as.font, [text]))

    def _how_shown(self, font: oxml.FontProps, style: oxml.FontProps) -> _Shown:
        """How characters look, by their own properties and those of their paragraph's style."""
        character = self._chain(font.style)[1] if font.style else oxml.FontProps()
        default = self._document.default_font
        bold, hidden, struck = font.bold, font.hidden, font.struck
        if bold is None:  # toggles of styles on different levels cancel each other: 17.7.3
            bold = bool(default.bold) or bool(style.bold) != bool(character.bold)
        if hidden is None:
            hidden = bool(style.hidden) != bool(character.hidden)
        if struck is None:
            struck = bool(style.struck or character.struck)
        size = next(
            (level.size for level in (font, character, style, default) if level.size is not None), None
        )
        face = font.face or character.face or style.face or default.face or ""
        latin = font.latin or character.latin or style.latin or ""
        symbols = latin if latin.lower() in SYMBOL_FACES else ""
        high = next((one.raised for one in (font, character, style) if one.raised is not None), False)
        made = _Shown(_Font(face, size, bold), hidden, struck, symbols, high)
        if len(self._shown_as) >= _MOST_KEPT:
            self._shown_as.clear()
        self._shown_as[font, style] = made
        return made

    def _in_symbols(self, text: str, face: str, opened: _Open) -> str:
        """What a symbol face shows for characters: letters and digits stand for its signs there."""
        made = []
        for char in text:
            code = ord(char)
            of_face = 0x20 < code < 0x100 or 0xF020 < code < 0xF100
            sign = SYMBOL_FACES[face.lower()].get(code & 0xFF, "") if of_face else char
            if not sign:
                self._say(opened, "symbol", f"{face}，编码 {code:04X}，{char}")
            made.append(sign)
        return "".join(made)

    def _symbol(self, piece: oxml.Symbol, opened: _Open, style: oxml.FontProps) -> None:
        char = _sign(piece)
        if char:
            self._text(char, piece.font, style, "", opened)
            known = piece.face.lower() in SYMBOL_FACES or _TEXT_FACES.search(piece.face)
            if 0xF020 < piece.code < 0xF100 and not known:
                self._say(opened, "symbol-letter", f"{char}（{piece.face}）")
        else:
            self._say(opened, "symbol", f"{piece.face}，编码 {piece.code:04X}")

    def _reference(self, piece: oxml.Reference, opened: _Open, style: oxml.FontProps) -> None:
        if (piece.kind, piece.identifier) in self._referred:
            return
        if self._apart_from >= _DEEPEST_NOTES:
            return
        self._referred.add((piece.kind, piece.identifier))
        blocks = self._document.notes.get((piece.kind, piece.identifier))
        if blocks is None and piece.kind != "comment":
            self._say(opened, f"no-{piece.kind}", "")
            return
        at = len(self._out.paragraphs)
        apart = self._apart(blocks or ())
        words = _line(apart.text)
        if piece.kind == "comment":
            author = self._document.authors.get(piece.identifier, "")
            self._say(opened, "comment", f"{author}：{words}" if author else words)
        elif words:
            self._text(f"（{words}）", oxml.FontProps(), style, "", opened)
            self._say(opened, piece.kind, words)
        self._out.leave_out(apart, at)

    def _field(self, piece: oxml.Field, opened: _Open, style: oxml.FontProps) -> None:
        if piece.kind == "begin":
            if piece.ends and (self._deeper or len(self._fields) >= _DEEPEST_FIELDS):
                self._deeper += 1
            elif piece.ends:  # what has no end must not swallow all that follows
                self._fields.append(_Field(shows=piece.shows))
        elif self._deeper:
            self._deeper -= piece.kind == "end"
        elif not self._fields:
            return
        elif piece.kind == "code":
            if self._fields[-1].in_code:
                self._fields[-1].codes.append(piece.code)
        elif piece.kind == "separate":
            self._fields[-1].in_code = False
            self._fields[-1].contents = bool(_CONTENTS.match(self._fields[-1].code[:_LONGEST_CODE]))
            self._count("field")
        else:
            ended = self._fields.pop()
            if not ended.in_code:
                return
            code = ended.code
            if (outer := self._coded()) is not None:
                outer.codes.append(code)
                return
            overlaid = code[:_LONGEST_CODE].lower().find(_OVERLAID)
            circled = _CIRCLED.match(code, overlaid + len(_OVERLAID)) if overlaid >= 0 else None
            if ended.shows:
                self._text(ended.shows, oxml.FontProps(), style, "", opened)
                self._say(opened, "form-field", ended.shows)
            elif circled and circled[1].strip():
                inside = circled[1].strip()
                sign = _in_circle(inside) if _CIRCLE in code[overlaid:] else ""
                self._text(sign or inside, oxml.FontProps(), style, "", opened)
                if not sign:
                    self._say(opened, "circled", inside)
            elif equation := in_a_line(code):
                before = opened.segments[-1].pieces[-1] if opened.segments else ""
                self._text(behind(before, equation), oxml.FontProps(), style, "", opened)
                self._say(opened, "equation", equation)
            elif code and not _NO_RESULT.match(code[:_LONGEST_CODE]):
                self._say(opened, "field-code", code)

    # ---- numbers

    def _number(self, opened: _Open) -> None:
        """Numbers the paragraph that begins, if it is one of a list; a bullet is counted."""
        props = opened.props
        chain = self._chain(props.style)[0]
        list_id = chain.list_id if props.list_id is None else props.list_id
        if not list_id:
            return
        depth = props.depth
        if depth is None and props.list_id is None:
            depth = self._depth_of_style(list_id, props.style)
        if depth is None:
            depth = chain.depth or 0
        found = self._counters.next(list_id, depth)
        if found is None:
            return
        mark = found.text
        if found.is_bullet:
            if found.face.lower() in SYMBOL_FACES or not mark.isprintable() or mark >= "\ue000":
                signs = SYMBOL_FACES.get(found.face.lower(), {})
                mark = "".join(signs.get(ord(char) & 0xFF, _BULLET) for char in mark)
            self._count("bullet")
            self._out.bullets[mark] += 1
            opened.listed = Listed(depth, mark, in_text=False)
            return
        if not mark:
            return
        self._count("numbering" if found.known else "numbering-other")
        opened.listed = Listed(depth, mark, in_text=True)
        # After a mark the tab or space behind a number says nothing; after a letter it parts words.
        parts = unicodedata.category(mark[-1]) in ("Nd", "Lo", "Lu", "Ll")
        opened.number = f"{mark} " if parts else mark

    def _depth_of_style(self, list_id: str, style: str | None) -> int | None:
        found = self._document.lists.get(list_id)
        for _ in range(_CHAIN):
            if found is None or style is None:
                return None
            for depth, level in found.levels.items():
                if level.style == style:
                    return depth
            known = self._document.styles.get(style)
            style = known.parent if known else None
        return None

    # ---- looks

    def _chain(self, style: str | None) -> tuple[oxml.ParagraphProps, oxml.FontProps]:
        """A style with all that it is based on, and the document's default style where none is named."""
        style = style if style is not None else self._document.default_style or ""
        if style in self._chains:
            return self._chains[style]
        waiting: list[str] = []
        seen: set[str] = set()
        at = style
        while at in self._document.styles and at not in self._chains and at not in seen:
            waiting.append(at)
            seen.add(at)
            at = self._document.styles[at].parent or ""
        nothing = self._document.default_paragraph, oxml.FontProps()
        found = self._chains.get(at, nothing)
        for name in reversed(waiting):
            known = self._document.styles[name]
            found = _over(known.paragraph, found[0]), _font_over(known.font, found[1])
            self._chains[name] = found
        self._chains[style] = found
        return found

    def _look(self, opened: _Open) -> tuple[Look, int]:
        props, name, outline = self._settings.get(opened.props) or self._setting(opened.props)
        face, size, bold = opened.segments[0].font if len(opened.segments) == 1 else _most(opened.segments)
        indent = None
        if props.first_chars:
            indent = props.first_chars
        elif props.first is not None:
            indent = round(props.first / (size or 10.5), 2)
        elif props.first_chars is not None:
            indent = 0.0
        align: Align = props.align or ""
        return Look(name, outline, align, indent, size, face, bold), _lead(opened)

    def _setting(self, own: oxml.ParagraphProps) -> _Setting:
        props = _over(own, self._chain(own.style)[0])
        style = self._document.styles.get(own.style or self._document.default_style or "")
        name = style.name if style else ""
        outline = None if props.outline is None or props.outline > 8 else props.outline + 1
        heading = _HEADING.match(name)
        if outline is None and props.outline is None and heading:
            outline = int(heading[1])
        if len(self._settings) >= _MOST_KEPT:
            self._settings.clear()
        made = self._settings[own] = _Setting(props, name, outline)
        return made

    # ---- notes

    def _say(self, opened: _Open, rule: str, text: str) -> None:
        opened.said.setdefault(rule, []).append(text)

    def _count(self, rule: str) -> None:
        self._out.counts[rule] += 1
        self._out.first.setdefault(rule, len(self._out.paragraphs))

    def _summaries(self) -> None:
        out = self._out
        if self._document.unread:
            kinds = "、".join(_PARTS.get(kind, kind) for kind in self._document.unread)
            message = f"原稿的{kinds}读不出来，没有取用，请对照原稿看一遍。"
            out.notes.append(_Told("unread", 0, message))
        for rule, look, message in (
            ("numbering", False, "{}段的自动编号已变成文字。"),
            ("numbering-other", True, "{}段的自动编号是少见的格式，已变成数字，请核对编号。"),
            ("bullet", True, f"{{}}段前面的项目符号没有取用{by_sign(out.bullets)}。"),
            ("field", True, "{}个域（自动更新的文字）按当前显示的结果变成了文字。"),
        ):
            if out.counts[rule]:
                kind, count = rule.partition("-")[0], out.counts[rule]
                out.notes.append(_Told(kind, out.first[rule], message.format(count), look=look))


def _tables_in(cell: _Stretch) -> list[_Told]:
    """The notes on tables in a cell."""
    return [told for told in cell.notes if told.cells is not None and not told.left_out]


def _with_tables(cell: _Stretch) -> list[Paragraph]:
    """The paragraphs of a cell, with the rows of tables in it as lines where they stand."""
    made: list[Paragraph] = []
    waiting = _tables_in(cell)
    for at, paragraph in enumerate((*cell.paragraphs, None)):
        while waiting and (paragraph is None or waiting[0].at + (not waiting[0].ahead) <= at):
            lines = ("　".join(" ".join(one.split()) for one in row) for row in waiting.pop(0).cells or ())
            made += (Paragraph(line.strip("　")) for line in lines)
        if paragraph is not None:
            made.append(paragraph)
    return made


def _pictures_of(cell: _Stretch) -> list[Picture]:
    """The pictures in a cell."""
    blocks = (told.block for told in cell.notes)
    return [one for block in blocks if isinstance(block, Pictures) for one in block.pictures]


_PART = re.compile("[，。；：]")
_SENTENCE_ENDS = frozenset("。！？；：…”）")
"""A page that ends behind another character parts no paragraphs, if that one has sentences."""
_MOST_TOLD = 50
"""Sentences of one kind about one paragraph."""
_JOINED = frozenset(("deleted", "inserted", "joined", "hidden", "struck", "contents"))
"""What comes in pieces and is told in one sentence."""


def _notes_of(at: int, said: Mapping[str, list[str]]) -> Iterator[_Told]:
    """Sentences about one paragraph."""
    for rule, texts in said.items():
        if rule in _JOINED:
            words = "".join(texts)
            if sentence := _JOINED_SENTENCES.get(rule):
                kept = "" if rule in _IN_TEXT else words
                yield _Told(rule, at, sentence.format(_quoted(words, _QUOTED)), kept)
        elif rule == "ruby":
            words = "、".join(texts)
            yield _Told(rule, at, f"注音{_quoted(words, _QUOTED)}没有取用，汉字已保留。", words)
        elif rule == "circled":
            yield _Told("field-code", at, f"带圈字符{_quoted('、'.join(texts))}去掉了圈，请核对。")
        elif rule == "form-field":
            yield _Told("field-code", at, f"表单里选定的{_quoted('、'.join(texts))}变成了文字，请核对。")
        else:
            most = len(texts) if len(texts) <= _MOST_TOLD else _MOST_TOLD - 1
            for words in texts[:most]:
                yield _Told(
                    rule if rule in _SENTENCES else "picture",
                    at,
                    _sentence(rule, words),
                    "" if rule in _IN_TEXT else words,
                )
            if texts[most:]:
                message = f"类似的情况这一段里还有{len(texts) - most}处，没有一一列出。"
                yield _Told("more", at, message, "\n".join(texts[most:]))
    changes = []
    for rule, words in (("inserted", "插入了{}"), ("deleted", "删去了{}")):
        if text := "".join(said.get(rule, ())):
            changes.append(words.format(_quoted(text)))
    if "joined" in said:
        changes.append("与下一段合并")
    if changes:
        message = f"这一段带修订，已按接受处理：{'，'.join(changes)}，请核对。"
        yield _Told("tracked-change", at, message, "".join(said.get("deleted", ())))


_JOINED_SENTENCES = {
    "hidden": "隐藏的文字{}没有取用。",
    "struck": "{}带删除线，文字仍保留，请确认要不要删。",
    "contents": "自动目录{}没有取用。",
}
_SENTENCES = {
    **NOTE_SENTENCES,
    "equation": "公式{}按一行文字放进了正文，上下标等格式没有了，请核对。",
    "placeholder": "没有填写的提示文字{}没有取用。",
    "symbol-letter": "特殊符号{}按字母取用了，那种字体里也许是别的样子，请核对。",
    "symbol": "有一个特殊符号（{}）认不出，没有取用，请补上。",
    "field-code": "有一个没有结果的域{}，没有取用，请看原稿。",
}


def _sentence(rule: str, words: str) -> str:
    if rule == "symbol":
        return _SENTENCES[rule].format(shown(words, 40))
    if rule == "equation" and not words:
        return "这里有一个公式，没有取用。"
    if rule in _SENTENCES:
        return _SENTENCES[rule].format(_quoted(words, _QUOTED))
    named = f"（{shown(_line(words), _QUOTED)}）" if words else ""
    return f"这里有{_THINGS.get(rule, '一个图形')}{named}，没有取用。"


def _quoted(words: str, most: int = 30) -> str:
    return f"“{shown(_line(words), most)}”"


def _bold(opened: _Open) -> tuple[tuple[int, int], ...]:
    """Where the paragraph's bold characters are, if not all are bold or none."""
    found: list[tuple[int, int]] = []
    if not any(segment.font.bold for segment in opened.segments):
        return ()
    at = len(opened.number)
    for segment in opened.segments:
        end = at + len(segment.text)
        if segment.font.bold and end > at:
            start = found.pop()[0] if found and found[-1][1] == at else at
            found.append((start, end))
        at = end
    return () if found == [(len(opened.number), at)] else tuple(found)


def _most(segments: Iterable[_Segment]) -> _Font:
    """The look of most characters."""
    weights: Counter[_Font] = Counter()
    for segment in segments:
        weights[segment.font] += len("".join(segment.text.split()))
    return max(weights, key=lambda font: weights[font], default=_Font())


def _lead(opened: _Open) -> int:
    """How many characters at the beginning are set apart by face or weight from all that follows."""
    if len(opened.segments) < 2:
        return 0
    segments = [(segment.font.face, segment.font.bold, segment.text) for segment in opened.segments]
    if opened.number:
        segments.insert(0, (*segments[0][:2], opened.number))
    key: tuple[str, bool] | None = None
    lead = 0
    rest: Counter[tuple[str, bool]] = Counter()
    for face, bold, text in segments:
        if rest or (key is not None and (face, bold) != key and text.strip()):
            rest[face, bold] += len("".join(text.split()))
            continue
        if key is None and text.strip():
            key = (face, bold)
        lead += len(text)
    if key is None or not rest:
        return 0
    following = max(rest, key=lambda other: rest[other])
    if following == key or rest[key] * 2 > sum(rest.values()):
        return 0
    if key[0] == following[0]:
        return lead if key[1] and not following[1] else 0
    return lead


def _over(own: oxml.ParagraphProps, under: oxml.ParagraphProps) -> oxml.ParagraphProps:
    """Properties laid over others."""
    return oxml.ParagraphProps(
        own.style,
        under.outline if own.outline is None else own.outline,
        under.align if own.align is None else own.align,
        under.first_chars if own.first_chars is None else own.first_chars,
        under.first if own.first is None else own.first,
        under.list_id if own.list_id is None else own.list_id,
        under.depth if own.depth is None else own.depth,
        own.joins,
        under.new_page if own.new_page is None else own.new_page,
        own.ends_page,
    )


def _font_over(own: oxml.FontProps, under: oxml.FontProps) -> oxml.FontProps:
    return oxml.FontProps(
        own.face or under.face,
        under.size if own.size is None else own.size,
        under.bold if own.bold is None else own.bold,
        under.hidden if own.hidden is None else own.hidden,
        under.struck if own.struck is None else own.struck,
        own.style,
        own.latin or under.latin,
        under.raised if own.raised is None else own.raised,
    )


def _sign(symbol: oxml.Symbol) -> str:
    return sign_of(symbol.face, symbol.code)


def _in_circle(text: str) -> str:
    """A number in a circle; empty where there is no such sign."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0
    return formatted(number, "decimalEnclosedCircle") if 0 < number <= _MOST_CIRCLED else ""


_MOST_CIRCLED = 20
"""The last that common faces have."""


def _line(text: str) -> str:
    """Paragraphs on one line."""
    return "；".join(line.strip() for line in text.splitlines() if line.strip())
