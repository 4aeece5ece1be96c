"""Bookmarks: one for each section, under it one for each item, and under that one for each of its headings;
behind them one for each attachment. Finds them in the pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from reportlab.pdfbase import pdfdoc

from bulletin_desk.bulletin.grammar import owner
from bulletin_desk.bulletin.model import HEADING_KINDS, Kind, Path
from bulletin_desk.export.pdf.objects import TextString, number
from bulletin_desk.pages.model import Page

_LEVELS: Mapping[Kind, int] = {
    Kind.SECTION_HEAD: 1,
    Kind.SECTION_HEAD_2: 2,
    Kind.TITLE: 3,
    Kind.ATTACHMENT_MARK: 1,
    Kind.ATTACHMENT_TITLE: 1,
    **{kind: level for level, kind in enumerate(HEADING_KINDS, 4)},
}
"""How deep bookmarks lie at most: each under the last one before it that lies less deep."""
_ATTACHMENT = (Kind.ATTACHMENT_MARK, Kind.ATTACHMENT_TITLE)
"""The lines of these make one bookmark."""


class Entry(NamedTuple):
    """A bookmark: its level, from 1 (under the last one before it of a lower one), text, and destination."""

    level: int
    title: str
    destination: Any


def part_entry(title: str, page: Page, page_ref: Any) -> Entry:
    """The bookmark of a part of the file, which begins on this page; those of its sections stand below it."""
    destination = pdfdoc.PDFArray([page_ref, pdfdoc.PDFName("XYZ"), 0, number(page.height), "null"])
    return Entry(1, title, destination)


def outline_entries(page: Page, page_ref: Any, below: int = 0) -> Iterator[Entry]:
    """The bookmarks that lead to this page, so many levels below the outermost. The lines of one title make
    one bookmark."""
    path: Path | None = None
    title = ""
    entry: tuple[int, Any] | None = None
    last: Kind | None = None
    for placed in page.lines:
        if placed.kind not in _LEVELS:
            continue
        here = owner(placed.path) if placed.kind in _ATTACHMENT else placed.path
        if here == path:
            between = "" if placed.kind is last else "　"  # 附件1　标题
            title, last = title + between + placed.line.text, placed.kind
            continue
        if entry:
            yield Entry(entry[0], title, entry[1])
        top = number(page.height - placed.top)
        destination = pdfdoc.PDFArray([page_ref, pdfdoc.PDFName("XYZ"), 0, top, "null"])
        level = _LEVELS[placed.kind] + below
        path, title, entry, last = here, placed.line.text, (level, destination), placed.kind
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
    open_ = [(0, top)]
    """The root and what the next one may stand under, with their levels."""
    for index, entry in enumerate(entries):
        while open_[-1][0] >= entry.level:
            open_.pop()
        parent = open_[-1][1]
        dictionary = pdfdoc.PDFDictionary(
            {"Title": TextString(entry.title), "Dest": entry.destination, "Parent": parent.reference}
        )
        node = _Node(dictionary, document.Reference(dictionary, f"outline.{index}"))
        parent.children.append(node)
        open_.append((entry.level, node))
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
