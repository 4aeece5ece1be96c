"""Sums in tables: what is told, and what is left alone."""

from __future__ import annotations

import pytest

from bulletin_desk.bulletin.model import Cell, Table
from bulletin_desk.proof.findings import Level
from bulletin_desk.proof.tables import table_marks


def table(*rows: str, header_rows: int = 1) -> Table:
    """A table of rows whose cells are parted by bars; a row of one cell is one over all columns."""
    width = max(row.count("|") for row in rows) + 1
    cells = [
        (Cell(row, columns=width),) if "|" not in row else tuple(Cell(text) for text in row.split("|"))
        for row in rows
    ]
    return Table(tuple(cells), header_rows)


def told(made: Table) -> list[str]:
    return [mark.message for _, mark in table_marks(made)]


HEAD = "单位|新建|修缮"


def test_a_total_that_disagrees_is_told_at_its_cell() -> None:
    ((path, mark),) = table_marks(table(HEAD, "成都|12|3", "德阳|5|4", "合计|18|7"))
    assert (path, mark.level, mark.rule) == ((2, 3, 1), Level.ADVICE, "table_sum")
    assert mark.message == "“合计”这里是18，各行相加是17；请核对。"


@pytest.mark.parametrize(
    "rows",
    [
        ("成都|12|3", "德阳|5|4", "合计|17|7"),
        ("合  计|17|7", "成都|12|3", "德阳|5|4"),  # it stands above
        ("成都|1,200|3", "德阳|5|—", "合计|1,205|3"),
        ("成都|1.2|3", "德阳|2.35|4", "合计|3.5|7"),  # rounded
        ("市级", "成都|12|3", "小计|12|3", "县级", "德阳|5|4", "绵阳|1|1", "小计|6|5", "合计|18|8"),
        ("成都|约12|3", "德阳|5|4", "合计|18|7"),  # no amounts throughout
        ("成都|12|3", "合计|18|7"),  # one row is no sum
        ("1|成都|12", "2|德阳|5", "|合计|17"),
    ],
)
def test_a_total_that_agrees_or_cannot_be_reckoned_is_left_alone(rows: tuple[str, ...]) -> None:
    assert told(table(HEAD, *rows)) == []


def test_a_subtotal_adds_up_its_own_group() -> None:
    rows = (
        "市级",
        "成都|12|3",
        "德阳|1|1",
        "小计|13|5",
        "县级",
        "乐山|5|4",
        "绵阳|1|1",
        "小计|6|5",
        "合计|19|9",
    )
    assert told(table(HEAD, *rows)) == ["“小计”这里是5，各行相加是4；请核对。"]


@pytest.mark.parametrize("head", ["占比", "增长率（%）", "平均每人", "单价", "序号"])
def test_what_has_no_sum_is_left_alone(head: str) -> None:
    assert told(table(f"单位|{head}", "成都|12", "德阳|5", "合计|99")) == []


def test_cells_that_reach_over_several_rows_are_not_added() -> None:
    rows = (
        (Cell("单位"), Cell("数")),
        (Cell("成都"), Cell("12", rows=2)),
        (Cell("德阳"),),
        (Cell("合计"), Cell("99")),
    )
    assert told(Table(rows, 1)) == []
