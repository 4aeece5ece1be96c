"""A table cut into strips, and where these stand on pages. Knows neither texts nor columns: a key into a cell
changes these, and hardly ever how the table is cut, so that all of this is kept.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import accumulate
from math import ceil
from typing import NamedTuple

from bulletin_desk.layouts.model import TextBlock
from bulletin_desk.typeset.strips import Band, Piece, Strip
from bulletin_desk.typeset.table_rules import Rules, Ruling
from bulletin_desk.typeset.thing import Slot, Text

_MOST = 100
"""Places on pages that are remembered."""


class Stand(NamedTuple):
    """Where line `line` of text `text` stands on a page: baseline, top and height of its band, in points."""

    text: int
    line: int
    y: float
    top: float
    height: float


class Standing(NamedTuple):
    """A table, or a part of it, on a page: its lines, its bands with their tops from the text block's, and
    its rules."""

    lines: tuple[Stand, ...]
    bands: tuple[tuple[Fraction, Band], ...]
    rules: Rules


class TableCut:
    """The `strips` of a table, which are its units; those behind strip number `begin` have the `header`
    repeated over them. `pitch` is that of the grid."""

    def __init__(
        self, strips: Sequence[Strip], header: Strip | None, begin: int, pitch: Fraction, ruling: Ruling
    ) -> None:
        self.strips = strips
        self.header = header
        self.begin = begin
        self.count = len(strips)
        self._pitch = pitch
        self._ruling = ruling
        self._rule = ruling.outer
        self._ends = list(accumulate((strip.height for strip in strips), initial=Fraction(0)))
        self._standing: dict[tuple[int, int, int], Standing] = {}
        self._spans = _spans(strips)

    def fitting(self, first: int, room: int) -> int:
        """How many strips from number `first` on go into so many rows of the grid."""
        free = room * self._pitch - self._over(first)
        return max(bisect_right(self._ends, self._ends[first] + free) - 1 - first, 0)

    def rows_of(self, first: int, last: int) -> int:
        """How many rows of the grid strips `first` to `last` (exclusive) take."""
        if first == last:
            return 0
        return ceil((self._over(first) + self._ends[last] - self._ends[first]) / self._pitch)

    def repeated(self, first: int) -> int:
        """How many bands are repeated over strip number `first` where a page begins with it."""
        header = self._header_over(first)
        return len(header.bands) if header else 0

    def _header_over(self, first: int) -> Strip | None:
        """The header where it is repeated over the strips from number `first` on: over rows, not over a
        note that is alone there."""
        return self.header if first > self.begin and self.strips[first].bands else None

    def _over(self, first: int) -> Fraction:
        """What comes to the height of the strips from number `first` on: half of each outermost rule, the
        header repeated, and what a row has above and below its lines that goes on."""
        header = self._header_over(first)
        return self._rule + self.strips[first].again + (header.height if header else Fraction(0))

    def standing(self, slot: Slot, block: TextBlock, texts: Sequence[Text]) -> Standing:
        """What stands in a slot of a table with these texts. Texts of the same number are of the same kind in
        all tables that are cut alike, so of the same size."""
        place = slot.first, slot.last, slot.row
        known = self._standing.get(place)
        if known is None:
            if len(self._standing) >= _MOST:
                self._standing.clear()
            lines = tuple(self._lines(slot, block, texts))
            bands = tuple(self._bands(slot))
            known = self._standing[place] = Standing(lines, bands, self._ruling.rules(bands, block.top))
        return known

    def _lines(self, slot: Slot, block: TextBlock, texts: Sequence[Text]) -> Iterator[Stand]:
        rise = cache(block.rise)
        spanning = self._spanning(slot)
        for top, strip in self._placed(slot):
            for number, first, last, below, pitch in strip.pieces:
                at = block.top + (spanning[number] + first * pitch if number in spanning else top + below)
                raised = rise(pitch, texts[number].composed.size)
                for line in range(first, last):
                    yield Stand(number, line, float(at + raised), float(at), float(pitch))
                    at += pitch

    def _spanning(self, slot: Slot) -> dict[int, Fraction]:
        """For each text that reaches over several strips, where its first line would stand, wherever that is:
        its lines follow each other, in the middle of its cell if all of that stands in the slot, else from
        its top down."""
        if not self._spans:
            return {}
        tops: dict[int, Fraction] = {}
        feet: dict[int, Fraction] = {}
        pieces: dict[int, list[tuple[Fraction, Piece]]] = {}
        for top, strip in self._placed(slot):
            for piece in strip.pieces:
                if piece.text in self._spans:
                    pieces.setdefault(piece.text, []).append((top + piece.top, piece))
        for top, band in self._bands(slot):
            for number in self._spans.keys() & set(band.cover):
                tops.setdefault(number, top)
                feet[number] = top + band.height
        found = {}
        for number, own in pieces.items():
            at, piece = own[0]
            span = self._spans[number]
            if slot.first <= span.start and span.stop <= slot.last:
                lines = own[-1][1].last
                at = (tops[number] + feet[number] - lines * piece.pitch) / 2
            found[number] = at - piece.first * piece.pitch
        return found

    def _placed(self, slot: Slot) -> Iterator[tuple[Fraction, Strip]]:
        """The strips in a slot with their tops from the text block's, the header repeated first."""
        strips = self.strips[slot.first : slot.last]
        top = slot.row * self._pitch + self._rule / 2
        whole = slot.last - slot.first == self.count
        if whole and slot.row and not self.strips[0].above:  # in the middle of its rows, under text
            top += (self.rows_of(0, self.count) * self._pitch - self._over(0) - self._ends[-1]) / 2
        if header := self._header_over(slot.first):
            yield top, header
            top += header.height
        for strip in strips:
            yield top, strip
            top += strip.height
            if strip is strips[0]:
                top += strip.again

    def _bands(self, slot: Slot) -> Iterator[tuple[Fraction, Band]]:
        """A row that is cut, too, has one band in the slot."""
        at, whole = Fraction(0), None
        for top, strip in self._placed(slot):
            top += strip.above
            again = strip.again if strip is self.strips[slot.first] else Fraction(0)
            for band in strip.bands:
                if whole and whole.row == band.row:
                    whole = whole._replace(height=whole.height + band.height)
                else:
                    if whole:
                        yield at, whole
                    at, whole = top, band._replace(height=band.height + again)
                top += band.height + again
                again = Fraction(0)
        if whole:
            yield at, whole


def _spans(strips: Sequence[Strip]) -> dict[int, range]:
    """The cells that several strips have a part of, by their numbers, with these strips."""
    found: dict[int, range] = {}
    for at, strip in enumerate(strips):
        for number in {number for band in strip.bands for number in band.cover if number is not None}:
            found[number] = range(found[number].start if number in found else at, at + 1)
    return {number: span for number, span in found.items() if len(span) > 1}
