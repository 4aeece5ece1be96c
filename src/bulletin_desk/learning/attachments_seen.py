"""What an old issue prints at its attachments and the layout makes: the list below an item (附件：1.……), the
mark over each (附件1). Knows no looks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from bulletin_desk.bulletin.model import Attachment, Block, Body, Issue, Item, Subheading
from bulletin_desk.gathering.rows import bare
from bulletin_desk.layouts.attachment_forms import AttachmentForms
from bulletin_desk.learning.body_forms import numbering_of

MadeKind = Literal["", "list", "mark"]
_NUMBER = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_MARK = re.compile(rf"附\s?件\s?(?:{_NUMBER})?\s?[：:]?")
_ENTRY = re.compile(rf"(?P<list>附\s?件\s?[：:]\s*)?(?P<number>(?:{_NUMBER})\s*[.．、]\s*)?(?P<title>.+)")
_LEAST = 2
"""Characters of a title that a line of the list begins with at least."""


def titles_in(issue: Issue) -> frozenset[str]:
    """The titles of the issue's attachments, without blanks."""
    return frozenset(bare(one.title) for item in _items(issue) for one in item.attachments)


def made_kind(text: str, titles: Collection[str]) -> MadeKind:
    """What of it a line is, in an issue whose attachments have these titles."""
    text = text.strip()
    if not titles:
        return ""
    if _MARK.fullmatch(text):
        return "mark"
    found = _ENTRY.fullmatch(text)
    if found is None or not (found["list"] or found["number"]):
        return ""
    title = _said(text)
    begins = len(title) >= _LEAST and any(one.startswith(title) for one in titles)
    return "list" if begins else ""


def without_made(issue: Issue) -> Issue:
    """The issue without lines that the layout makes at its attachments; each attachment is that of the item
    below which it is listed, be it printed behind all of them."""
    titles = titles_in(issue)
    if not titles:
        return issue
    owners = {
        title: (at, place)
        for at, section in enumerate(issue.sections)
        for place, item in enumerate(section.items)
        for title in _listed(item, titles)
    }
    attached = [
        (owners.get(bare(one.title), (at, place)), one)
        for at, section in enumerate(issue.sections)
        for place, item in enumerate(section.items)
        for one in item.attachments
    ]
    sections = tuple(
        replace(
            section,
            items=tuple(
                _item_without(item, [one for owner, one in attached if owner == (at, place)], titles)
                for place, item in enumerate(section.items)
            ),
        )
        for at, section in enumerate(issue.sections)
    )
    return replace(issue, sections=sections)


def _listed(item: Item, titles: Collection[str]) -> Iterator[str]:
    """The titles of attachments that are listed below an item."""
    for block in item.blocks:
        if isinstance(block, Body | Subheading) and made_kind(block.text, titles) == "list":
            said = _said(block.text)
            yield from (title for title in titles if title.startswith(said))


def _said(entry: str) -> str:
    """The title that a line of the list says, without blanks."""
    found = _ENTRY.fullmatch(entry.strip())
    return bare(found["title"]).rstrip("。；;") if found else ""


def attachment_forms(
    texts: Iterable[str], titles: Collection[str], space_before: int | None
) -> AttachmentForms:
    """The forms, as these lines have them; the standard's for what they leave open."""
    plain = AttachmentForms()
    there = [text.strip() for text in texts]
    marks = [text for text in there if made_kind(text, titles) == "mark"]
    entries = [
        found for text in there if made_kind(text, titles) == "list" and (found := _ENTRY.fullmatch(text))
    ]
    heads = [found["list"] for found in entries if found["list"]]
    numbered = numbering_of([text for text in marks if re.search(_NUMBER, text)])
    counted = numbering_of([found["number"] for found in entries if found["number"]])
    return plain._replace(
        mark_text=numbered.pattern if numbered else plain.mark_text,
        list_text=heads[0].rstrip() if heads else plain.list_text,
        number_text=counted.pattern if counted else plain.number_text,
        space_before=plain.space_before if space_before is None else max(space_before, 0),
    )


def _items(issue: Issue) -> Iterable[Item]:
    return (item for section in issue.sections for item in section.items)


def _item_without(item: Item, attached: Sequence[Attachment], titles: Collection[str]) -> Item:
    attachments = tuple(Attachment(one.title, tuple(_blocks_without(one.blocks, titles))) for one in attached)
    return replace(item, blocks=tuple(_blocks_without(item.blocks, titles)), attachments=attachments)


def _blocks_without(blocks: Sequence[Block], titles: Collection[str]) -> Iterable[Block]:
    return (
        block
        for block in blocks
        if not (isinstance(block, Body | Subheading) and made_kind(block.text, titles))
    )
