"""Fits what is known of an issue into a sheet's boxes: how large the type is, how high each row, what
stands on which page. Paints nothing.

One page where that can be: type becomes smaller down to what the sheet allows, half a point at a time. What
then still has no room goes on a second page, with the row over the list repeated, and all in large type.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Literal, NamedTuple

from bulletin_desk.bulletin.model import Cell, Kind, Table
from bulletin_desk.bulletin.tables import column_widths
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Style
from bulletin_desk.layouts.rows import Cmyk
from bulletin_desk.sheets.facts import Facts
from bulletin_desk.sheets.model import Box, BoxAlign, BoxRow, Column, Lettering, ListRows, Sheet
from bulletin_desk.typeset.composed import Composed, Composer
from bulletin_desk.typeset.measure import natural_width
from bulletin_desk.typeset.paragraph import UNITS, paragraph
from bulletin_desk.units import mm

PITCH = Fraction(13, 10)
"""Of lines in a box, in em."""
SIDE, ABOVE = mm("1.5"), mm("1")
"""Between a box's rules and its text."""
_STEP = Fraction(1, 2)
"""Points by which type is made smaller."""
_BLACK: Cmyk = (0.0, 0.0, 0.0, 1.0)
_CUT = "……"
_GOES_ON = "（续）"
_MOST_CUT = 40
"""Characters before the end of what is kept of a text that are tried as its last one."""
_MOST_MADE = 20_000

TITLE, LABEL, TEXT = "title", "label", "text"
"""The names of styles."""

Place = Literal["top", "middle", "bottom"]


class FitText(NamedTuple):
    """A text in its box: its lines, and where they stand in the box's height. `words` and `style` are what it
    was made of."""

    words: str
    style: Style
    composed: Composed
    place: Place

    @property
    def height(self) -> Fraction:
        """All its lines."""
        return self.composed.count * self.style.size * PITCH


class FitCell(NamedTuple):
    """A box on paper, from `x` (from the sheet's left) over `width`, with its texts from top to bottom. It
    covers so many `columns` of the sheet's grid."""

    x: Fraction
    width: Fraction
    texts: tuple[FitText, ...]
    columns: int = 1

    @property
    def needs(self) -> Fraction:
        """How high its row has to be."""
        return sum((text.height for text in self.texts), 2 * ABOVE)


class FitRow(NamedTuple):
    """A row on paper, number `at` of the sheet's table. It may become as high as `most`. `head`: it stands
    over a list."""

    at: int
    cells: tuple[FitCell, ...]
    height: Fraction
    most: Fraction
    ruled: bool = True
    head: bool = False


class FitPage(NamedTuple):
    """What stands on a page: the title, and rows from top to bottom. The first `repeated` rows stand on an
    earlier one too."""

    title: FitText | None
    rows: tuple[FitRow, ...]
    repeated: int = 0


class Fitted(NamedTuple):
    """A sheet that is filled in. `table` has its boxes as a table of the issue's kind, `edges` are those of
    its columns; `said` are sentences that a clerk should know."""

    sheet: Sheet
    pages: tuple[FitPage, ...]
    table: Table
    edges: tuple[Fraction, ...]
    said: tuple[str, ...]


class Setter:
    """Sets texts in boxes with some faces; what it has set it has at hand."""

    def __init__(self, faces: Faces) -> None:
        self._composer = Composer(faces)
        self._made: dict[tuple[object, ...], Composed] = {}

    def compose(self, kind: Kind, style: Style, words: str, width: Fraction) -> Composed:
        """The lines of a text of some width."""
        key = (kind, words, width, style.name, style.face, style.size, style.align, style.colour)
        made = self._made.get(key)
        if made is None:
            if len(self._made) >= _MOST_MADE:
                self._made.clear()
            made = self._composer.compose(paragraph(kind, style, words, width, literal=True))
            self._made[key] = made
        return made

    def natural(self, words: str) -> Fraction:
        """How wide a text is on one line, in em."""
        return natural_width(words, self._composer.widths("latin"))


