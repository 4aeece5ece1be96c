"""Tests of tables in plain text: which lines are rows, what stays text."""

from __future__ import annotations

import pytest

from bulletin_desk.bulletin.model import Table
from bulletin_desk.intake.text_tables import without_tables

TABBED = ["序号\t名称\t金额", "1\t甲项目\t12.5", "2\t乙项目\t3.75", "合计\t\t16.25"]
MARKDOWN = ["| 序号 | **名称** | 金额 |", "|---|:-:|--:|", "| 1 | 甲\\|乙<br>丙 | 12.5 |", "| 2 | 丁 |"]


def texts(block: object) -> list[list[str]]:
    assert isinstance(block, Table)
    return [[cell.text for cell in row] for row in block.rows]


def test_lines_of_cells_parted_by_tabs_are_a_table() -> None:
    kept, (note,) = without_tables(["标题", "正文。", *TABBED, "后文。"])
    assert kept == ["标题", "正文。", "后文。"]
    assert (note.rule, note.paragraph, note.ahead) == ("table", 1, False)
    assert texts(note.block) == [line.split("\t") for line in TABBED]
    assert isinstance(note.block, Table)
    assert note.block.header_rows == 1
    assert note.words.split() == " ".join(TABBED).split()


def test_a_table_of_markdown_has_its_head_and_alignment() -> None:
    kept, (note,) = without_tables([*MARKDOWN, "", "后文。"])
    assert kept == ["", "后文。"]
    assert note.ahead
    assert texts(note.block) == [["序号", "名称", "金额"], ["1", "甲|乙\n丙", "12.5"], ["2", "丁", ""]]
    assert isinstance(note.block, Table)
    assert note.block.header_rows == 1
    assert note.block.rows[2][1].align == "centre"


@pytest.mark.parametrize(
    "lines",
    [
        ["某县推进项目\t1", "某区抓好防汛\t2", "某局开展培训\t3"],
        ["\t\t一段正文。", "\t\t又一段正文。"],
        ["姓名\t单位\t电话"],
        ["甲|乙|丙", "一|二|三"],
        ["甲\t乙\t" + "长" * 300, "一\t二\t三"],
        ["| 甲 | 乙 |", "|---|"],
    ],
)
def test_other_lines_stay_text(lines: list[str]) -> None:
    assert without_tables(lines) == (lines, [])


def test_too_large_a_table_stays_text() -> None:
    lines = ["|".join("ab" * 40), "|".join(["---"] * 80), *["|".join("ab" * 40)] * 400]
    assert without_tables(lines) == (lines, [])


DRAWN = [
    "┌────┬────┐",
    "│县　　│卷数　　│",
    "├────┼────┤",
    "│甲县　│3　　　│",
    "│乙县　│5　　　│",
    "└────┴────┘",
]
GAPPED = ["县　　　卷数　　比上年", "甲县　　3　　　 2.5%", "合计　　3　　　　—"]


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        (DRAWN, [["县", "卷数"], ["甲县", "3"], ["乙县", "5"]]),
        (
            [
                "+---+---+",
                "| 县 | 卷数 |",
                "+---+---+",
                "| 甲县 | 3 |",
                "| 城区 |  |",
                "+---+---+",
                "| 乙县 | 5 |",
                "+---+---+",
            ],
            [["县", "卷数"], ["甲县\n城区", "3"], ["乙县", "5"]],
        ),
        (GAPPED, [["县", "卷数", "比上年"], ["甲县", "3", "2.5%"], ["合计", "3", "—"]]),
    ],
)
def test_drawn_tables_and_columns_of_figures(lines: list[str], rows: list[list[str]]) -> None:
    kept, (note,) = without_tables(["正文。", *lines, "后文。"])
    assert kept == ["正文。", "后文。"]
    assert texts(note.block) == rows
    assert isinstance(note.block, Table)
    assert note.block.header_rows == 1


def test_a_line_over_columns_of_figures_is_none_of_them() -> None:
    kept, (note,) = without_tables(["填报单位：丁市图书馆　　2024年10月8日", *GAPPED])
    assert kept == ["填报单位：丁市图书馆　　2024年10月8日"]
    assert isinstance(note.block, Table)


@pytest.mark.parametrize(
    "lines",
    [
        ["张三　　李四　　王五", "赵六　　钱七　　孙八", "周九　　吴十　　郑一"],
        ["甲县　　3　　2%", "乙县　　5　　3%", "丙县　　6　　4%"],
        [*GAPPED, "总计　　3"],
        GAPPED[:2],
        ["第12期　　总第30期　　2024年", "一段正文。　　又一段正文。　　还有一段。"],
        DRAWN[:5],
        [DRAWN[0], "│县　│", *DRAWN[3:]],
        ["+------+", "又一段"],
    ],
)
def test_what_is_no_table_for_sure_stays_text(lines: list[str]) -> None:
    assert without_tables(lines) == (lines, [])
