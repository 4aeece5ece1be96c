"""The grid of a page's table from the tags of its cells (HTML, 4.9). What is in the cells has been read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree  # type: ignore[import-untyped]

from bulletin_desk.bulletin.model import Table
from bulletin_desk.intake.docx_grid import grid_cell
from bulletin_desk.intake.grid import MOST_COLUMNS, table_of
from bulletin_desk.intake.manuscript import Paragraph

_MOST_ROWS = 65_534
"""As many as HTML lets a cell cover."""
_WIDTH = re.compile(r"(?:^|;)\s?width\s?:\s?([0-9.]{1,8})(?:pt|px|%|cm|mm|in)", re.IGNORECASE)


class CellTags(NamedTuple):
    """How many columns and rows a cell covers, whether it heads a column, how wide it is in whatever unit,
    and how it stands where its tag alone says so."""

    columns: int = 1
    rows: int = 1
    head: bool = False
    width: float = 0
    align: str = ""


def cell_tags(element: etree._Element) -> CellTags:
    """What the tag of a cell says. A heading is one in a row of such, or in the table's head."""
    head = element.tag == "th" or any(parent.tag == "thead" for parent in _around(element))
    width = element.get("width") or ""
    styled = _WIDTH.search((element.get("style") or "")[:2_000])
    number = styled[1] if styled else width.rstrip("%px ")
    align = {"center": "centre", "right": "right"}.get((element.get("align") or "").lower(), "")
    return CellTags(
        min(_count(element.get("colspan")), MOST_COLUMNS),
        min(_count(element.get("rowspan")), _MOST_ROWS),
        head,
        _number(number),
        align,
    )


def _around(element: etree._Element) -> list[etree._Element]:
    """The row and the part of the table that a cell is in."""
    row = element.getparent()
    part = None if row is None else row.getparent()
    return [one for one in (row, part) if one is not None]


def _count(text: str | None) -> int:
    text = (text or "").strip()
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0


def data_table(
    rows: Sequence[Sequence[Sequence[Paragraph]]], tags: Sequence[Sequence[CellTags]]
) -> Table | None:
    """The table of data whose cells hold these paragraphs; None for another table."""
    if [len(row) for row in rows] != [len(row) for row in tags]:
        return None
    cells = []
    for row, own in zip(rows, tags, strict=True):
        made = []
        for paragraphs, tag in zip(row, own, strict=True):
            cell = grid_cell(paragraphs)
            align = cell.align or tag.align
            bold = cell.bold and not tag.head
            made.append(
                cell._replace(columns=tag.columns, rows=tag.rows, head=tag.head, align=align, bold=bold)
            )
        cells.append(made)
    plain = next((own for own in tags if own and all(tag.columns == 1 for tag in own)), ())
    return table_of(cells, widths=[tag.width for tag in plain])
