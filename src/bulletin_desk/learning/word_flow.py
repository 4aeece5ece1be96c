"""Lays a Word file out: its paragraphs one below the other at their pitches and spaces, tables, frames, text
boxes and drawn lines at their places. Where lines end is only estimated, so what stands below a paragraph of
several lines stands about there; what stands beside each other and in heads does so exactly. Must not know
what a paragraph is for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bulletin_desk.learning.evidence import SeenPicture, SeenRule
from bulletin_desk.learning.sighting import PageRule
from bulletin_desk.learning.word_anchors import Area, Place, frame_place, place_of
from bulletin_desk.learning.word_laid import (
    Laid,
    PlacedLine,
    PlacedPicture,
    across,
    height_of,
    is_drawn,
    outlines,
)
from bulletin_desk.learning.word_lines import SetLine, set_lines
from bulletin_desk.learning.word_metrics import Habits
from bulletin_desk.learning.word_model import (
    COLUMN_BREAK,
    PAGE_BREAK,
    Borders,
    Frame,
    Picture,
    Section,
    Shape,
    Table,
    WordBlock,
    WordFile,
    WordParagraph,
)
from bulletin_desk.learning.word_obstacles import Obstacles, Strip
from bulletin_desk.learning.word_tables import lay_table
from bulletin_desk.learning.word_tokens import Measure

_ENOUGH = 0.5
"""Points by which a line may stand over the text's foot."""


class Numbers:
    """Counts paragraphs in the order in which they are laid."""

    def __init__(self) -> None:
        self.count = 0

    def next(self) -> int:
        """The next one's number."""
        self.count += 1
        return self.count - 1


class Room(NamedTuple):
    """Where the text begins on a section's first page and on the others, and where it ends: tall headers and
    footers push it."""

    first: float
    top: float
    bottom: float


