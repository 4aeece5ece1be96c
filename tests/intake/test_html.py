"""HTML as clipboards and pages have it."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin_desk.bulletin.model import Issue
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.intake.html import looks_like_html, read_html
from bulletin_desk.intake.manuscript import Listed, Manuscript
from bulletin_desk.intake.read import read_manuscript
from tests.intake.conftest import fail, printed, read_or_refused


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
    # libxml2 has a bound of its own, by its version: read or refused
    manuscript, refused = read_or_refused(lambda: read("<div><b><table>" * 3_000 + "字"))
    assert "嵌套太深" in refused or (manuscript and any("字" in each.text for each in manuscript.paragraphs))
    with pytest.raises(UnreadableFileError, match="内部结构"):
        read("<p>" * 300_001)
    with pytest.raises(UnreadableFileError, match="超过16 MiB"):
        read("字" * (17 << 20))


# ---- nothing lost in silence

LARGE = 11 << 20
"""Bytes at which the parser stops unless it is told not to."""


def rules(text: str | bytes) -> list[str]:
    return [note.rule for note in read(text).notes]


@pytest.mark.parametrize(
    "large",
    [
        f"<img src='data:image/png;base64,{'A' * LARGE}'>",
        f"<img src='{'A' * LARGE}'>",
        f"<style>{'a' * LARGE}</style>",
        f"<script>{'a' * LARGE}</script>",
        f"<!--{'a' * LARGE}-->",
        f"<pre>{chr(10) * LARGE}</pre>",
        f"<p title='{'A' * LARGE}'>",
    ],
    ids=["picture", "attribute", "style", "script", "comment", "text", "title"],
)
def test_what_follows_something_large_is_read(large: str) -> None:
    manuscript = read(f"<p>前</p>{large}<p>后</p>")
    assert [paragraph.text for paragraph in manuscript.paragraphs if paragraph.text] == ["前", "后"]
    assert "cut" not in [note.rule for note in manuscript.notes]


def test_pictures_in_a_page_do_not_count(tmp_path: Path) -> None:
    picture = f"<img src='data:image/jpeg;base64,{'A1+/' * (1 << 20)}'>"
    page = f"<html><meta charset=utf-8>{f'<p>段{picture}' * 6}<p>末</html>".encode()
    path = tmp_path / "网页.html"
    path.write_bytes(page)
    manuscript = read_manuscript(path)
    assert [paragraph.text for paragraph in manuscript.paragraphs] == ["段"] * 6 + ["末"]
    assert [note.rule for note in manuscript.notes] == ["picture"] * 6


def test_words_that_look_like_a_picture_stay() -> None:
    assert texts('<p>写作 src="data:image/png;base64,iVBORw0KGgo" 即可') == [
        '写作 src="data:image/png;base64,iVBORw0KGgo" 即可'
    ]


@pytest.mark.parametrize("between", ["</body></html>", "</body>", "</html>\n", "</BODY ></HTML>"])
def test_what_stands_behind_a_page_s_end_is_read(between: str) -> None:
    assert texts(f"<html><body><p>前</p>{between}<p>后</p>") == ["前", "后"]
    assert texts(f"<p>前</p>{between}<p>后</p>") == ["前", "后"]


@pytest.mark.parametrize(
    "swallowing",
    [
        *(
            "<!-- ",
            "<script>",
            "<style>",
            "<textarea>",
            "<title>",
            "<iframe>",
            "<b title='",
            "<select><option>",
        ),
        *("<div style='display:none'>", "<noscript>", "<template>", "<!--[if !mso]>", "<svg>"),
    ],
)
def test_what_swallows_the_rest_is_said(swallowing: str) -> None:
    # to some versions of libxml2 a quote that never closes is fatal
    manuscript, refused = read_or_refused(lambda: read(f"<p>前面的话</p>{swallowing}<p>后面的话</p>"))
    if manuscript is None:
        assert "读不出来" in refused
        return
    if [paragraph.text for paragraph in manuscript.paragraphs] == ["前面的话"]:
        (note,) = [note for note in manuscript.notes if note.rule == "cut"]
        assert "“前面的话”之后" in note.message
        assert note.paragraph == 0
    else:
        assert texts(f"<p>前面的话</p>{swallowing}<p>后面的话</p>")[-1].endswith("后面的话")


def test_a_page_that_begins_with_what_swallows_it() -> None:
    assert "开头断开" in read("<!-- <p>全文").notes[0].message


def test_words_like_the_end_s_mark_are_words() -> None:
    assert texts("<p>甲&lt;bulletin-desk-end&gt;乙<p>丙") == ["甲<bulletin-desk-end>乙", "丙"]


@pytest.mark.parametrize("tag", ["plaintext", "xmp", "listing"])
def test_text_as_typed(tag: str) -> None:
    manuscript = read(f"<p>前</p><{tag}>甲\n  乙")
    assert "".join(paragraph.text for paragraph in manuscript.paragraphs) == "前甲\n乙"
    assert manuscript.notes == ()


SENTENCE = "近日，德阳市召开了地方志工作会议，总结了去年的工作，部署了今年的任务，与会人员进行了热烈讨论。"


@pytest.mark.parametrize(
    "holder", ["<div style='display:none'>{}</div>", "<noscript>{}</noscript>", "<template>{}</template>"]
)
def test_hidden_sentences_are_named_and_furniture_is_counted(holder: str) -> None:
    page = f"<p>前</p>{holder.format(f'<p>{SENTENCE}</p>')}<p>后</p>"
    assert texts(page) == ["前", "后"]
    (note,) = read(page).notes
    assert note.rule == "hidden"
    assert SENTENCE[:20] in note.message
    (note,) = read(f"<p>前</p>{holder.format('首页 新闻 关于') * 2}<p>后</p>").notes
    assert (note.rule, note.look) == ("furniture", False)
    assert note.message == "网页上不显示的文字有2处没有取用：“首页 新闻 关于｜首页 新闻 关于”。"


def test_what_was_typed_or_hidden_by_word_is_named_however_short() -> None:
    assert "输入框里的文字“一句话”" in read("<textarea>一句话</textarea>").notes[0].message
    assert "“密”没有取用" in read("<p>甲<span style='mso-hide:all'>密</span>").notes[0].message


@pytest.mark.parametrize("tag", ["iframe", "object", "embed", "applet", "canvas", "audio", "video", "svg"])
def test_what_is_embedded_is_named(tag: str) -> None:
    assert rules(f"<p>前</p><{tag} title=图></{tag}><p>后</p>") == ["picture"]


def test_frames_and_words_in_pictures() -> None:
    frames = "<frameset><frame src=a><noframes><p>请换浏览器</noframes></frameset>"
    assert texts(frames) == []
    assert "分框" in read(frames).notes[0].message
    assert "（图里的字）" in read("<svg><text>图里的字</text></svg>").notes[0].message


def test_broken_bytes_are_counted() -> None:
    page = "<meta charset=gb2312><p>" + "字" * 300
    broken = page.encode("gb18030") + b"\xff<p>" + "完".encode("gb18030")
    (note,) = read(broken).notes
    assert note.rule == "unreadable"
    assert "有1处" in note.message
    assert rules("<p>甲\0乙") == ["unreadable"]


def test_marks_of_a_fragment_inside_a_page_cut_nothing() -> None:
    page = "<h1>题</h1><!--StartFragment--><p>文</p><!--EndFragment--><p>署名</p>"
    assert texts(page) == ["题", "文", "署名"]
    assert texts(f"Version:1.0\r\n{page}") == ["文"]


def test_many_notes_are_summed_up() -> None:
    notes = read("<p>字<img>" * 2_100).notes
    assert len(notes) == 2_001
    assert "还有100处" in notes[-1].message


def test_tables_deep_in_each_other_are_read() -> None:
    page = "<table><tr><td>" * 300 + "底" + "</table>" * 300 + "<p>后"
    assert texts(page)[-2:] == ["底", "后"]


@pytest.mark.parametrize("weight", ["²", "９００", "1e3", "-1"])
def test_odd_weights(weight: str) -> None:
    assert texts(f"<p style='font-weight:{weight}'>字") == ["字"]


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


# ---- what is known of a paragraph


def test_numbers_and_bullets_stay_known() -> None:
    page = "<ul><li>甲<ol start=3><li><p>乙</p></li></ol></li><li></li></ul><p>丙</p>"
    listed = [paragraph.listed for paragraph in read(page).paragraphs if paragraph.text]
    assert listed == [Listed(0, "●", in_text=False), Listed(1, "3.", in_text=True), None]
    word = (
        "<p style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>{}<span>&nbsp;</span></span>丁</p>"
    )
    manuscript = read(word.format("（一）") + word.format("u"))
    assert [paragraph.listed for paragraph in manuscript.paragraphs] == [
        Listed(1, "（一）", in_text=True),
        Listed(1, "◆", in_text=False),
    ]
    assert "1段前面的项目符号没有取用（“◆”1段）。" in [note.message for note in manuscript.notes]


@pytest.mark.parametrize(
    ("page", "bold"),
    [
        ("<p>甲<b>乙 丙</b>丁", ((1, 4),)),
        ("<p> 甲 <b>\n 乙</b><i>丙</i> <b>丁</b><b>戊</b>", ((2, 3), (5, 7))),
        ("<p><b>全是</b>", ()),
        ("<p>没有", ()),
    ],
)
def test_bold_stretches_are_known(page: str, bold: tuple[tuple[int, int], ...]) -> None:
    (paragraph,) = read(page).paragraphs
    assert paragraph.bold == bold
    assert all(not paragraph.text[start:end].isspace() for start, end in bold)


def test_a_table_s_caption_and_words_are_kept() -> None:
    cells = "<tr><th>县<th>卷数<tr><td>剑阁<td>3<tr><td>犍为<td>5"
    manuscript = read(f"<p>前<table><caption>表1 进度</caption>{cells}</table><p>后")
    assert [paragraph.text for paragraph in manuscript.paragraphs] == ["前", "表1 进度", "后"]
    (note,) = manuscript.notes
    assert note.words == "县\t卷数\n剑阁\t3\n犍为\t5"


@pytest.mark.parametrize(
    "hidden", ["<p hidden>{}</p>", "<div hidden=hidden><p>{}</p></div>", "<dialog>{}</dialog>"]
)
def test_what_a_browser_hides_by_attributes(hidden: str) -> None:
    page = f"<p>前</p>{hidden.format('藏')}<p>后</p>"
    assert texts(page) == ["前", "后"]
    assert [note.words for note in read(page).notes] == ["藏"]


def test_what_a_browser_shows_all_the_same() -> None:
    assert texts("<dialog open>甲</dialog><p hidden=until-found>乙</p>") == ["甲", "乙"]


def test_deleted_and_struck_text() -> None:
    page = "<p>前<del>删<b>去</b></del><s>划甲</s><span style='text-decoration:line-through'>划乙</span></p>"
    assert texts(page) == ["前划甲划乙"]
    assert {note.rule: note.words for note in read(page).notes} == {"deleted": "删去", "struck": ""}
    assert "“划甲；划乙”" in read(page).notes[1].message


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("库容10m<sup>3</sup>", "库容10m³"),
        ("计10<sup>4</sup>卷", "计10⁴卷"),
        ("10<span style='vertical-align:super'>2</span>", "10²"),
        ("一句。<sup>[1]</sup>", "一句。[1]"),
        ("志书<sup>1</sup>", "志书1"),
        ("H<sub>2</sub>O", "H2O"),
    ],
)
def test_raised_figures(code: str, text: str) -> None:
    assert texts(f"<p>{code}</p>") == [text]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("<mfrac><mn>3</mn><mn>7</mn></mfrac>", "3/7"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>7</mn></mfrac>", "(a+b)/7"),
        ("<msup><mi>x</mi><mn>2</mn></msup>", "x²"),
        ("<msup><mi>x</mi><mi>n</mi></msup>", "x^n"),
        ("<msqrt><mn>2</mn></msqrt>", "√2"),
        ("<mroot><mn>8</mn><mn>3</mn></mroot>", "³√8"),
        ("<mtext>占</mtext><mn>3</mn>", "占3"),
    ],
)
def test_equations(code: str, text: str) -> None:
    manuscript = read(f"<p>甲<math>{code}</math>乙</p>")
    assert manuscript.paragraphs[0].text == f"甲{text}乙"
    assert [note.rule for note in manuscript.notes] == ["equation"]
    noted = read(f"<p>甲<math>{code}<annotation>注</annotation></math>乙</p>")
    assert any("注" in note.words for note in noted.notes)


@pytest.mark.parametrize(
    ("kind", "marks"),
    [
        ("", "1. 2."),
        ("type=a", "a. b."),
        ("type=I", "I. II."),
        ("start=3", "3. 4."),
        ("reversed", "2. 1."),
        ("style='list-style-type:cjk-ideographic'", "一、 二、"),
        ("style='LIST-STYLE: inside simp-chinese-informal'", "一、 二、"),
        ("style='list-style:none'", " "),
    ],
)
def test_how_lists_are_numbered(kind: str, marks: str) -> None:
    first, second = marks.split(" ")
    assert texts(f"<ol {kind}><li>甲</li><li>乙</li></ol>") == [f"{first}甲", f"{second}乙"]


def test_a_list_whose_bullets_are_off_has_none() -> None:
    manuscript = read("<ul style='list-style-type:none'><li>——甲</li><li>乙</li></ul><ul><li>丙</li></ul>")
    assert [(one.text, one.listed) for one in manuscript.paragraphs] == [
        ("——甲", None),
        ("乙", None),
        ("丙", Listed(0, "●", in_text=False)),
    ]
    assert [note.rule for note in manuscript.notes] == ["bullet"]


def test_a_stretch_of_a_line_says_nothing_of_its_side() -> None:
    page = (
        "<p style='text-align:right'><span style='display:inline-block;text-align:center'>甲<br>乙</span></p>"
    )
    assert [one.look.align for one in read(page).paragraphs] == ["right"]
    assert [one.look.align for one in read("<div align=center>甲</div>").paragraphs] == ["centre"]


def test_pages_in_a_page_s_own_code() -> None:
    inner = "&lt;p&gt;甲&lt;/p&gt;&lt;p&gt;乙&lt;textarea&gt;丙&lt;/textarea&gt;"
    manuscript = read(f'<p>前</p><iframe srcdoc="{inner}"></iframe><p>后</p>')
    assert [paragraph.text for paragraph in manuscript.paragraphs] == ["前", "甲", "乙", "后"]
    assert [note.words for note in manuscript.notes] == ["丙"]


def test_pages_deep_in_each_other_are_named() -> None:
    page = "<p>底</p>"
    for _ in range(6):
        page = f"<p>层</p><iframe srcdoc='{escape(page)}'></iframe>"
    manuscript = read(page)
    assert [paragraph.text for paragraph in manuscript.paragraphs] == ["层"] * 4
    assert "底" in manuscript.notes[0].words


def test_what_editors_keep_in_scripts_is_said() -> None:
    page = f"<p>前</p><script type='text/plain'><p>{SENTENCE}</p></script><script>var a = '甲';</script>"
    (note,) = read(page).notes
    assert (note.words, note.look) == (SENTENCE, True)


def test_text_boxes_that_word_writes_for_itself() -> None:
    box = "<!--[if gte vml 1]><v:shape><v:textbox style='x'><p>框<b>里</b></p></v:textbox><![endif]-->"
    (note,) = read(f"<p>前</p>{box}").notes
    assert (note.rule, "".join(note.words.split())) == ("text-box", "框里")
    assert read(f"<p>前</p>{box}<p>框里</p>").notes == ()


def test_all_words_of_a_picture_are_kept() -> None:
    (note,) = read(f"<p>前</p><img alt='{SENTENCE}' title='题名'>").notes
    assert note.words == f"{SENTENCE}\n题名"


def test_columns_of_a_page_around_its_text() -> None:
    links = "<a href=#>栏目链接专题一览</a><br>" * 30
    text = f"<p>{SENTENCE}</p><p>{SENTENCE}</p>"
    rows = f"<tr><td colspan=2>首页</td></tr><tr><td>{links}</td><td>{text}</td></tr>"
    assert texts(f"<table>{rows}</table>") == [SENTENCE, SENTENCE]
    (note,) = read(f"<table>{rows}</table>").notes
    assert "首页" in note.words
    assert texts(f"<table><tr><td></td><td>{SENTENCE}</td><td></td></tr></table>") == [SENTENCE]


FORM = (
    "<h2>信息投稿表</h2><table><tr><td>标题</td><td>{}</td></tr><tr><td>单位</td><td>乐山市</td><td>电话</td>"
    "<td>123</td></tr><tr><td>正文</td><td colspan=3>{}</td></tr></table>"
)
FORM_READ = ["标题：甲乙", "单位：乐山市", "正文：", "正文一段。", "又一段。"]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("甲乙", "<p>正文一段。</p><p>又一段。</p>"),
        ("<input value='甲乙'>", "<textarea>正文一段。\n又一段。</textarea>"),
    ],
)
def test_forms(title: str, text: str) -> None:
    manuscript = read(FORM.format(title, text))
    assert [paragraph.text for paragraph in manuscript.paragraphs] == FORM_READ
    (note,) = manuscript.notes
    assert "“电话：123”" in note.message
    assert "信息投稿表" in note.words
    nested = read(f"<table><tr><td>{FORM.format(title, text)}</td></tr><tr><td>尾</td></tr></table>")
    assert [paragraph.text for paragraph in nested.paragraphs] == [*FORM_READ, "尾"]


def test_what_was_typed_elsewhere_is_said() -> None:
    page = "<p>甲<input value='乙一'><input type=hidden value='丙'><input type=button value='丁'></p>"
    table = "<table><tr><td><input value='乙二'></td><td>1</td></tr><tr><td>2</td><td>3</td></tr></table>"
    assert [note.words for note in read(page + table).notes if note.rule == "hidden"] == ["乙一", "乙二"]


def test_the_window_s_title_is_said_unless_it_is_in_the_text() -> None:
    (note,) = read("<title>修志-某网</title><p>修志").notes
    assert (note.rule, note.look, note.words) == ("title", False, "修志-某网")
    assert read("<title>修志</title><p>全市修志").notes == ()


LISTS = """<div style='mso-element:%s-list'><![if !supportFootnotes]><br clear=all>
<hr align=left size=1 width="33%%"><![endif]>%s</div>"""
FOOTNOTE = LISTS % (
    "footnote",
    """<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1'
