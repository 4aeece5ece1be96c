"""What the stages of typesetting hand to each other: a paragraph to be set, and a line that has been
broken off it.

Widths are integers of 1/UNITS of the paragraph's em, so that a tie at the measure is decided exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from typing import NamedTuple

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.bulletin.ranges import Ranges
from bulletin_desk.hanzi.accents import in_one
from bulletin_desk.layouts.model import Align, Style
from bulletin_desk.layouts.rows import Cmyk

UNITS = 1_024_000
"""Units to the em: whole for halves and quarters of a cell and for the advances of faces with 1000 or 2^n
(n <= 13) units to the em."""
HALF = UNITS // 2
QUARTER = UNITS // 4


class Span(NamedTuple):
    """Characters up to `end` (exclusive) are set in this role's face; letters and digits in that of
    `latin_role`, or where it is empty in the paragraph's. `strong`: they are emphasised."""

    end: int
    role: str
    latin_role: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text that is set as one: `text` as printed (letters and their marks `in_one`), of which the
    first `lead` and the last `tail` characters are added by the layout and belong to no text node.

    `size` and `advance` (the width of one full-width character) in points; indents and measure in units.
    The measure runs from `left`; `first_indent` comes on top of it in the first line.
    """

    kind: Kind
    text: str
    lead: int
    tail: int
    spans: tuple[Span, ...]
    latin_role: str
    size: Fraction
    advance: Fraction
    colour: Cmyk
    align: Align
    left: int
    first_indent: int
    measure: int
    bold: Ranges = ()
    """The characters of `text` that are emphasised."""
    fixed: int = 0
    """So many characters at the beginning are neither squeezed nor spread: further lines begin under what
    follows them."""

    def in_node(self, offset: int) -> int:
        """An offset of `text` as an offset of the text node."""
        return max(0, min(offset, len(self.text) - self.tail) - self.lead)


class Broken(NamedTuple):
    """A line of a paragraph: characters `start` to `visible` are printed, those up to `end` (spaces at
    the break, or a line break) belong to it. It is compressed by `squeeze` units; `spread` says whether
    it is to fill the measure."""

    start: int
    visible: int
    end: int
    squeeze: int
    spread: bool
    first: bool


def paragraph(
    kind: Kind,
    style: Style,
    text: str,
    width: Fraction,
    *,
    head: tuple[int, str] = (0, ""),
    bold: tuple[Ranges, Style] | None = None,
    hang: Fraction = Fraction(0),
    literal: bool = False,
) -> Paragraph:
    """A paragraph of a style in a text block of some width (points).

    `head` gives the length and the role of a run-in heading, `bold` ranges of emphasised characters and the
    style whose faces they have; `hang` moves the left edge in (points).
    `literal` text has no text node at all.
    """
    prefix, suffix = style.prefix, style.suffix
    spans: list[Span] = []
    if prefix:
        spans.append(Span(len(prefix), style.prefix_face))
    if head[0]:
        spans.append(Span(len(prefix) + head[0], head[1]))
    whole = prefix + in_one(text) + suffix
    spans.append(Span(len(whole), style.face))
    emphasised: Ranges = ()
    if bold and bold[0]:
        emphasised = tuple((start + len(prefix), end + len(prefix)) for start, end in bold[0])
        spans = _emphasised(spans, emphasised, bold[1])
    left = style.left_indent + hang
    return Paragraph(
        kind=kind,
        text=whole,
        lead=len(whole) if literal else len(prefix),
        tail=0 if literal else len(suffix),
        spans=tuple(spans),
        latin_role=style.latin_face,
        size=style.size,
        advance=style.advance,
        colour=style.colour,
        align=style.align,
        left=in_units(left, style.advance),
        first_indent=in_units(style.first_line_indent, style.advance),
        measure=in_units(width - left - style.right_indent, style.advance),
        bold=emphasised,
    )


def _emphasised(spans: list[Span], ranges: Ranges, style: Style) -> list[Span]:
    """The spans with those ranges of characters in a style's faces."""
    found: list[Span] = []
    at = under = 0
    for end in sorted({*(span.end for span in spans), *chain.from_iterable(ranges)} - {0}):
        while at < len(ranges) and ranges[at][1] < end:
            at += 1
        while spans[under].end < end:
            under += 1
        if at < len(ranges) and ranges[at][0] < end:
            found.append(Span(end, style.face, style.latin_face, strong=True))
        else:
            found.append(spans[under]._replace(end=end))
    return found


def in_units(length: Fraction, advance: Fraction) -> int:
    """A length in points as units of an em of `advance` points, rounded down."""
    return int(length * UNITS / advance)
