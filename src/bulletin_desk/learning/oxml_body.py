"""Running text of a Word file: paragraphs with their pieces, fields, numbers and tables. What was deleted is
left out and what was inserted stands, as in the document when all changes are accepted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.intake import oxml_tree as tree
from bulletin_desk.intake.numbering import Counters
from bulletin_desk.intake.oxml import equation
from bulletin_desk.intake.symbols import SYMBOL_FACES, sign_of
from bulletin_desk.learning.oxml_drawings import Drawings
from bulletin_desk.learning.oxml_fields import Fields, Shown
from bulletin_desk.learning.oxml_props import NOTHING, Props, is_on, props
from bulletin_desk.learning.oxml_styles import Theme
from bulletin_desk.learning.oxml_tables import TableReader
from bulletin_desk.learning.word_formats import NO_TABLE, Around, Formats
from bulletin_desk.learning.word_joins import joined, merged, with_page_breaks
from bulletin_desk.learning.word_model import (
    COLUMN_BREAK,
    LINE_BREAK,
    PAGE_BREAK,
    TAB,
    GeneratedNumber,
    Piece,
    PlacedTab,
    Run,
    RunFormat,
    Section,
    Unread,
    WordBlock,
    WordParagraph,
    WordSettings,
)

_DEEPEST = 20
"""Tables, boxes and notes in each other."""
_WRAPPERS = frozenset(
    (
        *("hyperlink", "smartTag", "customXml", "dir", "bdo", "sdt", "sdtContent", "ins", "moveTo"),
        *("rubyBase", "ruby", "Choice", "Fallback"),
    )
)
_GONE = frozenset(("del", "moveFrom"))
_UNDERSTOOD = frozenset(
    (
        "wps",
        "wpg",
        "wpc",
        "wp14",
        "w14",
        "w15",
        "w16",
        "w16cex",
        "w16cid",
        "w16se",
        "w16sdtdh",
        "a14",
        "pic14",
    )
)
"""Namespaces of which an alternative may make use and still be read (`mc:Choice`, part 3, 10.2.1)."""
_TAB_SIDES: dict[str, Literal["left", "centre", "right"]] = {
    "left": "left",
    "center": "centre",
    "right": "right",
}
_UNREAD = {
    "oMath": "公式",
    "oMathPara": "公式",
    "altChunk": "嵌在里面的文件",
    "subDoc": "子文档",
    "contentPart": "墨迹",
}
_QUOTED = 60


@dataclass
class Shared:
    """What all parts of a document have in common while it is read."""

    formats: Formats
    theme: Theme
    settings: WordSettings
    counters: Counters
    unread: list[Unread] = field(default_factory=list)
    notes: dict[tuple[str, str], etree._Element] = field(default_factory=dict)
    referred: list[tuple[str, str]] = field(default_factory=list)

    def tell(self, what: str, where: str = "", words: str = "") -> None:
        """Notes what is not read as it is."""
        self.unread.append(Unread(what, where[:_QUOTED], " ".join(words.split())[:_QUOTED]))


class Body:
    """Reads the blocks of one part. `sections` are those of the document, which paragraphs end one by one;
    other parts have one: that which they belong to. `pictures` are parts by their identifiers."""

    def __init__(
        self,
        shared: Shared,
        root: etree._Element,
        sections: tuple[Section, ...],
        pictures: dict[str, str],
        first_section: int = 0,
    ) -> None:
        self._shared = shared
        self._sections = sections
        self._section = first_section
        self._fields = Fields(tree.unclosed_fields(root))
        self._drawings = Drawings(shared.theme, pictures, self._written, shared.tell)
        self._depth = 0

    @property
    def section(self) -> int:
        """The section that is being read."""
        return self._section

    @property
    def _here(self) -> Section:
        return self._sections[min(self._section, len(self._sections) - 1)]

    # ---- blocks

    def blocks(
        self, parent: etree._Element, around: Around = NO_TABLE, width: Fraction | None = None
    ) -> tuple[WordBlock, ...]:
        """What stands in a body, a cell, a text box, a header. `width` is how wide lines may be there."""
        if self._depth >= _DEEPEST:
            self._shared.tell("层层相套，没有读到底的内容", "", _words(parent))
            return ()
        self._depth += 1
        here = self._here
        room = width if width is not None else here.width - here.left - here.right - here.gutter
        made: list[WordBlock] = []
        waiting: WordParagraph | None = None
        for name, element in unwrapped(parent):
            if name == "p":
                paragraph, joins = self._paragraph(element, around)
                if waiting is not None:
                    paragraph = joined(waiting, paragraph)
                waiting = paragraph if joins else None
                if not joins:
                    made.append(paragraph)
            elif name == "tbl":
                reader = TableReader(
                    self._shared.formats, self.blocks, unwrapped, self._shared.settings.compatibility
                )
                made.append(reader.table(element, room, self._section, around))
            elif name in _UNREAD:
                self._shared.tell(_UNREAD[name], "", _words(element))
        if waiting is not None:
            made.append(waiting)
        self._depth -= 1
        return with_page_breaks(made)

    def _written(self, parent: etree._Element, width: Fraction) -> tuple[WordBlock, ...]:
        """What is written in a shape, which may stand in a field or a list of its own."""
        kept, self._fields = self._fields, Fields(tree.unclosed_fields(parent))
        made = self.blocks(parent, NO_TABLE, width)
        self._fields = kept
        return made

    # ---- paragraphs

    def _paragraph(self, element: etree._Element, around: Around) -> tuple[WordParagraph, bool]:
        """A paragraph, and whether the next one goes on in it."""
        formats = self._shared.formats
        properties = tree.child(element, "pPr")
        own = props(properties)
        said = formats.said_of_paragraph(own, around)
        mark_said = props(tree.child(properties, "rPr"))
        mark = formats.run(own, {name: value for name, value in mark_said.items() if name != "ins"}, around)
        pieces: list[Piece] = []
        self._starts: list[int] = []
        self._read(element, pieces, own, around)
        parts = merged(pieces)
        first = next(
            (one.format for one in parts if isinstance(one, Run) and one.text.strip(TAB + " ")), mark
        )
        chain = formats.paragraph_chain(own)
        grid = self._here.grid
        made = WordParagraph(
            parts,
            formats.paragraph(said, chain[-1] if chain else None, first.size, grid),
            mark,
            self._number(own, mark_said, around),
            self._section,
            tuple(self._starts),
        )
        gone = "del" in mark_said or "moveFrom" in mark_said
        joins = gone or bool(mark.hidden and not parts) or bool(is_on(mark_said, "specVanish"))
        if tree.child(properties, "sectPr") is not None:
            self._section += 1
        return made, joins or own.get("framePr", {}).get("dropCap") in ("drop", "margin")

    def _number(self, own: Props, mark: Props, around: Around) -> GeneratedNumber | None:
        formats = self._shared.formats
        place = formats.numbering(own)
        level = formats.level(place)
        found = self._shared.counters.next(*place) if place is not None else None
        if place is None or level is None or found is None or not found.text:
            return None
        shown = formats.run(
            own, {name: value for name, value in mark.items() if name != "u"}, around, level.run
        )
        text = found.text
        if found.is_bullet:
            face = found.face or shown.latin
            text = "".join(_shown(char, face, "●") for char in text)
        follow: Literal["tab", "space", "nothing"] = (
            "space" if level.follow == "space" else "nothing" if level.follow == "nothing" else "tab"
        )
        align = _TAB_SIDES.get(level.align, "left")
        return GeneratedNumber(text, shown, follow, found.is_bullet, place[1], align)

    # ---- runs

    def _read(self, parent: etree._Element, pieces: list[Piece], own: Props, around: Around) -> None:
        for name, child in unwrapped(parent):
            if name == "r":
                self._run(child, pieces, own, around)
            elif name == "fldSimple":
                self._fields.begin(tree.get(child, "instr") or "", shows=True)
                self._read(child, pieces, own, around)
                self._end_field(self._fields.end(), pieces, self._shared.formats.run(own, NOTHING, around))
            elif name in _UNREAD:
                self._unknown(name, child, pieces, own, around)

    def _unknown(
        self, name: str, child: etree._Element, pieces: list[Piece], own: Props, around: Around
    ) -> None:
        words = equation(child) if name in ("oMath", "oMathPara") else _words(child)
        self._shared.tell(_UNREAD[name], _said(pieces), words)
        self._add(pieces, words, self._shared.formats.run(own, NOTHING, around))

    def _run(self, run: etree._Element, pieces: list[Piece], own: Props, around: Around) -> None:
        said = props(tree.child(run, "rPr"))
        shown = self._shared.formats.run(own, said, around)
        if shown.hidden:
            if words := _words(run):
                self._shared.tell("隐藏的文字", _said(pieces), words)
            return
        if said.get("eastAsianLayout", {}).get("combine") in ("1", "true", "on"):
            self._shared.tell("双行合一", _said(pieces), _words(run))
        for name, child in unwrapped(run):
            match name:
                case "t":
                    text = _plain(child.text or "")
                    text = "".join(_shown(char, shown.latin) for char in text)
                    self._add(pieces, text.upper() if shown.capitals else text, shown)
                case "tab":
                    self._add(pieces, TAB, shown)
                case "ptab":
                    self._placed_tab(child, pieces, shown)
                case "cr":
                    self._add(pieces, LINE_BREAK, shown)
                case "br":
                    breaks = {"page": PAGE_BREAK, "column": COLUMN_BREAK}
                    self._add(pieces, breaks.get(tree.get(child, "type") or "", LINE_BREAK), shown)
                case "noBreakHyphen":
                    self._add(pieces, "-", shown)
                case "sym":
                    self._symbol(child, pieces, shown)
                case "symEx":
                    self._add(pieces, tree.character(tree.any_attribute(child, "char")), shown)
                case "pgNum":
                    self._end_field(("page", ""), pieces, shown)
                case "fldChar":
                    ended = self._fields.mark(tree.get(child, "fldCharType") or "", child)
                    self._end_field(ended, pieces, shown)
                    if formula := self._fields.taken_formula():
                        self._shared.tell("域里的公式", _said(pieces), formula)
                case "instrText":
                    self._fields.code(child.text or "")
                case "footnoteReference" | "endnoteReference":
                    self._reference(name.removesuffix("Reference"), child, pieces, shown)
                case "lastRenderedPageBreak":
                    self._starts.append(sum(len(one.text) for one in pieces if isinstance(one, Run)))
                case "drawing" | "pict" | "object":
                    if self._fields.shows:
                        pieces.extend(self._drawings.read(child, _said(pieces)))
                case "rt":
                    self._shared.tell("注音", _said(pieces), _words(child))
                case "r":
                    self._run(child, pieces, own, around)
                case _ if name in _UNREAD:
                    self._unknown(name, child, pieces, own, around)

    def _add(self, pieces: list[Piece], text: str, shown: RunFormat) -> None:
        if self._fields.shows and text:
            pieces.append(Run(text, shown, *self._fields.fill()))

    def _end_field(self, ended: Shown | None, pieces: list[Piece], shown: RunFormat) -> None:
        """A page number of which the file shows nothing: it has its place all the same."""
        if ended is not None and self._fields.shows:
            pieces.append(Run("", shown, *ended))

    def _placed_tab(self, child: etree._Element, pieces: list[Piece], shown: RunFormat) -> None:
        align = _TAB_SIDES.get(tree.get(child, "alignment") or "", "left")
        of: Literal["margin", "indent"] = "indent" if tree.get(child, "relativeTo") == "indent" else "margin"
        if self._fields.shows:
            pieces.append(PlacedTab(align, of, shown))

    def _symbol(self, child: etree._Element, pieces: list[Piece], shown: RunFormat) -> None:
        face = tree.get(child, "font") or ""
        code = tree.hexadecimal(tree.get(child, "char") or "")
        sign = sign_of(face, code)
        if not sign:
            self._shared.tell("认不出的符号", _said(pieces), f"{face} {code:04X}")
        self._add(pieces, sign, shown)

    def _reference(self, kind: str, child: etree._Element, pieces: list[Piece], shown: RunFormat) -> None:
        key = kind, tree.get(child, "id") or ""
        if key in self._shared.notes:
            self._shared.referred.append(key)
            count = sum(other == kind for other, _ in self._shared.referred)
            self._add(pieces, str(count), shown)


def unwrapped(parent: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """An element's children by their names, with what stands in wrappers in the wrappers' place: content
    controls, links, insertions, and of alternatives the one that can be read."""
    waiting = [iter(parent)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
            continue
        name = tree.local(child)
        if name == "AlternateContent":
            chosen = chosen_of(child)
            waiting.append(iter(chosen if chosen is not None else ()))
        elif name in _WRAPPERS:
            waiting.append(iter(child))
        elif name not in _GONE and name:
            yield name, child


def chosen_of(alternatives: etree._Element) -> etree._Element | None:
    """The alternative that is read: the first that makes use of nothing unknown, else what is for older
    programs."""
    choices = list(tree.children(alternatives, "Choice"))
    for choice in choices:
        needs = set((choice.get("Requires") or "").split())
        if needs <= _UNDERSTOOD:
            return choice
    return next(iter((*tree.children(alternatives, "Fallback"), *choices)), None)


def _said(pieces: list[Piece]) -> str:
    return "".join(one.text for one in pieces if isinstance(one, Run))[-_QUOTED:]


def _plain(text: str) -> str:
    """Characters as they are shown: XML's line ends and tabs are spaces (17.3.3.31)."""
    return text.replace("\r\n", " ").translate({9: 32, 10: 32, 13: 32, 0xAD: None})


def _shown(char: str, face: str, otherwise: str = "") -> str:
    """What a face shows for a character: of symbols, letters and digits are codes."""
    code = ord(char)
    is_code = 0xF020 < code < 0xF100 or (0x20 < code < 0x100 and face.lower() in SYMBOL_FACES)
    return (sign_of(face, code) or otherwise or char) if is_code else char


def _words(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter("{*}t", "{*}string"))
