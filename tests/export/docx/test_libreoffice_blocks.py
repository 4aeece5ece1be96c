"""Tables and pictures of the Word copy under LibreOffice: the same lines, rows and pages as ours."""

from __future__ import annotations

import random
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin_desk import programs
from bulletin_desk.bulletin.model import Block, Body, Cell, Issue, Item, Picture, Pictures, Section, Table
from bulletin_desk.export.docx.read import read_docx
from bulletin_desk.export.report import compare, convert, pdf_lines
from tests.bulletin.issues import SMALL
from tests.bulletin.rich import PAIR, RICH, SINGLE, TABLE
from tests.export.docx.conftest import LAYOUTS, Copy, Make
from tests.export.docx.positions import positions
from tests.export.docx.test_blocks_back import PLAIN, SHOWN, TWO, issue_with

pytestmark = pytest.mark.skipif(
    programs.libreoffice(Path("copy.docx")) is None, reason="LibreOffice is not installed"
)

TEXT = Body("各市州的进度见下表，" * 12)
_CHARACTERS = "成都市乐山市德阳市凉山州编纂出版年鉴方志馆建设工作推进会议数据统计"


def _issue(*blocks: Block) -> Issue:
    items = (Item("全省推进会召开", blocks, "（综合处）"), Item("又一篇", (TEXT,), "（办公室）"))
    return replace(SMALL, sections=(Section("专题", items),))


def _long(seed: int, rows: int = 40) -> Table:
    """Eight columns, with a row over all of them before each dozen."""
    chance = random.Random(seed)

    def words(least: int, most: int) -> str:
        return "".join(chance.choice(_CHARACTERS) for _ in range(chance.randint(least, most)))

    heads = ("序号", "单位名称", "计划（卷）", "完成（卷）", "完成率", "经费（万元）", "负责人", "备注")
    made: list[tuple[Cell, ...]] = [tuple(map(Cell, heads))]
    for row in range(rows):
        if row % 12 == 0:
            made.append((Cell(f"第{row // 12 + 1}批", columns=8, align="centre", bold=((0, 2),)),))
        numbers = (str(chance.randint(1, 200)), str(chance.randint(1, 200)), f"{chance.uniform(1, 99):.1f}%")
        texts = (
            *(str(row + 1), words(3, 12), *numbers, f"{chance.uniform(1, 9999):.2f}"),
            *(words(2, 3), words(0, 30)),
        )
        made.append(tuple(map(Cell, texts)))
    return Table(tuple(made), 1, (), "各单位编纂进度一览表", "单位：卷", "注：数据由各单位报送。")


def _grouped() -> Table:
    rows: list[tuple[Cell, ...]] = [tuple(map(Cell, ("项", "内容", "数")))]
    for group in range(25):
        rows.append((Cell(f"第{group}组", rows=3), Cell("甲乙" * group), Cell(str(group))))
        rows += [(Cell("丙"), Cell("9.25")), (Cell("丁"), Cell("10"))]
    return Table(tuple(rows), 1, (200, 500, 200))


