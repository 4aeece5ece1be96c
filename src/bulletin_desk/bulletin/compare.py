"""What differs between two versions of an issue, by item, in sentences for the clerk. Must not know where
versions come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from bulletin_desk.bulletin.block_changes import quoted, row_changes
from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.bulletin.describe import NO_LABELS, describe, named_field, position
from bulletin_desk.bulletin.endorsements import endorsements_change
from bulletin_desk.bulletin.fields import fields_of
from bulletin_desk.bulletin.grammar import (
    CLOSING_FIELDS,
    DATE,
    DISCLOSURE,
    DISTRIBUTION,
    EDITORS_NOTE,
    HEAD_FIELDS,
    IMPRINT,
    ISSUER,
    ITEM_TEXTS,
    MARKING,
    NAME,
    NUMBER,
    OFFICE,
    PRINT_COUNT,
    PRINTED,
    SPEC,
    SUPPLEMENT,
    TOTAL_NUMBER,
    field_path,
    fields_of_path,
    is_field,
    items_of,
    name_of,
    numbers,
    section_path,
)
from bulletin_desk.bulletin.matching import (
    Pair,
    RowPart,
    in_order,
    left,
    matched_items,
    matched_sections,
    plain,
)
from bulletin_desk.bulletin.model import Field, Issue, Item, Path
from bulletin_desk.bulletin.states import state_change
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


_LONGEST = 2_000


def compare(old: Issue, new: Issue, labels: Mapping[str, str] = NO_LABELS) -> list[Difference]:
    """What is different in `new`, in the order of the paper; what was removed comes after what is there.
    Fields of a layout's own are called by their `labels`, else by their names."""
    if old is new:
        return []
    sections = matched_sections(old, new)
    found = list(changed_fields(old, new, labels))
    found += _rows(new, EDITORS_NOTE, old.editors_note, new.editors_note)
    found += _sections(old, new, sections)
    found += _items(old, new, dict(sections))
    found += _rows(new, DISTRIBUTION, old.distribution, new.distribution, "条")
    found += changed_layout(old, new)
    return [fit(each) for each in found]


def fit(found: Difference) -> Difference:
    """One that can be shown: names stand in the sentences as the clerk has written them."""
    return replace(found, sentence=shown(found.sentence, _LONGEST))


def changed_layout(old: Issue, new: Issue) -> Iterator[Difference]:
    """The difference of the layouts, if there is one."""
    if old.layout != new.layout:
        was, now = (f"“{side.layout.name}”" if side.layout else "默认的" for side in (old, new))
        sentence = f"版式{was}的内容改过。" if was == now else f"版式由{was}改为{now}。"
        yield Difference(Change.CHANGED, ("layout",), sentence)


# ---- single values


def changed_fields(old: Issue, new: Issue, labels: Mapping[str, str] = NO_LABELS) -> Iterator[Difference]:
    """Which single values of head and closing block differ; `labels` as in `compare`."""
    for path, get in _VALUES.items():
        was, now = get(old), get(new)
        if was == now:
            continue
        name = describe(new, path)
        if was and now:
            yield Difference(Change.CHANGED, path, f"{name}由{quoted(was)}改为{quoted(now)}。")
        elif now:
            yield Difference(Change.ADDED, path, f"新增{name}{quoted(now)}。")
        else:
            yield Difference(Change.REMOVED, path, f"删去{name}{quoted(was)}。")
    yield from _own_fields(old.head_fields, new.head_fields, HEAD_FIELDS, labels)
    yield from _own_fields(old.closing_fields, new.closing_fields, CLOSING_FIELDS, labels)


def _own_fields(
    old: Sequence[Field], new: Sequence[Field], fields: Path, labels: Mapping[str, str]
) -> Iterator[Difference]:
    """Which values of the layout's own fields differ; an empty value is as none."""
    was = {field.name: (at, field.text) for at, field in enumerate(old) if field.text}
    now = {field.name: (at, field.text) for at, field in enumerate(new) if field.text}
    for name, (at, text) in now.items():
        path = field_path(fields, at)
        if name not in was:
            yield Difference(Change.ADDED, path, f"{named_field(name, labels)}填上了{quoted(text)}。")
        elif was[name][1] != text:
            said = f"{named_field(name, labels)}由{quoted(was[name][1])}改为{quoted(text)}。"
            yield Difference(Change.CHANGED, path, said)
    for name, (at, text) in was.items():
        if name not in now:
            path = field_path(fields, at)
            yield Difference(Change.REMOVED, path, f"{named_field(name, labels)}原来的{quoted(text)}删去了。")


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


def value_in_words(issue: Issue, path: Path) -> str:
    """What a single value of head or closing block is, as it is told; empty where there is none. `path` as in
    `changed_fields`, or that of the whole imprint."""
    if path == IMPRINT:
        return " ".join(filter(None, (value_in_words(issue, OFFICE), value_in_words(issue, PRINTED))))
    if is_field(path):
        values, (at, *_) = fields_of(issue, fields_of_path(path)), numbers(path)
        return values[at].text if at < len(values) else ""
    return _VALUES[path](issue)


# ---- sections


def _sections(old: Issue, new: Issue, pairs: Sequence[Pair]) -> Iterator[Difference]:
    stayed = in_order(pairs)
    came_from = {second: first for first, second in pairs}
    for second in range(len(new.sections)):
        first = came_from.get(second)
        if first is None:
            yield section_added(new, second)
            continue
        if (first, second) not in stayed:
            yield section_moved(old, first, second)
        if section_differs(old, new, first, second):
            yield section_renamed(old, new, first, second)
    for first in left(len(old.sections), 0, pairs)[0]:
        yield section_removed(old, first)


