"""Tables and pictures of a web copy: tables with captions, header cells and what these reach over, pictures
no wider than the page. Knows no other texts.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from bulletin_desk.bulletin.grammar import SPEC, steps_below
from bulletin_desk.bulletin.model import Kind, Path, PictureData, Pictures, Table
from bulletin_desk.bulletin.tables import Spot, column_count, spots
from bulletin_desk.export.html.looks import Looks, face_of
from bulletin_desk.export.html.texts import as_typed, bold_nodes, nodes_of, shown_whole
from bulletin_desk.export.html.tree import Css, Element, Node, css, plain_of
from bulletin_desk.fonts.private_use import all_assigned
from bulletin_desk.layouts.colours import rgb
from bulletin_desk.layouts.model import Layout
from bulletin_desk.typeset.composed import Composed
from bulletin_desk.typeset.flow_pictures import FlowPictures, Image
from bulletin_desk.typeset.table_align import Look
from bulletin_desk.typeset.table_sides import columns_of, points_of
from bulletin_desk.typeset.thing import BlockThing

Address = Callable[[PictureData], str]
"""What leads from a page to a picture."""
_Line = tuple[Composed, str]
"""A text beside cells and pictures as it is set, and as it was typed."""
_COLUMN = 60
"""Pixels that a column keeps where a page is narrow: what is wider is pushed under a finger."""
_FEW_COLUMNS = 4
"""Columns that a telephone shows beside each other."""
_TELEPHONE = 343
"""Pixels of the text on a telephone."""
_FEW = 12
"""Characters of a cell that stands in the middle of its column."""
_SAME_HEIGHT = 3
"""Points that are no difference to see."""
_PIXELS_OF_A_POINT = Fraction(96, 72)


def embedded(picture: PictureData) -> str:
    """The picture itself, in the page."""
    return f"data:image/{picture.format};base64,{b64encode(picture.content).decode('ascii')}"


class Blocks:
    """Makes the tables and pictures of one issue."""

    def __init__(self, layout: Layout, looks: Looks, address: Address) -> None:
        self._layout = layout
        self._looks = looks
        self._address = address

    def block(self, thing: BlockThing, block: Table | Pictures) -> Element:
        """A table or pictures, as the pages have set them."""
        composed = {steps_below(text.path, thing.path): text.composed for text in thing.texts}
        lines = {
            each.path: (composed[each.path], each.text)
            for each in block.texts()
            if each.path in composed and composed[each.path].kind not in (Kind.TABLE, Kind.TABLE_HEAD)
        }
        if isinstance(block, Table):
            return self._table(block, lines)
        assert isinstance(thing, FlowPictures)
        return self._pictures(thing.images, lines)

    def _line(self, line: _Line | None, margin: str = "0") -> Iterator[Element]:
        """A caption, unit, note or credit, if it has a line."""
        if line is not None:
            composed, text = line
            words = as_typed(composed, text)
            style = (*self._looks.paragraph(composed, margin=margin), *shown_whole(words))
            yield Element("p", nodes_of(composed, words), style)

    # ---- tables

    def _table(self, table: Table, lines: Mapping[Path, _Line]) -> Element:
        count = column_count(table)
        heading = [one for at in (0, 1) for one in self._line(lines.get((at,)), "0 0 4px")]
        if count * _COLUMN > _TELEPHONE:  # what stands in the middle, or at the right, is out of sight there
            heading = [one._replace(style=_at_left(one.style)) for one in heading]
        parts: list[Node] = [Element("caption", tuple(heading))] if heading else []
        if table.columns:
            whole = sum(table.columns)
            columns = (
                Element("col", (), css(width=f"{round(100 * each / whole)}%")) for each in table.columns
            )
            parts.append(Element("colgroup", tuple(columns)))
        rows: list[list[Element]] = [[] for _ in table.rows]
        sides = _Sides(table)
        last = len(table.rows)
        for spot in spots(table):
            rows[spot.row].append(self._cell(table, spot, sides.side(spot), last))
        made = [Element("tr", tuple(row)) for row in rows]
        if table.header_rows:
            parts.append(Element("thead", tuple(made[: table.header_rows])))
        if made[table.header_rows :]:
            parts.append(Element("tbody", tuple(made[table.header_rows :])))
        wide = f"{count * _COLUMN}px" if count > _FEW_COLUMNS else ""
        style = css(width="100%", min_width=wide, border_collapse="collapse", margin="0")
        grid = "\n".join("\t".join(row) for row in _grid(table))
        plain = plain_of(heading) + grid
        wide_too = (("width", "100%"),)  # for word processors, which look at the attribute alone
        whole_table = Element("table", tuple(parts), style, wide_too, plain)
        note = tuple(self._line(lines.get((3,)), "4px 0 0"))
        return Element("div", (whole_table, *note), css(margin="8px 0 16px", overflow_x="auto"))

    def _cell(self, table: Table, spot: Spot, side: str, last: int) -> Element:
        cell, head = spot.cell, spot.row < table.header_rows
        kind = Kind.TABLE_HEAD if head else Kind.TABLE
        style = self._layout.styles[SPEC[kind].style]
        face = face_of(style.face)
        text = all_assigned(style.prefix + cell.text + style.suffix)
        attributes = []
        if cell.columns > 1:
            attributes.append(("colspan", str(cell.columns)))
        if cell.rows > 1:
            attributes.append(("rowspan", str(cell.rows)))
        if head:
            attributes.append(("scope", "col"))
        look = css(
            font_family=face.family,
            font_size=f"{self._looks.pixels(style.size)}px",
            font_weight="bold" if head else "normal",
            line_height="1.5",
            text_align=side,
            vertical_align="middle",
            text_indent="0",
            padding="5px 6px",
        )
        shift = len(style.prefix)
        bold = tuple((start + shift, end + shift) for start, end in cell.bold)
        bold = bold if self._layout.offers.bold else ()
        look = (*look, *self._rules(table, spot, last), *shown_whole(text))
        return Element("th" if head else "td", bold_nodes(text, bold), look, tuple(attributes))

    def _rules(self, table: Table, spot: Spot, last: int) -> Css:
        """The rules around a cell: they stand at the cell, since editors leave those."""
        ink = f"#{rgb(self._layout.tables.colour)}"
        if table.rules == "all":
            return css(border=f"1px solid {ink}")
        above = f"2px solid {ink}" if spot.row == 0 else ""
        foot = spot.row + max(spot.cell.rows, 1)
        below = f"2px solid {ink}" if foot >= last else ""
        below = below or (f"1px solid {ink}" if foot == table.header_rows else "")
        return css(border="0", border_top=above, border_bottom=below)

    # ---- pictures

    def _pictures(self, images: Sequence[Image], lines: Mapping[Path, _Line]) -> Element:
        above = self._layout.pictures.caption == "above"
        heights = [image.height for image in images]
        # at the bottom, captions of one line and of two would move pictures that are equally high
        from_top = above or max(heights) - min(heights) < _SAME_HEIGHT
        figures = []
        for at, (image, share) in enumerate(zip(images, self._shares(images), strict=True)):
            caption = tuple(self._line(lines.get((0, at))))
            pixels = round(image.width * _PIXELS_OF_A_POINT)
            shown = self._image(image, pixels)
            words = (Element("figcaption", caption),) if caption else ()
            beside = css(
                display="inline-block",
                vertical_align="top" if from_top else "bottom",
                width=f"{pixels}px",
                max_width=f"{share}%",
                margin="0 1%",
            )
            style = (*(beside if len(images) > 1 else css(margin="0")), *css(text_align="center"))
            figures.append(Element("figure", (*words, shown) if above else (shown, *words), style))
        credit = self._line(lines.get((1,)))
        return Element("div", (*figures, *credit), css(margin="8px 0 16px", text_align="center"))

    def _image(self, image: Image, pixels: int) -> Element:
        """A picture, as wide as on paper and no wider than what it is in. The attribute is for editors that
        keep a picture's size, but no style."""
        address, alt = self._address(image.data), all_assigned(image.alt)
        attributes = (("src", address), ("alt", alt), ("width", str(pixels)))
        style = css(width=f"{pixels}px", max_width="100%", height="auto")
        shown = Element("img", (), style, attributes)
        return Element("p", (shown,), css(margin="0 0 4px", text_align="center", text_indent="0"), plain="")

    def _shares(self, images: Sequence[Image]) -> list[int]:
        """How wide pictures side by side are at most, in hundredths of the page's text: as on paper, with two
        between them."""
        shares = [image.width / self._layout.text_block.width for image in images]
        whole = 100 - 2 * len(images) - 1
        return [max(round(whole * share / sum(shares)), 1) for share in shares]


