"""Links from lists of contents, indexes and lists of attachments to what they name (ISO 32000-1, 12.5.6.5;
ISO 14289-1, 7.18.5). Finds both in the pages; paints nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bulletin_desk.bulletin.grammar import CONTENTS, MADE, owner
from bulletin_desk.bulletin.model import Kind, Path
from bulletin_desk.export.pdf.objects import number, text_string
from bulletin_desk.export.pdf.structure import Element
from bulletin_desk.pages.model import Page, PlacedLine
from bulletin_desk.pages.parts import Aim, FilePart

_WITHOUT_WORDS = "链接"
"""What is said of a line of blanks (ISO 14289-1, 7.18.5)."""


class _Target(NamedTuple):
    """Where a part begins: its page, from 0, and how far above the page's foot."""

    page: int
    top: float


class _Link(NamedTuple):
    """Lines of one row of a list: their page, from 0, edges on it, words, element and where they lead: the
    number of the file's part, from 0, and the path in it."""

    page: int
    box: tuple[float, float, float, float]
    words: str
    element: Element
    aim: Aim


class Link(NamedTuple):
    """A link annotation on a page, from 0: its dictionary's entries in the file's syntax, but for that by
    which its element is found."""

    page: int
    entries: str
    element: Element


class Links:
    """The links of one document, which are gathered while its pages are painted in order."""

    def __init__(self) -> None:
        self._targets: list[dict[Path, _Target]] = [{}]
        """Of each part of the file."""
        self._aims: Mapping[Path, Aim] | None = None
        self._links: list[_Link] = []
        self._page = -1

    def new_part(self, part: FilePart) -> None:
        """From now on lines are another part's: its links lead to its own pages, or where it says."""
        if self._page >= 0:
            self._targets.append({})
        self._aims = part.aims

    def leads_on(self, placed: PlacedLine) -> bool:
        """Whether a line is a link."""
        if placed.kind not in (Kind.CONTENTS, Kind.ATTACHMENT_LIST):
            return False
        return placed.path != CONTENTS if self._aims is None else placed.path in self._aims

    def new_page(self, page: Page) -> None:
        """Looks where parts begin on the next page."""
        self._page += 1
        targets = self._targets[-1]
        targets.setdefault((), _Target(self._page, page.height))
        for placed in page.lines:
            part = placed.path if placed.kind is Kind.ATTACHMENT_MARK else owner(placed.path)
            if placed.kind not in MADE or placed.kind is Kind.ATTACHMENT_MARK:
                targets.setdefault(part, _Target(self._page, page.height - placed.top))

    def add(self, placed: PlacedLine, height: float, element: Element) -> None:
        """A line on the newest page, `height` high, that is a link. Those of one row that share a baseline
        make one."""
        left, right = placed.x + placed.line.runs[0].xs[0], placed.x + placed.line.edges[-1]
        foot = height - placed.top - placed.height
        box = left, foot, right, foot + placed.height
        words = placed.line.text
        last = self._links[-1] if self._links else None
        if last and last.element is element and last.page == self._page and last.box[1] == foot:
            box = min(left, last.box[0]), foot, max(right, last.box[2]), box[3]
            self._links[-1] = last._replace(box=box, words=last.words + words)
        else:
            aim = self._aims[placed.path] if self._aims else Aim(len(self._targets) - 1, placed.path)
            self._links.append(_Link(self._page, box, words, element, aim))

    def links(self, pages: list[str]) -> list[Link]:
        """The annotations, by the references to the pages; what has no target is none."""
        found = []
        for link in self._links:
            target = self._targets[link.aim.part].get(link.aim.path)
            if target is None:
                continue
            entries = (
                f"/Subtype/Link/Rect[{' '.join(map(number, link.box))}]/Border[0 0 0]/F 4"
                f"/Dest[{pages[target.page]}/XYZ 0 {number(target.top)} null]"
                f"/Contents {text_string(link.words if link.words.strip() else _WITHOUT_WORDS)}"
            )
            found.append(Link(link.page, entries, link.element))
        return found
