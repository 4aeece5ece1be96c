"""Tables and pictures as values of the Word copy: paragraphs and tables that stand where our pages have them.
Holds no XML.

A word processor's text area begins higher than ours by what its lines stand lower (`styles.BASELINE`), so
what is no line of the grid is put that much lower. The room that is left goes into an empty paragraph below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bulletin_desk.bulletin.grammar import steps_below
from bulletin_desk.bulletin.model import Kind, Path, PictureData
from bulletin_desk.export.docx import styles as st
from bulletin_desk.export.docx.block_sizes import Sizes
from bulletin_desk.export.docx.copied_table import CopiedTable
from bulletin_desk.export.docx.fixed_rows import RunMaker
from bulletin_desk.export.docx.oxml import Inline, Paragraph, Run, emu
from bulletin_desk.export.docx.oxml_blocks import TableCell, TableRow, TableValue
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import ImageMark
from bulletin_desk.typeset.flow_table import FlowTable
from bulletin_desk.typeset.thing import FlowBlock, Text

Flow = Paragraph | TableValue
_NEARLY = 2
"""Rows of the grid by which word processors may take a block for lower than it is with us."""


@dataclass(slots=True)
class _Part:
    """What stands in the block one below the other: on which of its pages, from where on and how high in
    twips, from the text area's top."""

    page: int
    top: int
    height: int
    value: Flow


