"""All raw WordprocessingML of manuscripts, transitional and strict (ECMA-376), as plain values. Decides
nothing: what is deleted, hidden or a field's code is told, not dropped, and so is what it does not know.
"""

from __future__ import annotations

import itertools
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple, TypeVar

from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.intake.equations import as_term, behind, root
from bulletin_desk.intake.manuscript import Align
from bulletin_desk.intake.numbering import Level, List

_W = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_MATH = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
_DEEPEST = 40
"""Text boxes and tables inside each other. Wrappers may be in each other as deep as the parser goes."""
_LONGEST_NAME = 100
"""Of a style or a face."""

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


class NotWordError(Exception):
    """The package holds no Word document, or one that can't be parsed; `deep`: for its elements are in too
    many others."""

    def __init__(self, *, deep: bool = False) -> None:
        super().__init__()
        self.deep = deep


def read_document(parts: Mapping[str, bytes]) -> Document:
    """The document in a package's XML parts. Raises NotWordError."""
    package = _Parts(parts)
    try:
        main = package.related("", "officeDocument") or _MAIN
    except NotWordError:
        main = _MAIN
    root = package.tree(main)
    if root is None or not _is_word(root) or _local(root) != "document":
        raise NotWordError
    body = _child(root, "body")
    if body is None:
        raise NotWordError

    unread: list[str] = []

    def parts_of(kind: str) -> Iterator[etree._Element]:
        # text can be read without styles, lists and notes
        try:
            names = package.all_related(main, kind)
        except NotWordError:
            unread.append("relationships")
            return
        for name in dict.fromkeys(names):
            try:
                found = package.tree(name)
            except NotWordError:
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
            authors = {_get(one, "id") or "": _get(one, "author") or "" for one in _children(told, kind)}
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
        _lists(part("numbering")),
        notes,
        authors,
        margins,
        tuple(dict.fromkeys(unread)),
    )


_DRAWN = frozenset(("chart", "diagramData"))


def _elsewhere(package: _Parts, main: str) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """What is written in charts and diagrams, and the names of embedded documents and of pictures: all of
    them parts of their own, by the main part's identifiers. What can't be read has no words: that it is there
    is told all the same."""
    found: dict[str, str] = {}
    chunks: dict[str, str] = {}
    images: dict[str, str] = {}
    try:
        links = list(package.links(main))
    except NotWordError:
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
        except NotWordError:
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
        key = kind, _get(note, "id") or ""
        if name != kind:
            notes[kind, f"{_NO_NOTE}{at}"] = (Aside(_lost(note)),)
            continue
        if key in notes or _get(note, "type") not in (None, "normal"):
            key = kind, f"{_NO_NOTE}{at}"
        notes[key] = tuple(reader.blocks(note))
    return notes


_NO_NOTE = " "
"""How the identifiers of what is no note begin here."""


