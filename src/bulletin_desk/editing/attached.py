"""Attachments when a range of text goes or comes: each stays with an item, whatever happens to its own, and
no text of one is joined to another's. Knows no pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from bulletin_desk.bulletin.edits import cut, replace_row
from bulletin_desk.bulletin.grammar import (
    SECTIONS,
    Region,
    attachment_of,
    attachments_of,
    attachments_row,
    is_blank,
    is_block,
    is_empty,
    item_at,
    item_of,
    items_of,
    numbers,
    owner,
    region_of,
    title_of,
    walk_attachment,
    walk_written,
)
from bulletin_desk.bulletin.model import Attachment, Issue, Item, Paragraph, Path, Place, Section
from bulletin_desk.bulletin.numbering import EMPTY_ITEM
from bulletin_desk.editing.nodes import key
from bulletin_desk.editing.wholes import around_wholes, is_in_one_whole


def bare(item: Item) -> Item:
    """An item without what goes with it and stands elsewhere or nowhere: attachments, endorsements, state."""
    return replace(item, attachments=(), endorsements=(), state="")


def items_within(issue: Issue, start: Place, end: Place) -> Iterator[tuple[Path, Item]]:
    """The items with attachments or endorsements of which all text is in a range of more than one text."""
    if start.path == end.path or is_in_one_whole(issue, start.path, end.path):
        return
    start, end = around_wholes(issue, start, end)
    for path, item in items_of(issue):
        if not (item.attachments or item.endorsements):
            continue
        texts = [node for node in walk_written(item, around=True) if node.text]
        first = Place((*path, *texts[0].path), 0) if texts else Place(title_of(path), 0)
        last = Place((*path, *texts[-1].path), len(texts[-1].text)) if texts else first
        if key(start) <= key(first) <= key(last) <= key(end):
            yield path, item


def taken_along(issue: Issue, start: Place, end: Place) -> dict[Path, tuple[Attachment, ...]]:
    """The attachments that go with the items which are all in a range of more than one text, by the items'
    paths: all of each; where the range reaches in among the attachments, those wholly in it."""
    found: dict[Path, tuple[Attachment, ...]] = {}
    among = region_of(end.path) is Region.ATTACHMENTS
    for path, item in items_within(issue, start, end):
        count = len(item.attachments)
        if among:
            ends = (_end(each, attachment_of(path, at)) for at, each in enumerate(item.attachments))
            last = around_wholes(issue, start, end)[1]
            count = sum(key(each) <= key(last) for each in ends)
        if count:
            found[path] = item.attachments[:count]
    return found


def _end(attachment: Attachment, path: Path) -> Place:
    *_, last = walk_attachment(attachment)
    return Place((*path, *last.path), len(last.text))


def without_taken_along(issue: Issue, taken: dict[Path, tuple[Attachment, ...]]) -> Issue:
    """`issue` without the attachments that `taken_along` tells."""
    for path, attachments in taken.items():
        issue = replace_row(issue, attachments_row(path), 0, len(attachments), ())
    return issue


def without_attachments(issue: Issue, start: Place, end: Place) -> Issue:
    """`issue` without what a range, which ends in two parts or in the title and a block of one attachment,
    has of the attachments: those wholly in it go."""
    for path, attachment in reversed(tuple(attachments_of(issue))):
        begins, ends = owner(start.path) == path, owner(end.path) == path
        row, at = path[:-1], int(path[-1])
        if not begins and not ends:
            if key(start) < key(Place(title_of(path), 0)) < key(end):
                issue = replace_row(issue, row, at, at + 1, ())
            continue
        if not ends and start == Place(title_of(path), 0):
            issue = replace_row(issue, row, at, at + 1, ())
            continue
        left = Attachment("", ())
        if begins:
            left = head_of_attachment(attachment, start)
        if ends:
            rest = _rest(attachment, end)
            if not begins and rest == Attachment("", ()):
                issue = replace_row(issue, row, at, at + 1, ())
                continue
            left = Attachment(left.title + rest.title, left.blocks + rest.blocks)
        issue = replace_row(issue, row, at, at + 1, (left,))
    return issue


def head_of_attachment(attachment: Attachment, start: Place) -> Attachment:
    """What a range that starts in an attachment leaves of it."""
    if not is_block(start.path):
        return Attachment(attachment.title[: start.offset])
    at = numbers(start.path)[3]
    block = attachment.blocks[at]
    assert isinstance(block, Paragraph)
    return replace(attachment, blocks=(*attachment.blocks[:at], cut(block, start.offset)[0]))


def _rest(attachment: Attachment, end: Place) -> Attachment:
    """What a range that ends in an attachment leaves of it."""
    if not is_block(end.path):
        return replace(attachment, title=attachment.title[end.offset :])
    at = numbers(end.path)[3]
    block = attachment.blocks[at]
    assert isinstance(block, Paragraph)
    tail = cut(block, end.offset)[1]
    return Attachment("", (*(() if is_blank(tail) else (tail,)), *attachment.blocks[at + 1 :]))


def with_attachments_of(before: Issue, issue: Issue, start: Place) -> Issue:
    """`issue`, in which a range of items from `start` on went or was replaced, with the attachments of
    `before` that went with their items: given back to items that came in as they were, else those of what was
    not in the range. They keep their order, but where those items have another. One like it that came in with
    an item is the same."""
    old, new = tuple(attachments_of(before)), tuple(attachments_of(issue))
    alike = [one is other for (_, one), (_, other) in zip(new, old, strict=False)]
    first = alike.index(False) if False in alike else len(alike)
    until, came = len(old), list(new[first:])
    while came and until > first and came[-1][1] is old[until - 1][1]:
        until -= 1
        came.pop()
    return _with(before, issue, start, old[first:until], came, first)


def with_attachments_at(before: Issue, issue: Issue, start: Place) -> Issue:
    """`issue`, in which something came in from `start` on, in an item of `before` of which the front is still
    there, with that item's attachments, which went: where it is now."""
    here = item_of(start.path)
    old = tuple(attachments_of(before))
    gone = [each for each in old if item_of(each[0]) == here]
    return _with(before, issue, start, gone, [], sum(item_of(path) < here for path, _ in old))


