"""A manuscript from HTML: the clipboard's (Word, WPS, browsers) or a saved page's. Recognises nothing.

Looks at tags and inline styles only; nothing is fetched, and what a browser would not show is not read.
Where the page's code swallows or stops the rest of it, a note says so: the end is looked for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from unicodedata import normalize

from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.bulletin.model import Pictures, Table
from bulletin_desk.checked import Fail, shown
from bulletin_desk.intake.around_blocks import as_text
from bulletin_desk.intake.equations import as_term, behind, raised, root
from bulletin_desk.intake.form import Form, form_of, names_form
from bulletin_desk.intake.html_beside import ROW, place_rows
from bulletin_desk.intake.html_grid import CellTags, cell_tags, data_table
from bulletin_desk.intake.html_notes import TAG, place_notes
from bulletin_desk.intake.html_pictures import Beside, PagePictures, nothing_beside, size_of
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
from bulletin_desk.intake.numbering import formatted
from bulletin_desk.intake.pictured import PictureCell, Pictured, table_of_pictures
from bulletin_desk.intake.pictured import decoded as decoded_picture
from bulletin_desk.intake.plain import decoded, unreadable
from bulletin_desk.intake.tables import (
    TABLE_IN_CELL,
    by_sign,
    cells_to_read,
    described,
    form_note,
    is_caption,
    pictures_behind,
)

MAX_HTML_BYTES = 16 << 20
"""Without the pictures that are written into the page itself."""
MAX_TAGS = 300_000
MAX_PARAGRAPHS = 50_000
_MOST_NOTES = 2_000
_MOST_TITLES = 20
"""Titles of the window that are looked for in the text; a page should have one, drawings may have more."""
_MOST_TABLES = 40
"""Tables inside each other; what is deeper is read as if it were in none."""
_WORTH = 40
"""Characters from which on sentences that a page does not show are named: fewer are its furniture."""

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form "
        "h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section td th tr ul",
    )
)
_IN_LINES = frozenset(("a", "b", "em", "font", "i", "span", "strong", "sub", "sup", "u"))
"""Which stand in a line, and so say nothing of how it stands."""
_SILENT = frozenset(
    re.findall(
        r"\w+",
        "script style head title template noscript select textarea button iframe object svg math noframes "
        "noembed",
    )
)
_CODE = frozenset(("script", "style", "head", "title"))
"""Of these nobody misses anything."""
_AS_TYPED = frozenset(("pre", "xmp", "listing", "plaintext"))
_NAMED = {
    "img": "一张图片",
    "svg": "一个图形",
    "canvas": "一个图形",
    "object": "一个嵌入的对象",
    "embed": "一个嵌入的对象",
    "applet": "一个嵌入的对象",
    "iframe": "一个嵌入的网页",
    "frame": "一个分框里的网页",
    "video": "一段视频",
    "audio": "一段音频",
}
_WRITTEN_IN_SCRIPTS = frozenset(("text/plain", "text/html"))
"""Kinds of scripts in which editors for web pages keep what is written in them."""
_TYPED_INTO = frozenset(("text", "search", "tel", "url", "email", "number", "date", "datetime-local"))
"""Kinds of boxes whose value somebody wrote."""
_HOLDERS = {"select": "选项里的文字", "button": "按钮上的文字"}
_SIZES = {"xx-small": 7.0, "x-small": 7.5, "small": 10.0, "medium": 12.0, "large": 13.5, "x-large": 18.0}
_FONT_SIZES = {"1": 7.5, "2": 10.0, "3": 12.0, "4": 13.5, "5": 18.0, "6": 24.0, "7": 36.0}
_ALIGN: dict[str, Align] = {
    "left": "left",
    "start": "left",
    "center": "centre",
    "right": "right",
    "end": "right",
    "justify": "justified",
}
_LATIN_FACES = re.compile(
    "^(?:times|arial|calibri|cambria|helvetica|sans|serif|verdana|tahoma|georgia|courier|monospace|-apple|"
    "system-ui|inherit|initial|segoe|roboto|ui-)",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"\s*+(-?\d{1,5}(?:\.\d{1,9})?)\d*+\s*+(?:(pt|px|em|rem|cm|mm|in|char|%)\s*+)?\Z")
_WIDE = r"\u2018-\u201d\u2e80-\u9fff\uff00-\uffef"
_LINE_IN_HAN = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n]\s*(?=[{_WIDE}])")
_POINTS = {"pt": 1.0, "px": 0.75, "cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0}
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*+=\s*+[\"']?\s*+([A-Za-z0-9_-]{1,20})", re.IGNORECASE)
_FIRST_TAG = re.compile(
    rb"<(?:!doctype html|html|head|body|div|p|meta|title|style|link|script|base|table|center|font|span"
    rb"|article|section|main|header|br|hr|ul|ol|form|b|strong|img|a href|o:p|h[1-6]|!\[if)\b"
)
_CLIPBOARD = re.compile(r"\s*+Version:[\d.]+\s")
_FRAGMENT_START = re.compile(r"<!--\s*+StartFragment\s*+-->")
_FRAGMENT_END = re.compile(r"<!--\s*+EndFragment\s*+-->")
# Word's own alternatives for old browsers are comments; what it shows to new ones stands between marks.
_CONDITION = re.compile(r"<!\[(?:if|endif)[^<>]*\]>|<!--\[if !\w+\]-->|<!--\[endif\]-->")
_OFFICE_EMPTY = re.compile(r"<o:p>\s*+</o:p>|<o:p>(?:&nbsp;|\xa0)</o:p>")
# The parser drops what follows the end of a body, which a browser shows.
_BODY_END = re.compile(r"</(?i:body|html)\b[^<>]*+>")
_PICTURE = r"data:(?<=[\"'(=]data:)[A-Za-z0-9/+.;=-]{0,100}?base64,[A-Za-z0-9+/=%\s]{1000,}+"
_PICTURE_IN_TEXT, _PICTURE_IN_BYTES = re.compile(_PICTURE), re.compile(_PICTURE.encode("ascii"))
_BROKEN = re.compile("[\ud800-\udfff\0]")
_BLANKS = re.compile("[ \t\r\n\f]+")
_LINE_EDGE = re.compile("(?:(?<! ) ++)?\n *+")
_SPACE_AT_EDGE = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef]) (?=\n)")
_LEVEL = re.compile(r"\blevel([1-9])\b")
_MARKERS = {"a": "lowerLetter.", "A": "upperLetter.", "i": "lowerRoman.", "I": "upperRoman.", "none": ""} | {
    "lower-alpha": "lowerLetter.",
    "lower-latin": "lowerLetter.",
    "upper-alpha": "upperLetter.",
    "upper-latin": "upperLetter.",
    "lower-roman": "lowerRoman.",
    "upper-roman": "upperRoman.",
    "cjk-decimal": "ideographDigital、",
    "cjk-ideographic": "chineseCountingThousand、",
    "simp-chinese-informal": "chineseCountingThousand、",
    "trad-chinese-informal": "chineseCountingThousand、",
    "japanese-informal": "chineseCountingThousand、",
    "simp-chinese-formal": "chineseLegalSimplified、",
}
"""How lists are numbered, by HTML's and CSS's names: a format of `numbering` and the mark behind it."""
_MOST_FRAMES = 3
"""Pages in each other's code that are read."""
_TAG = re.compile(r"<[^<>]*+>")
_DISC = "●"
"""What a browser shows before an entry of a list without numbers."""
_SIGNS = {"l": "●", "u": "◆", "n": "■", "q": "□", "Ø": "➢", "ü": "√", "v": "❖", "§": "▪"} | dict(
    zip("\uf06c\uf06e\uf075\uf0b7\uf0d8\uf0fc", "●■◆●➢√", strict=True)
)
"""Bullets by Word's codes for them in its symbol faces."""
_QUOTED = 200
"""Characters of what is left out that a sentence quotes; a note's words have all of them."""
_END = "bulletin-desk-end"
"""The element behind the last of a page, by which one sees whether all of it was read."""
_END_MARK = f"<{_END}></{_END}>"
_BULLETS = frozenset("·•●○■□◆§ØüluqnØvo-–—▪◦➢Ÿ\uf06c\uf06e\uf075\uf0b7\uf0d8\uf0fc")


