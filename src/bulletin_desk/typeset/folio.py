"""The page number below the text block."""

from __future__ import annotations

from dataclasses import replace

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import PlacedLine
from bulletin_desk.typeset.composed import Composer
from bulletin_desk.typeset.paragraph import paragraph


def folio(
    number: int, pages: int, layout: Layout, composer: Composer, numeral: str = ""
) -> PlacedLine | None:
    """The page number, of so many `pages` that have one: the top of its first mark (the dash) stands `gap`
    below the text block. It is written as `numeral`, where that is given."""
    block, where = layout.text_block, layout.folio
    style = layout.styles["folio"]
    side = where.odd if number % 2 else where.even
    aligned = replace(
        style,
        align=side,
        left_indent=style.left_indent + where.indent,
        right_indent=style.right_indent + where.indent,
    )
    text = where.text.format(page=numeral or number, pages=pages)
    composed = composer.compose(paragraph(Kind.FOLIO, aligned, text, block.width, literal=True))
    line = composed.line(0)
    if not line.runs:
        return None
    first = line.runs[0]
    top = composer.faces.face(first.font).ink_top(first.text[0]) * first.size
    band = block.top + block.height + where.gap
    return PlacedLine(
        line, Kind.FOLIO, (), float(block.left), float(band) + top, float(band), float(style.size)
    )
