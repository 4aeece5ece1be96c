"""Sections and items as wholes, for the outline: added, removed, duplicated, moved, several at once. Knows no
carets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bulletin_desk.bulletin.edits import add
from bulletin_desk.bulletin.grammar import is_item, is_section, item_path, section_path
from bulletin_desk.bulletin.model import Issue, Item, Path, Section
from bulletin_desk.bulletin.numbering import EMPTY_ITEM
from bulletin_desk.errors import EditError

Arranged = tuple[Issue, tuple[Path, ...]]
"""An issue and the paths at which the parts in question then stand."""


def add_section(issue: Issue, at: int, name: str = "") -> Arranged:
    """A new section before the one at `at`, with one empty item."""
    return add(issue, section_path(at), Section(name, (EMPTY_ITEM,))), (section_path(at),)


def add_item(issue: Issue, section: int, at: int) -> Arranged:
    """A new empty item in a section, before the one at `at`."""
    return add(issue, item_path(section, at), EMPTY_ITEM), (item_path(section, at),)


def chosen(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The parts in the order of the paper, each once; items of a section that is chosen itself go with it.

    Raises EditError if sections and items are mixed all the same.
    """
    sections = sorted({int(path[1]) for path in paths if is_section(path)})
    items = sorted(
        {(int(path[1]), int(path[3])) for path in paths if is_item(path) and path[1] not in sections}
    )
    if sections and items:
        raise EditError("栏目和稿件不能一起安排，请只选栏目或只选稿件。")
    return tuple(section_path(at) for at in sections) or tuple(item_path(*at) for at in items)


def remove_parts(issue: Issue, paths: Sequence[Path]) -> Issue:
    """`issue` without these sections or items."""
    paths = chosen(paths)
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
    """Copies of these parts, all together after the last of them."""
    paths = chosen(paths)
    if not paths:
        return issue, ()
    last = paths[-1]
    return _inserted(issue, _parts(issue, paths), (*last[:-1], int(last[-1]) + 1))


def move_parts(issue: Issue, paths: Sequence[Path], to: Path) -> Arranged:
    """These parts, all together, before what stands at `to` (as things are before the move; the index may be
    one past the end). Items can go to any section; `to` of the other kind raises EditError."""
    paths = chosen(paths)
    if not paths:
        return issue, ()
    if len(to) != len(paths[0]):
        raise EditError("栏目只能放在栏目之间，稿件只能放在栏目里。")
    parts = _parts(issue, paths)
    before = sum(path[:-1] == to[:-1] and int(path[-1]) < int(to[-1]) for path in paths)
    target: Path = (*to[:-1], int(to[-1]) - before)
    if all(path == (*target[:-1], int(target[-1]) + at) for at, path in enumerate(paths)):
        return issue, paths
    return _inserted(remove_parts(issue, paths), parts, target)


def shift_parts(issue: Issue, paths: Sequence[Path], step: int) -> Arranged:
    """These parts one place up (`step` -1) or down (1), all together. A first item goes up to the end of the
    section before, a last one down to the start of the next. At the end of the way nothing changes."""
    paths = chosen(paths)
    if not paths:
        return issue, ()
    first, last = paths[0], paths[-1]
    if len(first) == 2:
        at = int(first[1]) - 1 if step < 0 else int(last[1]) + 2
        if not 0 <= at <= len(issue.sections):
            return issue, paths
        return move_parts(issue, paths, section_path(at))
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


def rename_section(issue: Issue, section: int, name: str) -> Issue:
    """A section with another name."""
    old = issue.sections[section]
    if old.name == name:
        return issue
    sections = (*issue.sections[:section], replace(old, name=name), *issue.sections[section + 1 :])
    return replace(issue, sections=sections)


def _parts(issue: Issue, paths: Sequence[Path]) -> list[Section | Item]:
    found: list[Section | Item] = []
    for path in paths:
        section = issue.sections[int(path[1])]
        found.append(section if is_section(path) else section.items[int(path[3])])
    return found


def _inserted(issue: Issue, parts: Sequence[Section | Item], to: Path) -> Arranged:
    places: list[Path] = []
    for number, part in enumerate(parts):
        place: Path = (*to[:-1], int(to[-1]) + number)
        issue = add(issue, place, part)
        places.append(place)
    return issue, tuple(places)
