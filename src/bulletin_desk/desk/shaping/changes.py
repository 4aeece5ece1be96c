"""Changes of a layout, each a function from layout to layout: what hangs on a value goes with it. Knows
neither windows nor files; whether a layout can be is judged where it is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, Literal

from bulletin_desk.errors import EditError
from bulletin_desk.layouts.further_styles import CHARACTER_STYLES, FURTHER_STYLES, further_styles
from bulletin_desk.layouts.model import STYLES, Layout, Style
from bulletin_desk.layouts.read_rows import about_of, is_typed, usual_style
from bulletin_desk.layouts.read_table_forms import usual_picture_form, usual_table_form
from bulletin_desk.layouts.rows import Cell, CellSide, Piece, Row
from bulletin_desk.layouts.wordings import Wording

Where = Literal["head", "closing"]
SIDES: tuple[CellSide, ...] = ("left", "centre", "right", "spread")
"""In the order in which a file has them."""
_ON_GRID = 2
"""Lengths that are whole or half lines or cells stay so when these change."""
_IN_EM = 4
"""Indents that are quarters of a character stay so."""
_LEAST_CELLS, _LEAST_LINES = 4, 3


def _positive(length: Fraction, what: str) -> None:
    """Raises EditError for a length that nothing can be measured by."""
    if length <= 0:
        raise EditError(f"{what}要大于 0。")


# ---- paper and block


def with_paper(layout: Layout, width: Fraction, height: Fraction) -> Layout:
    """Other paper, the margins as they are: as many cells and lines as find room at their size, stretched to
    fill it."""
    block = layout.text_block
    room = width - (layout.paper_width - block.width)
    tall = height - (layout.paper_height - block.height)
    cells, lines = int(room / block.cell), int(tall / block.line_pitch)
    if cells < _LEAST_CELLS or lines < _LEAST_LINES:
        raise EditError("这样的纸，除去四边排不下几个字；请先把四边改小。")
    layout = replace(layout, paper_width=width, paper_height=height)
    return with_pitch(with_cell(layout, room / cells, cells), tall / lines, lines)


def with_margin_right(layout: Layout, margin: Fraction) -> Layout:
    """Another margin at the right: the cells are as many, and wider or narrower."""
    block = layout.text_block
    return with_width(layout, layout.paper_width - block.left - margin)


def with_margin_bottom(layout: Layout, margin: Fraction) -> Layout:
    """Another margin below: the lines are as many, and further apart or nearer."""
    block = layout.text_block
    return with_height(layout, layout.paper_height - block.top - margin)


def with_width(layout: Layout, width: Fraction) -> Layout:
    """A block so wide, of as many cells."""
    if width <= 0:
        raise EditError("版心没有地方了；请把左右两边改小。")
    return with_cell(layout, width / layout.text_block.cells)


def with_height(layout: Layout, height: Fraction) -> Layout:
    """A block so high, of as many lines."""
    if height <= 0:
        raise EditError("版心没有地方了；请把上下两边改小。")
    return with_pitch(layout, height / layout.text_block.lines)


def with_cells(layout: Layout, cells: int) -> Layout:
    """So many cells in a line of the same width."""
    return with_cell(layout, layout.text_block.width / cells, cells)


def with_lines(layout: Layout, lines: int) -> Layout:
    """So many lines on a page of the same height."""
    return with_pitch(layout, layout.text_block.height / lines, lines)


def with_block(layout: Layout, **values: Any) -> Layout:
    """Other values of the text block, of which nothing else hangs."""
    return replace(layout, text_block=layout.text_block._replace(**values))


def with_cell(layout: Layout, cell: Fraction, cells: int | None = None) -> Layout:
    """Cells of another width. Type that stands on the grid follows, and so does what was measured in whole
    or half cells."""
    block = layout.text_block
    old = block.cell
    _positive(cell, "字宽")
    layout = with_block(layout, cell=cell, cells=cells or block.cells)
    if cell == old:
        return layout
    styles = {
        name: _advanced(style, cell) if style.advance == old else style
        for name, style in layout.styles.items()
    }
    return _spaced(replace(layout, styles=styles), cell / old)


def _spaced(layout: Layout, ratio: Fraction) -> Layout:
    """A layout in which letter-spaced names are wider or narrower by so much, and none than its block."""
    most = layout.text_block.width

    def row(row: Row) -> Row:
        if row.fit is None:
            return row
        widths = {count: min(width * ratio, most) for count, width in row.fit.widths.items()}
        return row._replace(fit=row.fit._replace(widths=widths))

    head = layout.head
    return replace(layout, head=head._replace(rows=tuple(map(row, head.rows))))


def with_pitch(layout: Layout, pitch: Fraction, lines: int | None = None) -> Layout:
    """Lines of another height. What was measured in whole or half lines follows."""
    block = layout.text_block
    old = block.line_pitch
    _positive(pitch, "行距")
    layout = with_block(layout, line_pitch=pitch, lines=lines or block.lines)

    def length(value: Fraction) -> Fraction:
        on_grid = value and (value / old).denominator <= _ON_GRID
        return value / old * pitch if on_grid else value

    def row(row: Row) -> Row:
        return row._replace(
            top=None if row.top is None else length(row.top),
            space=None if row.space is None else length(row.space),
            pitch=None if row.pitch is None else length(row.pitch),
            space_after=length(row.space_after),
            height=length(row.height),
        )

    head, closing = layout.head, layout.closing
    return replace(
        layout,
        head=head._replace(rows=tuple(map(row, head.rows))),
        closing=closing._replace(line_pitch=length(closing.line_pitch), rows=tuple(map(row, closing.rows))),
    )


# ---- styles


def with_size(layout: Layout, name: str, size: Fraction) -> Layout:
    """Type of another size. A character is as wide as it is high, unless its style stands on the grid of the
    block and still finds room there; the grid is that of body text."""
    _positive(size, "字号")
    style, block = layout.styles[name], layout.text_block
    cell = block.cell
    if name == "body" and style.advance == cell:
        # as many characters of the text as the block is wide, stretched to fill it (GB/T 9704-2012, 5.2.3)
        cells = max(int(block.width / size), _LEAST_CELLS)
        layout = with_block(layout, cell=block.width / cells, cells=cells)
        return _with_style(layout, _advanced(replace(style, size=size), block.width / cells))
    keeps = style.advance == cell != style.size and abs(size / cell - 1) < Fraction(1, 20)
    sized = replace(style, size=size)
    return _with_style(layout, sized if keeps else _advanced(sized, size))


def with_face(layout: Layout, name: str, face: str) -> Layout:
    """Type of another face; words before it that had the same one keep step."""
    style = layout.styles[name]
    before = face if style.prefix_face == style.face else style.prefix_face
    return _with_style(layout, replace(style, face=face, prefix_face=before))


def with_style(layout: Layout, name: str, **values: Any) -> Layout:
    """Other values of a style, on which nothing else of it hangs."""
    _positive(values.get("advance", Fraction(1)), "字宽")
    return _with_style(layout, replace(layout.styles[name], **values))


def _advanced(style: Style, advance: Fraction) -> Style:
    """Characters of another width, the indents as many of them."""
    ratio = advance / style.advance

    def indent(length: Fraction) -> Fraction:
        return length * ratio if (length / style.advance).denominator <= _IN_EM else length

    return replace(
        style,
        advance=advance,
        first_line_indent=indent(style.first_line_indent),
        left_indent=indent(style.left_indent),
        right_indent=indent(style.right_indent),
    )


def _with_style(layout: Layout, style: Style) -> Layout:
    """A layout in which one style is another. Those that are made of others where a layout says nothing of
    them, and the forms of tables and pictures, follow as they would there."""
    old = layout.styles
    changed = {**old, style.name: style}
    if style.name == "body":
        changed["run_in_heading"] = replace(style, name="run_in_heading", face=old["run_in_heading"].face)
    plain, new_plain = _usual(old), _usual(changed)
    styles = {
        name: new_plain[name] if name in plain and name != style.name and old[name] == plain[name] else each
        for name, each in changed.items()
    }
    for name in CHARACTER_STYLES:  # which are as body text but for their faces
        face, latin = styles[name].face, styles[name].latin_face
        styles[name] = replace(new_plain.get(name, styles[name]), face=face)
        if name == "bold":
            styles[name] = replace(styles[name], latin_face=latin)
    tables, pictures = layout.tables, layout.pictures
    if tables == usual_table_form(old):
        tables = usual_table_form(styles)
    if pictures == usual_picture_form(old):
        pictures = usual_picture_form(styles)
    return _fitted(replace(layout, styles=styles, tables=tables, pictures=pictures))


def _usual(styles: Mapping[str, Style]) -> dict[str, Style]:
    """What the further styles would be if a layout had none of them."""
    own = {name: style for name, style in styles.items() if name not in FURTHER_STYLES}
    made = further_styles(own)
    return {name: made[name] for name in FURTHER_STYLES}


def _fitted(layout: Layout) -> Layout:
    """A layout in which no name would have to be larger on two lines than it may be on one."""

    def row(row: Row) -> Row:
        if row.fit is None:
            return row
        most = min((layout.styles[piece.style].size for piece in row.pieces), default=row.fit.least)
        return row._replace(fit=row.fit._replace(least=min(row.fit.least, most)))

    head = layout.head
    return replace(layout, head=head._replace(rows=tuple(map(row, head.rows))))


# ---- rows


def rows_of(layout: Layout, where: Where) -> tuple[Row, ...]:
    """The rows of the head or of the closing block."""
    return layout.head.rows if where == "head" else layout.closing.rows


def with_rows(layout: Layout, where: Where, rows: tuple[Row, ...]) -> Layout:
    """Other rows; a head is as high as its lowest grid line at least. A style of its own that no row has any
    more goes."""
    if where == "head":
        lines = max((row.line or 0 for row in rows), default=0)
        head = layout.head
        layout = replace(layout, head=head._replace(rows=rows, lines=max(head.lines, lines)))
    else:
        layout = replace(layout, closing=layout.closing._replace(rows=rows))
    used = {piece.style for row in layout.rows for piece in row.pieces}
    styles = {name: style for name, style in layout.styles.items() if name in STYLES or name in used}
    return layout if len(styles) == len(layout.styles) else replace(layout, styles=styles)


def with_row(layout: Layout, where: Where, at: int, row: Row) -> Layout:
    """Another row in the place of one."""
    rows = rows_of(layout, where)
    return with_rows(layout, where, (*rows[:at], row, *rows[at + 1 :]))


def with_row_added(layout: Layout, where: Where, at: int, row: Row) -> Layout:
    """A further row before the one at `at`."""
    rows = rows_of(layout, where)
    return with_rows(layout, where, (*rows[:at], row, *rows[at:]))


def without_row(layout: Layout, where: Where, at: int) -> Layout:
    """A row less. Raises EditError for the head's only one."""
    rows = rows_of(layout, where)
    if where == "head" and len(rows) == 1:
        raise EditError("报头至少要有一行；不要这一行的，先加别的行。")
    return with_rows(layout, where, (*rows[:at], *rows[at + 1 :]))


