"""Tables and pictures of a Word copy that comes back: blocks made of paragraphs in cells and of pictures in
lines, with the texts that belong to them. Knows no XML, and compares nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest
from typing import NamedTuple

from bulletin_desk.bulletin.bounds import MAX_COLUMNS, MAX_PICTURE_WIDTH, MAX_PICTURES_BYTES, MAX_ROWS
from bulletin_desk.bulletin.model import (
    MOST_PICTURES,
    Block,
    Cell,
    CellAlign,
    Issue,
    Kind,
    Picture,
    PictureData,
    Pictures,
    Table,
    TableRules,
)
from bulletin_desk.bulletin.picture_heads import is_content_of
from bulletin_desk.bulletin.pictures import contents_of, is_lost
from bulletin_desk.bulletin.ranges import Ranges, united
from bulletin_desk.bulletin.tables import column_widths, is_grid
from bulletin_desk.export.docx import styles as st
from bulletin_desk.export.docx.oxml import ReadParagraph, ReadPicture, ReadTable
from bulletin_desk.packages import Package

CELLS = (Kind.TABLE, Kind.TABLE_HEAD)
BESIDE_TABLES = (Kind.TABLE_CAPTION, Kind.TABLE_UNIT, Kind.TABLE_NOTE)
BESIDE_PICTURES = (Kind.PICTURE_CAPTION, Kind.PICTURE_CREDIT)
OF_BLOCKS = (*CELLS, *BESIDE_TABLES, Kind.PICTURES, *BESIDE_PICTURES)
"""Kinds of text that belong to tables and pictures."""
_JC: Mapping[str, CellAlign] = {
    "left": "left",
    "start": "left",
    "center": "centre",
    "right": "right",
    "end": "right",
}
"""What a clerk sets a cell's lines to, as `w:jc` has it."""
_ALIGN_OF: Mapping[str, CellAlign] = {word: align for align, word in st.CELL_ALIGNS.items()}  # type: ignore[misc]
_EMU = 36_000 // 10
"""To the tenth of a millimetre."""
_NEAR_TWIPS = 4
_NEAR_EMU = 20_000
"""What programs round lengths by."""


class Media:
    """The files of a copy's pictures, each unfolded when it is first asked for, and all of them together up
    to a bound. `parts` gives the name of each by the id of its relationship."""

    def __init__(self, package: Package, parts: Mapping[str, str]) -> None:
        self._package = package
        self._parts = parts
        self._files: dict[str, bytes] = {}
        self._left = MAX_PICTURES_BYTES
        self._known: dict[str, PictureData] = {}
        self._taken: dict[str, PictureData] = {}
        self.said: list[str] = []
        """Sentences about pictures that had to be changed, or can't be read."""

    def knows(self, issue: Issue) -> None:
        """That pictures are the bulletin's own where their files are the same."""
        self._known = {digest: data for digest, data in contents_of(issue).items() if not is_lost(data)}

    def content_of(self, digest: str, form: str) -> bytes | None:
        """The file of which this is the digest, among all; None if none is."""
        for name in self._package.others:
            if name.lower().startswith("word/media/"):
                content = self._file(name)
                if is_content_of(content, digest, form):
                    return content
        return None

    def _file(self, name: str) -> bytes:
        if name not in self._files:
            content = self._package.picture(name) if self._left > 0 else b""
            self._left -= len(content)
            self._files[name] = content
        return self._files[name]

    def picture(self, found: ReadPicture) -> PictureData | None:
        """The picture in a line; None if there is none that can be read, which is said."""
        name = self._parts.get(found.relation)
        if name is None:
            return None
        if name in self._taken:
            return self._taken[name]
        content = self._file(name)
        data = self._known.get(hashlib.sha256(content).hexdigest())
        if data is None:
            data = self._read(content, found.alt)
        if data is not None:
            self._taken[name] = data
        return data

    def _read(self, content: bytes, alt: str) -> PictureData | None:
        from bulletin_desk.pictures.reading import PictureError, picture_data  # few copies have new ones

        try:
            taken = picture_data(content, _on_a_line(alt))
        except PictureError as error:
            self.said.append(str(error))
            return None
        if taken.said:
            self.said.append(taken.said)
        return taken.data


