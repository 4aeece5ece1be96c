"""Reads how a layout sets tables and pictures; by the size of their type where its file says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import cast

from bulletin_desk.checked import Table
from bulletin_desk.layouts.lengths import MOST_PITCH, MOST_RULE, Measures, check_pattern
from bulletin_desk.layouts.model import Style
from bulletin_desk.layouts.table_forms import CaptionSide, PictureForm, TableForm

_PITCH = Fraction(4, 3)
"""Of lines, in the size of their type."""
_MOST_PADDING = Fraction(30)
_SIDES = ("below", "above")


def usual_table_form(styles: Mapping[str, Style]) -> TableForm:
    """How tables are set where a layout says nothing of them."""
    size = styles["table"].size
    return TableForm(pitch=size * _PITCH, padding=(size / 3, size / 4), colour=styles["table"].colour)


def usual_picture_form(styles: Mapping[str, Style]) -> PictureForm:
    """How pictures are set where a layout says nothing of them."""
    return PictureForm(pitch=max(styles["picture_caption"].size, styles["picture_credit"].size) * _PITCH)


def read_table_form(top: Table, measures: Measures, styles: Mapping[str, Style]) -> TableForm:
    """`[tables]` of a layout file."""
    size, plain = styles["table"].size, usual_table_form(styles)
    if not top.has("tables"):
        return plain
    table = top.table("tables")
    beside, above = (
        measures.length(table, key, most=_MOST_PADDING, default=default)
        for key, default in zip(("padding_beside", "padding_above"), plain.padding, strict=True)
    )
    form = TableForm(
        pitch=measures.length(table, "pitch", least=size, most=MOST_PITCH, default=plain.pitch),
        padding=(beside, above),
        rule=measures.length(table, "rule", most=MOST_RULE, default=plain.rule),
        outer_rule=measures.length(table, "outer_rule", most=MOST_RULE, default=plain.outer_rule),
        colour=measures.colour(table, "colour") if table.has("colour") else plain.colour,
        number=_number(table, "表{number}　"),
    )
    table.done()
    return form


def read_picture_form(top: Table, measures: Measures, styles: Mapping[str, Style]) -> PictureForm:
    """`[pictures]` of a layout file."""
    plain = usual_picture_form(styles)
    size = plain.pitch / _PITCH
    if not top.has("pictures"):
        return plain
    table = top.table("pictures")
    form = PictureForm(
        pitch=measures.length(table, "pitch", least=size, most=MOST_PITCH, default=plain.pitch),
        gap=measures.length(table, "gap", most=measures.block.width / 2, default=plain.gap),
        caption=cast(CaptionSide, table.choice("caption", _SIDES, default=plain.caption)),
        number=_number(table, "图{number}　"),
    )
    table.done()
    return form


def _number(table: Table, example: str) -> str:
    """The pattern of the numbers of captions; empty where there are none."""
    if not table.has("number"):
        return ""
    text = check_pattern(table, "number", {"number"})
    if text and "{number}" not in text:
        table.wrong("number", f"里要有 {{number}}，如“{example}”")
    return text