def with_row_moved(layout: Layout, where: Where, at: int, to: int) -> Layout:
    """A row in another place. In the head two rows that change places stand where the other one stood."""
    rows = list(rows_of(layout, where))
    row, other = rows[at], rows[to]
    if where == "head":
        row, other = _standing_as(row, other), _standing_as(other, row)
    rows[at], rows[to] = other, row
    return with_rows(layout, where, tuple(rows))


def _standing_as(row: Row, other: Row) -> Row:
    return row._replace(line=other.line, top=other.top, space=other.space)


def with_piece(
    layout: Layout, where: Where, at: int, side: CellSide, number: int, wording: Wording | None
) -> Layout:
    """Other words in a piece of a cell, or one more where it has no such piece; None takes it away, and its
    cell with the last of them. A piece that had the style of what it is about has that of what it is about
    now."""
    row = rows_of(layout, where)[at]
    cell = row.cell(side)
    pieces = list(cell.pieces) if cell is not None else []
    if wording is None:
        del pieces[number : number + 1]
    else:
        about = about_of(wording)
        usual = usual_style(about, where)
        typed = wording.fields == (about,) and is_typed(about, where, layout.field(about))
        if number < len(pieces):
            old = pieces[number]
            style = usual if old.style == usual_style(old.about, where) else old.style
            pieces[number] = Piece(wording, style, about, typed)
        else:
            pieces.append(Piece(wording, usual, about, typed))
    others = {each.side: each for each in row.cells if each.side != side}
    if pieces:
        others[side] = Cell(side, tuple(pieces))
    cells = tuple(others[each] for each in SIDES if each in others)
    fit = row.fit if _may_fit(cells) else None
    return with_row(layout, where, at, row._replace(cells=cells, fit=fit))


