"""The states of items (稿件状态) in words, and what is asked about them. They are noted with an item and
stand in no export."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from bulletin_desk.bulletin.grammar import items_of
from bulletin_desk.bulletin.model import STATES, Issue, Item, Path


class StateWords(NamedTuple):
    """How a state is called, and the character that stands for it where there is room for no more."""

    name: str
    mark: str


STATE_WORDS: dict[str, StateWords] = dict(
    zip(
        STATES,
        (
            StateWords("收到", "收"),
            StateWords("已编", "编"),
            StateWords("已审", "审"),
            StateWords("待定", "待"),
            StateWords("备用", "备"),
        ),
        strict=True,
    )
)
_MOST_NAMED = 3
PENDING = ("pending", "reserve")
"""States of items that are not meant to go out as they are."""


def state_name(state: str) -> str:
    """A state in words; empty for none."""
    words = STATE_WORDS.get(state)
    return words.name if words else ""


def state_change(old: str, new: str) -> str:
    """What happened to a state, as a part of a sentence."""
    if old and new:
        return f"状态由{state_name(old)}改为{state_name(new)}"
    return f"状态记为{state_name(new)}" if new else f"去掉了状态{state_name(old)}"


def pending_said(issue: Issue) -> str:
    """Which items are not meant to go out as they are, in a sentence; empty where there are none."""
    found = [item for _, item in items_in(issue, *PENDING)]
    if not found:
        return ""
    titles = [(item.title.replace("\n", ""), state_name(item.state)) for item in found[:_MOST_NAMED]]
    named = "、".join(f"《{title}》（{state}）" for title, state in titles)
    more = "等" if len(found) > _MOST_NAMED else ""
    return f"还有{len(found)}篇稿件没有定下来：{named}{more}。"


def items_in(issue: Issue, *states: str) -> Iterator[tuple[Path, Item]]:
    """The items in one of some states, with their paths."""
    return ((path, item) for path, item in items_of(issue) if item.state in states)


def with_states(issue: Issue, states: Sequence[str]) -> Issue:
    """An issue with these states of its items, in their order; as it is where there are none."""
    if not states:
        return issue
    rest = iter(states)
    sections = (
        replace(section, items=tuple(replace(item, state=next(rest)) for item in section.items))
        for section in issue.sections
    )
    return replace(issue, sections=tuple(sections))


def not_approved(issue: Issue) -> int:
    """How many items are not yet 已审; 0 where no item has a state at all: nobody uses them then."""
    states = [item.state for _, item in items_of(issue)]
    return sum(state != "approved" for state in states) if any(states) else 0
