"""What differs between two versions of an issue, by item, in sentences for the clerk. Must not know where
versions come from."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import Enum
from itertools import pairwise
from typing import TypeVar

from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.bulletin.describe import describe
from bulletin_desk.bulletin.grammar import (
    DATE,
    DISCLOSURE,
    DISTRIBUTION,
    EDITORS_NOTE,
    ISSUER,
    MARKING,
    NAME,
    NUMBER,
    OFFICE,
    PRINT_COUNT,
    PRINTED,
    SPEC,
    SUPPLEMENT,
    TOTAL_NUMBER,
    items_of,
    name_of,
    section_path,
)
from bulletin_desk.bulletin.model import Addressee, Block, Issue, Item, Path
from bulletin_desk.checked import shown


class Change(Enum):
    """What happened to a part."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: a whole Chinese sentence, and the part's path in the new issue (where it was removed,
    in the old one)."""

    kind: Change
    path: Path
    sentence: str


_Pair = tuple[int, int]
_Part = TypeVar("_Part", Block, Addressee)
_Key = TypeVar("_Key", bound=Hashable)

_QUOTED = 16
_LONGEST = 2_000
_DETAILED = 3
"""So many changed paragraphs of an item are told one by one."""
_ALIKE = 0.5
"""Items with this share of pairs of characters in common are the same item, rewritten."""
_ALIKE_BLOCKS = 0.3
_MOST_PAIRS = 10_000
_MOST_PAIRS_OF_BLOCKS = 2_000
_SURELY_ALIKE = 0.8
"""No other paragraph will be more alike."""
_MOST_MATCHED = 250_000
"""Pairs of parts of two rows between which all matches are looked at."""
_MOST_HOLDERS = 50
"""Sections of one title that are kept: what more of them have tells none from the others."""
_LONGEST_COMPARED = 2_000
"""Characters by which a text is told from others: its beginning."""


def compare(old: Issue, new: Issue) -> list[Difference]:
    """What is different in `new`, in the order of the paper; what was removed comes after what is there."""
    if old is new:
        return []
    sections = _matched_sections(old, new)
    found = list(_fields(old, new))
    found += _rows(new, EDITORS_NOTE, old.editors_note, new.editors_note)
    found += _sections(old, new, sections)
    found += _items(old, new, dict(sections))
    found += _rows(new, DISTRIBUTION, old.distribution, new.distribution, "条")
    if old.layout != new.layout:
        was, now = (f"“{side.layout.name}”" if side.layout else "默认的" for side in (old, new))
        sentence = f"版式{was}的内容改过。" if was == now else f"版式由{was}改为{now}。"
        found.append(Difference(Change.CHANGED, ("layout",), sentence))
    # Names stand in the sentences as the clerk has written them.
    return [replace(each, sentence=shown(each.sentence, _LONGEST)) for each in found]


# ---- single values


def _fields(old: Issue, new: Issue) -> Iterator[Difference]:
    for path, get in _VALUES.items():
        was, now = get(old), get(new)
        if was == now:
            continue
        name = describe(new, path)
        if was and now:
            yield Difference(Change.CHANGED, path, f"{name}由{_quoted(was)}改为{_quoted(now)}。")
        elif now:
            yield Difference(Change.ADDED, path, f"新增{name}{_quoted(now)}。")
        else:
            yield Difference(Change.REMOVED, path, f"删去{name}{_quoted(was)}。")


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


_VALUES: dict[Path, Callable[[Issue], str]] = {
    MARKING: lambda issue: issue.masthead.marking,
    NAME: lambda issue: issue.masthead.name,
    SUPPLEMENT: lambda issue: issue.masthead.supplement,
    NUMBER: lambda issue: _number(issue.masthead.number),
    TOTAL_NUMBER: lambda issue: _number(issue.masthead.total_number),
    ISSUER: lambda issue: issue.dated_header.issuer,
    DATE: lambda issue: chinese_date(issue.dated_header.date),
    DISCLOSURE: lambda issue: issue.disclosure,
    OFFICE: lambda issue: issue.imprint.office if issue.imprint else "",
    PRINTED: lambda issue: chinese_date(issue.imprint.date) if issue.imprint else "",
    PRINT_COUNT: lambda issue: _number(issue.print_count),
}


# ---- sections


def _matched_sections(old: Issue, new: Issue) -> list[_Pair]:
    """Which section became which: by name, then by the items in it."""
    names = [section.name for section in old.sections], [section.name for section in new.sections]
    pairs = _by_key(*names, [], lambda _name: True)
    was, now = _left(len(old.sections), len(new.sections), pairs)
    holders: dict[str, list[int]] = {}
    """The first sections of the new issue that have each title."""
    for second in now:
        for title in {_plain(item.title) for item in new.sections[second].items} - {""}:
            holders.setdefault(title, []).append(second)
    shared: Counter[_Pair] = Counter()
    for first in was:
        for title in {_plain(item.title) for item in old.sections[first].items}:
            shared.update((first, second) for second in holders.get(title, ())[:_MOST_HOLDERS])
    return _greedy([(-count, *pair) for pair, count in shared.items()], pairs)


def _sections(old: Issue, new: Issue, pairs: Sequence[_Pair]) -> Iterator[Difference]:
    stayed = _in_order(pairs)
    came_from = {second: first for first, second in pairs}
    for second, section in enumerate(new.sections):
        path = section_path(second)
        first = came_from.get(second)
        if first is None:
            yield Difference(Change.ADDED, path, f"新增{describe(new, path)}，有稿件{len(section.items)}篇。")
            continue
        name = old.sections[first].name
        if (first, second) not in stayed:
            moved = f"栏目{_quoted(name)}由第{first + 1}个移到第{second + 1}个。"
            yield Difference(Change.MOVED, path, moved)
        if name != section.name:
            renamed = f"第{second + 1}个栏目的名称由{_quoted(name)}改为{_quoted(section.name)}。"
            yield Difference(Change.CHANGED, name_of(path), renamed)
    for first in _left(len(old.sections), 0, pairs)[0]:
        gone = section_path(first)
        yield Difference(Change.REMOVED, gone, f"删去原{describe(old, gone)}。")


# ---- items


def _items(old: Issue, new: Issue, sections: dict[int, int]) -> Iterator[Difference]:
    was, now = list(items_of(old)), list(items_of(new))
    pairs = _matched_items(was, now)
    came_from = {second: first for first, second in pairs}
    stayed: set[_Pair] = set()
    for old_section, new_section in sections.items():
        there = section_path(old_section), section_path(new_section)
        inside = [pair for pair in pairs if (was[pair[0]][0][:2], now[pair[1]][0][:2]) == there]
        stayed |= _in_order(inside)
    for second, (path, item) in enumerate(now):
        first = came_from.get(second)
        if first is None:
            yield Difference(Change.ADDED, path, f"新增稿件：{describe(new, path)}。")
            continue
        before, old_item = was[first]
        if (first, second) not in stayed:
            where = f"原{describe(old, before)}"
            yield Difference(Change.MOVED, path, f"{where}移到{_position(new, path)}。")
        if item != old_item:
            changes = "；".join(_item_changes(old_item, item))
            yield Difference(Change.CHANGED, path, f"{describe(new, path)}：{changes}。")
    for first in _left(len(was), 0, pairs)[0]:
        gone = was[first][0]
        yield Difference(Change.REMOVED, gone, f"删去稿件：原{describe(old, gone)}。")


def _matched_items(was: Sequence[tuple[Path, Item]], now: Sequence[tuple[Path, Item]]) -> list[_Pair]:
    """Which item became which: one that is the same, of the same title, or with much of the same text."""
    pairs = _by_key([item for _, item in was], [item for _, item in now], [], bool)
    titles = [_plain(item.title) for _, item in was], [_plain(item.title) for _, item in now]
    pairs = _by_key(*titles, pairs, bool)
    first_left, second_left = _left(len(was), len(now), pairs)
    if len(first_left) * len(second_left) <= _MOST_PAIRS:
        texts = {at: _bigrams(_text(was[at][1])) for at in first_left}
        others = {at: _bigrams(_text(now[at][1])) for at in second_left}
        close = [
            (-likeness, first, second)
            for first in first_left
            for second in second_left
            if (likeness := _likeness(texts[first], others[second])) >= _ALIKE
        ]
        pairs = _greedy(close, pairs)
        # Two empty items in the same place are one, too.
        first_left, second_left = _left(len(was), len(now), pairs)
        places = {was[at][0]: at for at in first_left if not _text(was[at][1])}
        pairs += [(places[now[at][0]], at) for at in second_left if now[at][0] in places]
    return pairs


def _item_changes(old: Item, new: Item) -> Iterator[str]:
    if old.title != new.title:
        if _plain(old.title) == _plain(new.title):
            yield "标题的换行有改动"
        else:
            yield f"标题由{_quoted(old.title)}改为{_quoted(new.title)}"
    yield from _row_changes(old.blocks, new.blocks, "段")
    if old.source != new.source:
        if old.source and new.source:
            yield f"来源由{_quoted(old.source)}改为{_quoted(new.source)}"
        else:
            yield f"{'新增' if new.source else '删去'}来源{_quoted(new.source or old.source)}"


def _position(issue: Issue, item: Path) -> str:
    section, number = int(item[1]), int(item[3])
    name = issue.sections[section].name
    return f"{_quoted(name) if name else f'第{section + 1}个栏目'}第{number + 1}篇"


# ---- paragraphs and addressees


def _rows(
    new_issue: Issue, path: Path, old: Sequence[_Part], new: Sequence[_Part], unit: str = "段"
) -> Iterator[Difference]:
    changes = "；".join(_row_changes(old, new, unit))
    if changes:
        yield Difference(Change.CHANGED, path, f"{describe(new_issue, path)}：{changes}。")


def _row_changes(old: Sequence[_Part], new: Sequence[_Part], unit: str) -> Iterator[str]:
    changed: list[_Pair] = []
    removed: list[int] = []
    added: list[int] = []
    for start, end, new_start, new_end in changed_stretches(old, new):
        pairs = [(0, 0)]
        if (end - start, new_end - new_start) != (1, 1):
            pairs = aligned(
                [_text(part) for part in old[start:end]], [_text(part) for part in new[new_start:new_end]]
            )
        changed += [(start + first, new_start + second) for first, second in pairs]
        gone, come = _left(end - start, new_end - new_start, pairs)
        removed += [start + at for at in gone]
        added += [new_start + at for at in come]
    moved = _by_key([old[at] for at in removed], [new[at] for at in added], [], lambda part: True)
    moved_from, moved_to = [removed[first] for first, _ in moved], [added[second] for _, second in moved]
    removed = [removed[at] for at in _left(len(removed), 0, moved)[0]]
    added = [added[at] for at in _left(0, len(added), moved)[1]]
    if len(changed) <= _DETAILED:
        for first, second in changed:
            yield f"第{second + 1}{unit}{_change(old[first], new[second])}"
    else:
        yield f"{_numbers([second for _, second in changed], unit)}有改动"
    if added:
        yield f"新增{_numbers(added, unit)}"
    if removed:
        yield f"删去原{_numbers(removed, unit)}"
    if moved_to:
        yield f"原{_numbers(moved_from, unit)}移到{_numbers(moved_to, unit)}"


def aligned(old: Sequence[str], new: Sequence[str]) -> list[_Pair]:
    """In order, which text was made of which: those that have something in common."""
    pairs: list[_Pair] = []
    texts, others = [_bigrams(text) for text in old], [_bigrams(text) for text in new]
    start = 0
    for first, text in enumerate(texts):
        best, most = None, 0.0
        for at in range(start, min(len(others), start + 1 + _MOST_PAIRS_OF_BLOCKS // (1 + len(texts)))):
            likeness = _likeness(text, others[at])
            if likeness > most:
                best, most = at, likeness
            if likeness >= _SURELY_ALIKE:
                break
        if best is not None and most >= _ALIKE_BLOCKS:
            pairs.append((first, best))
            start = best + 1
    return pairs


def changed_stretches(old: Sequence[_Key], new: Sequence[_Key]) -> Iterator[tuple[int, int, int, int]]:
    """From where to where two rows differ, first in the old one and then in the new one. What stands between
    is the same, one by one."""
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    left = shorter - head
    tail = next((at for at in range(left) if old[-1 - at] != new[-1 - at]), left)
    was, now = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(was) * len(now) <= _MOST_MATCHED:
        for tag, start, end, new_start, new_end in SequenceMatcher(None, was, now, False).get_opcodes():
            if tag != "equal":
                yield head + start, head + end, head + new_start, head + new_end
        return
    # Of what repeats itself without end, matching would take more than the square of its length: the parts
    # that are the same are paired in order, and those pairs kept that cross no other.
    start = new_start = 0
    same: list[_Pair] = sorted(_in_order(_by_key(was, now, [], lambda part: True)))
    for end, new_end in (*same, (len(was), len(now))):
        if (start, new_start) != (end, new_end):
            yield head + start, head + end, head + new_start, head + new_end
        start, new_start = end + 1, new_end + 1


def _change(old: _Part, new: _Part) -> str:
    was, now = _text(old), _text(new)
    if was == now:
        if isinstance(old, Addressee) or isinstance(new, Addressee):
            return "的抬头有改动"
        return "的段首标题有改动" if old.kind is new.kind else f"改成了{SPEC[new.kind].name}"
    shorter = min(len(was), len(now))
    start = next((at for at in range(shorter) if was[at] != now[at]), shorter)
    tail = next(
        (at for at in range(shorter - start) if was[len(was) - 1 - at] != now[len(now) - 1 - at]),
        shorter - start,
    )
    gone, come = was[start : len(was) - tail], now[start : len(now) - tail]
    if not _plain(gone) and not _plain(come):
        return "的换行有改动"
    if not gone:
        return f"加上{_quoted(come)}"
    if not come:
        return f"去掉{_quoted(gone)}"
    return f"{_quoted(gone)}改为{_quoted(come)}"


def _text(part: Block | Addressee | Item) -> str:
    if isinstance(part, Item):
        return "\n".join((part.title, *map(_text, part.blocks)))
    if isinstance(part, Addressee):
        return f"{part.label}：{part.to}"
    return "\n".join(text.text for text in part.texts())


# ---- matching


def _by_key(
    old: Sequence[_Key], new: Sequence[_Key], pairs: list[_Pair], fit: Callable[[_Key], bool]
) -> list[_Pair]:
    """`pairs` with those of the same key among the rest, in order."""
    first_left, second_left = _left(len(old), len(new), pairs)
    waiting: dict[_Key, list[int]] = {}
    for at in reversed(first_left):
        waiting.setdefault(old[at], []).append(at)
    found = list(pairs)
    for at in second_left:
        if fit(new[at]) and waiting.get(new[at]):
            found.append((waiting[new[at]].pop(), at))
    return found


def _greedy(
    scored: list[tuple[int, int, int]] | list[tuple[float, int, int]], pairs: list[_Pair]
) -> list[_Pair]:
    """`pairs` with the best of the scored ones (least first), each part used once."""
    found = list(pairs)
    firsts, seconds = {first for first, _ in pairs}, {second for _, second in pairs}
    for _, first, second in sorted(scored):
        if first not in firsts and second not in seconds:
            found.append((first, second))
            firsts.add(first)
            seconds.add(second)
    return found


def _left(old: int, new: int, pairs: Sequence[_Pair]) -> tuple[list[int], list[int]]:
    """Which of so many are in no pair."""
    firsts, seconds = {first for first, _ in pairs}, {second for _, second in pairs}
    return [at for at in range(old) if at not in firsts], [at for at in range(new) if at not in seconds]


def _in_order(pairs: Sequence[_Pair]) -> set[_Pair]:
    """The most pairs that kept their order; the others are what was moved."""
    pairs = sorted(pairs, key=lambda pair: pair[1])
    ends: list[int] = []  # by length of a rising run, the least number that one ends in
    holders: list[int] = []
    before: list[int | None] = []
    for at, (first, _) in enumerate(pairs):
        length = bisect_left(ends, first)
        before.append(holders[length - 1] if length else None)
        ends[length : length + 1] = [first]
        holders[length : length + 1] = [at]
    kept: set[_Pair] = set()
    last = holders[-1] if holders else None
    while last is not None:
        kept.add(pairs[last])
        last = before[last]
    return kept


def _bigrams(text: str) -> Counter[str]:
    return Counter(map("".join, pairwise(text[:_LONGEST_COMPARED])))


def likeness(one: str, other: str) -> float:
    """How much two texts have in common, 0 to 1: the share of pairs of neighbouring characters."""
    return _likeness(_bigrams(one), _bigrams(other))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """The share of pairs of neighbouring characters that both have (Dice), 0 to 1."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


# ---- words


def _plain(title: str) -> str:
    return title.replace("\n", "")


def _quoted(text: str) -> str:
    return f"“{shown(_plain(text), _QUOTED)}”"


def _numbers(indices: Sequence[int], unit: str) -> str:
    """`第2、5段`; of more than six, the first ones and how many."""
    if len(indices) <= 6:
        return f"第{'、'.join(str(at + 1) for at in indices)}{unit}"
    return f"第{'、'.join(str(at + 1) for at in indices[:5])}{unit}等{len(indices)}{unit}"
