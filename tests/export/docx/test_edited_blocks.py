"""Any issue's Word copy, edited in any of the ways in which people edit tables, pictures, captions and
attachments in Word: no text is lost unsaid, none comes twice, and what changes no text changes nothing."""

from __future__ import annotations

import copy
import io
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bulletin_desk.bulletin.grammar import walk
from bulletin_desk.bulletin.model import (
    Attachment,
    Block,
    Body,
    Cell,
    Heading,
    Issue,
    Item,
    ListItem,
    Picture,
    Pictures,
    Section,
    Subheading,
    Table,
)
from bulletin_desk.export.docx.read import read_docx
from bulletin_desk.export.docx.write import docx_bytes
from bulletin_desk.fonts.faces import load_faces
from bulletin_desk.layouts.contents_form import ContentsForm
from bulletin_desk.layouts.read import load_layout
from bulletin_desk.typeset.typesetter import Typesetter
from tests.bulletin.issues import SMALL, blocks, rows
from tests.export.docx import word
from tests.export.docx.test_blocks_back import BLUE, RED, table_in

FOUND = "Word 版在导出后改动过，已按样式读回改动后的文字。"
HEAD = {
    "masthead": replace(SMALL.masthead, name="简报"),
    "dated_header": replace(SMALL.dated_header, issuer="办公室"),
}
"""In fewer characters than the words that are looked for."""


@cache
def typesetter(name: str) -> Typesetter:
    layout = load_layout("gb9704")
    tables, pictures = layout.tables, layout.pictures
    match name:
        case "numbered":
            tables, pictures = tables._replace(number="表{number} "), pictures._replace(number="图{number} ")
        case "above":
            tables = tables._replace(number="表{number}　")
            pictures = pictures._replace(number="图{number}　", caption="above")
            layout = replace(layout, contents=ContentsForm(by="section"))
    return Typesetter(replace(layout, tables=tables, pictures=pictures), load_faces(use_installed=False))


NAMES = ("plain", "numbered", "above")


def copied(issue: Issue, name: str) -> bytes:
    setter = typesetter(name)
    return docx_bytes(issue, setter.layout, setter.typeset(issue))


def after(data: bytes, edit: Callable[[Document], object], file: Path) -> tuple[Issue, tuple[str, ...]]:
    document = docx.Document(io.BytesIO(data))
    edit(document)
    document.save(str(file))
    return read_docx(file)


# ---- any issue, in words of its own


class Words:
    """Words that occur once."""

    def __init__(self) -> None:
        self._count = 0

    def next(self) -> str:
        self._count += 1
        pick = random.Random(self._count)
        return "".join(chr(pick.randint(0x4E10, 0x9F00)) for _ in range(5))

    def in_place_of(self, text: str) -> str:
        return self.next() if text else ""

    def block(self, block: Block) -> Block:
        match block:
            case Body():
                return Body(self.next() + "。")
            case Subheading():
                return Subheading(self.next())
            case Heading():
                return replace(block, text=self.next())
            case ListItem():
                return ListItem(self.next(), numbered=block.numbered)
            case Table():
                made = tuple(
                    tuple(replace(cell, text=self.in_place_of(cell.text)) for cell in row)
                    for row in block.rows
                )
                around = (self.in_place_of(one) for one in (block.caption, block.unit, block.note))
                caption, unit, note = around
                return replace(block, rows=made, caption=caption, unit=unit, note=note)
        pictures = tuple(replace(one, caption=self.in_place_of(one.caption)) for one in block.pictures)
        return Pictures(pictures, self.in_place_of(block.credit))


@st.composite
def issues(draw: st.DrawFn) -> Issue:
    words = Words()

    def made(of: Iterable[Block]) -> tuple[Block, ...]:
        return tuple(map(words.block, of))

    def item(attached: int) -> Item:
        attachments = tuple(Attachment(words.next(), made(draw(rows(blocks)))) for _ in range(attached))
        own = (Body(words.next() + "。"), *made(draw(st.lists(blocks, max_size=5))))
        return Item(words.next(), own, f"（{words.next()}）", attachments=attachments)

    counts = draw(st.lists(st.integers(0, 2), min_size=1, max_size=3))
    sections = (Section(words.next(), tuple(map(item, counts))),)
    return replace(SMALL, editors_note=(), sections=sections, **HEAD)  # type: ignore[arg-type]


# ---- edits that change no text


