"""The workbook: every sheet, real numbers and dates, no formula, the same bytes each time."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bulletin_desk.bulletin.model import Endorsement
from bulletin_desk.statistics.adoption import Adoption, adoption
from bulletin_desk.statistics.rules import CITIES, Group, Points, Rules
from bulletin_desk.statistics.spans import year_span
from bulletin_desk.statistics.tables import By, table
from bulletin_desk.statistics.workbook import workbook
from tests.statistics import made

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RULES = Rules(
    groups=(Group("", (CITIES,)),), highlights=("特别关注",), points=Points(Fraction(3), Fraction(1, 3))
)


class Sheets:
    """A workbook as its XML has it."""

    def __init__(self, data: bytes) -> None:
        self.package = zipfile.ZipFile(BytesIO(data))
        strings = ElementTree.fromstring(self.read("xl/sharedStrings.xml"))
        self.strings = ["".join(text.itertext()) for text in strings.iter(f"{_MAIN}si")]
        book = ElementTree.fromstring(self.read("xl/workbook.xml"))
        self.names = [sheet.attrib["name"] for sheet in book.iter(f"{_MAIN}sheet")]

    def read(self, name: str) -> str:
        return self.package.read(name).decode()

    def sheet(self, name: str) -> str:
        return self.read(f"xl/worksheets/sheet{self.names.index(name) + 1}.xml")

    def rows(self, name: str) -> Iterator[list[str]]:
        """The cells of each row from the head on."""
        for row in list(ElementTree.fromstring(self.sheet(name)).iter(f"{_MAIN}row"))[2:]:
            yield [self.value(cell) for cell in row]

    def value(self, cell: ElementTree.Element) -> str:
        value = cell.findtext(f"{_MAIN}v", "")
        return self.strings[int(value)] if cell.get("t") == "s" else value


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Adoption:
    names = made.names(tmp_path_factory.mktemp("names"))
    truth = made.made(5, issues=12)
    first = truth.printed[0]
    hostile = first.item._replace(
        title='=HYPERLINK("http://x","x")',
        source="@甲+乙-丙",
        endorsements=(Endorsement("-王某", None, "=1+1"),),
    )
    truth.printed[0] = first._replace(item=hostile, name="+简报")
    return adoption(truth.printed, names, RULES, year_span(2026))


@pytest.fixture(scope="module")
def sheets(counted: Adoption) -> Sheets:
    return Sheets(workbook(counted))


def test_the_same_statistics_give_the_same_bytes(counted: Adoption) -> None:
    assert workbook(counted) == workbook(counted)


def test_all_sheets_are_there(sheets: Sheets) -> None:
    assert sheets.names == [
        *("按单位", "按栏目", "按月份", "按季度", "按半年", "按简报", "单位各月", "稿件", "没认出的名称"),
        *("没有来源", "零采用单位", "领导批示", "图表"),
    ]


def test_the_table_by_office(sheets: Sheets, counted: Adoption) -> None:
    head, *rows = sheets.rows("按单位")
    assert head == [
        "名次",
        "单位",
        *("采用篇数", "单独采用", "综合采用", "特别关注", "字数", "领导批示", "得分", "备注"),
    ]
    by_office = table(counted, By.OFFICE)
    for cells, row in zip(rows, by_office.rows, strict=False):
        assert cells[1] == row.label
        assert list(map(int, cells[2:6])) == [row.items, row.whole, row.merged, row.highlighted]
        assert float(cells[8]) == pytest.approx(float(row.points))
        assert cells[9] == ("" if row.known else "单位名单里没有")
    total = rows[len(by_office.rows)]
    assert total[1:3] == ["合计", str(by_office.total.items)]
    assert rows[-1][0] == f"注：各单位相加{by_office.credits}篇次，合计{by_office.total.items}。"


def test_every_item_with_its_credits(sheets: Sheets, counted: Adoption) -> None:
    head, *rows = sheets.rows("稿件")
    lines = sum(max(1, len(each.credits)) for each in counted.items)
    assert len(rows) == lines + 1  # and a remark
    assert {row[0] for row in rows[:-1]} == {str(at + 1) for at in range(len(counted.items))}
    column = head.index("单位")
    listed = [row[column] for row in rows[:-1]]
    wanted = [credit.office for each in counted.items for credit in each.credits]
    assert [name for name in listed if name] == wanted


def test_what_wants_an_eye(sheets: Sheets, counted: Adoption) -> None:
    names = list(sheets.rows("没认出的名称"))[1:-1]
    assert {row[0] for row in names} == {each.name for each in counted.unresolved}
    assert len(list(sheets.rows("没有来源"))) == 1 + len(counted.unsigned)
    zeros = list(sheets.rows("零采用单位"))[1:]
    assert [row[0] for row in zeros] == [zero.office for zero in counted.zeros]
    endorsed = list(sheets.rows("领导批示"))[1:]
    assert len(endorsed) == sum(len(each.endorsements) for each in counted.items)
    assert "=1+1" in endorsed[0]


def test_no_cell_is_a_formula_or_a_link(sheets: Sheets) -> None:
    for at in range(len(sheets.names)):
        xml = sheets.read(f"xl/worksheets/sheet{at + 1}.xml")
        assert "<f>" not in xml
        assert "hyperlink" not in xml.lower()
    assert {'=HYPERLINK("http://x","x")', "-王某", "+简报", "@甲+乙-丙"} <= set(sheets.strings)


def test_dates_are_dates(sheets: Sheets) -> None:
    (row, *_) = list(sheets.rows("稿件"))[1:]
    assert row[1] == str((date(2026, 1, 1) - date(1899, 12, 30)).days)
    assert 'yyyy"年"m"月"d"日"' in sheets.read("xl/styles.xml").replace("&quot;", '"')


def test_set_up_for_paper_and_screen(sheets: Sheets) -> None:
    for name in sheets.names[:-1]:
        xml = sheets.sheet(name)
        assert '<pane ySplit="4"' in xml
        assert 'paperSize="9"' in xml
        assert "fitToPage" in xml
    assert "<autoFilter" in sheets.sheet("按单位")
    book = sheets.read("xl/workbook.xml")
    assert len(re.findall("_xlnm.Print_Titles", book)) == len(sheets.names) - 1
    assert "宋体" in sheets.read("xl/styles.xml")


def test_charts_are_native(sheets: Sheets) -> None:
    bars, line = (sheets.read(f"xl/charts/chart{at}.xml") for at in (1, 2))
    assert "c:barChart" in bars
    assert "按单位" in bars
    assert "c:lineChart" in line
    assert "按月份" in line


def test_nothing_was_adopted(counted: Adoption) -> None:
    empty = Sheets(workbook(replace(counted, items=(), rules=Rules())))
    assert empty.names[:3] == ["按单位", "按栏目", "按月份"]
    assert list(empty.rows("稿件"))[1] == ["（无）"]


def test_years_that_a_workbook_has_no_numbers_for(counted: Adoption, tmp_path: Path) -> None:
    first = counted.items[0]
    old = replace(counted, items=(first._replace(printed=first.printed._replace(date=date(1890, 1, 2))),))
    assert list(Sheets(workbook(replace(old, span=year_span(1890)))).rows("稿件"))[1][1] == "1890年1月2日"
