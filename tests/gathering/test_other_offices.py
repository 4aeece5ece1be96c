"""What offices do that are none of ours: their sections, sources, numbers, days and closing blocks."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812
from pathlib import Path

import pytest

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.gathering.check import texts_between
from bulletin_desk.gathering.figures import day_ending, days_in, numbers_in
from bulletin_desk.gathering.rows import Row
from bulletin_desk.gathering.signed import source_rows
from bulletin_desk.gathering.whole import NoIssueError, read_issue
from bulletin_desk.intake.manuscript import Look
from bulletin_desk.intake.read import read_whole
from bulletin_desk.intake.sources import Units
from bulletin_desk.layouts.offers import Offers
from tests.gathering.reading import KNOWN
from tests.intake.word import p, saved, word

CENTRE, RIGHT = '<w:jc w:val="center"/>', '<w:jc w:val="right"/>'


def line(text: str, size: int = 16, face: str = "仿宋", props: str = "") -> str:
    return p(text, props, f'<w:rFonts w:eastAsia="{face}"/><w:sz w:val="{size * 2}"/>')


HEAD = line("东江政务信息", 42, "小标宋", CENTRE) + line("第3期（总第103期）", props=CENTRE)
DATED = line("东江市政府办公室　　　　2024年1月9日")
NAMES = ("重点工作", "县区动态")
TITLES = ("东江市清河县扎实推进防汛备汛", "临江区召开森林防火动员会")
TEXTS = (
    "连日来，全县组织力量排查隐患12处，已整改9处，其余的月底前完成。",
    "会议要求各镇（街道）压实责任，发放宣传资料500余份，得到群众好评。",
)
SOURCES = ("（清河县）", "（临江区、市供销社）")


def title(text: str) -> str:
    return line(text, 22, "小标宋", CENTRE)


def read(body: str, folder: Path, name: str = "旧刊") -> tuple[Issue, dict[str, str]]:
    found = read_issue(read_whole(saved(folder, word(body))), name, KNOWN)
    doubts = {one.reason: one.message for one in found.doubts if one.reason != "office"}
    assert not found.differences
    return found.issue, doubts


def said(issue: Issue) -> list[tuple[str, str, str, str]]:
    return [
        (section.name, item.title, "".join(getattr(block, "text", "") for block in item.blocks), item.source)
        for section in issue.sections
        for item in section.items
    ]


# ---- sections


@pytest.mark.parametrize(
    ("form", "props", "doubts"),
    [
        ("——{}——", CENTRE, set()),
        ("（{}）", CENTRE, set()),
        ("【{}】", "", set()),
        ("{}", CENTRE, set()),
        ("{number}、{}", "", {"layout"}),
    ],
)
def test_sections_as_they_are_framed(form: str, props: str, doubts: set[str], tmp_path: Path) -> None:
    body = HEAD + DATED
    for at in range(2):
        body += line(form.format(NAMES[at], number="一二"[at]), 16, "黑体", props)
        body += title(TITLES[at]) + line(TEXTS[at]) + line(SOURCES[at], props=RIGHT)
    issue, found = read(body, tmp_path)
    assert said(issue) == list(zip(NAMES, TITLES, TEXTS, SOURCES, strict=True))
    assert set(found) == doubts
    if doubts:
        assert "“一、重点工作”" in found["layout"]


@pytest.mark.parametrize("name", ["图片新闻", "学习贯彻新时代教育思想专题", "要 闻", "经  验  交  流"])
def test_a_name_in_brackets_is_a_sections(name: str, tmp_path: Path) -> None:
    """Also one that a web page has over its pictures, a long one, one with blanks."""
    body = HEAD + DATED + line(f"【{name}】", 16, "黑体") + title(TITLES[0]) + line(TEXTS[0])
    issue, doubts = read(body, tmp_path)
    assert [section.name for section in issue.sections] == ["".join(name.split())]
    assert doubts == {}


def test_a_section_as_large_as_titles(tmp_path: Path) -> None:
    body = HEAD + DATED
    for at in range(2):
        body += line(NAMES[at], 22, "黑体", CENTRE) + title(TITLES[at]) + line(TEXTS[at])
    issue, doubts = read(body, tmp_path)
    assert [(name, text) for name, text, _, _ in said(issue)] == list(zip(NAMES, TITLES, strict=True))
    assert doubts == {}


def test_numbered_titles(tmp_path: Path) -> None:
    body = HEAD + DATED + line("【重点工作】", 16, "黑体")
    for at in range(2):
        body += title(f"{at + 1}. {TITLES[at]}") + line(TEXTS[at])
    issue, doubts = read(body, tmp_path)
    assert [text for _, text, _, _ in said(issue)] == list(TITLES)
    assert doubts == {
        "layout": f"标题前面印有编号（“1. {TITLES[0]}”），“四川省地方志工作简报”不给标题编号，编号没有收。"
    }


# ---- sources


@pytest.mark.parametrize(
    "source", ["清河县", "（通讯员 李华）", "（摘编自《人民日报》）", "[市供销社]", "市供销社  供稿"]
)
@pytest.mark.parametrize("blanks", [0, 60])
def test_what_stands_at_the_right_is_the_source(source: str, blanks: int, tmp_path: Path) -> None:
    body = HEAD + DATED + line("【重点工作】", 16, "黑体")
    for at in range(2):
        body += title(TITLES[at]) + line(TEXTS[at])
        body += line(" " * blanks + source, props="" if blanks else RIGHT)
    issue, doubts = read(body, tmp_path)
    assert [one[1:] for one in said(issue)] == [(TITLES[at], TEXTS[at], source) for at in range(2)]
    assert doubts == {}


def test_whoever_contributes_is_the_source(tmp_path: Path) -> None:
    body = HEAD + DATED + line("【重点工作】", 16, "黑体")
    for at in range(2):
        body += title(TITLES[at]) + line(TEXTS[at]) + line("\t市卫生健康委  供稿")
    issue, doubts = read(body, tmp_path)
    assert [one[3] for one in said(issue)] == ["市卫生健康委  供稿"] * 2
    assert doubts == {}


def test_a_source_behind_the_last_sentence(tmp_path: Path) -> None:
    body = HEAD + DATED + line("【重点工作】", 16, "黑体")
    body += title(TITLES[0]) + line(f"{TEXTS[0]}（市卫生健康委）")
    body += title(TITLES[1]) + line(f"{TEXTS[1]}（详见附表）")
    issue, _ = read(body, tmp_path)
    assert [one[2:] for one in said(issue)] == [
        (TEXTS[0], "（市卫生健康委）"),
        (f"{TEXTS[1]}（详见附表）", ""),
    ]


def test_a_source_below_the_title_is_moved_and_told(tmp_path: Path) -> None:
    body = HEAD + DATED + line("【重点工作】", 16, "黑体")
    body += title(TITLES[0]) + line(SOURCES[0], 16, "楷体", CENTRE) + line(TEXTS[0])
    found = read_issue(read_whole(saved(tmp_path, word(body))), "旧刊", KNOWN)
    assert said(found.issue) == [("重点工作", TITLES[0], TEXTS[0], SOURCES[0])]
    assert "difference" in {one.reason for one in found.doubts}


def test_a_title_of_lines_and_paragraphs_is_kept_whole(tmp_path: Path) -> None:
    look = '<w:rPr><w:rFonts w:eastAsia="小标宋"/><w:sz w:val="44"/></w:rPr>'
    broken = f"<w:r>{look}<w:t>东江市清河县</w:t><w:br/><w:t>扎实推进防汛备汛</w:t></w:r>"
    body = HEAD + DATED + line("【重点工作】", 16, "黑体")
    body += p(broken, CENTRE) + title("取得明显成效") + line(TEXTS[0])
    issue, _ = read(body, tmp_path)
    assert "".join(said(issue)[0][1].split()) == TITLES[0] + "取得明显成效"


def test_a_layout_with_signatures_has_another_place_for_them() -> None:
    text, right = Look(size=16.0), Look(size=16.0, align="right")
    rows = [Row(TEXTS[0], text, 0), Row("值班室", right, 1, None, True)]
    bracketed = [rows[0], Row("（值班室）", right, 1, None, True)]
    cases = ((Offers(), [rows[1:], bracketed[1:]]), (Offers(signature=True), [[], bracketed[1:]]))
    for offers, expected in cases:
        found = [list(source_rows(some, None, (), Units(), offers)) for some in (rows, bracketed)]
        assert found == expected


# ---- head and closing block


@pytest.mark.parametrize(
    "day",
    [
        *("二OO九年一月三日", "二００九年一月三日", "二00九年一月三日", "二○○九年一月三日"),
        *("2009年1月3日（星期六）", "2009年1月3日 周六"),
    ],
)
def test_days(day: str, tmp_path: Path) -> None:
    assert [one.date for one in days_in(day)] == [Date(2009, 1, 3)]
    assert day_ending(f"{day}印发") is not None
    issue, doubts = read(
        HEAD + line(f"中共东江市委组织部　　　{day}") + title(TITLES[0]) + line(TEXTS[0]), tmp_path
    )
    header = issue.dated_header
    assert (header.issuer, header.date) == ("中共东江市委组织部", Date(2009, 1, 3))
    assert "left" not in doubts


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("第3-4期合刊", [("number", 3)]),
        ("第12期（累计第300期）", [("number", 12), ("total", 300)]),
        ("增刊（2）", [("supplement", 0), ("number", 2)]),
        ("增刊 2024年1月9日", [("supplement", 0)]),
    ],
)
def test_numbers(text: str, figures: list[tuple[str, int]]) -> None:
    assert [(one.what, one.value) for one in numbers_in(text)] == figures


def test_a_merged_number_is_told(tmp_path: Path) -> None:
    issue, doubts = read(
        HEAD.replace("第3期", "第3—4期") + DATED + title(TITLES[0]) + line(TEXTS[0]), tmp_path
    )
    assert (issue.masthead.number, issue.masthead.total_number) == (3, 103)
    assert "4期" in doubts["left"]
    dated = line("第3—4期合刊　　　　2024年1月9日")
    issue, doubts = read(dated + title(TITLES[0]) + line(TEXTS[0]), tmp_path)
    assert (issue.masthead.number, issue.dated_header.issuer) == (3, "")
    assert "4期合刊" in doubts["left"]


def test_a_star_is_no_name(tmp_path: Path) -> None:
    issue, _ = read(line("★") + HEAD + DATED + title(TITLES[0]) + line(TEXTS[0]), tmp_path)
    assert (issue.masthead.name, issue.dated_header.issuer) == ("东江政务信息", "东江市政府办公室")


def test_a_closing_block_of_lines(tmp_path: Path) -> None:
    closing = line("报  送：市委、市政府领导。") + line("发：各科室。") + line("县委办公室秘书科")
    closing += line("2024年1月10日印发", props=RIGHT) + line("（共印30份）", props=RIGHT)
    issue, doubts = read(HEAD + DATED + title(TITLES[0]) + line(TEXTS[0]) + closing, tmp_path)
    assert [(one.label, one.to) for one in issue.distribution] == [
        ("报送", "市委、市政府领导。"),
        ("发", "各科室。"),
    ]
    assert issue.imprint is not None
    assert (issue.imprint.office, issue.imprint.date) == ("县委办公室秘书科", Date(2024, 1, 10))
    assert issue.print_count == 30
    assert "left" not in doubts
    assert "县委" not in "".join(texts_between(issue))


# ---- no issue


@pytest.mark.parametrize(
    "body", ["", p("关于召开会议的通知") + p("各科室：") + p("定于明天上午开会，请参加。")]
)
def test_what_is_no_issue(body: str, tmp_path: Path) -> None:
    with pytest.raises(NoIssueError, match="不像一期简报"):
        read(body, tmp_path)


def test_how_much_of_the_day_was_found(tmp_path: Path) -> None:
    def dated(head: str, name: str) -> int:
        file = saved(tmp_path, word(HEAD + head + title(TITLES[0]) + line(TEXTS[0])))
        return read_issue(read_whole(file), name, KNOWN).dated

    assert dated(DATED, "旧刊") == 10
    assert dated(line("2024年1月", props=CENTRE), "旧刊") == 7
    assert dated("", "2024年第3期") == 4
    assert dated("", "旧刊") == 0
