"""A paragraph with its lines: broken at once, set when they are first looked at. Knows not which page they
fall on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import islice
from typing import NamedTuple

from bulletin_desk.bulletin.model import HEADING_KINDS, Kind, Path
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.hanzi.cells import LATIN_TEXT, cells
from bulletin_desk.layouts.line_rule import OFFICE_RULE, LineRule
from bulletin_desk.layouts.model import Align, TextBlock
from bulletin_desk.pages.model import Line, PlacedLine, Remark
from bulletin_desk.typeset.break_lines import break_lines
from bulletin_desk.typeset.break_lists import break_in_names
from bulletin_desk.typeset.break_titles import break_by_sense
from bulletin_desk.typeset.glyphs import Glyphs
from bulletin_desk.typeset.measure import SpannedWidths, Widths
from bulletin_desk.typeset.paragraph import Broken, Paragraph
from bulletin_desk.typeset.set_lines import BareLine, bare_line, set_line

_Place = tuple[Path, range, Fraction, Fraction | None]
"""Of lines on a page: their path, which of the paragraph they are, how far down, and how far apart."""
MOST_REMARKS = 20_000
"""Of a paragraph, and of an issue. Whoever has so many sees the others once these are put right."""


_NAMES = frozenset(
    (
        *(Kind.SOURCE, Kind.DATED_HEADER, Kind.DISTRIBUTION, Kind.IMPRINT, Kind.DISCLOSURE),
        *(Kind.HEAD_FIELD, Kind.CLOSING_FIELD),
        *(Kind.SECTION_HEAD, Kind.SECTION_HEAD_2, Kind.SUBHEADING, Kind.SIGNATURE),
        *(*HEADING_KINDS, Kind.ATTACHMENT_LIST, Kind.CONTENTS),
    )
)
"""What holds names of offices and little else, and headings that are not centred."""
_LONGEST_IN_MIDDLE = 40
"""Characters of a cell that is broken by sense: there are hundreds of cells."""
_UNSPREAD = _NAMES | {Kind.TABLE, Kind.TABLE_HEAD}
"""Where lines that are not spread are nothing to tell: columns are narrow."""


def _breaking(paragraph: Paragraph) -> Callable[[Paragraph, Widths], tuple[list[Broken], list[int]]]:
    """The way in which a paragraph is broken."""
    if paragraph.align in ("centre", "distributed") and (
        paragraph.kind is not Kind.TABLE or len(paragraph.text) <= _LONGEST_IN_MIDDLE
    ):
        return break_by_sense
    return break_in_names if paragraph.kind in _NAMES else break_lines


class Composer:
    """Turns paragraphs into lines with one set of faces, by one rule."""

    def __init__(self, faces: Faces, rule: LineRule = OFFICE_RULE) -> None:
        self.faces = faces
        self.rule = rule
        self._widths: dict[str, Widths] = {}
        self._glyphs: dict[tuple[str, str, Fraction, Fraction], Glyphs] = {}

    def widths(self, latin_role: str) -> Widths:
        """The natural widths of characters where `latin_role` serves letters and digits."""
        widths = self._widths.get(latin_role)
        if widths is None:
            widths = self._widths[latin_role] = Widths(self.faces, latin_role, self.rule)
        return widths

    def widths_of(self, paragraph: Paragraph) -> Widths:
        """The natural widths of a paragraph's characters."""
        widths = self.widths(paragraph.latin_role)
        for span in paragraph.spans if paragraph.bold else ():
            if span.latin_role not in ("", paragraph.latin_role):
                return SpannedWidths(widths, self.widths(span.latin_role), paragraph.bold)
        return widths

    def glyphs(self, paragraph: Paragraph) -> list[Glyphs]:
        """The glyphs for each span of a paragraph."""
        tables = []
        for span in paragraph.spans:
            latin_role = span.latin_role or paragraph.latin_role
            key = (span.role, latin_role, paragraph.size, paragraph.advance)
            table = self._glyphs.get(key)
            if table is None:
                size, cell = float(paragraph.size), float(paragraph.advance)
                table = Glyphs(self.faces, span.role, latin_role, size, cell, self.rule)
                self._glyphs[key] = table
            tables.append(table)
        return tables

    def compose(self, paragraph: Paragraph) -> Composed:
        """The paragraph's lines. Centred text and the masthead are broken by sense, names and other
        headings between words, all other text by the office's rule."""
        return Composed(paragraph, self)

    def bare_line(self, paragraph: Paragraph) -> BareLine:
        """The line of a paragraph that has but one, without indents and words of the layout's own."""
        (broken,), _ = _breaking(paragraph)(paragraph, self.widths_of(paragraph))
        return bare_line(paragraph, broken, self.widths_of(paragraph), self.glyphs(paragraph))

    def one_line(self, bare: Callable[[], BareLine], make: Callable[[], Paragraph], side: Side) -> Composed:
        """The line of a paragraph that is known to fit into one at a `side`; `make` gives it, and `bare` its
        line, when they are asked for."""
        return OneLine(bare, make, side, self)


