"""送审稿 and 定稿: what an issue went round as, how the next one is called, and whether it is signed. Must
not know how a round's text is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bulletin_desk.bulletin.bounds import MAX_ROUNDS
from bulletin_desk.bulletin.model import Issue, Round
from bulletin_desk.errors import EditError

SENT, SIGNED = "送审稿", "定稿"
"""What rounds are called, with a number; of what is signed only a second one has one."""
WITHDRAWN = "（已撤回）"
"""Stands behind the name of what was signed and is not any more."""
LONGEST_NAME = 24
"""Characters of a round's name: with WITHDRAWN it is a version's name still."""

_NUMBERED = re.compile(r"\s*([0-9]{1,6})")


def next_name(issue: Issue, *, signed: bool = False) -> str:
    """What is proposed for the next round: 送审稿 1, 送审稿 2; 定稿, 定稿 2."""
    base = SIGNED if signed else SENT
    numbers = [_number(base, kept.name) for kept in issue.rounds]
    number = max(numbers, default=0) + 1
    return base if signed and number == 1 else f"{base} {number}"


def _number(base: str, name: str) -> int:
    """Which one of those called `base` a name is, 0 for none of them."""
    name = name.removesuffix(WITHDRAWN)
    if name == base:
        return 1
    found = _NUMBERED.fullmatch(name.removeprefix(base)) if name.startswith(base) else None
    return int(found[1]) if found else 0


def why_no_name(issue: Issue, name: str) -> str:
    """Why the next round can't be called so, in a sentence; empty if it can."""
    if not name:
        return f"请写上名称，如“{next_name(issue)}”。"
    if len(name) > LONGEST_NAME:
        return f"名称有{len(name)}个字，最多{LONGEST_NAME}个字，请改短。"
    if name.endswith(WITHDRAWN):
        return f"“{WITHDRAWN}”由程序在撤回定稿时写上，请改名称。"
    if any(name == kept.name.removesuffix(WITHDRAWN) for kept in issue.rounds):
        return f"已经有“{name}”了，请换一个名称。"
    return ""


def sent(issue: Issue, kept: Round) -> Issue:
    """`issue` with a further round. Raises EditError where it can't be called so, or there are too many."""
    wrong = why_no_name(issue, kept.name)
    if wrong:
        raise EditError(wrong)
    if len(issue.rounds) >= MAX_ROUNDS:
        raise EditError(f"这一期已经送审{MAX_ROUNDS}次，记不下更多了。")
    return replace(issue, rounds=(*issue.rounds, kept))


def last_signed(issue: Issue) -> Round | None:
    """The sign-off that holds, None where the issue is not signed."""
    return next((kept for kept in reversed(issue.rounds) if kept.signed), None)


def unsigned(issue: Issue) -> Issue:
    """`issue` with its sign-off withdrawn: what was signed is kept, and called so. Raises EditError where it
    is not signed."""
    if last_signed(issue) is None:
        raise EditError("这一期没有定稿，没有可以撤回的。")
    rounds = (
        replace(kept, name=f"{kept.name}{WITHDRAWN}", signed=False) if kept.signed else kept
        for kept in issue.rounds
    )
    return replace(issue, rounds=tuple(rounds))


def with_rounds_of(issue: Issue, other: Issue) -> Issue:
    """`issue` with the rounds that only `other` knows besides its own: those of a version that was overtaken,
    or of a colleague's. What one of them signed stays signed."""
    own = {kept.name.removesuffix(WITHDRAWN) for kept in issue.rounds}
    further = tuple(kept for kept in other.rounds if kept.name.removesuffix(WITHDRAWN) not in own)
    return replace(issue, rounds=(*issue.rounds, *further)) if further else issue


def round_named(rounds: Iterable[Round], name: str) -> Round | None:
    """The round that is called so, None where none is."""
    return next((kept for kept in rounds if kept.name == name), None)


def to_the_minute(when: datetime) -> str:
    """A moment as rounds keep it: local time, 2024-01-09T15:30."""
    return when.strftime("%Y-%m-%dT%H:%M")


def spoken(when: str) -> str:
    """Such a moment for the clerk: `2024年1月9日 15:30`; a day without the time, as it is where it is
    neither."""
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        return when
    return f"{moment.year}年{moment.month}月{moment.day}日" + (f" {moment:%H:%M}" if "T" in when else "")


def signed_words(kept: Round) -> str:
    """Who signed and when: `张三，2024年1月9日 15:30`."""
    return "，".join(filter(None, (kept.who, spoken(kept.when))))
