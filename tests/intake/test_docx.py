"""Word files as contributors send them: the text that shows, its look, a note for all that is not in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.intake.manuscript import Listed, Look, Manuscript
from bulletin_desk.intake.read import read_manuscript
from tests.intake.conftest import read_or_refused
from tests.intake.word import NAMESPACES, members, p, packed, r, saved, table, word

Read = Callable[..., Manuscript]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(body: str, **parts: str) -> Manuscript:
        return read_manuscript(saved(tmp_path, word(body, parts)))

    return reading


def texts(manuscript: Manuscript) -> list[str]:
    return [paragraph.text for paragraph in manuscript.paragraphs]


def notes(manuscript: Manuscript) -> list[tuple[str, int]]:
    return [(note.rule, note.paragraph) for note in manuscript.notes]


def test_paragraphs_breaks_and_tabs(read: Read) -> None:
    body = (
        p("一稿")
        + p()
        + p(r("<w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/><w:cr/>"))
    )
    manuscript = read(body)
    assert texts(manuscript) == ["一稿", "", "甲\t乙\n丙-\n"]
    assert manuscript.name == "稿件"
    assert manuscript.notes == ()


def test_a_page_end_inside_a_paragraph_parts_its_lines(read: Read) -> None:
    brk = r('<w:br w:type="page"/>')
    assert texts(read(p(brk + r("甲") + brk + r("乙") + brk))) == ["甲\n乙"]


@pytest.mark.parametrize("name", ["稿.docx", "稿.docm", "稿.dotx", "稿.bin", "稿.txt"])
@pytest.mark.parametrize("strict", [False, True])
def test_what_a_file_is_its_content_tells(tmp_path: Path, name: str, strict: bool) -> None:
    kind = "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"
    manuscript = read_manuscript(saved(tmp_path, word(p("一稿"), strict=strict, kind=kind), name))
    assert texts(manuscript) == ["一稿"]


# ---- looks

STYLES = (
    "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:eastAsia='宋体'/><w:sz w:val='21'/></w:rPr>"
    "</w:rPrDefault></w:docDefaults>"
    "<w:style w:type='paragraph' w:default='1' w:styleId='a'><w:name w:val='Normal'/>"
    "<w:pPr><w:jc w:val='both'/></w:pPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='1'><w:name w:val='heading 1'/><w:basedOn w:val='a'/>"
    "<w:pPr><w:outlineLvl w:val='0'/><w:jc w:val='center'/></w:pPr>"
    "<w:rPr><w:rFonts w:eastAsia='方正小标宋简体'/><w:b/><w:sz w:val='44'/></w:rPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='2'><w:name w:val='标题甲'/><w:basedOn w:val='1'/>"
    "<w:rPr><w:b w:val='0'/></w:rPr></w:style>"
    "<w:style w:type='character' w:styleId='c'><w:name w:val='Strong'/><w:rPr><w:b/></w:rPr></w:style>"
    "<w:style w:type='character' w:styleId='h'><w:name w:val='藏'/><w:rPr><w:vanish/></w:rPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='x'><w:name w:val='甲'/><w:basedOn w:val='y'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='y'><w:name w:val='乙'/><w:basedOn w:val='x'/></w:style>"
)


def look(read: Read, body: str, **parts: str) -> Look:
    return read(body, styles=STYLES, **parts).paragraphs[0].look


def test_the_look_comes_from_styles_and_defaults(read: Read) -> None:
    assert look(read, p("字")) == Look("Normal", None, "justified", None, 10.5, "宋体", False)
    assert look(read, p("字", "<w:pStyle w:val='1'/>")) == Look(
        "heading 1", 1, "centre", None, 22.0, "方正小标宋简体", True
    )
    assert look(read, p("字", "<w:pStyle w:val='2'/>")).bold is False
    assert look(read, p("字", "<w:pStyle w:val='x'/>")).style == "甲"  # based on each other, and no loop


def test_direct_formatting_goes_over_styles(read: Read) -> None:
    props = "<w:pStyle w:val='1'/><w:jc w:val='right'/><w:outlineLvl w:val='9'/>"
    run = "<w:rFonts w:eastAsia='楷体'/><w:sz w:val='32'/><w:b w:val='0'/>"
    assert look(read, p("字", props, run)) == Look("heading 1", None, "right", None, 16.0, "楷体", False)


def test_toggles_of_two_styles_cancel_each_other(read: Read) -> None:
    assert look(read, p(r("字", "<w:rStyle w:val='c'/>"), "<w:pStyle w:val='1'/>")).bold is False
    assert look(read, p(r("字", "<w:rStyle w:val='c'/>"))).bold is True


@pytest.mark.parametrize(
    ("indent", "ems"),
    [
        ("w:firstLineChars='200' w:firstLine='420'", 2.0),
        ("w:firstLine='420'", 2.0),
        ("w:firstLine='640'", 3.05),
        ("w:firstLine='32pt'", 3.05),
        ("w:hanging='420'", -2.0),
        ("w:hangingChars='200'", -2.0),
        ("w:firstLine='0' w:firstLineChars='0'", 0.0),
    ],
)
def test_first_line_indents_in_ems(read: Read, indent: str, ems: float) -> None:
    assert look(read, p("字", f"<w:ind {indent}/>")).indent == ems


def test_theme_faces(read: Read) -> None:
    theme = (
        "<a:themeElements><a:fontScheme><a:minorFont><a:ea typeface=''/>"
        "<a:font script='Hans' typeface='等线'/></a:minorFont></a:fontScheme></a:themeElements>"
    )
    run = "<w:rFonts w:eastAsia='宋体' w:eastAsiaTheme='minorEastAsia'/>"
    assert look(read, p("字", "", run), theme=theme).face == "等线"


def test_most_of_the_characters_give_the_look(read: Read) -> None:
    assert look(read, p(r("（一）", "<w:b/>") + r("很长的一段正文"))).bold is False


@pytest.mark.parametrize(
    ("runs", "lead"),
    [
        (r("撰写文章。", "<w:b/>") + r("《乐山》刊载。"), 5),
        (
            r("撰写", "<w:rFonts w:eastAsia='楷体'/>")
            + r("文章。", "<w:rFonts w:eastAsia='楷体'/>")
            + r("《乐山》"),
            5,
        ),
        (r("　　撰写文章。", "<w:b/>") + r(" ") + r("《乐山》刊载。"), 7),
        (r("撰写文章。") + r("《乐山》刊载。", "<w:b/>"), 0),
        (r("撰写文章。") + r("《乐山》", "<w:b/>") + r("刊载，很长。"), 0),
        (r("撰写文章。", "<w:b/>"), 0),
        (r("撰写文章。《乐山》刊载。"), 0),
    ],
)
def test_what_leads_a_paragraph(read: Read, runs: str, lead: int) -> None:
    assert read(p(runs)).paragraphs[0].lead == lead


# ---- numbers and fields

NUMBERING = (
    "<w:abstractNum w:abstractNumId='7'>"
    "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='japaneseCounting'/>"
    "<w:lvlText w:val='%1、'/></w:lvl>"
    "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/>"
    "<w:lvlText w:val='（%2）'/></w:lvl>"
    "<w:lvl w:ilvl='2'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:pStyle w:val='n'/>"
    "<w:lvlText w:val='%3'/></w:lvl>"
    "<w:lvl w:ilvl='3'><w:numFmt w:val='bullet'/><w:lvlText w:val='&#xF06C;'/></w:lvl></w:abstractNum>"
    "<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"
    "<w:num w:numId='2'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/>"
    "</w:lvlOverride></w:num>"
)


def numbered(text: str, depth: int, number: int = 1) -> str:
    return p(text, f"<w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='{number}'/></w:numPr>")


def test_automatic_numbers_become_text(read: Read) -> None:
    body = numbered("甲", 0) + numbered("乙", 1) + numbered("丙", 1) + numbered("丁", 2) + numbered("戊", 0)
    manuscript = read(body + numbered("己", 0, 2) + numbered("庚", 3), numbering=NUMBERING)
    assert texts(manuscript) == ["一、甲", "（一）乙", "（二）丙", "1 丁", "二、戊", "五、己", "庚"]
    assert notes(manuscript) == [("numbering", 0), ("bullet", 6)]
    assert "6段的自动编号" in manuscript.notes[0].message
    assert not manuscript.notes[0].look  # they are Word's own
    rare = read(numbered("甲", 0), numbering=NUMBERING.replace("japaneseCounting", "hebrew1"))
    assert texts(rare) == ["1、甲"]
    assert rare.notes[0].look


def test_numbers_of_styles(read: Read) -> None:
    styles = (
        "<w:style w:type='paragraph' w:styleId='n'><w:name w:val='列'/>"
        "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
    )
    plain = p("乙", "<w:pStyle w:val='n'/><w:numPr><w:numId w:val='0'/></w:numPr>")
    body = p("甲", "<w:pStyle w:val='n'/>") + plain
    assert texts(read(body, numbering=NUMBERING, styles=styles)) == ["1 甲", "乙"]


def begin(kind: str) -> str:
    return r(f"<w:fldChar w:fldCharType='{kind}'/>")


def code(text: str) -> str:
    return r(f"<w:instrText>{text}</w:instrText>")


def test_fields_give_their_results(read: Read) -> None:
    nested = (
        begin("begin")
        + code("IF ")
        + begin("begin")
        + code("PAGE")
        + begin("separate")
        + r("3")
        + begin("end")
    )
    body = p(r("共") + nested + code("=1") + begin("separate") + r("八") + begin("end") + r("面"))
    body += p("<w:fldSimple w:instr='DATE'>" + r("1月9日") + "</w:fldSimple>")
    body += p("<w:hyperlink>" + r("网址") + "</w:hyperlink><w:smartTag>" + r("乐山") + "</w:smartTag>")
    manuscript = read(body)
    assert texts(manuscript) == ["共八面", "1月9日", "网址乐山"]


def test_a_field_that_is_never_closed_swallows_nothing(read: Read) -> None:
    assert texts(read(p(r("甲") + begin("begin") + code("PAGE")) + p("乙"))) == ["甲", "乙"]


def test_fields_without_a_result(read: Read) -> None:
    circled = begin("begin") + code(r"eq \o\ac(○,特)") + begin("end")
    manuscript = read(p(circled + r("甲") + begin("begin") + code("AUTOTEXT x") + begin("end")))
    assert texts(manuscript) == ["特甲"]
    assert [rule for rule, _ in notes(manuscript)] == ["field-code", "field-code"]


@pytest.mark.parametrize(("ring", "text"), [("○,1", "①"), ("○,20", "⑳"), ("○,21", "21"), ("□,1", "1")])
def test_numbers_in_circles(read: Read, ring: str, text: str) -> None:
    manuscript = read(p(begin("begin") + code(rf"eq \o\ac({ring})") + begin("end") + r("甲")))
    assert texts(manuscript) == [f"{text}甲"]
    assert [rule for rule, _ in notes(manuscript)] == ["field-code"] * text.isascii()


# ---- changes, hidden text, comments, notes


def test_tracked_changes_are_accepted_and_named(read: Read) -> None:
    body = p(
        r("全省")
        + "<w:ins>" + r("各地") + "</w:ins>"
        + "<w:del>" + r("<w:delText>有关</w:delText>") + "</w:del>"
        + "<w:moveFrom>" + r("旧处") + "</w:moveFrom>"
        + "<w:moveTo>" + r("新处") + "</w:moveTo>"
    )  # fmt: skip
    manuscript = read(body)
    assert texts(manuscript) == ["全省各地新处"]
    (note,) = manuscript.notes
    assert note.rule == "tracked-change"
    assert "插入了“各地新处”" in note.message
    assert "删去了“有关旧处”" in note.message


def test_a_deleted_paragraph_mark_joins_paragraphs(read: Read) -> None:
    manuscript = read(p("甲", "<w:rPr><w:del/></w:rPr>") + p("乙") + p("丙"))
    assert texts(manuscript) == ["甲乙", "丙"]
    assert "与下一段合并" in manuscript.notes[0].message


def test_a_style_separator_joins_a_run_in_heading(read: Read) -> None:
    head = p("加强研究。", "<w:rPr><w:vanish/><w:specVanish/></w:rPr>", "<w:b/>")
    manuscript = read(head + p("继续加强。"))
    assert texts(manuscript) == ["加强研究。继续加强。"]
    assert manuscript.paragraphs[0].lead == 5


def test_hidden_and_struck_text(read: Read) -> None:
    body = p(r("甲") + r("密", "<w:vanish/>") + r("码", "<w:rStyle w:val='h'/>") + r("乙", "<w:strike/>"))
    manuscript = read(body, styles=STYLES)
    assert texts(manuscript) == ["甲乙"]
    assert [rule for rule, _ in notes(manuscript)] == ["hidden", "struck"]
    assert "“密码”" in manuscript.notes[0].message
    assert "“乙”带删除线" in manuscript.notes[1].message


def test_comments_footnotes_and_endnotes(read: Read) -> None:
    body = p(
        r("志书")
        + r("<w:footnoteReference w:id='2'/>")
        + r("出版")
        + r("<w:endnoteReference w:id='1'/>")
        + r("<w:commentReference w:id='0'/>")
    )
    separator = "<w:footnote w:type='separator' w:id='2'>" + p("线") + "</w:footnote>"
    manuscript = read(
        body,
        footnotes=separator
        + "<w:footnote w:id='2'>"
        + p(r("<w:footnoteRef/>") + r(" 见《条例》"))
        + "</w:footnote>",
        endnotes="<w:endnote w:id='1'>" + p("2023年") + p("第2版") + "</w:endnote>",
        comments="<w:comment w:id='0' w:author='张三'>" + p("请核实") + "</w:comment>",
    )
    assert texts(manuscript) == ["志书（见《条例》）出版（2023年；第2版）"]
    said = {note.rule: note.message for note in manuscript.notes}
    assert set(said) == {"footnote", "endnote", "comment"}
    assert "“张三：请核实”" in said["comment"]


# ---- boxes, tables, pictures

BOX = (
    "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><wps:wsp><wps:txbx><w:txbxContent>"
    f"{p('框里的话')}</w:txbxContent></wps:txbx></wps:wsp></wp:anchor></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>"
    f"{p('框里的话')}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
)
OLD_BOX = (
    f"<w:pict><v:shape><v:textbox><w:txbxContent>{p('旧框')}</w:txbxContent></v:textbox></v:shape></w:pict>"
)
PICTURE = (
    "<w:drawing><wp:inline><wp:docPr descr='合影'/><a:graphic><pic:pic/></a:graphic></wp:inline></w:drawing>"
)


def test_text_boxes_are_read_once_after_their_paragraph(read: Read) -> None:
    manuscript = read(p(r("甲") + r(BOX) + r("乙") + r(OLD_BOX)) + p("丙"))
    assert texts(manuscript) == ["甲乙", "框里的话", "旧框", "丙"]
    assert notes(manuscript) == [("text-box", 0), ("text-box", 0)]


def test_a_fallback_that_alone_holds_text_is_read(read: Read) -> None:
    only = BOX.replace("<w:txbxContent>", "<w:other>", 1).replace("</w:txbxContent>", "</w:other>", 1)
    assert texts(read(p(r("甲") + r(only)))) == ["甲", "框里的话"]


def test_pictures_charts_objects_and_equations(read: Read) -> None:
    chart = "<w:drawing><wp:inline><a:graphic><c:chart/></a:graphic></wp:inline></w:drawing>"
    ole = "<w:object><v:shape><v:imagedata/></v:shape><o:OLEObject ProgID='Excel.Sheet.12'/></w:object>"
    math = "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>"
    manuscript = read(p("图1 合影") + p(r(PICTURE)) + p(r(chart) + r(ole) + math))
    assert texts(manuscript) == ["图1 合影", "", "a+b"]
    messages = [note.message for note in manuscript.notes]
    assert "一张图片（合影）" in messages[0]
    assert "一个图表" in messages[1]
    assert "一个嵌入的对象（Excel.Sheet.12）" in messages[2]
    assert "公式“a+b”" in messages[3]


def test_tables_are_named_with_their_size_first_cells_and_caption(read: Read) -> None:
    manuscript = read(
        p("如下。") + p("表1 各县进度") + table(("县", "卷数"), ("剑阁", "3"), ("犍为", "5")) + p("完。")
    )
    assert texts(manuscript) == ["如下。", "表1 各县进度", "完。"]
    (note,) = manuscript.notes
    assert (note.rule, note.paragraph) == ("table", 1)
    assert "3行2列" in note.message
    assert "“表1 各县进度”（已保留）" in note.message
    assert "“县”、“卷数”、“剑阁”、“3”" in note.message


def test_a_frame_of_one_cell_or_column_is_read(read: Read) -> None:
    assert texts(read(table((p("甲") + p("乙"),)))) == ["甲", "乙"]
    manuscript = read(table(("甲",), ("乙",)))
    assert texts(manuscript) == ["甲", "乙"]
    assert "2行1列" in manuscript.notes[0].message


def test_a_frame_with_empty_columns_is_read(read: Read) -> None:
    manuscript = read(table(("甲", ""), ("", "乙")))
    assert "".join(texts(manuscript)) == "甲乙"
    assert "2行2列" in manuscript.notes[0].message


def test_the_one_cell_with_paragraphs_is_read(read: Read) -> None:
    """A page's columns, or a short text under what is said of it."""
    sentence = "近日，馆里把两千余册旧志逐册除尘、编号。"
    links = p("栏目链接专题一览") * 40
    manuscript = read(table((links, p("标题") + p(sentence) * 2)))
    assert texts(manuscript) == ["标题", sentence, sentence]
    assert "栏目链接专题一览" in manuscript.notes[0].words
    assert texts(read(table((p(sentence) * 2, p(sentence) * 2)))) == []
    assert texts(read(table((p(sentence), "甲")))) == []


