"""Finished pages with marks over and beside them: which lines these fall on, and the type of line numbers,
notes and the words at the top. Moves no line. Must not know what the marks are for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from operator import attrgetter
from typing import Generic, NamedTuple, Protocol, TypeVar, overload

from bulletin_desk.bulletin.grammar import RUNNING, is_cell, is_in, is_made, paths_over, region_of
from bulletin_desk.bulletin.model import Kind, Path, Place
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout, Style
from bulletin_desk.pages.marks import Gap, Marks, Note, Span, Tone
from bulletin_desk.pages.model import (
    Aside,
    Colour,
    HorizontalRule,
    ImageMark,
    Join,
    Line,
    Page,
    PlacedLine,
    Run,
    VerticalRule,
)
from bulletin_desk.typeset.composed import Composed, Composer
from bulletin_desk.typeset.paragraph import paragraph

COLUMN = 164.0
"""Points by which notes make the paper wider."""
_EDGE = 12.0
"""Points that the words of a note keep from the paper's old edge and from its new one."""
_NOTE, _NOTE_PITCH, _NOTE_GAP = 8, 11.0, 5.0
"""Size of notes, their lines' pitch and what lies between two of them, in points."""
_SHORTEST = (40, 24, 14, 9, 6, 4, 3, 2, 1)
"""Lines that the longest note may take: the first number with which all of a page's fit."""
_NUMBER, _HEADING = Fraction(17, 2), Fraction(21, 2)
_APART = 12.0
"""Points between line numbers and the text."""
_BAR_APART, _BAR = 7.0, 1.2
_UNDER, _UNDERLINE, _MOVED_UNDERLINE = 0.1, 0.6, 1.2
"""How far below its em box a word is underlined (in em), and how strong (points)."""
_THIN = 0.35
_Value = TypeVar("_Value")
TONES: Mapping[Tone, Colour] = {
    "in": Colour(0.0, 0.9, 0.85, 0.1),
    "out": Colour(0.0, 0.9, 0.85, 0.1),
    "moved": Colour(0.85, 0.15, 1.0, 0.2),
    "changed": Colour(0.9, 0.5, 0.0, 0.1),
    "remark": Colour(0.1, 0.55, 1.0, 0.1),
}
_GREY, _BLACK = Colour(0.0, 0.0, 0.0, 0.6), Colour(0.0, 0.0, 0.0, 1.0)


