"""The dump: one typeset line a line, parts of a row together, form feeds between pages, no page number."""

from __future__ import annotations

from dataclasses import replace

from bulletin_desk.bulletin.model import Cell, Kind, Picture, Pictures, Table
from bulletin_desk.export.dump import dump
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import Line, Page, PlacedLine
from bulletin_desk.pipeline import typeset
from tests.bulletin.issues import SMALL
from tests.typeset.tables import issue_with, png, row


def placed(text: str, y: float, kind: Kind = Kind.BODY) -> PlacedLine:
    line = Line(text, 0, len(text), tuple(map(float, range(len(text) + 1))), ())
    return PlacedLine(line, kind, (), 0, y, y - 20, 30)


def page(number: int, *lines: PlacedLine) -> Page:
    return Page(number, 595, 842, lines, (), placed(f"— {number} —", 800, Kind.FOLIO))


def test_each_line_on_its_own() -> None:
    assert dump([page(1, placed("甲", 100), placed("乙", 130))]) == "甲\n乙\n"


def test_parts_that_share_a_baseline() -> None:
    header = (placed("办公室", 100, Kind.DATED_HEADER), placed("2024年1月9日", 100, Kind.DATED_HEADER))
    assert dump([page(1, *header, placed("甲", 130))]) == "办公室2024年1月9日\n甲\n"


def test_form_feeds_stand_between_pages() -> None:
    pages = [page(1, placed("甲", 100)), page(2), page(3, placed("乙", 100))]
    assert dump(pages) == "甲\n\f\n\f\n乙\n"


def test_an_empty_line_stays() -> None:
    assert dump([page(1, placed("", 100), placed("甲", 130))]) == "\n甲\n"


def test_no_pages() -> None:
    assert dump([]) == ""


def test_a_small_issue(faces: Faces, layout: Layout) -> None:
    issue = replace(SMALL, editors_note=(), sections=SMALL.sections[:1])
    assert typeset(issue, layout, faces).dump().split("\n") == [
        "地方志简报",
        "第2期（总第607期）",
        "地方志办公室2024年1月9日",
        "【特别关注】",
        "座谈会召开",
        "会议召开。",
        "（综合处）",
        "信息公开选项：主动公开",
        "报：上级。",
        "发：下级。",
        "综合处2024年1月9日印发",
        "（共印3份）",
        "",
    ]


def test_rows_of_tables_have_a_line_each_and_pictures_are_named(faces: Faces, layout: Layout) -> None:
    table = Table(
        ((Cell("季度"), Cell("数量", columns=2)), (Cell("一", rows=2), *row("甲", "3")), row("乙", "12")),
        header_rows=1,
        caption="情况",
    )
    pictures = Pictures((Picture(png(40, 30), 300, "会场"), Picture(png(30, 40), 300)), "（供图）")
    lines = typeset(issue_with(table, pictures), layout, faces).dump().split("\n")
    lines = [line for line in lines if line != "\f"]
    at = lines.index("情况")
    assert lines[at : at + 7] == [
        *("情况", "季度\t数量\t", "一\t甲\t3", "\t乙\t12"),
        *("[图：会场]", "[图：图片]", "（供图）"),
    ]


def test_a_cell_over_rows_of_several_pages_is_said_once(faces: Faces, layout: Layout) -> None:
    """Its lines go on beside a later row than its own, and a row may be cut in two on one page."""
    for header_rows in (0, 1, 2):
        rows = (
            (Cell("甲" * 1900, rows=2), Cell("一")),
            (Cell("二"),),
            (Cell("尾"), Cell("三")),
        )
        made = dump(typeset(issue_with(Table(rows, header_rows)), layout, faces).pages)
        assert made.count("甲") == 1900
        assert [made.count(word) for word in ("尾\t三\n", "\t一\n", "\t二\n")] == [1, 1, 1]
