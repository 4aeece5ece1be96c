"""Tracked changes of a Word file's parts (ECMA-376 part 1, 17.13.5): whose they are, and a part with those of
some authors accepted and those of all others rejected. Raw XML; must not know what the text means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import NamedTuple

from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.export.docx.oxml import W

Accept = Callable[[str], bool]
"""Whether an author's changes are accepted."""


class Tracked(NamedTuple):
    """A tracked change: its author, and when it was made (as the file has it); both may be empty."""

    author: str
    date: str


def _w(name: str) -> str:
    return f"{{{W}}}{name}"


_INSERTED = (_w("ins"), _w("moveTo"))
_DELETED = (_w("del"), _w("moveFrom"))
_PROPERTIES = {
    _w(name): keep
    for name, keep in {
        "rPrChange": ("ins", "del", "moveFrom", "moveTo"),
        "pPrChange": ("rPr", "sectPr"),
        "sectPrChange": ("headerReference", "footerReference"),
        "tblPrChange": (),
        "tblPrExChange": (),
        "trPrChange": ("ins", "del"),
        "tcPrChange": ("cellIns", "cellDel", "cellMerge"),
        "numberingChange": (),
    }.items()
}
"""Changes of properties, which hold the properties as they were; and what stands beside those that is none of
them."""
_RANGES = tuple(
    _w(f"{kind}{edge}")
    for kind in (
        *("moveFromRange", "moveToRange", "customXmlInsRange", "customXmlDelRange"),
        *("customXmlMoveFromRange", "customXmlMoveToRange"),
    )
    for edge in ("Start", "End")
)
"""Where the ranges of changes begin and end; what is in them is marked by itself."""
_CELLS = (_w("cellIns"), _w("cellDel"), _w("cellMerge"))
_AUTHOR, _DATE = _w("author"), _w("date")
_TEXTS = {_w("delText"): _w("t"), _w("delInstrText"): _w("instrText")}
_P, _PPR, _RPR, _TR, _TC, _TBL = _w("p"), _w("pPr"), _w("rPr"), _w("tr"), _w("tc"), _w("tbl")
_SDT, _SDT_CONTENT = _w("sdt"), _w("sdtContent")
_MARKERS = tuple(
    _w(name)
    for name in (
        *("bookmarkStart", "bookmarkEnd", "proofErr", "commentRangeStart", "commentRangeEnd"),
        *("permStart", "permEnd"),
    )
)
"""What stands between paragraphs and runs and shows nothing."""


_SIGN = re.compile(rb"[:<](?:ins|del|moveFrom|moveTo|cell(?:Ins|Del|Merge)|[A-Za-z]{2,9}Change)[ />]")


def has_tracked(data: bytes) -> bool:
    """Whether a part may hold tracked changes: a look that costs little."""
    return _SIGN.search(data) is not None


def tracked_in(data: bytes) -> Iterator[Tracked]:
    """The tracked changes in a part. Raises etree.XMLSyntaxError."""
    wanted = (*_INSERTED, *_DELETED, *_PROPERTIES, *_CELLS)
    for element in _root(data).iter(*wanted):
        yield Tracked(element.get(_AUTHOR) or "", element.get(_DATE) or "")


def settled(data: bytes, accept: Accept) -> bytes:
    """A part without tracked changes. Raises etree.XMLSyntaxError."""
    root = _root(data)
    _settle_properties(root, accept)
    for row in list(root.iter(_TR)):
        _settle_row(row, accept)
    for properties in list(root.iter(_w("tcPr"))):
        _settle_cell(properties, accept)
    _settle_runs(root, accept)
    _settle_marks(root, accept)
    for element in list(root.iter(*_RANGES)):
        _remove(element)
    for table in list(root.iter(_TBL)):
        if next(table.iter(_TR), None) is None:
            _remove(table)
    for cell in list(root.iter(_TC, _w("txbxContent"), _w("footnote"), _w("endnote"), _w("comment"))):
        if cell.get(_w("type")) is None and next(cell.iterchildren(_P, _TBL, _SDT), None) is None:
            cell.append(cell.makeelement(_P))
    made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return made


