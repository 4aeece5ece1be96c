"""Remarks (批注) hold on to their words: at texts that are there, and through whatever is done to an issue.
Must not know who shows them."""

from __future__ import annotations

from dataclasses import replace

from bulletin_desk.bulletin.anchors import Following
from bulletin_desk.bulletin.grammar import node_at, order, walk
from bulletin_desk.bulletin.model import Issue, Place, Remark


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
    return tuple(sorted(issue.remarks, key=lambda each: (order(each.start.path), each.start.offset)))


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
    if (order(end.path), end.offset) < (order(start.path), start.offset):
        start, end = end, start
    return replace(remark, start=start, end=end)


def _valid(issue: Issue, place: Place) -> Place | None:
    node = node_at(issue, place.path)
    return None if node is None else Place(node.path, min(place.offset, len(node.text)))
