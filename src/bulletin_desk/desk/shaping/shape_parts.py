"""The parts of a layout that can be pointed at, in the panel and on the page. Knows no widgets."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple


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
