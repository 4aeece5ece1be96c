"""领导批示 when text is edited: what was noted with an item stays with what becomes of it, goes along when
the whole item is cut or dragged, and is never at two items at once. Knows no pages."""

from __future__ import annotations

from bulletin_desk.bulletin.edits import set_endorsements
from bulletin_desk.bulletin.grammar import in_item, item_at, item_of, items_of
from bulletin_desk.bulletin.model import Endorsement, Issue, Item, Path, Place
from bulletin_desk.editing.attached import items_within


def endorsements_within(issue: Issue, start: Place, end: Place) -> dict[Path, tuple[Endorsement, ...]]:
    """What was noted with the items that are all in a range of more than one text, by the items' paths."""
    return {path: item.endorsements for path, item in items_within(issue, start, end) if item.endorsements}


def without_noted(issue: Issue, items: dict[Path, tuple[Endorsement, ...]]) -> Issue:
    """`issue` without what was noted with these items."""
    for path in items:
        issue = set_endorsements(issue, path, ())
    return issue


def kept_over(before: Issue, issue: Issue, start: Place) -> Issue:
    """`issue`, in which something was put in place of text from `start` on, with what was noted with the item
    there: at the item that stands in its place now, where nothing was noted with that."""
    if not in_item(start.path):
        return issue
    path = item_of(start.path)
    was = item_at(before, path).endorsements
    if not was or was[0] in _all(issue):
        return issue
    heir = next((item for there, item in items_of(issue) if there == path), None)
    if heir is None:
        return issue
    fresh = not heir.endorsements and all(heir is not item for _, item in items_of(before))
    return set_endorsements(issue, path, was) if fresh else issue


def settled(before: Issue, issue: Issue) -> Issue:
    """`issue`, made of `before` by an edit of text, with each endorsement at one item: of several items that
    came to have it, at that which was not touched, else at the one with the title, else at the first."""
    if before.sections is issue.sections or not any(
        item.endorsements for section in issue.sections for item in section.items
    ):
        return issue
    owners: dict[int, list[Path]] = {}
    for path, item in items_of(issue):
        for endorsement in item.endorsements:
            owners.setdefault(id(endorsement), []).append(path)
    if all(len(paths) == 1 for paths in owners.values()):
        return issue
    homes = {id(each): item for _, item in items_of(before) for each in item.endorsements}
    chosen = {number: _home(issue, paths, homes.get(number)) for number, paths in owners.items()}
    for path in {path for paths in owners.values() for path in paths}:
        item = item_at(issue, path)
        own = {id(each): each for each in item.endorsements if chosen[id(each)] == path}
        if len(own) != len(item.endorsements):
            issue = set_endorsements(issue, path, tuple(own.values()))
    return issue


def _home(issue: Issue, paths: list[Path], home: Item | None) -> Path:
    if home is not None:
        same = [path for path in paths if item_at(issue, path) is home]
        titled = [path for path in paths if home.title and item_at(issue, path).title == home.title]
        return (same or titled or paths)[0]
    return paths[0]


def _all(issue: Issue) -> tuple[Endorsement, ...]:
    return tuple(each for _, item in items_of(issue) for each in item.endorsements)
