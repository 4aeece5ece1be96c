"""Printed lines come back as the paragraphs they were, whatever the measure; other texts stay as they are."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.hanzi.classes import HAN, LATIN
from bulletin_desk.intake.wrapped import rejoined
from tests.intake.conftest import CLOSING, HEAD, ROOT, as_copied

Dumped = Callable[[int], str]

BODY = (
    "2023年，乐山市委党史和地方志研究室坚持以习近平新时代\n"
    "中国特色社会主义思想凝心铸魂，守正创新、踔厉奋发，充分履\n"
    "行“存史、育人、资政”职能，奋力推进地方志事业高质量发展。\n"
)


def paragraphs(text: str) -> list[str]:
    manuscript = rejoined(text)
    assert manuscript is not None
    return [paragraph.text for paragraph in manuscript.paragraphs]


def rules(text: str) -> dict[str, str]:
    manuscript = rejoined(text)
    assert manuscript is not None
    return {note.rule: note.message for note in manuscript.notes}


def test_the_printed_lines_of_the_real_issue(real_issue: Issue) -> None:
    text = (ROOT / "tests" / "data" / "printed-lines-pages-1-4.txt").read_text(encoding="utf-8")
    expected = as_copied(real_issue)
    expected = expected[: expected.index("（乐山市委党史和地方志研究室）") + 1]
    assert paragraphs(text) == [HEAD[-1], *expected]


def test_the_spaces_that_extraction_made_up_are_counted(dumped: Dumped) -> None:
    assert rules(dumped(28))["made-up-space"].startswith("去掉了3个")


@pytest.mark.parametrize("cells", [24, 28, 30, 32, 34, 38])
def test_all_of_the_real_issue_at_any_measure(real_issue: Issue, dumped: Dumped, cells: int) -> None:
    """Titles keep their lines, of which there are more at a narrow measure; and where a line ends at a space
    of the author's, printing has dropped it."""
    found = ["".join(text.split()) for text in paragraphs(dumped(cells))]
    expected = ["".join(text.split()) for text in as_copied(real_issue)]
    assert "".join(found) == "".join([*HEAD, *expected, *CLOSING])
    bodies = [text for text in expected if text.endswith("。") or text.startswith("（")]
    assert len(bodies) == 27
    assert [text for text in found if text in bodies] == bodies


def test_the_closing_block_at_the_office_s_measure(dumped: Dumped) -> None:
    assert paragraphs(dumped(28))[-len(CLOSING) :] == CLOSING


@pytest.mark.parametrize(
    "form", ["— {} —", "- {} -", "第 {} 页", "第{}页 共8页", "{}", "{}/8", "－ {} －", "Page {} of 8"]
)
def test_page_numbers_are_dropped_and_named(real_issue: Issue, dumped: Dumped, form: str) -> None:
    pages = dumped(28).split("\f\n")
    text = "".join(f"{page}{form.format(number)}\n" for number, page in enumerate(pages, 1))
    expected = [*HEAD, *as_copied(real_issue), *CLOSING]
    assert paragraphs(text) == expected
    assert rules(text)["page-number"].startswith("去掉了8个页码")


def test_running_heads_are_dropped_and_named(real_issue: Issue, dumped: Dumped) -> None:
    pages = dumped(28).split("\f\n")
    text = "\f\n".join(
        f"四川省地方志工作简报 2024年第2期\n{page}" if number % 2 else f"【市州动态】   第{number}页\n{page}"
        for number, page in enumerate(pages)
    )
    assert paragraphs(text) == [*HEAD, *as_copied(real_issue), *CLOSING]
    assert rules(text)["running-head"].startswith("去掉了")


@pytest.mark.parametrize("seed", range(8))
def test_spaces_between_han_and_digits(real_issue: Issue, dumped: Dumped, seed: int) -> None:
    """Extraction takes gaps for spaces, not all of them."""
    chance = random.Random(seed)
    edge = re.compile(rf"(?<=[{HAN}])(?=[{LATIN}])|(?<=[{LATIN}])(?=[{HAN}])")
    text = edge.sub(lambda _: " " if chance.random() < 0.5 else "", dumped(28))
    expected = [*HEAD, *as_copied(real_issue), *CLOSING]
    assert paragraphs(text) == expected


