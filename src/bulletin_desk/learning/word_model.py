"""A Word file as what its formats come to: each paragraph and run with the format that is in effect,
whichever of styles, numbering, tables and direct formats it is said in. Pure values; knows no XML, and
nothing of what a paragraph is for.

Lengths are points, exact. An indent or space that the file gives in characters or lines is resolved to
points (by the sizes and the grid in effect), and what it was given in stands beside it. Positions are as
the file has them: from the paper, the margins, the column, the paragraph or the line."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal, NamedTuple

from bulletin_desk.learning.evidence import Ink

WordAlign = Literal["left", "centre", "right", "justified", "distributed"]
LineRule = Literal["auto", "exact", "at_least"]
FieldKind = Literal["", "page", "pages", "section_pages", "date", "contents", "other"]
FrameOf = Literal["page", "margin", "text"]
"""What a frame's or a table's place is counted from; vertically `text` is the paragraph that it stands in."""
AnchorOf = Literal[
    "page",
    "margin",
    "column",
    "character",
    "paragraph",
    "line",
    "left_margin",
    "right_margin",
    "inside_margin",
    "outside_margin",
    "top_margin",
    "bottom_margin",
]
BLACK = Ink(0, 0, 0)
TAB = "\t"
LINE_BREAK = "\n"
PAGE_BREAK = "\f"
COLUMN_BREAK = "\v"
"""What stands in a run's text for what is no character."""


class Border(NamedTuple):
    """A line along a paragraph, a cell, a run or a page. `kind` as ECMA-376 names it (`single`, `double`,
    `thickThinSmallGap`, …); `width` of it, or of its thinnest part, `space` between it and the text."""

    kind: str
    width: Fraction
    space: Fraction
    ink: Ink


class Borders(NamedTuple):
    """The lines on the sides; `between` is the one between paragraphs of the same borders (of a table's cell:
    none)."""

    top: Border | None = None
    bottom: Border | None = None
    left: Border | None = None
    right: Border | None = None
    between: Border | None = None


class RunFormat(NamedTuple):
    """How characters are set. `east` is the face of Han and their punctuation, `latin` that of letters and
    digits; `spacing` is added after each character, `scale` its width (1: as drawn), `raised` points above
    the baseline (negative: below). `underline`, `emphasis` (着重号) and `struck` as ECMA-376 names them or
    empty. `shade` is the ground behind it, `hint` says that quotes and the like are Han's (`eastAsia`).
    `style` is a
    character style's name. Of `capitals` the letters are capitals already."""

    east: str
    latin: str
    size: Fraction
    ink: Ink = BLACK
    bold: bool = False
    italic: bool = False
    spacing: Fraction = Fraction(0)
    scale: Fraction = Fraction(1)
    raised: Fraction = Fraction(0)
    script: Literal["", "superscript", "subscript"] = ""
    underline: str = ""
    underline_ink: Ink | None = None
    emphasis: str = ""
    struck: bool = False
    hidden: bool = False
    shade: Ink | None = None
    border: Border | None = None
    snaps: bool = True
    kerns: bool = False
    fit: Fraction | None = None
    hint: str = ""
    style: str = ""
    capitals: bool = False


_FIGURE = "1"


class Run(NamedTuple):
    """Characters of one format, with TAB, LINE_BREAK, PAGE_BREAK and COLUMN_BREAK among them. What a field
    shows has the field's `field` kind and, for page numbers, the `numbers` that it is to be shown in (an
    ECMA-376 number format, empty for the section's); `text` is what it showed when the file was saved."""

    text: str
    format: RunFormat
    field: FieldKind = ""
    numbers: str = ""

    @property
    def shown(self) -> str:
        """The text; a figure where the file shows nothing of a page number, which whatever prints it will."""
        return self.text or (_FIGURE if self.field in ("page", "pages", "section_pages") else "")


class PlacedTab(NamedTuple):
    """A tab to a side of the margins or of the indents, whatever tab stops there are."""

    align: Literal["left", "centre", "right"]
    of: Literal["margin", "indent"]
    format: RunFormat