class _Parts:
    """The parts of a package and how they hang together; names without regard to case, as Windows has it."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = {name.replace("\\", "/").lower().lstrip("/"): data for name, data in parts.items()}

    def tree(self, name: str) -> etree._Element | None:
        data = self._parts.get(name.lower())
        if data is None:
            return None
        try:
            return etree.fromstring(data, xml_parser())
        except (etree.XMLSyntaxError, ValueError) as error:
            raise NotWordError(deep="depth" in str(error).lower()) from error

    def related(self, name: str, kind: str) -> str | None:
        """The first part to which `name` (empty: the package) has a relationship of the kind. Raises
        NotWordError."""
        return next(iter(self.all_related(name, kind)), None)

    def all_related(self, name: str, kind: str) -> list[str]:
        """The parts to which `name` (empty: the package) has relationships of the kind. Raises
        NotWordError."""
        return [target for _, other, target in self.links(name) if other == kind]

    def links(self, name: str) -> Iterator[tuple[str, str, str]]:
        """The relationships of `name` (empty: the package) to other parts: identifier, kind, part. Raises
        NotWordError."""
        folder, _, file = name.rpartition("/")
        relationships = self.tree(posixpath.join(folder, "_rels", f"{file}.rels"))
        for relationship in () if relationships is None else relationships:
            if not isinstance(relationship.tag, str) or relationship.get("TargetMode") == "External":
                continue
            kind = (relationship.get("Type") or "").rpartition("/")[2]
            target = (relationship.get("Target") or "").replace("\\", "/")
            part = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            yield relationship.get("Id") or "", kind, part


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
        self._unclosed = _unclosed_fields(root)

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
                yield Embedded(self._chunks.get(_any(element, "id"), ""))
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
            name = _local_name(child.tag)
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
            name = _local(child)
            if name in _CHANGES:
                made = _CHANGES[name]
                waiting.append((iter(child), "deleted" if inner == "deleted" else made))
            elif name == "AlternateContent":
                chosen, others = self._chosen(child)
                yield from ((_local(other), other, inner) for other in others)
                waiting.append((iter(chosen), inner))
            elif name == also or (name in _WRAPPERS and not (name == "sdt" and _waits(child))):
                waiting.append((iter(child), inner))
            elif name not in _NO_TEXT:
                yield name, child, inner

    def _chosen(self, element: etree._Element) -> tuple[Iterable[etree._Element], list[etree._Element]]:
        """One of the alternatives, not each: the first with a text box, else the first that can be read; and
        those that say something else."""
        choices = [*_children(element, "Choice"), *_children(element, "Fallback")]
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
        grid = _children(_child(table, "tblGrid"), "gridCol")
        widths = tuple(_twips(_get(column, "w")) or 0 for column in grid)
        yield Table(tuple(cells for cells, _ in rows), tuple(props for _, props in rows), widths)
        if lost:
            yield Aside(lost)

    def _rows(
        self, table: etree._Element, depth: int, lost: list[Piece]
    ) -> Iterator[tuple[Sequence[Sequence[Block]], RowProps]]:
        for name, row, change in self.unwrapped(table, "", "sdt"):
            if name != "tr":
                lost.extend(_lost(row))
            elif change == "deleted" or _child(row, "trPr", "del") is not None:
                lost.extend(_deleted(row))
            else:
                cells = tuple(self._cells(row, depth, lost))
                own = _child(row, "trPr")
                named = {} if own is None else _named(own)
                before = _number(_val(named, "gridBefore"), 1) or 0
                is_head = bool(_on(named, "tblHeader"))
                props = RowProps(tuple(one for _, one in cells), int(before), is_head)
                yield tuple(blocks for blocks, _ in cells), props

    def _cells(
        self, row: etree._Element, depth: int, lost: list[Piece]
    ) -> Iterator[tuple[Sequence[Block], CellProps]]:
        for name, cell, change in self.unwrapped(row, "", "sdt"):
            if name != "tc":
                lost.extend(_lost(cell))
            elif change == "deleted" or _child(cell, "tcPr", "cellDel") is not None:
                lost.extend(_deleted(cell))
            else:
                yield tuple(self.blocks(cell, depth + 1)), _cell_props(_child(cell, "tcPr"))

    # ---- paragraphs

    def _paragraph(self, element: etree._Element, depth: int, change: Change) -> Paragraph:
        pieces: list[Piece] = []
        self._read_pieces(element, pieces, depth, change)
        return Paragraph(self._props(element), tuple(pieces))

    def _props(self, paragraph: etree._Element) -> ParagraphProps:
        """A paragraph's own properties; what many say alike is looked at once."""
        own = _child(paragraph, "pPr")
        if own is None or not len(own):
            return _NO_PARAGRAPH
        said = _said(own)
        found = self._paragraphs.get(said)
        if found is None:
            found = _kept(self._paragraphs, said, _paragraph_props(own))
        return found

    def _font(self, run: etree._Element) -> FontProps:
        """A run's own properties, likewise."""
        own = _child(run, "rPr")
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
            name = _local_name(child.tag)
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
                add("\n" if _get(child, "type") in (None, "textWrapping") else "\f")
            case "noBreakHyphen":
                add("-")
            case "sym" if kept:
                code = _hexadecimal(_get(child, "char") or "")
                pieces.append(Symbol(_get(child, "font") or "", code, font))
            case "symEx" if kept:
                add(_character(_any(child, "char")))
            case "fldChar":
                kind = _get(child, "fldCharType")
                if kind in ("begin", "separate", "end"):
                    ends = child not in self._unclosed
                    pieces.append(Field(kind, ends=ends, shows=_form_field(child)))  # type: ignore[arg-type]
            case "instrText":
                pieces.append(Field("code", child.text or ""))
            case "footnoteReference" | "endnoteReference" if kept:
                pieces.append(Reference("footnote" if name[0] == "f" else "endnote", _get(child, "id") or ""))
            case "commentReference":
                pieces.append(Reference("comment", _get(child, "id") or ""))
            case "ruby" if kept:
                reading = "".join(_words(rt) for rt in _children(child, "rt"))
                pieces.append(Thing("ruby", reading))
                for base in _children(child, "rubyBase"):
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
        if any(_local(parent) == "rubyBase" for parent in base.iterancestors()):
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
            name = _local(child)
            if name == "txbxContent":
                boxes.append(child)
                continue
            if name == "AlternateContent":
                chosen, others = self._chosen(child)
                pieces.extend(Thing("alternative", _words(other)) for other in others)
                waiting.extend(reversed(list(chosen)))
                continue
            waiting.extend(reversed(child))
            is_line = is_line or name in _LINES or (name == "prstGeom" and _any(child, "prst") in _LINES)
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
            elif name == "blip" and (identifier := _any(child, "embed") or _any(child, "link")):
                drawn.append(Drawn(self._images.get(identifier, ""), width, height, cropped))
            elif name == "srcRect" and drawn and any(_number(value, 1) for value in child.attrib.values()):
                drawn[-1] = drawn[-1]._replace(cropped=True)
            elif name == "imagedata":
                identifier = _any(child, "id") or _any(child, "relid")
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
                words.append(self._drawn.pop(_any(child, "id"), ""))
            elif name == "relIds":
                kind = "diagram"
                words.append(self._drawn.pop(_any(child, "dm"), ""))
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
    holders = (_local(holder) for holder in size.iterancestors())
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
    if group is None or _local(group) != "group":
        return _MILLIMETRES[""]
    parts = _number((group.get("coordsize") or "").partition(",")[0], 1)
    within = group.getparent()
    width = _vml_size(group)[0] if within is not None and _local(within) != "group" else 0
    return width / parts if width and parts else _MILLIMETRES[""]


