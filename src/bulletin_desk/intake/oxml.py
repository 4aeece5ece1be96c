"""All raw WordprocessingML of manuscripts, transitional and strict (ECMA-376), as plain values. Decides
nothing: what is deleted, hidden or a field's code is told, not dropped, and so is what it does not know.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeVar

from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.intake import oxml_tree as tree
from bulletin_desk.intake.equations import as_term, behind, root
from bulletin_desk.intake.manuscript import Align
from bulletin_desk.intake.numbering import List
from bulletin_desk.intake.oxml_lists import lists

_MATH = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
_DEEPEST = 40
"""Text boxes and tables inside each other. Wrappers may be in each other as deep as the parser goes."""

_CHANGES: dict[str, Change] = {
    "ins": "inserted",
    "moveTo": "inserted",
    "del": "deleted",
    "moveFrom": "deleted",
}
_WRAPPERS = frozenset(("hyperlink", "smartTag", "customXml", "dir", "bdo", "fldSimple", "sdt", "sdtContent"))
_CODES = frozenset(("instrText", "delInstrText", "fldData"))
_NO_WORDS = _CODES | frozenset(
    (
        *("posOffset", "pctPosHOffset", "pctPosVOffset", "pctWidth", "pctHeight", "align", "binData"),
        *("Anchor", "LinkType", "LockedField", "FieldCodes", "ClientData"),
    )
)
"""Elements whose characters nobody reads: codes, places, measures."""
_NO_TEXT = frozenset(
    (
        *("pPr", "rPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr"),
        *("customXmlPr", "smartTagPr", "rubyPr", "bookmarkStart", "bookmarkEnd", "proofErr"),
        *("commentRangeStart", "commentRangeEnd", "lastRenderedPageBreak", "softHyphen", "fldData"),
        *("delInstrText", "annotationRef", "footnoteRef", "endnoteRef", "separator"),
        "continuationSeparator",
    )
)
"""What holds properties and places only, or nothing that shows."""
_OPENED = _WRAPPERS | _CHANGES.keys() | {"AlternateContent"}
_READABLE = frozenset(
    (
        *("p", "r", "tbl", "tr", "tc", "t", "delText", "tab", "ptab", "cr", "br", "noBreakHyphen", "sym"),
        *("symEx", "fldChar", "footnoteReference", "endnoteReference", "commentReference", "ruby"),
        *("drawing", "pict", "object", "oMath", "oMathPara", "altChunk", "subDoc"),
    )
)
"""What an alternative must have of, to be preferred to those after it."""
_OF_THEIR_OWN = {
    "altChunk": "embedded",
    "subDoc": "subdocument",
    "contentPart": "drawing",
    "pgNum": "date",
} | {f"{unit}{length}": "date" for unit in ("day", "month", "year") for length in ("Short", "Long")}
"""Elements that show something that stands elsewhere."""
_ALIGN: dict[str, Align] = {
    "both": "justified",
    "distribute": "justified",
    "left": "left",
    "start": "left",
    "center": "centre",
    "right": "right",
    "end": "right",
}


Change = Literal["", "inserted", "deleted"]


class FontProps(NamedTuple):
    """What one place says of characters; None where it says nothing. `size` in points; `style` is an id;
    `latin` is the face of letters and signs, which may be one of symbols; `raised`: they are superscripts."""

    face: str | None = None
    size: float | None = None
    bold: bool | None = None
    hidden: bool | None = None
    struck: bool | None = None
    style: str | None = None
    latin: str | None = None
    raised: bool | None = None


class ParagraphProps(NamedTuple):
    """What one place says of a paragraph. `outline` and `depth` count from 0; `first_chars` in ems, `first`
    in points (negative: hanging); `list_id` is empty where numbering is taken off. `joins`: its mark is
    deleted or hidden (or it is a drop cap), so that the next paragraph continues it. A page begins with it
    (`new_page`) or behind it (`ends_page`)."""

    style: str | None = None
    outline: int | None = None
    align: Align | None = None
    first_chars: float | None = None
    first: float | None = None
    list_id: str | None = None
    depth: int | None = None
    joins: Literal["", "deleted", "hidden"] = ""
    new_page: bool | None = None
    ends_page: bool = False


class Style(NamedTuple):
    """A style of styles.xml."""

    name: str
    parent: str | None
    paragraph: ParagraphProps
    font: FontProps


class Text(NamedTuple):
    """Characters of a run; `"\\n"` is a line break, `"\\f"` a page's end. `change` says what a tracked change
    did with them."""

    text: str
    font: FontProps
    change: Change = ""


class Field(NamedTuple):
    """A field's begin, the end of its code, its end, or part of its code. `ends`: a begin has its end;
    `shows`: what a begin's form field (a list to choose from, a box to tick) shows."""

    kind: Literal["begin", "separate", "end", "code"]
    code: str = ""
    ends: bool = True
    shows: str = ""