def _on_a_line(text: str) -> str:
    return "".join(char for char in " ".join(text[:200].split()) if char.isprintable())[:20]


class Styled(NamedTuple):
    """What the block reader asks of styles: a style's name, and the kind of text that it stands for."""

    name: Callable[[str | None], str]
    kind: Callable[[str | None], Kind | None]


@dataclass(slots=True)
class _Open:
    """A cell whose last row has not come yet."""

    row: int
    column: int
    cell: Cell


class ReadBlocks(NamedTuple):
    """The blocks that a table is, paragraphs of it that they can't hold, and what of these was more than
    text, in the clerk's words."""

    blocks: Sequence[Block]
    rest: Sequence[ReadParagraph]
    moved: Sequence[str]


class BlockReader:
    """Makes blocks. `said` gives the text of a paragraph and what of it is bold; `known` tells whether the
    bulletin has such a paragraph elsewhere."""

    def __init__(
        self,
        styles: Styled,
        media: Media,
        said: Callable[[ReadParagraph], tuple[str, Ranges]],
        known: Callable[[str], bool],
    ) -> None:
        self._styles = styles
        self._media = media
        self._said = said
        self._known = known

    def read(self, cells: Sequence[ReadParagraph]) -> ReadBlocks | None:
        """What the paragraphs of a table are; None where they are no block but paragraphs."""
        place = cells[0].cell
        assert place is not None
        name = self._styles.name(place.table.style).partition("（")[0]
        if name == st.CLOSING_TABLE:
            return None
        kinds = {self._styles.kind(one.style) for one in cells}
        ours = name in st.TABLE_STYLES.values() or not kinds.isdisjoint(CELLS)
        if not ours and (name == st.PICTURE_TABLE or _is_of_pictures(cells)):
            return self._beside(cells)
        if not ours and not self._is_new(cells, kinds):
            return None
        table = self._table(cells, place.table)
        if table is None:
            return None
        pictures = [_apart(one)._replace(runs=(), boxes=()) for one in cells if one.pictures]
        boxes = [box for one in cells for box in one.boxes]
        moved = ["图片"] * len(pictures) + ["文本框"] * len(boxes)
        return ReadBlocks([table], [*pictures, *(one for box in boxes for one in box)], moved)

    def _is_new(self, cells: Sequence[ReadParagraph], kinds: set[Kind | None]) -> bool:
        """Whether a table in other styles is one of the text: of several columns, most of which says nothing
        that stands elsewhere in the bulletin."""
        if not all(kind in (None, Kind.BODY) for kind in kinds):
            return False
        if any(self._styles.name(one.style).startswith(st.ANCHOR) for one in cells):
            return False
        if len({one.cell.column for one in cells if one.cell}) < _LEAST_COLUMNS:
            return False
        said = [one.text for one in cells if one.text.strip()]
        return not said or 2 * sum(map(self._known, said)) < len(said)

    # ---- tables

    def _table(self, cells: Sequence[ReadParagraph], table: ReadTable) -> Table | None:
        rows: list[list[_Open]] = []
        heads: list[bool] = []
        above: dict[int, _Open] = {}
        for _, of_row in groupby(cells, key=lambda one: one.cell.row if one.cell else 0):
            places = [list(own) for _, own in groupby(of_row, key=lambda one: one.cell)]
            ends = [self._continues(own) for own in places]
            part = st.CONTINUED in ends and all(
                bool(end) or bool(own[0].cell and own[0].cell.goes_on)
                for end, own in zip(ends, places, strict=True)
            )
            if not part:
                rows.append([])
                heads.append(all(bool(own[0].cell and own[0].cell.header) for own in places))
            for own, continued in zip(places, ends, strict=True):
                place = own[0].cell
                assert place is not None
                over = above.get(place.column)
                same = over is not None and over.cell.columns == place.columns
                if over is not None and same and (place.goes_on or continued) and rows:
                    over.cell = self._longer(over.cell, own, rows=not part, between="" if continued else "\n")
                    continue
                made = _Open(len(rows) - 1, place.column, self._cell(own, place.columns))
                if not rows:
                    return None
                rows[-1].append(made)
                for column in range(place.column, place.column + place.columns):
                    above.pop(column, None)
                above[place.column] = made
        ours = self._styles.name(table.style).partition("（")[0] in st.TABLE_STYLES.values()
        width = max((one.column + one.cell.columns for row in rows for one in row), default=0)
        if not ours:
            width = _without_empty_columns(rows, width)
        if not width or width > MAX_COLUMNS or len(rows) > MAX_ROWS:
            return None
        _fill(rows, width)
        made_rows = tuple(tuple(one.cell for one in row) for row in rows)
        result = Table(made_rows, self._heads(heads, table), rules=self._rules(table))
        return result if is_grid(result) else None

    def _continues(self, cell: Sequence[ReadParagraph]) -> str:
        """By which style a cell goes on with the one above; empty if it doesn't."""
        name = self._styles.name(cell[0].style)
        return next((word for word in (st.CONTINUED, st.CONTINUED_CELL) if name.endswith(f"{word}）")), "")

    def _cell(self, paragraphs: Sequence[ReadParagraph], columns: int) -> Cell:
        texts = [self._said(one) for one in paragraphs]
        text, bold = _joined(texts, "\n")
        first = paragraphs[0]
        align = _JC.get(first.align, "")
        name = self._styles.name(first.style)
        if not first.align and "（" in name:
            words = name.rpartition("（")[2].rstrip("）").split("、")
            align = next((_ALIGN_OF[word] for word in words if word in _ALIGN_OF), "")
        return Cell(text, columns, 1, align, bold)

    def _longer(self, cell: Cell, paragraphs: Sequence[ReadParagraph], *, rows: bool, between: str) -> Cell:
        """A cell with what stands below it."""
        more = [said for one in paragraphs if (said := self._said(one))[0]]
        text, bold = _joined([(cell.text, cell.bold), *more], between)
        return replace(cell, text=text, bold=bold, rows=cell.rows + rows)

    def _heads(self, heads: Sequence[bool], table: ReadTable) -> int:
        told = _NOT_REPEATED.search(self._styles.name(table.style))
        if told:
            return min(int(told[1]), len(heads))
        return next((at for at, head in enumerate(heads) if not head), len(heads))

    def _rules(self, table: ReadTable) -> TableRules:
        name = self._styles.name(table.style).partition("（")[0]
        return "three" if name == st.TABLE_STYLES["three"] else "all"

    # ---- pictures

    def _beside(self, cells: Sequence[ReadParagraph]) -> ReadBlocks | None:
        """Pictures that stand side by side in the cells of a table, with the captions over or under them;
        what has no picture in its column is left."""
        columns: dict[int, list[ReadParagraph]] = {}
        for one in cells:
            if one.cell:
                columns.setdefault(one.cell.column, []).append(one)
        rest: list[ReadParagraph] = []
        made: list[list[Picture]] = []
        for own in columns.values():
            pictures = self._one_below_the_other(own)
            if pictures:
                made.append(pictures)
            else:
                rest += [_apart(one)._replace(pictures=(), boxes=()) for one in own if one.text]
        if not made:
            return None
        blocks = []
        for row in zip_longest(*made):
            beside = [picture for picture in row if picture is not None]
            blocks += [
                Pictures(tuple(beside[at : at + MOST_PICTURES]))
                for at in range(0, len(beside), MOST_PICTURES)
            ]
        boxes = [box for one in cells for box in one.boxes]
        rest += [one for box in boxes for one in box]
        return ReadBlocks(blocks, rest, ["文本框"] * len(boxes))

    def _one_below_the_other(self, paragraphs: Sequence[ReadParagraph]) -> list[Picture]:
        """The pictures of a column with their captions: under them, or where it begins with one, above."""
        made: list[Picture] = []
        texts: list[list[str]] = [[]]
        for one in paragraphs:
            for found in one.pictures:
                if (picture := self.picture(found)) is not None:
                    made.append(picture)
                    texts.append([])
            if text := self._said(one)[0]:
                texts[-1].append(text)
        first, *under = texts
        if first and made:
            *above, last = texts
            under = [*above[:-1], above[-1] + last]
        return [replace(picture, caption="\n".join(own)) for picture, own in zip(made, under, strict=True)]

    def picture(self, found: ReadPicture) -> Picture | None:
        """A picture without its caption, as wide as it is in the copy."""
        data = self._media.picture(found)
        if data is None:
            return None
        width = round(found.width / _EMU) or round(data.width * 254 / 96)
        return Picture(data, max(1, min(width, MAX_PICTURE_WIDTH)))


