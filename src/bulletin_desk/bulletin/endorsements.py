"""领导批示: what leaders wrote on items. They travel in the bulletin file alone; whoever puts an issue out
asks here for the issue without them. Must not know who shows or counts them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.bulletin.model import Endorsement, Issue, Item, Section
from bulletin_desk.checked import shown

_QUOTED = 20
"""Characters of a name in a sentence."""


def without_endorsements(issue: Issue) -> Issue:
    """The issue as it may be put out; the very same one where there is none to be left out."""
    sections = tuple(map(of_section, issue.sections))
    if all(one is other for one, other in zip(sections, issue.sections, strict=True)):
        return issue
    return replace(issue, sections=sections)


def of_section(section: Section) -> Section:
    """A section without what was noted with its items; the very same one where nothing was."""
    if not any(item.endorsements for item in section.items):
        return section
    return replace(section, items=tuple(map(of_item, section.items)))


def of_item(item: Item) -> Item:
    """An item without what was noted with it; the very same one where nothing was."""
    return replace(item, endorsements=()) if item.endorsements else item


def heading(endorsement: Endorsement) -> str:
    """Who, and when: `张三，2024年1月9日`."""
    who = endorsement.who or "（没有写是谁）"
    return f"{who}，{chinese_date(endorsement.date)}" if endorsement.date else who


def endorsements_change(old: Sequence[Endorsement], new: Sequence[Endorsement]) -> str:
    """What happened to an item's, as a part of a sentence."""
    added, removed = (
        [each for each in some if each not in others] for some, others in ((new, old), (old, new))
    )
    if added and removed:
        return "领导批示有改动"
    if not (added or removed):
        return "领导批示的次序或条数有改动"
    named = "；".join(shown(heading(each), _QUOTED) for each in added or removed)
    return f"{'新增' if added else '删去'}领导批示（{named}）"
