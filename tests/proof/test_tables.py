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


@pytest.mark.parametrize("header_rows", [1, 0])
@pytest.mark.parametrize(
    "rows",
    [
        ("单位|人数", "成都|35人", "德阳|15人", "合计|50人"),
        ("项目|金额", "税收收入|10", "非税收入|5", "收入合计|15", "上级补助|8", "总计|23"),
        ("项目|金额", "一、税收|10", "（一）增值税|6", "（二）所得税|4", "二、非税|5", "合计|15"),
        ("序号|项目|金额", "一|税收|10", "1|增值税|6", "2|所得税|4", "二|非税|5", "|合计|15"),
        ("项目|金额", "税收|10", "其中：增值税|6", "非税|5", "合计|15"),
        ("项目|金额", "税收|10", "　增值税|6", "　所得税|4", "非税|5", "合计|15"),
        ("单位|本月|累计", "1月|5|5", "2月|6|11", "合计|11|11"),
        ("单位|数量", "甲|5", "乙|6", "合计|11", "上年同期|9", "增长率|22"),
        ("单位|数量", "合计|11", "甲|5", "乙|6", "同比增长|22"),
        ("单位|数量", "合计|11", "甲|5", "乙|6", "上年同期|22"),
        ("单位|数量|单位|数量", "甲|5|丙|7", "乙|6|丁|8", "|||", "戊|1|合计|27"),
        ("单位|数量", "小计|11", "甲|5", "乙|6", "小计|3", "丙|1", "丁|2"),
        ("单位|数量", "合计|14", "小计|11", "甲|5", "乙|6", "小计|3", "丙|1", "丁|2"),
        ("单位|数量", "甲|5", "乙|6", "小计|11", "省直|4", "丙|1", "丁|2", "小计|3", "合计|18"),
        ("单位|万元", "甲|5", "乙|6", "丙|7", "合计|19"),
        ("单位|数", "甲|-5", "乙|6", "丙|−7", "合计|-6"),
        ("单位|数", "甲|（5）", "乙|6", "合计|1"),
        ("单位|占比", "甲|45.3%", "乙|54.8%", "合计|100%"),
        ("单位|进度", "甲|45", "乙|54", "合计|50"),
        ("单位|数|备注", "甲|5|第1批", "乙|6|第2批", "合计|11|3批"),
        ("单位|人均", "甲|5", "乙|6", "合计|5.4"),
        ("时间|单位|数", "1月|甲|5", "2月|乙|6", "合计||11"),
        ("年份|数", "2021|5", "2022|6", "2023|7", "合计|18"),
        ("单位|面积", "甲|1.5亩", "乙|2.5亩", "合计|4亩"),
        ("单位|投资", "甲|1.2亿元", "乙|3000万元", "合计|1.5亿元"),
        ("单位|男|女|合计", "甲|1|2|3", "乙|3|4|7", "合计|4|6|10"),
        ("单位|数", "甲|5", "乙|约6", "合计|12"),
        ("单位|数", "甲|约5", "乙|6", "丙|6", "合计|17"),
        ("单位|数", "甲|1,234.50", "乙|2，000.5", "合计|3,235.00"),
        ("单位|数", "甲|５", "乙|６", "合计|１１"),
        ("单位|排名", "甲|1", "乙|2", "合计|2"),
        ("单位|得分", "甲|91", "乙|92", "合计|200"),
        ("单位|数", "全省|11", "成都|5", "德阳|6"),
        ("单位|数", "甲|5", "乙|6", "平均|5.5", "合计|11"),
        ("单位|数", "甲|5/6", "乙|6/7", "合计|11/14"),
        ("单位|比例", "甲|1", "乙|2", "合计|9"),
        ("单位|数", "甲|5", "乙|6", "合计|11", "其中：女|4"),
        ("指标|单位|数量", "年鉴|部|5", "志书|部|6", "合计|部|11"),
        ("单位|数", "甲|5", "乙|6", "本页小计|11", "丙|1", "丁|2", "本页小计|3", "合计|14"),
        ("姓名|票数", "张三|1", "李四|2", "合　　计|3"),
        ("部门|预计|实际", "统计局|3|4", "审计局|5|6", "会计处|1|1", "合计|9|11"),
        ("单位|1月|2月|3月", "甲|1|2|3", "乙|3|4|5", "合计|4|6|8"),
    ],
)
def test_tables_as_offices_have_them_are_left_alone(rows: tuple[str, ...], header_rows: int) -> None:
    """Totals of parts, rows that are parts of others, comparisons below, parts beside each other, amounts in
    units, rounded or of several kinds."""
    assert told(table(*rows, header_rows=header_rows)) == []


@pytest.mark.parametrize("header_rows", [1, 0])
@pytest.mark.parametrize(
    "rows",
    [
        ("单位|人数", "成都|35人", "德阳|15人", "合计|60人"),
        ("单位|数量", "甲|5", "乙|6", "合计|12", "上年同期|9"),
        ("单位|新增", "甲|5", "乙|6", "合计|12"),
        ("单位|占地面积", "甲|5", "乙|6", "合计|12"),
        ("单位|万元", "甲|50", "乙|60", "合计|120"),
        ("单位|数", "甲|-5", "乙|6", "合计|11"),
        ("单位|数", "合计|12", "甲|5", "乙|6"),
        ("单位|数量", "小计|12", "甲|5", "乙|6", "小计|3", "丙|1", "丁|2"),
        ("单位|数量", "甲|5", "乙|6", "合计|12", "其中：女|9"),
        ("部门|数", "统计局|3", "审计局|5", "合计|9"),
        ("单位|数", "甲|1,234.50", "乙|2，000.5", "合计|3,335.00"),
        ("单位|男|女|合计", "甲|1|2|3", "乙|3|4|7", "合计|4|6|11"),
    ],
)
def test_a_wrong_total_is_told_once(rows: tuple[str, ...], header_rows: int) -> None:
    assert len(told(table(*rows, header_rows=header_rows))) == 1


def test_groups_whose_name_reaches_over_their_rows() -> None:
    def groups(whole: str) -> Table:
        return Table(
            (
                (Cell("地区"), Cell("单位"), Cell("数")),
                (Cell("成都", rows=3), Cell("小计"), Cell("11")),
                (Cell("甲"), Cell("5")),
                (Cell("乙"), Cell("6")),
                (Cell("德阳", rows=3), Cell("小计"), Cell("3")),
                (Cell("丙"), Cell("1")),
                (Cell("丁"), Cell("2")),
                (Cell("合计", columns=2), Cell(whole)),
            ),
            1,
        )

    assert told(groups("14")) == []
    assert told(groups("15")) == ["“合计”这里是15，各行相加是14；请核对。"]