class Markable(Protocol):
    """Pages that can be marked: they know on which of them a place is printed."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: int) -> Page: ...

    def number_at(self, path: Path, offset: int) -> int:
        """See `Pages.number_at`."""


class MarkedPages(Sequence[Page]):
    """The pages of an issue in a layout, with marks. Each is made when it is first asked for."""

    def __init__(self, pages: Markable, marks: Marks, layout: Layout, faces: Faces) -> None:
        self._pages = pages
        self._marks = marks
        self._setter = _Setter(layout, faces)
        self._coloured = _ByPath((each.span, each.tone) for each in marks.coloured)
        self._bars = _ByPath((span, None) for span in marks.bars)
        self._gaps: dict[int, list[Gap]] = {}
        self._notes: dict[int, list[Note]] = {}
        for gap in marks.gaps:
            self._gaps.setdefault(self._number_at(gap.place), []).append(gap)
        for note in marks.notes:
            self._notes.setdefault(self._number_at(note.place), []).append(note)
        self._counts = [0]
        """Lines of running text before each page that has been looked at."""
        self._made: dict[int, tuple[Page, Page]] = {}

    def __len__(self) -> int:
        return len(self._pages)

    @overload
    def __getitem__(self, index: int) -> Page: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Page]: ...

    def __getitem__(self, index: int | slice) -> Page | Sequence[Page]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        index = range(len(self))[index]
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
        printed = [self._in_colours(placed, rules) for placed in page.lines]
        for gap in self._gaps.get(index + 1, ()):
            where = _line_at(page, gap.place.path, gap.place.offset)
            if where is not None:
                rules += _gap_marks(where, gap)
        rules += setter.bars(page, self._bars)
        if marks.line_numbers:
            first = self._before(index) if marks.line_numbers == "through" else 0
            lines += setter.numbers(page, first)
        if marks.heading:
            lines.append(setter.heading(marks.heading))
        width = page.width
        if marks.notes:
            width += COLUMN
            rules.append(VerticalRule(page.width, 0.0, page.height, _THIN, Colour(0.0, 0.0, 0.0, 0.3)))
            setter.notes(page, self._notes.get(index + 1, ()), lines, rules, joins)
        aside = Aside(tuple(lines), tuple(rules), tuple(joins))
        return replace(page, width=width, lines=tuple(printed), aside=aside)

    def _number_at(self, place: Place) -> int:
        return self._pages.number_at(place.path, place.offset)

    def _before(self, index: int) -> int:
        """How many lines are numbered on the pages before one."""
        counts = self._counts
        while len(counts) <= index:
            counts.append(counts[-1] + len(numbered_rows(self._pages[len(counts) - 1])))
        return counts[index]

    def _in_colours(self, placed: PlacedLine, rules: list[HorizontalRule | VerticalRule]) -> PlacedLine:
        """A line with its characters in the colours of marks, which get their underlines."""
        line = placed.line
        for start, end, tone in self._coloured.on(placed):
            colour = TONES[tone]
            line = line._replace(runs=tuple(_recoloured(line.runs, start, end, colour, whole=end > line.end)))
            left, right = _extent(placed, start, end)
            if right > left:
                y = placed.y + (_UNDER + 0.12) * _size(placed)
                strong = _MOVED_UNDERLINE if tone == "moved" else _UNDERLINE
                rules.append(HorizontalRule(placed.x + left, y, right - left, strong, colour))
        return placed if line is placed.line else placed._replace(line=line)


def numbered_rows(page: Page) -> list[tuple[PlacedLine, ...]]:
    """The lines of a page that are numbered, those on one baseline together: of running text, with words, and
    not in tables."""
    lines = [placed for placed in page.lines if _is_numbered(placed)]
    lines.sort(key=attrgetter("y"))
    return [tuple(row) for _, row in groupby(lines, key=attrgetter("y"))]


def _is_numbered(placed: PlacedLine) -> bool:
    path = placed.path
    if not placed.line.runs or not path or is_cell(path):
        return False
    return region_of(path) in RUNNING and not (is_made(path) and placed.kind is Kind.CONTENTS)


class _Placed(NamedTuple):
    """A note with its lines: the first one's top wished, and the tone's colour."""

    composed: Composed
    length: int
    wanted: float
    at: tuple[float, float]
    colour: Colour


class _Setter:
    """Sets the type of marks."""

    def __init__(self, layout: Layout, faces: Faces) -> None:
        self._block = layout.text_block
        self._composer = Composer(faces)
        self._lines: dict[str, Line] = {}

    # ---- line numbers, bars and the words at the top

    def numbers(self, page: Page, first: int) -> Iterator[PlacedLine]:
        """The numbers of the lines of a page, right aligned on their baselines."""
        right = float(self._block.left) - min(_APART, float(self._block.left) / 3)
        for number, row in enumerate(numbered_rows(page), first + 1):
            line = self._line(str(number))
            placed = row[0]
            x = right - line.edges[-1]
            yield PlacedLine(line, Kind.FOLIO, (), x, placed.y, placed.top, placed.height)

    def heading(self, text: str) -> PlacedLine:
        """The words at the top of a page: halfway into the margin, over the text block's left edge."""
        style = _style("hei", _HEADING, _BLACK)
        composed = self._composer.compose(paragraph(Kind.FOLIO, style, text, self._block.width, literal=True))
        size = float(_HEADING)
        top = max(float(self._block.top) / 2 - size, 4.0)
        return PlacedLine(
            composed.line(0), Kind.FOLIO, (), float(self._block.left), top + 0.88 * size, top, size
        )

    def bars(self, page: Page, bars: _ByPath[None]) -> Iterator[VerticalRule]:
        """The bars of a page, those of lines that follow each other as one."""
        if not bars:
            return
        x = float(self._block.left) - min(_BAR_APART, float(self._block.left) / 4)
        bands = [(placed.top, placed.height) for placed in page.lines if any(True for _ in bars.on(placed))]
        for mark in page.marks:
            if isinstance(mark, ImageMark) and bars.covers(mark.path):
                bands.append((mark.y, mark.height))
        for table in page.tables:
            if bars.covers(table.path):
                bands += [(band.top, band.height) for band in table.bands]
        top = foot = -1.0
        for start, height in sorted(bands):
            if start > foot + 0.5:
                if foot > top:
                    yield VerticalRule(x, top, foot - top, _BAR, _BLACK)
                top, foot = start, start + height
            foot = max(foot, start + height)
        if foot > top:
            yield VerticalRule(x, top, foot - top, _BAR, _BLACK)

    def _line(self, text: str) -> Line:
        line = self._lines.get(text)
        if line is None:
            style = _style("song", _NUMBER, _GREY)
            composed = self._composer.compose(paragraph(Kind.FOLIO, style, text, Fraction(100), literal=True))
            line = self._lines[text] = composed.line(0)
        return line

    # ---- notes

    def notes(
        self,
        page: Page,
        notes: Sequence[Note],
        lines: list[PlacedLine],
        rules: list[HorizontalRule | VerticalRule],
        joins: list[Join],
    ) -> None:
        """Adds the notes of a page in its column, none over another, each joined to its place."""
        foot = page.height - 2 * _EDGE
        placed = self._fitted(page, notes, foot - 2 * _EDGE)
        x = page.width + _EDGE
        tops = _apart([(each.wanted, each.length * _NOTE_PITCH) for each in placed], 2 * _EDGE, foot)
        for note, top in zip(placed, tops, strict=True):
            left, height = x + 5.0, note.length * _NOTE_PITCH
            for number in range(note.length):
                y = top + number * _NOTE_PITCH
                baseline = y + (_NOTE_PITCH - _NOTE) / 2 + 0.88 * _NOTE
                line = note.composed.line(number)
                lines.append(PlacedLine(line, Kind.FOLIO, (), left, baseline, y, _NOTE_PITCH))
            rules.append(VerticalRule(x, top + 1.0, height - 2.0, 1.0, note.colour))
            from_x, from_y = note.at
            bend = page.width - 4.0
            joins.append(Join(from_x, from_y, bend, from_y, _THIN, note.colour))
            joins.append(Join(bend, from_y, x, top + _NOTE_PITCH / 2, _THIN, note.colour))

    def _fitted(self, page: Page, notes: Sequence[Note], height: float) -> list[_Placed]:
        """The notes in the order of their places, as long as they may be so that all stand in the column; of
        too many the last one says how many are left out."""
        found: list[tuple[float, float, Note]] = []
        for note in notes:
            at = _at(page, note)
            found.append((at[1], at[0], note))
        found.sort(key=lambda each: each[:2])
        left_out = 0
        most = int((height + _NOTE_GAP) / (_NOTE_PITCH + _NOTE_GAP))
        if len(found) > most:
            left_out = len(found) - most + 1
            y, x, last = found[most - 1]
            more = last._replace(label=f"还有{left_out}处", text="这一面写不下")
            found = [*found[: most - 1], (y, x, more)]
        placed: list[_Placed] = []
        for longest in _SHORTEST:
            placed = [self._note(note, longest, (x, y)) for y, x, note in found]
            room = sum(each.length * _NOTE_PITCH + _NOTE_GAP for each in placed) - _NOTE_GAP
            if room <= height:
                break
        return placed

    def _note(self, note: Note, longest: int, at: tuple[float, float]) -> _Placed:
        style = _style("song", Fraction(_NOTE), _BLACK)
        width = Fraction(COLUMN - 2 * _EDGE - 5.0)
        text = f"{note.label}　{note.text}" if note.text else note.label

        def set_in(words: str) -> Composed:
            head = (min(len(note.label), len(words)), "hei")
            return self._composer.compose(paragraph(Kind.FOLIO, style, words, width, head=head, literal=True))

        composed = set_in(text)
        if composed.count > longest:
            end = composed.breaks[longest - 1].end
            composed = set_in(f"{text[: max(end - 2, 1)]}……")
        count = min(composed.count, longest)
        return _Placed(composed, count, at[1] - _NOTE_PITCH / 2, at, TONES[note.tone])