def test_a_form_around_the_text_gives_its_text(read: Read) -> None:
    manuscript = read(table(("报送单位", "乐山市"), ("内容", p("正文。" * 50) + p("又一段。" * 30))))
    assert texts(manuscript) == ["正文。" * 50, "又一段。" * 30]
    assert "“报送单位”、“乐山市”、“内容”" in manuscript.notes[0].message


def test_the_name_over_a_form_goes_with_what_is_not_read(read: Read) -> None:
    body = (
        p("信息投稿表")
        + p()
        + table(("标题", "甲乙"), ("作者", ""), ("正文", p("正文。" * 9) + p("又一段。")))
    )
    manuscript = read(body)
    assert texts(manuscript) == ["", "标题：甲乙", "正文：", "正文。" * 9, "又一段。"]
    (note,) = manuscript.notes
    assert note.words.split("\n") == ["信息投稿表", "作者"]
    assert not note.look  # nothing that was filled in is missing
    left_out = read(table(("标题", "甲乙"), ("电话", "123"), ("正文", "正文。" * 9)))
    assert left_out.notes[0].look


def test_symbols_ruby_and_placeholders(read: Read) -> None:
    body = p(
        r("<w:sym w:font='Wingdings' w:char='F0FC'/>")
        + r("<w:sym w:font='Wingdings 3' w:char='F001'/>")
        + r(f"<w:ruby><w:rt>{r('yǎn')}</w:rt><w:rubyBase>{r('䶮')}</w:rubyBase></w:ruby>")
        + f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('单击此处')}</w:sdtContent></w:sdt>"
        + "<w:sdt><w:sdtContent>" + r("填好的") + "</w:sdtContent></w:sdt>"
    )  # fmt: skip
    manuscript = read(body)
    assert texts(manuscript) == ["√䶮填好的"]
    assert [rule for rule, _ in notes(manuscript)] == ["symbol", "ruby", "placeholder"]