_NOT_REPEATED = re.compile(f"{st.NOT_REPEATED}([0-9]{{1,4}})")
_LEAST_COLUMNS = 2


def _apart(paragraph: ReadParagraph) -> ReadParagraph:
    """A paragraph of a cell as one that stands in none; what it holds beyond text has been told."""
    return paragraph._replace(beyond=(), in_table=False, starts_table=False, cell=None)


def _is_of_pictures(cells: Sequence[ReadParagraph]) -> bool:
    """Whether there is a picture in each column that says something."""
    shown = {one.cell.column for one in cells if one.cell and one.pictures}
    return bool(shown) and all(one.cell.column in shown for one in cells if one.cell and one.text.strip())


def _joined(texts: Sequence[tuple[str, Ranges]], between: str) -> tuple[str, Ranges]:
    whole, bold = "", []
    for number, (text, own) in enumerate(texts):
        whole += between if number else ""
        bold += [(first + len(whole), last + len(whole)) for first, last in own]
        whole += text
    return whole, united(bold)


def _without_empty_columns(rows: Sequence[Sequence[_Open]], width: int) -> int:
    """Takes columns away in which no cell begins; gives how many there are."""
    begin = sorted({one.column for row in rows for one in row})
    at = {column: number for number, column in enumerate(begin)}
    for row in rows:
        for one in row:
            columns = sum(one.column <= column < one.column + one.cell.columns for column in begin)
            one.column, one.cell = at[one.column], replace(one.cell, columns=columns)
    return len(begin) if width else 0