def _style(face: str, size: Fraction, colour: Colour) -> Style:
    none = Fraction(0)
    return Style("", face, size, size, colour, "left", none, none, none, "", "", face, "latin")


def _apart(wanted: Sequence[tuple[float, float]], top: float, foot: float) -> list[float]:
    """The tops of notes, in order, as near as can be to those that are wanted, with their heights: none over
    another, all between `top` and `foot` if there is room."""
    tops: list[float] = []
    free = top
    for want, height in wanted:
        tops.append(max(want, free))
        free = tops[-1] + height + _NOTE_GAP
    limit = foot
    for at in range(len(tops) - 1, -1, -1):
        height = wanted[at][1]
        tops[at] = min(tops[at], limit - height)
        limit = tops[at] - _NOTE_GAP
    return tops


# ---- where marks fall


class _ByPath(Generic[_Value]):
    """Spans, each with a value, found by the lines that they are on."""

    def __init__(self, spans: Iterable[tuple[Span, _Value]]) -> None:
        self._texts: dict[Path, list[tuple[int, int | None, _Value]]] = {}
        for span, value in spans:
            self._texts.setdefault(span.path, []).append((span.start, span.end, value))

    def __bool__(self) -> bool:
        return bool(self._texts)

    def on(self, placed: PlacedLine) -> Iterator[tuple[int, int, _Value]]:
        """The spans on a line, with their first and last character; of what is on it without characters, or
        all, the last one is beyond its end."""
        if not self._texts or not placed.path:
            return
        line, path = placed.line, placed.path
        for start, end, value in self._texts.get(path, ()):
            if end is None and start <= line.start:
                yield line.start, line.end + 1, value
                continue
            first, last = max(start, line.start), line.end if end is None else min(end, line.end)
            if first < last:
                yield first, last, value
        for part in paths_over(path):
            for _, end, value in self._texts.get(part, ()):
                if end is None:
                    yield line.start, line.end + 1, value

    def covers(self, path: Path) -> bool:
        """Whether all that lies at a path is in one of them."""
        return any(
            end is None for part in (*paths_over(path), path) for _, end, _ in self._texts.get(part, ())
        )