def test_private_use_characters_are_left(read: Read) -> None:
    assert texts(read(p("\ue863\U00020bb7"))) == ["\ue863\U00020bb7"]


def test_an_empty_document(read: Read) -> None:
    assert read("").paragraphs == ()
    assert read(p()).paragraphs == ()


# ---- nothing lost in silence


def alternative(*choices: str) -> str:
    inner = "".join(f"<mc:Choice>{choice}</mc:Choice>" for choice in choices[:-1])
    return f"<mc:AlternateContent>{inner}<mc:Fallback>{choices[-1]}</mc:Fallback></mc:AlternateContent>"


def cell(text: str) -> str:
    return f"<w:tc>{p(text)}</w:tc>"


def control(inner: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


WRAPPERS: dict[str, Callable[[str], str]] = {
    "alternative": lambda inner: alternative(inner, ""),
    "fallback": lambda inner: alternative("", inner),
    "control": control,
    "custom": lambda inner: f"<w:customXml>{inner}</w:customXml>",
    "smart": lambda inner: f"<w:smartTag>{inner}</w:smartTag>",
    "inserted": lambda inner: f"<w:ins>{inner}</w:ins>",
    "moved here": lambda inner: f"<w:moveTo>{inner}</w:moveTo>",
    "all": lambda inner: control(alternative(f"<w:ins><w:customXml>{inner}</w:customXml></w:ins>", "")),
}


@pytest.mark.parametrize("name", WRAPPERS)
def test_wrappers_on_every_level(read: Read, name: str) -> None:
    wrap = WRAPPERS[name]
    row = f"<w:tr><w:tc>{p('格')}</w:tc></w:tr>"
    body = (
        wrap(p("段"))
        + p(wrap(r("行")))
        + p(r(wrap("<w:t>字</w:t>")))
        + f"<w:tbl>{wrap(row)}</w:tbl>"
        + f"<w:tbl><w:tr>{wrap(cell('一格'))}</w:tr></w:tbl>"
        + f"<w:tbl><w:tr><w:tc>{wrap(p('格里'))}</w:tc></w:tr></w:tbl>"
        + wrap(table(("表",)))
    )
    assert texts(read(body)) == ["段", "行", "字", "格", "一格", "格里", "表"]


REMOVED: dict[str, Callable[[str], str]] = {
    "deleted": lambda inner: f"<w:del>{inner}</w:del>",
    "moved away": lambda inner: f"<w:moveFrom>{inner}</w:moveFrom>",
}


@pytest.mark.parametrize("name", REMOVED)
def test_what_is_removed_is_said_on_every_level(read: Read, name: str) -> None:
    wrap = REMOVED[name]
    row = f"<w:tr><w:tc>{p('删去的话')}</w:tc></w:tr>"
    kept = f"<w:tr><w:tc>{p('留')}</w:tc></w:tr>"
    for body in (
        wrap(p("删去的话")),
        wrap(table(("删去的话",))),
        p(wrap(r("删去的话"))),
        p(r(wrap("<w:t>删去的话</w:t>"))),
        p(wrap(r(f"<w:pict><w:txbxContent>{p('删去的话')}</w:txbxContent></w:pict>"))),
        f"<w:tbl>{wrap(row)}{kept}</w:tbl>",
        f"<w:tbl>{row.replace('<w:tr>', '<w:tr><w:trPr><w:del/></w:trPr>')}{kept}</w:tbl>",
        f"<w:tbl><w:tr>{wrap(cell('删去的话'))}</w:tr></w:tbl>",
        f"<w:tbl><w:tr><w:tc><w:tcPr><w:cellDel/></w:tcPr>{p('删去的话')}</w:tc></w:tr></w:tbl>",
    ):  # fmt: skip
        manuscript = read(p("前") + body + p("后"))
        assert "删去的话" not in "".join(texts(manuscript))
        assert any("删去了“删去的话”" in note.message for note in manuscript.notes), body
    gone = wrap(r("<w:sym w:char='0041'/><w:footnoteReference w:id='1'/>"))
    manuscript = read(p(r("留") + gone), footnotes=f"<w:footnote w:id='1'>{p('注')}</w:footnote>")
    assert texts(manuscript) == ["留"]


UNKNOWN = {
    "word's own": f"<w:whatever>{p('不认识的话')}</w:whatever>",
    "foreign": "<x:y xmlns:x='urn:x'>不认识的话</x:y>",
    "foreign, mixed": "<x:y xmlns:x='urn:x'>不<x:z>认识</x:z>的话</x:y>",
    "drawing": f"<w:whatever>{r(PICTURE)}</w:whatever>",
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_nobody_knows_is_said_on_every_level(read: Read, name: str) -> None:
    strange = UNKNOWN[name]
    for body in (
        strange,
        p(r("甲") + strange),
        p(r("<w:t>甲</w:t>" + strange)),
        f"<w:tbl>{strange}<w:tr><w:tc>{p('格')}</w:tc></w:tr></w:tbl>",
        f"<w:tbl><w:tr>{strange}<w:tc>{p('格')}</w:tc></w:tr></w:tbl>",
        f"<w:tbl><w:tr><w:tc>{p('格')}{strange}</w:tc></w:tr></w:tbl>",
        control(strange),
        alternative(p("选中的") + strange, ""),
    ):
        manuscript = read(p("前") + body + p("后"))
        (said,) = [note.message for note in manuscript.notes if "认不出的内容" in note.message]
        assert name == "drawing" or "不认识的话" in said


def test_what_stands_elsewhere_is_said(read: Read) -> None:
    for element, kind in (
        ("<w:subDoc r:id='r9'/>", "子文档"),
        ("<w:altChunk r:id='r9'/>", "嵌入的文档"),
        ("<w:contentPart r:id='r9'/>", "图形"),
    ):
        for body in (element, p(r("甲") + element), control(element), alternative(element, "")):
            messages = [note.message for note in read(p("前") + body + p("后")).notes]
            assert len(messages) == 1
            assert kind in messages[0]
    assert "页码或日期" in read(p(r("甲<w:dayLong/>".replace("甲", "<w:t>甲</w:t>")))).notes[0].message


def document(body: str) -> str:
    return f'<w:document xmlns:w="{NAMESPACES["w"]}"><w:body>{body}</w:body></w:document>'


def embedding(name: str, content: str | bytes) -> dict[str, bytes]:
    """The parts of a Word file that holds another document."""
    files = members(word(p("前") + "<w:altChunk r:id='c'/>" + p("后")))
    link = f"<Relationship Id='c' Type='{NAMESPACES['r']}/aFChunk' Target='/word/{name}'/></Relationships>"
    links = "word/_rels/document.xml.rels"
    files[links] = files[links].replace(b"</Relationships>", link.encode())
    files[f"word/{name}"] = content.encode() if isinstance(content, str) else content
    return files


def test_what_an_embedded_word_file_leaves_out_is_said(tmp_path: Path) -> None:
    inner = word(p("中"), {"header": p("眉"), "comments": f"<w:comment w:id='1'>{p('批')}</w:comment>"})
    manuscript = read_manuscript(saved(tmp_path, packed(embedding("a.docx", inner))))
    assert texts(manuscript) == ["前", "中", "后"]
    assert {note.rule: note.words for note in manuscript.notes} == {
        "header": "眉",
        "comment": "批",
        "embedded": "",
    }


def test_embedded_word_files_have_bounds(tmp_path: Path) -> None:
    deep = word(p("底"))
    for _ in range(4):
        deep = packed(embedding("a.docx", deep))
    manuscript = read_manuscript(saved(tmp_path, deep))
    assert texts(manuscript) == ["前"] * 4 + ["后"] * 4
    assert any("请对照原稿补上" in note.message for note in manuscript.notes)
    large = word(p("甲" * 40_000) * 100)
    manuscript = read_manuscript(saved(tmp_path, packed(embedding("a.docx", large))))
    assert texts(manuscript) == ["前", "后"]


def test_embedded_rtf_is_named_with_what_to_do(tmp_path: Path) -> None:
    for content in (b"{\\rtf1 x}", b"\xef\xbb\xbf {\\rtf1 x}"):
        manuscript = read_manuscript(saved(tmp_path, packed(embedding("a.rtf", content))))
        assert texts(manuscript) == ["前", "后"]
        assert "RTF 文档，没有取用，请在 Word 里打开原稿" in manuscript.notes[0].message


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", "<html><body><p>嵌入甲<p>嵌入乙"),
        ("a.mht", "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<p>嵌入甲<p>嵌入乙"),
        ("a.txt", "嵌入甲\n嵌入乙"),
        ("a.docx", word(p("嵌入甲") + p("嵌入乙"))),
        ("a.xml", document(p("嵌入甲") + p("嵌入乙"))),
    ],
)
def test_an_embedded_document_is_read_in_its_place(tmp_path: Path, name: str, content: str | bytes) -> None:
    files = embedding(name, content)
    manuscript = read_manuscript(saved(tmp_path, packed(files)))
    assert texts(manuscript) == ["前", "嵌入甲", "嵌入乙", "后"]
    assert notes(manuscript) == [("embedded", 2)]
    del files[f"word/{name}"]
    manuscript = read_manuscript(saved(tmp_path, packed(files)))
    assert texts(manuscript) == ["前", "后"]
    assert "一份嵌入的文档" in manuscript.notes[0].message


