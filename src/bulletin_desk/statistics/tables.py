"""Tables of what was adopted: by office, section, month, quarter, half-year, year or bulletin, with totals
that add up. Decides nothing about how they look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from bulletin_desk.statistics.adoption import Adoption, Counted, Received
from bulletin_desk.statistics.rules import described
from bulletin_desk.statistics.spans import half_words, quarter_words


class By(Enum):
    """What the rows of a table are, with the clerk's word for it."""

    OFFICE = "单位"
    SECTION = "栏目"
    MONTH = "月份"
    QUARTER = "季度"
    HALF = "半年"
    YEAR = "年份"
    BULLETIN = "简报"


UNSIGNED = "（没有来源）"
NO_SECTION = "（没有栏目名）"
OTHERS = "其他单位"


class Row(NamedTuple):
    """A row of a table. `rank` is None where rows are not ranked; `received` None where nothing is noted.
    Of `items` those that are `whole` come from one office, `merged` from several; the others have no source.
    `endorsed` are the items with endorsements, `endorsements` these themselves; `used` those that are used
    of the manuscripts `received`. `entries` are the items by their numbers in the adoption."""

    label: str
    group: str = ""
    rank: int | None = None
    items: int = 0
    whole: int = 0
    merged: int = 0
    highlighted: int = 0
    characters: int = 0
    endorsed: int = 0
    endorsements: int = 0
    points: Fraction = Fraction(0)
    received: int | None = None
    known: bool = True
    used: int | None = None
    entries: tuple[int, ...] = ()


class Table(NamedTuple):
    """Rows with their total: in it an item counts once, though it stands in the row of each of its offices;
    `credits` is how often items are counted in the rows together."""

    by: By
    rows: tuple[Row, ...]
    total: Row
    credits: int
    notes: tuple[str, ...]


@dataclass
class _Sum:
    """What comes together for a row; an item counts once, however often it is put in."""

    label: str
    group: str = ""
    known: bool = True
    items: dict[int, Counted] = field(default_factory=dict)
    points: Fraction = Fraction(0)
    received: set[int] = field(default_factory=set)
    used: set[int] = field(default_factory=set)

    def put(self, at: int, counted: Counted, points: Fraction) -> None:
        self.items[at] = counted
        self.points += points

    def note(self, at: int, *, used: bool) -> None:
        """A manuscript that was received."""
        self.received.add(at)
        if used:
            self.used.add(at)

    def row(self, notes: Sequence[Received] | None) -> Row:
        """The row; `notes` are the manuscripts that were noted, None where they are not shown."""
        items = self.items.values()
        return Row(
            label=self.label,
            group=self.group,
            items=len(items),
            whole=sum(counted.whole for counted in items),
            merged=sum(counted.merged for counted in items),
            highlighted=sum(bool(counted.highlight) for counted in items),
            characters=sum(counted.printed.item.characters for counted in items),
            endorsed=sum(bool(counted.endorsements) for counted in items),
            endorsements=sum(len(counted.endorsements) for counted in items),
            points=self.points,
            received=None if notes is None else len(self.received),
            known=self.known,
            used=None if notes is None else len(self.used),
            entries=tuple(self.items),
        )


def table(adoption: Adoption, by: By) -> Table:
    """The table of what was adopted, by offices or anything else."""
    sums = _by_office(adoption) if by is By.OFFICE else _by(adoption, by)
    noted = None if by in (By.SECTION, By.BULLETIN) else adoption.received
    rows = [each.row(noted) for each in sums]
    if by is By.OFFICE:
        rows = _ranked(rows, adoption)
    total = _total(adoption, noted, with_months=by not in (By.SECTION, By.BULLETIN))
    return Table(by, tuple(rows), total, sum(row.items for row in rows), tuple(_notes(adoption, by)))


def _by_office(adoption: Adoption) -> list[_Sum]:
    sums: dict[str, _Sum] = {office: _Sum(office, group) for office, group in adoption.expected.items()}
    grouped = any(adoption.expected.values())

    def of(office: str, known: bool) -> _Sum:
        row = adoption.row_office(office)
        found = sums.get(row)
        if found is None:
            found = sums[row] = _Sum(row, OTHERS if grouped else "", known or row != office)
        return found

    unsigned = _Sum(UNSIGNED, OTHERS if grouped else "")
    for at, counted in enumerate(adoption.items):
        for credit in counted.credits:
            of(credit.office, credit.known).put(at, counted, credit.points)
        if not counted.credits:
            unsigned.put(at, counted, Fraction(0))
    for adjustment in adoption.adjustments:
        of(adjustment.office, True).points += adjustment.points
    for sender in adoption.senders:
        of(sender.credit.office, sender.credit.known).note(sender.at, used=sender.used)
    return [*sums.values(), *([unsigned] if unsigned.items else [])]


