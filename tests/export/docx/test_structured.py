"""Headings of four levels, lists, attachments and the list of contents in the Word copy: out, and back
however it was edited."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as hypothesis

from bulletin_desk.bulletin.model import (
    Attachment,
    Block,
    Body,
    Heading,
    Issue,
    Item,
    ListItem,
    Section,
)
from bulletin_desk.export.docx.attached import owners
from bulletin_desk.export.docx.read import read_docx
from bulletin_desk.export.docx.words import Words
from bulletin_desk.export.docx.write import docx_bytes
from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.layouts.block_forms import BlockForms, ListForms
from bulletin_desk.layouts.contents_form import ContentsForm
from bulletin_desk.layouts.model import Layout
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.typeset.typesetter import Typesetter
from tests.bulletin.issues import SMALL, issues, paragraphs, rows, texts
from tests.export.docx.conftest import LAYOUTS, Edited, Make
from tests.export.docx.generated import attached_issue, structured_issue
from tests.export.docx.test_write import _errors as schema_errors
from tests.layouts.further import layout_with

_TOUCHED = "Word 版在导出后改动过，已按样式读回改动后的文字。"
_WITHOUT = "Word 版里没有（或认不出）随附的简报，已按样式读回。"
_LONG = "为推动全省地方志事业高质量发展，现就有关工作通知如下，请认真抓好落实并及时报告有关情况。"
BLOCKS: tuple[Block, ...] = (
    Heading("总体要求", 1, numbered=True),
    Heading("指导思想", 2, numbered=True),
    Heading("坚持方向", 3, numbered=True),
    Heading("把好关口", 4, numbered=True),
    Body("正文一段。"),
    ListItem(_LONG),
    ListItem("——自己写的横线"),
    ListItem("甲项工作", numbered=True),
    ListItem("1.5万册志书", numbered=True),
    Heading("（二）自己写的编号", 2),
    Heading("主要任务\n分工安排", 1, numbered=True),
)
PLAN = Attachment("重点任务分工表", (Heading("任务", 1, numbered=True), Body("省级任务。")))
NAMES = Attachment("先进集体\n名单", (ListItem("成都市", numbered=True), ListItem("乐山市", numbered=True)))
MAP = Attachment("分布图说明")


def issue_of(*blocks: Block) -> Issue:
    first = Item(
        "印发工作要点", blocks or BLOCKS, attachments=(PLAN, NAMES), signature="办公室\n2024年1月9日"
    )
    second = Item("另一篇稿件", (Body("另一篇的正文。"),), attachments=(MAP,))
    third = Item("没有附件", (Body("第三篇的正文。"),), "（综合处）")
    return replace(
        SMALL, editors_note=(), sections=(Section("要闻", (first, second)), Section("动态", (third,)))
    )


def blocks_of(issue: Issue) -> tuple[Block, ...]:
    return issue.sections[0].items[0].blocks


def style_of(one: Paragraph) -> str:
    return (one.style.name or "") if one.style is not None else ""


def properties_of(one: Paragraph) -> Any:
    assert one.style is not None
    return one.style.element.pPr


def paragraph(document: Document, text: str, style: str = "") -> Paragraph:
    return next(one for one in document.paragraphs if text in one.text and style_of(one).startswith(style))


def copy_of(issue: Issue, layout: Layout) -> bytes:
    return _copy(issue, Typesetter(layout, load_faces(use_installed=False)))


def _copy(issue: Issue, typesetter: Typesetter) -> bytes:
    return docx_bytes(issue, typesetter.layout, typesetter.typeset(issue))


@cache
def _typesetter(*, contents: bool) -> Typesetter:
    layout = with_contents() if contents else load_layout(LAYOUTS[0])
    return Typesetter(layout, load_faces(use_installed=False))


def without_bulletin(data: bytes) -> bytes:
    document = docx.Document(io.BytesIO(data))
    for key, rel in list(document.part.rels.items()):
        if rel.reltype.endswith("/customXml"):
            del document.part.rels[key]
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def without_bold(part: Any) -> Any:
    """A layout that has no emphasis prints none."""
    if isinstance(part, Body | ListItem):
        return replace(part, bold=())
    if isinstance(part, Item):
        attachments = tuple(map(without_bold, part.attachments))
        return replace(part, blocks=tuple(map(without_bold, part.blocks)), attachments=attachments)
    return (
        replace(part, blocks=tuple(map(without_bold, part.blocks))) if isinstance(part, Attachment) else part
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_untouched_copies_and_styles_alone_give_the_bulletin(make: Make, tmp_path: Path, layout: str) -> None:
    file = tmp_path / "copy.docx"
    for issue in (issue_of(), *map(structured_issue, range(3)), *map(attached_issue, range(3))):
        data = make(issue, layout).docx
        file.write_bytes(data)
        assert read_docx(file) == (issue, ())
        file.write_bytes(without_bulletin(data))
        sections = tuple(
            replace(section, items=tuple(map(without_bold, section.items))) for section in issue.sections
        )
        assert read_docx(file) == (replace(issue, sections=sections), (_WITHOUT,))


_attachments = hypothesis.builds(Attachment, texts, rows(paragraphs))
_items = hypothesis.builds(
    lambda item, added: replace(item, attachments=added),
    hypothesis.builds(Item, texts, rows(paragraphs), texts),
    hypothesis.just(()) | rows(_attachments),
)
_sections = hypothesis.builds(Section, texts, rows(_items))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(issue=hypothesis.builds(replace, issues, sections=rows(_sections)), contents=hypothesis.booleans())
def test_an_untouched_copy_of_any_issue_is_the_bulletin(
    tmp_path: Path, issue: Issue, *, contents: bool
) -> None:
    file = tmp_path / "copy.docx"
    file.write_bytes(_copy(issue, _typesetter(contents=contents)))
    assert read_docx(file) == (issue, ())


def test_numbers_of_items_before_headings_are_told_from_theirs(tmp_path: Path) -> None:
    """An item without a title has its number before its first block, whatever stands over that."""
    blocks = (Heading("其一", 3), Heading("其二", 3, numbered=True), ListItem("甲", numbered=True))
    items = (
        Item("", blocks, kicker="引题"),
        Item("", blocks[1:], mark="★"),
        Item("", blocks[2:], byline="题下行"),
    )
    issue = replace(SMALL, sections=(Section("要闻", items),))
    file = tmp_path / "copy.docx"
    file.write_bytes(copy_of(issue, layout_with()))
    assert read_docx(file) == (issue, ())
    document = docx.Document(str(file))
    paragraph(document, "题下行").runs[0].text = "另一行"
    document.save(str(file))
    items = (*items[:2], replace(items[2], byline="另一行"))
    assert read_docx(file)[0] == replace(issue, sections=(Section("要闻", items),))


def test_headings_and_attachments_are_what_word_takes_them_for(make: Make) -> None:
    document = docx.Document(io.BytesIO(make(issue_of()).docx))
    levels = {}
    for text in ("印发工作要点", "总体要求", "指导思想", "坚持方向", "把好关口", "重点任务分工表"):
        own = {"印发工作要点": "Heading", "重点任务分工表": "附件标题"}.get(text, "")
        properties = properties_of(paragraph(document, text, own))
        levels[text] = int(properties.find(qn("w:outlineLvl")).get(qn("w:val")))
        assert properties.find(qn("w:keepNext")) is not None
    assert list(levels.values()) == [1, 2, 3, 4, 5, 1]
    heading = paragraph(document, "总体要求")
    first = heading.runs[0]
    assert (first.text, (first.style.name or "").partition("（")[0]) == ("一、", "编号")
    assert not list(document.element.body.iter(qn("w:numPr")))
    marks = [one for one in document.paragraphs if style_of(one) == "附件序号"]
    assert [one.text for one in marks] == ["附件1", "附件2", "附件3"]
    assert properties_of(marks[0]).find(qn("w:pageBreakBefore")) is not None
    listed = [one.text for one in document.paragraphs if style_of(one).startswith("附件说明")]
    assert listed == ["附件：1. 重点任务分工表", "2. 先进集体名单", "附件：3. 分布图说明"]


def test_copies_without_them_have_no_styles_of_theirs(make: Make, real_issue: Issue) -> None:
    document = docx.Document(io.BytesIO(make(real_issue).docx))
    names = {style.name.partition("（")[0] for style in document.styles}
    assert not names & {"一级标题", "列项", "编号列项", "附件标题", "附件序号", "附件说明", "toc 2"}


def _typed(text: str, before: str, style: str) -> Callable[[Document], object]:
    def edit(document: Document) -> object:
        return paragraph(document, before).insert_paragraph_before(text, style=style)

    return edit


@pytest.mark.parametrize(
    ("text", "style", "made"),
    [
        ("二、新的一级", "一级标题", Heading("新的一级", 1, numbered=True)),
        ("新的一级", "一级标题", Heading("新的一级", 1)),
        ("2.新的三级", "三级标题", Heading("新的三级", 3, numbered=True)),
        ("2.5万册", "三级标题", Heading("2.5万册", 3)),
        ("乙项工作", "编号列项", ListItem("乙项工作", numbered=True)),
        ("2.乙项工作", "编号列项", ListItem("乙项工作", numbered=True)),
        ("——乙项工作", "列项", ListItem("乙项工作")),
    ],
)
def test_what_is_typed_with_a_style(edited: Edited, text: str, style: str, made: Block) -> None:
    """Numbers that the layout would make are such; of what has none, nothing is made up."""
    found, notes = edited(issue_of(), _typed(text, "自己写的编号", style))
    assert blocks_of(found) == (*BLOCKS[:9], made, *BLOCKS[9:])
    assert notes == (_TOUCHED,)


def test_numbers_typed_where_none_are_made_are_text(edited: Edited) -> None:
    blocks = (Heading("一、总体要求", 1), Body("正文一段。"))
    issue = replace(SMALL, sections=(Section("要闻", (Item("题目", blocks),)),))
    found, notes = edited(issue, _typed("二、主要任务", "正文一段", "一级标题"))
    assert blocks_of(found) == (blocks[0], Heading("二、主要任务", 1), blocks[1])
    assert notes == (_TOUCHED,)


def test_levels_and_kinds_are_changed_by_style(edited: Edited) -> None:
    def edit(document: Document) -> None:
        paragraph(document, "指导思想").style = "一级标题"
        paragraph(document, "甲项工作").style = "列项"
        paragraph(document, "正文一段").style = "四级标题"

    found, notes = edited(issue_of(), edit)
    blocks = list(BLOCKS)
    blocks[1] = Heading("指导思想", 1, numbered=True)
    blocks[4] = Heading("正文一段。", 4)
    blocks[7] = ListItem("甲项工作")
    assert blocks_of(found) == tuple(blocks)
    assert notes == (_TOUCHED,)


def test_a_number_that_was_deleted_is_none(edited: Edited) -> None:
    def edit(document: Document) -> None:
        run = paragraph(document, "总体要求").runs[0]
        run._r.getparent().remove(run._r)

    found, _ = edited(issue_of(), edit)
    assert blocks_of(found) == (Heading("总体要求", 1), *BLOCKS[1:])


def test_a_list_item_that_enter_divided_is_two(edited: Edited) -> None:
    def edit(document: Document) -> None:
        item = paragraph(document, "甲项工作")
        new = item.insert_paragraph_before("甲项", style=style_of(item))
        assert new.text
        item.runs[-1].text = "工作"

    found, _ = edited(issue_of(), edit)
    assert blocks_of(found)[7:9] == (ListItem("甲项", numbered=True), ListItem("工作", numbered=True))


@pytest.mark.parametrize("contents", [False, True])
def test_cleared_styles_are_taken_from_the_bulletin(tmp_path: Path, *, contents: bool) -> None:
    """Select all, Normal, clear formatting."""
    layout = with_contents() if contents else load_layout(LAYOUTS[0])
    document = docx.Document(io.BytesIO(copy_of(issue_of(), layout)))
    for element in document.element.body.iter(qn("w:p")):
        one = Paragraph(element, document)
        if "定位" not in style_of(one):
            one.style = "Normal"
    for properties in list(document.element.body.iter(qn("w:rPr"))):
        properties.getparent().remove(properties)
    file = tmp_path / "copy.docx"
    document.save(str(file))
    found, notes = read_docx(file)
    assert blocks_of(found) == BLOCKS
    assert found.sections == issue_of().sections
    assert any("已按随附的简报认回" in note for note in notes)


def test_attachments_are_edited(edited: Edited) -> None:
    def edit(document: Document) -> None:
        title = paragraph(document, "重点任务分工表", "附件标题")
        title.runs[0].text = "重点任务清单"
        for run in title.runs[1:]:
            run.text = ""
        paragraph(document, "省级任务").insert_paragraph_before("市级任务。", style="Normal")

    found, notes = edited(issue_of(), edit)
    first, second = found.sections[0].items
    plan = Attachment("重点任务清单", (PLAN.blocks[0], Body("市级任务。"), PLAN.blocks[1]))
    assert (first.attachments, second.attachments) == ((plan, NAMES), (MAP,))
    assert notes == (_TOUCHED,)


def test_an_attachment_that_is_new_belongs_beside_its_neighbours(edited: Edited) -> None:
    def edit(document: Document) -> None:
        mark = paragraph(document, "附件2", "附件序号")
        mark.insert_paragraph_before("附件2", style="附件序号")
        mark.insert_paragraph_before("新的附件", style="附件标题")
        mark.insert_paragraph_before("新的内容。", style="Normal")

    found, _ = edited(issue_of(), edit)
    first, second = found.sections[0].items
    new = Attachment("新的附件", (Body("新的内容。"),))
    assert (first.attachments, second.attachments) == ((PLAN, new, NAMES), (MAP,))


def test_an_attachment_that_was_deleted(edited: Edited) -> None:
    def edit(document: Document) -> None:
        for one in list(document.paragraphs):
            if one.text == "附件3" or (one.text == "分布图说明" and style_of(one) == "附件标题"):
                one._p.getparent().remove(one._p)

    found, notes = edited(issue_of(), edit)
    assert [len(item.attachments) for item in found.sections[0].items] == [2, 0]
    assert any("删去了1段：“分布图说明”" in note for note in notes)


def test_what_is_typed_into_a_list_of_attachments_is_told(edited: Edited) -> None:
    def edit(document: Document) -> None:
        paragraph(document, "重点任务分工表", "附件说明").runs[-1].text = "另一个名称"

    found, notes = edited(issue_of(), edit)
    assert found == issue_of()
    assert notes == ("附件说明里的“另一个名称”没有读回：附件说明按附件的标题编成，请改附件的标题。",)


def test_whose_attachments_are() -> None:
    assert owners(["甲", "乙", "丙"], [["甲"], [], ["乙", "丙"]]) == [0, 2, 2]
    assert owners(["甲", "新", "丙"], [["甲"], ["旧"], ["丙"]]) == [0, 1, 2]
    assert owners(["甲", "新", "丙"], [["甲"], [], ["丙"]]) == [0, 0, 2]
    assert owners(["同", "同"], [["同"], ["同"]]) == [0, 1]
    assert owners(["甲"], [[], []]) == [1]
    assert owners([], []) == []


# ---- the list of contents


def with_contents(by: str = "section", **more: Any) -> Layout:
    form = ContentsForm(by=by, **more)  # type: ignore[arg-type]
    return replace(load_layout(LAYOUTS[0]), contents=form)


def test_contents_are_a_field_with_links_and_pages(tmp_path: Path) -> None:
    data = copy_of(issue_of(), with_contents())
    document = docx.Document(io.BytesIO(data))
    rows = [one for one in document.paragraphs if style_of(one).startswith(("toc", "目录"))]
    assert [row.text for row in rows[:3]] == ["要闻", "印发工作要点\t2", "另一篇稿件\t3"]
    codes = [one.text for one in document.element.body.iter(qn("w:instrText"))]
    assert codes[0] == ' TOC \\h \\z \\n 1-1 \\t "heading 1,1,二级栏目,1,heading 2,2" '
    marks = {one.get(qn("w:name")) for one in document.element.body.iter(qn("w:bookmarkStart"))}
    anchors = [one.get(qn("w:anchor")) for one in document.element.body.iter(qn("w:hyperlink"))]
    assert len(anchors) == len(rows)
    assert set(anchors) == marks
    assert all(code.split()[1] in marks for code in codes[1:])
    kinds = [one.get(qn("w:fldCharType")) for one in document.element.body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("end") == kinds.count("separate") == len(codes)
    file = tmp_path / "copy.docx"
    file.write_bytes(data)
    assert read_docx(file) == (issue_of(), ())


def test_a_section_without_titles_tells_its_page_in_the_copy(tmp_path: Path) -> None:
    briefs = Section("简讯", (Item("", (Body("成都市召开会议。"),)), Item("", (Body("德阳市启动编纂。"),))))
    issue = issue_of()
    issue = replace(issue, sections=(*issue.sections, briefs))
    layout = replace(with_contents(), offers=load_layout(LAYOUTS[0]).offers._replace(titles="optional"))
    data = copy_of(issue, layout)
    document = docx.Document(io.BytesIO(data))
    rows = [one.text for one in document.paragraphs if style_of(one).startswith(("toc", "目录"))]
    assert rows[0] == "要闻"
    assert rows[-1].startswith("简讯\t")
    assert rows[-1].split("\t")[1].isdigit()
    codes = [one.text for one in document.element.body.iter(qn("w:instrText"))]
    assert codes[0] == ' TOC \\h \\z \\t "heading 1,1,二级栏目,1,heading 2,2" '
    file = tmp_path / "copy.docx"
    file.write_bytes(data)
    assert read_docx(file) == (issue, ())


def test_contents_are_valid_against_the_transitional_schemas(tmp_path: Path) -> None:
    for by in ("section", "flat"):
        assert schema_errors(copy_of(issue_of(), with_contents(by)), tmp_path) == []


@pytest.mark.parametrize("by", ["section", "flat"])
def test_contents_are_never_read(tmp_path: Path, by: str) -> None:
    """Made anew by Word after an edit they say what they should; by hand, they don't, and that is told."""
    layout = with_contents(by, mark="◆", page_text="（{page}）")
    file = tmp_path / "copy.docx"
    file.write_bytes(copy_of(issue_of(), layout))
    document = docx.Document(str(file))
    heading = paragraph(document, "另一篇稿件", "Heading 2")
    heading.runs[0].text = "改过的标题"
    row = next(
        one for one in document.paragraphs if style_of(one).startswith(("toc", "目录")) and "另一" in one.text
    )
    texts = [text for text in row._p.iter(qn("w:t")) if "另一" in text.text]
    texts[0].text = "改过的标题"
    document.save(str(file))
    found, notes = read_docx(file)
    assert found.sections[0].items[1].title == "改过的标题"
    assert notes == (_TOUCHED,)
    texts[0].text = "没有的标题"
    document.save(str(file))
    assert read_docx(file)[1] == (_TOUCHED, "目录里的“没有的标题”没有读回：目录按稿件的标题编成，请改标题。")


def test_a_layout_s_own_numbers_and_marks(tmp_path: Path) -> None:
    forms = BlockForms(("第{han}部分 ", "", "{number}）", "{han}"), ListForms("●", "（{number}）", "hanging"))
    layout = replace(load_layout(LAYOUTS[0]), blocks=forms)
    words = Words.of(layout)
    assert Words.from_json(words.to_json()) == words
    file = tmp_path / "copy.docx"
    data = copy_of(issue_of(), layout)
    file.write_bytes(data)
    assert read_docx(file) == (issue_of(), ())
    document = docx.Document(str(file))
    paragraph(document, "指导思想").runs[-1].text = "指导思想和原则"  # its number shows nowhere
    document.save(str(file))
    assert blocks_of(read_docx(file)[0])[1] == Heading("指导思想和原则", 2, numbered=True)
