"""Titles break as an editor breaks them, any text by the rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, groupby, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin_desk.bulletin.matching import text_of
from bulletin_desk.bulletin.model import Body, Kind
from bulletin_desk.fonts.faces import Faces
from bulletin_desk.hanzi import words as word_list
from bulletin_desk.hanzi.classes import NO_LINE_END, NO_LINE_START, SPACES
from bulletin_desk.layouts.model import Layout
from bulletin_desk.resources import ROOT
from bulletin_desk.storage.bulletin_file import read_bulletin
from bulletin_desk.typeset import break_titles
from bulletin_desk.typeset.break_titles import break_by_sense
from bulletin_desk.typeset.composed import Composer
from bulletin_desk.typeset.measure import Widths, measure
from bulletin_desk.typeset.paragraph import UNITS, Broken, Paragraph, paragraph
from tests.typeset.reference import begins_with_sign, in_address
from tests.typeset.texts import body, paragraphs


def table(name: str) -> list[list[str]]:
    """The titles of a file, each with its divisions."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    divisions = (line for line in lines if not line.startswith("#"))
    return [[*same] for _, same in groupby(divisions, key=lambda line: line.replace("|", ""))]


TITLES = table("titles.txt")
JUDGED = table("titles_unseen.txt")


@pytest.fixture(scope="module")
def widths(faces: Faces, layout: Layout) -> Widths:
    return Widths(faces, layout.styles["title"].latin_face)


def title(layout: Layout, text: str, ems: Fraction | float | None = None) -> Paragraph:
    """A title in the default layout, or in a measure of so many em."""
    made = paragraph(Kind.TITLE, layout.styles["title"], text, layout.text_block.width)
    return made if ems is None else replace(made, measure=int(ems * UNITS))


def printed(made: Paragraph, widths: Widths) -> str:
    """The printed lines of a paragraph, | between them."""
    lines, torn = break_by_sense(made, widths)
    assert torn == []
    return "|".join(made.text[line.start : line.visible] for line in lines)


@pytest.mark.parametrize("divisions", TITLES, ids=lambda divisions: divisions[0])
def test_titles_break_as_an_editor_breaks_them(layout: Layout, widths: Widths, divisions: list[str]) -> None:
    assert printed(title(layout, divisions[0].replace("|", "")), widths) in divisions


def test_titles_that_the_rules_were_judged_by(layout: Layout, widths: Widths) -> None:
    wrong = [
        divisions
        for divisions in JUDGED
        if printed(title(layout, divisions[0].replace("|", "")), widths) not in divisions
    ]
    assert len(JUDGED) == 40
    assert len(wrong) <= 2, wrong


def test_enough_titles_were_judged() -> None:
    assert len(TITLES) == len({divisions[0].replace("|", "") for divisions in TITLES}) >= 400
    assert sum(divisions[0].count("|") == 2 for divisions in TITLES) >= 10


def test_the_printed_issue(layout: Layout, widths: Widths) -> None:
    """Titles and subheadings of several lines, joined: they break where the printed ones do."""
    issue = read_bulletin(ROOT.parent / "examples" / "2024-01-09.bulletin")
    items = [item for section in issue.sections for item in section.items]
    titles = [item.title for item in items if "\n" in item.title]
    subheadings = [
        text_of(block)
        for item in items
        for block in item.blocks
        if not isinstance(block, Body) and "\n" in text_of(block)
    ]
    assert titles == ["德阳用好用活“微”媒体平台\n数字赋能史志“指尖新阵地”"]
    assert subheadings == ["以“三个服务”为支撑\n助力全市“产业强市文旅兴市”发展实践"]
    for text in titles + subheadings:
        wanted = text.replace("\n", "|")
        assert printed(title(layout, text), widths) == wanted
        assert printed(title(layout, text.replace("\n", "")), widths) == wanted


# ---- Rules, one by one ----