class Reference(NamedTuple):
    """A place where a note or comment hangs."""

    kind: Literal["footnote", "endnote", "comment"]
    identifier: str


class Symbol(NamedTuple):
    """A character by its code in a symbol face."""

    face: str
    code: int
    font: FontProps


class Drawn(NamedTuple):
    """A picture: the part that holds its file (empty where that lies elsewhere), and how wide and high it is
    shown, in millimetres (0 where nothing says so). `cropped`: only part of it is shown."""

    part: str
    width: float = 0
    height: float = 0
    cropped: bool = False


class Thing(NamedTuple):
    """What is no text: `kind` is picture, drawing, wordart, chart, diagram, object, equation, ruby,
    placeholder, embedded, subdocument, date, alternative (another way to show something, with other words),
    unknown (an element that nobody here knows) or deep (in too many others); `text` is what can be told of it
    in words; `drawn` are the pictures in it."""

    kind: str
    text: str = ""
    drawn: tuple[Drawn, ...] = ()


class CellProps(NamedTuple):
    """How many columns of the grid a cell covers, and whether it goes on from the one above (`goes_on`)."""

    columns: int = 1
    goes_on: bool = False


class RowProps(NamedTuple):
    """The cells of a row, the columns of the grid before the first of them, and whether it is repeated."""

    cells: tuple[CellProps, ...]
    before: int = 0
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; each cell holds blocks. `props` tells of each row, `widths` of the grid's columns, in
    points."""

    rows: Sequence[Sequence[Sequence[Block]]]
    props: Sequence[RowProps] = ()
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A text box, anchored in the paragraph that holds it."""

    blocks: Sequence[Block]


Piece = Text | Field | Reference | Symbol | Thing | Box


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's own properties and all that it holds."""

    props: ParagraphProps
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands between paragraphs, rows or cells and is no text of them."""

    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Embedded:
    """A document in the document's place, in a part of its own by that name."""

    part: str


Block = Paragraph | Table | Aside | Embedded


@dataclass(frozen=True, slots=True)
class Margin:
    """A header or a footer."""

    kind: Literal["header", "footer"]
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Document:
    """All of a Word file that matters to a manuscript. Notes and comments come by kind and identifier, the
    lines above notes and what else stands among them too."""

    body: Iterable[Block]
    styles: Mapping[str, Style]
    default_style: str | None
    default_font: FontProps
    default_paragraph: ParagraphProps
    lists: Mapping[str, List]
    notes: Mapping[tuple[str, str], Sequence[Block]] = field(default_factory=dict)
    authors: Mapping[str, str] = field(default_factory=dict)
    margins: Sequence[Margin] = ()
    unread: Sequence[str] = ()
    """Kinds of parts that are named and can't be read: styles, numbering, footnotes…, relationships."""


_MAIN = "word/document.xml"
"""Where the document is unless the package says otherwise."""


def read_document(parts: Mapping[str, bytes]) -> Document:
    """The document in a package's XML parts. Raises tree.NotWordError."""
    package = tree.Parts(parts)
    try:
        main = package.related("", "officeDocument") or _MAIN
    except tree.NotWordError:
        main = _MAIN
    root = package.tree(main)
    if root is None or not tree.is_word(root) or tree.local(root) != "document":
        raise tree.NotWordError
    body = tree.child(root, "body")
    if body is None:
        raise tree.NotWordError

    unread: list[str] = []

    def parts_of(kind: str) -> Iterator[etree._Element]:
        # text can be read without styles, lists and notes
        try:
            names = package.all_related(main, kind)
        except tree.NotWordError:
            unread.append("relationships")
            return
        for name in dict.fromkeys(names):
            try:
                found = package.tree(name)
            except tree.NotWordError:
                found = None
            if found is None:
                unread.append(kind)
            else:
                yield found

    def part(kind: str) -> etree._Element | None:
        return next(parts_of(kind), None)

    themes = _theme_faces(part("theme"))
    styles, default_style, default_font, default_paragraph = _styles(part("styles"), themes)
    notes: dict[tuple[str, str], Sequence[Block]] = {}
    authors: dict[str, str] = {}
    for kind in ("footnote", "endnote", "comment"):
        told = part(f"{kind}s")
        if told is not None:
            notes |= _notes(told, kind, themes)
        if kind == "comment":
            authors = {
                tree.get(one, "id") or "": tree.get(one, "author") or "" for one in tree.children(told, kind)
            }
    margins = [
        Margin(side, tuple(_Body(root, themes).blocks(root))) for side in _MARGINS for root in parts_of(side)
    ]
    drawn, chunks, images = _elsewhere(package, main)
    return Document(
        _Body(root, themes, drawn, chunks, images).blocks(body),
        styles,
        default_style,
        default_font,
        default_paragraph,
        lists(part("numbering")),
        notes,
        authors,
        margins,
        tuple(dict.fromkeys(unread)),
    )


_DRAWN = frozenset(("chart", "diagramData"))


