"""A learned layout that no file may have so, mended: a row goes, or a part is as the standard has it. Knows
layouts by what their reader says of them, and nothing of what was seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from math import ceil

from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.layouts.standard import STANDARD

_ROW = re.compile(r"(head|closing)\.rows\[(\d+)\]")
_TABLE = re.compile(
    r"(head|closing|styles|folio|fields|contents|offers|items|sections|headings|lists|attachments"
    r"|tables|pictures|lines|flow|numbering)\b"
)
_HAIR = Fraction(1, 4)
"""Points by which a file's rounded lengths may miss those that were measured."""
_IN_MARGIN = 'at = "margin"'
"""How the reader names the rows that stand below the text block."""
_ON_EVEN_PAGES = "even_page = true"
"""What it advises where such a row meets the page number of an odd page only: none did on the old page."""
_NAMES = {"head": "报头", "closing": "版记"}


def within_bounds(layout: Layout) -> Layout:
    """The layout with measured lengths moved back that are a hair beyond what a file may say: names as wide
    as the block, rows at the head's very foot."""
    block, head = layout.text_block, layout.head
    widest = block.width - _HAIR
    rows = tuple(
        row._replace(
            fit=row.fit
            and row.fit._replace(
                widths={count: min(width, widest) for count, width in row.fit.widths.items()}
            )
        )
        for row in head.rows
    )
    lowest = max((row.top for row in rows if row.top is not None), default=Fraction(0))
    lines = min(max(head.lines, ceil(lowest / block.line_pitch)), block.lines - 1)
    after = max(head.space_after - (lines - head.lines), 0)
    return replace(layout, head=head._replace(rows=rows, lines=lines, space_after=after))


def repaired(layout: Layout, reason: str) -> tuple[Layout, str]:
    """The layout without what its reader rejects for this reason, and a sentence that says what was left
    out."""
    row = _ROW.search(reason)
    if row:
        part, number = row[1], int(row[2])
        where = getattr(layout, part)
        if number < len(where.rows):
            rows = where.rows[:number] + where.rows[number + 1 :]
            layout = replace(layout, **{part: where._replace(rows=rows)})
            return layout, f"{_NAMES[part]}的第{number + 1}行放不进版式，没有放，请在“调整版式”里补上。"
    if _ON_EVEN_PAGES in reason and not layout.closing.even_page:
        layout = replace(layout, closing=layout.closing._replace(even_page=True))
        return layout, "版心下面的一行和单面的页码在同一边，当作版记总排在双面，请核对。"
    if _IN_MARGIN in reason and any(one.margin for one in layout.closing.rows):
        rows = tuple(one._replace(margin=False) for one in layout.closing.rows)
        layout = replace(layout, closing=layout.closing._replace(rows=rows))
        return layout, "版心下面的一行会和页码挤在一起，放到了版记的末尾，请在“调整版式”里核对。"
    table = _TABLE.search(reason)
    mend = _STANDARD.get(table[1]) if table else None
    standard = load_layout(STANDARD)
    if table is None or mend is None:
        layout = replace(layout, head=standard.head, closing=standard.closing, declared=())
        return _with_styles(layout, standard), "报头、版记和文字的样式没有学成，先照标准的排。"
    called = _CALLED.get(table[1], "有一部分")
    return mend(layout, standard), f"{called}没有学成，先照标准的排，请在“调整版式”里改。"


def _with_styles(layout: Layout, standard: Layout) -> Layout:
    return replace(layout, styles={**layout.styles, **standard.styles})


_Mend = Callable[[Layout, Layout], Layout]
_STANDARD: Mapping[str, _Mend] = {
    "head": lambda layout, standard: replace(layout, head=standard.head),
    "closing": lambda layout, standard: replace(layout, closing=standard.closing),
    "styles": _with_styles,
    "folio": lambda layout, standard: replace(layout, folio=standard.folio),
    "fields": lambda layout, standard: replace(
        layout, declared=(), head=standard.head, closing=standard.closing
    ),
    "contents": lambda layout, standard: replace(layout, contents=None),
    "offers": lambda layout, standard: replace(layout, offers=standard.offers),
    "items": lambda layout, standard: replace(layout, headings=standard.headings),
    "sections": lambda layout, standard: replace(layout, headings=standard.headings),
    "headings": lambda layout, standard: replace(layout, blocks=standard.blocks),
    "lists": lambda layout, standard: replace(layout, blocks=standard.blocks),
    "attachments": lambda layout, standard: replace(layout, attachments=standard.attachments),
    "tables": lambda layout, standard: replace(layout, tables=standard.tables),
    "pictures": lambda layout, standard: replace(layout, pictures=standard.pictures),
    "lines": lambda layout, standard: replace(layout, lines=standard.lines),
    "flow": lambda layout, standard: replace(layout, flow=standard.flow),
    "numbering": lambda layout, standard: replace(layout, numbering=standard.numbering),
}
_CALLED = {
    "head": "报头",
    "closing": "版记",
    "styles": "文字的样式",
    "folio": "页码",
    "fields": "报头和版记里自己的栏",
    "contents": "本期要目",
}
