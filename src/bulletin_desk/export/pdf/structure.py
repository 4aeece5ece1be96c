"""The structure tree of a tagged PDF (ISO 32000-1, 14.7 and 14.8): what is a heading, what a paragraph, and
in which order they are read. Goes by the lines' kinds and paths; paints nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reportlab.pdfbase import pdfdoc

from bulletin_desk.bulletin.grammar import (
    CONTENTS,
    MADE,
    block_path,
    cells_table,
    entry_path,
    is_attachment,
    is_cell,
    is_entry,
    is_item,
    is_section,
    item_of,
    numbers,
    owner,
    section_of,
)
from bulletin_desk.bulletin.heading_levels import HeadingLevels
from bulletin_desk.bulletin.model import Kind, Path, Table
from bulletin_desk.bulletin.tables import Spot, spots
from bulletin_desk.export.pdf.objects import Written, number, reference, text_string
from bulletin_desk.pages.model import ImageMark, Page, PlacedLine
from bulletin_desk.pages.parts import Aim, FilePart

ARTIFACT = "/Artifact <</Type /Layout>> BDC"
"""Begins what is there for the eye only: rules."""
FOLIO = "/Artifact <</Type /Pagination /Subtype /Footer>> BDC"
"""Begins a page number."""
REPEATED = "/Artifact <</Type /Pagination /Subtype /Header>> BDC"
"""Begins the header of a table on a further page."""


_STRONG = "Strong"
_STRONG_IS = f"/RoleMap <</{_STRONG} /Span>>"
"""A standard type since PDF 2.0 only: to those who don't know it, it is this one (ISO 32000-1, 14.7.3)."""


class Element:
    """A structure element: its kind and what is in it, in the order of reading: elements, and content by
    page and number. `further` are entries of its dictionary as they are written."""

    __slots__ = ("annotations", "further", "kids", "parent", "tag")

    def __init__(self, tag: str, parent: Element | None, further: str = "") -> None:
        self.tag = tag
        self.parent = parent
        self.further = further
        self.kids: list[Element | tuple[int, int]] = []
        self.annotations: list[tuple[int, str]] = []
        """Annotations that belong to it: page and reference."""
        if parent:
            parent.kids.append(self)

    @property
    def children(self) -> Iterator[Element]:
        """The elements in it."""
        return (kid for kid in self.kids if isinstance(kid, Element))


_Key = Path | tuple[Kind, Path]
"""What an element is found by: a path, of made lines with their kind."""