def split_runs(document: Document) -> None:
    for paragraph in word.everywhere(document):
        for run in list(paragraph.runs):
            if len(run.text) > 1 and "\n" not in run.text and "\t" not in run.text:
                second = copy.deepcopy(run._r)
                run._r.addnext(second)
                Run(second, paragraph).text = run.text[1:]
                run.text = run.text[:1]


def smart_tags(document: Document) -> None:
    for run in list(document.element.body.iter(qn("w:r"))):
        tag = word.made('<w:smartTag w:uri="urn:x" w:element="place"/>')
        run.addprevious(tag)
        tag.append(run)


def bookmarks(document: Document) -> None:
    for number, run in enumerate(list(document.element.body.iter(qn("w:r"))), 900):
        run.addprevious(word.made(f'<w:bookmarkStart w:id="{number}" w:name="_b{number}"/>'))
        run.addnext(word.made(f'<w:bookmarkEnd w:id="{number}"/>'))
        run.addprevious(word.made('<w:proofErr w:type="spellStart"/>'))


def content_controls(document: Document) -> None:
    for cell in list(document.element.body.iter(qn("w:tc"))):
        control = word.made("<w:sdt><w:sdtPr/><w:sdtContent/></w:sdt>")
        cell.addprevious(control)
        control[1].append(cell)


def no_character_styles(document: Document) -> None:
    word.clear_character_formats(word.everywhere(document))


def no_paragraph_styles(document: Document) -> None:
    word.make_normal(word.everywhere(document))


def no_styles(document: Document) -> None:
    word.clear_all(word.everywhere(document))


def no_styles_of_captions(document: Document) -> None:
    for name in ("表题", "表的单位", "表注", "图题", "图片来源"):
        found = word.with_style(document, name)
        word.clear_all(one for one in found if one._p.getparent() is document.element.body)


