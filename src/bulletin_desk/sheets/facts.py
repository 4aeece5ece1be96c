"""What a sheet says of an issue: each field as it is printed, the items, and how the issue went out. Knows no
boxes and sets nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from bulletin_desk.bulletin.grammar import items_of, numbers, title_of
from bulletin_desk.bulletin.model import Issue, Item, Path, Round
from bulletin_desk.bulletin.states import state_name
from bulletin_desk.editing.count import issue_characters, item_characters
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import Pages
from bulletin_desk.typeset.wording import field_text, number_text

OWN = "own."
"""Before the name of a field that a layout declares: {own.editor}."""
_OF_EVERY_BULLETIN = (
    *("number", "total", "supplement", "marking", "issuer"),
    *("year", "month", "day", "date", "print_count", "disclosure", "imprint_office", "imprint_date"),
)
FIELDS = (
    *("name", "number_text", *_OF_EVERY_BULLETIN),
    *("title", "titles", "sections", "sources", "distribution", "attachments"),
    *("items", "words", "pages", "round", "round_date", "round_time", "who"),
)
"""The fields that a box's text may have, besides a layout's own."""
ITEM_FIELDS = ("no", "title", "section", "source", "words", "page", "state", "attachments")
"""The fields that a column's text may have."""
_MOST_TITLES = 100
"""Titles and sources that one box is given."""


class Facts(NamedTuple):
    """What is known of an issue: its `fields` (of `FIELDS`), for each item its own (of `ITEM_FIELDS`), `own`
    gives those of its layout's, and `typed` what the clerk has typed into boxes, by their keys."""

    fields: Mapping[str, str]
    items: tuple[Mapping[str, str], ...]
    own: Callable[[str], str] = lambda _: ""
    typed: Mapping[str, str] = MappingProxyType({})

    def value(self, field: str) -> str:
        """A field as it is printed, empty where there is none."""
        if field.startswith(OWN):
            return self.own(field.removeprefix(OWN))
        return self.fields.get(field, "")


def facts_of(
    issue: Issue,
    layout: Layout,
    pages: Pages | None = None,
    sent: Round | None = None,
    typed: Mapping[str, str] = MappingProxyType({}),
) -> Facts:
    """The facts of an issue in its layout; `pages` are its own, None where they are not known. `sent`: as
    what it went out, None where it did not yet."""
    items = tuple(
        _item(issue, path, item, number, pages) for number, (path, item) in enumerate(items_of(issue), 1)
    )
    titles = [each["title"] for each in items if each["title"]][:_MOST_TITLES]
    sources = dict.fromkeys(each["source"] for each in items if each["source"])
    fields = {name: field_text(issue, layout, name) for name in _OF_EVERY_BULLETIN}
    when = sent.when if sent else ""
    fields |= {
        "name": issue.masthead.one_line,
        "number_text": number_text(issue, layout),
        "title": titles[0] if titles else "",
        "titles": "\n".join(titles),
        "sections": "、".join(dict.fromkeys(section.name for section in issue.sections if section.name)),
        "sources": "、".join([*sources][:_MOST_TITLES]),
        "distribution": "\n".join(f"{one.label}：{one.to}" for one in issue.distribution if one.to),
        "attachments": "\n".join(
            attachment.title.replace("\n", "")
            for _, item in items_of(issue)
            for attachment in item.attachments
            if attachment.title
        ),
        "items": str(len(items)),
        "words": str(issue_characters(issue)),
        "pages": "" if pages is None else str(len(pages)),
        "round": sent.name if sent else "",
        "round_date": _day(when),
        "round_time": when.partition("T")[2],
        "who": sent.who if sent else "",
    }
    return Facts(fields, items, lambda name: field_text(issue, layout, name), typed)


def _item(issue: Issue, path: Path, item: Item, number: int, pages: Pages | None) -> dict[str, str]:
    return {
        "no": str(number),
        "title": item.title.replace("\n", ""),
        "section": issue.sections[numbers(path)[0]].name,
        "source": item.source,
        "words": str(item_characters(item)),
        "page": "" if pages is None else str(pages.number_at(title_of(path), 0)),
        "state": state_name(item.state),
        "attachments": str(len(item.attachments) or ""),
    }


def _day(when: str) -> str:
    """2024年1月9日 for 2024-01-09T15:30; empty for what is no moment."""
    parts = when.partition("T")[0].split("-")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return ""
    year, month, day = map(int, parts)
    return f"{year}年{month}月{day}日"