def _elsewhere(package: tree.Parts, main: str) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """What is written in charts and diagrams, and the names of embedded documents and of pictures: all of
    them parts of their own, by the main part's identifiers. What can't be read has no words: that it is there
    is told all the same."""
    found: dict[str, str] = {}
    chunks: dict[str, str] = {}
    images: dict[str, str] = {}
    try:
        links = list(package.links(main))
    except tree.NotWordError:
        return found, chunks, images
    for identifier, kind, target in links:
        if kind == "image":
            images[identifier] = target
        if kind == "aFChunk":
            chunks[identifier] = target
        if kind not in _DRAWN:
            continue
        try:
            root = package.tree(target)
        except tree.NotWordError:
            continue
        paragraphs = () if root is None else root.iter("{*}p")
        lines = ["".join(text.text or "" for text in one.iter("{*}t")) for one in paragraphs]
        for cache in () if root is None else root.iter("{*}strCache", "{*}multiLvlStrCache"):
            lines += (value.text or "" for value in cache.iter("{*}v"))
        found[identifier] = "、".join(dict.fromkeys(filter(None, lines)))
    return found, chunks, images


_MARGINS: tuple[Literal["header", "footer"], ...] = ("header", "footer")


def _notes(
    root: etree._Element, kind: str, themes: Mapping[str, str]
) -> dict[tuple[str, str], Sequence[Block]]:
    """Notes of one kind by kind and identifier. Nothing refers to what is no note: the line above them, a
    second note under an identifier, what stands between them."""
    reader = _Body(root, themes)
    notes: dict[tuple[str, str], Sequence[Block]] = {}
    for at, (name, note, _) in enumerate(reader.unwrapped(root)):
        key = kind, tree.get(note, "id") or ""
        if name != kind:
            notes[kind, f"{_NO_NOTE}{at}"] = (Aside(_lost(note)),)
            continue
        if key in notes or tree.get(note, "type") not in (None, "normal"):
            key = kind, f"{_NO_NOTE}{at}"
        notes[key] = tuple(reader.blocks(note))
    return notes


_NO_NOTE = " "
"""How the identifiers of what is no note begin here."""


# ---- running text


