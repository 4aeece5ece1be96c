"""The WordprocessingML of tables in the text, and of their styles; of a page that holds nothing but one.
Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bulletin_desk.export.docx.oxml import Paragraph, paragraph, quoteattr
from bulletin_desk.export.docx.styles import Border, PageSetup


class TableCell(NamedTuple):
    """A cell over so many `columns`, with its paragraphs. `merged`: whether it begins ("restart") or goes on
    with ("continue") what stands in several rows. `place`: where its lines stand (top, center, bottom).
    `borders`: those that are not the table's, by side."""

    paragraphs: tuple[Paragraph, ...]
    columns: int = 1
    merged: str = ""
    place: str = "center"
    borders: tuple[tuple[str, Border], ...] = ()


class TableRow(NamedTuple):
    """Cells in a row at least `height` twips high; `header`: it is repeated on each page. A `whole` one
    stands on one page."""

    cells: tuple[TableCell, ...]
    height: int
    header: bool = False
    whole: bool = True


class TableValue(NamedTuple):
    """A table in a style, by its name: `columns` are widths, `left` its indent, `margins` those of its cells
    at left and right, in twips. `borders` by side."""

    style: str
    columns: tuple[int, ...]
    rows: tuple[TableRow, ...]
    left: int
    margins: tuple[int, int]
    borders: tuple[tuple[str, Border], ...] = ()

    @property
    def is_cut(self) -> bool:
        """Whether a row of it is not whole."""
        return not all(row.whole for row in self.rows)


def flow_table(value: TableValue, style: str) -> str:
    """w:tbl; `style` is the id of its style."""
    borders = "".join(_border(side, border) for side, border in value.borders)
    parts = [
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(value.columns)}" w:type="dxa"/>',
        f'<w:tblInd w:w="{value.left}" w:type="dxa"/>',
        f"<w:tblBorders>{borders}</w:tblBorders>" if borders else "",
        f'<w:tblLayout w:type="fixed"/>{_margins(*value.margins)}</w:tblPr><w:tblGrid>',
        *(f'<w:gridCol w:w="{width}"/>' for width in value.columns),
        "</w:tblGrid>",
    ]
    for row in value.rows:
        header = "<w:tblHeader/>" if row.header else ""
        height = f'<w:trHeight w:val="{row.height}" w:hRule="atLeast"/>'
        whole = "<w:cantSplit/>" if row.whole else ""
        parts.append(f"<w:tr><w:trPr>{whole}{height}{header}</w:trPr>")
        column = 0
        for cell in row.cells:
            width = sum(value.columns[column : column + cell.columns])
            column += cell.columns
            parts.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{_cell_properties(cell)}</w:tcPr>'
            )
            parts += map(paragraph, cell.paragraphs)
            parts.append("</w:tc>")
        parts.append("</w:tr>")
    parts.append("</w:tbl>")
    return "".join(parts)


def plain_section(setup: PageSetup) -> str:
    """w:sectPr without header and footer."""
    lying = ' w:orient="landscape"' if setup.width > setup.height else ""
    return (
        f'<w:sectPr><w:pgSz w:w="{setup.width}" w:h="{setup.height}"{lying}/>'
        f'<w:pgMar w:top="{setup.top}" w:right="{setup.right}" w:bottom="{setup.bottom}" '
        f'w:left="{setup.left}" w:header="0" w:footer="{setup.footer}" w:gutter="0"/></w:sectPr>'
    )


def _cell_properties(cell: TableCell) -> str:
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merged = {"restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}.get(cell.merged, "")
    borders = "".join(_border(side, border) for side, border in cell.borders)
    borders = f"<w:tcBorders>{borders}</w:tcBorders>" if borders else ""
    place = "" if cell.place == "top" else f'<w:vAlign w:val="{cell.place}"/>'
    return f"{span}{merged}{borders}{place}"


def _margins(left: int, right: int) -> str:
    sides = (("top", 0), ("left", left), ("bottom", 0), ("right", right))
    inner = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in sides)
    return f"<w:tblCellMar>{inner}</w:tblCellMar>"


def _border(side: str, border: Border) -> str:
    return f'<w:{side} w:val="single" w:sz="{border.eighths}" w:space="0" w:color="{border.colour}"/>'


def table_styles(values: Sequence[TableValue], ids: dict[str, str]) -> str:
    """The styles of tables in the text, each once."""
    parts = []
    for name, value in {value.style: value for value in values}.items():
        borders = "".join(_border(side, border) for side, border in value.borders)
        borders = f"<w:tblBorders>{borders}</w:tblBorders>" if borders else ""
        parts.append(
            f'<w:style w:type="table" w:customStyle="1" w:styleId="{ids[name]}">'
            f'<w:name w:val={quoteattr(name)}/><w:basedOn w:val="TableNormal"/>'
            f'<w:uiPriority w:val="59"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{borders}'
            f"{_margins(*value.margins)}</w:tblPr></w:style>"
        )
    return "".join(parts)
