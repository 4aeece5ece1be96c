"""Rules about tables: sums that can be reckoned, rows and columns of totals. Knows one table at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from bulletin_desk.bulletin.grammar import cell_of
from bulletin_desk.bulletin.model import Path, Table
from bulletin_desk.bulletin.tables import Spot, spots
from bulletin_desk.proof.expressions import Expression
from bulletin_desk.proof.findings import Mark, advice

Found = tuple[Path, Mark]

_LARGEST = 5_000
"""Cells of a table that is looked at: nobody types larger ones, and a key must not wait for them."""
_AMOUNT = Expression(r"[-−－]?(?:\d{1,3}(?:[,，]\d{3})+|\d{1,15})(?:\.\d{1,6})?")
_NOTHING = frozenset(("", "—", "－", "-", "–", "——", "/", "／", "无"))
"""What stands in a cell that has no amount; it counts as nought."""
_TOTAL = frozenset(("合计", "总计", "共计", "总合计", "全省合计", "全市合计", "总数", "累计"))
_SUBTOTAL = frozenset(("小计",))
_NO_SUM = Expression("率|比|%|％|均|占|增|降|单价|年份|年度|序号|编号|排名|名次|位次|时间|日期|电话|面积比")
"""What a column is called of which the sum means nothing."""
_BLANK = re.compile(r"\s+")


class _Amount(NamedTuple):
    """The amount of a cell, and half of its last figure's worth, as far as it may have been rounded."""

    value: Fraction
    half: Fraction


def table_marks(table: Table) -> Iterator[Found]:
    """Totals that don't agree with what stands above, below or beside them, by paths below the table. What is
    found is advice: a table may show a part of what it adds up."""
    found = spots(table)
    if len(found) > _LARGEST:
        return
    body = [spot for spot in found if spot.row >= table.header_rows]
    heads = _heads(found, table.header_rows)
    rows: dict[int, dict[int, Spot]] = {}
    for spot in body:
        rows.setdefault(spot.row, {})[spot.column] = spot
    yield from _total_rows(rows, heads)


def _heads(found: list[Spot], header_rows: int) -> dict[int, str]:
    """What stands above each column."""
    heads: dict[int, str] = {}
    for spot in found:
        if spot.row < header_rows:
            for column in range(spot.column, spot.column + spot.cell.columns):
                heads[column] = heads.get(column, "") + _plain(spot.cell.text)
    return heads


def _plain(text: str) -> str:
    return _BLANK.sub("", text).strip("：:")


def _amount(text: str) -> _Amount | None:
    """The amount in a cell; nought for one without; None for what is no amount alone."""
    plain = _plain(text)
    if plain in _NOTHING:
        return _Amount(Fraction(0), Fraction(0))
    if not _AMOUNT.fullmatch(plain):
        return None
    figures = plain.replace(",", "").replace("，", "").replace("−", "-").replace("－", "-")
    decimals = len(figures.partition(".")[2])
    half = Fraction(1, 2 * 10**decimals) if decimals else Fraction(0)
    return _Amount(Fraction(figures), half)


def _total_rows(rows: dict[int, dict[int, Spot]], heads: dict[int, str]) -> Iterator[Found]:
    """合计 and 小计 against the amounts of their columns. A 小计 adds up what follows the one before; a 合计
    all rows that are no 小计, whether it stands below or above them."""
    labels = {row: _label(cells) for row, cells in rows.items()}
    details = [row for row, label in labels.items() if label not in _TOTAL | _SUBTOTAL]
    totals = [row for row, label in labels.items() if label in _TOTAL]
    subtotals = [row for row, label in labels.items() if label in _SUBTOTAL]
    if len(totals) == 1:
        yield from _sum_marks(rows, heads, totals[0], details)
    begin = 0
    for row in subtotals:
        added = [each for each in details if begin <= each < row]
        if added and not any(each < begin for each in totals):
            yield from _sum_marks(rows, heads, row, added)
        begin = row + 1


def _label(cells: dict[int, Spot]) -> str:
    """What a row is called: the first words in it."""
    ordered = (cells[column] for column in sorted(cells))
    texts = (_plain(spot.cell.text) for spot in ordered)
    return next((text for text in texts if text and not text.isdecimal()), "")


def _sum_marks(
    rows: dict[int, dict[int, Spot]], heads: dict[int, str], total: int, details: list[int]
) -> Iterator[Found]:
    for column, spot in rows[total].items():
        if spot.cell.columns > 1 or spot.cell.rows > 1 or _NO_SUM.search(heads.get(column, "")):
            continue
        stated = _amount(spot.cell.text)
        if stated is None or _plain(spot.cell.text) in _NOTHING:
            continue
        reckoned = _sum(rows, details, column)
        if reckoned is None or abs(reckoned.value - stated.value) <= reckoned.half + stated.half:
            continue
        named = f"“{_label(rows[total])}”这里是{_plain(spot.cell.text)}"
        words = f"{named}，各行相加是{_figures(reckoned)}；请核对。"
        yield cell_of((), spot.row, spot.at), advice("table_sum", (0, len(spot.cell.text)), words)


def _sum(rows: dict[int, dict[int, Spot]], details: list[int], column: int) -> _Amount | None:
    """The sum of a column over these rows, with what rounding may make of it; None where fewer than two have
    an amount, or one has something else."""
    value = half = Fraction(0)
    counted = 0
    for row in details:
        spot = rows[row].get(column)
        if spot is None:
            if len(rows[row]) > 1:
                return None  # covered by a cell that reaches over several rows or columns
            continue  # a row that is one cell, as the name of a group is
        if spot.cell.rows > 1:
            return None
        if spot.cell.columns > 1:
            if len(rows[row]) == 1:
                continue
            return None
        amount = _amount(spot.cell.text)
        if amount is None:
            return None
        counted += _plain(spot.cell.text) not in _NOTHING
        value, half = value + amount.value, half + amount.half
    return _Amount(value, half) if counted > 1 else None


def _figures(amount: _Amount) -> str:
    """A sum as a clerk would write it."""
    decimals = 0
    while decimals < 6 and (amount.value * 10**decimals).denominator != 1:
        decimals += 1
    return f"{float(amount.value):.{decimals}f}"
