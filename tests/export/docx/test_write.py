"""The Word copy's package: what an expert in Word would find in it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from openxml_audit import FileFormat, OpenXmlValidator  # type: ignore[import-untyped]

from bulletin_desk.bulletin.model import Body, Issue, Item, LayoutText, Section, Subheading
from bulletin_desk.export.docx import styles as st
from bulletin_desk.export.docx.content import unwritable
from bulletin_desk.export.docx.read import read_docx
from bulletin_desk.export.docx.styles import ZERO_WIDTH_SPACE
from bulletin_desk.export.docx.write import docx_bytes
from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.hanzi.classes import QUOTES as QUOTE_MARKS
from bulletin_desk.layouts.colours import rgb
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.layouts.rows import Cmyk
from bulletin_desk.layouts.write import layout_file
from bulletin_desk.proof.layout import remark_findings
from bulletin_desk.typeset.typesetter import Typesetter
from tests.export.docx.conftest import LAYOUTS, ROOT, Copy, Make
from tests.export.docx.generated import NAMES, attached_issue, generated_issue, issue_of_lines, tall_issue
from tests.export.docx.marks import marks_issue
from tests.layouts.rows import fit_of

QUOTES = set(QUOTE_MARKS)


def _part(copy: Copy, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(copy.docx)) as package:
        return package.read(name).decode("utf-8")


def _document(copy: Copy) -> docx.document.Document:
    return docx.Document(io.BytesIO(copy.docx))


def _errors(docx_bytes: bytes, folder: Path) -> list[str]:
    file = folder / "copy.docx"
    file.write_bytes(docx_bytes)
    result = OpenXmlValidator(FileFormat.OFFICE_2010).validate(str(file))
    assert not result.warning_count
    return [f"{error.part_uri}: {error.description}" for error in result.errors]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("free", [False, True])
def test_valid_against_the_transitional_schemas(
    make: Make, real_issue: Issue, full_issue: Issue, tmp_path: Path, layout: str, free: bool
) -> None:
    for issue in (real_issue, full_issue, generated_issue(1), generated_issue(16), attached_issue(2)):
        assert _errors(make(issue, layout, free=free).docx, tmp_path) == []


def test_heads_and_blank_pages_are_valid_too(make: Make, tmp_path: Path) -> None:
    for name in NAMES[:5]:
        assert _errors(make(issue_of_lines(9, name), LAYOUTS[1]).docx, tmp_path) == []
    copy = make(issue_of_lines(24), LAYOUTS[1])
    assert copy.pages.blank_pages == 1
    assert _errors(copy.docx, tmp_path) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_spaced_name_has_spaces_between_its_characters_only(make: Make, layout: str) -> None:
    copy = make(issue_of_lines(3, "党建简报"), layout)
    spaced = r'<w:r><w:rPr><w:spacing w:val="(\d+)"/></w:rPr><w:t>党建简</w:t></w:r><w:r><w:t>报</w:t></w:r>'
    found = re.search(spaced, _part(copy, "word/document.xml"))
    assert found
    width = float(fit_of(copy.layout).widths[4])
    assert int(found[1]) * 3 / 20 + 4 * 56 == pytest.approx(width, abs=0.1)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_name_of_two_lines_has_their_size_and_distance(make: Make, layout: str) -> None:
    copy = make(issue_of_lines(3, NAMES[4]), layout)
    style = re.search(r'<w:name w:val="报头"/>.*?</w:style>', _part(copy, "word/styles.xml"))
    assert style
    first, second = (placed for placed in copy.pages[0].lines if placed.path == ("masthead", "name"))
    size, line = (re.search(rf' w:{name}="(\d+)"', style[0].split(tag)[1]) for tag, name in _SIZES)
    assert size
    assert line
    assert int(size[1]) / 2 == first.line.runs[0].size
    assert int(line[1]) / 20 == pytest.approx(second.y - first.y, abs=0.05)


_SIZES = (("<w:sz", "val"), ("<w:spacing w:before", "line"))


def test_a_blank_page_and_what_follows_have_no_numbers(make: Make) -> None:
    """The section ends before the blank page, the next one's feet are empty."""
    copy = make(issue_of_lines(24), LAYOUTS[1])
    text = _part(copy, "word/document.xml")
    first, last = re.findall(r"<w:sectPr>.*?</w:sectPr>", text)
    relations = _part(copy, "word/_rels/document.xml.rels")
    texts = []
    for section in (first, last):
        for identity in re.findall(r'<w:footerReference w:type="\w+" r:id="(\w+)"/>', section):
            target = re.search(rf'<Relationship [^>]*Id="{identity}"[^>]*>', relations)
            assert target
            name = re.search(r'Target="(\w+\.xml)"', target[0])
            assert name
            texts.append("PAGE" in _part(copy, f"word/{name[1]}"))
    assert texts == [True, True, False, False]
    numbered = make(issue_of_lines(3), LAYOUTS[1])
    assert len(re.findall("<w:sectPr>", _part(numbered, "word/document.xml"))) == 1


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/styles.xml", "<w:keepNext/><w:keepLines/>", "<w:keepLines/><w:keepNext/>"),
        ("word/document.xml", 'w:val="never"', 'w:val="no"'),
        ("word/settings.xml", "<w:evenAndOddHeaders/>", "<w:evenAndOddHeader/>"),
    ],
)
def test_the_schemas_would_find_a_mistake(
    make: Make, real_issue: Issue, tmp_path: Path, part: str, old: str, new: str
) -> None:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(make(real_issue).docx)) as source,
        zipfile.ZipFile(target, "w") as written,
    ):
        for name in source.namelist():
            data = source.read(name)
            written.writestr(name, data.replace(old.encode(), new.encode()) if name == part else data)
    assert _errors(target.getvalue(), tmp_path)


