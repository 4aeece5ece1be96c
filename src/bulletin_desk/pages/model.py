"""The finished page as immutable values that screen, PDF and dump paint alike. Knows no fonts.

All lengths are points; x runs right from the page's left edge, y runs down from its top edge to a
baseline or a rule's centre line. Inside a `Line`, x runs right from the text block's left edge.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple, overload

from bulletin_desk.bulletin.fields import EVERYWHERE, Placed
from bulletin_desk.bulletin.model import Kind, Path, PictureData, Table

STROKE = 1 / 30
"""The width of the stroke that makes a face bold, in em: half of it lies outside the outline. LibreOffice has
the same."""


@dataclass(frozen=True, slots=True)
class FontRef:
    """A face: a font file and, in a collection, the face's index. `bold`: its outlines are stroked
    `STROKE` of the size wide, since there is no bold one; every advance stays."""

    file: str
    index: int = 0
    bold: bool = False

    @property
    def plain(self) -> FontRef:
        """The face as its file has it."""
        return replace(self, bold=False) if self.bold else self


class Colour(NamedTuple):
    """Ink in CMYK, each 0 to 1."""

    cyan: float
    magenta: float
    yellow: float
    black: float


class Run(NamedTuple):
    """Characters in one face and size on one baseline, one glyph each.

    `start` is the offset of the first character in the line's text node, None for text that the layout
    adds (【】, dates, numbers). `xs` are the glyph origins. `stretch` scales the glyphs' width (a dash
    that must fill its cell), else 1. `original` is what the characters stand for in the text node, as many,
    where that is not what is printed (〓 for what no face has), else empty. `strong`: they are emphasised.
    """

    text: str
    start: int | None
    font: FontRef
    size: float
    xs: tuple[float, ...]
    colour: Colour
    stretch: float = 1.0
    original: str = ""
    strong: bool = False


class Line(NamedTuple):
    """A typeset line, not yet on a page.

    `text` is what is printed. The line takes characters `start` to `end` of its text node, a space
    dropped at its end included; `edges` holds the left edge of each of them and the right edge of the
    last: end - start + 1 values (at least one, the caret's place in an empty text). `dropped` is what of them
    is not printed because the line ends here: spaces, the clerk's own line break.
    """

    text: str
    start: int
    end: int
    edges: tuple[float, ...]
    runs: tuple[Run, ...]
    dropped: str = ""


class PlacedLine(NamedTuple):
    """A line on a page: `x` is the text block's left edge, `y` the baseline; `top` and `height` its band
    of the grid."""

    line: Line
    kind: Kind
    path: Path
    x: float
    y: float
    top: float
    height: float


class HorizontalRule(NamedTuple):
    """A rule from `x`, `y` (its centre) over `width` to the right, `thickness` strong."""

    x: float
    y: float
    width: float
    thickness: float
    colour: Colour


class VerticalRule(NamedTuple):
    """A rule from `x` (its centre), `y` over `height` down, `thickness` strong."""

    x: float
    y: float
    height: float
    thickness: float
    colour: Colour


class ImageMark(NamedTuple):
    """A picture of the block at `path`, its top left at `x`, `y`; `alt` is said instead of it where it can't
    be seen."""

    data: PictureData
    x: float
    y: float
    width: float
    height: float
    alt: str
    path: Path


PageMark = HorizontalRule | VerticalRule | ImageMark
"""What is painted beside lines. Who paints matches every kind."""


class Join(NamedTuple):
    """A thin line from one point to another."""

    x: float
    y: float
    to_x: float
    to_y: float
    thickness: float
    colour: Colour


class Aside(NamedTuple):
    """What is painted on a page and is no part of what is printed there: `under` its lines, then `lines`, and
    `marks` and `joins` over them."""

    lines: tuple[PlacedLine, ...] = ()
    marks: tuple[HorizontalRule | VerticalRule, ...] = ()
    joins: tuple[Join, ...] = ()
    under: tuple[HorizontalRule | VerticalRule, ...] = ()


class PlacedBand(NamedTuple):
    """Row `row` of a table, or what of it stands on the page: from one rule's centre to the next one's."""

    row: int
    top: float
    height: float


class PlacedTable(NamedTuple):
    """The rows of the table at `path` that stand on a page, from top to bottom, and where its columns' edges
    are. The first `repeated` of the bands stand on an earlier page too: its header."""

    path: Path
    table: Table
    edges: tuple[float, ...]
    bands: tuple[PlacedBand, ...]
    repeated: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page: lines in reading order, marks beside them, the page number, where tables stand, and what is
    painted there besides (see `marks`)."""

    number: int
    width: float
    height: float
    lines: tuple[PlacedLine, ...]
    marks: tuple[PageMark, ...]
    folio: PlacedLine | None
    tables: tuple[PlacedTable, ...] = ()
    aside: Aside | None = None


def rows(page: Page) -> Iterator[tuple[PlacedLine, ...]]:
    """The page's lines from top to bottom, those that share a baseline together (as issuer and date)."""
    for _, row in groupby(sorted(page.lines, key=attrgetter("y")), key=attrgetter("y")):
        yield tuple(row)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that typesetting had to do which a clerk should know: `rule` names it, `detail` quotes
    the text, `note` says what was done."""

    rule: str
    path: Path
    offset: int
    detail: str
    note: str = ""


class Portion(NamedTuple):
    """Lines `first` to `last` (exclusive) of a paragraph's `total` lines, which stand together on page `page`
    (from 1). `starts` are the offsets of the text node at which all its lines start, `rows` the lines of the
    grid that are in use on the page with these."""

    path: Path
    kind: Kind
    page: int
    first: int
    last: int
    total: int
    starts: tuple[int, ...]
    rows: int


class MadePages(Sequence[Page]):
    """Pages that are made of others, each when it is asked for."""

    @abstractmethod
    def page(self, index: int) -> Page:
        """The page at `index`, counted from 0 and never from the end."""

    @overload
    def __getitem__(self, index: int) -> Page: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Page]: ...

    def __getitem__(self, index: int | slice) -> Page | Sequence[Page]:
        if isinstance(index, slice):
            return [self.page(number) for number in range(*index.indices(len(self)))]
        return self.page(range(len(self))[index])


class Pages(Sequence[Page]):
    """All pages of an issue, each made when it is first asked for, and what is to be said about them."""

    @property
    @abstractmethod
    def remarks(self) -> tuple[Remark, ...]:
        """What a clerk should know about these pages, in the order of the paper."""

    @property
    @abstractmethod
    def closing_even(self) -> bool:
        """Whether there is a closing block that has to stand on an even page, alone if need be."""

    @property
    def placed(self) -> Placed:
        """Which fields of head and closing block have a place on these pages."""
        return EVERYWHERE

    @abstractmethod
    def portions(self) -> Iterator[Portion]:
        """The head (its rows are 0), then the running text in the order of the paper, by paragraph and page.
        Sets no line."""

    @abstractmethod
    def number_at(self, path: Path, offset: int) -> int:
        """The number (from 1) of the page on which a place of the bulletin is printed; 1 for what is not
        printed. Sets no line."""
