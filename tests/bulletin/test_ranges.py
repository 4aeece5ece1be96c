"""Ranges of bold characters, against a model in which each character knows whether it is bold; and through
every edit of a paragraph."""

from __future__ import annotations

from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin import edits, ranges
from bulletin_desk.bulletin.grammar import node_at
from bulletin_desk.bulletin.model import Body, Issue, Place
from bulletin_desk.bulletin.ranges import Ranges
from bulletin_desk.editing.deleting import delete_range
from bulletin_desk.editing.find import find_all, replace_all
from tests.bulletin.further import FURTHER, bold_bodies, further_issues

Flags = list[bool]


def flags(bold: Ranges, length: int) -> Flags:
    return [any(start <= at < end for start, end in bold) for at in range(length)]


def of(flagged: Flags) -> Ranges:
    found, at = [], 0
    for is_bold, group in groupby(flagged):
        count = len(list(group))
        if is_bold:
            found.append((at, at + count))
        at += count
    return tuple(found)


@given(bold_bodies(), st.data())
def test_replacing_leaves_all_other_characters_as_they_are(body: Body, data: st.DataObject) -> None:
    length = len(body.text)
    start = data.draw(st.integers(0, length))
    end = data.draw(st.integers(start, length))
    more = data.draw(st.integers(0, 3))
    was = flags(body.bold, length)
    if start < end:
        typed = ranges.covers(body.bold, start, end)
    else:  # inside a range, with bold on either side
        typed = 0 < start < length and was[start - 1] and was[start]
    found = ranges.replaced(body.bold, start, end, more)
    assert found == of([*was[:start], *[typed] * more, *was[end:]])
    assert ranges.are_ranges(found, length - (end - start) + more)


@given(bold_bodies(), bold_bodies(), st.data())
def test_cutting_and_joining(one: Body, other: Body, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(one.text)))
    first, second = edits.cut(one, at)
    assert isinstance(first, Body)
    assert isinstance(second, Body)
    assert edits.join(first, second).texts()[0].bold == one.bold
    joined = edits.join(one, other)
    assert isinstance(joined, Body)
    assert flags(joined.bold, len(joined.text)) == [
        *flags(one.bold, len(one.text)),
        *flags(other.bold, len(other.text)),
    ]


@given(bold_bodies(), st.data())
def test_taking_bold_away_and_putting_it_back(body: Body, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(body.text)))
    end = data.draw(st.integers(start, len(body.text)))
    was = flags(body.bold, len(body.text))
    cleared = ranges.without(body.bold, start, end)
    assert cleared == of([is_bold and not start <= at < end for at, is_bold in enumerate(was)])
    assert ranges.covers(ranges.united((*cleared, (start, end))), start, end) or start == end


@given(further_issues, st.data())
def test_every_deletion_leaves_bold_characters_bold_and_no_others(issue: Issue, data: st.DataObject) -> None:
    """Bold characters are told by what they are: X is always bold here, and nothing else is."""
    issue = _marked(issue)
    nodes = list(edits_of(issue))
    if not nodes:
        return
    places = sorted(data.draw(st.integers(0, len(nodes) - 1)) for _ in range(2))
    first, last = (nodes[at] for at in places)
    start = Place(first, data.draw(st.integers(0, len(edits.text_at(issue, first)))))
    least = start.offset if first == last else 0
    end = Place(last, data.draw(st.integers(least, len(edits.text_at(issue, last)))))
    changed, _ = delete_range(issue, start, end)
    _check(changed)


@given(further_issues, st.sampled_from(["", "换", "换了"]))
def test_replacing_all_leaves_bold_where_it_was(issue: Issue, text: str) -> None:
    issue = _marked(issue)
    _check(replace_all(issue, find_all(issue, "一"), text))


def test_a_bold_word_that_is_replaced_stays_bold() -> None:
    path = ("sections", 2, "items", 0, "blocks", 0)
    changed = replace_all(FURTHER, find_all(FURTHER, "市局"), "市应急局")
    node = node_at(changed, path)
    assert node is not None
    assert node.source == Body("市应急局坚持早研判、早部署。", 0, ((0, 4), (6, 9)))


def edits_of(issue: Issue) -> list[tuple[str | int, ...]]:
    """The paths of all texts that a caret can stand in."""
    from bulletin_desk.editing.nodes import shown

    return list(shown(issue))


def _marked(issue: Issue) -> Issue:
    for path in edits_of(issue):
        node = node_at(issue, path)
        if node is not None and isinstance(node.source, Body):
            text = "一X二XX三"
            issue = edits.replace_range(issue, path, 0, len(node.text), text)
            issue = edits.set_run_in(issue, path, 0)
            issue = edits.set_bold(issue, path, ((1, 2), (3, 5)))
    return issue


def _check(issue: Issue) -> None:
    for path in edits_of(issue):
        node = node_at(issue, path)
        if node is not None and isinstance(node.source, Body):
            bold = flags(node.source.bold, len(node.text))
            marked = [char == "X" for char in node.text]
            if set(node.text) <= set("一二三X换了"):  # not joined with a subheading's text
                assert bold == marked


@given(bold_bodies(), st.data())
def test_taking_single_characters_out(body: Body, data: st.DataObject) -> None:
    length = len(body.text)
    gone = sorted(data.draw(st.sets(st.integers(0, length - 1)))) if length else []
    left = [flag for at, flag in enumerate(flags(body.bold, length)) if at not in gone]
    assert ranges.without_characters(body.bold, gone) == of(left)


@given(bold_bodies(), st.data())
def test_what_covers_and_what_meets(body: Body, data: st.DataObject) -> None:
    length = len(body.text)
    start = data.draw(st.integers(0, length))
    end = data.draw(st.integers(start, length))
    flagged = flags(body.bold, length)
    around = flagged[max(start - 1, 0) : start + 1] if start == end else flagged[start:end]
    whole = len(around) == 2 if start == end else True
    assert ranges.covers(body.bold, start, end) == (whole and all(around))
    met = tuple((first, last) for first, last in body.bold if first < end and start < last)
    assert ranges.meeting(body.bold, start, end) == met
