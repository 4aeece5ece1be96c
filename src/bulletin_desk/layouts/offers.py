"""What a layout offers of the parts that only some bulletins have, and how it numbers sections and items: as
frozen values, and read from the layout file. Must not know how anything of it is set.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple, cast

from bulletin_desk.bulletin.grammar import ITEM_TEXTS
from bulletin_desk.bulletin.model import Kind
from bulletin_desk.checked import Table

SectionNames = Literal["named", "optional", "none"]
"""Whether every section has a name, some have, or the bulletin has no sections before the clerk."""
Titles = Literal["required", "optional"]
Numbers = Literal["none", "section", "through"]
"""Items have no numbers, or are counted in each section, or in the whole issue."""
SignatureLines = Literal["centre", "right"]
"""Lines of a signature are centred on one another, the widest of them at the right; or end at the right."""

_SECTION_NAMES = ("named", "optional", "none")
_TITLES = ("required", "optional")
_NUMBERS = ("none", "section", "through")
_SIGNATURE_LINES = ("centre", "right")
_MOST_MARKS = 20
_LONGEST_MARK = 4
_NUMBER_FIELDS = {"number", "han"}


class Offers(NamedTuple):
    """What a bulletin has before its clerk. What isn't offered appears in no menu, panel or outline; where a
    document has it all the same, it is kept and printed plainly."""

    sections: SectionNames = "named"
    levels: int = 1
    titles: Titles = "required"
    kicker: bool = False
    subtitle: bool = False
    byline: bool = False
    salutation: bool = False
    signature: bool = False
    bold: bool = False
    marks: tuple[str, ...] = ()

    def has(self, kind: Kind) -> bool:
        """Whether the bulletin has texts of a kind."""
        if kind is Kind.SECTION_HEAD:
            return self.sections != "none"
        if kind is Kind.SECTION_HEAD_2:
            return self.sections != "none" and self.levels > 1
        return bool(getattr(self, ITEM_TEXTS[kind])) if kind in ITEM_TEXTS else True

    def prints_empty(self, kind: Kind) -> bool:
        """Whether a section's name or a title takes a line while it is empty: where it must have words."""
        if kind is Kind.TITLE:
            return self.titles == "required"
        return self.sections == "named"


class HeadingForms(NamedTuple):
    """How sections and items are numbered, and how marks stand before titles. Patterns have {number} or {han}
    (一、), {mark}; an empty one of sections numbers none."""

    items: Numbers = "none"
    item_text: str = "{number}."
    mark_text: str = "{mark}"
    sections: tuple[str, str] = ("", "")
    signature_lines: SignatureLines = "centre"


Pattern = Callable[[Table, str, set[str]], str]
"""Reads a text with {fields} from a key of a table."""


def read_offers(top: Table) -> Offers:
    """`[offers]` of a layout file; all as in the first layouts where it is left out."""
    if not top.has("offers"):
        return Offers()
    table = top.table("offers")
    offers = Offers(
        sections=cast(SectionNames, table.choice("sections", _SECTION_NAMES, default="named")),
        levels=table.integer("levels", 1, 2, default=1),
        titles=cast(Titles, table.choice("titles", _TITLES, default="required")),
        marks=_marks(table),
        **{name: table.flag(name, default=False) for name in (*ITEM_TEXTS.values(), "bold")},
    )
    if offers.levels > 1 and offers.sections == "none":
        table.wrong("levels", "为 2 时要有栏目：请把 sections 改为“named”或“optional”")
    table.done()
    return offers


def _marks(table: Table) -> tuple[str, ...]:
    marks = table.texts("marks", optional=True)
    if len(marks) > _MOST_MARKS:
        table.wrong("marks", f"最多{_MOST_MARKS}个，实有{len(marks)}个")
    for at, mark in enumerate(marks):
        if not mark.strip() or len(mark) > _LONGEST_MARK or not mark.isprintable():
            table.wrong("marks", f"第{at + 1}个应是1至{_LONGEST_MARK}个看得见的字，如“★”")
        if mark in marks[:at]:
            table.wrong("marks", f"里“{mark}”写了两次")
    return marks


def read_heading_forms(top: Table, pattern: Pattern) -> HeadingForms:
    """`[items]` and `[sections]` of a layout file; nothing is numbered where they are left out."""
    plain = HeadingForms()
    items, item_text, mark_text, lines = (
        plain.items,
        plain.item_text,
        plain.mark_text,
        plain.signature_lines,
    )
    if top.has("items"):
        table = top.table("items")
        items = cast(Numbers, table.choice("numbers", _NUMBERS, default=items))
        if table.has("number_text"):
            item_text = numbered_text(table, "number_text", pattern)
        if table.has("mark_text"):
            mark_text = pattern(table, "mark_text", {"mark"})
            if "{mark}" not in mark_text:
                table.wrong("mark_text", "里要有 {mark}，如“{mark} ”")
        lines = cast(SignatureLines, table.choice("signature_lines", _SIGNATURE_LINES, default=lines))
        table.done()
    sections = plain.sections
    if top.has("sections"):
        table = top.table("sections")
        first, second = (
            numbered_text(table, key, pattern) if table.has(key) else ""
            for key in ("number_text", "number_text_2")
        )
        sections = (first, second)
        table.done()
    return HeadingForms(items, item_text, mark_text, sections, lines)


def numbered_text(table: Table, key: str, pattern: Pattern) -> str:
    """A pattern with {number} or {han} in it; empty where nothing is to be numbered."""
    text = pattern(table, key, _NUMBER_FIELDS)
    if text and not any(f"{{{field}}}" in text for field in _NUMBER_FIELDS):
        table.wrong(key, "里要有 {number}（1）或 {han}（一），如“{han}、”")
    return text
