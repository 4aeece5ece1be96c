"""Rules about tables: sums that can be reckoned, under a word of their row. Knows one table at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from bulletin_desk.bulletin.grammar import cell_of
from bulletin_desk.bulletin.model import Path, Table
from bulletin_desk.bulletin.tables import Spot, spots
from bulletin_desk.proof.expressions import Expression
from bulletin_desk.proof.findings import Mark, advice

Found = tuple[Path, Mark]

_LARGEST = 5_000
"""Cells of a table that is looked at: nobody types larger ones, and a key must not wait for them."""
_AMOUNT = Expression(
    r"([-−－]?)((?:\d{1,3}(?:[,，]\d{3})+|\d{1,15})(?:\.\d{1,6})?)([^\d%％‰.,，、:：/（(～~-]{0,4})"
)
"""Sign, figures and what they count."""
_NOTHING = frozenset(("", "—", "－", "-", "–", "——", "/", "／", "无"))
"""What stands in a cell that has no amount; it counts as nought."""
_TOTAL = Expression(r"[全本]?[省市县区州]?(?:总?合计|总计|共计|计|总数|累计)(?:数|[（(].{0,8}[）)])?")
_SUBTOTAL = Expression(r".{0,12}小计(?:数|[（(].{0,8}[）)])?")
_OTHER_TOTAL = Expression(r".{0,30}(?:合计|总计|共计|总数|累计)(?:数|[（(].{0,8}[）)])?")
"""Of a part of the rows that only their words tell (支出合计)."""
_PART = Expression(r"[（(]?其中|[#＃]|[（(]?含")
"""How the name of a row begins that is a part of the row above it."""
_NO_SUM = Expression(
    "率|(?<!评)比(?!赛|武|选)|%|％|‰|均|占(?!地|用|道)|增长|增幅|增速|增减|降|累计|单价|价格|年份|年度|序号|编号|排名|名次|位次"
    "|时间|日期|电话|进度|密度|温度|浓度|指数|系数|年龄|倍|得分|分值|分数"
)
"""What a column is called of which the sum means nothing."""
_NO_PART = Expression(
    "(?:率|占比|比重|比例|同比|环比|增幅|增减|增长|平均|人均|均值|同期|最高|最低)(?:[（(].{0,8}[）)])?$|^(?:上年|去年|[比较]上年|同比|环比)"
)
"""What a row is called that is no part of a total."""
_ROUND = Expression("[百千万亿]")
"""In units in which whole numbers may have been rounded."""
_ORDINALS = tuple(
    map(
        Expression,
        (
            r"[一二三四五六七八九十]{1,3}(?:[、.．].*)?",
            r"[（(][一二三四五六七八九十]{1,3}[）)].*",
            r"\d{1,3}(?:[、.．](?!\d).*)?",
            r"[（(]\d{1,3}[）)].*",
            r"\d{1,3}(?:[.．]\d{1,3})+.*",
        ),
    )
)
"""Numbers of rows, by which it is seen that some are parts of others."""
_BLANK = re.compile(r"\s+")


class _Amount(NamedTuple):
    """The amount of a cell, how far it may have been rounded, and what it counts, as written behind it."""

    value: Fraction
    half: Fraction
    unit: str = ""


class _Row(NamedTuple):
    """A row below the header: its cells by their columns, and the words before its first amount."""

    cells: dict[int, Spot]
    words: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the row is called."""
        return self.words[0] if self.words else ""

    def total(self, words: Expression) -> str:
        """By which of these words it is a total; empty if it is none."""
        return next((each for each in self.words if words.fullmatch(each)), "")


def table_marks(table: Table) -> Iterator[Found]:
    """Totals that don't agree with what stands above or below them, by paths below the table. What is found
    is advice: a table may show a part of what it adds up. Of one in which rows are parts of others, nothing
    is told."""
    found = spots(table)
    if len(found) > _LARGEST:
        return
    cells: dict[int, dict[int, Spot]] = {}
    for spot in found:
        cells.setdefault(spot.row, {})[spot.column] = spot
    # a first row without amounts is a header, whether it says so or not
    begin = table.header_rows or int(0 in cells and not any(map(_has_amount, cells[0].values())))
    heads = _heads(found, begin)
    rows = _to_total([_row(cells[row]) for row in sorted(cells) if row >= begin])
    if not (_beside_each_other(heads) or _nested(rows)):
        yield from _total_rows(rows, heads, table.unit)


def _has_amount(spot: Spot) -> bool:
    return _plain(spot.cell.text) not in _NOTHING and _amount(spot.cell.text) is not None


def _row(cells: dict[int, Spot]) -> _Row:
    words: list[str] = []
    for column in sorted(cells):
        text = _plain(cells[column].cell.text)
        if not _has_amount(cells[column]):
            words += [text] if text else []
        elif words:
            break
    return _Row(cells, tuple(words))


def _to_total(rows: Sequence[_Row]) -> Sequence[_Row]:
    """The rows without those below the total of what stands above it: a comparison, a part of it."""
    for at, row in enumerate(rows):
        if row.total(_TOTAL) and any(map(_is_detail, rows[:at])):
            return rows[: at + 1]
    return rows


def _is_detail(row: _Row) -> bool:
    """Whether a total adds a row up, which says more than its name."""
    if row.total(_TOTAL) or row.total(_SUBTOTAL) or _NO_PART.search(row.name):
        return False
    return len(row.words) > 1 or any(map(_has_amount, row.cells.values()))


def _heads(found: Sequence[Spot], header_rows: int) -> dict[int, str]:
    """What stands above each column."""
    heads: dict[int, str] = {}
    for spot in found:
        if spot.row < header_rows:
            for column in range(spot.column, spot.column + spot.cell.columns):
                heads[column] = heads.get(column, "") + _plain(spot.cell.text)
    return heads