def looks_like_html(data: bytes) -> bool:
    """Whether bytes are a page, or a piece of one as the clipboard has it."""
    start = data[:4_000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"version:0.9", b"version:1.0")):
        return True
    at, commented = 0, False
    while pair := _heading(start, at):
        opening, closing = pair
        end = start.find(closing, at + len(opening))
        if end < 0:
            return False
        at = end + len(closing)
        at = len(start) - len(start[at:].lstrip())
        commented = commented or closing == b"-->"
    return (_FIRST_TAG.search if commented else _FIRST_TAG.match)(start, at) is not None


def _heading(start: bytes, at: int) -> tuple[bytes, bytes] | None:
    """Between which marks stands what a page may have before its first tag."""
    pairs = ((b"<?xml", b"?>"), (b"<!--", b"-->"))
    return next((pair for pair in pairs if start.startswith(pair[0], at)), None)


def read_html(data: bytes | str, name: str, fail: Fail, beside: Beside = nothing_beside) -> Manuscript:
    """The manuscript in a page or a clipboard's fragment of one; `beside` gives the files of pictures that do
    not lie in the page itself. Fails where it is beyond the bounds."""
    return _read(data, name, fail, 0, PagePictures(Pictured(decoded_picture), beside))


def _read(data: bytes | str, name: str, fail: Fail, frames: int, pictures: PagePictures) -> Manuscript:
    """The same for a page in so many others."""
    if isinstance(data, str):
        data = _PICTURE_IN_TEXT.sub(lambda found: pictures.put(found[0].encode("ascii", "replace")), data)
    else:
        data = _PICTURE_IN_BYTES.sub(lambda found: pictures.put(found[0]).encode("ascii"), data)
    if len(data) > MAX_HTML_BYTES:
        fail(f"网页内容超过{MAX_HTML_BYTES >> 20} MiB，请只复制需要的部分")
    text = data if isinstance(data, str) else _text_of(data, fail)
    text = _BROKEN.sub("\ufffd", text)
    if text.count("<") > MAX_TAGS:
        fail("网页的内部结构多得不合常理，请只复制需要的部分")
    if _CLIPBOARD.match(text):
        text = _fragment(text)
    for pattern in (_CONDITION, _OFFICE_EMPTY, _BODY_END):
        text = pattern.sub("", text)
    parser = etree.HTMLParser(no_network=True, huge_tree=True, remove_pis=True, encoding="utf-8")
    try:
        root = etree.fromstring(f"<html><body>{text}{_END_MARK}".encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    # Of what makes it stop (a depth of 2048) the parser speaks only here.
    if root is None or any(entry.level >= etree.ErrorLevels.FATAL for entry in parser.error_log):
        fail("网页的内部结构读不出来（也许嵌套太深），请改为粘贴纯文字")
    return _Reader(fail, frames, pictures).manuscript(root, name)


def _fragment(text: str) -> str:
    """What was copied, of all that the clipboard has."""
    start = _FRAGMENT_START.search(text)
    ends = list(_FRAGMENT_END.finditer(text, start.end())) if start else []
    if start and ends:
        return text[start.end() : ends[-1].start()]
    return text[text.find("<") :] if "<" in text else ""


def _text_of(data: bytes, fail: Fail) -> str:
    named = _CHARSET.search(data[:4_000])
    encoding = named[1].decode("ascii").lower() if named else ""
    encoding = {"gb2312": "gb18030", "gbk": "gb18030", "utf8": "utf-8"}.get(encoding, encoding)
    if encoding in ("gb18030", "utf-8", "big5") and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode(encoding, "replace")
        if text.count("\ufffd") * 100 <= len(text):
            return text.removeprefix("\ufeff")
    return decoded(data, fail)[0]


@dataclass(frozen=True, slots=True)
class _Style:
    """What elements hand down to the text in them."""

    align: Align = ""
    face: str = ""
    size: float | None = None
    bold: bool = False
    indent: float | None = None
    tag: str = ""
    pre: bool = False
    hidden: bool = False
    depth: int = 0
    struck: bool = False
    raised: bool = False


@dataclass(slots=True)
class _Open:
    """A paragraph being read."""

    style: _Style
    runs: list[tuple[str, _Style]] = field(default_factory=list)
    listed: Listed | None = None


@dataclass(slots=True)
class _List:
    """A list with numbers: the last, how far it is to the next, and how they are written."""

    number: int
    step: int = 1
    marker: str = "decimal."

    def mark(self) -> str:
        """What stands before the entry."""
        return formatted(self.number, self.marker[:-1]) + self.marker[-1] if self.marker else ""


@dataclass(slots=True)
class _Stretch:
    """What was read of the page, or apart from it of a cell: paragraphs, and notes with the places of these;
    -1 is before the first."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its paragraphs, one below the other."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def last(self) -> int:
        """The place of its last paragraph so far."""
        return len(self.paragraphs) - 1

    def add(self, other: _Stretch) -> None:
        """What was read apart, behind what is here."""
        shift = len(self.paragraphs)
        self.paragraphs += other.paragraphs
        self.notes += (replace(note, paragraph=note.paragraph + shift) for note in other.notes)

    def leave_out(self, other: _Stretch) -> None:
        """Of what was read apart and is not taken in: what its notes say."""
        self.notes += (replace(note, paragraph=self.last) for note in other.notes)


@dataclass(slots=True)
class _Cells:
    """A table being read: for each row its cells."""

    rows: list[list[_Stretch]] = field(default_factory=list)
    stray: _Stretch = field(default_factory=_Stretch)
    """What stands in no cell: a caption above all."""
    outer: _Stretch = field(default_factory=_Stretch)
    beside: bool = False
    """Whether it is no table of the page's, but pictures that stood side by side."""
    tags: list[list[CellTags]] = field(default_factory=list)
    """What the tags of each cell say."""
    typed: dict[tuple[int, int], list[str]] = field(default_factory=dict)
    """What was typed into the boxes of cells, by row and column."""


class _Reader:
    """Goes through a page once; a table's cells are put aside until it ends."""

    def __init__(self, fail: Fail, frames: int, pictures: PagePictures) -> None:
        self._fail = fail
        self._pictures = pictures
        self._frames = frames
        self._out = _Stretch()
        self._told = 0
        self._open: _Open | None = None
        self._tables: list[_Cells] = []
        self._bullets: Counter[str] = Counter()
        self._numbers = 0
        self._listed: Listed | None = None
        """What the paragraph that begins next is listed as."""
        self._furniture: list[str] = []
        """What the page does not show and is not worth a sentence of its own."""
        self._titles: list[str] = []
        self._count = 0
        self._lists: list[_List | None] = []
        self._boxes: list[str] = []
        """Text boxes that stand in comments, for Word alone."""
        self._struck: list[str] = []
        self._gone: list[str] = []
        """What is marked as deleted."""
        self._flat = 0
        """Tables that are deeper than they are read as such."""
        self._more: list[Note] = []
        """Notes beyond the most."""
        self._ended = False

    def manuscript(self, root: etree._Element, name: str) -> Manuscript:
        """All of the page."""
        unplaced = place_notes(root)
        place_rows(root)
        styles = [_Style()]
        skipped = 0
        for event, element in etree.iterwalk(root, events=("start", "end", "comment")):
            tag = element.tag.lower() if isinstance(element.tag, str) else ""
            if event == "comment":
                if not skipped:
                    self._commented(element.text or "")
                    self._text(element.tail, styles[-1])
                continue
            if event == "start":
                style = _inner(tag, element, styles[-1])
                styles.append(style)
                if tag == "title" and len(self._titles) < _MOST_TITLES:
                    self._titles.append(" ".join("".join(element.itertext()).split()))
                elif tag == "title" and not skipped:
                    self._furniture.append(" ".join("".join(element.itertext()).split()))
                if tag in _SILENT or style.hidden:
                    if not skipped:
                        self._pass_over(tag, element, style)
                    skipped += 1
                if not skipped:
                    self._start(tag, element, style)
                    self._text(element.text, style)
                continue
            styles.pop()
            if skipped:
                skipped -= tag in _SILENT or _inner(tag, element, styles[-1]).hidden
            else:
                self._end(tag)
            if not skipped:
                self._text(element.tail, styles[-1])
        self._close()
        while self._tables:
            self._end("table")
        for words in unplaced:
            self._tell_note("comment", words)
        return self._finished(name)

    def _finished(self, name: str) -> Manuscript:
        paragraphs = tuple(self._out.paragraphs)
        paragraphs = paragraphs[: max((at + 1 for at, one in enumerate(paragraphs) if one.text), default=0)]
        last = max(len(paragraphs) - 1, 0)
        notes = [_in_place(note, last) for note in self._out.notes]
        if self._bullets:
            count = self._bullets.total()
            notes.append(Note("bullet", 0, f"{count}段前面的项目符号没有取用{by_sign(self._bullets)}。"))
        if self._numbers:
            notes.append(Note("numbering", 0, f"{self._numbers}段的自动编号已变成文字。", look=False))
        broken = [(at, one.text.count("\ufffd")) for at, one in enumerate(paragraphs) if "\ufffd" in one.text]
        if broken:
            count = sum(count for _, count in broken)
            notes.append(unreadable(broken[0][0], count))
        if self._more:
            words = "\n".join(note.words or note.message for note in self._more)
            message = f"类似的情况还有{len(self._more)}处，没有一一列出。"
            notes.append(Note("more", last, message, words))
        notes += self._of_page(paragraphs)
        if not self._ended:
            after = f"“{shown(paragraphs[-1].text[-12:])}”之后" if paragraphs else "开头"
            message = f"网页的代码在{after}断开了，后面的内容没有读出来，请对照原网页补上。"
            notes.append(Note("cut", last, message))
        return Manuscript(name, paragraphs, tuple(sorted(notes, key=lambda note: note.paragraph)))

    def _of_page(self, paragraphs: Sequence[Paragraph]) -> Iterator[Note]:
        """What belongs to the page, not to what is written on it."""
        said = "".join("".join(paragraph.text.split()) for paragraph in paragraphs)
        titles = [title for title in self._titles if "".join(title.split()) not in said]
        if titles:
            words = "｜".join(titles)
            message = f"网页窗口上的标题“{shown(words, _QUOTED)}”没有取用。"
            yield Note("title", 0, message, words, look=False)
        said += "".join("".join(note.words.split()) for note in (*self._out.notes, *self._more))
        boxes = [words for words in self._boxes if "".join(words.split()) not in said]
        for rule, texts, what in (
            ("text-box", boxes, "文本框里的文字“{}”没有取用，请看看要不要。"),
            ("deleted", self._gone, "网页上删去的“{}”没有取用。"),
            ("struck", self._struck, "“{}”带删除线，文字仍保留，请确认要不要删。"),
        ):
            if texts:
                words = "\n".join(texts)
                yield Note(rule, 0, what.format(shown("；".join(texts), _QUOTED)), words * (rule != "struck"))
        if self._furniture:
            count = f"有{len(self._furniture)}处" if len(self._furniture) > 1 else ""
            quoted = shown("｜".join(self._furniture), _QUOTED)
            message = f"网页上不显示的文字{count}没有取用：“{quoted}”。"
            yield Note("furniture", 0, message, "\n".join(self._furniture), look=False)

    # ---- elements

    def _start(self, tag: str, element: etree._Element, style: _Style) -> None:
        if tag in _BLOCKS or tag == "table":
            self._close()
        if tag == _END:
            self._ended = True
        elif tag == TAG:
            self._own_note(element, style)
        elif tag == "br":
            self._add("\n", style)
        elif tag in ("ol", "ul", "menu"):
            self._lists.append(_list(tag, element))
        elif tag == "li":
            self._item(element)
        elif tag == "table" and (self._flat or len(self._tables) >= _MOST_TABLES):
            self._flat += 1
        elif self._flat and tag in ("tr", "td", "th"):
            pass
        elif tag == "table":
            self._tables.append(_Cells(outer=self._out, beside=element.get(ROW) is not None))
            self._out = self._tables[-1].stray
        elif tag == "tr" and self._tables:
            self._tables[-1].rows.append([])
            self._tables[-1].tags.append([])
        elif tag in ("td", "th") and self._tables:
            if not self._tables[-1].rows:
                self._tables[-1].rows.append([])
                self._tables[-1].tags.append([])
            self._out = _Stretch()
            self._tables[-1].rows[-1].append(self._out)
            self._tables[-1].tags[-1].append(cell_tags(element))
            self._listed = None
        elif tag in _NAMED:
            self._name(tag, element)
        elif tag == "input" and (element.get("type") or "text").lower() in _TYPED_INTO:
            if words := " ".join((element.get("value") or "").split()):
                self._box(words)
        elif tag in ("p", "div"):
            self._open = None

    def _item(self, element: etree._Element) -> None:
        depth = max(len(self._lists) - 1, 0)
        if not self._lists or self._lists[-1] is None:
            self._bullet(_DISC, depth)
            return
        given = _whole(element.get("value"))
        entry = self._lists[-1]
        entry.number = entry.number + entry.step if given is None else given
        if mark := entry.mark():
            self._numbers += 1
            self._listed = Listed(depth, mark, in_text=True)

    def _bullet(self, mark: str, depth: int) -> None:
        self._bullets[mark] += 1
        self._listed = Listed(depth, mark, in_text=False)

    def _end(self, tag: str) -> None:
        if tag in _BLOCKS:
            empty = self._open is None and tag == "p"
            self._close()
            if empty:
                self._keep(Paragraph(""))
        if tag == "li" or (tag in _BLOCKS and not self._lists):
            self._listed = None
        if tag in ("ol", "ul", "menu") and self._lists:
            self._lists.pop()
        elif tag in ("td", "th") and self._tables and not self._flat:
            self._out = self._tables[-1].stray
        elif tag == "table" and self._flat:
            self._close()
            self._flat -= 1
        elif tag == "table" and self._tables:
            self._close()
            self._table(self._tables.pop())

    def _table(self, cells: _Cells) -> None:
        self._out = cells.outer
        self._out.add(cells.stray)
        if self._pictures_in(cells):
            return
        if cells.beside:
            for cell in (cell for row in cells.rows for cell in row):
                self._out.add(cell)
            return
        texts = [[cell.text for cell in row] for row in cells.rows]
        form = self._filled_in(cells, texts)
        if form is not None:
            self._form(cells.rows, form)
            return
        for (_, _), boxes in sorted(cells.typed.items()):
            for words in boxes:
                self._typed(words)
        texts = [row for row in texts if row]
        rows = [row for row in cells.rows if row]
        told = texts and any(cell.strip() for row in texts for cell in row)
        read = cells_to_read(texts) if told else []
        for row, column in read:
            self._out.add(rows[row][column])
        if told and not read:
            before = self._out.paragraphs[-1].text if self._out.paragraphs else ""
            caption = before if is_caption(before) else ""
            whole = [[_with_tables(cell) for cell in row] for row in rows]
            words = "\n".join("\t".join("\n".join(one.text for one in cell) for cell in row) for row in whole)
            block = data_table(whole, [row for row in cells.tags if row])
            for cell in (cell for row in rows for cell in row) if block is not None else ():
                cell.notes = [_as_lines(note) for note in cell.notes]
            self._note("table", self._out.last, described(texts, caption), words, block=block)
            shown_in = sum(len(_picture_cell(cell).pictures) for row in rows for cell in row)
            if block is not None and shown_in:
                self._note("table", self._out.last, pictures_behind(shown_in))
        elif len(read) == 1 and sum(map(len, texts)) > 1:
            others = [
                cell
                for row, cells in enumerate(texts)
                for column, cell in enumerate(cells)
                if (row, column) != read[0]
            ]
            self._note("table", self._out.last, form_note(texts, read[0]), "\n".join(others))
        self._leave_out(rows, read)

    def _leave_out(self, rows: Sequence[Sequence[_Stretch]], read: Iterable[tuple[int, int]]) -> None:
        """Says of the cells that were not read what their notes say."""
        taken = set(read)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if (at, column) not in taken:
                    self._out.leave_out(cell)

    def _pictures_in(self, cells: _Cells) -> bool:
        """Takes the pictures of a table that holds little else, with their captions; whether it is one."""
        found = table_of_pictures([[_picture_cell(cell) for cell in row] for row in cells.rows if row])
        if found is None:
            return False
        for row in found.rows:
            captions = "\n".join(filter(None, (picture.caption for picture in row.pictures)))
            named = f"（{shown('；'.join(captions.split()), 40)}）" if captions else ""
            message = f"这里{'' if cells.beside else '的表格里'}有图片{named}，没有取用。"
            self._note("picture", self._out.last, message, captions, block=row)
        for text in found.rest:
            for line in text.split("\n"):
                self._keep(Paragraph(line))
        for cell in (cell for row in cells.rows for cell in row):
            cell.notes = [note for note in cell.notes if not isinstance(note.block, Pictures)]
            self._out.leave_out(cell)
        return True

    def _filled_in(self, cells: _Cells, texts: list[list[str]]) -> Form | None:
        """The form that a table is, if it is one that holds more than other tables do. Boxes to type into are
        cells like others in it."""
        told = [list(row) for row in texts]
        for (row, column), boxes in cells.typed.items():
            if not told[row][column].strip():
                told[row][column] = "\n".join(boxes)
        form = form_of(told)
        if form is None or (not form.titled and cells_to_read([row for row in texts if row])):
            return None
        for (row, column), boxes in cells.typed.items():
            if told[row][column] != texts[row][column]:
                lines = (Paragraph(line) for box in boxes for line in box.splitlines())
                cells.rows[row][column].paragraphs += lines
            else:
                for words in boxes:
                    self._typed(words)
        return form

    def _form(self, rows: Sequence[Sequence[_Stretch]], form: Form) -> None:
        """A form's fields as labelled lines, its text as paragraphs."""
        paragraphs = self._out.paragraphs
        name = ""
        taken = set()
        if form.titled and paragraphs and names_form(paragraphs[-1].text):
            name = paragraphs.pop().text
        for one in form.stands_for():
            if isinstance(one, str):
                paragraphs.append(Paragraph(one))
            else:
                self._out.add(rows[one.row][one.column])
                taken.add((one.row, one.column))
        words = "\n".join(filter(None, (name, form.words)))
        self._note("table", self._out.last, form.said, words, look=bool(form.rest))
        self._leave_out(rows, taken)

    def _box(self, words: str) -> None:
        """What is in a box to type into: in a table it may be a form's."""
        table = self._tables[-1] if self._tables and not self._flat else None
        if table is None or not table.rows or not table.rows[-1]:
            self._typed(words)
        else:
            table.typed.setdefault((len(table.rows) - 1, len(table.rows[-1]) - 1), []).append(words)

    def _typed(self, words: str) -> None:
        """Says what somebody typed into a box of the page."""
        message = f"输入框里的文字“{shown(' '.join(words.split()), _QUOTED)}”没有取用，请核对要不要。"
        self._note("hidden", self._here(), message, words)

    def _commented(self, comment: str) -> None:
        """Remembers the text boxes that Word writes for itself alone, mostly to write them again."""
        if comment.lstrip().startswith("[if"):
            for box in comment.split("<v:textbox")[1:]:
                words = _TAG.sub(" ", box.partition("</v:textbox>")[0].partition(">")[2])
                self._boxes.append(" ".join(unescape(words).split()))

    def _pass_over(self, tag: str, element: etree._Element, style: _Style) -> None:
        """Says of what is not shown, if it is worth it."""
        words = " ".join("".join(element.itertext()).split())
        if tag == "script" and (element.get("type") or "").strip().lower() in _WRITTEN_IN_SCRIPTS:
            words = " ".join(unescape(_TAG.sub(" ", words)).split())
        elif tag in _CODE:
            return
        if tag == "math":
            self._equation(element, words, style)
            return
        if tag == "iframe" and element.get("srcdoc") and self._frames < _MOST_FRAMES:
            self._page(element.get("srcdoc"))
            return
        if tag == "del" and words:
            self._gone.append(words)
            return
        if tag in _NAMED:
            self._name(tag, element, words)
            return
        if tag == "textarea" and words:
            self._box("".join(element.itertext()).strip("\r\n"))
            return
        typed = "mso-hide" in (element.get("style") or "").lower()
        if words and (typed or (len(words) >= _WORTH and any(mark in words for mark in "。！？；"))):
            holder = _HOLDERS.get(tag, "网页上不显示的文字")
            message = f"{holder}“{shown(words, _QUOTED)}”没有取用，请核对要不要。"
            self._note("hidden", self._here(), message, words)
        elif words:
            self._furniture.append(words)

    def _equation(self, element: etree._Element, words: str, style: _Style) -> None:
        made = "".join(_mathml(element, 0).split())
        if made:
            before = self._open.runs[-1][0] if self._open and self._open.runs else ""
            self._add(behind(before, made), style)
            message = f"公式“{shown(made, _QUOTED)}”按一行文字放进了正文，上下标等格式没有了，请核对。"
            self._note("equation", self._here(), message)
        if Counter(normalize("NFKC", "".join(words.split()))) - Counter(normalize("NFKC", made)):
            self._furniture.append(words)

    def _own_note(self, element: etree._Element, style: _Style) -> None:
        """A note of the writer's or a comment, where it is referred to."""
        rule, words = element.get("rule"), element.get("words")
        if words and rule != "comment":
            self._add(f"（{words}）", replace(style, raised=False))
        if words:
            self._tell_note(rule, words)

    def _tell_note(self, rule: str, words: str) -> None:
        message = NOTE_SENTENCES[rule].format(f"“{shown(words, _QUOTED)}”")
        self._note(rule, self._here(), message, words if rule == "comment" else "")

    def _page(self, page: str) -> None:
        """A page in the page's own code, read in its place."""
        self._close()
        made = _read(page, "", self._fail, self._frames + 1, self._pictures)
        at = len(self._out.paragraphs)
        for paragraph in made.paragraphs:
            self._keep(paragraph)
        for note in made.notes:
            place = at + note.paragraph - note.ahead
            self._note(note.rule, place, note.message, note.words, look=note.look, block=note.block)

    def _name(self, tag: str, element: etree._Element, inside: str = "") -> None:
        if tag == "img" and _whole(element.get("width")) in (0, 1):
            return
        words = element.get("alt") or element.get("title") or inside
        named = f"（{shown(words, 40)}）" if words.strip() else ""
        told = (element.get("alt") or "", element.get("title") or "", inside, element.get("srcdoc") or "")
        made = self._pictures.picture(element.get("src") or "", *size_of(element)) if tag == "img" else None
        why, block = ("", made) if isinstance(made, Pictures) else (made.why if made else "", None)
        if made is not None and block is None and not why:
            return  # decoration, of which a page is full
        message = f"这里有{_NAMED[tag]}{named}，没有取用{f'：{why}' if why else ''}。"
        self._note("picture", self._here(), message, _once(told), block=block)
        if block is not None and (changed := self._pictures.pictured.changed(block)):
            self._note("picture-changed", self._here(), changed)

    def _here(self) -> int:
        return len(self._out.paragraphs) - (self._open is None)

    def _note(
        self,
        rule: str,
        at: int,
        message: str,
        words: str = "",
        *,
        look: bool = True,
        block: Table | Pictures | None = None,
    ) -> None:
        held = self._out.notes if self._told < _MOST_NOTES else self._more
        self._told += 1
        held.append(Note(rule, at, message, words, look, block))

    # ---- text

    def _text(self, text: str | None, style: _Style) -> None:
        if not text:
            return
        if text.endswith(_END_MARK):  # behind <plaintext> all is text
            text, self._ended = text.removesuffix(_END_MARK), True
        if style.tag == "mso-ignore":
            mark = "".join(text.split()).replace("\xa0", "")
            if mark in _BULLETS:
                self._bullet(_SIGNS.get(mark, mark), style.depth)
            elif mark:
                self._numbers += 1
                self._add(mark, style).listed = Listed(style.depth, mark, in_text=True)
            return
        if not style.pre:
            # Word ends its lines of HTML between Han, where no space is meant.
            text = _LINE_IN_HAN.sub("", text)
            text = _BLANKS.sub(" ", text)
        if self._open is None and not text.strip(" \n"):
            return
        self._add(text, style)

    def _add(self, text: str, style: _Style) -> _Open:
        """The open paragraph with more text."""
        if self._open is None:
            self._open = _Open(style)
        runs = self._open.runs
        if self._listed is not None:
            if self._listed.in_text:
                runs.append((self._listed.mark, style))
            self._open.listed, self._listed = self._listed, None
        if text.startswith(" ") and runs and runs[-1][0].endswith((" ", "\n")):
            text = text[1:]
        if style.raised and runs:
            text = raised(text, runs[-1][0])
        if style.struck and text.strip():
            self._struck.append(text.strip())
        runs.append((text, style))
        return self._open

    def _close(self) -> None:
        opened, self._open = self._open, None
        if opened is None:
            return
        pieces = [(text.replace("\u200b", "").replace("\ufeff", ""), style) for text, style in opened.runs]
        text = "".join(piece for piece, _ in pieces)
        # A browser shows no space at the edges of a line; line feeds in the source part no Han.
        text = _SPACE_AT_EDGE.sub("", _LINE_EDGE.sub("\n", text))
        cut = len(text) - len(text.lstrip(" \n"))
        text = text.strip(" \n").replace("\xa0", " ")
        weights: Counter[tuple[str, float | None, bool]] = Counter()
        for piece, style in pieces:
            weights[style.face, style.size, style.bold] += len("".join(piece.split()))
        face, size, bold = max(weights, key=lambda key: weights[key], default=("", None, False))
        base = opened.style
        outline = int(base.tag[1]) if re.fullmatch("h[1-6]", base.tag) else None
        look = Look(base.tag, outline, base.align, base.indent, size, face, bold)
        lead = min(max(_lead(pieces) - cut, 0), len(text))
        lead = lead if lead < len(text) else 0
        self._keep(Paragraph(text, look, lead, opened.listed, _bold(pieces, text)))

    def _keep(self, paragraph: Paragraph) -> None:
        self._count += 1
        if self._count > MAX_PARAGRAPHS:
            self._fail(f"网页有{MAX_PARAGRAPHS}段以上，请只复制需要的部分")
        if reason := beyond(paragraph.text):
            self._fail(reason)
        self._out.paragraphs.append(paragraph)


def _in_place(note: Note, last: int) -> Note:
    """A note whose place is one of the page's paragraphs, of which `last` is the last."""
    ahead = note.paragraph < 0 and note.block is not None
    return replace(note, paragraph=min(max(note.paragraph, 0), last), ahead=ahead)


def _picture_cell(cell: _Stretch) -> PictureCell:
    shown_here = (note.block.pictures for note in cell.notes if isinstance(note.block, Pictures))
    return PictureCell([one for pictures in shown_here for one in pictures], cell.text)


def _with_tables(cell: _Stretch) -> list[Paragraph]:
    """The paragraphs of a cell, with the rows of tables in it as lines where they stand."""
    made = list(cell.paragraphs)
    for note in reversed(cell.notes):
        if isinstance(note.block, Table):
            at = note.paragraph + 1
            made[at:at] = map(Paragraph, as_text(note.block).split("\n"))
    return made


def _as_lines(note: Note) -> Note:
    """A note in a table's cell, whose table has become lines of it."""
    of_table = isinstance(note.block, Table)
    return replace(note, message=f"表格里：{TABLE_IN_CELL}", words="", block=None) if of_table else note


def _bold(pieces: list[tuple[str, _Style]], text: str) -> tuple[tuple[int, int], ...]:
    """Where the bold characters of the text are that was made of pieces by leaving spaces out; nowhere if all
    are bold or none."""
    heavy = [style.bold for piece, style in pieces for _ in "".join(piece.split())]
    if not any(heavy) or all(heavy):
        return ()
    found: list[tuple[int, int]] = []
    weights = iter(heavy)
    was_bold = False
    for at, char in enumerate(text):
        if char.isspace():
            continue
        bold = next(weights, False)
        if bold and was_bold:
            found[-1] = found[-1][0], at + 1
        elif bold:
            found.append((at, at + 1))
        was_bold = bold
    return tuple(found)


def _lead(pieces: list[tuple[str, _Style]]) -> int:
    """How many characters at the beginning are set apart by face or weight."""
    key: tuple[str, bool] | None = None
    lead = 0
    rest: Counter[tuple[str, bool]] = Counter()
    for text, style in pieces:
        own = (style.face, style.bold)
        if rest or (key is not None and own != key and text.strip()):
            rest[own] += len(text.strip())
            continue
        if key is None and text.strip():
            key = own
        lead += len(text)
    if key is None or not rest:
        return 0
    following = max(rest, key=lambda other: rest[other])
    if following == key or rest[key] * 2 > sum(rest.values()):
        return 0
    return lead if key[0] != following[0] or (key[1] and not following[1]) else 0


# ---- styles


def _inner(tag: str, element: etree._Element, outer: _Style) -> _Style:
    """The style inside an element."""
    given = {}
    for rule in (element.get("style") or "")[:4_000].split(";"):
        key, _, value = rule.partition(":")
        given[key.strip().lower()] = value.strip()
    align = outer.align
    if tag not in _IN_LINES:
        align = _ALIGN.get((given.get("text-align") or element.get("align") or "").lower(), align)
    if tag == "center":
        align = "centre"
    bold = outer.bold or tag in ("b", "strong", "th") or bool(re.fullmatch("h[1-6]", tag))
    weight = given.get("font-weight", "").lower()
    if weight:
        figures = len(weight) < 5 and weight.isascii() and weight.isdigit()
        bold = weight in ("bold", "bolder") or (figures and int(weight) >= 600)
    face = _face(
        given.get("mso-fareast-font-family") or given.get("font-family") or element.get("face") or ""
    )
    size = outer.size
    if "font-size" in given:
        size = _points(given["font-size"], outer.size) or _SIZES.get(given["font-size"].lower(), size)
    elif tag == "font" and element.get("size") in _FONT_SIZES:
        size = _FONT_SIZES[element.get("size")]
    indent = outer.indent
    if "mso-char-indent-count" in given:
        indent = _number(given["mso-char-indent-count"])
    elif "text-indent" in given:
        indent = _ems(given["text-indent"], size)
    hidden = _is_off(element, given)
    name = tag if tag in _BLOCKS and tag not in ("body", "html") else outer.tag
    if "ignore" in given.get("mso-list", "").lower():
        name = "mso-ignore"
    elif outer.tag == "mso-ignore":
        name = outer.tag
    return _Style(
        align,
        face or outer.face,
        size,
        bold,
        indent,
        name,
        outer.pre or tag in _AS_TYPED,
        outer.hidden or hidden,
        int(level[1]) - 1 if (level := _LEVEL.search(given.get("mso-list", ""))) else outer.depth,
        outer.struck or tag in ("s", "strike") or "line-through" in given.get("text-decoration", "").lower(),
        tag == "sup" or given.get("vertical-align", "").lower() == "super" or (outer.raised and tag != "sub"),
    )


def _is_off(element: etree._Element, given: Mapping[str, str]) -> bool:
    """Whether a browser shows nothing of an element by what is written at it."""
    if element.tag == "del" or (element.tag == "dialog" and element.get("open") is None):
        return True
    if element.get("hidden") is not None and element.get("hidden").lower() != "until-found":
        return True
    return given.get("display", "").lower() == "none" or given.get("mso-hide", "").lower() == "all"


def _list(tag: str, element: etree._Element) -> _List | None:
    """What a list counts by; None where it has bullets."""
    marker = _MARKERS.get(element.get("type") or "", "decimal.") if tag == "ol" else None
    for rule in (element.get("style") or "")[:1_000].lower().split(";"):
        key, _, value = rule.partition(":")
        if key.strip().startswith("list-style"):
            words = value.split()
            if "none" in words and tag != "ol":
                marker = ""
            elif tag == "ol":
                marker = next((_MARKERS[word] for word in words if word in _MARKERS), marker)
    if marker is None:
        return None
    start = _whole(element.get("start"))
    if element.get("reversed") is not None:
        entries = sum(child.tag == "li" for child in element)
        return _List((entries if start is None else start) + 1, -1, marker)
    return _List((1 if start is None else start) - 1, 1, marker)


_DEEPEST_EQUATION = 60


def _mathml(element: etree._Element, depth: int) -> str:
    """An equation of MathML in a line."""
    if not isinstance(element.tag, str) or element.tag.startswith("annotation"):
        return ""
    if depth > _DEEPEST_EQUATION or not len(element):
        return (element.text or "").strip()
    terms = [_mathml(child, depth + 1) for child in element]
    match element.tag, terms:
        case "mfrac", [over, under]:
            return f"{as_term(over)}/{as_term(under)}"
        case "msup", [base, power]:
            small = raised(power, base)
            return base + (small if small != power else f"^{as_term(power)}")
        case "msqrt", _:
            return root("", "".join(terms))
        case "mroot", [of, degree]:
            return root(degree, of)
    made = element.text or ""
    for child, term in zip(element, terms, strict=True):
        made += behind(made, term) + (child.tail or "").strip()
    return made


def _once(words: Iterable[str]) -> str:
    """Words, each but once."""
    return "\n".join(dict.fromkeys(filter(None, (" ".join(one.split()) for one in words))))


def _face(families: str) -> str:
    for family in families.split(","):
        face = family.strip().strip("\"'").strip()
        if face and not _LATIN_FACES.match(face):
            return face[:60]
    return ""


def _points(text: str, outer: float | None) -> float | None:
    found = _LENGTH.match(text)
    if not found or found[2] is None:
        return None
    value = float(found[1])
    if found[2] in _POINTS:
        return round(value * _POINTS[found[2]], 2)
    if found[2] in ("em", "%"):
        return round((outer or 12.0) * value / (100 if found[2] == "%" else 1), 2)
    return value * 12 if found[2] == "rem" else None


def _ems(text: str, size: float | None) -> float | None:
    found = _LENGTH.match(text)
    if not found:
        return None
    if found[2] in ("em", "rem", "char"):
        return float(found[1])
    points = _points(text, size)
    return None if points is None or found[2] == "%" else round(points / (size or 12.0), 2)


def _number(text: str) -> float | None:
    found = _LENGTH.match(text)
    return float(found[1]) if found else None


def _whole(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else None