def _root(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _taken(element: etree._Element, accept: Accept) -> bool:
    return accept(element.get(_AUTHOR) or "")


def _remove(element: etree._Element) -> None:
    """Takes an element away; text behind it, which a Word file has none of, goes with it."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: etree._Element) -> None:
    """Puts what an element holds in its place."""
    parent = element.getparent()
    if parent is None:
        return
    for child in list(element):  # by its place, which many of them would take long to count
        element.addprevious(child)
    parent.remove(element)


# ---- properties


def _settle_properties(root: etree._Element, accept: Accept) -> None:
    for change in list(root.iter(*_PROPERTIES)):
        properties = change.getparent()
        if properties is None:
            continue
        properties.remove(change)
        if _taken(change, accept) or change.tag == _w("numberingChange"):
            continue
        keep = tuple(map(_w, _PROPERTIES[change.tag]))
        before = next(iter(change), None)
        was = [] if before is None else [child for child in before if child.tag not in keep]
        kept = [child for child in properties if child.tag in keep]
        first = properties.tag in (_RPR, _w("sectPr"))  # where what is kept comes first (17.3.1.30, 17.6.17)
        properties[:] = [*kept, *was] if first else [*was, *kept]
    for change in list(root.iter(_w("tblGridChange"))):  # it has no author; widths are looks
        _remove(change)


# ---- tables


def _settle_row(row: etree._Element, accept: Accept) -> None:
    properties = row.find(_w("trPr"))
    if properties is None:
        return
    for change in list(properties.iterchildren(*_INSERTED, *_DELETED)):
        taken = _taken(change, accept)
        properties.remove(change)
        if (change.tag in _INSERTED) != taken:
            _remove(row)
            return


def _settle_cell(properties: etree._Element, accept: Accept) -> None:
    for change in list(properties.iterchildren(*_CELLS)):
        taken = _taken(change, accept)
        properties.remove(change)
        if change.tag == _w("cellMerge"):
            value = change.get(_w("vMerge" if taken else "vMergeOrig"))
            _set_merged(properties, value)
        elif (change.tag == _w("cellIns")) != taken:
            cell = properties.getparent()
            if cell is not None:
                _remove(cell)
            return


def _set_merged(properties: etree._Element, value: str | None) -> None:
    """Has a cell go on with the one above (`cont`), begin such cells (`rest`), or stand alone."""
    for old in list(properties.iterchildren(_w("vMerge"))):
        properties.remove(old)
    if value in ("cont", "rest"):
        merged = properties.makeelement(_w("vMerge"))
        merged.set(_w("val"), "restart" if value == "rest" else "continue")
        before = {_w(name) for name in ("cnfStyle", "tcW", "gridSpan", "hMerge")}
        at = sum(child.tag in before for child in properties)
        properties.insert(at, merged)


# ---- runs


def _settle_runs(root: etree._Element, accept: Accept) -> None:
    """Insertions and deletions around runs, the innermost first: one may have deleted what another has
    inserted."""
    changes = [element for element in root.iter(*_INSERTED, *_DELETED) if not _is_mark(element)]
    for change in reversed(changes):
        taken = _taken(change, accept)
        if (change.tag in _INSERTED) == taken:
            if change.tag in _DELETED:
                for text in change.iter(*_TEXTS):
                    text.tag = _TEXTS[text.tag]
            _unwrap(change)
        else:
            _leave_comments(change)
            _remove(change)


def _leave_comments(element: etree._Element) -> None:
    """Puts the marks of comments in an element before it: what is said on words does not go with them."""
    for mark in list(element.iter(*map(_w, _COMMENTS))):
        if mark.tag == _w("commentReference"):
            run = element.makeelement(_w("r"))
            run.append(mark)
            mark = run
        element.addprevious(mark)


_COMMENTS = ("commentRangeStart", "commentRangeEnd", "commentReference")


def _is_mark(element: etree._Element) -> bool:
    """Whether a change is that of a paragraph's mark (or of what has no text of its own)."""
    parent = element.getparent()
    return parent is not None and parent.tag in (_RPR, _w("numPr"), _w("trPr"))


# ---- marks of paragraphs


def _settle_marks(root: etree._Element, accept: Accept) -> None:
    """Paragraphs whose mark has gone are joined to the next one, the last ones first."""
    for paragraph in reversed(list(root.iter(_P))):
        properties = paragraph.find(_PPR)
        looks = None if properties is None else properties.find(_RPR)
        gone = False
        for change in [] if looks is None else list(looks.iterchildren(*_INSERTED, *_DELETED)):
            gone = gone or (change.tag in _INSERTED) != _taken(change, accept)
            assert looks is not None
            looks.remove(change)
        if gone:
            _join(paragraph)
    for change in list(root.iter(*_INSERTED, *_DELETED)):  # of formulas' and numbers' own looks
        taken = _taken(change, accept)
        parent = change.getparent()
        _remove(change)
        if parent is not None and parent.tag == _w("numPr") and (change.tag in _INSERTED) != taken:
            _remove(parent)


def _join(paragraph: etree._Element) -> None:
    """Joins a paragraph to the next one, which keeps its look where nothing stands in the first; one without
    anything goes where no paragraph follows."""
    following, between = _following(paragraph)
    content = [child for child in paragraph if child.tag != _PPR]
    if following is None:
        if not _shows(content) and _may_go(paragraph):
            _remove(paragraph)
        return
    if _shows(content):
        properties = paragraph.find(_PPR)
        theirs = following.find(_PPR)
        section = None if theirs is None else theirs.find(_w("sectPr"))
        if theirs is not None:
            following.remove(theirs)
        if properties is None and section is not None:
            properties = following.makeelement(_PPR)
        if properties is not None:
            properties = deepcopy(properties)
            for old in list(properties.iterchildren(_w("sectPr"))):
                properties.remove(old)
            if section is not None:
                properties.append(section)
            following.insert(0, properties)
    at = 1 if following.find(_PPR) is not None else 0
    following[at:at] = [*content, *between]
    _remove(paragraph)


def _following(paragraph: etree._Element) -> tuple[etree._Element | None, list[etree._Element]]:
    """The paragraph behind one in the same text, with what stands between them and shows nothing; None where
    a table follows, or nothing."""
    between: list[etree._Element] = []
    element: etree._Element | None = paragraph
    while element is not None:
        found = element.getnext()
        while found is not None and found.tag in (*_MARKERS, *_RANGES):
            between.append(found)
            found = found.getnext()
        if found is not None:
            while found is not None and found.tag == _SDT:  # a content control around paragraphs
                content = found.find(_SDT_CONTENT)
                found = None if content is None else next(iter(content), None)
            return (found if found is not None and found.tag == _P else None), between
        parent = element.getparent()
        if parent is None or parent.tag not in (_SDT_CONTENT, _SDT):
            return None, []
        element = parent if parent.tag == _SDT else parent.getparent()
    return None, []


def _shows(content: list[etree._Element]) -> bool:
    return any(
        piece.tag in _SHOWN or (piece.tag == _w("t") and bool(piece.text))
        for child in content
        for piece in child.iter()
    )


_SHOWN = tuple(
    _w(name) for name in ("tab", "ptab", "br", "cr", "drawing", "pict", "object", "sym", "noBreakHyphen")
)


def _may_go(paragraph: etree._Element) -> bool:
    """Whether a text is whole without a paragraph: it is not its last one, and ends no section."""
    properties = paragraph.find(_PPR)
    if properties is not None and properties.find(_w("sectPr")) is not None:
        return False
    parent = paragraph.getparent()
    found = paragraph.getnext()
    while found is not None and found.tag in _MARKERS:
        found = found.getnext()
    return parent is not None and found is not None and found.tag in (_P, _TBL, _SDT)
