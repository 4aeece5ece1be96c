"""Rules of adoption as data, since each office has its own: who should report, which sections are shown by
themselves, whether counties count for their cities, and what an item is worth. Counts nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal, NamedTuple, NoReturn

from bulletin_desk.bulletin.bounds import MAX_SECTIONS, MAX_SHORT
from bulletin_desk.bulletin.office import Office
from bulletin_desk.checked import Table, kind_of, shown
from bulletin_desk.errors import InvalidRulesError
from bulletin_desk.paths import bytes_of
from bulletin_desk.resources import resource
from bulletin_desk.statistics.names import Names
from bulletin_desk.toml_trees import toml_tree

CITIES = "cities"
"""In the place of names: every city of the office's list of places."""
_LARGEST = 256 << 10
_MOST = 1000
_MOST_CHARACTERS = 10_000_000
_MOST_POINTS = 1_000_000


class Group(NamedTuple):
    """Offices that should report, ranked among each other; without a name where they are the only ones."""

    name: str
    offices: tuple[str, ...]


class ItemRule(NamedTuple):
    """What changes the points of items that fit all of its conditions; one that is empty fits any."""

    sections: tuple[str, ...] = ()
    bulletins: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    source: Literal["", "whole", "merged"] = ""
    supplement: bool | None = None
    words_from: int = 0
    words_to: int = _MOST_CHARACTERS
    whole: Fraction | None = None
    merged: Fraction | None = None
    add: Fraction = Fraction(0)
    times: Fraction = Fraction(1)


class EndorsementRule(NamedTuple):
    """Points for an endorsement (批示) by one whose name or post has one of the words of `who`; empty: by
    anyone else."""

    who: tuple[str, ...]
    points: Fraction


@dataclass(frozen=True)
class Points:
    """积分办法. An item of one office is worth `whole` points, one of several `merged`, to each of them or
    shared by them. Of `rules` the first that fits and says so replaces these, each that fits multiplies and
    adds. Endorsements add what they are worth, all of them or only the `highest`. In a month an office gets
    at most `month_most`, and `month_none` (below zero as a rule) if it should report and nothing of it was
    printed."""

    whole: Fraction = Fraction(1)
    merged: Fraction = Fraction(1)
    shared: bool = False
    rules: tuple[ItemRule, ...] = ()
    endorsements: tuple[EndorsementRule, ...] = ()
    highest: bool = False
    month_most: Fraction | None = None
    month_none: Fraction = Fraction(0)


@dataclass(frozen=True)
class Rules:
    """What an office counts. `points` is None where it gives none: then it ranks by items. `measure` is what
    items are counted in (篇, 条). An item without a source that has one of the words of `reports` in its
    title or section tells of adoption itself, and was sent in by nobody."""

    groups: tuple[Group, ...] = ()
    highlights: tuple[str, ...] = ()
    counties_to_cities: bool = False
    measure: str = "篇"
    reports: tuple[str, ...] = ("信息采用情况",)
    points: Points | None = None

    def expected(self, names: Names) -> tuple[tuple[str, str], ...]:
        """The offices that should report, by their full names, each with its group."""
        found: dict[str, str] = {}
        for group in self.groups:
            for each in group.offices:
                for name in names.cities() if each == CITIES else (each,):
                    place = name in names.units.places
                    full = names.office_of_place(names.units.places[name].name) if place else None
                    found.setdefault(names.full_name(name) or full or name, group.name)
        return tuple(found.items())


# ---- reading


def rules_of(office: Office, own: Path | None = None) -> Rules:
    """The rules of an office, of the file that it names, beside its own or shipped; key by key, the clerk's
    `own` file goes before it. Raises InvalidRulesError."""
    rules = Rules()
    if office.adoption:
        shipped = resource("adoption", office.adoption)
        beside = office.file.parent / office.adoption if office.file else shipped
        rules = read_rules(shipped if shipped.is_file() and not office.beside(office.adoption) else beside)
    if own is not None and os.path.lexists(own):
        rules = read_rules(own, rules)
    return rules


