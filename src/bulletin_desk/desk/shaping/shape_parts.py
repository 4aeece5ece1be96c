"""The parts of a layout that can be pointed at, in the panel and on the page. Knows no widgets."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from bulletin_desk.bulletin.fields import PARTS
from bulletin_desk.bulletin.model import Path
from bulletin_desk.layouts.model import Layout


class PartKind(Enum):
    """What kind of part it is. Rows and their rules are counted within the head or the closing block."""

    PAPER = auto()
    BLOCK_TOP = auto()
    BLOCK_BOTTOM = auto()
    BLOCK_LEFT = auto()
    BLOCK_RIGHT = auto()
    HEAD_ROW = auto()
    HEAD_RULE = auto()
    HEAD_END = auto()
    CLOSING_ROW = auto()
    CLOSING_RULE = auto()
    FOLIO = auto()
    STYLE = auto()


class ShapePart(NamedTuple):
    """A part: of a row or its rule which one (`at`, from 0), of a style its name."""

    kind: PartKind
    at: int = 0
    style: str = ""


def part_at(layout: Layout, path: Path) -> ShapePart | None:
    """The row in which a part of the issue stands, None where it stands in none."""
    names = PARTS.get(path, ())
    for kind, rows in ((PartKind.HEAD_ROW, layout.head.rows), (PartKind.CLOSING_ROW, layout.closing.rows)):
        for at, row in enumerate(rows):
            if any(name in piece.wording.fields for piece in row.pieces for name in names):
                return ShapePart(kind, at)
    return None
