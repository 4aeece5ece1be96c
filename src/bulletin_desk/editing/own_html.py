"""Tables and pictures as HTML that other programs show as such, with a copy of them as they are in it that
this program reads back exactly. Knows no clipboards and no pages.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import replace
from hashlib import sha256
from html import escape
from typing import Any

from bulletin_desk.bulletin.edits import of_kind
from bulletin_desk.bulletin.grammar import PARAGRAPHS
from bulletin_desk.bulletin.model import (
    Attachment,
    Block,
    Body,
    Cell,
    Heading,
    Kind,
    ListItem,
    Picture,
    PictureData,
    Pictures,
    Table,
)
from bulletin_desk.bulletin.ranges import part, united
from bulletin_desk.bulletin.tables import is_grid

_ALIGNS = ("", "left", "centre", "right", "decimal")
_RULES = ("all", "three")
_FORMATS = ("jpeg", "png")
_MOST_SPANNED = 2_000
"""Rows or columns of one cell: whatever a page says, no more are counted through."""


def block_html(block: Table | Pictures, attribute: str) -> str:
    """A table or pictures in a division that has them as they are in an attribute."""
    kept = escape(json.dumps(_tree(block), ensure_ascii=False))
    shown = _table_html(block) if isinstance(block, Table) else _pictures_html(block)
    return f'<div {attribute}="{kept}">{shown}</div>'


def block_read(text: str) -> Table | Pictures | None:
    """What such an attribute holds; None if it holds no table and no pictures."""
    try:
        tree = json.loads(text)
        block = _pictures(tree) if "pictures" in tree else _table(tree)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return block if isinstance(block, Pictures) or is_grid(block) else None


def attachments_kept(attachments: tuple[Attachment, ...], attribute: str) -> str:
    """Attachments as an attribute."""
    trees = [[each.title, [_any_tree(block) for block in each.blocks]] for each in attachments]
    return f' {attribute}="{escape(json.dumps(trees, ensure_ascii=False))}"'


def attachments_read(text: str) -> tuple[Attachment, ...]:
    """What such an attribute holds; none if it holds no attachments."""
    try:
        return tuple(
            Attachment(_text(title), tuple(map(_any_block, blocks))) for title, blocks in json.loads(text)
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return ()


# ---- as it is


def _any_tree(block: Block) -> dict[str, Any]:
    if isinstance(block, Table | Pictures):
        return _tree(block)
    return {
        "kind": block.kind.value,
        "text": block.text,
        "run_in": block.run_in if isinstance(block, Body) else 0,
        "bold": block.bold if isinstance(block, Body | ListItem) else (),
        "numbered": isinstance(block, Heading) and block.numbered,
    }


def _any_block(tree: dict[str, Any]) -> Block:
    if "pictures" in tree:
        return _pictures(tree)
    if "rows" in tree:
        table = _table(tree)
        if not is_grid(table):
            raise ValueError
        return table
    kind = Kind(tree["kind"])
    if kind not in PARAGRAPHS:
        raise ValueError
    text = _text(tree["text"])
    given = ((_count(start, least=0), _count(end)) for start, end in tree["bold"])
    ranges = part(united(given), 0, len(text))
    block = of_kind(kind, text)
    match block:
        case Body():
            return replace(block, run_in=min(_count(tree["run_in"], least=0), len(text)), bold=ranges)
        case Heading():
            return replace(block, numbered=tree["numbered"] is True)
        case ListItem():
            return replace(block, bold=ranges)
    return block


def _tree(block: Table | Pictures) -> dict[str, Any]:
    if isinstance(block, Pictures):
        pictures = [
            {
                "format": each.data.format,
                "size": [each.data.width, each.data.height],
                "content": b64encode(each.data.content).decode("ascii"),
                "width": each.width,
                "caption": each.caption,
            }
            for each in block.pictures
        ]
        return {"pictures": pictures, "credit": block.credit}
    rows = [[[c.text, c.columns, c.rows, c.align, c.bold] for c in row] for row in block.rows]
    return {
        "rows": rows,
        "header": block.header_rows,
        "columns": block.columns,
        "texts": [block.caption, block.unit, block.note],
        "rules": block.rules,
    }


def _table(tree: dict[str, Any]) -> Table:
    rows = tuple(tuple(_cell(*cell) for cell in row) for row in tree["rows"])
    caption, unit, note = map(_text, tree["texts"])
    columns = tuple(map(_count, tree["columns"]))
    header = _count(tree["header"], least=0)
    if tree["rules"] not in _RULES or header > len(rows):
        raise ValueError
    return Table(rows, header, columns, caption, unit, note, tree["rules"])


def _cell(text: Any, columns: Any, rows: Any, align: Any, bold: Any) -> Cell:
    if align not in _ALIGNS or max(_count(columns), _count(rows)) > _MOST_SPANNED:
        raise ValueError
    ranges = tuple((_count(start, least=0), _count(end)) for start, end in bold)
    return Cell(_text(text), _count(columns), _count(rows), align, ranges)


def _pictures(tree: dict[str, Any]) -> Pictures:
    return Pictures(tuple(map(_picture, tree["pictures"])), _text(tree["credit"]))


def _picture(tree: dict[str, Any]) -> Picture:
    content = b64decode(tree["content"], validate=True)
    if tree["format"] not in _FORMATS:
        raise ValueError
    width, height = map(_count, tree["size"])
    data = PictureData(sha256(content).hexdigest(), tree["format"], width, height, content)
    return Picture(data, _count(tree["width"]), _text(tree["caption"]))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _count(value: Any, least: int = 1) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= 1_000_000:
        raise ValueError
    return value


# ---- as others show it


def _table_html(table: Table) -> str:
    parts = [_line(text) for text in (table.caption, table.unit) if text]
    parts.append('<table border="1" style="border-collapse:collapse">')
    for number, row in enumerate(table.rows):
        name = "th" if number < table.header_rows else "td"
        cells = "".join(
            f'<{name} colspan="{cell.columns}" rowspan="{cell.rows}">{_escaped(cell.text)}</{name}>'
            for cell in row
        )
        parts.append(f"<tr>{cells}</tr>")
    parts.append("</table>")
    if table.note:
        parts.append(_line(table.note))
    return "".join(parts)


def _pictures_html(block: Pictures) -> str:
    parts = []
    for each in block.pictures:
        content = b64encode(each.data.content).decode("ascii")
        alt = escape(each.caption.replace("\n", ""))
        parts.append(
            f'<img src="data:image/{each.data.format};base64,{content}" alt="{alt}"'
            f' style="width:{each.width / 10}mm">'
        )
        if each.caption:
            parts.append(_line(each.caption))
    if block.credit:
        parts.append(_line(block.credit))
    return "".join(parts)


def _line(text: str) -> str:
    return f"<div>{_escaped(text)}</div>"


def _escaped(text: str) -> str:
    return escape(text).replace("\n", "<br>")
