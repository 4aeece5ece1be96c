"""A manuscript from a Word file: text as it shows with all changes accepted, the look of each paragraph, and
a note for whatever is not in the text as it stood. Knows no XML and no rules of recognition.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NoReturn

from bulletin_desk.checked import Fail, shown
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.intake import oxml
from bulletin_desk.intake.form import Form, form_of
from bulletin_desk.intake.manuscript import Align, Look, Manuscript, Note, Paragraph, beyond
from bulletin_desk.intake.numbering import Counters
from bulletin_desk.intake.tables import cells_to_read, described, form_note, is_caption
from bulletin_desk.packages import read_package

MAX_PARAGRAPHS = 50_000
"""Two and a half thousand pages."""
_MOST_NOTES = 2_000
_CHAIN = 20
"""Styles based on each other that are looked at for a level of a list; Word allows eleven."""
_DEEPEST_FIELDS = 40
"""Fields inside each other; Word allows twenty. What is deeper is text like any other."""
_LONGEST_CODE = 1_000
_NO_RESULT = re.compile(r"\s*+(?:XE|TC|TA|RD|SET|ASK|BOOKMARK|PRIVATE|ADDIN|HYPERLINK|SEQ)\b", re.IGNORECASE)
_OVERLAID = "\\o\\ac"
_CIRCLED = re.compile(r"\s*+\(\s*+.\s*+[,;，；](.+)\)\s*+\Z")
_CONTENTS = re.compile(r"\s*+TOC\b", re.IGNORECASE)
_HEADING = re.compile(r"(?:heading|标题)\s*+([1-9])\Z", re.IGNORECASE)

_SYMBOL_FACES: dict[str, dict[int, str]] = {
    "wingdings": {
        code: sign
        for codes, signs in (("6C6E6F7175A8A7", "●■□□◆□▪"), ("D8E0FBFCFDFE5254", "➢→✗√☒☑☑☒"))
        for code, sign in zip(bytes.fromhex(codes), signs, strict=True)
    },
    "wingdings 2": dict(zip(bytes.fromhex("504F5254A32A"), "√×☑☒□□", strict=True)),
    "symbol": {
        code: sign
        for codes, signs in (
            (bytes(range(0x61, 0x7B)), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"),
            (bytes(range(0x41, 0x5B)), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"),
            (bytes.fromhex("B1B3A3B4B7B8B9BBB0A5AED72D"), "±≥≤×·÷≠≈°∞→·−"),
        )
        for code, sign in zip(codes, signs, strict=True)
    },
}
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
}
_PARTS = {
    "relationships": "各部分的关联",
    "styles": "样式",
    "theme": "主题",
    "numbering": "自动编号",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
}


def read_docx(path: Path) -> Manuscript:
    """The manuscript in the Word file at `path` (.docx, .docm, .dotx, .dotm). Raises UnreadableFileError."""

    def fail(reason: str) -> NoReturn:
        raise UnreadableFileError(f"打不开“{path}”：{reason}。")

    parts = read_package(path).xml
    try:
        document = oxml.read_document(parts)
        return _Reader(document, path.stem, fail).manuscript()
    except oxml.NotWordError as error:
        if error.deep:
            fail("里面的结构嵌套得太深，请在 Word 里把文字复制到一份新文档，再试一次")
        fail("它不是 Word 文件（.docx），或已损坏，请在 Word 或 WPS 里打开它另存为 .docx 再试")


@dataclass(frozen=True, slots=True)
class _Segment:
    """Characters that look alike, in pieces."""

    face: str
    size: float | None
    bold: bool
    pieces: list[str]

    @property
    def text(self) -> str:
        return "".join(self.pieces)


@dataclass(slots=True)
class _Open:
    """A paragraph being read, with what of it needs a note."""

    props: oxml.ParagraphProps
    number: str = ""
    segments: list[_Segment] = field(default_factory=list)
    said: dict[str, list[str]] = field(default_factory=dict)
    boxes: list[oxml.Box] = field(default_factory=list)
    page_end: bool = False


@dataclass(slots=True)
class _Field:
    in_code: bool = True
    code: str = ""
    contents: bool = False


class _Reader:
    """Goes through a document once, from its first paragraph to its last."""

    def __init__(self, document: oxml.Document, name: str, fail: Fail) -> None:
        self._document = document
        self._name = name
        self._fail = fail
        self._paragraphs: list[Paragraph] = []
        self._notes: list[Note] = []
        self._tables: list[tuple[int, tuple[tuple[str, ...], ...]]] = []
        """Tables to be named once the paragraphs around them are known: index in the notes, cells."""
        self._counters = Counters(document.lists)
        self._fields: list[_Field] = []
        self._deeper = 0
        """Fields that are open beyond the deepest."""
        self._open: _Open | None = None
        self._counts: Counter[str] = Counter()
        self._first: dict[str, int] = {}
        self._referred: set[tuple[str, str]] = set()
        self._chains: dict[str, tuple[oxml.ParagraphProps, oxml.FontProps]] = {}

    def manuscript(self) -> Manuscript:
        """All of it."""
        self._read(self._document.body)
        self._finish()
        self._summaries()
        count = max((at + 1 for at, one in enumerate(self._paragraphs) if one.text), default=0)
        paragraphs = tuple(self._paragraphs[:count])
        last = max(len(paragraphs) - 1, 0)
        notes = [replace(note, paragraph=min(note.paragraph, last)) for note in self._notes]
        for at, cells in self._tables:
            near = notes[at].paragraph
            around = [paragraph.text for paragraph in paragraphs[max(near - 1, 0) : near + 3]]
            captions = [text.strip() for text in around if is_caption(text)]
            captions = [text for text in captions if "图" not in text[:2]]
            notes[at] = replace(notes[at], message=described(cells, captions[0] if captions else ""))
        notes.sort(key=lambda note: note.paragraph)
        if len(notes) > _MOST_NOTES:
            rest = len(notes) - _MOST_NOTES
            notes = [*notes[:_MOST_NOTES], Note("more", last, f"类似的情况还有{rest}处，没有一一列出。")]
        return Manuscript(self._name, paragraphs, tuple(notes))

    # ---- blocks

    def _read(self, blocks: Iterable[oxml.Block]) -> None:
        for block in blocks:
            if isinstance(block, oxml.Table):
                self._finish()
                self._table(block)
            elif isinstance(block, oxml.Aside):
                self._aside(block)
            else:
                self._paragraph(block)

    def _paragraph(self, paragraph: oxml.Paragraph) -> None:
        props = paragraph.props
        if self._open is None:
            self._open = _Open(props)
            self._open.number = self._number(props)
        elif not self._open.segments:
            self._open.props = props
        opened = self._open
        style_font = self._chain(props.style)[1]
        for piece in paragraph.pieces:
            self._piece(piece, opened, style_font)
        # What was not closed is broken, and must not swallow the text that follows.
        if any(entry.in_code for entry in self._fields):
            self._fields = [entry for entry in self._fields if not entry.in_code]
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
            self._notes += _notes_of(max(len(self._paragraphs) - 1, 0), "", opened.said)

    def _table(self, table: oxml.Table) -> None:
        texts = tuple(tuple(_plain(cell) for cell in row) for row in table.rows)
        if not any(texts):
            return
        read = cells_to_read(texts)
        form = form_of(texts)
        if form is not None and (form.titled or not read):
            self._form(table, form)
            return
        if read:
            for at, column in read:
                self._read(table.rows[at][column])
                self._finish()
            if len(read) == 1 and sum(map(len, texts)) > 1:
                self._note("table", form_note(texts, read[0]))
            elif len(read) > 1:
                message = f"这里的文字原在一张{len(read)}行1列的表格里，已按段落取出。"
                self._note("table", message)
            return
        self._tables.append((len(self._notes), texts))
        self._note("table", "")
        for row in table.rows:
            for cell in row:
                self._pictures_of(cell)

    def _form(self, table: oxml.Table, form: Form) -> None:
        """A form's fields as labelled lines, its text as paragraphs."""
        for one in form.fields:
            whole = one.value == _plain(table.rows[one.row][one.column]).strip()
            if not one.is_text or form.titled:
                line = f"{one.name}：" if one.is_text and whole else one.line
                self._paragraphs.append(Paragraph(line))
            if one.is_text and whole:
                self._read(table.rows[one.row][one.column])
                self._finish()
        self._note("table", form.said)

    def _pictures_of(self, blocks: Sequence[oxml.Block]) -> None:
        for piece in _pieces(blocks):
            if isinstance(piece, oxml.Thing) and piece.kind in _THINGS:
                self._note("picture", f"上面这张表格里有{_THINGS[piece.kind]}，没有取用。")

    def _finish(self) -> None:
        """Closes the open paragraph, says what is to say of it, and reads the text boxes in it."""
        opened, self._open = self._open, None
        if opened is None:
            return
        text = opened.number + "".join(segment.text for segment in opened.segments)
        if reason := beyond(text):
            self._fail(reason)
        if len(self._paragraphs) >= MAX_PARAGRAPHS:
            self._fail(f"它有{MAX_PARAGRAPHS}段以上，多得不合常理，请分成几份再试")
        at = len(self._paragraphs)
        look, lead = self._look(opened)
        self._paragraphs.append(Paragraph(text, look, lead))
        self._notes += _notes_of(at, text, opened.said)
        for box in opened.boxes:
            words = _plain(box.blocks).strip()
            if not words:
                continue
            message = f"文本框里的文字“{shown(_line(words), 20)}”放在了这一段之后，请核对位置。"
            self._notes.append(Note("text-box", at, message))
            waiting, self._fields = self._fields, []
            self._read(box.blocks)
            self._finish()
            self._fields = waiting

    # ---- pieces

    def _piece(self, piece: oxml.Piece, opened: _Open, style: oxml.FontProps) -> None:
        if isinstance(piece, oxml.Field):
            self._field(piece, opened, style)
        elif any(entry.in_code or entry.contents for entry in self._fields):
            if isinstance(piece, oxml.Text) and not any(entry.in_code for entry in self._fields):
                self._say(opened, "contents", piece.text)
        elif isinstance(piece, oxml.Text):
            self._text(piece.text, piece.font, style, piece.change, opened)
        elif isinstance(piece, oxml.Symbol):
            self._symbol(piece, opened, style)
        elif isinstance(piece, oxml.Reference):
            self._reference(piece, opened, style)
        elif isinstance(piece, oxml.Box):
            opened.boxes.append(piece)
        else:
            self._say(opened, piece.kind, piece.text)

    def _text(
        self, text: str, font: oxml.FontProps, style: oxml.FontProps, change: oxml.Change, opened: _Open
    ) -> None:
        character = self._chain(font.style)[1] if font.style else oxml.FontProps()
        hidden = font.hidden
        if hidden is None:
            hidden = bool(style.hidden) != bool(character.hidden)
        if change == "deleted":
            self._say(opened, "deleted", text)
            return
        if hidden:
            self._say(opened, "hidden", text)
            return
        if change == "inserted":
            self._say(opened, "inserted", text)
        if font.struck or (font.struck is None and (style.struck or character.struck)):
            self._say(opened, "struck", text)
        if text == "\f":
            opened.page_end = bool(opened.segments)
            return
        if opened.page_end:
            text, opened.page_end = "\n" + text, False
        default = self._document.default_font
        bold = font.bold
        if bold is None:  # toggles of styles on different levels cancel each other: 17.7.3
            bold = bool(default.bold) or bool(style.bold) != bool(character.bold)
        face = font.face or character.face or style.face or default.face or ""
        size = next(
            (level.size for level in (font, character, style, default) if level.size is not None), None
        )
        last = opened.segments[-1] if opened.segments else None
        if last is not None and (last.face, last.size, last.bold) == (face, size, bold):
            last.pieces.append(text)
        else:
            opened.segments.append(_Segment(face, size, bold, [text]))

    def _symbol(self, piece: oxml.Symbol, opened: _Open, style: oxml.FontProps) -> None:
        char = _sign(piece)
        if char:
            self._text(char, piece.font, style, "", opened)
        else:
            self._say(opened, "symbol", f"{piece.face}，编码 {piece.code:04X}")

    def _reference(self, piece: oxml.Reference, opened: _Open, style: oxml.FontProps) -> None:
        if (piece.kind, piece.identifier) in self._referred:
            return
        self._referred.add((piece.kind, piece.identifier))
        blocks = self._document.notes.get((piece.kind, piece.identifier))
        if blocks is None and piece.kind != "comment":
            self._say(opened, f"no-{piece.kind}", "")
            return
        words = _line(_plain(blocks or ()).strip())
        if piece.kind == "comment":
            author = self._document.authors.get(piece.identifier, "")
            self._say(opened, "comment", f"{author}：{words}" if author else words)
        elif words:
            self._text(f"（{words}）", oxml.FontProps(), style, "", opened)
            self._say(opened, piece.kind, words)
        for inside in _pieces(blocks or ()) if piece.kind != "comment" else ():
            if isinstance(inside, oxml.Thing) and inside.kind in _THINGS:
                self._say(opened, inside.kind, inside.text)
            elif isinstance(inside, oxml.Symbol) and not _sign(inside):
                self._say(opened, "symbol", f"{inside.face}，编码 {inside.code:04X}")

    def _field(self, piece: oxml.Field, opened: _Open, style: oxml.FontProps) -> None:
        if piece.kind == "begin":
            if piece.ends and (self._deeper or len(self._fields) >= _DEEPEST_FIELDS):
                self._deeper += 1
            elif piece.ends:  # what has no end must not swallow all that follows
                self._fields.append(_Field())
        elif self._deeper:
            self._deeper -= piece.kind == "end"
        elif not self._fields:
            return
        elif piece.kind == "code":
            if self._fields[-1].in_code:
                self._fields[-1].code = (self._fields[-1].code + piece.code[:_LONGEST_CODE])[:_LONGEST_CODE]
        elif piece.kind == "separate":
            self._fields[-1].in_code = False
            self._fields[-1].contents = bool(_CONTENTS.match(self._fields[-1].code))
            self._count("field", opened)
        else:
            ended = self._fields.pop()
            if not ended.in_code or any(entry.in_code for entry in self._fields):
                return
            overlaid = ended.code.lower().find(_OVERLAID)
            circled = _CIRCLED.match(ended.code, overlaid + len(_OVERLAID)) if overlaid >= 0 else None
            if circled and circled[1].strip():
                self._text(circled[1].strip(), oxml.FontProps(), style, "", opened)
                self._say(opened, "circled", circled[1].strip())
            elif ended.code.strip() and not _NO_RESULT.match(ended.code):
                self._say(opened, "field-code", ended.code.strip())

    # ---- numbers

    def _number(self, props: oxml.ParagraphProps) -> str:
        chain = self._chain(props.style)[0]
        list_id = chain.list_id if props.list_id is None else props.list_id
        if not list_id:
            return ""
        depth = props.depth if props.depth is not None else None
        if depth is None and props.list_id is None:
            depth = self._depth_of_style(list_id, props.style)
        if depth is None:
            depth = chain.depth or 0
        found = self._counters.next(list_id, depth)
        if found is None:
            return ""
        number, is_bullet = found
        if is_bullet:
            self._count("bullet", None)
            return ""
        if number:
            self._count("numbering", None)
        # After a mark the tab or space behind a number says nothing; after a letter it parts words.
        return (
            f"{number} " if unicodedata.category(number[-1:] or ".") in ("Nd", "Lo", "Lu", "Ll") else number
        )

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
        props = _over(opened.props, self._chain(opened.props.style)[0])
        style = self._document.styles.get(opened.props.style or self._document.default_style or "")
        name = style.name if style else ""
        outline = None if props.outline is None or props.outline > 8 else props.outline + 1
        heading = _HEADING.match(name)
        if outline is None and props.outline is None and heading:
            outline = int(heading[1])
        weights: Counter[tuple[str, float | None, bool]] = Counter()
        for segment in opened.segments:
            weights[segment.face, segment.size, segment.bold] += len("".join(segment.text.split()))
        face, size, bold = max(weights, key=lambda key: weights[key], default=("", None, False))
        indent = None
        if props.first_chars:
            indent = props.first_chars
        elif props.first is not None:
            indent = round(props.first / (size or 10.5), 2)
        elif props.first_chars is not None:
            indent = 0.0
        align: Align = props.align or ""
        return Look(name, outline, align, indent, size, face, bold), _lead(opened)

    # ---- notes

    def _note(self, rule: str, message: str) -> None:
        self._notes.append(Note(rule, max(len(self._paragraphs) - 1, 0), message))

    def _say(self, opened: _Open, rule: str, text: str) -> None:
        said = opened.said.setdefault(rule, [])
        joining = rule in ("deleted", "inserted", "hidden", "struck", "contents")
        if said and joining:
            if len(said[-1]) < 200:
                said[-1] += text
        elif len(said) < 50:
            said.append(text)

    def _count(self, rule: str, opened: _Open | None) -> None:
        self._counts[rule] += 1
        self._first.setdefault(rule, len(self._paragraphs))

    def _summaries(self) -> None:
        if self._document.unread:
            kinds = "、".join(_PARTS.get(kind, kind) for kind in self._document.unread)
            message = f"原稿的{kinds}读不出来，没有取用，请对照原稿看一遍。"
            self._notes.append(Note("unread", 0, message))
        for rule, message in (
            ("numbering", "{}段的自动编号已变成文字，请核对编号。"),
            ("bullet", "{}段前面的项目符号没有取用。"),
            ("field", "{}个域（自动更新的文字）按当前显示的结果变成了文字。"),
        ):
            if self._counts[rule]:
                self._notes.append(Note(rule, self._first[rule], message.format(self._counts[rule])))