class _Body:
    """Reads blocks of one part. Wrappers (content controls, changes, links, alternatives) are taken off on
    every level in the same way: `unwrapped`."""

    def __init__(
        self,
        root: etree._Element,
        themes: Mapping[str, str],
        drawn: Mapping[str, str] | None = None,
        chunks: Mapping[str, str] | None = None,
        images: Mapping[str, str] | None = None,
    ) -> None:
        self._themes = themes
        self._images = images or {}
        self._drawn = dict(drawn or {})
        """Told once each: drawings may show one chart over and over."""
        self._chunks = chunks or {}
        self._alternatives, self._said = _alternatives(root)
        self._fonts: dict[_Said, FontProps] = {}
        self._paragraphs: dict[_Said, ParagraphProps] = {}
        self._unclosed = tree.unclosed_fields(root)

    def blocks(self, parent: etree._Element, depth: int = 0) -> Iterator[Block]:
        """What stands in a body, a cell, a text box or a note."""
        if depth > _DEEPEST:
            yield Aside((Thing("deep", _words(parent)),))
            return
        for name, element, change in self.unwrapped(parent, ""):
            if change == "deleted":
                yield Aside(_deleted(element))
            elif name == "p":
                yield self._paragraph(element, depth, change)
            elif name == "tbl":
                yield from self._table(element, depth)
            elif name == "sdt":
                yield Paragraph(ParagraphProps(), (Thing("placeholder", _words(element, "sdtContent")),))
            elif name == "altChunk":
                yield Embedded(self._chunks.get(tree.any_attribute(element, "id"), ""))
            elif name in ("oMathPara", "oMath"):
                yield Paragraph(ParagraphProps(), tuple(_math(element, change)))
            elif lost := _lost(element):
                yield Aside(lost)

    def unwrapped(
        self, parent: etree._Element, change: Change = "", also: str = ""
    ) -> Iterator[tuple[str, etree._Element, Change]]:
        """An element's children by their names, those in wrappers in the wrappers' place, with what a tracked
        change did to them. A content control that waits for its text stays whole unless it is named in
        `also`, which may name another wrapper. Of alternatives the one that is read, and those with words of
        their own."""
        for child in parent:
            name = tree.local_name(child.tag)
            if name in _OPENED or name == also:
                yield from self._inside(child, change, also)
            elif name not in _NO_TEXT:
                yield name, child, change

    def _inside(
        self, wrapper: etree._Element, change: Change, also: str
    ) -> Iterator[tuple[str, etree._Element, Change]]:
        """What one wrapper, or what may be one, stands for: `unwrapped`, however deep wrappers are in each
        other."""
        waiting = [(iter((wrapper,)), change)]
        while waiting:
            children, inner = waiting[-1]
            child = next(children, None)
            if child is None:
                waiting.pop()
                continue
            name = tree.local(child)
            if name in _CHANGES:
                made = _CHANGES[name]
                waiting.append((iter(child), "deleted" if inner == "deleted" else made))
            elif name == "AlternateContent":
                chosen, others = self._chosen(child)
                yield from ((tree.local(other), other, inner) for other in others)
                waiting.append((iter(chosen), inner))
            elif name == also or (name in _WRAPPERS and not (name == "sdt" and _waits(child))):
                waiting.append((iter(child), inner))
            elif name not in _NO_TEXT:
                yield name, child, inner

    def _chosen(self, element: etree._Element) -> tuple[Iterable[etree._Element], list[etree._Element]]:
        """One of the alternatives, not each: the first with a text box, else the first that can be read; and
        those that say something else."""
        choices = [*tree.children(element, "Choice"), *tree.children(element, "Fallback")]
        if not choices:
            return (), []
        found = [self._alternatives[choice] for choice in choices]
        at = next((at for at, one in enumerate(found) if one.boxes), None)
        if at is None:
            at = next((at for at, one in enumerate(found) if one.readable), 0)
        words = self._words_of(found[at])
        others = []
        for other, told in zip(choices, found, strict=True):
            said = self._words_of(told)
            if said and said not in words:
                others.append(other)
        return choices[at], others

    def _words_of(self, alternative: _Alternative) -> str:
        return "".join(self._said[alternative.start : alternative.end])

    # ---- tables

    def _table(self, table: etree._Element, depth: int) -> Iterator[Block]:
        lost: list[Piece] = []
        rows = tuple(self._rows(table, depth, lost))
        grid = tree.children(tree.child(table, "tblGrid"), "gridCol")
        widths = tuple(tree.twips(tree.get(column, "w")) or 0 for column in grid)
        yield Table(tuple(cells for cells, _ in rows), tuple(props for _, props in rows), widths)
        if lost:
            yield Aside(lost)

    def _rows(
        self, table: etree._Element, depth: int, lost: list[Piece]
    ) -> Iterator[tuple[Sequence[Sequence[Block]], RowProps]]:
        for name, row, change in self.unwrapped(table, "", "sdt"):
            if name != "tr":
                lost.extend(_lost(row))
            elif change == "deleted" or tree.child(row, "trPr", "del") is not None:
                lost.extend(_deleted(row))
            else:
                cells = tuple(self._cells(row, depth, lost))
                own = tree.child(row, "trPr")
                named = {} if own is None else tree.named(own)
                before = tree.number(tree.val(named, "gridBefore"), 1) or 0
                is_head = bool(tree.on(named, "tblHeader"))
                props = RowProps(tuple(one for _, one in cells), int(before), is_head)
                yield tuple(blocks for blocks, _ in cells), props

    def _cells(
        self, row: etree._Element, depth: int, lost: list[Piece]
    ) -> Iterator[tuple[Sequence[Block], CellProps]]:
        for name, cell, change in self.unwrapped(row, "", "sdt"):
            if name != "tc":
                lost.extend(_lost(cell))
            elif change == "deleted" or tree.child(cell, "tcPr", "cellDel") is not None:
                lost.extend(_deleted(cell))
            else:
                yield tuple(self.blocks(cell, depth + 1)), _cell_props(tree.child(cell, "tcPr"))

    # ---- paragraphs

    def _paragraph(self, element: etree._Element, depth: int, change: Change) -> Paragraph:
        pieces: list[Piece] = []
        self._read_pieces(element, pieces, depth, change)
        return Paragraph(self._props(element), tuple(pieces))

    def _props(self, paragraph: etree._Element) -> ParagraphProps:
        """A paragraph's own properties; what many say alike is looked at once."""
        own = tree.child(paragraph, "pPr")
        if own is None or not len(own):
            return _NO_PARAGRAPH
        said = _said(own)
        found = self._paragraphs.get(said)
        if found is None:
            found = _kept(self._paragraphs, said, _paragraph_props(own))
        return found

    def _font(self, run: etree._Element) -> FontProps:
        """A run's own properties, likewise."""
        own = tree.child(run, "rPr")
        if own is None or not len(own):
            return _NO_FONT
        said = _said(own)
        found = self._fonts.get(said)
        if found is None:
            found = _kept(self._fonts, said, _font_props(own, self._themes))
        return found

    def _read_pieces(self, parent: etree._Element, pieces: list[Piece], depth: int, change: Change) -> None:
        for name, child, inner in self.unwrapped(parent, change):
            if name == "r":
                self._read_run(child, pieces, depth, inner)
            else:
                self._read_piece(name, child, pieces, depth, _NO_FONT, inner)

    def _read_run(self, run: etree._Element, pieces: list[Piece], depth: int, change: Change) -> None:
        font = self._font(run)
        for child in run:
            name = tree.local_name(child.tag)
            if name == "t" and child.text:  # by far the most
                pieces.append(Text(child.text, font, change))
            elif name in _OPENED or name == "r":
                for inside, one, inner in self._inside(child, change, "r"):
                    self._read_piece(inside, one, pieces, depth, font, inner)
            elif name not in _NO_TEXT:
                self._read_piece(name, child, pieces, depth, font, change)

    def _read_piece(
        self,
        name: str,
        child: etree._Element,
        pieces: list[Piece],
        depth: int,
        font: FontProps,
        change: Change,
    ) -> None:
        """A child of a paragraph or of a run: alternatives have the one in the place of the other."""

        def add(text: str) -> None:
            if text:
                pieces.append(Text(text, font, change))

        kept = change != "deleted"
        match name:
            case "r":
                self._read_run(child, pieces, depth, change)
            case "t" | "delText":
                add(child.text or "")
            case "tab" | "ptab":
                add("\t")
            case "cr":
                add("\n")
            case "br":
                add("\n" if tree.get(child, "type") in (None, "textWrapping") else "\f")
            case "noBreakHyphen":
                add("-")
            case "sym" if kept:
                code = tree.hexadecimal(tree.get(child, "char") or "")
                pieces.append(Symbol(tree.get(child, "font") or "", code, font))
            case "symEx" if kept:
                add(tree.character(tree.any_attribute(child, "char")))
            case "fldChar":
                kind = tree.get(child, "fldCharType")
                if kind in ("begin", "separate", "end"):
                    ends = child not in self._unclosed
                    pieces.append(Field(kind, ends=ends, shows=_form_field(child)))  # type: ignore[arg-type]
            case "instrText":
                pieces.append(Field("code", child.text or ""))
            case "footnoteReference" | "endnoteReference" if kept:
                pieces.append(
                    Reference("footnote" if name[0] == "f" else "endnote", tree.get(child, "id") or "")
                )
            case "commentReference":
                pieces.append(Reference("comment", tree.get(child, "id") or ""))
            case "ruby" if kept:
                reading = "".join(_words(rt) for rt in tree.children(child, "rt"))
                pieces.append(Thing("ruby", reading))
                for base in tree.children(child, "rubyBase"):
                    self._read_ruby(base, pieces, depth, change)
            case "drawing" | "pict" | "object":
                self._read_graphic(child, pieces, depth, change)
            case "oMath" | "oMathPara":
                before = pieces[-1] if pieces else None
                pieces.extend(_math(child, change, before.text if isinstance(before, Text) else ""))
            case "sdt":
                pieces.append(Thing("placeholder", _words(child, "sdtContent")))
            case _ if kept:
                pieces.extend(_lost(child))
            case _:
                add(_words(child))

    def _read_ruby(self, base: etree._Element, pieces: list[Piece], depth: int, change: Change) -> None:
        """What has a reading; one in another is read as it stands."""
        if any(tree.local(parent) == "rubyBase" for parent in base.iterancestors()):
            pieces.append(Text(_words(base), FontProps(), change))
        else:
            self._read_pieces(base, pieces, depth, change)

    def _read_graphic(self, element: etree._Element, pieces: list[Piece], depth: int, change: Change) -> None:
        """Text boxes, and what else is in a drawing; of alternatives only one is looked at."""
        kind = ""
        boxes = []
        words: list[str] = []
        is_line = is_group = False
        drawn: list[Drawn] = []
        width = height = scale = 0.0
        cropped = False
        waiting = [element]
        while waiting:
            child = waiting.pop()
            name = tree.local(child)
            if name == "txbxContent":
                boxes.append(child)
                continue
            if name == "AlternateContent":
                chosen, others = self._chosen(child)
                pieces.extend(Thing("alternative", _words(other)) for other in others)
                waiting.extend(reversed(list(chosen)))
                continue
            waiting.extend(reversed(child))
            is_line = (
                is_line
                or name in _LINES
                or (name == "prstGeom" and tree.any_attribute(child, "prst") in _LINES)
            )
            is_group = is_group or name in ("wgp", "wpc", "group")
            if name in ("extent", "ext", "chExt") and child.get("cx"):
                given = _emus(child.get("cx")), _emus(child.get("cy"))
                if name == "chExt":  # what a group's own measures come to
                    scale = scale or (width / given[0] if width and given[0] else 0)
                elif is_group and drawn and _is_of_picture(child):  # the whole drawing's size comes first
                    size = given[0] * (scale or 1), given[1] * (scale or 1)
                    drawn[-1] = drawn[-1]._replace(width=size[0], height=size[1])
                elif not is_group:
                    width, height = (width, height) if width else given
            elif name == "blip" and (
                identifier := tree.any_attribute(child, "embed") or tree.any_attribute(child, "link")
            ):
                drawn.append(Drawn(self._images.get(identifier, ""), width, height, cropped))
            elif (
                name == "srcRect" and drawn and any(tree.number(value, 1) for value in child.attrib.values())
            ):
                drawn[-1] = drawn[-1]._replace(cropped=True)
            elif name == "imagedata":
                identifier = tree.any_attribute(child, "id") or tree.any_attribute(child, "relid")
                size = _vml_size(child.getparent())
                drawn.append(Drawn(self._images.get(identifier, ""), *size))
            if name in ("docPr", "shape"):
                words += (child.get("descr") or child.get("alt") or "", child.get("title") or "")
            elif name == "textpath":
                words.append(child.get("string") or "")  # WordArt
                kind = kind or "wordart"
            elif name == "OLEObject":
                kind = "object"
                words.append(child.get("ProgID") or "")
            elif name in ("pic", "imagedata"):
                kind = kind or "picture"
            elif name == "chart":
                kind = "chart"
                words.append(self._drawn.pop(tree.any_attribute(child, "id"), ""))
            elif name == "relIds":
                kind = "diagram"
                words.append(self._drawn.pop(tree.any_attribute(child, "dm"), ""))
            if name not in _NO_WORDS:
                words.append((child.text or "").strip())
        told = "、".join(dict.fromkeys(filter(None, words)))
        if change == "deleted":
            gone = [*map(_words, boxes), told]
            pieces.extend(Text(text, FontProps(), change) for text in gone if text)
            return
        pieces.extend(Box(tuple(self.blocks(box, depth + 1))) for box in boxes)
        if drawn and not (kind or boxes):  # a shape that is filled with it
            kind = "picture"
        if kind or told or not (boxes or (is_line and not is_group)):
            shown = tuple(drawn) if kind == "picture" else ()
            pieces.append(Thing(kind or "drawing", told, shown))