def fit(sheet: Sheet, facts: Facts, setter: Setter) -> Fitted:
    """A sheet filled in with what is known of an issue. Raises FontError."""
    return _Fitting(sheet, facts, setter).fitted()


class _Sizes(NamedTuple):
    labels: Fraction
    texts: Fraction


_Written = tuple[str, bool, BoxAlign, Place]
"""Words, whether they are the sheet's own, how they stand."""


class _Part(NamedTuple):
    """A cell before its text is set: its label's cell, its text's, or a column's."""

    x: Fraction
    width: Fraction
    texts: tuple[_Written, ...]


class _Row(NamedTuple):
    parts: tuple[_Part, ...]
    height: Fraction
    most: Fraction
    ruled: bool = True
    head: bool = False
    listed: bool = False


class _Fitting:
    def __init__(self, sheet: Sheet, facts: Facts, setter: Setter) -> None:
        self._sheet = sheet
        self._facts = facts
        self._setter = setter
        self._rows = tuple(self._all_rows())
        self._edges = self._grid()
        self._said: list[str] = []

    def fitted(self) -> Fitted:
        title = self._title("")
        room = self._room(title)
        least_room = min(room, self._room(self._title(_GOES_ON)))
        large: list[FitRow] = []
        for sizes in self._sizes():
            self._said.clear()
            rows = self._set_all(sizes, least_room)
            large = large or rows
            height = sum((row.height for row in rows), Fraction(0))
            if height <= room:
                pages: tuple[FitPage, ...] = (FitPage(title, _grown(rows, room)),)
                break
            if height * self._smallest > room:
                break
        if height > room:
            pages = tuple(self._on_pages(large, title))
            self._said.append(f"{self._sheet.name}一面排不下，排成了{len(pages)}面。")
        return Fitted(self._sheet, pages, self._table(), self._edges, tuple(dict.fromkeys(self._said)))

    # ---- what stands where

    def _all_rows(self) -> Iterator[_Row]:
        for row in self._sheet.rows:
            if isinstance(row, BoxRow):
                yield _Row(tuple(self._boxes(row)), row.height, row.most, row.ruled)
            else:
                yield from self._list(row)

    def _boxes(self, row: BoxRow) -> Iterator[_Part]:
        widths = _dealt(row.boxes, self._sheet.width - sum(box.label_width for box in row.boxes))
        x = Fraction(0)
        for box, width in zip(row.boxes, widths, strict=True):
            label = box.label_width
            if box.label and not (label or row.ruled):  # 密级：, and what is written behind it
                label = min(self._label_width(box), width)
                width -= label
            if label:
                yield _Part(x, label, ((box.label, True, "centre" if row.ruled else "left", "middle"),))
                x += label
            if width:
                yield _Part(x, width, tuple(self._texts(box, inside=bool(box.label and not label))))
                x += width

    def _label_width(self, box: Box) -> Fraction:
        """How wide a label without a cell of its own is, at its largest."""
        return self._setter.natural(box.label) * self._sheet.labels.size + 2 * SIDE

    def _texts(self, box: Box, *, inside: bool) -> Iterator[_Written]:
        words = box.text.fill(self._facts.value) if box.text.parts else self._facts.typed.get(box.key, "")
        if inside:
            yield box.label, True, "left", "top"
        if words.strip():
            yield words.strip(), False, box.align, "top" if inside else "middle"
        if box.foot:
            yield box.foot, True, "right", "bottom"

    def _list(self, rows: ListRows) -> Iterator[_Row]:
        widths = _dealt(rows.columns, self._sheet.width)
        edges = [sum(widths[:at], Fraction(0)) for at in range(len(widths))]
        places = list(zip(rows.columns, edges, widths, strict=True))
        labels = tuple(
            _Part(x, width, ((column.label, True, "centre", "middle"),) if column.label else ())
            for column, x, width in places
        )
        yield _Row(labels, rows.height, rows.height, head=True)
        for item in self._facts.items:
            parts = []
            for column, x, width in places:
                words = column.text.fill(lambda field, item=item: item.get(field, ""))  # type: ignore[misc]
                written: _Written = (words.strip(), False, column.align, "middle")
                parts.append(_Part(x, width, (written,) if words.strip() else ()))
            yield _Row(tuple(parts), rows.height, rows.most, listed=True)

    def _grid(self) -> tuple[Fraction, ...]:
        edges = {Fraction(0), self._sheet.width}
        edges.update(part.x for row in self._rows for part in row.parts)
        return tuple(sorted(edges))

    def _table(self) -> Table:
        rows = tuple(
            tuple(
                Cell("\n".join(words for words, *_ in part.texts), columns=self._columns(part))
                for part in row.parts
            )
            for row in self._rows
        )
        widths = [float(right - left) for left, right in pairwise(self._edges)]
        return Table(rows, columns=column_widths(widths, float(self._sheet.width)))

    def _columns(self, part: _Part) -> int:
        return sum(part.x <= edge < part.x + part.width for edge in self._edges)

    # ---- how it is set

    @property
    def _smallest(self) -> Fraction:
        """By how much rows become lower at most where type becomes smaller."""
        letterings = (self._sheet.labels, self._sheet.texts)
        return min(one.least / one.size for one in letterings) ** 2

    def _sizes(self) -> Iterator[_Sizes]:
        labels, texts = self._sheet.labels, self._sheet.texts
        step = 0
        while True:
            by = step * _STEP
            sizes = _Sizes(max(labels.size - by, labels.least), max(texts.size - by, texts.least))
            yield sizes
            if sizes == (labels.least, texts.least):
                return
            step += 1

    def _set_all(self, sizes: _Sizes, room: Fraction) -> list[FitRow]:
        """All rows; none is higher than a page, with the row over its list where it has one."""
        rows: list[FitRow] = []
        head = Fraction(0)
        for at, row in enumerate(self._rows):
            made = self._set(at, row, sizes, room - head if row.listed else room)
            head = made.height if row.head else head
            rows.append(made)
        return rows

    def _set(self, at: int, row: _Row, sizes: _Sizes, room: Fraction) -> FitRow:
        cells = tuple(self._cell(part, sizes, room, head=row.head) for part in row.parts)
        height = max(row.height, *(cell.needs for cell in cells))
        return FitRow(at, cells, height, max(row.most, height), row.ruled, row.head)

    def _cell(self, part: _Part, sizes: _Sizes, room: Fraction, *, head: bool) -> FitCell:
        made: list[FitText] = []
        for words, own, align, place in part.texts:
            lettering = self._sheet.labels if own else self._sheet.texts
            size, colour = (sizes.labels, self._sheet.colour) if own else (sizes.texts, _BLACK)
            style = self._style(LABEL if own else TEXT, lettering, size, align, colour)
            made.append(self._text(words, style, part.width - 2 * SIDE, place, head=head))
        taken = sum((text.height for text in made if text.style.name == LABEL), 2 * ABOVE)
        made = [text if text.style.name == LABEL else self._within(text, room - taken) for text in made]
        return FitCell(part.x, part.width, tuple(made), self._columns(part))

    def _within(self, text: FitText, room: Fraction) -> FitText:
        """A text no higher than a page: the rest of a longer one is left out, which is said."""
        most = max(int(room / (text.style.size * PITCH)), 1)
        if text.composed.count <= most:
            return text
        self._said.append(f"“{text.words[:12]}……”太长，单子上一面也排不下，只印了前面的。")
        whole = text.composed.paragraph
        width = whole.measure * whole.advance / UNITS
        last = text.composed.breaks[most - 1].visible
        for end in range(last - len(_CUT), max(last - _MOST_CUT, 0), -1):
            made = self._text(text.words[:end] + _CUT, text.style, width, text.place)
            if made.composed.count <= most:
                return made
        return self._text(text.words[:last], text.style, width, text.place)  # so narrow that dots don't help

    def _text(
        self, words: str, style: Style, width: Fraction, place: Place, *, head: bool = False
    ) -> FitText:
        kind = Kind.TABLE_HEAD if head else Kind.TABLE
        return FitText(words, style, self._setter.compose(kind, style, words, width), place)

    @staticmethod
    def _style(name: str, lettering: Lettering, size: Fraction, align: BoxAlign, colour: Cmyk) -> Style:
        nothing = Fraction(0)
        return Style(
            name=name,
            face=lettering.face,
            size=size,
            advance=size,
            colour=colour,
            align=align,
            first_line_indent=nothing,
            left_indent=nothing,
            right_indent=nothing,
            prefix="",
            suffix="",
            prefix_face=lettering.face,
            latin_face="latin_bold" if lettering.face == "xiaobiaosong" else "latin",
        )

    def _title(self, behind: str) -> FitText | None:
        """The title on one line, in smaller type if need be; on two where that is too small."""
        title, size = self._sheet.title, self._sheet.title.lettering.size
        words = title.text.fill(self._facts.value).strip()
        if not words:
            return None
        while True:
            style = self._style(TITLE, title.lettering, size, "centre", self._sheet.colour)
            composed = self._setter.compose(Kind.TITLE, style, words + behind, self._sheet.width)
            if composed.count == 1 or size <= title.lettering.least:
                return FitText(words + behind, style, composed, "top")
            size = max(size - _STEP, title.lettering.least)

    def _room(self, title: FitText | None) -> Fraction:
        """What the paper has for rows."""
        sheet = self._sheet
        room = sheet.paper_height - sheet.margins.top - sheet.margins.bottom
        return room - (title.height + sheet.title.below if title else 0)

    def _on_pages(self, rows: Sequence[FitRow], title: FitText | None) -> Iterator[FitPage]:
        """Rows one page after the other."""
        here: list[FitRow] = []
        head: FitRow | None = None
        repeated = 0
        room = self._room(title)
        left = room
        for row in rows:
            listed = self._rows[row.at].listed
            head = row if row.head else head if listed else None
            alone = row.head and self._is_listed(row.at + 1)
            needs = row.height + (rows[row.at + 1].height if alone else 0)
            if here and needs > left:
                yield FitPage(title, _grown(here, room), repeated)
                title = self._title(_GOES_ON)
                room = self._room(title)
                here = [head] if head and head is not row else []
                repeated = len(here)
                left = room - sum(each.height for each in here)
            here.append(row)
            left -= row.height
        yield FitPage(title, _grown(here, room), repeated)

    def _is_listed(self, at: int) -> bool:
        return at < len(self._rows) and self._rows[at].listed


def _dealt(boxes: Sequence[Box] | Sequence[Column], width: Fraction) -> list[Fraction]:
    """The widths of boxes side by side: what those that say theirs leave is dealt out by share; where all of
    them do, the last one is as wide as is left."""
    fixed = sum((box.width for box in boxes), Fraction(0))
    shares = sum(box.share for box in boxes if not box.width)
    rest = width - fixed
    made = [box.width or rest * box.share / shares for box in boxes]
    if not shares:
        made[-1] += rest
    return made


def _grown(rows: Sequence[FitRow], room: Fraction) -> tuple[FitRow, ...]:
    """The rows with what is left of the page dealt out to those that may become higher, by how much they
    may."""
    spare = room - sum(row.height for row in rows)
    wanted = sum(row.most - row.height for row in rows)
    if spare <= 0 or not wanted:
        return tuple(rows)
    part = min(Fraction(1), Fraction(spare) / wanted)
    return tuple(row._replace(height=row.height + (row.most - row.height) * part) for row in rows)
