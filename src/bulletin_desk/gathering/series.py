"""Issues of a run beside each other: numbers that are missing or double, days and total numbers that don't
fit those around them. Pure functions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from bulletin_desk.gathering.doubts import Doubt
from bulletin_desk.gathering.outcome import Outcome

_MOST_MISSING = 5
"""Numbers in a row that are named one by one."""


def series_doubts(outcomes: Iterable[Outcome]) -> Mapping[str, tuple[Doubt, ...]]:
    """What of each file's issue does not fit the others, by file."""
    found: dict[str, list[Doubt]] = defaultdict(list)
    series: dict[tuple[str, ...], list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.number and outcome.result != "unreadable" and outcome.counts != "none":
            year = "" if outcome.counts == "through" else outcome.year
            supplement = outcome.supplement if outcome.supplements == "own" else ""
            series[outcome.name, supplement, year].append(outcome)
    for issues in series.values():
        issues.sort(key=lambda one: (one.number, one.day, one.file))
        _double(issues, found)
        single = list({one.number: one for one in reversed(issues)}.values())[::-1]
        _missing(single, found)
        _days(single, found)
        _totals(single, found)
    _years(series, found)
    return {file: tuple(doubts) for file, doubts in found.items()}


def _years(series: Mapping[tuple[str, ...], Sequence[Outcome]], found: Mapping[str, list[Doubt]]) -> None:
    """Total numbers go on over New Year, where no number of the year before is missing."""
    for (name, supplement, year), issues in series.items():
        before = series.get((name, supplement, str(int(year) - 1) if year.isdecimal() else ""), ())
        if not before or {one.number for one in before} != set(range(1, before[-1].number + 1)):
            continue
        last, first = before[-1], issues[0]
        if last.total is None or first.total is None or first.number != 1:
            continue
        if first.total != last.total + 1:
            said = f"第1期的总期号是{first.total}，上一年最后一期是总第{last.total}期，请核对。"
            found[first.file].append(Doubt("total", said))


def _double(issues: Sequence[Outcome], found: Mapping[str, list[Doubt]]) -> None:
    by_number: dict[int, list[Outcome]] = defaultdict(list)
    for one in issues:
        by_number[one.number].append(one)
    for number, same in by_number.items():
        for one in same if len(same) > 1 else ():
            others = "、".join(f"“{other.file}”" for other in same if other is not one)
            found[one.file].append(Doubt("double", f"第{number}期有{len(same)}份，另有{others}，请核对。"))


def _missing(issues: Sequence[Outcome], found: Mapping[str, list[Doubt]]) -> None:
    first = issues[0]
    if first.counts == "year" and first.number > 1:
        _say_missing(first, 1, found)
    for before, one in pairwise(issues):
        if one.number > before.number + 1:
            _say_missing(one, before.number + 1, found)


def _say_missing(one: Outcome, first: int, found: Mapping[str, list[Doubt]]) -> None:
    last = one.number - 1
    if last - first < _MOST_MISSING:
        numbers = "、".join(f"第{number}期" for number in range(first, last + 1))
    else:
        numbers = f"第{first}期至第{last}期"
    found[one.file].append(Doubt("order", f"这是第{one.number}期，前面缺{numbers}，请看是不是漏了文件。"))


def _days(issues: Sequence[Outcome], found: Mapping[str, list[Doubt]]) -> None:
    for before, one in pairwise(issues):
        if one.day and one.day < before.day[: len(one.day)]:
            said = f"第{one.number}期的日期是{one.day}，比第{before.number}期（{before.day}）还早，请核对。"
            found[one.file].append(Doubt("date", said))


def _totals(issues: Sequence[Outcome], found: Mapping[str, list[Doubt]]) -> None:
    """Total numbers run beside the numbers: their distance is the same through a year."""
    told = [one for one in issues if one.total is not None]
    distances = Counter(one.total - one.number for one in told if one.total is not None)
    if not distances:
        return
    usual, _ = distances.most_common(1)[0]
    for one in issues:
        if one.total is None:
            if len(told) > len(issues) - len(told):
                found[one.file].append(Doubt("total", f"第{one.number}期没有总期号，别的各期都有，请核对。"))
        elif one.total - one.number != usual:
            said = f"第{one.number}期的总期号是{one.total}，按别的各期应是{one.number + usual}，请核对。"
            found[one.file].append(Doubt("total", said))
