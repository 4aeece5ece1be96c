"""A bulletin with a layout and faces becomes finished pages. The one door of this room."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from fractions import Fraction
from itertools import chain, islice
from math import floor
from operator import attrgetter, itemgetter
from typing import overload

from bulletin_desk.bulletin.fields import Placed
from bulletin_desk.bulletin.grammar import DISTRIBUTION, NAME, RUNNING, region_of
from bulletin_desk.bulletin.model import Issue, Path, Place
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import (
    Page,
    PageMark,
    Pages,
    PlacedLine,
    PlacedTable,
    Portion,
    Remark,
)
from bulletin_desk.typeset.closing_rows import closing_block
from bulletin_desk.typeset.collect import Collector
from bulletin_desk.typeset.composed import MOST_REMARKS, Composed, Composer
from bulletin_desk.typeset.fixed_part import FixedPart
from bulletin_desk.typeset.folio import folio
from bulletin_desk.typeset.head_rows import head
from bulletin_desk.typeset.paginate import Grid, paginate, rows_used
from bulletin_desk.typeset.thing import BlockThing, FlowBlock, FlowText, Group, Slot

_MOST_QUOTED = 20
"""Characters of a line of the head that is told of."""


class Typesetter:
    """Sets issues in one layout with one set of faces. Remembers the paragraphs of the issue set last, so
    that setting it again after an edit costs little more than the edited paragraph."""

    def __init__(self, layout: Layout, faces: Faces) -> None:
        self.layout = layout
        self.faces = faces
        self._composer = Composer(faces, layout.lines)
        self._collector = Collector(layout, self._composer)
        self._frame: tuple[object, FixedPart, FixedPart | None] | None = None

    def typeset(self, issue: Issue, standing: Path = (), copy: str = "") -> TypesetPages:
        """The pages of an issue. The text at `standing` has a line even if it is empty and would have none:
        a caret is in it. `copy` is the number of a printed copy, where the layout has a place for it."""
        layout, composer = self.layout, self._composer
        # any field may stand in any row, so head and closing block are set anew together
        frame_of = (_frame_values(issue), copy)
        if self._frame is None or self._frame[0] != frame_of:
            made = head(issue, layout, composer, copy), closing_block(issue, layout, composer, copy)
            self._frame = (frame_of, *made)
        _, top, foot = self._frame
        return TypesetPages(layout, top, self._collector.flow(issue, standing), foot, composer)


_frame_values = attrgetter(
    *(each.name for each in fields(Issue) if each.name not in ("editors_note", "sections", "layout"))
)
"""What of an issue head and closing block are made of: nearly always the very values of the issue before."""


class TypesetPages(Pages):
    """The pages of one issue. Which line stands where is settled at once; a page's lines are set when it
    is looked at."""

    def __init__(
        self,
        layout: Layout,
        head: FixedPart,
        flow: list[Group],
        closing: FixedPart | None,
        composer: Composer,
    ) -> None:
        block = layout.text_block
        self.layout = layout
        self._head = head
        self._flow = flow
        self._closing = closing
        self._composer = composer
        grid = Grid(
            rows=block.lines,
            head=int(head.height / block.line_pitch) + layout.head.space_after,
            keep_rows=layout.flow.keep_lines,
            widow_control=block.widow_control,
        )
        self._slots = paginate(flow, grid)
        self._used = rows_used(self._slots, grid)
        self._closing_parts = closing.parted(block.height) if closing else []
        self._text_pages = len(self._slots)
        self.blank_pages = 0
        self._closing_top = self._below_text
        if closing and not self._closing_fits(closing):
            count = len(self._closing_parts)
            if layout.closing.even_page and (self._text_pages + count) % 2:
                self.blank_pages = 1
            self._slots += [[] for _ in range(self.blank_pages + count)]
            self._used = 0
            self._closing_top = Fraction(0)
        self._pages: list[Page | None] = [None] * len(self._slots)
        self._framed: set[Path] | None = None
        self._begins: dict[Path, int] | None = None
        self._ends: dict[Path, list[tuple[int, int]]] | None = None

    def _closing_fits(self, closing: FixedPart) -> bool:
        """Whether the closing block stands below the text of the page on which that ends."""
        if self.layout.closing.even_page and self._text_pages % 2:
            return False
        return self._below_text + closing.height <= self.layout.text_block.height

    @property
    def _below_text(self) -> Fraction:
        """How far below the text block's top the closing block stands at least, on the text's last page."""
        space = self.layout.closing.space_before if self._slots[-1] else 0
        return (self._used + space) * self.layout.text_block.line_pitch

    def __len__(self) -> int:
        return len(self._slots)

    @overload
    def __getitem__(self, index: int) -> Page: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Page]: ...

    def __getitem__(self, index: int | slice) -> Page | Sequence[Page]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        page = self._pages[index]
        if page is None:
            page = self._pages[index] = self._make(index % len(self))
        return page

    @property
    def free_lines(self) -> int:
        """How many lines of the grid are free for text on the last page, above the closing block."""
        block = self.layout.text_block
        if not self._closing_parts:
            return block.lines - self._used
        room = int((block.height - self._closing_parts[-1].height) / block.line_pitch)
        return max(0, room - self.layout.closing.space_before - self._used)

    @property
    def closing_pages(self) -> int:
        """On how many of the last pages the closing block stands: one, unless it is taller than a page."""
        return max(1, len(self._closing_parts))

    @property
    def closing_top(self) -> Fraction:
        """How far below the text block's top the closing block, or the last part of it, stands."""
        if self.layout.closing.place == "text":
            return self._closing_top
        last = self._closing_parts[-1].height if self._closing_parts else Fraction(0)
        return max(self.layout.text_block.height - last, Fraction(0))

    @property
    def closing_even(self) -> bool:
        """See `Pages`."""
        return bool(self._closing_parts) and self.layout.closing.even_page

    @property
    def placed(self) -> Placed:
        """See `Pages`."""
        return self.layout.placed

    @property
    def numbered(self) -> int:
        """How many pages have page numbers: all, or those before a blank page in front of the closing
        block."""
        if self.blank_pages and not self.layout.closing.folio_after_blank:
            return self._text_pages
        return len(self)

    @property
    def head(self) -> FixedPart:
        """The fixed part at the top of page 1."""
        return self._head

    @property
    def closing(self) -> FixedPart | None:
        """The closing block; None where an issue has none."""
        return self._closing

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What a clerk should know about these pages: characters that no face has, runs torn apart, a
        closing block taller than a page, official faces that are damaged."""
        flow = (
            remark for group in self._flow for thing in group.things for remark in thing.remarks(group.owner)
        )
        closing = self._closing.remarks() if self._closing else ()
        remarks = list(islice(chain(self._head.remarks(), flow, closing), MOST_REMARKS))
        for placed in self._head.placements:
            least = floor(placed.least * 2) / Fraction(2)
            if placed.composed.paragraph.size < least:
                size = f"{float(placed.composed.paragraph.size):.3g}"
                remarks.append(Remark("header_too_long", placed.path, 0, size, f"{float(least):g}"))
        for clash in self._head.clashes():
            words = "\n".join(text[:_MOST_QUOTED] for text in clash.words if text is not None)
            rows = "、".join(f"head.rows[{row}]" for row in clash.rows)
            remarks.append(Remark("rows_clash", clash.path, 0, words, rows))
        for field in self.layout.declared:
            if not self.layout.places(field.name):
                remarks.append(Remark("field_nowhere", NAME, 0, field.label, field.name))
        if len(self._closing_parts) > 1:
            remarks.append(Remark("closing_too_tall", DISTRIBUTION, 0, ""))
        for sentence in self._composer.faces.damaged:
            remarks.append(Remark("damaged_face", NAME, 0, sentence))
        return tuple(remarks)

    def least_columns(self, path: Path) -> list[float]:
        """For each column of the table at `path`, the width in points in which nothing in it is torn apart;
        none where there is no table."""
        for group in self._flow:
            for thing in group.things:
                if isinstance(thing, BlockThing) and group.owner + thing.path == path:
                    return [float(width) for width in thing.least_columns()]
        return []

    def first_place(self, index: int) -> Place | None:
        """The place in the bulletin at which running text starts on a page, or on a later one where it has
        none; None behind the last text. Sets no line."""
        for slots in self._slots[index:]:
            for path, composed, lines, _ in _texts(slots):
                return Place(path, composed.starts[lines.start])
        return None

    def has(self, index: int, path: Path, offset: int) -> bool:
        """Whether a place of running text stands on a page. Sets no line."""
        for found, composed, lines, _ in _texts(self._slots[index]):
            if found == path:
                first = composed.starts[lines.start]
                if first <= offset and (lines.stop == composed.count or offset < composed.starts[lines.stop]):
                    return True
        return False

    def places(self, path: Path) -> bool:
        """Whether a text of the bulletin has a line on the paper: all running text has, a text of the head or
        the closing block where the layout gives it a place; the distribution as a whole
        without an entry, too."""
        if region_of(path) in RUNNING:
            return True
        if path == DISTRIBUTION:
            return path in self.placed.parts
        if self._framed is None:
            closing = self._closing.placements if self._closing else ()
            self._framed = {placed.path for placed in (*self._head.placements, *closing)}
        return path in self._framed

    def portions(self) -> Iterator[Portion]:
        """The head's texts and those of all pages."""
        for placement in self._head.placements:
            count = placement.composed.count
            kind = placement.composed.kind
            yield Portion(placement.path, kind, 1, 0, count, count, (), 0)
        for number, slots in enumerate(self._slots, 1):
            for path, composed, lines, rows in _texts(slots):
                kind, count = composed.kind, composed.count
                yield Portion(path, kind, number, lines.start, lines.stop, count, composed.starts, rows)

    def number_at(self, path: Path, offset: int) -> int:
        """The page's number, found by where each page's lines of a text node end."""
        if self._ends is None:
            self._ends = self._find_ends()
        ends = self._ends.get(path)
        if ends is None:
            return 1
        at = bisect_right(ends, offset, key=itemgetter(0))
        return ends[min(at, len(ends) - 1)][1]

    def _find_ends(self) -> dict[Path, list[tuple[int, int]]]:
        """For each text node where its part on a page ends, and on which page."""
        ends: dict[Path, list[tuple[int, int]]] = {}

        def add(composed: Composed, last: int, path: Path, number: int) -> None:
            end = composed.paragraph.in_node(composed.breaks[last - 1].end)
            ends.setdefault(path, []).append((end, number))

        for placement in self._head.placements:
            add(placement.composed, placement.composed.count, placement.path, 1)
        for number, slots in enumerate(self._slots, 1):
            for path, composed, lines, _ in _texts(slots):
                add(composed, lines.stop, path, number)
        for number, part in enumerate(self._closing_parts, len(self) - len(self._closing_parts) + 1):
            for placement in part.placements:
                add(placement.composed, placement.numbers.stop, placement.path, number)
        return ends

    def page_of(self, part: Path) -> int:
        """The number of the page on which a section, item or attachment begins; 1 for what has no line."""
        return self.begins.get(part, 1)

    @property
    def begins(self) -> Mapping[Path, int]:
        """The numbers of the pages on which sections, items and attachments begin."""
        if self._begins is None:
            self._begins = {}
            for number, slots in enumerate(self._slots, 1):
                for slot in slots:
                    self._begins.setdefault(slot.owner, number)
        return self._begins

    def folio(self, number: int) -> PlacedLine | None:
        """The page number of page `number`, from 1, wherever pages are numbered. Sets no other line."""
        return folio(number, self.numbered, self.layout, self._composer)

    def bound(self, index: int, number: int, pages: int) -> Page:
        """Page `index` (from 0) in a volume of so many `pages`, where its number is another. All else stands
        as it does."""
        page = self[index]
        line = page.folio and folio(number, pages, self.layout, self._composer)
        return replace(page, number=number, folio=line)

    def paragraphs(self) -> Iterator[tuple[Composed, Path]]:
        """Every paragraph in the order of the paper with its text node's path."""
        for placement in self._head.placements:
            yield placement.composed, placement.path
        for group in self._flow:
            for thing in group.things:
                for text in thing.texts:
                    yield text.composed, group.owner + text.path
        for placement in self._closing.placements if self._closing else ():
            yield placement.composed, placement.path

    def flow_parts(self) -> Iterator[FlowText | FlowBlock]:
        """Every paragraph of the running text, with those that the layout makes, and every table and picture,
        in the paper's order."""
        slots: dict[int, list[tuple[int, Slot]]] | None = None
        for group in self._flow:
            space = group.space
            for thing in group.things:
                if isinstance(thing, BlockThing):
                    slots = self._block_slots() if slots is None else slots
                    here = [
                        (page, slot) for page, slot in slots.get(id(thing), ()) if slot.owner == group.owner
                    ]
                    free = self._free_before(*here[0])
                    yield FlowBlock(group.owner + thing.path, thing, space, tuple(here), free)
                    space = 0
                    continue
                row = 0
                for text in (*thing.made, *thing.texts):
                    yield FlowText(text.composed, group.owner + text.path, space + max(text.row - row, 0))
                    space, row = 0, text.row + text.composed.count

    def _free_before(self, page: int, slot: Slot) -> int:
        """The rows that are free on the page before one that a slot begins."""
        if slot.row or page < 2 or not self._slots[page - 2]:
            return 0
        last = self._slots[page - 2][-1]
        return self.layout.text_block.lines - last.row - last.thing.rows_of(last.first, last.last)

    def _block_slots(self) -> dict[int, list[tuple[int, Slot]]]:
        """Where tables and pictures stand, by the identity of their things."""
        found: dict[int, list[tuple[int, Slot]]] = {}
        for number, slots in enumerate(self._slots, 1):
            for slot in slots:
                if isinstance(slot.thing, BlockThing):
                    found.setdefault(id(slot.thing), []).append((number, slot))
        return found

    def _make(self, index: int) -> Page:
        layout = self.layout
        block = layout.text_block
        lines: list[PlacedLine] = []
        marks: list[PageMark] = []
        tables: list[PlacedTable] = []
        if index == 0:
            lines += self._head.lines(block, Fraction(0))
            marks += self._head.marks(block, Fraction(0))
        for slot in self._slots[index]:
            lines += slot.thing.numbered(slot, block, self.page_of)
            marks += slot.thing.marks(slot, block)
            tables += slot.thing.tables(slot, block)
        before = len(self) - len(self._closing_parts)
        if index >= before:
            part = self._closing_parts[index - before]
            top = self.closing_top if index == len(self) - 1 else max(block.height - part.height, Fraction(0))
            lines += part.lines(block, top)
            marks += part.marks(block, top)
        return Page(
            number=index + 1,
            width=float(layout.paper_width),
            height=float(layout.paper_height),
            lines=tuple(lines),
            marks=tuple(marks),
            folio=self.folio(index + 1) if index < self.numbered else None,
            tables=tuple(tables),
        )


def _texts(slots: list[Slot]) -> Iterator[tuple[Path, Composed, range, int]]:
    """The texts on a page in reading order: path, all lines, which of them stand there, and the rows in use
    on the page with their thing."""
    for owner, thing, first, last, row in slots:
        rows = row + thing.rows_of(first, last)
        for text, lines in thing.portions(first, last):
            yield owner + text.path, text.composed, lines, rows
