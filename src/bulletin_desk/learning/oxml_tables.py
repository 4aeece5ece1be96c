"""Tables of a Word file: their grid, the cells with the lines, margins and formats that are in effect, and
where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.intake import oxml_tree as tree
from bulletin_desk.learning.oxml_props import NOTHING, Props, figure, is_on, length, over, props
from bulletin_desk.learning.oxml_styles import StyleProps
from bulletin_desk.learning.word_formats import Around, Formats
from bulletin_desk.learning.word_lengths import floating
from bulletin_desk.learning.word_model import Borders, Cell, LineRule, Table, TableRow, WordBlock

_MOST_COLUMNS = 1_000
_WORD_2013 = 15
"""The version from which on a table's indent is that of its edge, not of the text in its first cell."""
_MARGIN = Fraction(27, 5)
"""Left and right of a cell's text where nothing is said (108 twentieths)."""
_VALIGN: dict[str, Literal["top", "centre", "bottom"]] = {"center": "centre", "bottom": "bottom"}
_ALIGN: dict[str, Literal["left", "centre", "right"]] = {"center": "centre", "right": "right", "end": "right"}
_EDGES = ("top", "bottom", "left", "right")
_BANDS = ("band1Vert", "band2Vert", "band1Horz", "band2Horz")

ReadBlocks = Callable[[etree._Element, Around, Fraction | None], tuple[WordBlock, ...]]
Unwrap = Callable[[etree._Element], Iterator[tuple[str, etree._Element]]]


class _Place(NamedTuple):
    """Where a cell is: row and column from 0, and whether it is in the last ones."""

    row: int
    column: int
    is_last_row: bool
    is_last_column: bool


