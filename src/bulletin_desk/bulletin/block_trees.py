"""Items with their blocks and attachments as trees of JSON, and back: in bulletin files and on clipboards.
Must not know files: it gets those of pictures handed in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal, assert_never, get_args

from bulletin_desk.bulletin.bounds import (
    MAX_COLUMNS,
    MAX_ENDORSEMENTS,
    MAX_PARAGRAPHS,
    MAX_PICTURE_WIDTH,
    MAX_PICTURES,
    MAX_PIXELS,
    MAX_PIXELS_WIDE,
    MAX_ROWS,
)
from bulletin_desk.bulletin.grammar import ITEM_TEXTS
from bulletin_desk.bulletin.model import (
    HEADING_KINDS,
    MOST_PICTURES,
    STATES,
    Attachment,
    Block,
    Body,
    Cell,
    CellAlign,
    Endorsement,
    Heading,
    Item,
    ListItem,
    Picture,
    PictureData,
    Pictures,
    Subheading,
    Table,
    TableRules,
)
from bulletin_desk.bulletin.picture_heads import stated_size
from bulletin_desk.bulletin.pictures import lost_picture
from bulletin_desk.bulletin.ranges import Ranges, are_ranges
from bulletin_desk.bulletin.tables import WHOLE
from bulletin_desk.checked import Table as Tree

Contents = Callable[[str, str], bytes | None]
"""Gives the file of a picture by its digest and format, None where there is none or it is damaged."""

ITEM_KEYS = (*ITEM_TEXTS.values(), "mark")
"""The keys of an item that came with schema 4."""

_DIGEST = re.compile(r"[0-9a-f]{64}")
_FORMATS: Mapping[str, Literal["jpeg", "png"]] = {"jpeg": "jpeg", "png": "png"}
_ALIGNS: Mapping[str, CellAlign] = {align: align for align in get_args(CellAlign)}
_RULES: Mapping[str, TableRules] = {rules: rules for rules in get_args(TableRules)}


def no_contents(digest: str, form: str) -> bytes | None:
    """The files of pictures where there are none."""
    return None


class BlockReader:
    """Makes items of trees. Each picture's file is asked for once, however often it is used."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._known: dict[tuple[str, str, int, int], PictureData] = {}
        self._count = 0

    def item(self, tree: Tree) -> Item:
        """An item."""
        texts: dict[str, Any] = {name: tree.text(name, "") for name in ITEM_KEYS}
        item = Item(
            title=_lines(tree, "title"),
            blocks=self.blocks(tree),
            source=tree.text("source", ""),
            **texts,
            attachments=self.attachments(tree),
            endorsements=tuple(
                map(_endorsement, tree.tables("endorsements", MAX_ENDORSEMENTS, optional=True))
            ),
            state=tree.choice("state", STATES, default="") if tree.has("state") else "",
        )
        tree.done()
        return item

    def attachments(self, tree: Tree) -> tuple[Attachment, ...]:
        """The attachments under that key, if it is there."""
        return tuple(map(self._attachment, tree.tables("attachments", MAX_PARAGRAPHS, optional=True)))

    def _attachment(self, tree: Tree) -> Attachment:
        attachment = Attachment(_lines(tree, "title"), self.blocks(tree))
        tree.done()
        return attachment

    def blocks(self, tree: Tree) -> tuple[Block, ...]:
        """The blocks under that key."""
        return tuple(map(self._block, tree.tables("blocks", MAX_PARAGRAPHS)))

    def _block(self, tree: Tree) -> Block:
        match tree.choice("kind", _KINDS):
            case "body":
                return paragraph(tree)
            case "subheading":
                block: Block = Subheading(_lines(tree, "lines"))
            case "heading":
                level = tree.integer("level", 1, len(HEADING_KINDS))
                block = Heading(_lines(tree, "lines"), level, tree.flag("numbered", False))
            case "list_item":
                text = tree.text("text")
                block = ListItem(text, tree.flag("numbered", False), _bold(tree, len(text)))
            case "table":
                block = _table(tree)
            case "pictures":
                pictures = tree.tables("pictures", MOST_PICTURES)
                if not pictures:
                    tree.wrong("pictures", "至少要有一张图片")
                block = Pictures(tuple(map(self._picture, pictures)), tree.text("credit", ""))
        tree.done()
        return block

    def _picture(self, tree: Tree) -> Picture:
        digest = tree.text("digest", max_length=64)
        if not _DIGEST.fullmatch(digest):
            tree.wrong("digest", "应为64位十六进制数字")
        form = _FORMATS[tree.choice("format", list(_FORMATS))]
        pixels = (
            tree.integer("pixels_wide", 1, MAX_PIXELS_WIDE),
            tree.integer("pixels_high", 1, MAX_PIXELS_WIDE),
        )
        if pixels[0] * pixels[1] > MAX_PIXELS:
            tree.wrong("pixels_high", f"与 pixels_wide 相乘应不超过{MAX_PIXELS}")
        data = self._data(digest, form, *pixels)
        picture = Picture(data, tree.integer("width", 1, MAX_PICTURE_WIDTH), tree.text("caption", ""))
        tree.done()
        return picture

    def _data(self, digest: str, form: Literal["jpeg", "png"], wide: int, high: int) -> PictureData:
        self._count += 1
        if self._count > MAX_PICTURES:  # refused with the whole issue: nothing is read or painted for it
            return PictureData(digest, form, wide, high, b"")
        key = (digest, form, wide, high)
        if key not in self._known:
            content = self._contents(digest, form)
            self._known[key] = (
                lost_picture(digest, wide, high)
                if content is None or stated_size(content, form) != (wide, high)
                else PictureData(digest, form, wide, high, content)
            )
        return self._known[key]


