"""What was counted, as tables of figures and as charts. Knows no widgets."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import NamedTuple

from bulletin_desk.bulletin.dates import chinese_date
from bulletin_desk.desk.statistics.drawing import Chart, Mark
from bulletin_desk.desk.statistics.figures import Column, Figures, Sort, Value
from bulletin_desk.statistics.adoption import Adoption, Counted, Printed
from bulletin_desk.statistics.columns import columns
from bulletin_desk.statistics.tables import By, Row, Table

_SORTS = {"label": Sort.WORDS, "group": Sort.WORDS, "rank": Sort.RANKS}
"""Of the columns that hold no numbers."""
_PERIODS = (By.MONTH, By.QUARTER, By.HALF, By.YEAR)
_MORE = {
    "items": "几个单位合写的，各计一次，合计只计一次",
    "whole": "一个单位的",
    "merged": "几个单位合写的",
    "endorsements": "批示的次数",
    "received": "收稿登记里的来稿",
    "used": "收到的来稿里用了的",
}
"""What headings can't say."""


class _Shown(NamedTuple):
    """A column, with what it has of a row; the table is ordered by the one that comes `first`."""

    column: Column
    of: Callable[[Row], Value]
    first: bool = False


def _columns(adoption: Adoption, table: Table) -> list[_Shown]:
    """As everywhere, and those that only a window has room for."""
    shown = []
    for each in columns(adoption, table):
        sort = _SORTS.get(each.own, Sort.NUMBERS)
        if each.own == "label" and table.by in _PERIODS:
            sort = Sort.PERIODS
        if each.own == "group" and table.by is By.OFFICE:
            sort = Sort.PERIODS  # as the rules have them, each with its own ranks
        column = Column(each.head, sort, _MORE.get(each.own, ""), short=each.short)
        shown.append(_Shown(column, each.value, first=each.own == "group"))
    if table.total.received is not None:
        shown.append(_Shown(Column("采用率", Sort.SHARES, "来稿里用了的占多少"), _rate))
    if not all(row.known for row in table.rows):
        remark = _Shown(Column("备注", Sort.WORDS), lambda row: None if row.known else "名单里没有")
        shown.append(remark)
    return shown


def _rate(row: Row) -> Value:
    return Fraction(row.used or 0, row.received) if row.received else None


def figures_of(adoption: Adoption, table: Table) -> Figures:
    """The table as it is shown, its total below."""
    shown = _columns(adoption, table)
    return Figures(
        columns=tuple(each.column for each in shown),
        rows=tuple(tuple(each.of(row) for each in shown) for row in table.rows),
        total=tuple(each.of(table.total) for each in shown) if table.rows else (),
        first=next((at for at, each in enumerate(shown) if each.first), 0),
    )


def drawable(figures: Figures) -> tuple[str, ...]:
    """The headings of the columns that a chart can show."""
    return tuple(column.heading for column in figures.columns if column.sort in (Sort.NUMBERS, Sort.SHARES))


def chart_of(table: Table, figures: Figures, heading: str, span: str) -> Chart:
    """A column as a chart: a line over periods, bars for all else, the largest first, zeros too."""
    headings = [column.heading for column in figures.columns]
    at = headings.index(heading)
    sort = figures.columns[at].sort
    marks = [
        Mark(_short(row.label, table.by), value, number)
        for number, (row, values) in enumerate(zip(table.rows, figures.rows, strict=True))
        if isinstance(value := values[at], int | Fraction)
    ]
    lying = table.by not in _PERIODS
    if lying:
        marks.sort(key=lambda mark: mark.value, reverse=True)
    return Chart(f"{span}各{table.by.value}{heading}", tuple(marks), lying, sort)


def _short(label: str, by: By) -> str:
    """2026年第三季度 as it stands below a line."""
    return label.replace("第", "").replace("季度", "季") if by is By.QUARTER else label


# ---- items


ITEM_COLUMNS = (
    Column("标题", Sort.WORDS),
    Column("期", Sort.PERIODS),
    Column("日期", Sort.PERIODS),
    Column("栏目", Sort.WORDS),
    Column("来源", Sort.WORDS),
    Column("字数"),
)


def item_figures(adoption: Adoption, items: Iterable[Counted]) -> Figures:
    """Items, a row each, in the order of the issues."""
    points = adoption.rules.points is not None
    several = len(adoption.bulletins) > 1
    rows = []
    for counted in items:
        entry = counted.printed.item
        worth = (max((credit.points for credit in counted.credits), default=Fraction(0)),) if points else ()
        rows.append((*_where(counted.printed, several), entry.characters, *worth))
    columns = (*ITEM_COLUMNS, *((Column("得分", more="每个单位得的"),) if points else ()))
    return Figures(columns, tuple(rows), first=2)


def _where(printed: Printed, several: bool) -> tuple[Value, ...]:
    entry = printed.item
    issue = f"《{printed.name}》{printed.issue_words}" if several else printed.issue_words
    title = entry.title or entry.text.partition("\n")[0]
    return (
        title,
        issue,
        chinese_date(printed.date),
        entry.heading,
        entry.source.strip("（）"),
    )


def endorsed(adoption: Adoption) -> tuple[Figures, tuple[Printed, ...]]:
    """领导批示, a row each, and the items that they are on."""
    several = len(adoption.bulletins) > 1
    rows, items = [], []
    for counted in adoption.items:
        for each in counted.endorsements:
            title, issue, _, _, source = _where(counted.printed, several)
            day = chinese_date(each.date) if each.date else ""
            rows.append((each.who, day, " ".join(each.text.split()), title, source, issue))
            items.append(counted.printed)
    columns = (
        *(
            Column("批示人", Sort.WORDS),
            Column("批示日期", Sort.PERIODS),
            Column("批示内容", Sort.WORDS, wide=True),
        ),
        *(Column("稿件", Sort.WORDS), Column("来源", Sort.WORDS), Column("期", Sort.PERIODS)),
    )
    return Figures(columns, tuple(rows)), tuple(items)