_HIGH = Table(
    (
        (Cell("项"), Cell("内容")),
        (Cell("一"), Cell("甲乙丙丁戊己庚辛，" * 170)),
        (Cell("二"), Cell("短")),
    ),
    1,
)
_LATE = tuple(
    (Cell(f"第{row}项"), Cell(str(row * 3)), Cell("各市州的进度见下表，" * 5 if row else "备注"))
    for row in range(14)
)
"""Two of its rows find no room where one does."""
_OVER_PAGES = Table(
    (
        (Cell("措施"), Cell("单位"), Cell("数")),
        (Cell("甲乙丙丁戊己庚辛，" * 60, rows=40), Cell("成都市"), Cell("1")),
        *[(Cell("自贡市"), Cell("2"))] * 39,
    ),
    1,
)
_SMALL_TABLE = Table(tuple((Cell(f"第{row}项"), Cell("甲"), Cell(str(row))) for row in range(6)), 1)
_CROWDED = Table(
    (
        tuple(map(Cell, ("序号", "单位", *"一二三四五六七八九十"))),
        *(tuple(map(Cell, (str(row), "攀枝花市", *["-12.34", "5.6"] * 5))) for row in range(12)),
    ),
    1,
)
_ROW_OF_HEADS = Table(
    (
        (Cell("单位", rows=3), Cell("志书", columns=2), Cell("合计", rows=3)),
        (Cell("省级", columns=2),),
        (Cell("计划"), Cell("完成")),
        *[tuple(map(Cell, ("成都市", "1", "2", "3")))] * 4,
    ),
    3,
)
ISSUES = {
    "high first": _issue(_HIGH, TEXT),
    "merged over pages": _issue(TEXT, _OVER_PAGES, TEXT),
    **{f"no room {over}": _issue(*[Body("一行。")] * over, _SMALL_TABLE, TEXT) for over in range(8, 18)},
    "crowded": _issue(TEXT, _CROWDED, TEXT),
    "narrow": _issue(TEXT, replace(_CROWDED, columns=(19, 160, *[82] * 10)), TEXT),
    "heads of three rows": _issue(TEXT, _ROW_OF_HEADS, TEXT),
    **{f"late {over}": _issue(*[Body("一行。")] * over, Table(_LATE, 1), TEXT) for over in range(8, 14)},
    "long": _issue(TEXT, _long(0), TEXT),
    "longer": _issue(TEXT, TEXT, TEXT, _long(1, 90), TEXT),
    "two small ones": _issue(TEXT, TABLE, replace(TABLE, caption="", unit="", note="", rules="all"), TEXT),
    "groups": _issue(TEXT, _grouped(), TEXT),
    "high": _issue(TEXT, _HIGH, TEXT),
    "pictures": _issue(
        TEXT, PAIR, TEXT, SINGLE, TEXT, Pictures((Picture(SINGLE.pictures[0].data, 900, "图"),))
    ),
    "rich": RICH,
}


def _bare(block: Block) -> Block:
    return replace(block, columns=(), rules="all") if isinstance(block, Table) else block


def _pdfs(copies: list[Copy], folder: Path) -> list[Path]:
    files = []
    for number, copy in enumerate(copies):
        files.append(folder / f"{number}.docx")
        files[-1].write_bytes(copy.docx)
    return convert(files, folder)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_rows_lines_and_pages_are_the_same(make: Make, tmp_path: Path, layout: str) -> None:
    copies = [make(issue, layout) for issue in ISSUES.values()]
    for name, copy, pdf in zip(ISSUES, copies, _pdfs(copies, tmp_path), strict=True):
        report = compare(copy.pages, pdf_lines(pdf))
        assert report.same, f"{name}\n{report.text()}"
        assert report.same_table_lines == report.table_lines
        assert (report.table_lines > 0) is (name != "pictures")
        assert ("表格" in report.text()) is (report.table_lines > 0)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_text_under_tables_and_pictures_stands_on_the_grid(make: Make, tmp_path: Path, layout: str) -> None:
    names = ("long", "two small ones", "pictures", "rich")
    copies = [make(ISSUES[name], layout) for name in names]
    for name, copy, pdf in zip(names, copies, _pdfs(copies, tmp_path), strict=True):
        found = positions(copy.pages, pdf).found
        off = [placed for placed in found if placed.kind is not None and abs(placed.lower) > 1.5]
        # what goes on over a page begins as high as a word processor's text does
        again = {
            page.number for page in copy.pages if any(one.bands[0].row or one.repeated for one in page.tables)
        }
        assert not [placed for placed in off if placed.page not in again], name


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_what_libreoffice_saved_is_still_the_bulletin(make: Make, tmp_path: Path, form: str) -> None:
    whole = issue_with(PLAIN, SHOWN, TWO, replace(PLAIN, rules="three", columns=(300, 500)))
    copy = make(whole)
    file = tmp_path / "copy.docx"
    file.write_bytes(copy.docx)
    program = programs.libreoffice(file)
    profile = (tmp_path / "profile").as_uri()
    for source, wanted in ((file, form), (tmp_path / "out" / f"copy.{form}", "docx")):
        arguments = [f"-env:UserInstallation={profile}", "--headless", "--convert-to", wanted]
        folder = tmp_path / ("out" if source is file else "back")
        subprocess.run(
            [str(program), *arguments, "--outdir", str(folder), str(source)],
            check=True,
            capture_output=True,
            timeout=180,
        )
    issue, _ = read_docx(tmp_path / "back" / "copy.docx")
    if form == "docx":
        assert issue.sections == whole.sections
        return
    # OpenDocument keeps neither styles of tables nor the bulletin
    read, old = (one.sections[0].items[0].blocks for one in (issue, whole))
    assert [_bare(block) for block in read] == [_bare(block) for block in old]
