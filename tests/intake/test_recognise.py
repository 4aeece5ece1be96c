"""Kinds of paragraphs one by one, and above all what must not be taken for what it seems."""

from __future__ import annotations

import pytest

from bulletin_desk.bulletin.model import Kind
from bulletin_desk.intake.manuscript import Look, Paragraph
from bulletin_desk.intake.parts import kind_name
from bulletin_desk.intake.recognise import recognise, recognise_piece
from bulletin_desk.intake.sources import load_units
from tests.intake.manuscripts import LAST, LONG, MORE

UNITS = load_units()


def kinds(*lines: str | tuple[str, Look]) -> list[tuple[str, str]]:
    """(kind, text) of every part."""
    paragraphs = [Paragraph(line) if isinstance(line, str) else Paragraph(*line) for line in lines]
    return [(kind_name(part.kind), part.text) for part in recognise(paragraphs, units=UNITS)]


def kind_of(line: str | tuple[str, Look], *, look: Look | None = None) -> str:
    """The kind of a line between two body paragraphs of an item."""
    text = line if isinstance(line, str) else line[0]
    body = look or Look()
    found = kinds(("乐山市推进地方志工作", Look()), (LONG, body), line, (MORE, body), (LAST, body))
    return next(kind for kind, whole in found if whole == text)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("以“质量建设”为依托 真实记录时代发展历程", "小标题"),
        ("一、加强组织领导", "小标题"),
        ("一、加强组织领导。", "小标题"),
        ("（一）加强组织领导", "小标题"),
        ("1.加强组织领导", "小标题"),
        ("（一）组织领导：", "小标题"),
        ("30余人参加。", "正文"),
        ("会议强调：", "正文"),
        ("一是加强组织领导", "正文"),
        ("一是加强组织领导。", "正文"),
        ("《乐山年鉴（2023）》", "正文"),
        ("（以上数据截至2023年12月底）", "正文"),
        ("（一）加强领导。成立领导小组，制定方案。", "正文"),
        ("2023年，", "正文"),
        ("图1 会议现场", "正文"),
        ("●志书编纂", "正文"),
        ("— 3 —", "不收"),
        ("2024年1月9日", "不收"),
    ],
)
def test_a_line_between_two_paragraphs(line: str, kind: str) -> None:
    assert kind_of(line) == kind


BODY = Look(align="justified", size=16, face="仿宋")


def test_a_line_set_like_body_text_is_no_subheading_where_others_stand_out() -> None:
    bold = Look(align="justified", size=16, face="仿宋", bold=True)
    found = kinds(
        ("乐山市推进地方志工作", Look(align="centre", size=22, face="小标宋")),
        (LONG, BODY),
        ("抓组织", bold),
        (MORE, BODY),
        ("参会人员名单", BODY),
        (LAST, BODY),
    )
    assert ("小标题", "抓组织") in found
    assert ("正文", "参会人员名单") in found


def test_a_short_first_paragraph_in_bold_is_a_subheading_with_its_stop() -> None:
    bold = Look(align="justified", size=16, face="仿宋", bold=True)
    assert kind_of(("加强组织领导。", bold), look=BODY) == "小标题"
    assert kind_of(("加强组织领导。", BODY), look=BODY) == "正文"


def test_entries_of_a_list_are_body_text() -> None:
    found = kinds("出版书目公布", LONG, "1.《乐山简史》", "2.乐山掌故", "3.名人与乐山", MORE)
    assert [kind for kind, _ in found] == ["标题", "正文", "正文", "正文", "正文", "正文"]


def test_a_bracketed_last_line_that_is_a_remark_is_no_source() -> None:
    for line in ("（注：数据截至年底）", "（见附件）", "（全文完）", "（2023年1月至12月）"):
        assert kinds("乐山市开会", LONG, line)[-1] != ("来源", line)
    assert kinds("乐山市开会", LONG, "（某某学会）")[-1] == ("来源", "（某某学会）")


def test_titles_that_end_in_marks() -> None:
    assert kinds("同心筑梦！", LONG)[0] == ("标题", "同心筑梦！")
    assert kinds("以党建为引领，", "推动方志事业发展", LONG)[0] == (
        "标题",
        "以党建为引领，\n推动方志事业发展",
    )
    assert kinds("2023年，会议召开，取得成效。", LONG)[0][0] == "正文"