def _ranked(rows: list[Row], adoption: Adoption) -> list[Row]:
    """Rows by their worth, those of a group together, equal ones under one rank."""
    by_points = adoption.rules.points is not None
    groups = list(dict.fromkeys(row.group for row in rows))

    def worth(row: Row) -> tuple[Fraction, int]:
        return (row.points, 0) if by_points else (Fraction(row.items), 0)

    ranked: list[Row] = []
    for group in groups:
        own = [row for row in rows if row.group == group and row.label != UNSIGNED]
        own.sort(key=lambda row: (worth(row), row.items), reverse=True)
        for at, row in enumerate(own):
            same = at > 0 and worth(own[at - 1]) == worth(row)
            ranked.append(row._replace(rank=ranked[-1].rank if same else at + 1))
    return ranked + [row for row in rows if row.label == UNSIGNED]


def _by(adoption: Adoption, by: By) -> list[_Sum]:
    key = _KEYS[by]
    sums: dict[object, _Sum] = {}
    if by in _MONTHS:
        for year, month in adoption.span.months() if adoption.items else ():
            sums.setdefault(_MONTHS[by](year, month), _Sum(_MONTHS[by](year, month)))
    for at, counted in enumerate(adoption.items):
        label, group = key(counted)
        row = sums.setdefault((label, group) if by is By.SECTION else label, _Sum(label, group))
        row.put(at, counted, sum((credit.points for credit in counted.credits), Fraction(0)))
    if by in _MONTHS:
        for adjustment in adoption.adjustments:
            label = _MONTHS[by](adjustment.year, adjustment.month)
            sums.setdefault(label, _Sum(label)).points += adjustment.points
        for at, note in enumerate(adoption.received or ()):
            label = _MONTHS[by](note.date.year, note.date.month)
            sums.setdefault(label, _Sum(label)).note(at, used=note.used)
    return list(sums.values())


_MONTHS: dict[By, Callable[[int, int], str]] = {
    By.MONTH: lambda year, month: f"{year}年{month}月",
    By.QUARTER: lambda year, month: f"{year}年{quarter_words(month)}",
    By.HALF: lambda year, month: f"{year}年{half_words(month)}",
    By.YEAR: lambda year, month: f"{year}年",
}


SPANS = tuple(_MONTHS)
"""Those whose rows are spans of days, `spans.span_of` their labels."""


def _section(counted: Counted) -> tuple[str, str]:
    return counted.printed.item.heading or NO_SECTION, counted.printed.item.above


def _bulletin(counted: Counted) -> tuple[str, str]:
    return counted.printed.name, ""


def _in_month(words: Callable[[int, int], str]) -> Callable[[Counted], tuple[str, str]]:
    return lambda counted: (words(counted.printed.date.year, counted.printed.date.month), "")


_KEYS: dict[By, Callable[[Counted], tuple[str, str]]] = {
    By.SECTION: _section,
    By.BULLETIN: _bulletin,
    **{by: _in_month(words) for by, words in _MONTHS.items()},
}


def _total(adoption: Adoption, noted: Sequence[Received] | None, with_months: bool) -> Row:
    total = _Sum("合计")
    for at, counted in enumerate(adoption.items):
        total.put(at, counted, sum((credit.points for credit in counted.credits), Fraction(0)))
    if with_months:
        total.points += sum((each.points for each in adoption.adjustments), Fraction(0))
    for at, note in enumerate(adoption.received or ()):
        total.note(at, used=note.used)
    return total.row(noted)


def _notes(adoption: Adoption, by: By) -> Iterable[str]:
    if by is By.OFFICE:
        yield from described(adoption.rules)
    if adoption.unsigned and by is By.OFFICE:
        yield f"没有来源的{len(adoption.unsigned)}{adoption.rules.measure}单独列出，不排名次"
    if adoption.reports:
        yield f"采用情况的通报{len(adoption.reports)}{adoption.rules.measure}没有算在内"
    if adoption.adjustments and by in (By.SECTION, By.BULLETIN):
        yield f"按月加减的分不分{by.value}，没有算在内"


class ByMonths(NamedTuple):
    """How many items each office had in each month; `total` counts an item once."""

    months: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    total: tuple[int, ...]


def by_months(adoption: Adoption) -> ByMonths:
    """The offices of the table by office, in its order, with their items of each month."""
    months = tuple(f"{year}年{month}月" for year, month in adoption.span.months()) if adoption.items else ()
    at = {month: index for index, month in enumerate(months)}
    counts = {row.label: [0] * len(months) for row in table(adoption, By.OFFICE).rows}
    total = [0] * len(months)
    for counted in adoption.items:
        month = at[_MONTHS[By.MONTH](counted.printed.date.year, counted.printed.date.month)]
        for office in counted.offices or (UNSIGNED,):
            counts[office][month] += 1
        total[month] += 1
    return ByMonths(months, tuple((name, tuple(row)) for name, row in counts.items()), tuple(total))
