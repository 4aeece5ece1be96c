"""The heads and closing blocks of ten other offices' bulletins, each made by its layout file alone: what is
printed, where it stands, in which style."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from bulletin_desk.bulletin.fields import completed, with_field
from bulletin_desk.bulletin.grammar import is_text
from bulletin_desk.bulletin.model import Addressee, DatedHeader, Imprint, Issue, Masthead
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.forms import FORMS as PUT_OUT
from bulletin_desk.layouts.model import Layout
from bulletin_desk.pages.model import HorizontalRule, Page, PlacedLine
from bulletin_desk.pipeline import typeset
from bulletin_desk.typeset.typesetter import Typesetter
from bulletin_desk.typeset.wording import field_text, number_text
from tests.typeset.forms import FORMS, layout_of_form

DAY = date(2024, 1, 9)
VALUES = {
    "editor": "王小明",
    "signer": "李大为",
    "reviewer": "赵一",
    "chief": "钱二",
    "head": "孙三",
    "phone": "028-1",
    "contact": "王小明\n李大为",
    "issue_number": "2024年第2周",
    "extra": "省档案馆。",
    "period": "2024-01-01/2024-01-07",
}
ISSUE = Issue(
    masthead=Masthead("值班快报", 12, 344, marking="内部资料"),
    dated_header=DatedHeader("某市应急管理局", DAY),
    distribution=(Addressee("报", "国" * 40 + "。"), Addressee("送", "国国。")),
    imprint=Imprint("办公室", DAY),
    print_count=16,
)


def issue_of(layout: Layout, issue: Issue = ISSUE) -> Issue:
    """An issue with a value for each of the layout's own fields that takes one of these."""
    issue = completed(issue, layout.declared)
    for field in layout.declared:
        if field.name in VALUES and field.kind != "month":
            issue = with_field(issue, field.path, field.name, VALUES[field.name])
    return issue


@pytest.fixture
def page(request: pytest.FixtureRequest, squares: Faces, tmp_path: Path) -> Page:
    """The only page of an issue in a form, which has no running text."""
    layout = layout_of_form(request.param, tmp_path)
    (made,) = Typesetter(layout, squares).typeset(issue_of(layout))
    return made


def texts(page: Page) -> list[str]:
    return [placed.line.text for placed in page.lines]


def line(page: Page, text: str) -> PlacedLine:
    (found,) = (placed for placed in page.lines if placed.line.text == text)
    return found


def size(placed: PlacedLine) -> float:
    return placed.line.runs[0].size


def role(placed: PlacedLine) -> str:
    return placed.line.runs[0].font.file


def rules(page: Page) -> list[HorizontalRule]:
    return [mark for mark in page.marks if isinstance(mark, HorizontalRule)]


