"""A layout as frozen values: every length, face, size, colour and rule of the fixed official layout.

All lengths are exact fractions of a point, resolved from the units of the file. Knows of bulletins which
kinds of text they have, and nothing of fonts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from bulletin_desk.bulletin.grammar import SPECS
from bulletin_desk.layouts.offers import Numbering, Offers

Cmyk = tuple[float, float, float, float]
"""Ink, each 0 to 1."""

Align = Literal["justified", "left", "centre", "right", "distributed"]
"""`distributed`: every line fills the measure, the last one too. No file may ask for it; a masthead does."""
PrintCountAt = Literal["below", "inside", "margin"]
"""Where the print count stands: below the last rule and within the text block; above the last rule; or below
the last rule, which is the text block's foot, in the margin."""
Side = Literal["left", "right", "centre"]


@dataclass(frozen=True, slots=True)
class TextBlock:
    """版心: the grid that body text stands on. `baseline` is the distance from the em box's top, in em."""

    top: Fraction
    left: Fraction
    cell: Fraction
    cells: int
    line_pitch: Fraction
    lines: int
    baseline: Fraction
    widow_control: bool

    @property
    def width(self) -> Fraction:
        """The measure, in points."""
        return self.cell * self.cells

    @property
    def height(self) -> Fraction:
        """All lines of a page, in points."""
        return self.line_pitch * self.lines

    def rise(self, line: Fraction, size: Fraction) -> Fraction:
        """How far below a line's top its baseline is, in points: the em box stands in the line's middle."""
        return (line - size) / 2 + self.baseline * size


@dataclass(frozen=True, slots=True)
class Style:
    """How a part of the bulletin is set. Indents in points; `advance` is the width of one full-width
    character."""

    name: str
    face: str
    size: Fraction
    advance: Fraction
    colour: Cmyk
    align: Align
    first_line_indent: Fraction
    left_indent: Fraction
    right_indent: Fraction
    prefix: str
    suffix: str
    prefix_face: str
    latin_face: str


@dataclass(frozen=True, slots=True)
class Head:
    """报头部分 on page 1. Lines count from 1 at the text block's top; lengths are below that top.

    A name that would be smaller than `name_least` on one line is set in two, `name_pitch` em apart;
    `name_widths` are the widths to which names of so many characters are spaced. With `number_space` the
    number line stands that far below the name and pushes down what follows; without, it stands on
    `number_line`.
    """

    lines: int
    space_after: int
    marking_line: int
    name_top: Fraction
    name_least: Fraction
    name_pitch: Fraction
    name_widths: Mapping[int, Fraction]
    number_line: int
    number_space: Fraction | None
    header_line: int
    rule_gap: Fraction
    rule_thickness: Fraction
    rule_colour: Cmyk


@dataclass(frozen=True, slots=True)
class Flow:
    """How items follow each other and what must stay together, in lines."""

    space_between_items: int
    keep_lines: int


@dataclass(frozen=True, slots=True)
class Folio:
    """页码. `gap` from the text block's foot to the top of the dash; `indent` from the block's side."""

    gap: Fraction
    text: str
    odd: Side
    even: Side
    indent: Fraction


@dataclass(frozen=True, slots=True)
class Closing:
    """版记 with the disclosure line above and the print count below: at least `space_before` empty lines
    below the text. With `even_page` it ends on an even page; if a page stays blank before it, these pages
    have page numbers only if `folio_after_blank`."""

    outer_rule: Fraction
    inner_rule: Fraction
    rule_colour: Cmyk
    line_pitch: Fraction
    rule_between_entries: bool
    label_end: str
    imprint_date_end: str
    disclosure_label: str
    disclosure_gap: Fraction
    print_count_text: str
    print_count_gap: Fraction
    print_count_at: PrintCountAt
    space_before: int
    even_page: bool
    folio_after_blank: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout, complete. `styles` has every name of `STYLES`."""

    name: str
    paper_width: Fraction
    paper_height: Fraction
    text_block: TextBlock
    head: Head
    flow: Flow
    folio: Folio
    closing: Closing
    number_with_total: str
    number_without_total: str
    styles: Mapping[str, Style]
    offers: Offers = field(default_factory=Offers)
    numbering: Numbering = field(default_factory=Numbering)


STYLES = (*dict.fromkeys(spec.style for spec in SPECS), "run_in_heading", "bold", "folio")
"""Those of the kinds of text, in the order of the paper, and those of what is no text of its own."""
ROLES = ("xiaobiaosong", "fangsong", "hei", "kai", "song", "latin", "latin_bold")
"""Faces are named by role; the fonts room says which face serves it."""