def test_an_alternative_that_can_be_read_is_preferred(read: Read) -> None:
    emoji = "<w:sy xmlns:w='urn:new' char='1F600'/>"
    assert texts(read(p(r(alternative(emoji, "<w:t>替</w:t>"))))) == ["替"]
    known = "<x:symEx xmlns:x='urn:symex' x:font='Segoe UI Emoji' x:char='1F600'/>"
    assert texts(read(p(r(alternative(known, "<w:t>替</w:t>"))))) == ["\U0001f600"]


@pytest.mark.parametrize("depth", [240, 900])
def test_content_controls_deep_in_each_other(read: Read, depth: int) -> None:
    opening, closing = "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"
    nested = opening * depth + p(opening * 60 + r("底") + closing * 60) + closing * depth
    assert texts(read(p("前") + nested + p("后"))) == ["前", "底", "后"]


def test_what_is_too_deep_is_said(read: Read) -> None:
    nested = p("底下的话")
    for _ in range(60):
        nested = f"<w:tbl><w:tr><w:tc>{nested}</w:tc></w:tr></w:tbl>"
    manuscript = read(p("前") + nested + p("后"))
    assert texts(manuscript) == ["前", "后"]
    assert any("嵌套太深" in note.message and "底下的话" in note.message for note in manuscript.notes)
    # libxml2 has a bound of its own, by its version: read or refused
    deepest = p("前") + "<w:sdt>" * 3_000 + p("底") + "</w:sdt>" * 3_000
    found, refused = read_or_refused(lambda: read(deepest))
    assert "嵌套得太深" in refused or (
        found and texts(found)[0] == "前" and ("底" in texts(found) or found.notes)
    )


