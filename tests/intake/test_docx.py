"""Word files as contributors send them: the text that shows, its look, a note for all that is not in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.intake.manuscript import Look, Manuscript
from bulletin_desk.intake.read import read_manuscript
from tests.intake.conftest import read_or_refused
from tests.intake.word import p, r, saved, table, word

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
    circled = begin("begin") + code(r"eq \o\ac(○,1)") + begin("end")
    manuscript = read(p(circled + r("甲") + begin("begin") + code("AUTOTEXT x") + begin("end")))
    assert texts(manuscript) == ["1甲"]
    assert [rule for rule, _ in notes(manuscript)] == ["field-code", "field-code"]


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


def test_a_form_around_the_text_gives_its_text(read: Read) -> None:
    manuscript = read(table(("报送单位", "乐山市"), ("内容", p("正文。" * 50) + p("又一段。" * 30))))
    assert texts(manuscript) == ["正文。" * 50, "又一段。" * 30]
    assert "“报送单位”、“乐山市”、“内容”" in manuscript.notes[0].message


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