def test_a_title_in_book_title_marks() -> None:
    assert kinds("《达州年鉴（2023）》（简本）创刊首发", LONG)[0][0] == "标题"
    assert kinds("《达州年鉴》", LONG)[0][0] == "标题"


def test_a_known_sections_name_without_brackets() -> None:
    for name in ("市州动态", "●市州动态"):
        paragraphs = [Paragraph(text) for text in (name, "乐山市开会", LONG)]
        found = recognise(paragraphs, sections=("市州动态",), units=UNITS)
        assert [part.kind for part in found] == [Kind.SECTION_HEAD, Kind.TITLE, Kind.BODY]
        assert found[0].text == "市州动态"


def test_run_in_headings_of_words_alone_need_a_series() -> None:
    first = [f"{text}{MORE}" for text in ("强化组织领导。", "健全工作机制。", "打造精品力作。")]
    found = recognise([Paragraph(text) for text in ("乐山市推进工作", LONG, *first)], units=UNITS)
    assert [part.run_in for part in found] == [0, 0, 7, 7, 7]
    found = recognise([Paragraph(text) for text in ("乐山市推进工作", LONG, *first[:2])], units=UNITS)
    assert [part.run_in for part in found] == [0, 0, 0, 0]
    points = [f"{number}是{text}{MORE}" for number, text in zip("一二三", ("强化领导。",) * 3, strict=True)]
    found = recognise([Paragraph(text) for text in ("乐山市推进工作", LONG, *points)], units=UNITS)
    assert [part.run_in for part in found] == [0, 0, 7, 7, 7]
    points[1] = "二是" + MORE
    found = recognise([Paragraph(text) for text in ("乐山市推进工作", LONG, *points)], units=UNITS)
    assert not any(part.run_in for part in found)
    news = [f"{text}{MORE}" for text in ("会议传达学习了精神。", "会议审议了方案。", "会议部署了工作。")]
    found = recognise([Paragraph(text) for text in ("乐山市推进工作", LONG, *news)], units=UNITS)
    assert not any(part.run_in for part in found)


@pytest.mark.parametrize(
    ("text", "lead", "run_in"),
    [
        ("强化责任落实。领导多次听取汇报。", 7, 7),
        ("强化责任落实。领导多次听取汇报。", 6, 7),
        ("强化责任落实：领导多次听取汇报。", 6, 7),
        ("强化责任落实 领导多次听取汇报。", 6, 6),
        ("强化责任落实领导多次听取汇报。", 3, 0),
        ("强化责任落实。", 7, 0),
        ("开通“史志乐山”公众号。开设专栏，阅读量高。", 2, 12),
        ("建好3个阵地。开设专栏，阅读量高。", 2, 7),
        ("2023年12月召开会议。开设专栏，阅读量高。", 7, 0),
        ("编纂年鉴。“一年一鉴”全部实现。", 5, 5),
        ("强化责任落实。抓好队伍建设。领导多次听取汇报。", 14, 7),
    ],
)
def test_a_run_in_heading_ends_at_a_mark(text: str, lead: int, run_in: int) -> None:
    paragraphs = [Paragraph("乐山市推进工作"), Paragraph(LONG), Paragraph(text, lead=lead), Paragraph(LAST)]
    found = recognise(paragraphs, units=UNITS)
    assert next(part.run_in for part in found if part.text == text) == run_in


def test_a_piece_keeps_the_numbers_of_its_titles() -> None:
    paragraphs = [Paragraph(text) for text in ("【市州动态】", "一、乐山市推进地方志工作", LONG, MORE)]
    found = recognise_piece(paragraphs, units=UNITS)
    assert [part.text for part in found] == ["市州动态", "一、乐山市推进地方志工作", LONG, MORE]


def test_an_editors_note_over_several_paragraphs() -> None:
    found = kinds("编者按：为便于参考，特予刊发。", LONG, "【市州动态】", "乐山市开会", MORE)
    assert [kind for kind, _ in found] == ["编者按", "编者按", "栏目", "标题", "正文"]
    found = kinds("编者按：为便于参考，特予刊发。", "乐山市开会", MORE)
    assert [kind for kind, _ in found] == ["编者按", "标题", "正文"]