def _endorsement(tree: Tree) -> Endorsement:
    date = tree.date("date") if tree.has("date") else None
    endorsement = Endorsement(tree.text("who"), date, tree.text("text", ""))
    tree.done()
    return endorsement


_KINDS = ("body", "subheading", "heading", "list_item", "table", "pictures")


def paragraph(tree: Tree) -> Body:
    """A body paragraph, in an item or in the editor's note."""
    run_in = tree.text("run_in", "")
    text = run_in + tree.text("text")
    body = Body(text, len(run_in), _bold(tree, len(text)))
    tree.done()
    return body


def _bold(tree: Tree, length: int) -> Ranges:
    """Lists of two offsets each, counted in run-in heading and text together."""
    if not tree.has("bold"):
        return ()
    values = tree.raw("bold")
    if not isinstance(values, list) or not all(
        isinstance(each, list) and len(each) == 2 and all(type(offset) is int for offset in each)
        for each in values
    ):
        tree.wrong("bold", "应为若干对字数，如 [[0, 4], [10, 12]]")
    bold = tuple((start, end) for start, end in values)
    if not are_ranges(bold, length):
        tree.wrong("bold", f"不合这一段的{length}个字：应从前到后，互不相接，止处大于起处")
    return bold


def _lines(tree: Tree, key: str) -> str:
    """One string: its lines are not chosen. A list: each entry is a line of the clerk's choice."""
    if isinstance(tree.raw(key), str):
        return tree.text(key)
    return "\n".join(tree.texts(key))


def _table(tree: Tree) -> Table:
    rows = tuple(tuple(map(_cell, _cells(row))) for row in tree.tables("rows", MAX_ROWS))
    return Table(
        rows,
        tree.integer("header_rows", 0, len(rows), default=0),
        _columns(tree),
        tree.text("caption", ""),
        tree.text("unit", ""),
        tree.text("note", ""),
        _RULES[tree.choice("rules", list(_RULES), default="all")],
    )


def _cells(row: Tree) -> list[Tree]:
    cells = row.tables_or_texts("cells", "text", MAX_COLUMNS)
    row.done()
    return cells


def _cell(tree: Tree) -> Cell:
    text = tree.text("text", "")
    cell = Cell(
        text,
        tree.integer("columns", 1, MAX_COLUMNS, default=1),
        tree.integer("rows", 1, MAX_ROWS, default=1),
        _ALIGNS[tree.choice("align", list(_ALIGNS), default="")],
        _bold(tree, len(text)),
    )
    tree.done()
    return cell