def _notes_of(at: int, text: str, said: Mapping[str, list[str]]) -> Iterable[Note]:
    """Sentences about one paragraph."""

    def quoted(words: str, most: int = 30) -> str:
        return f"“{shown(_line(words), most)}”"

    for rule, texts in said.items():
        words = texts[0]
        if rule in ("deleted", "inserted", "joined"):
            continue
        if rule == "hidden":
            yield Note("hidden", at, f"隐藏的文字{quoted(words)}没有取用。")
        elif rule == "struck":
            yield Note("struck", at, f"{quoted(words)}带删除线，文字仍保留，请确认要不要删。")
        elif rule == "contents":
            yield Note("contents", at, f"自动目录{quoted(words)}没有取用。")
        elif rule == "comment":
            for comment in texts:
                yield Note("comment", at, f"批注没有取用：{quoted(comment, 60)}。")
        elif rule in ("footnote", "endnote"):
            kind = "脚注" if rule == "footnote" else "尾注"
            for note in texts:
                yield Note(rule, at, f"{kind}{quoted(note)}放进了正文的括号里，请确认去留。")
        elif rule == "ruby":
            yield Note("ruby", at, f"注音{quoted('、'.join(texts))}没有取用，汉字已保留。")
        elif rule == "equation":
            for equation in texts:
                yield Note(
                    "equation",
                    at,
                    f"公式{quoted(equation)}按一行文字放进了正文，上下标等格式没有了，请核对。"
                    if equation
                    else "这里有一个公式，没有取用。",
                )
        elif rule == "placeholder":
            yield Note("placeholder", at, f"没有填写的提示文字{quoted(words)}没有取用。")
        elif rule == "symbol":
            for symbol in texts:
                yield Note("symbol", at, f"有一个特殊符号（{shown(symbol, 40)}）认不出，没有取用，请补上。")
        elif rule == "circled":
            yield Note("field-code", at, f"带圈字符{quoted('、'.join(texts))}去掉了圈，请核对。")
        elif rule == "field-code":
            for code in texts:
                yield Note("field-code", at, f"有一个没有结果的域{quoted(code, 40)}，没有取用，请看原稿。")
        else:
            for description in texts:
                named = f"（{shown(_line(description), 40)}）" if description else ""
                yield Note("picture", at, f"这里有{_THINGS.get(rule, '一个图形')}{named}，没有取用。")
    changes = []
    if said.get("inserted", [""])[0]:
        changes.append(f"插入了{quoted(said['inserted'][0])}")
    if said.get("deleted", [""])[0]:
        changes.append(f"删去了{quoted(said['deleted'][0])}")
    if "joined" in said:
        changes.append("与下一段合并")
    if changes:
        yield Note("tracked-change", at, f"这一段带修订，已按接受处理：{'，'.join(changes)}，请核对。")


