"""Finished pages with marks over and beside them: which lines these fall on, and the type of line numbers,
notes and the words at the top. Moves no line. Must not know what the marks are for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from operator import attrgetter

from bulletin_desk.bulletin.grammar import RUNNING, Region, is_cell, is_made, paths_over, region_of
from bulletin_desk.bulletin.model import Kind, Place
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.marks import Marks, Note, Tone
from bulletin_desk.pages.model import (
    Aside,
    Colour,
    HorizontalRule,
    ImageMark,
    Join,
    Line,
    MadePages,
    Page,
    PlacedLine,
    VerticalRule,
)
from bulletin_desk.pages.scaled import Frame, Placing
from bulletin_desk.typeset.composed import Composer
from bulletin_desk.typeset.margin_notes import COLUMN, NoteColumn, plain_style
from bulletin_desk.typeset.marked_lines import TONES, ByPath, LineMarks
from bulletin_desk.typeset.paragraph import paragraph

_NUMBER, _HEADING = Fraction(17, 2), Fraction(21, 2)
"""Sizes of line numbers, and of the words at the top."""
_APART = 12.0
"""Points between line numbers and the text."""
_BAR_APART, BAR = 7.0, 1.2
"""Points between bars and the text, and how strong they are."""
_THIN = 0.35
_GREY, _BLACK = Colour(0.0, 0.0, 0.0, 0.6), Colour(0.0, 0.0, 0.0, 1.0)


def frame_of(layout: Layout) -> Frame:
    """Where the text block of a layout stands on its pages."""
    block = layout.text_block
    lengths = block.left, block.top, block.width, block.height, block.line_pitch
    return Frame(*map(float, lengths))


def page_of(pages: Placing, place: Place) -> int:
    """The number of the page on which a place is printed, or that in which it lies; where neither is, of the
    first page, in the closing block of the last one."""
    for path in (place.path, *reversed(paths_over(place.path))):
        if pages.places(path):
            return pages.number_at(path, place.offset)
    return len(pages) if region_of(place.path) is Region.CLOSING else 1


class MarkedPages(MadePages):
    """Pages whose text block stands in a frame, with marks. Each is made when it is first asked for."""

    def __init__(self, pages: Placing, marks: Marks, frame: Frame, faces: Faces) -> None:
        self._pages = pages
        self._marks = marks
        self._setter = _Setter(frame, faces)
        self._lines = LineMarks(marks)
        self._bars = ByPath(marks.bars)
        self._notes: dict[int, list[Note]] = {}
        for note in marks.notes:
            self._notes.setdefault(page_of(pages, note.place), []).append(note)
        self._counts: list[tuple[int, int]] = []
        """Of each page that has been looked at, the lines with numbers before it: of all pages, and of those
        with its own number."""
        self._made: dict[int, tuple[Page, Page]] = {}

    def __len__(self) -> int:
        return len(self._pages)

    def page(self, index: int) -> Page:
        """See `MadePages`."""
        page = self._pages[index]
        made = self._made.get(index)
        if made is None or made[0] is not page:
            made = self._made[index] = page, self._mark(index, page)
        return made[1]

    def _mark(self, index: int, page: Page) -> Page:
        marks, setter = self._marks, self._setter
        lines: list[PlacedLine] = []
        rules: list[HorizontalRule | VerticalRule] = []
        joins: list[Join] = []
        printed: list[PlacedLine] = []
        for placed in page.lines:
            line, over = self._lines.of(placed)
            printed.append(placed if line is placed.line else placed._replace(line=line))
            rules += over
        rules += setter.bars(page, self._bars)
        if marks.line_numbers:
            lines += setter.numbers(page, self._before(index))
        if marks.heading:
            lines.append(setter.heading(marks.heading))
        width = page.width
        if marks.notes:
            width += COLUMN
            rules.append(VerticalRule(page.width, 0.0, page.height, _THIN, Colour(0.0, 0.0, 0.0, 0.3)))
            setter.notes.set_on(page, self._notes.get(index + 1, ()), lines, rules, joins)
        aside = Aside(tuple(lines), tuple(rules), tuple(joins))
        return replace(page, width=width, lines=tuple(printed), aside=aside)

    def _before(self, index: int) -> int:
        """How many lines are numbered before those of a page."""
        counts = self._counts
        while len(counts) <= index:
            at = len(counts)
            if not at:
                counts.append((0, 0))
                continue
            before = len(numbered_rows(self._pages[at - 1]))
            same = self._pages[at].number == self._pages[at - 1].number
            counts.append((counts[-1][0] + before, counts[-1][1] + before if same else 0))
        return counts[index][0 if self._marks.line_numbers == "through" else 1]


def bar_x(frame: Frame) -> float:
    """Where bars stand."""
    return frame.left - min(_BAR_APART, frame.left / 4)


def numbered_rows(page: Page) -> list[tuple[PlacedLine, ...]]:
    """The lines of a page that are numbered, those on one baseline together: of running text, with words, not
    in tables and not under pictures, which may stand side by side."""
    lines = [placed for placed in page.lines if _is_numbered(placed)]
    lines.sort(key=attrgetter("y"))
    return [tuple(row) for _, row in groupby(lines, key=attrgetter("y"))]


def _is_numbered(placed: PlacedLine) -> bool:
    path = placed.path
    if not placed.line.runs or not path or is_cell(path) or placed.kind is Kind.PICTURE_CAPTION:
        return False
    return region_of(path) in RUNNING and not (is_made(path) and placed.kind is Kind.CONTENTS)


class _Setter:
    """Sets the type of marks."""

    def __init__(self, frame: Frame, faces: Faces) -> None:
        self._frame = frame
        self._composer = Composer(faces)
        self.notes = NoteColumn(self._composer)
        self._lines: dict[str, Line] = {}

    # ---- line numbers, bars and the words at the top

    def numbers(self, page: Page, first: int) -> Iterator[PlacedLine]:
        """The numbers of the lines of a page, right aligned on their baselines."""
        right = self._frame.left - min(_APART, self._frame.left / 3)
        for number, row in enumerate(numbered_rows(page), first + 1):
            line = self._line(str(number))
            placed = row[0]
            x = right - line.edges[-1]
            yield PlacedLine(line, Kind.FOLIO, (), x, placed.y, placed.top, placed.height)

    def heading(self, text: str) -> PlacedLine:
        """The words at the top of a page: halfway into the margin, over the text block's left edge."""
        style = plain_style("hei", _HEADING, _BLACK)
        width = Fraction(self._frame.width)
        composed = self._composer.compose(paragraph(Kind.FOLIO, style, text, width, literal=True))
        if composed.count > 1:
            shorter = f"{text[: composed.breaks[0].end - 1]}…"
            composed = self._composer.compose(paragraph(Kind.FOLIO, style, shorter, width, literal=True))
        size = float(_HEADING)
        top = max(self._frame.top / 2 - size, 4.0)
        return PlacedLine(composed.line(0), Kind.FOLIO, (), self._frame.left, top + 0.88 * size, top, size)

    def bars(self, page: Page, bars: ByPath[Tone | None]) -> Iterator[VerticalRule]:
        """The bars of a page, those of lines that follow each other as one."""
        bands: dict[Tone | None, list[tuple[float, float]]] = {}
        for placed in page.lines:
            for _, _, tone in bars.on(placed):
                bands.setdefault(tone, []).append((placed.top, placed.height))
        for mark in page.marks:
            if isinstance(mark, ImageMark):
                for tone in bars.covering(mark.path):
                    bands.setdefault(tone, []).append((mark.y, mark.height))
        for table in page.tables:
            for tone in bars.covering(table.path):
                bands.setdefault(tone, []).extend((band.top, band.height) for band in table.bands)
        x = bar_x(self._frame)
        for at, (tone, found) in enumerate(bands.items()):
            colour = TONES[tone] if tone else _BLACK
            for top, height in _joined(found):
                yield VerticalRule(x - 2.5 * at, top, height, BAR, colour)

    def _line(self, text: str) -> Line:
        line = self._lines.get(text)
        if line is None:
            style = plain_style("song", _NUMBER, _GREY)
            composed = self._composer.compose(paragraph(Kind.FOLIO, style, text, Fraction(100), literal=True))
            line = self._lines[text] = composed.line(0)
        return line


def _joined(bands: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Bands (top, height) with those that touch each other as one."""
    top = foot = 0.0
    for start, height in sorted(bands):
        if start > foot + 0.5:
            if foot > top:
                yield top, foot - top
            top, foot = start, start
        foot = max(foot, start + height)
    if foot > top:
        yield top, foot - top