def _is_of_picture(size: etree._Element) -> bool:
    """Whether a size (a:ext in a:xfrm in pic:spPr) is a picture's own."""
    holders = (tree.local(holder) for holder in size.iterancestors())
    return next(itertools.islice(holders, 2, 3), "") == "pic"


def _emus(text: str | None) -> float:
    """A length in English metric units (ECMA-376 part 1, 20.1.2.1) in millimetres."""
    known = text is not None and text.isascii() and text.isdigit() and len(text) < 12
    return min(int(text) / 36_000, 10_000) if known and text else 0


_VML_LENGTH = re.compile(r"(?:^|;)\s?(width|height)\s?:\s?([0-9.]{1,9})(pt|in|cm|mm|px)?", re.IGNORECASE)
_MILLIMETRES = {"pt": 25.4 / 72, "in": 25.4, "cm": 10.0, "mm": 1.0, "px": 25.4 / 96, "": 25.4 / 96}


def _vml_size(shape: etree._Element | None) -> tuple[float, float]:
    """How wide and high a shape is, in millimetres; 0 where it does not say."""
    style = "" if shape is None else (shape.get("style") or "")[:2_000]
    own = _vml_scale(shape)
    found = {}
    for name, number, unit in _VML_LENGTH.findall(style):
        try:
            scale = _MILLIMETRES[unit.lower()] if unit else own
            found[name.lower()] = min(float(number) * scale, 10_000)
        except ValueError:
            continue
    return found.get("width", 0.0), found.get("height", 0.0)


