"""Which numbers of a bulletin's year are missing, and which two different issues have. Knows no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple


class Numbered(NamedTuple):
    """An issue that counts, as it is numbered: `counts` and `supplements` as in `bulletin.numbering`."""

    file: Path
    year: int
    number: int
    supplement: str
    counts: str
    supplements: str


class Gap(NamedTuple):
    """The numbers `first` to `last` are missing; `supplement` is the name of their series, empty for the
    bulletin's own."""

    supplement: str
    first: int
    last: int


class Double(NamedTuple):
    """Several different issues have this number; `supplement` is what all of them are called besides."""

    supplement: str
    number: int
    files: tuple[Path, ...]


class Numbers(NamedTuple):
    """What is wrong with the numbers of a year."""

    missing: tuple[Gap, ...] = ()
    double: tuple[Double, ...] = ()


def numbers_of(issues: Iterable[Numbered], year: int) -> Numbers:
    """What is wrong with the numbers of a bulletin's year. `issues` are all of the bulletin up to that year.

    Issues counted within the year begin with number 1; those counted through all years go on after the last
    one of an earlier year, or begin with the first that is known, and none has a number of an earlier year.
    Supplements that are a series of their own are looked at by themselves, and issues that aren't counted not
    at all. Where supplements are counted with the others and less is wrong if they were not, the office
    numbers them apart.
    """
    every = tuple(issues)
    with_others = _wrong(every, year, apart=False)
    if not any(issue.supplement for issue in every if issue.year == year):
        return with_others
    return min(with_others, _wrong(every, year, apart=True), key=_count)


def _count(numbers: Numbers) -> int:
    """How many numbers are wrong."""
    return sum(gap.last - gap.first + 1 for gap in numbers.missing) + len(numbers.double)


def _wrong(issues: Iterable[Numbered], year: int, *, apart: bool) -> Numbers:
    """The same with all supplements `apart`, or as the issues say."""
    series: dict[str, list[Numbered]] = defaultdict(list)
    for issue in issues:
        own = issue.supplement and (apart or issue.supplements == "own")
        series[issue.supplement if own else ""].append(issue)
    missing: list[Gap] = []
    double: list[Double] = []
    for name, every in sorted(series.items()):
        here = [each for each in every if each.year == year and each.counts != "none"]
        if not here:
            continue
        by_number: dict[int, list[Numbered]] = defaultdict(list)
        for each in here:
            by_number[each.number].append(each)
        through = any(each.counts == "through" for each in here)
        before = [each for each in every if each.year < year and each.counts == "through"]
        first = 1
        if through:
            first = max((each.number for each in before), default=min(by_number) - 1) + 1
        missing += [Gap(name, *gap) for gap in _gaps(sorted(by_number), first)]
        for each in before if through else ():
            if each.number in by_number:
                by_number[each.number].append(each)
        for number, of_it in sorted(by_number.items()):
            if len(of_it) > 1:
                called = {one.supplement for one in of_it}
                supplement = called.pop() if len(called) == 1 else ""
                double.append(Double(supplement, number, tuple(sorted(one.file for one in of_it))))
    return Numbers(tuple(missing), tuple(double))


def _gaps(numbers: Iterable[int], first: int) -> Iterable[tuple[int, int]]:
    """The stretches that are missing from `first` on among rising numbers."""
    for number in numbers:
        if number > first:
            yield first, number - 1
        first = max(first, number + 1)