def _cell_props(own: etree._Element | None) -> CellProps:
    if own is None:
        return _NO_CELL
    named = _named(own)
    columns = _number(_val(named, "gridSpan"), 1) or 1
    goes_on = "vMerge" in named and _get(named["vMerge"], "val") != "restart"
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
        name = _local(element)
        if event == "start":
            readable += name in _READABLE
            boxes += name == "txbxContent"
            if name in ("Choice", "Fallback"):
                opened.append((readable, boxes, len(said)))
            if name == "symEx":
                said.append(_character(_any(element, "char")))
            elif opened and name not in _NO_WORDS and element.text:
                said.append("".join(element.text.split()))
        elif name in ("Choice", "Fallback"):
            before = opened.pop()
            found[element] = _Alternative(readable > before[0], boxes > before[1], before[2], len(said))
    return found, said


def _unclosed_fields(root: etree._Element) -> set[etree._Element]:
    """Begins of fields without an end."""
    opened = []
    for element in root.iter("{*}fldChar"):
        kind = _get(element, "fldCharType")
        if kind == "begin":
            opened.append(element)
        elif kind == "end" and opened:
            opened.pop()
    return set(opened)


def _form_field(begin: etree._Element) -> str:
    """What a form field shows that has no text: the entry chosen of a list, a box ticked or not."""
    choices = _child(begin, "ffData", "ddList")
    if choices is not None:
        entries = [_get(entry, "val") or "" for entry in _children(choices, "listEntry")]
        at = int(_number(_value(choices, "result"), 1) or _number(_value(choices, "default"), 1) or 0)
        return entries[at] if 0 <= at < len(entries) else ""
    box = _child(begin, "ffData", "checkBox")
    if box is None:
        return ""
    own = _named(box)
    ticked = _on(own, "checked")
    return "☑" if (_on(own, "default") if ticked is None else ticked) else "□"