class BlockMaker:
    """Makes them in one layout. `variant` gives the name of a style's variant, which the copy then has."""

    def __init__(self, layout: Layout, runs: RunMaker, variant: Callable[[st.Variant], str]) -> None:
        self._layout = layout
        self._runs = runs
        self._variant = variant
        self._setup = st.page_setup(layout, 0.0)
        self._numbered = 0
        self._tables: list[tuple[int, ...]] = []
        self._widths: list[tuple[str, int]] = []
        self.pictures: dict[str, PictureData] = {}
        """The files of all pictures, by their digests."""

    def parts(self, block: FlowBlock, *, below: int | None) -> Iterator[Flow]:
        """The paragraphs and tables of a block; `below`: the space after it, in twips."""
        texts = {steps_below(text.path, block.thing.path): text for text in block.thing.texts}
        made = (
            self._of_table(block, texts)
            if isinstance(block.thing, FlowTable)
            else self._of_pictures(block, texts)
        )
        yield from self._on_the_grid(block, list(made), below)

    def sizes(self) -> Sizes:
        """How large all of them are."""
        measure = st.twips(self._layout.text_block.width)
        return Sizes(measure, tuple(self._tables), tuple(self._widths))

    # ---- on the grid

    def _on_the_grid(self, block: FlowBlock, parts: Sequence[_Part], below: int | None) -> Iterator[Flow]:
        """The parts with the room between them."""
        pitch = self._setup.pitch
        _, first = block.slots[0]
        _, last = block.slots[-1]
        at, page = first.row * pitch, 0
        if _begins_page(block, parts):
            room = max(parts[0].top, st.ANCHOR_LINE)
            yield self._room(room)._replace(style=st.BLOCK_ROOM_NEXT_PAGE)
            at = room
        for number, part in enumerate(parts):
            if part.page != page:
                at, page = part.top, part.page
            room = part.top - at
            if room >= st.ANCHOR_LINE:
                yield self._room(room, keep=True)
                at += room
            value = part.value
            if isinstance(value, TableValue):
                page = len(block.slots) - 1
            after = 0
            if isinstance(value, Paragraph) and number + 1 < len(parts) and parts[number + 1].page == page:
                after = max(parts[number + 1].top - at - part.height, 0)
                value = value._replace(after=after or None, keep=True)
            yield value
            at = (0 if isinstance(value, TableValue) and page else at) + part.height + after
        end = (last.row + block.thing.rows_of(last.first, last.last)) * pitch
        yield self._room(max(end - at, st.ANCHOR_LINE), after=below)

    def _room(self, height: int, *, keep: bool = False, after: int | None = None) -> Paragraph:
        return Paragraph(st.BLOCK_ROOM, (), after, keep=keep, line=height)

    def _text(self, text: Text, style: str) -> Paragraph:
        return Paragraph(style, self._runs.runs(text.composed))

    def _tops(self, block: FlowBlock) -> Mapping[Path, tuple[int, int]]:
        """For each text on which of the pages its first line stands, and how far down in twips."""
        found: dict[Path, tuple[int, int]] = {}
        grid = self._layout.text_block
        for page, (_, slot) in enumerate(block.slots):
            for line in block.thing.lines(slot, grid):
                found.setdefault(steps_below(line.path, block.path), (page, self._down(line.top)))
        return found

    def _down(self, y: float) -> int:
        return st.twips(y - float(self._layout.text_block.top))

    # ---- tables

    def _of_table(self, block: FlowBlock, texts: Mapping[Path, Text]) -> Iterator[_Part]:
        thing = block.thing
        assert isinstance(thing, FlowTable)
        form, shift = self._layout.tables, self._setup.shift
        tops = self._tops(block)

        def paragraph(at: int, kind: Kind, pitch: int, lower: int) -> Iterator[_Part]:
            text = texts.get((at,))
            if text and (at,) in tops:
                page, top = tops[at,]
                height = text.composed.count * pitch
                yield _Part(page, top + lower, height, self._text(text, st.STYLE_NAMES[kind]))

        yield from paragraph(0, Kind.TABLE_CAPTION, self._setup.pitch, 0)
        yield from paragraph(1, Kind.TABLE_UNIT, st.twips(form.pitch), shift)
        copied = CopiedTable(self._layout, self._runs, self._variant, block, texts)
        self._tables.append(copied.columns)
        yield _Part(copied.page, copied.top, copied.height, copied.value())
        yield from paragraph(3, Kind.TABLE_NOTE, st.twips(form.pitch), shift)

    # ---- pictures

    def _of_pictures(self, block: FlowBlock, texts: Mapping[Path, Text]) -> Iterator[_Part]:
        (_, slot) = block.slots[0]
        marks = [
            mark for mark in block.thing.marks(slot, self._layout.text_block) if isinstance(mark, ImageMark)
        ]
        tops, shift = self._tops(block), self._setup.shift
        pitch = st.twips(self._layout.pictures.pitch)
        captions = [texts.get((0, at)) for at in range(len(marks))]
        top = self._down(min(mark.y for mark in marks)) + shift
        bottom = self._down(max(mark.y + mark.height for mark in marks)) + shift
        if len(marks) > 1:
            parts = self._beside(marks, captions, top, bottom - top, tops, pitch)
        else:
            height = bottom - top + st.PICTURE_SLACK
            picture = Paragraph(
                st.STYLE_NAMES[Kind.PICTURES], (self._inline(marks[0]),), line=height, at_least=True
            )
            parts = [_Part(0, top, height, picture)]
            caption = captions[0]
            if caption:
                height = caption.composed.count * pitch
                name = st.STYLE_NAMES[Kind.PICTURE_CAPTION]
                parts.append(_Part(0, tops[0, 0][1] + shift, height, self._text(caption, name)))
                parts.sort(key=lambda part: part.top)
        yield from parts
        if credit := texts.get((1,)):
            height = credit.composed.count * pitch
            name = st.STYLE_NAMES[Kind.PICTURE_CREDIT]
            yield _Part(0, tops[1,][1] + shift, height, self._text(credit, name))

    def _inline(self, mark: ImageMark) -> Run:
        self._numbered += 1
        self.pictures.setdefault(mark.data.digest, mark.data)
        self._widths.append((mark.data.digest, emu(mark.width)))
        inline = Inline(mark.data.digest, mark.width, mark.height, mark.alt, self._numbered)
        return Run("", picture=inline)

    def _beside(
        self,
        marks: Sequence[ImageMark],
        captions: Sequence[Text | None],
        top: int,
        height: int,
        tops: Mapping[Path, tuple[int, int]],
        pitch: int,
    ) -> list[_Part]:
        """Pictures side by side: a table without rules, in whose rows they and their captions stand."""
        block = self._layout.text_block
        left = float(block.left)
        middle = (marks[0].x + marks[0].width + marks[1].x) / 2 - left
        centres = [mark.x + mark.width / 2 - left for mark in marks]
        halves = [
            min(centre - low, high - centre)
            for centre, (low, high) in zip(centres, ((0, middle), (middle, float(block.width))), strict=True)
        ]
        edges = [centres[0] - halves[0], middle, centres[1] + halves[1]]
        widths = tuple(st.twips(right) - st.twips(low) for low, right in pairwise(edges))
        name = st.STYLE_NAMES[Kind.PICTURES]
        high = max((text.composed.count for text in captions if text), default=0) * pitch
        pictures = TableRow(
            tuple(
                TableCell((Paragraph(name, (self._inline(mark),), keep=bool(high)),), place="bottom")
                for mark in marks
            ),
            height + st.PICTURE_SLACK,
        )
        rows = [pictures]
        whole = height + st.PICTURE_SLACK
        if high:
            style = st.STYLE_NAMES[Kind.PICTURE_CAPTION]
            cells = []
            above = (
                min(at for path, (_, at) in tops.items() if steps_below(path, (0,))) + self._setup.shift < top
            )
            under = round(pitch / 4)
            before = 0 if above else under - st.PICTURE_SLACK
            for text in captions:
                paragraph = self._text(text, style) if text else Paragraph(style, ())
                cells.append(TableCell((paragraph._replace(before=before),), place="top"))
            rows.insert(0 if above else 1, TableRow(tuple(cells), high + under))
            whole += high + under
            top -= high + under if above else 0
        value = TableValue(st.PICTURE_TABLE, widths, tuple(rows), st.twips(edges[0]), (0, 0))
        return [_Part(0, top, whole, value)]


def _begins_page(block: FlowBlock, parts: Sequence[_Part]) -> bool:
    """Whether a block does not come to the head of its page by itself: LibreOffice finds no place for a row
    that is higher than a page; and what has just no room on the page before, word processors put there, since
    they count neither whole rows of the grid nor what is empty below."""
    _, first = block.slots[0]
    if first.row:
        return False
    cut = any(isinstance(part.value, TableValue) and part.value.is_cut for part in parts)
    return cut or (block.free > 0 and block.thing.fitting(0, block.free + _NEARLY, widows=False) > 0)
