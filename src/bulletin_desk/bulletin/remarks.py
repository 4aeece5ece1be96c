"""Remarks (批注) hold on to their words: at texts that are there, and through whatever is done to an issue.
Must not know who shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from bulletin_desk.bulletin.anchors import Following
from bulletin_desk.bulletin.grammar import node_at, order, walk
from bulletin_desk.bulletin.model import Issue, Path, Place, Remark


class ListedRemark(NamedTuple):
    """A remark in a list: the page (from 1) that it stands on, and the words that it is on, a line for each
    text; empty where it stands between characters."""

    page: int
    words: str
    remark: Remark


Range = tuple[Path, int, int]
"""Characters of a text, from an offset to another."""


def followed(old: Issue, new: Issue) -> tuple[Issue, tuple[Remark, ...]]:
    """`new`, which was made of `old` by an edit, with the remarks of `old` at the same words; and those whose
    words have gone, where they stand now."""
    if not old.remarks or old is new:
        return new, ()
    following = Following(old, new)
    remarks: list[Remark] = []
    lost: list[Remark] = []
    for remark in old.remarks:
        there = following.follow(remark.start, remark.end)
        moved = remark
        if (there.start, there.end) != (remark.start, remark.end):
            moved = replace(remark, start=there.start, end=there.end)
        remarks.append(moved)
        if there.lost:
            lost.append(moved)
    if all(one is other for one, other in zip(remarks, old.remarks, strict=True)):
        return replace(new, remarks=old.remarks), ()
    return replace(new, remarks=tuple(remarks)), tuple(lost)


def in_order(issue: Issue) -> tuple[Remark, ...]:
    """The remarks in the order of the paper."""
    return tuple(sorted(issue.remarks, key=lambda each: key(each.start)))


def ranges_of(issue: Issue, remark: Remark) -> Iterator[Range]:
    """What a remark is on, text by text."""
    start, end = remark.start, remark.end
    if start.path == end.path:
        yield start.path, start.offset, end.offset
        return
    last = order(end.path)
    for node in takewhile(lambda node: order(node.path) <= last, walk(issue, start.path)):
        begins = start.offset if node.path == start.path else 0
        yield node.path, begins, end.offset if node.path == end.path else len(node.text)


def words_of(issue: Issue, remark: Remark) -> str:
    """The words that a remark is on, a line for each text."""
    texts = []
    for path, start, end in ranges_of(issue, remark):
        node = node_at(issue, path)
        texts.append("" if node is None else node.text[start:end])
    return "\n".join(filter(None, texts))


def listed(
    issue: Issue, remarks: Sequence[Remark], number_at: Callable[[Path, int], int]
) -> tuple[ListedRemark, ...]:
    """Remarks of an issue in the order of the paper; `number_at` gives the number of the page with a place,
    as `TypesetPages.number_at` does."""
    found = (
        ListedRemark(number_at(each.start.path, each.start.offset), words_of(issue, each), each)
        for each in remarks
    )
    return tuple(sorted(found, key=lambda each: key(each.remark.start)))


def key(place: Place) -> tuple[tuple[int, ...], int]:
    """What places are ordered by on the paper."""
    return order(place.path), place.offset


def at_texts(issue: Issue) -> Issue:
    """An issue with its remarks at texts that it has: one that stands nowhere stands at the first one, which
    is better than nowhere."""
    if not issue.remarks:
        return issue
    remarks = tuple(_at_text(issue, remark) for remark in issue.remarks)
    return issue if remarks == issue.remarks else replace(issue, remarks=remarks)


def _at_text(issue: Issue, remark: Remark) -> Remark:
    start, end = _valid(issue, remark.start), _valid(issue, remark.end)
    if start is None or end is None:
        start = end = start or end or Place(next(walk(issue)).path, 0)
    if key(end) < key(start):
        start, end = end, start
    return replace(remark, start=start, end=end)


def _valid(issue: Issue, place: Place) -> Place | None:
    node = node_at(issue, place.path)
    return None if node is None else Place(node.path, min(place.offset, len(node.text)))