def _gap_marks(placed: PlacedLine, gap: Gap) -> Iterator[HorizontalRule | VerticalRule]:
    """A stroke with a foot where something went from a line."""
    line, size, colour = placed.line, _size(placed), TONES[gap.tone]
    x = placed.x + line.edges[min(max(gap.place.offset - line.start, 0), len(line.edges) - 1)]
    yield VerticalRule(x, placed.y - 0.85 * size, 1.05 * size, 0.9, colour)
    yield HorizontalRule(x - 0.18 * size, placed.y + 0.2 * size, 0.36 * size, 0.9, colour)


def _line_at(page: Page, path: Path, offset: int) -> PlacedLine | None:
    """The line of a text on a page on which a place is: the last one before it where none has it."""
    found: PlacedLine | None = None
    for placed in page.lines:
        if placed.path == path and (found is None or placed.line.start <= offset):
            found = placed
    return found


def _at(page: Page, note: Note) -> tuple[float, float]:
    """Where on a page a note is joined to: behind the line of its place, at the foot; the top of the page's
    lines where it has none."""
    path, offset = note.place.path, note.place.offset
    best = _line_at(page, path, offset) or next(
        (placed for placed in page.lines if placed.path and is_in(path, placed.path)), None
    )
    if best is None:
        first = min((placed for placed in page.lines), key=attrgetter("y"), default=None)
        return (page.width, 40.0) if first is None else (first.x, first.y + 2.0)
    right = _extent(best, best.line.start, best.line.end + 1)[1]
    return best.x + right + 2.0, best.y + 0.1 * _size(best)


def _size(placed: PlacedLine) -> float:
    return placed.line.runs[0].size if placed.line.runs else placed.height / 2


def _extent(placed: PlacedLine, start: int, end: int) -> tuple[float, float]:
    """The left and right edge of characters of a line; of all of it, with what the layout adds."""
    line = placed.line
    if end <= line.end:
        return line.edges[start - line.start], line.edges[end - line.start]
    if not line.runs:
        return 0.0, 0.0
    last = line.runs[-1]
    right = last.xs[-1] + last.size if last.start is None else line.edges[-1]
    return line.runs[0].xs[0], right


def _recoloured(runs: Iterable[Run], start: int, end: int, colour: Colour, *, whole: bool) -> Iterator[Run]:
    """The runs with characters of the text node in another colour; with all that the layout adds, too, where
    it is the `whole` line."""
    for run in runs:
        if whole and (run.start is None or run.start >= start):
            yield run._replace(colour=colour)
            continue
        if run.start is None:
            yield run
            continue
        first = min(max(start - run.start, 0), len(run.text))
        last = min(max(end - run.start, 0), len(run.text))
        if first >= last:
            yield run
            continue
        for begin, stop, ink in (
            (0, first, run.colour),
            (first, last, colour),
            (last, len(run.text), run.colour),
        ):
            if begin < stop:
                yield run._replace(
                    text=run.text[begin:stop],
                    start=run.start + begin,
                    xs=run.xs[begin:stop],
                    colour=ink,
                    original=run.original[begin:stop],
                )
