"""How tables that were seen are set, as styles and a form of a layout. Knows no texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from bulletin_desk.layouts.model import Style
from bulletin_desk.layouts.read_table_forms import usual_table_form
from bulletin_desk.layouts.table_forms import TableForm
from bulletin_desk.learning.block_fit import Block
from bulletin_desk.learning.evidence import SeenLine
from bulletin_desk.learning.paragraphs import SetParagraph
from bulletin_desk.learning.seen_tables import SeenTable
from bulletin_desk.learning.text_styles import (
    Sample,
    style_like,
)


def table_styles(tables: Sequence[SeenTable], styles: Mapping[str, Style], block: Block) -> dict[str, Style]:
    """The type in tables; how it stands in them its cells say."""
    made = {}
    for name, of in (("table", "lines"), ("table_head", "head")):
        lines: list[SeenLine] = [line for table in tables for line in getattr(table, of)]
        if lines:
            chars = tuple(seen for line in lines for seen in line.chars)
            plain = SetParagraph("", (), (), "row", lines[0].look, 0.0, 0.0, 0.0)
            style = style_like(styles[name], [Sample(plain, chars)], block)
            made[name] = replace(
                styles[name],
                face=style.face,
                size=style.size,
                advance=style.size,
                colour=style.colour,
                prefix_face=style.face,
                latin_face=style.latin_face,
            )
    return made


def table_form(tables: Sequence[SeenTable], styles: Mapping[str, Style]) -> TableForm:
    form = usual_table_form(styles)
    if not tables:
        return form
    thin = min(one.thickness for one in tables)
    outer = [one.outer_thickness for one in tables if one.table.rules == "three"]
    return form._replace(
        rule=_thickness(thin), outer_rule=_thickness(max(outer)) if outer else form.outer_rule
    )


def _thickness(points: float) -> Fraction:
    """A rule's thickness in quarters of a point."""
    return max(Fraction(round(points * 4), 4), Fraction(1, 4))