class TableReader:
    """Reads one table. `blocks` reads what stands in a cell, `unwrap` takes wrappers off."""

    def __init__(self, formats: Formats, blocks: ReadBlocks, unwrap: Unwrap, compatibility: int) -> None:
        self._formats = formats
        self._blocks = blocks
        self._unwrap = unwrap
        self._edge_indent = compatibility >= _WORD_2013
        self._chain: tuple[StyleProps, ...] = ()
        self._said: Props = NOTHING

    def table(self, element: etree._Element, room: Fraction, section: int, around: Around) -> Table:
        """A table in a column that is `room` points wide."""
        own = props(tree.child(element, "tblPr"))
        self._chain = self._formats.table_chain(own.get("tblStyle", {}).get("val"))
        said: Props = NOTHING
        for style in self._chain:
            said = over(style.table, said)
        self._said = said = over(own, said)
        grid = tree.children(tree.child(element, "tblGrid"), "gridCol")
        columns = tuple(length(tree.get(column, "w")) or Fraction(0) for column in grid)[:_MOST_COLUMNS]
        elements = [
            row
            for name, row in self._unwrap(element)
            if name == "tr" and tree.child(row, "trPr", "del") is None
        ]
        width = _measure(said.get("tblW", {}), room)
        rows = tuple(
            self._row(row, at, at == len(elements) - 1, columns, width or room, around)
            for at, row in enumerate(elements)
        )
        frame = floating(own["tblpPr"]) if "tblpPr" in own else None
        align = _ALIGN.get(said.get("jc", {}).get("val", ""), "left")
        return Table(
            rows=rows,
            columns=columns or _columns_of(rows),
            align=align,
            left=self._left(said, rows, room) if align == "left" and frame is None else Fraction(0),
            width=width,
            fixed=said.get("tblLayout", {}).get("type") == "fixed",
            frame=frame,
            cell_spacing=_measure(said.get("tblCellSpacing", {}), room) or Fraction(0),
            style=self._chain[-1].name if self._chain else "",
            section=section,
        )

    def _left(self, said: Props, rows: Sequence[TableRow], room: Fraction) -> Fraction:
        indent = _measure(said.get("tblInd", {}), room) or Fraction(0)
        first = rows[0].cells[0] if rows and rows[0].cells else None
        return indent if self._edge_indent or first is None else indent - first.margins[0]

    def _row(
        self,
        element: etree._Element,
        at: int,
        is_last: bool,
        columns: Sequence[Fraction],
        width: Fraction,
        around: Around,
    ) -> TableRow:
        own = props(tree.child(element, "trPr"))
        other = props(tree.child(element, "tblPrEx"))
        found = self._cells(element)
        column = int(figure(own.get("gridBefore", {}).get("val")) or 0)
        column = max(0, min(column, _MOST_COLUMNS))
        cells: list[Cell] = []
        for number, cell in enumerate(found):
            place = _Place(at, column, is_last, number == len(found) - 1)
            cells.append(self._cell(cell, place, other, columns, width, around))
            column += cells[-1].span
        height = length(own.get("trHeight", {}).get("val"))
        rule: LineRule = "exact" if own.get("trHeight", {}).get("hRule") == "exact" else "at_least"
        return TableRow(
            tuple(cells),
            height or None,
            rule if height else "auto",
            bool(is_on(own, "tblHeader")),
            bool(is_on(own, "cantSplit")),
        )

    def _cells(self, row: etree._Element) -> list[etree._Element]:
        return [
            cell
            for name, cell in self._unwrap(row)
            if name == "tc" and tree.child(cell, "tcPr", "cellDel") is None
        ]

    def _cell(
        self,
        element: etree._Element,
        place: _Place,
        other: Props,
        columns: Sequence[Fraction],
        width: Fraction,
        around: Around,
    ) -> Cell:
        own = props(tree.child(element, "tcPr"))
        span = int(max(1, min(figure(own.get("gridSpan", {}).get("val")) or 1, _MOST_COLUMNS)))
        inherited: Props = NOTHING
        paragraph, run = around
        for style in self._chain:
            inherited = over(style.cell, inherited)
            paragraph, run = over(style.paragraph, paragraph), over(style.run, run)
        for part in self._parts(place):
            for style in self._chain:
                if (found := style.parts.get(part)) is not None:
                    inherited = over(found.cell, inherited)
                    paragraph, run = over(found.paragraph, paragraph), over(found.run, run)
        said = over(own, inherited)
        margins = self._margins(over(said, over(other, self._said)))
        wide = _measure(own.get("tcW", {}), width) or sum(
            columns[place.column : place.column + span], Fraction(0)
        )
        shade = self._formats.shade(said) or self._formats.shade(self._said)
        blocks = self._blocks(
            element, Around(paragraph, run), max(wide - margins[0] - margins[2], Fraction(1))
        )
        return Cell(
            blocks=blocks,
            width=wide,
            column=place.column,
            span=span,
            goes_on="vMerge" in own and own["vMerge"].get("val") != "restart",
            borders=self._borders(said, over(other, self._said), place),
            margins=margins,
            valign=_VALIGN.get(said.get("vAlign", {}).get("val", ""), "top"),
            shade=shade,
            direction=said.get("textDirection", {}).get("val", "").replace("lrTb", ""),
            no_wrap=bool(is_on(said, "noWrap")),
        )

    def _parts(self, place: _Place) -> Iterator[str]:
        """The parts of the table's style that a cell is in, the weakest first (17.7.6)."""
        look = self._said.get("tblLook", {})
        bits = int(look["val"], 16) if _is_hex(look.get("val")) else 0

        def is_used(name: str, bit: int) -> bool:
            said = look.get(name)
            return said in ("1", "true", "on") if said is not None else bool(bits & bit)

        first_row, last_row = is_used("firstRow", 0x20), is_used("lastRow", 0x40)
        first_column, last_column = is_used("firstColumn", 0x80), is_used("lastColumn", 0x100)
        is_first_row, is_last_row = first_row and place.row == 0, last_row and place.is_last_row
        is_first_column = first_column and place.column == 0
        is_last_column = last_column and place.is_last_column
        yield "wholeTable"
        if not is_used("noVBand", 0x400) and not (is_first_column or is_last_column):
            yield _BANDS[(place.column - first_column) % 2]
        if not is_used("noHBand", 0x200) and not (is_first_row or is_last_row):
            yield _BANDS[2 + (place.row - first_row) % 2]
        parts = {
            "firstCol": is_first_column,
            "lastCol": is_last_column,
            "firstRow": is_first_row,
            "lastRow": is_last_row,
            "neCell": is_first_row and is_last_column,
            "nwCell": is_first_row and is_first_column,
            "seCell": is_last_row and is_last_column,
            "swCell": is_last_row and is_first_column,
        }
        yield from (name for name, holds in parts.items() if holds)

    def _borders(self, said: Props, table: Props, place: _Place) -> Borders:
        """A cell's own lines, else those of the table around it or inside it."""
        inner = {
            "top": place.row > 0,
            "bottom": not place.is_last_row,
            "left": place.column > 0,
            "right": not place.is_last_column,
        }
        found = []
        for edge in _EDGES:
            inside = f"inside{'H' if edge in ('top', 'bottom') else 'V'}"
            own = said.get(f"tcBorders/{edge}")
            if own is None and inner[edge]:
                own = said.get(f"tcBorders/{inside}") or table.get(f"tblBorders/{inside}")
            elif own is None:
                own = table.get(f"tblBorders/{edge}")
            found.append(self._formats.border(own) if own is not None else None)
        return Borders(*found)

    def _margins(self, said: Props) -> tuple[Fraction, Fraction, Fraction, Fraction]:
        def side(name: str, otherwise: Fraction) -> Fraction:
            for holder in ("tcMar", "tblCellMar"):
                found = said.get(f"{holder}/{name}")
                if found is not None and (made := length(found.get("w"))) is not None:
                    return made
            return otherwise

        none = Fraction(0)
        return side("left", _MARGIN), side("top", none), side("right", _MARGIN), side("bottom", none)


def _columns_of(rows: Sequence[TableRow]) -> tuple[Fraction, ...]:
    """Columns of a table that names none: those of its row of most cells."""
    longest = max((row.cells for row in rows), key=len, default=())
    return tuple(cell.width for cell in longest)


def _measure(said: Mapping[str, str], room: Fraction) -> Fraction | None:
    """A width (17.18.90); None where it is left to the word processor."""
    text = said.get("w", "")
    kind = said.get("type", "dxa")
    if kind == "pct" or text.endswith("%"):
        found = figure(text.removesuffix("%"))
        return None if found is None else room * found / (100 if text.endswith("%") else 5000)
    return length(text) if kind == "dxa" and figure(text) != 0 else None


def _is_hex(text: str | None) -> bool:
    return bool(text) and len(text or "") <= 8 and set((text or "").lower()) <= set("0123456789abcdef")