def _waits(control: etree._Element) -> bool:
    """Whether a content control shows what is to be filled in."""
    return _child(control, "sdtPr", "showingPlcHdr") is not None


def _words(element: etree._Element, *names: str) -> str:
    """All characters in an element, or in its children of these names."""
    if names:
        return "".join(_words(child) for name in names for child in _children(element, name))
    found = []
    for event, child in etree.iterwalk(element, events=("start", "end")):
        if event == "start" and _local(child) not in _NO_WORDS:
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
    name = _local(element)
    if name in _OF_THEIR_OWN:
        return [Thing(_OF_THEIR_OWN[name], _words(element).strip())]
    words = _words(element).strip()
    if name in ("Choice", "Fallback"):
        return [Thing("alternative", words)]
    shows = bool(words) or any(_local(child) in ("drawing", "pict", "object") for child in element.iter())
    return [Thing("unknown", words)] if shows else []


def _math(element: etree._Element, change: Change, before: str = "") -> Iterator[Piece]:
    """An equation behind what stands before it: named, and its characters in a line."""
    words = _equation(element, 0)
    if change != "deleted":
        yield Thing("equation", words)
    if words:
        yield Text(behind(before, words), FontProps(), change)


_DEEPEST_EQUATION = 60
_RAISED = {"2": "²", "3": "³"}


def _equation(element: etree._Element, depth: int) -> str:
    """An equation in a line: 42/60, x²."""
    name = _local(element)
    if depth > _DEEPEST_EQUATION:
        return _words(element)
    if name == "t":
        return element.text or ""

    def part(*names: str) -> str:
        found = (_child(element, name) for name in names)
        return "".join(_equation(one, depth + 1) for one in found if one is not None)

    match name:
        case "f":
            return f"{as_term(part('num'))}/{as_term(part('den'))}"
        case "sSup":
            return part("e") + _raised(part("sup"))
        case "rad":
            return root(part("deg"), part("e"))
        case "d":
            own = _child(element, "dPr")
            begins, ends = (
                "" if own is None or (mark := _child(own, name)) is None else _any(mark, "val")
                for name in ("begChr", "endChr")
            )
            inner = ",".join(_equation(one, depth + 1) for one in _children(element, "e"))
            return f"{begins or '('}{inner}{ends or ')'}"
        case "nary":
            own = _child(element, "naryPr", "chr")
            return (_any(own, "val") if own is not None else "∫") + part("sub", "sup", "e")
    made: list[str] = []
    for child in element:
        if _local(child) not in _NO_TEXT:
            made.append(behind(made[-1] if made else "", _equation(child, depth + 1)))
    return "".join(made)


def _raised(text: str) -> str:
    return _RAISED.get(text, f"^{as_term(text)}" if text else "")


# ---- properties


def _paragraph_props(element: etree._Element | None) -> ParagraphProps:
    if element is None or not len(element):
        return _NO_PARAGRAPH
    own = _named(element)
    chars = first = None
    if "ind" in own:
        chars = _number(_get(own["ind"], "firstLineChars"), 100)
        hanging = _number(_get(own["ind"], "hangingChars"), 100)
        chars = -hanging if hanging else chars
        first = _twips(_get(own["ind"], "firstLine"))
        hanging = _twips(_get(own["ind"], "hanging"))
        first = -hanging if hanging else first
    level = _number(_val(own, "outlineLvl"), 1)
    numbering = _named(own["numPr"]) if "numPr" in own else {}
    depth = _number(_val(numbering, "ilvl"), 1)
    list_id = _val(numbering, "numId")
    joins: Literal["", "deleted", "hidden"] = ""
    if "rPr" in own:
        mark = _named(own["rPr"])
        if "del" in mark or "moveFrom" in mark:
            joins = "deleted"
        elif _on(mark, "specVanish") or _on(mark, "vanish"):
            joins = "hidden"
    if "framePr" in own and _get(own["framePr"], "dropCap") in ("drop", "margin"):
        joins = "hidden"
    return ParagraphProps(
        style=_val(own, "pStyle"),
        outline=None if level is None else int(level),
        align=_ALIGN.get(_val(own, "jc") or ""),
        first_chars=chars,
        first=first,
        list_id="" if list_id == "0" else list_id,
        depth=None if depth is None else int(depth),
        joins=joins,
        new_page=_on(own, "pageBreakBefore"),
        ends_page="sectPr" in own and _value(own["sectPr"], "type") != "continuous",
    )