_At = tuple[Path, Attachment]


def _with(
    before: Issue, issue: Issue, start: Place, gone: Sequence[_At], came: list[_At], first: int
) -> Issue:
    """`issue` with what is `gone`, apart from what `came` again, behind so many attachments of all."""
    if not gone:
        return issue
    issue = _with_an_item(issue)
    rows = {path: list(item.attachments) for path, item in items_of(issue)}
    free = _fresh(before, issue)
    last = _slot(rows, start, first)
    for path, several in groupby(gone, key=lambda each: item_of(each[0])):
        lost = []
        for _, attachment in several:
            same = next((each for each in came if each[1] == attachment), None)
            if same is None:
                lost.append(attachment)
                continue
            came.remove(same)
            there = item_of(same[0])
            last = max(last, (there, rows[there].index(attachment) + 1))
        was = bare(item_at(before, path))
        home = next((each for each, item in free.items() if item == was), None) if lost else None
        if home is not None:
            del free[home]
        there, at = last if home is None else (home, len(rows[home]))
        rows[there][at:at] = lost
        last = max(last, (there, at + len(lost)))
    for path, row in rows.items():
        count = len(item_at(issue, path).attachments)
        if len(row) != count:
            issue = replace_row(issue, attachments_row(path), 0, count, row)
    return issue


def _with_an_item(issue: Issue) -> Issue:
    """`issue` with an empty item, and a section without a name for it, where it has none."""
    if any(section.items for section in issue.sections):
        return issue
    *sections, last = issue.sections or (Section("", ()),)
    return replace(issue, sections=(*sections, replace(last, items=(EMPTY_ITEM,))))


def _slot(rows: Mapping[Path, Sequence[Attachment]], start: Place, before: int) -> tuple[Path, int]:
    """The item at `start`, or after it, and where in its row an attachment stands that so many of all stand
    before."""
    here = owner(start.path) if region_of(start.path) is Region.SECTIONS else SECTIONS
    there = next((path for path in rows if path >= here), max(rows))
    at = before - sum(len(row) for path, row in rows.items() if path < there)
    return there, min(max(at, 0), len(rows[there]))


def _fresh(before: Issue, issue: Issue) -> dict[Path, Item]:
    """The items that came in, or are what is left of others, and have a text and no attachments."""
    known = {id(item) for _, item in items_of(before)}
    fresh = ((path, item) for path, item in items_of(issue) if id(item) not in known and not item.attachments)
    return {path: bare(item) for path, item in fresh if not is_empty(bare(item))}