def test_parts_that_can_t_be_read_are_said(tmp_path: Path) -> None:
    for part in ("styles", "numbering", "footnotes", "endnotes", "comments"):
        manuscript = read_manuscript(saved(tmp_path, word(p("文"), {part: "<w:open>"})))
        assert texts(manuscript) == ["文"]
        (note,) = manuscript.notes
        assert note.rule == "unread"
    lost = read_manuscript(saved(tmp_path, word(p(r("文") + r("<w:footnoteReference w:id='7'/>")))))
    assert "读不出来的脚注" in lost.notes[0].message


def test_a_mark_of_a_field_that_nobody_knows_is_passed_over(read: Read) -> None:
    assert texts(read(p(r("甲") + begin("other") + r("乙")))) == ["甲乙"]


def test_a_code_that_its_paragraph_does_not_end_is_said(read: Read) -> None:
    body = p(begin("begin") + code("IF ") + r("甲")) + p(r("乙") + begin("end"))
    manuscript = read(body)
    assert texts(manuscript) == ["", "乙"]
    assert [note.words for note in manuscript.notes] == ["IF 甲"]


def test_a_list_of_contents_without_an_end_swallows_nothing(read: Read) -> None:
    opened = p(begin("begin") + code("TOC") + begin("separate") + r("一、甲"))
    assert texts(read(opened + p("正文") + p("又一段"))) == ["一、甲", "正文", "又一段"]


