"""Markdown's marks off, and what only looks like them kept."""

from __future__ import annotations

import pytest

from bulletin_desk.intake.draft import take_in
from bulletin_desk.intake.manuscript import Manuscript, Paragraph
from bulletin_desk.intake.markdown import Unmarked, without_marks


def unmarked(*texts: str) -> Unmarked:
    return without_marks([Paragraph(text) for text in texts])


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("## 一、整理办法", "一、整理办法"),
        ("### **整理办法** ###", "整理办法"),
        ("**一是查看。** 逐卷查看。", "一是查看。 逐卷查看。"),
        ("- 逐卷查看", "逐卷查看"),
        ("* **逐卷**：查看", "逐卷：查看"),
        ("> 引用的话", "引用的话"),
        ("文件名是`a.txt`。", "文件名是a.txt。"),
        ("这是*重要*的。", "这是重要的。"),
        ("---", "---"),
        ("3*5*7=105", "3*5*7=105"),
        ("#话题#", "#话题#"),
        ("2**3", "2**3"),
    ],
)
def test_marks(marked: str, text: str) -> None:
    assert unmarked("# 标题", marked).paragraphs[1].text == text


def test_headings_have_their_level_and_bold_beginnings_are_set_apart() -> None:
    made = unmarked("# 标题", "## 一、办法", "**一是查看。** 逐卷查看。", "**摸清底数**").paragraphs
    assert [paragraph.look.outline for paragraph in made] == [1, 2, None, None]
    assert [paragraph.lead for paragraph in made] == [0, 0, 5, 0]
    assert made[3].look.bold
    (_, numbered) = unmarked("# 标题", "1. **逐卷查看**：整理中查看。").paragraphs
    assert numbered.text[: numbered.lead] == "1. 逐卷查看"


@pytest.mark.parametrize("text", ["- 上一篇：读书会", "*注：数据截至年底", "5**", "> 首页", "2 ** 3"])
def test_without_a_sign_of_markdown_nothing_is_touched(text: str) -> None:
    made = unmarked("标题", text)
    assert made.paragraphs[1].text == text
    assert not made.said


def test_what_was_taken_off_is_told_in_one_remark() -> None:
    taken = take_in(
        Manuscript("", (Paragraph("# 标题"), Paragraph("**一是查看。** 逐卷查看。"), Paragraph("- 装盒")))
    )
    (told,) = [remark for remark in taken.remarks if "Markdown" in remark.message]
    assert told.message == "去掉了 Markdown 的标记（“#”1处，“**”1处，“-”1处），文字没有动。"
    assert not told.look