href="#_ftnref1" name="_ftn1" title=""><span class=MsoFootnoteReference>[1]</span></a> 见《条例》。</p>
<p>第2版。</p></div>""",
)
REFERENCE = """<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span
class=MsoFootnoteReference><span lang=EN-US>[1]</span></span></a>"""
COMMENT = LISTS % (
    "comment",
    """<div style='mso-element:comment'><![if !supportAnnotations]><div id="_com_1" class=msocomtxt><![endif]>
<span style='mso-comment-author:张三'></span><p class=MsoCommentText><span class=MsoCommentReference><a
class=msocomoff href="#_msoanchor_1">[张1]</a></span>请核实</p></div></div>""",
)
ANCHOR = """<span class=MsoCommentReference><!--[if !supportAnnotations]--><a class=msocomanchor
id="_anchor_1" href="#_msocom_1" name="_msoanchor_1">[张1]</a><!--[endif]--></span>"""


def test_word_s_notes_and_comments_are_told_where_they_stand() -> None:
    """As of a Word file: notes in brackets, comments left out, neither a paragraph of its own."""
    page = f"<p>志书{REFERENCE}出版{ANCHOR}。</p><p>下段。</p>{FOOTNOTE}{COMMENT}"
    assert texts(page) == ["志书（见《条例》。；第2版。）出版。", "下段。"]
    said = {note.rule: note for note in read(page).notes}
    assert set(said) == {"footnote", "comment"}
    assert said["comment"].message == "批注没有取用：“张三：请核实”。"
    assert said["comment"].words == "张三：请核实"
    endnote = (REFERENCE + FOOTNOTE).replace("footnote", "endnote").replace("ftn", "edn")
    assert texts(f"<p>甲{endnote}") == ["甲（见《条例》。；第2版。）"]


def test_notes_without_their_place_are_not_lost() -> None:
    assert list(filter(None, texts(f"<p>甲。</p>{FOOTNOTE}"))) == ["甲。", "[1] 见《条例》。", "第2版。"]
    page = f"<p>甲。</p>{COMMENT}"
    assert texts(page) == ["甲。"]
    assert [note.words for note in read(page).notes] == ["张三：请核实"]
    assert texts(f"<p>甲{REFERENCE}。</p>") == ["甲[1]。"]
    inside = FOOTNOTE.replace("第2版", f"再见{REFERENCE}")
    assert "甲" in texts(f"<p>甲。</p>{inside}")[0]