def _vml_scale(shape: etree._Element | None) -> float:
    """What a number without a unit comes to in a shape, in millimetres; in a group, a part of its size."""
    group = None if shape is None else shape.getparent()
    if group is None or tree.local(group) != "group":
        return _MILLIMETRES[""]
    parts = tree.number((group.get("coordsize") or "").partition(",")[0], 1)
    within = group.getparent()
    width = _vml_size(group)[0] if within is not None and tree.local(within) != "group" else 0
    return width / parts if width and parts else _MILLIMETRES[""]


def _cell_props(own: etree._Element | None) -> CellProps:
    if own is None:
        return _NO_CELL
    named = tree.named(own)
    columns = tree.number(tree.val(named, "gridSpan"), 1) or 1
    goes_on = "vMerge" in named and tree.get(named["vMerge"], "val") != "restart"
    return CellProps(int(min(max(columns, 1), _MOST_COLUMNS)), goes_on)


_NO_CELL = CellProps()
_MOST_COLUMNS = 1_000
_LINES = frozenset(("line", "lineInv", "straightConnector1", "cNvCnPr"))
"""Shapes that are but a stroke under or over a heading."""
_Said = tuple[object, ...]
_MOST_KEPT = 2_000
"""Different properties that are kept, to be found again."""
_DEEPEST_PROPS = 4


def _said(properties: etree._Element, depth: int = _DEEPEST_PROPS) -> _Said:
    """All that an element of properties says: elements of which the same is said have the same ones."""
    said: list[object] = []
    for child in properties:
        said.append(child.tag)
        said += child.items()
        if len(child):
            said.append(_said(child, depth - 1) if depth else child)
    return tuple(said)


_Props = TypeVar("_Props", FontProps, ParagraphProps)


