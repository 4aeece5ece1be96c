"""Each cleaning rule: what it changes, what it must leave alone, and what it counts."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.hanzi.classes import HAN
from bulletin_desk.intake.clean import clean
from bulletin_desk.intake.manuscript import Look, Paragraph
from bulletin_desk.intake.rules import RULES, Cleaning


def only(rule: str) -> Cleaning:
    """One rule alone."""
    return Cleaning().without(*(other for other in RULES if other != rule))


CHANGED = [
    ("odd", "\ufeff乐山\u200b市\u00ad", "乐山市"),
    ("odd", "\uf0b7内容", "内容"),
    ("odd", "甲\x0b乙", "甲\n乙"),
    ("odd", "甲\u00a0乙", "甲 乙"),
    ("width", "２０２３年", "2023年"),
    ("width", "ＡＰＰ", "APP"),
    ("width", "５０％", "50%"),
    ("width", "３．５", "3.5"),
    ("width", "１．加强", "1.加强"),
    ("dashes", "名胜古迹...等", "名胜古迹……等"),
    ("dashes", "名胜古迹。。。", "名胜古迹……"),
    ("dashes", "名胜…古迹", "名胜……古迹"),
    ("dashes", "一部--好书", "一部——好书"),
    ("dashes", "一部— —好书", "一部——好书"),
    ("dashes", "—记张三同志", "——记张三同志"),
    ("dashes", "用时3~5年", "用时3～5年"),
    ("dashes", "增长15%~30%", "增长15%～30%"),
    ("marks", "会议指出,要加强.", "会议指出，要加强。"),
    ("marks", "共50部,其中:甲;乙?丙!", "共50部，其中：甲；乙？丙！"),
    ("marks", '"质量建设"年', "“质量建设”年"),
    ("marks", "《年鉴(2023)》", "《年鉴（2023）》"),
    ("marks", "(见附件)", "（见附件）"),
    ("marks", "（见附件)", "（见附件）"),
    ("marks", "<<乐山年鉴>>出版", "《乐山年鉴》出版"),
    ("marks", "他说'好'", "他说‘好’"),
    ("marks", "增长95%.下一步", "增长95%。下一步"),
    ("marks", "网址:http://www.sc.gov.cn/a?b=1,请看", "网址：http://www.sc.gov.cn/a?b=1，请看"),
    ("spaces", "　　乐山市", "乐山市"),
    ("spaces", "完成 11 个县的工作，好", "完成11个县的工作，好"),
    ("spaces", "乐山 市召开会议，研究工作", "乐山市召开会议，研究工作"),
    ("spaces", "会议 ，研究 。", "会议，研究。"),
    ("spaces", "本网讯（通讯员 罗晓琴）5 月，驿站 开放。", "本网讯（通讯员 罗晓琴）5月，驿站开放。"),
    ("spaces", "目　　录　表", "目录表"),
    ("spaces", "【 市 州 动 态 】", "【市州动态】"),
    ("spaces", "以质量为依托　　真实记录", "以质量为依托 真实记录"),
]


@pytest.mark.parametrize(("rule", "text", "wanted"), CHANGED)
def test_a_rule_changes_and_counts(rule: str, text: str, wanted: str) -> None:
    made = clean([Paragraph(text)], only(rule))
    assert [paragraph.text for paragraph in made.paragraphs] == [wanted]
    assert set(made.counts) == {rule}
    assert clean([Paragraph(text)], Cleaning().without(*RULES)).paragraphs == (Paragraph(text),)


LEFT = [
    "阅读量3,000次，占1.5倍，10:30开始，比分3:2",
    "FM102.8、http://www.sc.gov.cn/index.html、a.b@c.cn",
    "Hello, world (2023). It's 5\" wide.",
    "以“质量建设”为依托 真实记录时代发展历程",
    "展播《乐山古塔 屹立千年的嘉州地标》，参与“神秘蜀韵 百部川扬”传播大赛。",
    "成都—重庆双城经济圈，2013—2015年",
    "1.加强组织领导",
    "第1.2节，V1.0版",
    "参加会议。（张三 李四）",
    "好……吗——是",
    "Windows 11 Pro",
    "（一）加强领导；（二）落实责任。",
    "第3期.pdf",
]


@pytest.mark.parametrize("text", LEFT)
def test_what_is_right_stays(text: str) -> None:
    made = clean([Paragraph(text)])
    assert made.paragraphs == (Paragraph(text),)
    assert not made.counts


def test_empty_paragraphs_go_and_the_others_know_where_they_were() -> None:
    made = clean([Paragraph(text) for text in ("甲", "", " 　", "乙")], only("empty"))
    assert [paragraph.text for paragraph in made.paragraphs] == ["甲", "乙"]
    assert made.origins == (0, 3)
    assert made.counts == Counter(empty=2)


HALF = "会议听取了全市地方志工作情况汇报，审议了《关于进一步加强地方志工作的意见》，"


def test_a_paragraph_that_broke_after_a_comma_is_joined() -> None:
    made = clean([Paragraph(HALF), Paragraph("并作出部署。")])
    assert [paragraph.text for paragraph in made.paragraphs] == [HALF + "并作出部署。"]
    assert made.counts == Counter(breaks=1)


@pytest.mark.parametrize(
    "following", ["一、加强领导", "（一）加强领导", "1.加强领导", "【简讯】", "二是加强领导。", "附件：名单"]
)
def test_what_begins_anew_is_not_joined(following: str) -> None:
    assert len(clean([Paragraph(HALF), Paragraph(following)]).paragraphs) == 2


def test_lines_of_titles_and_headings_are_not_joined() -> None:
    assert len(clean([Paragraph("以党建为引领，"), Paragraph("推动事业发展")]).paragraphs) == 2
    centred = Look(align="centre")
    assert len(clean([Paragraph(HALF, centred), Paragraph("推动事业发展", centred)]).paragraphs) == 2


def test_a_line_without_indent_continues_one_that_lacks_its_end() -> None:
    broken = [
        "　　会议听取了工作情况汇报，审议了关于加强地方志工作的意见和",
        "年度工作计划。",
        "　　会议要求，抓好落实。",
    ]
    made = clean([Paragraph(text) for text in broken])
    assert [len(paragraph.text) for paragraph in made.paragraphs] == [35, 10]
    flush = [text.strip() for text in broken]
    assert len(clean([Paragraph(text) for text in flush]).paragraphs) == 3


WRAPPED = "近日，乐山市召开了全市地方志工作会议，总结了去年的工作，部署了今年的任务，与会人员进行了热烈讨论。"


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        ([WRAPPED[:24], WRAPPED[24:48], WRAPPED[48:]], [WRAPPED]),
        (
            [WRAPPED[:24], WRAPPED[24:47], WRAPPED[47:], "又一段，讲今年的任务。"],
            [WRAPPED, "又一段，讲今年的任务。"],
        ),
        ([WRAPPED[:24], "完。"], [WRAPPED[:24] + "完。"]),
        ([WRAPPED[:24], "一、总结了去年的工作。"], [WRAPPED[:24], "一、总结了去年的工作。"]),
        (["整理馆藏的旧志并编写全部目录和提要，完成", "建设数据库"], None),
        (["乐山市召开全市地方志工作会议并总结去年的工作", "近日，会议召开。"], None),
    ],
)
def test_lines_that_the_page_s_edge_broke_are_joined(lines: list[str], whole: list[str] | None) -> None:
    made = clean([Paragraph("\n".join(lines))])
    texts = [line for paragraph in made.paragraphs for line in paragraph.text.split("\n")]
    assert texts == (lines if whole is None else whole)


def test_radicals_and_doubles_become_the_characters_they_stand_for() -> None:
    made = clean([Paragraph("⽅志⼈员认真修志，\uf9f0⺠⻓")])
    assert made.paragraphs[0].text == "方志人员认真修志，藺民长"
    assert made.counts == Counter(odd=5)


def test_line_breaks_part_paragraphs_but_not_lines_of_a_title() -> None:
    made = clean([Paragraph("会议召开。\n会议要求，抓好落实。", lead=2)])
    assert made.paragraphs == (Paragraph("会议召开。", lead=2), Paragraph("会议要求，抓好落实。"))
    assert made.origins == (0, 0)
    title = Paragraph("德阳用好用活媒体\n数字赋能新阵地")
    assert clean([title]).paragraphs == (title,)


def test_short_lines_of_an_indented_paragraph_are_paragraphs() -> None:
    lines = "清点胶片三百卷\n登记孤本二十卷\n编出目录一册"
    running = Paragraph(lines, Look(indent=2))
    assert [paragraph.text for paragraph in clean([running]).paragraphs] == lines.split("\n")
    centred = Paragraph(lines, Look(indent=2, align="centre"))
    assert [paragraph.text for paragraph in clean([centred]).paragraphs] == [lines]


@pytest.mark.parametrize(
    ("text", "lead", "wanted", "length"),
    [
        ("　　强化 责任。抓落实，见成效", 8, "强化责任。抓落实，见成效", 5),
        ("强化责任...抓落实，见成效", 7, "强化责任……抓落实，见成效", 6),
        ("强化组织领导 成立领导小组，抓好落实。", 6, "强化组织领导 成立领导小组，抓好落实。", 6),
    ],
)
def test_a_run_in_heading_keeps_its_length(text: str, lead: int, wanted: str, length: int) -> None:
    assert clean([Paragraph(text, lead=lead)]).paragraphs == (Paragraph(wanted, lead=length),)


_TEXT = st.text(
    alphabet="乐山市一二１a1ＡＢ.,;:?!()（）\"'“”《》<> 　\t\n—-~…。，·\u200b\ufeff\uf0b7%％", max_size=40
)


@given(st.lists(_TEXT, max_size=6), st.data())
def test_no_word_changes_and_a_second_cleaning_finds_little(texts: list[str], data: st.DataObject) -> None:
    paragraphs = [Paragraph(text, lead=data.draw(st.integers(0, len(text)))) for text in texts]
    made = clean(paragraphs)
    before, after = "".join(texts), "".join(paragraph.text for paragraph in made.paragraphs)
    assert _words(before) == _words(after)
    assert len(made.origins) == len(made.paragraphs)
    assert list(made.origins) == sorted(made.origins)
    assert all(0 <= paragraph.lead <= len(paragraph.text) for paragraph in made.paragraphs)


def _words(text: str) -> str:
    text = text.translate({0xFF11: "1", 0xFF21: "A", 0xFF22: "B"})
    return re.sub(f"[^{HAN}A-Za-z0-9]|[\uf020-\uf0ff]", "", text)


def test_lines_are_joined_up_to_what_one_paragraph_may_hold() -> None:
    line = "近日，德阳市召开了地方志工作会议，总结了工作，"
    cleaned = clean([Paragraph(line)] * 10_000)
    assert "".join(paragraph.text for paragraph in cleaned.paragraphs) == line * 10_000
    assert 1 < len(cleaned.paragraphs) < 5
    assert all(len(paragraph.text) <= 200_000 for paragraph in cleaned.paragraphs)
