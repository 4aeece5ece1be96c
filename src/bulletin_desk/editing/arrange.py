"""Sections, items and attachments as wholes, for the outline: added, removed, duplicated, moved, several at
once. A section of level 1 takes those of level 2 under it along, an item its attachments. Knows no carets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from bulletin_desk.bulletin.edits import add, remove
from bulletin_desk.bulletin.grammar import (
    attachment_at,
    attachment_of,
    is_attachment,
    is_empty,
    is_item,
    is_section,
    item_at,
    item_path,
    numbers,
    section_of,
    section_path,
)
from bulletin_desk.bulletin.model import Attachment, Body, Issue, Item, Path, Section
from bulletin_desk.bulletin.numbering import EMPTY_ITEM
from bulletin_desk.bulletin.put_out import item_as_put_out, section_as_put_out
from bulletin_desk.errors import EditError

Arranged = tuple[Issue, tuple[Path, ...]]
"""An issue and the paths at which the parts in question then stand."""


def end_of_group(issue: Issue, section: int) -> int:
    """Where the sections of level 2 under a section end, or, if it is of level 2 itself, where it does."""
    end = section + 1
    if issue.sections[section].level == 1:
        while end < len(issue.sections) and issue.sections[end].level == 2:
            end += 1
    return end


def add_section(issue: Issue, at: int, name: str = "", level: int = 1) -> Arranged:
    """A new section before the one at `at`, with one empty item."""
    return add(issue, section_path(at), Section(name, (EMPTY_ITEM,), level)), (section_path(at),)


def add_item(issue: Issue, section: int, at: int) -> Arranged:
    """A new empty item in a section, before the one at `at`."""
    return add(issue, item_path(section, at), EMPTY_ITEM), (item_path(section, at),)


def add_attachment(issue: Issue, item: Path, at: int) -> Arranged:
    """A new attachment of an item, before its attachment `at`, with one empty paragraph."""
    there = attachment_of(item, at)
    return add(issue, there, Attachment("", (Body(""),))), (there,)


def take_over(issue: Issue, item: Item, name: str, beside: Path) -> Arranged:
    """An item of another issue, without what was noted with it there, at the end of the section called
    `name`; where there is none, in a new one behind the section of the part `beside` and of its level. With
    no name it goes behind the item of that part. What waits there for its text, a wholly empty item or a
    section without a name that holds nothing else, makes room."""
    item = item_as_put_out(item)
    at, at_item = _beside(issue, beside)
    if name:
        named = [number for number, section in enumerate(issue.sections) if section.name == name]
        waits = bool(issue.sections) and not issue.sections[at].name and _waits(issue.sections[at])
        if named:
            at = at if at in named else named[0]
        elif waits:
            issue = rename_section(issue, at, name)
        else:
            level = issue.sections[at].level if issue.sections else 1
            at = end_of_group(issue, at) if issue.sections else 0
            issue = add(issue, section_path(at), Section(name, (), level))
        at_item = len(issue.sections[at].items)
    elif not issue.sections:
        issue = add(issue, section_path(0), Section("", ()))
    section = issue.sections[at]
    items = (*section.items[:at_item], item, *section.items[at_item:])
    kept = tuple(each for each in items if each is item or not is_empty(each))
    sections = (*issue.sections[:at], replace(section, items=kept), *issue.sections[at + 1 :])
    place = next(number for number, each in enumerate(kept) if each is item)
    return replace(issue, sections=sections), (item_path(at, place),)


def _beside(issue: Issue, part: Path) -> tuple[int, int]:
    """The section of a part, and before which of its items one stands that comes behind that part; elsewhere
    than in a section the last one, at its end."""
    match numbers(part) if is_section(section_of(part)) else ():
        case (section, item, *_):
            return section, item + 1
        case (section,):
            return section, 0
    last = max(len(issue.sections) - 1, 0)
    return last, len(issue.sections[last].items) if issue.sections else 0


def _waits(section: Section) -> bool:
    return all(is_empty(item) for item in section.items)


def chosen(issue: Issue, paths: Sequence[Path]) -> tuple[Path, ...]:
    """The parts in the order of the paper, each once; items of a section that is chosen itself go with it, as
    do the sections of level 2 under one of level 1, and attachments with their items.

    Raises EditError if parts of several kinds are mixed all the same.
    """
    heads = {int(path[1]) for path in paths if is_section(path)}
    sections = sorted({at for head in heads for at in range(head, end_of_group(issue, head))})
    items = sorted(
        {(int(path[1]), int(path[3])) for path in paths if is_item(path) and path[1] not in sections}
    )
    if sections and items:
        raise EditError("栏目和稿件不能一起安排，请只选栏目或只选稿件。")
    attachments = sorted(
        {
            path
            for path in paths
            if is_attachment(path) and path[1] not in sections and (path[1], path[3]) not in items
        }
    )
    if attachments and (sections or items):
        raise EditError("附件不能和栏目、稿件一起安排，请只选附件。")
    return (
        tuple(section_path(at) for at in sections)
        or tuple(item_path(*at) for at in items)
        or tuple(attachments)
    )


def remove_parts(issue: Issue, paths: Sequence[Path]) -> Issue:
    """`issue` without these sections, items or attachments."""
    paths = chosen(issue, paths)
    if paths and is_attachment(paths[0]):
        for path in reversed(paths):
            issue = remove(issue, path)
        return issue
    sections = {int(path[1]) for path in paths if is_section(path)}
    items = {(int(path[1]), int(path[3])) for path in paths if is_item(path)}
    kept = tuple(
        section
        if not any(number == at for number, _ in items)
        else replace(
            section,
            items=tuple(item for at_item, item in enumerate(section.items) if (at, at_item) not in items),
        )
        for at, section in enumerate(issue.sections)
        if at not in sections
    )
    return replace(issue, sections=kept)


def duplicate_parts(issue: Issue, paths: Sequence[Path]) -> Arranged:
    """Copies of these parts, all together after the last of them, as `move_parts` would put them there."""
    paths = chosen(issue, paths)
    if not paths:
        return issue, ()
    last = paths[-1]
    to = int(last[-1]) + 1
    if is_section(last):
        to = _parting_none(issue, [int(path[1]) for path in paths], range(to, len(issue.sections)), to)
    copies = [_as_copied(part) for part in _parts(issue, paths)]
    return _inserted(issue, copies, (*last[:-1], to))


def _as_copied(part: Section | Item | Attachment) -> Section | Item | Attachment:
    """A copy of a part: what was noted with its items is noted with those alone."""
    if isinstance(part, Section):
        return section_as_put_out(part)
    return item_as_put_out(part) if isinstance(part, Item) else part


def move_parts(issue: Issue, paths: Sequence[Path], to: Path) -> Arranged:
    """These parts, all together, before what stands at `to` (as things are before the move; the index may be
    one past the end). Items can go to any section, a section of level 1 behind those of level 2 that it would
    part from theirs. Raises EditError if `to` is of the other kind, or if a section of level 2 would have
    none of level 1 before it."""
    paths = chosen(issue, paths)
    if not paths:
        return issue, ()
    if len(to) != len(paths[0]):
        raise EditError("栏目只能放在栏目之间，稿件只能放在栏目里，附件只能放在稿件里。")
    parts = _parts(issue, paths)
    if is_section(to):
        to = section_path(place_of_sections(issue, [int(path[1]) for path in paths], int(to[1])))
    before = sum(path[:-1] == to[:-1] and int(path[-1]) < int(to[-1]) for path in paths)
    target: Path = (*to[:-1], int(to[-1]) - before)
    if all(path == (*target[:-1], int(target[-1]) + at) for at, path in enumerate(paths)):
        return issue, paths
    return _inserted(remove_parts(issue, paths), parts, target)


def place_of_sections(issue: Issue, moved: Sequence[int], to: int) -> int:
    """Before which section those at `moved` go that are to stand before the one at `to`. Raises EditError if
    they can't."""
    sections = issue.sections
    to = _parting_none(issue, moved, [at for at in range(to, len(sections)) if at not in moved], to)
    if sections[moved[0]].level == 1:
        return to
    there, here = (
        any(each.level == 1 for at, each in enumerate(sections[:end]) if at not in moved)
        for end in (to, moved[0])
    )
    if here and not there:
        raise EditError("二级栏目要在一级栏目之下，不能移到最前面。")
    return to


