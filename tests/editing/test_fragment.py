"""What goes to the clipboard and what comes from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin.model import Issue, Kind, Place
from bulletin_desk.editing.fragment import Fragment, Paragraph, as_html, as_text, copy, from_html, from_text
from bulletin_desk.editing.movement import everything
from bulletin_desk.editing.selection import between
from tests.bulletin.issues import SMALL, issues
from tests.editing.texts import SECOND, selections


def test_copying_parts_of_paragraphs() -> None:
    fragment = copy(SMALL, between(Place((*SECOND, "title"), 8), Place((*SECOND, "blocks", 2), 7)))
    assert fragment == Fragment(
        (
            Paragraph(Kind.TITLE, "推进事业发展"),
            Paragraph(Kind.BODY, "2023年，守正创新。"),
            Paragraph(Kind.SUBHEADING, "以质量为依托"),
            Paragraph(Kind.BODY, "编纂年鉴。坚持", 5),
        )
    )
    assert as_text(fragment) == "推进事业发展\n2023年，守正创新。\n以质量为依托\n编纂年鉴。坚持"
    tail = copy(SMALL, between(Place((*SECOND, "blocks", 2), 2), Place((*SECOND, "blocks", 2), 7)))
    assert tail.paragraphs == (Paragraph(Kind.BODY, "年鉴。坚持", 3),)


def test_a_paragraph_end_is_copied_too() -> None:
    fragment = copy(SMALL, between(Place((*SECOND, "blocks", 0), 6), Place((*SECOND, "blocks", 1), 0)))
    assert fragment == Fragment((Paragraph(Kind.BODY, "守正创新。"),), open_end=False)
    assert as_text(fragment) == "守正创新。\n"


@given(issues, st.data())
def test_html_keeps_everything(issue: Issue, data: st.DataObject) -> None:
    fragment = copy(issue, data.draw(selections(issue)))
    html = as_html(fragment)
    assert from_html(html) == (fragment if fragment.paragraphs else None)
    assert from_html(f"<!--StartFragment-->{html}<!--EndFragment-->") == from_html(html)


def test_html_for_word() -> None:
    html = as_html(copy(SMALL, everything(SMALL)))
    assert '<p class="subheading" data-kind="subheading" style="font-family:黑体;font-size:16pt' in html
    assert (
        '<span class="run_in" style="font-family:楷体,楷体_GB2312">编纂年鉴。</span>坚持审查制度。</p>'
        in html
    )
    assert "乐山市四向发力<br>推进事业发展" in html
    assert "font-family:仿宋,仿宋_GB2312;font-size:16pt;text-align:justify;text-indent:2em" in html


@pytest.mark.parametrize(
    "html", ["", "<p>一</p>", "<div data-bulletin-desk='9-open'><p data-kind='body'>一</p></div>"]
)
def test_other_html_is_not_ours(html: str) -> None:
    assert from_html(html) is None


def test_a_strange_kind_is_left_out() -> None:
    html = '<div data-bulletin-desk="1-open"><p data-kind="x">一</p><p data-kind="body">二<i>三</i></p></div>'
    assert from_html(html) == Fragment((Paragraph(Kind.BODY, "二三"),))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("乐山市召开座谈会", Kind.SUBHEADING),
        ("一、以质量为依托，推进全市地方志工作全面提速", Kind.SUBHEADING),
        ("以质量为依托，推进全市地方志工作全面提速，久久为功", Kind.BODY),
        ("一、会议召开。各地参加", Kind.BODY),
        ("会议召开。", Kind.BODY),
        ("会议强调：", Kind.BODY),
        ("【编者按】", Kind.BODY),
        ("（一）短句", Kind.SUBHEADING),
    ],
)
def test_kinds_are_guessed_line_by_line(line: str, kind: Kind) -> None:
    assert from_text(f"{line}\n后面还有一段正文。").paragraphs[0] == Paragraph(kind, line)


def test_a_bracketed_last_line_is_the_source() -> None:
    fragment = from_text("标题\r\n　　正文。\r\n\r\n（乐山市（区））\r\n")
    assert fragment == Fragment(
        (
            Paragraph(Kind.SUBHEADING, "标题"),
            Paragraph(Kind.BODY, "正文。"),
            Paragraph(Kind.SOURCE, "（乐山市（区））"),
        ),
        open_end=False,
        guessed=True,
    )
    assert from_text("（乐山市）\n正文。").paragraphs[0].kind is Kind.BODY
    assert from_text("正文。\n（甲）和（乙）").paragraphs[1].kind is Kind.BODY


def test_one_line_stays_as_it_is() -> None:
    assert from_text("  一\t二") == Fragment((Paragraph(Kind.BODY, "  一 二"),), guessed=True)
    assert from_text("\n \n").paragraphs == ()


def test_a_line_in_lenticular_brackets_names_a_section() -> None:
    text = (
        "【 工作交流 】\n自贡市三项举措\n多措并举。\n一、抓组织\n成立专班。\n（自贡市方志办）\n"
        "绵阳市召开培训会\n（见附件）\n1月8日召开。\n【简讯】\n这一段是正文。\n（省）\n"
    )
    section, title, body, source = Kind.SECTION_HEAD, Kind.TITLE, Kind.BODY, Kind.SOURCE
    assert from_text(text).paragraphs == (
        Paragraph(section, "工作交流"),
        Paragraph(title, "自贡市三项举措"),
        Paragraph(body, "多措并举。"),
        Paragraph(Kind.SUBHEADING, "一、抓组织"),
        Paragraph(body, "成立专班。"),
        Paragraph(source, "（自贡市方志办）"),
        Paragraph(title, "绵阳市召开培训会"),
        Paragraph(body, "（见附件）"),
        Paragraph(body, "1月8日召开。"),
        Paragraph(section, "简讯"),
        Paragraph(body, "这一段是正文。"),
        Paragraph(source, "（省）"),
    )
    assert from_text("【重要】会议\n正文。").paragraphs[0].kind is Kind.BODY
