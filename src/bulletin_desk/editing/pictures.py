"""Pictures in the issue being edited: put in, resized, put side by side and apart, replaced, removed. Knows
neither files nor how anything is decoded; a picture's path is that of its caption.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bulletin_desk.bulletin.edits import remove, replace_row, set_block
from bulletin_desk.bulletin.grammar import (
    ITEM_TEXTS,
    beside,
    block_at,
    block_of,
    block_path,
    in_item,
    is_blank,
    kind_of,
    owner,
    part_blocks,
    picture_path,
)
from bulletin_desk.bulletin.model import (
    MOST_PICTURES,
    Block,
    Issue,
    Kind,
    Path,
    Picture,
    PictureData,
    Pictures,
    Place,
)
from bulletin_desk.editing.commands import Edited
from bulletin_desk.editing.nodes import valid
from bulletin_desk.editing.selection import at
from bulletin_desk.errors import EditError

LEAST_WIDTH = 50
"""Tenths of a millimetre that a picture is wide at least."""
MOST_WIDTH = 2_000
_DOTS = 200
"""Pixels to the inch at which a picture comes in, so that it is sharp on paper."""
_HIGHEST = 1_000
"""Tenths of a millimetre that a picture is high at most when it comes in."""
_BETWEEN = 50
"""Tenths of a millimetre that are left free between two pictures that come in side by side."""


def width_of(data: PictureData, measure: int) -> int:
    """How wide a picture comes in, in tenths of a millimetre: as its pixels ask for, no wider than `measure`
    and not too high."""
    width = min(data.width * 254 / _DOTS, measure, _HIGHEST * data.width / data.height)
    return max(LEAST_WIDTH, round(width))


def side_by_side(datas: Sequence[PictureData], measure: int) -> tuple[Pictures, ...]:
    """Pictures that came together as blocks: two in one, side by side and equally high; any other number one
    under the other. `measure` in tenths of a millimetre."""
    if len(datas) != MOST_PICTURES:
        return tuple(Pictures((Picture(data, width_of(data, measure)),)) for data in datas)
    shapes = [data.width / data.height for data in datas]
    high = min((measure - _BETWEEN) / sum(shapes), _HIGHEST)
    widths = [max(LEAST_WIDTH, round(high * shape)) for shape in shapes]
    return (Pictures(tuple(map(Picture, datas, widths))),)


def insert_blocks(issue: Issue, place: Place, blocks: Sequence[Block]) -> tuple[Issue, Path]:
    """Blocks after the paragraph, table or pictures with a place, in place of one that is empty, or at the
    start or end of the item or attachment whose title or source it is in; the path of the first. Raises
    EditError elsewhere."""
    there = place_of_blocks(issue, place)
    row, number = there[:-1], int(there[-1])
    above = part_blocks(issue, there)[:number][-1:]
    if above and is_blank(above[0]) and block_path(place.path) == beside(there, -1):
        return replace_row(issue, row, number - 1, number, blocks), beside(there, -1)
    return replace_row(issue, row, number, number, blocks), there


def place_of_blocks(issue: Issue, place: Place) -> Path:
    """The path at which a block put in at a place comes to stand. Raises EditError where none can stand."""
    block = block_path(place.path)
    if block:
        return beside(block, 1)
    if not in_item(place.path):
        raise EditError("图片放在稿件或附件里，请先把光标放到一篇稿件的正文里。")
    before = kind_of(issue, place.path) in _BEFORE_BLOCKS
    part = owner(place.path)
    return block_of(part, 0 if before else len(part_blocks(issue, block_of(part, 0))))


_BEFORE_BLOCKS = {Kind.TITLE, Kind.ATTACHMENT_TITLE, *ITEM_TEXTS} - {Kind.SIGNATURE}


def insert_pictures(issue: Issue, place: Place, rows: Sequence[Pictures]) -> Edited:
    """Pictures at a place, the caret in the caption of the first."""
    issue, first = insert_blocks(issue, place, rows)
    return issue, at(Place(picture_path(first, 0), 0))


# ---- one picture


def pictures_at(issue: Issue, path: Path) -> Pictures | None:
    """The pictures whose path, or the path of whose caption, credit or block, this is; None for all else."""
    block = block_at(issue, path) if block_path(path) else None
    return block if isinstance(block, Pictures) else None


def picture_at(issue: Issue, path: Path) -> Picture:
    """The picture at a path. Raises EditError if there is none."""
    return _found(issue, path)[0].pictures[_found(issue, path)[1]]


def set_width(issue: Issue, path: Path, width: int) -> Issue:
    """The picture so many tenths of a millimetre wide."""
    width = min(max(width, LEAST_WIDTH), MOST_WIDTH)
    return _changed(issue, path, replace(picture_at(issue, path), width=width))


def set_data(issue: Issue, path: Path, data: PictureData) -> Issue:
    """Another picture in the place of one, as wide as it was."""
    return _changed(issue, path, replace(picture_at(issue, path), data=data))


def set_words(issue: Issue, path: Path, caption: str, credit: str) -> Issue:
    """The picture with that caption, and the credit of its block."""
    issue = _changed(issue, path, replace(picture_at(issue, path), caption=caption))
    block, _ = _found(issue, path)
    return set_block(issue, path, replace(block, credit=credit))


def remove_picture(issue: Issue, path: Path) -> Edited:
    """Without the picture; the one beside it stays. The caret goes to what is before."""
    block, number = _found(issue, path)
    if len(block.pictures) > 1:
        left = replace(block, pictures=block.pictures[:number] + block.pictures[number + 1 :])
        issue = set_block(issue, path, left)
        return issue, at(Place(picture_path(block_path(path), 0), 0))
    issue = remove(issue, block_path(path))
    return issue, at(valid(issue, Place(path, 0)))


def can_pair(issue: Issue, path: Path) -> bool:
    """Whether the picture stands alone in its row, and so does one in the next row or the one before."""
    return _partner(issue, path) is not None


def pair(issue: Issue, path: Path, measure: int) -> Edited:
    """The picture side by side with that of the next row, else of the row before, both equally high. Raises
    EditError where there is none."""
    first = _partner(issue, path)
    if first is None:
        raise EditError("前后没有紧挨着的另一张图片，不能并排。")
    row, number = first[:-1], int(first[-1])
    one, two = (block_at(issue, block_of(owner(first), number + step)) for step in (0, 1))
    assert isinstance(one, Pictures)
    assert isinstance(two, Pictures)
    pictures = (*one.pictures, *two.pictures)
    (sized,) = side_by_side([picture.data for picture in pictures], measure)
    together = Pictures(
        tuple(
            replace(picture, width=min(picture.width, there.width))
            for picture, there in zip(pictures, sized.pictures, strict=True)
        ),
        "　".join(filter(None, dict.fromkeys((one.credit, two.credit)))),
    )
    issue = replace_row(issue, row, number, number + 2, (together,))
    return issue, at(Place(picture_path(first, 0 if block_path(path) == first else 1), 0))


def part(issue: Issue, path: Path) -> Edited:
    """The two pictures one under the other. Raises EditError where there is one."""
    block, number = _found(issue, path)
    if len(block.pictures) < MOST_PICTURES:
        raise EditError("这里只有一张图片，不用拆开。")
    there = block_path(path)
    first, second = block.pictures
    rows = (Pictures((first,), block.credit), Pictures((second,)))
    issue = replace_row(issue, there[:-1], int(there[-1]), int(there[-1]) + 1, rows)
    return issue, at(Place(picture_path(beside(there, number), 0), 0))


def _partner(issue: Issue, path: Path) -> Path | None:
    """The first of the two rows of one picture each that would be one; None if there are none."""
    there = block_path(path)
    blocks, number = part_blocks(issue, there), int(there[-1])
    for first in (number, number - 1):
        rows = blocks[first : first + 2] if first >= 0 else ()
        alone = [row for row in rows if isinstance(row, Pictures) and len(row.pictures) == 1]
        if len(alone) == MOST_PICTURES:
            return (*there[:-1], first)
    return None


def _found(issue: Issue, path: Path) -> tuple[Pictures, int]:
    """The block of a picture, and which of its pictures it is."""
    block = pictures_at(issue, path)
    number = int(path[-1])
    if block is None or path != picture_path(block_path(path), number) or number >= len(block.pictures):
        raise EditError("这张图片已经不在了，请重新选。")
    return block, number


def _changed(issue: Issue, path: Path, picture: Picture) -> Issue:
    block, number = _found(issue, path)
    pictures = (*block.pictures[:number], picture, *block.pictures[number + 1 :])
    return set_block(issue, path, replace(block, pictures=pictures))
