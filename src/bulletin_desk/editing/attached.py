"""Attachments when a range of text goes or comes: each stays with an item, whatever happens to its own, and
no text of one is joined to another's. Knows no pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from bulletin_desk.bulletin.model import Attachment, Issue, Item, Paragraph, Path, Place
from bulletin_desk.bulletin.numbering import EMPTY_ITEM
from bulletin_desk.editing.nodes import key
from bulletin_desk.editing.wholes import around_wholes, is_in_one_whole


def bare(item: Item) -> Item:
    """An item without what goes with it and stands elsewhere or nowhere: attachments and endorsements."""
    return replace(item, attachments=(), endorsements=())


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
    not in the range, in the order that they had. One like it that came in with an item is the same."""
    old = tuple(attachments_of(before))
    new = [attachment for _, attachment in attachments_of(issue)]
    alike = [one is other for one, (_, other) in zip(new, old, strict=False)]
    first = alike.index(False) if False in alike else len(alike)
    until, came = len(old), new[first:]
    while came and until > first and came[-1] is old[until - 1][1]:
        until -= 1
        came.pop()
    lost = []
    for path, attachment in old[first:until]:
        if attachment in came:
            came.remove(attachment)
        else:
            lost.append((path, attachment))
    if not lost:
        return issue
    issue, left = _given_back(before, issue, lost)
    if not left:
        return issue
    here = item_of(start.path) if region_of(start.path) is Region.SECTIONS else SECTIONS
    places = [path for path, _ in items_of(issue)]
    there = next((path for path in places if path >= here), places[-1] if places else ())
    if not there:
        section = issue.sections[-1]
        items = (replace(EMPTY_ITEM, attachments=left),)
        return replace(issue, sections=(*issue.sections[:-1], replace(section, items=items)))
    count = len(item_at(issue, there).attachments)
    inside = first - sum(len(item.attachments) for path, item in items_of(issue) if path < there)
    inside = min(max(inside, 0), count)
    return replace_row(issue, attachments_row(there), inside, inside, left)


def _given_back(
    before: Issue, issue: Issue, lost: Sequence[tuple[Path, Attachment]]
) -> tuple[Issue, tuple[Attachment, ...]]:
    """`issue` with lost attachments at the items that are as theirs were, and those that have none."""
    left: list[Attachment] = []
    free = [path for path, item in items_of(issue) if not item.attachments]
    for path, several in groupby(lost, key=lambda each: item_of(each[0])):
        attachments = tuple(attachment for _, attachment in several)
        was = bare(item_at(before, path))
        there = next((each for each in free if bare(item_at(issue, each)) == was), None)
        if there is None:
            left += attachments
        else:
            free.remove(there)
            issue = replace_row(issue, attachments_row(there), 0, 0, attachments)
    return issue, tuple(left)