def _columns(tree: Tree) -> tuple[int, ...]:
    if not tree.has("columns"):
        return ()
    values = tree.raw("columns")
    if not isinstance(values, list) or not all(type(each) is int and 1 <= each <= WHOLE for each in values):
        tree.wrong("columns", f"应为各列的宽度，都在1至{WHOLE}之间")
    return tuple(values)


# ---- to trees


def item_tree(item: Item) -> dict[str, object]:
    """An item as a tree, empty optional parts left out."""
    tree = part_tree(item.title, item.blocks) | unless_empty("source", item.source)
    for name in ITEM_KEYS:
        tree |= unless_empty(name, getattr(item, name))
    attachments = [part_tree(attachment.title, attachment.blocks) for attachment in item.attachments]
    tree |= unless_empty("attachments", attachments)
    tree |= unless_empty("endorsements", [_endorsement_tree(each) for each in item.endorsements])
    return tree | unless_empty("state", item.state)


def _endorsement_tree(endorsement: Endorsement) -> dict[str, object]:
    date = None if endorsement.date is None else endorsement.date.isoformat()
    return {"who": endorsement.who} | unless_empty("date", date) | unless_empty("text", endorsement.text)


def part_tree(title: str, blocks: tuple[Block, ...]) -> dict[str, object]:
    """An item or attachment, as far as it is title and blocks."""
    return {"title": title.split("\n"), "blocks": [block_tree(block) for block in blocks]}


def block_tree(block: Block) -> dict[str, object]:
    """A block as a tree."""
    match block:
        case Body():
            return {"kind": "body"} | paragraph_tree(block)
        case Subheading():
            return {"kind": "subheading", "lines": block.text.split("\n")}
        case Heading():
            numbered = unless_empty("numbered", block.numbered or None)
            return {"kind": "heading", "level": block.level, **numbered, "lines": block.text.split("\n")}
        case ListItem():
            numbered = unless_empty("numbered", block.numbered or None)
            return {"kind": "list_item", **numbered, "text": block.text} | _bold_tree(block.bold)
        case Table():
            return {"kind": "table"} | _table_tree(block)
        case Pictures():
            pictures = [_picture_tree(picture) for picture in block.pictures]
            return {"kind": "pictures", "pictures": pictures} | unless_empty("credit", block.credit)
    assert_never(block)


def paragraph_tree(body: Body) -> dict[str, object]:
    """A body paragraph as a tree, without its kind."""
    tree = unless_empty("run_in", body.text[: body.run_in]) | {"text": body.text[body.run_in :]}
    return tree | _bold_tree(body.bold)


def _bold_tree(bold: Ranges) -> dict[str, object]:
    return unless_empty("bold", [list(each) for each in bold])


def _table_tree(table: Table) -> dict[str, object]:
    tree = unless_empty("caption", table.caption) | unless_empty("unit", table.unit)
    tree |= unless_empty("header_rows", table.header_rows or None)
    tree |= unless_empty("columns", list(table.columns))
    tree |= unless_empty("rules", table.rules if table.rules != "all" else "")
    tree["rows"] = [{"cells": [_cell_tree(cell) for cell in row]} for row in table.rows]
    return tree | unless_empty("note", table.note)


def _cell_tree(cell: Cell) -> object:
    tree = unless_empty("columns", cell.columns if cell.columns != 1 else None)
    tree |= unless_empty("rows", cell.rows if cell.rows != 1 else None)
    tree |= unless_empty("align", cell.align) | _bold_tree(cell.bold)
    return {"text": cell.text, **tree} if tree else cell.text


def _picture_tree(picture: Picture) -> dict[str, object]:
    data = picture.data
    tree = {
        "digest": data.digest,
        "format": data.format,
        "pixels_wide": data.width,
        "pixels_high": data.height,
    }
    return {**tree, "width": picture.width} | unless_empty("caption", picture.caption)


def unless_empty(key: str, value: object) -> dict[str, object]:
    """An entry of a tree, none where its value is empty. A number of 0 is not "empty": it is written, and
    refused on the way."""
    return {} if value is None or value in ("", []) else {key: value}