class Anchored(NamedTuple):
    """Where something lies along one axis: `at` points behind the start of what it is counted `of`, or
    aligned in it (`left`, `center`, `right`, `inside`, `outside`, `top`, `bottom`)."""

    of: AnchorOf
    at: Fraction = Fraction(0)
    align: str = ""


class Anchor(NamedTuple):
    """Where a drawing lies that does not stand in the line. `wrap` is how text goes round it (`none`,
    `square`, `topAndBottom`, `tight`, `through`); `behind` the text."""

    x: Anchored
    y: Anchored
    wrap: str = "none"
    behind: bool = False


class Stroke(NamedTuple):
    """The line of a shape. `compound` as ECMA-376 has it: `sng`, `dbl`, `thickThin`, `thinThick`, `tri`;
    `width` of all of it; `dash` empty where it is solid."""

    ink: Ink
    width: Fraction
    compound: str = "sng"
    dash: str = ""


class Picture(NamedTuple):
    """A picture as its box. It stands in the line where it has no `anchor`. `about` is what the file says it
    shows."""

    width: Fraction
    height: Fraction
    anchor: Anchor | None = None
    about: str = ""
    part: str = ""


class Shape(NamedTuple):
    """A drawn shape: a `line` from one corner of its box to the other (`rises` from the lower left one), a
    `box` (a rectangle or what stands in a text box), a `star`, a `group`, or another (`kind` is then
    ECMA-376's name). In the line where it has no `anchor`. `blocks` are what is written in it, `insets` of
    them left, top, right, bottom, `valign` `top`, `centre` or `bottom`; `grows` with its text. The `parts` of
    a group are placed from its own corner (`left`, `top`). `rotation` in degrees, clockwise."""

    kind: str
    width: Fraction
    height: Fraction
    anchor: Anchor | None = None
    left: Fraction = Fraction(0)
    top: Fraction = Fraction(0)
    stroke: Stroke | None = None
    fill: Ink | None = None
    rises: bool = False
    rotation: Fraction = Fraction(0)
    blocks: tuple[WordParagraph | Table, ...] = ()
    insets: tuple[Fraction, Fraction, Fraction, Fraction] = (Fraction(0),) * 4
    valign: Literal["top", "centre", "bottom"] = "top"
    grows: bool = False
    parts: tuple[Shape | Picture, ...] = ()
    about: str = ""


Piece = Run | PlacedTab | Picture | Shape


class TabStop(NamedTuple):
    """`at` from the text margin's left edge; `align` `left`, `centre`, `right`, `decimal` or `bar`; `leader`
    as ECMA-376 names it or empty."""

    at: Fraction
    align: str = "left"
    leader: str = ""


class LineSpacing(NamedTuple):
    """`value` is points, or of `auto` how many times a single line."""

    rule: LineRule = "auto"
    value: Fraction = Fraction(1)


class Indents(NamedTuple):
    """Points from the text margins (negative: beyond them); `first` from `left`, negative where it hangs. The
    others are what the file gives in characters (None: nothing), from which the points were made."""

    left: Fraction = Fraction(0)
    right: Fraction = Fraction(0)
    first: Fraction = Fraction(0)
    left_chars: Fraction | None = None
    right_chars: Fraction | None = None
    first_chars: Fraction | None = None


class Spacing(NamedTuple):
    """Space before and after in points; in lines as the file gives it, else None; `auto` where it is left to
    the word processor, as of web pages (`before`, `after` are then what Word takes)."""

    before: Fraction = Fraction(0)
    after: Fraction = Fraction(0)
    before_lines: Fraction | None = None
    after_lines: Fraction | None = None
    before_auto: bool = False
    after_auto: bool = False


class Frame(NamedTuple):
    """A frame (图文框) that paragraphs stand in. `x`, `y` are points from what they are counted of, unless an
    align is given (`left`, `center`, `right`, `inside`, `outside`; `top`, `center`, `bottom`, `inline`).
    `height` None: as its text needs; `exact` whether that is all there is of it."""

    width: Fraction | None
    height: Fraction | None
    x_of: FrameOf
    y_of: FrameOf
    x: Fraction | None = None
    y: Fraction | None = None
    x_align: str = ""
    y_align: str = ""
    exact: bool = False
    wrap: str = "around"
    x_space: Fraction = Fraction(0)
    y_space: Fraction = Fraction(0)


