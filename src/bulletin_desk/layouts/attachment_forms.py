"""How a layout words and places attachments, as frozen values, and read from the layout file. Must not know
how anything of it is set.
"""

from __future__ import annotations

from typing import NamedTuple

from bulletin_desk.checked import Table
from bulletin_desk.layouts.offers import Pattern, numbered_text

_MOST_LINES = 20
_LONGEST = 20


class AttachmentForms(NamedTuple):
    """附件, as GB/T 9704-2012, 7.3.4, has them. The list after an item begins, `space_before` empty lines
    below its text, with `list_text`; each title in it has a `number_text`, but for the only one of an issue;
    a signature stands `space_after` empty lines below it (7.3.5.2).
    On its own page each begins with `mark_text`, and its title stands on line `title_line`."""

    list_text: str = "附件："
    number_text: str = "{number}. "
    mark_text: str = "附件{number}"
    space_before: int = 1
    title_line: int = 3
    space_after: int = 1


def read_attachment_forms(top: Table, pattern: Pattern) -> AttachmentForms:
    """`[attachments]` of a layout file; as the standard has it where it is left out."""
    plain = AttachmentForms()
    if not top.has("attachments"):
        return plain
    table = top.table("attachments")
    number, mark = (
        numbered_text(table, key, pattern) if table.has(key) else text
        for key, text in (("number_text", plain.number_text), ("mark_text", plain.mark_text))
    )
    forms = AttachmentForms(
        list_text=table.text("list_text", default=plain.list_text, max_length=_LONGEST),
        number_text=number,
        mark_text=mark,
        space_before=table.integer("space_before", 0, _MOST_LINES, default=plain.space_before),
        title_line=table.integer("title_line", 2, _MOST_LINES, default=plain.title_line),
        space_after=table.integer("space_after", 0, _MOST_LINES, default=plain.space_after),
    )
    table.done()
    return forms
