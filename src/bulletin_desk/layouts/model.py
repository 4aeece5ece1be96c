"""A layout as frozen values: every length, face, size, colour and rule of the fixed official layout.

All lengths are exact fractions of a point, resolved from the units of the file. Knows of bulletins which
kinds of text they have, and nothing of fonts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, NamedTuple

from bulletin_desk.bulletin.fields import PARTS, DeclaredField, Placed
from bulletin_desk.bulletin.grammar import MADE, SPECS
from bulletin_desk.bulletin.numbering import BY_YEAR, Numbering
from bulletin_desk.layouts.attachment_forms import AttachmentForms
from bulletin_desk.layouts.block_forms import BlockForms
from bulletin_desk.layouts.contents_form import ContentsForm
from bulletin_desk.layouts.line_rule import OFFICE_RULE, LineRule
from bulletin_desk.layouts.offers import HeadingForms, Offers
from bulletin_desk.layouts.rows import Closing, Cmyk, Head, Row
from bulletin_desk.layouts.table_forms import PictureForm, TableForm

Align = Literal["justified", "left", "centre", "right", "distributed"]
"""`distributed`: every line fills the measure, the last one too. No file may ask for it; a masthead does."""
Side = Literal["left", "right", "centre"]


class TextBlock(NamedTuple):
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


class Flow(NamedTuple):
    """How items follow each other and what must stay together, in lines."""

    space_between_items: int
    keep_lines: int


class Folio(NamedTuple):
    """页码. `gap` from the text block's foot to the top of the dash; `indent` from the block's side. `text`
    has {page}, the number, and {pages}, how many pages have one."""

    gap: Fraction
    text: str
    odd: Side
    even: Side
    indent: Fraction


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout, complete. `styles` has every name of `STYLES`, and those of the layout's own; `declared`
    are its own fields."""

    name: str
    paper_width: Fraction
    paper_height: Fraction
    text_block: TextBlock
    head: Head
    flow: Flow
    folio: Folio
    closing: Closing
    styles: Mapping[str, Style]
    offers: Offers = field(default_factory=Offers)
    headings: HeadingForms = field(default_factory=HeadingForms)
    blocks: BlockForms = field(default_factory=BlockForms)
    attachments: AttachmentForms = field(default_factory=AttachmentForms)
    contents: ContentsForm | None = None
    declared: tuple[DeclaredField, ...] = ()
    numbering: Numbering = BY_YEAR
    tables: TableForm = field(default_factory=TableForm)
    pictures: PictureForm = field(default_factory=PictureForm)
    lines: LineRule = OFFICE_RULE

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of the head and of the closing block."""
        return (*self.head.rows, *self.closing.rows)

    def fields(self, where: Literal["head", "closing"]) -> tuple[DeclaredField, ...]:
        """The layout's own fields of the head or of the closing block, in the order of its file."""
        return tuple(field for field in self.declared if field.where == where)

    def field(self, name: str) -> DeclaredField | None:
        """The layout's own field of this name."""
        return next((field for field in self.declared if field.name == name), None)

    def places(self, name: str) -> bool:
        """Whether a field, of every bulletin or the layout's own, stands on the paper."""
        return self.row_of(name) is not None

    @property
    def placed(self) -> Placed:
        """All that stands on the paper, of every bulletin's and of its own fields."""
        names = dict.fromkeys(
            name for row in self.rows for piece in row.pieces for name in piece.wording.fields
        )
        return Placed(
            parts=frozenset(path for path, called in PARTS.items() if not names.keys().isdisjoint(called)),
            declared=tuple(filter(None, map(self.field, names))),
            counted=self.numbering.counts != "none",
        )

    def row_of(self, name: str) -> Row | None:
        """The first row in which a field stands."""
        return next(
            (row for row in self.rows if any(name in piece.wording.fields for piece in row.pieces)), None
        )


STYLES = (
    *dict.fromkeys(spec.style for spec in SPECS),
    *(kind.value for kind in MADE),
    *("contents_title", "contents_section"),
    "run_in_heading",
    "bold",
    "folio",
)
"""Those of the kinds of text, in the order of the paper, and those of what is no text of its own."""
ROLES = ("xiaobiaosong", "fangsong", "hei", "kai", "song", "latin", "latin_bold")
EMBOLDENED = ("fangsong_bold", "hei_bold", "kai_bold", "song_bold")
"""Roles of faces that have no bold one: their outlines are stroked."""
"""Faces are named by role; the fonts room says which face serves it."""