class GeneratedNumber(NamedTuple):
    """What a list puts before a paragraph: its words, and `follow`ing it a `tab`, a `space` or `nothing`."""

    text: str
    format: RunFormat
    follow: Literal["tab", "space", "nothing"] = "tab"
    is_bullet: bool = False
    depth: int = 0
    align: Literal["left", "centre", "right"] = "left"


class ParagraphFormat(NamedTuple):
    """How a paragraph is set; `style` is its style's name, `outline` its level from 0 or None. `auto_space`
    and `auto_space_digits`: quarter gaps between Han and letters, and digits. `overflow`: punctuation may
    hang over the line's end. `contextual`: no space between paragraphs of its style. `text_align` is how
    faces of different sizes stand in a line (`baseline`, `center`, `top`, `bottom`, `auto`)."""

    style: str = ""
    outline: int | None = None
    align: WordAlign = "justified"
    indents: Indents = Indents()
    spacing: Spacing = Spacing()
    line: LineSpacing = LineSpacing()
    snaps: bool = True
    tabs: tuple[TabStop, ...] = ()
    borders: Borders = Borders()
    shade: Ink | None = None
    frame: Frame | None = None
    page_break_before: bool = False
    widow_control: bool = True
    keep_next: bool = False
    keep_lines: bool = False
    contextual: bool = False
    auto_space: bool = True
    auto_space_digits: bool = True
    overflow: bool = True
    kinsoku: bool = True
    top_line_punctuation: bool = False
    word_wrap: bool = True
    adjust_right: bool = True
    text_align: str = "auto"


