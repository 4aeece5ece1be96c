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
_SETTLED = "已处理"
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


class Annotations:
    """The annotations of one document, whose words are looked for while its pages are painted in order."""

    def __init__(self, remarks: Sequence[Remark]) -> None:
        self._remarks = remarks
        self._ranges = [(_spot(remark.start), _spot(remark.end)) for remark in remarks]
        self._found: list[list[_Found]] = [[] for _ in remarks]
        self._notes: list[_Found | None] = [None for _ in remarks]
        """The place of the last line that is not behind a remark's words."""
        self._beside: list[bool] = [False for _ in remarks]
        """Whether that is the very place."""
        self._page = -1

    def new_page(self, page: Page, element_of: ElementOf, is_repeated: Callable[[PlacedLine], bool]) -> None:
        """Looks for words on the next page, which has been painted."""
        self._page += 1
        if not self._remarks:
            return
        lines = [
            placed
            for placed in page.lines
            if placed.line.runs and placed.kind not in MADE and not is_repeated(placed)
        ]
        for placed in lines:
            try:
                at = order(placed.path)
            except KeyError:  # a page that is no bulletin's
                continue
            for number_, (start, end) in enumerate(self._ranges):
                self._look(number_, placed, at, start, end, page.height, element_of)

    def _look(
        self,
        at: int,
        placed: PlacedLine,
        path: tuple[int, ...],
        start: _Spot,
        end: _Spot,
        height: float,
        element_of: ElementOf,
    ) -> None:
        line = placed.line
        if start[0] <= path <= end[0]:
            first = max(start[1], line.start) if path == start[0] else line.start
            last = min(end[1], line.end) if path == end[0] else line.end
            if first < last:
                left, right = line.edges[first - line.start], line.edges[last - line.start]
                if right > left:
                    box = _box(placed, left, right, height)
                    self._add(at, box, element_of(placed))
        here = path == start[0] and line.start <= start[1] <= line.end
        if not self._beside[at] and (here or path <= start[0] or self._notes[at] is None):
            offset = min(max(start[1] - line.start, 0), len(line.edges) - 1) if here else 0
            left = placed.x + line.edges[offset]
            _, _, _, top = _box(placed, 0, 0, height)
            box = left - _NOTE / 2, top - _NOTE / 4, left + _NOTE / 2, top + _NOTE * 3 / 4
            self._notes[at] = _Found(self._page, (box,), element_of(placed))
            self._beside[at] = here

    def _add(self, at: int, box: _Box, element: Element) -> None:
        found = self._found[at]
        if found and found[-1].page == self._page:
            found[-1] = found[-1]._replace(boxes=(*found[-1].boxes, box))
        else:
            found.append(_Found(self._page, (box,), element))

    def annotations(self) -> list[Annotation]:
        """All of them: each remark's own, what of it stands on further pages, its answers, and its state."""
        made: list[Annotation] = []
        for at, remark in enumerate(self._remarks):
            made += self._of(remark, at, len(made))
        return made

    def _of(self, remark: Remark, at: int, before: int) -> Iterator[Annotation]:
        note = self._notes[at]
        found = self._found[at] or ([note] if note else [])
        ink = _SETTLED_INK if remark.settled else _OPEN_INK
        first, *answers = remark.said
        for part, one in enumerate(found):
            said = first if not part else first._replace(text=f"{_GOES_ON}{first.text}")
            box = _around(one.boxes)
            entries = f"{_said(said, f'{at + 1}-0-{part}')}/C[{ink}]"
            if self._found[at]:
                quads = " ".join(
                    f"{number(x0)} {number(y1)} {number(x1)} {number(y1)} "
                    f"{number(x0)} {number(y0)} {number(x1)} {number(y0)}"
                    for x0, y0, x1, y1 in one.boxes
                )
                entries += f"/Subtype/Highlight/F {_PRINTED}/QuadPoints[{quads}]"
                drawn = f"/{OVER} gs {ink} k {' '.join(map(_filled, one.boxes))}"
            else:
                entries += f"/Subtype/Text/F {_STEADY}/Name/Comment"
                drawn = _icon(box, ink)
            yield Annotation(one.page, box, one.element, entries, drawn, None)
        if not found:
            return
        main = found[0]
        left, _, _, top = _around(main.boxes)
        corner = left, top - _HAIR, left + _HAIR, top
        unseen = f"/Subtype/Text/F {_STEADY}/Name/Comment/RT/R"
        for count, said in enumerate(answers, 1):
            entries = f"{_said(said, f'{at + 1}-{count}')}{unseen}"
            yield Annotation(main.page, corner, main.element, entries, "", before)
        if remark.settled:
            last = remark.said[-1]._replace(text=_SETTLED)
            state = "/StateModel(Review)/State(Completed)"
            entries = f"{_said(last, f'{at + 1}-state')}{unseen}{state}"
            yield Annotation(main.page, corner, main.element, entries, "", before)


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