def _beside_each_other(heads: dict[int, str]) -> bool:
    """Whether the rows stand in two or more parts beside each other, to spare room."""
    texts = [heads[column] for column in sorted(heads)]
    return len(texts) > 3 and bool(texts[0]) and texts.count(texts[0]) > 1


def _nested(rows: Sequence[_Row]) -> bool:
    """Whether some rows are parts of others."""
    forms: set[int] = set()
    shifted: set[bool] = set()
    for row in rows:
        if len(row.cells) == 1 or row.total(_TOTAL) or row.total(_SUBTOTAL):
            continue
        if any(_PART.match(each) for each in row.words) or row.total(_OTHER_TOTAL):
            return True
        first = row.cells[min(row.cells)].cell.text
        plain = _plain(first)
        forms.update(form for form, words in enumerate(_ORDINALS) if words.fullmatch(plain))
        if plain:
            shifted.add(first[0].isspace())
    return len(forms) > 1 or len(shifted) > 1


def _plain(text: str) -> str:
    return _BLANK.sub("", text).strip("：:")


def _amount(text: str) -> _Amount | None:
    """The amount in a cell; nought for one without; None for what is no amount alone."""
    plain = _plain(text)
    if plain in _NOTHING:
        return _Amount(Fraction(0), Fraction(0))
    found = _AMOUNT.fullmatch(plain)
    if found is None:
        return None
    figures = found[2].replace(",", "").replace("，", "")
    decimals = len(figures.partition(".")[2])
    half = Fraction(1, 2 * 10**decimals) if decimals else Fraction(0)
    value = Fraction(figures)
    return _Amount(-value if found[1] else value, half, found[3])


def _total_rows(rows: Sequence[_Row], heads: dict[int, str], unit: str) -> Iterator[Found]:
    """合计 and 小计 against the amounts of their columns. A 小计 adds up what stands between it and the next
    one, on the side where the first one has rows; a 合计 all rows above it that are no 小计, or where there
    are none, all below it."""
    kinds = [2 if row.total(_TOTAL) else 1 if row.total(_SUBTOTAL) else 0 for row in rows]
    details = [at for at, row in enumerate(rows) if _is_detail(row)]
    totals = [at for at, kind in enumerate(kinds) if kind == 2]
    if len(totals) > 1:
        return
    end = len(rows)
    for total in totals:
        above = [at for at in details if at < total]
        end = total if above else end  # else it stands above all that it adds up
        yield from _sum_marks(rows, heads, unit, total, above or details)
    details = [at for at in details if at < end]
    subtotals = [at for at, kind in enumerate(kinds) if kind == 1 and at < end]
    if not subtotals or not details:
        return
    is_below = details[0] < subtotals[0]
    bounds = [-1, *subtotals] if is_below else [*subtotals, end]
    for at, (first, last) in zip(subtotals, pairwise(bounds), strict=True):
        added = [each for each in details if first < each < last]
        # rows before a group may stand alone
        yield from _sum_marks(rows, heads, unit, at, added, of_last=is_below)


def _sum_marks(
    rows: Sequence[_Row],
    heads: dict[int, str],
    unit: str,
    total: int,
    details: Sequence[int],
    *,
    of_last: bool = False,
) -> Iterator[Found]:
    """What is told of a total that is not the sum of these rows, nor, where it may be, `of_last` of them."""
    for column, spot in rows[total].cells.items():
        head = heads.get(column, "")
        if spot.cell.columns > 1 or spot.cell.rows > 1 or _NO_SUM.search(head):
            continue
        stated = _amount(spot.cell.text)
        if stated is None or not _has_amount(spot):
            continue
        rounded = _ROUND.search(unit + head + stated.unit) is not None
        sums = _sums(rows, details, column, stated, rounded=rounded)
        likely = sums if of_last else sums[:1]
        if not sums or any(abs(each.value - stated.value) <= each.half for each in likely):
            continue
        name = rows[total].total(_TOTAL) or rows[total].total(_SUBTOTAL)
        words = f"“{name}”这里是{_plain(spot.cell.text)}，各行相加是{_figures(sums[0])}；请核对。"
        yield cell_of((), spot.row, spot.at), advice("table_sum", (0, len(spot.cell.text)), words)


def _sums(
    rows: Sequence[_Row], details: Sequence[int], column: int, stated: _Amount, *, rounded: bool
) -> list[_Amount]:
    """The sums of a column over these rows, and over those left without the first, the first two and so on:
    where more than one has an amount, with what rounding may make of them and of the total. None at all
    where one of the rows has something else."""
    found: list[_Amount] = []
    value = half = Fraction(0)
    counted = 0
    whole = Fraction(1, 2) if rounded else Fraction(0)
    for row in reversed(details):
        spot = rows[row].cells.get(column)
        if spot is None or spot.cell.rows > 1 or spot.cell.columns > 1:
            return []  # reaches over several rows or columns
        amount = _amount(spot.cell.text)
        if amount is None:
            return []
        if _has_amount(spot):
            if amount.unit != stated.unit:
                return []
            counted += 1
            half += amount.half or whole
        value += amount.value
        if counted > 1:
            found.append(_Amount(value, half + (stated.half or whole), stated.unit))
    return found[::-1]


def _figures(amount: _Amount) -> str:
    """A sum as a clerk would write it."""
    decimals = 0
    while decimals < 6 and (amount.value * 10**decimals).denominator != 1:
        decimals += 1
    return f"{float(amount.value):.{decimals}f}{amount.unit}"