@pytest.mark.parametrize(
    ("text", "ems", "wanted"),
    [
        # What fits stays on one line, spaces and all; the measure itself still fits.
        ("真实记录 时代发展", 8.5, "真实记录 时代发展"),
        ("真实记录 时代发展", 8.4, "真实记录|时代发展"),
        # A space at the end of a line is not printed, not even where it alone would not fit.
        ("真实记录时代  ", 6, "真实记录时代"),
        ("真实记录时代  ", 6.5, "真实记录时代"),
        ("真实记录时代  ", 7, "真实记录时代  "),
        ("  真实记录时代", 6, "  真实|记录时代"),
        # The author's breaks win; what is too wide between them is broken further.
        ("举办\n地方志业务培训班", 28, "举办|地方志业务培训班"),
        ("举办\n地方志业务培训班", 6, "举办|地方志|业务培训班"),
        ("真实记录\n\n", 9, "真实记录||"),
        ("", 9, ""),
        # No line begins with 的, none ends with 和, though that would balance better or save a line.
        ("地方志的时代价值", 6, "地方志的|时代价值"),
        ("乐山市和德阳市", 4, "乐山市|和德阳市"),
        # No break in a number, between it and its measure word, in a date or a Latin run.
        ("截至2023年12月26日", 9.5, "截至|2023年12月26日"),
        ("全县共有300毫升", 6, "全县共有|300毫升"),
        ("全县完成11 个县志", 6, "全县完成|11 个县志"),
        ("共出版２０２３册", 5, "共出版|２０２３册"),
        ("使用WPS Office编辑文档", 6, "使用|WPS Office|编辑文档"),
        ("编纂1986—2005年资料", 9, "编纂|1986—2005年资料"),
        ("同比增长3.5%增速第一", 9, "同比增长3.5%|增速第一"),
        (
            "四川省地方志工作办公室关于2024年度法治政府建设情况的报告",
            16,
            "四川省地方志工作办公室|关于2024年度法治政府|建设情况的报告",
        ),
        # Nor in a name, though the word list has not got it.
        (
            "乐山市地方志专家库成员唐长寿应邀到峨边讲授乡土史",
            12,
            "乐山市地方志|专家库成员唐长寿|应邀到峨边讲授乡土史",
        ),
        (
            "全国人大常委会副委员长武维华率执法检查组来川检查《中华人民共和国档案法》实施情况",
            16,
            "全国人大常委会副委员长|武维华率执法检查组来川检查|《中华人民共和国档案法》实施情况",
        ),
        (
            "巴中市通江县诺水河镇史志员邓桂花三十年如一日编修村志",
            12,
            "巴中市通江县|诺水河镇史志员邓桂花|三十年如一日编修村志",
        ),
        ("峨边彝族自治县黑竹沟镇古井村村史馆建成投用", 10, "峨边彝族自治县|黑竹沟镇古井村村史馆|建成投用"),
        # Nor between 以 and its 为.
        (
            "内江市以“三个聚焦”为抓手推动年鉴工作提质增效",
            10,
            "内江市|以“三个聚焦”为抓手|推动年鉴工作提质增效",
        ),
        # Nor in 《》, “”, （）, though balance asks for it; but if there is no other way, between words.
        ("公布《四川年鉴》名单", 8, "公布|《四川年鉴》名单"),
        ("省志办（四川方志馆）开放", 9, "省志办|（四川方志馆）开放"),
        ("印发《四川省地方志事业发展规划纲要》", 10, "印发《四川省地方志|事业发展规划纲要》"),
        (
            "关于印发《凉山州“十四五”新型城镇化实施方案》任务分工的通知",
            14,
            "关于印发《凉山州|“十四五”新型城镇化实施方案》|任务分工的通知",
        ),
        # Three lines are a trapezium or a rhombus, no hourglass, though spaces are the better places.
        (
            "中国地方志工作办公室 召开大会 全面部署第三轮修志工作",
            11,
            "中国地方志工作办公室|召开大会 全面部署|第三轮修志工作",
        ),
    ],
)
def test_a_title(layout: Layout, widths: Widths, text: str, ems: float, wanted: str) -> None:
    assert printed(title(layout, text, ems), widths) == wanted


def test_offsets(layout: Layout, widths: Widths) -> None:
    """What stands in a line but isn't printed: the space at a break, the author's line break."""
    lines, torn = break_by_sense(title(layout, "真实记录 时代发展\n讲好故事", 5), widths)
    assert lines == [
        Broken(0, 4, 5, 0, spread=False, first=True),
        Broken(5, 9, 10, 0, spread=False, first=False),
        Broken(10, 14, 14, 0, spread=False, first=False),
    ]
    assert torn == []