_FOLLOWS = re.compile(
    rf"[{LATIN_TEXT}]{{1,20}}?(?:(?<=[/.?&=_:@-])|(?![{LATIN_TEXT}]))|[{LATIN_TEXT}]{{20}}|.", re.DOTALL
)
"""As much as is quoted of what did not fit into a line."""


class Composed:
    """A paragraph's lines. `count` of them, at least one; `torn`: offsets where an unbreakable run was
    torn apart."""

    __slots__ = (
        *("_broken", "_composer", "_lines", "_placed", "_remarks", "_starts", "_tables"),
        *("count", "kind", "paragraph", "torn"),
    )

    def __init__(self, paragraph: Paragraph, composer: Composer) -> None:
        widths = composer.widths_of(paragraph)
        self.paragraph = paragraph
        self.kind = paragraph.kind
        self._composer = composer
        broken, torn = _breaking(paragraph)(paragraph, widths)
        self._broken = tuple(broken)
        self.count = len(self._broken)
        self.torn = tuple(torn)
        self._lines: list[Line | None] = [None] * self.count
        self._tables: list[Glyphs] | None = None
        self._remarks: tuple[tuple[str, int, str, str], ...] | None = None
        self._starts: tuple[int, ...] | None = None
        self._placed: tuple[_Place, tuple[PlacedLine, ...]] | None = None

    def line(self, number: int) -> Line:
        """Line `number`, from 0."""
        line = self._lines[number]
        if line is None:
            paragraph = self.paragraph
            line = self._lines[number] = set_line(
                paragraph,
                self._broken[number],
                self._composer.widths_of(paragraph),
                self._glyphs(),
            )
        return line

    @property
    def size(self) -> Fraction:
        """That of its characters, in points."""
        return self.paragraph.size

    @property
    def breaks(self) -> tuple[Broken, ...]:
        """Where each line starts and ends in the paragraph's text."""
        return self._broken

    @property
    def starts(self) -> tuple[int, ...]:
        """Where each line starts in the text node."""
        if self._starts is None:
            self._starts = tuple(self.paragraph.in_node(line.start) for line in self._broken)
        return self._starts

    def placed(
        self, path: Path, numbers: range, block: TextBlock, top: Fraction, pitch: Fraction | None = None
    ) -> tuple[PlacedLine, ...]:
        """Some of its lines on a page, `pitch` apart (the grid's unless given), the first `top` points below
        the block's top. The em box stands in the middle of its pitch. At nearly every key they stand where
        they stood."""
        place = (path, numbers, top, pitch)
        placed = self._placed
        if placed is None or placed[0] != place:
            lines = self._place(path, numbers, block, top, pitch or block.line_pitch)
            placed = self._placed = place, tuple(lines)
        return placed[1]

    def _place(
        self, path: Path, numbers: range, block: TextBlock, top: Fraction, pitch: Fraction
    ) -> Iterator[PlacedLine]:
        x, height = float(block.left), float(pitch)
        rise = block.rise(pitch, self.paragraph.size)
        at = block.top + top
        for number in numbers:
            line = self.line(number)
            yield PlacedLine(line, self.paragraph.kind, path, x, float(at + rise), float(at), height)
            at += pitch

    @property
    def widths(self) -> Widths:
        """The natural width of each character, in units."""
        return self._composer.widths_of(self.paragraph)

    def width(self, cell: str, latin_role: str) -> int:
        """The natural width of a character where `latin_role` serves letters and digits, in units."""
        return self._composer.widths(latin_role)[cell]

    def own_advance(self, role: str, char: str) -> float | None:
        """How wide a character is in a role's own face, in em; None if that face hasn't got it."""
        face = self._composer.faces.serving(role).face
        return face.advance(char) / face.units_per_em if face.glyph(char) else None

    @property
    def loose(self) -> tuple[int, ...]:
        """The ends of justified lines that are not spread, since their gaps would grow too wide."""
        text = self.paragraph.text
        if self.paragraph.align != "justified" or self.paragraph.kind in _UNSPREAD:
            return ()
        return tuple(
            line.end
            for line in self._broken[:-1]
            if not (line.spread or line.squeeze or text[line.end - 1] == "\n")
        )

    def squeezes(self) -> tuple[int, ...]:
        """By how many units of the em each line is compressed."""
        return tuple(broken.squeeze for broken in self._broken)

    def remarks(self, path: Path) -> Iterator[Remark]:
        """What is to be said about this paragraph, the text node at `path`. Looked for once."""
        if self._remarks is None:
            self._remarks = tuple(islice(self._find_remarks(), MOST_REMARKS))
        for rule, offset, detail, note in self._remarks:
            yield Remark(rule, path, offset, detail, note)

    def _find_remarks(self) -> Iterator[tuple[str, int, str, str]]:
        text = self.paragraph.text
        for offset in self.torn:
            yield "torn_run", self.paragraph.in_node(offset), text[max(0, offset - 10) : offset + 10], ""
        for offset in self.loose:
            follows = _FOLLOWS.match(text, offset)
            yield "loose_line", self.paragraph.in_node(offset), follows[0] if follows else "", ""
        start = 0
        for span, glyphs in zip(self.paragraph.spans, self._glyphs(), strict=True):
            for offset, cell in enumerate(cells(text, start, span.end), start):
                glyph = glyphs[cell]
                if glyph.rule:
                    yield glyph.rule, self.paragraph.in_node(offset), cell[0], glyph.note
            start = span.end

    def _glyphs(self) -> list[Glyphs]:
        if self._tables is None:
            self._tables = self._composer.glyphs(self.paragraph)
        return self._tables


