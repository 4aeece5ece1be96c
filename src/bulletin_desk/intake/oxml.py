"""All raw WordprocessingML of manuscripts, transitional and strict (ECMA-376), as plain values. Decides
nothing: what is deleted, hidden or a field's code is told, not dropped, and so is what it does not know.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from lxml import etree  # type: ignore[import-untyped]

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
    """What one place says of characters; None where it says nothing. `size` in points; `style` is an id."""

    face: str | None = None
    size: float | None = None
    bold: bool | None = None
    hidden: bool | None = None
    struck: bool | None = None
    style: str | None = None


class ParagraphProps(NamedTuple):
    """What one place says of a paragraph. `outline` and `depth` count from 0; `first_chars` in ems, `first`
    in points (negative: hanging); `list_id` is empty where numbering is taken off. `joins`: its mark is
    deleted or hidden (or it is a drop cap), so that the next paragraph continues it."""

    style: str | None = None
    outline: int | None = None
    align: Align | None = None
    first_chars: float | None = None
    first: float | None = None
    list_id: str | None = None
    depth: int | None = None
    joins: Literal["", "deleted", "hidden"] = ""


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
    """A field's begin, the end of its code, its end, or part of its code. `ends`: a begin has its end."""

    kind: Literal["begin", "separate", "end", "code"]
    code: str = ""
    ends: bool = True


class Reference(NamedTuple):
    """A place where a note or comment hangs."""

    kind: Literal["footnote", "endnote", "comment"]
    identifier: str


class Symbol(NamedTuple):
    """A character by its code in a symbol face."""

    face: str
    code: int
    font: FontProps


class Thing(NamedTuple):
    """What is no text: `kind` is picture, drawing, wordart, chart, diagram, object, equation, ruby,
    placeholder, embedded, subdocument, date, unknown (an element that nobody here knows) or deep (in too many
    others); `text` is what can be told of it in words."""

    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; each cell holds blocks."""

    rows: Sequence[Sequence[Sequence[Block]]]


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


Block = Paragraph | Table | Aside


@dataclass(frozen=True, slots=True)
class Document:
    """All of a Word file that matters to a manuscript. Notes and comments come by kind and identifier."""

    body: Iterable[Block]
    styles: Mapping[str, Style]
    default_style: str | None
    default_font: FontProps
    default_paragraph: ParagraphProps
    lists: Mapping[str, List]
    notes: Mapping[tuple[str, str], Sequence[Block]] = field(default_factory=dict)
    authors: Mapping[str, str] = field(default_factory=dict)
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

    def part(kind: str) -> etree._Element | None:
        # text can be read without styles, lists and notes
        try:
            name = package.related(main, kind)
        except NotWordError:
            unread.append("relationships")
            return None
        try:
            found = package.tree(name) if name else None
        except NotWordError:
            found = None
        if name and found is None:
            unread.append(kind)
        return found

    themes = _theme_faces(part("theme"))
    styles, default_style, default_font, default_paragraph = _styles(part("styles"), themes)
    notes: dict[tuple[str, str], Sequence[Block]] = {}
    authors: dict[str, str] = {}
    for kind in ("footnote", "endnote", "comment"):
        told = part(f"{kind}s")
        reader = _Body(told, themes)
        for note in _children(told, kind):
            if _get(note, "type") not in (None, "normal"):
                continue  # the line above the notes
            identifier = _get(note, "id") or ""
            notes[kind, identifier] = tuple(reader.blocks(note))
            if kind == "comment":
                authors[identifier] = _get(note, "author") or ""
    return Document(
        _Body(root, themes).blocks(body),
        styles,
        default_style,
        default_font,
        default_paragraph,
        _lists(part("numbering")),
        notes,
        authors,
        tuple(dict.fromkeys(unread)),
    )


class _Parts:
    """The parts of a package and how they hang together; names without regard to case, as Windows has it."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = {name.replace("\\", "/").lower().lstrip("/"): data for name, data in parts.items()}

    def tree(self, name: str) -> etree._Element | None:
        data = self._parts.get(name.lower())
        if data is None:
            return None
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
            huge_tree=True,  # the package has its own bounds
        )
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise NotWordError(deep="depth" in str(error).lower()) from error

    def related(self, name: str, kind: str) -> str | None:
        """The part to which `name` (empty: the package) has a relationship of the kind. Raises
        NotWordError."""
        folder, _, file = name.rpartition("/")
        relationships = self.tree(posixpath.join(folder, "_rels", f"{file}.rels"))
        for relationship in () if relationships is None else relationships:
            if not isinstance(relationship.tag, str) or relationship.get("TargetMode") == "External":
                continue
            if (relationship.get("Type") or "").rpartition("/")[2] == kind:
                target = (relationship.get("Target") or "").replace("\\", "/")
                return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return None


# ---- running text