def section_added(new: Issue, at: int) -> Difference:
    """A section that was not there."""
    path = section_path(at)
    section = new.sections[at]
    called = f"{describe(new, path)}，有稿件" if section.name else "一组不在栏目下的稿件，共"
    said = f"新增{called}{len(section.items)}篇。"
    return Difference(Change.ADDED, path, said)


def section_removed(old: Issue, at: int) -> Difference:
    """A section that is not there any more."""
    called = describe(old, section_path(at)) if old.sections[at].name else "来不在栏目下的一组稿件"
    return Difference(Change.REMOVED, section_path(at), f"删去原{called}。")


def section_moved(old: Issue, first: int, second: int) -> Difference:
    """A section that stands elsewhere."""
    name = old.sections[first].name
    called = f"栏目{quoted(name)}" if name else "没有名称的栏目"
    said = f"{called}由第{first + 1}个移到第{second + 1}个。"
    return Difference(Change.MOVED, section_path(second), said)


def section_differs(old: Issue, new: Issue, first: int, second: int) -> bool:
    """Whether a section has another name or another level."""
    was, now = old.sections[first], new.sections[second]
    return (was.name, was.level) != (now.name, now.level)


def section_renamed(old: Issue, new: Issue, first: int, second: int) -> Difference:
    """A section of another name, or of another level."""
    was, now = old.sections[first], new.sections[second]
    changes = []
    if was.name and now.name and was.name != now.name:
        changes.append(f"的名称由{quoted(was.name)}改为{quoted(now.name)}")
    elif was.name != now.name:
        changes.append(f"{'加上' if now.name else '去掉'}了名称{quoted(now.name or was.name)}")
    if was.level != now.level:
        changes.append(f"改为{'一二'[now.level - 1]}级栏目")
    said = f"第{second + 1}个栏目{'，'.join(changes)}。"
    return Difference(Change.CHANGED, name_of(section_path(second)), said)


# ---- items


def _items(old: Issue, new: Issue, sections: dict[int, int]) -> Iterator[Difference]:
    was, now = list(items_of(old)), list(items_of(new))
    pairs = matched_items(was, now)
    came_from = {second: first for first, second in pairs}
    stayed: set[Pair] = set()
    for old_section, new_section in sections.items():
        there = section_path(old_section), section_path(new_section)
        inside = [pair for pair in pairs if (was[pair[0]][0][:2], now[pair[1]][0][:2]) == there]
        stayed |= in_order(inside)
    for second, (path, item) in enumerate(now):
        first = came_from.get(second)
        if first is None:
            yield item_added(new, path)
            continue
        before, old_item = was[first]
        if (first, second) not in stayed:
            yield item_moved(old, new, before, path)
        if item != old_item:
            changes = "；".join(_item_changes(old_item, item))
            yield Difference(Change.CHANGED, path, f"{describe(new, path)}：{changes}。")
    for first in left(len(was), 0, pairs)[0]:
        yield item_removed(old, was[first][0])


def item_added(new: Issue, path: Path) -> Difference:
    """An item that was not there."""
    return Difference(Change.ADDED, path, f"新增稿件：{describe(new, path)}。")


def item_removed(old: Issue, path: Path) -> Difference:
    """An item that is not there any more."""
    return Difference(Change.REMOVED, path, f"删去稿件：原{describe(old, path)}。")


def item_moved(old: Issue, new: Issue, before: Path, path: Path) -> Difference:
    """An item that stands elsewhere."""
    return Difference(
        Change.MOVED, path, f"原{describe(old, before)}移到{position(new, *numbers(path)[:2])}。"
    )


def _item_changes(old: Item, new: Item) -> Iterator[str]:
    if old.title != new.title:
        yield title_change(old.title, new.title)
    for name, called in AROUND.items():
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            yield around_change(called, was, now)
    yield from row_changes(old.blocks, new.blocks, "段")
    if old.source != new.source:
        yield source_change(old.source, new.source)
    yield from row_changes(old.attachments, new.attachments, "个附件")
    if old.endorsements != new.endorsements:
        yield endorsements_change(old.endorsements, new.endorsements)
    if old.state != new.state:
        yield state_change(old.state, new.state)


def title_change(old: str, new: str) -> str:
    """What happened to a title, as a part of a sentence."""
    if plain(old) == plain(new):
        return "标题的换行有改动"
    return f"标题由{quoted(old)}改为{quoted(new)}"


def source_change(old: str, new: str) -> str:
    """What happened to a source, as a part of a sentence."""
    return around_change("来源", old, new)


AROUND = {name: SPEC[kind].name for kind, name in ITEM_TEXTS.items()} | {"mark": "标记"}
"""The further texts of an item, and its mark: the names in the model, and before the clerk."""


def around_change(called: str, old: str, new: str) -> str:
    """What happened to such a text, as a part of a sentence."""
    if plain(old) == plain(new):
        return f"{called}的换行有改动"
    if old and new:
        return f"{called}由{quoted(old)}改为{quoted(new)}"
    return f"{'新增' if new else '删去'}{called}{quoted(new or old)}"


# ---- paragraphs and addressees


def _rows(
    new_issue: Issue, path: Path, old: Sequence[RowPart], new: Sequence[RowPart], unit: str = "段"
) -> Iterator[Difference]:
    changes = "；".join(row_changes(old, new, unit))
    if changes:
        yield Difference(Change.CHANGED, path, f"{describe(new_issue, path)}：{changes}。")
