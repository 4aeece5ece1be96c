"""The way back: a Word copy gives the bulletin, however it was edited, and says what it can't give."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.text.paragraph import Paragraph
from hypothesis import HealthCheck, given, settings

from bulletin_desk.bulletin.matching import text_of
from bulletin_desk.bulletin.model import Addressee, Body, Issue, Item, Kind, Section, Subheading
from bulletin_desk.errors import UnreadableFileError
from bulletin_desk.export.docx import styles as st
from bulletin_desk.export.docx.read import read_docx
from bulletin_desk.pipeline import own_word_copy
from tests.bulletin.issues import SMALL, issues
from tests.export.docx.conftest import LAYOUTS, Edited, Make, replaced
from tests.export.docx.generated import NAMES, generated_issue, issue_of_lines

_TOUCHED = "Word 版在导出后改动过，已按样式读回改动后的文字。"
_WITHOUT = "Word 版里没有（或认不出）随附的简报，已按样式读回。"


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("free", [False, True])
def test_an_untouched_copy_is_the_bulletin(
    make: Make, real_issue: Issue, full_issue: Issue, tmp_path: Path, layout: str, free: bool
) -> None:
    file = tmp_path / "copy.docx"
    more = [issue_of_lines(4, name) for name in NAMES] + [issue_of_lines(lines) for lines in (24, 31)]
    for issue in (real_issue, full_issue, *map(generated_issue, range(8)), *more):
        file.write_bytes(make(issue, layout, free=free).docx)
        assert read_docx(file) == (issue, ())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_copy_with_the_names_of_earlier_ones_is_read(
    make: Make, full_issue: Issue, tmp_path: Path, layout: str
) -> None:
    """Headings had our names, and what ends an item had a style of its own."""
    data = _without_custom_part(make(full_issue, layout).docx)
    for name, built_in in st.BUILT_IN.items():
        old = f'<w:name w:val="{built_in}"/><w:aliases w:val="{name}"/>'
        data = replaced(data, "word/styles.xml", old, f'<w:name w:val="{name}"/>')
    data = replaced(data, "word/styles.xml", 'w:val="来源"', 'w:val="来源（篇末）"')
    file = tmp_path / "copy.docx"
    file.write_bytes(data)
    assert read_docx(file) == (full_issue, (_WITHOUT,))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_styles_alone_give_the_bulletin_too(
    make: Make, real_issue: Issue, full_issue: Issue, tmp_path: Path, layout: str
) -> None:
    file = tmp_path / "copy.docx"
    for issue in (real_issue, full_issue, *map(generated_issue, range(8))):
        file.write_bytes(_without_custom_part(make(issue, layout).docx))
        assert read_docx(file) == (issue, (_WITHOUT,))


def test_characters_that_word_can_not_hold_come_back(make: Make, real_issue: Issue, tmp_path: Path) -> None:
    issue = replace(real_issue, sections=(Section("栏目", (Item("题\x0c目", (Body("一\x0b二\uffff三"),)),)),))
    file = tmp_path / "copy.docx"
    file.write_bytes(make(issue).docx)
    assert read_docx(file) == (issue, ())


def test_the_names_of_styles_stay() -> None:
    """Copies that are about have them, whatever a kind of text is called in the window."""
    names = [
        "标识",
        "报头",
        "期号",
        "编发单位和日期",
        "编者按",
        "栏目",
        "二级栏目",
        "引题",
        "稿件标题",
        "副题",
        "题下行",
        "称谓",
        "小标题",
        *("一级标题", "二级标题", "三级标题", "四级标题"),
        *("Normal", "列项", "编号列项"),
        *("表题", "表的单位", "表头", "表格", "表注"),
        *("图片", "图题", "图片来源"),
        *("落款", "来源"),
        *("附件说明", "附件序号", "附件标题", "目录"),
    ]
    names += ["信息公开选项", "版记", "印发机关和日期", "印数", "报头其他栏", "版记其他栏"]
    assert [st.STYLE_NAMES[kind] for kind in Kind if kind is not Kind.FOLIO] == names


def test_empty_texts_come_back(edited: Edited) -> None:
    """Those of the bulletin, that is; an empty paragraph that came in later is left out."""
    blocks = (Subheading(""), Body(""), Body("正文。"))
    issue = replace(
        SMALL,
        masthead=replace(SMALL.masthead, name=""),
        editors_note=(Body("按。"), Body("")),
        sections=(
            Section("", (Item("", blocks), Item("题", blocks), Item("", (Body("另一篇。"),), "（处）"))),
        ),
    )
    assert edited(issue, lambda document: None) == (issue, ())

    def edit(document: Document) -> None:
        _paragraph(document, "另一篇。").insert_paragraph_before("", style="Heading 2")
        _rewrite(_paragraph(document, "题"), "新题")

    first, second, third = issue.sections[0].items
    changed = replace(issue, sections=(Section("", (first, replace(second, title="新题"), third)),))
    assert edited(issue, edit) == (changed, (_TOUCHED, "略去了1个空段落。"))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(issue=issues)
def test_an_untouched_copy_of_any_issue_is_the_bulletin(make: Make, tmp_path: Path, issue: Issue) -> None:
    file = tmp_path / "copy.docx"
    file.write_bytes(make(issue).docx)
    assert read_docx(file) == (issue, ())


def test_changed_text_is_read_back(edited: Edited, real_issue: Issue) -> None:
    def edit(document: Document) -> None:
        _paragraph(document, "计划。").runs[-1].text = "改过了。"

    issue, notes = edited(real_issue, edit)
    assert notes == (_TOUCHED,)
    before, after = (list(_bodies(value)) for value in (real_issue, issue))
    assert len(before) == len(after)
    changed = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    assert len(changed) == 1
    assert changed[0][1].text.endswith("改过了。")
    assert changed[0][1].run_in == changed[0][0].run_in


def test_reordered_deleted_and_added_paragraphs(edited: Edited, real_issue: Issue) -> None:
    first = real_issue.sections[0].items[0]

    def edit(document: Document) -> None:
        bodies = [
            paragraph for paragraph in document.paragraphs if paragraph.text == text_of(first.blocks[0])
        ]
        title = _paragraph(document, first.title)
        new = title.insert_paragraph_before("新写的一篇", style="Heading 2")
        new._p.addnext(bodies[0]._p)
        gone = _paragraph(document, text_of(first.blocks[2]))
        gone._p.getparent().remove(gone._p)

    issue, notes = edited(real_issue, edit)
    assert notes == (
        _TOUCHED,
        "导出后删去了1段：“编纂出版综合年鉴。坚持地方综合年鉴编纂篇…”。",
        "导出后移动了1段：“2023年，乐山市委党史和地方志研究室坚…”。",
    )
    added, rest = issue.sections[0].items[:2]
    assert added == Item("新写的一篇", (first.blocks[0],))
    assert rest == replace(first, blocks=(first.blocks[1], *first.blocks[3:]))
    assert issue.sections[0].items[2:] == real_issue.sections[0].items[1:]


def test_a_title_that_typesetting_broke_is_one_text_until_the_clerk_breaks_it(
    edited: Edited, full_issue: Issue
) -> None:
    title = next(
        item.title for item in full_issue.sections[0].items if len(item.title) > 30 and "\n" not in item.title
    )
    issue, notes = edited(full_issue, lambda document: document.add_paragraph())
    assert notes == (_TOUCHED, "略去了1个空段落。")
    assert title in [item.title for section in issue.sections for item in section.items]


def test_head_and_closing_block(edited: Edited, real_issue: Issue) -> None:
    def edit(document: Document) -> None:
        _rewrite(_paragraph(document, "第2期"), "增刊第3期（总第608期）")
        _rewrite(_paragraph(document, "2024年1月9日"), "四川省地方志办公室\t2024年2月10日")
        cells = [paragraph for row in document.tables[0].rows for paragraph in row.cells[0].paragraphs]
        _rewrite(next(cell for cell in cells if cell.text.startswith("报")), "抄：某某。")
        _rewrite(next(cell for cell in cells if "印发" in cell.text), "综合处\t2024年2月11日印发")
        _rewrite(next(cell for cell in cells if "共印" in cell.text), "（共印500份）")
        _rewrite(next(cell for cell in cells if "公开" in cell.text), "信息公开选项：不予公开")

    issue, notes = edited(real_issue, edit)
    assert notes == (_TOUCHED,)
    masthead = issue.masthead
    assert (masthead.number, masthead.total_number, masthead.supplement) == (3, 608, "增刊")
    assert (issue.dated_header.issuer, issue.dated_header.date.isoformat()) == (
        "四川省地方志办公室",
        "2024-02-10",
    )
    assert issue.distribution[0] == Addressee("抄", "某某。")
    assert issue.distribution[1:] == real_issue.distribution[1:]
    assert issue.imprint is not None
    assert (issue.imprint.office, issue.imprint.date.isoformat()) == ("综合处", "2024-02-11")
    assert (issue.print_count, issue.disclosure) == (500, "不予公开")
    assert issue.sections == real_issue.sections


def test_what_can_not_be_read_back_is_named(edited: Edited, real_issue: Issue) -> None:
    def edit(document: Document) -> None:
        _rewrite(_paragraph(document, "第2期"), "特刊")
        first = _paragraph(document, "乐山内容组稿")
        first.runs[0].bold = True
        first.insert_paragraph_before("另一种样式", style=document.styles.add_style("批示", 1))
        first.insert_paragraph_before("")
        first.add_run()._r.append(parse_xml(_DRAWING))

    issue, notes = edited(real_issue, edit)
    assert issue.masthead == real_issue.masthead
    text = "\n".join(notes)
    for said in (
        "期号“特刊”认不出期数，沿用原来的。",
        "直接设置的字体格式，没有读回。",
        "“另一种样式”一段的样式“批示”不是简报的样式，按正文读回。",
        "略去了1个空段落。",
        "一段里有图片，没有读回。",
    ):
        assert said in text
    assert Body("另一种样式") in list(_bodies(issue))


def test_deletions_on_record_are_named(make: Make, real_issue: Issue, tmp_path: Path) -> None:
    file = tmp_path / "copy.docx"
    inserted = '<w:ins w:id="1" w:author="甲"><w:r><w:t>补的</w:t></w:r></w:ins>'
    deleted = '<w:del w:id="2" w:author="甲"><w:r><w:delText>删的</w:delText></w:r></w:del>'
    changed = _replaced(make(real_issue).docx, "</w:p><w:tbl>", f"{inserted}{deleted}</w:p><w:tbl>")
    assert changed is not None
    file.write_bytes(changed)
    issue, notes = read_docx(file)
    assert any("修订中删去的文字" in note for note in notes)
    assert "补的" in issue.sections[-1].items[-1].source


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        ("<w:pPr><w:jc w:val='center'/></w:pPr>", "直接设置的段落格式，没有读回"),
        ("<w:pPr><w:rPr><w:del w:id='1' w:author='甲'/></w:rPr></w:pPr>", "修订中删去的段落标记，没有读回"),
        ("<w:pPr><w:sectPr/></w:pPr>", "分节符，没有读回"),
        ("<w:r><w:rPr><w:rFonts w:ascii='Arial'/></w:rPr></w:r>", "直接设置的字体格式，没有读回"),
        ("<w:r><w:rPr><w:vanish/></w:rPr></w:r>", "直接设置的字体格式，没有读回"),
        (
            "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框里的字</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>",
            "文本框（框里的字），没有读回",
        ),
        ("<w:r><w:rPr><w:rFonts w:hint='eastAsia'/></w:rPr></w:r>", ""),  # what Word itself adds
    ],
)
def test_what_is_neither_text_nor_style_is_named(
    edited: Edited, real_issue: Issue, inner: str, said: str
) -> None:
    def edit(document: Document) -> None:
        paragraph = _paragraph(document, "2023年，乐山市委")._p
        for child in parse_xml(f"<w:p {_W}>{inner}</w:p>"):
            paragraph.insert(0 if child.tag.endswith("pPr") else len(paragraph), child)

    issue, notes = edited(real_issue, edit)
    assert issue == real_issue
    assert [note for note in notes if "2023年，乐山市委" in note] == list(notes)
    assert (said in notes[0] and len(notes) == 1) if said else not notes


def test_the_same_formatting_everywhere_is_named_once(edited: Edited, real_issue: Issue) -> None:
    def edit(document: Document) -> None:
        for paragraph in document.paragraphs[4:14]:
            paragraph.runs[0].bold = True

    issue, notes = edited(real_issue, edit)
    assert issue == real_issue
    assert notes == ("“乐山市四向发力推进地方志事业高质量发展”等10段里有直接设置的字体格式，没有读回。",)


def test_a_table_of_one_column_is_named_and_its_text_kept(edited: Edited, real_issue: Issue) -> None:
    def edit(document: Document) -> None:
        table = document.add_table(2, 1)
        table.cell(0, 0).text, table.cell(1, 0).text = "甲格", "乙格"
        _paragraph(document, "2023年，乐山市委")._p.addnext(table._tbl)

    issue, notes = edited(real_issue, edit)
    assert {"甲格", "乙格"} <= {block.text for block in _bodies(issue)}
    assert [note for note in notes if "表格" in note] == [
        "“甲格”在一个表格里，表格没有读回，里面的文字逐段读回。"
    ]


def test_text_in_headers_and_footers_is_named(edited: Edited, real_issue: Issue) -> None:
    def edit(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "送审稿"
        document.sections[0].footer.paragraphs[0].add_run("内部")

    issue, notes = edited(real_issue, edit)
    assert issue == real_issue
    assert sorted(notes) == ["页眉里的“送审稿”没有读回。", "页脚里的“— 1 —内部”没有读回。"]


def test_a_run_in_heading_in_the_middle_is_named(edited: Edited, real_issue: Issue) -> None:
    def edit(document: Document) -> None:
        _paragraph(document, "2023年，乐山市委").runs[-1].style = "段首标题"

    issue, notes = edited(real_issue, edit)
    assert issue == real_issue
    assert len(notes) == 1
    assert "不在段首的段首标题样式，没有读回" in notes[0]


def test_text_without_a_title_or_a_section_is_kept(edited: Edited, real_issue: Issue) -> None:
    def edit(document: Document) -> None:
        for paragraph in list(document.paragraphs):
            style = paragraph.style
            if style is not None and str(style.name).startswith(("Heading 1", "Heading 2")):
                paragraph._p.getparent().remove(paragraph._p)

    issue, notes = edited(real_issue, edit)
    assert [block.text for block in _bodies(issue)][:3] == [block.text for block in _bodies(real_issue)][:3]
    assert any("没有稿件标题" in note for note in notes)
    assert any("没有栏目" in note for note in notes)


def test_a_damaged_embedded_bulletin_is_named_and_styles_serve(
    make: Make, real_issue: Issue, tmp_path: Path
) -> None:
    file = tmp_path / "copy.docx"
    changed = _replaced(make(real_issue).docx, '"masthead"', '"mast"', part="customXml/item1.xml")
    assert changed is not None
    file.write_bytes(changed)
    issue, notes = read_docx(file)
    assert issue == real_issue
    assert any("随附在 Word 版里的简报读不出来" in note for note in notes)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "不是 Word 文件"),
        (b"PK\x03\x04 nothing", "不是 Word 文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧的 .doc 文件，或加了密码"),
        (b"<html></html>", "不是 Word 文件"),
    ],
)
def test_what_is_no_word_file_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    file = tmp_path / "copy.docx"
    file.write_bytes(data)
    with pytest.raises(UnreadableFileError, match=said):
        read_docx(file)


def test_a_missing_file_a_folder_and_a_half_file_are_refused(
    make: Make, real_issue: Issue, tmp_path: Path
) -> None:
    with pytest.raises(UnreadableFileError, match="没有这个文件"):
        read_docx(tmp_path / "none.docx")
    with pytest.raises(UnreadableFileError, match="文件夹"):
        read_docx(tmp_path)
    data = make(real_issue).docx
    file = tmp_path / "half.docx"
    file.write_bytes(data[: len(data) // 2])
    with pytest.raises(UnreadableFileError, match="不是 Word 文件"):
        read_docx(file)


def test_another_office_s_word_file_is_refused(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("一份别的文件")
    file = tmp_path / "other.docx"
    document.save(str(file))
    with pytest.raises(UnreadableFileError, match="不是本程序写出的 Word 版"):
        read_docx(file)


CHOSEN = {
    "a masthead": ("报头",),
    "what a bulletin's office would choose": ("报头", "期号", "栏目", "稿件标题", "小标题", "来源"),
    "every part": tuple(name for name in st.STYLE_NAMES.values() if name != "Normal"),
    "our variants": ("报头", "稿件标题", "来源（篇末）", st.ANCHOR_SECTION, st.CLOSING_TABLE, st.FOLIO_ODD),
}


@pytest.mark.parametrize("names", CHOSEN.values(), ids=CHOSEN)
def test_styles_of_another_office_do_not_make_its_file_ours(
    names: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = docx.Document()
    for name in names:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        document.add_paragraph(f"某县政务信息{name}", style)
    document.add_paragraph("全县召开推进会，部署下一步工作。")
    file = tmp_path / "某县.docx"
    document.save(str(file))
    monkeypatch.setattr(docx, "Document", lambda _: pytest.fail("parsed a file that is not ours"))
    with pytest.raises(UnreadableFileError, match="不是本程序写出的 Word 版"):
        read_docx(file)
    assert own_word_copy(file) is None


def test_text_pasted_from_a_copy_does_not_make_a_file_ours(
    make: Make, full_issue: Issue, tmp_path: Path
) -> None:
    """Pasting takes the styles along that the text has."""
    ours = docx.Document(io.BytesIO(make(full_issue).docx))
    theirs = docx.Document()
    used = {paragraph.style.style_id for paragraph in ours.paragraphs if paragraph.style}
    for style in ours.styles.element.iterchildren(qn("w:style")):
        if style.get(qn("w:styleId")) in used - {"Normal"}:
            theirs.styles.element.append(style)
    for paragraph in ours.paragraphs:
        theirs.element.body.insert(len(theirs.element.body) - 1, paragraph._p)
    file = tmp_path / "摘编.docx"
    theirs.save(str(file))
    with pytest.raises(UnreadableFileError, match="不是本程序写出的 Word 版"):
        read_docx(file)


def test_a_copy_that_lost_its_bulletin_is_still_ours(make: Make, real_issue: Issue, tmp_path: Path) -> None:
    """As a program saves it that keeps the document and its styles alone."""
    document = docx.Document(io.BytesIO(make(real_issue).docx))
    for key, rel in list(document.part.rels.items()):
        if rel.reltype.endswith("/customXml"):
            del document.part.rels[key]
    file = tmp_path / "copy.docx"
    document.save(str(file))
    with zipfile.ZipFile(file) as written:
        assert not any(name.startswith("customXml") for name in written.namelist())
    assert own_word_copy(file) == read_docx(file) == (real_issue, (_WITHOUT,))


def test_a_copy_is_ours_by_its_bulletin_whatever_its_styles(
    make: Make, real_issue: Issue, tmp_path: Path
) -> None:
    file = tmp_path / "copy.docx"
    renamed = _replaced(make(real_issue).docx, st.ANCHOR_SECTION, "定位", part="word/styles.xml")
    assert renamed is not None
    file.write_bytes(renamed)
    assert own_word_copy(file) == (real_issue, ())


_DRAWING = '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'


def _bodies(issue: Issue) -> list[Body]:
    return [
        block
        for section in issue.sections
        for item in section.items
        for block in item.blocks
        if isinstance(block, Body)
    ]


def _paragraph(document: Document, text: str) -> Paragraph:
    return next(paragraph for paragraph in document.paragraphs if text in paragraph.text)


def _rewrite(paragraph: Paragraph, text: str) -> None:
    for run in paragraph.runs[1:]:
        run._r.getparent().remove(run._r)
    paragraph.runs[0].text = text


def _without_custom_part(data: bytes) -> bytes:
    changed = _replaced(data, "urn:bulletin-desk:bulletin:1", "urn:other", part="customXml/item1.xml")
    assert changed is not None
    return changed


def _replaced(data: bytes, old: str, new: str, part: str = "word/document.xml") -> bytes | None:
    target = io.BytesIO()
    found = False
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as written:
        for name in source.namelist():
            content = source.read(name)
            if name == part and old.encode("utf-8") in content:
                found = True
                content = content.replace(old.encode("utf-8"), new.encode("utf-8"), 1)
            written.writestr(name, content)
    return target.getvalue() if found else None


@pytest.mark.parametrize(
    "text", ["Cafe\u0301", "Cafe\u0301 n\u030c、e\u0301", "\u034fe\u034f\u0301", "が\u304b\u3099"]
)
def test_letters_with_combining_marks_are_untouched(
    make: Make, real_issue: Issue, tmp_path: Path, text: str
) -> None:
    """The copy has them as one character."""
    section = real_issue.sections[0]
    first = section.items[0]
    item = replace(
        first,
        title=text,
        blocks=(Body(f"{text}会议。会议要求如下。", len(text) + 3), Subheading(text), *first.blocks),
        source=text,
    )
    issue = replace(
        real_issue, sections=(replace(section, items=(item, *section.items[1:])),), editors_note=(Body(text),)
    )
    file = tmp_path / "copy.docx"
    file.write_bytes(make(issue).docx)
    assert read_docx(file) == (issue, ())