def _kept(known: dict[_Said, _Props], said: _Said, props: _Props) -> _Props:
    if len(known) >= _MOST_KEPT:
        known.clear()
    known[said] = props
    return props


class _Alternative(NamedTuple):
    """What an alternative holds: whether anything that can be read, and a text box; and where its words begin
    and end among all of the part."""

    readable: bool
    boxes: bool
    start: int
    end: int


def _alternatives(root: etree._Element) -> tuple[dict[etree._Element, _Alternative], list[str]]:
    """Each alternative of a part, and the part's words without spaces, in pieces."""
    found: dict[etree._Element, _Alternative] = {}
    said: list[str] = []
    if next(root.iter("{*}AlternateContent"), None) is None:
        return found, said
    opened: list[tuple[int, int, int]] = []
    readable = boxes = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = tree.local(element)
        if event == "start":
            readable += name in _READABLE
            boxes += name == "txbxContent"
            if name in ("Choice", "Fallback"):
                opened.append((readable, boxes, len(said)))
            if name == "symEx":
                said.append(tree.character(tree.any_attribute(element, "char")))
            elif opened and name not in _NO_WORDS and element.text:
                said.append("".join(element.text.split()))
        elif name in ("Choice", "Fallback"):
            before = opened.pop()
            found[element] = _Alternative(readable > before[0], boxes > before[1], before[2], len(said))
    return found, said


def _form_field(begin: etree._Element) -> str:
    """What a form field shows that has no text: the entry chosen of a list, a box ticked or not."""
    choices = tree.child(begin, "ffData", "ddList")
    if choices is not None:
        entries = [tree.get(entry, "val") or "" for entry in tree.children(choices, "listEntry")]
        at = int(
            tree.number(tree.value(choices, "result"), 1)
            or tree.number(tree.value(choices, "default"), 1)
            or 0
        )
        return entries[at] if 0 <= at < len(entries) else ""
    box = tree.child(begin, "ffData", "checkBox")
    if box is None:
        return ""
    own = tree.named(box)
    ticked = tree.on(own, "checked")
    return "☑" if (tree.on(own, "default") if ticked is None else ticked) else "□"


def _waits(control: etree._Element) -> bool:
    """Whether a content control shows what is to be filled in."""
    return tree.child(control, "sdtPr", "showingPlcHdr") is not None


def _words(element: etree._Element, *names: str) -> str:
    """All characters in an element, or in its children of these names."""
    if names:
        return "".join(_words(child) for name in names for child in tree.children(element, name))
    found = []
    for event, child in etree.iterwalk(element, events=("start", "end")):
        if event == "start" and tree.local(child) not in _NO_WORDS:
            found.append(child.text or "")
        elif event == "end" and child is not element:
            found.append(child.tail or "")
    return "".join(found)


def _deleted(element: etree._Element) -> list[Piece]:
    """What is gone with an element, a tracked change."""
    words = _words(element)
    return [Text(words, FontProps(), "deleted")] if words else []


def _lost(element: etree._Element) -> list[Piece]:
    """What is not read with an element that nobody here knows."""
    name = tree.local(element)
    if name in _OF_THEIR_OWN:
        return [Thing(_OF_THEIR_OWN[name], _words(element).strip())]
    words = _words(element).strip()
    if name in ("Choice", "Fallback"):
        return [Thing("alternative", words)]
    shows = bool(words) or any(tree.local(child) in ("drawing", "pict", "object") for child in element.iter())
    return [Thing("unknown", words)] if shows else []


def _math(element: etree._Element, change: Change, before: str = "") -> Iterator[Piece]:
    """An equation behind what stands before it: named, and its characters in a line."""
    words = equation(element)
    if change != "deleted":
        yield Thing("equation", words)
    if words:
        yield Text(behind(before, words), FontProps(), change)


_DEEPEST_EQUATION = 60
_RAISED = {"2": "²", "3": "³"}


def equation(element: etree._Element, depth: int = 0) -> str:
    """An equation in a line: 42/60, x²."""
    name = tree.local(element)
    if depth > _DEEPEST_EQUATION:
        return _words(element)
    if name == "t":
        return element.text or ""

    def part(*names: str) -> str:
        found = (tree.child(element, name) for name in names)
        return "".join(equation(one, depth + 1) for one in found if one is not None)

    match name:
        case "f":
            return f"{as_term(part('num'))}/{as_term(part('den'))}"
        case "sSup":
            return part("e") + _raised(part("sup"))
        case "rad":
            return root(part("deg"), part("e"))
        case "d":
            own = tree.child(element, "dPr")
            begins, ends = (
                ""
                if own is None or (mark := tree.child(own, name)) is None
                else tree.any_attribute(mark, "val")
                for name in ("begChr", "endChr")
            )
            inner = ",".join(equation(one, depth + 1) for one in tree.children(element, "e"))
            return f"{begins or '('}{inner}{ends or ')'}"
        case "nary":
            own = tree.child(element, "naryPr", "chr")
            return (tree.any_attribute(own, "val") if own is not None else "∫") + part("sub", "sup", "e")
    made: list[str] = []
    for child in element:
        if tree.local(child) not in _NO_TEXT:
            made.append(behind(made[-1] if made else "", equation(child, depth + 1)))
    return "".join(made)