def test_a_title_that_fits_needs_no_words(
    layout: Layout, widths: Widths, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening a bulletin whose titles are short must not wait for the word list."""
    monkeypatch.delattr(word_list, "shipped_words")
    for text in (
        "遂宁对全市地方志宣传信息工作提出要求",
        "真实记录 时代发展\n讲好故事",
        "编纂" * 10 + " " * 9,
        " " * 90,
    ):
        assert "|" not in printed(title(layout, text.split("\n")[0]), widths)


def test_an_indent_narrows_only_the_first_line(layout: Layout, widths: Widths) -> None:
    made = replace(title(layout, "真实记录时代发展", 6), first_indent=2 * UNITS)
    assert printed(made, widths) == "真实记录|时代发展"
    assert printed(replace(made, first_indent=3 * UNITS), widths) == "真实|记录时代发展"


def test_a_run_wider_than_the_measure_is_torn_and_reported(layout: Layout, widths: Widths) -> None:
    text = "登录" + "w" * 30 + "查阅"
    lines, torn = break_by_sense(title(layout, text, 10), widths)
    assert torn
    assert [text[line.start : line.end] for line in lines][-1].endswith("查阅")
    assert {line.end for line in lines} >= set(torn)
    second, torn_later = break_by_sense(title(layout, "地方志\n" + text, 10), widths)
    assert torn_later == [offset + 4 for offset in torn]
    assert [line.start - 4 for line in second[1:]] == [line.start for line in lines]


def test_a_title_of_three_hundred_characters(layout: Layout, widths: Widths) -> None:
    text = "".join(divisions[0].replace("|", "") for divisions in TITLES)[:300]
    made = title(layout, text)
    lines, torn = break_by_sense(made, widths)
    assert torn == []
    assert len(lines) <= 20
    assert "".join(text[line.start : line.end] for line in lines) == text


# ---- What holds for every text ----

SPACE = "".join(SPACES)
PARTS = {part for divisions in TITLES[:60] for part in divisions[0].split("|")}
words = st.sampled_from(
    [
        *sorted(PARTS),
        *"的和在与获第，： ",
        *("——", "《四川年鉴（2023）》", "“微”", "（简本）", "2023年", "3.5%", "11个县", "FM102.8"),
    ]
)
titles = st.lists(words, min_size=1, max_size=6).map("".join)
measures = st.integers(12, 90).map(lambda quarters: Fraction(quarters, 4))


@settings(max_examples=400)
@given(st.one_of(paragraphs, titles), measures, st.sampled_from([0, 1]))
def test_any_title(composer: Composer, text: str, cells: Fraction, indent: int) -> None:
    made = body(text, cells, indent=indent, align="centre")
    widths = composer.widths("latin")
    lines, torn = break_by_sense(made, widths)
    assert break_by_sense(made, widths) == (lines, torn)
    # Every character is in a line, in order; what isn't printed is spaces and line breaks.
    assert [line.start for line in lines] == [0, *(line.end for line in lines[:-1])]
    assert lines[-1].end == len(text)
    assert [line.first for line in lines] == [True] + [False] * (len(lines) - 1)
    for line in lines:
        assert line.start <= line.visible <= line.end
        assert not text[line.visible : line.end].strip(SPACE + "\n")
        assert not line.spread
    # The author's line breaks are kept, and no others are printed.
    ends = {line.end for line in lines}
    assert {at + 1 for at, char in enumerate(text) if char == "\n"} <= ends
    assert not any("\n" in text[line.start : line.visible] for line in lines)
    whole = measure(text, widths)
    for line in lines:
        shown = text[line.start : line.visible]
        if not shown:
            continue
        room = made.measure - (made.first_indent if line.first else 0)
        alone = len(shown.strip(SPACE)) <= 1
        width = whole.rights[line.visible - 1] - whole.lefts[line.start]
        assert width - line.squeeze <= room or alone
        chosen = line.end < len(text) and line.end not in torn and text[line.end - 1] != "\n"
        if chosen and not in_address(text, line.end):
            assert shown[-1] not in NO_LINE_END
            following = text[line.end :]
            free = begins_with_sign(following) or following.startswith("——")
            assert following[0] not in NO_LINE_START or free


def divisions_of(text: str, made: Paragraph, widths: Widths, need: int) -> Iterator[tuple[list[int], int]]:
    """Every division of a text that fits, with its cost, found by trying them all."""
    places = [place for place in break_titles.places_of(text) if place.need <= need]
    measured = measure(text, widths)
    for count in range(len(places) + 1):
        for chosen in combinations(places, count):
            bounds = [0, *(place.at for place in chosen), len(text)]
            wide = [
                measured.rights[len(text[:end].rstrip(SPACE)) - 1] - measured.lefts[start]
                for start, end in pairwise(bounds)
            ]
            if max(wide) > made.measure:
                continue
            mean = measured.rights[len(text.rstrip(SPACE)) - 1] // len(wide)
            cost = sum(place.cost for place in chosen) + sum(
                break_titles._shape(width, mean) for width in wide
            )
            waists = zip(wide, wide[1:], wide[2:], strict=False)
            cost += break_titles._HOURGLASS * sum(a > b < c for a, b, c in waists)
            yield bounds[1:-1], cost


@settings(max_examples=200)
@given(titles.filter(lambda text: len(text) < 32 and not text[0].isspace()), st.integers(24, 64))
def test_no_other_division_is_better(composer: Composer, text: str, quarters: int) -> None:
    """The fewest lines that fit, and of those the cheapest, against all divisions there are."""
    made = body(text, Fraction(quarters, 4), align="centre")
    widths = composer.widths("latin")
    lines, _ = break_by_sense(made, widths)
    if len(lines) == 1 or any(line.squeeze for line in lines):
        return
    for need in range(3):
        found = list(divisions_of(text, made, widths, need))
        if found:
            break
    else:
        return
    fewest = min(len(ends) for ends, _ in found)
    cheapest = min(cost for ends, cost in found if len(ends) == fewest)
    ends = [line.end for line in lines[:-1]]
    assert (ends, cheapest) in found
