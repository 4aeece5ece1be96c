"""Grids of cells become tables of data: spans, header rows, captions in rows of their own, what spreadsheets
put on the clipboard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin.model import Table
from bulletin_desk.bulletin.tables import column_count, is_grid
from bulletin_desk.intake.grid import GridCell, is_note, is_unit_line, table_of, table_of_tsv


def rows(*lines: str) -> list[list[GridCell]]:
    """`|` parts cells."""
    return [[GridCell(cell) for cell in line.split("|")] for line in lines]


def made(*lines: str, heads: int = 0) -> Table:
    table = table_of(rows(*lines), heads)
    assert table is not None
    assert is_grid(table)
    return table


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


@pytest.mark.parametrize(
    ("lines", "heads"),
    [
        (("县|卷数", "剑阁|3"), 1),
        (("序号|姓名|单位", "1|王平|档案馆"), 1),
        (("姓名|王平", "单位|档案馆"), 0),
        (("1|剑阁|3", "2|犍为|4"), 0),
        (("县|说明的话。|三", "剑阁|甲|乙"), 0),
        (("县|1月|2月|合计", "剑阁|3|4|7"), 1),
        (("指标|2024|2025年上半年|一季度", "投资|3|4|7"), 1),
        (("指标|2024年|2025", "投资|3.5亿元|12"), 1),
        (("3月|培训|40人", "4月|普查|20人"), 0),
        (("培训|3月", "普查|4月"), 0),
    ],
)
def test_the_first_row_heads_columns_where_it_reads_so(lines: tuple[str, ...], heads: int) -> None:
    assert made(*lines).header_rows == heads


def test_rows_marked_as_repeated_head_it() -> None:
    assert made("姓名|王平", "单位|档案馆", heads=1).header_rows == 1
    assert made("甲|乙", "丙|丁", heads=2).header_rows == 1  # something is left to head


def test_bold_or_centred_cells_head_it() -> None:
    for told in ({"bold": True}, {"align": "centre"}):
        head = [GridCell("姓名", **told), GridCell("职务", **told)]
        table = table_of([head, [GridCell("王平"), GridCell("馆员")]])
        assert table is not None
        assert table.header_rows == 1
        assert not table.rows[0][0].bold


def test_head_cells_reach_down() -> None:
    table = table_of(
        [
            [GridCell("县", rows=2), GridCell("卷数", columns=2)],
            [GridCell("上年"), GridCell("今年")],
            [GridCell("剑阁"), GridCell("3"), GridCell("5")],
        ]
    )
    assert table is not None
    assert (table.header_rows, column_count(table)) == (2, 3)
    assert texts(table) == [["县", "卷数"], ["上年", "今年"], ["剑阁", "3", "5"]]


def test_caption_unit_and_note_in_rows_of_their_own() -> None:
    over = [GridCell("各县进度", columns=3)], [GridCell("单位：卷", columns=3)]
    under = [GridCell("注：截至年底", columns=3)]
    group = [GridCell("一、川北", columns=3)]
    table = table_of([*over, *rows("县|上年|今年"), group, *rows("剑阁|3|5"), under])
    assert table is not None
    assert (table.caption, table.unit, table.note) == ("各县进度", "单位：卷", "注：截至年底")
    assert texts(table) == [["县", "上年", "今年"], ["一、川北"], ["剑阁", "3", "5"]]
    assert table.header_rows == 1


def test_rows_and_columns_without_text_go() -> None:
    assert texts(made("||", "县||卷数", "||", "剑阁||3", "||")) == [["县", "卷数"], ["", ""], ["剑阁", "3"]]


@pytest.mark.parametrize("lines", [("甲",), ("甲|乙",), ("甲", "乙"), ("甲|", "乙|"), ("|", "|")])
def test_what_is_no_table_of_data(lines: tuple[str, ...]) -> None:
    assert table_of(rows(*lines)) is None


def test_alignment_that_says_something_is_kept() -> None:
    body = [GridCell("剑阁", align="centre"), GridCell("3", align="centre"), GridCell("是", align="right")]
    table = table_of([*rows("县|卷数|齐全"), body])
    assert table is not None
    assert [cell.align for cell in table.rows[1]] == ["centre", "", "right"]


def test_widths_are_thousandths_unless_all_are_alike() -> None:
    lines = rows("县|卷数|齐全", "剑阁|3|是")
    table = table_of(lines, widths=(100, 50, 51))
    assert table is not None
    assert sum(table.columns) == 1_000
    assert table.columns[0] > table.columns[2] > table.columns[1]
    for widths in ((50, 50, 50), (50, 50), (0, 1, 2)):
        alike = table_of(lines, widths=widths)
        assert alike is not None
        assert alike.columns == ()


CELLS = st.builds(GridCell, st.sampled_from(["", "甲", "3", "注：一"]), st.integers(0, 5), st.integers(0, 5))


@given(st.lists(st.lists(CELLS, max_size=5), max_size=6))
def test_every_grid_is_one_and_keeps_its_words(given_rows: list[list[GridCell]]) -> None:
    table = table_of(given_rows)
    if table is None:
        return
    assert is_grid(table)
    kept = "".join(text.text for text in table.texts()).replace("\n", "")
    wanted = "".join(cell.text for row in given_rows for cell in row)
    assert sorted(kept) == sorted(wanted)


def test_lines_about_tables() -> None:
    assert is_unit_line("单位：万元")
    assert is_unit_line("（单位：卷、册）")
    assert not is_unit_line("报送单位：丁市图书馆")
    assert is_note("注：数据截至年底。")
    assert is_note("数据来源：市统计局")
    assert not is_note("注意保管")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("县\t卷数\r\n剑阁\t3\r\n", [["县", "卷数"], ["剑阁", "3"]]),
        ('县\t"说""明\n两行"\n剑阁\t3\n', [["县", '说"明\n两行'], ["剑阁", "3"]]),
        ('县\t"半个\n剑阁\t3', [["县", '"半个'], ["剑阁", "3"]]),
        ("一\t二", [["一", "二"]]),
    ],
)
def test_what_spreadsheets_put_on_the_clipboard(text: str, wanted: list[list[str]]) -> None:
    table = table_of_tsv(text)
    assert table is not None
    assert texts(table) == wanted


@pytest.mark.parametrize("text", ["", "一行", "一行\n两行", "\t缩进的段落\n没有缩进", "一\t二\n三"])
def test_plain_text_is_no_table(text: str) -> None:
    assert table_of_tsv(text) is None