class _Body:
    """Reads blocks of one part. Wrappers (content controls, changes, links, alternatives) are taken off on
    every level in the same way: `_unwrapped`."""

    def __init__(self, root: etree._Element | None, themes: Mapping[str, str]) -> None:
        self._themes = themes
        self._alternatives = {} if root is None else _alternatives(root)
        self._unclosed = set() if root is None else _unclosed_fields(root)

    def blocks(self, parent: etree._Element, depth: int = 0) -> Iterator[Block]:
        """What stands in a body, a cell, a text box or a note."""
        if depth > _DEEPEST:
            yield Aside((Thing("deep", _words(parent)),))
            return
        for element, change in self._unwrapped(parent, ""):
            name = _local(element)
            if change == "deleted":
                yield Aside(_deleted(element))
            elif name == "p":
                yield self._paragraph(element, depth, change)
            elif name == "tbl":
                yield from self._table(element, depth)
            elif name == "sdt":
                yield Paragraph(ParagraphProps(), (Thing("placeholder", _words(element, "sdtContent")),))
            elif name == "altChunk":
                yield Paragraph(ParagraphProps(), (Thing("embedded"),))
            elif name in ("oMathPara", "oMath"):
                yield Paragraph(ParagraphProps(), tuple(_math(element, change)))
            elif lost := _lost(element):
                yield Aside(lost)

    def _unwrapped(
        self, parent: etree._Element, change: Change, also: str = ""
    ) -> Iterator[tuple[etree._Element, Change]]:
        """An element's children, those in wrappers in the wrappers' place, with what a tracked change did to
        them. A content control that waits for its text stays whole unless it is named in `also`, which may
        name another wrapper."""
        waiting = [(iter(parent), change)]
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
                waiting.append((iter(self._chosen(child)), inner))
            elif name == also or (name in _WRAPPERS and not (name == "sdt" and _waits(child))):
                waiting.append((iter(child), inner))
            elif name not in _NO_TEXT:
                yield child, inner

    def _chosen(self, element: etree._Element) -> Iterable[etree._Element]:
        """One of the alternatives, not each: the first with a text box, else the first that can be read."""
        choices = [*_children(element, "Choice"), *_children(element, "Fallback")]
        for wanted in (1, 0):
            for choice in choices:
                if self._alternatives[choice][wanted]:
                    return choice  # type: ignore[no-any-return]  # lxml is not typed
        return choices[0] if choices else ()

    # ---- tables

    def _table(self, table: etree._Element, depth: int) -> Iterator[Block]:
        lost: list[Piece] = []
        rows = tuple(self._rows(table, depth, lost))
        yield Table(rows)
        if lost:
            yield Aside(lost)

    def _rows(
        self, table: etree._Element, depth: int, lost: list[Piece]
    ) -> Iterator[Sequence[Sequence[Block]]]:
        for row, change in self._unwrapped(table, "", "sdt"):
            if _local(row) != "tr":
                lost.extend(_lost(row))
            elif change == "deleted" or _child(row, "trPr", "del") is not None:
                lost.extend(_deleted(row))
            else:
                yield tuple(self._cells(row, depth, lost))

    def _cells(self, row: etree._Element, depth: int, lost: list[Piece]) -> Iterator[Sequence[Block]]:
        for cell, change in self._unwrapped(row, "", "sdt"):
            if _local(cell) != "tc":
                lost.extend(_lost(cell))
            elif change == "deleted" or _child(cell, "tcPr", "cellDel") is not None:
                lost.extend(_deleted(cell))
            else:
                yield tuple(self.blocks(cell, depth + 1))

    # ---- paragraphs

    def _paragraph(self, element: etree._Element, depth: int, change: Change) -> Paragraph:
        pieces: list[Piece] = []
        self._read_pieces(element, pieces, depth, change)
        return Paragraph(_paragraph_props(_child(element, "pPr")), tuple(pieces))

    def _read_pieces(self, parent: etree._Element, pieces: list[Piece], depth: int, change: Change) -> None:
        for child, inner in self._unwrapped(parent, change):
            self._read_piece(child, pieces, depth, FontProps(), inner)

    def _read_piece(
        self, child: etree._Element, pieces: list[Piece], depth: int, font: FontProps, change: Change
    ) -> None:
        """A child of a paragraph or of a run: alternatives have the one in the place of the other."""

        def add(text: str) -> None:
            if text:
                pieces.append(Text(text, font, change))

        kept = change != "deleted"
        match _local(child):
            case "r":
                own = _font_props(_child(child, "rPr"), self._themes)
                for inside, inner in self._unwrapped(child, change, "r"):
                    self._read_piece(inside, pieces, depth, own, inner)
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
                    pieces.append(Field(kind, ends=child not in self._unclosed))  # type: ignore[arg-type]
            case "instrText":
                pieces.append(Field("code", child.text or ""))
            case "footnoteReference" | "endnoteReference" as name if kept:
                pieces.append(Reference("footnote" if name[0] == "f" else "endnote", _get(child, "id") or ""))
            case "commentReference":
                pieces.append(Reference("comment", _get(child, "id") or ""))
            case "ruby":
                reading = "".join(_words(rt) for rt in _children(child, "rt"))
                pieces.append(Thing("ruby", reading))
                for base in _children(child, "rubyBase"):
                    self._read_ruby(base, pieces, depth, change)
            case "drawing" | "pict" | "object":
                self._read_graphic(child, pieces, depth, change)
            case "oMath" | "oMathPara":
                pieces.extend(_math(child, change))
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
        boxes = list(self._boxes(element))
        if change == "deleted":
            pieces.extend(Text(_words(box), FontProps(), change) for box in boxes)
            return
        for box in boxes:
            pieces.append(Box(tuple(self.blocks(box, depth + 1))))
        kind = ""
        words = ""
        waiting = [element]
        while waiting:
            child = waiting.pop()
            name = _local(child)
            if name == "txbxContent":
                continue
            waiting.extend(child)
            if name in ("docPr", "shape"):
                words = words or child.get("descr") or child.get("alt") or ""
            elif name == "textpath":
                words = words or child.get("string") or ""  # WordArt
                kind = kind or "wordart"
            elif name == "OLEObject":
                kind, words = "object", words or child.get("ProgID") or ""
            elif name in ("pic", "imagedata"):
                kind = kind or "picture"
            elif name == "chart":
                kind = "chart"
            elif name == "relIds":
                kind = "diagram"
        if kind:
            pieces.append(Thing(kind, words))
        elif not boxes:
            pieces.append(Thing("drawing", words))

    def _boxes(self, element: etree._Element) -> Iterator[etree._Element]:
        """Text boxes that are in no other one; of alternatives only one is looked at."""
        waiting = [element]
        while waiting:
            child = waiting.pop()
            if _local(child) == "txbxContent":
                yield child
            elif _local(child) == "AlternateContent":
                waiting.extend(reversed(list(self._chosen(child))))
            else:
                waiting.extend(reversed(child))