def _font_props(element: etree._Element | None, themes: Mapping[str, str]) -> FontProps:
    if element is None or not len(element):
        return _NO_FONT
    own = _named(element)
    face = latin = None
    if "rFonts" in own:
        latin = _get(own["rFonts"], "ascii")
        theme = _get(own["rFonts"], "eastAsiaTheme")
        face = (themes.get(theme) if theme else None) or _get(own["rFonts"], "eastAsia")
    return FontProps(
        face=face[:_LONGEST_NAME] if face else None,
        size=_number(_val(own, "sz"), 2),
        bold=_on(own, "b"),
        hidden=_on(own, "vanish"),
        struck=_on(own, "strike") or _on(own, "dstrike"),
        style=_val(own, "rStyle"),
        latin=latin[:_LONGEST_NAME] if latin else None,
        raised=None if (place := _val(own, "vertAlign")) is None else place == "superscript",
    )


_NO_PARAGRAPH = ParagraphProps()
_NO_FONT = FontProps()


def _on(elements: Mapping[str, etree._Element], name: str) -> bool | None:
    """A toggle property (ECMA-376 part 1, 17.7.3); None where it is not given."""
    child = elements.get(name)
    return None if child is None else _get(child, "val") not in ("0", "false", "off")


def _styles(
    root: etree._Element | None, themes: Mapping[str, str]
) -> tuple[dict[str, Style], str | None, FontProps, ParagraphProps]:
    styles: dict[str, Style] = {}
    default = None
    for style in _children(root, "style"):
        identifier = _get(style, "styleId")
        if identifier is None:
            continue
        styles[identifier] = Style(
            (_value(style, "name") or identifier)[:_LONGEST_NAME],
            _value(style, "basedOn"),
            _paragraph_props(_child(style, "pPr")),
            _font_props(_child(style, "rPr"), themes),
        )
        if _get(style, "type") == "paragraph" and _get(style, "default") in ("1", "true", "on"):
            default = identifier
    font = _child(root, "docDefaults", "rPrDefault", "rPr") if root is not None else None
    paragraph = _child(root, "docDefaults", "pPrDefault", "pPr") if root is not None else None
    return styles, default, _font_props(font, themes), _paragraph_props(paragraph)


def _theme_faces(root: etree._Element | None) -> dict[str, str]:
    """The East Asian faces that a theme stands for (`minorEastAsia`, `majorEastAsia`)."""
    faces: dict[str, str] = {}
    if root is None:
        return faces
    for element in root.iter():
        name = _local(element)
        if name not in ("majorFont", "minorFont"):
            continue
        for child in element:
            face = child.get("typeface") if _local(child) in ("ea", "font") else None
            if face and (_local(child) == "ea" or child.get("script") == "Hans"):
                faces.setdefault(f"{name[:5]}EastAsia", face)
    return faces


