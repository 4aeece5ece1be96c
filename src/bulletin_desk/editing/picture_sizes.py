"""How large pictures are that come in or are put side by side. Knows no pages.

Lengths are tenths of a millimetre.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bulletin_desk.bulletin.edits import set_block
from bulletin_desk.bulletin.model import MOST_PICTURES, Issue, Picture, PictureData, Pictures
from bulletin_desk.editing.pictures import LEAST_WIDTH, pictures_at, put_together
from bulletin_desk.editing.selection import Edited, Selection

_DOTS = 200
"""Pixels to the inch at which a picture comes in, so that it is sharp on paper."""
_HIGHEST = 1_000
_BETWEEN = 50
"""What is left free between two side by side."""


def width_of(data: PictureData, measure: int) -> int:
    """How wide a picture comes in: as its pixels ask for, no wider than `measure` and not too high."""
    width = min(data.width * 254 / _DOTS, measure, _HIGHEST * data.width / data.height)
    return max(LEAST_WIDTH, round(width))


def in_rows(datas: Sequence[PictureData], measure: int) -> tuple[Pictures, ...]:
    """Pictures that came together: two side by side and equally high, any other number one under the
    other."""
    if len(datas) == MOST_PICTURES:
        return (equally_high(Pictures(tuple(Picture(data, measure) for data in datas)), measure),)
    return tuple(Pictures((Picture(data, width_of(data, measure)),)) for data in datas)


def equally_high(block: Pictures, measure: int) -> Pictures:
    """Pictures side by side, of one height, as wide together as the measure, or less where they were."""
    shapes = [picture.data.width / picture.data.height for picture in block.pictures]
    free = measure - _BETWEEN * (len(shapes) - 1)
    high = min(free / sum(shapes), _HIGHEST)
    high = min([high, *(each.width / shape for each, shape in zip(block.pictures, shapes, strict=True))])
    widths = [max(LEAST_WIDTH, round(high * shape)) for shape in shapes]
    return replace(
        block,
        pictures=tuple(
            replace(picture, width=width) for picture, width in zip(block.pictures, widths, strict=True)
        ),
    )


def put_side_by_side(issue: Issue, selection: Selection, measure: int) -> Edited:
    """As `put_together`, and of one height. Raises EditError."""
    issue, selection = put_together(issue, selection)
    path = selection.head.path
    block = pictures_at(issue, path)
    assert block is not None
    return set_block(issue, path, equally_high(block, measure)), selection