class Structure:
    """The tree of one document, which grows while its pages are painted in order."""

    def __init__(self) -> None:
        self._root = self._base = Element("Document", None)
        self._elements: dict[_Key, Element] = {(): self._root}
        self._index: Mapping[Path, Aim] | None = None
        """Of an index: which of its rows lead somewhere."""
        self._list: tuple[Kind, Element] | None = None
        self._annotated: list[Element] = []
        self._pages: list[list[Element]] = []
        self._roles = ""
        self._levels = HeadingLevels()
        self._height = 0.0
        self._tables: dict[Path, Table] = {}
        self._repeated: frozenset[Path] = frozenset()

    def new_part(self, part: FilePart) -> None:
        """From now on content is another part's of the file, which stands by itself."""
        self._base = Element("Part", self._root)
        self._elements = {(): self._base}
        self._levels = HeadingLevels()
        self._index = part.aims if part.role == "index" else None

    def new_page(self) -> None:
        """From now on content is the next page's."""
        self._pages.append([])

    def take(self, page: Page) -> None:
        """The newest page is this one: where its tables and pictures are."""
        self._height = page.height
        self._tables = {placed.path: placed.table for placed in page.tables}
        self._repeated = frozenset(placed.path for placed in page.tables if placed.repeated)

    def is_repeated(self, placed: PlacedLine) -> bool:
        """Whether a line of the newest page stands on an earlier one too: the header of a table."""
        return (
            bool(self._repeated)
            and placed.kind is Kind.TABLE_HEAD
            and cells_table(placed.path) in self._repeated
        )

    def element(self, placed: PlacedLine) -> Element:
        """The element that a line belongs to: all lines of a text make one, on whichever pages they are."""
        path, kind = placed.path, placed.kind
        if self._tables and is_cell(path):
            self._table(cells_table(path))
        if is_entry(path):  # its label and its addressees
            path = entry_path(*numbers(path))
        key: _Key = (kind, path) if kind in MADE else path  # a made line's path is that of a part
        found = self._elements.get(key)
        if found is None:
            found = self._elements[key] = self._new(path, kind)
        return found

    def _new(self, path: Path, kind: Kind) -> Element:
        if kind is Kind.CONTENTS and self._index is not None:
            return self._indexed(path, self._index)
        if kind is Kind.CONTENTS:
            contents = self._group((kind, ()), "TOC", self._base)
            if path == CONTENTS:
                return Element("Caption", contents)
            return Element("Link", Element("Reference", Element("TOCI", contents)))
        if kind is Kind.ATTACHMENT_LIST:
            return Element("Link", Element("P", self._part(item_of(path))))
        if kind in (Kind.TABLE_CAPTION, Kind.TABLE_UNIT):
            return self._caption(block_path(path))
        parent = self._part(path)
        if kind in (Kind.LIST_ITEM, Kind.NUMBERED_ITEM):
            return Element("LBody", Element("LI", self._list_in(parent, kind)))
        return Element(self._tag(kind), parent)

    def _indexed(self, path: Path, leads: Mapping[Path, Aim]) -> Element:
        """The element for a row of an index: its entries are lists under headings."""
        if path in leads:
            entry = Element("LI", self._list_in(self._base, Kind.CONTENTS))
            return Element("Link", Element("Reference", Element("LBody", entry)))
        return Element("H1" if path == CONTENTS else "H2", self._base)

    def _part(self, path: Path) -> Element:
        """The element of the item, attachment or section that a path leads into."""
        parent = self._base
        part = owner(path)
        if is_section(part) or is_item(part):
            parent = self._group(section_of(part), "Sect", parent)
        if is_item(part) or is_attachment(part):
            parent = self._group(part, "Art", parent)
        return parent

    def _list_in(self, parent: Element, kind: Kind) -> Element:
        """The list that an entry of some kind continues or begins."""
        if self._list is None or self._list[0] is not kind or parent.kids[-1:] != [self._list[1]]:
            self._list = (kind, Element("L", parent))
        return self._list[1]

    def annotate(self, element: Element, page: int, annotation: str) -> int:
        """Lets an annotation on a page, by its reference, belong to an element, when all pages are painted;
        returns the key under which the element is found."""
        element.annotations.append((page, annotation))
        self._annotated.append(element)
        return len(self._pages) + len(self._annotated) - 1

    def _caption(self, path: Path) -> Element:
        """The element for what stands above the table at `path`."""
        self._table(path)
        return self._group((*path, "caption"), "Caption", self._elements[path])

    def _table(self, path: Path) -> None:
        """Makes the elements of the table at `path` when it is met with first, all cells at once: one that is
        empty is there too (ISO 14289-1, 7.5)."""
        if path in self._elements:
            return
        made = self._elements[path] = Element("Table", self._part(path))
        table = self._tables[path]
        if table.caption or table.unit:
            self._caption(path)
        rows = [Element("TR", made) for _ in table.rows]
        for spot in spots(table):
            head = spot.row < table.header_rows
            cell = Element("TH" if head else "TD", rows[spot.row], _cell_attributes(spot, head=head))
            self._elements[*path, 2, spot.row, spot.at] = cell

    def figure(self, mark: ImageMark) -> Element:
        """The element for a picture on the newest page."""
        top = self._height - mark.y
        corners = (mark.x, top - mark.height, mark.x + mark.width, top)
        box = " ".join(map(number, corners))
        further = f"/Alt {text_string(mark.alt)}/A <</O/Layout/Placement/Block/BBox[{box}]>>"
        return Element("Figure", self._part(mark.path), further)

    def strong(self, element: Element) -> Element:
        """The element for emphasised content that comes now: the last one inside, if that goes on."""
        self._roles = _STRONG_IS
        last = element.kids[-1] if element.kids else None
        return last if isinstance(last, Element) else Element(_STRONG, element)

    def begin(self, element: Element) -> str:
        """The operator before content of an element on the newest page."""
        marks = self._pages[-1]
        element.kids.append((len(self._pages) - 1, len(marks)))
        marks.append(element)
        return f"/{element.tag} <</MCID {len(marks) - 1}>> BDC"

    def _group(self, key: _Key, tag: str, parent: Element) -> Element:
        found = self._elements.get(key)
        if found is None:
            found = self._elements[key] = Element(tag, parent)
        return found

    def _tag(self, kind: Kind) -> str:
        level = self._levels.next(kind)
        return f"H{level}" if level else "P"

    def write(self, document: Any, pages: list[str]) -> Any:
        """Adds the tree to the document; returns its root. `pages` are references to the pages."""
        root = Written()
        references: dict[Element, str] = {}
        stack: list[tuple[Element, str]] = [(self._root, reference(document, root, "structure"))]
        elements = []
        while stack:
            element, parent = stack.pop()
            written = Written()
            references[element] = reference(document, written)
            elements.append((element, written, parent))
            stack += [(child, references[element]) for child in reversed([*element.children])]
        for element, written, parent in elements:
            kids = []
            first = next((kid[0] for kid in element.kids if not isinstance(kid, Element)), None)
            page = "" if first is None else f"/Pg {pages[first]}"
            for kid in element.kids:
                if isinstance(kid, Element):
                    kids.append(references[kid])
                elif kid[0] == first:
                    kids.append(str(kid[1]))
                else:
                    kids.append(f"<</Type/MCR/Pg {pages[kid[0]]}/MCID {kid[1]}>>")
            for at, annotation in element.annotations:
                kids.append(f"<</Type/OBJR/Pg {pages[at]}/Obj {annotation}>>")
            content = kids[0] if len(kids) == 1 else f"[{' '.join(kids)}]"
            content = f"/K {content}" if kids else ""
            written.text = f"<</S/{element.tag}/P {parent}{element.further}{page}{content}>>"
        nums = " ".join(
            f"{at}[{' '.join(references[element] for element in marks)}]"
            for at, marks in enumerate(self._pages)
        )
        for at, element in enumerate(self._annotated, len(self._pages)):
            nums += f" {at} {references[element]}"
        tree = Written(f"<</Nums[{nums}]>>")
        root.text = (
            f"<</Type/StructTreeRoot{self._roles}/K {references[self._root]}"
            f"/ParentTree {reference(document, tree)}"
            f"/ParentTreeNextKey {len(self._pages) + len(self._annotated)}>>"
        )
        return pdfdoc.PDFObjectReference("structure")


def _cell_attributes(spot: Spot, *, head: bool) -> str:
    """ISO 32000-1, 14.8.5.7: what a cell spans, and of which cells it is the header."""
    attributes = f"/ColSpan {spot.cell.columns}" if spot.cell.columns > 1 else ""
    attributes += f"/RowSpan {spot.cell.rows}" if spot.cell.rows > 1 else ""
    attributes += "/Scope/Column" if head else ""
    return f"/A <</O/Table{attributes}>>" if attributes else ""
