"""What was adopted as text for a terminal: columns that line up though Han characters are twice as wide, and
what wants an eye below them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from bulletin_desk.checked import shown
from bulletin_desk.statistics.adoption import Adoption, Printed
from bulletin_desk.statistics.columns import columns, value_words
from bulletin_desk.statistics.tables import Table

_MOST_PLACES = 5
"""Places of an unresolved name that are told; how many more there are is said."""
_GAP = "  "


def table_text(adoption: Adoption, table: Table) -> str:
    """The table with its notes, then what wants an eye."""
    return "\n".join((*_table_lines(adoption, table), *_doubts(adoption))) + "\n"


def _table_lines(adoption: Adoption, table: Table) -> Iterator[str]:
    bulletins = "".join(f"《{shown(name)}》" for name in adoption.bulletins)
    measure = adoption.rules.measure
    yield f"{adoption.span.days}{bulletins}：{adoption.issues}期，采用{len(adoption.items)}{measure}"
    yield ""
    listed = columns(adoption, table)
    rows = [[value_words(column.value(row)) for column in listed] for row in (*table.rows, table.total)]
    for row, cells in zip(table.rows, rows, strict=False):
        if not row.known:
            label = [column.own for column in listed].index("label")
            cells[label] += " *"
    left = [column.own in ("label", "group") for column in listed]
    yield from lined_up([[column.head for column in listed], *rows], left)
    yield ""
    yield from (f"注：{note}。" for note in table.notes)
    if any(not row.known for row in table.rows):
        yield "注：* 单位名单里没有，照原样各算各的。"
    if table.credits > table.total.items:
        yield f"注：各行相加{table.credits}{measure}次，合计{table.total.items}{measure}。"


def lined_up(rows: Sequence[Sequence[str]], left: Sequence[bool]) -> Iterator[str]:
    """Rows of cells, padded so that their columns stand below each other; those that are not `left` are
    aligned at the right."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            cell + " " * (most - width(cell)) if at_left else " " * (most - width(cell)) + cell
            for cell, most, at_left in zip(row, widths, left, strict=True)
        )
        yield _GAP.join(cells).rstrip()


def width(text: str) -> int:
    """How many columns of a terminal a text takes: a Han character takes two."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def _doubts(adoption: Adoption) -> Iterator[str]:
    if adoption.unresolved:
        yield ""
        yield f"没认出的名称（{len(adoption.unresolved)}个，单位名单里写上“简称 = 全称”就并到一起）："
        for name in adoption.unresolved:
            likely = "" if name.likely == name.name else f"，可能是{name.likely}"
            yield f"  {shown(name.name, 60)}：{len(name.items)}{adoption.rules.measure}{likely}"
            yield from _places(name.items)
    if adoption.unsigned:
        yield ""
        yield f"没有来源的（{len(adoption.unsigned)}{adoption.rules.measure}）："
        yield from _places(adoption.unsigned)
    if adoption.zeros:
        yield ""
        yield f"应报送而没有采用的单位（{len(adoption.zeros)}个）："
        for zero in adoption.zeros:
            perhaps = f"（“{'”“'.join(zero.perhaps)}”可能是它）" if zero.perhaps else ""
            yield f"  {zero.office}{perhaps}"

    if adoption.doubles:
        yield ""
        yield f"期号重了、内容不同的（{len(adoption.doubles)}个，都算在内；多出来的请移出资料库的文件夹）："
        for double in adoption.doubles:
            files = "、".join(shown(str(file), 200) for file in double.files)
            yield f"  {shown(double.bulletin)}{double.issue}：{files}"


def _places(items: Iterable[Printed]) -> Iterator[str]:
    listed = tuple(items)
    for item in listed[:_MOST_PLACES]:
        yield f"    {item.issue_words}：{shown(item.item.title) or '（没有标题）'}"
    if len(listed) > _MOST_PLACES:
        yield f"    另有{len(listed) - _MOST_PLACES}处，见 --xlsx 或 --json"