def _at_left(style: Css) -> Css:
    return tuple((name, "left" if name == "text-align" else value) for name, value in style)


def _grid(table: Table) -> list[list[str]]:
    """A table's cells, as many in each row as it has columns: those that others cover are empty."""
    rows = [[""] * column_count(table) for _ in table.rows]
    for spot in spots(table):
        rows[spot.row][spot.column] = all_assigned(spot.cell.text).replace("\n", " ").replace("\t", " ")
    return rows


class _Sides:
    """How the cells of a table stand where nothing is said of it, as on paper: heads and short texts in the
    middle, numbers at the right, long texts from the left on."""

    def __init__(self, table: Table) -> None:
        self._heads = table.header_rows
        cells = spots(table)
        looks = [Look.of(spot.cell.text, _width) for spot in cells]
        columns = columns_of(cells, looks, table.header_rows, column_count(table))
        self._numbers = [points_of(own, first=not at) is not None for at, own in enumerate(columns)]
        self._middles = [
            all(not look.indented and len(look.text) <= _FEW for _, look in own) for own in columns
        ]

    def side(self, spot: Spot) -> str:
        """As CSS has it."""
        cell = spot.cell
        if cell.align:
            return {"centre": "center", "decimal": "right"}.get(cell.align, cell.align)
        short = len(cell.text) <= _FEW
        if spot.row < self._heads:
            return "center"
        if cell.columns > 1:
            return "center" if short else "left"
        if self._numbers[spot.column]:
            return "right" if Look.of(cell.text, _width).by_point else "center" if short else "left"
        return "center" if self._middles[spot.column] else "left"


def _width(text: str) -> tuple[int, int]:
    return len(text), len(text)
