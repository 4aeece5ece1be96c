"""Bookmarks: one for each section, and under it one for each item. Finds both in the pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reportlab.pdfbase import pdfdoc

from bulletin_desk.bulletin.grammar import HEADING_LEVEL
from bulletin_desk.bulletin.model import Kind, Path
from bulletin_desk.export.pdf.objects import TextString, number
from bulletin_desk.pages.model import Page

_SECTIONS = {kind: HEADING_LEVEL[kind] for kind in (Kind.SECTION_HEAD, Kind.SECTION_HEAD_2)}
_LISTED = (*_SECTIONS, Kind.TITLE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A bookmark: of which level of section (from 1; None: of an item, under the section last begun), text,
    and destination."""

    level: int | None
    title: str
    destination: Any


def copy_entry(copy: str, page: Page, page_ref: Any) -> Entry:
    """The bookmark of a numbered copy, which begins on this page; those of its sections stand below it."""
    destination = pdfdoc.PDFArray([page_ref, pdfdoc.PDFName("XYZ"), 0, number(page.height), "null"])
    return Entry(1, f"份号 {copy}", destination)


def outline_entries(page: Page, page_ref: Any, below: int = 0) -> Iterator[Entry]:
    """The bookmarks that lead to this page, so many levels below the outermost. The lines of one title make
    one bookmark."""
    path: Path | None = None
    title = ""
    entry: tuple[int | None, Any] | None = None
    for placed in page.lines:
        if placed.kind not in _LISTED:
            continue
        if placed.path == path:
            title += placed.line.text
            continue
        if entry:
            yield Entry(entry[0], title, entry[1])
        top = number(page.height - placed.top)
        destination = pdfdoc.PDFArray([page_ref, pdfdoc.PDFName("XYZ"), 0, top, "null"])
        level = _SECTIONS.get(placed.kind)
        level = None if level is None else level + below
        path, title, entry = placed.path, placed.line.text, (level, destination)
    if entry:
        yield Entry(entry[0], title, entry[1])


class _Node:
    """A bookmark in the tree."""

    def __init__(self, dictionary: Any, reference: Any) -> None:
        self.dictionary = dictionary
        self.reference = reference
        self.children: list[_Node] = []


def write_outline(document: Any, entries: list[Entry]) -> Any:
    """Adds the outline tree to the document; returns its root, None without bookmarks."""
    if not entries:
        return None
    root = pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("Outlines")})
    top = _Node(root, document.Reference(root, "outlines"))
    open_ = [top]
    """The root and the sections that what comes next may stand in."""
    for index, entry in enumerate(entries):
        at = len(open_) if entry.level is None else min(entry.level, len(open_))
        parent = open_[at - 1]
        dictionary = pdfdoc.PDFDictionary(
            {"Title": TextString(entry.title), "Dest": entry.destination, "Parent": parent.reference}
        )
        node = _Node(dictionary, document.Reference(dictionary, f"outline.{index}"))
        parent.children.append(node)
        if entry.level is not None:
            open_ = [*open_[:at], node]
    _link(top)
    return root


def _link(node: _Node) -> int:
    """Sets siblings, first, last and count of a node's children; returns how many open descendants it has."""
    total = len(node.children)
    for before, after in zip(node.children, node.children[1:], strict=False):
        before.dictionary["Next"] = after.reference
        after.dictionary["Prev"] = before.reference
    for child in node.children:
        total += _link(child)
    if node.children:
        node.dictionary["First"] = node.children[0].reference
        node.dictionary["Last"] = node.children[-1].reference
        node.dictionary["Count"] = total
    return total
