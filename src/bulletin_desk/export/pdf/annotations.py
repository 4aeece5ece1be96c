"""Remarks (批注) as annotations of a PDF (ISO 32000-1, 12.5.6.4 and 12.5.6.10) within PDF/A-2 (ISO 19005-2,
6.3) and PDF/UA-1 (ISO 14289-1, 7.18). Finds their words in the pages; paints nothing on these.

PDF/A wants every annotation to be printed: so such a file is one to read, never the one that goes to print.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from bulletin_desk.bulletin.grammar import MADE, order
from bulletin_desk.bulletin.model import Place, Remark, Said
from bulletin_desk.export.pdf.objects import number, text_string
from bulletin_desk.export.pdf.structure import Element
from bulletin_desk.pages.model import Page, PlacedLine

_PRINTED = 4
_STEADY = 4 | 8 | 16
"""Printed, neither zoomed nor turned: as those are that are an icon."""
_OPEN_INK = "0 0.06 0.5 0"
_SETTLED_INK = "0 0 0 0.18"
"""CMYK, as the pages have it."""
_SUBJECT = "批注"
_SETTLED = "办好了"
_GOES_ON = "（接上面）"
_ABOVE, _BELOW = 0.88, 0.16
"""How far a character's box goes from the baseline, in em."""
_NOTE = 11.0
"""Side of the icon of what stands between two characters, in points."""
_HAIR = 1.0
"""Side of what is not seen."""

OVER = "Over"
"""The name of the graphics state in which ink lets what is below it through."""

_Box = tuple[float, float, float, float]
_Spot = tuple[tuple[int, ...], int]
ElementOf = Callable[[PlacedLine], Element]


class Annotation(NamedTuple):
    """One to be written: its page, from 0, and edges, the element in whose tag it stands, its dictionary's
    entries in the file's syntax, what is drawn in its edges (empty: nothing), and the one before it that it
    answers."""

    page: int
    box: _Box
    element: Element
    entries: str
    drawn: str
    answers: int | None


class _Found(NamedTuple):
    """Where a part of a remark is: its boxes on a page, or the place of its icon, and its words' element."""

    page: int
    boxes: tuple[_Box, ...]
    element: Element


class _Looked:
    """A remark for which words are looked for: from where to where, what has been found of it, and where its
    icon may stand."""

    __slots__ = ("beside", "exact", "found", "range", "remark")

    def __init__(self, remark: Remark) -> None:
        self.remark = remark
        self.range = _spot(remark.start), _spot(remark.end)
        self.found: list[_Found] = []
        self.beside: _Found | None = None
        """At its very beginning if that is printed (`exact`), else at the last line before."""
        self.exact = False

    def look(
        self, placed: PlacedLine, path: tuple[int, ...], page: int, height: float, of: ElementOf
    ) -> None:
        """Takes what a line, of the text at a path, has of it."""
        line, (start, end) = placed.line, self.range
        if start[0] <= path <= end[0]:
            first = max(start[1], line.start) if path == start[0] else line.start
            last = min(end[1], line.end) if path == end[0] else line.end
            if first < last:
                left, right = line.edges[first - line.start], line.edges[last - line.start]
                if right > left:
                    self._add(page, _box(placed, left, right, height), of(placed))
        exact = path == start[0] and line.start <= start[1] <= line.end
        if not self.exact and (exact or path <= start[0] or self.beside is None):
            left = placed.x + line.edges[start[1] - line.start if exact else 0]
            _, _, _, top = _box(placed, 0, 0, height)
            box = left - _NOTE / 2, top - _NOTE / 4, left + _NOTE / 2, top + _NOTE * 3 / 4
            self.beside, self.exact = _Found(page, (box,), of(placed)), exact

    def _add(self, page: int, box: _Box, element: Element) -> None:
        if self.found and self.found[-1].page == page:
            self.found[-1] = self.found[-1]._replace(boxes=(*self.found[-1].boxes, box))
        else:
            self.found.append(_Found(page, (box,), element))

    def annotations(self, name: str, number_: int) -> Iterator[Annotation]:
        """Its own, what of it stands on further pages, its answers, and its state; `number_` is that of the
        first. A highlight is on one page."""
        remark = self.remark
        ink = _SETTLED_INK if remark.settled else _OPEN_INK
        first, *answers = remark.said
        places = self.found or ([self.beside] if self.beside else [])
        for part, one in enumerate(places):
            said = first if not part else first._replace(text=f"{_GOES_ON}{first.text}")
            box = _around(one.boxes)
            entries = f"{_said(said, f'{name}-0-{part}')}/C[{ink}]"
            if self.found:
                quads = " ".join(map(_quad, one.boxes))
                entries += f"/Subtype/Highlight/F {_PRINTED}/QuadPoints[{quads}]"
                drawn = f"/{OVER} gs {ink} k {' '.join(map(_filled, one.boxes))}"
            else:
                entries += f"/Subtype/Text/F {_STEADY}/Name/Comment"
                drawn = _icon(box, ink)
            yield Annotation(one.page, box, one.element, entries, drawn, None)
        if not places:
            return
        main = places[0]
        left, _, _, top = _around(main.boxes)
        corner = left, top - _HAIR, left + _HAIR, top
        unseen = f"/Subtype/Text/F {_STEADY}/Name/Comment/RT/R"
        for count, said in enumerate(answers, 1):
            entries = f"{_said(said, f'{name}-{count}')}{unseen}"
            yield Annotation(main.page, corner, main.element, entries, "", number_)
        if remark.settled:
            last = remark.said[-1]._replace(text=_SETTLED)
            entries = f"{_said(last, f'{name}-state')}{unseen}/StateModel(Review)/State(Completed)"
            yield Annotation(main.page, corner, main.element, entries, "", number_)