def test_what_a_footnote_holds_beside_its_words(read: Read) -> None:
    inside = r("注") + r("<w:sym w:font='Wingdings' w:char='F0FC'/>") + r(PICTURE)
    body = p(r("文") + r("<w:footnoteReference w:id='1'/>"))
    manuscript = read(body, footnotes=f"<w:footnote w:id='1'>{p(inside)}</w:footnote>")
    assert texts(manuscript) == ["文（注√）"]
    assert {note.rule for note in manuscript.notes} == {"footnote", "picture"}


def test_a_text_node_that_is_very_long_is_no_damage(read: Read) -> None:
    with pytest.raises(UnreadableFileError, match=r"“字{12}…”一段有4000000字，一段最多200000字"):
        read(p("字" * 4_000_000))


# ---- headers and footers


def test_headers_and_footers_are_told(read: Read) -> None:
    manuscript = read(p("正文"), header=p("投稿单位：甲市图书馆") + p(), footer=p("供稿：王某　审核：李某"))
    assert texts(manuscript) == ["正文"]
    header, footer = manuscript.notes
    assert (header.rule, header.words) == ("header", "投稿单位：甲市图书馆")
    assert header.message == "页眉里的“投稿单位：甲市图书馆”没有取用，请看看要不要。"
    assert (footer.rule, footer.words) == ("footer", "供稿：王某　审核：李某")


def page_field(name: str) -> str:
    return begin("begin") + code(name) + begin("separate") + r("3") + begin("end")


@pytest.mark.parametrize(
    "footer",
    [
        p(page_field("PAGE")),
        p(r("— ") + page_field("PAGE") + r(" —")),
        p(r("第") + page_field("PAGE") + r("页 共") + page_field("NUMPAGES") + r("页")),
        p("<w:fldSimple w:instr='PAGE'>" + r("12") + "</w:fldSimple>"),
        p("－ ３ －"),
        p("Page 1 of 2"),
        p(r(OLD_BOX.replace("旧框", "3"))),
        p(),
        "",
    ],
)
def test_page_numbers_are_silent(read: Read, footer: str) -> None:
    assert read(p("正文"), footer=footer, header=footer).notes == ()


def test_what_margins_hold_is_told_once_and_whole(tmp_path: Path) -> None:
    """A header of three kinds, with a table, a box, a watermark, hidden words and a comment."""
    mark = "<w:pict><v:shape><v:textpath string='内部资料'/></v:shape></w:pict>"
    inner = p(r("甲市") + r(mark) + r("密", "<w:vanish/>") + r("<w:commentReference w:id='0'/>"))
    inner += table(("一格", "二格")) + p(r(BOX))
    comments = f"<w:comment w:id='0' w:author='张'>{p('删去')}</w:comment>"
    data = word(p("正文"), {"header": inner, "comments": comments})
    manuscript = read_manuscript(saved(tmp_path, data))
    said = {note.rule: note.message for note in manuscript.notes}
    assert set(said) == {"header", "picture", "hidden", "comment"}
    assert "“甲市；一格；二格；框里的话”" in said["header"]
    assert said["picture"] == "页眉里：这里有一个艺术字（内部资料），没有取用。"
    assert said["hidden"] == "页眉里：隐藏的文字“密”没有取用。"


def test_a_title_in_the_header_too_is_no_news(read: Read) -> None:
    assert read(p("修 志") + p("正文"), header=p("修志")).notes == ()


def test_a_comment_in_a_footer_belongs_there(read: Read) -> None:
    comments = f"<w:comment w:id='0' w:author='张'>{p('删去')}</w:comment>"
    notes = read(
        p("正文"), footer=p(r("供稿") + r("<w:commentReference w:id='0'/>")), comments=comments
    ).notes
    assert [note.message for note in notes] == [
        "页脚里：批注没有取用：“张：删去”。",
        "页脚里的“供稿”没有取用，请看看要不要。",
    ]


def test_a_header_that_can_not_be_read_is_said(tmp_path: Path) -> None:
    data = word(p("文"), {"header": "<w:open>"})
    (note,) = read_manuscript(saved(tmp_path, data)).notes
    assert note.message == "原稿的页眉读不出来，没有取用，请对照原稿看一遍。"


# ---- what is left out keeps its words


def test_a_table_s_note_has_all_of_its_words(read: Read) -> None:
    cell = p(r("剑阁") + r("密", "<w:vanish/>") + r("<w:footnoteReference w:id='1'/>"))
    body = p("如下。") + table(("县", "卷数"), (cell, "3"), ("犍为", p(r("五") + r(PICTURE))))
    footnotes = f"<w:footnote w:id='1'>{p('见年报')}</w:footnote>"
    manuscript = read(body + p("完。"), footnotes=footnotes)
    assert texts(manuscript) == ["如下。", "完。"]
    said = {note.rule: note for note in manuscript.notes}
    assert said["table"].words == "县\t卷数\n剑阁（见年报）\t3\n犍为\t五"
    assert said["hidden"].message == "表格里：隐藏的文字“密”没有取用。"
    assert "合影" in said["picture"].message
    assert {note.paragraph for note in manuscript.notes} == {0}


def test_long_words_are_quoted_at_their_beginning_and_kept(read: Read) -> None:
    (note,) = read(p(r("甲") + r("密" * 900, "<w:vanish/>"))).notes
    assert note.words == "密" * 900
    assert len(note.message) < 300


def test_notes_that_belong_nowhere_are_said(read: Read) -> None:
    footnotes = f"<w:footnote w:id='1'>{p('无主的注')}</w:footnote>"
    comments = f"<w:comment w:id='1'>{p('无主的批注')}</w:comment>"
    manuscript = read(p("甲"), footnotes=footnotes, comments=comments)
    assert [note.rule for note in manuscript.notes] == ["footnote", "comment"]
    assert "“无主的注”" in manuscript.notes[0].message
    assert "“无主的批注”" in manuscript.notes[1].message