def test_same_input_same_bytes_and_no_date_of_today(make: Make, real_issue: Issue) -> None:
    copy = make(real_issue)
    assert copy.docx == make(real_issue).docx
    with zipfile.ZipFile(io.BytesIO(copy.docx)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "python-docx" not in _part(copy, "docProps/core.xml")


def test_core_properties(make: Make, real_issue: Issue) -> None:
    """What the issue is and whose; not who saved the file and when, which nobody did yet."""
    copy = make(real_issue)
    properties = _document(copy).core_properties
    assert properties.title == "四川省地方志工作简报 第2期（总第607期）"
    assert properties.subject == "第2期（总第607期）"
    assert properties.author == "四川省地方志工作办公室"
    assert properties.language == "zh-CN"
    assert properties.created is properties.modified is properties.last_printed is None
    assert properties.last_modified_by == ""
    core = _part(copy, "docProps/core.xml")
    assert not re.search("created|modified|lastModifiedBy|revision", core)


def test_core_properties_of_what_they_can_not_hold(make: Make, real_issue: Issue) -> None:
    issue = replace(
        real_issue,
        masthead=replace(real_issue.masthead, name="简\x0b报" * 100, supplement="\x1f"),
        dated_header=replace(real_issue.dated_header, issuer="办<公>&室" * 100),
    )
    properties = _document(make(issue)).core_properties
    assert properties.title == "简报" * 100 + " 第2期（总第607期）"
    assert properties.subject == "第2期（总第607期）"
    assert properties.author == ("办<公>&室" * 100)[:255]


def test_no_empty_line_below_a_full_page_that_ends_a_section(make: Make) -> None:
    """Else the section's empty last paragraph would go to a page of its own."""
    full = issue_of_lines(29)
    (section,) = full.sections
    shorter = issue_of_lines(28).sections[0].items[0]
    sourced = replace(full, sections=(replace(section, items=(replace(shorter, source="（办公室）"),)),))
    for issue, after in ((full, []), (sourced, ["0"])):
        copy = make(issue, LAYOUTS[1])
        assert copy.pages.blank_pages == 1
        assert re.findall('w:after="([0-9]+)"', _part(copy, "word/document.xml")) == after
    (after,) = re.findall(
        'w:after="([0-9]+)"', _part(make(issue_of_lines(28), LAYOUTS[1]), "word/document.xml")
    )
    assert after == "580"


def test_headings_are_word_s_own_with_our_names_as_aliases(make: Make, full_issue: Issue) -> None:
    """By their names the navigation pane, tables of contents, pandoc and mammoth know them."""
    for layout in LAYOUTS:
        copy = make(full_issue, layout)
        styles = _part(copy, "word/styles.xml")
        for level, (name, built_in) in enumerate(st.BUILT_IN.items(), 1):
            identified = f'<w:style w:type="paragraph" w:styleId="Heading{level}">'
            assert f'{identified}<w:name w:val="{built_in}"/><w:aliases w:val="{name}"/>' in styles
        document = _document(copy)
        of_level = {
            level: [par.text for par in document.paragraphs if _heading_level(par) == level]
            for level in (1, 2, 3)
        }
        blocks = [block for section in full_issue.sections for item in section.items for block in item.blocks]
        subheadings = [block.text for block in blocks if isinstance(block, Subheading)]
        assert of_level[1] == [f"【{section.name}】" for section in full_issue.sections]
        assert len(of_level[2]) == sum(len(section.items) for section in full_issue.sections)
        assert [_bare(text) for text in of_level[3]] == [_bare(text) for text in subheadings]


def _heading_level(paragraph: Paragraph) -> int | None:
    """The heading that a paragraph's style is, or is based on."""
    style = paragraph.style
    while style is not None:
        name = re.fullmatch(r"Heading (\d)", str(style.name))
        if name:
            return int(name[1])
        style = style.base_style
    return None


def _bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_indents_are_lengths_and_zeros_are_written_out(make: Make, full_issue: Issue, layout: str) -> None:
    """Characters are as wide as the paragraph's first ones in some programs, spacing included, and a built-in
    style has indents and spaces of the program's own where the file says nothing."""
    copy = make(full_issue, layout)
    styles = _part(copy, "word/styles.xml")
    found = re.findall(r'<w:style w:type="paragraph".*?</w:style>', styles)
    assert len(found) > 15
    for style in found:
        assert re.search(r'<w:ind w:left="-?\d+" w:right="-?\d+" w:(firstLine|hanging)="\d+"/>', style)
        assert re.search(r'<w:spacing w:before="\d+" w:after="\d+" w:line="\d+" w:lineRule="exact"/>', style)
    assert '<w:ind w:left="0" w:right="0" w:firstLine="640"/>' in _style(styles, "Normal")
    with zipfile.ZipFile(io.BytesIO(copy.docx)) as package:
        for name in package.namelist():
            assert not re.search(rb"\bw:\w+(Chars|Lines)=", package.read(name))


def test_the_empty_line_after_an_item_is_its_source_s(make: Make, full_issue: Issue) -> None:
    """A style that a clerk gives by hand, and that a copied item takes along. Where another text ends an
    item, its paragraph has the space under its plain style."""
    copy = make(marks_issue())
    pitch = round(float(copy.layout.text_block.line_pitch) * 20)
    assert f'w:after="{pitch}"' in _style(_part(copy, "word/styles.xml"), "来源")
    body = _part(copy, "word/document.xml").partition("<w:tbl>")[0]
    assert re.findall(r"<w:pPr>(?:(?!</w:pPr>).)*w:after=.*?</w:pPr>", body) == [
        f'<w:pPr><w:spacing w:after="{pitch}"/></w:pPr>'
    ]
    assert body.rindex("w:after=") > body.index("有疑问的请在")
    noted = make(full_issue)
    note = _style(_part(noted, "word/styles.xml"), "编者按")
    assert f'w:after="{pitch}"' in note
    assert "<w:contextualSpacing/>" in note  # not between paragraphs of the note
    assert "w:after=" not in _part(noted, "word/document.xml")
    assert "篇末" not in _part(noted, "word/styles.xml")


def test_named_styles_carry_the_formatting(make: Make, full_issue: Issue) -> None:
    copy = make(full_issue)
    names = {style.name for style in _document(copy).styles}
    for name in (
        "报头",
        "期号",
        "Heading 1",
        "Heading 2",
        "Heading 3",
        "段首标题",
        "来源",
        "编者按",
        "信息公开选项",
        "印数",
    ):
        assert name in names
    styles = _part(copy, "word/styles.xml")
    assert '<w:name w:val="Normal"/><w:aliases w:val="正文"/>' in styles
    for level, name in enumerate(st.BUILT_IN.values()):
        assert f'<w:outlineLvl w:val="{level}"/>' in _style(styles, name)
    body = _part(copy, "word/document.xml")
    assert set(re.findall(r"<w:pPr>(.*?)</w:pPr>", body)) <= set(re.findall(r'<w:pStyle w:val="\w+"/>', body))
    direct = re.sub(r'<w:rStyle w:val="\w+"/>', "", "".join(re.findall(r"<w:rPr>(.*?)</w:rPr>", body)))
    direct = re.sub(r'<w:spacing w:val="-?\d+"/>|<w:lang w:val="zh-CN"/>', "", direct)
    # Characters of another size than the body's, and the closing block's: see `styles.BASELINE`.
    assert re.sub(r'<w:position w:val="(-4|4|5)"/>', "", direct) == ""
    raised = re.findall(r"<w:p>(?:(?!</w:p>).)*<w:position .*?</w:p>", body)
    titles = sum(len(section.items) for section in full_issue.sections)
    assert len(raised) == titles + 1 + len(full_issue.distribution) + 2


def test_no_theme_fonts_and_east_asian_faces_by_name(make: Make, full_issue: Issue) -> None:
    copy = make(full_issue)
    with zipfile.ZipFile(io.BytesIO(copy.docx)) as package:
        for name in package.namelist():
            assert b"Theme=" not in package.read(name)
    styles, fonts = _part(copy, "word/styles.xml"), _part(copy, "word/fontTable.xml")
    for face in ("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"):
        assert f'w:eastAsia="{face}"' in styles
        assert re.search(rf'w:name="{face}"><w:altName w:val="[^"]+"/>', fonts)


def test_latin_text_of_titles_is_bold_and_chinese_text_is_not(make: Make, real_issue: Issue) -> None:
    """The official Chinese faces have no bold ones: a word processor would smear them."""
    items = (Item("第3届“天府”GDP—A", (Body("2024年“甲”A"),)),)
    issue = replace(
        real_issue,
        masthead=replace(real_issue.masthead, name="简报2024"),
        sections=(Section("栏2", items),),
    )
    copy = make(issue)
    document = _document(copy)
    bold = {
        char
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run.style.font.bold
        for char in run.text
    }
    assert bold == set("3“”GDPA2024")
    assert not any(style.font.bold for style in document.styles if style.type == WD_STYLE_TYPE.PARAGRAPH)
    by_style = {paragraph.style and paragraph.style.name: paragraph for paragraph in document.paragraphs}
    assert not any(run.style.font.bold for run in by_style["Normal"].runs)
    fonts = _part(copy, "word/fontTable.xml")
    assert fonts.count('w:name="Times New Roman"') == 1


def test_what_is_printed_as_a_turned_letter_stays_what_it_is(make: Make, real_issue: Issue) -> None:
    """And a letter with its mark is one character, without what holds the mark's place on our pages."""
    items = (Item("题", (Body("藏文བོད་，ha\u030co\U0010fffd。"),)),)
    copy = make(replace(real_issue, sections=(Section("栏", items),)))
    (body,) = (par.text for par in _document(copy).paragraphs if par.text.startswith("藏文"))
    assert body == "藏文བོད་，hǎo\U0010fffd。"
    assert "〓" in "".join(
        run.text for page in copy.pages for placed in page.lines for run in placed.line.runs
    )


def test_the_hint_is_where_all_faces_are_one(make: Make, full_issue: Issue) -> None:
    # [MS-OI29500] 2.1.88: under the hint Word takes ² ó ü from the East Asian face as well as — … ·.
    styles = _part(make(full_issue), "word/styles.xml")
    hinted = re.findall(
        r'<w:rFonts w:hint="(\w+)" w:ascii="([^"]+)" w:hAnsi="[^"]+" w:eastAsia="([^"]+)"', styles
    )
    assert hinted
    assert all(hint == "eastAsia" and latin == east_asian for hint, latin, east_asian in hinted)
    assert styles.count("w:hint=") == len(hinted)
    for name in ("符号（仿宋）", "三号双引号"):
        style = _style(styles, name)
        assert 'w:hint="eastAsia"' in style


def test_styles_as_word_lists_them(make: Make, full_issue: Issue) -> None:
    styles = _part(make(full_issue), "word/styles.xml")
    names = dict(re.findall(r'w:styleId="(\w+)"><w:name w:val="([^"]+)"', styles))
    for name, following in (
        ("报头", "期号"),
        ("期号", "编发单位和日期"),
        ("编发单位和日期", "heading 1"),
        ("heading 1", "heading 2"),
        ("heading 2", "Normal"),
        ("heading 3", "Normal"),
        ("来源", "heading 2"),
    ):
        found = re.search(r'<w:next w:val="(\w+)"/>', _style(styles, name))
        assert found
        assert names[found[1]] == following
    for name in ("三号双引号", "符号（仿宋）", "自动换行", "版记定位", "页码（单页）"):
        assert "<w:semiHidden/>" in _style(styles, name)
        assert "<w:qFormat/>" not in _style(styles, name)
    for name in ("段首标题", "heading 1", "报头"):
        assert "<w:qFormat/>" in _style(styles, name)
    assert '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1"' in styles


def test_the_closing_table_has_margins_of_its_own(make: Make, real_issue: Issue) -> None:
    style = _style(_part(make(real_issue), "word/styles.xml"), "版记表")
    assert '<w:left w:w="0" w:type="dxa"/>' in style
    assert '<w:right w:w="0" w:type="dxa"/>' in style


def _style(styles: str, name: str) -> str:
    found = re.search(rf'<w:name w:val="{name}"/>.*?</w:style>', styles)
    assert found
    return found[0]


def test_no_empty_paragraph_but_the_anchor_that_a_table_needs(make: Make, full_issue: Issue) -> None:
    document = _document(make(full_issue))
    empty = [paragraph.style for paragraph in document.paragraphs if not paragraph.text.strip()]
    assert len(empty) == 1
    assert empty[0] is not None
    assert str(empty[0].name).startswith("版记定位")
    assert not any("  " in paragraph.text for paragraph in document.paragraphs)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_measure_is_28_characters(make: Make, real_issue: Issue, layout: str) -> None:
    body = _part(make(real_issue, layout), "word/document.xml")
    found = {name: re.search(rf'<w:pg[^>]* w:{name}="(\d+)"', body) for name in ("w", "right", "left")}
    width, right, left = (int(match[1]) for match in found.values() if match)
    assert 8960 <= width - left - right <= 8980
    assert "docGrid" not in body


def test_settings(make: Make, real_issue: Issue) -> None:
    settings, styles = (_part(make(real_issue), f"word/{name}.xml") for name in ("settings", "styles"))
    assert '<w:characterSpacingControl w:val="doNotCompress"/>' in settings
    assert "<w:evenAndOddHeaders/>" in settings
    for switch in (
        "<w:kinsoku/>",
        "<w:overflowPunct/>",
        '<w:widowControl w:val="0"/>',
        "<w:autoSpaceDE/>",
    ):
        assert switch in styles
    # [MS-DOC] 2.7.2: Word keeps at most 100 and 50 marks of its own list.
    starts, ends = (
        re.search(rf'<w:noLineBreaks{kind} [^>]*w:val="([^"]*)"', settings) for kind in ("Before", "After")
    )
    assert starts
    assert ends
    assert len(starts[1]) <= 100
    assert len(ends[1]) <= 50


def test_marks_that_share_a_cell_are_scaled_and_stay_text(make: Make) -> None:
    copy = make(marks_issue())
    styles = _part(copy, "word/styles.xml")
    assert '<w:w w:val="50"/>' in _style(styles, "半宽标点（仿宋）")
    identifier = re.search(r'w:styleId="(\w+)"><w:name w:val="半宽标点（仿宋）"', styles)
    assert identifier
    body = _part(copy, "word/document.xml")
    start = rf'<w:rStyle w:val="{identifier[1]}"/>(?:<w:spacing [^>]*>)?</w:rPr><w:t>'
    found = re.findall(rf"{start}([^<]*)", body)
    assert found[:4] == ["？！", "！！", "？？", "？！"]
    assert {"〈", "〉"} <= set(found)


def test_lines_that_a_word_processor_would_not_end_so_are_turned(make: Make) -> None:
    """An address parted at a mark; a line that its gaps can't fill. Settings leave such lines unspread."""
    copy = make(marks_issue())
    assert "<w:doNotExpandShiftReturn/>" in _part(copy, "word/settings.xml")
    body = _part(copy, "word/document.xml")
    plain = re.sub(r"<[^>]*>", "", body.replace("<w:br/>", "⏎"))
    assert "或www.⏎scdfz.org.cn" in plain
    assert "@scdfz-⏎archives.org.cn" in plain
    assert "a national⏎symposium" in plain.replace(" ⏎", "⏎")
    free = _part(make(marks_issue(), free=True), "word/document.xml")
    assert "<w:br/>" not in free.partition("ftp://")[2].partition("填写")[0]


def test_titles_and_section_heads_begin_with_their_ink(make: Make, real_issue: Issue) -> None:
    """What always begins with the layout's mark stands out by its blank half, in every program."""
    styles = _part(make(real_issue), "word/styles.xml")
    for name, by_ink in (("heading 2", True), ("来源", False)):
        assert ("<w:topLinePunct/>" in _style(styles, name)) == by_ink
    head = _style(styles, "heading 1")
    assert '<w:ind w:left="0" w:right="0" w:hanging="160"/>' in head
    assert "topLinePunct" not in head


def test_page_numbers_stand_right_on_odd_pages_and_left_on_even_ones(make: Make, real_issue: Issue) -> None:
    copy = make(real_issue)
    styles = _part(copy, "word/styles.xml")
    for number, name, side in ((1, "页码（单页）", "right"), (2, "页码（双页）", "left")):
        footer = _part(copy, f"word/footer{number}.xml")
        identifier = re.search(r'<w:pStyle w:val="(\w+)"/>', footer)
        assert identifier
        style = re.search(rf'w:styleId="{identifier[1]}"><w:name w:val="{name}"/>.*?</w:style>', styles)
        assert style
        assert f'<w:jc w:val="{side}"/>' in style[0]
        assert 'w:instr=" PAGE "' in footer
    body = _part(copy, "word/document.xml")
    assert '<w:footerReference w:type="default"' in body
    assert '<w:footerReference w:type="even"' in body


def test_a_free_copy_is_natural_text(make: Make, real_issue: Issue) -> None:
    copy = make(real_issue, free=True)
    assert '<w:characterSpacingControl w:val="compressPunctuation"/>' in _part(copy, "word/settings.xml")
    assert "<w:spacing" not in _part(copy, "word/document.xml")


def test_text_is_never_changed(make: Make, real_issue: Issue) -> None:
    paragraphs = _document(make(real_issue)).paragraphs
    texts = [paragraph.text.replace(ZERO_WIDTH_SPACE, "") for paragraph in paragraphs]
    for section in real_issue.sections:
        for item in section.items:
            assert [text for text in texts if text == item.source or item.source == ""]
            for block in item.blocks:
                if isinstance(block, Body):
                    assert block.text in texts


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_added_to_a_locked_text_lets_lines_end_and_nothing_else(make: Make, layout: str) -> None:
    """A zero-width space in a run of its own where a line ends beside a quote, and the language of one
    character behind a closing mark."""
    spaces = languages = 0
    for seed in range(12):
        copy = make(generated_issue(seed), layout)
        starts = {placed.line.text[:1] for page in copy.pages for placed in page.lines}
        for paragraph in _document(copy).paragraphs:
            runs = paragraph.runs
            for before, run, after in zip(runs, runs[1:], runs[2:], strict=False):
                if ZERO_WIDTH_SPACE in run.text:
                    assert run.text == ZERO_WIDTH_SPACE
                    assert run.style.name == st.BREAK
                    assert QUOTES & {before.text[-1], after.text[0]}
                    assert after.text[0] in starts
                    spaces += 1
                if run._r.xpath("w:rPr/w:lang"):
                    assert re.fullmatch("[0-9A-Za-z]", run.text)
                    assert before.text[-1] in "，。、；：！？）》〉】〕"
                    languages += 1
        body = _part(copy, "word/document.xml")
        assert body.count(ZERO_WIDTH_SPACE) == body.count(f"<w:t>{ZERO_WIDTH_SPACE}</w:t>")
    assert spaces > 5
    assert languages > 5


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_quote_or_symbol_leaves_its_face_to_a_hint(make: Make, full_issue: Issue, layout: str) -> None:
    doubtful = 0
    for issue in (full_issue, marks_issue()):
        document = _document(make(issue, layout))
        for paragraph in document.paragraphs:
            for run in paragraph.runs:
                if re.search("[“”‘’—…·±℃№§°′″]", run.text) and st.BOLD_LATIN not in run.style.name:
                    (fonts,) = run.style.element.xpath("w:rPr/w:rFonts")
                    names = {fonts.get(qn(f"w:{slot}")) for slot in ("ascii", "hAnsi", "eastAsia", "cs")}
                    assert len(names) == 1, run.text
                    doubtful += 1
    assert doubtful > 40


def test_characters_that_xml_forbids_are_removed_and_found(make: Make, real_issue: Issue) -> None:
    issue = replace(real_issue, sections=(Section("栏目", (Item("题目", (Body("一\x0b二\ufffe三"),)),)),))
    copy = make(issue)
    assert "一二三" in [paragraph.text for paragraph in _document(copy).paragraphs]
    found = [(remark.rule, remark.path, remark.offset, remark.detail) for remark in unwritable(copy.pages)]
    path = ("sections", 0, "items", 0, "blocks", 0)
    assert found == [("not_in_xml", path, 1, "\x0b"), ("not_in_xml", path, 3, "\ufffe")]
    assert unwritable(make(real_issue).pages) == ()


def test_without_a_closing_block_nothing_is_left_of_it(make: Make, real_issue: Issue) -> None:
    issue = replace(real_issue, disclosure="", distribution=(), imprint=None, print_count=None)
    body = _part(make(issue), "word/document.xml")
    assert "<w:tbl>" not in body
    assert "<w:p/>" not in body


def test_the_anchor_starts_a_page_where_the_closing_block_does(make: Make, full_issue: Issue) -> None:
    copy = make(full_issue)
    assert {placed.kind.value for placed in copy.pages[-1].lines} <= {
        "disclosure",
        "distribution",
        "imprint",
        "print_count",
    }
    paragraph = _document(copy).paragraphs[-1]
    assert paragraph.style is not None
    assert paragraph.style.element.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_closing_block_taller_than_a_page_stands_in_the_text(
    make: Make, real_issue: Issue, tmp_path: Path, layout: str
) -> None:
    """What floats can't go on over pages, and LibreOffice cut it off. It is said, too."""
    copy = make(tall_issue(), layout)
    assert copy.pages.closing_pages > 1
    assert _errors(copy.docx, tmp_path) == []
    body = _part(copy, "word/document.xml")
    assert "tblpPr" not in body
    assert "cantSplit" not in body
    assert "<w:keepNext/>" not in _style(_part(copy, "word/styles.xml"), "版记（悬挂2字）")
    (remark,) = unwritable(copy.pages)
    (finding,) = remark_findings(copy.issue, copy.pages, (remark,))
    assert (finding.rule, finding.page) == ("closing_parted_in_word", len(copy.pages))
    assert "版记比一面还高" in finding.message
    assert "tblpPr" in _part(make(real_issue, layout), "word/document.xml")


@pytest.mark.parametrize("free", [False, True])
def test_a_closing_block_under_the_text_stands_in_it(
    real_issue: Issue, tmp_path: Path, *, free: bool
) -> None:
    """Behind an empty paragraph as high as the lines between, and read back as it was."""
    layout = load_layout()
    layout = replace(layout, closing=layout.closing._replace(place="text"))
    carried = LayoutText("版式", layout_file(layout))
    issue = replace(real_issue, sections=real_issue.sections[-1:], layout=carried)
    pages = Typesetter(layout, load_faces(use_installed=False)).typeset(issue)
    copy = Copy(issue, layout, pages, docx_bytes(issue, layout, pages, free=free))
    assert _errors(copy.docx, tmp_path) == []
    body = _part(copy, "word/document.xml")
    assert "tblpPr" not in body
    assert "cantSplit" in body
    above = re.search(
        r'<w:name w:val="版记定位（正文下）"/>.*?w:line="(\d+)"', _part(copy, "word/styles.xml")
    )
    assert above
    assert 0 <= int(above[1]) - 20 * layout.text_block.line_pitch < 100  # where the text's own lines stand
    file = tmp_path / "copy.docx"
    file.write_bytes(copy.docx)
    assert read_docx(file) == (issue, ())


def test_half_points_of_the_masthead_fill_the_block(make: Make, real_issue: Issue) -> None:
    layout = load_layout()
    styles = _part(make(real_issue), "word/styles.xml")
    style = re.search(r'<w:name w:val="报头"/>.*?</w:style>', styles)
    assert style
    size, spacing = (re.search(rf'<w:{name} w:val="(\d+)"/>', style[0]) for name in ("sz", "spacing"))
    assert size
    assert spacing
    width = 10 * (int(size[1]) * 10 + int(spacing[1]))
    assert float(layout.text_block.width) * 20 - 20 < width <= float(layout.text_block.width) * 20
    assert '<w:color w:val="FF0000"/>' in style[0]


def test_a_layout_that_puts_words_around_the_name() -> None:
    """They are in the line, too, which is not spaced then."""
    layout = load_layout(LAYOUTS[1])
    style = replace(layout.styles["masthead"], prefix="《", suffix="》")
    layout = replace(layout, styles={**layout.styles, "masthead": style})
    issue = issue_of_lines(3, "简报")
    pages = Typesetter(layout, load_faces(use_installed=False)).typeset(issue)
    text = _part(Copy(issue, layout, pages, docx_bytes(issue, layout, pages)), "word/document.xml")
    assert "简报" in text


def test_a_line_that_is_not_spread_ends_at_a_line_break(make: Make, real_issue: Issue) -> None:
    """An imprint and a source of two lines: the word processor's measure is another than ours."""
    office = "阿坝藏族羌族自治州党史和地方志编纂中心（州委党史研究室）综合科"
    source = "（中国共产党四川省德阳市委员会党史研究室、德阳市地方志编纂委员会办公室、德阳市档案馆）"
    assert real_issue.imprint is not None
    section = replace(
        real_issue.sections[0], items=(replace(real_issue.sections[0].items[0], source=source),)
    )
    issue = replace(
        real_issue, sections=(section,), imprint=replace(real_issue.imprint, office=office), distribution=()
    )
    copy = make(issue)
    xml = zipfile.ZipFile(io.BytesIO(copy.docx)).read("word/document.xml").decode("utf-8")
    lines = re.sub(r"<[^>]+>", "", re.sub(r"<w:br/>", "|", xml))
    assert "阿坝藏族羌族自治州党史和地方志编纂中心|（州委党史研究室）综合科" in lines
    assert "（中国共产党四川省德阳市委员会党史研究室、|德阳市地方志编纂委员会办公室" in lines
    free = zipfile.ZipFile(io.BytesIO(make(issue, free=True).docx)).read("word/document.xml").decode("utf-8")
    assert office in re.sub(r"<[^>]+>", "", free)


def test_the_manual_s_checklist_names_lines_of_the_example(make: Make, full_issue: Issue) -> None:
    """Who opens the copy in Word looks for them: the ends of lines, by their pages."""
    manual = (ROOT / "docs" / "安装与使用.md").read_text(encoding="utf-8")
    checklist = manual.partition("### 第一次用 Word 或 WPS 打开")[2].partition("\n## ")[0]
    pages = make(full_issue).pages
    checked = 0
    for number, said in re.findall(r"第 (\d+) 面([^\n]*?)(?=第 \d+ 面|\n)", checklist):
        lines = [placed.line.text for placed in pages[int(number) - 1].lines]
        ends = {(line[-2:], following[:2]) for line, following in pairwise(lines)}
        for turn in re.finditer(r"(..)｜(..)", said):
            assert turn.groups() in ends
            checked += 1
    assert checked > 7


@pytest.mark.parametrize(
    ("inks", "wanted"),
    [
        ((0, 0, 0, 1), "000000"),
        ((0, 0, 0, 0.5), "808080"),
        ((0, 1, 1, 0), "FF0000"),
        ((1, 0, 1, 0), "008D49"),
        ((1, 1, 0, 0), "35458C"),
        ((0, 0, 0, 0), "FFFFFF"),
    ],
)
def test_a_process_colour_on_a_screen(inks: Cmyk, wanted: str) -> None:
    assert rgb(inks) == wanted


def test_a_dark_green_is_no_bright_one() -> None:
    red, green, blue = bytes.fromhex(rgb((0.85, 0.25, 0.95, 0.15)))
    assert abs(red - 47) + abs(green - 109) + abs(blue - 62) < 60  # what the pages' profile has
