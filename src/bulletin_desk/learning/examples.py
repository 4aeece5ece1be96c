"""Issues in which answers to what an old issue leaves open can be seen, where the old one itself shows no
difference. Must not know which questions there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import MAXYEAR
from datetime import date as Date  # noqa: N812

from bulletin_desk.bulletin.model import Body, Issue
from bulletin_desk.bulletin.numbering import next_issue
from bulletin_desk.errors import EditError
from bulletin_desk.layouts.model import Layout

_WORDS = (
    "会议强调：“要坚持‘一盘棋’。”（2025年工作要点第3条）各县（市、区）要对照A类12项、B类8项任务，"
    "做到“有部署、有检查、有结果”，6月30日前报送。“三个清单”（见附件1），由“专班”逐项核对；"
)
"""Lines of these end otherwise by nearly every rule."""
_SHORT = "会议研究了近期重点工作。"
_MANY = 60
"""Paragraphs of one to four lines in an order that no page's height goes into: some page has one line only
of one of them."""
Example = Callable[[Layout], Issue]


def examples(issue: Issue) -> Iterator[Example]:
    """What is set by a layout to see what it does: the issue itself; with marks, quotes and figures in its
    first text; with one short text, so that it ends on its first page; with many paragraphs; the first one of
    the next year."""
    yield lambda _layout: issue
    if issue.sections and issue.sections[0].items:
        yield lambda _layout: _with_text(issue, _WORDS * 3)
        alone = replace(issue, sections=(replace(issue.sections[0], items=issue.sections[0].items[:1]),))
        yield lambda _layout: _with_text(alone, _SHORT)
        yield lambda _layout: _with_text(alone, *(_WORDS[: 25 + 14 * (at * at % 7)] for at in range(_MANY)))
    yield lambda layout: _of_next_year(issue, layout)


def _with_text(issue: Issue, *texts: str) -> Issue:
    """Its first item is of these paragraphs only."""
    first, *sections = issue.sections
    item, *items = first.items
    item = replace(item, blocks=tuple(map(Body, texts)), attachments=())
    return replace(issue, sections=(replace(first, items=(item, *items)), *sections))


def _of_next_year(issue: Issue, layout: Layout) -> Issue:
    day = Date(min(issue.dated_header.date.year + 1, MAXYEAR), 1, 10)
    try:
        return next_issue(issue, day, layout.numbering, layout.declared)
    except EditError:  # its numbers can't be counted on
        return issue
