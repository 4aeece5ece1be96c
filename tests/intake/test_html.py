"""HTML as clipboards and pages have it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.intake.html import looks_like_html, read_html
from bulletin_desk.intake.manuscript import Manuscript
from tests.intake.conftest import fail, printed


def read(text: str | bytes) -> Manuscript:
    return read_html(text, "", fail)


def texts(text: str | bytes) -> list[str]:
    return [paragraph.text for paragraph in read(text).paragraphs]


WORD = """Version:1.0\r
StartHTML:0000000105\r
EndHTML:0000001000\r
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p {mso-style-name:x}</style>
<!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--></head><body lang=ZH-CN>
<!--StartFragment-->
<p class=MsoNormal align=center style='text-align:center'><b><span style='font-size:22.0pt;
font-family:方正小标宋简体'>乐山市四向发力<o:p></o:p></span></b></p>
<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'><span style='font-size:16.0pt;
font-family:楷体'>编纂出版年鉴。</span><span lang=EN-US
style='font-size:16.0pt;font-family:"Times New Roman"'>2023</span><span
style='font-size:16.0pt;mso-fareast-font-family:仿宋_GB2312'>年，全面完成篇目
审查工作。<o:p></o:p></span></p>
<p class=MsoListParagraph><![if !supportLists]><span
style='mso-list:Ignore'>一、<span>&nbsp;&nbsp;</span></span><![endif]>加强领导</p>
<p class=MsoListParagraph><!--[if !supportLists]--><span
style='mso-list:Ignore'>l<span>&nbsp;</span></span><!--[endif]-->其他</p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<!--EndFragment-->
</body></html>"""


def test_word_s_clipboard() -> None:
    manuscript = read(WORD)
    assert [paragraph.text for paragraph in manuscript.paragraphs] == [
        "乐山市四向发力",
        "编纂出版年鉴。2023年，全面完成篇目审查工作。",
        "一、加强领导",
        "其他",
    ]
    title, body = manuscript.paragraphs[:2]
    assert (title.look.align, title.look.size, title.look.face, title.look.bold) == (
        *("centre", 22.0),
        *("方正小标宋简体", True),
    )
    assert (body.look.indent, body.look.size, body.lead) == (2.0, 16.0, 7)
    assert {note.rule for note in manuscript.notes} == {"bullet", "numbering"}


def test_a_web_page() -> None:
    page = (
        "<!DOCTYPE html><html><head><title>网站</title><script>var a='<p>x</p>'</script></head><body>"
        "<h1>标题</h1><div>　　第一段&ldquo;话&rdquo;&nbsp;<br>又一行</div>散文字<p>甲<b>乙</b></p>"
        "<p></p><ul><li>点</li></ul><ol start=3><li>三</li><li>四</li></ol><noscript>无</noscript>"
        "<div style='display:none'>藏</div><img src='http://x/y.png' alt='合影'></body></html>"
    )
    manuscript = read(page)
    assert [paragraph.text for paragraph in manuscript.paragraphs] == [
        *("标题", "　　第一段“话” \n又一行", "散文字", "甲乙", "", "点", "3.三", "4.四"),
    ]
    assert manuscript.paragraphs[0].look.outline == 1
    assert [note.rule for note in manuscript.notes if note.rule == "picture"] == ["picture"]


def test_tables_and_frames() -> None:
    data = "<p>表1 进度</p><table><tr><th>县<th>数<tr><td>剑阁<td>3</table><p>完</p>"
    manuscript = read(data)
    assert [paragraph.text for paragraph in manuscript.paragraphs] == ["表1 进度", "完"]
    (note,) = manuscript.notes
    assert "2行2列" in note.message
    assert "“表1 进度”" in note.message
    assert texts("<table><tr><td><p>甲</p><table><tr><td>乙</td></tr></table></td></tr></table>") == [
        "甲",
        "乙",
    ]


def test_the_real_issue_as_a_page(real_issue: Issue) -> None:
    lines = printed(real_issue)
    page = "".join(f"<p style='text-indent:2em'><span>{line}</span></p>\n" for line in lines)
    assert texts(f"<html><body>{page}</body></html>") == lines


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    data = "<html><head><meta charset='gb2312'></head><body><p>乐山市地方志办公室</p></body></html>"
    data = data.replace("gb2312", "utf-8") if encoding == "utf-8" else data
    assert looks_like_html(data.encode(encoding))
    assert texts(data.encode(encoding)) == ["乐山市地方志办公室"]


def test_nothing_is_fetched_and_entities_do_not_unfold() -> None:
    bomb = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]><p>甲&b;</p>"
    assert "aaaa" not in "".join(texts(bomb)).replace("'aaaaaaaaaa'", "")


def test_depth_and_size() -> None:
    assert "字" in "".join(texts("<div>" * 200 + "字" + "</div>" * 200))
    with pytest.raises(UnreadableFileError, match="嵌套太深"):
        read("<div><b><table>" * 3_000 + "字")
    with pytest.raises(UnreadableFileError, match="内部结构"):
        read("<p>" * 300_001)
    with pytest.raises(UnreadableFileError, match="超过16 MiB"):
        read("字" * (17 << 20))


TAGS = [
    *(
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "</td>",
        "<ol>",
        "<li>",
        "<br>",
    ),
    *("<b>", "</b>", "<pre>", "字", "&", "&nbsp;", "<!--", "-->", "<![if", "<script>", "</script>", "\n"),
    *("<span style='mso-list:Ignore'>", "</span>", "<p style='font-size:x;text-indent:1'>"),
]


@given(st.lists(st.sampled_from(TAGS), max_size=30))
def test_any_mixture_of_tags_is_read(tags: list[str]) -> None:
    read("".join(tags))


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    read(text)
