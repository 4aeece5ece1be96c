"""字数: how many characters an item or an issue has, as a word processor counts them."""

from __future__ import annotations

import re

from bulletin_desk.bulletin.grammar import SPECS, items_of
from bulletin_desk.bulletin.model import Attachment, Issue, Item
from bulletin_desk.editing.fragment import Fragment
from bulletin_desk.hanzi.classes import LATIN_UNIT
from bulletin_desk.remembering import remembered

_COUNTED = re.compile(
    rf"{LATIN_UNIT}|[^\s\u0300-\u036f\u200b-\u200d\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)

_RUNNING = frozenset(spec.kind for spec in SPECS if spec.running)


@remembered
def characters(text: str) -> int:
    """Each Han character and each mark is one, each word or number in Latin characters is one; spaces are
    none."""
    return sum(1 for _ in _COUNTED.finditer(text))


def item_characters(item: Item) -> int:
    """字数 of an item with its title and all other texts, cells, captions and attachments among them."""
    # not by a walk: the outline counts every item of a volume, and a walk takes five times as long
    blocks = sum(characters(text.text) for block in item.blocks for text in block.texts())
    attachments = sum(map(_attachment, item.attachments))
    return characters(item.title) + blocks + characters(item.source) + _around(item) + attachments


def _attachment(attachment: Attachment) -> int:
    blocks = (characters(text.text) for block in attachment.blocks for text in block.texts())
    return characters(attachment.title) + sum(blocks)


def _around(item: Item) -> int:
    texts = (item.kicker, item.subtitle, item.byline, item.salutation, item.signature)
    return sum(map(characters, texts)) if any(texts) else 0


def issue_characters(issue: Issue) -> int:
    """字数 of the running text: editor's note, section names and items, without masthead and closing
    block."""
    notes = sum(characters(body.text) for body in issue.editors_note)
    names = sum(characters(section.name) for section in issue.sections)
    return notes + names + sum(item_characters(item) for _, item in items_of(issue))


def fragment_characters(fragment: Fragment) -> int:
    """字数 of what is selected, counted as in `issue_characters`: all that is selected is never more than the
    issue."""
    texts = sum(characters(part.text) for part in fragment.paragraphs if part.kind in _RUNNING)
    blocks = (part.block for part in fragment.paragraphs if part.block is not None)
    return texts + sum(characters(text.text) for block in blocks for text in block.texts())