def test_an_alternative_with_other_words_is_said(read: Read) -> None:
    same = alternative(p("甲。"), p("甲。"))
    assert read(same).notes == ()
    manuscript = read(alternative(p("新的说法。"), p("旧的说法。")))
    assert texts(manuscript) == ["新的说法。"]
    (note,) = manuscript.notes
    assert note.words == "旧的说法。"
    assert "换一种显示方式的内容（旧的说法。）" in note.message


# ---- signs


def equation(inner: str) -> str:
    return p(r("占") + f"<m:oMath>{inner}</m:oMath>")


def m(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (f"<m:f><m:num>{m('42')}</m:num><m:den>{m('60')}</m:den></m:f>", "占42/60"),
        (f"<m:f><m:num>{m('a+b')}</m:num><m:den>{m('2c')}</m:den></m:f>", "占(a+b)/2c"),
        (f"<m:sSup><m:e>{m('km')}</m:e><m:sup>{m('2')}</m:sup></m:sSup>", "占km²"),
        (f"<m:sSup><m:e>{m('10')}</m:e><m:sup>{m('12')}</m:sup></m:sSup>", "占10^12"),
        (f"<m:sSub><m:e>{m('H')}</m:e><m:sub>{m('2')}</m:sub></m:sSub>{m('O')}", "占H2O"),
        (f"<m:rad><m:deg/><m:e>{m('a+b')}</m:e></m:rad>", "占√(a+b)"),
        (f"<m:d><m:e>{m('a')}</m:e><m:e>{m('b')}</m:e></m:d>", "占(a,b)"),
        (f"<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/></m:dPr><m:e>{m('a')}</m:e></m:d>", "占[a]"),
    ],
)
def test_equations_in_a_line(read: Read, inner: str, text: str) -> None:
    manuscript = read(equation(inner))
    assert texts(manuscript) == [text]
    assert f"“{text[1:]}”" in manuscript.notes[0].message


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (r"EQ \f(42,60)", "占42/60"),
        (r"eq \f(1；2)", "占1/2"),
        (r"EQ \f(a+1,\f(b,c))", "占(a+1)/(b/c)"),
        (r"EQ \r(3,x)", "占³√x"),
        (r"EQ x\s\up8(2)", "占x²"),
        (r"EQ \b(\f(1,2))", "占(1/2)"),
    ],
)
def test_fields_that_draw_equations(read: Read, told: str, text: str) -> None:
    manuscript = read(p(r("占") + begin("begin") + code(told) + begin("end")))
    assert texts(manuscript) == [text]
    assert [note.rule for note in manuscript.notes] == ["equation"]


def test_an_equation_field_that_can_not_be_told_is_named(read: Read) -> None:
    (note,) = read(p(begin("begin") + code("EQ 1),(2") + begin("end"))).notes
    assert "没有结果的域“EQ 1),(2”" in note.message


def sign(face: str, code: str) -> str:
    return r(f"<w:sym w:font='{face}' w:char='{code}'/>")


SYMBOL = "<w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/>"


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (sign("Symbol", "F061") + sign("Symbol", "0062"), "αβ"),
        (sign("Wingdings", "F0FC"), "√"),
        (sign("Times New Roman", "F041") + sign("宋体", "25CB"), "A○"),
        (r("ab", SYMBOL), "αβ"),
        (r("\uf06d", SYMBOL) + r("m"), "μm"),
        (r("甲", SYMBOL), "甲"),
        (r("(12.5%) ", SYMBOL) + sign("Wingdings", "F081"), "(12.5%) ①"),
        (r("m", "<w:rStyle w:val='s'/>"), "μ"),
    ],
)
def test_letters_of_symbol_faces_are_what_they_show(read: Read, runs: str, text: str) -> None:
    styles = (
        f"<w:style w:type='character' w:styleId='s'><w:name w:val='符'/><w:rPr>{SYMBOL}</w:rPr></w:style>"
    )
    manuscript = read(p(runs), styles=styles)
    assert texts(manuscript) == [text]
    assert manuscript.notes == ()


def test_a_sign_that_nobody_knows_is_said(read: Read) -> None:
    manuscript = read(p(sign("Webdings", "F041") + r("\x7f甲", SYMBOL)))
    assert texts(manuscript) == ["甲"]
    assert [note.rule for note in manuscript.notes] == ["symbol", "symbol"]


def test_form_fields_show_what_was_chosen(read: Read) -> None:
    chosen = "<w:ddList><w:result w:val='1'/><w:listEntry w:val='县'/><w:listEntry w:val='市'/></w:ddList>"
    ticked = "<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>"

    def form(data: str, name: str) -> str:
        field = f"<w:fldChar w:fldCharType='begin'><w:ffData>{data}</w:ffData></w:fldChar>"
        return r(field) + code(name) + begin("end")

    manuscript = read(p(form(chosen, "FORMDROPDOWN") + form(ticked, "FORMCHECKBOX") + r("完成")))
    assert texts(manuscript) == ["市☑完成"]
    assert [note.rule for note in manuscript.notes] == ["field-code"]


def test_what_a_diagram_says_is_told(tmp_path: Path) -> None:
    """Its words are a part of their own."""
    drawn = "<w:drawing><a:graphic><dgm:relIds xmlns:dgm='urn:d' r:dm='r0'/></a:graphic></w:drawing>"
    data = word(
        p("甲") + p(r(drawn)),
        {"diagramData": "<a:p><a:t>征</a:t><a:t>集</a:t></a:p><a:p><a:t>审</a:t></a:p>"},
    )
    (note,) = read_manuscript(saved(tmp_path, data)).notes
    assert note.message == "这里有一个 SmartArt 图形（征集、审），没有取用。"


def test_what_a_chart_says_is_told(tmp_path: Path) -> None:
    drawn = "<w:drawing><a:graphic><c:chart r:id='r0'/></a:graphic></w:drawing>"
    names = (
        "<c:cat><c:strRef><c:strCache><c:pt><c:v>前年</c:v></c:pt><c:pt><c:v>去年</c:v></c:pt></c:strCache>"
    )
    data = word(
        p("甲") + p(r(drawn)), {"chart": f"<a:p><a:r><a:t>册数</a:t></a:r></a:p>{names}</c:strRef></c:cat>"}
    )
    (note,) = read_manuscript(saved(tmp_path, data)).notes
    assert note.words == "册数、前年、去年"


# ---- what is known of a paragraph


