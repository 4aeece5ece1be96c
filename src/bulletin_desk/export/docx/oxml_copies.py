"""Word copies of our own read for a marked one: their paragraphs, tables and rows as pieces to be laid beside
each other, their paragraphs as tokens, and what they have by names and numbers of their own. Raw
WordprocessingML.
"""

from __future__ import annotations

import copy
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.export.docx.alignment import Piece, tokens
from bulletin_desk.export.docx.oxml import R, W

_PLACED_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
RAISED = 0x10000
"""What the numbers of drawings of the older copy are raised by: those of the newer are far smaller."""


def w(name: str) -> str:
    return f"{{{W}}}{name}"


P, TBL, TR, TC, RUN, RPR, PPR, VAL = map(w, ("p", "tbl", "tr", "tc", "r", "rPr", "pPr", "val"))


def parsed(data: bytes) -> etree._Element:
    """The root of a part that this program has written."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def written(root: etree._Element) -> bytes:
    """A part as a file has it."""
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def with_body(document: etree._Element, body: etree._Element) -> etree._Element:
    """word/document.xml with another body."""
    document.replace(document.find(w("body")), body)
    return document


# ---- styles


def style_names(styles: etree._Element) -> dict[str, tuple[str, str]]:
    """Kind and name of each style, by its id."""
    return {
        style.get(w("styleId")): (style.get(w("type")), style.find(w("name")).get(VAL))
        for style in styles.iterchildren(w("style"))
    }


def with_styles_of(styles: etree._Element, older: etree._Element) -> dict[str, str]:
    """Adds the styles of an older copy that the newer has not, by their names. Gives the id here of each
    style of the older one."""
    here = {name: own for own, name in style_names(styles).items()}
    ids = {}
    added: list[str] = []
    for own, name in style_names(older).items():
        if name in here:
            ids[own] = here[name]
        else:
            ids[own] = f"O{len(added) + 1}"
            added.append(own)
    by_id = {style.get(w("styleId")): style for style in older.iterchildren(w("style"))}
    for own in added:
        style = copy.deepcopy(by_id[own])
        style.set(w("styleId"), ids[own])
        for reference in ("basedOn", "next", "link"):
            for element in style.iterchildren(w(reference)):
                element.set(VAL, ids.get(element.get(VAL), element.get(VAL)))
        styles.append(style)
    return ids


# ---- one copy as pieces


class Token(NamedTuple):
    """What is inserted or deleted as one: characters in a run, a break, a picture, a whole field."""

    key: Hashable
    text: str
    properties: etree._Element | None
    elements: tuple[etree._Element, ...]
    """Runs of what is not text."""


class Text(NamedTuple):
    """A paragraph taken apart. `opens`, `closes`: runs of a field that goes over paragraphs. `link`: the
    hyperlink around its tokens, without them."""

    properties: etree._Element | None
    tokens: tuple[Token, ...]
    link: etree._Element | None = None
    bookmark: etree._Element | None = None
    opens: tuple[etree._Element, ...] = ()
    closes: tuple[etree._Element, ...] = ()


@dataclass
class Copy:
    """One of the two copies, with what its names are in the marked one: ids of styles and of relationships,
    names of bookmarks, by those that they have here. `looks` tells pictures, `footers` are footers, by their
    relationships; numbers of drawings are `raised`."""

    names: Mapping[str, tuple[str, str]]
    looks: Mapping[str, str]
    styles: Mapping[str, str] | None = None
    relations: Mapping[str, str] = field(default_factory=dict)
    footers: Mapping[str, etree._Element] = field(default_factory=dict)
    bookmarks: dict[str, str] = field(default_factory=dict)
    raised: int = 0

    def style_of(self, element: etree._Element | None, name: str) -> str:
        """The name of the style that properties ask for; empty for the default one."""
        found = None if element is None else element.find(w(name))
        return "" if found is None else self.names.get(found.get(VAL), ("", ""))[1]

    def pieces(self, parent: etree._Element) -> tuple[list[etree._Element], list[Piece]]:
        """The paragraphs and tables of a text."""
        elements = list(parent.iterchildren(P, TBL))
        return elements, [self._piece(element) for element in elements]

    def _piece(self, element: etree._Element) -> Piece:
        if element.tag == TBL:
            grid = len(element.find(w("tblGrid")))
            style = _base(self.style_of(element.find(w("tblPr")), "tblStyle"))
            rows = self.rows(element)
            merged = (
                tuple(row.sort for row in rows) if next(element.iter(w("vMerge")), None) is not None else ()
            )
            return Piece(
                ("table", style, grid, tuple(row.key for row in rows)),
                ("table", style, grid, merged),
                "".join(row.text for row in rows),
                is_table=True,
            )
        text = self.taken_apart(element)
        style = _base(self.style_of(text.properties, "pStyle"))
        has = tuple(
            text.properties is not None and text.properties.find(w(name)) is not None
            for name in ("sectPr", "framePr")
        )
        sort = (style, text.link is not None, *has, bool(text.opens), bool(text.closes))
        return Piece((*sort, tuple(token.key for token in text.tokens)), sort, _plain(text))

    def rows(self, table: etree._Element) -> list[Piece]:
        """The rows of a table. Those whose cells stand in the same columns may be versions of each other."""
        found = []
        for row in table.findall(TR):
            sort = tuple(_cell_form(cell) for cell in row.iterchildren(TC))
            pieces = [self.pieces(cell)[1] for cell in row.iterchildren(TC)]
            text = "".join(piece.text for cell in pieces for piece in cell)
            found.append(Piece((sort, tuple(p.key for cell in pieces for p in cell)), sort, text))
        return found

    def keys_of(self, element: etree._Element) -> list[Hashable] | None:
        """What tells the tokens of a paragraph; None of one that stands with others as they are, and of
        tables."""
        if element.tag != P:
            return None
        text = self.taken_apart(element)
        properties = () if text.properties is None else text.properties
        placed = any(one.tag in (w("sectPr"), w("framePr")) for one in properties)
        if placed or text.link is not None or text.opens or text.closes:
            return None
        return [token.key for token in text.tokens]

    def taken_apart(self, paragraph: etree._Element, part: tuple[int, int] | None = None) -> Text:
        """A paragraph as `oxml.paragraph` writes it; or a `part` of its tokens."""
        properties = link = bookmark = None
        opened: list[etree._Element] = []
        closes: tuple[etree._Element, ...] = ()
        found: list[Token] = []
        runs: list[etree._Element] = []
        for child in paragraph:
            if child.tag == PPR:
                properties = child
            elif child.tag == w("bookmarkStart"):
                bookmark = child
            elif child.tag == w("hyperlink"):
                link = child
                runs += child
            elif child.tag in (RUN, w("fldSimple")):
                runs.append(child)
        field_runs: list[etree._Element] = []
        depth = 0
        for run in runs:
            kind = _field_char(run)
            depth += (kind == "begin") - (kind == "end")
            if depth < 0:
                closes, depth = (run,), 0
            elif depth or kind == "end":
                field_runs.append(run)
                if not depth:
                    found.append(self._field(field_runs))
                    field_runs = []
            else:
                found += self._tokens(run)
        if field_runs:  # what no end follows goes on in the next paragraph; what is in it stands in this one
            opened, rest = field_runs[:3], field_runs[3:]
            found = [*self._loose(rest), *found]
        text = Text(properties, tuple(found), link, bookmark, tuple(opened), closes)
        if part is None:
            return text
        return text._replace(tokens=text.tokens[slice(*part)], bookmark=None if part[0] else bookmark)

    def _loose(self, runs: Sequence[etree._Element]) -> Iterator[Token]:
        """Tokens of runs in a field that goes on, with fields in it."""
        inner: list[etree._Element] = []
        depth = 0
        for run in runs:
            kind = _field_char(run)
            depth += (kind == "begin") - (kind == "end")
            if depth or kind == "end":
                inner.append(run)
                if not depth:
                    yield self._field(inner)
                    inner = []
            else:
                yield from self._tokens(run)

    def _field(self, runs: Sequence[etree._Element]) -> Token:
        text = "".join(t.text or "" for run in runs for t in run.iter(w("t")))
        return Token(("field", text), text, None, tuple(runs))

    def _tokens(self, run: etree._Element) -> Iterator[Token]:
        if run.tag != RUN:
            text = "".join(t.text or "" for t in run.iter(w("t")))
            yield Token(("field", run.get(w("instr")), text), text, None, (run,))
            return
        properties = run.find(RPR)
        style = self.style_of(properties, "rStyle")
        for child in run:
            if child.tag == w("t"):
                for one in tokens(child.text or ""):
                    yield Token((one, style), one, properties, ())
            elif child.tag != RPR:
                alone = etree.Element(RUN)
                if properties is not None:
                    alone.append(copy.deepcopy(properties))
                alone.append(copy.deepcopy(child))
                text = {"br": "\n", "tab": "\t"}.get(etree.QName(child).localname, "\ufffc")
                yield Token(
                    (etree.QName(child).localname, style, self._look(child)), text, properties, (alone,)
                )

    def _look(self, element: etree._Element) -> Hashable:
        """What a picture shows, how large, and what is said instead of it."""
        if element.tag != w("drawing"):
            return None
        extent = next(element.iter(f"{{{_PLACED_DRAWING}}}extent"))
        said = next(element.iter(f"{{{_PLACED_DRAWING}}}docPr")).get("descr")
        files = [self.looks.get(blip.get(f"{{{R}}}embed")) for blip in element.iter(f"{{{_DRAWING}}}blip")]
        return extent.get("cx"), extent.get("cy"), said, *files

    def brought(self, element: etree._Element) -> etree._Element:
        """An element of this copy as the marked one has it."""
        made = copy.deepcopy(element)
        for one in made.iter() if self.styles is not None else ():
            if one.tag in (w("pStyle"), w("rStyle"), w("tblStyle")):
                one.set(VAL, (self.styles or {}).get(one.get(VAL), one.get(VAL)))
            elif one.tag == w("hyperlink"):
                one.set(w("anchor"), self.bookmarks.get(one.get(w("anchor")), one.get(w("anchor"))))
            elif one.tag == w("instrText") and (one.text or "").split()[:1] == ["PAGEREF"]:
                one.text = " ".join(self.bookmarks.get(word, word) for word in (one.text or "").split(" "))
            elif one.tag == f"{{{_DRAWING}}}blip":
                one.set(
                    f"{{{R}}}embed", self.relations.get(one.get(f"{{{R}}}embed"), one.get(f"{{{R}}}embed"))
                )
            elif etree.QName(one).localname in ("docPr", "cNvPr"):
                one.set("id", str(int(one.get("id")) + self.raised))
        return made


def _base(name: str) -> str:
    """A style's name without what tells a variant of it apart."""
    return name.partition("（")[0]


def _plain(text: Text) -> str:
    return "".join(token.text for token in text.tokens)


def _cell_form(cell: etree._Element) -> tuple[str, str]:
    """How many columns a cell goes over, and whether it begins or goes on with a cell of several rows."""
    properties = cell.find(w("tcPr"))
    span, merged = (
        None if properties is None else properties.find(w(name)) for name in ("gridSpan", "vMerge")
    )
    return (
        "1" if span is None else span.get(VAL),
        "" if merged is None else merged.get(VAL) or "continue",
    )


def _field_char(run: etree._Element) -> str:
    found = run.find(w("fldChar"))
    return "" if found is None else found.get(w("fldCharType"))
