"""Guides in the clerk's words. Knows no widgets."""

from __future__ import annotations

from fractions import Fraction

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
    Guide,
)
from bulletin_desk.desk.shaping.measures import field_names
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.rows import Row
from bulletin_desk.units import MM


def value_in_words(guide: Guide, value: Fraction) -> str:
    """A guide's value as the clerk says it."""
    if guide.counted:
        return f"{int(value)} {'字' if guide.field == CELLS else '行'}"
    length = f"{in_mm(value)} 毫米"
    if guide.grid and value and (value / guide.grid).denominator <= 2:
        unit = "字" if guide.field == FOLIO_INDENT else "行"
        return f"{float(value / guide.grid):g} {unit}（{length}）"
    return length


def in_mm(length: Fraction) -> str:
    """Millimetres, in hundredths where there are any."""
    return f"{float(round(length / MM, 2)):g}"


def called(layout: Layout, field: Field) -> str:
    """What a guide is called before the clerk."""
    plain = _CALLED.get(field)
    if plain is not None:
        return plain
    where, _, at, *rest = field
    assert isinstance(at, int)
    part = "报头" if where == "head" else "版记"
    row = (layout.head if where == "head" else layout.closing).rows[at]
    return _OF_ROWS[where, tuple(rest)].format(f"{part}第 {at + 1} 行{_what(layout, row)}")


_CALLED: dict[Field, str] = {
    TOP: "版心上边（天头）",
    LEFT: "版心左边（订口）",
    LINES: "版心下边：每面行数",
    CELLS: "版心右边：每行字数",
    HEAD_LINES: "报头到此：共占行数",
    SPACE_AFTER: "正文从此起：报头之后空",
    FOLIO_GAP: "页码到版心下边",
    FOLIO_INDENT: "页码到版心边上",
}
_OF_ROWS: dict[tuple[str | int, tuple[str | int, ...]], str] = {
    ("head", ("line",)): "{}：在第几行",
    ("head", ("top",)): "{}：到版心上边",
    ("head", ("space",)): "{}：与上一行之间",
    ("head", ("height",)): "{}：留空的高",
    ("head", ("rule", "gap")): "{}：到它下面的线",
    ("closing", ("space",)): "{}：与上一行之间",
    ("closing", ("space_after",)): "{}：之下空",
    ("closing", ("rule", "gap")): "{}：线与上一行之间",
}
_MOST_NAMED = 2


def _what(layout: Layout, row: Row) -> str:
    """What of a bulletin stands in a row, so that it is known among others; its words, if no field does."""
    names = field_names(layout.declared)
    called = list(dict.fromkeys(names.get(piece.about, piece.about) for piece in row.pieces if piece.about))
    if row.repeats:
        return "（报送单位）"
    words = "、".join(called[:_MOST_NAMED]) or "".join(piece.wording.text() for piece in row.pieces)[:8]
    words = words or ("线" if row.rule and not row.cells else "留空")
    return f"（{words}）"