def _alternatives(root: etree._Element) -> dict[etree._Element, tuple[bool, bool]]:
    """For each alternative whether it has anything that can be read, and a text box."""
    found: dict[etree._Element, tuple[bool, bool]] = {}
    if next(root.iter("{*}AlternateContent"), None) is None:
        return found
    opened: list[tuple[int, int]] = []
    readable = boxes = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = _local(element)
        if name in ("Choice", "Fallback"):
            if event == "start":
                opened.append((readable, boxes))
            else:
                before = opened.pop()
                found[element] = (readable > before[0], boxes > before[1])
        elif event == "start":
            readable += name in _READABLE
            boxes += name == "txbxContent"
    return found


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


def _waits(control: etree._Element) -> bool:
    """Whether a content control shows what is to be filled in."""
    return _child(control, "sdtPr", "showingPlcHdr") is not None


_CODES = frozenset(("instrText", "delInstrText", "fldData"))


def _words(element: etree._Element, *names: str) -> str:
    """All characters in an element, or in its children of these names."""
    if names:
        return "".join(_words(child) for name in names for child in _children(element, name))
    found = []
    for event, child in etree.iterwalk(element, events=("start", "end")):
        if event == "start" and _local(child) not in _CODES:
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
        return [Thing(_OF_THEIR_OWN[name])]
    words = _words(element).strip()
    shows = bool(words) or any(_local(child) in ("drawing", "pict", "object") for child in element.iter())
    return [Thing("unknown", words)] if shows else []


def _math(element: etree._Element, change: Change) -> Iterator[Piece]:
    """An equation: named, and its characters in a line."""
    words = "".join(
        child.text or ""
        for child in element.iter()
        if _local(child) == "t" and etree.QName(child).namespace in (*_MATH, *_W)
    )
    if change != "deleted":
        yield Thing("equation", words)
    if words:
        yield Text(words, FontProps(), change)


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
    )


def _font_props(element: etree._Element | None, themes: Mapping[str, str]) -> FontProps:
    if element is None or not len(element):
        return _NO_FONT
    own = _named(element)
    face = None
    if "rFonts" in own:
        theme = _get(own["rFonts"], "eastAsiaTheme")
        face = (themes.get(theme) if theme else None) or _get(own["rFonts"], "eastAsia")
    return FontProps(
        face=face[:_LONGEST_NAME] if face else None,
        size=_number(_val(own, "sz"), 2),
        bold=_on(own, "b"),
        hidden=_on(own, "vanish"),
        struck=_on(own, "strike") or _on(own, "dstrike"),
        style=_val(own, "rStyle"),
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
        )
    return levels


# ---- elements and attributes by their names


def _is_word(element: etree._Element) -> bool:
    return etree.QName(element).namespace in _W


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _children(parent: etree._Element | None, name: str) -> Iterator[etree._Element]:
    for child in () if parent is None else parent:
        if _local(child) == name:
            yield child


def _child(parent: etree._Element | None, *names: str) -> etree._Element | None:
    found = parent
    for name in names:
        found = next(_children(found, name), None)
        if found is None:
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
