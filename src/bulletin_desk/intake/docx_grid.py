"""The grid of a Word table from what its rows say (ECMA-376 part 1, 17.4): cells that go on from above,
columns left out. Knows no XML; what is in the cells has been read."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin_desk.bulletin.model import Table
from bulletin_desk.intake import oxml
from bulletin_desk.intake.grid import GridCell, table_of
from bulletin_desk.intake.manuscript import Paragraph


def data_table(table: oxml.Table, cells: Sequence[Sequence[Sequence[Paragraph]]]) -> Table | None:
    """The table of data whose cells hold these paragraphs; None for another table."""
    props = table.props
    if len(props) != len(cells):
        return None
    rows: list[list[GridCell]] = []
    open_cells: dict[int, tuple[int, int]] = {}
    """By first column, the cell that goes on below: its row and its place there."""
    for at, (row, own) in enumerate(zip(props, cells, strict=True)):
        made = [GridCell("", row.before)] if row.before else []
        column = row.before
        going_on: dict[int, tuple[int, int]] = {}
        for one, paragraphs in zip(row.cells, own, strict=True):
            cell = grid_cell(paragraphs)._replace(columns=one.columns)
            above = open_cells.get(column)
            if one.goes_on and above is not None:
                whole = rows[above[0]][above[1]]
                text = "\n".join(filter(None, (whole.text, cell.text)))
                rows[above[0]][above[1]] = whole._replace(rows=at - above[0] + 1, text=text)
                going_on[column] = above
            else:
                going_on[column] = at, len(made)
                made.append(cell)
            column += one.columns
        rows.append(made)
        open_cells = going_on
    heads = next((at for at, row in enumerate(props) if not row.is_head), len(props))
    return table_of(rows, heads, table.widths)


def grid_cell(paragraphs: Sequence[Paragraph]) -> GridCell:
    """A cell with its paragraphs as lines."""
    told = [paragraph for paragraph in paragraphs if paragraph.text.strip()]
    text = "\n".join(paragraph.text.strip() for paragraph in told)
    align = told[0].look.align if told else ""
    bold = bool(told) and all(paragraph.look.bold and not paragraph.bold for paragraph in told)
    return GridCell(text, align=align, bold=bold)
