"""Which part of the panel a guide belongs to, and the guide of a part. Knows no widgets."""

from __future__ import annotations

from bulletin_desk.desk.shaping.guide_places import (
    CELLS,
    FOLIO_GAP,
    FOLIO_INDENT,
    HEAD_LINES,
    LEFT,
    LINES,
    SPACE_AFTER,
    TOP,
    Field,
)
from bulletin_desk.desk.shaping.shape_parts import PartKind, ShapePart
from bulletin_desk.layouts.model import Layout

_PARTS: dict[Field, PartKind] = {
    TOP: PartKind.BLOCK_TOP,
    LINES: PartKind.BLOCK_BOTTOM,
    LEFT: PartKind.BLOCK_LEFT,
    CELLS: PartKind.BLOCK_RIGHT,
    HEAD_LINES: PartKind.HEAD_END,
    SPACE_AFTER: PartKind.HEAD_END,
    FOLIO_GAP: PartKind.FOLIO,
    FOLIO_INDENT: PartKind.FOLIO,
}
"""What is no row; of two fields of a part the first is its own."""
_ROWS = {"head": PartKind.HEAD_ROW, "closing": PartKind.CLOSING_ROW}
_RULES = {"head": PartKind.HEAD_RULE, "closing": PartKind.CLOSING_RULE}


def part_of(field: Field) -> ShapePart:
    """The part that a field belongs to."""
    if field in _PARTS:
        return ShapePart(_PARTS[field])
    where, _, at, *rest = field
    assert isinstance(where, str)
    assert isinstance(at, int)
    return ShapePart((_RULES if rest[0] == "rule" else _ROWS)[where], at)


def field_of(layout: Layout, part: ShapePart) -> Field | None:
    """The field by whose guide a part is moved; None where it has none."""
    for field, kind in _PARTS.items():
        if kind is part.kind:
            return field
    for where, rows in (("head", layout.head.rows), ("closing", layout.closing.rows)):
        if part.at >= len(rows):
            continue
        row = rows[part.at]
        if part.kind is _RULES[where]:
            return (where, "rows", part.at, "rule", "gap")
        if part.kind is _ROWS[where]:
            placed = ("line", "top") if where == "head" else ()
            name = next((name for name in placed if getattr(row, name) is not None), "space")
            return (where, "rows", part.at, name)
    return None
