"""Tables and pictures as HTML on the clipboard: real ones for Word, which hold all that is needed to read
them back exactly. Knows neither issues nor pages.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping
from html import escape
from typing import Any, cast

from bulletin_desk.bulletin.model import (
    Cell,
    CellAlign,
    Picture,
    PictureData,
    Pictures,
    Table,
    TableRules,
)
from bulletin_desk.bulletin.ranges import are_ranges, covers
from bulletin_desk.bulletin.tables import is_grid

ATTRIBUTE = "data-block"
"""Of the element that a block is: its values as JSON, escaped."""
_FACE = "font-family:仿宋,仿宋_GB2312;font-size:12pt"
_HEAD_FACE = "font-family:黑体;font-size:12pt"
_ALIGNS: Mapping[CellAlign, str] = {
    "": "center",
    "left": "left",
    "centre": "center",
    "right": "right",
    "decimal": "right",
}


def as_html(block: Table | Pictures) -> str:
    """A block as an element that Word takes as a table or as pictures."""
    return _table(block) if isinstance(block, Table) else _pictures(block)


def _line(text: str, align: str, face: str = _FACE) -> str:
    """What stands around a block, which is read back from the block's own values."""
    if not text:
        return ""
    return f'<div style="{face};text-align:{align}">{_escaped(text)}</div>'


def _escaped(text: str) -> str:
    return escape(text).replace("\n", "<br>")


# ---- tables


def _table(table: Table) -> str:
    values = {
        "rows": [
            [
                [cell.text, cell.columns, cell.rows, cell.align, [list(each) for each in cell.bold]]
                for cell in row
            ]
            for row in table.rows
        ],
        "header_rows": table.header_rows,
        "columns": list(table.columns),
        "caption": table.caption,
        "unit": table.unit,
        "note": table.note,
        "rules": table.rules,
    }
    rows = []
    for number, row in enumerate(table.rows):
        tag = "th" if number < table.header_rows else "td"
        cells = "".join(_cell(cell, tag) for cell in row)
        rows.append(f"<tr>{cells}</tr>")
    heads = "".join(rows[: table.header_rows])
    head = f"<thead>{heads}</thead>" if heads else ""
    body = f"<tbody>{''.join(rows[table.header_rows :])}</tbody>"
    written = (
        f'<table border="1" cellspacing="0" cellpadding="4" style="border-collapse:collapse" '
        f'{ATTRIBUTE}="{_packed(values)}">{head}{body}</table>'
    )
    caption = _line(table.caption, "center", _HEAD_FACE)
    return f"{caption}{_line(table.unit, 'right')}{written}{_line(table.note, 'left')}"


def _cell(cell: Cell, tag: str) -> str:
    spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    face = _HEAD_FACE if tag == "th" else _FACE
    text = "".join(
        f"<b>{_escaped(char)}</b>" if covers(cell.bold, at, at + 1) else _escaped(char)
        for at, char in enumerate(cell.text)
    )
    return f'<{tag}{spans} style="{face};text-align:{_ALIGNS[cell.align]}">{text}</{tag}>'


def _read_table(values: Any) -> Table | None:
    rows = tuple(tuple(_read_cell(*cell) for cell in row) for row in values["rows"])
    if values["rules"] not in ("all", "three"):
        return None
    table = Table(
        rows,
        int(values["header_rows"]),
        tuple(map(int, values["columns"])),
        str(values["caption"]),
        str(values["unit"]),
        str(values["note"]),
        cast(TableRules, values["rules"]),
    )
    return table if is_grid(table) and 0 <= table.header_rows <= len(rows) else None


_MOST_SPANNED = 1_000
"""Rows or columns of one cell: whatever a page says, no more are counted through."""


def _read_cell(text: str, columns: int, rows: int, align: str, bold: list[list[int]]) -> Cell:
    ranges = tuple((int(start), int(end)) for start, end in bold)
    if (
        align not in _ALIGNS
        or not (1 <= columns <= _MOST_SPANNED and 1 <= rows <= _MOST_SPANNED)
        or (ranges and not are_ranges(ranges, len(text)))
    ):
        raise ValueError(align)
    return Cell(str(text), int(columns), int(rows), cast(CellAlign, align), ranges)


# ---- pictures


def _pictures(block: Pictures) -> str:
    values = {
        "pictures": [
            [each.width, each.caption, each.data.width, each.data.height] for each in block.pictures
        ],
        "credit": block.credit,
    }
    images, captions = [], []
    for picture in block.pictures:
        data = picture.data
        content = base64.b64encode(data.content).decode("ascii")
        wide = round(picture.width * 96 / 254)
        high = round(wide * data.height / data.width)
        images.append(
            f'<img width="{wide}" height="{high}" alt="{escape(picture.caption)}"'
            f' src="data:image/{data.format};base64,{content}">'
        )
        captions.append(picture.caption)
    inside = "".join(images)
    words = _line("　".join(filter(None, captions)), "center") + _line(block.credit, "center")
    return f'<div style="text-align:center" {ATTRIBUTE}="{_packed(values)}">{inside}</div>{words}'


_IMAGE = re.compile(r'src="data:image/(?P<format>jpeg|png);base64,(?P<content>[A-Za-z0-9+/=]*+)"')


def _read_pictures(values: Any, html: str) -> Pictures:
    found = list(_IMAGE.finditer(html))[: len(values["pictures"])]
    pictures = []
    for (wide, caption, width, height), image in zip(values["pictures"], found, strict=True):
        content = base64.b64decode(image["content"], validate=True)
        form = cast(Any, image["format"])
        data = PictureData(hashlib.sha256(content).hexdigest(), form, int(width), int(height), content)
        if int(wide) < 1 or min(data.width, data.height) < 1:
            raise ValueError(wide)
        pictures.append(Picture(data, int(wide), str(caption)))
    return Pictures(tuple(pictures), str(values["credit"]))


# ---- back


def from_html(attributes: str, html: str) -> Table | Pictures | None:
    """The block whose element has these attributes and is followed by `html`; None if it is none of ours."""
    found = _VALUES.search(attributes)
    if found is None:
        return None
    try:
        values = json.loads(base64.b64decode(found[1], validate=True))
        return _read_pictures(values, html) if "pictures" in values else _read_table(values)
    except (ValueError, TypeError, KeyError, binascii.Error, RecursionError):
        return None


_VALUES = re.compile(rf'{ATTRIBUTE}="([A-Za-z0-9+/=]*+)"')


def _packed(values: Mapping[str, Any]) -> str:
    """In letters that no program on the way changes."""
    return base64.b64encode(json.dumps(values, ensure_ascii=False).encode("utf-8")).decode("ascii")