def test_numbers_and_bullets_stay_known(read: Read) -> None:
    face = "<w:rPr><w:rFonts w:ascii='Wingdings'/></w:rPr></w:lvl></w:abstractNum>"
    numbering = NUMBERING.replace("</w:lvl></w:abstractNum>", face, 1)
    body = numbered("甲", 0) + numbered("乙", 1) + numbered("丙", 3) + numbered("丁", 3) + p("戊")
    manuscript = read(body, numbering=numbering)
    assert [paragraph.listed for paragraph in manuscript.paragraphs] == [
        Listed(0, "一、", in_text=True),
        Listed(1, "（一）", in_text=True),
        Listed(3, "●", in_text=False),
        Listed(3, "●", in_text=False),
        None,
    ]
    assert manuscript.notes[-1].message == "2段前面的项目符号没有取用（“●”2段）。"


def test_bold_stretches_are_known(read: Read) -> None:
    bold = "<w:b/>"
    mixed = p(r("甲") + r("乙丙", bold) + r("丁", bold + "<w:sz w:val='44'/>") + r("戊") + r("己", bold))
    body = mixed + p("庚", "", bold) + p("辛") + numbered(r("壬") + r("癸", bold), 0)
    manuscript = read(body, numbering=NUMBERING)
    assert [paragraph.bold for paragraph in manuscript.paragraphs] == [((1, 4), (5, 6)), (), (), ((3, 4),)]


# ---- powers, pages, charts


@pytest.mark.parametrize(
    ("before", "raised", "text"),
    [
        ("10m", "3", "10m³"),
        ("10", "-4", "10⁻⁴"),
        ("馆", "1", "馆1"),
        ("馆。", "[1]", "馆。[1]"),
        ("2", "nd", "2nd"),
    ],
)
def test_raised_figures(read: Read, before: str, raised: str, text: str) -> None:
    high = "<w:vertAlign w:val='superscript'/>"
    assert texts(read(p(r(before) + r(raised, high)))) == [text]
    styles = f"<w:style w:styleId='s'><w:name w:val='s'/><w:rPr>{high}</w:rPr></w:style>"
    in_style = p(r(before) + r(raised, "<w:rStyle w:val='s'/>"))
    assert texts(read(in_style, styles=styles)) == [text]


def test_a_page_that_ends_within_a_sentence_parts_nothing(read: Read) -> None:
    for kind in ("page", "column"):
        end = f"<w:br w:type='{kind}'/>"
        assert texts(read(p(r("近日，全馆") + r(end) + r("开放。")))) == ["近日，全馆开放。"]
        assert texts(read(p(r("近日，开馆。") + r(end) + r("又讯。")))) == ["近日，开馆。\n又讯。"]
        assert texts(read(p(r("标题") + r(end) + r("正文。")))) == ["标题\n正文。"]


@pytest.mark.parametrize("before", ["共2", "式2"])
def test_fractions_behind_numbers(read: Read, before: str) -> None:
    fraction = "<m:f><m:num><m:r><m:t>3</m:t></m:r></m:num><m:den><m:r><m:t>7</m:t></m:r></m:den></m:f>"
    assert texts(read(p(r(before) + f"<m:oMath>{fraction}</m:oMath>"))) == [f"{before}又3/7"]
    field = begin("begin") + code(r"EQ \f(3,7)") + begin("end")
    assert texts(read(p(r(before) + field))) == [f"{before}又3/7"]
    whole = f"<m:oMath><m:r><m:t>2</m:t></m:r>{fraction}</m:oMath>"
    assert texts(read(p(r("计") + whole))) == ["计2又3/7"]


def test_roots_have_their_degree(read: Read) -> None:
    inside = "<m:deg><m:r><m:t>3</m:t></m:r></m:deg><m:e><m:r><m:t>8</m:t></m:r></m:e>"
    assert texts(read(p(f"<m:oMath><m:rad>{inside}</m:rad></m:oMath>"))) == ["³√8"]


def test_a_letter_of_an_unknown_symbol_face_is_doubted(read: Read) -> None:
    manuscript = read(p(r("<w:sym w:font='馆徽' w:char='F041'/>")))
    assert texts(manuscript) == ["A"]
    assert "“A（馆徽）”" in manuscript.notes[0].message


def test_pictures_have_all_their_words(read: Read) -> None:
    picture = "<w:drawing><wp:inline><wp:docPr id='1' title='题名' descr='说明'/></wp:inline></w:drawing>"
    (note,) = read(p(r(picture))).notes
    assert note.words == "说明、题名"


# ---- what needs no word


def test_strokes_need_no_word(read: Read) -> None:
    line = "<w:drawing><wp:inline><a:graphic><wps:wsp><wps:spPr><a:prstGeom prst='{}'/></wps:spPr></wps:wsp>"
    line += "</a:graphic></wp:inline></w:drawing>"
    for shape in (line.format("line"), line.format("straightConnector1"), "<w:pict><v:line/></w:pict>"):
        assert read(p("甲") + p(r(shape))).notes == ()
    for shape in (line.format("rect"), "<w:pict><v:group><v:line/><v:oval/></v:group></w:pict>"):
        assert [rule for rule, _ in notes(read(p("甲") + p(r(shape))))] == ["picture"]


def test_numbers_of_empty_paragraphs_are_left_out(read: Read) -> None:
    manuscript = read(numbered("甲", 0) + numbered("", 0) + numbered("乙", 0), numbering=NUMBERING)
    assert texts(manuscript) == ["一、甲", "", "三、乙"]
    assert manuscript.paragraphs[1].listed is None


@pytest.mark.parametrize(("footer", "count"), [("- IV -", 0), ("第 II 页", 0), ("VIP", 1), ("Livia", 1)])
def test_roman_page_numbers_are_no_news(read: Read, footer: str, count: int) -> None:
    assert len(read(p("甲"), footer=p(footer)).notes) == count


@pytest.mark.parametrize(("code", "sign"), [("F028", "☎"), ("F0AB", "★"), ("F052", "☼"), ("F06D", "○")])
def test_further_signs_of_wingdings(read: Read, code: str, sign: str) -> None:
    assert texts(read(p(r(f"<w:sym w:font='Wingdings' w:char='{code}'/>")))) == [sign]


def test_of_an_empty_table_nothing_is_told(read: Read) -> None:
    manuscript = read(p("甲") + table(("", ""), ("", "")) + p("乙"))
    assert (texts(manuscript), manuscript.notes) == (["甲", "乙"], ())
