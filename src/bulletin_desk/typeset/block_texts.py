"""The texts of a block that has several: each set in its own part of the measure, and how wide each is before
it is. Knows neither rows nor pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import partial
from math import ceil

from bulletin_desk.bulletin.grammar import SPEC
from bulletin_desk.bulletin.model import Kind
from bulletin_desk.bulletin.ranges import Ranges
from bulletin_desk.hanzi.accents import in_one
from bulletin_desk.hanzi.clusters import cluster_starts
from bulletin_desk.layouts.model import Align, Layout, Style
from bulletin_desk.typeset.composed import Composed, Composer, Side
from bulletin_desk.typeset.measure import measure
from bulletin_desk.typeset.paragraph import UNITS, Paragraph, in_units, paragraph
from bulletin_desk.typeset.set_lines import BareLine

Known = Mapping[tuple[Kind, int], Composed]
"""What was made of the texts that stood here before, by kind and identity of their (frozen) sources."""
_MOST_LINES = 50_000
_MOST_SIDES = 5_000
"""What is remembered."""
PARTS = 1000
"""Parts of a point that widths in tables are counted in: fractions would take too long at each key."""


def in_parts(length: Fraction) -> int:
    """A length in points as `PARTS`, rounded up."""
    return ceil(length * PARTS)


class BlockTexts:
    """Sets the texts of blocks in one layout."""

    def __init__(self, layout: Layout, composer: Composer) -> None:
        self.layout = layout
        self._composer = composer
        self._lines: dict[tuple[str, Kind, Align], BareLine] = {}
        self._paragraphs: dict[tuple[str, Kind, Align, Ranges], Paragraph] = {}
        self._bare: dict[Kind, bool] = {}
        self._sides: dict[tuple[Kind, Align, int, int], tuple[Fraction, Fraction, Side]] = {}
        """By identity of the lengths, which are held so that it stays their own."""

    def style(self, kind: Kind) -> Style:
        """The style of a kind of text."""
        return self.layout.styles[SPEC[kind].style]

    def widths(self, text: str, kind: Kind) -> tuple[int, int]:
        """How wide a text is, in `PARTS` of a point, rounded up: its widest part that may not be broken, and
        its widest line."""
        style = self.style(kind)
        least = natural = 0
        widths = self._composer.widths(style.latin_face)
        for line in in_one(text).split("\n"):
            if line:
                measured = measure(line, widths)
                starts = cluster_starts(line)
                parts = zip(starts, [*starts[1:], len(line)], strict=True)
                least = max(
                    least, *(measured.rights[end - 1] - measured.lefts[start] for start, end in parts)
                )
                natural = max(natural, measured.rights[-1])
        return in_parts(least * style.advance / UNITS), in_parts(natural * style.advance / UNITS)

    def set(
        self,
        kind: Kind,
        text: str,
        known: Known,
        source: object,
        *,
        left: Fraction = Fraction(0),
        width: Fraction | None = None,
        align: Align | None = None,
        bold: Ranges = (),
        prefix: str = "",
    ) -> Composed:
        """A text in a part of the measure, `width` points wide from `left` on (all of it where that is None).
        What is known of it is taken where it would be the same."""
        whole = self._paragraph(kind, text, left=left, width=width, align=align, bold=bold, prefix=prefix)
        composed = known.get((kind, id(source)))
        return composed if composed and composed.paragraph == whole else self._composer.compose(whole)

    def one_line(self, kind: Kind, text: str, left: Fraction, width: Fraction, align: Align) -> Composed:
        """A text of a bare kind that is known to fit into one line there: made when it is looked at."""
        make = partial(self._paragraph, kind, text, left=left, width=width, align=align)
        return self._composer.one_line(
            partial(self._bare_line, kind, text, align), make, self._side(kind, left, width, align)
        )

    def _bare_line(self, kind: Kind, text: str, align: Align) -> BareLine:
        known = self._lines.get((text, kind, align))
        if known is None:
            if len(self._lines) >= _MOST_LINES:
                self._lines.clear()
            whole = self._whole(kind, text, align)
            known = self._lines[text, kind, align] = self._composer.bare_line(whole)
        return known

    def _side(self, kind: Kind, left: Fraction, width: Fraction, align: Align) -> Side:
        """Those of a column are the very same fractions."""
        known = self._sides.get((kind, align, id(left), id(width)))
        if known is None:
            if len(self._sides) >= _MOST_SIDES:
                self._sides.clear()
            style = self.style(kind)
            advance = style.advance
            side = Side(
                kind, style.size, align, in_units(left, advance), in_units(max(width, advance), advance)
            )
            known = self._sides[kind, align, id(left), id(width)] = left, width, side
        return known[2]

    def is_bare(self, kind: Kind) -> bool:
        """Whether the layout gives lines of a kind neither indents nor words of its own."""
        bare = self._bare.get(kind)
        if bare is None:
            style = self.style(kind)
            indents = style.left_indent, style.right_indent, style.first_line_indent
            bare = self._bare[kind] = not (any(indents) or style.prefix or style.suffix)
        return bare

    def _paragraph(
        self,
        kind: Kind,
        text: str,
        *,
        left: Fraction,
        width: Fraction | None,
        align: Align | None,
        bold: Ranges = (),
        prefix: str = "",
    ) -> Paragraph:
        style, measure = self.style(kind), self.layout.text_block.width
        if width is not None and not prefix and self.is_bare(kind):
            side = self._side(kind, left, width, align or style.align)
            return replace(self._whole(kind, text, side.align, bold), left=side.left, measure=side.measure)
        width = measure if width is None else max(width, style.advance)
        placed = replace(
            style,
            left_indent=left + style.left_indent,
            right_indent=measure - left - width + style.right_indent,
            align=align or style.align,
            prefix=style.prefix + prefix,
        )
        emphasis = (bold, self.layout.styles["bold"]) if bold and self.layout.offers.bold else None
        return paragraph(kind, placed, text, measure, bold=emphasis)

    def _whole(self, kind: Kind, text: str, align: Align, bold: Ranges = ()) -> Paragraph:
        """A text over all of the measure; what stands in a part of it differs in where and how wide that
        is."""
        known = self._paragraphs.get((text, kind, align, bold))
        if known is None:
            if len(self._paragraphs) >= _MOST_LINES:
                self._paragraphs.clear()
            known = self._paragraph(kind, text, left=Fraction(0), width=None, align=align, bold=bold)
            self._paragraphs[text, kind, align, bold] = known
        return known