def _lead(opened: _Open) -> int:
    """How many characters at the beginning are set apart by face or weight from all that follows."""
    segments = [(segment.face, segment.bold, segment.text) for segment in opened.segments]
    if opened.number:
        segments.insert(0, (*(segments[0][:2] if segments else ("", False)), opened.number))
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
    )


def _font_over(own: oxml.FontProps, under: oxml.FontProps) -> oxml.FontProps:
    return oxml.FontProps(
        own.face or under.face,
        under.size if own.size is None else own.size,
        under.bold if own.bold is None else own.bold,
        under.hidden if own.hidden is None else own.hidden,
        under.struck if own.struck is None else own.struck,
        own.style,
    )


def _plain(blocks: Sequence[oxml.Block]) -> str:
    """The text of blocks, for notes and brackets: changes accepted, without fields' codes."""
    lines = []
    for block in blocks:
        if isinstance(block, oxml.Aside):
            continue
        if isinstance(block, oxml.Table):
            lines.append("\n".join(" ".join(_plain(cell) for cell in row) for row in block.rows))
            continue
        words = []
        codes = 0
        for piece in block.pieces:
            if isinstance(piece, oxml.Field):
                codes += {"begin": 1, "separate": -1}.get(piece.kind, 0)
            elif isinstance(piece, oxml.Text) and piece.change != "deleted" and not piece.font.hidden:
                words.append(piece.text if codes <= 0 else "")
            elif isinstance(piece, oxml.Symbol):
                words.append(_sign(piece) if codes <= 0 else "")
            elif isinstance(piece, oxml.Box):
                words.append(_plain(piece.blocks))
        lines.append("".join(words))
    return "\n".join(lines)


def _pieces(blocks: Iterable[oxml.Block]) -> Iterator[oxml.Piece]:
    """All that blocks hold, in tables and text boxes too."""
    for block in blocks:
        if isinstance(block, oxml.Table):
            for row in block.rows:
                for cell in row:
                    yield from _pieces(cell)
            continue
        for piece in block.pieces:
            yield piece
            if isinstance(piece, oxml.Box):
                yield from _pieces(piece.blocks)


def _sign(symbol: oxml.Symbol) -> str:
    """The character that a symbol face shows for a code; empty where nobody knows."""
    known = _SYMBOL_FACES.get(symbol.face.lower())
    if known is None and symbol.code < 0xE000:
        return chr(symbol.code) if symbol.code else ""
    return (known or {}).get(symbol.code & 0xFF, "")


def _line(text: str) -> str:
    """Paragraphs on one line."""
    return "；".join(line.strip() for line in text.splitlines() if line.strip())