def read_rules(file: Path, under: Rules | None = None) -> Rules:
    """The rules in a TOML file; what it does not say is as in `under`. Raises InvalidRulesError naming file,
    key and reason."""

    def fail(reason: str) -> NoReturn:
        raise InvalidRulesError(f"采用情况的规则“{file}”有误：{reason}。")

    data = bytes_of(file, _LARGEST, fail, "请写明其中的 .toml 文件")
    if len(data) > _LARGEST:
        fail("文件大得不像采用情况的规则")
    return _rules(Table(toml_tree(data, fail), "", fail), under or Rules())


def _rules(top: Table, under: Rules) -> Rules:
    if top.has("expected") and top.has("groups"):
        top.wrong("expected", "和 groups 只写一个：分组的单位写在 groups 里")
    changes: dict[str, Any] = {}
    if top.has("expected"):
        changes["groups"] = (Group("", _offices(top, "expected")),)
    if top.has("groups"):
        changes["groups"] = _groups(_tables(top, "groups", "[[groups]]"))
    if top.has("highlights"):
        changes["highlights"] = _words(top, "highlights")
    if top.has("counties"):
        changes["counties_to_cities"] = top.choice("counties", ("own", "city")) == "city"
    if top.has("measure"):
        changes["measure"] = _word(top, "measure")
    if top.has("reports"):
        changes["reports"] = _words(top, "reports")
    if top.has("points"):
        changes["points"] = _points(top.table("points", like="[points]"))
    top.done(_IN_POINTS, listing=True)
    return replace(under, **changes)


_IN_POINTS = {
    key: f"[points] 下面的 {key}"
    for key in (
        *("whole", "merged", "merged_to", "endorsed", "month_most", "month_none", "rules", "endorsements"),
    )
}
"""Keys that stand above the line [points] by mistake."""


def _groups(tables: Iterable[Table]) -> tuple[Group, ...]:
    groups: list[Group] = []
    for table in tables:
        group = _group(table)
        for other in groups:
            for office in group.offices:
                if office in other.offices:
                    there = f"前面“{shown(other.name)}”里有了，只写在一组里"
                    table.wrong("offices", f"里的“{shown(office)}”{there}")
        groups.append(group)
    return tuple(groups)


def _tables(table: Table, key: str, like: str) -> list[Table]:
    """The tables under a key, none where it is absent; each begins with a line of its own."""
    if table.has(key) and not isinstance(table.raw(key), list):
        table.wrong(key, f"每条前面单写一行 {like}，实为{kind_of(table.raw(key))}")
    return table.tables(key, _MOST, optional=True)


def _group(table: Table) -> Group:
    group = Group(_word(table, "name"), _offices(table, "offices"))
    table.done(listing=True)
    return group


def _offices(table: Table, key: str) -> tuple[str, ...]:
    value = table.raw(key)
    if value == CITIES:
        return (CITIES,)
    if isinstance(value, str):
        listed = f'几个单位写成列表，如 ["{shown(value) or "成都市"}"]'
        table.wrong(key, f"应为“{CITIES}”之一，实为“{shown(value)}”；{listed}")
    return _words(table, key)


def _words(table: Table, key: str) -> tuple[str, ...]:
    value = table.raw(key)
    if not isinstance(value, list):
        right = (
            f'写成 ["{shown(value)}"]' if isinstance(value, str) and value else '如 ["成都市", "省图书馆"]'
        )
        table.wrong(key, f"应为列表，实为{kind_of(value)}，{right}")
    words = table.texts(key, max_length=MAX_SECTIONS * 100)
    for word in words:
        if not word.strip():
            table.wrong(key, "里有空的一项，请删去或写上")
    return words


def _word(table: Table, key: str) -> str:
    word = table.text(key, max_length=MAX_SHORT)
    if not word.strip():
        table.wrong(key, "不能空着")
    return word


def _points(table: Table) -> Points:
    whole = _number(table, "whole", Fraction(1))
    endorsements = [_endorsement(each) for each in _tables(table, "endorsements", "[[points.endorsements]]")]
    points = Points(
        whole=whole,
        merged=_number(table, "merged", whole),
        shared=table.choice("merged_to", ("each", "shared"), "each") == "shared",
        rules=tuple(map(_rule, _tables(table, "rules", "[[points.rules]]"))),
        endorsements=tuple(endorsements),
        highest=table.choice("endorsed", ("all", "highest"), "all") == "highest",
        month_most=_number(table, "month_most") if table.has("month_most") else None,
        month_none=_number(table, "month_none", Fraction(0)),
    )
    if points.month_most is not None and points.month_most < 0:
        table.wrong("month_most", "是一个单位一个月最多几分，应不小于0")
    table.done(listing=True)
    return points


