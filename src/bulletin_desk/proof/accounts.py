"""What a piece of news tells of: its days, places, names and figures, so that the same event is known again
under another title and in other words, and one report of a series is not taken for another. Knows no issues
and no files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Date  # noqa: N812
from functools import cache, lru_cache
from typing import NamedTuple

from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.proof.expressions import Expression
from bulletin_desk.proof.names import is_known_place, names_in
from bulletin_desk.resources import resource

_LEAD = 160
"""Characters of a text in which it is said when and where something was."""
_LONGEST_PLACE = 4
_SHORTEST_TITLE = 8
"""Characters of a title that says more than 工作动态."""
_NEAR = 0.75
"""Of the pairs of characters of two titles, the share from which on they are near."""
_SERIES = 0.5
"""Two texts of which fewer of the figures are the same tell of two times."""
_FEW_DAYS = 183
"""Between two items of nearly one title that name no day: the next one tells of another time."""

_NOT_TEXT = Expression(r"[\W_]+")
_TIMES = Expression(
    r"\d+(?:\.\d+)?%?|第?[〇零一二三四五六七八九十百]{1,6}(?=[季届次期批轮个月年周])|[上下]半年|[上中下]旬|[春夏秋冬]季"
)
"""What a title of a series has otherwise each time."""
_DATES = Expression(r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?|\d{4}年|\d{1,2}日")
_FIGURES = Expression(r"\d+(?:\.\d+)?")
_DAY = Expression(
    r"(?:(?P<year>(?:19|20)\d{2})年)?(?<!\d)(?P<month>1[0-2]|0?[1-9])月(?P<day>3[01]|[12]\d|0?[1-9])"
    r"(?:日|(?=(?:[—－–~～至-]|日至)\d{1,2}日))"
)
_NAMED = Expression(r"《[^《》]{2,40}》|“[^“”]{3,20}”")
_AMOUNT = Expression(rf"(?<![\d.])(\d{{1,12}}(?:\.\d{{1,6}})?)(?:余|多)?([{HAN}%％])")
_NO_AMOUNT = frozenset("年月日时点分个")
"""Behind a number, what makes it a time, or a count of counties as every report of a province has it."""
_RULES = ("条例》", "规划》", "纲要》", "办法》", "意见》", "通知》")
"""Whatever an office does, it does by these."""


class Account(NamedTuple):
    """What an item tells. `bare` is its title without marks, with 0 for each of its `times`; `days` are those
    that its title and the beginning of its text name, `places` the first two characters of the places there
    and of its source, `where` of those in its title; `named` is what it quotes, whom it names, and its
    amounts; `figures` are the numbers and times of its text, `amounts` its numbers but for dates, `plain` is
    that text without marks, `date` its issue's."""

    bare: str
    times: tuple[str, ...]
    days: frozenset[Date]
    where: frozenset[str]
    places: frozenset[str]
    named: frozenset[str]
    figures: frozenset[str]
    amounts: frozenset[str]
    plain: str
    date: Date


@lru_cache(maxsize=1024)
def account_of(title: str, text: str, source: str, date: Date) -> Account:
    """The account of an item with these texts, in an issue of this date."""
    beginning = f"{title}\n{text[:_LEAD]}"
    return Account(
        bare=without_marks(_TIMES.sub("0", title)),
        times=tuple(_TIMES.findall(title)),
        days=days_in(title, text, date),
        where=frozenset(_places(title)),
        places=frozenset(_places(f"{beginning}\n{source}")),
        named=frozenset(_named(text)),
        figures=frozenset(_TIMES.findall(text)),
        amounts=frozenset(_FIGURES.findall(_DATES.sub("", text))),
        plain=without_marks(text),
        date=date,
    )


def without_marks(text: str) -> str:
    """Letters, figures and Chinese characters alone."""
    return _NOT_TEXT.sub("", text)


def days_in(title: str, text: str, date: Date) -> frozenset[Date]:
    """The days that a title and the beginning of a text name, in an issue of this date."""
    return frozenset(_days(f"{title}\n{text[:_LEAD]}", date))