@pytest.mark.parametrize("seed", range(4))
def test_spaces_between_han_all_over(real_issue: Issue, dumped: Dumped, seed: int) -> None:
    """Then those of the author are not told apart in running text, and all of them go there."""
    chance = random.Random(seed)
    edge = re.compile(f"(?<=[{HAN}])(?=[{HAN}])")
    text = edge.sub(lambda _: " " if chance.random() < 0.05 else "", dumped(28))
    found = ["".join(paragraph.split()) for paragraph in paragraphs(text)]
    assert found == ["".join(line.split()) for line in [*HEAD, *as_copied(real_issue), *CLOSING]]
    body = [line for line in paragraphs(text) if len(line) > 60]
    assert not [line for line in body if " " in line]


def test_first_lines_with_ideographic_spaces() -> None:
    lines = "　　" + BODY + "　　编纂出版综合年鉴。坚持地方综合年鉴编纂篇目审查、复核\n及质量抽查制度。\n"
    manuscript = rejoined(lines)
    assert manuscript is not None
    assert [paragraph.text for paragraph in manuscript.paragraphs] == [
        BODY.replace("\n", ""),
        "编纂出版综合年鉴。坚持地方综合年鉴编纂篇目审查、复核及质量抽查制度。",
    ]
    assert [paragraph.look.indent for paragraph in manuscript.paragraphs] == [2.0, 2.0]


def test_a_last_line_that_happens_to_be_full() -> None:
    """Its follower is shorter by the indent, so it begins a paragraph."""
    text = BODY + BODY
    assert paragraphs(text) == [BODY.replace("\n", "")] * 2


def test_a_sentence_that_ends_with_its_line_goes_on() -> None:
    text = (
        "纵横联动，积极抢抓史志数字化发展机遇。抢抓数字化发展\n"
        "先机，积极推进史志事业高质量发展，担负起新时代新的使命。\n"
        "德阳市大数据局、德阳市档案局联动，将德阳数字史志库也都纳入\n"
        "全市档案数字化平台建设。\n"
    )
    assert paragraphs(text) == [text.replace("\n", "")]


def test_a_paragraph_goes_on_over_blank_lines_at_the_seam_of_pages() -> None:
    first, second, third = BODY.splitlines()
    text = f"{first}\n{second}\n\n— 3 —\n\n\n{third}\n（乐山市委党史和地方志研究室）\n"
    assert paragraphs(text) == [BODY.replace("\n", ""), "（乐山市委党史和地方志研究室）"]


def test_latin_words_keep_their_spaces() -> None:
    text = (
        "　　省地方志工作办公室编印的《年鉴编纂指南》英文版名为\n"
        "“A Guide to Yearbook Compilation”，其电子版可从门户网站\n"
        "业务指导栏目下载，文件名为“nianjian guide v2”，欢迎使用\n"
        "并提出意见。\n"
    )
    (paragraph,) = paragraphs(text)
    assert "A Guide to Yearbook Compilation" in paragraph
    assert "nianjian guide v2" in paragraph


def test_spaced_out_headings_are_closed_up() -> None:
    assert paragraphs("四 川 省 地 方 志 工 作 简 报\n" + BODY)[0] == "四川省地方志工作简报"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "一行\n",
        "德阳用好用活“微”媒体平台\n数字赋能史志“指尖新阵地”\n",
        # a paragraph to the line
        "".join(f"{'第' * count}句话说完了，它有长有短。\n" for count in (30, 80, 12, 140, 55, 61, 33)),
        # titles, none of them broken by a measure
        "乐山市四向发力推进地方志事业高质量发展\n德阳用好用活“微”媒体平台\n遂宁市召开年鉴工作会\n广元市剑阁县举办“史志进机关”活动\n",
        # a list of names
        "".join(f"{name}\n" for name in ("成都市", "自贡市", "攀枝花市", "泸州市", "德阳市", "绵阳市")),
    ],
)
def test_other_texts_are_left_alone(text: str) -> None:
    assert rejoined(text) is None


def test_paragraphs_of_the_real_issue_a_line_each_are_left_alone(real_issue: Issue) -> None:
    assert rejoined("\n".join(as_copied(real_issue))) is None


def test_a_number_that_stands_alone_in_a_list_is_no_page_number() -> None:
    assert "2023" in paragraphs(BODY + "2023\n（乐山市委党史和地方志研究室）\n")
