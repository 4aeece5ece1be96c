"""An issue as it may be put out: without what only the bulletin file keeps. Whoever writes an issue for
others asks here; must not know what it is written as."""

from __future__ import annotations

from dataclasses import replace

from bulletin_desk.bulletin.model import Issue, Item, Section


def as_put_out(issue: Issue) -> Issue:
    """The issue without endorsements (领导批示), states of items, remarks (批注) and rounds (送审稿); the
    very same one where it has none of them."""
    sections = tuple(map(section_as_put_out, issue.sections))
    if any(one is not other for one, other in zip(sections, issue.sections, strict=True)):
        issue = replace(issue, sections=sections)
    return replace(issue, remarks=(), rounds=()) if issue.remarks or issue.rounds else issue


def section_as_put_out(section: Section) -> Section:
    """A section without what was noted with its items; the very same one where nothing was."""
    if not any(item.endorsements or item.state for item in section.items):
        return section
    return replace(section, items=tuple(map(item_as_put_out, section.items)))


def item_as_put_out(item: Item) -> Item:
    """An item without what was noted with it; the very same one where nothing was."""
    return replace(item, endorsements=(), state="") if item.endorsements or item.state else item