def _days(text: str, date: Date) -> Iterator[Date]:
    """Days without a year are the last ones before the issue's date."""
    for found in _DAY.finditer(text):
        month, day = int(found["month"]), int(found["day"])
        year = int(found["year"]) if found["year"] else date.year - ((month, day) > (date.month, date.day))
        try:
            yield Date(year, month, day)
        except ValueError:
            continue  # 2月30日, which another rule tells of


def _places(text: str) -> Iterator[str]:
    """The first two characters of each place that the word list knows: 绵阳市 and 绵阳 are one."""
    for at in range(len(text) - 1):
        known = any(is_known_place(text[at : at + length]) for length in range(2, _LONGEST_PLACE + 1))
        if known and text[at : at + 2] not in _anywhere():
            yield text[at : at + 2]


@cache
def _anywhere() -> frozenset[str]:
    """Where everything that an office prints may have been: the country and provinces."""
    lines = resource("words", "anywhere.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _named(text: str) -> Iterator[str]:
    yield from (name for name in _NAMED.findall(text) if not name.endswith(_RULES))
    for _, person in names_in(text).persons:
        yield person
    for found in _AMOUNT.finditer(text):
        number, of_what = found.groups()
        if of_what not in _NO_AMOUNT and len(number) > 1:
            yield number + of_what


# ---- two accounts


def is_series(one: Account, other: Account) -> bool:
    """Whether two items are reports of two times, as every quarter has one: their titles name other times and
    are else the same, or their days are others; and most of their figures are."""
    if one.times != other.times:
        return _alike(one.bare, other.bare) >= _NEAR and _shared(one.figures, other.figures) < _SERIES
    return _days_differ(one, other) and _shared(one.amounts, other.amounts) < _SERIES


def near_titles(one: Account, other: Account) -> bool:
    """Whether two titles are nearly the same, and nothing tells that they are about two events: other times,
    places or days."""
    if min(len(one.bare), len(other.bare)) < _SHORTEST_TITLE or one.times != other.times:
        return False
    if _alike(one.bare, other.bare) < _NEAR or _places_differ(one, other):
        return False
    if one.days and other.days:
        return not _days_differ(one, other)
    return abs(one.date - other.date).days <= _FEW_DAYS


def same_event(one: Account, other: Account) -> bool:
    """Whether two items tell of one event: of the same day and place, and the more they have of each other's
    names and amounts, title and words."""
    titles = _alike(one.bare, other.bare)
    if not one.days & other.days or not one.places & other.places:
        return False
    if one.times != other.times and titles >= _NEAR:
        return False
    named = len(one.named & other.named)
    words = _held(_triples(one.plain), _triples(other.plain))
    if _places_differ(one, other):
        return named >= _NAMES_ALONE and words >= 0.15
    return (
        (words >= _WORDS_ALONE and min(len(one.plain), len(other.plain)) >= _ENOUGH_WORDS)
        or named >= _NAMES_ALONE
        or (named >= 2 and (titles >= 0.3 or words >= 0.15))
        or (named >= 1 and titles >= 0.45)
        or (titles >= 0.5 and words >= 0.15)
    )


_WORDS_ALONE = 0.35
"""The share of the shorter text's triples that two texts about one thing have, and others rarely …"""
_ENOUGH_WORDS = 120
"""… where there are so many of them."""
_NAMES_ALONE = 3


def _days_differ(one: Account, other: Account) -> bool:
    return bool(one.days and other.days) and not one.days & other.days


def _places_differ(one: Account, other: Account) -> bool:
    return bool(one.where and other.where) and not one.where & other.where


def _alike(one: str, other: str) -> float:
    """The share of pairs of characters that two titles have in common, as Dice counts it."""
    pairs, others = ({text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other))
    return 2 * len(pairs & others) / (len(pairs) + len(others) or 1)


@lru_cache(maxsize=64)
def _triples(text: str) -> frozenset[str]:
    """Three characters each of a text."""
    return frozenset(text[at : at + 3] for at in range(len(text) - 2))


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Of all of two sets, what is in both; all where there is nothing in either."""
    return len(one & other) / len(one | other) if one | other else 1.0


def _held(one: frozenset[str], other: frozenset[str]) -> float:
    """Of the smaller of two sets, what the other holds."""
    return len(one & other) / (min(len(one), len(other)) or 1)