@pytest.mark.parametrize(
    "edit",
    [
        *(split_runs, smart_tags, bookmarks, content_controls),
        *(no_character_styles, no_paragraph_styles, no_styles, no_styles_of_captions),
    ],
)
@settings(
    max_examples=6,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(issue=issues(), name=st.sampled_from(NAMES))
def test_what_changes_no_text_changes_nothing(
    tmp_path: Path, edit: Callable[[Document], object], issue: Issue, name: str
) -> None:
    assert after(copied(issue, name), edit, tmp_path / "copy.docx")[0] == issue


# ---- edits of any paragraph, row or table

Edit = Callable[[Document, Any, random.Random], object]


def _delete(_: Document, element: Any, __: random.Random) -> None:
    cell = element.getparent()
    if cell.tag != qn("w:tc") or len(cell.findall(qn("w:p"))) > 1:
        cell.remove(element)


def _normal(_: Document, element: Any, __: random.Random) -> None:
    for style in list(element.iter(qn("w:pStyle"))):
        style.getparent().remove(style)


def _cleared(document: Document, element: Any, _: random.Random) -> None:
    word.clear_all(one for one in word.everywhere(document) if one._p is element)


def _typed_after(_: Document, element: Any, __: random.Random) -> None:
    element.addnext(word.typed("另外打进来的一段。"))


def _blank_after(_: Document, element: Any, __: random.Random) -> None:
    element.addnext(word.made("<w:p/>"))


def _moved(document: Document, element: Any, pick: random.Random) -> None:
    others = [one for one in document.element.body.iterchildren(qn("w:p")) if one is not element]
    if element.getparent() is document.element.body and others:
        pick.choice(others).addnext(element)


def _table_after(document: Document, element: Any, _: random.Random) -> None:
    table = document.add_table(2, 2)
    for at, text in enumerate(("粘贴来的甲格", "粘贴来的乙格", "粘贴来的丙格", "粘贴来的丁格")):
        table.cell(at // 2, at % 2).text = text
    element.addnext(table._tbl)


def _picture_in(document: Document, element: Any, _: random.Random) -> None:
    paragraph = next(one for one in word.everywhere(document) if one._p is element)
    paragraph.add_run().add_picture(io.BytesIO(BLUE.content))


def _another_style(document: Document, element: Any, pick: random.Random) -> None:
    paragraphs = word.everywhere(document)
    running = [one for one in paragraphs if _WORDS.search(one.text) and not _is_made(one)]
    for paragraph in running:
        if paragraph._p is element:
            paragraph.style = pick.choice(running).style


def _is_made(paragraph: Paragraph) -> bool:
    name = paragraph.style.name if paragraph.style is not None else ""
    return (name or "").lower().startswith(("附件说明", "附件序号", "toc", "目录"))


EDITS: tuple[Edit, ...] = (
    *(_delete, _normal, _cleared, _typed_after, _blank_after, _moved, _table_after, _picture_in),
    _another_style,
)
_WORDS = re.compile("[\u4e10-\u9f00]{5}")


def _in_text(document: Document, words: set[str]) -> set[str]:
    """The words of the issue that the copy has in its text."""
    return {
        found
        for paragraph in word.everywhere(document)
        for found in _WORDS.findall(paragraph.text)
        if found in words
    }


@settings(
    max_examples=60,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    issue=issues(),
    name=st.sampled_from(NAMES),
    edits=st.lists(st.sampled_from(EDITS), min_size=1, max_size=3),
    seed=st.integers(0, 9_999),
)
def test_no_text_is_lost_unsaid_and_none_comes_twice(
    tmp_path: Path, issue: Issue, name: str, edits: list[Edit], seed: int
) -> None:
    pick = random.Random(seed)
    had: set[str] = set()
    all_words = set(_WORDS.findall(" ".join(node.text for node in walk(issue))))

    def edit(document: Document) -> None:
        for one in edits:
            texts = [each._p for each in word.everywhere(document) if _WORDS.search(each.text)]
            if texts:
                one(document, pick.choice(texts), pick)
        had.update(_in_text(document, all_words))

    read, notes = after(copied(issue, name), edit, tmp_path / "copy.docx")
    said = " ".join(notes)
    found = Counter(_WORDS.findall(" ".join(node.text for node in walk(read))))
    assert {text: count for text, count in found.items() if count > 1 and text in all_words} == {}
    assert {text for text in had if text not in found and text not in said} == set()


# ---- single cases

CELLS = Table(((Cell("单位"), Cell("数量")), (Cell("成都"), Cell("12")), (Cell("乐山"), Cell("7"))), 1)
PLAIN = replace(CELLS, caption="完成情况", unit="单位：卷", note="注：截至年底。")
SHOWN = Pictures((Picture(RED, 900, "会场"),), "（综合处摄）")
TWO = Pictures((Picture(RED, 700, "左图"), Picture(BLUE, 700, "右图")))


def issue_of(*own: Block, attachments: tuple[Attachment, ...] = ()) -> Issue:
    item = Item("题目", (Body("前一段。"), *own, Body("后一段。")), "（综合处）", attachments=attachments)
    return replace(SMALL, editors_note=(), sections=(Section("专题", (item,)),))


def first_item(issue: Issue) -> Item:
    return issue.sections[0].items[0]


def pictured(document: Document) -> list[Paragraph]:
    return [one for one in word.everywhere(document) if one._p.findall(".//" + qn("w:drawing"))]


def test_what_a_cell_can_not_hold_stands_behind_the_table(tmp_path: Path) -> None:
    def edit(document: Document) -> None:
        cell = table_in(document).cell(1, 1)
        cell.paragraphs[0].add_run().add_picture(io.BytesIO(BLUE.content), width=360_000)
        table_in(document).cell(2, 1)._tc.append(word.text_box([word.typed("框里的字")]))

    issue, notes = after(copied(issue_of(PLAIN), "plain"), edit, tmp_path / "copy.docx")
    _, table, picture, text, _ = first_item(issue).blocks
    assert isinstance(table, Table)
    assert (table.caption, table.note) == (PLAIN.caption, PLAIN.note)
    assert picture == Pictures((Picture(BLUE, 100),))
    assert text == Body("框里的字")
    assert "单元格里只能有文字，里面的“图片”、“文本框”读回后排在表格后面，请核对。" in notes


def test_a_row_that_a_tracked_change_took_away_is_gone_and_said(tmp_path: Path) -> None:
    def edit(document: Document) -> None:
        row = table_in(document).rows[1]._tr
        row.get_or_add_trPr().append(word.made('<w:del w:id="1" w:author="甲"/>'))
        for run in list(row.iter(qn("w:r"))):
            deleted = word.made('<w:del w:id="2" w:author="甲"/>')
            run.addprevious(deleted)
            deleted.append(run)
            for text in run.iter(qn("w:t")):
                text.tag = qn("w:delText")

    issue, notes = after(copied(issue_of(PLAIN), "plain"), edit, tmp_path / "copy.docx")
    assert first_item(issue).blocks[1] == replace(PLAIN, rows=(PLAIN.rows[0], PLAIN.rows[2]))
    assert "修订中删去的表格行里的文字“成都”、“12”没有读回。" in notes


def test_a_table_that_was_divided_is_two(tmp_path: Path) -> None:
    def edit(document: Document) -> None:
        table = table_in(document)._tbl
        second = copy.deepcopy(table)
        for row in list(table.tr_lst)[2:]:
            table.remove(row)
        for row in list(second.tr_lst)[:2]:
            second.remove(row)
        table.addnext(second)
        table.addnext(word.made("<w:p/>"))

    issue, _ = after(copied(issue_of(PLAIN), "plain"), edit, tmp_path / "copy.docx")
    _, one, other, _ = first_item(issue).blocks
    assert one == replace(PLAIN, rows=PLAIN.rows[:2], note="")
    assert isinstance(other, Table)
    assert (other.rows, other.note) == (PLAIN.rows[2:], PLAIN.note)


def test_the_picture_that_is_left_of_two_keeps_its_caption(tmp_path: Path) -> None:
    def edit(document: Document) -> None:
        for run in list(pictured(document)[0].runs):
            run._r.getparent().remove(run._r)

    issue, notes = after(copied(issue_of(TWO), "numbered"), edit, tmp_path / "copy.docx")
    assert first_item(issue).blocks[1:3] == (Pictures(TWO.pictures[1:]), Body("左图"))
    assert "图题“左图”旁边没有图片，按正文读回。" in notes


def test_three_pictures_side_by_side_keep_their_captions(tmp_path: Path) -> None:
    def edit(document: Document) -> None:
        for place in (pictured(document)[1], word.containing(document, "右图")):
            cell = place._p.getparent()
            third = copy.deepcopy(cell)
            cell.addnext(third)
            for text in third.iter(qn("w:t")):
                text.text = (text.text or "").replace("右图", "又一图")

    issue, _ = after(copied(issue_of(TWO), "numbered"), edit, tmp_path / "copy.docx")
    third = replace(TWO.pictures[1], caption="又一图")
    shown = [one.pictures for one in first_item(issue).blocks if isinstance(one, Pictures)]
    assert [picture.caption for pictures in shown for picture in pictures] == ["左图", "右图", third.caption]


@pytest.mark.parametrize("style", ["", "caption"])
def test_a_caption_with_a_number_typed_under_a_new_picture(tmp_path: Path, style: str) -> None:
    def edit(document: Document) -> None:
        new = word.containing(document, "后一段").insert_paragraph_before("")
        new.add_run().add_picture(io.BytesIO(BLUE.content), width=3_600_000)
        named = document.styles.add_style(style, 1).style_id if style else ""
        new._p.addnext(word.typed("图 1 现场照片", f'<w:pStyle w:val="{named}"/>' if style else ""))

    for name, caption in (("plain", "图 1 现场照片"), ("numbered", "现场照片")):
        issue, notes = after(copied(issue_of(), name), edit, tmp_path / "copy.docx")
        assert first_item(issue).blocks[1] == Pictures((Picture(BLUE, 1_000, caption),))
        assert "“图 1 现场照片”按图题读回，请核对。" in notes


def test_a_caption_that_was_typed_anew_has_one_number(tmp_path: Path) -> None:
    def edit(document: Document) -> None:
        first, *others = word.containing(document, "完成情况").runs
        first.text, first.style = "表1 进展情况", None
        for run in others:
            run.text = ""

    issue, notes = after(copied(issue_of(PLAIN), "numbered"), edit, tmp_path / "copy.docx")
    assert first_item(issue).blocks[1] == replace(PLAIN, caption="进展情况")
    assert notes == (FOUND,)


def test_a_blank_line_parts_no_caption_from_its_table(tmp_path: Path) -> None:
    def edit(document: Document) -> None:
        table_in(document)._tbl.addprevious(word.made("<w:p/>"))

    issue, _ = after(copied(issue_of(PLAIN), "plain"), edit, tmp_path / "copy.docx")
    assert first_item(issue).blocks[1] == PLAIN


def test_a_column_that_is_removed_leaves_the_widths_to_the_content(tmp_path: Path) -> None:
    wide = replace(CELLS, rows=tuple((*row, Cell("备注")) for row in CELLS.rows))
    other = replace(CELLS, rows=((Cell("甲甲甲"), Cell("乙")),))

    def edit(document: Document) -> None:
        table = table_in(document)
        for row in table.rows:
            row._tr.remove(row._tr.tc_lst[2])
        table._tbl.tblGrid.remove(table._tbl.tblGrid.gridCol_lst[2])

    issue, _ = after(copied(issue_of(wide, other), "plain"), edit, tmp_path / "copy.docx")
    assert first_item(issue).blocks[1:3] == (CELLS, other)


def test_a_pasted_table_may_say_what_stands_elsewhere(tmp_path: Path) -> None:
    def edit(document: Document) -> None:
        table = document.add_table(2, 2)
        for at, text in enumerate(("专题", "题目", "甲", "乙")):
            table.cell(at // 2, at % 2).text = text
        word.containing(document, "前一段")._p.addnext(table._tbl)

    issue, _ = after(copied(issue_of(), "plain"), edit, tmp_path / "copy.docx")
    _, table, _ = first_item(issue).blocks
    assert isinstance(table, Table)
    assert [cell.text for row in table.rows for cell in row] == ["专题", "题目", "甲", "乙"]


def test_what_is_typed_beside_a_picture_parts_nothing(tmp_path: Path) -> None:
    def edit(document: Document) -> None:
        pictured(document)[0].add_run("旁边的字")

    for name in NAMES:
        issue, notes = after(copied(issue_of(SHOWN), name), edit, tmp_path / "copy.docx")
        assert {SHOWN, Body("旁边的字")} < set(first_item(issue).blocks)
        assert "和图片在同一行的“旁边的字”读回后单独成段，请核对。" in notes


def test_a_heading_made_body_text_keeps_its_number(tmp_path: Path) -> None:
    headings = Heading("甲节", 1, numbered=True), Heading("乙节", 1, numbered=True)

    def edit(document: Document) -> None:
        word.make_normal([word.containing(document, "乙节")])

    issue, notes = after(copied(issue_of(*headings), "plain"), edit, tmp_path / "copy.docx")
    assert first_item(issue).blocks[1:3] == (headings[0], Body("二、乙节"))
    assert "“乙节”原来是标题或小标题，现在是正文样式，按正文读回。" in notes


ATTACHED = issue_of(
    attachments=(Attachment("甲表", (Body("甲文。"),)), Attachment("乙表", (Body("乙文。"),)))
)


def _of_style(document: Document, name: str) -> list[Paragraph]:
    return [one for one in document.paragraphs if (one.style.name if one.style else "") == name]


def test_a_title_joined_to_the_mark_over_it_is_a_title(tmp_path: Path) -> None:
    def edit(document: Document) -> None:
        mark, title = _of_style(document, "附件序号")[1], _of_style(document, "附件标题")[1]
        for run in list(title.runs):
            mark._p.append(run._r)
        word.delete([title])

    assert after(copied(ATTACHED, "plain"), edit, tmp_path / "copy.docx")[0] == ATTACHED


def test_lines_of_attachments_that_were_changed_or_deleted_are_said(tmp_path: Path) -> None:
    def edit(document: Document) -> None:
        word.delete([one for one in document.paragraphs if one.text.endswith("乙表")][:1])
        first, second = _of_style(document, "附件序号")
        first.runs[0].text = "附表1"
        word.delete([second])

    issue, notes = after(copied(ATTACHED, "plain"), edit, tmp_path / "copy.docx")
    assert issue == ATTACHED
    assert "附件说明里的“乙表”删去了，没有照删：附件说明按附件的标题编成，印出时仍有。" in notes
    assert "附件序号“附表1”没有读回：附件序号由版式编成。" in notes
    assert "附件序号删去了，没有照删：它由版式编成，印出时仍有。" in notes


def test_an_attachment_typed_without_styles_is_one(tmp_path: Path) -> None:
    def edit(document: Document) -> None:
        word.type_after(word.containing(document, "乙文"), ["附件3", "丙表", "丙文。"])

    issue, notes = after(copied(ATTACHED, "plain"), edit, tmp_path / "copy.docx")
    assert first_item(issue).attachments == (
        *first_item(ATTACHED).attachments,
        Attachment("丙表", (Body("丙文。"),)),
    )
    assert "“附件3”“丙表”没有用样式，已按附件读回，请核对。" in notes


@pytest.mark.parametrize("page", [True, False])
@pytest.mark.parametrize("by", ["section", "flat"])
def test_a_list_of_contents_without_styles_is_still_none_of_the_text(
    tmp_path: Path, by: str, *, page: bool
) -> None:
    form = ContentsForm(by=by, page=page)  # type: ignore[arg-type]
    setter = Typesetter(replace(load_layout("monthly"), contents=form), load_faces(use_installed=False))
    data = docx_bytes(ATTACHED, setter.layout, setter.typeset(ATTACHED))
    assert after(data, no_styles, tmp_path / "copy.docx")[0] == ATTACHED
