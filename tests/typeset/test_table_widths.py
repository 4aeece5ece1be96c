"""Tests of how wide the columns of crowded tables are, and of cells that reach over a page's end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from bulletin_desk.bulletin.grammar import inside_block, is_cell
from bulletin_desk.bulletin.model import Body, Cell, Kind, Table
from bulletin_desk.bulletin.tables import Spot, spots
from bulletin_desk.fonts.faces import Faces, load_faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import PlacedLine, PlacedTable
from bulletin_desk.typeset.typesetter import TypesetPages, Typesetter
from tests.typeset.tables import SENTENCE, issue_with, row

HEADS = ("组织领导", "志书编纂", "年鉴出版", "方志馆", "信息化", "人才队伍", "宣传", "档案", "安全", "加分")


@pytest.fixture(scope="module")
def shipped() -> Faces:
    """The faces that come with the program: their figures are as wide as those of print."""
    return load_faces(use_installed=False)


def scores(columns: int, number: str, rows: int = 6) -> Table:
    """A table of so many columns of numbers behind the names of units."""
    heads = (HEADS * 4)[:columns]
    body = [row(str(at + 1), "攀枝花市", *[number] * columns) for at in range(rows)]
    return Table((row("序号", "单位", *heads), *body), 1)


def set_table(layout: Layout, faces: Faces, *blocks: object) -> TypesetPages:
    return Typesetter(layout, faces).typeset(issue_with(*blocks))  # type: ignore[arg-type]


def cells_of(pages: TypesetPages) -> Iterator[tuple[PlacedLine, PlacedTable, Spot]]:
    for page in pages:
        for table in page.tables:
            known = {(spot.row, spot.at): spot for spot in spots(table.table)}
            for placed in page.lines:
                if is_cell(placed.path):
                    _, at_row, at = inside_block(placed.path)
                    yield placed, table, known[int(at_row), int(at)]


def torn(pages: TypesetPages) -> list[str]:
    return [remark.detail for remark in pages.remarks if remark.rule == "torn_run"]


def over_rules(pages: TypesetPages) -> list[str]:
    """The lines that are printed over a rule beside their cell."""
    found = []
    for placed, table, spot in cells_of(pages):
        left, right = table.edges[spot.column], table.edges[spot.column + spot.cell.columns]
        if placed.line.text and (
            placed.x + placed.line.edges[0] < left - 0.1 or placed.x + placed.line.edges[-1] > right + 0.1
        ):
            found.append(placed.line.text)
    return found


@pytest.mark.parametrize(
    ("columns", "number"), [(10, "-12.34"), (10, "1,234.5"), (12, "12345"), (18, "18.5"), (20, "12")]
)
def test_many_numbers_have_less_padding_before_one_is_broken(
    layout: Layout, shipped: Faces, columns: int, number: str
) -> None:
    pages = set_table(layout, shipped, scores(columns, number))
    assert torn(pages) == []
    assert over_rules(pages) == []


def test_words_and_addresses_are_torn_before_numbers(layout: Layout, shipped: Faces) -> None:
    word = "Pneumonoultramicroscopicsilicovolcanoconiosis"
    table = Table(
        (row("词", "词", "电话", "数"), *[row(word, word, "028-86601234", "1234567.89")] * 3), header_rows=1
    )
    pages = set_table(layout, shipped, table)
    assert torn(pages)
    assert all(any(char.isalpha() for char in text) for text in torn(pages))


def test_long_texts_get_the_room_of_short_heads_in_a_crowded_table(layout: Layout, shipped: Faces) -> None:
    heads = (
        "序号",
        "存在问题",
        "整改措施",
        "整改目标",
        "责任单位",
        "责任人",
        "整改时限",
        "完成情况",
        "是否销号",
    )
    body = row("1", SENTENCE, SENTENCE, "全面完成", "编纂处", "张三", "6月底前", "已完成", "是")
    pages = set_table(layout, shipped, Table((row(*heads), body, body, body), 1))
    edges = next(table.edges for page in pages for table in page.tables)
    widths = [right - left for left, right in pairwise(edges)]
    assert min(widths[1:3]) > 1.5 * max(widths[0], *widths[3:])


@pytest.mark.parametrize("columns", [(19, 200, 200, 200, 381), (1, 1, 1, 1, 996), (900,) * 5, (1,) * 5])
def test_no_given_column_is_too_narrow_for_a_character(
    layout: Layout, shipped: Faces, columns: tuple[int, ...]
) -> None:
    table = Table(tuple(row("项目", "指标", "56749.8", "-6.05", "备注") for _ in range(3)), 1, columns)
    pages = set_table(layout, shipped, table)
    assert over_rules(pages) == []
    (edges,) = {table.edges for page in pages for table in page.tables}
    block = layout.text_block
    assert edges[0] >= float(block.left) - 0.01
    assert edges[-1] <= float(block.left + block.width) + 0.01


def test_thirty_columns_stand_between_their_rules(layout: Layout, shipped: Faces) -> None:
    days = Table((row("日", *map(str, range(1, 32))), row("值", *["张"] * 31)), 1)
    assert over_rules(set_table(layout, shipped, days)) == []


def test_a_row_taller_than_a_page_begins_under_its_heading(layout: Layout, squares: Faces) -> None:
    table = Table((row("项目", "内容"), row("一", SENTENCE * 40), row("二", "短")), 1)
    pages = set_table(layout, squares, table)
    for page in pages:
        if any(placed.kind is Kind.TITLE for placed in page.lines):
            assert page.tables


def test_lines_of_a_cell_over_several_rows_follow_each_other(layout: Layout, squares: Faces) -> None:
    rows = [(Cell(SENTENCE * 8, rows=40), Cell("甲"))] + [row("乙")] * 39
    pages = set_table(layout, squares, Body(SENTENCE), Table((row("项", "数"), *rows), 1))
    pitch = float(layout.tables.pitch)
    for page in pages:
        own = [
            placed for placed in page.lines if is_cell(placed.path) and inside_block(placed.path) == (2, 1, 0)
        ]
        assert all(below.top - above.top == pytest.approx(pitch) for above, below in pairwise(own))


def test_a_cell_over_rows_of_one_page_stands_in_their_middle(layout: Layout, squares: Faces) -> None:
    rows = []
    for group in "甲乙丙丁":
        rows += [(Cell(group, rows=16), Cell("一")), *[row("二")] * 15]
    pages = set_table(layout, squares, Body(SENTENCE), Table((row("项", "数"), *rows), 1))
    seen = 0
    for page in pages:
        for table in page.tables:
            for placed in page.lines:
                if placed.line.text not in tuple("甲乙丙丁"):
                    continue
                first = int(inside_block(placed.path)[1])
                own = [band for band in table.bands if first <= band.row < first + 16]
                if len(own) == 16:
                    seen += 1
                    middle = (own[0].top + own[-1].top + own[-1].height) / 2
                    assert placed.top + placed.height / 2 == pytest.approx(middle)
    assert seen