def _lists(root: etree._Element | None) -> dict[str, List]:
    families: dict[str, tuple[dict[int, Level], str | None]] = {}
    by_style: dict[str, str] = {}
    for abstract in _children(root, "abstractNum"):
        identifier = _get(abstract, "abstractNumId") or ""
        families[identifier] = (_levels(abstract), _value(abstract, "numStyleLink"))
        linked = _value(abstract, "styleLink")
        if linked:
            by_style[linked] = identifier
    lists: dict[str, List] = {}
    for num in _children(root, "num"):
        family = _value(num, "abstractNumId") or ""
        levels, link = families.get(family, ({}, None))
        if not levels and link in by_style:
            family = by_style[link]
            levels = families[family][0]
        levels = dict(levels)
        restarts: dict[int, int] = {}
        for override in _children(num, "lvlOverride"):
            at = _number(_get(override, "ilvl"), 1)
            start = _number(_value(override, "startOverride"), 1)
            if at is None:
                continue
            levels |= _levels(override)
            if start is not None:
                restarts[int(at)] = int(start)
        lists[_get(num, "numId") or ""] = List(family, levels, restarts)
    return lists


def _levels(parent: etree._Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for element in _children(parent, "lvl"):
        at = _number(_get(element, "ilvl"), 1)
        if at is None or not 0 <= at <= 8:
            continue
        start = _number(_value(element, "start"), 1)
        restart = _number(_value(element, "lvlRestart"), 1)
        levels[int(at)] = Level(
            start=0 if start is None else int(start),
            format=_value(element, "numFmt") or "decimal",
            text=_value(element, "lvlText") or "",
            restart=None if restart is None else int(restart),
            legal=bool(_on(_named(element), "isLgl")),
            style=_value(element, "pStyle") or "",
            face=_font_props(_child(element, "rPr"), {}).latin or "",
        )
    return levels


# ---- elements and attributes by their names


def _is_word(element: etree._Element) -> bool:
    return etree.QName(element).namespace in _W


def xml_parser() -> etree.XMLParser:
    """For XML from outside: it opens no other file. Packages have bounds of their own."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )


def _local(element: etree._Element) -> str:
    return _local_name(element.tag)


@lru_cache(maxsize=2_000)
def _local_name(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _children(parent: etree._Element | None, name: str) -> Iterator[etree._Element]:
    for child in () if parent is None else parent:
        if _local(child) == name:
            yield child


def _child(parent: etree._Element | None, *names: str) -> etree._Element | None:
    found = parent
    for name in names:
        if found is None:
            return None
        for child in found:
            if _local_name(child.tag) == name:
                found = child
                break
        else:
            return None
    return found


def _get(element: etree._Element, name: str) -> str | None:
    value: str | None = element.get(f"{{{_W[0]}}}{name}")
    return value if value is not None else element.get(f"{{{_W[1]}}}{name}")


def _named(parent: etree._Element) -> dict[str, etree._Element]:
    """Children by their names."""
    return {_local(child): child for child in parent}


def _val(elements: Mapping[str, etree._Element], name: str) -> str | None:
    element = elements.get(name)
    return None if element is None else _get(element, "val")


def _value(parent: etree._Element, *names: str) -> str | None:
    element = _child(parent, *names)
    return None if element is None else _get(element, "val")


def _number(text: str | None, unit: int) -> float | None:
    try:
        number = int(text or "")
    except ValueError:
        return None
    return number / unit if abs(number) < 10**7 else None


def _twips(text: str | None) -> float | None:
    """A length in points; strict files write it with its unit."""
    for ending, points in (("pt", 1.0), ("mm", 72 / 25.4), ("cm", 72 / 2.54), ("in", 72.0)):
        if text and text.endswith(ending):
            try:
                return float(text.removesuffix(ending)) * points
            except ValueError:
                return None
    return _number(text, 20)


def _hexadecimal(text: str) -> int:
    try:
        code = int(text, 16)
    except ValueError:
        return 0
    return code if 0 < code < 0xD800 or 0xE000 <= code < 0xFFFE else 0


def _any(element: etree._Element, name: str) -> str:
    """An attribute of that name, of whatever namespace."""
    return next((str(value) for key, value in element.items() if key.rpartition("}")[2] == name), "")


def _character(text: str) -> str:
    """The character of a code in hexadecimal; empty where there is none."""
    try:
        code = int(text[:8], 16)
    except ValueError:
        return ""
    return "" if code <= 0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)
