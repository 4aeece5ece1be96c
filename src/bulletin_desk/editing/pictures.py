"""Pictures as the clerk puts them in and changes them: each command takes an issue and a selection and gives
both anew. The caret is at a picture where it is in its caption. Knows no pages and decodes no file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bulletin_desk.bulletin.edits import replace_row, text_at
from bulletin_desk.bulletin.grammar import (
    beside,
    block_at,
    block_path,
    in_item,
    part_blocks,
    picture_path,
)
from bulletin_desk.bulletin.model import (
    MOST_PICTURES,
    Issue,
    Path,
    Picture,
    PictureData,
    Pictures,
    Place,
)
from bulletin_desk.editing.selection import Edited, Selection, at
from bulletin_desk.editing.tables import with_block, without_block
from bulletin_desk.editing.wholes import whole_at
from bulletin_desk.errors import EditError

LEAST_WIDTH, GREATEST_WIDTH = 50, 5000
"""Widths of a picture that may be asked for, in tenths of a millimetre."""


def pictures_at(issue: Issue, path: Path) -> Pictures | None:
    """The pictures that a text belongs to, None if it is none of pictures."""
    block = block_at(issue, whole_at(path)) if whole_at(path) else None
    return block if isinstance(block, Pictures) else None


def _chosen(issue: Issue, selection: Selection) -> tuple[Path, Pictures, int]:
    """The pictures of the caret, and which of them it is at: of the credit, the last."""
    path = selection.head.path
    block = pictures_at(issue, path)
    if block is None:
        raise EditError("光标不在图片那里，请先点一下图片。")
    inside = path[len(block_path(path)) :]
    number = int(inside[1]) if len(inside) == 2 else len(block.pictures) - 1
    return block_path(path), block, number


def _put(issue: Issue, path: Path, *blocks: Pictures, instead_of: int = 1) -> Issue:
    number = int(path[-1])
    return replace_row(issue, path[:-1], number, number + instead_of, blocks)


def _caption(issue: Issue, block: Path, number: int) -> Selection:
    path = (*block, 0, number)
    return at(Place(path, len(text_at(issue, path))))


def exchange_picture(issue: Issue, selection: Selection, data: PictureData) -> Edited:
    """Another picture in place of the caret's, as wide and with its caption."""
    path, block, number = _chosen(issue, selection)
    picture = replace(block.pictures[number], data=data)
    return _put(issue, path, _with(block, number, picture)), selection


def _with(block: Pictures, number: int, *pictures: Picture) -> Pictures:
    return replace(block, pictures=(*block.pictures[:number], *pictures, *block.pictures[number + 1 :]))


def remove_picture(issue: Issue, selection: Selection) -> Edited:
    """The caret's picture goes with its caption; the block with the last."""
    path, block, number = _chosen(issue, selection)
    if len(block.pictures) == 1:
        return without_block(issue, path)
    issue = _put(issue, path, _with(block, number))
    return issue, _caption(issue, path, 0)


def set_width(issue: Issue, path: Path, width: int) -> Issue:
    """`issue` with the picture of the caption at `path` so wide, in tenths of a millimetre."""
    block, caption, number = _chosen(issue, at(Place(path, 0)))
    picture = replace(caption.pictures[number], width=_checked(width))
    return _put(issue, block, _with(caption, number, picture))


def _checked(width: int) -> int:
    if not LEAST_WIDTH <= width <= GREATEST_WIDTH:
        raise EditError(f"图片的宽度要在{LEAST_WIDTH // 10}至{GREATEST_WIDTH // 10}毫米之间。")
    return width


def put_together(issue: Issue, selection: Selection) -> Edited:
    """The caret's picture and the one in the block that follows, else before it, side by side."""
    path, _, _ = _chosen(issue, selection)
    for first in (path, beside(path, -1)):
        number = int(first[-1])
        row = part_blocks(issue, path)[max(number, 0) : number + 2]
        both = [each for each in row if isinstance(each, Pictures)]
        if number >= 0 and len(both) == len(row) == 2:
            pictures = both[0].pictures + both[1].pictures
            if len(pictures) <= MOST_PICTURES:
                named = dict.fromkeys(each.credit for each in both if each.credit)
                joined = Pictures(pictures, "；".join(named))
                issue = _put(issue, first, joined, instead_of=2)
                return issue, _caption(issue, first, int(first != path))
    raise EditError("并排要两张图片一前一后紧挨着，中间没有文字；请先移到一起。")


def part(issue: Issue, selection: Selection) -> Edited:
    """Two pictures side by side in blocks of their own; the credit goes with both."""
    path, block, number = _chosen(issue, selection)
    if len(block.pictures) == 1:
        raise EditError("这里只有一张图片，不用分开。")
    issue = _put(issue, path, *(Pictures((picture,), block.credit) for picture in block.pictures))
    return issue, _caption(issue, beside(path, number), 0)


def check_place(selection: Selection) -> None:
    """Raises EditError where no picture may stand."""
    if not in_item(selection.head.path):
        raise EditError("图片要放在稿件或附件的正文里，请先把光标移到那里。")


def insert_rows(issue: Issue, selection: Selection, rows: Sequence[Pictures]) -> Edited:
    """Pictures after the caret's block, in place of it if that is an empty paragraph; the caret in the
    caption of the first. Raises EditError where no block may stand."""
    first, path = selection, selection.head.path
    for row in rows:
        issue, there = with_block(issue, path, row)
        path = picture_path(there, 0)
        first = at(Place(path, 0)) if first is selection else first
    return issue, first


def picture_of(issue: Issue, selection: Selection) -> Path:
    """The path of the caret's picture, which is that of its caption. Raises EditError where there is none."""
    path, _, number = _chosen(issue, selection)
    return picture_path(path, number)


def with_picture(issue: Issue, path: Path, picture: Picture, credit: str) -> Issue:
    """`issue` with another picture in place of the one at `path`, and that credit of its block."""
    block, pictures, number = _chosen(issue, at(Place(path, 0)))
    return _put(issue, block, replace(_with(pictures, number, picture), credit=credit))