class Flow:
    """A column of text: that of the pages, or (not `paged`) of a cell or box, laid from its top without
    end."""

    def __init__(
        self,
        file: WordFile,
        habits: Habits,
        area: Area,
        section: Section,
        *,
        paged: bool,
        numbers: Numbers,
        in_table: bool = False,
    ) -> None:
        self.file, self.habits, self.area, self.section = file, habits, area, section
        self.paged, self.numbers = paged, numbers
        self.laid = Laid()
        self.page, self.y = 0, area.top
        self._in_table = in_table
        self._obstacles = Obstacles()
        self._begun = False
        self._after = 0.0
        self._anchors: tuple[WordParagraph, float] | None = None  # the last that floats stood in, its line

    @property
    def measure(self) -> Measure:
        """What its lines are set by."""
        settings = self.file.settings
        snaps = not self._in_table or settings.grid_in_tables
        return Measure(self.section.grid, self.habits, float(settings.default_tab), snaps)

    def inside(self, left: float, right: float, *, in_table: bool = False) -> Flow:
        """A column inside of this one: a cell or a box."""
        area = self.area._replace(left=left, right=right, top=0.0)
        return Flow(
            self.file,
            self.habits,
            area,
            self.section,
            paged=False,
            numbers=self.numbers,
            in_table=in_table or self._in_table,
        )

    def begin(self, section: Section, room: Room) -> None:
        """Another section: on another page, unless it goes on with the text."""
        self.section = section
        if self._begun and section.begins != "continuous":
            odd = self.page % 2 == 0
            self._turn()
            if (section.begins == "oddPage" and odd) or (section.begins == "evenPage" and not odd):
                self._turn()
        self.area = Area.of(section)._replace(top=room.top, bottom=room.bottom)
        if not self._begun or section.begins != "continuous":
            self.y = room.first
        self._begun = True

    def lay(self, blocks: Sequence[WordBlock]) -> None:
        """Blocks one below the other."""
        before: WordParagraph | None = None
        at = 0
        while at < len(blocks):
            block = blocks[at]
            frame = _frame_of(block)
            stop = next((n for n in range(at, len(blocks)) if _frame_of(blocks[n]) != frame), len(blocks))
            if frame is None:
                stop = at + 1
            after = blocks[stop] if stop < len(blocks) else None
            if frame is not None:
                self._anchor(blocks[stop:])
                self._framed(frame, blocks[at:stop])
            elif isinstance(block, WordParagraph):
                self._paragraph(block, before, after if isinstance(after, WordParagraph) else None)
                before = block
            elif block.frame is not None:
                self._anchor(blocks[stop:])
                self._floating(block, block.frame)
            else:
                self._table(block)
                before = None
            at = stop

    def _anchor(self, blocks: Sequence[WordBlock]) -> None:
        """What floats stands on the page of the paragraph behind it: turns the page where that does."""
        for block in blocks:
            if isinstance(block, WordParagraph) and block.format.frame is None:
                self._break_before(block)
                if self._anchors is None or self._anchors[0] is not block:
                    lines = set_lines(block, self.area.left, self.area.right, self.measure)
                    self._anchors = block, lines[0].height
                self._room(self._anchors[1])
                return

    def _break_before(self, paragraph: WordParagraph) -> None:
        """Turns the page for a paragraph that begins one, unless it does."""
        if self.paged and paragraph.format.page_break_before and self.y > self.area.top + _ENOUGH:
            self._turn()

    def _turn(self) -> None:
        self.page += 1
        self.y = self.area.top
        self._after = 0.0

    def _room(self, height: float) -> None:
        """Turns the page where so much doesn't fit on it."""
        if self.paged and self.y + height > self.area.bottom + _ENOUGH and self.y > self.area.top + 1:
            self._turn()

    def _paragraph(
        self, paragraph: WordParagraph, before: WordParagraph | None, after: WordParagraph | None
    ) -> None:
        format_ = paragraph.format
        self._break_before(paragraph)
        spacing = format_.spacing
        above = 0.0 if _contextual(before, paragraph) else float(spacing.before)
        if not self.file.settings.adds_spaces:
            above = max(0.0, above - self._after)
        self.y += above
        owner = self.numbers.next()
        left, right = self.area.left, self.area.right
        for piece in paragraph.pieces:
            if isinstance(piece, Shape | Picture) and piece.anchor is not None:
                self._drawing(piece, left)
        borders = format_.borders
        joined = before is not None and _joins(before, paragraph) and not self._after + above
        if is_drawn(borders.top) and not joined:
            self.y += height_of(borders.top) + float(borders.top.space if borders.top else 0)
        top, page = self.y, self.page
        self._set(paragraph, owner, left, right)
        goes_on = after is not None and _joins(paragraph, after)
        self._bordered(paragraph, top if page == self.page else self.area.top, page, joined, goes_on)
        self._after = 0.0 if _contextual(paragraph, after) else float(spacing.after)
        self.y += self._after

    def _set(self, paragraph: WordParagraph, owner: int, left: float, right: float) -> None:
        """Its lines, from here on down."""
        room = self._obstacles.beside(self._strip(left, right, float(paragraph.mark.size)))
        left, right, self.y = room.left, room.right, room.top
        lines = set_lines(paragraph, left, right, self.measure)
        for number, line in enumerate(lines):
            self._room(line.height)
            self.y = self._obstacles.below(self._strip(left, right, line.height))
            self._line(line, paragraph, owner, number, left, right, gone_on=number + 1 < len(lines))
            if line.ended_by in (PAGE_BREAK, COLUMN_BREAK) and self.paged:
                self._turn()

    def _line(
        self,
        line: SetLine,
        paragraph: WordParagraph,
        owner: int,
        number: int,
        left: float,
        right: float,
        *,
        gone_on: bool,
    ) -> None:
        baseline = self.y + line.above
        chars = tuple(seen._replace(y=seen.y + baseline) for seen in line.chars)
        self.laid.lines.append(
            PlacedLine(
                chars,
                self.page,
                baseline,
                paragraph,
                owner,
                number,
                left,
                right,
                line.above,
                line.height,
                boxed=not self.paged,
                afloat=False,
                gone_on=gone_on and not line.ended_by,
            )
        )
        for under in line.underlines:
            rule = SeenRule(under.x, baseline + under.below, under.length, under.thickness, under.ink)
            self.laid.rules.append(PageRule(self.page, rule))
        for inline in line.things:
            top = baseline - float(inline.thing.height)
            self._put(inline.thing, Place(inline.x, top))
        self.y += line.height

    def _bordered(self, paragraph: WordParagraph, top: float, page: int, joined: bool, goes_on: bool) -> None:
        """The lines around a paragraph."""
        borders, indents = paragraph.format.borders, paragraph.format.indents
        left = self.area.left + float(indents.left) + min(0.0, float(indents.first))
        right = self.area.right - float(indents.right)
        if is_drawn(borders.left):
            left -= float(borders.left.space if borders.left else 0)
        if is_drawn(borders.right):
            right += float(borders.right.space if borders.right else 0)
        width = right - left
        if is_drawn(borders.top) and not joined:
            space = float(borders.top.space if borders.top else 0)
            self._ruled(page, across(left, top - space, width, borders.top, upwards=True))
        below = borders.between if goes_on else borders.bottom
        if is_drawn(below):
            space = float(below.space if below else 0)
            self._ruled(self.page, across(left, self.y + space, width, below, upwards=False))
            self.y += space + height_of(below)

    def _ruled(self, page: int, rules: Iterator[SeenRule]) -> None:
        self.laid.rules += [PageRule(page, rule) for rule in rules]

    def _table(self, table: Table) -> None:
        self._after = 0.0
        left = self.area.left + float(table.left)
        width = float(sum(table.columns))
        free = self.area.right - self.area.left - width
        if table.align != "left":
            left = self.area.left + (free / 2 if table.align == "centre" else free)
        for row in lay_table(table, left, self):
            self._room(row.height)
            self.y = self._obstacles.below(self._strip(left, left + width, row.height))
            self.laid.take(row.laid, self.page, self.y)
            self.y += row.height

    def _floating(self, table: Table, frame: Frame) -> None:
        width = float(sum(table.columns))
        laid, height = Laid(), 0.0
        for row in lay_table(table, 0.0, self):
            laid.take(row.laid, 0, height)
            height += row.height
        place = frame_place(frame, width, height, self.area, self.y, self.page)
        self.laid.take(laid, self.page, place.y, across=place.x, afloat=True)
        self._keep_off(place, width, height)

    def _framed(self, frame: Frame, blocks: Sequence[WordBlock]) -> None:
        width = float(frame.width) if frame.width else self._natural_width(blocks)
        inner = self.inside(0.0, width)
        inner.lay([_bare(block) for block in blocks])
        height = max(inner.y - inner._after, float(frame.height or 0))
        if frame.exact and frame.height:
            height = float(frame.height)
        place = frame_place(frame, width, height, self.area, self.y, self.page)
        self.laid.take(inner.laid, self.page, place.y, across=place.x, afloat=True)
        if frame.wrap != "none":
            self._keep_off(place, width, height)

    def _natural_width(self, blocks: Sequence[WordBlock]) -> float:
        """How wide text is that nothing breaks."""
        widths = [1.0]
        for block in blocks:
            if isinstance(block, WordParagraph):
                plain = block._replace(format=block.format._replace(align="left"))
                for line in set_lines(plain, 0.0, self.area.right - self.area.left, self.measure):
                    widths += [line.chars[-1].right] if line.chars else []
        return max(widths)

    def _drawing(self, thing: Shape | Picture, left: float) -> None:
        anchor = thing.anchor
        assert anchor is not None
        width, height = float(thing.width), float(thing.height)
        place = place_of(anchor, width, height, self.area, self.y, self.page, column=left)
        height = self._put(thing, place)
        if anchor.wrap == "topAndBottom":
            self._obstacles.add(self.page, self.area.left, place.y, self.area.right, place.y + height)
        elif anchor.wrap in ("square", "tight", "through"):
            self._keep_off(place, width, height)

    def _put(self, thing: Shape | Picture, place: Place) -> float:
        """A drawing at its place; returns how high it came to be."""
        width, height = float(thing.width), float(thing.height)
        if isinstance(thing, Picture):
            self.laid.pictures.append(
                PlacedPicture(self.page, SeenPicture(place.x, place.y, width, height), thing.about)
            )
            return height
        if thing.blocks:
            before, above, behind, below = map(float, thing.insets)
            inner = self.inside(place.x + before, place.x + width - behind)
            inner.lay(thing.blocks)
            needs = inner.y + above + below
            if thing.grows:
                height = max(height, needs)
            shift = {"top": 0.0, "centre": (height - needs) / 2, "bottom": height - needs}[thing.valign]
            self.laid.take(inner.laid, self.page, place.y + above + max(0.0, shift), afloat=True)
        self._ruled(self.page, outlines(thing, place.x, place.y))
        for part in thing.parts:
            inside = (float(part.left), float(part.top)) if isinstance(part, Shape) else (0.0, 0.0)
            self._put(part, Place(place.x + inside[0], place.y + inside[1]))
        return height

    def _keep_off(self, place: Place, width: float, height: float) -> None:
        self._obstacles.add(self.page, place.x, place.y, place.x + width, place.y + height)

    def _strip(self, left: float, right: float, height: float) -> Strip:
        return Strip(self.page, left, right, self.y, height)


def _frame_of(block: WordBlock) -> Frame | None:
    return block.format.frame if isinstance(block, WordParagraph) else None


def _bare(block: WordBlock) -> WordBlock:
    if isinstance(block, WordParagraph):
        return block._replace(format=block.format._replace(frame=None))
    return block


def _contextual(one: WordParagraph | None, other: WordParagraph | None) -> bool:
    """Whether no space stands between two paragraphs because they are of one style."""
    if one is None or other is None or one.format.style != other.format.style:
        return False
    return one.format.contextual and other.format.contextual


def _joins(one: WordParagraph, other: WordParagraph) -> bool:
    """Whether the borders of two paragraphs are one."""
    if one.format.borders == Borders() or one.format.borders != other.format.borders:
        return False
    return one.format.indents[:2] == other.format.indents[:2]