def on(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("page", [name], indirect=True)


@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_put_out_in_every_form_of_file(name: str, faces: Faces, tmp_path: Path) -> None:
    layout = layout_of_form(name, tmp_path)
    made = typeset(issue_of(layout), layout, faces)
    for form in PUT_OUT:
        assert form.encode(made)


@pytest.mark.parametrize("name", FORMS)
def test_nothing_stands_in_anything_else(name: str, squares: Faces, tmp_path: Path) -> None:
    """Lines that share no baseline share no height, except what is printed beside each other."""
    layout = layout_of_form(name, tmp_path)
    (made,) = Typesetter(layout, squares).typeset(issue_of(layout))
    boxes = sorted(
        {
            (round(one.y - 0.88 * size(one), 3), round(one.y, 3), size(one))
            for one in made.lines
            if one.line.runs
        },
        key=lambda box: box[1],
    )
    for (_, above, large), (top, below, _) in pairwise(boxes):
        assert above == below or top >= above + 0.12 * large - 1e-3


@on("capital-edu-digest")
def test_the_date_alone_under_a_number_with_its_year(page: Page) -> None:
    assert texts(page)[:3] == ["值班快报", "2024年第12期（总第344期）", "2024年1月9日"]
    day = line(page, "2024年1月9日")
    assert day.line.edges[0] + page.lines[0].x > 200  # centred
    assert not is_text(day.path)
    assert len(rules(page)) == 1


@on("changzhou-duty")
def test_a_staff_line_is_spread_over_the_row(page: Page) -> None:
    left, right = line(page, "编辑：王小明"), line(page, "签发：李大为")
    assert left.y == right.y
    assert left.line.edges[0] == pytest.approx(14 + 3 * 14)  # behind 编辑：
    assert right.line.edges[-1] == pytest.approx(448 - 14)
    assert is_text(left.path)
    assert [round(rule.thickness / 72 * 25.4, 2) for rule in rules(page)[1:]] == [0.35, 0.25, 0.35]


def test_a_marking_of_two_lines_in_the_right_corner(squares: Faces, tmp_path: Path) -> None:
    layout = layout_of_form("changzhou-duty", tmp_path)
    issue = replace(ISSUE, masthead=replace(ISSUE.masthead, marking="内部资料\n请勿外传"))
    (page,) = Typesetter(layout, squares).typeset(issue_of(layout, issue))
    first, second = page.lines[:2]
    assert second.y - first.y == pytest.approx(20)
    assert [one.line.edges[-1] for one in (first, second)] == pytest.approx([448, 448])


def test_staff_that_is_not_named_takes_no_line_and_no_rule(squares: Faces, tmp_path: Path) -> None:
    layout = layout_of_form("changzhou-duty", tmp_path)
    (page,) = Typesetter(layout, squares).typeset(ISSUE)
    assert not [text for text in texts(page) if text.startswith(("编辑", "签发"))]
    assert [round(rule.thickness / 72 * 25.4, 2) for rule in rules(page)[1:]] == [0.35, 0.35]


@on("guangan-daily")
def test_room_for_preprinted_paper_and_a_number_of_two_lines(page: Page) -> None:
    first, second = line(page, "第 12 期"), line(page, "（总第 344 期）")
    block = 37 * 72 / 25.4
    assert first.top == pytest.approx(block + 5 * 30)
    assert 0 < second.y - first.y <= 30
    assert "值班快报" not in texts(page)
    assert "kai" in role(first)
    issuer, day = line(page, "某市应急管理局"), line(page, "　2024年1月9日")
    assert issuer.y == day.y
    assert issuer.line.edges[0] == pytest.approx(448 - day.line.edges[-1], abs=1)
    label = line(page, "报：")
    assert "hei" in role(label)
    assert texts(page)[-1] == "（共印16份）"


@on("guangan-special")
def test_a_masthead_of_two_sizes_on_one_baseline(page: Page) -> None:
    small, large = line(page, "值班快报"), line(page, "专报")
    assert small.y == pytest.approx(large.y)
    assert (size(small), size(large)) == (38, 52)
    assert large.line.runs[0].xs[0] == pytest.approx(small.line.edges[-1], abs=0.01)
    assert is_text(small.path)
    assert not is_text(large.path)
    upper, lower = (rule for rule in rules(page) if rule.colour.magenta)
    assert lower.y - upper.y == pytest.approx(1.5 + 1)


@on("guizhou-flood")
def test_staff_and_print_count_on_one_line(page: Page) -> None:
    staff, count = line(page, "编辑：王小明　审核：赵一"), line(page, "共印16份")
    assert staff.y == count.y
    assert not is_text(staff.path)  # two fields: filled in in the panel
    assert count.line.edges[-1] == pytest.approx(448)
    (rule,) = (rule for rule in rules(page) if not rule.colour.magenta)
    assert line(page, "国国。").y < rule.y < staff.y


@on("jiangxi-adoption")
def test_a_title_made_of_month_and_name(page: Page) -> None:
    assert texts(page)[0] == "2024年1月份值班快报"
    assert size(page.lines[0]) == 22


@on("opinion-monitor")
def test_a_period_for_the_date_and_a_staff_block_of_four(page: Page) -> None:
    assert "2024年1月1日至7日" in texts(page)
    staff = [one for one in page.lines if one.line.text.startswith(("责任", "处长", "编辑", "电话"))]
    assert [one.line.text for one in staff] == ["责任编辑：钱二", "处长：孙三", "编辑：王小明", "电话：028-1"]
    assert len({one.y for one in staff}) == 1
    gaps = [
        round(after.line.runs[0].xs[0] - before.line.runs[-1].xs[-1], 1) for before, after in pairwise(staff)
    ]
    assert max(gaps) - min(gaps) < 8  # as wide as a digit is less than a character
    assert len(rules(page)) == 1 + 4  # the entries are parted, too


@on("shandong-ai-monthly")
def test_a_month_for_the_date(page: Page) -> None:
    month = line(page, "2024年1月")
    assert month.line.edges == pytest.approx((448,))
    assert [text for text in texts(page) if "联系" in text or text == "李大为"] == [
        "联系人及联系方式：王小明",
        "李大为",
    ]


def test_two_corners_and_copies_with_numbers(squares: Faces, tmp_path: Path) -> None:
    layout = layout_of_form("work-standard", tmp_path)
    typesetter = Typesetter(layout, squares)
    issue = issue_of(layout)
    (plain,) = typesetter.typeset(issue)
    assert not [text for text in texts(plain) if "编号" in text]
    (third,) = typesetter.typeset(issue, copy="000003")
    corner = line(third, "编号：000003")
    assert corner.y == line(third, "内部资料").y
    assert corner.line.edges == pytest.approx((448,))
    (fourth,) = typesetter.typeset(issue, copy="000004")
    assert "编号：000004" in texts(fourth)


@on("work-standard")
def test_a_print_count_beside_the_last_entry(page: Page) -> None:
    count, last = line(page, "共印16份"), line(page, "国国。")
    assert count.y == last.y
    assert count.line.edges[-1] == pytest.approx(448 - 14)


def test_what_a_layout_says_of_its_fields(tmp_path: Path) -> None:
    layout = layout_of_form("opinion-monitor", tmp_path)
    issue = issue_of(layout)
    assert [field.label for field in layout.fields("head")] == ["期号", "监测时段"]
    assert [field.name for field in layout.fields("closing")] == ["chief", "head", "editor", "phone"]
    assert layout.places("period")
    assert not layout.places("date")
    assert field_text(issue, layout, "period") == "2024年1月1日至7日"
    assert field_text(issue, layout, "date") == "2024年1月9日"
    assert number_text(issue, layout) == ""


@pytest.mark.parametrize(
    ("period", "wanted"),
    [
        ("2024-01-29/2024-02-04", "2024年1月29日至2月4日"),
        ("2024-12-30/2025-01-05", "2024年12月30日至2025年1月5日"),
        ("2024-01-05", "2024-01-05"),
    ],
)
def test_a_period_says_once_what_its_ends_share(period: str, wanted: str, tmp_path: Path) -> None:
    layout = layout_of_form("opinion-monitor", tmp_path)
    issue = with_field(ISSUE, layout.fields("head")[1].path, "period", period)
    assert field_text(issue, layout, "period") == wanted
