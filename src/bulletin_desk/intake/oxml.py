"""All raw WordprocessingML of manuscripts, transitional and strict (ECMA-376), as plain values. Decides
nothing: what is deleted, hidden or a field's code is told, not dropped.
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
"""Text boxes and tables inside each other."""

_WRAPPERS = frozenset({"hyperlink", "smartTag", "customXml", "dir", "bdo", "fldSimple", "sdtContent"})
_ALIGN: dict[str, Align] = {
    "both": "justified",
    "distribute": "justified",
    "left": "left",
    "start": "left",
    "center": "centre",
    "right": "right",
    "end": "right",
}


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
    change: Literal["", "inserted", "deleted"] = ""


class Field(NamedTuple):
    """A field's begin, the end of its code, its end, or part of its code."""

    kind: Literal["begin", "separate", "end", "code"]
    code: str = ""


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
    """What is no text: `kind` is picture, chart, diagram, object, equation, ruby, placeholder or embedded;
    `text` is what can be told of it in words."""

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


Block = Paragraph | Table


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


class NotWordError(Exception):
    """The package holds no Word document, or one that can't be parsed."""


def read_document(parts: Mapping[str, bytes]) -> Document:
    """The document in a package's XML parts. Raises NotWordError."""
    package = _Parts(parts)
    main = package.related("", "officeDocument") or "word/document.xml"
    root = package.tree(main)
    if root is None or not _is_word(root) or _local(root) != "document":
        raise NotWordError
    body = _child(root, "body")
    if body is None:
        raise NotWordError

    def part(kind: str) -> etree._Element | None:
        name = package.related(main, kind)
        try:
            return package.tree(name) if name else None
        except NotWordError:
            return None  # text can be read without styles, lists and notes

    themes = _theme_faces(part("theme"))
    styles, default_style, default_font, default_paragraph = _styles(part("styles"), themes)
    notes: dict[tuple[str, str], Sequence[Block]] = {}
    authors: dict[str, str] = {}
    for kind in ("footnote", "endnote", "comment"):
        for note in _children(part(f"{kind}s"), kind):
            if _get(note, "type") not in (None, "normal"):
                continue  # the line above the notes
            identifier = _get(note, "id") or ""
            notes[kind, identifier] = tuple(_blocks(note, themes, 0))
            if kind == "comment":
                authors[identifier] = _get(note, "author") or ""
    return Document(
        _blocks(body, themes, 0),
        styles,
        default_style,
        default_font,
        default_paragraph,
        _lists(part("numbering")),
        notes,
        authors,
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
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise NotWordError from error

    def related(self, name: str, kind: str) -> str | None:
        """The part to which `name` (empty: the package) has a relationship of the kind."""
        folder, _, file = name.rpartition("/")
        try:
            relationships = self.tree(posixpath.join(folder, "_rels", f"{file}.rels"))
        except NotWordError:
            return None
        for relationship in () if relationships is None else relationships:
            if not isinstance(relationship.tag, str) or relationship.get("TargetMode") == "External":
                continue
            if (relationship.get("Type") or "").rpartition("/")[2] == kind:
                target = (relationship.get("Target") or "").replace("\\", "/")
                return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return None


# ---- running text


def _blocks(parent: etree._Element, themes: Mapping[str, str], depth: int) -> Iterator[Block]:
    if depth > _DEEPEST:
        raise NotWordError
    for element in parent:
        match _local(element):
            case "p":
                yield _paragraph(element, themes, depth)
            case "tbl":
                yield Table(tuple(_rows(element, themes, depth)))
            case "sdt":
                for content in _children(element, "sdtContent"):
                    if _child(element, "sdtPr", "showingPlcHdr") is not None:
                        words = "".join(content.itertext())
                        yield Paragraph(ParagraphProps(), (Thing("placeholder", words),))
                    else:
                        yield from _blocks(content, themes, depth + 1)
            case "ins" | "moveTo" | "customXml" | "smartTag" | "sdtContent":
                yield from _blocks(element, themes, depth + 1)
            case "altChunk":
                yield Paragraph(ParagraphProps(), (Thing("embedded"),))
            case "oMathPara" | "oMath":
                yield Paragraph(ParagraphProps(), tuple(_math(element)))


def _rows(
    table: etree._Element, themes: Mapping[str, str], depth: int
) -> Iterator[Sequence[Sequence[Block]]]:
    for row in _within(table, "tr"):
        if _child(row, "trPr", "del") is None:
            yield tuple(tuple(_blocks(cell, themes, depth + 1)) for cell in _within(row, "tc"))


def _within(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Children of a name, also those in content controls."""
    for element in parent:
        if _local(element) == name:
            yield element
        elif _local(element) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _within(element, name)


def _paragraph(element: etree._Element, themes: Mapping[str, str], depth: int) -> Paragraph:
    pieces: list[Piece] = []
    _read_pieces(element, pieces, themes, depth, "")
    return Paragraph(_paragraph_props(_child(element, "pPr")), tuple(pieces))


Change = Literal["", "inserted", "deleted"]


def _read_pieces(
    parent: etree._Element, pieces: list[Piece], themes: Mapping[str, str], depth: int, change: Change
) -> None:
    if depth > _DEEPEST * 4:
        raise NotWordError
    for child in parent:
        name = _local(child)
        if name == "r":
            _read_run(child, pieces, themes, depth, change)
        elif name in ("ins", "moveTo"):
            _read_pieces(child, pieces, themes, depth + 1, change or "inserted")
        elif name in ("del", "moveFrom"):
            _read_pieces(child, pieces, themes, depth + 1, "deleted")
        elif name in _WRAPPERS:
            _read_pieces(child, pieces, themes, depth + 1, change)
        elif name == "sdt":
            if _child(child, "sdtPr", "showingPlcHdr") is not None:
                words = "".join("".join(content.itertext()) for content in _children(child, "sdtContent"))
                pieces.append(Thing("placeholder", words))
                continue
            for content in _children(child, "sdtContent"):
                _read_pieces(content, pieces, themes, depth + 1, change)
        elif name in ("oMath", "oMathPara"):
            pieces.extend(_math(child))
        elif name == "AlternateContent":
            _read_alternative(child, pieces, themes, depth, FontProps(), change)


def _read_run(
    element: etree._Element, pieces: list[Piece], themes: Mapping[str, str], depth: int, change: Change
) -> None:
    font = _font_props(_child(element, "rPr"), themes)
    for child in element:
        _read_in_run(child, pieces, themes, depth, font, change)


def _read_in_run(
    child: etree._Element,
    pieces: list[Piece],
    themes: Mapping[str, str],
    depth: int,
    font: FontProps,
    change: Change,
) -> None:
    def add(text: str) -> None:
        if text:
            pieces.append(Text(text, font, change))

    match _local(child):
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
        case "softHyphen":
            pass  # shows only where a line ends
        case "sym":
            code = _get(child, "char") or ""
            pieces.append(Symbol(_get(child, "font") or "", _hexadecimal(code), font))
        case "fldChar":
            kind = _get(child, "fldCharType")
            if kind in ("begin", "separate", "end"):
                pieces.append(Field(kind))  # type: ignore[arg-type]
        case "instrText":
            pieces.append(Field("code", child.text or ""))
        case "footnoteReference":
            pieces.append(Reference("footnote", _get(child, "id") or ""))
        case "endnoteReference":
            pieces.append(Reference("endnote", _get(child, "id") or ""))
        case "commentReference":
            pieces.append(Reference("comment", _get(child, "id") or ""))
        case "ruby":
            reading = "".join(
                text.text or "" for rt in _children(child, "rt") for text in rt.iter() if _local(text) == "t"
            )
            pieces.append(Thing("ruby", reading))
            for base in _children(child, "rubyBase"):
                _read_pieces(base, pieces, themes, depth + 1, change)
        case "drawing" | "pict" | "object":
            _read_graphic(child, pieces, themes, depth)
        case "AlternateContent":
            _read_alternative(child, pieces, themes, depth, font, change)


def _read_alternative(
    element: etree._Element,
    pieces: list[Piece],
    themes: Mapping[str, str],
    depth: int,
    font: FontProps,
    change: Change,
) -> None:
    """One of the alternatives, not each: the first, unless only the fallback holds a text box."""
    choices = [*_children(element, "Choice"), *_children(element, "Fallback")]
    with_text = [choice for choice in choices if _has(choice, "txbxContent")]
    for choice in (with_text or choices)[:1]:
        for child in choice:
            if _local(child) == "r":
                _read_run(child, pieces, themes, depth + 1, change)
            else:
                _read_in_run(child, pieces, themes, depth + 1, font, change)


def _read_graphic(
    element: etree._Element, pieces: list[Piece], themes: Mapping[str, str], depth: int
) -> None:
    boxes = list(_boxes(element))
    for box in boxes:
        pieces.append(Box(tuple(_blocks(box, themes, depth + 1))))
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


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Text boxes that are in no other one; of alternatives only one is looked at."""
    waiting = [element]
    while waiting:
        child = waiting.pop()
        if _local(child) == "txbxContent":
            yield child
        elif _local(child) == "AlternateContent":
            choices = [*_children(child, "Choice"), *_children(child, "Fallback")]
            with_text = [choice for choice in choices if _has(choice, "txbxContent")]
            waiting.extend((with_text or choices)[:1])
        else:
            waiting.extend(reversed(child))


def _has(element: etree._Element, name: str) -> bool:
    return any(_local(child) == name for child in element.iter())


def _math(element: etree._Element) -> Iterator[Piece]:
    """An equation: named, and its characters in a line."""
    words = "".join(
        child.text or ""
        for child in element.iter()
        if _local(child) == "t" and etree.QName(child).namespace in (*_MATH, *_W)
    )
    yield Thing("equation", words)
    if words:
        yield Text(words, FontProps())


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
        face=face or None,
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
            _value(style, "name") or identifier,
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
