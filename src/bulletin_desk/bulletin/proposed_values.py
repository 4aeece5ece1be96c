"""Single values that differ between two issues: of head and closing block, an item's mark, a section's name
and level. Must not know who proposes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

from bulletin_desk.bulletin.both import Both
from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.bulletin.fields import field_value, with_field
from bulletin_desk.bulletin.grammar import (
    CLOSING_FIELDS,
    DATE,
    DISCLOSURE,
    HEAD_FIELDS,
    IMPRINT,
    ISSUER,
    MARKING,
    NAME,
    NUMBER,
    OFFICE,
    PRINT_COUNT,
    PRINTED,
    SUPPLEMENT,
    TOTAL_NUMBER,
    field_text_path,
    item_at,
    name_of,
    numbers,
    section_path,
    title_of,
)
from bulletin_desk.bulletin.model import Imprint, Issue, Path, Place
from bulletin_desk.bulletin.part_changes import Span
from bulletin_desk.bulletin.proposed_change import CHANGED, Change, Shape
from bulletin_desk.errors import EditError


def value_changes(both: Both) -> Iterator[Change]:
    """Which values differ."""
    was, now = both.base, both.theirs
    for value in (*_VALUES, *_fields(was, now)):
        if value.get(was) != value.get(now):
            yield _Value(both, value)
    for at, part in enumerate(both.beside.items):
        if part.old is None or part.new is None:
            continue
        old, new = both.beside.old_items[part.old][1], both.beside.new_items[part.new][1]
        if old.mark != new.mark:
            yield _Own(both, "mark", at, old.mark, new.mark)
    for at in range(len(both.beside.sections)):
        first, second = both.beside.old_section(at), both.beside.new_section(at)
        if first is None or second is None:
            continue
        if first.name != second.name:
            yield _Own(both, "name", at, first.name, second.name)
        if first.level != second.level:
            yield _Own(both, "level", at, first.level, second.level)


class _Single(NamedTuple):
    """A value of head or closing block: where it stands, what it is in an issue and in plain words, and an
    issue with another one."""

    path: Callable[[Issue], Path]
    get: Callable[[Issue], Any]
    put: Callable[[Issue, Any], Issue]
    words: Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class _Value(Change):
    """A value of head or closing block."""

    value: _Single

    @property
    def shape(self) -> Shape:
        return "field"

    def words(self) -> tuple[str, str]:
        return self.value.words(self.value.get(self.both.base)), self.value.words(
            self.value.get(self.both.theirs)
        )

    def place(self, issue: Issue) -> Span:
        old, now = self.value.get(self.both.base), self.value.get(issue)
        if now not in (old, self.value.get(self.both.theirs)):
            raise EditError(CHANGED)
        path = self.value.path(issue)
        return Place(path, 0), Place(path, len(now) if isinstance(now, str) else 0)

    def taken(self, issue: Issue) -> Issue:
        new, now = self.value.get(self.both.theirs), self.value.get(issue)
        if now == new:
            return issue
        if now != self.value.get(self.both.base):
            raise EditError(CHANGED)
        return self.value.put(issue, new)


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _imprint_words(imprint: Imprint | None) -> str:
    return f"{imprint.office} {chinese_date(imprint.date)}" if imprint else ""


def _at(path: Path, words: Callable[[Any], str] = _plain) -> _Single:
    """A value of every bulletin, by its path."""
    first, *rest = map(str, path)

    def get(issue: Issue) -> Any:
        value = getattr(issue, first)
        return getattr(value, rest[0]) if rest and value is not None else value

    def put(issue: Issue, value: Any) -> Issue:
        part = replace(getattr(issue, first), **{rest[0]: value}) if rest else value
        return replace(issue, **{first: part})

    return _Single(lambda _issue: path, get, put, words)


_HEAD = (MARKING, NAME, SUPPLEMENT, NUMBER, TOTAL_NUMBER, ISSUER)
_VALUES = (
    *map(_at, _HEAD),
    _at(DATE, chinese_date),
    _at(DISCLOSURE),
    _at(PRINT_COUNT),
)


def _fields(was: Issue, now: Issue) -> Iterator[_Single]:
    """The values of a layout's own that either has, and those of the imprint: both at once where one of the
    issues has none."""
    if was.imprint is not None and now.imprint is not None:
        yield from (_at(OFFICE), _at(PRINTED, chinese_date))
    else:
        whole = _at(IMPRINT, _imprint_words)
        yield whole._replace(path=lambda issue: OFFICE if issue.imprint else ISSUER)
    for fields, name in dict.fromkeys(
        (fields, each.name)
        for issue in (was, now)
        for fields, values in ((HEAD_FIELDS, issue.head_fields), (CLOSING_FIELDS, issue.closing_fields))
        for each in values
    ):
        yield _own_field(fields, name, now)


def _own_field(fields: Path, name: str, theirs: Issue) -> _Single:
    def values(issue: Issue) -> tuple[Any, ...]:
        return issue.head_fields if fields == HEAD_FIELDS else issue.closing_fields

    def path(issue: Issue) -> Path:
        at = next((at for at, each in enumerate(values(issue)) if each.name == name), None)
        return ISSUER if at is None else field_text_path(fields, at)

    def put(issue: Issue, text: str | None) -> Issue:
        made = with_field(issue, fields, name, text)
        names = [each.name for each in values(theirs)]
        if text is None or field_value(issue, fields, name) is not None or name not in names:
            return made
        there = values(made)
        behind = names[names.index(name) + 1 :]
        at = next((at for at, each in enumerate(there) if each.name in behind), len(there) - 1)
        row = (*there[:at], there[-1], *there[at:-1])
        return replace(made, head_fields=row) if fields == HEAD_FIELDS else replace(made, closing_fields=row)

    return _Single(path, lambda issue: field_value(issue, fields, name), put, _plain)


@dataclass(frozen=True, slots=True)
class _Own(Change):
    """An item's mark, a section's name or level."""

    what: Literal["mark", "name", "level"]
    number: int
    old: str | int
    new: str | int

    @property
    def shape(self) -> Shape:
        return "field" if self.what == "mark" else "parts"

    def words(self) -> tuple[str, str]:
        if self.what == "level":
            return f"{'一二'[int(self.old) - 1]}级栏目", f"{'一二'[int(self.new) - 1]}级栏目"
        return str(self.old), str(self.new)

    def place(self, issue: Issue) -> Span:
        part, now = self._there(issue)
        if now not in (self.old, self.new):
            raise EditError(CHANGED)
        path = title_of(part) if self.what == "mark" else name_of(part)
        return Place(path, 0), Place(path, len(str(now)) if self.what == "name" else 0)

    def taken(self, issue: Issue) -> Issue:
        part, now = self._there(issue)
        if now == self.new:
            return issue
        if now != self.old:
            raise EditError(CHANGED)
        at = numbers(part)
        section = issue.sections[at[0]]
        if self.what == "mark":
            item = replace(section.items[at[1]], mark=str(self.new))
            items = (*section.items[: at[1]], item, *section.items[at[1] + 1 :])
            section = replace(section, items=items)
        elif self.what == "name":
            section = replace(section, name=str(self.new))
        else:
            section = replace(section, level=int(self.new))
        return replace(issue, sections=(*issue.sections[: at[0]], section, *issue.sections[at[0] + 1 :]))

    def _there(self, issue: Issue) -> tuple[Path, str | int]:
        third = self.both.third(issue)
        if self.what == "mark":
            path = third.items.get(self.number)
            if path is None:
                raise EditError("这篇稿件后来不在了，这处修订放不进去。")
            return path, item_at(issue, path).mark
        at = third.sections.get(self.number)
        if at is None:
            raise EditError("这个栏目后来不在了，这处修订放不进去。")
        section = issue.sections[at]
        return section_path(at), section.name if self.what == "name" else section.level