class Side(NamedTuple):
    """Where a line stands in the measure: from `left` on, `measure` units wide. `kind` and `size` (points)
    are its text's."""

    kind: Kind
    size: Fraction
    align: Align
    left: int
    measure: int


class OneLine(Composed):
    """A text that is known to fit into its one line: made when that is first asked for, as of hundreds of
    cells only those are whose page is looked at; and only moved where it stood elsewhere before."""

    __slots__ = ("_bare", "_make", "_side")

    def __init__(
        self, bare: Callable[[], BareLine], make: Callable[[], Paragraph], side: Side, composer: Composer
    ) -> None:
        self.kind = side.kind
        self.count = 1
        self._starts = (0,)
        self._lines = [None]
        self._bare = bare
        self._make = make
        self._side = side
        self._composer = composer

    @property
    def size(self) -> Fraction:
        """See `Composed`."""
        return self._side.size

    def line(self, number: int) -> Line:
        """See `Composed`."""
        line = self._lines[number]
        if line is None:
            bare, side = self._bare(), self._side
            spare = side.measure - bare.natural
            moved = {"centre": spare // 2, "right": spare}.get(side.align, 0)
            line = self._lines[number] = bare.at(side.left + moved)
        return line

    def __getattr__(self, name: str) -> object:
        # what is not there yet
        if name not in Composed.__slots__:
            raise AttributeError(name)
        super().__init__(self._make(), self._composer)
        return getattr(self, name)