def _parting_none(issue: Issue, added: Sequence[int], following: Sequence[int], to: int) -> int:
    """Before which section those at `added` go, so that none of `following`, which stand from `to` on, gets
    under another one of level 1."""
    sections = issue.sections
    if all(sections[at].level == 2 for at in added):
        return to
    for at in takewhile(lambda at: sections[at].level == 2, following):
        to = at + 1
    return to


def shift_parts(issue: Issue, paths: Sequence[Path], step: int) -> Arranged:
    """These parts one place up (`step` -1) or down (1), all together. A first item goes up to the end of the
    section before, a last one down to the start of the next; a section of level 2 likewise goes over to the
    next one of level 1. At the end of the way nothing changes."""
    paths = chosen(issue, paths)
    if not paths:
        return issue, ()
    first, last = paths[0], paths[-1]
    if is_attachment(first):
        to = int(first[-1]) - 1 if step < 0 else int(last[-1]) + 2
        count = len(item_at(issue, last).attachments)
        return move_parts(issue, paths, (*last[:-1], to)) if 0 <= to <= count else (issue, paths)
    if len(first) == 2:
        at = _shifted(issue, int(first[1]), int(last[1]), step)
        return (issue, paths) if at is None else move_parts(issue, paths, section_path(at))
    if step < 0:
        section, item = int(first[1]), int(first[3])
        if item:
            return move_parts(issue, paths, item_path(section, item - 1))
        if not section:
            return issue, paths
        return move_parts(issue, paths, item_path(section - 1, len(issue.sections[section - 1].items)))
    section, item = int(last[1]), int(last[3])
    if item + 1 < len(issue.sections[section].items):
        return move_parts(issue, paths, item_path(section, item + 2))
    if section + 1 == len(issue.sections):
        return issue, paths
    return move_parts(issue, paths, item_path(section + 1, 0))


