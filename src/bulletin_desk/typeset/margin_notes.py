"""Notes in a column at the margin of a page: short texts, each joined to its place, none over another. Knows
not what they are about.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from operator import attrgetter
from typing import NamedTuple

from bulletin_desk.bulletin.grammar import Region, is_in, region_of
from bulletin_desk.bulletin.model import Kind, Path
from bulletin_desk.layouts.model import Style
from bulletin_desk.pages.marks import Note
from bulletin_desk.pages.model import Colour, HorizontalRule, Join, Page, PlacedLine, VerticalRule
from bulletin_desk.typeset.composed import Composed, Composer
from bulletin_desk.typeset.marked_lines import TONES, extent, size_of
from bulletin_desk.typeset.paragraph import paragraph

COLUMN = 164.0
"""Points by which notes make the paper wider."""
_EDGE = 12.0
"""Points that the words of a note keep from the paper's old edge and from its new one."""
_NOTE, _NOTE_PITCH, _NOTE_GAP = 9, 12.0, 5.0
"""Size of notes, their lines' pitch and what lies between two of them, in points."""
_SHORTEST = (40, 24, 14, 9, 6, 4, 3, 2, 1)
"""Lines that the longest note may take: the first number with which all of a page's fit."""
_BAR = 5.0
"""Points from a note's bar to its words."""
_THIN = 0.35
_BLACK = Colour(0.0, 0.0, 0.0, 1.0)


class _Placed(NamedTuple):
    """A note with its lines: the first one's top wished, and the tone's colour."""

    composed: Composed
    length: int
    wanted: float
    at: tuple[float, float]
    colour: Colour


class NoteColumn:
    """Sets notes."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer

    def set_on(
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
            left, height = x + _BAR, note.length * _NOTE_PITCH
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
        style = plain_style("song", Fraction(_NOTE), _BLACK)
        width = Fraction(COLUMN - 2 * _EDGE - _BAR)
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


def plain_style(face: str, size: Fraction, colour: Colour) -> Style:
    """The style of words that no layout knows."""
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


def line_at(page: Page, path: Path, offset: int) -> PlacedLine | None:
    """The line of a text on a page on which a place is: the last one before it where none has it; of a value
    that has no line of its own one that has it among others."""
    found: PlacedLine | None = None
    around: PlacedLine | None = None
    for placed in page.lines:
        if placed.path == path and (found is None or placed.line.start <= offset):
            found = placed
        elif placed.path and around is None and is_in(path, placed.path):
            around = placed
    return found or around


def _at(page: Page, note: Note) -> tuple[float, float]:
    """Where on a page a note is joined to: behind the line of its place, at the foot; the top of the page's
    lines where it has none."""
    path, offset = note.place.path, note.place.offset
    best = line_at(page, path, offset)
    if best is None:
        lines = sorted(page.lines, key=attrgetter("y"))
        if not lines:
            return page.width, 40.0
        at_end = region_of(path) is Region.CLOSING
        return lines[0].x, (lines[-1].y + lines[-1].height if at_end else lines[0].y) + 2.0
    beside = (placed for placed in page.lines if abs(placed.y - best.y) < size_of(best) / 2)
    right = max(placed.x + extent(placed, placed.line.start, placed.line.end + 1)[1] for placed in beside)
    return right + 2.0, best.y + 0.1 * size_of(best)