class WordParagraph(NamedTuple):
    """A paragraph. `mark` is the format of its mark, which gives an empty one its height; `section` that it
    stands in, from 0 (of headers and footers: their own). `page_starts` are the offsets in its text at
    which a page began when Word last laid it out; most files have none."""

    pieces: tuple[Piece, ...]
    format: ParagraphFormat
    mark: RunFormat
    number: GeneratedNumber | None = None
    section: int = 0
    page_starts: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """Its characters, without its number and what is drawn."""
        return "".join(piece.text for piece in self.pieces if isinstance(piece, Run))

    @property
    def runs(self) -> tuple[Run, ...]:
        """Its runs, without what is drawn."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Run))


class Cell(NamedTuple):
    """A cell: `column` is the first of the grid's columns that it takes, `span` how many; `goes_on` from the
    cell above it. `margins` are left, top, right, bottom; `direction` is empty for lines from left to
    right."""

    blocks: tuple[WordParagraph | Table, ...]
    width: Fraction
    column: int
    span: int = 1
    goes_on: bool = False
    borders: Borders = Borders()
    margins: tuple[Fraction, Fraction, Fraction, Fraction] = (Fraction(0),) * 4
    valign: Literal["top", "centre", "bottom"] = "top"
    shade: Ink | None = None
    direction: str = ""
    no_wrap: bool = False


class TableRow(NamedTuple):
    """A row; `height` None: as its cells need. `is_head`: repeated on each page."""

    cells: tuple[Cell, ...]
    height: Fraction | None = None
    rule: LineRule = "auto"
    is_head: bool = False
    whole: bool = False


class Table(NamedTuple):
    """A table. `columns` are the widths of its grid, `left` is where its first cell's edge stands from the
    text margin (negative: left of it, as where the cell's text stands on the margin). `frame` is where it
    floats, None where it stands in the text."""

    rows: tuple[TableRow, ...]
    columns: tuple[Fraction, ...]
    align: Literal["left", "centre", "right"] = "left"
    left: Fraction = Fraction(0)
    width: Fraction | None = None
    fixed: bool = False
    frame: Frame | None = None
    cell_spacing: Fraction = Fraction(0)
    style: str = ""
    section: int = 0


WordBlock = WordParagraph | Table


class Grid(NamedTuple):
    """文档网格. `kind` `none`, `lines`, `lines_and_chars` (指定行和字符网格) or `snap_to_chars`
    (文字对齐字符网格); `line_pitch` from line to line (None: none is given); `char_space` is added to the
    width of each character of the default size, so that the pitch is `default_size + char_space`."""

    kind: Literal["none", "lines", "lines_and_chars", "snap_to_chars"] = "none"
    line_pitch: Fraction | None = None
    char_space: Fraction = Fraction(0)
    default_size: Fraction = Fraction(10)

    @property
    def char_pitch(self) -> Fraction | None:
        """From character to character of the default size; None where the grid has lines only."""
        by_chars = self.kind in ("lines_and_chars", "snap_to_chars")
        return self.default_size + self.char_space if by_chars else None


class Margin(NamedTuple):
    """Headers or footers of a section as they are in effect (those of the section before, where it has none);
    `first` and `even` are None where they are as `odd` ones."""

    odd: tuple[WordBlock, ...] = ()
    even: tuple[WordBlock, ...] | None = None
    first: tuple[WordBlock, ...] | None = None


class Section(NamedTuple):
    """A part of the document with its paper. `header` and `footer` are their distances from the paper's
    edges; `numbers` is the page numbers' ECMA-376 format, `first_number` None where it counts on. `gutter`
    is part of neither margin. `columns` and `column_space`: of the text. `begins` `nextPage`, `continuous`,
    `oddPage`, `evenPage` or `nextColumn`."""

    width: Fraction
    height: Fraction
    top: Fraction
    bottom: Fraction
    left: Fraction
    right: Fraction
    header: Fraction
    footer: Fraction
    gutter: Fraction = Fraction(0)
    grid: Grid = Grid()
    columns: int = 1
    column_space: Fraction = Fraction(36)
    begins: str = "nextPage"
    numbers: str = "decimal"
    first_number: int | None = None
    valign: Literal["top", "centre", "bottom", "justified"] = "top"
    direction: str = ""
    borders: Borders = Borders()
    headers: Margin = Margin()
    footers: Margin = Margin()


class WordSettings(NamedTuple):
    """Settings of the document. `compression` as ECMA-376 names it (`doNotCompress`, `compressPunctuation`,
    `compressPunctuationAndJapaneseKana`); `even_and_odd` headers; `mirrored` margins; `compatibility` is
    Word's version (15, 14, …; 0: none is given). `adds_spaces`: the space after a paragraph and the one
    before the next are both kept, else the larger one. `no_line_start`, `no_line_end` are the document's own,
    empty for Word's."""

    compression: str = "doNotCompress"
    even_and_odd: bool = False
    mirrored: bool = False
    default_tab: Fraction = Fraction(36)
    compatibility: int = 0
    adds_spaces: bool = False
    balance_widths: bool = False
    grid_in_tables: bool = False
    keep_break_spread: bool = False
    spaces_before_underlines: bool = False
    no_line_start: str = ""
    no_line_end: str = ""


class Unread(NamedTuple):
    """Something that the file has and that is not among its blocks, or not as it is: what, in the clerk's
    words, where (the words of its paragraph) and its own words."""

    what: str
    where: str = ""
    words: str = ""


class WordFile(NamedTuple):
    """A Word file. `default` is the format of a run of which nothing is said in a paragraph of the default
    style. `program` is what the file says it was saved by. `has_own_bulletin`: it is a Word copy of a
    bulletin of ours."""

    blocks: tuple[WordBlock, ...]
    sections: tuple[Section, ...]
    settings: WordSettings
    default: RunFormat
    notes: tuple[tuple[WordBlock, ...], ...] = ()
    program: str = ""
    has_own_bulletin: bool = False
    unread: tuple[Unread, ...] = ()

    def paragraphs(self) -> Iterator[WordParagraph]:
        """All paragraphs in the order of the file, those in tables and shapes too."""
        return paragraphs_in(self.blocks)


def paragraphs_in(blocks: tuple[WordBlock, ...]) -> Iterator[WordParagraph]:
    """All paragraphs of some blocks in order; those of a shape come behind the paragraph that it is in."""
    for block in blocks:
        if isinstance(block, WordParagraph):
            yield block
            for piece in block.pieces:
                if isinstance(piece, Shape):
                    yield from _in_shape(piece)
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from paragraphs_in(cell.blocks)


def _in_shape(shape: Shape) -> Iterator[WordParagraph]:
    yield from paragraphs_in(shape.blocks)
    for part in shape.parts:
        if isinstance(part, Shape):
            yield from _in_shape(part)