class Annotations:
    """The annotations of one document, whose words are looked for while its pages are painted in order."""

    def __init__(self) -> None:
        self._all: list[_Looked] = []
        self._here: list[_Looked] = []
        """Those of the part whose pages come."""
        self._page = -1

    def new_part(self, remarks: Sequence[Remark]) -> None:
        """From now on pages are those on which these remarks are made."""
        self._here = list(map(_Looked, remarks))
        self._all += self._here

    def new_page(self, page: Page, of: ElementOf, is_repeated: Callable[[PlacedLine], bool]) -> None:
        """Looks for words on the next page, which has been painted; `of` gives the element of a line."""
        self._page += 1
        for placed in page.lines if self._here else ():
            if not placed.line.runs or placed.kind in MADE or is_repeated(placed):
                continue
            path = order(placed.path)
            for looked in self._here:
                looked.look(placed, path, self._page, page.height, of)

    def annotations(self) -> list[Annotation]:
        """All of them."""
        made: list[Annotation] = []
        for number_, looked in enumerate(self._all, 1):
            made += looked.annotations(str(number_), len(made))
        return made


def _spot(place: Place) -> _Spot:
    return order(place.path), place.offset


def _box(placed: PlacedLine, left: float, right: float, height: float) -> _Box:
    """The edges of some characters of a line on a page so high."""
    size = max(run.size for run in placed.line.runs)
    y = height - placed.y
    return placed.x + left, y - _BELOW * size, placed.x + right, y + _ABOVE * size


def _around(boxes: Sequence[_Box]) -> _Box:
    lefts, feet, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(feet), max(rights), max(tops)


def _said(said: Said, name: str) -> str:
    """Who said what and when, and the name by which the annotation is told from others."""
    moment = "".join(char for char in said.when if char.isdigit())
    date = f"/M(D:{moment}00)/CreationDate(D:{moment}00)" if len(moment) == _MINUTE_DIGITS else ""
    words = said.text if said.text.strip() else _SUBJECT
    return (
        f"/Contents {text_string(words)}/T {text_string(said.who)}/Subj {text_string(_SUBJECT)}"
        f"/NM(remark-{name}){date}"
    )


_MINUTE_DIGITS = 12


def _quad(box: _Box) -> str:
    """The corners of a box, in the order that readers want (not that of ISO 32000-1, 12.5.6.10)."""
    left, foot, right, top = box
    return " ".join(map(number, (left, top, right, top, left, foot, right, foot)))


def _filled(box: _Box) -> str:
    left, foot, right, top = box
    return f"{' '.join(map(number, (left, foot, right - left, top - foot)))} re f"


def _icon(box: _Box, ink: str) -> str:
    """A sheet with three lines, and a tip below that shows the place."""
    left, foot, right, top = box
    middle, low = (left + right) / 2, foot + _NOTE / 4
    sheet = (
        f"{number(left)} {number(top)} m {number(right)} {number(top)} l {number(right)} {number(low)} l "
        f"{number(middle + 1.5)} {number(low)} l {number(middle)} {number(foot)} l "
        f"{number(middle - 1.5)} {number(low)} l {number(left)} {number(low)} l b"
    )
    lines = " ".join(
        f"{number(left + 2)} {number(y)} m {number(right - 2)} {number(y)} l S"
        for y in (low + (top - low) * part / 4 for part in (1, 2, 3))
    )
    return f"{ink} k 0 0 0 0.6 K 0.5 w {sheet} {lines}"
