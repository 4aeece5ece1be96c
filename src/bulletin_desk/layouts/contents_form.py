"""本期要目: how a layout words its list of contents, as frozen values, and read from the layout file. Must
not know how anything of it is set.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, cast

from bulletin_desk.checked import Table
from bulletin_desk.layouts.offers import Pattern

ContentsBy = Literal["section", "flat"]
"""The names of sections are rows of their own, or there are the titles only."""

_BY = ("section", "flat")
_LONGEST_TITLE = 20
_LONGEST_MARK = 4
_WIDE_BLANK = "\u3000"
"""Stands between the characters of 目　录."""


class ContentsForm(NamedTuple):
    """The list stands below the head, after `title`, where that is not empty. `mark` stands before each
    item's title; at the right edge, where it is wanted (`page`), its page as `page_text` has it ({page}), to
    which `leader` leads, repeated (empty: nothing)."""

    title: str = "本期要目"
    by: ContentsBy = "section"
    mark: str = ""
    page: bool = True
    page_text: str = "{page}"
    leader: str = "…"


def read_contents_form(top: Table, pattern: Pattern) -> ContentsForm | None:
    """`[contents]` of a layout file; None where it is left out: its bulletins have no such list."""
    if not top.has("contents"):
        return None
    plain = ContentsForm()
    table = top.table("contents")
    page_text = plain.page_text
    if table.has("page_text"):
        page_text = pattern(table, "page_text", {"page"})
        if "{page}" not in page_text:
            table.wrong("page_text", "里要有 {page}，如“（{page}）”")
    form = ContentsForm(
        title=table.text("title", default=plain.title, max_length=_LONGEST_TITLE),
        by=cast(ContentsBy, table.choice("by", _BY, default=plain.by)),
        mark=table.text("mark", default=plain.mark, max_length=_LONGEST_MARK),
        page=table.flag("page", default=plain.page),
        page_text=page_text,
        leader=table.text("leader", default=plain.leader, max_length=1),
    )
    for key, text in (("title", form.title), ("mark", form.mark), ("leader", form.leader)):
        if text and not (text.replace(_WIDE_BLANK, "").isprintable() and text.strip()):
            table.wrong(key, '应是看得见的字，不要就写空的 ""')
    table.done()
    return form
