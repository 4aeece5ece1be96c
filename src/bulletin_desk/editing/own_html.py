"""Tables and pictures as HTML that other programs show as such, with a copy of them as they are in it that
this program reads back exactly. Knows no clipboards and no pages.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from html import escape
from typing import NoReturn

from bulletin_desk.bulletin.block_trees import BlockReader, block_tree, part_tree
from bulletin_desk.bulletin.bounds import MAX_PICTURE_BYTES
from bulletin_desk.bulletin.model import Attachment, Block, Pictures, Table
from bulletin_desk.bulletin.picture_heads import is_content_of
from bulletin_desk.bulletin.tables import is_grid
from bulletin_desk.checked import Table as Tree

_MOST_OF_A_FILE = MAX_PICTURE_BYTES * 4 // 3 + 4
_FILES = "files"
"""The key of the pictures' files, by their digests."""


def block_html(block: Table | Pictures, attribute: str) -> str:
    """A table or pictures in a division that has them as they are in an attribute."""
    shown = _table_html(block) if isinstance(block, Table) else _pictures_html(block)
    return f"<div {_kept({'blocks': [block_tree(block)]}, [block], attribute)}>{shown}</div>"


def block_read(text: str) -> Table | Pictures | None:
    """What such an attribute holds; None if it holds no table and no pictures."""
    try:
        (block,) = _reader_of(tree := _tree(text)).blocks(tree)
    except (ValueError, RecursionError):
        return None
    return block if isinstance(block, Table | Pictures) and _is_sound(block) else None


def attachments_kept(attachments: tuple[Attachment, ...], attribute: str) -> str:
    """Attachments as an attribute."""
    trees = [part_tree(each.title, each.blocks) for each in attachments]
    blocks = [block for each in attachments for block in each.blocks]
    return f" {_kept({'attachments': trees}, blocks, attribute)}"


def attachments_read(text: str) -> tuple[Attachment, ...]:
    """What such an attribute holds; none if it holds no attachments."""
    try:
        attachments = _reader_of(tree := _tree(text)).attachments(tree)
    except (ValueError, RecursionError):
        return ()
    return attachments if all(_is_sound(block) for each in attachments for block in each.blocks) else ()


def _is_sound(block: Block) -> bool:
    return not isinstance(block, Table) or is_grid(block)


# ---- as it is


def _kept(tree: Mapping[str, object], blocks: Iterable[Block], attribute: str) -> str:
    """Such an attribute: the tree, and beside it the files of the pictures in these blocks."""
    files = {
        picture.data.digest: b64encode(picture.data.content).decode("ascii")
        for block in blocks
        if isinstance(block, Pictures)
        for picture in block.pictures
    }
    return f'{attribute}="{escape(json.dumps({**tree, _FILES: files}, ensure_ascii=False))}"'


def _tree(text: str) -> Tree:
    """The tree in an attribute. Raises ValueError."""
    return Tree(json.loads(text), "", _refuse)


def _refuse(phrase: str) -> NoReturn:
    raise ValueError(phrase)


def _reader_of(tree: Tree) -> BlockReader:
    """Reads blocks with the files beside them, as far as they are what the blocks say. Raises ValueError."""
    files = tree.table(_FILES)

    def content(digest: str, form: str) -> bytes | None:
        found = b64decode(files.text(digest, "", max_length=_MOST_OF_A_FILE), validate=True)
        return found if is_content_of(found, digest, form) else None

    return BlockReader(content)


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