def _rule(table: Table) -> ItemRule:
    source = table.choice("source", ("whole", "merged"), "")
    low, high = _words_between(table)
    rule = ItemRule(
        sections=_words(table, "sections") if table.has("sections") else (),
        bulletins=_words(table, "bulletins") if table.has("bulletins") else (),
        titles=_words(table, "titles") if table.has("titles") else (),
        source="whole" if source == "whole" else "merged" if source == "merged" else "",
        supplement=table.flag("supplement") if table.has("supplement") else None,
        words_from=low,
        words_to=high,
        whole=_number(table, "whole") if table.has("whole") else None,
        merged=_number(table, "merged") if table.has("merged") else None,
        add=_number(table, "add", Fraction(0)),
        times=_number(table, "times", Fraction(1)),
    )
    if not any(table.has(key) for key in ("whole", "merged", "add", "times")):
        table.wrong("add", "没有写：这一条要写 whole、merged、add、times 里的至少一个，说明怎样计分")
    table.done(listing=True)
    return rule


def _words_between(table: Table) -> tuple[int, int]:
    low = table.integer("words_from", 0, _MOST_CHARACTERS, 0)
    high = table.integer("words_to", 0, _MOST_CHARACTERS, _MOST_CHARACTERS)
    if high < low:
        table.wrong("words_to", f"应不小于 words_from，即{low}，实为{high}")
    return low, high


def _endorsement(table: Table) -> EndorsementRule:
    rule = EndorsementRule(_words(table, "who") if table.has("who") else (), _number(table, "points"))
    table.done(listing=True)
    return rule


def _number(table: Table, key: str, default: Fraction | None = None) -> Fraction:
    """A number as it is written, exactly: 3, 0.5, or a fraction as a text, "1/3"."""
    if default is not None and not table.has(key):
        return default
    value = table.raw(key)
    right = '应为数，如 3、0.5 或 "1/3"'
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        table.wrong(key, right)
    if isinstance(value, int) and abs(value) > _MOST_POINTS:
        table.wrong(key, f"应在-{_MOST_POINTS}至{_MOST_POINTS}之间")
    if isinstance(value, str) and not _FRACTION.fullmatch(value):
        table.wrong(key, f"{right}，实为“{shown(value)}”")
    try:
        # the shortest decimals that lead to a float are those that were typed
        number = Fraction(value if isinstance(value, str) else repr(value))
    except (ValueError, ZeroDivisionError):
        table.wrong(key, f"{right}，实为“{shown(str(value))}”")
    if abs(number) > _MOST_POINTS or number.denominator > _MOST_POINTS:
        table.wrong(key, f"应在-{_MOST_POINTS}至{_MOST_POINTS}之间，小数不要太长")
    return number


_FRACTION = re.compile(r"[+-]?[0-9]{1,9}(?:[.][0-9]{1,9}|/[0-9]{1,9})?")


def points_words(points: Fraction) -> str:
    """Points as they are printed: two decimals at most, rounded half away from zero."""
    hundredths = int(abs(points) * 100 + Fraction(1, 2))
    whole, rest = divmod(hundredths, 100)
    text = f"{whole}.{rest:02}".rstrip("0").rstrip(".") if rest else str(whole)
    return f"-{text}" if points < 0 and hundredths else text


def described(rules: Rules) -> Iterable[str]:
    """How items are counted, in sentences, as they stand below a table."""
    each = rules.measure
    yield f"几个单位合写一{each}的，各计1{each}，合计中只计1{each}，字数和批示也是这样"
    if rules.counties_to_cities:
        yield f"县（市、区）的稿件记到所在的市（州），同一{each}只记一次"
    if (points := rules.points) is not None:
        whole, merged = points_words(points.whole), points_words(points.merged)
        to = "由各单位平分" if points.shared else "各单位都得"
        yield f"单独采用一{each}{whole}分，综合采用一{each}{merged}分（{to}）"
        if points.rules or points.endorsements:
            yield "栏目、字数、批示等另按积分办法计算"