def _raised(text: str) -> str:
    return _RAISED.get(text, f"^{as_term(text)}" if text else "")


# ---- properties


def _paragraph_props(element: etree._Element | None) -> ParagraphProps:
    if element is None or not len(element):
        return _NO_PARAGRAPH
    own = tree.named(element)
    chars = first = None
    if "ind" in own:
        chars = tree.number(tree.get(own["ind"], "firstLineChars"), 100)
        hanging = tree.number(tree.get(own["ind"], "hangingChars"), 100)
        chars = -hanging if hanging else chars
        first = tree.twips(tree.get(own["ind"], "firstLine"))
        hanging = tree.twips(tree.get(own["ind"], "hanging"))
        first = -hanging if hanging else first
    level = tree.number(tree.val(own, "outlineLvl"), 1)
    numbering = tree.named(own["numPr"]) if "numPr" in own else {}
    depth = tree.number(tree.val(numbering, "ilvl"), 1)
    list_id = tree.val(numbering, "numId")
    joins: Literal["", "deleted", "hidden"] = ""
    if "rPr" in own:
        mark = tree.named(own["rPr"])
        if "del" in mark or "moveFrom" in mark:
            joins = "deleted"
        elif tree.on(mark, "specVanish") or tree.on(mark, "vanish"):
            joins = "hidden"
    if "framePr" in own and tree.get(own["framePr"], "dropCap") in ("drop", "margin"):
        joins = "hidden"
    return ParagraphProps(
        style=tree.val(own, "pStyle"),
        outline=None if level is None else int(level),
        align=_ALIGN.get(tree.val(own, "jc") or ""),
        first_chars=chars,
        first=first,
        list_id="" if list_id == "0" else list_id,
        depth=None if depth is None else int(depth),
        joins=joins,
        new_page=tree.on(own, "pageBreakBefore"),
        ends_page="sectPr" in own and tree.value(own["sectPr"], "type") != "continuous",
    )


def _font_props(element: etree._Element | None, themes: Mapping[str, str]) -> FontProps:
    if element is None or not len(element):
        return _NO_FONT
    own = tree.named(element)
    face = latin = None
    if "rFonts" in own:
        latin = tree.get(own["rFonts"], "ascii")
        theme = tree.get(own["rFonts"], "eastAsiaTheme")
        face = (themes.get(theme) if theme else None) or tree.get(own["rFonts"], "eastAsia")
    return FontProps(
        face=face[: tree.LONGEST_NAME] if face else None,
        size=tree.number(tree.val(own, "sz"), 2),
        bold=tree.on(own, "b"),
        hidden=tree.on(own, "vanish"),
        struck=tree.on(own, "strike") or tree.on(own, "dstrike"),
        style=tree.val(own, "rStyle"),
        latin=latin[: tree.LONGEST_NAME] if latin else None,
        raised=None if (place := tree.val(own, "vertAlign")) is None else place == "superscript",
    )


_NO_PARAGRAPH = ParagraphProps()
_NO_FONT = FontProps()


def _styles(
    root: etree._Element | None, themes: Mapping[str, str]
) -> tuple[dict[str, Style], str | None, FontProps, ParagraphProps]:
    styles: dict[str, Style] = {}
    default = None
    for style in tree.children(root, "style"):
        identifier = tree.get(style, "styleId")
        if identifier is None:
            continue
        styles[identifier] = Style(
            (tree.value(style, "name") or identifier)[: tree.LONGEST_NAME],
            tree.value(style, "basedOn"),
            _paragraph_props(tree.child(style, "pPr")),
            _font_props(tree.child(style, "rPr"), themes),
        )
        if tree.get(style, "type") == "paragraph" and tree.get(style, "default") in ("1", "true", "on"):
            default = identifier
    font = tree.child(root, "docDefaults", "rPrDefault", "rPr") if root is not None else None
    paragraph = tree.child(root, "docDefaults", "pPrDefault", "pPr") if root is not None else None
    return styles, default, _font_props(font, themes), _paragraph_props(paragraph)


def _theme_faces(root: etree._Element | None) -> dict[str, str]:
    """The East Asian faces that a theme stands for (`minorEastAsia`, `majorEastAsia`)."""
    faces: dict[str, str] = {}
    if root is None:
        return faces
    for element in root.iter():
        name = tree.local(element)
        if name not in ("majorFont", "minorFont"):
            continue
        for child in element:
            face = child.get("typeface") if tree.local(child) in ("ea", "font") else None
            if face and (tree.local(child) == "ea" or child.get("script") == "Hans"):
                faces.setdefault(f"{name[:5]}EastAsia", face)
    return faces
