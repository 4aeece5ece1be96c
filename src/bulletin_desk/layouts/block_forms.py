"""How a layout numbers headings and lists inside texts, as frozen values, and read from the layout file. Must
not know how anything of it is set.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, cast

from bulletin_desk.bulletin.model import HEADING_KINDS
from bulletin_desk.checked import Table
from bulletin_desk.layouts.offers import Pattern, numbered_text

ListIndent = Literal["first_line", "hanging"]
"""The lines of a list item after its first one begin at the style's left edge, as those of a paragraph, or
under the first character of the text."""

_INDENTS = ("first_line", "hanging")
_LONGEST_MARK = 4


class ListForms(NamedTuple):
    """The mark before a list item, the pattern of the number of a numbered one ({number} or {han}), and where
    its further lines begin."""

    mark: str = "——"
    number_text: str = "{number}."
    indent: ListIndent = "first_line"


class BlockForms(NamedTuple):
    """`headings` are the patterns of the numbers of headings, by level (GB/T 9704-2012, 7.3.3); an empty one
    numbers none."""

    headings: tuple[str, ...] = ("{han}、", "（{han}）", "{number}.", "（{number}）")
    lists: ListForms = ListForms()


def read_block_forms(top: Table, pattern: Pattern) -> BlockForms:
    """`[headings]` and `[lists]` of a layout file; as the standard has them where they are left out."""
    plain = BlockForms()
    headings = plain.headings
    if top.has("headings"):
        table = top.table("headings")
        keys = ["number_text", *(f"number_text_{level}" for level in range(2, len(HEADING_KINDS) + 1))]
        headings = tuple(
            numbered_text(table, key, pattern) if table.has(key) else text
            for key, text in zip(keys, plain.headings, strict=True)
        )
        table.done()
    return BlockForms(headings, _read_lists(top, pattern, plain.lists))


def _read_lists(top: Table, pattern: Pattern, plain: ListForms) -> ListForms:
    if not top.has("lists"):
        return plain
    table = top.table("lists")
    mark = table.text("mark", default=plain.mark, max_length=_LONGEST_MARK)
    if mark and not (mark.isprintable() and mark.strip()):
        table.wrong("mark", f'应是1至{_LONGEST_MARK}个看得见的字，如“●”；不要记号就写空的 ""')
    number = plain.number_text
    if table.has("number_text"):
        number = numbered_text(table, "number_text", pattern)
    indent = cast(ListIndent, table.choice("indent", _INDENTS, default=plain.indent))
    table.done()
    return ListForms(mark, number, indent)
