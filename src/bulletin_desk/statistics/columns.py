"""The columns that a table of adoption is shown with, in the clerk's words: the same in window, workbook,
bulletin and terminal."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from bulletin_desk.statistics.adoption import Adoption
from bulletin_desk.statistics.rules import points_words
from bulletin_desk.statistics.tables import By, Row, Table

Value = str | int | Fraction | None


class Column(NamedTuple):
    """A column: its head, and what it has of a row. `own` is its name in JSON; on paper, where there is less
    room, it has a shorter head where `short` gives one."""

    head: str
    own: str
    value: Callable[[Row], Value]
    short: str = ""


def columns(adoption: Adoption, table: Table) -> tuple[Column, ...]:
    """Those that say something of this table."""
    rules, rows, total = adoption.rules, table.rows, table.total
    measure = rules.measure
    highlights = "、".join(rules.highlights) if len(rules.highlights) < 3 else "重点栏目"
    by_office = table.by is By.OFFICE
    shown = (
        (by_office, Column("名次", "rank", lambda row: row.rank)),
        (_grouped(rows), Column("分组" if by_office else "上级栏目", "group", lambda row: row.group)),
        (True, Column(table.by.value, "label", lambda row: row.label)),
        (True, Column(f"采用{measure}数", "items", lambda row: row.items, f"{measure}数")),
        (True, Column("单独采用", "whole", lambda row: row.whole, "单独")),
        (True, Column("综合采用", "merged", lambda row: row.merged, "综合")),
        (bool(rules.highlights), Column(highlights, "highlighted", lambda row: row.highlighted)),
        (True, Column("字数", "characters", lambda row: row.characters)),
        (bool(total.endorsements), Column("领导批示", "endorsements", lambda row: row.endorsements, "批示")),
        (rules.points is not None, Column("得分", "points", lambda row: row.points)),
        (total.received is not None, Column("来稿", "received", lambda row: row.received)),
        (total.received is not None, Column("用了", "used", lambda row: row.used)),
    )
    return tuple(column for wanted, column in shown if wanted)


def _grouped(rows: tuple[Row, ...]) -> bool:
    return any(row.group for row in rows)


def value_words(value: Value) -> str:
    """A value as it is printed."""
    if isinstance(value, Fraction):
        return points_words(value)
    return "" if value is None else str(value)
