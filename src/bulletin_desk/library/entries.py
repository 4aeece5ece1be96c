"""What the library knows of an issue and its items, as values. Must not know where it is kept, nor how
sources are read as offices."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812
from typing import Literal, NamedTuple

from bulletin_desk.bulletin.grammar import Node, walk_item
from bulletin_desk.bulletin.model import Endorsement, Issue, Item, Kind, Section
from bulletin_desk.editing.count import issue_characters, item_characters


class ItemEntry(NamedTuple):
    """An item of an issue. `section` and `item` are its place; `heading` is the name of its section, `above`
    that of the section of level 1 that its section of level 2 belongs to, else empty. `title` is on one line,
    `text` has the item's other texts but its source, a line each, in the order of the paper; `source` is as
    it is printed. `characters` as the desk counts them (字数)."""

    section: int
    item: int
    heading: str
    above: str
    title: str
    text: str
    source: str
    characters: int
    endorsements: tuple[Endorsement, ...] = ()


class IssueEntry(NamedTuple):
    """An issue. `name` is its bulletin's, on one line; `pages` None where they could not be counted; `note`
    the editor's note (编者按), a line each paragraph."""

    name: str
    issuer: str
    date: Date
    number: int
    total_number: int | None
    supplement: str
    pages: int | None
    characters: int
    items: tuple[ItemEntry, ...]
    note: str = ""


def entry_of(issue: Issue, pages: int | None) -> IssueEntry:
    """What the library knows of an issue of so many pages."""
    items: list[ItemEntry] = []
    above = ""
    for at, section in enumerate(issue.sections):
        if section.level == 1:
            above = section.name
        for item_at, item in enumerate(section.items):
            items.append(_item_entry(at, item_at, section, above if section.level != 1 else "", item))
    masthead, header = issue.masthead, issue.dated_header
    return IssueEntry(
        name=masthead.one_line,
        issuer=header.issuer,
        date=header.date,
        number=masthead.number,
        total_number=masthead.total_number,
        supplement=masthead.supplement,
        pages=pages,
        characters=issue_characters(issue),
        items=tuple(items),
        note="\n".join(one_line(paragraph.text) for paragraph in issue.editors_note),
    )


_APART = (Kind.TITLE, Kind.SOURCE)
"""The texts of an item that have a field of their own."""


def nodes_in(item: Item, where: Literal["title", "text", "source"]) -> list[Node]:
    """The nodes whose texts are in this field of the item's entry, each on one line, a line each."""
    kinds = {"title": (Kind.TITLE,), "source": (Kind.SOURCE,)}.get(where)
    return [
        node
        for node in walk_item(item)
        if node.text and (node.kind in kinds if kinds else node.kind not in _APART)
    ]


def one_line(text: str) -> str:
    """A text without the clerk's own line breaks."""
    return text.replace("\n", "")


def _item_entry(at: int, item_at: int, section: Section, above: str, item: Item) -> ItemEntry:
    return ItemEntry(
        section=at,
        item=item_at,
        heading=section.name,
        above=above,
        title=one_line(item.title),
        text="\n".join(one_line(node.text) for node in nodes_in(item, "text")),
        source=item.source,
        characters=item_characters(item),
        endorsements=item.endorsements,
    )