def _shifted(issue: Issue, first: int, last: int, step: int) -> int | None:
    """Before which section those from `first` to `last` go one place up or down; None at the end of the
    way."""
    sections = issue.sections
    if step > 0:
        if last + 1 == len(sections):
            return None
        return end_of_group(issue, last + 1) if sections[first].level == 1 else last + 2
    before = first - 1
    if sections[first].level == 1:
        while before > 0 and sections[before].level == 2:
            before -= 1
    elif before == 0 and sections[0].level == 1:
        return None
    return before if before >= 0 else None


def rename_section(issue: Issue, section: int, name: str) -> Issue:
    """A section with another name."""
    old = issue.sections[section]
    if old.name == name:
        return issue
    sections = (*issue.sections[:section], replace(old, name=name), *issue.sections[section + 1 :])
    return replace(issue, sections=sections)


def _parts(issue: Issue, paths: Sequence[Path]) -> list[Section | Item | Attachment]:
    found: list[Section | Item | Attachment] = []
    for path in paths:
        if is_attachment(path):
            found.append(attachment_at(issue, path))
        elif is_item(path):
            found.append(item_at(issue, path))
        else:
            found.append(issue.sections[int(path[1])])
    return found


def _inserted(issue: Issue, parts: Sequence[Section | Item | Attachment], to: Path) -> Arranged:
    places: list[Path] = []
    for number, part in enumerate(parts):
        place: Path = (*to[:-1], int(to[-1]) + number)
        issue = add(issue, place, part)
        places.append(place)
    return issue, tuple(places)
