"""Reads the fields that a layout declares, and how its issues are counted. Must not know where they stand."""

from __future__ import annotations

import re
from typing import cast, get_args

from bulletin_desk.bulletin.bounds import MAX_FIELDS, MAX_SHORT
from bulletin_desk.bulletin.copies import DIGITS
from bulletin_desk.bulletin.fields import DeclaredField, FieldKind, NextValue, wrong_value
from bulletin_desk.bulletin.numbering import BY_YEAR, Numbering
from bulletin_desk.checked import Table
from bulletin_desk.layouts.read_rows import BUILT_IN, ENTRY, read_wording

FORMS: dict[str, tuple[str, ...]] = {
    "date": ("year", "month", "day"),
    "month": ("year", "month"),
    "period": ("year", "month", "day", "to_year", "to_month", "to_day"),
}
"""What the `form` of a kind may say."""
_NAME = re.compile(r"[^\W\d]\w{0,29}")
_MEANT = {"type": "kind", "title": "label", "options": "choices", "values": "choices"}
"""What keys of a field are meant for that are like none."""
_MOST_CHOICES = 50
_MOST_DIGITS = 8


def read_fields(top: Table) -> tuple[DeclaredField, ...]:
    """The tables `fields`, of which there may be none."""
    found: list[DeclaredField] = []
    for table in top.tables("fields", MAX_FIELDS, optional=True):
        field = _field(table)
        if field.name in BUILT_IN or field.name in ENTRY or field.name == "page":
            table.wrong("name", f"“{field.name}”是每份简报都有的栏，请换一个名字")
        if any(other.name == field.name for other in found):
            table.wrong("name", f"“{field.name}”用了两次，请换一个名字")
        found.append(field)
    return tuple(found)


def _field(table: Table) -> DeclaredField:
    name = table.text("name", max_length=30)
    if not _NAME.fullmatch(name):
        table.wrong("name", "应为汉字或字母开头，只含汉字、字母、数字和下划线")
    kind = cast(FieldKind, table.choice("kind", get_args(FieldKind), default="text"))
    form = ""
    if table.has("form"):
        if kind not in FORMS:
            table.wrong("form", "只用在日期（date）、年月（month）、起止（period）")
        read_wording(table, "form", FORMS[kind], 80)
        form = table.text("form")
    field = DeclaredField(
        name=name,
        label=table.text("label", default=name, max_length=30),
        kind=kind,
        where="head" if table.choice("where", ("head", "closing")) == "head" else "closing",
        default=table.text("default", default="", max_length=MAX_SHORT),
        choices=table.texts("choices", optional=kind != "choice", max_length=MAX_SHORT),
        form=form,
        required=table.flag("required", default=False),
        next=cast(NextValue, table.choice("next", get_args(NextValue), default=usual_next(kind))),
    )
    table.done(_MEANT)
    if kind == "choice" and not 1 <= len(field.choices) <= _MOST_CHOICES:
        table.wrong("choices", f"应有1至{_MOST_CHOICES}个")
    if kind != "choice" and field.choices:
        table.wrong("choices", '只用在 kind = "choice"')
    if field.next == "advance" and kind not in ("number", "date", "month", "period"):
        table.wrong(
            "next",
            "写“advance”的，应为数（number）、日期（date）、年月（month）或起止（period）；"
            "“第12期”这样的，kind 写“number”，“第”“期”写在格里",
        )
    wrong = wrong_value(field, field.default) if field.default else ""
    if wrong:
        table.wrong("default", f"填得不对：{wrong.removesuffix('。')}")
    return field


def usual_next(kind: FieldKind) -> NextValue:
    """What the following issue has where a layout doesn't say."""
    return "advance" if kind in ("month", "period") else "keep"


def read_numbering(top: Table) -> Numbering:
    """The table `numbering`, which may be absent."""
    if not top.has("numbering"):
        return BY_YEAR
    table = top.table("numbering")
    counts = table.choice("counts", ("year", "through", "none"), default="year")
    supplement = table.choice("supplement", ("with", "own"), default="with")
    digits = table.integer("copy_digits", 1, _MOST_DIGITS, default=DIGITS)
    table.done()
    return Numbering(counts, supplement, digits)  # type: ignore[arg-type]