def _fill(rows: Sequence[list[_Open]], width: int) -> None:
    """Puts empty cells where a row is shorter than others."""
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        for one in row:
            rows_of = range(number, number + one.cell.rows)
            taken.update((at, one.column + step) for at in rows_of for step in range(one.cell.columns))
    for number, row in enumerate(rows):
        row += [_Open(number, column, Cell()) for column in range(width) if (number, column) not in taken]
        row.sort(key=lambda one: one.column)


# ---- as large as they were


def sized(
    block: Block, raw: Sequence[int], old: Sequence[tuple[Block, Sequence[int]]], measure: int
) -> Block:
    """A table that was found, with columns `raw` twips wide, as wide as an `old` one that was written so;
    else as its own widths have it. Any other block as it is."""
    if not isinstance(block, Table):
        return block
    alike = sorted(
        (
            (sum(one != other for one, other in zip(block.rows, table.rows, strict=False)), at)
            for at, (table, widths) in enumerate(old)
            if isinstance(table, Table)
            and len(widths) == len(raw)
            and all(abs(one - other) <= _NEAR_TWIPS for one, other in zip(widths, raw, strict=True))
        )
    )
    if alike:
        table = old[alike[0][1]][0]
        assert isinstance(table, Table)
        return replace(block, columns=table.columns)
    if not raw or not all(raw):
        return replace(block, columns=())
    return replace(block, columns=column_widths(raw, max(measure, sum(raw))))


def sized_pictures(block: Pictures, raw: Sequence[int], old: list[tuple[Picture, int]]) -> Pictures:
    """Pictures that were found, `raw` EMU wide, as wide as those of the same file that were written so, which
    are taken from the `old` ones; else as their own widths have it."""
    kept = []
    for picture, width in zip(block.pictures, raw, strict=True):
        same = (
            at
            for at, (other, written) in enumerate(old)
            if other.data == picture.data and abs(written - width) <= _NEAR_EMU
        )
        at = next(same, None)
        kept.append(picture if at is None else replace(picture, width=old.pop(at)[0].width))
    return replace(block, pictures=tuple(kept))


def words_in(block: Block) -> str:
    """All words of a block on a line, by which it is named and compared."""
    texts = [text.text for text in block.texts() if text.text]
    if isinstance(block, Pictures):
        texts.insert(0, "图片")
    return " ".join(" ".join(texts).split()) or "表格"