def _may_fit(cells: tuple[Cell, ...]) -> bool:
    """Whether a row is a name by itself, which may be set as wide as the block."""
    pieces = [piece for cell in cells for piece in cell.pieces]
    return len(pieces) == 1 and cells[0].side == "centre" and len(pieces[0].wording.fields) == 1


def may_fit(row: Row) -> bool:
    """Whether a row may be set as wide as the block."""
    return _may_fit(row.cells) and row.cells[0].pieces[0].typed


def own_style(layout: Layout, where: Where, at: int, side: CellSide, number: int) -> tuple[Layout, str]:
    """A layout in which a piece has a style that no other piece and no text has, and that style's name."""
    row = rows_of(layout, where)[at]
    cell = row.cell(side)
    assert cell is not None
    style = cell.pieces[number].style
    if sum(piece.style == style for each in layout.rows for piece in each.pieces) == 1:
        return layout, style
    name = _free_name(layout, "报头" if where == "head" else "版记")
    styles = {**layout.styles, name: replace(layout.styles[style], name=name)}
    pieces = list(cell.pieces)
    pieces[number] = pieces[number]._replace(style=name)
    cells = tuple(cell._replace(pieces=tuple(pieces)) if each is cell else each for each in row.cells)
    layout = replace(layout, styles=styles)
    return with_row(layout, where, at, row._replace(cells=cells)), name


def _free_name(layout: Layout, stem: str) -> str:
    number = 1
    while f"{stem}{number}" in layout.styles:
        number += 1
    return f"{stem}{number}"
