"""The numbers of what a layout numbers inside texts: headings and list items of an item or attachment, and
the attachments of an issue. Words none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter

from bulletin_desk.bulletin.grammar import item_path
from bulletin_desk.bulletin.model import HEADING_KINDS, Block, Heading, Issue, ListItem, Path

_ATTACHMENTS = attrgetter("attachments")


def block_numbers(blocks: Iterable[Block]) -> tuple[int, ...]:
    """The number of each block, from 1; 0 for those that the layout does not number. Headings are counted
    through the text, those of a lower level anew after each of a higher one, whether or not that has a number
    of its own; list items anew after anything else."""
    found = []
    headings = [0] * len(HEADING_KINDS)
    listed = 0
    for block in blocks:
        number = 0
        if isinstance(block, Heading):
            at = block.level - 1
            headings[at + 1 :] = [0] * (len(headings) - at - 1)
            if block.numbered:
                number = headings[at] = headings[at] + 1
        if isinstance(block, ListItem) and block.numbered:
            number = listed = listed + 1
        else:
            listed = 0
        found.append(number)
    return tuple(found)


def attachment_numbers(issue: Issue) -> Mapping[Path, int]:
    """The number of the first attachment of each item that has any, by the item's path: they are counted
    through the issue, from 1. 0 for one that is the only one of the issue, which has no number (GB/T
    9704-2012, 7.3.4)."""
    counts = {
        item_path(section_at, item_at): len(item.attachments)
        for section_at, section in enumerate(issue.sections)
        if any(map(_ATTACHMENTS, section.items))  # of a volume's hardly one: this runs at each key
        for item_at, item in enumerate(section.items)
        if item.attachments
    }
    if sum(counts.values()) == 1:
        return dict.fromkeys(counts, 0)
    found, number = {}, 1
    for path, count in counts.items():
        found[path] = number
        number += count
    return found
