"""采用情况: the items of a span of days, credited to the offices that they come from. Must not know where
they are kept, nor how a table is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date as Date  # noqa: N812
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from bulletin_desk.bulletin.model import Endorsement
from bulletin_desk.bulletin.received import Received as Manuscript
from bulletin_desk.bulletin.received import Status
from bulletin_desk.intake.sources import Place
from bulletin_desk.library.entries import IssueEntry, ItemEntry
from bulletin_desk.statistics.names import Names
from bulletin_desk.statistics.parting import offices_in, part, persons_in
from bulletin_desk.statistics.points import Worth, points_for_each
from bulletin_desk.statistics.rules import CITIES, Rules
from bulletin_desk.statistics.spans import Span, month_span


class Printed(NamedTuple):
    """An item that was printed, with what its issue's head says. `name` is the bulletin's; `file` where the
    issue lies."""

    name: str
    date: Date
    number: int
    total_number: int | None
    supplement: str
    item: ItemEntry
    file: Path | None = None

    @property
    def issue_words(self) -> str:
        """The issue in words: 2026年第12期, 2026年增刊第1期."""
        return f"{self.date.year}年{self.supplement}第{self.number}期"


def printed(issue: IssueEntry, item: ItemEntry, file: Path | None = None) -> Printed:
    """An item of an issue that a library knows."""
    return Printed(issue.name, issue.date, issue.number, issue.total_number, issue.supplement, item, file)


class Received(NamedTuple):
    """A manuscript that was received: from whom, as it was noted, when, and whether it was used; `used_from`
    names those whose items were (None: all)."""

    source: str
    date: Date
    used: bool = False
    used_from: str | None = None


def noted(manuscript: Manuscript) -> Received:
    """A manuscript as the register notes it; one with items of several offices was received from each."""
    used = dict.fromkeys(item.source for item in manuscript.items if item.status is Status.USED)
    return Received(
        source="、".join(manuscript.sources),
        date=manuscript.at.date(),
        used=manuscript.status is Status.USED,
        used_from="、".join(filter(None, used)),
    )


class Credit(NamedTuple):
    """What one office has of an item. `office` is its full name, or where no list knows it, the name as it
    is `written`; then it is not `known`."""

    office: str
    written: str
    known: bool
    points: Fraction


class Counted(NamedTuple):
    """An item with its credits: none where it names no source. `offices` are those that it is counted for,
    each once: a county beside its city is the city, where counties count for their cities; the points are
    with the first credit of each. `highlight` is the highlighted section that it stands in, else empty."""

    printed: Printed
    credits: tuple[Credit, ...]
    offices: tuple[str, ...]
    persons: tuple[str, ...]
    highlight: str

    @property
    def merged(self) -> bool:
        """Whether it comes from several offices (综合采用)."""
        return len(self.offices) > 1

    @property
    def whole(self) -> bool:
        """Whether it comes from one office alone (单独采用)."""
        return len(self.offices) == 1

    @property
    def endorsements(self) -> tuple[Endorsement, ...]:
        """领导批示 of the item."""
        return self.printed.item.endorsements


class Sender(NamedTuple):
    """From whom the manuscript `at` came, and whether anything of theirs in it was used."""

    at: int
    credit: Credit
    used: bool


class Unresolved(NamedTuple):
    """A name that no list knows, the items that it stands at, how many manuscripts were `received` under it,
    and the full name that it is likely to be meant for (itself where nothing is near)."""

    name: str
    items: tuple[Printed, ...]
    received: int
    likely: str


class Zero(NamedTuple):
    """An office that should have reported and of which nothing was printed. `perhaps` are names of its own
    place that may stand for it: unresolved ones, and offices that a list knows and that need not report."""

    office: str
    group: str
    perhaps: tuple[str, ...]


class Double(NamedTuple):
    """One number of a bulletin, in words, with the files of the different issues that have it."""

    bulletin: str
    issue: str
    files: tuple[Path, ...]


class Adjustment(NamedTuple):
    """Points that an office gets or loses for a whole month, and not for an item."""

    office: str
    year: int
    month: int
    points: Fraction


@dataclass(frozen=True)
class Adoption:
    """What was adopted in a span. `items` are all that were printed in it, in the order of the issues, but
    for the `reports` of adoption itself."""

    span: Span
    rules: Rules
    names: Names
    items: tuple[Counted, ...]
    received: tuple[Received, ...] | None = None
    """The manuscripts that were noted in the span; None where no notes are kept."""
    senders: tuple[Sender, ...] = ()
    """Which of them come from whom."""
    reports: tuple[Printed, ...] = ()

    # ---- whose

    def row_office(self, office: str) -> str:
        """The office that is shown for one that has a credit: itself, or that of its city."""
        return _row_office(office, self.rules, self.names)

    @cached_property
    def expected(self) -> Mapping[str, str]:
        """The groups of the offices that should report, by their full names."""
        return {self.row_office(office): group for office, group in self.rules.expected(self.names)}

    @cached_property
    def bulletins(self) -> tuple[str, ...]:
        """The names of the bulletins that the items stood in."""
        return tuple(dict.fromkeys(counted.printed.name for counted in self.items))

    @cached_property
    def issues(self) -> int:
        """How many issues have an item in the span."""
        return len({_issue(counted.printed) for counted in self.items})

    # ---- what an eye is wanted for

    @cached_property
    def doubles(self) -> tuple[Double, ...]:
        """Numbers under which several different issues lie in the library: all are counted."""
        found: dict[tuple[object, ...], dict[Path | None, Printed]] = {}
        for counted in self.items:
            item = counted.printed
            key = (item.name, item.date.year, item.supplement, item.number)
            found.setdefault(key, {}).setdefault(item.file, item)
        return tuple(
            Double(first.name, first.issue_words, tuple(file for file in files if file is not None))
            for files in found.values()
            if len(files) > 1 and (first := next(iter(files.values())))
        )

    @cached_property
    def unsigned(self) -> tuple[Printed, ...]:
        """Items that name no source."""
        return tuple(counted.printed for counted in self.items if not counted.credits)

    @cached_property
    def unresolved(self) -> tuple[Unresolved, ...]:
        """Every name that no list knows, those that stand most often first."""
        found: dict[str, list[Printed]] = {}
        for counted in self.items:
            for credit in counted.credits:
                if not credit.known:
                    found.setdefault(credit.office, []).append(counted.printed)
        received = Counter(each.credit.office for each in self.senders if not each.credit.known)
        for name in received:
            found.setdefault(name, [])
        ordered = sorted(found.items(), key=lambda each: -len(each[1]))
        return tuple(
            Unresolved(name, tuple(items), received[name], self.names.likely(name)) for name, items in ordered
        )

    @cached_property
    def zeros(self) -> tuple[Zero, ...]:
        """The offices that should have reported and of which nothing was printed."""
        credited = {self.row_office(credit.office) for counted in self.items for credit in counted.credits}
        others: dict[Place, list[str]] = {}
        for name in dict.fromkeys((*(each.name for each in self.unresolved), *sorted(credited))):
            if name not in self.expected and (place := self.names.place_of(name)):
                others.setdefault(place, []).append(name)

        def perhaps(office: str) -> tuple[str, ...]:
            place = self.names.place_of(office)
            return tuple(others.get(place, ())) if place else ()

        return tuple(
            Zero(office, group, perhaps(office))
            for office, group in self.expected.items()
            if office not in credited
        )

    @cached_property
    def adjustments(self) -> tuple[Adjustment, ...]:
        """What the rules give for months, of whole months of the span only."""
        points = self.rules.points
        if points is None or (points.month_most is None and not points.month_none):
            return ()
        got: dict[tuple[str, int, int], Fraction] = {}
        for counted in self.items:
            day = counted.printed.date
            for credit in counted.credits:
                key = (self.row_office(credit.office), day.year, day.month)
                got[key] = got.get(key, Fraction(0)) + credit.points
        whole = [
            (year, month)
            for year, month in self.span.months()
            if month_span(year, month).since >= self.span.since
            and month_span(year, month).until <= self.span.until
        ]
        found = [
            Adjustment(office, year, month, points.month_none)
            for office in self.expected
            for year, month in whole
            if points.month_none and (office, year, month) not in got
        ]
        if points.month_most is not None:
            found += [
                Adjustment(*key, points.month_most - had)
                for key, had in got.items()
                if had > points.month_most and key[1:] in whole
            ]
        return tuple(found)


def _row_office(office: str, rules: Rules, names: Names) -> str:
    if rules.counties_to_cities and (city := names.city_of(office)):
        return names.office_of_place(city)
    return office


def _issue(item: Printed) -> tuple[object, ...]:
    return item.name, item.date, item.number, item.supplement, item.file


def adoption(
    items: Iterable[Printed],
    names: Names,
    rules: Rules,
    span: Span | None = None,
    received: Iterable[Received] | None = None,
) -> Adoption:
    """What of these items was adopted in a span (none given: from the first to the last). Where manuscripts
    `received` are noted, they are shown beside."""
    listed = sorted(
        (item for item in items if span is None or item.date in span),
        key=lambda item: (item.date, item.number),
    )
    if span is None:
        span = Span(listed[0].date, listed[-1].date) if listed else Span(Date.min, Date.min)
    names = replace(names, also=(*names.also, *_listed(rules, names)))
    parted: dict[str, _Parted] = {}

    def credited(source: str) -> _Parted:
        if source not in parted:
            parted[source] = _parted(source, names, rules)
        return parted[source]

    every = tuple(_counted(item, credited(item.item.source), rules) for item in listed)
    reports = tuple(counted.printed for counted in every if _is_report(counted, rules))
    counted = tuple(counted for counted in every if not _is_report(counted, rules))
    notes = None if received is None else tuple(note for note in received if note.date in span)
    senders: list[Sender] = []
    for at, note in enumerate(notes or ()):
        used_from = note.source if note.used_from is None else note.used_from
        used = {credit.office for credit in credited(used_from).credits if note.used}
        senders += (Sender(at, credit, credit.office in used) for credit in credited(note.source).credits)
    return Adoption(span, rules, names, counted, notes, tuple(senders), reports)


def _is_report(counted: Counted, rules: Rules) -> bool:
    item = counted.printed.item
    words = item.title, item.heading, item.above
    return not counted.credits and any(word in text for word in rules.reports for text in words)


class _Parted(NamedTuple):
    credits: tuple[Credit, ...]
    rows: tuple[str, ...]
    """The offices that are shown for each of them."""
    persons: tuple[str, ...]


def _parted(source: str, names: Names, rules: Rules) -> _Parted:
    """Who a source names: an office that stands in it twice is one."""
    pieces = part(source, names)
    offices: dict[str, Credit] = {}
    for written in offices_in(pieces):
        full = names.full_name(written)
        offices.setdefault(full or written, Credit(full or written, written, full is not None, Fraction(0)))
    rows = tuple(_row_office(office, rules, names) for office in offices)
    return _Parted(tuple(offices.values()), rows, persons_in(pieces))


def _listed(rules: Rules, names: Names) -> Iterable[str]:
    """The offices that are to report and that no list has: the rules' file makes them known."""
    for group in rules.groups:
        for each in group.offices:
            if each != CITIES and each not in names.units.places and names.full_name(each) is None:
                yield each


def _counted(item: Printed, source: _Parted, rules: Rules) -> Counted:
    entry = item.item
    sections = tuple(filter(None, (entry.heading, entry.above)))
    each = Fraction(0)
    if rules.points is not None and source.credits:
        worth = Worth(
            bulletin=item.name,
            supplement=bool(item.supplement),
            sections=sections,
            title=entry.title,
            characters=entry.characters,
            offices=len(set(source.rows)),
            endorsements=entry.endorsements,
        )
        each = points_for_each(worth, rules.points)
    return Counted(
        printed=item,
        credits=tuple(
            credit._replace(points=Fraction(0) if row in source.rows[:at] else each)
            for at, (credit, row) in enumerate(zip(source.credits, source.rows, strict=True))
        ),
        offices=tuple(dict.fromkeys(source.rows)),
        persons=source.persons,
        highlight=next((section for section in sections if section in rules.highlights), ""),
    )
